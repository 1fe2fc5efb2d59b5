"""Addresses of cells: table, row key as a tuple, column."""

from __future__ import annotations

from recomputed.data.book import Book, Table

Address = tuple[int, tuple, str]


def rows(table: Table) -> list:
    """The row keys in print order, as they are written in an address: 2001, or (2017, "Total")."""
    return list(table.keys())


def row_keys(table: Table) -> list[tuple]:
    """The row keys in print order, each a tuple."""
    return [key if isinstance(key, tuple) else (key,) for key in rows(table)]


def years_across(table: Table) -> list[str]:
    """The columns of a table whose years run across, ``y1991`` …"""
    return [c for c in table.numeric_columns if c[0] == "y" and c[1:].isdigit()]


def printed_cells(book: Book) -> list[Address]:
    """Every cell of the tables that holds a number, in the order of the tables."""
    return [
        (n, key, column)
        for n in book.table_numbers
        for key in row_keys(book.T[n])
        for column in book.T[n].numeric_columns
        if book.T[n].has(*key, column)
    ]

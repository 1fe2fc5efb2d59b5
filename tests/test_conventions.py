"""How words are held to bars, and how a slip of one digit is told from any other difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from techtrade.ledger.formulas import exactly, percent
from techtrade.ledger.recompute.conventions import (
    FAST,
    entries,
    one_digit_apart,
    rises_gradually,
)
from techtrade.tables import Book

DATA = Path(__file__).parents[1] / "data"


def series(*values) -> dict:
    return {2000 + i: exactly(value) for i, value in enumerate(values)}


def test_fast_is_a_doubling_in_ten_years():
    assert float((1 + FAST) ** 10) == pytest.approx(2)


@pytest.mark.parametrize(
    ("values", "holds"),
    [
        ((1, 2, 3, 2, 4), True),  # three steps of four
        ((1, 2, 1, 2, 1, 3), True),  # three of five
        ((1, 2, 1, 2, 3, 2, 3, 2), True),
        ((1, 2, 1, 2, 1), False),  # half of the steps, and no rise
        ((1, 2, 1, 2, 2), False),  # half of the steps: standing still is no rise
        ((5, 1, 2, 3, 4), False),  # rises mostly, but ends below its start
    ],
)
def test_gradually_is_most_steps_and_a_higher_end(values, holds):
    assert rises_gradually(series(*values)).holds is holds


def test_entries_read_only_what_they_keep():
    read = []
    table = Book(DATA).tables(lambda *cell: read.append(cell))[9]
    kept = entries(table, 2018, without=("Total", "Other"))
    assert list(kept) == [row[1] for _, row, _ in read]
    assert "Total" not in kept
    read.clear()
    assert list(entries(table, 2018, only=("Private enterprises",))) == ["Private enterprises"]
    assert len(read) == 1


@pytest.mark.parametrize(
    ("share", "slip"), [("2.77", True), ("2.27", False), ("2.78", False), ("12.27", False)]
)
def test_one_digit_apart(share, slip):
    """The paper prints 2.27."""
    found = one_digit_apart(Book(DATA).tables(), "2.1.2-software-share-2019", percent(share))
    assert found.holds is slip

"""Charts and sentences of the chapters on data with cells changed in memory.

The tests try a sample. Run as a program, this tries all: ``python tests/techtrade/following.py``
prints the numbers that follow nothing, the charts whose tables are not those named under them, and,
changing each cell by itself, the cells that no chart feels. It takes a quarter of an hour.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
import symtable
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import CodeType
from unittest import mock

import nbformat

from recomputed.audit.slips import altered
from recomputed.chapter import chapter
from recomputed.chapter.prose import Marked
from recomputed.data.book import Book, Tables
from recomputed.data.paper import read_paper
from recomputed.data.printed import Printed, decimal_text
from recomputed.ledger import Ledger
from recomputed.run.gate import loose_digits

NAMES = ("index", "introduction", *(f"section-{n}" for n in range(1, 6)), "what-the-data-show")
"""The chapters whose charts draw the paper's tables; those of the ledger's own draw verdicts."""

Cell = tuple[int, tuple, str]
ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
PAPER = read_paper("techtrade")
EVAL = re.compile(r"\{eval\}`(.+?)`", re.S)


@dataclass(frozen=True)
class Chart:
    """A chart's code: the cells that it needs, the last of which shows it."""

    chapter: str
    id: str
    cells: tuple[str, ...]

    @property
    def tables(self) -> set[int]:
        """The tables that are to stand under the chart as its source."""
        named = re.search(r"^    tables=(\[[\d, ]*\])", self.cells[-1], re.M)
        return set(ast.literal_eval(named[1])) if named else set()


@cache
def compiled(source: str) -> CodeType:
    """A cell whose last expression's value is kept as ``_``."""
    tree = ast.parse(source)
    if isinstance(tree.body[-1], ast.Expr):
        tree.body[-1] = ast.Assign([ast.Name("_", ast.Store())], tree.body[-1].value)
    return compile(ast.fix_missing_locations(tree), "<cell>", "exec")


def names_in(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell makes, and those of other cells that it may use."""
    top = symtable.symtable(source, "<cell>", "exec")
    made = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    used = {s.get_name() for s in top.get_symbols() if s.is_referenced()}
    inner = top.get_children()
    while inner:
        scope = inner.pop()
        inner += scope.get_children()
        used |= {s.get_name() for s in scope.get_symbols() if s.is_global()}
    return made, used


def changed_in(source: str) -> set[str]:
    """The names whose values a cell changes in place, as ``deficit[2016] = …`` does."""
    stores = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Subscript))
    places = (n.value for n in stores if isinstance(n.ctx, ast.Store))
    return {n.id for place in places for n in ast.walk(place) if isinstance(n, ast.Name)}


def cells_of(name: str) -> list[nbformat.NotebookNode]:
    """A chapter's cells, less the answers left to the reader."""
    path = ROOT / ("index.ipynb" if name == "index" else f"chapters/{name}.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if "exercise-answer" not in cell.metadata.get("tags", [])]


def charts_of(name: str) -> Iterator[Chart]:
    """A chapter's charts, each with no more code than it needs."""
    sources = [cell.source for cell in cells_of(name) if cell.cell_type == "code"]
    for at, source in enumerate(sources):
        if "ch.show(" not in source or re.search(r"tables=[^\[]", source):
            continue  # a chart that works out its tables draws verdicts, not the tables
        needed, kept = names_in(source)[1], [source]
        for earlier in reversed(sources[:at]):
            made, used = names_in(earlier)
            if made & needed or changed_in(earlier) & needed:
                needed = needed - made | used
                kept.insert(0, earlier)
        chart_id = re.search(r'^    "([a-z0-9-]+)",$', source, re.M)[1]
        yield Chart(name, chart_id, tuple(kept))


@contextmanager
def reading(book: Book) -> Iterator[None]:
    """Let chapters see this book instead of the data folder."""

    def current(data_dir=None, edition="corrected") -> Ledger:
        ledger = Ledger(DATA, edition)
        ledger.book = book
        return ledger

    kept, chapter.current = chapter.current, current
    try:
        yield
    finally:
        chapter.current = kept


def drawn(chart: Chart, book: Book) -> dict:
    """A chart's specification on a book; no more than its error where it cannot be drawn."""
    scope: dict = {}
    with reading(book):
        try:
            for source in chart.cells:
                exec(compiled(source), scope)
        except Exception as error:  # a chart that fails has felt the change, too
            return {"error": repr(error)}
    return scope["_"].spec


def data_of(spec: dict) -> str:
    """What a chart draws, without its words."""
    return json.dumps({**spec, "title": "", "description": "", "usermeta": {}}, sort_keys=True)


def tables_loaded(chart: Chart, book: Book) -> set[int]:
    """The tables whose cells a chart's code takes from the book, for whatever purpose."""
    loaded, load = set(), book.load

    def noting(name: str, on_read=None):
        loaded.add(name)
        return load(name, on_read)

    with mock.patch.multiple(book, load=noting, T=Tables(book)):
        drawn(chart, book)
    return {int(name[6:]) for name in loaded if name.startswith("table_")}


def cells_of_table(book: Book, table: int) -> list[Cell]:
    """The printed numbers of a table."""
    printed = book.T[table]
    return [
        (table, key if isinstance(key, tuple) else (key,), column)
        for key in printed.keys()  # noqa: SIM118
        for column in printed.numeric_columns
        if printed.has(*(key if isinstance(key, tuple) else (key,)), column)
    ]


def moved(text: str, factor: float) -> str:
    """Another number of the same precision."""
    number = Printed(text)
    new = decimal_text(number.value * round(1000 * factor) / 1000, number.decimals)
    return new if new != text else decimal_text(number.value + 1, number.decimals)


def changed(book: Book, cells: Iterable[Cell]) -> Book:
    """The book with some cells larger, each by a factor of its own."""
    factors = {cell: 1.37 + at / 50 for at, cell in enumerate(cells)}
    texts = {(t, key, column): book.T[t].text(*key, column) for t, key, column in factors}
    return altered(book, {cell: moved(texts[cell], factors[cell]) for cell in factors})


def shaken(book: Book, seed: int, tables: Iterable[int] = (), stated: bool = False) -> Book:
    """The book with every cell of some tables changed, and the numbers of the text if asked for.

    Each changes by a factor of its own; totals grow and parts shrink, so that no part exceeds them.
    """
    chance = random.Random(seed)
    texts = {}
    for cell in (cell for table in tables for cell in cells_of_table(book, table)):
        table, key, column = cell
        whole = "total" in f"{key} {column}".lower()
        factor = chance.uniform(1.1, 1.7) if whole else chance.uniform(0.6, 0.95)
        texts[cell] = moved(book.T[table].text(*key, column), factor)
    other = altered(book, texts)
    if stated:
        other.__dict__["claims"] = {
            one.id: one
            if one.is_verbal
            else replace(one, printed=moved(one.printed, chance.uniform(0.6, 1.7)))
            for one in book.claims.values()
        }
    return other


def words_of(name: str, book: Book, scope: dict | None = None) -> dict[str, str]:
    """What a chapter computes for its readers: sentences' numbers, and the words of its charts."""
    scope, words = {} if scope is None else scope, {}
    with reading(book):
        for cell in cells_of(name):
            if cell.cell_type == "code":
                scope.pop("_", None)
                exec(compiled(cell.source), scope)
                if hasattr(scope.get("_"), "spec"):
                    facts = scope["_"].spec["usermeta"]["recomputed"]
                    words |= {f"{cell.id}, {part}": facts[part] for part in ("title", "alt")}
            for number, source in enumerate(EVAL.findall(cell.source)):
                if cell.cell_type == "markdown" and "solution" not in cell.metadata.get("tags", []):
                    value = eval(source, scope)
                    if not isinstance(value, Marked):
                        words[f"{cell.id}, {number}: {source}"] = str(value)
    return words


def measures_in(text: str) -> list[str]:
    """The measured numbers of a text; counts, years and the book's own numbering are none."""
    return [word for _, word in loose_digits(text, PAPER) if re.search(r"\.\d|\d%", word)]


def fixed_words(name: str, book: Book, others: Iterable[Book]) -> list[str]:
    """The numbers of a chapter that stay as they are on all of several other books."""
    before = words_of(name, book)
    after = [words_of(name, other) for other in others]
    return [
        f"{name}, {where}: {number}"
        for where, text in before.items()
        for at, number in enumerate(measures_in(text))
        if all(measures_in(words.get(where, ""))[at : at + 1] == [number] for words in after)
    ]


def undeclared(chart: Chart, book: Book) -> list[str]:
    """Where the tables that stand under a chart are not those that it draws."""
    before = drawn(chart, book)
    wrong = []
    for table in sorted(tables_loaded(chart, book)):
        others = (shaken(book, seed, [table]) for seed in range(3))
        felt = any(data_of(drawn(chart, other)) != data_of(before) for other in others)
        if felt != (table in chart.tables):
            wrong.append(f"{chart.chapter}, {chart.id}: Table {table} {'felt' if felt else 'not'}")
    return wrong


def unfelt(charts: list[Chart], book: Book, groups: Iterable[list[Cell]]) -> list[list[Cell]]:
    """The groups of cells whose change leaves every chart's data as they are."""
    before = cache(lambda chart: data_of(drawn(chart, book)))
    silent = []
    for cells in groups:
        other = changed(book, cells)
        resting = [chart for chart in charts if cells[0][0] in chart.tables]
        if not any(data_of(drawn(chart, other)) != before(chart) for chart in resting):
            silent.append(cells)
    return silent


def main() -> None:
    """Print what does not follow the tables."""
    book = Ledger(DATA).book
    others = [shaken(book, seed, book.table_numbers, stated=True) for seed in range(3)]
    charts = [chart for name in NAMES for chart in charts_of(name)]
    fixed = (line for name in NAMES for line in fixed_words(name, book, others))
    wrong = (line for chart in charts for line in undeclared(chart, book))
    for line in (*fixed, *wrong):
        print(line, flush=True)
    for table in book.table_numbers:
        for column in book.T[table].numeric_columns:
            cells = [cell for cell in cells_of_table(book, table) if cell[2] == column]
            if unfelt(charts, book, [cells]):
                print(f"Table {table}, {column}: no chart", flush=True)
            elif silent := unfelt(charts, book, [[cell] for cell in cells]):
                rows = ["/".join(map(str, key)) for ((_, key, _),) in silent]
                told = f"{len(rows)} of {len(cells)} cells in no chart: {', '.join(rows)}"
                print(f"Table {table}, {column}: {told}", flush=True)


if __name__ == "__main__":
    os.environ["RECOMPUTED_PICTURES"] = "0"
    main()

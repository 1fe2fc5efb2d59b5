"""How words are held to bars, and how a slip of one digit is told from any other difference."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from recomputed.data.book import Book
from recomputed.errors import DataError
from recomputed.ledger import Ledger
from recomputed.ledger.formulas import exactly, percent
from recomputed.ledger.verbal import exceeds
from techtrade.recompute.conventions import (
    basically,
    entries,
    fast,
    greatly,
    keeps_falling,
    keeps_rising,
    keeps_rising_within,
    mostly,
    one_digit_apart,
    steady,
)

DATA = Path(__file__).parents[2] / "data"
BOOK = Book(DATA)


def series(*values) -> dict:
    return {2000 + i: exactly(value) for i, value in enumerate(values)}


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
    assert keeps_rising(BOOK.T, "逐步", series(*values)).holds is holds


READINGS = {reading: BOOK.tables(reading=reading) for reading in ("bar", "laxer", "stricter")}


def verdicts(helper, word: str, *arguments) -> list:
    """What a helper finds with a word's bar, its laxer and its stricter one."""
    return [helper(T, word, *arguments).holds for T in READINGS.values()]


def test_words_turn_at_their_bars():
    """主要: more than a half, two fifths, two thirds; 大幅: 2, 1.5, 3 times; 快速: 7.2, 5, 10%."""
    whole = exactly(100)
    assert verdicts(mostly, "主要", exactly(50), whole) == [False, True, False]
    assert verdicts(mostly, "主要", exactly(67), whole) == [True, True, True]
    assert verdicts(greatly, "大幅", exactly(10), exactly(20)) == [True, True, False]
    assert verdicts(greatly, "大幅", exactly(10), exactly(19)) == [False, True, False]
    assert verdicts(fast, "快速", exactly(100), exactly(107), 1) == [False, True, False]
    assert verdicts(fast, "快速", exactly(100), exactly(120), 2) == [True, True, False]
    assert verdicts(steady, "稳定", {1: percent(40), 2: percent("45.5")}) == [False, True, False]


def test_keeps_rising_is_at_every_step_or_at_three_of_four():
    assert verdicts(keeps_rising, "不断", series(1, 2, 3, 2, 4)) == [False, True, False]
    assert verdicts(keeps_rising, "不断", series(4, 5, 6, 7, 3)) == [False, False, False]
    assert verdicts(keeps_falling, "不断", series(4, 3, 2)) == [True, True, True]
    assert verdicts(keeps_falling, "不断", series(4, 3, 3)) == [False, False, False]


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        ((1, 2, 3), (1, 2, 3), True),  # known: as keeps_rising
        ((1, 3, 2), (1, 3, 2), False),
        ((1, 2, 4), (1, 3, 4), True),  # whatever the second is
        ((1, 2, 4), (1, 5, 4), None),
        ((1, 0, 1), (1, 5, 1), False),  # it ends where it began
    ],
)
def test_a_series_within_bounds_is_open_where_they_decide_nothing(low, high, holds):
    assert keeps_rising_within(BOOK.T, "不断", series(*low), series(*high)).holds is holds


def test_basically_is_in_three_cases_of_four():
    cases = {n: exceeds(exactly(n), exactly(1)) for n in range(1, 5)}
    assert verdicts(basically, "基本", cases) == [True, True, False]


def test_a_failing_series_says_by_how_much():
    found = keeps_rising(BOOK.T, "不断", series(1000, 996, 2000))
    assert found.margin == Fraction(-4, 1000)
    assert "1e+05%" in found.evidence
    assert "9.96e+04%" in found.evidence


def test_every_word_read_is_told_and_an_unknown_one_refused():
    T = BOOK.tables()
    mostly(T, "主要", exactly(1), exactly(2))
    assert list(T.words_read) == ["主要"]
    with pytest.raises(DataError, match=r"words\.csv: found no row 很"):
        T.bar("很")


def test_a_grade_knows_its_words_and_its_verdict_by_other_bars():
    """7 to 11 of 16 steps: more than half of them, or not; but further on at the end."""
    grade = Ledger(DATA)["1.2.2-softening"]
    assert grade.words == ("逐步",)
    verdicts = (grade.verdict, grade.laxer, grade.stricter)
    assert verdicts == ("partial", "reproduced", "discrepant")


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

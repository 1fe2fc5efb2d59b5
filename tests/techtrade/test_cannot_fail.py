"""A check that cannot fail proves nothing: a number put wrong must lose its verdict.

What may survive is said by the data: a one-sided qualifier (``over 50`` is met by 62, and would be
by 51), and a coarser number that is the other one rounded (5 for 4.6).

Nor does a check that cannot fail become one by its bounds: each partial verdict must turn
discrepant by some edit of what it was read from.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from recomputed.data.book import Book
from recomputed.data.claims import Claim
from recomputed.data.printed import NOT_COMPILED, Printed, decimal_text, round_half_up
from recomputed.ledger import Ledger
from recomputed.ledger.grading import Grade, grade
from recomputed.ledger.verdicts import coarseness

LEDGER = Ledger(Path(__file__).parents[2] / "data")
ONE_SIDED = ("over", "under", "nearly")


def with_claims(*changed: Claim, graded: Sequence[str] = ()) -> list[str]:
    """The verdicts of some claims, or of those named, when these stand so in ``claims.csv``."""
    book = Book(LEDGER.book.data_dir)
    book.__dict__["claims"] = {**book.claims, **{claim.id: claim for claim in changed}}
    names = graded or [claim.id for claim in changed]
    return [grade(book.claims[name], book).verdict for name in names]


def moved(claim: Claim, recomputed: str) -> list[Claim]:
    """The claim with its number off by one unit of the last digit that counts.

    A one-sided number may move towards what is recomputed, and is moved beyond it instead.
    """
    printed = Printed(claim.printed)
    found = Fraction(recomputed) if claim.qualifier in ONE_SIDED else printed.value
    unit = Fraction(1, 10**printed.decimals)
    if claim.qualifier == "about":
        unit = coarseness(printed)
    values = {
        "over": [found + unit],
        "under": [found - unit],
        "nearly": [found - unit, found + 2 * unit],
    }.get(claim.qualifier, [printed.value - unit, printed.value + unit])
    return [replace(claim, printed=decimal_text(v, printed.decimals)) for v in values]


def test_a_number_off_by_its_last_digit_is_not_reproduced():
    survive, tried = [], 0
    for result in LEDGER.grades():
        if result.claim.is_verbal or result.verdict != "reproduced":
            continue
        for claim in moved(result.claim, result.recomputed):
            tried += 1
            if with_claims(claim) == ["reproduced"]:
                survive.append(f"{claim.id}: {result.claim.printed} and {claim.printed}")
    assert tried > 400
    assert not survive, "\n".join(survive)


def same_to_its_digits(coarse: Claim, fine: Claim) -> bool:
    """Whether a number is the other one with fewer digits."""
    a, b = Printed(coarse.printed), Printed(fine.printed)
    return round_half_up(b.value, a.decimals) == a.value


def pairs() -> list[tuple[Claim, Claim]]:
    """The numbers of one section and unit, two by two: of one sentence or of its neighbours."""
    groups: dict[tuple, list[Claim]] = defaultdict(list)
    for claim in LEDGER.claims.values():
        if not claim.is_verbal:
            groups[claim.section, claim.unit].append(claim)
    found = itertools.chain(*(itertools.combinations(group, 2) for group in groups.values()))
    return [(one, other) for one, other in found if one.printed != other.printed]


def test_two_numbers_exchanged_are_not_reproduced():
    survive, tried = [], 0
    for one, other in pairs():
        before = LEDGER[one.id].verdict, LEDGER[other.id].verdict
        if "reproduced" not in before:
            continue
        tried += 1
        swapped = replace(one, printed=other.printed), replace(other, printed=one.printed)
        for was, now, old, new in zip(
            (one, other), swapped, before, with_claims(*swapped), strict=True
        ):
            fair = now.qualifier in ONE_SIDED or same_to_its_digits(now, was)
            if old == new == "reproduced" and not fair:
                survive.append(f"{was.id}: {was.printed} and {now.printed}")
    assert tried > 500
    assert not survive, "\n".join(survive)


NO_AMOUNT_REFUTES = {
    "4.4-russia-rank-2018": "who is named decides it, not an amount; see the test below",
}


Slot = tuple[dict, str]


def columns_of(result: Grade) -> list[list[Slot]]:
    """The printed cells that a verdict was read from, by table and column."""
    found = defaultdict(list)
    for cell in result.cells:
        table = LEDGER.book.T[cell.table]
        row = table.rows[table._index[cell.key]]
        if row[cell.column] not in ("", NOT_COMPILED):
            found[cell.table, cell.column].append((row, cell.column))
    return list(found.values())


def scaled(text: str, times: Fraction) -> str:
    printed = Printed(text)
    return decimal_text(printed.value * times, printed.decimals)


def verdict_with(result: Grade, slots: list[Slot], texts: list[str]) -> str:
    """The verdict with other texts in some cells."""
    before = [row[column] for row, column in slots]
    for (row, column), text in zip(slots, texts, strict=True):
        row[column] = text
    try:
        return grade(result.claim, LEDGER.book).verdict
    finally:
        for (row, column), text in zip(slots, before, strict=True):
            row[column] = text


def verdicts_after_edits(result: Grade) -> Iterator[str]:
    """The verdict with stated numbers, columns or cells ten times as large or small, or exchanged.

    A whole column is scaled, or one cell of it; two cells of a column change places.
    """
    columns, factors = columns_of(result), (Fraction(10), Fraction(1, 10))
    for name, times in itertools.product(result.claims, factors):
        stated = LEDGER.claims[name]
        yield from with_claims(
            replace(stated, printed=scaled(stated.printed, times)), graded=[result.claim.id]
        )
    singles = [[slot] for column in columns for slot in column]
    for slots, times in itertools.product([*columns, *singles], factors):
        yield verdict_with(result, slots, [scaled(row[column], times) for row, column in slots])
    for column in columns:
        for pair in itertools.combinations(column, 2):
            yield verdict_with(result, list(pair), [row[name] for row, name in reversed(pair)])


def test_a_partial_verdict_can_be_refuted():
    partial = [result for result in LEDGER.grades() if result.verdict == "partial"]
    assert len(partial) > 30
    firm = {r.claim.id for r in partial if "discrepant" not in verdicts_after_edits(r)}
    assert firm == set(NO_AMOUNT_REFUTES)


def test_a_country_among_the_first_ten_refutes_a_later_rank():
    claim, book = LEDGER.claims["4.4-russia-rank-2018"], Book(LEDGER.book.data_dir)
    table = book.T[11]
    table._index[2018, "Russia"] = table._index.pop((2018, "Hong Kong"))
    try:
        assert grade(claim, book).verdict == "discrepant"
    finally:
        table._index[2018, "Hong Kong"] = table._index.pop((2018, "Russia"))

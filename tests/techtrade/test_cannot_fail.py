"""A check that cannot fail proves nothing: a number put wrong must lose its verdict.

What may survive is said by the data: a one-sided qualifier (``over 50`` is met by 62, and would be
by 51), and a coarser number that is the other one rounded (5 for 4.6).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from recomputed.data.book import Book
from recomputed.data.claims import Claim
from recomputed.data.printed import Printed, decimal_text, round_half_up
from recomputed.ledger import Ledger
from recomputed.ledger.grading import grade
from recomputed.ledger.verdicts import last_significant_unit

LEDGER = Ledger(Path(__file__).parents[2] / "data")
ONE_SIDED = ("over", "under", "nearly")


def with_claims(*changed: Claim) -> list[str]:
    """The verdicts of some claims when all of them stand so in ``claims.csv``."""
    book = Book(LEDGER.book.data_dir)
    book.__dict__["claims"] = {**book.claims, **{claim.id: claim for claim in changed}}
    return [grade(claim, book).verdict for claim in changed]


def moved(claim: Claim, recomputed: str) -> list[Claim]:
    """The claim with its number off by one unit of the last digit that counts.

    A one-sided number may move towards what is recomputed, and is moved beyond it instead.
    """
    printed = Printed(claim.printed)
    found = Fraction(recomputed) if claim.qualifier in ONE_SIDED else printed.value
    unit = Fraction(1, 10**printed.decimals)
    if claim.qualifier == "about":
        unit = last_significant_unit(printed)
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

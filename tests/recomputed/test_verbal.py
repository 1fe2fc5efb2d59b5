"""Predicates: what holds, what stays open, and by how much either is so."""

from __future__ import annotations

from fractions import Fraction

import pytest

from recomputed.data.quantity import Quantity, Unit
from recomputed.ledger.formulas import exactly
from recomputed.ledger.verbal import (
    below,
    both,
    decided,
    every,
    exceeds,
    falls,
    holds,
    largest,
    nth_largest,
    order,
    rises,
    smallest,
    undecided,
)

PERCENT = Unit("percent", "ratio", Fraction(1, 100))
CELLS = {"a": exactly(50), "b": exactly(40), "c": exactly(10)}


def series(*values) -> dict:
    return {2000 + i: exactly(value) for i, value in enumerate(values)}


@pytest.mark.parametrize(
    ("finding", "truth", "margin"),
    [
        (exceeds(exactly(110), exactly(100)), True, "0.1"),
        (exceeds(exactly(90), exactly(100)), False, "-0.1"),
        (exceeds(exactly(Fraction(3, 5)), Quantity.exact(50, PERCENT)), True, "0.2"),
        (below(exactly(90), exactly(100)), True, "0.1"),
        (exceeds(exactly(-3), exactly(-2)), False, "-0.5"),
        (rises(series(100, 110, 115.5)), True, "0.05"),
        (rises(series(100, 99, 50, 60)), False, "-49/99"),
        (falls(series(100, 80, 60)), True, "0.2"),
        (rises(series(100, 100, 110)), False, "0"),
        (rises(series(100, 100, 110), strictly=False), True, "0"),
        (largest("a", CELLS), True, "0.25"),
        (largest("b", CELLS), False, "-0.2"),
        (nth_largest("b", CELLS, 2), True, "0.25"),
        (nth_largest("a", CELLS, 2), False, "-0.25"),
        (smallest("c", CELLS), True, "0.75"),
        (order(["a", "b"], CELLS), True, "0.25"),
        (order(["b", "a"], CELLS), False, "-0.25"),
    ],
)
def test_margin_is_the_distance_from_where_the_finding_turns(finding, truth, margin):
    assert finding.holds is truth
    assert finding.margin == Fraction(margin)


@pytest.mark.parametrize(
    ("name", "place", "rest", "truth"),
    [
        ("a", 1, 49, True),  # nobody unnamed can have more than 50
        ("a", 1, 50, True),  # as much, but not more
        ("a", 1, 51, None),
        ("b", 1, 100, False),  # the unnamed can only push it down
        ("b", 2, 41, None),
        ("c", 3, 9, True),
        ("c", 5, 30, None),  # two more could each have over 10
        ("c", 6, 30, False),  # three could not
    ],
)
def test_what_a_list_leaves_unnamed_may_overturn_a_place(name, place, rest, truth):
    found = nth_largest(name, CELLS, place, exactly(rest))
    assert found.holds is truth
    if truth is None:
        assert str(rest) in found.evidence


def test_a_cell_known_in_part_may_overturn_a_place():
    assert largest("a", CELLS, at_most={"b": exactly(49)}).holds is True
    found = largest("a", CELLS, at_most={"b": exactly(60)})
    assert found.holds is None
    assert "b may be up to 60" in found.evidence
    assert largest("c", CELLS, at_most={"c": exactly(45)}).holds is False


def test_an_order_is_open_where_somebody_unnamed_could_come_between():
    assert order(["a", "b", "c"], CELLS, exactly(9)).holds is True
    assert order(["a", "b", "c"], CELLS, exactly(11)).holds is None
    assert order(["b", "a", "c"], CELLS, exactly(11)).holds is False


def test_bounds_decide_only_if_both_lie_on_one_side():
    assert decided(exactly(6), exactly(9), exactly(5)).holds is True
    assert decided(exactly(2), exactly(4), exactly(5)).holds is False
    assert decided(exactly(2), exactly(9), exactly(5)).holds is None


def test_open_findings_are_neither_held_nor_failed():
    held, failed, still = holds(True, "h"), holds(False, "f"), undecided("u")
    assert both(held, still).holds is None
    assert both(held, still, failed).holds is False
    assert every({1: held, 2: still}).evidence == "2: u"


def test_the_worst_failure_is_the_counter_example():
    near = exceeds(exactly(99), exactly(100))
    far = exceeds(exactly(50), exactly(100))
    found = every({"near": near, "far": far})
    assert found.evidence.startswith("far")
    assert found.margin == Fraction(-1, 2)

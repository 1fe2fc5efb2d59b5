"""Concentration and contributions on amounts whose answers are known."""

import pytest

from techtrade.stories.composition import (
    concentration_bounds,
    contribution_bounds,
    contributions,
)


def test_concentration_is_exact_when_all_partners_are_named():
    assert concentration_bounds([50, 30, 20], 100) == pytest.approx((0.38, 0.38))


def test_concentration_bounds_hold_every_possible_rest():
    low, high = concentration_bounds([40, 25], 100)
    assert (low, high) == pytest.approx((0.2225, 0.2225 + 0.25**2 + 0.1**2))
    for rest in ([25, 10], [20, 15], [7] * 5, [0.5] * 70):
        assert low <= sum((x / 100) ** 2 for x in [40, 25, *rest]) <= high + 1e-12


def test_concentration_refuses_parts_above_the_whole():
    with pytest.raises(ValueError, match="more than the whole"):
        concentration_bounds([80, 30], 100)


def test_contributions_add_up_to_the_growth_of_the_whole():
    found = contributions({"a": 60, "b": 40}, {"a": 50, "b": 55, "c": 15})
    assert found == pytest.approx({"a": -10, "b": 15, "c": 15})
    assert sum(found.values()) == pytest.approx(20)


def test_contributions_of_parts_named_once_are_bounded_by_the_smallest_named():
    old, new = {"a": 50, "b": 10}, {"a": 40, "c": 30}
    found = contribution_bounds(old, new, base=100)
    assert found == {
        "a": pytest.approx((-10, -10)),
        "b": pytest.approx((-10, 20)),
        "c": pytest.approx((20, 30)),
    }

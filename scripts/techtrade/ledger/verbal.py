"""Predicates for what the paper says in words: "exceeds", "second largest", "rises steadily".

Each returns a Finding, which holds or does not and carries the numbers that decide it: the
evidence, or the counter-example.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from techtrade.quantity import MONEY, Quantity


@dataclass(frozen=True)
class Finding:
    """Whether a statement in words holds on the data, and what decides it.

    `holds` is None where the paper prints too little to decide.
    """

    holds: bool | None
    evidence: str

    def __bool__(self) -> bool:
        return bool(self.holds)


def show(quantity: Quantity | float) -> str:
    """A quantity as short text for evidence: plain digits and its unit."""
    if not isinstance(quantity, Quantity):
        return f"{quantity:g}"
    number = float(quantity)
    if quantity.unit.base == "ratio":
        return f"{100 * number * float(quantity.unit.factor):.4g}%"
    if quantity.unit.base in MONEY:
        sign = {"USD": "US$", "CNY": "RMB "}[quantity.unit.base]
        billions = number * float(quantity.unit.factor) / 1e9
        return f"{'−' if billions < 0 else ''}{sign}{abs(billions):,.4g} billion"
    digits = f"{number:,.0f}" if abs(number) >= 10_000 else f"{number:,.6g}"
    unit = quantity.unit.id.replace("_", " ")
    return digits if unit in ("none", "count", "ratio") else f"{digits} {unit}"


def _name(key) -> str:
    return " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)


def holds(truth: bool, evidence: str) -> Finding:
    """A predicate written out in the recomputation itself, with its evidence."""
    return Finding(bool(truth), evidence)


def undecided(evidence: str) -> Finding:
    """What the printed inputs neither confirm nor rule out: a partial verdict."""
    return Finding(None, evidence)


def exceeds(a: Quantity, b: Quantity, names: tuple[str, str] = ("", "")) -> Finding:
    """Whether `a` is greater than `b`."""
    left, right = (f"{name} {show(q)}".strip() for name, q in zip(names, (a, b), strict=True))
    sign = ">" if a > b else "=" if a == b else "<"
    return Finding(a > b, f"{left} {sign} {right}")


def _monotone(series: dict, strictly: bool, sign: int, verb: str) -> Finding:
    keys = list(series)
    for before, after in itertools.pairwise(keys):
        step = sign * (series[after] - series[before]).value
        if step < 0 or (strictly and step == 0):
            return Finding(
                False,
                f"{_name(before)}: {show(series[before])}; {_name(after)}: {show(series[after])}",
            )
    first, last = keys[0], keys[-1]
    return Finding(
        True,
        f"{verb} each step from {show(series[first])} ({_name(first)}) "
        f"to {show(series[last])} ({_name(last)})",
    )


def rises(series: dict, strictly: bool = True) -> Finding:
    """Whether a series (in the order of its keys) rises at every step."""
    return _monotone(series, strictly, 1, "rises")


def falls(series: dict, strictly: bool = True) -> Finding:
    """Whether a series (in the order of its keys) falls at every step."""
    return _monotone(series, strictly, -1, "falls")


def nth_largest(name, cells: dict, n: int) -> Finding:
    """Whether `name` is the n-th largest of the cells."""
    ranked = sorted(cells, key=lambda key: cells[key].value, reverse=True)
    place = ranked.index(name) + 1
    listing = ", ".join(f"{_name(k)} {show(cells[k])}" for k in ranked[: max(n, place, 2)][:5])
    return Finding(place == n, f"{_name(name)} is no. {place}: {listing}")


def largest(name, cells: dict) -> Finding:
    """Whether `name` is the largest of the cells."""
    return nth_largest(name, cells, 1)


def smallest(name, cells: dict) -> Finding:
    """Whether `name` is the smallest of the cells."""
    low = min(cells, key=lambda key: cells[key].value)
    return Finding(low == name, f"the smallest is {_name(low)}, {show(cells[low])}")


def every(findings: dict) -> Finding:
    """Whether each of several named findings holds; the first that fails is the counter-example."""
    for name, finding in findings.items():
        if not finding.holds:
            return Finding(False, f"{_name(name)}: {finding.evidence}")
    return Finding(True, "; ".join(f"{_name(name)}: {f.evidence}" for name, f in findings.items()))


def both(*findings: Finding) -> Finding:
    """Whether all the findings hold."""
    failed = [f for f in findings if not f.holds]
    return Finding(not failed, "; ".join(f.evidence for f in failed or findings))


def either(*findings: Finding) -> Finding:
    """Whether at least one of the findings holds."""
    held = [f for f in findings if f.holds]
    return Finding(bool(held), "; ".join(f.evidence for f in held or findings))

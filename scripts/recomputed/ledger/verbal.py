"""Predicates for what the paper says in words: "exceeds", "second largest", "rises steadily".

Each returns a Finding, which holds or does not, or stays open, and carries the numbers that decide
it (the evidence, or the counter-example) and how far they are from deciding otherwise.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from recomputed.data.quantity import Quantity


@dataclass(frozen=True)
class Finding:
    """Whether a statement in words holds on the data, and what decides it.

    Parameters
    ----------
    holds : bool or None
        None where the paper prints too little to decide.
    evidence : str
        The deciding numbers.
    margin : Fraction or None
        By how much, relative to the value at which the finding would turn, the deciding value is on
        the right side of it (or, below zero, on the wrong one). None where it is open, or where no
        number decides.
    """

    holds: bool | None
    evidence: str
    margin: Fraction | None = None

    def __bool__(self) -> bool:
        return bool(self.holds)


def show(quantity: Quantity | float) -> str:
    """A quantity as short text for evidence: plain digits and its unit."""
    if not isinstance(quantity, Quantity):
        return f"{quantity:g}"
    number = float(quantity)
    if quantity.unit.base == "ratio":
        return f"{100 * number * float(quantity.unit.factor):.4g}%"
    if sign := quantity.unit.money:
        billions = number * float(quantity.unit.factor) / 1e9
        return f"{'−' if billions < 0 else ''}{sign}{abs(billions):,.4g} billion"
    digits = f"{number:,.0f}" if abs(number) >= 10_000 else f"{number:,.6g}"
    unit = quantity.unit.id.replace("_", " ")
    return digits if unit in ("none", "count", "ratio") else f"{digits} {unit}"


def _name(key) -> str:
    return " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)


def relative(value: Quantity, bar: Quantity) -> Fraction | None:
    """How far a value lies above a bar (below: negative), relative to the bar; None at zero."""
    if not bar.value:
        return None
    ratio = (value / bar).value
    return ratio - 1 if bar.value > 0 else 1 - ratio


def holds(truth: bool, evidence: str, margin: Fraction | None = None) -> Finding:
    """A predicate written out in the recomputation itself, with its evidence."""
    return Finding(bool(truth), evidence, margin)


def undecided(evidence: str) -> Finding:
    """What the printed inputs neither confirm nor rule out: a partial verdict."""
    return Finding(None, evidence)


def exceeds(a: Quantity, b: Quantity, names: tuple[str, str] = ("", "")) -> Finding:
    """Whether `a` is greater than `b`, which is where the finding turns."""
    left, right = (f"{name} {show(q)}".strip() for name, q in zip(names, (a, b), strict=True))
    sign = ">" if a > b else "=" if a == b else "<"
    return Finding(a > b, f"{left} {sign} {right}", relative(a, b))


def below(a: Quantity, b: Quantity, names: tuple[str, str] = ("", "")) -> Finding:
    """Whether `a` is less than `b`, which is where the finding turns."""
    left, right = (f"{name} {show(q)}".strip() for name, q in zip(names, (a, b), strict=True))
    sign = ">" if a > b else "=" if a == b else "<"
    distance = relative(a, b)
    return Finding(a < b, f"{left} {sign} {right}", None if distance is None else -distance)


def decided(
    low: Quantity, high: Quantity, bar: Quantity, names: tuple[str, str] = ("", "")
) -> Finding:
    """Whether what lies between `low` and `high` exceeds a bar; open if the bar lies between."""
    if low > bar:
        return exceeds(low, bar, (f"{names[0]} at least".strip(), names[1]))
    if high <= bar:
        return exceeds(high, bar, (f"{names[0]} at most".strip(), names[1]))
    between = f"{names[0]} between {show(low)} and {show(high)}".strip()
    return undecided(f"{between}; {names[1]} {show(bar)}")


def steps(series: dict, sign: int = 1) -> dict[tuple, Fraction]:
    """The relative change at each step of a series, in the order of its keys.

    Parameters
    ----------
    series : dict
        Key to Quantity.
    sign : {1, -1}
        -1 counts a fall as positive.

    Returns
    -------
    dict
        (key before, key after) to the change; a step from zero counts as one of 100%.
    """
    changes = {}
    for before, after in itertools.pairwise(series):
        change = relative(series[after], series[before])
        if change is None:
            value = series[after].value
            change = Fraction((value > 0) - (value < 0))
        changes[before, after] = sign * change
    return changes


def step_text(series: dict, step: tuple) -> str:
    """A step of a series: both keys and values."""
    return "; ".join(f"{_name(key)}: {show(series[key])}" for key in step)


def ends_text(series: dict) -> str:
    """The first and the last value of a series."""
    first, *_, last = series
    return f"from {show(series[first])} ({_name(first)}) to {show(series[last])} ({_name(last)})"


def _monotone(series: dict, strictly: bool, sign: int, verb: str) -> Finding:
    changes = steps(series, sign)
    worst = min(changes, key=changes.get)
    margin = changes[worst]
    if margin < 0 or (strictly and margin == 0):
        return Finding(False, step_text(series, worst), margin)
    return Finding(True, f"{verb} each step {ends_text(series)}", margin)


def rises(series: dict, strictly: bool = True) -> Finding:
    """Whether a series (in the order of its keys) rises at every step; the worst one decides."""
    return _monotone(series, strictly, 1, "rises")


def falls(series: dict, strictly: bool = True) -> Finding:
    """Whether a series (in the order of its keys) falls at every step; the worst one decides."""
    return _monotone(series, strictly, -1, "falls")


def _ranked(cells: dict) -> list:
    return sorted(cells, key=lambda key: cells[key].value, reverse=True)


def _hidden(rest: Quantity | None, cell: Quantity) -> float:
    """How many of those that share a rest could each be greater than a cell."""
    if rest is None or rest <= 0:
        return 0
    return max(math.ceil((rest / cell).value) - 1, 0) if cell > 0 else math.inf


def nth_largest(
    name,
    cells: dict,
    n: int,
    rest: Quantity | None = None,
    at_most: dict | None = None,
) -> Finding:
    """Whether `name` is the n-th largest of the cells, and of what they leave unnamed.

    Parameters
    ----------
    name : hashable
        A key of `cells`.
    cells : dict
        Key to Quantity: what is listed.
    n : int
        The place that is claimed.
    rest : Quantity, optional
        What the list leaves unnamed: its total less all of `cells`. Open if somebody unnamed could
        hold enough of it to change the place.
    at_most : dict, optional
        For keys of `cells` that are known only in part: the most that they may be. Open if that
        could change the place.
    """
    own, most = cells[name], {**cells, **(at_most or {})}
    others = [key for key in cells if key != name]
    greater = [key for key in others if cells[key] > own]
    first = 1 + sum(cells[key] > most[name] for key in others)
    last = 1 + sum(most[key] > own for key in others) + _hidden(rest, own)
    place, ranked = 1 + len(greater), _ranked(cells)
    listing = ", ".join(f"{_name(k)} {show(cells[k])}" for k in ranked[: max(n, place, 2)][:5])
    evidence = f"{_name(name)} is no. {place}: {listing}"
    if first <= n <= last and first != last:
        return undecided(f"{evidence}; {_open(name, own, most, cells, rest)}")
    if place != n:
        gap = relative(own, cells[ranked[min(n, len(ranked)) - 1]])
        return Finding(False, evidence, None if gap is None else -abs(gap))
    gaps = [relative(cells[k], own) if k in greater else relative(own, cells[k]) for k in others]
    if rest is not None and rest > 0:
        gaps.append(relative(own, rest))
    return Finding(True, evidence, min((g for g in gaps if g is not None), default=None))


def _open(name, own: Quantity, most: dict, cells: dict, rest: Quantity | None) -> str:
    """What leaves a place open, in words."""
    rivals = [k for k in cells if k != name and most[k] > own >= cells[k]]
    told = [f"{_name(k)} may be up to {show(most[k])}" for k in rivals]
    if most[name] > own:
        told.append(f"{_name(name)} may be up to {show(most[name])}")
    if _hidden(rest, own):
        told.append(f"the unnamed rest holds {show(rest)}")
    return "; ".join(told)


def largest(name, cells: dict, rest: Quantity | None = None, at_most: dict | None = None):
    """Whether `name` is the largest of the cells; see :func:`nth_largest`."""
    return nth_largest(name, cells, 1, rest, at_most)


def smallest(name, cells: dict) -> Finding:
    """Whether `name` is the smallest of the cells."""
    first, second = sorted(cells, key=lambda key: cells[key].value)[:2]
    rival = cells[second if first == name else first]
    gap = relative(cells[name], rival)
    evidence = f"the smallest is {_name(first)}, {show(cells[first])}"
    return Finding(first == name, evidence, None if gap is None else -gap)


def order(names: Sequence, cells: dict, rest: Quantity | None = None) -> Finding:
    """Whether these are the largest of the cells, and of what they leave unnamed, in this order.

    Parameters
    ----------
    names : sequence
        Keys of `cells`, the largest first.
    cells, rest
        As for :func:`nth_largest`.
    """
    findings = {}
    for place, name in enumerate(names, start=1):
        findings[name] = nth_largest(name, cells, place, rest)
    found = every(findings)
    listing = ", ".join(f"{_name(k)} {show(cells[k])}" for k in _ranked(cells)[: len(names)])
    if found.holds is None:
        return undecided(f"{listing}; the unnamed rest holds {show(rest)}")
    return Finding(found.holds, listing, found.margin)


def every(findings: dict) -> Finding:
    """Whether each of several named findings holds; the one that fails worst decides."""
    named = [(f"{_name(name)}: {f.evidence}", f) for name, f in findings.items()]
    return _joined(named)


def both(*findings: Finding) -> Finding:
    """Whether all the findings hold."""
    return _joined([(finding.evidence, finding) for finding in findings])


def _joined(told: list[tuple[str, Finding]]) -> Finding:
    failed = [(text, f) for text, f in told if f.holds is False]
    if failed:
        text, worst = min(failed, key=lambda one: one[1].margin or 0)
        return Finding(False, text, worst.margin)
    still_open = [text for text, f in told if f.holds is None]
    if still_open:
        return undecided("; ".join(still_open))
    margins = [f.margin for _, f in told if f.margin is not None]
    return Finding(True, "; ".join(text for text, _ in told), min(margins, default=None))

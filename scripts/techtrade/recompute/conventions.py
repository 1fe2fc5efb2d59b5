"""How the paper's words are held to their bars, the same in every section.

The bars themselves stand in ``data/words.csv``, each with a laxer and a stricter one. A function
below takes the tables and the word that it reads, so that the grade knows which word decides::

    mostly(T, "主要", T[1][1979, "japan"], T[1][1979, "total"])
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

from recomputed.data.printed import Printed, decimal_text
from recomputed.data.quantity import RATIO, Quantity
from recomputed.ledger.formulas import cagr, share
from recomputed.ledger.verbal import (
    Finding,
    below,
    ends_text,
    exceeds,
    holds,
    relative,
    show,
    step_text,
    steps,
    undecided,
)


def entries(
    table,
    year: int,
    without: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    column: str = "value",
) -> dict:
    """A column's cells that a table lists under a year, by label; those left out are not read."""
    names = [name for name in table.keys(year=year) if name not in without]
    return {name: table[year, name, column] for name in names if not only or name in only}


def mostly(T, word: str, part: Quantity, whole: Quantity, what: str = "") -> Finding:
    """Whether a part is more of the whole than the word's bar."""
    return exceeds(share(part, whole), T.bar(word), (what, "the bar:"))


def mostly_where_printed(
    T, word: str, part: Quantity, whole: Quantity, what: str, unprinted: list[int]
) -> Finding:
    """As :func:`mostly`, for a period of which not every year is printed; then open if it holds.

    Parameters
    ----------
    T : Tables
        The tables.
    word : str
        A word of ``words.csv`` whose measure is `share`.
    part, whole : Quantity
        The sums over the years that are printed.
    what : str
        What has the part.
    unprinted : list of int
        The years of the period that are not.
    """
    found = mostly(T, word, part, whole, what)
    if not found.holds or not unprinted:
        return found
    needed = show(part / T.bar(word) - whole)
    years = ", ".join(map(str, unprinted))
    return undecided(f"{found.evidence}; {needed} of anything else in {years} would undo it")


def small(T, word: str, part: Quantity, whole: Quantity, what: str = "") -> Finding:
    """Whether a part is less of the whole than the word's bar."""
    return below(share(part, whole), T.bar(word), (what, "the bar:"))


def _allowed(T, word: str, cases: int) -> int:
    """How many of several cases may fail before the word's bar is missed."""
    needed = math.ceil(T.bar(word).to(RATIO).value * cases)
    return min(max(cases - needed, 0), cases - 1)


def _keeps(T, word: str, series: dict, sign: int, verb: str) -> Finding:
    changes = steps(series, sign)
    ranked = sorted(changes, key=changes.get)
    needs_all = T.bar(word).to(RATIO).value >= 1
    allowed = _allowed(T, word, len(ranked))
    deciding = [changes[ranked[allowed]]]
    first, *_, last = series.values()
    if not needs_all:
        overall = relative(last, first)
        deciding.append(sign * (overall if overall is not None else (last - first).value))
    right = sum(change > 0 for change in changes.values())
    evidence = f"{verb} in {right} of {len(ranked)} steps, {ends_text(series)}"
    if right < len(ranked):
        evidence += f"; the worst: {step_text(series, ranked[0])}"
    needed = len(ranked) - allowed
    if open_steps := _open_steps(series):
        sure = sum(change > 0 for step, change in changes.items() if step not in open_steps)
        if sure < needed <= sure + len(open_steps) and (needs_all or deciding[-1] > 0):
            listed = ", ".join(f"{before} to {after}" for before, after in open_steps)
            return undecided(f"{evidence}; rounding leaves {listed} open")
    return holds(min(deciding) > 0, evidence, min(deciding))


def _open_steps(series: dict) -> list[tuple]:
    """The steps whose direction the rounding of both ends leaves open, though they differ."""
    return [
        (before, after)
        for before, after in itertools.pairwise(series)
        if series[before].value != series[after].value
        and series[before].high is not None
        and series[after].low is not None
        and series[after].low < series[before].high
        and series[before].low < series[after].high
    ]


def keeps_rising(T, word: str, series: dict) -> Finding:
    """Whether a series rises at as many of its steps as the word's bar asks for.

    If that is not at every step, it must also end above its start.

    Parameters
    ----------
    T : Tables
        The tables.
    word : str
        A word of ``words.csv`` whose measure is `steps`.
    series : dict
        Key to Quantity, in order.
    """
    return _keeps(T, word, series, 1, "rises")


def keeps_falling(T, word: str, series: dict) -> Finding:
    """Whether a series falls at as many of its steps as the word's bar asks for."""
    return _keeps(T, word, series, -1, "falls")


def keeps_rising_within(T, word: str, low: dict, high: dict) -> Finding:
    """As :func:`keeps_rising`, for a series known only within bounds; open if they decide nothing.

    Parameters
    ----------
    T : Tables
        The tables.
    word : str
        A word of ``words.csv`` whose measure is `steps`.
    low, high : dict
        Key to the least and the most that the value may be, in order.
    """
    pairs = list(itertools.pairwise(low))
    first, *_, last = low
    needed = len(pairs) - _allowed(T, word, len(pairs))
    sure = sum(low[after] > high[before] for before, after in pairs)
    possible = sum(high[after] > low[before] for before, after in pairs)
    told = f"{sure}" if sure == possible else f"{sure} to {possible}"
    ends = [
        f"{show(low[key])} ({key})"
        if low[key].value == high[key].value
        else f"between {show(low[key])} and {show(high[key])} ({key})"
        for key in (first, last)
    ]
    evidence = f"rises in {told} of {len(pairs)} steps, from {ends[0]} to {ends[1]}"
    evidence += f"; {needed} are needed"
    if sure >= needed and low[last] > high[first]:
        return holds(True, evidence, relative(low[last], high[first]))
    if possible < needed or high[last] <= low[first]:
        return holds(False, evidence, Fraction(possible, needed) - 1)
    return undecided(evidence)


def basically(T, word: str, findings: dict) -> Finding:
    """Whether as many of several findings hold as the word's bar asks for; some may be open."""
    failed = {name: f for name, f in findings.items() if f.holds is False}
    unknown = [str(name) for name, f in findings.items() if f.holds is None]
    allowed = _allowed(T, word, len(findings))
    ranked = sorted((f for f in findings.values()), key=lambda f: (bool(f.holds), f.margin or 0))
    listing = "; ".join(f"{name}: {f.evidence}" for name, f in (failed or findings).items())
    held = len(findings) - len(failed) - len(unknown)
    evidence = f"in {held} of {len(findings)} cases{'; not in' if failed else ''}: {listing}"
    if unknown:
        evidence += f"; not known: {', '.join(unknown)}"
    if len(failed) <= allowed < len(failed) + len(unknown):
        return undecided(evidence)
    return holds(len(failed) <= allowed, evidence, ranked[allowed].margin)


def always(T, word: str, findings: dict, unprinted: str) -> Finding:
    """Whether findings hold in as many years as the word's bar asks for; open beyond these years.

    Parameters
    ----------
    T : Tables
        The tables.
    word : str
        A word of ``words.csv`` whose measure is `steps`.
    findings : dict
        Key to Finding.
    unprinted : str
        Which years the word covers and no table does.
    """
    found = basically(T, word, findings)
    return undecided(f"{found.evidence}; {unprinted}") if found.holds else found


def greatly(
    T, word: str, small: Quantity, large: Quantity, names: tuple[str, str] = ("", "")
) -> Finding:
    """Whether `large` is at least as many times `small` as the word's bar asks for.

    For a fall `small` is the later level, for a rise the earlier.
    """
    bar = T.bar(word)
    times = large / small
    evidence = f"{names[1]} {show(large)}, {names[0]} {show(small)}: {float(times):.4g} times"
    margin = relative(times, bar)
    return holds(times >= bar, f"{evidence.strip()} (the bar: {float(bar):g})", margin)


def fast(T, word: str, first: Quantity, last: Quantity, years: int, what: str = "") -> Finding:
    """Whether the average growth a year is above the word's bar."""
    pace = cagr(first, last, years)
    return exceeds(pace, T.bar(word), (f"{what} a year".strip(), "the bar:"))


def steady(T, word: str, series: dict) -> Finding:
    """Whether shares or rates stay within the word's bar of each other."""
    high, low = (pick(series, key=lambda key: series[key].value) for pick in (max, min))
    spread = (series[high] - series[low]).to(T.bar(word).unit)
    evidence = f"between {show(series[low])} ({low}) and {show(series[high])} ({high})"
    margin = relative(spread, T.bar(word))
    return holds(spread < T.bar(word), evidence, None if margin is None else -margin)


def one_digit_apart(T, claim: str, recomputed: Quantity) -> Finding:
    """Whether the printed number has the recomputed one's digits but for a single one."""
    record = T.book.claims[claim]
    found = recomputed.to(T.book.units[record.unit]).value
    right = decimal_text(found, Printed(record.printed).decimals)
    wrong = sum(a != b for a, b in zip(right, record.printed, strict=False))
    truth = wrong == 1 and len(right) == len(record.printed)
    return holds(truth, f"{record.printed} for {right}")

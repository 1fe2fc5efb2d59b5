"""How the paper's words are read: one bar for each kind of word, the same in every section.

The bars are ours, and lenient where a word is vague:

- 主要, 以…为主, 主导 (mainly, dominant): more than half;
- 不断, 持续, 一直, 保持 (keeps, always): at every step of the period;
- 逐步 (gradually): at more than half of the steps, and higher at the end than at the start;
- 基本 (basically): in at least three years of four;
- 大幅, 大大, 远 (greatly, far): at least twice as much, or at most half;
- 快速, 迅速, 高速 (fast): at a pace that doubles in ten years, about 7.2% a year.

A formula that departs from these says so in its first line.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

from techtrade.ledger.formulas import exactly
from techtrade.ledger.verbal import Finding, holds, show
from techtrade.printed import Printed, decimal_text
from techtrade.quantity import Quantity

FAST = exactly(2) ** Fraction(1, 10) - 1


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


def rises_gradually(series: dict) -> Finding:
    """Whether a series rises at more than half of its steps and ends above its start."""
    first, last = (series[key] for key in (min(series), max(series)))
    steps = list(itertools.pairwise(series.values()))
    up = sum(after > before for before, after in steps)
    evidence = f"rises in {up} of {len(steps)} steps, from {show(first)} to {show(last)}"
    return holds(2 * up > len(steps) and last > first, evidence)


def one_digit_apart(T, claim: str, recomputed: Quantity) -> Finding:
    """Whether the printed number has the recomputed one's digits but for a single one."""
    record = T.book.claims[claim]
    found = recomputed.to(T.book.units[record.unit]).value
    right = decimal_text(found, Printed(record.printed).decimals)
    wrong = sum(a != b for a, b in zip(right, record.printed, strict=False))
    truth = wrong == 1 and len(right) == len(record.printed)
    return holds(truth, f"{record.printed} for {right}")

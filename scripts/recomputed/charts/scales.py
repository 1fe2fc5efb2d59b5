"""Numbers for charts: round axis limits, ticks, decimals, label wrapping and spreading.

Pure functions on plain numbers, shared by the chart forms and by the phone layout.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Sequence
from typing import Any

LINE = 14.0  # px that one line of a direct label takes


def nice_step(span: float, count: int = 5) -> float:
    """Step of 1, 2, 2.5 or 5 times a power of ten that cuts ``span`` into about ``count``."""
    if span <= 0:
        return 1.0
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if raw <= m * power * (1 + 1e-9))


def nice_ticks(low: float, high: float, zero: bool = True, count: int = 5) -> list[float]:
    """Round ticks that enclose ``low`` … ``high``, and zero if asked; the ends are the axis."""
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    step = nice_step(high - low, count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return [round(i * step, 10) for i in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """Ticks at 1, 2 and 5 times powers of ten that enclose ``low`` … ``high`` (both > 0)."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    marks = (1, 2, 5) if len(powers) <= 3 else (1,)
    ticks = [m * 10.0**p for p in powers for m in marks]
    start = max((t for t in ticks if t <= low), default=ticks[0])
    stop = min((t for t in ticks if t >= high), default=ticks[-1])
    return [t for t in ticks if start <= t <= stop]


def year_ticks(years: Sequence[int], count: int = 9) -> list[int]:
    """At most about ``count`` years to label: round ones, and always the first and the last."""
    known = sorted({int(year) for year in years})
    first, last = known[0], known[-1]
    if len(known) <= 4:
        apart = 0.7 * (last - first) / count
        inner = [y for y in known[1:-1] if y - first >= apart and last - y >= apart]
        return [first, *_apart(inner, apart), last] if last > first else known
    steps = (1, 2, 3, 4, 5, 10, 20, 50)
    step = next((s for s in steps if (last - first) / s <= count - 1), steps[-1])
    if (last - first) % step == 0:
        return list(range(first, last + 1, step))
    inner = list(range(first + step - first % step, last, step))
    return [first, *(y for y in inner if min(y - first, last - y) >= 0.7 * step), last]


def band_ticks(values: Sequence[Any], most: int) -> list[Any]:
    """Labels of bands: all where there is room, or every n-th, the last one among them."""
    step = -(-len(values) // most)
    return list(values)[::-1][::step][::-1]


def _apart(years: Sequence[int], least: float) -> list[int]:
    """Leave out years that follow the one before too closely."""
    kept: list[int] = []
    for year in years:
        if not kept or year - kept[-1] >= least:
            kept.append(year)
    return kept


def decimals_of(value: float, most: int = 6) -> int:
    """Decimals that a float needs to be written in full, at most ``most``."""
    text = f"{value:.{most}f}".rstrip("0")
    return len(text.partition(".")[2])


def decimals_for(values: Sequence[float]) -> int:
    """Decimals to show: enough for the size of the numbers, never more than they have."""
    shown = [v for v in values if v is not None and math.isfinite(v)]
    if not shown:
        return 0
    top = max(abs(v) for v in shown)
    useful = 0 if top >= 1000 else 1 if top >= 100 else 2
    return min(useful, max(decimals_of(v) for v in shown))


def tick_format(ticks: Sequence[float]) -> str:
    """d3 format with just the decimals that the ticks need."""
    return f",.{max((decimals_of(t) for t in ticks), default=0)}f"


def legend_columns(names: Sequence[str], width: float) -> int:
    """Most columns of a legend, filled row by row, that fit into ``width`` px."""
    for columns in range(len(names), 1, -1):
        widest = (max(len(str(name)) for name in names[i::columns]) for i in range(columns))
        if sum(6.3 * letters + 38 for letters in widest) <= width:
            return columns
    return 1


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` characters, longer words kept whole."""
    return textwrap.wrap(str(text), width, break_long_words=False, break_on_hyphens=False) or [""]


def letters(width: float) -> int:
    """Characters of a panel's title that fit into ``width`` px."""
    return max(8, int(width / 7.2))


def row_spacing(lines: int) -> float:
    """Room between rows of panels: years below one row, titles of so many lines above the next."""
    return 30 + LINE * lines


def label_expr(names: Sequence[str], width: int, shown: Sequence[str] | None = None) -> str:
    """Vega expression that breaks the labels of an axis, header or legend into lines.

    Parameters
    ----------
    names : sequence of str
        The labels as they stand in the data.
    width : int
        Characters per line.
    shown : sequence of str, optional
        What to show instead, such as shorter names.
    """
    pairs = zip(names, shown or names, strict=True)
    lines = {str(name): wrap(text, width) for name, text in pairs}
    return f"({json.dumps(lines, ensure_ascii=False)})[datum.label]"


def label_offset(names: Sequence[str], width: int, shown: Sequence[str] | None = None) -> Any:
    """Shift of an axis label that centres several lines on its tick (px, by condition)."""
    counts: dict[int, list[str]] = {}
    for name, text in zip(names, shown or names, strict=True):
        counts.setdefault(len(wrap(text, width)), []).append(str(name))
    conditions = [
        {
            "test": f"indexof({json.dumps(group, ensure_ascii=False)}, datum.value) >= 0",
            "value": -(count - 1) * LINE / 2,
        }
        for count, group in sorted(counts.items())
        if count > 1
    ]
    return {"condition": conditions, "value": 0} if conditions else 0


def spread(
    centres: Sequence[float],
    sizes: Sequence[float],
    low: float = float("-inf"),
    high: float = float("inf"),
) -> list[float]:
    """Move intervals as little as possible until none overlap.

    Parameters
    ----------
    centres : sequence of float
        Wanted centres, px, in any order.
    sizes : sequence of float
        Length of each interval, px.
    low, high : float
        Limits that the intervals keep to; where all do not fit, they run over ``high``.

    Returns
    -------
    list of float
        Centres in the order given; touching intervals share the displacement.
    """
    order = sorted(range(len(centres)), key=lambda i: centres[i])
    blocks: list[tuple[float, float, list[int]]] = []  # start, length, members
    for i in order:
        length, members = sizes[i], [i]
        start = max(min(centres[i] - length / 2, high - length), low)
        while blocks and blocks[-1][0] + blocks[-1][1] > start:
            _, long, others = blocks.pop()
            members = others + members
            wanted = [centres[m] - offset for m, offset in _offsets(members, sizes)]
            length += long
            start = max(min(sum(wanted) / len(wanted), high - length), low)
        blocks.append((start, length, members))
    placed = [0.0] * len(centres)
    for start, _, members in blocks:
        for member, offset in _offsets(members, sizes):
            placed[member] = start + offset
    return placed


def _offsets(members: Sequence[int], sizes: Sequence[float]) -> list[tuple[int, float]]:
    """Distance of each member's centre from the start of their block."""
    offsets, at = [], 0.0
    for member in members:
        offsets.append((member, at + sizes[member] / 2))
        at += sizes[member]
    return offsets

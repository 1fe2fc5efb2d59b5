"""A chart's data laid out as a reader would: what is drawn, one column for each year or series.

The data of a chart are tidy, one row per mark, with helper columns for labels and order. The
table under the chart shows the measure that the chart draws, and no column that repeats another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Row = dict[str, object]

_PREFERRED = ("year", "label_en", "category", "series")
_BOUNDS = ("low", "high")
_NEVER = ("unit", "label_zh", "rule", "status", "column", "key")
_POSITIONS = ("y", "x", "theta", "color", "text")
_MOST_YEARS_ACROSS = 6
_MOST_COLUMNS = 12
_DECIMALS = re.compile(r"\.([0-9]+)f")


@dataclass(frozen=True)
class Grid:
    """Data as a table.

    Parameters
    ----------
    header : list of str
        What stands over each column.
    rows : list of list
        Values as drawn; ``None`` where there is none.
    decimals : list of (int or None)
        For each column, to how many decimals the chart itself tells its numbers.
    """

    header: list[str]
    rows: list[list[object]]
    decimals: list[int | None]


def grid(spec: dict) -> Grid:
    """Lay out the data of a chart.

    Parameters
    ----------
    spec : dict
        Vega-Lite with its data inside.

    Returns
    -------
    Grid
        Empty for a chart without data.
    """
    channels = list(_channels(spec))
    drawn = [c["field"] for _, c in channels if c.get("type") == "quantitative"]
    rows = _rows(spec, drawn)
    if not rows:
        return Grid([], [], [])
    names = list(dict.fromkeys(name for row in rows for name in row))
    placed = [c["field"] for where, c in channels if where in "xy" and c["field"] not in drawn]
    dimensions = _dimensions(rows, names, placed)
    measures = _measures(rows, names, list(dict.fromkeys(drawn)), dimensions)
    titles = {c["field"]: c["title"] for _, c in channels if isinstance(c.get("title"), str)}
    table = _across(rows, dimensions, measures[0]) if len(measures) == 1 else None
    if table is None:
        header = [*dimensions, *measures]
        table = header, [[row.get(name) for name in header] for row in rows]
    told = {c["field"]: places for _, c in channels if (places := _decimals(c)) is not None}
    across = told.get(measures[0]) if len(measures) == 1 else None  # of columns that are values
    decimals = [told.get(name) if name in names else across for name in table[0]]
    return Grid([heading(name, titles) for name in table[0]], table[1], decimals)


def _decimals(channel: dict) -> int | None:
    """The decimals of a channel's number format, such as ``,.1f``."""
    found = _DECIMALS.search(str(channel.get("format", "")))
    return int(found[1]) if found else None


def heading(name: str, titles: dict[str, str]) -> str:
    """What stands over a column: the chart's own word for it, where it has one."""
    text = titles.get(name) or {"label_en": "Name"}.get(name) or name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _channels(spec: dict) -> Iterator[tuple[str, dict]]:
    """What any layer draws, by channel: what stands on an axis first, then what is told of it."""
    encoding = spec.get("encoding", {})
    told = [(channel, encoding.get(channel, {})) for channel in _POSITIONS]
    tips = encoding.get("tooltip", [])
    told += [("tooltip", tip) for tip in (tips if isinstance(tips, list) else [])]
    for channel, definition in told:
        if isinstance(definition.get("field"), str):
            tip = {"type": "told"} if channel == "tooltip" else {}
            yield channel, {**definition, **tip}
    for key in ("layer", "concat", "hconcat", "vconcat"):
        for part in spec.get(key, []):
            yield from _channels(part)
    if isinstance(spec.get("spec"), dict):
        yield from _channels(spec["spec"])


def _rows(spec: dict, drawn: list[str]) -> list[Row]:
    """The largest of the data sets that hold what is drawn, without its helper columns."""
    sets = list(spec.get("datasets", {}).values())
    sets.append(spec.get("data", {}).get("values", []))
    cleaned = [[_visible(row) for row in rows] for rows in sets]
    filled = [rows for rows in cleaned if rows and rows[0]]
    fitting = [rows for rows in filled if any(name in rows[0] for name in drawn)]
    return max(fitting or filled, key=len, default=[])


def _visible(row: Row) -> Row:
    return {
        name: value
        for name, value in row.items()
        if not name.startswith("_") and not name.endswith("_narrow")
    }


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _dimensions(rows: list[Row], names: list[str], placed: list[str]) -> list[str]:
    """The columns that tell rows apart, each thing once: an industry's sector adds nothing."""
    words = [n for n in names if any(isinstance(row.get(n), str) for row in rows)]
    candidates = ["year"] if "year" in names else []
    candidates += [n for n in _PREFERRED if n in words and n not in candidates]
    candidates += [n for n in [*placed, *words] if n in names and n not in _NEVER]
    kept: list[str] = []
    for name in candidates:
        values = [str(row.get(name)) for row in rows]
        known = any(_follows(values, [str(row.get(other)) for row in rows]) for other in kept)
        if len(set(values)) > 1 and not known:
            kept.append(name)
    return kept or candidates[:1]


def _follows(some: list[str], others: list[str]) -> bool:
    """Whether one column says nothing that the other does not."""
    return len(set(zip(some, others, strict=True))) == len(set(others))


def _measures(
    rows: list[Row], names: list[str], drawn: list[str], dimensions: list[str]
) -> list[str]:
    """The numbers drawn, with their bounds where these say more than the numbers."""
    numbers = [
        name
        for name in names
        if name not in dimensions and any(_is_number(row.get(name)) for row in rows)
    ]
    measures = [name for name in drawn if name in numbers and name not in _BOUNDS]
    for bound in _BOUNDS:
        if bound in numbers and any(row.get(bound) != row.get("value") for row in rows):
            measures.append(bound)
    return measures or numbers


def _across(
    rows: list[Row], dimensions: list[str], measure: str
) -> tuple[list[str], list[list[object]]] | None:
    """One dimension across the page, the others down, if each cell then has one value."""
    counts = {name: len({row.get(name) for row in rows}) for name in dimensions}
    if len(dimensions) < 2:
        return None
    years = counts.get("year", 0)
    if years and (years <= _MOST_YEARS_ACROSS or len(dimensions) > 2):
        across = "year"
    else:
        across = min((name for name in dimensions if name != "year"), key=counts.__getitem__)
    down = [name for name in dimensions if name != across]
    cells = {(tuple(row.get(name) for name in down), row.get(across)): row for row in rows}
    if counts[across] > _MOST_COLUMNS or len(cells) != len(rows):
        return None
    columns = list(dict.fromkeys(row.get(across) for row in rows))
    keys = list(dict.fromkeys(key for key, _ in cells))
    if across == "year":
        columns.sort(key=str)
    if down[0] == "year":
        keys.sort(key=lambda key: str(key[0]))
    empty: Row = {}
    table = [[*key, *(cells.get((key, c), empty).get(measure) for c in columns)] for key in keys]
    return [*down, *map(str, columns)], table

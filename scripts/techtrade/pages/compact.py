"""Charts as JSON for the page, in few bytes.

A chart has a wide and a narrow form that hardly differ, its data repeat every column's name in
every row, and all charts of a page share the house style. So the narrow form is kept as its
difference from the wide one, data by column, and the style as its difference from the first
chart's. ``static/charts.js`` undoes it.
"""

from __future__ import annotations

from typing import Any

SIGNIFICANT = 7
"""Digits of a number that no reader can tell from the number."""


def delta(old: Any, new: Any) -> dict | list:
    """What turns `old` into `new`.

    Parameters
    ----------
    old, new : JSON value
        Two forms of one thing.

    Returns
    -------
    dict or list
        An object that names what differs by key or position: ``[value]`` for a new value, ``[]``
        for a key that is gone, an object for differences further inside; ``{}`` if nothing
        differs.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        changes = {key: delta(old[key], new[key]) for key in old.keys() & new.keys()}
        changes |= {key: [new[key]] for key in new.keys() - old.keys()}
        changes |= {key: [] for key in old.keys() - new.keys()}
        return {key: changes[key] for key in sorted(changes) if changes[key] != {}}
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = zip(old, new, strict=True)
        changes = {str(at): delta(*pair) for at, pair in enumerate(pairs)}
        return {at: change for at, change in changes.items() if change != {}}
    return {} if type(old) is type(new) and old == new else [new]


def apply(old: Any, change: dict | list) -> Any:
    """Undo :func:`delta`: the new value, from the old one and the difference."""
    if isinstance(change, list):
        return change[0]
    out = dict(old) if isinstance(old, dict) else list(old) if isinstance(old, list) else old
    for key, inner in change.items():
        if isinstance(out, list):
            out[int(key)] = apply(out[int(key)], inner)
        elif inner == []:
            del out[key]
        else:
            out[key] = apply(out.get(key), inner)
    return out


def pack(rows: list[dict]) -> dict:
    """Rows as columns; words that repeat are told once.

    Returns
    -------
    dict
        ``rows``, their number, and ``columns``: each a list of values, or ``of``, the values that
        occur, and ``at``, the position of each row's value among them.
    """
    columns: dict[str, list | dict] = {}
    for name in rows[0] if rows else []:
        values = [_short(row[name]) for row in rows]
        occurring = list(dict.fromkeys(v for v in values if isinstance(v, str)))
        if len(occurring) < len(values) / 2 and all(isinstance(v, str) for v in values):
            at = {value: position for position, value in enumerate(occurring)}
            columns[name] = {"of": occurring, "at": [at[value] for value in values]}
        else:
            columns[name] = values
    return {"rows": len(rows), "columns": columns}


def unpack(packed: dict) -> list[dict]:
    """Undo :func:`pack`."""
    columns = {
        name: told if isinstance(told, list) else [told["of"][at] for at in told["at"]]
        for name, told in packed["columns"].items()
    }
    return [{name: values[at] for name, values in columns.items()} for at in range(packed["rows"])]


def _short(value: object) -> object:
    if not isinstance(value, float):
        return value
    short = float(f"{value:.{SIGNIFICANT}g}")
    return int(short) if short.is_integer() else short


def both_forms(wide: dict, narrow: dict, style: dict | None) -> dict:
    """What a page keeps of a chart.

    Parameters
    ----------
    wide, narrow : dict
        Vega specifications.
    style : dict or None
        The ``config`` of the page's first chart; None if this is the first.

    Returns
    -------
    dict
        ``wide`` with packed data, ``narrow`` as a difference, ``style`` (``config`` of this chart
        if it is the page's first) or ``restyle`` (its difference from that).
    """
    narrower = delta(wide, narrow)
    kept = {key: wide[key] for key in wide if key not in ("$schema", "description", "config")}
    kept["data"] = [_packed(source) for source in wide.get("data", [])]
    config = wide.get("config", {})
    told = {"style": config} if style is None else {"restyle": delta(style, config)}
    return {"wide": kept, "narrow": narrower, **told}


def _packed(source: dict) -> dict:
    values = source.get("values")
    if not isinstance(values, list) or not values:
        return source
    if any(not isinstance(row, dict) or row.keys() != values[0].keys() for row in values):
        return source
    rest = {key: source[key] for key in source if key != "values"}
    return {**rest, "packed": pack(values)}

"""Phone version of a finished chart: a pure function from one Vega-Lite spec to another."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from techtrade.reading.scales import wrap, year_ticks

WIDTH = 340
AXIS, SPACING = 34, 16
CATEGORY_WRAP = 15

Spec = dict[str, Any]


def narrow(spec: Spec) -> Spec:
    """Lay out a wide chart for a phone of 340 px.

    Width, panels per row, ticks, legend and labels change; the data stay. A field ``_name`` gives
    way to ``_name_narrow`` where the data hold both, which is how labels get shorter lines.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification as made by the chart forms; it is not changed.

    Returns
    -------
    dict
        A new specification.
    """
    out = copy.deepcopy(spec)
    if "hconcat" in out:
        out["vconcat"] = out.pop("hconcat")
    if "facet" in out or "concat" in out:
        _narrow_panels(out)
    for view in _views(out):
        _swap_fields(view, out)
        _narrow_axes(view, panel="facet" in out)
    for child in out.get("vconcat", []):
        child["width"] = WIDTH - AXIS - 10
    if "width" in out:
        out["width"] = WIDTH
    _narrow_legends(out)
    return out


def _views(spec: Spec) -> Iterator[Spec]:
    """Every unit or layered view inside a specification, itself included."""
    yield spec
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for child in spec.get(key, []):
            yield from _views(child)
    if isinstance(spec.get("spec"), dict):
        yield from _views(spec["spec"])


def _narrow_panels(out: Spec) -> None:
    """At most two panels per row, each as wide as the phone allows."""
    columns = min(2, out.get("columns", 2))
    out["columns"] = columns
    inner = out.get("spec", {})
    axes = columns if out.get("resolve", {}).get("scale", {}).get("y") == "independent" else 1
    width = (WIDTH - 10 - axes * AXIS - (columns - 1) * SPACING) // columns
    inner["width"] = width
    spacing = out.get("spacing", 20)
    row = spacing.get("row", 18) if isinstance(spacing, dict) else spacing
    out["spacing"] = {"row": row, "column": SPACING}
    for child in out.get("concat", []):
        child["width"] = width
    header = out.get("facet", {}).get("header", {})
    names = out.get("facet", {}).get("sort")
    if names:
        header["labelExpr"] = _wrapped(names, max(8, int(width / 6.6)))


def _wrapped(names: list[Any], width: int) -> str:
    """Vega expression that breaks each label into lines."""
    lines = {str(name): wrap(name, width) for name in names}
    return f"({json.dumps(lines, ensure_ascii=False)})[datum.label]"


def _swap_fields(view: Spec, out: Spec) -> None:
    """Use the fields made for narrow charts where the view's data have them."""
    named = view.get("data", {}).get("name")
    rows = out.get("datasets", {}).get(named) or view.get("data", {}).get("values") or [{}]
    for channel in view.get("encoding", {}).values():
        if isinstance(channel, dict) and f"{channel.get('field')}_narrow" in rows[0]:
            channel["field"] += "_narrow"


def _narrow_axes(view: Spec, panel: bool) -> None:
    """Fewer years, shorter category labels, narrow axis extents."""
    for name in ("x", "y"):
        channel = view.get("encoding", {}).get(name)
        if not isinstance(channel, dict) or not isinstance(channel.get("axis"), dict):
            continue
        axis = channel["axis"]
        if name == "x" and axis.get("values"):
            _thin(axis, 2 if panel else 5)
        if name == "y" and channel.get("type") in ("nominal", "ordinal") and channel.get("sort"):
            axis["labelExpr"] = _wrapped(channel["sort"], CATEGORY_WRAP)
        for extent in ("minExtent", "maxExtent"):
            if extent in axis:
                axis[extent] = AXIS - 6


def _thin(axis: Spec, count: int) -> None:
    """Keep a few of the labelled values, the first and the last among them."""
    values = axis["values"]
    if all(isinstance(v, int) and 1900 < v < 2100 for v in values):
        axis["values"] = (
            year_ticks(range(values[0], values[-1] + 1), count) if len(values) > count else values
        )
    elif len(values) > count + 1 and all(isinstance(v, (int, float)) for v in values):
        axis["values"] = values[::2]


def _narrow_legends(out: Spec) -> None:
    """Legends below the chart, in two columns of short labels."""
    config = out.setdefault("config", {})
    legend = {"orient": "bottom", "columns": 2, "labelLimit": 140, "offset": 8}
    config["legend"] = {**config.get("legend", {}), **legend}

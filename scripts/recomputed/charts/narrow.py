"""Phone version of a finished chart: a pure function from one Vega-Lite spec to another."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from recomputed.charts.palette import short
from recomputed.charts.scales import (
    LINE,
    band_ticks,
    label_expr,
    label_offset,
    legend_columns,
    letters,
    row_spacing,
    wrap,
    year_ticks,
)

WIDTH = 340
AXIS = 40  # px for the labels of a value axis, as in panels
SPACING = 14
CELL_SIZES = (11, 10, 9)  # font sizes of the numbers in a heat map, the largest that fits
CELL_LETTER = 0.6  # width of a digit by its font size
BANDS = 5  # bands of a narrow chart whose years all find room
ROW_LETTERS = 16  # characters per line of a row's name
ROW_LABELS = 110  # px that the names of rows take

GUIDED = {"color", "shape", "size"}
"""Channels that have a legend unless a chart says otherwise."""

COMPOSED = {"facet", "concat", "hconcat", "vconcat", "repeat"}

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
    _narrow_cells(out)
    for view in _views(out):
        _swap_fields(view, out)
        _narrow_axes(view, panel="facet" in out)
        _narrow_legends(view)
    _narrow_rows(out)
    for child in out.get("vconcat", []):
        child["width"] = WIDTH - AXIS - 10
    if not COMPOSED & set(out):
        out["width"] = WIDTH
        out["autosize"] = {"type": "fit-x", "contains": "padding"}
    return out


def _views(spec: Spec) -> Iterator[Spec]:
    """Every unit or layered view inside a specification, itself included."""
    yield spec
    for key in ("layer", "vconcat", "hconcat", "concat"):
        for child in spec.get(key, []):
            yield from _views(child)
    if isinstance(spec.get("spec"), dict):
        yield from _views(spec["spec"])


def _channels(view: Spec) -> Iterator[tuple[str, Spec]]:
    """Encoding channels of one view that are given as objects."""
    for name, channel in view.get("encoding", {}).items():
        if isinstance(channel, dict):
            yield name, channel


def _narrow_panels(out: Spec) -> None:
    """At most two panels per row, each as wide as the phone allows, titles in shorter names."""
    columns = out["columns"] = min(2, out.get("columns", 2))
    own_axes = out.get("resolve", {}).get("scale", {}).get("y") == "independent"
    axes = columns if own_axes else 1
    width = (WIDTH - 10 - axes * AXIS - (columns - 1) * SPACING) // columns
    for child in [out.get("spec", {}), *out.get("concat", [])]:
        child["width"] = width
    lines = 1
    names = out.get("facet", {}).get("sort")
    if names:
        shown = [short(str(name)) for name in names]
        lines = max(len(wrap(name, letters(width))) for name in shown)
        header = out["facet"].setdefault("header", {})
        header["labelExpr"] = label_expr(names, letters(width), shown)
        if "titlePadding" in header:
            header["titlePadding"] = LINE * lines + 10
    row = row_spacing(lines) if out.get("bounds") == "flush" else 18
    column = SPACING + (AXIS if own_axes and out.get("bounds") == "flush" else 0)
    out["spacing"] = {"row": row, "column": column}


def _swap_fields(view: Spec, out: Spec) -> None:
    """Use the fields made for narrow charts where the view's data have them."""
    rows = _rows(view, out) or [{}]
    for _, channel in _channels(view):
        if f"{channel.get('field')}_narrow" in rows[0]:
            channel["field"] += "_narrow"


def _rows(view: Spec, out: Spec) -> list[Spec]:
    """The data of one view, or of the whole if it has none of its own."""
    data = view.get("data") or out.get("data") or {}
    return out.get("datasets", {}).get(data.get("name")) or data.get("values") or []


def _narrow_axes(view: Spec, panel: bool) -> None:
    """Fewer years and numbers, and names of rows in shorter lines."""
    for name, channel in _channels(view):
        axis = channel.get("axis")
        if name not in ("x", "y") or not isinstance(axis, dict):
            continue
        if name == "x" and channel.get("type") == "ordinal" and channel["scale"].get("domain"):
            axis["values"] = band_ticks(channel["scale"]["domain"], 3 if panel else BANDS)
        elif name == "x" and axis.get("values"):
            axis["values"] = _thinned(axis["values"], 3 if panel else 4)
        elif name == "x" and axis.get("tickCount"):
            axis["tickCount"] = min(axis["tickCount"], 3)
        if name == "y" and "labelExpr" in axis:
            names = channel["scale"]["domain"]
            shown = [short(each) for each in names]
            axis["labelExpr"] = label_expr(names, ROW_LETTERS, shown)
            axis["labelOffset"] = label_offset(names, ROW_LETTERS, shown)


def _thinned(values: list[Any], count: int) -> list[Any]:
    """A few of the labelled values, the first and the last among them."""
    if len(values) <= count or not all(isinstance(v, (int, float)) for v in values):
        return values
    if all(isinstance(v, int) and 1900 < v < 2100 for v in values):
        return year_ticks(range(values[0], values[-1] + 1), count)
    return values[:: -(-len(values) // count)]


def _narrow_cells(out: Spec) -> None:
    """A legend instead of numbers where the cells of a heat map become too small for them."""
    layers = {view.get("name"): view for view in out.get("layer", [])}
    if not {"cells", "numbers"} <= set(layers):
        return
    cells, numbers = layers["cells"]["encoding"], layers["numbers"]
    style = numbers["encoding"]["text"].get("format", "")
    values = [row[cells["color"]["field"]] for row in _rows(numbers, out)]
    longest = max(len(format(value, style)) for value in values)
    room = (WIDTH - ROW_LABELS) / len(cells["x"]["scale"]["domain"])
    fitting = (size for size in CELL_SIZES if CELL_LETTER * size * longest + 3 <= room)
    if size := next(fitting, None):
        numbers["mark"]["fontSize"] = size
    else:
        out["layer"].remove(numbers)
        cells["color"]["legend"] = {"type": "symbol", "format": style}


def _narrow_legends(view: Spec) -> None:
    """Legends below the chart, in as many columns as their names allow."""
    for name, channel in _channels(view):
        if name in GUIDED and "field" in channel:
            channel.setdefault("legend", {})
        legend = channel.get("legend")
        if isinstance(legend, dict):
            names = [str(name) for name in channel.get("scale", {}).get("domain") or []]
            shown = [short(name) for name in names]
            rows = view["encoding"].get("y", {}).get("axis") or {}
            room = WIDTH - (ROW_LABELS if "labelExpr" in rows else AXIS)
            columns = legend_columns(shown, room) if names else 2
            legend |= {"orient": "bottom", "offset": 8, "columns": columns}
            if channel.get("type") != "quantitative" and shown != names:
                legend["labelExpr"] = label_expr(names, 60, shown)


def _narrow_rows(out: Spec) -> None:
    """Rows as high as the longest name of a row needs."""
    view = out.get("spec", out)
    for inner in _views(view):
        for name, channel in _channels(inner):
            if name == "y" and "labelExpr" in (channel.get("axis") or {}):
                names = channel["scale"]["domain"]
                lines = max(len(wrap(short(each), ROW_LETTERS)) for each in names)
                row = LINE * lines + 8
                if isinstance(view.get("height"), dict):
                    view["height"]["step"] = max(view["height"]["step"], row)
                else:
                    view["height"] = max(view.get("height", 0), len(names) * row)
                return

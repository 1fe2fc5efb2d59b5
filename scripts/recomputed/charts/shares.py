"""Rows cut into shares: how statements, checks or planted slips fall, row by row."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from recomputed.charts import style
from recomputed.charts.behind import whole
from recomputed.charts.parts import faded, flat_axis, focus, legend_of, row_y, wide


def share_rows(
    frame: pd.DataFrame, row: str, part: str, unit: str, colours: Mapping[str, str]
) -> alt.LayerChart:
    """Rows cut into shares, each with its own total at the end, so that small rows show too.

    Parameters
    ----------
    frame : DataFrame
        `row`, `part` (a verdict or an outcome) and `value`; rows in the order of drawing.
    row, part : str
        Columns.
    unit : str
        What is counted, for tooltip and totals.
    colours : mapping of str to str
        The parts in the order of drawing, each with its colour.
    """
    order = [name for name in colours if name in set(frame[part])]
    totals = frame.groupby(row, sort=False)["value"].sum()
    data = frame.assign(
        share=100 * frame["value"] / frame[row].map(totals), _rank=frame[part].map(order.index)
    )
    chosen = focus(part, legend=True)
    scale = dict(domain=order, range=[colours[name] for name in order])
    ticks = [0, 25, 50, 75, 100]
    x = alt.X(
        "share:Q", stack="zero", scale=dict(domain=[0, 112], nice=False),
        axis=flat_axis(ticks, "Share of the row, %"),
    )  # fmt: skip
    y = row_y(row, list(totals.index))
    tips = [
        alt.Tooltip(f"{row}:N", title="Row"),
        alt.Tooltip(f"{part}:N", title="Outcome"),
        alt.Tooltip("value:Q", title=unit, format=",d"),
        alt.Tooltip("share:Q", title="Share, %", format=".1f"),
    ]
    bars = (
        alt.Chart(data, name="bars")
        .mark_bar(stroke=style.INK["paper"], strokeWidth=0.7)
        .encode(
            x, y, alt.Color(f"{part}:N", scale=scale, sort=order, legend=legend_of(order)),
            order=alt.Order("_rank:O"), tooltip=tips,
            opacity=faded(chosen),
        )
        .add_params(chosen)
    )  # fmt: skip
    ends = pd.DataFrame({row: totals.index, "_total": totals.values, "_x": 100})
    text = alt.Chart(ends, name="totals").mark_text(align="left", dx=6, color=style.INK["muted"])
    numbers = text.encode(alt.X("_x:Q"), y, text=alt.Text("_total:Q", format=",d"))
    words = {row: "Row", part: "Outcome", "value": unit, "share": "Share of the row, %"}
    return wide([bars, numbers], alt.Step(26), whole(data[list(words)].rename(columns=words), 1))

"""Exports up, imports down, and what remains."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import altair as alt
import pandas as pd

from recomputed.charts import parts as parts
from recomputed.charts import style
from recomputed.charts.layers import segmented
from recomputed.charts.tidy import Tidy, tidy

FLOWS = ["Exports", "Imports", "Balance"]
HOW = {"domain": ["printed", "derived"]}


def diverging_balance(
    df: pd.DataFrame, *, unit: str = "US$ billion", height: int = 320, **common: Any
) -> alt.LayerChart:
    """Exports up, imports down, and their balance as a line; unknown years stay empty.

    Parameters
    ----------
    df : DataFrame
        Series whose names hold "export", "import" and, where the balance is stated without its
        parts, "balance" (negative for a deficit) or "deficit" (positive). Where a column `source`
        changes from one year to the next, the balance's line breaks. Where a column `status`
        says "derived", bars are pale and the balance is a diamond; a balance that is no more than
        the difference of two printed bars is not.
    height : int
        Height of the plot, px.
    **common
        See :func:`recomputed.charts.tidy.tidy`.
    """
    t = _flows(tidy(df, unit=unit, kind="flow", **common))
    bars = t.data[t.data[t.series] != "Balance"]
    balance = t.data[t.data[t.series] == "Balance"]
    scale = parts.Scale.of([0, *t.data["_bar"]], height, unit)
    x = parts.band_x(t, t.span)
    pale = alt.when(alt.datum._known == "derived").then(alt.value(0.5)).otherwise(alt.value(1))
    columns = (
        alt.Chart(bars, name="flows")
        .mark_bar()
        .encode(x, scale.y("_bar", stack=None), t.colour(), opacity=pale, tooltip=t.tooltip())
    )
    labels = _labels(t, scale)
    line = _balance_line(t, balance, scale, x)
    layers = [columns, parts.rule_at(0, scale), *line, labels]
    return parts.wide(layers, height, t.behind())


def flow_of(name: str) -> str:
    """Exports, Imports or Balance, told by the name of a series ("Balance (exports less …)")."""
    lower = str(name).lower()
    if "balance" in lower or "deficit" in lower or "port" not in lower:
        return "Balance"
    return (
        "Exports"
        if "import" not in lower.partition("export")[0] and "export" in lower
        else "Imports"
    )


def _flows(t: Tidy) -> Tidy:
    """Series renamed to the three flows, with signed ``_bar`` and the balance completed."""
    deficit = t.data[t.series].str.lower().str.contains("deficit")
    data = t.data.assign(**{
        t.series: t.data[t.series].map(flow_of),
        t.y: t.data[t.y].where(~deficit, -t.data[t.y].abs()),
    })  # fmt: skip
    by_flow = data.pivot_table(index=t.x, columns=t.series, values=t.y, aggfunc="first")
    by_flow = by_flow.reindex(columns=FLOWS)
    net = (by_flow["Exports"] - by_flow["Imports"]).fillna(by_flow["Balance"]).dropna()
    computed = pd.DataFrame({t.x: net.index, t.series: "Balance", t.y: net.to_numpy()})
    data["status"] = data["status"].fillna("printed") if "status" in data else "printed"
    computed["_known"] = computed[t.x].map(_known(t, data))
    flows = data[data[t.series] != "Balance"].rename(columns={"status": "_known"})
    if "source" in data:
        sources = flows.dropna(subset=[t.y, "source"]).groupby(t.x)["source"].unique().map(sorted)
        computed["_source"] = computed[t.x].map(sources.map("; ".join)).fillna("")
    flows = flows[[t.x, t.series, t.y, "_known"]]
    data = pd.concat([flows, computed.round(6)], ignore_index=True)
    sign = data[t.series].map({"Exports": 1, "Imports": -1, "Balance": 1})
    entities = [flow for flow in FLOWS if flow in set(data[t.series])]
    data = data.assign(_bar=data[t.y] * sign)
    return replace(t, data=data, entities=entities, origins=tuple(entities))


def _known(t: Tidy, data: pd.DataFrame) -> pd.Series:
    """How a year's balance is known: "printed" too if it is the difference of printed flows."""
    by_flow = data.pivot_table(index=t.x, columns=t.series, values="status", aggfunc="first")
    printed = by_flow.reindex(columns=FLOWS) == "printed"
    told = printed["Balance"] | (printed["Exports"] & printed["Imports"])
    return told.map({True: "printed", False: "derived"})


def _balance_line(t: Tidy, balance: pd.DataFrame, scale: parts.Scale, x: alt.X) -> list[alt.Chart]:
    """The balance: a line where years follow one another, a dot each year."""
    if balance.empty:
        return []
    data = segmented(replace(t, data=balance, step=1))
    y = scale.y("_bar")
    line = alt.Chart(data, name="balance").mark_line(strokeWidth=2)
    halo = alt.Chart(data, name="halo").mark_line(strokeWidth=4.5, color=style.INK["paper"])
    dots = alt.Chart(data, name="balance_points").mark_point(filled=True, size=34, opacity=1)
    some = "derived" in set(t.data["_known"])
    legend = parts.legend_of(["derived"], values=["derived"]) if some else None
    symbols = HOW | {"range": ["circle", "diamond"]}
    shape = alt.Shape("_known:N", scale=symbols, legend=legend)
    edge = {"stroke": alt.StrokeValue(style.INK["paper"]), "strokeWidth": alt.StrokeWidthValue(1)}
    return [
        halo.encode(x, y, detail=alt.Detail("_segment:O")),
        line.encode(x, y, t.colour(), detail=alt.Detail("_segment:O")),
        dots.encode(x, y, t.colour(), shape, **edge, tooltip=t.tooltip()),
    ]


def _labels(t: Tidy, scale: parts.Scale) -> alt.Chart:
    """Names beside the last known bar of each flow."""
    last = t.data.sort_values(t.x).groupby(t.series).tail(1)
    at = last["_bar"] * last[t.series].map({"Exports": 0.6, "Imports": 0.6, "Balance": 1.0})
    labels = parts.place_labels(list(last[t.series]), list(at), scale)
    edge = parts.band_x(t, t.span, "_x", bandPosition=1)
    return parts.label_layer(labels.assign(_x=t.years[-1]), t, scale, edge)

"""Data of a chart, checked and put in order before anything is drawn.

Columns that only serve drawing begin with an underscore; so do all columns of helper data, so
that a table made from a chart's data can leave them out. A column ``_name_narrow`` replaces
``_name`` in the phone version (see :mod:`recomputed.charts.narrow`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from recomputed.charts import style
from recomputed.charts.behind import laid_out
from recomputed.charts.scales import decimals_for

TOTALS = {"total", "top ten", "industry total", "industrial enterprises above designated size"}
KIND_TITLES = {
    "partner": "Partner",
    "form": "Form",
    "firm": "Type of firm",
    "industry": "Industry",
    "flow": "Flow",
    "region": "Region",
    "verdict": "Verdict",
    "status": "How it is known",
}


@dataclass(frozen=True)
class Tidy:
    """Data of one chart: what is on x and y, and which entities are drawn in which colours."""

    data: pd.DataFrame
    x: str
    y: str
    series: str
    entities: list[str]
    unit: str
    kind: str | None
    format: str
    emphasis: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    step: int = 1
    alike: bool = False

    @property
    def span(self) -> list[int]:
        """All years from the first to the last, those without a value included."""
        return list(range(self.years[0], self.years[-1] + 1))

    @property
    def years(self) -> list[int]:
        """Years that have a value, in order."""
        return sorted({int(value) for value in self.data[self.x]})

    def replacing(self, data: pd.DataFrame, y: str, decimals: int, **changes: Any) -> Tidy:
        """The same chart on other data."""
        return replace(self, data=data, y=y, format=f",.{decimals}f", **changes)

    def colours(self, role: str = "light") -> list[str]:
        """One colour per entity; with an emphasis, grey for all others."""
        names = self.origins or self.entities
        own = style.colours(self.kind, names, role)
        if self.alike and not any(self.kind and style.known(self.kind, name) for name in names):
            own = [style.colour(None, names[0], role)] * len(own)
        if not self.emphasis:
            return own
        grey = style.INK["faint" if role == "light" else "muted"]
        return [c if e in self.emphasis else grey for e, c in zip(self.entities, own, strict=True)]

    def colour(self, role: str = "light", field: str | None = None, **options: Any) -> alt.Color:
        """Colour encoding by entity; no legend unless asked for."""
        scale = dict(domain=self.entities, range=self.colours(role))
        options.setdefault("legend", None)
        return alt.Color(f"{field or self.series}:N", scale=scale, sort=self.entities, **options)

    @property
    def told(self) -> dict[str, str]:
        """The columns of the entity and of what is on x, each with a reader's word for it."""
        own = self.kind and any(style.known(self.kind, name) for name in self.origins)
        name = KIND_TITLES.get(self.kind, "Series") if own else "Series"
        return {self.x: title_of(self.x)} | {self.series: name}

    def behind(self, *panels: str, **numbers: str) -> dict:
        """The data that a reader gets; see :func:`recomputed.charts.behind.laid_out`.

        Parameters
        ----------
        *panels : str
            Further columns that tell marks apart.
        **numbers : str
            Headings of further columns of numbers, by column.
        """
        more = (name for name in panels if name not in self.told)
        told = self.told | {name: KIND_TITLES.get(name) or title_of(name) for name in more}
        drawn = {self.y: self.unit or "Value"} | numbers
        return laid_out(self.data, told, drawn, int(self.format[2:-1]))

    def tooltip(self, *more: alt.Tooltip, y: str | None = None) -> list[alt.Tooltip]:
        """Entity, year, and the value with its unit and decimals."""
        by_year = self.x == "year"
        when = alt.Tooltip("year:Q", title="Year", format="d")
        where = alt.Tooltip(f"{self.x}:N", title=title_of(self.x))
        return [
            alt.Tooltip(f"{self.series}:N", title=self.told[self.series]),
            *([] if self.x == self.series else [when if by_year else where]),
            alt.Tooltip(f"{y or self.y}:Q", title=self.unit or "Value", format=self.format),
            *more,
        ]


def title_of(column: str) -> str:
    """Column name as a reader's word: ``label_en`` names an entity, others lose underscores."""
    return "Name" if column in ("label_en", "series") else column.replace("_", " ").capitalize()


def pick_series(df: pd.DataFrame, series: str | None) -> str:
    """The column that tells entities apart, if the caller did not name it."""
    if series is not None:
        return series
    if "label_en" in df and df["label_en"].nunique() > 1:
        return "label_en"
    return "series" if "series" in df else "label_en"


def with_year(df: pd.DataFrame) -> pd.DataFrame:
    """Year taken from column names such as ``y1991`` where years run across the table."""
    if "year" in df or "column" not in df or not df["column"].str.fullmatch(r"y\d{4}").all():
        return df
    return df.assign(year=df["column"].str[1:].astype(int))


def tidy(
    df: pd.DataFrame,
    *,
    x: str = "year",
    y: str = "value",
    series: str | None = None,
    unit: str = "",
    kind: str | None = None,
    only: Sequence[str] | None = None,
    decimals: int | None = None,
    emphasis: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    parts: bool = False,
    alike: bool = False,
) -> Tidy:
    """Check and order the data of a chart.

    Parameters
    ----------
    df : DataFrame
        One row per entity and year.
    x, y, series : str
        Columns; ``series`` None chooses ``label_en`` or ``series``.
    unit : str
        Title of the value axis and of the value in tooltips.
    kind : str, optional
        What the entities are, for their colours (see :func:`recomputed.charts.style.colour`).
    only : sequence of str, optional
        Entities to keep, in this order; default all, in order of appearance.
    decimals : int, optional
        Decimals shown; default what size and precision of the data allow.
    emphasis : sequence of str
        Entities that keep their colour while the others turn grey.
    names : mapping, optional
        Shorter names to draw; colours and the other arguments go by the names in the data.
    parts : bool
        Leave totals out, since the entities will be added up.
    alike : bool
        Give all entities one colour where ``kind`` knows none of them.

    Raises
    ------
    ValueError
        If a column is missing, an entity is unknown, or nothing is left to draw.
    """
    df = with_year(df)
    series = pick_series(df, series)
    if absent := [column for column in (x, y, series) if column not in df]:
        raise ValueError(f"no column {absent[0]!r} to draw; there are {list(df.columns)}")
    data = df.dropna(subset=[y])
    found = list(dict.fromkeys(data[series].astype(str)))
    if unknown := [name for name in (*(only or ()), *emphasis) if name not in found]:
        raise ValueError(f"nothing to draw for {unknown}; there are {found}")
    entities = list(only or (e for e in found if not (parts and e.lower() in TOTALS)))
    if not entities:
        raise ValueError("nothing to draw: no value is known")
    data = data[data[series].isin(entities)].reset_index(drop=True)
    places = decimals_for(list(data[y])) if decimals is None else decimals
    renamed = {name: (names or {}).get(name, name) for name in entities}
    data[series] = data[series].map(renamed)
    marked = tuple(renamed[name] for name in emphasis)
    drawn, origins = list(renamed.values()), tuple(entities)
    step = step_of(df[x]) if x == "year" else 1
    return Tidy(data, x, y, series, drawn, unit, kind, f",.{places}f", marked, origins, step, alike)


def step_of(years: pd.Series) -> int:
    """Years from one row to the next, rows without a value included: more than this is a gap."""
    known = sorted({int(year) for year in years.dropna()})
    return min((b - a for a, b in pairwise(known)), default=1)


def ranked(t: Tidy) -> Tidy:
    """Data in stacking order, ``_rank`` counting entities from the bottom."""
    rank = t.data[t.series].map({name: i for i, name in enumerate(t.entities)})
    places = sorted(t.data[t.x].unique()) if t.x == "year" else dict.fromkeys(t.data[t.x])
    place = t.data[t.x].map({value: i for i, value in enumerate(places)})
    data = t.data.assign(_rank=rank, _place=place)
    data = data.sort_values(["_place", "_rank"], kind="stable").drop(columns="_place")
    return replace(t, data=data.reset_index(drop=True))


def shares(t: Tidy, facet: str | None = None) -> Tidy:
    """The same data as percentages of each year's (and panel's) sum, column ``share``."""
    groups = [t.x, facet] if facet else [t.x]
    share = t.data[t.y] / t.data.groupby(groups)[t.y].transform("sum") * 100
    return t.replacing(t.data.assign(share=share.round(6)), "share", 1)

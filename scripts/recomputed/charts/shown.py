"""A finished chart: its picture for every reader, and the facts that stand under it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import altair as alt
import pandas as pd

import recomputed.charts.style  # noqa: F401 (the theme, for plain Altair too)
from recomputed import mime
from recomputed.charts import style
from recomputed.charts.behind import KEY, lacking, whole
from recomputed.charts.palette import shortened
from recomputed.charts.panels import panel_width
from recomputed.charts.scales import LINE
from recomputed.charts.tidy import title_of
from recomputed.charts.validity import to_spec
from recomputed.data.outside import Source
from recomputed.errors import BookError
from recomputed.places import CATALOGUE, figure_href, table_href


@dataclass(frozen=True)
class Shown:
    """A chart as a notebook's output.

    Parameters
    ----------
    spec : dict
        The Vega-Lite specification, with the chart's facts under ``usermeta.recomputed``.
    """

    spec: dict

    @property
    def text(self) -> str:
        """The chart in words."""
        facts = self.spec["usermeta"]["recomputed"]
        return f"{facts['title']}. {facts['alt']}"

    @cached_property
    def picture(self) -> str | None:
        """The chart as SVG, for nbconvert; None where nothing here can draw it."""
        if os.environ.get("RECOMPUTED_PICTURES") == "0":
            return None
        try:
            import vl_convert
        except ImportError:
            return None
        return vl_convert.vegalite_to_svg(self.spec)

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        bundle = {mime.CHART: self.spec, "text/plain": self.text}
        return bundle | ({"image/svg+xml": self.picture} if self.picture else {})


UNIT = ("mark", "layer", "encoding", "params", "transform", "name", "width", "height")
"""What belongs to each panel of a chart in panels."""


def _table_links(tables: list[int], prefix: str) -> list[dict[str, str]]:
    """A link per table; a long run of tables is one link to the catalogue."""
    if len(tables) > 4 and tables == list(range(tables[0], tables[-1] + 1)):
        return [{"text": f"Tables {tables[0]}–{tables[-1]}", "href": prefix + CATALOGUE}]
    return [{"text": f"Table {t}", "href": prefix + table_href(t)} for t in tables]


def show(
    chart: alt.TopLevelMixin,
    chart_id: str,
    *,
    title: str,
    alt: str,
    data: pd.DataFrame | None = None,
    subtitle: str = "",
    tables: Sequence[int] = (),
    figures: Sequence[int] = (),
    text: dict[str, str] | None = None,
    claims: dict[str, str] | None = None,
    outside: Sequence[Source] = (),
    edition: str = "corrected",
    prefix: str = "",
) -> Shown:
    """Give a chart its title, source and text alternative.

    Parameters
    ----------
    chart : Altair chart
        In house style; without a title and without a width of its own.
    chart_id : str
        A short name, unique in the book; the chart's permanent link.
    title : str
        The finding, as a sentence without a full stop.
    alt : str
        The text alternative: one or two sentences that state the finding with its numbers.
    data : DataFrame, optional
        What the reader gets as a table and as a CSV file; its columns are the headings, in words
        and with units. Default what the form laid out, or the frame of a plain chart.
    subtitle : str
        What is measured, with its unit.
    tables, figures : sequence of int
        The printed tables and figures it shows.
    text : dict, optional
        The sections whose prose gives the numbers, each to its page's address.
    claims : dict, optional
        The claims it bears on, each to its address.
    outside : sequence of Source
        The published sources it shows.
    edition : {"corrected", "printed"}
        The edition of the data shown.
    prefix : str
        The way from the page to the chapters' folder.

    Raises
    ------
    BookError
        If the title, the text alternative or the source is missing, or the data lack something
        that the chart draws.
    """
    if not (title and alt and (tables or figures or text or outside)):
        raise BookError(f"chart {chart_id}: needs a title, a text alternative and its source")
    spec = to_spec(chart)
    if spec.get("title"):
        raise BookError(f"chart {chart_id}: give the title to show(), not to the chart")
    _put_into_panels(spec)
    if not {"width", "hconcat", "vconcat", "concat", "facet", "repeat"} & set(spec):
        spec |= {"width": style.WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}}
    spec["title"] = {"text": title, "subtitle": subtitle} if subtitle else {"text": title}
    spec["description"] = alt
    links = _table_links(list(tables), prefix)
    links += [{"text": f"Figure {f}", "href": prefix + figure_href(f)} for f in figures]
    links += [{"text": f"text of Section {s}", "href": href} for s, href in (text or {}).items()]
    published = [{"text": f"{one.publisher}: {one.title}", "href": one.address} for one in outside]
    given = _data(chart, spec, data)
    if missing := lacking(spec, given):
        raise BookError(f"chart {chart_id}: draws {missing}, which its data lack: give data=")
    spec["usermeta"] = {
        "recomputed": {
            "id": chart_id,
            "title": title,
            "subtitle": subtitle,
            "alt": alt,
            "tables": list(tables),
            "figures": list(figures),
            "source": links,
            "published": published,
            "claims": [
                {"text": claim_id, "href": href} for claim_id, href in (claims or {}).items()
            ],
            "short": shortened(spec),
            "edition": edition,
            "data": given,
        },
    }
    return Shown(spec)


def _put_into_panels(spec: dict) -> None:
    """Panels that a plain chart asks for by an encoding, in the house width."""
    facet = spec.get("encoding", {}).pop("facet", None)
    if facet:
        columns = facet.pop("columns", 2)
        inner = {part: spec.pop(part) for part in UNIT if part in spec}
        inner.setdefault("width", panel_width(columns, 1))
        facet.setdefault("header", {}).setdefault("labelPadding", LINE + 8)  # above the unit
        spec |= {"facet": facet, "columns": columns, "spec": inner}


def _data(chart: alt.TopLevelMixin, spec: dict, frame: pd.DataFrame | None) -> dict:
    """The data behind a chart: those given, else what its form laid out, else its own frame."""
    if frame is None and KEY in spec.get("usermeta", {}):
        return spec["usermeta"][KEY]
    if frame is None and isinstance(chart.data, pd.DataFrame):
        words = {name: title_of(name) for name in chart.data if not name.startswith("_")}
        frame = chart.data.rename(columns=words)
    return whole(pd.DataFrame() if frame is None else frame)

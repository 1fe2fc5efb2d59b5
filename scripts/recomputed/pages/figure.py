"""The HTML of a chart: finding, unit, pictures, words, source, data and downloads."""

from __future__ import annotations

import json
from html import escape

from recomputed.pages import svg
from recomputed.pages.chart import Chart, source_line
from recomputed.pages.marks import GLYPHS, NAMES

GROUPED_FROM = 10_000
UNTOLD = ("$schema", "description")
"""What the script that draws a chart has no use for."""


def html(chart: Chart, plot: str, files: dict[str, str], claims: list[tuple[str, dict]]) -> str:
    """A chart as a ``<figure>``.

    Parameters
    ----------
    chart : Chart
        The chart.
    plot : str
        Its pictures, see :func:`plot`; empty where none are drawn.
    files : dict of str to str
        Addresses of the downloads by kind: ``csv``, ``svg``, ``png``.
    claims : list of (str, dict)
        The page of each claim that the chart supports, and the claim's id, text and verdict.
    """
    anchor = chart.anchor
    return f"""
<figure class="tt-chart" id="{anchor}" aria-labelledby="{anchor}-title">
<figcaption>
<p class="tt-title" id="{anchor}-title">{escape(chart.title)}</p>
<p class="tt-subtitle">{escape(chart.subtitle)}</p>
</figcaption>
<div class="tt-plot">{plot}</div>
<div class="tt-under">
<p class="tt-source">{sources(chart, claims)}</p>
<div class="tt-tools">
<details><summary>What this chart shows</summary><p>{escape(chart.alt)}</p></details>
<details><summary>Data</summary>{table(chart)}</details>
{downloads(chart, files)}<a class="tt-permalink" href="#{anchor}"
 aria-label="Link to this chart: {escape(chart.title)}">Link</a>
</div>
</div>
</figure>
"""


def plot(chart: Chart, drawn: tuple[str, ...], forms: tuple[dict, dict]) -> str:
    """What is drawn of a chart.

    Parameters
    ----------
    chart : Chart
        The chart.
    drawn : tuple of str
        The wide and the narrow picture (SVG).
    forms : tuple of dict
        The same two as Vega.
    """
    return pictures(chart, drawn) + live(*forms)


def pictures(chart: Chart, drawn: tuple[str, ...]) -> str:
    """The pictures; style sheets show the one that fits."""
    parts = []
    for kind, picture in zip(("wide", "narrow"), drawn, strict=False):
        width, _ = svg.size(picture)
        labelled = picture.replace("<svg", f'<svg role="img" aria-label="{escape(chart.alt)}"', 1)
        parts.append(
            f'<div class="tt-picture tt-{kind}" style="--width:{width:.0f}">{labelled}</div>'
        )
    return "".join(parts)


def live(wide: dict, narrow: dict) -> str:
    """What makes a chart interactive, as JSON that is safe within HTML.

    Of the narrow form, only the parts that differ: data and style hardly do.
    """
    wide, narrow = ({k: v for k, v in form.items() if k not in UNTOLD} for form in (wide, narrow))
    parts = wide.keys() | narrow.keys()
    differing = {key: narrow.get(key) for key in sorted(parts) if narrow.get(key) != wide.get(key)}
    if differing.get("data"):  # what both show stands once; the script puts it back by its name
        shared = [one for one in wide.get("data", []) if one in differing["data"]]
        differing["data"] = [one["name"] if one in shared else one for one in differing["data"]]
    told = {"wide": wide, "narrow": differing}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json">{text}</script>'


def sources(chart: Chart, claims: list[tuple[str, dict]]) -> str:
    """Where the numbers are from, and which statements they bear on."""
    places = [
        [f'<a href="{escape(href)}">{escape(name)}</a>' for name, href in links]
        for links in (chart.sources, chart.published)
    ]
    text = f"<b>Source</b> {source_line(*places)}."
    links = [
        f'<a href="{page}#claim-{escape(record["id"])}" class="tt-{record["verdict"]}">'
        f'{escape(record["text"])} <span aria-label="{NAMES[record["verdict"]]}" role="img">'
        f"{GLYPHS[record['verdict']]}</span></a>"
        for page, record in claims
    ]
    return f"{text} <b>Bears on</b> {', '.join(links)}" if links else text


def table(chart: Chart) -> str:
    """The data drawn, as a table in a frame of its own."""
    header, rows, decimals = (chart.data[part] for part in ("header", "rows", "decimals"))
    if not rows:
        return "<p>No data.</p>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = []
    for row in rows:
        texts = [show(*cell) for cell in zip(row, header, decimals, strict=True)]
        cells = [
            f"<td{_numeric(value)}>{escape(text)}</td>"
            for value, text in zip(row, texts, strict=True)
        ]
        cells[0] = f'<th scope="row">{escape(texts[0])}</th>'
        body.append(f"<tr>{''.join(cells)}</tr>")
    label = f"Data: {escape(chart.title)}"
    return (
        f'<div class="tt-frame" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="tt-table tt-data"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _numeric(value: object) -> str:
    return ' class="tt-num"' if isinstance(value, int | float) else ""


def show(value: object, name: str, decimals: int | None) -> str:
    """A value as a reader would write it: no false digits, thousands apart, years as they are."""
    if value is None:
        return "–"
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    text = f"{value:,.{decimals}f}" if decimals is not None else f"{float(f'{value:.6g}'):,.10g}"
    if "year" in name.lower() or abs(value) < GROUPED_FROM:
        text = text.replace(",", "")
    return text.replace("-", "−")


def downloads(chart: Chart, files: dict[str, str]) -> str:
    """Links to the chart's files."""
    links = "".join(
        f'<a href="{escape(address)}" download="{escape(chart.id)}.{kind}"'
        f' aria-label="Download {kind.upper()}: {escape(chart.title)}">{kind.upper()}</a>'
        for kind, address in files.items()
    )
    return f'<span class="tt-downloads">{links}</span>' if links else ""

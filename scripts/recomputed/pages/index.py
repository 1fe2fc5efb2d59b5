"""The directive ``{chart-index}``: every chart of the book as a small picture with its finding."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from recomputed.files import write
from recomputed.pages import charts, styles, svg
from recomputed.pages.chart import Chart
from recomputed.pages.domain import BookDomain


class chart_index(nodes.General, nodes.Element):  # a docutils node: lower case, as its kin
    """The place of the index on its page."""


class ChartIndex(SphinxDirective):
    """Place the index of charts."""

    def run(self) -> list[nodes.Node]:
        """Leave a node that is filled when the page is written."""
        BookDomain.of(self.env).note_index(self.env.docname)
        return [chart_index()]


def visit_html(self, node: chart_index) -> None:
    """Write the pictures, chapter by chapter."""
    builder = self.builder
    env, here = builder.env, builder.current_docname
    target = builder.get_target_uri(here)
    chapters: dict[str, list[Chart]] = {}
    for page, one in BookDomain.of(env).charts():
        chapters.setdefault(page, []).append(one)
    for page, found in chapters.items():
        address = builder.get_relative_uri(here, page)
        title = escape(env.titles[page].astext())
        entries = "".join(entry(builder.app, one, target, address) for one in found)
        self.body.append(
            f'<h2 class="tt-index-title"><a href="{address}">{title}</a></h2>'
            f'<ul class="tt-index">{entries}</ul>'
        )
    raise nodes.SkipNode


def entry(app, chart: Chart, here: str, address: str) -> str:
    """One chart of the index."""
    picture = ""
    if app.config.recomputed_pictures:
        picture = "".join(
            f'<img class="only-{theme}" src="{relative_uri(here, file)}" alt="" loading="lazy"'
            f' width="{width:.0f}" height="{height:.0f}">'
            for theme, file, (width, height) in thumbnails(app, chart)
        )
    title = f'<span class="tt-index-finding">{escape(chart.title)}</span>'
    return f'<li><a href="{address}#{chart.anchor}">{picture}{title}</a></li>'


def thumbnails(app, chart: Chart) -> Iterator[tuple[str, str, tuple[float, float]]]:
    """The small pictures of a chart, one for each theme.

    Yields
    ------
    theme : str
        ``light`` or ``dark``.
    file : str
        Address within the site; the file is written if it is not there.
    size : (float, float)
        Width and height.
    """
    small = charts.jobs(app, chart)[0].page.read_text("utf-8")
    small = small.replace("<svg", '<svg font-family="Helvetica, Arial, sans-serif"', 1)
    for theme in ("light", "dark"):
        drawn = styles.darken(small) if theme == "dark" else small
        file = f"{charts.DOWNLOADS}/small/{chart.id}-{theme}.svg"
        path = Path(app.outdir, file)
        if not path.exists() or path.read_text("utf-8") != drawn:
            write(path, drawn)
        yield theme, file, svg.size(drawn)

"""Charts on the page: first as pictures, then alive.

myst-nb hands Vega-Lite outputs to :class:`VegaLite`, which puts a node into the page. Before
pages are written, all pictures are drawn (:func:`draw_all`); the node then writes the figure, and
beside the site's static files what can be downloaded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.util.osutil import relative_uri

from recomputed import mime
from recomputed.files import write
from recomputed.pages import figure, pictures
from recomputed.pages.chart import Chart, charts_of
from recomputed.pages.domain import BookDomain

DOWNLOADS = "_static/charts"


class chart(nodes.General, nodes.Element):  # a docutils node: lower case, as its kin
    """A chart; ``chart`` holds its :class:`recomputed.pages.chart.Chart`."""


class VegaLite:
    """Renders Vega-Lite outputs of ``Chapter.show`` (a plug-in of myst-nb)."""

    mime_priority_overrides: ClassVar = [("*", mime.CHART, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Make a chart node; leave other outputs, and charts of others, to myst-nb."""
        told = data.mime_type == mime.CHART and data.content.get("usermeta", {}).get("recomputed")
        env = renderer.renderer.sphinx_env
        if not told or inline or env is None:
            return None
        one = Chart.from_output(data.content)
        node = chart(chart=one, ids=[one.anchor], names=[one.anchor])
        renderer.renderer.document.note_explicit_target(node, node)
        BookDomain.of(env).note_chart(env.docname, one)
        return [node]


def cache(app) -> Path:
    """The folder of pictures and generated scripts, shared by builds if the book says so."""
    configured = app.config.recomputed_cache
    return Path(app.confdir, configured) if configured else Path(app.doctreedir, "recomputed")


def jobs(app, one: Chart) -> list[pictures.Job]:
    """The pictures of a chart, for wide and for narrow pages."""
    return pictures.jobs(one, cache(app), app.config.html_title)


def _jobs(app, charts: Iterable[Chart]) -> list[pictures.Job]:
    """The pictures of some charts; two editions rendered side by side meet in the middle."""
    found = [job for one in charts for job in jobs(app, one)]
    return found[::-1] if app.config.recomputed_edition == "printed" else found


def _studio(app) -> pictures.Studio:
    if not hasattr(app, "recomputed_studio"):
        app.recomputed_studio = pictures.Studio(cache(app), os.cpu_count() or 1)
    return app.recomputed_studio


def draw_early(app, env, docnames: list[str]) -> None:
    """Begin to draw before the executed notebooks are read (event ``env-before-read-docs``)."""
    if app.builder.format != "html" or not app.config.recomputed_pictures:
        return
    paths = [Path(env.doc2path(name)) for name in docnames]
    notebooks = (json.loads(p.read_text("utf-8")) for p in paths if p.suffix == ".ipynb")
    _studio(app).begin(_jobs(app, (one for nb in notebooks for one in charts_of(nb))))


def stop_drawing(app, error: Exception | None) -> None:
    """End what a failed build has left at work (event ``build-finished``)."""
    _studio(app).close()


def draw_all(app, env) -> list[str]:
    """Draw what is missing, once everything is read (event ``env-updated``).

    Returns
    -------
    list of str
        The pages with an index of charts, if any chart is new: they are to be written again.
    """
    if app.builder.format != "html":
        return []
    found = list(BookDomain.of(env).charts())
    if app.config.recomputed_pictures and found:
        _studio(app).finish(_jobs(app, (one for _, one in found)))
    state = pictures.digest([(page, one.id, one.title, one.states) for page, one in found])
    if state == getattr(env, "recomputed_charts", None):
        return []
    env.recomputed_charts = state
    return list(BookDomain.of(env).data["indexes"])


def publish_all(app, error: Exception | None) -> None:
    """Put what can be downloaded of all charts beside the pages (event ``build-finished``)."""
    if error is None and app.builder.format == "html" and app.config.recomputed_pictures:
        for _, one in BookDomain.of(app.env).charts():
            publish(app, one)


def publish(app, one: Chart) -> None:
    """Put a chart's downloads beside the pages; files that are right stay as they are."""
    folder = Path(app.outdir, DOWNLOADS)
    wide, _ = jobs(app, one)
    contents = {
        ".csv": ("\ufeff" + one.csv()).encode(),  # the mark tells Excel that it is UTF-8
        ".svg": wide.shared.read_bytes(),
        ".png": wide.png.read_bytes(),
    }
    for suffix, content in contents.items():
        path = folder / f"{one.id}{suffix}"
        if not path.exists() or path.read_bytes() != content:
            write(path, content)


def visit_html(self, node: chart) -> None:
    """Write the figure."""
    builder, one = self.builder, node["chart"]
    app, docname = builder.app, builder.current_docname
    here = builder.get_target_uri(docname)
    files: dict[str, str] = {}
    plot = ""
    if app.config.recomputed_pictures:
        both = jobs(app, one)
        drawn = tuple(job.page.read_text("utf-8") for job in both)
        forms = tuple(json.loads(job.compiled.read_text("utf-8")) for job in both)
        plot = figure.plot(one, drawn, forms)
        files = {
            kind: relative_uri(here, f"{DOWNLOADS}/{one.id}.{kind}")
            for kind in ("csv", "svg", "png")
        }
    domain = BookDomain.of(builder.env)
    claims = []
    for identifier in one.claims:
        if found := domain.claim_on(docname, identifier):
            page, record = found
            claims.append((builder.get_relative_uri(docname, page), record))
    self.body.append(figure.html(one, plot, files, claims))
    raise nodes.SkipNode


def visit_text(self, node: chart) -> None:
    """Say in words what the chart shows, where there are no pictures."""
    self.add_text(f"{node['chart'].title}. {node['chart'].alt}")
    raise nodes.SkipNode


def skip(self, node: nodes.Element) -> None:
    """Leave the node out."""
    raise nodes.SkipNode

"""Charts as pictures, with their finding, source and the way to the live chart."""

from __future__ import annotations

from html import escape
from pathlib import Path

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool, Unicode

from recomputed.pages import pictures
from recomputed.pages.chart import Chart, chart_of
from recomputed.run.project import cores


def job(chart: Chart, cache: Path) -> pictures.Job:
    """The picture of a chart, in the cache that the book's build fills."""
    return pictures.Job(chart.wide, cache / "pictures" / f"{pictures.digest(chart.wide)}.svg")


def draw(charts: list[Chart], cache: Path) -> None:
    """Draw what the cache lacks; also makes the script that lets charts come alive."""
    pictures.Studio(cache, cores()).finish(job(chart, cache) for chart in charts)


class ChartPictures(Preprocessor):
    """Put a figure with an SVG picture in the place of each chart's output."""

    cache = Unicode(help="The folder of pictures.").tag(config=True)
    page = Unicode("", help="The chapter's address in the book; none without one.").tag(config=True)
    live = Bool(False, help="Whether the chart can be made interactive in place.").tag(config=True)
    words = Bool(False, help="Whether the text alternative stands below.").tag(config=True)
    heading = Unicode("h2", help="The element of the finding.").tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int):
        """Replace the outputs of a cell that shows a chart."""
        if cell.cell_type == "code" and (chart := chart_of(cell)):
            html = self._figure(chart)
            output = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
            cell.outputs = [NotebookNode(output)]
        return cell, resources

    def _figure(self, chart: Chart) -> str:
        drawn = job(chart, Path(self.cache))
        picture = drawn.page.read_text("utf-8")
        picture = picture.replace("<svg", f'<svg role="img" aria-label="{escape(chart.alt)}"', 1)
        subtitle = f'<p class="unit">{escape(chart.subtitle)}</p>' if chart.subtitle else ""
        words = f'<p class="words">{escape(chart.alt)}</p>' if self.words else ""
        spec, button = "", ""
        if self.live:
            text = drawn.compiled.read_text("utf-8").replace("<", "\\u003c")
            spec = f'<script type="application/json">{text}</script>'
            button = ' <button type="button" class="make-live">Interactive chart</button>'
        link = ""
        if self.page:
            link = f' <a href="{escape(self.page)}#{chart.anchor}">In the book</a>'
        return (
            f'<figure class="chart"><{self.heading}>{escape(chart.title)}</{self.heading}>'
            f'{subtitle}<div class="plot">{picture}</div>{spec}'
            f"<figcaption>{escape(chart.source)}.{link}{button}{words}</figcaption>"
            "</figure>"
        )

"""Handouts: a chapter's opening, its charts and its exercises on a few pages to print."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor, TagRemovePreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from traitlets import Unicode
from traitlets.config import Config

from recomputed.pages.chart import chart_of, charts_of
from recomputed.pages.plain import Fill, PlainMarkdown
from recomputed.teach.editions.chapters import (
    EXERCISE,
    HANDOUT,
    INJECTED,
    NO_HANDOUT,
    QUIZ,
    SOLUTION,
    Source,
    tags,
)
from recomputed.teach.editions.figures import ChartPictures, draw
from recomputed.teach.editions.notebooks import for_slides_only
from recomputed.teach.editions.slides import TEMPLATES

ROOM = f'\n\n<div class="room">{"<i></i>" * 4}</div>'
"""Where the answer is written: lines, which print as a drawn background would not."""


class Compact(Preprocessor):
    """Keep what belongs on a handout, with the headings that it stands under."""

    book = Unicode(help="The book's title.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict):
        """Choose the cells."""
        kept: list[NotebookNode] = []
        waiting: list[str] = []
        for cell in nb.cells:
            if self._wanted(cell, opening=not kept):
                if waiting and cell.cell_type == "code":
                    kept.append(new_markdown_cell("\n\n".join(waiting), id=f"heading-{len(kept)}"))
                waiting = []
                kept.append(cell)
            elif cell.cell_type == "markdown" and not for_slides_only(tags(cell)):
                headings = [one for one in cell.source.splitlines() if one.startswith("## ")]
                waiting = headings[-1:] or waiting
        nb.cells = kept
        resources["book"] = self.book
        return nb, resources

    @staticmethod
    def _wanted(cell: NotebookNode, opening: bool) -> bool:
        found = tags(cell)
        if NO_HANDOUT in found:
            return False
        if cell.cell_type == "code":
            return QUIZ in found or chart_of(cell) is not None
        is_opening = opening and any(line.startswith("# ") for line in cell.source.splitlines())
        return is_opening or bool(found & {EXERCISE, HANDOUT})


def export(source: Source, book: str, cache: Path) -> str:
    """A chapter's handout.

    Parameters
    ----------
    source : Source
        The executed chapter.
    book : str
        The book's title.
    cache : Path
        Where the pictures of its charts are.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    draw(charts_of(source.notebook), cache)
    config = Config(
        {
            "TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {INJECTED, SOLUTION}},
            "Compact": {"enabled": True, "book": book},
            "Fill": {"enabled": True, "marks": True},
            "PlainMarkdown": {"enabled": True, "maths": "mathml"},
            "ChartPictures": {
                "enabled": True,
                "cache": str(cache),
                "words": True,
                "heading": "h3",
            },
        }
    )
    exporter = HTMLExporter(
        config=config,
        preprocessors=[TagRemovePreprocessor, Compact, Fill, PlainMarkdown, ChartPictures],
        template_name="handout",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    notebook = nbformat.from_dict(source.notebook)
    notebook.metadata["title"] = source.title
    for cell in notebook.cells:
        if EXERCISE in tags(cell):
            cell.source += ROOM
    html, _ = exporter.from_notebook_node(notebook)
    return html

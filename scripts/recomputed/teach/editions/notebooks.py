"""Notebooks to work in: for students without solutions, for instructors with everything."""

from __future__ import annotations

from collections.abc import Iterable

import nbformat
from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import ClearOutputPreprocessor, Preprocessor, TagRemovePreprocessor
from nbformat import NotebookNode
from traitlets import Bool
from traitlets.config import Config

from recomputed.pages.plain import Fill, PlainMarkdown
from recomputed.teach.editions.chapters import (
    ANSWER,
    INJECTED,
    MORE,
    NOTE,
    PARAMETERS,
    REMOVED,
    SLIDE,
    SOLUTION,
    Source,
    tags,
)

KEPT_THOUGH_REMOVED = {ANSWER, NOTE, PARAMETERS}
"""Cells that the book's pages leave out and notebooks need."""

KEPT_METADATA = {"exercise", ANSWER, SOLUTION, NOTE, PARAMETERS}


class Tidy(Preprocessor):
    """Take out what only the book or its build needs: cells made for slides, tags, run times."""

    hidden_code = Bool(
        False, help="Keep code that the pages hide: exercises are set by it, solutions call it."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict):
        """Clean cells and metadata."""
        nb.cells = [c for c in nb.cells if self._is_kept(c)]
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        nb.metadata = NotebookNode({"kernelspec": kernel, "language_info": {"name": "python"}})
        for cell in nb.cells:
            kept = sorted(tags(cell) & KEPT_METADATA)
            cell.metadata = NotebookNode({"tags": kept} if kept else {})
        return nb, resources

    def _is_kept(self, cell: NotebookNode) -> bool:
        hidden = cell.cell_type == "code" and not tags(cell) & {SLIDE, MORE}
        return not for_slides_only(tags(cell)) or (self.hidden_code and hidden)


def for_slides_only(found: set[str]) -> bool:
    """Whether a cell is on no page and in no notebook: one made for slides alone."""
    return REMOVED in found and not found & KEPT_THOUGH_REMOVED


def export(source: Source, for_students: bool, beside: Iterable[str] = ()) -> str:
    """A chapter as a notebook.

    Parameters
    ----------
    source : Source
        The executed chapter.
    for_students : bool
        Without solutions, notes and outputs; otherwise with all of them.
    beside : iterable of str
        The file names of the notebooks of the same edition, which links may lead to.

    Returns
    -------
    str
        The notebook file's content.
    """
    unwanted = {INJECTED} | ({SOLUTION, NOTE} if for_students else set())
    steps = [TagRemovePreprocessor, Fill, PlainMarkdown, Tidy]
    if for_students:
        steps.append(ClearOutputPreprocessor)
    config = Config(
        {
            "TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": unwanted},
            "ClearOutputPreprocessor": {"enabled": for_students},
            "Tidy": {"enabled": True, "hidden_code": not for_students},
            "Fill": {"enabled": True, "marks": not for_students},
            "PlainMarkdown": {"enabled": True, "links": "beside", "beside": list(beside)},
        }
    )
    exporter = NotebookExporter(config=config, preprocessors=steps)
    text, _ = exporter.from_notebook_node(_labelled(source, for_students))
    nbformat.validate(nbformat.reads(text, as_version=4))
    return text


def _labelled(source: Source, for_students: bool) -> NotebookNode:
    """The notebook, with notes for teaching told apart from the text for readers."""
    notebook = nbformat.from_dict(source.notebook)
    if not for_students:
        for cell in notebook.cells:
            if NOTE in tags(cell):
                quoted = cell.source.strip().replace("\n", "\n> ")
                cell.source = f"> **For the teacher.** {quoted}"
    return notebook

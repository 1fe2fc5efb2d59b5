"""Where the editions come from: the executed chapters of the last build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from recomputed.run.project import BuildError, Project, Workspace

EXERCISE, ANSWER, SOLUTION = "exercise", "exercise-answer", "solution"
NOTE, SLIDE, MORE, QUIZ = "teaching-note", "slide", "slide-more", "quiz"
HANDOUT, NO_HANDOUT = "handout", "no-handout"
TEACHING = {EXERCISE, ANSWER, SOLUTION, NOTE, SLIDE, MORE, QUIZ, HANDOUT}
"""The tags by which a chapter takes part in teaching."""

INJECTED, REMOVED, PARAMETERS = "injected-parameters", "remove-cell", "parameters"


def tags(cell: NotebookNode) -> set[str]:
    """A cell's tags."""
    return set(cell.metadata.get("tags", []))


@dataclass(frozen=True)
class Source:
    """An executed chapter.

    Parameters
    ----------
    name : str
        ``section-1``.
    page : str
        Its page in the book: ``chapters/section-1.html``.
    notebook : NotebookNode
        As executed.
    """

    name: str
    page: str
    notebook: NotebookNode

    @property
    def title(self) -> str:
        """The chapter's first heading."""
        for cell in self.notebook.cells:
            if cell.cell_type == "markdown":
                for line in cell.source.splitlines():
                    if line.startswith("# "):
                        return line[2:].strip()
        return self.name


def executed(project: Project, space: Workspace) -> Iterator[Source]:
    """The chapters that take part in teaching, in reading order.

    Raises
    ------
    BuildError
        If the book has not been built.
    """
    folder = space.executed("corrected")
    for name in project.notebooks():
        path = folder / name
        if not path.is_file():
            raise BuildError(
                f"{name}: there is no executed copy of it in {project.shown(folder)}/; "
                "build the book first (make book)"
            )
        notebook = nbformat.read(path, as_version=4)
        if any(tags(cell) & TEACHING for cell in notebook.cells):
            page = f"{name.removesuffix('.ipynb')}.html"
            yield Source(Path(name).stem, page, notebook)

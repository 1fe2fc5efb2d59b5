"""What went wrong in a chapter, and where, in words for the person who edits it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from papermill.exceptions import PapermillExecutionError

from recomputed.errors import BookError
from recomputed.pages import expressions

ANSI = re.compile(r"\x1b\[[0-9;]*m")
CELL_FILE = re.compile(r" \(\d+\.py, line \d+\)")
CELL_PATH = re.compile(r"\S*ipykernel_\d+[/\\]\d+\.py:(\d+)")
FRAME = re.compile(r"Cell In\[\d+\], line (\d+)")


@dataclass(frozen=True)
class Failure:
    """A chapter that did not run.

    Parameters
    ----------
    chapter : str
        Its path below the project's root.
    place : str
        Cell (counted from 1), line and the line's text, as far as they are known.
    reason : str
        The error's own message.
    edition : str
        In which edition.
    """

    chapter: str
    place: str
    reason: str
    edition: str

    @property
    def message(self) -> str:
        """Place and reason, without the edition."""
        reason = self.reason.replace("\n", "\n    ")
        return f"{self.chapter}{self.place}\n    {reason}"

    def __str__(self) -> str:
        return f"{self.message}\n    (edition: {self.edition})"


def describe(error: Exception, source: Path, chapter: str, edition: str) -> Failure:
    """Turn an exception of papermill's into a :class:`Failure`.

    Parameters
    ----------
    error : Exception
        What papermill raised.
    source : Path
        The notebook it was running.
    chapter, edition : str
        How to name it.
    """
    if not isinstance(error, PapermillExecutionError):
        return Failure(chapter, "", _reason(type(error).__name__, str(error)), edition)
    cells = nbformat.read(source, nbformat.NO_CONVERT).cells
    index = _source_index(cells, error.cell_index)
    line = _line(cells[index], error)
    text = cells[index].source.split("\n")[line - 1].strip() if line else ""
    place = f", cell {index + 1}" + (f", line {line}: {text}" if line else "")
    if cells[index].cell_type == "markdown":
        place = f", cell {index + 1}, line {line}: {error.source}"
    return Failure(chapter, place, _reason(error.ename, error.evalue), edition)


def complaint(nb, chapter: str, edition: str) -> Failure | None:
    """What a chapter that ran wrote to its standard error: a warning that would reach the page."""
    own = [c for c in nb.cells if "injected-parameters" not in c.metadata.get("tags", [])]
    for number, cell in enumerate(own, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                said = CELL_PATH.sub(r"line \1", output.text.strip())
                return Failure(chapter, f", cell {number}", said, edition)
    return None


def _source_index(cells: list, executed_index: int) -> int:
    """A cell's position in the source, where papermill's cell of parameters is not."""
    tagged = (i for i, c in enumerate(cells) if "parameters" in c.metadata.get("tags", []))
    return executed_index - (executed_index > next(tagged, -1))


def _line(cell, error: PapermillExecutionError) -> int | None:
    """The line of a cell in which an error was raised, counted from 1."""
    if cell.cell_type == "markdown":
        found = expressions.find(cell.source)
        return next((n for text, n in found if expressions.role(text) == error.source), None)
    frames = FRAME.findall(ANSI.sub("", "\n".join(error.traceback or [])))
    line = int(frames[-1]) if frames else None
    return line if line and line <= cell.source.count("\n") + 1 else None


def _reason(name: str, text: str) -> str:
    """An error's message; the class is named only where the message is not ours."""
    if name in {c.__name__ for c in _family(BookError)}:
        return text
    return f"{name}: {CELL_FILE.sub('', text)}"


def _family(cls: type) -> list[type]:
    """A class and everything derived from it."""
    return [cls, *(one for sub in cls.__subclasses__() for one in _family(sub))]


def report(failures: list[Failure]) -> str:
    """All failures as one text; what failed alike in several places or editions is told once."""
    alike: dict[str, list[Failure]] = {}
    for failure in failures:
        alike.setdefault(failure.reason, []).append(failure)
    told = []
    for reason, ones in alike.items():
        places = list(dict.fromkeys(one.chapter + one.place for one in ones))
        everywhere = "".join(f"\n    in {place}" for place in places)
        text = reason + everywhere if places[1:] else ones[0].message
        editions = dict.fromkeys(one.edition for one in ones)
        told.append(f"{text}\n    (edition: {', '.join(editions)})")
    return "\n".join(told)

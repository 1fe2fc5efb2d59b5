"""The errors a person who edits the data may meet: one message each, never a traceback."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path


class BookError(Exception):
    """Something in the book's inputs is wrong; the message says what to do about it."""


class DataError(BookError):
    """A data file cannot be read as what the data package says it is.

    Parameters
    ----------
    problems : sequence of str
        One sentence per problem, each naming file, row, column, what was found and what was
        expected.
    """

    SHOWN = 12

    def __init__(self, problems: Sequence[str] | str):
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        lines = self.problems[: self.SHOWN]
        if len(self.problems) > self.SHOWN:
            lines.append(f"… and {len(self.problems) - self.SHOWN} more.")
        super().__init__("\n".join(lines))


def one_line(error: Exception, file: str = "") -> str:
    """An error of Python's in a line: its kind, what it says, and where it was raised.

    Parameters
    ----------
    error : Exception
        The error.
    file : str
        The file whose line is wanted, if the error came through it; else the last one.
    """
    frames = [(one.filename, one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        frames, text = [(error.filename or "", error.lineno)], error.msg
    else:
        text = str(error)
    name, line = ([one for one in frames if one[0] == file] or frames or [("", 0)])[-1]
    return f"{type(error).__name__}: {text} ({Path(name).name}, line {line})"


class UnitError(BookError):
    """Two quantities of different kinds were added, or a result does not fit a claim's unit."""


class NotPrinted(BookError):
    """The paper prints no number in this cell (a blank, a dash, or no such row)."""


class NotComputable(BookError):
    """The inputs are printed, but the formula has no value for them (a zero base, say)."""

"""The errors a person who edits the data may meet: one message each, never a traceback."""

from __future__ import annotations

from collections.abc import Sequence


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


class UnitError(BookError):
    """Two quantities of different kinds were added, or a result does not fit a claim's unit."""


class NotPrinted(BookError):
    """The paper prints no number in this cell (a blank, a dash, or no such row)."""


class NotComputable(BookError):
    """The inputs are printed, but the formula has no value for them (a zero base, say)."""

"""The ledger: every statement of the paper, recomputed from its tables and graded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from recomputed.data.book import Book, whole_data
from recomputed.data.claims import Claim
from recomputed.errors import BookError, UnitError, one_line
from recomputed.files import state
from recomputed.ledger.formulas import FORMULAS
from recomputed.ledger.grading import Grade, grade
from recomputed.ledger.outside import Held, hold
from recomputed.ledger.verdicts import VERDICTS

__all__ = ["VERDICTS", "Claim", "Grade", "Held", "Ledger", "current"]


class Ledger:
    """All claims, graded on one edition of the data when first asked for.

    Parameters
    ----------
    data_dir : path, optional
        The data folder.
    edition : {"corrected", "printed"}
        Whether the errata are applied.
    """

    def __init__(self, data_dir: str | Path | None = None, edition: str = "corrected"):
        self.book = Book(data_dir, edition)
        self.book.paper.load()
        self._grades: dict[str, Grade] = {}
        self._held: dict[str, Held] = {}

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id, in the paper's order."""
        return self.book.claims

    def __getitem__(self, claim_id: str) -> Grade:
        if claim_id not in self._grades:
            if claim_id not in self.claims:
                raise BookError(f"no claim {claim_id!r} in claims.csv")
            self._grades[claim_id] = _grade(self.claims[claim_id], self.book)
        return self._grades[claim_id]

    def held(self, claim_id: str) -> Held:
        """What published figures say of a claim; see :mod:`recomputed.ledger.outside`."""
        if claim_id not in self._held:
            if claim_id not in self.claims:
                raise BookError(f"no claim {claim_id!r} in claims.csv")
            self._held[claim_id] = hold(self.claims[claim_id], self.book)
        return self._held[claim_id]

    def all_held(self) -> list[Held]:
        """What published figures say of every claim, in the paper's order."""
        return [self.held(claim_id) for claim_id in self.claims]

    def section(self, section: str) -> list[Grade]:
        """The grades of a section and all below it: ``"1.2"`` holds ``1.2.1`` too."""
        inside = (c for c in self.claims.values() if f"{c.section}.".startswith(f"{section}."))
        return [self[claim.id] for claim in inside]

    def grades(self) -> list[Grade]:
        """Every claim's grade, in the paper's order."""
        return [self[claim_id] for claim_id in self.claims]

    def counts(self, section: str | None = None) -> Counter:
        """How many claims have each verdict."""
        grades = self.section(section) if section else self.grades()
        return Counter(grade.verdict for grade in grades)

    def unregistered(self) -> list[str]:
        """Claims said to rest on the tables that nobody recomputes, and formulas of no claim."""
        formulas = FORMULAS[self.book.paper.name]
        loose = [c.id for c in self.claims.values() if not c.is_external and c.id not in formulas]
        return loose + [claim_id for claim_id in formulas if claim_id not in self.claims]


def _grade(claim: Claim, book: Book) -> Grade:
    """A claim's grade; an error in its recomputation is told as one, with the claim's name."""
    try:
        return grade(claim, book)
    except Exception as error:
        if isinstance(error, BookError) and not isinstance(error, UnitError):
            raise
        code = FORMULAS[book.paper.name][claim.id].function.__code__
        place = f"{Path(code.co_filename).name}, {code.co_name}"
        told = one_line(error, code.co_filename)
        raise BookError(f"claim {claim.id}, recomputed in {place}: {told}") from error


_CURRENT: dict[tuple[Path, str], tuple[str, Ledger]] = {}


def current(data_dir: str | Path | None = None, edition: str = "corrected") -> Ledger:
    """The ledger of a data folder as it stands: one for all who ask, until a file changes.

    Parameters
    ----------
    data_dir : path, optional
        The data folder, or one of edited files, which are laid over the published ones.
    edition : {"corrected", "printed"}
        Whether the errata are applied.
    """
    folder = whole_data(data_dir)
    seen = state(folder)
    known, ledger = _CURRENT.get((folder, edition), ("", None))
    if ledger is None or known != seen:
        ledger = Ledger(folder, edition)
        _CURRENT[folder, edition] = seen, ledger
    return ledger

"""The ledger: every statement of the paper, recomputed from its tables and graded."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from techtrade.claims import Claim
from techtrade.errors import BookError
from techtrade.files import state
from techtrade.ledger import recompute
from techtrade.ledger.formulas import FORMULAS
from techtrade.ledger.grading import Grade, grade
from techtrade.ledger.verdicts import VERDICTS
from techtrade.tables import Book, find_data

__all__ = ["VERDICTS", "Claim", "Grade", "Ledger", "current", "load_recomputations"]


def load_recomputations() -> None:
    """Import every module of recomputations, which registers its formulas."""
    for module in pkgutil.iter_modules(recompute.__path__):
        importlib.import_module(f"{recompute.__name__}.{module.name}")


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
        load_recomputations()
        self.book = Book(data_dir, edition)
        self._grades: dict[str, Grade] = {}

    @property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id, in the paper's order."""
        return self.book.claims

    def __getitem__(self, claim_id: str) -> Grade:
        if claim_id not in self._grades:
            if claim_id not in self.claims:
                raise BookError(f"no claim {claim_id!r} in claims.csv")
            self._grades[claim_id] = grade(self.claims[claim_id], self.book)
        return self._grades[claim_id]

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
        loose = [c.id for c in self.claims.values() if not c.is_external and c.id not in FORMULAS]
        return loose + [claim_id for claim_id in FORMULAS if claim_id not in self.claims]


_CURRENT: dict[tuple[Path, str], tuple[str, Ledger]] = {}


def current(data_dir: str | Path | None = None, edition: str = "corrected") -> Ledger:
    """The ledger of a data folder as it stands: one for all who ask, until a file changes.

    Parameters
    ----------
    data_dir, edition
        As for :class:`Ledger`.
    """
    folder = (Path(data_dir) if data_dir else find_data()).resolve()
    seen = state(folder)
    known, ledger = _CURRENT.get((folder, edition), ("", None))
    if ledger is None or known != seen:
        ledger = Ledger(folder, edition)
        _CURRENT[folder, edition] = seen, ledger
    return ledger

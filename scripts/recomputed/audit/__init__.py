"""The audit: every identity that the printed tables contain, tested cell by cell.

``audit(Book("data", "printed"))`` gives one :class:`Check` per instance of an identity, with both
sides, the gap and the verdict; ``coverage`` tells how many checks each printed cell takes part in,
and ``suspicions`` lists values that no identity catches but that break their own series.

On the printed edition the failing checks are the tables' misprints and contradictions, each with
the errata that explain it; on the corrected edition the contradictions remain. On edited tables a
slip (digits exchanged, a unit or a decimal point moved, a column shifted, a cell cut short) makes
each equality fail that its cell takes part in, unless it stays within rounding.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from recomputed.audit.coverage import Touched, coverage
from recomputed.audit.equation import FAILS, HOLDS, OPEN, ROUNDING, VERDICTS
from recomputed.audit.identity import KINDS, Check, Identity, identities_of, run
from recomputed.audit.series import Suspicion, suspicions
from recomputed.audit.slips import Mend, altered, mends, slip
from recomputed.data.book import Book

__all__ = [
    "FAILS",
    "HOLDS",
    "KINDS",
    "OPEN",
    "ROUNDING",
    "VERDICTS",
    "Check",
    "Identity",
    "Mend",
    "Suspicion",
    "Touched",
    "altered",
    "audit",
    "coverage",
    "identities_of",
    "mends",
    "slip",
    "suspicions",
]


def audit(book: Book, identities: Iterable[Identity] | None = None) -> list[Check]:
    """Test the tables against the identities they contain.

    Parameters
    ----------
    book : Book
        The data, in either edition.
    identities : iterable of Identity, optional
        Which ones; all by default.

    Returns
    -------
    list of Check
        In the order of the identities, then of the tables.
    """
    if identities is None:
        return list(_whole(book))
    return [check for one in identities for check in run(one, book)]


@lru_cache(8)
def _whole(book: Book) -> tuple[Check, ...]:
    """The whole audit of a book, whose data never change; chapters ask for it again and again."""
    return tuple(check for one in identities_of(book) for check in run(one, book))

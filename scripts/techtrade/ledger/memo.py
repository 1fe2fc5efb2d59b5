"""Results that rest on the data alone, kept while what they were computed from is the same.

Nobody declares what a result rests on: the book that it is computed from notes what is taken from
it (:class:`Traced`). Books on files of the same content share what these say, so a result is found
again by the very objects it was computed from, whatever book asks. And whoever asks has read the
files by then, so that a build which observes what chapters read misses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from techtrade.claims import Claim
from techtrade.errata import Erratum
from techtrade.table import Table
from techtrade.tables import Book, Tables

Result = TypeVar("Result")

KEPT = 4
"""Results of one key: two editions, and one or two books with cells changed in memory."""


def take(book: Book, name: str) -> object:
    """What a book has under a name: a table's or figure's cells, or one of the other files."""
    if name in ("claims", "errata", "units"):
        return getattr(book, name)
    return book.load(name).rows


class Traced(Book):
    """A book as another has it, which notes what is taken from it.

    Parameters
    ----------
    book : Book
        The other.

    Attributes
    ----------
    taken : dict
        Name to what :func:`take` gives.
    """

    def __init__(self, book: Book):
        self._book = book
        self.edition, self.data_dir = book.edition, book.data_dir
        self._described = book._described
        self.T = Tables(self)
        self.taken: dict[str, object] = {}
        self._note("units")  # another description of the data gives another object

    def _note(self, name: str) -> Any:
        return self.taken.setdefault(name, take(self._book, name))

    @property
    def errata(self) -> tuple[Erratum, ...]:
        """See :attr:`Book.errata`."""
        return self._note("errata")

    @property
    def claims(self) -> Mapping[str, Claim]:
        """See :attr:`Book.claims`."""
        return self._note("claims")

    def load(self, name: str, on_read: Callable | None = None) -> Table:
        """See :meth:`Book.load`."""
        self._note(name)
        return self._book.load(name, on_read)


@dataclass(frozen=True)
class _Entry:
    taken: dict[str, object]
    result: object

    def fits(self, book: Book) -> bool:
        return all(take(book, name) is held for name, held in self.taken.items())


class Memo:
    """Results by key.

    Parameters
    ----------
    keys : int
        So many keys are remembered, the last ones.
    """

    def __init__(self, keys: int = 10_000):
        self.keys = keys
        self._entries: dict[Hashable, list[_Entry]] = {}

    def get(self, key: Hashable, book: Book, compute: Callable[[Book], Result]) -> Result:
        """A result, computed only if none is kept that was computed from the same data.

        Parameters
        ----------
        key : hashable
            What is computed.
        book : Book
            The data.
        compute : callable
            Computes it from a book; what it raises is raised, and not kept.
        """
        kept = self._entries.get(key, [])
        for entry in kept:
            if entry.fits(book):
                return entry.result
        traced = Traced(book)
        result = compute(traced)
        self._entries[key] = [_Entry(traced.taken, result), *kept][:KEPT]
        if len(self._entries) > self.keys:
            del self._entries[next(iter(self._entries))]
        return result

"""A paper, recomputed: the toolkit of executable editions. It knows no paper.

``from recomputed import Book; Book("data").table(5).frame()`` needs no notebook and no Sphinx.
"""

from importlib import import_module

__all__ = ["Book", "Ledger"]

_HOMES = {"Book": "recomputed.data.book", "Ledger": "recomputed.ledger"}


def __getattr__(name: str):
    """Load what is asked for: importing the package alone costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

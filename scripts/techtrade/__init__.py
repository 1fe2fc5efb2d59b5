"""China's technology trade: what the toolkit computes and tells of this paper alone.

``from techtrade import Book, Ledger`` is the same as from :mod:`recomputed`.
"""

from recomputed import Book, Ledger

__all__ = ["Book", "Ledger"]

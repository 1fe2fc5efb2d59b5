"""Identities: parts add up to their total."""

from recomputed.audit.cells import rows, years_across
from recomputed.audit.equation import equal
from recomputed.audit.identity import PARTS, identity
from recomputed.ledger.formulas import total


@identity(PARTS, lambda T: rows(T[1]))
def destinations(T, year):
    """The destinations of Table 1 add up to its total."""
    parts = total(T[1][year, column] for column in ("norland", "estmark", "other"))
    return equal(parts, T[1][year, "total"])


@identity(PARTS, lambda T: years_across(T[2]))
def products(T, column):
    """The products of Table 2 add up to its total."""
    sold = [name for name in rows(T[2]) if name != "Total" and T[2].has(name, column)]
    return equal(total(T[2][name, column] for name in sold), T[2]["Total", column])

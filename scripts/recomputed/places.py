"""Where things stand in the book, so that every link is made in one place."""

from __future__ import annotations

from recomputed.data.claims import Claim
from recomputed.ledger.grading import Cell

CATALOGUE = "catalogue.html"


def home_of(claim: Claim) -> str:
    """The chapter that restates a claim, as a page below the book's root, without its ending."""
    return f"chapters/{claim.page}"


def claim_href(claim: Claim) -> str:
    """The claim's place in the text."""
    return f"{claim.page}.html#claim-{claim.id}"


def ledger_href(claim_id: str) -> str:
    """The claim's row in the ledger at its section's end, on the same page."""
    return f"#ledger-{claim_id}"


def table_href(number: int) -> str:
    """The table's entry in the catalogue."""
    return f"{CATALOGUE}#table-{number}"


def figure_href(number: int) -> str:
    """The figure's entry in the list of figures."""
    return f"figures.html#figure-{number}"


def tables_read(cells: tuple[Cell, ...]) -> list[int]:
    """The numbers of the tables that a recomputation read, in order."""
    return sorted({cell.table for cell in cells})

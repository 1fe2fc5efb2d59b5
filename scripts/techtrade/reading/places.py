"""Where things stand in the book, so that every link is made in one place."""

from __future__ import annotations

from techtrade.ledger.grading import Cell

CATALOGUE = "catalogue.html"


def page_of(section: str) -> str:
    """The page that restates a section of the paper."""
    first = section.partition(".")[0]
    return f"section-{first}.html" if first.isdigit() else "introduction.html"


def home_of(claim_id: str) -> str:
    """The chapter that restates a claim, as a page below the book's root, without its ending."""
    section = claim_id.partition("-")[0]  # "2-regions-unbalanced" stands in the opening of 2
    return f"chapters/{page_of(section).removesuffix('.html')}"


def claim_href(claim_id: str, section: str) -> str:
    """The claim's place in the text."""
    return f"{page_of(section)}#claim-{claim_id}"


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

"""What a changed cell does to the claims: tried in memory, the files stay as they are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recomputed.audit import altered
from recomputed.data.claims import Claim
from recomputed.data.printed import Printed, clean_number
from recomputed.ledger import current
from recomputed.ledger.grading import Grade, grade
from recomputed.teach.checking import notebooks_data

COLUMNS = [
    *("claim", "section", "statement", "printed", "before", "after"),
    *("verdict_before", "verdict_after"),
]


def what_if(
    changes: dict[tuple, object],
    section: str | None = None,
    data_dir: str | Path | None = None,
    edition: str = "corrected",
) -> pd.DataFrame:
    """The claims that would come out differently if some cells held something else.

    Parameters
    ----------
    changes : dict
        ``(table, *row key, column)`` to the new text, in the cell's own unit:
        ``{(5, 2013, "total"): "513641"}``.
    section : str, optional
        Only claims of this section and below it.
    data_dir : path, optional
        The data folder; the notebook's own parameter, or the book's, if not given.
    edition : {"corrected", "printed"}
        Which tables to change.

    Returns
    -------
    DataFrame
        One row for each claim whose recomputed value or verdict changes, those whose verdict
        changes first: `claim`, `section`, `statement`, `printed`, `before`, `after`,
        `verdict_before`, `verdict_after`.

    Raises
    ------
    NotPrinted
        If a table has no such cell.
    ValueError
        If a new text is no number.
    """
    ledger = current(data_dir or notebooks_data(), edition)
    book = ledger.book
    cells = {}
    for (table, *key, column), new in changes.items():
        book.T[table].text(*key, column)
        cells[table, tuple(key), column] = Printed(clean_number(str(new))).text
    changed = altered(book, cells)
    rows = []
    for claim in book.claims.values():
        if section and not f"{claim.section}.".startswith(f"{section}."):
            continue
        before = ledger[claim.id]
        if not any((c.table, c.key, c.column) in cells for c in before.cells):
            continue
        after = grade(claim, changed)
        if (before.recomputed, before.verdict) != (after.recomputed, after.verdict):
            rows.append(_row(claim, before, after))
    rows.sort(key=lambda row: row["verdict_before"] == row["verdict_after"])
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(claim: Claim, before: Grade, after: Grade) -> dict[str, str]:
    told = {name: getattr(claim, name) for name in ("section", "statement", "printed")}
    return {
        "claim": claim.id,
        **told,
        "before": before.recomputed,
        "after": after.recomputed,
        "verdict_before": before.verdict,
        "verdict_after": after.verdict,
    }

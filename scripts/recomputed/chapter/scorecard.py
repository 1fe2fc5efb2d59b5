"""The whole ledger on one page: counts as data frames, and every statement as a table."""

from __future__ import annotations

from html import escape

import pandas as pd

from recomputed.chapter.chapter import Chapter
from recomputed.chapter.folded import MARKS, Html, ledger_row, ledger_table
from recomputed.charts import style
from recomputed.data.claims import NUMERIC_KINDS, VERBAL_KINDS
from recomputed.ledger.verdicts import VERDICTS

COLOURS = {
    verdict: style.colour("verdict", verdict)
    for verdict in ("reproduced", "rounding", "discrepant", "partial", "uncheckable")
}
"""The verdicts as charts draw them: those that agree first, so that an axis tells their share."""

KINDS = {
    kind: kind.upper() if kind == "cagr" else kind.capitalize()
    for kind in (*NUMERIC_KINDS, *VERBAL_KINDS)
}


def verdict_frame(ch: Chapter) -> pd.DataFrame:
    """Every statement with its verdict under both editions.

    Returns
    -------
    DataFrame
        One row per claim: `id`, `section`, `part`, `kind`, `words` (whether it is a comparison in
        words), `verdict`, `other` (the verdict in the other edition), `moved` (whether the
        recomputed value differs between the editions).
    """
    rows = [
        {
            "id": g.claim.id,
            "section": g.claim.section,
            "part": ch.book.paper.part_of(g.claim.section).title,
            "kind": KINDS[g.claim.kind],
            "words": g.claim.is_verbal,
            "verdict": g.verdict,
            "other": ch.ledger_other[g.claim.id].verdict,
            "moved": g.recomputed != ch.ledger_other[g.claim.id].recomputed,
        }
        for g in ch.ledger_shown.grades()
    ]
    return pd.DataFrame(rows)


def counted(frame: pd.DataFrame, by: str, **wholes: pd.DataFrame) -> pd.DataFrame:
    """How many statements have each verdict, by a column of :func:`verdict_frame`.

    Parameters
    ----------
    frame : DataFrame
        Rows of :func:`verdict_frame`.
    by : str
        The column.
    **wholes : DataFrame
        Further rows of the result by their names (`_` for a space), each the count of a frame;
        they stand before the others.

    Returns
    -------
    DataFrame
        `by`, `verdict`, `value`; combinations that do not occur are left out.
    """
    named = [part.assign(**{by: name.replace("_", " ")}) for name, part in wholes.items()]
    rows = pd.concat([*named, frame])
    return rows.groupby([by, "verdict"], sort=False).size().rename("value").reset_index()


def scorecard(ch: Chapter) -> Html:
    """Every statement of the paper as one sortable, filterable table.

    The rows carry their section, kind and verdict as data attributes for the page's filters; as
    a plain table it is complete without them.
    """
    units = ch.book.package["units"]
    rows = []
    for shown in ch.ledger_shown.grades():
        claim = shown.claim
        held = ch.ledger_shown.held(claim.id)
        row = ledger_row(shown, units, ch.ledger_other[claim.id], held)
        attributes = (
            f'<tr data-part="{escape(ch.book.paper.part_of(claim.section).title)}" '
            f'data-kind="{claim.kind}" data-verdict="{shown.verdict}"'
        )
        rows.append(row.replace("<tr", attributes, 1))
    table = ledger_table(rows, "Every statement of the paper", both=True)
    html = f'<div class="tt-scorecard">{table}</div>'
    return Html(html, f"{len(rows)} statements")


def ledger_of(ch: Chapter, chosen: pd.DataFrame, label: str) -> Html:
    """Some rows of :func:`verdict_frame` as a ledger with both editions' verdicts."""
    units = ch.book.package["units"]
    rows = [
        ledger_row(ch.grade(claim), units, ch.ledger_other[claim], ch.ledger_shown.held(claim))
        for claim in chosen["id"]
    ]
    rows = [row.replace(' id="ledger-', ' data-claim="', 1) for row in rows]
    return Html(ledger_table(rows, label, both=True) if rows else "", f"{len(rows)} rows")


def share_agreeing(frame: pd.DataFrame) -> float:
    """The share of statements that come out as printed, up to rounding, in per cent."""
    return 100 * float(frame["verdict"].isin(["reproduced", "rounding"]).mean())


def key_of_marks() -> Html:
    """What each mark means, as a small table."""
    meanings = {
        "reproduced": "the recomputed value rounds to the printed digits, or the words hold",
        "rounding": "within what rounding, truncation or adding rounded parts explains",
        "discrepant": "neither: the tables say something else, and the record says by how much",
        "partial": "only some inputs are printed; the bounds they give allow it",
        "uncheckable": "nothing in the paper allows a check, or only bounds too wide to be one",
    }
    rows = "".join(
        f'<tr><td class="tt-{v}"><span aria-hidden="true">{MARKS[v]}</span></td>'
        f'<th scope="row">{v}</th><td>{meanings[v]}</td></tr>'
        for v in VERDICTS
    )
    html = (
        '<table class="tt-table tt-key"><thead><tr><th scope="col">Mark</th>'
        '<th scope="col">Verdict</th><th scope="col">Meaning</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    return Html(html, "; ".join(f"{MARKS[v]} {v}: {meanings[v]}" for v in VERDICTS))

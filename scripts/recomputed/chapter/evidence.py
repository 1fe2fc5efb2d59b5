"""Which claims each recommendation of the paper rests on, and how they fare.

The mapping is ours and stands in ``data/evidence.csv``: the paper argues from its findings to its
advice, but seldom says which finding carries which piece of advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pandas as pd

from recomputed.chapter.folded import Html, counts_text, verdict_html
from recomputed.data.sheets import read_sheet
from recomputed.errors import DataError
from recomputed.ledger import Ledger
from recomputed.ledger.grading import Grade
from recomputed.ledger.verdicts import VERDICTS
from recomputed.places import claim_href

COLUMNS = ["recommendation", "section", "claim"]


@dataclass(frozen=True)
class Recommendation:
    """A piece of advice and what it rests on.

    Parameters
    ----------
    title : str
        The advice, in our words.
    section : str
        Where the paper gives it.
    claims : tuple of str
        Ids of the claims it rests on.
    page : str
        The chapter that restates it, without its ending.
    """

    title: str
    section: str
    claims: tuple[str, ...]
    page: str = ""

    @property
    def anchor(self) -> str:
        """Its place on its page."""
        return "evidence-" + re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")

    @property
    def href(self) -> str:
        """The link to it from any chapter."""
        return f"{self.page}.html#{self.anchor}"


def read_evidence(data_dir: Path, known: Iterable[str]) -> list[Recommendation]:
    """Read ``evidence.csv``.

    Parameters
    ----------
    data_dir : Path
        The data folder.
    known : iterable of str
        The ids of all claims.

    Returns
    -------
    list of Recommendation
        In the file's order.

    Raises
    ------
    DataError
        If the file is missing, or a row is incomplete or names no known claim.
    """
    sheet = read_sheet(data_dir / "evidence.csv", "evidence.csv")
    if sheet.header != COLUMNS:
        raise DataError(f"evidence.csv, row 1: found {sheet.header}, expected {COLUMNS}")
    known, found, problems = set(known), {}, []
    for line, cells in sheet.rows:
        row = [cell.strip() for cell in cells]
        if len(row) != len(COLUMNS) or not all(row):
            problems.append(f"evidence.csv, row {line}: found {row}, expected three filled cells")
        elif row[2] not in known:
            problems.append(
                f"evidence.csv, row {line}, column claim: found {row[2]!r}, expected a claim's id"
            )
        else:
            found.setdefault((row[0], row[1]), []).append(row[2])
    if problems:
        raise DataError(problems)
    return [Recommendation(*head, tuple(dict.fromkeys(ids))) for head, ids in found.items()]


def recommendations(ledger: Ledger) -> list[Recommendation]:
    """The recommendations with the claims that a ledger knows."""
    book = ledger.book
    if not book.describes("evidence"):
        return []
    found = read_evidence(book.data_dir, ledger.claims)
    return [replace(one, page=book.paper.part_of(one.section).page) for one in found]


def resting_on(claim_id: str, advice: Iterable[Recommendation]) -> list[Recommendation]:
    """The recommendations that rest on a claim: the way back from its card."""
    return [one for one in advice if claim_id in one.claims]


def evidence_frame(ledger: Ledger) -> pd.DataFrame:
    """How many claims of each verdict carry each recommendation.

    Returns
    -------
    DataFrame
        `recommendation`, `section`, `series` (the verdict), `value` (the number of claims).
    """
    rows = [
        {
            "recommendation": one.title,
            "section": one.section,
            "series": verdict,
            "value": sum(ledger[claim].verdict == verdict for claim in one.claims),
        }
        for one in recommendations(ledger)
        for verdict in VERDICTS
    ]
    return pd.DataFrame(rows)


def evidence_map(ledger: Ledger) -> Html:
    """The recommendations, each with its claims, their verdicts and links to their places."""
    advice = recommendations(ledger)
    rows = "".join(_row(one, [ledger[claim] for claim in one.claims]) for one in advice)
    label = "What each recommendation rests on"
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("§", "Recommendation", "Rests on", "In all")
    )
    html = (
        f'<div class="tt-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="tt-table tt-evidence tt-rows"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    claims = sum(len(one.claims) for one in advice)
    return Html(html, f"{label}: {len(advice)} recommendations, {claims} claims")


def _row(one: Recommendation, grades: list[Grade]) -> str:
    anchor = one.section.replace(".", "-")
    items = "".join(_item(grade) for grade in grades)
    return (
        f'<tr id="{one.anchor}"><td><a href="#recommendation-{anchor}">{one.section}</a></td>'
        f'<th scope="row">{escape(one.title)}</th><td><ul>{items}</ul></td>'
        f"<td>{escape(counts_text(grades))}</td></tr>"
    )


def _item(grade: Grade) -> str:
    claim = grade.claim
    return (
        f"<li>{verdict_html(grade.verdict)} "
        f'<a href="{claim_href(claim)}">{escape(claim.statement)}</a></li>'
    )

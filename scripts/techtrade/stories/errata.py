"""The misprints and contradictions, told: what kind of slip each is, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import pandas as pd

from recomputed.audit import FAILS, Check, altered, audit, slip
from recomputed.audit.slips import CUT, EXCHANGED, EXTRA, LAST
from recomputed.chapter.chapter import Chapter
from recomputed.chapter.folded import Html, erratum_anchor, verdict_html, zh
from recomputed.chapter.prose import source_text
from recomputed.data.book import Book
from recomputed.data.errata import Erratum
from recomputed.errors import NotComputable, NotPrinted
from recomputed.ledger.grading import Grade, grade
from recomputed.places import claim_href, table_href
from techtrade.identities.sums import members, year_before
from techtrade.industries import EIGHT, MANUFACTURING

SHIFTED, DISAGREE, REVISED, REDEFINED = "shifted", "disagree", "revised", "redefined"
OUT_OF_LINE, DECIDED = "out of line", "decided"
KINDS = (CUT, EXTRA, EXCHANGED, LAST, SHIFTED, DISAGREE, DECIDED, REVISED, REDEFINED, OUT_OF_LINE)
"""What went wrong: four plain slips; a column shifted by a row; two printed numbers that cannot
both hold; two of which a published figure bears out one; a growth rate on an amount that is not
the printed one; a changed definition; a value that no check of the audit contradicts, but a figure
from outside does."""


@dataclass(frozen=True)
class Story:
    """An erratum with what shows it and what rests on it.

    Parameters
    ----------
    erratum : Erratum
        The record.
    kind : str
        One of :data:`KINDS`, or ``other``.
    checks : tuple of Check
        The checks of the printed edition that fail and involve the cell.
    claims : tuple of str
        The claims whose recomputation reads the cell.
    edited : str
        What the cell holds, if that is neither what was printed nor the correction.
    """

    erratum: Erratum
    kind: str
    checks: tuple[Check, ...]
    claims: tuple[str, ...]
    edited: str = ""


def books(ch: Chapter) -> dict[str, Book]:
    """The data of a chapter in both editions, by name."""
    return {ledger.book.edition: ledger.book for ledger in (ch.ledger_shown, ch.ledger_other)}


def stories(ch: Chapter) -> list[Story]:
    """Every erratum's story, in the order of ``errata.csv``."""
    printed = books(ch)["printed"]
    failing = [check for check in audit(printed) if check.verdict == FAILS]
    claims = _claims_by_cell(ch)
    told = []
    for e in printed.errata:
        about = tuple(c for c in failing if _address(e) in _addresses(c))
        kind = slip_kind(e, printed.errata, about)
        edited = _edited(printed, e)
        told.append(Story(e, kind, about, tuple(claims.get(_address(e), {})), edited))
    return told


def slip_kind(erratum: Erratum, errata: Iterable[Erratum], checks: Iterable[Check]) -> str:
    """What went wrong, told from the numbers alone.

    Parameters
    ----------
    erratum : Erratum
        The record.
    errata : iterable of Erratum
        All of them: a run of three or more in one column of one year is a shift, and a total
        without a slip of its own shares the slip of its part.
    checks : iterable of Check
        The failing checks that involve the cell.
    """
    if not erratum.corrected:
        found = {check.identity.id for check in checks}
        if found and erratum.outside:
            return DECIDED
        if not found:
            return OUT_OF_LINE
        names = {"growth-rates": REVISED, "pharmaceutical-intensity": REDEFINED}
        return next((kind for name, kind in names.items() if name in found), DISAGREE)
    beside = [e for e in errata if e.corrected and _block(e) == _block(erratum)]
    if len(beside) >= 3:
        return SHIFTED
    found = [slip(e.printed, e.corrected) for e in (erratum, *beside)]
    return next((kind for kind in found if kind), "other")


def _block(erratum: Erratum) -> tuple:
    year = erratum.key[0] if len(erratum.key) > 1 else None
    return erratum.table, year, erratum.column


def _address(erratum: Erratum) -> tuple[int, tuple, str]:
    return erratum.table, erratum.key, erratum.column


def _addresses(read: Check | Grade) -> set[tuple[int, tuple, str]]:
    return {(cell.table, cell.key, cell.column) for cell in read.cells}


def _claims_by_cell(ch: Chapter) -> dict[tuple, dict[str, None]]:
    found: dict[tuple, dict[str, None]] = {}
    for ledger in (ch.ledger_shown, ch.ledger_other):
        for one in ledger.grades():
            for address in _addresses(one):
                found.setdefault(address, {})[one.claim.id] = None
    return found


def _edited(printed: Book, erratum: Erratum) -> str:
    try:
        text = printed.T[erratum.table].text(*erratum.key, erratum.column)
    except NotPrinted:
        return "no such cell"
    return "" if text == erratum.printed else text or "empty"


def place_text(book: Book, erratum: Erratum) -> str:
    """Where an erratum stands, in words: row and column."""
    field = book.T[erratum.table].fields.get(erratum.column, {})
    row = ", ".join(str(part) for part in erratum.key)
    return f"{row}, {field.get('title', erratum.column)}"


def stories_html(ch: Chapter, told: Iterable[Story], label: str) -> Html:
    """Some stories as a table; each row is the place that marked cells lead to."""
    told = list(told)
    rows = "".join(_row(ch, story) for story in told)
    heads = ("Where", "Printed", "Should read", "Evidence", "Confidence", "Rests on it")
    return Html(framed(rows, heads, label), f"{label}: {len(told)} cell{'s'[: len(told) != 1]}")


def framed(rows: str, heads: Iterable[str], label: str) -> str:
    """A table in a frame that scrolls sideways where the page is narrow."""
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    return (
        f'<div class="tt-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="tt-table tt-errata tt-rows"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(ch: Chapter, story: Story) -> str:
    e = story.erratum
    place = escape(place_text(ch.book, e))
    right = escape(e.corrected) if e.corrected else "not known"
    now = f"<small>now {escape(story.edited)}; not applied</small>" if story.edited else ""
    return (
        f'<tr id="{erratum_anchor(e)}"><th scope="row"><a href="{table_href(e.table)}">'
        f"Table {e.table}</a><small>{place}</small></th>"
        f'<td class="tt-num">{escape(e.printed)}{now}</td><td class="tt-num">{right}</td>'
        f'<td class="tt-evidence">{escape(e.evidence)}{_cited(ch, e)}</td><td>{e.confidence}</td>'
        f"<td>{_claims_list(ch, story.claims)}</td></tr>"
    )


def slips_html(ch: Chapter, label: str) -> Html:
    """The slips outside the tables' cells, as a table."""
    rows = "".join(
        f'<tr><th scope="row">{escape(one["place"])}</th><td>{zh(one["printed"])}</td>'
        f"<td>{zh(one['should_be']) if one['should_be'] else 'not known'}</td>"
        f'<td class="tt-evidence">{escape(one["evidence"])}</td><td>{one["confidence"]}</td></tr>'
        for one in ch.book.slips
    )
    heads = ("Where", "Printed", "Should read", "Evidence", "Confidence")
    return Html(framed(rows, heads, label), f"{label}: {len(ch.book.slips)}")


def _cited(ch: Chapter, erratum: Erratum) -> str:
    """The published figure that the evidence cites, as a plain link."""
    if not erratum.outside:
        return ""
    source = ch.world.source(erratum.outside)
    return f'<small><a href="{escape(source.address)}">{escape(source_text(source))}</a></small>'


def _claims_list(ch: Chapter, claims: tuple[str, ...]) -> str:
    if not claims:
        return "no statement"
    items = []
    for claim_id in claims:
        one = ch.grade(claim_id)
        href = claim_href(one.claim)
        items.append(
            f'<li><a href="{href}">{escape(one.claim.statement)}</a> '
            f"{verdict_html(one.verdict)}</li>"
        )
    noun = "statement" if len(claims) == 1 else "statements"
    return f"<details><summary>{len(claims)} {noun}</summary><ul>{''.join(items)}</ul></details>"


def changed_claims(ch: Chapter) -> list[tuple[Grade, Grade]]:
    """The claims that come out otherwise in the two editions: (as printed, corrected) each."""
    ledgers = {ledger.book.edition: ledger for ledger in (ch.ledger_shown, ch.ledger_other)}
    pairs = zip(ledgers["printed"].grades(), ledgers["corrected"].grades(), strict=True)
    return [
        (one, two)
        for one, two in pairs
        if (one.verdict, one.recomputed) != (two.verdict, two.recomputed)
    ]


def changed_html(pairs: Iterable[tuple[Grade, Grade]]) -> Html:
    """Those claims as a table."""
    pairs = list(pairs)
    rows = "".join(
        f'<tr><td><a href="{claim_href(one.claim)}">'
        f"{escape(one.claim.section)}</a></td><td>{escape(one.claim.statement)}</td>"
        + "".join(f"<td>{escape(g.recomputed)} {verdict_html(g.verdict)}</td>" for g in (one, two))
        + "</tr>"
        for one, two in pairs
    )
    label = "Statements that the corrections touch"
    heads = ("§", "The paper states", "On the printed data", "On the corrected data")
    return Html(framed(rows, heads, label), f"{label}: {len(pairs)}")


def regraded(ch: Chapter, claim_id: str, changes: dict[tuple[int, tuple, str], str]) -> Grade:
    """A claim's grade, had some cells been printed otherwise.

    Parameters
    ----------
    ch : Chapter
        The chapter; its data stay as they are.
    claim_id : str
        The claim.
    changes : dict
        (table, row key, column) to the other number.
    """
    return grade(ch.ledger_shown.claims[claim_id], altered(ch.book, changes))


def guards_html(ch: Chapter) -> Html | None:
    """The corrections that were not applied because somebody edited the cell, if there are any."""
    guards = books(ch)["corrected"].check()
    if not guards:
        return None
    items = "".join(f"<li>{escape(guard)}</li>" for guard in guards)
    html = (
        '<div class="tt-guards" role="note"><p><strong>Not applied.</strong> These cells no longer '
        f"hold what was printed, so their corrections are left out:</p><ul>{items}</ul></div>"
    )
    return Html(html, "\n".join(guards))


def implied_bases(book: Book) -> pd.DataFrame:
    """What the doubtful growth rates of ``errata.csv`` imply of the year before.

    Returns
    -------
    DataFrame
        `category` (flow, row and table), `flow`, and `low`, `value`, `high`: the implied amount
        less the printed one, in US$ million, with the interval that rounding allows.
    """
    rows = []
    for e in (e for e in book.errata if e.column == "growth" and not e.corrected):
        year, label = e.key
        try:
            before = year_before(book.T, e.table, year, label)
            gap = before - book.T[e.table][year - 1, label, "value"]
        except (NotPrinted, NotComputable):
            continue
        scale = gap.unit.factor / 10**6
        flow = "Imports" if e.table % 2 else "Exports"
        ends = {"low": gap.low, "value": gap.value, "high": gap.high}
        category = f"{label}, Table {e.table}"
        numbers = {name: float(end * scale) for name, end in ends.items()}
        rows.append({"category": category, "flow": flow} | numbers)
    return pd.DataFrame(rows, columns=["category", "flow", "low", "value", "high"])


def shares_beside(book: Book, number: int, year: int) -> pd.DataFrame:
    """The shares of a year's ten largest, as printed and from their values.

    Returns
    -------
    DataFrame
        `label_en`, `series` (``printed`` or ``from the value``), `value` in per cent.
    """
    table = book.T[number]
    rows = []
    for label in members(book.T, number, year):
        share = table[year, label, "value"] / table[year, "Total", "value"]
        printed = float(table[year, label, "share"])
        rows.append({"label_en": label, "series": "printed", "value": printed})
        rows.append({"label_en": label, "series": "from the value", "value": 100 * float(share)})
    return pd.DataFrame(rows)


def implied_revenue(book: Book, years: tuple[int, int]) -> pd.DataFrame:
    """How the revenue that R&D expenditure and intensity imply changes between two years.

    Returns
    -------
    DataFrame
        `label_en`, `low`, `value`, `high`: the change in per cent, with the interval that rounding
        allows; all manufacturing and the eight industries.
    """
    T, rows = book.T, []
    for column, label in {"manufacturing": MANUFACTURING, **EIGHT}.items():
        old, new = (T[15][y, column] / T[16][label, f"y{y}"] for y in years)
        change = new / old - 1
        ends = {"low": change.low, "value": change.value, "high": change.high}
        rows.append({"label_en": label} | {name: 100 * float(end) for name, end in ends.items()})
    return pd.DataFrame(rows)

"""The page "Held against the world": frames for its charts and its list of statements."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd

from recomputed.chapter.chapter import Chapter
from recomputed.chapter.folded import Html, zh
from recomputed.chapter.prose import outside_record, printed_text
from recomputed.data.quantity import Quantity
from recomputed.ledger import Held
from recomputed.ledger.outside import CONFIRMED, CONTRADICTED, JUDGEMENTS, NEAR, NEAR_BY, NOT_FOUND
from recomputed.places import claim_href

MEANINGS = {
    CONFIRMED: "the very figure is published and agrees with the printed one, or the words hold",
    NEAR_BY: f"the very figure is within {float(100 * NEAR):.0f}% of the printed one without "
    "agreeing; or another quantity, period or definition agrees, which can do no more",
    CONTRADICTED: "the very figure is published and says otherwise; where it was revised later, "
    "the note says so",
    NOT_FOUND: "looked for and not found, which says nothing against the statement",
}


def judged(ch: Chapter) -> list[Held]:
    """Every statement that somebody has held against the world, or tried to."""
    return [held for held in ch.ledger_shown.all_held() if held.judgement]


def counts(held: Iterable[Held]) -> dict[str, int]:
    """How many statements have each judgement."""
    found = [one.judgement for one in held]
    return {judgement: found.count(judgement) for judgement in JUDGEMENTS}


def sides(rows: dict[str, tuple[Quantity, Quantity]], names: tuple[str, str]) -> pd.DataFrame:
    """Pairs of the paper's number and the published one, tidy.

    Returns
    -------
    DataFrame
        `series` (the pair's name), `side` (one of `names`), `value` (in its unit).
    """
    return pd.DataFrame(
        {"series": series, "side": side, "value": float(value)}
        for series, pair in rows.items()
        for side, value in zip(names, pair, strict=True)
    )


def spoken(rows: dict[str, tuple[Quantity, Quantity]], style: str) -> str:
    """The pairs of :func:`sides` in words, for a text alternative."""
    pairs = (f"{name} {float(a):{style}} and {float(b):{style}}" for name, (a, b) in rows.items())
    return f"Pairs of dots, the paper's number and the published one: {'; '.join(pairs)}."


def lines(rows: dict[str, dict[int, Quantity]]) -> pd.DataFrame:
    """Published series, tidy: `series`, `year`, `value`."""
    return pd.DataFrame(
        {"series": name, "year": year, "value": float(value)}
        for name, line in rows.items()
        for year, value in line.items()
    )


def key_of_judgements() -> Html:
    """What each judgement means, as a small table."""
    rows = "".join(
        f'<tr><th scope="row"><span class="tt-outside tt-{name.replace(" ", "-")}">{name}</span>'
        f"</th><td>{meaning}</td></tr>"
        for name, meaning in MEANINGS.items()
    )
    html = (
        '<table class="tt-table tt-key"><thead><tr><th scope="col">Judgement</th>'
        f'<th scope="col">Meaning</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    return Html(html, "; ".join(f"{name}: {meaning}" for name, meaning in MEANINGS.items()))


def statements(ch: Chapter, judgement: str, opened: bool = False) -> Html:
    """The statements with one judgement, folded: printed, published, and where."""
    chosen = [held for held in judged(ch) if held.judgement == judgement]
    items = "".join(_item(ch, held) for held in chosen)
    title = f"{judgement.capitalize()}: {len(chosen)} statements"
    html = (
        f'<details class="tt-ledger tt-world"{" open" if opened else ""}>'
        f"<summary>{escape(title)}</summary><ul>{items}</ul></details>"
    )
    return Html(html, title)


def _item(ch: Chapter, held: Held) -> str:
    claim, record = held.claim, outside_record(held)
    printed = zh(printed_text(claim, ch.book.package["units"][claim.unit]))
    links = "; ".join(
        f'<a href="{escape(one["href"])}">{escape(one["text"])}</a>{_unchecked(one["checked"])}'
        for one in record["sources"]
    )
    found = ". ".join(part for part in (record["test"].rstrip("."), record["found"]) if part)
    rows = [("Printed", printed), ("Published", escape(found)), ("Note", escape(record["notes"]))]
    rows += [("Source", links)]
    lines = "".join(f"<dt>{label}</dt><dd>{html}</dd>" for label, html in rows if html)
    return (
        f'<li><a href="{claim_href(claim)}">{escape(claim.section)}</a> '
        f"{escape(claim.statement)}<dl>{lines}</dl></li>"
    )


def _unchecked(checked: bool) -> str:
    return "" if checked else " (not read again: the address could not be had)"

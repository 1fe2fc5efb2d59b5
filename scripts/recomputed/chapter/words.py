"""The paper's words with their bars, what they decide, and by how much comparisons fail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

import pandas as pd

from recomputed.chapter.chapter import Chapter
from recomputed.chapter.folded import Html, verdict_html, zh
from recomputed.data.book import READINGS
from recomputed.data.claims import Claim
from recomputed.ledger.grading import Grade
from recomputed.ledger.outside import Held, hold
from recomputed.ledger.verdicts import DISCREPANT
from recomputed.places import claim_href

MEASURES = {
    "share": "{}% of the whole",
    "steps": "{}% of the steps",
    "cases": "{}% of the cases",
    "growth": "{}% a year",
    "spread": "{} percentage points",
    "multiple": "{} times",
}
"""How a bar is written, by what it measures."""

_CHINESE = re.compile("[\u4e00-\u9fff]+")

DISTANCES = {"by a hair": 1, "narrowly": 10, "clearly": 50, "by far": None}
"""How far a comparison fails, in words, and below how many per cent that is said."""


def words_frame(ch: Chapter) -> pd.DataFrame:
    """Every claim that a word's bar decides, once for each such word.

    Returns
    -------
    DataFrame
        `word`, `id`, `verdict`, and the verdicts with a `laxer` and a `stricter` bar (that of the
        bar itself where there is no other).
    """
    rows = [
        {
            "word": word,
            "id": grade.claim.id,
            "verdict": grade.verdict,
            "laxer": grade.laxer or grade.verdict,
            "stricter": grade.stricter or grade.verdict,
        }
        for grade in ch.ledger_shown.grades()
        for word in grade.words
    ]
    return pd.DataFrame(rows, columns=["word", "id", "verdict", "laxer", "stricter"])


def _item(claim: Claim, mark: str, outcome: str, laxer: str, stricter: str) -> str:
    others = [
        f"{name}: {other}"
        for name, other in (("laxer", laxer), ("stricter", stricter))
        if other and other != outcome
    ]
    note = f" <small>({'; '.join(others)})</small>" if others else ""
    return f'<li>{mark} <a href="{claim_href(claim)}">{escape(claim.statement)}</a>{note}</li>'


def _graded(grade: Grade) -> str:
    mark = verdict_html(grade.verdict)
    return _item(grade.claim, mark, grade.verdict, grade.laxer, grade.stricter)


def _held(ch: Chapter, held: Held) -> str:
    """A statement that a published figure is held to the word's bar for."""
    mark = f'<span class="tt-outside tt-{held.judgement}">{held.judgement}</span>'
    others = (hold(held.claim, ch.book, reading).judgement for reading in READINGS[1:])
    return _item(held.claim, mark, held.judgement, *(one or "says nothing" for one in others))


def _table(label: str, heads: Sequence[str], body: str) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="tt-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="tt-table tt-evidence tt-rows"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def words_table(ch: Chapter) -> Html:
    """Each word as printed and in English, its bars, and the claims that it decides.

    Below the verdicts stand the judgements by published figures that rest on the word's bar.
    """
    words, decided = ch.book.load("words"), words_frame(ch)
    (name,) = words.key_fields
    judged = [held for held in ch.ledger_shown.all_held() if held.words]
    body = ""
    for row in words.rows:
        bars = [row[reading] for reading in ("bar", "laxer", "stricter")]
        cells = "".join(
            f"<td>{escape(MEASURES[row['measure']].format(bar)) if bar else '—'}</td>"
            for bar in bars
        )
        ids = decided.loc[decided["word"] == row[name], "id"]
        items = "".join(_graded(ch.grade(claim)) for claim in ids)
        items += "".join(_held(ch, held) for held in judged if row[name] in held.words)
        reading = _CHINESE.sub(lambda found: zh(found[0]), escape(row["reading"]))
        body += (
            f'<tr><th scope="row">{zh(row[name])}</th><td>{escape(row["word_en"])}'
            f"<small>{reading}</small></td>{cells}<td><ul>{items}</ul></td></tr>"
        )
    heads = ("Word", "In English, and how it is read", "Bar", "Laxer", "Stricter", "Decides")
    label = "The paper's words and their bars"
    return Html(_table(label, heads, body), f"{label}: {len(words.rows)} words")


def failing(ch: Chapter) -> list[Grade]:
    """The comparisons in words that fail, the nearest to holding first."""
    failed = [
        grade
        for grade in ch.ledger_shown.grades()
        if grade.claim.is_verbal and grade.verdict == DISCREPANT
    ]
    return sorted(failed, key=lambda g: abs(float(g.margin)) if g.margin else float("inf"))


def distance(grade: Grade) -> str:
    """How far a comparison fails, in words; empty where no number decides."""
    if not grade.margin:
        return ""
    size = abs(float(grade.margin))
    return next(words for words, limit in DISTANCES.items() if limit is None or size < limit)


def margins_table(ch: Chapter) -> Html:
    """Every comparison that fails, by how much, and what a laxer bar would say."""
    rows = failing(ch)
    body = "".join(
        f"<tr><td>{escape(grade.margin.replace('-', '−'))}{'%' if grade.margin else '—'}"
        f"<small>{distance(grade)}</small></td>"
        f'<th scope="row"><a href="{claim_href(grade.claim)}">'
        f"{escape(grade.claim.statement)}</a><small>{zh(grade.claim.printed)}</small></th>"
        f"<td>{escape(grade.recomputed)}</td>"
        f"<td>{verdict_html(grade.laxer) if grade.laxer else '—'}</td></tr>"
        for grade in rows
    )
    heads = ("Margin", "The paper states", "What decides", "With a laxer bar")
    label = "Comparisons that fail, by margin"
    return Html(_table(label, heads, body), f"{label}: {len(rows)} comparisons")

"""The words' page: every word decides something, and the margins are those of the ledger."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from helpers import ROOT

from recomputed.chapter import Chapter
from recomputed.chapter.prose import note_text
from recomputed.chapter.words import distance, failing, margins_table, words_frame, words_table
from recomputed.ledger.downloads import records
from recomputed.ledger.outside import Held, hold

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def ch() -> Chapter:
    return Chapter("words", DATA)


def judged(ch) -> dict[str, list[Held]]:
    """The judgements by published figures that rest on a word's bar, by word."""
    found = defaultdict(list)
    for held in ch.ledger_shown.all_held():
        for word in held.words:
            found[word].append(held)
    return found


def test_every_word_and_what_it_decides_is_on_the_page(ch):
    html = words_table(ch).html
    frame = words_frame(ch)
    for row in ch.book.load("words").rows:
        assert f">{row['word_zh']}</span>" in html
    assert {*frame["word"], *judged(ch)} <= {r["word_zh"] for r in ch.book.load("words").rows}
    for claim in [*frame["id"], *(held.claim.id for one in judged(ch).values() for held in one)]:
        assert f"#claim-{claim}" in html


def test_failing_comparisons_are_read_by_margin(ch):
    margins = [abs(float(grade.margin)) for grade in failing(ch) if grade.margin]
    assert margins == sorted(margins)
    assert len(margins) > 10
    nearest = failing(ch)[0]
    assert distance(nearest) == "by a hair"
    assert nearest.claim.statement in margins_table(ch).html
    assert f"fails by {nearest.margin.lstrip('-')}%" in note_text(nearest)


def test_a_card_says_what_another_reading_would_give(ch):
    frame = words_frame(ch)
    changed = frame[frame["laxer"] != frame["verdict"]]
    assert len(changed)
    for claim, verdict in zip(changed["id"], changed["laxer"], strict=True):
        assert f"a laxer reading would give: {verdict}" in note_text(ch.grade(claim))


def test_the_downloads_carry_margins_and_words():
    rows = {row["id"]: row for row in records(DATA)}
    assert re.fullmatch(r"-\d.*", rows["2.1.4-private-imports-grow"]["margin"])
    assert rows["1.2.2-softening"]["words"] == "逐步"
    assert rows["1.2.2-softening"]["laxer"] == "reproduced"


def test_a_bar_decides_only_where_the_paper_prints_its_word(ch):
    frame = words_frame(ch)
    printed = frame["id"].map(lambda claim: ch.grade(claim).claim.printed)
    foreign = [
        c for c, w, text in zip(frame["id"], frame["word"], printed, strict=True) if w not in text
    ]
    foreign += [
        held.claim.id
        for word, one in judged(ch).items()
        for held in one
        if word not in held.claim.printed
    ]
    assert foreign == []


def test_a_comparison_with_such_a_word_is_held_to_its_bar(ch):
    words = [row["word_zh"] for row in ch.book.load("words").rows]
    loose = [
        grade.claim.id
        for grade in ch.ledger_shown.grades()
        if grade.claim.is_verbal and grade.formula
        if any(word in grade.claim.printed for word in words) and not grade.words
    ]
    assert loose == []


def test_every_word_decides_something(ch):
    used = {*words_frame(ch)["word"], *judged(ch)}
    assert [
        row["word_zh"] for row in ch.book.load("words").rows if row["word_zh"] not in used
    ] == []


def test_a_judgement_follows_the_bar_of_its_own_word(ch):
    """The leap of China's share of high technology (3.05 times) is held to the word for a leap."""
    (leap,) = judged(ch)["跨越"]
    assert leap.judgement == "near"
    assert hold(leap.claim, ch.book, "stricter").judgement == "near"
    words = ch.book.load("words")
    row = words.rows[words._index["跨越",]]
    was, row["bar"] = row["bar"], "3.1"
    try:
        assert hold(leap.claim, ch.book).judgement == ""
    finally:
        row["bar"] = was

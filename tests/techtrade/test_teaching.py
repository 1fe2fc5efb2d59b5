"""Answers, their marking, and quizzes: what a student meets in a notebook."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from functools import cache

import numpy as np
import pandas as pd
import pytest
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from recomputed.data.book import Book
from recomputed.data.quantity import Quantity
from recomputed.errors import BookError
from recomputed.ledger.formulas import cagr, growth
from recomputed.run.gate import loose_digits
from recomputed.teach import check, what_if
from recomputed.teach.checking import seal, unit_of
from recomputed.teach.keys import Key, open_key
from recomputed.teach.marking import mark
from recomputed.teach.questions import quiz, read_quiz
from recomputed.teach.register import Answer, Slip, load_answers

DATA = ROOT / "data"
PAPER = Book(DATA).paper
BOOKS = {edition: Book(DATA, edition) for edition in ("corrected", "printed")}
ANSWERS = load_answers("techtrade")
KEYS = {name: open_key(one, BOOKS[one.edition]) for name, one in ANSWERS.items()}


def rate(T):
    return cagr(T[5][2001, "total"], T[5][2013, "total"], 12)  # 13.905… per cent


def whole_period(T):
    return growth(T[5][2001, "total"], T[5][2013, "total"])


def key(function, **told) -> tuple[Key, object]:
    told = {"decimals": None, "unit": "", "hint": "Look again.", "slips": []} | told
    answer = Answer("ex-9-99", function, edition="corrected", **told)
    made = open_key(answer, BOOKS["corrected"])
    return made, unit_of(made, BOOKS["corrected"])


RATE = key(rate, decimals=1, unit="percent", slips=[Slip(whole_period, "Not per year.")])
LEVEL = key(lambda T: T[1][1979, "total"], decimals=2, unit="usd_bn")  # US$2.48485 billion
SUM = key(lambda T: Quantity.printed("2.4") + Quantity.printed("3.4"), decimals=1)
TIE = key(lambda T: Fraction(25, 1000), decimals=2)
COUNT = key(lambda T: 7)
NAMES = key(lambda T: {"United States", "Japan"})
CELL = key(lambda T: (2018, "United States", "value"))
FIRM = key(lambda T: "Foreign-invested enterprises")
YES = key(lambda T: True)


@pytest.mark.parametrize(
    ("of", "note"),
    [
        (RATE, "Asked for: a number in per cent, with one decimal."),
        (LEVEL, "Asked for: a number in US$ billion, with 2 decimals."),
        (COUNT, "Asked for: a whole number."),
        (YES, "Asked for: True or False."),
    ],
)
def test_an_empty_cell_says_what_is_asked_for(of, note):
    made, unit = of
    assert mark(made, ..., unit).note == note
    assert mark(made.sealed("salt"), ..., unit).note == note


@pytest.mark.parametrize(
    ("of", "value", "status"),
    [
        (RATE, ..., "unanswered"),
        (RATE, None, "unanswered"),
        (RATE, " ", "unanswered"),
        (RATE, 13.905225044132747, "right"),
        (RATE, np.float64(13.9), "right"),
        (RATE, pd.Series([13.9]), "right"),
        (RATE, Decimal("13.90"), "right"),
        (RATE, "13.9%", "right"),
        (RATE, " １３.9 ", "right"),
        (RATE, rate(BOOKS["corrected"].T), "right"),
        (RATE, 14, "unclear"),
        (RATE, "14", "unclear"),
        (RATE, 0.13905, "wrong"),
        (RATE, -13.9, "wrong"),
        (RATE, 13.8, "wrong"),
        (RATE, float("nan"), "unclear"),
        (RATE, float("inf"), "unclear"),
        (RATE, True, "unclear"),
        (RATE, "about 13", "unclear"),
        (RATE, [13.9, 14.0], "unclear"),
        (RATE, np.array([13.9, 14.0]), "unclear"),
        (RATE, BOOKS["corrected"].T[1][1979, "total"], "unclear"),
        (LEVEL, "US$2.48 billion", "right"),
        (LEVEL, BOOKS["corrected"].T[1][1979, "total"], "right"),
        (LEVEL, 2.5, "unclear"),
        (LEVEL, 248485, "wrong"),
        (SUM, 5.8, "right"),
        (SUM, 5.9, "rounding"),
        (SUM, 5.7, "rounding"),
        (SUM, 6.2, "wrong"),
        (TIE, 0.03, "right"),
        (TIE, "0.02", "rounding"),
        (TIE, 0.04, "wrong"),
        (COUNT, 7, "right"),
        (COUNT, 7.0, "right"),
        (COUNT, "7", "right"),
        (COUNT, 7.5, "wrong"),
        (COUNT, 70, "wrong"),
        (NAMES, ["japan", "united_states"], "right"),
        (NAMES, {"Japan", "Germany"}, "wrong"),
        (NAMES, "Japan; United States", "right"),
        (NAMES, 3, "wrong"),
        (CELL, [2018, "united states", "Value"], "right"),
        (CELL, ["United States", 2018, "value"], "wrong"),
        (CELL, {2018, "value"}, "unclear"),
        (FIRM, "foreign invested enterprises", "right"),
        (FIRM, "外商投资企业", "right"),
        (FIRM, "Private enterprises", "wrong"),
        (FIRM, 5, "unclear"),
        (YES, True, "right"),
        (YES, np.True_, "right"),
        (YES, "no", "wrong"),
        (YES, 1, "unclear"),
    ],
)
def test_an_answer_of_any_kind_is_marked(of, value, status):
    found = mark(of[0], value, of[1])
    assert found.status == status
    assert bool(found) == (status in ("right", "rounding"))
    assert "Exercise 9.99" in repr(found)
    assert repr(found).split(": ")[1][:5] in found._repr_html_()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.13905, "decimal point"),
        (-13.9, "sign"),
        (377, "Not per year."),
        (14, "one decimal"),
        (20, "Look again."),
    ],
)
def test_a_wrong_answer_gets_the_hint_that_helps(value, told):
    assert told in mark(RATE[0], value, RATE[1]).note


def test_an_unknown_exercise_is_named_with_its_neighbours():
    with pytest.raises(BookError, match=r"ex-1-99.*ex-1-1"):
        check("ex-1-99", 1, DATA)


def test_check_takes_the_data_of_the_notebook(monkeypatch, tmp_path):
    import shutil

    from IPython.testing.globalipapp import start_ipython

    shutil.copytree(DATA, tmp_path / "data")
    shell = start_ipython()
    shell.user_ns["data_dir"] = str(tmp_path / "data")
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.chdir("/")
    first = next(iter(ANSWERS))
    assert check(first).status == "unanswered"


@cache
def own_value(name: str) -> object:
    """What the registered function itself gives, as a solution would."""
    answer = ANSWERS[name]
    return answer.function(BOOKS[answer.edition].T)


def wrong_values(name: str) -> list[object]:
    """Values that are not the answer, of the kind that is asked for."""
    one, kind = KEYS[name], KEYS[name].kind
    if kind in ("number", "whole"):
        accepted = [Fraction(text) for text in one.accepted]
        step = Fraction(1, 10**one.decimals)
        return [max(accepted) + 3 * step, min(accepted) - 3 * step, 2 * max(accepted) + 1]
    if kind == "truth":
        return [not own_value(name)]
    if kind == "name":
        return ["Atlantis"]
    right = list(own_value(name))
    return [right[:-1] or ["Atlantis"], [*right, "Atlantis"]]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_passes_and_a_wrong_one_fails(name):
    one = KEYS[name]
    unit = unit_of(one, BOOKS["corrected"])
    assert mark(one, own_value(name), unit).status == "right"
    for value in wrong_values(name):
        found = mark(one, value, unit)
        assert not found, value
        assert found.note or one.kind == "truth", "a wrong answer needs a word of help"


@pytest.mark.parametrize("name", ANSWERS)
def test_no_hint_gives_the_answer_away(name):
    one = KEYS[name]
    if one.kind not in ("number", "name"):
        return
    hints = " ".join([one.hint, *(hint for _, hint in one.slips)])
    told = [token for token in one.accepted if len(token) > 2 and token in hints.split()]
    assert not told


def test_slips_are_wrong_answers():
    for name, one in KEYS.items():
        for tokens, hint in one.slips:
            assert tokens, f"{name}: {hint}"
            assert not set(tokens) & set(one.accepted), f"{name}: {hint}"


@pytest.fixture(scope="module")
def sealed() -> dict[str, Key]:
    return {told["exercise"]: Key(**told) for told in json.loads(seal(DATA, "salt"))}


def test_a_sealed_key_holds_no_answer(sealed):
    assert sealed.keys() == KEYS.keys()
    for one in sealed.values():
        slips = [token for tokens, _ in one.slips for token in tokens]
        for token in [*one.accepted, *one.coarse, *one.parts, *slips]:
            assert len(token) == 20
            assert set(token) <= set("0123456789abcdef")


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_sealed_key_marks_as_the_open_one(sealed, data):
    name = data.draw(st.sampled_from(sorted(KEYS)))
    one = KEYS[name]
    unit = unit_of(one, BOOKS["corrected"])
    near = [float(text) for text in one.accepted] if one.kind in ("number", "whole") else [1.0]
    value = data.draw(
        st.one_of(
            st.sampled_from([own_value(name), *wrong_values(name)]),
            st.floats(min(near) - 1, max(near) + 1),
            st.sampled_from(near).map(lambda x: x / 100),
            st.text(max_size=8),
            st.booleans(),
        )
    )
    assert repr(mark(one, value, unit)) == repr(mark(sealed[name], value, unit))


def test_a_changed_cell_changes_its_claims_and_no_file():
    before = (DATA / "tables/table_05.csv").read_bytes()
    found = what_if({(5, 2013, "total"): "5336413"}, data_dir=DATA)
    claims = found.set_index("claim")
    assert claims.loc["1.3.1-imports-2013", "verdict_after"] == "discrepant"
    flips = found["verdict_before"] != found["verdict_after"]
    assert list(flips) == sorted(flips, reverse=True)
    assert what_if({(5, 2013, "total"): "5336413"}, "3", DATA).empty
    assert (DATA / "tables/table_05.csv").read_bytes() == before


def test_a_quiz_is_plain_html_that_works_by_keyboard():
    stored = {
        "question": [
            {
                "text": "Is {x} *more*?",
                "choices": [
                    {"text": "Yes", "why": "So.", "right": True},
                    {"text": "<b>", "why": "n"},
                ],
            },
            {
                "text": "Which?",
                "choices": [
                    {"text": "a", "why": "w", "right": True},
                    {"text": "b", "why": "w", "right": True},
                ],
            },
        ]
    }
    html = read_quiz("sample", stored, {"x": "<7>"})._repr_html_()
    assert "<script" not in html
    assert "&lt;7&gt; <em>more</em>" in html
    assert html.count('type="radio"') == html.count('type="checkbox"') == 2
    assert html.count("<input") == html.count("<label for=") == 4
    assert html.count("<fieldset>") == html.count("<legend>") == 2
    assert "&lt;b&gt;" in html


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ({"text": "{x}?", "choices": []}, "'x' is not given"),
        ({"text": "?", "choices": [{"text": "a", "why": "b"}] * 2}, "a right one"),
        ({"text": "?", "choices": [{"text": "a", "right": True}] * 2}, "'why' is not given"),
    ],
)
def test_a_quiz_with_a_gap_is_refused(question, told):
    with pytest.raises(BookError, match=told):
        read_quiz("sample", {"question": [question]}, {})


def test_an_unknown_quiz_is_refused():
    with pytest.raises(BookError, match=r"quizzes/nothing\.toml"):
        quiz("nothing")


def test_no_quiz_types_a_number():
    import tomllib

    found = []
    for path in sorted((ROOT / "scripts/techtrade/quizzes").glob("*.toml")):
        for one in tomllib.loads(path.read_text("utf-8"))["question"]:
            texts = [one["text"], *(c[part] for c in one["choices"] for part in ("text", "why"))]
            found += [(path.name, word) for text in texts for _, word in loose_digits(text, PAPER)]
    assert not found

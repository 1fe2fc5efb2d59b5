"""The completeness gate: typed numbers and forgotten claims are named, rules are honoured."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from recomputed.data.paper import Paper
from recomputed.run.gate import check_chapters, loose_digits

PAPER = Paper("sample", "A sample", {}, (1949, 2030), ("5G", "3D"))


def words(text: str) -> list[str]:
    return [word for _, word in loose_digits(text, PAPER)]


@pytest.mark.parametrize(
    "text",
    [
        "From 1979 to the 1990s, and in 2001–2013.",
        "See Table 5, Tables 7–14, Figures 1 and 2, Section 2.1.3 and Chapter 4.",
        '{eval}`n("1.2.1-imports-1979")` of imports',
        "## 1.2 The second stage",
        "1. first\n2. second",
        "A footnote[^12] and a [link](page.html#claim-1.2) to it.",
        "5G networks, `df.head(10)` and 3D printing",
        "```python\nx = 1000\n```",
        "(section-12)=\n# A title",
        ":::{figure} picture-12.svg\n:width: 80\nA caption\n:::",
    ],
)
def test_these_digits_may_stand(text):
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("grew by 6.3 times", ["6.3"]),
        ("about 60% of it", ["60%"]),
        ("```{note}\nOver 40 firms\n```", ["40"]),
        ("in 1849", ["1849"]),
        ("US$24.85 billion", ["US$24.85"]),
    ],
)
def test_these_need_a_source(text, found):
    assert words(text) == found


def write(path: Path, *cells) -> None:
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), path)


def test_problems_name_chapter_cell_line_and_claim(tmp_path):
    write(
        tmp_path / "one.ipynb",
        nbformat.v4.new_markdown_cell("# Title\n\nIt grew 7-fold.\n\n{eval}`n('1.1-a')`"),
        nbformat.v4.new_code_cell(
            'ch.show(chart, "x", title=f"Up {growth:.1f}% in 12 months", alt="a")'
        ),
    )
    problems = check_chapters(tmp_path, ["one.ipynb"], ["1.1-a", "1.1-b"], PAPER)
    assert len(problems) == 3
    assert problems[0].startswith("one.ipynb, cell 1, line 3: found '7-fold.'")
    assert problems[1].startswith("one.ipynb, cell 2, line 1: found '12'")
    assert problems[2] == "claims.csv: no chapter shows 1.1-b"


@pytest.mark.parametrize(
    "alt",
    ['"Up 12%" if up else "Down"', '"; ".join(f"{name} of 12" for name in names)', 'a or "12%"'],
)
def test_a_number_typed_in_a_choice_or_a_list_of_words_is_found(tmp_path, alt):
    write(tmp_path / "one.ipynb", nbformat.v4.new_code_cell(f'ch.show(chart, "x", alt={alt})'))
    (problem,) = check_chapters(tmp_path, ["one.ipynb"], [], PAPER)
    assert "found '12" in problem


def test_a_claim_that_does_not_exist_is_named(tmp_path):
    write(tmp_path / "one.ipynb", nbformat.v4.new_markdown_cell("{eval}`v('1.1-a', 'up')`"))
    assert check_chapters(tmp_path, ["one.ipynb"], [], PAPER) == ["no claim 1.1-a in claims.csv"]

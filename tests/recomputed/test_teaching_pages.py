"""Exercises, solutions and the list of editions on the pages."""

from __future__ import annotations

import executed_book
import nbformat
import pytest
from bs4 import BeautifulSoup

EXERCISE = """```{exercise} How *fast*?
:label: ex-1-1

Imports were {eval}`a`. See {ref}`ex-1-2` and {ref}`the next one <ex-1-2>`.
```"""
SECOND = "```{exercise} And then?\n:label: ex-1-2\n\nDraw it.\n```"
SOLUTION = "```{solution} ex-1-1\nFast: {eval}`b`.\n```"


def tagged(cell, *names: str):
    cell.metadata["tags"] = list(names)
    return cell


def chapter(*, first: str = EXERCISE) -> nbformat.NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# Section 1. Imports\n\n(editions)=\n## Editions"),
        nbformat.v4.new_markdown_cell("```{editions}\n```\n\n## Exercises\n\n[list](#editions)"),
        tagged(executed_book.prose(first, a="5"), "exercise"),
        tagged(executed_book.output({}, "answer = ..."), "exercise-answer", "remove-cell"),
        tagged(executed_book.prose(SOLUTION, b="9%"), "solution"),
        executed_book.output({"text/plain": "0.09"}, "rate = 0.09", tags=("solution",)),
        executed_book.output({"text/plain": "later"}, "after = 1"),
        tagged(nbformat.v4.new_markdown_cell(SECOND), "exercise"),
        tagged(nbformat.v4.new_markdown_cell("Ask the class."), "teaching-note", "remove-cell"),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=executed_book.PYTHON)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = executed_book.write(tmp_path_factory.mktemp("book") / "source", chapter())
    out = folder.parent / "html"
    warnings = executed_book.build(folder, out)
    page = (out / "chapters/section-1.html").read_text("utf-8")
    return out, warnings, BeautifulSoup(page, "html.parser")


@pytest.fixture(scope="module")
def page(built) -> BeautifulSoup:
    return built[2]


def test_exercises_build_without_a_warning(built):
    assert built[1] == []


def test_an_exercise_bears_the_number_of_its_label(page):
    titles = [one.get_text() for one in page.select(".exercise .admonition-title")]
    assert titles == ["Exercise 1.1: How fast?", "Exercise 1.2: And then?"]
    assert page.select_one(".exercise .admonition-title em").get_text() == "fast"
    assert "Imports were 5." in page.select_one(".exercise").get_text()


def test_references_to_exercises_are_resolved(page):
    links = page.select('.exercise a[href="#ex-1-2"]')
    assert [link.get_text() for link in links] == ["Exercise 1.2", "the next one"]
    assert page.select_one('a[href="#editions"]')


def test_a_solution_is_folded_with_its_code(page):
    solution = page.select_one("details.tt-solution")
    assert solution.find("summary", recursive=False).get_text() == "Solution to Exercise 1.1"
    assert not solution.has_attr("open")
    text = solution.get_text()
    assert "Fast: 9%." in text
    assert "rate = 0.09" in text
    assert "later" not in text


def test_what_is_not_for_readers_stays_off_the_page(page):
    assert "answer = ..." not in page.get_text()
    assert "Ask the class." not in page.get_text()


def test_no_id_stands_twice(page):
    ids = [element["id"] for element in page.select("[id]")]
    assert sorted(set(ids)) == sorted(ids)


def test_the_list_of_editions_has_no_dead_link(page):
    listed = page.select_one(".tt-editions")
    assert not listed.select("a")
    assert "make editions" in listed.get_text()


def test_pages_without_exercises_carry_nothing_of_them(built):
    out, _, page = built
    assert "details.tt-solution" in str(page.head)
    other = (out / "index.html").read_text("utf-8")
    assert "tt-solution" not in other
    for path in (out / "index.html", out / "chapters/section-1.html"):
        assert "exercise.css" not in path.read_text("utf-8")


def test_a_label_that_is_no_number_is_refused(tmp_path):
    bad = chapter(first=EXERCISE.replace("ex-1-1", "growth"))
    folder = executed_book.write(tmp_path / "source", bad)
    warnings = "\n".join(executed_book.build(folder, tmp_path / "html"))
    assert "found the label 'growth', expected one such as ex-1-3" in warnings

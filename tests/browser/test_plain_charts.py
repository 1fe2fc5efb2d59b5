"""A chart in plain Altair looks and works like the house: both themes, every width."""

from __future__ import annotations

import altair as alt
import executed_book
import nbformat
import pandas as pd
import pytest
from reader import CHAPTER, read_through, switch_theme

from recomputed.chapter import Chapter
from recomputed.charts.palette import INK, PALETTE, dark_of
from recomputed.charts.shown import show

assert Chapter  # whose import is all that a chapter does for the house style

FRAME = pd.DataFrame(
    [
        {"year": year, "partner": name, "value": (year - 2005) * slope + 3}
        for slope, name in ((1.5, "Japan"), (2.5, "Germany"), (0.5, "United States"), (1, "Italy"))
        for year in range(2006, 2020)
    ]
)
LINE = alt.Chart(FRAME).mark_line().encode(x="year:Q", y="value:Q", color="partner:N")
BARS = alt.Chart(FRAME.query("year == 2019")).mark_bar()
PLAIN = {
    "lines": LINE,
    "bars": BARS.encode(x="value:Q", y="partner:N", tooltip=["partner:N", "value:Q"]),
    "panels": LINE.encode(facet=alt.Facet("partner:N", columns=2), color=alt.Color()),
}
STROKES = """(plot) => [...plot.querySelectorAll('.tt-live .mark-line path')]
  .map((node) => getComputedStyle(node).stroke)"""
LABELS = "(plot) => [...plot.querySelectorAll('.tt-live text')].map((node) => node.textContent)"
INKS = """(plot) => [...plot.querySelectorAll('.tt-live .role-axis-label text')]
  .map((node) => [getComputedStyle(node).fill, getComputedStyle(node).fontFamily].join())"""


def rgb(colour: str) -> str:
    """A colour as a browser tells it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> str:
    """The address of a chapter with nothing but plain charts."""
    words = {"subtitle": "US$ billion", "alt": "Imports rose.", "tables": [1]}
    shown = [show(c, name, title=f"Imports: {name}", **words) for name, c in PLAIN.items()]
    cells = [executed_book.output(one._repr_mimebundle_()) for one in shown]
    cells.insert(0, nbformat.v4.new_markdown_cell("# Section 1. Plain charts"))
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=executed_book.PYTHON)
    folder = tmp_path_factory.mktemp("plain")
    assert (
        executed_book.build(executed_book.write(folder / "book", notebook), folder / "site") == []
    )
    return (folder / "site" / CHAPTER).as_uri()


def test_a_plain_chart_has_the_house_colours_in_both_themes(context, plain):
    page = context.new_page()
    page.goto(plain)
    read_through(page)
    lines = page.query_selector_all(".tt-plot")[0]
    colours = [PALETTE["colours"][name]["light"] for name in PALETTE["sequence"]][:4]
    for theme, of in (("light", str), ("dark", dark_of)):
        switch_theme(page, theme)
        assert set(lines.evaluate(STROKES)) == {rgb(of(colour)) for colour in colours}
        inks = lines.evaluate(INKS)
        assert inks
        assert all(ink.startswith(rgb(of(INK["muted"]))) and "system-ui" in ink for ink in inks)
    assert "2010" in lines.evaluate(LABELS)  # no comma in a year


def test_a_plain_chart_fits_a_phone_with_its_legend(phone, plain):
    page = phone.new_page()
    page.goto(plain)
    read_through(page)
    for plot in page.query_selector_all(".tt-plot"):
        assert plot.get_attribute("data-form") == "narrow"
        box = plot.query_selector(".tt-live svg").bounding_box()
        assert box["width"] <= 340
        for text in plot.query_selector_all(".tt-live svg text"):
            if inside := text.bounding_box():
                assert inside["x"] >= box["x"] - 2
                assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_plain_chart_tells_its_numbers(context, plain):
    page = context.new_page()
    page.goto(plain)
    read_through(page)
    bar = page.locator(".tt-live.tt-ready .mark-rect path").first
    bar.scroll_into_view_if_needed()
    bar.hover(position={"x": 4, "y": 4})
    assert "Japan" in page.locator(".tt-tip").inner_text()
    assert "United States" in page.locator("table.tt-data").first.text_content()

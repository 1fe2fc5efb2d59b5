"""Charts: pictures first, then alive; in both themes, on every width, on paper."""

from __future__ import annotations

import pytest
from reader import CHAPTER, read_through, switch_theme

SHIFTS = """
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const plots = entry.sources.map((s) => s.node?.parentElement?.closest?.(".tt-chart"));
    if (plots.some(Boolean)) window.shifted = (window.shifted ?? 0) + entry.value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""
FILLS = """(plot) => [...plot.querySelectorAll('svg [fill^="#"], svg [stroke^="#"]')]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => getComputedStyle(node).fill + getComputedStyle(node).stroke)"""
BOX = (
    "(plot) => { const { width, height } = plot.getBoundingClientRect(); return [width, height]; }"
)


def test_every_chart_of_a_chapter_comes_alive_in_its_place(context, served):
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(served + CHAPTER)
    before = [plot.evaluate(BOX) for plot in page.query_selector_all(".tt-plot")]
    read_through(page)
    after = [plot.evaluate(BOX) for plot in page.query_selector_all(".tt-plot")]
    assert len(after) > 5
    assert after == before
    assert page.evaluate("window.shifted ?? 0") == 0


@pytest.mark.parametrize("alive", [False, True])
def test_colours_follow_the_theme_at_once(context, served, alive):
    page = context.new_page()
    if not alive:
        page.route("**/vega.js", lambda route: route.abort())
    page.goto(served + CHAPTER)
    plot = page.query_selector_all(".tt-plot")[1]
    if alive:
        read_through(page)
    switch_theme(page, "light")
    light = plot.evaluate(FILLS)
    switch_theme(page, "dark")
    dark = plot.evaluate(FILLS)
    assert len(light) == len(dark) > 5
    assert not set(light) & set(dark)
    switch_theme(page, "light")
    assert plot.evaluate(FILLS) == light


def test_a_chart_tells_its_numbers_when_pointed_at(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    read_through(page)
    bar = page.locator(".tt-live.tt-ready .mark-rect path").first
    bar.scroll_into_view_if_needed()
    bar.hover(position={"x": 4, "y": 4})
    assert page.locator(".tt-tip").inner_text().strip()
    page.mouse.move(2, 2)
    page.locator(".tt-tip").wait_for(state="detached")


def test_a_phone_gets_the_narrow_form(phone, served):
    page = phone.new_page()
    page.goto(served + CHAPTER)
    plot = page.locator(".tt-plot").first
    assert plot.locator(".tt-picture.tt-narrow").is_visible()
    assert not plot.locator(".tt-picture.tt-wide").is_visible()
    read_through(page)
    assert plot.get_attribute("data-form") == "narrow"
    assert plot.locator(".tt-live svg").bounding_box()["width"] <= 360


def test_turning_the_phone_draws_the_other_form(phone, served):
    page = phone.new_page()
    page.goto(served + CHAPTER)
    read_through(page)
    page.set_viewport_size({"width": 820, "height": 360})
    plot = page.query_selector(".tt-plot")
    page.wait_for_function("(plot) => plot.querySelector('.tt-live.tt-wide.tt-ready')", arg=plot)
    assert len(plot.query_selector_all(".tt-live")) == 1


def test_without_script_there_are_pictures_words_and_data(unscripted, served):
    page = unscripted.new_page()
    page.goto(served + CHAPTER)
    figure = page.locator(".tt-chart").first
    assert figure.locator(".tt-wide svg").bounding_box()["height"] > 100
    figure.locator("summary").nth(1).click()
    assert figure.locator("table").is_visible()


def test_paper_is_always_light(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    read_through(page)
    switch_theme(page, "light")
    plot = page.query_selector_all(".tt-plot")[1]
    page.emulate_media(media="print")
    light = plot.evaluate(FILLS)
    page.emulate_media(media="screen")
    switch_theme(page, "dark")
    page.emulate_media(media="print")
    assert plot.evaluate(FILLS) == light
    seen = (
        "(plot) => [...plot.querySelectorAll('svg')].filter((svg) => svg.checkVisibility()).length"
    )
    assert plot.evaluate(seen) == 1
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    ink = "getComputedStyle(document.querySelector('article p:not([class])')).color"
    assert page.evaluate(ink) == "rgb(34, 40, 50)"

"""Reading: nothing overflows, everyone can read it, and everything is found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from reader import CHAPTER, switch_theme

SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("width", [360, 820])
def test_no_page_overflows_sideways(chromium, names, served, width):
    context = chromium.new_context(viewport={"width": width, "height": 740})
    wide = {}
    for name in names:
        page = context.new_page()
        page.goto(served + name)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
        found = page.evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[name] = found
        page.close()
    context.close()
    assert not wide


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everyone_can_read_every_page(chromium, names, served, theme):
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    found = {}
    for name in names:
        page = context.new_page()
        page.goto(served + name)
        switch_theme(page, theme)
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in SERIOUS:
                nodes = [node["html"][:160] for node in fault["nodes"][:3]]
                found.setdefault(fault["id"], {})[name] = nodes
        page.close()
    context.close()
    assert not found


def test_headings_are_in_order(context, names, served):
    page = context.new_page()
    jumps = {}
    for name in names:
        page.goto(served + name)
        levels = page.evaluate(
            "[...document.querySelectorAll('article :is(h1,h2,h3,h4,h5,h6)')]"
            ".map((heading) => Number(heading.tagName[1]))"
        )
        steps = pairwise(levels)
        if levels[:1] != [1] or any(after > before + 1 for before, after in steps):
            jumps[name] = levels
    assert not {name: levels for name, levels in jumps.items() if name != "search.html"}


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("term", ["licensing", "技术引进", "贸易"])
def test_search_finds_english_and_chinese(context, pages, served, scheme, term):
    base = served if scheme == "http" else f"{pages.as_uri()}/"
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.goto(f"{base}search.html?q={term}")
    page.locator("#search-results li a").first.wait_for()
    links = page.locator("#search-results li a").evaluate_all("(all) => all.map((a) => a.href)")
    assert any("section-" in link or "introduction" in link for link in links)
    assert not complaints


def test_a_nonsense_word_is_not_found(context, served):
    page = context.new_page()
    page.goto(f"{served}search.html?q=犇骉")
    expect(page.locator("#search-results")).to_contain_text("did not match any documents")


def test_a_link_into_a_fold_opens_it(context, served):
    page = context.new_page()
    page.goto(f"{served}{CHAPTER}#table-1")
    assert page.locator("details#table-1").get_attribute("open") is not None


def test_the_scorecard_is_filtered_and_sorted(context, served):
    page = context.new_page()
    page.goto(f"{served}chapters/scorecard.html")
    box = page.locator(".tt-scorecard")
    everything = box.locator("tbody tr").count()
    box.get_by_label("Verdict").select_option("discrepant")
    shown = box.locator("tbody tr:visible").count()
    assert 0 < shown < everything
    assert f"{shown} of {everything}" in box.locator("output").inner_text()
    box.get_by_label("Verdict").select_option("")
    before = box.locator("tbody tr").first.inner_text()
    box.get_by_role("button", name="The paper states").click()
    assert box.locator("th[aria-sort=ascending]").count() == 1
    assert box.locator("tbody tr").first.inner_text() != before


def test_the_editions_lead_to_each_other(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    page.locator("a.tt-edition-switch").click()
    page.wait_for_url("**/as-printed/chapters/section-1.html")
    expect(page.locator(".tt-edition-note")).to_be_visible()
    page.locator("a.tt-edition-switch").click()
    page.wait_for_url(f"{served}{CHAPTER}")

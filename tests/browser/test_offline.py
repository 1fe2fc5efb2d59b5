"""Nothing is asked of anybody else, nothing breaks, and pages stay light."""

from __future__ import annotations

from pathlib import Path

import pytest
from reader import CHAPTER, Heard, read_through

MOST_BYTES = 2_300_000
"""A page with all that it can load. A stock page carries 3.3 MB before any chart."""

MOST_BYTES_TO_PAINT = 1_800_000
MOST_REQUESTS = 26
PICTURES = "chapters/chart-index.html"  # asks for each small picture as it comes into view


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_every_page_works_by_itself(context, names, pages, served, scheme):
    base = served if scheme == "http" else f"{pages.as_uri()}/"
    faults = {}
    for name in names:
        page, heard = context.new_page(), Heard()
        heard.listen(page)
        page.goto(base + name)
        read_through(page)
        strangers = [url for url, _ in heard.requests if not url.startswith((base, "data:"))]
        if strangers or heard.complaints:
            faults[name] = strangers + heard.complaints
        page.close()
    assert not faults


def test_pages_stay_light(context, names, served):
    weights = {}
    for name in names:
        page, heard = context.new_page(), Heard()
        heard.listen(page)
        page.goto(served + name)
        first = sum(size for _, size in heard.requests)
        read_through(page)
        weights[name] = first, sum(size for _, size in heard.requests), len(heard.requests)
        page.close()
    heavy = {
        name: (first, total, requests)
        for name, (first, total, requests) in weights.items()
        if first > MOST_BYTES_TO_PAINT
        or total > MOST_BYTES
        or (requests > MOST_REQUESTS and name != PICTURES)
    }
    assert not heavy


def test_the_chart_script_comes_only_where_a_chart_nears(context, served, names):
    page, heard = context.new_page(), Heard()
    heard.listen(page)
    page.goto(f"{served}chapters/references.html")
    page.wait_for_timeout(300)
    assert not [url for url, _ in heard.requests if "vega.js" in url]


def test_a_chart_is_there_before_its_script(context, served):
    page = context.new_page()
    page.route("**/vega.js", lambda route: route.abort())
    page.goto(served + CHAPTER)
    plot = page.locator(".tt-plot").first
    plot.scroll_into_view_if_needed()
    assert plot.locator(".tt-wide svg path").first.is_visible()


def test_a_picture_follows_every_page_that_is_shared(pages: Path, names):
    for name in names:
        text = (pages / name).read_text("utf-8")
        for part in text.split('property="og:image" content="')[1:]:
            target = (pages / name).parent / part.partition('"')[0]
            assert target.resolve().exists(), name

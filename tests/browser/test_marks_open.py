"""Marks: the card of a number opens by pointer, keyboard and tap, and goes when told to."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reader import CHAPTER


def first_mark(page):
    """The first discrepant number of the chapter, well within the window."""
    claim = page.locator(".tt-claim.tt-discrepant").first
    claim.evaluate("(node) => node.scrollIntoView({block: 'center', behavior: 'instant'})")
    return claim, claim.locator(".tt-mark"), claim.locator(".tt-card")


def test_keyboard_opens_and_escape_closes(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    _, mark, card = first_mark(page)
    mark.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(card).to_be_visible()
    assert mark.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")  # the text's next stop: a card that was not asked for is none
    expect(card).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # now into the card
    assert card.evaluate("(node) => node.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert mark.evaluate("(node) => node === document.activeElement")


def test_the_pointer_may_move_onto_the_card(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    claim, _, card = first_mark(page)
    claim.hover()
    expect(card).to_be_visible()
    card.hover()
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    page.mouse.move(5, 400)
    expect(card).to_be_hidden()
    claim.hover()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_click_keeps_the_card(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    claim, mark, card = first_mark(page)
    mark.click()
    page.mouse.move(5, 400)
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    claim.click(position={"x": 3, "y": 3})
    expect(card).to_be_hidden()


def test_a_tap_opens_a_sheet_at_the_foot(phone, served):
    page = phone.new_page()
    page.goto(served + CHAPTER)
    _, mark, card = first_mark(page)
    mark.tap()
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["width"] <= 360
    assert abs(box["y"] + box["height"] - 740) < 2
    card.locator(".tt-close").tap()
    expect(card).to_be_hidden()


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_it_works_without_script(unscripted, served, way):
    page = unscripted.new_page()
    page.goto(served + CHAPTER)
    claim, mark, card = first_mark(page)
    expect(card).to_be_hidden()
    claim.hover() if way == "pointer" else mark.focus()
    expect(card).to_be_visible()
    assert "Printed" in card.inner_text()


def test_every_card_stays_within_the_window(context, served):
    page = context.new_page()
    page.goto(served + CHAPTER)
    outside, height = [], page.evaluate("innerHeight")
    for claim in page.locator(".tt-claim").all()[::7]:
        claim.evaluate("(node) => node.scrollIntoView({block: 'center', behavior: 'instant'})")
        claim.locator(".tt-mark").click()
        box = claim.locator(".tt-card").bounding_box()
        inside = 0 <= box["x"] <= 1280 - box["width"] and 0 <= box["y"] <= height - box["height"]
        if not inside:
            outside.append(claim.get_attribute("id"))
        page.keyboard.press("Escape")
    assert not outside

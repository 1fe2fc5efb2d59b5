"""Slides, quizzes and the printed book, as only a browser shows them."""

from __future__ import annotations

import re
import shutil

import pytest
from helpers import ROOT, run_book
from pypdf import PdfReader
from reader import Heard

from recomputed import folders
from recomputed.pages import shelf
from recomputed.run.project import BuildError, Project, Workspace
from recomputed.teach import editions
from recomputed.teach.press import gather, pdf

LEAST_PAGES = 60
SAMPLES = ("成套设备", "Chart 1.", "Table 20", "Exercise 1.1", "Contents")
OVERFLOW = """() => {
  const slide = Reveal.getCurrentSlide();
  const shown = [...slide.querySelectorAll("*")].filter((one) => !one.closest("aside"));
  const edges = shown.map((one) => one.getBoundingClientRect());
  const right = Math.max(...edges.map((edge) => edge.right));
  const low = Math.max(...edges.map((edge) => edge.bottom));
  return right > innerWidth + 1 || low > innerHeight + 1;
}"""
CUT_OFF = """(room) => [...document.querySelectorAll(".tt-plot svg text, table, pre")].filter(
  (one) => {
    const edge = one.getBoundingClientRect();
    return edge.width && (edge.right > room + 20 || edge.left < -20);
  }).map((one) => one.textContent.slice(0, 60))"""


@pytest.fixture(scope="module")
def space(pages, tmp_path_factory) -> Workspace:
    """The built book with its slides, in a place of its own."""
    folder = tmp_path_factory.mktemp("space")
    folders.claim(folder, ROOT)
    (folder / "executed").symlink_to(pages.parent / "executed")
    skipped = shutil.ignore_patterns("as-printed", "downloads", "slides")
    shutil.copytree(pages, folder / "html", ignore=skipped)
    made = Workspace(folder)
    editions.make(Project(ROOT), made, ["slides"], tell=lambda _: None)
    return made


@pytest.fixture(scope="module")
def printed(space, browser) -> PdfReader:
    done = run_book("pdf", "--out", space.folder)
    assert done.returncode == 0, done.stderr
    return PdfReader(space.site / shelf.FOLDER / pdf.FILE)


def test_slides_work_from_a_file_and_ask_nobody_else(context, space):
    faults = {}
    for path in sorted((space.site / "slides").glob("*.html")):
        page, heard = context.new_page(), Heard()
        heard.listen(page)
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(path.as_uri())
        if path.stem != "index":
            page.wait_for_function("window.Reveal && Reveal.isReady()")
            for number in range(page.evaluate("Reveal.getTotalSlides()")):
                page.evaluate(f"Reveal.slide({number}, 0, 99)")
                if page.evaluate(OVERFLOW):
                    faults.setdefault(path.name, []).append(f"slide {number + 1} overflows")
        strangers = [url for url, _ in heard.requests if not url.startswith(("file:", "data:"))]
        if strangers or heard.complaints:
            faults.setdefault(path.name, []).extend([*strangers, *heard.complaints])
        page.close()
    assert not faults


def test_a_chart_on_a_slide_comes_alive_when_asked(context, space):
    page = context.new_page()
    page.goto((space.site / "slides/section-1.html").as_uri())
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    page.evaluate(
        "Reveal.slide([...document.querySelectorAll('.slides > section')]"
        ".findIndex((one) => one.querySelector('.make-live')))"
    )
    page.click("section.present .make-live")
    page.wait_for_selector("section.present .plot.alive svg")
    assert page.query_selector("section.present .make-live") is None


def test_a_quiz_answers_by_keyboard_without_a_script(chromium, pages):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "chapters/section-1.html").as_uri())
    first = page.locator(".tt-quiz fieldset").first
    assert not first.locator(".tt-why:visible").count()
    first.locator("input").first.focus()
    page.keyboard.press("Space")
    assert first.locator(".tt-why:visible").count() == 1
    if first.locator("input[type=radio]").count():
        page.keyboard.press("ArrowDown")
        assert first.locator("input").nth(1).is_checked()
    context.close()


def test_the_book_prints_whole(printed):
    assert len(printed.pages) > LEAST_PAGES
    text = " ".join(page.extract_text() for page in printed.pages)
    for sample in SAMPLES:
        assert sample in text
    assert "\ufffd" not in text
    assert printed.metadata.title
    assert len(printed.outline) > 5


def test_every_font_is_in_the_file_and_no_glyph_is_missing(printed):
    names = set()
    for page in printed.pages:
        for font in page["/Resources"].get_object().get("/Font", {}).values():
            font = font.get_object()
            if font["/Subtype"] == "/Type3":
                continue
            inner = font.get("/DescendantFonts", [font])[0].get_object()
            held = inner["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & held.keys(), font["/BaseFont"]
            names.add(font["/BaseFont"])
    assert names


def test_the_contents_give_the_right_pages(printed):
    contents = "\n".join(printed.pages[number].extract_text() for number in range(1, 5))
    found = re.findall(r"^(Section \d\. [^\n]*?)\s*(\d+)$", contents, re.M)
    assert len(found) == 5
    for title, number in found:
        page = " ".join(printed.pages[int(number) - 1].extract_text().split())
        assert " ".join(title.split())[:30] in page


def test_links_lead_within_the_file_or_out_of_it(printed):
    places = printed.named_destinations
    inward = 0
    for page in printed.pages:
        for note in page.get("/Annots", []):
            note = note.get_object()
            action = note.get("/A", {})
            if "/URI" in action:
                assert str(action["/URI"]).startswith(("https://", "http://", "mailto:"))
            elif isinstance(note.get("/Dest"), str):
                assert str(note["/Dest"]).removeprefix("/") in {
                    name.removeprefix("/") for name in places
                }
                inward += 1
    assert inward > 200


def test_nothing_is_cut_off_in_print(context, space, tmp_path):
    body, headings = gather.gather(space.site, Project(ROOT).documents())
    path = tmp_path / "book.html"
    path.write_text(pdf.document({"title": "Book"}, body, headings, {}), encoding="utf-8")
    page = context.new_page()
    page.set_viewport_size({"width": pdf.COLUMN, "height": 1000})
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    page.evaluate(pdf.FIT_TABLES)
    assert page.evaluate(CUT_OFF, pdf.COLUMN) == []


def test_a_missing_browser_is_named_with_the_packages(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    folders.claim(tmp_path, ROOT)
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "index.html").touch()
    with pytest.raises(BuildError, match=r"apt-get install chromium .*fonts-noto-cjk"):
        pdf.make(Project(ROOT), Workspace(tmp_path))

"""Print the gathered book with Chromium: twice, for the contents' page numbers."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from html import escape
from pathlib import Path

import yaml
from pypdf import PdfReader, PdfWriter

from recomputed import folders
from recomputed.pages import shelf
from recomputed.pages.language import CHINESE
from recomputed.run import publish
from recomputed.run.project import BuildError, Project, Workspace
from recomputed.teach.press.gather import Heading, gather, quiz_style

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = "chromium fontconfig fonts-noto-cjk fonts-liberation fonts-dejavu-core"
HERE = Path(__file__).resolve().parent
FILE = "book.pdf"
COLUMN = 643
"""The width of the text in CSS pixels: 210 mm less the margins of print.css."""

FIT_TABLES = """() => {
  for (const table of document.querySelectorAll("table")) {
    const room = table.parentElement.clientWidth;
    let size = 7;
    while (table.offsetWidth > room + 1 && size > 4.5) {
      size -= 0.25;
      table.style.fontSize = `${size}pt`;
    }
  }
}"""
"""Wide tables are set smaller until they fit."""

FOOT = (
    '<div style="width:100%;font:8px Liberation Sans,sans-serif;color:#4f5b6b;text-align:center">'
    '<span class="pageNumber"></span></div>'
)


def find_browser() -> str:
    """The path of a Chromium.

    Raises
    ------
    BuildError
        If there is none; the message names the packages.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise BuildError(
            "The PDF is printed by Chromium, and there is none; please install it "
            f"(on Debian: apt-get install {PACKAGES})."
        )
    return browser


def require_fonts(body: str) -> None:
    """Refuse to print Chinese where no font has the characters; the message names the packages."""
    if not CHINESE.search(body) or not shutil.which("fc-list"):
        return
    with a_passing_home() as home:
        fonts = subprocess.run(
            ["fc-list", ":lang=zh"], capture_output=True, text=True, check=False, env=home
        )
    if not fonts.stdout.strip():
        raise BuildError(
            "The book shows Chinese terms, and no font here has the characters; please "
            f"install one (on Debian: apt-get install {PACKAGES})."
        )


def make(project: Project, space: Workspace, tell: Callable[[str], None] = print) -> Path:
    """Print the built book and put it on its shelf.

    Parameters
    ----------
    project : Project
        The sources.
    space : Workspace
        Where the book was built.
    tell : callable, optional
        Told of what takes time.

    Returns
    -------
    Path
        The PDF.

    Raises
    ------
    BuildError
        If there is no built book, no Chromium or, for a book that shows Chinese, no font for it.
    """
    folders.check(space.folder, project.root, wanted="the folder of a built book")
    space.check_built(project)
    browser = find_browser()
    folders.claim(space.folder, project.root)
    config = yaml.safe_load((project.root / "_config.yml").read_text("utf-8"))
    with publish.lock(space.folder, tell):
        body, headings = gather(space.site, project.documents())
    require_fonts(body)
    tell("Printing the book; this takes about a minute.")
    with tempfile.TemporaryDirectory(prefix="tt-") as folder:
        page, draft, final = (Path(folder, name) for name in ("book.html", "draft.pdf", FILE))
        page.write_text(document(config, body, headings, {}), encoding="utf-8")
        with Printer(browser) as print_page:
            print_page(page, draft)
            numbers = page_numbers(draft, headings)
            page.write_text(document(config, body, headings, numbers), encoding="utf-8")
            print_page(page, final)
        _name(final, config)
        shelf.put_out(space.site, {f"{shelf.FOLDER}/{FILE}": final.read_bytes()})
    return space.site / shelf.FOLDER / FILE


def document(config: dict, body: str, headings: list[Heading], numbers: dict[str, int]) -> str:
    """The page to print.

    Parameters
    ----------
    config : dict
        Jupyter Book's configuration.
    body : str
        The chapters.
    headings : list of Heading
        What the contents list.
    numbers : dict
        Page number by heading; empty in the first run.
    """
    title, author = escape(config["title"]), escape(config.get("author", ""))
    lines = "".join(
        f'<li class="l{one.level}"><a href="#{one.id}">{escape(one.text)}</a><i></i>'
        f"<b>{numbers.get(one.id, '000')}</b></li>"
        for one in headings
    )
    style = (HERE / "print.css").read_text("utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}{quiz_style()}</style></head><body>"
        f'<section class="title-page"><h1>{title}</h1><p>{author}</p>'
        "<p>The executable edition, as printed from its pages.</p></section>"
        f'<nav class="contents"><h1>Contents</h1><ol>{lines}</ol></nav>'
        f"<main>{body}</main></body></html>"
    )


@contextmanager
def a_passing_home() -> Iterator[dict[str, str]]:
    """An environment in which a program keeps its profile and caches in a passing folder.

    Fonts are still found in the user's own.
    """
    fonts = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    with tempfile.TemporaryDirectory(prefix="tt-", ignore_cleanup_errors=True) as folder:
        places = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        yield os.environ | dict.fromkeys(places, folder) | {"XDG_DATA_HOME": fonts}


class Printer:
    """A Chromium that prints local files, for use in a ``with`` statement."""

    def __init__(self, browser: str):
        self.browser = browser

    def __enter__(self) -> Callable[[Path, Path], None]:
        from playwright.sync_api import sync_playwright

        self._stack = ExitStack()
        home = self._stack.enter_context(a_passing_home())
        self.driver = sync_playwright().start()
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0
        options = [
            "--disable-gpu",
            "--disable-dev-shm-usage",
            *(["--no-sandbox"] if as_root else []),
        ]
        self.chromium = self.driver.chromium.launch(
            executable_path=self.browser, args=options, env=home
        )
        return self._print

    def __exit__(self, *error) -> None:
        self.chromium.close()
        self.driver.stop()
        self._stack.close()

    def _print(self, page: Path, target: Path) -> None:
        tab = self.chromium.new_page(viewport={"width": COLUMN, "height": 1000})
        tab.set_default_timeout(300_000)
        tab.emulate_media(media="print", color_scheme="light")
        tab.goto(page.as_uri())
        tab.evaluate(FIT_TABLES)
        tab.pdf(
            path=str(target),
            prefer_css_page_size=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOT,
            print_background=True,
            tagged=True,
            outline=True,
        )
        tab.close()


def page_numbers(pdf: Path, headings: list[Heading]) -> dict[str, int]:
    """On which page of a PDF each heading stands, counted from 1."""
    reader = PdfReader(pdf)
    places = reader.named_destinations
    found = {}
    for heading in headings:
        place = places.get(heading.id) or places.get(f"/{heading.id}")
        if place is not None:
            found[heading.id] = reader.get_destination_page_number(place) + 1
    return found


def _name(pdf: Path, config: dict) -> None:
    """Give the PDF its title and author."""
    writer = PdfWriter(clone_from=pdf)
    writer.add_metadata({"/Title": config["title"], "/Author": config.get("author", "")})
    writer.write(pdf)

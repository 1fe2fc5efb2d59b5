"""The shelf: what can be downloaded with the book, and the list of it on the guide's page.

A build makes the pages; the editions and the printed book are made from it afterwards, each by a
command of its own. So the list says what is there, and never links to what is not.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from recomputed import folders
from recomputed.errors import BookError
from recomputed.files import write

FOLDER, SLIDES = ASIDE = ("downloads", "slides")
"""Folders of the site that no build writes: what can be downloaded, and slides to show."""

SHELF = {
    "student-notebooks.zip": (
        "Student notebooks",
        "the chapters with empty answer cells, all data, and one file to install",
    ),
    "instructor-notebooks.zip": (
        "Instructor notebooks",
        "the same with solutions and notes for teaching",
    ),
    "slides.zip": ("Slides", "one set a chapter, for any browser, without a network"),
    "handouts.zip": ("Handouts", "the charts and exercises of each chapter, to print"),
    "book.pdf": ("The book as PDF", "all chapters, to print"),
}
"""File name to title and description, in the order of the list."""

NOT_MADE = (
    "<p>This copy of the book was built without its editions. "
    "<code>make editions</code> makes them, and <code>make pdf</code> the book as PDF.</p>"
)
_PLACE = re.compile(r"<!-- editions -->.*?<!-- /editions -->", re.DOTALL)


def listing(content: str) -> str:
    """The place of the list, with something in it."""
    return f'<div class="tt-editions"><!-- editions -->{content}<!-- /editions --></div>'


def entries(site: Path, page: Path) -> str:
    """The list of what is on the shelf, as a page needs it."""
    up = os.path.relpath(site / FOLDER, page.parent).replace(os.sep, "/")
    lines = []
    for name, (title, told) in SHELF.items():
        file = site / FOLDER / name
        if file.is_file():
            size = file.stat().st_size / 1e6
            lines.append(
                f'<li><a href="{up}/{name}" download>{escape(title)}</a>: {escape(told)} '
                f"({name.rpartition('.')[2].upper()}, {size:.1f} MB)</li>"
            )
    if (index := site / SLIDES / "index.html").is_file():
        there = os.path.relpath(index, page.parent).replace(os.sep, "/")
        lines.append(f'<li><a href="{there}">Slides, to show from here</a></li>')
    return f"<ul>{''.join(lines)}</ul>" if lines else NOT_MADE


def put_out(site: Path, files: dict[str, bytes]) -> None:
    """Put files on the shelf of a book, and list them on its pages.

    Parameters
    ----------
    site : Path
        The published pages.
    files : dict
        Path below the site to content.

    Raises
    ------
    BookError
        If a file that would be overwritten is not as it was left there.
    """
    touched = {*(site / name for name in files), *_pages(site)}
    if theirs := sorted(touched.intersection(folders.foreign(site))):
        raise BookError(f"{theirs[0]}: is not as a build has left it; build the book again")
    put = [write(site / name, content) for name, content in files.items()]
    folders.seal(site, [*put, *announce(site)])


def announce(site: Path) -> list[Path]:
    """Bring the list up to date, on every page that has one.

    Parameters
    ----------
    site : Path
        The published pages.

    Returns
    -------
    list of Path
        The pages.
    """
    changed = []
    for page in _pages(site):
        text = page.read_text("utf-8")
        if _PLACE.search(text):
            content = entries(site, page)
            new = _PLACE.sub(lambda _, c=content: f"<!-- editions -->{c}<!-- /editions -->", text)
            write(page, new.encode())
            changed.append(page)
    return changed


def _pages(site: Path) -> Iterable[Path]:
    aside = {"_static", "_sources", "_images", *ASIDE}
    pages = (p for p in site.rglob("*.html") if not aside & set(p.relative_to(site).parts))
    return sorted(pages)

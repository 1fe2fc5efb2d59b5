"""The book's pages as one page for print: what a screen needs taken out, links turned inward."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from recomputed.teach.questions import STYLE as QUIZ_STYLE

NOT_PRINTED = {"chart-index", "guide"}
"""Pages that are of use on a screen, or to teachers, alone."""

ON_SCREEN_ONLY = (
    ".headerlink",
    ".tt-card",
    ".tt-tools",
    ".tt-live",
    ".tt-narrow",
    ".tt-reading",
    ".tt-edition-note",
    ".tt-editions",
    ".tt-filter",
    ".tt-sr",
    ".copybtn",
    ".toctree-wrapper",
    "details.hide",
    "script",
    "style",
    "form",
    "button:not(.tt-mark)",
    "input:not(.tt-choice input)",
    ".tag_remove-input > .cell_input",
)
TOOLS = ".tt-scorecard table"
"""Tables of all statements, to sort and filter; the sections' ledgers hold the same rows."""

SHORT = 12
"""A table with no more rows stays on one page."""

CORRECTED = '<p class="note">† Corrected; the chapter on errata says what the paper prints.</p>'

PRINTED_ELSEWHERE = {"catalogue": ".tt-printed"}
"""What a page repeats of the chapters, by page."""

CHAPTERS_ALONE = {"catalogue"}
"""Pages of which the contents list no sections."""

_NUMBER = re.compile(r"[\s\d.,–—−-]*†?")
_OUTSIDE = re.compile(r"^(?:https?:|mailto:)")


@dataclass(frozen=True)
class Page:
    """A page of the built book.

    Parameters
    ----------
    name : str
        Its file name without the suffix; unique in the book.
    path : Path
        The file.
    """

    name: str
    path: Path


@dataclass(frozen=True)
class Heading:
    """An entry of the contents."""

    id: str
    text: str
    level: int


def pages(site: Path, documents: Iterable[str]) -> list[Page]:
    """The pages to print, in reading order."""
    found = (Page(PurePosixPath(name).name, site / f"{name}.html") for name in documents)
    return [page for page in found if page.name not in NOT_PRINTED]


def gather(site: Path, documents: Iterable[str]) -> tuple[str, list[Heading]]:
    """Gather the book.

    Parameters
    ----------
    site : Path
        The built pages.
    documents : iterable of str
        Their names in reading order, without suffix.

    Returns
    -------
    html : str
        The chapters, one ``<article>`` each.
    headings : list of Heading
        Chapters and their sections.
    """
    printed = pages(site, documents)
    articles = {page.name: _article(page) for page in printed}
    names = _names(articles)
    headings = []
    for page in printed:
        article = articles[page.name]
        for repeated in article.select(PRINTED_ELSEWHERE.get(page.name, ".none")):
            repeated.decompose()
        _clean(article)
        _turn_inward(article, page.name, names)
        deep = page.name not in CHAPTERS_ALONE
        headings += [one for one in _headings(article) if deep or one.level == 1]
    _drop_unused(articles.values(), {heading.id for heading in headings})
    return "\n".join(map(str, articles.values())), headings


def _article(page: Page) -> Tag:
    soup = BeautifulSoup(page.path.read_text("utf-8"), "html.parser")
    article = soup.select_one("article")
    article.attrs = {"class": "chapter"}
    return article


def _clean(article: Tag) -> None:
    for selector in ON_SCREEN_ONLY:
        for element in article.select(selector):
            element.decompose()
    for mark in article.select(".tt-mark"):
        sign = mark.get_text()
        mark.name, mark.attrs, mark.string = "sup", {"class": "mark"}, sign
    for table in article.select(TOOLS):
        _say_where(table)
    for table in article.select("table"):
        if len(table.select("tbody tr")) <= SHORT:
            _add_class(table, "short")
        _align(table)
    for fold in article.select("details"):
        _unfold(fold)
    for cell in article.select("div.cell"):
        if not cell.get_text(strip=True) and not cell.select_one("svg, img"):
            cell.decompose()
    for table in article.select("table:has(.tt-corrected)"):
        note = BeautifulSoup(CORRECTED, "html.parser")
        table.insert_after(note)
    for picture in article.select("img"):
        picture.decompose()


def _add_class(element: Tag, name: str) -> None:
    element["class"] = [*element.get("class", []), name]


def _align(table: Tag) -> None:
    """Mark numbers, and the headings of columns that hold nothing else.

    A ledger is left alone: what its statements and recomputations say is words and numbers mixed.
    """
    if "tt-ledger-table" in table.get("class", []):
        return
    for cell in table.select("td"):
        if _NUMBER.fullmatch(cell.get_text()):
            _add_class(cell, "num")
    heads = table.select("thead tr:last-child > *")
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.select("tbody tr")]
    columns = zip(*(row for row in rows if len(row) == len(heads)), strict=True)
    for head, column in zip(heads, columns, strict=False):
        if all("num" in cell.get("class", []) for cell in column):
            _add_class(head, "num")


def _say_where(table: Tag) -> None:
    note = BeautifulSoup(
        '<p class="note">Not printed here: a table of all statements, which the pages on screen '
        "sort and filter. The ledgers at the end of the sections hold them all.</p>",
        "html.parser",
    )
    table.replace_with(note)


def _unfold(fold: Tag) -> None:
    """Print what is folded on the screen, under its summary as a heading of its own."""
    summary = fold.find("summary", recursive=False)
    fold.name = "div"
    fold.attrs.pop("open", None)
    fold["class"] = [*fold.get("class", []), "unfolded"]
    if summary is not None:
        summary.name = "p"
        summary["class"] = "unfolded-title"


def _names(articles: dict[str, Tag]) -> dict[tuple[str, str], str]:
    """A short id, unique in the book, for each page and each id on a page."""
    names = {}
    for number, (page, article) in enumerate(articles.items(), start=1):
        names[page, ""] = article["id"] = f"p{number}"
        for place, element in enumerate(article.find_all(id=True), start=1):
            names[page, element["id"]] = f"p{number}-{place}"
    return names


def _turn_inward(article: Tag, page: str, names: dict[tuple[str, str], str]) -> None:
    """Give elements their ids in the whole book, and make links to pages links within it."""
    for element in article.find_all(id=True):
        if element.name != "svg" and not element.find_parent("svg"):
            element["id"] = names[page, element["id"]]
    for link in article.select("a[href]"):
        target = _inward(unquote(link["href"]), page, names)
        if target is None:
            link.name, link.attrs = "span", {}
        else:
            link["href"] = target
    for element in article.select("[aria-labelledby], [aria-describedby], [for]"):
        for name in ("aria-labelledby", "aria-describedby", "for"):
            element.attrs.pop(name, None)


def _inward(href: str, page: str, names: dict[tuple[str, str], str]) -> str | None:
    """A link's target in print; None if it leads nowhere there."""
    if _OUTSIDE.match(href):
        return href
    file, _, anchor = href.partition("#")
    if file and not file.endswith(".html"):
        return None
    page = PurePosixPath(file).stem if file else page
    target = names.get((page, anchor)) or names.get((page, ""))
    return f"#{target}" if target else None


def _drop_unused(articles: Iterable[Tag], kept: set[str]) -> None:
    """Take out ids that no link leads to: each would be a named place in the PDF."""
    articles = list(articles)
    kept = kept | {link["href"][1:] for one in articles for link in one.select('a[href^="#"]')}
    for article in articles:
        for element in article.find_all(id=True):
            inside = element.name == "svg" or element.find_parent("svg")
            if not inside and element["id"] not in kept:
                del element["id"]


def _headings(article: Tag) -> Iterator[Heading]:
    for element in article.select("h1, h2"):
        holder = element.find_parent("section") if not element.get("id") else element
        level = int(element.name[1])
        if level == 1:
            yield Heading(article["id"], element.get_text(" ", strip=True), 1)
        elif holder is not None and holder.get("id"):
            yield Heading(holder["id"], _text(element), level)


def _text(element: Tag) -> str:
    return re.sub(r"\s+", " ", element.get_text()).strip()


def quiz_style() -> str:
    """The quizzes' own style, which stands once in print."""
    return QUIZ_STYLE

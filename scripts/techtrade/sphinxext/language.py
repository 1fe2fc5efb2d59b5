"""Chinese words on an English page say that they are Chinese.

A screen reader then speaks them in Chinese and a browser picks a Chinese font. The finished HTML
of a page is the one place through which all of it passes: prose, tables, charts and cards.
"""

from __future__ import annotations

import re

LANGUAGE = "zh-Hans"

_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z0-9-]+)")
_RUN = re.compile(
    r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]*[\u3400-\u9fff\uf900-\ufaff]"
    r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]*"
)
_CHINESE_TAG = re.compile(r"""\blang\s*=\s*["']?zh""")
_NO_MARKUP = {"script", "style", "title", "option", "textarea"}
_SVG_TEXT = {"text", "tspan"}
_EMPTY = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "path", "line"}


def mark_chinese(html: str) -> str:
    """Wrap the Chinese words of a piece of HTML in elements that state their language.

    Parameters
    ----------
    html : str
        Well-formed HTML. Text in elements that state Chinese already, in scripts and in
        elements that may hold no markup stays as it is.

    Returns
    -------
    str
        The same HTML, with ``lang`` attributes.
    """
    if not _RUN.search(html):
        return html
    pieces = _TAG.split(html)
    within: list[tuple[str, bool]] = []  # open elements, and whether they need no marks
    for position, piece in enumerate(pieces):
        if position % 2:
            _follow(piece, within)
        elif piece and not (within and within[-1][1]):
            wrap = "tspan" if within and within[-1][0] in _SVG_TEXT else "span"
            pieces[position] = _RUN.sub(rf'<{wrap} lang="{LANGUAGE}">\g<0></{wrap}>', piece)
    return "".join(pieces)


def _follow(tag: str, within: list[tuple[str, bool]]) -> None:
    """Keep the stack of open elements."""
    match = _NAME.match(tag)
    if match is None:
        return
    name = match[1].lower()
    if tag.startswith("</"):
        while within and within.pop()[0] != name:
            pass
    elif name not in _EMPTY and not tag.endswith("/>"):
        done = bool(within) and within[-1][1]
        within.append((name, done or name in _NO_MARKUP or bool(_CHINESE_TAG.search(tag))))


def mark_page(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Mark the body of a page (event ``html-page-context``)."""
    if context.get("body"):
        context["body"] = mark_chinese(context["body"])

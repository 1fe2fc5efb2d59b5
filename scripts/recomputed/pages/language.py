"""Chinese words on an English page say that they are Chinese.

A screen reader then speaks them in Chinese and a browser picks a Chinese font. The finished HTML
of a page is the one place through which all of it passes: prose, tables, charts and cards.
"""

from __future__ import annotations

import re

LANGUAGE = "zh-Hans"

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_SIGNS = r"\u3000-\u303f\uff01-\uff60"
_RUN = re.compile(rf"[{_SIGNS}{_HAN}]+")
CHINESE = re.compile(rf"[{_HAN}]")
_KEPT = re.compile(
    r"<!--.*?-->|<(script|style|title|option|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_STATED = re.compile(r"<([a-zA-Z0-9-]+)\b[^<>]*\slang\s*=\s*[\"']?zh[^<>]*>")
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


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
    kept = [found.span() for found in _KEPT.finditer(html)]
    kept += [(m.start(), _end(html, m.end(), m[1])) for m in _STATED.finditer(html)]
    drawings = [found.span() for found in _DRAWING.finditer(html)]
    pieces, done = [], 0
    for run in _RUN.finditer(html):
        at = run.start()
        within_tag = html.rfind("<", done, at) > html.rfind(">", done, at)
        if within_tag or not CHINESE.search(run[0]) or _inside(at, kept):
            continue
        wrap = "tspan" if _inside(at, drawings) else "span"
        pieces += html[done:at], f'<{wrap} lang="{LANGUAGE}">{run[0]}</{wrap}>'
        done = run.end()
    return "".join([*pieces, html[done:]])


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _end(html: str, at: int, name: str) -> int:
    """Where an element ends whose content begins at a place."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^>]*?(/?)>", re.IGNORECASE).finditer(html, at):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if not depth:
            return tag.end()
    return at


def mark_page(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Mark the body of a page (event ``html-page-context``)."""
    if context.get("body"):
        context["body"] = mark_chinese(context["body"])

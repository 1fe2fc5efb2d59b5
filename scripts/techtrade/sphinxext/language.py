"""Chinese words on an English page say that they are Chinese.

A screen reader then speaks them in Chinese and a browser picks a Chinese font. The finished HTML
of a page is the one place through which all of it passes: prose, tables, charts and cards.
"""

from __future__ import annotations

import re

LANGUAGE = "zh-Hans"

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_STOP = re.compile(
    rf"(?P<run>[\u3000-\u303f{_HAN}\uff01-\uff60]*[{_HAN}][\u3000-\u303f{_HAN}\uff01-\uff60]*)"
    r"|<!--.*?-->"
    r"|<(?P<plain>script|style|title|option|textarea)\b.*?</(?P=plain)\s*>"
    r"|<(?P<drawing>/?svg)\b"
    r"|<(?P<chinese>[a-zA-Z0-9-]+)\b[^<>]*\slang\s*=\s*[\"']?zh[^<>]*>",
    re.DOTALL,
)
"""Chinese words; and what decides whether they are marked, and by which element."""


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
    pieces, done, at, wrap = [], 0, 0, "span"
    while stop := _STOP.search(html, at):
        at = stop.end()
        if run := stop["run"]:
            if html.rfind("<", done, stop.start()) <= html.rfind(">", done, stop.start()):
                marked = f'<{wrap} lang="{LANGUAGE}">{run}</{wrap}>'
                pieces += html[done : stop.start()], marked
                done = at
        elif stop["drawing"]:
            wrap = "tspan" if stop["drawing"] == "svg" else "span"
        elif stop["chinese"]:
            at = _end(html, at, stop["chinese"])
    return "".join([*pieces, html[done:]])


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

"""SVG pictures of charts: small and clean enough to stand within a page, and with a caption.

A picture drawn by Vega repeats every attribute on every mark and describes itself in a way that
no screen reader needs inside ``role="img"``. :func:`inline` keeps what is seen, in about a third
of the bytes. :func:`captioned` is the picture to save and share: title, unit and source around
the chart.
"""

from __future__ import annotations

import re
import textwrap
from html import escape
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", NAMESPACE)

_DROPPED = {"class", "role", "pointer-events", "version", "font-family"}
_INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "font-size",
    "font-weight",
    "text-anchor",
)
_DEFAULTS = {"opacity": "1", "transform": "translate(0,0)", "font-style": "normal"}
_LONG_NUMBER = re.compile(r"-?[0-9]*\.[0-9]{2,}(?:e-?[0-9]+)?")
_EMPTY_PATH = re.compile(r"(M0,0h0v0h0Z?)?")


def inline(picture: str, identifier: str) -> str:
    """Reduce a picture to what a page needs.

    Parameters
    ----------
    picture : str
        SVG as Vega writes it.
    identifier : str
        Prefix that keeps the ids of clip paths and gradients apart on one page.

    Returns
    -------
    str
        An ``<svg>`` element without background, fonts and ids of its own making.
    """
    root = ElementTree.fromstring(picture)
    for child in list(root):
        if child.tag.endswith("rect"):  # the paper behind the chart; the page has its own
            root.remove(child)
    _clean(root)
    _rename(root, identifier)
    _flatten(root)
    return ElementTree.tostring(root, encoding="unicode")


def size(picture: str) -> tuple[float, float]:
    """Width and height of a picture, in pixels."""
    found = re.search(r'viewBox="[-0-9.]+ [-0-9.]+ ([0-9.]+) ([0-9.]+)"', picture)
    if found is None:
        raise ValueError("an SVG without a viewBox")
    return float(found[1]), float(found[2])


def _clean(element: ElementTree.Element) -> None:
    for child in list(element):
        if child.get("class") == "background" and not {"fill", "stroke"} & child.attrib.keys():
            element.remove(child)
    for name, value in list(element.attrib.items()):
        unneeded = name in _DROPPED or name.startswith("aria-") or _DEFAULTS.get(name) == value
        if unneeded:
            del element.attrib[name]
        elif name in ("d", "transform", "points", "x", "y", "x2", "y2", "width", "height", "r"):
            element.set(name, _LONG_NUMBER.sub(_short, value))
    for child in list(element):
        _clean(child)
        nothing = child.tag.endswith("path") and _EMPTY_PATH.fullmatch(child.get("d", ""))
        if nothing or (child.tag.endswith("}g") and not len(child)):
            element.remove(child)


def _short(match: re.Match) -> str:
    return f"{float(match[0]):.1f}".removesuffix(".0") if "e" not in match[0] else "0"


def _rename(root: ElementTree.Element, identifier: str) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{identifier}-{value}")
            elif "url(#" in value:
                element.set(name, value.replace("url(#", f"url(#{identifier}-"))


def _flatten(element: ElementTree.Element) -> None:
    """Say once on a group what all its children say, and drop groups that say nothing."""
    for position, child in enumerate(list(element)):
        _flatten(child)
        if child.tag.endswith("}g") and not child.attrib and len(child) == 1:
            element[position] = child[0]
    if not element.tag.endswith("}g") or len(element) < 2:
        return
    for name in _INHERITED:
        values = {child.get(name) for child in element}
        if len(values) == 1 and None not in values:
            element.set(name, values.pop())
            for child in element:
                del child.attrib[name]


def captioned(picture: str, title: str, subtitle: str, source: str) -> str:
    """A picture to keep: the chart with its finding above and its source below, on white."""
    width, height = size(picture)
    font = 'font-family="Helvetica, Arial, Liberation Sans, sans-serif"'
    top, lines = 30.0, []
    for line in textwrap.wrap(title, int(width / 9.2)):
        lines.append(_line(line, top, f'{font} font-size="18" font-weight="700" fill="#222832"'))
        top += 23
    for line in textwrap.wrap(subtitle, int(width / 6.6)):
        lines.append(_line(line, top, f'{font} font-size="13" fill="#4f5b6b"'))
        top += 18
    bottom = top + height + 22
    for line in textwrap.wrap(source, int(width / 5.6)):
        lines.append(_line(line, bottom, f'{font} font-size="11" fill="#4f5b6b"'))
        bottom += 15
    inner = picture.replace("<svg", f'<svg x="12" y="{top - 8:.0f}"', 1)
    return (
        f'<svg xmlns="{NAMESPACE}" width="{width + 24:.0f}" height="{bottom:.0f}" '
        f'viewBox="0 0 {width + 24:.0f} {bottom:.0f}">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(lines)}{inner}</svg>'
    )


def _line(text: str, y: float, style: str) -> str:
    return f'<text x="16" y="{y:.0f}" {style}>{escape(text)}</text>'

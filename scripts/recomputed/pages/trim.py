"""Static files without what no page of the book uses.

The theme brings the whole of Bootstrap and of an icon font. When the pages are written, style
sheets keep only the rules whose classes occur in a page or in a script, and scripts and source
maps that no page loads are left out. It is made from the theme's own files at every build.
"""

from __future__ import annotations

import re
from pathlib import Path

import tinycss2

from recomputed.files import write
from recomputed.pages import charts, pictures

UNUSED = (
    "scripts/bootstrap.js*",
    "scripts/fontawesome.js*",
    "vendor/fontawesome",
    "*webpack-macros.html",
    "**/*.map",
)
OWN = "recomputed.css"

_CLASSES = re.compile(r"""\bclass=["']([^"']*)["']""")
_WORDS = re.compile(r"[A-Za-z_][\w-]*")
_ARGUMENTS = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_NESTING = ("media", "supports", "layer", "container")


def used_names(folder: Path) -> set[str]:
    """Every class that a page has, and every word of a script, which may set it."""
    names: set[str] = set()
    for path in folder.rglob("*.html"):
        for classes in _CLASSES.findall(path.read_text("utf-8")):
            names.update(classes.split())
    for path in (folder / "_static").rglob("*.js"):
        if path.name != "vega.js":
            names.update(_WORDS.findall(path.read_text("utf-8")))
    return names


def trim_sheet(text: str, names: set[str]) -> str:
    """A style sheet without the rules that match nothing.

    Parameters
    ----------
    text : str
        CSS.
    names : set of str
        The classes that there are.
    """
    return _rules(tinycss2.parse_stylesheet(text, True, True), names)


def _rules(rules: list, names: set[str]) -> str:
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [
                selector
                for selector in _split(tinycss2.serialize(rule.prelude))
                if names.issuperset(_CLASS.findall(_ARGUMENTS.sub("", selector)))
            ]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in _NESTING and rule.content:
            inner = _rules(tinycss2.parse_rule_list(rule.content, True, True), names)
            if inner:
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif not (rule.type == "at-rule" and _is_icon_font(rule)):
            kept.append(rule.serialize())
    return "".join(kept)


def _is_icon_font(rule) -> bool:
    return rule.lower_at_keyword == "font-face" and "Awesome" in tinycss2.serialize(rule.content)


def _split(selectors: str) -> list[str]:
    """The selectors of a list; commas within brackets do not count."""
    found, depth, start = [], 0, 0
    for position, character in enumerate(selectors):
        depth += (character in "([") - (character in ")]")
        if character == "," and not depth:
            found.append(selectors[start:position])
            start = position + 1
    return [*found, selectors[start:]]


def trim_site(app, error: Exception | None) -> None:
    """Trim what was copied into the site (event ``build-finished``)."""
    if error is not None or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    for pattern in UNUSED:
        for path in sorted(static.glob(pattern), reverse=True):
            _remove(path)
    names = used_names(Path(app.outdir))
    for path in sorted(static.rglob("*.css")):
        if path.name != OWN:
            text = path.read_text("utf-8")
            kept = charts.cache(app) / "trimmed" / f"{pictures.digest(text, sorted(names))}.css"
            if not kept.exists():
                write(kept, trim_sheet(text, names))
            write(path, kept.read_text("utf-8"))


def _remove(path: Path) -> None:
    for inner in path.iterdir() if path.is_dir() else ():
        _remove(inner)
    path.rmdir() if path.is_dir() else path.unlink()

"""The style sheet and the script of the book, each put together from parts."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from recomputed.files import write

PACKAGE = files("recomputed.pages") / "static"
SHEETS = ("page.css", "icons.css", "marks.css", "charts.css", "tables.css")
SCRIPTS = ("marks.js", "charts.js", "tables.js")

# Colours that Vega falls back on where a chart names none, and their places in the dark theme.
VEGA_DEFAULTS = {"#000": "ink", "#000000": "ink", "black": "ink", "#888": "axis", "#ddd": "grid"}

_COLOUR = re.compile(r'(fill|stroke)="([^"]+)"')


def dark_colours() -> dict[str, str]:
    """Every colour of the house style, light to dark."""
    palette = json.loads((files("recomputed") / "charts" / "palette.json").read_text("utf-8"))
    pairs = [*palette["colours"].values(), *palette["inks"].values()]
    pairs += [step for ramp in palette["ramps"].values() for step in ramp]
    colours = {pair["light"].lower(): pair["dark"] for pair in pairs}
    colours |= {pair["text"].lower(): pair["dark"] for pair in pairs if "text" in pair}
    inks = palette["inks"]
    return {light: inks[ink]["dark"] for light, ink in VEGA_DEFAULTS.items()} | colours


def dark_rules() -> str:
    """Rules that turn each light colour of a chart into its dark one, on screens only."""
    rules = []
    for light, dark in dark_colours().items():
        for attribute in ("fill", "stroke"):
            rules.append(
                f'html[data-theme="dark"] .tt-plot svg [{attribute}="{light}" i]'
                f"{{{attribute}:{dark}}}"
            )
    return "@media screen{\n" + "\n".join(rules) + "\n}\n"


def darken(picture: str) -> str:
    """A picture in the colours of the dark theme, for where style sheets do not reach."""
    colours = dark_colours()
    return _COLOUR.sub(lambda m: f'{m[1]}="{colours.get(m[2].lower(), m[2])}"', picture)


def sheet() -> str:
    """The one style sheet of the book."""
    parts = [(PACKAGE / name).read_text("utf-8") for name in SHEETS]
    return "\n".join([*parts, dark_rules()])


def collect(folder: Path) -> Path:
    """Write the style sheet and the small script into a folder; files that are right stay.

    Parameters
    ----------
    folder : Path
        The cache of the book.

    Returns
    -------
    Path
        The folder to be copied into the site's ``_static``.
    """
    target = folder / "static"
    script = "\n".join((PACKAGE / name).read_text("utf-8") for name in SCRIPTS)
    contents = {"recomputed.css": sheet(), "recomputed.js": script}
    for name, content in contents.items():
        path = target / name
        if not path.exists() or path.read_text("utf-8") != content:
            write(path, content)
    return target

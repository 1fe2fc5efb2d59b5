"""Colours of the book: one per entity, each with a counterpart for the dark theme.

Every colour that a chart may use stands in ``palette.json``, and which entity has which in the
paper's ``paper.toml``: pages switch theme by replacing one
hex value by the other, so a colour from elsewhere would stay behind. Rarely shown entities share a
family of greys and rely on their direct labels. Nothing but the standard library is needed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

PALETTE: dict[str, Any] = json.loads(
    Path(__file__).with_name("palette.json").read_text(encoding="utf-8")
)
ENTITIES: dict[str, dict] = {"kinds": {}, "aliases": {}, "short": {}}
"""What papers have declared: kind to entity to colour, other names, and short forms."""

INK: dict[str, str] = {name: pair["light"] for name, pair in PALETTE["inks"].items()}


def declare(colours: Mapping[str, Mapping]) -> None:
    """Take a paper's entities into the palette.

    Parameters
    ----------
    colours : mapping
        ``kinds``, ``aliases`` and ``short``, as a paper's ``paper.toml`` gives them.
    """
    for part, entries in colours.items():
        ENTITIES[part].update(entries)
    _names.cache_clear()


def _key(name: str) -> str:
    """Fold case and punctuation, so that "USSR / Russia" and "ussr_russia" are one entity."""
    return re.sub(r"[^a-z0-9]+", " ", str(name).lower()).strip()


@cache
def _names(kind: str) -> dict[str, str]:
    """Colour names of one kind by folded entity name, aliases included."""
    entities = (PALETTE["kinds"] | ENTITIES["kinds"])[kind]
    own = {_key(entity): colour for entity, colour in entities.items()}
    for alias, entity in ENTITIES["aliases"].items():
        if _key(entity) in own:
            own.setdefault(_key(alias), own[_key(entity)])
    return own


def _known(kind: str, entity: str) -> str | None:
    """Colour name of an entity, also where a measure follows it ("Food: grants")."""
    names = _names(kind)
    return names.get(_key(entity)) or names.get(_key(str(entity).split(":")[0]))


def colour(kind: str | None, entity: str, role: str = "light", rank: int = 0) -> str:
    """Colour of an entity.

    Parameters
    ----------
    kind : {"partner", "form", "firm", "industry", "flow", "region", "verdict", "status"} or None
        What the entity is. None takes the general sequence by ``rank``.
    entity : str
        Name as in the data package, in any case or punctuation.
    role : {"light", "text", "dark"}
        Mark colour, label colour (contrast of 4.5 on white), or the dark theme's colour.
    rank : int
        Position among the entities without a colour of their own; they share neutral greys.

    Returns
    -------
    str
        Lower-case hex value.

    Raises
    ------
    KeyError
        If the kind is unknown.
    """
    if kind is None:
        name = PALETTE["sequence"][rank % len(PALETTE["sequence"])]
    else:
        neutrals = PALETTE["neutrals"]
        name = _known(kind, entity) or neutrals[rank % len(neutrals)]
    return PALETTE["colours"][name][role]


def known(kind: str, entity: str) -> bool:
    """Whether the entity has a colour of its own or an assigned grey."""
    return _known(kind, entity) is not None


def colours(kind: str | None, entities: Iterable[str], role: str = "light") -> list[str]:
    """Colours of several entities in their order; the unknown ones get neutrals in turn."""
    found, unknown = [], 0
    for entity in entities:
        found.append(colour(kind, entity, role, unknown))
        unknown += kind is None or _known(kind, entity) is None
    return found


def short(entity: str) -> str:
    """Short form of a long name, for labels on a phone."""
    return ENTITIES["short"].get(entity, entity)


def shortened(spec: dict) -> dict[str, str]:
    """The long names in a chart's specification, each with its short form."""
    text = json.dumps(spec, ensure_ascii=False)
    return {name: form for name, form in ENTITIES["short"].items() if f'"{name}' in text}


def ramp(name: str = "blue") -> list[str]:
    """Seven steps from low to high (``blue``) or through a neutral middle (``diverging``)."""
    return [step["light"] for step in PALETTE["ramps"][name]]


@cache
def dark_map() -> dict[str, str]:
    """Every hex value that a chart may use -> its counterpart in the dark theme."""
    pairs = {pair["light"]: pair["dark"] for pair in PALETTE["inks"].values()}
    for entry in PALETTE["colours"].values():
        pairs |= {entry["light"]: entry["dark"], entry["text"]: entry["dark"]}
    for steps in PALETTE["ramps"].values():
        pairs |= {step["light"]: step["dark"] for step in steps}
    return pairs


def dark_of(light: str) -> str:
    """Counterpart of a palette colour in the dark theme."""
    return dark_map()[light.lower()]

"""The paper that a data folder is about: what the toolkit is told of it, and where its code is.

``datapackage.json`` names the paper's package; ``paper.toml`` in that package says the rest.
"""

from __future__ import annotations

import importlib.util
import pkgutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from recomputed.errors import BookError, DataError, one_line

ROOMS = ("recompute", "held", "identities", "figures")
"""The parts of a paper's package that register something; it may lack any of them."""


@dataclass(frozen=True)
class Part:
    """A first-level section of the paper, or what stands before the first.

    Parameters
    ----------
    title : str
        As readers see it, ``"Section 1"``.
    page : str
        The chapter that restates it, without its ending.
    """

    title: str
    page: str


@dataclass(frozen=True)
class Paper:
    """What the toolkit is told of a paper.

    Parameters
    ----------
    name : str
        The importable package with its recomputations.
    title : str
        The book's title.
    parts : mapping
        First-level section, as claims name it, to Part; in the paper's order.
    years : tuple of int
        The first and the last calendar year that prose may type.
    digits : tuple of str
        Patterns of names with digits that prose may type, such as ``G20``.
    names : mapping
        Names of places that are not their ids with a capital.
    colours : mapping
        ``kinds`` (kind to entity to colour), ``aliases`` and ``short`` forms of entities.
    """

    name: str
    title: str
    parts: Mapping[str, Part]
    years: tuple[int, int]
    digits: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, Mapping] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the paper's package."""
        return Path(str(files(self.name)))

    def part_of(self, section: str) -> Part:
        """The part that a section belongs to: ``"1"`` for ``"1.2.1"``."""
        return self.parts[section.partition(".")[0]]

    def name_of(self, section: str) -> str:
        """A section in running text: ``Section 1.2``, ``the abstract``."""
        number = section[0].isdigit()
        return f"Section {section}" if number else f"the {self.part_of(section).title.lower()}"

    def load(self) -> None:
        """Import the modules of the paper's package, which register what they hold.

        Raises
        ------
        BookError
            If one cannot be imported; the message names file and line.
        """
        for room in ROOMS:
            if fault := _fault_of(f"{self.name}.{room}"):
                raise BookError(fault)


@cache
def read_paper(name: str) -> Paper:
    """A paper by the name of its package.

    Raises
    ------
    DataError
        If no such package is installed, or it says nothing of its paper.
    """
    try:
        told = tomllib.loads(files(name).joinpath("paper.toml").read_text(encoding="utf-8"))
        told["parts"] = {section: Part(**part) for section, part in told["parts"].items()}
        first, last = told["years"]
        told |= {"years": (int(first), int(last)), "digits": tuple(told.get("digits", ()))}
        return Paper(name, **told)
    except (ImportError, OSError, ValueError):
        raise DataError(
            f"datapackage.json, paper: found {name!r}, expected a package with a paper.toml"
        ) from None
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{name}/paper.toml: {type(error).__name__} {error}") from None


def paper_of(function) -> str:
    """The package in which a function that registers itself is written."""
    return function.__module__.partition(".")[0]


@cache
def _fault_of(room: str) -> str:
    """Import a module, or all modules of a package, once; what is wrong, if they cannot be."""
    if importlib.util.find_spec(room) is None:
        return ""
    if fault := _fault_of_module(room):
        return fault
    for module in pkgutil.iter_modules(getattr(importlib.import_module(room), "__path__", ())):
        if fault := _fault_of_module(f"{room}.{module.name}"):
            return fault
    return ""


def _fault_of_module(name: str) -> str:
    try:
        importlib.import_module(name)
    except Exception as error:
        file = importlib.util.find_spec(name).origin
        shown = "/".join([*name.split(".")[:-1], Path(file).name])
        return f"{shown}: {one_line(error, file)}"
    return ""

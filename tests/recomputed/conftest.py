"""The made-up paper's book for the toolkit's tests, and colours for what their charts draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from helpers import notebook
from made_up import make_mini, name_chapter

from recomputed.charts import palette

KINDS = {
    "partner": {
        "Total": "graphite",
        "Japan": "red",
        "United States": "blue",
        "Germany": "ochre",
        "European Union": "green",
    },
    "form": {
        "Total": "graphite",
        "Patents": "blue",
        "Complete plant, key equipment and production lines": "red",
        "Technical consulting and services": "ochre",
    },
    "industry": {"Food": "green", "Chemicals": "purple"},
    "flow": {"Exports": "blue", "Imports": "red", "Balance": "graphite"},
}
"""What the tests' charts draw; a paper declares its own in ``paper.toml``."""

ALIASES = {
    "Technology exports": "Exports",
    "Technology imports": "Imports",
    "Deficit": "Balance",
}
SHORT = {
    "Complete plant, key equipment and production lines": "Plant and equipment",
    "Technical consulting and services": "Consulting and services",
}
palette.declare({"kinds": KINDS, "aliases": ALIASES, "short": SHORT})


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A book of three pages, quick to build and free to be broken."""
    return make_mini(tmp_path / "clone")


@pytest.fixture
def add_chapter(mini: Path) -> Callable[..., Path]:
    """Write a further chapter of the small book: ``add_chapter("bad", cell, cell)``."""

    def add(name: str, *cells) -> Path:
        path = mini / "chapters" / f"{name}.ipynb"
        nbformat.write(notebook(name, *cells), path)
        name_chapter(mini, name)
        return path

    return add

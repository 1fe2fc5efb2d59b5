"""Copies of the made-up paper's small book, free to be built and broken."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nbformat

BOOK = Path(__file__).parent / "recomputed" / "book"
DATA = BOOK / "data"
YEAR, OTHER_YEAR = "1921,40.2,", "1921,45.6,"
"""The first row of Table 1, and what the tests like to make of it."""

if (package := str(BOOK / "scripts")) not in sys.path:
    sys.path.append(package)  # for what these tests ask of it in their own process


def make_book(folder: Path) -> Path:
    """Copy the whole book."""
    return shutil.copytree(BOOK, folder, ignore=shutil.ignore_patterns("_build", "__pycache__"))


def make_mini(folder: Path) -> Path:
    """The book without its charts and its appendices: three pages, quick to build."""
    make_book(folder)
    path = folder / "chapters" / "section-1.ipynb"
    nb = nbformat.read(path, 4)
    nb.cells = [cell for cell in nb.cells if "ch.show" not in cell.source]
    nbformat.write(nb, path)
    for name in ("catalogue", "figures", "errata"):
        (folder / "chapters" / f"{name}.ipynb").unlink()
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n")
    for name in ("section-1", "section-2"):
        name_chapter(folder, name)
    return folder


def name_chapter(folder: Path, name: str) -> None:
    """Put a chapter at the end of the table of contents."""
    with (folder / "_toc.yml").open("a") as toc:
        toc.write(f"  - file: chapters/{name}\n")

"""Small tools that tests of both packages use."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "data", "assets", "scripts")
SETUP = """from recomputed.chapter import Chapter

ch = Chapter("{name}", data_dir, edition)
n, v = ch.n, ch.v"""


def run_book(*arguments: str | Path, root: Path = ROOT, **options) -> subprocess.CompletedProcess:
    """Run ``scripts/book.py`` of a project, as a person would."""
    command = [sys.executable, root / "scripts" / "book.py", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, **options)


def digest(folder: Path) -> str:
    """One hash over the names and contents of all files of a folder, or of one file."""
    total = hashlib.sha256()
    for path in sorted(p for p in (folder, *folder.rglob("*")) if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return total.hexdigest()


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} holds {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def notebook(name: str, *cells) -> nbformat.NotebookNode:
    """A chapter with the book's first two cells, and others after them."""
    parameters = nbformat.v4.new_code_cell('data_dir = None\nedition = "corrected"')
    parameters.metadata["tags"] = ["parameters", "remove-cell"]
    setup = nbformat.v4.new_code_cell(SETUP.format(name=name))
    setup.metadata["tags"] = ["remove-input"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        metadata={"kernelspec": kernel}, cells=[parameters, setup, *cells]
    )


def importing_from(root: Path) -> dict[str, str]:
    """The environment in which a book's own package is found before any other."""
    path = os.pathsep.join(filter(None, (str(root / "scripts"), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def processes_with(mark: str) -> list[str]:
    """The running processes that were started with a mark in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found

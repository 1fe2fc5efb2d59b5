"""Small tools that several tests use."""

from __future__ import annotations

import csv
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "data", "assets", "scripts")
MINI_CLAIMS = ("1.2.1-imports-1979", "1.2.1-imports-multiple", "1.2.1-scale-growth")
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


def make_clone(folder: Path) -> Path:
    """Copy the book's sources, without anything built."""
    folder.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")
            shutil.copytree(source, folder / name, ignore=ignore)
        else:
            shutil.copy(source, folder / name)
    return folder


def keep_only(path: Path, keys: tuple[str, ...]) -> None:
    """Drop the rows of a CSV file whose first cell is none of `keys`."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[0] in keys)])


def make_mini(folder: Path) -> Path:
    """Make a book of two pages on the whole data."""
    make_clone(folder)
    shutil.rmtree(folder / "chapters")
    (folder / "chapters").mkdir()
    text = nbformat.v4.new_markdown_cell
    one = text(
        "# A small book\n\nIn 1979 China imported {eval}`n('1.2.1-imports-1979')` of technology. "
        "Table 1 says {eval}`f\"{float(ch.T[1][1979, 'total']):.0f}\"`, the data are "
        "{eval}`edition`."
    )
    two = text(
        "# A chapter\n\nImports grew by {eval}`n('1.2.1-imports-multiple')` times, "
        "{eval}`v('1.2.1-scale-growth', 'fast')`."
    )
    nbformat.write(notebook("index", one), folder / "index.ipynb")
    nbformat.write(notebook("one", two), folder / "chapters" / "one.ipynb")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: chapters/one\n"
    )
    keep_only(folder / "data" / "claims.csv", MINI_CLAIMS)
    data = folder / "data"
    names = ("evidence.csv", "outside.csv", "searches.csv")
    for path in (*(data / name for name in names), *data.glob("figures/*.csv")):
        keep_only(path, ())  # they name claims that are gone
    return folder

"""The notebook editions as zips: notebooks, data, the package as one file to install."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from recomputed.data.book import Book
from recomputed.teach.checking import seal
from recomputed.teach.editions import notebooks, wheel, zips
from recomputed.teach.editions.chapters import Source

LICENCES = ("LICENSE", "LICENSE-TEXT", "CITATION.cff")
README = """# {title}: {who}

The chapters as notebooks, with the data of the book.

1. Python 3.11 or newer is needed. In this folder, best in an environment of its own:

       python -m venv .venv
       .venv/bin/pip install -r requirements.txt        (Windows: .venv\\Scripts\\pip)

2. Then open the notebooks:

       .venv/bin/jupyter lab notebooks                  (Windows: .venv\\Scripts\\jupyter)

Any other program for notebooks will do as well: the one line with pip is all that they need.
Run a notebook from its first cell on. {what}

`check("ex-1-3", my_value)` tells whether an answer is right, right up to rounding, or not yet
right; it needs no network. The data are plain tables in `data/tables/`, and may be changed; keep a
copy of the originals. {checked}
"""
FOR_STUDENTS = "Answers go into the cells that say `answer = ...`."
CHECKED_BY = {
    True: "Answers are checked against the data as published.",
    False: "Answers are computed anew from the data that are there.",
}
FOR_TEACHERS = (
    "Solutions stand below the exercises, and notes for teaching where they are needed; "
    "the answers themselves are functions in the package, `{paper}.answers`."
)


@dataclass(frozen=True)
class Bundle:
    """What the two notebook editions are made of.

    Parameters
    ----------
    root : Path
        The project's folder.
    data : Path
        The data folder.
    title : str
        The book's title.
    chapters : list of Source
        The executed chapters.
    """

    root: Path
    data: Path
    title: str
    chapters: list[Source]

    def files(self, for_students: bool) -> dict[str, bytes | str]:
        """Path to content of everything in the edition."""
        beside = [f"{source.name}.ipynb" for source in self.chapters]
        files: dict[str, bytes | str] = {
            f"notebooks/{source.name}.ipynb": notebooks.export(source, for_students, beside)
            for source in self.chapters
        }
        book = Book(self.data)
        paper, version = book.paper, book.package["version"]
        sealed = seal(self.data, f"{paper.name} {version}") if for_students else None
        name, content = wheel.build(paper, version, sealed)
        files[name] = content
        files["requirements.txt"] = f"./{name}\n"
        files |= zips.tree(self.data, "data/")
        files |= {
            one: (self.root / one).read_bytes() for one in LICENCES if (self.root / one).is_file()
        }
        who, what = (
            ("for students", FOR_STUDENTS) if for_students else ("for instructors", FOR_TEACHERS)
        )
        what = what.format(paper=paper.name)
        files["README.md"] = README.format(
            title=self.title,
            who=who,
            what=what.format(paper=paper.name),
            checked=CHECKED_BY[for_students],
        )
        return files


def answers_in(files: dict[str, bytes | str]) -> list[str]:
    """The notebooks of an edition that still hold a solution; there must be none for students."""
    found = []
    for name, content in files.items():
        if name.endswith(".ipynb"):
            cells = json.loads(content)["cells"]
            if any("solution" in cell["metadata"].get("tags", []) for cell in cells):
                found.append(name)
    return found

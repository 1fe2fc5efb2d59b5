"""``check("ex-1-3", my_value)``: the exercises' answers, checked in the notebook."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from recomputed.data.book import Book
from recomputed.data.quantity import Unit
from recomputed.errors import BookError
from recomputed.ledger import current
from recomputed.teach.keys import Key, open_key
from recomputed.teach.marking import Checked, mark
from recomputed.teach.register import load_answers

SEALED = "sealed.json"
"""The keys of the student edition, beside this module; the book has none."""


def check(exercise: str, value: object = ..., data_dir: str | Path | None = None) -> Checked:
    """Check an answer by the ledger's own grader.

    Parameters
    ----------
    exercise : str
        The exercise's label: ``"ex-1-3"``.
    value : object
        The answer: a number of any type or as text, a name, several names, True or False.
    data_dir : path, optional
        The data folder; the notebook's own parameter, or the book's, if not given.

    Returns
    -------
    Checked
        Says right, right up to rounding, or wrong with a hint.

    Raises
    ------
    BookError
        If there is no such exercise.
    """
    folder = data_dir or notebooks_data()
    answers = load_answers(Book(folder).paper.name)
    if answers:
        if exercise not in answers:
            raise BookError(_unknown(exercise, answers))
        one = answers[exercise]
        book = current(folder, one.edition).book
        key = open_key(one, book)
    else:
        keys = sealed_keys()
        if exercise not in keys:
            raise BookError(_unknown(exercise, keys))
        key, book = keys[exercise], current(folder).book
    return mark(key, value, unit_of(key, book))


def unit_of(key: Key, book: Book) -> Unit | None:
    return book.units[key.unit] if key.unit else None


def _unknown(exercise: str, known) -> str:
    chapter = exercise.rpartition("-")[0]
    near = [name for name in known if name.startswith(f"{chapter}-")] or list(known)
    return (
        f"check: there is no exercise {exercise!r} to check; there is {', '.join(near) or 'none'}"
    )


def notebooks_data() -> str | None:
    """The parameter ``data_dir`` of the notebook that asks, if there is one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns.get("data_dir") if shell else None


def sealed_keys() -> dict[str, Key]:
    """The keys of the student edition."""
    path = files("recomputed.teach") / SEALED
    if not path.is_file():
        return {}
    stored = json.loads(path.read_text("utf-8"))
    return {told["exercise"]: Key(**told) for told in stored}


def seal(data_dir: Path, salt: str) -> str:
    """All keys, sealed, as the text of :data:`SEALED`.

    Parameters
    ----------
    data_dir : Path
        The published data.
    salt : str
        What makes the digests of this edition its own.
    """
    books = {edition: Book(data_dir, edition) for edition in ("corrected", "printed")}
    answers = load_answers(books["printed"].paper.name).values()
    keys = (open_key(one, books[one.edition]).sealed(salt) for one in answers)
    return json.dumps([vars(key) for key in keys], ensure_ascii=False, indent=0)

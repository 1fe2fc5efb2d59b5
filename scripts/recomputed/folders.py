"""Whose a folder is: commands write only to folders of their own, and remove only what they wrote.

A folder that a command may write to bears a mark. What is put into one for people to look at (a
book's pages, the merged data, students' tables) is sealed: a list in it says which files were
written, and with what content. Files that are not on it, or are not as they were, are somebody's:
they are never removed, but set aside under a name of their own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from recomputed.errors import BookError

BUILD, PLANT = MARKS = (".book-build", ".planted")
"""The marks: a build may write here, ``plant`` may."""

SEAL = ".book-files"
BUILT, WITHIN = "_build", ("whatif", "serve", "serve/corrected", "serve/printed")
"""The project's own build folder, and the builds of other kinds that stand in it."""

LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers write into folders that somebody looks at."""


def typed(text: str) -> Path:
    """A folder as it was typed, the home folder's sign included."""
    return Path(text).expanduser()


def check(folder: Path, root: Path, mark: str = BUILD, inputs: Iterable[Path] = ()) -> None:
    """Refuse a folder that a command must not write to; nothing is written.

    Parameters
    ----------
    folder : Path
        The folder.
    root : Path
        The project's folder.
    mark : str
        Which mark it is to bear.
    inputs : iterable of Path
        Folders that are read.

    Raises
    ------
    BookError
        If it is a file, holds files that are not ours, lies among the project's sources, or holds
        or lies in anything that is read.
    """
    here, built = _real(folder), _real(root / BUILT)
    if folder.is_symlink() and not folder.exists():
        raise BookError(f"{folder}: is a link that leads to nothing; name a folder with --out")
    if here.exists() and not here.is_dir():
        raise BookError(f"{folder}: is a file; name a folder with --out")
    for one, words in ((root, "the project"), (Path(os.path.expanduser("~")), "your home folder")):
        if _within(one, here):
            raise BookError(f"{folder}: holds {words}; name another folder with --out")
    for one in inputs:
        if _same(one, here):
            raise BookError(f"{folder}: is read; name another folder with --out")
        if _within(one, here):
            raise BookError(f"{one}: lies in {folder}, where results go; copy it to another place")
        if _within(here, one):
            raise BookError(
                f"{one}: holds {folder}, where results go; name a folder with edited files alone"
            )
    around = next((one for one in here.parents if is_ours(one, root)), None)
    if around and here not in [built / name for name in WITHIN]:
        raise BookError(f"{folder}: lies in the build folder {around.name}; name one outside it")
    top = next((one for one in (here, *here.parents) if _same(one.parent, root)), here)
    if top not in (here, built) and not is_marked(top):
        raise BookError(
            f"{folder}: lies in {top.name}/ of the project; name a folder outside with --out"
        )
    if here.exists() and not is_ours(here, root, mark) and (held := sorted(os.listdir(here))):
        if is_marked(here):
            raise BookError(f"{folder}: holds what another command wrote; name a new folder")
        raise BookError(
            f"{folder}: holds files that are not ours, such as {held[0]}; name a new folder"
            + (", or move them away" if here == built else "")
        )


def claim(folder: Path, root: Path, mark: str = BUILD, inputs: Iterable[Path] = ()) -> None:
    """Make a folder, and mark it, for a command to write to; see :func:`check`."""
    check(folder, root, mark, inputs)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / mark).exists():
        (folder / mark).write_text("By this file scripts/book.py knows a folder of its own.\n")


def is_marked(folder: Path) -> bool:
    """Whether a folder bears any of the marks."""
    return any((folder / mark).is_file() for mark in MARKS)


def is_ours(folder: Path, root: Path, mark: str = BUILD) -> bool:
    """Whether a folder bears the mark, or is the project's own from before there were marks."""
    built = root / BUILT
    own = mark == BUILD and _same(folder, built) and not built.is_symlink()
    return (folder / mark).is_file() or (own and (built / "html" / ".buildinfo").is_file())


def seal(folder: Path, files: Iterable[Path] | None = None) -> None:
    """Note files as written by us, with their content.

    Parameters
    ----------
    folder : Path
        The folder that they are in.
    files : iterable of Path, optional
        Files added to those noted before; all that there are, and nothing else, if not given.
    """
    noted = {} if files is None else sealed(folder)
    found = _files(folder) if files is None else files
    noted |= {path.relative_to(folder).as_posix(): _digest(path) for path in found}
    (folder / SEAL).write_text(json.dumps(noted, indent=0, sort_keys=True), encoding="utf-8")


def sealed(folder: Path) -> dict[str, str]:
    """The files of a folder that we wrote, with the hashes of their contents."""
    try:
        return json.loads((folder / SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def foreign(folder: Path) -> list[Path]:
    """The files of a folder that we have not written, or that somebody has changed since."""
    noted = sealed(folder)
    return [
        path
        for path in _files(folder)
        if path.is_symlink() or noted.get(path.relative_to(folder).as_posix()) != _digest(path)
    ]


def is_whole(folder: Path) -> bool:
    """Whether a folder is as it was sealed: nothing changed, added or gone."""
    noted = sealed(folder)
    return bool(noted) and not foreign(folder) and all((folder / name).exists() for name in noted)


def clear(folder: Path) -> list[Path]:
    """Remove what we wrote into a sealed folder; the folder itself stays.

    Returns
    -------
    list of Path
        What is left, for it is somebody's.
    """
    if folder.is_symlink() or folder.is_file():
        return [folder]
    if not folder.is_dir():
        return []
    theirs = dict.fromkeys(foreign(folder))
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):  # not empty
                path.rmdir()
        elif path not in theirs and path.name not in MARKS:
            path.unlink()
    return list(theirs)


def retire(folder: Path, tell: Callable[[str], None] = print, name: str = "") -> None:
    """Make way for a new folder: what we wrote is removed, what is somebody's is set aside.

    Parameters
    ----------
    folder : Path
        The sealed folder; none need be there.
    tell : callable
        Told, in a sentence, of what was set aside.
    name : str
        The name by which people know it, if it has been moved.
    """
    name = name or folder.name
    if theirs := clear(folder):
        number = 1
        while (kept := folder.with_name(f"{name}-kept-{number}")).exists():
            number += 1
        shown = ", ".join(path.name for path in theirs[:3]) + (", …" if len(theirs) > 3 else "")
        folder.rename(kept)
        tell(f"{name}/ held files that may be yours ({shown}); they are kept in {kept}")
    elif folder.exists():
        folder.rmdir()


def _files(folder: Path) -> list[Path]:
    """The files and links of a folder, less our list and litter."""
    ignored = (*LITTER, SEAL, *MARKS)
    found = (path for path in sorted(folder.rglob("*")) if path.name not in ignored)
    return [path for path in found if path.is_symlink() or not path.is_dir()]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]


def _real(path: Path) -> Path:
    """A path without links, even where they lead in a circle."""
    return Path(os.path.realpath(path))


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place, however they are written."""
    try:
        return one.samefile(other)
    except OSError:
        return _real(one) == _real(other)


def _within(inner: Path, outer: Path) -> bool:
    """Whether a place is another, or lies in it."""
    inner = _real(inner)
    return any(_same(one, outer) for one in (inner, *inner.parents))

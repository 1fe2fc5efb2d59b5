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

KINDS = {BUILD: "a build folder", PLANT: "a folder of planted tables"}

SEAL = ".book-files"
BUILT, WITHIN = "_build", ("whatif", "serve", "serve/corrected", "serve/printed")
"""The project's own build folder, and the builds of other kinds that stand in it."""

LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers write into folders that somebody looks at."""


def typed(text: str) -> Path:
    """The folder that somebody names on the command line, where ``~`` stands for the home."""
    return Path(os.path.expanduser(text))


def check(
    folder: Path,
    root: Path,
    mark: str = BUILD,
    inputs: Iterable[Path] = (),
    wanted: str = "a new folder",
) -> None:
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
    wanted : str
        What is to be named in its place.

    Raises
    ------
    BookError
        If it is no folder, holds files that are not ours, lies among the project's sources or in
        a build folder, or holds or lies in anything that is read.
    """
    for one in (folder, *folder.parents):
        if one.is_symlink() and not one.exists():
            raise BookError(f"{one}: is a link that leads nowhere; name a folder with --out")
        if one.exists() and not one.is_dir():
            raise BookError(f"{one}: is a file; name a folder with --out")
    for one in inputs:
        if within(root, one):
            raise BookError(f"{one}: holds the project; --data names a folder of edited files only")
    for one, words in ((root, "the project"), (typed("~"), "your home folder")):
        if within(one, folder):
            raise BookError(f"{folder}: holds {words}; name another folder with --out")
    _check_place(folder, root, mark, wanted)
    for one in inputs:
        if within(one, folder):
            raise BookError(f"{one}: lies in {folder}, where results go; copy it to another place")
        if within(folder, one):
            raise BookError(f"{folder}: lies in {one}, which is read; name another with --out")
    if not folder.exists() or is_ours(folder, root, mark) or not (held := os.listdir(folder)):
        return
    if is_marked(folder):
        raise BookError(f"{folder}: is {_kind(folder)}; name another with --out")
    moved = "move them, or " if _same(folder, root / BUILT) else ""
    raise BookError(
        f"{folder}: holds files that are not ours, such as {min(held)}; {moved}name {wanted} with "
        "--out"
    )


def _check_place(folder: Path, root: Path, mark: str, wanted: str) -> None:
    """Refuse a place among the project's sources, or within what a command has made."""
    here, built = _real(folder), _real(root / BUILT)
    top = next((one for one in (here, *here.parents) if _same(one.parent, root)), built)
    taken = top != here or (top.is_dir() and os.listdir(top))
    if taken and not is_marked(top) and not _same(top, built):
        raise BookError(
            f"{folder}: {'is' if top == here else 'lies in'} {top.name}/ of the project, which "
            f"holds other files; name {wanted} with --out"
        )
    outer = next((one for one in here.parents if _same(one, built) or is_marked(one)), None)
    if outer and (mark != BUILD or here not in [built / name for name in WITHIN]):
        itself = f"{outer} itself, or " if (mark, _kind(outer)) == (BUILD, KINDS[BUILD]) else ""
        raise BookError(
            f"{folder}: lies in {outer}, {_kind(outer)}; name {itself}a folder outside it with "
            "--out"
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


def _kind(folder: Path) -> str:
    return KINDS[PLANT if (folder / PLANT).is_file() else BUILD]


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
    found = files_of(folder) if files is None else files
    for path in found:
        if path.is_file() and not path.is_symlink():
            noted[path.relative_to(folder).as_posix()] = _digest(path)
    (folder / SEAL).write_text(json.dumps(noted, indent=0, sort_keys=True), encoding="utf-8")


def sealed(folder: Path) -> dict[str, str]:
    """The files of a folder that we wrote, with the hashes of their contents."""
    try:
        return json.loads((folder / SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def foreign(folder: Path, files: Iterable[Path] | None = None) -> list[Path]:
    """The files of a folder that we have not written, or that somebody has changed since.

    Parameters
    ----------
    folder : Path
        The folder.
    files : iterable of Path, optional
        The files in it to look at; all of them, if not given.
    """
    noted = sealed(folder)
    return [
        path
        for path in (files_of(folder) if files is None else files)
        if path.is_symlink()
        or not path.is_file()
        or noted.get(path.relative_to(folder).as_posix()) != _digest(path)
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
        kept = _kept(folder, name)
        folder.rename(kept)
        tell(_told(theirs, name, kept))
    elif folder.exists():
        folder.rmdir()


def set_aside(folder: Path, theirs: list[Path], tell: Callable[[str], None] = print) -> None:
    """Move files that are somebody's out of a folder that we go on to work in.

    Parameters
    ----------
    folder : Path
        The folder.
    theirs : list of Path
        The files, or the folder itself if it is a link or a file.
    tell : callable
        Told, in a sentence, of what was set aside.
    """
    if theirs:
        kept = _kept(folder, folder.name)
        for path in theirs:
            place = kept / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)
        tell(_told(theirs, folder.name, kept))


def _kept(folder: Path, name: str) -> Path:
    """A free name beside a folder, for what is kept of it."""
    number = 1
    while os.path.lexists(kept := folder.with_name(f"{name}-kept-{number}")):
        number += 1
    return kept


def _told(theirs: list[Path], name: str, kept: Path) -> str:
    shown = ", ".join(path.name for path in theirs[:3]) + (", …" if len(theirs) > 3 else "")
    return f"{name}/ held files that may be yours ({shown}); they are kept in {kept}"


def files_of(folder: Path) -> list[Path]:
    """The files and links of a folder, less our list and litter; itself, if it is one of them."""
    if folder.is_symlink() or folder.is_file():
        return [folder]
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


def within(inner: Path, outer: Path) -> bool:
    """Whether a place is another, or lies in it."""
    inner = _real(inner)
    return any(_same(one, outer) for one in (inner, *inner.parents))

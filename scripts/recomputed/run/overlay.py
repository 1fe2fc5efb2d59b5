"""Edited data files laid over the published ones, in a copy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path

from recomputed import folders
from recomputed.run.project import BuildError


def merge(
    published: Path, edited: Path, target: Path, tell: Callable[[str], None] = print
) -> list[str]:
    """Copy the published data to `target`, with the edited files in place of theirs.

    Parameters
    ----------
    published : Path
        The whole data folder.
    edited : Path
        A folder with some or all of its files, under the same paths or by their bare names.
    target : Path
        Replaced if it exists; what somebody has changed in it is set aside.
    tell : callable
        Told, in a sentence, of what was set aside.

    Returns
    -------
    list of str
        The paths, below the data folder, of the files that were taken from `edited`.

    Raises
    ------
    BuildError
        If `edited` is no folder, or the published one; if it is empty, or holds a file the data do
        not have.
    """
    if edited.exists() and not edited.is_dir():
        raise BuildError(f"--data: {edited} is a file; name a folder that holds edited data files")
    if not edited.is_dir():
        raise BuildError(f"--data: there is no folder {edited}")
    if folders.within(edited, published):
        raise BuildError(
            f"--data: {edited} is the published data itself; copy the tables that you want to "
            "change into a folder of their own, and name that"
        )
    known = sorted(p.relative_to(published).as_posix() for p in _files(published))
    taken = {}
    for path in _files(edited):
        taken[_place(path.relative_to(edited).as_posix(), known, edited)] = path
    if not taken:
        raise BuildError(f"--data: the folder {edited} holds no file")
    fresh = target.with_name(f".{target.name}-next")
    shutil.rmtree(fresh, ignore_errors=True)
    for place in known:  # without their modes, for the published ones may be read-only
        (fresh / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(taken.get(place, published / place), fresh / place)
    folders.seal(fresh)
    folders.retire(target, tell)
    fresh.rename(target)
    return sorted(taken)


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder, less what spreadsheets and file managers leave about.

    One by one: somebody may name a folder with a million others.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.name == "Thumbs.db":
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path
        else:
            raise BuildError(f"--data: {path} is no file that can be read; take it out of there")


def _place(name: str, known: list[str], edited: Path) -> str:
    """The data file that an edited file stands for."""
    if name in known:
        return name
    alike = [place for place in known if place.rpartition("/")[2] == name]
    if len(alike) == 1:
        return alike[0]
    padded = re.sub(r"_(\d)\.", r"_0\1.", name)  # table_5.csv
    nearest = get_close_matches(padded, known, n=1, cutoff=0)[0]
    raise BuildError(
        f"--data: found {edited.name}/{name}, expected a file of data/ such as {nearest}"
    )

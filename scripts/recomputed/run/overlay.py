"""Edited data files laid over the published ones, in a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from recomputed import folders
from recomputed.data.edited import lay_over, sentences
from recomputed.errors import DataError
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
        A folder with some or all of its files; see :func:`recomputed.data.edited.lay_over`.
    target : Path
        Replaced if it exists; what somebody has changed in it is set aside.
    tell : callable
        Told, in a sentence, of each edited file, and of what was set aside.

    Returns
    -------
    list of str
        The paths, below the data folder, of the files that were taken from `edited`.

    Raises
    ------
    BuildError
        If `edited` is no folder, or the published one; if it is empty, or holds a file that cannot
        be taken.
    """
    if edited.exists() and not edited.is_dir():
        raise BuildError(f"--data: {edited} is a file; name a folder that holds edited data files")
    if edited.is_dir() and folders.within(edited, published):
        raise BuildError(
            f"--data: {edited} is the published data itself; copy the tables that you want to "
            "change into a folder of their own, and name that"
        )
    fresh = target.with_name(f".{target.name}-next")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        taken = lay_over(published, edited, fresh)
    except DataError as error:
        raise BuildError(f"--data: {error}") from None
    folders.seal(fresh)
    folders.retire(target, tell)
    fresh.rename(target)
    for told in sentences(taken):
        tell(told)
    return sorted(taken)

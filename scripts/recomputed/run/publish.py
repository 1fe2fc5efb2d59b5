"""Put a finished book in its place at once: what stood there stays until the new one is whole."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from recomputed import folders

SEALED = ("html", "data", ".html-last")
WORKSHOPS = ("executed", "doctrees", "editions", "cache", "site", ".html-next", ".data-next")
INNER = ("whatif", "serve", "corrected", "printed")
NOTES = ("runs.json", "runs.json.new", "site.json", ".lock")
"""What builds write into their folder: for people to look at, for the next build, the folders of
other builds, and files."""

CACHED = re.compile(
    r"cache/(pictures/[0-9a-f]{16}(\.page|\.[0-9a-f]{16})?\.(svg|json|png)"
    r"|trimmed/[0-9a-f]{16}\.css|static/(vega\.js|recomputed\.(css|js))|\w+/tmp\w{8})"
)
"""The names of what builds of all folders put into the cache, at any time."""


@contextmanager
def lock(folder: Path, tell) -> Iterator[None]:
    """Let one build at a time work in a folder; the system frees the lock of a killed one.

    What has been put into the workshops, or changed in them, since the last one ended is set aside.
    A killed one leaves no list of what it wrote; all that is in the workshops then passes for that.

    Parameters
    ----------
    folder : Path
        Made if it does not exist.
    tell : callable
        Told, with a sentence, when there is something to wait for.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "a") as handle:
        try:
            _acquire(handle, wait=False)
        except OSError:
            tell(f"Another build is at work in {folder.name}/; waiting for it to end.")
            _acquire(handle, wait=True)
        if (folder / folders.SEAL).is_file():
            for name in WORKSHOPS:
                theirs = folders.foreign(folder, _contents(folder, name))
                folders.set_aside(folder / name, theirs, tell)
            (folder / folders.SEAL).unlink()
        try:
            yield
        finally:
            made = [path for name in WORKSHOPS for path in _contents(folder, name)]
            folders.seal(folder, made)


def _contents(folder: Path, workshop: str) -> list[Path]:
    """The files of a workshop, but for those that are ours by their names."""
    found = folders.files_of(folder / workshop)
    return [path for path in found if not CACHED.fullmatch(path.relative_to(folder).as_posix())]


def _acquire(handle, wait: bool) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """A fresh folder beside the site to build in; it, and any left by a crash, is removed.

    Must be entered under :func:`lock`.
    """
    folder = site.parent / f".{site.name}-next"
    recover(site)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(new: Path, site: Path, tell: Callable[[str], None] = print) -> None:
    """Make the folder `new` the site, and seal it; what somebody put into the old one is set aside.

    Parameters
    ----------
    new : Path
        The finished pages, in the same file system as the site.
    site : Path
        Where they shall stand.
    tell : callable
        Told, in a sentence, of what was set aside.
    """
    folders.seal(new)
    old = _old(site)
    if not site.exists():
        new.rename(site)
    elif _exchange(new, site):
        new.rename(old)
    else:  # a moment without a site, which recover() mends if the process dies in it
        site.rename(old)
        new.rename(site)
    folders.retire(old, tell, site.name)


def recover(site: Path) -> None:
    """After a crash in the middle of :func:`publish`: bring the last good book back."""
    old = _old(site)
    if old.exists() and not site.exists():
        old.rename(site)
    folders.retire(old, name=site.name)


def clean(folder: Path, root: Path, tell: Callable[[str], None] = print) -> None:
    """Remove what builds have written into a folder, and the folder if that was all.

    Parameters
    ----------
    folder : Path
        The build folder; none need be there.
    root : Path
        The project's folder.
    tell : callable
        Told, in a sentence, of what is left.

    Raises
    ------
    BookError
        If it is no build folder.
    """
    folders.check(folder, root, wanted="a build folder")
    if not folder.exists():
        return
    for name in INNER:
        if folders.is_ours(folder / name, root):
            clean(folder / name, root, tell)
    with lock(folder, tell):
        for path in (folder / name for name in WORKSHOPS):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
        for path in (folder / name for name in SEALED):
            if not folders.clear(path) and path.exists():
                path.rmdir()
    for name in NOTES:
        (folder / name).unlink(missing_ok=True)
    ours = (folders.BUILD, folders.SEAL)
    if left := sorted(path.name for path in folder.iterdir() if path.name not in ours):
        tell(f"{folder}: left there, for no build has written it: {', '.join(left)}")
    else:
        shutil.rmtree(folder)


def _old(site: Path) -> Path:
    return site.parent / f".{site.name}-last"


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step of the file system, where it knows such a step."""
    name, flag = {"linux": ("renameat2", 2), "darwin": ("renameatx_np", 2)}.get(
        sys.platform, ("", 0)
    )
    try:
        swap = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return False
    here = {"linux": -100, "darwin": -2}[sys.platform]  # AT_FDCWD
    return swap(here, os.fsencode(one), here, os.fsencode(other), flag) == 0

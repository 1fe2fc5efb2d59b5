"""Put a finished book in its place at once: what stood there stays until the new one is whole."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from techtrade.run.project import BuildError

MARK = ".buildinfo"
"""A file that Sphinx writes into every site: a folder without it is not ours to replace."""


@contextmanager
def lock(folder: Path, tell) -> Iterator[None]:
    """Let one build at a time work in a folder; the system frees the lock of a killed one.

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
        yield


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


def publish(new: Path, site: Path) -> None:
    """Make the folder `new` the site.

    Parameters
    ----------
    new : Path
        The finished pages, in the same file system as the site.
    site : Path
        Where they shall stand.

    Raises
    ------
    BuildError
        If a folder stands there that no build has written.
    """
    check_replaceable(site)
    old = _old(site)
    if not site.exists():
        new.rename(site)
    elif _exchange(new, site):
        new.rename(old)
    else:  # a moment without a site, which recover() mends if the process dies in it
        site.rename(old)
        new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def check_replaceable(site: Path) -> None:
    """Refuse to replace a folder that is not a book."""
    if site.exists() and not (site / MARK).is_file() and any(site.iterdir()):
        raise BuildError(
            f"{site.name}/: holds files that are not a book of ours; "
            "move them, or name another folder with --out"
        )


def recover(site: Path) -> None:
    """After a crash in the middle of :func:`publish`: bring the last good book back."""
    old = _old(site)
    if old.exists() and not site.exists():
        old.rename(site)
    shutil.rmtree(old, ignore_errors=True)


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

"""What a process reads: files opened, folders listed, modules of ours that it has loaded."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

_SEEN: set[str] = set()
_GROUND: set[str] = set()
_LOADED: set[str] = set()
_ELSEWHERE = tuple(
    str(Path(path).resolve()) + os.sep
    for path in {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), "/proc", "/dev"}
)
_ON: list[bool] = []


def start() -> None:
    """Begin to observe this process and its forks; there is no end to it."""
    if not _ON:
        _ON.append(True)
        sys.addaudithook(_note)


def settle() -> None:
    """Count what has been read so far as the ground that all later forks stand on.

    Forks then need not look at it again, which would copy a good part of the memory they share.
    """
    _GROUND.update(_outside_environment(_SEEN | _module_files(sys.modules.keys())))
    _LOADED.update(sys.modules)


def begin() -> None:
    """In a fork: forget what its parent read for itself."""
    start()
    _SEEN.clear()


def _note(event: str, arguments: tuple) -> None:
    try:
        if event == "open":
            path, mode = arguments[0], arguments[1]
            reads = isinstance(mode, str) and not set(mode) & set("wax")
            if isinstance(path, str | bytes) and (reads or mode is None):
                _SEEN.add(os.path.abspath(os.fsdecode(path)))
        elif event in ("os.listdir", "os.scandir"):
            path = arguments[0] if arguments[0] is not None else "."
            if isinstance(path, str | bytes):
                _SEEN.add(os.path.abspath(os.fsdecode(path)) + os.sep)
    except Exception:  # an observer must not disturb what it observes
        _SEEN.add("?")


def reads() -> list[str]:
    """Absolute paths read so far, folders with a slash at the end; the environment's left out."""
    found = (_SEEN - _GROUND) | _module_files(sys.modules.keys() - _LOADED)
    return sorted(_GROUND | _outside_environment(found))


def _module_files(names: Iterable[str]) -> set[str]:
    files = (getattr(sys.modules.get(name), "__file__", None) for name in list(names))
    return {os.path.abspath(path) for path in files if path}


def _outside_environment(paths: Iterable[str]) -> set[str]:
    return {path for path in paths if not path.startswith(_ELSEWHERE)}

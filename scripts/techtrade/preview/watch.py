"""Notice that files have changed, by asking for their times and sizes again and again.

Some two hundred small files are asked for in a millisecond, on every system and every kind of
drive, which notification services are not. Times only say when to look: what has changed is decided
by contents.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

LITTER = (".", "~", "__pycache__")


class Watch:
    """The files below some folders, and some files by name.

    Parameters
    ----------
    places : iterable of Path
        Folders and files.
    """

    def __init__(self, places: Iterable[Path]):
        self.places = [str(place) for place in places]
        self.seen = self._look()

    def _look(self) -> dict[str, tuple[int, int]]:
        return {path: state for place in self.places for path, state in _states(place)}

    def differs(self) -> bool:
        """Whether something has changed since the last call of :meth:`changed`."""
        return self._look() != self.seen

    def changed(self) -> set[Path]:
        """The files that came, went or changed since the last call."""
        now = self._look()
        names = {
            path for path in now.keys() | self.seen.keys() if now.get(path) != self.seen.get(path)
        }
        self.seen = now
        return {Path(path) for path in names}


def _states(place: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        if not os.path.isdir(place):
            told = os.stat(place)
            yield place, (told.st_mtime_ns, told.st_size)
            return
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(LITTER):
                    continue
                if entry.is_dir():
                    yield from _states(entry.path)
                else:
                    told = entry.stat()
                    yield entry.path, (told.st_mtime_ns, told.st_size)
    except OSError:
        return

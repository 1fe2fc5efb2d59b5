"""What each chapter read when it last ran, and whether any of it has changed since.

Nobody declares what a chapter depends on: the fork that runs it tells what it opened
(:mod:`techtrade.run.observed`). A chapter's key is a hash over its notebook, its parameters, the
environment and the contents of those files; while the key stands, the executed copy does. Times
play no part. A chapter that ran on nbclient was not observed: it depends on all data and code.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

import techtrade
from techtrade.run.project import Project

CODE = Path(techtrade.__file__).resolve().parent
BUILDERS = ("run", "pages", "preview")
"""Folders of the package that turn notebooks into pages; chapters do not use them."""

ABSENT = "absent"


def digest(content: bytes) -> str:
    """A hash of a file's content."""
    return hashlib.sha256(content).hexdigest()[:32]


def _is_litter(name: str) -> bool:
    """What editors, spreadsheets and Python leave beside the files that count."""
    return name.startswith((".", "~", "__pycache__")) or name.endswith((".pyc", ".egg-info"))


def content(path: Path) -> str:
    """The state of a file, or of a folder's list of names."""
    try:
        if path.is_dir():
            names = sorted(name for name in os.listdir(path) if not _is_litter(name))
            return digest("\n".join(names).encode())
        return digest(path.read_bytes())
    except OSError:
        return ABSENT


def files(folder: Path, *patterns: str) -> list[Path]:
    """The files of a folder and of those within it, litter left out."""
    found = (path for pattern in patterns or ("*",) for path in folder.rglob(pattern))
    return sorted(
        path
        for path in found
        if path.is_file() and not any(_is_litter(part) for part in path.relative_to(folder).parts)
    )


@cache
def environment() -> str:
    """The interpreter, the packages installed, and the code that runs chapters."""
    installed = sorted(f"{one.name} {one.version}" for one in distributions())
    build = [content(path) for path in files(CODE / "run", "*.py")]
    return digest("\n".join([sys.version, *installed, *build]).encode())


class Places:
    """Names of files that mean the same on every machine: ``data/tables/table_05.csv``.

    Parameters
    ----------
    project : Project
        The sources.
    data : Path
        The data folder in use.
    """

    def __init__(self, project: Project, data: Path):
        self.roots = {"data": data.resolve(), "code": CODE, "book": project.root.resolve()}

    def name(self, path: str) -> str | None:
        """A file's name; None if it lies outside the book."""
        for kind, root in self.roots.items():
            if f"{path}/".startswith(f"{root}{os.sep}"):
                below = os.path.relpath(path, root).replace(os.sep, "/")
                return self._counts(kind, below, path.endswith(os.sep))
        return None

    def _counts(self, kind: str, below: str, is_folder: bool) -> str | None:
        parts = below.split("/")
        if kind == "code" and parts[0] in BUILDERS:
            return None
        if kind == "book" and (is_folder or parts[0] in ("_build", "scripts", "tests")):
            return None
        if any(_is_litter(part) for part in parts if part != "."):
            return None
        return f"{kind}/{below}"

    def path(self, name: str) -> Path:
        """The file behind a name."""
        kind, _, below = name.partition("/")
        return self.roots[kind] / below

    def all(self) -> list[str]:
        """Everything a chapter could read: all data and all code."""
        found = [*files(self.roots["data"]), *files(CODE, "*.py", "*.json")]
        return [name for path in found if (name := self.name(str(path)))]


class Record:
    """The runs of one workspace, kept in a file.

    The state of every file is taken once, when the record is opened: a file that is edited while
    chapters run makes their runs count for nothing, instead of passing for the new state.

    Parameters
    ----------
    file : Path
        Where it is kept.
    places : Places
        The data and sources in use.
    """

    def __init__(self, file: Path, places: Places):
        self.file, self.places = file, places
        self._known = {name: content(places.path(name)) for name in places.all()}
        self.runs: dict[str, dict] = _load(file)

    def state(self, name: str) -> str:
        """The state of a file when the record was opened, or when it was first asked for."""
        if name not in self._known:
            self._known[name] = content(self.places.path(name))
        return self._known[name]

    def _key(self, source: Path, parameters: dict, reads: Iterable[str]) -> str:
        told = [environment(), parameters, content(source)]
        told += [[name, self.state(name)] for name in sorted(reads)]
        return digest(json.dumps(told, sort_keys=True).encode())

    def is_fresh(self, run: str, source: Path, parameters: dict, copy: Path) -> bool:
        """Whether an executed copy is what running the chapter now would give.

        Parameters
        ----------
        run : str
            Names chapter and edition.
        source, copy : Path
            The notebook and its executed copy.
        parameters : dict
            What changes the outcome besides files.
        """
        old = self.runs.get(run)
        return bool(
            old
            and old["copy"] == content(copy) != ABSENT
            and old["key"] == self._key(source, parameters, old["reads"])
        )

    def note(
        self,
        run: str,
        source: Path,
        parameters: dict,
        copy: Path,
        reads: Iterable[str] | None,
        before: str,
    ) -> None:
        """Remember a run.

        Parameters
        ----------
        reads : iterable of str or None
            The absolute paths it read; None if nobody looked.
        before : str
            The state of the notebook when the run began.
        """
        self.runs.pop(run, None)
        if reads is None:
            names = set(self.places.all())
        else:
            names = {name for path in reads if (name := self.places.name(path))}
        unchanged = content(source) == before and all(
            content(self.places.path(name)) == self.state(name) for name in names
        )
        if unchanged:
            key = self._key(source, parameters, names)
            self.runs[run] = {"key": key, "copy": content(copy), "reads": sorted(names)}

    def save(self) -> None:
        """Write the record; a crash leaves the old one."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_name(f"{self.file.name}.new")
        fresh.write_text(json.dumps(self.runs, indent=1), encoding="utf-8")
        os.replace(fresh, self.file)


def _load(file: Path) -> dict[str, dict]:
    try:
        runs = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: run
            for name, run in runs.items()
            if isinstance(run, dict) and {"key", "copy", "reads"} <= run.keys()
        }
    except (OSError, ValueError, AttributeError):
        return {}

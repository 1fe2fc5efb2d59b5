"""Where things lie: the project's folder, its chapters, and the folders of a build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sphinx_external_toc.parsing import MalformedError, parse_toc_yaml

from recomputed import folders
from recomputed.errors import BookError

EDITIONS = {"corrected": ".", "printed": "as-printed"}
"""The editions, and where in the site each one lies."""

NOT_SOURCES = {"_build", "benchmarks", "scripts", "tests", "__pycache__"}
NOT_PAGES = {"CONTRIBUTING.md", "Makefile", "README.md", "pyproject.toml"}


class BuildError(BookError):
    """A build failed; the message says where, and the last good book still stands."""


@dataclass(frozen=True)
class Project:
    """A copy of the book's sources.

    Parameters
    ----------
    root : Path
        The folder with ``_config.yml`` and ``_toc.yml``.
    """

    root: Path

    @property
    def data(self) -> Path:
        """The published data."""
        return self.root / "data"

    @property
    def cache(self) -> Path:
        """What is made once for all builds: pictures, scripts."""
        return self.root / "_build" / "cache"

    def documents(self) -> list[str]:
        """The pages of ``_toc.yml`` in reading order, without their suffixes.

        Raises
        ------
        BuildError
            If there is no readable table of contents.
        """
        try:
            return list(parse_toc_yaml(self.root / "_toc.yml"))
        except (OSError, MalformedError) as error:
            raise BuildError(f"_toc.yml: cannot be read ({error})") from None

    def notebooks(self) -> list[str]:
        """The notebooks among the pages, as paths below the root.

        Raises
        ------
        BuildError
            If the table of contents names a page that is not there.
        """
        found = []
        for name in self.documents():
            if (self.root / f"{name}.ipynb").is_file():
                found.append(f"{name}.ipynb")
            elif not any((self.root / f"{name}{suffix}").is_file() for suffix in (".md", ".rst")):
                raise BuildError(f"_toc.yml: names {name}, but there is no {name}.ipynb or .md")
        return found

    def copy_sources(self, target: Path, data: Path) -> None:
        """Lay out a Sphinx source tree in `target`: all sources but the notebooks.

        Parameters
        ----------
        target : Path
            An empty folder, or one that does not exist yet.
        data : Path
            The data folder to take, in place of the published one.
        """
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(self.root.iterdir()):
            skipped = path.name.startswith(".") or path.name.endswith(".egg-info")
            if skipped or path.name in NOT_SOURCES | NOT_PAGES or path.suffix == ".ipynb":
                continue
            if folders.is_marked(path):  # somebody's --out
                continue
            if path.is_dir():
                source = data if path.name == "data" else path
                ignore = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
                shutil.copytree(source, target / path.name, ignore=ignore)
            else:
                shutil.copy2(path, target / path.name)

    def command(self, name: str, space: Workspace) -> str:
        """How somebody gives a command about the book in a build folder."""
        if space.folder.resolve() == (self.root / "_build").resolve():
            return f"make {'book' if name == 'build' else name}"
        return f"python scripts/book.py {name} --out {space.folder}"

    def shown(self, path: Path) -> str:
        """A path as it may be shown or stored: relative to the root, or the bare name."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix() or "."
        except ValueError:
            return path.name


@dataclass(frozen=True)
class Workspace:
    """The folders of one kind of build; two builds share nothing unless they share this.

    Parameters
    ----------
    folder : Path
        ``_build`` for the published book, another for a book from edited data.
    """

    folder: Path

    @property
    def site(self) -> Path:
        """The published pages."""
        return self.folder / "html"

    def executed(self, edition: str) -> Path:
        """The executed copies of an edition, a complete Sphinx source tree."""
        return self.folder / "executed" / edition

    def doctrees(self, edition: str) -> Path:
        """What Sphinx has read of an edition, for the next build."""
        return self.folder / "doctrees" / edition

    def editions(self, wanted: str) -> Iterator[str]:
        """The editions that ``both``, ``corrected`` or ``printed`` asks for."""
        return (name for name in EDITIONS if wanted in ("both", name))

    def check_built(self, project: Project) -> None:
        """Refuse a folder in which there is no book.

        Raises
        ------
        BuildError
            The message says how to build one.
        """
        if not (self.site / "index.html").is_file():
            build = project.command("build", self)
            raise BuildError(
                f"{self.folder}: there is no built book in it; build it first: {build}"
            )


@dataclass(frozen=True)
class Job:
    """One chapter to run in one edition.

    Parameters
    ----------
    project : Project
        Whose chapter it is.
    name : str
        The notebook's path below the project's root.
    target : Path
        The executed copy to write.
    data_dir : Path
        The data folder.
    edition : {"corrected", "printed"}
        The notebook's parameter.
    engine : str
        A papermill engine by name.
    """

    project: Project
    name: str
    target: Path
    data_dir: Path
    edition: str
    engine: str = "book"


def cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1

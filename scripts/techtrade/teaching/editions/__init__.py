"""The book's editions for teaching, made by nbconvert from the executed chapters.

``student`` and ``instructor`` notebooks, ``slides`` and ``handouts``: each a zip on the book's
shelf (:mod:`techtrade.teaching.shelf`), the slides also beside the pages.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from techtrade.build import publish
from techtrade.build.project import BuildError, Project, Workspace
from techtrade.teaching import shelf
from techtrade.teaching.editions import handouts, slides, zips
from techtrade.teaching.editions.bundles import Bundle
from techtrade.teaching.editions.sources import Source, sources

STUDENT, INSTRUCTOR, SLIDES, HANDOUTS = NAMES = ("student", "instructor", "slides", "handouts")
"""The editions."""


@dataclass(frozen=True)
class Maker:
    """Makes editions from a built book.

    Parameters
    ----------
    project : Project
        The sources.
    space : Workspace
        Where the book was built.
    """

    project: Project
    space: Workspace

    @property
    def title(self) -> str:
        """The book's title."""
        config = yaml.safe_load((self.project.root / "_config.yml").read_text("utf-8"))
        return config["title"]

    @property
    def cache(self) -> Path:
        """The pictures of the build."""
        return (self.project.root / "_build" / "cache").resolve()

    @property
    def shelf(self) -> Path:
        """Where the zips go."""
        return self.space.site / shelf.FOLDER

    def make(self, name: str, chapters: list[Source]) -> Path:
        """Make one edition.

        Returns
        -------
        Path
            Its zip.
        """
        if name == SLIDES:
            return self._slides([one for one in chapters if slides.has_slides(one)])
        if name == HANDOUTS:
            files = {f"{c.name}.html": handouts.export(c, self.title, self.cache) for c in chapters}
            return zips.pack(files, self.shelf / "handouts.zip", "handouts")
        bundle = Bundle(self.project.root, self.project.data, self.title, chapters)
        files = bundle.files(for_students=name == STUDENT)
        return zips.pack(files, self.shelf / f"{name}-notebooks.zip", f"{name}-notebooks")

    def _slides(self, chapters: list[Source]) -> Path:
        """The slides beside the pages lead to these; those in the zip stand for themselves."""
        shared = slides.assets(self.cache)
        shared["index.html"] = slides.index(self.title, chapters).encode()
        beside, alone = dict(shared), dict(shared)
        for one in chapters:
            file = f"{one.name}.html"
            beside[file] = slides.export(one, self.title, self.cache, f"../{one.page}").encode()
            alone[file] = slides.export(one, self.title, self.cache, "").encode()
        folder = self.space.site / "slides"
        shutil.rmtree(folder, ignore_errors=True)
        for file, content in beside.items():
            shelf.write(folder / file, content)
        return zips.pack(alone, self.shelf / "slides.zip", "slides")


def make(
    project: Project,
    space: Workspace,
    names: Iterable[str] = NAMES,
    tell: Callable[[str], None] = print,
) -> list[Path]:
    """Make editions and put them on the shelf of the built book.

    Parameters
    ----------
    project : Project
        The sources.
    space : Workspace
        Where the book was built.
    names : iterable of str
        Which of :data:`NAMES`.
    tell : callable, optional
        Told of each file that was made.

    Raises
    ------
    BuildError
        If the book has not been built.
    """
    if not (space.site / "index.html").is_file():
        raise BuildError("there is no built book to make editions of; build it first (make book)")
    maker = Maker(project, space)
    made = []
    with publish.lock(space.folder, tell):
        chapters = list(sources(project, space))
        if not chapters:
            tell("No chapter has an exercise, a quiz or a slide: there is nothing to make.")
            return made
        for name in names:
            made.append(maker.make(name, chapters))
            tell(project.shown(made[-1]))
        shelf.announce(space.site)
    return made

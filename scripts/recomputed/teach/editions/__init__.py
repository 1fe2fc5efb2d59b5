"""The book's editions for teaching, made by nbconvert from the executed chapters.

``student`` and ``instructor`` notebooks, ``slides`` and ``handouts``: each a zip on the book's
shelf (:mod:`recomputed.pages.shelf`), the slides also beside the pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from recomputed import folders
from recomputed.data.book import Book
from recomputed.files import write
from recomputed.pages import shelf
from recomputed.run import publish
from recomputed.run.project import Project, Workspace
from recomputed.teach.editions import bundles, handouts, slides, wheel, zips
from recomputed.teach.editions.chapters import Source, executed

STUDENT, INSTRUCTOR, SLIDES, HANDOUTS = NAMES = ("student", "instructor", "slides", "handouts")
"""The editions."""

FILES = {
    STUDENT: "student-notebooks.zip",
    INSTRUCTOR: "instructor-notebooks.zip",
    SLIDES: "slides.zip",
    HANDOUTS: "handouts.zip",
}
"""Their files on the shelf."""


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
        return self.project.cache.resolve()

    @property
    def folder(self) -> Path:
        """Where editions are kept from build to build: the zips, and the slides to show."""
        return self.space.folder / "editions"

    @property
    def shelf(self) -> Path:
        """Where the zips go first."""
        return self.folder / shelf.FOLDER

    def state(self) -> str:
        """What editions are made of, in a few letters: chapters as run, data, code, licences."""
        told = hashlib.sha256(self.title.encode())
        paper = Book(self.project.data).paper.folder
        places = [self.space.executed("corrected"), self.project.data, wheel.TOOLKIT, paper]
        for place in [*places, *(self.project.root / name for name in bundles.LICENCES)]:
            for path in [place] if place.is_file() else sorted(place.rglob("*")):
                if path.is_file() and path.suffix not in (".pyc", ".html"):
                    told.update(path.name.encode() + b"\0" + path.read_bytes())
        return told.hexdigest()

    def is_made(self, name: str, state: str) -> bool:
        """Whether an edition is there already, of what there is now."""
        stamp = self.folder / f"{name}.stamp"
        return stamp.is_file() and stamp.read_text("utf-8") == state

    def put_out(self, names: Iterable[str]) -> None:
        """Copy editions that have been made to the book's pages, and list them there."""
        made = [self.shelf / FILES[name] for name in names]
        if SLIDES in names:
            made += [self.folder / SLIDES / name for name in folders.sealed(self.folder / SLIDES)]
        files = {path.relative_to(self.folder): path for path in made if path.is_file()}
        shelf.put_out(self.space.site, {at: path.read_bytes() for at, path in files.items()})

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
            return zips.pack(files, self.shelf / FILES[name], HANDOUTS)
        bundle = bundles.Bundle(self.project.root, self.project.data, self.title, chapters)
        files = bundle.files(for_students=name == STUDENT)
        return zips.pack(files, self.shelf / FILES[name], f"{name}-notebooks")

    def _slides(self, chapters: list[Source]) -> Path:
        """The slides beside the pages lead to these; those in the zip stand for themselves."""
        shared = slides.assets(self.cache)
        shared["index.html"] = slides.index(self.title, chapters).encode()
        beside, alone = dict(shared), dict(shared)
        for one in chapters:
            file = f"{one.name}.html"
            beside[file] = slides.export(one, self.title, self.cache, f"../{one.page}").encode()
            alone[file] = slides.export(one, self.title, self.cache, "").encode()
        folder = self.folder / SLIDES
        folders.retire(folder)
        for file, content in beside.items():
            write(folder / file, content)
        folders.seal(folder)
        return zips.pack(alone, self.shelf / FILES[SLIDES], SLIDES)


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
    folders.check(space.folder, project.root, wanted="the folder of a built book")
    space.check_built(project)
    folders.claim(space.folder, project.root)
    maker = Maker(project, space)
    made = []
    with publish.lock(space.folder, tell):
        chapters = list(executed(project, space))
        if not chapters:
            tell("No chapter has an exercise, a quiz or a slide: there is nothing to make.")
            return made
        state = maker.state()
        for name in names:
            if not maker.is_made(name, state):
                maker.make(name, chapters)
                write(maker.folder / f"{name}.stamp", state.encode())
            made.append(space.site / shelf.FOLDER / FILES[name])
        maker.put_out([name for name in NAMES if maker.is_made(name, state)])
    for path in made:
        tell(project.shown(path))
    return made


def put_back(project: Project, space: Workspace) -> None:
    """After a build: put out again what making the editions now would give.

    Parameters
    ----------
    project : Project
        The sources.
    space : Workspace
        Where the book was built.
    """
    maker = Maker(project, space)
    state = maker.state()
    if made := [name for name in NAMES if maker.is_made(name, state)]:
        maker.put_out(made)

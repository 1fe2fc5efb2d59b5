"""A build from end to end: check the data, run the chapters, render the pages, publish."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from recomputed import folders
from recomputed.data.book import Book
from recomputed.files import digest, state
from recomputed.ledger import downloads
from recomputed.run import configuration, failures, gate, overlay, publish, render, renew
from recomputed.run.execute import FASTEST
from recomputed.run.project import EDITIONS, BuildError, Project, Workspace

SHOWN = 40
"""How many of many problems are told one by one."""


@dataclass(frozen=True)
class Request:
    """What to build.

    Parameters
    ----------
    project : Project
        The sources.
    edited : Path, optional
        A folder of edited data files; the book from them goes to a place of its own.
    edition : {"both", "corrected", "printed"}
        Which editions; a single one becomes the whole site.
    out : Path, optional
        The build folder; the pages are in its ``html/``.
    engine : str
        The papermill engine; outputs do not depend on it.
    """

    project: Project
    edited: Path | None = None
    edition: str = "both"
    out: Path | None = None
    engine: str = FASTEST

    @property
    def workspace(self) -> Workspace:
        """Where the build works and publishes."""
        built = self.project.root / "_build"
        return Workspace(self.out or (built / "whatif" if self.edited else built))

    @property
    def baseline(self) -> Workspace:
        """Where the published book is built, which one from edited data is compared with."""
        return Workspace(self.project.root / "_build")

    def places(self, act: Callable) -> None:
        """Check or claim all folders that the build writes to: the first keeps the pictures."""
        if self.edited and self.workspace.folder.resolve() == self.baseline.folder.resolve():
            raise BuildError(
                f"{self.out}: is for the published book; a book from edited data goes to another "
                "folder: name it with --out, or leave --out away"
            )
        for folder in dict.fromkeys((self.baseline.folder, self.workspace.folder)):
            act(folder, self.project.root, inputs=[self.edited] if self.edited else [])

    @property
    def editions(self) -> dict[str, str]:
        """The wanted editions and their folders within the site."""
        if self.edition == "both":
            return EDITIONS
        return {self.edition: "."}


def build(request: Request, tell: Callable[[str], None] = print) -> Path:
    """Build the book and publish it.

    Parameters
    ----------
    request : Request
        What to build.
    tell : callable, optional
        Told of each step in a sentence.

    Returns
    -------
    Path
        The first page, ``index.html``.

    Raises
    ------
    BookError
        If anything is wrong with the data, a chapter or a page; the site is then as it was.
    """
    space = request.workspace
    request.places(folders.check)
    request.places(folders.claim)
    with publish.lock(space.folder, tell):
        data = prepare_data(request, space.folder / "data", tell)
        check_chapters(request, data)
        if request.edited:
            told: dict | None = run_edited(request, data, tell)
        else:
            told = None
            run_chapters(request, data)
        site = Finished(request)
        if told is None and site.stands():
            tell("Nothing has changed since the last build.")
            return space.site / "index.html"
        with publish.staging(space.site) as folder:
            pages = write_pages(request, data, folder)
            if told is not None:
                text = json.dumps(told, ensure_ascii=False, indent=1)
                (pages / "changes.json").write_text(text + "\n", encoding="utf-8")
            publish.publish(pages, space.site, tell)
        site.note()
    return space.site / "index.html"


class Finished:
    """Whether the published site is what building it now would give.

    Parameters
    ----------
    request : Request
        The build; its chapters have been run.
    """

    def __init__(self, request: Request):
        space = request.workspace
        self.site, self.file = space.site, space.folder / "site.json"
        trees = [space.executed(edition) for edition in request.editions]
        told = [list(request.editions)]
        told += [configuration.surroundings(tree, {}) for tree in trees]
        told += [state(tree) for tree in trees]
        self.state = digest(json.dumps(told))

    def stands(self) -> bool:
        """Whether nothing is to be done."""
        try:
            old = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return old == {"state": self.state} and folders.is_whole(self.site)

    def note(self) -> None:
        """Remember what the site was built from."""
        self.file.write_text(json.dumps({"state": self.state}), encoding="utf-8")


def check(request: Request, tell: Callable[[str], None] = print) -> None:
    """Read data and chapters as a build would, and raise what it would raise.

    Nothing is run and nothing written, but for a passing copy where data are edited.
    """
    request.places(folders.check)
    with tempfile.TemporaryDirectory(prefix="tt-") as folder:
        check_chapters(request, prepare_data(request, Path(folder, "data"), tell))


def prepare_data(request: Request, target: Path, tell: Callable[[str], None]) -> Path:
    """Lay edited files over the published data, in `target`, and check the whole.

    Returns
    -------
    Path
        The data folder to build from, absolute.

    Raises
    ------
    DataError
        With every problem of every file.
    """
    data = request.project.data.resolve()
    if request.edited:
        for name in overlay.merge(data, request.edited, target, tell):
            tell(f"Edited: {name}")
        data = target.resolve()
    for edition in request.editions:
        for note in Book(data, edition).check():
            tell(note)
    return data


def check_chapters(request: Request, data: Path) -> None:
    """Refuse chapters with a typed number, and chapters that together miss a claim."""
    project = request.project
    book = Book(data)
    names = project.notebooks()
    if problems := gate.check_chapters(project.root, names, book.claims, book.paper):
        raise BuildError(_listed(problems))


def run_chapters(request: Request, data: Path) -> None:
    """Execute all chapters in all wanted editions into complete source trees for Sphinx."""
    sources = renew.Sources(request.project, data, request.workspace, request.engine)
    if failed := renew.renew(sources, request.editions):
        raise BuildError(failures.report(failed))


def run_edited(request: Request, data: Path, tell: Callable[[str], None]) -> dict:
    """Execute the chapters on edited data and on the published, and tell what differs.

    Returns
    -------
    dict
        See :func:`recomputed.run.changes.gather`; a page that tells it is in the source trees.
    """
    from recomputed.run import changes  # altair with it, which no other build needs here

    project, base = request.project, request.baseline
    with publish.lock(base.folder, tell):
        run_chapters(replace(request, edited=None, out=base.folder), project.data.resolve())
        run_chapters(request, data)
        told = changes.gather(project, data, base, request.workspace, request.editions)
    for edition in request.editions:
        changes.add_page(request.workspace.executed(edition), told, edition)
    return told


def write_pages(request: Request, data: Path, folder: Path) -> Path:
    """Render the wanted editions into one site, each with the ledger to download.

    Returns
    -------
    Path
        The site, below `folder`.
    """
    space = request.workspace
    parts = {edition: folder / edition for edition in request.editions}
    tasks = [
        (
            space.executed(e).resolve(),
            part.resolve(),
            configuration.edition_settings(request.project, e, with_other=len(parts) > 1),
            space.doctrees(e).resolve(),
        )
        for e, part in parts.items()
    ]
    if warnings := render.render_all(tasks):
        told = _listed(warnings)
        raise BuildError(f"{told}\nWarnings in the pages: {len(warnings)}; none is allowed.")
    for part in parts.values():
        downloads.write(data, part)
    first, *others = parts
    for edition in others:
        parts[edition].rename(parts[first] / request.editions[edition])
    return parts[first]


def _listed(problems: list[str]) -> str:
    more = [f"… and {len(problems) - SHOWN} more"] if len(problems) > SHOWN else []
    return "\n".join(problems[:SHOWN] + more)

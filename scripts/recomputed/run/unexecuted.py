"""A Sphinx extension: notebooks without outputs are executed when a book is built from its sources.

A plain ``jupyter-book build .`` reads the notebooks as they are stored, without outputs and
without values in the prose. Each is then run by papermill with the book's own engine, and Sphinx
reads the executed copy. A copy is used again only while the notebook, the data and the code of
the book are what they were.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from sphinx.errors import ExtensionError

from recomputed.files import digest
from recomputed.run.execute import run_all
from recomputed.run.freshness import surroundings
from recomputed.run.project import Job, Project


def is_executed(notebook: dict) -> bool:
    """Whether a notebook holds the results of a run."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return not code or any(cell.get("execution_count") or cell.get("outputs") for cell in code)


class Copies:
    """The executed copies of the notebooks of a source tree.

    Parameters
    ----------
    root : Path
        The source tree.
    folder : Path
        Where the copies are kept.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder

    @cached_property
    def state(self) -> str:
        """What the copies depend on besides their notebooks, when it is first asked for."""
        return surroundings(self.root, self.root / "data")

    def path(self, source: Path) -> Path:
        """The copy of a notebook, named by everything that it depends on."""
        name = digest(self.state, source.read_bytes())[:16]
        return self.folder / f"{source.stem}-{name}.ipynb"

    def make(self, sources: list[Path], edition: str) -> None:
        """Run the notebooks that have no copy.

        Raises
        ------
        ExtensionError
            If a notebook fails; the message says where.
        """
        project = Project(self.root)
        jobs = [
            Job(project, source.relative_to(self.root).as_posix(), copy, project.data, edition)
            for source in sources
            if not (copy := self.path(source)).exists()
        ]
        if jobs and (failures := run_all(jobs)):
            raise ExtensionError("\n".join(str(failure) for failure in failures))


def stale(app, env, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Pages whose data or code changed since they were read (event ``env-get-outdated``)."""
    edition = app.config.recomputed_edition
    folder = Path(app.doctreedir).parent / f".executed-{edition}"
    app.recomputed_copies = copies = Copies(Path(app.srcdir), folder)
    used = getattr(env, "recomputed_copies", {})
    return [name for name, path in used.items() if path != str(_copy(app, copies, name))]


def _copy(app, copies: Copies, docname: str) -> Path | None:
    source = Path(app.env.doc2path(docname))
    return copies.path(source) if source.exists() else None


def run_unexecuted(app, env, docnames: list[str]) -> None:
    """Run the notebooks among the pages to read (event ``env-before-read-docs``)."""
    if not hasattr(env, "recomputed_copies"):
        env.recomputed_copies = {}
    copies: Copies = app.recomputed_copies
    sources = {}
    for name in docnames:
        path = Path(env.doc2path(name))
        env.recomputed_copies.pop(name, None)
        if path.suffix == ".ipynb" and not is_executed(json.loads(path.read_text("utf-8"))):
            sources[name] = path
    copies.make(list(sources.values()), app.config.recomputed_edition)
    env.recomputed_copies |= {name: str(copies.path(path)) for name, path in sources.items()}


def read_copy(app, docname: str, source: list[str]) -> None:
    """Read the executed copy in place of the notebook (event ``source-read``)."""
    if copy := getattr(app.env, "recomputed_copies", {}).get(docname):
        source[0] = Path(copy).read_text("utf-8")


def setup(app) -> dict:
    """Register with Sphinx; notebooks are run before anything of :mod:`recomputed.pages` reads."""
    app.setup_extension("recomputed.pages")
    app.connect("env-get-outdated", stale)
    app.connect("env-before-read-docs", run_unexecuted)
    app.connect("source-read", read_copy, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

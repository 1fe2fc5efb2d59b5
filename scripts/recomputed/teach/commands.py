"""The teacher's commands of ``scripts/book.py``: editions, pdf, plant."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from recomputed import folders
from recomputed.errors import BookError

EDITIONS = ("student", "instructor", "slides", "handouts")
COMMANDS = ("editions", "pdf", "plant")


def add(commands) -> None:
    """Add the commands to a parser's.

    Parameters
    ----------
    commands : argparse subparsers
        Those of the book's command line.
    """
    editions = _command(
        commands, "editions", "make notebooks, slides and handouts of the built book"
    )
    editions.add_argument(
        "names", nargs="*", metavar="EDITION", help=f"{', '.join(EDITIONS)}; all by default"
    )
    editions.add_argument("--quiet", action="store_true", help="do not name the files")
    pdf = _command(commands, "pdf", "print the built book with Chromium")
    for command in (editions, pdf):
        command.add_argument(
            "--out",
            type=folders.typed,
            metavar="DIR",
            help="the build folder; the pages are in DIR/html",
        )
    plant = _command(commands, "plant", "write tables with planted errors, and the key to them")
    plant.add_argument("--students", type=int, required=True, metavar="N", help="how many sets")
    plant.add_argument(
        "--seed", type=int, default=1, metavar="S", help="the same seed, the same sets"
    )
    plant.add_argument("--errors", type=int, default=6, metavar="E", help="errors in each set (6)")
    plant.add_argument(
        "--out", type=folders.typed, required=True, metavar="DIR", help="the folder to write"
    )


def _command(commands, name: str, text: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=text)


def on_shelf(space) -> set[str]:
    """The names of what is on the shelf of a build folder's book, if there is one."""
    from recomputed.pages import shelf

    return {name for name in shelf.SHELF if (space.site / shelf.FOLDER / name).is_file()}


def after_build(project, space, before: set[str], tell: Callable[[str], None] = print) -> None:
    """Put the editions on a new book's shelf that are still right for it.

    Parameters
    ----------
    project : Project
        The sources.
    space : Workspace
        Where the book has been built.
    before : set of str
        What was on the shelf of the book before; see :func:`on_shelf`.
    tell : callable, optional
        Told, in a sentence, of what is not on the new one's.
    """
    from recomputed.pages import shelf

    if (space.folder / "editions").is_dir() and not (space.site / shelf.FOLDER).is_dir():
        from recomputed.teach import editions  # slow to import

        editions.put_back(project, space)
    if gone := before - on_shelf(space):
        commands = sorted({"pdf" if name.endswith(".pdf") else "editions" for name in gone})
        told = " and ".join(project.command(name, space) for name in commands)
        tell(
            f"The book has changed, and these are no longer with it: {', '.join(sorted(gone))}. "
            f"To make them again: {told}"
        )


def run(options: argparse.Namespace, root: Path) -> None:
    """Run one of the commands.

    Parameters
    ----------
    options : argparse.Namespace
        The command line.
    root : Path
        The project's folder.

    Raises
    ------
    BookError
        If something is missing; the message says what to do.
    """
    from recomputed.run.project import Project, Workspace

    project = Project(root)
    if options.command == "plant":
        from recomputed.teach.plant import plant

        key = plant(project.data, options.students, options.seed, options.out, options.errors)
        print(f"{options.students} sets of tables; the key to them is {key}")
        return
    space = Workspace(options.out or root / "_build")
    if options.command == "pdf":
        from recomputed.teach.press import pdf

        print(pdf.make(project, space))
        return
    from recomputed.teach import editions

    if unknown := [name for name in options.names if name not in EDITIONS]:
        raise BookError(f"editions: found {unknown[0]!r}, expected {', '.join(EDITIONS)}")
    tell = (lambda _: None) if options.quiet else print
    editions.make(project, space, options.names or EDITIONS, tell)

"""The command line of a book: what its ``scripts/book.py`` calls."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from recomputed import folders
from recomputed.errors import BookError
from recomputed.teach import commands as teaching

FIXED = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}
"""Chapters run in forks of this process, which load nothing again, if it is what their kernels
would be: with hashes that do not change from run to run, and one thread for each of them."""

HIGHEST_PORT = 65_535


def port(text: str) -> int:
    """A port's number; 0 takes any that is free.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is none.
    """
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"found {text}, expected 0 to {HIGHEST_PORT}")
    return int(text)


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="book.py", description="Build the book from its data.")
    commands = parser.add_subparsers(dest="command", required=True)
    options = {
        "data": {
            "type": folders.typed,
            "metavar": "DIR",
            "help": "a folder of edited data files, laid over the published ones; "
            "the result goes to a place of its own",
        },
        "out": {
            "type": folders.typed,
            "metavar": "DIR",
            "help": "the build folder; the pages are in DIR/html",
        },
        "edition": {
            "choices": ("both", "corrected", "printed"),
            "default": "both",
            "help": "the tables with their misprints corrected, as printed, or both (default)",
        },
        "engine": {
            "choices": ("fork", "book"),
            "help": "how chapters are run: in forks of a warm process (default where there are "
            "any), or on nbclient's kernels; the results are the same",
        },
        "port": {"type": port, "default": 8000, "help": "the port on this machine; 0 for any"},
    }
    for name, text, taken in (
        ("build", "run the chapters and write the pages", "data out edition engine"),
        (
            "whatif",
            "build a book from edited data (--data), and tell what it changes",
            "data out edition engine",
        ),
        ("serve", "show the book in a browser and follow every edit", "data engine port"),
        (
            "check",
            "read data and chapters as a build would, and report every problem; writes nothing",
            "data out edition",
        ),
        ("clean", "remove what builds have written, and nothing else", "out"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        for option in taken.split():
            command.add_argument(f"--{option}", **options[option])
    teaching.add(commands)
    return parser.parse_args(argv)


def main(root: Path, argv: list[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    root : Path
        The book's folder.
    argv : list of str, optional
        The command line; this process's own if not given.

    Returns
    -------
    int
        The exit status.
    """
    options = parse(argv)
    if argv is None and hasattr(os, "fork") and not FIXED.items() <= os.environ.items():
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **FIXED})
    try:
        if options.command in teaching.COMMANDS:
            teaching.run(options, root)
        else:
            run(options, root)
    except BookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"\n{place}{error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the last good book is untouched.", file=sys.stderr)
        return 130
    return 0


def run(options: argparse.Namespace, root: Path) -> None:
    """Run one of the book's own commands."""
    from recomputed.run import pipeline, publish  # slow to import, and --help needs none of it
    from recomputed.run.project import Project

    project = Project(root)
    if options.command == "clean":
        publish.clean(options.out or root / "_build", root)
        return
    if options.command == "whatif" and not options.data:
        raise BookError("whatif: name the folder of edited data files: --data DIR")
    engine = getattr(options, "engine", None) or pipeline.FASTEST
    if options.command == "serve":
        from recomputed.preview import serve

        serve.serve(pipeline.Request(project, options.data, engine=engine), options.port)
        return
    request = pipeline.Request(project, options.data, options.edition, options.out, engine)
    if options.command == "check":
        pipeline.check(request)
        print("Data and chapters are in order.")
        return
    on_shelf = teaching.on_shelf(request.workspace)
    index = pipeline.build(request)
    teaching.after_build(project, request.workspace, on_shelf)
    print(index)

"""Command line of the book: ``python scripts/book.py build``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

# Chapters run in forks of this process, which load nothing again, if it is what their kernels would
# be: with hashes that do not change from run to run, and one thread for each of them.
FIXED = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"}
if __name__ == "__main__" and hasattr(os, "fork") and not FIXED.items() <= os.environ.items():
    os.execve(sys.executable, sys.orig_argv, {**os.environ, **FIXED})
if sys.argv[1:2] == ["check"]:
    sys.dont_write_bytecode = True  # it writes nothing at all

from recomputed import folders  # noqa: E402
from recomputed.errors import BookError  # noqa: E402
from recomputed.teach import commands as teaching  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]


def port(text: str) -> int:
    """A port's number, as argparse wants to be told of it."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a number from 0 to 65535")
    return int(text)


def parse(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="book.py", description="Build the book from its data.")
    commands = parser.add_subparsers(dest="command", required=True)
    options = {
        "data": {
            "type": folders.named,
            "metavar": "DIR",
            "help": "a folder of edited data files, laid over the published ones; "
            "the result goes to a place of its own",
        },
        "out": {
            "type": folders.named,
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


def main(argv: list[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        The exit status.
    """
    options = parse(argv)
    try:
        if options.command in teaching.COMMANDS:
            teaching.run(options, ROOT)
        else:
            run(options)
    except BookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        print(f"\n{told}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; the last good book is untouched.", file=sys.stderr)
        return 130
    return 0


def run(options: argparse.Namespace) -> None:
    """Run one of the book's own commands."""
    from recomputed.run import pipeline, publish  # slow to import, and --help needs none of it
    from recomputed.run.project import Project

    project = Project(ROOT)
    if options.command == "clean":
        publish.clean(options.out or ROOT / "_build", ROOT)
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


if __name__ == "__main__":
    sys.exit(main())

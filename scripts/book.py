"""Command line of the book: ``python scripts/book.py build``."""

import sys
from pathlib import Path

if sys.argv[1:2] == ["check"]:
    sys.dont_write_bytecode = True  # it writes nothing at all

from recomputed.command import main

if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[1]))

"""What this book changes in other libraries' own code, all of it, and why.

Each is a context manager, says with which version it was seen, and has a test in
``tests/recomputed/test_patches.py`` that says when it is needed no longer.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from unittest import mock


def papermill_writes_nothing() -> AbstractContextManager:
    """Let papermill not write the notebook it runs, which the book writes itself, without paths.

    Told to write to no file, it makes the whole JSON all the same, three times a chapter.
    Seen with papermill 2.7.
    """
    return mock.patch("papermill.execute.write_ipynb", return_value=None)


def myst_nb_writes_no_copies() -> AbstractContextManager:
    """Let MyST-NB not write every notebook it reads once more; only those in Markdown need a copy.

    Seen with myst-nb 1.4.
    """
    return mock.patch("myst_nb.sphinx_.nbformat.writes", return_value="")

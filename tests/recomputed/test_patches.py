"""Each patch of another library's code is needed still; if one of these fails, take it out."""

from __future__ import annotations

import json
from unittest import mock

import executed_book
import nbformat
import papermill
from helpers import notebook

from recomputed import patches


def test_papermill_makes_the_whole_json_for_no_file(tmp_path):
    nbformat.write(notebook("one"), tmp_path / "one.ipynb")
    with mock.patch("papermill.execute.write_ipynb") as written:
        papermill.execute_notebook(
            tmp_path / "one.ipynb", None, prepare_only=True, progress_bar=False
        )
    assert written.called, "papermill_writes_nothing() is needed no longer"


def test_myst_nb_writes_a_copy_of_every_notebook(tmp_path):
    folder = executed_book.write(tmp_path / "source")
    with mock.patch("recomputed.run.render.myst_nb_writes_no_copies", mock.MagicMock()):
        assert executed_book.build(folder, tmp_path / "html") == []
    (copy,) = (tmp_path / "jupyter_execute").rglob("*.ipynb")
    assert json.loads(copy.read_text("utf-8")), "myst_nb_writes_no_copies() is needed no longer"


def test_there_are_few():
    own = [name for name in vars(patches) if "writes" in name]
    assert len(own) <= 5

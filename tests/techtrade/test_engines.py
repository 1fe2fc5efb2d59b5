"""The chapters give the same in a fork as in a kernel of nbclient's."""

from __future__ import annotations

import nbformat
import pytest
from helpers import ROOT

from recomputed.processes import FORKS
from recomputed.run import execute

CHAPTERS = ("index", "chapters/section-2", "chapters/audit", "chapters/scorecard")
"""A sample; the toolkit's tests try every kind of output."""


@pytest.mark.skipif(not FORKS, reason="there is no fork on this system")
@pytest.mark.parametrize("name", CHAPTERS)
def test_both_engines_give_the_same_cell_by_cell(name, site, tmp_path, monkeypatch):
    monkeypatch.setenv("RECOMPUTED_PICTURES", "0")
    parameters, file = {"data_dir": ROOT / "data", "edition": "corrected"}, f"{name}.ipynb"
    plain = execute.execute_notebook(ROOT / file, tmp_path / "o.ipynb", parameters, "book", ROOT)
    fast = nbformat.read(site.parent / "executed" / "corrected" / file, 4)
    assert len(fast.cells) == len(plain.cells)
    for ours, theirs in zip(fast.cells, plain.cells, strict=True):
        assert ours == theirs
    assert fast.metadata == plain.metadata

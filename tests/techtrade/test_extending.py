"""A year more in a table: charts and words about the latest year follow, fixed years stay."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from helpers import ROOT

from recomputed.ledger import Ledger
from recomputed.run import execute
from recomputed.run.changes import charts

YEAR = "2020"
EXTENDED = {"table_18.csv": "section-3", "table_20.csv": "section-3"}
"""A table, and a chapter that draws it."""


def with_a_year_more(data: Path, name: str) -> str:
    """Repeat a table's last printed year as the year to come; the year that was last."""
    path = data / "tables" / name
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    last = max(line.partition(",")[0] for line in lines[1:] if line[:4].isdigit())
    row = next(line for line in lines if line.startswith(f"{last},"))
    place = lines.index(row) + 1
    lines.insert(place, f"{YEAR},{row.partition(',')[2]}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return last


def years_drawn(notebook: dict, table: int) -> set[str]:
    """The years in the charts that name a table as their source."""
    found = set()
    for spec in charts(notebook).values():
        if table in spec["usermeta"]["recomputed"]["tables"]:
            for rows in spec.get("datasets", {}).values():
                found |= {str(row["year"])[:4] for row in rows if row.get("year") is not None}
    return found


@pytest.mark.parametrize("name", EXTENDED)
def test_a_year_more_flows_into_the_charts(name, tmp_path, monkeypatch):
    monkeypatch.setenv("RECOMPUTED_PICTURES", "0")
    data, copy = tmp_path / "data", tmp_path / "chapter.ipynb"
    shutil.copytree(ROOT / "data", data)
    with_a_year_more(data, name)
    chapter = ROOT / "chapters" / f"{EXTENDED[name]}.ipynb"
    parameters = {"data_dir": data, "edition": "corrected"}
    execute.execute_notebook(chapter, copy, parameters, execute.FASTEST, ROOT)
    drawn = years_drawn(json.loads(copy.read_text(encoding="utf-8")), int(name[6:8]))
    assert YEAR in drawn


@pytest.mark.parametrize("name", EXTENDED)
def test_claims_about_fixed_years_stay(name, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    with_a_year_more(data, name)
    before, after = Ledger(ROOT / "data"), Ledger(data)
    for old in before.grades():
        new = after[old.claim.id]
        if old.claim.kind == "level":
            assert (new.verdict, new.recomputed) == (old.verdict, old.recomputed)

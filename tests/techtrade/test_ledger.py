"""The ledger as a whole: it covers the paper, recomputes what can be, and feels every edit."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from recomputed.data.printed import NOT_COMPILED, Printed, decimal_text
from recomputed.ledger import Ledger, current
from recomputed.ledger.downloads import records
from recomputed.ledger.formulas import FORMULAS, SUSPECTS
from recomputed.ledger.grading import grade

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(Path(__file__).parent))
import paper_numbers  # noqa: E402

BASELINE = Path(__file__).parent / "data" / "verdicts.csv"
BASELINE_FIELDS = ["id", "verdict_corrected", "verdict_printed", "recomputed", "low", "high"]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return Ledger(ROOT / "data", "corrected")


def fixture_numbers() -> list[tuple[str, str]]:
    lines = paper_numbers.FIXTURE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]


def test_every_number_of_the_paper_has_a_record(ledger):
    """Second-level sections first; footnotes take what their part has left."""
    pool: dict[str, Counter] = defaultdict(Counter)
    for claim in ledger.claims.values():
        section = ".".join(claim.section.split(".")[:2])
        pool[section].update(paper_numbers.NUMBER.findall(claim.printed))
    missing = []
    for section, number in sorted(fixture_numbers(), key=lambda pair: "note" in pair[0]):
        part = section.partition(".")[0]
        rooms = [section, *(s for s in pool if s.partition(".")[0] == part)]
        room = next((s for s in rooms if pool[s][number]), None)
        if room is None:
            missing.append(f"{section}: {number}")
        else:
            pool[room][number] -= 1
    assert not missing, f"no record in claims.csv for {', '.join(missing)}"


def test_the_fixture_is_the_papers_own_numbers():
    paper = Path(os.environ.get("PAPER_TEXT", ROOT.parent / "shared" / "paper" / "paper_zh.txt"))
    if not paper.is_file():
        pytest.skip("the paper's text is not at hand (PAPER_TEXT)")
    assert paper_numbers.numbers(paper.read_text(encoding="utf-8")) == fixture_numbers()


def test_what_rests_on_the_tables_is_recomputed_and_nothing_else_is(ledger):
    assert ledger.unregistered() == []
    assert [claim for claim in SUSPECTS["techtrade"] if claim not in FORMULAS["techtrade"]] == []


def test_the_declared_source_names_every_table_that_is_read(ledger):
    """A claim's source is for people; what is read decides whether it is true."""
    wrong = []
    for result in ledger.grades():
        declared = {int(n) for n in re.findall(r"table (\d+)", result.claim.source)}
        read = {cell.table for cell in result.cells}
        if not read <= declared:
            wrong.append(f"{result.claim.id}: reads {read}, declares {declared}")
    assert not wrong, "\n".join(wrong)


def test_every_recomputation_reads_something(ledger):
    blind = [
        g.claim.id
        for g in ledger.grades()
        if g.formula and g.verdict != "uncheckable" and not (g.cells or g.claims)
    ]
    assert blind == []


def test_no_verdict_rests_on_a_stated_number_that_fails(ledger):
    loose = [
        f"{result.claim.id} rests on {claim}"
        for result in ledger.grades()
        for claim in result.claims
        if ledger[claim].verdict == "discrepant"
    ]
    assert loose == []


def test_discrepant_numbers_say_by_how_much(ledger):
    for result in ledger.grades():
        if result.verdict == "discrepant" and not result.claim.is_verbal:
            assert result.gap or "bounds" in result.reason, result.claim.id
        if result.verdict == "discrepant" and result.claim.is_verbal:
            assert result.recomputed, f"{result.claim.id} gives no counter-example"


def mutations(text: str) -> list[str]:
    """Other numbers with the same decimals, each off by far more than rounding.

    The first two are edits of an ordinary size; the last two make a cell the greatest or least of
    its column, since a claim that picks a peak feels the others only then.
    """
    number = Printed(text)
    step = max(abs(number.value) * Fraction(3, 4), 20 * number.half_unit)
    values = (number.value + step, number.value - step, 100 * number.value + step, -step)
    return [decimal_text(value, number.decimals) for value in values]


def outcome(result) -> tuple:
    return result.verdict, result.recomputed, result.low, result.high


def test_each_number_feels_each_cell_it_rests_on(capsys):
    """Change one cell at a time; the verdict or the recomputed value must change with it."""
    ledger = Ledger(ROOT / "data", "printed")
    felt, tried, deaf = Counter(), Counter(), []
    for result in ledger.grades():
        claim = result.claim
        kind = "words" if claim.is_verbal or claim.kind in ("rank", "count", "date") else "number"
        for cell in result.cells:
            table = ledger.book.T[cell.table]
            row = table.rows[table._index[cell.key]]
            before = row[cell.column]
            if before in ("", NOT_COMPILED):
                continue
            changed = False
            for text in mutations(before):
                row[cell.column] = text
                changed = changed or outcome(grade(claim, ledger.book)) != outcome(result)
            row[cell.column] = before
            tried[kind] += 1
            felt[kind] += changed
            if kind == "number" and not changed:
                deaf.append(f"{claim.id}: Table {cell.table}, {cell.row}, {cell.column}")
    with capsys.disabled():
        shares = ", ".join(f"{k}: {felt[k]} of {tried[k]} cells" for k in sorted(tried))
        print(f"\nverdict or value follows a changed cell — {shares}")
    assert tried["number"] > 300
    assert not deaf, "\n".join(deaf)
    assert felt["words"] > tried["words"] * 3 / 5


def test_verdicts_are_those_of_the_published_data():
    """A regression test; ``python tests/test_ledger.py`` writes the baseline again."""
    with BASELINE.open(encoding="utf-8", newline="") as file:
        known = {row["id"]: row for row in csv.DictReader(file)}
    now = {row["id"]: {f: row[f] for f in BASELINE_FIELDS} for row in records(ROOT / "data")}
    assert now == known


def test_the_current_ledger_is_one_until_a_file_changes(tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    before = current(data)
    assert current(data) is before
    assert before.book.T[5].text(2013, "total") == "4336413"
    path = data / "tables" / "table_05.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("4336413", "4336414"))
    assert current(data).book.T[5].text(2013, "total") == "4336414"


if __name__ == "__main__":
    with BASELINE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, BASELINE_FIELDS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(records(ROOT / "data"))

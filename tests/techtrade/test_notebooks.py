"""The chapters as they are stored, and as the ecosystem's own commands run them."""

from __future__ import annotations

import ast
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from helpers import ROOT

from recomputed.ledger import Ledger
from recomputed.pages import expressions
from recomputed.places import home_of
from recomputed.run.gate import claims_shown

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
NAMES = ["index.ipynb", *(f"chapters/{path.name}" for path in CHAPTERS)]
LINES_MEDIAN, LINES_MOST = 5, 15


def tool(name: str) -> str:
    """A command of the environment that runs the tests."""
    return str(Path(sys.executable).with_name(name))


def lines(cell) -> int:
    return sum(1 for line in cell.source.splitlines() if line.strip())


@pytest.mark.parametrize("name", NAMES)
def test_stored_without_results(name):
    nb = nbformat.read(ROOT / name, nbformat.NO_CONVERT)
    nbformat.validate(nb)
    assert (nb.nbformat, nb.nbformat_minor) == (4, 5)
    assert nb.metadata.kernelspec.name == "python3"
    assert set(nb.metadata) <= {"kernelspec", "language_info", "title", "description"}
    for cell in nb.cells:
        assert not cell.get("outputs"), cell.id
        assert cell.get("execution_count") is None, cell.id
        assert "user_expressions" not in cell.metadata, cell.id


@pytest.mark.parametrize("name", NAMES)
def test_takes_papermills_parameters_first(name):
    cells = [c for c in nbformat.read(ROOT / name, 4).cells if c.cell_type == "code"]
    assert set(cells[0].metadata["tags"]) >= {"parameters", "remove-cell"}
    values: dict = {}
    exec(cells[0].source, values)
    assert (values["data_dir"], values["edition"]) == (None, "corrected")


def test_each_statement_is_shown_in_its_own_chapter():
    """That is where the page's header counts it, and where links to it lead."""
    ledger = Ledger(ROOT / "data")
    shown = {f"chapters/{path.stem}": claims_shown(path) for path in CHAPTERS}
    assert [
        claim for claim in ledger.claims if claim not in shown[home_of(ledger.claims[claim])]
    ] == []


def test_the_pages_headers_add_up_to_the_ledger(site):
    """Each chapter's header counts what its text counts: the opening paragraph, too."""
    ledger = Ledger(ROOT / "data")
    totals = Counter()
    for path in CHAPTERS:
        page = (site / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8")
        told = re.search(r"(\d+) of (\d+) statements checked, (\d+) discrepant", page)
        verdicts = [
            ledger[c].verdict for c, claim in ledger.claims.items() if claim.page == path.stem
        ]
        checked = sum(verdict != "uncheckable" for verdict in verdicts)
        expected = checked, len(verdicts), verdicts.count("discrepant")
        assert tuple(map(int, told.groups())) == expected if verdicts else not told, path.stem
        totals.update(verdicts)
    assert totals == ledger.counts()


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_short(name):
    cells = [c for c in nbformat.read(ROOT / name, 4).cells if c.cell_type == "code"]
    assert {c.id: lines(c) for c in cells if lines(c) > LINES_MOST} == {}
    assert statistics.median(map(lines, cells)) <= LINES_MEDIAN


def stored(tree: ast.AST) -> Iterator[str]:
    """The names that a cell gives a value to, but for those of comprehensions and functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif not isinstance(node, (ast.Lambda, ast.comprehension)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
            yield from stored(node)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_the_prose_has_one_value(name):
    """JupyterLab asks for the values when all cells have run."""
    given, asked = {}, set()
    for number, cell in enumerate(nbformat.read(ROOT / name, 4).cells):
        if cell.cell_type == "code":
            for one in stored(ast.parse(cell.source)):
                given.setdefault(one, set()).add(number)
        elif cell.cell_type == "markdown":
            trees = [ast.parse(text, mode="eval") for text, _ in expressions.find(cell.source)]
            nodes = (node for tree in trees for node in ast.walk(tree))
            asked |= {node.id for node in nodes if isinstance(node, ast.Name)}
    assert {one: cells for one, cells in given.items() if one in asked and len(cells) > 1} == {}


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]])
def test_code_and_notebooks_are_in_the_houses_form(command):
    got = subprocess.run(
        [tool("ruff"), *command, "--no-cache", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert got.returncode == 0, got.stdout


@pytest.mark.parametrize("name", NAMES)
def test_papermill_alone_runs_it(name, tmp_path, site):
    out = tmp_path / "out.ipynb"
    plain = {**os.environ, "RECOMPUTED_PICTURES": "0"}  # as the build, which draws them for pages
    command = [tool("papermill"), ROOT / name, out, "-p", "data_dir", ROOT / "data"]
    command.append("--no-progress-bar")
    got = subprocess.run(
        command, cwd=tmp_path, env=plain, capture_output=True, text=True, timeout=300
    )
    assert got.returncode == 0, got.stderr[-3000:]
    ours = nbformat.read(site.parent / "executed" / "corrected" / name, 4)
    assert results(nbformat.read(out, 4)) == results(ours)
    assert raw_roles(nbformat.read(out, 4)) == []


def raw_roles(nb) -> list[str]:
    """The Markdown cells that show code where a value belongs."""
    return [c.source for c in nb.cells if c.cell_type == "markdown" and "{eval}" in c.source]


def results(nb) -> list:
    """What a notebook's code cells show, without what papermill adds."""
    cells = [c for c in nb.cells if "injected-parameters" not in c.metadata.get("tags", [])]
    return [json.dumps(c.outputs, sort_keys=True) for c in cells if c.cell_type == "code"]


def test_nbconvert_executes_a_chapter(tmp_path):
    command = [tool("jupyter"), "nbconvert", "--to", "notebook", "--execute"]
    got = subprocess.run(
        [*command, "--output-dir", tmp_path, ROOT / "chapters" / "introduction.ipynb"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert got.returncode == 0, got.stderr[-3000:]
    nb = nbformat.read(tmp_path / "introduction.ipynb", 4)
    assert any(c.get("outputs") for c in nb.cells)
    assert raw_roles(nb) == []
    sources = [c.source for c in nb.cells if c.cell_type == "markdown"]
    total = sum(Ledger(ROOT / "data").counts(part).total() for part in ("abstract", "intro"))
    assert any(f"Of their {total} statements" in source for source in sources)


def test_jupyterlab_opens_the_chapters_and_knows_values_in_prose(tmp_path):
    command = [tool("jupyter"), "lab", "--no-browser", "--allow-root", "--port=0"]
    command += ["--IdentityProvider.token=secret", f"--ServerApp.root_dir={ROOT}"]
    home = {"JUPYTER_RUNTIME_DIR": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path)}
    with subprocess.Popen(command, env={**os.environ, **home}, stderr=subprocess.DEVNULL) as server:
        try:
            url = server_address(tmp_path)
            chapter = json.loads(get(f"{url}api/contents/chapters/introduction.ipynb?token=secret"))
            assert chapter["type"] == "notebook"
            assert '"jupyterlab-myst"' in get(f"{url}lab?token=secret")
        finally:
            server.terminate()


def server_address(folder: Path) -> str:
    """Where a Jupyter server that has just been started listens."""
    deadline = time.monotonic() + 60
    while not (found := list(folder.glob("jpserver-*.json"))):
        assert time.monotonic() < deadline, "JupyterLab did not start in a minute"
        time.sleep(0.2)
    return json.loads(found[0].read_text())["url"]


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()

"""The project's own files: the lock, what they must not name, the commands the README promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from helpers import ROOT, run_book

SKIPPED = {"_build", "__pycache__"}
TEXT = {".cff", ".css", ".csv", ".html", ".ipynb", ".js", ".json", ".md", ".py", ".toml", ".txt"}
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|farm|Users)/[\w.]")
REGISTRY = re.compile(r"https?://[^\s\"']*(?:pypi|/simple\b|registry\.npm|deb\.debian)")


def files() -> list[Path]:
    """The project's own text files."""
    found = []
    for folder, names, here in os.walk(ROOT):
        names[:] = [n for n in names if n not in SKIPPED and not n.startswith(".")]
        names[:] = [n for n in names if not n.endswith(".egg-info")]
        found += [Path(folder, name) for name in here]
    return [p for p in found if p.suffix in TEXT | {"", ".yml", ".cfg", ".sh"}]


def test_no_file_names_a_machine_or_a_registry():
    named = []
    for path in files():
        text = path.read_text(encoding="utf-8", errors="replace")
        if path != Path(__file__):
            named += [f"{path.relative_to(ROOT)}: {m[0]}" for m in MACHINE.finditer(text)]
            named += [f"{path.relative_to(ROOT)}: {m[0]}" for m in REGISTRY.finditer(text)]
    assert named == []


def test_the_lock_holds_every_dependency_with_hashes():
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    for requirement in wanted:
        name = re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), name
    for name in ("lock.txt", "uv.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert "://" not in text
        pinned = re.findall(r"^[\w.-]+==\S+.*\\$", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[a-z]", text, re.MULTILINE)) > 0


def test_imports_run_one_way():
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": "scripts"}
    got = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert got.returncode == 0, got.stdout


CORE = """
import sys
before = set(sys.modules)
import recomputed.ledger, recomputed.audit, recomputed.ledger.diff, recomputed.ledger.downloads
recomputed.Ledger("data")
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(loaded - sys.stdlib_module_names))
"""


def test_tables_ledger_and_audit_need_nothing_but_python():
    got = subprocess.run(
        [sys.executable, "-c", CORE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert got.stdout.split() == ["recomputed", "techtrade"]


def test_the_readme_promises_commands_that_exist():
    makefile = (ROOT / "Makefile").read_text()
    text = (ROOT / "README.md").read_text() + (ROOT / "CONTRIBUTING.md").read_text()
    for target in set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for command in set(re.findall(r"book\.py ([a-z]+)", text)):
        assert run_book(command, "--help").returncode == 0, command
    for path in set(re.findall(r"\]\(([\w./-]+)\)", text)):
        assert (ROOT / path).exists(), path


def test_the_citation_names_book_and_paper():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "license"} <= set(citation)
    (paper,) = citation["references"]
    assert paper["year"] == 2021
    assert [author["family-names"] for author in paper["authors"]] == ["Wang", "Xie", "Guo"]


@pytest.mark.parametrize("arguments", [[], ["print"], ["build", "--edition", "best"]])
def test_a_wrong_command_line_is_explained(arguments):
    got = run_book(*arguments)
    assert got.returncode == 2
    assert "usage:" in got.stderr
    assert "Traceback" not in got.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    got = run_book("build", "--out", tmp_path / "file" / "out")
    assert got.returncode == 1
    assert "file" in got.stderr
    assert "Traceback" not in got.stderr


def test_set_up_is_done_once(tmp_path):
    environment = {**os.environ, "PYTHON": ""}
    for name in ("Makefile", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "requirements").mkdir()
    for path in (ROOT / "requirements").iterdir():
        (tmp_path / "requirements" / path.name).write_bytes(path.read_bytes())

    def plan() -> str:
        command = ["make", "--dry-run", "book"]
        got = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        return got.stdout

    before = plan()
    (stamp,) = set(re.findall(r"touch (\S+)", before))
    (tmp_path / ".venv").mkdir()
    (tmp_path / stamp).touch()
    assert "pip" in before
    assert "pip" not in plan()
    with (tmp_path / "requirements" / "lock.txt").open("a") as lock:
        lock.write("# changed\n")
    assert "pip" in plan()


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make on this machine")
def test_make_leaves_an_environment_that_is_not_its_own(tmp_path):
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "env").mkdir()
    (tmp_path / "env" / "mine.txt").write_text("mine")
    for target in ("clean", "check"):
        command = ["make", target, "VENV=env", f"PYTHON={sys.executable}"]
        got = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert got.returncode
        assert "not set up by make" in got.stderr
    assert [path.name for path in (tmp_path / "env").iterdir()] == ["mine.txt"]


def test_the_toolkits_tests_know_no_paper_but_a_made_up_one():
    here = Path(__file__).parent
    tests = [*(here / "recomputed").rglob("*"), here / "made_up.py", here / "preview.py"]
    read = [p for p in tests if p.suffix in TEXT and "_build" not in p.parts]
    assert len(read) > 20
    assert [p.name for p in read if "techtrade" in p.read_text("utf-8")] == []

"""The fast engine gives what nbclient gives; a build runs what must run, and nothing else."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from helpers import digest, edit, notebook, run_book
from made_up import OTHER_YEAR, YEAR, make_book, make_mini
from papermill.exceptions import PapermillExecutionError

from recomputed.files import write
from recomputed.pages import shelf
from recomputed.run import execute, forked, renew
from recomputed.run.project import Project, Workspace

code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
needs_fork = pytest.mark.skipif(not forked.FORKS, reason="there is no fork on this system")


# --- the engine


def run(folder: Path, *cells, engine: str = "fork", **options):
    path = folder / "one.ipynb"
    nb = notebook("one", *cells)
    nb.cells = nb.cells[2:]  # the book's own two are not needed here
    nbformat.write(nb, path)
    with execute.kernel_environment():
        return papermill.execute_notebook(
            path, None, engine_name=engine, progress_bar=False, cwd=folder, **options
        )


@needs_fork
def test_both_engines_give_the_same_cell_by_cell(tmp_path, monkeypatch):
    root = make_book(tmp_path / "clone")
    assert run_book("build", "--edition", "corrected", root=root).returncode == 0
    monkeypatch.setenv("RECOMPUTED_PICTURES", "0")
    parameters = {"data_dir": root / "data", "edition": "corrected"}
    for name in Project(root).notebooks():
        fast = nbformat.read(root / "_build" / "executed" / "corrected" / name, 4)
        plain = execute.execute_notebook(
            root / name, tmp_path / "o.ipynb", parameters, "book", root
        )
        assert fast.metadata == plain.metadata
        for ours, theirs in zip(fast.cells, plain.cells, strict=True):
            assert ours == theirs


OUTPUTS = {
    "value": "1 + 1",
    "text": "print('a')\nprint('b')",
    "display": "from IPython.display import display, HTML\ndisplay(HTML('<b>x</b>'), 3)\n'last'",
    "display updated": (
        "from IPython.display import display\nh = display('old', display_id='x')\nh.update('new')"
    ),
    "frame": "import pandas as pd\npd.DataFrame({'a': [1.5, 2]})",
    "silent": "x = 1;",
    "await": "import asyncio\nawait asyncio.sleep(0)\n'slept'",
    "magic": "%%capture\nprint('unseen')",
    "last value": "_ = 5",
    "nothing": "",
}


@needs_fork
@pytest.mark.parametrize("case", OUTPUTS)
def test_outputs_of_all_kinds_are_the_kernels(case, tmp_path):
    cells = code(OUTPUTS[case]), text("Two is {eval}`1 + 1`."), code("2")
    fast, plain = (run(tmp_path, *cells, engine=engine) for engine in ("fork", "book"))
    for ours, theirs in zip(fast.cells, plain.cells, strict=True):
        for part in ("outputs", "execution_count"):
            assert ours.get(part) == theirs.get(part)
        assert ours.metadata.get("user_expressions") == theirs.metadata.get("user_expressions")


FAILING = {
    "raises": code("def f():\n    return 1 / 0\n\nf()"),
    "syntax": code("x = ("),
    "input": code("input('name?')"),
    "expression": text("It is {eval}`missing`."),
    "dies": code("import os\nos._exit(1)"),
}


@needs_fork
@pytest.mark.parametrize("case", FAILING)
def test_failures_are_told_alike(case, tmp_path):
    errors = []
    for engine in ("fork", "book"):
        with pytest.raises(PapermillExecutionError) as caught:
            run(tmp_path, code("1"), FAILING[case], engine=engine)
        errors.append(caught.value)
    fast, plain = errors
    for part in ("cell_index", "source", "ename", "evalue"):
        assert getattr(fast, part) == getattr(plain, part)


@needs_fork
def test_a_cell_that_does_not_end_is_stopped_with_all_it_started(tmp_path):
    started = tmp_path / "pid"
    endless = (
        "import pathlib, subprocess\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path({str(started)!r}).write_text(str(child.pid))\n"
        "child.wait()"
    )
    with pytest.raises(PapermillExecutionError) as caught:
        run(tmp_path, code(endless), execution_timeout=3)
    assert "longer than 3 s" in caught.value.evalue
    assert ended(int(started.read_text()))


def ended(pid: int, patience: float = 10) -> bool:
    """Whether a process is gone, or goes soon."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@needs_fork
def test_a_fork_ends_when_its_parent_is_killed(tmp_path):
    nb = notebook(
        "one", code(f"import os\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))")
    )
    nb.cells = [nb.cells[-1], code("import time\ntime.sleep(600)")]
    nbformat.write(nb, tmp_path / "one.ipynb")
    script = (
        "import recomputed.run.execute, papermill\n"
        f"papermill.execute_notebook({str(tmp_path / 'one.ipynb')!r}, None, engine_name='fork',"
        " progress_bar=False)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script])
    deadline = time.monotonic() + 60
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    assert ended(int((tmp_path / "pid").read_text()))


@needs_fork
def test_each_run_starts_clean(tmp_path):
    run(tmp_path, code("import builtins, pandas\nbuiltins.leak = pandas.leak = 1"))
    nb = run(tmp_path, code("import pandas\nhasattr(pandas, 'leak'), 'leak' in dir(__builtins__)"))
    assert nb.cells[0].outputs[0].data["text/plain"] == "(False, False)"


def test_an_executed_copy_is_the_notebook(tmp_path):
    nb = notebook("one", code("'a\\nb'"), text("中 text"))
    assert nbformat.reads(execute.as_text(nb), 4) == nb
    assert execute.as_text(nb).count("\n") == len(nb.cells) + 3


def test_without_fork_nbclient_runs_the_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(forked, "FORKS", False)
    nb = run(tmp_path, code("1 + 1"))
    assert nb.cells[0].outputs[0].data["text/plain"] == "2"


# --- what depends on what


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The small book, built in both editions."""
    root = make_mini(tmp_path_factory.mktemp("incremental") / "clone")
    done = run_book("build", root=root)
    assert done.returncode == 0, done.stderr
    return root


def times(root: Path) -> dict[str, int]:
    """When each executed copy was written."""
    tree = root / "_build" / "executed"
    return {p.relative_to(tree).as_posix(): p.stat().st_mtime_ns for p in tree.rglob("*.ipynb")}


def rerun(root: Path) -> set[str]:
    """Build again; the chapters that ran."""
    before = times(root)
    done = run_book("build", root=root)
    assert done.returncode == 0, done.stderr
    return {name for name, when in times(root).items() if before.get(name) != when}


def both(*names: str) -> set[str]:
    return {f"{edition}/{name}.ipynb" for edition in ("corrected", "printed") for name in names}


def test_nothing_changed_and_nothing_runs(built):
    site = digest(built / "_build" / "html")
    assert rerun(built) == set()
    for path in (built / "data").rglob("*"):
        os.utime(path)  # another time, the same content
    assert rerun(built) == set()
    assert digest(built / "_build" / "html") == site


def test_what_is_put_on_the_shelf_later_is_no_change(built):
    site = built / "_build" / "html"
    shelf.put_out(site, {"downloads/slides.zip": b"later", "slides/index.html": b"later"})
    assert "Nothing has changed" in run_book("build", root=built).stdout
    assert (site / "downloads/slides.zip").read_text() == "later"


@needs_fork
def test_all_chapters_run_again_when_data_change(built):
    table = built / "data" / "tables" / "table_01.csv"
    old = table.read_text(encoding="utf-8")
    table.write_text(old.replace(YEAR, OTHER_YEAR), encoding="utf-8")
    assert rerun(built) == both("index", "chapters/section-1", "chapters/section-2")
    assert "45600" in (built / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    table.write_text(old, encoding="utf-8")
    rerun(built)
    assert "45600" not in (built / "_build" / "html" / "index.html").read_text(encoding="utf-8")


@needs_fork
def test_an_edited_chapter_runs_alone(built):
    path = built / "chapters" / "section-2.ipynb"
    edit(path, "What the fish fetched", "What fish fetched")
    assert rerun(built) == both("chapters/section-2")
    edit(path, "What fish fetched", "What the fish fetched")
    assert rerun(built) == both("chapters/section-2")


@needs_fork
def test_code_that_chapters_use_counts(built):
    path = built / "scripts" / "herring" / "recompute" / "value.py"
    old = path.read_text(encoding="utf-8")
    path.write_text(old + "\n# changed\n", encoding="utf-8")
    assert rerun(built) >= both("chapters/section-1", "chapters/section-2")
    path.write_text(old, encoding="utf-8")
    rerun(built)


def test_a_damaged_copy_is_made_again(built):
    copy = built / "_build" / "executed" / "printed" / "chapters" / "section-2.ipynb"
    copy.write_text(copy.read_text(encoding="utf-8")[:50], encoding="utf-8")
    assert rerun(built) == {"printed/chapters/section-2.ipynb"}


def test_a_file_lost_from_the_site_comes_back(built):
    page = built / "_build" / "html" / "chapters" / "section-2.html"
    page.unlink()
    rerun(built)
    assert page.exists()


def test_a_file_edited_while_chapters_run_is_not_taken_for_known(tmp_path):
    root = make_mini(tmp_path / "clone")
    project = Project(root)
    sources = renew.Sources(project, project.data, Workspace(root / "_build"))
    job = sources.job("index.ipynb", "corrected")
    write(job.target, "{}")
    runs = sources.runs()
    runs.note({job: runs.key(job)})
    assert sources.runs().is_fresh(job, job.target)
    runs = sources.runs()
    key = runs.key(job)
    edit(root / "data" / "tables" / "table_01.csv", YEAR, OTHER_YEAR)
    runs.note({job: key})
    assert not sources.runs().is_fresh(job, job.target)


# --- never stale


def pages(root: Path) -> dict[str, bytes]:
    """The files of a site by name, less those that tell of the build itself."""
    site = root / "_build" / "html"
    return {
        p.relative_to(site).as_posix(): p.read_bytes()
        for p in sorted(site.rglob("*"))
        if p.is_file() and p.name not in (".buildinfo", ".book-files", "objects.inv")
    }


WORDS = ("statement", "evidence", "note", "rule")


def spoil(path: Path) -> None:
    """Change one value of a data file such that it stays valid."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".csv":
        path.write_text(text + "\n", encoding="utf-8")
        return
    header, *rows = csv.reader(text.splitlines())
    words = next((header.index(name) for name in WORDS if name in header), None)
    if words is not None:
        rows[0][words] += " Indeed."
    elif "recommendation" in header:
        rows.pop()
    elif "absent" in header:
        rows[0][header.index("absent")] = "not printed"
    else:
        cell = next(
            (row, at)
            for row in rows
            for at in reversed(range(1, len(row)))
            if re.fullmatch(r"[0-9.]*[1-8]", row[at])
        )
        cell[0][cell[1]] = cell[0][cell[1]][:-1] + str(int(cell[0][cell[1]][-1]) + 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


SAMPLED = ("tables/table_02.csv", "claims.csv")


@pytest.mark.parametrize("name", SAMPLED)
def test_an_incremental_book_is_the_clean_book(name, built, tmp_path):
    root = tmp_path / "clone"
    shutil.copytree(built, root)
    spoil(root / "data" / name)
    rerun(root)
    incremental = pages(root)
    shutil.rmtree(root / "_build")
    clean = run_book("build", root=root)
    assert clean.returncode == 0, clean.stderr
    expected = pages(root)
    assert incremental.keys() == expected.keys()
    assert [n for n in expected if expected[n] != incremental[n]] == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files to set")
def test_a_full_disk_is_told_in_a_sentence_and_the_last_book_stays(built, tmp_path):
    import resource

    root = tmp_path / "clone"
    shutil.copytree(built, root)
    before = digest(root / "_build" / "html")
    edit(root / "chapters/section-2.ipynb", "What the fish fetched", "What fish fetched")

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    failed = run_book("build", root=root, preexec_fn=no_room)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert failed.stderr.strip()
    assert digest(root / "_build" / "html") == before
    assert rerun(root) >= both("chapters/section-2")


PLAIN_ROOT = ("setpriv", "--bounding-set=-dac_override")
"""What makes the superuser, too, heed that a folder is read-only."""


@pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and not shutil.which(PLAIN_ROOT[0])),
    reason="nobody here is kept from writing into a read-only folder",
)
def test_a_read_only_folder_is_told_in_a_sentence(built, tmp_path):
    root = tmp_path / "clone"
    shutil.copytree(built, root)
    before = digest(root / "_build" / "html")
    edit(root / "chapters/section-2.ipynb", "What the fish fetched", "What fish fetched")
    folders = [root / "_build", *(p for p in (root / "_build").rglob("*") if p.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        command = [*PLAIN_ROOT] if os.geteuid() == 0 else []
        command += [sys.executable, str(root / "scripts" / "book.py"), "build"]
        failed = subprocess.run(command, capture_output=True, text=True, timeout=300)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "Permission denied" in failed.stderr
    assert digest(root / "_build" / "html") == before


def test_two_builds_at_once_both_end_well(built, tmp_path):
    root = tmp_path / "clone"
    shutil.copytree(built, root)
    shutil.rmtree(root / "_build")
    command = [sys.executable, root / "scripts" / "book.py", "build", "--edition", "corrected"]
    builds = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=300)[0] for one in builds]
    assert [one.returncode for one in builds] == [0, 0]
    assert sum("waiting" in text for text in said) == 1
    assert (root / "_build" / "html" / "chapters" / "section-2.html").exists()

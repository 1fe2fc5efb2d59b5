"""From notebooks to a published book: values in the prose, failures, warnings, publishing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from helpers import digest, edit, importing_from, notebook, processes_with, run_book
from made_up import BOOK, DATA, OTHER_YEAR, YEAR, make_mini
from papermill.exceptions import PapermillExecutionError

from recomputed import folders
from recomputed.pages import expressions
from recomputed.run import execute, failures, overlay, publish
from recomputed.run.project import BuildError, Project

code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell


def build(mini: Path, *options) -> subprocess.CompletedProcess:
    """Build one edition of the small book, which must succeed."""
    built = run_book("build", "--edition", "corrected", *options, root=mini)
    assert built.returncode == 0, built.stderr
    return built


# --- values in the prose


def run_engine(folder: Path, *cells, engine: str = "book", **parameters):
    path = folder / "one.ipynb"
    nbformat.write(notebook("one", *cells), path)
    with execute.kernel_environment():
        return papermill.execute_notebook(
            path, None, parameters=parameters, engine_name=engine, progress_bar=False
        )


def test_values_are_stored_as_jupyterlab_stores_them(tmp_path):
    cells = code("x = 2 / 3"), text("About {eval}`f'{x:.2f}'` of {eval}`1 + 1`; {eval}`1 + 1`.")
    nb = run_engine(tmp_path, *cells, data_dir=str(DATA))
    stored = nb.cells[-1].metadata["user_expressions"]
    assert [one["expression"] for one in stored] == ["f'{x:.2f}'", "1 + 1", "1 + 1"]
    assert [one["result"]["data"]["text/plain"] for one in stored] == ["'0.67'", "2", "2"]
    assert {one["result"]["status"] for one in stored} == {"ok"}


def test_the_cell_with_parameters_is_hidden(tmp_path):
    nb = run_engine(tmp_path, data_dir=str(DATA))
    (injected,) = [c for c in nb.cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert "remove-cell" in injected.metadata["tags"]


def test_an_expression_that_fails_fails_the_notebook(tmp_path):
    with pytest.raises(PapermillExecutionError, match=r"no_such_name"):
        run_engine(tmp_path, text("It is {eval}`no_such_name`."), data_dir=str(DATA))


@pytest.mark.parametrize("first", ["papermill", "recomputed.run.engine", "recomputed.run.execute"])
def test_the_engine_is_found_whatever_is_imported_first(first):
    check = (
        f"import {first}; from papermill.engines import papermill_engines as e; "
        "print(e.get_engine('book').__name__)"
    )
    got = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True)
    assert got.stdout.strip() == "BookEngine", got.stderr


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a {eval}`x` b\n{eval}` y `", ["x", "y"]),
        ("so: ``{eval}`x` `` and {eval}`y`", ["y"]),
        ("```\n{eval}`x`\n```\n{eval}`y`", ["y"]),
        ("`{eval}` and `x`", []),
        ("**{eval}`x`**，{eval}`y`。", ["x", "y"]),
        ("```{note} {eval}`t`\n{eval}`x`\n```\n{eval}`y`\n```python\nf`a`\n```", ["t", "x", "y"]),
        ("::::{grid}\n:::{card}\n{eval}`x`\n:::\n::::\n{eval}`y`", ["x", "y"]),
        ("```{code-block} python\n{eval}`x`\n```\n{eval}`y`", ["y"]),
        ("a stray ` tick\n\n{eval}`x`", ["x"]),
        ("{doc}`page` and {eval}`x`", ["x"]),
    ],
)
def test_which_expressions_a_text_holds(source, found):
    assert [expression for expression, _ in expressions.find(source)] == found


def test_expressions_know_their_line():
    assert expressions.find("One {eval}`x`.\n\n```\ncode\n```\nTwo {eval}`y`.") == [
        ("x", 1),
        ("y", 6),
    ]


def test_filling_leaves_examples_alone():
    assert expressions.fill("{eval}`x`, ``{eval}`x` ``", str.upper) == "X, ``{eval}`x` ``"


# --- a build


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """The small book, built in both editions, for tests that change none of its sources."""
    folder = make_mini(tmp_path_factory.mktemp("small") / "clone")
    built = run_book("build", root=folder)
    assert built.returncode == 0, built.stderr
    return folder


def test_a_book_from_edited_data_says_so_and_leaves_the_published_one(small, tmp_path):
    published = digest(small / "_build" / "html")
    page = (small / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "40200" in page

    edited = tmp_path / "edited"
    edited.mkdir()
    table = (small / "data" / "tables" / "table_01.csv").read_text(encoding="utf-8")
    (edited / "table_01.csv").write_text(table.replace(YEAR, OTHER_YEAR), encoding="utf-8")
    told = build(small, "--data", edited).stdout
    assert "table_01.csv" in told
    site = small / "_build" / "whatif" / "html"
    assert told.strip().endswith(str(site / "index.html"))

    page = (site / "index.html").read_text(encoding="utf-8")
    assert "45600" in page
    assert "40200" not in page
    claims = json.loads((site / "claims.json").read_text(encoding="utf-8"))
    (claim,) = [c for c in claims if c["id"] == "1.1-barrels-1921"]
    assert claim["verdict_corrected"] == "discrepant"
    assert digest(small / "_build" / "html") == published


def test_both_editions_lie_side_by_side_and_hold_no_path_of_this_machine(small):
    site = small / "_build" / "html"
    for page, edition in (("index.html", "corrected"), ("as-printed/index.html", "printed")):
        words = re.sub(r"<[^>]*>", "", (site / page).read_text(encoding="utf-8"))
        assert f"the data are {edition}" in " ".join(words.split())
    assert (site / "claims.csv").is_file()
    for folder in (site, small / "_build" / "executed"):
        for path in folder.rglob("*"):
            if path.is_file():
                assert str(small).encode() not in path.read_bytes(), path.relative_to(small)


def test_building_again_gives_the_same_copies_and_writes_no_source(small):
    names = ("chapters", "data", "assets", "index.ipynb")
    before = [digest(small / name) for name in names]
    executed = digest(small / "_build" / "executed")
    assert run_book("build", root=small).returncode == 0
    assert digest(small / "_build" / "executed") == executed
    assert [digest(small / name) for name in names] == before


@pytest.fixture
def last_good(mini) -> Path:
    """A book that an earlier build has left."""
    return book_at(mini / "_build" / "html", "the last good book")


FAILING = {
    "divides": (
        code("def share(part):\n    return part / 0\n\nshare(1)"),
        ", cell 3, line 2: return part / 0\n    ZeroDivisionError: division by zero",
    ),
    "unknown-name": (
        text("# Bad\n\nIt is\n{eval}`missing + 1`."),
        ", cell 3, line 4: {eval}`missing + 1`\n    NameError: name 'missing' is not defined",
    ),
    "no-cell": (
        code("T = ch.T\nT[1][1850, 'total']"),
        ", cell 3, line 2: T[1][1850, 'total']\n    Table 1 has no cell 1850, total",
    ),
    "syntax": (code("x = ("), ", cell 3, line 1: x = (\n    SyntaxError: incomplete input"),
    "warns": (
        code("import warnings\nwarnings.warn('beware')"),
        ", cell 3\n    line 2: UserWarning: beware",
    ),
    "dies": (code("import os\nos._exit(1)"), ", cell 3\n    DeadKernelError: Kernel died"),
}


def test_failing_chapters_are_named_and_the_others_still_run(mini, add_chapter, last_good):
    before = digest(last_good)
    for name, (cell, _) in FAILING.items():
        add_chapter(name, cell)
    failed = run_book("build", "--edition", "corrected", root=mini)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    for name, (_, told) in FAILING.items():
        assert failed.stderr.count(f"chapters/{name}.ipynb{told}") == 1, failed.stderr
    assert "chapters/section-2.ipynb" not in failed.stderr
    assert (mini / "_build" / "executed" / "corrected" / "chapters" / "section-2.ipynb").is_file()
    assert digest(last_good) == before


def test_what_fails_alike_in_both_editions_is_told_once():
    alike = [failures.Failure("a.ipynb", ", cell 3", "no", e) for e in ("corrected", "printed")]
    other = failures.Failure("b.ipynb", "", "no\nway", "printed")
    assert failures.report([*alike, other]) == (
        "a.ipynb, cell 3\n    no\n    (edition: corrected, printed)\n"
        "b.ipynb\n    no\n    way\n    (edition: printed)"
    )


def test_what_fails_alike_in_several_places_is_told_once():
    alike = [failures.Failure(f"{name}.ipynb", ", cell 3", "no", "printed") for name in "ab"]
    told = "no\n    in a.ipynb, cell 3\n    in b.ipynb, cell 3\n    (edition: printed)"
    assert failures.report(alike) == told


def test_a_cell_that_does_not_end_is_stopped(tmp_path, monkeypatch):
    path = tmp_path / "one.ipynb"
    nbformat.write(notebook("one", code("while True:\n    pass")), path)
    monkeypatch.setattr(execute, "TIME_LIMIT", 6)
    project = Project(tmp_path)
    job = execute.Job(project, "one.ipynb", tmp_path / "o.ipynb", DATA, "corrected")
    failure = execute.run(job)
    assert "one.ipynb, cell 3" in failure.message
    assert "longer than 6 s" in failure.message


WARNING = {
    "no-page": ("# Bad\n\nSee [nothing](no-such-page.md).", "no-such-page"),
    "no-role": ("# Bad\n\nText.\n\n{nonsense}`x`", ", cell 3, line 5: "),
    "levels": ("# Bad\n\n### Two levels down", ", cell 3, line 3: "),
}


def test_warnings_fail_the_build_and_say_where(mini, add_chapter, last_good):
    before = digest(last_good)
    for name, (source, _) in WARNING.items():
        add_chapter(name, text(source))
    failed = run_book("build", "--edition", "corrected", root=mini)
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    for name, (_, told) in WARNING.items():
        (line,) = [one for one in failed.stderr.splitlines() if f"chapters/{name}" in one]
        assert told in line
    assert "Warnings in the pages: 3" in failed.stderr
    assert digest(last_good) == before


def test_a_number_typed_into_the_prose_fails_the_build(mini, add_chapter):
    add_chapter("bad", text("# Bad\n\nSome 77 firms."))
    failed = run_book("build", root=mini)
    assert failed.returncode == 1
    assert "chapters/bad.ipynb, cell 3, line 3" in failed.stderr
    assert "'77'" in failed.stderr


def test_a_claim_that_no_chapter_shows_fails_the_build(mini):
    edit(mini / "chapters/section-2.ipynb", '{eval}`n(\\"2-price-1930\\")`', "much")
    failed = run_book("check", root=mini)
    assert failed.returncode == 1
    assert "no chapter shows 2-price-1930" in failed.stderr


def test_a_page_missing_from_the_disk_is_named(mini):
    (mini / "chapters" / "section-2.ipynb").unlink()
    failed = run_book("build", root=mini)
    assert failed.returncode == 1
    assert "chapters/section-2" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_killed_build_leaves_the_last_good_book_and_no_process(mini, last_good):
    before = digest(last_good)
    command = [sys.executable, mini / "scripts" / "book.py", "build"]
    mark = f"tt-test-{os.getpid()}"
    environment = {**os.environ, "BOOK_TEST": mark}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    time.sleep(4)  # in the middle of the chapters
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert digest(last_good) == before
    if Path("/proc/self/environ").exists():
        deadline = time.monotonic() + 20
        while processes_with(mark) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert processes_with(mark) == []
    build(mini)
    assert "A small book" in (last_good / "index.html").read_text(encoding="utf-8")
    assert not list((mini / "_build").glob(".html-*"))


def test_stock_jupyter_book_builds_the_sources(mini):
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n"]
    built = subprocess.run(
        command, cwd=mini, env=importing_from(mini), capture_output=True, text=True, timeout=600
    )
    assert built.returncode == 0, built.stderr[-4000:]
    page = (mini / "_build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "40200" in page
    assert "{eval}" not in page


# --- publishing


def book_at(folder: Path, words: str) -> Path:
    folder.mkdir(parents=True)
    (folder / ".buildinfo").touch()
    (folder / "index.html").write_text(words)
    return folder


@pytest.mark.parametrize("exchange", [True, False])
def test_publishing_replaces_the_book_and_leaves_nothing_else(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    site = book_at(tmp_path / "html", "old")
    folders.seal(site)
    publish.publish(book_at(tmp_path / "next" / "corrected", "new"), site)
    assert (site / "index.html").read_text() == "new"
    assert [p.name for p in tmp_path.rglob("*.html")] == ["index.html"]


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel to swap two folders")
def test_on_linux_the_swap_is_one_step(tmp_path):
    one, other = book_at(tmp_path / "one", "1"), book_at(tmp_path / "other", "2")
    assert publish._exchange(one, other)
    assert (one / "index.html").read_text() == "2"


def test_a_crash_between_two_renames_is_mended(tmp_path):
    site = tmp_path / "html"
    book_at(tmp_path / ".html-last", "good")
    publish.recover(site)
    assert (site / "index.html").read_text() == "good"


def test_builds_of_one_book_wait_for_each_other(tmp_path):
    told = []
    script = (
        "import sys, pathlib; from recomputed.run import publish\n"
        "with publish.lock(pathlib.Path(sys.argv[1]), print): print('in', flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout.readline() == "in\n"

    def let_go(sentence: str) -> None:
        told.append(sentence)
        other.communicate("\n")

    with publish.lock(tmp_path, let_go):
        assert other.returncode == 0
    assert told
    assert "waiting" in told[0]


# --- parts


def test_an_overlay_takes_files_by_path_or_by_name(tmp_path):
    published, edited, target = (tmp_path / name for name in ("data", "edited", "merged"))
    for name in ("claims.csv", "tables/table_01.csv", "tables/table_02.csv"):
        (published / name).parent.mkdir(parents=True, exist_ok=True)
        (published / name).write_text("published")
    (edited / "tables").mkdir(parents=True)
    (edited / "tables" / "table_01.csv").write_text("edited")
    (edited / "table_02.csv").write_text("edited")
    (edited / "~$table_02.csv").write_text("a spreadsheet's lock")
    taken = overlay.merge(published, edited, target)
    assert taken == ["tables/table_01.csv", "tables/table_02.csv"]
    assert (target / "tables" / "table_01.csv").read_text() == "edited"
    assert (target / "claims.csv").read_text() == "published"
    with pytest.raises(BuildError, match="no folder"):
        overlay.merge(published, tmp_path / "nowhere", target)


def test_a_project_lists_its_notebooks_in_reading_order():
    names = Project(BOOK).notebooks()
    assert names[0] == "index.ipynb"
    assert {f"chapters/{p.name}" for p in (BOOK / "chapters").glob("*.ipynb")} == set(names[1:])

"""Notebooks, slides and handouts made of the built book."""

from __future__ import annotations

import ast
import builtins
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from helpers import ROOT

from recomputed import folders
from recomputed.pages import shelf
from recomputed.pages.plain import footnote_numbers
from recomputed.run.project import BuildError, Project, Workspace
from recomputed.teach import editions
from recomputed.teach.editions import bundles, notebooks
from recomputed.teach.editions import chapters as parts
from recomputed.teach.editions.chapters import ANSWER, EXERCISE, NOTE, SOLUTION, tags
from recomputed.teach.register import load_answers

ADDRESS = re.compile(r"""(?:src|href|url|import)\s*[=(]?\s*["'(](?:https?:)?//[^"')]+""")
NOT_TELLING = 25
"""A line of a solution shorter than this may well stand elsewhere."""


@pytest.fixture(scope="module")
def space(site, tmp_path_factory) -> Workspace:
    """The editions of the built book, made in a place of their own."""
    folder = tmp_path_factory.mktemp("space")
    folders.claim(folder, ROOT)
    (folder / "executed").symlink_to(site.parent / "executed")
    (folder / "html/chapters").mkdir(parents=True)
    (folder / "html/index.html").write_text("<p>The book</p>")
    guide = (site / "chapters/guide.html").read_text("utf-8")
    (folder / "html/chapters/guide.html").write_text(guide, "utf-8")
    made = Workspace(folder)
    folders.seal(made.site)
    editions.make(Project(ROOT), made, tell=lambda _: None)
    return made


@pytest.fixture(scope="module")
def chapters(space) -> list[parts.Source]:
    return list(parts.executed(Project(ROOT), space))


def unpacked(space: Workspace, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(space.site / shelf.FOLDER / editions.FILES[name]) as archive:
        return {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}


@pytest.fixture(scope="module")
def student(space) -> dict[str, bytes]:
    return unpacked(space, "student")


def cells_of(files: dict[str, bytes]) -> dict[str, list]:
    return {
        name: nbformat.reads(content.decode(), as_version=4).cells
        for name, content in files.items()
        if name.endswith(".ipynb")
    }


def exercises() -> dict[str, list]:
    """The cells of each chapter's source that take part in teaching."""
    found = {}
    for name in Project(ROOT).notebooks():
        cells = nbformat.read(ROOT / name, as_version=4).cells
        found[name] = [cell for cell in cells if tags(cell) & parts.TEACHING]
    return found


def test_every_exercise_has_an_answer_cell_and_a_solution():
    faults, labels = [], []
    for name, cells in exercises().items():
        for place, cell in enumerate(cells):
            if EXERCISE not in tags(cell):
                continue
            label = re.search(r":label: (ex-\d+-\d+)", cell.source)[1]
            labels.append(label)
            following = [tags(one) for one in cells[place + 1 : place + 3]]
            if not (ANSWER in following[0] and SOLUTION in following[1]):
                faults.append(f"{name}: {label} is not followed by answer cell and solution")
            if f"{{solution}} {label}\n" not in cells[place + 2].source:
                faults.append(f"{name}: the solution below {label} is another's")
    assert not faults
    assert len(labels) == len(set(labels)) >= 4


def test_what_is_checked_can_be_checked_and_the_other_way_round():
    asked = {
        label
        for cells in exercises().values()
        for cell in cells
        for label in re.findall(r"""\bcheck\(\s*["'](ex-\d+-\d+)["']""", cell.source)
    }
    assert asked == set(load_answers("techtrade"))


def test_answer_cells_are_blank_and_stay_off_the_page():
    for name, cells in exercises().items():
        for cell in cells:
            if ANSWER in tags(cell):
                assert "remove-cell" in tags(cell), f"{name}: {cell.id}"
                for line in ast.parse(cell.source).body:
                    if isinstance(line, ast.Assign) and "answer" in ast.unparse(line.targets[0]):
                        assert ast.unparse(line.value) == "...", f"{name}: {cell.id}"
            if NOTE in tags(cell):
                assert "remove-cell" in tags(cell), f"{name}: {cell.id}"


def test_every_solution_passes_its_own_check(chapters):
    found = {}
    for chapter in chapters:
        for cell in chapter.notebook.cells:
            for output in cell.get("outputs", []) if SOLUTION in tags(cell) else []:
                html = output.get("data", {}).get("text/html", "")
                for label, status in re.findall(
                    r'data-exercise="(ex-\d+-\d+)" data-status="(\w+)"', "".join(html)
                ):
                    found[label] = status
    assert found.keys() == load_answers("techtrade").keys()
    assert set(found.values()) <= {"right", "rounding"}


def test_student_notebooks_hold_no_solution(student, chapters):
    assert bundles.answers_in(student) == []
    text = "\n".join(
        content.decode() for name, content in student.items() if name.endswith(".ipynb")
    )
    leaked = []
    for chapter in chapters:
        public = [
            line.strip()
            for cell in chapter.notebook.cells
            if not tags(cell) & {SOLUTION, NOTE}
            for line in cell.source.splitlines()
        ]
        for cell in chapter.notebook.cells:
            if tags(cell) & {SOLUTION, NOTE}:
                lines = {line.strip() for line in cell.source.splitlines()} - set(public)
                leaked += [
                    f"{chapter.name}: {line}"
                    for line in lines
                    if len(line) > NOT_TELLING
                    and json.dumps(line, ensure_ascii=False)[1:-1] in text
                ]
    assert not leaked


def test_student_notebooks_have_empty_answers_and_no_outputs(student):
    answers = 0
    for name, cells in cells_of(student).items():
        for cell in cells:
            assert not cell.get("outputs"), name
            assert "injected-parameters" not in tags(cell)
            answers += ANSWER in tags(cell)
    assert answers == sum(ANSWER in tags(c) for cells in exercises().values() for c in cells)


def test_no_notebook_needs_myst(space):
    for name in ("student", "instructor"):
        for file, cells in cells_of(unpacked(space, name)).items():
            for cell in cells:
                if cell.cell_type == "markdown":
                    left = re.search(r"\{eval\}|^```+\{|\{ref\}|^:label:|\[\^", cell.source, re.M)
                    assert not left, f"{name} {file}: {left}"


def test_the_student_package_is_sealed(student, tmp_path):
    wheel = next(name for name in student if name.endswith(".whl"))
    (tmp_path / wheel).write_bytes(student[wheel])
    with zipfile.ZipFile(tmp_path / wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(n for n in names if n.endswith("METADATA"))).decode()
    assert not [name for name in names if "answers" in name or "/pages/" in name]
    assert "recomputed/teach/sealed.json" in names
    assert "Requires-Dist: pandas" in metadata
    assert student["requirements.txt"].decode().strip() == f"./{wheel}"


def test_the_student_edition_runs_from_its_own_files(student, tmp_path):
    for name, content in student.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    wheel = next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        "import nbformat, sys, techtrade\n"
        f"assert techtrade.__file__.startswith({str(tmp_path)!r})\n"
        "nb = nbformat.read('notebooks/section-1.ipynb', as_version=4)\n"
        "from nbclient import NotebookClient\n"
        "done = NotebookClient(nb, timeout=120, resources={'metadata': {'path': 'notebooks'}})"
        ".execute()\n"
        "texts = [o.get('data', {}).get('text/plain', '') for c in done.cells"
        " for o in c.get('outputs', [])]\n"
        "print(sum('Not answered yet' in t for t in texts))\n"
        "from recomputed.teach import check\n"
        "print(check('ex-1-1', 10 ** 6).status)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    unanswered, status = done.stdout.split()
    assert int(unanswered) >= 3
    assert status == "wrong"


def test_instructor_notebooks_hold_solutions_and_notes(space):
    files = unpacked(space, "instructor")
    cells = [cell for one in cells_of(files).values() for cell in one]
    assert sum(SOLUTION in tags(cell) for cell in cells) >= len(load_answers("techtrade"))
    notes = [cell for cell in cells if NOTE in tags(cell)]
    assert notes
    assert all(cell.source.startswith("> **For the teacher.**") for cell in notes)
    with zipfile.ZipFile(space.site / shelf.FOLDER / "instructor-notebooks.zip") as archive:
        wheel = next(n for n in archive.namelist() if n.endswith(".whl"))
        content = archive.read(wheel)
    assert b"techtrade/answers/section_1.py" in content


def undefined(cells) -> set[str]:
    """Names that a notebook's code uses and nowhere sets."""
    used, known = set(), set(dir(builtins)) | {"display", "get_ipython"}
    for cell in cells:
        for node in ast.walk(ast.parse(cell.source if cell.cell_type == "code" else "")):
            match node:
                case ast.Name(id=name, ctx=ast.Load()):
                    used.add(name)
                case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name):
                    known.add(name)
                case ast.alias(name=name, asname=other):
                    known.add(other or name.partition(".")[0])
    return used - known


@pytest.mark.parametrize("edition", ["student", "instructor"])
def test_code_calls_nothing_that_its_notebook_leaves_out(space, edition):
    for name, cells in cells_of(unpacked(space, edition)).items():
        assert not undefined(cells), name


def test_the_source_of_a_chart_is_said_once(space):
    for name in ("slides", "handouts"):
        captions = [
            caption
            for file, content in unpacked(space, name).items()
            if file.endswith(".html")
            for caption in re.findall(r"<figcaption>([^<]*)", content.decode())
        ]
        assert captions
        assert all(one.count("of the paper") == 1 for one in captions), name


def test_a_handout_has_lines_for_every_answer(space):
    page = unpacked(space, "handouts")["section-1.html"].decode()
    exercises = len(re.findall(r"<h3[^>]*>Exercise ", page))
    assert exercises
    assert page.count('<div class="room"><i></i>') == exercises


def test_slides_and_handouts_ask_nobody_else(space):
    for name in ("slides", "handouts"):
        for file, content in unpacked(space, name).items():
            if file.endswith(".html"):
                assert not ADDRESS.findall(content.decode()), f"{name}: {file}"


def test_slides_show_charts_as_pictures_and_no_code(space, chapters):
    for file, content in unpacked(space, "slides").items():
        if not file.endswith(".html") or file == "index.html":
            continue
        page = BeautifulSoup(content, "html.parser")
        charts = page.select("figure.chart")
        assert all(one.select_one("svg[aria-label]") for one in charts), file
        assert not page.select(".jp-InputArea-editor"), file
        assert len(page.select(".slides > section")) >= 2, file
        assert "{eval}" not in page.get_text()
        assert "Solution to" not in page.get_text()


def test_slides_beside_the_book_lead_to_the_live_charts(space, site):
    for path in (space.site / "slides").glob("*.html"):
        for link in BeautifulSoup(path.read_text("utf-8"), "html.parser").select("figcaption a"):
            page, anchor = link["href"].removeprefix("../").split("#")
            assert f'id="{anchor}"' in (site / page).read_text("utf-8")


def test_a_handout_has_the_charts_the_exercises_and_room_to_write(space, chapters):
    files = unpacked(space, "handouts")
    assert files.keys() == {f"{chapter.name}.html" for chapter in chapters}
    for chapter in chapters:
        page = BeautifulSoup(files[f"{chapter.name}.html"], "html.parser")
        asked = [cell for cell in chapter.notebook.cells if EXERCISE in tags(cell)]
        assert len(page.select(".room")) == len(asked)
        assert len(page.select("figure.chart svg")) == len(page.select("figure.chart"))
        assert not page.select("script")
        assert "Solution to" not in page.get_text()


def test_equal_books_give_equal_editions(space):
    maker = editions.Maker(Project(ROOT), space)
    first = {name: (maker.shelf / name).read_bytes() for name in editions.FILES.values()}
    found = list(parts.executed(Project(ROOT), space))
    again = {maker.make(name, found).name for name in editions.NAMES}
    assert again == set(first)
    assert all((maker.shelf / name).read_bytes() == old for name, old in first.items())


def test_the_shelf_lists_what_is_there_and_nothing_else(space, tmp_path):
    page = space.site / "chapters/guide.html"
    links = BeautifulSoup(page.read_text("utf-8"), "html.parser").select(".tt-editions a")
    targets = [(page.parent / link["href"]).resolve() for link in links]
    assert len(targets) == len(editions.FILES) + 1
    assert all(target.is_file() for target in targets)
    empty = tmp_path / "guide.html"
    empty.write_text(shelf.listing("old"), "utf-8")
    assert shelf.announce(tmp_path) == [empty]
    assert "make editions" in empty.read_text("utf-8")
    assert "<a" not in empty.read_text("utf-8")


def test_a_new_build_gets_the_editions_back_that_are_right_for_it(space, tmp_path):
    again = Workspace(tmp_path)
    (tmp_path / "executed").symlink_to(space.folder / "executed")
    shutil.copytree(space.folder / "editions", tmp_path / "editions")
    (again.site / "chapters").mkdir(parents=True)
    (again.site / "index.html").write_text("<p>The book</p>")
    guide = again.site / "chapters/guide.html"
    guide.write_text(shelf.listing("old"), "utf-8")
    folders.seal(again.site)
    (tmp_path / "editions/handouts.stamp").write_text("of another book")
    editions.put_back(Project(ROOT), again)
    there = {path.name for path in (again.site / shelf.FOLDER).iterdir()}
    assert there == set(editions.FILES.values()) - {"handouts.zip"}
    assert (again.site / "slides/index.html").is_file()
    listed = guide.read_text("utf-8")
    assert "student-notebooks.zip" in listed
    assert "handouts.zip" not in listed


def test_without_a_built_book_there_is_one_clear_message(tmp_path):
    with pytest.raises(BuildError, match=r"build it first: python scripts/book\.py build"):
        editions.make(Project(ROOT), Workspace(tmp_path))


def test_footnotes_are_numbered_through_a_notebook():
    assert footnote_numbers(["a[^x] b[^y]", "c[^x]\n\n[^y]: Y\n[^x]: X"]) == {"x": 1, "y": 2}


def test_cells_made_for_slides_are_on_no_page_and_in_no_notebook():
    assert notebooks.for_slides_only({"slide", "remove-cell"})
    assert not notebooks.for_slides_only({ANSWER, "remove-cell"})
    assert not notebooks.for_slides_only({"slide"})


def test_the_shelf_survives_a_page_that_is_not_ours(tmp_path):
    (tmp_path / "other.html").write_text("<p>nothing here</p>")
    assert shelf.announce(tmp_path) == []
    assert Path(tmp_path, "other.html").read_text() == "<p>nothing here</p>"

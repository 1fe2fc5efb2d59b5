"""Nothing of a user's is ever deleted: whatever folder is named, and wherever a file was put."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import edit, run_book
from made_up import BOOK, make_mini

from recomputed import folders
from recomputed.errors import BookError
from recomputed.pages import shelf

PLAIN_ROOT = ("setpriv", "--bounding-set=-dac_override")
"""What makes the superuser, too, heed that a folder is read-only."""

CODE = "scripts/herring/recompute/barrels.py"


def state(*places: Path) -> dict[str, bytes | str]:
    """Every file, folder and link below some places, with what it holds."""
    found: dict[str, bytes | str] = {}
    for path in (path for place in places for path in (place, *place.rglob("*"))):
        if "__pycache__" not in path.parts:
            is_file = path.is_file() and not path.is_symlink()
            found[str(path)] = path.read_bytes() if is_file else os.path.realpath(path)
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """The small book as ``clone``; ``theirs``, a folder of somebody's; ``mine``, edited data."""
    place = tmp_path_factory.mktemp("safety")
    make_mini(place / "clone")
    files = {
        "theirs/diary.txt": "dear diary",
        "theirs/html/index.html": "<p>my pages<!-- editions --><!-- /editions --></p>",
        "theirs/html/.buildinfo": "of another book",
        "theirs/data/tables/table_01.csv": "my own",
        "theirs/executed/corrected/index.ipynb": "{}",
        "theirs/student-01/tables/table_01.csv": "my own",
        "theirs/runs.json": "{}",
    }
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    (place / "mine" / "data").mkdir(parents=True)
    shutil.copy(BOOK / "data/tables/table_01.csv", place / "mine/data/table_01.csv")
    (place / "link").symlink_to("theirs")
    return place


WRONG = {
    "build": "build --out theirs",
    "build from somebody's folder": "build --data theirs --out new",
    "whatif": "whatif --data mine/data --out link",
    "whatif beside its own data": "whatif --data mine/data --out mine",
    "whatif from everything": "whatif --data /",
    "check": "check --data theirs",
    "check beside its own data": "check --data mine/data --out mine",
    "clean": "clean --out theirs",
    "clean the data": "clean --out clone/data",
    "editions": "editions --out theirs",
    "pdf": "pdf --out theirs",
    "plant": "plant --students 1 --out theirs",
    "plant in the data": "plant --students 1 --out clone/data/class",
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_folder_is_refused_and_stays_as_it_is(case, place):
    before = state(place)
    words = (place / w if (place / w.split("/")[0]).exists() else w for w in WRONG[case].split())
    got = run_book(*words, root=place / "clone", cwd=place)
    assert got.returncode == 1, got.stdout
    assert len(got.stderr.strip().splitlines()) == 1, got.stderr
    for new in (place / "new", place / "clone" / "_build"):  # made before the data were looked at
        shutil.rmtree(new, ignore_errors=True)
    assert state(place) == before


TOLD = {
    "build --out data": "data/ of the project, which holds other files; name a new folder",
    "build --out chapters/new": "chapters/ of the project, which holds other files; name a new",
    "clean --out data": "data/ of the project, which holds other files; name a build folder",
    "plant --students 1 --out data": "data/ of the project, which holds other files; name a new",
    "plant --students 1 --out _build": "is a build folder; name another",
    "plant --students 1 --out _build/cache/class": "a build folder; name a folder outside it",
    "plant --students 1 --errors 5000 --out new": "expected 24 at most",
    "editions --out _build/editions": "_build itself, or a folder outside it",
    "pdf --out _build/editions": "_build itself, or a folder outside it",
    "build --out _build/html": "_build itself, or a folder outside it",
    "build --out planted": "is a folder of planted tables; name another",
    "build --out planted/new": "a folder of planted tables; name a folder outside it",
    "build --out nowhere": "a link that leads nowhere",
    "build --out nowhere/new": "a link that leads nowhere",
    "build --out circle": "a link that leads nowhere",
    "build --out README.md/new": "README.md: is a file",
    "build --out _build/serve": "not ours, such as theirs.txt",
    "editions --out pipe": "name the folder of a built book",
    "whatif --data .": "--data names a folder of edited files only",
    "whatif --data pipe --out _build": "is for the published book",
    "check --data data": "is the published data itself",
    "check --data data/tables": "is the published data itself",
    "check --data README.md": "is a file; name a folder",
    "check --data pipe": "no file that can be read",
    "check --data ~/mine": "there is no folder",
    "editions --out new": "build it first: python scripts/book.py build --out",
    "pdf --out new": "build it first: python scripts/book.py build --out",
}
"""Command lines that make no sense, and what is said to them."""


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The small book with a build folder, a planted one, links to nothing and a pipe."""
    root = make_mini(tmp_path_factory.mktemp("told") / "clone")
    (root / "README.md").touch()
    for name in ("_build/.book-build", "planted/.planted", "planted/student-01/key.csv"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root / "_build" / "serve").mkdir()
    (root / "_build" / "serve" / "theirs.txt").touch()
    (root / "nowhere").symlink_to("gone")
    (root / "circle").symlink_to("circle")
    (root / "pipe").mkdir()
    os.mkfifo(root / "pipe" / "table_01.csv")
    return root


def places(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes, and no links for everybody")
@pytest.mark.parametrize("line", TOLD)
def test_a_command_line_that_makes_no_sense_is_answered(line, project):
    before = places(project)
    home = {**os.environ, "HOME": str(project.parent)}
    got = run_book(*line.split(), root=project, cwd=project, env=home)
    assert got.returncode == 1, got.stdout
    assert len(got.stderr.strip().splitlines()) == 1, got.stderr
    assert TOLD[line] in got.stderr
    assert places(project) == before


@pytest.mark.parametrize("number", ["99999", "-5", "many"])
def test_a_port_that_is_none_is_refused(number):
    got = run_book("serve", "--port", number)
    assert got.returncode == 2
    assert "expected 0 to 65535" in got.stderr


def refused(folder: Path | str, words: str, **options) -> None:
    with pytest.raises(BookError, match=words):
        folders.check(Path(folder), BOOK, **options)


def test_places_are_known_however_they_are_written(tmp_path, monkeypatch):
    data, home = tmp_path / "outer" / "data", tmp_path / "home"
    for folder in (data, home):
        folder.mkdir(parents=True)
    (tmp_path / "link").symlink_to(data)
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "file").touch()
    monkeypatch.chdir(data)
    monkeypatch.setenv("HOME", str(home))
    for folder in (".", "new", "../data/new", tmp_path / "link", tmp_path / "link" / "new"):
        refused(folder, "lies in", inputs=[data])
    refused(data.parent, "lies in", inputs=[tmp_path / "link"])
    refused(home, "home folder")
    refused("/", "the project")
    refused(BOOK, "the project")
    refused(BOOK / "scripts" / ".." / "chapters", "is chapters/ of the project")
    refused(BOOK / "chapters" / "new", "lies in chapters/ of the project")
    refused(tmp_path / "file", "is a file")
    refused(tmp_path / "file", "is a file", mark=folders.PLANT)
    folders.check(tmp_path / "new" / "folder", BOOK, inputs=[data])
    refused(tmp_path / "circle", "leads nowhere")


# --- folders of our own, in which somebody has put something


@pytest.fixture
def book(place, tmp_path) -> Path:
    """The small book with a built one, a folder of edits and the book from them."""
    if not (place / "built").exists():
        shutil.copytree(place / "clone", place / "built")
        for arguments in (["build"], ["whatif", "--data", place / "mine/data"]):
            done = run_book(*arguments, "--edition", "corrected", root=place / "built")
            assert done.returncode == 0, done.stderr
    return shutil.copytree(place / "built", tmp_path / "book", symlinks=True)


def again(book: Path, *arguments: str | Path) -> str:
    done = run_book(*arguments, root=book)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_somebody_put_into_a_book_is_kept(book, place):
    pages, data = book / "_build/html", book / "_build/whatif/data"
    (pages / "notes.txt").write_text("mine")
    with (data / "tables" / "table_02.csv").open("a") as table:
        table.write("Dried,1,2\n")
    changed = (data / "tables" / "table_02.csv").read_bytes()
    edit(book / "chapters/section-2.ipynb", "What the fish fetched", "The chapter")
    told = again(book, "build", "--edition", "corrected")
    assert (book / "_build/html-kept-1/notes.txt").read_text() == "mine"
    assert [path.name for path in (book / "_build/html-kept-1").iterdir()] == ["notes.txt"]
    assert "notes.txt" in told
    assert "The chapter" in (pages / "chapters/section-2.html").read_text(encoding="utf-8")
    refused = run_book("whatif", "--data", data, root=book)
    assert refused.returncode == 1
    assert "whatif/data: lies in" in refused.stderr
    again(book, "whatif", "--data", place / "mine/data", "--edition", "corrected")
    assert (data.with_name("data-kept-1") / "tables" / "table_02.csv").read_bytes() == changed


def test_cleaning_removes_what_was_built_and_nothing_else(book):
    (book / "_build/notes.txt").write_text("mine")
    (book / "_build/whatif/html/notes.txt").write_text("mine")
    kept = ["notes.txt", "whatif/html/notes.txt"]
    told = again(book, "clean")
    files = (path for path in (book / "_build").rglob("*") if path.is_file())
    left = {path.relative_to(book / "_build").as_posix() for path in files} - {
        *(".book-build", "whatif/.book-build")
    }
    assert {name for name in left if not name.endswith(folders.SEAL)} == set(kept)
    assert "notes.txt" in told
    for name in kept:
        (book / "_build" / name).unlink()
    again(book, "clean")
    again(book, "clean")
    assert not (book / "_build").exists()


@pytest.mark.parametrize("command", ["clean", "build"])
def test_what_somebody_put_into_a_workshop_is_kept(command, book, place):
    built = book / "_build"
    theirs = ["executed/notes.txt", "doctrees/x/a.txt", "editions/thesis.txt", "cache/a.svg"]
    for name in theirs:
        (built / name).parent.mkdir(parents=True, exist_ok=True)
        (built / name).write_text("mine")
    chapter = "executed/corrected/index.ipynb"
    with (built / chapter).open("a") as file:
        file.write("\n\n")
    changed = (built / chapter).read_bytes()
    (built / "site").symlink_to(place / "theirs")
    before = state(place / "theirs")
    told = again(book, command, *(["--edition", "corrected"] if command == "build" else []))
    for name in theirs:
        workshop, _, rest = name.partition("/")
        assert (built / f"{workshop}-kept-1" / rest).read_text() == "mine"
        assert Path(name).name in told
    assert (built / "executed-kept-1" / chapter.partition("/")[2]).read_bytes() == changed
    assert (built / "site-kept-1").is_symlink()
    assert state(place / "theirs") == before
    assert (built / "executed").exists() == (command == "build")


def test_a_killed_build_takes_nothing_of_its_own_for_somebodys(book):
    (book / "_build" / folders.SEAL).unlink()
    (book / "_build/executed/corrected/half.ipynb").write_text("{")
    assert "kept" not in again(book, "build", "--edition", "corrected")
    (book / "_build" / folders.SEAL).unlink()
    again(book, "clean")
    assert [path.name for path in book.glob("_build/*")] == []


@pytest.mark.parametrize("kind", ["folder", "link"])
@pytest.mark.parametrize("command", ["whatif", "clean"])
def test_an_inner_folder_without_the_mark_is_left_as_it_is(kind, command, book, place):
    inner = book / "_build/whatif"
    if kind == "link":
        inner.rename(book.parent / "elsewhere")
        for mark in (book.parent / "elsewhere").glob(folders.BUILD):
            mark.unlink()
        inner.symlink_to(book.parent / "elsewhere")
    else:
        (inner / folders.BUILD).unlink()
    before = state(inner.resolve())
    if command == "clean":
        assert "whatif" in again(book, "clean")
    else:
        got = run_book("whatif", "--data", place / "mine/data", root=book)
        assert got.returncode == 1
        assert "whatif: holds files that are not ours" in got.stderr
    assert inner.is_symlink() == (kind == "link")
    assert state(inner.resolve()) == before


def test_a_build_folder_among_the_sources_is_not_copied_into_itself(book):
    before = state(*(book / name for name in ("chapters", "data", "assets", "_toc.yml")))
    for heading in ("What the fish fetched", "The chapter"):
        edit(book / "chapters/section-2.ipynb", "What the fish fetched", heading)
        again(book, "build", "--edition", "corrected", "--out", str(book / "mybook"))
    assert (book / "mybook/executed/corrected/index.ipynb").is_file()
    assert not list((book / "mybook").rglob("mybook"))
    edit(book / "chapters/section-2.ipynb", "The chapter", "What the fish fetched")
    assert state(*(book / name for name in ("chapters", "data", "assets", "_toc.yml"))) == before


def test_what_was_made_of_the_last_book_is_told_of_when_it_goes(book):
    shelf.put_out(book / "_build/html", {"downloads/book.pdf": b"old", "downloads/slides.zip": b""})
    assert "no longer" not in again(book, "build", "--edition", "corrected")
    edit(book / "chapters/section-2.ipynb", "What the fish fetched", "The chapter")
    told = again(book, "build", "--edition", "corrected")
    assert "no longer with it: book.pdf, slides.zip" in told
    assert "make editions and make pdf" in told
    assert not (book / "_build/html/downloads").exists()


def test_a_book_from_before_there_were_marks_is_built_again_and_kept(book):
    for name in (folders.BUILD, folders.SEAL):
        for path in (book / "_build").rglob(name):
            path.unlink()
    (book / "_build/html/index.html").write_text("the last good book")
    again(book, "build", "--edition", "corrected")
    assert "A small book" in (book / "_build/html/index.html").read_text(encoding="utf-8")
    assert (book / "_build/html-kept-1/index.html").read_text() == "the last good book"


def test_planted_sets_that_somebody_worked_in_stay(mini, tmp_path):
    command = ("plant", "--students", 1, "--errors", 1, "--out", tmp_path / "class")
    again(mini, *map(str, command))
    (tmp_path / "class" / "student-01" / "answers.txt").write_text("what I found")
    before = state(tmp_path)
    got = run_book(*command, root=mini)
    assert got.returncode == 1
    assert "answers.txt" in got.stderr
    assert state(tmp_path) == before


# --- a command that only looks


@pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and not shutil.which(PLAIN_ROOT[0])),
    reason="nobody here is kept from writing into a read-only folder",
)
def test_checking_writes_nothing(mini, tmp_path):
    (tmp_path / "home").mkdir()
    edited = tmp_path / "edited"
    edited.mkdir()
    shutil.copy(BOOK / "data/tables/table_01.csv", edited)
    before = {str(path) for path in tmp_path.rglob("*")}, state(tmp_path)
    every = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for folder in every:
        folder.chmod(0o555)
    environment = {**os.environ, "HOME": str(tmp_path / "home")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [*PLAIN_ROOT] if os.geteuid() == 0 else []
    command += [sys.executable, str(mini / "scripts" / "book.py"), "check", "--data", str(edited)]
    try:
        got = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    finally:
        for folder in every:
            folder.chmod(0o755)
    assert got.returncode == 0, got.stderr
    assert ({str(path) for path in tmp_path.rglob("*")}, state(tmp_path)) == before


# --- faults of the ledger's code


HEAD = '@recompute("1.1-barrels-{year}", year=(1921, 1927))'
FAULTS = {
    "syntax": (f"{HEAD}\nclass :", ["barrels.py", "SyntaxError"]),
    "import": (f"nonsense\n{HEAD}", ["barrels.py", "NameError: name 'nonsense'"]),
    "grading": (
        f"{HEAD}\ndef wrong(T, year):\n    return T.nonsense\n\n\n@recompute('another')",
        ["claim 1.1-barrels-1921", "barrels.py, wrong", "AttributeError", "nonsense"],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_in_the_ledgers_code_is_told_as_what_it_is(case, mini):
    code, expected = FAULTS[case]
    edit(mini / CODE, HEAD, code)
    got = run_book("build", "--edition", "corrected", root=mini)
    told = got.stderr.rpartition("\n\n")[2]
    assert got.returncode == 1
    assert not [words for words in expected if words not in told], told
    assert not [words for words in ("Traceback", "memory") if words in got.stderr]
    assert got.stderr.count(expected[-1]) == 1, told

"""The preview: for this machine only, and never behind an edit."""

from __future__ import annotations

import re
import shutil
import signal
import time
from pathlib import Path

import nbformat
import pytest
from helpers import digest, edit, notebook, processes_with
from made_up import OTHER_YEAR, YEAR, make_mini, name_chapter
from preview import Running

from recomputed.preview import server


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    preview = Running(make_mini(tmp_path_factory.mktemp("serve") / "clone"))
    yield preview
    preview.stop()


def test_pages_are_served_with_the_previews_script(running):
    for page, words in (("/", "A small book"), ("/as-printed/index.html", "A small book")):
        answer, body = running.get(page)
        assert answer.status == 200
        assert words in body.decode()
        assert body.count(server.SCRIPT.encode()) == 1
    answer, body = running.get(server.SCRIPT)
    assert answer.status == 200
    assert b"EventSource" in body


def test_a_page_says_which_state_of_it_was_sent(running):
    pages = [running.get(page)[1] for page in ("/", "/", "/as-printed/")]
    states = [re.findall(rb'data-state="(\w+)"', page) for page in pages]
    assert states[0] == states[1] != states[2]
    assert [len(state) for state in states] == [1, 1, 1]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost.evil.example:80", "127.0.0.1:1", "[::1]:80"]
)
def test_other_hosts_requests_are_refused(running, host):
    answer, body = running.get("/", host)
    assert answer.status == 403
    assert b"A small book" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/../../../data/claims.csv",
        "/..%2f..%2f..%2fdata/claims.csv",
        "/%2e%2e/printed/index.html",
        "//etc/passwd",
        "/as-printed/../../corrected/../../runs.json",
        "/as-printed/..%2f..%2f..%2fruns.json",
        "/chapters/",
        "/_static/",
        "/\x00",
    ],
)
def test_nothing_outside_the_site_is_served(running, path):
    answer, _ = running.get(path.replace("\x00", "%00"))
    assert answer.status in (400, 403, 404)


def test_nothing_can_be_written(running):
    for method in ("POST", "PUT", "DELETE"):
        assert running.get("/", method=method)[0].status == 405


def test_only_this_machine_can_connect(running):
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    listening = [line.split()[1] for line in lines if line.split()[3] == "0A"]
    assert [one for one in listening if int(one.partition(":")[2], 16) == running.port] == [
        f"0100007F:{running.port:04X}"
    ]


def follow(running, page: str, change) -> tuple[list[str], dict]:
    """Make an edit; the pages told, in order, and the panel that follows."""
    stream = running.listen(page)
    time.sleep(0.3)
    change()
    told: list[str] = []
    for message in stream:
        told += message.get("pages", [])
        panel = message.get("panel")
        if panel and "Working" not in panel["state"] and panel["round"] > running.round:
            running.round = panel["round"]
            return told, panel
    raise AssertionError("the preview fell silent")


def test_an_edit_reaches_the_page_and_the_panel_and_an_error_stays_beside_it(running):
    root = running.root
    published = digest(root / "data" / "figures")
    table = root / "data" / "tables" / "table_01.csv"
    good = table.read_text(encoding="utf-8")

    told, panel = follow(running, "/index.html", lambda: edit(table, YEAR, OTHER_YEAR))
    assert told[0] == "/index.html"
    assert set(told) == {
        f"{edition}{page}.html"
        for edition in ("/", "/as-printed/")
        for page in ("index", "chapters/section-1", "chapters/section-2")
    }
    assert b"45600" in running.get("/index.html")[1]
    assert panel["files"] == ["data/tables/table_01.csv"]
    (claim,) = [
        c
        for c in panel["claims"]
        if c["claim"] == "1.1-barrels-1921" and c["edition"] == "corrected"
    ]
    assert (claim["verdict_before"], claim["verdict_after"]) == ("reproduced", "discrepant")
    assert "40.2" in claim["printed"]

    _, panel = follow(running, "/index.html", lambda: edit(table, OTHER_YEAR, "1921,=A1,"))
    assert "table_01.csv, row 2" in panel["errors"][0]
    assert b"45600" in running.get("/index.html")[1]

    told, panel = follow(
        running, "/chapters/section-1.html", lambda: table.write_text(good, "utf-8")
    )
    assert "/chapters/section-1.html" in told[:2]  # the other page may still be taken for viewed
    assert panel["errors"] == []
    assert panel["claims"] == []
    assert b"40200" in running.get("/index.html")[1]

    def replace_slowly() -> None:
        table.unlink()
        time.sleep(0.1)
        table.write_text(good, "utf-8")

    _, panel = follow(running, "/index.html", replace_slowly)
    assert panel["errors"] == []
    assert digest(root / "data" / "figures") == published
    assert not (root / "_build" / "html").exists()


def test_a_broken_chapter_is_told_with_cell_and_line(running):
    path = running.root / "chapters" / "section-1.ipynb"
    good = path.read_text(encoding="utf-8")
    broken = good.replace("They grew by", "{eval}`missing` grew by")
    _, panel = follow(running, "/chapters/section-1.html", lambda: path.write_text(broken, "utf-8"))
    assert "chapters/section-1.ipynb, cell 3, line 7" in panel["errors"][0]
    assert b"They grew" in running.get("/chapters/section-1.html")[1]
    _, panel = follow(
        running,
        "/chapters/section-1.html",
        lambda: path.write_text(good.replace("grew by", "grew about"), "utf-8"),
    )
    assert panel["errors"] == []
    assert b"grew about" in running.get("/chapters/section-1.html")[1]


def test_a_module_that_is_no_python_is_told_and_the_pages_stay(running):
    module = running.root / "scripts" / "herring" / "recompute" / "barrels.py"
    good = module.read_text(encoding="utf-8")
    _, panel = follow(running, "/index.html", lambda: module.write_text(good + "\nx = (\n"))
    assert "barrels.py, line" in panel["errors"][0]
    assert b"40200" in running.get("/index.html")[1]
    _, panel = follow(running, "/index.html", lambda: module.write_text(good))
    assert panel["errors"] == []
    assert b"40200" in running.get("/index.html")[1]


def test_edited_data_beside_the_published_are_followed(tmp_path):
    root = make_mini(tmp_path / "clone")
    edited = tmp_path / "mine"
    edited.mkdir()
    table = edited / "table_01.csv"
    shutil.copy(root / "data" / "tables" / "table_01.csv", table)
    edit(table, YEAR, OTHER_YEAR)
    preview = Running(root, "--data", edited)
    try:
        assert b"45600" in preview.get("/index.html")[1]
        follow(preview, "/index.html", lambda: edit(table, OTHER_YEAR, "1921,47.7,"))
        assert b"47700" in preview.get("/index.html")[1]
        other = Running(make_mini(tmp_path / "other"), "--port", str(preview.port))
        assert other.port > preview.port  # taken: the next that is free
        other.stop()
    finally:
        preview.stop()


SLOW = """import time

time.sleep(600 if ch.T[1].text(1921, "total") == "45.6" else 0)"""


def test_an_edit_ends_what_still_runs_for_the_last_one(tmp_path):
    root = make_mini(tmp_path / "clone")
    code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    slow = notebook(
        "slow", text("# A slow chapter"), code(SLOW, metadata={"tags": ["remove-cell"]})
    )
    slow.cells += [text("It says {eval}`ch.T[1].text(1921, 'total')`.")]
    nbformat.write(slow, root / "chapters" / "slow.ipynb")
    name_chapter(root, "slow")
    preview = Running(root)
    table = root / "data" / "tables" / "table_01.csv"
    stream = preview.listen("/index.html")
    try:
        time.sleep(0.3)
        edit(table, YEAR, OTHER_YEAR)
        next(message for message in stream if "/index.html" in message.get("pages", ()))
        time.sleep(2)  # the slow chapter has begun
        edit(table, OTHER_YEAR, "1921,45.7,")
        next(m for m in stream if "/chapters/slow.html" in m.get("pages", ()))
        assert b"It says 45.7" in preview.get("/chapters/slow.html")[1]
        edit(table, "1921,45.7,", OTHER_YEAR)
        next(message for message in stream if "/index.html" in message.get("pages", ()))
        time.sleep(1)
        preview.process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    finally:
        preview.stop()  # the second Ctrl-C of somebody impatient
    assert processes_with(preview.mark) == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_preview_ends_without_leaving_a_process(end, tmp_path):
    preview = Running(make_mini(tmp_path / "clone"))
    if Path("/proc/self/environ").exists():
        assert len(processes_with(preview.mark)) > 1
    preview.process.send_signal(end)
    said = preview.process.communicate(timeout=30)[0]
    assert "Traceback" not in said
    deadline = time.monotonic() + 20
    while processes_with(preview.mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_with(preview.mark) == []
    if end != signal.SIGKILL:
        assert preview.process.returncode == 0

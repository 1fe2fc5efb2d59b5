"""From a written CSV to the refreshed open page under ``book.py serve``, against two yardsticks.

    python benchmarks/edit.py [edits]

One yardstick is the only stock command that is not stale, ``jupyter-book build --all``; the other
is the floor, what cannot be left out: the cells of the page in view, in a process with the
libraries loaded, and that one page written by a Sphinx that is warm. Chromium tells when the page
shows what was written.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from measured import book, copy_book, environment, memory, timed, verdict, write_table
from rebuild import stock

EDITS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
PAGES = (
    *("introduction", "section-1", "section-2", "section-3", "section-4", "section-5"),
    *("scorecard", "errata", "audit", "what-the-data-show"),
)
TABLE, ROW, COLUMN = "tables/table_05.csv", 3, 2
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 120
FLOOR = """
import json, sys, time
from pathlib import Path
from techtrade.preview import warm
from techtrade.run import forked
from techtrade.run.configuration import edition_settings
from techtrade.run.project import Project
from techtrade.tables import Book

root, pages = Path(sys.argv[1]), sys.argv[2:]

def cells(path):
    found = json.loads(path.read_text("utf-8"))["cells"]
    told = [{"kind": c["cell_type"], "source": "".join(c["source"])} for c in found]
    for cell in told:
        if cell["source"].startswith("# Parameters"):
            cell["source"] = f"data_dir = {str(root / 'data')!r}; edition = 'corrected'"
    return told

def best(work, times=4):
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)

def run(told):
    with forked.Fork(told) as fork:
        for _ in told:
            fork.next(300)

if __name__ == "__main__":
    forked.preload()
    forked.preload_seldom()
    Book(root / "data").check()
    tree = root / "_build" / "serve" / "executed" / "corrected"
    ran = {page: best(lambda: run(cells(tree / f"chapters/{page}.ipynb"))) for page in pages}
    settings = edition_settings(Project(root), "corrected", with_other=True)
    sphinx = warm.Warm(tree, root / "floor", settings, root / "floor-doctrees")
    sphinx.full()
    wrote = {page: best(lambda: sphinx.update([f"chapters/{page}"])) for page in pages}
    print(json.dumps([ran, wrote]))
"""


@contextmanager
def serving(root: Path) -> Iterator[tuple[int, int]]:
    """A running preview: its port and process id."""
    process = subprocess.Popen(
        [str(part) for part in book(root, "serve", "--port", "0")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(root) | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        for line in process.stdout:
            if found := re.search(r"127\.0\.0\.1:(\d+)", line):
                yield int(found[1]), process.pid
                break
        else:
            sys.exit("the preview did not start")
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


@contextmanager
def looking(port: int, page: str) -> Iterator[Callable[[], None]]:
    """Somebody who looks at a page: a function that waits until it is refreshed once more."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(f"http://127.0.0.1:{port}/chapters/{page}.html")
        tab.wait_for_timeout(6000)  # the page has drawn all that it draws by itself

        def refreshed() -> None:
            seen = tab.evaluate("window.techtradeRefreshed ?? 0")
            more = "n => (window.techtradeRefreshed ?? 0) > n"
            tab.wait_for_function(more, arg=seen, polling=10, timeout=1000 * PATIENCE)

        yield refreshed
        browser.close()


def write(path: Path, text: str, number: int) -> None:
    """Write the table with another value in one cell."""
    lines = text.split("\n")
    cells = lines[ROW].split(",")
    cells[COLUMN] = str(int(cells[COLUMN]) + number)
    lines[ROW] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


def edits(root: Path) -> tuple[dict[str, list[float]], float]:
    """Seconds from each edit to the refreshed page, by page; megabytes of the preview."""
    path = root / "data" / TABLE
    text = path.read_text(encoding="utf-8")
    times: dict[str, list[float]] = {}
    with serving(root) as (port, pid):
        for at, page in enumerate(PAGES):
            with looking(port, page) as refreshed:
                for number in range(EDITS):
                    began = time.perf_counter()
                    write(path, text, 10 * at + number + 1)
                    refreshed()
                    times.setdefault(page, []).append(time.perf_counter() - began)
                    time.sleep(17)  # the other pages follow
        megabytes = memory(pid)
    path.write_text(text, encoding="utf-8")
    return times, megabytes


def floors(root: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds for the cells of each page, and for writing it."""
    script = root / "floor.py"
    script.write_text(FLOOR, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, script, root, *PAGES],
        env=environment(root) | {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=10 * PATIENCE,
    )
    ran, wrote = json.loads(told.stdout.strip().splitlines()[-1])
    return ran, wrote


def main() -> None:
    """Measure and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = copy_book(Path(folder) / "theirs")
        whole = timed(stock(theirs), theirs).seconds
        root = copy_book(Path(folder) / "ours")
        times, megabytes = edits(root)
        ran, wrote = floors(root)
    rows = []
    for page in PAGES:
        edit, floor = statistics.median(times[page]), ran[page] + wrote[page]
        spread = f"{min(times[page]):.2f}–{max(times[page]):.2f}"
        parts = f"{ran[page]:.2f} + {wrote[page]:.2f}"
        ratios = f"{edit / floor:.2f}", f"1/{whole / edit:.0f}"
        rows.append([page, f"{edit:.2f}", spread, parts, *ratios])
    worst = max(statistics.median(times[page]) / (ran[page] + wrote[page]) for page in PAGES)
    slowest = max(statistics.median(found) for found in times.values())
    notes = [
        f"`jupyter-book build --all`, executing the same notebooks itself: {whole:.1f} s.",
        f"Over the floor, at most: {verdict(worst, 2)}.",
        f"Over `jupyter-book build --all`, at most: {verdict(slowest / whole, 1 / 50)}.",
        f"Median of {EDITS} edits of one cell of Table 5, with the page open in Chromium.",
        f"Memory of the preview, all its processes together: {megabytes:.0f} MB.",
    ]
    header = ["page", "edit → page, s", "from–to", "floor: cells + page, s", "of floor", "of --all"]
    write_table("edit", "One edited cell, seen in the open page", header, rows, notes)


if __name__ == "__main__":
    main()

"""From a written CSV to the refreshed open page under ``book.py serve``.

    python benchmarks/edit.py [edits]

The yardstick is the only stock command that is not stale, ``jupyter-book build --all``. Chromium
tells when the page shows what was written.
"""

from __future__ import annotations

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
            seen = tab.evaluate("window.recomputedRefreshed ?? 0")
            more = "n => (window.recomputedRefreshed ?? 0) > n"
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


def main() -> None:
    """Measure and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = copy_book(Path(folder) / "theirs")
        whole = timed(stock(theirs), theirs).seconds
        times, megabytes = edits(copy_book(Path(folder) / "ours"))
    rows = []
    for page in PAGES:
        edit = statistics.median(times[page])
        spread = f"{min(times[page]):.2f}–{max(times[page]):.2f}"
        rows.append([page, f"{edit:.2f}", spread, f"1/{whole / edit:.0f}"])
    slowest = max(statistics.median(found) for found in times.values())
    notes = [
        f"`jupyter-book build --all`, executing the same notebooks itself: {whole:.1f} s.",
        f"Over `jupyter-book build --all`, at most: {verdict(slowest / whole, 1 / 40)}.",
        f"Median of {EDITS} edits of one cell of Table 5, with the page open in Chromium.",
        f"Memory of the preview, all its processes together: {megabytes:.0f} MB.",
    ]
    header = ["page", "edit → page, s", "from–to", "of --all"]
    write_table("edit", "One edited cell, seen in the open page", header, rows, notes)


if __name__ == "__main__":
    main()

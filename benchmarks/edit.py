"""From a written CSV to the refreshed open page, under ``book.py serve``, against the floor.

    python benchmarks/edit.py [seconds of jupyter-book build --all]

The floor is what cannot be left out: the cells of the page in view, in a process with the
libraries loaded, and that one page written by a Sphinx that is warm. With Chromium, the end is the
page's own word that it shows the new article; without, the moment the preview tells it to.
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
from contextlib import contextmanager
from pathlib import Path

from measured import book, copy_book, environment, memory, verdict, write_table

EDITS = 10
PAGE, TABLE = "chapters/section-1", "tables/table_05.csv"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLOOR = """
import json, sys, time
from pathlib import Path
from techtrade.build import forked, shell, warm
root, page = Path(sys.argv[1]), sys.argv[2]

def cells(nb):
    return [{"kind": c["cell_type"], "source": "".join(c["source"])} for c in nb["cells"]]

if __name__ == "__main__":
    forked.preload()
    space = root / "_build" / "serve"
    tree = space / "executed" / "corrected"
    nb = cells(json.loads((tree / f"{page}.ipynb").read_text("utf-8")))
    for cell in nb:
        if cell["source"].startswith("# Parameters"):
            cell["source"] = f"data_dir = {str(root / 'data')!r}; edition = 'corrected'"
    runs = []
    for _ in range(5):
        with forked.Fork(nb) as fork:
            began = time.perf_counter()
            for _ in nb:
                fork.next(300)
            runs.append(time.perf_counter() - began)
    settings = {"techtrade_both_editions": True, "techtrade_edition": "corrected",
                "techtrade_cache": str(root / "_build" / "cache")}
    sphinx = warm.Warm(tree, root / "floor", settings, root / "floor-doctrees")
    sphinx.full()
    writes = []
    for _ in range(6):
        began = time.perf_counter()
        sphinx.update([page])
        writes.append(time.perf_counter() - began)
    print(json.dumps([sorted(runs)[2], sorted(writes[1:])[2]]))
"""


@contextmanager
def serving(root: Path):
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
        process.communicate()


@contextmanager
def looking(port: int):
    """Somebody who looks at the page: a function that waits until it shows a text."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}/{PAGE}.html")
        page.wait_for_timeout(3000)

        def shown(text: str) -> None:
            page.wait_for_function(
                "t => window.techtradeRefreshed && document.querySelector('article.bd-article')"
                ".textContent.includes(t)",
                arg=text,
                polling=10,
                timeout=120_000,
            )

        yield shown
        browser.close()


def main() -> None:
    """Measure and write the table."""
    stock = float(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        root = copy_book(Path(folder) / "book")
        path = root / "data" / TABLE
        old = path.read_text(encoding="utf-8")
        line = old.split("\n")[3]
        times = []
        with serving(root) as (port, pid), looking(port) as shown:
            for number in range(EDITS):
                cells = line.split(",")
                cells[2] = str(1_700_000 + number * 1111)
                began = time.perf_counter()
                path.write_text(old.replace(line, ",".join(cells)), encoding="utf-8")
                shown(f"{cells[2]}")
                times.append(time.perf_counter() - began)
                time.sleep(12)  # the other pages follow
            megabytes = memory(pid)
        path.write_text(old, encoding="utf-8")
        script = root / "floor.py"
        script.write_text(FLOOR, encoding="utf-8")
        told = subprocess.run(
            [sys.executable, script, root, PAGE],
            env=environment(root),
            capture_output=True,
            text=True,
            check=True,
        )
        cells_floor, page_floor = json.loads(told.stdout.strip().splitlines()[-1])
    edit, floor = statistics.median(times), cells_floor + page_floor
    rows = [
        ["edited cell → refreshed page, median", f"{edit:.2f}"],
        ["… least, most", f"{min(times):.2f}, {max(times):.2f}"],
        ["floor: cells of that chapter", f"{cells_floor:.2f}"],
        ["floor: that page written", f"{page_floor:.2f}"],
    ]
    notes = [f"Over the floor: {verdict(edit / floor, 2)}."]
    if stock:
        rows.append(["`jupyter-book build --all` (rebuild.py)", f"{stock:.1f}"])
        notes.append(f"Over `jupyter-book build --all`: {verdict(edit / stock, 1 / 50)}.")
    notes += [
        f"{EDITS} edits of one cell of Table 5; the page open in Chromium is {PAGE}.",
        f"Memory of the preview, all processes: {megabytes:.0f} MB.",
    ]
    write_table("edit", "One edited cell under serve", ["what", "seconds"], rows, notes)


if __name__ == "__main__":
    main()

"""How builds grow with the book: 1, 2, 5 and 10 times the chapters, claims and rows.

    python benchmarks/growth.py [factor ...]

The books are made for the purpose: eight chapters each time, with three charts and up to thirty
claims a chapter (the paper's own, recomputed under further names), and a further set of tables.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import nbformat
from edit import TABLE, serving, write
from measured import book, copy_book, memory, timed, verdict, write_table

CHAPTERS, CHARTS, CLAIMS, EDITS = 8, 3, 30, 3
FACTORS = [int(one) for one in sys.argv[1:]] or [1, 2, 5, 10]
SETUP = """from recomputed.chapter import Chapter
from recomputed import charts

ch = Chapter("{name}", data_dir, edition)
n, v = ch.n, ch.v"""
CHART = """ch.show(
    charts.lines(ch.long(5, ["{column}"]).assign(series="One"), unit="USD 10,000"),
    "{name}-{number}", title="One series", alt="One series rises.", tables=[5],
)"""
COLUMNS = ("total", "technology_fee", "equipment_fee")
COPIES = """from recomputed.ledger.formulas import FORMULAS

for name, formula in list(FORMULAS["techtrade"].items()):
    for number in range({count}):
        FORMULAS["techtrade"][f"{{name}}-g{{number}}"] = formula
"""


def make(folder: Path, factor: int) -> Path:
    """Write a book of `factor` times the size."""
    root = copy_book(folder)
    shutil.rmtree(root / "chapters")
    (root / "chapters").mkdir()
    count = CHAPTERS * factor
    claims = write_claims(root, count)
    names = [f"chapter-{number}" for number in range(count)]
    for name, own in zip(["index", *names], [[], *claims], strict=True):
        path = root / ("index.ipynb" if name == "index" else f"chapters/{name}.ipynb")
        nbformat.write(chapter(name, own), path)
    toc = "".join(f"  - file: chapters/{name}\n" for name in names)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{toc}")
    add_tables(root / "data", factor)
    code = root / "scripts" / "techtrade" / "recompute" / "zz_copies.py"
    code.write_text(COPIES.format(count=count), encoding="utf-8")
    return root


def write_claims(root: Path, count: int) -> list[list[str]]:
    """Replace the claims by copies; the ids that each chapter is to show."""
    path = root / "data" / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    chosen = [row for row in rows if row[-1].startswith("table 5:")][:CLAIMS]
    copies = [[[f"{row[0]}-g{n}", *row[1:]] for row in chosen] for n in range(count)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for part in copies for row in part)])
    data = root / "data"
    names = ("evidence.csv", "errata.csv", "outside.csv", "searches.csv")
    for path in (*(data / name for name in names), *data.glob("figures/*.csv")):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        path.write_text(first + "\n", encoding="utf-8")
    return [[row[0] for row in part] for part in copies]


def chapter(name: str, claims: list[str]) -> nbformat.NotebookNode:
    """A chapter with its claims and charts."""
    code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    first = code('data_dir = None\nedition = "corrected"', metadata={"tags": ["parameters"]})
    cells = [first, code(SETUP.format(name=name)), text("# A chapter")]
    cells += [text(f"A statement {{eval}}`v('{claim}', 'holds')`.") for claim in claims]
    cells += [
        code(CHART.format(column=column, name=name, number=number))
        for number, column in enumerate(COLUMNS[:CHARTS] if claims else ())
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def add_tables(data: Path, factor: int) -> None:
    """Add further copies of all tables to the data."""
    file = data / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    tables = [one for one in package["resources"] if one["name"].startswith("table_")]
    for copy, table in itertools.product(range(1, factor), tables):
        name = f"table_{100 * copy + int(table['name'][6:])}"
        shutil.copyfile(data / table["path"], data / "tables" / f"{name}.csv")
        package["resources"].append({**table, "name": name, "path": f"tables/{name}.csv"})
    file.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def edited(root: Path) -> tuple[float, float]:
    """Median seconds from an edited cell to the page in view; megabytes of the preview."""
    times = []
    path = root / "data" / TABLE
    text = path.read_text(encoding="utf-8")
    page = "/chapters/chapter-0.html"
    with serving(root) as (port, pid):
        answer = listen(port, page)
        told = messages(answer)
        time.sleep(3)
        for number in range(EDITS):
            began = time.perf_counter()
            write(path, text, number + 1)
            next(message for message in told if page in message.get("pages", ()))
            times.append(time.perf_counter() - began)
            next(m for m in told if m.get("panel", {}).get("state") == "Up to date")
            time.sleep(4)
        return statistics.median(times), memory(pid)


def listen(port: int, page: str):
    """The preview's line to somebody who looks at a page."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/__events?page={page}")
    return connection.getresponse()


def messages(answer) -> Iterator[dict]:
    """What the preview tells."""
    while line := answer.readline():
        if line.startswith(b"data:"):
            yield json.loads(line[5:])


def main() -> None:
    """Measure and write the table."""
    rows, ones = [], {}
    for factor in FACTORS:
        with tempfile.TemporaryDirectory() as folder:
            root = make(Path(folder) / "book", factor)
            full = timed(book(root, "build", "--edition", "corrected"), root)
            again = timed(book(root, "build", "--edition", "corrected"), root)
            edit, preview = edited(root)
        ones = ones or {"full": full.seconds / factor, "edit": edit}
        linear = full.seconds / factor / ones["full"]
        rows.append(
            [
                f"× {factor}",
                f"{full.seconds:.1f}",
                f"{linear:.2f}",
                f"{full.peak:.0f}",
                f"{again.seconds:.1f}",
                f"{edit:.2f}",
                f"{edit / ones['edit']:.2f}",
                f"{preview:.0f}",
            ]
        )
        header = [
            "size",
            "full rebuild, s",
            "per size (1 = linear)",
            "MB at most",
            "nothing changed, s",
            "edit → page, s",
            "of × 1",
            "MB of serve",
        ]
        notes = [
            f"× 1 is {CHAPTERS} chapters with {CHARTS} charts and up to {CLAIMS} claims each.",
            f"Full rebuild, seconds per size: {verdict(linear, 1)}.",
            f"An edit, against × 1: {edit / ones['edit']:.2f} at × {factor}.",
            "The edit is one of a cell that every chapter reads; the page in view comes first.",
        ]
        write_table("growth", "Growth", header, rows, notes)


if __name__ == "__main__":
    main()

"""How builds grow with the book: 1, 2, 5 and 10 times the chapters, claims and rows.

    python benchmarks/growth.py [factor ...]

The books are made for the purpose: eight chapters each time, with three charts and thirty claims a
chapter (the paper's own, recomputed under further names), and a further set of tables each time.
"""

from __future__ import annotations

import csv
import itertools
import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import nbformat
from measured import ROOT, book, copy_book, memory, timed, write_table

CHAPTERS, CHARTS, CLAIMS = 8, 3, 30
TABLE = "tables/table_15.csv"
SETUP = """from techtrade.reading import Chapter
from techtrade.reading import charts

ch = Chapter("{name}", data_dir, edition)
n, v = ch.n, ch.v"""
CHART = """ch.show(
    charts.lines(ch.long({table}, ["{column}"]), unit="RMB 100 million"),
    "{name}-{number}", title="One series", alt="One series rises.", tables=[{table}],
)"""
COLUMNS = ("electronics", "chemicals", "food")
COPIES = """from techtrade.ledger.formulas import FORMULAS

for name, formula in list(FORMULAS.items()):
    for number in range({count}):
        FORMULAS[f"{{name}}-g{{number}}"] = formula
"""
EDITS = 5


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
    code = root / "scripts" / "techtrade" / "ledger" / "recompute" / "zz_copies.py"
    code.write_text(COPIES.format(count=count), encoding="utf-8")
    return root


def write_claims(root: Path, count: int) -> list[list[str]]:
    """Replace the claims by copies; the ids that each chapter is to show."""
    path = root / "data" / "claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if "table 15" in row[-1] or "table 5" in row[-1]]
    chosen = list(itertools.islice(itertools.cycle(rows), CLAIMS))
    seen: set[str] = set()
    chosen = [row for row in chosen if not (row[0] in seen or seen.add(row[0]))]
    copies = [[[f"{row[0]}-g{n}", *row[1:]] for row in chosen] for n in range(count)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *(row for part in copies for row in part)])
    for name in ("evidence.csv", "errata.csv"):
        lines = (root / "data" / name).read_text(encoding="utf-8").split("\n")
        (root / "data" / name).write_text(lines[0] + "\n", encoding="utf-8")
    return [[row[0] for row in part] for part in copies]


def chapter(name: str, claims: list[str]) -> nbformat.NotebookNode:
    """A chapter with its claims and charts."""
    code, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    first = code('data_dir = None\nedition = "corrected"', metadata={"tags": ["parameters"]})
    cells = [first, code(SETUP.format(name=name)), text(f"# Chapter {name.replace('-', ' no ')}")]
    cells[2].source = "# A chapter"
    cells += [text(f"A statement {{eval}}`v('{claim}', 'holds')`.") for claim in claims]
    if claims:
        cells += [
            code(CHART.format(table=15, column=column, name=name, number=number))
            for number, column in enumerate(COLUMNS[:CHARTS])
        ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def add_tables(data: Path, factor: int) -> None:
    """Add further copies of all tables to the data."""
    file = data / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    tables = [one for one in package["resources"] if one["name"].startswith("table_")]
    for time_, table in itertools.product(range(1, factor), tables):
        name = f"table_{100 * time_ + int(table['name'][6:])}"
        shutil.copyfile(data / table["path"], data / "tables" / f"{name}.csv")
        package["resources"].append({**table, "name": name, "path": f"tables/{name}.csv"})
    file.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")


def edited(root: Path) -> tuple[float, float]:
    """Median seconds from an edit to the page in view, and the preview's memory."""
    import http.client

    from edit import serving

    times = []
    path = root / "data" / TABLE
    page = "/chapters/chapter-0.html"
    with serving(root) as (port, pid):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", f"/__events?page={page}")
        stream = connection.getresponse().fp
        quiet = threading.Event()
        for number in range(EDITS):
            old = path.read_text(encoding="utf-8")
            lines = old.split("\n")
            cells = lines[1].split(",")
            cells[2] = f"{100 + number}.5"
            lines[1] = ",".join(cells)
            began = time.perf_counter()
            path.write_text("\n".join(lines), encoding="utf-8")
            while True:
                line = stream.readline()
                if line.startswith(b"data:") and page in json.loads(line[5:]).get("pages", ()):
                    break
            times.append(time.perf_counter() - began)
            while b"Up to date" not in stream.readline():
                continue
            quiet.wait(2)
        return sorted(times)[EDITS // 2], memory(pid)


def main() -> None:
    """Measure and write the table."""
    factors = [int(one) for one in sys.argv[1:]] or [1, 2, 5, 10]
    rows, first = [], None
    for factor in factors:
        with tempfile.TemporaryDirectory() as folder:
            root = make(Path(folder) / "book", factor)
            full = timed(book(root, "build", "--edition", "corrected"), root)
            again = timed(book(root, "build", "--edition", "corrected"), root)
            edit, preview = edited(root)
        first = first or (full.busy, factor)
        relative = full.busy / first[0] / (factor / first[1])
        rows.append(
            [
                f"× {factor}",
                f"{full.seconds:.1f}",
                f"{full.busy:.1f}",
                f"{relative:.2f}",
                f"{full.peak:.0f}",
                f"{again.seconds:.1f}",
                f"{edit:.2f}",
                f"{preview:.0f}",
            ]
        )
        header = [
            "size",
            "full rebuild, s",
            "processor, s",
            "processor per size (1 = linear)",
            "MB at most",
            "nothing changed, s",
            "edit → page, s",
            "MB of serve",
        ]
        notes = [
            f"× 1 is {CHAPTERS} chapters with {CHARTS} charts and at most {CLAIMS} claims each."
        ]
        write_table("growth", "Growth", header, rows, notes)


if __name__ == "__main__":
    assert ROOT.is_dir()
    main()

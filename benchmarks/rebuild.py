"""Full rebuild, and rebuild of nothing, against ``jupyter-book build --all`` of the same book.

    python benchmarks/rebuild.py [times [--short]]

Jupyter Book executes the same notebooks itself (``execute_notebooks: force``), in one edition, and
the build that is set against it makes the same one. Caches are cleared before each.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import yaml
from measured import book, copy_book, python, timed, verdict, write_table

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 1


def stock(root: Path) -> list:
    """The stock command, on a copy whose notebooks MyST-NB executes, and nobody else."""
    file = root / "_config.yml"
    config = yaml.safe_load(file.read_text(encoding="utf-8"))
    config["execute"] = {"execute_notebooks": "force", "timeout": 300}
    config["sphinx"]["config"]["extensions"].remove("recomputed.run.unexecuted")
    file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    return [Path(python()).with_name("jupyter-book"), "build", "--all", "."]


def clear(root: Path) -> None:
    shutil.rmtree(root / "_build", ignore_errors=True)


def main() -> None:
    """Measure, in turn, and write the table."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (copy_book(Path(folder) / name) for name in ("ours", "theirs"))
        command = stock(theirs)
        kinds: dict[str, list] = {}
        for _ in range(RUNS):
            clear(theirs)
            kinds.setdefault("stock", []).append(timed(command, theirs))
            assert (theirs / "_build" / "html" / "index.html").exists()
            clear(ours)
            one = book(ours, "build", "--edition", "corrected")
            kinds.setdefault("one", []).append(timed(one, ours))
            kinds.setdefault("nothing", []).append(timed(one, ours))
            if "--short" in sys.argv:
                continue
            clear(ours)
            kinds.setdefault("both", []).append(timed(book(ours, "build"), ours))
            clear(ours)
            plain = book(ours, "build", "--edition", "corrected", "--engine", "book")
            kinds.setdefault("plain", []).append(timed(plain, ours))
    best = {kind: min(runs, key=lambda run: run.seconds) for kind, runs in kinds.items()}
    names = {
        "stock": "`jupyter-book build --all`, executing the notebooks itself, one edition",
        "one": "`book.py build --edition corrected`, caches cleared",
        "both": "`book.py build`, both editions, caches cleared",
        "plain": "`book.py build --edition corrected --engine book`, caches cleared",
        "nothing": "`book.py build --edition corrected`, nothing changed",
    }
    rows = [
        [
            name,
            f"{best[kind].seconds:.1f}",
            f"{best[kind].busy:.1f}",
            f"{best[kind].peak:.0f}",
            f"{best[kind].seconds / best['stock'].seconds:.2f}",
        ]
        for kind, name in names.items()
        if kind in best
    ]
    full = best["one"].seconds / best["stock"].seconds
    busy = best["one"].busy / best["stock"].busy
    nothing = best["nothing"].seconds / best["one"].seconds
    notes = [
        f"Full rebuild over stock, the same edition: {verdict(full, 0.4)}; by processor time "
        f"{busy:.2f}.",
        f"Nothing changed over full rebuild: {verdict(nothing, 0.1)}.",
        f"Best of {RUNS}. Our builds also check data and prose, draw every chart as a picture for "
        "readers without JavaScript, and write the downloads; stock draws too, but leaves the "
        "values in the prose empty.",
    ]
    header = ["command", "seconds", "processor seconds", "MB at most", "of stock"]
    write_table("rebuild", "Full rebuild, and nothing to rebuild", header, rows, notes)


if __name__ == "__main__":
    main()

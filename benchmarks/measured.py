"""What the benchmarks share: a copy of the book, timed commands, memory, and tables of results."""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("_config.yml", "_toc.yml", "index.ipynb", "chapters", "data", "assets", "scripts")


@dataclass(frozen=True)
class Timed:
    """How a command went.

    Parameters
    ----------
    seconds : float
        By the clock.
    busy : float
        Seconds of processor time, of the command and all that it started and waited for.
    peak : float
        Megabytes of memory of all its processes together, at most.
    output : str
        What it said.
    """

    seconds: float
    busy: float
    peak: float
    output: str


def copy_book(target: Path) -> Path:
    """Copy the book's sources, without anything built."""
    target.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info")
            shutil.copytree(source, target / name, ignore=ignore)
        else:
            shutil.copy(source, target / name)
    return target


def environment(root: Path) -> dict[str, str]:
    """The environment for commands on a copy: the copy's own package, byte code kept."""
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return settings | {"PYTHONPATH": str(root / "scripts"), "RECOMPUTED_PICTURES": "0"}


def timed(command: list, root: Path) -> Timed:
    """Run a command in a copy of the book; it must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=root,
        env=environment(root),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    peak = Peak(process.pid)
    output = process.communicate()[0]
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{output[-3000:]}")
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timed(seconds, busy, peak.stop(), output)


class Peak:
    """Watches the memory of a process and of all below it."""

    def __init__(self, pid: int):
        self.pid, self.most, self.done = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while not self.done.wait(0.2):
            self.most = max(self.most, memory(self.pid))

    def stop(self) -> float:
        """The most that was seen, in megabytes."""
        self.done.set()
        self.thread.join()
        return self.most


def memory(pid: int) -> float:
    """Megabytes of a process and of all below it; shared pages count once (Linux only)."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(text.partition("\nPss:")[2].split()[0]) / 1024
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, IndexError, ValueError):
            continue
    return total


def python() -> str:
    """The interpreter of this environment."""
    return sys.executable


def book(root: Path, *arguments: str) -> list:
    """The command line of a copy of the book."""
    return [python(), root / "scripts" / "book.py", *arguments]


def write_table(name: str, title: str, header: list[str], rows: list[list], notes: list[str]):
    """Write a table of results beside the benchmarks, in Markdown, and show it."""
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    load = f"load when it ended {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    lines = [f"# {title}", "", f"Measured in one run: {machine}, {load}.", ""]
    lines += ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    text = "\n".join([*lines, "", *(f"- {note}" for note in notes), ""])
    (Path(__file__).parent / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def verdict(value: float, goal: float) -> str:
    """A ratio with its goal."""
    return f"{value:.3f} (goal ≤ {goal:.3f}: {'met' if value <= goal else 'missed'})"

"""How heavy and how quick a chapter's page is, beside the same chapter in stock Jupyter Book 1.

Run it on the built book, with nothing else at work::

    python scripts/book.py build
    python benchmarks/pages.py

It prints a table and writes it to ``benchmarks/pages.md``.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import stock
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "chapters/section-1"
RUNS = 5
NETWORK = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 1.25e6,
    "uploadThroughput": 1.25e6,
}
SLOWER = 4  # a phone's processor

WATCH = """
window.seen = {};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.seen.shift = (window.seen.shift ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });
const drawn = ".tt-picture svg, .vega-embed svg, .vega-embed canvas";
const look = () => {
  const chart = [...document.querySelectorAll(drawn)].find((c) => c.clientHeight > 50);
  if (chart) window.seen.chart = performance.now();
  else requestAnimationFrame(look);
};
look();
"""
ALIVE = """() => {
  const plots = document.querySelectorAll(".tt-plot");
  if (plots.length) {
    const waiting = [...plots].find((plot) => !plot.classList.contains("tt-alive"));
    waiting?.scrollIntoView({ behavior: "instant" });
    return !waiting;
  }
  const boxes = [...document.querySelectorAll("[id^='altair-viz-']")];
  return boxes.length > 0 && boxes.every((box) => box.querySelector("canvas, svg"));
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
HEADINGS = {
    "paint": ("Bytes before first paint", "kB"),
    "bytes": ("Bytes in all", "kB"),
    "requests": ("Requests", ""),
    "painted": ("First paint", "ms"),
    "chart": ("First chart visible", "ms"),
    "alive": ("All charts interactive", "ms"),
    "shift": ("Layout shift", ""),
}


class Quiet(SimpleHTTPRequestHandler):
    """A static server that keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> str:
    """Serve a folder; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def measure(browser: Browser, url: str) -> dict[str, float]:
    """Open a page once with an empty cache, and read it to the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    loads: list[tuple[float, float]] = []
    times: dict[str, float] = {}
    session.on(
        "Network.loadingFinished",
        lambda event: loads.append((event["timestamp"], event["encodedDataLength"])),
    )
    session.on("Network.requestWillBeSent", lambda e: times.setdefault("start", e["timestamp"]))
    page.goto(url, wait_until="load")
    page.wait_for_function(ALIVE, timeout=120_000)
    alive = page.evaluate("performance.now()")
    page.wait_for_timeout(300)
    painted, seen = page.evaluate(PAINT), page.evaluate("window.seen")
    context.close()
    before = [size for time, size in loads if (time - times["start"]) * 1000 <= painted]
    return {
        "paint": sum(before) / 1000,
        "bytes": sum(size for _, size in loads) / 1000,
        "requests": len(loads),
        "painted": painted,
        "chart": seen["chart"],
        "alive": alive,
        "shift": seen.get("shift", 0),
    }


def table(rows: dict[str, dict[str, float]]) -> str:
    """The medians as a Markdown table."""
    ours, theirs = rows["book"], rows["stock"]
    lines = ["| | this book | stock Jupyter Book | ratio |", "|---|---:|---:|---:|"]
    for key, (name, unit) in HEADINGS.items():
        digits = ".3f" if key == "shift" else ",.0f"
        ratio = f"{ours[key] / theirs[key]:.2f}" if theirs[key] else "–"
        label = f"{name}, {unit}" if unit else name
        lines.append(f"| {label} | {ours[key]:{digits}} | {theirs[key]:{digits}} | {ratio} |")
    return "\n".join(lines)


def main() -> None:
    """Build the stock page, measure both in turn, and report medians."""
    notebook = ROOT / "_build" / "executed" / "corrected" / f"{CHAPTER}.ipynb"
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        pages = stock.build(notebook, Path(folder) / "stock")
        urls = {
            "book": f"{serve(ROOT / '_build' / 'html')}{CHAPTER}.html",
            "stock": f"{serve(pages)}chapter.html",
        }
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found: dict[str, list[dict[str, float]]] = {name: [] for name in urls}
        for _ in range(RUNS):
            for name, url in urls.items():
                found[name].append(measure(browser, url))
        version = browser.version
        browser.close()
    medians = {
        name: {key: statistics.median(run[key] for run in runs) for key in HEADINGS}
        for name, runs in found.items()
    }
    text = (
        f"# {CHAPTER}: this book and a stock page\n\nMedians of {RUNS} runs in turn, Chromium "
        f"{version}, empty cache, 10 Mbit/s with 40 ms, processor slowed {SLOWER} times; each "
        f"page read to its end. Made by `benchmarks/pages.py`.\n\n{table(medians)}\n"
    )
    (ROOT / "benchmarks" / "pages.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()

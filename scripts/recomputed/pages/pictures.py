"""Pictures of charts, drawn once for each different chart and kept between builds.

All drawing is over before pages are written (:class:`Studio`): many charts share the cores through
worker processes, which begin while Sphinx still reads, and processes that Sphinx forks afterwards
find everything in the cache. Vega's engine must not be alive when a process forks, so nothing is
drawn while Sphinx writes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from recomputed.files import write
from recomputed.pages import svg
from recomputed.pages.chart import Chart
from recomputed.processes import context, end_with_parent

FEW = 3
"""So many pictures take less time than a worker process needs to start."""

PNG_SCALE = 1.5

DRAWN_WITH = "sans-serif"
"""The font while drawing: text in a list of families takes the engine five times as long."""


@lru_cache
def engine() -> str:
    """What draws: its version is part of every key of the cache."""
    return f"vl-convert {version('vl-convert-python')}"


@lru_cache
def vegalite() -> str:
    """The newest Vega-Lite that the engine knows."""
    import vl_convert

    return vl_convert.get_vegalite_versions()[-1]


def digest(*parts: object) -> str:
    """A short name for what a picture is made of."""
    text = json.dumps([engine(), *parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def start_engine() -> None:
    """Let the engine load."""
    import vl_convert

    vl_convert.vegalite_to_vega({"mark": "point", "data": {"values": []}})


@dataclass(frozen=True)
class Job:
    """One picture to draw.

    Parameters
    ----------
    spec : dict
        Vega-Lite, without title.
    path : Path
        Where the SVG goes.
    caption : tuple of str, optional
        Title, subtitle and source; with it, an SVG and a PNG to share are made as well,
        beside `path`.
    """

    spec: dict
    path: Path
    caption: tuple[str, str, str] | None = None

    @property
    def compiled(self) -> Path:
        """The chart as Vega (JSON), which browsers draw with half the script."""
        return self.path.with_suffix(".json")

    @property
    def page(self) -> Path:
        """The SVG as it stands within a page."""
        return self.path.with_suffix(".page.svg")

    @property
    def shared(self) -> Path:
        """The captioned SVG; the PNG has the same name."""
        return self.path.with_suffix(f".{digest(self.caption)}.svg")

    @property
    def png(self) -> Path:
        """The captioned picture in pixels."""
        return self.shared.with_suffix(".png")

    def done(self) -> bool:
        """Whether nothing is left to draw."""
        shared = [self.shared, self.png] if self.caption else []
        return all(path.exists() for path in [self.compiled, self.path, self.page, *shared])


def jobs(one: Chart, folder: Path, book: str = "") -> list[Job]:
    """The pictures of a chart, for wide and for narrow pages.

    Parameters
    ----------
    one : Chart
        The chart.
    folder : Path
        The cache.
    book : str
        The book's title, which stands under pictures to share.
    """
    wide, narrow = (folder / "pictures" / f"{digest(s)}.svg" for s in one.states)
    caption = (one.title, one.subtitle, f"{one.source}  ·  {book}")
    return [Job(one.wide, wide, caption), Job(one.narrow, narrow)]


def draw(job: Job) -> None:
    """Draw what a job lacks."""
    import vl_convert

    if not all(path.exists() for path in (job.compiled, job.path, job.page)):
        vega = vl_convert.vegalite_to_vega(job.spec, vl_version=vegalite())
        text = json.dumps(vega, ensure_ascii=False)
        font = json.dumps(job.spec.get("config", {}).get("font", DRAWN_WITH), ensure_ascii=False)
        picture = vl_convert.vega_to_svg(json.loads(text.replace(font, f'"{DRAWN_WITH}"')))
        write(job.compiled, text)
        write(job.path, picture)
        write(job.page, svg.inline(picture, f"c{job.path.stem}"))
    if job.caption and not job.png.exists():
        captioned = svg.captioned(job.path.read_text("utf-8"), *job.caption)
        write(job.shared, captioned)
        write(job.png, vl_convert.svg_to_png(captioned, scale=PNG_SCALE))


class Studio:
    """Draws pictures in processes of its own, while others go on.

    Parameters
    ----------
    folder : Path
        The cache.
    workers : int
        How many processes may draw.
    """

    def __init__(self, folder: Path, workers: int):
        self.folder, self.workers = folder, workers
        self._pool: ProcessPoolExecutor | None = None
        self._begun: dict[Path, Future] = {}

    def begin(self, jobs: Iterable[Job]) -> None:
        """Start to draw what the cache lacks, if it is worth the start of the processes."""
        missing = {job.path: job for job in jobs if not job.done()}
        if self._pool is None:
            if len(missing) <= FEW:
                return
            self._pool = ProcessPoolExecutor(self.workers, context(), end_with_parent)
            self._begun[self.folder] = self._pool.submit(bundle, self.folder)
        for path, job in missing.items():
            if path not in self._begun:
                self._begun[path] = self._pool.submit(draw, job)

    def finish(self, jobs: Iterable[Job]) -> None:
        """Draw all that is still missing, and the script, and end the processes.

        Parameters
        ----------
        jobs : iterable of Job
            All pictures of the book.
        """
        jobs = list(jobs)
        self.begin(jobs)
        for drawn in self._begun.values():
            drawn.result()
        self.close()
        for job in jobs:
            if not job.done():
                draw(job)
        bundle(self.folder)

    def close(self) -> None:
        """End the processes; what they have not begun stays undrawn."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None
        self._begun.clear()


def bundle(folder: Path) -> Path:
    """The one script, Vega's, that draws charts in the browser.

    Parameters
    ----------
    folder : Path
        The cache; the file is made anew only when the engine's version changes.

    Returns
    -------
    Path
        The file, a classic script that sets ``window.vega``.
    """
    path = folder / "static" / "vega.js"
    stamp = f"// {digest('View, parse')}\n"
    if not path.exists() or path.open(encoding="utf-8").readline() != stamp:
        import vl_convert

        # The name under which the engine carries Vega within itself; nothing is fetched. (Its own
        # short name for Vega, "vega", is empty since Vega 6.)
        module = f"https://cdn.jsdelivr.net/npm/vega@{vl_convert.get_vega_version()}/+esm"
        snippet = f'import {{ View, parse }} from "{module}"; window.vega = {{ View, parse }};'
        code = vl_convert.javascript_bundle(snippet)
        write(path, f"{stamp}(() => {{{code}}})();\n")
    return path

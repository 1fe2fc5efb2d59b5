"""Pictures of charts, drawn once for each different chart and kept between builds.

All drawing happens in one place, before pages are written (:func:`draw_missing`): many charts
share the cores through worker processes, and processes that Sphinx forks afterwards find
everything in the cache. Vega's engine must not be alive when a process forks, so nothing is drawn
while Sphinx writes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from techtrade.sphinxext import svg

FEW = 3
"""So many pictures take less time than a worker process needs to start."""

PNG_SCALE = 2.0


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


def write(path: Path, content: str | bytes) -> Path:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content.encode() if isinstance(content, str) else content)
    os.replace(file.name, path)
    os.chmod(path, 0o644)
    return path


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


def draw(job: Job) -> None:
    """Draw what a job lacks."""
    import vl_convert

    if not all(path.exists() for path in (job.compiled, job.path, job.page)):
        vega = vl_convert.vegalite_to_vega(job.spec, vl_version=vegalite())
        picture = vl_convert.vega_to_svg(vega)
        write(job.compiled, json.dumps(vega, ensure_ascii=False))
        write(job.path, picture)
        write(job.page, svg.inline(picture, f"c{job.path.stem}"))
    if job.caption and not job.png.exists():
        captioned = svg.captioned(job.path.read_text("utf-8"), *job.caption)
        write(job.shared, captioned)
        write(job.png, vl_convert.svg_to_png(captioned, scale=PNG_SCALE))


def draw_missing(jobs: list[Job], folder: Path, workers: int) -> int:
    """Draw the pictures that the cache lacks, and make the script if it is not there.

    Parameters
    ----------
    jobs : list of Job
        All pictures of the book.
    folder : Path
        The cache.
    workers : int
        How many processes may draw.

    Returns
    -------
    int
        How many jobs had something left to draw.
    """
    missing = list({job.path: job for job in jobs if not job.done()}.values())
    if len(missing) <= FEW:
        for job in missing:
            draw(job)
        bundle(folder)
        return len(missing)
    with ProcessPoolExecutor(workers, mp_context=_context()) as pool:
        script = pool.submit(bundle, folder)
        share = -(-len(missing) // (workers * 4))  # a few rounds each, so that all end together
        list(pool.map(draw, missing, chunksize=share))
        script.result()
    return len(missing)


def _context():
    """Fork where that is safe, for it is fast; otherwise start afresh."""
    forks = "fork" in get_all_start_methods() and "vl_convert" not in sys.modules
    return get_context("fork" if forks else "spawn")


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

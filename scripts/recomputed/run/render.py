"""Turn a folder of executed notebooks into pages: Sphinx with Jupyter Book's configuration."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from recomputed.errors import one_line
from recomputed.patches import myst_nb_writes_no_copies
from recomputed.processes import context, end_with_parent
from recomputed.run.configuration import configure, surroundings
from recomputed.run.project import cores

ANSI = re.compile(r"\x1b\[[0-9;]*m")
NOTEBOOK_LINE = re.compile(r"^(?P<path>\S+\.ipynb):(?P<line>\d+):", re.MULTILINE)


STAMP = "recomputed-stamp"


def render(source: Path, out: Path, settings: dict, doctrees: Path) -> list[str]:
    """Render one edition: notebooks that changed are read again, and all pages written.

    Parameters
    ----------
    source : Path
        Executed notebooks with ``_config.yml`` and ``_toc.yml``.
    out : Path
        The folder to write the pages to.
    settings : dict
        Sphinx's configuration values on top of ``_config.yml``: ``recomputed_edition`` and others.
    doctrees : Path
        Where Sphinx keeps what it has read; used again only while nothing else has changed.

    Returns
    -------
    list of str
        Sphinx's warnings and errors; empty if all went well.
    """
    from sphinx.application import Sphinx  # takes about a second, with what it imports
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    config = configure(source, settings)
    warnings, app = io.StringIO(), None
    stamp, state = doctrees / STAMP, surroundings(source, settings)
    if not stamp.exists() or stamp.read_text() != state:
        shutil.rmtree(doctrees, ignore_errors=True)
    stamp.unlink(missing_ok=True)  # until this build has gone well
    try:
        with patch_docutils(str(source)), docutils_namespace(), myst_nb_writes_no_copies():
            app = Sphinx(
                str(source),
                None,
                str(out),
                str(doctrees),
                "html",
                config,
                status=None,
                warning=warnings,
                keep_going=True,
            )
            app.build(force_all=True)
    except Exception as error:  # an extension's own failure: told like a warning, not dumped
        warnings.write(f"{_page_at_work(app)}{one_line(error)}\n")
    found = told(warnings.getvalue(), source)
    if not found:
        stamp.write_text(state)
    return found


def _page_at_work(app) -> str:
    """Which page Sphinx was reading or writing, as the head of a message."""
    if app is None:
        return ""
    name = app.env.temp_data.get("docname") or getattr(app.builder, "current_docname", None)
    return f"{name}: " if name else ""


def render_all(tasks: Sequence[tuple[Path, Path, dict, Path]]) -> list[str]:
    """Render several editions side by side.

    Parameters
    ----------
    tasks : sequence of (Path, Path, dict, Path)
        The arguments of :func:`render`.

    Returns
    -------
    list of str
        All warnings, each once.
    """
    with ProcessPoolExecutor(min(cores(), len(tasks)), context(), end_with_parent) as pool:
        results = [pool.submit(render, *task) for task in tasks]
        warnings = [warning for result in results for warning in result.result()]
    return list(dict.fromkeys(warnings))


def told(text: str, source: Path) -> list[str]:
    """Sphinx's messages one by one, with places as the reader of the sources knows them."""
    plain = ANSI.sub("", text).replace(f"{source}/", "").replace(f"{source}", "")
    plain = NOTEBOOK_LINE.sub(lambda found: _cell_and_line(found, source), plain)
    found: list[str] = []
    for line in plain.splitlines():
        if re.match(r"\s", line) and found:  # a message's further lines are indented
            found[-1] += f"\n{line}"
        elif line.strip():
            found.append(line.strip())
    return found


def _cell_and_line(found: re.Match, source: Path) -> str:
    """MyST-NB's line 70003 is line 2 of the seventh cell, papermill's own included."""
    index, line = divmod(int(found["line"]), 10_000)
    if not index:
        return found[0]
    cells = json.loads((source / found["path"]).read_text(encoding="utf-8"))["cells"]
    added = sum("injected-parameters" in c["metadata"].get("tags", []) for c in cells[: index - 1])
    return f"{found['path']}, cell {index - added}, line {max(line - 1, 1)}:"

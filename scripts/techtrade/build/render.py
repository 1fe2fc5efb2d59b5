"""Turn a folder of executed notebooks into pages: Sphinx with Jupyter Book's configuration."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from techtrade.build.project import cores

ANSI = re.compile(r"\x1b\[[0-9;]*m")
NOTEBOOK_LINE = re.compile(r"^(?P<path>\S+\.ipynb):(?P<line>\d+):", re.MULTILINE)


def render(source: Path, out: Path, settings: dict) -> list[str]:
    """Render one edition, everything afresh.

    Parameters
    ----------
    source : Path
        Executed notebooks with ``_config.yml`` and ``_toc.yml``.
    out : Path
        The folder to write the pages to.
    settings : dict
        Sphinx's configuration values on top of ``_config.yml``: ``techtrade_edition`` and others.

    Returns
    -------
    list of str
        Sphinx's warnings and errors; empty if all went well.
    """
    # Sphinx takes about a second to import, and the command line should answer before that.
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    overrides = {
        "latex_individualpages": False,
        "external_toc_path": "_toc.yml",
        "nb_execution_mode": "off",
        "nitpicky": True,
        **settings,
    }
    config, _ = get_final_config(
        user_yaml=source / "_config.yml", cli_config=overrides, sourcedir=source
    )
    warnings = io.StringIO()
    doctrees = out.with_name(f"{out.name}-doctrees")
    try:
        with patch_docutils(str(source)), docutils_namespace():
            app = Sphinx(
                str(source),
                None,
                str(out),
                str(doctrees),
                "html",
                config,
                status=None,
                warning=warnings,
                freshenv=True,
                keep_going=True,
            )
            app.build(force_all=True)
    except Exception as error:  # an extension's own failure: told like a warning, not dumped
        warnings.write(f"{type(error).__name__}: {error}\n")
    return _told(warnings.getvalue(), source)


def render_all(tasks: Sequence[tuple[Path, Path, dict]]) -> list[str]:
    """Render several editions side by side.

    Parameters
    ----------
    tasks : sequence of (Path, Path, dict)
        The arguments of :func:`render`.

    Returns
    -------
    list of str
        All warnings, each once.
    """
    with ProcessPoolExecutor(min(cores(), len(tasks)), mp_context=get_context("spawn")) as pool:
        results = [pool.submit(render, *task) for task in tasks]
        warnings = [warning for result in results for warning in result.result()]
    return list(dict.fromkeys(warnings))


def _told(text: str, source: Path) -> list[str]:
    """Sphinx's messages one by one, with places as the reader of the sources knows them."""
    plain = ANSI.sub("", text).replace(f"{source}/", "").replace(f"{source}", "")
    plain = NOTEBOOK_LINE.sub(lambda found: _cell_and_line(found, source), plain)
    told: list[str] = []
    for line in plain.splitlines():
        if re.match(r"\s", line) and told:  # a message's further lines are indented
            told[-1] += f"\n{line}"
        elif line.strip():
            told.append(line.strip())
    return told


def _cell_and_line(found: re.Match, source: Path) -> str:
    """MyST-NB's line 70003 is line 2 of the seventh cell, papermill's own included."""
    index, line = divmod(int(found["line"]), 10_000)
    if not index:
        return found[0]
    cells = json.loads((source / found["path"]).read_text(encoding="utf-8"))["cells"]
    added = sum("injected-parameters" in c["metadata"].get("tags", []) for c in cells[: index - 1])
    return f"{found['path']}, cell {index - added}, line {max(line - 1, 1)}:"

"""The same chapter as a stock Jupyter Book 1 page, for comparison with the book's own.

Same notebook, same charts in Altair's default renderer, its scripts served from the page's own
server; Jupyter Book's default configuration. The numbers in the prose are there as text, without
marks and cards, so the stock page holds less than the book's.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import altair as alt
import nbformat
import vl_convert

from recomputed.pages import expressions
from recomputed.pages.values import answers, plain

MIME = "application/vnd.vegalite.v5+json"
SCRIPTS = (
    f"vega@{alt.VEGA_VERSION}",
    f"vega-lite@{alt.VEGALITE_VERSION}",
    f"vega-embed@{alt.VEGAEMBED_VERSION}",
)


def build(notebook: Path, folder: Path) -> Path:
    """Build the stock page.

    Parameters
    ----------
    notebook : Path
        An executed chapter.
    folder : Path
        Where to build; must not exist.

    Returns
    -------
    Path
        The folder of the pages; the page is ``chapter.html``.
    """
    static = folder / "_static" / "npm"
    static.mkdir(parents=True)
    for name in SCRIPTS:  # one file holds all three, 8% more than the three apart
        code = ""
        if name == SCRIPTS[0]:
            code = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
        (static / name).write_text(f"(() => {{{code}}})();")
    nbformat.write(_stock(nbformat.read(notebook, 4)), folder / "chapter.ipynb")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: chapter\n")
    (folder / "_config.yml").write_text("title: Stock\nexecute: {execute_notebooks: 'off'}\n")
    command = Path(sys.executable).with_name("jupyter-book")
    done = subprocess.run([command, "build", folder], capture_output=True, text=True)
    page = folder / "_build" / "html"
    if not (page / "chapter.html").exists():
        raise SystemExit(done.stdout + done.stderr)
    return page


def _stock(nb: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook with Altair's own outputs, and with values in place of roles."""
    alt.renderers.enable("html", base_url="_static/npm")
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            stored = answers(cell)
            cell.source = expressions.fill(cell.source, lambda e, known=stored: plain(known[e]))
            cell.metadata.pop("user_expressions", None)
            continue
        for output in cell.outputs:
            if spec := output.get("data", {}).get(MIME):
                chart = alt.Chart.from_dict(json.loads(json.dumps(spec)))
                html = chart._repr_mimebundle_()["text/html"]
                output["data"] = {"text/html": html}
    return nb

"""A small book of executed notebooks, with everything that the pages can show."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import altair as alt
import nbformat
import pandas as pd
import yaml
from made_up import BOOK

from recomputed import mime
from recomputed.charts.behind import laid_out
from recomputed.run.render import render

PYTHON = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
HOSTILE = "<b>*x*</b> `_y_` [z](javascript:alert(1)) US$1 & more"


def claim(identifier: str, text: str, verdict: str = "reproduced", **changes: object) -> dict:
    """A claim as :class:`recomputed.chapter.prose.Marked` puts it into a notebook."""
    return {
        "id": identifier,
        "home": f"chapters/section-{identifier[0]}",
        "text": text,
        "statement": f"The paper states {text}.",
        "verdict": verdict,
        "verdict_corrected": verdict,
        "verdict_printed": verdict,
        "printed": "6.3倍",
        "recomputed": "5.31 times",
        "interval": "5.309 to 5.311",
        "formula": "Level of 2000 over level of 1979.",
        "code": "return multiple(T[1][1979], T[1][2000])",
        "source": "table 1: total 1979, 2000",
        "links": [{"text": "Table 1", "href": "catalogue.html#table-1"}],
        "note": "",
        "corrected": False,
        **changes,
    }


def answer(value: str | dict) -> dict:
    """The kernel's answer to an expression."""
    data = {"text/plain": repr(value)} if isinstance(value, str) else {"text/plain": value["text"]}
    if isinstance(value, dict):
        data[mime.CLAIM] = value
    return {"status": "ok", "data": data, "metadata": {}}


def prose(source: str, **values: str | dict) -> nbformat.NotebookNode:
    """A Markdown cell with the stored answers of its expressions."""
    cell = nbformat.v4.new_markdown_cell(source)
    cell.metadata["user_expressions"] = [
        {"expression": name, "result": answer(value)} for name, value in values.items()
    ]
    return cell


def output(data: dict, source: str = "show()", tags: tuple[str, ...] = ("hide-input",)):
    """A code cell with an output, or none."""
    cell = nbformat.v4.new_code_cell(source, execution_count=1, metadata={"tags": list(tags)})
    cell.outputs = [nbformat.v4.new_output("display_data", data)] if data else []
    return cell


def chart(identifier: str = "imports", title: str = "Imports rose") -> dict:
    """A chart as ``Chapter.show`` puts it into a notebook."""
    rows = [
        {"year": year, "series": name, "label_zh": "日本", "value": year - 1970 + shift / 3}
        for shift, name in enumerate(("Japan", "Germany"))
        for year in (1979, 1980, 1981, 1982, 1983, 1984, 1985)
    ]
    frame, told = pd.DataFrame(rows), {"year": "Year", "series": "Series"}
    base = alt.Chart(frame, width=620, height=200).mark_line()
    spec = base.encode(
        x="year:O", y="value:Q", color=alt.value("#1f51b0"), detail="series:N", tooltip="series:N"
    ).to_dict()
    spec["title"] = {"text": title}
    spec["usermeta"] = {
        "recomputed": {
            "id": identifier,
            "title": title,
            "subtitle": "US$ billion",
            "alt": "Imports rose from 9 to 15.",
            "source": [{"text": "Table 1", "href": "catalogue.html#table-1"}],
            "claims": [{"text": "1.2-first", "href": "section-1.html#claim-1.2-first"}],
            "data": laid_out(frame, told, {"value": "US$ billion"}, 2),
        }
    }
    return {mime.CHART: spec, "text/plain": title}


def chapter() -> nbformat.NotebookNode:
    """A chapter with marks, values, a chart and a table."""
    cells = [
        nbformat.v4.new_markdown_cell("# Section 1. Imports"),
        prose(
            "Imports were {eval}`a`, then {eval}`b`; again {eval}`a`. 为**{eval}`c`**。\n\n"
            "{eval}`year`. That year.\n\n"
            "| a | b |\n|---|---|\n| {eval}`b` | 设备 |\n\n"
            "```{note}\nNoted: {eval}`d` and {eval}`e`.\n```\n\nWritten ``{eval}`a` ``.",
            a=claim("1.2-first", "US$2.5 billion"),
            b=claim("1.2-second", "6.3 times", "discrepant", note="A level, not an increase."),
            c=claim("1.2-third", "60%", "rounding"),
            d=claim("1.2-fourth", "most", "partial"),
            e=claim("1.2-fifth", "first", "uncheckable", recomputed="", interval="", formula=""),
            year="1985",
        ),
        prose("Hostile: {eval}`h`.", h=HOSTILE),
        output({}, "first = 1"),
        output({}, "second = 2"),
        output(chart()),
        output({"text/html": '<table class="tt-table"><tr><td>技术引进</td></tr></table>'}),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=PYTHON)


def build(folder: Path, out: Path, **settings: object) -> list[str]:
    """Render the book; what Sphinx complained of."""
    return render(folder, out, settings, out.with_name(f"{out.name}-doctrees"))


def write(folder: Path, notebook: nbformat.NotebookNode | None = None) -> Path:
    """Lay out the book: a landing page, the chapter, the index of charts."""
    for name in ("chapters", "data"):
        (folder / name).mkdir(parents=True)
    (folder / "data" / "datapackage.json").write_text(
        '{"paper": "herring", "resources": []}', "utf-8"
    )
    shutil.copytree(BOOK / "assets", folder / "assets")
    config = yaml.safe_load((BOOK / "_config.yml").read_text("utf-8"))
    (folder / "_config.yml").write_text(json.dumps(config), "utf-8")
    toc = {
        "format": "jb-book",
        "root": "index",
        "chapters": [{"file": "chapters/section-1"}, {"file": "chapters/chart-index"}],
    }
    (folder / "_toc.yml").write_text(json.dumps(toc), "utf-8")
    (folder / "index.md").write_text("# The book\n\nWhat it says: {math}`a^2`.\n", "utf-8")
    (folder / "chapters/chart-index.md").write_text("# Charts\n\n```{chart-index}\n```\n", "utf-8")
    nbformat.write(notebook or chapter(), folder / "chapters/section-1.ipynb")
    return folder

"""What an edit changes in the book: sentences and charts, and the page that tells of it all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

import nbformat
import yaml

from recomputed import mime
from recomputed.ledger.diff import compare
from recomputed.pages.chart import specs
from recomputed.run.project import Project, Workspace

PAGE = "what-changed"
FILE = "changes.json"
TITLE = "What changed"
SHOWN = 400
"""So many rows of a list stand on the page; the file has all."""


def read(tree: Path, names: Iterable[str]) -> dict[str, dict]:
    """Executed notebooks of a tree by page; those that are not there are left out."""
    found = {}
    for name in names:
        path = tree / name
        if path.is_file():
            found[name.removesuffix(".ipynb")] = json.loads(path.read_text(encoding="utf-8"))
    return found


def charts(notebook: dict) -> dict[str, dict]:
    """The Vega-Lite specifications of a notebook's charts, by id."""
    shown = (spec for cell in notebook["cells"] for spec in specs(cell))
    return {spec["usermeta"]["recomputed"]["id"]: spec for spec in shown}


def values(notebook: dict) -> Iterator[tuple[str, dict]]:
    """Each value in a notebook's prose: cell and expression as one name, and the answer."""
    for cell in notebook["cells"]:
        for number, one in enumerate(cell.get("metadata", {}).get("user_expressions", ())):
            yield f"{cell.get('id')}/{number}/{one['expression']}", one["result"].get("data", {})


def sentences(page: str, before: dict, after: dict, pages: Iterable[str] = ()) -> list[dict]:
    """The values in a page's prose that read, or are marked, otherwise than before.

    A claim's link leads to its own chapter, if that is one of the `pages`.
    """
    old, seen, found = dict(values(before)), set(), []
    for name, data in values(after):
        claim = data.get(mime.CLAIM, {}).get("id", "")
        first = claim and claim not in seen
        seen.add(claim)
        was = old.get(name, {})
        if was == data:
            continue
        found.append(
            {
                "page": page,
                "href": _place(page, data[mime.CLAIM], pages) if first else f"{page}.html",
                "claim": claim,
                "printed": data.get(mime.CLAIM, {}).get("printed", ""),
                "before": was.get(mime.CLAIM, {}).get("recomputed", "") if claim else _plain(was),
                "after": data[mime.CLAIM]["recomputed"] if claim else _plain(data),
                "verdict_before": was.get(mime.CLAIM, {}).get("verdict", ""),
                "verdict_after": data.get(mime.CLAIM, {}).get("verdict", ""),
            }
        )
    return found


def _place(page: str, card: dict, pages: Iterable[str]) -> str:
    return f"{card['home'] if card['home'] in pages else page}.html#claim-{card['id']}"


def _plain(data: dict) -> str:
    text = data.get("text/plain", "")
    return text[1:-1] if text[:1] in "'\"" and text[:1] == text[-1:] else text


def changed_charts(page: str, before: dict, after: dict) -> list[dict]:
    """The charts of a page that are drawn otherwise than before, or are new."""
    old = charts(before)
    return [
        {
            "id": name,
            "page": page,
            "href": f"{page}.html#chart-{name}",
            "title": spec["usermeta"]["recomputed"]["title"],
        }
        for name, spec in charts(after).items()
        if old.get(name) != spec
    ]


def in_pages(before: dict[str, dict], after: dict[str, dict]) -> dict[str, list]:
    """Sentences and charts that differ between two sets of executed notebooks."""
    nothing = {"cells": []}
    told: dict[str, list] = {"sentences": [], "charts": []}
    for page, notebook in after.items():
        old = before.get(page, nothing)
        told["sentences"] += sentences(page, old, notebook, after.keys())
        told["charts"] += changed_charts(page, old, notebook)
    return told


def gather(
    project: Project, data: Path, baseline: Workspace, space: Workspace, editions: Iterable[str]
) -> dict:
    """Everything that differs between the published book and one from edited data.

    Parameters
    ----------
    project : Project
        The sources, with the published data.
    data : Path
        The edited data, whole.
    baseline, space : Workspace
        Where the executed chapters of either are.
    editions : iterable of str
        The editions to compare.

    Returns
    -------
    dict
        ``files``, ``cells``, ``claims`` and ``held`` (see :mod:`recomputed.ledger.diff`), and by
        edition ``sentences`` and ``charts``.
    """
    editions = tuple(editions)
    told = compare(project.data.resolve(), data, editions).record()
    told["editions"] = {}
    for edition in editions:
        trees = (read(one.executed(edition), project.notebooks()) for one in (baseline, space))
        told["editions"][edition] = in_pages(*trees)
    return told


def add_page(tree: Path, told: dict, edition: str) -> None:
    """Put the page into an executed source tree, first in its table of contents."""
    cells = [nbformat.v4.new_markdown_cell(f"# {TITLE}\n\n{summary(told, edition)}", id="title")]
    html = page_html(told, edition)
    output = nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": TITLE})
    shown = nbformat.v4.new_code_cell(
        "what_changed", outputs=[output], execution_count=1, id="changes"
    )
    shown.metadata["tags"] = ["remove-input"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb = nbformat.v4.new_notebook(cells=[*cells, shown], metadata={"kernelspec": kernel})
    nbformat.write(nb, tree / f"{PAGE}.ipynb")
    file = tree / "_toc.yml"
    toc = yaml.safe_load(file.read_text(encoding="utf-8"))
    if "parts" in toc:
        toc["parts"].insert(0, {"caption": "Edited data", "chapters": [{"file": PAGE}]})
    else:
        toc["chapters"] = [{"file": PAGE}, *toc.get("chapters", [])]
    file.write_text(yaml.safe_dump(toc, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _of(told: dict, kind: str, edition: str) -> list[dict]:
    """The claims of one edition, from either list."""
    return [one for one in told[kind] if one["edition"] == edition]


def summary(told: dict, edition: str) -> str:
    """One sentence."""
    claims = _of(told, "claims", edition)
    flipped = sum(one["flipped"] for one in claims)
    held = _of(told, "held", edition)
    turned = sum(one["judgement_before"] != one["judgement_after"] for one in held)
    pages = told["editions"].get(edition, {"sentences": [], "charts": []})
    return (
        f"This copy of the book rests on edited data: {_count(len(told['cells']), 'cell')} in "
        f"{_count(len(told['files']), 'file')}. Against the published book, "
        f"{_count(len(claims), 'claim')} of the paper come out otherwise, {flipped} of them with "
        f"another verdict, and {turned} with another judgement by published figures; "
        f"{_count(len(pages['sentences']), 'value')} in the prose and "
        f"{_count(len(pages['charts']), 'chart')} differ."
    )


def page_html(told: dict, edition: str) -> str:
    """The lists of the page; every text from the data is escaped."""
    claims = sorted(_of(told, "claims", edition), key=lambda one: not one["flipped"])
    held = sorted(
        _of(told, "held", edition),
        key=lambda one: one["judgement_before"] == one["judgement_after"],
    )
    pages = told["editions"].get(edition, {"sentences": [], "charts": []})
    places: dict[str, list[str]] = {}
    for one in pages["sentences"]:
        if one["claim"]:
            places.setdefault(one["claim"], []).append(one["href"])
    cells = [
        [one[k] for k in ("file", "row", "column", "before", "after")] for one in told["cells"]
    ]
    parts = [
        _table("Cells edited", ["File", "Row", "Column", "Before", "After"], cells),
        _table(
            "Claims that come out otherwise",
            ["Claim", "Printed", "Before", "After", "Verdict before", "Verdict after", "Where"],
            [
                [
                    f"{one['statement']} ({one['id']})",
                    one["printed"],
                    one["before"],
                    one["after"],
                    one["verdict_before"],
                    one["verdict_after"],
                    _links(places.get(one["id"], [])),
                ]
                for one in claims
            ],
        ),
        _table(
            "Held against the world",
            ["Claim", "Printed", "Before", "After", "Judgement before", "Judgement after", "Where"],
            [
                [
                    f"{one['statement']} ({one['id']})",
                    one["printed"],
                    one["before"],
                    one["after"],
                    one["judgement_before"],
                    one["judgement_after"],
                    _links(places.get(one["id"], [])),
                ]
                for one in held
            ],
        ),
        _table(
            "Values in the prose",
            ["Page", "Before", "After", "Claim"],
            [
                [_links([one["href"]]), one["before"], one["after"], one["claim"]]
                for one in pages["sentences"]
            ],
        ),
        _table(
            "Charts",
            ["Chart", "Finding"],
            [[_links([one["href"]], one["id"]), one["title"]] for one in pages["charts"]],
        ),
    ]
    return f'<div class="tt-changes">{"".join(parts)}</div>'


class _Html(str):
    """Text that is HTML already."""


def _links(addresses: list[str], name: str = "") -> _Html:
    return _Html(
        ", ".join(
            f'<a href="{escape(one)}">{escape(name or one.partition(".html")[0])}</a>'
            for one in dict.fromkeys(addresses)
        )
    )


def _table(title: str, header: list[str], rows: list[list[str]]) -> str:
    """A titled table in a frame that scrolls by itself; nothing if it has no rows."""
    if not rows:
        return f"<h2>{title}</h2><p>None.</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in header)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{c if isinstance(c, _Html) else escape(c)}</td>" for c in row)
        + "</tr>"
        for row in rows[:SHOWN]
    )
    more = f"<p>… and {len(rows) - SHOWN} more, in {FILE}.</p>" if len(rows) > SHOWN else ""
    return (
        f'<h2>{title}</h2><div class="tt-frame" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="tt-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        f"</div>{more}"
    )

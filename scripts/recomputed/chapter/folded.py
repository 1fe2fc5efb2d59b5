"""Printed tables and section ledgers as folded, accessible HTML with a plain-text twin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from recomputed.chapter.prose import interval_text, note_text, outside_record, printed_text
from recomputed.data.printed import NOT_COMPILED, group_digits
from recomputed.data.table import Table
from recomputed.ledger.grading import Grade
from recomputed.ledger.outside import Held
from recomputed.ledger.verdicts import VERDICTS
from recomputed.places import claim_href, table_href, tables_read

_CHINESE = re.compile("[\u3400-\u9fff]")

MARKS = {
    "reproduced": "✓",
    "rounding": "≈",
    "discrepant": "✗",
    "partial": "◐",
    "uncheckable": "○",
}


@dataclass(frozen=True)
class Html:
    """A piece of a page, which JupyterLab, nbconvert and the book show alike."""

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def zh(text: str) -> str:
    """Text as printed, said to be Chinese where it is."""
    told = escape(text)
    return f'<span lang="zh-Hans">{told}</span>' if _CHINESE.search(text) else told


def source_html(resource: dict) -> str:
    """The source that the paper names for a table, in English and as printed."""
    printed = resource.get("source", "")
    return escape(resource["source_en"]) + (f" ({zh(printed)})" if printed else "")


def verdict_html(verdict: str) -> str:
    """A verdict as its mark and its name."""
    return (
        f'<span class="tt-verdict tt-{verdict}">'
        f'<span aria-hidden="true">{MARKS[verdict]}</span> {verdict}</span>'
    )


def counts_text(grades: Sequence[Grade]) -> str:
    """How many of the grades have each verdict, in words."""
    counts = {v: sum(g.verdict == v for g in grades) for v in VERDICTS}
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)


def _cell(table: Table, key: tuple, column: str) -> str:
    text = table.text(*key, column)
    if column == "label_zh":
        return f"<td>{zh(text)}</td>"
    if column not in table.numeric_columns:
        return f'<th scope="row">{escape(text)}</th>'
    if text == NOT_COMPILED:
        return '<td class="tt-none"><span title="not compiled">—</span></td>'
    erratum = table.corrected.get((*key, column))
    if erratum is None:
        return f"<td>{escape(text)}</td>"
    note = f"corrected; the paper prints {erratum.printed}"
    return (
        f'<td class="tt-corrected"><a href="errata.html#{erratum_anchor(erratum)}" '
        f'title="{escape(note)}">{escape(text)}<span class="tt-sr"> ({escape(note)})</span>'
        "</a></td>"
    )


def erratum_anchor(erratum) -> str:
    """The anchor of an erratum on its page."""
    place = f"t{erratum.table}-{erratum.row}-{erratum.column}".lower()
    return "erratum-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in place)


def _heading(field: dict, units: dict) -> str:
    unit = units.get(field.get("unit", "none"), {}).get("en", "")
    chinese = zh(field["title_zh"]) if field.get("title_zh") else ""
    small = "<br>".join(part for part in (chinese, escape(unit)) if part)
    return f'<th scope="col">{escape(field["title"])}<small>{small}</small></th>'


def table_html(
    table: Table, units: dict, anchor: bool = True, opened: bool = False, summary: str = ""
) -> Html:
    """A printed table, folded.

    Parameters
    ----------
    table : Table
        The table in the chapter's edition; corrected cells are marked and linked to their story.
    units : dict
        The data package's units.
    anchor : bool
        Whether this is the place that ``#table-N`` leads to on its page.
    opened : bool
        Whether it stands open.
    summary : str
        What stands on the fold, if not the table's number and titles.
    """
    resource = table.resource
    columns = list(table.fields)
    head = "".join(_heading(field, units) for field in table.fields.values())
    rows = "\n".join(
        "<tr>" + "".join(_cell(table, key, column) for column in columns) + "</tr>"
        for key in table._index
    )
    title = f"Table {table.number}. {resource['title']}"
    printed = f" <small>{zh(told)}</small>" if (told := resource.get("title_zh")) else ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in resource.get("notes", []))
    marker = f' id="table-{table.number}"' if anchor else ""
    html = (
        f'<details class="tt-printed"{marker}{" open" if opened else ""}>'
        f"<summary>{escape(summary) or escape(title) + printed}</summary>"
        f'<div class="tt-scroll" tabindex="0" role="region" aria-label="{escape(title)}">'
        f'<table class="tt-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f'</div><p class="tt-source">Source, as printed: {source_html(resource)}. '
        f'<a href="{table_href(table.number)}">Table {table.number} '
        f"in the catalogue</a></p>{f'<ul>{notes}</ul>' if notes else ''}</details>"
    )
    return Html(html, f"{title}: {len(table.rows)} rows, {len(columns)} columns")


def _source_html(grade: Grade) -> str:
    links = [f'<a href="{table_href(t)}">Table {t}</a>' for t in tables_read(grade.cells)]
    return ", ".join(links) or escape(grade.claim.source)


def outside_html(held: Held | None) -> str:
    """The second judgement with its sources, as plain links; nothing where nobody held it."""
    record = outside_record(held)
    if record is None:
        return ""
    links = " · ".join(
        f'<a href="{escape(one["href"])}">{escape(one["text"])}</a>' for one in record["sources"]
    )
    small = f"<small>{escape(record['found'])}</small>" if record["found"] else ""
    name = record["judgement"].replace(" ", "-")
    return f'<span class="tt-outside tt-{name}">{record["judgement"]}</span>{small}' + (
        f"<small>{links}</small>" if links else ""
    )


def ledger_row(
    grade: Grade, units: dict, other: Grade | None = None, held: Held | None = None
) -> str:
    """One claim as a row of a ledger; with `other`, a second verdict column."""
    claim = grade.claim
    interval = interval_text(grade)
    recomputed = escape(group_digits(grade.recomputed))
    recomputed += f" <small>[{interval}]</small>" if interval else ""
    notes = [note_text(grade), "rests on a corrected cell" if grade.uses_corrected else ""]
    note = "; ".join(filter(None, notes))
    second = f"<td>{verdict_html(other.verdict)}</td>" if other else ""
    formula = f"<small>{escape(grade.formula.words)}</small>" if grade.formula else ""
    return (
        f'<tr id="ledger-{claim.id}"><td><a href="{claim_href(claim)}">'
        f"{escape(claim.section)}</a></td><td>{escape(claim.statement)}</td>"
        f"<td>{zh(printed_text(claim, units[claim.unit]))}</td><td>{recomputed}{formula}</td>"
        f"<td>{verdict_html(grade.verdict)}{f'<small>{escape(note)}</small>' if note else ''}</td>"
        f"{second}<td>{outside_html(held)}</td><td>{_source_html(grade)}</td></tr>"
    )


def ledger_table(rows: Iterable[str], label: str, both: bool = False) -> str:
    """A ledger's table around its rows."""
    heads = ["§", "The paper states", "Printed", "Recomputed", "Verdict"]
    heads += ["As printed"] if both else []
    heads += ["The world", "Rests on"]
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    return (
        f'<div class="tt-scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table class="tt-table tt-ledger-table tt-rows"><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def ledger_html(
    grades: Sequence[Grade],
    section: str,
    name: str,
    units: dict,
    own: bool = False,
    held: Callable[[str], Held] | None = None,
) -> Html:
    """A section's ledger, folded.

    Parameters
    ----------
    grades : sequence of Grade
        The section's claims in the paper's order.
    section : str
        The paper's numbering.
    name : str
        The section in running text.
    units : dict
        The data package's units.
    own : bool
        Whether these are the claims of the section's opening paragraph alone.
    held : callable, optional
        Gives what published figures say of a claim, by its id.
    """
    name = f"Ledger of {name}{', opening paragraph' if own else ''}"
    summary = f"{name}: {len(grades)} statements — {counts_text(grades)}"
    world = held or (lambda claim: None)
    rows = (ledger_row(grade, units, held=world(grade.claim.id)) for grade in grades)
    body = ledger_table(rows, name)
    anchor = section.replace(".", "-")
    html = (
        f'<details class="tt-ledger" id="ledger-section-{anchor}">'
        f"<summary>{escape(summary)}</summary>{body}</details>"
    )
    return Html(html, summary)

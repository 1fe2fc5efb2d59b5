"""The appendices, generated from the data package: catalogue of tables, list of figures, terms."""

from __future__ import annotations

import base64
import csv
from collections import Counter
from fractions import Fraction
from html import escape

from recomputed.chapter.chapter import Chapter
from recomputed.chapter.folded import Html, source_html, table_html, zh
from recomputed.data.claims import Claim
from recomputed.data.printed import decimal_text, group_digits
from recomputed.data.quantity import Quantity
from recomputed.ledger.figures import Point, points
from recomputed.places import claim_href


def used_by(ch: Chapter) -> dict[int, list[str]]:
    """The claims that rest on each table: table number to claim ids."""
    uses: dict[int, list[str]] = {number: [] for number in ch.book.table_numbers}
    for result in ch.ledger_shown.grades():
        for table in sorted({cell.table for cell in result.cells}):
            uses[table].append(result.claim.id)
    return uses


def _unit_names(ch: Chapter, unit: str | list[str]) -> str:
    units = ch.book.package["units"]
    ids = [unit] if isinstance(unit, str) else unit
    return ", ".join(
        escape(units[u]["en"]) + (f" ({zh(printed)})" if (printed := units[u].get("zh")) else "")
        for u in ids
        if units[u]["en"]
    )


def _claims_html(ch: Chapter, claims: list[str]) -> str:
    by_section: dict[str, list[Claim]] = {}
    for claim_id in claims:
        claim = ch.grade(claim_id).claim
        by_section.setdefault(claim.section, []).append(claim)
    return ", ".join(
        f'<a href="{claim_href(found[0])}">{section}</a> ({len(found)})'
        for section, found in by_section.items()
    )


def download_link(ch: Chapter, path: str) -> str:
    """A data file, as it was read, inside its own link: it works wherever the page does."""
    name = path.rpartition("/")[2]
    content = base64.b64encode((ch.book.data_dir / path).read_bytes()).decode()
    return f'<a download="{name}" href="data:text/csv;base64,{content}">{name}</a>'


def table_entry(ch: Chapter, number: int) -> Html:
    """One table's entry in the catalogue: its facts, and the table itself, folded.

    Parameters
    ----------
    ch : Chapter
        The catalogue's chapter.
    number : int
        The table's number.
    """
    table = ch.T[number]
    resource = table.resource
    claims = used_by(ch)[number]
    section = resource["section"]
    page = f"{ch.book.paper.part_of(section).page}.html"
    facts = {
        "Chinese title": zh(resource.get("title_zh", "")),
        "Unit": _unit_names(ch, resource["unit"]),
        "Source, as printed": source_html(resource),
        "Size": f"{len(table.rows)} rows, {len(table.numeric_columns)} columns of numbers",
        "Printed in": f'<a href="{page}#table-{number}">Section {escape(section)}</a>',
        "Statements resting on it": _claims_html(ch, claims) or "none",
        "Download": download_link(ch, resource["path"]),
    }
    rows = "".join(
        f"<tr><th scope='row'>{name}</th><td>{value}</td></tr>"
        for name, value in facts.items()
        if value
    )
    folded = table_html(table, ch.book.package["units"], anchor=False, summary="The table")
    html = (
        f'<div class="tt-entry" id="table-{number}">'
        f'<table class="tt-table tt-facts"><tbody>{rows}</tbody></table>{folded.html}</div>'
    )
    return Html(html, f"Table {number}. {resource['title']}")


def figure_entry(ch: Chapter, number: int) -> Html:
    """One figure's entry: every point, and how it is known."""
    resource = ch.book.resource(f"figure_{number}")
    shown = points(ch.book, number)
    known = [point for point in shown if point.quantity is not None]
    series = {
        name: f"{escape(s['title'])} {zh(s.get('title_zh', ''))}".rstrip()
        for name, s in resource["series"].items()
    }
    body = "".join(
        f"<tr><th scope='row'>{p.year}</th><td>{series[p.series]}</td>{_value_cells(p.quantity)}"
        f"<td>{p.status}</td><td>{escape(p.how)}{_claim_links(ch, p)}</td></tr>"
        for p in known
    )
    unknown = "".join(
        f"<tr><th scope='row'>{escape(_years(years))}</th><td>{series[name]}</td>"
        f'<td colspan="2">no number</td><td>absent</td><td>{escape(how)}</td></tr>'
        for (name, how), years in _absent(shown).items()
    )
    heads = ("Year", "Series", "Value", "Rounding allows", "Known as", "How it is known")
    head = "".join(f'<th scope="col">{h}</th>' for h in heads)
    title = f"Figure {number}. {resource['title']}"
    absent = len(shown) - len(known)
    html = (
        f'<details class="tt-printed" id="figure-{number}"><summary>{escape(title)} '
        f"<small>{zh(resource.get('title_zh', ''))}</small>: {len(known)} points known, "
        f'{absent} not</summary><div class="tt-scroll" tabindex="0" role="region" '
        f'aria-label="{escape(title)}"><table class="tt-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}{unknown}</tbody></table></div></details>"
    )
    return Html(html, title)


def _value_cells(quantity: Quantity) -> str:
    """A value with the decimals that its interval leaves, and the interval with one more."""
    width, decimals = quantity.high - quantity.low, 0
    while width and width < Fraction(1, 10**decimals):
        decimals += 1
    finer = decimals + 1 if width else 0
    value, low, high = (
        group_digits(decimal_text(end, places))
        for end, places in (
            (quantity.value, decimals),
            (quantity.low, finer),
            (quantity.high, finer),
        )
    )
    return f"<td>{value}</td><td>{low} to {high}</td>"


def _claim_links(ch: Chapter, point: Point) -> str:
    """The stated numbers that a point rests on, each a link to its statement."""
    stated = (ch.book.claims[claim] for claim in point.claims)
    links = (f'<a href="{claim_href(c)}">{escape(c.printed)}</a>' for c in stated)
    return f" ({', '.join(links)})" if point.claims else ""


def _absent(shown: list[Point]) -> dict[tuple[str, str], list[int]]:
    """The years without a number, by series and reason."""
    years: dict[tuple[str, str], list[int]] = {}
    for point in shown:
        if point.quantity is None:
            years.setdefault((point.series, point.how), []).append(point.year)
    return years


def _years(years: list[int]) -> str:
    """Years in words, runs as ranges: ``2001–2003, 2005``."""
    starts = [year for year in years if year - 1 not in years]
    ends = [year for year in years if year + 1 not in years]
    runs = zip(starts, ends, strict=True)
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)


def glossary(ch: Chapter) -> Html:
    """The terms of ``glossary.csv``, English and Chinese as printed."""
    path = ch.book.data_dir / "glossary.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        terms = sorted(csv.DictReader(file), key=lambda term: term["en"].lower())
    body = "".join(
        f"<tr><th scope='row'>{escape(t['en'])}</th><td>{zh(t['zh'])}</td>"
        f"<td>{escape(t['note'])}</td></tr>"
        for t in terms
    )
    html = (
        '<div class="tt-scroll" tabindex="0" role="region" aria-label="Glossary">'
        '<table class="tt-table tt-glossary"><thead><tr><th scope="col">English</th>'
        '<th scope="col">Chinese, as printed</th><th scope="col">What it means here</th></tr>'
        f"</thead><tbody>{body}</tbody></table></div>"
    )
    return Html(html, f"{len(terms)} terms")


def points_known(ch: Chapter) -> Counter:
    """How many points of the figures are printed, derived and absent."""
    figures = (name for name in ch.book.sheets if name.startswith("figure_"))
    numbers = (int(name.rpartition("_")[2]) for name in figures)
    return Counter(point.status for number in numbers for point in points(ch.book, number))

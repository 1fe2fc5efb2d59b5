"""The audit on the page: how the checks fall, which fail, and what no identity can test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from recomputed.audit import (
    FAILS,
    HOLDS,
    KINDS,
    OPEN,
    ROUNDING,
    VERDICTS,
    Check,
    Identity,
    Suspicion,
    Touched,
    mends,
)
from recomputed.audit.trial import CAUGHT, MISSED, OUTCOMES, SUSPECTED, Planted
from recomputed.chapter.chapter import Chapter
from recomputed.chapter.folded import Html, erratum_anchor
from recomputed.charts import style
from recomputed.places import table_href
from techtrade.stories.errata import framed

COLOURS = {
    HOLDS: style.colour("verdict", "reproduced"),
    ROUNDING: style.colour("verdict", "rounding"),
    FAILS: style.colour("verdict", "discrepant"),
    OPEN: style.colour("verdict", "uncheckable"),
    CAUGHT: style.colour("verdict", "reproduced"),
    SUSPECTED: style.colour("verdict", "partial"),
    MISSED: style.colour("verdict", "uncheckable"),
}


def identities(checks: Iterable[Check]) -> list[Identity]:
    """The identities that some checks are instances of, in their order."""
    return list(dict.fromkeys(check.identity for check in checks))


def checks_frame(checks: Iterable[Check]) -> pd.DataFrame:
    """How many checks of each identity have each verdict.

    Returns
    -------
    DataFrame
        `identity` (short name), `kind`, `verdict`, `value`; what does not occur is left out.
    """
    checks = list(checks)
    counts = Counter((check.identity.name, check.verdict) for check in checks)
    rows = [
        {"identity": one.name, "kind": one.kind, "verdict": verdict, "value": value}
        for one in identities(checks)
        for verdict in VERDICTS
        if (value := counts[one.name, verdict])
    ]
    return pd.DataFrame(rows)


def trial_frame(planted: Iterable[Planted], by: str = "kind") -> pd.DataFrame:
    """How many planted slips came to which outcome.

    Parameters
    ----------
    by : {"kind", "table"}
        What the rows are.
    """
    counts: Counter = Counter()
    for one in planted:
        name = one.kind if by == "kind" else f"Table {one.table}"
        counts[name, one.outcome] += 1
    names = dict.fromkeys(name for name, _ in counts)
    rows = [
        {by: name, "outcome": outcome, "value": counts[name, outcome]}
        for name in names
        for outcome in OUTCOMES
        if counts[name, outcome]
    ]
    return pd.DataFrame(rows)


def _tables(check: Check) -> str:
    links = (f'<a href="{table_href(t)}">{t}</a>' for t in check.tables)
    return ", ".join(links)


def _folded(table: str, summary: str) -> Html:
    """A long table, folded like a ledger."""
    html = f'<details class="tt-ledger"><summary>{escape(summary)}</summary>{table}</details>'
    return Html(html, summary)


def identities_html(checks: Sequence[Check]) -> Html:
    """Every identity in words, by kind, with its tables and how its checks fall; folded."""
    tested = identities(checks)
    rows = []
    for kind, title in KINDS.items():
        own = [one for one in tested if one.kind == kind]
        rows.append(f'<tr><th scope="rowgroup" colspan="7">{escape(title)}</th></tr>')
        for one in own:
            mine = [check for check in checks if check.identity is one]
            counts = Counter(check.verdict for check in mine)
            cells = "".join(f'<td class="tt-num">{counts[v] or ""}</td>' for v in VERDICTS)
            tables = sorted({table for check in mine for table in check.tables})
            words = escape(one.words.rstrip("."))
            rows.append(
                f'<tr><th scope="row">{words}<small>{escape(one.name)}</small></th>'
                f"<td>{_runs(tables)}</td>"
                f'<td class="tt-num">{len(mine)}</td>{cells}</tr>'
            )
    heads = ("Identity", "Tables", "Checks", *VERDICTS)
    label = "The identities"
    return _folded(framed("".join(rows), heads, label), f"All {len(tested)} identities in words")


def _runs(numbers: list[int]) -> str:
    """Numbers with runs of three or more drawn together: 7–14."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{r[0]}–{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs]
    return ", ".join(parts)


def failing_html(ch: Chapter, checks: Sequence[Check]) -> Html:
    """The checks that fail, each with its gap, the errata that explain it, and plain remedies."""
    failing = [check for check in checks if check.verdict == FAILS]
    rows = "".join(_failing_row(ch, check, checks) for check in failing)
    heads = (
        "What must hold",
        "Tables",
        "Where",
        "Found",
        "Gap",
        "Errata",
        "One slip would mend it",
    )
    label = "Checks that fail"
    return Html(framed(rows, heads, label), f"{label}: {len(failing)}")


def _failing_row(ch: Chapter, check: Check, checks: Sequence[Check]) -> str:
    e = check.equation
    unit = ch.book.package["units"].get(e.right.unit.id, {}).get("en", "")
    found = f"{check.left} {'>' if e.sign == '≤' else '≠'} {check.right}"
    errata = ", ".join(_errata_links(check)) or "none"
    slips = list(mends(ch.book, check, list(checks)))
    remedies = "; ".join(f"Table {m.table}: {m.printed} → {m.text} ({m.slip})" for m in slips)
    return (
        f'<tr><th scope="row">{escape(check.identity.name)}</th><td>{_tables(check)}</td>'
        f'<td>{escape(check.where)}</td><td class="tt-num">{escape(found)}'
        f'<small>{escape(unit)}</small></td><td class="tt-num">{_gap(check)}</td>'
        f'<td>{errata}</td><td class="tt-remedy">{escape(remedies) or "–"}</td></tr>'
    )


def _gap(check: Check) -> str:
    """The gap with a typographic minus."""
    return check.gap_text.replace("-", "\N{MINUS SIGN}")


def _errata_links(check: Check) -> list[str]:
    """Links to the errata of a check, one per table and confidence."""
    seen = {}
    for e in check.errata:
        seen.setdefault((e.table, e.confidence), e)
    return [
        f'<a href="errata.html#{erratum_anchor(e)}">Table {table}, {confidence}</a>'
        for (table, confidence), e in seen.items()
    ]


def open_html(checks: Iterable[Check]) -> Html:
    """The checks that cannot be made, with what is missing; folded."""
    opened = [check for check in checks if check.verdict == OPEN]
    rows = "".join(
        f'<tr><th scope="row">{escape(check.identity.name)}</th><td>{_tables(check)}</td>'
        f'<td>{escape(check.where)}</td><td class="tt-num">{_gap(check)}'
        f"<small>{_short_of(check)}</small></td><td>{escape(check.reason)}</td></tr>"
        for check in opened
    )
    heads = ("Identity", "Tables", "Where", "Gap", "Why it is open")
    label = "Checks that cannot be made"
    return _folded(framed(rows, heads, label), f"{label}: {len(opened)}")


def _short_of(check: Check) -> str:
    share = shortfall(check)
    return "" if share is None else f"{share:.1%} of the total"


def shortfall(check: Check) -> float | None:
    """By which share of the total the printed parts fall short of it."""
    if check.equation is None or not check.equation.right.value:
        return None
    return float(-check.gap / check.equation.right.value)


def shortfall_text(checks: Iterable[Check], check_id: str) -> str:
    """The same of one check, in words for the prose."""
    found = next((shortfall(check) for check in checks if check.id == check_id), None)
    return "an unknown share" if found is None else f"{found:.1%}"


def trial_html(planted: Iterable[Planted]) -> Html:
    """What became of the planted slips, table by table; folded."""
    frame = trial_frame(planted, by="table")
    rows = ""
    for name, mine in frame.groupby("table", sort=False):
        counts = dict(zip(mine["outcome"], mine["value"], strict=True))
        cells = "".join(f'<td class="tt-num">{counts.get(o, "")}</td>' for o in OUTCOMES)
        rows += f'<tr><th scope="row">{name}</th>{cells}</tr>'
    label = "The planted slips by table"
    return _folded(framed(rows, ("Table", *OUTCOMES), label), label)


def suspicions_html(ch: Chapter, found: Iterable[Suspicion], touched: Iterable[Touched]) -> Html:
    """Values out of line with their neighbours, with how many equalities vouch for each."""
    sums = {(t.table, t.key, t.column): t.equalities for t in touched}
    rows, found = "", list(found)
    for one in found:
        field = ch.T[one.table].fields[one.column]
        place = ", ".join([*(str(part) for part in one.key), field["title"]])
        rows += (
            f'<tr><th scope="row"><a href="{table_href(one.table)}">Table {one.table}</a>'
            f'<small>{escape(place)}</small></th><td class="tt-num">{escape(one.text)}</td>'
            f'<td class="tt-num">{_times(one.factor)}</td>'
            f'<td class="tt-num">{escape(one.mend) or "–"}</td>'
            f'<td class="tt-num">{sums[one.table, one.key, one.column] or "none"}</td></tr>'
        )
    heads = (
        "Where",
        "Printed",
        "What its neighbours suggest",
        "In line, by one slip",
        "Equalities",
    )
    label = "Values that break their series"
    return Html(framed(rows, heads, label), f"{label}: {len(found)}")


def _times(factor: float) -> str:
    """How large a value is beside what was expected: ``4.8 times``, or ``1/8``."""
    return f"{factor:.1f} times" if factor >= 1 else f"1/{1 / factor:,.0f}"

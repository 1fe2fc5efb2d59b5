"""The paper's numbers and words as they stand in a chapter's prose, with their verdicts.

In a notebook's Markdown, ``{eval}`n("1.2.1-imports-1979")` `` shows the number and carries all
that is known about it to the page: what is printed, what we find, from which cells, and how the
two compare in either edition of the data.
"""

from __future__ import annotations

from dataclasses import dataclass

from recomputed import mime
from recomputed.data.claims import Claim
from recomputed.data.outside import Source
from recomputed.data.printed import group_digits, shift_decimal
from recomputed.ledger.grading import Cell, Grade
from recomputed.ledger.outside import Held
from recomputed.ledger.verdicts import DISCREPANT
from recomputed.places import home_of


def with_commas(text: str) -> str:
    """Group the digits before the point in threes, from 1,000 on."""
    whole, point, decimals = text.partition(".")
    return f"{int(whole):,}{point}{decimals}" if whole.lstrip("-").isdigit() else text


def number_text(claim: Claim, units: dict[str, dict], bare: bool = False) -> str:
    """A claim's printed number as English prose has it: digits as printed, units in our words.

    Parameters
    ----------
    claim : Claim
        A numeric claim.
    units : dict
        The data package's units. One with ``prose`` gives the words around the number, and
        ``shift`` how far its decimal point moves (亿美元 to US$ billion: -1); ``small`` has the
        same for numbers below a limit (3亿美元 is US$300 million).
    bare : bool
        Leave the words out.
    """
    if claim.is_verbal:
        return claim.printed
    unit = units[claim.unit]
    if unit.get("small") and abs(float(claim.printed)) < unit["small"]["below"]:
        unit = unit["small"]
    text = shift_decimal(claim.printed, unit["shift"]) if unit.get("shift") else claim.printed
    if claim.unit != "year":
        text = with_commas(text)
    return text if bare or not unit.get("prose") else unit["prose"].format(text)


@dataclass(frozen=True)
class Link:
    """A link of a claim's card."""

    text: str
    href: str


@dataclass(frozen=True)
class Marked:
    """A number or a few words with the grade of the claim behind them.

    Parameters
    ----------
    text : str
        What the prose shows.
    shown, other : Grade
        The grade in the chapter's edition and in the other one.
    edition : str
        The chapter's edition.
    unit : dict
        The claim's unit, from the data package.
    links : tuple of Link
        Where the claim's sources stand in the book.
    held : Held or None
        What published figures say of it.
    """

    text: str
    shown: Grade
    other: Grade
    edition: str
    unit: dict
    links: tuple[Link, ...] = ()
    held: Held | None = None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def card(self) -> dict:
        """What the page shows when the number is pointed at, focused or tapped."""
        grade, claim = self.shown, self.shown.claim
        verdicts = {self.edition: grade.verdict}
        verdicts["printed" if self.edition == "corrected" else "corrected"] = self.other.verdict
        formula = grade.formula
        return {
            "id": claim.id,
            "home": home_of(claim),
            "text": self.text,
            "statement": claim.statement,
            "verdict": grade.verdict,
            "verdict_corrected": verdicts["corrected"],
            "verdict_printed": verdicts["printed"],
            "printed": printed_text(claim, self.unit),
            "recomputed": grade.recomputed,
            "interval": interval_text(grade),
            "formula": formula.words if formula else "",
            "code": formula.source if formula else "",
            "source": claim.source,
            "links": [vars(link) for link in self.links],
            "note": note_text(grade),
            "corrected": grade.uses_corrected,
            "outside": outside_record(self.held),
        }

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {"text/plain": self.text, mime.CLAIM: self.card()}


def printed_text(claim: Claim, unit: dict) -> str:
    """What the paper prints, with the unit as printed and in English."""
    if claim.is_verbal:
        return claim.printed
    chinese, english = unit.get("zh"), unit.get("en", "")
    if chinese is None:  # the paper is in English
        text = f"{claim.qualifier} {claim.printed}".strip()
        return f"{text}%" if english == "%" else f"{text} {english}".strip()
    words = {"about": "约", "over": "超过", "nearly": "近", "under": "不到"}
    text = f"{words.get(claim.qualifier, '')}{claim.printed}{chinese}"
    return f"{text} ({english})" if english and english != chinese else text


def source_text(source: Source) -> str:
    """A published source in one line, without its address."""
    words = f"{source.publisher}: {source.title}"
    return f"{words}, {source.published}" if source.published else words


def outside_record(held: Held | None) -> dict | None:
    """What a card and a ledger say of the second judgement; None where nobody held the claim."""
    if held is None or not held.judgement:
        return None
    named = {(source_text(one), one.address): bool(one.checked) for one in held.sources}
    return {
        "judgement": held.judgement,
        "found": held.found or f"looked for: {held.searched}",
        "test": held.test,
        "notes": " ".join(held.notes),
        "sources": [
            {"text": text, "href": address, "checked": checked}
            for (text, address), checked in named.items()
        ],
    }


def interval_text(grade: Grade) -> str:
    """The interval which the inputs' rounding allows, or nothing where the value is exact."""
    if not grade.low or not grade.high or grade.low == grade.high:
        return ""
    return f"{group_digits(grade.low)} to {group_digits(grade.high)}"


def _place(cell: Cell) -> str:
    return f"Table {cell.table}, {', '.join(map(str, cell.key))}, {cell.column.replace('_', ' ')}"


def note_text(grade: Grade) -> str:
    """Why the verdict is what it is, in one line."""
    notes = [grade.reason] if grade.reason else []
    if grade.gap and grade.verdict == DISCREPANT:
        gap = grade.gap.replace("-", "−") if grade.gap.startswith("-") else f"+{grade.gap}"
        notes.append(f"recomputed less printed: {gap}")
    if grade.margin and grade.claim.is_verbal and grade.verdict == DISCREPANT:
        notes.append(f"fails by {grade.margin.lstrip('+-')}%")
    notes += [
        f"a {name} reading would give: {verdict}"
        for name, verdict in (("laxer", grade.laxer), ("stricter", grade.stricter))
        if verdict and verdict != grade.verdict
    ]
    if grade.disputed:
        places = ", ".join(_place(cell) for cell in grade.disputed)
        notes.append(f"rests on what contradicts other cells: {places}")
    if grade.cause:
        notes.append(f"likely cause: {grade.cause}")
    return "; ".join(notes)

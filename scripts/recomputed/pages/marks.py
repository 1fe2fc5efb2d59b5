"""The mark that a number of the paper carries in the prose, and the card behind it.

The mark is a small button with a glyph; pointing at the number, focusing the mark or tapping it
shows the card. Style sheets alone do that, so it works without JavaScript; ``static/marks.js``
adds Escape, a place beside the number and a sheet at the foot of small screens.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.transforms import SphinxTransform

from recomputed.data.printed import group_digits
from recomputed.pages.domain import BookDomain
from recomputed.pages.values import PLACEHOLDER

GLYPHS = {
    "reproduced": "✓",
    "rounding": "≈",
    "discrepant": "✗",
    "partial": "◐",
    "uncheckable": "○",
}
NAMES = {
    "reproduced": "Reproduced",
    "rounding": "Reproduced up to rounding",
    "discrepant": "Discrepant",
    "partial": "Partly checkable",
    "uncheckable": "Not checkable from the paper",
}


class claim(nodes.Inline, nodes.TextElement):  # a docutils node: lower case, as its kin
    """A number or phrase of the paper in the prose; ``record`` holds its claim.

    Outside the claim's own chapter, ``home`` is the page of that chapter.
    """


class PlaceMarks(SphinxTransform):
    """Put :class:`claim` nodes where the values left placeholders."""

    default_priority = 5  # before anything that reads the text

    def apply(self, **_: object) -> None:
        """Replace every placeholder of the page."""
        self.records: list[dict] = self.env.temp_data.get("recomputed_claims", [])
        self.seen: set[str] = set()
        if not self.records:
            return
        for text in list(self.document.findall(nodes.Text)):
            if PLACEHOLDER.search(text):
                self._replace(text)
        for element in self.document.findall(nodes.Element):
            for name, value in element.attributes.items():
                if isinstance(value, str) and PLACEHOLDER.search(value):
                    element[name] = PLACEHOLDER.sub(self._text, value)

    def _text(self, match) -> str:
        return self.records[int(match[1])]["text"]

    def _replace(self, text: nodes.Text) -> None:
        if isinstance(text.parent, nodes.FixedTextElement | nodes.literal | nodes.raw | nodes.math):
            text.parent.replace(text, nodes.Text(PLACEHOLDER.sub(self._text, text)))
            return
        parts: list[nodes.Node] = []
        pieces = PLACEHOLDER.split(text)  # text, number, text, number, …, text
        for position, piece in enumerate(pieces):
            if position % 2:
                parts.append(self._mark(self.records[int(piece)]))
            elif piece:
                parts.append(nodes.Text(piece))
        text.parent.replace(text, parts)

    def _mark(self, record: dict) -> claim:
        node = claim(record["text"], record["text"], record=record)
        domain, page = BookDomain.of(self.env), self.env.docname
        if not domain.anchors(page, record["home"]):
            node["home"] = record["home"]
        elif record["id"] not in self.seen:
            self.seen.add(record["id"])
            node["ids"] = [f"claim-{record['id']}"]
            domain.note_claim(page, record)
        return node


def rows(record: dict, home: str = "") -> list[tuple[str, str]]:
    """What the card of a claim says.

    Parameters
    ----------
    record : dict
        The claim, as :class:`recomputed.chapter.prose.Marked` stores it.
    home : str
        The address of the claim's place in its own chapter, if it is shown elsewhere.

    Returns
    -------
    list of (str, str)
        Label and HTML of each row.
    """
    recomputed = escape(group_digits(record["recomputed"]))
    if record["interval"]:
        recomputed += f" <small>[{escape(record['interval'])}]</small>"
    found = [
        ("States", escape(record["statement"])),
        ("Printed", escape(record["printed"])),
        ("Recomputed", recomputed),
        ("How", how(record)),
        ("Note", escape(record["note"])),
        ("The world", world(record.get("outside"))),
        ("Editions", editions(record)),
        ("See", sources(record, home)),
    ]
    return [(label, html) for label, html in found if html]


def how(record: dict) -> str:
    """The rule of the recomputation, in words and in code."""
    code = record["code"].removeprefix("return ")
    block = f"<code>{escape(code)}</code>" if code else ""
    return escape(record["formula"]) + block


def editions(record: dict) -> str:
    """The verdicts with corrected tables and with tables as printed, where they differ."""
    corrected, printed = record["verdict_corrected"], record["verdict_printed"]
    if corrected == printed:
        return "uses a corrected cell; same verdict as printed" if record["corrected"] else ""
    return f"corrected tables: {corrected}; tables as printed: {printed}"


def world(outside: dict | None) -> str:
    """What published figures say of the claim, with links to where they stand."""
    if not outside:
        return ""
    links = " · ".join(
        f'<a href="{escape(one["href"])}">{escape(one["text"])}</a>' for one in outside["sources"]
    )
    found = ". ".join(part for part in (outside["test"].rstrip("."), outside["found"]) if part)
    judgement = f"<b>{escape(outside['judgement'])}</b>: {escape(found)}"
    return "<br>".join(part for part in (judgement, escape(outside["notes"]), links) if part)


def sources(record: dict, home: str = "") -> str:
    """What the check rests on, and where to read more."""
    places = [*record["links"], *([{"href": home, "text": "in its chapter"}] if home else [])]
    links = " · ".join(
        f'<a href="{escape(link["href"])}">{escape(link["text"])}</a>' for link in places
    )
    return " · ".join(part for part in (escape(record["source"]), links) if part)


def card(record: dict, identifier: str, home: str = "") -> str:
    """The HTML of a claim's card, of elements that may stand within a paragraph."""
    verdict = record["verdict"]
    body = "".join(
        f'<span class="tt-row"><b>{label}</b> <span>{html}</span></span>'
        for label, html in rows(record, home)
    )
    title = f'<b class="tt-verdict">{GLYPHS[verdict]} {NAMES[verdict]}</b>'
    return f'<span class="tt-card" id="{identifier}" role="note">{title}{body}</span>'


def visit_claim(self, node: claim) -> None:
    """Write the number; its last word keeps the mark on its line."""
    record = node["record"]
    identifier = f' id="{escape(node["ids"][0])}"' if node["ids"] else ""
    self.body.append(f'<span class="tt-claim tt-{record["verdict"]}"{identifier}>')
    head, space, tail = record["text"].rpartition(" ")
    self.body.append(f'{escape(head)}{space}<span class="tt-last">{escape(tail)}')
    self.body.append(mark(record, self, _address(node, self.builder)))
    raise nodes.SkipNode


def _address(node: claim, builder) -> str:
    """The address of a claim's place in its own chapter; empty where it stands there."""
    if "home" not in node:
        return ""
    page = builder.get_relative_uri(builder.current_docname, node["home"])
    return f"{page}#claim-{node['record']['id']}"


def mark(record: dict, translator, home: str = "") -> str:
    """The HTML after a number: the mark, its card, and what paper shows instead of the card."""
    number = translator.recomputed_cards = getattr(translator, "recomputed_cards", 0) + 1
    identifier = f"card-{number}"
    verdict = record["verdict"]
    on_paper = ""
    if verdict == "discrepant":
        found = escape(group_digits(record["recomputed"]) or "not so")
        on_paper = f'<span class="tt-paper"> [recomputed: {found}]</span>'
    return (
        f'<button type="button" class="tt-mark" aria-label="{NAMES[verdict]}: show the check"'
        f' aria-describedby="{identifier}">{GLYPHS[verdict]}</button></span>'
        f"{on_paper}{card(record, identifier, home)}</span>"
    )


def visit_claim_plainly(self, node: claim) -> None:
    """Nothing to add for builders without HTML: the text child follows."""


def depart_claim(self, node: claim) -> None:
    """End of a claim."""

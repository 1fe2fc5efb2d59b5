"""Prose for programs that do not know MyST: values filled in, directives as plain Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from latex2mathml.converter import convert
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool, List, Unicode

from recomputed import mime
from recomputed.pages import expressions
from recomputed.pages.marks import GLYPHS
from recomputed.pages.values import answers, plain

EXERCISES = re.compile(
    r"^```+\{(?P<kind>exercise|solution)\}[ \t]*(?P<title>[^\n]*)\n"
    r"(?P<options>(?::[\w-]+:[^\n]*\n)*)(?P<text>.*?)^```+[ \t]*$",
    re.M | re.S,
)
_LABEL = re.compile(r":label:[ \t]*(\S+)")
_OTHER_BLOCK = re.compile(r"^(?P<fence>```+|:::+)\{[\w-]+\}.*?^(?P=fence)[ \t]*$\n?", re.M | re.S)
_NOTE = re.compile(
    r"^(?P<fence>```+|:::+)\{(?:note|tip|admonition|important)\}[ \t]*(?P<title>[^\n]*)\n"
    r"(?:(?::[\w-]+:[^\n]*\n)*)(?P<text>.*?)^(?P=fence)[ \t]*$",
    re.M | re.S,
)
_ANCHOR = re.compile(r"^\([\w.-]+\)=[ \t]*\n", re.M)
_REFERENCE = re.compile(
    r"\{(?:ref|numref|doc|term|abbr|cite(?::\w+)?)\}`([^`<]*?)\s*(?:<[^>`]*>)?`"
)
_MATH = re.compile(r"\{math\}`([^`]+)`")
_FOOTNOTE = re.compile(r"\[\^([\w-]+)\](?:(:)[ \t]*)?")
_PAGE_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?!https?:|mailto:)(?P<to>[^)\s]*)\)")


class Fill(Preprocessor):
    """Write the stored values of ``{eval}`` roles into the prose."""

    marks = Bool(False, help="Show the verdict's sign after each number of the paper.").tag(
        config=True
    )

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int):
        """Fill a Markdown cell."""
        if cell.cell_type == "markdown":
            stored = answers(cell)
            cell.source = expressions.fill(cell.source, lambda one: self._show(stored.get(one, {})))
            cell.metadata.pop("user_expressions", None)
        return cell, resources

    def _show(self, answer: dict) -> str:
        claim = answer.get("data", {}).get(mime.CLAIM)
        if not claim:
            return _literal(plain(answer))
        sign = f"\N{NO-BREAK SPACE}{GLYPHS[claim['verdict']]}" if self.marks else ""
        return _literal(claim.get("text") or plain(answer)) + sign


def _literal(text: str) -> str:
    """Text that Markdown shows as it is; dollar signs would open a formula in notebooks."""
    return re.sub(r"([\\`*_{}<>|$])", r"\\\1", text)


class PlainMarkdown(Preprocessor):
    """Turn what only MyST knows into Markdown that every notebook program shows."""

    links = Unicode(
        "drop", help="Links to other pages: drop, or keep those to notebooks beside this one."
    ).tag(config=True)
    beside = List(Unicode(), help="The notebooks beside this one.").tag(config=True)
    maths = Unicode("dollars", help="How formulas are written: dollars, or mathml.").tag(
        config=True
    )

    def preprocess(self, nb: NotebookNode, resources: dict):
        """Do so for all Markdown cells, with footnotes numbered through the notebook."""
        self._notes = footnote_numbers(cell.source for cell in nb.cells if cell.cell_type != "code")
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int):
        """Rewrite a Markdown cell."""
        if cell.cell_type == "markdown":
            cell.source = self._plain(cell.source).strip("\n")
        return cell, resources

    def _plain(self, source: str) -> str:
        source = EXERCISES.sub(_exercise, source)
        source = _NOTE.sub(_note, source)
        source = _OTHER_BLOCK.sub("", source)
        source = _ANCHOR.sub("", source)
        source = _MATH.sub(self._formula, source)
        source = _REFERENCE.sub(lambda match: _name(match[1]), source)
        source = _FOOTNOTE.sub(self._footnote, source)
        return _PAGE_LINK.sub(self._link, source)

    def _formula(self, match: re.Match) -> str:
        return convert(match[1]) if self.maths == "mathml" else f"${match[1]}$"

    def _footnote(self, match: re.Match) -> str:
        number = self._notes.get(match[1], match[1])
        return f"<sup>{number}</sup> " if match[2] else f"<sup>{number}</sup>"

    def _link(self, match: re.Match) -> str:
        kept = self.links == "beside" and match["to"] in self.beside
        return match[0] if kept else match["text"]


def footnote_numbers(sources: Iterable[str]) -> dict[str, int]:
    """Footnotes by name, numbered in the order in which they are first referred to."""
    found = (m[1] for source in sources for m in _FOOTNOTE.finditer(source) if not m[2])
    return {name: number for number, name in enumerate(dict.fromkeys(found), start=1)}


def exercise_name(label: str) -> str:
    """``Exercise 1.3`` for ``ex-1-3``."""
    return f"Exercise {label.strip().removeprefix('ex-').replace('-', '.')}"


def _exercise(match: re.Match) -> str:
    if match["kind"] == "solution":
        return f"#### Solution to {exercise_name(match['title'])}\n\n{match['text'].strip()}\n"
    label = _LABEL.search(match["options"])
    name = exercise_name(label[1]) if label else "Exercise"
    title = f"{name}: {match['title'].strip()}" if match["title"].strip() else name
    return f"### {title}\n\n{match['text'].strip()}\n"


def _note(match: re.Match) -> str:
    title = f"**{match['title'].strip()}.** " if match["title"].strip() else ""
    text = f"{title}{match['text'].strip()}".replace("\n", "\n> ")
    return f"> {text}\n"


def _name(text: str) -> str:
    return exercise_name(text) if re.fullmatch(r"ex-\d+-\d+", text.strip()) else text.strip()

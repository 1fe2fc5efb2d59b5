"""The completeness gate: no digit in a chapter without a source, no claim that no chapter shows.

What a reader sees as a number must come from the data (an ``{eval}`` role) or fall under one of
the rules stated here. Sources are read as text; nothing is executed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from recomputed.data.paper import Paper

EXEMPT = {
    "the book's own numbering": (
        r"\b(?:Tables?|Figures?|Sections?|Chapters?|Session|Exercise)\s+\d+(?:\.\d+)*"
        r"(?:(?:\s*[–-]\s*|,\s*|\s+and\s+|\s+to\s+|,\s+and\s+)\d+(?:\.\d+)*)*"
    ),
    "a numbered heading": r"^#+\s+\d+(?:\.\d+)*\b",
    "an ordered list's numbers": r"^\s*\d+\.\s",
    "names": r"\bCC BY 4\.0\b|\bWCAG 2\.\d\b|\bPython 3\.\d+\b|\bR²",
}
"""Which digits may be typed in any book, and by which rule."""

_MARKUP = re.compile(
    r"(?P<ticks>`{1,2})(?!`).+?(?P=ticks)"  # code and roles' content
    r"|\]\([^)]*\)|<[^>]*>|\[\^[^\]]*\]|^\([\w.-]+\)=|https?://\S+",
    re.M | re.S,
)
_SHOWN = re.compile(r"""(?:\b[nv]|\bch\.[nv]|\.grade)\(\s*["']([a-z0-9.]+-[a-z0-9-]+)["']""")
_WORDS_OF_A_CHART = ("title", "subtitle", "alt")


def _blank(match: re.Match) -> str:
    """Take a match out but keep its lines, so that line numbers stay true."""
    return "\n" * match[0].count("\n") or " "


def exempt(paper: Paper) -> list[str]:
    """The patterns of what may be typed in a paper's book: its years and names besides all else."""
    first, last = paper.years
    years = "|".join(map(str, range(first, last + 1)))
    names = [rf"\b(?:{name})\b" for name in paper.digits]
    return [rf"\b(?:{years})s?\b", *EXEMPT.values(), *names]


def loose_digits(text: str, paper: Paper) -> Iterator[tuple[int, str]]:
    """The digits of a Markdown text that no rule exempts.

    Parameters
    ----------
    text : str
        The source of a Markdown cell.
    paper : Paper
        Whose book it is.

    Yields
    ------
    line : int
        Counted from 1.
    found : str
        The word that holds the digits.
    """
    text = _fenced_code(text)
    text = _MARKUP.sub(_blank, text)
    for rule in exempt(paper):
        text = re.sub(rule, _blank, text, flags=re.M)
    for number, line in enumerate(text.split("\n"), start=1):
        for match in re.finditer(r"\S*\d\S*", line):
            yield number, match[0]


def _fenced_code(text: str) -> str:
    """Blank out fenced code; a directive's text stays, its head and options go."""
    lines, inside = [], ""
    for line in text.split("\n"):
        fence = re.match(r"\s*(`{3,}|~{3,}|:{3,})(.*)", line)
        if fence and not inside and not fence[2].strip().startswith("{"):
            inside = fence[1] if fence[2].strip() or fence[1][0] != ":" else ""
        elif fence and inside and fence[1] == inside:
            inside = ""
        lines.append("" if fence or inside or re.match(r"\s*:[\w-]+:", line) else line)
    return "\n".join(lines)


def _chart_words(source: str) -> Iterator[tuple[int, str]]:
    """The typed text of a code cell's chart titles, subtitles and text alternatives."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # told, with its line, when the cell is run
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show":
            for keyword in node.keywords:
                if keyword.arg in _WORDS_OF_A_CHART:
                    yield from _typed(keyword.value)


def _typed(value: ast.AST | None) -> Iterator[tuple[int, str]]:
    """String constants that are typed out, not those inside a replacement field."""
    if isinstance(value, ast.JoinedStr):
        text = "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values
        )
        yield value.lineno, text
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.lineno, value.value
    elif isinstance(value, ast.BinOp | ast.BoolOp | ast.IfExp | ast.GeneratorExp | ast.ListComp):
        choices = [
            getattr(value, name, None) for name in ("left", "right", "body", "orelse", "elt")
        ]
        for part in [*choices, *getattr(value, "values", [])]:
            yield from _typed(part)
    elif isinstance(value, ast.Call) and getattr(value.func, "attr", "") == "join":
        for part in value.args:
            yield from _typed(part)


def untraced_numbers(path: Path, name: str, paper: Paper) -> list[str]:
    """Every number of a chapter that is typed and not exempt, one message each."""
    found = []
    for position, cell in enumerate(nbformat.read(path, as_version=4).cells, start=1):
        if cell.cell_type == "markdown":
            places = [(line, word) for line, word in loose_digits(cell.source, paper)]
        elif cell.cell_type == "code":
            places = [
                (line, word)
                for line, text in _chart_words(cell.source)
                for _, word in loose_digits(text, paper)
            ]
        else:
            continue
        found += [
            f"{name}, cell {position}, line {line}: found {word!r}, expected a number from the "
            "data or from claims.csv, by {eval}"
            for line, word in places
        ]
    return found


def claims_shown(path: Path) -> set[str]:
    """The ids of the claims that a chapter shows."""
    cells = nbformat.read(path, as_version=4).cells
    return {claim for cell in cells for claim in _SHOWN.findall(cell.source)}


def check_chapters(
    root: Path, names: Iterable[str], claims: Iterable[str], paper: Paper
) -> list[str]:
    """Everything that keeps the chapters from being complete.

    Parameters
    ----------
    root : Path
        The book's folder.
    names : iterable of str
        The notebooks, relative to it.
    claims : iterable of str
        The ids of ``claims.csv``.
    paper : Paper
        Whose book it is.

    Returns
    -------
    list of str
        One message per problem, naming chapter, cell and line, or the claim; empty if all is well.
    """
    problems, shown = [], set()
    for name in names:
        problems += untraced_numbers(root / name, name, paper)
        shown |= claims_shown(root / name)
    claims = list(claims)
    problems += [f"claims.csv: no chapter shows {claim}" for claim in claims if claim not in shown]
    problems += [f"no claim {claim} in claims.csv" for claim in sorted(shown - set(claims))]
    return problems

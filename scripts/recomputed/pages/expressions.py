"""The ``{eval}`` expressions of Markdown cells, found and stored as jupyterlab-myst does it.

A cell's values stand in its metadata, ``user_expressions``: one ``{"expression", "result"}`` per
role, ``result`` being the kernel's own answer (``status``, ``data`` by MIME type, ``metadata``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

# A code span is tried first: an {eval} inside it is an example. It cannot hold an empty line.
_INLINE = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)(?P=ticks)(?!`)|\{eval\}`(?P<eval>[^`]+)`",
    re.DOTALL,
)
_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}|:{3,})(?P<info>.*)")
_CODE = re.compile(r"\{(?:code|sourcecode|math|mermaid)")


def _without_code_blocks(source: str) -> str:
    """A text of the same length with spaces for blocks of code and for the fences themselves."""
    lines, directives, inside = [], [], ""
    for line in source.split("\n"):
        match = _FENCE.match(line)
        fence, info = (match["fence"], match["info"].strip()) if match else ("", "")
        if inside:
            inside = "" if fence.startswith(inside) and not info else inside
        elif directives and fence.startswith(directives[-1]) and not info:
            directives.pop()
        elif info.startswith("{") and not _CODE.match(info):
            directives.append(fence)
            lines.append(line.replace(fence, " " * len(fence), 1))
            continue
        elif fence and fence[0] != ":":
            inside = fence
        else:
            lines.append(line)
            continue
        lines.append(" " * len(line))
    return "\n".join(lines)


def _roles(source: str) -> Iterator[re.Match]:
    return (m for m in _INLINE.finditer(_without_code_blocks(source)) if m["eval"])


def find(source: str) -> list[tuple[str, int]]:
    """The expressions of a Markdown text.

    Parameters
    ----------
    source : str
        MyST Markdown.

    Returns
    -------
    list of (str, int)
        Each expression with its line, counted from 1.
    """
    return [(m["eval"].strip(), source.count("\n", 0, m.start()) + 1) for m in _roles(source)]


def role(expression: str) -> str:
    """An expression as the author wrote it."""
    return "{eval}`" + expression + "`"


def fill(source: str, show: Callable[[str], str]) -> str:
    """A Markdown text with what `show` makes of each expression in its place."""
    parts, end = [], 0
    for match in _roles(source):
        parts += [source[end : match.start()], show(match["eval"].strip())]
        end = match.end()
    return "".join([*parts, source[end:]])


def ask(expressions: list[str]) -> dict[str, str]:
    """What to send to a kernel as ``user_expressions``."""
    return {str(i): expression for i, expression in enumerate(expressions)}


def store(cell, expressions: list[str], answers: dict) -> None:
    """Write a kernel's answers to :func:`ask` into a cell."""
    cell.metadata["user_expressions"] = [
        {"expression": expression, "result": answers[str(i)]}
        for i, expression in enumerate(expressions)
    ]


def first_failure(cell) -> dict | None:
    """The first stored expression that the kernel could not evaluate, if there is one."""
    stored = cell.metadata.get("user_expressions", [])
    return next((one for one in stored if one["result"]["status"] != "ok"), None)

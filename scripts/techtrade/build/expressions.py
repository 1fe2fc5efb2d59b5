"""The ``{eval}`` expressions of Markdown cells, found and stored as jupyterlab-myst does it.

A cell's values stand in its metadata, ``user_expressions``: one ``{"expression", "result"}`` per
role, ``result`` being the kernel's own answer (``status``, ``data`` by MIME type, ``metadata``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

# A fence or a longer run of backticks is tried first: an {eval} inside it is an example, not a role.
EVAL = re.compile(
    r"(?P<literal>(?<!`)(?P<ticks>`{2,})(?!`).*?(?<!`)(?P=ticks)(?!`))|\{eval\}`(?P<eval>[^`]+)`",
    re.DOTALL,
)


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
    matches = (m for m in EVAL.finditer(source) if m["eval"])
    return [(m["eval"].strip(), source.count("\n", 0, m.start()) + 1) for m in matches]


def fill(source: str, show: Callable[[str], str]) -> str:
    """A Markdown text with what `show` makes of each expression in its place."""
    return EVAL.sub(lambda m: show(m["eval"].strip()) if m["eval"] else m[0], source)


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

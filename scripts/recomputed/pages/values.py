"""Values computed in a notebook, put into its prose before the Markdown is parsed.

An executed notebook carries, in each Markdown cell's metadata, the answer of the kernel to each
``{eval}`` role of the cell (``user_expressions``, as jupyterlab-myst stores them). Plain answers
become text. Answers that are claims of the paper become placeholders, which
:class:`recomputed.pages.marks.PlaceMarks` replaces once the page is a tree; a placeholder is
made of letters only, so it stands in bold text, in a table or next to a Chinese word as a word
would.
"""

from __future__ import annotations

import ast
import json
import re

from sphinx.util import logging

from recomputed import mime
from recomputed.pages import expressions

PLACEHOLDER = re.compile("\ue010([0-9]+)\ue011")

_MARKDOWN = re.compile(r"[\\`*_\[\]{}<>#|~$&]")
# A number that opens a line and ends a sentence ("2019.") would open a numbered list.
_LIST_START = re.compile("^(\\s*)\ue012([0-9]{1,9})\ue013([.)])(?=\\s|$)", re.MULTILINE)
_NEGATIVE = re.compile(r"^-(?=\d)")
_VALUE_ENDS = re.compile("[\ue012\ue013]")
_MISSING = "??"

logger = logging.getLogger(__name__)


def answers(cell: dict) -> dict[str, dict]:
    """The stored answers of a Markdown cell, by expression."""
    stored = cell.get("metadata", {}).get("user_expressions", [])
    return {entry["expression"].strip(): entry["result"] for entry in stored}


def plain(answer: dict) -> str:
    """The text of an answer, without the quotes that Python puts round a string.

    A negative number gets a typographic minus, as in the charts.
    """
    text = answer.get("data", {}).get("text/plain", "")
    if text[:1] in ("'", '"'):
        text = str(ast.literal_eval(text))
    return _NEGATIVE.sub("\N{MINUS SIGN}", " ".join(text.split()))


def escape(text: str) -> str:
    """Text as Markdown that shows it literally, whatever it holds."""
    return _MARKDOWN.sub(lambda match: "\\" + match[0], text)


class Filler:
    """Fills the Markdown cells of one notebook.

    Parameters
    ----------
    docname : str
        The page, for messages.

    Attributes
    ----------
    claims : list of dict
        The claims met, in order; the number in a placeholder is an index into it.
    """

    def __init__(self, docname: str) -> None:
        self.docname = docname
        self.claims: list[dict] = []

    def cell(self, source: str, stored: dict[str, dict]) -> str:
        """A cell's Markdown with text or placeholders in place of its expressions."""
        filled = expressions.fill(source, lambda expression: self._show(expression, stored))
        return _VALUE_ENDS.sub("", _LIST_START.sub(r"\1\2\\\3", filled))

    def _show(self, expression: str, stored: dict[str, dict]) -> str:
        answer = stored.get(expression)
        if answer is None or answer.get("status") != "ok":
            problem = "no stored value" if answer is None else str(answer.get("evalue"))
            message = "{eval}`%s`: %s; run the notebook through papermill's engine 'book'"
            logger.warning(
                message, expression, problem, location=(self.docname, None), type="recomputed"
            )
            return _MISSING
        if claim := answer.get("data", {}).get(mime.CLAIM):
            self.claims.append({**claim, "text": claim.get("text") or plain(answer)})
            return f"\ue010{len(self.claims) - 1}\ue011"
        return f"\ue012{escape(plain(answer))}\ue013"


def fill_notebook(text: str, docname: str) -> tuple[str, list[dict]]:
    """Fill the prose of an executed notebook.

    Parameters
    ----------
    text : str
        The notebook's JSON.
    docname : str
        The page it makes.

    Returns
    -------
    text : str
        The notebook with its prose filled.
    claims : list of dict
        The claims behind the placeholders.
    """
    notebook = json.loads(text)
    filler = Filler(docname)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = filler.cell("".join(cell["source"]), answers(cell))
    return json.dumps(notebook, ensure_ascii=False), filler.claims


def read_source(app, docname: str, source: list[str]) -> None:
    """Fill a notebook as Sphinx reads it (event ``source-read``)."""
    if str(app.env.doc2path(docname)).endswith(".ipynb"):
        source[0], claims = fill_notebook(source[0], docname)
        app.env.temp_data["recomputed_claims"] = claims

"""A chart of an executed notebook, and everything a page says about it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from recomputed import mime
from recomputed.charts.palette import declare

_HOUSEKEEPING = ("title", "usermeta", "$schema")


def source_line(places: list[str], published: list[str]) -> str:
    """A chart's sources in one line: of the paper, and of others."""
    ours = f"{', '.join(places) or 'the text'} of the paper" if places or not published else ""
    return "; ".join(part for part in (ours, *published) if part)


@dataclass(frozen=True)
class Chart:
    """A chart as ``Chapter.show`` puts it into a notebook.

    Parameters
    ----------
    id : str
        Names the chart in links and files.
    title, subtitle : str
        The finding, and what is measured in which unit.
    alt : str
        What the chart shows, in words.
    sources : tuple of (str, str)
        The paper's tables and figures that it rests on: name and address.
    claims : tuple of str
        Ids of the claims that it bears on.
    published : tuple of (str, str)
        What others have published that it draws: name and address.
    wide, narrow : dict
        Vega-Lite for the column of text, and for a phone.
    states : tuple of (str, str)
        Hashes of both, by which charts are told apart.
    data : dict
        What stands behind it: ``header``, ``rows`` and ``decimals``.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    wide: dict = field(repr=False, compare=False)
    narrow: dict = field(repr=False, compare=False)
    states: tuple[str, str] = field(repr=False)
    sources: tuple[tuple[str, str], ...] = ()
    claims: tuple[str, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    data: dict = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_output(cls, spec: dict) -> Chart:
        """Read a chart's output.

        Raises
        ------
        KeyError
            If the output was not made by ``Chapter.show``.
        """
        told = spec["usermeta"]["recomputed"]
        declare({"short": told.get("short", {})})  # for the phone's form
        bare = {key: value for key, value in spec.items() if key not in _HOUSEKEEPING}
        text = json.dumps(bare, sort_keys=True, ensure_ascii=False)
        slim, state = _narrowed(text)
        return cls(
            id=told["id"],
            title=told["title"],
            subtitle=told.get("subtitle") or "",
            alt=told["alt"],
            wide=bare,
            narrow=slim,
            states=(_hash(text), state),
            data=told["data"],
            sources=tuple((link["text"], link["href"]) for link in told.get("source", ())),
            claims=tuple(link["text"] for link in told.get("claims", ())),
            published=tuple((link["text"], link["href"]) for link in told.get("published", ())),
        )

    @property
    def source(self) -> str:
        """Where the numbers are from, in words."""
        return f"Source: {source_line(*self.names)}"

    @property
    def names(self) -> tuple[list[str], list[str]]:
        """The paper's tables, figures and sections drawn, and what others have published."""
        return [name for name, _ in self.sources], [name for name, _ in self.published]

    @property
    def anchor(self) -> str:
        """The id of the chart's figure on its page."""
        return f"chart-{self.id}"

    def csv(self) -> str:
        """The data as a CSV file."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        table = [self.data["header"], *self.data["rows"]]
        writer.writerows([_cell(cell) for cell in row] for row in table)
        return file.getvalue()


@lru_cache(256)
def _narrowed(wide: str) -> tuple[dict, str]:
    """A chart for a phone, and its hash; a preview meets the same charts at each edit."""
    from recomputed.charts.narrow import narrow

    slim = narrow(json.loads(wide))
    return slim, _hash(json.dumps(slim, sort_keys=True, ensure_ascii=False))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def specs(cell: dict) -> Iterator[dict]:
    """The Vega-Lite of each chart that a notebook's cell shows by ``Chapter.show``."""
    for output in cell.get("outputs", ()):
        spec = output.get("data", {}).get(mime.CHART)
        if spec and "recomputed" in spec.get("usermeta", {}):
            yield spec


def chart_of(cell: dict) -> Chart | None:
    """The chart that a notebook's cell shows, if it shows one."""
    return next(map(Chart.from_output, specs(cell)), None)


def charts_of(notebook: dict) -> list[Chart]:
    """The charts of an executed notebook, in order."""
    return [chart for cell in notebook["cells"] if (chart := chart_of(cell))]


def _cell(value: object) -> object:
    """A value for a spreadsheet: no noise of binary fractions, and no words read as a formula."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return "" if value is None else value

"""A chart of an executed notebook, and everything a page says about it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field

MIME = "application/vnd.vegalite.v5+json"
_HOUSEKEEPING = ("title", "usermeta", "$schema")


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
    wide, narrow : dict
        Vega-Lite for the column of text, and for a phone.
    """

    id: str
    title: str
    subtitle: str
    alt: str
    wide: dict = field(repr=False)
    narrow: dict = field(repr=False)
    sources: tuple[tuple[str, str], ...] = ()
    claims: tuple[str, ...] = ()

    @classmethod
    def from_output(cls, spec: dict) -> Chart:
        """Read a chart's output.

        Raises
        ------
        KeyError
            If the output was not made by ``Chapter.show``.
        """
        from techtrade.reading.narrow import narrow

        told = spec["usermeta"]["techtrade"]
        bare = {key: value for key, value in spec.items() if key not in _HOUSEKEEPING}
        slim = {key: value for key, value in narrow(spec).items() if key not in _HOUSEKEEPING}
        return cls(
            id=told["id"],
            title=told["title"],
            subtitle=told.get("subtitle") or "",
            alt=told["alt"],
            wide=bare,
            narrow=slim,
            sources=tuple((link["text"], link["href"]) for link in told.get("source", ())),
            claims=tuple(link["text"] for link in told.get("claims", ())),
        )

    @property
    def source(self) -> str:
        """Where the numbers are from, in words."""
        return f"Source: {', '.join(name for name, _ in self.sources)}"

    @property
    def anchor(self) -> str:
        """The id of the chart's figure on its page."""
        return f"chart-{self.id}"

    def live(self) -> str:
        """The chart for the script that makes it interactive: JSON, safe within HTML."""
        shared = self.wide.get("datasets", {})
        data = {
            "datasets": shared,
            "wide": {key: value for key, value in self.wide.items() if key != "datasets"},
            "narrow": {key: value for key, value in self.narrow.items() if key != "datasets"},
        }
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return text.replace("<", "\\u003c")

    def rows(self) -> list[dict]:
        """The data drawn: the largest data set of the chart."""
        sets = list(self.wide.get("datasets", {}).values())
        inline = self.wide.get("data", {}).get("values")
        if inline:
            sets.append(inline)
        return max(sets, key=len, default=[])

    def grid(self) -> tuple[list[str], list[list[object]]]:
        """The data as a reader would lay it out: one column per series where that is possible.

        Returns
        -------
        header : list of str
        rows : list of list
            Values as drawn; ``None`` where there is none.
        """
        rows = [{key: row.get(key) for key in row if not key.startswith("_")} for row in self.rows()]
        names = list(dict.fromkeys(key for row in rows for key in row))
        varying = [name for name in names if len({str(row.get(name)) for row in rows}) > 1]
        names = varying or names
        wide = _pivot(rows, names)
        return wide or (names, [[row.get(name) for name in names] for row in rows])

    def csv(self) -> str:
        """The data as a CSV file."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        header, rows = self.grid()
        writer.writerow(header)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
        return file.getvalue()


def _pivot(rows: list[dict], names: list[str]) -> tuple[list[str], list[list[object]]] | None:
    """Years down, series across, if there is one value for each pair of the two."""
    by = next((name for name in ("series", "label_en") if name in names), None)
    if by is None or "value" not in names or "year" not in names:
        return None
    redundant = {by, "column", "label_zh", "unit", "series", "label_en"}
    if set(names) - redundant - {"year", "value"}:
        return None
    cells = {(row["year"], row[by]): row["value"] for row in rows}
    if len(cells) != len(rows):
        return None
    years = list(dict.fromkeys(row["year"] for row in rows))
    columns = [str(name) for name in dict.fromkeys(row[by] for row in rows)]
    return ["year", *columns], [[y, *(cells.get((y, c)) for c in columns)] for y in sorted(years)]

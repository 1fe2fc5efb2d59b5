"""What a chapter holds in its hand: tables, claims, charts in house style, ledgers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import altair as alt
import pandas as pd

from recomputed.chapter.evidence import Recommendation, recommendations, resting_on
from recomputed.chapter.folded import Html, ledger_html, table_html
from recomputed.chapter.frames import figure_frame, long_frame
from recomputed.chapter.prose import Link, Marked, number_text
from recomputed.charts.palette import declare
from recomputed.charts.shown import Shown, show
from recomputed.data.book import EDITIONS, Tables
from recomputed.data.outside import Source
from recomputed.errors import BookError
from recomputed.ledger import current
from recomputed.ledger.grading import Grade
from recomputed.ledger.outside import World
from recomputed.ledger.verdicts import VERDICTS
from recomputed.places import claim_href, ledger_href, table_href, tables_read


@dataclass(frozen=True)
class Summary:
    """How many statements a section makes, and how they fared."""

    total: int
    reproduced: int
    rounding: int
    discrepant: int
    partial: int
    uncheckable: int

    @property
    def checked(self) -> int:
        """The statements that the printed data can test, wholly or within bounds."""
        return self.total - self.uncheckable

    @property
    def agreeing(self) -> int:
        """The statements reproduced, exactly or up to rounding."""
        return self.reproduced + self.rounding


class Chapter:
    """One chapter of the book on one edition of the data.

    Parameters
    ----------
    name : str
        The notebook's name without its ending.
    data_dir : path, optional
        The data folder; the book's own if not given.
    edition : {"corrected", "printed"}
        Which data the chapter shows.

    Attributes
    ----------
    T : Tables
        The tables by number, as the recomputations see them: ``ch.T[5][2013, "total"]``.
    """

    def __init__(self, name: str, data_dir: str | Path | None = None, edition: str = "corrected"):
        self.name, self.edition = name, edition
        self.ledger_shown = current(data_dir, edition)
        other = next(e for e in EDITIONS if e != edition)
        self.ledger_other = current(self.ledger_shown.book.data_dir, other)
        self.book = self.ledger_shown.book
        self.T: Tables = self.book.T
        declare(self.book.paper.colours)

    @property
    def _units(self) -> dict[str, dict]:
        return self.book.package["units"]

    @cached_property
    def _advice(self) -> list[Recommendation]:
        return recommendations(self.ledger_shown)

    def _href(self, href: str) -> str:
        """A link as the landing page, one folder up, needs it."""
        return f"chapters/{href}" if self.name == "index" and not href.startswith("#") else href

    def _page(self, section: str) -> str:
        return f"{self.book.paper.part_of(section).page}.html"

    def grade(self, claim_id: str) -> Grade:
        """A claim's grade in the chapter's edition."""
        return self.ledger_shown[claim_id]

    @cached_property
    def world(self) -> World:
        """The published figures by name: ``ch.world["technology-exports-2011"]``."""
        return World(self.book.outside, self.book.paper.names)

    def _marked(self, claim_id: str, text: str) -> Marked:
        shown = self.grade(claim_id)
        links = [Link(f"Table {t}", self._href(table_href(t))) for t in tables_read(shown.cells)]
        page = self._page(shown.claim.section)
        home = "" if page == f"{self.name}.html" else self._href(page)
        links.append(Link("in the ledger", home + ledger_href(claim_id)))
        links += [
            Link(f"carries advice of Section {one.section}", self._href(one.href))
            for one in resting_on(claim_id, self._advice)
        ]
        return Marked(
            text,
            shown,
            self.ledger_other[claim_id],
            self.edition,
            self._units[shown.claim.unit],
            tuple(links),
            self.ledger_shown.held(claim_id),
        )

    def n(self, claim_id: str, bare: bool = False) -> Marked:
        """A number of the paper, with its mark.

        Parameters
        ----------
        claim_id : str
            The claim.
        bare : bool
            Show the digits without their unit.
        """
        claim = self.grade(claim_id).claim
        if claim.is_verbal:
            raise BookError(f"claim {claim_id} is in words: show it by v(…)")
        return self._marked(claim_id, number_text(claim, self._units, bare))

    def v(self, claim_id: str, words: str) -> Marked:
        """A statement in our own words, marked with the verdict on the paper's claim.

        Numbers may be given so too, where our sentence needs them as a word ("two thirds").
        """
        return self._marked(claim_id, words)

    def summary(self, section: str | None = None) -> Summary:
        """Counts of a section's verdicts; of the whole paper's without a section."""
        counts = self.ledger_shown.counts(section)
        return Summary(counts.total(), *(counts[verdict] for verdict in VERDICTS))

    def frame(self, number: int) -> pd.DataFrame:
        """A table, wide: one row per printed row, numbers as floats."""
        return self.T[number].frame()

    def long(
        self,
        number: int,
        columns: Sequence[str] | None = None,
        unit: str | None = None,
        **filters,
    ) -> pd.DataFrame:
        """A table, tidy; see :func:`recomputed.chapter.frames.long_frame`."""
        return long_frame(self.T[number], columns, unit, **filters)

    def figure(self, number: int) -> pd.DataFrame:
        """A figure's points; see :func:`recomputed.chapter.frames.figure_frame`."""
        return figure_frame(self.book, number)

    def table(self, number: int, opened: bool = False) -> Html:
        """A printed table, folded."""
        return table_html(self.T[number], self._units, opened=opened)

    def ledger(self, section: str, own: bool = False) -> Html:
        """A section's ledger, folded; with `own`, that of its opening paragraph alone."""
        grades = self.ledger_shown.section(section)
        if own:
            grades = [grade for grade in grades if grade.claim.section == section]
        name = self.book.paper.name_of(section)
        return ledger_html(grades, section, name, self._units, own, held=self.ledger_shown.held)

    def show(
        self,
        chart: alt.TopLevelMixin,
        chart_id: str,
        *,
        title: str,
        alt: str,
        data: pd.DataFrame | None = None,
        subtitle: str = "",
        tables: Sequence[int] = (),
        figures: Sequence[int] = (),
        text: Sequence[str] = (),
        claims: Sequence[str] = (),
        outside: Sequence[Source] = (),
    ) -> Shown:
        """Show a chart in house style; see :func:`recomputed.charts.shown.show`."""
        return show(
            chart,
            chart_id,
            title=title,
            alt=alt,
            data=data,
            subtitle=subtitle,
            tables=tables,
            figures=figures,
            text={section: self._href(self._page(section)) for section in text},
            claims={one: self._href(claim_href(self.grade(one).claim)) for one in claims},
            outside=outside,
            edition=self.edition,
            prefix=self._href(""),
        )

"""What the pages of the book hold: the claims they show and the charts they draw.

A Sphinx domain, so that Sphinx stores it, forgets a page that is read again, and merges what
parallel readers found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment


def reading_order(env: BuildEnvironment) -> Iterator[str]:
    """The pages in the order of the table of contents, the root first."""
    waiting = [env.config.root_doc]
    while waiting:
        page = waiting.pop(0)
        yield page
        waiting = [*env.toctree_includes.get(page, []), *waiting]


class BookDomain(Domain):
    """Claims and charts by page.

    ``data["claims"]`` holds, for each page, what the mark of each claim that has its anchor there
    says, by the claim's id;
    ``data["charts"]`` the charts of each page, in order; ``data["indexes"]`` the pages that list
    all charts.
    """

    name = "recomputed"
    label = "Technology trade"
    initial_data: dict[str, Any] = {"claims": {}, "charts": {}, "indexes": {}}  # noqa: RUF012 (Sphinx copies it)
    data_version = 1

    @classmethod
    def of(cls, env: BuildEnvironment) -> BookDomain:
        """The domain of an environment."""
        return env.get_domain(cls.name)  # type: ignore[return-value]

    def anchors(self, docname: str, home: str) -> bool:
        """Whether a page is the one to which a claim's permanent link leads.

        That is its own chapter, `home`; in a book without this chapter, whatever page shows it.
        """
        return docname == home or home not in self.env.found_docs

    def note_claim(self, docname: str, record: dict) -> None:
        """Remember that a page has the anchor of a claim."""
        kept = {key: record[key] for key in ("id", "text", "verdict")}
        self.data["claims"].setdefault(docname, {})[record["id"]] = kept

    def note_chart(self, docname: str, chart: Any) -> None:
        """Remember that a page draws a chart."""
        self.data["charts"].setdefault(docname, []).append(chart)

    def note_index(self, docname: str) -> None:
        """Remember that a page shows the index of charts."""
        self.data["indexes"][docname] = True

    def claim_on(self, docname: str, identifier: str) -> tuple[str, dict] | None:
        """Where a claim's anchor is: in its own chapter, or in a book without it, nearest by.

        Returns
        -------
        (str, dict) or None
            The page, and the claim's ``id``, ``text`` and ``verdict``.
        """
        pages = self.data["claims"]
        for page in [docname, *pages]:
            if identifier in pages.get(page, {}):
                return page, pages[page][identifier]
        return None

    def charts(self) -> Iterator[tuple[str, Any]]:
        """Every chart with its page, in the order of the table of contents."""
        order = {name: number for number, name in enumerate(reading_order(self.env))}
        pages = self.data["charts"]
        for page in sorted(pages, key=lambda name: (order.get(name, len(order)), name)):
            for chart in pages[page]:
                yield page, chart

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for kind in self.data.values():
            if isinstance(kind, dict):
                kind.pop(docname, None)

    def merge_domaindata(self, docnames: list[str], otherdata: dict) -> None:
        """Take over what another process read."""
        for kind in self.initial_data:
            for docname in docnames:
                if docname in otherdata[kind]:
                    self.data[kind][docname] = otherdata[kind][docname]

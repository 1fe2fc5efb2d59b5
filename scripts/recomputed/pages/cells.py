"""Folded code, gathered: one fold for each chart, with all the code that leads to it."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform


class GatherCode(SphinxTransform):
    """Move the folded code of cells without output to the next cell, if that is folded too."""

    default_priority = 600  # after the cells are made, before any builder writes them

    def apply(self, **_: object) -> None:
        """Gather the code of the page."""
        waiting: list[nodes.Element] = []
        for cell in list(self.document.findall(_is_folded)):
            if waiting and not _follows(waiting[-1], cell):
                waiting = []
            waiting.append(cell)
            if _output(cell):
                _merge(waiting)
                waiting = []


def _is_folded(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.container)
        and node.get("nb_element") == "cell_code"
        and node.get("hide_mode") == "input"
    )


def _part(cell: nodes.Element, element: str) -> nodes.Element | None:
    return next((part for part in cell if part.get("nb_element") == element), None)


def _output(cell: nodes.Element) -> nodes.Element | None:
    return _part(cell, "cell_code_output")


def _follows(first: nodes.Element, second: nodes.Element) -> bool:
    """Whether one cell stands right after the other."""
    parent = first.parent
    return parent is second.parent and parent.index(second) == parent.index(first) + 1


def _merge(cells: list[nodes.Element]) -> None:
    """Put the code of all cells into the last one's fold."""
    *earlier, last = cells
    target = _part(last, "cell_code_source")
    blocks = [block for cell in earlier for block in _part(cell, "cell_code_source") or []]
    if target is None:
        return
    target[:0] = blocks
    for cell in earlier:
        cell.parent.remove(cell)

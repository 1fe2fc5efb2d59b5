"""Formulas as MathML, made when the book is built: no script, no font, no request."""

from __future__ import annotations

from docutils import nodes
from latex2mathml.converter import convert


def visit_inline(self, node: nodes.math) -> None:
    """Write a formula within a line."""
    self.body.append(convert(node.astext(), display="inline"))
    raise nodes.SkipNode


def visit_block(self, node: nodes.math_block) -> None:
    """Write a formula on a line of its own."""
    formula = convert(node.astext(), display="block")
    self.body.append(
        f'<div class="math" tabindex="0" role="region" aria-label="Formula">{formula}</div>'
    )
    raise nodes.SkipNode

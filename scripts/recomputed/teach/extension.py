"""Exercises and solutions on the pages: a Sphinx extension on top of sphinx-exercise.

An exercise is numbered by its label (``ex-1-3`` is Exercise 1.3), for pages and notebooks alike.
A solution is folded, together with the code cells tagged ``solution`` that follow it, in the
element that browsers fold by themselves. Pages without exercises carry nothing of this.
"""

from __future__ import annotations

from html import escape
from typing import ClassVar

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.directive import ExerciseDirective, SolutionDirective
from sphinx_exercise.nodes import exercise_node, solution_node

from recomputed.pages.shelf import NOT_MADE, listing
from recomputed.teach.register import LABEL

STYLE = """
div.exercise.admonition{border:1px solid var(--pst-color-border);
border-left:.25rem solid var(--pst-color-primary);background:none;box-shadow:none;
border-radius:.25rem;padding:.2rem 1rem .4rem;margin:1.4rem 0 .6rem}
div.exercise.admonition>p.admonition-title{background:none;padding:.3rem 0;margin:0;font-weight:600}
div.exercise.admonition>p.admonition-title::before,
div.exercise.admonition>p.admonition-title::after{content:none}
div.exercise.admonition>:not(p.admonition-title){margin-left:0}
details.tt-solution{margin:0 0 1.4rem;border:1px solid var(--pst-color-border);border-radius:.25rem}
details.tt-solution>summary{cursor:pointer;padding:.35rem 1rem;color:var(--pst-color-text-muted)}
details.tt-solution[open]>summary{border-bottom:1px solid var(--pst-color-border)}
.bd-article details.tt-solution>:not(summary){margin:.6rem 1rem}
.bd-article details.tt-solution>.cell{padding:0}
.tt-check{margin:.6rem 0}
"""
CODE_OF_A_SOLUTION = "tag_solution"


def number(label: str) -> str:
    """``1.3`` for ``ex-1-3``."""
    return label.removeprefix("ex-").replace("-", ".")


class Exercise(ExerciseDirective):
    """An exercise, numbered by its label."""

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        label = self.options.get("label", "")
        if not LABEL.fullmatch(label):
            raise self.error(f"exercise: found the label {label!r}, expected one such as ex-1-3")
        name = f"Exercise {number(label)}"
        self.options["nonumber"] = None
        for node in (made := super().run()):
            title = nodes.title("", name)
            if self.arguments:
                told, _ = self.state.inline_text(self.arguments[0], self.lineno)
                title += [nodes.Text(": "), *told]
            _fill(node, title)
            node["title"] = name
        return made


class Solution(SolutionDirective):
    """A solution, folded."""

    def run(self) -> list[nodes.Node]:
        """Make the node."""
        for node in (made := super().run()):
            name = f"Solution to Exercise {number(self.arguments[0])}"
            _fill(node, nodes.title("", name))
            node["title"] = name
        return made


def _fill(node: nodes.Element, title: nodes.title) -> None:
    """Give a node its title; its content moves up, for all contents bear the same id."""
    _, content = node.children
    node.children = []
    node += [title, *content.children]


class FoldCode(SphinxTransform):
    """Move the code cells of a solution into its fold."""

    default_priority = 200

    def apply(self, **_: object) -> None:
        """Do so for every solution of the page."""
        for solution in list(self.document.findall(solution_node)):
            parent = solution.parent
            while True:
                place = parent.index(solution) + 1
                following = parent[place] if place < len(parent) else None
                if CODE_OF_A_SOLUTION not in getattr(following, "attributes", {}).get(
                    "classes", []
                ):
                    break
                parent.remove(following)
                solution += following


def visit_solution(self, node: nodes.Element) -> None:
    """Open the fold; the title is its summary."""
    title = node.children[0]
    label = escape(node["ids"][0])
    self.body.append(f'<details class="tt-solution" id="{label}"><summary>')
    self.body.append(f"{escape(title.astext())}</summary>\n")
    node.children = node.children[1:]


def depart_solution(self, node: nodes.Element) -> None:
    """Close the fold."""
    self.body.append("</details>\n")


class Editions(SphinxDirective):
    """The place where the editions are listed that can be downloaded with the book."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """Leave the list empty; :mod:`recomputed.pages.shelf` fills it."""
        return [nodes.raw("", listing(NOT_MADE), format="html")]


def set_numbering(app, config) -> None:
    """Take back what sphinx-exercise sets: our exercises bear their own numbers."""
    config.numfig = False


def style(app, pagename: str, templatename: str, ctx: dict, doctree) -> None:
    """Put the style into pages with exercises, and sphinx-exercise's own on none."""
    files = ctx["css_files"]
    files[:] = [one for one in files if "exercise.css" not in str(getattr(one, "filename", one))]
    if doctree is not None and next(doctree.findall(exercise_node), None) is not None:
        ctx["metatags"] = f"{ctx.get('metatags', '')}<style>{STYLE}</style>\n"


def setup(app) -> dict:
    """Register with Sphinx; sphinx_exercise must be there already."""
    app.setup_extension("sphinx_exercise")
    app.add_directive("exercise", Exercise, override=True)
    app.add_directive("solution", Solution, override=True)
    app.add_directive("editions", Editions)
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
    app.add_transform(FoldCode)
    app.connect("config-inited", set_numbering, priority=900)
    app.connect("html-page-context", style, priority=980)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Slides: reveal.js by nbconvert, one idea a slide, everything local."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path

import nbformat
from nbconvert.exporters import SlidesExporter
from nbconvert.preprocessors import Preprocessor, TagRemovePreprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from traitlets import Unicode
from traitlets.config import Config

from recomputed.pages import pictures
from recomputed.pages.chart import charts_of
from recomputed.pages.plain import Fill, PlainMarkdown
from recomputed.teach.editions.chapters import INJECTED, MORE, NOTE, SLIDE, SOLUTION, Source, tags
from recomputed.teach.editions.figures import ChartPictures, draw

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
REVEAL = ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE")
"""What is taken of reveal.js, which the package sphinx-revealjs carries."""

TYPES = {SLIDE: "slide", MORE: "fragment"}


class Deck(Preprocessor):
    """Choose the cells that are slides, and say of each where it stands."""

    title = Unicode(help="What the first slide says.").tag(config=True)
    below = Unicode(help="What stands below it.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict):
        """Keep slides, what follows on them, and notes for the speaker."""
        opening = f"# {self.title}\n\n{self.below}"
        first = new_markdown_cell(
            opening, id="opening", metadata={"slideshow": {"slide_type": "slide"}}
        )
        kept = [first]
        for cell in nb.cells:
            kind = slide_type(cell)
            if kind == "notes" and len(kept) == 1:
                continue  # nothing to speak to yet
            if kind:
                cell.metadata["slideshow"] = {"slide_type": kind}
                kept.append(cell)
        nb.cells = kept
        return nb, resources


def slide_type(cell: NotebookNode) -> str:
    """``slide``, ``fragment``, ``notes``, or nothing for a cell that is not shown."""
    found = tags(cell)
    for tag, kind in TYPES.items():
        if tag in found:
            return kind
    if NOTE in found:
        return "notes"
    told = cell.metadata.get("slideshow", {}).get("slide_type", "")
    return "" if told in ("", "-", "skip") else told


def has_slides(source: Source) -> bool:
    """Whether a chapter has slides at all."""
    return any(slide_type(cell) not in ("", "notes") for cell in source.notebook.cells)


def export(source: Source, book: str, cache: Path, address: str) -> str:
    """A chapter's slides.

    Parameters
    ----------
    source : Source
        The executed chapter.
    book : str
        The book's title.
    cache : Path
        Where the pictures of its charts are.
    address : str
        The way from the slides to the chapter's page, or nothing where the book is not beside.

    Returns
    -------
    str
        HTML; its scripts and styles are those of :func:`assets`.
    """
    draw(charts_of(source.notebook), cache)
    steps = [TagRemovePreprocessor, Deck, Fill, PlainMarkdown, ChartPictures]
    below = f"*{book}*"
    config = Config(
        {
            "TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {INJECTED, SOLUTION}},
            "Deck": {"enabled": True, "title": source.title, "below": below},
            "Fill": {"enabled": True},
            "PlainMarkdown": {"enabled": True, "maths": "mathml"},
            "ChartPictures": {"enabled": True, "cache": str(cache), "page": address, "live": True},
        }
    )
    exporter = SlidesExporter(
        config=config,
        preprocessors=steps,
        template_name="slides",
        extra_template_basedirs=[str(TEMPLATES)],
        reveal_url_prefix="reveal",
        reveal_theme="book",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    notebook = nbformat.from_dict(source.notebook)
    notebook.metadata["title"] = source.title
    html, _ = exporter.from_notebook_node(notebook)
    return html


def assets(cache: Path) -> dict[str, bytes]:
    """The files that all slides share."""
    reveal = files("sphinx_revealjs") / "_static" / "revealjs"
    shared = {f"reveal/{name}": (reveal / name).read_bytes() for name in REVEAL}
    own = TEMPLATES / "slides"
    shared["reveal/dist/theme/book.css"] = (own / "slides.css").read_bytes()
    shared["slides.js"] = (own / "slides.js").read_bytes()
    shared["vega.js"] = pictures.bundle(cache).read_bytes()
    return shared


def index(book: str, chapters: list[Source]) -> str:
    """The page from which the slides are opened."""
    items = "".join(
        f'<li><a href="{escape(source.name)}.html">{escape(source.title)}</a></li>'
        for source in chapters
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Slides: {escape(book)}</title><style>body{{font:1.1rem/1.6 system-ui,sans-serif;"
        "max-width:42rem;margin:3rem auto;padding:0 1rem;color:#222832}a{color:#1f51b0}</style>"
        f"</head><body><main><h1>Slides</h1><p>{escape(book)}</p><ul>{items}</ul>"
        "<p>Arrow keys turn the slides; S opens the speaker’s notes, Esc the overview.</p>"
        "</main></body></html>\n"
    )

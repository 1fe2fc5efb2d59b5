"""What every page has besides its chapter: scripts, summary for sharing, editions, site map."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from recomputed.files import write
from recomputed.pages import charts, styles
from recomputed.pages.charts import chart
from recomputed.pages.domain import BookDomain
from recomputed.pages.marks import claim

WORDS_A_MINUTE = 230
CHARTS_A_MINUTE = 4
OTHER_EDITION = {"corrected": "as-printed/", "printed": "../"}

_UNWANTED = ("thebe", "fontawesome")


def configure(app, config) -> None:
    """Set what the theme and Sphinx are to know (event ``config-inited``)."""
    folder = Path(__file__).parent
    config.templates_path.insert(0, str(folder / "templates"))
    config.html_static_path.append(str(styles.collect(charts.cache(app))))
    options = config.html_theme_options
    options.setdefault("navbar_persistent", [])
    options["use_download_button"] = False  # ours needs no script
    options.setdefault("article_header_end", ["book-buttons", "article-header-buttons"])
    config.html_context.setdefault("default_mode", "light")  # for readers without JavaScript


def editions(app, pagename: str, templatename: str, ctx: dict, doctree) -> None:
    """Tell the templates about editions, before the theme drops those that come out empty."""
    ctx["recomputed_edition"] = app.config.recomputed_edition
    ctx["recomputed_other"] = other_edition(app, pagename)
    if str(ctx.get("page_source_suffix")) == ".ipynb":
        ctx["recomputed_notebook"] = ctx["pathto"](f"_sources/{ctx['sourcename']}", True)


def context(app, pagename: str, templatename: str, ctx: dict, doctree) -> None:
    """Complete the context of a page's template (event ``html-page-context``)."""
    for kind in ("script_files", "css_files"):
        ctx[kind][:] = [file for file in ctx[kind] if not _unwanted(file)]
    if doctree is not None:
        line = f'</h1>\n<p class="tt-reading">{escape(reading(doctree))}</p>'
        body = ctx["body"].replace("</h1>", line, 1)
        # Docutils calls references a list but their entries no items of it.
        ctx["body"] = body.replace('<div role="list" class="citation-list">', "<div>")
    ctx["metatags"] = ctx.get("metatags", "") + metatags(app, pagename, ctx, doctree)


def _unwanted(file) -> bool:
    told = str(getattr(file, "filename", "") or "") + str(
        getattr(file, "attributes", {}).get("body", "")
    )
    return any(word in told.lower() for word in _UNWANTED)


def other_edition(app, pagename: str) -> str:
    """The address of the same page in the other edition; empty where there is only one."""
    if not app.config.recomputed_both_editions:
        return ""
    up = "../" * pagename.count("/")
    return f"{up}{OTHER_EDITION[app.config.recomputed_edition]}{quote(pagename)}.html"


def prose(doctree: nodes.document) -> str:
    """The text that a reader reads: paragraphs and headings, no code, no tables."""
    return " ".join(
        node.astext()
        for node in doctree.findall(lambda n: isinstance(n, nodes.paragraph | nodes.title))
    )


def reading(doctree: nodes.document) -> str:
    """How long a page takes to read, and what it holds."""
    words = len(prose(doctree).split())
    drawn = len(list(doctree.findall(chart)))
    # Statements of another chapter that are shown again here are counted there.
    records = [node["record"] for node in doctree.findall(claim) if "home" not in node]
    marks = list({record["id"]: record["verdict"] for record in records}.values())
    minutes = max(1, round(words / WORDS_A_MINUTE + drawn / CHARTS_A_MINUTE))
    parts = [f"{minutes} minute{'s' * (minutes > 1)} to read"]
    if drawn:
        parts.append(f"{drawn} chart{'s' * (drawn > 1)}")
    if marks:
        differing = marks.count("discrepant")
        checked = sum(verdict != "uncheckable" for verdict in marks)
        parts.append(f"{checked} of {len(marks)} statements checked, {differing} discrepant")
    return " · ".join(parts)


def description(doctree: nodes.document) -> str:
    """The first paragraphs of a page, cut at a word."""
    text = " ".join(node.astext() for node in doctree.findall(nodes.paragraph))
    text = re.sub(r"\s+", " ", text)[:200]
    return text if len(text) < 200 else text.rsplit(" ", 1)[0] + "…"


def metatags(app, pagename: str, ctx: dict, doctree) -> str:
    """Title, description and picture for those who share the page."""
    tags = {"og:type": "article", "og:site_name": app.config.html_title or "", "og:locale": "en_GB"}
    tags["og:title"] = re.sub("<[^>]+>", "", ctx.get("title") or app.config.html_title or "")
    base = app.config.html_baseurl
    if base:
        tags["og:url"] = f"{base.rstrip('/')}/{pagename}.html"
    lines = []
    if doctree is not None:
        tags["og:description"] = told = description(doctree)
        lines.append(f'<meta name="description" content="{escape(told)}">')
        if image := preview(app, pagename):
            here = app.builder.get_target_uri(pagename)
            tags["og:image"] = f"{base.rstrip('/')}/{image}" if base else relative_uri(here, image)
            tags["twitter:card"] = "summary_large_image"
    lines += [
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in tags.items()
        if value
    ]
    if ctx["recomputed_edition"] == "printed" and ctx["recomputed_other"]:
        lines.append(f'<link rel="canonical" href="{ctx["recomputed_other"]}">')
    return "\n" + "\n".join(lines) + "\n"


def preview(app, pagename: str) -> str:
    """The picture that stands for a page: its first chart, or the book's."""
    found = BookDomain.of(app.env).data["charts"]
    own = found.get(pagename) or found.get(app.config.root_doc) or []
    if not own or not app.config.recomputed_pictures:
        return ""
    return f"{charts.DOWNLOADS}/{own[0].id}.png"


def site_map(app, error: Exception | None) -> None:
    """Write ``sitemap.xml`` if the book has an address (event ``build-finished``)."""
    base = app.config.html_baseurl
    if error is None and base and app.builder.name == "html":
        pages = "".join(
            f"<url><loc>{escape(base.rstrip('/'))}/{quote(name)}.html</loc></url>\n"
            for name in sorted(app.env.all_docs)
        )
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{space}">\n{pages}</urlset>\n'
        )
        write(Path(app.outdir, "sitemap.xml"), text)

"""What the extension registers with Sphinx."""

from __future__ import annotations

from recomputed.pages import (
    cells,
    charts,
    context,
    index,
    language,
    marks,
    mathml,
    trim,
    values,
)
from recomputed.pages.domain import BookDomain
from recomputed.pages.search import SearchEnglishAndChinese

VERSION = "1"
OTHER_FORMATS = ("text", "latex", "man", "texinfo")


def setup(app) -> dict:
    """Register everything with Sphinx."""
    app.add_config_value("recomputed_edition", "corrected", "env", {str})
    app.add_config_value("recomputed_both_editions", False, "html", {bool})
    app.add_config_value("recomputed_pictures", True, "html", {bool})
    app.add_config_value("recomputed_cache", "", "", {str})
    app.add_domain(BookDomain)
    app.add_search_language(SearchEnglishAndChinese)
    app.add_html_math_renderer("mathml", (mathml.visit_inline, None), (mathml.visit_block, None))
    app.add_directive("chart-index", index.ChartIndex)
    app.add_transform(marks.PlaceMarks)
    app.add_transform(cells.GatherCode)
    _add_nodes(app)
    app.add_css_file("recomputed.css", priority=900)
    app.add_js_file("recomputed.js", loading_method="defer")
    app.connect("config-inited", context.configure, priority=100)
    app.connect("env-before-read-docs", charts.draw_early, priority=600)
    app.connect("source-read", values.read_source)
    app.connect("env-updated", charts.draw_all)
    app.connect("html-page-context", context.editions, priority=100)
    app.connect("html-page-context", context.context, priority=990)
    app.connect("html-page-context", language.mark_page, priority=995)
    app.connect("build-finished", charts.stop_drawing)
    app.connect("build-finished", charts.publish_all)
    app.connect("build-finished", context.site_map)
    app.connect("build-finished", trim.trim_site)
    return {
        "version": VERSION,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _add_nodes(app) -> None:
    plainly = (marks.visit_claim_plainly, marks.depart_claim)
    app.add_node(
        marks.claim,
        html=(marks.visit_claim, None),
        **dict.fromkeys(OTHER_FORMATS, plainly),
    )
    skipped: tuple = (charts.skip, None)
    app.add_node(
        charts.chart,
        html=(charts.visit_html, None),
        **dict.fromkeys(OTHER_FORMATS, skipped) | {"text": (charts.visit_text, None)},
    )
    app.add_node(
        index.chart_index,
        html=(index.visit_html, None),
        **dict.fromkeys(OTHER_FORMATS, skipped),
    )

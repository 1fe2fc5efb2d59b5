"""The parts from which pages are made, each by itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import executed_book
import pytest
import yaml
from made_up import BOOK

from recomputed.charts.style import dark_map
from recomputed.pages import pictures, styles, svg
from recomputed.pages.chart import Chart
from recomputed.pages.domain import BookDomain
from recomputed.pages.language import mark_chinese
from recomputed.pages.search import SearchEnglishAndChinese
from recomputed.pages.trim import trim_sheet
from recomputed.pages.values import fill_notebook
from recomputed.run import unexecuted

RAW = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="90" height="40" '
    'viewBox="0 0 90 40"><rect width="90" height="40" fill="white"/><g fill="none" role="img">'
    '<clipPath id="clip0"><path d="M0,0h9.12345v9h-9Z"/></clipPath>'
    '<g clip-path="url(#clip0)"><g><line stroke="#ddd" x2="1.23456" opacity="1"/>'
    '<line stroke="#ddd" x2="2"/></g><text font-family="Arial" fill="#000">Total &amp; 合计</text>'
    "</g></g></svg>"
)


def test_a_picture_on_a_page_is_light_and_keeps_what_is_seen():
    clean = svg.inline(RAW, "c1")
    assert len(clean) < 0.8 * len(RAW)
    assert "Total &amp; 合计" in clean
    assert "white" not in clean
    assert "font-family" not in clean
    assert 'id="c1-clip0"' in clean
    assert "url(#c1-clip0)" in clean
    assert clean.count("#ddd") == 1  # said once for both lines
    assert 'x2="1.2"' in clean


def test_a_picture_to_share_says_what_it_is():
    text = svg.captioned(RAW, "A < B", "US$ billion", "Source: Table 1")
    assert "A &lt; B" in text
    assert "Source: Table 1" in text
    assert svg.size(text)[0] == 114


def test_every_colour_of_the_house_follows_the_theme():
    rules = styles.dark_rules()
    for light, dark in dark_map().items():
        for attribute in ("fill", "stroke"):
            rule = rf'\[{attribute}="{light}" i\]\{{{attribute}:{dark}\}}'
            assert re.search(rule, rules, re.IGNORECASE)
    assert 'fill="#77acfd"' in styles.darken('<rect fill="#1F51B0"/>')


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>the 中国, too</p>", '<p>the <span lang="zh-Hans">中国</span>, too</p>'),
        ('<p lang="zh-Hans">中国</p>', '<p lang="zh-Hans">中国</p>'),
        (
            '<p lang="zh"><b>中</b></p>国',
            '<p lang="zh"><b>中</b></p><span lang="zh-Hans">国</span>',
        ),
        (
            "<svg><text>中</text></svg>中",
            '<svg><text><tspan lang="zh-Hans">中</tspan></text></svg>'
            '<span lang="zh-Hans">中</span>',
        ),
        (
            '<i lang="zh"><i>中</i>文</i>国',
            '<i lang="zh"><i>中</i>文</i><span lang="zh-Hans">国</span>',
        ),
        ('<script>"中"</script>', '<script>"中"</script>'),
        ('<img alt="中"><br>国', '<img alt="中"><br><span lang="zh-Hans">国</span>'),
        ("（“中”）", '（“<span lang="zh-Hans">中</span>”）'),
        ("no Chinese", "no Chinese"),
    ],
)
def test_chinese_is_marked_once(html, marked):
    assert mark_chinese(html) == marked


def test_a_chinese_term_of_any_length_is_indexed():
    words = SearchEnglishAndChinese({}).split("Technology imports (技术引进) of 2019")
    assert {"技术", "术引", "引进", "技", "Technology", "2019"} <= set(words)


def test_a_permanent_link_leads_to_the_claims_own_chapter():
    domain = BookDomain.__new__(BookDomain)
    domain.env = SimpleNamespace(found_docs={"index", "chapters/section-1"})
    assert domain.anchors("chapters/section-1", "chapters/section-1")
    assert not domain.anchors("index", "chapters/section-1")
    assert domain.anchors("index", "chapters/section-2")  # a book without this chapter


def test_a_negative_value_has_a_typographic_minus():
    cell = executed_book.prose("{eval}`x`, {eval}`y`", x="-0.4", y="2001-2013")
    text, _ = fill_notebook(json.dumps({"cells": [cell]}), "page")
    assert json.loads(text)["cells"][0]["source"] == "\N{MINUS SIGN}0.4, 2001-2013"


def test_a_list_number_is_not_made_by_a_value():
    cell = executed_book.prose("{eval}`y`. Then\n\n1. one\n2. two", y="1985")
    text, _ = fill_notebook(json.dumps({"cells": [cell]}), "page")
    assert json.loads(text)["cells"][0]["source"] == "1985\\. Then\n\n1. one\n2. two"


def test_a_spreadsheet_reads_no_word_as_a_formula():
    told = executed_book.chart()["application/vnd.vegalite.v5+json"]
    told["usermeta"]["recomputed"]["data"]["rows"] = [["=HYPERLINK(1)", 0.1 + 0.2], ["b", 1]]
    text = Chart.from_output(told).csv()
    assert "\n'=HYPERLINK(1),0.3" in text


def test_the_script_for_charts_draws_vega(tmp_path):
    path = pictures.bundle(tmp_path)
    text = path.read_text("utf-8")
    assert re.search(r"window\.vega=\{View:[\w$]+,parse:[\w$]+\}", text)
    assert "https://" not in re.sub(r"https?://www\.w3\.org/[^\"']*", "", text)
    before = path.stat().st_mtime_ns
    assert pictures.bundle(tmp_path).stat().st_mtime_ns == before


def test_a_notebook_without_outputs_is_run_and_run_again_when_data_change(tmp_path: Path):
    cells = [executed_book.nbformat.v4.new_code_cell("x = 1")]
    notebook = executed_book.nbformat.v4.new_notebook(cells=cells)
    assert not unexecuted.is_executed(notebook)
    folder = executed_book.write(tmp_path / "book", notebook)
    (folder / "data" / "a.csv").write_text("1")
    source = folder / "chapters/section-1.ipynb"
    first = unexecuted.Copies(folder, tmp_path / "copies").path(source)
    assert unexecuted.Copies(folder, tmp_path / "copies").path(source) == first
    (folder / "data" / "a.csv").write_text("2")
    assert unexecuted.Copies(folder, tmp_path / "copies").path(source) != first


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".a{color:red}.b{color:red}", ".a{color:red}"),
        (".a,.b,p{color:red}", ".a,p{color:red}"),
        (".a .b{color:red}", ""),
        (".a:not(.b){color:red}", ".a:not(.b){color:red}"),
        (":is(.a,.b) p{color:red}", ":is(.a,.b) p{color:red}"),
        ("@media print{.b{color:red}}@media print{.a{top:0}}", "@media print{.a{top:0}}"),
        ('@font-face{font-family:"Font Awesome 6"}@font-face{top:0}', "@font-face{top:0}"),
        ("html[data-theme=dark]{--x:1}", "html[data-theme=dark]{--x:1}"),
    ],
)
def test_rules_that_match_nothing_are_left_out(sheet, kept):
    trimmed = trim_sheet(sheet, {"a"})
    assert trimmed == kept


def test_the_configuration_asks_nobody_for_anything():
    config = yaml.safe_load((BOOK / "_config.yml").read_text("utf-8"))
    loaded = set(config["sphinx"]["config"]["extensions"])
    assert not loaded & {"sphinx_thebe", "sphinx.ext.intersphinx"}
    assert config["repository"]["url"] == ""

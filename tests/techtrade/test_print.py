"""The CSV tables and their data package against a second reading of the print.

`data/paper_tables.tsv` beside this file holds the paper's own lines of Tables 1-20 (table number,
then the line: caption, unit, header and rows). It is read here without the CSV files' knowledge of
columns: a row's label is found by its Chinese characters or its year, and what follows is values.
"""

import csv
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from frictionless import Package

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
TSV = Path(__file__).parent / "data" / "paper_tables.tsv"
PAPER = Path(os.environ.get("PAPER_TEXT") or ROOT.parent / "shared" / "paper" / "paper_zh.txt")

KEYS = {"year", "rank", "label_zh", "label_en"}
NUMERIC_CELLS = 2260  # all cells that hold a number, but for years and ranks (序号)
JOINT = 2  # its numbers of 1979-1990 span two columns
STACKED = range(7, 15)  # three years under headings of their own
HEADINGS = {"年份", "年度", "行业", "合同类别", "企业性质", "序号"}

NUMBER = re.compile(r"-?\d+(\.\d+)?")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
YEAR_HEADING = re.compile(r"(\d{4})年")

TABLES = list(range(1, 21))
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
FIGURES = [name for name in RESOURCES if name.startswith("figure_")]


def printed_lines(number: int) -> list[str]:
    """Lines of a printed table, in order."""
    lines = [line.split("\t", 1) for line in TSV.read_text(encoding="utf-8").splitlines()]
    return [text for table, text in lines if table == str(number)]


def is_header(cells: list[str]) -> bool:
    """Whether a line with tabs is a header: its first word, or no digit in it, tells."""
    return cells[0].split("/")[0] in HEADINGS or not any(map(NUMBER.fullmatch, cells))


def header(number: int) -> list[str]:
    """Cells of a printed table's header lines, without spaces and blanks."""
    lines = [line.split("\t") for line in printed_lines(number) if "\t" in line]
    cells = [cell for line in lines if is_header(line) for cell in line]
    return [tidy(cell) for cell in cells if cell]


def tidy(text: str) -> str:
    """Text without spaces and with the brackets, commas and colons of one width."""
    return re.sub(r"\s", "", text).translate(str.maketrans("()，：", "（）,:"))


def printed_rows(number: int) -> list[tuple[str, list[str], list[str]]]:
    """Rows of a printed table: year heading above it ("" if none), label cells, values."""
    rows, heading = [], ""
    for line in printed_lines(number):
        if found := YEAR_HEADING.fullmatch(line.strip()):
            heading = found[1]
        cells = line.split("\t")
        if len(cells) == 1 or is_header(cells):
            continue
        words = [place for place, cell in enumerate(cells) if CHINESE.search(cell)]
        after = max(words, default=0) + 1
        rows.append((heading, cells[:after], cells[after:]))
    return rows


def stored_rows(number: int) -> list[dict[str, str]]:
    """Rows of a table's CSV file, cells as text."""
    with (DATA / f"tables/table_{number:02d}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(row: dict[str, str]) -> list[str]:
    """Cells of a stored row that are neither key, label nor rank."""
    return [cell for column, cell in row.items() if column not in KEYS]


def resource(number: int) -> dict:
    """Data package resource of a table."""
    return RESOURCES[f"table_{number:02d}"]


def fields(number: int) -> list[dict]:
    """Fields of a table in the data package."""
    return resource(number)["schema"]["fields"]


@pytest.mark.parametrize("number", TABLES)
def test_rows_hold_the_printed_cells_in_order(number):
    printed, stored = printed_rows(number), stored_rows(number)
    assert len(stored) == len(printed)
    for (_, label, print_cells), row in zip(printed, stored, strict=True):
        csv_cells = values(row)
        if number == JOINT:
            print_cells = [cell for cell in print_cells if cell]
            csv_cells = [cell for cell in csv_cells if cell]
        assert csv_cells == print_cells, label


@pytest.mark.parametrize("number", TABLES)
def test_rows_carry_the_printed_labels(number):
    for (heading, label, _), row in zip(printed_rows(number), stored_rows(number), strict=True):
        if "label_zh" in row:
            assert row["label_zh"] in label
            assert row.get("year", "") == heading
            assert row.get("rank", "") == (label[0] if len(label) > 1 else "")
        else:
            assert label == [row["year"].replace("average_growth", "年均增速")]


@pytest.mark.parametrize("number", TABLES)
def test_dashes_and_blanks_stay_apart(number):
    printed = Counter(
        cell for _, _, cells in printed_rows(number) for cell in cells if not NUMBER.match(cell)
    )
    stored = Counter(
        cell for row in stored_rows(number) for cell in values(row) if not NUMBER.match(cell)
    )
    assert set(stored) <= {"", "—"}
    assert stored["—"] == printed["—"]
    if number != JOINT:
        assert stored[""] == printed[""]


def test_numbers_that_span_two_columns_stand_in_the_joint_columns():
    pairs = {
        "complete_plant_and_key_equipment": (1, "complete_plant", "key_equipment"),
        "technical_consulting_and_services": (4, "technical_consulting", "technical_services"),
    }
    for (_, label, cells), row in zip(printed_rows(JOINT), stored_rows(JOINT), strict=True):
        for joint, (place, left, right) in pairs.items():
            first, second = cells[place : place + 2]
            expected = ("", "", second) if first == "" else (first, second, "")
            assert (row[left], row[right], row[joint]) == expected, label
            assert bool(row[joint]) == (int(label[0]) <= 1990), label


def test_number_of_numeric_cells():
    cells = [cell for number in TABLES for row in stored_rows(number) for cell in values(row)]
    assert sum(bool(NUMBER.fullmatch(cell)) for cell in cells) == NUMERIC_CELLS


@pytest.mark.parametrize("number", TABLES)
def test_columns_are_described_in_order(number):
    described = fields(number)
    assert [field["name"] for field in described] == list(stored_rows(number)[0])
    for field in described:
        assert field["title"].strip()
        assert CHINESE.search(field["title_zh"])
        assert field["unit"] in PACKAGE["units"]
    assert len({field["title"] for field in described}) == len(described)


@pytest.mark.parametrize("number", TABLES)
def test_decimals_are_the_most_printed(number):
    for field in fields(number):
        cells = [row[field["name"]] for row in stored_rows(number)]
        decimals = [len(c.partition(".")[2]) for c in cells if NUMBER.fullmatch(c)]
        expected = None if field["type"] == "string" else max(decimals)
        assert field["decimals"] == expected, field["name"]


@pytest.mark.parametrize("number", TABLES)
def test_chinese_titles_are_the_printed_ones(number):
    caption, *_ = printed_lines(number)
    assert caption == f"表{number} {resource(number)['title_zh']}"
    heads = header(number) + [
        tidy(cell) for line in printed_lines(number) for cell in line.split("\t")[:1]
    ]
    for field in fields(number):
        if field["name"] == "label_en" or (field["name"] == "year" and number in STACKED):
            continue
        for part in field["title_zh"].split("："):
            wanted = part.removesuffix("年") if field["name"].startswith("y") else part
            assert any(wanted in head for head in heads), (field["name"], part)


@pytest.mark.parametrize("number", TABLES)
def test_units_are_the_printed_ones(number):
    line = next(tidy(line) for line in printed_lines(number) if line.startswith("单位"))
    printed = set(line.removeprefix("单位:").split("、"))
    default = resource(number)["unit"]
    used = {field["unit"] for field in fields(number) if field["name"] not in KEYS}
    for row in resource(number).get("row_units", {}).values():
        used.add(row["unit"])
    assert used == set(default if isinstance(default, list) else [default])
    assert {PACKAGE["units"][unit]["zh"] for unit in used} == printed


@pytest.mark.parametrize("number", TABLES)
def test_required_columns_are_those_always_printed(number):
    for field in fields(number):
        cells = [row[field["name"]] for row in stored_rows(number)]
        always = all(cell not in ("", "—") for cell in cells)
        assert field["constraints"].get("required", False) == always, field["name"]


@pytest.mark.parametrize("number", TABLES)
def test_required_rows_are_the_printed_ones(number):
    keys = resource(number)["schema"]["primaryKey"]
    stored = [[row[key] for key in keys] for row in stored_rows(number)]
    assert [[str(part) for part in row] for row in resource(number)["required_rows"]] == stored


def test_each_label_has_one_translation_in_a_table():
    for number in TABLES:
        rows = [row for row in stored_rows(number) if "label_zh" in row]
        pairs = {(row["label_zh"], row["label_en"]) for row in rows}
        assert len({zh for zh, _ in pairs}) == len({en for _, en in pairs}) == len(pairs)


def test_package_is_valid():
    report = Package(DATA / "datapackage.json").validate()
    assert report.valid, report.flatten(["name", "title", "message"])


@pytest.mark.parametrize(
    ("number", "row", "valid"),
    [
        (5, "2020,13000,4400000,4200000,200000", True),
        (7, "2020,专利技术,Patents,470,44.10,44.00,12.5,-1.26", True),
        (5, "2013,13000,4400000,4200000,200000", False),
        (5, "2020,13000,many,4200000,200000", False),
        (5, "2020,13000,-4400000,4200000,200000", False),
        (5, "2020,13000,,4200000,200000", False),
    ],
)
def test_a_sensible_row_may_be_appended_and_a_wrong_one_not(tmp_path, number, row, valid):
    name = f"table_{number:02d}"
    text = (DATA / f"tables/{name}.csv").read_text(encoding="utf-8")
    (tmp_path / f"{name}.csv").write_text(f"{text}{row}\n", encoding="utf-8")
    descriptor = {**resource(number), "path": f"{name}.csv"}
    package = Package.from_descriptor({"resources": [descriptor]}, basepath=str(tmp_path))
    assert package.validate().valid is valid


@pytest.fixture(scope="module")
def paper():
    if not PAPER.is_file():
        pytest.skip(f"the paper's text is not at hand ({PAPER}); set PAPER_TEXT to its path")
    return PAPER.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("number", TABLES)
def test_second_reading_is_the_papers_own(paper, number):
    start = next(i for i, line in enumerate(paper) if line.startswith(f"表{number} "))
    end = next(i for i in range(start, len(paper)) if paper[i].startswith("数据来源"))
    assert printed_lines(number) == [line for line in paper[start:end] if line.strip()]
    assert tidy(paper[end]) == tidy(f"数据来源：{resource(number)['source']}")


@pytest.mark.parametrize("name", FIGURES)
def test_figures_carry_the_printed_titles_and_sources(paper, name):
    number = name.removeprefix("figure_")
    start = paper.index(f"图{number} {RESOURCES[name]['title_zh']}")
    below = "".join(tidy(line) for line in paper[start : start + 7])
    assert tidy(RESOURCES[name]["source"]) in below

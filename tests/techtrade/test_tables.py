"""The loader: addresses, editions, missing cells, and what it refuses."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from recomputed.data.book import Book
from recomputed.errors import DataError, NotPrinted

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the book's data, to be edited."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def edit(data: Path, name: str, old: str, new: str) -> None:
    path = data / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_cells_by_address(data):
    T = Book(data, "printed").T
    assert float(T[1][1979, "total"]) == 248485
    assert float(T[3]["Energy", "y1991"]) == 154708
    assert float(T[7][2017, "Patents", "value"]) == 42.25
    assert list(T[11].column("value", year=2019))[:3] == ["Total", "Top ten", "United States"]
    assert float(T[19]["average_growth", "food"]) == 9.92


def test_a_number_that_spans_two_columns_belongs_to_neither():
    row = Book(ROOT / "data", "printed").T[2].row(1985)
    assert "complete_plant" not in row
    assert "key_equipment" not in row
    assert float(row["complete_plant_and_key_equipment"]) == 243762


def test_dash_and_blank_stay_apart_and_neither_is_a_number(data):
    T = Book(data, "printed").T
    assert T[1].text(1979, "italy") == "—"
    assert T[4].text("Key equipment", "y1991") == ""
    for address in ((1, 1979, "italy"), (4, "Key equipment", "y1991"), (1, 1980, "total")):
        with pytest.raises(NotPrinted):
            T[address[0]][address[1:]]
    assert T[1].frame().loc[0, ["italy"]].isna().all()


def test_printed_decimals_survive_and_reach_the_tidy_view(data):
    tidy = Book(data, "printed").tidy()
    assert len(tidy) == 2260
    cells = tidy.set_index(["table", "row", "column"])
    cell = cells.loc[10, "2017 | Total", "share"]
    assert (cell["text"], cell["decimals"], cell["unit"]) == ("100.0", 1, "percent")
    assert cells.loc[19, "average_growth", "food"]["unit"] == "percent"


def test_an_erratum_is_applied_in_the_corrected_edition_only(data):
    (data / "errata.csv").write_text(
        "table,row,column,printed,corrected,evidence,confidence,outside\n"
        "5,2013,total,4336413,4336412,made up,certain,\n",
        encoding="utf-8",
    )
    printed, corrected = Book(data, "printed"), Book(data, "corrected")
    assert float(printed.T[5][2013, "total"]) == 4336413
    assert float(corrected.T[5][2013, "total"]) == 4336412
    assert list(corrected.T[5].corrected) == [(2013, "total")]
    assert corrected.guards == []


def test_an_erratum_leaves_an_edited_cell_alone_and_says_so(data):
    (data / "errata.csv").write_text(
        "table,row,column,printed,corrected,evidence,confidence,outside\n"
        "5,2013,total,4336413,4336412,made up,certain,\n",
        encoding="utf-8",
    )
    edit(data, "tables/table_05.csv", "2013,12448,4336413", "2013,12448,5000000")
    book = Book(data, "corrected")
    assert float(book.T[5][2013, "total"]) == 5000000
    assert len(book.guards) == 1
    assert "not applied" in book.guards[0]
    assert "Table 5, 2013, total" in book.guards[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_what_excel_saves_is_read(data, encoding):
    path = data / "tables/table_07.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    assert float(Book(data, "printed").T[7][2017, "Patents", "value"]) == 42.25


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read(data, delimiter):
    path = data / "tables/table_05.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert float(Book(data, "printed").T[5][2013, "total"]) == 4336413


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "tables/table_05.csv",
            "2006,10538,",
            "2006,abc,",
            ["table_05.csv, row 7 (2006), column contracts", "'abc'", "number"],
        ),
        ("tables/table_05.csv", "2006,10538,", "2006,1e4,", ["row 7", "'1e4'", "number"]),
        ("tables/table_05.csv", "2006,10538,", "2006,NaN,", ["row 7", "'NaN'", "number"]),
        ("tables/table_05.csv", "2006,", "2007,", ["2007 a second time", "no row 2006"]),
        ("tables/table_05.csv", "technology_fee", "fee", ["row 1", "'fee'", "'technology_fee'"]),
        ("tables/table_05.csv", "2006,10538", "2006,-10538", ["row 7", "'-10538'", "at least 0"]),
        ("tables/table_05.csv", ",726707", ",726707,9", ["row 7", "extra cell '9'", "5 cells"]),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_message(data, name, old, new, told):
    edit(data, name, old, new)
    with pytest.raises(DataError) as error:
        Book(data).check()
    for part in told:
        assert part in str(error.value)


def test_every_problem_of_every_file_is_told_at_once(data):
    edit(data, "tables/table_05.csv", "2006,10538,", "2006,abc,")
    (data / "tables/table_06.csv").unlink()
    with pytest.raises(DataError) as error:
        Book(data).check()
    assert "table_05.csv, row 7" in str(error.value)
    assert "table_06.csv: the file is missing" in str(error.value)


def test_a_new_year_is_welcome(data):
    with (data / "tables/table_20.csv").open("a", encoding="utf-8") as file:
        file.write("2019,100.0,99999.0,16000.0,5.0,24000.0,500.0\n")
    assert float(Book(data).T[20][2019, "electronics_revenue"]) == 99999.0

"""Tables as programs save them: nothing is lost, made up or off by a factor; rows go by keys."""

from __future__ import annotations

import csv
import io
import random
import shutil
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import pandas as pd
import pytest
from helpers import ROOT, edit

from recomputed.audit import audit
from recomputed.chapter import Chapter
from recomputed.chapter.frames import figure_frame, long_frame
from recomputed.data.book import Book
from recomputed.data.edited import lay_over
from recomputed.errors import DataError
from recomputed.ledger import Ledger, diff, figures
from recomputed.run import gate

DATA = ROOT / "data"
LISTS = [DATA / name for name in ("claims.csv", "errata.csv", "evidence.csv", "words.csv")]
TABLES = sorted((DATA / "tables").glob("*.csv"))
KEYED = [*TABLES, *sorted((DATA / "figures").glob("*.csv"))]

Rows = list[list[str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def short(text: str) -> str:
    """A number as a spreadsheet holds it: ``"157.50"`` is ``157.5``."""
    return text.rstrip("0").rstrip(".") if is_number(text) and "." in text else text


def written(rows: Rows, **how) -> str:
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue()


# --- writers: rows as text in, a file's bytes out


def excel(rows: Rows) -> bytes:
    return written([list(map(short, row)) for row in rows]).encode("gb18030")


def german_excel(rows: Rows) -> bytes:
    """Semicolons, decimal commas, dots between thousands, and no Chinese."""

    def cell(text: str) -> str:
        if not is_number(text) or (len(text) == 4 and text[:2] in ("19", "20")):
            return text
        return f"{float(text):,}".removesuffix(".0").translate(str.maketrans(",.", ".,"))

    shown = [rows[0], *(list(map(cell, row)) for row in rows[1:])]
    return written(shown, delimiter=";").encode("cp1252", "replace")


def unicode_text(rows: Rows) -> bytes:
    """Excel's, with thousands as it shows them."""
    grouped = [[f"{int(c):,}" if c.isdigit() and len(c) > 4 else short(c) for c in r] for r in rows]
    return written(grouped, delimiter="\t").encode("utf-16")


def libre_office(rows: Rows) -> bytes:
    shown = [list(map(short, row)) for row in rows]
    return written(shown, quoting=csv.QUOTE_ALL, lineterminator="\n").encode("utf-8-sig")


def pandas(rows: Rows) -> bytes:
    return pd.read_csv(io.StringIO(written(rows))).to_csv(index=False).encode()


def pandas_sorted(rows: Rows) -> bytes:
    frame = pd.read_csv(io.StringIO(written(rows)))
    return frame.sort_values(list(frame.columns)[::-1]).to_csv().encode()


def pandas_noise(rows: Rows) -> bytes:
    """Amounts after a sum and a difference, whole numbers as floats."""
    frame = pd.read_csv(io.StringIO(written(rows)))
    numbers = frame.select_dtypes("number").columns.difference(["year"])
    frame[numbers] = frame[numbers].astype(float).map(lambda x: x + 0.1 - 0.1)
    return frame.to_csv(index=False).encode()


def r_write_csv(rows: Rows) -> bytes:
    """Row names, quoted texts, NA for an empty number and an empty column, exponents."""

    def cell(text: str, numeric: bool) -> str:
        if numeric:
            return "5e+05" if text == "500000" else short(text) or "NA"
        return f'"{text}"'

    columns = list(zip(*rows[1:], strict=True))
    numeric = [all(not text or is_number(text) for text in column) for column in columns]
    lines = [",".join(['""', *(f'"{name}"' for name in rows[0])])]
    for i, row in enumerate(rows[1:], start=1):
        lines.append(",".join([f'"{i}"', *map(cell, row, numeric)]))
    return "\n".join(lines).encode()


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
    '2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


def xlsx(rows: Rows, swap: Callable[[str], str] = lambda cell: cell) -> bytes:
    """A workbook of one sheet; `swap` may change a cell's XML."""
    body = ""
    for i, row in enumerate(rows, start=1):
        body += f'<row r="{i}">'
        for column, text in zip("ABCDEFGHIJKLM", row, strict=False):
            at = f'r="{column}{i}"'
            if is_number(text):
                body += swap(f"<c {at}><v>{float(text)!r}</v></c>")
            elif text:
                body += swap(f'<c {at} t="inlineStr"><is><t>{escape(text)}</t></is></c>')
        body += "</row>"
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{body}</sheetData></worksheet>"
    )
    return zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet})


def ods(rows: Rows, swap: Callable[[str], str] = lambda xml: xml) -> bytes:
    """The same for LibreOffice, its numbers results of formulas."""

    def cell(text: str) -> str:
        if is_number(text):
            kind = f'table:formula="of:=1*{text}" office:value-type="float" office:value="{text}"'
        elif text:
            kind = 'office:value-type="string"'
        else:
            return "<table:table-cell/>"
        return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "calcext")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Data">{body}</table:table><table:table table:name="Notes"/>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": swap(content)}
    )


WRITERS = {
    "excel": (excel, ".csv"),
    "german excel": (german_excel, ".csv"),
    "excel's unicode text": (unicode_text, ".csv"),
    "libreoffice": (libre_office, ".csv"),
    "pandas": (pandas, ".csv"),
    "pandas, sorted, with its index": (pandas_sorted, ".csv"),
    "pandas, with noise": (pandas_noise, ".csv"),
    "R": (r_write_csv, ".csv"),
    "xlsx": (xlsx, ".xlsx"),
    "ods": (ods, ".ods"),
}


@pytest.mark.parametrize("writer", ["excel", "libreoffice", "pandas", "ods"])
def test_a_list_saved_without_an_edit_is_the_same(writer, tmp_path):
    write, ending = WRITERS[writer]
    (tmp_path / "saved").mkdir()
    for path in LISTS:
        (tmp_path / "saved" / f"{path.stem}{ending}").write_bytes(write(rows_of(path)))
    lay_over(DATA, tmp_path / "saved", tmp_path / "whole")
    for path in LISTS:
        assert (tmp_path / "whole" / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("writer", WRITERS)
def test_a_save_without_an_edit_changes_nothing(writer, tmp_path):
    write, ending = WRITERS[writer]
    for path in TABLES:
        (tmp_path / "saved").mkdir(exist_ok=True)
        (tmp_path / "saved" / f"{path.stem}{ending}").write_bytes(write(rows_of(path)))
    told = lay_over(DATA, tmp_path / "saved", tmp_path / "whole")
    assert len(told) == len(TABLES)
    for path in TABLES:
        name = f"tables/{path.name}"
        assert (tmp_path / "whole" / name).read_bytes() == path.read_bytes(), name
        assert any("nothing in it is edited" in note for note in told[name])


# --- one table


def laid(tmp_path: Path, name: str, content: bytes | str) -> tuple[Path, list[str]]:
    """The whole data with one edited file, and what is told of it."""
    edited = tmp_path / "edited"
    edited.mkdir(exist_ok=True)
    raw = content.encode() if isinstance(content, str) else content
    (edited / name).write_bytes(raw)
    whole = tmp_path / "whole"
    shutil.rmtree(whole, ignore_errors=True)
    (notes,) = lay_over(DATA, edited, whole).values()
    return whole, notes


def changed(name: str, old: str, new: str) -> str:
    text = (DATA / "tables" / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    return text.replace(old, new)


@pytest.mark.parametrize(
    "cell",
    [
        "4336413①",
        "4336413²",
        "433641३",
        "43364l3",
        "4336413*",
        "4336413[1]",
        "４３３６４１３①",
        "Ⅳ",
    ],
)
def test_a_digit_is_never_made(cell, tmp_path):
    with pytest.raises(DataError, match=r"table_05.csv, row 14 \(2013\), column total") as error:
        laid(tmp_path, "table_05.csv", changed("table_05.csv", "4336413", cell))
    assert f"found {cell!r}" in str(error.value)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("table_05.csv", "4336413", "433.641", "433641 or 433.641"),
        ("table_05.csv", "4336413", '"4336413,5"', "4336413,5"),
        ("table_07.csv", "316.88", "316.885", "316885 or 316.885"),
        ("table_07.csv", "316.88", "31.8855", "at most 2 decimals, as the column prints, not 4"),
        ("table_19.csv", "8260.9,", "8260.9123456789012345,", "at most 2 decimals"),
    ],
)
def test_what_may_mean_two_numbers_or_is_too_fine_is_told(name, old, new, told, tmp_path):
    with pytest.raises(DataError) as error:
        laid(tmp_path, name, changed(name, old, new))
    assert told in str(error.value)


@pytest.mark.parametrize("cell", ["248.487", "248,487"])
def test_in_a_file_with_semicolons_one_mark_before_three_digits_is_refused(cell, tmp_path):
    text = changed("table_01.csv", "1979,248485", "1979,X").replace(",", ";").replace("X", cell)
    with pytest.raises(DataError, match=r"248487 or 248\.487"):
        laid(tmp_path, "table_01.csv", text)


def test_a_decimal_comma_is_read_where_the_file_shows_it(tmp_path):
    text = changed("table_13.csv", "308.777,", "1308.777,")
    rows = [
        row.replace(".", ",")
        for row in written(list(csv.reader(io.StringIO(text))), delimiter=";").splitlines()
    ]
    whole, _ = laid(tmp_path, "table_13.csv", "\n".join(rows))
    assert Book(whole, "printed").T[13].text(2017, "Total", "technology_fee") == "1308.777"


def test_noise_of_a_float_is_recognised_in_an_edited_cell(tmp_path):
    whole, _ = laid(
        tmp_path, "table_19.csv", changed("table_19.csv", "8260.9,", "8260.700000000001,")
    )
    assert Book(whole, "printed").T[19].text(2003, "electronics") == "8260.7"


def test_an_edited_cell_keeps_the_decimals_of_the_print(tmp_path):
    whole, notes = laid(tmp_path, "table_07.csv", changed("table_07.csv", "157.50", "158"))
    assert Book(whole, "printed").T[7].text(2018, "Know-how", "value") == "158.00"
    assert notes == []
    (only,) = diff.changed_cells(DATA, whole, "tables/table_07.csv")
    assert (only.row, only.before, only.after) == ("2018 | Know-how", "157.50", "158.00")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode("ascii", "replace").decode(),
        lambda text: (
            text.encode("ascii", "replace").decode().replace("?", "\N{REPLACEMENT CHARACTER}")
        ),
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode().decode("gb18030", "replace"),
        lambda text: text.encode("shift_jis", "replace").decode("gb18030", "replace"),
    ],
)
def test_lost_labels_come_back_by_the_rest_of_the_row(spoil, tmp_path):
    text = changed("table_16.csv", "1.51,", "1.52,")
    whole, notes = laid(tmp_path, "table_16.csv", spoil(text))
    assert whole.joinpath("tables/table_16.csv").read_text(encoding="utf-8") == text
    assert any("label_zh" in note and "restored" in note for note in notes)


def test_a_lost_key_comes_back_by_the_other_language(tmp_path):
    whole, notes = laid(tmp_path, "table_16.csv", changed("table_16.csv", ",Chemicals,", ",???,"))
    assert Book(whole).T[16].has("Chemicals", "y2012")
    assert any("label_en" in note for note in notes)


def test_a_label_lost_in_both_languages_is_refused(tmp_path):
    rows = (DATA / "tables/table_16.csv").read_text(encoding="utf-8").splitlines()
    lost = ["???,???," + row.split(",", 2)[2] if ",Chemicals," in row else row for row in rows]
    text = "\n".join(lost)
    with pytest.raises(DataError, match=r"column label_en: found '\?\?\?'"):
        laid(tmp_path, "table_16.csv", text)


def test_a_lost_label_in_the_data_themselves_is_refused(tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    edit(data / "tables/table_16.csv", "规上工业企业", "??????")
    with pytest.raises(DataError, match=r"label_zh: found '\?+', expected its characters"):
        Book(data).check()


# --- workbooks and folders


def test_a_formula_without_a_value_or_with_an_error_is_named(tmp_path):
    rows = rows_of(DATA / "tables/table_05.csv")
    for new in ('<c r="C3"><f>A1</f><v></v></c>', '<c r="C3" t="e"><v>#REF!</v></c>'):
        content = xlsx(rows, lambda cell, new=new: new if 'r="C3"' in cell else cell)
        with pytest.raises(DataError, match=r"table_05.xlsx, cell C3: .*formula"):
            laid(tmp_path, "table_05.xlsx", content)


def test_an_error_in_a_sheet_of_libreoffice_is_no_zero(tmp_path):
    error = 'office:value-type="float" office:value="0" calcext:value-type="error"'
    rows = rows_of(DATA / "tables/table_05.csv")
    good = 'office:value-type="float" office:value="909090"><text:p>909090'
    content = ods(rows, lambda xml: xml.replace(good, f"{error}><text:p>#DIV/0!"))
    with pytest.raises(DataError, match=r"table_05\.ods, cell showing #DIV/0!"):
        laid(tmp_path, "table_05.ods", content)


def test_what_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"table_05.xlsx: cannot be read as a workbook"):
        laid(tmp_path, "table_05.xlsx", b"PK\x03\x04 and no more")
    with pytest.raises(DataError, match="row 1, column 1: found 'Notes'"):
        laid(tmp_path, "table_05.xlsx", xlsx([["Notes"], ["Edited in May"]]))


def twice(folder: Path) -> str:
    shutil.copy(TABLES[4], folder)
    (folder / "table_05.xlsx").write_bytes(xlsx(rows_of(TABLES[4])))
    return "tables/table_05.csv twice, as table_05.csv and as table_05.xlsx"


def in_two_places(folder: Path) -> str:
    (folder / "tables").mkdir()
    shutil.copy(TABLES[4], folder)
    shutil.copy(TABLES[4], folder / "tables")
    return "twice, as table_05.csv and as tables/table_05.csv"


def a_folder(folder: Path) -> str:
    (folder / "table_05.csv").mkdir()
    return "table_05.csv: found a folder, expected a file"


def a_link(folder: Path) -> str:
    (folder / "table_05.csv").symlink_to(TABLES[4])
    return "table_05.csv: found a link"


def a_dead_link(folder: Path) -> str:
    (folder / "table_05.csv").symlink_to("nowhere")
    return "table_05.csv: found a link"


def none_of_ours(folder: Path) -> str:
    (folder / "notes.docx").write_text("")
    return "notes.docx, expected a file of data/"


@pytest.mark.parametrize("put", [twice, in_two_places, a_folder, a_link, a_dead_link, none_of_ours])
def test_what_is_in_the_wrong_place_is_named(put, tmp_path):
    (tmp_path / "edited").mkdir()
    told = put(tmp_path / "edited")
    with pytest.raises(DataError) as error:
        lay_over(DATA, tmp_path / "edited", tmp_path / "whole")
    assert told in str(error.value)
    assert not (tmp_path / "whole").exists()


def test_a_notebook_s_folder_of_edited_files_is_laid_over_the_published(tmp_path, monkeypatch):
    monkeypatch.setenv("RECOMPUTED_DATA", str(DATA))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2024").mkdir()
    path = tmp_path / "2024" / "table_05.csv"
    path.write_text(changed("table_05.csv", "4336413", "4336500"), encoding="utf-8")
    chapter = Chapter("section-1", 2024)  # papermill makes a number of the name
    assert chapter.T[5].text(2013, "total") == "4336500"
    assert chapter.T[1].text(1979, "total") == "248485"
    path.write_text(changed("table_05.csv", "4336413", "4336600"), encoding="utf-8")
    assert Chapter("section-1", 2024).T[5].text(2013, "total") == "4336600"


# --- the order of rows


@pytest.fixture(scope="module", params=["reversed", "shuffled"])
def shuffled(request, tmp_path_factory) -> Path:
    """The whole data, every table and figure with its rows in another order."""
    data = Path(shutil.copytree(DATA, tmp_path_factory.mktemp(request.param) / "data"))
    chance = random.Random(1)
    for path in KEYED:
        head, *rows = rows_of(path)
        rows.reverse()
        if request.param == "shuffled":
            chance.shuffle(rows)
        (data / path.relative_to(DATA)).write_text(written([head, *rows]), encoding="utf-8")
    return data


def outcome(data: Path, edition: str) -> list[tuple]:
    fields = ("recomputed", "verdict", "low", "high", "cells")
    grades = Ledger(data, edition).grades()
    return [(g.claim, *(getattr(g, field) for field in fields)) for g in grades]


def test_the_order_of_rows_means_nothing(shuffled):
    for edition in ("corrected", "printed"):
        assert outcome(shuffled, edition) == outcome(DATA, edition)
    ours, published = Book(shuffled), Book(DATA)
    told = [[(c.id, c.verdict, c.cells) for c in audit(book)] for book in (ours, published)]
    assert told[0] == told[1]


def test_the_order_of_rows_changes_no_chart(shuffled):
    ours, published = Book(shuffled), Book(DATA)
    for number in published.table_numbers:
        frames = [long_frame(book.T[number]) for book in (ours, published)]
        pd.testing.assert_frame_equal(*frames)
        assert ours.T[number].keys() == published.T[number].keys()
    for number in range(1, 9):
        pd.testing.assert_frame_equal(*(figure_frame(book, number) for book in (ours, published)))
    assert diff.compare(DATA, shuffled, ()).files == ()


def test_new_rows_stand_by_year_wherever_they_are_written(tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    head, *rows = rows_of(data / "tables/table_19.csv")
    rows.insert(0, ["2020", *rows[0][1:]])
    (data / "tables/table_19.csv").write_text(written([head, *rows]), encoding="utf-8")
    assert Book(data).T[19].keys()[-3:] == [2019, 2020, "average_growth"]


# --- corrections, and what `check` finds


ERRATA = "table,row,column,printed,corrected,evidence,confidence,outside\n"


@pytest.fixture
def data(tmp_path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_a_correction_applies_by_value(data):
    edit(data / "tables/table_07.csv", "157.50", "157.5")
    (data / "errata.csv").write_text(
        ERRATA + "7,2018 | Know-how,value,157.50,157.80,made up,certain,\n"
        "5,2013,total,4336414,4336412,made up,certain,\n"
    )
    book = Book(data)
    assert book.T[7].text(2018, "Know-how", "value") == "157.80"
    (one,) = book.check() and book.unapplied
    assert (one.erratum.table, one.found) == (5, "4336413")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("5,2013,total,4336413,plenty,x,certain,", "row 2, column corrected: found 'plenty'"),
        ("5,2013,total,a lot,1,x,certain,", "row 2, column printed: found 'a lot'"),
        ("55,2013,total,1,2,x,certain,", "row 2, column table: found 55"),
        ("5,2099,total,1,2,x,certain,", "row 2, column row: found '2099'"),
        ("5,2013,totals,1,2,x,certain,", "row 2, column column: found 'totals'"),
    ],
)
def test_a_correction_of_nothing_or_to_nothing_is_refused(row, told, data):
    (data / "errata.csv").write_text(ERRATA + row + "\n")
    with pytest.raises(DataError) as error:
        Book(data).check()
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "no list of resources"),
        ('{"resources": [{"name": "table_01"}]}', "each with a path"),
        ('{"resources": []}', "no units"),
        ('{"resources": [{"path": "a.csv"}], "units": {}}', "no schema with fields"),
    ],
)
def test_what_is_no_data_package_is_told(text, told, data):
    (data / "datapackage.json").write_text(text)
    with pytest.raises(DataError) as error:
        Book(data).check()
    assert told in str(error.value)


def test_a_file_that_the_package_does_not_describe_is_named(data):
    (data / "tables/table_05.xlsx").write_bytes(b"")
    with pytest.raises(DataError, match=r"tables/table_05.xlsx: found in data/"):
        Book(data).check()


def test_points_told_twice_or_not_at_all_are_found(data):
    edit(data / "figures/figure_4.csv", "2018,east,2.2.3-east,", "2018,east,2.2.3-east,unknown")
    edit(data / "figures/figure_4.csv", "2018,west,2.2.3-west,", "2018,west,,")
    found = figures.faults(Book(data))
    assert ["row 2 (2018, east)" in found[0], "row 4 (2018, west)" in found[1]] == [True, True]


def test_lists_and_bibliography_are_read(data):
    edit(data / "glossary.csv", "technology import,技术引进,", "technology import,,")
    (data / "evidence.csv").write_text("recommendation,section,claim\nx,5,no-claim\n")
    with (data / "references.bib").open("a", encoding="utf-8") as file:
        file.write("@book{jiang2019opening, title={Again}}\n")
    found = "\n".join(gate.check_lists(Book(data), []))
    for told in ("glossary.csv, row 3", "'no-claim'", "repeated bibliography entry"):
        assert told in found
    assert gate.bibliography_faults(DATA / "references.bib", []) == []
    assert "nobody1999" in gate.bibliography_faults(DATA / "references.bib", ["nobody1999"])[0]

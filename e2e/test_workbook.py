"""The workbook in LibreOffice: tables come back, formulas give what the ledger says, no error, and it prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from milbalance.publish import workbook
from milbalance.tables import load, schema

pytestmark = pytest.mark.xdist_group("office")
ERROR = re.compile(r"#(REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:\d+")
# A whole workbook has hundreds of pages; the first ones are the front page, the ledger and the boards.
PAGES = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-7"}}'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "milbalance.xlsx"
    workbook.write(load.shipped(), path)
    return path


@pytest.fixture(scope="module")
def recalculated(made: Path, office: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What LibreOffice writes after it has read the workbook."""
    # Values and not formulas: LibreOffice writes a yes as `=TRUE()`.
    return load_workbook(office.convert(made, "xlsx", tmp_path_factory.mktemp("again")), data_only=True)


@pytest.fixture(scope="module")
def plain(made: Path) -> Any:
    """The formulas, as openpyxl reads them."""
    return load_workbook(made)


@pytest.fixture(scope="module")
def written(made: Path) -> Any:
    """The values that formulas have in the file as it is written."""
    return load_workbook(made, data_only=True)


def computed(book: Any, office: Any, folder: Path) -> Any:
    """The values that LibreOffice computes: openpyxl writes formulas without any, so that none is carried over."""
    book["Charts"]._charts = []  # openpyxl writes them without their titles
    book.save(folder / "bare.xlsx")
    (folder / "out").mkdir()
    return load_workbook(office.convert(folder / "bare.xlsx", "xlsx", folder / "out"), data_only=True)


def test_every_sheet_is_there(recalculated: Any, made: Path) -> None:
    assert recalculated.sheetnames == load_workbook(made, read_only=True).sheetnames


def test_tables_come_back_cell_by_cell(recalculated: Any) -> None:
    wrong = []
    for name in schema.tables():
        frame = getattr(load.shipped(), name)
        rows = list(recalculated[name].iter_rows(min_row=2, max_row=len(frame) + 1, values_only=True))
        assert recalculated[name].max_row == len(frame) + 1, name
        for place, column in enumerate(frame.columns):
            wanted = [None if pd.isna(cell) else cell for cell in frame[column].tolist()]
            for line, (row, cell) in enumerate(zip(rows, wanted, strict=True), start=2):
                if not _alike(row[place], cell):
                    wrong.append(f"{name}:{line}:{column}: {row[place]!r}, wanted {cell!r}")
    assert not wrong, "\n".join(wrong)


def _alike(found: Any, wanted: Any) -> bool:
    """Numbers to the 15 digits that a spreadsheet keeps; everything else exactly, types too."""
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        number = isinstance(found, (int, float)) and not isinstance(found, bool)
        return number and found == pytest.approx(wanted, rel=1e-14)
    return type(found) is type(wanted) and found == wanted


def formulas(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_formula_gives_what_was_computed_here(plain: Any, written: Any, office: Any, tmp_path: Path) -> None:
    again = computed(plain, office, tmp_path)
    wrong = [
        (cell.parent.title, cell.coordinate, wanted, got)
        for cell in formulas(plain)
        if (wanted := written[cell.parent.title][cell.coordinate].value)
        != (got := again[cell.parent.title][cell.coordinate].value)
        and not (isinstance(got, (int, float)) and got == pytest.approx(wanted, rel=1e-9))
    ]
    assert formulas(plain) and wrong == []


def test_formulas_follow_the_cells_that_they_read(made: Path, written: Any, office: Any, tmp_path: Path) -> None:
    """Every number of the tables gone: no formula over them is a number any more, and none is zero or an error."""
    book = load_workbook(made)
    for name, described in schema.tables().items():
        places = [place for place, one in enumerate(described.fields, start=1) if "number" in (one.type, one.name)]
        for row in book[name].iter_rows(2):
            for place in places:
                row[place - 1].value = None
    asked = [cell for cell in formulas(book) if cell.parent.title == "Ledger" and cell.column_letter == "E"]
    over_tables = [cell for cell in asked if "choices_value" not in cell.value]
    again = computed(book, office, tmp_path)
    assert len(over_tables) > 20
    assert {again["Ledger"][cell.coordinate].value for cell in over_tables} == {"no number"}
    kept = [cell.coordinate for cell in asked if cell not in over_tables]
    assert all(again["Ledger"][one].value == pytest.approx(written["Ledger"][one].value) for one in kept)
    words = {row[0].value: row[1].value for row in again["Try it"].iter_rows(max_col=2)}
    assert words["spending of A"] == words["spending of B"] == "the source gives no number"
    assert words["A over B"] == words["does it fit?"] == "no number"


def test_the_boards_answer_what_a_reader_chooses(made: Path, office: Any, tmp_path: Path) -> None:
    book = load_workbook(made)
    sheet = book["Try it"]
    at = {row[0].value: row[1] for row in sheet.iter_rows(max_col=2) if row[0].value}
    newest = load.shipped().spending.query("basis == 'constant_usd' and place == 'AZE' and year == 2019").iloc[-1]
    other = load.shipped().spending.query("basis == 'constant_usd' and place == 'ARM' and year == 2019")
    other = other[other["source_id"] == newest["source_id"]].iloc[0]
    labels = load.shipped().sources.set_index("source_id")["label"]
    at["year"].value, at["source, in its edition"].value = 2019, labels[newest["source_id"]]
    at["prices"].value, at["statement"].value = "constant US dollars", "soldiers-double"
    words = {row[0].value: row[1].value for row in computed(book, office, tmp_path)["Try it"].iter_rows(max_col=2)}
    assert words["A over B"] == pytest.approx(newest["value"] / other["value"], rel=1e-9)
    assert words["this calculation gives"] == "choose a calculation of this statement"
    assert words["in numbers"] == "2 times"


def test_no_cell_shows_an_error(recalculated: Any) -> None:
    for sheet in recalculated:
        for row in sheet.iter_rows():
            for cell in row:
                shown = cell.data_type == "e" or (isinstance(cell.value, str) and ERROR.fullmatch(cell.value))
                assert not shown, (sheet.title, cell.coordinate, cell.value)


def test_charts_notes_and_links_survive(recalculated: Any) -> None:
    marked = [spec for spec in load.shipped().figures.values() if "workbook" in spec]
    assert len(recalculated["Charts"]._charts) == len(marked)
    for name, described in schema.tables().items():
        notes = [cell.comment.text for cell in recalculated[name][1]]
        for note, field in zip(notes, described.fields, strict=True):
            assert field.description.split()[0] in note
    assert "sources" in recalculated["spending"]["D2"].hyperlink.location
    assert len(recalculated["Try it"].data_validations.dataValidation) == 7


def test_the_workbook_prints(made: Path, office: Any, tmp_path: Path) -> None:
    printed = office.convert(made, PAGES, tmp_path)
    assert printed.read_bytes().startswith(b"%PDF") and printed.stat().st_size > 10_000

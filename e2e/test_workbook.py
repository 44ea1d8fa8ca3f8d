"""The workbook in LibreOffice: tables come back, formulas give what the ledger says, no error, and it prints."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

import workbooks
from milbalance.publish import workbook
from milbalance.tables import load, schema

pytestmark = pytest.mark.xdist_group("office")
ERROR = re.compile(r"#(REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:\d+")
# A whole workbook has hundreds of pages; the first ones are the front page, the ledger and the boards.
PAGES = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-7"}}'
FORMULA = re.compile(r'<c r="(\w+)"([^>]*)><f>(.*?)</f><v>(.*?)</v></c>')

# Formulas by sheet and cell, each with the value that it has in the file as it is written.
Formulas = dict[str, dict[str, tuple[str, Any]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "milbalance.xlsx"
    workbook.write(load.shipped(), path)
    return path


@pytest.fixture(scope="module")
def written(made: Path) -> Formulas:
    package, found = workbooks.Package(made), {}
    for sheet, part in package.sheets.items():
        cells = FORMULA.findall(package.parts[part].decode())
        found[sheet] = {at: (unescape(formula), _value(how, value)) for at, how, formula, value in cells}
    return found


def _value(how: str, value: str) -> Any:
    if not value:
        return None  # as openpyxl reads a text of no letters
    return unescape(value) if 't="str"' in how else bool(int(value)) if 't="b"' in how else float(value)


@pytest.fixture(scope="module")
def again(made: Path, office: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What LibreOffice writes after it has read three workbooks without the values of formulas: it computes them.

    One is as it is written, one lacks every number of the tables, and in one a reader chose something else.
    """
    given, out = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("again")
    changes = {"bare": lambda _: None, "empty": _without_numbers, "chosen": _choose}
    for name, change in changes.items():
        package = workbooks.Package(made)
        change(package)
        for part in package.sheets.values():
            package.parts[part] = re.sub(rb"</f><v>.*?</v>", b"</f>", package.parts[part])
        package.save(given / f"{name}.xlsx")
    back = office.convert("xlsx", out, *(given / f"{name}.xlsx" for name in changes))
    # Values and not formulas: LibreOffice writes a yes as `=TRUE()`.
    return {
        file.stem: load_workbook(io.BytesIO(file.read_bytes()), data_only=True, read_only=file.stem != "bare")
        for file in back
    }


def _without_numbers(package: workbooks.Package) -> None:
    for name, described in schema.tables().items():
        places = [place for place, one in enumerate(described.fields, start=1) if "number" in (one.type, one.name)]
        if columns := "|".join(map(get_column_letter, places)):
            number = rf'(<c r="(?:{columns})(?!1")\d+"[^>]*)><v>[^<]*</v></c>'
            text = package.parts[package.sheets[name]].decode()
            package.parts[package.sheets[name]] = re.sub(number, r"\1/>", text).encode()


def _choose(package: workbooks.Package) -> None:
    book = load_workbook(io.BytesIO(package.source.read_bytes()), read_only=True)
    at = {word: cell.replace("A", "B") for cell, word in column(book, "Try it", 1).items()}
    tree = package.tree("Try it")
    cells = workbooks.cells(tree)
    label = load.shipped().sources.set_index("source_id").loc[chosen()[0]["source_id"], "label"]
    choice = {"year": 2019, "source, in its edition": label}
    choice |= {"prices": "constant US dollars", "statement": "soldiers-double"}
    for what, value in choice.items():
        workbooks.write(cells[at[what]], value)
    package.put("Try it", tree)


def chosen() -> tuple[Any, Any]:
    """The newest rows in constant dollars of 2019, of the one side and of the other."""
    rows = load.shipped().spending.query("basis == 'constant_usd' and year == 2019")
    one = rows[rows["place"] == "AZE"].iloc[-1]
    return one, rows[(rows["place"] == "ARM") & (rows["source_id"] == one["source_id"])].iloc[0]


def board(book: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in book["Try it"].iter_rows(max_col=2, values_only=True)}


def column(book: Any, sheet: str, place: int) -> dict[str, Any]:
    """The values of a column by cell."""
    name = get_column_letter(place)
    rows = book[sheet].iter_rows(min_col=place, max_col=place, values_only=True)
    return {f"{name}{line}": row[0] for line, row in enumerate(rows, start=1)}


def test_every_sheet_is_there(again: dict[str, Any], made: Path) -> None:
    assert again["bare"].sheetnames == load_workbook(io.BytesIO(made.read_bytes()), read_only=True).sheetnames


def test_tables_come_back_cell_by_cell(again: dict[str, Any]) -> None:
    recalculated, wrong = again["bare"], []
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


def test_every_formula_gives_what_was_computed_here(again: dict[str, Any], written: Formulas) -> None:
    wrong = [
        (sheet, at, wanted, got)
        for sheet, cells in written.items()
        for at, (_, wanted) in cells.items()
        if wanted != (got := again["bare"][sheet][at].value)
        and not (isinstance(got, (int, float)) and got == pytest.approx(wanted, rel=1e-9))
    ]
    assert sum(map(len, written.values())) > 100 and wrong == []


def test_formulas_follow_the_cells_that_they_read(again: dict[str, Any], written: Formulas) -> None:
    """Every number of the tables gone: no formula over them is a number any more, and none is zero or an error."""
    asked = {at: cell for at, cell in written["Ledger"].items() if re.fullmatch(r"E\d+", at)}
    found = column(again["empty"], "Ledger", 5)
    over_tables = {at for at, (formula, _) in asked.items() if "choices_value" not in formula}
    assert len(over_tables) > 20
    assert {found[at] for at in over_tables} == {"no number"}
    assert all(found[at] == pytest.approx(asked[at][1]) for at in asked.keys() - over_tables)
    words = board(again["empty"])
    assert words["spending of A"] == words["spending of B"] == "the source gives no number"
    assert words["A over B"] == words["does it fit?"] == "no number"


def test_the_boards_answer_what_a_reader_chooses(again: dict[str, Any]) -> None:
    (one, other), words = chosen(), board(again["chosen"])
    assert words["A over B"] == pytest.approx(one["value"] / other["value"], rel=1e-9)
    assert words["this calculation gives"] == "choose a calculation of this statement"
    assert words["in numbers"] == "2 times"


def test_no_cell_shows_an_error(again: dict[str, Any]) -> None:
    wrong = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in again["bare"]
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and ERROR.fullmatch(cell.value))
    ]
    assert not wrong


def test_charts_notes_and_links_survive(again: dict[str, Any]) -> None:
    recalculated = again["bare"]
    marked = [spec for spec in load.shipped().figures.values() if "workbook" in spec]
    assert len(recalculated["Charts"]._charts) == len(marked)
    for name, described in schema.tables().items():
        notes = [cell.comment.text for cell in recalculated[name][1]]
        for note, field in zip(notes, described.fields, strict=True):
            assert field.description.split()[0] in note
    assert "sources" in recalculated["spending"]["D2"].hyperlink.location
    assert len(recalculated["Try it"].data_validations.dataValidation) == 7


def test_the_workbook_prints(made: Path, office: Any, tmp_path: Path) -> None:
    (printed,) = office.convert(PAGES, tmp_path, made)
    assert printed.read_bytes().startswith(b"%PDF") and printed.stat().st_size > 10_000

"""The workbook in LibreOffice: every table comes back as it was, no cell shows an error, and it prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from milbalance.publish import workbook
from milbalance.tables import load, schema

ERROR = re.compile(r"#(REF|NAME|VALUE|DIV/0|N/A|NUM|NULL)[!?]?|Err:\d+")
# A whole workbook has hundreds of pages; the first ones are the front page and the ledger.
PAGES = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-6"}}'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "milbalance.xlsx"
    workbook.write(load.shipped(), path)
    return path


@pytest.fixture(scope="module")
def recalculated(made: Path, office: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What LibreOffice writes after it has read and recalculated the workbook."""
    # Values and not formulas: LibreOffice writes a yes as `=TRUE()`.
    return load_workbook(office.convert(made, "xlsx", tmp_path_factory.mktemp("again")), data_only=True)


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


def test_the_workbook_prints(made: Path, office: Any, tmp_path: Path) -> None:
    printed = office.convert(made, PAGES, tmp_path)
    assert printed.read_bytes().startswith(b"%PDF") and printed.stat().st_size > 10_000

"""Look a shipped SIPRI value up in the genuine workbook it was taken from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl.utils import column_index_from_string

# Releases whose workbook is at hand; a release carries data to the year before.
WORKBOOKS = {
    "sipri-milex-2017": "SIPRI-Milex-data-1949-2016.xlsx",
    "sipri-milex-2020": "SIPRI-Milex-data-1949-2019.xlsx",
    "sipri-milex-2021": "SIPRI-Milex-data-1949-2020_0.xlsx",
    "sipri-milex-2024": "SIPRI-Milex-data-1948-2023.xlsx",
    "sipri-milex-2025": "SIPRI-Milex-data-1949-2024_2.xlsx",
}


@cache
def rows(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """All rows of one sheet, read once: random access is slow in read-only mode."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        page = book[sheet]
        page.reset_dimensions()  # some of these files declare a size that is too small
        return list(page.iter_rows(values_only=True))
    finally:
        book.close()


def cell(shared: Path, source_id: str, locator: str) -> float | str | None:
    """What the workbook holds at "sheet Current US$, cell BV154"; shares of GDP are fractions there."""
    place = re.fullmatch(r"sheet (.+), cell ([A-Z]+)(\d+)", locator)
    if place is None:
        raise ValueError(f"not a sheet and a cell: {locator!r}")
    path = shared / "spending" / "raw" / "sipri_milex" / WORKBOOKS[source_id]
    row = rows(path, place[1])[int(place[3]) - 1]
    column = column_index_from_string(place[2]) - 1
    value = row[column] if column < len(row) else None
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    raise TypeError(f"neither number nor text at {locator} of {path.name}: {value!r}")

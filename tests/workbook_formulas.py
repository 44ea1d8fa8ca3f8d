"""Which cells of a workbook are formulas, and which of these are none that we write."""

from __future__ import annotations

import re
from typing import Any

SHEETS = {"Ledger", "Try it"}
# These functions, names of columns, our own cells, numbers, and texts without signs of their own.
_OURS = re.compile(
    r"=([-+*/(),;{}<>=&]|(IF|AND|N|ISNUMBER|SUMIFS|COUNTIFS|INDEX|MATCH|SUMPRODUCT|LN|EXP|ROW)(?=\()"
    r"|[a-z]+(_[a-z]+)+|\$?[A-C]\$?\d+|\d+(\.\d+)?|\"[^\"*~]*\")+"
)


def cells(book: Any) -> list[Any]:
    """The cells that are formulas, as openpyxl reads them."""
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def strangers(book: Any) -> list[tuple[str, str, str]]:
    """Formulas on a sheet that has none of ours, and those that are made of anything else than ours are."""
    return [
        (cell.parent.title, cell.coordinate, cell.value)
        for cell in cells(book)
        if cell.parent.title not in SHEETS or not _OURS.fullmatch(cell.value)
    ]

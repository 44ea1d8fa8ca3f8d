"""The tables of a pair as a workbook: one sheet a table, units in the header, numbers and text and no formulas."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.pair.request import Request

# Column to header; {a} and {b} are the sides. A unit that differs by row stands in a column of its own.
_HEADS = {
    "a": "{a} (unit in its column)",
    "b": "{b} (unit in its column)",
    "ratio": "ratio, {a} over {b} (no unit)",
    "low": "ratio, {a} over {b}, low (no unit)",
    "high": "ratio, {a} over {b}, high (no unit)",
    "a_low": "{a}, low (unit in its column)",
    "a_high": "{a}, high (unit in its column)",
    "b_low": "{b}, low (unit in its column)",
    "b_high": "{b}, high (unit in its column)",
    "side a": "{a}",
    "side b": "{b}",
    "base_year": "price year",
    "tiv_m": "volume (TIV, millions; no money)",
    "total": "volume (TIV, millions; no money)",
    "share": "share (per cent)",
    "hhi": "Herfindahl-Hirschman index (0 to 1)",
    "effective": "suppliers of equal size (number)",
    "weight": "weight (share of 1)",
    "why_not": "why there is no ratio",
}
_WIDEST = 60
_MADE = datetime(2000, 1, 1)  # the same bytes whenever it is written


def write(tables: Mapping[str, pd.DataFrame], request: Request) -> bytes:
    """A workbook of the tables in their order. Raises MilbalanceError if XlsxWriter is not installed."""
    library = writer()
    buffer = BytesIO()
    book = library.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": f"{request.name}, side by side", "author": "milbalance", "created": _MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, frame in tables.items():
        _sheet(book.add_worksheet(name[:31]), frame, request, bold)
    book.close()
    return buffer.getvalue()


def writer() -> Any:
    """The library that writes workbooks."""
    try:
        import xlsxwriter  # noqa: PLC0415  an extra
    except ImportError:
        raise MilbalanceError("the workbook needs XlsxWriter: `pip install xlsxwriter`") from None
    return xlsxwriter


def _sheet(sheet: Any, frame: pd.DataFrame, request: Request, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(frame.columns):
        head = _HEADS.get(str(column), str(column).replace("_", " ")).format(a=request.side_a, b=request.side_b)
        sheet.write_string(0, place, head, bold)
        cells = frame[column].tolist()
        longest = max((len(str(cell)) for cell in cells if pd.notna(cell)), default=0)
        sheet.set_column(place, place, min(_WIDEST, max(longest, len(head) // 2, 8) + 1))
        for line, cell in enumerate(cells, start=1):
            _cell(sheet, line, place, cell)


def _cell(sheet: Any, line: int, place: int, cell: Any) -> None:
    """A number as a number, a yes or no as such, all else as text; nothing for what is missing."""
    if pd.isna(cell):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, (int, float)):
        if math.isfinite(cell):
            sheet.write_number(line, place, float(f"{cell:.12g}"))
        else:
            sheet.write_string(line, place, "no upper end")
    else:
        sheet.write_string(line, place, str(cell))

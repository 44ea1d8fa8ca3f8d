"""The tables of a pair as a workbook: one sheet a table, units in the header, numbers and text and no formulas."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from milbalance.pair.request import Request
from milbalance.publish import xlsx

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
    "a_quality": "{a}, as its source vouches for it",
    "b_quality": "{b}, as its source vouches for it",
    "quality": "quality (the worse of both sides)",
    "tiv_m": "volume (TIV, millions; not money)",
    "tiv_low": "volume, at least (TIV, millions; not money)",
    "tiv_high": "volume, at most (TIV, millions; not money)",
    "share_low": "share, at least (per cent)",
    "share_high": "share, at most (per cent)",
    "total": "volume (TIV, millions; not money)",
    "share": "share (per cent)",
    "hhi": "Herfindahl-Hirschman index (0 to 1)",
    "effective": "suppliers of equal size (number)",
    "weight": "weight (share of 1)",
    "why_not": "why there is no ratio",
}
_WIDEST = 60


def write(tables: Mapping[str, pd.DataFrame], request: Request) -> bytes:
    """A workbook of the tables in their order. Raises MilbalanceError if XlsxWriter is not installed."""
    buffer = BytesIO()
    book = xlsx.opened(buffer, f"{request.name}, side by side")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for name, frame in tables.items():
        _sheet(book.add_worksheet(name[:31]), frame, request, bold)
    book.close()
    return buffer.getvalue()


def _sheet(sheet: Any, frame: pd.DataFrame, request: Request, bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(frame.columns):
        head = _HEADS.get(str(column), str(column).replace("_", " ")).format(a=request.side_a, b=request.side_b)
        xlsx.text(sheet, 0, place, head, bold)
        cells = frame[column].tolist()
        texts = [str(cell) for cell in cells if pd.notna(cell)]
        sheet.set_column(place, place, xlsx.width(texts, head, _WIDEST))
        for line, cell in enumerate(cells, start=1):
            # Computed numbers differ in their last digits from machine to machine.
            xlsx.value(sheet, line, place, float(f"{cell:.12g}") if isinstance(cell, float) else cell)

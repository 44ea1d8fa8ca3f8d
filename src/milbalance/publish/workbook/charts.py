"""The sheet Charts: one block a chart, with how to read it, its source and its terms, the numbers beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from milbalance.publish import xlsx
from milbalance.publish.workbook import native
from milbalance.publish.workbook.book import Book
from milbalance.publish.workbook.native import Native

NAME = "Charts"
_ACROSS = 8  # the last column under a chart
_COLUMN = 15  # characters wide, each of them
_NUMBERS = 10  # the first column of the numbers
_LABELS = 80  # characters wide, their first column
_LINE = 20  # pixels high, each row
_WIDE, _HIGH = 980, 540  # pixels of a chart


def write(book: Book, charts: Sequence[Native]) -> None:
    """Every chart below the other, each on a page of its own when printed; the numbers stay on the screen."""
    sheet = book.library.add_worksheet(NAME)
    book.printed(sheet)
    sheet.hide_gridlines(2)
    sheet.set_column(0, _ACROSS, _COLUMN)
    sheet.set_column(_ACROSS + 1, _ACROSS + 1, 3)
    sheet.set_column(_NUMBERS, _NUMBERS, _LABELS)
    sheet.set_column(_NUMBERS + 1, _NUMBERS + 10, 16)
    line, breaks = 0, []
    for one in charts:
        line = _block(book, sheet, one, line)
        breaks.append(line)
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.print_area(0, 0, line - 1, _ACROSS)


def _block(book: Book, sheet: Any, shown: Native, line: int) -> int:
    """One chart from a row on; the row after its block."""
    rows = math.ceil(_HIGH / _LINE) + 1
    for row in range(line, line + max(rows, len(shown.numbers) + 1)):
        sheet.set_row_pixels(row, _LINE)  # not every program has the same height for a row without one
    made = native.chart(book.library, NAME, shown, (line, _NUMBERS))
    made.set_size({"width": _WIDE, "height": _HIGH})
    said = {"description": shown.texts["alt"], "x_offset": 4, "y_offset": 4, "object_position": 2}
    sheet.insert_chart(line, 0, made, said)
    below = line + rows
    _numbers(book, sheet, shown, line)
    for words in (shown.texts["subtitle"], shown.source_line, shown.terms):
        sheet.merge_range(below, 0, below, _ACROSS, "", book.body(wrap=True))
        xlsx.text(sheet, below, 0, words, book.body(wrap=True))
        sheet.set_row(below, xlsx.height([(words, _COLUMN * (_ACROSS + 1))]))
        below += 1
    return max(below, line + len(shown.numbers) + 1) + 1


def _numbers(book: Book, sheet: Any, shown: Native, line: int) -> None:
    """The numbers of a chart: a header, then one row a category; what is missing stays empty."""
    for place, column in enumerate(shown.numbers.columns, start=_NUMBERS):
        xlsx.text(sheet, line, place, str(column), book.head)
        for row, cell in enumerate(shown.numbers[column].tolist(), start=line + 1):
            xlsx.value(sheet, row, place, cell, _look(book, shown, place, cell))


def _look(book: Book, shown: Native, place: int, cell: Any) -> Any:
    """Categories to the left; small numbers with two decimals, larger ones as on the axis."""
    if place == _NUMBERS:
        return book.look(align="left", indent=1)
    if not isinstance(cell, float):
        return book.body()
    return book.body(number=shown.code if cell >= 10 else "0.00")

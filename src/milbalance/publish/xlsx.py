"""Cells, links and columns of a workbook that any spreadsheet opens: numbers, text, and formulas of our own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.io import extras

LONGEST_TEXT = 32_767  # characters that a cell holds
LONGEST_LINK = 255  # characters; spreadsheets before 2015 refuse a file with more
MOST_LINKS = 65_530  # on one sheet
POINTS = 15  # the height of one line
NO_END = "no upper end"  # an upper bound that is infinite
_PLACES = 12  # digits: more would differ from machine to machine
_MADE = datetime(2000, 1, 1)  # the same bytes whenever it is written


def opened(buffer: BytesIO, title: str) -> Any:
    """A new workbook that `close` writes into a buffer; its dates are fixed and its text stays text.

    Raises MilbalanceError where the library that writes workbooks is not installed.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = extras.module("xlsxwriter").Workbook(buffer, options)
    book.set_properties({"title": title, "author": "milbalance", "created": _MADE})
    return book


def value(sheet: Any, line: int, place: int, cell: Any, look: Any = None) -> None:
    """A number as a number, a yes or no as such, all else as text; nothing for what is missing.

    `line` and `place` count from 0. Raises MilbalanceError for a text longer than a cell holds.
    """
    if pd.isna(cell):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell, look)
    elif isinstance(cell, (int, float)) and math.isfinite(cell):
        sheet.write_number(line, place, cell, look)
    else:
        text(sheet, line, place, NO_END if isinstance(cell, float) else str(cell), look)


def text(sheet: Any, line: int, place: int, words: str, look: Any = None) -> None:
    """A text as text, whatever it begins with. Raises MilbalanceError if it is longer than a cell holds."""
    if len(words) > LONGEST_TEXT:
        raise MilbalanceError(
            f"sheet {sheet.get_name()}, line {line + 1}, column {place + 1}: found {len(words):,} characters; "
            f"wanted at most {LONGEST_TEXT:,}, which is what a cell of a workbook holds"
        )
    sheet.write_string(line, place, words, look)


def formula(sheet: Any, line: int, place: int, written: str, shown: float | str, look: Any = None) -> None:
    """A formula of our own with the value that it has now, for programs that show a file without computing it.

    A spreadsheet computes it again when it opens the file. No text of the data is ever written by this function.
    """
    known = shown if isinstance(shown, str) or math.isfinite(shown) else ""
    sheet.write_formula(line, place, written, look, known)


def flat(cell: Any) -> Any:
    """A cell of a record whose lists and objects are texts; of an object that has a sentence, that one.

    >>> flat(["USA", "TUR"]), flat({"edition": "2021"}), flat(1.5)
    ('USA; TUR', 'edition: 2021', 1.5)
    """
    if isinstance(cell, dict):
        return str(cell["sentence"]) if "sentence" in cell else flat([f"{key}: {one}" for key, one in cell.items()])
    if isinstance(cell, (list, tuple)):
        return "; ".join(str(flat(one)) for one in cell)
    return cell


def digits(cell: Any) -> Any:
    """A computed number in so many digits as no two machines differ in; all else as it is."""
    return float(f"{cell:.{_PLACES}g}") if isinstance(cell, float) and math.isfinite(cell) else cell


def area(sheet: str, first: int, place: int, rows: int) -> str:
    """The cells of one column from a row on (counted from 0), as a formula names them: `'a sheet'!$B$2:$B$9`."""
    utility = extras.module("xlsxwriter.utility")
    return (
        str(utility.quote_sheetname(sheet)) + "!" + str(utility.xl_range_abs(first, place, first + rows - 1, place))
    )


def address(sheet: Any, line: int, place: int, url: str, look: Any, plain: Any) -> None:
    """A web address as a link; one of another scheme, or too long for older programs, as text in the plain look."""
    if url.startswith(("http://", "https://")) and len(url) <= LONGEST_LINK:
        sheet.write_url(line, place, url, look, url)
    else:
        text(sheet, line, place, url, plain)


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row in points, for texts in columns of a width in characters.

    Not every program measures broken lines itself.
    """
    lines = (math.ceil(1.1 * len(words) / wide) if len(words) > wide else 1 for words, wide in texts)
    return POINTS * max(lines, default=1)


def width(texts: list[str], head: str, widest: int) -> int:
    """The width of a column in characters, for its texts and a header that may break into two lines."""
    longest = max(map(len, texts), default=0)
    return min(widest, max(longest, len(head) // 2, 8) + 1)

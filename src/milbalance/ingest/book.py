"""Excel workbooks from elsewhere, read row by row: bounded, nothing computed, cells as they are written.

openpyxl reads them. It would pad a sheet of a million columns, skip rows that are out of order and keep the last of
two cells with one name without a word; here each of these is refused.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from operator import lt
from pathlib import Path
from typing import Any, NoReturn
from xml.etree.ElementTree import iterparse

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter

# The rows of read-only sheets before they are padded and put in order; not part of openpyxl's documented interface.
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser

from milbalance.errors import DataError, Fault
from milbalance.ingest import bounded, colours
from milbalance.ingest.text import Table

MAX_FILE = 20_000_000  # bytes; the workbooks are 1 MB
MAX_EXPANDED = 64_000_000  # bytes of all parts together; the workbooks expand to 5 MB
MAX_ROWS = 100_000
MAX_COLUMNS = 500
# Markup tags of one part. A sheet has up to 80,000; a style is some 1,500 bytes once it is read, a cell 500.
_MAX_TAGS = {"worksheet": 600_000}
_MAX_OTHER_TAGS = 100_000
# Bytes of one tag, of a number format and of a defined name: longer ones take patterns of openpyxl ages.
_LONG_TAG = re.compile(rb"<[^<>]{20000}")
_LONG_FORMAT = re.compile(rb"formatCode=[\"'][^\"'<>]{1000}")
_LONG_NAME = re.compile(rb"definedName\b[^<>]*>[^<>]{2000}")
_ABOVE = 20  # rows above the table of a workbook; the World Bank has three
_FORMULA = re.compile(rb"<(?:[^\s<>:/]+:)?f[\s/>]")

# One cell as openpyxl gives it: row, column (from 1), value, data_type ("f" formula, "e" error) and style_id.
Cell = dict[str, Any]


class Book:
    """A workbook whose sheets are read one row at a time."""

    def __init__(self, path: Path, wanted: str) -> None:
        """Open the workbook; `wanted` says in words what it should be. Raises DataError naming the file."""
        self.path = path
        self._wanted = wanted
        raw = bounded.contents(path, wanted, limit=MAX_FILE)
        bounded.expect(path, raw, "workbook", wanted)
        opened = bounded.archive(path, raw, wanted, expanded=MAX_EXPANDED)
        self._plain: set[str] = set()  # parts without any formula, in which openpyxl need not look for them
        for name in opened.namelist():
            content = bounded.member(path, opened, name)
            _check_part(path, name, content)
            if content.startswith((b"<", b"\xef\xbb\xbf<")) and not _FORMULA.search(content):
                self._plain.add(name)
        with self._reading():
            self._reader = ExcelReader(io.BytesIO(raw), read_only=True, keep_links=False)
            self._reader.read()
            sheets = self._reader.parser.find_sheets()
            parts = [(sheet.name, rel.target) for sheet, rel in sheets if rel.Type.endswith("/worksheet")]
            self._colours = colours.Palette(self._reader.wb._colors, self._reader.wb.loaded_theme)
        properties = self._reader.wb.properties
        days = [properties.created, properties.modified] if "docProps/core.xml" in opened.namelist() else []
        # When the file was made or last saved, as it says: some were made from a much older template.
        self.made: date | None = max((day.date() for day in days if day), default=None)
        self._parts = dict(parts)
        if len(self._parts) < len(parts):
            bounded.refuse(path, "two sheets of one name", wanted)
        self._quick: dict[int, str | None] = {}

    @property
    def sheets(self) -> list[str]:
        """Names of the worksheets in their order."""
        return list(self._parts)

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
        """Number and cells of each row that the sheet holds; cells that are not written are not there.

        Raises DataError for a row or cell that is out of order or too far out, and for broken markup.
        """
        with self._reading():
            rows = self._parser(sheet).parse()
        last = 0
        while True:
            with self._reading():
                number, cells = next(rows, (0, None))
            if cells is None:
                return
            if number <= last:
                self.refuse(sheet, number, 1, f"row {number} after row {last}", "rows in order")
            last = number
            if number <= MAX_ROWS or any(cell["value"] is not None for cell in cells):
                yield number, self._checked(sheet, number, cells)

    def colour(self, style: int) -> str | None:
        """Font colour of a style as six hexadecimal digits; None for the automatic one."""
        if style not in self._quick:
            with self._reading():
                sheet = self._reader.wb.worksheets[0]
                font = ReadOnlyCell(sheet, 1, 1, None, "n", style).font
                self._quick[style] = self._colours.find(font.color)
        return self._quick[style]

    def refuse(self, sheet: str, row: int, column: int, found: str, wanted: str) -> NoReturn:
        """Raise the DataError that names a cell."""
        raise DataError([self.fault(sheet, row, column, found, wanted)])

    def fault(self, sheet: str, row: int, column: int, found: str, wanted: str) -> Fault:
        """What is wrong in a cell."""
        place = f"sheet {sheet}, cell {get_column_letter(column)}{row}"
        return bounded.fault(self.path, found, wanted, line=row, where=place)

    def _parser(self, sheet: str) -> Any:
        book, part = self._reader.wb, self._parts[sheet]
        # With the styles that make a number a date, so that a date is never taken for an amount.
        styles = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        return _Rows(
            self._reader.archive.open(part),
            self._reader.shared_strings,
            data_only=part in self._plain,
            epoch=book.epoch,
            **styles,
        )

    def _checked(self, sheet: str, number: int, cells: list[Cell]) -> list[Cell]:
        """The cells of a row, in order and inside the bounds; programs format empty cells far beyond them."""
        columns = [cell["column"] for cell in cells]
        if {cell["row"] for cell in cells} - {number} or not all(map(lt, columns, columns[1:])):
            self.refuse(sheet, number, 1, "cells out of order or twice", "each cell of the row once")
        if number > MAX_ROWS:
            self.refuse(sheet, number, 1, "a value so far down", f"at most {MAX_ROWS:,} rows")
        if not columns or columns[-1] <= MAX_COLUMNS:
            return cells
        beyond = [cell["column"] for cell in cells if cell["column"] > MAX_COLUMNS and cell["value"] is not None]
        if beyond:
            last = min(beyond[0], 16_384)  # columns beyond the last one of Excel have no letters
            self.refuse(sheet, number, last, "a value so far out", f"at most {MAX_COLUMNS} columns")
        return [cell for cell in cells if cell["column"] <= MAX_COLUMNS]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn whatever openpyxl meets in a broken workbook into one clear error, and keep its warnings quiet."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except Exception as error:
            found = f"a broken workbook ({type(error).__name__}: {str(error)[:120]})"
            bounded.refuse(self.path, found, self._wanted)


class _Rows(WorkSheetParser):  # type: ignore[misc] # it has no types
    """The rows of a sheet alone.

    openpyxl would read them with defusedxml, in Python, which takes twice as long; what that refuses is no part of
    a workbook that is open: `_check_part` has seen every one.
    """

    def parse(self) -> Iterator[tuple[int, list[Cell]]]:
        """Number and cells of each row."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()


class _StopError(Exception):
    """Ends the parsing of a part at its first element, whose tag it carries."""

    def start(self, tag: str, _: dict[str, str]) -> NoReturn:
        """Called by the parser."""
        raise _StopError(tag)

    def close(self) -> None:
        """Called by the parser at the end of a part without elements."""


def _check_part(path: Path, name: str, content: bytes) -> None:
    """Refuse a part with a document type, which genuine workbooks never have, or with too many tags.

    Parts that are no markup pass; markup that is broken is refused once it is read.
    """
    if content.startswith((b"<", b"\xef\xbb\xbf<")):
        for long, words in ((_LONG_TAG, "tag"), (_LONG_FORMAT, "number format"), (_LONG_NAME, "defined name")):
            if long.search(content):
                bounded.refuse(path, f"an endless {words} in {name!r}", "a workbook of the usual size")
    try:
        DefusedXMLParser(target=_StopError(), forbid_dtd=True).feed(content)
    except _StopError as root:
        limit = _MAX_TAGS.get(str(root).rpartition("}")[2], _MAX_OTHER_TAGS)
        if content.count(b"<") > limit:
            bounded.refuse(path, f"over {limit:,} tags in {name!r}", "a workbook of the usual size")
    except DefusedXmlException:
        bounded.refuse(path, f"a document type or entities in {name!r}", "a workbook without them")
    except (ParseError, ValueError, LookupError):
        return


def opened(path: Path, wanted: str) -> Book | None:
    """A workbook, `wanted` in words; None for what is none. Raises DataError for a broken one."""
    if bounded.starts_as_text(path) or bounded.sort_of(bounded.contents(path, wanted)) != "workbook":
        return None
    return Book(path, wanted)


def table(book: Book, is_header: Callable[[list[str]], bool]) -> Table | None:
    """The table in the first sheet with such a header, as if it were a text file; None where there is none.

    The World Bank's Excel download is one. Raises DataError for a broken workbook.
    """
    return next(filter(None, (_table(book, sheet, is_header) for sheet in book.sheets)), None)


def _table(book: Book, sheet: str, is_header: Callable[[list[str]], bool]) -> Table | None:
    above: list[str] = []
    rows = book.rows(sheet)
    for number, cells in rows:
        header = _texts(cells, 0)
        if is_header(header):
            below = [(line, _texts(found, len(header))) for line, found in rows]
            lines, records = [line for line, _ in below], [record for _, record in below]
            return Table(book.path.name, tuple(above), number, tuple(header), records, lines, ended=True)
        above.append(",".join(header))
        if number > _ABOVE:
            break
    return None


def _texts(cells: list[Cell], width: int) -> list[str]:
    """The cells of a row as a text file would have them, at least as many as `width`."""
    found = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
    return [_text(found.get(column)) for column in range(1, max(width, *found, 0, 0) + 1)]


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value).strip()

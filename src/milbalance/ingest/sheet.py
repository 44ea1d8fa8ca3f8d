"""A table in the sheet of a workbook, as if it were a text file: what the World Bank's Excel download holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from milbalance.ingest import bounded
from milbalance.ingest.book import Book, Cell
from milbalance.ingest.text import Table

_ABOVE = 50  # rows above the header


def find(path: Path, wanted: str, is_header: Callable[[list[str]], bool]) -> Table | None:
    """The table in the first sheet of a workbook that has such a header; None where there is none.

    `wanted` says in words what the file is. Raises DataError for a broken workbook; None for what is no workbook.
    """
    if bounded.starts_as_text(path) or bounded.sort_of(bounded.contents(path, wanted)) != "workbook":
        return None
    book = Book(path, wanted)
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

"""The answers as a workbook: the ledger, every way of counting and the sources, a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pandas as pd

from milbalance.publish import xlsx
from milbalance.publish.article import tables, told
from milbalance.publish.article.told import Record
from milbalance.publish.workbook.book import Book, opened
from milbalance.tables.load import Data

_WIDEST = 48  # characters; longer texts are broken into lines
_FIRST = ("claim_id", "verdict", "words", "statement")  # of the ledger, in sight from the left
_PLACES = 12  # digits: more would differ from machine to machine


def write(data: Data, records: Sequence[Record], listed: Sequence[Record], sources: pd.DataFrame) -> bytes:
    """The workbook as bytes, the same for the same answers; `listed` are the ways as in `tables.by_statement`.

    Raises MilbalanceError if XlsxWriter is not installed or a text is longer than a cell holds.
    """
    buffer = BytesIO()
    book = opened(buffer, data)
    _sheet(book, "Ledger", _ledger(data, records), tables.LEDGER)
    _sheet(book, "Choices", [_flat(one) for one in listed], tables.WAYS)
    rows: list[Any] = sources.astype(object).where(sources.notna(), None).to_dict("records")
    _sheet(book, "Sources", rows, "")
    book.library.close()
    return buffer.getvalue()


def _ledger(data: Data, records: Sequence[Record]) -> list[dict[str, Any]]:
    """The ledger with what is stated, computed and why in words before the numbers."""
    rows = []
    for record in map(_flat, tables.whole(records, tables.LEDGER)):
        words = {
            "stated in words": told.stated(record, data),
            "computed in words": told.computed(record, data),
            "computed now in words": told.newest(record, data),
        }
        first = {key: record[key] for key in _FIRST}
        rows.append({**first, **words, **{key: cell for key, cell in record.items() if key not in first}})
    return rows


def _flat(record: Record) -> dict[str, Any]:
    """A record whose lists and objects are texts."""
    return {key: _text(cell) for key, cell in record.items()}


def _text(cell: Any) -> Any:
    if isinstance(cell, dict):
        return (
            str(cell["sentence"]) if "sentence" in cell else "; ".join(f"{key}: {one}" for key, one in cell.items())
        )
    if isinstance(cell, (list, tuple)):
        return "; ".join(str(_text(one)) for one in cell)
    return cell


def _sheet(book: Book, name: str, rows: Sequence[Record], described_by: str) -> None:
    """One sheet: a note on each head, long texts in broken lines, web addresses as links."""
    sheet = book.sheet(name, freeze=1)
    described = tables.described(described_by)["items"]["properties"] if described_by else {}
    columns = list(rows[0]) if rows else list(described)
    heads = [column.replace("_", " ") for column in columns]
    texts = {column: [str(row[column]) for row in rows if row[column] is not None] for column in columns}
    widths = [xlsx.width(texts[column], head, _WIDEST) + 3 for column, head in zip(columns, heads, strict=True)]
    book.heads(sheet, 0, heads, widths)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, widths[place])
        if column in described:
            sheet.write_comment(0, place, described[column]["description"], {"author": "milbalance"})
    for line, row in enumerate(rows, start=1):
        shown = ((str(row[column] or ""), wide) for column, wide in zip(columns, widths, strict=True))
        sheet.set_row(line, xlsx.height(shown))
        for place, column in enumerate(columns):
            _cell(book, sheet, (line, place), row[column], plain=bool(row.get("plain") is True and "choice" in row))
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _cell(book: Book, sheet: Any, at: tuple[int, int], cell: Any, *, plain: bool) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str) and cell.startswith(("http://", "https://")):
        xlsx.address(sheet, *at, cell, book.body(link=True, wrap=True), book.body(wrap=True))
    elif isinstance(cell, float):
        xlsx.value(sheet, *at, float(f"{cell:.{_PLACES}g}"), book.body(number="#,##0.###", plain=plain))
    else:
        xlsx.value(sheet, *at, cell, book.body(wrap=True, plain=plain))

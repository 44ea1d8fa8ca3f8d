"""One sheet for each table of data/: typed cells, notes from the schema, links to the sources."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.publish import xlsx
from milbalance.publish.workbook import columns
from milbalance.publish.workbook.book import Book
from milbalance.tables.schema import Field, Table

REFERENCES = ("source_id", "derived_from")  # columns that name a source of another row
ADDRESSES = ("url", "locator")  # columns that may hold a web address
WIDEST = 40  # characters; longer texts are broken into lines
FROZEN = 44  # characters of key columns that stay in sight at most
MOST_ROWS = 1_048_575  # below the header


def write(book: Book, described: Table, frame: pd.DataFrame) -> None:
    """The sheet of one table, in file order. Raises MilbalanceError for more rows than a sheet holds."""
    if len(frame) > MOST_ROWS:
        raise MilbalanceError(
            f"{described.name}.csv: found {len(frame):,} rows; wanted at most {MOST_ROWS:,}, what a sheet holds"
        )
    units = _units(described, frame)
    widths = [_width(field, frame[field.name].tolist(), units[field.name]) for field in described.fields]
    frozen = _frozen(described, widths)
    sheet = book.sheet(described.name, freeze=frozen)
    book.pages(sheet, widths, frozen)
    linked = frame[[name for name in (*REFERENCES, *ADDRESSES) if name in frame]]
    links = int(linked.notna().sum().sum()) <= xlsx.MOST_LINKS  # with more, all stay text
    book.heads(sheet, 0, map(columns.title, described.fields), widths)
    # The texts of each row decide its height; numbers never break into lines.
    texts = [frame[field.name] if field.type == "string" else [""] * len(frame) for field in described.fields]
    for line, row in enumerate(zip(*texts, strict=True), start=1):
        told = ("" if pd.isna(cell) else str(cell) for cell in row)
        sheet.set_row(line, xlsx.height(zip(told, widths, strict=True)))
    for place, field in enumerate(described.fields):
        book.named(f"{described.name}_{field.name}", sheet, place, len(frame))
        sheet.write_comment(0, place, columns.note(field), {"author": "milbalance", "width": 300, "height": 130})
        sheet.set_column(place, place, widths[place])
        cells = zip(frame[field.name].tolist(), units[field.name], strict=True)
        for line, (cell, unit) in enumerate(cells, start=1):
            if pd.notna(cell):
                _cell(book, sheet, (line, place), field, cell, unit, links)
    sheet.autofilter(0, 0, len(frame), len(described.fields) - 1)


def _cell(
    book: Book, sheet: Any, at: tuple[int, int], field: Field, cell: Any, unit: str | None, links: bool
) -> None:
    """One value: a link where it names a source or an address, a number in the look of its unit, else text."""
    if links and field.name in REFERENCES and not field.constraints.get("unique"):
        book.source(sheet, *at, cell)
    elif links and field.name in ADDRESSES:
        xlsx.address(sheet, *at, cell, book.body(link=True, wrap=True), book.body(wrap=True))
    elif field.type in ("number", "integer"):
        xlsx.value(sheet, *at, cell, book.body(number=columns.look(field, cell, unit).code))
    else:
        xlsx.value(sheet, *at, cell, book.body(wrap=True))


def _units(described: Table, frame: pd.DataFrame) -> dict[str, Sequence[str | None]]:
    """The unit of every cell of each column: that of the column, or what its row says."""
    by_row: list[str | None] = frame["unit"].tolist() if "unit" in frame else [None] * len(frame)
    return {
        field.name: by_row if field.type == "number" and field.unit is None else [field.unit] * len(frame)
        for field in described.fields
    }


def _width(field: Field, cells: Sequence[Any], units: Sequence[str | None]) -> int:
    texts = [columns.shown(field, cell, unit) for cell, unit in zip(cells, units, strict=True)]
    # two more for the button of the filter
    return xlsx.width(texts, columns.title(field), WIDEST) + 2


def _frozen(described: Table, widths: Sequence[int]) -> int:
    """How many key columns from the left stay in sight: as many as leave room for the rest, one at least."""
    leading = sum(1 for _ in takewhile(lambda field: field.name in described.key, described.fields))
    fits = [number for number in range(1, leading + 1) if sum(widths[:number]) <= FROZEN]
    return max(fits, default=1)

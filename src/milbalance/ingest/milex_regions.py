"""SIPRI's sheet of regional totals: constant dollars by year, and current ones of the last year where printed.

Rows are the world, regions and sub-regions, some of them twice: with and without Iraq. The rows of `aliases.csv`
that begin with SIPRI say which place each is. Amounts are in billions, in every edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from milbalance.ingest import milex_cells, milex_layout
from milbalance.ingest.book import Book, Cell
from milbalance.ingest.milex_cells import Block
from milbalance.ingest.milex_layout import Layout
from milbalance.ingest.names import fold

_BILLIONS = r"us ?\$ ?(b|bn|billions?)\b|\bbillions? (of )?(constant |current )?(us ?\$|us dollars)"
_CURRENT = r"((?:19|20)\d\d) \(?current( prices)?\)?"
_OMITTED = "omitted countries"


def read(book: Book, sheet: str) -> list[Block]:
    """The observations of a sheet of regional totals: a block of constant dollars, and one of current ones if any.

    Empty for any other sheet. Raises DataError for a heading, a unit or a base year that cannot be trusted.
    """
    rows = book.rows(sheet)
    layouts = _layouts(book, sheet, rows)
    below = list(rows) if layouts else []
    return [milex_cells.read(book, layout, iter(below), {}) for layout in layouts]


def _layouts(book: Book, sheet: str, rows: Iterator[tuple[int, list[Cell]]]) -> list[Layout]:
    """The layout of each block, with the rows consumed up to the heading that they share."""
    said: list[str] = []
    for number, cells in rows:
        texts = {cell["column"]: fold(cell["value"]) for cell in cells if isinstance(cell["value"], str)}
        if "region" in texts.values():
            return _blocks(book, sheet, said, number, cells)
        said += texts.values()
        if "country" in texts.values() or number > milex_layout.PREAMBLE:
            break
    return []


def _blocks(book: Book, sheet: str, said: list[str], number: int, cells: list[Cell]) -> list[Layout]:
    if not any(re.search(_BILLIONS, line) for line in said):
        book.refuse(
            sheet, 1, 1, "no word of billions of US dollars above the heading", "regional totals of SIPRI's"
        )
    years = milex_layout.years(book, sheet, number, cells)
    texts = {cell["column"]: fold(str(cell["value"] or "")) for cell in cells}
    current = {column: int(found[1]) for column, text in texts.items() if (found := re.fullmatch(_CURRENT, text))}
    constant = Layout(
        sheet,
        "constant_usd",
        base_year=milex_layout.base_year(book, sheet, said),
        name=next(column for column, text in texts.items() if text == "region"),
        notes=None,
        years=years,
        remarks={column: text for column, text in texts.items() if text == _OMITTED},
        other={column: texts[column] for column in current},
        promised=None,
        named=None,
        rights=milex_layout.rights(said),
        prefix="SIPRI ",
        scale=1000,
    )
    of_years = {column: str(year) for column, year in years.items()}
    of_current = replace(constant, basis="current_usd", base_year=None, years=current, other=of_years)
    return [constant, of_current] if current else [constant]

"""SIPRI Military Expenditure Database: the official workbook into rows of spending.csv.

All seven country sheets of every edition from data to 2016 on, whatever their names and order, with what the font
colours and footnotes say. Besides the four bases of the shipped table the rows have `local_currency_fy` (financial
years), `per_capita_usd` and `share_government`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from milbalance.errors import Fault
from milbalance.ingest import bounded, left_out, milex_cells, milex_frame, milex_layout, milex_notes
from milbalance.ingest.book import Book
from milbalance.ingest.milex_cells import Block
from milbalance.ingest.report import Imported, Report

KIND = "SIPRI military expenditure"
# Every edition has thousands of each: a workbook without any was saved by a program that drops colours.
_COLOURLESS = "no number is blue or red: the colours of estimates were lost, so no quality is known"


def read(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """Every observation of a workbook, missing ones with their reason, in the order of sheets and rows.

    Columns are those of spending.csv; money in million US dollars or single units of local currency, shares in per
    cent. `source_id` is made from the last year of the data unless it is given. Raises DataError that names file,
    sheet and cell for anything that cannot be read for certain; a few odd rows are left out (see
    `milbalance.ingest.left_out`), or refused too with `strict`.
    """
    book = Book(path, "a SIPRI military expenditure workbook")
    blocks = _blocks(book, strict)
    last = _last_year(blocks)
    rows, flags = milex_frame.build(book, blocks, source_id or f"sipri-milex-{last + 1}")
    odd = [_checked(book, block, strict) for block in blocks]
    if colourless := not rows["quality"].isin(["estimate", "uncertain"]).any():
        rows["quality"] = pd.Series(pd.NA, index=rows.index, dtype=rows["quality"].dtype)
    report = _report(book, blocks, rows, flags, last, (_COLOURLESS,) * colourless)
    return Imported(rows, replace(report, left_out=tuple(chain.from_iterable(odd))))


def _checked(book: Book, block: Block, strict: bool) -> tuple[Fault, ...]:
    """Why rows of a sheet were left out; refuses a sheet of which much cannot be read."""
    rows = len(block.rows) + len(block.left_out)
    return left_out.check(book.path.name, block.left_out.values(), rows, strict=strict)


def _last_year(blocks: list[Block]) -> int:
    """The last year of an edition: a copy may have lost years that the titles of most sheets still name."""
    layouts = [block.layout for block in blocks]
    promised = Counter(layout.promised or 0 for layout in layouts).most_common(1)[0][0]
    return max(promised, *(year for layout in layouts for year in layout.years.values()))


def _report(
    book: Book, blocks: list[Block], rows: pd.DataFrame, flags: Counter[str], last: int, notes: tuple[str, ...]
) -> Report:
    first = int(rows["year"].min())
    return Report(
        kind=KIND,
        file=book.path.name,
        edition=f"release of {last + 1}, data {first}-{last}",
        rows=len(rows),
        places=tuple(sorted(rows["place"].unique())),
        first_year=first,
        last_year=int(rows["year"].max()),
        bases=tuple(sorted(block.layout.basis for block in blocks)),
        unknown=sum((block.unknown for block in blocks), Counter[str]()),
        flags=flags,
        notes=(*notes, *_remarks(book, blocks, last)),
    )


def _remarks(book: Book, blocks: list[Block], last: int) -> Iterator[str]:
    """What a reader should know of the workbook as a whole."""
    found = {block.layout.basis for block in blocks}
    for basis in sorted(milex_layout.UNITS.keys() - found):
        yield f"no sheet of {basis}"
    used = {block.layout.sheet for block in blocks}
    if left := [sheet for sheet in book.sheets if sheet not in used]:
        yield f"sheets without countries by year: {', '.join(left)}"
    for block in blocks:
        layout = block.layout
        for heading in layout.other.values():
            yield f"sheet {layout.sheet}: the column {heading!r} is of other prices and left out"
        ends = max(layout.years.values())
        if ends < last and layout.promised in (None, ends):
            yield f"sheet {layout.sheet} ends in {ends}"
        if layout.promised not in (None, ends):
            yield f"sheet {layout.sheet} ends in {ends}, but its title says {layout.promised}: is it whole?"
        if layout.notes is None:
            yield f"sheet {layout.sheet} has no column of notes"


def _blocks(book: Book, strict: bool) -> list[Block]:
    """The observations of every country sheet; each basis may stand in one sheet only."""
    texts = milex_notes.footnotes(book)
    found: dict[str, Block] = {}
    for sheet in book.sheets:
        rows = book.rows(sheet)
        layout = milex_layout.find(book, sheet, rows)
        if layout is None:
            continue
        if layout.basis in found:
            other = found[layout.basis].layout.sheet
            book.refuse(sheet, 1, 1, f"{layout.basis} again (as in sheet {other})", "one sheet for each basis")
        found[layout.basis] = milex_cells.read(book, layout, rows, texts)
        _checked(book, found[layout.basis], strict)
        _refuse_per_cent(book, found[layout.basis])
    blocks = [block for block in found.values() if block.rows]
    if not blocks:
        bounded.refuse(book.path, "no sheet of countries and years", "a SIPRI military expenditure workbook")
    return blocks


def _refuse_per_cent(book: Book, block: Block) -> None:
    """Shares stand as fractions; were they per cent, multiplying them by 100 would be silently wrong."""
    if block.layout.factor == 100 and np.nanmedian([*block.values, 0]) > 1:
        book.refuse(block.layout.sheet, 1, 1, "shares mostly above 1", "shares as fractions of 1")

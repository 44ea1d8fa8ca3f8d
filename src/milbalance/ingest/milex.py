"""SIPRI Military Expenditure Database: the official workbook into rows of spending.csv.

All seven country sheets of every edition from data to 2016 on and the sheet of regional totals, whatever their
names and order, with what the font colours and footnotes say. Besides the bases of the shipped table the rows have
`local_currency_fy` (financial years).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from milbalance.errors import DataError, Fault, OtherFileError
from milbalance.ingest import (
    bounded,
    left_out,
    milex_cells,
    milex_edition,
    milex_frame,
    milex_layout,
    milex_regions,
    report,
)
from milbalance.ingest.book import Book
from milbalance.ingest.milex_cells import Block
from milbalance.ingest.milex_edition import Evidence
from milbalance.ingest.milex_layout import Layout
from milbalance.ingest.report import Imported

KIND = "SIPRI military expenditure"
# Every edition has thousands of each: a workbook without any was saved by a program that drops colours, unless it
# is of a few places.
_MANY = 5
_UNCOLOURED = "no number is blue or red: none is an estimate, unless a program dropped the colours"
_COLOURLESS = "no number is blue or red: the colours of estimates were lost, so no quality is known"


def read(
    path: Path,
    *,
    source_id: str | None = None,
    strict: bool = False,
    shipped: pd.DataFrame | None = None,
    book: Book | None = None,
) -> Imported:
    """Every observation of a workbook, missing ones with their reason, in the order of sheets and rows.

    The sheet of regional totals comes last; its places are names of regions. A workbook may have one sheet only.
    Columns are those of spending.csv; money in million US dollars or single units of local currency, shares in per
    cent. `source_id` is made from what the file says of its edition unless it is given (see
    `milbalance.ingest.milex_edition`). `shipped` are rows of spending.csv: where constant dollars are those of an
    edition they prove its base year against a label in doubt that is one ahead. `book` is the workbook where it is
    open already. Raises DataError that names
    file, sheet and cell for anything that cannot be read for certain; a few odd rows are left out (see
    `milbalance.ingest.left_out`), or refused too with `strict`.
    """
    book = book or Book(path, "a SIPRI military expenditure workbook")
    regions, not_used = _regions(book, strict)
    blocks = _blocks(book, strict, regions)
    evidence = _evidence(book, blocks, regions)
    if evidence.made and evidence.last > evidence.made.year:
        bounded.refuse(
            path, f"years to {evidence.last} in a file of {evidence.made.year}", "years that were by then"
        )
    edition = source_id or f"sipri-milex-{evidence.edition}"
    built = [milex_frame.build(book, some, edition) for some in (blocks, regions) if some]
    if regions:  # the sheet leaves the years before the first one of a region empty
        del built[-1][1]["empty cell"]
    rows = pd.concat([frame for frame, _ in built], ignore_index=True)
    odd = [_checked(book, block, strict) for block in (*blocks, *regions)]
    doubtful = source_id is not None or evidence.base != evidence.base_by_edition
    notes = [*_base_year(rows, evidence, shipped if doubtful else None), *_colours(rows)]
    first = int(rows["year"].min())
    told = report.of(
        rows,
        kind=KIND,
        file=path.name,
        edition=f"{source_id or f'release of {evidence.edition}'}, data {first}-{evidence.last}",
        bases=tuple(sorted(block.layout.basis for block in blocks)),
        unknown=sum((block.unknown for block in (*blocks, *regions)), Counter[str]()),
        flags=sum((raised for _, raised in built), Counter[str]()),
        left_out=tuple(chain.from_iterable(odd)),
        notes=(
            *notes,
            *(() if source_id else evidence.doubts()),
            *_remarks(book, blocks, evidence.last, {block.layout.sheet for block in regions}),
            *_two_series(regions),
            *not_used,
        ),
    )
    return Imported(rows, told)


def _evidence(book: Book, blocks: list[Block], regions: list[Block]) -> Evidence:
    """What the workbook says of its edition; the last year is that of most titles, if a copy has lost it."""
    titles = Counter(block.layout.promised[1] if block.layout.promised else 0 for block in blocks)
    promised = max(titles, key=lambda last: titles[last], default=0)
    layouts = [block.layout for block in (*blocks, *regions)]
    rights = Counter(layout.rights for layout in layouts if layout.rights).most_common(1)
    return Evidence(
        last=max(promised, *(year for layout in layouts for year in layout.years.values())),
        base=next((layout.base_year for layout in layouts if layout.base_year), None),
        rights=rights[0][0] if rights else None,
        made=book.made,
    )


def _base_year(rows: pd.DataFrame, evidence: Evidence, shipped: pd.DataFrame | None) -> Iterator[str]:
    """Put right a base year that shipped values prove to be the one before, and say so.

    Only that fault is known of SIPRI's site: any other label stays, for the shipped year may be the wrong one.
    """
    proved = None if shipped is None else milex_edition.proved_base(rows, shipped)
    if evidence.base is None or proved != evidence.base - 1:
        return
    rows["base_year"] = rows["base_year"].where(rows["base_year"].isna(), proved)
    yield f"constant prices are of {proved}, as the values prove, though the file says {evidence.base}"


def _colours(rows: pd.DataFrame) -> Iterator[str]:
    """Empty the quality of a workbook without colours, unless its few places may have no estimate."""
    if rows["quality"].isin(["estimate", "uncertain"]).any():
        return
    if rows["place"].nunique() < _MANY:
        yield _UNCOLOURED
        return
    rows["quality"] = pd.Series(pd.NA, index=rows.index, dtype=rows["quality"].dtype)
    yield _COLOURLESS


def _checked(book: Book, block: Block, strict: bool) -> tuple[Fault, ...]:
    """Why rows of a sheet were left out; refuses a sheet of which much cannot be read."""
    rows = len(block.rows) + len(block.left_out)
    return left_out.check(book.path.name, block.left_out.values(), rows, strict=strict)


def _regions(book: Book, strict: bool) -> tuple[list[Block], list[str]]:
    """The observations of the sheet of regional totals, or why it is not used; `strict` refuses an odd one."""
    for sheet in book.sheets:
        try:
            if (blocks := milex_regions.read(book, sheet)) and any(block.rows for block in blocks):
                return [block for block in blocks if block.rows], []
        except DataError as error:
            if strict:
                raise
            return [], [f"sheet {sheet} is not used: {error.faults[0]}"]
    return [], []


def _two_series(regions: list[Block]) -> Iterator[str]:
    """Tell of regions that the sheet has with a country that lacks data for long and without it."""
    names = {str(place) for block in regions for place in block.places}
    if others := sorted(name for name in names if name.partition(" (excluding")[0] in names - {name}):
        yield f"regional totals in two series: {', '.join(others)} are places too"


def _blocks(book: Book, strict: bool, regions: list[Block]) -> list[Block]:
    """The observations of every country sheet; each basis may stand in one sheet only."""
    texts = milex_cells.footnotes(book)
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
        # Shares stand as fractions; were they per cent, multiplying them by 100 would be silently wrong.
        if layout.factor == 100 and np.nanmedian([*found[layout.basis].values, 0]) > 1:
            book.refuse(sheet, 1, 1, "shares mostly above 1", "shares as fractions of 1")
    blocks = [block for block in found.values() if block.rows]
    if not (blocks or regions):
        wanted = "a SIPRI military expenditure workbook"
        raise OtherFileError([bounded.fault(book.path, "no sheet of countries and years", wanted)])
    return blocks


def _remarks(book: Book, blocks: list[Block], last: int, regional: set[str]) -> Iterator[str]:
    """What a reader should know of the workbook as a whole."""
    found = {block.layout.basis for block in blocks}
    for basis in sorted(milex_layout.UNITS.keys() - found):
        yield f"no sheet of {basis}"
    used = {block.layout.sheet for block in blocks} | regional
    if left := [sheet for sheet in book.sheets if sheet not in used]:
        yield f"sheets without countries by year: {', '.join(left)}"
    for block in blocks:
        for remark in _of_sheet(block.layout, last):
            yield f"sheet {block.layout.sheet}{remark}"


def _of_sheet(layout: Layout, last: int) -> Iterator[str]:
    """What a reader should know of one sheet."""
    for heading in layout.other.values():
        yield f": the column {heading!r} is of other prices and left out"
    if layout.named not in (None, layout.basis) and not layout.basis.startswith(str(layout.named)):
        yield f" is read as {layout.basis}, as its title says, though its name says {layout.named}"
    begins, ends = min(layout.years.values()), max(layout.years.values())
    starts, promised = layout.promised or (begins, ends)
    if ends < last and promised == ends:
        yield f" ends in {ends}"
    if promised != ends:
        yield f" ends in {ends}, but its title says {promised}: is it whole?"
    if begins < starts:
        yield f" begins in {begins}, but its title says {starts}"
    if layout.notes is None:
        yield " has no column of notes"

"""What is said of a SIPRI workbook that was read: its edition, what is in it, and what a reader should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from milbalance.ingest import milex_layout
from milbalance.ingest.book import Book
from milbalance.ingest.milex_cells import Block
from milbalance.ingest.milex_edition import Evidence
from milbalance.ingest.milex_layout import Layout
from milbalance.ingest.report import Report

KIND = "SIPRI military expenditure"


def evidence(book: Book, blocks: list[Block]) -> Evidence:
    """What the workbook says of its edition; the last year is that of most titles, if a copy has lost it."""
    layouts = [block.layout for block in blocks]
    promised = Counter(layout.promised[1] if layout.promised else 0 for layout in layouts).most_common(1)[0][0]
    rights = Counter(layout.rights for layout in layouts if layout.rights).most_common(1)
    return Evidence(
        last=max(promised, *(year for layout in layouts for year in layout.years.values())),
        base=next((layout.base_year for layout in layouts if layout.base_year), None),
        rights=rights[0][0] if rights else None,
        made=book.made,
    )


def build(book: Book, blocks: list[Block], rows: pd.DataFrame, found: Evidence, source_id: str | None) -> Report:
    """The report, but for flags and rows left out."""
    first = int(rows["year"].min())
    return Report(
        kind=KIND,
        file=book.path.name,
        edition=f"{source_id or f'release of {found.edition}'}, data {first}-{found.last}",
        rows=len(rows),
        places=tuple(sorted(rows["place"].unique())),
        first_year=first,
        last_year=int(rows["year"].max()),
        bases=tuple(sorted(block.layout.basis for block in blocks)),
        unknown=sum((block.unknown for block in blocks), Counter[str]()),
        notes=(*(() if source_id else found.doubts()), *_remarks(book, blocks, found.last)),
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

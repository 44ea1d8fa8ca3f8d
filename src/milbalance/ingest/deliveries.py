"""SIPRI's register of deliveries, one row per deal and year: to arms_deliveries, and to arms_imports by sums.

This is the only file of SIPRI's that knows how much of a deal came in which year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from milbalance.ingest import cells, left_out, report, sipri_names, sipri_release, text, tidy
from milbalance.ingest import yearly as sums
from milbalance.ingest.report import Imported

KIND = "SIPRI arms transfers, deliveries by year"
WANTED = "SIPRI's register of deliveries (a line with Supplier, Recipient, Delivery year, TIV delivery values)"
_COLUMNS = {
    "id": ("sipri at database id",),
    "supplier": ("supplier",),
    "recipient": ("recipient",),
    "designation": ("designation",),
    "class": ("description",),
    "number": ("numbers delivered",),
    "year": ("delivery year",),
    "tiv_m": ("tiv delivery values",),
    "local_production": ("local production",),
}
_FLAG = {"yes": True, "no": False, "": pd.NA}


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of this register."""
    return {"supplier", "recipient", "delivery year", "tiv delivery values"} <= set(map(text.fold, line))


def read(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A register of deliveries in the columns of arms_deliveries; TIV in millions, classes as the file spells them.

    Raises DataError for a file that is not one, and MilbalanceError where its release is not known (see
    `sipri_release.edition`).
    """
    return rows(text.read(path, WANTED, is_header), source_id=source_id, strict=strict)


def rows(table: text.Table, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """The rows of a register that was read already."""
    found, odd = left_out.reading(table, partial(_rows, source_id=source_id), strict=strict)
    return replace(found, report=replace(found.report, left_out=odd, notes=text.ending(table)))


def _rows(table: text.Table, *, source_id: str | None) -> Imported:
    """A register whose every row can be read; raises RowsError for those that cannot."""
    table = text.even(table)
    columns = cells.columns(table, text.places(table, _COLUMNS))
    years = columns["year"].years()
    sipri_release.refuse_later(table, columns["year"].name, years)
    edition = sipri_release.edition(table, source_id, years)
    parties = sipri_names.parties(columns["recipient"].cells, columns["supplier"].cells, years)
    ids = columns["id"].parsed(
        lambda cell: cell if cell.isascii() and cell.isdecimal() else None, "a number of SIPRI's"
    )
    frame = tidy.frame(
        "arms_deliveries",
        {
            "delivery": list(_keys(edition.source_id, ids, years)),
            "source_id": edition.source_id,
            "recipient": parties.recipients,
            "supplier": parties.suppliers,
            "year": years,
            "designation": columns["designation"].texts("a designation"),
            "class": columns["class"].texts("a description"),
            "number": columns["number"].counts(),
            "tiv_m": columns["tiv_m"].numbers(gaps=frozenset()),
            "local_production": columns["local_production"].words(_FLAG),
            "locator": [edition.line(line) for line in table.lines],
        },
    )
    twice = len(ids) - len(set(zip(ids, years, strict=True)))
    flags = {
        **parties.flags,
        # A register has a deal once for each delivery year: more may be lines that somebody doubled.
        "deals that come twice in one year, which may be repeats": twice,
        **sipri_release.others(table, frame),
    }
    said = {"kind": KIND, "file": table.file, "edition": edition.words, **sipri_release.chosen(table)}
    return Imported(frame, report.of(frame, flags=flags, **said))


def _keys(source_id: str, ids: list[str], years: list[int]) -> Iterator[str]:
    """Release, SIPRI's id and year; a pair that comes again is numbered."""
    seen: Counter[tuple[str, int]] = Counter()
    for pair in zip(ids, years, strict=True):
        seen[pair] += 1
        again = f"-{seen[pair]}" if seen[pair] > 1 else ""
        yield f"{source_id}-{pair[0]}-{pair[1]}{again}"


def yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of arms_deliveries to the columns of arms_imports: exact sums, TIV in millions. Nothing is spread."""
    return sums.sums(rows.assign(method=sums.EXACT))

"""SIPRI's tables of transfer volumes by year: to arms_imports, or to totals where one side is the whole world.

Three layouts: the tables of the site until 2022 (a title, and years over a column `Total`), those since 2023
(`Supplier` or `Recipient`, years, sums and percentages, a row of totals), and a tidy list (Import_To, Export_From).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from milbalance.errors import MilbalanceError, NotUsedError, RowsError
from milbalance.ingest import cells, left_out, names, sipri_names, sipri_release, text, tidy
from milbalance.ingest import yearly as sums
from milbalance.ingest.cells import Column
from milbalance.ingest.report import Imported, Report, of

KIND = "SIPRI arms transfers, table of volumes"
WANTED = "a table of volumes of SIPRI's (a line of years, or Import_To, Export_From, Year, TIV)"
TOTALS = ["place", "year", "flow", "source_id", "tiv_m", "locator", "note"]
_SIDES = {  # first column name -> what the rows are; the old layout has none
    "": "",
    "supplier": "supplier",
    "exports by": "supplier",
    "recipient": "recipient",
    "imports by": "recipient",
}
_SPAN = re.compile(r"([0-9]{4})-([0-9]{4})")
_OTHERS = re.compile(rf"{'|'.join(_SIDES)}|total|{_SPAN.pattern}|percentage( of total)?|sum total years")
_TITLE = re.compile(r"TIV of arms (?:exports|imports) (from|to) (.+?), ([0-9]{4})(?:-([0-9]{4}))?", re.IGNORECASE)
_CLOSING = re.compile(r"total (?:exports|imports) (from|to) (.+)", re.IGNORECASE)
_WORLD = re.compile(r"all(?: countries)?|the world|the top [0-9]+ .*", re.IGNORECASE)
_TIDY = {"recipient": ("import_to",), "supplier": ("export_from",), "year": ("year",), "tiv_m": ("tiv",)}
_KEY = ("recipient", "supplier", "year")
_SUMS = {"all", "total"}  # rows of a tidy list that add up others
_SMALL = "0 means less than 0.5"


@dataclass(frozen=True)
class _Cells:
    """Every volume of a table: who received, who supplied (None: the world), when, how much, and where it is."""

    recipients: list[str | None]
    suppliers: list[str | None]
    years: list[int]
    volumes: list[float]
    places: list[str]
    off: int = 0  # years in which the rows do not add up to the total printed
    supplier: str = ""  # the one side of a table that is of one
    recipient: str = ""


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of such a table: years after a name, or those of the tidy list."""
    if len(line) > 1 and text.fold(line[0]) in _SIDES:
        return cells.year(line[1]) is not None
    return {"import_to", "export_from", "year", "tiv"} <= set(map(text.fold, line))


def read(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A table between named sides in the columns of arms_imports; TIV in millions, 0 for less than 0.5.

    Raises DataError for another file, NotUsedError for a table of totals (see `read_totals`), and MilbalanceError
    where the release is not known (see `sipri_release.edition`).
    """
    return rows(text.read(path, WANTED, is_header), source_id=source_id, strict=strict)


def read_totals(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A table of what states imported or exported in all: place, year, flow, source_id, tiv_m, locator, note.

    Raises as `read` does; such rows are never mixed with arms_imports, where a total would count twice.
    """
    return totals(text.read(path, WANTED, is_header), source_id=source_id, strict=strict)


def rows(table: text.Table, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A table between named sides that was read already."""
    (found, edition), odd = left_out.reading(table, partial(_cells, source_id=source_id), strict=strict)
    if None in found.recipients or None in found.suppliers:
        raise NotUsedError(f"{table.file}: a table of totals, which says nothing of who supplied whom")
    recipients, suppliers = [name or "" for name in found.recipients], [name or "" for name in found.suppliers]
    parties = sipri_names.parties(recipients, suppliers, found.years)
    frame = tidy.frame(
        "arms_imports",
        {
            "recipient": parties.recipients,
            "supplier": parties.suppliers,
            "year": found.years,
            "source_id": edition.source_id,
            "tiv_m": found.volumes,
            "method": sums.OFFICIAL,
            "locator": found.places,
            "note": [_small(volume) for volume in found.volumes],
        },
    )
    flags = {**parties.flags, **_odd(found, frame, sums.KEY)}
    frame = sums.sums(frame)
    told = _report(table, edition, frame, flags)
    return Imported(frame, replace(told, supplier=found.supplier, recipient=found.recipient, left_out=odd))


def totals(table: text.Table, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A table of totals that was read already."""
    (found, edition), odd = left_out.reading(table, partial(_cells, source_id=source_id), strict=strict)
    exports = None in found.recipients
    parties = found.suppliers if exports else found.recipients
    if None in parties or None not in chain(found.recipients, found.suppliers):
        raise MilbalanceError(f"{table.file}: a table between two sides, not one of totals")
    sides = [(name or "", year) for name, year in zip(parties, found.years, strict=True)]
    codes = [sipri_names.code(*side) for side in sides]
    own = Counter(code for code, side in zip(codes, sides, strict=True) if not sipri_names.has_code(*side))
    frame = pd.DataFrame({
        "place": pd.Series(codes, dtype="str"),
        "year": pd.Series(found.years, dtype="int64"),
        "flow": "exports" if exports else "imports",
        "source_id": edition.source_id,
        "tiv_m": pd.Series(found.volumes, dtype="float64"),
        "locator": pd.Series(found.places, dtype="str"),
        "note": pd.Series([_small(tiv) or pd.NA for tiv in found.volumes], dtype="str"),
    })[TOTALS]  # fmt: skip
    flags = {**sipri_names.flags(own), **_odd(found, frame, ["place", "year"])}
    return Imported(frame, replace(_report(table, edition, frame, flags), left_out=odd))


def _report(
    table: text.Table, edition: sipri_release.Edition, rows: pd.DataFrame, flags: Mapping[str, int]
) -> Report:
    """The report; the years of the columns are those that the table was asked for."""
    years = [year for year in map(cells.year, table.columns) if year is not None]
    asked = (min(years), max(years)) if years else None
    notes = (*text.ending(table), *edition.notes)
    said = {"file": table.file, "edition": edition.words, "notes": notes, "asked": asked}
    return of(rows, kind=KIND, flags=flags, **said)


def _odd(found: _Cells, rows: pd.DataFrame, key: list[str]) -> dict[str, int]:
    """Years that do not add up, and volumes of one place under several names, which a table has once each."""
    return {
        "years whose rows do not add up to the total printed": found.off,
        "volumes of a place that comes under another name as well, added up": int(rows.duplicated(key).sum()),
    }


def _small(volume: float) -> str:
    return _SMALL if volume == 0 else ""


def _cells(table: text.Table, source_id: str | None) -> tuple[_Cells, sipri_release.Edition]:
    table = text.even(table)
    if cells.year(table.columns[1]) is None:
        return _tidy(table, source_id)
    return _wide(table, source_id)


def _tidy(table: text.Table, source_id: str | None) -> tuple[_Cells, sipri_release.Edition]:
    """The cells of a tidy list, without its rows of totals."""
    found = text.places(table, _TIDY)
    single = [
        at
        for at, record in enumerate(table.records)
        if not any(record[place].strip().casefold() in _SUMS for place in found.values())
    ]
    kept = table.only(single)
    listed = list(text.columns(kept).values())
    text.refuse_twice(kept, list(zip(*(listed[found[key]] for key in _KEY), strict=True)), "Year")
    years = Column(kept, "Year", listed[found["year"]]).years()
    edition = sipri_release.edition(table, source_id, years, undated=True)
    volumes = Column(kept, "TIV", listed[found["tiv_m"]]).numbers(gaps=frozenset()).tolist()
    places = [edition.line(line) for line in kept.lines]
    recipients: list[str | None] = [*listed[found["recipient"]]]
    suppliers: list[str | None] = [*listed[found["supplier"]]]
    return _Cells(recipients, suppliers, years, volumes, places), edition


def _wide(table: text.Table, source_id: str | None) -> tuple[_Cells, sipri_release.Edition]:
    """The cells of a table with a column for each year."""
    listing = [record[0].strip() for record in table.records]
    end = next((at for at, name in enumerate(listing) if name.casefold().startswith("total")), None)
    if end is None or end + 1 < len(listing):
        line = table.lines[-1] if table.lines else table.header_line
        table.refuse(line, "-", "no row of totals at the end of the table", "a table whole to its row of totals")
    text.refuse_twice(table, listing, table.columns[0])
    side, other = _sides(table, listing[end])
    listed = text.columns(table)
    years = cells.year_columns(table, _OTHERS)
    _refuse_other_span(table, list(years.values()))
    volumes = {year: Column(table, column, listed[column]).numbers() for column, year in years.items()}
    filled = [
        (row, year, float(column[row]))
        for year, column in volumes.items()
        for row in range(end)
        if not np.isnan(column[row])
    ]
    if nameless := {row for row, _, _ in filled if not text.plain(listing[row]).strip()}:
        wanted = "volumes without a name", "a name in every row"
        raise RowsError(table.fault(table.lines[row], table.columns[0], *wanted) for row in sorted(nameless))
    edition = sipri_release.edition(table, source_id, (year for _, year, _ in filled))
    these: list[str | None] = [listing[row] for row, _, _ in filled]
    those = [other] * len(filled)
    return _Cells(
        recipients=those if side == "supplier" else these,
        suppliers=these if side == "supplier" else those,
        years=[year for _, year, _ in filled],
        volumes=[volume for _, _, volume in filled],
        places=[f"{edition.line(table.lines[row])}, column {year}" for row, year, _ in filled],
        off=sum(_apart(column[:end], column[end]) for column in volumes.values()),
        **{"recipient" if side == "supplier" else "supplier": text.plain(other or "")},
    ), edition


def _sides(table: text.Table, closing: str) -> tuple[str, str | None]:
    """Which side the rows are, and the name of the other one (None: the whole world).

    The old layout says so in its title, the new one in the first column name and the row of totals.
    """
    side = _SIDES[text.fold(table.columns[0])]
    said = next(_titles(table), None) if not side else _CLOSING.fullmatch(closing)
    if said is None:
        if side and text.fold(closing) in ("total world import", "total world export"):
            return side, None
        table.refuse(table.header_line, "-", f"a table closed by {closing!r}", "a title with who sold or bought")
    other = None if _WORLD.fullmatch(said[2]) else said[2].strip()
    if other and names.kind(other) is None and not other.endswith("*"):  # SIPRI's mark of who is no state
        table.refuse(table.header_line, "-", f"a table of {other!r}", "a state or party that is known")
    told = "supplier" if said[1].casefold() == "to" else "recipient"
    if side and told != side:
        found = f"rows of each {side}, closed by {closing!r}"
        table.refuse(table.header_line, table.columns[0], found, "rows and a closing line of one side")
    if other is None and not side:  # "from all": each row is one of those who sold
        told = "recipient" if told == "supplier" else "supplier"
    return told, other


def _refuse_other_span(table: text.Table, years: list[int]) -> None:
    """Refuse years over columns that are not those of a column such as 2022-2025, or are outside the title's."""
    spans = [_SPAN.fullmatch(text.fold(name)) for name in table.columns]
    for span in filter(None, spans):
        if (int(span[1]), int(span[2])) != (years[0], years[-1]):
            found = f"columns of {years[0]}-{years[-1]} beside one of {span[0]}"
            table.refuse(table.header_line, span[0], found, "the same years in both")
    for title in _titles(table):
        first, last = int(title[3]), int(title[4] or title[3])
        if not first <= years[0] <= years[-1] <= last:
            found = f"columns of {years[0]}-{years[-1]} under a title of {first}-{last}"
            table.refuse(table.header_line, "-", found, "the years of the title")


def _titles(table: text.Table) -> Iterator[re.Match[str]]:
    """What the lines above the table say of its sides."""
    for line in table.above:
        # The marks that pad the line are none of the title's, and the title's own comma may be quoted or not.
        if found := _TITLE.fullmatch(", ".join(filter(None, text.split(line.rstrip(";\t|"), ",")))):
            yield found


def _apart(column: cells.Floats, total: float) -> bool:
    """Whether rounded parts cannot add up to a rounded total: each may be half a million off."""
    parts = column[~np.isnan(column)]
    return abs(float(parts.sum()) - (0.0 if np.isnan(total) else total)) > 0.5 * (len(parts) + 1)

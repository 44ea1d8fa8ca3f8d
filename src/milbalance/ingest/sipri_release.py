"""Which release of SIPRI's arms transfers a file holds, from the day on which SIPRI generated it."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError, RowsError
from milbalance.ingest import sipri_names
from milbalance.ingest.text import Table, plain

_MONTHS = [name[:3].casefold() for name in month_name[1:]]
_STAMP = re.compile(r"generated:\s*([0-9]{1,2}) ([A-Za-z]{3,9}) ([0-9]{4})\b", re.IGNORECASE)
_RANGE = re.compile(r"year range '([0-9]{4})' to '([0-9]{4})'")
_FROM = re.compile("conventional arms from ", re.IGNORECASE)
_DEALS = re.compile(r"\.\s*Deals ", re.IGNORECASE)
_ALL = re.compile(r"all(?: countries)?|the world", re.IGNORECASE)
_OUT_BY = 15  # day of March by which every release so far was out


@dataclass(frozen=True)
class Edition:
    """The release of a file: source_id, a line in words, how rows say where they stand in it, and what to tell."""

    source_id: str
    words: str
    where: str
    notes: tuple[str, ...] = ()

    def line(self, number: int) -> str:
        """The locator of a line."""
        return f"{self.where}, line {number}"


def edition(table: Table, source_id: str | None, years: Iterable[int], *, undated: bool = False) -> Edition:
    """The release of a table whose deliveries are of these years; `source_id` overrules what the file says.

    With `undated`, a file that does not say when it was generated is of the release after its last year, and so
    told. Raises MilbalanceError where neither file nor user says it otherwise, and for a day before the file's own
    deliveries.
    """
    day = stamp(table.above)
    where = f"{table.file} ({day.day} {month_name[day.month]} {day.year})" if day else table.file
    generated = f", generated {day.isoformat()}" if day else ""
    if source_id:
        return Edition(source_id, f"{source_id}{generated}", where)
    last = max(years, default=0)
    if day is None and undated and last:
        return by_last_year(last, where)
    if day is None:
        raise MilbalanceError(
            f"{table.file}: no line 'Data generated: ...' above the table, so the release is not known; "
            "say the source_id (--source-id), such as sipri-transfers-2026-03"
        )
    release = _release(table.file, day, last)
    if last >= int(release[:4]):
        raise MilbalanceError(
            f"{table.file}: generated on {day.isoformat()}, and has deliveries of {last}, which the release of "
            f"{release} cannot have; say the source_id (--source-id) if the day is wrong"
        )
    return Edition(f"sipri-transfers-{release}", f"release of {release}{generated}", where)


def by_last_year(last: int, where: str) -> Edition:
    """The release of a file without a date whose last deliveries are of a year: the one of the next March."""
    source_id = f"sipri-transfers-{last + 1}-03"
    told = (
        f"the file does not say when SIPRI generated it: taken as {source_id}, the release after its last year; "
        "say the source_id (--source-id) if it is another"
    )
    return Edition(source_id, f"release of {last + 1}-03 by its last year", where, (told,))


def refuse_later(table: Table, column: str, years: Iterable[int]) -> None:
    """Raise RowsError for the rows of a year after the one in which the file was generated."""
    day = stamp(table.above)
    wanted = f"a year up to {day.year}, in which the file was generated" if day else ""
    faults = [
        table.fault(line, column, str(year), wanted)
        for line, year in zip(table.lines, years, strict=True)
        if day and year > day.year
    ]
    if faults:
        raise RowsError(faults)


def others(table: Table, frame: pd.DataFrame) -> dict[str, int]:
    """Rows of another supplier or recipient than the one that the lines above a register name.

    `frame` has the columns supplier and recipient in codes, and year or order_year.
    """
    years = frame["year"] if "year" in frame else frame["order_year"]
    found = {}
    for side, name in zip(("supplier", "recipient"), sides(table), strict=True):
        if name:
            apart = frame[side] != years.map({year: sipri_names.code(name, year) for year in years.unique()})
            found[f"rows of another {side} than {name}, which the lines above the table name"] = int(apart.sum())
    return found


def stamp(lines: Iterable[str]) -> date | None:
    """The day in a line such as `Data generated: 18 May 2026 2:29:20 PM`; None if there is no such line."""
    for line in lines:
        found = _STAMP.search(line)
        if found and (month := found[2][:3].casefold()) in _MONTHS:
            try:
                return date(int(found[3]), _MONTHS.index(month) + 1, int(found[1]))
            except ValueError:
                return None
    return None


def chosen(table: Table) -> dict[str, Any]:
    """What a register was asked for, as parts of a Report: years of delivery (None: all) and the two sides."""
    found = next(filter(None, map(_RANGE.search, table.above)), None)
    asked = (int(found[1]), int(found[2])) if found else None
    return {"asked": asked, **dict(zip(("supplier", "recipient"), sides(table), strict=True))}


def sides(table: Table) -> tuple[str, str]:
    """The supplier and the recipient that a register was asked for, as it names them; empty for all of them."""
    for line in table.above:
        start = _FROM.search(line)
        end = _DEALS.search(line, start.end()) if start else None
        if start and end:
            names = line[start.end() : end.start()].partition(" to ")
            supplier, recipient = (" ".join(plain(name).split()) for name in (names[0], names[2]))
            return "" if _ALL.fullmatch(supplier) else supplier, "" if _ALL.fullmatch(recipient) else recipient
    return "", ""


def _release(file: str, day: date, last: int) -> str:
    """Releases come each March with the deliveries up to the year before; in early March only those years tell."""
    if day >= date(day.year, 3, _OUT_BY) or (day.month == 3 and last == day.year - 1):
        return f"{day.year}-03"
    if day.month < 3:
        return f"{day.year - 1}-03"
    raise MilbalanceError(
        f"{file}: generated on {day.isoformat()}, about when the release of {day.year} came out, and without "
        f"deliveries of {day.year - 1}; say the source_id (--source-id), "
        f"sipri-transfers-{day.year - 1}-03 or -{day.year}-03"
    )

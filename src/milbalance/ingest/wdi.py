"""World Bank, World Development Indicators: to rows of spending, forces or context, by indicator.

Two layouts: the download of one indicator (years as columns, its zip too) with bulk files of the same columns, and
long files with one row per place and year and a column for each indicator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from milbalance.errors import MilbalanceError, NotUsedError, RowsError
from milbalance.ingest import book, cells, left_out, names, report, source_ids, text, wdi_copies
from milbalance.ingest.cells import Column
from milbalance.ingest.indicators import BY_CODE, BY_NAME, tidy_rows
from milbalance.ingest.report import Imported

KIND = "World Bank, World Development Indicators"
WANTED = "a file of the World Bank's indicators (a line with Country Code, and years or Year)"
_COUNTRY, _INDICATOR, _YEAR = "country code", "indicator code", "year"
_OTHERS = re.compile(r"country (name|code)|indicator (name|code)|unnamed: \d+")  # pandas names what has no name
_SLACK = 5  # years by which the line of an update may be older than the table below it
_SCALE = re.compile(r"\b(thousand|million|billion|trillion)s?\b", re.IGNORECASE)
_UPDATED = re.compile(r"last updated date\W+([0-9]{4})-([0-9]{2})-[0-9]{2}", re.IGNORECASE)


_FAMILY = "wdi"  # of sources.csv
_WORLD = "World"  # the one place put together that is taken of every indicator
_UNDATED = "wdi-undated-"  # and the last year with a number: the cut of a file that does not say it
_ENOUGH = 20  # shipped values that prove a cut
_DECIMALS = 6  # of shares in the shipped table
_COLUMNS = ["place", "year", "indicator", "value", "locator"]


@dataclass
class _Seen:
    """Numbers as they stand in a file, one row each, and what was left out of it."""

    rows: list[tuple[str, int, str, float, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    aggregates: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of such a file, or of one that others made of it."""
    if wdi_copies.is_header(line):
        return True
    folded = [text.fold(cell) for cell in line]
    years = any(cells.year(cell) is not None for cell in line)
    return _COUNTRY in folded and ((_INDICATOR in folded and years) or _YEAR in folded)


def _has_years(line: list[str]) -> bool:
    """Whether these are the column names of the layout with an indicator a row and years as columns."""
    return is_header(line) and _INDICATOR in map(text.fold, line)


# The World Bank's bulk file has 400,000 rows; wanted are its header and the rows of the indicators taken here.
SIEVE = text.Sieve(
    "the World Bank's bulk file of indicators",
    _has_years,
    re.compile("|".join(map(re.escape, ["Indicator Code", *BY_CODE])).encode()).search,
)


def read(path: Path, *, table: str | None = None, source_id: str | None = None, strict: bool = False) -> Imported:
    """A file of indicators, or the zip or workbook that the World Bank offers, in the columns of one shipped table.

    `table` (spending, forces or context) chooses where a file has indicators of several. Dollars become millions of
    dollars, as in spending.csv; empty cells give no rows; places put together are left out, but for the world, and
    for the regions of military expenditure that SIPRI has too.
    A file that does not say when it was updated is of the cut `wdi-undated-` and its last year, and so told.
    Raises DataError for another file, MilbalanceError where a table must be said, and NotUsedError for a file of
    other indicators.
    """
    workbook = book.opened(path, WANTED)
    found = (workbook and book.table(workbook, is_header)) or text.read(path, WANTED, is_header, SIEVE)
    return rows(found, table=table, source_id=source_id, strict=strict)


def rows(
    found: text.Table, *, table: str | None = None, source_id: str | None = None, strict: bool = False
) -> Imported:
    """The rows of a file that was read already."""
    read = tables(found, source_id=source_id, strict=strict)
    if table in read:
        return read[str(table)]
    if table is None and len(read) == 1:
        return next(iter(read.values()))
    wanted = "say which table" if table is None else f"none for {table}"
    raise MilbalanceError(f"{found.file}: indicators for {' and '.join(sorted(read))}; {wanted}")


def tables(
    found: text.Table, *, source_id: str | None = None, strict: bool = False, shipped: pd.DataFrame | None = None
) -> dict[str, Imported]:
    """The rows of a file for each of the tables spending, forces and context that it has numbers for: at least one.

    `shipped` are rows of spending.csv, which may prove the cut of a file that does not say it. Raises as `read`.
    """
    found, copied = wdi_copies.told(found)
    late = tuple(_years_to_come(found))
    seen, odd = left_out.reading(found, _observations, strict=strict)
    held = sorted({BY_CODE[code].table for _, _, code, _, _ in seen.rows})
    if not held:
        others = f", but of {', '.join(sorted(seen.others)[:5])}" if seen.others else ""
        taken = ", ".join(BY_CODE)
        wrong = NotUsedError if seen.others else MilbalanceError
        raise wrong(f"{found.file}: no number of an indicator that is taken ({taken}){others}")
    numbers = pd.DataFrame(seen.rows, columns=_COLUMNS)
    edition = _edition(found, source_id or copied, max(year for _, year, *_ in seen.rows))
    if (
        edition.undated
        and shipped is not None
        and "spending" in held
        and (proved := _proved(tidy_rows(numbers, "spending", ""), shipped))
    ):
        edition = _Edition(
            proved, f"{edition.words}, taken as {proved}, of which it has every value that is shipped"
        )
    notes = (*late, *edition.notes, *_notes(seen))
    made = {}
    for table in held:
        frame = tidy_rows(numbers, table, edition.source_id)
        said = {"kind": f"{KIND}, {table}", "file": found.file, "edition": edition.words, "unknown": seen.unknown}
        origins = {BY_CODE[code].origin for code in numbers["indicator"] if BY_CODE[code].table == table}
        said["origin"] = " and ".join(sorted(origins))
        made[table] = Imported(frame, report.of(frame, flags=_flags(frame), notes=notes, left_out=odd, **said))
    return made


@dataclass(frozen=True)
class _Edition:
    """The cut of the data: its source_id, in words, what is to be told of it, and whether it says none."""

    source_id: str
    words: str
    notes: tuple[str, ...] = ()
    undated: bool = False


def _edition(table: text.Table, source_id: str | None, last: int) -> _Edition:
    """The cut of a file by the month of `Last Updated Date`; without such a line by the last year with a number."""
    updated = next(filter(None, map(_UPDATED.search, table.above)), None)
    words = f"updated {updated[0][-10:]}" if updated else f"undated file with numbers to {last}"
    if source_id:
        return _Edition(source_id, f"{words}, taken as {source_id}")
    if updated:
        return _Edition(f"wdi-{updated[1]}-{updated[2]}", words)
    undated = f"{_UNDATED}{last}"
    return _Edition(
        undated,
        words,
        (
            f"no line 'Last Updated Date' above the table, so the cut is not known: taken as {undated}, after its "
            "last year; say the source_id (--source-id), such as wdi-2024-03, if it is known",
        ),
        undated=True,
    )


def _proved(rows: pd.DataFrame, shipped: pd.DataFrame) -> str:
    """The one cut of which spending has every shipped value, of bases that it has, to the same last year; or ""."""
    own = shipped[shipped["basis"].isin(rows["basis"].unique()) & shipped["value"].notna()]
    own = own[own["source_id"].map(lambda one: source_ids.parts(one)[0] == _FAMILY)]
    both = own.merge(rows, how="left", on=["place", "year", "basis"], suffixes=("", "_read"))
    near = np.isclose(both["value"], both["value_read"], rtol=1e-9, atol=0.51 * 10**-_DECIMALS)
    found = [
        source
        for source, one in both.assign(near=near).groupby("source_id")
        if len(one) >= _ENOUGH and one["near"].all() and one["year"].max() == rows["year"].max()
    ]
    return str(found[0]) if len(found) == 1 else ""


def _years_to_come(table: text.Table) -> Iterator[str]:
    """Tell of columns for years after the update, which may be an old line; refuse those of another age."""
    updated = next(filter(None, map(_UPDATED.search, table.above)), None)
    last = max((year for year in map(cells.year, table.columns) if year), default=0)
    if updated and last > int(updated[1]):
        found = f"a column for {last} in a file updated in {updated[1]}"
        if last > int(updated[1]) + _SLACK:
            table.refuse(table.header_line, str(last), found, "years that were by then")
        yield f"{found}: is the line of the update an old one?"


def _observations(table: text.Table) -> _Seen:
    table = text.even(table)
    return _wide(table) if _has_years(list(table.columns)) else _long(table)


def _wide(table: text.Table) -> _Seen:
    """Every number of a table with years as columns."""
    found = text.places(table, {_COUNTRY: (_COUNTRY,), _INDICATOR: (_INDICATOR,)})
    years = cells.year_columns(table, _OTHERS)
    seen = _Seen()
    indicators = [record[found[_INDICATOR]].strip() for record in table.records]
    seen.others |= {text.plain(code) for code in indicators if code not in BY_CODE}
    table = table.only([at for at, code in enumerate(indicators) if code in BY_CODE])
    listed = text.columns(table)
    columns = list(listed.values())
    codes, indicators = columns[found[_COUNTRY]], columns[found[_INDICATOR]]
    text.refuse_twice(table, list(zip(codes, indicators, strict=True)), "Country Code")
    _refuse_contradictions(table, listed, codes, indicators)
    places = [_place(seen, code) for code in codes]
    numbers = cells.numbers(table, {name: listed[name] for name in years})
    for name, year in years.items():
        for row, value in enumerate(numbers[name].tolist()):
            if (place := places[row]) and value >= 0 and _taken(seen, place, codes[row], indicators[row]):
                where = f"{table.file}, line {table.lines[row]}, column {year}"
                seen.rows.append((place, year, indicators[row], value, where))
    return seen


def _long(table: text.Table) -> _Seen:
    """Every number of a table with one row per place and year."""
    found = text.places(table, {_COUNTRY: (_COUNTRY,), _YEAR: (_YEAR,)})
    listed = text.columns(table)
    columns = list(listed.values())
    codes, years = columns[found[_COUNTRY]], Column(table, "Year", columns[found[_YEAR]]).years()
    text.refuse_twice(table, list(zip(codes, years, strict=True)), "Country Code")
    _refuse_contradictions(table, listed, codes, [])
    seen = _Seen()
    places = [_place(seen, code) for code in codes]
    for name, listing in listed.items():
        indicator = BY_CODE.get(name) or BY_NAME.get(text.fold(name))
        if indicator is None:
            seen.others |= set() if text.fold(name) in (_COUNTRY, _YEAR, "country name") else {text.plain(name)}
            continue
        for row, value in enumerate(Column(table, name, listing).numbers().tolist()):
            if (place := places[row]) and value >= 0 and _taken(seen, place, codes[row], indicator.code):
                seen.rows.append(
                    (place, years[row], indicator.code, value, f"{table.file}, line {table.lines[row]}")
                )
    return seen


def _refuse_contradictions(
    table: text.Table, listed: dict[str, list[str]], codes: list[str], indicators: list[str]
) -> None:
    """Raise RowsError for rows whose name of a country or of an indicator is not that of their code."""
    columns = {text.fold(name): column for name, column in listed.items()}
    faults = {
        line: table.fault(line, "Country Name", f"{name!r} with the code {code!r}", "the name of that code")
        for line, name, code in zip(table.lines, columns.get("country name", ()), codes, strict=False)
        if not _agree(name, code)
    }
    faults |= {
        line: table.fault(line, "Indicator Name", f"{name!r} with the code {code!r}", "the name of that code")
        for line, name, code in zip(table.lines, columns.get("indicator name", ()), indicators, strict=False)
        if not _of_code(name, code)
    }
    if faults:
        raise RowsError(islice(faults.values(), left_out.most(len(table.lines)) + 1))


@lru_cache(maxsize=4096)
def _of_code(name: str, code: str) -> bool:
    """Whether a name may be that of an indicator: one that is not known may say anything but another scale."""
    known = BY_NAME.get(text.fold(name))
    return known.code == code if known else not _SCALE.search(name)


@lru_cache(maxsize=4096)
def _agree(name: str, code: str) -> bool:
    """Whether a name and a code may be of one place: names that the table does not know are taken as they are."""
    alias = names.find(name)
    if alias is None:
        return True
    place = code if code in _states() else names.code(f"WDI {code}")
    known = alias.place or (names.code(f"SIPRI {name}") if alias.kind == "region" else None)
    return known == place


def _place(seen: _Seen, code: str) -> str | None:
    """The place of a country code; None for unknown codes and places put together, which are counted."""
    if code in _states():
        return code
    place = names.code(f"WDI {code}")
    if names.kind(f"WDI {code}") == "region" and (place is None or names.code(f"SIPRI {place}") != place):
        seen.aggregates.add(code)
        return None
    if place is None:
        seen.unknown[text.plain(code)] += 1
    return place


def _taken(seen: _Seen, place: str, code: str, indicator: str) -> bool:
    """Whether a number of a place is taken: of a region, which has states that do not spend, that of spending."""
    if code in _states() or place == _WORLD or BY_CODE[indicator].table == "spending":
        return True
    if left := names.kind(f"WDI {code}") == "region":
        seen.aggregates.add(code)
    return not left


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    """The codes of the states of today, which the World Bank uses as they are."""
    rows = (row for rows in names.table().values() for row in rows)
    return frozenset(row.place for row in rows if row.place and row.kind == "state")


def _flags(frame: pd.DataFrame) -> dict[str, int]:
    if "missing_reason" not in frame:
        return {}
    return {
        "printed as zero, in a place that had armed forces": (frame["missing_reason"] == "printed as zero").sum(),
        "year before the place was a state": names.before_states(frame).sum(),
        "share over 100 per cent": (frame["unit"].str.startswith("per cent") & (frame["value"] > 100)).sum(),
    }


def _notes(seen: _Seen) -> Iterator[str]:
    if seen.aggregates:
        yield f"places put together, left out: {len(seen.aggregates)}"
    if seen.others:
        shown = ", ".join(sorted(seen.others)[:8])
        yield f"not taken ({len(seen.others)}): {shown}{', ...' if len(seen.others) > 8 else ''}"

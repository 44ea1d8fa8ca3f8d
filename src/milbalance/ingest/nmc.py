"""Correlates of War, National Material Capabilities: to rows of spending, forces or context (CINC and population).

The files of the project have both names of a state, a version, -9 for missing and no zero before the point; columns
stand in another order in version 4.0 than since. 7.0 as peacesciencer hands it on has the number of a state alone
and empty cells. Spending is in thousands: of pounds sterling to 1913, of current US dollars from 1914.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from milbalance.errors import MilbalanceError, RowsError
from milbalance.ingest import cells, left_out, names, place_names, report, text, tidy
from milbalance.ingest.cells import Column
from milbalance.ingest.report import Imported

KIND = "Correlates of War, National Material Capabilities"
WANTED = "the National Material Capabilities (a line with ccode or stateabb, year, milex, milper, cinc)"
_CODES = ("ccode", "stateabb")
_NUMBERS = ("milex", "milper", "cinc")
_POPULATION = "tpop"  # which some copies leave out
_MISSING = cells.GAPS | {"-9", "-9.0"}
_VERSIONS = {2001: "3.02", 2007: "4.0", 2012: "5.0", 2016: "6.0", 2022: "7.0"}  # by the last year covered
_ENDS = {version: year for year, version in _VERSIONS.items()}
# By what the column `version` says: its number, or the year in which it came out.
_MARKED = {"2021": "6.0", "2025": "7.0", **{version.removesuffix(".0"): version for version in _ENDS}}
_DOLLARS_FROM = 1914
_THOUSAND = 1000.0
_FEW, _MOST = 10, 0.5  # states of a file that is no extract, and the part of them that reaches its last year
_STANDING = (
    "Standing forces: conscripts inside, mobilised reservists and volunteers not. "
    "Paramilitary forces usually excluded."
)
_NOTHING = "0 spent, though not without soldiers"


@dataclass(frozen=True)
class _States:
    """States and years with a known place, and the numbers as printed (NaN: missing)."""

    rows: pd.DataFrame  # place, year, locator, milex, milper, cinc, tpop
    unknown: Counter[str]
    source_id: str
    notes: tuple[str, ...]


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of such a file."""
    folded = {text.fold(cell) for cell in line}
    return bool(folded & set(_CODES)) and {"year", *_NUMBERS} <= folded


def read(path: Path, *, table: str = "spending", source_id: str | None = None, strict: bool = False) -> Imported:
    """The capabilities in the columns of one shipped table: spending, forces (personnel) or context.

    Spending becomes millions, personnel and population persons; context has CINC and population. Only spending has
    rows for missing numbers, with the reason. Rows that cannot be read are left out and told; `strict` refuses them
    (see `left_out`). Raises DataError for another file, and MilbalanceError for another table or version.
    """
    if table not in _ROWS:
        raise MilbalanceError(f"no table {table!r} of capabilities; choose {', '.join(_ROWS)}")
    return tables(text.read(path, WANTED, is_header), source_id=source_id, strict=strict)[table]


def tables(found: text.Table, *, source_id: str | None = None, strict: bool = False) -> dict[str, Imported]:
    """The rows of a file that was read already, for each table."""
    seen, odd = left_out.reading(found, partial(_states, source_id=source_id), strict=strict)
    notes, cut = (*seen.notes, *text.ending(found)), _cut(seen.rows)
    made = {}
    for table, rows in _ROWS.items():
        frame = tidy.frame(table, {**rows(seen.rows), "source_id": seen.source_id})
        said = {"kind": f"{KIND}, {table}", "file": found.file, "edition": seen.source_id, "unknown": seen.unknown}
        said["cut"] = cut
        flags = {_NOTHING: (frame["note"] == _NOTHING).sum()}
        made[table] = Imported(frame, report.of(frame, flags=flags, left_out=odd, notes=notes, **said))
    return made


def _cut(rows: pd.DataFrame) -> str:
    """Where a file seems to end too early: in a state that lives on, or in a year of which it has few states.

    A file has the states one after another, or the years. Nothing of one with few states, or of a whole one.
    """
    by_state, by_year = rows.groupby("place")["year"].max(), rows.groupby("year")["place"].nunique()
    if len(by_state) < _FEW:
        return ""
    last, state = int(by_state.max()), str(rows["place"].iat[-1])
    ends = int(by_state[state])
    if ends < min(last, names.life(state)[1]) and (by_state == last).mean() >= _MOST:
        name = place_names.by_code().get(state, state)
        return f"the file may be cut: its last state, {name}, ends in {ends}, and most others in {last}"
    before = int(by_year.get(last - 1, 0))
    if by_year[last] < _MOST * before:
        return f"the file may be cut: it has {by_year[last]} states in {last} and {before} in {last - 1}"
    return ""


def _has(table: text.Table, name: str) -> bool:
    return name in map(text.fold, table.columns)


def _column(table: text.Table, name: str) -> Column:
    place = text.places(table, {name: (name,)})[name]
    return Column(table, name, [record[place].strip() for record in table.records])


def _states(table: text.Table, *, source_id: str | None) -> _States:
    """The rows whose state has a place in their year; raises RowsError for those that cannot be read."""
    table = text.even(table)
    years = _column(table, "year").years()
    marks = _column(table, "version").cells if _has(table, "version") else []
    source_id, notes = (source_id, ()) if source_id else _version(table, marks, max(years, default=0))
    _refuse_later(table, years, source_id)
    states, places = _places(table, years)
    rows = pd.DataFrame({
        "place": places,
        "year": years,
        "locator": [f"{table.file}, line {line}" for line in table.lines],
        **{name: _column(table, name).numbers(gaps=_MISSING) for name in _NUMBERS},
        _POPULATION: _column(table, _POPULATION).numbers(gaps=_MISSING) if _has(table, _POPULATION) else np.nan,
    })  # fmt: skip
    known = rows["place"].notna()
    text.refuse_twice(
        table,
        [(place or state, year) for place, state, year in zip(places, states, years, strict=True)],
        next(name for name in _CODES if _has(table, name)),
    )
    unknown = Counter(text.plain(state) for state, place in zip(states, places, strict=True) if place is None)
    return _States(rows[known].reset_index(drop=True), unknown, source_id, notes)


def _version(table: text.Table, marks: list[str], last: int) -> tuple[str, tuple[str, ...]]:
    """The source_id of the version of a file, and what is odd about it.

    A file is of the version that its column says, else of the one that its last year says, if it cannot be a later
    one cut short. The one version without abbreviations of states is the latest, so that without them an earlier
    end says nothing. Refuses two versions in one file.
    """
    said = {mark: _MARKED[mark] for mark in dict.fromkeys(marks) if mark in _MARKED}
    if len(set(said.values())) > 1:
        other = next(mark for mark in said if said[mark] != said[marks[0]]) if marks[0] in said else marks[0]
        line = table.lines[marks.index(other)]
        table.refuse(line, "version", f"{other!r} after {marks[0]!r}", "one version in a file")
    if said:
        return f"cow-nmc-{next(iter(said.values()))}", ()
    if last not in _VERSIONS or (not _has(table, "stateabb") and last != max(_VERSIONS)):
        known = ", ".join(f"{version} ends in {year}" for year, version in _VERSIONS.items())
        raise MilbalanceError(
            f"{table.file}: ends in {last}, so the version is not known ({known}); "
            "say the source_id (--source-id), such as cow-nmc-6.0"
        )
    odd = ", ".join(map(text.plain, sorted(set(marks))[:5]))
    note = f"the column of versions says {odd}, which is no version known here; it is told by the last year"
    return f"cow-nmc-{_VERSIONS[last]}", (note,) if odd else ()


def _refuse_later(table: text.Table, years: list[int], source_id: str) -> None:
    """Raise RowsError for rows after the last year of the version."""
    last = _ENDS.get(source_id.removeprefix("cow-nmc-"))
    wanted = f"a year up to {last}, where this version ends"
    faults = [
        table.fault(line, "year", str(year), wanted)
        for line, year in zip(table.lines, years, strict=True)
        if last is not None and year > last
    ]
    if faults:
        raise RowsError(faults)


def _places(table: text.Table, years: list[int]) -> tuple[list[str], list[str | None]]:
    """The first name of each state as the file prints it, and its place in the year.

    Raises RowsError for rows whose number and abbreviation are those of two states.
    """
    given = [name for name in _CODES if _has(table, name)]
    printed = [[f"COW {cell}" for cell in _column(table, name).cells] for name in given]
    found = [[names.code(state, year) for state, year in zip(states, years, strict=True)] for states in printed]
    pairs = list(zip(*found, strict=True))
    faults = [
        table.fault(
            line, " and ".join(given), " and ".join(state.removeprefix("COW ") for state in states), "one state"
        )
        for line, codes, states in zip(table.lines, pairs, zip(*printed, strict=True), strict=True)
        if len(set(codes) - {None}) > 1
    ]
    if faults:
        raise RowsError(faults)
    return printed[0], [next(filter(None, codes), None) for codes in pairs]


def _spending(rows: pd.DataFrame) -> dict[str, Any]:
    dollars = rows["year"] >= _DOLLARS_FROM
    missing = rows["milex"].isna()
    nothing = (rows["milex"] == 0) & (rows["milper"] > 0)
    converted = pd.Series(np.where(dollars, "US dollars", "pounds sterling"), dtype="str")
    return {
        **{name: rows[name] for name in ("place", "year", "locator")},
        "basis": np.where(dollars, "current_usd", "current_gbp"),
        "value": (rows["milex"] / _THOUSAND).mask(nothing),
        "unit": "million " + converted,
        "missing_reason": np.select([missing, nothing], ["not available", "printed as zero"], ""),
        "note": np.select([missing, nothing], ["", _NOTHING], "converted from thousand to million " + converted),
    }


def _forces(rows: pd.DataFrame) -> dict[str, Any]:
    given = rows[rows["milper"].notna()].reset_index(drop=True)
    # Thousands without a decimal are rounded; 0 is that of a state without forces.
    rounded = (given["milper"] > 0) & (given["milper"] % 1 == 0)
    return {
        **{name: given[name] for name in ("place", "year", "locator")},
        "category": "personnel",
        "item": "active",
        "value": (given["milper"] * _THOUSAND).round(),
        "rounded_to": pd.Series(np.nan, given.index).mask(rounded, _THOUSAND),
        "unit": "persons",
        "definition": _STANDING,
        "note": "Published in thousands.",
    }


def _context(rows: pd.DataFrame) -> dict[str, Any]:
    index = rows.assign(item="cinc", value=rows["cinc"], unit="share of world", note="")
    people = rows.assign(
        item="population",
        value=(rows[_POPULATION] * _THOUSAND).round(),
        unit="persons",
        note="Published in thousands.",
    )
    given = pd.concat([part[part["value"].notna()] for part in (index, people)], ignore_index=True)
    return {name: given[name] for name in ("place", "year", "locator", "item", "value", "unit", "note")}


_ROWS: dict[str, Callable[[pd.DataFrame], dict[str, Any]]]
_ROWS = {"spending": _spending, "forces": _forces, "context": _context}

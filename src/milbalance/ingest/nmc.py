"""Correlates of War, National Material Capabilities: to rows of spending, forces or context (the index, CINC).

Version 6.0 has both names of a state and -9 for missing, 7.0 as peacesciencer hands it on has the number alone and
empty cells. Spending is in thousands: of pounds sterling to 1913, of current US dollars from 1914.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest import names, text, tidy
from milbalance.ingest.cells import Column
from milbalance.ingest.report import Imported, Report

KIND = "Correlates of War, National Material Capabilities"
WANTED = "the National Material Capabilities (a line with ccode or stateabb, year, milex, milper, cinc)"
_CODES = ("ccode", "stateabb")
_NUMBERS = ("milex", "milper", "cinc")
_MISSING = frozenset({"-9", "-9.0", "NA", ""})
_VERSIONS = {2007: "4.0", 2012: "5.0", 2016: "6.0", 2022: "7.0"}  # by the last year covered
_MARKED = {"2021": "6.0"}  # by what the column `version` says
_DOLLARS_FROM = 1914
_STANDING = (
    "Standing forces: conscripts inside, mobilised reservists and volunteers not. "
    "Paramilitary forces usually excluded."
)
_NOTHING = "0 spent, though not without soldiers"


@dataclass(frozen=True)
class _States:
    """States and years with a known place, and the numbers as printed (NaN: missing)."""

    rows: pd.DataFrame  # place, year, locator, milex, milper, cinc
    unknown: Counter[str]


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of such a file."""
    folded = {text.fold(cell) for cell in line}
    return bool(folded & set(_CODES)) and {"year", *_NUMBERS} <= folded


def read(path: Path, *, table: str = "spending", source_id: str | None = None, strict: bool = False) -> Imported:
    """The capabilities in the columns of one shipped table: spending, forces (personnel) or context (CINC).

    Spending becomes millions, personnel persons. Only spending has rows for missing numbers, with the reason.
    Raises DataError for another file, and MilbalanceError for another table or an unknown version.
    """
    if table not in _ROWS:
        raise MilbalanceError(f"no table {table!r} of capabilities; choose {', '.join(_ROWS)}")
    found = text.even(text.read(path, WANTED, is_header))
    years = _column(found, "year").years()
    source_id = source_id or _source_id(found, max(years, default=0))
    seen = _states(found, years)
    frame = tidy.frame(table, {**_ROWS[table](seen.rows), "source_id": source_id})
    first, last = tidy.span(frame["year"])
    report = Report(
        kind=f"{KIND}, {table}",
        file=found.file,
        edition=source_id,
        rows=len(frame),
        places=tidy.places(frame["place"]),
        first_year=first,
        last_year=last,
        unknown=seen.unknown,
        flags=_flags(frame),
    )
    return Imported(frame, report)


def _source_id(table: text.Table, last: int) -> str:
    """The version of a file: what it says, else what its last year says, if it cannot be a later one cut short.

    The one version without abbreviations of states is the latest, so that without them an earlier end says nothing.
    """
    marks = set(_column(table, "version").cells) if "version" in map(text.fold, table.columns) else set()
    if len(marks) == 1 and (marked := _MARKED.get(*marks)):
        return f"cow-nmc-{marked}"
    bare = "stateabb" not in map(text.fold, table.columns)
    if last not in _VERSIONS or (bare and last != max(_VERSIONS)):
        known = ", ".join(f"{version} ends in {year}" for year, version in _VERSIONS.items())
        raise MilbalanceError(
            f"{table.file}: ends in {last}, so the version is not known ({known}); "
            "say the source_id (--source-id), such as cow-nmc-6.0"
        )
    return f"cow-nmc-{_VERSIONS[last]}"


def _column(table: text.Table, name: str) -> Column:
    place = text.places(table, {name: (name,)})[name]
    return Column(table, name, [record[place].strip() for record in table.records])


def _states(table: text.Table, years: list[int]) -> _States:
    """The rows whose state has a place in their year; refuses a place that comes twice in one year."""
    code = next(name for name in _CODES if name in map(text.fold, table.columns))
    states = [f"COW {cell}" for cell in _column(table, code).cells]
    places = [names.code(state, year) for state, year in zip(states, years, strict=True)]
    rows = pd.DataFrame({
        "place": places,
        "year": years,
        "locator": [f"{table.file}, line {line}" for line in table.lines],
        **{name: _column(table, name).numbers(missing=_MISSING) for name in _NUMBERS},
    })  # fmt: skip
    known = rows["place"].notna()
    text.refuse_twice(
        table, [(place or state, year) for place, state, year in zip(places, states, years, strict=True)], code
    )
    unknown = Counter(text.plain(state) for state, place in zip(states, places, strict=True) if place is None)
    return _States(rows[known].reset_index(drop=True), unknown)


def _spending(rows: pd.DataFrame) -> dict[str, Any]:
    dollars = rows["year"] >= _DOLLARS_FROM
    missing = rows["milex"].isna()
    nothing = (rows["milex"] == 0) & (rows["milper"] > 0)
    converted = pd.Series(np.where(dollars, "US dollars", "pounds sterling"), dtype="str")
    return {
        **{name: rows[name] for name in ("place", "year", "locator")},
        "basis": np.where(dollars, "current_usd", "current_gbp"),
        "value": (rows["milex"] / 1000).mask(nothing),
        "unit": "million " + converted,
        "missing_reason": np.select([missing, nothing], ["not available", "printed as zero"], ""),
        "note": np.select([missing, nothing], ["", _NOTHING], "converted from thousand to million " + converted),
    }


def _forces(rows: pd.DataFrame) -> dict[str, Any]:
    given = rows[rows["milper"].notna()].reset_index(drop=True)
    return {
        **{name: given[name] for name in ("place", "year", "locator")},
        "category": "personnel",
        "item": "active",
        "value": (given["milper"] * 1000).round(),
        "unit": "persons",
        "definition": _STANDING,
        "note": "Published in thousands.",
    }


def _context(rows: pd.DataFrame) -> dict[str, Any]:
    given = rows[rows["cinc"].notna()].reset_index(drop=True)
    return {
        **{name: given[name] for name in ("place", "year", "locator")},
        "item": "cinc",
        "value": given["cinc"],
        "unit": "share of world",
    }


_ROWS: dict[str, Callable[[pd.DataFrame], dict[str, Any]]] = {
    "spending": _spending,
    "forces": _forces,
    "context": _context,
}


def _flags(frame: pd.DataFrame) -> dict[str, int]:
    nothing = int((frame["note"] == _NOTHING).sum())
    return {_NOTHING: nothing} if nothing else {}

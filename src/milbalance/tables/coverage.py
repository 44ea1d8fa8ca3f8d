"""What the tables cover: of which years a source speaks of a place, and how many sources speak in a year.

Of a year that is covered and has no row one may say that nothing is on record; of any other, that it is not held.
"""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from milbalance import arguments
from milbalance.errors import NoRowsError
from milbalance.tables.load import Data

Table = Literal["arms_imports", "arms_deals", "arms_deliveries", "spending", "forces"]


def held(data: Data, table: Table, source: str, place: str) -> range:
    """The years for which the rows of a source in a table speak of a place; an empty range if it has no rows of it.

    They run from `data_from` to `data_to` of the source as far as the place exists in them, or over the place's own
    rows where these are empty. In arms tables the place is the recipient.

    >>> held(data, "arms_imports", "sipri-transfers-2026-03", "GEO")
    range(1992, 2026)
    """
    frame = data.tables[arguments.one_of("table", table, get_args(Table))]
    rows = arguments.fitting(frame, {"source_id": source, _key(frame): place})
    if not len(rows):
        return range(0)
    starts, ends = ("year", "year") if "year" in frame else ("first_year", "last_year")
    first, last = _ends(data.sources, "source_id", source, "data")
    alive = life(data, place)
    first = int(frame[starts].take(rows).min()) if first is None else max(first, alive[0])
    last = int(frame[ends].take(rows).max()) if last is None else min(last, alive[-1])
    return range(first, last + 1)


def life(data: Data, place: str) -> range:
    """The years in which a place exists, as places.csv says; from 0 and to 9999 where it does not say.

    >>> life(data, "GEO")[0]
    1991
    """
    born, gone = _ends(data.places, "place", place, "exists")
    return range(born or 0, (gone or 9999) + 1)


def within(
    data: Data, table: Table, source: str, place: str, start: int | None = None, end: int | None = None
) -> range:
    """The years from `start` to `end` that are held (see `held`); without one of them as far as anything is held.

    Raises NoRowsError that says which part is wrong and what there is if none is.

    >>> within(data, "arms_imports", "sipri-transfers-2026-03", "GEO", 2020, 2030)
    range(2020, 2026)
    """
    years = held(data, table, source, place)
    if not years:
        raise NoRowsError(_absent(getattr(data, table), table, source, place))
    if start is not None and end is not None and start > end:
        raise NoRowsError(f"no years from {start} to {end}; wanted the earlier year first")
    found = range(max(start or 0, years[0]), min(end or 9999, years[-1]) + 1)
    if not found:
        asked = "-".join(dict.fromkeys(str(year) for year in (start, end) if year is not None))
        raise NoRowsError(f"we have {source} from {years[0]} to {years[-1]} for {place}, not for {asked}")
    return found


def _key(frame: pd.DataFrame) -> str:
    return "recipient" if "recipient" in frame else "place"


def _ends(frame: pd.DataFrame, key: str, name: str, column: str) -> tuple[int | None, int | None]:
    """First and last year in a pair of columns, such as data_from and data_to; None where a cell is empty."""
    (row, *_) = arguments.records(frame, arguments.fitting(frame, {key: name})) or [{}]
    first, last = (row.get(f"{column}_{end}") for end in ("from", "to"))
    return (None if pd.isna(first) else int(first)), (None if pd.isna(last) else int(last))


def _absent(frame: pd.DataFrame, table: str, source: str, place: str) -> str:
    """Why a source has no rows of a place in a table, and what there is."""
    rows, key = frame[frame["source_id"] == source], _key(frame)
    if rows.empty:
        there = ", ".join(sorted(frame.loc[frame[key] == place, "source_id"].unique()))
        return f"we have no {table} of {source}" + (f"; for {place} there are: {there}" if there else "")
    return f"we have {source} without {place} in {table}; there are: {', '.join(sorted(rows[key].unique()))}"


def tables(data: Data) -> pd.DataFrame:
    """Each table with its rows, sources, first and last year; a table without a year column has no years.

    >>> tables(data).loc["fx"].to_dict()
    {'rows': 60, 'sources': 1, 'first': '', 'last': ''}
    """
    records = []
    for name, frame in data.tables.items():
        years = frame["year"] if "year" in frame else pd.Series(dtype="Int64")
        records.append(
            {
                "table": name,
                "rows": len(frame),
                "sources": frame["source_id"].nunique() if "source_id" in frame else 0,
                "first": str(years.min()) if len(years) else "",
                "last": str(years.max()) if len(years) else "",
            }
        )
    return pd.DataFrame(records).set_index("table")

"""Rows of values in words: each series by its ends, extremes and gaps, and the numbers that form no series."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd

from milbalance.articles import number
from milbalance.tables import labels
from milbalance.tables.load import Data

ARTICLE = "sais-europe-2023"
SERIES = 5  # points from which on one source's series is told by its ends and extremes and not point by point
LISTED = 6  # numbers of several sources that are all told; of more, the lowest and the highest
_X = ("year", "month", "as_of", "start", "end", "population")
_VALUES = ("value", "mean", "best", "sources", "stated")
_PLACES = ("place", "recipient", "supplier", "side")
# Words that do not say what a row is: they are told elsewhere, or are a shade of its mark.
_SILENT = {"source_id", "unit", "quality", *_X}


class Entry(NamedTuple):
    """One thing to say: what it is about, which entries that follow each other may share, and what is said."""

    head: str
    said: str


def of_rows(data: Data, drawn: pd.DataFrame) -> Iterator[Entry]:
    """What all rows share, then every group of rows: first what sources give, then what is stated."""
    given = _dated(drawn.assign(unit=drawn.get("unit", "")).reset_index(drop=True))
    stated = given["source_id"].eq(ARTICLE) if "source_id" in given else pd.Series(False, index=given.index)
    stated &= not stated.all()
    words = _telling(given[~stated])
    common = [name for name in words if given.loc[~stated, name].nunique(dropna=False) == 1]
    words = [name for name in words if name not in common]
    shared = [labels.of(data, name)(str(given.loc[~stated, name].iloc[0])) for name in common]
    one_unit = given.loc[~stated, "unit"].nunique() == 1
    if one_unit and given["unit"].iloc[0]:
        shared.append(f"unit: {given.loc[~stated, 'unit'].iloc[0]}")
    if shared:
        yield Entry("", upper(", ".join(shared)))
    for unit_given, rows in given[~stated].groupby("unit", sort=False):
        yield from _groups(data, rows, words, "" if one_unit else str(unit_given))
    for unit_given, rows in given[stated].groupby("unit", sort=False):
        told = [name for name in _telling(rows) if name not in common and name not in _PLACES]
        for entry in _groups(data, rows, told, ""):
            yield Entry(f"Stated ({unit_given})", over(": ".join(filter(None, entry))))


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows that are named by months with the months in a column of their own."""
    if "name" not in rows or (months := rows["name"].astype("str").str.fullmatch(r"\d{4}-\d{2}")).sum() < SERIES:
        return rows
    return rows.assign(month=rows["name"].where(months), name=rows["name"].mask(months, ""))


def _groups(data: Data, rows: pd.DataFrame, words: list[str], measure: str) -> Iterator[Entry]:
    """What is said of each group of rows that share their words; a series is always of one source."""
    x = [name for name in _X if name in rows and rows[name].notna().any()]
    several = "source_id" in rows and rows["source_id"].nunique() > 1
    for _, group in rows.groupby(_keys(rows, words), sort=False):
        named = _named(data, group.iloc[0], words)
        sources = group.groupby("source_id", sort=False) if "source_id" in group else [("", group)]
        rest = []
        for source_id, part in sources:
            if x and len(part) >= SERIES and not part.duplicated(x).any():
                by = [labels.source(data, str(source_id))] if several else []
                yield _entry([*named, *by], _grid(part) if _is_grid(part) else _series(part, x), measure)
            else:
                rest.append(part)
        if rest:
            yield _entry(named, _listed(data, pd.concat(rest), x, by_source=len(sources) > 1), measure)


def _keys(rows: pd.DataFrame, words: list[str]) -> pd.Series[Any]:
    cells = rows[words].astype("object").fillna("").astype("str")
    return cells.agg("\0".join, axis=1) if words else pd.Series("", index=rows.index)


def _telling(rows: pd.DataFrame) -> list[str]:
    """The columns of words that say what a row is: places, and others where rows differ in them."""
    found = [
        str(name) for name in rows if name not in _SILENT and pd.api.types.is_string_dtype(rows[name].dropna())
    ]
    found = [name for name in found if rows[name].notna().any()]
    varying = [name for name in found if rows[name].nunique() > 1]
    return list(dict.fromkeys([*(name for name in found if name in _PLACES), *varying]))


def _named(data: Data, row: pd.Series[Any], words: list[str]) -> list[str]:
    """What a group is called, each word once."""
    cells = [labels.of(data, name)(str(row[name])) for name in words if pd.notna(row[name])]
    return list(dict.fromkeys(filter(None, cells)))


def _entry(named: list[str], told: str, measure: str) -> Entry:
    """The first name heads entries that follow each other, the others say which it is."""
    if measure and len(named) < 2:
        return Entry(upper(measure), ": ".join([*named, told]))
    head = upper(named[0]) if named else ""
    return Entry(f"{head} ({measure})" if measure else head, ": ".join(filter(None, [", ".join(named[1:]), told])))


def _listed(data: Data, group: pd.DataFrame, x: list[str], *, by_source: bool) -> str:
    """Every number of a group with when and by whom, or if they are many the lowest and the highest."""
    told: dict[tuple[str, str], list[str]] = {}
    for _, row in group.iterrows():
        by = labels.source(data, str(row["source_id"])) if by_source else ""
        told.setdefault((_value(row), _at(row, x)), []).append(by)
    items = [_item(value, at, by if len(told) > 1 else []) for (value, at), by in told.items()]
    if len(items) <= LISTED:
        return "; ".join(items)
    middle = group.apply(_middle, axis=1)
    ends = [_end([mark], group, middle, at, x) for mark, at in extremes(middle)]
    return f"{len(items)} values, {', '.join(ends)}"


def _item(value: str, at: str, by: list[str]) -> str:
    more = f" and {len(by) - 1} more" if len(by) > 1 else ""
    beside = ", ".join(filter(None, [at, *(f"{one}{more}" for one in by[:1] if one)]))
    return f"{value} ({beside})" if beside else value


def extremes(middle: pd.Series[float]) -> list[tuple[str, Any]]:
    """Where the lowest and the highest value stand; nothing if there is no value."""
    return [("lowest", middle.idxmin()), ("highest", middle.idxmax())] if middle.notna().any() else []


def _is_grid(group: pd.DataFrame) -> bool:
    """Whether rows are windows in which many begin in the same year, as on a map of windows."""
    windows = {"start", "end"} <= set(group) and group["start"].notna().all()
    return bool(windows and group["start"].duplicated().sum() > len(group) / 2)


def upper(words: str) -> str:
    """Words with a capital letter at the beginning."""
    return words[:1].upper() + words[1:]


def _series(group: pd.DataFrame, x: list[str]) -> str:
    """First, lowest, highest and last of a series, and the years between them that have no value."""
    group = group.sort_values(x, kind="stable")
    middle = group.apply(_middle, axis=1)
    held = group[middle.notna()]
    if held.empty:
        return f"no value from {_at(group.iloc[0], x)} to {_at(group.iloc[-1], x)}"
    marks = {"first": held.index[0], "last": held.index[-1]}
    marks |= dict(extremes(middle))
    told: dict[Any, list[str]] = {}
    for mark, at in marks.items():
        told.setdefault(at, []).append(mark)
    if middle.min() == middle.max():
        ends = f"{_value(held.iloc[0])} throughout, {_at(held.iloc[0], x)} to {_at(held.iloc[-1], x)}"
    else:
        order = sorted(told.items(), key=lambda item: list(held.index).index(item[0]))
        ends = ", ".join(_end(marks_here, held, middle, at, x) for at, marks_here in order)
    return f"{len(held)} values, {ends}{_gaps(group[middle.isna()], held, x)}"


def _end(marks: list[str], rows: pd.DataFrame, middle: pd.Series[float], at: Any, x: list[str]) -> str:
    """An end or an extreme of a series: its value, where it stands, and how often an extreme comes again."""
    again = int((middle == middle[at]).sum()) - 1 if {"lowest", "highest"} & set(marks) else 0
    beside = _at(rows.loc[at], x) + (f" and {again} more" if again else "")
    return f"{' and '.join(marks)} {_value(rows.loc[at])}" + (f" ({beside})" if beside else "")


def _gaps(empty: pd.DataFrame, held: pd.DataFrame, x: list[str]) -> str:
    """The gaps of a series in words: rows without a value, and years that a nearly yearly series leaves out."""
    if x != ["year"]:
        at = [_at(row, x) for _, row in empty.iterrows()]
        return f"; no value in {_joined(at)}" if 0 < len(at) <= 4 else f"; no value in {len(at)}" * bool(at)
    years = {int(year) for year in held["year"]}
    missing = {int(year) for year in empty["year"]}
    within = set(range(min(years), max(years) + 1)) - years
    if len(within) <= len(years) / 2:
        missing |= within
    return f"; no value in {_joined(_runs(missing))}" if missing else ""


def runs(years: Iterable[int]) -> list[list[int]]:
    """Years in order, those that follow one another together."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def _runs(years: Iterable[int]) -> list[str]:
    """Years with those that follow each other as one: "1990 to 1992"."""
    return [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs(years)]


def _grid(group: pd.DataFrame) -> str:
    """A field of windows by first and last year: how many, and the lowest and the highest value."""
    held = group[group["value"].notna()]
    ends = [_end([mark], held, held["value"], at, ["start", "end"]) for mark, at in extremes(held["value"])]
    none = len(group) - len(held)
    gaps = f"; no value in {none}" if none else ""
    spread = f"{group['start'].min():.0f} to {group['end'].max():.0f}"
    return f"{len(group)} windows within {spread}, {', '.join(ends)}{gaps}"


def _at(row: pd.Series[Any], x: list[str]) -> str:
    cells = [_moment(name, row[name]) for name in x if pd.notna(row[name])]
    if {"start", "end"} <= set(x) and len(cells) == 2:
        return cells[0] if cells[0] == cells[1] else f"{cells[0]} to {cells[1]}"
    return ", ".join(cells)


def _moment(name: str, cell: Any) -> str:
    if name == "population":
        return f"{number(float(cell))} people"
    return labels.when(cell) if isinstance(cell, str) else f"{cell:.0f}"


def _middle(row: pd.Series[Any]) -> float:
    """The number of a row to compare by: of a range the middle, or its one end."""
    cells = [row[name] for name in _VALUES if name in row and pd.notna(row[name])]
    if cells:
        return float(cells[0])
    ends = [float(row[name]) for name in ("low", "high") if name in row and pd.notna(row[name])]
    ends = [end for end in ends if math.isfinite(end)]
    return sum(ends) / len(ends) if ends else math.nan


def _value(row: pd.Series[Any]) -> str:
    """The number of a row, with the range around it where there is one."""
    best = [float(row[name]) for name in _VALUES if name in row and pd.notna(row[name])]
    around = span(row.get("low"), row.get("high"))
    if not best:
        return around or "no number"
    return number(best[0]) + (f" ({around})" if around and around != number(best[0]) else "")


def span(low: Any, high: Any) -> str:
    """A range in words, open at an end that is missing or infinite; empty if both are missing."""
    has_low, has_high = pd.notna(low), pd.notna(high) and math.isfinite(float(high))
    if has_low and has_high:
        return number(float(low)) if low == high else f"{number(float(low))} to {number(float(high))}"
    return f"at least {number(float(low))}" if has_low else f"at most {number(float(high))}" if has_high else ""


def over(words: str) -> str:
    """A range that is stated: a wording without an upper end covers what is over its number."""
    return words.replace("at least ", "over ")


def _joined(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"

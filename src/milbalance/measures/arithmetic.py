"""Arithmetic on tidy frames: ratios, sums over windows, shares, concentration.

Every function is pure: frame in, number, Series or frame out. A measure refuses ambiguity: two sources for one
number, two units, two price bases or a missing year raise an error that names them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from milbalance import arguments
from milbalance.errors import GAPS, NO_YEAR, AmbiguousError, MilbalanceError, MissingError, NoRowsError

# Columns that must not vary inside one number.
_IDENTITY = ("source_id", "unit", "basis", "base_year", "item", "flow", "kind")


def select(frame: pd.DataFrame, **where: Any) -> pd.DataFrame:
    """Rows whose columns equal the given values (several mean any of them), in frame order.

    Raises NoRowsError if there is none, naming the condition that no row meets and what there is, and
    MilbalanceError for what is no table and for an unknown column.

    >>> select(pd.DataFrame({"place": ["TUR", "GEO"]}), place="Georgia")
    Traceback (most recent call last):
    milbalance.errors.NoRowsError: no rows with place = Georgia; there are: GEO, TUR
    """
    found = _fitting(frame, where)
    return frame.take(found)


def rows(frame: pd.DataFrame, **where: Any) -> list[dict[str, Any]]:
    """The same rows as dictionaries, which cost less than a frame where they are few. Raises as `select`.

    >>> measures.rows(data.fx, month="2020-10")[0]["mean"]
    7.9577
    """
    return arguments.records(frame, _fitting(frame, where))


def _fitting(frame: pd.DataFrame, where: dict[str, Any]) -> arguments.Places:
    arguments.columns(frame, where)
    found = arguments.fitting(frame, where)
    if not len(found):
        raise arguments.no_rows(frame, where)
    return found


def by_year(frame: pd.DataFrame, *, value: str = "value", gaps: bool = False, **where: Any) -> pd.Series[float]:
    """One value a year as a Series indexed by year, sorted, in the unit of the rows.

    Raises AmbiguousError if the rows mix sources, units or bases or give a year twice; MissingError if a
    year has no value, unless `gaps` keeps such years as NaN.

    >>> rows = pd.DataFrame({"place": ["GEO", "GEO"], "year": [2020, 2019], "value": [288.0, 311.0]})
    >>> measures.by_year(rows, place="GEO").to_dict()
    {2019: 311.0, 2020: 288.0}
    """
    found = rows(frame, **where)
    arguments.columns(frame, ("year", value))
    _refuse_mixture({name: [row[name] for row in found] for name in _IDENTITY if name in frame}, where)
    years = [row["year"] for row in found]
    if twice := sorted(year for year, number in Counter(years).items() if number > 1):
        raise AmbiguousError(f"several rows for {_years(twice)} with {arguments.told(where)}")
    if not gaps:
        _refuse_missing(found, value, where)
    values = {row["year"]: math.nan if pd.isna(row[value]) else float(row[value]) for row in found}
    years.sort()
    return pd.Series([values[year] for year in years], index=years, name=value)


def by_place(frame: pd.DataFrame, **where: Any) -> dict[str, dict[int, float]]:
    """The values of a selection by place and year, in the unit of the rows; what has no value or no row is absent.

    >>> rows = pd.DataFrame({"place": ["GEO", "TUR"], "year": [2020, 2020], "value": [288.0, math.nan]})
    >>> measures.by_place(rows)
    {'GEO': {2020: 288.0}}
    """
    found: dict[str, dict[int, float]] = {}
    rows = frame[["place", "year", "value"]].take(arguments.fitting(frame, where))
    rows = rows[rows["value"].notna()]
    for place, year, value in zip(*(rows[name].tolist() for name in rows), strict=True):
        found.setdefault(place, {})[year] = value
    return found


def one(frame: pd.DataFrame, *, value: str = "value", **where: Any) -> float:
    """The single number that a selection gives, in the unit of its row.

    Raises AmbiguousError if there are several rows, NoRowsError if none, MissingError if it is missing.

    >>> rows = pd.DataFrame({"place": ["GEO", "TUR"], "year": [2020, 2020], "value": [21_000, 355_000]})
    >>> measures.one(rows, place="TUR", year=2020)
    355000.0
    """
    found = rows(frame, **where)
    if len(found) > 1:
        raise AmbiguousError(f"{len(found)} rows with {arguments.told(where)}: name the one that is meant")
    arguments.columns(frame, (value,))
    _refuse_missing(found, value, where)
    return float(found[0][value])


def ratio(a: float, b: float) -> float:
    """`a` over `b`, without unit. Raises MissingError if one is missing or `b` is zero.

    >>> measures.ratio(3, 2)
    1.5
    """
    if not (math.isfinite(a) and math.isfinite(b)) or b == 0:
        told = "there is no ratio to a number that is zero" if b == 0 else "one of the two numbers is missing"
        raise MissingError(f"no ratio of {a} to {b}", told=told)
    return a / b


def ratio_by_year(frame: pd.DataFrame, side_a: str, side_b: str, **where: Any) -> pd.Series[float]:
    """Side a over side b for each year that both sides have; NaN where either is missing.

    Both sides come from the same selection, so source, basis and unit are the same. Raises as `by_year`,
    MilbalanceError for one place twice, and AmbiguousError for local currency, of which each side has its own.

    >>> rows = pd.DataFrame({"place": ["TUR", "ISR"], "year": [2020, 2020], "value": [30.0, 20.0]})
    >>> measures.ratio_by_year(rows, "TUR", "ISR").to_dict()
    {2020: 1.5}
    """
    if side_a == side_b:
        raise MilbalanceError(f"{side_a} twice; wanted two places")
    both = select(frame, place=[side_a, side_b], **where)
    refuse_mixture(both, where)
    if "unit" in both and (both["unit"] == "local currency").any():
        raise AmbiguousError(f"{side_a} and {side_b} have different currencies: choose another basis")
    a = by_year(frame, gaps=True, place=side_a, **where)
    b = by_year(frame, gaps=True, place=side_b, **where)
    return (a / b.where(b != 0)).sort_index().rename("ratio")


def window(values: pd.Series[float], start: int, end: int) -> pd.Series[float]:
    """The years from `start` to `end`, both included, in the unit of the values.

    Raises MissingError naming the years that are not there, MilbalanceError for years that run backwards.

    >>> measures.window(pd.Series([2.0, 3.0, 4.0], index=[2018, 2019, 2020]), 2019, 2020).to_dict()
    {2019: 3.0, 2020: 4.0}
    """
    start, end = arguments.years((start, end))
    if not isinstance(values, pd.Series):
        raise MilbalanceError(f"wanted values by year, as by_year gives them; found {type(values).__name__}")
    years = np.arange(start, end + 1)
    places = values.index.get_indexer(pd.Index(years))
    inside = values.iloc[places]
    _refuse_gap(years[(places < 0) | inside.isna().to_numpy()].tolist(), start, end)
    return inside


def window_sum(values: pd.Series[float] | Mapping[int, float], start: int, end: int) -> float:
    """Sum over the years from `start` to `end`, both included, in the unit of the values, a Series or a dictionary.

    Raises MissingError for a gap: a sum never runs over one. MilbalanceError for years that run backwards.

    >>> measures.window_sum(pd.Series([2.0, 3.0, 4.0], index=[2018, 2019, 2020]), 2019, 2020)
    7.0
    """
    if not isinstance(values, Mapping):
        return float(window(values, start, end).sum())
    start, end = arguments.years((start, end))
    inside = [values.get(year, math.nan) for year in range(start, end + 1)]
    _refuse_gap([year for year, value in enumerate(inside, start) if math.isnan(value)], start, end)
    return float(np.sum(inside))


def _refuse_gap(absent: Sequence[int], start: int, end: int) -> None:
    if absent:
        within = f" between {start} and {end}" if start != end else ""
        raise MissingError(f"no value for {_years(absent)}{within}", kind=NO_YEAR)


def change(values: pd.Series[float], start: int, end: int) -> float:
    """Value of `end` over the value of `start`, as a factor without unit.

    Raises MissingError if one of them is missing or the first is zero.

    >>> measures.change(pd.Series([2.0, 3.0, 4.0], index=[2018, 2019, 2020]), 2018, 2020)
    2.0
    """
    return ratio(float(window(values, end, end).iloc[0]), float(window(values, start, start).iloc[0]))


def trend(values: pd.Series[float], start: int, end: int) -> float:
    """Log-linear trend in per cent a year: least squares on the logarithm of every year of the window.

    Raises MissingError for one year alone, a gap or a value that is not above zero.

    >>> round(measures.trend(pd.Series([100.0, 110.0, 121.0], index=[2018, 2019, 2020]), 2018, 2020), 6)
    10.0
    """
    inside = window(values, start, end)
    if len(inside) < 2:
        raise MissingError(f"no trend in one year, {start}: it takes two or more")
    if (inside <= 0).any():
        raise MissingError(f"no trend: a value between {start} and {end} is not above zero")
    slope = np.polyfit(inside.index.to_numpy(dtype=float), np.log(inside.to_numpy()), 1)[0]
    return float(math.expm1(slope) * 100)


def supplier_totals(imports: pd.DataFrame, recipient: str, source: str, start: int, end: int) -> pd.Series[float]:
    """TIV (millions) by supplier delivered to a recipient from `start` to `end`, largest first.

    `imports` is the arms_imports table. Unknown suppliers stay in. A year without a row is a year without
    recorded deliveries. Raises NoRowsError if nothing was delivered.

    >>> measures.supplier_totals(data.arms_imports, "GEO", "sipri-transfers-2026-03", 2018, 2019).round(2).to_dict()
    {'FRA': 34.8, 'USA': 12.3}
    """
    start, end = arguments.years((start, end))
    rows = select(imports, recipient=recipient, source_id=source)
    rows = rows[rows["year"].between(start, end)]
    if rows.empty:
        raise NoRowsError(f"no deliveries to {recipient} in {start}-{end} in {source}")
    return rows.groupby("supplier")["tiv_m"].sum().sort_values(ascending=False, kind="stable")


def share(totals: pd.Series[float], member: str) -> float:
    """Share of one member in the total, in per cent; 0 for a member that is not there.

    Raises MissingError if the total is zero.

    >>> measures.share(pd.Series({"FRA": 30.0, "USA": 10.0}), "FRA")
    75.0
    """
    return 100 * ratio(float(totals.get(member, 0.0)), float(totals.sum()))


def window_shares(
    imports: pd.DataFrame, recipient: str, supplier: str, source: str, years: Iterable[int]
) -> pd.DataFrame:
    """A supplier's share of TIV for every window inside `years`: columns start, end, share (per cent), total (TIV).

    A window in which nothing was delivered has no share (NaN). TIV is in millions. Raises MilbalanceError for no
    years, NoRowsError if the release has no deliveries to the recipient.

    >>> shares = measures.window_shares(data.arms_imports, "GEO", "FRA", "sipri-transfers-2026-03", [2018, 2019])
    >>> shares.round(1).values.tolist()
    [[2018.0, 2018.0, 85.0, 40.9], [2018.0, 2019.0, 73.9, 47.1], [2019.0, 2019.0, 0.0, 6.1]]
    """
    rows = select(imports, recipient=recipient, source_id=source)
    span = list(years)
    if not span:
        raise MilbalanceError("no years: wanted at least one, the earlier first")
    total = rows.groupby("year")["tiv_m"].sum().reindex(span, fill_value=0.0).cumsum()
    part = rows[rows["supplier"] == supplier].groupby("year")["tiv_m"].sum().reindex(span, fill_value=0.0).cumsum()
    before = pd.Series([0.0, *total.iloc[:-1]], index=span), pd.Series([0.0, *part.iloc[:-1]], index=span)
    records = [
        (start, end, part[end] - before[1][start], total[end] - before[0][start])
        for start in span
        for end in span
        if start <= end
    ]
    frame = pd.DataFrame(records, columns=["start", "end", "part", "total"])
    frame["share"] = (100 * frame["part"] / frame["total"]).where(frame["total"] > 0)
    return frame[["start", "end", "share", "total"]]


def concentration(totals: pd.Series[float]) -> float:
    """Herfindahl-Hirschman index of the shares, from 1/n (even) to 1 (one supplier).

    Its inverse is the effective number of suppliers. Raises MissingError if the total is zero.

    >>> measures.concentration(pd.Series({"FRA": 50.0, "USA": 50.0}))
    0.5
    """
    whole = float(totals.sum())
    if whole <= 0:
        raise MissingError("no concentration of a total of zero")
    return float(((totals / whole) ** 2).sum())


def refuse_mixture(rows: pd.DataFrame, where: dict[str, object]) -> None:
    """Raise AmbiguousError if the rows mix sources, units, bases or price years, naming what they mix.

    >>> measures.refuse_mixture(pd.DataFrame({"unit": ["persons", "items"]}), {"place": "GEO"})
    Traceback (most recent call last):
    milbalance.errors.AmbiguousError: several values of unit (items, persons) with place = GEO: choose one
    """
    _refuse_mixture({name: rows[name].tolist() for name in _IDENTITY if name in rows}, where)


def _refuse_mixture(columns: dict[str, list[Any]], where: dict[str, Any]) -> None:
    for column, values in columns.items():
        if len(found := {value for value in set(values) if pd.notna(value)}) > 1:
            names = ", ".join(map(str, sorted(found)))
            raise AmbiguousError(f"several values of {column} ({names}) with {arguments.told(where)}: choose one")


def _refuse_missing(rows: list[dict[str, Any]], value: str, where: dict[str, object]) -> None:
    absent = [row for row in rows if pd.isna(row[value])]
    if not absent:
        return
    reasons = sorted({reason for row in absent if pd.notna(reason := row.get("missing_reason"))})
    when = f" for {_years(sorted(row['year'] for row in absent))}" if "year" in absent[0] else ""
    why = f" ({', '.join(reasons)})" if reasons else ""
    gaps = f": {'; '.join(GAPS.get(reason, reason) for reason in reasons)}" if reasons else ""
    said = dict(where) | ({"year": sorted(row["year"] for row in absent)} if when else {})
    told = f"{arguments.plainly(said)}{gaps}"
    raise MissingError(f"no {value}{when}{why} with {arguments.told(where)}", kind=NO_YEAR * bool(when), told=told)


def _years(years: Iterable[int]) -> str:
    return ", ".join(str(year) for year in years)

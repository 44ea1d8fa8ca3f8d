"""Ratios of two places: side a over side b, within one source, one basis or item, and one year. Pure.

A year in which one side has no value keeps its row, with the reason. An empty frame has its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from milbalance.errors import AmbiguousError, MissingError
from milbalance.measures.ranges import Span
from milbalance.pair.request import Request
from milbalance.tables.load import Data

# The bases that compare over borders, in the order in which they are shown. Local currencies never do.
BASES: Mapping[str, str] = MappingProxyType(
    {
        "current_usd": "current US dollars",
        "constant_usd": "constant US dollars",
        "share_gdp": "share of GDP",
        "share_government": "share of government spending",
        "per_capita": "current US dollars a head",
        "current_gbp": "current pounds sterling",
    }
)
# How a source vouches for a value, from the best to the worst, and in the words of readers.
QUALITIES: Mapping[str, str] = MappingProxyType(
    {"reported": "", "estimate": "estimate", "uncertain": "highly uncertain"}
)
_SPENDING = [
    *("basis", "source_id", "year", "a", "b", "unit", "base_year", "ratio"),
    *("a_quality", "b_quality", "quality", "why_not"),
]
_PERSONNEL = [
    "item",
    "source_id",
    "year",
    "a_low",
    "a_high",
    "b_low",
    "b_high",
    "unit",
    "low",
    "high",
    "definition",
    "stretch",
]


def spending_ratio(data: Data, request: Request) -> pd.DataFrame:
    """Military expenditure by basis, source and year.

    Columns basis, source_id, year, a, b, unit, base_year, ratio, a_quality, b_quality (how the source vouches for
    each side), quality (the worse of both, of a ratio), why_not. Sources that have a value for both places in some
    year. Raises AmbiguousError for two rows of one place, basis, source and year, or two units.
    """
    rows = data.spending[data.spending["basis"].isin(list(BASES))]
    values = ["value", "missing_reason", "unit", "base_year", "quality"]
    found = _side_by_side(rows, request, ["basis", "source_id"], values)
    both = found["value_a"].notna() & found["value_b"].notna()
    found["ratio"] = _over(found)
    found["why_not"] = [_reason(request, row) for row in found.to_dict("records")]
    found["quality"] = [
        worst(pair) if there else None
        for pair, there in zip(found[["quality_a", "quality_b"]].to_numpy(), found["ratio"].notna(), strict=True)
    ]
    found["unit"] = found["unit_a"].fillna(found["unit_b"])
    found["base_year"] = found["base_year_a"].fillna(found["base_year_b"]).astype("Int64")
    held = both.groupby([found["basis"], found["source_id"]]).transform("any").astype(bool)
    order = found["basis"].map({basis: place for place, basis in enumerate(BASES)})
    sides = {"value_a": "a", "value_b": "b", "quality_a": "a_quality", "quality_b": "b_quality"}
    found = found.rename(columns=sides).assign(order=order)[held]
    found = found.sort_values(["order", "source_id", "year"], kind="stable")
    return found[_SPENDING].reset_index(drop=True)


def worst(qualities: Iterable[object]) -> str | None:
    """The worst of some qualities, those that are not told left out; None if none is told.

    >>> worst(["reported", "uncertain", "estimate"])
    'uncertain'
    """
    held = set(qualities)
    told = [quality for quality in QUALITIES if quality in held]
    return told[-1] if told else None


def personnel_ratio(data: Data, request: Request) -> pd.DataFrame:
    """Personnel by item, source and year, where a source gives both: a range of each side and of their ratio.

    Columns item, source_id, year, a_low, a_high, b_low, b_high, unit, low, high, definition, stretch. A source
    that gives one number has it at both ends. `stretch` counts the breaks of a series so far: no line runs over
    one. A year in which a side is 0 has no row: published in thousands, that may be a few hundred.
    """
    rows = data.forces[data.forces["category"] == "personnel"]
    found = _side_by_side(rows, request, ["item", "source_id"], ["value", "low", "high", "unit", "definition"])
    breaks = rows.dropna(subset="series_starts").groupby(["item", "source_id"])["series_starts"].agg(set).to_dict()
    records = []
    for row in found.to_dict("records"):
        try:
            a, b = (_span(row, side) for side in "ab")
            ratio = a / b
        except MissingError:
            continue  # one side is not given, or there is nothing to divide by
        if a.low == 0:
            continue
        stretch = sum(start <= row["year"] for start in breaks.get((row["item"], row["source_id"]), ()))
        words = "; ".join(dict.fromkeys(row[f"definition_{s}"] for s in "ab" if pd.notna(row[f"definition_{s}"])))
        records.append(
            (*(row[name] for name in ("item", "source_id", "year")), a.low, a.high, b.low, b.high, row["unit_a"],
             ratio.low, ratio.high, words, stretch)
        )  # fmt: skip
    return pd.DataFrame(records, columns=_PERSONNEL)


def cinc_ratio(data: Data, request: Request) -> pd.DataFrame:
    """The composite index of national capability by source and year: source_id, year, a, b, unit, ratio."""
    rows = data.context[data.context["item"] == "cinc"]
    found = _side_by_side(rows, request, ["source_id"], ["value", "unit"]).dropna(subset=["value_a", "value_b"])
    found["ratio"] = _over(found)
    found = found.rename(columns={"value_a": "a", "value_b": "b", "unit_a": "unit"})
    return found[["source_id", "year", "a", "b", "unit", "ratio"]].reset_index(drop=True)


def _over(found: pd.DataFrame) -> pd.Series[float]:
    """Side a over side b; none where either is 0, so that both orders of a pair have the same years."""
    nothing = (found["value_a"] == 0) | (found["value_b"] == 0)
    ratio: pd.Series[float] = found["value_a"].mask(nothing) / found["value_b"].mask(nothing)
    return ratio


def _side_by_side(rows: pd.DataFrame, request: Request, keys: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    """One row for each key and year that either side has: keys, year, and each value as `value_a` and `value_b`."""
    keys = [*keys, "year"]
    rows = rows[rows["place"].isin(request.sides)]
    if request.years:
        rows = rows[rows["year"].between(*request.years)]
    twice = rows[rows.duplicated(["place", *keys])]
    if len(twice):
        row = twice.iloc[0]
        raise AmbiguousError("two rows for " + ", ".join(f"{key} {row[key]}" for key in ["place", *keys]))
    sides = [rows.loc[rows["place"] == side, [*keys, *values]] for side in request.sides]
    found = sides[0].merge(sides[1], how="outer", on=keys, suffixes=("_a", "_b"))
    for name in ("unit", "base_year"):
        if name in values:
            a, b = found[f"{name}_a"], found[f"{name}_b"]
            unlike = found[(a.notna() & b.notna() & (a != b)).fillna(False).astype(bool)]
            if len(unlike):
                row = unlike.iloc[0]
                both = f"{row[f'{name}_a']} against {row[f'{name}_b']}"
                raise AmbiguousError(f"{row['source_id']}, {row['year']}: {both}")
    return found.sort_values(keys, kind="stable").reset_index(drop=True)


def _reason(request: Request, row: Mapping[Any, Any]) -> str:
    """Why a year has no ratio; nothing where it has one."""
    told = []
    for side, end in zip(request.sides, "ab", strict=True):
        if pd.isna(row[f"value_{end}"]):
            reason = row[f"missing_reason_{end}"]
            told.append(f"{side}: {reason if isinstance(reason, str) else 'no row'}")
        elif row[f"value_{end}"] == 0:
            told.append(f"{side}: 0, of which no balance is made")
    return "; ".join(told)


def _span(row: Mapping[Any, Any], side: str) -> Span:
    """A number or range of one side. Raises MissingError if it is not given."""
    if pd.notna(row[f"value_{side}"]):
        return Span(row[f"value_{side}"], row[f"value_{side}"])
    return Span(row[f"low_{side}"], row[f"high_{side}"])

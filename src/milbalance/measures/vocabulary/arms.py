"""Measures of deliveries of arms: whether any came, and how many of which weapon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NO_LIST, MissingError, NoRowsError
from milbalance.measures import transfers
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache, coverage
from milbalance.tables.load import Data

held = cache.per_data(coverage.held)


@measure("arms.any_delivered")
def any_delivered(data: Data, *, place: str, other: str, source: str, years: Years) -> float:
    """1 if a release holds a delivery from a supplier (`other`) to a place in some years, else 0.

    Raises MissingError if it holds none and does not cover all of the years: then its silence says nothing.

    >>> any_delivered(data, place="GEO", other="FRA", source="sipri-transfers-2026-03", years=(2018, 2019))
    1.0
    """
    rows = data.arms_imports[(data.arms_imports["source_id"] == source) & (data.arms_imports["supplier"] == other)]
    rows = rows[(rows["recipient"] == place) & rows["year"].between(*years)]
    covered = held(data, "arms_imports", source, place)
    if rows.empty and not (covered and covered[0] <= years[0] and years[1] <= covered[-1]):
        label = data.sources.set_index("source_id")["label"].loc[source]
        name = data.places.set_index("place")["name"].loc[place]
        there = f"speaks of {name} from {covered[0]} on" if covered else f"is held without {name}"
        raise MissingError(f"no such delivery is on record, but {label} {there}, not for {transfers.span(*years)}")
    return float(len(rows) > 0)


@measure("arms.all_delivered")
def all_delivered(
    data: Data, *, place: str, source: str, until: int, weapons: tuple[Mapping[str, Any], ...]
) -> float:
    """1 if every one of some weapons was delivered to a place by a year, else 0.

    A weapon has a `supplier` and `names`, of which a designation holds one. Raises NoRowsError if the release has
    no list of items.

    >>> from dataclasses import replace
    >>> row = {"source_id": "mine", "recipient": "GEO", "supplier": "FRA", "designation": "Radar 3", "year": 2019}
    >>> made = replace(data, arms_deliveries=pd.DataFrame([{**row, "number": 2}]))
    >>> radars = {"supplier": "FRA", "names": ("Radar",)}
    >>> all_delivered(made, place="GEO", source="mine", until=2020, weapons=(radars,))
    1.0
    """
    rows = measures.select(_items(data, source), recipient=place)
    rows = rows[rows["year"] <= until]
    return float(all(_delivered(rows, **weapon) for weapon in weapons))


def _delivered(rows: pd.DataFrame, supplier: str, names: tuple[str, ...]) -> bool:
    named = rows["designation"].map(lambda designation: any(name in designation for name in names))
    return bool(rows.loc[(rows["supplier"] == supplier) & named, "number"].sum() > 0)


@measure("arms.lead")
def lead(data: Data, *, place: str, other: str, source: str, classes: tuple[str, ...], until: int) -> float:
    """Items of some classes delivered by a year, to a place less those to another.

    Raises NoRowsError if the release has no list of items or none of these classes, MissingError if it does not
    speak of a side by then.

    >>> lead(data, place="GEO", other="TUR", source="sipri-transfers-2022-03", classes=("armed drone",), until=2020)
    Traceback (most recent call last):
    milbalance.errors.NoRowsError: sipri-transfers-2022-03 is held as volumes by year, without a list of items
    """
    items = _items(data, source)
    _, until = arguments.years(until)
    for side in (place, other):
        if (covered := held(data, "arms_deliveries", source, side)) and until < covered[0]:
            raise MissingError(f"{source} speaks of {side} from {covered[0]} on, not of {until}")
    rows = measures.select(items, **{"class": list(classes)})
    rows = rows[rows["year"] <= until]
    return float(rows.groupby("recipient")["number"].sum().reindex([place, other], fill_value=0).diff(-1).iloc[0])


def _items(data: Data, source: str) -> pd.DataFrame:
    rows = data.arms_deliveries[data.arms_deliveries["source_id"] == source]
    if rows.empty:
        raise NoRowsError(f"{source} is held as volumes by year, without a list of items", kind=NO_LIST)
    return rows

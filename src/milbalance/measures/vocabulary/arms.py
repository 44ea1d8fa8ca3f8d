"""Measures of deliveries of arms: whether any came, and how many of which weapon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NO_LIST, NOT_COUNTED, MissingError, NoRowsError
from milbalance.measures import rounding, spread, volumes, weapons
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.measures.vocabulary.transfers import Moved, held, level, number
from milbalance.tables import cache, labels
from milbalance.tables.load import Data

_YEARLY = ["recipient", "supplier", "year"]
KIND = ["designation", "class"]  # what says which weapon a row is


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
        label, name = labels.source(data, source), labels.place(data, place)
        there = f"speaks of {name} from {covered[0]} on" if covered else f"is here without {name}"
        raise MissingError(f"no such delivery is on record, but {label} {there}, not for {rounding.span(*years)}")
    return float(len(rows) > 0)


@measure("arms.delivered")
def delivered(
    data: Data,
    *,
    place: str,
    item: str,
    source: str,
    years: Years,
    other: str | None = None,
    words: weapons.Words | None = None,
    moved: Moved | None = None,
) -> float | Span:
    """Items of a weapon or class (`item`, see `weapons`) delivered to a place over years, by one supplier if named.

    `words` says what a word of a text is in classes. Of a release held as deals alone it is a range. Raises
    NoRowsError for a release without a list of items and for what none of its items is called, and MissingError as
    the measures of volumes do.

    >>> delivered(data, place="GEO", item="tank", source="sipri-transfers-2022-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.NoRowsError: no deliveries to GEO in sipri-transfers-2022-03; there are: ...
    """
    # Refuses what it cannot say.
    level(data, side="recipients", place=place, source=source, years=years, other=other, moved=moved)
    rows = _came(data, place, item, source, years, other, words, moved)
    return number(Span(*(round(float((rows["number"] * rows[part]).sum()), 6) for part in ("least", "most"))))


def _came(
    data: Data,
    place: str,
    item: str,
    source: str,
    years: Years,
    other: str | None = None,
    words: weapons.Words | None = None,
    moved: Moved | None = None,
) -> pd.DataFrame:
    """The rows of a weapon or class that came, for certain or perhaps, with the `least` and `most` part of each."""
    rows, found = _weapons(data, source), _meant(data, source, item, _hashable(words))
    if found.empty:
        kinds = _kinds(data, source)
        told = f"no weapon or class “{item}” in {labels.source(data, source)}"
        raise NoRowsError(f"{told}; there are {weapons.near(kinds, item)}", kind=NOT_COUNTED)
    (start, end), sides = arguments.years(years), (("recipient", place), ("supplier", other))
    rows = rows[pd.MultiIndex.from_frame(rows[KIND]).isin(pd.MultiIndex.from_frame(found))]
    for column, side in sides:
        if side is not None and (inside := volumes.members(data, side, end, moved)) is not None:
            rows = rows[rows[column].isin(inside)]
    least, most, _ = spread.deliveries(rows, "number").parts(start, end)
    return rows.assign(least=least, most=most)[most > 0]


def counted(data: Data, *, item: str, source: str, words: weapons.Words | None = None, **asked: Any) -> str:
    """What was counted as a weapon or class, in one line: the classes of what came, else those looked for.

    "" where the class, or a designation, is what it is called. Takes what `delivered` takes, and raises as it does.

    >>> asked = {"place": "GEO", "source": "sipri-transfers-2024-03", "years": (2018, 2019)}
    >>> counted(data, item="drone", **asked), counted(data, item="Tanks", **asked)
    ('none came of what counts as “drone”: armed drone, reconnaissance drone', '')
    """
    came = _came(data, item=item, source=source, words=words, **asked)["class"]
    none = "none came of what counts" if came.empty else "counted"
    meant = _meant(data, source, item, _hashable(words))
    if {str(one).casefold() for one in meant["designation"]} == {item.casefold()}:
        return ""
    looked_for = sorted(meant["class"].unique())
    classes = looked_for if came.empty else came.value_counts().index.tolist()
    if {one.casefold() for one in classes} <= weapons.singular(item):
        return ""
    return f"{none} as “{item}”: {', '.join(classes)}"


@cache.per_data
def _weapons(data: Data, source: str) -> pd.DataFrame:
    """What a release lists by item, with the first and last year of each row.

    Its deliveries, and its deals of two sides and years of which it has a volume and no delivery.
    """
    rows = data.arms_deliveries[data.arms_deliveries["source_id"] == source]
    if len(rows):
        own = pd.MultiIndex.from_frame(rows[_YEARLY]).unique()
        volumes_ = data.arms_imports[data.arms_imports["source_id"] == source]
        without = volumes_[~pd.MultiIndex.from_frame(volumes_[_YEARLY]).isin(own)]
        rows = rows.assign(first_year=rows["year"], last_year=rows["year"])
        there = len(without) and (data.arms_deals["source_id"] == source).any()
        return volumes.with_deals(data, source, rows, without) if there else rows
    rows = data.arms_deals[data.arms_deals["source_id"] == source].rename(columns={"delivered": "number"})
    if rows.empty:
        raise NoRowsError(f"we have {source} as volumes by year, without a list of items", kind=NO_LIST)
    return rows[rows["first_year"].notna()]


@cache.per_data
def _kinds(data: Data, source: str) -> pd.DataFrame:
    return _weapons(data, source)[KIND].drop_duplicates()


_Words = tuple[tuple[str, tuple[str, ...]], ...]


def _hashable(words: weapons.Words | None) -> _Words:
    return tuple((word, tuple(classes)) for word, classes in (words or {}).items())


@cache.per_data
def _meant(data: Data, source: str, item: str, words: _Words) -> pd.DataFrame:
    """The designations and classes of a release that an item means."""
    return weapons.meant(_kinds(data, source), item, dict(words))


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
    milbalance.errors.NoRowsError: we have sipri-transfers-2022-03 as volumes by year, without a list of items
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
        raise NoRowsError(f"we have {source} as volumes by year, without a list of items", kind=NO_LIST)
    return rows

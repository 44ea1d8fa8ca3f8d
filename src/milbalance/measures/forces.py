"""Sizes of forces: published numbers and ranges, their sums and ratios, by source and by definition.

A source gives an exact number, one that it rounds, or a range. A range goes through every sum and ratio as a range;
sources are never averaged. Units are those of the rows: persons or items; ratios have none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import AmbiguousError
from milbalance.measures import facts
from milbalance.measures.ranges import Span


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to count: a source and year, its items added up, and the matching items of an allied force.

    `allied` is empty where no source gives a matching figure.

    >>> forces.Reading(source="iiss-mb-2020", year=2020, items=("active",)).allied
    ()
    """

    source: str
    year: int
    items: tuple[str, ...]
    allied: tuple[str, ...] = ()
    allied_years: tuple[int, int] = (0, 9999)


def total(forces: pd.DataFrame, place: str, items: Sequence[str], *, source: str, year: int) -> Span:
    """The items of one source added up for one place, in persons or items.

    Raises NoRowsError if an item is not there, AmbiguousError for several rows of one item or several units.

    >>> forces.total(data.forces, "GEO", "active", source="cow-nmc-7.0", year=2020)
    Span(low=20500.0, high=21500.0, best=21000.0)
    """
    items, where = arguments.several(items), {"place": place, "source_id": source, "year": year}
    given = measures.rows(forces, **where)
    found = [row for item in items for row in given if row["item"] == item]
    if missing := [item for item in items if item not in {row["item"] for row in found}]:
        measures.select(measures.select(forces, **where), item=missing[0])  # says what there is
    if len(units := {row["unit"] for row in found}) > 1:
        raise AmbiguousError(f"several units ({', '.join(sorted(units))}) in {', '.join(items)} of {source}")
    names = [row["item"] for row in given]
    if twice := [item for item in items if names.count(item) > 1]:
        raise AmbiguousError(f"several rows for {', '.join(twice)} of {place} in {source}, {year}")
    return sum(map(facts.span, found), start=Span(0.0, 0.0))


def estimates(
    forces: pd.DataFrame, place: str, items: Sequence[str], *, source: str, years: tuple[int, int]
) -> pd.DataFrame:
    """The rows behind a force that is counted in: the source's own figures, else all that are held.

    A source that gives an item within `years` is taken alone; for any other item the rows of every source
    within `years` (both included) count, from the lowest to the highest. Raises NoRowsError if there is none.

    >>> found = forces.estimates(data.forces, "GEO", ["active"], source="cow-nmc-7.0", years=(2020, 2021))
    >>> found["value"].tolist()
    [21000.0, 21000.0]
    """
    rows = forces.take(arguments.fitting(forces, {"place": place, "item": list(items)}))
    rows = rows[rows["year"].between(*years)]
    if rows.empty:  # says what there is
        measures.select(forces[forces["year"].between(*years)], place=place, item=list(items))
    own = rows[rows["source_id"] == source]
    found = pd.concat([own, rows[~rows["item"].isin(own["item"])]])
    for item in set(items) - set(found["item"]):
        measures.select(found, item=item)
    return found


def sizes(
    forces: pd.DataFrame, reading: Reading, sides: Sequence[str], allies: Mapping[str, str]
) -> dict[str, Span]:
    """The strength of each side by one reading, with the matching forces of its ally added where it has one.

    In persons or items. Raises as `total` and `estimates`.

    >>> counts = forces.Reading(source="cow-nmc-7.0", year=2020, items=("active",))
    >>> forces.sizes(data.forces, counts, ["GEO", "TUR"], {})["TUR"]
    Span(low=354500.0, high=355500.0, best=355000.0)
    """
    return {
        side: total(forces, side, reading.items, source=reading.source, year=reading.year)
        + _allied(forces, allies.get(side), reading)
        for side in sides
    }


def _allied(forces: pd.DataFrame, ally: str | None, reading: Reading) -> Span:
    if ally is None or not reading.allied:
        return Span(0.0, 0.0)
    rows = estimates(forces, ally, reading.allied, source=reading.source, years=reading.allied_years)
    by_item: dict[str, list[Span]] = {}
    for row in rows.to_dict("records"):
        by_item.setdefault(row["item"], []).append(facts.span(row))
    whole = Span(0.0, 0.0)
    for _, spans in sorted(by_item.items()):
        # From the lowest to the highest estimate; a single one keeps the number that is printed as its best.
        wide = Span(min(span.low for span in spans), max(span.high for span in spans))
        whole += spans[0] if len(spans) == 1 else wide
    return whole

"""Sizes of forces: published numbers and ranges, their sums and ratios, by source and by definition.

A source gives an exact number, one that it rounds, or a range. A range goes through every sum and ratio as a range;
sources are never averaged. Units are those of the rows: persons or items; ratios have none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import AmbiguousError
from milbalance.measures import facts
from milbalance.measures.ranges import Span

# The force that is counted in with a side when a reader chooses so; never by default.
ALLIES: Mapping[str, str] = MappingProxyType({"ARM": "NKR"})


@dataclass(frozen=True)
class Reading:
    """One way to count: a source and year, its items added up, and the matching items of an allied force.

    `allied` is empty where no source gives a matching figure; `role` is "counted" for a source of its own,
    else the reason why the reading is shown beside the others: "copy", "other edition" or "post-war".

    >>> forces.Reading("IISS 2020", "active", "iiss-mb-2020", 2020, ("active",)).role
    'counted'
    """

    name: str
    definition: str
    source: str
    year: int
    items: tuple[str, ...]
    allied: tuple[str, ...] = ()
    allied_years: tuple[int, int] = (2017, 2020)
    role: str = "counted"


_ACTIVE, _RESERVE = ("active",), ("active", "reserve")
_GUNS, _LAUNCHERS = ("artillery_excl_mlrs",), ("artillery_excl_mlrs", "mlrs")
_KINDS = ("self_propelled_artillery", "towed_artillery")
_OLD = (2008, 2008)

SOLDIERS = (
    Reading("IISS 2020", "active", "iiss-mb-2020", 2020, _ACTIVE, _ACTIVE),
    Reading("CIA Factbook 2020", "active", "cia-factbook-2020", 2020, _ACTIVE, _ACTIVE),
    Reading("Correlates of War 2020", "active", "cow-nmc-7.0", 2020, _ACTIVE, _ACTIVE),
    Reading("AFP, October 2020", "active", "afp-2020-10", 2020, _ACTIVE, _ACTIVE),
    Reading("GlobalFirepower 2020", "active", "gfp-2020-kronos", 2020, _ACTIVE, _ACTIVE),
    Reading(
        "GlobalFirepower 2018 (as quoted by Kien Thuc)",
        "active",
        "gfp-2018-kien-thuc",
        2018,
        _ACTIVE,
        _ACTIVE,
        role="copy",
    ),
    Reading(
        "Al Jazeera 2020, from GlobalFirepower 2020",
        "active",
        "aljazeera-2020-10-personnel",
        2020,
        _ACTIVE,
        _ACTIVE,
        role="copy",
    ),
    Reading("IISS 2020", "active and paramilitary", "iiss-mb-2020", 2020, ("active", "paramilitary"), _ACTIVE),
    Reading(
        "World Bank 2020, from IISS",
        "active and paramilitary",
        "wdi-personnel",
        2020,
        ("active_incl_paramilitary",),
        _ACTIVE,
        role="copy",
    ),
    Reading("IISS 2020", "active and reserve", "iiss-mb-2020", 2020, _RESERVE, _RESERVE),
    Reading("GlobalFirepower 2020", "active and reserve", "gfp-2020-kronos", 2020, _RESERVE, _RESERVE),
)

ARTILLERY = (
    Reading("GlobalFirepower 2020", "guns", "gfp-2020-vestnik-kavkaza", 2020, _GUNS, _GUNS, _OLD),
    Reading(
        "GlobalFirepower 2020",
        "guns and rocket launchers",
        "gfp-2020-vestnik-kavkaza",
        2020,
        _LAUNCHERS,
        _LAUNCHERS,
        _OLD,
    ),
    Reading("IISS 2014", "guns", "iiss-rdmc-v1", 2014, _KINDS, _GUNS, _OLD),
    Reading("IISS 2014", "guns and rocket launchers", "iiss-rdmc-v1", 2014, (*_KINDS, "mlrs"), _LAUNCHERS, _OLD),
    Reading("IISS 2014", "all kinds, with mortars", "iiss-rdmc-v1", 2014, ("artillery_total",), _LAUNCHERS, _OLD),
    Reading(
        "Al Jazeera, October 2020",
        "all kinds, undefined",
        "aljazeera-2020-10",
        2020,
        ("artillery_total",),
        _LAUNCHERS,
        _OLD,
    ),
    *(
        Reading(f"GlobalFirepower {year}", definition, f"gfp-{year}", year, items, role=role)
        for year, role in ((2017, "other edition"), (2022, "post-war"), (2024, "post-war"))
        for definition, items in (("guns", _KINDS), ("guns and rocket launchers", (*_KINDS, "mlrs")))
    ),
)


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
    rows = measures.select(forces[forces["year"].between(*years)], place=place, item=list(items))
    own = rows[rows["source_id"] == source]
    found = pd.concat([own, rows[~rows["item"].isin(own["item"])]])
    for item in items:
        measures.select(found, item=item)
    return found


def ratios(
    forces: pd.DataFrame,
    readings: Sequence[Reading],
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    allies: Mapping[str, str] = ALLIES,
) -> pd.DataFrame:
    """Side a over side b for every reading, without and with the allied forces.

    Columns: name, definition, role, source_id, year, unit, a, b (both sides alone, as printed), a_low, a_high,
    b_low, b_high (the same as ranges), low, high (their ratio), with_low, with_high (the ratio with the allied
    forces; empty where none can be added). Sizes are in persons or items, as `unit` says; ratios have no unit.
    Raises as `total`, and MissingError for a side that has none.

    >>> counts = forces.Reading("Correlates of War", "active", "cow-nmc-7.0", 2020, ("active",))
    >>> found = forces.ratios(data.forces, [counts], side_a="TUR", side_b="GEO", allies={})
    >>> found[["a", "b", "low", "high"]].round(1).values.tolist()
    [[355000.0, 21000.0, 16.5, 17.3]]
    """
    records = []
    for reading in readings:
        alone, joint = (
            sizes(forces, reading, (side_a, side_b), {}),
            sizes(forces, reading, (side_a, side_b), allies),
        )
        rows = measures.select(forces, source_id=reading.source, item=reading.items[0])
        ratio, ratio_with = alone[side_a] / alone[side_b], joint[side_a] / joint[side_b]
        records.append(
            {
                "name": reading.name,
                "definition": reading.definition,
                "role": reading.role,
                "source_id": reading.source,
                "year": reading.year,
                "unit": rows["unit"].iloc[0],
                "a": alone[side_a].number,
                "b": alone[side_b].number,
                "a_low": alone[side_a].low,
                "a_high": alone[side_a].high,
                "b_low": alone[side_b].low,
                "b_high": alone[side_b].high,
                "low": ratio.low,
                "high": ratio.high,
                "with_low": ratio_with.low if joint != alone else math.nan,
                "with_high": ratio_with.high if joint != alone else math.nan,
            }
        )
    return pd.DataFrame(records)


def sizes(
    forces: pd.DataFrame, reading: Reading, sides: Sequence[str], allies: Mapping[str, str]
) -> dict[str, Span]:
    """The strength of each side by one reading, with the matching forces of its ally added where it has one.

    In persons or items. Raises as `total` and `estimates`.

    >>> counts = forces.Reading("Correlates of War", "active", "cow-nmc-7.0", 2020, ("active",))
    >>> forces.sizes(data.forces, counts, ["GEO", "TUR"], {})["TUR"]
    Span(low=354500.0, high=355500.0, best=355000.0)
    """
    return {
        side: total(forces, side, reading.items, source=reading.source, year=reading.year)
        + _allied(forces, allies.get(side), reading)
        for side in sides
    }


def same_numbers(found: pd.DataFrame) -> list[list[str]]:
    """Names of the readings that give both sides the same two numbers, one list for each such pair of numbers.

    >>> found = pd.DataFrame({"name": ["Paper", "Agency"], "a_low": 9, "a_high": 9, "b_low": 5, "b_high": 5})
    >>> forces.same_numbers(found)
    [['Paper', 'Agency']]
    """
    groups = found.groupby(["a_low", "a_high", "b_low", "b_high"], sort=False)["name"]
    return [names.tolist() for _, names in groups if len(names) > 1]


def _allied(forces: pd.DataFrame, ally: str | None, reading: Reading) -> Span:
    if ally is None or not reading.allied:
        return Span(0.0, 0.0)
    rows = estimates(forces, ally, reading.allied, source=reading.source, years=reading.allied_years)
    by_item: dict[str, list[Span]] = {}
    for row in rows.to_dict("records"):
        by_item.setdefault(row["item"], []).append(facts.span(row))
    return sum((_envelope(by_item[item]) for item in sorted(by_item)), start=Span(0.0, 0.0))


def _envelope(spans: Sequence[Span]) -> Span:
    """From the lowest to the highest of some ranges; a single one keeps the number that is printed as its best."""
    if len(spans) == 1:
        return spans[0]
    return Span(min(span.low for span in spans), max(span.high for span in spans))

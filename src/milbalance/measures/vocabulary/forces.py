"""Measures of forces: how many times the soldiers, guns or other items of one place another has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milbalance import arguments, measures
from milbalance.measures import forces
from milbalance.measures.forces import Reading
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.personnel import size
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables.load import Data


@measure("personnel.ratio")
@measure("equipment.ratio")
def forces_ratio(
    data: Data,
    *,
    place: str,
    other: str,
    source: str,
    year: int = 0,
    items: tuple[str, ...] = (),
    allies: Mapping[str, str] | None = None,
    allied: tuple[str, ...] = (),
    allied_years: Years = (0, 9999),
    delivered: Mapping[str, Any] | None = None,
    years: Years | int | None = None,
    item: str = "",
) -> Span:
    """Items of one place over those of another (forces.csv), added up by one source and year; without unit.

    A new article names one definition in words, `item`, and the year as `years`: see `personnel.definition`.

    `allies` names the force that is counted in with a side, `allied` which of its items, of `allied_years`.
    `delivered` has years, classes and a source: what that register has as delivered then is added, with nothing
    taken off. Raises NoRowsError for an item that is not there.

    >>> found = forces_ratio(data, place="TUR", other="GEO", source="cow-nmc-7.0", year=2020, items=("active",))
    >>> round(found.number, 1)
    16.9
    """
    if years is not None:
        first, second = (size(data, side, source, arguments.years(years)[1], item) for side in (place, other))
        return first / second
    asked: dict[str, Any] = {"allies": allies, "allied": allied, "allied_years": allied_years, "items": items}
    found = sizes(data, place=place, other=other, source=source, year=year, delivered=delivered, **asked)
    return found[place] / found[other]


def sizes(
    data: Data,
    *,
    place: str,
    other: str,
    source: str,
    year: int,
    items: tuple[str, ...],
    allies: Mapping[str, str] | None = None,
    allied: tuple[str, ...] = (),
    allied_years: Years = (0, 9999),
    delivered: Mapping[str, Any] | None = None,
) -> dict[str, Span]:
    """What each side of such a ratio has, in persons or items; arguments and errors are those of the ratio.

    >>> sizes(data, place="TUR", other="GEO", source="cow-nmc-7.0", year=2020, items=("active",))["GEO"].best
    21000.0
    """
    reading = Reading(source=source, year=year, items=items, allied=allied, allied_years=allied_years)
    found = forces.sizes(data.forces, reading, (place, other), allies or {})
    if delivered is not None:
        found = {side: size + _delivered(data, side, **delivered) for side, size in found.items()}
    return found


def _delivered(data: Data, place: str, years: Years, classes: tuple[str, ...], source: str) -> Span:
    """Items of some classes that a release has as delivered to a place over years."""
    rows = measures.select(data.arms_deliveries, source_id=source, **{"class": list(classes)})
    rows = rows[(rows["recipient"] == place) & rows["year"].between(*years)]
    count = float(rows["number"].sum())
    return Span(count, count)

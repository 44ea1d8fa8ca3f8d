"""Measures of people: how many live in a place, how many more than before, and how many died."""

from __future__ import annotations

import math

from milbalance import arguments, measures
from milbalance.errors import EXTRACT, MissingError
from milbalance.ingest import names
from milbalance.measures import counts, groups
from milbalance.measures.counts import Rows
from milbalance.measures.ranges import Span, exactly
from milbalance.measures.vocabulary import burden
from milbalance.measures.vocabulary.burden import PEOPLE
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import labels
from milbalance.tables.load import Data


@measure("population.level")
def population(
    data: Data, *, place: str, source: str, year: int = 0, years: Years | int | None = None, per: float = 1.0
) -> float:
    """People of a place in a year (context.csv), in parts of `per`, such as millions.

    A group is the sum of its members. Raises NoRowsError for a year that the source does not give, and MissingError
    for a group of which it gives fewer than half of the members.

    >>> population(data, place="TUR", source="cow-nmc-7.0", year=2020, per=1e6)
    86.092
    """
    year = year if years is None else arguments.years(years)[1]
    return _people(data, place, source, (year,))[year] / per


@measure("population.change")
def population_change(data: Data, *, place: str, source: str, years: Years) -> float:
    """Growth of the people of a place between two years, per cent: of a group of the same members in both.

    Raises as `population`.

    >>> round(population_change(data, place="TUR", source="cow-nmc-7.0", years=(2019, 2020)), 2)
    0.86
    """
    found = _people(data, place, source, tuple(years))
    return 100 * (measures.ratio(found[years[1]], found[years[0]]) - 1)


def _people(data: Data, place: str, source: str, years: tuple[int, ...]) -> dict[int, float]:
    """The people of a place by year, those of a group the sum of the same members."""
    inside, held = burden.counted(data, PEOPLE, place, source, years), burden.context(data, PEOPLE, source)
    if not inside and groups.is_group(data, place):
        told = f"{labels.source(data, source)} has the population of fewer than half of the members of {place}"
        raise MissingError(told, kind=EXTRACT)
    if not inside:
        for year in years:
            measures.one(data.context, place=place, item=PEOPLE, year=year, source_id=source)  # says why
    return {year: math.fsum(held[one][year] for one in inside) for year in years}


def without(data: Data, *, place: str, source: str, years: Years) -> tuple[str, ...]:
    """The members of a group that a sum of people leaves out, as they lack one of the years; none if it is no sum.

    >>> without(data, place="TUR", source="cow-nmc-7.0", years=(2020, 2020))
    ()
    """
    every = tuple(dict.fromkeys(years))
    if (inside := burden.counted(data, PEOPLE, place, source, every)) in ((), (place,)):
        return ()
    first, last = min(every), max(every)
    there = (one for one in groups.members(data, place, every[-1]) if one not in inside)
    return tuple(one for one in there if names.lived(one, first, last))


def summed(data: Data, *, place: str, source: str, years: Years) -> str:
    """What to know of people that are a sum of members, in one line: of how many; "" for all other places.

    >>> summed(data, place="TUR", source="cow-nmc-7.0", years=(2020, 2020))
    ''
    """
    every = tuple(dict.fromkeys(years))
    if (inside := burden.counted(data, PEOPLE, place, source, every)) in ((), (place,)):
        return ""
    gaps = without(data, place=place, source=source, years=years)
    told = f", without {groups.few(data, gaps)}" if gaps else ""
    floor = ": a floor, as their people are missing" if gaps and len(every) == 1 else ""
    return f"the sum of {len(inside)} members of {place}{told}{floor}"


@measure("deaths.sum")
def deaths(data: Data, *, source: str, years: Years, estimate: str = "best", rows: Rows = ()) -> Span:
    """Documented deaths (persons) over years, all places added: a lower bound. `estimate` is low, best or high.

    With rows of facts.csv it is those added up. Raises MissingError for a year that the source does not cover.

    >>> deaths(data, source="ucdp-ged-23.1", years=(1992, 1994)).low
    4915.0
    """
    if rows:
        return counts.total(data.facts, rows)
    documented = measures.window_sum(counts.deaths(data.fatalities, source, estimate=estimate), *years)
    return counts.at_least(exactly(documented))

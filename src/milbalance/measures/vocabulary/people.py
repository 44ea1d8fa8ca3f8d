"""Measures of people: how many live in a place, how many more than before, and how many died."""

from __future__ import annotations

from milbalance import arguments, measures
from milbalance.measures import counts
from milbalance.measures.counts import Rows
from milbalance.measures.ranges import Span, exactly
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables.load import Data


@measure("population.level")
def population(
    data: Data, *, place: str, source: str, year: int = 0, years: Years | int | None = None, per: float = 1.0
) -> float:
    """People of a place in a year (context.csv), in parts of `per`, such as millions.

    Raises NoRowsError for a year that the source does not give.

    >>> population(data, place="TUR", source="cow-nmc-7.0", year=2020, per=1e6)
    86.092
    """
    year = year if years is None else arguments.years(years)[1]
    return measures.one(data.context, place=place, item="population", year=year, source_id=source) / per


@measure("population.change")
def population_change(data: Data, *, place: str, source: str, years: Years) -> float:
    """Growth of the people of a place between two years, per cent. Raises NoRowsError as `population`.

    >>> round(population_change(data, place="TUR", source="cow-nmc-7.0", years=(2019, 2020)), 2)
    0.86
    """
    first, last = (population(data, place=place, source=source, year=year) for year in years)
    return 100 * (measures.ratio(last, first) - 1)


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

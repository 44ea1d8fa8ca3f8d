"""Measures of people: how many live in a place, and how many died."""

from __future__ import annotations

from milbalance import measures
from milbalance.measures import counts
from milbalance.measures.counts import Rows
from milbalance.measures.ranges import Span, exactly
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables.load import Data


@measure("population.level")
def population(data: Data, *, place: str, source: str, year: int, per: float = 1.0) -> float:
    """People of a place in a year (context.csv), in parts of `per`, such as millions.

    Raises NoRowsError for a year that the source does not give.

    >>> population(data, place="TUR", source="cow-nmc-7.0", year=2020, per=1e6)
    86.092
    """
    return measures.one(data.context, place=place, item="population", year=year, source_id=source) / per


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

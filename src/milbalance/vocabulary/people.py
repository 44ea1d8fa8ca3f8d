"""Measures of people: how many live in a place, and how many died."""

from __future__ import annotations

from milbalance import measures, tolls
from milbalance.load import Data
from milbalance.ranges import Span, exactly
from milbalance.tolls import Rows
from milbalance.vocabulary.registry import Years, measure


@measure("population.level")
def population(data: Data, *, place: str, source: str, year: int, per: float = 1.0) -> float:
    """People of a place in a year (context.csv), in parts of `per`, such as millions."""
    return measures.one(data.context, place=place, item="population", year=year, source_id=source) / per


@measure("deaths.sum")
def deaths(data: Data, *, source: str, years: Years, estimate: str = "best", rows: Rows = ()) -> Span:
    """Documented deaths over years, all places added: a lower bound. `estimate` is low, best or high.

    With rows of facts.csv it is those added up. Raises MissingError for a year that the source does not cover.
    """
    if rows:
        return tolls.total(data.facts, rows)
    documented = measures.window_sum(tolls.deaths(data.fatalities, source, estimate=estimate), *years)
    return tolls.at_least(exactly(documented))

"""Measures of flows between places, such as exports or gas: levels, and one period over another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milbalance import measures
from milbalance.errors import NO_YEAR, NoRowsError
from milbalance.measures import dates, facts
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import measure
from milbalance.tables.load import Data

Period = tuple[str, str]  # first and last month, as 2020-07, or a year twice
ERRONEOUS = "erroneous"  # the kind of a row that is known to be wrong


def amount(data: Data, flow: str, place: str, other: str, period: Period, source: str) -> Span:
    """What flowed from a place to another in one published period (flows.csv), in the unit of its row.

    Raises NoRowsError naming the period if the source does not give it.

    >>> amount(data, "gas", "RUS", "EUU", ("2021", "2021"), "iea-2022-03")
    Span(low=155.0, high=155.0, best=None)
    """
    rows = measures.rows(data.flows, flow=flow, origin=place, destination=other)
    asked = (source, *period)
    for row in rows:
        if row["kind"] != ERRONEOUS and (row["source_id"], row["start"], row["end"]) == asked:
            return facts.span(row)
    raise NoRowsError(f"no value for {period[0]} to {period[1]} in {source}", kind=NO_YEAR)


def months(start: str, end: str) -> int:
    """Months from `start` to `end` (as 2020-07), both included; of a bare year all. MilbalanceError for no month.

    >>> months("2020-07", "2020-09"), months("2020", "2021")
    (3, 24)
    """
    first, last = (
        dates.written((month if "-" in month else f"{month}-{of_year}") + "-01")
        for month, of_year in ((start, "01"), (end, "12"))
    )
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _whole(year: int) -> Period:
    return str(year), str(year)


@measure("flow.level")
def level(data: Data, *, flow: str, place: str, other: str, source: str, year: int, times: float = 1.0) -> Span:
    """What flowed from a place to another in a year, times a factor that turns its unit into that of the claim.

    Raises NoRowsError for a year that the source does not give.

    >>> level(data, flow="gas", place="RUS", other="EUU", source="iea-2022-03", year=2021, times=1e9).number
    155000000000.0
    """
    return amount(data, flow, place, other, _whole(year), source) * times


@measure("flow.growth")
def growth(
    data: Data,
    *,
    flow: str,
    place: str,
    other: str,
    source: str,
    over: Period | None = None,
    base: Period | None = None,
    per_month: bool = False,
    quoted: str = "",
    none_because: str = "",
) -> Span:
    """How many times that of a base period a flow was; `per_month` compares monthly means.

    Without periods it is the factor that the source itself prints, under the topic `quoted` of facts.csv. A factor
    has no unit. Raises NoRowsError for a period that is not there, and if the source prints neither, with
    `none_because` and its name for the factor.

    >>> year = ("2021", "2021")
    >>> growth(data, flow="gas", place="RUS", other="EUU", source="iea-2022-03", over=year, base=year).number
    1.0
    """
    if over is None or base is None:
        rows = data.facts[(data.facts["topic"] == quoted) & (data.facts["source_id"] == source)]
        if rows.empty:
            raise NoRowsError(f"{none_because}, in {source}")
        return facts.span(rows.iloc[0])
    a, b = (amount(data, flow, place, other, period, source) for period in (over, base))
    return a / b * (months(*base) / months(*over)) if per_month else a / b


@measure("flow.target_ratio")
def target_ratio(
    data: Data,
    *,
    flow: str,
    target: Mapping[str, Any],
    place: str,
    other: str,
    source: str,
    year: int,
    fact: Mapping[str, Any] | None = None,
) -> Span:
    """A flow that a text plans over that of a base year, or over a number in facts.csv (`fact`).

    `target` has place, other, year and source. A plan of "at least" so much is taken as that number.
    The ratio has no unit. Raises NoRowsError for a year that a source does not give.

    >>> flow = {"place": "RUS", "other": "EUU", "source": "iea-2022-03", "year": 2021}
    >>> target_ratio(data, flow="gas", target=flow, **flow).number
    1.0
    """
    planned = amount(data, flow, target["place"], target["other"], _whole(target["year"]), target["source"])
    exact = Span(planned.number, planned.number)
    if fact is not None:
        return exact / facts.fact(data.facts, fact["topic"], subject=fact["subject"], source_id=fact["source"])
    return exact / amount(data, flow, place, other, _whole(year), source)

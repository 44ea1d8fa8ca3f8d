"""Measures of military expenditure: sums, ratios, growth and trend. Dollars are billions of US dollars."""

from __future__ import annotations

from typing import cast

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import MissingError, NoRowsError
from milbalance.measures import facts, groups, spending
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache
from milbalance.tables.load import Data

NOMINAL, CURRENT = "nominal", "current_usd"  # the item that a text says, and the basis that it means
PRINTED = "as printed"  # the basis of a budget that a newspaper or institute prints without saying more


def dollars(data: Data, place: str, source: str, basis: str, years: Years, *, projects: bool = True) -> float:
    """Military expenditure of a place summed over years, in billions of US dollars, by a basis of spending.csv.

    A region or an alliance has the total that the source prints, else the sum of its members (see `groups`).
    Without `projects` special defence projects are taken out, as far as there are any. Raises MissingError or
    NoRowsError for a gap, and where projects cannot be converted.

    >>> round(dollars(data, "GEO", "sipri-milex-2025", "current_usd", (2019, 2020)), 3)
    0.598
    """
    first, last = arguments.years(years)
    try:
        return measures.window_sum(_known(data, place, source, basis, projects), first, last) / 1000
    except (MissingError, NoRowsError):
        if not groups.is_group(data, place):
            groups.say_why(data, place, source, basis, tuple(range(first, last + 1)))
            raise
    return groups.summed(data, place, source, basis, (first, last)) / 1000


@cache.per_data
def _known(data: Data, place: str, source: str, basis: str, projects: bool) -> dict[int, float]:
    """The same values in a dictionary: choices ask for their sums thousands of times."""
    if projects and (held := groups.values(data, source, basis).get(place)):
        return held
    return cast(dict[int, float], millions(data, place, source, basis, projects).to_dict())


@cache.per_data
def millions(data: Data, place: str, source: str, basis: str, projects: bool) -> pd.Series[float]:
    """Military expenditure of a place by year, in millions of dollars of one basis; gaps are NaN.

    Raises NoRowsError if the source does not give it, MissingError where `projects` cannot be converted.

    >>> millions(data, "GEO", "sipri-milex-2025", "current_usd", True).round(1).loc[[2020]].to_dict()
    {2020: 287.9}
    """
    if not projects:
        return spending.without(data.spending, allocations(data, place), place, source, basis=basis)
    return measures.by_year(data.spending, gaps=True, place=place, source_id=source, basis=basis)


@cache.per_data
def allocations(data: Data, place: str) -> pd.Series[float]:
    """Special defence projects of a place by year, in millions of local currency; empty if none is on record.

    >>> allocations(data, "GEO").empty
    True
    """
    try:
        return spending.special_projects(data.facts, place)
    except NoRowsError:
        return pd.Series(dtype=float)


def printed(data: Data, place: str, source: str, years: Years) -> Span:
    """Budgets that a source prints for a place (facts.csv) summed over years, in billions of US dollars.

    A budget is a range where the source rounds it. Raises MissingError or NoRowsError for a gap.

    >>> from dataclasses import replace
    >>> row = {"place": "GEO", "as_of": "2019", "value": 3.0, "low": 2.0, "high": 4.0, "unit": "billion US dollars"}
    >>> rows = pd.DataFrame([{**row, "source_id": "mine"}], columns=data.facts.columns)
    >>> printed(replace(data, facts=rows), "GEO", "mine", (2019, 2019))
    Span(low=2.0, high=4.0, best=3.0)
    """
    rows = measures.select(spending.published(data.facts, place), source_id=source)
    measures.window_sum(measures.by_year(rows), *years)  # says which year is missing
    inside = rows[rows["year"].between(*years)]
    return sum(map(facts.span, inside.to_dict("records")), start=Span(0.0, 0.0))


@measure("spending.level")
@measure("spending.sum")
def spending_sum(
    data: Data, *, place: str, source: str, basis: str, years: Years, projects: bool = True
) -> float | Span:
    """Military expenditure of a place summed over years, in billions of US dollars.

    `basis` is one of spending.csv, or "as printed" for budgets in facts.csv. Raises MissingError or NoRowsError for
    a gap.

    >>> asked = {"source": "sipri-milex-2025", "basis": "current_usd", "years": 2020}
    >>> round(spending_sum(data, place="GEO", **asked), 3)
    0.288
    """
    if basis == PRINTED:
        return printed(data, place, source, arguments.years(years))
    return dollars(data, place, source, basis, years, projects=projects)


@measure("spending.ratio")
def spending_ratio(
    data: Data,
    *,
    place: str,
    other: str,
    source: str,
    basis: str,
    years: Years,
    projects: bool = True,
    less_one: bool = False,
) -> float | Span:
    """Military expenditure of a place over that of another, each summed over the years; less one for "times more".

    Raises as `spending_sum` does.

    >>> asked = {"source": "sipri-milex-2025", "basis": "current_usd", "years": 2020}
    >>> round(spending_ratio(data, place="TUR", other="GEO", **asked), 1)
    54.8
    """
    asked = {"source": source, "basis": basis, "years": years, "projects": projects}
    a, b = (spending_sum(data, place=side, **asked) for side in (place, other))  # type: ignore[arg-type]
    if isinstance(a, Span) and isinstance(b, Span):
        return a / b - less_one
    return measures.ratio(a, b) - less_one  # type: ignore[arg-type]


@measure("spending.growth")
def spending_growth(
    data: Data, *, place: str, source: str, basis: str, years: Years, projects: bool = True
) -> float:
    """Military expenditure of a place in the last of two years over that in the first, as a factor.

    Raises MissingError or NoRowsError for a gap.

    >>> asked = {"source": "sipri-milex-2025", "basis": "constant_usd", "years": (2010, 2020)}
    >>> round(spending_growth(data, place="GEO", **asked), 2)
    0.78
    """
    first, last = (dollars(data, place, source, basis, (year, year), projects=projects) for year in years)
    return measures.ratio(last, first)


@measure("spending.change")
def spending_change(data: Data, *, place: str, source: str, basis: str, years: Years, item: str = "") -> float:
    """Growth of military expenditure between two years, per cent; `nominal` in current dollars.

    Of a group without printed totals it is that of its members of the last year with a value in both. Raises
    MissingError or NoRowsError for a gap.

    >>> asked = {"source": "sipri-milex-2025", "basis": "constant_usd", "years": (2010, 2020)}
    >>> round(spending_change(data, place="GEO", **asked), 1)
    -21.8
    """
    found = groups.levels(data, place, source, CURRENT if item == NOMINAL else basis, years)
    return 100 * (measures.ratio(found[years[1]], found[years[0]]) - 1)


@measure("spending.share")
def spending_share(
    data: Data, *, place: str, other: str, source: str, basis: str, years: Years, members: bool = False
) -> float:
    """Part of the military expenditure of a group, or of the world, that is a place's own, per cent.

    Each is summed over the years. With `members` the whole is the sum of its members even where the source prints a
    total. Raises as `dollars`.

    >>> asked = {"source": "sipri-milex-2025", "basis": "current_usd", "years": 2020}
    >>> round(spending_share(data, place="GEO", other="TUR", **asked), 2)
    1.82
    """
    part = dollars(data, place, source, basis, years)
    if members:
        return 100 * measures.ratio(part, groups.of_members(data, other, source, basis, years) / 1000)
    return 100 * measures.ratio(part, dollars(data, other, source, basis, years))


@measure("spending.trend")
def spending_trend(
    data: Data, *, place: str, source: str, basis: str, years: Years, projects: bool = True, item: str = ""
) -> float:
    """Log-linear trend of military expenditure over all the years, per cent a year; `nominal` in current dollars.

    Raises MissingError for a gap or a value that is not above zero, NoRowsError as `millions`.

    >>> asked = {"source": "sipri-milex-2025", "basis": "constant_usd", "years": (2010, 2020)}
    >>> round(spending_trend(data, place="GEO", **asked), 1)
    -2.0
    """
    basis = CURRENT if item == NOMINAL else basis
    every = tuple(range(years[0], years[1] + 1))
    try:
        return measures.trend(millions(data, place, source, basis, projects), *years)
    except (MissingError, NoRowsError):
        if not groups.is_group(data, place):
            groups.say_why(data, place, source, basis, every)
            raise
    return measures.trend(pd.Series(groups.levels(data, place, source, basis, every)), *years)

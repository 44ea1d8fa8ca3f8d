"""Measures of the burden of military expenditure: over the product, the budget of a government, and per head."""

from __future__ import annotations

import math

from milbalance import arguments, measures
from milbalance.errors import NOT_COUNTED, NoRowsError
from milbalance.measures import groups
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache
from milbalance.tables.load import Data

PRODUCT, PEOPLE = "gdp_current_usd", "population"  # items of context.csv
FIRST = "World Bank"  # the publisher whose series of the world is taken where several have one
SHARE, HEAD, MONEY = "share_gdp", "per_capita", "current_usd"  # bases of spending.csv
MILLION = 1_000_000


@cache.per_data
def context(data: Data, item: str, source: str) -> dict[str, dict[int, float]]:
    """What a source has of one item of context.csv by place and year, in its unit.

    >>> context(data, "population", "cow-nmc-7.0")["TUR"][2020]
    86092000.0
    """
    chosen = arguments.fitting(data.context, {"source_id": source, "item": item})
    found: dict[str, dict[int, float]] = {}
    columns = (data.context[name].take(chosen).tolist() for name in ("place", "year", "value"))
    for place, year, value in zip(*columns, strict=True):
        if not math.isnan(value):
            found.setdefault(place, {})[int(year)] = float(value)
    return found


@cache.per_data
def beside(data: Data, item: str, place: str, year: int) -> str:
    """The source of an item of context.csv for a place and year: the World Bank's newest cut, else the newest.

    Raises NoRowsError if none has it.

    >>> beside(data, "population", "TUR", 2020)
    'cow-nmc-7.0'
    """
    held = set(data.context["source_id"].take(arguments.fitting(data.context, {"place": place, "item": item})))
    held = {source for source in held if year in context(data, item, source).get(place, {})}
    if not held:
        raise NoRowsError(f"none of our sources has the {item} of {place} in {year}", kind=NOT_COUNTED)
    listed = data.sources[data.sources["source_id"].isin(held)]
    order = zip(listed["publisher"] == FIRST, listed["version"].fillna(""), listed["source_id"], strict=True)
    return str(max(order)[2]) if len(listed) else max(held)


def _over(data: Data, place: str, source: str, years: Years, item: str, against: str) -> float:
    """Current dollars of a place over an item of context.csv in one year, in dollars over its unit."""
    year = arguments.years(years)[1]
    given = context(data, item, against or beside(data, item, place, year)).get(place, {})
    if year not in given:
        measures.one(data.context, place=place, item=item, source_id=against, year=year)  # says why
    return measures.ratio(groups.level(data, place, source, MONEY, year) * MILLION, given[year])


@measure("spending.share_gdp")
def share_gdp(data: Data, *, place: str, source: str, years: Years, basis: str = SHARE, against: str = "") -> float:
    """Military expenditure as a share of gross domestic product in one year, per cent.

    What the source prints. Of the world, or with the basis current_usd, it is dollars over the product of
    context.csv, that of the source `against` or else the World Bank's newest; of another group the spending of its
    members over the product that their printed shares imply. Raises MissingError or NoRowsError for a gap.

    >>> round(share_gdp(data, place="GEO", source="sipri-milex-2025", years=(2020, 2020)), 2)
    1.79
    """
    year = arguments.years(years)[1]
    if basis == MONEY:
        return 100 * _over(data, place, source, years, PRODUCT, against)
    if groups.printed(data, place, source, basis, [year]) or not groups.is_group(data, place):
        return groups.level(data, place, source, basis, year)
    if place == groups.WORLD:
        return 100 * _over(data, place, source, years, PRODUCT, against)
    return _implied(data, place, source, year)


@cache.per_data
def _implied(data: Data, group: str, source: str, year: int) -> float:
    """The spending of the members that have a share and dollars over the product that the two imply, per cent."""
    shares, money = (groups.values(data, source, basis) for basis in (SHARE, MONEY))
    both = [
        (money[one][year], shares[one][year])
        for one in groups.members(data, group, year)
        if shares.get(one, {}).get(year) and year in money.get(one, {})
    ]
    return measures.ratio(math.fsum(spent for spent, _ in both), math.fsum(spent / share for spent, share in both))


@measure("spending.share_gdp_change")
def share_gdp_change(
    data: Data, *, place: str, source: str, years: Years, basis: str = SHARE, against: str = ""
) -> float:
    """The share of product in the last of two years less that in the first, in percentage points.

    Raises as `share_gdp`.

    >>> round(share_gdp_change(data, place="GEO", source="sipri-milex-2025", years=(2019, 2020)), 2)
    0.03
    """
    first, last = (
        share_gdp(data, place=place, source=source, years=(year, year), basis=basis, against=against)
        for year in years
    )
    return last - first


@measure("spending.share_government")
def share_government(
    data: Data, *, place: str, source: str, years: Years, basis: str = "share_government"
) -> float:
    """Military expenditure as a share of government spending in one year, per cent, as the source prints it.

    Raises MissingError or NoRowsError for a gap.

    >>> share_government(data, place="GEO", source="sipri-milex-2025", years=(2020, 2020))
    Traceback (most recent call last):
    milbalance.errors.NoRowsError: no rows with basis = share_government; there are: ...
    """
    return groups.level(data, place, source, basis, arguments.years(years)[1])


@measure("spending.per_head")
def per_head(data: Data, *, place: str, source: str, years: Years, basis: str = HEAD, against: str = "") -> float:
    """Military expenditure for each inhabitant in one year, in current US dollars.

    What the source prints. Of a group, or with the basis current_usd, it is dollars over the population of
    context.csv, that of the source `against` or else the World Bank's newest. Raises MissingError or NoRowsError
    for a gap.

    >>> round(per_head(data, place="TUR", source="sipri-milex-2025", years=2020, basis="current_usd"), 1)
    183.3
    """
    year = arguments.years(years)[1]
    if basis != MONEY and (groups.printed(data, place, source, basis, [year]) or not groups.is_group(data, place)):
        return groups.level(data, place, source, basis, year)
    return _over(data, place, source, years, PEOPLE, against)

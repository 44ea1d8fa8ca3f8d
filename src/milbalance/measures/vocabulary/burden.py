"""Measures of the burden of military expenditure: over the product, the budget of a government, and per head."""

from __future__ import annotations

import math

from milbalance import arguments, measures
from milbalance.errors import NOT_COUNTED, NoRowsError
from milbalance.measures import groups
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache, labels
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
    return measures.by_place(data.context, source_id=source, item=item)


@cache.per_data
def counted(data: Data, item: str, place: str, source: str, years: tuple[int, ...]) -> tuple[str, ...]:
    """The places whose numbers are that of a place: itself, or the members of a group that a source gives none of.

    Of the members of the last year those that have a number in every one of the years; none if they are fewer than
    half of them.

    >>> [counted(data, "population", "TUR", source, (2020,)) for source in ("cow-nmc-7.0", "none")]
    [('TUR',), ()]
    """
    held, every = context(data, item, source), set(years)
    if held.get(place, {}).keys() >= every:
        return (place,)
    if not groups.is_group(data, place):
        return ()
    inside = groups.members(data, place, years[-1])
    there = tuple(one for one in inside if held.get(one, {}).keys() >= every)
    return there if len(there) >= groups.EVER * len(inside) else ()


@cache.per_data
def beside(data: Data, item: str, place: str, *years: int) -> str:
    """The source of an item of context.csv for a place and years: the World Bank's newest cut, else the newest.

    A copy of the World Bank's that others hand on comes after its own cuts and before all others. One source for
    all the years, since each cut revises the years before. Raises NoRowsError if none has them all.

    >>> beside(data, "population", "TUR", 2020), beside(data, "gdp_current_usd", "TUR", 2020)
    ('datahub-population', 'wdi-2024-03')
    """
    held = set(data.context["source_id"].take(arguments.fitting(data.context, {"item": item})).unique())
    held = {source for source in held if counted(data, item, place, source, years)}
    if not held:
        told = f"{labels.place(data, item)} of {labels.place(data, place)} in {', '.join(map(str, years))}"
        raise NoRowsError(f"none of our sources has the {told}", kind=NOT_COUNTED)
    listed = data.sources[data.sources["source_id"].isin(held)]
    own, copies = (listed[name] == FIRST for name in ("publisher", "copy_of"))
    order = zip(own | copies, own, listed["version"].fillna(""), listed["source_id"], strict=True)
    return str(max(order)[-1]) if len(listed) else max(held)


def divisor(data: Data, *, place: str, source: str, basis: str, years: tuple[int, ...]) -> str:
    """The source of the people or the product that the dollars of a place are divided by; "" where nothing is.

    Raises as `beside`.

    >>> asked = {"source": "sipri-milex-2025", "years": (2020,)}
    >>> [divisor(data, place="TUR", basis=basis, **asked) for basis in ("current_usd", "share_gdp")]
    ['', '']
    """
    if basis not in (SHARE, HEAD) or not over_another(data, place, source, basis, years):
        return ""
    return beside(data, PEOPLE if basis == HEAD else PRODUCT, place, *years)


def _over(data: Data, place: str, source: str, years: tuple[int, ...], item: str, against: str) -> dict[int, float]:
    """Current dollars of a place over an item of context.csv by year, in dollars over its unit."""
    by = against or beside(data, item, place, *years)
    inside, held = counted(data, item, place, by, years), context(data, item, by)
    if inside not in ((), (place,)):
        groups.refuse_extract(data, place, source, MONEY, years)
        money, both = groups.values(data, source, MONEY), _spending(data, inside, source, years)
        spent = {year: MILLION * math.fsum(money[one][year] for one in both) for year in years}
        return {year: measures.ratio(spent[year], math.fsum(held[one][year] for one in both)) for year in years}
    for year in years:
        if not inside:
            measures.one(data.context, place=place, item=item, source_id=by, year=year)  # says why
    total = groups.levels(data, place, source, MONEY, years)
    return {year: measures.ratio(total[year] * MILLION, held[place][year]) for year in years}


@cache.per_data
def _spending(data: Data, inside: tuple[str, ...], source: str, years: tuple[int, ...]) -> tuple[str, ...]:
    """Those of some places that have current dollars in every one of the years."""
    money = groups.values(data, source, MONEY)
    return tuple(one for one in inside if money.get(one, {}).keys() >= set(years))


def divided(data: Data, *, place: str, source: str, basis: str, years: tuple[int, ...]) -> str:
    """What to know of a share of product or an amount per head of a group, in one line: which members it counts.

    Where it divides totals, what to know of the total that is spent (see `groups.proxied`).

    >>> divided(data, place="GEO", source="sipri-milex-2025", basis="share_gdp", years=(2020,))
    ''
    """
    item = PEOPLE if basis == HEAD else PRODUCT
    if groups.printed(data, place, source, basis, years) or not groups.is_group(data, place):
        return ""
    if item == PRODUCT and place != groups.WORLD:
        inside, words = _sharing(data, place, source, years), "a share of product"
    else:
        inside = counted(data, item, place, beside(data, item, place, *years), years)
        words = "a population" if item == PEOPLE else "a product"
    if inside in ((), (place,)):
        return groups.proxied(data, place=place, source=source, basis=MONEY, years=(years[0], years[-1]))
    both = _spending(data, inside, source, years)
    without = [one for one in groups.existing(data, place, source, MONEY, years) if one not in both]
    gaps = f", without {groups.few(data, without)}" if without else ""
    run = len(years) > years[-1] - years[0]  # else the two years of a change
    when = groups.span(years) if run else " and ".join(map(str, years))
    of = f"{len(both)} of the {len(both) + len(without)} members of {place}"
    return f"It counts {of}, with spending and {words} in {when}{gaps}."


def shares(
    data: Data, place: str, source: str, years: tuple[int, ...], basis: str = SHARE, against: str = ""
) -> dict[int, float]:
    """Military expenditure as a share of gross domestic product by year, for years that are compared, per cent.

    All years on one basis: the same totals or the same members, and the product of one source. Otherwise as
    `share_gdp`, and raises as it does.

    >>> found = shares(data, "GEO", "sipri-milex-2025", (2019, 2020))
    >>> round(found[2019], 2), round(found[2020], 2)
    (1.76, 1.79)
    """
    if basis != MONEY:
        if groups.printed(data, place, source, basis, years) or not groups.is_group(data, place):
            return dict(groups.levels(data, place, source, basis, years))
        if place != groups.WORLD:
            return _implied(data, place, source, years)
    over = _over(data, place, source, years, PRODUCT, against)
    return {year: 100 * share for year, share in over.items()}


def over_another(data: Data, place: str, source: str, basis: str, years: tuple[int, ...]) -> bool:
    """Whether a share of product or an amount per head is already dollars over what another publisher counts.

    >>> over_another(data, "GEO", "sipri-milex-2025", "share_gdp", (2020,))
    False
    """
    made = basis == HEAD or place == groups.WORLD
    return made and groups.is_group(data, place) and not groups.printed(data, place, source, basis, years)


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
    return shares(data, place, source, (year,), basis, against)[year]


@cache.per_data
def _implied(data: Data, group: str, source: str, years: tuple[int, ...]) -> dict[int, float]:
    """The spending of members over the product that their shares imply, by year, per cent.

    Of the members of the last year those that have a share and dollars in every one of the years.
    """
    groups.refuse_extract(data, group, source, SHARE, years)
    share, money = (groups.values(data, source, basis) for basis in (SHARE, MONEY))
    both = _spending(data, _sharing(data, group, source, years), source, years)
    spent = {year: math.fsum(money[one][year] for one in both) for year in years}
    product = {year: math.fsum(money[one][year] / share[one][year] for one in both) for year in years}
    return {year: measures.ratio(spent[year], product[year]) for year in years}


@cache.per_data
def _sharing(data: Data, group: str, source: str, years: tuple[int, ...]) -> tuple[str, ...]:
    """The members of the last year that have a share of product, which is not zero, in every one of the years."""
    share = groups.values(data, source, SHARE)
    inside = groups.members(data, group, years[-1])
    return tuple(one for one in inside if all(share.get(one, {}).get(year) for year in years))


@measure("spending.share_gdp_change")
def share_gdp_change(
    data: Data, *, place: str, source: str, years: Years, basis: str = SHARE, against: str = ""
) -> float:
    """The share of product in the last of two years less that in the first, in percentage points.

    Both years are on one basis. Raises as `share_gdp`.

    >>> round(share_gdp_change(data, place="GEO", source="sipri-milex-2025", years=(2019, 2020)), 2)
    0.03
    """
    first, last = arguments.years(years)
    found = shares(data, place, source, (first, last), basis, against)
    return found[last] - found[first]


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
    context.csv, that of the source `against` or else the World Bank's newest; of a group without a population of
    its own those of its members that have both. Raises MissingError or NoRowsError
    for a gap.

    >>> round(per_head(data, place="TUR", source="sipri-milex-2025", years=2020, basis="current_usd"), 1)
    189.3
    """
    year = arguments.years(years)[1]
    if basis != MONEY and (groups.printed(data, place, source, basis, [year]) or not groups.is_group(data, place)):
        return groups.level(data, place, source, basis, year)
    return _over(data, place, source, (year,), PEOPLE, against)[year]

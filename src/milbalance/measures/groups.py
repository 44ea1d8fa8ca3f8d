"""Groups of states as places: who belongs to a region or an alliance in a year, and what its members spend.

SIPRI prints totals of its regions; where an edition prints none, and for alliances, the members with a value are
added up. The years of a comparison are all printed totals or all sums: printed ones have estimates for states
without data.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from milbalance import arguments, measures
from milbalance.errors import EXTRACT, NO_YEAR, NOT_COUNTED, MissingError, NoRowsError
from milbalance.tables import cache, labels
from milbalance.tables.load import Data

MILEX, TRANSFERS, MEMBERSHIP = "sipri-milex", "sipri-transfers", "membership"
WORLD = "World"
SUMMED = ("current_usd", "constant_usd")  # bases of spending that add up; shares and amounts per head do not
# Roles of places.csv that measures of states leave out.
NO_STATE = ("group", "organisation", "non-state", "unknown")
NOT_YET = "not independent"  # the missing_reason of a year in which there was no such state
EVER, NOW = 0.5, 0.25  # the least share of members that a source is held for, and of those in the years asked for
FEW = 8  # so many members without a value are named
Years = tuple[int, int]


@cache.per_data
def _spells(data: Data) -> dict[tuple[str, str], list[tuple[str, int, int]]]:
    """Member, first and last year by group and scheme."""
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    table = data.groups
    spells = (table["from"].fillna(0).astype(int), table["until"].fillna(9999).astype(int))
    for group, scheme, member, first, last in zip(
        table["group"], table["scheme"], table["member"], *spells, strict=True
    ):
        found.setdefault((group, scheme), []).append((member, first, last))
    return found


def names(data: Data) -> list[str]:
    """Every region and alliance of groups.csv, in its order.

    >>> "NATO" in names(data)
    True
    """
    return list(dict.fromkeys(group for group, _ in _spells(data)))


def is_group(data: Data, place: str) -> bool:
    """Whether a place is a region or an alliance; of the code of a state it is known without a look at groups.csv.

    >>> is_group(data, "South Asia"), is_group(data, "IND")
    (True, False)
    """
    return place not in _codes(data) and any(
        (place, scheme) in _spells(data) for scheme in (MILEX, TRANSFERS, MEMBERSHIP)
    )


def is_alliance(data: Data, place: str) -> bool:
    """Whether a place is a group that no edition prints a total of: its members have dates, and are added up.

    >>> is_alliance(data, "GCC"), is_alliance(data, "South Asia")
    (True, False)
    """
    return place not in _codes(data) and (place, MEMBERSHIP) in _spells(data)


@cache.per_data
def _codes(data: Data) -> frozenset[str]:
    return frozenset(data.places.loc[data.places["iso"].isin([True]), "place"])


def near(data: Data, name: str) -> list[str]:
    """Groups whose names are like a name that is none, for a message.

    >>> near(data, "South-East Asia")
    ['South East Asia', 'South Asia', 'East Asia']
    """
    plain = {one.casefold(): one for one in names(data)}
    return [plain[one] for one in difflib.get_close_matches(name.casefold(), plain, n=3, cutoff=0.6)]


@cache.per_data
def members(data: Data, group: str, year: int, scheme: str = MILEX) -> tuple[str, ...]:
    """The members of a group at the end of a year, in the order of groups.csv.

    A region is that of the scheme; an alliance has its members by year. Raises NoRowsError for a name that is no
    group, or none of that scheme, with names like it.

    >>> members(data, "GCC", 2020)
    ('ARE', 'BHR', 'KWT', 'OMN', 'QAT', 'SAU')
    """
    spells = _spells(data).get((group, scheme)) or _spells(data).get((group, MEMBERSHIP))
    if spells is None:
        there = arguments.there_are(group, near(data, group) or names(data))
        raise NoRowsError(f"no region or alliance {group!r} in {scheme}", there)
    return tuple(dict.fromkeys(member for member, first, last in spells if first <= year <= last))


@cache.per_data
def values(data: Data, source: str, basis: str) -> dict[str, dict[int, float]]:
    """The spending that a source has on one basis, by place and year, in units of spending.csv; gaps are absent.

    In its base year a total in constant dollars is one in current dollars, which SIPRI prints of few years.

    >>> round(values(data, "sipri-milex-2025", "current_usd")["GEO"][2020], 1)
    287.9
    """
    found = measures.by_place(data.spending, source_id=source, basis=basis)
    if basis == "current_usd":
        chosen = arguments.fitting(data.spending, {"source_id": source, "basis": "constant_usd"})
        rows = data.spending[["place", "year", "base_year", "value"]].take(chosen)
        totals = rows[(rows["year"] == rows["base_year"]).fillna(False) & rows["place"].isin(names(data))].dropna()
        for place, year, _, value in totals.itertuples(index=False):
            found.setdefault(place, {}).setdefault(year, value)
    return found


@cache.per_data
def states(data: Data, source: str, basis: str) -> frozenset[str]:
    """The places of a source that are states: no region, alliance, organisation or armed group.

    >>> "World" in states(data, "wdi-2024-03", "current_usd")
    False
    """
    places = data.places
    others = {*names(data), *places.loc[places["role"].isin(NO_STATE), "place"]}
    return frozenset(values(data, source, basis).keys() - others)


def printed(data: Data, place: str, source: str, basis: str, years: Iterable[int]) -> bool:
    """Whether the source itself has a value of the place for every one of some years.

    >>> printed(data, "GEO", "sipri-milex-2025", "current_usd", range(2010, 2021))
    True
    """
    held = values(data, source, basis).get(place, {})
    return all(year in held for year in years)


@cache.per_data
def _complete(data: Data, source: str, basis: str, years: tuple[int, ...]) -> frozenset[str]:
    """The places of which a source has a value in every one of some years."""
    wanted = set(years)
    return frozenset(place for place, has in values(data, source, basis).items() if wanted <= has.keys())


@cache.per_data
def _regions(data: Data) -> dict[str, frozenset[str]]:
    """The members of every region of military expenditure."""
    return {
        group: frozenset(member for member, _, _ in spells)
        for (group, scheme), spells in _spells(data).items()
        if scheme == MILEX
    }


@cache.per_data
def without_one(data: Data, group: str) -> tuple[str, ...]:
    """The regions that have all members of a region but one: SIPRI prints a second, longer series of some.

    >>> without_one(data, "Middle East")
    ('Middle East (excluding Iraq)',)
    """
    sets = _regions(data)
    whole = sets.get(group, frozenset())
    return tuple(name for name, inside in sets.items() if inside < whole and len(whole - inside) == 1)


def printed_as(data: Data, place: str, source: str, basis: str, years: Iterable[int]) -> str:
    """The place, or its region without one member, of which the source has every one of some years; "" if none.

    >>> printed_as(data, "GEO", "sipri-milex-2025", "current_usd", range(2010, 2021))
    'GEO'
    """
    every = tuple(years)
    series = (place, *without_one(data, place)) if not printed(data, place, source, basis, every) else (place,)
    return next((one for one in series if printed(data, one, source, basis, every)), "")


@cache.per_data
def halves(data: Data, group: str) -> tuple[str, ...]:
    """The largest regions within a region that together are it, each member in one; none where they are not.

    >>> halves(data, "Central and Western Europe"), halves(data, "Western Europe")
    (('Central Europe', 'Western Europe'), ())
    """
    sets = _regions(data)
    whole = sets.get(group, frozenset())
    within = {name: inside for name, inside in sets.items() if inside < whole}
    largest = {name: one for name, one in within.items() if not any(one < other for other in within.values())}
    once = sum(map(len, largest.values())) == len(whole) == len(frozenset().union(*largest.values()))
    return tuple(sorted(largest)) if once else ()


def printed_halves(data: Data, place: str, source: str, basis: str, years: Iterable[int]) -> tuple[str, ...]:
    """The regions that a region is made of, where the source prints all of them for all years, in dollars; or none.

    >>> printed_halves(data, "Central and Western Europe", "sipri-milex-2025", "current_usd", (2020,))
    ()
    """
    every, found = tuple(years), halves(data, place) if basis in SUMMED else ()
    return found if all(printed(data, one, source, basis, every) for one in found) else ()


@cache.per_data
def levels(data: Data, place: str, source: str, basis: str, years: tuple[int, ...]) -> Mapping[int, float]:
    """The spending of a place by year, for years that are compared, in millions of dollars or per cent.

    What the source prints for all of them, if need be of the region without one member or of the regions that it is
    made of; else, for a group and dollars, the sum over the members of the last year that have a value in every one
    of the years. Raises MissingError or NoRowsError, with the reason that the data give.

    >>> levels(data, "GEO", "sipri-milex-2025", "share_gdp", (2019, 2020))
    {2019: 1.759..., 2020: 1.786...}
    """
    held = values(data, source, basis)
    if series := printed_as(data, place, source, basis, years):
        return {year: held[series][year] for year in years}
    if both := printed_halves(data, place, source, basis, years):
        return {year: math.fsum(held[one][year] for one in both) for year in years}
    if basis not in SUMMED or not is_group(data, place):
        where = {"place": place, "source_id": source, "basis": basis}
        return {year: measures.one(data.spending, **where, year=year) for year in years}  # says what is not there
    complete = _complete(data, source, basis, years)
    whole = [held[one] for one in members(data, place, years[-1]) if one in complete]
    refuse_extract(data, place, source, basis, years)
    if not whole:
        raise MissingError(f"{source} has no {basis} of any member of {place} in {span(years)}", kind=NO_YEAR)
    return {year: math.fsum(one[year] for one in whole) for year in years}


def say_why(data: Data, place: str, source: str, basis: str, years: tuple[int, ...]) -> None:
    """Raise MissingError with what the table says of the first year without a value that it has a row of.

    >>> say_why(data, "GEO", "sipri-milex-2025", "current_usd", (2019, 2020))
    """
    for year in years:
        where: dict[str, Any] = {"place": place, "source_id": source, "basis": basis, "year": year}
        if not printed(data, place, source, basis, [year]) and len(arguments.fitting(data.spending, where)):
            measures.one(data.spending, **where)


def level(data: Data, place: str, source: str, basis: str, year: int) -> float:
    """The spending of a place in one year, as `levels` gives it. Raises as `levels`.

    >>> round(level(data, "GEO", "sipri-milex-2025", "current_usd", 2020), 1)
    287.9
    """
    return levels(data, place, source, basis, (year,))[year]


def summed(data: Data, place: str, source: str, basis: str, years: Years) -> float:
    """The spending of a place added up over years: printed totals for all years, else sums of members for all.

    Members are those of each year with a value in it. Raises as `levels`.

    >>> round(summed(data, "GEO", "sipri-milex-2025", "current_usd", (2019, 2020)), 1)
    598.5
    """
    every = range(years[0], years[1] + 1)
    total = printed_as(data, place, source, basis, every) or printed_halves(data, place, source, basis, every)
    if total or not is_group(data, place):
        return math.fsum(levels(data, place, source, basis, tuple(every)).values())
    return of_members(data, place, source, basis, years)


def of_members(data: Data, group: str, source: str, basis: str, years: Years | int) -> float:
    """The spending of the members of a group added up over years, whatever total the source prints.

    Millions of dollars of the basis. Raises MissingError for a year in which no member has a value.

    >>> round(of_members(data, "Eastern Europe", "sipri-milex-2025", "current_usd", 2020) / 1000, 1)
    64.9
    """
    first, last = arguments.years(years)
    return math.fsum(_members_total(data, group, source, basis, year) for year in range(first, last + 1))


@cache.per_data
def _members_total(data: Data, place: str, source: str, basis: str, year: int) -> float:
    held = values(data, source, basis)
    refuse_extract(data, place, source, basis, (year,))
    found = [held[one][year] for one in members(data, place, year) if year in held.get(one, {})]
    if not found:
        raise MissingError(f"{source} has no {basis} of any member of {place} in {year}", kind=NO_YEAR)
    return math.fsum(found)


def refuse_extract(data: Data, group: str, source: str, basis: str, years: tuple[int, ...]) -> None:
    """Raise MissingError where a source is held for too few members of a group to stand for it.

    An extract has some places alone. A sum or an order wants half of the members in the source, and in the years
    that are asked for a quarter of those: early years have fewer states with data.

    >>> refuse_extract(data, "Africa", "sipri-milex-2025", "current_usd", (2020,))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have sipri-milex-2025 for 0 of the 51 members of Africa: an extract, ...
    """
    held, inside = values(data, source, basis), members(data, group, years[-1])
    if not held:
        raise MissingError(f"{source} has no {basis}", kind=NOT_COUNTED)
    ever = [one for one in inside if one in held]
    now = [one for one in ever if all(year in held[one] for year in years)]
    refuse_part(source, group, len(inside), len(ever), len(now))


def refuse_part(source: str, group: str, inside: int, ever: int, now: int) -> None:
    """Raise MissingError where of the members of a group too few are `ever` in a source, or `now`, in the year.

    >>> refuse_part("cow-nmc-7.0", "World", inside=180, ever=170, now=160)
    """
    if ever < EVER * inside or now < NOW * ever:
        told = f"we have {source} for {now} of the {inside} members of {group}"
        raise MissingError(f"{told}: an extract, which says nothing of them all", kind=EXTRACT)


@cache.per_data
def existing(data: Data, place: str, source: str, basis: str, years: tuple[int, ...]) -> tuple[str, ...]:
    """The members of a group, in the last of some years, that were states in all of them, with a value or without.

    A state that the source marks as not independent then is none of them, nor one of a region that it lacks.

    >>> existing(data, "GCC", "sipri-milex-2025", "current_usd", (2020,))
    ('ARE', 'BHR', 'KWT', 'OMN', 'QAT', 'SAU')
    """
    chosen = arguments.fitting(data.spending, {"source_id": source, "basis": basis, "year": years})
    columns = (data.spending[name].take(chosen).tolist() for name in ("place", "year", "missing_reason"))
    rows = list(zip(*columns, strict=True))
    not_yet = {name for name, _, reason in rows if reason == NOT_YET}
    known = {name for name, year, _ in rows if year == years[-1]} - not_yet
    if is_alliance(data, place):  # its members are states of that year
        known |= {one for one in members(data, place, years[-1]) if one not in not_yet}
    return tuple(one for one in members(data, place, years[-1]) if one in known)


@cache.per_data
def lacking(data: Data, place: str, source: str, basis: str, years: tuple[int, ...]) -> tuple[str, ...]:
    """The members that a sum of dollars of a group is short of, without a value in one of the years; () for none.

    A total that the source prints lacks nobody.

    >>> len(lacking(data, "GCC", "sipri-milex-2025", "current_usd", (2020,)))
    6
    """
    asked = (data, place, source, basis, years)
    if basis not in SUMMED or not is_group(data, place) or printed_as(*asked) or printed_halves(*asked):
        return ()
    complete = _complete(data, source, basis, years)
    return tuple(one for one in existing(*asked) if one not in complete)


def few(data: Data, places: Sequence[str]) -> str:
    """The names of some places: of many the first eight, and how many more.

    >>> few(data, ["TUR"] * 10)
    'Turkey, Turkey, Turkey, Turkey, Turkey, Turkey, Turkey, Turkey and 2 more'
    """
    return arguments.first([labels.place(data, one) for one in places], FEW)


def proxied(data: Data, *, place: str, source: str, basis: str, years: Years | int, each_year: bool = False) -> str:
    """One line on a total that is a sum of members: how many have a value, and which have none; else "".

    Members count that have every one of the years; with `each_year` all do, in the years that they
    have. An alliance is always such a sum: for it there is a line only where members have no value.

    >>> proxied(data, place="GEO", source="sipri-milex-2025", basis="current_usd", years=2020)
    ''
    """
    first, last = arguments.years(years)
    every = tuple(range(first, last + 1))
    if printed(data, place, source, basis, every) or not is_group(data, place) or basis not in SUMMED:
        return ""
    if series := printed_as(data, place, source, basis, every):
        edition = labels.source(data, source)
        return f"The total of {series}: {edition} prints none of {place} for all of {span(every)}."
    if both := printed_halves(data, place, source, basis, every):
        return f"{' and '.join(both)} together, as {labels.source(data, source)} prints them."
    complete = _complete(data, source, basis, every)
    without = lacking(data, place, source, basis, every)
    alliance = is_alliance(data, place)
    if alliance and not without:
        return ""
    held = len(complete & set(members(data, place, last)))
    each = each_year and first < last
    gaps = f"; {len(without)} {'have gaps' if each else 'had none'}: {few(data, without)}" if without else ""
    why = "" if alliance else f"; {labels.source(data, source)} prints no total"
    if each:
        counted = f"The sum of the members of {place}, each in the years in which it has a value"
        return f"{counted}: {held} have all of {span(every)}{gaps}{why}."
    return f"The sum of the {held} members of {place} with a value in {span(every)}{gaps}{why}."


def span(years: tuple[int, ...]) -> str:
    """Years in words: the first and the last.

    >>> span((2019, 2020)), span((2020,))
    ('2019-2020', '2020')
    """
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


@cache.per_data
def peers(data: Data, region: str) -> tuple[str, ...]:
    """The regions that a region is ranked among: the continents for one of them, else the smallest regions.

    Raises NoRowsError for what is no region.

    >>> peers(data, "Africa")
    ('Africa', 'Americas', 'Asia and Oceania', 'Europe', 'Middle East')
    """
    sets = dict(_regions(data))
    for second in (WORLD, *(one for group in _regions(data) for one in without_one(data, group))):
        sets.pop(second, None)
    if region not in sets:
        raise NoRowsError(f"no region {region!r}", arguments.there_are(region, sets))
    continents = tuple(one for one, inside in sets.items() if not any(inside < other for other in sets.values()))
    smallest = tuple(one for one, inside in sets.items() if not any(other < inside for other in sets.values()))
    return continents if region in continents else smallest

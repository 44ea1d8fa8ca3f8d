"""Measures of who spends most: ranks, ordered lists, what the largest have together, and counts at a bound.

States only: regions, alliances, organisations and armed groups are ranked nowhere, but regions among one another.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from milbalance import arguments, measures
from milbalance.errors import NO_YEAR, MilbalanceError, MissingError
from milbalance.measures import groups
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache
from milbalance.tables.load import Data

LEVEL, CHANGE = "level", "change"
REGIONS = "regions"  # in place of a group: regions among one another
REAL = "constant_usd"  # growth is that of constant dollars
MEETS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
_SIGNS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
UNITS = {  # of what a bound is on
    LEVEL: "billion US dollars",
    CHANGE: "per cent",
    "current_usd": "million US dollars",
    "constant_usd": "million US dollars",
    "share_gdp": "per cent",
    "share_government": "per cent",
    "per_capita": "US dollars a head",
    "local_currency": "of its own currency",
}


@cache.per_data
def of_states(data: Data, group: str, source: str, item: str, basis: str, year: int) -> dict[str, float]:
    """What each state of a group has in a year, the largest first; those without a value are absent.

    `item` is level (of the basis), change (growth on the year before in constant dollars, per cent) or a basis of
    spending.csv.

    >>> list(of_states(data, "Eastern Europe", "sipri-milex-2025", "level", "current_usd", 2020))[0]
    'RUS'
    """
    asked = basis if item in ("", LEVEL) else REAL if item == CHANGE else item
    held = groups.values(data, source, asked)
    inside = groups.states(data, source, asked)
    groups.refuse_extract(data, group or groups.WORLD, source, asked, (year,))
    if group not in ("", groups.WORLD):
        inside = inside & set(groups.members(data, group, year))
    if item == CHANGE:
        both = {one: held[one] for one in inside if year in held[one] and held[one].get(year - 1)}
        found = {one: 100 * (years[year] / years[year - 1] - 1) for one, years in both.items()}
    else:
        found = {one: held[one][year] for one in inside if year in held[one]}
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


@measure("spending.rank")
def rank(
    data: Data, *, place: str, source: str, years: Years, other: str = groups.WORLD, item: str = "", basis: str
) -> float:
    """The rank of a state in one year among those of a group, or of a region among regions; 1 is the highest.

    `other` is World, a group or "regions"; `item` as in `of_states`. Ties share the better rank. Raises
    MissingError or NoRowsError for a place without a value.

    >>> asked = {"source": "sipri-milex-2025", "basis": "current_usd", "years": 2020}
    >>> rank(data, place="RUS", other="Eastern Europe", **asked)
    1.0
    """
    year = arguments.years(years)[1]
    if other == REGIONS:
        found = {one: _region(data, one, source, item, basis, year) for one in groups.peers(data, place)}
    else:
        found = of_states(data, other, source, item, basis, year)
    if place not in found:
        if groups.is_group(data, place):
            raise MilbalanceError(f"{place} among states; wanted a state, or a region among {REGIONS}")
        asked = basis if item in ("", LEVEL) else REAL if item == CHANGE else item
        # Where it has no value, this says so.
        groups.levels(data, place, source, asked, (year - 1, year) if item == CHANGE else (year,))
        raise MissingError(f"{place} is not one of the states of {other} in {year}")
    return 1.0 + sum(value > found[place] for value in found.values())


def _region(data: Data, region: str, source: str, item: str, basis: str, year: int) -> float:
    if item == CHANGE:
        both = groups.levels(data, region, source, REAL, (year - 1, year))
        return 100 * (measures.ratio(both[year], both[year - 1]) - 1)
    return groups.level(data, region, source, item if item not in ("", LEVEL) else basis, year)


@measure("spending.order")
def order(
    data: Data, *, place: str, source: str, years: Years, basis: str, n: int = 5, item: str = ""
) -> tuple[str, ...]:
    """The n states of a group, or of the world, that spend most in one year, the largest first.

    Raises MissingError if fewer have a value.

    >>> order(data, place="Eastern Europe", source="sipri-milex-2025", years=2020, basis="current_usd", n=1)
    ('RUS',)
    """
    year = arguments.years(years)[1]
    found = list(of_states(data, place, source, item, basis, year))
    if len(found) < n:
        raise MissingError(f"{source} has {len(found)} states of {place} in {year}; wanted {n}", kind=NO_YEAR)
    return tuple(found[:n])


def _together(
    data: Data, place: str, source: str, years: Years, basis: str, n: int, codes: tuple[str, ...]
) -> float:
    year = arguments.years(years)[1]
    largest = codes or order(data, place=place, source=source, years=years, basis=basis, n=n)
    return math.fsum(groups.level(data, one, source, basis, year) for one in largest)


@measure("spending.top_sum")
def top_sum(
    data: Data, *, place: str, source: str, years: Years, basis: str, n: int = 5, codes: tuple[str, ...] = ()
) -> float:
    """What the n largest spenders of a group, or the named places, spend together in one year, billion US dollars.

    Raises MissingError or NoRowsError for a gap.

    >>> asked = {"source": "sipri-milex-2025", "years": 2020, "basis": "current_usd"}
    >>> round(top_sum(data, place="World", codes=("TUR", "GEO"), **asked), 2)
    16.07
    """
    return _together(data, place, source, years, basis, n, codes) / 1000


@measure("spending.top_share")
def top_share(
    data: Data,
    *,
    place: str,
    source: str,
    years: Years,
    basis: str,
    n: int = 5,
    codes: tuple[str, ...] = (),
    members: bool = False,
) -> float:
    """The same as a share of the total of the group, per cent; with `members` of the sum of its members.

    Raises as `top_sum` and `groups.level`.

    >>> asked = {"source": "sipri-milex-2025", "years": 2020, "basis": "current_usd"}
    >>> round(top_share(data, place="Eastern Europe", codes=("RUS", "GEO"), **asked), 1)
    95.6
    """
    year = arguments.years(years)[1]
    add = groups.of_members if members else groups.level
    whole = add(data, place, source, basis, year)
    return 100 * measures.ratio(_together(data, place, source, years, basis, n, codes), whole)


@measure("spending.count")
def count(
    data: Data,
    *,
    place: str,
    source: str,
    years: Years,
    bound: tuple[str, str, float],
    basis: str = "current_usd",
    digits: int | None = None,
) -> float:
    """How many states of a group meet a bound in one year, such as ("share_gdp", ">=", 2).

    The bound is on level (in billion US dollars of the basis), change (per cent, constant dollars) or a basis of
    spending.csv, in its unit there (see `bounded`), each rounded to `digits` first where they are given. A state
    without a value is not counted.
    Raises MissingError if no state has a value.

    >>> asked = {"source": "sipri-milex-2025", "years": 2020}
    >>> count(data, place="Eastern Europe", bound=("share_gdp", ">=", 4), **asked)
    3.0
    """
    item, sign, least = bound
    meets = MEETS[arguments.one_of("sign", sign, MEETS)]
    year = arguments.years(years)[1]
    found = of_states(data, place, source, item, basis, year)
    if not found:
        raise MissingError(f"{source} has no {item} of any state of {place} in {year}", kind=NO_YEAR)
    unit = 1000 if item == LEVEL else 1
    given = [value / unit for value in found.values()]
    return float(sum(meets(value if digits is None else round(value, digits), least) for value in given))


def bounded(data: Data, *, bound: tuple[str, str, float], **_: Any) -> str:
    """A bound in millions in words, in one line, as one may take it for billions; "" for any other.

    >>> bounded(data, bound=("level", ">", 100)), bounded(data, bound=("current_usd", ">=", 100))
    ('', 'the bound is at least 100 million US dollars')
    """
    item, sign, least = bound
    if not UNITS[item].startswith("million"):
        return ""
    return f"the bound is {_SIGNS[sign]} {least:,.12g} {UNITS[item]}"

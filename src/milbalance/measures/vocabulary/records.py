"""Measures of runs of years: whether one is a record, whether every one of some rose or fell, whether all rose."""

from __future__ import annotations

from milbalance import arguments, measures
from milbalance.errors import NO_YEAR, MissingError
from milbalance.measures import groups
from milbalance.measures.vocabulary.burden import SHARE, shares
from milbalance.measures.vocabulary.ranking import CHANGE, LEVEL, REAL, of_states
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache
from milbalance.tables.load import Data

ROSE, FELL = "rose", "fell"


@cache.per_data
def series(data: Data, place: str, source: str, basis: str, first: int | None, last: int) -> dict[int, float]:
    """The years that a source has of a place from the first, or its own first, to the last; in its unit.

    Of a group without printed totals it is the sum of the members that have every one of these years. Raises
    MissingError or NoRowsError where there is none.

    >>> list(series(data, "TUR", "sipri-milex-2025", "current_usd", 2018, 2020))
    [2018, 2019, 2020]
    """
    known = groups.values(data, source, basis)
    held = known.get(place, {})
    if first is not None and held and min(held) > first:  # a second series of a region may begin earlier
        longer = [known[one] for one in groups.without_one(data, place) if one in known]
        held = next((one for one in longer if min(one) <= first), held)
    if held or first is None or not groups.is_group(data, place):
        if not held:
            measures.select(data.spending, place=place, source_id=source, basis=basis)
        return {year: held[year] for year in sorted(held) if (first or 0) <= year <= last}
    return dict(groups.levels(data, place, source, basis, tuple(range(first, last + 1))))


def changes(values: dict[int, float], *, dollars: bool = False) -> dict[int, float]:
    """The change on the year before, per cent or in the unit of the values; none after a gap.

    >>> changes({2000: 4.0, 2001: 5.0, 2003: 6.0})
    {2001: 25.0}
    """
    both = {year: (values[year - 1], value) for year, value in values.items() if values.get(year - 1)}
    return {year: new - old if dollars else 100 * (new / old - 1) for year, (old, new) in both.items()}


@measure("spending.record")
def record(
    data: Data,
    *,
    place: str,
    source: str,
    years: Years,
    since: int | None = None,
    item: str = LEVEL,
    basis: str = REAL,
    closed: bool = False,
    dollars: bool = False,
) -> bool:
    """Whether the level, the change on the year before or the share of product of a year is the highest of a run.

    The run begins with the year after `since`, with `closed` at `since` itself; without it, at the first year that
    the source has. A change is in per cent, with `dollars` in dollars of the basis. Years without a value are
    passed over, but the run must begin with one.
    Raises MissingError or NoRowsError where the source begins later or lacks
    the year.

    >>> asked = {"source": "sipri-milex-2025", "years": 2020}
    >>> record(data, place="TUR", since=2015, **asked), record(data, place="ISR", since=2015, **asked)
    (False, True)
    """
    year = arguments.years(years)[1]
    begins = None if since is None else since + (not closed)
    held_from = None if begins is None else begins - (item == CHANGE)
    if item == SHARE and begins is not None and groups.is_group(data, place):
        found = shares(data, place, source, tuple(range(min(begins, year), year + 1)))
    else:
        found = series(data, place, source, SHARE if item == SHARE else basis, held_from, year)
    found = changes(found, dollars=dollars) if item == CHANGE else found
    if year not in found:
        raise MissingError(f"{source} has no {item or LEVEL} of {place} for {year}", kind=NO_YEAR)
    first = min(found) if begins is None else begins
    if min(found) > first:
        raise MissingError(f"{source} has {place} from {min(found)}; wanted from {first}", kind=NO_YEAR)
    before = [value for one, value in found.items() if first <= one < year]
    if not before:
        after = first if closed else first - 1
        raise MissingError(f"no year between {after} and {year} to compare {year} with", kind=NO_YEAR)
    return found[year] > max(before)


@measure("spending.streak")
def streak(
    data: Data, *, place: str, source: str, years: Years, item: str, basis: str = REAL, closed: bool = True
) -> bool:
    """Whether the spending of a place rose, or fell, in every year from the first to the last, on the year before.

    `item` says which of both. Without `closed` the first year is where the run starts from, and need not move
    itself. Raises MissingError or NoRowsError for a gap.

    >>> streak(data, place="TUR", source="sipri-milex-2025", years=(2016, 2019), item="rose")
    True
    """
    arguments.one_of("move", item, (ROSE, FELL))
    first, last = arguments.years(years)
    every = tuple(range(first - closed, last + 1))
    found = groups.levels(data, place, source, basis, every)
    sign = 1 if item == ROSE else -1
    return all(sign * (found[year] - found[year - 1]) > 0 for year in every[1:])


@measure("spending.all_rose")
def all_rose(
    data: Data,
    *,
    place: str,
    source: str,
    years: Years,
    besides: tuple[str, ...] = (),
    item: str = CHANGE,
) -> bool:
    """Whether the constant spending of every state of a group rose on the year before, `besides` left out.

    A state without values in both years is passed over. Raises MissingError if none has both.

    >>> all_rose(data, place="Eastern Europe", source="sipri-milex-2025", years=2020)
    False
    """
    year = arguments.years(years)[1]
    found = of_states(data, place, source, item, REAL, year)
    asked = [value for code, value in found.items() if code not in besides]
    if not asked:
        raise MissingError(f"{source} has no state of {place} with {year - 1} and {year}", kind=NO_YEAR)
    return all(value > 0 for value in asked)

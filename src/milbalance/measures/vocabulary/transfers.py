"""Measures of volumes of arms transfers: levels, shares, changes, ranks and counts. TIV is a volume, never money.

A place is a state, a group of groups.csv or the World (`volumes.members`); members are those of the last year of
the (second) window, so that a change is of the same states. `moved` puts a member into another region. Of a release
held as deals alone an answer is a range. Every measure raises NoRowsError for a release or a recipient that is not
held, and MissingError for a window that the copy held does not reach, where an extract cannot answer, and for a
share, a ratio or a change of nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from milbalance import arguments, measures
from milbalance.errors import NOT_COUNTED, NOTHING, TOO_SHORT, MissingError, NoRowsError
from milbalance.measures import groups, rounding, transfers, volumes
from milbalance.measures.groups import WORLD
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.measures.volumes import Flows, Members, Pairs, Side
from milbalance.tables import cache, coverage, labels
from milbalance.tables.load import Data

T = TypeVar("T")
Moved = Mapping[str, str]
held = cache.per_data(coverage.held)


@measure("arms.imports", side="recipients")
@measure("arms.exports", side="suppliers")
def level(
    data: Data,
    *,
    side: Side,
    place: str,
    source: str,
    years: Years,
    other: str | None = None,
    moved: Moved | None = None,
) -> float | Span:
    """What a place was delivered, or delivered itself, over years: TIV in millions.

    From or to one other place (`other`) alone if one is named.

    >>> asked = {"source": "sipri-transfers-2026-03", "years": (2018, 2019)}
    >>> level(data, side="recipients", place="GEO", other="FRA", **asked)
    34.8
    >>> level(data, side="suppliers", place="FRA", **asked)
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    which = _pairs(data, source, side, place, other, years, moved)
    return number(of(data, side, place, source, years).total(which))


@measure("arms.import_share", side="recipients")
@measure("arms.export_share", side="suppliers")
def share(
    data: Data, *, side: Side, place: str, source: str, years: Years, other: str = WORLD, moved: Moved | None = None
) -> float | Span:
    """The part of a place in what the World or a group (`other`) was delivered, or delivered itself, in per cent.

    >>> share(data, side="recipients", place="GEO", source="sipri-transfers-2026-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    did, way = ("received", "to") if side == "recipients" else ("delivered", "by")
    found = volumes.whole(window(data, source, years), f"what {other} {did}")
    part, whole = (_pairs(data, source, side, one, None, years, moved) for one in (place, other))
    return _share(found, part, whole, f"{way} {other}")


@measure("arms.supplier_share")
def supplier_share(
    data: Data,
    *,
    place: str,
    other: str,
    source: str,
    years: Years,
    deals: bool = False,
    moved: Moved | None = None,
) -> float | Span:
    """The share of a supplier (`other`) in what a place was delivered over years, in per cent.

    By volume (TIV), or by number of deals. Suppliers that nobody knows are in the whole. Raises MissingError if the
    copy of the release does not reach all the years, NoRowsError if it has no list of deals.

    >>> found = supplier_share(data, place="GEO", other="FRA", source="sipri-transfers-2026-03", years=(2018, 2019))
    >>> round(found, 1)
    73.9
    """
    found = of_recipient(data, place, source, years)
    if deals:
        return measures.share(transfers.deals_by_supplier(data.arms_deals, place, source, *years), other)
    part, whole = (_pairs(data, source, "recipients", place, by, years, moved) for by in (other, None))
    return _share(found, part, whole, f"to {place}")


@measure("arms.recipient_share")
def recipient_share(
    data: Data, *, place: str, other: str, source: str, years: Years, moved: Moved | None = None
) -> float | Span:
    """The share of a recipient (`other`) in what a supplier delivered over years, in per cent.

    Recipients without a code are in the whole.

    >>> recipient_share(data, place="FRA", other="GEO", source="sipri-transfers-2026-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    found = of_supplier(data, place, source, years)
    part, whole = (_pairs(data, source, "suppliers", place, to, years, moved) for to in (other, None))
    return _share(found, part, whole, f"by {place}")


@measure("arms.import_change", side="recipients")
@measure("arms.export_change", side="suppliers")
def change(
    data: Data,
    *,
    side: Side,
    place: str,
    source: str,
    base: Years,
    years: Years,
    other: str | None = None,
    moved: Moved | None = None,
) -> float | Span:
    """How much more a place was delivered, or delivered itself, than in the window before (`base`), in per cent.

    From or to one other place (`other`) alone if one is named.

    >>> asked = {"source": "sipri-transfers-2026-03", "base": (2012, 2013), "years": (2018, 2019)}
    >>> round(change(data, side="recipients", place="GEO", **asked), 1)
    227.1
    """
    which = _pairs(data, source, side, place, other, years, moved)
    before, after = (of(data, side, place, source, span).total(which) for span in (base, years))
    if before.high == 0:
        told = f"nothing was delivered in {rounding.span(*base)} in {labels.source(data, source)}"
        raise MissingError(f"{told}, and from nothing there is no growth in per cent", kind=NOTHING)
    return number((after / before - 1) * 100)


@measure("arms.import_ratio")
def import_ratio(
    data: Data, *, place: str, other: str, source: str, years: Years, moved: Moved | None = None
) -> float | Span:
    """What a place was delivered over years, over what another was: without unit.

    >>> asked = {"source": "sipri-transfers-2026-03", "years": (2018, 2019)}
    >>> round(import_ratio(data, place="TUR", other="GEO", **asked), 1)
    25.9
    """
    own, others = (
        of_recipient(data, one, source, years).total(_pairs(data, source, "recipients", one, None, years, moved))
        for one in (place, other)
    )
    if others.high == 0:
        told = f"nothing was delivered to {other} in {rounding.span(*years)} in {labels.source(data, source)}"
        raise MissingError(f"{told}, so there is no ratio to it", kind=NOTHING)
    return number(own / others)


def window(data: Data, source: str, years: Years) -> Flows:
    """What a release has of a window of years.

    >>> window(data, "sipri-transfers-2026-03", (2018, 2019)).years
    (2018, 2019)
    """
    return volumes.flows(data, source, tuple(years))


def of(data: Data, side: Side, place: str, source: str, years: Years) -> Flows:
    """The flows of a window, from which one may say what a place was delivered, or delivered itself.

    Raises as `of_recipient` and `of_supplier`.

    >>> of(data, "recipients", "GEO", "sipri-transfers-2026-03", (2018, 2019)).years
    (2018, 2019)
    """
    return (of_recipient if side == "recipients" else of_supplier)(data, place, source, years)


def of_recipient(data: Data, place: str, source: str, years: Years) -> Flows:
    """The flows of a window, from which one may say what a place was delivered.

    >>> of_recipient(data, "TUR", "sipri-transfers-2026-03", (1980, 1984))
    Traceback (most recent call last):
    milbalance.errors.MissingError: the copy of sipri-transfers-2026-03 runs from 1992 to 2025, not 1980–84
    """
    register = volumes.register(data, source)
    refuse_outside(data, source, place, years)
    if place == WORLD or groups.is_group(data, place):
        return volumes.whole(window(data, source, years), f"what {place} received")
    covered = held(data, "arms_imports", source, place)
    if not register.whole and covered and not covered[0] <= years[0] <= years[1] <= covered[-1]:
        told = f"the copy of {source} runs from {covered[0]} to {covered[-1]}, not {rounding.span(*years)}"
        raise MissingError(told, kind=TOO_SHORT)
    if not covered and not (register.whole and _is_state(data, source, place)):
        there = data.arms_imports.loc[data.arms_imports["source_id"] == source, "recipient"]
        raise NoRowsError(f"no deliveries to {place} in {source}", arguments.there_are(place, there))
    return window(data, source, years)


def of_supplier(data: Data, place: str, source: str, years: Years) -> Flows:
    """The flows of a window, from which one may say what a supplier delivered.

    >>> of_supplier(data, "FRA", "sipri-transfers-2026-03", (2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    refuse_absent(data, source, "supplier", place)
    refuse_outside(data, source, place, years)
    return volumes.whole(window(data, source, years), f"what {place} delivered")


def pairs(side: Side, own: T, other: T) -> tuple[T, T]:
    """What is of one side and what is of the other, the recipients first.

    >>> pairs("suppliers", "FRA", "GEO")
    ('GEO', 'FRA')
    """
    return (own, other) if side == "recipients" else (other, own)


def _pairs(
    data: Data, source: str, side: Side, place: str, other: str | None, years: Years, moved: Moved | None
) -> Pairs:
    """Recipients and suppliers; None is everybody. NoRowsError for a side that the release does not have at all."""
    found: list[Members] = []
    for kind, one in zip(("recipient", "supplier"), pairs(side, place, other), strict=True):
        if one is not None:
            refuse_absent(data, source, kind, one)
            refuse_outside(data, source, one, years)
        found.append(None if one is None else volumes.members(data, one, years[1], moved))
    return found[0], found[1]


def refuse_absent(data: Data, source: str, side: str, place: str) -> None:
    """Raise NoRowsError for who is nowhere "recipient" or "supplier" in a whole release: that is no zero.

    But of a state, by the years that the tables give it: a register of the world has all that they were delivered.

    >>> refuse_absent(data, "sipri-transfers-2026-03", "supplier", "FRA")
    """
    there = _sides(data, source, side)
    if place == WORLD or place in there or groups.is_group(data, place) or not volumes.register(data, source).whole:
        return
    if _is_state(data, source, place):
        return
    way = "to" if side == "recipient" else "by"
    told = f"no deliveries {way} {labels.place(data, place)} in {labels.source(data, source)}"
    raise NoRowsError(told, arguments.there_are(place, sorted(there)), kind=NOT_COUNTED)


def _is_state(data: Data, source: str, place: str) -> bool:
    """Whether the tables give a place the years of a state."""
    years = volumes.alive(data, source, place)
    return (years[0], years[-1]) != volumes.OPEN


def refuse_outside(data: Data, source: str, place: str, years: Years) -> None:
    """Raise MissingError for a state in years in none of which it exists: that is no zero.

    >>> refuse_outside(data, "sipri-transfers-2026-03", "GEO", (2018, 2019))
    """
    if place == WORLD or groups.is_group(data, place):
        return
    alive = volumes.alive(data, source, place)
    if years[1] < alive[0] or years[0] > alive[-1]:
        raise MissingError(*volumes.no_state(data, source, place, years), kind=NOTHING)


@cache.per_data
def _sides(data: Data, source: str, side: str) -> frozenset[str]:
    rows = data.arms_imports.take(arguments.fitting(data.arms_imports, {"source_id": source}))
    return frozenset(rows[side].unique())


def _share(found: Flows, part: Pairs, whole: Pairs, of: str) -> float | Span:
    """A share in per cent; NoRowsError where nothing was delivered, as "to GEO" or "by World" says."""
    if found.total(whole).high == 0:
        start, end = found.years
        raise NoRowsError(f"no deliveries {of} in {start}-{end} in {found.register.source}", kind=NOTHING)
    return number(volumes.share(found, part, whole))


def number(found: Span) -> float | Span:
    """A range as a number, if it is one.

    >>> number(Span(2.0, 2.0)), number(Span(2.0, 3.0))
    (2.0, Span(low=2.0, high=3.0, best=None))
    """
    return found.low if found.exact else found

"""Measures of who trades most in arms: ranks, orders, the largest together, and how many there are.

States alone: organisations, non-states and unknown ones are in totals and neither ranked nor counted, but for
`states_only=False`. Volumes, places and errors as in `transfers`; a list of deals that leaves an order open raises
MissingError, and gives a rank or a count as a range.
"""

from __future__ import annotations

from milbalance.errors import NOTHING, MissingError
from milbalance.ingest import names
from milbalance.measures import volumes
from milbalance.measures.groups import WORLD
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.measures.vocabulary.transfers import (
    Moved,
    number,
    of,
    of_recipient,
    pairs,
    refuse_absent,
    refuse_outside,
    window,
)
from milbalance.measures.volumes import Flows, Members, Pairs, Side
from milbalance.tables.load import Data


@measure("arms.import_rank", side="recipients")
@measure("arms.export_rank", side="suppliers")
def rank(
    data: Data,
    *,
    side: Side,
    place: str,
    source: str,
    years: Years,
    other: str = WORLD,
    states_only: bool = True,
    moved: Moved | None = None,
) -> float | Span:
    """The rank of a place among the importers or exporters of the World or a group (`other`), 1 for the largest.

    States with nothing come after all others, in no order. Raises MissingError for a place that is none of them.

    >>> rank(data, side="recipients", place="GEO", source="sipri-transfers-2026-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    found = volumes.whole(window(data, source, years), f"who comes first in {other}")
    if (inside := volumes.members(data, other, years[1], moved)) is not None and place not in inside:
        raise MissingError(f"{place} is not one of the states of {other} in {years[1]}")
    among = _among(data, other, years, states_only, moved)
    return _rank(data, found, side, (None, None), among, place, other)


@measure("arms.supplier_rank")
def supplier_rank(
    data: Data,
    *,
    place: str,
    other: str,
    source: str,
    years: Years,
    states_only: bool = True,
    moved: Moved | None = None,
) -> float | Span:
    """The rank of a supplier (`other`) among those of a place, 1 for the largest.

    States that delivered nothing come after all that did, in no order. Raises MissingError for who is no state, and
    for a place that nothing was delivered to.

    >>> asked = {"place": "GEO", "source": "sipri-transfers-2026-03", "years": (2018, 2019)}
    >>> supplier_rank(data, other="USA", **asked), supplier_rank(data, other="TUR", **asked).low
    (2.0, 3.0)
    """
    which = (volumes.members(data, place, years[1], moved), None)
    found, among = of_recipient(data, place, source, years), _among(data, WORLD, years, states_only)
    return _rank(data, found, "suppliers", which, among, other, f"suppliers of {place}")


@measure("arms.import_order", side="recipients")
@measure("arms.export_order", side="suppliers")
def order(
    data: Data,
    *,
    side: Side,
    source: str,
    years: Years,
    n: int,
    place: str = WORLD,
    states_only: bool = True,
    moved: Moved | None = None,
) -> tuple[str, ...]:
    """The `n` largest importers or exporters of the World or a group, the largest first.

    >>> order(data, side="suppliers", n=3, source="sipri-transfers-2026-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    return volumes.first(_largest(data, side, place, source, years, states_only, moved), n)


@measure("arms.supplier_order")
def supplier_order(
    data: Data,
    *,
    place: str,
    source: str,
    years: Years,
    n: int,
    states_only: bool = True,
    moved: Moved | None = None,
) -> tuple[str, ...]:
    """The `n` largest suppliers of a place, the largest first.

    >>> supplier_order(data, place="GEO", source="sipri-transfers-2026-03", years=(2018, 2019), n=2)
    ('FRA', 'USA')
    """
    return volumes.first(_suppliers(data, place, source, years, states_only, moved), n)


@measure("arms.import_top_share", side="recipients")
@measure("arms.export_top_share", side="suppliers")
def top_share(
    data: Data,
    *,
    side: Side,
    source: str,
    years: Years,
    n: int | None = None,
    codes: tuple[str, ...] = (),
    place: str = WORLD,
    moved: Moved | None = None,
) -> float | Span:
    """What the `n` largest importers or exporters of the World or a group, or those named (`codes`), have together.

    In per cent of all that it was delivered, or delivered, with organisations, non-states and unknown ones. A list
    of deals that leaves open who they are gives a range.

    >>> top_share(data, side="recipients", n=3, source="sipri-transfers-2026-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    found = window(data, source, years)
    whole = pairs(side, volumes.members(data, place, years[1], moved), None)
    if codes:
        return number(volumes.share(found, pairs(side, frozenset(codes), None), whole))
    largest = _largest(data, side, place, source, years, moved=moved)
    return number(volumes.largest_share(found, side, largest, n or 0, whole))


@measure("arms.import_top_count")
def import_top_count(
    data: Data, *, place: str, source: str, years: Years, n: int, moved: Moved | None = None
) -> float | Span:
    """How many states of a group are among the `n` largest importers of the World.

    >>> import_top_count(data, place="World", n=3, source="sipri-transfers-2026-03", years=(2018, 2019))
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have only an extract of sipri-transfers-2026-03, ...
    """
    world = _largest(data, "recipients", WORLD, source, years)
    own = volumes.members(data, place, years[1], moved)
    ranks = [volumes.rank(world, state) for state in world if own is None or state in own]
    return number(Span(sum(one.high <= n for one in ranks), sum(one.low <= n for one in ranks)))


@measure("arms.supplier_count", side="recipients")
@measure("arms.recipient_count", side="suppliers")
def partners(
    data: Data,
    *,
    side: Side,
    place: str,
    source: str,
    years: Years,
    states_only: bool = True,
    moved: Moved | None = None,
) -> float | Span:
    """How many states delivered to a place, or were delivered by it, as it is a recipient or a supplier.

    A volume of 0 is a delivery of less than half a million TIV.

    >>> partners(data, side="recipients", place="GEO", source="sipri-transfers-2026-03", years=(2018, 2019))
    2.0
    """
    which = pairs(side, volumes.members(data, place, years[1], moved), None)
    others: Side = "suppliers" if side == "recipients" else "recipients"
    present = of(data, side, place, source, years).present(others, which)
    among = _among(data, WORLD, years, states_only)
    least, most = (len(found if among is None else found & among) for found in present)
    return number(Span(float(least), float(most)))


def _largest(
    data: Data,
    side: Side,
    group: str,
    source: str,
    years: Years,
    states_only: bool = True,
    moved: Moved | None = None,
) -> dict[str, Span]:
    """The recipients or suppliers of a group by volume, the largest first."""
    found = volumes.whole(window(data, source, years), f"who comes first in {group}")
    return volumes.ranked(found.by_place(side), _among(data, group, years, states_only, moved))


def _suppliers(
    data: Data, place: str, source: str, years: Years, states_only: bool, moved: Moved | None
) -> dict[str, Span]:
    which = (volumes.members(data, place, years[1], moved), None)
    found = of_recipient(data, place, source, years).by_place("suppliers", which)
    return volumes.ranked(found, _among(data, WORLD, years, states_only))


def _among(data: Data, group: str, years: Years, states_only: bool, moved: Moved | None = None) -> Members:
    """Who is ranked: the members of a group, those alone that are states unless everybody is asked for."""
    own = volumes.members(data, group, years[1], moved)
    if not states_only:
        return own
    states = volumes.states(data)
    return states if own is None else states & own


def _rank(data: Data, found: Flows, side: Side, which: Pairs, among: Members, place: str, of: str) -> float | Span:
    """The rank of a place on one side among those that are ranked, who are named by `of`; see `rank`."""
    ranked = volumes.ranked(found.by_place(side, which), among)
    if place in ranked:
        return number(volumes.rank(ranked, place))
    there, perhaps = (one if among is None else one & among for one in found.present(side, which))
    if not perhaps or place in {*data.places["place"]} - volumes.states(data):
        told = f"nothing is on record for {place} among {of}, so it has no rank"
        raise MissingError(f"{place} is no state, and {told}" if perhaps else told, kind=NOTHING)
    refuse_absent(data, found.register.source, side.removesuffix("s"), place)
    refuse_outside(data, found.register.source, place, found.years)
    if place in perhaps:  # so little that it is printed as 0
        return number(volumes.rank({**ranked, place: Span(0.0, 0.0)}, place))
    # It had nothing: it comes somewhere after those that had, and nobody orders the others.
    others = volumes.states(data) if among is None else among
    year = found.years[1]
    living = sum(names.lived(one, year, year) for one in others)
    return number(Span(1.0 + len(there), float(max(1 + len(perhaps), living))))

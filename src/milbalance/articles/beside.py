"""What is told beside an answer on arms: who is counted apart, members of one year, windows of unlike length."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from milbalance.articles import numbers
from milbalance.errors import MissingError, NoRowsError
from milbalance.ingest import parties
from milbalance.measures import groups, rounding, volumes
from milbalance.measures.ranges import exactly
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import Entry
from milbalance.tables import labels
from milbalance.tables.load import Data

AMOUNTS = ("million TIV", "items")  # units of measures that say how much came, which a part of a state has too


def of_arms(data: Data, entry: Entry, plain: Mapping[str, Any]) -> str:
    """What to know of an answer on arms, in one line; "" where there is nothing to say.

    `plain` are the arguments of its measure.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> asked = {"place": "GEO", "source": "sipri-transfers-2026-03", "base": (2012, 2014), "years": (2018, 2019)}
    >>> of_arms(data, entry("arms.import_change"), asked)
    'the first window has 3 years and the second 2: totals are compared; a year on average the change is ...'
    """
    if not isinstance(plain.get("years"), tuple):
        return ""
    told = [
        *_apart(data, entry, plain),
        *_alive(data, plain),
        *_members(data, plain),
        *_windows(data, entry, plain),
    ]
    return "; ".join(told)


def _sides(plain: Mapping[str, Any]) -> list[str]:
    return [plain[name] for name in ("place", "other") if isinstance(plain.get(name), str)]


def _apart(data: Data, entry: Entry, plain: Mapping[str, Any]) -> Iterator[str]:
    """Governments and armed groups in a state that the release counts under names of their own."""
    if entry.unit not in AMOUNTS or "place" not in plain:
        return
    for party in parties.of(plain["place"]):
        try:
            found = exactly(MEASURES[entry.name](data, **{**plain, "place": party}))
        except (MissingError, NoRowsError):
            continue
        if found.high > 0:
            amount = numbers.with_unit(numbers.found(found, "is"), entry.unit)
            own, state = labels.place(data, party), labels.place(data, plain["place"])
            yield f"SIPRI counts {own} on its own, not in {state}: {amount}"


def _alive(data: Data, plain: Mapping[str, Any]) -> Iterator[str]:
    """States that exist in a part of the years alone."""
    years = plain.get("base", plain["years"])[0], plain["years"][1]
    for place in _sides(plain):
        if place != groups.WORLD and not groups.is_group(data, place):
            yield from volumes.no_state(data, plain["source"], place, years)


def _members(data: Data, plain: Mapping[str, Any]) -> Iterator[str]:
    """Alliances, whose members are those of one year."""
    first, last = plain.get("base", plain["years"])[0], plain["years"][1]
    for place in _sides(plain):
        if not groups.is_alliance(data, place):
            continue
        now, then = groups.members(data, place, last), groups.members(data, place, first)
        moved = {"joined": [one for one in now if one not in then], "left": [one for one in then if one not in now]}
        yield f"{place} means its members of {last}, in every year"
        yield from (
            f"{len(some)} {how} after {first}: {groups.few(data, some)}" for how, some in moved.items() if some
        )


def _windows(data: Data, entry: Entry, plain: Mapping[str, Any]) -> Iterator[str]:
    """Two windows of unlike length, whose totals are compared nevertheless, or that overlap."""
    if "base" not in plain:
        return
    base, years = plain["base"], plain["years"]
    before, after = (last - first + 1 for first, last in (base, years))
    if before != after:
        change = exactly(MEASURES[entry.name](data, **plain)) + exactly(100)
        yearly = numbers.found(change * (before / after) - 100, "is")
        lengths = f"the first window has {before} years and the second {after}"
        yield f"{lengths}: totals are compared; a year on average the change is {yearly} per cent"
    if years[0] <= base[1]:
        yield f"deliveries of {rounding.span(years[0], base[1])} are in both windows"

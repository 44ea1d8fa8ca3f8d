"""Measures of personnel and equipment by definition: how many, for each inhabitant, and in which rank.

A definition is an item of forces.csv, such as active or reserve, or a weapon. One that no source held counts is
said to be so, and another is never put in its place.
"""

from __future__ import annotations

import math

from milbalance import arguments, measures
from milbalance.errors import NO_SOURCE, AmbiguousError, MissingError, NoRowsError
from milbalance.ingest import names
from milbalance.measures import facts, forces, groups
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.burden import PEOPLE, beside, context
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables import cache, labels
from milbalance.tables.load import Data

ACTIVE = "active"


def spelt(item: str) -> str:
    """A definition in words as an item of forces.csv is spelt.

    >>> spelt("Active incl paramilitary")
    'active_incl_paramilitary'
    """
    return item.casefold().replace(" ", "_").replace("-", "_")


@cache.per_data
def definition(data: Data, item: str) -> str:
    """The item of forces.csv that a definition in words names: the same letters, but for blanks and dashes.

    A plural without its s is the same word. Raises NoRowsError of the kind NO_SOURCE if no source counts it.

    >>> definition(data, "combat aircraft"), definition(data, "main battle tanks")
    ('combat_aircraft', 'main_battle_tank')
    """
    asked = spelt(item or ACTIVE)
    known = {str(one).casefold(): str(one) for one in data.forces["item"].unique()}
    for word in (asked, asked.removesuffix("s")):
        if word in known:
            return known[word]
    raise NoRowsError(
        f"none of our sources counts {item}", arguments.there_are(asked, known.values()), kind=NO_SOURCE
    )


@cache.per_data
def size(data: Data, place: str, source: str, year: int, item: str) -> Span:
    """How many of one definition a source gives a place in one year, persons or items, as exact as printed.

    A group is the sum of its members with a value: see `without` for the others. Raises MissingError for a group of
    which the source gives fewer than half of the members, and NoRowsError where it does not give a state, of the
    kind NO_SOURCE where no source has the definition of this place at all.

    >>> size(data, "GEO", "cow-nmc-7.0", 2020, "active")
    Span(low=20500.0, high=21500.0, best=21000.0)
    """
    name = definition(data, item)
    if groups.is_group(data, place):
        found, inside = _sizes(data, source, year, name), _members(data, place, year)
        added = [found[one] for one in inside if one in found]
        if not added or len(added) < groups.EVER * len(inside):
            told = f"{labels.source(data, source)} has {called(name)} of {len(added)} of the {len(inside)} members"
            raise MissingError(f"{told} of {place} in {year}: fewer than half")
        return sum(added, start=Span(0.0, 0.0))
    try:
        return forces.total(data.forces, place, (name,), source=source, year=year)
    except NoRowsError as error:
        held = arguments.fitting(data.forces, {"place": place, "item": name})
        told = _uncounted(data, place, source, year, name) or error.told
        raise NoRowsError(str(error), kind=error.kind if len(held) else NO_SOURCE, told=told) from None


def _members(data: Data, group: str, year: int) -> tuple[str, ...]:
    """The members of a group that were states in a year."""
    return tuple(one for one in groups.members(data, group, year) if names.lived(one, year, year))


def without(data: Data, *, place: str, source: str, years: Years, item: str = ACTIVE) -> tuple[str, ...]:
    """The members of a group of which a source has no value in the last of some years; none for a state.

    >>> len(without(data, place="NATO", source="cow-nmc-7.0", years=(2020, 2020)))
    28
    """
    year = arguments.years(years)[1]
    if not groups.is_group(data, place):
        return ()
    found = _sizes(data, source, year, definition(data, item))
    return tuple(one for one in _members(data, place, year) if one not in found)


def summed(data: Data, *, place: str, source: str, years: Years, item: str = ACTIVE) -> str:
    """What to know of a number that is a sum of members, in one line: of how many, without whom; "" for all others.

    >>> summed(data, place="TUR", source="cow-nmc-7.0", years=(2020, 2020))
    ''
    """
    if not groups.is_group(data, place):
        return ""
    gaps = without(data, place=place, source=source, years=years, item=item)
    number = len(_members(data, place, arguments.years(years)[1])) - len(gaps)
    return f"the sum of {number} members of {place}" + f", without {groups.few(data, gaps)}" * bool(gaps)


# What readers call those that are counted by an item, where it is no plural.
_CALLED = {
    "active": "active soldiers",
    "active_incl_paramilitary": "active and paramilitary soldiers together",
    "reserve": "reserves",
    "paramilitary": "paramilitary forces",
    "army": "soldiers of the army",
    "navy": "soldiers of the navy",
    "air_force": "soldiers of the air force",
}
_PLURAL = ("s", "aircraft")  # how items end that are plurals as they are


def called(name: str) -> str:
    """What readers call those that are counted by an item, in the plural.

    >>> called("reserve"), called("tank")
    ('reserves', 'tanks')
    """
    return _CALLED.get(name) or name + "s" * (not name.endswith(_PLURAL))


def _uncounted(data: Data, place: str, source: str, year: int, name: str) -> str:
    """Who counts what a source with others of a place and year does not; empty where it has nothing of them."""
    where = {"place": place, "year": year}
    if not len(arguments.fitting(data.forces, {**where, "source_id": source})):
        return ""
    others = counting(data, place=place, year=year, item=name)
    what = f"{called(name)} of {place}"
    if not others:
        return f"none of our sources counts {what} for {year}"
    return f"{source} does not count {what}; a number for {year} is in {' and '.join(others[:2])}"


def counting(data: Data, *, place: str, year: int, item: str) -> list[str]:
    """The sources that give a definition of a place in a year: publications before press, and copies last.

    >>> counting(data, place="GEO", year=2020, item="active")
    ['cow-nmc-7.0']
    """
    rows = arguments.fitting(data.forces, {"place": place, "year": year, "item": item})
    found = set(data.forces["source_id"].take(rows).unique())
    listed = data.sources[data.sources["source_id"].isin(found)]
    order = zip(
        listed["derived_from"].notna(),
        listed["family"].isna(),
        listed["bibtex_type"] == "online",
        listed["source_id"],
        strict=True,
    )
    return [one[-1] for one in sorted(order)]


@cache.per_data
def _sizes(data: Data, source: str, year: int, name: str) -> dict[str, Span]:
    """What a source gives every state of one definition in one year."""
    others = set(data.places.loc[data.places["role"].isin(groups.NO_STATE), "place"])
    found: dict[str, Span] = {}
    for row in measures.rows(data.forces, source_id=source, year=year, item=name):
        if (place := row["place"]) in found:
            raise AmbiguousError(f"several rows for {name} of {place} in {source}, {year}")
        if place not in others and not math.isnan(row["value"]):
            found[place] = facts.span(row)
    return found


def listed(data: Data, *, source: str, year: int, item: str, group: str = groups.WORLD) -> dict[str, float]:
    """What a source gives every state of a group of one definition in one year, in persons or items.

    Raises MissingError for a source with too few of the states that there were: an extract, or a list cut off.

    >>> listed(data, source="cow-nmc-7.0", year=2020, item="active", group="Middle East")
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have cow-nmc-7.0 for ... of the ... members of Middle East: an extract, ...
    """
    name, whole = definition(data, item), group in ("", groups.WORLD)
    found = {one: held.number for one, held in _sizes(data, source, year, name).items()}
    members = groups.members(data, group or groups.WORLD, year)
    there = {*_members(data, group or groups.WORLD, year)}
    ever = there & _ever(data, source, name)
    groups.refuse_part(source, group or groups.WORLD, len(there), len(ever), len(ever & found.keys()))
    return {one: held for one, held in found.items() if whole or one in members}


@cache.per_data
def _ever(data: Data, source: str, name: str) -> frozenset[str]:
    """The places of which a source gives a definition in any year."""
    rows = arguments.fitting(data.forces, {"source_id": source, "item": name})
    return frozenset(data.forces["place"].take(rows).unique())


@measure("equipment.level")
@measure("personnel.level")
def personnel_level(data: Data, *, place: str, source: str, years: Years, item: str = ACTIVE) -> Span:
    """People under arms, or weapons, of one definition in one year, in persons or items. Raises as `size`.

    >>> personnel_level(data, place="GEO", source="cow-nmc-7.0", years=2020).number
    21000.0
    """
    return size(data, place, source, arguments.years(years)[1], item)


@measure("personnel.per_head")
def personnel_per_head(
    data: Data, *, place: str, source: str, years: Years, item: str = ACTIVE, against: str = ""
) -> Span:
    """The same for each 1,000 inhabitants, over the population of the same source where it gives one.

    Else over that of the source `against`, or of the World Bank's newest. Raises as `size`, and NoRowsError where
    no source has the population.

    >>> round(personnel_per_head(data, place="GEO", source="cow-nmc-7.0", years=2020).number, 1)
    5.5
    """
    year = arguments.years(years)[1]
    own = year in context(data, PEOPLE, source).get(place, {})
    counted_by = against or (source if own else beside(data, PEOPLE, place, year))
    people = measures.one(data.context, place=place, item=PEOPLE, source_id=counted_by, year=year)
    return size(data, place, source, year, item) * (1000 / people)


@measure("personnel.share")
def personnel_share(
    data: Data, *, place: str, source: str, years: Years, item: str = ACTIVE, against: str = ""
) -> Span:
    """The same as a share of the population, per cent. Raises as `personnel_per_head`.

    >>> round(personnel_share(data, place="GEO", source="cow-nmc-7.0", years=2020).number, 2)
    0.55
    """
    return personnel_per_head(data, place=place, source=source, years=years, item=item, against=against) * 0.1


@measure("personnel.rank")
def personnel_rank(
    data: Data, *, place: str, source: str, years: Years, item: str = ACTIVE, other: str = groups.WORLD
) -> float:
    """The rank of a state among those of a group, or of the world, by people under arms in one year; 1 is the most.

    Ties share the better rank; a state without a value is not ranked. Raises as `size` and `listed`, and
    MissingError for a state that is not in the group.

    >>> personnel_rank(data, place="GEO", source="cow-nmc-7.0", years=2020)
    Traceback (most recent call last):
    milbalance.errors.MissingError: we have cow-nmc-7.0 for 9 of the ... members of World: an extract, ...
    """
    year = arguments.years(years)[1]
    own = size(data, place, source, year, item).number
    found = listed(data, source=source, year=year, item=item, group=other)
    if place not in found:
        raise MissingError(f"{place} is not one of the states of {other} in {year}")
    return 1.0 + sum(held > own for held in found.values())

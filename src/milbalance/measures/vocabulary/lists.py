"""The lists of states behind ranks, orders, counts and sums, and what one of them lacks that another has.

A list is a way of ranking if it has every state that another list of the same year places above what is asked for,
and a way of adding up if it has every member that another has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from milbalance import arguments
from milbalance.errors import MissingError, NoRowsError
from milbalance.measures import groups
from milbalance.measures.vocabulary import burden, people, personnel, ranking
from milbalance.tables import cache
from milbalance.tables.load import Data

ALIKE = ("active", "active_incl_paramilitary")  # definitions by which lists of soldiers are set side by side
# Measures that add up the members of a group: whom a sum leaves out, and what to know of it in one line.
SUMS: dict[str, tuple[Callable[..., tuple[str, ...]], Callable[..., str]]] = {
    **dict.fromkeys(("personnel.level", "equipment.level"), (personnel.without, personnel.summed)),
    **dict.fromkeys(("population.level", "population.change"), (people.without, people.summed)),
}
_TOP = 5  # as many as an order has that does not say how many

Asked = Mapping[str, Any]
Numbers = dict[str, float]


def lacking(data: Data, name: str, asked: Asked, others: Iterable[str]) -> dict[str, str]:
    """The states that the list of a measure lacks and another source has further up, each with that source.

    `asked` are the arguments of the measure `name`. Of a sum they are all members that another source has. Nothing
    for a measure that is made of no list.

    >>> asked = {"place": "TUR", "source": "sipri-milex-2025", "basis": "current_usd", "years": (2020, 2020)}
    >>> lacking(data, "spending.level", asked, ["cow-nmc-7.0"])
    {}
    """
    found: dict[str, str] = {}
    if name not in _LISTS or not (own := _listed(data, name, asked)):
        return found
    for other in others:
        theirs = _listed(data, name, {**asked, "source": other})
        for one in theirs if name in SUMS else _before(asked, own, theirs):
            if one not in own:
                found.setdefault(one, other)
    return found


def left_out(data: Data, name: str, asked: Asked) -> tuple[tuple[str, ...], str]:
    """Whom a sum of the members of a group leaves out, and what to know of it; nothing for other numbers.

    >>> left_out(data, "personnel.level", {"place": "TUR", "source": "cow-nmc-7.0", "years": (2020, 2020)})
    ((), '')
    """
    without, summed = SUMS.get(name, (None, None))
    return (without(data, **asked), summed(data, **asked)) if without and summed else ((), "")


def has(data: Data, name: str, asked: Asked) -> bool:
    """Whether a source has the list of a measure; no for a measure that is made of none. As for `lacking`.

    >>> has(data, "spending.level", {"place": "TUR", "source": "sipri-milex-2025", "years": (2020, 2020)})
    False
    """
    return name in _LISTS and bool(_listed(data, name, asked))


def _listed(data: Data, name: str, asked: Asked) -> Numbers:
    """The states of the list of a source, with what it gives them; none where the source has no such list."""
    try:
        return _LISTS[name](data, asked)
    except (MissingError, NoRowsError):
        return {}


def _people(data: Data, asked: Asked) -> Numbers:
    year, item = arguments.years(asked["years"])[1], personnel.definition(data, asked.get("item", ""))
    if item in ALIKE:
        counted = _counted(data, asked["source"])
        item = next((one for one in (item, *ALIKE) if one in counted), item)
    group = asked.get("other", groups.WORLD)
    return personnel.listed(data, source=asked["source"], year=year, item=item, group=group)


def _added(data: Data, asked: Asked) -> Numbers:
    group = asked["place"]
    if not groups.is_group(data, group):
        return {}
    found, inside = _people(data, {**asked, "other": group}), groups.members(data, group, asked["years"][1])
    return {one: found[one] for one in inside if one in found}


def _living(data: Data, asked: Asked) -> Numbers:
    every, place = tuple(dict.fromkeys(asked["years"])), asked["place"]
    held = burden.context(data, burden.PEOPLE, asked["source"])
    inside = burden.counted(data, burden.PEOPLE, place, asked["source"], every)
    return {one: held[one][every[-1]] for one in inside if one != place}


@cache.per_data
def _counted(data: Data, source: str) -> frozenset[str]:
    """The definitions that a source counts by."""
    rows = arguments.fitting(data.forces, {"source_id": source})
    return frozenset(data.forces["item"].take(rows).unique())


def _spending(data: Data, asked: Asked) -> Numbers:
    place, year = asked["place"], arguments.years(asked["years"])[1]
    group = asked.get("other", place if groups.is_group(data, place) else groups.WORLD)
    if group == ranking.REGIONS or asked.get("codes"):
        return {}
    item = asked["bound"][0] if "bound" in asked else asked.get("item", "")
    return ranking.of_states(data, group, asked["source"], item, asked.get("basis", "current_usd"), year)


def _before(asked: Asked, own: Numbers, theirs: Numbers) -> list[str]:
    """The states of another list that have a part in the answer: above what is asked for, first or at a bound."""
    if "bound" in asked:
        item, sign, least = asked["bound"]
        unit = 1000 if item == ranking.LEVEL else 1
        return [one for one, value in theirs.items() if ranking.MEETS[sign](value / unit, least)]
    if asked["place"] in own:
        mine = theirs.get(asked["place"], own[asked["place"]])
        return [one for one, value in theirs.items() if value > mine]
    return sorted(theirs, key=lambda one: -theirs[one])[: asked.get("n") or _TOP]


_LISTS: dict[str, Callable[[Data, Asked], Numbers]] = {
    "personnel.rank": _people,
    **{name: _living if without is people.without else _added for name, (without, _) in SUMS.items()},
    **dict.fromkeys([f"spending.{one}" for one in ("rank", "order", "top_sum", "top_share", "count")], _spending),
}

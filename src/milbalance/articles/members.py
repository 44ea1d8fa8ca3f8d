"""Who is asked about in a group: what a row lists must be its members in that year, and a part should be one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from milbalance import arguments
from milbalance.articles.asked import WrongError
from milbalance.errors import NoRowsError
from milbalance.measures import groups, volumes
from milbalance.measures.vocabulary.entries import Entry
from milbalance.tables import labels
from milbalance.tables.load import Data

_LISTS = ("codes", "besides")  # arguments that list places, as the column item has them


def refuse_strangers(data: Data, entry: Entry, asked: Mapping[str, Any]) -> None:
    """Raise WrongError for a place in a list that is no member of the group in the last year that is asked for.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> asked = {"place": "GCC", "years": (2020, 2020), "codes": ("SAU", "TUR")}
    >>> refuse_strangers(data, entry("spending.top_share"), asked)
    Traceback (most recent call last):
    milbalance.articles.asked.WrongError: item: found TUR (Turkey), no member of GCC in 2020; wanted members ...
    """
    listed = [code for name in _LISTS for code in asked.get(name, ())]
    if not listed or (inside := _inside(data, entry, asked["place"], asked["years"][-1])) is None:
        return
    if strangers := [code for code in listed if code not in inside]:
        told = " and ".join(f"{code} ({labels.place(data, code)})" for code in strangers)
        found = f"{told}, no member of {asked['place']} in {asked['years'][-1]}"
        few = arguments.few("", sorted(inside))
        raise WrongError("item", found, f"members such as {few}")


def outside(data: Data, entry: Entry, asked: Mapping[str, Any]) -> str:
    """One line on a part of a whole that is no part of it, for a share in a group; "" for all else.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> outside(data, entry("spending.share"), {"place": "TUR", "other": "GCC", "years": (2020, 2020)})
    'Turkey is not one of the states of GCC in 2020'
    """
    if entry.other != "group" or math.isinf(entry.most):
        return ""
    place, group, year = asked["place"], asked["other"], asked["years"][-1]
    part, whole = (_inside(data, entry, one, year) for one in (place, group))
    if whole is None or (part is not None and part <= whole):
        return ""
    if groups.is_group(data, place) or place == groups.WORLD:
        return f"not all states of {place} are states of {group} in {year}"
    return f"{labels.place(data, place)} is not one of the states of {group} in {year}"


def _inside(data: Data, entry: Entry, place: str, year: int) -> frozenset[str] | None:
    """The states of a place in a year, as what a measure reads counts regions; None for all of them."""
    if place == groups.WORLD:
        return None
    if entry.reads == "transfers":
        try:
            return volumes.members(data, place, year)
        except NoRowsError:  # a region of military expenditure alone, which the measure refuses itself
            return None
    return frozenset(groups.members(data, place, year)) if groups.is_group(data, place) else frozenset({place})

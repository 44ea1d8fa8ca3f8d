"""What a row of claims.csv asks of its measure: places, years and items as the arguments of a function."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from inspect import signature
from typing import Any

from milbalance import arguments
from milbalance.articles.units import noun
from milbalance.choices import by_day
from milbalance.choices.bounds import as_printed
from milbalance.errors import MilbalanceError
from milbalance.ingest import names, place_names
from milbalance.measures import dates, groups
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import Entry
from milbalance.measures.vocabulary.ranking import CHANGE, LEVEL, REGIONS, UNITS
from milbalance.tables import cache, load
from milbalance.tables.load import Data

COLUMNS = ("place", "other", "years", "item")
NO_COLUMN = "nothing: this measure has no such column"
FREE = "free"  # what a column may hold where a measure looks it up by itself
_SPAN = re.compile(r"(\d{4})\s*(?:[-–]\s*(\d{4}|\d{2}))?")
_MONTHS = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?( to \d{4}(-(0[1-9]|1[0-2]))?)?")
_CODE = re.compile(r"[A-Z]{3}")
_BOUND = re.compile(r"([a-z_]+)\s*(>=|<=|>|<|≥|≤)\s*([^<>=].*)")
_SIGNS = {"≥": ">=", "≤": "<="}
_FIRST, _LAST = 1000, 2999
# How much a name is like what was asked, as `difflib` measures it, if its first letters are the same, and if not.
_ALIKE, _LIKE, _VERY_LIKE = 2, 0.65, 0.85
_YEARS = {
    "one year": "a year such as 2020",
    "years": "a year such as 2020, or years such as 2016-2020",
    "two years": "two years such as 2019-2020",
    "two windows": "two windows such as 2011-2015; 2016-2020",
}


class WrongError(MilbalanceError):
    """What is wrong with a cell: its column, what was found and what was wanted.

    >>> WrongError("years", "'20'", "a year such as 2020").column
    'years'
    """

    def __init__(self, column: str, found: str, wanted: str) -> None:
        self.column, self.found, self.wanted = column, found, wanted
        super().__init__(f"{column}: found {found}; wanted {wanted}")


def arguments_of(
    entry: Entry,
    row: Mapping[str, str],
    states: Collection[str],
    groups: Collection[str],
    days: Collection[str] | None = None,
) -> dict[str, Any]:
    """The arguments that a row gives, without source and basis; those of a list of places know how many are stated.

    `days` are the names that a day may have, any if it is None. Raises `WrongError` for a cell that the
    measure cannot take.

    >>> plain = {"basis": "current_usd"}
    >>> level = Entry("spending.level", "", "spending", "", place="place", years="one year", plain=plain)
    >>> arguments_of(level, {"place": "fin", "years": "2022"}, ["FIN", "SWE"], [])
    {'place': 'FIN', 'years': (2022, 2022)}
    """
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    found: dict[str, Any] = {}
    for name in ("place", "other"):
        found |= _place(name, getattr(entry, name), cells[name], states, groups)
    if found.get("place") in groups and "regions" in entry.other and found.get("other") != REGIONS:
        raise WrongError("other", repr(cells["other"]), f"{REGIONS}, as {found['place']} is no state")
    itself = entry.place != FREE and found.get("place") == found.get("other") is not None
    if itself and not (entry.within and found["place"] in groups):
        raise WrongError("other", repr(cells["other"]), "another place than in the column place")
    found |= _years(entry.years, cells["years"], days)
    if "since" in found and found["since"] >= (last := found["years"][-1]):
        raise WrongError("other", repr(cells["other"]), f"a year before {last}, from which on the record is said")
    found |= _item(entry.item, cells["item"], states)
    if row.get("relation") == "set":
        found["n"] = len(listed("stated", row.get("stated") or "", states))
    # What a measure cannot do without and only a row can give; where unsaid is told, nothing.
    given = signature(MEASURES[entry.name]).parameters if entry.name in MEASURES else {}
    needed = {name for name, one in given.items() if one.default is one.empty}
    for name in needed - {"data", "source", *entry.plain, *entry.unsaid} - found.keys():
        column = _COLUMN.get(name, name)
        of = f"one of {', '.join(entry.item)}" if column == "item" and isinstance(entry.item, list) else "a value"
        raise WrongError(column, "nothing", f"{of}: {entry.name} needs it")
    return found


# The columns of arguments that have another name.
_COLUMN = {"base": "years", "since": "other", "n": "item", "codes": "item", "bound": "item", "besides": "item"}


def _place(name: str, kind: str, cell: str, states: Collection[str], groups: Collection[str]) -> dict[str, Any]:
    optional, kind = kind.startswith("optional "), kind.removeprefix("optional ")
    if kind == FREE:
        return {name: cell} if cell else {}
    if kind == "none" or (optional and not cell):
        if cell:
            raise WrongError(name, repr(cell), NO_COLUMN)
        return {}
    if kind in ("year", "year (since)"):
        if not re.fullmatch(r"\d{4}", cell):
            raise WrongError(name, repr(cell), "a year such as 1988, or nothing")
        return {"since": int(cell)}
    if not cell:
        raise WrongError(name, "nothing", f"a {kind}")
    known = [*sorted(states if "place" in kind else ()), *sorted(groups if "group" in kind else ())]
    known += [REGIONS] if "regions" in kind else []
    if kind == "currency":
        if not _CODE.fullmatch(cell):
            raise WrongError(name, repr(cell), "a currency as three capital letters")
        return {name: cell}
    if "place" in kind and "group" not in kind and code_of(cell, groups):
        raise WrongError(name, repr(cell), "one state: this measure takes no group")
    if (meant := code_of(cell, known)) is None:
        raise WrongError(name, repr(cell), f"a {kind}{_near(cell, known)}")
    return {name: meant}


def code_of(cell: str, known: Iterable[str]) -> str | None:
    """The code or group of those known that a cell means, by itself or by a name, in any case.

    None for none of them, and for a name that several states share.

    >>> code_of("the united states", ["CHN", "USA"])
    'USA'
    """
    by_word = {one.casefold(): one for one in known}
    bare = cell.casefold().removeprefix("the ")
    if names.shared(bare):
        return None
    own = _called(load.shipped())
    named = (cell, bare, names.group(bare), names.code(cell), names.code(bare), *own.get(names.fold(bare), ()))
    return next((by_word[one.casefold()] for one in named if one and one.casefold() in by_word), None)


@cache.per_data
def _called(data: Data) -> dict[str, tuple[str]]:
    """What places are called in places.csv, folded, with the code of each; no group, which has names of its own."""
    rows = data.places[~data.places["role"].isin(groups.NO_STATE)]
    every = zip(rows["place"], rows["name"], rows["other_names"].fillna("").str.split("; "), strict=True)
    words = {word: code for code, name, others in every for word in (name, *others) if word}
    return {names.fold(word): (code,) for word, code in words.items() if names.kind(word) != "region"}


def _near(cell: str, known: Iterable[str]) -> str:
    """Codes and groups that a cell may mean, like it or that begin so: ": NER (Niger)"; else how to name one.

    What begins otherwise must be very like it: no hint is better than a wrong one.
    """
    own = _called(load.shipped())
    named = load.shipped().places.set_index("place")["name"].to_dict()
    spoken = named | place_names.by_code()
    told = {one: f"{one} ({spoken[one]})" if spoken.get(one, one) != one else one for one in known}
    by_word = {word: code for word, (code,) in own.items() if code in told}
    by_word |= {names.fold(word): one for one in told for word in (one, spoken.get(one, one))}
    asked = names.fold(cell)
    if meant := [told[one] for one in names.shared(asked.removeprefix("the ")) if one in told]:
        return f": {' or '.join(meant)}"
    near = [word for word in by_word if word.startswith(asked)] if asked else []
    alike = [word for word in by_word if word[:_ALIKE] == asked[:_ALIKE]]
    near += difflib.get_close_matches(asked, alike, n=arguments.FEW, cutoff=_LIKE)
    near += difflib.get_close_matches(asked, by_word, n=arguments.FEW, cutoff=_VERY_LIKE)
    found = list(dict.fromkeys(told[by_word[word]] for word in near))[: arguments.FEW]
    if found:
        return f": {', '.join(found)}"
    if not names.places().isdisjoint(told):
        return ", by its code or its name"
    return f" such as {next(iter(told))}" if told else ""


def window(text: str) -> tuple[int, int]:
    """A year or years as first and last: "2020", "2016-2020", "2016-20". Raises MilbalanceError for anything else.

    >>> window("2016-2020")
    (2016, 2020)
    """
    found = _SPAN.fullmatch(text.strip())
    ends = (found[1], found[2] or found[1]) if found else ("0", "0")
    first, last = int(ends[0]), int(ends[0][:2] + ends[1] if len(ends[1]) == 2 else ends[1])
    if not _FIRST <= first <= last <= _LAST:
        raise MilbalanceError(f"found {text!r}; wanted a year such as 2020, or years such as 2016-2020")
    return first, last


def _years(kind: str, cell: str, days: Collection[str] | None) -> dict[str, Any]:
    if kind == "none" and cell:
        raise WrongError("years", repr(cell), NO_COLUMN)
    if kind == "dates" and cell:
        _refuse_days(cell, days)
    if kind == "months" and not all(_MONTHS.fullmatch(part.strip()) for part in cell.split(";")):
        raise WrongError(
            "years", repr(cell) if cell else "nothing", "a month such as 2020-10, or 2020-07 to 2020-09"
        )
    if kind in ("none", FREE, "dates", "months"):
        return {"years": cell} if cell else {}
    parts = [part for part in cell.split(";") if part.strip()]
    ends = [found.groups() for part in parts if (found := _SPAN.fullmatch(part.strip())) and found[2]]
    if any(first > last for first, last in ends if len(last) == len(first)):
        raise WrongError("years", repr(cell), "the earlier year first, such as 2016-2020")
    try:
        spans = [window(part) for part in parts]
    except MilbalanceError:
        spans = []
    number = 2 if kind == "two windows" else 1
    turned = {"one year": any(a < b for a, b in spans), "two years": any(a == b for a, b in spans)}
    if len(spans) != number or turned.get(kind):
        raise WrongError("years", repr(cell) if cell else "nothing", _YEARS[kind])
    if kind != "two windows":
        return {"years": spans[0]}
    if spans[0][0] >= spans[1][0]:
        raise WrongError("years", repr(cell), "the earlier window first")
    return {"base": spans[0], "years": spans[1]}


def _refuse_days(cell: str, named: Collection[str] | None) -> None:
    """Refuse all but two dates: days that there are, or names, which article.yml explains."""
    parts, days = [part.strip() for part in cell.split(";")], list[date]()
    known = len(parts) == 2 and all(parts)
    for part in parts:
        try:
            days.append(dates.written(part))
        except MilbalanceError:
            known &= not re.fullmatch(r"[\d-]+", part) if named is None else part in named
    if not known or days != sorted(days):
        wanted = "two days, the earlier first, such as 2020-09-27; 2020-11-10, or their names in article.yml"
        raise WrongError("years", repr(cell), wanted)


def _item(kind: Any, cell: str, states: Collection[str]) -> dict[str, Any]:
    if isinstance(kind, list):
        if cell and cell not in kind:
            raise WrongError("item", repr(cell), f"nothing or one of {', '.join(kind)}")
        return {"item": cell} if cell else {}
    readers: Mapping[str, Callable[[str], dict[str, Any]]] = {
        "none": _nothing,
        "count or codes": partial(_count_or_codes, states),
        "bound": _bound,
        "besides": partial(_besides, states),
        "words": lambda text: {"item": text} if text else {},
        FREE: lambda text: {"item": text} if text else {},
    }
    return readers[kind](cell)


def _nothing(cell: str) -> dict[str, Any]:
    if cell:
        raise WrongError("item", repr(cell), NO_COLUMN)
    return {}


def codes(text: str) -> tuple[str, ...]:
    """Places in a list: "USA; CHN; IND". Only where no semicolon stands a comma is one: "Korea, South; Japan".

    >>> codes("USA; CHN")
    ('USA', 'CHN')
    """
    return tuple(part.strip() for part in text.split(";" if ";" in text else ",") if part.strip())


def listed(column: str, text: str, states: Collection[str]) -> tuple[str, ...]:
    """The codes of a list of states, which may be names. Raises `WrongError` for none, one unknown or one twice.

    >>> listed("stated", "United States; chn", ["USA", "CHN"])
    ('USA', 'CHN')
    """
    found = [(one, code_of(one, states)) for one in codes(text)]
    if unknown := [one for one, code in found if code is None]:
        raise WrongError(column, repr(unknown[0]), f"a place{_near(unknown[0], sorted(states))}")
    meant = tuple(code for _, code in found if code)
    if not meant or len(set(meant)) < len(meant):
        wanted = "places, in order where it matters, each once, with a semicolon between two"
        raise WrongError(column, repr(text) if text else "nothing", wanted)
    return meant


def _count_or_codes(states: Collection[str], cell: str) -> dict[str, Any]:
    if re.fullmatch(r"[1-9]\d{0,2}", cell):
        return {"n": int(cell)}
    if not cell or re.fullmatch(r"\W*\d.*", cell):
        wanted = "how many, such as 5, or places with a semicolon between two"
        raise WrongError("item", repr(cell) if cell else "nothing", wanted)
    return {"codes": listed("item", cell, states)}


def _bound(cell: str) -> dict[str, Any]:
    found = _BOUND.fullmatch(cell)
    if not found or found[1] not in (LEVEL, CHANGE, *by_day.CALLED):
        wanted = f"a bound such as share_gdp >= 2, of {LEVEL}, {CHANGE}, {', '.join(by_day.CALLED)}"
        raise WrongError("item", repr(cell) if cell else "nothing", wanted)
    own = UNITS[found[1]]
    try:
        bound = as_printed(found[3], own, partial(noun, own, own)).value
    except MilbalanceError:
        raise WrongError("item", repr(cell), f"a bound on {found[1]} in {own}") from None
    return {"bound": (found[1], _SIGNS.get(found[2], found[2]), float(f"{bound:.15g}"))}


def _besides(states: Collection[str], cell: str) -> dict[str, Any]:
    if not cell:
        return {}
    if not cell.startswith("except "):
        raise WrongError("item", repr(cell), "nothing, or `except` and places with a semicolon between two")
    return {"besides": listed("item", cell.removeprefix("except "), states)}

"""What choices.yml would say of a statement by its measure: the plain arguments, the rule and every other way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from inspect import signature
from typing import Any

from milbalance.articles import beside, members, plain_reading, suspect
from milbalance.articles.asked import WrongError, codes
from milbalance.articles.plain_reading import asked_last, places_of
from milbalance.articles.units import AS_STATED, of_rate, scaled, taken_for_money, unit
from milbalance.choices import by_day
from milbalance.choices.by_day import Edition
from milbalance.errors import MissingError, NoRowsError
from milbalance.measures import groups, volumes
from milbalance.measures.vocabulary import MEASURES, arms, burden, facts, money, personnel, ranking
from milbalance.measures.vocabulary.entries import Entry
from milbalance.tables import labels
from milbalance.tables.load import Data

# What is told beside an answer, by what its measure reads or by its name: of what it was counted.
_BESIDE: dict[str, Callable[..., str]] = {
    "deliveries": arms.counted,
    "spending.count": ranking.bounded,
}
_ARMS = ("transfers", "deliveries")


def choices_of(data: Data, entry: Entry, row: Mapping[str, str], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What choices.yml would say of a statement: the measure, its plain arguments and every way, by the entry.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> row = {"place": "TUR", "other": "", "years": "2019", "item": "", "relation": "is", "stated": "20,000"}
    >>> asked = {"place": "TUR", "years": (2019, 2019)}
    >>> found = choices_of(data, entry("spending.level"), {**row, "unit": "million US dollars"}, asked)
    >>> found["plain"]["basis"], found["rule"]["unit"]
    ('current_usd', (1000.0, 0.0))

    Raises WrongError for places in a list that are no members, and for another unit than that of the rows.
    """
    members.refuse_strangers(data, entry, asked)
    entry, asked = _as_said(entry, asked)
    entry, asked, counted = _as_cited(data, entry, asked)
    about: dict[str, Any] = {"unit": unit(entry.unit, row["unit"])}
    if row["relation"] == "set":
        about["expects"] = codes(row["stated"])
    for column, told in entry.unsaid.items():
        if not row[column]:
            rule = {**about, "code": plain_reading.NO_MEASURE, "told": told}
            return {"measure": "none", "plain": {"reason": told}, "rule": rule, "ways": []}
    if entry.reads in by_day.TABLES:
        found = _of_editions(data, entry, asked, about)
    else:
        about["unit"] = unit(_printed_in(data, entry, row, asked), row["unit"])
        found = _of_rows(data, entry, asked, about)
    if found["measure"] != "none":
        also = [_BESIDE[name](data, **found["plain"]) for name in (entry.reads, entry.name) if name in _BESIDE]
        also += [beside.of_arms(data, entry, found["plain"])] if entry.reads in _ARMS else []
        if entry.currencies:
            pair = {name: asked[name] for name in ("place", "other")}
            also += [money.quoted(row["unit"], currencies=entry.currencies, **pair)]
        also += [taken_for_money(row["unit"])]
        remarks = (found["rule"].get("told"), members.outside(data, entry, asked), counted, *also)
        found["rule"]["told"] = "; ".join(filter(None, remarks))
    return found


def _of_editions(data: Data, entry: Entry, asked: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    """The same for what official files have: the plain edition, and every other as a way."""
    day = by_day.last_day(data.article["published"])
    found = plain_reading.plain(data, entry, asked, day, str(data.article.get("cites", "")))
    told = "; ".join(filter(None, (found.told, *_doubts(data, entry, asked, found.edition))))
    rule = {**about, "code": found.code, "told": told, "known": found.known, "instead": found.instead}
    if found.edition is None:
        return {"measure": "none", "plain": {"reason": found.told}, "rule": rule, "ways": []}
    source = found.edition.source
    rule["divisor"] = _divisor(data, entry, asked, source)
    given = {**entry.plain, **asked, "source": source}
    bases = {entry.plain.get("basis", ""): {}, **bases_of(data, entry, asked, source)}  # the plain one first
    axes = axes_of(data, entry, asked, source)
    axis = {
        "reads": entry.reads,
        "places": places_of(entry, asked),
        "whole": entry.whole,
        "day": str(data.article["published"]),
        "bases": {one: {"called": by_day.CALLED.get(one, one), **about} for one, about in bases.items()},
        "shown": "the text names another publisher" if found.code in plain_reading.OF_ANOTHER else "",
        "summed": entry.reads == "spending" and bool(plain_reading.totals(data, entry, asked)),
        "measure": entry.name,
        "items": [
            how["item"] for how in axes.get("definition", {}).values() if "item" in how and "shown" not in how
        ],
    }
    ways = [{"editions by day": axis, **axes}]
    return {"measure": entry.name, "plain": given, "rule": rule, "ways": ways}


def _divisor(data: Data, entry: Entry, asked: Mapping[str, Any], source: str) -> str:
    """The source of the people or the product that a number of spending is divided by; "" for none."""
    if entry.reads != "spending" or entry.whole:
        return ""
    basis, years = str(entry.plain.get("basis", "")), plain_reading.divided_years(asked)
    return burden.divisor(data, place=asked["place"], source=source, basis=basis, years=years)


def bases_of(data: Data, entry: Entry, asked: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The bases of a statement beside the plain one, but for that which the plain reading itself is made of.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> asked = [{"place": place, "years": (2020, 2020)} for place in ("TUR", "CSTO")]
    >>> [list(bases_of(data, entry("spending.per_head"), one, "none")) for one in asked]
    [['current_usd'], []]
    """
    basis = str(entry.plain.get("basis", ""))
    made = basis in (burden.SHARE, burden.HEAD) and burden.over_another(
        data, asked["place"], source, basis, asked["years"]
    )
    return {name: about for name, about in entry.bases.items() if not (made and name == burden.MONEY)}


def axes_of(data: Data, entry: Entry, asked: Mapping[str, Any], source: str) -> dict[str, Any]:
    """The axes of a statement beside editions and bases, each with its levels: those that can change the answer.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> asked, levels = {"place": "TUR", "years": (2019, 2019)}, ("level", "change")
    >>> [list(axes_of(data, entry("spending.record"), {**asked, "item": one}, "none")) for one in levels]
    [[], ['rise']]
    """
    states, item = set(data.places["place"]), asked.get("item", "").casefold()
    grouped = entry.group_ways if any(place not in states for place in places_of(entry, asked)) else {}
    ways = {
        axis: levels
        for axis, levels in entry.ways.items()
        if item in entry.only_of.get(axis, [item]) and entry.needs.get(axis, "years") in asked
    }
    for axis, name in entry.of_total.items():
        first, last = asked["years"]
        about = (data, asked[name], source, entry.plain["basis"], tuple(range(first, last + 1)))
        if not (groups.printed_as(*about) or groups.printed_halves(*about)):
            del ways[axis]  # the plain reading is the sum of members
    return ways | {axis: levels for axis, levels in grouped.items() if _moves(data, asked, levels)}


def _moves(data: Data, asked: Mapping[str, Any], levels: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a level puts a member into a region that is asked of, or out of it."""
    inside = partial(volumes.members, data, year=asked_last(asked))
    places = [asked[name] for name in ("place", "other") if name in asked]
    return any(
        inside(place, moved=how.get("moved")) != inside(place) for place in places for how in levels.values()
    )


def _as_said(entry: Entry, asked: Mapping[str, Any]) -> tuple[Entry, Mapping[str, Any]]:
    """The entry with the basis that the item says, such as nominal: then the other bases are only shown."""
    if (basis := entry.said.get(asked.get("item", ""))) is None:
        return entry, asked
    every = {str(entry.plain.get("basis", "")), *entry.bases}
    others = {name: {"shown": "the text says which prices it means"} for name in sorted(every - {basis})}
    if asked["item"] in entry.alone:  # a measure of its own, which no other basis gives
        return replace(entry, plain={**entry.plain, "basis": basis}, bases={}), asked
    rest = {name: value for name, value in asked.items() if name != "item"}
    return replace(entry, plain={**entry.plain, "basis": basis}, bases=others), rest


def _as_cited(data: Data, entry: Entry, asked: Mapping[str, Any]) -> tuple[Entry, Mapping[str, Any], str]:
    """The entry by the definition of the publisher that the text cites, where the text names no other; a remark."""
    usual, cites = str(entry.plain.get("item", "")), str(data.article.get("cites", ""))
    if entry.counted_by and personnel.spelt(str(asked.get("item", usual))) != usual:
        return replace(entry, ways={}), asked, ""  # no other definition is that of the text
    entry = _as_defined(entry, asked)
    if not (entry.counted_by and cites):
        return entry, asked, ""
    found = by_day.of(data, entry.reads, places_of(entry, asked), entry.whole)
    publisher = plain_reading.publisher_of(data, entry, asked, found, cites)
    own = [one for one in found if publisher and one.is_of(publisher)]
    known = [entry.counted_by[name] for name in entry.counted_by if own and all(one.is_of(name) for one in own)]
    if not known:
        return entry, asked, ""
    rest = {name: value for name, value in asked.items() if name != "item"}
    unsaid = {name: told for name, told in entry.unsaid.items() if name != "item"}
    plain = {**entry.plain, "item": known[0]["item"]}
    return replace(entry, plain=plain, ways=known[0]["ways"], unsaid=unsaid), rest, known[0]["told"]


def _as_defined(entry: Entry, asked: Mapping[str, Any]) -> Entry:
    """The entry with other definitions only shown, where the text names its own."""
    if not (entry.counted_by and asked.get("item")):
        return entry
    shown = {"shown": "the text says whom it counts"}
    levels = {name: {**how, **shown} if how else how for name, how in entry.ways["definition"].items()}
    return replace(entry, ways={**entry.ways, "definition": levels})


def _doubts(data: Data, entry: Entry, asked: Mapping[str, Any], edition: Edition | None) -> Iterator[str]:
    """Lines on an edition whose numbers of the places that are asked for do not match, or look wrong."""
    if edition is None or entry.reads != "spending":
        return
    basis, places = str(entry.plain.get("basis", "")), places_of(entry, asked)
    unmatched = [labels.place(data, one) for one in places if one in edition.spliced]
    if unmatched and basis == "constant_usd":
        yield f"{edition.label} has constant dollars of {' and '.join(unmatched)} {by_day.UNMATCHED}"
    ends = sorted({*asked["years"], *asked.get("base", ()), asked.get("since", asked["years"][0])})
    years = ends if entry.years == "two years" else range(ends[0], ends[-1] + 1)
    yield suspect.told(data, source=edition.source, places=places, years=years, basis=basis)


def _of_rows(data: Data, entry: Entry, asked: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    """The same for what is no official file: rows that others published, of one source each; dates and rates."""
    given, how = {**entry.plain, **asked}, MEASURES[entry.name]
    topic = data.facts["topic"] == asked.get("item")
    named = data.facts.loc[topic, "source_id"].unique().tolist() if "source" in signature(how).parameters else []
    told = ""
    for source in named or [None]:
        one = {**given, "source": source} if source else given
        try:
            how(data, **one)
        except (MissingError, NoRowsError) as error:
            # The code of a currency may be that of a place.
            told = told or (error.told if entry.currencies else labels.sentence(data, error.told))
            continue
        sources = {"sources": {name: {"why": "It published such a number."} for name in named}} if named else {}
        ways = {**sources, **entry.ways}
        return {"measure": entry.name, "plain": one, "rule": {**about}, "ways": [ways] if ways else []}
    rule = {**about, "code": plain_reading.NO_SOURCE, "told": told}
    return {"measure": "none", "plain": {"reason": told}, "rule": rule, "ways": []}


def _printed_in(data: Data, entry: Entry, row: Mapping[str, str], asked: Mapping[str, Any]) -> str:
    """The unit of an answer: that of the measure, of the rows of facts.csv that it is of, else of the text.

    Raises WrongError where the text has another than these rows, but for its scale, or they have several; and for
    a rate of exchange in another currency, or the other way round.
    """
    if entry.unit != AS_STATED:
        return entry.unit
    if entry.currencies:
        pair = (asked["place"], asked["other"])
        if {*pair} == {*entry.currencies} and not of_rate(row["unit"], entry.currencies, *pair):
            wanted = " per ".join(entry.currencies[code][0] for code in pair)
            raise WrongError("unit", repr(row["unit"]), wanted)
        return row["unit"]
    try:
        found = facts.meant(data, **asked)["unit"].unique().tolist()
    except NoRowsError:
        return row["unit"]
    if wrong := [one for one in found if not scaled(one, row["unit"])] or found[1:]:
        wanted = f"{wrong[0]}, the unit of rows of {asked['item']} in facts.csv, in any one scale"
        raise WrongError("unit", repr(row["unit"]), wanted)
    return str(found[0])

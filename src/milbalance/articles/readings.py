"""How a statement is computed by rule: its measure's plain reading on the day of the text, and its other ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from inspect import signature
from typing import Any

from milbalance import arguments, errors
from milbalance.articles import beside, members, publishers, suspect
from milbalance.articles.asked import WrongError, codes
from milbalance.articles.units import AS_STATED, of_rate, scaled, unit
from milbalance.choices import by_day
from milbalance.choices.by_day import Edition
from milbalance.errors import MissingError, NoRowsError
from milbalance.ingest import place_names
from milbalance.measures import groups, volumes
from milbalance.measures.vocabulary import MEASURES, arms, burden, facts, money, people, personnel, ranking
from milbalance.measures.vocabulary.entries import Entry, published
from milbalance.tables import cache, labels
from milbalance.tables.load import Data

NO_FILE, NO_EDITION, NO_VALUE, NO_SOURCE, NO_MEASURE = (
    "no-file",
    "no-edition",
    "no-value",
    "no-source",
    "no-measure",
)
PROXY, RANGE = "proxy", "range"
OF_ANOTHER = (NO_SOURCE, NO_FILE, NO_VALUE)  # a number beside one is of another publisher than the text cites
# What is told beside an answer, by what its measure reads or by its name: of what it was counted.
_BESIDE: dict[str, Callable[..., str]] = {
    "deliveries": arms.counted,
    "context": people.summed,
    "spending.count": ranking.bounded,
}
_ARMS = ("transfers", "deliveries")


@dataclass(frozen=True)
class Reading:
    """The plain reading of a statement: the edition that answers, or a code and one line why none does.

    >>> Reading(None, False, NO_FILE, "nothing is held", ()).code
    'no-file'
    """

    edition: Edition | None
    known: bool | None  # None where the edition says no day
    code: str
    told: str
    looked: tuple[Edition, ...]
    instead: str = ""  # why it is not the newest that was out


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
            rule = {**about, "code": NO_MEASURE, "told": told}
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
        remarks = (found["rule"].get("told"), members.outside(data, entry, asked), counted, *also)
        found["rule"]["told"] = "; ".join(filter(None, remarks))
    return found


def _of_editions(data: Data, entry: Entry, asked: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    """The same for what official files have: the plain edition, and every other as a way."""
    day = by_day.last_day(data.article["published"])
    found = plain(data, entry, asked, day, str(data.article.get("cites", "")))
    told = "; ".join(filter(None, (found.told, *_doubts(data, entry, asked, found.edition))))
    rule = {**about, "code": found.code, "told": told, "known": found.known, "instead": found.instead}
    if found.edition is None:
        return {"measure": "none", "plain": {"reason": found.told}, "rule": rule, "ways": []}
    source = found.edition.source
    given = {**entry.plain, **asked, "source": source}
    bases = {entry.plain.get("basis", ""): {}, **bases_of(data, entry, asked, source)}  # the plain one first
    axis = {
        "reads": entry.reads,
        "places": _places(entry, asked),
        "whole": entry.whole,
        "day": str(data.article["published"]),
        "bases": {one: {"called": by_day.CALLED.get(one, one), **about} for one, about in bases.items()},
        "shown": "the text names another publisher" if found.code in OF_ANOTHER else "",
        "summed": entry.reads == "spending" and not entry.whole,
        "ranks": entry.name,
    }
    ways = [{"editions by day": axis, **axes_of(data, entry, asked, source)}]
    return {"measure": entry.name, "plain": given, "rule": rule, "ways": ways}


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
    grouped = entry.group_ways if any(place not in states for place in _places(entry, asked)) else {}
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
    if not (entry.counted_by and cites):
        return entry, asked, ""
    found = by_day.of(data, entry.reads, _places(entry, asked), entry.whole)
    publisher = _publisher(data, entry, asked, found, cites)
    own = [one for one in found if publisher and one.is_of(publisher)]
    known = [entry.counted_by[name] for name in entry.counted_by if own and all(one.is_of(name) for one in own)]
    if not known:
        return entry, asked, ""
    rest = {name: value for name, value in asked.items() if name != "item"}
    unsaid = {name: told for name, told in entry.unsaid.items() if name != "item"}
    plain = {**entry.plain, "item": known[0]["item"]}
    return replace(entry, plain=plain, ways=known[0]["ways"], unsaid=unsaid), rest, known[0]["told"]


def _doubts(data: Data, entry: Entry, asked: Mapping[str, Any], edition: Edition | None) -> Iterator[str]:
    """Lines on an edition whose numbers of the places that are asked for do not match, or look wrong."""
    if edition is None or entry.reads != "spending":
        return
    basis, places = str(entry.plain.get("basis", "")), _places(entry, asked)
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
    rule = {**about, "code": NO_SOURCE, "told": told}
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


def plain(data: Data, entry: Entry, asked: Mapping[str, Any], day: date, cites: str) -> Reading:
    """The edition of the plain reading: of the publisher that the text cites, else the usual one.

    Where that one has none, the usual one's is beside the code, and decides nothing.

    The newest known on the day that has a value, else the oldest after it; where the newest known says itself that
    there is none, no other is asked. Of those known, and of those after it, one that prints a total goes before one
    whose members are added up; of an alliance none prints one.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> asked = {"place": "TUR", "years": (2020, 2020)}
    >>> found = plain(data, entry("spending.level"), asked, date(2025, 5, 31), "SIPRI")
    >>> found.edition.source, found.known, found.code
    ('sipri-milex-2025', True, '')
    """
    found = by_day.of(data, entry.reads, _places(entry, asked), entry.whole)
    publisher, usual = _publisher(data, entry, asked, found, cites), _usual(entry, asked)
    if publisher is None:
        told = f"the text names {cites}, of which we have nothing that answers this"
        return _of_another(data, entry, asked, day, Reading(None, False, NO_SOURCE, told, ()))
    own = by_day.in_order(found, publisher, day)
    if not own:
        none = _no_file(data, entry, asked, publisher)
        return none if publisher == usual else _of_another(data, entry, asked, day, none)
    others = by_day.newest(found, day).values()
    reading = _of_one(data, entry, asked, day, own, tuple(others), publisher == usual)
    apart = reading.edition is None and publisher != usual and reading.code in OF_ANOTHER
    return _of_another(data, entry, asked, day, reading) if apart else reading


def _of_one(
    data: Data,
    entry: Entry,
    asked: Mapping[str, Any],
    day: date,
    own: Sequence[Edition],
    others: tuple[str, ...],
    usual: bool,
) -> Reading:
    """The first edition of a publisher with a number, one that prints it before one whose members are added up.

    `others` are sources whose lists may have states that its own lacks: then it is a proxy, but for the usual one.
    """
    failed, summed = list[tuple[Edition, MissingError | NoRowsError]](), list[Reading]()
    alliance = any(groups.is_alliance(data, place) for place in _places(entry, asked))
    for one in own:
        if summed and summed[0].known is not False and not one.by(day):
            break
        given = {**entry.plain, **asked, "source": one.source}
        try:
            MEASURES[entry.name](data, **given)
        except (MissingError, NoRowsError) as error:
            failed.append((one, error))
            if error.kind in errors.FINAL and one.by(day) and not summed:
                return Reading(None, False, NO_VALUE, labels.sentence(data, error.told), tuple(own))
            continue
        lacks = by_day.lacks(data, entry.name, given, others)
        proxy = _summed(data, entry, asked, one.source) or lacks * (not usual)
        remark = lacks if lacks != proxy else ""  # texts rank by the usual list, whatever it lacks
        reading = _told(one, day, proxy, tuple(own), _newer(data, entry, asked, one, failed), remark)
        if not proxy or alliance:
            return reading
        summed.append(reading)
    return summed[0] if summed else _without(data, asked, day, own, failed[0][1])


def _no_file(data: Data, entry: Entry, asked: Mapping[str, Any], publisher: str) -> Reading:
    """No row of a publisher answers: what a reader has to bring, its file where that has the places."""
    known = place_names.by_code()
    without = [one for one in _places(entry, asked) if one not in known and not groups.is_group(data, one)]
    file = "" if without else published(entry.reads).files.get(publisher, "")
    table = by_day.TABLES[entry.reads][0]
    needed = file or f"rows of your own in {table}.csv, with their source, as no official file has it"
    rows = f"our rows of {publisher} do not" if publisher else "we have no rows that"
    return Reading(None, False, NO_FILE, f"{rows} answer this; you need {needed}", ())


def _newer(
    data: Data,
    entry: Entry,
    asked: Mapping[str, Any],
    one: Edition,
    failed: Sequence[tuple[Edition, MissingError | NoRowsError]],
) -> tuple[str, str]:
    """A newer edition of the same publisher that counts the same and has no number, and why; empty for none.

    One of which we hold nothing that is asked for, in whatever year, is of another indicator or other items.
    """
    given, people = {**entry.plain, **asked}, by_day.TABLES[entry.reads][0] == "forces"
    for other, error in failed:
        newer = (other.known or date.min, other.source) > (one.known or date.min, one.source)
        if not newer or other.publisher != one.publisher:
            continue
        counts = not other.bases or str(given.get("basis", "")) in other.bases
        if people and "item" in given:
            item = personnel.definition(data, str(given["item"]))
            where = {"source_id": other.source, "item": item, "place": list(_places(entry, asked))}
            counts = len(arguments.fitting(data.forces, where)) > 0
        if counts:
            return other.label, labels.sentence(data, error.told).rstrip(".")
    return "", ""


def _without(
    data: Data,
    asked: Mapping[str, Any],
    day: date,
    own: Sequence[Edition],
    error: MissingError | NoRowsError,
) -> Reading:
    """Why no edition of a publisher has a number: by the years that they reach, else by the error of the first."""
    if (last := asked_last(asked)) > (newest := max(own, key=lambda one: one.last)).last:
        told = f"{last} is after the last year of {newest.label}, the newest that we have: it ends in {newest.last}"
        told += "; the text is older than that year" if last > day.year else ""
        return Reading(None, False, NO_EDITION, told, tuple(own))
    return Reading(None, False, _CODES.get(error.kind, NO_VALUE), labels.sentence(data, error.told), tuple(own))


def _of_another(data: Data, entry: Entry, asked: Mapping[str, Any], day: date, none: Reading) -> Reading:
    """The usual publisher's number, where it has one, beside the reason why that of the text has none."""
    other = plain(data, entry, asked, day, "")
    if other.edition is None:
        return none
    late = ", came out after the text" if other.known is False else ""
    told = f"{none.told}; {other.edition.label} is another publisher’s{late}, and decides nothing"
    return replace(other, code=none.code, told=told)


def _told(
    one: Edition, day: date, total: str, own: tuple[Edition, ...], newer: tuple[str, str], remark: str
) -> Reading:
    """A reading with what a reader must know of it: why a newer edition has no value, a later one, a sum.

    `total` says what is near and not the same, as a sum of members is, or a list that lacks a state.
    """
    more = [remark]
    if one.ends_after(day):
        more += [f"{one.label} does not say when it came out, but it has numbers to {one.last}: after the text"]
    if not one.by(day):
        late = f"not known on the day of the text: {one.label} is the oldest after it that we have"
        told = "; ".join(filter(None, (f"{late}. {total}".rstrip(". "), *more)))
        return Reading(one, False, NO_EDITION, told, own)
    label, why = newer
    older = f"an older edition answers: {label} has no number ({why})" if label else ""
    told = "; ".join(filter(None, (older, total, *more)))
    instead = f"as {label} has no number" if label else ""
    return Reading(one, True if one.known else None, PROXY if total else "", told, own, instead)


# The code of a number that is missing, by the kind of its reason.
_CODES = {errors.NO_SOURCE: NO_SOURCE, errors.EXTRACT: NO_FILE, errors.TOO_SHORT: NO_EDITION}


def _summed(data: Data, entry: Entry, asked: Mapping[str, Any], source: str) -> str:
    """What to know of a total that no edition prints, a sum of members or a division of our own; else empty.

    Shares and amounts per head do not add up: under them lies a sum of current dollars.
    """
    if not (found := [place for place in _places(entry, asked) if groups.is_group(data, place)]):
        return ""
    basis = str(entry.plain.get("basis", ""))
    mixed = "" if basis in groups.SUMMED else entry.mixed
    if entry.reads != "spending" or entry.whole or not (mixed or basis in groups.SUMMED):
        return mixed
    first, last = asked["years"]
    added = partial(
        groups.proxied, data, source=source, basis=basis, years=(first, last), each_year=entry.each_year
    )
    if mixed:  # a record of shares is made of all the years after one, a change of two
        years = range(asked["since"] + 1, last + 1) if "since" in asked else dict.fromkeys((first, last))
        added = partial(burden.divided, data, source=source, basis=basis, years=tuple(years))
    sums = " ".join(filter(None, (added(place=place) for place in found)))
    return f"{mixed}. {sums}" if mixed and sums else mixed or sums


def asked_last(asked: Mapping[str, Any]) -> int:
    """The last year that a statement asks for; 0 where it asks for none.

    >>> asked_last({"place": "TUR", "years": (2016, 2020)})
    2020
    """
    years = asked.get("years")
    return int(years[-1]) if isinstance(years, tuple) else 0


def _usual(entry: Entry, asked: Mapping[str, Any]) -> str:
    """Who is asked where a text names nobody: who counts by its definition, else who counts what it reads."""
    item = personnel.spelt(str(asked.get("item", "")))
    by_it = [name for name, own in entry.counted_by.items() if own["item"] == item]
    return by_it[0] if by_it else published(entry.reads).usual


def _publisher(data: Data, entry: Entry, asked: Mapping[str, Any], found: list[Edition], cites: str) -> str | None:
    """The publisher of the plain reading; None where nothing is held of the one that the text names.

    Of those that are named the usual one, one that has these places, or one whose file would have them. Where all
    are known to publish no such numbers at all the text has it from elsewhere, and the usual one answers.
    """
    usual, known = _usual(entry, asked), published(entry.reads)
    if not cites:
        return usual
    named = _named(data, entry.reads, cites)
    if not named or usual in named:
        return usual if named else None
    answer = [one for one in named if any(edition.is_of(one) for edition in found)]
    if answer := answer or [one for one in named if one in known.files]:
        return answer[0]
    held = by_day.held(data, entry.reads)
    such = any(one in known.also or any(edition.is_of(one) for edition in held) for one in named)
    return None if such else usual


@cache.per_data
def _named(data: Data, reads: str, cites: str) -> list[str]:
    """The publishers that a text names, of those with regular editions and those with such rows."""
    held = [one.source for one in by_day.held(data, reads)]
    asked = data.sources["family"].notna() | data.sources["source_id"].isin(held)
    return publishers.named(data.sources[asked], cites)


def _places(entry: Entry, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The places of which an edition must have rows; in transfers the other place is found in the rows of one."""
    names = ("place",) if entry.reads in ("transfers", "deliveries") else ("place", "other")
    return tuple(asked[name] for name in names if name in asked)

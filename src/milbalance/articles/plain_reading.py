"""Which edition answers a statement by rule on the day of its text, or why none does: the plain reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from milbalance import arguments, errors
from milbalance.articles import publishers
from milbalance.choices import by_day
from milbalance.choices.by_day import Edition
from milbalance.errors import MissingError, NoRowsError
from milbalance.ingest import place_names
from milbalance.measures import groups
from milbalance.measures.vocabulary import MEASURES, burden, lists, personnel, ranking
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


def plain(data: Data, entry: Entry, asked: Mapping[str, Any], day: date, cites: str) -> Reading:
    """The edition of the plain reading: of the publisher that the text cites, else the usual one.

    Where that one has none, the usual one's is beside the code, and decides nothing.

    The newest known on the day that has a value, else the oldest after it; where the newest known says itself that
    there is none, no other is asked. Of those known, and of those after it, one that prints a total goes before one
    whose members are added up, of an alliance none prints one; and one with all members, or all states further up,
    goes before one that lacks some.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> asked = {"place": "TUR", "years": (2020, 2020)}
    >>> found = plain(data, entry("spending.level"), asked, date(2025, 5, 31), "SIPRI")
    >>> found.edition.source, found.known, found.code
    ('sipri-milex-2025', True, '')
    """
    found = by_day.of(data, entry.reads, places_of(entry, asked), entry.whole)
    publisher, usual = publisher_of(data, entry, asked, found, cites), _usual(entry, asked)
    if publisher is None:
        told = f"the text names {cites}, of which we have nothing that answers this"
        return _of_another(data, entry, asked, day, Reading(None, False, NO_SOURCE, told, ()))
    own = by_day.in_order(found, publisher, day)
    if not own:
        none = _no_file(data, entry, asked, publisher)
        return none if publisher == usual else _of_another(data, entry, asked, day, none)
    others = tuple(by_day.rivals(data, entry.name, {**entry.plain, **asked}, found, day))
    reading = _of_one(data, entry, asked, day, own, others)
    if reading.edition is None and not cites and (other := _who(data, entry, asked, found, day)):
        return replace(
            reading, told=f"{reading.told}; with `cites: {other}` in article.yml that of {other} answers"
        )
    apart = reading.edition is None and publisher != usual and reading.code in OF_ANOTHER
    return _of_another(data, entry, asked, day, reading) if apart else reading


def _who(data: Data, entry: Entry, asked: Mapping[str, Any], found: Sequence[Edition], day: date) -> str:
    """A publisher that counts people by the definition that is asked for, which a text may cite; empty for none."""
    if not entry.counted_by or entry.whole or groups.is_group(data, asked["place"]):
        return ""
    given = {**entry.plain, **asked}
    editions = {one.source: one for one in found if one.by(day) and not one.republishes}
    try:
        item = personnel.definition(data, given["item"])
    except NoRowsError:  # no source counts that
        return ""
    for source in personnel.counting(data, place=asked["place"], year=asked_last(asked), item=item):
        if source in editions and by_day.answers(data, entry.name, {**given, "source": source}):
            return editions[source].publisher
    return ""


def _of_one(
    data: Data,
    entry: Entry,
    asked: Mapping[str, Any],
    day: date,
    own: Sequence[Edition],
    others: tuple[str, ...],
) -> Reading:
    """The first edition of a publisher with a number, one that prints it before one whose members are added up.

    Of sums of members that each lack some it is the one with the most. `others` are sources whose lists may have
    states that its own lacks: one that has them goes before it, and without such a one it is a proxy.
    """
    failed, near = list[tuple[Edition, MissingError | NoRowsError]](), list[tuple[int, Reading]]()
    alliance = any(groups.is_alliance(data, place) for place in places_of(entry, asked))
    passed = ""  # why the first of these lists is not taken
    for one in own:
        if near and near[0][1].known is not False and not one.by(day):
            break
        given = {**entry.plain, **asked, "source": one.source}
        try:
            MEASURES[entry.name](data, **given)
        except (MissingError, NoRowsError) as error:
            failed.append((one, error))
            if error.kind in errors.FINAL and one.by(day) and not near:
                return Reading(None, False, NO_VALUE, labels.sentence(data, error.told), tuple(own))
            continue
        gaps, members = lists.left_out(data, entry.name, given)
        lacks = "" if gaps else by_day.lacks(data, entry.name, given, others)
        added = members if gaps else _summed(data, entry, asked, one.source)
        proxy = added or lacks
        remarks = "; ".join(filter(None, (members if members != proxy else "", passed)))
        newer = _newer(data, entry, asked, one, [held for held in failed if held[0].by(day)])
        reading = _told(one, day, proxy, tuple(own), newer, remarks)
        if not (gaps or lacks) and (not added or alliance):
            return reading
        passed = passed or (f"{one.label} is not taken: {lacks or added}" if gaps or lacks else "")
        near.append((len(gaps), reading))
    return min(near, key=lambda held: held[0])[1] if near else _without(data, asked, day, own, failed[0][1])


def _no_file(data: Data, entry: Entry, asked: Mapping[str, Any], publisher: str) -> Reading:
    """No row of a publisher answers: what a reader has to bring, its file where that has the places."""
    known = place_names.by_code()
    without = [one for one in places_of(entry, asked) if one not in known and not groups.is_group(data, one)]
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
            where = {"source_id": other.source, "item": item, "place": list(places_of(entry, asked))}
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
        more += [f"{one.label} does not say when it came out, but it has numbers to {one.until}: after the text"]
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
    if not (found := totals(data, entry, asked)):
        return ""
    basis = str(entry.plain.get("basis", ""))
    mixed = "" if basis in groups.SUMMED else entry.mixed
    if entry.reads != "spending" or not (mixed or basis in groups.SUMMED):
        return mixed
    first, last = asked["years"]
    if mixed:
        years = divided_years(asked)
        return " ".join(filter(None, (_divided(data, mixed, one, source, basis, years) for one in found)))
    first -= entry.whole and asked.get("item") == ranking.CHANGE
    about: dict[str, Any] = {"source": source, "basis": basis, "years": (first, last)}
    about["each_year"] = entry.each_year
    sums = (groups.proxied(data, place=place, **about) for place in found)
    return " ".join(filter(None, (*sums, _errs(data, entry, asked, source, basis))))


def _errs(data: Data, entry: Entry, asked: Mapping[str, Any], source: str, basis: str) -> str:
    """Which way an answer errs as members are missing in a sum, all of them above zero; "" for either or none."""
    first, last = asked["years"]
    every = tuple(range(first, last + 1))
    short = (name for name in entry.errs if groups.lacking(data, asked[name], source, basis, every))
    ways = {entry.errs[name] for name in short}
    return _ERRS[ways.pop()] if len(ways) == 1 else ""


_ERRS = {
    "floor": "The answer is a floor: what these spent is missing.",
    "ceiling": "The answer is a ceiling: the total lacks what these spent.",
}


def _divided(data: Data, mixed: str, place: str, source: str, basis: str, years: tuple[int, ...]) -> str:
    """What to know of a division of our own, with who gives what it is divided by; "" for what is printed."""
    if groups.printed(data, place, source, basis, years):
        return ""
    about: dict[str, Any] = {"place": place, "source": source, "basis": basis, "years": years}
    by = burden.divisor(data, **about)
    divisor = f"{labels.source(data, by)} gives" if by else "its members’ shares imply"
    words = mixed.format(source=labels.source(data, source), divisor=divisor)
    return ". ".join(filter(None, (words, burden.divided(data, **about))))


def divided_years(asked: Mapping[str, Any]) -> tuple[int, ...]:
    """The years whose shares are in an answer: all those after one of a record, and the two of a change.

    >>> divided_years({"years": (2020, 2020), "since": 2017}), divided_years({"years": (2010, 2020)})
    ((2018, 2019, 2020), (2010, 2020))
    """
    first, last = asked["years"]
    return tuple(range(asked["since"] + 1, last + 1) if "since" in asked else dict.fromkeys((first, last)))


def totals(data: Data, entry: Entry, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The groups whose total is in an answer: of a list of states that of which a share is taken, or none.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> [totals(data, entry(f"spending.top_{one}"), {"place": "South Asia"}) for one in ("share", "sum")]
    [('South Asia',), ()]
    """
    places = places_of(entry, asked)
    if entry.whole and asked.get("other") == ranking.REGIONS:
        places = groups.peers(data, asked["place"])
    elif entry.whole and entry.reads == "spending":
        places = tuple(asked[name] for name in entry.of_total.values())
    return tuple(place for place in places if groups.is_group(data, place))


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


def publisher_of(
    data: Data, entry: Entry, asked: Mapping[str, Any], found: list[Edition], cites: str
) -> str | None:
    """The publisher of the plain reading; None where nothing is held of the one that the text names.

    Of those that are named the usual one, one that has these places, or one whose file would have them. Where all
    are known to publish no such numbers at all the text has it from elsewhere, and the usual one answers.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> publisher_of(data, entry("spending.level"), {"place": "TUR"}, [], "")
    'SIPRI'
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


def places_of(entry: Entry, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The places of which an edition must have rows; in transfers the other place is found in the rows of one.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> places_of(entry("spending.ratio"), {"place": "TUR", "other": "GEO"})
    ('TUR', 'GEO')
    """
    names = ("place",) if entry.reads in ("transfers", "deliveries") else ("place", "other")
    return tuple(asked[name] for name in names if name in asked)

"""How a statement is computed by rule: its measure's plain reading on the day of the text, and its other ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from milbalance import errors
from milbalance.articles.asked import codes
from milbalance.articles.units import unit
from milbalance.choices import by_day
from milbalance.choices.by_day import Edition
from milbalance.errors import MissingError, NoRowsError
from milbalance.measures import groups
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import Entry
from milbalance.tables.load import Data

NO_FILE, NO_EDITION, NO_VALUE, NO_SOURCE, NO_MEASURE = (
    "no-file",
    "no-edition",
    "no-value",
    "no-source",
    "no-measure",
)
PROXY, RANGE = "proxy", "range"
AS_STATED = "as stated"  # unit of a measure that answers in that of the text
OWN = ("facts", "fx")  # what an article's own rows say: each is what somebody printed, and no edition of a table
# Who is asked where a text names no publisher that has such numbers, and where their files are.
_USUAL = {"people": "Correlates of War", "capabilities": "Correlates of War", "context": "World Bank"}
_FILES = {
    "spending": "the workbook of military expenditure from sipri.org/databases/milex",
    "transfers": "a register of deliveries from sipri.org/databases/armstransfers",
    "deliveries": "a register of deliveries from sipri.org/databases/armstransfers",
    "people": "National Material Capabilities from correlatesofwar.org",
    "capabilities": "National Material Capabilities from correlatesofwar.org",
    "context": "the indicator from data.worldbank.org",
    "equipment": "no official file has it: rows of your own in forces.csv, with their source",
}


@dataclass(frozen=True)
class Reading:
    """The plain reading of a statement: the edition that answers, or a code and one line why none does."""

    edition: Edition | None
    known: bool
    code: str
    told: str
    looked: tuple[Edition, ...]


def choices_of(data: Data, entry: Entry, row: Mapping[str, str], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What choices.yml would say of a statement: the measure, its plain arguments and every way, by the entry."""
    if entry.reads in OWN:
        return _of_own_rows(data, entry, row, asked)
    day = by_day.last_day(data.article["published"])
    states = set(data.places["place"])
    found = plain(data, entry, asked, day, str(data.article.get("cites", "")))
    about = {"code": found.code, "told": found.told, "known": found.known, "unit": unit(entry.unit, row["unit"])}
    if row["relation"] == "set":
        about["expects"] = codes(row["stated"])
    if found.edition is None:
        return {"measure": "none", "plain": {"reason": found.told}, "rule": about, "ways": []}
    given = {**entry.plain, **asked, "source": found.edition.source}
    axis = {
        "reads": entry.reads,
        "places": _places(entry, asked),
        "whole": entry.whole,
        "day": str(data.article["published"]),
        "bases": _bases(entry),
    }
    grouped = entry.group_ways if any(place not in states for place in _places(entry, asked)) else {}
    ways = [{"editions by day": axis, **entry.ways, **grouped}]
    return {"measure": entry.name, "plain": given, "rule": about, "ways": ways}


def _of_own_rows(data: Data, entry: Entry, row: Mapping[str, str], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same for what others printed, dates and rates: every source with a row of the topic is a way."""
    printed = data.facts[data.facts["topic"] == asked.get("item", "")]
    own = printed["unit"].iloc[0] if len(printed) else row["unit"] if entry.unit == AS_STATED else entry.unit
    rule = {"code": "", "told": "", "known": True, "unit": unit(str(own), row["unit"])}
    sources = list(dict.fromkeys(printed["source_id"]))
    given = {**entry.plain, **asked, **({"source": sources[0]} if sources else {})}
    try:
        MEASURES[entry.name](data, **given)
    except (MissingError, NoRowsError) as error:
        code = NO_SOURCE if error.kind == errors.NO_SOURCE else NO_VALUE
        told = getattr(error, "wrong", str(error))
        return {
            "measure": "none",
            "plain": {"reason": told},
            "rule": {**rule, "code": code, "told": told},
            "ways": [],
        }
    axis = {"sources": {one: {"why": "What another source printed of the same."} for one in sources}}
    ways = {**(axis if sources else {}), **entry.ways}
    return {"measure": entry.name, "plain": given, "rule": rule, "ways": [ways] if ways else []}


def plain(data: Data, entry: Entry, asked: Mapping[str, Any], day: date, cites: str) -> Reading:
    """The edition of the plain reading: of the publisher that the text cites, else the usual one.

    The newest known on the day that has a value, else the oldest after it.
    """
    found = by_day.of(data, entry.reads, _places(entry, asked), entry.whole)
    publisher = _publisher(data, entry, found, cites)
    if publisher is None:
        return Reading(None, False, NO_SOURCE, f"the text names {cites}, which is not held", ())
    own = by_day.in_order(found, publisher, day)
    if not own:
        return Reading(
            None, False, NO_FILE, f"nothing held of {publisher} answers this; wanted {_FILES[entry.reads]}", ()
        )
    reasons, summed = list[str](), list[Reading]()
    for one in own:
        try:
            MEASURES[entry.name](data, **{**entry.plain, **asked, "source": one.source})
        except (MissingError, NoRowsError) as error:
            reasons.append(getattr(error, "wrong", str(error)))
            continue
        told = _summed(data, entry, asked, one.source)
        code, told = (PROXY, told) if told else ("", "")
        if not one.by(day):
            late = f"not known on the day of the text: {one.label} is the oldest after it that is held"
            code, told = NO_EDITION, f"{late}. {told}".rstrip(". ")
        found = Reading(one, one.by(day), code, told, tuple(own))
        if not _summed(data, entry, asked, one.source):
            return found
        summed.append(found)
    if summed:  # a total that is printed goes before a sum that stands for it, in whichever edition
        return summed[0]
    if (last := asked_last(asked)) > (newest := max(own, key=lambda one: one.last)).last:
        told = f"{last} is after the last year of {newest.label}, the newest that is held"
        return Reading(None, False, NO_EDITION, told, tuple(own))
    return Reading(None, False, NO_VALUE, reasons[0], tuple(own))


def _summed(data: Data, entry: Entry, asked: Mapping[str, Any], source: str) -> str:
    """One line where a total that no edition prints is made by adding up its members."""
    basis = str(entry.plain.get("basis", ""))
    if entry.reads != "spending" or entry.whole or basis not in groups.SUMMED:
        return ""
    about = {"source": source, "basis": basis, "years": asked["years"]}
    return " ".join(filter(None, (groups.proxied(data, place=place, **about) for place in _places(entry, asked))))


def asked_last(asked: Mapping[str, Any]) -> int:
    """The last year that a statement asks for; 0 where it asks for none."""
    years = asked.get("years")
    return int(years[-1]) if isinstance(years, tuple) else 0


def _publisher(data: Data, entry: Entry, found: list[Edition], cites: str) -> str | None:
    """The publisher of the plain reading; None where the text names one of which nothing is held."""
    if cites:
        named = cites.casefold()
        every = {by_day.short(str(name)) for name in data.sources["publisher"].unique()}
        meant = next((one for one in every if one.casefold() in named or named in one.casefold()), None)
        if meant is None:
            return None
        if any(one.publisher == meant for one in found) or entry.reads in ("spending", "transfers", "deliveries"):
            return meant
    return _USUAL.get(entry.reads, "SIPRI")


def _places(entry: Entry, asked: Mapping[str, Any]) -> tuple[str, ...]:
    """The places of which an edition must have rows; in transfers the other place is found in the rows of one."""
    names = ("place",) if entry.reads in ("transfers", "deliveries") else ("place", "other")
    return tuple(asked[name] for name in names if name in asked)


def _bases(entry: Entry) -> dict[str, dict[str, str]]:
    """The bases of a measure by name, the plain one first, each with what readers call it."""
    own = entry.plain.get("basis", "")
    given = {own: {}, **entry.bases}
    return {name: {"called": _CALLED.get(name, name), **about} for name, about in given.items()}


_CALLED = {
    "current_usd": "current dollars",
    "constant_usd": "constant dollars",
    "share_gdp": "share of GDP",
    "share_government": "share of government spending",
    "per_capita": "dollars per head",
}

"""The editions that can answer: which were known on a day, which is the plain one, how the others count."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from milbalance import arguments
from milbalance.choices import Choice, only_shown
from milbalance.errors import AmbiguousError, MissingError, NoRowsError
from milbalance.ingest.source_ids import MILEX, TRANSFERS, spliced
from milbalance.measures import groups
from milbalance.measures.vocabulary import MEASURES, lists
from milbalance.tables import cache, labels
from milbalance.tables.load import Data

TABLES = {  # what a measure reads, and the table and column of places that hold it
    "spending": ("spending", "place"),
    "transfers": ("arms_imports", "recipient"),
    "deliveries": ("arms_deliveries", "recipient"),
    "people": ("forces", "place"),
    "equipment": ("forces", "place"),
    "capabilities": ("context", "place"),
    "context": ("context", "place"),
}
# Tables that serve beside that of a measure, with their year: deals give ranges where no deliveries are held.
_BESIDE = {"deliveries": ("arms_deals", "last_year")}
_OF_PEOPLE = {"people": True, "equipment": False}  # which rows of forces count: those of personnel, or all others
_ITEMS = {"capabilities": "cinc", "context": "population"}  # which rows of context count
WHOLE = 100  # with rows of so many places a source is held as a whole: an extract says nothing of ranks and totals
_YEAR = timedelta(days=366)
UNMATCHED = "with parts that do not match where they are joined"
CALLED = {
    "current_usd": "current dollars",
    "constant_usd": "constant dollars",
    "local_currency": "local currency",
    "share_gdp": "share of GDP",
    "share_government": "share of government spending",
    "per_capita": "dollars per head",
}  # what readers call a basis
_DATED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True)
class Edition:
    """A source that holds what a measure reads: its publisher in short, its name, and from when it was known.

    `known` is None for one that says no day: it counts as known on any. `copy_of` is the publisher whose data set
    it hands on, if any, and `spliced` are places whose constant dollars do not match where they are joined.
    `of_rows` is the origin that all of its rows name, where that is not the origin of the source; `bases` are those
    of its rows, none where rows have none. `last` is the last year of these rows, `until` that of all that the
    source has, in whatever table.

    >>> [one.name for one in held(data, "people") if one.publisher == "Correlates of War"]
    ['version 7.0', 'version 6.0']
    """

    source: str
    publisher: str
    label: str
    name: str
    known: date | None
    republishes: str
    copy_of: str
    origin: str
    of_rows: str
    spliced: frozenset[str]
    places: frozenset[str]
    bases: frozenset[str]
    last: int
    until: int

    def by(self, day: date) -> bool:
        """Whether it was known on a day.

        >>> newest = held(data, "spending")[0]
        >>> newest.source, newest.by(date(2025, 5, 1)), newest.by(date(2025, 3, 31))
        ('sipri-milex-2025', True, False)
        """
        return self.known is None or self.known <= day

    def ends_after(self, day: date) -> bool:
        """Whether it says no day, but has numbers of a later year: what was known on the day is another edition.

        >>> [one.name for one in held(data, "people") if one.ends_after(date(2020, 12, 31))]
        ['mirrored text', 'version 7.0']
        """
        return self.known is None and self.until > day.year

    def is_of(self, publisher: str) -> bool:
        """Whether it is the publisher's own, or a copy that another hands on.

        >>> any(one.is_of("World Bank") for one in held(data, "people") if one.publisher == "Gapminder")
        True
        """
        return publisher in (self.publisher, self.copy_of)


def last_day(text: str) -> date:
    """The last day of a day, month or year as it is written: by then what was published in it was known.

    >>> last_day("2022-02"), last_day("2020")
    (datetime.date(2022, 2, 28), datetime.date(2020, 12, 31))
    """
    found = _DATED.fullmatch(str(text))
    year, month, day = (int(part) if part else None for part in found.groups()) if found else (9999, None, None)
    month = month or 12
    return date(year or 9999, month, day or calendar.monthrange(year or 9999, month)[1])


def known_from(family: str, version: str, released: str) -> date | None:
    """The day from which an edition counts as known: 20 April of its year for military expenditure, the first of
    its month for others; None for one that says none, or a day that there is not.

    An edition of SIPRI's military expenditure names its year only, and its publisher brings each out in the last
    ten days of April: a text of the eleventh cannot have read it.

    >>> known_from("sipri-milex", "2024", "2024")
    datetime.date(2024, 4, 20)
    """
    found = _DATED.fullmatch(version if family in (MILEX, TRANSFERS) else str(released))
    if not found:
        return None
    year, month, day = found.groups()
    try:
        if family == MILEX and not month:
            return date(int(year), 4, 20)
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


@cache.per_data
def held(data: Data, reads: str) -> list[Edition]:
    """Every source with rows of what a measure reads, the newest first.

    >>> held(data, "transfers")[0].source
    'sipri-transfers-2026-03'
    """
    table, column = TABLES[reads]
    frame = getattr(data, table)  # not by `tables`, which reads them all
    found = []
    for row in data.sources.to_dict("records"):
        rows = arguments.fitting(frame, {"source_id": row["source_id"]})
        if reads in _OF_PEOPLE:
            rows = rows[(frame["category"].take(rows) == "personnel").to_numpy() == _OF_PEOPLE[reads]]
        if reads in _ITEMS:
            rows = rows[(frame["item"].take(rows) == _ITEMS[reads]).to_numpy()]
        others, years = set[str](), frame["year"].take(rows)
        if reads in _BESIDE:
            beside, year = getattr(data, _BESIDE[reads][0]), _BESIDE[reads][1]
            more = beside.take(arguments.fitting(beside, {"source_id": row["source_id"]})).dropna(subset=year)
            others, years = set(more[column]), pd.concat([years, more[year]])
        if len(years):
            places, last = frozenset(frame[column].take(rows).unique()) | others, int(years.max())
            until = max(last, _last_years(data).get(row["source_id"], last))
            bases = frozenset(frame["basis"].take(rows).unique()) if "basis" in frame else frozenset()
            origins = frame["origin"].take(rows).unique().tolist() if "origin" in frame else []
            found.append(_edition(row, origins, places, bases, (last, until)))
    return sorted(found, key=lambda one: (one.known or date.min, one.source), reverse=True)


@cache.per_data
def _last_years(data: Data) -> dict[str, int]:
    """The last year of every source, in whatever of the tables."""
    found: dict[str, int] = {}
    for table in {table for table, _ in TABLES.values()}:
        for source, year in getattr(data, table).groupby("source_id", observed=True)["year"].max().items():
            found[str(source)] = max(int(year), found.get(str(source), 0))
    return found


def _edition(
    row: Mapping[Any, Any],
    origins: Sequence[Any],
    places: frozenset[str],
    bases: frozenset[str],
    ends: tuple[int, int],
) -> Edition:
    """A source as an edition; `origins` are those that its rows name, NaN where they name none.

    `ends` are the last year of these rows, and of all of its.
    """
    released = str(row["released"])
    other = origins[0] if len(origins) == 1 and isinstance(origins[0], str) else ""
    return Edition(
        row["source_id"],
        short(row["publisher"]),
        str(row["label"]),
        str(row["edition"]) if row["family"] == TRANSFERS else edition(row),
        known_from(str(row["family"]), str(row["version"]), released),
        "" if pd.isna(row["derived_from"]) else str(row["derived_from"]),
        "" if pd.isna(row["copy_of"]) else short(str(row["copy_of"])),
        other or str(row["origin"]),
        other,
        spliced(row),
        places,
        bases,
        *ends,
    )


def edition(row: Mapping[Any, Any]) -> str:
    """The name of an edition: its year of release, or the version that it calls itself.

    >>> edition({"released": "undated", "edition": "version 6.0, data 1816-2016"})
    'version 6.0'
    """
    released = str(row["released"])
    return f"edition of {released}" if released[:4].isdigit() else str(row["edition"]).split(",")[0]


def short(publisher: str) -> str:
    """A publisher by the letters that it calls itself, where its name ends in them; else the name, without Project.

    >>> short("Stockholm International Peace Research Institute (SIPRI)"), short("Correlates of War Project")
    ('SIPRI', 'Correlates of War')
    """
    found = re.search(r"\(([A-Z]{2,})\)$", publisher)
    return found[1] if found else publisher.removesuffix(" Project")


def of(data: Data, reads: str, places: Iterable[str], whole: bool) -> list[Edition]:
    """The editions that hold these places: one that prints them, or one that is held as a whole.

    >>> of(data, "spending", ["FIN"], whole=True)
    []
    """
    wanted = set(places)
    return [one for one in held(data, reads) if len(one.places) >= WHOLE or (not whole and wanted <= one.places)]


def in_order(editions: Sequence[Edition], publisher: str, day: date) -> list[Edition]:
    """The editions of a publisher in the order in which the plain reading looks for a value.

    First those known on the day, the newest first; then the later ones, the oldest first. What only republishes
    a source comes last, and copies that others hand on after the publisher's own. "" stands for every one.

    >>> listed = [one.source for one in in_order(held(data, "spending"), "SIPRI", date(2024, 5, 31))]
    >>> listed[0], listed.index("sipri-milex-2025") > listed.index("sipri-milex-2020")
    ('sipri-milex-2024', True)
    """
    own = [
        one
        for one in editions
        if not publisher or one.is_of(publisher) or (one.origin == publisher and not one.republishes)
    ]
    then, later = [one for one in own if one.by(day)], [one for one in own if not one.by(day)]
    return sorted(
        [*then, *reversed(later)],
        key=lambda one: (publisher not in ("", one.publisher), bool(one.republishes)),
    )


def axis(data: Data, given: Mapping[str, Any], plain: Mapping[str, Any]) -> list[Choice]:
    """Editions and bases as choices: publisher, basis and edition.

    Counted are the plain edition whatever it is, those that followed within a year of the day, and of every other
    publisher the newest known on that day that has the number. Shown are older ones, later ones, undated ones with
    numbers of later years if the plain edition has none, what republishes another source, and what the measure says
    of a basis. An edition that ends before the last year asked, or has no row in a basis, is no way, and one that
    lacks a state that another has further up is none of ranking. `given` has `reads`, `places`, `whole`, `day`,
    `bases` (by name, `why` or `shown`) and `shown`, a reason for which none counts; it may have `measure`, by which
    editions are asked for the number and lists are compared, and `items`, the other definitions that count.

    >>> given = {"reads": "spending", "places": ["TUR"], "whole": False, "day": "2025-05-31"}
    >>> given |= {"bases": {"current_usd": {"called": "current dollars"}}, "shown": "", "summed": False}
    >>> found = axis(data, given, {"source": "sipri-milex-2025"})
    >>> [choice.levels["edition"] for choice in found if choice.counted]
    ['edition of 2025']
    """
    day = last_day(given["day"])
    found = of(data, given["reads"], given["places"], given["whole"])
    main = next((one for one in found if one.source == plain.get("source")), None)
    late = main is not None and main.ends_after(day)  # then the others are no worse
    fair = [one for one in found if late or not one.ends_after(day)]
    others = {*rivals(data, given.get("measure", ""), plain, fair, day), plain.get("source")}
    latest, listed = newest(fair, day), []
    chosen = {basis: _chosen(data, fair, main, given, plain, basis, others) for basis in given["bases"]}
    for one, basis in _ways(data, found, given, plain):
        usual, about = one.source == plain.get("source"), given["bases"][basis]
        why = apart(one.republishes, basis, not one.spliced.isdisjoint(given["places"]))
        if given["shown"]:
            shown = only_shown(given["shown"])
        elif usual and basis == plain.get("basis", ""):  # the verdict begins with it
            shown = {"why": f"It counts as our main answer, though {why['because']}."} if why else {}
        elif one.source == latest.get(one.publisher) and one.source not in chosen[basis] and not about.get("shown"):
            none = only_shown("the newest edition of the day has no number for this")
            shown = _unlike(data, given, {**plain, "source": one.source}, basis, others) or none
        else:
            shown = _shown(one, about, why, one.source in chosen[basis], day)
        if not usual and shown.get("counted", True):
            shown = _unlike(data, given, {**plain, "source": one.source}, basis, others) or shown
        levels = {"publisher": one.publisher, "basis": about["called"], "edition": one.name}
        how = {"source": one.source} | ({"basis": basis} if basis else {})
        named = {name: level for name, level in levels.items() if level}
        listed.append(Choice(named, how, origin=one.of_rows, **({"why": about.get("why", "")} | shown)))
    return listed


def _ways(
    data: Data, editions: Sequence[Edition], given: Mapping[str, Any], plain: Mapping[str, Any]
) -> Iterator[tuple[Edition, str]]:
    """Every edition with each basis, but those that end before the last year asked, or have no row in a basis."""
    dated = "supplier" not in getattr(data, TABLES[given["reads"]][0])  # of arms no row means none
    states = not any(groups.is_group(data, place) for place in given["places"])  # a group's are sums of others
    for one in editions:
        usual = one.source == plain.get("source")
        if dated and not usual and one.last < max(plain.get("years", (0,))):
            continue
        for basis in given["bases"]:
            if usual or not states or basis not in groups.SUMMED or basis in one.bases:
                yield one, basis


def _chosen(
    data: Data,
    editions: Sequence[Edition],
    main: Edition | None,
    given: Mapping[str, Any],
    plain: Mapping[str, Any],
    basis: str,
    others: Iterable[Any],
) -> set[str]:
    """The editions that count in a basis: of every publisher the newest that has the number and is no other kind.

    Each definition is looked for by itself. Where a publisher has no such edition its newest stays, without a
    number, and where the plain edition has it no other of its publisher counts.
    """
    day, publisher = last_day(given["day"]), main.publisher if main else ""
    stays = {**newest(editions, day), publisher: main.source if main else ""}
    newest_first = [one for one in editions if one.by(day) and not one.republishes]
    found = set[str]()
    for about in ({}, *({"item": item} for item in given.get("items", ()))):
        asked = {**plain, **({"basis": basis} if basis else {}), **about}
        best: dict[str, str] = {}
        for one in [*(one for one in editions if one is main), *newest_first]:
            if one.publisher not in best:
                own = {**asked, "source": one.source}
                fits = answers(data, given.get("measure", ""), own) and not _unlike(data, given, own, basis, others)
                best |= {one.publisher: one.source} if fits else {}
        found |= set(best.values())
    with_one = {one.publisher for one in editions if one.source in found}
    return found | {source for name, source in stays.items() if name not in with_one}


def answers(data: Data, name: str, asked: Mapping[str, Any]) -> bool:
    """Whether a measure has a number for its arguments; yes for no measure.

    >>> asked = {"place": "TUR", "source": "sipri-milex-2025", "basis": "current_usd", "years": (2020, 2020)}
    >>> answers(data, "spending.level", asked), answers(data, "spending.level", {**asked, "place": "FIN"})
    (True, False)
    """
    try:
        return not name or MEASURES[name](data, **asked) is not None
    except (AmbiguousError, MissingError, NoRowsError):
        return False


def rivals(data: Data, name: str, asked: Mapping[str, Any], editions: Sequence[Edition], day: date) -> list[str]:
    """The sources whose lists are set beside that of a measure: of each publisher the newest of the day with one.

    >>> asked = {"place": "TUR", "years": (2020, 2020)}
    >>> rivals(data, "spending.level", asked, held(data, "spending"), date(2025, 5, 31))
    []
    """
    listed = [one for one in editions if lists.has(data, name, {**asked, "source": one.source})]
    return list(newest(listed, day).values())


def _unlike(
    data: Data, given: Mapping[str, Any], asked: Mapping[str, Any], basis: str, others: Iterable[Any]
) -> dict[str, Any]:
    """Why a number of another edition is none of the same kind: a sum, or a rank in a list that lacks a state."""
    if given["summed"] and _summed(data, given["places"], asked["source"], basis, asked):
        return only_shown("a sum of members in place of its total")
    in_basis = {**asked, "basis": basis} if basis else asked
    short_of = lacks(data, given.get("measure", ""), in_basis, others)
    what = "sum lacks a member" if given.get("measure", "") in lists.SUMS else "list lacks a state further up"
    return only_shown(short_of, f"its {what}") if short_of else {}


def newest(editions: Sequence[Edition], day: date) -> dict[str, str]:
    """The newest source of each publisher that was known on a day and republishes no other.

    >>> newest(held(data, "people"), date(2025, 5, 31))["Correlates of War"]
    'cow-nmc-7.0'
    """
    return {one.publisher: one.source for one in reversed(editions) if one.by(day) and not one.republishes}


def lacks(data: Data, name: str, asked: Mapping[str, Any], others: Iterable[Any]) -> str:
    """A line on the states that the list of a measure lacks and those of other sources have further up, or nothing.

    Of a sum of members they are all those that others have.

    >>> lacks(data, "spending.level", {"source": "sipri-milex-2025"}, ["cow-nmc-7.0"])
    ''
    """
    rest = [one for one in dict.fromkeys(others) if one and one != asked["source"]]
    if not (found := lists.lacking(data, name, asked, rest)):
        return ""
    by = " and ".join(labels.source(data, one) for one in dict.fromkeys(found.values()))
    places = groups.few(data, list(found))
    what, where = ("sum", "") if name in lists.SUMS else ("list", " further up")
    return f"its {what} of {arguments.years(asked['years'])[1]} lacks {places}, which {by} has{where}"


def _summed(data: Data, places: Iterable[str], source: str, basis: str, plain: Mapping[str, Any]) -> bool:
    """Whether an edition prints no total of a group that is asked for, so that its members are added up."""
    if basis not in groups.SUMMED:
        return False
    about = {"source": source, "basis": basis, "years": plain["years"]}
    return any(groups.proxied(data, place=place, **about) for place in places)


def _shown(one: Edition, about: Mapping[str, str], why: dict[str, Any], chosen: bool, day: date) -> dict[str, Any]:
    """Why an edition in a basis is only shown, or why one of a later day counts; nothing for the others.

    `why` is the reason that holds whatever the day.
    """
    if about.get("shown"):
        return only_shown(about["shown"].rstrip("."))
    if why:
        return why
    if chosen:
        return {}
    if one.known and day < one.known <= day + _YEAR:
        return {"why": f"It came out within a year after the text. {about.get('why', '')}".strip()}
    if one.ends_after(day):
        return only_shown("it has numbers of years after the text")
    newer, late = "a newer edition was out", "it came out more than a year after the text"
    return only_shown(newer if one.by(day) else late)


def apart(republishes: Any, basis: str, spliced: bool) -> dict[str, Any]:
    """Why an edition is only shown, whatever the day; nothing for one that counts.

    >>> apart("sipri-milex-2021", "current_usd", False)["because"]
    'it republishes another source'
    """
    if isinstance(republishes, str) and republishes:
        return only_shown(f"it republishes {republishes}", "it republishes another source")
    if basis == "constant_usd" and spliced:
        return only_shown(f"in constant dollars, {UNMATCHED}")
    return {}

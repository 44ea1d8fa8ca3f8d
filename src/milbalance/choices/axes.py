"""Axes of choice that the tables give: editions, releases, years, months, sources, rows of published numbers.

A function takes the tables, what an article writes for the axis, and the arguments of the plain reading; it gives
one choice a level. A release that is added to the tables is a choice at once. Nothing here knows an article.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.choices import Choice, by_day, only_shown
from milbalance.ingest.source_ids import TRANSFERS, spliced
from milbalance.measures import counts as tolls
from milbalance.measures import dates, facts, rounding, spending
from milbalance.measures.vocabulary.facts import day
from milbalance.measures.vocabulary.spending import PRINTED, allocations
from milbalance.tables import cache
from milbalance.tables.load import Data

Years = tuple[int, int]
Plain = Mapping[str, Any]
Axis = Callable[[Data, Any, Plain], list[Choice]]

PRICES = "prices of the source"  # of a budget whose source says no more of its prices

_BASES = {
    "current_usd": "Dollars of each year: what newspapers and budgets mean by a sum.",
    "constant_usd": "Changes of prices taken out, as comparisons over years should.",
    "share_gdp": "a share says how much of its income each side spends, not how much",
}


def label(data: Data, source: str) -> str:
    """The short name of a source, as charts and sentences name it.

    Raises KeyError for an id that sources.csv does not have.

    >>> label(data, "cow-nmc-7.0")
    'COW National Material Capabilities 7.0'
    """
    return str(_described(data)[source]["label"])


@cache.per_data
def _described(data: Data) -> dict[str, dict[Any, Any]]:
    """The rows of sources.csv by their ids."""
    return {row["source_id"]: row for row in data.sources.to_dict("records")}


def option(levels: Mapping[str, str], given: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Choice:
    """One choice from what an article writes for it: `why` or `shown`, `sources`, `origin`, and arguments.

    >>> option({"statistic": "lowest"}, {"statistic": "low", "shown": "one day of a month"}).how
    {'statistic': 'low'}
    """
    how = {name: value for name, value in given.items() if name not in ("why", "shown", "sources", "origin")}
    about = only_shown(given["shown"]) if given.get("shown") else {"why": given.get("why", "")}
    named = {"sources": tuple(given.get("sources", ())), "origin": given.get("origin", "")}
    return Choice(levels, {**(more or {}), **how}, **about, **named)


def editions(data: Data, bases: Sequence[str], plain: Plain) -> list[Choice]:
    """Every source and basis that has spending of the places of the plain reading: publisher, basis, edition.

    Counted unless the source republishes another, the basis is no sum of money, or the constant series of one of
    the places is spliced.

    >>> [way.levels["publisher"] for way in editions(data, ["constant_usd"], {"place": "TUR", "other": "GEO"})]
    ['SIPRI']
    """
    return listed_editions(data, [plain[name] for name in ("place", "other") if name in plain], bases)


def listed_editions(data: Data, places: Iterable[str], bases: Iterable[str]) -> list[Choice]:
    """The same as `editions` for places that are named.

    Empty where no source has all of the places.

    >>> [way.counted for way in listed_editions(data, ["GEO", "TUR"], ["current_usd", "share_gdp"])]
    [True, False]
    """
    described, wanted = _described(data), set(places)
    rows = arguments.fitting(data.spending, {"place": list(wanted), "basis": list(bases)})
    found: dict[tuple[str, str], set[str]] = {}
    for row in arguments.records(data.spending, rows):
        if not math.isnan(row["value"]):
            found.setdefault((row["source_id"], row["basis"]), set()).add(row["place"])
    listed = []
    for source, basis in sorted(edition for edition, places in found.items() if places == wanted):
        row = described[source]
        why = only_shown(_BASES[basis]) if basis == "share_gdp" else {"why": _BASES[basis]}
        about = by_day.apart(row["derived_from"], basis, not wanted.isdisjoint(spliced(row))) or why
        called = by_day.CALLED[basis]
        levels = {"publisher": by_day.short(row["publisher"]), "basis": called, "edition": by_day.edition(row)}
        listed.append(Choice(levels, {"source": source, "basis": basis}, **about))
    return listed


def plain_edition(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """The edition and basis of the plain reading alone: its place, `source` and `basis`.

    >>> plain = {"place": "FRA", "source": "sipri-milex-2025", "basis": "current_usd"}
    >>> [way.levels["edition"] for way in plain_edition(data, {}, plain)]
    ['edition of 2025']
    """
    return [
        choice
        for choice in editions(data, [plain["basis"]], plain)
        if choice.how == {"source": plain["source"], "basis": plain["basis"]}
    ]


def budgets(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Budgets of a place that others print, one choice a row of a topic of facts.csv: a basis of their own.

    `given` has `publisher`, `topic` and `why`. None where no row has a place of that topic.

    >>> given = {"publisher": "the press", "topic": "spending-2013", "why": "As printed."}
    >>> [way.levels["edition"] for way in budgets(data, given, {"place": data.article["sides"][0]})][-1]
    'Bloomberg, August 2013'
    """
    return [
        Choice(
            {"publisher": given["publisher"], "basis": PRICES, "edition": label(data, row["source_id"])},
            {"source": row["source_id"], "basis": PRINTED},
            given["why"],
            origin=facts.origin(row),
        )
        for row in spending.published(data.facts, plain["place"], given["topic"]).to_dict("records")
    ]


def windows(*years: Years, why: str) -> list[Choice]:
    """Years as choices, each named as readers write it: 2020, or 2016–2020.

    >>> [way.levels["years"] for way in windows((2020, 2020), (2016, 2020), why="Before the war.")]
    ['2020', '2016–2020']
    """
    return [Choice({"years": _span(window)}, {"years": window}, why) for window in years]


def _span(years: Years) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"


def single(years: Iterable[int]) -> list[Years]:
    """Each year as a window of its own.

    >>> single([2019, 2020])
    [(2019, 2019), (2020, 2020)]
    """
    return [(year, year) for year in years]


def every_window(written: Iterable[Any]) -> list[Years]:
    """Windows as an article writes them: 2020, "2016-2020" for a window, "2010..2017" for each year of a run.

    Raises ValueError for what is none of these.

    >>> every_window([2020, "2016-2020", "2018..2019"])
    [(2020, 2020), (2016, 2020), (2018, 2018), (2019, 2019)]
    """
    found = []
    for window in written:
        first, *last = map(int, re.split(r"-|\.\.", str(window)))
        each = ".." in str(window)
        found += single(range(first, last[0] + 1)) if each else [(first, last[0] if last else first)]
    return found


def years(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Windows of years (`of`); those alone in which special projects exist, or with the end written short.

    >>> [way.levels["years"] for way in years(data, {"of": ["2016-2020", 2020], "why": "Before the war."}, {})]
    ['2016–2020', '2020']
    """
    named = rounding.span if given.get("short") else lambda *window: _span(window)
    found = [
        option({"years": named(*window)}, _reason(given), {"years": window}) for window in every_window(given["of"])
    ]
    if given.get("with_projects"):
        sides = [plain[name] for name in ("place", "other") if name in plain]
        held = {int(year) for side in sides for year in allocations(data, side).index}
        found = [
            choice for choice in found if held & set(range(choice.how["years"][0], choice.how["years"][1] + 1))
        ]
    return found


def _reason(given: Mapping[str, Any]) -> dict[str, Any]:
    """What an axis says of all its levels: `why`, or why they are only `shown`."""
    return {name: given[name] for name in ("why", "shown") if name in given}


def releases(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Every release of the register of arms transfers that is held, newest first.

    >>> releases(data, {}, {})[-1].levels
    {'release': 'release of March 2022'}
    """
    rows = data.sources[data.sources["family"] == TRANSFERS].sort_values("version", ascending=False)
    why = "SIPRI revises the past with every release; each is what a reader of its time would have found."
    return [Choice({"release": str(row.edition)}, {"source": row.source_id}, why) for row in rows.itertuples()]


def months(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Months that are listed (`of`), or every one of a `year` that has a rate of exchange.

    >>> [way.levels["month"] for way in months(data, {"of": ["2020-10"], "why": "When it was paid."}, {})]
    ['October 2020']
    """
    listed = given.get("of") or sorted(m for m in data.fx["month"] if m.startswith(f"{given['year']}-"))
    return [
        option({"month": f"{dates.written(month + '-01'):%B %Y}"}, _reason(given), {"month": month})
        for month in listed
    ]


def sources(data: Data, given: Mapping[str, Mapping[str, Any]], plain: Plain) -> list[Choice]:
    """Sources by their ids, each named as charts name it, with its own reason and arguments.

    >>> sources(data, {"cia-factbook-2020": {"why": "The edition of that year."}}, {})[0].levels
    {'source': 'CIA World Factbook 2020'}
    """
    return [option({"source": label(data, name)}, one, {"source": name}) for name, one in given.items()]


def by_year(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """One source in several years (`of`), each named `called` and the year.

    >>> given = {"of": ["2019..2020"], "called": "World Bank", "source": "gapminder-sg"}
    >>> [way.levels["source"] for way in by_year(data, given, {})]
    ['World Bank 2019', 'World Bank 2020']
    """
    return [
        option({"source": f"{given['called']} {year}"}, _reason(given), {"source": given["source"], "year": year})
        for year, _ in every_window(given["of"])
    ]


def other_years(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Families of sources in other years than the plain one, each in its newest version that has both places.

    >>> given = {"of": ["2015-2016"], "item": "active", "families": ["cow-nmc"], "why": "A year before."}
    >>> [way.how["year"] for way in other_years(data, given, {"place": "TUR", "other": "GEO", "year": 2016})]
    [2015]
    """
    (first, last), *_ = every_window(given["of"])
    rows = data.forces[(data.forces["item"] == given["item"]) & data.forces["year"].between(first, last)]
    rows = rows.join(data.sources.set_index("source_id")[["family", "version"]], on="source_id")
    rows = rows[rows["family"].isin(given["families"]) & (rows["year"] != plain["year"])]
    rows = rows[rows["version"] == rows.groupby(["family", "year"])["version"].transform("max")]
    both = rows.groupby(["source_id", "year"])["place"].agg(set)
    return [
        option({"source": f"{label(data, source)}, {year}"}, _reason(given), {"source": source, "year": int(year)})
        for source, year in both.index[both.map({plain["place"], plain["other"]}.issubset)]
    ]


def units(data: Data, given: Mapping[str, Mapping[str, Any]], plain: Plain) -> list[Choice]:
    """The sources of a topic by date, each with the reason of the unit in which it prints.

    Raises NoRowsError for a topic without a row in these units.

    >>> given = {"lira a month": {"shown": "pay in another currency"}}
    >>> [way.levels["source"] for way in units(data, given, {"topic": "fighters-pay-usd"})][-1]
    'The Guardian, October 2020 (via EA WorldView)'
    """
    rows = measures.select(data.facts, topic=plain["topic"], unit=list(given))
    rows = rows.sort_values(["as_of", "source_id"])
    return [
        option({"source": label(data, row["source_id"])}, given[row["unit"]], {"source": row["source_id"]})
        for row in rows.to_dict("records")
    ]


def rows(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Rows of a topic of facts.csv as choices, by source and subject.

    Those of the `scope` (empty: none given) are counted, others shown, or left out if it stands `alone`; `without`
    leaves out rows by their keys. With a row `beside` each the two are added, and the level `figure` says so.

    Raises NoRowsError for a topic without rows.

    >>> rows(data, {"topic": "peacekeepers", "why": "As announced."}, {})[0].levels
    {'source': 'TASS, November 2020', 'figure': 'Russian peacekeepers'}
    """
    listed = []
    for row, key in _usable(data, given["topic"]):
        if key in given.get("without", ()) or (given.get("alone") and row["scope"] != given["scope"]):
            continue
        about = _not_counted(data, row, [given.get("scope", "")]) or {"why": given.get("why", "")}
        levels = {"source": label(data, key.source), "figure": given.get("figure", key.subject)}
        joint = (key, given["beside"]) if "beside" in given else (key,)
        about |= {"sources": tuple(one.source for one in joint), "origin": facts.origin(row)}
        listed.append(Choice(levels, {"rows": joint}, **about))
    return listed


def counts(data: Data, given: Mapping[str, Any], plain: Plain) -> list[Choice]:
    """Counts of the dead of one side: their scope, and who counted when; the last state of each body is counted.

    What is counted while the war goes on, of another scope or by the other side is shown. `counted` keeps those
    that are, or are not.

    Raises NoRowsError for a topic without rows.

    >>> sorted(way.why for way in counts(data, {"topic": "displaced-91000", "counted": False}, {}))[-1]
    'Shown only: people still displaced at a later date.'
    """
    scopes = data.article.get("scopes", {})
    counted = {name: scope for name, scope in scopes.items() if "why" in scope}
    usable, found = _usable(data, given["topic"]), tolls.usable(data.facts, given["topic"])
    last = set(tolls.keys(tolls.last_states(found)))
    listed = []
    for (row, key), who in zip(usable, tolls.counters(found), strict=True):
        about = _not_counted(data, row, counted)
        if not about and key not in last:
            about = only_shown("an earlier state of a running count")
        scope = scopes.get(row["scope"], {})
        levels = {"scope": scope.get("called", row["scope"]), "count": f"{who}, {tolls.day(key.as_of)}"}
        about = (about or {"why": scope["why"]}) | {"sources": (key.source,), "origin": facts.origin(row)}
        listed.append(Choice(levels, {"rows": (key,)}, **about))
    return [choice for choice in listed if choice.counted == given.get("counted", choice.counted)]


def _usable(data: Data, topic: str) -> list[tuple[dict[Any, Any], tolls.Row]]:
    """The usable rows of a topic by date, each with its key; a scope that is not there is empty."""
    found = tolls.usable(data.facts, topic)
    rows = found.assign(scope=found["scope"].fillna("")).to_dict("records")
    return list(zip(rows, tolls.keys(found), strict=True))


def _not_counted(data: Data, row: Mapping[Any, Any], scopes: Collection[str]) -> dict[str, Any]:
    """Why a row is only shown; nothing for a row that counts."""
    if why := by_day.apart(_described(data)[row["source_id"]]["derived_from"], "", False):
        return why
    if row["scope"] not in scopes:
        beside = data.article.get("scopes", {}).get(row["scope"], {})
        return only_shown(beside.get("shown", f"another scope ({row['scope']})"))
    first_day, ceasefire = data.article.get("war", ("", ""))
    if not first_day:
        return {}
    war = day(data, first_day).isoformat(), day(data, ceasefire).isoformat()
    return only_shown("counted while the war was still on") if tolls.in_war(row["as_of"], war) else {}


def fitting(data: Data, listed: list[Choice]) -> list[Choice]:
    """The choices, those only shown whose window runs across a jump of their source (`break_from`, `break_to`).

    >>> across = Choice({"years": "1998–2006"}, {"source": "cow-nmc-7.0", "years": (1998, 2006)}, "Before the war.")
    >>> fitting(data, [across])[0].why
    'Shown only: the series jumps in 2000–2004 and does not compare across that.'
    """
    return [_across(choice, _described(data).get(str(choice.how.get("source")), {})) for choice in listed]


def _across(choice: Choice, source: Mapping[Any, Any]) -> Choice:
    first, last = source.get("break_from"), source.get("break_to")
    if "years" not in choice.how or pd.isna(first):
        return choice
    start, end = choice.how["years"]
    touched, within = start <= last and first <= end, first <= start and end <= last
    if not touched or within:
        return choice
    shown = only_shown(f"the series jumps in {first}–{last} and does not compare across that")
    return replace(choice, whys=(), **shown)


AXES: dict[str, Axis] = {
    "editions": editions,
    "editions by day": by_day.axis,
    "plain edition": plain_edition,
    "budgets": budgets,
    "years": years,
    "releases": releases,
    "months": months,
    "sources": sources,
    "by year": by_year,
    "other years": other_years,
    "units": units,
    "rows": rows,
    "counts": counts,
}

"""Claims on military expenditure: levels, sums, ratios and trend, and every way to choose their rows.

Dollars are billions of US dollars. Sources, bases and editions come from the rows of `spending.csv`, so that an
edition added there is a choice at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from milbalance import arguments, measures, memo, published, spending
from milbalance.choices import Choice, grid, only_shown
from milbalance.claims.registry import computes
from milbalance.errors import NoRowsError
from milbalance.load import Data
from milbalance.ranges import Span
from milbalance.source_ids import SPLICED

MILEX = "sipri-milex-2021"  # the newest full edition from before the article; data to 2020
PRINTED = "as printed"  # the basis of a budget that a newspaper or institute prints without saying more
YEARS_WHY = "The article dates its comparison loosely, and a single year can be unusual."
Years = tuple[int, int]

_PUBLISHERS = {
    "Stockholm International Peace Research Institute (SIPRI)": "SIPRI",
    "Correlates of War Project": "Correlates of War",
}
_BASES = {
    "current_usd": ("current dollars", "Dollars of each year: what newspapers and budgets mean by a sum."),
    "constant_usd": ("constant dollars", "Changes of prices taken out, as comparisons over years should."),
    "share_gdp": ("share of GDP", "a share says how much of its income each side spends, not how much"),
}


def sources(
    data: Data, places: Iterable[str], bases: Iterable[str], *, shown: Iterable[str] = ("share_gdp",)
) -> list[Choice]:
    """Every source and basis that has values for all the places, as publisher, basis and edition.

    Counted unless the source republishes another, the basis is only shown, or a constant series is spliced.
    """
    described = data.sources.set_index("source_id")
    rows = data.spending[data.spending["value"].notna() & data.spending["place"].isin(set(places))]
    rows = rows[rows["basis"].isin(set(bases))]
    found = rows.groupby(["source_id", "basis"])["place"].nunique()
    listed = []
    for source, basis in found.index[found == len(set(places))]:
        row = described.loc[source]
        label, why = _BASES[basis]
        apart = _only_shown(row, basis, shown)
        listed.append(
            Choice(
                {
                    "publisher": _PUBLISHERS.get(row["publisher"], row["publisher"]),
                    "basis": label,
                    "edition": _edition(row),
                },
                {"source": source, "basis": basis},
                **(apart or {"why": why}),
            )
        )
    return listed


def _edition(row: pd.Series[str]) -> str:
    """The name of an edition: its year of release, or the version that it calls itself."""
    return f"edition of {row['released']}" if str(row["released"])[:4].isdigit() else row["edition"].split(",")[0]


def _only_shown(row: pd.Series[str], basis: str, shown: Iterable[str]) -> dict[str, Any]:
    if isinstance(row["derived_from"], str):
        return only_shown(f"it republishes {row['derived_from']}", "it republishes another source")
    if basis in set(shown):
        return only_shown(_BASES[basis][1])
    if basis == "constant_usd" and row["caveat"] == SPLICED:
        return only_shown("in constant dollars, with parts that do not match where they are joined")
    return {}


def windows(*years: Years, why: str = YEARS_WHY, **shown: Any) -> list[Choice]:
    """Years as choices, each named as readers write it: 2020, or 2016–2020; `shown` as in `choices.only_shown`."""
    return [Choice({"years": _span(window)}, {"years": window}, why, **shown) for window in years]


def _span(years: Years) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"


def single(years: Iterable[int]) -> list[Years]:
    """Each year as a window of its own."""
    return [(year, year) for year in years]


def fitting(data: Data, listed: list[Choice]) -> list[Choice]:
    """The choices, those only shown whose window runs across a jump of their source (`break_from`, `break_to`)."""
    jumps = data.sources.dropna(subset="break_from").set_index("source_id")[["break_from", "break_to"]].astype(int)
    return [
        _across(choice, *jumps.loc[source]) if (source := choice.how["source"]) in jumps.index else choice
        for choice in listed
    ]


def _across(choice: Choice, first: int, last: int) -> Choice:
    start, end = choice.how["years"]
    touched, within = start <= last and first <= end, first <= start and end <= last
    if not touched or within:
        return choice
    return replace(choice, **only_shown(f"the series jumps in {first}–{last} and does not compare across that"))


def _with_projects() -> list[Choice]:
    return [
        Choice({"special projects": "as published"}),
        Choice(
            {"special projects": "without special projects"},
            {"projects": False},
            "Allocations for special defence projects stand outside the main budget, so a budget leaves them out.",
        ),
    ]


def dollars(data: Data, place: str, source: str, basis: str, years: Years, *, projects: bool = True) -> float:
    """Military expenditure of a place summed over years, in billions of US dollars, by a basis of spending.csv.

    Without `projects` its special defence projects are taken out, as far as there are any. Raises MissingError or
    NoRowsError for a gap, and where projects cannot be converted.
    """
    years = arguments.years(years)
    return measures.window_sum(_millions(data, place, source, basis, projects), *years) / 1000


@memo.per_data
def _millions(data: Data, place: str, source: str, basis: str, projects: bool) -> pd.Series[float]:
    """Military expenditure of a place by year, in millions of dollars of one basis; gaps are NaN."""
    if not projects:
        return spending.without(data.spending, _allocations(data, place), place, source, basis=basis)
    return measures.by_year(data.spending, gaps=True, place=place, source_id=source, basis=basis)


def printed(data: Data, place: str, source: str, years: Years) -> Span:
    """Budgets that a source prints for a place (facts.csv) summed over years, in billions of US dollars.

    A budget is a range where the source rounds it. Raises MissingError or NoRowsError for a gap.
    """
    rows = measures.select(spending.published(data.facts, place), source_id=source)
    measures.window_sum(measures.by_year(rows), *years)  # says which year is missing
    inside = rows[rows["year"].between(*years)]
    return sum(map(published.span, inside.to_dict("records")), start=Span(0.0, 0.0))


@memo.per_data
def _allocations(data: Data, place: str) -> pd.Series[float]:
    """Special defence projects of a place by year, in millions of local currency; empty if none is on record."""
    try:
        return spending.special_projects(data.facts, place)
    except NoRowsError:
        return pd.Series(dtype=float)


def _ratio(
    data: Data, side_a: str, side_b: str, source: str, basis: str, years: Years, projects: bool
) -> float | Span:
    if basis == PRINTED:
        return printed(data, side_a, source, years) / printed(data, side_b, source, years)
    a, b = (dollars(data, side, source, basis, years, projects=projects) for side in (side_a, side_b))
    return measures.ratio(a, b)


BOTH = ("AZE", "ARM")
_DOLLARS = ("current_usd", "constant_usd")
_PRESS_WHY = "What a reader of the press found in the autumn of the war."


def _vary_ratio(data: Data) -> list[Choice]:
    either = sources(data, BOTH, [*_DOLLARS, "share_gdp"])
    counted = windows(*single((2018, 2019, 2020)), (2016, 2020))
    beyond = only_shown("before the years around the war")
    shown = windows(*single(range(2010, 2018)), (2010, 2019), (2011, 2020), **beyond)
    in_dollars = [choice for choice in either if choice.how["basis"] in _DOLLARS]
    plain = [choice for choice in either if choice.how == {"source": MILEX, "basis": "current_usd"}]
    more = Choice(
        {"reading": "times more"}, {"less_one": True}, **only_shown("five times more can mean six to one")
    )
    label = str(data.sources.set_index("source_id")["label"].loc["aljazeera-2020-10-spending"])
    press = Choice({"publisher": "press", "basis": PRINTED, "edition": label}, why=_PRESS_WHY)
    said = {"source": "aljazeera-2020-10-spending", "basis": PRINTED}
    return [
        *grid(either, counted),
        *grid(either, shown),
        *grid(in_dollars, _touched(data, shown), _with_projects()[1:]),
        *grid(plain, counted, [more]),
        *grid([Choice(press.levels, said, press.why)], windows(*single((2018, 2019, 2020)))),
    ]


def _touched(data: Data, years: list[Choice]) -> list[Choice]:
    """Those windows in which special defence projects exist for either side."""
    held = {int(year) for side in BOTH for year in _allocations(data, side).index}
    return [choice for choice in years if held & set(range(choice.how["years"][0], choice.how["years"][1] + 1))]


@computes("spending-ratio", vary=_vary_ratio)
def spending_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = MILEX,
    basis: str = "current_usd",
    years: Years = (2020, 2020),
    projects: bool = True,
    less_one: bool = False,
) -> float | Span:
    """Military expenditure of side a over side b, each summed over the years; less one for "times more"."""
    return _ratio(data, side_a, side_b, source, basis, years, projects) - less_one


def _vary_six_times(data: Data) -> list[Choice]:
    why = "When the past decades begin is not said."
    starts = windows(*((start, 2020) for start in (2001, 1992, 1995, 2005, 2008)), why=why)
    years = windows(*single(range(1993, 2021)), **only_shown("a single year is not the decades"))
    either, (whole, without) = sources(data, BOTH, _DOLLARS), _with_projects()
    listed = [*grid(either, [whole], [*starts, *years]), *grid(either, [without], starts)]
    return fitting(data, listed)


@computes("spending-six-times", vary=_vary_six_times)
def spending_ratio_of_sums(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = MILEX,
    basis: str = "current_usd",
    years: Years = (2001, 2020),
    projects: bool = True,
) -> float | Span:
    """Military expenditure summed over years, side a over side b."""
    return _ratio(data, side_a, side_b, source, basis, years, projects)


def _vary_sum(data: Data) -> list[Choice]:
    either = sources(data, ["AZE"], _DOLLARS)
    last = "From 2008 to 2019 can leave the last year out."
    ends = only_shown("end points one year either way")
    years = [
        *windows((2008, 2019), (2008, 2018), why=last),
        *windows((2007, 2019), (2009, 2019), (2008, 2020), **ends),
    ]
    return grid(either, _with_projects(), years)


@computes("spending-24bn", vary=_vary_sum)
def spending_sum(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    basis: str = "current_usd",
    years: Years = (2008, 2019),
    projects: bool = True,
) -> float:
    """Military expenditure of one side summed over years, in billions of US dollars."""
    return dollars(data, place, source, basis, years, projects=projects)


def _vary_2007(data: Data) -> list[Choice]:
    beside = windows((2006, 2006), (2008, 2008), **only_shown("the year before or after"))
    return grid(sources(data, ["AZE"], _DOLLARS), [*windows((2007, 2007), why=""), *beside])


@computes("spending-2007", vary=_vary_2007)
def spending_in_2007(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    basis: str = "current_usd",
    years: Years = (2007, 2007),
) -> float:
    """Military expenditure of one side in 2007, in billions of US dollars."""
    return dollars(data, place, source, basis, years)


def _vary_2013(data: Data) -> list[Choice]:
    either = sources(data, ["AZE"], _DOLLARS)
    left_out = [Choice(_with_projects()[1].levels, {"projects": False}, **only_shown("special projects left out"))]
    labels = data.sources.set_index("source_id")["label"]
    press = [
        Choice(
            {"publisher": "published budgets", "basis": PRINTED, "edition": str(labels.loc[row["source_id"]])},
            {"source": row["source_id"], "basis": PRINTED},
            "A published budget is what the state itself announced.",
            origin=published.origin(row),
        )
        for row in spending.published(data.facts, "AZE", "spending-2013").to_dict("records")
    ]
    return [*grid(either, [Choice({"special projects": "as published"})]), *grid(either, left_out), *press]


@computes("spending-2013", vary=_vary_2013)
def spending_in_2013(
    data: Data, *, place: str = "AZE", source: str = MILEX, basis: str = "current_usd", projects: bool = True
) -> float | Span:
    """Military expenditure of one side in 2013, in billions of US dollars."""
    if basis == PRINTED:
        return printed(data, place, source, (2013, 2013))
    return dollars(data, place, source, basis, (2013, 2013), projects=projects)


def _vary_trend(data: Data) -> list[Choice]:
    why = "The 2000s and the 2010s are two decades, and each can be asked alone."
    years = windows((2000, 2019), (2000, 2009), (2010, 2019), why=why)
    whole, without = _with_projects()
    either, in_dollars = sources(data, ["AZE"], [*_DOLLARS, "share_gdp"]), sources(data, ["AZE"], _DOLLARS)
    listed = [*grid(either, [whole], years), *grid(in_dollars, [without], _touched(data, years))]
    return fitting(data, listed)


@computes("spending-rising", vary=_vary_trend)
def spending_trend(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    basis: str = "constant_usd",
    years: Years = (2000, 2019),
    projects: bool = True,
) -> float:
    """Log-linear trend of military expenditure, per cent a year."""
    return measures.trend(_millions(data, place, source, basis, projects), *years)


def _vary_growth(data: Data) -> list[Choice]:
    return grid(sources(data, ["AZE"], _DOLLARS), _with_projects())


@computes("spending-growth", vary=_vary_growth)
def spending_growth(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    basis: str = "current_usd",
    first: int = 2007,
    last: int = 2013,
    projects: bool = True,
) -> float:
    """Military expenditure of one side in a year over that of an earlier one."""
    a, b = (dollars(data, place, source, basis, (year, year), projects=projects) for year in (last, first))
    return measures.ratio(a, b)

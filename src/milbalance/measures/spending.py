"""Arithmetic of military expenditure alone: implied rates and prices, allocations taken out, sums by source.

Pure, as `measures` is: frames or Series in, Series or frames out. Dollars are millions of US dollars, as in
`spending.csv`, and local currency is in single units, unless a docstring says otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import AmbiguousError, MilbalanceError, MissingError, NoRowsError

MILLION = 1_000_000
_DOLLARS = ("current_usd", "constant_usd")
SPECIAL_PROJECTS = "special-defence-projects"  # the topic of facts.csv


def implied_rate(
    spending: pd.DataFrame, place: str, source: str, *, basis: str = "current_usd"
) -> pd.Series[float]:
    """Units of local currency for one US dollar of a basis by year, as one edition converts: local over dollars.

    NaN where either is missing. Raises NoRowsError if the source does not give both.

    >>> spending.implied_rate(data.spending, "GEO", "sipri-milex-2025").round(2).loc[[2020]].to_dict()
    {2020: 3.09}
    """
    where = {"place": place, "source_id": source}
    local = measures.by_year(spending, gaps=True, basis="local_currency", **where)
    dollars = measures.by_year(spending, gaps=True, basis=basis, **where)
    return (local / (dollars * MILLION)).rename("rate")


def estimated_years(spending: pd.DataFrame, place: str) -> list[int]:
    """Years whose value of a place the source marks as its own estimate, in the rows given.

    >>> rows = pd.DataFrame({"place": "GEO", "year": [2019, 2020], "quality": ["reported", "estimate"]})
    >>> spending.estimated_years(rows.assign(value=3.0), "GEO")
    [2020]
    """
    rows = spending[(spending["place"] == place) & (spending["quality"] == "estimate")]
    return sorted(int(year) for year in rows.dropna(subset="value")["year"].unique())


def published(facts: pd.DataFrame, place: str, topic: str | None = None) -> pd.DataFrame:
    """Single figures of a place's spending that others published, of one topic or of all.

    Columns: year, value (billions of US dollars), low, high, rounded_to, origin (see facts.csv), source_id. What it
    spent with one partner alone is left out. Empty if none is on record.

    >>> spending.published(data.facts, "TUR").empty
    True
    """
    rows = facts[(facts["place"] == place) & facts["partner"].isna() & (facts["unit"] == "billion US dollars")]
    rows = (rows if topic is None else rows[rows["topic"] == topic]).dropna(subset="value")
    rows = rows.assign(year=rows["as_of"].str[:4].astype(int))
    return rows[["year", "value", "low", "high", "rounded_to", "origin", "source_id"]].reset_index(drop=True)


def implied_price_change(spending: pd.DataFrame, place: str, source: str) -> pd.Series[float]:
    """Price change on the year before, in per cent, as one edition deflates: local over constant dollars.

    NaN where either year is missing. A change that other editions do not share is a break in the series.
    Raises NoRowsError if the source does not give both bases.

    >>> spending.implied_price_change(data.spending, "GEO", "sipri-milex-2025").round(1).loc[[2020]].to_dict()
    {2020: 5.2}
    """
    where = {"place": place, "source_id": source}
    local = measures.by_year(spending, gaps=True, basis="local_currency", **where)
    constant = measures.by_year(spending, gaps=True, basis="constant_usd", **where)
    prices = local / constant
    every = prices.reindex(range(int(prices.index.min()), int(prices.index.max()) + 1))
    return (100 * (every / every.shift() - 1)).rename("price_change")


def special_projects(facts: pd.DataFrame, place: str) -> pd.Series[float]:
    """Allocations for special defence projects of a place by year, in millions of local currency.

    Raises NoRowsError if none is on record for it.

    >>> row = {"topic": "special-defence-projects", "place": "GEO", "as_of": "2019", "value": 50.0}
    >>> spending.special_projects(pd.DataFrame([row]), "GEO").to_dict()
    {2019: 50.0}
    """
    rows = measures.select(facts, topic=SPECIAL_PROJECTS)
    rows = rows[rows["place"] == place]
    if rows.empty:
        raise NoRowsError(f"no special defence projects of {place} on record")
    return measures.by_year(rows.assign(year=rows["as_of"].astype(int)))


def without(
    spending: pd.DataFrame, allocations: pd.Series[float], place: str, source: str, *, basis: str = "current_usd"
) -> pd.Series[float]:
    """US dollars (millions) of a basis by year after allocations in millions of local currency are taken out.

    Converted at the edition's implied rate of the same year; years without an allocation stay as they are.
    Raises MissingError naming the years whose allocation cannot be converted, and as `implied_rate`.

    >>> allocated = pd.Series([88.95], index=[2020])
    >>> spending.without(data.spending, allocated, "GEO", "sipri-milex-2025").round(1).loc[[2020]].to_dict()
    {2020: 259.1}
    """
    rate = implied_rate(spending, place, source, basis=basis)
    dollars = measures.by_year(spending, gaps=True, place=place, source_id=source, basis=basis)
    years = [year for year in allocations.index if pd.isna(rate.get(year))]
    if years:
        raise MissingError(f"no rate of {place} in {source} for {', '.join(map(str, years))}")
    return dollars - (allocations / rate).reindex(dollars.index).fillna(0)


def ratio_of_sums(a: pd.Series[float], b: pd.Series[float], starts: Iterable[int], end: int) -> pd.Series[float]:
    """Sum of `a` over sum of `b` from each start year to `end`, both included, indexed by start year, without unit.

    NaN for a window in which either side misses a year: a sum never runs over a gap.

    >>> a, b = pd.Series([4.0, 6.0], index=[2019, 2020]), pd.Series([3.0, 2.0], index=[2019, 2020])
    >>> spending.ratio_of_sums(a, b, [2019, 2020], 2020).to_dict()
    {2019: 2.0, 2020: 3.0}
    """
    found = {}
    for start in starts:
        try:
            found[start] = measures.ratio(*(measures.window_sum(side, start, end) for side in (a, b)))
        except MissingError:
            found[start] = math.nan
    return pd.Series(found, dtype=float, name="ratio")


def stock(values: pd.Series[float], start: int, end: int, depreciation: float) -> float:
    """What is left at the end of `end` of the spending since `start`, in its unit: perpetual inventory.

    Each year `depreciation` per cent of what stood the year before is lost; nothing stood before `start`. Wants
    constant prices. Raises MissingError for a gap, MilbalanceError for a depreciation outside 0 to 100.

    >>> stock(pd.Series([100.0, 10.0], index=[2000, 2001]), 2000, 2001, 5)
    105.0
    """
    if not 0 <= depreciation <= 100:
        raise MilbalanceError(f"depreciation {depreciation}; wanted per cent a year, from 0 to 100")
    left = 0.0
    for spent in measures.window(values, start, end):
        left = left * (100 - depreciation) / 100 + float(spent)
    return left


def stock_ratios(
    spending: pd.DataFrame,
    side_a: str,
    side_b: str,
    sources: Iterable[str] | str,
    *,
    start: int,
    end: int,
    depreciation: Iterable[float] | float,
) -> pd.DataFrame:
    """The `stock` of side a over that of side b, by edition and depreciation, each edition in its constant dollars.

    Columns source_id, base_year, start, end (an edition that stops before `end` is taken to its last year),
    depreciation (per cent a year), a, b (millions of constant dollars), ratio. Editions stand side by side: each
    has prices of its own. Raises as `stock`, and NoRowsError for a source without constant dollars of both sides.

    >>> asked = {"sources": "sipri-milex-2025", "start": 2010, "end": 2020, "depreciation": 5}
    >>> found = spending.stock_ratios(data.spending, "TUR", "GEO", **asked)
    >>> found.round(1).values.tolist()
    [['sipri-milex-2025', 2023, 2010, 2020, 5, 109004.5, 3913.1, 27.9]]
    """
    records = []
    for source in arguments.several(sources):
        where: dict[str, Any] = {"source_id": source, "basis": "constant_usd"}
        a, b = (measures.by_year(spending, gaps=True, place=side, **where) for side in (side_a, side_b))
        base = measures.select(spending, **where)["base_year"].iloc[0]
        last = min(end, int(a.index.max()), int(b.index.max()))
        for rate in arguments.several(depreciation):
            left = stock(a, start, last, rate), stock(b, start, last, rate)
            records.append((source, base, start, last, rate, *left, measures.ratio(*left)))
    columns = ["source_id", "base_year", "start", "end", "depreciation", "a", "b", "ratio"]
    return pd.DataFrame(records, columns=columns)


def per_person(
    spending: pd.DataFrame,
    people: pd.DataFrame,
    side_a: str,
    side_b: str,
    *,
    source: str,
    year: int,
    basis: str = "current_usd",
) -> pd.DataFrame:
    """Military expenditure of one year for each soldier or inhabitant: columns item, source_id, a, b, ratio.

    `people` are rows of forces or context: an item is what is counted, source_id who counted. `a` and `b` are US
    dollars a person, `ratio` a over b. A source that does not count both sides has no row. Raises NoRowsError if
    none does, AmbiguousError for local currency, for people in another unit than persons and for a count twice.

    >>> found = spending.per_person(data.spending, data.forces, "TUR", "GEO", source="sipri-milex-2025", year=2020)
    >>> found[["item", "a", "b", "ratio"]].round(1).values.tolist()
    [['active', 44459.1, 13707.8, 3.2], ['active_incl_paramilitary', 30826.2, 11071.7, 2.8]]
    """
    if side_a == side_b:
        raise MilbalanceError(f"{side_a} twice; wanted two places")
    dollars = measures.select(spending, place=[side_a, side_b], source_id=source, basis=basis, year=year)
    measures.refuse_mixture(dollars, {"source_id": source, "basis": basis})
    if basis not in _DOLLARS:
        raise AmbiguousError(f"basis {basis} for each person; wanted {' or '.join(_DOLLARS)}")
    a, b = (measures.one(dollars, place=side) * MILLION for side in (side_a, side_b))
    counted = measures.select(people, place=[side_a, side_b], year=year).dropna(subset="value")
    if other := sorted(set(counted["unit"]) - {"persons"}):
        raise AmbiguousError(f"people in {', '.join(other)}; wanted persons")
    if counted.duplicated(key := ["item", "source_id", "place"]).any():
        raise AmbiguousError(f"several counts of {side_a} or {side_b} in {year} by one source: choose one")
    both = counted.pivot(index=key[:2], columns="place", values="value").reindex(columns=[side_a, side_b]).dropna()
    if both.empty:
        raise NoRowsError(f"no source counts the people of {side_a} and {side_b} in {year}")
    found = both.assign(a=a / both[side_a], b=b / both[side_b]).rename_axis(columns=None).reset_index()
    return found.assign(ratio=found["a"] / found["b"])[["item", "source_id", "a", "b", "ratio"]]


def breaks(spending: pd.DataFrame, place: str, source: str, against: str, points: float = 10) -> pd.DataFrame:
    """Years in which an edition implies another price change than a second one: year, price_change, against.

    Both in per cent; a year counts as a break if they differ by more than `points` percentage points.
    Raises NoRowsError for a source that does not give local currency and constant dollars.

    >>> local = data.spending[(data.spending["place"] == "GEO") & (data.spending["basis"] == "local_currency")]
    >>> flat = [local.assign(source_id="flat", basis=basis) for basis in ("local_currency", "constant_usd")]
    >>> every = pd.concat([data.spending, *flat])
    >>> spending.breaks(every, "GEO", "flat", "sipri-milex-2025").round(1).tail(1).values.tolist()
    [[2022.0, 0.0, 11.9]]
    """
    both = pd.DataFrame(
        {
            "price_change": implied_price_change(spending, place, source),
            "against": implied_price_change(spending, place, against),
        }
    ).dropna()
    apart = both[(both["price_change"] - both["against"]).abs() > points]
    return apart.rename_axis("year").reset_index()


def breaks_by_source(spending: pd.DataFrame, place: str, against: str) -> pd.DataFrame:
    """The `breaks` of every source that gives constant dollars, set against one of them.

    Indexed by source_id and year; columns price_change and against, in per cent; empty if none has a break. Raises
    as `breaks`.

    >>> local = data.spending[(data.spending["place"] == "GEO") & (data.spending["basis"] == "local_currency")]
    >>> flat = [local.assign(source_id="flat", basis=basis) for basis in ("local_currency", "constant_usd")]
    >>> every = pd.concat([data.spending, *flat])
    >>> spending.breaks_by_source(every, "GEO", "sipri-milex-2025").round(1).tail(1).to_dict("index")
    {('flat', 2022): {'price_change': 0.0, 'against': 11.9}}
    """
    sources = sorted(measures.select(spending, place=place, basis="constant_usd")["source_id"].unique())
    found = [breaks(spending, place, source, against).assign(source_id=source) for source in sources]
    return pd.concat(found).set_index(["source_id", "year"])


def ratios_by_source(spending: pd.DataFrame, side_a: str, side_b: str) -> pd.DataFrame:
    """Side a over side b: one row a year, one column for each dollar basis of a source that has both sides.

    Raises NoRowsError for a side that has no rows, and if no source has both.

    >>> spending.ratios_by_source(data.spending, "TUR", "GEO").loc[2020].round(1).to_dict()
    {('current_usd', 'sipri-milex-2025'): 54.8, ('constant_usd', 'sipri-milex-2025'): 35.3}
    """
    for side in (side_a, side_b):
        measures.select(spending, place=side)
    ratios = {}
    for basis in _DOLLARS:
        rows = spending[spending["place"].isin([side_a, side_b]) & (spending["basis"] == basis)]
        places = rows.groupby("source_id")["place"].nunique()
        for source in places.index[places == 2]:
            ratios[basis, source] = measures.ratio_by_year(rows, side_a, side_b, source_id=source)
    if not ratios:
        raise NoRowsError(f"no source has dollars of both {side_a} and {side_b}")
    return pd.DataFrame(ratios).rename_axis("year")

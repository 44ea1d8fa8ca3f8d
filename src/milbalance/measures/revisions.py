"""What one edition of a spending series says against another: the same cells, and the prices that each implies.

Frames in, frames out, in the units of `spending.csv`; per cent where a docstring says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pandas as pd

from milbalance import measures
from milbalance.errors import NoRowsError
from milbalance.ingest.source_ids import MILEX
from milbalance.measures import spending


def of_family(rows: pd.DataFrame, sources: pd.DataFrame, family: str = MILEX) -> pd.DataFrame:
    """The rows of the editions of one data set (a `family` of sources.csv): what the functions here compare.

    >>> of_family(data.spending, data.sources)["source_id"].str.startswith("sipri-milex").all()
    np.True_
    """
    return rows[rows["source_id"].isin(sources.loc[sources["family"] == family, "source_id"])]


def editions(rows: pd.DataFrame, place: str, *bases: str) -> list[str]:
    """The editions that have values of a place in every one of the bases, oldest first.

    An edition that gives fewer than half the years of the longest is an extract and left out.

    >>> editions(data.spending, "GEO", "current_usd", "constant_usd")
    ['sipri-milex-2025']
    """
    own = rows[(rows["place"] == place) & rows["value"].notna()]
    years = own[own["basis"].isin(bases)].groupby(["source_id", "basis"])["year"].nunique().unstack()
    full = years.dropna().min(axis=1)
    return sorted(full.index[full >= full.max() / 2])


def against(rows: pd.DataFrame, place: str, basis: str, newest: str) -> pd.DataFrame:
    """Every other edition's value over that of the newest, for each year of both: source_id, year, value.

    `value` is the difference in per cent of the newest edition's value.

    Raises NoRowsError if the newest has no such rows, or no other edition has.

    >>> own = data.spending[data.spending["place"] == "GEO"]
    >>> both = pd.concat([own, own.assign(source_id="older", value=0.9 * own["value"])])
    >>> against(both, "GEO", "current_usd", "sipri-milex-2025").round(1).tail(1).values.tolist()
    [['older', 2024, -10.0]]
    """
    new = measures.by_year(rows, gaps=True, place=place, basis=basis, source_id=newest)
    tables = []
    for source in editions(rows, place, basis):
        if source != newest:
            old = measures.by_year(rows, gaps=True, place=place, basis=basis, source_id=source)
            apart = (100 * (old / new - 1)).dropna()
            tables.append(pd.DataFrame({"source_id": source, "year": apart.index, "value": apart.to_numpy()}))
    return _joined(tables, place)


def spread(rows: pd.DataFrame, places: Iterable[str], newest: str, *, start: int = 1995) -> pd.DataFrame:
    """How far other editions lie from the newest, in per cent: one row a place and basis in dollars.

    Columns: place, basis, values (how many are compared, from `start` on), over five (how many differ by more than
    five per cent), lowest, highest.

    Raises as `against`.

    >>> own = data.spending[data.spending["place"] == "GEO"]
    >>> both = pd.concat([own, own.assign(source_id="older", value=0.9 * own["value"])])
    >>> spread(both, ["GEO"], "sipri-milex-2025", start=2020).round(1).values.tolist()[0]
    ['GEO', 'current_usd', 5, 5, -10.0, -10.0]
    """
    records = []
    for place, basis in product(places, ("current_usd", "constant_usd")):
        found = against(rows, place, basis, newest)
        apart = found.loc[found["year"] >= start, "value"]
        records.append((place, basis, len(apart), int((apart.abs() > 5).sum()), apart.min(), apart.max()))
    return pd.DataFrame(records, columns=["place", "basis", "values", "over five", "lowest", "highest"])


def price_changes(rows: pd.DataFrame, place: str) -> pd.DataFrame:
    """The price change on the year before that each edition implies, in per cent: source_id, year, value.

    Raises NoRowsError where no edition has local currency and constant dollars.

    >>> price_changes(data.spending, "GEO").round(1).tail(1).values.tolist()
    [['sipri-milex-2025', 2024, 1.1]]
    """
    tables = []
    for source in editions(rows, place, "constant_usd", "local_currency"):
        found = spending.implied_price_change(rows, place, source).dropna()
        tables.append(pd.DataFrame({"source_id": source, "year": found.index, "value": found.to_numpy()}))
    return _joined(tables, place)


def breaks(rows: pd.DataFrame, place: str, newest: str) -> pd.DataFrame:
    """The breaks of every edition set against the newest: source_id, year, price_change, against; may be empty.

    Price changes are in per cent. Raises as `price_changes` and `spending.breaks`.

    >>> breaks(data.spending, "GEO", "sipri-milex-2025").empty
    True
    """
    found = [
        spending.breaks(rows, place, source, newest).assign(source_id=source)
        for source in editions(rows, place, "constant_usd", "local_currency")
    ]
    return _joined(found, place)[["source_id", "year", "price_change", "against"]]


def _joined(tables: list[pd.DataFrame], place: str) -> pd.DataFrame:
    if not tables:
        raise NoRowsError(f"no edition of {place} to compare")
    return pd.concat(tables, ignore_index=True)

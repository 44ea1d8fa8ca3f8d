"""Arithmetic on the arms_imports table: shares by period and by year, concentration over rolling windows.

Every function takes one release at a time: releases revise the past and are never added together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NO_LIST, MilbalanceError, MissingError, NoRowsError
from milbalance.measures import spread
from milbalance.tables import coverage
from milbalance.tables.load import Data

Window = tuple[int, int]
REGISTER_STARTS = 1950  # the first year of SIPRI's register
OTHERS = "OTHERS"  # suppliers that a chart or table does not name; unknown ones are among them
UNKNOWN = "UNKNOWN"  # a supplier that SIPRI does not know


def last_year(version: str) -> int:
    """The last year that a release of the SIPRI register covers: the one before its version, such as 2026-03.

    Raises MilbalanceError for what is no version.

    >>> transfers.last_year("2026-03")
    2025
    """
    if not version[:4].isdecimal():
        raise MilbalanceError(f"no release {version!r}; wanted one such as 2026-03")
    return int(version[:4]) - 1


def deals_by_supplier(deals: pd.DataFrame, recipient: str, source: str, start: int, end: int) -> pd.Series[float]:
    """Number of deals by supplier with a delivery to a recipient from `start` to `end`, most first.

    `deals` is the arms_deals table: a deal counts if a year of delivery can be in the window (`spread.Deliveries`).
    Raises NoRowsError if the release has no deals of the recipient, or none in the window.

    >>> deal = {"source_id": "mine", "recipient": "GEO", "supplier": "FRA", "first_year": 2017, "last_year": 2019}
    >>> transfers.deals_by_supplier(pd.DataFrame([deal, deal]), "GEO", "mine", 2018, 2020).to_dict()
    {'FRA': 2.0}
    """
    if not len(arguments.fitting(deals, {"source_id": source})):
        raise NoRowsError(f"we have {source} without its list of deals", kind=NO_LIST)
    rows = measures.select(deals, recipient=recipient, source_id=source).dropna(subset=["first_year", "last_year"])
    _, most, _ = spread.deliveries(rows).parts(start, end)
    inside = rows.loc[most > 0, "supplier"].tolist()
    if not inside:
        raise NoRowsError(f"no deals of {recipient} in {start}-{end} in {source}")
    return pd.Series(dict(Counter(sorted(inside)).most_common()), dtype=float).rename_axis("supplier")


def period_shares(imports: pd.DataFrame, recipient: str, source: str, periods: Iterable[Window]) -> pd.DataFrame:
    """Volume and share (per cent) of every supplier in each period, largest first.

    Columns place, start, end, supplier, tiv_m (TIV, millions), share. A period without deliveries has no rows. Of
    yearly volumes that are even parts of deals only periods that cut none are certain (`spread.exact`).

    >>> found = transfers.period_shares(data.arms_imports, "GEO", "sipri-transfers-2026-03", [(2018, 2019)])
    >>> found[["supplier", "tiv_m", "share"]].round(1).values.tolist()
    [['FRA', 34.8, 73.9], ['USA', 12.3, 26.1]]
    """
    found = []
    for start, end in periods:
        try:
            totals = measures.supplier_totals(imports, recipient, source, start, end)
        except NoRowsError:
            continue
        frame = totals.rename_axis("supplier").reset_index()
        frame["share"] = 100 * frame["tiv_m"] / frame["tiv_m"].sum()
        found.append(frame.assign(place=recipient, start=start, end=end))
    columns = ["place", "start", "end", "supplier", "tiv_m", "share"]
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def yearly_shares(imports: pd.DataFrame, recipient: str, source: str, first: int, last: int) -> pd.DataFrame:
    """Share of each supplier (rows, largest first) in each year (columns), in per cent.

    A year without deliveries is a column of NaN; a supplier that delivered nothing in a year has 0. Raises
    NoRowsError if the release has no deliveries to the recipient, AmbiguousError for yearly volumes that are even
    parts of deals.

    >>> found = transfers.yearly_shares(data.arms_imports, "GEO", "sipri-transfers-2026-03", 2018, 2019)
    >>> found.round(1).T.to_dict()
    {'FRA': {2018: 85.0, 2019: 0.0}, 'USA': {2018: 15.0, 2019: 100.0}}
    """
    first, last = arguments.years((first, last))
    spread.refuse(imports, recipient, source)
    rows = measures.select(imports, recipient=recipient, source_id=source)
    volumes = rows.pivot_table(index="supplier", columns="year", values="tiv_m", aggfunc="sum")
    volumes = volumes.reindex(columns=pd.RangeIndex(first, last + 1, name="year")).fillna(0.0)
    order = volumes.sum(axis=1).sort_values(ascending=False, kind="stable")
    total = volumes.sum()
    return (100 * volumes / total.where(total > 0)).loc[order[order > 0].index]


def named(shares: pd.DataFrame, least: float, first: Sequence[str] = ()) -> pd.DataFrame:
    """One period of `period_shares`: every supplier of at least `least` per cent, all others as one row `OTHERS`.

    Suppliers that nobody knows are among the others, which stand last. With `first`, these suppliers stand first in
    this order, and of the others the largest alone has a row, if it has so much.

    >>> shares = pd.DataFrame({"supplier": ["FRA", "USA"], "tiv_m": [9.0, 1.0], "share": [90.0, 10.0]})
    >>> transfers.named(shares, 25).values.tolist()
    [['FRA', 9.0, 90.0], ['OTHERS', 1.0, 10.0]]
    """
    apart = (shares["share"] >= least) & (shares["supplier"] != UNKNOWN)
    if first:
        others = shares[~shares["supplier"].isin([*first, UNKNOWN]) & (shares["share"] >= least)]
        ranks = {code: rank for rank, code in enumerate([*first, *others.nlargest(1, "share")["supplier"]])}
        shares = shares.sort_values("supplier", key=lambda codes: codes.map(ranks), kind="stable")
        apart = shares["supplier"].isin(ranks)
    rest = shares[~apart]
    if rest.empty:
        return shares
    others = rest.iloc[[0]].assign(supplier=OTHERS, tiv_m=rest["tiv_m"].sum(), share=rest["share"].sum())
    return pd.concat([shares[apart], others], ignore_index=True)


def fold(table: pd.DataFrame, keep: int) -> pd.DataFrame:
    """The first rows of a table of suppliers, and the sum of all others as the row `OTHERS`, in its unit.

    >>> transfers.fold(pd.DataFrame({2019: [90.0, 7.0, 3.0]}, index=["FRA", "USA", "POL"]), 1)[2019].to_dict()
    {'FRA': 90.0, 'OTHERS': 10.0}
    """
    if len(table) <= keep:
        return table
    folded = table.iloc[:keep].copy()
    folded.loc[OTHERS] = table.iloc[keep:].sum(min_count=1)
    return folded


def rolling_concentration(
    imports: pd.DataFrame, recipient: str, source: str, first: int, last: int, *, width: int = 5
) -> pd.DataFrame:
    """Concentration of suppliers over rolling windows: columns place, start, end, tiv_m, hhi, effective.

    `tiv_m` is TIV in millions, `hhi` as `measures.concentration`, and `effective` the number of suppliers of equal
    size that would give the same. A window without deliveries has neither (NaN). Raises AmbiguousError for yearly
    volumes that are even parts of deals.

    >>> asked = {"recipient": "GEO", "source": "sipri-transfers-2026-03", "first": 2018, "last": 2019, "width": 2}
    >>> found = transfers.rolling_concentration(data.arms_imports, **asked)
    >>> found.round(2).values.tolist()
    [['GEO', 2018, 2019, 47.1, 0.61, 1.63]]
    """
    first, last = arguments.years((first, last))
    spread.refuse(imports, recipient, source)
    records = []
    for end in range(first + width - 1, last + 1):
        start = end - width + 1
        try:
            totals = measures.supplier_totals(imports, recipient, source, start, end)
            hhi = measures.concentration(totals)
        except (NoRowsError, MissingError):
            records.append((recipient, start, end, 0.0, float("nan"), float("nan")))
            continue
        records.append((recipient, start, end, float(totals.sum()), hhi, 1 / hhi))
    return pd.DataFrame(records, columns=["place", "start", "end", "tiv_m", "hhi", "effective"])


def release_shares(
    imports: pd.DataFrame, recipient: str, supplier: str, held: Mapping[str, range], windows: Iterable[Window]
) -> pd.DataFrame:
    """A supplier's share (per cent) of the same windows in several releases, side by side.

    `held` are the years that each release covers (`coverage.held`). Columns source_id, start, end, share, tiv_m
    (TIV, millions). A window that a release does not cover, or in which nothing was delivered, has no share (NaN).
    Raises AmbiguousError for yearly volumes that are even parts of deals.

    >>> held = {"sipri-transfers-2026-03": range(1992, 2026)}
    >>> transfers.release_shares(data.arms_imports, "GEO", "FRA", held, [(2018, 2018)]).round(1).values.tolist()
    [['sipri-transfers-2026-03', 2018, 2018, 85.0, 40.9]]
    """
    spread.refuse(imports, recipient, *held)
    records = []
    for start, end in windows:
        for source, years in held.items():
            try:
                totals = measures.supplier_totals(imports, recipient, source, start, end)
            except NoRowsError:
                totals = pd.Series(dtype=float)
            reached = start in years and end in years and totals.sum() > 0
            share = measures.share(totals, supplier) if reached else float("nan")
            records.append((source, start, end, share, float(totals.sum())))
    return pd.DataFrame(records, columns=["source_id", "start", "end", "share", "tiv_m"])


def volume_ratios(data: Data, side_a: str, side_b: str, windows: Iterable[Window] | Window) -> pd.DataFrame:
    """What side a received over what side b received in each window, by every release that has both.

    Columns source_id, start, end, a, b (TIV, millions), ratio (without unit; NaN where nothing is recorded for side
    b). A window that a release does not cover for both sides (`coverage.held`) has no row. Raises NoRowsError if no
    release has both sides, AmbiguousError for yearly volumes that are even parts of deals: those give ranges, and
    MilbalanceError for one place twice.

    >>> found = transfers.volume_ratios(data, "TUR", "GEO", (2018, 2019))
    >>> found.round(1).values.tolist()
    [['sipri-transfers-2026-03', 2018, 2019, 1217.9, 47.1, 25.9]]
    """
    if side_a == side_b:
        raise MilbalanceError(f"{side_a} twice; wanted two places")
    asked = arguments.windows(windows)
    rows = pd.concat([measures.select(data.arms_imports, recipient=side) for side in (side_a, side_b)])
    for side in (side_a, side_b):
        spread.refuse(data.arms_imports, side, *rows["source_id"].unique())
    releases = [str(source) for source, own in rows.groupby("source_id") if own["recipient"].nunique() == 2]
    if not releases:
        raise NoRowsError(f"no release has deliveries to both {side_a} and {side_b}")
    records = []
    for source in releases:
        one, other = (coverage.held(data, "arms_imports", source, side) for side in (side_a, side_b))
        for start, end in (window for window in asked if {*window} <= {*one} & {*other}):
            inside = rows[(rows["source_id"] == source) & rows["year"].between(start, end)]
            a, b = (float(inside.loc[inside["recipient"] == side, "tiv_m"].sum()) for side in (side_a, side_b))
            records.append((source, start, end, a, b, a / b if b else float("nan")))
    return pd.DataFrame(records, columns=["source_id", "start", "end", "a", "b", "ratio"])

"""The suppliers of two places: one release of SIPRI's register, its years, and what each side received. Pure.

Volumes are TIV in millions: never money. An empty frame has its columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from milbalance import measures
from milbalance.ingest import names
from milbalance.measures import spread, transfers
from milbalance.measures.transfers import Window
from milbalance.pair.request import Request, Years
from milbalance.tables import coverage
from milbalance.tables.load import Data

WIDTH = 5  # years of a rolling window of suppliers
_PERIODS = 7  # so many periods can be told apart
_WIDTHS = (5, 10, 25, 50, 100)
UNKNOWN = "UNKNOWN"  # a supplier that SIPRI does not know
OWN = "-file"  # ends the id of a source that is a file of the reader's own, beside shipped editions of that name


def suppliers(data: Data, request: Request) -> pd.DataFrame:
    """Volume and share of every supplier of each side, over all years and by period, largest first.

    Columns place, start, end, supplier, tiv_m (TIV, millions), tiv_low, tiv_high, share (per cent), share_low,
    share_high, source_id, of one release. Where a period cuts deals whose yearly volumes nobody knows, `tiv_m` and
    `share` are empty and the others say what can have come.
    """
    arms = imports(data, request)
    columns = [
        *("place", "start", "end", "supplier", "tiv_m", "tiv_low", "tiv_high"),
        *("share", "share_low", "share_high", "source_id"),
    ]
    if arms is None:
        return pd.DataFrame(columns=columns)
    spans = [arms.years, *(window for window in periods(arms.years) if window != arms.years)]
    found = pd.concat(_by_supplier(data, arms, side, spans) for side in arms.sides)
    return found.assign(source_id=arms.source)[columns].reset_index(drop=True)


def _by_supplier(data: Data, arms: Imports, side: str, spans: list[Window]) -> pd.DataFrame:
    """Volumes and shares of the suppliers of one side in each span, with the least and the most of both."""
    if not spread.is_spread(data.arms_imports, side, arms.source):
        found = transfers.period_shares(data.arms_imports, side, arms.source, spans)
        return found.assign(
            tiv_low=found["tiv_m"], tiv_high=found["tiv_m"], share_low=found["share"], share_high=found["share"]
        )
    parts = []
    for start, end in spans:
        volumes = spread.supplier_ranges(data.arms_deals, side, arms.source, start, end)
        for supplier, volume in volumes.iterrows():
            shares = spread.share_ranges(data.arms_deals, side, str(supplier), arms.source, [(start, end)]).iloc[0]
            parts.append((side, start, end, supplier, *volume, shares["low"], shares["high"]))
    columns = ["place", "start", "end", "supplier", "tiv_low", "tiv_high", "share_low", "share_high"]
    found = pd.DataFrame(parts, columns=columns)
    return found.assign(tiv_m=_point(found, "tiv"), share=_point(found, "share"))


def _point(found: pd.DataFrame, name: str) -> pd.Series[float]:
    """What is known for certain: where the least is the most."""
    known: pd.Series[float] = found[f"{name}_low"].where(found[f"{name}_high"] - found[f"{name}_low"] < 1e-9)
    return known


def windows(data: Data, request: Request) -> pd.DataFrame:
    """The share of each side's largest known supplier in every window of years in which it exists: a row a window.

    Columns place, supplier, start, end, share (per cent, empty where nothing was delivered), share_low, share_high,
    total (TIV, millions), source_id. Where a window cuts deals whose yearly volumes nobody knows, share and total
    are empty.
    """
    arms = imports(data, request)
    columns = ["place", "supplier", "start", "end", "share", "share_low", "share_high", "total", "source_id"]
    if arms is None:
        return pd.DataFrame(columns=columns)
    found = []
    for side, supplier in largest(data, request).items():
        first, last = _life(data, supplier)
        span = range(max(first, arms.years[0]), min(last, arms.years[1]) + 1)
        shares = measures.window_shares(data.arms_imports, side, supplier, arms.source, span)
        shares = shares.assign(share_low=shares["share"], share_high=shares["share"])
        if spread.is_spread(data.arms_imports, side, arms.source):
            asked = list(zip(shares["start"], shares["end"], strict=True))
            ends = spread.share_ranges(data.arms_deals, side, supplier, arms.source, asked)
            shares = shares.assign(share_low=ends["low"].to_numpy(), share_high=ends["high"].to_numpy())
            shares["share"] = _point(shares, "share")
            shares["total"] = shares["total"].where(shares["share"].notna())
        found.append(shares.assign(place=side, supplier=supplier, source_id=arms.source))
    return pd.concat(found, ignore_index=True)[columns] if found else pd.DataFrame(columns=columns)


def concentration(data: Data, request: Request) -> pd.DataFrame:
    """How concentrated the suppliers of each side were over rolling windows of five years.

    Columns place, start, end, tiv_m, hhi (Herfindahl-Hirschman index), effective (suppliers of equal size),
    source_id; the last two are empty for a window without deliveries, and all three for one that cuts deals whose
    yearly volumes nobody knows.
    """
    arms = imports(data, request)
    columns = ["place", "start", "end", "tiv_m", "hhi", "effective", "source_id"]
    if arms is None:
        return pd.DataFrame(columns=columns)
    parts = [_concentration(data, arms, side) for side in arms.sides]
    return pd.concat(parts).assign(source_id=arms.source)[columns].reset_index(drop=True)


def _concentration(data: Data, arms: Imports, side: str) -> pd.DataFrame:
    """The columns of `transfers.rolling_concentration`, by deals where nobody knows the yearly volumes."""
    if not spread.is_spread(data.arms_imports, side, arms.source):
        return transfers.rolling_concentration(data.arms_imports, side, arms.source, *arms.years, width=WIDTH)
    records = []
    for end in range(arms.years[0] + WIDTH - 1, arms.years[1] + 1):
        window = (end - WIDTH + 1, end)
        volumes = spread.supplier_ranges(data.arms_deals, side, arms.source, *window)
        known = exact(data, arms.source, side, window)
        total = float(volumes["high"].sum()) if known else float("nan")
        hhi = measures.concentration(volumes["high"]) if total > 0 else float("nan")
        records.append((side, *window, total, hhi, 1 / hhi))
    return pd.DataFrame(records, columns=["place", "start", "end", "tiv_m", "hhi", "effective"])


def exact(data: Data, source: str, side: str, window: Window) -> bool:
    """Whether every volume of a window is known: no deal whose yearly volumes nobody knows is cut by it."""
    return spread.exact(data.arms_imports, data.arms_deals, side, source, window)


@dataclass(frozen=True)
class Imports:
    """One release of the register, the years of it that are asked for, and the sides with deliveries in them."""

    source: str
    years: Years
    sides: tuple[str, ...]


def imports(data: Data, request: Request) -> Imports | None:
    """The release to take: of those with deliveries to most sides an own file, else the newest."""
    found = []
    for source in data.arms_imports["source_id"].unique():
        years = _alive(data, request, _clipped(reach(data, source), request.years))
        rows = data.arms_imports[data.arms_imports["source_id"] == source]
        there = set(rows.loc[rows["year"].between(*years), "recipient"]) if years else set()
        sides = tuple(side for side in request.sides if side in there)
        if years and sides:
            found.append((len(sides), source.endswith(OWN), source, Imports(source, years, sides)))
    return max(found, key=lambda each: each[:3])[3] if found else None


def reach(data: Data, source: str) -> Years:
    """The years that the rows held of a release cover: as sources.csv says, else from the first with a delivery."""
    row = data.sources.set_index("source_id").loc[source]
    first, last = row["data_from"], row["data_to"]
    if pd.isna(first) or first == transfers.REGISTER_STARTS:
        first = data.arms_imports.loc[data.arms_imports["source_id"] == source, "year"].min()
    return int(first), transfers.last_year(str(row["version"])) if pd.isna(last) else int(last)


def _alive(data: Data, request: Request, years: Years | None) -> Years | None:
    """The years without those at either end in which a side was no state, as its row and the spending rows say."""
    lives = [_life(data, side) for side in request.sides]
    years = _clipped(years, (max(first for first, _ in lives), min(last for _, last in lives))) if years else None
    rows = data.spending[data.spending["place"].isin(request.sides)]
    states = rows.loc[rows["value"].notna(), ["place", "year"]].drop_duplicates()
    gone = rows.loc[rows["missing_reason"] == "not independent", ["place", "year"]].drop_duplicates()
    absent = set(gone.merge(states, how="left", indicator=True).query("_merge == 'left_only'")["year"])
    left = [year for year in range(years[0], years[1] + 1) if year not in absent] if years else []
    return (left[0], left[-1]) if left else None


def _life(data: Data, place: str) -> Years:
    """The years in which a place is a state, and those in which something was delivered to it or by it."""
    here, known = coverage.life(data, place), names.life(place)
    alive = (max(here[0], known[0]), min(here[-1], known[1]))
    rows = data.arms_imports
    seen = rows.loc[(rows["recipient"] == place) | (rows["supplier"] == place), "year"]
    return (min(alive[0], int(seen.min())), max(alive[1], int(seen.max()))) if len(seen) else alive


def largest(data: Data, request: Request) -> dict[str, str]:
    """The known supplier of the largest volume to each side that has one, over all years asked for.

    Where the years cut deals whose yearly volumes nobody knows, it is the one that can have delivered most.
    """
    arms = imports(data, request)
    if arms is None:
        return {}
    totals = {side: _totals(data, arms, side) for side in arms.sides}
    known = {side: found.drop(UNKNOWN, errors="ignore") for side, found in totals.items()}
    return {side: str(found.index[0]) for side, found in known.items() if found.sum() > 0}


def _totals(data: Data, arms: Imports, side: str) -> pd.Series[float]:
    """What each supplier delivered over all years, or can have delivered at most, largest first."""
    if spread.is_spread(data.arms_imports, side, arms.source):
        most: pd.Series[float] = spread.supplier_ranges(data.arms_deals, side, arms.source, *arms.years)["high"]
        return most
    return measures.supplier_totals(data.arms_imports, side, arms.source, *arms.years)


def periods(years: Years) -> tuple[Window, ...]:
    """Periods that end in years of 0 or 5, as wide as it takes to have no more than seven."""
    for width in _WIDTHS:
        ends = sorted({min(years[1], -(-year // width) * width) for year in range(years[0], years[1] + 1)})
        if len(ends) <= _PERIODS:
            break
    starts = [years[0], *(end + 1 for end in ends[:-1])]
    return tuple(zip(starts, ends, strict=True))


def _clipped(held: Years, asked: Years | None) -> Years | None:
    """The years that are both held and asked for; None if there is none."""
    start, end = held if asked is None else (max(held[0], asked[0]), min(held[1], asked[1]))
    return (start, end) if start <= end else None

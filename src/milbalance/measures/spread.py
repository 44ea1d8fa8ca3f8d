"""What deals of several delivery years can have brought to a window of years: ranges, not an even part a year.

A deal of SIPRI's trade register says how much came and in which years, not how much in each. One inside a window
counts whole, one outside it not at all. Of one that the window cuts, an item at least came in each year that it
lists: of nine in 2020, 2021, 2022, 2024 and 2025 four to eight came in 2021-2025, and so much of the volume. Where
their number is not known, or less than the years, it is anything from nothing to all.
Pure: tables in, ranges out. Every function takes one release at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance import measures
from milbalance.errors import AmbiguousError
from milbalance.ingest.yearly import SPREAD
from milbalance.measures.ranges import Span

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Window = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Deliveries:
    """When the items of some deals came: an element a deal, but of `deal` and `year` one a known year of delivery.

    `items` are how many came (NaN: not known), `deal` the place of a deal among them, and `listed` whether all of
    its years of delivery are known; of others only the first and the last are. See `deliveries`.

    >>> deliveries(pd.DataFrame({"first_year": [2020], "last_year": [2020], "delivered": [9]})).listed.tolist()
    [True]
    """

    first: Ints
    last: Ints
    items: Floats
    listed: Bools
    deal: Ints
    year: Ints

    def parts(self, start: int, end: int) -> tuple[Floats, Floats, Bools]:
        """The least and the most of each deal from `start` to `end`, from 0 to 1, and whether any of it came then.

        >>> deal = {"first_year": [2020], "last_year": [2025], "delivery_years": ["2020; 2021; 2022; 2024; 2025"]}
        >>> least, most, some = deliveries(pd.DataFrame({**deal, "delivered": [9]})).parts(2021, 2025)
        >>> (9 * least).round(6).tolist(), (9 * most).round(6).tolist(), some.tolist()
        ([4.0], [8.0], [True])
        """
        size, within = len(self.first), (start <= self.year) & (self.year <= end)
        inside, outside = (np.bincount(self.deal[years], minlength=size) for years in (within, ~within))
        touched = np.where(self.listed, inside > 0, (self.first <= end) & (self.last >= start))
        cut = np.where(self.listed, outside > 0, (self.first < start) | (self.last > end))
        one = np.divide(1.0, self.items, out=np.zeros(size), where=self.items >= np.maximum(inside + outside, 1))
        return np.where(cut, inside * one, 1.0), np.where(touched, 1 - outside * one, 0.0), inside > 0


def deliveries(deals: pd.DataFrame, items: str = "delivered") -> Deliveries:
    """When deals with a first_year and a last_year brought what is in the column `items`.

    Without a column delivery_years, or where it is empty, these two are the only years of delivery that are known.

    >>> found = deliveries(pd.DataFrame({"first_year": [2020], "last_year": [2025], "delivered": [9]}))
    >>> found.year.tolist(), found.listed.tolist()
    ([2020, 2025], [False])
    """
    first, last = (deals[name].to_numpy(dtype="int64") for name in ("first_year", "last_year"))
    own = deals.reindex(columns=["delivery_years", items])
    written = own["delivery_years"].notna().to_numpy(dtype=bool)
    ends = np.flatnonzero(~written)
    two = ends[first[ends] != last[ends]]
    lists = [sorted({*map(int, text.split(";"))}) for text in own.loc[written, "delivery_years"]]
    within = np.repeat(np.flatnonzero(written), [len(years) for years in lists])
    deal = np.concatenate([ends, two, within]).astype("int64")
    year = np.concatenate([first[ends], last[two], [one for years in lists for one in years]]).astype("int64")
    listed = written | (first == last)
    return Deliveries(first, last, own[items].to_numpy(dtype="float64", na_value=np.nan), listed, deal, year)


def is_spread(imports: pd.DataFrame, recipient: str, source: str) -> bool:
    """Whether some yearly volumes of a recipient in arms_imports are even parts of deals, which nobody knows.

    Raises NoRowsError if the release has no deliveries to the recipient.

    >>> is_spread(data.arms_imports, "GEO", "sipri-transfers-2026-03")
    False
    """
    return bool((measures.select(imports, recipient=recipient, source_id=source)["method"] == SPREAD).any())


def exact(imports: pd.DataFrame, deals: pd.DataFrame, recipient: str, source: str, window: Window) -> bool:
    """Whether every volume of a window is known: no deal whose yearly volumes nobody knows is cut by it.

    `imports` is arms_imports, `deals` arms_deals. Raises NoRowsError if the release has nothing of the recipient.

    >>> exact(data.arms_imports, data.arms_deals, "TUR", "sipri-transfers-2026-03", (2016, 2020))
    True
    """
    if not is_spread(imports, recipient, source):
        return True
    volumes = supplier_ranges(deals, recipient, source, *window)
    return bool((volumes["high"] - volumes["low"] < 1e-9).all())


def refuse_cut(
    imports: pd.DataFrame, deals: pd.DataFrame, recipient: str, source: str, windows: Iterable[Window]
) -> None:
    """Raise AmbiguousError for windows that cut deals whose yearly volumes nobody knows (see `exact`).

    Raises as `exact` too.

    >>> refuse_cut(data.arms_imports, data.arms_deals, "TUR", "sipri-transfers-2026-03", [(2016, 2020)])
    """
    cut = [f"{start}-{end}" for start, end in windows if not exact(imports, deals, recipient, source, (start, end))]
    if cut:
        raise AmbiguousError(
            f"volumes of {recipient} are {SPREAD}, and deals are cut by {', '.join(cut)}: those have ranges"
        )


def refuse(imports: pd.DataFrame, recipient: str, *sources: str) -> None:
    """Raise AmbiguousError for releases with yearly volumes of a recipient that are even parts of deals.

    What is computed year by year from those is the middle of a range, which nobody knows.

    >>> refuse(pd.DataFrame({"recipient": ["GEO"], "source_id": ["made"], "method": [SPREAD]}), "GEO", "made")
    Traceback (most recent call last):
    milbalance.errors.AmbiguousError: volumes of GEO are ..., so a window has a range and no ratio or share
    """
    rows = imports[(imports["recipient"] == recipient) & imports["source_id"].isin(sources)]
    if (rows["method"] == SPREAD).any():
        raise AmbiguousError(f"volumes of {recipient} are {SPREAD}, so a window has a range and no ratio or share")


def window_range(deals: pd.DataFrame, start: int, end: int) -> Span:
    """The least and the most that deals brought from `start` to `end`, both included: TIV in millions.

    `deals` has the columns first_year, last_year and tiv_delivered_m of arms_deals, and may have its delivery_years
    and delivered. Deals without a delivery year or a volume brought nothing that is known.

    >>> deal = pd.DataFrame({"first_year": [2010], "last_year": [2012], "tiv_delivered_m": [9.0]})
    >>> window_range(deal, 2010, 2012), window_range(deal, 2012, 2015)
    (Span(low=9.0, high=9.0, best=None), Span(low=0.0, high=9.0, best=None))
    >>> window_range(deal.assign(delivered=3), 2012, 2015)
    Span(low=3.0, high=6.0, best=None)
    """
    low, high = _bounds(deals, [(start, end)])
    return Span(float(low[0]), float(high[0]))


def supplier_ranges(deals: pd.DataFrame, recipient: str, source: str, start: int, end: int) -> pd.DataFrame:
    """The least and the most that each supplier delivered to a recipient from `start` to `end`.

    `deals` is arms_deals. Columns low and high (TIV, millions) by supplier, the largest `high` first; a supplier
    that can have delivered nothing then has no row. Raises NoRowsError if the release has no deals of the place.

    >>> deal = {"recipient": "GEO", "source_id": "made", "supplier": "FRA", "tiv_delivered_m": 9.0}
    >>> deals = pd.DataFrame([{**deal, "first_year": 2010, "last_year": 2012}])
    >>> supplier_ranges(deals, "GEO", "made", 2011, 2015).to_dict("index")
    {'FRA': {'low': 0.0, 'high': 9.0}}
    """
    rows = measures.select(deals, recipient=recipient, source_id=source)
    spans = {str(name): window_range(own, start, end) for name, own in rows.groupby("supplier")}
    made = pd.DataFrame(
        [(span.low, span.high) for span in spans.values()],
        index=pd.Index(spans, name="supplier", dtype="str"),
        columns=["low", "high"],
    )
    return made[made["high"] > 0].sort_values("high", ascending=False, kind="stable")


def share_ranges(
    deals: pd.DataFrame, recipient: str, supplier: str, source: str, windows: Iterable[Window]
) -> pd.DataFrame:
    """The least and the greatest share of a supplier in what a recipient was delivered in each window.

    Columns start, end, low, high, in per cent; NaN for a window in which nothing can have been delivered. The least
    is with all that the supplier can have delivered outside the window and all that others can inside it, as deals
    are independent of one another. Raises NoRowsError if the release has no deals of the recipient.

    >>> deal = {"recipient": "GEO", "source_id": "made", "supplier": "FRA", "tiv_delivered_m": 9.0}
    >>> deals = pd.DataFrame([{**deal, "first_year": 2010, "last_year": 2012}])
    >>> share_ranges(deals, "GEO", "FRA", "made", [(2010, 2012), (2013, 2015)]).values.tolist()
    [[2010.0, 2012.0, 100.0, 100.0], [2013.0, 2015.0, nan, nan]]
    """
    rows = measures.select(deals, recipient=recipient, source_id=source)
    asked = list(windows)
    own = rows["supplier"] == supplier
    (own_low, own_high), (other_low, other_high) = _bounds(rows[own], asked), _bounds(rows[~own], asked)
    return pd.DataFrame({
        "start": pd.Series([start for start, _ in asked], dtype="int64"),
        "end": pd.Series([end for _, end in asked], dtype="int64"),
        # Where others can have delivered nothing, whatever came is the supplier's, however little.
        "low": _share(np.where(other_high == 0, own_high, own_low), other_high),
        "high": _share(own_high, np.where(own_high == 0, other_high, other_low)),
    })  # fmt: skip


def _bounds(deals: pd.DataFrame, windows: Sequence[Window]) -> tuple[Floats, Floats]:
    """The least and the most volume of the deals inside each window."""
    dated = deals[deals["first_year"].notna() & deals["tiv_delivered_m"].notna()]
    came, volume = deliveries(dated), dated["tiv_delivered_m"].to_numpy(dtype="float64")
    parts = [came.parts(start, end) for start, end in windows]
    least, most = (np.array([part[end] @ volume for part in parts]).round(6) for end in (0, 1))
    return least, most


def _share(part: Floats, rest: Floats) -> Floats:
    whole = part + rest
    found: Floats = 100 * np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return found

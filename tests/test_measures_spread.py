"""Deals of several delivery years give ranges: hand-worked windows, and laws over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations_with_replacement, compress, product
from pathlib import Path

import pandas as pd
import pytest

import exports
from milbalance import measures
from milbalance.errors import AmbiguousError, NoRowsError
from milbalance.ingest import sipri_transfers
from milbalance.measures import spread, transfers
from milbalance.measures.ranges import Span
from milbalance.tables import load
from milbalance.tables.load import Data

SOURCE = "sipri-transfers-2026-03"


def deals(*rows: tuple[str, int | None, int | None, float | None], recipient: str = "AZE") -> pd.DataFrame:
    """A tiny arms_deals table of (supplier, first_year, last_year, tiv_delivered_m) rows."""
    frame = pd.DataFrame(rows, columns=["supplier", "first_year", "last_year", "tiv_delivered_m"])
    years = {"first_year": "Int64", "last_year": "Int64", "tiv_delivered_m": "float64"}
    return frame.astype(years).assign(recipient=recipient, source_id=SOURCE)


CUT = deals(
    ("ISR", 2010, 2012, 9.0), ("ISR", 2011, 2011, 2.0), ("RUS", 2009, 2010, 4.0), ("RUS", 2012, 2012, 5.0),
    ("TUR", None, None, 7.0), ("TUR", 2011, 2011, None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "low", "high"),
    [
        (2009, 2012, 20, 20),  # every deal inside: exact
        (2011, 2012, 2 + 5, 9 + 2 + 5),  # cuts the first deal alone
        (2010, 2011, 2, 9 + 2 + 4),  # cuts two
        (2010, 2012, 9 + 2 + 5, 9 + 2 + 5 + 4),
        (2011, 2011, 2, 11),  # inside a deal
        (2013, 2020, 0, 0),
    ],
)
def test_a_window_that_cuts_a_deal_has_a_range(start: int, end: int, low: float, high: float) -> None:
    assert spread.window_range(CUT, start, end) == Span(low, high)


# Years that a deal lists, its items, a window, and how many of the items came in it.
ITEMS = {
    "nine in five years, the first before": ("2020; 2021; 2022; 2024; 2025", 9, (2021, 2025), (4, 8)),
    "the two last of them alone": ("2020; 2021; 2022; 2024; 2025", 9, (2024, 2030), (2, 6)),
    "a year that is not listed": ("2020; 2021; 2022; 2024; 2025", 9, (2023, 2023), (0, 0)),
    "all": ("2020; 2021; 2022; 2024; 2025", 9, (2020, 2025), (9, 9)),
    "one a year": ("2018; 2019; 2020", 3, (2019, 2020), (2, 2)),
    "fewer items than years": ("2018; 2019; 2020", 2, (2019, 2020), (0, 2)),
    "an unknown number": ("2018; 2019; 2020", None, (2019, 2020), (0, 1)),
    "no year in it, of an unknown number": ("2018; 2020", None, (2019, 2019), (0, 0)),
    "no list": (None, 9, (2021, 2025), (1, 8)),
    "no list, and neither end in it": (None, 9, (2021, 2022), (0, 7)),
}


def test_of_a_deal_that_is_cut_an_item_at_least_came_in_each_year_that_it_lists() -> None:
    found = {}
    for name, (years, items, window, _) in ITEMS.items():
        first, last = (years[:4], years[-4:]) if years else (2020, 2025)
        row = {"first_year": int(first), "last_year": int(last), "tiv_delivered_m": float(items or 1)}
        span = spread.window_range(pd.DataFrame([{**row, "delivery_years": years, "delivered": items}]), *window)
        found[name] = (span.low, span.high)
    assert found == {name: expected for name, (*_, expected) in ITEMS.items()}


@pytest.mark.parametrize("years", [(2010, 2011), (2010, 2012), (2010, 2011, 2013), (2010, 2012, 2013, 2014)])
def test_a_range_is_from_the_least_to_the_most_of_every_split_of_a_deal(years: tuple[int, ...]) -> None:
    """Against all ways to put each item into a year; what is known of less is never narrower."""
    wrong = []
    windows = list(combinations_with_replacement(range(2009, 2016), 2))
    for items in range(len(years), 8):
        splits = [one for one in product(range(1, items + 1), repeat=len(years)) if sum(one) == items]
        row = {"first_year": years[0], "last_year": years[-1], "delivered": items, "tiv_delivered_m": 3.0 * items}
        deal = pd.DataFrame([row]).assign(delivery_years="; ".join(map(str, years)))
        less = [
            deal.drop(columns=name) for name in ("delivered", "delivery_years", ["delivered", "delivery_years"])
        ]
        for window in windows:
            inside = [window[0] <= year <= window[1] for year in years]
            sums = [3 * sum(compress(one, inside)) for one in splits]
            span, *wide = (spread.window_range(one, *window) for one in (deal, *less))
            exact = (span.low, span.high) == pytest.approx((min(sums), max(sums)))
            if not exact or any(span.low < one.low or one.high < span.high for one in wide):
                wrong.append((items, window, span, wide))
    assert not wrong


def test_ranges_of_suppliers_by_hand() -> None:
    found = spread.supplier_ranges(CUT, "AZE", SOURCE, 2010, 2011)
    assert found.to_dict("index") == {"ISR": {"low": 2, "high": 11}, "RUS": {"low": 0, "high": 4}}


def test_ranges_of_shares_by_hand() -> None:
    windows = [(2009, 2012), (2010, 2011), (2011, 2012), (2009, 2009), (2013, 2014)]
    found = spread.share_ranges(CUT, "AZE", "ISR", SOURCE, windows).set_index(["start", "end"])
    assert found.loc[(2009, 2012)].tolist() == pytest.approx([55, 55])  # 11 of 20
    assert found.loc[(2010, 2011)].tolist() == pytest.approx([100 * 2 / 6, 100])
    assert found.loc[(2011, 2012)].tolist() == pytest.approx([100 * 2 / 7, 100 * 11 / 16])
    assert found.loc[(2009, 2009)].tolist() == [0, 0]  # Israel cannot have delivered then
    assert found.loc[(2013, 2014)].isna().all()
    alone = spread.share_ranges(CUT, "AZE", "RUS", SOURCE, [(2009, 2009)])
    assert alone[["low", "high"]].iloc[0].tolist() == [100, 100]  # whatever came was Russian


def test_the_even_part_lies_in_every_range(tmp_path: Path) -> None:
    file = exports.deals(tmp_path / "register.csv")
    found, rows = sipri_transfers.read_yearly(file), sipri_transfers.read(file).rows
    assert found.deals is not None
    assert found.deals.equals(rows)
    off = []
    for recipient in ("ARM", "AZE"):
        assert spread.is_spread(found.rows, recipient, SOURCE)
        for start, end in combinations_with_replacement(range(2011, 2020), 2):
            try:
                even = measures.supplier_totals(found.rows, recipient, SOURCE, start, end)
            except NoRowsError:
                continue
            ranges = spread.supplier_ranges(rows, recipient, SOURCE, start, end)
            for supplier, volume in even.items():
                low, high = ranges.loc[str(supplier)]
                if not low - 1e-6 <= volume <= high + 1e-6:
                    off.append((recipient, supplier, start, end, volume, low, high))
    assert not off


def test_nothing_is_computed_year_by_year_from_volumes_that_are_spread(data: Data) -> None:
    """Every function that would tell the middle of a range refuses, in words that say why."""
    imports = data.arms_imports.assign(method=spread.SPREAD)
    guessed, years = replace(data, arms_imports=imports), (2011, 2020)
    asked: dict[str, Callable[[], object]] = {
        "concentration": lambda: transfers.rolling_concentration(imports, "AZE", SOURCE, *years),
        "yearly shares": lambda: transfers.yearly_shares(imports, "AZE", SOURCE, *years),
        "releases": lambda: transfers.release_shares(imports, "AZE", "ISR", {SOURCE: range(2000, 2026)}, [years]),
        "ratios": lambda: transfers.volume_ratios(guessed, "AZE", "ARM", [years]),
    }
    told = {name: refusal(ask) for name, ask in asked.items()}
    assert not {name: words for name, words in told.items() if "spread over delivery years" not in words}


def refusal(ask: Callable[[], object]) -> str:
    try:
        ask()
    except AmbiguousError as error:
        return str(error)
    return "not refused"


def test_no_shipped_volume_is_spread_so_no_claim_rests_on_the_middle_of_a_range() -> None:
    imports = load.table("arms_imports")
    pairs = imports[["recipient", "source_id"]].drop_duplicates().itertuples(index=False, name=None)
    assert not [pair for pair in pairs if spread.is_spread(imports, *pair)]


def test_files_that_know_the_year_of_each_delivery_are_not_spread(tmp_path: Path) -> None:
    found = sipri_transfers.read_yearly(exports.deliveries(tmp_path / "split.csv"))
    assert found.deals is None
    assert not spread.is_spread(found.rows, "ARM", SOURCE)

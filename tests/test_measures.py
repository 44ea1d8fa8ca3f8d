"""Measures: hand-worked numbers, laws, and what they refuse."""

from __future__ import annotations

import gc
import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milbalance import arguments, measures
from milbalance.errors import AmbiguousError, MilbalanceError, MissingError, NoRowsError
from milbalance.tables.load import Data


def spending(*rows: tuple[str, int, float | None], source: str = "s", **more: object) -> pd.DataFrame:
    """A tiny spending table of (place, year, value) rows."""
    frame = pd.DataFrame(rows, columns=["place", "year", "value"])
    reasons = [None if pd.notna(value) else "not available" for value in frame["value"]]
    return frame.assign(source_id=source, unit="million US dollars", missing_reason=reasons, **more)


TWO_SIDES = spending(("AZE", 2000, 6), ("AZE", 2001, 9), ("ARM", 2000, 2), ("ARM", 2001, 3), ("ARM", 2002, 4))

positive = st.floats(1e-3, 1e9)
volumes = st.lists(positive, min_size=1, max_size=12)


def test_ratio_by_year_is_side_a_over_side_b() -> None:
    got = measures.ratio_by_year(TWO_SIDES, "AZE", "ARM")
    assert got.loc[2000] == 3.0
    assert got.loc[2001] == 3.0
    assert math.isnan(got.loc[2002])  # one side is silent: no ratio, not zero


@given(positive, positive)
def test_ratio_times_its_inverse_is_one(a: float, b: float) -> None:
    assert measures.ratio(a, b) * measures.ratio(b, a) == pytest.approx(1)


@pytest.mark.parametrize(("a", "b"), [(1, 0), (math.nan, 1), (1, math.nan), (math.inf, 1)])
def test_ratio_refuses_zero_and_missing(a: float, b: float) -> None:
    with pytest.raises(MissingError):
        measures.ratio(a, b)


def test_window_sum_by_hand() -> None:
    series = measures.by_year(TWO_SIDES, place="ARM")
    assert measures.window_sum(series, 2000, 2002) == 9


@given(st.lists(positive, min_size=3, max_size=20), st.data())
def test_windows_add_up(values: list[float], data: st.DataObject) -> None:
    series = pd.Series(values, index=range(2000, 2000 + len(values)))
    last = 2000 + len(values) - 1
    cut = data.draw(st.integers(2000, last - 1))
    parts = measures.window_sum(series, 2000, cut) + measures.window_sum(series, cut + 1, last)
    assert parts == pytest.approx(measures.window_sum(series, 2000, last))


@pytest.mark.parametrize(("start", "end", "named"), [(2000, 2002, "2002"), (1999, 2000, "1999")])
def test_window_never_crosses_a_gap(start: int, end: int, named: str) -> None:
    series = measures.by_year(TWO_SIDES, place="AZE")
    with pytest.raises(MissingError, match=named):
        measures.window(series, start, end)


def test_a_window_that_runs_backwards_is_refused() -> None:
    with pytest.raises(MilbalanceError, match="years 2001-2000; wanted the earlier year first"):
        measures.window(measures.by_year(TWO_SIDES, place="AZE"), 2001, 2000)


def test_missing_value_is_refused_with_its_reason() -> None:
    frame = spending(("ARM", 1992, None), ("ARM", 1993, 5))
    with pytest.raises(MissingError, match=r"1992 \(not available\)"):
        measures.by_year(frame, place="ARM")
    assert measures.by_year(frame, gaps=True, place="ARM").isna().sum() == 1


def test_two_sources_for_one_number_are_refused_and_named() -> None:
    both = pd.concat([TWO_SIDES, spending(("AZE", 2000, 7), source="t")])
    with pytest.raises(AmbiguousError, match=r"source_id \(s, t\)"):
        measures.by_year(both, place="AZE")
    with pytest.raises(AmbiguousError, match="source_id"):
        measures.ratio_by_year(both, "AZE", "ARM")


def test_sides_from_different_sources_make_no_ratio() -> None:
    mixed = pd.concat([spending(("AZE", 2000, 6), source="s"), spending(("ARM", 2000, 2), source="t")])
    with pytest.raises(AmbiguousError, match="source_id"):
        measures.ratio_by_year(mixed, "AZE", "ARM")


def test_current_and_constant_dollars_never_meet() -> None:
    mixed = pd.concat(
        [spending(("AZE", 2000, 6), basis="current_usd"), spending(("ARM", 2000, 2), basis="constant_usd")]
    )
    with pytest.raises(AmbiguousError, match="basis"):
        measures.ratio_by_year(mixed, "AZE", "ARM")


def test_two_currencies_make_no_ratio() -> None:
    with pytest.raises(AmbiguousError, match="different currencies"):
        measures.ratio_by_year(TWO_SIDES.assign(unit="local currency"), "AZE", "ARM")


def test_a_year_twice_is_refused() -> None:
    with pytest.raises(AmbiguousError, match="2000"):
        measures.by_year(spending(("AZE", 2000, 6), ("AZE", 2000, 6)), place="AZE")


def test_one_wants_exactly_one_row() -> None:
    assert measures.one(TWO_SIDES, place="AZE", year=2001) == 9
    with pytest.raises(AmbiguousError, match="2 rows"):
        measures.one(TWO_SIDES, place="AZE")
    with pytest.raises(NoRowsError, match="place = GEO"):
        measures.one(TWO_SIDES, place="GEO")


def test_change_is_a_factor() -> None:
    assert measures.change(measures.by_year(TWO_SIDES, place="ARM"), 2000, 2002) == 2


@given(st.floats(-40, 60), positive)
def test_trend_finds_the_growth_it_was_given(percent: float, level: float) -> None:
    series = pd.Series([level * (1 + percent / 100) ** k for k in range(8)], index=range(2000, 2008))
    assert measures.trend(series, 2000, 2007) == pytest.approx(percent, abs=1e-6)


def test_trend_needs_values_above_zero() -> None:
    with pytest.raises(MissingError, match="above zero"):
        measures.trend(pd.Series([1.0, 0.0], index=[2000, 2001]), 2000, 2001)


def imports(*rows: tuple[str, int, float], recipient: str = "AZE", source: str = "r") -> pd.DataFrame:
    """A tiny arms_imports table of (supplier, year, tiv_m) rows."""
    frame = pd.DataFrame(rows, columns=["supplier", "year", "tiv_m"])
    return frame.assign(recipient=recipient, source_id=source)


DELIVERIES = imports(
    ("ISR", 2015, 30), ("RUS", 2015, 60), ("UNKNOWN", 2015, 10), ("ISR", 2016, 70), ("RUS", 2016, 30)
)


def test_share_keeps_unknown_suppliers_in_the_denominator() -> None:
    totals = measures.supplier_totals(DELIVERIES, "AZE", "r", 2015, 2015)
    assert measures.share(totals, "ISR") == pytest.approx(30)
    assert measures.share(totals, "TUR") == 0


@given(volumes)
def test_shares_add_up_to_a_hundred(values: list[float]) -> None:
    totals = pd.Series(values, index=[f"S{k}" for k in range(len(values))])
    assert sum(measures.share(totals, name) for name in totals.index) == pytest.approx(100)


@given(volumes)
def test_concentration_lies_between_even_and_one(values: list[float]) -> None:
    found = measures.concentration(pd.Series(values))
    assert 1 / len(values) - 1e-12 <= found <= 1 + 1e-12


def test_concentration_by_hand() -> None:
    assert measures.concentration(pd.Series([50.0, 50.0])) == pytest.approx(0.5)
    assert measures.concentration(pd.Series([80.0, 20.0])) == pytest.approx(0.68)
    with pytest.raises(MissingError):
        measures.concentration(pd.Series([0.0]))


def test_releases_are_never_added() -> None:
    both = pd.concat([DELIVERIES, DELIVERIES.assign(source_id="q")])
    pd.testing.assert_series_equal(
        measures.supplier_totals(both, "AZE", "r", 2015, 2016),
        measures.supplier_totals(DELIVERIES, "AZE", "r", 2015, 2016),
    )


def test_window_shares_by_hand() -> None:
    got = measures.window_shares(DELIVERIES, "AZE", "ISR", "r", range(2014, 2017)).set_index(["start", "end"])
    assert got.loc[(2015, 2015), "share"] == pytest.approx(30)
    assert got.loc[(2015, 2016), "share"] == pytest.approx(50)
    assert got.loc[(2014, 2016), "share"] == pytest.approx(50)
    assert math.isnan(got.loc[(2014, 2014), "share"])  # nothing delivered: no share, not zero
    assert len(got) == 6


@given(
    st.lists(
        st.tuples(st.sampled_from(["ISR", "RUS", "TUR"]), st.integers(2010, 2015), st.floats(0.01, 1e4)), min_size=1
    ),
    st.sampled_from(
        [range(first, last + 1) for first in range(2010, 2016) for last in range(first, min(first + 3, 2016))]
    ),
)
def test_window_share_equals_the_share_of_the_totals(rows: list[tuple[str, int, float]], years: range) -> None:
    frame = imports(*rows)
    for row in measures.window_shares(frame, "AZE", "ISR", "r", years).dropna().itertuples():
        totals = measures.supplier_totals(frame, "AZE", "r", int(row.start), int(row.end))
        assert row.share == pytest.approx(measures.share(totals, "ISR"), abs=1e-6)


def test_measures_leave_their_input_alone() -> None:
    before = TWO_SIDES.copy(), DELIVERIES.copy()
    measures.ratio_by_year(TWO_SIDES, "AZE", "ARM")
    measures.window_shares(DELIVERIES, "AZE", "ISR", "r", range(2014, 2017))
    pd.testing.assert_frame_equal(TWO_SIDES, before[0])
    pd.testing.assert_frame_equal(DELIVERIES, before[1])


def test_only_what_nobody_changes_is_looked_up_once(data: Data) -> None:
    """A reader's own table is looked up afresh each time; what is remembered of a read-only one goes with it."""
    mine = pd.DataFrame({"place": ["GEO", "TUR"], "year": [2020, 2020], "value": [1.0, 2.0]})
    assert measures.one(mine, place="GEO") == 1
    mine["value"] = [3.0, 4.0]
    mine.loc[0, "place"], mine.loc[1, "place"] = "TUR", "GEO"
    assert measures.one(mine, place="GEO") == 4
    tables = replace(data, spending=data.spending.copy())
    assert len(measures.rows(tables.spending, place="GEO")) == len(measures.select(data.spending, place="GEO"))
    frame = id(tables.spending)
    assert frame in arguments._KNOWN
    del tables
    gc.collect()
    assert frame not in arguments._KNOWN

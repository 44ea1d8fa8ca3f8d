"""Arms imports: shares by period and year, concentration over windows, one release at a time."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from milbalance.errors import AmbiguousError, MilbalanceError, NoRowsError
from milbalance.measures import rounding, transfers
from milbalance.tables.load import Data


def imports(*rows: tuple[str, int, float], source: str = "sipri-transfers-2022-03") -> pd.DataFrame:
    """A tiny arms_imports table of (supplier, year, tiv_m) rows to Azerbaijan."""
    frame = pd.DataFrame(rows, columns=["supplier", "year", "tiv_m"])
    return frame.assign(recipient="AZE", source_id=source)


SOURCE = "sipri-transfers-2022-03"
ROWS = imports(
    ("RUS", 2011, 60), ("ISR", 2011, 20), ("UNKNOWN", 2011, 20), ("ISR", 2013, 50), ("RUS", 2013, 50)
).assign(method="sum of deliveries")


def test_a_release_ends_the_year_before_it() -> None:
    assert transfers.last_year("2022-03") == 2021


@pytest.mark.parametrize(
    ("start", "end", "words"), [(2019, 2019, "2019"), (2015, 2019, "2015–19"), (1992, 2000, "1992–2000")]
)
def test_spans_read_as_people_write_them(start: int, end: int, words: str) -> None:
    assert rounding.span(start, end) == words


def test_period_shares_by_hand() -> None:
    table = transfers.period_shares(ROWS, "AZE", SOURCE, [(2011, 2012), (2014, 2015), (2011, 2013)])
    assert set(table["start"]) == {2011}  # nothing was delivered in 2014-15: no row, no zero
    whole = table[table["end"] == 2013].set_index("supplier")["share"]
    assert whole.to_dict() == pytest.approx({"RUS": 55, "ISR": 35, "UNKNOWN": 10})


def test_yearly_shares_leave_a_year_without_deliveries_empty() -> None:
    table = transfers.yearly_shares(ROWS, "AZE", SOURCE, 2011, 2013)
    assert list(table.index) == ["RUS", "ISR", "UNKNOWN"]
    assert table[2012].isna().all()
    assert table[2011].sum() == pytest.approx(100)
    assert table.loc["UNKNOWN", 2013] == 0


def test_suppliers_that_are_asked_for_stand_first_and_of_the_others_the_largest_alone_has_a_row() -> None:
    rows = [("USA", 40.0), ("FRA", 30.0), ("UNKNOWN", 15.0), ("POL", 10.0), ("ISR", 5.0)]
    shares = pd.DataFrame(rows, columns=["supplier", "share"]).assign(tiv_m=1.0)
    found = transfers.named(shares, 5, ["RUS", "ISR", "FRA"])
    assert found[["supplier", "share"]].values.tolist() == [["ISR", 5], ["FRA", 30], ["USA", 40], ["OTHERS", 25]]
    assert transfers.named(shares, 41, ["ISR"])[["supplier", "share"]].values.tolist() == [
        ["ISR", 5],
        ["OTHERS", 95],
    ]


def test_folding_keeps_the_sum() -> None:
    table = transfers.yearly_shares(ROWS, "AZE", SOURCE, 2011, 2013)
    folded = transfers.fold(table, 1)
    assert list(folded.index) == ["RUS", transfers.OTHERS]
    assert folded[2011].sum() == pytest.approx(100)
    assert folded[2012].isna().all()
    assert transfers.fold(table, 3) is table


def test_rolling_concentration_by_hand() -> None:
    table = transfers.rolling_concentration(ROWS, "AZE", SOURCE, 2011, 2016, width=2).set_index("end")
    assert table.loc[2012, "hhi"] == pytest.approx(0.6**2 + 0.2**2 + 0.2**2)
    assert table.loc[2013, "effective"] == pytest.approx(2)
    assert math.isnan(table.loc[2015, "hhi"])  # nothing delivered in 2014-15
    assert list(table["start"]) == [2011, 2012, 2013, 2014, 2015]


def test_a_release_has_no_share_for_years_that_it_does_not_reach() -> None:
    old = imports(("ISR", 2020, 30), ("RUS", 2020, 10))
    new = imports(("ISR", 2020, 30), ("TUR", 2020, 30), source="sipri-transfers-2024-03")
    both = pd.concat([old, new]).assign(method="sum of deliveries")
    windows = [(2020, 2020), (2020, 2022)]
    held = {SOURCE: range(1992, 2022), "sipri-transfers-2024-03": range(2020, 2024), "later": range(0)}
    table = transfers.release_shares(both, "AZE", "ISR", held, windows)
    shares = table.set_index(["source_id", "end"])["share"]
    assert shares[(SOURCE, 2020)] == pytest.approx(75)
    assert shares[("sipri-transfers-2024-03", 2020)] == pytest.approx(50)
    assert math.isnan(shares[(SOURCE, 2022)])
    assert math.isnan(shares[("later", 2020)])
    early = transfers.release_shares(both, "AZE", "ISR", held, [(2019, 2020)]).set_index("source_id")["share"]
    assert early[SOURCE] == pytest.approx(75)
    assert math.isnan(early["sipri-transfers-2024-03"])  # its copy starts in 2020: 2019 is not held


NEWER = "sipri-transfers-2025-03"


def two_sides(data: Data, rows: pd.DataFrame | None = None) -> Data:
    """120 TIV to one side in 1994 and 2001, 20 to the other, in two releases; the copy of one starts in 1995."""
    one = imports(("RUS", 1994, 60), ("RUS", 2001, 60))
    other = imports(("RUS", 1994, 10), ("IND", 2001, 10)).assign(recipient="ARM")
    old = pd.concat([one, other]).assign(method="sum of deliveries")
    both = pd.concat([old, old[old["year"] > 1994].assign(source_id=NEWER, tiv_m=[30.0, 10.0])])
    return replace(data, arms_imports=both if rows is None else rows)


def test_volumes_of_two_places_by_window_and_release(data: Data) -> None:
    windows = [(1994, 2001), (2001, 2001), (1995, 2000), (2001, 2022)]
    found = transfers.volume_ratios(two_sides(data), "AZE", "ARM", windows).set_index(["source_id", "start", "end"])
    assert found.loc[(SOURCE, 1994, 2001)].tolist() == [120, 20, 6]
    assert found.loc[(SOURCE, 2001, 2001)].tolist() == [60, 10, 6]
    assert math.isnan(found.loc[(SOURCE, 1995, 2000), "ratio"])  # nothing recorded for either: no ratio
    assert found.loc[(NEWER, 2001, 2001)].tolist() == [30, 10, 3]
    assert (NEWER, 1994, 2001) not in found.index  # its copy does not reach back so far
    assert [source for source, _, end in found.index if end == 2022] == [NEWER]  # the other ends in 2021
    born = data.places["exists_from"].mask(data.places["place"] == "ARM", 1996)
    later = replace(two_sides(data), places=data.places.assign(exists_from=born))
    found = transfers.volume_ratios(later, "AZE", "ARM", [(1994, 2001), (1996, 2001)])
    assert set(found["start"]) == {1996}  # both sides are covered


def test_volumes_refuse_what_makes_no_ratio(data: Data) -> None:
    rows = two_sides(data).arms_imports
    apart = two_sides(data, pd.concat([rows, rows[:1].assign(recipient="GEO", source_id="other")]))
    spread = two_sides(data, rows.assign(method="spread over delivery years"))
    with pytest.raises(NoRowsError, match="no release has deliveries to both AZE and GEO"):
        transfers.volume_ratios(apart, "AZE", "GEO", [(2001, 2001)])
    with pytest.raises(AmbiguousError, match="a window has a range and no ratio"):
        transfers.volume_ratios(spread, "AZE", "ARM", [(2001, 2001)])
    with pytest.raises(MilbalanceError, match="2001-2000; wanted the earlier"):
        transfers.volume_ratios(two_sides(data), "AZE", "ARM", [(2001, 2000)])


def test_a_deal_counts_in_every_window_that_its_delivery_years_touch() -> None:
    """By hand: of three deals, delivered 2010-12, 2012 and 2015-16."""
    rows = [("ISR", 2010, 2012), ("RUS", 2012, 2012), ("RUS", 2015, 2016)]
    deals = pd.DataFrame(rows, columns=["supplier", "first_year", "last_year"])
    deals = deals.assign(recipient="AZE", source_id=SOURCE)
    windows = {
        (2005, 2010): {"ISR": 1.0},  # its first year is the last of the window
        (2011, 2011): {"ISR": 1.0},  # a delivery may lie on both sides of it
        (2012, 2014): {"ISR": 1.0, "RUS": 1.0},  # its last year is the first of the window
        (2010, 2016): {"ISR": 1.0, "RUS": 2.0},
    }
    found = {window: transfers.deals_by_supplier(deals, "AZE", SOURCE, *window).to_dict() for window in windows}
    assert found == windows
    for start, end in ((2013, 2014), (2017, 2020)):
        with pytest.raises(NoRowsError, match=f"no deals of AZE in {start}-{end}"):
            transfers.deals_by_supplier(deals, "AZE", SOURCE, start, end)
    listed = deals.assign(delivery_years=["2010; 2012", "2012", "2015; 2016"])
    with pytest.raises(NoRowsError, match="no deals of AZE in 2011-2011"):
        transfers.deals_by_supplier(listed, "AZE", SOURCE, 2011, 2011)

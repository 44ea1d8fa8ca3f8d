"""Rows of arms: numbers worked out by hand from the tables, what is not held, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from milbalance.charts.rows import rows
from milbalance.errors import AmbiguousError, MilbalanceError
from milbalance.ingest.yearly import SPREAD
from milbalance.tables.load import Data

NEWEST, FROM_1995, TO_2021 = (f"sipri-transfers-{when}" for when in ("2026-03", "2025-03", "2022-03"))
PERIODS = [[1992, 2000], [2001, 2005], [2006, 2010], [2011, 2015], [2016, 2020], [2021, 2025]]


def suppliers(data: Data, **how: Any) -> pd.DataFrame:
    return rows(data, {"suppliers": {"places": ["AZE", "ARM"], "source": NEWEST, "periods": PERIODS} | how})


def test_shares_by_period_are_those_of_the_register(data: Data) -> None:
    found = suppliers(data).set_index(["recipient", "start", "place"])["value"]
    said = {
        ("AZE", 1992, "UKR"): 95.6633, ("AZE", 2001, "GEO"): 44.1572, ("AZE", 2006, "UKR"): 55.4107,
        ("AZE", 2011, "RUS"): 78.4977, ("AZE", 2016, "ISR"): 66.623, ("AZE", 2021, "CHN"): 23.5433,
        ("ARM", 2001, "RUS"): 57.8231, ("ARM", 2016, "RUS"): 94.5621, ("ARM", 2021, "IND"): 72.9132,
        ("AZE", 2021, "OTHERS"): 2.36342,
    }  # fmt: skip
    assert {key: pytest.approx(value, rel=1e-5) for key, value in said.items()} == found[list(said)].to_dict()
    assert found.groupby(level=[0, 1]).sum().tolist() == pytest.approx([100] * 12)


def test_every_supplier_of_five_per_cent_has_a_part_and_the_rest_one(data: Data) -> None:
    found = suppliers(data)
    own = found[found["role"] == ""]
    assert (own["value"] >= 5).all() and "UNKNOWN" not in set(own["place"])
    assert ("AZE", 2021, "TUR") in set(own[["recipient", "start", "place"]].itertuples(index=False, name=None))
    assert not found[found["role"] == "rest"].duplicated(["recipient", "start"]).any()
    assert set(found.loc[found["role"] == "rest", "series"]) == {"others"}


def test_volumes_of_a_period_add_up(data: Data) -> None:
    found = suppliers(data)
    sums = found.groupby(["recipient", "label"], sort=False)["volume"].sum()
    assert sums["AZE", "2016–20"] == pytest.approx(696.95 + 169 + 72.6 + 53.6 + 53.96)
    assert sums["ARM", "2011–15"] == pytest.approx(53.9 + 3.6)


def test_a_period_is_cut_to_what_a_release_holds(data: Data) -> None:
    late, early = (
        suppliers(data, source=source, places=["AZE"])["label"].unique() for source in (FROM_1995, TO_2021)
    )
    assert (late[0], late[-1]) == ("1995–2000", "2021–24")
    assert (early[0], early[-1]) == ("1992–2000", "2021")


def test_a_period_without_deliveries_has_a_row_and_no_number(data: Data) -> None:
    found = suppliers(data, places=["AZE"], periods=[[2020, 2020], [2021, 2021]])
    (empty,) = found[found["value"].isna()].to_dict("records")
    assert (empty["label"], empty["volume"], empty["words"]) == ("2021", 0, "none recorded")


def yearly(data: Data, **how: Any) -> pd.DataFrame:
    return rows(data, {"yearly_suppliers": {"place": "AZE", "source": NEWEST, "first": 2000} | how})


def test_volumes_by_year_and_supplier(data: Data) -> None:
    found = yearly(data, keep=7)
    by = found.set_index(["year", "place"])
    israel = by.loc[(2016, "ISR"), ["value", "share"]].to_numpy(dtype=float)
    assert israel == pytest.approx([250.2, 100 * 250.2 / 286.6], rel=1e-4)
    assert by.loc[(2014, "RUS"), "value"] == pytest.approx(564.5)
    assert by.loc[(2002, "UKR"), "share"] == pytest.approx(10.6862, rel=1e-5)
    whole = data.arms_imports.query("recipient == 'AZE' and source_id == @NEWEST and year >= 2000")["tiv_m"].sum()
    assert found["value"].sum() == pytest.approx(whole)
    assert list(found["series"].drop_duplicates())[:2] == ["Russia", "Israel"], "the largest come first"


def test_years_without_deliveries_are_said_and_not_zero(data: Data) -> None:
    found = yearly(data)
    assert list(found.loc[found["value"].isna(), "year"]) == [2001, 2003, 2021]
    assert set(found.loc[found["value"].isna(), "words"]) == {"none recorded"}


def windows(data: Data, **how: Any) -> pd.DataFrame:
    return rows(data, {"windows": {"place": "AZE", "supplier": "ISR", "source": TO_2021} | how})


def test_windows_that_begin_in_some_years_are_named_by_their_years(data: Data) -> None:
    every, some = windows(data, end=2020), windows(data, end=2020, starts=[2011, 2020])
    assert some["label"].tolist() == ["2011–20", "2020"]
    assert some["value"].tolist() == every.loc[every["start"].isin([2011, 2020]), "value"].tolist()


def test_the_share_of_a_supplier_since_each_year(data: Data) -> None:
    found = windows(data, first=1992, end=2020).set_index("year")["value"]
    assert found.index.tolist() == list(range(1992, 2021))
    wanted = {1992: 21.33, 2011: 26.61, 2015: 60.69, 2016: 69.46, 2020: 78.57}
    assert {year: round(found[year], 2) for year in wanted} == wanted


def test_of_all_windows_few_come_near_to_what_is_stated(data: Data) -> None:
    found = windows(data, first=1992)
    assert (found["value"].between(55, 65).sum(), found["value"].notna().sum()) == (11, 446)


def test_windows_begin_where_the_release_and_the_supplier_do(data: Data) -> None:
    assert windows(data, supplier="RUS", source=FROM_1995)["start"].min() == 1995
    sources = data.sources.assign(
        data_from=data.sources["data_from"].mask(data.sources["source_id"] == NEWEST, 1950)
    )
    longer = replace(data, sources=sources)
    assert windows(longer, place="TUR", supplier="RUS", source=NEWEST)["start"].min() == 1992


def test_deliveries_by_year_tell_none_from_not_held(data: Data) -> None:
    asked = {"place": "AZE", "supplier": "ISR", "source": NEWEST, "first": 1988}
    found = rows(data, {"deliveries": asked}).set_index("year")
    assert found["value"].dropna().index.tolist() == [2006, *range(2008, 2021), 2025]
    assert found["value"].dropna().iloc[[0, -1]].tolist() == pytest.approx([13.2, 121.8])
    words = found["words"].to_dict()
    assert {words[year] for year in range(1988, 1992)} == {"not covered"}
    assert {words[year] for year in (*range(1992, 2006), 2007)} == {"none recorded"}


def test_what_both_sides_received_is_added_up_over_the_years_that_a_release_holds(data: Data) -> None:
    asked = {"places": ["AZE", "ARM"], "source": NEWEST, "years": "1990-2023"}
    found = rows(data, {"received": asked}).set_index(["place", "year"])
    own = found["value"]["AZE"]
    assert own[2014] - own[2013] == pytest.approx(642.15) and own[2019] - own[2009] == pytest.approx(3516.17)
    assert own[2021] == own[2020], "none is recorded in 2021"
    assert found.loc[("AZE", 1990), "words"] == "not covered" and pd.isna(own[1990])


def test_a_revision_moved_a_share(data: Data) -> None:
    asked = {"place": "AZE", "supplier": "ISR", "periods": [[2020, 2020], [2011, 2020], [1993, 1997]]}
    found = rows(data, {"releases": asked | {"sources": [TO_2021, "sipri-transfers-2024-03", FROM_1995, NEWEST]}})
    shares = found.set_index(["label", "release"])["value"]
    assert shares["2020"].round(2).tolist() == [78.57, 43.03, 43.03, 43.03]
    assert shares["2011–20"].round(2).tolist() == [26.61, 25.93, 25.88, 25.47]
    assert shares["1993–97"].isna().tolist() == [False, False, True, False], "held from 1995 on is not held whole"
    assert list(shares["2020"].index) == [2022, 2024, 2025, 2026]


DRONES = {"armed drone": "armed drones", "loitering munition": "loitering munitions"}


def test_drones_delivered_by_type_and_by_class(data: Data) -> None:
    asked = {"place": "AZE", "source": NEWEST, "until": 2020, "classes": DRONES}
    found = rows(data, {"delivered_items": asked})
    assert found.groupby("designation")["value"].sum().to_dict() == {
        "Bayraktar TB-2": 12, "Harop": 100, "Orbiter-1K": 100, "SkyStriker": 250,
    }  # fmt: skip
    added = rows(data, {"delivered_items": asked | {"types": False}})
    assert added.groupby("series")["value"].sum().to_dict() == {
        "armed drones from Turkey": 12, "loitering munitions from Israel": 450,
    }  # fmt: skip
    assert not added.duplicated(["series", "year"]).any()


def test_types_delivered_by_a_year_in_all_and_those_that_came_later_without_a_number(data: Data) -> None:
    found = rows(data, {"delivered_types": {"place": "AZE", "source": NEWEST, "until": 2018, "classes": DRONES}})
    assert found.set_index("designation")[["value", "words"]].dropna().T.to_dict("list") == {
        "Harop": [100, "in 2015–18"], "Orbiter-1K": [60, "in 2016–18"], "SkyStriker": [75, "in 2018"],
    }  # fmt: skip
    later = found[found["role"] == "told"].set_index("designation")
    assert later["value"].isna().all() and later.loc["Bayraktar TB-2", "words"] == "first in 2020"
    assert set(later.index) == {"Bayraktar TB-2", "Akinci", "Yiha-3", "Hero-120"}


def test_losses_are_those_of_one_source_and_what_it_does_not_count_is_no_zero(data: Data) -> None:
    asked = {
        "sides": {"ARM+NKR": "Armenia", "AZE": "Azerbaijan"},
        "documented": "oryx-2020",
        "classes": {"armour": ["tank", "armoured_fighting_vehicle"], "guns": ["cannon_howitzer"]},
    }
    found = rows(data, {"losses": asked}).set_index(["label", "place"])
    assert found["value"].dropna().to_dict() == {
        ("armour", "ARM+NKR"): 255 + 78,
        ("armour", "AZE"): 62 + 23,
    }
    assert set(found.loc[found["value"].isna(), "words"]) == {"no count by pictures"}


def test_lists_of_tanks_stay_side_by_side(data: Data) -> None:
    lists = {
        "2014": {"source": "iiss-rdmc-v1", "year": 2014},
        "2020": {"source": "afp-2020-10", "year": 2020},
        "apart": {"source": "afp-2020-10-es", "year": 2020, "sides": {"NKR": "Armenia"}},
    }
    sides = {"ARM": "Armenia", "AZE": "Azerbaijan"}
    found = rows(data, {"holdings": {"item": "main_battle_tank", "sides": sides, "lists": lists}})
    assert found[["label", "place", "value"]].values.tolist() == [
        ["2014", "ARM", 109], ["2014", "AZE", 433], ["2020", "ARM", 180], ["2020", "AZE", 600],
        ["apart", "NKR", 100],
    ]  # fmt: skip


def test_a_period_of_months_gives_each_its_average_and_says_so(data: Data) -> None:
    periods = [
        {"over": "2020-01 to 2020-06", "source": "reuters-2020-10-14"},
        {"over": "2020-07", "source": "reuters-2020-10-14"},
    ]
    asked = {"flow": "defence exports", "place": "TUR", "other": "AZE", "per": 1e6, "periods": periods}
    found = rows(data, {"by_month": asked}).set_index("month")
    assert found["value"].tolist() == pytest.approx([9.62112 / 6] * 6 + [0.27888])
    assert found["role"].tolist() == ["part"] * 6 + [""]


OF = {"place": "AZE", "source": NEWEST}
REFUSED: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("suppliers", {"places": ["IND"], "source": NEWEST, "periods": PERIODS}, ("without IND", "ARM, AZE")),
    ("suppliers", {"places": ["AZE"], "source": NEWEST, "periods": [[1970, 1980]]}, ("from 1992", "1970-1980")),
    ("yearly_suppliers", OF | {"first": 2026}, ("from 1992 to 2025", "2026")),
    ("windows", OF | {"supplier": "Israel"}, ("Israel is ISR",)),
    ("windows", OF | {"supplier": "ISR", "first": 2025, "last": 2005}, ("earlier year",)),
    ("deliveries", OF | {"supplier": "Israel"}, ("Israel is ISR",)),
    ("deliveries", OF | {"supplier": "ISR", "place": "IND"}, ("without IND", "ARM, AZE")),
    ("releases", {"place": "IND", "supplier": "ISR", "periods": [[2020, 2020]], "sources": [NEWEST]}, ("IND",)),
    ("delivered_items", OF | {"classes": DRONES, "until": 2030}, ("2025", "2030")),
    ("delivered_items", OF | {"classes": DRONES, "source": TO_2021}, ("arms_deliveries", TO_2021)),
    ("delivered_items", OF | {"classes": {"drone": "drones"}}, ("drone",)),
    ("delivered_types", OF | {"classes": DRONES, "until": 2030}, ("2025", "2030")),
    ("delivered_items", OF | {"classes": DRONES | {"dron": "drones"}}, ("no class 'dron'", "armed drone")),
    ("delivered_items", OF | {"classes": DRONES, "until": 2010}, ("2010", "2015")),
]  # fmt: skip


def test_what_is_not_held_or_wrong_is_said(data: Data) -> None:
    told = {(name, str(how)): (words, refusal(lambda: rows(data, {name: how}))) for name, how, words in REFUSED}  # noqa: B023
    assert not {call: said for call, (words, said) in told.items() if not all(word in said for word in words)}


def refusal(ask: Callable[[], object]) -> str:
    try:
        ask()
    except MilbalanceError as error:
        return str(error)
    return "not refused"


def test_nothing_is_told_year_by_year_of_volumes_that_are_spread(data: Data) -> None:
    guessed = replace(data, arms_imports=data.arms_imports.assign(method=SPREAD))
    one = {"place": "AZE", "source": NEWEST}
    asked: dict[str, dict[str, Any]] = {
        "suppliers": {"places": ["AZE"], "source": NEWEST, "periods": [[2011, 2020]]},
        "yearly_suppliers": one,
        "windows": one | {"supplier": "ISR"},
        "deliveries": one | {"supplier": "ISR"},
        "releases": {"place": "AZE", "supplier": "ISR", "periods": [[2011, 2020]], "sources": [NEWEST]},
    }
    for name, how in asked.items():
        with pytest.raises(AmbiguousError, match="spread over delivery years"):
            rows(guessed, {name: how})

"""Rows of money: worked out by hand on a few made rows, and the numbers of the article's figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from milbalance.charts import figure
from milbalance.charts.rows import function, rows
from milbalance.charts.texts import Words
from milbalance.errors import MilbalanceError, MissingError
from milbalance.tables.load import Data

SOURCE = "sipri-milex-2021"


def spent(
    place: str, year: int, value: float | None, basis: str = "current_usd", quality: str = ""
) -> dict[str, Any]:
    return {"place": place, "year": year, "basis": basis, "source_id": SOURCE, "value": value} | {
        "unit": "local currency" if basis == "local_currency" else "million US dollars",
        "quality": quality,
        "base_year": pd.NA,
    }


@pytest.fixture
def small(data: Data) -> Data:
    """Two places and three years: 2 manat to the dollar, and 100 million manat of special projects in 2020."""
    made = [
        *(spent("AZE", year, value) for year, value in ((2018, 60.0), (2019, 80.0), (2020, 150.0))),
        *(spent("AZE", year, value * 2e6, "local_currency") for year, value in ((2019, 80.0), (2020, 150.0))),
        spent("ARM", 2018, None),
        spent("ARM", 2019, 40.0, quality="estimate"),
        spent("ARM", 2020, 50.0),
        spent("ARM", 2020, 2e9, "local_currency"),
    ]
    project = {"topic": "special-defence-projects", "place": "AZE", "as_of": "2020", "value": 100.0}
    facts = pd.DataFrame([project | {"source_id": "sipri-milex-2025"}], columns=data.facts.columns)
    return replace(data, spending=pd.DataFrame(made), facts=facts)


def test_places_stand_in_the_order_asked_and_gaps_stay(small: Data) -> None:
    made = function("spending")(small, places=["ARM", "AZE"], source=SOURCE, per=10)
    assert made["series"].tolist() == ["Armenia"] * 3 + ["Azerbaijan"] * 3
    assert made["value"].isna().tolist() == [True, False, False, False, False, False]
    assert made["value"].dropna().tolist() == [4.0, 5.0, 6.0, 8.0, 15.0]
    assert made["role"].tolist() == ["", "estimate", "", "", "", ""]
    short = function("spending")(small, places=["AZE"], source=SOURCE, years=(2019, 2020))
    assert short["year"].tolist() == [2019, 2020]


def test_a_ratio_has_gaps_where_a_side_has_and_is_an_estimate_where_a_side_is(small: Data) -> None:
    made = function("spending_ratio")(small, place="AZE", other="ARM", source=SOURCE)
    assert made["value"].isna().tolist() == [True, False, False]
    assert made["value"].dropna().tolist() == [2.0, 3.0]  # 80 / 40 and 150 / 50
    assert made["role"].tolist() == ["", "estimate", ""]
    assert set(made["series"]) == {"Azerbaijan over Armenia"}


def test_special_projects_are_taken_out_at_the_rate_of_their_year(small: Data) -> None:
    asked = {"place": "AZE", "other": "ARM", "source": SOURCE, "projects": False, "years": (2019, 2020)}
    made = function("spending_ratio")(small, **asked)
    assert made["value"].tolist() == [2.0, 2.0]  # (150 - 100 / 2) / 50
    alone = function("spending_ratio")(small, **asked | {"projects": "alone"})
    assert alone["value"].tolist() == [0.0, 1.0]  # 150 / 50 - 2
    assert set(alone["source_id"]) == set(made["source_id"])
    assert set(made["source_id"]) == {f"{SOURCE}; sipri-milex-2025"}


def test_pairs_stand_in_the_order_asked(small: Data) -> None:
    asked = {"source": SOURCE, "year": 2020}
    made = function("spending_pairs")(small, pairs=[["AZE", "ARM"], ["ARM", "AZE"]], **asked)
    assert made[["label", "value"]].values.tolist() == [
        ["Azerbaijan over Armenia", pytest.approx(3)],
        ["Armenia over Azerbaijan", pytest.approx(1 / 3)],
    ]
    assert made["words"].tolist() == ["150", "50"]  # what the first of each spent
    with pytest.raises(MissingError):
        function("spending_pairs")(small, pairs=[["AZE", "ARM"]], source=SOURCE, year=2018)


def test_growth_is_a_trend_over_each_period(small: Data) -> None:
    values = (100.0, 110.0, 121.0)
    made = [spent("AZE", 2018 + count, value, "constant_usd") for count, value in enumerate(values)]
    found = function("growth")(
        replace(small, spending=pd.DataFrame(made)), place="AZE", source=SOURCE, periods=["2018-2020", "2018-2019"]
    )
    assert found["value"].round(6).tolist() == [10.0, 10.0]
    assert found["label"].tolist() == ["2018-2020", "2018-2019"]


def test_rates_have_their_lowest_and_highest_day(data: Data) -> None:
    made = function("exchange_rates")(data, start="2020-09", end="2020-11", series="lira", place="TUR")
    assert made["month"].tolist() == ["2020-09", "2020-10", "2020-11"]
    assert made.loc[1, "value"] == 7.9577
    assert made.loc[2, "high"] == 8.55
    with pytest.raises(MilbalanceError, match="no rates from 2021-05 to 2020-01; there are: 2019-01 to 2023-12"):
        function("exchange_rates")(data, start="2021-05", end="2020-01")


# The figures of the article.


def drawn(data: Data, name: str) -> Words:
    """What a figure draws, to ask as its texts do."""
    return Words(data, rows(data, figure.described(data)[name]["rows"]))


FIGURES: list[tuple[str, Callable[[Words], float], float]] = [
    ("spending_ratio", lambda ask: ask.at(year=2020)["value"], 3.53),
    ("spending_ratio", lambda ask: ask.at(year=2016)["value"], 3.24),
    ("spending_ratio", lambda ask: len(ask.some(role="estimate")), 0),  # it begins after them
    ("spending_levels", lambda ask: ask.at(series="SIPRI", label="2007")["value"], 946.6),
    ("spending_levels", lambda ask: ask.at(series="SIPRI", label="2013")["value"], 3367.57),
    ("spending_levels", lambda ask: ask.at(series="the article", label="2013")["value"], 3700),
    ("spending_special_projects", lambda ask: ask.at(series="with special projects", year=2012)["value"], 8.53),
    ("spending_special_projects", lambda ask: ask.at(series="without them", year=2012)["value"], 4.77),
    ("spending_trend", lambda ask: ask.at(series="growth", label="2000-2009")["value"], 26.03),
    ("spending_trend", lambda ask: ask.at(series="growth", label="2010-2019")["value"], 0.63),
    ("spending_trend", lambda ask: ask.at(series="without special projects")["value"], 6.15),
    ("spending_trend", lambda ask: ask.at(series="as of 2021", label="2000-2009")["value"], 31.96),
    ("spending_share_gdp", lambda ask: ask.at(series="Azerbaijan", year=2020)["value"], 5.39),
    ("spending_share_gdp", lambda ask: ask.at(series="Armenia", year=2020)["value"], 4.86),
    ("spending_ratio_pairs", lambda ask: ask.at(place="AZE")["value"], 3.53),
    ("spending_ratio_pairs", lambda ask: ask.at(place="IRN", other="ARM")["value"], 5.28),
    ("lira_rate", lambda ask: ask.at(month="2020-10")["value"], 7.96),
    ("lira_rate", lambda ask: ask.top()["value"], 29.1),
    ("fighters_pay", lambda ask: ask.at(label="Reuters, September 2020")["low"], 1450),
    ("fighters_pay", lambda ask: ask.low("low", role="shown")["low"], 926.53),
    ("gas_exports", lambda ask: ask.at(label="2022")["value"], 11.3),
    ("gas_exports", lambda ask: ask.at(role="least")["value"], 20),
    ("gas_exports", lambda ask: ask.at(role="told")["value"], 155),
]


def test_figures_draw_the_numbers_that_they_always_drew(data: Data) -> None:
    made = {name: drawn(data, name) for name in dict.fromkeys(name for name, _, _ in FIGURES)}
    found = [(name, round(ask(made[name]), 2), wanted) for name, ask, wanted in FIGURES]
    wrong = [f"{name}: {number}; wanted {wanted}" for name, number, wanted in found if number != wanted]
    assert not wrong, "\n".join(wrong)


def test_the_words_for_triple_cover_two_and_a_half_to_three_and_a_half_times_the_gas_of_2021(data: Data) -> None:
    spec = figure.described(data)["gas_exports"]
    (triple,) = (one for one in spec["stated"] if one["claim"] == "gas-triple")
    found = figure.band(data, triple | {"bounds": True}, drawn(data, "gas_exports"))
    assert (found.low, found.value, found.high) == pytest.approx((20.25, 24.3, 28.35))
    dash = figure.band(data, triple, drawn(data, "gas_exports"))
    assert dash.value == pytest.approx(24.3) and pd.isna([dash.low, dash.high]).all() and not dash.allowed


def test_a_number_that_is_told_is_not_drawn(data: Data) -> None:
    numbers = pd.DataFrame({"year": [2019, 2020, 2020], "value": [1.0, 2.0, 9.0], "role": ["", "", "told"]})
    spec = {
        "form": "lines",
        "title": "{{ at(role='told').value | n }} times",
        "subtitle": "Years",
        "alt": "A line.",
    }
    found = figure.made(data, spec, numbers=numbers.assign(series="Georgia", source_id=SOURCE))
    assert found.texts["title"] == "9 times"
    assert found.ax.get_lines()[0].get_ydata().tolist() == [1.0, 2.0]


def test_a_table_gives_a_column_of_one_value_and_others_name_a_wrong_argument(data: Data) -> None:
    asked = {"name": "fx", "where": {"month": "2020-10"}, "value": "mean", "place": "TUR"}
    assert rows(data, {"table": asked})["place"].tolist() == ["TUR"]
    with pytest.raises(MilbalanceError, match="no argument of growth 'peroids'"):
        rows(data, {"growth": {"place": "AZE", "source": SOURCE, "peroids": ["2010-2020"]}})

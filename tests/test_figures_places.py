"""Figures on money, gas, places and dates: what stands on them, and that it follows the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from drawing import collisions, texts
from milbalance import articles, charts
from milbalance.charts import export, style
from milbalance.tables.load import Data

NOTEBOOK = "06_money_gas_and_dates"
CHARTS = {chart.__name__: chart for chart in charts.BY_NOTEBOOK[NOTEBOOK]}
ARTICLE = "sais-europe-2023"

each_chart = pytest.mark.parametrize("name", CHARTS)


def drawn(data: Data, name: str) -> tuple[Figure, style.Record]:
    ax = CHARTS[name](data)
    return style.figure_of(ax), style.record(ax)


def words(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in texts(figure))


@each_chart
def test_texts_neither_cover_one_another_nor_leave_the_picture(data: Data, name: str) -> None:
    figure, _ = drawn(data, name)
    assert collisions(figure) == []


@each_chart
def test_every_row_drawn_has_a_source_and_the_title_is_short(data: Data, name: str) -> None:
    _, record = drawn(data, name)
    assert record.drawn["source_id"].notna().all()
    assert set(record.sources) <= set(data.sources["source_id"])
    assert len(record.title) <= 120 and not record.title.endswith(".")
    assert len(record.alt) >= 40 and "nan" not in record.alt.split()


@pytest.mark.parametrize("claim_id", ["days", "gas-triple", "nk-1830s", "territory-20", "parade-3000", "monuments"])
def test_what_is_stated_is_drawn_as_a_row_of_the_article(data: Data, claim_id: str) -> None:
    figure = data.claims.set_index("claim_id")["figure"].loc[claim_id]
    _, record = drawn(data, figure)
    article = record.drawn[record.drawn["source_id"] == ARTICLE]
    assert article.select_dtypes("number").isin([articles.stated(data, claim_id).stated]).any(axis=None)


def test_every_claim_of_the_notebook_has_a_figure_of_it(data: Data) -> None:
    own = data.claims[data.claims["notebook"] == NOTEBOOK]
    assert set(own["figure"]) == set(CHARTS)


def test_the_rate_of_the_war_and_the_days_of_the_stated_rate_are_named(data: Data) -> None:
    figure, record = drawn(data, "lira_rate")
    assert "7.96 lira in October 2020" in record.title and "19.4 is the rate of April 2023" in record.title
    assert "10 days, 14 April to 27 April 2023" in words(figure)
    assert len(record.drawn[record.drawn["source_id"] == "ecb-eurofxref"]) == 60


def test_pay_in_lira_is_open_and_says_so(data: Data) -> None:
    figure, record = drawn(data, "fighters_pay")
    assert "927 to 1,324 from lira" in words(figure)
    assert "1,450 to 2,000 dollars a month by 4 sources, 927 to 1,324 by 2 in lira" in record.title
    faces = [
        line.get_color() for line in figure.axes[0].get_lines() if line.get_xdata()[0] == pytest.approx(927, 1e-3)
    ]
    assert "white" in faces, "a range from lira is hollow"
    compensation = record.drawn[record.drawn["unit"] == "US dollars"].set_index("name")["low"]
    assert compensation.round().tolist() == [3142, 16000, 2011]


def test_the_gas_figure_keeps_both_bases_and_the_unit(data: Data) -> None:
    figure, record = drawn(data, "gas_exports")
    assert "2.47 times 2021’s gas, 1.67 to 1.77 times 2022’s" in record.title
    assert "stated for 2021: 8.1 million cubic metres, that is 0.0081 billion" in words(figure)
    assert "at least 20" in words(figure)
    for said in ("for 2021: 8.1 million cubic metres, that is 0.0081 billion", "an eighth of 155"):
        assert said in words(figure) and said in record.alt


def test_a_changed_base_changes_title_and_numbers(data: Data) -> None:
    flows = data.flows.copy()
    flows.loc[(flows["source_id"] == "ec-spokesperson-menafn") & (flows["start"] == "2021"), "value"] = 5.0
    _, before = drawn(data, "gas_exports")
    _, after = drawn(replace(data, flows=flows), "gas_exports")
    assert "4.00 times" in after.title
    assert export.numbers(before.drawn) != export.numbers(after.drawn)


def test_the_calendar_shows_days_and_says_whose_dates_they_are(data: Data) -> None:
    figure, record = drawn(data, "calendar_of_claims")
    shown = words(figure)
    for text in (
        *("12 days (stated: two weeks)", "48 days", "44 days (stated: 44)", "44 days (stated: six weeks)"),
        *("14 days (stated: two weeks)", "372 days (stated: nearly a year)", "27 September 2020 to 4 October 2021"),
        "stated: 8 November; no source held dates it",
    ):
        assert text in shown
    assert "article’s own" in record.subtitle


def test_the_calendar_names_every_day_with_casualties_and_both_scales(data: Data) -> None:
    figure, record = drawn(data, "calendar_of_claims")
    assert "fighting was logged 14 and 16 days after the gas deal" in record.title
    days = "26 July 2022 (1, by mines), 1 August 2022 (1), 2 August 2022 (3, by mines) and 3 August 2022 (8)"
    assert days in record.alt
    above, _, below = figure.axes
    faces = [line.get_markerfacecolor() for line in below.lines if line.get_marker() == "X"]
    assert faces.count("white") == 2 and len(faces) == 4, "mines are open"
    wide, near = (ax.get_xlim()[1] - ax.get_xlim()[0] for ax in (above, below))
    assert f"a day is {wide / near:.0f} times as wide as in 2020" in below.get_title(loc="left")


def test_each_whole_of_the_land_is_named_with_its_size(data: Data) -> None:
    figure, record = drawn(data, "territory_shares")
    shown = words(figure)
    for size in ("(4,436 km²)", "(11,788 km²)", "(86,600 km²)"):
        assert size in shown
    assert "At most 33 per cent" in record.title and "stated: 20" in record.title


def test_a_share_that_is_at_most_is_an_arrow_and_no_mark_covers_another_of_its_row(data: Data) -> None:
    figure, record = drawn(data, "territory_shares")
    assert "at most 32.7" in words(figure) and "at most 32.7" in record.alt
    lines = [line for line in figure.axes[0].get_lines() if line.get_linestyle() == "None"]
    assert [line.get_xdata()[0] for line in lines if line.get_marker() == "<"] == [pytest.approx(32.7, abs=0.05)]
    for line in lines:
        assert len(set(line.get_ydata())) == len(line.get_ydata()), "sources of one row stand one below another"
    before = next(line for line in lines if line.get_marker() == "^")
    assert before.get_color() == style.colour(data, "ARM"), "land held by Armenian forces has their colour"
    bounds = record.drawn[record.drawn["unit"] == "per cent, at most"]
    assert bounds["value"].round(1).tolist() == [32.7]


@pytest.mark.parametrize("name", ["karabakh_censuses", "territory_shares"])
def test_both_sides_names_of_the_place_stand_in_the_subtitle(data: Data, name: str) -> None:
    subtitle = drawn(data, name)[1].subtitle
    assert "Artsakh" in subtitle and "Qarabağ" in subtitle


def marks_by_year(figure: Figure) -> dict[float, list[float]]:
    """Every drawn mark without a line, by where it stands across."""
    found: dict[float, list[float]] = {}
    for ax in figure.axes:
        for line in ax.get_lines():
            assert line.get_linestyle() == "None" or len(line.get_xdata()) < 2, "areas are never joined"
            for across, up in zip(*map(list, (line.get_xdata(), line.get_ydata())), strict=True):
                found.setdefault(across, []).append(up)
    return found


def test_censuses_are_marks_and_never_a_line(data: Data) -> None:
    figure, record = drawn(data, "karabakh_censuses")
    marks = marks_by_year(figure)
    assert sorted(round(value, 1) for value in marks[1836]) == [35.2, 91.6]
    # The bound of 1926 is left out, because the same census has a published share.
    assert 89.94 not in marks[1926] and 89.14 in marks[1926]
    assert "at most 90.7" in record.alt
    # A rounded share is a range and no bound: it has both its ends, and no arrow.
    assert "1836 whole province 34.3 to 36.1" in record.alt and "34 to 36 in the whole province" in record.title
    assert {"34.3–36.1", "96.5–97.5"} <= {text.get_text() for text in texts(figure)}


def test_every_census_has_its_number_and_the_stated_35_leads_to_the_survey_that_has_it(data: Data) -> None:
    figure, record = drawn(data, "karabakh_censuses")
    numbers = [text.get_text() for text in texts(figure)]
    assert numbers.count("94") == 2 and numbers.count("89") == 1
    assert "“in the 1930s”: the number of 1836, whole province" in words(figure)
    assert "which is the number of 1836 for the whole province" in record.alt
    facts = data.facts.copy()
    facts.loc[facts["subject"] == "Karabakh province (whole): Armenians", "value"] = 9_000.0
    changed, after = drawn(replace(data, facts=facts), "karabakh_censuses")
    assert "the number of 1836" not in words(changed) + after.alt


def test_the_population_that_makes_it_half_is_written(data: Data) -> None:
    figure, record = drawn(data, "armenian_share_by_1832")
    assert "153,333" in words(figure) and "128,000 to 188,000 people in Eastern Armenia" in record.title
    marked = record.drawn[record.drawn["name"] != "share after"]
    assert marked["population"].round().tolist() == [128_286, 153_333, 188_400]
    assert marked["value"].tolist() == [55, 50, 45]
    for people, share in marked[["population", "value"]].to_numpy():
        # A fifth were Armenian before; 57,000 Armenians came, 35,000 others left.
        assert share == pytest.approx(100 * (0.2 * people + 57_000) / (people + 57_000 - 35_000))
    assert set(record.sources) == {ARTICLE}


def test_bars_of_people_start_at_zero(data: Data) -> None:
    figure, record = drawn(data, "population_of_armenia")
    assert figure.axes[0].get_ylim()[0] == 0
    rows = record.drawn[record.drawn["source_id"] != ARTICLE]
    assert len(rows) == 6 and rows["source_id"].nunique() == 2
    assert "in 2019–21" in record.title
    named = [" ".join(label.get_text().split()) for label in figure.axes[0].get_xticklabels()]
    assert sorted(named) == sorted(f"{row.source} {row.year}" for row in rows.astype({"year": int}).itertuples())


def test_open_ends_stay_open(data: Data) -> None:
    _, record = drawn(data, "small_counts")
    parade: Any = record.drawn[record.drawn["unit"] == "persons"].set_index("source_id")
    assert pd.isna(parade.loc["trend-2020-12-10", "high"]) and parade.loc["trend-2020-12-10", "low"] == 3000
    assert pd.isna(parade.loc["mirrorspectator-2020-12-11", "low"])
    assert parade.loc["mirrorspectator-2020-12-11", "name"].endswith("(“almost”)")
    assert parade.loc["trend-2020-12-10", "name"].endswith("(“more than”)")
    assert "27,929" in record.title


def test_only_what_is_stated_has_the_colour_of_what_is_stated(data: Data) -> None:
    figure, _ = drawn(data, "small_counts")
    ink = style.readable(style.STATED)
    said = {text.get_text() for text in texts(figure) if text.get_color() == ink}
    assert said == {"stated: over 28,000", "stated: 3,000", "stated: 428"}
    assert "together: 27,929" in words(figure)

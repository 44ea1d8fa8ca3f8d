"""The figures of notebook 05: what they draw, beside what is stated, and what they must not mix."""

from __future__ import annotations

import dataclasses
import math
from functools import lru_cache
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.figure import Figure
from milbalance.charts.tolls import MARKS

from drawing import collisions, texts
from milbalance import articles, charts
from milbalance.charts import dots, style
from milbalance.tables import load
from milbalance.tables.load import Data

ARTICLE = "sais-europe-2023"
FIGURES = {chart.__name__: chart for chart in charts.BY_NOTEBOOK["05_human_cost"]}
CLAIMS = load.table("claims").query("notebook == '05_human_cost'").set_index("claim_id")
each_figure = pytest.mark.parametrize("name", FIGURES)
each_claim = pytest.mark.parametrize("claim_id", CLAIMS.index)


@lru_cache
def drawing(name: str) -> Figure:
    return style.figure_of(FIGURES[name](load.shipped()))


def record(name: str) -> style.Record:
    return style.record(drawing(name))


def written(name: str) -> str:
    return " | ".join(" ".join(text.get_text().split()) for text in texts(drawing(name)))


@each_figure
def test_nothing_overlaps_or_leaves_the_picture(name: str) -> None:
    assert not collisions(drawing(name))


@each_figure
def test_words_are_short_and_no_number_is_endless(name: str) -> None:
    said = record(name)
    assert 0 < len(said.title) <= 120 and not said.title.endswith(".")
    assert len(said.alt) >= 40
    assert not {"inf", "nan"} & set(f"{said.title} {said.subtitle} {said.alt} {written(name)}".lower().split())
    assert not said.drawn.select_dtypes("number").isin([math.inf]).any(axis=None), "an open end is left empty"


@each_figure
def test_every_number_drawn_has_a_source(name: str, data: Data) -> None:
    drawn = record(name).drawn
    assert drawn["source_id"].isin(data.sources["source_id"]).all()
    assert set(drawn["source_id"]) > {ARTICLE}, "stated beside computed"


@each_claim
def test_what_is_stated_is_drawn_beside_the_plain_reading(claim_id: str, data: Data) -> None:
    name = CLAIMS.loc[claim_id, "figure"]
    drawn = record(name).drawn
    said, plain = articles.stated(data, claim_id), articles.answer(data, claim_id)
    of_article = drawn[drawn["source_id"] == ARTICLE].select_dtypes("number")
    number = said.low if math.isnan(said.stated) else said.stated
    assert of_article.isin([number]).any(axis=None)
    if plain is not None:
        computed = drawn[drawn["source_id"] != ARTICLE].select_dtypes("number")
        assert computed.isin([plain.low]).any(axis=None)


def test_every_official_count_says_what_it_counts() -> None:
    drawn = record("official_tolls").drawn.query("source_id != @ARTICLE")
    shown = written("official_tolls")
    for value, scope in zip(drawn["value"], drawn["scope"], strict=True):
        assert f"{value:,.0f} {MARKS[scope][1]}" in shown


def test_official_counts_can_change_sides(data: Data) -> None:
    ax = charts.official_tolls(data, side_a="ARM", side_b="AZE")
    assert ax.get_title(loc="left") == "Azerbaijan’s side"
    assert style.record(ax).title.index("Azerbaijan") < style.record(ax).title.index("Armenia")


def test_titles_are_written_from_the_rows(data: Data) -> None:
    facts = data.facts.copy()
    facts.loc[(facts["source_id"] == "rferl-2021-08-24") & (facts["scope"] == "missing"), "value"] = 100.0
    changed = style.record(charts.toll_estimates(dataclasses.replace(data, facts=facts)))
    assert "3,773 soldiers dead, or 3,873 with the missing" in changed.title
    assert "4,016" in record("toll_estimates").title


def test_numbers_of_both_sides_stand_apart_from_those_of_one() -> None:
    one, both = drawing("toll_estimates").axes
    assert one.get_title(loc="left") == "Armenia’s side"
    assert "both" in both.get_title(loc="left").lower()
    assert one.get_xlim()[0] == 0, "bars start at zero"


def test_alt_text_keeps_both_panels_of_the_toll_apart_and_names_the_sum() -> None:
    title, alt = record("toll_estimates").title, record("toll_estimates").alt
    assert title.startswith("Armenia’s side: ")
    one, both = alt.split("Both sides together: ")
    assert "up to 3,110" in one and "up to 6,500" in both
    assert "3,773 (Armenia) + 2,906 (Azerbaijan) = 6,679" in both
    assert "Armenia: 3,773" in written("toll_estimates") and "Azerbaijan: 2,906" in written("toll_estimates")


def test_the_ends_of_a_range_are_capped_where_a_dot_may_hide_one() -> None:
    _, both = drawing("toll_estimates").axes
    caps = [tuple(line.get_xdata()) for line in both.lines if line.get_marker() == "|"]
    assert caps == [(7548, 9077)]


def test_the_numbers_below_the_people_displaced_stand_apart() -> None:
    below = drawing("displaced_people").axes[1]
    low, high = below.get_xlim()
    named = [label for label in below.get_xticklabels() if low <= label.get_position()[0] <= high]
    boxes = [label.get_window_extent() for label in named if label.get_text()]
    assert len(boxes) > 2
    assert not [pair for pair in pairwise(boxes) if pair[0].overlaps(pair[1])]


def test_rows_of_one_source_are_told_apart() -> None:
    for ax in [*drawing("displaced_people").axes, *drawing("counts_of_people").axes]:
        names = [label.get_text() for label in ax.get_yticklabels()]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(("low", "start"), [(135_500.0, "About 140,000"), (120_000.0, "120,000 to 135,640")])
def test_about_is_said_of_ends_that_round_alike_alone(low: float, start: str, data: Data) -> None:
    facts = data.facts.copy()
    total = (facts["source_id"] == "acaps-2020-12-21") & (facts["subject"] == "displaced in 2020")
    facts.loc[total, "low"] = low
    assert style.record(charts.displaced_people(dataclasses.replace(data, facts=facts))).title.startswith(start)


def test_what_an_open_dot_is_stands_in_the_subtitle() -> None:
    assert "Open dot, not counted: a number of October 2020" in record("displaced_in_2020").subtitle
    assert "Artsakh" in record("displaced_in_2020").subtitle


def test_the_million_of_the_first_war_is_a_bound_and_not_of_2020() -> None:
    drawn = record("displaced_people").drawn
    bound = drawn[drawn["source_id"] == "unhcr-2016-04-11"].iloc[0]
    assert bound["low"] == 1_000_000 and pd.isna(bound["high"])
    now, _ = drawing("displaced_people").axes
    assert "1,000,000" not in " ".join(label.get_text() for label in now.get_yticklabels())


def test_two_editions_of_deaths_are_not_joined() -> None:
    yearly, _ = drawing("deaths_by_year").axes
    assert all(line.get_linestyle() == "None" for line in yearly.lines)
    drawn = record("deaths_by_year").drawn
    newer = drawn[drawn["source_id"] == "ucdp-ged-23.1"]
    assert newer["year"].min() == 1992, "the file begins in December 1991: no whole year before, and no zero"


def test_the_sum_of_three_years_is_not_called_the_whole_first_war() -> None:
    _, war = drawing("deaths_by_year").axes
    assert war.get_title(loc="left") == "First war, by source"
    named = " ".join(war.get_yticklabels()[0].get_text().split())
    assert named == "UCDP, 1992–94: best estimate"
    assert "begins in December 1991" in record("deaths_by_year").subtitle


def test_months_without_an_entry_have_no_bar() -> None:
    monthly, _ = drawing("incidents_by_month").axes
    assert len(monthly.patches) == 50
    assert all(patch.get_height() > 0 for patch in monthly.patches)


def test_the_log_has_an_owner_and_its_bar_of_april_2016_is_not_the_war() -> None:
    assert record("incidents_by_month").title.startswith("Crisis Group logged 301 incidents in 287 entries")
    assert "37 in April 2016, without the four-day war" in written("incidents_by_month")
    assert "running number" not in written("incidents_by_month")


def test_volunteers_are_called_a_list() -> None:
    assert "signed up" in record("counts_of_people").title
    assert "not a count of people who came" in " ".join(record("counts_of_people").subtitle.split())


@pytest.mark.parametrize(
    ("low", "high", "best", "words"),
    [
        (3773.0, 3773.0, None, "3,773"),
        (0.0, 2800.0, None, "up to 2,800"),
        (20_000.0, math.inf, None, "at least 20,000"),
        (4394.0, 9471.0, 4915.0, "4,915 (4,394 to 9,471)"),
        (300_000.0, 500_000.0, math.nan, "300,000 to 500,000"),
    ],
)
def test_numbers_in_words(low: float, high: float, best: float | None, words: str) -> None:
    assert dots.span_words({"low": low, "high": high, "best": best}) == words


def test_open_ends_are_empty_and_names_on_one_line() -> None:
    rows = pd.DataFrame({"name": ["a\nb", "c"], "low": [0.0, 5.0], "high": [9.0, math.inf]})
    found = dots.published(rows)
    assert list(found["name"]) == ["a b", "c"]
    assert pd.isna(found.loc[0, "low"]) and pd.isna(found.loc[1, "high"])
    assert found.loc[0, "high"] == 9 and found.loc[1, "low"] == 5

"""Rows of people, land and dates: worked out by hand on made rows, and the numbers of the article's figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from milbalance.charts import figure
from milbalance.charts.rows import rows
from milbalance.errors import MilbalanceError, MissingError, NoRowsError
from milbalance.tables.load import Data

FIGURES = (
    *("official_tolls", "displaced_people", "displaced_in_2020", "deaths_by_year", "incidents_by_month"),
    *("territory_shares", "karabakh_censuses", "calendar_of_claims"),
)
COUNT = ("scope", "value", "high", "unit", "as_of", "source_id")
COUNTS = [
    ("soldiers", 10.0, None, "persons", "2020-07-02", "a"),
    ("missing", 4.0, None, "persons", "2020-07-02", "a"),
    ("missing", 2.0, None, "persons", "2020-07-02", "a"),
    ("soldiers", 15.0, None, "persons", "2021", "b"),
    ("missing", 9.0, None, "persons", "2020-12-31", "b"),  # of another date
    ("name list", 12.0, None, "persons", "2020-12-31", "b"),
    ("soldiers", 20.0, None, "persons", "2021-03", "b"),
    ("missing", None, 5.0, "persons", "2021-03", "b"),  # up to five
    ("soldiers", 16.0, None, "persons", "undated", "b"),
    ("wounded", 99.0, None, "persons", "2021", "b"),
    ("county", 60.0, None, "per cent red", "1900", "a"),
    ("county", 30.0, None, "per cent blue", "1910", "a"),
    ("kingdom", 1.0, None, "per cent red", "1900", "a"),
]


@pytest.fixture
def small(data: Data) -> Data:
    """A few counts of one topic: of the dead, and of the share of a people."""
    made = pd.DataFrame(COUNTS, columns=list(COUNT)).assign(
        topic="killed", counted_by="office", standing="official"
    )
    made["subject"] = [f"row {number}" for number in range(len(made))]
    facts = pd.concat([data.facts.iloc[:0], made]).astype({"value": float, "low": float, "high": float})
    return replace(data, facts=facts.reset_index(drop=True))


def tolls(data: Data, **more: Any) -> pd.DataFrame:
    asked = {"topic": "killed", "scopes": ["soldiers", "name list"], "place": "ARM"}
    return rows(data, {"tolls": asked | more})


def test_a_count_comes_with_the_missing_where_its_source_gives_one_number_for_the_same_date_and_month(
    small: Data,
) -> None:
    found = tolls(small, series="dead")
    assert found[["label", "series", "value"]].values.tolist() == [
        ["dead, 2 July 2020", "dead", 10],
        ["dead, 2 July 2020", "dead, with the missing", 10 + 4 + 2],
        ["dead, 31 December 2020", "dead", 12],
        ["dead, 31 December 2020", "dead, with the missing", 12 + 9],
    ]
    assert tolls(small, since="2020-08")["label"].unique().tolist() == ["Armenia, 31 December 2020"]
    bare = small.facts.assign(as_of=small.facts["as_of"].replace("2020-12-31", "2021"))
    assert "dead, 2021" not in tolls(replace(small, facts=bare), series="dead")["label"].tolist(), "no month"


def test_shares_keep_areas_apart_and_a_share_of_others_is_a_bound(small: Data) -> None:
    asked = {"topics": ["killed"], "areas": ["county"], "unit": "per cent red", "rest_unit": "per cent blue"}
    found = rows(small, {"shares": asked})
    columns = ["year", "series", "value", "low", "high", "role"]
    assert found[columns].to_numpy().tolist() == [
        [1900, "county", 60, 60, 60, "point"],
        [1910, "county", 70, 0, 70, "bound"],  # 30 per cent are others
    ]
    without = rows(
        small, {"shares": {"topics": ["killed"], "areas": ["county", "kingdom"], "unit": "per cent red"}}
    )
    assert without["value"].tolist() == [60, 1]


def test_a_share_of_two_counts_is_worked_out(small: Data) -> None:
    two = {"area": "county", "topic": "killed", "source": "b", "as_of": "2021", "subject": "row 3"}
    asked = {"topics": ["killed"], "areas": ["county"], "unit": "per cent red"}
    found = rows(small, {"shares": asked | {"counted": [{**two, "other_subject": "row 9"}]}})
    assert found["value"].round(3).tolist() == [60, round(100 * 15 / (15 + 99), 3)]


def test_deaths_add_the_places_and_years_of_a_period_and_keep_the_range(data: Data) -> None:
    found = rows(data, {"deaths": {"source": "ucdp-ged-23.1", "periods": ["1992-1994", "1994"]}})
    assert found[["label", "years", "value", "low", "high"]].values.tolist() == [
        ["1992–94", 3, 2167 + 1229 + 1519, 2099 + 1026 + 1269, 3635 + 1887 + 3949],
        ["1994", 1, 1519, 1269, 3949],
    ]
    with pytest.raises(MissingError):
        rows(data, {"deaths": {"source": "ucdp-ged-23.1", "periods": ["2020-2030"]}})
    with pytest.raises(MissingError, match=r"ucdp-ged-19\.1 gives no low"):
        rows(data, {"deaths": {"source": "ucdp-ged-19.1", "periods": ["1992-1994"]}})


def test_a_month_without_an_entry_has_no_number_and_keeps_its_place(data: Data) -> None:
    log = pd.DataFrame(
        [("2015-11", "log", "gun", 1, 2), ("2015-11", "log", "mine", 2, 2), ("2016-02", "log", "gun", 3, 5)],
        columns=["month", "series", "category", "records", "total"],
    )
    found = rows(replace(data, incidents=log.assign(source_id="mine")), {"incidents": {"log": "log"}})
    assert found["month"].tolist() == ["2015-11", "2015-12", "2016-01", "2016-02"]
    assert found["value"].fillna(-1).tolist() == [4, -1, -1, 5]
    assert found["entries"].fillna(-1).tolist() == [3, -1, -1, 3]
    assert found["position"].tolist() == [0, 1, 2, 3]


def test_a_stretch_has_its_days_and_what_the_text_says_of_it(data: Data) -> None:
    asked = [{"label": "the war", "claims": ["days", "six-week-war"]}]
    (found,) = rows(data, {"durations": {"stretches": asked}}).to_dict("records")
    assert (found["start"], found["end"], found["value"]) == ("2020-09-27", "2020-11-10", 44)
    told = "44 days, 27 September 2020 to 10 November 2020: “44-day war”, “the end of the six-week war”"
    assert found["words"] == told
    assert found["source_id"] == "crisisgroup-explainer-2023; tass-2020-11-10"


def test_what_is_stated_is_a_row_of_the_article(data: Data) -> None:
    (found,) = rows(data, {"stated": {"claim": "violations-300", "year": 2020}}).to_dict("records")
    assert (found["value"], found["low"], found["role"], found["year"]) == (300, 300, "stated", 2020)
    assert pd.isna(found["high"]) and found["source_id"] == data.article["source"]


def test_a_statement_is_computed_with_other_arguments_beside_its_whole(data: Data) -> None:
    one = {"how": {"value": "battle", "at_most": False}, "of": {"value": "country", "at_most": False}}
    asked = {"claim": "territory-20", "per": 10, "numbers": [{**one, "source": "mine", "label": "all"}]}
    (found,) = rows(data, {"computed": asked}).to_dict("records")
    assert found == {"value": 3.25, "low": 3.25, "high": 3.25, "source_id": "mine", "whole": 86_600, "label": "all"}
    bound = {"topic": "displaced-million", "source": "unhcr-2016-04-11", "subject": "displaced in the first war"}
    one = {"how": {"rows": [{**bound, "as_of": "1994"}]}, "source": "mine"}
    (found,) = rows(data, {"computed": {"claim": "displaced-million", "numbers": [one]}}).to_dict("records")
    assert found["value"] == 1_000_000 and pd.isna(found["high"]), "more than a million has no upper end"


REFUSED: list[tuple[str, dict[str, Any], type[Exception], str]] = [
    ("no topic", {"tolls": {"topic": "x", "scopes": [], "place": "ARM"}}, NoRowsError, ""),
    ("no log", {"incidents": {"log": "x"}}, NoRowsError, ""),
    ("no source", {"deaths": {"source": "x", "periods": ["2019-2020"]}}, NoRowsError, ""),
    ("no area", {"shares": {"topics": ["nk-1830s"], "areas": ["x"], "unit": "per cent"}}, NoRowsError, ""),
    (
        "no days",
        {"durations": {"stretches": [{"label": "a", "claims": ["gas-double"]}]}},
        MilbalanceError,
        "no number",
    ),
    (
        "no date",
        {"durations": {"stretches": [{"label": "a", "claims": ["helicopter-date"]}]}},
        MissingError,
        "dates",
    ),
    ("no claim", {"stated": {"claim": "dayz"}}, MilbalanceError, "'dayz'"),
    ("no argument", {"computed": {"claim": "days", "numbers": [{"how": {"x": 1}}]}}, MilbalanceError, "'x'"),
]


def test_what_is_not_there_is_refused(data: Data) -> None:
    passed = []
    for name, asked, error, words in REFUSED:
        try:
            rows(data, asked)
        except error as raised:
            if words in str(raised):
                continue
        passed.append(name)
    assert not passed


# From the rows of data/ with a calculator: the name of a figure, which of its rows, and the number.
BY_HAND: list[tuple[str, dict[str, Any], float]] = [
    ("official_tolls", {"as_of": "2021-08-24", "series": "killed"}, 3773),
    ("official_tolls", {"as_of": "2021-08-24", "series": "killed, with the missing"}, 3773 + 243),
    ("official_tolls", {"as_of": "2021-09-27", "series": "killed, with the missing"}, 3781 + 231 + 22),
    ("official_tolls", {"as_of": "2022-02-13", "series": "killed"}, 3825),
    ("displaced_people", {"place": "ARM"}, 90640),
    ("displaced_people", {"place": "AZE"}, 40000),
    ("displaced_people", {"source_id": "unhcr-2016-04-11"}, 1000000),
    ("displaced_in_2020", {"source_id": "interagency-armenia-2021"}, 90),
    ("displaced_in_2020", {"source_id": "iom-2020-12-11"}, 90.64),
    ("displaced_in_2020", {"source_id": "unhcr-armenia-2021"}, 91),
    ("displaced_in_2020", {"source_id": "wikipedia-2020-war-2022-02"}, 100),
    ("deaths_by_year", {"years": 3}, 2060 + 107 + 1229 + 1519),
    ("deaths_by_year", {"years": 1}, 7646),
    ("incidents_by_month", {"month": "2015-01"}, 13),
    ("incidents_by_month", {"month": "2016-04"}, 37),
    ("incidents_by_month", {"month": "2020-07"}, 30),
    ("territory_shares", {"series": "held after the war", "label": "Former oblast"}, 100 * 1449.9 / 4435.8),
    ("territory_shares", {"series": "taken in the war", "label": "All land that Armenians held"}, 32.5),
    ("territory_shares", {"series": "handed over after it", "label": "All land that Armenians held"}, 72.3 - 32.5),
    ("territory_shares", {"series": "taken in the war", "label": "All Azerbaijan"}, 32.5 * 11788.3 / 86600),
    ("territory_shares", {"series": "handed over after it", "label": "All Azerbaijan"}, 39.8 * 11788.3 / 86600),
    ("karabakh_censuses", {"year": 1836, "series": "whole province"}, 100 * 19 / (19 + 35)),
    ("karabakh_censuses", {"year": 1836, "series": "mountainous part"}, 91.58),
    ("karabakh_censuses", {"year": 1926, "role": "point"}, 89.14),
    ("karabakh_censuses", {"year": 1989, "role": "bound"}, 100 - 21.52),
    ("karabakh_censuses", {"year": 1935, "role": "stated"}, 100 * 19 / (19 + 35)),
    ("calendar_of_claims", {"start": "2020-07-29"}, 12),
    ("calendar_of_claims", {"start": "2020-09-27", "end": "2021-10-04"}, 4 + 31 + 30 + 31 + 273 + 3),
    ("calendar_of_claims", {"start": "2022-07-18"}, 14),
]


@pytest.fixture(scope="module")
def drawn(data: Data) -> dict[str, pd.DataFrame]:
    return {name: rows(data, figure.described(data)[name]["rows"]) for name in FIGURES}


def test_the_numbers_of_the_figures_by_hand(drawn: dict[str, pd.DataFrame]) -> None:
    wrong = {}
    for name, where, wanted in BY_HAND:
        found = drawn[name]
        for column, value in where.items():
            found = found[found[column] == value]
        if found["value"].tolist() != [pytest.approx(wanted)]:
            wrong[name, str(where)] = found["value"].tolist()
    assert not wrong


def test_how_many_numbers_each_figure_has_and_that_each_has_a_source(drawn: dict[str, pd.DataFrame]) -> None:
    counted = {name: int(found["value"].notna().sum()) for name, found in drawn.items()}
    assert counted == {
        "official_tolls": 2 * 4 + 2,
        "displaced_people": 3,
        "displaced_in_2020": 4,
        "deaths_by_year": 4,
        "incidents_by_month": 50,
        "territory_shares": 8,
        "karabakh_censuses": 15 + 1,
        "calendar_of_claims": 4,
    }
    assert not [name for name, found in drawn.items() if found["source_id"].isna().any()]


def test_the_parts_of_a_whole_are_all_of_it(drawn: dict[str, pd.DataFrame]) -> None:
    found = drawn["territory_shares"]
    assert found.groupby("label")["value"].sum().tolist() == pytest.approx([100, 100, 100])
    assert found["whole"].dropna().round(1).tolist() == [4435.8, 11788.3, 86600]


def _toll(facts: pd.DataFrame) -> pd.DataFrame:
    row = (facts["source_id"] == "rferl-2021-08-24") & (facts["scope"] == "soldiers")
    return facts.assign(value=facts["value"].mask(row, 4100.0))


def _first_census(facts: pd.DataFrame) -> pd.DataFrame:
    row = (facts["as_of"] == "1836") & facts["subject"].str.contains("Muslims")
    return facts.assign(value=facts["value"].mask(row, 19_000.0))


def _displaced(facts: pd.DataFrame) -> pd.DataFrame:
    return facts.assign(value=facts["value"].mask(facts["source_id"] == "iom-2020-12-11", 60_000.0))


@pytest.mark.parametrize(
    ("name", "change"),
    [("official_tolls", _toll), ("karabakh_censuses", _first_census), ("displaced_in_2020", _displaced)],
)
def test_a_title_that_is_no_longer_true_is_refused(
    name: str, change: Callable[[pd.DataFrame], pd.DataFrame], data: Data
) -> None:
    with pytest.raises(MilbalanceError, match="the figure says what the numbers do not"):
        figure.draw(replace(data, facts=change(data.facts)), name)

"""Rows about statements: every way of counting one, and what one choice does, by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from milbalance import articles
from milbalance.charts import figure
from milbalance.charts.rows.statements import REST, moves, ways
from milbalance.choices import sensitivity
from milbalance.errors import MilbalanceError
from milbalance.tables.load import Data


def test_every_counted_way_with_an_answer_is_one_row(data: Data) -> None:
    offenders = []
    for claim_id in ("spending-ratio", "artillery-triple", "days", "turkey-tenfold"):
        rows, grid = ways(data, claim=claim_id), articles.choices_of(data, claim_id)
        kept = grid[(grid["counted"] | grid["plain"]) & grid["value"].notna()]
        if sorted(rows["way"]) != sorted(kept.index) or rows["role"].iloc[0] != "plain":
            offenders.append(claim_id)
    assert not offenders


def test_the_numbers_are_those_of_the_ways(data: Data) -> None:
    """Pieces of GlobalFirepower: 576 over 256, and with Karabakh's 366 more 576 over 622."""
    rows = ways(data, claim="artillery-triple", by="source", series="Karabakh")
    found = rows[rows["label"] == "GlobalFirepower 2020"].set_index("series")["value"]
    assert found["Without Karabakh’s forces"].max() == pytest.approx(576 / 256)
    assert found["With Karabakh’s forces"].max() == pytest.approx(576 / 622)


def test_a_lower_bound_has_no_upper_end(data: Data) -> None:
    row = ways(data, claim="turkey-tenfold").iloc[0]
    assert row["low"] == row["value"] and math.isnan(row["high"])


def test_levels_are_joined_and_begin_with_a_capital(data: Data) -> None:
    labels = set(ways(data, claim="spending-2013", by=["publisher", "basis"])["label"])
    assert {"SIPRI, current dollars", "Published budgets, prices of the source"} <= labels


def test_without_a_level_the_publisher_names_the_rows_else_what_moves_the_answer_most(data: Data) -> None:
    assert set(ways(data, claim="spending-2013")["label"]) == {"SIPRI", "Correlates of War", "Published budgets"}
    assert set(ways(data, claim="artillery-triple")["label"]) == {
        "Without Karabakh’s forces",
        "With Karabakh’s forces",
    }
    assert set(ways(data, claim="border-428")["label"]) == {""}


def test_what_is_only_shown_is_asked_for_and_many_rows_of_it_become_one(data: Data) -> None:
    counted, every = ways(data, claim="soldiers-double"), ways(data, claim="soldiers-double", shown=True)
    assert "shown" not in set(counted["role"]) and "shown" in set(every["role"])
    assert list(every["label"].unique()) == [*counted["label"].unique(), REST]
    assert set(every.loc[every["label"] == REST, "role"]) == {"shown"}


def test_all_that_count_are_alike_if_asked_for(data: Data) -> None:
    rows = ways(data, claim="fighters-pay-usd", shown=True)
    alike = ways(data, claim="fighters-pay-usd", shown=True, alike=True)
    assert set(rows["role"]) == {"plain", "counted", "shown"} and set(alike["role"]) == {"counted", "shown"}
    assert sorted(rows["value"]) == sorted(alike["value"])


def test_an_unknown_statement_and_an_unknown_level_are_refused(data: Data) -> None:
    for asked in ({"claim": "soldiers"}, {"claim": "soldiers-double", "by": "sources"}):
        with pytest.raises(MilbalanceError, match=r"no (claim|level of|computation)"):
            ways(data, **asked)


# What one choice does.


def grid() -> pd.DataFrame:
    rows = [
        ("SIPRI", "2019", "2020", True, True, 3.0),
        ("SIPRI", "2020", "2020", True, False, 4.0),
        ("SIPRI", "2020", "2021", True, False, 9.0),
        ("COW", "2019", "7.0", True, False, 2.5),
        ("COW", "2020", "7.0", True, False, 1.0),
        ("World Bank", "2019", "", False, False, 99.0),
        ("paper", "2019", "", True, False, math.nan),
    ]
    return pd.DataFrame(rows, columns=["publisher", "years", "edition", "counted", "plain", "value"])


def test_one_choice_departs_from_the_plain_reading_while_all_others_stay() -> None:
    """Other years: 3 to 4. Another publisher, in its own edition: 2.5 to 3. No other edition has the years 2019."""
    assert sensitivity.around(grid()).to_numpy().tolist() == [["years", 2, 3.0, 4.0], ["publisher", 2, 2.5, 3.0]]


def test_without_a_plain_answer_nothing_departs_from_it() -> None:
    none = grid().assign(value=grid()["value"].mask(grid()["plain"]))
    assert sensitivity.around(none).empty


def test_moves_are_shares_of_what_is_stated(data: Data) -> None:
    """Triple is stated: 576 over 256 is 75 per cent of it; 576 over 622, with Karabakh's guns, 31."""
    rows = moves(data, claims={"artillery-triple": "Artillery", "drone-origins": "Drones"})
    plain, other, stated = rows.to_dict("records")
    assert plain["label"] == "Artillery, by Karabakh" and plain["answers"] == "0.93 to 2.3×"
    assert (plain["role"], plain["value"]) == ("plain", pytest.approx(100 * 576 / 256 / 3))
    assert (other["words"], other["value"]) == ("0.93×", pytest.approx(100 * 576 / 622 / 3))
    assert (stated["role"], stated["value"], stated["said"]) == ("stated", 100, "3×")


# The figure that every statement gets.


@pytest.mark.parametrize(
    ("claim_id", "title"),
    [
        ("spending-2007", "None of 13 calculations gives “$700 million in 2007”"),
        ("artillery-triple", "1 of 12 calculations gives “triple the artillery of Armenia”"),
        ("gas-deal-weeks", "Both calculations give “Two weeks”"),
        ("nk-1830s", "Neither calculation gives what the text says"),
        ("border-428", "The one calculation gives “a 428-mile-long border”"),
        ("monuments", "The one calculation does not give what the text says"),
        ("gas-unit", "The one calculation does not give “8.1 million in 2021 to 20 billion”"),
        ("dead-first-war", "1 of 3 calculations gives “tens of thousands died”"),
    ],
)
def test_every_statement_has_a_fair_figure(data: Data, claim_id: str, title: str) -> None:
    drawn = figure.made(data, figure.of_ways(claim_id))
    assert drawn.texts["title"] == title
    assert any(text.get_text().startswith("the text says: ") for text in drawn.ax.texts)


def test_an_article_without_figures_has_one_for_every_statement_about_a_number(data: Data) -> None:
    names = {name.removeprefix(figure.OF_WAYS).replace("_", "-") for name, _ in figure._of_ways(data)}
    answered = {one for one in articles.computable(data) if articles.answer(data, one) is not None}
    asked = set(data.claims.loc[data.claims["relation"] != "exists", "claim_id"])
    assert answered & asked <= names <= asked

"""Contradictions inside the article: each side's numbers come from the claims; most pairs share none."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from milbalance import articles
from milbalance.articles import contradictions
from milbalance.tables.load import Data


@pytest.fixture(scope="module")
def pairs(data: Data) -> pd.DataFrame:
    return contradictions.table(data).set_index("contradiction")


# Pairs of which both claims are in the unit of the row.
AS_STATED = {
    "five-or-six": "ab",
    "armenian-dead": "ab",
    "displaced": "ab",
    "gas-factor": "ab",
    "the-1930s": "ab",
    "gas-unit": "a",
    "sum-of-monuments": "a",
}


@pytest.mark.parametrize(("pair", "side"), [(pair, side) for pair, sides in AS_STATED.items() for side in sides])
def test_a_side_is_what_the_wording_of_its_claim_covers(
    data: Data, pairs: pd.DataFrame, pair: str, side: str
) -> None:
    row = pairs.loc[pair]
    claim = articles.stated(data, str(row[f"claim_{side}"]))
    assert row[f"low_{side}"] == pytest.approx(claim.low)
    assert row[f"high_{side}"] == pytest.approx(math.inf if math.isnan(claim.high) else claim.high)


def test_what_the_other_sides_imply_is_worked_out(data: Data, pairs: pd.DataFrame) -> None:
    """20 billion over "triple" (2.5 to 3.5); the parts of the paragraph added; days to 27 September."""
    triple = articles.stated(data, "gas-triple")
    assert pairs.loc["gas-unit", "low_b"] == pytest.approx(20e9 / triple.high)
    assert pairs.loc["gas-unit", "high_b"] == pytest.approx(20e9 / triple.low)
    parts = data.facts[(data.facts["topic"] == "monuments") & (data.facts["unit"] == "monuments")]["value"]
    assert pairs.loc["sum-of-monuments", "low_b"] == parts.sum() == 22000 + 5840 + 89
    days = (date(2020, 9, 27) - date(2020, 8, 10)).days
    assert pairs.loc["month-before", "low_b"] == pairs.loc["month-before", "high_b"] == days


def test_every_claim_named_exists(data: Data, pairs: pd.DataFrame) -> None:
    assert set(pairs["claim_a"]) | set(pairs["claim_b"]) <= set(data.claims["claim_id"])
    assert len(pairs) == 8


def test_seven_pairs_have_no_number_in_common_and_one_has(pairs: pd.DataFrame) -> None:
    """ "Triple" and "more than double" can both be so of one step; the step that is named fits only the second."""
    common = pairs.index[pairs["common_low"].notna()]
    assert list(common) == ["gas-factor"]
    assert (pairs.loc["gas-factor", "common_low"], pairs.loc["gas-factor", "common_high"]) == (2.5, 3.5)
    assert pairs.loc[pairs.index != "gas-factor", "gap"].gt(1).all()
    assert math.isnan(pairs.loc["gas-factor", "gap"])


def test_the_step_of_the_gas_deal_fits_only_one_of_its_two_factors(data: Data) -> None:
    factor = articles.computed(data, "gas-triple")
    assert articles.stated(data, "gas-double").covers(factor)
    assert not articles.stated(data, "gas-triple").covers(factor)


def test_ends_that_only_touch_are_told(data: Data, pairs: pd.DataFrame) -> None:
    assert pairs.loc["five-or-six", "gap"] == pytest.approx(6 / 5)

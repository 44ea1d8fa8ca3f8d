"""The plain readings: each from its own source alone, and equal to a number worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from milbalance import claims
from milbalance.errors import MilbalanceError
from milbalance.load import Data

# Worked out from the originals with a calculator, not with this code; see the note of each line.
BY_HAND = {
    "spending-ratio": 2237.76 / 633.96,  # million current US dollars 2020
    "spending-24bn": 27.0311,  # billion, sum of the twelve years
    "spending-2007": 0.9466,
    "spending-2013": 3.3676,
    "spending-5bn-russia": math.nan,  # the one row about Russia is a party's own statement
    "soldiers-double": 67 / 45,  # thousand active
    "artillery-triple": (414 + 162) / (188 + 68),  # guns and rocket launchers
    "drones-superior": 12 + 100 + 100 + 250,  # Bayraktar TB2, Harop, Orbiter-1K, SkyStriker; none for Armenia
    "drone-origins": 1.0,
    "israel-stingers": 0.0,
    "turkey-tenfold": 100.0,  # "more than 100 times"
}


def test_every_balance_claim_has_a_computation_and_no_other_id_has(data: Data) -> None:
    section = data.claims.loc[data.claims["section"] == "A", "claim_id"]
    assert set(section) == set(claims.COMPUTATIONS)


@pytest.mark.parametrize("claim_id", BY_HAND)
def test_plain_reading_equals_the_number_by_hand(data: Data, claim_id: str) -> None:
    assert claims.computed(data, claim_id) == pytest.approx(BY_HAND[claim_id], rel=1e-4, nan_ok=True)


def test_supplier_shares_are_those_that_sipri_published(data: Data) -> None:
    """SIPRI's own rounded shares: Israel 60 per cent in 2015-19, 27 in 2011-20; Russia 60 in 2011-20."""
    share = claims.supplier_share
    assert share(data, years=(2015, 2019)) == pytest.approx(60.3, abs=0.05)
    assert share(data, years=(2011, 2020)) == pytest.approx(26.6, abs=0.05)
    assert share(data, supplier="RUS", years=(2011, 2020)) == pytest.approx(60.0, abs=0.05)


def only(data: Data, keep: set[str]) -> Data:
    """The data with the rows of these sources alone."""
    tables = {
        name: frame[frame["source_id"].isin(keep)]
        for name, frame in vars(data).items()
        if "source_id" in frame and name != "sources"
    }
    return replace(data, **tables)


@pytest.mark.parametrize("claim_id", claims.COMPUTATIONS)
def test_plain_reading_needs_the_rows_of_its_source_and_no_others(data: Data, claim_id: str) -> None:
    source = claims.SOURCES[claim_id]
    alone = claims.computed(only(data, {source}), claim_id)
    assert alone == pytest.approx(claims.computed(data, claim_id), nan_ok=True)
    rest = only(data, set(data.sources["source_id"]) - {source})
    if claim_id == "spending-5bn-russia":  # no number with its row and none without
        rest = only(data, set())
    with pytest.raises(MilbalanceError):
        claims.computed(rest, claim_id)


@pytest.mark.parametrize("claim_id", claims.COMPUTATIONS)
def test_row_order_does_not_matter(data: Data, claim_id: str) -> None:
    turned = replace(data, **{name: frame[::-1] for name, frame in vars(data).items()})
    assert claims.computed(turned, claim_id) == pytest.approx(claims.computed(data, claim_id), nan_ok=True)


@pytest.mark.parametrize(
    ("relation", "low", "high", "value", "covered"),
    [
        ("is", 1.5, 2.5, 1.5, True),
        ("is", 1.5, 2.5, 1.49, False),
        ("nearly", 4.5, 5, 5, True),
        ("nearly", 4.5, 5, 5.01, False),
        ("over", 6, None, 6, False),
        ("over", 6, None, 6.01, True),
        ("exists", 1, None, 1, True),
        ("exists", 1, None, 0, False),
    ],
)
def test_wording_covers_its_bounds(
    relation: str, low: float, high: float | None, value: float, covered: bool
) -> None:
    ends = low, float("nan") if high is None else high
    assert claims.Stated("x", "", relation, 0.0, *ends, "ratio").covers(value) is covered


def test_unknown_claim_is_refused_with_the_known_ones(data: Data) -> None:
    with pytest.raises(MilbalanceError, match="spending-ratio"):
        claims.stated(data, "spendings")
    with pytest.raises(MilbalanceError, match="no computation"):
        claims.computed(data, "spendings")


def test_check_shows_the_claims_of_its_notebook(data: Data) -> None:
    table = claims.check(data, "02_forces")
    assert list(table.index) == ["soldiers-double", "artillery-triple"]
    assert list(table["computed"]) == ["1.49", "2.25"]
    assert list(table["wording covers it"]) == ["no", "no"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.5298, "3.53"), (27.03, "27"), (2906.4, "2,906"), (0.9466, "0.947")],
)
def test_numbers_have_three_significant_digits(value: float, text: str) -> None:
    assert claims.number(value) == text


def test_ledger_has_one_row_a_computed_claim(data: Data) -> None:
    rows = claims.ledger(data)
    assert len(rows) == len(claims.COMPUTATIONS)
    assert pd.api.types.is_float_dtype(rows["computed"])


def test_a_statement_of_a_party_is_no_independent_number(data: Data) -> None:
    """If an independent row came in, it would be the plain reading at once."""
    facts = data.facts.copy()
    row = facts["subject"].str.contains("Russia") & (facts["topic"] == "spending-5bn-russia")
    assert list(facts.loc[row, "scope"]) == ["stated by a party"]
    facts.loc[row, "scope"] = None
    assert claims.computed(replace(data, facts=facts), "spending-5bn-russia") == 4.0
    assert claims.found("spending-5bn-russia", "is", math.nan) == "no number"

"""Losses: the last tally and never a sum of running ones; documented stays a lower bound of its own."""

from __future__ import annotations

import pytest

from milbalance.measures import tallies
from milbalance.tables.load import Data


@pytest.mark.parametrize(("side", "tanks"), [("ARM+NKR", 255), ("AZE", 62)])
def test_documented_losses_are_the_totals_of_one_source(data: Data, side: str, tanks: int) -> None:
    rows = tallies.documented(data, side, "oryx-2020")
    assert list(rows.loc[rows["type"] == "tank", "count"]) == [tanks]
    assert set(rows["status"]) == {"total"} and set(rows["source_id"]) == {"oryx-2020"}


@pytest.mark.parametrize("side", ["ARM+NKR", "AZE"])
def test_last_claim_is_of_one_day_and_one_source(data: Data, side: str) -> None:
    rows = tallies.last_claim(data, side, "defence ministry")
    assert rows["as_of"].nunique() == 1
    assert rows["source_id"].nunique() == 1
    assert not rows["type"].duplicated().any()


def test_of_two_numbers_that_were_garbled_the_sum_alone_is_kept(data: Data) -> None:
    rows = tallies.last_claim(data, "ARM+NKR", "defence ministry")
    assert list(rows.loc[rows["type"] == "tank", "count"]) == [287 + 79]

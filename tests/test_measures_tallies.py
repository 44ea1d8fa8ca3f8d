"""Losses: the last tally and never a sum of running ones; documented stays a lower bound of its own."""

from __future__ import annotations

import pytest

from milbalance.measures import tallies
from milbalance.tables.load import Data


@pytest.mark.parametrize(
    ("side", "name", "evidence", "count"),
    [
        ("ARM+NKR", "tanks", "documented", 255),
        ("AZE", "tanks", "documented", 62),
        ("ARM+NKR", "tanks", "claimed", 287 + 79),  # two numbers garbled in translation: the sum alone is reliable
        ("ARM+NKR", "tanks and other armour", "documented", 255 + 78),
        ("AZE", "tanks and other armour", "claimed", 723),
    ],
)
def test_tallies_by_hand(data: Data, side: str, name: str, evidence: str, count: int) -> None:
    rows = tallies.by_class(data, (side,))
    found = rows[(rows["class"] == name) & (rows["evidence"] == evidence)]
    assert list(found["value"]) == [count]


@pytest.mark.parametrize("side", ["ARM+NKR", "AZE"])
def test_last_claim_is_of_one_day_and_one_source(data: Data, side: str) -> None:
    rows = tallies.last_claim(data, side)
    assert rows["as_of"].nunique() == 1
    assert rows["source_id"].nunique() == 1
    assert not rows["type"].duplicated().any()


def test_each_class_has_one_number_for_each_kind_of_evidence(data: Data) -> None:
    rows = tallies.by_class(data)
    assert not rows.duplicated(["side", "class", "evidence"]).any()


def test_a_class_without_a_count_has_no_row_and_no_zero(data: Data) -> None:
    rows = tallies.by_class(data)
    assert rows[(rows["class"] == "mortars") & (rows["evidence"] == "documented")].empty
    assert (rows["value"] > 0).all()

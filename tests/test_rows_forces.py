"""Rows of forces, by hand."""

from __future__ import annotations

import pytest

from milbalance.charts.rows.forces import forces, forces_by_source
from milbalance.errors import MilbalanceError, NoRowsError
from milbalance.tables.load import Data


def test_items_of_places_are_added_up_by_one_source(data: Data) -> None:
    """IISS 2014: 87 self-propelled and 207 towed guns against 38 and 131."""
    items = ["self_propelled_artillery", "towed_artillery"]
    rows = forces(data, places=["AZE", "ARM"], items=items, source="iiss-rdmc-v1", year=2014, label="Guns")
    assert rows["value"].tolist() == [294, 169] and set(rows["label"]) == {"Guns"}
    assert rows["series"].tolist() == ["Azerbaijan", "Armenia"]
    with pytest.raises(NoRowsError):
        forces(data, places=["AZE"], items="frigates", source="iiss-rdmc-v1", year=2014)


def test_what_a_source_rounds_keeps_its_ends(data: Data) -> None:
    row = forces(data, places="AZE", items="active", source="iiss-mb-2020", year=2020).iloc[0]
    assert (row["low"], row["value"], row["high"], row["words"]) == (66_500, 67_000, 67_500, "67,000")


def test_both_sides_stand_in_every_way_of_counting_with_their_multiple(data: Data) -> None:
    """67 over 45 thousand; with 14,500 to 25,000 more, 66.5 over 70.5 to 67.5 over 59: 0.9 to 1.1."""
    rows = forces_by_source(data, claim="soldiers-double", where={"definition": "active"}, said=True)
    found = rows[rows["label"] == "IISS 2020"].set_index("place")
    own = found[found["role"] == ""]
    assert own.loc[["AZE", "ARM"], "value"].tolist() == [67_000, 45_000]
    assert set(own.loc[["AZE", "ARM"], "alone"]) == {"1.5×"}
    joint = own.loc["ARM+NKR"]
    assert (joint["words"], joint["together"]) == ("59,000 to 70,500", "0.9 to 1.1×")
    assert len(joint["source_id"].split("; ")) > 1, "the sources of the ally are named"
    assert found.loc[found["role"] == "stated", "value"].tolist() == [90_000]


def test_a_source_that_gives_the_ally_stands_alone(data: Data) -> None:
    rows = forces_by_source(data, claim="soldiers-double", where={"source": "AFP, October 2020"})
    assert rows["value"].tolist() == [90_000, 50_000, 70_000]
    assert set(rows["source_id"]) == {"afp-2020-10"}


def test_levels_that_are_not_there_are_refused(data: Data) -> None:
    with pytest.raises(MilbalanceError, match="no level of soldiers-double"):
        forces_by_source(data, claim="soldiers-double", by="sources")
    with pytest.raises(NoRowsError, match="no way of soldiers-double that counts"):
        forces_by_source(data, claim="soldiers-double", where={"definition": "cadets"})

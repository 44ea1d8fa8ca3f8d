"""The rows of comparisons: sizes, multiples and what a statement would make of one side, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from milbalance.charts.rows import rows
from milbalance.tables.load import Data

SIDES = ["TUR", "GEO"]
FORCE = {"category": "armour", "item": "tank", "year": 2020, "low": None, "high": None, "rounded_to": None}


def tanks(data: Data, *found: tuple[str, str, float]) -> Data:
    """The tables with made counts of tanks: place, source, number."""
    made = pd.DataFrame(
        [FORCE | {"place": place, "source_id": source, "value": value} for place, source, value in found]
    )
    return replace(data, forces=made.assign(unit="items", definition="", series_starts=None))


def asked(**more: object) -> dict[str, object]:
    return {"forces_of_sides": {"sides": SIDES, "year": 2020, "items": ["tank"], "label": "Tanks", **more}}


def test_an_ally_is_counted_in_with_its_side_and_its_source_is_named(data: Data) -> None:
    made = tanks(data, ("TUR", "one", 60), ("GEO", "one", 20), ("NKR", "two", 10))
    more = {"allies": {"GEO": "NKR"}, "allied": ["tank"]}
    found = rows(made, asked(source="one", **more))
    assert found[["place", "role", "value", "times"]].fillna(0).to_numpy().tolist() == [
        ["TUR", "side", 60, 2],
        ["GEO", "side", 30, 0],
    ]
    assert found["source_id"].tolist() == ["one; two", "one; two"]
    assert found.loc[0, ["alone_low", "alone_high"]].tolist() == [3, 3]  # 60 against 20
    assert found.loc[1, ["own", "ally_low", "ally_high"]].tolist() == [20, 10, 10]
    none = rows(tanks(data, ("TUR", "one", 60), ("GEO", "one", 0), ("NKR", "two", 10)), asked(source="one", **more))
    assert none["times"].tolist()[0] == 6 and none["alone_low"].isna().all()  # nothing to divide by


def test_sources_that_disagree_are_a_range_and_never_a_mean(data: Data) -> None:
    made = tanks(data, ("TUR", "one", 60), ("GEO", "one", 20), ("TUR", "two", 50), ("GEO", "two", 50))
    found = rows(made, asked(source=["one", "two"]))
    assert found[["low", "high"]].to_numpy().tolist() == [[50, 60], [20, 50]]
    assert found["value"].isna().all()
    assert found.loc[0, ["times_low", "times_high"]].tolist() == [1, 3]
    agreed = tanks(data, *((place, source, 60) for place in SIDES for source in ("one", "two")))
    found = rows(agreed, asked(source=["one", "two"]))
    assert found["value"].tolist() == [60, 60] and found["times"].tolist()[0] == 1


def test_a_statement_says_where_it_would_put_the_first_side(data: Data) -> None:
    """Double the soldiers of 20 is 40."""
    made = tanks(data, ("TUR", "one", 60), ("GEO", "one", 20))
    found = rows(made, asked(source="one", claim="soldiers-double"))
    assert found[found["role"] == "stated"][["place", "value", "times"]].to_numpy().tolist() == [["TUR", 40, 2]]


def test_a_side_without_a_recorded_delivery_has_none_and_there_is_no_multiple(data: Data) -> None:
    row = {"source_id": "one", "recipient": "TUR", "class": "armed drone", "year": 2019, "number": 5}
    made = replace(data, arms_deliveries=pd.DataFrame([row, row | {"year": 2021}]))
    call = {"sides": SIDES, "source": "one", "classes": ["armed drone"], "until": 2020, "label": "Drones"}
    found = rows(made, {"deliveries_to_sides": call})
    assert found["value"].tolist() == [5, 0]
    assert "times" not in found


def test_between_sources_that_disagree_their_rounding_is_not_shown(data: Data) -> None:
    """60 to the nearest two is 59 to 61; beside 80 of another source it is 60 to 80. 10 to 30 is no rounding."""
    made = tanks(data, ("TUR", "one", 60), ("GEO", "one", 20), ("TUR", "two", 80), ("GEO", "two", 20))
    rough = replace(made, forces=made.forces.assign(rounded_to=2.0))
    found = rows(rough, asked(source=["one", "two"]))
    assert found[["low", "high"]].to_numpy().tolist() == [[60, 80], [19, 21]]
    assert rows(rough, asked(source="one"))[["low", "high"]].to_numpy().tolist() == [[59, 61], [19, 21]]
    other = made.forces.assign(value=[60, None, 80, 20], low=[None, 10, None, None], high=[None, 30, None, None])
    found = rows(replace(made, forces=other), asked(source=["one", "two"]))
    assert found[["low", "high"]].to_numpy().tolist() == [[60, 80], [10, 30]]


def test_multiples_are_those_of_the_numbers_that_are_drawn(data: Data) -> None:
    """67,000 against 59,000 to 70,500, and 126,000: 67,000 / 70,500 = 0.950 and 126,000 / 59,000 = 2.136."""
    soldiers = {"category": "personnel", "item": "active", "unit": "persons"}
    made = tanks(
        data, ("TUR", "one", 67_000), ("GEO", "one", 64_750), ("TUR", "two", 126_000), ("GEO", "two", 64_750)
    )
    ends = {"low": [None, 59_000, None, 59_000], "high": [None, 70_500, None, 70_500]}
    frame = made.forces.assign(**soldiers, value=[67_000, None, 126_000, None], **ends)
    rough = replace(made, forces=frame.assign(rounded_to=[1000.0, None, 1000.0, None]))
    found = rows(rough, asked(source=["one", "two"], items=["active"]))
    assert found[["low", "high"]].to_numpy().tolist() == [[67_000, 126_000], [59_000, 70_500]]
    assert found.loc[0, ["times_low", "times_high"]].astype(float).round(3).tolist() == [0.95, 2.136]


def test_what_a_side_has_without_its_ally_is_told(data: Data) -> None:
    made = tanks(data, ("TUR", "one", 60), ("GEO", "one", 20), ("NKR", "two", 10))
    asks = asked(source="one", allies={"GEO": "NKR"}, allied=["tank"], allied_years=(2020, 2021))
    side = rows(made, asks).iloc[1]
    assert (side["own"], side["value"], side["ally_years"]) == (20, 30, "2020–21")


def test_what_is_stated_has_its_bounds(data: Data) -> None:
    """Double is 1.5 to 2.5 times: of 20 that is 30 to 50."""
    made = tanks(data, ("TUR", "one", 60), ("GEO", "one", 20))
    found = rows(made, asked(source="one", claim="soldiers-double"))
    assert found[found["role"] == "stated"][["low", "high"]].to_numpy().tolist() == [[30, 50]]

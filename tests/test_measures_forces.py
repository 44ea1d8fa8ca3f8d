"""Hand-worked sums and ratios of forces."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from milbalance.errors import AmbiguousError, NoRowsError
from milbalance.measures import forces as strength
from milbalance.measures import ranges
from milbalance.measures.forces import Reading
from milbalance.measures.ranges import Span
from milbalance.tables import load

NAN = math.nan


def frame(*rows: tuple[str, int, str, str, float, float, float]) -> pd.DataFrame:
    columns = ["place", "year", "item", "source_id", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns).assign(unit="persons")


FORCES = frame(
    ("AZE", 2020, "active", "one", 60, NAN, NAN),
    ("AZE", 2020, "reserve", "one", NAN, 80, 100),
    ("ARM", 2020, "active", "one", 40, NAN, NAN),
    ("ARM", 2020, "reserve", "one", 60, NAN, NAN),
    ("AZE", 2020, "active", "two", 90, NAN, NAN),
    ("ARM", 2020, "active", "two", 45, NAN, NAN),
    ("NKR", 2020, "active", "two", 15, NAN, NAN),
    ("NKR", 2017, "active", "three", NAN, 10, 20),
    ("NKR", 2008, "active", "four", 99, NAN, NAN),
)


def test_rounding_gives_every_number_that_prints_the_same() -> None:
    assert ranges.rounded(67_000, 1000) == Span(66_500, 67_500)


def test_what_a_source_rounds_goes_through_totals_and_ratios() -> None:
    """60 and 40 thousand, printed in thousands: 59.5 over 40.5 to 60.5 over 39.5, itself 1.5."""
    rows = FORCES.assign(rounded_to=1.0)
    reading = Reading("", "", "one", 2020, ("active",))
    sizes = strength.sizes(rows, reading, ("AZE", "ARM"), {})
    ratio = sizes["AZE"] / sizes["ARM"]
    assert (ratio.low, ratio.high, ratio.number) == pytest.approx((59.5 / 40.5, 60.5 / 39.5, 1.5))


def test_a_bound_of_a_source_stays_open_in_a_total() -> None:
    rows = pd.concat([FORCES, frame(("AZE", 2020, "guard", "one", NAN, 5, NAN))])
    assert strength.total(rows, "AZE", ("active", "guard"), source="one", year=2020) == Span(65, math.inf)


def test_total_adds_items_of_one_source() -> None:
    items = ("active", "reserve")
    assert strength.total(FORCES, "AZE", items, source="one", year=2020) == Span(140, 160)


def test_total_refuses_an_absent_item_two_rows_and_two_units() -> None:
    with pytest.raises(NoRowsError):
        strength.total(FORCES, "AZE", ("active", "reserve"), source="two", year=2020)
    with pytest.raises(AmbiguousError, match="several rows for active"):
        strength.total(pd.concat([FORCES, FORCES]), "AZE", ("active",), source="one", year=2020)
    mixed = FORCES.assign(unit=FORCES["item"].map({"active": "persons", "reserve": "items"}))
    with pytest.raises(AmbiguousError, match="several units"):
        strength.total(mixed, "AZE", ("active", "reserve"), source="one", year=2020)


def test_estimates_take_the_source_alone_where_it_has_a_figure_else_all() -> None:
    own = strength.estimates(FORCES, "NKR", ("active",), source="two", years=(2017, 2020))
    assert own["source_id"].tolist() == ["two"]
    every = strength.estimates(FORCES, "NKR", ("active",), source="one", years=(2017, 2020))
    assert sorted(every["source_id"]) == ["three", "two"]
    with pytest.raises(NoRowsError):
        strength.estimates(FORCES, "NKR", ("active", "reserve"), source="one", years=(2017, 2020))


def test_ratios_alone_and_with_the_allied_force() -> None:
    readings = [
        Reading("One", "active", "one", 2020, ("active",), ("active",)),
        Reading("Two", "active", "two", 2020, ("active",), ("active",)),
        Reading("One", "all", "one", 2020, ("active", "reserve")),
    ]
    found = strength.ratios(FORCES, readings)
    # One: 60/40; with 10 to 20 more, 60/60 to 60/50. Two: 90/45; with its own 15, 90/60. All: 140..160 over 100.
    assert found["low"].tolist() == [1.5, 2.0, 1.4]
    assert found["high"].tolist() == [1.5, 2.0, 1.6]
    assert found["with_low"].iloc[:2].tolist() == [1.0, 1.5]
    assert found["with_high"].iloc[:2].tolist() == [1.2, 1.5]
    assert found["with_low"].isna().tolist() == [False, False, True]


def test_the_allied_force_stays_with_its_side_when_the_sides_change_places() -> None:
    readings = [Reading("Two", "active", "two", 2020, ("active",), ("active",))]
    found = strength.ratios(FORCES, readings, side_a="ARM", side_b="AZE").iloc[0]
    assert (found["low"], found["with_low"]) == (0.5, pytest.approx(60 / 90))
    assert strength.ratios(FORCES, readings, allies={})["with_low"].isna().all()


def test_readings_that_print_the_same_two_numbers_are_named_together() -> None:
    ends = ["a_low", "a_high", "b_low", "b_high"]
    found = pd.DataFrame([("One", 6, 6, 4, 4), ("Two", 9, 9, 4, 4), ("Three", 6, 6, 4, 4)], columns=["name", *ends])
    assert strength.same_numbers(found) == [["One", "Three"]]
    assert strength.same_numbers(found.iloc[:2]) == []


def test_the_shipped_readings_give_the_numbers_worked_by_hand() -> None:
    forces = load.table("forces")
    soldiers = strength.ratios(forces, strength.SOLDIERS).set_index(["source_id", "definition"])
    # 67 and 45 thousand are 66.5 to 67.5 and 44.5 to 45.5; Karabakh forces 14,500 to 25,000.
    iiss = soldiers.loc[("iiss-mb-2020", "active")]
    assert (iiss["low"], iiss["high"]) == (pytest.approx(66.5 / 45.5), pytest.approx(67.5 / 44.5))
    assert (iiss["with_low"], iiss["with_high"]) == (pytest.approx(66.5 / 70.5), pytest.approx(67.5 / 59))
    afp = soldiers.loc[("afp-2020-10", "active")]
    assert afp["with_low"] == afp["with_high"] == pytest.approx(90 / 70)
    artillery = strength.ratios(forces, strength.ARTILLERY).set_index(["source_id", "definition"])
    plain = artillery.loc[("gfp-2020-vestnik-kavkaza", "guns and rocket launchers")]
    assert (plain["low"], plain["with_low"]) == (pytest.approx(576 / 256), pytest.approx(576 / 622))
    assert artillery.loc[("iiss-rdmc-v1", "guns"), "low"] == pytest.approx(294 / 169)

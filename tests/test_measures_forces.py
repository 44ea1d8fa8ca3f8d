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
    reading = Reading(source="one", year=2020, items=("active",))
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
    """60/40; with 10 to 20 more, 60/60 to 60/50. The other source: 90/45; with its own 15, 90/60."""
    found = {}
    for source in ("one", "two"):
        reading = Reading(
            source=source, year=2020, items=("active",), allied=("active",), allied_years=(2017, 2020)
        )
        for allies in ({}, {"ARM": "NKR"}):
            sizes = strength.sizes(FORCES, reading, ("AZE", "ARM"), allies)
            found[source, len(allies)] = sizes["AZE"] / sizes["ARM"]
    assert found == {
        ("one", 0): Span(1.5, 1.5),
        ("one", 1): Span(1.0, 1.2),
        ("two", 0): Span(2.0, 2.0),
        ("two", 1): Span(1.5, 1.5),
    }


def test_a_reading_without_allied_items_adds_no_ally() -> None:
    reading = Reading(source="one", year=2020, items=("active",))
    assert strength.sizes(FORCES, reading, ("AZE", "ARM"), {"ARM": "NKR"})["ARM"] == Span(40, 40)


def test_the_allied_force_stays_with_its_side_when_the_sides_change_places() -> None:
    reading = Reading(source="two", year=2020, items=("active",), allied=("active",), allied_years=(2017, 2020))
    sizes = strength.sizes(FORCES, reading, ("ARM", "AZE"), {"ARM": "NKR"})
    assert list(sizes) == ["ARM", "AZE"] and sizes["ARM"].low == 60

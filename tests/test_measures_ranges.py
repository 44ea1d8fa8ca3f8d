"""Ranges: sums, ratios and bounds worked out by hand."""

from __future__ import annotations

import math

import pytest

from milbalance.errors import MissingError
from milbalance.measures.ranges import Span, exactly

NAN = math.nan


def test_a_range_goes_through_sum_and_ratio() -> None:
    assert Span(60, 60) + Span(80, 100) == Span(140, 160)
    assert Span(140, 160) / Span(40, 50) == Span(140 / 50, 160 / 40)
    assert Span(2, 3) * 4 == Span(8, 12)


@pytest.mark.parametrize(("low", "high"), [(NAN, 1.0), (1.0, NAN), (2.0, 1.0), (-math.inf, 1.0)])
def test_missing_and_reversed_ends_are_refused(low: float, high: float) -> None:
    with pytest.raises(MissingError):
        Span(low, high)


def test_a_lower_bound_stays_one() -> None:
    bound = Span(100, math.inf)
    assert bound + Span(1, 2) == Span(101, math.inf)
    assert bound / Span(2, 4) == Span(25, math.inf)
    assert Span(6, 6) / Span(2, math.inf) == Span(0, 3)
    assert bound.number == 100


def test_a_divisor_down_to_zero_leaves_the_ratio_open_and_zero_is_refused() -> None:
    assert Span(1, 1) / Span(0, 5) == Span(0.2, math.inf)
    with pytest.raises(MissingError):
        Span(1, 1) / Span(0, 0)


def test_the_best_number_goes_along() -> None:
    half = Span(9, 11, 9.6)
    assert half.number == 9.6
    assert (Span(48, 48) / half).number == pytest.approx(48 / 9.6)
    assert (half + Span(1, 1)).number == pytest.approx(10.6)
    assert (half * 2).number == pytest.approx(19.2)
    assert Span(1, 3).number == 2


def test_a_number_is_an_exact_range() -> None:
    assert exactly(3.5) == Span(3.5, 3.5)
    assert exactly(3.5).exact
    assert not Span(1, 2).exact
    with pytest.raises(MissingError):
        exactly(NAN)

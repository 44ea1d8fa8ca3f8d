"""What a number that does not fit would be right for: said only where it is true and tells a slip, by hand."""

from __future__ import annotations

import math

import pytest

from milbalance.articles.near_misses import explains, slips
from milbalance.articles.stated import Stated
from milbalance.choices.bounds import as_printed, covered
from milbalance.measures.ranges import Span


def said(text: str, unit: str, relation: str = "is") -> tuple[Stated, float]:
    """A number as a text states it, and one of its last printed digit."""
    printed = as_printed(text, unit)
    low, high = covered(relation, text, unit)
    return Stated("s1", "It is so.", relation, printed.value, low, high, unit, printed=text), printed.step


# As printed, unit and what is right: the slips that tell the difference.
SLIPS = [
    ("7.7", "billion US dollars", 7.79, ["cut off"]),
    ("3561", "million US dollars", 3561.67, ["cut off"]),
    ("-3.5", "per cent", -3.58, ["cut off"]),
    ("1900", "million US dollars", 1987, ["cut off"]),  # rounded to hundreds it is 2,000
    ("200", "billion US dollars", 238.729, []),  # rounded to hundreds it is 200 as well
    ("4000", "million US dollars", 4449, []),
    ("a tenth", "per cent", 11.54, []),  # nobody cuts off what is said in words
    ("seven", "times", 7.9, []),
    ("two dozen", "states", 24.9, []),
    ("0", "per cent", 0.9, []),  # all numbers below one are cut off to zero
    ("4.5", "billion US dollars", 4.449, ["rounded twice"]),  # 4.45, 4.5
    ("1.1", "per cent", 1.0494, ["rounded twice"]),  # 1.05, 1.1
    ("-1.1", "per cent", -1.0494, ["rounded twice"]),
    ("2", "times", 1.476, []),  # who has 1.5 does not print 2
    ("4.5", "billion US dollars", 4.44, []),
    ("4.6", "billion US dollars", 4.449, []),
]


@pytest.mark.parametrize(("text", "unit", "right", "wanted"), SLIPS)
def test_only_a_number_in_digits_is_cut_off_or_rounded_twice(
    text: str, unit: str, right: float, wanted: list[str]
) -> None:
    claim, step = said(text, unit)
    assert slips(claim, right, step) == wanted
    assert slips(claim, math.nan, step) == [], "of a range no digit is known"


# As printed, unit, our answer and that of a neighbour: whether the neighbour explains the number.
NEIGHBOURS = [
    ("is", "41", "per cent", 39.1, 41.4, True),
    ("is", "41.6", "billion US dollars", 41.2, 41.6, True),
    ("is", "4", "rank", 5, 4, True),
    ("is", "a third", "per cent", 20, 32, True),
    ("is", "2", "times", 1.476, 1.572, False),  # it is nearer to our answer than to the text
    ("is", "2", "times", 1.476, 2.1, True),
    ("about", "25", "per cent", 18, 24.6, True),
    ("about", "25", "per cent", 18, 23, False),  # in the words, and not what is printed
    ("nearly", "730", "billion US dollars", 640, 726, True),
    ("is", "200", "billion US dollars", 150, 240, False),  # wider than a tenth
]


@pytest.mark.parametrize(("relation", "text", "unit", "ours", "other", "wanted"), NEIGHBOURS)
def test_a_neighbour_explains_a_number_that_it_prints_and_is_nearer_to(
    relation: str, text: str, unit: str, ours: float, other: float, wanted: bool
) -> None:
    claim, step = said(text, unit, relation)
    assert explains(claim, ours, Span(other, other), step) is wanted


def test_a_range_explains_nothing_unless_all_of_it_fits() -> None:
    claim, step = said("20", "per cent")
    assert not explains(claim, 30, Span(19, 21), step)
    assert explains(claim, 30, Span(19.8, 20.1), step)
    assert not explains(claim, math.nan, Span(19.8, 20.1), step)

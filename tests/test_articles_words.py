"""Ranks, counts and single things in words: a rank is lower or higher by places, and one state is no states."""

from __future__ import annotations

import math
from typing import Any

import pytest

from milbalance.articles import misses, numbers
from milbalance.articles.sentences import sentence
from milbalance.articles.stated import Stated
from milbalance.choices import Choice, evaluate
from milbalance.choices.bounds import as_printed, covered
from milbalance.measures.ranges import Span
from milbalance.publish.article import pictures, told, ways
from milbalance.tables.load import Data

SINGLE = {
    ("1", "states"): "1 state",
    ("1", "ratio"): "1 times",
    ("1", "times"): "1 times",
    ("1", "series"): "1 series",
    ("1", "buses"): "1 buses",
    ("1", "chassis"): "1 chassis",
    ("1", "new tanks (main)"): "1 new tank (main)",
    ("1", "allies"): "1 ally",
    ("1", "tanks and guns"): "1 tanks and guns",
    ("1", "years"): "1 year",
    ("one", "weeks"): "one week",
    ("−1", "percentage points of GDP"): "−1 percentage point of GDP",
    ("nearly 1", "countries"): "nearly 1 country",
    ("1", "persons"): "1 person",
    ("1", "US dollars a month"): "1 US dollar a month",
    ("1", "cubic metres of gas"): "1 cubic metre of gas",
    ("1", "aircraft losses"): "1 aircraft losses",  # a word that the rule does not know stays
    ("1", "per cent of voters"): "1 per cent of voters",
    ("1", "billion US dollars"): "1 billion US dollars",
    ("1", "million TIV"): "1 million TIV",
    ("1", "rank"): "rank 1",
    ("11", "states"): "11 states",
    ("2.1", "times"): "2.1 times",
    ("0 to 1", "states"): "0 to 1 states",
    ("0", "states"): "0 states",
    ("", "states"): "states",
}


@pytest.mark.parametrize(("words", "unit"), SINGLE)
def test_one_of_a_unit_is_single(words: str, unit: str) -> None:
    assert numbers.with_unit(words, unit) == SINGLE[words, unit]


# What is stated as a rank, from and to, our rank, and how it is told.
RANKS = [
    (4, 4, 5, "one place lower"),
    (4, 4, 3, "one place higher"),
    (7, 7, 3, "4 places higher"),
    (9.5, 12.5, 13, "one place lower"),
    (4, 4, 4, "it fits"),
]


@pytest.mark.parametrize(("low", "high", "ours", "wanted"), RANKS)
def test_a_rank_is_lower_or_higher_by_places(low: float, high: float, ours: float, wanted: str) -> None:
    claim = Stated("s1", "It was fourth.", "rank", low if low == high else math.nan, low, high, "rank", whole=True)
    grid = evaluate(None, lambda _: ours, [Choice({"edition": "2020"})], claim.position)
    assert f"We get {ours} from our source: {wanted}. " in sentence(claim, Span(ours, ours), grid)
    record = {"relation": "between", "unit": "rank", "low": low, "high": high, "measure": "spending.rank"}
    assert told.missed(record | {"plain_low": ours, "plain_high": ours}) == ("" if wanted == "it fits" else wanted)
    if wanted != "it fits":
        record |= {"relation": "rank"} if low == high else {}
        allows = ": the words allow 10 to 12" * (low < high)
        assert told.stands(record, "outside", Span(ours, ours)) == wanted + allows


def test_a_miss_of_counts_is_told_in_them_and_that_of_others_in_per_cent() -> None:
    record = {"measure": "spending.count", "unit": "states", "relation": "is", "low": 17.5, "high": 18.5}
    assert told.missed(record | {"plain_low": 15, "plain_high": 15}) == "−3 states"
    assert told.missed(record | {"plain_low": 19, "plain_high": 19}) == "+1 state"
    assert told.missed(record | {"plain_low": 18, "plain_high": 18}) == ""
    assert told.missed(record | {"plain_low": None, "plain_high": None}) == ""
    assert told.missed(record | {"miss_per_cent": -12.4}) == "−12% of the number in the text"
    assert told.missed({"relation": "exists", "low": 1, "high": None, "plain_low": 0, "plain_high": 0}) == ""


def test_a_rank_that_is_a_range_is_told_from_its_near_end_alike_everywhere() -> None:
    claim = Stated("s1", "It was third.", "rank", 3, 3, 3, "rank", whole=True)
    ours = Span(44, 51)
    grid = evaluate(None, lambda _: ours, [Choice({"edition": "2020"})], claim.position)
    record = {"relation": "rank", "unit": "rank", "low": 3, "high": 3, "measure": "spending.rank"}
    record |= {"plain": 47.5, "plain_low": 44, "plain_high": 51, "position": "outside"}
    record |= {"now": 47.5, "now_low": 44, "now_high": 51, "now_position": "outside"}
    assert "44 to 51 from our source: 41 places lower." in sentence(claim, ours, grid)
    assert told.missed(record) == told.position(record) == "41 places lower"
    one = {"value": 47.5, "low": 44, "high": 51, "position": "outside"}
    assert told.stands(record, "outside", told.span(one, "value", "low", "high")) == "41 places lower"


# Relation, from and to, our answer: by how many members it misses, on the page and in the record.
MEMBERS = [
    ("over", 11, math.nan, 11, "−1 member"),
    ("at least", 12, math.nan, 11, "−1 member"),
    ("just over", 11, 12.1, 11, "−1 member"),
    ("under", math.nan, 12, 12, "+1 member"),
    ("at most", math.nan, 11, 12, "+1 member"),
    ("over", 11, math.nan, 12, ""),
    ("is", 10.5, 11.5, 13, "+2 members"),
]


@pytest.mark.parametrize(("relation", "low", "high", "ours", "wanted"), MEMBERS)
def test_a_count_at_a_bound_that_words_leave_out_misses_by_one(
    relation: str, low: float, high: float, ours: float, wanted: str
) -> None:
    claim = Stated("s1", "So many.", relation, 11, low, high, "members", whole=True)
    record = {"measure": "spending.count", "unit": "members", "relation": relation, "low": low, "high": high}
    assert told.missed(record | {"plain_low": ours, "plain_high": ours, "miss_per_cent": None}) == wanted
    assert (claim.side(ours) == "inside") == (wanted == "")
    assert (
        misses.miss(claim, Span(ours, ours)) == 0
        if wanted == ""
        else math.isnan(misses.miss(claim, Span(ours, ours)))
    )


# Relation, as printed, unit: the text in words, in the sentence and on the page.
FALLS = [
    ("over", "-25", "per cent", "a fall by over 25 per cent"),
    ("nearly", "−30", "per cent", "a fall by nearly 30 per cent"),
    ("at least", "-2", "percentage points", "a fall by at least 2 percentage points"),
    ("is", "-3.6", "per cent", "−3.6 per cent"),
    ("over", "25", "per cent", "over 25 per cent"),
    ("over", "-3", "billion US dollars", "over −3 billion US dollars"),
]


@pytest.mark.parametrize(("relation", "printed", "unit", "wanted"), FALLS)
def test_words_of_a_fall_are_said_of_its_size(
    data: Data, relation: str, printed: str, unit: str, wanted: str
) -> None:
    low, high = covered(relation, printed, unit)
    claim = Stated("s1", "It fell.", relation, as_printed(printed, unit).value, low, high, unit)
    grid = evaluate(None, lambda _: -10, [Choice({"edition": "2020"})], claim.position)
    assert sentence(claim, Span(-10, -10), grid).startswith(f"The text says {wanted}")
    assert told.stated({"relation": relation, "stated": printed, "unit": unit}, data) == wanted


EIGHTH: dict[str, Any] = {
    **{"value": 8.0, "low": 8.0, "high": 8.0, "weight": 1, "counted": True, "plain": True, "position": "outside"},
    **{"choice": {"edition": "2020"}, "why": "", "reason": "", "origin": "", "sources": []},
}
SEVENTH = {"measure": "spending.rank", "unit": "rank", "relation": "rank", "stated": "7", "low": 7, "high": 7}
SEVENTH |= {
    "verdict": "does not hold",
    "plain": 8,
    "plain_low": 8,
    "plain_high": 8,
    "claim_id": "seventh",
    "statement": "It was seventh.",
}


def test_only_whole_numbers_stand_at_the_curve_of_a_rank(data: Data) -> None:
    curve = ways.curve(SEVENTH, [EIGHTH], data)
    assert curve and [tick.text for tick in curve.ticks] == ["7", "8"]


def test_a_rank_is_called_so_in_its_picture_however_it_is_stated(data: Data) -> None:
    """An answer that is a number alone would be one there, and no words."""
    for about, wanted in (
        ({}, "rank 8"),
        ({"relation": "between", "stated": "5 to 7", "low": 4.5, "high": 7.5}, "rank 8"),
        ({"measure": "published", "unit": "", "relation": "is"}, "8"),
    ):
        record = {**SEVENTH, **about}
        assert told.computed(record, data) == wanted
        ax = pictures.draw(data, record, [EIGHTH]).ax
        low, high = ax.get_xlim()
        ticks = [one for one in ax.get_xticks() if low <= one <= high]
        assert wanted in [text.get_text() for text in ax.texts]
        assert ticks and (wanted == "8" or all(one == round(one) for one in ticks))

"""The unit that a text states: in the words that are used here, of the kind of the measure, in its scale."""

from __future__ import annotations

import pytest

from milbalance.articles.units import standard, unit
from milbalance.errors import MilbalanceError
from milbalance.measures.vocabulary.entries import entries

# The unit of a measure, what a text writes, what it is here, and what an answer is multiplied with.
WRITTEN = [
    ("billion US dollars", "billion dollars", "billion US dollars", 1),
    ("billion US dollars", "billion", "billion US dollars", 1),
    ("billion US dollars", "US$ billion", "billion US dollars", 1),
    ("billion US dollars", "$bn", "billion US dollars", 1),
    ("billion US dollars", "million USD", "million US dollars", 1000),
    ("billion US dollars", "billion constant 2019 dollars", "billion US dollars", 1),
    ("billion US dollars", "dollars", "US dollars", 1e9),
    ("US dollars", "dollars a head", "US dollars", 1),
    ("per cent", "%", "per cent", 1),
    ("per cent", "percent", "per cent", 1),
    ("per cent", "per cent of GDP", "per cent of GDP", 1),
    ("percentage points", "percentage points", "percentage points", 1),
    ("per cent or times", "times", "times", 0.01),
    ("per cent or times", "-fold", "times", 0.01),
    ("times", "x", "times", 1),
    ("times", "ratio", "ratio", 1),
    ("times", "per cent", "per cent", 100),
    ("persons", "troops", "persons", 1),
    ("persons", "million soldiers", "million persons", 1e-6),
    ("items", "tanks", "tanks", 1),
    ("items", "thousand tanks", "thousand tanks", 1e-3),
    ("states", "countries", "countries", 1),
    ("rank", "place", "rank", 1),
    ("per 1,000", "per thousand people", "per 1,000", 1),
    ("per 1,000", "per cent", "per cent", 0.1),
    ("days", "weeks", "weeks", 1 / 7),
    ("million TIV", "million (TIV printed as dollars)", "million (TIV printed as dollars)", 1),
    ("as stated", "anything", "anything", 1),
]
REFUSED = [
    ("billion US dollars", ["pounds", "billion zloty", "billion tanks", "persons"]),
    (
        "billion US dollars",
        ["billion euros", "billion Australian dollars", "C$ billion", "A$m", "per cent", "times"],
    ),
    ("per cent", ["times", "persons", "billion US dollars", "billion"]),
    ("percentage points", ["points"]),
    ("persons", ["per cent", "million US dollars", "times", "million TIV"]),
    ("per 1,000", ["per 100,000", "persons"]),
    ("times", ["persons", "US dollars"]),
    ("rank", ["per cent", "US dollars"]),
    ("days", ["months", "persons"]),
    ("million TIV", ["items", "per cent", "million US dollars"]),
]


def test_a_unit_may_be_written_in_many_ways() -> None:
    found = [(own, text, standard(own, text), unit(own, standard(own, text))[0]) for own, text, *_ in WRITTEN]
    assert [(own, text, name, pytest.approx(factor)) for own, text, name, factor in WRITTEN] == found


def test_a_unit_of_another_kind_is_refused_and_named() -> None:
    wrong = []
    for own, texts in REFUSED:
        for text in texts:
            try:
                wrong.append((own, text, standard(own, text)))
            except MilbalanceError as error:
                if not str(error).startswith(f"{text!r} for what is counted in {own}; wanted a unit such as {own}"):
                    wrong.append((own, text, str(error)))
    assert not wrong


def test_every_measure_knows_its_own_unit() -> None:
    """And the examples of the vocabulary are of it."""
    units = {one.unit for one in entries().values()} - {"yes or no", "places"}
    assert {own: standard(own, own.removesuffix(" or times")) for own in units} == {
        own: own.removesuffix(" or times") for own in units
    }

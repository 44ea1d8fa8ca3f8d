"""The unit that a text states: in the words that are used here, of the kind of the measure, in its scale."""

from __future__ import annotations

import pytest

from milbalance.articles.units import AS_STATED, impossible, noun, standard, unit
from milbalance.errors import MilbalanceError
from milbalance.measures.vocabulary.entries import entries

# The unit of a measure, what a text writes, what it is here, and what an answer is multiplied with.
WRITTEN = [
    ("billion US dollars", "billion dollars", "billion US dollars", 1),
    ("billion US dollars", "billion", "billion US dollars", 1),
    ("billion US dollars", "US$ billion", "billion US dollars", 1),
    ("billion US dollars", "$bn", "billion US dollars", 1),
    ("billion US dollars", "million USD", "million US dollars", 1000),
    ("billion US dollars", "billion current US dollars", "billion US dollars", 1),
    ("billion US dollars", "mln USD", "million US dollars", 1000),
    ("billion US dollars", "bln USD", "billion US dollars", 1),
    ("billion US dollars", "$b", "billion US dollars", 1),
    ("billion US dollars", "US$ b.", "billion US dollars", 1),
    ("billion US dollars", "U.S. dollars (billions)", "billion US dollars", 1),
    ("billion US dollars", "dollars billion", "billion US dollars", 1),
    ("billion US dollars", "billion dollars (US)", "billion US dollars", 1),
    ("billion US dollars", "billions of dollars", "billion US dollars", 1),
    ("US dollars", "dollars per capita", "US dollars", 1),
    ("US dollars", "USD per person", "US dollars", 1),
    ("billion US dollars", "dollars", "US dollars", 1e9),
    ("US dollars", "dollars a head", "US dollars", 1),
    ("per cent", "%", "per cent", 1),
    ("per cent", "percent", "per cent", 1),
    ("per cent", "per cent of GDP", "per cent of GDP", 1),
    ("per cent", "% of GDP", "per cent of GDP", 1),
    ("per cent", "pct", "per cent", 1),
    ("per cent a year", "% a year", "per cent a year", 1),
    ("per cent a year", "per cent", "per cent", 1),
    ("percentage points", "percentage points", "percentage points", 1),
    ("percentage points", "percentage points of GDP", "percentage points of GDP", 1),
    ("per cent or times", "times", "times", 0.01),
    ("per cent or times", "-fold", "times", 0.01),
    ("times", "x", "times", 1),
    ("times", "ratio", "ratio", 1),
    ("times", "per cent", "per cent", 100),
    ("persons", "troops", "persons", 1),
    ("persons", "million soldiers", "million persons", 1e-6),
    ("persons", "men and women", "persons", 1),
    ("persons", "millions", "million persons", 1e-6),
    ("items", "tanks", "tanks", 1),
    ("items", "F-16s and other fighters (new)", "F-16s and other fighters (new)", 1),
    ("items", "k tanks", "thousand tanks", 1e-3),
    ("items", "thousand tanks", "thousand tanks", 1e-3),
    ("states", "countries", "countries", 1),
    ("states", "NATO members", "NATO members", 1),
    ("rank", "place", "rank", 1),
    ("per 1,000", "per thousand people", "per 1,000", 1),
    ("per 1,000", "per cent", "per cent", 0.1),
    ("days", "weeks", "weeks", 1 / 7),
    ("days", "week", "weeks", 1 / 7),
    ("million TIV", "TIVs", "TIVs", 1e6),
    ("million TIV", "million", "million", 1),
    ("million TIV", "million (TIV printed as dollars)", "million (TIV printed as dollars)", 1),
    ("as stated", "anything", "anything", 1),
]
REFUSED = [
    ("billion US dollars", ["pounds", "billion zloty", "billion tanks", "persons"]),
    (
        "billion US dollars",
        ["billion euros", "billion Australian dollars", "C$ billion", "A$m", "per cent", "times"],
    ),
    ("billion US dollars", ["mil USD", "thousand million US dollars", "hundred million dollars", "$ trn", "USDbn"]),
    ("billion US dollars", [f"billion {prices} dollars" for prices in ("constant", "constant 2022 US", "2022")]),
    ("billion US dollars", ["dollars per person", "billion real dollars"]),
    ("per cent", ["times", "persons", "billion US dollars", "billion", "per cent a year", "percentage points"]),
    ("per cent", ["thousand per cent", "per cent more"]),
    ("percentage points", ["points", "per cent", "% of GDP", "times"]),
    ("persons", ["per cent", "million US dollars", "times", "million TIV", "tanks", "reserve soldiers", "lakh"]),
    (
        "items",
        ["dozen tanks", "hundred tanks", "1000 tanks", "thousand million tanks", "soldiers", "states", "dollars"],
    ),
    ("states", ["tanks", "per cent of members", "million states"]),
    ("per 1,000", ["per 100,000", "persons"]),
    ("times", ["persons", "US dollars", "times more"]),
    ("rank", ["per cent", "US dollars", "persons"]),
    ("days", ["months", "persons", "thousand days"]),
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


def test_points_and_per_cent_are_told_apart() -> None:
    """Of units, and of nouns behind a number."""
    difference = "; from 2 to 3 per cent is a rise by 1 percentage point, or by 50 per cent"
    for own, other in (("percentage points", "per cent"), ("per cent", "percentage points")):
        with pytest.raises(MilbalanceError, match=f"wanted a unit such as {own}{difference}"):
            standard(own, other)
        with pytest.raises(MilbalanceError, match=f"wanted {own}, or the number alone{difference}"):
            noun(own, own, other)


# Measure, unit stated, numbers that it can give, and numbers that it cannot with what is told.
CAN = [
    ("spending.level", "billion US dollars", (0, 86), {-86: "a number from 0 on"}),
    ("personnel.level", "million persons", (0, 1.4), {-1.4: "a number from 0 on"}),
    ("arms.imports", "million TIV", (0, 12), {-12: "a number from 0 on"}),
    ("spending.ratio", "times", (0, 2), {-2: "a number from 0 on"}),
    ("spending.share_gdp", "per cent", (0, 2, 120), {-2: "a number from 0 on"}),
    ("spending.share_government", "per cent", (0, 55, 120), {-2: "a number from 0 on"}),
    ("days", "days", (0, 44), {-44: "a number from 0 on"}),
    ("rate", "lira", (29,), {-29: "a number from 0 on"}),
    ("published", "billion US dollars", (-3, 3), {}),
    ("spending.change", "per cent", (-100, -4, 300), {-150: "a fall of 100 per cent at most"}),
    ("spending.change", "times", (0.5, 2), {-2: "a number from 0 on"}),
    ("spending.trend", "per cent a year", (-4, 4), {-150: "a fall of 100 per cent at most"}),
    ("spending.share_gdp_change", "percentage points", (-0.2, 0.2), {}),
    ("spending.share", "per cent", (0, 100), {100.5: "at most 100, as it is a part of a whole"}),
    ("arms.supplier_share", "per cent", (60,), {160: "at most 100, as it is a part of a whole"}),
    ("personnel.per_head", "per cent", (1, 100), {110: "at most 100, as it is a part of a whole"}),
    ("personnel.per_head", "per 1,000", (110,), {1001: "at most 1000, as it is a part of a whole"}),
    ("spending.rank", "rank", (1, 17), {0: "a whole number from 1 on", 2.5: "a whole number from 1 on"}),
    ("spending.count", "members", (0, 9), {-1: "a number from 0 on", 2.5: "a whole number"}),
]


def test_a_number_that_a_measure_cannot_give_is_told() -> None:
    wrong = []
    for name, stated, can, cannot in CAN:
        for number, told in {**dict.fromkeys(can, ""), **cannot}.items():
            if (found := impossible(entries()[name], stated, float(number))) != told:
                wrong.append((name, stated, number, found))
    assert not wrong


def test_every_measure_knows_its_own_unit() -> None:
    """And the examples of the vocabulary are of it."""
    units = {one.unit for one in entries().values()} - {"yes or no", "places"}
    assert {own: standard(own, own.removesuffix(" or times")) for own in units} == {
        own: own.removesuffix(" or times") for own in units
    }


# Unit of a measure, unit stated, noun behind the number, and what one of the noun is in the unit.
NOUNS = [
    ("billion US dollars", "billion US dollars", "dollars", 1),
    ("billion US dollars", "million US dollars", "us$", 1),
    ("US dollars", "US dollars", "$ a head", 1),
    ("million TIV", "million (TIV printed as dollars)", "$", 1),
    ("per cent", "per cent of GDP", "%", 1),
    ("per cent", "per cent of GDP", "per cent of gdp", 1),
    ("per cent or times", "times", "times", 1),
    ("times", "times", "per cent", 0.01),
    ("times", "per cent", "x", 100),
    ("per 1,000", "per 1,000", "%", 10),
    ("days", "days", "weeks", 7),
    ("days", "weeks", "days", 1 / 7),
    ("persons", "million persons", "troops", 1),
    ("items", "aircraft", "fighter aircraft", 1),
    ("items", "tanks", "tank", 1),
    ("items", "items", "tanks", 1),
    ("items", "items", "aircraft", 1),
    ("items", "items", "items", 1),
    ("per cent", "per cent of GDP", "% of gdp", 1),
    ("times", "per cent", "times", 100),
    (AS_STATED, "days", "weeks", 7),
    (AS_STATED, "million manats", "manats", 1),
    (AS_STATED, "US dollars a month", "$", 1),
]
OTHER_NOUNS = [
    ("billion US dollars", "billion US dollars", ["euros", "rupees", "dollars a head", "men", "constant dollars"]),
    ("million TIV", "million TIV", ["$", "dollars"]),
    ("per cent", "per cent", ["times", "percentage points", "% of the population", "per cent of the population"]),
    ("per cent or times", "per cent", ["times"]),
    ("per cent or times", "times", ["per cent", "times more"]),
    ("persons", "persons", ["$", "tanks", "per cent"]),
    ("states", "members", ["per cent", "tanks", "times"]),
    ("items", "aircraft", ["squadrons", "pair", "us$", "men"]),
    ("items", "items", ["squadrons", "batteries", "us$", "men", "per cent"]),
    (AS_STATED, "lira", ["dollars", "euros"]),
    (AS_STATED, "billion US dollars", ["euros"]),
    (AS_STATED, "persons", ["weeks"]),
]


def test_a_noun_behind_a_number_is_of_the_kind_of_the_unit() -> None:
    assert [(own, text, word, pytest.approx(factor)) for own, text, word, factor in NOUNS] == [
        (own, text, word, noun(own, text, word)) for own, text, word, _ in NOUNS
    ]


def test_a_noun_of_another_kind_is_refused() -> None:
    wrong = []
    for own, text, words in OTHER_NOUNS:
        for word in words:
            try:
                wrong.append((own, text, word, noun(own, text, word)))
            except MilbalanceError as error:
                if not str(error).startswith(f"{word!r} behind a number of {text}; wanted {text}"):
                    wrong.append((own, text, word, str(error)))
    assert not wrong

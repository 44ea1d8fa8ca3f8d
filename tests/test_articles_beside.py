"""What stands beside an answer on arms, on a small register made by hand."""

from __future__ import annotations

from inspect import signature

import pytest

from milbalance import arguments
from milbalance.articles import beside, readings
from milbalance.errors import MissingError
from milbalance.measures import volumes
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import entries
from milbalance.tables.load import Data
from test_measures_volumes import register

# Libya and a government that a register counts apart from it; and states of which one came to an end.
FLOWS = [
    ("LBY", "RUS", 2019, 30.0),
    ("XLG", "TUR", 2020, 12.0),
    ("RUS", "SUN", 1993, 1.0),
    ("SUN", "RUS", 1990, 2.0),
]


def test_a_part_of_a_state_has_an_amount_of_its_own_and_no_rank_share_or_order(data: Data) -> None:
    made = register(data, FLOWS)
    asked = {"place": "LBY", "source": "mine", "years": (2019, 2020)}
    told = {}
    for name, entry in entries().items():
        if entry.reads == "transfers":
            more = {"other": "RUS"} if entry.other != "none" else {}
            more |= {"base": (2017, 2018)} if entry.years == "two windows" else {}
            more |= {"n": 1} if "n" in signature(MEASURES[name]).parameters else {}
            told[name] = beside.of_arms(made, entry, {**entry.plain, **asked, **more})
    # Exports of the party are none, and what came to it from Russia neither.
    assert {name for name, line in told.items() if "on its own" in line} <= {"arms.imports", "arms.exports"}
    alone = beside.of_arms(made, entries()["arms.imports"], {**asked})
    assert alone == "SIPRI counts XLG on its own, not in Libya: 12 million TIV"


def test_members_who_joined_or_left_are_told_however_many(data: Data) -> None:
    def told(place: str, base: tuple[int, int], years: tuple[int, int]) -> str:
        plain = {"place": place, "source": "mine", "base": base, "years": years}
        return beside.of_arms(data, entries()["arms.import_change"], plain)

    many = told("NATO", (1994, 1998), (2019, 2023))
    assert many.startswith("NATO means its members of 2023, in every year; 15 joined after 1994: ")
    assert many.endswith(" and 7 more")
    assert told("NATO", (2014, 2017), (2019, 2022)).endswith("; 2 joined after 2014: MKD, Montenegro")
    assert told("NATO", (2021, 2021), (2022, 2022)) == "NATO means its members of 2022, in every year"


def test_of_a_volume_that_is_printed_as_dollars_it_is_told_that_it_is_no_money(data: Data) -> None:
    row = {"place": "GEO", "other": "", "years": "2018-2019", "item": "", "relation": "is", "stated": "47"}
    asked, line = {"place": "GEO", "years": (2018, 2019)}, "TIV is a volume of arms and no money"
    for unit, wanted in (("million (TIV printed as dollars)", 1), ("million TIV", 0)):
        found = readings.choices_of(data, entries()["arms.imports"], {**row, "unit": unit}, asked)
        assert found["measure"] == "arms.imports"
        assert found["rule"]["told"].count(line) == wanted


def test_years_in_which_a_state_was_none_are_told_the_same_way_beside_an_answer_and_in_place_of_one(
    data: Data,
) -> None:
    made = register(data, FLOWS)
    for place, part, none, begins in (
        ("SVN", (1989, 1993), (1985, 1987), "SVN is counted as a state from 1992 on, so there is nothing for "),
        ("SUN", (1991, 1995), (2021, 2025), "SUN is counted as a state until 1993, so there is nothing for "),
    ):
        left = {"SVN": ("1989–91", "1985–87"), "SUN": ("1994–95", "2021–25")}[place]
        asked = {"place": place, "source": "mine"}
        found = beside.of_arms(made, entries()["arms.imports"], {**asked, "years": part})
        assert found == begins + left[0]
        with pytest.raises(MissingError, match=begins + left[1]):
            MEASURES["arms.imports"](made, **asked, years=none)
    with pytest.raises(MissingError, match="BRICS had no members in 2000; its first members are of 2009"):
        volumes.members(data, "BRICS", 2000)


def test_a_list_ends_with_how_many_more_there_are() -> None:
    assert arguments.first(["FRA", "GEO", "TUR"], 2) == "FRA, GEO and 1 more"
    assert arguments.first([2019, 2020], 2) == "2019, 2020"
    assert arguments.first(["FRA"], 1, of=4) == "FRA and 3 more"
    assert arguments.first([], 2) == ""

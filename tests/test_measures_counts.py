"""Counts of people: which rows add up, which are states of one count, and dates in words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from milbalance.errors import MissingError, NoRowsError
from milbalance.measures import counts
from milbalance.measures.counts import Row
from milbalance.tables.load import Data

COLUMNS = ["topic", "source_id", "subject", "as_of", "value", "low", "high", "scope", "counted_by", "standing"]
OFFICE = ("Health Ministry", "official")
FORMER = ("a former head", "former official")
ROWS = [
    ("killed", "a", "killed, Health Ministry", "2020-11-01", 10, None, None, "soldiers", *OFFICE),
    ("killed", "b", "killed, Health Ministry, as printed", "2021-01-05", 12, None, None, "soldiers", *OFFICE),
    ("killed", "c", "killed, Health Ministry", "2022", 15, None, None, "soldiers", *OFFICE),
    ("killed", "c", "buried by this date, Health Ministry", "2020-12-01", 9, None, None, "buried by date", *OFFICE),
    ("killed", "c", "missing soldiers", "2022", 3, None, None, "missing", None, None),
    ("killed", "c", "missing civilians", "2022", None, None, 2, "missing", None, None),
    ("killed", "d", "killed, former head", "2021-02-01", 99, None, None, "soldiers", *FORMER),
    ("killed", "e", "vandalised", "undated", 999, None, None, "do not use", None, None),
    ("killed", "e", "wounded", "2021", 40, None, None, "wounded", None, None),
]
FACTS = pd.DataFrame(ROWS, columns=COLUMNS).astype({"value": float, "low": float, "high": float})
LAST = Row("killed", "c", "killed, Health Ministry", "2022")


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2021-08-24", "24 August 2021"),
        ("2020-10", "October 2020"),
        ("2022", "2022"),
        ("1988-1994", "1988–1994"),
        ("undated", "undated"),
    ],
)
def test_dates_are_words_as_exact_as_they_are_given(as_of: str, words: str) -> None:
    assert counts.day(as_of) == words


@pytest.mark.parametrize(
    ("as_of", "inside"),
    [
        ("2020-09-26", False),
        ("2020-09-27", True),
        ("2020-10", True),
        ("2020-11-09", True),
        ("2020-11-10", False),
        ("2020-11", False),  # the month of the ceasefire could be after it
        ("2020", False),
        ("1994", False),
    ],
)
def test_a_count_is_of_the_war_only_if_its_date_says_so(as_of: str, inside: bool) -> None:
    assert counts.in_war(as_of, ("2020-09-27", "2020-11-10")) is inside


def test_a_running_count_is_known_by_its_last_state_and_burials_are_a_stage_of_it() -> None:
    rows = counts.usable(FACTS, "killed")
    found = counts.last_states(rows[rows["scope"].isin(["soldiers", "buried by date"])])
    # The page that passes 12 on printed an earlier state of 15, and the 9 buried are among them.
    assert set(found["value"]) == {15, 99}


def test_documented_deaths_are_a_lower_bound_and_keep_the_number_printed() -> None:
    documented = FACTS.assign(scope=FACTS["scope"].replace("soldiers", counts.DOCUMENTED))
    found = counts.total(documented, [LAST])
    assert (found.low, found.high, found.number) == (15, math.inf, 15)
    assert counts.total(FACTS, [LAST]).high == 15


def test_rows_of_no_use_and_the_wounded_are_not_listed() -> None:
    assert set(counts.usable(FACTS, "killed")["source_id"]) == {"a", "b", "c", "d"}


def test_official_counts_leave_politicians_out_and_name_who_counted_when() -> None:
    found = counts.official(FACTS, "killed", ["soldiers"])
    assert list(zip(found["value"], found["date"], strict=True)) == [
        (10, "1 November 2020"),
        (12, "5 January 2021"),
        (15, "2022"),
    ]
    assert set(found["counter"]) == {"Health Ministry"}


def test_the_missing_are_those_of_the_same_source_and_date() -> None:
    beside = counts.missing_beside(FACTS, LAST)
    assert len(beside) == 2
    together = counts.total(FACTS, [LAST, *beside])
    assert (together.low, together.high) == (15 + 3 + 0, 15 + 3 + 2)  # "up to two" civilians


def test_a_count_without_missing_says_so_in_words() -> None:
    first = Row("killed", "a", "killed, Health Ministry", "2020-11-01")
    with pytest.raises(MissingError, match="no number of the missing goes with the count of 1 November 2020"):
        counts.missing_beside(FACTS, first)


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoRowsError):
        counts.total(FACTS, [LAST._replace(as_of="2030")])


def test_keys_name_each_row_once(data: Data) -> None:
    rows = counts.usable(data.facts, "killed-armenia")
    keys = counts.keys(rows)
    assert len(set(keys)) == len(rows)
    assert [counts.total(data.facts, [key]).low for key in keys[:2]] == [0, 310]  # "nearly 2,800" is open below


def test_deaths_add_the_places_of_a_year(data: Data) -> None:
    found = counts.deaths(data.fatalities, "ucdp-ged-23.1")
    assert found[1992] == 107 + 2060
    assert found.loc[1992:1994].sum() == 107 + 2060 + 44 + 1185 + 30 + 1489


def test_an_estimate_that_an_edition_lacks_is_missing(data: Data) -> None:
    with pytest.raises(MissingError, match=r"ucdp-ged-19.1 gives no low estimate"):
        counts.deaths(data.fatalities, "ucdp-ged-19.1", estimate="low")


def test_months_of_a_log_add_its_categories(data: Data) -> None:
    found = counts.by_month(data.incidents, "incidents by weapon")
    assert found["2015-01"] == 1 + 2 + 10
    assert "2015-06" not in found.index  # nothing logged is no row
    assert (
        found.sum() == 302 and counts.by_month(data.incidents, "incidents by weapon", value="records").sum() == 288
    )

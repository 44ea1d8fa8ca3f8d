"""Published numbers as ranges."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest

from milbalance.errors import AmbiguousError, MilbalanceError, MissingError, NoRowsError
from milbalance.measures import facts
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary import MEASURES
from milbalance.tables import load

NAN = math.nan
COLUMNS = ["topic", "subject", "as_of", "source_id", "value", "low", "high"]
FACTS = pd.DataFrame(
    [
        ("t", "killed", "2020-01", "one", 5.0, NAN, NAN),
        ("t", "killed", "2021-01", "one", 7.0, NAN, NAN),
        ("t", "missing", "2020-06", "one", NAN, 3.0, NAN),
        ("t", "hurt", "2020-06", "two", NAN, NAN, 9.0),
        ("t", "all", "2020-06", "two", 12.0, 10.0, 20.0),
    ],
    columns=COLUMNS,
)


@pytest.mark.parametrize(
    ("subject", "span", "number"),
    [("missing", Span(3, math.inf), 3), ("hurt", Span(0, 9), 4.5), ("all", Span(10, 20), 12)],
)
def test_a_bound_and_a_range_stay_what_they_are(subject: str, span: Span, number: float) -> None:
    found = facts.fact(FACTS, "t", subject=subject)
    assert found == span
    assert found.number == number


def test_a_value_that_a_source_rounds_is_all_that_rounds_to_it() -> None:
    """67 thousand is 66.5 to 67.5, 0.5 billion is 0.45 to 0.55; a printed range keeps its ends."""
    table = FACTS.assign(rounded_to=[1000.0, 0.1, NAN, NAN, 1.0], value=[67_000.0, 0.5, NAN, NAN, 12.0])
    spans = [facts.span(row) for row in table.to_dict("records")]
    assert spans[0] == Span(66_500, 67_500) and spans[0].number == 67_000
    assert (spans[1].low, spans[1].high) == pytest.approx((0.45, 0.55))
    assert spans[2:] == [Span(3, math.inf), Span(0, 9), Span(10, 20)]


def test_one_row_is_asked_for() -> None:
    assert facts.fact(FACTS, "t", subject="killed", as_of="2020-01") == Span(5, 5)
    with pytest.raises(AmbiguousError, match="2 rows"):
        facts.fact(FACTS, "t", subject="killed")
    with pytest.raises(NoRowsError):
        facts.fact(FACTS, "u", subject="killed")


def test_a_running_count_replaces_its_earlier_state() -> None:
    last = facts.latest(FACTS[::-1])
    assert list(last["subject"]) == ["killed", "missing", "hurt", "all"]
    assert list(last.loc[last["subject"] == "killed", "value"]) == [7.0]


ROWS = pd.DataFrame(
    [
        ("budget.level", "CHN", None, "2023", "mine", 224.0),
        ("budget.level", "CHN", None, "2022", "mine", 209.0),
        ("budget.level", "JPN", None, "2023-04", "mine", 51.0),
        ("arms.sold", "TUR", "QAT", "2023", "mine", 5.5),
        ("arms.sold", "TUR", "QAT", "2023", "yours", 4.4),
        ("dead", None, None, "2020", "mine", 5700.0),
    ],
    columns=["topic", "place", "partner", "as_of", "source_id", "value"],
).assign(low=None, high=None, subject="as printed")


def test_what_others_published_dates_and_rates_by_hand(data: load.Data) -> None:
    made = replace(data, facts=ROWS)
    turn = {"pair": ("TRY", "USD"), "years": "2020-10"}
    by_hand = {
        "a place and year": ("published", {"item": "budget.level", "place": "CHN", "years": "2022"}, 209.0),
        "a month in a year": ("published", {"item": "budget.level", "place": "JPN", "years": "2023"}, 51.0),
        "a source": ("published", {"item": "arms.sold", "place": "TUR", "source": "yours"}, 4.4),
        "rows without a place": ("published", {"item": "dead", "place": "ARM; AZE", "years": "2020"}, 5700.0),
        "two that differ": ("published", {"item": "arms.sold"}, MissingError),
        "another year": ("published", {"item": "dead", "years": "2021"}, NoRowsError),
        "another place": ("published", {"item": "budget.level", "place": "FRA"}, NoRowsError),
        "no such topic": ("published", {"item": "index.rank"}, NoRowsError),
        "two dates": ("days", {"years": "2020-09-27; 2020-11-10"}, 44.0),
        "two dates, both counted": ("days", {"years": "2020-09-27; 2020-11-10", "inclusive": True}, 45.0),
        "a month": ("rate", {"place": "TRY", "other": "USD", **turn}, 7.9577),
        "the other way round": ("rate", {"place": "USD", "other": "TRY", **turn}, 1 / 7.9577),
        "another currency": ("rate", {"place": "GEL", "other": "USD", **turn}, NoRowsError),
        "a month that is not there": (
            "rate",
            {"place": "TRY", "other": "USD", **turn, "years": "1999-01"},
            NoRowsError,
        ),
    }
    wrong = []
    for name, (measure, how, expected) in by_hand.items():
        try:
            answer = MEASURES[measure](made, **how)
            found = answer.number if isinstance(answer, Span) else answer
        except MilbalanceError as error:
            found = type(error)
        if found != (expected if isinstance(expected, type) else pytest.approx(expected)):
            wrong.append(f"{name}: {found}, by hand {expected}")
    assert not wrong, "\n".join(wrong)

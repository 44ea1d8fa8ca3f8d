"""Turkish exports: periods that never overlap, factors worked out by hand."""

from __future__ import annotations

import pytest

from milbalance.measures import customs
from milbalance.measures.vocabulary.flows import months
from milbalance.tables.load import Data


@pytest.mark.parametrize(
    ("start", "end", "count"), [("2020-07", "2020-07", 1), ("2019-01", "2019-09", 9), ("2019-12", "2020-02", 3)]
)
def test_months_count_both_ends(start: str, end: str, count: int) -> None:
    assert months(start, end) == count


def test_periods_follow_one_another_without_overlap_or_gap(data: Data) -> None:
    table = customs.by_period(data)
    for before, after in zip(table["end"], table["start"].iloc[1:], strict=False):
        assert months(before, after) == 2
    assert (table["per_month"] * table["months"]).sum() == pytest.approx(table["value"].sum())


def test_months_of_2020_add_up_to_what_was_published(data: Data) -> None:
    """Reuters prints 123 million for January to September 2020, rounded to a million."""
    table = customs.by_period(data)
    nine = table[(table["start"] >= "2020-01") & (table["end"] <= "2020-09")]
    assert nine["value"].sum() == pytest.approx(123, abs=0.5)


def test_factors_by_hand(data: Data) -> None:
    factors = customs.factors(data).set_index("compared")["factor"]
    assert factors["first nine months of 2020 on those of 2019"] == pytest.approx(123 / 20.7)
    assert factors["third quarter on the whole first half of 2020"] == pytest.approx(113.37888 / 9.62112)
    assert factors["third quarter on a quarter of the first half of 2020"] == pytest.approx(2 * 113.37888 / 9.62112)
    assert factors["third quarter of 2020 on third quarter of 2019"] == pytest.approx(100)
    assert factors["September on July 2020"] == pytest.approx(77.1 / 0.27888)


def test_only_the_published_bound_is_a_bound(data: Data) -> None:
    table = customs.factors(data)
    assert list(table.loc[table["at_least"], "factor"]) == [pytest.approx(100)]


def test_a_misreading_is_never_a_value(data: Data) -> None:
    assert "erroneous" in set(data.flows["kind"])
    assert "erroneous" not in set(customs.exports(data)["kind"])

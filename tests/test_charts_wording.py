"""The words that charts share: lists, runs of years, gaps and peaks."""

from __future__ import annotations

import pandas as pd
import pytest

from milbalance.charts import marks, style, wording
from milbalance.errors import MissingError
from milbalance.tables.load import Data


@pytest.mark.parametrize(("items", "words"), [(["a"], "a"), (["a", "b"], "a and b"), (list("abc"), "a, b and c")])
def test_items_are_listed_with_one_and(items: list[str], words: str) -> None:
    assert wording.listed(items) == words


@pytest.mark.parametrize(
    ("years", "words"),
    [([2013], "2013"), ([2012, 2011], "2011–2012"), ([1993, 2011, 2012, 2013, 2020], "1993, 2011–2013 and 2020")],
)
def test_runs_of_years_are_joined(years: list[int], words: str) -> None:
    assert wording.year_spans(years) == words


def test_gaps_are_told_with_their_reason(data: Data) -> None:
    rows = pd.DataFrame(
        [("AZE", 2001, 1.0, None), ("AZE", 2002, None, "not published"), ("AZE", 2004, 2.0, None)],
        columns=["place", "year", "value", "missing_reason"],
    )
    told = wording.gap_words(data, rows, ["AZE"])
    assert told == " No value for Azerbaijan in 2002 (not published) and Azerbaijan in 2003 (no row)."
    assert wording.gap_words(data, rows[rows["year"] == 2001], ["AZE"]) == ""


def test_the_peak_is_the_first_highest_value() -> None:
    assert wording.peak(pd.Series([float("nan"), 3.0, 3.0], index=[1, 2, 3])) == (2, 3.0)
    with pytest.raises(MissingError):
        wording.peak(pd.Series([float("nan")], index=[1]))


def test_a_year_without_a_value_keeps_its_row() -> None:
    rows = wording.yearly(pd.Series([1.0, float("nan")], index=[2001, 2002]), place="AZE")
    assert list(rows["year"]) == [2001, 2002]
    assert set(rows["place"]) == {"AZE"}


@pytest.mark.parametrize(("fill", "ink"), [("white", style.INK), ("black", "white"), ("#F7EFC6", style.INK)])
def test_text_on_a_fill_can_be_read(fill: str, ink: str) -> None:
    assert marks.ink_on(fill) == ink

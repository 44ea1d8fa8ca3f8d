"""Slopes on small frames."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from milbalance.charts import style
from milbalance.charts.forms.slopes import slopes
from milbalance.errors import MilbalanceError

FRAME = pd.DataFrame(
    {
        "label": ["Ships"] * 4 + ["Boats"] * 2,
        "series": ["Blue", "Blue", "Red", "Red", "Blue", "Blue"],
        "year": [2014, 2020] * 3,
        "value": [10.0, 20.0, 5.0, 5.0, 1.0, 3.0],
        "source_id": ["a", "b", "a", "a", "a", "a"],
    }
)


def test_each_series_has_a_line_from_the_first_to_the_second_number() -> None:
    ax = slopes(FRAME, colours={"Blue": "#0000ff"})
    lines = [line for line in ax.get_lines() if line.get_marker() != "None"]
    assert [line.get_ydata().tolist() for line in lines] == [[10, 20], [5, 5], [1, 3]]
    assert [list(line.get_xdata()) for line in lines][:2] == [[0, 1], [0, 1]] and lines[2].get_xdata()[0] > 1
    assert lines[0].get_color() == "#0000ff" and lines[1].get_color() == style.INK
    assert ax.get_ylim()[0] == 0


def test_a_line_between_two_sources_is_broken() -> None:
    lines = [line for line in slopes(FRAME).get_lines() if line.get_marker() != "None"]
    assert [line.get_linestyle() for line in lines] == ["--", "-", "-"]


def test_numbers_names_and_what_is_said_of_each_are_written_and_cover_no_other() -> None:
    near = FRAME.assign(value=[10.0, 20.0, 10.1, 19.9, 1.0, 3.0])
    ax = slopes(near, about={"Ships": "twice as many"}, ends={2014: "before", 2020: "after"})
    figure = style.figure_of(ax)
    figure.draw_without_rendering()
    words = [text.get_text() for text in ax.texts if text.get_text()]
    assert {"10", "20", "1", "3", "Ships", "Boats", "twice as many", "Blue", "Red"} <= set(words)
    assert words.count("Blue") == 1, "a series is named on the first slope"
    assert [text.get_text() for text in ax.get_xticklabels()] == ["before", "after"] * 2
    left = [text.get_window_extent() for text in ax.texts if text.get_text() == "10"]
    assert len(left) == 2 and not left[0].overlaps(left[1])


@pytest.mark.parametrize("years", [[2014, 2014], [2014, 2015, 2016]])
def test_there_are_two_ends(years: list[int]) -> None:
    frame = pd.DataFrame({"label": "Ships", "series": "Blue", "year": years, "value": 1.0})
    with pytest.raises(MilbalanceError, match="slopes go from one year to another; there"):
        slopes(frame)


def test_a_series_with_one_end_has_a_mark_without_a_line() -> None:
    frame = FRAME.assign(value=FRAME["value"].mask(FRAME.index == 3))
    lines = [line for line in slopes(frame).get_lines() if line.get_marker() == "s"]
    assert [len(line.get_xdata()) for line in lines] == [1]
    with pytest.raises(MilbalanceError, match="there are 0"):
        slopes(FRAME.assign(value=math.nan))

"""Items on a line of years: areas are numbers, numbers stand in marks or above them, sums are up to a year."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from milbalance import charts
from milbalance.errors import MilbalanceError

ROWS = pd.DataFrame(
    {
        "group": ["large", "large", "large", "small"],
        "label": ["Heron", "Heron", "Akinci", "Orbiter"],
        "series": ["Israel", "Israel", "Turkey", "Israel"],
        "year": [2015, 2021, 2022, 2018],
        "value": [100.0, 25.0, 4.0, 1.0],
    }
)


def marks(ax: Axes) -> list[tuple[float, float, float]]:
    found = [(np.asarray(line.get_data(), dtype=float), line) for line in ax.lines if line.get_marker() == "o"]
    return [(float(at[0, 0]), float(at[1, 0]), line.get_markersize()) for at, line in found]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_areas_are_numbers() -> None:
    (_, _, large), (_, _, quarter), *_ = marks(charts.items(ROWS))
    assert quarter / large == pytest.approx(0.5)


def test_rows_of_one_label_share_a_line_and_groups_stand_under_their_names() -> None:
    ax = charts.items(ROWS)
    assert [(year, level) for year, level, _ in marks(ax)] == [(2015, 1), (2021, 1), (2022, 2), (2018, 4)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Heron", "Akinci", "Orbiter"]
    assert {"large", "small"} <= set(words(ax))


def test_every_mark_has_its_number_and_the_smallest_is_seen() -> None:
    ax = charts.items(ROWS)
    assert [word for word in words(ax) if word.isdigit()] == ["100", "25", "4", "1"]
    assert min(size for _, _, size in marks(ax)) >= 3.5


def test_the_years_and_sums_end_with_one_and_what_came_later_is_named_below() -> None:
    ax = charts.items(ROWS, until=2020, later="after 2020", total="to 2020")
    assert words(ax)[-4:] == ["after 2020: Akinci", "to 2020", "100", "1"]
    assert [year for year, _, _ in marks(ax)] == [2015, 2018] and ax.get_xlim()[1] < 2021


def test_years_that_end_before_all_marks_are_refused() -> None:
    with pytest.raises(MilbalanceError, match="up to 2010"):
        charts.items(ROWS, until=2010)


def test_what_is_spoken_of_is_bold() -> None:
    weights = [label.get_fontweight() for label in charts.items(ROWS, bold=["Heron"]).get_yticklabels()]
    assert weights == ["bold", "normal", "normal"]


def test_a_frame_needs_no_groups_and_no_series() -> None:
    assert len(marks(charts.items(ROWS[["label", "year", "value"]]))) == 4


def test_what_is_not_spoken_of_is_pale() -> None:
    rows = pd.DataFrame({"year": [2015, 2016], "label": ["Heron", "Crane"], "value": [4.0, 16.0]})
    shades = [mark.get_alpha() for mark in charts.items(rows, bold=["Heron"]).get_lines()[:2]]
    assert shades[0] is None and 0 < shades[1] < 1
    assert {mark.get_alpha() for mark in charts.items(rows).get_lines()[:2]} == {None}

"""The numbers of an axis: each its own, thousands apart, no more decimals than it takes."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.axes import Axes

from milbalance import charts
from milbalance.charts import style, texts
from milbalance.charts.ticks import Numbers, decimals


def written(ax: Axes, way: str) -> list[str]:
    style.figure_of(ax).draw_without_rendering()
    return [text.get_text() for text in getattr(ax, f"get_{way}ticklabels")()]


@pytest.mark.parametrize("base", [0.0, 1917.0, 3561.67, -12000.0])
def test_an_axis_of_less_than_one_unit_has_no_number_twice(base: float) -> None:
    near = pd.DataFrame({"label": ["a", "b"], "value": [base + 0.1, base + 0.9], "year": [2019, 2020]})
    every = [
        written(charts.dots(near), "x"),
        written(charts.lines(near.assign(series="s"), limits=[base, base + 1]), "y"),
    ]
    assert not [labels for labels in every if len(set(labels)) < len(labels)]


def test_thousands_are_apart_and_a_minus_is_one() -> None:
    assert Numbers().format_ticks([-1000, 0, 12500]) == ["−1,000", "0", "12,500"]
    assert Numbers(1e6, "%").format_ticks([5e5, 1e6]) == ["0.5%", "1.0%"]
    assert Numbers(alone=True).format_ticks([0.5, 1, 20]) == ["0.5", "1", "20"]


def test_decimals_are_as_few_as_can_be() -> None:
    assert [decimals(numbers) for numbers in ([0, 5], [0.5, 1], [3561.67, 3561.5], [1 / 3])] == [0, 1, 2, 9]


def test_marks_and_sentences_round_a_half_up() -> None:
    """Nine to four is 2.25, which Python writes as 2.2 and a reader as 2.3."""
    pair = pd.DataFrame({"label": "guns", "series": ["one"], "value": [9.0 / 4.0]})
    marks = {text.get_text() for text in charts.pairs(pair, digits=1, sign="×").texts}
    assert "2.3×" in marks and {texts.number(2.25, 1), texts.times(2.25, unit=False)} == {"2.3"}

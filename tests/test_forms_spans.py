"""Spans on small frames made by hand: which bar stands where, how long it is, where its words stand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.dates import num2date

from drawing import collisions
from milbalance import charts
from milbalance.charts import style
from milbalance.errors import MilbalanceError

BLUE = "#0072B2"


def frame(**columns: Any) -> pd.DataFrame:
    made = {"label": ["spring", "year"], "start": ["2020-03-01", "2020-01-01"], "end": ["2020-06-30", "2020-12-31"]}
    return pd.DataFrame({**made, **columns})


def bars(ax: Axes) -> list[tuple[str, float, float]]:
    """The first day of each bar, how many days it is long, and the level of its middle."""
    return [
        (
            f"{num2date(bar.get_x()):%Y-%m-%d}",
            round(bar.get_width(), 6),
            round(bar.get_y() + bar.get_height() / 2, 6),
        )
        for bar in ax.patches
    ]


def named(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.get_yticklabels()]


def test_a_bar_runs_from_its_first_day_to_its_last_from_the_top_down() -> None:
    ax = charts.spans(frame())
    # 31 days of March, 30 of April, 31 of May and 29 of June; 2020 has 366 days.
    assert bars(ax) == [("2020-03-01", 121, 0), ("2020-01-01", 365, 1)]
    assert named(ax) == ["spring", "year"]
    bottom, top = ax.get_ylim()
    assert bottom > top


def test_dates_may_be_dates_and_one_line_may_have_several_bars() -> None:
    days = frame().assign(**{name: pd.to_datetime(frame()[name]) for name in ("start", "end")})
    assert bars(charts.spans(days)) == bars(charts.spans(frame()))
    ax = charts.spans(frame(label=["one", "one"]))
    assert [level for *_, level in bars(ax)] == [0, 0] and named(ax) == ["one"]


def test_a_single_day_is_a_mark_and_no_bar() -> None:
    ax = charts.spans(frame(end=[None, "2020-12-31"]))
    assert len(ax.patches) == 1
    (mark,) = [line for line in ax.get_lines() if line.get_marker() == "D"]
    assert [f"{num2date(x):%Y-%m-%d}" for x in map(float, ax.convert_xunits(mark.get_xdata()))] == ["2020-03-01"]
    alone = charts.spans(pd.DataFrame({"label": ["day"], "start": ["2020-03-01"], "end": [None]}))
    low, high = alone.get_xlim()
    assert low < high


def test_colours_are_those_of_the_series() -> None:
    ax = charts.spans(frame(series=["a", "b"]), colours={"b": BLUE})
    assert [
        same_color(bar.get_facecolor(), ink) for bar, ink in zip(ax.patches, (style.NEUTRAL, BLUE), strict=True)
    ]


def test_words_stand_on_the_side_that_has_room_and_cover_nothing() -> None:
    rows = pd.DataFrame(
        {
            "label": ["early", "late", "silent"],
            "start": ["2020-01-01", "2020-12-01", "2020-06-01"],
            "end": ["2020-01-31", "2020-12-31", "2020-06-20"],
            "words": ["a month and the words that are said of it", "the last month of all", None],
        }
    )
    ax = charts.spans(rows)
    early, late = (text for text in ax.texts if text.get_text())
    assert (early.get_ha(), late.get_ha()) == ("left", "right")
    assert collisions(style.figure_of(ax)) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (frame().iloc[:0], "no row to draw"),
        (frame(end=["2020-02-01", "2020-12-31"]), "ends before it begins: spring"),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows: pd.DataFrame, words: str) -> None:
    with pytest.raises(MilbalanceError, match=words):
        charts.spans(rows)


def test_it_draws_on_axes_that_are_given() -> None:
    ax = style.canvas()
    assert charts.spans(frame(), ax=ax) is ax

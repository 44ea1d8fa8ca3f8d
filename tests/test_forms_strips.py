"""Strips on a small frame made by hand: what is drawn in which strip, from when to when, and how it is named."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from drawing import collisions
from milbalance import charts
from milbalance.charts import style
from milbalance.errors import MilbalanceError

YEARS = list(range(2000, 2010))
SHIPS = pd.DataFrame({"year": YEARS, "value": [float(one) for one in range(10)], "unit": "ships"})
MONEY = pd.concat(
    pd.DataFrame({"year": YEARS, "value": values, "unit": "francs", "series": name})
    for name, values in (("North", [10.0] * 4 + [None] + [90.0] * 5), ("South", [5.0] * 10))
)
WARS = pd.DataFrame({"words": ["Long war", "June"], "start": ["2001", "2008-06"], "end": ["2003", "2008-06-30"]})
ALL = pd.concat([SHIPS, MONEY, WARS], ignore_index=True)
TWO: list[dict[str, Any]] = [
    {"unit": "ships", "words": "Ships", "about": "built in each year"},
    {"unit": "francs", "words": "Money", "kind": "lines"},
]


def said(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts if text.get_text()]


def test_each_unit_has_a_strip_and_an_axis_of_its_own_from_zero() -> None:
    ships, money = charts.strips(ALL, strips=TWO).child_axes
    assert [float(bar.get_height()) for bar in ships.patches] == [float(one) for one in range(10)]
    assert [len(one.get_lines()) for one in (ships, money)] == [0, 2]
    assert ships.get_ylim()[0] == money.get_ylim()[0] == 0 and money.get_ylim()[1] > 90 > ships.get_ylim()[1] > 9


def test_a_year_runs_from_its_first_day_to_its_last_in_every_strip() -> None:
    ships, money = charts.strips(ALL, strips=TWO, first=1998).child_axes
    assert ships.get_xlim() == money.get_xlim() == (1998, 2010)
    edges = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ships.patches if isinstance(bar, Rectangle)]
    assert all(2000 + place < start < end < 2001 + place for place, (start, end) in enumerate(edges))
    assert money.get_lines()[1].get_xdata()[0] == 2000.5 or money.get_lines()[1].get_xdata()[2] == 2000.5


def test_a_year_without_a_value_breaks_its_line() -> None:
    north = charts.strips(ALL, strips=TWO).child_axes[1].get_lines()[0]
    assert [year for year, value in zip(north.get_xdata(), north.get_ydata(), strict=True) if pd.isna(value)] == [
        2004.5
    ]


def test_what_happened_is_shaded_from_its_first_day_to_the_end_of_its_last_and_named_above() -> None:
    ax = charts.strips(ALL, strips=TWO)
    long, short = (one for one in ax.patches if isinstance(one, Rectangle))
    assert (long.get_x(), long.get_x() + long.get_width()) == (2001, 2004)
    # June is from 5/12 of the year to 6/12.
    assert short.get_x() == pytest.approx(2008 + 5 / 12) and short.get_width() >= 1 / 12 - 0.01
    assert said(ax) == ["Long war 2001–03", "June"]
    ships, money = (one.get_position() for one in ax.child_axes)
    below = ax.get_position()
    ends = [below.y0 + below.height * share for share in (long.get_y(), long.get_y() + long.get_height())]
    assert ends[0] == pytest.approx(money.y0, abs=0.001) and ends[1] > ships.y1, "one runs behind all strips"


def test_lines_are_named_where_they_are_furthest_apart() -> None:
    ships, money = charts.strips(ALL, strips=TWO).child_axes
    assert said(ships) == ["Ships", "built in each year"]
    names = {text.get_text(): text.xy for text in money.texts}
    assert names["North"] == (2005.5, 90) and names["South"] == (2005.5, 5)


def test_a_strip_may_be_higher_than_others() -> None:
    ships, money = charts.strips(ALL, strips=[TWO[0] | {"high": 2}, TWO[1]]).child_axes
    style.figure_of(ships).draw_without_rendering()
    assert ships.get_window_extent().height == pytest.approx(2 * money.get_window_extent().height, rel=0.02)


def test_bars_are_named_over_one_that_no_other_is_near() -> None:
    rows = [("North", year, 90.0) for year in range(2000, 2006)] + [("South", year, 5.0) for year in (2004, 2018)]
    frame = pd.DataFrame(rows, columns=["series", "year", "value"]).assign(unit="francs")
    (money,) = charts.strips(frame, strips=[{"unit": "francs", "words": "Money"}]).child_axes
    names = {text.get_text(): text.xy for text in money.texts}
    assert names["North"][1] == 90 and names["South"] == (2019, 5)


@pytest.mark.parametrize("page", [style.ALONE, style.NARROW])
def test_nothing_is_covered_at_either_width(page: style.Page) -> None:
    near = pd.DataFrame(
        {"words": ["End of August", "September"], "start": ["2008-08", "2009-09"], "end": ["2008-08", "2009-09"]}
    )
    with style.drawn_for(page):
        ax = charts.strips(pd.concat([ALL, near]), strips=TWO)
    assert collisions(style.figure_of(ax)) == []


def test_a_strip_without_a_number_is_refused() -> None:
    with pytest.raises(MilbalanceError, match="no rows in sheep: wanted at least one number"):
        charts.strips(ALL, strips=[*TWO, {"unit": "sheep", "words": "Sheep"}])
    with pytest.raises(MilbalanceError, match="no kind of strip 'pies'"):
        charts.strips(ALL, strips=[TWO[0] | {"kind": "pies"}])

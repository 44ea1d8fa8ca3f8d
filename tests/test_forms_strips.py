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
    {"unit": "francs", "words": "Money"},
]


def said(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts if text.get_text()]


def test_each_unit_has_a_strip_and_an_axis_of_its_own_from_zero() -> None:
    ships, money = charts.strips(ALL, strips=TWO).child_axes
    assert ships.get_lines()[0].get_ydata()[:10].tolist() == [float(one) for one in range(10)]
    assert [len(one.get_lines()) for one in (ships, money)] == [1, 2]
    assert ships.get_ylim()[0] == money.get_ylim()[0] == 0 and money.get_ylim()[1] > 90 > ships.get_ylim()[1] > 9


def test_a_year_runs_from_its_first_day_to_its_last_in_every_strip() -> None:
    ships, money = charts.strips(ALL, strips=TWO, first=1998).child_axes
    assert ships.get_xlim() == money.get_xlim() == (1998, 2010)
    years = [one.get_lines()[0].get_xdata() for one in (ships, money)]
    assert [list(own[:2]) for own in years] == [[1998.5, 1999.5]] * 2


def test_a_year_without_a_value_breaks_its_line() -> None:
    north = charts.strips(ALL, strips=TWO).child_axes[1].get_lines()[0]
    assert [year for year, value in zip(north.get_xdata(), north.get_ydata(), strict=True) if pd.isna(value)] == [
        2004.5
    ]


def test_what_happened_is_shaded_in_every_strip_from_its_first_day_to_the_end_of_its_last() -> None:
    for strip in charts.strips(ALL, strips=TWO).child_axes:
        long, short = (one for one in strip.patches if isinstance(one, Rectangle))
        assert (long.get_x(), long.get_x() + long.get_width()) == (2001, 2004)
        # June is from 5/12 of the year to 6/12.
        assert short.get_x() == pytest.approx(2008 + 5 / 12) and short.get_width() >= 1 / 12 - 0.01
        assert [(one.get_y(), one.get_height()) for one in (long, short)] == [(0, 1)] * 2, (
            "of the strip, no further"
        )


def test_names_of_what_happened_stand_between_the_first_strip_and_its_heading() -> None:
    ax = charts.strips(ALL, strips=TWO)
    ships, money = ax.child_axes
    assert said(ships) == ["9 in 2009", "Long war 2001–03", "June", "Ships", "built in each year"]
    assert not {"Long war 2001–03", "June"} & set(said(money))
    style.figure_of(ax).draw_without_rendering()
    tops = {text.get_text(): text.get_window_extent() for text in ships.texts}
    assert ships.get_window_extent().y1 < tops["June"].y0 < tops["June"].y1 < tops["Ships"].y0


def test_each_line_has_its_name_and_its_last_number_and_year_right_of_its_end() -> None:
    ax = charts.strips(ALL, strips=TWO)
    ships, money = ax.child_axes
    ends = {text.get_text(): text.xy for text in (*ships.texts, *money.texts)}
    assert ends["9 in 2009"] == (2010, 9)
    assert (ends["North\n90 in 2009"], ends["South\n5 in 2009"]) == ((2010, 90), (2010, 5))
    style.figure_of(ax).draw_without_rendering()
    strip = money.get_window_extent()
    names = [
        text.get_window_extent() for text in money.texts if text.get_text() in ends and " in " in text.get_text()
    ]
    assert len(names) == 2 and all(strip.x1 < name.x0 for name in names)


def test_words_end_at_the_start_of_a_year_in_lines_of_some_years() -> None:
    note = {"from": 2000, "to": 2006, "value": 7, "words": "with ferries"}
    ships, money = charts.strips(ALL, strips=[TWO[0] | {"note": note}, TWO[1]]).child_axes
    (written,) = [text for text in ships.texts if text.get_text() == "with ferries"]
    assert written.xy == (2006, 7) and written.get_ha() == "right"
    assert "with ferries" not in said(money)
    short = charts.strips(ALL, strips=[TWO[0] | {"note": note | {"from": 2005}}, TWO[1]]).child_axes[0]
    assert "with\nferries" in [text.get_text() for text in short.texts]


def test_the_lead_of_the_first_line_is_filled_from_a_year_on_and_only_where_it_leads() -> None:
    ahead = MONEY.assign(value=[10.0] * 7 + [4.0] + [90.0] * 2 + [5.0] * 10)
    strips = [{"unit": "francs", "words": "Money", "lead": 2002}]
    (area,) = charts.strips(ahead, strips=strips).child_axes[0].collections
    edges = [path.vertices for path in area.get_paths()]
    assert min(edge[:, 0].min() for edge in edges) == 2002.5
    assert len(edges) == 2 and all(edge[:, 1].min() == 5 for edge in edges)
    assert not charts.strips(ahead, strips=[{"unit": "francs", "words": "Money"}]).child_axes[0].collections


def test_a_strip_may_be_higher_than_others() -> None:
    ships, money = charts.strips(ALL, strips=[TWO[0] | {"high": 2}, TWO[1]]).child_axes
    style.figure_of(ships).draw_without_rendering()
    assert ships.get_window_extent().height == pytest.approx(2 * money.get_window_extent().height, rel=0.02)


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

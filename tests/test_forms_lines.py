"""Lines on small frames made by hand: what stands where, what breaks a line, what is named."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import same_color, to_hex
from matplotlib.lines import Line2D

from milbalance import charts
from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.forms.lines import LARGE, position
from milbalance.errors import MilbalanceError

BLUE, RED = "#0072B2", "#D55E00"
SPENT = {"year": [2018, 2019, 2020], "value": [1.0, 2.0, 4.0]}


def frame(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"series": "Georgia", **SPENT, **columns})


def two() -> pd.DataFrame:
    return pd.concat([frame(), frame(series="Turkey", value=[3.0, 5.0, 6.0])], ignore_index=True)


def marks(ax: Axes) -> list[Line2D]:
    """The marks that no line joins."""
    return [line for line in ax.get_lines() if line.get_linestyle() == "None"]


def said(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def corners(area: PolyCollection) -> np.ndarray[Any, Any]:
    return np.asarray(area.get_paths()[0].vertices)


def test_a_year_without_a_row_or_a_value_breaks_the_line() -> None:
    for rows in (frame(year=[2017, 2018, 2020]), frame(year=[2017, 2018, 2020]).astype({"year": "Int64"})):
        (line,) = charts.lines(rows).get_lines()
        assert np.asarray(line.get_xdata()).tolist() == [2017, 2018, 2019, 2020]
        assert np.isnan(line.get_ydata()).tolist() == [False, False, True, False]
    (line,) = charts.lines(frame(value=[1.0, math.nan, 4.0])).get_lines()
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False]


def test_rows_in_any_order_make_the_same_line() -> None:
    for rows, x in ((frame(), "year"), (frame(month=["2020-01", "2020-02", "2020-03"]), "month")):
        (line,) = charts.lines(rows.iloc[::-1], x=x).get_lines()
        assert np.asarray(line.get_ydata()).tolist() == [1.0, 2.0, 4.0]


def test_months_stand_in_the_middle_of_their_month() -> None:
    months = ["2020-01", "2020-07", "2021-01"]
    (line,) = charts.lines(frame(month=months), x="month").get_lines()
    assert np.asarray(line.get_xdata()) == pytest.approx([2020 + 1 / 24, 2020 + 13 / 24, 2021 + 1 / 24])
    assert (position("2020"), position(2020), position("2020-12")) == (
        2020,
        2020,
        pytest.approx(2020.958, abs=1e-3),
    )
    assert math.isnan(position(None)) and math.isnan(position(pd.NA))


def test_marks_tell_estimates_what_is_stated_and_single_points() -> None:
    found = marks(charts.lines(frame(role=["estimate", "stated", "point"]), colours={"Georgia": BLUE}))
    told = {(str(line.get_marker()), float(line.get_xdata()[0]), str(line.get_markerfacecolor())) for line in found}
    assert told == {("o", 2018.0, "white"), ("D", 2019.0, "white"), ("D", 2020.0, BLUE)}


def test_several_numbers_that_are_stated_are_no_line() -> None:
    drawn = charts.lines(frame(role=["stated", "", "stated"]), colours={"Georgia": BLUE}).get_lines()
    (line,) = (line for line in drawn if line.get_marker() == "D")
    assert line.get_linestyle() == "None" and np.asarray(line.get_xdata()).tolist() == [2018.0, 2020.0]


def test_a_bound_is_a_hollow_diamond() -> None:
    (mark,) = marks(charts.lines(frame(role=["", "", "bound"]), colours={"Georgia": BLUE}))
    assert (mark.get_marker(), mark.get_markerfacecolor(), mark.get_color()) == ("D", "white", BLUE)


def test_what_is_stated_is_no_part_of_the_line() -> None:
    line = charts.lines(frame(role=["", "stated", ""])).get_lines()[0]
    assert np.isnan(line.get_ydata()).tolist() == [False, True, False]


def test_large_marks_are_those_of_their_years_in_every_series() -> None:
    large = [line for line in marks(charts.lines(two(), large=[2019])) if line.get_markersize() == LARGE]
    assert [np.asarray(mark.get_xdata()).tolist() for mark in large] == [[2019.0]] * 2
    assert np.asarray(large[0].get_ydata()).tolist() == [2.0]
    (mark,) = marks(charts.lines(frame(month=["2020-01", "2020-02", "2020-03"]), x="month", large=["2020-03"]))
    assert np.asarray(mark.get_ydata()).tolist() == [4.0]


def test_estimates_are_a_dashed_part_of_a_line_without_marks() -> None:
    rows = frame(role=["estimate", "estimate", ""], value=[1.0, 2.0, 4.0])
    whole, part = charts.lines(rows, markers={"Georgia": ""}).get_lines()[:2]
    assert np.isnan(whole.get_ydata()).tolist() == [True, True, False] and whole.get_linestyle() == "-"
    assert np.asarray(part.get_ydata()).tolist() == [1.0, 2.0, 4.0] and part.get_linestyle() == "--"
    assert len(marks(charts.lines(rows))) == 1, "hollow marks where the line has marks"


def test_a_dashed_series_and_the_area_between_two() -> None:
    ax = charts.lines(two(), dashed=["Turkey"], between=["Georgia", "Turkey"], colours={"Georgia": BLUE})
    assert [line.get_linestyle() for line in ax.get_lines()] == ["-", "--"]
    (area,) = (one for one in ax.collections if isinstance(one, PolyCollection))
    assert corners(area)[:, 1].min() == 1.0 and corners(area)[:, 1].max() == 6.0
    assert same_color(area.get_facecolor()[0][:3], BLUE)


def test_a_dashed_line_goes_on_over_years_without_a_row() -> None:
    rows = frame(year=[2017, 2019, 2020])
    drawn = [charts.lines(rows, dashed=dashed).get_lines()[0].get_xdata() for dashed in ((), ("Georgia",))]
    assert [np.asarray(years).tolist() for years in drawn] == [[2017, 2018, 2019, 2020], [2017, 2019, 2020]]


def test_a_level_is_a_line_across_with_its_words_below() -> None:
    ax = charts.lines(frame(), level={"value": 2.5, "words": "average"})
    (across,) = (line for line in ax.get_lines() if len(set(np.asarray(line.get_ydata()))) == 1)
    assert across.get_ydata()[0] == 2.5
    (words,) = (text for text in ax.texts if text.get_text() == "average")
    assert (words.xy, words.get_va()) == ((2018, 2.5), "top")


def test_the_area_covers_only_the_years_that_both_have() -> None:
    rows = pd.concat([frame(), frame(series="Turkey").tail(2)])
    (area,) = charts.lines(rows, between=["Georgia", "Turkey"]).collections
    assert corners(area)[:, 0].min() == 2019


def test_a_range_is_a_pale_band() -> None:
    (area,) = charts.lines(frame(low=[0.5, 1.0, 3.0], high=[1.5, 3.0, 7.0])).collections
    assert corners(area)[:, 1].min() == 0.5 and corners(area)[:, 1].max() == 7.0


def test_several_series_are_named_at_their_ends_and_one_is_not() -> None:
    assert said(charts.lines(two())) == ["Georgia", "Turkey"]
    assert said(charts.lines(two(), ends=False)) == said(charts.lines(frame())) == []


def test_years_are_shaded_with_their_words() -> None:
    ax = charts.lines(frame(), shade=[{"from": 2018, "to": 2019, "words": "ten a year"}])
    (area,) = ax.patches
    assert said(ax) == ["ten a year"]
    assert (area.get_x(), area.get_width()) == (2018, 1)


def test_the_area_may_be_of_the_higher_series_and_never_over_a_gap() -> None:
    years = pd.DataFrame({"year": [2017, 2019, 2020, 2021] * 2, "series": ["a"] * 4 + ["b"] * 4})
    years["value"] = [1.0, 3.0, 3.0, 1.0, 2.0, 2.0, 2.0, 2.0]
    inks = {"a": "#0072b2", "b": "#e69f00"}
    spans = [
        (
            to_hex(area.get_facecolor()[0]),
            [(ends.min(), ends.max()) for ends in (path.vertices[:, 0] for path in paths)],
        )
        for area in charts.lines(years, between=["a", "b"], higher=True, colours=inks).collections
        for paths in [area.get_paths()]
    ]
    # They cross in the middle of a year; of 2018 there is no number, so that 2017 has no area on either side.
    assert spans == [(inks["a"], [(2019, 2020.5)]), (inks["b"], [(2017, 2017), (2020.5, 2021)])]


def test_words_above_a_line_stand_clear_of_the_grid_over_it() -> None:
    near, far = (
        charts.lines(frame(), limits=[0, 30], stated=[Band(at, math.nan, math.nan, "here")]) for at in (19.4, 12)
    )
    (low,), (high,) = ([text.xyann[1] for text in ax.texts if text.get_text() == "here"] for ax in (far, near))
    assert (low, high) == (3, pytest.approx(10, abs=5)) and high > 6


def test_the_words_of_what_is_stated_stand_right_of_its_end_or_above_its_left_or_above_a_late_end() -> None:
    bands = [Band(5, 4.5, 5, "nearly five", 2018.6, 2019), Band(5, 4.5, 5, "late", 2019.6, 2020.4)]
    there, late, everywhere = charts.lines(frame(), stated=[*bands, Band(3, 2.5, 3.5, "three")]).texts
    assert (there.get_text(), there.xy, there.get_ha()) == ("nearly five", (2019, 4.75), "left")
    assert (late.get_text(), late.xy, late.get_ha()) == ("late", (2020.4, 5), "right")
    assert (everywhere.get_text(), everywhere.xy, everywhere.get_va()) == ("three", (0, 3), "bottom")


@pytest.mark.parametrize("where", [(2018.6, 2019), ()])
def test_the_numbers_that_would_fit_stand_in_small_grey_under_what_is_stated(where: tuple[float, ...]) -> None:
    stated = Band(5, 4.5, 5, "the article: nearly five", *where, allowed="taken as 4.5 to 5")
    ax = charts.lines(frame(), stated=[stated])
    style.figure_of(ax).draw_without_rendering()
    bounds, words = sorted(ax.texts, key=lambda text: text.get_fontsize())
    assert bounds.get_text().replace("\n", " ") == "taken as 4.5 to 5" and bounds.get_color() == style.MUTED
    low, high = bounds.get_window_extent(), words.get_window_extent()
    assert low.x0 == pytest.approx(high.x0, abs=1) and 0 <= high.y0 - low.y1 < 8


def test_a_bound_without_a_number_is_a_line_at_the_bound() -> None:
    ax = charts.lines(frame(), stated=[Band(math.nan, 3, math.nan, "over three")])
    level = [line.get_ydata() for line in ax.get_lines() if len(np.asarray(line.get_ydata())) == 2]
    assert any(np.allclose(np.asarray(ends, dtype=float), 3) for ends in level)


def test_the_axis_begins_at_zero_or_where_it_is_asked() -> None:
    assert charts.lines(frame()).get_ylim()[0] == 0
    assert charts.lines(frame(), limits=[-1, 9]).get_ylim() == (-1, 9)


def test_a_long_line_has_no_marks_and_years_on_the_axis_are_whole() -> None:
    rows = pd.DataFrame({"year": range(1950, 2020), "value": 1.0, "series": "Georgia"})
    ax = charts.lines(rows)
    assert ax.get_lines()[0].get_marker() == ""
    assert all(tick % 1 == 0 for tick in ax.get_xticks())


def test_it_draws_on_the_axes_that_are_given() -> None:
    ax = charts.lines(frame())
    assert charts.lines(frame(series="Turkey"), ax=ax) is ax
    assert len(ax.get_lines()) == 2


@pytest.mark.parametrize("rows", [frame().head(0), frame(value=math.nan), frame(year=pd.NA)])
def test_nothing_to_draw_is_said(rows: pd.DataFrame) -> None:
    with pytest.raises(MilbalanceError, match="no row has a number"):
        charts.lines(rows)


def test_series_have_marks_of_their_own() -> None:
    rows = two().assign(role="point")
    assert [
        one.get_marker() for one in charts.lines(rows, markers={"Turkey": "s"}).lines if len(one.get_xdata())
    ] == ["D", "s"]
    assert [one.get_marker() for one in charts.lines(two(), markers={"Turkey": ""}).get_lines()] == ["o", ""]

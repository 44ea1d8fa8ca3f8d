"""Figures on spending and arms: what titles say, where marks stand, and that both follow the data."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from drawing import collisions, shipped, texts
from milbalance import charts
from milbalance.charts import revisions, spending, style
from milbalance.pair import charts_forces
from milbalance.tables.load import Data

CHARTS = {chart.__name__: chart for group in charts.BY_NOTEBOOK.values() for chart in group}


def record(name: str) -> style.Record:
    return style.record(shipped(name))


def written(figure: Figure) -> list[str]:
    return [" ".join(text.get_text().split()) for text in texts(figure)]


def bars(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


# Spending.


def test_a_sum_over_fewer_years_says_so_in_its_row() -> None:
    drawn = record("spending_sum").drawn
    shorter = drawn[drawn["label"].str.endswith("2008 to 2018")]
    assert set(shorter["years"]) == {"2008-2018"}
    assert set(drawn.loc[drawn["label"] != shorter["label"].iloc[0], "years"]) == {"2008-2019"}


def test_a_sum_stands_at_the_end_of_its_bar() -> None:
    for ax in shipped("spending_sum").axes:
        ends = {f"{bar.get_width():.1f}": bar.get_width() for bar in bars(ax) if bar.get_height() < 0.7}
        named = {text.get_text(): text.xy[0] for text in ax.texts if text.get_text() in ends}  # type: ignore[attr-defined]
        assert named == pytest.approx(ends) and len(ends) >= 4


def test_what_others_published_stands_once_in_its_own_year() -> None:
    (ax,) = shipped("spending_levels").axes
    outlines = [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))  # type: ignore[index]
        for line in ax.lines
        if line.get_marker() == "D" and line.get_markerfacecolor() == "none"
    ]
    assert outlines == [(2013.0, 3.7)]
    assert all(line.get_transform() == ax.transData for line in ax.lines if line.get_marker() == "D")
    assert "also published by 2 others: 3.7" in written(shipped("spending_levels"))


def test_marks_on_the_axis_are_whole() -> None:
    (ax,) = shipped("spending_levels").axes
    low = [line for line in ax.lines if len(line.get_ydata()) > 2]  # type: ignore[arg-type]
    assert len(low) >= 3 and not any(line.get_clip_on() for line in low)
    assert ax.get_position().height > 0.6, "the layout made room for marks that are not clipped"


def test_a_series_is_dotted_where_it_breaks() -> None:
    (ax,) = shipped("spending_trend").axes
    steps = {tuple(line.get_xdata()): line for line in ax.lines if len(line.get_xdata()) == 2}  # type: ignore[arg-type]
    assert steps[2006, 2007].is_dashed() and not steps[2005, 2006].is_dashed() and not steps[2007, 2008].is_dashed()
    assert "the series breaks in 2007, within 2000–2019 and 2000–2009" in record("spending_trend").subtitle


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], ""),
        ([2000], ""),  # the first year of a window: nothing in it lies before the break
        ([2010], "; the series breaks in 2010, within 2000–2010"),
        (
            [2005, 2015],
            "; the series breaks in 2005, within 2000–2010; the series breaks in 2015, within 2011–2019",
        ),
    ],
)
def test_windows_over_a_break_are_named(years: list[int], words: str) -> None:
    assert spending._across(pd.Series(years, dtype=int), [(2000, 2010), (2011, 2019)]) == words


def test_a_share_of_the_economy_says_who_is_ahead_at_last(data: Data) -> None:
    assert record("spending_share_gdp").title.endswith("in 19 of 28 years, not in 2020")
    rows = data.spending
    cell = (rows["place"] == "ARM") & (rows["year"] == 2020) & (rows["basis"] == "share_gdp")
    changed = dataclasses.replace(data, spending=rows.assign(value=rows["value"].where(~cell, 9.0)))
    title = style.record(spending.spending_share_gdp(changed)).title
    assert title.endswith("in 20 of 28 years")


def test_the_edition_that_lies_alone_is_named() -> None:
    assert "2018: 2.7 in the 2020 edition" in written(shipped("spending_ratio_editions"))


def test_dashes_are_left_to_what_is_stated() -> None:
    """A dash is three points and more; the dots of spliced series are shorter."""
    for ax in shipped("spending_ratio_editions").axes:
        dashed = [line for line in ax.lines if line.is_dashed() and line._unscaled_dash_pattern[1][0] > 2]  # type: ignore[attr-defined]
        assert {to_hex(line.get_color()) for line in dashed} == ({style.STATED.lower()} if ax.axison else set())


def test_inflation_is_told_from_lowest_to_highest_edition(data: Data) -> None:
    rows = data.spending[(data.spending["basis"] == "constant_usd") & (data.spending["year"] == 2013)]
    values = rows.pivot(index="source_id", columns="place", values="value")
    found = values["AZE"] / values["ARM"]
    assert (found.idxmin(), found.idxmax()) == ("sipri-milex-2018", "sipri-milex-2023")
    assert f"or {found.min():.1f} to {found.max():.1f} times adjusted" in record("spending_ratio_editions").title


def test_panels_of_price_changes_have_one_scale_and_breaks_no_second_mark() -> None:
    figure = shipped("deflator_breaks")
    lengths = [ax.get_position().height / (ax.get_ylim()[1] - ax.get_ylim()[0]) for ax in figure.axes]
    assert lengths[0] == pytest.approx(lengths[1], rel=0.01)
    circles = next(line for line in figure.axes[0].lines if line.get_marker() == "o")
    assert max(circles.get_ydata()) < 40 and min(circles.get_ydata()) > -15  # type: ignore[arg-type]
    assert record("deflator_breaks").title.startswith("3 of 7 SIPRI editions have a break in Azerbaijan’s")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ([], "None of 7 SIPRI editions has a break in Azerbaijan’s inflation-adjusted military spending; "),
        (["AZE"], "1 of 7 SIPRI editions has a break in Azerbaijan’s"),
    ],
)
def test_titles_of_breaks_count_in_words(data: Data, broken: list[str], words: str) -> None:
    jumps = pd.DataFrame({"place": broken, "source_id": "sipri-milex-2021"})
    title = revisions._break_title(data, jumps, ("AZE", "ARM"))
    assert title.startswith(words) and title.endswith("; none in Armenia’s")


# Any pair.


def test_an_axis_counts_as_the_title_does() -> None:
    for name, unit in (("pair_personnel_ratio", "per cent"), ("pair_capability_ratio", "per cent")):
        (ax,) = shipped(name).axes
        assert ax.get_ylabel() == unit and unit in record(name).title
    assert all(ax.get_ylabel() == "ratio" for ax in shipped("pair_spending_ratio").axes)
    (ax,) = shipped("pair_capability_ratio").axes
    assert ax.yaxis.get_major_formatter()(0.29, 0) == "29"


def made_series(values: dict[int, float]) -> pd.DataFrame:
    rows = pd.DataFrame({"year": list(values), "low": list(values.values()), "high": list(values.values())})
    return rows.assign(item="active", source_id="made", stretch=0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({2015: 0.35, 2016: 0.35, 2017: 0.5}, ", which jumps from 35 per cent in 2016 to 50 per cent in 2017"),
        ({2015: 0.9, 2016: 0.3, 2017: 0.35}, ", which drops from 90 per cent in 2015 to 30 per cent in 2016"),
        ({2015: 0.35, 2016: 0.4}, ""),
        ({2010: 0.1, 2016: 0.4}, ""),  # a gap is no jump
        ({2015: 1.2, 2016: 0.33}, ", which drops from 120 per cent in 2015 to 33 per cent in 2016"),
        ({2015: 1.0, 2016: 2.0}, ", which jumps from 1.0 in 2015 to 2.0 in 2016"),
    ],
)
def test_a_jump_in_the_series_of_the_title_is_told(values: dict[int, float], words: str) -> None:
    found = made_series(values)
    assert charts_forces._largest_jump(found, found.iloc[-1]) == words


def test_two_kinds_of_personnel_are_named_at_their_lines() -> None:
    (ax,) = shipped("pair_personnel_ratio").axes
    assert ax.get_legend() is None
    assert {"active personnel", "active and paramilitary forces"} <= set(written(shipped("pair_personnel_ratio")))
    assert "range" not in record("pair_personnel_ratio").subtitle


@pytest.mark.parametrize(
    ("levels", "room"), [([0.5], True), ([0.5, 0.1], True), ([0.5, 0.45], False), ([0.1, 0.5, 0.9], False)]
)
def test_lines_that_end_close_together_keep_a_key(levels: list[float], room: bool) -> None:
    assert charts_forces._have_room([(2020, level, "", "") for level in levels], 1.0) is room


@pytest.mark.parametrize("name", ["pair_capability_ratio", "spending_trend", "turkey_exports", "transfer_releases"])
def test_no_label_covers_another(name: str) -> None:
    assert not collisions(shipped(name))

"""Columns and pairs on small frames made by hand: what stands where, what is written, what is missing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.patches import Rectangle

from milbalance import charts
from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.forms.bars import PALE, SPARE
from milbalance.errors import MilbalanceError

NONE = float("nan")


def frame(*rows: tuple[Any, ...], columns: str = "label series value") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


def parts(ax: Axes) -> list[tuple[float, float, float]]:
    """Where each bar is in the middle, where it begins and how high it is."""
    bars = [bar for container in ax.containers for bar in container]
    return [(bar.get_x() + bar.get_width() / 2, bar.get_y(), bar.get_height()) for bar in bars]


def words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def named_ticks(ax: Axes) -> dict[str, float]:
    return {label.get_text(): at for label, at in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)}


STACK = frame(("a", "x", 60.0), ("a", "y", 40.0), ("b", "y", 100.0))


def test_parts_of_a_stack_stand_on_one_another() -> None:
    assert parts(charts.bars(STACK, stacked=True)) == [(0, 0, 60), (0, 60, 40), (1, 0, 100)]


def test_series_stand_side_by_side_otherwise() -> None:
    (one, *_), (two, *_), (three, *_) = parts(charts.bars(STACK))
    assert one < 0 < two < 1 < three


def test_a_year_is_a_place_whether_it_has_a_column_or_not() -> None:
    ax = charts.bars(frame((2018, "x", 1.0), (2021, "x", 2.0), columns="year series value"), x="year")
    assert [at for at, *_ in parts(ax)] == [2018, 2021]
    assert list(named_ticks(ax)) == ["2018", "2019", "2020", "2021"]


def test_months_stand_in_one_run_and_name_every_third() -> None:
    months = frame(("2019-11", "x", 1.0), ("2020-02", "x", 2.0), columns="month series value")
    ax = charts.bars(months, x="month")
    assert [at for at, *_ in parts(ax)] == [0, 3]
    assert named_ticks(ax) == {"Jan\n2020": 2}


def test_groups_stand_apart_under_their_names() -> None:
    rows = frame(
        ("2019", "x", 1.0, "A"), ("2020", "x", 2.0, "A"), ("2019", "x", 3.0, "B"), columns="label series value who"
    )
    ax = charts.bars(rows, group="who")
    (first, *_), (second, *_), (third, *_) = parts(ax)
    assert second - first == 1 and third - second > 1.5
    assert [text for text in words(ax) if text in "AB"] == ["A", "B"]


def test_parts_with_room_have_their_names_and_numbers_and_then_the_axis_has_none() -> None:
    rows = frame(("a", "France", 70.0), ("a", "Italy", 17.0), ("a", "Malta", 9.0), ("a", "Spain", 4.0))
    ax = charts.bars(rows, stacked=True, named=True, sign="%", limits=[0, 100])
    assert words(ax) == ["France\n70%", "Italy\n17%", "Malta 9%", "Spain 4%"] and not len(ax.get_yticks())


def test_a_series_whose_name_fits_nowhere_is_in_a_key() -> None:
    rows = frame(*[(str(year), "a country of a very long name", 60.0) for year in range(20)], ("3", "Italy", 40.0))
    ax = charts.bars(rows, stacked=True, named=True)
    legend = ax.get_legend()
    assert legend is not None and [text.get_text() for text in legend.get_texts()] == [
        "a country of a very long name"
    ]


def test_several_series_without_names_have_a_key_and_one_has_none() -> None:
    assert charts.bars(STACK, stacked=True).get_legend() is not None
    assert charts.bars(STACK, stacked=True, key=False).get_legend() is None
    assert charts.bars(STACK.query("series == 'y'")).get_legend() is None


def test_numbers_stand_over_columns() -> None:
    assert words(charts.bars(STACK, stacked=True, key=False, digits=0)) == ["100", "100"]
    volumes = STACK.assign(volume=[1200.0, 34.0, 5.0])
    assert words(charts.bars(volumes, stacked=True, key=False, above="volume")) == ["1,234", "5"]


def test_numbers_over_columns_have_a_sign_and_few_columns_unbroken_names() -> None:
    ax = charts.bars(pd.DataFrame({"label": ["2011–20", "2020"], "value": [27.0, 79.0]}), digits=0, sign="%")
    assert [text.get_text() for text in ax.texts] == ["27%", "79%"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2011–20", "2020"]


def test_what_is_missing_is_written_once_over_a_run_and_is_no_column() -> None:
    rows = pd.DataFrame({"year": range(2000, 2012), "value": [1.0] + 10 * [NONE] + [2.0], "words": "none recorded"})
    ax = charts.bars(rows, x="year")
    assert len(parts(ax)) == 2
    (text,) = [text for text in ax.texts if text.get_text() == "2001–10: none recorded"]
    assert text.xy[0] == 2005.5 and not ax.get_lines()


def test_words_that_are_wider_than_any_place_stand_above_with_their_years_or_as_what_a_dash_means() -> None:
    rows = pd.DataFrame({"year": range(2000, 2026), "value": [1.0, NONE] + 24 * [2.0], "words": "none recorded"})
    assert words(charts.bars(rows, x="year", unit="items")) == ["items. 2001: none recorded"]
    twice = rows.assign(value=rows["value"].mask(rows["year"] == 2010))
    assert words(charts.bars(twice, x="year", unit="items")) == ["–", "–", "items. – none recorded"]
    longer = rows.assign(value=rows["value"].mask(rows["year"] > 2019))
    assert words(charts.bars(longer, x="year", unit="items")) == ["2020–25: none recorded", "items"]


def test_years_that_are_texts_stand_at_their_numbers() -> None:
    rows = frame(("2021", 8.0), ("2027", 20.0), columns="start value")
    bars_ = [bar for container in charts.bars(rows, x="start").containers for bar in container]
    assert [bar.get_x() + bar.get_width() / 2 for bar in bars_] == [2021, 2027]


def test_a_minimum_is_pale_and_fades_above_and_has_no_height_in_words() -> None:
    rows = frame(("a", 8.0, ""), ("b", 20.0, "least"), columns="label value role")
    ax = charts.bars(rows, digits=0, bold=["a"])
    full, *fading, pale = (bar for container in ax.containers for bar in container)
    assert (full.get_alpha(), pale.get_alpha()) == (None, 0.4)
    heights = [bar.get_height() for bar in fading]
    assert {bar.get_y() for bar in fading} == {20} and heights == sorted(set(heights), reverse=True)
    assert heights[0] == pytest.approx(4)
    shades = [sum(bar.get_facecolor()) for bar in fading]
    assert shades == sorted(shades, reverse=True)
    assert [list(line.get_ydata()) for line in ax.lines] == [[20, 20]], "a firm edge at what is sure"
    (text,) = [text for text in ax.texts if text.get_text()]
    assert (text.get_text(), text.get_fontweight()) == ("8", "bold") and not len(ax.get_yticks())


def test_labels_that_are_years_have_a_gap_where_years_are_left_out() -> None:
    ax = charts.bars(frame(("2021", 8.0), ("2022", 11.0), ("2027", 20.0), columns="label value"))
    (first, *_), (second, *_), (third, *_) = parts(ax)
    assert second - first == 1 and 1.2 < third - second < 1.5


def test_a_column_without_a_row_is_not_said_to_be_anything() -> None:
    assert not words(charts.bars(frame((2018, "x", 1.0), (2020, "x", 2.0), columns="year series value"), x="year"))


def faces(ax: Axes) -> list[Any]:
    return [bar.get_facecolor() for container in ax.containers for bar in container]


def test_each_series_has_a_colour_of_its_own_and_the_rest_is_pale() -> None:
    rows = frame(("a", "x", 1.0, ""), ("a", "y", 1.0, ""), ("a", "z", 1.0, ""), ("a", "others", 1.0, "rest"),
                 columns="label series value role")  # fmt: skip
    drawn = faces(charts.bars(rows, stacked=True, colours={"x": "#0072B2", "y": style.NEUTRAL}))
    wanted = ["#0072B2", SPARE[0], SPARE[1], PALE]
    assert all(same_color(one, other) for one, other in zip(drawn, wanted, strict=True))


def test_a_part_of_a_longer_period_is_paler() -> None:
    rows = frame(("a", "x", 1.0, ""), ("b", "x", 1.0, "part"), columns="label series value role")
    whole, part = faces(charts.bars(rows, colours={"x": "#0072B2"}))
    assert whole[3] == 1 > part[3]


def test_neighbours_of_one_period_are_one_wide_column_with_its_number_once() -> None:
    months = frame(
        *[(f"2020-0{n}", 2.0 if n < 4 else 5.0, min(n, 4)) for n in (1, 2, 3, 4)], columns="month value start"
    )
    months["start"] = [1, 1, 1, 4]
    ax = charts.bars(months, x="month", block="start", digits=1)
    assert [bar.get_width() for bar in ax.patches] == pytest.approx([2.88, 0.88])
    assert {text.get_text(): text.xy[0] for text in ax.texts if text.get_text()} == {"2.0": 1, "5.0": 3}


def test_columns_may_be_narrower_and_then_a_thin_part_is_named_beside_them() -> None:
    rows = frame(("a", "France", 96.0), ("a", "Italy", 4.0), ("b", "France", 100.0), ("c", "France", 100.0))
    told = {"stacked": True, "named": True, "sign": "%", "limits": [0, 100]}
    assert "Italy 4%" not in words(charts.bars(rows, **told))
    ax = charts.bars(rows, thick=0.5, **told)
    assert [bar.get_width() for bar in ax.patches][:4] == [0.5] * 4 and ax.get_legend() is None
    (italy,) = (text for text in ax.texts if text.get_text() == "Italy 4%")
    assert italy.xy == (0.25, 98) and italy.get_ha() == "left"
    foot = charts.bars(rows.iloc[[1, 0, 2, 3]].replace(4.0, 1.0), thick=0.5, **told)
    (italy,) = (text for text in foot.texts if text.get_text() == "Italy 1%")
    foot.figure.draw_without_rendering()
    assert italy.get_window_extent().y0 >= foot.bbox.y0, "its words are not across the axis"


def test_columns_may_have_other_names_below_and_keep_their_places() -> None:
    years = frame(("2021", 8.0), ("2022", 11.0), ("2027", 20.0), columns="label value")
    plain, named = charts.bars(years), charts.bars(years, names={"2027": "2027\nplanned"})
    assert list(named_ticks(named)) == ["2021", "2022", "2027\nplanned"]
    assert list(named_ticks(named).values()) == list(named_ticks(plain).values())


def test_what_is_stated_is_a_band_in_ink() -> None:
    ax = charts.bars(STACK, stacked=True, key=False, stated=[Band(60, 55, 65, "the article: 60")])
    bands = [
        patch
        for patch in ax.patches
        if isinstance(patch, Rectangle) and same_color(patch.get_facecolor(), style.STATED_BAND)
    ]
    assert [(band.get_y(), band.get_height()) for band in bands] == [(55, 10)]
    assert words(ax) == ["the article: 60"]


def test_years_are_shaded_whole() -> None:
    rows = frame((2018, "x", 1.0), (2021, "x", 2.0), columns="year series value")
    ax = charts.bars(rows, x="year", shade=[{"from": 2019, "to": 2020, "words": "a war"}])
    shades = [bar for bar in ax.patches if same_color(bar.get_facecolor(), style.SHADE)]
    assert [(bar.get_x(), bar.get_width()) for bar in shades if isinstance(bar, Rectangle)] == [(2018.5, 2)]
    assert words(ax) == ["a war"]


def test_what_a_text_says_of_some_years_stands_over_a_bracket_of_them() -> None:
    rows = frame((2018, "x", 1.0), (2021, "x", 2.0), columns="year series value")
    ax = charts.bars(rows, x="year", shade=[{"from": 2019, "to": 2020, "said": "the article: none"}])
    (bracket,) = ax.get_lines()
    assert (min(bracket.get_xdata()), max(bracket.get_xdata())) == (2018.5, 2020.5)
    assert max(bracket.get_ydata()) < 0.2 and bracket.get_transform() == ax.get_xaxis_transform(), "low: no column"
    assert words(ax) == ["the article: none"] and ax.texts[-1].get_fontweight() == "bold"


def test_columns_may_be_as_tall_as_another_column_says_and_then_tell_their_values() -> None:
    rows = frame(("a", "France", 70.0), ("a", "Italy", 30.0), ("b", "Italy", 100.0)).assign(volume=[7.0, 3.0, 5.0])
    ax = charts.bars(rows, stacked=True, named=True, sign="%", tall="volume", above="volume")
    assert [high for *_, high in parts(ax)] == [7, 3, 5]
    assert words(ax) == ["France\n70%", "Italy\n30%", "Italy\n100%", "10", "5"]


def test_words_in_place_of_columns_may_be_bold() -> None:
    rows = pd.DataFrame({"year": range(2000, 2012), "value": [1.0] + 10 * [NONE] + [2.0], "words": "none recorded"})
    for bold, weight in (([], "normal"), (["none recorded"], "bold")):
        (text,) = [one for one in charts.bars(rows, x="year", bold=bold).texts if "none" in one.get_text()]
        assert text.get_fontweight() == weight


@pytest.mark.parametrize("form", [charts.bars, charts.pairs])
def test_no_rows_are_refused(form: Any) -> None:
    with pytest.raises(MilbalanceError, match="no rows"):
        form(STACK.iloc[:0])


# Pairs.

LONG = "a side of a name that is as long as many words are in a line of a book"
SIDES = frame(("tanks", "A", 300.0), ("tanks", "B", 100.0), ("guns", "A", 20.0), ("guns", "B", NONE)).assign(
    role=""
)


def lengths(ax: Axes) -> list[tuple[float, float]]:
    bars = [bar for container in ax.containers for bar in container]
    return [(round(bar.get_y() + bar.get_height() / 2, 2), bar.get_width()) for bar in bars]


def test_both_sides_stand_under_one_name_and_what_is_missing_is_written() -> None:
    ax = charts.pairs(SIDES)
    assert lengths(ax) == [(-0.16, 300), (0.16, 100), (0.84, 20)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["tanks", "guns"]
    assert words(ax) == ["300", "A", "100", "B", "20", "no count"], "each side is named in its first bar"
    long = charts.pairs(SIDES.assign(series=SIDES["series"].replace("B", LONG)))
    first, second = (text for text in long.texts if text.get_text() in ("A", LONG))
    assert (first.xy[0], second.xy[0]) == (0, 100), "or after its number, where it has no room in the bar"


def test_what_is_spoken_of_is_in_bold_and_all_else_pale() -> None:
    rows = pd.DataFrame({"label": ["a", "b", "c"], "value": [3.14, 50.4, 200.0]})
    ax = charts.pairs(rows, digits=1, bold=["a"])
    assert lengths(ax) == [(0, 3.14), (1, 50.4), (2, 200)]
    assert [text for text in words(ax) if text] == ["3.1", "50", "200"]
    assert [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"] == ["3.1"]
    assert [bar.get_alpha() is None for bar in ax.patches] == [True, False, False]
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["bold", "normal", "normal"]


def test_a_label_may_have_a_colour_of_its_own() -> None:
    ax = charts.pairs(frame(("a", "", 3.0), ("b", "", 2.0)), colours={"b": "#B0475F", "": "#5F5F5F"})
    assert [same_color(bar.get_facecolor(), "#B0475F") for bar in ax.patches] == [False, True]


def test_bars_may_stand_one_after_the_other_and_one_that_is_at_least_so_long_fades() -> None:
    rows = pd.DataFrame({"label": "war", "series": ["North", "South"], "value": [90.0, 40.0], "low": [90.0, 40.0]})
    whole = charts.pairs(rows.assign(high=rows["value"]), stacked=True)
    assert [(bar.get_x(), bar.get_width()) for bar in whole.patches] == [(0, 90), (90, 40)]
    first, *fading, last = charts.pairs(rows.assign(high=[90.0, None]), stacked=True).patches
    assert [(bar.get_x(), bar.get_width()) for bar in (first, last)] == [(0, 90), (90, 40)]
    ends, shades = [bar.get_x() + bar.get_width() for bar in fading], [sum(bar.get_facecolor()) for bar in fading]
    assert min(ends) > 130 and ends == sorted(ends, reverse=True) and shades == sorted(shades, reverse=True)


def test_only_few_numbers_stand_below_and_the_last_says_of_what() -> None:
    ax = charts.pairs(SIDES.head(2).assign(value=[1_020_000.0, 90_000.0]), unit="people")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "500,000", "1,000,000 people"]


def test_the_range_of_a_bar_is_a_thin_line_with_its_number_and_its_words_after_it() -> None:
    years = frame(("one", "", 60.0), ("two", "", 2.0)).assign(low=[50.0, 2.0], high=[90.0, 2.5], words=["r", "s"])
    assert not charts.pairs(years).lines
    ax = charts.pairs(years, whiskers=True)
    assert [list(line.get_xdata()) for line in ax.lines] == [[50, 90], [2, 2.5]]
    told = {text.get_text(): (text.xy[0], text.get_ha()) for text in ax.texts}
    assert (told["60"], told["r"], told["2"], told["s"]) == (*[(90, "left")] * 2, *[(2.5, "left")] * 2)


def test_what_is_stated_beyond_the_longest_bar_is_in_the_picture() -> None:
    beyond = [Band(value, value, high, "they say") for value, high in ((9.0, float("nan")), (8.0, 9.0))]
    ends = [charts.pairs(frame(("a", "", 3.0)), stated=[band]).get_xlim()[1] for band in beyond]
    assert ends == [pytest.approx(9.45)] * 2


def test_a_heading_moves_the_rows_under_it_down() -> None:
    rows = frame(("one", "", 60.0), ("two", "", 2.0))
    gaps = []
    for heads in ({}, {"two": "Smaller"}):
        ax = charts.pairs(rows, heads=heads)
        (first, second) = ax.get_yticks()
        gaps.append(second - first)
    level = next(text.xy[1] for text in ax.texts if text.get_text() == "Smaller")
    assert gaps[0] == 1 < gaps[1] and first < level < second
    assert not ax.spines["left"].get_visible(), "it would cut the heading"


def test_bars_of_one_side_have_other_names_their_numbers_at_their_ends_and_what_is_stated() -> None:
    alone = frame(("b", "A", 20.0), ("a", "A", 79.0))
    stated = Band(60, 55, 65, "the article: 60%", allowed="taken as 55 to 65")
    ax = charts.pairs(alone, names={"a": "all", "b": "both"}, sign="%", stated=[stated])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["all", "both"]
    told = {text.get_text(): text for text in ax.texts}
    assert told["79%"].xy == (79, 0) and told["79%"].get_ha() == "left"
    assert told["the article: 60%"].xy == told["taken as 55 to 65"].xy == (60, 1)
    box = told["the article: 60%"].get_window_extent()
    assert (box.x0 + box.x1) / 2 == pytest.approx(ax.transData.transform((60, 0))[0], abs=2), "over its line"
    late = charts.pairs(alone, stated=[Band(89, 89, 89, "the article: over ninety per cent")])
    assert next(text for text in late.texts if "ninety" in text.get_text()).xy[0] < 80, "within the axes"


def test_what_is_stated_of_one_row_is_a_hollow_bar_from_zero_with_its_words_over_its_end() -> None:
    stated = Band(60, 55, 65, "the article: 60", start=0.3, end=0.5)
    ax = charts.pairs(frame(("a", "A", 79.0), ("b", "A", 20.0)), stated=[stated])
    band, hollow = [one for one in ax.patches if isinstance(one, Rectangle) and one.get_y() == 0.3]
    assert (band.get_x(), band.get_width()) == (55, 10)
    assert (hollow.get_x(), hollow.get_width(), hollow.get_fill()) == (0, 60, False)
    (said,) = [text for text in ax.texts if text.get_text() == "the article: 60"]
    assert said.xy == (60, 0.3) and said.get_ha() == "right"


def test_what_is_spoken_of_is_bold_and_in_full_colour_and_words_follow_a_number() -> None:
    alone = frame(("a", "A", 20.0), ("b", "B", 79.0)).assign(words=["ships, 2018", "boats, 2019"])
    ax = charts.pairs(alone, bold=["b"])
    assert [label.get_fontweight() for label in ax.get_yticklabels()] == ["normal", "bold"]
    pale, full = (bar for container in ax.containers for bar in container)
    assert pale.get_alpha() < 1 and full.get_alpha() is None
    assert [(round(bar.get_y() + bar.get_height() / 2, 2)) for bar in (pale, full)] == [0, 1], (
        "in the middle of a row"
    )
    assert words(ax) == ["20", "ships, 2018", "79", "boats, 2019"], "and no key"
    assert [text.get_text() for text in ax.texts if text.get_fontweight() == "bold"] == ["79"]


def test_a_guide_runs_across_all_labels() -> None:
    ax = charts.pairs(SIDES, guides={"A": 255.0})
    assert [255, 255] in [list(line.get_xdata()) for line in ax.lines]

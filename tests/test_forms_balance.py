"""The form `balance`: bars of two sides on a scale of each comparison, an ally beyond its side, multiples."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance import charts
from milbalance.charts.forms import Band
from milbalance.charts.forms import balance as form
from milbalance.errors import MilbalanceError

GUNS = [
    {"label": "Guns", "place": "A", "series": "Land A", "role": "side", "value": 60.0, "times": 3.0},
    {"label": "Guns", "place": "B", "series": "Land B", "role": "side", "value": 20.0},
    {"label": "Guns", "place": "C", "series": "Land C", "role": "ally", "with": "B", "value": 15.0, "low": 10.0}
    | {"high": 20.0, "times": 1.7, "times_low": 1.5, "times_high": 2.0},
    {"label": "Guns", "place": "A", "series": "Land A", "role": "stated", "value": 80.0, "times": 4.0},
]
WIDE = form.LAST - form.FIRST


def drawn(rows: list[dict[str, object]]) -> Axes:
    return charts.balance(pd.DataFrame(rows))


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_text()]


def drawn_bars(ax: Axes) -> list[Rectangle]:
    return [bar for bar in ax.patches if isinstance(bar, Rectangle)]


def test_bars_end_where_their_numbers_do_and_an_ally_goes_on_from_the_bar_of_its_side() -> None:
    bars = drawn_bars(drawn(GUNS))
    levels = [bar.get_y() for bar in bars]
    assert levels[0] < levels[1] == levels[2]
    ends = [(round((bar.get_x() - form.FIRST) / WIDE, 4), round(bar.get_width() / WIDE, 4)) for bar in bars]
    assert ends == [(0, 0.75), (0, 0.25), (0.25, 0.125)]  # of 80, the stated number


def test_a_range_is_a_line_from_its_low_to_its_high_end() -> None:
    ranged = [GUNS[0] | {"low": 40.0, "high": 60.0}, *GUNS[1:]]
    (line,) = (line for line in drawn(ranged).get_lines() if line.get_linestyle() == "-")
    low, high = min(line.get_xdata()), max(line.get_xdata())
    assert [round((end - form.FIRST) / WIDE, 4) for end in (low, high)] == [0.5, 0.75]  # 40 to 60 of 80


def test_the_tick_is_where_the_stated_number_would_put_the_side() -> None:
    (tick,) = (line for line in drawn(GUNS).get_lines() if line.get_linestyle() == "--")
    assert [round(float(x), 4) for x in tick.get_xdata()] == [form.LAST] * 2


def test_bars_that_no_tick_is_beside_end_before_the_ticks_of_others() -> None:
    ends = [bar.get_x() + bar.get_width() for bar in drawn(GUNS[:2]).patches]
    assert max(ends) == pytest.approx(form.FIRST + form.ALONE * WIDE)


def test_the_multiples_are_written_large_with_the_ally_below_and_what_is_stated_at_its_tick() -> None:
    said = texts(drawn(GUNS))
    assert {"3.0×", "1.5–2.0×", "stated: 4×", "60", "20", "30–40 with Land C:"} <= set(said)


def test_multiples_end_at_the_right_and_one_with_an_ally_stands_under_the_bars() -> None:
    ax = drawn(GUNS)
    told = {text.get_text(): text for text in ax.texts}
    assert [told[words].get_ha() for words in ("3.0×", "computed")] == ["right"] * 2
    assert told["3.0×"].get_position()[0] == 1
    lowest = max(bar.get_y() + bar.get_height() for bar in drawn_bars(ax))
    words, number = told["30–40 with Land C:"], told["1.5–2.0×"]
    assert words.get_position()[1] > lowest
    boxes = [text.get_window_extent() for text in (words, number)]
    assert 1 < boxes[1].x0 - boxes[0].x1 < 12, "one after the other"
    assert boxes[0].y0 < (boxes[1].y0 + boxes[1].y1) / 2 < boxes[0].y1, "on one line"


def test_the_number_of_a_side_alone_stands_in_its_bar_or_where_it_has_no_room_before_its_ally() -> None:
    for value, inside in ((20.0, True), (2.0, False)):
        ax = drawn([GUNS[0], GUNS[1] | {"value": value}, *GUNS[2:]])
        alone = [text for text in ax.texts if text.get_text() == f"{value:.0f}"]
        assert bool(alone) == inside
        both = f"{value + 10:.0f}–{value + 20:.0f} with Land C:"
        assert {both, f"{value:.0f} alone, {both}"} & set(texts(ax)) == {
            both if inside else f"{value:.0f} alone, {both}"
        }
        for text in alone:
            left, right = form.FIRST, form.FIRST + drawn_bars(ax)[1].get_width()
            assert left < text.xy[0] <= right and text.get_ha() == "right"


def test_words_may_stand_in_place_of_the_multiple_with_an_ally() -> None:
    said = texts(charts.balance(pd.DataFrame(GUNS), allied={"Guns": "about twice"}))
    assert "about twice" in said and "1.5–2.0×" not in said


def test_a_band_of_what_is_stated_is_grey_behind_the_first_bar_in_times_of_the_second_side() -> None:
    band = Band(4, 3, 5, "four times", allowed="taken as 3 to 5")
    ax = charts.balance(pd.DataFrame(GUNS), stated=[band])
    grey, *bars = drawn_bars(ax)
    ends = (grey.get_x() - form.FIRST, grey.get_x() + grey.get_width() - form.FIRST)
    assert [round(end / WIDE, 4) for end in ends] == [0.75, 1.25]  # 60 to 100 of 80
    assert grey.get_zorder() < min(bar.get_zorder() for bar in bars)
    assert {"stated: 4×", "taken as 3 to 5"} <= set(texts(ax))


def test_what_is_stated_stands_above_a_bar_that_goes_on_behind_its_tick() -> None:
    longer = [row | ({"value": 100.0} if row["role"] == "side" and row["place"] == "A" else {}) for row in GUNS]
    for rows, above in ((GUNS, False), (longer, True)):
        (said,) = (text for text in drawn(rows).texts if text.get_text() == "stated: 4×")
        bar = drawn_bars(drawn(rows))[0]
        assert (said.xy[1] < bar.get_y()) == above, above


def test_words_without_a_number_stand_where_a_tick_would_and_there_is_none() -> None:
    ax = charts.balance(pd.DataFrame(GUNS[:2]), words={"Guns": "ahead"})
    (said,) = (text for text in ax.texts if text.get_text() == "stated: ahead")
    assert said.xy[0] == pytest.approx(form.LAST) and not ax.get_lines()


def test_an_ally_of_other_years_has_them_in_its_bar() -> None:
    dated = [row | {"when": "2008" if row["role"] == "ally" else None} for row in GUNS]
    year = next(text for text in drawn(dated).texts if text.get_text() in ("2008", "Land C, 2008"))
    bar = drawn_bars(drawn(dated))[-1]
    assert year.xy[0] == pytest.approx(bar.get_x() + bar.get_width() / 2)
    assert "30–40 with Land C of 2008:" in texts(drawn(dated)), "at the multiple"


def test_an_ally_is_named_in_its_bar_where_there_is_room() -> None:
    for low, named in ((18.0, True), (1.0, False)):
        ax = drawn([*GUNS[:2], GUNS[2] | {"low": low}, GUNS[3]])
        bar = drawn_bars(ax)[-1]
        names = [text.xy[0] for text in ax.texts if text.get_text() == "Land C"]
        assert names == [pytest.approx(bar.get_x() + bar.get_width() / 2)] * named


def test_the_tick_is_named_and_a_number_that_it_leaves_no_room_stands_within_its_bar() -> None:
    def side(value: float) -> str:
        ax = drawn([GUNS[0] | {"value": value}, *GUNS[1:]])
        assert "stated: 4×" in texts(ax)
        return next(text.get_ha() for text in ax.texts if text.get_text() == f"{value:.0f}")

    assert (side(60), side(78)) == ("left", "right")


def test_sources_that_disagree_are_a_range_and_none_is_said_to_be_none() -> None:
    tanks = {"label": "Tanks", "role": "side"}
    disagree = [
        tanks | {"series": "A", "low": 5.0, "high": 9.0, "times_low": 1.0, "times_high": 4.5},
        tanks | {"series": "B", "low": 2.0, "high": 5.0},
    ]
    drones = {"label": "Drones", "role": "side"}
    none = [drones | {"series": "A", "value": 7.0}, drones | {"series": "B", "value": 0.0}]
    assert {"5–9", "2–5", "1.0–4.5×", "7 to none", form.NONE} <= set(texts(drawn([*disagree, *none])))


def test_comparisons_may_share_a_scale_with_numbers_within_bars_and_what_is_stated_said_once() -> None:
    fewer = [row | {"label": "Old guns", "value": 0.5 * float(str(row["value"]))} for row in GUNS]
    ax = charts.balance(pd.DataFrame([*GUNS, *fewer]), shared=True, words={"Guns": "many"})
    widths = [round(bar.get_width() / WIDE, 4) for bar in drawn_bars(ax)]
    assert widths[3:5] == pytest.approx([width / 2 for width in widths[:2]]), "twice as much is twice as long"
    said = {text.get_text(): text.get_ha() for text in ax.texts}
    assert said["60"] == said["20"] == "right", "within the bar"
    assert texts(ax).count("stated: many") == 1 and "stated: 4×" not in said


def test_a_heading_stands_over_the_comparison_that_it_begins_with_and_makes_room() -> None:
    two = pd.DataFrame([*GUNS, *(row | {"label": "Ships"} for row in GUNS)])
    levels = [
        {text.get_text(): text.get_position()[1] for text in charts.balance(two, heads=heads).texts}
        for heads in ({}, {"Ships": "At sea"})
    ]
    assert levels[1]["Guns"] < levels[1]["At sea"] < levels[1]["Ships"]
    assert levels[1]["Ships"] == pytest.approx(levels[0]["Ships"] + form.HEAD)


def test_a_frame_without_rows_is_refused() -> None:
    with pytest.raises(MilbalanceError, match="no rows"):
        charts.balance(pd.DataFrame(GUNS).iloc[:0])

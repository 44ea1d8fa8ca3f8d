"""The form `balance`: bars of two sides on a scale of each comparison, and what they come to in columns."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from milbalance import charts
from milbalance.charts import style
from milbalance.charts.forms import balance as form
from milbalance.errors import MilbalanceError

GUNS = [
    {"label": "Guns", "place": "A", "series": "Land A", "role": "side", "value": 60.0, "times": 3.0},
    {"label": "Guns", "place": "B", "series": "Land B", "role": "side", "value": 20.0},
    {"label": "Guns", "place": "A", "series": "Land A", "role": "stated", "value": 80.0, "times": 4.0},
]
GRID = form._grid(True, 0)
WIDE = GRID.last - GRID.first


def drawn(rows: list[dict[str, object]], **options: object) -> Axes:
    return charts.balance(pd.DataFrame(rows), **options)  # type: ignore[arg-type]


def texts(ax: Axes) -> dict[str, Text]:
    return {text.get_text(): text for text in ax.texts if text.get_text()}


def drawn_bars(ax: Axes) -> list[Rectangle]:
    return [bar for bar in ax.patches if isinstance(bar, Rectangle)]


def test_bars_end_where_their_numbers_do() -> None:
    bars = drawn_bars(drawn(GUNS))
    assert bars[0].get_y() < bars[1].get_y()
    ends = [(round((bar.get_x() - GRID.first) / WIDE, 4), round(bar.get_width() / WIDE, 4)) for bar in bars]
    assert ends == [(0, 0.75), (0, 0.25)]  # of 80, the stated number


def test_a_range_is_a_line_from_its_low_to_its_high_end() -> None:
    ranged = [GUNS[0] | {"low": 40.0, "high": 60.0}, *GUNS[1:]]
    (line,) = (line for line in drawn(ranged).get_lines() if line.get_linestyle() == "-")
    low, high = min(line.get_xdata()), max(line.get_xdata())
    assert [round((end - GRID.first) / WIDE, 4) for end in (low, high)] == [0.5, 0.75]  # 40 to 60 of 80


def test_the_tick_is_where_the_stated_number_would_put_the_side() -> None:
    (tick,) = (line for line in drawn(GUNS).get_lines() if line.get_linestyle() == "--")
    assert [round(float(x), 4) for x in tick.get_xdata()] == [round(GRID.last, 4)] * 2


def test_bars_that_no_tick_is_beside_end_before_the_ticks_of_others() -> None:
    ends = [bar.get_x() + bar.get_width() for bar in drawn_bars(drawn(GUNS[:2]))]
    assert max(ends) == pytest.approx(GRID.first + form.ALONE * WIDE)


def test_the_multiple_stands_under_its_head_and_what_is_stated_at_its_tick() -> None:
    told = texts(drawn(GUNS, computed="times B’s", said="they say"))
    assert {told[words].get_position()[0] for words in ("times B’s", "3.0×")} == {1}
    assert {told[words].get_ha() for words in ("times B’s", "3.0×")} == {"right"}
    assert told["they say: 4×"].xy[0] == pytest.approx(GRID.last)


def test_the_head_stands_once_and_what_is_stated_at_each_tick() -> None:
    ax = drawn([*GUNS, *(row | {"label": "Ships"} for row in GUNS)], computed="times B’s", said="they say")
    told = [text.get_text() for text in ax.texts]
    assert (told.count("times B’s"), told.count("they say: 4×")) == (1, 2)


def test_words_may_stand_in_place_of_the_numbers_and_verdicts_have_their_colours() -> None:
    ax = drawn(GUNS, words={"Guns": "fourfold"}, verdicts={"Guns": {"does not hold": "too high"}})
    told = texts(ax)
    assert "stated: fourfold" in told and "stated: 4×" not in told
    assert to_hex(told["too high"].get_color()) == style.readable(style.VERDICTS["does not hold"]).lower()
    assert told["3.0×"].get_position()[1] < told["too high"].get_position()[1]


def test_words_without_a_number_need_no_tick_and_stand_under_the_multiple() -> None:
    ax = drawn(GUNS[:2], words={"Guns": "ahead"}, verdicts={"Guns": {"holds": "right"}})
    levels = [texts(ax)[words].get_position()[1] for words in ("3.0×", "stated: ahead", "right")]
    assert levels == sorted(levels) and not ax.get_lines()


def test_what_nobody_says_has_no_words_at_its_tick() -> None:
    ax = drawn(GUNS, said="")
    assert any(line.get_linestyle() == "--" for line in ax.get_lines())
    assert not [words for words in texts(ax) if "4×" in words]


def test_a_multiple_below_one_has_two_decimals() -> None:
    """57 of one and 60 of the other are 0.95, which is no lead; 1.0 would be one."""
    less = [GUNS[0] | {"value": 57.0, "times": 0.95}, GUNS[1] | {"value": 60.0}]
    assert "0.95×" in texts(drawn(less))


def test_a_number_stands_within_the_end_of_its_bar_unless_it_is_too_short_or_the_tick_is_there() -> None:
    """Of bars to 60, 2 and 84 the second is too short, and the tick at 80 crosses the words in the third."""
    found = [texts(drawn([GUNS[0] | {"value": value}, *GUNS[1:]]))[f"{value:.0f}"] for value in (60.0, 2.0, 84.0)]
    assert [text.get_ha() for text in found] == ["right", "left", "left"]


def test_a_range_has_its_numbers_at_its_two_ends() -> None:
    told = texts(drawn([GUNS[0] | {"low": 40.0, "high": 60.0}, *GUNS[1:]]))
    ends = [round((told[words].xy[0] - GRID.first) / WIDE, 4) for words in ("40", "60")]
    assert ends == [0.5, 0.75] and [told[words].get_ha() for words in ("40", "60")] == ["right", "left"]


def test_a_column_without_a_head_is_left_out_and_the_bars_have_its_room() -> None:
    ax = drawn(GUNS, computed="", said="", verdicts={"Guns": {"holds": "right"}})
    assert not {word for word in texts(ax) if "×" in word or word == "right"}
    ends = [max(bar.get_x() + bar.get_width() for bar in drawn_bars(one)) for one in (ax, drawn(GUNS))]
    assert ends[0] > 1.1 * ends[1]


@pytest.mark.parametrize("page", [style.page(), style.NARROW], ids=["wide", "narrow"])
def test_each_text_stands_only_where_it_is_asked_for(page: style.Page) -> None:
    """What nobody says has no words, its verdict has; without its head there is no multiple."""
    with style.drawn_for(page):
        computed = texts(drawn(GUNS, said="", words={"Guns": "fourfold"}, verdicts={"Guns": {"holds": "right"}}))
        said = texts(drawn(GUNS[:2], computed=""))
    assert {"3.0×", "right"} <= {*computed} and not [words for words in computed if "fourfold" in words]
    assert "3.0×" not in said


def test_what_an_ally_has_of_a_bar_is_hatched_and_has_its_number() -> None:
    """Of 60 a side has 35, and its ally 25."""
    ax = drawn([GUNS[0] | {"own": 35.0, "ally_years": "2008"}, *GUNS[1:]], colours={"Land A": "#0072B2"})
    own, pale = drawn_bars(ax)[:2]
    widths = [round(bar.get_width() / WIDE, 4) for bar in (own, pale)]
    assert widths == [35 / 80, 25 / 80] and pale.get_x() == pytest.approx(own.get_x() + own.get_width())
    assert (own.get_hatch(), pale.get_hatch(), to_hex(pale.get_edgecolor())) == (None, "//", "#0072b2")
    told = texts(ax)
    assert {"60", "25 in 2008"} <= set(told)
    assert pale.get_x() < told["25 in 2008"].xy[0] < pale.get_x() + pale.get_width() <= told["60"].xy[0]
    short = drawn([GUNS[0] | {"own": 55.0, "ally_years": "2008"}, *GUNS[1:]])
    assert "60 (5 in 2008)" in texts(short), "no room on a short bar"


def test_sources_that_disagree_are_a_range_and_none_is_said_to_be_none() -> None:
    tanks = {"label": "Tanks", "role": "side"}
    disagree = [
        tanks | {"series": "A", "low": 5.0, "high": 9.0, "times_low": 1.0, "times_high": 4.5},
        tanks | {"series": "B", "low": 2.0, "high": 5.0},
    ]
    drones = {"label": "Drones", "role": "side"}
    none = [drones | {"series": "A", "value": 7.0}, drones | {"series": "B", "value": 0.0}]
    assert {"5", "9", "2", "1.0–4.5×", "7 to none", form.NONE} <= set(texts(drawn([*disagree, *none])))


def test_a_range_that_is_drawn_is_one_of_times_too_and_a_long_name_has_room() -> None:
    """20 to 30 of one side are 2 to 3 times less than 60 of the other."""
    ranged = [GUNS[0] | {"times_low": 2.0, "times_high": 3.0}, GUNS[1] | {"low": 20.0, "high": 30.0}]
    long = {"Land B": "Land B and all of its many friends"}
    plain, named = (drawn(ranged, names=names) for names in ({}, long))
    assert "2.0–3.0×" in texts(plain) and long["Land B"] in texts(named)
    starts = [drawn_bars(ax)[0].get_x() for ax in (plain, named)]
    assert starts[0] == pytest.approx(GRID.first) and starts[1] > texts(named)[long["Land B"]].xy[0] + GRID.first


def test_comparisons_may_share_a_scale() -> None:
    fewer = [row | {"label": "Old guns", "value": 0.5 * float(str(row["value"]))} for row in GUNS]
    widths = [round(bar.get_width() / WIDE, 4) for bar in drawn_bars(drawn([*GUNS, *fewer], shared=True))]
    assert widths[2:] == pytest.approx([width / 2 for width in widths[:2]]), "twice as much is twice as long"
    own = [round(bar.get_width() / WIDE, 4) for bar in drawn_bars(drawn([*GUNS, *fewer]))]
    assert own[2:] == own[:2]


def test_a_narrow_page_has_the_columns_above_and_below_the_bars() -> None:
    with style.drawn_for(style.NARROW):
        ax = drawn(GUNS, said="they say", verdicts={"Guns": {"holds": "right"}})
        told = texts(ax)
        lowest = max(bar.get_y() + bar.get_height() for bar in drawn_bars(ax))
        assert lowest < told["they say: 4×"].get_position()[1] and "right" in told
        assert told["they say"].xy[0] == pytest.approx(0.75), "the tick has a name"
        assert told["3.0×"].get_position()[1] < min(bar.get_y() for bar in drawn_bars(ax))


def test_a_frame_without_rows_is_refused() -> None:
    with pytest.raises(MilbalanceError, match="no rows"):
        charts.balance(pd.DataFrame(GUNS).iloc[:0])

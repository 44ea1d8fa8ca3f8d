"""Dots on small frames: what is drawn where, for any statement."""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.text import Text

from milbalance import charts
from milbalance.charts import style, swarm
from milbalance.charts.forms import Band
from milbalance.charts.forms.dots import HEAD, dots
from milbalance.errors import MilbalanceError

NAN = math.nan
FRAME = pd.DataFrame(
    {
        "label": ["bank", "bank", "bank", "paper"],
        "value": [3.0, 3.0, 2.0, 4.0],
        "role": ["plain", "counted", "counted", "shown"],
    }
)


def points(ax: Axes, marker: str = "o") -> set[tuple[float, float]]:
    """Every dot as its number and its height."""
    lines = [line for line in ax.get_lines() if line.get_marker() == marker]
    return {(float(x), float(y)) for line in lines for x, y in zip(*line.get_data(), strict=True)}


def written(ax: Axes) -> dict[str, Text]:
    return {text.get_text(): text for text in ax.texts if text.get_text()}


def test_every_row_is_a_dot_at_its_number_on_the_line_of_its_label() -> None:
    ax = dots(FRAME)
    levels = dict(zip([text.get_text() for text in ax.get_yticklabels()], ax.get_yticks(), strict=True))
    assert list(levels) == ["bank", "paper"]
    assert sorted(x for x, _ in points(ax)) == [2, 3, 3, 4]
    assert (3.0, levels["bank"]) in points(ax) and (4.0, levels["paper"]) in points(ax)


def test_only_whole_numbers_stand_at_the_axis_of_ranks_and_counts() -> None:
    for values in ([7, 8], [17, 17], [4, 5, 60], [1, 3]):
        frame = pd.DataFrame({"label": "bank", "value": list(map(float, values)), "role": "counted"})
        ax = dots(frame, whole=True, unit="states")
        low, high = ax.get_xlim()
        seen = [one for one in ax.get_xticks() if low <= one <= high]
        assert seen and all(one == round(one) for one in seen), values
    assert any(one % 1 for one in dots(frame.assign(value=[7.0, 8.0])).get_xticks()), "times have parts"


def test_dots_that_are_rounded_to_steps_form_straight_columns() -> None:
    frame = pd.DataFrame(
        {"label": "bank", "value": [3.0, 3.02, 2.96, 3.12, 3.1], "role": ["plain", "", "", "", ""]}
    )
    ax = dots(frame, step=0.1, limits=[0, 9], colours={"": "#0072B2"})  # so that the large dot is wider than a step
    found = sorted((round(x, 6), y) for x, y in points(ax))
    assert [x for x, _ in found] == [3.0] * 3 + [3.1] * 2
    (level,) = ax.get_yticks()
    columns = [[y for x, y in found if x == one] for one in (3.0, 3.1)]
    assert [max(column) for column in columns] == [pytest.approx(level)] * 2, "each stands on the line"
    assert columns[0][1:] == columns[1], "at the same heights"
    faces = {line.get_markerfacecolor() for line in ax.get_lines() if line.get_marker() == "o"}
    assert faces == {"#0072B2", style.INK}


def test_dots_of_one_number_are_stacked_and_cover_no_other() -> None:
    frame = pd.DataFrame({"label": "bank", "value": [3.0] * 9 + [3.001] * 9})
    ax = dots(frame)
    style.figure_of(ax).draw_without_rendering()
    pixels = ax.transData.transform(sorted(points(ax)))
    size = ax.get_lines()[-1].get_markersize() * style.figure_of(ax).dpi / 72
    assert len(pixels) == 18
    (level,) = ax.get_yticks()
    assert max(y for _, y in points(ax)) == pytest.approx(level), "the lowest stands on the line; y goes down"
    near = [math.dist(one, other) for one, other in combinations(pixels, 2)]
    assert min(near) > 0.85 * size  # the layout makes the axes a little lower than was reckoned


def test_the_plain_reading_is_large_and_dark_and_what_is_only_shown_is_hollow() -> None:
    ax = dots(FRAME, answer="three")
    (plain,) = [line for line in ax.get_lines() if same_color(line.get_markerfacecolor(), style.INK)]
    assert plain.get_xdata() == [3.0] and plain.get_markersize() == 11
    (hollow,) = [line for line in ax.get_lines() if same_color(line.get_markerfacecolor(), "white")]
    assert hollow.get_xdata() == [4.0]
    assert written(ax)["three"].get_fontweight() == "bold"


@pytest.mark.parametrize(
    ("low", "high", "edges"),
    [(2.5, 3.5, (2.5, 3.5)), (2.5, NAN, (2.5, "end")), (NAN, 3.5, ("start", 3.5)), (NAN, NAN, None)],
)
def test_a_band_runs_over_what_is_stated_and_an_open_end_to_the_end_of_the_axis(
    low: float, high: float, edges: tuple[float | str, float | str] | None
) -> None:
    ax = dots(FRAME, stated=[Band(3.0, low, high, "about three")])
    spans = [patch for patch in ax.patches if same_color(patch.get_facecolor(), style.STATED_BAND)]
    start, end = ax.get_xlim()
    if edges is None:
        assert not spans
    else:
        left, right = (start if edges[0] == "start" else edges[0], end if edges[1] == "end" else edges[1])
        (span,) = spans
        assert (span.get_x(), span.get_x() + span.get_width()) == pytest.approx((left, right))
    dashed = [line for line in ax.get_lines() if line.get_linestyle() == "--"]
    assert [line.get_xdata()[0] for line in dashed] == [3.0]
    assert "about three" in written(ax)


def test_a_range_that_is_stated_has_a_line_at_each_end() -> None:
    ax = dots(FRAME, stated=[Band(NAN, 2.0, 5.0, "2 to 5")])
    assert [line.get_xdata()[0] for line in ax.get_lines() if line.get_linestyle() == "--"] == [2.0, 5.0]


def test_the_numbers_that_would_fit_stand_between_what_is_stated_and_the_dots() -> None:
    ax = dots(FRAME, stated=[Band(3.0, 2.5, 3.5, "the text says: 3", allowed="taken as 2.5 to 3.5")])
    style.figure_of(ax).draw_without_rendering()
    words, bounds = (written(ax)[text].get_window_extent() for text in ("the text says: 3", "taken as 2.5 to 3.5"))
    assert words.y0 >= bounds.y1 > bounds.y0 > ax.bbox.y1
    middles = [(box.x0 + box.x1) / 2 for box in (words, bounds)]
    assert middles == pytest.approx([ax.transData.transform((3.0, 0))[0]] * 2, abs=1)


def test_words_of_two_bands_do_not_cover_each_other() -> None:
    ax = dots(FRAME, stated=[Band(3.0, NAN, NAN, "one statement of three"), Band(3.1, NAN, NAN, "and another one")])
    style.figure_of(ax).draw_without_rendering()
    one, other = (written(ax)[words].get_window_extent() for words in ("one statement of three", "and another one"))
    assert not one.overlaps(other)


def test_a_range_is_a_line_and_an_open_end_an_arrow() -> None:
    frame = pd.DataFrame(
        {
            "label": ["both", "above", "below", "exact"],
            "value": [3.0, 5.0, 2.0, 4.0],
            "low": [2.0, 5.0, NAN, 4.0],
            "high": [4.0, NAN, 2.0, 4.0],
        }
    )
    ax = dots(frame)
    ranges = [list(line.get_xdata()) for line in ax.get_lines() if line.get_marker() == "None"]
    assert [2.0, 4.0] in ranges and len([one for one in ranges if len(one) == 2]) == 1
    arrows = {text.xy[0]: text.get_position()[0] for text in ax.texts if text.arrow_patch is not None}
    assert {at: to > 0 for at, to in arrows.items()} == {5.0: True, 2.0: False}


@pytest.mark.parametrize(
    ("values", "scale"),
    [([1.0, 49.0], "linear"), ([1.0, 51.0], "log"), ([-1.0, 90.0], "linear"), ([0.0, 90.0], "linear")],
)
def test_numbers_far_apart_stand_on_a_logarithmic_axis(values: list[float], scale: str) -> None:
    assert dots(pd.DataFrame({"label": "bank", "value": values})).get_xscale() == scale


def test_large_numbers_are_told_in_millions_and_multiples_and_shares_with_their_sign() -> None:
    def ticks(unit: str, *values: float) -> tuple[list[str], str]:
        ax = dots(pd.DataFrame({"label": "bank", "value": values}), unit=unit)
        style.figure_of(ax).draw_without_rendering()
        return [text.get_text() for text in ax.get_xticklabels()], ax.get_xlabel()

    assert "2.0" in ticks("persons", 1e6, 2e6)[0] and ticks("persons", 1e6, 2e6)[1] == "million persons"
    assert "4,000" in ticks("persons", 1e3, 5e3)[0]
    assert "2×" in ticks("times", 1, 3)[0] and ticks("times", 1, 3)[1] == ""
    assert "20%" in ticks("per cent", 10, 40)[0]


def test_series_are_told_apart_by_colour_or_by_filled_and_hollow_and_named_once() -> None:
    frame = pd.DataFrame({"label": "bank", "series": ["one", "other"], "value": [1.0, 2.0]})
    for colours, faces in (
        ({}, (style.NEUTRAL, "white")),
        ({"one": "#ff0000", "other": "#0000ff"}, ("#ff0000", "#0000ff")),
    ):
        ax = dots(frame, colours=colours)
        found = {
            line.get_xdata()[0]: line.get_markerfacecolor() for line in ax.get_lines() if line.get_marker() == "o"
        }
        assert all(same_color(found[x], face) for x, face in zip((1.0, 2.0), faces, strict=True))
        assert {"one", "other"} <= set(written(ax))
    assert "one" not in written(dots(frame.head(1)))


def test_joined_series_are_named_at_their_dots_in_the_first_row_and_words_stand_left_and_right() -> None:
    pair = {"label": ["bank", "bank"], "series": ["one", "other land"], "value": [1.0, 9.0], "words": ["1", "9"]}
    asked = {"join": True, "colours": {"one": "#ff0000"}, "series_names": {"other land": "other"}}
    ax = dots(pd.DataFrame(pair), limits=[-5, 15], **asked)
    found = written(ax)
    assert [found[name].xy[0] for name in ("1", "one", "9", "other")] == [1.0, 1.0, 9.0, 9.0]
    assert all(found[name].xy[1] < ax.get_yticks()[0] for name in ("one", "other")), "above, in inches"
    assert found["1"].xyann[0] < -3 and found["9"].xyann[0] > 3 and found["one"].get_fontweight() == "bold"
    assert {"1 one", "9 other"} <= set(written(dots(pd.DataFrame(pair), **asked))), (
        "in one where a line is from zero"
    )
    twice = pd.DataFrame(pair | {"label": ["bank", "paper"]})
    assert written(dots(twice, join=True))["one"].xy[0] == 0, "a key where the first row has not every series"
    assert written(dots(pd.DataFrame(pair), key=True, **asked))["one"].xyann[1] > 0, "above the axes"


def test_a_row_in_bold_is_of_ink_and_others_stay_as_they_are() -> None:
    frame = pd.DataFrame(
        {"label": ["a", "b"], "value": [1.5, 3.0], "low": [1.0, 3.0], "high": [2.0, 3.0], "role": ""}
    )
    ax = dots(frame, digits=0, printed=[], bold=["a"])
    (ranged,) = (line for line in ax.lines if list(line.get_xdata()) == [1.0, 2.0])
    (other,) = (line for line in ax.lines if list(line.get_xdata()) == [3.0])
    assert same_color(ranged.get_color(), style.INK) and same_color(other.get_markerfacecolor(), style.NEUTRAL)
    assert [name.get_fontweight() for name in ax.get_yticklabels()] == ["bold", "normal"]
    with pytest.raises(MilbalanceError, match="label"):
        dots(frame, bold=["c"])


def test_digits_write_each_number_or_both_ends_of_its_range() -> None:
    frame = pd.DataFrame(
        {"label": ["a", "b"], "value": [1126.0, 1800.0], "low": [927.0, NAN], "high": [1324.0, NAN]}
    )
    assert {"930–1,320", "1,800"} <= set(written(dots(frame, digits=-1)))
    assert {"927–1,324", "1,800"} <= set(written(dots(frame, digits=1)))
    small = pd.DataFrame({"label": ["a", "b"], "value": [3.46, 213.9]})
    assert {"3.5×", "214×"} <= set(written(dots(small, digits=1, unit="times")))


def test_names_of_two_parts_are_all_broken_at_their_last_comma_if_one_is_long_and_the_second_is_grey() -> None:
    names = ["An observatory of some, or more length, May", "Paper, June"]
    ax = dots(pd.DataFrame({"label": names, "value": [1.0, 2.0]}))
    inks = {text.get_text(): text.get_color() for text in ax.texts}
    assert inks["Paper"] == style.INK and inks["June"] == inks["May"] == style.MUTED
    short = dots(pd.DataFrame({"label": ["Paper, May", "Paper, June"], "value": [1.0, 2.0]}))
    assert [text.get_text() for text in short.get_yticklabels()] == ["Paper, May", "Paper, June"]


def test_what_is_beside_a_row_is_level_with_it_and_joined_rows_begin_at_zero() -> None:
    frame = pd.DataFrame({"label": ["a", "a", "b"], "value": [60.0, 90.0, 70.0], "times": ["1.5×", "1.5×", None]})
    ax = dots(frame, join=True, beside={"times": "times as many"})
    assert ax.get_xlim()[0] == 0
    number, head = written(ax)["1.5×"], written(ax)["times as many"]
    assert number.xy[1] == ax.get_yticks()[0]
    assert number.get_ha() == head.get_ha() == "right" and number.get_position()[0] == head.get_position()[0]
    (line,) = [line for line in ax.get_lines() if line.get_linewidth() == 4]
    assert list(line.get_xdata()) == [60, 90]


def test_without_an_axis_no_number_stands_below() -> None:
    ax = charts.dots(pd.DataFrame({"label": ["a", "b"], "value": [1.0, 2.0]}), axis=False)
    assert not len(ax.get_xticks()) and not ax.spines["bottom"].get_visible()


def test_rows_have_other_names_in_the_order_of_these() -> None:
    ax = dots(FRAME, names={"paper": "The press", "bank": "A bank"})
    assert [text.get_text() for text in ax.get_yticklabels()] == ["The press", "A bank"]
    with pytest.raises(MilbalanceError, match="bank"):
        dots(FRAME, names={"banc": "A bank"})


def test_dots_nearer_than_a_quarter_of_one_stand_exactly_one_above_the_other() -> None:
    ax = dots(pd.DataFrame({"label": "a", "value": [1.0, 3.0, 3.005, 3.4, 9.0]}))
    assert sorted(x for x, _ in points(ax)) == [1, 3, 3, 3.4, 9]


def test_headings_stand_over_the_rows_that_begin_with_a_label_and_move_them_down() -> None:
    frame = pd.DataFrame({"label": ["one", "two", "three"], "value": [3.0, 4.0, 5.0]})
    plain, headed = dots(frame), dots(frame, heads={"one": "some", "three": "more"})
    moved = [there - here for here, there in zip(plain.get_yticks(), headed.get_yticks(), strict=True)]
    assert moved == pytest.approx([HEAD, HEAD, 2 * HEAD])
    assert headed.get_ylim()[0] - plain.get_ylim()[0] == pytest.approx(2 * HEAD)
    heads = {words: text.xy[1] for words, text in written(headed).items()}
    two, three = headed.get_yticks()[1:]
    assert heads["some"] == HEAD and two < heads["more"] < three
    (rule,) = [
        line.get_ydata()[0] for line in headed.get_lines() if line.get_marker() == "None" and line.get_visible()
    ]
    assert two < rule < heads["more"], "the second is ruled off from what is above"


def test_the_name_of_a_main_answer_alone_is_bold() -> None:
    rows = pd.DataFrame({"label": ["one", "other"], "value": [3.0, 4.0], "role": ["plain", ""]})
    ax = dots(rows)
    assert [text.get_fontweight() for text in ax.get_yticklabels()] == ["bold", "normal"]


def test_rows_can_be_sorted_by_their_mean() -> None:
    ax = dots(pd.DataFrame({"label": ["b", "a", "b"], "value": [5.0, 2.0, 3.0]}), sort=True)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a", "b"]


def test_a_number_that_is_missing_keeps_its_row_and_a_frame_without_any_is_refused() -> None:
    ax = dots(pd.DataFrame({"label": ["a", "b"], "value": [1.0, NAN]}))
    assert len(ax.get_yticks()) == 2 and len(points(ax)) == 1
    for frame in (FRAME.head(0), pd.DataFrame({"label": ["a"], "value": [NAN]})):
        with pytest.raises(MilbalanceError, match="nothing to draw: no row has a number"):
            dots(frame)


def test_dots_are_drawn_on_axes_that_are_given() -> None:
    ax = style.canvas()
    assert dots(FRAME, ax=ax) is ax


def test_a_form_that_is_called_by_itself_is_shown_with_its_numbers_in_words() -> None:
    ax = charts.dots(FRAME)
    assert style.figure_of(ax).number in pyplot.get_fignums()
    assert style.record(ax).alt == "A chart of the form “dots”. Numbers: bank 3; bank 3; bank 2; paper 4."
    own = pyplot.figure().subplots()
    assert charts.dots(FRAME, ax=own) is own


def test_a_word_goes_where_there_is_room() -> None:
    """A dot of half an inch: to the right; beside another dot to the left; between two dots above them."""
    size, high = 11.0, 11 * 1.25 / 72
    at = swarm.Box(2, -0.05, 2.1, 0.05)
    spots = {
        "right": swarm.Line([at]),
        "left": swarm.Line([at, swarm.Box(2.2, -0.05, 2.3, 0.05)]),
        "above": swarm.Line([at, swarm.Box(2.2, -0.05, 2.3, 0.05), swarm.Box(1.8, -0.05, 1.9, 0.05)]),
    }
    found = {name: line.write(at, "word", size, 6) for name, line in spots.items()}
    assert found["right"].left > at.right and found["left"].right < at.left
    assert found["above"].bottom >= at.top and found["above"].top == pytest.approx(0.05 + swarm.AIR + high)
    edge = swarm.Line([at]).write(at, "word", size, 2.2)
    assert edge.right <= 2.2, "no word leaves the axes"


def test_the_axis_holds_both_ends_of_every_range() -> None:
    frame = pd.DataFrame({"label": ["a", "b"], "value": [2.0, 3.0], "low": [1.0, 3.0], "high": [9.0, 3.0]})
    low, high = charts.dots(frame).get_xlim()
    assert low <= 1 and high >= 9


def test_equal_dots_of_a_joined_row_are_one_and_those_of_others_stay() -> None:
    twice = pd.DataFrame({"label": "A", "series": ["x", "x", "y"], "value": [1.0, 1.0, 3.0]})
    counts = [sum(len(line.get_xdata()) for line in ax.lines if line.get_marker() == "o") for ax in _both(twice)]
    assert counts == [2, 3 + 2]  # the last two are in the key


def _both(rows: pd.DataFrame) -> list[Axes]:
    return [charts.dots(rows, join=join) for join in (True, False)]


def test_a_number_that_a_source_prints_has_no_line_and_a_range_has_no_dot() -> None:
    rows = pd.DataFrame({"label": ["A", "B"], "value": [5.0, 8.0], "low": [4.0, 6.0], "high": [6.0, 10.0]})
    ax = charts.dots(rows, printed=["A"])
    found = [[float(x) for x in line.get_xdata()] for line in ax.lines]
    assert found == [[5], [6, 10]]


def test_rows_are_the_same_way_apart_though_their_stacks_differ() -> None:
    frame = pd.DataFrame({"label": list("aabc"), "value": [1.0, 1.0, 2.0, 3.0]})
    first, second, third = dots(frame, row_height=0.9).get_yticks()
    assert second - first == pytest.approx(third - second)


def test_the_answer_stands_behind_the_next_neighbour_of_its_dot_in_its_row() -> None:
    frame = pd.DataFrame({"label": "a", "value": [2.0, 2.09, 1.91], "role": ["plain", "", ""]})
    ax = dots(frame, answer="ours", limits=[0, 4])
    assert written(ax)["ours"].xyann[0] > 15 and written(ax)["ours"].xy[1] == pytest.approx(
        ax.get_yticks()[0], abs=0.02
    )


def test_no_name_above_a_narrow_row_crosses_what_is_stated() -> None:
    name = "A newspaper of a very long name indeed, and with a date"
    with style.drawn_for(style.NARROW):
        ax = dots(pd.DataFrame({"label": [name], "value": [1.0]}), limits=[0, 10], stated=[Band(7, 6, 8, "seven")])
        style.figure_of(ax).draw_without_rendering()
    (label,) = (text for text in ax.texts if text.get_text().startswith("A newspaper"))
    assert label.get_window_extent().x1 < ax.transData.transform((7, 0))[0]

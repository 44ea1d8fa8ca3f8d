"""Areas on small maps made by hand: what is filled, outlined and named, and where the names stand."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import same_color
from matplotlib.path import Path

from drawing import collisions
from milbalance import charts
from milbalance.charts import style
from milbalance.errors import MilbalanceError

# Two squares side by side in one whole, a third of its own above them, in a country, with two towns at one place.
EAST = "POLYGON ((10 50, 12 50, 12 52, 10 52, 10 50))"
WEST = "MULTIPOLYGON (((8 50, 10 50, 10 52, 8 52, 8 50)))"
NORTH = "POLYGON ((8 52, 10 52, 12 52, 12 54, 8 54, 8 52))"
LAND = "POLYGON ((2 48, 22 48, 22 56, 2 56, 2 48))"
MAP = pd.DataFrame(
    {
        "series": ["East", "West", "North", "Land", "Hill", "Dale"],
        "words": ["East", "West", "North", "Land", "Hill / Hügel", "Dale / Tal"],
        "geometry": [EAST, WEST, NORTH, LAND, "POINT (9.5 50.5)", "POINT (9.6 50.5)"],
        "value": [300.0, 100.0, 800.0, None, None, None],
        "part_of": ["plain", "plain", None, None, None, None],
        "share": [75.0, 25.0, None, None, None, None],
    }
)


def said(frame: pd.DataFrame, **options: Any) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in charts.areas(frame, **options).texts if text.get_text()]


def test_an_area_is_named_over_its_share_and_the_first_says_of_what_or_over_its_size_if_it_is_no_part() -> None:
    assert said(MAP)[:6] == ["East", "75% of the plain", "West", "25%", "North", "800 km²"]


def test_a_whole_has_a_strong_line_around_it_that_does_not_run_within() -> None:
    _, thin, strong = [one for one in charts.areas(MAP).patches if not one.get_fill()]
    assert strong.get_linewidth() > thin.get_linewidth()
    path = strong.get_path()
    drawn = zip(pairwise(path.vertices.tolist()), path.codes[1:], strict=True)
    sides = [{tuple(one), tuple(other)} for (one, other), code in drawn if code == Path.LINETO]
    assert len(sides) == 6 and {(10.0, 50.0), (10.0, 52.0)} not in sides


def test_areas_have_their_colours_and_countries_are_pale() -> None:
    land, _, east, *_ = charts.areas(MAP, colours={"East": "#0072B2"}).patches
    assert same_color(east.get_facecolor(), "#0072B2") and same_color(land.get_facecolor(), style.SHADE)


def test_a_name_may_stand_elsewhere_with_a_line_to_its_area() -> None:
    ax = charts.areas(MAP, at={"East": [15.0, 51.0]})
    name, line = (
        next(one for one in ax.texts if test(one))
        for test in (lambda t: t.get_text() == "East", lambda t: t.arrow_patch)
    )
    assert name.xy == (15.0, 51.0) and name.get_ha() == "left"
    assert 10 < line.xy[0] < 12 and 50 < line.xy[1] < 52, "in the area"


def test_a_town_whose_name_would_cover_another_is_left_out() -> None:
    assert [words for words in said(MAP) if "/" in words] == ["Hill / Hügel"]
    assert [words for words in said(MAP, sides={"Hill": "left"}) if "/" in words] == ["Hill / Hügel", "Dale / Tal"]


def test_the_name_of_a_town_may_stand_elsewhere_in_two_lines_with_a_line_to_it() -> None:
    ax = charts.areas(MAP, sides={"Hill": [9.0, 51.0]})
    name = next(text for text in ax.texts if text.get_text() == "Hill /\nHügel")
    line = next(text for text in ax.texts if text.arrow_patch)
    assert name.xy == (9.0, 51.0) and name.get_ha() == "right" and line.xy == (9.5, 50.5)


def test_a_border_that_runs_beside_an_area_is_left_out_and_what_is_left_ends_on_the_area() -> None:
    apart = "POLYGON ((2 48, 12.05 48, 12.05 56, 2 56, 2 48))"  # a twentieth of a degree east of two areas
    border = charts.areas(MAP.assign(geometry=MAP["geometry"].replace(LAND, apart))).patches[1].get_path()
    eastern = border.vertices[border.vertices[:, 0] > 11]
    assert not ((eastern[:, 1] > 50.2) & (eastern[:, 1] < 53.8)).any()
    assert {(12.0, 50.0), (12.0, 54.0)} <= set(map(tuple, eastern.round(6).tolist()))


def test_the_window_is_seen_whole_and_a_degree_of_longitude_is_shorter() -> None:
    window = (6.0, 49.0, 16.0, 55.0)
    ax = charts.areas(MAP, window=window)
    (west, east), (south, north) = ax.get_xlim(), ax.get_ylim()
    assert west <= 6.001 and east >= 15.999 and south <= 49.001 and north >= 54.999
    here = ax.transData.transform([(8, 52), (9, 52), (8, 53)])
    # cos 52° = 0.6157
    assert (here[1, 0] - here[0, 0]) / (here[2, 1] - here[0, 1]) == pytest.approx(0.6157, abs=0.001)


def test_a_narrow_picture_has_a_key_in_place_of_names_and_nothing_is_covered() -> None:
    with style.drawn_for(style.NARROW):
        ax = charts.areas(MAP, locator=[0, 40, 30, 60])
    key = ax.get_legend()
    assert key is not None and not ax.child_axes
    assert key.get_texts()[0].get_text() == "East\n75% of the plain"
    assert collisions(style.figure_of(ax)) == []


def test_the_locator_shows_the_window_in_a_larger_part_of_the_world() -> None:
    (small,) = charts.areas(MAP, window=[7, 49, 13, 55], locator=[0, 45, 25, 60]).child_axes
    frame = small.patches[-1]
    assert frame.get_bbox().bounds == (7, 49, 6, 6)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (MAP[3:], "no area to draw"),
        (MAP.assign(geometry="somewhere"), "East: 'somewhere' is no outline; wanted POLYGON"),
    ],
)
def test_what_cannot_be_drawn_is_refused(frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(MilbalanceError, match=words):
        charts.areas(frame)


def test_a_bar_is_as_long_as_it_says_and_areas_may_have_other_names() -> None:
    ax = charts.areas(MAP, scale=100, names={"East": "East, ours"})
    (bar,) = [line for line in ax.get_lines() if line.get_marker() in ("", "None")]
    west, east = bar.get_xdata()
    south, north = 48.0, 56.0  # of the land, in the middle of which a degree of longitude is so many kilometres
    assert pytest.approx((east - west) * 111.2 * math.cos(math.radians((south + north) / 2)), rel=0.03) == 100
    assert {"100 km", "East, ours"} <= {line for text in ax.texts for line in text.get_text().split("\n")}


def test_the_small_map_has_words_at_places() -> None:
    ax = charts.areas(MAP, locator=[0, 46, 24, 58], located={"Sea": (1, 47)})
    (small,) = ax.child_axes
    assert [(text.get_text(), text.xy) for text in small.texts] == [("Sea", (1, 47))]

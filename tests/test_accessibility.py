"""Charts for every reader: text that can be read, colours that stay apart, and no meaning by colour alone."""

from __future__ import annotations

from itertools import product

import pytest
from matplotlib import pyplot

from milbalance.charts import style, web
from milbalance.charts.forms.bars import SPARE
from milbalance.tables import load
from seeing import APART, DEFICIENT, apart, contrast, ground


def test_the_two_sides_differ_even_in_grey(data: load.Data) -> None:
    one, other = (style.colour(data, place) for place in ("AZE", "ARM"))
    assert apart(one, other, "grey") > APART


def test_the_colours_of_series_without_one_are_told_apart_from_the_sides_and_each_other(data: load.Data) -> None:
    """On a light and on a dark page, by every reader; neighbours of a stack are told apart by a white line too."""
    sides = [style.colour(data, place) for place in ("AZE", "ARM")]
    close = []
    for page, turn in (("light", str), ("dark", web.dark)):
        for one, other in [*product(SPARE, sides), (sides[0], sides[1])]:
            close += [
                f"{page}: {one} and {other} are {found:.0f} apart for {vision} readers"
                for vision in ("normal", *DEFICIENT)
                if (found := apart(turn(one), turn(other), vision)) < APART
            ]
    assert not close, "\n".join(close)


def test_the_colours_of_the_theme_do_their_work_on_a_dark_page_too() -> None:
    for turn in (str, web.dark):
        paper, band, line = (turn(one) for one in (style.PAPER, style.STATED_BAND, style.FAINT))
        assert contrast(turn(style.INK), band) >= 7 and contrast(turn(style.MUTED), paper) >= 4.5
        assert contrast(turn(style.NEUTRAL), paper) >= 3, "a mark of its own can be seen"
        assert 1.1 <= contrast(band, paper) <= 1.6 and 1.2 <= contrast(line, paper) <= 2, "these stay behind"
        for colour in style.VERDICTS.values():
            assert contrast(turn(colour), paper) >= 3


# The measures themselves, by hand.


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.01)


def test_colour_blind_readers_lose_what_they_cannot_see() -> None:
    assert apart("#ff0000", "#ff0000", "protan") == 0
    assert apart("#d7301f", "#6e8b00", "deutan") < APART < apart("#d7301f", "#6e8b00", "normal")
    assert apart("#00a0a0", "#00a060", "tritan") < apart("#00a0a0", "#00a060", "normal")
    assert apart("white", "black", "grey") == pytest.approx(100, abs=0.1)


def test_what_stands_behind_a_text_is_found() -> None:
    figure, ax = pyplot.subplots()
    ax.set(xlim=(0, 4), ylim=(0, 1))
    ax.axvspan(0, 1, color="#102030")
    ax.axvspan(1, 2, color="black", alpha=0.5)
    ax.pcolormesh([2, 2.5, 3], [0, 1], [[0, 1]], cmap="gray")
    ax.plot([3.5], [0.5], "o", markersize=40, color="#aa0000")
    spots = (0.5, 1.5, 2.25, 2.75, 3.5, 3.2)
    written = [ax.text(x, 0.5, "x", ha="center", va="center") for x in spots]
    figure.draw_without_rendering()
    assert [ground(figure, text) for text in written] == [
        "#102030",
        "#808080",
        "#000000",
        "#ffffff",
        "#aa0000",
        "#ffffff",
    ]


def test_ink_is_darkened_for_the_ground_it_stands_on() -> None:
    for backdrop in ("white", "#E3E3E3"):
        assert contrast(style.readable("#E69F00", backdrop), backdrop) >= 4.5
    assert style.readable("#E69F00") != style.readable("#E69F00", "#E3E3E3")

"""Charts for every reader: text that can be read, colours that stay apart, and no meaning by colour alone."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from matplotlib.text import Text

from drawing import shipped, texts
from milbalance.charts import export, style
from milbalance.tables import load
from seeing import DEFICIENT, apart, contrast, ground, marks

each_figure = pytest.mark.parametrize("name", export.registry())
APART = 15.0  # CIELAB; a side by side comparison needs 2.3
LARGE, LARGE_BOLD = 18.0, 14.0  # points from which WCAG asks for a contrast of 3 and not 4.5


def wanted(text: Text) -> float:
    bold = str(text.get_fontweight()) in {"bold", "heavy", "black", "700", "800", "900"}
    return 3.0 if text.get_fontsize() >= (LARGE_BOLD if bold else LARGE) else 4.5


@each_figure
def test_every_text_can_be_read_on_what_stands_behind_it(name: str) -> None:
    figure = shipped(name)
    pale = []
    for text in texts(figure):
        ink, behind = to_hex(text.get_color()), ground(figure, text)
        if (found := contrast(ink, behind)) < wanted(text):
            pale.append(f"{text.get_text()!r}: {ink} on {behind} has {found:.2f}, wanted {wanted(text)}")
    assert not pale, "\n".join(pale)


@each_figure
def test_places_on_one_chart_are_told_apart_by_everyone(name: str, data: load.Data) -> None:
    colours = data.places.dropna(subset=["colour"]).set_index("place")
    places = {str(row["colour"]).lower(): str(row["name"]) for _, row in colours.iterrows()}
    figure = shipped(name)
    written = " ".join(text.get_text() for text in texts(figure))
    confused = []
    for ax in figure.axes:
        found = {colour: kinds for colour, kinds in marks(ax).items() if colour in places}
        for one, other in combinations(found, 2):
            names = (places[one], places[other])
            confused += [
                f"{names} are {apart(one, other, vision):.0f} apart for {vision} readers"
                for vision in ("normal", *DEFICIENT)
                if apart(one, other, vision) < APART
            ]
            if found[one] & found[other] and not all(place in written for place in names):
                confused.append(f"{names}: colour alone tells them apart, with no label and the same mark")
    assert not confused, "\n".join(confused)


def test_the_two_sides_differ_even_in_grey(data: load.Data) -> None:
    one, other = (style.colour(data, place) for place in ("AZE", "ARM"))
    assert apart(one, other, "grey") > APART


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

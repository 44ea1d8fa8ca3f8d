"""The frame of a figure, its colours and its labels."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.textpath import text_to_path
from PIL import Image

import seeing
from drawing import collisions
from milbalance.charts import style
from milbalance.charts.palette import in_palette
from milbalance.choices import verdicts
from milbalance.errors import MilbalanceError
from milbalance.tables import load

DRAWN = pd.DataFrame({"place": ["AZE"], "value": [1.0], "source_id": ["sipri-milex-2021"]})
WORDS = {"title": "A title", "subtitle": "A subtitle", "alt": "A point at one."}
LONG = "Azerbaijan spent more than Armenia in every year that the newest edition of the source covers " * 3


def contrast_on_white(colour: str) -> float:
    """The contrast ratio of WCAG 2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_text_in_the_colour_of_any_place_can_be_read(data: load.Data) -> None:
    colours = data.places["colour"].dropna()
    assert len(colours) >= 2
    pale = [colour for colour in colours if contrast_on_white(style.readable(colour)) < 4.5]
    assert not pale


@pytest.mark.parametrize("ink", [style.INK, style.MUTED, style.STATED])
def test_the_inks_of_the_theme_can_be_read(ink: str) -> None:
    assert contrast_on_white(ink) >= 4.5


def test_the_colours_of_verdicts_are_seen_apart_by_everyone(data: load.Data) -> None:
    assert tuple(style.VERDICTS) == verdicts.VERDICTS
    assert not {colour.upper() for colour in data.places["colour"].dropna()} & set(style.VERDICTS.values())
    pale = [word for word, colour in style.VERDICTS.items() if contrast_on_white(colour) < 3]
    pairs = list(itertools.combinations(style.VERDICTS.items(), 2))
    near = [
        f"{one} and {other}, {vision}"
        for vision in ("normal", *seeing.DEFICIENT, "grey")
        for (one, ink), (other, other_ink) in pairs
        if seeing.apart(ink, other_ink, vision) < (8 if vision == "grey" else 16)
    ]
    assert not pale + near


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert style.readable("#0072b2") == "#0072b2"


def test_the_two_sides_differ_in_colour_and_a_place_without_one_is_grey(data: load.Data) -> None:
    assert style.colour(data, "AZE") != style.colour(data, "ARM")
    assert style.colour(data, "a place that nobody knows") == style.NEUTRAL


def test_wrapped_lines_fit_and_keep_every_word() -> None:
    figure = style.figure_of(style.canvas())
    wrapped = style.wrap(LONG, 14, "bold")
    assert wrapped.split() == LONG.split()
    assert wrapped.count("\n") >= 2
    drawn = figure.text(0, 0.5, wrapped, fontsize=14, fontweight="bold")
    assert drawn.get_window_extent().width <= figure.bbox.width


def test_a_word_longer_than_the_figure_stands_alone() -> None:
    wrapped = style.wrap(f"one {'x' * 300} two", 10)
    assert wrapped.split("\n") == ["one", "x" * 300, "two"]


def test_lines_are_even_and_none_is_of_a_word_or_two() -> None:
    first, last = style.wrap(" ".join(["word"] * 25), 12).split("\n")
    assert first.count("word") - last.count("word") in (0, 1)
    assert style.wrap("", 12) == ""


def end_labels(data: load.Data, *labels: tuple[float, str]) -> Axes:
    """A finished chart with labels at heights."""
    ax = style.canvas()
    ax.set(xlim=(0, 10), ylim=(0, 100))
    style.end_labels(ax, [(8, height, text, "black") for height, text in labels])
    return style.finish(ax, data, **WORDS, drawn=DRAWN)


def test_end_labels_move_apart_and_keep_their_order(data: load.Data) -> None:
    ax = end_labels(data, (51, "third"), (50, "first"), (50.5, "second"))
    assert not collisions(style.figure_of(ax))
    heights = {text.get_text(): text.get_window_extent().y0 for text in ax.texts}
    assert heights["first"] < heights["second"] < heights["third"]


def test_end_labels_that_have_room_stay_where_they_are(data: load.Data) -> None:
    ax = end_labels(data, (10, "low"), (90, "high"))
    assert [text.get_position()[1] for text in ax.texts] == [0, 0]


def test_the_source_line_names_each_source_once(data: load.Data) -> None:
    line = style.source_line(data, ["sipri-milex-2021", "iiss-mb-2020", "sipri-milex-2021"])
    names = "SIPRI military expenditure (2021 edition); IISS Military Balance 2020"
    assert line == f"Source: {names}. Calculation: this project."


def test_editions_of_one_work_share_its_name_and_are_sorted(data: load.Data) -> None:
    ids = ["sipri-milex-2023", "cow-nmc-7.0", "iiss-mb-2020", "sipri-milex-2017", "cow-nmc-6.0"]
    assert style.source_line(data, ids) == (
        "Source: SIPRI military expenditure (editions of 2017, 2023); COW National Material Capabilities 6.0, 7.0; "
        "IISS Military Balance 2020. Calculation: this project."
    )
    releases = ["sipri-transfers-2026-03", "sipri-transfers-2024-03", "wdi-2024-03", "wdi-2021-10"]
    assert style.source_line(data, releases) == (
        "Source: SIPRI arms transfers (releases of March 2024, March 2026 as rebuilt by others); World Bank WDI "
        "(2021-10, 2024-03). Calculation: this project."
    )


def test_the_source_line_says_who_published_and_when_and_no_page(data: load.Data) -> None:
    ids = ["wikipedia-armed-forces-armenia-2018", "gfp-2020-kronos", "afp-2020-10", "wikipedia-nk-2007-a"]
    named = data.sources.set_index("source_id").loc[ids, "label"]
    assert named.str.len().sum() > 100
    assert style.source_line(data, ids) == (
        "Source: Wikipedia 2018; GlobalFirepower 2020 via Kronos; AFP 2020; Cornell 2001 via Wikipedia. "
        "Calculation: this project."
    )


def test_the_source_line_has_three_lines_at_most_and_counts_the_rest(data: load.Data) -> None:
    line = style.source_line(data, list(data.sources["source_id"][:60]))
    assert style.wrap(line, style.SOURCE).count("\n") == 2
    assert re.search(r"; and \d+ more\. Calculation", line)


def test_a_source_that_nobody_knows_is_no_source(data: load.Data) -> None:
    with pytest.raises(KeyError, match="hearsay"):
        style.source_line(data, ["hearsay"])


def test_a_finished_figure_remembers_what_it_says(data: load.Data) -> None:
    ax = style.finish(style.canvas(), data, **WORDS, drawn=DRAWN)
    record = style.record(ax)
    assert (record.title, record.subtitle, record.alt) == ("A title", "A subtitle", "A point at one.")
    assert record.sources == ("sipri-milex-2021",)
    assert record == dataclasses.replace(style.record(style.figure_of(ax)), drawn=record.drawn)


def test_counts_of_our_own_rows_name_no_source_and_say_so(data: load.Data) -> None:
    ax = style.finish(style.canvas(), data, **WORDS, drawn=DRAWN.drop(columns="source_id"))
    assert style.record(ax).sources == ()
    assert "this project" in style.record(ax).source_line


def test_an_unknown_source_cannot_be_drawn(data: load.Data) -> None:
    with pytest.raises(KeyError, match="hearsay"):
        style.finish(style.canvas(), data, **WORDS, drawn=DRAWN.assign(source_id="hearsay"))


def test_an_unfinished_figure_has_nothing_to_say() -> None:
    with pytest.raises(MilbalanceError, match=r"style\.finish"):
        style.record(style.canvas())


def test_the_frame_of_long_texts_collides_with_nothing(data: load.Data) -> None:
    ax = style.canvas()
    ax.plot([1, 2], [1, 2])
    ax.set(xlabel="year", ylabel="billion US dollars")
    style.finish(ax, data, title=LONG[:110], subtitle=LONG, alt="A line.", drawn=DRAWN, note=LONG)
    assert not collisions(style.figure_of(ax))


def test_axes_that_the_caller_brought_keep_their_figure(data: load.Data) -> None:
    figure, (left, right) = pyplot.subplots(1, 2)
    assert style.canvas(right) is right
    assert style.finish(right, data, **WORDS, drawn=DRAWN) is right
    assert right.get_title(loc="left") == "A title"
    assert not left.get_title(loc="left") and not figure.texts


@pytest.mark.parametrize("dpi", [72, 100, 150, 300])
def test_a_line_is_as_wide_at_every_resolution(dpi: int) -> None:
    """The pictures are saved at another resolution than the notebooks show: a fitting line must fit both."""
    figure = pyplot.figure(dpi=dpi)
    text = figure.text(0, 0.5, LONG, fontsize=7.5)
    wide = text.get_window_extent(figure.canvas.get_renderer()).width / dpi  # type: ignore[attr-defined]
    outline = text_to_path.get_text_width_height_descent(LONG, text.get_fontproperties(), False)[0] / 72
    assert wide == pytest.approx(outline, rel=0.005)


def test_pictures_in_notebooks_have_few_colours_and_their_words(data: load.Data) -> None:
    ax = style.canvas()
    style.finish(ax, data, **WORDS, drawn=DRAWN)
    (first, words), (second, _) = (style._png_in_words(style.figure_of(ax)) for _ in range(2))
    assert first == second and words["alt"] == WORDS["alt"]
    with Image.open(io.BytesIO(first)) as picture:
        assert (picture.mode, picture.size) == ("P", (1600, 1040))
    assert words["width"] == 800, "which is shown as large as before, and twice as sharp"


def test_areas_keep_their_colour_among_thousands_of_shades() -> None:
    shades = np.random.default_rng(1).integers(80, 140, (100, 100, 3), dtype=np.uint8)
    greys = np.arange(90, 130, dtype=np.uint8)  # 40 areas of 100 pixels, each one step from the next
    areas = np.broadcast_to(np.kron(greys.reshape(4, 10), np.ones((10, 10), np.uint8))[..., None], (40, 100, 3))
    whole = np.vstack([shades, areas])
    written = io.BytesIO()
    Image.fromarray(whole).save(written, format="png")
    with Image.open(io.BytesIO(in_palette(written.getvalue()))) as picture:
        kept = np.asarray(picture.convert("RGB"))
    assert (kept[100:] == areas).all()
    assert len(np.unique(kept.reshape(-1, 3), axis=0)) <= 40 + 12
    assert np.abs(kept.astype(int) - whole).max() <= 40, "and no shade is far from what it was"


def test_an_error_that_names_its_remedy_is_one_line_in_a_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    shell = InteractiveShell()
    shell.set_custom_exc((MilbalanceError,), style._in_words)
    failed = shell.run_cell("from milbalance import load; load.table('spendings')", store_history=False)
    said = capsys.readouterr().out.strip().splitlines()
    assert len(said) == 1 and said[0].startswith("MilbalanceError: no table 'spendings'; there are: spending,")
    assert not failed.success, "and whatever runs the notebook stops there"
    shell.run_cell("1 / 0", store_history=False)
    assert len(capsys.readouterr().out.splitlines()) > 5, "a fault of code keeps its page"

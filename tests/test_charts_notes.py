"""Notes on a figure: words that are numbers, arrows, letters on bars; and marks that are only bounds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color

from drawing import collisions
from milbalance import charts
from milbalance.charts import figure, style
from milbalance.tables.load import Data

ROWS = pd.DataFrame(
    {"year": [2019, 2020], "value": [1000.0, 2000.0], "series": "a", "source_id": "sipri-milex-2021"}
)


def drawn(data: Data, **note: Any) -> Axes:
    texts = {"title": "Two numbers", "subtitle": "By year", "alt": "A line that rises from one number to another."}
    spec = {"form": "lines", "rows": {}, "notes": [{"x": 2019, "y": 1000, "words": "here", **note}], **texts}
    return figure.made(data, spec, numbers=ROWS).ax


def test_a_number_in_words_stays_as_it_is_written(data: Data) -> None:
    ax = drawn(data, words="{{ at(year=2020).value | n }}", y="{{ at(year=2020).value | string }}")
    (note,) = [text for text in ax.texts if text.get_text() == "2,000"]
    assert tuple(map(float, note.xy)) == (2019, 2000)  # type: ignore[attr-defined]


@pytest.mark.parametrize("colour", [style.STATED, style.MUTED])
def test_an_arrow_runs_from_a_note_to_its_end_and_is_dashed_where_it_is_about_what_is_stated(
    data: Data, colour: str
) -> None:
    (arrow,) = [text for text in drawn(data, to=[2020, 2000], colour=colour).texts if text.arrow_patch is not None]  # type: ignore[attr-defined]
    assert (arrow.xyann, arrow.xy) == ((2019, 1000), (2020, 2000))  # type: ignore[attr-defined]
    assert (arrow.arrow_patch.get_linestyle() != "-") == (colour == style.STATED)  # type: ignore[attr-defined]


@pytest.mark.parametrize("halo", [True, False])
def test_letters_on_a_bar_may_be_white_and_without_a_halo(data: Data, halo: bool) -> None:
    (note,) = [text for text in drawn(data, colour="white", halo=halo).texts if text.get_text() == "here"]
    assert same_color(note.get_color(), "white")
    assert bool(note.get_path_effects()) is halo


def test_a_bound_is_a_hollow_mark_that_no_line_reaches() -> None:
    ax = charts.lines(ROWS.assign(role=["point", "bound"]), colours={"a": "#0072B2"})
    point, bound = [line for line in ax.get_lines() if len(line.get_xdata())]  # type: ignore[arg-type]
    assert point.get_linestyle() == bound.get_linestyle() == "None"
    assert same_color(point.get_markerfacecolor(), "#0072B2") and same_color(bound.get_markerfacecolor(), "white")
    assert same_color(bound.get_color(), "#0072B2")


def narrow(data: Data, *notes: dict[str, Any], rows: pd.DataFrame = ROWS) -> list[str]:
    """The words of the notes that a narrow picture shows, in lines."""
    texts = {"title": "Two numbers", "subtitle": "By year", "alt": "A line that rises from one number to another."}
    spec = {"form": "lines", "rows": {}, "notes": list(notes), **texts}
    with style.drawn_for(style.NARROW):
        ax = figure.made(data, spec, numbers=rows).ax
    assert not collisions(style.figure_of(ax))
    return [text.get_text() for text in ax.texts if text.get_visible()]


def test_on_a_narrow_page_a_note_moves_and_breaks_until_it_fits(data: Data) -> None:
    long = "these words are much longer than a narrow picture is wide, so they are broken"
    (shown,) = narrow(data, {"x": 2020, "y": 2000, "words": long, "ha": "left", "dx": 8})
    assert shown.split() == long.split() and "\n" in shown


def test_a_note_that_fits_nowhere_is_left_out_and_the_longest_first(data: Data) -> None:
    points = [{"x": 2019.5, "y": 1500, "words": f"note {place} " + "of many words " * 3} for place in range(40)]
    shown = narrow(data, *points, {"x": 2019.5, "y": 1500, "words": "short"})
    assert "short" in shown and 1 < len(shown) < 41


def test_a_note_may_be_other_or_not_at_all_on_a_narrow_page(data: Data) -> None:
    notes = [
        {"x": 2019, "y": 1000, "words": "long words", "narrow": {"words": "short"}},
        {"x": 2020, "y": 2000, "words": "only wide", "narrow": False},
    ]
    assert narrow(data, *notes) == ["short"]
    assert "long words" in {text.get_text() for text in drawn(data, **notes[0]).texts}


def test_letters_without_a_halo_stay_on_their_bar(data: Data) -> None:
    words = {"title": "Two bars", "subtitle": "By year", "alt": "Two columns, of 10 and of 20."}
    rows = ROWS.assign(value=[10.0, 20.0])
    long = "words that no bar of a narrow picture has room for in any way at all, whatever one tries " * 3
    notes = [{"x": 2019, "y": 5, "words": text, "halo": False, "va": "center", "dy": 0} for text in ("ten", long)]
    with style.drawn_for(style.NARROW):
        options = {"x": "year"}
        spec = {"form": "bars", "rows": {}, "notes": notes, "options": options, **words}
        ax = figure.made(data, spec, numbers=rows).ax
    assert [text.get_text() for text in ax.texts if text.get_visible()] == ["ten"]

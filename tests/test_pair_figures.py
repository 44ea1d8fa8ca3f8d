"""The figures of any pair: nothing collides, no number is missing from the words, and only what can be drawn is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from matplotlib import pyplot

from drawing import collisions, texts
from milbalance import style
from milbalance.charts import pair
from milbalance.charts.pair import compared, times
from milbalance.errors import NoRowsError
from milbalance.ingest import names
from milbalance.load import Data
from milbalance.pair import Request, arms, figures, inputs
from pair_frames import ASKED, REGISTER, made, money, source
from pair_frames import arms as delivered

ASKED_FOR = (
    Request("GEO", "RUS"),
    Request("ARM", "AZE"),
    Request("FRA", "PAK", (2005, 2020)),
    Request("AZE", "GEO", (2012, 2020)),
    Request("IRN", "ISR", (2019, 2019)),
    Request("ARM", "AZE", (2020, 2021)),  # older editions end before
    Request("ISR", "TUR", (2019, 2020)),
)
WHOLE = ("spending_ratio", "choices", "personnel_ratio", "capability_ratio", "suppliers")


@pytest.mark.parametrize("asked", ASKED_FOR, ids=lambda asked: asked.name)
def test_nothing_overlaps_and_every_word_has_a_number(asked: Request) -> None:
    data = inputs.assemble(asked)
    charts = figures.of(data, asked)
    assert set(WHOLE) <= set(charts)
    for name, chart in charts.items():
        ax = chart(data)
        said = style.record(ax)
        assert not collisions(style.figure_of(ax)), f"{name}: {collisions(style.figure_of(ax))}"
        words = f"{said.title} {said.subtitle} {said.alt}".lower().split()
        assert "nan" not in words and len(said.alt) >= 40, name
        assert said.drawn["source_id"].notna().all() and len(said.drawn), f"{name}: a number without a source"
        assert "stated" not in words, f"{name}: a claim about another pair"
        if name.endswith("_ratio"):
            scales = {panel.get_ylabel() for panel in style.figure_of(ax).axes if panel.get_ylabel()}
            assert ("per cent" in said.alt) == ("per cent" in scales), f"{name}: numbers of another scale"
        pyplot.close("all")


def test_a_side_without_rows_of_deliveries_has_no_bars() -> None:
    asked = Request("AZE", "NKR")
    data = inputs.assemble(asked)
    ax = figures.of(data, asked)["suppliers"](data)
    assert not [text for text in texts(style.figure_of(ax)) if "Karabakh" in text.get_text()]
    assert "none on record" not in style.record(ax).title and "(Azerbaijan)" in style.record(ax).title
    pyplot.close("all")


def test_years_are_written_out() -> None:
    asked = Request("ISR", "TUR", (2019, 2020))
    data = inputs.assemble(asked)
    for name, chart in figures.of(data, asked).items():
        figure = style.figure_of(chart(data))
        figure.canvas.draw()
        assert not [ax for ax in figure.axes if ax.xaxis.get_offset_text().get_text()], name
    title = style.record(figures.of(data, asked)["suppliers"](data)).title
    assert title.startswith("Main arms supplier in 2019–20: ")
    pyplot.close("all")


def test_a_pair_ends_with_a_state() -> None:
    assert [names.life(place) for place in ("DDR", "SUN", "YUG", "YMD", "FRA")] == [
        (1949, 1990),
        (0, 1991),
        (0, 1992),
        (0, 1990),
        (0, 9999),
    ]
    volumes = [delivered("DDR", "SUN", 1985, 5), delivered("FRA", "USA", 1985, 5), delivered("FRA", "USA", 2015, 5)]
    whole = source(REGISTER, "Stockholm International Peace Research Institute (SIPRI)", "2026-03")
    found = arms.imports(made(arms_imports=volumes, sources=[whole]), Request("DDR", "FRA"))
    assert found is not None and found.years[1] == 1990


def test_ends_of_lines_that_lie_together_have_one_name() -> None:
    ends = [
        (2016.0, 0.30, "version 6.0", "k"),
        (2016.0, 0.31, "version 6.0 (own file)", "r"),
        (2012.0, 0.3, "x", "g"),
    ]
    assert pair._together(ends, 0.02) == [
        (2016.0, 0.30, "version 6.0 and 6.0 (own file)", "k"),
        (2012.0, 0.3, "x", "g"),
    ]
    assert pair._together(ends, 0.005) == ends


def test_maps_and_windows_need_years_enough() -> None:
    few, many = Request("ISR", "TUR", (2010, 2020)), Request("ISR", "TUR", (2005, 2020))
    assert not [name for name in figures.of(inputs.assemble(few), few) if name.startswith("windows")]
    assert {"windows_ISR", "windows_TUR"} <= set(figures.of(inputs.assemble(many), many))
    one = Request("ISR", "TUR", (2019, 2019))
    assert "concentration" not in figures.of(inputs.assemble(one), one)


def test_only_what_the_rows_allow_is_drawn() -> None:
    data = made(spending=[money("NOR", 2020, 1, "share_gdp"), money("SWE", 2020, 2, "share_gdp")])
    assert list(figures.of(data, ASKED)) == ["spending_ratio"]


def test_a_chart_without_rows_says_so(data: Data) -> None:
    from milbalance.charts import pair

    for chart in (
        pair.pair_spending_ratio,
        pair.pair_personnel_ratio,
        pair.pair_capability_ratio,
        pair.pair_choices,
    ):
        with pytest.raises(NoRowsError, match="no source gives"):
            chart(data, side_a="NOR", side_b="SWE")


@pytest.mark.parametrize(
    ("ratio", "words"), [(2149.3, "2,149"), (3.456, "3.5"), (0.998, "1.0"), (0.304, "0.3"), (0.00412, "0.0041")]
)
def test_a_ratio_in_words(ratio: float, words: str) -> None:
    assert times(ratio) == words


@pytest.mark.parametrize(
    ("ratios", "words"),
    [
        ((1.86,), "1.9 times"),
        ((0.97,), "1.0 times"),
        ((0.0095,), "0.95 per cent of"),
        ((0.0051, 0.01), "0.51 to 1 per cent of"),
        ((0.5, 1.2), "0.5 to 1.2 times"),
    ],
)
def test_small_ratios_are_told_in_per_cent(ratios: tuple[float, ...], words: str) -> None:
    assert compared(*ratios) == words


def test_what_computes_a_pair_does_not_load_what_draws() -> None:
    script = "import sys, milbalance.pair; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"matplotlib", "seaborn", "nbformat", "nbclient", "xlsxwriter", "IPython"}

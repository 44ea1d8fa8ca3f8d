"""The figures of any pair: nothing collides, no number is missing from the words, and only what can be drawn is."""

from __future__ import annotations

import subprocess
import sys

import pytest
from matplotlib import pyplot

from drawing import collisions
from milbalance import style
from milbalance.charts.pair import compared, times
from milbalance.errors import NoRowsError
from milbalance.load import Data
from milbalance.pair import Request, figures, inputs
from pair_frames import ASKED, made, money

ASKED_FOR = (
    Request("GEO", "RUS"),
    Request("ARM", "AZE"),
    Request("FRA", "PAK", (2005, 2020)),
    Request("AZE", "GEO", (2012, 2020)),
    Request("IRN", "ISR", (2019, 2019)),
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

"""The figures of any pair: nothing collides, no number is missing from the words, and only what can be drawn is."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from matplotlib import pyplot

from drawing import collisions, texts
from milbalance.charts import style
from milbalance.errors import NoRowsError
from milbalance.ingest import names
from milbalance.pair import Request, arms, charts_forces, figures, inputs
from milbalance.pair import charts as pair
from milbalance.pair.charts_parts import compared, times
from milbalance.tables.load import Data
from pair_frames import ASKED, REGISTER, deal, made, money, people, source
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
    lives = {"DDR": (1949, 1990), "SUN": (1922, 1991), "YUG": (1918, 1992), "RVN": (1954, 1975)}
    lives |= {"RUS": (1992, 9999), "UKR": (1991, 9999), "FRA": (0, 9999), "QQQ": (0, 9999)}
    assert {place: names.life(place) for place in lives} == lives
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
    assert charts_forces._together(ends, 0.02) == [
        (2016.0, 0.30, "version 6.0 and 6.0 (own file)", "k"),
        (2012.0, 0.3, "x", "g"),
    ]
    assert charts_forces._together(ends, 0.005) == ends


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
    for chart in (
        pair.pair_spending_ratio,
        charts_forces.pair_personnel_ratio,
        charts_forces.pair_capability_ratio,
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


def test_no_title_tells_the_middle_of_what_was_spread() -> None:
    deals = [deal(side, "USA", (first, first + 2), 30.0) for side in ASKED.sides for first in range(2002, 2024, 3)]
    volumes = [
        delivered(one["recipient"], "USA", one["first_year"] + n, 10) | {"method": "spread over delivery years"}
        for one in deals
        for n in range(3)
    ]
    data = made(arms_imports=volumes, arms_deals=deals, sources=[source(REGISTER, "SIPRI", "2026-03")])
    assert list(figures.of(data, ASKED)) == ["suppliers"], "over all years no deal is cut"
    assert list(figures.of(data, Request("NOR", "SWE", (2003, 2020)))) == [], "the years asked for cut deals"
    exact = replace(data, arms_imports=data.arms_imports.assign(method="sum of deliveries"))
    assert {"suppliers", "windows_NOR", "concentration"} <= set(figures.of(exact, ASKED))


def test_what_computes_a_pair_does_not_load_what_draws() -> None:
    script = "import sys, milbalance.pair; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"matplotlib", "seaborn", "nbformat", "nbclient", "xlsxwriter", "IPython"}


# What a source estimates or calls highly uncertain is said with every number that rests on it.


def in_years(values: dict[int, tuple[float, float]], quality: dict[int, str]) -> Data:
    rows = [
        money(side, year, value, quality=quality.get(year, "reported") if side == "SWE" else "reported")
        for year, both in values.items()
        for side, value in zip(ASKED.sides, both, strict=True)
    ]
    return made(spending=rows)


@pytest.mark.parametrize(
    ("quality", "title", "why"),
    [
        ("reported", "Norway’s military spending was 2.0 times Sweden’s in 2020", ""),
        ("estimate", "Norway’s military spending was 2.0 times Sweden’s in 2020 (estimate)", "(Sweden: estimate)"),
        (
            "uncertain",
            "Norway’s military spending was 2.0 times Sweden’s in 2020 (highly uncertain)",
            "(Sweden: highly uncertain)",
        ),
    ],
)
def test_a_title_says_how_good_its_ratio_is(quality: str, title: str, why: str) -> None:
    data = in_years({2018: (30, 10), 2019: (30, 10), 2020: (4, 2)}, {2018: "uncertain", 2020: quality})
    said = style.record(pair.pair_spending_ratio(data, side_a="NOR", side_b="SWE"))
    assert said.title == title
    assert why in said.subtitle and why in said.alt
    assert "highly uncertain number in 2018" in said.alt
    drawn = said.drawn.set_index("year")["quality"]
    assert drawn.to_dict() == {2018: "uncertain", 2019: "reported", 2020: quality}
    told = style.record(pair.pair_choices(data, side_a="NOR", side_b="SWE"))
    assert told.title == (
        "3 ways of counting put Norway’s military spending at 2.0 to 3.0 times Sweden’s (highly uncertain)"
        if quality == "uncertain"
        else told.title
    )
    assert set(told.drawn["quality"]) == {"uncertain", "reported", quality}


def test_estimates_and_highly_uncertain_years_have_hollow_marks() -> None:
    values = {year: (3.0 + year % 2, 2.0) for year in range(2015, 2021)}
    data = in_years(values, {2015: "estimate", 2016: "estimate", 2019: "uncertain"})
    ax = pair.pair_spending_ratio(data, side_a="NOR", side_b="SWE")
    marks = {
        line.get_marker(): list(line.get_xdata())
        for line in style.figure_of(ax).axes[0].lines
        if line.get_markerfacecolor() == "white" and len(line.get_xdata())
    }
    assert marks == {"o": [2015, 2016], "s": [2019]}
    said = style.record(ax).subtitle
    assert "hollow circles: estimates of the source" in said and "hollow squares: highly uncertain" in said


# The sides change places where a title in per cent would stand above an axis of thousands of per cent.


def test_a_small_ratio_never_shares_its_axis_with_a_huge_one() -> None:
    data = in_years({2018: (6000, 10), 2019: (50, 10), 2020: (1, 25)}, {2018: "estimate"})
    ax = pair.pair_spending_ratio(data, side_a="NOR", side_b="SWE")
    said = style.record(ax)
    assert said.title == "Sweden’s military spending was 25.0 times Norway’s in 2020"
    assert said.drawn.set_index("year")["value"].to_dict() == pytest.approx({2018: 1 / 600, 2019: 0.2, 2020: 25})
    assert set(said.drawn["place"]) == {"SWE/NOR"}
    assert "Sweden over Norway" in said.subtitle and "per cent" not in said.alt
    panels = [panel for panel in style.figure_of(ax).axes if panel.lines]
    assert panels[0].get_ylabel() == "ratio" and panels[0].get_ylim()[1] < 30
    told = style.record(pair.pair_choices(data, side_a="NOR", side_b="SWE"))
    assert "Sweden’s military spending at 0.0017 to 25.0 times Norway’s" in told.title


def test_personnel_and_capability_change_places_too() -> None:
    years = {2018: (600, 1), 2020: (1, 20)}
    every = [(side, year, n) for year, both in years.items() for side, n in zip(ASKED.sides, both, strict=True)]
    rows = [people(*one) for one in every]
    index = [
        {"place": side, "year": year, "item": "cinc", "source_id": "cow-nmc-7.0", "value": n / 1e4, "unit": "share"}
        for side, year, n in every
    ]
    data = made(forces=rows, context=index)
    for chart in (charts_forces.pair_personnel_ratio, charts_forces.pair_capability_ratio):
        said = style.record(chart(data, side_a="NOR", side_b="SWE"))
        assert said.title.startswith("Sweden’s ") and " 20.0 times Norway’s in 2020" in said.title
        assert said.drawn["place"].unique().tolist() == ["SWE/NOR"]


def test_the_title_of_personnel_never_takes_the_middle_of_a_range() -> None:
    data = made(forces=[people("NOR", 2020, None, low=10, high=30), people("SWE", 2020, 10)])
    said = style.record(charts_forces.pair_personnel_ratio(data, side_a="NOR", side_b="SWE"))
    assert said.title == "Norway’s active personnel were 1.0 to 3.0 times Sweden’s in 2020"
    assert "1 to 3 in 2020" in said.alt


def test_a_break_of_the_source_is_no_jump() -> None:
    starts = {1994: None, 1995: 1995, 1996: 1995, 1997: 1995}
    values = {1994: 10, 1995: 40, 1996: 42, 1997: 70}
    rows = [people("NOR", year, value) | {"series_starts": starts[year]} for year, value in values.items()]
    rows += [people("SWE", year, 10) | {"series_starts": starts[year]} for year in values]
    said = style.record(charts_forces.pair_personnel_ratio(made(forces=rows), side_a="NOR", side_b="SWE"))
    assert said.subtitle.endswith("which jumps from 4.2 in 1996 to 7.0 in 1997")

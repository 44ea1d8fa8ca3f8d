"""The figures of any pair: nothing collides, no number is missing from the words, and only what can be drawn is."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from matplotlib import pyplot

from drawing import collisions
from milbalance import pair
from milbalance.charts import style, texts
from milbalance.errors import MilbalanceError
from milbalance.ingest import names
from milbalance.pair import Request, arms, figures, inputs
from milbalance.tables.load import Data
from pair_frames import ASKED, REGISTER, deal, made, money, people, source
from pair_frames import arms as delivered

ASKED_FOR = (
    Request("GEO", "RUS"),
    Request("FRA", "PAK", (2005, 2020)),
    Request("IRN", "ISR", (2019, 2019)),
    Request("ISR", "TUR", (2019, 2020)),
)
WHOLE = ("spending_ratio", "choices", "personnel_ratio", "capability_ratio", "suppliers")


def titles(data: Data, asked: Request = ASKED) -> dict[str, str]:
    """What each figure of a pair says."""
    found = {name: style.record(one.draw(data)).title for name, one in figures.of(data, asked).items()}
    pyplot.close("all")
    return found


def test_nothing_overlaps_and_every_word_has_a_number() -> None:
    wrong = []
    for asked in ASKED_FOR:
        data = inputs.assemble(asked)
        drawn = figures.of(data, asked)
        wrong += [f"{asked.name}: no {name}" for name in WHOLE if name not in drawn]
        for name, one in drawn.items():
            ax = one.draw(data)
            said, figure = style.record(ax), style.figure_of(ax)
            where = f"{asked.name} {name}"
            wrong += [f"{where}: {found}" for found in collisions(figure)]
            words = f"{said.title} {said.subtitle} {said.alt}".lower().split()
            wrong += [f"{where}: {word}" for word in ("nan", "stated", "none") if word in words]
            wrong += [f"{where}: short alt text"] if len(said.alt) < 40 else []
            wrong += [f"{where}: a number without a source"] if said.drawn["source_id"].isna().any() else []
            offsets = [axes for axes in figure.axes if axes.xaxis.get_offset_text().get_text()]
            wrong += [f"{where}: years as an offset"] if offsets else []
            pyplot.close("all")
    assert not wrong, "\n".join(wrong)


def test_a_pair_ends_with_a_state() -> None:
    lives = {"DDR": (1949, 1990), "SUN": (1922, 1991), "YUG": (1918, 1992), "RVN": (1954, 1975)}
    lives |= {"RUS": (1992, 9999), "UKR": (1991, 9999), "FRA": (0, 9999), "QQQ": (0, 9999)}
    assert {place: names.life(place) for place in lives} == lives
    volumes = [delivered("DDR", "SUN", 1985, 5), delivered("FRA", "USA", 1985, 5), delivered("FRA", "USA", 2015, 5)]
    whole = source(REGISTER, "Stockholm International Peace Research Institute (SIPRI)", "2026-03")
    found = arms.imports(made(arms_imports=volumes, sources=[whole]), Request("DDR", "FRA"))
    assert found is not None and found.years[1] == 1990


def test_only_what_the_rows_allow_is_drawn() -> None:
    shares = made(spending=[money("NOR", 2020, 1, "share_gdp"), money("SWE", 2020, 2, "share_gdp")])
    assert titles(shares) == {"spending_ratio": "Sweden’s military spending was 2.0 times Norway’s in 2020"}
    assert figures.of(made(), ASKED) == {}
    with pytest.raises(MilbalanceError, match="figure of NOR-SWE 'choices'"):
        pair.draw(shares, ASKED, "choices")


def test_a_ratio_in_words() -> None:
    wanted = {
        2149.3: "2,149 times",
        3.456: "3.5 times",
        0.998: "1.0 times",
        0.304: "0.30 times",
        0.00412: "0.0041 times",
    }
    assert {ratio: texts.times(ratio) for ratio in wanted} == wanted


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
    assert list(figures.of(exact, ASKED)) == ["suppliers"]


def test_what_computes_a_pair_does_not_load_what_draws() -> None:
    script = "import sys, milbalance.pair; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"matplotlib", "seaborn", "nbformat", "nbclient", "xlsxwriter", "IPython"}


def in_years(values: dict[int, tuple[float, float]], quality: dict[int, str]) -> Data:
    rows = [
        money(side, year, value, quality=quality.get(year, "reported") if side == "SWE" else "reported")
        for year, both in values.items()
        for side, value in zip(ASKED.sides, both, strict=True)
    ]
    return made(spending=rows)


def test_it_is_said_how_good_a_ratio_is() -> None:
    for quality, told in (("reported", ""), ("estimate", "an estimate"), ("uncertain", "highly uncertain")):
        data = in_years({2018: (30, 10), 2019: (30, 10), 2020: (4, 2)}, {2018: "uncertain", 2020: quality})
        said = style.record(pair.draw(data, ASKED, "spending_ratio"))
        assert said.title == "Norway’s military spending was 2.0 times Sweden’s in 2020"
        assert (f"2020 is {told}" in said.subtitle) == bool(told) and (told in said.alt)
        assert said.drawn.set_index("year")["role"].to_dict() == {
            2018: "estimate", 2019: "", 2020: "" if quality == "reported" else "estimate"
        }  # fmt: skip
        number = "two" if quality == "uncertain" else "one"
        choices = style.record(pair.draw(data, ASKED, "choices"))
        assert choices.subtitle.endswith(f"one way to count; {number} of them with highly uncertain numbers")
        pyplot.close("all")


def test_the_larger_side_stands_over_the_other() -> None:
    data = in_years({2018: (6000, 10), 2019: (50, 10), 2020: (1, 25)}, {})
    said = style.record(pair.draw(data, ASKED, "spending_ratio"))
    assert said.title == "Sweden’s military spending was 25.0 times Norway’s in 2020"
    assert said.drawn.set_index("year")["value"].to_dict() == pytest.approx({2018: 1 / 600, 2019: 0.2, 2020: 25})
    assert set(said.drawn["side_a"]) == {"SWE"} and "Sweden as a multiple of Norway" in said.subtitle
    ways = style.record(pair.draw(data, ASKED, "choices")).drawn["value"]
    assert ways.min() == pytest.approx(1 / 600) and ways.max() == 25
    years = {2018: (600, 1), 2020: (1, 20)}
    every = [(side, year, n) for year, both in years.items() for side, n in zip(ASKED.sides, both, strict=True)]
    index = [
        {"place": side, "year": year, "item": "cinc", "source_id": "cow-nmc-7.0", "value": n / 1e4, "unit": "share"}
        for side, year, n in every
    ]
    made_of = made(forces=[people(*one) for one in every], context=index)
    assert titles(made_of) == {
        "personnel_ratio": "Sweden’s active personnel were 20.0 times Norway’s in 2020",
        "capability_ratio": "Sweden’s share of world capability was 20.0 times Norway’s in 2020",
    }


def test_the_title_of_personnel_never_takes_the_middle_of_a_range() -> None:
    data = made(forces=[people("NOR", 2020, None, low=10, high=30), people("SWE", 2020, 10)])
    assert titles(data) == {"personnel_ratio": "Norway’s active personnel were 1.0 to 3.0 times Sweden’s in 2020"}


def test_no_line_runs_over_a_break_of_the_source() -> None:
    starts = {1994: None, 1995: 1995, 1996: 1995, 1997: 1995}
    rows = [people("NOR", year, 40) | {"series_starts": starts[year]} for year in starts]
    rows += [people("SWE", year, 10) | {"series_starts": starts[year]} for year in starts]
    ax = pair.draw(made(forces=rows), ASKED, "personnel_ratio")
    drawn = [list(line.get_xdata()) for line in ax.lines if len(line.get_xdata())]
    assert [1994] in drawn and [1995, 1996, 1997] in drawn
    assert "from then on the source counts otherwise" in style.record(ax).source_line
    pyplot.close("all")

"""Two places side by side: hand-worked ratios, volumes, choices and coverage, and laws on the shipped rows."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import workbooks
from milbalance.errors import AmbiguousError, MilbalanceError, NoRowsError
from milbalance.pair import Files, Request, arms, choices, coverage, inputs, places, tables
from milbalance.tables.load import Data
from pair_frames import ASKED, NEW, OLD, deal, made, money, people
from pair_frames import arms as delivered


def test_a_ratio_is_within_one_basis_source_and_year() -> None:
    data = made(
        spending=[
            money("NOR", 2020, 600), money("SWE", 2020, 400), money("NOR", 2021, 900), money("SWE", 2021, 300),
            money("NOR", 2020, 10, "share_gdp"), money("SWE", 2020, 40, "share_gdp"),
            money("NOR", 2020, 7, source=OLD), money("SWE", 2020, 2, source=OLD),
        ]
    )  # fmt: skip
    found = tables.spending_ratio(data, ASKED)
    rows = found[["basis", "source_id", "year", "ratio"]].to_numpy().tolist()
    assert rows == [
        ["current_usd", OLD, 2020, 3.5],
        ["current_usd", NEW, 2020, 1.5],
        ["current_usd", NEW, 2021, 3.0],
        ["share_gdp", NEW, 2020, 0.25],
    ]


def test_a_year_without_a_ratio_says_why() -> None:
    data = made(
        spending=[
            money("NOR", 2020, 600), money("SWE", 2020, None), money("NOR", 2021, 900), money("SWE", 2021, 0),
            money("NOR", 2019, 0), money("SWE", 2019, 4), money("NOR", 2022, 5),
            money("NOR", 2023, 5), money("SWE", 2023, 5),
        ]
    )  # fmt: skip
    found = tables.spending_ratio(data, ASKED).set_index("year")
    assert found["why_not"].to_dict() == {
        2019: "NOR: 0, of which no balance is made",
        2020: "SWE: not available",
        2021: "SWE: 0, of which no balance is made",
        2022: "SWE: no row",
        2023: "",
    }
    assert found["ratio"].isna().tolist() == [True, True, True, True, False]
    assert found.loc[2021, "b"] == 0, "a zero that is given stays a zero"


def test_a_ratio_is_as_good_as_the_worse_of_its_sides() -> None:
    told = {
        2018: ("reported", "reported", "reported"),
        2019: ("reported", "estimate", "estimate"),
        2020: ("uncertain", "estimate", "uncertain"),
        2021: (None, "estimate", "estimate"),
        2022: (None, None, None),
    }
    rows = [
        money(side, year, 5, quality=quality)
        for year, both in told.items()
        for side, quality in zip(ASKED.sides, both, strict=False)
    ]
    found = tables.spending_ratio(made(spending=[*rows, money("NOR", 2023, 5)]), ASKED).set_index("year")
    seen = found[["a_quality", "b_quality", "quality"]]
    assert {
        year: tuple(None if pd.isna(cell) else cell for cell in row)
        for year, row in zip(seen.index, seen.to_numpy(), strict=True)
    } == told | {2023: ("reported", None, None)}


def test_local_currencies_never_meet() -> None:
    rows = [
        money("NOR", 2020, 600) | {"basis": "local_currency"},
        money("SWE", 2020, 4) | {"basis": "local_currency"},
    ]
    assert tables.spending_ratio(made(spending=rows), ASKED).empty


def test_two_rows_for_one_number_and_two_price_years_are_refused() -> None:
    twice = [money("NOR", 2020, 600), money("NOR", 2020, 601), money("SWE", 2020, 4)]
    with pytest.raises(AmbiguousError, match="two rows for place NOR, basis current_usd"):
        tables.spending_ratio(made(spending=twice), ASKED)
    bases = [money("NOR", 2020, 6, "constant_usd"), money("SWE", 2020, 4, "constant_usd") | {"base_year": 2015}]
    with pytest.raises(AmbiguousError, match="2023 against 2015"):
        tables.spending_ratio(made(spending=bases), ASKED)


def test_years_asked_for_are_the_only_ones() -> None:
    rows = [money(place, year, 5) for place in ASKED.sides for year in range(2000, 2010)]
    found = tables.spending_ratio(made(spending=rows), Request("NOR", "SWE", (2003, 2004)))
    assert found["year"].tolist() == [2003, 2004]


def test_a_range_of_personnel_goes_through_the_ratio() -> None:
    data = made(
        forces=[
            people("NOR", 2020, 30), people("SWE", 2020, None, low=10, high=20),
            people("NOR", 2021, 30), people("SWE", 2021, 60), people("NOR", 2022, 30),
        ]
    )  # fmt: skip
    found = tables.personnel_ratio(data, ASKED)
    assert found[["year", "low", "high"]].to_numpy().tolist() == [[2020, 1.5, 3.0], [2021, 0.5, 0.5]]


def test_the_index_of_capability() -> None:
    rows = [
        {"place": place, "year": 2020, "item": "cinc", "source_id": "cow-nmc-7.0", "value": value, "unit": "share"}
        for place, value in (("NOR", 0.002), ("SWE", 0.004))
    ]
    assert tables.cinc_ratio(made(context=rows), ASKED)["ratio"].tolist() == [0.5]


ARMS = [
    delivered("NOR", "USA", 2016, 60), delivered("NOR", "UNKNOWN", 2016, 100), delivered("NOR", "DEU", 2020, 40),
    delivered("SWE", "DEU", 2018, 30), delivered("SWE", "USA", 2025, 10),
]  # fmt: skip


def test_suppliers_keep_the_unknown_one_in_the_denominator_and_out_of_the_lead() -> None:
    data = made(arms_imports=ARMS)
    assert arms.imports(data, ASKED) == arms.Imports("sipri-transfers-2026-03", (2016, 2025), ("NOR", "SWE"))
    assert arms.largest(data, ASKED) == {"NOR": "USA", "SWE": "DEU"}
    whole = tables.suppliers(data, ASKED).query("start == 2016 and end == 2025")
    assert whole.query("place == 'NOR'")["share"].tolist() == [50, 30, 20]
    assert whole.query("place == 'SWE'")["share"].tolist() == [75, 25]


# 40 in 2016 to 2018, 60 from elsewhere in 2018, and 30 in 2020
DEALS = [
    deal("NOR", "USA", (2016, 2018), 40),
    deal("NOR", "DEU", (2018, 2018), 60),
    deal("NOR", "USA", (2020, 2020), 30),
]
SPREAD = [
    delivered("NOR", supplier, year, volume) | {"method": method}
    for supplier, year, volume, method in (
        ("USA", 2016, 40 / 3, "spread over delivery years"), ("USA", 2017, 40 / 3, "spread over delivery years"),
        ("USA", 2018, 40 / 3, "spread over delivery years"), ("DEU", 2018, 60, "sum of deliveries"),
        ("USA", 2020, 30, "sum of deliveries"),
    )
]  # fmt: skip


def test_a_period_that_cuts_a_spread_deal_has_a_range_and_no_middle() -> None:
    data = made(arms_imports=SPREAD, arms_deals=DEALS)
    whole = tables.suppliers(data, ASKED).query("start == 2016 and end == 2025").set_index("supplier")
    assert whole["tiv_m"].to_dict() == {"USA": 70, "DEU": 60}
    found = tables.windows(data, ASKED).set_index(["start", "end"])
    assert found.loc[(2016, 2018), ["share", "share_low", "share_high", "total"]].tolist() == [40, 40, 40, 100]
    cut = found.loc[(2018, 2018)]  # 0 to 40 of 60 to 100
    assert (cut["share_low"], cut["share_high"]) == (0, 40) and pd.isna(cut["share"]) and pd.isna(cut["total"])
    over = tables.concentration(data, ASKED).set_index(["start", "end"])["effective"]
    assert over[2016, 2020] == pytest.approx(130**2 / (70**2 + 60**2))
    assert pd.isna(over[2017, 2021])


def test_windows_and_concentration_by_hand() -> None:
    data = made(arms_imports=ARMS)
    shares = tables.windows(data, ASKED).set_index(["place", "start", "end"])["share"]
    assert shares["NOR", 2016, 2016] == pytest.approx(37.5)
    assert shares["NOR", 2016, 2020] == pytest.approx(30)
    assert math.isnan(shares["NOR", 2017, 2019])
    found = tables.concentration(data, ASKED).set_index(["place", "end"])
    # shares of 2016 to 2020: 0.5, 0.3 and 0.2
    assert found.loc[("NOR", 2020), "hhi"] == pytest.approx(0.38)
    assert math.isnan(found.loc[("NOR", 2025), "effective"])
    assert found.loc[("SWE", 2025), "effective"] == pytest.approx(1)


def test_a_release_reaches_as_far_as_its_source_says_or_its_first_delivery() -> None:
    data = made(arms_imports=ARMS)
    assert arms.reach(data, "sipri-transfers-2026-03") == (2016, 2025)
    bare = made(arms_imports=ARMS, sources=[])
    with pytest.raises(KeyError):
        arms.reach(bare, "sipri-transfers-2026-03")


def test_a_register_that_was_asked_for_some_years_says_nothing_of_others() -> None:
    data = made(arms_imports=ARMS)
    data.sources.loc[data.sources["source_id"] == "sipri-transfers-2026-03", "data_to"] = 2019
    assert arms.reach(data, "sipri-transfers-2026-03") == (2016, 2019)
    taken = arms.imports(data, ASKED)
    assert taken is not None and taken.years == (2016, 2019)
    assert arms.suppliers(data, ASKED)["end"].max() == 2019
    assert coverage.report(data, ASKED).set_index("subject").loc["suppliers of arms", "years"] == "2016–19"


def test_suppliers_are_those_of_years_in_which_both_were_states() -> None:
    gone = money("NOR", 2016, None) | {"missing_reason": "not independent"}
    here = [money("NOR", 2017, 4), money("SWE", 2016, 4), money("SWE", 2017, 4)]
    taken = arms.imports(made(arms_imports=ARMS, spending=[gone, *here]), ASKED)
    assert taken is not None and taken.years == (2017, 2025)


def test_no_window_holds_a_year_in_which_its_supplier_was_no_state() -> None:
    volumes = [
        delivered("NOR", "SUN", 2016, 10), delivered("NOR", "RUS", 2019, 60), delivered("SWE", "SUN", 2017, 5),
        delivered("SWE", "USA", 2025, 9),
    ]  # fmt: skip
    lives = {"RUS": (2018, None), "SUN": (None, 2017), "USA": (None, None)}
    named = [
        {"place": code, "name": code, "exists_from": first, "exists_to": last}
        for code, (first, last) in lives.items()
    ]
    data = made(arms_imports=volumes, places=named)
    assert arms.largest(data, ASKED) == {"NOR": "RUS", "SWE": "USA"}
    found = arms.windows(data, ASKED)
    assert found.groupby("place")["start"].min().to_dict() == {"NOR": 2018, "SWE": 2016}
    assert found["end"].max() == 2025


def test_no_line_runs_over_a_break_of_a_series() -> None:
    starts = {1994: None, 1995: 1995, 2001: 2001}
    rows = [
        people(side, year, 5) | {"series_starts": start}
        for side in ("NOR", "SWE")
        for year, start in starts.items()
    ]
    found = tables.personnel_ratio(made(forces=[*rows, people("NOR", 1996, 0), people("SWE", 1996, 5)]), ASKED)
    assert dict(zip(found["year"], found["stretch"], strict=True)) == {1994: 0, 1995: 1, 2001: 2}


def test_periods_cover_all_years_once() -> None:
    wanted = {
        (2016, 2025): [2020, 2025],
        (1992, 2025): [1995, 2000, 2005, 2010, 2015, 2020, 2025],
        (1955, 2020): [1960, 1970, 1980, 1990, 2000, 2010, 2020],
        (2019, 2019): [2019],
    }
    for years, ends in wanted.items():
        assert arms.periods(years) == tuple(zip([years[0], *(end + 1 for end in ends[:-1])], ends, strict=True))


# The choices.

MONEY = [
    money(place, year, value * (year - 2000), basis, source)
    for place, value in (("NOR", 6.0), ("SWE", 3.0))
    for year in range(2010, 2021)
    for basis, source in (("current_usd", NEW), ("constant_usd", NEW), ("share_gdp", NEW), ("current_usd", OLD))
    if not (source == OLD and year > 2018)
]


def test_the_plain_choice_is_the_newest_edition_in_current_dollars_and_the_last_year_of_both() -> None:
    undated = [money(place, 2022, 1, source="cow-nmc-7.0") for place in ASKED.sides]
    alone = [money("NOR", 2021, 1)]
    assert choices.plain(made(spending=[*MONEY, *undated, *alone]), ASKED) == choices.Plain(
        NEW, "current_usd", 2020
    )


def test_the_grid_weighs_prices_alike_and_counts_no_share() -> None:
    found = choices.spread(made(spending=MONEY), ASKED)
    assert found["plain"].sum() == 1
    assert found.loc[found["plain"], "value"].item() == 2
    weight = found.groupby("basis")["weight"].sum()
    assert weight["current dollars"] == pytest.approx(0.5) and weight["share of GDP"] == 0
    assert set(found["years"]) == {"2016", "2017", "2018", "2019", "2020", "2016–2020", "2011–2020"}
    unanswered = found[found["value"].isna()]
    assert set(unanswered["sources"]) == {(OLD,)} and unanswered["reason"].str.contains("no value for").all()


def test_a_choice_outside_the_years_asked_for_is_none() -> None:
    found = choices.spread(made(spending=MONEY), Request("NOR", "SWE", (2017, 2020)))
    assert set(found["years"]) == {"2017", "2018", "2019", "2020"}


def test_a_way_of_counting_is_as_good_as_its_worst_year() -> None:
    bad = {2020: "uncertain", 2019: "estimate"}
    rows = [row | {"quality": bad.get(row["year"], "reported")} for row in MONEY if row["basis"] == "current_usd"]
    found = choices.table(made(spending=rows), ASKED).query("source_id == @NEW").set_index("years")["quality"]
    assert found.to_dict() == {
        "2016": "reported", "2017": "reported", "2018": "reported", "2019": "estimate", "2020": "uncertain",
        "2016–2020": "uncertain", "2011–2020": "uncertain",
    }  # fmt: skip


def test_without_dollars_the_table_of_choices_says_why() -> None:
    shares = [row for row in MONEY if row["basis"] == "share_gdp"]
    with pytest.raises(NoRowsError) as caught:
        choices.table(made(spending=[*shares, money("SWE", 2020, 5)]), ASKED)
    assert str(caught.value) == (
        "no source gives the military spending of NOR and SWE in dollars: no value for NOR; "
        "there are values for SWE"
    )


# Coverage.


def test_coverage_says_what_compares_and_why_the_rest_does_not() -> None:
    data = made(spending=[money("NOR", 2020, 6), money("SWE", 2020, 3)], forces=[people("NOR", 2020, 5)])
    found = coverage.report(data, ASKED).set_index("subject")
    assert found["comparable"].to_dict() == {
        "military spending, current US dollars": "yes",
        "military spending, constant US dollars": "no",
        "military spending, share of GDP": "no",
        "personnel": "no",
        "national capability (CINC)": "no",
        "suppliers of arms": "no",
    }
    why = "none of our sources has a value for SWE; an official file may have one (--nmc)"
    assert found.loc["personnel", "why not"] == why
    assert found.loc["personnel", "side a"] == "2020, 1 source"
    lines = coverage.lines(found.reset_index())
    assert lines[0] == f"military spending, current US dollars: 2020 (label of {NEW})"
    assert lines[3].startswith("personnel: not comparable: none of our sources has a value for SWE")


def test_both_sides_in_different_years_do_not_compare() -> None:
    data = made(
        spending=[money("NOR", 2020, 6), money("SWE", 2021, 3), money("NOR", 2022, 1), money("SWE", 2022, 1)]
    )
    found = coverage.report(data, Request("NOR", "SWE", (2022, 2022)))
    assert found["comparable"].tolist()[0] == "yes"
    with pytest.raises(
        NoRowsError, match=r"NOR-SWE: nothing to compare in 2020-2021; the rows that we have are of 2020-2022"
    ):
        coverage.report(data, Request("NOR", "SWE", (2020, 2021)))


def test_a_pair_without_rows_is_one_clear_error() -> None:
    with pytest.raises(NoRowsError) as caught:
        coverage.report(made(), ASKED)
    assert "none of our sources has a value for NOR or SWE; an official file may have one (--milex)" in str(
        caught.value
    )
    assert "\n" not in str(caught.value)


# What is asked.


def test_a_faulty_request_is_refused_in_one_line() -> None:
    near = "no place 'Sweden'; wanted an ISO 3166 alpha-3 code; Sweden is SWE"
    faulty: list[tuple[str, str, Any, str]] = [
        ("NOR", "Sweden", None, near),
        ("NOR", "SWE", "2020", "years '2020'; wanted one year such as 2020, or two such as (2016, 2020)"),
        ("nor", "NOR", None, "NOR twice; wanted two places"),
        ("QQQ", "SWE", None, "no place 'QQQ'; wanted an ISO 3166 alpha-3 code"),
        ("NOR", "SWE", (2020, 2010), "years 2020-2010; wanted the earlier year first"),
    ]
    for a, b, years, said in faulty:
        with pytest.raises(MilbalanceError) as caught:
            Request(a, b, years)
        assert str(caught.value) == said


def test_small_letters_and_a_single_year_serve() -> None:
    asked = Request("nor", "Swe", 2020)
    assert (asked.sides, asked.years, asked.name) == (("NOR", "SWE"), (2020, 2020), "NOR-SWE")
    assert asked.turned() == Request("SWE", "NOR", (2020, 2020))


def test_places_have_plain_names() -> None:
    names = {"SUN": "Soviet Union", "MMR": "Myanmar", "BHS": "Bahamas", "TUR": "Turkey", "SWZ": "Eswatini"}
    assert {code: places.name(code) for code in names} == names


# Laws, on the shipped rows.

SHIPPED = ("ARM", "AZE", "FRA", "GEO", "IRN", "ISR", "PAK", "RUS", "TUR")
PAIRS = [(a, b) for a in SHIPPED for b in SHIPPED if a < b]


def test_any_two_shipped_places_compare(data: Data) -> None:
    """Each with three to five others."""
    wrong = []
    for a, b in PAIRS[::2]:
        found = coverage.report(data, Request(a, b))
        both = coverage.comparable(found, *coverage.SPENDING) and coverage.comparable(found, coverage.SUPPLIERS)
        reasons = (found.loc[found["comparable"] == "no", "why not"] != "").all()
        wrong += [] if both and reasons else [f"{a}-{b}"]
    assert not wrong


def test_swapped_sides_give_the_inverse(data: Data) -> None:
    for a, b in PAIRS[::5]:
        for table, value in (("spending_ratio", "ratio"), ("cinc_ratio", "ratio"), ("personnel_ratio", "low")):
            there = tables.COMPUTED[table](data, Request(a, b)).dropna(subset=value)
            back = tables.COMPUTED[table](data, Request(b, a)).dropna(subset=value)
            other = "high" if value == "low" else value
            assert there[value].to_numpy() == pytest.approx(1 / back[other].to_numpy()), (a, b, table)


def test_the_rows_cut_for_a_pair_give_the_same_tables(data: Data) -> None:
    asked = Request("AZE", "TUR")
    cut = inputs.assemble(asked)
    assert len(cut.claims) == len(cut.flows) == 0, "what is stated of the article's pair is of no other"
    for name, make in tables.COMPUTED.items():
        pd.testing.assert_frame_equal(make(cut, asked), make(data, asked), obj=name)


def test_a_base_year_that_the_shipped_values_disprove_is_put_right(data: Data, tmp_path: Path) -> None:
    """An export of a year more than is shipped, so that it stands for its edition, with a label one ahead."""
    rows = data.spending[(data.spending["source_id"] == NEW) & (data.spending["basis"] == "constant_usd")]
    held = rows.pivot_table(index="year", columns="place", values="value")[["ARM", "AZE"]].astype(object)
    cells = held.where(held.notna(), ". .")
    values = {name: [1.0, *cells[place]] for place, name in (("ARM", "Armenia"), ("AZE", "Azerbaijan"))}
    path = workbooks.labelled(2024, 2024, 2024, tmp_path, values)
    both = inputs.assemble(Request("AZE", "ARM", files=Files(milex=(path,)))).spending
    own = both[(both["source_id"] == NEW + "-file") & (both["basis"] == "constant_usd")]
    assert len(own) == 2 * len(held) + 2
    assert set(own["base_year"]) == {2023}

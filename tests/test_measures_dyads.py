"""The dyad panel: hand-worked pairs, laws, the obvious way as a check, and what it refuses."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milbalance.errors import AmbiguousError, MilbalanceError, MissingError, NoRowsError
from milbalance.measures import dyads
from milbalance.tables import load, paths

NAN = float("nan")
SIDES = ["year", "side_a", "side_b"]
RATIOS = ["spending_ratio", "personnel_ratio", "cinc_ratio"]

# Two years: three places in the first, and in the second two that were there and one that is new.
BY_HAND = pd.DataFrame(
    [
        ("BBB", 2000, 10.0, 4.0, 0.02),
        ("AAA", 2000, 40.0, 0.0, 0.01),
        ("CCC", 2000, NAN, 2.0, 0.05),
        ("DDD", 2001, 5.0, 0.0, 0.00),
        ("AAA", 2001, 20.0, 0.0, 0.10),
    ],
    columns=["place", "year", "spending", "personnel", "cinc"],
)

# Written once, as what the benchmark measures against.
OBVIOUS = runpy.run_path(str(paths.root() / "benchmarks" / "dyads.py"))["obvious"]

amounts = st.one_of(st.none(), st.just(0.0), st.floats(1e-6, 1e12))
place_years = st.tuples(st.sampled_from(["AAA", "AA", "B-2", "ÅLA", "ZZZ", "aaa", "255"]), st.integers(1816, 1820))
worlds = st.dictionaries(place_years, st.tuples(amounts, amounts, amounts), min_size=1, max_size=30).map(
    lambda rows: pd.DataFrame([(*key, *value) for key, value in rows.items()], columns=BY_HAND.columns).astype(
        BY_HAND.dtypes.to_dict()
    )
)


def plain(panel: pd.DataFrame) -> pd.DataFrame:
    """A panel with plain types, sorted by year and sides, to hold against one made elsewhere."""
    frame = panel.astype({"year": "int64", "side_a": "str", "side_b": "str"})
    return frame.sort_values(SIDES, ignore_index=True)


def turned(panel: pd.DataFrame) -> pd.DataFrame:
    """A directed panel in which each row stands where its pair the other way round stood."""
    return panel.sort_values(["year", "side_b", "side_a"], ignore_index=True)


def test_undirected_pairs_by_hand() -> None:
    got = plain(dyads.panel(BY_HAND, directed=False))
    want = pd.DataFrame(
        [
            (2000, "AAA", "BBB", 4.0, 0.0, 0.5, 0.5),
            (2000, "AAA", "CCC", NAN, 0.0, 0.2, 0.2),
            (2000, "BBB", "CCC", NAN, 2.0, 0.4, 0.4),
            (2001, "AAA", "DDD", 4.0, NAN, NAN, 0.0),  # zero is a value, but nothing is divided by it
        ],
        columns=[*SIDES, *RATIOS, "parity"],
    )
    pd.testing.assert_frame_equal(got, want)


def test_directed_pairs_by_hand() -> None:
    got = plain(dyads.panel(BY_HAND))
    assert list(zip(got["year"], got["side_a"] + got["side_b"], strict=True)) == [
        *((2000, pair) for pair in ("AAABBB", "AAACCC", "BBBAAA", "BBBCCC", "CCCAAA", "CCCBBB")),
        *((2001, pair) for pair in ("AAADDD", "DDDAAA")),
    ]
    assert got["cinc_ratio"].tolist()[:6] == pytest.approx([0.5, 0.2, 2.0, 0.4, 5.0, 2.5])
    assert got["cinc_ratio"].tolist()[6:] == pytest.approx([NAN, 0.0], nan_ok=True)
    assert got["spending_ratio"].tolist() == pytest.approx([4, NAN, 0.25, NAN, NAN, NAN, 4, 0.25], nan_ok=True)


def test_two_zeros_have_neither_ratio_nor_parity() -> None:
    got = dyads.panel(BY_HAND[["place", "year", "personnel"]], directed=False)
    assert got["parity"].tolist() == pytest.approx([0.0, 0.0, 0.5, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("columns", "parity"),
    [(["personnel", "spending", "cinc"], 0.5), (["spending", "personnel"], 0.25), (["personnel"], 0.0)],
)
def test_parity_takes_capability_then_spending_then_personnel(columns: list[str], parity: float) -> None:
    got = dyads.panel(BY_HAND[["place", "year", *columns]], directed=False)
    assert got["parity"].iloc[0] == parity  # AAA and BBB in 2000
    assert [name for name in got if name in RATIOS] == [name for name in RATIOS if name[:-6] in columns]


@given(worlds)
def test_every_pair_of_a_year_is_there_once(values: pd.DataFrame) -> None:
    states = values.groupby("year").size()
    states = states[states > 1]
    got = dyads.panel(values).groupby("year").size()
    assert got.to_dict() == (states * (states - 1)).to_dict()
    half = dyads.panel(values, directed=False)
    assert half.groupby("year").size().to_dict() == (states * (states - 1) // 2).to_dict()
    assert not half.duplicated(SIDES).any()


@given(worlds)
def test_each_way_is_the_inverse_of_the_other(values: pd.DataFrame) -> None:
    got = dyads.panel(values)
    other = turned(got)
    assert (got["side_a"] == other["side_b"]).all()
    for ratio in RATIOS:
        product = (got[ratio] * other[ratio]).to_numpy()
        both = ((got[ratio] > 0) & (other[ratio] > 0)).to_numpy()
        assert product[both] == pytest.approx(1)
        assert np.isnan(product[~both]).all()  # a zero or a missing side has no inverse


@given(worlds)
def test_parity_is_the_same_both_ways_and_at_most_one(values: pd.DataFrame) -> None:
    got = dyads.panel(values)
    pd.testing.assert_series_equal(got["parity"], turned(got)["parity"], check_exact=True)
    assert got["parity"].dropna().between(0, 1).all()
    smaller = np.fmin(got["cinc_ratio"], turned(got)["cinc_ratio"])
    assert got["parity"].dropna().to_numpy() == pytest.approx(smaller[got["parity"].notna()])


@given(worlds, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_rows_does_not_matter(values: pd.DataFrame, random: object, directed: bool) -> None:
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = dyads.panel(values.iloc[order], directed=directed)
    pd.testing.assert_frame_equal(shuffled, dyads.panel(values, directed=directed))


@given(worlds)
def test_undirected_is_the_directed_where_a_comes_before_b(values: pd.DataFrame) -> None:
    directed = dyads.panel(values)
    half = directed[directed["side_a"] < directed["side_b"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(dyads.panel(values, directed=False), half)
    assert (half["side_a"].astype("str") < half["side_b"].astype("str")).all()


@given(worlds)
def test_the_same_as_the_obvious_way(values: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(plain(dyads.panel(values)), plain(OBVIOUS(values)), check_exact=True)


def test_sides_share_their_places_and_stay_small() -> None:
    got = dyads.panel(BY_HAND)
    assert got["side_a"].cat.categories.tolist() == ["AAA", "BBB", "CCC", "DDD"]
    assert got["side_a"].dtype == got["side_b"].dtype
    assert got["year"].dtype == np.int16
    assert got["side_a"].cat.codes.dtype == np.int8


def test_places_may_be_categories_in_any_order_and_more_than_are_there() -> None:
    places = pd.Categorical(BY_HAND["place"], categories=["ZZZ", "DDD", "CCC", "BBB", "AAA"])
    pd.testing.assert_frame_equal(dyads.panel(BY_HAND.assign(place=places)), dyads.panel(BY_HAND))


def test_the_input_stays_as_it_was() -> None:
    before = BY_HAND.copy(deep=True)
    dyads.panel(BY_HAND)
    pd.testing.assert_frame_equal(BY_HAND, before)


def test_one_place_alone_has_no_pair() -> None:
    got = dyads.panel(BY_HAND.head(1))
    assert got.empty
    assert list(got) == [*SIDES, *RATIOS, "parity"]


def test_a_place_given_twice_is_named() -> None:
    twice = pd.concat([BY_HAND, BY_HAND.iloc[[0, 0, 4]]])
    with pytest.raises(AmbiguousError, match=r"several rows for BBB in 2000, AAA in 2001: one place and year"):
        dyads.panel(twice)


def test_of_many_places_given_twice_the_first_are_named() -> None:
    years = pd.DataFrame({"place": "AAA", "year": range(2000, 2008), "cinc": 0.1})
    with pytest.raises(AmbiguousError, match="AAA in 2004 and 3 more: one place"):
        dyads.panel(pd.concat([years, years]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"cinc": -9.0},
            r"^cinc -9 for BBB in 2000; wanted 0, a number from 1e-150 to 1e\+150, or NaN for missing$",
        ),
        ({"spending": [1.0, 1.0, float("inf"), 1.0, 1.0]}, "^spending inf for CCC in 2000"),
        ({"spending": 1e-300}, "^spending 1e-300 for BBB in 2000"),
        ({"spending": "much"}, "^column spending is of type str; wanted numbers"),
        ({"year": 2000.5}, "^year 2000.5; wanted a whole number from 1 to 9999"),
        ({"year": NAN}, "^year nan; wanted"),
        ({"year": 40000}, "^year 40000; wanted"),
        ({"place": None}, "^5 of 5 rows without a place; wanted one in each"),
    ],
)
def test_values_that_cannot_be_compared_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(MilbalanceError, match=message):
        dyads.panel(BY_HAND.assign(**change))


@pytest.mark.parametrize(
    ("absent", "message"),
    [
        (["year"], "^no column year; found place, spending, personnel, cinc$"),
        (["place"], "^no column place; found year, spending, personnel, cinc$"),
        (["spending", "personnel", "cinc"], "^nothing to compare: no column spending, personnel, cinc$"),
    ],
)
def test_columns_that_are_not_there_are_named(absent: list[str], message: str) -> None:
    with pytest.raises(MilbalanceError, match=message):
        dyads.panel(BY_HAND.drop(columns=absent))


def test_no_rows_are_no_panel() -> None:
    with pytest.raises(NoRowsError, match="no rows to pair"):
        dyads.panel(BY_HAND.head(0))


def test_more_pairs_than_a_world_has_are_refused_before_any_memory_is_taken() -> None:
    crowd = pd.DataFrame({"place": [f"P{n}" for n in range(100_000)], "year": 2000, "cinc": 0.1})
    with pytest.raises(MilbalanceError, match="9,999,900,000 pairs of places; wanted at most 20,000,000"):
        dyads.panel(crowd)


def nmc(**columns: object) -> pd.DataFrame:
    """Two invented rows in the columns of National Material Capabilities."""
    return pd.DataFrame(
        {"year": [1913, 1914], "milex": [100, -9], "milper": [-9, 7], "irst": 0, "cinc": [0.25, -9.0], **columns}
    )


def test_minus_nine_is_missing_and_zero_is_not() -> None:
    got = dyads.from_nmc(nmc(stateabb=["USA", "NTH"], ccode=[2, 210], milper=[0, 7]))
    want = pd.DataFrame(
        {
            "place": ["USA", "NTH"],
            "year": [1913, 1914],
            "spending": [100.0, NAN],
            "personnel": [0.0, 7.0],
            "cinc": [0.25, NAN],
        }
    )
    pd.testing.assert_frame_equal(got, want)


@pytest.mark.parametrize("codes", [[2, 210], [2.0, 210.0]])
def test_a_file_without_abbreviations_gives_numbers_as_places(codes: list[float]) -> None:
    assert dyads.from_nmc(nmc(ccode=codes))["place"].tolist() == ["2", "210"]


def test_places_may_depend_on_the_year() -> None:
    got = dyads.from_nmc(nmc(ccode=[365, 365]), place=lambda code, year: f"{code}-{year}")
    assert got["place"].tolist() == ["365-1913", "365-1914"]


def test_a_state_without_a_place_is_named_and_never_left_out() -> None:
    with pytest.raises(MissingError, match=r"^no place for 347 in 1914$"):
        dyads.from_nmc(nmc(ccode=[2, 347]), place=lambda code, year: {"2": "USA"}.get(code))


def test_two_states_in_one_place_and_year_are_ambiguous() -> None:
    rows = dyads.from_nmc(nmc(ccode=[255, 260], year=1990), place=lambda code, year: "DEU")
    with pytest.raises(AmbiguousError, match="several rows for DEU in 1990"):
        dyads.panel(rows)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "^no column ccode; found year, milex, milper, irst, cinc$"),
        ({"ccode": [2, NAN]}, "^ccode nan; wanted a whole number"),
        ({"stateabb": ["USA", None]}, "^1 of 2 rows without a stateabb"),
        ({"ccode": 2, "milex": ["1", "."]}, "^column milex is of type str; wanted numbers"),
    ],
)
def test_what_is_no_capabilities_file_is_refused(columns: dict[str, object], message: str) -> None:
    with pytest.raises(MilbalanceError, match=message):
        dyads.from_nmc(nmc(**columns))


def spending(*rows: tuple[str, float], **more: object) -> pd.DataFrame:
    """A tiny spending table of (place, value) rows in 2000."""
    shared = {
        "year": 2000,
        "basis": "current_usd",
        "source_id": "s",
        "unit": "million US dollars",
        "base_year": pd.NA,
    }
    return pd.DataFrame(rows, columns=["place", "value"]).assign(**{**shared, **more})


US_DOLLARS = spending(("AZE", 6.0), ("ARM", 2.0), ("GEO", NAN))


def test_spending_rows_become_a_panel() -> None:
    both = pd.concat([US_DOLLARS, spending(("AZE", 5.0), source_id="t"), spending(("ARM", 4.1), basis="share_gdp")])
    values = dyads.from_spending(both, "current_usd", "s")
    assert list(values) == ["place", "year", "spending"]
    got = dyads.panel(values, directed=False)
    assert got["spending_ratio"].tolist() == pytest.approx([1 / 3, NAN, NAN], nan_ok=True)
    assert got["parity"].tolist() == pytest.approx([1 / 3, NAN, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"source_id": "t"}, r"several values of source_id \(s, t\)"),
        ({"basis": "share_gdp"}, r"several values of basis \(current_usd, share_gdp\)"),
        ({"unit": "dollars"}, r"several values of unit \(dollars, million US dollars\)"),
    ],
)
def test_mixed_spending_rows_are_refused(more: dict[str, object], message: str) -> None:
    with pytest.raises(AmbiguousError, match=message):
        dyads.from_spending(pd.concat([US_DOLLARS, spending(("TUR", 9.0), **more)]))


def test_local_currencies_are_never_compared() -> None:
    local = spending(("AZE", 6.0), ("ARM", 2.0), basis="local_currency", unit="local currency")
    with pytest.raises(AmbiguousError, match="different currencies"):
        dyads.from_spending(local, "local_currency", "s")


def test_spending_that_is_not_there_is_said() -> None:
    with pytest.raises(NoRowsError, match="no rows with source_id = u"):
        dyads.from_spending(US_DOLLARS, source_id="u")
    with pytest.raises(MilbalanceError, match=r"^no column basis; found place"):
        dyads.from_spending(US_DOLLARS.drop(columns="basis"))


def test_the_shipped_spending_gives_the_ratio_of_its_cells(data: load.Data) -> None:
    rows = data.spending.query("place in ['ARM', 'AZE'] and year == 2013 and basis == 'current_usd'")
    rows = rows[rows["source_id"] == "sipri-milex-2025"]
    cells = rows.set_index("place")["value"]
    got = dyads.panel(dyads.from_spending(rows), directed=False)
    assert got["spending_ratio"].tolist() == [cells["ARM"] / cells["AZE"]]


def test_the_history_of_all_states(shared: Path) -> None:
    """Azerbaijan over Armenia in 2013 as the originals have it, among two million pairs."""
    frame = pd.read_csv(shared / "spending" / "raw" / "cow_nmc" / "NMC-70_from-peacesciencer.csv")
    got = dyads.panel(dyads.from_nmc(frame))
    states = frame.groupby("year").size()
    assert len(got) == (states * (states - 1)).sum() == 2_139_330
    (row,) = got.query("year == 2013 and side_a == '373' and side_b == '371'").to_dict("records")
    cells = frame[frame["year"] == 2013].set_index("ccode")
    assert row["spending_ratio"] == cells["milex"][373] / cells["milex"][371]
    assert row["personnel_ratio"] == cells["milper"][373] / cells["milper"][371]
    assert row["parity"] == pytest.approx(min(row["cinc_ratio"], 1 / row["cinc_ratio"]))

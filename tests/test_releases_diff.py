"""What a release changed: frames worked by hand, laws, made files, and the genuine ones where they are at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import exports
import workbooks
from milbalance import articles
from milbalance.errors import AmbiguousError, MilbalanceError, NoRowsError
from milbalance.ingest import milex, sipri_transfers, source_ids
from milbalance.ingest.detect import Official
from milbalance.ingest.report import Report
from milbalance.measures import revisions
from milbalance.releases import compare, diff, moved_verdicts
from milbalance.releases.diff import GONE, NEW, REBASED, REVISED, SUSPECT
from milbalance.tables import load

Values = dict[int, float | None]


def series(
    place: str, basis: str, values: Values, *, base: int | None = None, reason: str = "not available"
) -> pd.DataFrame:
    """One series of a release in the columns of spending.csv; None is a missing value."""
    rows = pd.DataFrame({"year": list(values), "value": pd.Series(list(values.values()), dtype="float64")})
    return rows.assign(
        place=place,
        basis=basis,
        source_id="made",
        base_year=pd.array([base] * len(rows), dtype="Int64"),
        missing_reason=pd.Series(np.where(rows["value"].isna(), reason, None), dtype="str"),
    )


def release(*parts: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(parts, ignore_index=True)


def told(found: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(found[["year", "kind", "why"]].itertuples(index=False, name=None))


def usd(values: Values, place: str = "ARM", reason: str = "not available") -> pd.DataFrame:
    return series(place, "current_usd", values, reason=reason)


def constant(values: Values, base: int) -> pd.DataFrame:
    return series("ARM", "constant_usd", values, base=base)


def spliced(factors: Values, *, base: int) -> pd.DataFrame:
    """Local currency that grows with prices of 10 per cent, and constant dollars times a factor a year."""
    local = {year: 100e6 * 1.1 ** (year - 2000) for year in factors}
    money = {year: 50.0 * (factor or 0) for year, factor in factors.items()}
    return release(
        series("AZE", "local_currency", dict(local)), series("AZE", "constant_usd", dict(money), base=base)
    )


def volumes(*rows: tuple[str, int, float, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["supplier", "year", "tiv_m", "method"])
    return frame.assign(recipient="AZE", source_id="made")


EXACT, SPREAD, OFFICIAL = "sum of deliveries", "spread over delivery years", "official table"
YEARS = range(2000, 2010)
MONEY, SHARES = usd({2017: 1.0, 2018: 2.0, 2019: 3.0}), series("ARM", "share_gdp", {2017: 4.0, 2018: 4.0})
LATER = "a year after those of the old release"
UNCHANGED = "unchanged, though of 2023 and no longer of 2022"
FALSE_ZERO = "printed as zero, though local currency is not zero"

# The old release, the new one, and year, kind and reason of each cell that differs.
DIFFER: dict[str, tuple[pd.DataFrame, pd.DataFrame, list[tuple[int, str, str]]]] = {
    "small revisions keep their first digit and noise is none": (
        series("ARM", "share_gdp", {2000: 4.0, 2001: 4.0, 2002: 4.0}),
        series("ARM", "share_gdp", {2000: 4.0 * (1 + 2e-4), 2001: 4.0 * (1 + 9e-7), 2002: 4.0 * (1 - 2e-6)}),
        [(2000, REVISED, "+0.02%"), (2002, REVISED, "-0.0002%")],
    ),
    "a value that went says why": (
        MONEY, usd({2017: 1.0, 2018: None}, reason="not independent"),
        [(2018, GONE, "not independent in the new release")],
    ),
    "a basis or years that a file does not have are not gone": (
        release(MONEY, SHARES), usd({2018: 2.5}), [(2018, REVISED, "+25.0%")],
    ),
    "nor are they new": (
        usd({2018: 2.5}), release(MONEY, SHARES), [(2018, REVISED, "-20.0%"), (2019, NEW, LATER)],
    ),
    "another reason for no value": (usd({1990: None}, reason="not independent"), usd({1990: None}), []),
    "years before the first of either": (usd({1948: 5.0, 1949: 1.0}), usd({1949: 1.0}), []),
    "rebased where one factor fits": (
        constant({2015: 100.0, 2016: 200.0, 2017: 300.0, 2018: 400.0}, base=2018),
        constant({2015: 102.0, 2016: 204.9, 2017: 306.0, 2018: 367.2}, base=2019),
        [  # 2016 is 1.0245: within half a per cent
            *((year, REBASED, "times 1.02") for year in (2015, 2016, 2017)),
            (2018, REVISED, "-10.0% beyond the factor 1.02"),
        ],
    ),
    "the same values under another base year": (
        constant({2015: 100.0, 2016: 200.0, 2017: 0.0, 2018: None, 2019: 50.0}, base=2022),
        constant({2015: 100.0, 2016: 200.0, 2017: 0.0, 2018: None, 2019: 51.0}, base=2023),
        [(2015, SUSPECT, UNCHANGED), (2016, SUSPECT, UNCHANGED), (2019, REVISED, "+2.0% beyond the factor 1")],
    ),
    "half a per cent is the bound": (
        constant(dict.fromkeys(range(2010, 2016), 100.0), base=2018),
        constant({**dict.fromkeys(range(2010, 2014), 110.0), 2014: 110.54, 2015: 110.56}, base=2019),
        [
            *((year, REBASED, "times 1.1") for year in range(2010, 2015)),
            (2015, REVISED, "+0.5% beyond the factor 1.1"),
        ],
    ),
    "one factor without another base year": (
        constant({2015: 100.0, 2016: 200.0}, base=2018), constant({2015: 102.0, 2016: 204.0}, base=2018),
        [(2015, REVISED, "+2.0%"), (2016, REVISED, "+2.0%")],
    ),
    "no common factor": (
        constant({2015: 100.0, 2016: 100.0, 2017: 100.0}, base=2018),
        constant({2015: 90.0, 2016: 105.0, 2017: 130.0}, base=2019),
        [(2015, REVISED, "-10.0%"), (2016, REVISED, "+5.0%"), (2017, REVISED, "+30.0%")],
    ),
    "current dollars are never rebased": (
        usd({2015: 100.0, 2016: 200.0}), usd({2015: 102.0, 2016: 204.0}),
        [(2015, REVISED, "+2.0%"), (2016, REVISED, "+2.0%")],
    ),
    "a currency in another unit is no jump of a thousand": (
        series("SLE", "local_currency", {2019: 5000.0, 2020: 6000.0, 2021: 7000.0}),
        series("SLE", "local_currency", {2019: 5.0, 2020: 6.0, 2021: 7.7}),
        [(2019, REBASED, "times 0.001"), (2020, REBASED, "times 0.001"),
         (2021, REVISED, "+10.0% beyond the factor 0.001")],
    ),
    "a printed zero is no value": (
        usd({1992: None, 1993: 5.0, 1994: 6.0}),
        usd({1992: None, 1993: None, 1994: 0.0}, reason="printed as zero"),
        [(1992, SUSPECT, FALSE_ZERO), (1993, SUSPECT, FALSE_ZERO),
         (1994, SUSPECT, "zero, though not in the old release")],
    ),
    "a zero without local currency": (
        usd({2018: 0.0}, "CRI"), usd({2018: 0.0, 2019: 0.0}, "CRI"),
        [(2019, SUSPECT, "zero, and local currency has no number to confirm it")],
    ),
    "a zero with local currency": (
        release(usd({2018: 0.0}, "CRI"), series("CRI", "local_currency", {2018: 0.0})),
        release(usd({2018: 0.0, 2019: 0.0}, "CRI"), series("CRI", "local_currency", {2018: 0.0, 2019: 0.0})),
        [(2019, NEW, LATER), (2019, NEW, LATER)],
    ),
    **{
        f"times {factor:g}": (
            usd(dict.fromkeys(range(2010, 2015), 100.0)),
            usd({**dict.fromkeys(range(2010, 2015), 100.0), 2012: 100 * factor}),
            [(2012, kind, why)],
        )
        for factor, kind, why in (
            (1000, SUSPECT, "1000 times the old value"), (0.001, SUSPECT, "0.001 times the old value"),
            (300, REVISED, "+29900.0%"), (4000, REVISED, "+399900.0%"),
        )
    },
    "a new year a thousand times the one before": (
        usd({2018: 600.0, 2019: 650.0}), usd({2018: 600.0, 2019: 650.0, 2020: 640_000.0}),
        [(2020, SUSPECT, "about a thousand times the year before, or a thousandth of it")],
    ),
    "a share over 100 per cent": (
        series("ARM", "share_gdp", {2018: 4.0}), series("ARM", "share_gdp", {2018: 400.0}),
        [(2018, SUSPECT, "over 100 per cent")],
    ),
    "whole millions of an official table are no revision of exact sums": (
        volumes(("RUS", 2018, 10.0, OFFICIAL), ("RUS", 2019, 10.0, OFFICIAL), ("ISR", 2019, 0.0, OFFICIAL)),
        volumes(("RUS", 2018, 10.49, EXACT), ("RUS", 2019, 10.51, EXACT), ("ISR", 2019, 0.3, EXACT)),
        [(2019, REVISED, "+5.1%")],
    ),
    "a guess is not set against an exact volume": (
        volumes(("RUS", 2018, 10.0, EXACT), ("RUS", 2019, 2.0, EXACT)),
        volumes(("RUS", 2018, 6.0, SPREAD), ("RUS", 2019, 6.0, SPREAD)),
        [],
    ),
    "but against another guess": (
        volumes(("RUS", 2018, 6.0, SPREAD), ("RUS", 2019, 6.0, SPREAD)),
        volumes(("RUS", 2018, 7.0, SPREAD), ("RUS", 2019, 7.5, SPREAD)),
        [(2018, REVISED, "+16.7%"), (2019, REVISED, "+25.0%")],
    ),
}  # fmt: skip


def test_what_differs_is_told_by_year_with_its_kind_and_why() -> None:
    wrong = [
        f"{name}: {found}"
        for name, (old, new, wanted) in DIFFER.items()
        if (found := told(diff.between(old, new))) != wanted
    ]
    assert not wrong, "\n".join(wrong)


def test_a_release_does_not_differ_from_itself() -> None:
    odd = ["a printed zero is no value", "times 1000", "a new year a thousand times the one before"]
    odd += ["a share over 100 per cent", "the same values under another base year"]
    assert not [name for name in odd if len(diff.between(DIFFER[name][1], DIFFER[name][1]))]


def test_a_change_stands_with_its_place_basis_and_both_values() -> None:
    old = usd({2017: 443.6, 2018: 608.9, 2019: 673.3})
    found = diff.between(old, usd({2017: 443.6, 2018: 513.3, 2019: 652.0}))
    assert found.values.tolist() == [
        ["ARM", "current_usd", 2018, 608.9, 513.3, REVISED, "-15.7%"],
        ["ARM", "current_usd", 2019, 673.3, 652.0, REVISED, "-3.2%"],
    ]
    assert found.columns.tolist() == diff.COLUMNS
    assert diff.between(old, usd({2017: None, 2018: 608.9, 2019: 673.3}))["new"].isna().all()


def test_a_value_that_came_says_why_there_was_none() -> None:
    old = release(usd({2017: 1.0, 2018: None}), usd({2018: 1.0}, "GEO"), series("ARM", "share_gdp", {2017: 2.0}))
    shares = series("ARM", "share_gdp", {2017: 2.0, 2018: 2.0})
    new = release(usd({2017: 1.0, 2018: 2.0, 2019: 3.0}), shares, usd({2018: 4.0}, "AZE"), usd({2018: 1.0}, "GEO"))
    found = diff.between(old, new)
    assert set(found["kind"]) == {NEW}
    assert found[["place", "basis", "year", "why"]].values.tolist() == [
        ["ARM", "current_usd", 2018, "not available in the old release"],
        ["ARM", "current_usd", 2019, LATER],
        ["ARM", "share_gdp", 2018, "not in the old release"],
        ["AZE", "current_usd", 2018, "a place that the old release does not have"],
    ]


def test_what_a_file_does_not_have_as_a_whole_is_named() -> None:
    both, one_year = release(MONEY, SHARES), usd({2018: 2.5})
    assert diff.absent(both, one_year) == ["share_gdp"] and diff.absent(one_year, both) == []
    with pytest.raises(NoRowsError, match="no sheet is in both files: current_usd, share_gdp"):
        diff.between(MONEY, SHARES)
    with pytest.raises(NoRowsError, match="no year is in both releases"):
        diff.between(volumes(("RUS", 1989, 1.0, EXACT)), volumes(("RUS", 1990, 1.0, EXACT)))


def test_a_splice_shows_in_the_prices_and_the_stretch_before_it_is_suspect() -> None:
    # Constant dollars of 2004 and earlier were taken over from another base, 0.7 times what they should be.
    old = spliced(dict.fromkeys(YEARS, 1.0), base=2008)
    found = diff.between(old, spliced({year: 1.02 if year >= 2005 else 0.714 for year in YEARS}, base=2009))
    assert set(found["basis"]) == {"constant_usd"}
    assert found["kind"].tolist() == [SUSPECT] * 6 + [REBASED] * 4
    assert found["why"].iloc[[0, 5, 6]].tolist() == [
        "times 0.714, not 1.02: the implied prices break in 2005",
        "implied prices +10.0% in the old release, -23.0% in the new",  # 1.1 times 0.714 over 1.02 is 0.77
        "times 1.02",
    ]
    # The factor is that of the base year even for few years.
    found = diff.between(old, spliced({year: 1.02 if year >= 2008 else 0.714 for year in YEARS}, base=2009))
    assert found["kind"].tolist() == [SUSPECT] * 9 + [REBASED]


def test_the_prices_that_each_release_implies() -> None:
    old, new = (spliced({2000: 1, 2001: 1, 2002: last}, base=2001) for last in (1, 2))
    found = diff.price_changes(old, new, "AZE")
    assert found["year"].tolist() == [2001, 2002]
    assert found[["old", "new"]].to_numpy().ravel().tolist() == pytest.approx([10, 10, 10, -45])
    assert diff.price_breaks(old, new)[["place", "year"]].values.tolist() == [["AZE", 2002]]


def test_huge_price_changes_that_differ_little_are_no_break() -> None:
    """Under hyperinflation ten points are rounding: +4000% against +4100% is a factor of 1.02."""
    local = series("VEN", "local_currency", {2000: 1e6, 2001: 41e6, 2002: 42e6})
    sides = [
        release(local, series("VEN", "constant_usd", {2000: 1.0, 2001: value, 2002: value}, base=2002))
        for value in (1.0, 1 / 1.025)
    ]
    assert diff.price_breaks(*sides).empty


def test_transfers_are_compared_by_supplier_and_year() -> None:
    old = volumes(("RUS", 2018, 10.0, EXACT), ("ISR", 2018, 5.0, EXACT), ("TUR", 2020, 6.0, EXACT))
    new = volumes(
        ("RUS", 2018, 10.0, EXACT), ("TUR", 2018, 1.0, EXACT), ("TUR", 2020, 28.8, EXACT), ("ITA", 2021, 2.0, EXACT)
    )
    found = diff.between(old, new)
    assert found[["place", "basis", "year", "kind", "why"]].values.tolist() == [
        ["AZE", "tiv_m from ISR", 2018, GONE, "no delivery in the new release"],
        ["AZE", "tiv_m from ITA", 2021, NEW, LATER],
        ["AZE", "tiv_m from TUR", 2018, NEW, "no delivery in the old release"],
        ["AZE", "tiv_m from TUR", 2020, REVISED, "+380.0%"],
    ]
    assert diff.summary(found).loc["tiv_m"].to_dict() == {REBASED: 0, REVISED: 1, NEW: 2, GONE: 1, SUSPECT: 0}


def test_the_first_year_is_that_of_the_release_and_not_of_a_place() -> None:
    """A place may lose its first deliveries, which is a change; a file that starts later has not lost them."""
    others = volumes(("RUS", 1990, 1.0, EXACT)).assign(recipient="ARM")
    old = pd.concat([others, volumes(("RUS", 1995, 1.0, EXACT), ("RUS", 2010, 2.0, EXACT))])
    new = pd.concat([others, volumes(("RUS", 2010, 2.0, EXACT))])
    for place in (None, "AZE"):
        assert told(diff.between(old, new, place)) == [(1995, GONE, "no delivery in the new release")]
    assert diff.between(old, new[new["year"] > 2000]).empty


# Laws.

values = st.dictionaries(
    st.integers(1990, 2005), st.one_of(st.none(), st.floats(1, 1e6, allow_nan=False)), min_size=1
)


@settings(max_examples=15)
@given(values, values)
def test_what_is_new_one_way_is_gone_the_other_way(one: Values, other: Values) -> None:
    a, b = usd(one | {2006: 1.0}), usd(other | {2006: 1.0})
    there, back = diff.between(a, b), diff.between(b, a)
    assert len(there) == len(back)
    assert (there.loc[there["old"].isna(), "kind"] == NEW).all()
    assert (back.loc[back["new"].isna(), "kind"] == GONE).all()
    assert there.loc[there["old"].isna(), "year"].tolist() == back.loc[back["new"].isna(), "year"].tolist()


@settings(max_examples=15)
@given(st.dictionaries(st.integers(1990, 2005), st.floats(1, 1e6), min_size=2), st.floats(0.1, 10))
def test_a_series_times_a_factor_is_rebased_as_a_whole(found: dict[int, float], factor: float) -> None:
    changed = diff.between(
        constant(dict(found), base=2000),
        constant({year: value * factor for year, value in found.items()}, base=2001),
    )
    jumps = changed["why"].str.contains("thousand")
    assert (changed.loc[~jumps, "kind"] == REBASED).all()
    assert len(changed) == (0 if abs(factor - 1) < 1e-6 else len(found))


def test_every_change_has_one_kind_and_a_reason_and_frames_stay_as_they_were() -> None:
    old, new = spliced(dict.fromkeys(YEARS, 1.0), base=2008), spliced(dict.fromkeys(YEARS, 0.9), base=2009)
    before = old.copy(), new.copy()
    found = diff.between(old, new)
    assert set(found["kind"]) <= set(diff.KINDS)
    assert found["why"].str.len().gt(3).all()
    assert not found.duplicated(["place", "basis", "year"]).any()
    pd.testing.assert_frame_equal(old, before[0])
    pd.testing.assert_frame_equal(new, before[1])


def test_one_place_has_the_changes_that_all_have_of_it() -> None:
    old = release(usd({2018: 1.0}), spliced({2017: 1, 2018: 1}, base=2018))
    new = release(usd({2018: 2.0}), spliced({2017: 2, 2018: 2}, base=2019))
    every = diff.between(old, new)
    for place in ("ARM", "AZE"):
        one = diff.between(old, new, place)
        pd.testing.assert_frame_equal(one, every[every["place"] == place].reset_index(drop=True))
    with pytest.raises(NoRowsError, match="neither release has rows of XYZ"):
        diff.between(old, new, "XYZ")


# Verdicts with one more release.

REPORT = Report("SIPRI military expenditure", "made.xlsx", "release of 2031", 10, ("ARM", "AZE"), 1949, 2030)


@pytest.fixture(scope="module")
def few(data: load.Data) -> load.Data:
    """The tables with three claims, one of each kind: to judge all of them takes seconds."""
    kept = ["spending-ratio", "spending-six-times", "israel-60"]
    return replace(data, claims=data.claims[data.claims["claim_id"].isin(kept)])


def next_release(data: load.Data, **factors: float) -> pd.DataFrame:
    """The newest shipped edition as one of 2031, the dollars of some places times a factor."""
    rows = data.spending[data.spending["source_id"] == "sipri-milex-2025"]
    factor = rows["place"].map(factors).fillna(1).where(rows["basis"].isin(["current_usd", "constant_usd"]), 1)
    return rows.assign(source_id="sipri-milex-2031", value=rows["value"] * factor)


def added(data: load.Data, rows: pd.DataFrame, note: str | None = None) -> pd.DataFrame:
    return moved_verdicts.flips(
        data, {"spending": rows}, source_ids.row(data.sources, "sipri-milex-2031", REPORT, note)
    )


def test_a_release_that_says_the_same_moves_nothing(few: load.Data) -> None:
    assert added(few, next_release(few)).empty


def test_a_release_that_says_otherwise_moves_support_and_verdict_and_no_plain_reading(data: load.Data) -> None:
    """One half more for one side puts years around the war within nearly five times, in this edition."""
    rows = next_release(data, AZE=1.5)
    moved = added(data, rows).set_index("claim_id")
    assert moved.index.tolist() == ["spending-ratio", "spending-six-times"]
    after = moved_verdicts.with_source(
        data, {"spending": rows}, source_ids.row(data.sources, "sipri-milex-2031", REPORT)
    )
    for claim_id, row in moved.iterrows():
        for when, held in (("before", data), ("after", after)):
            found = articles.assess(held, str(claim_id))
            assert (found.kind, found.support.support) == (row[when], row[f"support {when}"])
            assert found.answer == articles.answer(data, str(claim_id))
    assert moved.loc["spending-ratio", ["before", "after"]].tolist() == ["does not hold", "holds only if"]
    assert moved.loc["spending-six-times", "before"] == moved.loc["spending-six-times", "after"]
    assert "edition of 2031" in set(articles.choices_of(after, "spending-ratio")["edition"])


def test_a_spliced_release_is_shown_in_constant_dollars_and_not_counted(data: load.Data) -> None:
    rows = next_release(data)
    early = (rows["place"] == "AZE") & (rows["basis"] == "constant_usd") & (rows["year"] < 2010)
    shipped = revisions.of_family(data.spending, data.sources)
    broken = moved_verdicts.splices(
        shipped, rows.assign(value=rows["value"].mask(early, rows["value"] * 1.5)), "sipri-milex-2031"
    )
    assert broken[["place", "year"]].values.tolist() == [["AZE", 2010]]
    note = moved_verdicts.spliced_note(broken, data.places)
    assert note is not None
    # 5.7 per cent in the others; prices before 2010 are two thirds of theirs.
    assert note.startswith(
        "spliced: constant dollars imply price changes of +58.6% in 2010 for Azerbaijan (others +5.7%)"
    )
    source = source_ids.row(data.sources, "sipri-milex-2031", REPORT, "any words", ["AZE"])
    grid = articles.choices_of(moved_verdicts.with_source(data, {"spending": rows}, source), "spending-ratio")
    own = grid[(grid["edition"] == "edition of 2031") & (grid["special projects"] == "")]
    assert not own.loc[own["basis"] == "constant dollars", "counted"].any()
    assert own.loc[own["basis"] == "current dollars", "counted"].any()
    other = source_ids.row(data.sources, "sipri-milex-2031", REPORT, "any words", ["GEO"])
    grid = articles.choices_of(moved_verdicts.with_source(data, {"spending": rows}, other), "spending-ratio")
    own = grid[(grid["edition"] == "edition of 2031") & (grid["basis"] == "constant dollars")]
    assert own["counted"].any(), "the caveat is of another place"
    assert moved_verdicts.splices(shipped, rows, "sipri-milex-2031").empty
    assert moved_verdicts.spliced_note(broken.iloc[:0], data.places) is None


def test_the_row_of_a_new_source_is_made_from_the_report(data: load.Data) -> None:
    (row,) = source_ids.row(data.sources, "sipri-milex-2031", REPORT, "a note").to_dict("records")
    assert row["label"] == "SIPRI military expenditure (2031 edition)"
    assert row["edition"] == "release of 2031, data 1949-2030"
    assert (row["released"], row["obtained_from"], row["note"]) == ("2031", "made.xlsx", "a note")
    assert "data of 2031" in row["credit"]
    assert pd.isna(row["dataset_cells"])
    (row,) = source_ids.row(data.sources, "sipri-transfers-2031-03", REPORT).to_dict("records")
    assert (row["label"], row["released"]) == ("SIPRI arms transfers (release of March 2031)", "2031-03")
    shipped = source_ids.row(data.sources, "sipri-milex-2021", REPORT, "not this note")
    pd.testing.assert_frame_equal(shipped, data.sources[data.sources["source_id"] == "sipri-milex-2021"])
    with pytest.raises(MilbalanceError, match="wanted one such as sipri-milex-2026"):
        source_ids.row(data.sources, "mine", REPORT)


def test_spending_of_a_shipped_edition_stands_in_for_the_same_cells(data: load.Data) -> None:
    source = source_ids.row(data.sources, "sipri-milex-2025", REPORT)
    rows = next_release(data, AZE=2.0).assign(source_id="sipri-milex-2025")
    year = int(rows["year"].max()) - 3
    key = ["place", "year", "basis", "source_id"]
    for part, wanted in ((rows["basis"] == "current_usd", {"current_usd"}), (rows["year"] == year, {year})):
        after = moved_verdicts.with_source(data, {"spending": rows[part]}, source)
        assert (len(after.spending), len(after.sources)) == (len(data.spending), len(data.sources))
        both = data.spending.merge(after.spending, on=key).dropna(subset="value_x")
        differ = both[both["value_x"] != both["value_y"]]
        assert set(differ["basis" if wanted == {"current_usd"} else "year"]) == wanted
        assert set(differ["place"]) == {"AZE"}


def test_transfers_of_a_shipped_release_are_never_added_again(data: load.Data) -> None:
    source = source_ids.row(data.sources, "sipri-transfers-2024-03", REPORT)
    with pytest.raises(AmbiguousError, match="count twice"):
        moved_verdicts.with_source(data, {"arms_imports": data.arms_imports.head(1)}, source)


# Two files.


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made workbooks that differ in current dollars of Armenia in 2020: 5000.5 in the second."""
    folder = tmp_path_factory.mktemp("two")
    first = workbooks.make(folder / "a.xlsx", "data to 2024")
    sheet, cell = first.rows["ARM", 2020, "current_usd"].locator.removeprefix("sheet ").split(", cell ")

    def edit(book: Workbook) -> None:
        book[sheet][cell] = 5000.5

    return first.path, workbooks.make(folder / "b.xlsx", "data to 2024", edit=edit).path


def test_two_files_are_told_with_their_releases_and_one_revision(few: load.Data, two: tuple[Path, Path]) -> None:
    found = compare.files(few, *two, place="ARM")
    assert found.differences == len(found.changes) == 1
    for which, name in (("old", "a.xlsx"), ("new", "b.xlsx")):
        head = f"{which}: {name}: SIPRI military expenditure, release of 2025, data 2010-2024"
        at = found.lines.index(f"{head}, constant dollars of 2023")
        assert found.lines[at + 1] == "  flagged: empty cell (1)"
    (row,) = found.changes.to_dict("records")
    assert (row["place"], row["basis"], row["new"]) == ("ARM", "current_usd", 5000.5)
    change = f"ARM current_usd 2020: {row['old']:,.1f} -> 5,000.5, revised, {row['why']}"
    assert change in found.lines
    assert "ARM: both releases imply the same price changes, to one point" in found.lines
    # Of all places, under names that say another order; the second release is spliced against those shipped.
    whole = compare.files(few, *two, old_source="sipri-milex-2032", new_source="sipri-milex-2031")
    assert whole.differences == 1 and f"  {change}" in whole.lines
    assert "the first file is the later release" in whole.lines
    assert whole.lines[-1].startswith("  spliced: constant dollars imply price changes of ")
    assert whole.lines[-1].endswith(" They are shown and not counted.")


def test_the_same_file_twice_has_no_differences(few: load.Data) -> None:
    rows = few.spending[few.spending["source_id"] == "sipri-milex-2025"]
    found = compare.compare(few, *[[Official("spending", rows, REPORT)]] * 2)
    assert found.differences == 0
    assert "no value differs" in found.lines


def test_a_sheet_that_was_not_exported_and_another_base_year_are_told(few: load.Data) -> None:
    rows = few.spending[few.spending["source_id"] == "sipri-milex-2025"]
    kept = rows[(rows["basis"] != "share_gdp") & (rows["year"] <= 2023)]
    other = kept.assign(base_year=kept["base_year"] + 1)
    found = compare.compare(few, [Official("spending", rows, REPORT)], [Official("spending", other, REPORT)])
    assert "not in the new file: share_gdp" in found.lines
    assert "compared up to 2023, where the new file ends" in found.lines
    assert set(found.changes["kind"]) == {SUSPECT} and set(found.changes["basis"]) == {"constant_usd"}
    (line,) = [line for line in found.lines if "places constant_usd" in line]
    number = (kept.loc[kept["basis"] == "constant_usd", "value"] > 0).sum()
    assert line.endswith(f"suspect, unchanged, though of 2024 and no longer of 2023 ({number} values)")


def test_a_label_that_runs_ahead_of_the_shipped_prices_is_told_and_no_change(
    few: load.Data, tmp_path: Path
) -> None:
    values = {"Armenia": [100.0, 110.0, 120.0], "Azerbaijan": [200.0, 210.0, 220.0]}
    (tmp_path / "right").mkdir()
    right = workbooks.labelled(2024, 2023, 2024, tmp_path / "right", values)
    ahead = workbooks.labelled(2024, 2024, 2024, tmp_path, values)
    ships = replace(few, spending=milex.read(right).rows[few.spending.columns])
    found = compare.files(ships, right, ahead)
    assert found.changes.empty, found.changes
    heads = [line for line in found.lines if line.startswith(("old: ", "new: "))]
    assert all(line.endswith("constant dollars of 2023") for line in heads), heads
    assert "  constant prices are of 2023, as the values prove, though the file says 2024" in found.lines


def test_a_release_that_is_not_shipped_is_asked_for_verdicts(few: load.Data) -> None:
    old = Official("spending", few.spending[few.spending["source_id"] == "sipri-milex-2025"], REPORT)
    found = compare.compare(few, [old], [Official("spending", next_release(few, AZE=1.5), REPORT)])
    assert found.lines[-4:] == [
        "verdicts that flip with one more source, sipri-milex-2031: 1",
        "  spending-ratio: does not hold -> holds only if",
        "  support of spending-ratio: 0% -> 14%",
        "  support of spending-six-times: 0% -> 6%",
    ]
    assert set(found.changes["place"]) == {"AZE"}


def test_transfers_of_two_releases_and_why_no_verdict_is_asked(data: load.Data, tmp_path: Path) -> None:
    old = exports.deliveries(tmp_path / "old.csv", stamp="2 Apr 2030 1:00:00 PM")
    more = [
        *exports.DELIVERIES,
        "16,Israel,Azerbaijan,Falcon-2,drone,Aircraft,2018,No,4,No,2030,,New,2.5,2.5,10,Yes",
    ]
    new = exports.deliveries(tmp_path / "new.csv", more, stamp="2 Apr 2031 1:00:00 PM")
    found = compare.files(data, old, new, "AZE")
    assert found.changes["kind"].tolist() == [NEW]
    assert "AZE tiv_m from ISR 2030: none -> 10.00, new, a year after those of the old release" in found.lines
    assert found.lines[-1] == "verdicts: not asked, for a file with 4 suppliers may be a selection"
    assert found.flips.empty
    back = compare.files(data, new, exports.deals(tmp_path / "deals.csv", stamp="2 Apr 2031 1:00:00 PM"))
    assert back.lines[-1] == "verdicts: not asked, for the file ends in 2018 and the release in 2030"
    assert any(line.startswith("one file gives volumes of several years together") for line in back.lines)
    shipped = exports.deliveries(tmp_path / "shipped.csv", stamp="2 Apr 2024 1:00:00 PM")
    assert compare.files(data, old, shipped).lines[-1] == (
        "verdicts: not asked, for sipri-transfers-2024-03 is among the sources"
    )


def test_files_asked_for_other_parties_are_compared_in_what_both_were_asked_for(
    data: load.Data, tmp_path: Path
) -> None:
    above = ["Transfers of major conventional arms from {} to All countries. Deals with deliveries made up"]
    old = exports.deliveries(tmp_path / "old.csv", stamp="2 Apr 2030 1:00:00 PM")
    sold = [row for row in exports.DELIVERIES if ",Israel," in row]
    israel = [line.format("Israel") for line in above]
    new = exports.deliveries(tmp_path / "new.csv", sold, above=israel, stamp="2 Apr 2031 1:00:00 PM")
    for pair in ((old, new), (new, old)):
        assert compare.files(data, *pair).changes.empty
    assert any("asked for the supplier Israel" in line for line in compare.files(data, old, new).lines)
    sold = [row for row in exports.DELIVERIES if ",Russia," in row]
    russia = [line.format("Russia") for line in above]
    other = exports.deliveries(tmp_path / "other.csv", sold, above=russia, stamp="2 Apr 2030 1:00:00 PM")
    with pytest.raises(NoRowsError, match=r"other.csv and new.csv were asked for no supplier or recipient alike"):
        compare.files(data, other, new)


def test_files_of_two_sorts_are_refused(data: load.Data, two: tuple[Path, Path], tmp_path: Path) -> None:
    register = exports.deliveries(tmp_path / "register.csv")
    with pytest.raises(MilbalanceError, match="wanted two SIPRI workbooks of military expenditure or two files"):
        compare.files(data, two[0], register)
    indicator = exports.wdi(tmp_path / "wdi.csv")
    with pytest.raises(MilbalanceError, match=r"found wdi.csv \(World Bank"):
        compare.files(data, indicator, indicator)


# The genuine files.


def test_the_drones_of_2020_that_a_later_release_of_transfers_booked(shared: Path) -> None:
    raw = shared / "arms" / "raw"
    old = sipri_transfers.read_yearly(
        raw / "sipri_tiv-bilateral-imports_world_1950-2021_retrieved-2022-05_tidy.csv",
        source_id="sipri-transfers-2022-03",
    )
    new = sipri_transfers.read_yearly(
        raw / "sipri_trade-register_deliveries_world_1990-2023_generated-2024-04-13.csv"
    )
    found = diff.between(old.rows, new.rows, "AZE").set_index(["basis", "year"])
    assert found.loc[("tiv_m from TUR", 2020), ["old", "new", "kind"]].tolist() == [6.0, 28.8, REVISED]

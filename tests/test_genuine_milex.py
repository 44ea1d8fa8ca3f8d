"""The genuine workbooks of military expenditure, each read once: cell for cell, and one edition against another."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from milbalance.ingest import milex, source_ids
from milbalance.ingest.detect import Official
from milbalance.ingest.report import Imported
from milbalance.releases import compare, diff, moved_verdicts
from milbalance.releases.diff import NEW, REBASED, REVISED, SUSPECT
from milbalance.tables import load
from workbooks import BELOW, SPIKE, UNITS, found

FOLDER = "spending/raw/sipri_milex"
EDITIONS = {
    2017: "SIPRI-Milex-data-1949-2016.xlsx",
    2020: "SIPRI-Milex-data-1949-2019.xlsx",
    2021: "SIPRI-Milex-data-1949-2020_0.xlsx",
    2024: "SIPRI-Milex-data-1948-2023.xlsx",
    2025: "SIPRI-Milex-data-1949-2024_2.xlsx",
}


@cache
def workbook(shared: Path, release: int) -> Imported:
    """What an edition holds, by the year of its release."""
    return milex.read(shared / FOLDER / EDITIONS[release])


MEASURES = {
    "milex_current_usd_m": "current_usd",
    "milex_constant_usd_m": "constant_usd",
    "milex_share_gdp_pct": "share_gdp",
    "milex_lcu_calendar": "local_currency",
    "milex_lcu_fy": "local_currency_fy",
    "milex_per_capita_usd": "per_capita",
    "milex_share_govt_pct": "share_government",
}
every_edition = pytest.mark.parametrize("release", EDITIONS)


@cache
def extract(shared: Path) -> pd.DataFrame:
    rows = pd.read_csv(shared / "spending" / "extract.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["measure"].isin(MEASURES) & rows["source"].str.startswith("SIPRI Military")]
    return rows.assign(
        basis=rows["measure"].map(MEASURES),
        year=rows["year"].astype(int),
        release=rows["source"].str.extract(r"\((\d{4}) release\)")[0].astype(int),
    )


def told(row: Any) -> tuple[str | None, str | None, str]:
    """Quality, reason and locator as the notes of extract.csv tell them."""
    note = str(row.note)
    locator = f"sheet {row.retrieved_from.rpartition('; sheet ')[2].replace(' cell ', ', cell ')}"
    if "SUSPECT ZERO" in note:
        return None, "printed as zero", locator
    if not row.value:
        return None, "not independent" if 'missing "xxx"' in note else "not available", locator
    return "estimate" if "(blue)" in note else "uncertain" if "(red)" in note else "reported", None, locator


@every_edition
def test_genuine_editions_equal_the_extract_and_the_shipped_rows_cell_for_cell(
    release: int, shared: Path, data: load.Data
) -> None:
    rows = found(workbook(shared, release).rows)
    wanted = extract(shared).query("release == @release")
    assert len(wanted) > 1500
    for row in wanted.itertuples():
        place = row.country_iso3
        # The extract calls the row USSR/Russia Russia in all years.
        soviet = release == 2017 and place == "RUS" and row.year < 1992 and ("SUN", row.year, row.basis) in rows
        shared_row = soviet and row.basis in ("per_capita", "share_government")
        got = rows["SUN" if shared_row else place, row.year, row.basis]
        assert (got.quality, got.reason, got.locator) == told(row)
        if got.value is not None:
            assert got.value == pytest.approx(float(row.value), rel=1e-9, abs=0)
    decimals = {"share_gdp": 6, "local_currency": 2}
    shipped = data.spending[data.spending["source_id"] == f"sipri-milex-{release}"]
    assert len(shipped) > 200
    for key, row in found(shipped).items():
        got = rows[key]
        assert (got.quality, got.reason, got.locator) == (row.quality, row.reason, row.locator)
        if row.value is not None:
            half = 0.500001 * 10 ** -decimals.get(row.basis, 4)
            assert got.value == pytest.approx(row.value, rel=1e-15, abs=half)


@every_edition
def test_genuine_editions_come_in_whole_and_almost_without_a_suspicion(release: int, shared: Path) -> None:
    """Rwanda 1995 and Venezuela 2018 in shares of GDP; Sierra Leone has most of the shares below."""
    report = workbook(shared, release).report
    assert not report.unknown and len(report.places) > 170
    assert {"SUN", "YUG", "CSK", "DDR", "YAR", "XKX", "TWN"} < set(report.places)
    assert set(report.bases) == set(workbook(shared, release).rows["basis"]) == set(UNITS)
    assert not [note for note in report.notes if note.startswith("no sheet")]
    assert report.edition.startswith(f"release of {release}, data 194")
    assert report.flags.get(SPIKE, 0) == {2017: 0, 2020: 1, 2021: 1, 2024: 2, 2025: 2}[release]
    assert report.flags.get(BELOW, 0) == {2017: 3, 2020: 4, 2021: 4, 2024: 12, 2025: 39}[release]
    assert not [flag for flag in report.flags if "go together" in flag]


# Statements of public texts, by the edition that they quote, with the answers of another reader of the workbooks:
# the level in billions of current dollars, or the change over years in constant ones.
KEY = {
    (2020, "t01-01"): ("World", 2019),
    (2020, "t01-03"): ("World", 2018, 2019),
    (2020, "t01-04"): ("World", 2010, 2019),
    (2024, "t08-01"): ("East Asia", 2022, 2023),
    (2024, "t08-02"): ("East Asia", 2023),
}


@pytest.mark.parametrize("release", sorted({release for release, _ in KEY}))
def test_totals_of_the_world_and_of_regions_equal_the_answers_of_another_reader(release: int, shared: Path) -> None:
    answers = pd.read_csv(shared.parent / "study" / "articles" / "answers.csv").set_index("claim_id")["computed"]
    rows = found(workbook(shared, release).rows)
    for place, *years in (asked for (of, _), asked in KEY.items() if of == release):
        basis = "constant_usd" if years[1:] else "current_usd"
        values = [rows[place, year, basis].value or 0.0 for year in years]
        computed = 100 * (values[1] / values[0] - 1) if years[1:] else values[0] / 1000
        claim = next(claim for (of, claim), asked in KEY.items() if (of, *asked) == (release, place, *years))
        assert f"{computed:.5g}" == f"{float(answers[claim]):.5g}", claim


def test_two_series_of_one_region_are_two_places_and_the_longer_name_begins_earlier(shared: Path) -> None:
    """Editions to that of 2021 print the world with and without a country."""
    begins = {}
    for release in EDITIONS:
        rows = workbook(shared, release).rows
        known = rows[rows["value"].notna() & (rows["basis"] == "constant_usd")]
        names = known[known["place"].str.startswith("World")]
        begins[release] = names.groupby("place")["year"].min().to_dict()
    plain, other = "World", "World (excluding Iraq)"
    both = {plain: 2004, other: 1988}
    told = [note for note in workbook(shared, 2020).report.notes if "two series" in note]
    assert told == [
        "regional totals in two series: Middle East (excluding Iraq), World (excluding Iraq) are places too"
    ]
    assert begins == {
        2017: both, 2020: both, 2021: {plain: 1988, other: 2004}, 2024: {plain: 1988}, 2025: {plain: 1988},
    }  # fmt: skip


# What one edition changed over another.


@pytest.fixture(scope="module")
def few(data: load.Data) -> load.Data:
    """The tables with three claims, one of each kind: to judge all of them takes seconds."""
    kept = ["spending-ratio", "spending-six-times", "israel-60"]
    return replace(data, claims=data.claims[data.claims["claim_id"].isin(kept)])


def test_the_edition_of_2021_against_that_of_2020(shared: Path) -> None:
    found = diff.between(workbook(shared, 2020).rows, workbook(shared, 2021).rows)
    armenia = found[(found["place"] == "ARM") & (found["basis"] == "current_usd")].set_index("year")
    assert armenia["kind"].to_dict() == {2018: REVISED, 2019: REVISED, 2020: NEW}
    assert armenia.loc[[2018, 2019], ["old", "new"]].round(1).values.tolist() == [[608.9, 513.3], [673.3, 652.0]]
    constant = found[(found["place"] == "AZE") & (found["basis"] == "constant_usd")].set_index("year")
    assert constant.loc[1992:2007, "kind"].eq(SUSPECT).all()  # type: ignore[misc]
    assert constant.loc[2008:2019, "kind"].eq(REBASED).all()  # type: ignore[misc]
    assert constant.loc[2007, "why"] == "implied prices +16.7% in the old release, -18.8% in the new"
    counts = diff.summary(found)
    assert counts.loc["constant_usd", REBASED] > 6000
    assert (counts.drop("constant_usd")[REBASED] == 0).all()


def test_the_edition_of_2025_mends_the_splice_of_that_of_2024(shared: Path) -> None:
    found = diff.between(workbook(shared, 2024).rows, workbook(shared, 2025).rows, "AZE")
    constant = found[found["basis"] == "constant_usd"].set_index("year")["kind"]
    assert constant[constant == SUSPECT].index.tolist() == [2007, 2008, 2009, 2010]


def test_zeros_that_the_edition_of_2024_prints_are_suspect(shared: Path) -> None:
    found = diff.between(workbook(shared, 2021).rows, workbook(shared, 2024).rows)
    zeros = found[found["why"] == "printed as zero, though local currency is not zero"]
    assert set(zeros["kind"]) == {SUSPECT}
    assert set(zeros["basis"]) == {"current_usd"}
    assert zeros.loc[zeros["place"] == "ARM", "year"].tolist() == [1992]


def test_a_currency_of_2022_is_told_from_a_share_that_is_wrong(shared: Path) -> None:
    """Sierra Leone took three zeros off its currency; its share of government spending lost them too."""
    found = diff.between(workbook(shared, 2024).rows, workbook(shared, 2025).rows, "SLE")
    local = found[found["basis"] == "local_currency"]
    assert set(local["kind"]) == {REBASED, REVISED, NEW}
    share = found[(found["basis"] == "share_government") & (found["kind"] != NEW)]
    assert set(share["kind"]) == {SUSPECT}


def test_a_genuine_edition_that_is_shipped_moves_no_verdict(shared: Path, few: load.Data) -> None:
    both = [
        [Official("spending", workbook(shared, one).rows, workbook(shared, one).report)] for one in (2020, 2021)
    ]
    found = compare.compare(few, *both, place="ARM")
    assert "ARM current_usd 2018: 608.9 -> 513.3, revised, -15.7%" in found.lines
    assert "ARM current_usd 2019: 673.3 -> 652.0, revised, -3.2%" in found.lines
    assert "verdicts that flip with this file in place of the shipped rows of sipri-milex-2021: 0" in found.lines
    assert found.flips.empty


def test_a_genuine_edition_as_the_next_one_weighs_as_one_level(shared: Path, few: load.Data) -> None:
    """The newest edition under the name of the next gives the same answers, which are one level together."""
    found = workbook(shared, 2025)
    rows = found.rows.assign(source_id="sipri-milex-2031")
    source = source_ids.row(few.sources, "sipri-milex-2031", found.report)
    assert moved_verdicts.flips(few, {"spending": rows}, source).empty

"""Shipped rows against official files: made files of every kind, then the genuine ones where they are at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import exports
import workbooks
from exports import unrefused
from milbalance.errors import NoRowsError
from milbalance.ingest import detect, reconcile
from milbalance.ingest.reconcile import DIFFERS, EQUAL, OURS, THEIRS
from milbalance.tables import load

KEY = ["place", "year"]


def frame(*rows: tuple[object, ...], columns: tuple[str, ...] = ("place", "year", "value")) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))


def outcomes(table: pd.DataFrame) -> list[str]:
    return table["outcome"].tolist()


# The comparison of two frames, by hand.


def test_each_cell_is_equal_different_ours_or_theirs() -> None:
    ours = frame(("ARM", 2018, 608.9), ("ARM", 2019, 673.3), ("ARM", 2020, 634.0))
    theirs = frame(("ARM", 2018, 608.9), ("ARM", 2019, 652.0), ("ARM", 2021, 619.4))
    found = reconcile.compare(ours, theirs, KEY, ["value"])
    assert found.columns.tolist() == ["place", "year", "column", "ours", "theirs", "outcome"]
    assert found[["year", "ours", "theirs", "outcome"]].values.tolist() == [
        [2018, 608.9, 608.9, EQUAL],
        [2019, 673.3, 652.0, DIFFERS],
        [2020, 634.0, None, OURS],
        [2021, None, 619.4, THEIRS],
    ]


def test_a_number_is_equal_if_it_rounds_to_ours() -> None:
    two_decimals = ("ARM", 2000, 1.25)  # 23 among these was printed 23.00, and zeros at the end are not written
    cases = [
        (608.88, 608.8849, EQUAL),
        (608.88, 608.8851, DIFFERS),
        (608.88, 608.8751, EQUAL),
        (0.0, 0.004, EQUAL),
        (0.0, 0.006, DIFFERS),
        (23.0, 23.4, DIFFERS),
    ]
    ours = frame(two_decimals, *(("AZE", year, one) for year, (one, *_) in enumerate(cases)))
    theirs = frame(*(("AZE", year, other) for year, (_, other, _) in enumerate(cases)))
    found = reconcile.compare(ours, theirs, KEY, ["value"]).query("place == 'AZE'")
    assert outcomes(found) == [outcome for *_, outcome in cases]
    big, bigger = frame(("ARM", 2000, 294_070_000_000.0)), frame(("ARM", 2000, 294_070_000_001.0))
    assert outcomes(reconcile.compare(big, big, KEY, ["value"])) == [EQUAL]
    assert outcomes(reconcile.compare(big, bigger, KEY, ["value"])) == [DIFFERS]


def test_each_sort_of_number_has_decimals_of_its_own() -> None:
    columns = ("place", "year", "value", "basis")
    ours = frame(("ARM", 2000, 9.0, "volume"), ("ARM", 2001, 0.25, "share"), columns=columns)
    theirs = frame(("ARM", 2000, 9.4, "volume"), ("ARM", 2001, 0.254, "share"), columns=columns)
    assert outcomes(reconcile.compare(ours, theirs, [*KEY, "basis"], ["value"], "basis")) == [EQUAL, EQUAL]
    assert outcomes(reconcile.compare(ours, theirs, [*KEY, "basis"], ["value"])) == [DIFFERS, EQUAL]


def test_a_file_of_whole_numbers_is_equal_within_half_of_one() -> None:
    ours = frame(("IRN", 2000, 63.9), ("IRN", 2001, 75.4), ("IRN", 2002, 0.3))
    for theirs, outcome in ((64.0, EQUAL), (63.0, DIFFERS), (65.0, DIFFERS), (0.0, DIFFERS)):
        whole = frame(("IRN", 2000, theirs), ("IRN", 2001, 75.0), ("IRN", 2002, 0.0))
        assert outcomes(reconcile.compare(ours, whole, KEY, ["value"], rounded=True)) == [outcome, EQUAL, EQUAL]
        assert set(outcomes(reconcile.compare(ours, whole, KEY, ["value"]))) == {DIFFERS}, (
            "others print every digit"
        )
        # One cell more roundly is a change.
        fine = frame(("IRN", 2000, theirs), ("IRN", 2001, 75.4), ("IRN", 2002, 0.3))
        assert outcomes(reconcile.compare(ours, fine, KEY, ["value"], rounded=True))[0] == DIFFERS


def test_missing_is_not_zero_and_empty_cells_say_nothing() -> None:
    columns = ("place", "year", "value", "reason")
    ours = frame(("ARM", 1992, np.nan, "printed as zero"), ("ARM", 1993, 1.5, None), columns=columns)
    theirs = frame(("ARM", 1992, 0.0, None), ("ARM", 1993, 1.5, None), columns=columns)
    found = reconcile.compare(ours, theirs, KEY, ["value", "reason"])
    assert found[["year", "column", "ours", "theirs", "outcome"]].values.tolist() == [
        [1992, "value", None, 0.0, DIFFERS],
        [1992, "reason", "printed as zero", None, DIFFERS],
        [1993, "value", 1.5, 1.5, EQUAL],
    ]


def test_yes_and_no_are_compared_as_such() -> None:
    ours = frame(("ARM", 1992, True), ("ARM", 1993, pd.NA)).astype({"value": "boolean"})
    theirs = frame(("ARM", 1992, False), ("ARM", 1993, True)).astype({"value": "boolean"})
    assert outcomes(reconcile.compare(ours, theirs, KEY, ["value"])) == [DIFFERS, DIFFERS]
    assert outcomes(reconcile.compare(ours, ours, KEY, ["value"])) == [EQUAL]


def test_a_key_that_comes_twice_is_refused() -> None:
    once = frame(("ARM", 1992, 1.0))
    twice = pd.concat([once, once])
    assert not unrefused([
        (partial(reconcile.compare, twice, once, KEY, ["value"]), "ours: ARM 1992 comes twice"),
        (partial(reconcile.compare, once, twice, KEY, ["value"]), "theirs: ARM 1992 comes twice"),
    ])  # fmt: skip


# A made workbook, and rows of ours that were rounded from it.


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as they would be shipped: four bases, few places and years, values with four decimals."""
    kept = rows[rows["place"].isin(["ARM", "AZE"]) & rows["basis"].isin(load.table("spending")["basis"].unique())]
    kept = kept[kept["year"] >= 2012]
    return kept.assign(value=kept["value"].round(4)).reset_index(drop=True)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.xlsx"
    workbooks.make(path, "data to 2016")
    return path


@pytest.fixture
def ours(workbook: Path) -> pd.DataFrame:
    return rounded(detect.read(workbook)[0].rows)


def with_spending(data: load.Data, rows: pd.DataFrame) -> load.Data:
    others = data.spending[~data.spending["source_id"].isin(rows["source_id"].unique())]
    return replace(data, spending=pd.concat([others, rows[others.columns]], ignore_index=True))


@pytest.fixture
def against(data: load.Data, workbook: Path) -> Callable[[pd.DataFrame], reconcile.Outcome]:
    """Some rows as the shipped ones, against the made workbook."""
    return lambda rows: reconcile.file(with_spending(data, rows), workbook)


def apart(found: reconcile.Outcome) -> pd.DataFrame:
    return found.table[found.table["outcome"] != EQUAL]


def cells(rows: pd.DataFrame) -> int:
    """A row has a value and a quality, or a reason for having neither; constant dollars have a base year too."""
    return int(rows[["value", "quality", "missing_reason", "base_year"]].notna().sum().sum())


def test_a_workbook_equals_rows_rounded_from_it(data: load.Data, workbook: Path, ours: pd.DataFrame) -> None:
    held = with_spending(data, ours)
    before = held.spending.copy()
    found = reconcile.file(held, workbook)
    pd.testing.assert_frame_equal(held.spending, before)
    # Places and years that are not shipped are not compared.
    assert set(found.table["place"]) == {"ARM", "AZE"}
    assert (found.table["year"].min(), found.table["year"].max()) == (2012, 2016)
    assert set(found.table["basis"]) == set(ours["basis"])
    assert found.differences == 0
    assert set(found.table["outcome"]) == {EQUAL}
    assert len(found.table) == cells(ours)
    assert found.lines == [
        "made.xlsx: SIPRI military expenditure, release of 2017, data 1988-2016",
        "flagged: empty cell (1)",
        "flagged: year before the place was a state (48)",  # invented values for 1988 to 1990
        "sheets without countries by year: Front page, Footnotes",
        "sheet Constant (2015) USD: the column '2016 current' is of other prices and left out",
        "regional totals in two series: World (excluding Iraq) are places too",
        f"against spending, sipri-milex-2017: {len(ours)} rows of ARM, AZE, 2012-2016",
        f"  cells: {len(found.table)} equal, 0 differs, 0 ours only, 0 theirs only",
    ]


def test_a_changed_value_quality_or_reason_is_told_with_both_sides_and_its_cell(
    against: Any, ours: pd.DataFrame
) -> None:
    at = ours.index[(ours["place"] == "AZE") & (ours["year"] == 2014) & (ours["basis"] == "current_usd")][0]
    spoilt = ours.copy()
    spoilt.loc[at, "value"] = 1.5
    found = against(spoilt)
    (row,) = apart(found).to_dict("records")
    assert (found.differences, row["outcome"], row["ours"]) == (1, DIFFERS, 1.5)
    assert row["theirs"] == pytest.approx(ours.loc[at, "value"], abs=1e-4)
    assert row["locator"] == ours.loc[at, "locator"]
    assert found.lines[-1] == (
        f"  differs: AZE 2014 current_usd, value: ours 1.5, theirs {row['theirs']:.10g} ({row['locator']})"
    )
    at = ours.index[(ours["quality"] == "reported") & (ours["place"] == "ARM")][0]
    changes = (("quality", "estimate"), ("quality", None), ("missing_reason", "not independent"))
    for column, value in changes:
        spoilt = ours.copy()
        spoilt.loc[at, column] = value
        assert apart(against(spoilt))[["column", "outcome"]].values.tolist() == [[column, DIFFERS]]


def test_rows_of_one_side_alone_are_told(against: Any, ours: pd.DataFrame) -> None:
    gone = ours[(ours["year"] == 2014) & (ours["place"] == "ARM")].index
    invented = ours.iloc[[0]].assign(place="GEO", locator="nowhere")
    found = against(pd.concat([ours.drop(gone), invented], ignore_index=True))
    counts = {EQUAL: cells(ours.drop(gone)), THEIRS: cells(ours.loc[gone]), OURS: 2}
    assert found.table["outcome"].value_counts().to_dict() == counts
    assert found.lines[-1] == "  ours only: GEO 2012 local_currency, quality: ours reported (nowhere)"


def test_a_place_that_the_workbook_dropped_is_ours_only(
    data: load.Data, tmp_path: Path, ours: pd.DataFrame
) -> None:
    def drop(book: Any) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_col=1):
                if str(row[0].value).startswith("Armenia"):
                    sheet.delete_rows(row[0].row)
                    break

    made = workbooks.make(tmp_path / "dropped.xlsx", "data to 2016", edit=drop)
    found = reconcile.file(with_spending(data, ours), made.path)
    lost = apart(found)
    assert (set(lost["outcome"]), set(lost["place"])) == ({OURS}, {"ARM"})
    assert found.differences == len(lost) == cells(ours[ours["place"] == "ARM"])


def test_a_sheet_that_the_workbook_lacks_is_named(data: load.Data, tmp_path: Path, ours: pd.DataFrame) -> None:
    made = workbooks.make(
        tmp_path / "less.xlsx", "data to 2016", edit=lambda book: book.remove(book["Current USD"])
    )
    found = reconcile.file(with_spending(data, ours), made.path)
    assert found.differences == 0
    assert any(line.endswith("2012-2016; not in this file: current_usd") for line in found.lines)


def test_another_base_year_is_a_difference_and_told_once(against: Any, ours: pd.DataFrame) -> None:
    constant = ours["basis"] == "constant_usd"
    assert constant.sum() > 2
    found = against(ours.assign(base_year=ours["base_year"] + 1))
    assert apart(found)["column"].tolist() == ["base_year"] * constant.sum()
    own = int(ours.loc[constant, "base_year"].iloc[0])
    assert found.lines[-1] == f"  differs: base_year of {constant.sum()} cells: ours {own + 1}, theirs {own}"


def test_a_base_year_one_ahead_is_told_and_equal_only_where_the_values_prove_it(
    data: load.Data, tmp_path: Path
) -> None:
    """The export says 2024 of prices of 2023, as SIPRI's site did; a label that is two ahead is another fault."""
    values = {"Armenia": [100.0, 110.0, 120.0], "Azerbaijan": [200.0, 210.0, 220.0]}
    right = detect.read(workbooks.labelled(2024, 2023, 2024, tmp_path, values))[0].rows
    changed = right.assign(value=right["value"].where(right["year"] != 2023, right["value"] + 1))
    for base in (2024, 2025):
        path = workbooks.labelled(2024, base, 2024, tmp_path, values)
        found = reconcile.file(with_spending(data, right), path, source_id="sipri-milex-2025")
        doubt = f"constant prices are of 2023, as the values prove, though the file says {base}"
        assert [found.differences == 0, doubt in found.lines] == [base == 2024] * 2
        unproved = reconcile.file(with_spending(data, changed), path, source_id="sipri-milex-2025")
        assert set(unproved.table.loc[unproved.table["outcome"] == DIFFERS, "column"]) == {"value", "base_year"}


def test_an_edition_that_is_not_shipped_is_one_line_with_those_that_are(data: load.Data, tmp_path: Path) -> None:
    made = workbooks.make(tmp_path / "new.xlsx", "re-saved, years as text")
    editions = sorted(source for source in data.spending["source_id"].unique() if source.startswith("sipri-milex-"))
    said = f"new.xlsx: sipri-milex-2026 is not in spending; editions there: {', '.join(editions)}"
    with pytest.raises(NoRowsError) as error:
        reconcile.file(data, made.path)
    assert str(error.value) == said


def test_long_lists_of_differences_are_cut_and_counted(against: Any, ours: pd.DataFrame) -> None:
    found = against(ours.assign(value=ours["value"] + 1, quality="uncertain"))
    assert found.differences > 60
    assert sum(line.startswith("  differs: ") for line in found.lines) == 40
    assert found.lines[-1] == f"  and {found.differences - 40} more"


# Transfers, indicators and capabilities.


def shipping(data: load.Data, path: Path, source_id: str | None = None) -> load.Data:
    """Data that ship what a file holds of Armenia and Azerbaijan, to be spoilt."""
    tables = {}
    for found in detect.read(path, source_id=source_id):
        place = "recipient" if "recipient" in found.rows else "place"
        rows = found.rows[found.rows[place].isin(["ARM", "AZE"])]
        table = getattr(data, found.table)
        tables[found.table] = pd.concat([table, rows.assign(source_id="x").assign(source_id=found.source_id)])
    return replace(data, **{name: table.reset_index(drop=True) for name, table in tables.items()})


STAMP = "2 Apr 2031 1:00:00 PM"
RELEASE = "sipri-transfers-2031-03"
ALL = {"spending", "forces", "context"}
Write = Callable[[Path], object]
# How a file is written, the edition where the file does not say it, and the tables that it has rows for.
FILES: list[tuple[Write, str | None, set[str]]] = [
    (partial(exports.deals, stamp=STAMP), None, {"arms_deals", "arms_imports"}),
    (partial(exports.deliveries, stamp=STAMP), None, {"arms_deliveries", "arms_imports"}),
    (partial(exports.put, text=exports.TIDY), RELEASE, {"arms_imports"}),
    (partial(exports.put, text=exports.OLD_IMPORTS), RELEASE, {"arms_imports"}),
    (exports.wdi, "wdi-2031-03", {"spending"}),
    (partial(exports.put, text=exports.WDI_LONG), "wdi-2031-03", ALL),
    (partial(exports.put, text=exports.NMC_7), "cow-nmc-8.0", ALL),
]


def test_every_kind_of_file_equals_rows_that_came_from_it_and_shows_a_value_that_was_changed(
    data: load.Data, tmp_path: Path
) -> None:
    path = tmp_path / "made.csv"
    for write, source_id, tables in FILES:
        write(path)
        held = shipping(data, path, source_id)
        same = reconcile.file(held, path, source_id=source_id)
        assert (same.differences, set(same.table["table"])) == (0, tables)
        assert same.table["ours"].notna().any()
        for found in detect.read(path, source_id=source_id):
            value = "tiv_m" if "recipient" in found.rows else "value"
            value = "tiv_delivered_m" if found.table == "arms_deals" else value
            table = getattr(held, found.table).copy()
            certain = table.get("method", pd.Series("", index=table.index)) != "spread over delivery years"
            at = table.index[(table["source_id"] == found.source_id) & table[value].notna() & certain][-1]
            table.loc[at, value] += 7
            spoilt = reconcile.file(replace(held, **{found.table: table}), path, source_id=source_id)
            told = apart(spoilt)[["table", "column", "outcome"]].values.tolist()
            assert told == [[found.table, value, DIFFERS]]


def test_a_line_that_comes_twice_in_a_list_is_theirs_only(data: load.Data, tmp_path: Path) -> None:
    held = shipping(data, exports.deals(tmp_path / "once.csv", stamp=STAMP))
    twice = exports.deals(tmp_path / "twice.csv", [*exports.DEALS, exports.DEALS[1]], stamp=STAMP)
    other = apart(reconcile.file(held, twice)).query("table == 'arms_deals'")
    assert (set(other["outcome"]), set(other["designation"])) == ({THEIRS}, {"Falcon-2"})


@pytest.fixture
def split(data: load.Data, tmp_path: Path) -> Callable[..., reconcile.Outcome]:
    """A whole register of deliveries as shipped, against one of the rows that are kept of it."""
    held = shipping(data, exports.deliveries(tmp_path / "whole.csv", stamp=STAMP))

    def against(keep: Callable[[str], bool]) -> reconcile.Outcome:
        part = filter(keep, exports.DELIVERIES)
        return reconcile.file(held, exports.deliveries(tmp_path / "part.csv", part, stamp=STAMP))

    return against


def test_a_part_of_a_register_is_compared_for_what_it_holds(split: Any) -> None:
    found = split(lambda row: "Azerbaijan" in row and ",2018," not in row)  # some recipients and years
    assert (found.differences, set(found.table["recipient"])) == (0, {"AZE"})
    said = "against arms_deliveries, sipri-transfers-2031-03: 3 rows of AZE, 2015-2016; not in this file: ARM"
    assert found.lines[1] == said
    assert split(lambda row: row.split(",")[1] == "Israel").differences == 0  # what one state sold
    lost = apart(split(lambda row: not row.startswith("12,")))  # one delivery less, and the sum of that year
    assert set(lost.loc[lost["table"] == "arms_deliveries", "outcome"]) == {OURS}
    assert lost.loc[lost["table"] == "arms_imports", "outcome"].tolist() == [DIFFERS]


def test_a_table_of_volumes_is_compared_as_roundly_as_it_is_printed(data: load.Data, tmp_path: Path) -> None:
    held = shipping(data, exports.deliveries(tmp_path / "whole.csv", stamp=STAMP))  # 4.5 in 2015, 20.5 in 2016
    path = exports.put(tmp_path / "table.csv", exports.OLD_TABLE.replace("28 July 2022", "2 Apr 2031"))
    found = reconcile.file(held, path)  # 5 and 21
    assert found.differences == 0 and (found.table["outcome"] == EQUAL).sum() == 2
    assert found.lines[-2].endswith("; equal within the rounding of the file")
    spoilt = exports.put(tmp_path / "spoilt.csv", path.read_text().replace(",,5,21,,26", ",,6,21,,27"))
    assert reconcile.file(held, spoilt).differences == 1


def test_volumes_that_had_to_be_spread_are_not_compared(data: load.Data, tmp_path: Path) -> None:
    path = exports.deals(tmp_path / "deals.csv", stamp=STAMP)
    held = shipping(data, path)
    spread = (held.arms_imports["source_id"] == "sipri-transfers-2031-03") & (
        held.arms_imports["method"] == "spread over delivery years"
    )
    assert spread.any()
    imports = held.arms_imports.assign(tiv_m=held.arms_imports["tiv_m"].mask(spread, 999.0))
    found = reconcile.file(replace(held, arms_imports=imports), path)
    assert found.differences == 0
    assert any(line.endswith("without years whose volumes it only gives together") for line in found.lines)


def test_tables_that_do_not_ship_an_edition_are_told_after_those_that_do(data: load.Data, tmp_path: Path) -> None:
    path = exports.put(tmp_path / "made.csv", exports.NMC_7)
    held = replace(shipping(data, path, "cow-nmc-8.0"), forces=data.forces)
    found = reconcile.file(held, path, source_id="cow-nmc-8.0")
    assert found.lines[-1] == "cow-nmc-8.0 is not in forces; editions there: cow-nmc-6.0, cow-nmc-7.0"
    assert set(found.table["table"]) == {"spending", "context"}


def test_years_of_a_shipped_release_that_are_not_shipped_are_told(data: load.Data, tmp_path: Path) -> None:
    early = ["11,Israel,Azerbaijan,Falcon-1,drone,Aircraft,1960,Yes,3,Yes,1961,No,New,1.5,1.5,4.5,No"]
    path = exports.deliveries(tmp_path / "early.csv", early, stamp="13 Apr 2024 3:44:54 PM")
    said = "early.csv: arms_deliveries has sipri-transfers-2024-03, but nothing of"
    assert not unrefused([(partial(reconcile.file, data, path), said)])


def test_other_files_are_refused_in_one_line(data: load.Data, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    wanted = "wanted a SIPRI workbook of military expenditure, a file of SIPRI's arms transfers"
    cases = [
        (b"", "found an empty file"),
        (b"a,b\n1,2\n", wanted),
        (b"%PDF-1.7 nothing", "found a PDF file"),
        (b"PK\x03\x04 broken xl/workbook.xml", "found a broken zip archive"),
        (exports.NEW_TOTALS.encode(), "a table of totals, which says nothing of who supplied whom"),
    ]
    read = partial(reconcile.file, data, path)
    assert not unrefused([(read, "other.csv: found no such file")], 1)
    assert not unrefused(((read, f"{said}") for content, said in cases if path.write_bytes(content) >= 0), 1)


# The genuine files.

MILEX = "spending/raw/sipri_milex/SIPRI-Milex-data-"
GENUINE: dict[str, str | None] = {
    f"{MILEX}1948-2023.xlsx": None,  # test_ingest_milex.py holds every edition to the shipped rows
    "spending/raw/wdi/20241205_WDI_indicators.csv": "wdi-2024-12",
    "spending/raw/wdi/API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv": None,
    "spending/raw/wdi/API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_1740297.csv": "wdi-2020-12",
    "spending/raw/wdi/API_NY.GDP.MKTP.CD_DS2_en_csv_v2_26.csv": None,
    "spending/raw/wdi/API_PA.NUS.FCRF_DS2_en_csv_v2_13510.csv": None,
    "spending/raw/wdi/Expenditure_MS.MIL.XPND.CD_wdi-2021-10-28.csv": None,
    "spending/raw/wdi/ExpenditurePercent_MS.MIL.XPND.GD.ZS_wdi-2021-10-28.csv": None,
    "spending/raw/cow_nmc/NMC-70_from-peacesciencer.csv": None,
    "arms/raw/sipri_tiv-bilateral-imports_world_1950-2021_retrieved-2022-05_tidy.csv": "sipri-transfers-2022-03",
    "arms/raw/sipri_trade-register_deliveries_world_1990-2023_generated-2024-04-13.csv": None,
    "arms/raw/sipri_trade-register_deals_world_1950-2025_generated-2026-05-18.csv": None,
}


@pytest.mark.parametrize("name", GENUINE)
def test_genuine_files_equal_what_is_shipped(name: str, data: load.Data, shared: Path) -> None:
    found = reconcile.file(data, shared / name, source_id=GENUINE[name])
    assert found.differences == 0
    assert (found.table["outcome"] == EQUAL).sum() >= 29


def test_one_changed_cell_of_a_genuine_workbook_is_the_one_difference(
    data: load.Data, shared: Path, tmp_path: Path
) -> None:
    package = workbooks.Package(shared / f"{MILEX}1949-2024_2.xlsx")
    row = data.spending[
        (data.spending["source_id"] == "sipri-milex-2025")
        & (data.spending[["place", "year", "basis"]] == ["AZE", 2020, "current_usd"]).all(axis=1)
    ].iloc[0]
    sheet, cell = row["locator"].removeprefix("sheet ").split(", cell ")
    tree = package.tree(sheet)
    workbooks.write(workbooks.cells(tree)[cell], 2237.9)
    package.put(sheet, tree)
    package.save(tmp_path / "changed.xlsx")
    other = apart(reconcile.file(data, tmp_path / "changed.xlsx"))[["place", "year", "basis", "locator"]]
    assert other.values.tolist() == [["AZE", 2020, "current_usd", row["locator"]]]

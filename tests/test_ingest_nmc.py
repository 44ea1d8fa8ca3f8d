"""Correlates of War capabilities: both versions, their units and missing codes, damage, and the genuine file."""

from __future__ import annotations

import csv
import math
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exports
import mutations
from milbalance.errors import MilbalanceError
from milbalance.ingest import names, nmc
from milbalance.ingest.report import Imported
from milbalance.tables import load, schema

TABLES = ("spending", "forces", "context")


def values(rows: pd.DataFrame) -> dict[tuple[str, int], float | None]:
    """Values by place and year, None for a missing one."""
    key = zip(rows["place"], rows["year"], strict=True)
    return dict(zip(key, rows["value"].astype("object").where(rows["value"].notna(), None), strict=True))


def refuses(action: Callable[[], object], said: str) -> None:
    with pytest.raises(MilbalanceError) as error:
        action()
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) <= 2  # two rows of one key are a line each


@pytest.fixture
def six(tmp_path: Path) -> Path:
    return exports.put(tmp_path / "NMC-60-abridged.csv", exports.NMC_6)


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    return exports.put(tmp_path / "NMC-70.csv", exports.NMC_7)


def test_spending_is_in_thousands_of_pounds_to_1913_and_of_dollars_after(six: Path) -> None:
    found = nmc.read(six)
    assert values(found.rows) == {
        ("XPU", 1870): 0.1,  # Prussia
        ("DEU", 1913): 463.28,
        ("DEU", 1914): 1785,
        ("SUN", 1990): 128_790,
        ("RUS", 1992): 41_450,
        ("YMD", 1989): None,
        ("ARM", 1992): None,
        ("ARM", 2016): 430,
        ("AZE", 2016): 1446,
        ("SLE", 2016): None,  # printed as 0, of a state with soldiers
    }
    rows = found.rows.set_index(["place", "year"])
    assert rows.loc[("DEU", 1913), ["basis", "unit"]].tolist() == ["current_gbp", "million pounds sterling"]
    assert rows.loc[("DEU", 1914), ["basis", "unit"]].tolist() == ["current_usd", "million US dollars"]
    assert rows.loc[("DEU", 1914), "note"] == "converted from thousand to million US dollars"
    assert rows.loc[("ARM", 1992), "missing_reason"] == "not available"
    assert rows.loc[("SLE", 2016), "missing_reason"] == "printed as zero"
    assert rows.loc[("SLE", 2016), "note"] == "0 spent, though not without soldiers"
    assert rows.loc[("ARM", 2016), "locator"] == "NMC-60-abridged.csv, line 9"
    assert set(found.rows["source_id"]) == {"cow-nmc-6.0"}


def test_personnel_becomes_persons_and_a_missing_number_gives_no_row(six: Path) -> None:
    rows = nmc.read(six, table="forces").rows
    assert values(rows)["ARM", 1992] == 20_000
    assert ("AZE", 2016) not in values(rows)
    shipped = load.table("forces").query("source_id == 'cow-nmc-6.0'").iloc[0]
    for column in ("category", "item", "unit", "definition", "note"):
        assert set(rows[column]) == {shipped[column]}


def test_the_index_is_a_share_of_the_world(six: Path) -> None:
    rows = nmc.read(six, table="context").rows
    assert values(rows)["ARM", 2016] == 0.00046
    assert set(rows["item"]) == {"cinc"}
    assert set(rows["unit"]) == {"share of world"}


def test_the_report_names_what_was_left_out(six: Path) -> None:
    report = nmc.read(six).report
    # West Germany's row of 1990 is in the row of Germany as well.
    assert report.unknown == {"COW 260": 1, "COW 999": 1}
    assert report.flags == {"0 spent, though not without soldiers": 1}
    assert (report.edition, report.rows, report.first_year, report.last_year) == ("cow-nmc-6.0", 10, 1870, 2016)


@pytest.mark.parametrize("table", TABLES)
def test_rows_have_the_columns_and_types_of_the_shipped_table(table: str, six: Path, seven: Path) -> None:
    for path in (six, seven):
        rows = nmc.read(path, table=table).rows
        assert list(rows.columns) == schema.tables()[table].columns
        pd.testing.assert_series_equal(rows.dtypes, load.table(table).dtypes)


def test_version_seven_has_no_abbreviations_and_empty_cells(seven: Path) -> None:
    found = nmc.read(seven)
    assert values(found.rows) == {("ARM", 2021): 619.4, ("ARM", 2022): None, ("AZE", 2022): 2991}
    assert set(found.rows["source_id"]) == {"cow-nmc-7.0"}


def test_abbreviations_do_where_there_are_no_numbers(six: Path, tmp_path: Path) -> None:
    alone = "\n".join(
        line.split(",")[0] + "," + ",".join(line.split(",")[2:]) for line in exports.NMC_6.splitlines()
    )
    found = nmc.read(exports.put(tmp_path / "NMC-60-abridged.csv", alone + "\n"))
    assert found.rows.equals(nmc.read(six).rows)


def test_columns_may_stand_in_any_order_and_the_file_in_its_zip(six: Path, tmp_path: Path) -> None:
    wanted = nmc.read(six).rows
    frame = pd.read_csv(six)
    frame[frame.columns[::-1]].to_csv(tmp_path / "turned.csv", index=False)
    turned = nmc.read(tmp_path / "turned.csv").rows
    pd.testing.assert_frame_equal(turned.drop(columns="locator"), wanted.drop(columns="locator"))
    packed = exports.zipped(
        tmp_path / "NMC.zip", {"NMC/NMC-60-abridged.csv": exports.NMC_6, "NMC/codebook.pdf": ""}
    )
    assert nmc.read(packed).rows.equals(wanted)


def test_the_version_is_told_by_the_last_year_or_must_be_said(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "old.csv", "ccode,year,milex,milper,cinc\n371,1999,1,2,0.1\n")
    refuses(lambda: nmc.read(path), "ends in 1999, so the version is not known")
    assert set(nmc.read(path, source_id="cow-nmc-3.0").rows["source_id"]) == {"cow-nmc-3.0"}
    refuses(
        lambda: nmc.read(path, table="losses"),
        "no table 'losses' of capabilities; choose spending, forces, context",
    )


def test_a_file_cut_by_years_is_not_taken_for_an_earlier_version(six: Path, tmp_path: Path) -> None:
    # Without abbreviations of states a file is of the latest version, which may end early where somebody cut it.
    cut = exports.put(tmp_path / "cut.csv", "ccode,year,milex,milper,cinc\n371,2016,1,2,0.1\n")
    refuses(lambda: nmc.read(cut), "ends in 2016, so the version is not known")
    whole = exports.NMC_6.splitlines()
    early = exports.put(tmp_path / "early.csv", "\n".join(line for line in whole if ",2016," not in line) + "\n")
    assert set(nmc.read(early).rows["source_id"]) == {"cow-nmc-6.0"}, "the column of versions says which it is"


# What a public copy of each version begins with, and how the version is told.
VERSIONS = {
    "3.02, another name of one component": (
        exports.NMC_4.replace('"pec"', '"energy"').replace(",4\n", ",3.02\n").replace("2007", "2001"), "3.02", 2001
    ),
    "3.02 by its last year": (
        exports.NMC_4.replace('"pec"', '"energy"').replace(',"version"', "").replace(",4\n", "\n")
        .replace("2007", "2001"), "3.02", 2001
    ),
    "4.0": (exports.NMC_4, "4.0", 2007),
    "5.0 by its last year": (exports.NMC_4.replace(",4\n", ",2011\n").replace("2007", "2012"), "5.0", 2012),
    "6.0": (exports.NMC_4.replace(",4\n", ",2021\n").replace("2007", "2016"), "6.0", 2016),
}  # fmt: skip


@pytest.mark.parametrize(("content", "version", "last"), VERSIONS.values(), ids=VERSIONS.keys())
def test_every_version_is_read_as_its_project_prints_it(
    content: str, version: str, last: int, tmp_path: Path
) -> None:
    path = exports.put(tmp_path / "NMC.csv", content)
    found = nmc.read(path, table="context")
    assert values(found.rows) == {("XOT", 1913): 0.0114, ("TUR", last): 0.0150075, ("ARM", last): 0.00046}
    assert set(found.rows["source_id"]) == {f"cow-nmc-{version}"}
    spent = nmc.read(path)
    assert values(spent.rows) == {("XOT", 1913): 0.463, ("TUR", last): 12_000, ("ARM", last): None}
    told = any("the column of versions says 2011" in note for note in spent.report.notes)
    assert told == (version == "5.0"), "a mark that is not known is told"


def test_the_official_file_of_version_seven_is_read_and_so_is_its_zip_in_a_zip(tmp_path: Path) -> None:
    plain = nmc.read(exports.put(tmp_path / "NMC-70-abridged.csv", exports.NMC_70))
    again = nmc.read(exports.put(tmp_path / "NMC-70.csv", exports.NMC_7))
    assert values(plain.rows) == values(again.rows)
    assert set(plain.rows["source_id"]) == {"cow-nmc-7.0"}
    inner = exports.zipped(tmp_path / "inner.zip", {"NMC-70-abridged.csv": exports.NMC_70})
    outer = tmp_path / "NMCv7.zip"
    with zipfile.ZipFile(outer, "w") as file:
        file.write(inner, "NMCv7/NMC-v7-abridged.zip")
        file.writestr("__MACOSX/NMCv7/._NMC-v7-abridged.zip", "x")
    assert nmc.read(outer).rows.equals(plain.rows)
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as file:
        file.write(outer, "one.zip")  # three deep
    refuses(lambda: nmc.read(two), "a zip archive with 0 CSV files of data; wanted one")


def test_rows_whose_number_and_abbreviation_are_two_states_are_left_out(six: Path, tmp_path: Path) -> None:
    wanted = nmc.read(six)
    path = exports.put(tmp_path / six.name, exports.NMC_6.replace("ARM,371,2016", "ARM,373,2015"))
    found = nmc.read(path)
    assert values(found.rows) == {key: value for key, value in values(wanted.rows).items() if key != ("ARM", 2016)}
    assert [str(fault) for fault in found.report.left_out] == [
        "NMC-60-abridged.csv:9:ccode and stateabb: found 373 and ARM; wanted one state"
    ]
    refuses(lambda: nmc.read(path, strict=True), "found 373 and ARM; wanted one state")


def test_rows_after_the_end_of_the_version_are_left_out(six: Path, tmp_path: Path) -> None:
    path = exports.put(tmp_path / six.name, exports.NMC_6.replace("AZE,373,2016", "AZE,373,2099"))
    found = nmc.read(path)
    assert found.report.last_year == 2016
    assert [fault.found for fault in found.report.left_out] == ["2099"]
    assert found.report.left_out[0].wanted == "a year up to 2016, where this version ends"


def test_two_versions_in_one_file_are_refused(tmp_path: Path) -> None:
    mixed = exports.NMC_6 + exports.NMC_70.partition("\r\n")[2].replace("\r", "")
    path = exports.put(tmp_path / "both.csv", mixed)
    refuses(lambda: nmc.read(path), "both.csv:14:version: found '2025' after '2021'; wanted one version in a file")


@pytest.mark.parametrize(
    ("printed", "number"),
    [(".5", 0.5), ("5e-1", 0.5), ("1e+05", 100_000), ("1,234,567", 1_234_567), ("1,234.5", 1234.5), (".", None)],
)
def test_numbers_are_read_as_stata_sas_r_and_spreadsheets_print_them(
    printed: str, number: float | None, tmp_path: Path
) -> None:
    path = exports.put(tmp_path / "one.csv", f'ccode,year,milex,milper,cinc\n371,2022,"{printed}",-9,0\n')
    assert values(nmc.read(path).rows)["ARM", 2022] == (None if number is None else number / 1000)


@pytest.mark.parametrize("printed", ["1,234", "1.234,5", "12,34", "1,2345,678", "5 000", "50%", "1" * 61])
def test_numbers_that_may_be_either_of_two_are_not_read(printed: str, tmp_path: Path) -> None:
    path = exports.put(tmp_path / "one.csv", f'ccode,year,milex,milper,cinc\n371,2022,"{printed}",-9,0\n')
    refuses(lambda: nmc.read(path, strict=True), "wanted a number from zero up")


@pytest.mark.parametrize(
    ("state", "year", "place"),
    [
        ("255", 1870, "XPU"),
        ("255", 1871, "DEU"),
        ("GFR", 1989, "DEU"),
        ("260", 1990, None),
        ("365", 1921, "RUS"),
        ("365", 1922, "SUN"),
        ("365", 1991, "SUN"),
        ("365", 1992, "RUS"),
        ("325", 1860, "XSD"),
        ("325", 1861, "ITA"),
        ("640", 1922, "XOT"),
        ("640", 1923, "TUR"),
        ("345", 1917, "SRB"),
        ("345", 1918, "YUG"),
        ("345", 2002, "YUG"),
        ("345", 2005, "SCG"),
        ("345", 2006, "SRB"),
        ("816", 1975, "VDR"),
        ("816", 1976, "VNM"),
        ("AUS", 1960, "AUT"),  # the abbreviations are COW's own
        ("AUL", 1960, "AUS"),
        ("SWZ", 1990, "CHE"),
        ("SWA", 1990, "SWZ"),
    ],
)
def test_states_are_dated_and_historic_ones_apart(state: str, year: int, place: str | None) -> None:
    assert names.code(f"COW {state}", year) == place


def test_numbers_and_abbreviations_name_the_same_states() -> None:
    by_number, by_letters = set(), set()
    for rows in names.table().values():
        for alias in rows:
            if alias.name.startswith("COW "):
                state = alias.name.removeprefix("COW ")
                (by_number if state.isdecimal() else by_letters).add(
                    (alias.place, alias.first_year, alias.last_year)
                )
    assert by_number == by_letters
    assert len(by_number) > 217


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ARM,371,2016", "ARM,371,1992", "NMC-60-abridged.csv:9:ccode: found ARM, 1992 again, as on line 8"),
        ("ARM,371,2016", "ARM,371,16", "found '16'; wanted a year"),
        ("430000,45", "430.000,45,0", "12 cells; wanted 11 cells"),
        ("430000", "-8", "found '-8'; wanted a number from zero up"),
        ("430000", "430k", "found '430k'; wanted a number"),
        ("milper", "mil", "no such header line"),
        ("tpop", "year", "2 such columns; wanted this column once"),
    ],
)
def test_a_damaged_file_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in exports.NMC_6
    path = exports.put(tmp_path / "NMC-60-abridged.csv", exports.NMC_6.replace(old, new))
    refuses(lambda: nmc.read(path, strict=True), said)


SPENDING = ["place", "year", "basis", "value", "missing_reason", "unit"]


def of_version(path: Path) -> Imported:
    return nmc.read(path, source_id="cow-nmc-7.0")


def test_damaged_copies_of_made_files_are_right_or_refused(six: Path, seven: Path) -> None:
    for path in (six, seven):
        found = mutations.outcomes(of_version, path, SPENDING, mutations.SEEDS)
        assert min(found["same"], found["refused"]) > 0.13 * len(mutations.SEEDS)


@given(milex=st.integers(0, 10**9), milper=st.integers(0, 20_000), cinc=st.floats(0, 1))
def test_a_number_is_read_as_it_is_printed(
    milex: int, milper: int, cinc: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = exports.put(folder / "one.csv", f"ccode,year,milex,milper,cinc\n371,2022,{milex},{milper},{cinc!r}\n")
    found = [nmc.read(path, table=table).rows["value"].fillna(-1).tolist() for table in TABLES]
    spent = -1 if milex == 0 and milper > 0 else milex / 1000  # nothing spent on soldiers is no number
    assert found == [[spent], [milper * 1000], [cinc]]


# --- the genuine file --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def genuine(shared: Path) -> Path:
    return shared / "spending" / "raw" / "cow_nmc" / "NMC-70_from-peacesciencer.csv"


@pytest.mark.parametrize(("table", "decimals"), [("spending", 4), ("forces", 0), ("context", 8)])
def test_values_are_the_shipped_ones(table: str, decimals: int, genuine: Path) -> None:
    found = nmc.read(genuine, table=table).rows.set_index(["place", "year"])
    shipped = load.table(table)
    shipped = shipped[shipped["source_id"] == "cow-nmc-7.0"]
    if table == "context":
        shipped = shipped[shipped["item"] == "cinc"]  # the importer leaves population to other sources
    assert len(shipped) > 60
    for row in shipped.to_dict("records"):
        # The shipped tables have the Soviet Union's last years under Russia.
        place = "SUN" if row["place"] == "RUS" and row["year"] < 1992 else row["place"]
        mine = found.loc[(place, row["year"])]
        assert mine["unit"] == row["unit"]
        if math.isnan(row["value"]):
            assert math.isnan(mine["value"])
            assert mine["missing_reason"] == row["missing_reason"]
        else:
            assert mine["value"] == pytest.approx(row["value"], abs=0.51 * 10**-decimals)


def test_all_states_are_known_and_come_once_a_year(genuine: Path) -> None:
    found = nmc.read(genuine)
    assert found.report.unknown == {"COW 260": 1}
    assert len(found.rows) == 17_120
    assert not found.rows.duplicated(["place", "year"]).any()
    assert found.report.flags == {"0 spent, though not without soldiers": 36}


def test_values_are_those_of_the_extract(genuine: Path, shared: Path) -> None:
    measures = {
        "nmc_milex_current_usd_k": ("spending", 1e-3),
        "nmc_milper_k": ("forces", 1e3),
        "cinc": ("context", 1),
    }
    found = {table: values(nmc.read(genuine, table=table).rows) for table, _ in measures.values()}
    checked = 0
    with (shared / "spending" / "extract.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["measure"] not in measures or "v7.0" not in row["source"]:
                continue
            table, factor = measures[row["measure"]]
            place = "SUN" if row["country_iso3"] == "RUS" and int(row["year"]) < 1992 else row["country_iso3"]
            mine = found[table].get((place, int(row["year"])))
            if row["value"]:
                assert mine == pytest.approx(float(row["value"]) * factor, rel=1e-9)
                checked += 1
            else:
                assert mine is None
    assert checked > 700


def test_damaged_copies_of_the_genuine_file_are_right_or_refused(genuine: Path, tmp_path: Path) -> None:
    lines = genuine.read_bytes().splitlines(keepends=True)
    copy = tmp_path / "NMC.csv"
    copy.write_bytes(b"".join([lines[0], *lines[1::25]]))
    found = mutations.outcomes(of_version, copy, SPENDING, mutations.SEEDS)
    assert min(found["same"], found["refused"]) > 0.13 * len(mutations.SEEDS)

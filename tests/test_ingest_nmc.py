"""Correlates of War capabilities: all versions, their units and missing codes, damage, and the genuine file."""

from __future__ import annotations

import csv
import math
import zipfile
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exports
import mutations
from exports import NMC_4, NMC_6, NMC_7, put, unrefused, values
from milbalance.ingest import names, nmc
from milbalance.tables import load, schema

TABLES = ("spending", "forces", "context")
SPENDING = ["place", "year", "basis", "value", "missing_reason", "unit"]
HEAD = "ccode,year,milex,milper,cinc\n"


@pytest.fixture
def six(tmp_path: Path) -> Path:
    return put(tmp_path / "NMC-60-abridged.csv", NMC_6)


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    return put(tmp_path / "NMC-70.csv", NMC_7)


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
    zero = rows.loc[("SLE", 2016), ["missing_reason", "note"]].tolist()
    assert zero == ["printed as zero", "0 spent, though not without soldiers"]
    assert rows.loc[("ARM", 2016), "locator"] == "NMC-60-abridged.csv, line 9"
    report = found.report
    # West Germany's row of 1990 is in the row of Germany as well.
    assert report.unknown == {"COW 260": 1, "COW 999": 1}
    assert report.flags == {"0 spent, though not without soldiers": 1}
    assert (report.edition, report.rows, report.first_year, report.last_year) == ("cow-nmc-6.0", 10, 1870, 2016)


def test_personnel_becomes_persons_and_the_index_is_a_share_of_the_world(six: Path) -> None:
    rows = nmc.read(six, table="forces").rows
    assert values(rows)["ARM", 1992] == 20_000
    assert ("AZE", 2016) not in values(rows), "a missing number gives no row"
    shipped = load.table("forces").query("source_id == 'cow-nmc-6.0'").iloc[0]
    for column in ("category", "item", "unit", "definition", "note", "rounded_to"):
        assert set(rows[column]) == {shipped[column]}
    index = of_item("cinc", nmc.read(six, table="context").rows)
    assert values(index)["ARM", 2016] == 0.00046
    assert set(index["unit"]) == {"share of world"}


def test_soldiers_are_rounded_to_thousands_but_for_none_and_for_parts_of_a_thousand(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", f"{HEAD}2,2022,1,1,0.1\n20,2022,1,0,0.1\n200,2022,1,0.5,0.1\n")
    rows = nmc.read(path, table="forces").rows.set_index("place")["rounded_to"]
    assert rows["USA"] == 1000
    assert rows[["CAN", "GBR"]].isna().all()


def of_item(item: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["item"] == item]


def test_population_becomes_persons_where_a_copy_has_it(six: Path, tmp_path: Path) -> None:
    people = of_item("population", nmc.read(six, table="context").rows)
    assert (values(people)["ARM", 1992], set(people["unit"])) == (3_500_000, {"persons"})
    rounded = nmc.read(put(tmp_path / "a.csv", NMC_6.replace(",3500,", ",3500.1236,")), table="context").rows
    assert values(of_item("population", rounded))["ARM", 1992] == 3_500_124
    missing = nmc.read(put(tmp_path / "b.csv", NMC_6.replace(",3500,", ",-9,")), table="context").rows
    assert ("ARM", 1992) not in values(of_item("population", missing)), "a missing number gives no row"
    without = put(tmp_path / "c.csv", f"{HEAD}371,2022,1,45,.00044\n")
    assert set(nmc.read(without, table="context").rows["item"]) == {"cinc"}


def test_rows_have_the_columns_and_types_of_the_shipped_table(six: Path, seven: Path) -> None:
    for rows, table in ((nmc.read(path, table=table).rows, table) for path in (six, seven) for table in TABLES):
        assert list(rows.columns) == schema.tables()[table].columns
        pd.testing.assert_series_equal(rows.dtypes, load.table(table).dtypes)


# What a public copy of each version begins with, and how the version is told: the column, or the last year.
OF_2001 = NMC_4.replace('"pec"', '"energy"').replace("2007", "2001")  # another name of one component
VERSIONS = [
    ("3.02", 2001, OF_2001.replace(",4\n", ",3.02\n")),
    ("3.02", 2001, OF_2001.replace(',"version"', "").replace(",4\n", "\n")),
    ("4.0", 2007, NMC_4),
    ("5.0", 2012, NMC_4.replace(",4\n", ",2011\n").replace("2007", "2012")),
    ("6.0", 2016, NMC_4.replace(",4\n", ",2021\n").replace("2007", "2016")),
]


def test_every_version_is_read_as_its_project_prints_it(tmp_path: Path) -> None:
    for version, last, content in VERSIONS:
        path = put(tmp_path / "NMC.csv", content)
        found, spent = nmc.read(path, table="context"), nmc.read(path)
        index = of_item("cinc", found.rows)
        assert values(index) == {("XOT", 1913): 0.0114, ("TUR", last): 0.0150075, ("ARM", last): 0.00046}
        assert set(found.rows["source_id"]) == {f"cow-nmc-{version}"}
        assert values(spent.rows) == {("XOT", 1913): 0.463, ("TUR", last): 12_000, ("ARM", last): None}
        told = any("the column of versions says 2011" in note for note in spent.report.notes)
        assert told == (version == "5.0"), "a mark that is not known is told"


def test_version_seven_is_read_as_it_is_handed_on_and_in_a_zip_in_a_zip(seven: Path, tmp_path: Path) -> None:
    found = nmc.read(seven).rows  # no abbreviations, empty cells
    assert values(found) == {("ARM", 2021): 619.4, ("ARM", 2022): None, ("AZE", 2022): 2991}
    plain = nmc.read(put(tmp_path / "NMC-70-abridged.csv", exports.NMC_70)).rows
    assert values(plain) == values(found)
    assert set(plain["source_id"]) == set(found["source_id"]) == {"cow-nmc-7.0"}
    inner = exports.zipped(tmp_path / "inner.zip", {"NMC-70-abridged.csv": exports.NMC_70})
    outer, deeper = tmp_path / "NMCv7.zip", tmp_path / "two.zip"
    with zipfile.ZipFile(outer, "w") as file:
        file.write(inner, "NMCv7/NMC-v7-abridged.zip")
        file.writestr("__MACOSX/NMCv7/._NMC-v7-abridged.zip", "x")
    assert nmc.read(outer).rows.equals(plain)
    with zipfile.ZipFile(deeper, "w") as file:
        file.write(outer, "one.zip")
    assert not unrefused([(partial(nmc.read, deeper), "a zip archive with 0 CSV files of data; wanted one")])


def test_copies_in_another_form_hold_the_same(six: Path, tmp_path: Path) -> None:
    wanted = nmc.read(six).rows
    frame = pd.read_csv(six)
    frame[frame.columns[::-1]].to_csv(tmp_path / "turned.csv", index=False)
    turned = nmc.read(tmp_path / "turned.csv").rows
    pd.testing.assert_frame_equal(turned.drop(columns="locator"), wanted.drop(columns="locator"))
    members = {"NMC/NMC-60-abridged.csv": NMC_6, "NMC/codebook.pdf": ""}
    assert nmc.read(exports.zipped(tmp_path / "NMC.zip", members)).rows.equals(wanted)
    frame.drop(columns="ccode").to_csv(six, index=False)  # abbreviations alone
    assert nmc.read(six).rows.equals(wanted)


def test_the_version_is_told_by_the_last_year_or_must_be_said(tmp_path: Path) -> None:
    old = put(tmp_path / "old.csv", f"{HEAD}371,1999,1,2,0.1\n")
    # Without abbreviations of states a file is of the latest version, which may end early where somebody cut it.
    cut = put(tmp_path / "cut.csv", f"{HEAD}371,2016,1,2,0.1\n")
    assert not unrefused([
        (partial(nmc.read, old), "ends in 1999, so the version is not known"),
        (partial(nmc.read, cut), "ends in 2016, so the version is not known"),
        (partial(nmc.read, old, table="losses"), "no table 'losses' of capabilities; choose spending, forces, con"),
    ])  # fmt: skip
    assert set(nmc.read(old, source_id="cow-nmc-3.0").rows["source_id"]) == {"cow-nmc-3.0"}
    early = "".join(line for line in NMC_6.splitlines(keepends=True) if ",2016," not in line)
    found = nmc.read(put(tmp_path / "early.csv", early)).rows
    assert set(found["source_id"]) == {"cow-nmc-6.0"}, "the column of versions says which it is"


def test_numbers_are_read_as_programs_print_them_unless_they_may_be_either_of_two(tmp_path: Path) -> None:
    def made(printed: str) -> Path:
        return put(tmp_path / "one.csv", f'{HEAD}371,2022,"{printed}",-9,0\n')

    # As Stata, SAS, R and spreadsheets print them.
    good = {".5": 0.5, "5e-1": 0.5, "1e+05": 1e5, "1,234,567": 1_234_567, "1,234.5": 1234.5, ".": None}
    found = {printed: values(nmc.read(made(printed)).rows)["ARM", 2022] for printed in good}
    assert found == {printed: number and number / 1000 for printed, number in good.items()}
    odd = ("1,234", "1.234,5", "12,34", "1,2345,678", "5 000", "50%", "1" * 61)
    read = ((partial(nmc.read, made(printed), strict=True), "wanted a number from zero up") for printed in odd)
    assert not unrefused(read, 2)


def test_states_are_dated_and_historic_ones_apart() -> None:
    cases = """255 1870 XPU, 255 1871 DEU, GFR 1989 DEU, 260 1990 None, 365 1921 RUS, 365 1922 SUN, 365 1991 SUN,
        365 1992 RUS, 325 1860 XSD, 325 1861 ITA, 640 1922 XOT, 640 1923 TUR, 345 1917 SRB, 345 1918 YUG,
        345 2002 YUG, 345 2005 SCG, 345 2006 SRB, 816 1975 VDR, 816 1976 VNM,
        AUS 1960 AUT, AUL 1960 AUS, SWZ 1990 CHE, SWA 1990 SWZ"""  # the abbreviations are COW's own
    wanted = [case.split() for case in cases.split(",")]
    found = [[state, year, str(names.code(f"COW {state}", int(year)))] for state, year, _ in wanted]
    assert found == wanted


def test_numbers_and_abbreviations_name_the_same_states() -> None:
    ours = [alias for rows in names.table().values() for alias in rows if alias.name.startswith("COW ")]
    by_number, by_letters = (
        {(one.place, one.first_year, one.last_year) for one in ours if one.name[4:].isdecimal() == number}
        for number in (True, False)
    )
    assert by_number == by_letters and len(by_number) > 217


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    cases = [
        ("ARM,371,2016", "ARM,371,1992", "NMC-60-abridged.csv:9:ccode: found ARM, 1992 again, as on line 8"),
        ("ARM,371,2016", "ARM,371,16", "found '16'; wanted a year"),
        ("430000,45", "430.000,45,0", "12 cells; wanted 11 cells"),
        ("430000", "-8", "found '-8'; wanted a number from zero up"),
        ("430000", "430k", "found '430k'; wanted a number"),
        ("milper", "mil", "no such header line"),
        ("tpop", "year", "2 such columns; wanted this column once"),
        ("ARM,371,2016", "ARM,373,2015", "NMC-60-abridged.csv:9:ccode and stateabb: found 373 and ARM; wanted one"),
        ("AZE,373,2016", "AZE,373,2099", "found 2099; wanted a year up to 2016, where this version ends"),
        ("0.0001,2021\n", "0.0001,2025\n", ":13:version: found '2025' after '2021'; wanted one version in a file"),
    ]
    assert not [old for old, *_ in cases if old not in NMC_6]
    path = tmp_path / "NMC-60-abridged.csv"
    read = ((partial(nmc.read, put(path, NMC_6.replace(old, new)), strict=True), said) for old, new, said in cases)
    assert not unrefused(read, 2)  # two rows of one key are a line each


def test_odd_rows_are_left_out_and_told(six: Path) -> None:
    wanted = values(nmc.read(six).rows)
    for old, new, found in (
        ("ARM,371,2016", "ARM,373,2015", "373 and ARM"),
        ("AZE,373,2016", "AZE,373,2099", "2099"),
    ):
        read = nmc.read(put(six, NMC_6.replace(old, new)))
        gone = (old[:3], 2016)
        assert values(read.rows) == {key: value for key, value in wanted.items() if key != gone}
        assert [fault.found for fault in read.report.left_out] == [found]


def test_damaged_copies_of_made_files_are_right_or_refused(six: Path, seven: Path) -> None:
    for path in (six, seven):
        found = mutations.outcomes(partial(nmc.read, source_id="cow-nmc-7.0"), path, SPENDING, mutations.SEEDS)
        assert min(found["same"], found["refused"]) > 0.13 * len(mutations.SEEDS)


@given(milex=st.integers(0, 10**9), milper=st.integers(0, 20_000), cinc=st.floats(0, 1))
def test_a_number_is_read_as_it_is_printed(
    milex: int, milper: int, cinc: float, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = put(tmp_path_factory.getbasetemp() / "one.csv", f"{HEAD}371,2022,{milex},{milper},{cinc!r}\n")
    found = [nmc.read(path, table=table).rows["value"].fillna(-1).tolist() for table in TABLES]
    spent = -1 if milex == 0 and milper > 0 else milex / 1000  # nothing spent on soldiers is no number
    assert found == [[spent], [milper * 1000], [cinc]]


# --- the genuine file --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def genuine(shared: Path) -> Path:
    return shared / "spending" / "raw" / "cow_nmc" / "NMC-70_from-peacesciencer.csv"


def of_then(place: str, year: int) -> str:
    """The shipped tables and the extract have the Soviet Union's last years under Russia."""
    return "SUN" if place == "RUS" and year < 1992 else place


def test_values_are_the_shipped_ones(genuine: Path) -> None:
    for table, decimals in (("spending", 4), ("forces", 0), ("context", 8)):
        rows = nmc.read(genuine, table=table).rows
        found = {
            item: rows.loc[of].set_index(["place", "year"]) for item, of in rows.groupby("unit").groups.items()
        }
        shipped = load.table(table).query("source_id == 'cow-nmc-7.0'")
        assert len(shipped) > 60
        for row in shipped.to_dict("records"):
            mine = found[row["unit"]].loc[(of_then(row["place"], row["year"]), row["year"])]
            assert mine["unit"] == row["unit"]
            if math.isnan(row["value"]):
                assert math.isnan(mine["value"]) and mine["missing_reason"] == row["missing_reason"]
            else:
                assert mine["value"] == pytest.approx(row["value"], abs=0.51 * 10**-decimals)


def test_all_states_are_known_and_come_once_a_year(genuine: Path) -> None:
    found = nmc.read(genuine)
    assert (found.report.unknown, len(found.rows)) == ({"COW 260": 1}, 17_120)
    assert not found.rows.duplicated(["place", "year"]).any()
    assert found.report.flags == {"0 spent, though not without soldiers": 36}


def test_values_are_those_of_the_extract(genuine: Path, shared: Path) -> None:
    measures = {
        "nmc_milex_current_usd_k": ("spending", 1e-3),
        "nmc_milper_k": ("forces", 1e3),
        "cinc": ("context", 1),
        "nmc_tpop_k": ("population", 1e3),
    }
    context = nmc.read(genuine, table="context").rows
    found = {table: values(nmc.read(genuine, table=table).rows) for table in ("spending", "forces")}
    found |= {"context": values(of_item("cinc", context)), "population": values(of_item("population", context))}
    checked = 0
    with (shared / "spending" / "extract.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["measure"] in measures and "v7.0" in row["source"]:
                (table, factor), year = measures[row["measure"]], int(row["year"])
                mine = found[table].get((of_then(row["country_iso3"], year), year))
                wanted = pytest.approx(float(row["value"]) * factor, rel=1e-9) if row["value"] else None
                assert mine == wanted
                checked += bool(row["value"])
    assert checked > 700


def test_damaged_copies_of_the_genuine_file_are_right_or_refused(genuine: Path, tmp_path: Path) -> None:
    lines = genuine.read_bytes().splitlines(keepends=True)
    copy = tmp_path / "NMC.csv"
    copy.write_bytes(b"".join([lines[0], *lines[1::25]]))
    found = mutations.outcomes(partial(nmc.read, source_id="cow-nmc-7.0"), copy, SPENDING, mutations.GENUINE)
    assert min(found["same"], found["refused"]) > 0.13 * len(mutations.GENUINE)

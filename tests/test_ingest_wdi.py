"""The World Bank's indicators: both layouts, aggregates and zeros, damage, and the genuine files."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import exports
import mutations
from milbalance.errors import MilbalanceError
from milbalance.ingest import bounded, detect, names, text, wdi
from milbalance.ingest.report import Imported
from milbalance.tables import load, schema

SPENDING = ["place", "year", "basis", "value", "unit", "missing_reason"]


def values(rows: pd.DataFrame) -> dict[tuple[str, int], float]:
    """Values by place and year, None for a missing one."""
    key = zip(rows["place"], rows["year"], strict=True)
    return dict(zip(key, rows["value"].astype("object").where(rows["value"].notna(), None), strict=True))


def refuses(action: Callable[[], object], said: str) -> None:
    with pytest.raises(MilbalanceError) as error:
        action()
    assert said in str(error.value)
    assert len(str(error.value).splitlines()) <= 5  # the first rows that cannot be read


# --- one indicator -----------------------------------------------------------------------------------------------


def test_dollars_become_millions_and_a_false_zero_is_missing(tmp_path: Path) -> None:
    found = wdi.read(exports.wdi(tmp_path / "API.csv"))
    assert values(found.rows) == {
        ("ARM", 1992): None,
        ("ARM", 1993): 9.8298005,
        ("ARM", 1994): 52.2286,
        ("ARM", 1995): 52.22860025,
        **{("CIV", 1990 + number): number / 1e6 for number in range(1, 6)},
        **{("CRI", year): 0 for year in range(1991, 1996)},  # a state without an army: a number
        ("XKX", 1995): 1.5,
    }
    rows = found.rows.set_index(["place", "year"])
    assert rows.loc[("ARM", 1992), "missing_reason"] == "printed as zero"
    assert rows.loc[("ARM", 1992), "note"] == "printed as 0, in a place that had armed forces"
    assert rows.loc[("ARM", 1993), "note"] == "converted from US dollars to million US dollars"
    assert rows.loc[("ARM", 1993), "locator"] == "API.csv, line 8, column 1993"
    assert rows["missing_reason"].notna().sum() == 1
    assert set(found.rows["basis"]) == {"current_usd"}
    assert set(found.rows["unit"]) == {"million US dollars"}
    assert set(found.rows["source_id"]) == {"wdi-2024-03"}
    assert list(found.rows.columns) == schema.tables()["spending"].columns
    pd.testing.assert_series_equal(found.rows.dtypes, load.table("spending").dtypes)


def test_the_report_names_what_was_left_out(tmp_path: Path) -> None:
    report = wdi.read(exports.wdi(tmp_path / "API.csv")).report
    assert (report.edition, report.rows, report.first_year, report.last_year) == (
        "updated 2024-03-28",
        15,
        1991,
        1995,
    )
    assert report.places == ("ARM", "CIV", "CRI", "XKX")
    assert report.unknown == {"ATL": 1}
    assert report.flags == {
        "printed as zero, in a place that had armed forces": 1,
        "year before the place was a state": 1,  # Kosovo
    }
    assert report.notes == ("places put together, left out: 2",)


@pytest.mark.parametrize(
    ("code", "table", "key", "unit", "first"),
    [
        ("MS.MIL.XPND.CD", "spending", "current_usd", "million US dollars", 1e-6),
        ("MS.MIL.XPND.GD.ZS", "spending", "share_gdp", "per cent of GDP", 1),
        ("MS.MIL.XPND.CN", "spending", "local_currency", "local currency", 1),
        ("MS.MIL.XPND.ZS", "spending", "share_government", "per cent of government spending", 1),
        ("MS.MIL.TOTL.P1", "forces", "active_incl_paramilitary", "persons", 1),
        ("NY.GDP.MKTP.CD", "context", "gdp_current_usd", "US dollars", 1),
        ("SP.POP.TOTL", "context", "population", "persons", 1),
        ("PA.NUS.FCRF", "context", "exchange_rate", "local currency per US dollar", 1),
    ],
)
def test_each_indicator_has_its_table_and_unit(
    code: str, table: str, key: str, unit: str, first: float, tmp_path: Path
) -> None:
    found = wdi.read(exports.wdi(tmp_path / "API.csv", code=code, name="Whatever it is called"))
    rows = found.rows
    assert set(rows["basis" if table == "spending" else "item"]) == {key}
    assert set(rows["unit"]) == {unit}
    assert values(rows)["CIV", 1991] == first
    assert list(rows.columns) == schema.tables()[table].columns
    pd.testing.assert_series_equal(rows.dtypes, load.table(table).dtypes)
    assert found.report.kind.endswith(f", {table}")


def test_soldiers_say_what_is_counted_and_where_the_series_breaks(tmp_path: Path) -> None:
    rows = wdi.read(exports.wdi(tmp_path / "API.csv", code="MS.MIL.TOTL.P1")).rows
    shipped = load.table("forces").query("source_id == 'wdi-personnel' and year == 1994").iloc[0]
    ours = rows.set_index(["place", "year"]).loc[("CIV", 1994)]
    for column in ("category", "item", "unit", "definition", "note"):
        assert ours[column] == shipped[column]
    assert rows[rows["year"] >= 1995]["note"].isna().all()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_copies_in_other_encodings_hold_the_same(encoding: str, end: str, tmp_path: Path) -> None:
    wanted = wdi.read(exports.wdi(tmp_path / "API.csv")).rows
    copy = exports.wdi(tmp_path / "API.csv", encoding=encoding, end=end)
    pd.testing.assert_frame_equal(wdi.read(copy).rows, wanted)


def test_without_the_lines_above_the_cut_must_be_said(tmp_path: Path) -> None:
    path = exports.wdi(tmp_path / "API.csv", above=False)
    refuses(lambda: wdi.read(path), "no line 'Last Updated Date' above the table")
    assert set(wdi.read(path, source_id="wdi-2020-12").rows["source_id"]) == {"wdi-2020-12"}


def test_a_copy_that_pandas_wrote_is_read(tmp_path: Path) -> None:
    original = exports.wdi(tmp_path / "API.csv", above=False)
    pd.read_csv(original).to_csv(tmp_path / "again.csv", index=False)
    assert ",Unnamed: " in (tmp_path / "again.csv").read_text(encoding="utf-8").splitlines()[0]
    found, wanted = (wdi.read(path, source_id="wdi-2020-12").rows for path in (tmp_path / "again.csv", original))
    pd.testing.assert_frame_equal(found.drop(columns="locator"), wanted.drop(columns="locator"))


def test_the_zip_of_the_world_bank_holds_one_file_of_data(tmp_path: Path) -> None:
    members = {
        "Metadata_Indicator_API.csv": '"INDICATOR_CODE","INDICATOR_NAME",\n',
        "API.csv": exports.wdi_text(),
        "Metadata_Country_API.csv": '"Country Code","Region",\n"ARM","Somewhere\nwarm",\n',
        "__MACOSX/._API.csv": "rubbish",
    }
    packed = exports.zipped(tmp_path / "API_MS.MIL.XPND.CD_DS2.zip", members)
    found = wdi.read(packed)
    pd.testing.assert_frame_equal(found.rows, wdi.read(exports.wdi(tmp_path / "API.csv")).rows)
    two = exports.zipped(tmp_path / "two.zip", {"a.csv": "x\n", "b.csv": "y\n"})
    refuses(lambda: wdi.read(two), "two.zip:1:-: found a zip archive with 2 CSV files of data; wanted one")


def test_a_bulk_file_of_many_indicators_is_one_table_at_a_time(tmp_path: Path) -> None:
    one = exports.wdi_text()
    more = [
        exports.wdi_text(code, above=False).partition("\n")[2]
        for code in ("NY.GDP.MKTP.CD", "SP.POP.TOTL", "AG.LND.TRAC.ZS")
    ]
    path = exports.put(tmp_path / "WDICSV.csv", "".join([one, *more]))
    refuses(lambda: wdi.read(path), "indicators for context and spending; say which table")
    refuses(lambda: wdi.read(path, table="forces"), "none for forces")
    spending = wdi.read(path, table="spending")
    pd.testing.assert_frame_equal(
        spending.rows.drop(columns="locator"),
        wdi.read(exports.wdi(tmp_path / "API.csv")).rows.drop(columns="locator"),
    )
    assert spending.report.notes[-1] == "not taken (1): AG.LND.TRAC.ZS"
    assert set(wdi.read(path, table="context").rows["item"]) == {"gdp_current_usd", "population"}


def bulk(path: Path, fillers: int = 40) -> Path:
    """A bulk file: rows of indicators that are not taken between those of one that is."""
    lines = exports.wdi_text().splitlines(keepends=True)
    other = exports.wdi_text("AG.LND.TRAC.ZS", above=False).splitlines(keepends=True)[1]
    head = next(at for at, line in enumerate(lines) if "Indicator Code" in line)
    rows = [part for line in lines[head + 1 :] for part in (*[other] * fillers, line)]
    return exports.put(path, "".join([*lines[: head + 1], *rows]))


def test_a_file_too_large_to_hold_is_read_for_the_indicators_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bulk(tmp_path / "WDICSV.csv")
    whole = wdi.read(path)
    monkeypatch.setattr(text, "_BYTES", path.stat().st_size // 2)
    monkeypatch.setattr(bounded, "MAX_FILE", path.stat().st_size // 2)
    found = wdi.read(path)
    pd.testing.assert_frame_equal(found.rows, whole.rows)  # lines are counted as in the file
    pd.testing.assert_frame_equal(detect.read(path)[0].rows, whole.rows)
    assert found.report.notes == whole.report.notes[:1], "what was not taken was not read"
    # Not a row is lost without a word: neither at the end nor where the layout knows nothing of indicators by row.
    cut = exports.put(tmp_path / "cut.csv", path.read_text(encoding="utf-8")[:-10])
    refuses(lambda: wdi.read(cut), "cut.csv:333:")
    other = exports.put(tmp_path / "other.csv", path.read_text(encoding="utf-8") + "Aruba,ABW,half a li")
    refuses(lambda: wdi.read(other), "other.csv:334:")
    long = exports.put(tmp_path / "long.csv", exports.WDI_LONG + exports.WDI_LONG.splitlines()[-1] * 4000 + "\n")
    refuses(lambda: wdi.read(long), "wanted the World Bank's bulk file of indicators, or a file of at most ")


def test_large_files_are_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bulk(tmp_path / "WDICSV.csv")
    monkeypatch.setattr(text, "_BYTES", 500)
    refuses(lambda: wdi.read(path), "found more than 500 bytes of lines that are wanted")
    packed = exports.zipped(tmp_path / "WDI_CSV.zip", {"WDICSV.csv": path.read_text(encoding="utf-8") * 60})
    refuses(lambda: wdi.read(packed), "WDI_CSV.zip:1:-: found a zip archive; wanted the World Bank's bulk file")
    monkeypatch.setattr(bounded, "MAX_LINE", 100)
    refuses(lambda: wdi.read(path), "more than 100 bytes in one line")
    monkeypatch.setattr(bounded, "MAX_SIFTED", 1000)
    refuses(lambda: wdi.read(path), "bytes; wanted at most 1,000")


# --- long files --------------------------------------------------------------------------------------------------


def test_a_long_file_has_a_column_for_each_indicator(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "cut.csv", exports.WDI_LONG)
    spending = wdi.read(path, table="spending", source_id="wdi-2024-12")
    key = zip(spending.rows["place"], spending.rows["year"], spending.rows["basis"], strict=True)
    assert dict(zip(key, spending.rows["value"], strict=True)) == {
        ("ARM", 2019, "share_gdp"): 4.9,
        ("ARM", 2020, "share_gdp"): 5,
        ("ARM", 2019, "local_currency"): 313e9,
        ("ARM", 2020, "local_currency"): 307e9,
        ("ISL", 2019, "share_gdp"): 0,
        ("ISL", 2019, "local_currency"): 0,
    }
    assert spending.rows["locator"].tolist()[:2] == ["cut.csv, line 2", "cut.csv, line 3"]
    assert spending.report.notes == ("places put together, left out: 1", "not taken (1): Region")
    forces = wdi.read(path, table="forces", source_id="wdi-2024-12").rows
    assert values(forces) == {("ARM", 2019): 45_000, ("ISL", 2019): 250}


# --- codes -------------------------------------------------------------------------------------------------------


def test_places_put_together_are_none_of_the_states() -> None:
    pycountry = pytest.importorskip("pycountry")
    states = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
    regions = [alias for rows in names.table().values() for alias in rows if alias.name.startswith("WDI ")]
    put_together = {alias.name.removeprefix("WDI ") for alias in regions if alias.kind == "region"}
    assert len(put_together) == 50
    assert not put_together & states
    assert {alias.place for alias in regions if alias.kind == "state"} <= states


# --- damage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"1992"', '"1892"', "years that are not one after the other, 1892 after 1991"),
        (
            '"1992","1993"',
            '"1993","1992"',
            "API.csv:5:1993: found years that are not one after the other, 1993 after 1991",
        ),
        ('"1991","1992","1993","1994","1995"', '"1995","1994","1993","1992","1991"', "1994 after 1995"),
        (
            '"1991","1992","1993","1994","1995"',
            '"2091","2092","2093","2094","2095"',
            "found a column for 2095 in a file updated in 2024; wanted years that were by then",
        ),
        ('"Armenia","ARM"', '"Armenia","AZE"', "API.csv:8:Country Name: found 'Armenia' with the code 'AZE'"),
        ('"World","WLD"', '"World","AZE"', "found 'World' with the code 'AZE'; wanted the name of that code"),
        ("(current USD)", "(% of GDP)", "found 'Military expenditure (% of GDP)' with the code 'MS.MIL.XPND.CD'"),
        ("(current USD)", "(billion USD)", "found 'Military expenditure (billion USD)' with the code"),
        ('"1995"', '"19x5"', "found an unknown column"),
        ('"Country Code"', '"Land"', "no such header line"),
        ('"9829800.5"', '"9829800,5"', "found '9829800,5'; wanted a number"),
        ('"9829800.5"', '"-1"', "found '-1'; wanted a number"),
        ('"9829800.5"', '"1_000"', "found '1_000'; wanted a number"),
        ('"9829800.5"', '"inf"', "found 'inf'; wanted a number"),
        ('"9829800.5",', "", "API.csv:8:-: found 9 cells; wanted 10 cells"),
        (
            '"Kosovo","XKX"',
            '"Armenia","ARM"',
            "API.csv:11:Country Code: found ARM, MS.MIL.XPND.CD again, as on line 8",
        ),
        ('"Kosovo"', 'Kosovo"', ""),
        ('"Kosovo"', '"Kosovo', "broken quoting"),
        ("MS.MIL.XPND.CD", "MS.MIL.OTHER", "no number of an indicator that is taken"),
    ],
)
def test_a_damaged_file_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in exports.wdi_text()
    path = exports.put(tmp_path / "API.csv", exports.wdi_text().replace(old, new))
    if said:
        refuses(lambda: wdi.read(path, strict=True), said)
    else:
        assert wdi.read(path).rows.equals(wdi.read(exports.wdi(tmp_path / "API.csv")).rows)


def test_a_changed_number_changes_that_number_alone(tmp_path: Path) -> None:
    before = wdi.read(exports.wdi(tmp_path / "API.csv")).rows
    changed = exports.wdi_text().replace('"9829800.5"', '"9829801.5"')
    after = wdi.read(exports.put(tmp_path / "API.csv", changed)).rows
    different = before.compare(after)
    assert different.columns.get_level_values(0).unique().tolist() == ["value"]
    assert len(different) == 1


def test_a_row_whose_code_is_not_of_its_name_is_left_out_and_told(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "API.csv", exports.wdi_text().replace('"Armenia","ARM"', '"Azerbaijan","ARM"'))
    found = wdi.read(path)
    assert "ARM" not in set(found.rows["place"])
    assert [fault.line for fault in found.report.left_out] == [8]
    many = exports.wdi_text()
    for name, code in (("Aruba", "ABW"), ("Armenia", "ARM"), ("Costa Rica", "CRI"), ("World", "WLD")):
        many = many.replace(f'"{name}","{code}"', f'"Israel","{code}"')
    refused = exports.put(tmp_path / "API.csv", many)
    with pytest.raises(MilbalanceError, match="found 4 of 8 rows that cannot be read; wanted at most 3"):
        wdi.read(refused)


def test_a_share_over_100_per_cent_is_flagged_and_stays(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "long.csv", exports.WDI_LONG.replace(",4.9,", ",490,"))
    found = wdi.read(path, table="spending", source_id="wdi-2024-03")
    assert found.report.flags == {"share over 100 per cent": 1}
    assert found.rows["value"].max() >= 490


def test_the_excel_download_saved_as_xlsx_is_read(tmp_path: Path) -> None:
    """The World Bank's own is .xls: what the refusal of it advises leads to the same rows as the CSV file."""
    plain = wdi.read(exports.wdi(tmp_path / "API.csv"))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in exports.wdi_text().splitlines():
        cells = next(csv.reader([line]), [])[:-1]
        sheet.append(
            [
                float(cell)
                if re.fullmatch(r"[0-9.]+(e[0-9]+|E.06)?", cell) and at > 3 and len(cell) != 4
                else cell or None
                for at, cell in enumerate(cells)
            ]
        )
    book.create_sheet("Metadata - Countries").append(["Country Code", "Region"])
    book.save(tmp_path / "API.xlsx")
    found = wdi.read(tmp_path / "API.xlsx")
    columns = ["place", "year", "basis", "value", "missing_reason", "source_id"]
    assert found.rows[columns].equals(plain.rows[columns])
    assert found.rows["locator"].iloc[0].startswith("API.xlsx, line ")
    assert [read.table for read in detect.read(tmp_path / "API.xlsx")] == ["spending"]


@pytest.mark.parametrize("columns", ["," * 6_000, ",".join(f"c{number}" for number in range(6_000))])
def test_a_header_of_thousands_of_columns_is_refused_at_once(columns: str, tmp_path: Path) -> None:
    path = exports.put(
        tmp_path / "wide.csv", f'"Last Updated Date","2024-03-28"\nCountry Code,Indicator Code,2000,{columns}\n'
    )
    refuses(lambda: wdi.read(path), "columns; wanted at most 5,000")


def test_odd_cells_of_many_columns_are_found_in_one_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wide file is not read again for each column that has an odd cell."""
    places = [row for row in csv.reader(exports.wdi_text().splitlines()) if len(row) == 10][1:]
    lines = [f"{at},{code},X,MS.MIL.XPND.CD,1,2,3,4,5" for at, code in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 3)]
    for at in range(5):
        cells = lines[at].split(",")
        cells[4 + at] = "odd"
        lines[at] = ",".join(cells)
    header = "Country Name,Country Code,Indicator Name,Indicator Code,1991,1992,1993,1994,1995"
    lines = [
        line.replace(f",{line.split(',')[1]},", f",{line.split(',')[1]}{at},") for at, line in enumerate(lines)
    ]
    path = exports.put(
        tmp_path / "odd.csv", "\n".join([header, ",".join(["Armenia", *places[2][1:9]]), *lines, ""])
    )
    read = []
    monkeypatch.setattr(wdi, "_wide", lambda table, wide=wdi._wide: read.append(1) or wide(table))
    found = wdi.read(path, source_id="wdi-2024-03")
    assert len(found.report.left_out) == 5
    assert len(read) == 2


def of_cut(table: str | None = None) -> Callable[[Path], Imported]:
    return lambda path: wdi.read(path, table=table, source_id="wdi-2024-03")


def test_damaged_copies_of_made_files_are_right_or_refused(tmp_path: Path) -> None:
    found = mutations.outcomes(
        of_cut(), exports.wdi(tmp_path / "API.csv"), SPENDING, mutations.SEEDS, rows_a_line=5
    )
    assert min(found["same"], found["refused"]) > 0.2 * len(mutations.SEEDS)
    long = exports.put(tmp_path / "cut.csv", exports.WDI_LONG)
    found = mutations.outcomes(of_cut("spending"), long, SPENDING, mutations.SEEDS, rows_a_line=6)
    assert min(found["same"], found["refused"]) > 0.2 * len(mutations.SEEDS)
    packed = exports.zipped(tmp_path / "API.zip", {"API.csv": exports.wdi_text()})
    outside = [seed for seed in mutations.SEEDS if mutations.mutated(b"x", seed)[0] is not mutations.swap_columns]
    found = mutations.outcomes(of_cut(), packed, SPENDING, outside, rows_a_line=100)
    assert found["refused"] > 0.53 * len(mutations.SEEDS)


cell = st.one_of(st.just(""), st.floats(0, 1e15, allow_nan=False).map(repr), st.integers(0, 10**14).map(str))


@given(table=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=6))
def test_every_number_printed_is_read_and_no_other(table: list[list[str]]) -> None:
    codes = ["ARM", "AZE", "TUR", "RUS", "IRN", "GEO"][: len(table)]
    lines = ["Country Code,Indicator Code,2001,2002,2003"]
    lines += [f"{code},NY.GDP.MKTP.CD,{','.join(row)}" for code, row in zip(codes, table, strict=True)]
    printed = {
        (code, 2001 + at): float(cell)
        for code, row in zip(codes, table, strict=True)
        for at, cell in enumerate(row)
        if cell
    }
    path_less = text.table("made.csv", "\n".join([*lines, ""]), "a file", wdi.is_header)
    if printed:
        assert values(wdi.rows(path_less, source_id="wdi-2024-03").rows) == printed
    else:
        refuses(lambda: wdi.rows(path_less, source_id="wdi-2024-03"), "no number of an indicator that is taken")


# --- the genuine files -------------------------------------------------------------------------------------------

FILES = {
    "wdi-2020-12": ["API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_1740297.csv"],
    "wdi-2021-10": [
        "ExpenditurePercent_MS.MIL.XPND.GD.ZS_wdi-2021-10-28.csv",
        "Expenditure_MS.MIL.XPND.CD_wdi-2021-10-28.csv",
    ],
    "wdi-2024-03": [
        "API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv",
        "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_26.csv",
    ],
    "wdi-2024-12": ["20241205_WDI_indicators.csv"],
    "wdi-2025-03": ["API_PA.NUS.FCRF_DS2_en_csv_v2_13510.csv"],
}
UNDATED = {"wdi-2020-12", "wdi-2024-12"}
CASES = [
    ("wdi-2020-12", "spending"),
    ("wdi-2021-10", "spending"),
    ("wdi-2024-03", "spending"),
    ("wdi-2024-03", "context"),
    ("wdi-2024-12", "spending"),
    ("wdi-2025-03", "context"),
]
DECIMALS = {"current_usd": 4, "share_gdp": 6, "local_currency": 2, "gdp_current_usd": 0, "exchange_rate": 6}


@pytest.fixture(scope="module")
def raw(shared: Path) -> Path:
    return shared / "spending" / "raw" / "wdi"


def genuine(raw: Path, source: str, table: str) -> pd.DataFrame:
    frames = []
    for name in FILES[source]:
        try:
            found = wdi.read(raw / name, table=table, source_id=source if source in UNDATED else None)
        except MilbalanceError as error:
            assert "none for" in str(error)
            continue
        assert found.report.unknown == {}
        assert set(found.rows["source_id"]) == {source}
        frames.append(found.rows)
    return pd.concat(frames, ignore_index=True)


@pytest.mark.parametrize(("source", "table"), CASES)
def test_values_are_the_shipped_ones(source: str, table: str, raw: Path) -> None:
    name = "basis" if table == "spending" else "item"
    key = ["place", "year", name]
    found = genuine(raw, source, table).set_index(key)
    assert found.index.is_unique
    shipped = load.table(table)
    shipped = shipped[shipped["source_id"] == source].set_index(key)
    assert len(shipped) > 50
    ours = found.loc[shipped.index]
    for (place, year, what), row in shipped.iterrows():
        mine = ours.loc[(place, year, what)]
        if math.isnan(row["value"]):
            assert math.isnan(mine["value"])
            assert mine["missing_reason"] == row["missing_reason"]
        else:
            assert mine["value"] == pytest.approx(row["value"], abs=0.51 * 10 ** -DECIMALS[what], rel=1e-12)
        assert mine["unit"] == row["unit"]
        assert mine["locator"] == row["locator"]
    # Nothing of the shipped places is left out, and nothing is added.
    mine = found[found.index.get_level_values(0).isin(set(shipped.index.get_level_values(0)))]
    years = shipped.index.get_level_values(1)
    beyond = mine[(mine.index.get_level_values(1) >= years.min()) & ~mine.index.isin(shipped.index)]
    assert set(beyond["unit"]) <= {"per cent of government spending"}


def test_values_are_those_of_the_extract(raw: Path, shared: Path) -> None:
    """Every place of the extract, which other code made from the same files."""
    found = genuine(raw, "wdi-2024-03", "spending")
    ours = values(found)
    with (shared / "spending" / "extract.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["source"].startswith("World Bank WDI MS.MIL.XPND.CD (updated 2024")
        ]
    assert len(rows) > 200
    for row in rows:
        mine = ours[row["country_iso3"], int(row["year"])]
        if mine is None:
            assert float(row["value"]) == 0
        else:
            assert mine == pytest.approx(float(row["value"]), rel=1e-9)


def test_zeros_of_the_edition_of_2024_are_numbers_only_where_there_is_no_army(raw: Path) -> None:
    rows = genuine(raw, "wdi-2024-03", "spending")
    assert set(rows[rows["value"] == 0]["place"]) == {"CRI", "HTI", "ISL", "PAN"}
    assert Counter(rows["missing_reason"].dropna()) == {"printed as zero": 91}


@pytest.mark.parametrize(
    "name", ["API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv", "Expenditure_MS.MIL.XPND.CD_wdi-2021-10-28.csv"]
)
def test_damaged_copies_of_genuine_files_are_right_or_refused(name: str, raw: Path, tmp_path: Path) -> None:
    copy = tmp_path / "API.csv"
    copy.write_bytes((raw / name).read_bytes())
    found = mutations.outcomes(of_cut(), copy, SPENDING, mutations.SEEDS, rows_a_line=64)
    assert min(found["same"], found["refused"]) > 0.13 * len(mutations.SEEDS)

"""The World Bank's indicators: both layouts, aggregates and zeros, damage, and the genuine files."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import exports
import mutations
from exports import put, unrefused, values
from milbalance.errors import MilbalanceError, NotUsedError
from milbalance.ingest import bounded, detect, names, text, wdi
from milbalance.tables import load, schema
from milbalance.tables.load import Data

SPENDING = ["place", "year", "basis", "value", "unit", "missing_reason"]


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """A download of one indicator."""
    return exports.wdi(tmp_path / "API.csv")


# --- one indicator -----------------------------------------------------------------------------------------------


def test_dollars_become_millions_and_a_false_zero_is_missing(api: Path) -> None:
    found = wdi.read(api)
    assert values(found.rows) == {
        ("ARM", 1992): None,
        ("ARM", 1993): 9.8298005,
        ("ARM", 1994): 52.2286,
        ("ARM", 1995): 52.22860025,
        **{("CIV", 1990 + number): number / 1e6 for number in range(1, 6)},
        **{("CRI", year): 0 for year in range(1991, 1996)},  # a state without an army: a number
        ("XKX", 1995): 1.5,
        **{("World", 1990 + number): number * 1e6 for number in range(1, 6)},
    }
    rows = found.rows.set_index(["place", "year"])
    false = rows.loc[("ARM", 1992), ["missing_reason", "note"]].tolist()
    assert false == ["printed as zero", "printed as 0, in a place that had armed forces"]
    assert rows.loc[("ARM", 1993), "note"] == "converted from US dollars to million US dollars"
    assert rows.loc[("ARM", 1993), "locator"] == "API.csv, line 8, column 1993"
    assert rows["missing_reason"].notna().sum() == 1
    assert set(found.rows["source_id"]) == {"wdi-2024-03"}
    report = found.report
    assert (report.edition, report.rows) == ("updated 2024-03-28", 20)
    assert (report.first_year, report.last_year) == (1991, 1995)
    assert report.places == ("ARM", "CIV", "CRI", "World", "XKX")
    assert report.unknown == {"ATL": 1}
    assert report.flags == {
        "printed as zero, in a place that had armed forces": 1,
        "year before the place was a state": 1,  # Kosovo
    }
    assert report.notes == ("places put together, left out: 1",)


# Code, table, what it is there, unit, and what a printed 1 becomes.
INDICATORS = [
    ("MS.MIL.XPND.CD", "spending", "current_usd", "million US dollars", 1e-6),
    ("MS.MIL.XPND.GD.ZS", "spending", "share_gdp", "per cent of GDP", 1),
    ("MS.MIL.XPND.CN", "spending", "local_currency", "local currency", 1),
    ("MS.MIL.XPND.ZS", "spending", "share_government", "per cent of government spending", 1),
    ("MS.MIL.TOTL.P1", "forces", "active_incl_paramilitary", "persons", 1),
    ("NY.GDP.MKTP.CD", "context", "gdp_current_usd", "US dollars", 1),
    ("SP.POP.TOTL", "context", "population", "persons", 1),
    ("PA.NUS.FCRF", "context", "exchange_rate", "local currency per US dollar", 1),
]


def test_each_indicator_has_its_table_and_unit(tmp_path: Path) -> None:
    for code, table, key, unit, first in INDICATORS:
        found = wdi.read(exports.wdi(tmp_path / "API.csv", code=code, name="Whatever it is called"))
        rows = found.rows
        assert set(rows["basis" if table == "spending" else "item"]) == {key}
        assert (set(rows["unit"]), values(rows)["CIV", 1991]) == ({unit}, first)
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


def test_copies_in_other_encodings_hold_the_same(api: Path, tmp_path: Path) -> None:
    wanted = wdi.read(api).rows
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        for end in ("\n", "\r\n"):
            copy = exports.wdi(tmp_path / "API.csv", encoding=encoding, end=end)
            pd.testing.assert_frame_equal(wdi.read(copy).rows, wanted)


def test_without_the_lines_above_the_cut_is_not_known_and_told_and_a_copy_that_pandas_wrote_is_read(
    tmp_path: Path,
) -> None:
    path = exports.wdi(tmp_path / "API.csv", above=False)
    undated = wdi.read(path)
    assert set(undated.rows["source_id"]) == {"wdi-undated-1995"}  # after the last year with a number
    assert any("so the cut is not known" in note for note in undated.report.notes)
    wanted = wdi.read(path, source_id="wdi-2020-12").rows
    assert set(wanted["source_id"]) == {"wdi-2020-12"}
    pd.read_csv(path).to_csv(tmp_path / "again.csv", index=False)
    assert ",Unnamed: " in (tmp_path / "again.csv").read_text(encoding="utf-8").splitlines()[0]
    found = wdi.read(tmp_path / "again.csv", source_id="wdi-2020-12").rows
    pd.testing.assert_frame_equal(found.drop(columns="locator"), wanted.drop(columns="locator"))


def test_the_cut_of_an_undated_file_is_the_one_whose_values_it_has(tmp_path: Path) -> None:
    """Of 19 amounts and 20 shares: one that differs, two cuts that are alike and a later year prove nothing."""
    shares = exports.wdi_text("MS.MIL.XPND.GD.ZS", above=False).partition("\n")[2]
    path = put(tmp_path / "20241205_WDI.csv", exports.wdi_text(above=False) + shares)

    def taken(*cuts: pd.DataFrame) -> str:
        (found,) = detect.read(path, shipped=pd.concat(cuts, ignore_index=True))
        return found.source_id

    rows = wdi.read(path).rows
    cut, first = rows.assign(source_id="wdi-2020-12"), rows.index == 1
    assert taken(cut) == "wdi-2020-12"
    assert taken(cut, rows.assign(source_id="sipri-milex-2020")) == "wdi-2020-12"
    undated = "wdi-undated-1995"
    assert taken(cut.assign(value=cut["value"].mask(first, 1.25))) == undated
    assert taken(cut, rows.assign(source_id="wdi-2021-10")) == undated
    assert taken(cut[cut["year"] < 1995]) == undated
    assert taken(cut.head(10)) == undated
    assert taken(cut, rows.assign(source_id="wdi-2021-10", value=2.0)) == "wdi-2020-12"


def test_an_undated_file_without_spending_has_no_values_to_prove_it(tmp_path: Path, data: Data) -> None:
    path = put(tmp_path / "API_NY.GDP.MKTP.CD.csv", exports.wdi_text("NY.GDP.MKTP.CD", above=False))
    (found,) = detect.read(path, shipped=data.spending)
    assert (found.table, found.source_id) == ("context", "wdi-undated-1995")


def test_totals_of_regions_that_sipri_has_too_are_taken_of_spending_alone(tmp_path: Path) -> None:
    """In place of Kosovo South Asia, and Sub-Saharan Africa by the name that SIPRI has for it."""
    for code, region, name in (
        ("SAS", "South Asia", "South Asia"),
        ("SSF", "sub-Saharan Africa", "Sub-Saharan Africa"),
    ):
        for indicator, taken in (("MS.MIL.XPND.CD", True), ("SP.POP.TOTL", False), ("MS.MIL.TOTL.P1", False)):
            text = exports.wdi_text(indicator).replace('"XKX"', f'"{code}"').replace('"Kosovo"', f'"{name}"')
            found = wdi.read(put(tmp_path / "API.csv", text))
            assert (region in set(found.rows["place"])) is taken, indicator
            assert found.report.notes == (f"places put together, left out: {1 + (not taken)}",)


def test_the_zip_of_the_world_bank_holds_one_file_of_data(api: Path, tmp_path: Path) -> None:
    members = {
        "Metadata_Indicator_API.csv": '"INDICATOR_CODE","INDICATOR_NAME",\n',
        "API.csv": exports.wdi_text(),
        "Metadata_Country_API.csv": '"Country Code","Region",\n"ARM","Somewhere\nwarm",\n',
        "__MACOSX/._API.csv": "rubbish",
    }
    packed = exports.zipped(tmp_path / "API_MS.MIL.XPND.CD_DS2.zip", members)
    pd.testing.assert_frame_equal(wdi.read(packed).rows, wdi.read(api).rows)
    two = exports.zipped(tmp_path / "two.zip", {"a.csv": "x\n", "b.csv": "y\n"})
    said = "two.zip:1:-: found a zip archive with 2 CSV files of data; wanted one"
    assert not unrefused([(partial(wdi.read, two), said)])


def test_a_bulk_file_of_many_indicators_is_one_table_at_a_time(api: Path, tmp_path: Path) -> None:
    codes = ("NY.GDP.MKTP.CD", "SP.POP.TOTL", "AG.LND.TRAC.ZS")
    more = [exports.wdi_text(code, above=False).partition("\n")[2] for code in codes]
    path = put(tmp_path / "WDICSV.csv", "".join([exports.wdi_text(), *more]))
    assert not unrefused([
        (partial(wdi.read, path), "indicators for context and spending; say which table"),
        (partial(wdi.read, path, table="forces"), "none for forces"),
    ])  # fmt: skip
    spending = wdi.read(path, table="spending")
    one = wdi.read(api).rows.drop(columns="locator")
    pd.testing.assert_frame_equal(spending.rows.drop(columns="locator"), one)
    assert spending.report.notes[-1] == "not taken (1): AG.LND.TRAC.ZS"
    assert set(wdi.read(path, table="context").rows["item"]) == {"gdp_current_usd", "population"}


def bulk(path: Path, fillers: int = 40) -> Path:
    """A bulk file: rows of indicators that are not taken between those of one that is."""
    lines = exports.wdi_text().splitlines(keepends=True)
    other = exports.wdi_text("AG.LND.TRAC.ZS", above=False).splitlines(keepends=True)[1]
    head = next(at for at, line in enumerate(lines) if "Indicator Code" in line)
    rows = [part for line in lines[head + 1 :] for part in (*[other] * fillers, line)]
    return put(path, "".join([*lines[: head + 1], *rows]))


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
    whole_text = path.read_text(encoding="utf-8")
    long = exports.WDI_LONG + exports.WDI_LONG.splitlines()[-1] * 4000 + "\n"
    assert not unrefused([
        (partial(wdi.read, put(tmp_path / "cut.csv", whole_text[:-10])), "cut.csv:333:"),
        (partial(wdi.read, put(tmp_path / "other.csv", f"{whole_text}Aruba,ABW,half a li")), "other.csv:334:"),
        (partial(wdi.read, put(tmp_path / "long.csv", long)), "wanted the World Bank's bulk file of indicators"),
    ])  # fmt: skip


def test_large_files_are_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bulk(tmp_path / "WDICSV.csv")
    packed = exports.zipped(tmp_path / "WDI_CSV.zip", {"WDICSV.csv": path.read_text(encoding="utf-8") * 60})
    for module, limit, bound, file, said in (
        (text, "_BYTES", 500, path, "found more than 500 bytes of lines that are wanted"),
        (text, "_BYTES", 500, packed, "WDI_CSV.zip:1:-: found a zip archive; wanted the World Bank's bulk file"),
        (bounded, "MAX_LINE", 100, path, "more than 100 bytes in one line"),
        (bounded, "MAX_SIFTED", 1000, path, "bytes; wanted at most 1,000"),
    ):
        monkeypatch.setattr(module, limit, bound)
        assert not unrefused([(partial(wdi.read, file), said)])
    wide = ("," * 6_000, ",".join(f"c{number}" for number in range(6_000)))
    monkeypatch.undo()
    made = (put(path, f"Country Code,Indicator Code,2000,{columns}\n") for columns in wide)
    assert not unrefused((partial(wdi.read, file), "columns; wanted at most 5,000") for file in made)


# --- long files --------------------------------------------------------------------------------------------------


def test_a_long_file_has_a_column_for_each_indicator(tmp_path: Path) -> None:
    path = put(tmp_path / "cut.csv", exports.WDI_LONG)
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
    assert spending.report.notes == ("not taken (1): Region",)
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


YEARS = '"1991","1992","1993","1994","1995"'
DAMAGE = [
    ('"1992"', '"1892"', "years that are not one after the other, 1892 after 1991"),
    ('"1992","1993"', '"1993","1992"', "API.csv:5:1993: found years that are not one after the other, 1993 after"),
    (YEARS, '"1995","1994","1993","1992","1991"', "1994 after 1995"),
    (YEARS, YEARS.replace('"19', '"20'), "found a column for 2095 in a file updated in 2024; wanted years that"),
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
    ('"Kosovo","XKX"', '"Armenia","ARM"', "API.csv:11:Country Code: found ARM, MS.MIL.XPND.CD again, as on line 8"),
    ('"Kosovo"', '"Kosovo', "broken quoting"),
    ("MS.MIL.XPND.CD", "MS.MIL.OTHER", "no number of an indicator that is taken"),
]


def test_a_damaged_file_is_refused(api: Path) -> None:
    whole = exports.wdi_text()
    assert not [old for old, *_ in DAMAGE if old not in whole]
    before = wdi.read(api).rows
    made = ((put(api, whole.replace(old, new)), said) for old, new, said in DAMAGE)
    assert not unrefused(((partial(wdi.read, path, strict=True), said) for path, said in made), 5)
    assert wdi.read(put(api, whole.replace('"Kosovo"', 'Kosovo"'))).rows.equals(before)
    changed = before.compare(wdi.read(put(api, whole.replace('"9829800.5"', '"9829801.5"'))).rows)
    assert (len(changed), changed.columns.get_level_values(0).unique().tolist()) == (1, ["value"])


def test_a_row_whose_code_is_not_of_its_name_is_left_out_and_told(tmp_path: Path) -> None:
    path = put(tmp_path / "API.csv", exports.wdi_text().replace('"Armenia","ARM"', '"Azerbaijan","ARM"'))
    found = wdi.read(path)
    assert "ARM" not in set(found.rows["place"])
    assert [fault.line for fault in found.report.left_out] == [8]
    many = re.sub('"(Aruba|Armenia|Costa Rica|World)"', '"Israel"', exports.wdi_text())
    said = "found 4 of 8 rows that cannot be read; wanted at most 3"
    assert not unrefused([(partial(wdi.read, put(path, many)), said)])


def test_a_share_over_100_per_cent_is_flagged_and_stays(tmp_path: Path) -> None:
    path = put(tmp_path / "long.csv", exports.WDI_LONG.replace(",4.9,", ",490,"))
    found = wdi.read(path, table="spending", source_id="wdi-2024-03")
    assert found.report.flags == {"share over 100 per cent": 1}
    assert found.rows["value"].max() >= 490


def test_the_excel_download_saved_as_xlsx_is_read(api: Path, tmp_path: Path) -> None:
    """The World Bank's own is .xls: what the refusal of it advises leads to the same rows as the CSV file."""
    book = Workbook()
    for line in csv.reader(exports.wdi_text().splitlines()):
        numbers = [float(cell) if cell and len(line) == 10 and line[1].isupper() else None for cell in line[4:-1]]
        book.worksheets[0].append([*line[:4], *(numbers if any(numbers) else line[4:-1])])
    book.create_sheet("Metadata - Countries").append(["Country Code", "Region"])
    book.save(tmp_path / "API.xlsx")
    found, plain = wdi.read(tmp_path / "API.xlsx").rows, wdi.read(api).rows
    columns = ["place", "year", "basis", "value", "missing_reason", "source_id"]
    assert found[columns].equals(plain[columns])
    assert found["locator"].iloc[0].startswith("API.xlsx, line ")
    assert [read.table for read in detect.read(tmp_path / "API.xlsx")] == ["spending"]


def test_odd_cells_of_many_columns_are_found_in_one_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wide file is not read again for each column that has an odd cell."""
    rows = [[f"c{at}", "MS.MIL.XPND.CD", *"12345"] for at in range(78)]
    for at in range(5):
        rows[at][2 + at] = "odd"
    head = ["Country Code", "Indicator Code", *map(str, exports.WDI_YEARS)]
    lines = map(",".join, [head, ["ARM", "MS.MIL.XPND.CD", *"12345"], *rows])
    read = []
    monkeypatch.setattr(wdi, "_wide", lambda table, wide=wdi._wide: read.append(1) or wide(table))
    found = wdi.read(put(tmp_path / "odd.csv", "\n".join([*lines, ""])), source_id="wdi-2024-03")
    assert (len(found.report.left_out), len(read)) == (5, 2)


of_cut = partial(wdi.read, source_id="wdi-2024-03")


def test_damaged_copies_of_made_files_are_right_or_refused(api: Path, tmp_path: Path) -> None:
    long = put(tmp_path / "cut.csv", exports.WDI_LONG)
    for read, path, rows in ((of_cut, api, 5), (partial(of_cut, table="spending"), long, 6)):
        found = mutations.outcomes(read, path, SPENDING, mutations.SEEDS, rows_a_line=rows)
        assert min(found["same"], found["refused"]) > 0.2 * len(mutations.SEEDS)
    packed = exports.zipped(tmp_path / "API.zip", {"API.csv": exports.wdi_text()})
    outside = [seed for seed in mutations.SEEDS if mutations.kind(seed) != "two columns exchanged"]
    found = mutations.outcomes(of_cut, packed, SPENDING, outside, rows_a_line=100)
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
    made = text.table("made.csv", "\n".join([*lines, ""]), "a file", wdi.is_header)
    if printed:
        assert values(wdi.rows(made, source_id="wdi-2024-03").rows) == printed
    else:
        said = "no number of an indicator that is taken"
        assert not unrefused([(partial(wdi.rows, made, source_id="wdi-2024-03"), said)])


# --- the genuine files -------------------------------------------------------------------------------------------

FILES = {
    "wdi-2020-12": ["API_MS.MIL.XPND.GD.ZS_DS2_en_csv_v2_1740297.csv"],
    "wdi-2021-10": [
        f"Expenditure{name}_wdi-2021-10-28.csv" for name in ("Percent_MS.MIL.XPND.GD.ZS", "_MS.MIL.XPND.CD")
    ],
    "wdi-2024-03": [*("API_MS.MIL.XPND.CD_DS2_en_csv_v2_47475.csv", "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_26.csv")],
    "wdi-2024-12": ["20241205_WDI_indicators.csv"],
    "wdi-2025-03": ["API_PA.NUS.FCRF_DS2_en_csv_v2_13510.csv"],
}
UNDATED = {"wdi-2020-12", "wdi-2024-12"}
CASES = [
    *((source, "spending") for source in FILES if source != "wdi-2025-03"),
    *(("wdi-2024-03", "context"), ("wdi-2025-03", "context")),
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
        near = pytest.approx(row["value"], abs=0.51 * 10 ** -DECIMALS[what], rel=1e-12, nan_ok=True)
        assert mine["value"] == near
        assert not math.isnan(row["value"]) or mine["missing_reason"] == row["missing_reason"]
        assert (mine["unit"], mine["locator"]) == (row["unit"], row["locator"])
    # Nothing of the shipped places is left out, and nothing is added.
    mine = found[found.index.get_level_values(0).isin(set(shipped.index.get_level_values(0)))]
    years = shipped.index.get_level_values(1)
    beyond = mine[(mine.index.get_level_values(1) >= years.min()) & ~mine.index.isin(shipped.index)]
    assert set(beyond["unit"]) <= {"per cent of government spending"}


def test_values_are_those_of_the_extract(raw: Path, shared: Path) -> None:
    """Every place of the extract, which other code made from the same files."""
    ours = values(genuine(raw, "wdi-2024-03", "spending"))
    with (shared / "spending" / "extract.csv").open(encoding="utf-8", newline="") as file:
        said = "World Bank WDI MS.MIL.XPND.CD (updated 2024"
        rows = [row for row in csv.DictReader(file) if row["source"].startswith(said)]
    assert len(rows) > 200
    for row in rows:
        mine = ours[row["country_iso3"], int(row["year"])] or 0
        assert mine == pytest.approx(float(row["value"]), rel=1e-9)


def test_zeros_of_the_edition_of_2024_are_numbers_only_where_there_is_no_army(raw: Path) -> None:
    rows = genuine(raw, "wdi-2024-03", "spending")
    assert set(rows[rows["value"] == 0]["place"]) == {"CRI", "HTI", "ISL", "PAN"}
    assert Counter(rows["missing_reason"].dropna()) == {"printed as zero": 91}


def test_damaged_copies_of_genuine_files_are_right_or_refused(raw: Path, tmp_path: Path) -> None:
    for name in (FILES["wdi-2024-03"][0], FILES["wdi-2021-10"][1]):
        copy = tmp_path / "API.csv"
        copy.write_bytes((raw / name).read_bytes())
        found = mutations.outcomes(of_cut, copy, SPENDING, mutations.GENUINE, rows_a_line=64)
        assert min(found["same"], found["refused"]) > 0.13 * len(mutations.GENUINE)


# --- copies in the layouts of others -----------------------------------------------------------------------------

DATAHUB = (
    "Country Name,Country Code,Year,Value\nArmenia,ARM,2019,{0}\nArab World,ARB,2019,{1}\nWorld,WLD,2019,{1}\n"
)


def test_a_column_of_values_is_told_by_those_of_the_world(tmp_path: Path) -> None:
    people = wdi.read(put(tmp_path / "any.csv", DATAHUB.format("2820602", "7776892015")))
    assert values(people.rows) == {("ARM", 2019): 2820602, ("World", 2019): 7776892015}
    assert (set(people.rows["item"]), set(people.rows["source_id"])) == ({"population"}, {"datahub-population"})
    product = wdi.read(put(tmp_path / "any.csv", DATAHUB.format("1.36e10", "8.77e13")))
    assert (set(product.rows["item"]), set(product.rows["source_id"])) == ({"gdp_current_usd"}, {"datahub-gdp"})
    assert set(product.rows["unit"]) == {"US dollars"}
    neither = put(tmp_path / "any.csv", DATAHUB.format("4.9", "2.2"))
    with pytest.raises(NotUsedError, match="no number of an indicator that is taken"):
        wdi.read(neither)


def test_files_of_gapminder_are_copies_of_two_indicators(tmp_path: Path) -> None:
    soldiers = wdi.read(put(tmp_path / "a.csv", "geo,time,armed_forces_personnel_total\narm,2019,49000\n"))
    assert values(soldiers.rows) == {("ARM", 2019): 49000}
    assert set(soldiers.rows["source_id"]) == {"gapminder-armed-forces-personnel-total"}
    share = wdi.read(put(tmp_path / "b.csv", "geo,time,military_expenditure_percent_of_gdp\narm,2019,4.9\n"))
    assert (share.rows["basis"].item(), share.rows["value"].item()) == ("share_gdp", 4.9)
    with pytest.raises(NotUsedError, match="but of arms_imports_sipri_tiv"):
        wdi.read(put(tmp_path / "c.csv", "geo,time,arms_imports_sipri_tiv\narm,2019,1000000\n"))


def test_what_has_no_number_that_is_taken_is_not_used_and_no_bad_file(tmp_path: Path) -> None:
    other = exports.wdi(tmp_path / "other.csv", code="MS.MIL.MPRT.KD")
    words = put(tmp_path / "Metadata.csv", '"Country Code","Region","IncomeGroup",\n"ARM","Asia","Middle",\n')
    for path in (other, words):
        with pytest.raises(NotUsedError):
            detect.read(path)

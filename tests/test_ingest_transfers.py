"""SIPRI's arms transfers: every layout, hand-worked volumes, damage of all sorts, and the genuine files."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exports
import mutations
from milbalance.errors import AmbiguousError, DataError, MilbalanceError
from milbalance.ingest import (
    deliveries,
    sipri_release,
    sipri_transfers,
    text,
    tiv_tables,
    transfers,
    yearly,
)
from milbalance.ingest.report import Imported
from milbalance.tables import load, schema

SOURCE = "sipri-transfers-2026-03"
Frame = pd.DataFrame


def volumes(rows: Frame) -> dict[tuple[str, str, int], float]:
    """TIV by recipient, supplier and year."""
    key = zip(rows["recipient"], rows["supplier"], rows["year"], strict=True)
    found = dict(zip(key, rows["tiv_m"], strict=True))
    assert len(found) == len(rows), "a recipient, supplier and year twice"
    return found


def content(rows: Frame) -> Frame:
    """Rows without what says where they stand in a file."""
    return rows.drop(columns=["locator", "deal", "delivery", "source_id"], errors="ignore")


# --- deals -------------------------------------------------------------------------------------------------------


def test_deals_have_the_columns_and_types_of_the_shipped_table(tmp_path: Path) -> None:
    found = transfers.read(exports.deals(tmp_path / "trade-register.csv"))
    assert list(found.rows.columns) == schema.tables()["arms_deals"].columns
    pd.testing.assert_series_equal(found.rows.dtypes, load.table("arms_deals").dtypes)
    first = found.rows.iloc[0]
    assert first["deal"] == "sipri-transfers-2026-03-00014"  # 11 lines, the stamp and the header stand above
    assert first["locator"] == "trade-register.csv (18 May 2026), line 14"
    assert (first["recipient"], first["supplier"], first["order_year"]) == ("AZE", "ISR", 2014)
    assert (first["order_year_uncertain"], first["ordered_uncertain"]) == (True, False)
    assert (first["first_year"], first["last_year"], first["status"]) == (2015, 2016, "New")
    assert (first["tiv_unit_m"], first["tiv_delivered_m"]) == (1.5, 15)


def test_the_report_on_deals_says_what_was_left_out_and_what_is_odd(tmp_path: Path) -> None:
    rows = [*exports.DEALS, exports.DEALS[1], "Armenia,Russia,2012,,2,,Boat-8,boat,2,,2013,New,,6,12,11"]
    report = transfers.read(exports.deals(tmp_path / "register.csv", rows)).report
    assert report.edition == "release of 2026-03, generated 2026-05-18"
    assert (report.file, report.rows, report.first_year, report.last_year) == ("register.csv", 11, 2011, 2018)
    rebels = "Soviet-era rebels (Atlantis)*"
    assert report.places == (
        *("ARM", "AZE", "Atlantis", "IRN", "ISR", "RUS", rebels, "TUR", "UNKNOWN", "XHZ", "XUO"),
    )
    assert report.unknown == {}
    assert report.flags == {
        "no code is known, so kept under its own name: Atlantis": 1,
        f"no code is known, so kept under its own name: {rebels}": 1,
        "rows equal to another, which may be repeats": 1,
        "volume delivered that is not number times unit": 1,
    }


def test_an_open_order_has_no_delivery_year_and_says_so(tmp_path: Path) -> None:
    unvalued = "Armenia,Russia,2020,,6,,Hawk,missile,0,,,New,,0,,0"
    rows = transfers.read(exports.deals(tmp_path / "register.csv", [exports.DEALS[2], unvalued])).rows
    assert rows["first_year"].isna().all()
    assert rows["note"].tolist() == ["open order", "open order, no volume set"]
    assert rows["tiv_unit_m"].iloc[0] == 3
    assert math.isnan(rows["tiv_unit_m"].iloc[1])


def test_a_line_break_in_a_comment_does_not_split_a_deal(tmp_path: Path) -> None:
    whole = exports.deals(tmp_path / "whole.csv")
    raw = whole.read_bytes()
    for number, broken in enumerate((b"Ma\nde up", b"Made up\n", b"Ma\rde up", b"Ma\r\nde\n\nup")):
        assert raw.count(b"New,Made up,") == 1
        path = tmp_path / f"broken{number}.csv"
        path.write_bytes(raw.replace(b"New,Made up,", b"New," + broken + b","))
        found = transfers.read(path)
        assert found.report.notes == ("rows that a line break had cut in two, joined: 1",)
        pd.testing.assert_frame_equal(content(found.rows), content(transfers.read(whole).rows))
        # The lines below have moved, and their locators with them.
        moved = sum(broken.count(end) for end in (b"\r\n", b"\n", b"\r")) - broken.count(b"\r\n") * 2
        assert found.rows["locator"].iloc[1].endswith(f"line {15 + moved}")


WRITTEN_AGAIN: dict[str, dict[str, Any]] = {
    "as SIPRI writes it": {},
    "line ends of Windows": {"end": "\r\n"},
    "old line ends of the Mac": {"end": "\r"},
    "UTF-8": {"encoding": "utf-8"},
    "UTF-8 with a mark": {"encoding": "utf-8-sig"},
    "UTF-16": {"encoding": "utf-16"},
    "the code of Windows": {"encoding": "cp1252"},
    "semicolons at the ends": {"last": ";", "end": "\r\n"},
    "a comma at the ends": {"last": ","},
    "tabs": {"delimiter": "\t"},
    "semicolons between": {"delimiter": ";", "quoting": csv.QUOTE_MINIMAL},
    "quoted": {"quoting": csv.QUOTE_ALL},
    "other lines above": {"above": ["One"] * 40},
    "no lines above": {"above": []},
}


@pytest.mark.parametrize("how", WRITTEN_AGAIN.values(), ids=WRITTEN_AGAIN.keys())
def test_copies_that_programs_wrote_again_hold_the_same(how: dict[str, Any], tmp_path: Path) -> None:
    for kind, make in ((transfers, exports.deals), (deliveries, exports.deliveries)):
        wanted = kind.read(make(tmp_path / "a.csv")).rows
        pd.testing.assert_frame_equal(content(kind.read(make(tmp_path / "b.csv", **how)).rows), content(wanted))


def test_a_copy_by_pandas_holds_the_same_whatever_its_index_and_its_names_for_nameless_columns(
    tmp_path: Path,
) -> None:
    path = exports.deals(tmp_path / "a.csv")
    wanted = content(transfers.read(path).rows)
    frame = pd.read_csv(path, skiprows=12, encoding="latin-1")
    assert [name for name in frame.columns if not name.strip(" .0123456789")] == [" ", " .1", " .2"]
    for number, (index, order) in enumerate(((False, 1), (True, 1), (False, -1))):
        copy = tmp_path / f"copy{number}.csv"
        names = list(frame.columns)
        if order < 0:  # pairs of a column and its question marks, from the back
            names = [*names[10:], *names[8:10], *names[6:8], *names[4:6], *names[2:4], *names[:2]]
        frame[names].to_csv(copy, index=index)
        found = transfers.read(copy, source_id=SOURCE)
        pd.testing.assert_frame_equal(content(found.rows), wanted)


def test_the_register_of_2026_calls_its_deliveries_otherwise(tmp_path: Path) -> None:
    header = [
        "Deliveries in the Year Range" if name == "Number delivered" else name for name in exports.DEAL_HEADER
    ]
    path = exports.write(tmp_path / "new.csv", header, exports.cells(exports.DEALS))
    assert transfers.read(path).rows.equals(transfers.read(exports.deals(tmp_path / "new.csv")).rows)


def test_years_of_delivery_are_read_with_and_without_blanks(tmp_path: Path) -> None:
    tight = [row.replace("; ", ";") for row in exports.DEALS]
    wide = transfers.read(exports.deals(tmp_path / "a.csv"))
    assert transfers.read(exports.deals(tmp_path / "a.csv", tight)).rows.equals(wide.rows)


# --- spreading ---------------------------------------------------------------------------------------------------


def test_deals_are_spread_evenly_over_their_delivery_years_and_say_so(tmp_path: Path) -> None:
    found = transfers.read_yearly(exports.deals(tmp_path / "register.csv"))
    rows = found.rows.set_index(["recipient", "supplier", "year"])
    assert volumes(found.rows) == {
        ("ARM", "RUS", 2013): 6,  # 12 in 2013 and 2015: none in between
        ("ARM", "RUS", 2015): 6,
        ("ARM", "Atlantis", 2014): 3,
        ("AZE", "ISR", 2015): 7.5,
        ("AZE", "ISR", 2016): 17.5,  # half of 15, and 10 of the second deal
        ("AZE", "UNKNOWN", 2018): 4,
        ("Soviet-era rebels (Atlantis)*", "RUS", 2013): 6,
        ("XHZ", "IRN", 2011): 0.5,
        ("XUO", "ISR", 2013): 1.5,
    }
    assert rows.loc[("AZE", "ISR", 2016), "method"] == "spread over delivery years"
    assert rows.loc[("AZE", "UNKNOWN", 2018), "method"] == "sum of deliveries"
    assert rows.loc[("AZE", "ISR", 2016), "locator"] == "register.csv (18 May 2026), line 14, 15"
    assert "2 of 9 deals have several delivery years" in found.report.notes[-1]
    assert "4 of 9 yearly values are a guess" in found.report.notes[-1]
    pd.testing.assert_series_equal(found.rows.dtypes, load.table("arms_imports").dtypes)


def test_sums_of_deliveries_are_exact(tmp_path: Path) -> None:
    found = deliveries.read(exports.deliveries(tmp_path / "register.csv"))
    rows = deliveries.yearly(found.rows)
    assert volumes(rows) == {
        ("ARM", "RUS", 2013): 6,
        ("ARM", "RUS", 2015): 6,
        ("AZE", "ISR", 2015): 4.5,
        ("AZE", "ISR", 2016): 20.5,
        ("AZE", "UNKNOWN", 2018): 4,
        ("XHZ", "IRN", 2011): 0.5,
    }
    assert set(rows["method"]) == {"sum of deliveries"}
    assert rows.set_index(["supplier", "year"]).loc[("ISR", 2016), "locator"].endswith("line 15, 16")
    pd.testing.assert_series_equal(rows.dtypes, load.table("arms_imports").dtypes)


def test_deliveries_have_the_columns_and_types_of_the_shipped_table(tmp_path: Path) -> None:
    found = deliveries.read(exports.deliveries(tmp_path / "register.csv", stamp="12 Feb 2026 1:00:00 PM"))
    assert list(found.rows.columns) == schema.tables()["arms_deliveries"].columns
    pd.testing.assert_series_equal(found.rows.dtypes, load.table("arms_deliveries").dtypes)
    assert found.rows["delivery"].tolist()[:2] == [
        "sipri-transfers-2025-03-11-2015",
        "sipri-transfers-2025-03-11-2016",
    ]
    assert found.rows["local_production"].tolist() == [False, False, True, False, False, False, False]
    assert found.report.flags == {}


def test_a_register_that_was_asked_for_some_years_says_so(tmp_path: Path) -> None:
    asked = ["Made up, for year range '1995' to '2024'"]
    for read, make in ((deliveries.read, exports.deliveries), (transfers.read, exports.deals)):
        report = read(make(tmp_path / "a.csv", above=asked)).report
        assert report.asked == (1995, 2024)
        assert "asked for 1995-2024: other years are absent, not zero" in report.lines()
        assert read(make(tmp_path / "a.csv")).report.asked is None


@pytest.mark.parametrize(
    ("said", "supplier", "recipient"),
    [
        ("from All countries  to All countries . Deals with", "", ""),
        ("from All countries to All countries. Deals with", "", ""),
        ("from United States   to All countries . Deals with", "United States", ""),
        ("from All countries to Trinidad and Tobago. Deals with", "", "Trinidad and Tobago"),
        ("from Israel  to Azerbaijan . Deals with", "Israel", "Azerbaijan"),
    ],
)
def test_a_register_that_was_asked_for_some_parties_says_so(
    said: str, supplier: str, recipient: str, tmp_path: Path
) -> None:
    above = [f"Transfers of major conventional arms {said} deliveries made up"]
    for read, make in ((deliveries.read, exports.deliveries), (transfers.read, exports.deals)):
        report = read(make(tmp_path / "a.csv", above=above)).report
        assert (report.supplier, report.recipient) == (supplier, recipient)
        told = [line for line in report.lines() if line.startswith("asked for the")]
        assert len(told) == bool(supplier) + bool(recipient)
        assert all(line.endswith("are absent, not zero") for line in told)


def test_a_table_of_one_party_says_so(tmp_path: Path) -> None:
    sold = tiv_tables.read(exports.put(tmp_path / "a.csv", exports.OLD_TABLE)).report
    assert (sold.supplier, sold.recipient) == ("Israel", "")
    bought = tiv_tables.read(exports.put(tmp_path / "b.csv", exports.NEW_TABLE)).report
    assert (bought.supplier, bought.recipient) == ("", "Israel")
    assert "asked for the recipient Israel: other recipients are absent, not zero" in bought.lines()


def test_semicolons_that_a_spreadsheet_left_at_the_end_of_lines_are_dropped(tmp_path: Path) -> None:
    plain = transfers.read(exports.deals(tmp_path / "a.csv")).rows
    lines = (tmp_path / "a.csv").read_text(encoding="latin-1").splitlines()
    # As many as it takes to fill the widest line: fewer where a comment or the years have some of their own.
    filled = [line + ";" * (41 - line.count(";")) if line.count(",") > 10 else line for line in lines]
    path = exports.put(tmp_path / "a.csv", "\n".join([*filled, ""]).replace("2015; 2016", "2015;2016"))
    pd.testing.assert_frame_equal(transfers.read(path).rows, plain)


def test_a_delivery_that_comes_twice_is_kept_and_flagged(tmp_path: Path) -> None:
    rows = [*exports.DELIVERIES, exports.DELIVERIES[0]]
    found = deliveries.read(exports.deliveries(tmp_path / "register.csv", rows))
    assert found.rows["delivery"].is_unique
    assert found.rows["delivery"].iloc[-1] == "sipri-transfers-2026-03-11-2015-2"
    assert found.report.flags == {"deals that come twice in one year, which may be repeats": 1}


def test_exact_values_win_for_all_years_that_they_cover(tmp_path: Path) -> None:
    spread = transfers.read_yearly(exports.deals(tmp_path / "a.csv")).rows
    late = [row for row in exports.DELIVERIES if ",2015," in row or ",2016," in row]
    exact = deliveries.yearly(deliveries.read(exports.deliveries(tmp_path / "b.csv", late)).rows)
    both = yearly.exact_first(exact, spread)
    assert volumes(both) == {
        ("ARM", "RUS", 2013): 6,
        ("ARM", "RUS", 2015): 6,
        ("ARM", "Atlantis", 2014): 3,
        ("AZE", "ISR", 2015): 4.5,
        ("AZE", "ISR", 2016): 20.5,
        ("AZE", "UNKNOWN", 2018): 4,
        ("Soviet-era rebels (Atlantis)*", "RUS", 2013): 6,
        ("XHZ", "IRN", 2011): 0.5,
        ("XUO", "ISR", 2013): 1.5,
    }
    with pytest.raises(AmbiguousError, match="2025-03 and sipri-transfers-2026-03: releases are never combined"):
        yearly.exact_first(exact.assign(source_id="sipri-transfers-2025-03"), spread)


deal_rows = st.lists(
    st.tuples(
        st.sampled_from(["Azerbaijan", "Armenia", "Hezbollah (Lebanon)*"]),
        st.sampled_from(["Israel", "Russia", "unknown supplier(s)", "Atlantis"]),
        st.sets(st.integers(1950, 2025), max_size=6),
        st.integers(0, 90_000),
    ),
    max_size=25,
)


@given(rows=deal_rows)
def test_spreading_keeps_the_whole_and_every_year_of_it(rows: list[tuple[str, str, set[int], int]]) -> None:
    lines = [
        f"{to},{by},1949,,1,,Thing,class,{len(years)},,{'; '.join(map(str, sorted(years)))},New,,1,,{tiv / 100}"
        for to, by, years, tiv in rows
    ]
    made = text.table("made.csv", _csv(exports.DEAL_HEADER, lines), "a register", transfers.is_header)
    found = transfers.yearly(transfers.register(made, source_id=SOURCE)).rows
    whole = sum(tiv for _, _, years, tiv in rows if years) / 100
    assert found["tiv_m"].sum() == pytest.approx(whole, abs=1e-4)
    assert set(found["year"]) == {year for _, _, years, _ in rows for year in years}


@given(rows=st.lists(st.tuples(st.integers(1, 9), st.integers(2000, 2009), st.integers(0, 99_999)), max_size=30))
def test_sums_do_not_depend_on_the_order_of_rows_and_lose_nothing(rows: list[tuple[int, int, int]]) -> None:
    lines = [
        f"{n},Israel,Armenia,Thing,class,Aircraft,1999,No,1,No,{year},No,New,1,1,{tiv / 100},No"
        for n, year, tiv in rows
    ]
    tables = [
        text.table("made.csv", _csv(exports.DELIVERY_HEADER, ordered), "a register", deliveries.is_header)
        for ordered in (lines, lines[::-1])
    ]
    one, two = (deliveries.yearly(deliveries.rows(table, source_id=SOURCE).rows) for table in tables)
    pd.testing.assert_frame_equal(content(one), content(two))
    exact = Counter[int]()
    for _, year, tiv in rows:
        exact[year] += tiv
    assert {year: round(tiv * 100) for (_, _, year), tiv in volumes(one).items()} == dict(exact)


def _csv(header: list[str], lines: list[str]) -> str:
    return "\n".join([",".join(header), *lines, ""])


# --- releases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "last", "release"),
    [
        ("18 May 2026 2:29:20 PM", 2025, "2026-03"),
        ("12 Feb 2026 9:10:08 AM", 2024, "2025-03"),
        ("1 Jan 2026 9:10:08 AM", 2024, "2025-03"),
        ("18 Mar 2024 6:13:50 PM", 2023, "2024-03"),
        ("15 March 2024", 2020, "2024-03"),
        ("11 Mar 2024 6:13:50 PM", 2023, "2024-03"),
        ("28 July 2022", 2021, "2022-03"),
        ("31 DEC 2022", 1990, "2022-03"),
    ],
)
def test_the_day_of_a_file_tells_its_release(stamp: str, last: int, release: str, tmp_path: Path) -> None:
    row = f"1,Israel,Armenia,Thing,class,Aircraft,1980,No,1,No,{last},No,New,1,1,1,No"
    found = deliveries.read(exports.deliveries(tmp_path / "a.csv", [row], stamp=stamp))
    assert set(found.rows["source_id"]) == {f"sipri-transfers-{release}"}


@pytest.mark.parametrize(
    ("stamp", "last", "said"),
    [
        (None, 2023, "no line 'Data generated: ...' above the table"),
        ("30 Feb 2024", 2023, "no line 'Data generated: ...' above the table"),
        ("4 Mar 2024", 2022, "say the source_id (--source-id), sipri-transfers-2023-03 or -2024-03"),
        ("18 May 2024", 2024, "has deliveries of 2024, which the release of 2024-03 cannot have"),
        ("12 Feb 2024", 2023, "has deliveries of 2023, which the release of 2023-03 cannot have"),
    ],
)
def test_where_the_release_is_not_plain_it_must_be_said(
    stamp: str | None, last: int, said: str, tmp_path: Path
) -> None:
    row = f"1,Israel,Armenia,Thing,class,Aircraft,1980,No,1,No,{last},No,New,1,1,1,No"
    path = exports.deliveries(tmp_path / "a.csv", [row], stamp=stamp)
    with pytest.raises(MilbalanceError) as error:
        deliveries.read(path)
    assert said in str(error.value)
    assert set(deliveries.read(path, source_id=SOURCE).rows["source_id"]) == {SOURCE}


def test_a_stamp_is_a_day() -> None:
    assert sipri_release.stamp(["x", 'Generated: 28 July 2022,,,"']) == date(2022, 7, 28)
    assert sipri_release.stamp(["Regenerated soon", "generated: 28 Juli"]) is None


# --- tables of volumes -------------------------------------------------------------------------------------------


def test_the_old_table_of_what_a_supplier_sold(tmp_path: Path) -> None:
    found = tiv_tables.read(exports.put(tmp_path / "TIV-Export.csv", exports.OLD_TABLE))
    assert volumes(found.rows) == {
        ("AZE", "ISR", 2015): 5,
        ("AZE", "ISR", 2016): 21,
        ("TUR", "ISR", 2014): 0,
        ("TUR", "ISR", 2016): 3,
        ("XAU", "ISR", 2017): 1,
    }
    row = found.rows.set_index(["recipient", "year"]).loc[("TUR", 2014)]
    assert row["note"] == "0 stands for less than 0.5"
    assert row["locator"] == "TIV-Export.csv (28 July 2022), line 8, column 2014"
    assert set(found.rows["source_id"]) == {"sipri-transfers-2022-03"}
    assert set(found.rows["method"]) == {"official table"}
    assert found.report.flags == {}


def test_an_old_table_that_was_saved_with_semicolons(tmp_path: Path) -> None:
    rows = csv.reader(exports.OLD_TABLE.splitlines())
    saved = "".join(f"{';'.join(row)}\n" for row in rows)
    assert saved.startswith("TIV of arms exports from Israel, 2014-2017;;;")
    found = tiv_tables.read(exports.put(tmp_path / "a.csv", saved))
    wanted = tiv_tables.read(exports.put(tmp_path / "a.csv", exports.OLD_TABLE))
    pd.testing.assert_frame_equal(found.rows, wanted.rows)


def test_the_old_table_of_what_a_recipient_bought(tmp_path: Path) -> None:
    found = tiv_tables.read(exports.put(tmp_path / "a.csv", exports.OLD_IMPORTS))
    assert volumes(found.rows) == {("AZE", "ISR", 2014): 2, ("AZE", "ISR", 2015): 5, ("AZE", "UNKNOWN", 2015): 1}


def test_the_new_table_of_suppliers_of_one_recipient(tmp_path: Path) -> None:
    found = tiv_tables.read(exports.put(tmp_path / "a.csv", exports.NEW_TABLE))
    assert volumes(found.rows) == {
        ("ISR", "ITA", 2022): 6,
        ("ISR", "ITA", 2023): 0,
        ("ISR", "ITA", 2024): 16,
        ("ISR", "ITA", 2025): 11,
        ("ISR", "UNKNOWN", 2024): 1,
        ("ISR", "USA", 2022): 430,
        ("ISR", "USA", 2023): 459,
        ("ISR", "USA", 2025): 490,
    }


def test_the_new_table_of_recipients_of_one_supplier(tmp_path: Path) -> None:
    turned = exports.NEW_TABLE.replace("Supplier,", "Recipient,").replace(
        "exports to Israel", "imports from Israel"
    )
    found = tiv_tables.read(
        exports.put(tmp_path / "a.csv", turned.replace("unknown supplier", "unknown recipient"))
    )
    assert volumes(found.rows)["USA", "ISR", 2022] == 430
    assert volumes(found.rows)["UNKNOWN", "ISR", 2024] == 1


def test_totals_are_told_from_tables_between_two_sides(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "a.csv", exports.NEW_TOTALS)
    found = tiv_tables.read_totals(path)
    assert list(found.rows.columns) == tiv_tables.TOTALS
    totals = dict(zip(zip(found.rows["place"], found.rows["year"], strict=True), found.rows["tiv_m"], strict=True))
    assert totals == {("IND", 2022): 2582, ("IND", 2023): 1428, ("XNO", 2023): 70, ("BHS", 2022): 0}
    assert set(found.rows["flow"]) == {"imports"}
    with pytest.raises(MilbalanceError, match="a table of totals, which says nothing of who supplied whom"):
        tiv_tables.read(path)
    with pytest.raises(MilbalanceError, match="a table between two sides"):
        tiv_tables.read_totals(exports.put(tmp_path / "b.csv", exports.NEW_TABLE))
    sold = exports.NEW_TOTALS.replace("Recipient,", "Exports by,").replace("world import", "world export")
    assert set(tiv_tables.read_totals(exports.put(tmp_path / "c.csv", sold)).rows["flow"]) == {"exports"}


def test_a_tidy_list_loses_its_sums(tmp_path: Path) -> None:
    found = tiv_tables.read(
        exports.put(tmp_path / "import_tiv.csv", exports.TIDY), source_id="sipri-transfers-2022-03"
    )
    assert volumes(found.rows) == {("ARM", "RUS", 2015): 0, ("AZE", "ISR", 2015): 5}
    assert found.rows["locator"].tolist() == ["import_tiv.csv, line 6", "import_tiv.csv, line 3"]


def test_rows_that_do_not_add_up_are_flagged(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "a.csv", exports.NEW_TABLE.replace("430,459", "439,459"))
    assert tiv_tables.read(path).report.flags == {"years whose rows do not add up to the total printed": 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Total exports to Israel", "Zambia", "no row of totals at the end"),
        ("2023,2024,", "2023,2014,", "years that are not one after the other"),
        ("2022,2023,", "2022,20x3,", "found an unknown column"),
        ("2022,2023,", "2022,2022,", "two columns of that name"),
        ("to Israel", "to Atlantis", "a table of 'Atlantis'"),
        ("430,459", "430;459", "8 cells; wanted 9 cells"),
        ("Italy", "United States", "'United States' again, as on line 8"),
        ("430,459", "430,4e", "found '4e'; wanted a number"),
        ("430,459", "430,-9", "found '-9'; wanted a number"),
        ("Total exports to Israel", "Total of all", "a table closed by 'Total of all'"),
    ],
)
def test_a_damaged_table_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in exports.NEW_TABLE
    path = exports.put(tmp_path / "a.csv", exports.NEW_TABLE.replace(old, new))
    refuses(lambda: tiv_tables.read(path, strict=True), said)


def refuses(action: Callable[[], object], said: str) -> None:
    """Clear lines, one for each row, and nothing else."""
    with pytest.raises(MilbalanceError) as error:
        action()
    assert said in str(error.value)
    assert str(error.value).count("\n") < mutations.REFUSED


# --- one door for all three --------------------------------------------------------------------------------------


def test_any_file_of_the_transfers_is_told_by_what_it_holds(tmp_path: Path) -> None:
    deals = exports.deals(tmp_path / "one.csv")
    split = exports.deliveries(tmp_path / "two.txt")
    table = exports.put(tmp_path / "three", exports.NEW_TABLE)
    assert sipri_transfers.read(deals).rows.equals(transfers.read(deals).rows)
    assert sipri_transfers.read(split).rows.equals(deliveries.read(split).rows)
    assert sipri_transfers.read(table).rows.equals(tiv_tables.read(table).rows)
    assert sipri_transfers.read_yearly(deals).rows.equals(transfers.read_yearly(deals).rows)
    assert sipri_transfers.read_yearly(split).rows.equals(deliveries.yearly(deliveries.read(split).rows))
    assert sipri_transfers.read_yearly(table).rows.equals(tiv_tables.read(table).rows)
    packed = exports.zipped(tmp_path / "four.zip", {"a/trade-register.csv": deals.read_text("latin-1")})
    assert content(sipri_transfers.read(packed).rows).equals(content(transfers.read(deals).rows))


# --- damage ------------------------------------------------------------------------------------------------------

DEAL = exports.DEALS[0]
DAMAGE = {
    "years turned round": (
        DEAL.replace("2015; 2016", "2016; 2015"),
        "found '2016; 2015'; wanted years of delivery",
    ),
    "a year that is none": (DEAL.replace("2015; 2016", "2015; 216"), "found '2015; 216'"),
    "a number with a comma": (DEAL.removesuffix("15") + '"1,5"', "found '1,5'; wanted a number"),
    "brackets for a guess": (DEAL.replace(",2014,?", ",(2014),"), "found '(2014)'; wanted a year"),
    "a negative volume": (DEAL.removesuffix("15") + "-15", "found '-15'; wanted a number"),
    "not a number": (DEAL.removesuffix("15") + "nan", "found 'nan'; wanted a number"),
    "beyond all numbers": (DEAL.removesuffix("15") + "9e999", "found '9e999'; wanted a number"),
    "half a thing": (DEAL.replace(",10,,Falcon", ",10.5,,Falcon"), "found '10.5'; wanted a whole number"),
    "a mark that is none": (DEAL.replace(",?,", ",!,", 1), "found '!'; wanted '?' or nothing"),
    "a row cut short": (DEAL.rpartition(",")[0], "found 15 cells; wanted 16 cells"),
    "no designation": (DEAL.replace("Falcon-1", ""), "found nothing; wanted a designation"),
    "other digits": (DEAL.removesuffix("15") + "\u0661\u0665", "wanted a number"),
}


@pytest.mark.parametrize(("row", "said"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_deal_is_refused_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    path = exports.deals(tmp_path / "a.csv", [exports.DEALS[1]], encoding="utf-8")
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    refuses(lambda: transfers.read(path, strict=True), said)
    refuses(lambda: transfers.read(path, strict=True), "a.csv:15:")


def test_columns_may_be_shuffled_only_where_no_question_mark_is_lost(tmp_path: Path) -> None:
    rows = exports.cells(exports.DEALS)
    wanted = content(transfers.read(exports.deals(tmp_path / "a.csv")).rows)
    for one in range(16):
        for two in range(one):
            if {one, two} <= {3, 5, 9}:
                continue  # two columns of one name: nothing in the file says that they changed places
            order = list(range(16))
            order[one], order[two] = two, one
            path = exports.write(
                tmp_path / "b.csv",
                [exports.DEAL_HEADER[at] for at in order],
                [[row[at] for at in order] for row in rows],
            )
            try:
                found = transfers.read(path, strict=True)
            except DataError as error:
                assert len(error.faults) <= 5
            else:
                pd.testing.assert_frame_equal(content(found.rows), wanted)


def test_columns_of_deliveries_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    header, rows = exports.DELIVERY_HEADER[::-1], [row[::-1] for row in exports.cells(exports.DELIVERIES)]
    path = exports.write(tmp_path / "b.csv", ["Extra", *header], [["x", *row] for row in rows])
    wanted = deliveries.read(exports.deliveries(tmp_path / "a.csv")).rows
    pd.testing.assert_frame_equal(content(deliveries.read(path).rows), content(wanted))


@pytest.mark.parametrize("column", ["Supplier", "Year(s) of delivery", "SIPRI TIV per unit", "Number ordered"])
def test_a_missing_or_doubled_column_is_refused_by_name(column: str, tmp_path: Path) -> None:
    for name in ("Something", "Weapon designation"):
        header = [name if cell == column else cell for cell in exports.DEAL_HEADER]
        path = exports.write(tmp_path / "a.csv", header, exports.cells(exports.DEALS))
        with pytest.raises(DataError) as error:
            transfers.read(path)
        assert len(error.value.faults) == 1


@pytest.mark.parametrize(
    "column", ["delivered", "ordered", "tiv_unit_m", "tiv_delivered_m", "order_year", "last_year"]
)
def test_a_changed_number_changes_that_number_alone(column: str, tmp_path: Path) -> None:
    place = {
        "order_year": 2,
        "ordered": 4,
        "delivered": 8,
        "last_year": 10,
        "tiv_unit_m": 13,
        "tiv_delivered_m": 15,
    }
    rows = exports.cells(exports.DEALS)
    before = transfers.read(exports.deals(tmp_path / "a.csv")).rows
    rows[4][place[column]] = {"last_year": "2013; 2016"}.get(column, "2007")
    after = transfers.read(exports.write(tmp_path / "a.csv", exports.DEAL_HEADER, rows)).rows
    different = before.compare(after)
    assert different.columns.get_level_values(0).unique().tolist() == [column]
    assert different.index.tolist() == [4]


def test_names_that_a_terminal_would_obey_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    row = exports.DEALS[0]
    odd = [row.replace("Azerbaijan", "Az\x1b[2Jer"), row.replace("Israel", "Is\x07rael")]
    report = transfers.read(exports.deals(tmp_path / "a.csv", odd)).report
    assert set(report.places) == {"AZE", "Az\\x1b[2Jer", "ISR", "Is\\x07rael"}
    assert all(line.isprintable() for line in report.lines())


DEAL_COLUMNS = [
    name for name in schema.tables()["arms_deals"].columns if name not in ("deal", "source_id", "locator")
]
DELIVERY_COLUMNS = ["recipient", "supplier", "year", "designation", "class", "number", "tiv_m", "local_production"]
IMPORT_COLUMNS = ["recipient", "supplier", "year", "tiv_m", "method"]


def of_release(read: Callable[..., Imported]) -> Callable[[Path], Imported]:
    """Read a file as of a release, whatever its damaged stamp says."""
    return lambda path: read(path, source_id=SOURCE)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_damaged_copies_of_made_registers_are_right_or_refused(end: str, tmp_path: Path) -> None:
    deals = exports.deals(tmp_path / "deals.csv", exports.DEALS * 4, end=end)
    assert mutations.outcomes(of_release(transfers.read), deals, DEAL_COLUMNS, mutations.SEEDS)[
        "refused"
    ] > 0.15 * len(mutations.SEEDS)
    split = exports.deliveries(tmp_path / "deliveries.csv", end=end, last=";")
    assert mutations.outcomes(of_release(deliveries.read), split, DELIVERY_COLUMNS, mutations.SEEDS)[
        "refused"
    ] > 0.15 * len(mutations.SEEDS)


@pytest.mark.parametrize("table", [exports.NEW_TABLE, exports.OLD_TABLE], ids=["new", "old"])
def test_damaged_copies_of_made_tables_are_right_or_refused(table: str, tmp_path: Path) -> None:
    path = exports.put(tmp_path / "table.csv", table)
    found = mutations.outcomes(of_release(tiv_tables.read), path, IMPORT_COLUMNS, mutations.SEEDS, rows_a_line=4)
    assert found["refused"] > 0.27 * len(mutations.SEEDS)


@given(raw=st.binary(max_size=400), header=st.booleans())
def test_rubbish_is_refused_and_never_breaks_anything(raw: bytes, header: bool) -> None:
    start = ",".join(exports.DEAL_HEADER).encode() + b"\n" if header else b""
    try:
        body = text.decode("a.csv", start + raw)
        transfers.register(text.table("a.csv", body, "a register", transfers.is_header), source_id=SOURCE)
    except MilbalanceError as error:
        assert str(error).count("\n") < mutations.REFUSED


# --- the genuine files -------------------------------------------------------------------------------------------

DEALS_2024 = "sipri_trade-register_deals_world_1950-2023_generated-2024-03-18.csv"
DEALS_2026 = "sipri_trade-register_deals_world_1950-2025_generated-2026-05-18.csv"
SPLIT_NEW = "sipri_trade-register_deliveries_world_1990-2023_generated-2024-04-13.csv"
SPLIT_OLD = "sipri_trade-register_deliveries_world_1950-1989_generated-2024-04-16.csv"
TIDY_2022 = "sipri_tiv-bilateral-imports_world_1950-2021_retrieved-2022-05_tidy.csv"
IMPORTS = "sipri_tiv-import-totals_by-recipient_1990-2023_generated-2024-04-13.csv"
EXPORTS = "sipri_tiv-export-totals_by-supplier_1990-2023_generated-2024-04-13.csv"


@pytest.fixture(scope="module")
def raw(shared: Path) -> Path:
    return shared / "arms" / "raw"


def published(shared: Path, release: str) -> dict[tuple[str, str, int], float]:
    """Volumes of the extract, which other code made."""
    with (shared / "arms" / "supplier_year_tiv.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["recipient_iso3"], row["supplier_iso3"] or "UNKNOWN", int(row["year"])): float(row["tiv_m"])
            for row in csv.DictReader(file)
            if row["release"] == release
        }


def of_pair(rows: Frame, first: int) -> dict[tuple[str, str, int], float]:
    return volumes(rows[rows["recipient"].isin(["AZE", "ARM"]) & (rows["year"] >= first)])


def test_the_register_of_deliveries_gives_the_volumes_of_the_extract(raw: Path, shared: Path) -> None:
    found = deliveries.read(raw / SPLIT_NEW)
    assert set(found.rows["source_id"]) == {"sipri-transfers-2024-03"}
    assert (len(found.rows), found.report.unknown, found.report.flags) == (27_838, {}, {})
    wanted = published(shared, "2024-03")
    assert len(wanted) > 50
    assert of_pair(deliveries.yearly(found.rows), 1990) == wanted


def test_the_tidy_table_gives_the_volumes_of_the_extract(raw: Path, shared: Path) -> None:
    rows = tiv_tables.read(raw / TIDY_2022, source_id="sipri-transfers-2022-03").rows
    wanted = published(shared, "2022-03")
    assert len(wanted) > 50
    assert of_pair(rows, 1990) == wanted


def test_deals_give_the_volumes_of_the_extract_where_they_are_exact_and_by_supplier(
    raw: Path, shared: Path
) -> None:
    rows = transfers.read_yearly(raw / DEALS_2026).rows
    wanted = published(shared, "2026-03")
    found = of_pair(rows, 1990)
    assert found.keys() == wanted.keys()
    exact = of_pair(rows[rows["method"] == "sum of deliveries"], 1990)
    assert len(exact) > 20
    assert exact == pytest.approx({key: wanted[key] for key in exact}, abs=0.011)
    by_supplier = {side: (Counter[Any](), Counter[Any]()) for side in ("AZE", "ARM")}
    for side, supplier, year in wanted:
        by_supplier[side][0][supplier] += wanted[side, supplier, year]
        by_supplier[side][1][supplier] += found[side, supplier, year]
    for one, two in by_supplier.values():
        assert dict(two) == pytest.approx(dict(one), abs=0.021)


def test_both_registers_of_one_release_agree_by_deal_and_the_exact_one_wins(raw: Path) -> None:
    spread = transfers.read_yearly(raw / DEALS_2024).rows
    parts = [deliveries.yearly(deliveries.read(raw / name).rows) for name in (SPLIT_OLD, SPLIT_NEW)]
    exact = pd.concat(parts, ignore_index=True)
    pair = ["recipient", "supplier"]
    gap = spread.groupby(pair)["tiv_m"].sum() - exact.groupby(pair)["tiv_m"].sum()
    # The registers were generated a month apart: a handful of deals changed in between.
    assert (gap.abs() > 0.1).sum() < 30
    assert yearly.exact_first(exact, spread).equals(exact.sort_values(yearly.KEY, ignore_index=True))


@pytest.mark.parametrize(("name", "side"), [(IMPORTS, "recipient"), (EXPORTS, "supplier")])
def test_sums_over_the_world_are_sipris_own_totals_of_the_day(name: str, side: str, raw: Path) -> None:
    totals = tiv_tables.read_totals(raw / name)
    assert totals.report.flags == {}
    assert totals.report.unknown == {}
    printed = totals.rows.set_index(["place", "year"])["tiv_m"]
    summed = deliveries.yearly(deliveries.read(raw / SPLIT_NEW).rows).groupby([side, "year"])["tiv_m"].sum()
    assert set(printed.index) == set(summed.index)
    assert len(printed) > 1500
    apart = (summed.rename_axis(["place", "year"]) - printed).abs()
    assert apart.max() <= 0.5001


def test_the_newest_register_is_read_whole(raw: Path) -> None:
    for name, rows, joined in ((DEALS_2026, 29_916, 0), (DEALS_2024, 29_056, 2)):
        found = transfers.read(raw / name)
        assert (len(found.rows), found.report.unknown) == (rows, {})
        late = {"ordered after its first year of delivery": 5} if name == DEALS_2024 else {}
        assert found.report.flags == {"rows equal to another, which may be repeats": 9, **late}
        assert found.report.left_out == ()
        assert len(found.report.notes) == bool(joined)


def test_deals_are_the_shipped_ones(raw: Path) -> None:
    shipped = load.table("arms_deals")
    found = transfers.read(raw / DEALS_2026).rows
    line = r"line (\d+)$"
    rows = found.set_index(found["locator"].str.extract(line)[0]).loc[shipped["locator"].str.extract(line)[0]]
    same = [name for name in DEAL_COLUMNS if name != "note"]
    pd.testing.assert_frame_equal(rows[same].reset_index(drop=True), shipped[same], check_exact=True)
    ours = rows["note"].fillna("").tolist()
    assert all((note or "").startswith(own) for note, own in zip(shipped["note"].fillna(""), ours, strict=True))


def test_deliveries_are_the_shipped_ones(raw: Path) -> None:
    shipped = load.table("arms_deliveries")
    shipped = shipped[shipped["source_id"] == "sipri-transfers-2024-03"]
    found = deliveries.read(raw / SPLIT_NEW).rows
    pair = found[found["recipient"].isin(["AZE", "ARM"])]
    same = [name for name in DELIVERY_COLUMNS if name != "class"]  # the shipped table spells classes as in 2026
    assert mutations.counted(pair, same) == mutations.counted(shipped, same)


@pytest.mark.parametrize("name", [DEALS_2024, SPLIT_NEW, IMPORTS])
def test_damaged_copies_of_genuine_files_are_right_or_refused(name: str, raw: Path, tmp_path: Path) -> None:
    lines = (raw / name).read_bytes().splitlines(keepends=True)
    short = tmp_path / "short.csv"  # a hundredth of the register: the damage is the same, and it takes a tenth
    short.write_bytes(b"".join(lines if len(lines) < 1000 else [*lines[:12], *lines[12::70]]))
    module: Any = {DEALS_2024: transfers, SPLIT_NEW: deliveries}.get(name, tiv_tables)
    columns = {DEALS_2024: DEAL_COLUMNS, SPLIT_NEW: DELIVERY_COLUMNS}.get(name, ["place", "year", "flow", "tiv_m"])
    reader = module.read_totals if module is tiv_tables else module.read

    outcomes = mutations.outcomes(of_release(reader), short, columns, mutations.SEEDS, rows_a_line=34)
    assert min(outcomes["same"], outcomes["refused"]) > 0.13 * len(mutations.SEEDS)

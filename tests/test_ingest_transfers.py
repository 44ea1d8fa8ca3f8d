"""SIPRI's arms transfers: every layout, hand-worked volumes, damage of all sorts, and the genuine files."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import exports
import mutations
from exports import DEALS, DELIVERIES, NEW_TABLE, OLD_TABLE, put, unrefused
from milbalance.errors import MilbalanceError, NotUsedError
from milbalance.ingest import deliveries, left_out, sipri_release, sipri_transfers, text, tiv_tables, transfers
from milbalance.measures import spread as measured
from milbalance.measures import transfers as arithmetic
from milbalance.tables import load, schema

SOURCE = "sipri-transfers-2026-03"
Frame = pd.DataFrame
BOTH: tuple[tuple[Any, Any], ...] = ((transfers, exports.deals), (deliveries, exports.deliveries))
DEAL_COLUMNS = [
    name for name in schema.tables()["arms_deals"].columns if name not in ("deal", "source_id", "locator")
]
DELIVERY_COLUMNS = ["recipient", "supplier", "year", "designation", "class", "number", "tiv_m", "local_production"]
IMPORT_COLUMNS = ["recipient", "supplier", "year", "tiv_m", "method"]
# A register with the name that a column has from 2026 on.
HEADER_2026 = [
    "Deliveries in the Year Range" if name == "Number delivered" else name for name in exports.DEAL_HEADER
]
PLAIN = "Armenia,Russia,2010,,2,,Boat-9,missile boat,2,,{year},New,,6,12,12"
MANY = [PLAIN.format(year=2011 + number % 10) for number in range(40)]


def volumes(rows: Frame) -> dict[tuple[str, str, int], float]:
    """TIV by recipient, supplier and year."""
    key = zip(rows["recipient"], rows["supplier"], rows["year"], strict=True)
    found = dict(zip(key, rows["tiv_m"], strict=True))
    assert len(found) == len(rows), "a recipient, supplier and year twice"
    return found


def content(rows: Frame) -> Frame:
    """Rows without what says where they stand in a file."""
    return rows.drop(columns=["locator", "deal", "delivery", "source_id"], errors="ignore")


def same(one: Frame, two: Frame) -> bool:
    return content(one).equals(content(two))


def as_shipped(rows: Frame, table: str) -> None:
    assert list(rows.columns) == schema.tables()[table].columns
    pd.testing.assert_series_equal(rows.dtypes, load.table(table).dtypes)


def flags(path: Path) -> dict[str, int]:
    """What a file of transfers is flagged for, without the many equal rows of made files."""
    found = dict(sipri_transfers.read(path, source_id=SOURCE).report.flags)
    found.pop("rows equal to another, which may be repeats", None)
    return found


# --- deals and deliveries ----------------------------------------------------------------------------------------


def test_deals_have_the_columns_and_types_of_the_shipped_table(tmp_path: Path) -> None:
    rows = transfers.read(exports.deals(tmp_path / "trade-register.csv")).rows
    as_shipped(rows, "arms_deals")
    first = rows.iloc[0]
    assert first["deal"] == "sipri-transfers-2026-03-00014"  # 11 lines, the stamp and the header stand above
    assert first["locator"] == "trade-register.csv (18 May 2026), line 14"
    assert (first["recipient"], first["supplier"], first["order_year"]) == ("AZE", "ISR", 2014)
    assert (first["order_year_uncertain"], first["ordered_uncertain"]) == (True, False)
    assert (first["first_year"], first["last_year"], first["status"]) == (2015, 2016, "New")
    assert first["delivery_years"] == "2015; 2016"
    assert (first["tiv_unit_m"], first["tiv_delivered_m"]) == (1.5, 15)


def test_deliveries_have_the_columns_and_types_of_the_shipped_table(tmp_path: Path) -> None:
    found = deliveries.read(exports.deliveries(tmp_path / "register.csv", stamp="12 Feb 2026 1:00:00 PM"))
    as_shipped(found.rows, "arms_deliveries")
    keys = [f"sipri-transfers-2025-03-11-{year}" for year in (2015, 2016)]
    assert found.rows["delivery"].tolist()[:2] == keys
    assert found.rows["local_production"].tolist() == [False, False, True, False, False, False, False]
    assert found.report.flags == {}
    twice = deliveries.read(exports.deliveries(tmp_path / "register.csv", [*DELIVERIES, DELIVERIES[0]]))
    assert twice.rows["delivery"].is_unique and twice.rows["delivery"].iloc[-1] == f"{SOURCE}-11-2015-2"
    assert twice.report.flags == {"deals that come twice in one year, which may be repeats": 1}


def test_the_report_on_deals_says_what_was_left_out_and_what_is_odd(tmp_path: Path) -> None:
    rows = [*DEALS, DEALS[1], "Armenia,Russia,2012,,2,,Boat-8,boat,2,,2013,New,,6,12,11"]
    report = transfers.read(exports.deals(tmp_path / "register.csv", rows)).report
    assert report.edition == "release of 2026-03, generated 2026-05-18"
    assert (report.file, report.rows, report.first_year, report.last_year) == ("register.csv", 11, 2011, 2018)
    rebels = "Soviet-era rebels (Atlantis)*"
    sides = ("ARM", "AZE", "Atlantis", "IRN", "ISR", "RUS", rebels, "TUR", "UNKNOWN", "XHZ", "XUO")
    assert (report.places, report.unknown) == (sides, {})
    assert report.flags == {
        "no code is known, so kept under its own name: Atlantis": 1,
        f"no code is known, so kept under its own name: {rebels}": 1,
        "rows equal to another, which may be repeats": 1,
        "volume delivered that is not number times unit": 1,
    }


def test_an_open_order_has_no_delivery_year_and_says_so(tmp_path: Path) -> None:
    unvalued = "Armenia,Russia,2020,,6,,Hawk,missile,0,,,New,,0,,0"
    rows = transfers.read(exports.deals(tmp_path / "register.csv", [DEALS[2], unvalued])).rows
    assert rows["first_year"].isna().all()
    assert rows["note"].tolist() == ["open order", "open order, no volume set"]
    assert rows["tiv_unit_m"].iloc[0] == 3 and math.isnan(rows["tiv_unit_m"].iloc[1])
    # Its deliveries may be empty; an empty cell beside years says nothing of how many came.
    empty = ["Pakistan,China,2015,,8,,boat C,submarine,,,,New,,0,0,0", PLAIN.format(year=2011)]
    found = transfers.read(exports.write(tmp_path / "a.csv", HEADER_2026, exports.cells(empty)))
    assert found.rows["note"].fillna("").tolist() == ["open order, no volume set", ""]
    assert (found.rows["delivered"].tolist(), found.report.left_out) == ([0, 2], ())
    row = PLAIN.format(year=2011).replace("boat,2,,", "boat,,,")
    odd = transfers.read(exports.write(tmp_path / "a.csv", HEADER_2026, exports.cells([*MANY, row])))
    assert [fault.column for fault in odd.report.left_out] == ["Deliveries in the Year Range"]


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
    odd = exports.deals(tmp_path / "a.csv", [*MANY, PLAIN.format(year="216").replace("New,,", "New,Ma\nde up,")])
    assert [fault.line for fault in transfers.read(odd).report.left_out] == [54]


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


def test_copies_that_programs_wrote_again_hold_the_same(tmp_path: Path) -> None:
    other = []
    for kind, make in BOTH:
        wanted = kind.read(make(tmp_path / "a.csv")).rows
        copies = {
            how: kind.read(make(tmp_path / "b.csv", **written)).rows for how, written in WRITTEN_AGAIN.items()
        }
        other += [how for how, rows in copies.items() if not same(rows, wanted)]
    # A spreadsheet fills up the widest line with semicolons; and years stand without blanks.
    path = exports.deals(tmp_path / "a.csv")
    wanted = transfers.read(path).rows
    lines = path.read_text(encoding="latin-1").splitlines()
    filled = [line + ";" * (41 - line.count(";")) if line.count(",") > 10 else line for line in lines]
    put(path, "\n".join([*filled, ""]).replace("2015; 2016", "2015;2016"))
    assert transfers.read(path).rows.equals(wanted) and not other


def test_a_copy_by_pandas_holds_the_same_whatever_its_index_and_its_names_for_nameless_columns(
    tmp_path: Path,
) -> None:
    path = exports.deals(tmp_path / "a.csv")
    frame = pd.read_csv(path, skiprows=12, encoding="latin-1")
    names = list(frame.columns)
    assert [name for name in names if not name.strip(" .0123456789")] == [" ", " .1", " .2"]
    # Pairs of a column and its question marks, from the back.
    turned = [*names[10:], *names[8:10], *names[6:8], *names[4:6], *names[2:4], *names[:2]]
    for index, order in ((False, names), (True, names), (False, turned)):
        frame[order].to_csv(tmp_path / "copy.csv", index=index)
        found = transfers.read(tmp_path / "copy.csv", source_id=SOURCE)
        pd.testing.assert_frame_equal(content(found.rows), content(transfers.read(path).rows))


def test_the_register_of_2026_calls_its_deliveries_otherwise(tmp_path: Path) -> None:
    path = exports.write(tmp_path / "new.csv", HEADER_2026, exports.cells(DEALS))
    assert transfers.read(path).rows.equals(transfers.read(exports.deals(tmp_path / "new.csv")).rows)


def test_a_register_that_was_asked_for_some_years_or_parties_says_so(tmp_path: Path) -> None:
    asked = [
        ("from All countries  to All countries . Deals with", "", ""),
        ("from All countries to All countries. Deals with", "", ""),
        ("from United States   to All countries . Deals with", "United States", ""),
        ("from All countries to Trinidad and Tobago. Deals with", "", "Trinidad and Tobago"),
        ("from Israel  to Azerbaijan . Deals with", "Israel", "Azerbaijan"),
    ]
    for kind, make in BOTH:
        report = kind.read(make(tmp_path / "a.csv", above=["Made up, for year range '1995' to '2024'"])).report
        assert report.asked == (1995, 2024)
        assert "asked for 1995-2024: other years are absent, not zero" in report.lines()
        assert kind.read(make(tmp_path / "a.csv")).report.asked is None
        for said, supplier, recipient in asked:
            above = [f"Transfers of major conventional arms {said} deliveries made up"]
            report = kind.read(make(tmp_path / "a.csv", above=above)).report
            assert (report.supplier, report.recipient) == (supplier, recipient)
            told = [line for line in report.lines() if line.startswith("asked for the")]
            assert len(told) == bool(supplier) + bool(recipient)
            assert all(line.endswith("are absent, not zero") for line in told)
    sold = tiv_tables.read(put(tmp_path / "a.csv", OLD_TABLE)).report
    bought = tiv_tables.read(put(tmp_path / "b.csv", NEW_TABLE)).report
    assert (sold.supplier, sold.recipient, bought.supplier, bought.recipient) == ("Israel", "", "", "Israel")


# --- spreading and sums ------------------------------------------------------------------------------------------


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
    as_shipped(found.rows, "arms_imports")
    twice = PLAIN.format(year="2000; 2000; 2002; 2002").replace(",2010,", ",1999,")
    path = exports.deals(tmp_path / "a.csv", [twice])
    assert volumes(transfers.read_yearly(path).rows) == {("ARM", "RUS", 2000): 6, ("ARM", "RUS", 2002): 6}
    assert flags(path) == {"a delivery year twice in one deal, taken once": 1}


def test_sums_of_deliveries_are_exact(tmp_path: Path) -> None:
    rows = deliveries.yearly(deliveries.read(exports.deliveries(tmp_path / "register.csv")).rows)
    late = {("AZE", "ISR", 2015): 4.5, ("AZE", "ISR", 2016): 20.5, ("ARM", "RUS", 2015): 6}
    early = {("ARM", "RUS", 2013): 6, ("XHZ", "IRN", 2011): 0.5, ("AZE", "UNKNOWN", 2018): 4}
    assert volumes(rows) == late | early
    assert set(rows["method"]) == {"sum of deliveries"}
    assert rows.set_index(["supplier", "year"]).loc[("ISR", 2016), "locator"].endswith("line 15, 16")
    as_shipped(rows, "arms_imports")


SIDES = ["Azerbaijan", "Armenia", "Hezbollah (Lebanon)*"], ["Israel", "Russia", "unknown supplier(s)", "Atlantis"]


@given(
    rows=st.lists(
        st.tuples(
            *map(st.sampled_from, SIDES), st.sets(st.integers(1950, 2025), max_size=6), st.integers(0, 90_000)
        ),
        max_size=25,
    )
)
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

OF_DAY = [
    ("18 May 2026 2:29:20 PM", 2025, "2026-03"),
    ("12 Feb 2026 9:10:08 AM", 2024, "2025-03"),
    ("1 Jan 2026 9:10:08 AM", 2024, "2025-03"),
    ("18 Mar 2024 6:13:50 PM", 2023, "2024-03"),
    ("15 March 2024", 2020, "2024-03"),
    ("11 Mar 2024 6:13:50 PM", 2023, "2024-03"),
    ("28 July 2022", 2021, "2022-03"),
    ("31 DEC 2022", 1990, "2022-03"),
]
NOT_PLAIN = [
    (None, 2023, "no line 'Data generated: ...' above the table"),
    ("30 Feb 2024", 2023, "no line 'Data generated: ...' above the table"),
    ("4 Mar 2024", 2022, "say the source_id (--source-id), sipri-transfers-2023-03 or -2024-03"),
    ("18 May 2024", 2024, "has deliveries of 2024, which the release of 2024-03 cannot have"),
    ("12 Feb 2024", 2023, "has deliveries of 2023, which the release of 2023-03 cannot have"),
]


def test_the_day_of_a_file_tells_its_release_and_where_it_does_not_it_must_be_said(tmp_path: Path) -> None:
    def made(stamp: str | None, last: int) -> Path:
        row = f"1,Israel,Armenia,Thing,class,Aircraft,1980,No,1,No,{last},No,New,1,1,1,No"
        return exports.deliveries(tmp_path / "a.csv", [row], stamp=stamp)

    found = [deliveries.read(made(stamp, last)).rows["source_id"].iloc[0] for stamp, last, _ in OF_DAY]
    assert found == [f"sipri-transfers-{release}" for *_, release in OF_DAY]
    assert not unrefused((partial(deliveries.read, made(stamp, last)), said) for stamp, last, said in NOT_PLAIN)
    said = [deliveries.read(made(*how), source_id=SOURCE).rows["source_id"].iloc[0] for *how, _ in NOT_PLAIN]
    assert set(said) == {SOURCE}
    assert sipri_release.stamp(["x", 'Generated: 28 July 2022,,,"']) == date(2022, 7, 28)
    assert sipri_release.stamp(["Regenerated soon", "generated: 28 Juli"]) is None


# --- tables of volumes -------------------------------------------------------------------------------------------


def test_the_old_tables_of_what_a_supplier_sold_and_of_what_a_recipient_bought(tmp_path: Path) -> None:
    found = tiv_tables.read(put(tmp_path / "TIV-Export.csv", OLD_TABLE))
    assert volumes(found.rows) == {
        ("AZE", "ISR", 2015): 5,
        ("AZE", "ISR", 2016): 21,
        ("TUR", "ISR", 2014): 0,
        ("TUR", "ISR", 2016): 3,
        ("XAU", "ISR", 2017): 1,
    }
    row = found.rows.set_index(["recipient", "year"]).loc[("TUR", 2014)]
    assert row["note"] == "0 means less than 0.5"
    assert row["locator"] == "TIV-Export.csv (28 July 2022), line 8, column 2014"
    assert set(found.rows["source_id"]) == {"sipri-transfers-2022-03"}
    assert (set(found.rows["method"]), found.report.flags) == ({"official table"}, {})
    saved = "".join(f"{';'.join(row)}\n" for row in csv.reader(OLD_TABLE.splitlines()))
    assert saved.startswith("TIV of arms exports from Israel, 2014-2017;;;")
    assert tiv_tables.read(put(tmp_path / "TIV-Export.csv", saved)).rows.equals(found.rows)
    bought = tiv_tables.read(put(tmp_path / "a.csv", exports.OLD_IMPORTS)).rows
    assert volumes(bought) == {("AZE", "ISR", 2014): 2, ("AZE", "ISR", 2015): 5, ("AZE", "UNKNOWN", 2015): 1}


def test_the_new_tables_of_suppliers_of_one_recipient_and_of_recipients_of_one_supplier(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert volumes(tiv_tables.read(put(path, NEW_TABLE)).rows) == {
        ("ISR", "ITA", 2022): 6,
        ("ISR", "ITA", 2023): 0,
        ("ISR", "ITA", 2024): 16,
        ("ISR", "ITA", 2025): 11,
        ("ISR", "UNKNOWN", 2024): 1,
        ("ISR", "USA", 2022): 430,
        ("ISR", "USA", 2023): 459,
        ("ISR", "USA", 2025): 490,
    }
    turned = NEW_TABLE.replace("Supplier,", "Recipient,").replace("exports to Israel", "imports from Israel")
    found = volumes(tiv_tables.read(put(path, turned.replace("unknown supplier", "unknown recipient"))).rows)
    assert (found["USA", "ISR", 2022], found["UNKNOWN", "ISR", 2024]) == (430, 1)
    off = tiv_tables.read(put(path, NEW_TABLE.replace("430,459", "439,459"))).report.flags
    assert off == {"years whose rows do not add up to the total printed": 1}
    twice = OLD_TABLE.replace("Turkey,0,,3,,3\n", "Turkey,0,,3,,3\nTurkiye,0,,3,,3\n")
    renamed = tiv_tables.read(put(path, twice)).report.flags
    assert renamed["volumes of a place that comes under another name as well, added up"] == 2


def test_totals_are_told_from_tables_between_two_sides(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", exports.NEW_TOTALS)
    rows = tiv_tables.read_totals(path).rows
    assert list(rows.columns) == tiv_tables.TOTALS
    totals = dict(zip(zip(rows["place"], rows["year"], strict=True), rows["tiv_m"], strict=True))
    assert totals == {("IND", 2022): 2582, ("IND", 2023): 1428, ("XNO", 2023): 70, ("BHS", 2022): 0}
    assert set(rows["flow"]) == {"imports"}
    with pytest.raises(NotUsedError, match="a table of totals, which says nothing of who supplied whom"):
        tiv_tables.read(path)
    with pytest.raises(MilbalanceError, match="a table between two sides"):
        tiv_tables.read_totals(put(tmp_path / "b.csv", NEW_TABLE))
    sold = exports.NEW_TOTALS.replace("Recipient,", "Exports by,").replace("world import", "world export")
    assert set(tiv_tables.read_totals(put(tmp_path / "c.csv", sold)).rows["flow"]) == {"exports"}


def test_a_tidy_list_without_a_date_is_of_the_release_after_its_last_year_and_told(tmp_path: Path) -> None:
    path = put(tmp_path / "tiv.csv", exports.TIDY)
    found = tiv_tables.read(path)
    assert set(found.rows["source_id"]) == {f"sipri-transfers-{found.rows['year'].max() + 1}-03"}
    assert any("does not say when SIPRI generated it" in note for note in found.report.notes)
    said = tiv_tables.read(path, source_id="sipri-transfers-2022-03")
    assert not [note for note in said.report.notes if "generated" in note]


def test_a_tidy_list_loses_its_sums(tmp_path: Path) -> None:
    found = tiv_tables.read(put(tmp_path / "tiv.csv", exports.TIDY), source_id="sipri-transfers-2022-03").rows
    assert volumes(found) == {("ARM", "RUS", 2015): 0, ("AZE", "ISR", 2015): 5}
    assert found["locator"].tolist() == ["tiv.csv, line 6", "tiv.csv, line 3"]


# A table, what is changed in it, and what is then said: first what cannot be read, then what contradicts itself.
DAMAGED_TABLES = [
    (NEW_TABLE, "Total exports to Israel", "Zambia", "no row of totals at the end"),
    (NEW_TABLE, "2023,2024,", "2023,2014,", "years that are not one after the other"),
    (NEW_TABLE, "2022,2023,", "2022,20x3,", "found an unknown column"),
    (NEW_TABLE, "2022,2023,", "2022,2022,", "two columns of that name"),
    (NEW_TABLE, "to Israel", "to Atlantis", "a table of 'Atlantis'"),
    (NEW_TABLE, "430,459", "430;459", "8 cells; wanted 9 cells"),
    (NEW_TABLE, "Italy", "United States", "'United States' again, as on line 8"),
    (NEW_TABLE, "430,459", "430,4e", "found '4e'; wanted a number"),
    (NEW_TABLE, "430,459", "430,-9", "found '-9'; wanted a number"),
    (NEW_TABLE, "Total exports to Israel", "Total of all", "a table closed by 'Total of all'"),
    (OLD_TABLE, "\nTurkey,0,", "\n ,0,", "a.csv:8:-: found volumes without a name"),
    (NEW_TABLE, "2022,2023,2024", "2023,2022,2024", "after the other, 2022 after 2023"),
    (OLD_TABLE, "2014,2015,2016,2017", "2017,2016,2015,2014", "after the other, 2016 after 2017"),
    (OLD_TABLE, ",2014,2015", ",2015,2014", "after the other, 2014 after 2015"),
    (NEW_TABLE, "2022,2023,2024,2025,2", "2021,2022,2023,2024,2", "beside one of 2022-2025"),
    (OLD_TABLE, "2014,2015,2016,2017", "2015,2016,2017,2018", "a title of 2014-2017"),
    (NEW_TABLE, "exports to Israel", "exports from Israel", "wanted rows and a closing line of one side"),
]


def test_a_damaged_table_is_refused(tmp_path: Path) -> None:
    assert not [old for table, old, *_ in DAMAGED_TABLES if old not in table]
    assert not unrefused(
        (partial(tiv_tables.read, put(tmp_path / "a.csv", table.replace(old, new)), strict=True), said)
        for table, old, new, said in DAMAGED_TABLES
    )


def test_a_row_of_a_table_that_cannot_be_read_is_left_out_and_told(tmp_path: Path) -> None:
    some = tiv_tables.read(put(tmp_path / "a.csv", NEW_TABLE.replace("Italy,6,", "Italy,some,")))
    assert [str(fault).partition("; ")[0] for fault in some.report.left_out] == ["a.csv:9:2022: found 'some'"]
    assert set(some.rows["supplier"]) == {"USA", "UNKNOWN"}
    nameless = tiv_tables.read(put(tmp_path / "b.csv", OLD_TABLE.replace("\nTurkey,0,", "\n ,0,")))
    assert "TUR" not in set(nameless.rows["recipient"])
    assert [fault.line for fault in nameless.report.left_out] == [8]


# --- one door for all three --------------------------------------------------------------------------------------


def test_any_file_of_the_transfers_is_told_by_what_it_holds(tmp_path: Path) -> None:
    deals = exports.deals(tmp_path / "one.csv")
    split = exports.deliveries(tmp_path / "two.txt")
    table = put(tmp_path / "three", NEW_TABLE)
    for path, kind in ((deals, transfers), (split, deliveries), (table, tiv_tables)):
        assert sipri_transfers.read(path).rows.equals(kind.read(path).rows)
    assert sipri_transfers.read_yearly(deals).rows.equals(transfers.read_yearly(deals).rows)
    assert sipri_transfers.read_yearly(split).rows.equals(deliveries.yearly(deliveries.read(split).rows))
    assert sipri_transfers.read_yearly(table).rows.equals(tiv_tables.read(table).rows)
    packed = exports.zipped(tmp_path / "four.zip", {"a/trade-register.csv": deals.read_text("latin-1")})
    assert same(sipri_transfers.read(packed).rows, transfers.read(deals).rows)


# --- damage ------------------------------------------------------------------------------------------------------

DEAL = DEALS[0]
TIV = DEAL.removesuffix("15")
LATER = "wanted a year up to 2026, in which the file was generated"
# A row, and what is said of it on its line.
ODD = [
    (PLAIN.format(year="2015; 216"), "Year(s) of delivery: found '2015; 216'"),
    (PLAIN.format(year="2016; 2015"), "Year(s) of delivery: found '2016; 2015'; wanted years of delivery"),
    (f"{PLAIN.format(year=2015)},1", "-: found 17 cells; wanted 16 cells"),
    (DEAL.rpartition(",")[0], "-: found 15 cells; wanted 16 cells"),
    (f"{TIV}many", "SIPRI TIV of delivered weapons: found 'many'; wanted a number"),
    (f'{TIV}"1,5"', "SIPRI TIV of delivered weapons: found '1,5'; wanted a number"),
    (f"{TIV}-15", "SIPRI TIV of delivered weapons: found '-15'; wanted a number"),
    (f"{TIV}nan", "SIPRI TIV of delivered weapons: found 'nan'; wanted a number"),
    (f"{TIV}9e999", "SIPRI TIV of delivered weapons: found '9e999'; wanted a number"),
    (f"{TIV}\u0661\u0665", "SIPRI TIV of delivered weapons: found '\u0661\u0665'; wanted a number"),
    (DEAL.replace(",2014,?", ",(2014),"), "Year of order: found '(2014)'; wanted a year"),
    (DEAL.replace(",10,,Falcon", ",10.5,,Falcon"), "Number ordered: found '10.5'; wanted a whole number"),
    (DEAL.replace(",?,", ",!,", 1), "Year of order: found '!'; wanted '?' or nothing"),
    (DEAL.replace("Falcon-1", ""), "Weapon designation: found nothing; wanted a designation"),
    (PLAIN.format(year="2091"), f"Year(s) of delivery: found 2091; {LATER}"),
    (PLAIN.format(year="2015").replace(",2010,", ",2091,"), f"Year of order: found 2091; {LATER}"),
]


def test_an_odd_deal_is_left_out_and_told_and_refused_where_that_is_asked(tmp_path: Path) -> None:
    wanted = transfers.read(exports.deals(tmp_path / "a.csv", MANY, encoding="utf-8")).rows
    for row, said in ODD:
        path = exports.deals(tmp_path / "a.csv", MANY, encoding="utf-8")
        path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
        found = transfers.read(path)
        assert found.rows.equals(wanted)
        (fault,) = map(str, found.report.left_out)
        assert fault.startswith("a.csv:54:") and said.partition(": ")[2] in fault, fault
        assert any(line.startswith(f"left out: {fault}") for line in found.report.lines())
        assert exports.refusal(partial(transfers.read, path, strict=True)) == fault
    most = left_out.most(40 + 5)
    odd = [PLAIN.format(year=f"2015; 2{number}") for number in range(most + 1)]
    assert len(transfers.read(exports.deals(tmp_path / "a.csv", [*MANY, *odd[:-1]])).report.left_out) == most
    said = exports.refusal(partial(transfers.read, exports.deals(tmp_path / "a.csv", [*MANY, *odd])))
    assert "cannot be read; wanted at most 5 of them" in said


def test_the_last_line_end_may_be_missing_and_a_record_may_not_be_cut(tmp_path: Path) -> None:
    for path, last in (
        (exports.deals(tmp_path / "a.csv", MANY), "12"),
        (exports.deliveries(tmp_path / "b.csv"), "No"),
    ):
        whole, raw = sipri_transfers.read(path), path.read_bytes()
        start = f"{path.name}:{len(raw.splitlines())}:"
        assert raw.endswith(f",{last}\n".encode())
        path.write_bytes(raw[:-1])
        found = sipri_transfers.read(path)
        assert found.rows.equals(whole.rows)
        assert "no line end after the last line: if the file was cut, its last cell is short" in found.report.notes
        for less in (1, len(last) + 1, len(last) + 2, len(last) + 6):
            path.write_bytes(raw[: -1 - less])
            said = exports.refusal(partial(sipri_transfers.read, path)).splitlines()[0]
            assert said.startswith(start) and " rows that cannot be read" not in said, said


def test_columns_may_be_shuffled_only_where_no_question_mark_is_lost(tmp_path: Path) -> None:
    rows = exports.cells(DEALS)
    wanted = transfers.read(exports.deals(tmp_path / "a.csv")).rows
    # Two columns of one name: nothing in the file says that they changed places.
    pairs = [(one, two) for one in range(16) for two in range(one) if not {one, two} <= {3, 5, 9}]
    wrong = []
    for one, two in pairs:
        order = list(range(16))
        order[one], order[two] = two, one
        header = [exports.DEAL_HEADER[at] for at in order]
        path = exports.write(tmp_path / "b.csv", header, [[row[at] for at in order] for row in rows])
        try:
            found = transfers.read(path, strict=True)
        except MilbalanceError as error:
            wrong += [] if len(str(error).splitlines()) <= exports.REFUSED else [str(error)]
        else:
            wrong += [] if same(found.rows, wanted) else [f"columns {two} and {one}"]
    assert not wrong


def test_columns_of_deliveries_may_stand_in_any_order_and_others_beside_them(tmp_path: Path) -> None:
    header, rows = exports.DELIVERY_HEADER[::-1], [row[::-1] for row in exports.cells(DELIVERIES)]
    path = exports.write(tmp_path / "b.csv", ["Extra", *header], [["x", *row] for row in rows])
    wanted = deliveries.read(exports.deliveries(tmp_path / "a.csv")).rows
    pd.testing.assert_frame_equal(content(deliveries.read(path).rows), content(wanted))


def test_a_missing_or_doubled_column_is_refused_by_name(tmp_path: Path) -> None:
    taken = []
    for column in ("Supplier", "Year(s) of delivery", "SIPRI TIV per unit", "Number ordered"):
        for name in ("Something", "Weapon designation"):
            header = [name if cell == column else cell for cell in exports.DEAL_HEADER]
            path = exports.write(tmp_path / "a.csv", header, exports.cells(DEALS))
            if not exports.refusal(partial(transfers.read, path), 1).startswith("a.csv:"):
                taken.append((column, name))
    assert not taken


def test_a_changed_number_changes_that_number_alone(tmp_path: Path) -> None:
    before = transfers.read(exports.deals(tmp_path / "a.csv")).rows
    places = {"order_year": 2, "ordered": 4, "delivered": 8, "last_year": 10, "tiv_unit_m": 13}
    for column, place in {**places, "tiv_delivered_m": 15}.items():
        rows = exports.cells(DEALS)
        rows[4][place] = "2013; 2016" if column == "last_year" else "2007"
        after = transfers.read(exports.write(tmp_path / "a.csv", exports.DEAL_HEADER, rows)).rows
        different = before.compare(after)
        also = ["delivery_years"] if column == "last_year" else []
        assert different.columns.get_level_values(0).unique().tolist() == [column, *also]
        assert different.index.tolist() == [4]


def test_names_that_a_terminal_would_obey_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    odd = [DEAL.replace("Azerbaijan", "Az\x1b[2Jer"), DEAL.replace("Israel", "Is\x07rael")]
    report = transfers.read(exports.deals(tmp_path / "a.csv", odd)).report
    assert set(report.places) == {"AZE", "Az\\x1b[2Jer", "ISR", "Is\\x07rael"}
    assert all(line.isprintable() for line in report.lines())


def test_damaged_copies_of_made_files_are_right_or_refused(tmp_path: Path) -> None:
    def share_refused(read: Callable[..., Any], path: Path, columns: list[str], rows_a_line: int = 1) -> float:
        read = partial(read, source_id=SOURCE)  # whatever its damaged stamp says
        return mutations.outcomes(read, path, columns, mutations.SEEDS, rows_a_line)["refused"] / len(
            mutations.SEEDS
        )

    for end in ("\n", "\r\n"):
        deals = exports.deals(tmp_path / "deals.csv", DEALS * 4, end=end)
        assert share_refused(transfers.read, deals, DEAL_COLUMNS) > 0.15
        split = exports.deliveries(tmp_path / "deliveries.csv", end=end, last=";")
        assert share_refused(deliveries.read, split, DELIVERY_COLUMNS) > 0.15
    for table in (NEW_TABLE, OLD_TABLE):
        path = put(tmp_path / "table.csv", table)
        assert share_refused(tiv_tables.read, path, IMPORT_COLUMNS, 4) > 0.27


@given(raw=st.binary(max_size=400), header=st.booleans())
def test_rubbish_is_refused_and_never_breaks_anything(raw: bytes, header: bool) -> None:
    start = ",".join(exports.DEAL_HEADER).encode() + b"\n" if header else b""

    def read() -> None:
        body = text.decode("a.csv", start + raw)
        transfers.register(text.table("a.csv", body, "a register", transfers.is_header), source_id=SOURCE)

    assert not exports.refusal(read).startswith("in ")


# --- every side stays --------------------------------------------------------------------------------------------


def test_sides_without_a_code_stay_under_their_own_names_in_every_total(tmp_path: Path) -> None:
    sides = [("Rebels (Atlantis)*", "Russia", 6), ("Armenia", "Rebels (Atlantis)*", 2)]
    sides += [("Armenia", "Union of Somewhere**", 1), ("Armenia", "Russia", 1)]
    deals = [f"{to},{by},2012,,1,,Boat-9,missile boat,1,,2013,New,,{tiv},{tiv},{tiv}" for to, by, tiv in sides]
    found = transfers.read_yearly(exports.deals(tmp_path / "a.csv", deals))
    by = found.rows.groupby("supplier")["tiv_m"].sum().to_dict()
    assert by == {"RUS": 7, "Rebels (Atlantis)*": 2, "Union of Somewhere**": 1}
    shares = arithmetic.period_shares(found.rows, "ARM", SOURCE, [(2013, 2013)]).set_index("supplier")["share"]
    assert shares.to_dict() == {"Rebels (Atlantis)*": 50, "Union of Somewhere**": 25, "RUS": 25}
    assert found.report.unknown == {}
    assert found.report.flags["no code is known, so kept under its own name: Rebels (Atlantis)*"] == 2
    rows = transfers.read(exports.deals(tmp_path / "a.csv")).rows
    for supplier, tiv in (("UNKNOWN", 4), ("Atlantis", 3)):  # not known, and without a code, are two suppliers
        assert rows.loc[rows["supplier"] == supplier, "tiv_delivered_m"].tolist() == [tiv]


def test_tables_and_registers_of_deliveries_keep_them_too(tmp_path: Path) -> None:
    table = put(tmp_path / "a.csv", NEW_TABLE.replace("Italy", "HoR (Nowhere)*"))
    assert "HoR (Nowhere)*" in set(tiv_tables.read(table).rows["supplier"])
    world = put(tmp_path / "b.csv", exports.NEW_TOTALS.replace("Bahamas", "HoR (Nowhere)*"))
    totals = tiv_tables.read_totals(world)
    assert totals.rows.groupby("year")["tiv_m"].sum().to_dict() == {2022: 2582, 2023: 1498}
    assert "HoR (Nowhere)*" in set(totals.rows["place"])
    split = [row.replace("Hezbollah (Lebanon)*", "HoR (Nowhere)*") for row in DELIVERIES]
    found = deliveries.read(exports.deliveries(tmp_path / "c.csv", split))
    assert found.rows["tiv_m"].sum() == pytest.approx(41.5)
    assert "HoR (Nowhere)*" in set(found.rows["recipient"])


def test_years_and_sides_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    rows = [*MANY, PLAIN.format(year=2009), PLAIN.format(year=1949).replace(",2010,", ",1949,")]
    assert flags(exports.deals(tmp_path / "a.csv", rows)) == {
        "ordered after its first year of delivery": 1,
        "delivered before 1950, when the register starts": 1,
    }
    above = ["Transfers of major conventional arms from Russia  to All countries . Deals with deliveries"]
    path = exports.deals(tmp_path / "a.csv", [*MANY, MANY[0].replace("Russia", "Israel")], above=above)
    assert flags(path) == {"rows of another supplier than Russia, which the lines above the table name": 1}
    split = [row for row in DELIVERIES if ",Azerbaijan," not in row]
    above = ["Transfers of major conventional arms from All countries to Armenia. Deals with deliveries"]
    found = flags(exports.deliveries(tmp_path / "b.csv", split, above=above))
    assert found == {"rows of another recipient than Armenia, which the lines above the table name": 1}


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
        found = {
            (row["recipient_iso3"], row["supplier_iso3"] or "UNKNOWN", int(row["year"])): float(row["tiv_m"])
            for row in csv.DictReader(file)
            if row["release"] == release
        }
    assert len(found) > 50
    return found


def of_pair(rows: Frame) -> dict[tuple[str, str, int], float]:
    return volumes(rows[rows["recipient"].isin(["AZE", "ARM"]) & (rows["year"] >= 1990)])


def test_the_register_of_deliveries_and_the_tidy_table_give_the_volumes_of_the_extract(
    raw: Path, shared: Path
) -> None:
    found = deliveries.read(raw / SPLIT_NEW)
    assert set(found.rows["source_id"]) == {"sipri-transfers-2024-03"}
    assert (len(found.rows), found.report.unknown, found.report.flags) == (27_838, {}, {})
    assert of_pair(deliveries.yearly(found.rows)) == published(shared, "2024-03")
    rows = tiv_tables.read(raw / TIDY_2022, source_id="sipri-transfers-2022-03").rows
    assert of_pair(rows) == published(shared, "2022-03")


def test_deals_give_the_volumes_of_the_extract_where_they_are_exact_and_by_supplier(
    raw: Path, shared: Path
) -> None:
    rows = transfers.read_yearly(raw / DEALS_2026).rows
    wanted, found = published(shared, "2026-03"), of_pair(rows)
    assert found.keys() == wanted.keys()
    exact = of_pair(rows[rows["method"] == "sum of deliveries"])
    assert len(exact) > 20
    assert exact == pytest.approx({key: wanted[key] for key in exact}, abs=0.011)
    by_supplier = [Counter[Any](), Counter[Any]()]
    for counter, volume in zip(by_supplier, (wanted, found), strict=True):
        for (side, supplier, _), tiv in volume.items():
            counter[side, supplier] += tiv
    assert dict(by_supplier[1]) == pytest.approx(dict(by_supplier[0]), abs=0.021)


def test_both_registers_of_one_release_agree_by_deal(raw: Path) -> None:
    spread = transfers.read_yearly(raw / DEALS_2024).rows
    parts = [deliveries.yearly(deliveries.read(raw / name).rows) for name in (SPLIT_OLD, SPLIT_NEW)]
    exact = pd.concat(parts, ignore_index=True)
    pair = ["recipient", "supplier"]
    gap = spread.groupby(pair)["tiv_m"].sum() - exact.groupby(pair)["tiv_m"].sum()
    # The registers were generated a month apart: a handful of deals changed in between.
    assert (gap.abs() > 0.1).sum() < 30


def test_the_register_of_deliveries_lies_inside_the_ranges_of_the_deals(raw: Path) -> None:
    """In every window of five years and in every year, for all pairs with one volume in both, but for rounding."""
    parts = [deliveries.yearly(deliveries.read(raw / name).rows) for name in (SPLIT_OLD, SPLIT_NEW)]
    pair, exact = ["recipient", "supplier"], pd.concat(parts, ignore_index=True)
    deals = transfers.read(raw / DEALS_2024).rows.dropna(subset=["first_year", "tiv_delivered_m"])
    came, sides = measured.deliveries(deals), pd.MultiIndex.from_frame(deals[pair])
    volume = deals["tiv_delivered_m"].to_numpy()
    gap = pd.Series(volume, sides).groupby(level=pair).sum() - exact.groupby(pair)["tiv_m"].sum()
    alike, off = gap.index[gap.abs() < 0.05], 0
    for start, end in [*((year, year + 4) for year in range(1950, 2020)), *((y, y) for y in range(1950, 2024))]:
        ends = (part * volume for part in came.parts(start, end)[:2])
        low, high = (pd.Series(one, sides).groupby(level=pair).sum() for one in ends)
        real = exact[exact["year"].between(start, end)].groupby(pair)["tiv_m"].sum()
        both = pd.DataFrame({"low": low, "high": high, "real": real}).reindex(alike).fillna(0.0)
        off += int(((both["real"] < both["low"] - 0.05) | (both["real"] > both["high"] + 0.05)).sum())
    assert (len(alike) > 2500, off) == (True, 0)


def test_sums_over_the_world_are_sipris_own_totals_of_the_day(raw: Path) -> None:
    rows = deliveries.yearly(deliveries.read(raw / SPLIT_NEW).rows)
    for name, side in ((IMPORTS, "recipient"), (EXPORTS, "supplier")):
        totals = tiv_tables.read_totals(raw / name)
        assert (totals.report.flags, totals.report.unknown) == ({}, {})
        printed = totals.rows.set_index(["place", "year"])["tiv_m"]
        summed = rows.groupby([side, "year"])["tiv_m"].sum()
        assert set(printed.index) == set(summed.index) and len(printed) > 1500
        assert (summed.rename_axis(["place", "year"]) - printed).abs().max() <= 0.5001


def test_the_newest_registers_are_read_whole_and_hold_the_shipped_rows(raw: Path) -> None:
    for name, rows, joined, late in (
        (DEALS_2026, 29_916, 0, {}),
        (DEALS_2024, 29_056, 2, {"ordered after its first year of delivery": 5}),
    ):
        found = transfers.read(raw / name)
        assert (len(found.rows), found.report.unknown, found.report.left_out) == (rows, {}, ())
        assert found.report.flags == {"rows equal to another, which may be repeats": 9, **late}
        assert len(found.report.notes) == bool(joined)
    shipped, line = load.table("arms_deals"), r"line (\d+)$"
    found_rows = transfers.read(raw / DEALS_2026).rows
    by_line = found_rows.set_index(found_rows["locator"].str.extract(line)[0])
    ours = by_line.loc[shipped["locator"].str.extract(line)[0]].reset_index(drop=True)
    alike = [name for name in DEAL_COLUMNS if name != "note"]
    pd.testing.assert_frame_equal(ours[alike], shipped[alike], check_exact=True)
    notes = zip(shipped["note"].fillna(""), ours["note"].fillna(""), strict=True)
    assert all(note.startswith(own) for note, own in notes)


def test_deliveries_are_the_shipped_ones(raw: Path) -> None:
    shipped = load.table("arms_deliveries").query("source_id == 'sipri-transfers-2024-03'")
    pair = deliveries.read(raw / SPLIT_NEW).rows.query("recipient in ('AZE', 'ARM')")
    alike = [name for name in DELIVERY_COLUMNS if name != "class"]  # the shipped table spells classes as in 2026
    assert mutations.counted(pair, alike) == mutations.counted(shipped, alike)


GENUINE: dict[str, tuple[Callable[..., Any], list[str]]] = {
    DEALS_2024: (transfers.read, DEAL_COLUMNS),
    SPLIT_NEW: (deliveries.read, DELIVERY_COLUMNS),
    IMPORTS: (tiv_tables.read_totals, ["place", "year", "flow", "tiv_m"]),
}


def test_damaged_copies_of_genuine_files_are_right_or_refused(raw: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.csv"  # a hundredth of the register: the damage is the same, and it takes a tenth
    for name, (read, columns) in GENUINE.items():
        lines = (raw / name).read_bytes().splitlines(keepends=True)
        short.write_bytes(b"".join(lines if len(lines) < 1000 else [*lines[:12], *lines[12::70]]))
        outcomes = mutations.outcomes(partial(read, source_id=SOURCE), short, columns, mutations.GENUINE, 34)
        assert min(outcomes["same"], outcomes["refused"]) > 0.13 * len(mutations.GENUINE)

"""Odd rows, sides without a code and years that contradict each other, in SIPRI's transfers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import exports
from milbalance.errors import DataError, MilbalanceError
from milbalance.ingest import deliveries, left_out, sipri_transfers, tiv_tables, transfers
from milbalance.measures import transfers as arithmetic

SOURCE = "sipri-transfers-2026-03"
PLAIN = "Armenia,Russia,2010,,2,,Boat-9,missile boat,2,,{year},New,,6,12,12"
MANY = [PLAIN.format(year=2011 + number % 10) for number in range(40)]


def flags(path: Path) -> dict[str, int]:
    """What a file of transfers is flagged for, without the many equal rows of made files."""
    found = dict(sipri_transfers.read(path, source_id=SOURCE).report.flags)
    found.pop("rows equal to another, which may be repeats", None)
    return found


def refused(path: Path, **how: Any) -> str:
    with pytest.raises(MilbalanceError) as error:
        sipri_transfers.read(path, **how)
    return str(error.value).splitlines()[0]


# --- rows that are odd, and files that are not refused for them ---


def test_a_delivery_year_twice_in_one_deal_is_taken_once(tmp_path: Path) -> None:
    row = PLAIN.format(year="2000; 2000; 2002; 2002").replace(",2010,", ",1999,")
    path = exports.deals(tmp_path / "a.csv", [row])
    assert flags(path) == {"a delivery year twice in one deal, taken once": 1}
    rows = transfers.read_yearly(path).rows
    assert dict(zip(rows["year"], rows["tiv_m"], strict=True)) == {2000: 6, 2002: 6}


def test_an_open_order_may_leave_its_deliveries_empty(tmp_path: Path) -> None:
    header = [
        "Deliveries in the Year Range" if name == "Number delivered" else name for name in exports.DEAL_HEADER
    ]
    rows = ["Pakistan,China,2015,,8,,boat C,submarine,,,,New,,0,0,0", PLAIN.format(year=2011)]
    found = transfers.read(exports.write(tmp_path / "a.csv", header, exports.cells(rows)))
    assert found.rows["note"].fillna("").tolist() == ["open order, no volume set", ""]
    assert found.rows["delivered"].tolist() == [0, 2]
    assert found.report.left_out == ()
    # An empty cell beside years says nothing of how many came.
    row = PLAIN.format(year=2011).replace("boat,2,,", "boat,,,")
    odd = transfers.read(exports.write(tmp_path / "a.csv", header, exports.cells([*MANY, row])))
    assert [fault.column for fault in odd.report.left_out] == ["Deliveries in the Year Range"]


@pytest.mark.parametrize(("make", "last"), [(exports.deals, "12"), (exports.deliveries, "No")])
def test_the_last_line_end_may_be_missing_and_a_record_may_not_be_cut(make: Any, last: str, tmp_path: Path) -> None:
    rows = {"rows": MANY} if make is exports.deals else {}
    path = make(tmp_path / "a.csv", **rows)
    whole = sipri_transfers.read(path)
    raw = path.read_bytes()
    lines = raw.count(b"\n")
    assert raw.endswith(f",{last}\n".encode())
    path.write_bytes(raw[:-1])
    found = sipri_transfers.read(path)
    assert found.rows.equals(whole.rows)
    assert "no line end after the last line: if the file was cut, its last cell is short" in found.report.notes
    cut = len(last.encode()) + 1
    for less in (1, cut, cut + 1, cut + 5):
        path.write_bytes(raw[: -1 - less])
        said = refused(path)
        assert said.startswith(f"a.csv:{lines}:"), said
        assert " rows that cannot be read" not in said


ODD = {
    "a year that is none": (PLAIN.format(year="2015; 216"), "a.csv:54:Year(s) of delivery: found '2015; 216'"),
    "years turned round": (PLAIN.format(year="2016; 2015"), "a.csv:54:Year(s) of delivery: found '2016; 2015'"),
    "a comma too many": (PLAIN.format(year="2015") + ",1", "a.csv:54:-: found 17 cells; wanted 16 cells"),
    "words for a number": (
        PLAIN.format(year="2015").replace(",12,12", ",12,many"),
        "a.csv:54:SIPRI TIV of delivered weapons: found 'many'; wanted a number",
    ),
    "no designation": (
        PLAIN.format(year="2015").replace("Boat-9", ""), "a.csv:54:Weapon designation: found nothing"
    ),
    "delivered after the file was made": (
        PLAIN.format(year="2091"), "a.csv:54:Year(s) of delivery: found 2091; wanted a year up to 2026"
    ),
    "ordered after the file was made": (
        PLAIN.format(year="2015").replace(",2010,", ",2091,"), "a.csv:54:Year of order: found 2091; wanted a year"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "said"), ODD.values(), ids=ODD.keys())
def test_an_odd_deal_is_left_out_and_told_and_refused_where_that_is_asked(
    row: str, said: str, tmp_path: Path
) -> None:
    wanted = transfers.read(exports.deals(tmp_path / "a.csv", MANY)).rows
    path = exports.deals(tmp_path / "a.csv", [*MANY, row])
    found = transfers.read(path)
    assert found.rows.equals(wanted)
    assert [str(fault)[: len(said)] for fault in found.report.left_out] == [said]
    assert any(line.startswith(f"left out: {said}") for line in found.report.lines())
    assert refused(path, strict=True).startswith(said)


def test_no_more_deals_are_left_out_than_the_limit(tmp_path: Path) -> None:
    most = left_out.most(40 + 5)
    odd = [PLAIN.format(year=f"2015; 2{number}") for number in range(most + 1)]
    assert len(transfers.read(exports.deals(tmp_path / "a.csv", [*MANY, *odd[:-1]])).report.left_out) == most
    assert "cannot be read; wanted at most 5 of them" in refused(exports.deals(tmp_path / "a.csv", [*MANY, *odd]))


def test_a_row_that_a_line_break_cut_is_left_out_as_one(tmp_path: Path) -> None:
    path = exports.deals(tmp_path / "a.csv", [*MANY, PLAIN.format(year="216").replace("New,,", "New,Ma\nde up,")])
    assert [fault.line for fault in transfers.read(path).report.left_out] == [54]


# --- every side stays ---

UNCODED = [
    "Rebels (Atlantis)*,Russia,2012,,1,,Boat-9,missile boat,1,,2013,New,,6,6,6",
    "Armenia,Rebels (Atlantis)*,2012,,1,,Boat-9,missile boat,1,,2013,New,,2,2,2",
    "Armenia,Union of Somewhere**,2012,,1,,Boat-9,missile boat,1,,2013,New,,1,1,1",
    "Armenia,Russia,2012,,1,,Boat-9,missile boat,1,,2013,New,,1,1,1",
]


def test_sides_without_a_code_stay_under_their_own_names_in_every_total(tmp_path: Path) -> None:
    found = transfers.read_yearly(exports.deals(tmp_path / "a.csv", UNCODED))
    rows = found.rows
    assert rows["tiv_m"].sum() == 10
    by = rows.groupby("supplier")["tiv_m"].sum().to_dict()
    assert by == {"RUS": 7, "Rebels (Atlantis)*": 2, "Union of Somewhere**": 1}
    shares = arithmetic.period_shares(rows, "ARM", SOURCE, [(2013, 2013)]).set_index("supplier")["share"]
    assert shares.to_dict() == {"Rebels (Atlantis)*": 50, "Union of Somewhere**": 25, "RUS": 25}
    assert found.report.unknown == {}
    assert found.report.flags["no code is known, so kept under its own name: Rebels (Atlantis)*"] == 2


def test_who_is_not_known_and_who_has_no_code_are_two_suppliers(tmp_path: Path) -> None:
    rows = transfers.read(exports.deals(tmp_path / "a.csv")).rows
    assert rows.loc[rows["supplier"] == "UNKNOWN", "tiv_delivered_m"].tolist() == [4]
    assert rows.loc[rows["supplier"] == "Atlantis", "tiv_delivered_m"].tolist() == [3]


def test_tables_and_registers_of_deliveries_keep_them_too(tmp_path: Path) -> None:
    table = exports.put(tmp_path / "a.csv", exports.NEW_TABLE.replace("Italy", "HoR (Nowhere)*"))
    assert "HoR (Nowhere)*" in set(tiv_tables.read(table).rows["supplier"])
    world = exports.put(tmp_path / "b.csv", exports.NEW_TOTALS.replace("Bahamas", "HoR (Nowhere)*"))
    totals = tiv_tables.read_totals(world)
    assert totals.rows.groupby("year")["tiv_m"].sum().to_dict() == {2022: 2582, 2023: 1498}
    assert "HoR (Nowhere)*" in set(totals.rows["place"])
    split = [row.replace("Hezbollah (Lebanon)*", "HoR (Nowhere)*") for row in exports.DELIVERIES]
    found = deliveries.read(exports.deliveries(tmp_path / "c.csv", split))
    assert found.rows["tiv_m"].sum() == pytest.approx(41.5)
    assert "HoR (Nowhere)*" in set(found.rows["recipient"])


# --- years, titles and closing lines ---


def test_an_order_after_its_delivery_and_a_delivery_before_the_register_are_told(tmp_path: Path) -> None:
    rows = [*MANY, PLAIN.format(year=2009), PLAIN.format(year=1949).replace(",2010,", ",1949,")]
    assert flags(exports.deals(tmp_path / "a.csv", rows)) == {
        "ordered after its first year of delivery": 1,
        "delivered before 1950, when the register starts": 1,
    }


def test_rows_of_another_side_than_the_lines_above_name_are_told(tmp_path: Path) -> None:
    above = ["Transfers of major conventional arms from Russia  to All countries . Deals with deliveries"]
    path = exports.deals(tmp_path / "a.csv", [*MANY, MANY[0].replace("Russia", "Israel")], above=above)
    assert flags(path) == {"rows of another supplier than Russia, which the lines above the table name": 1}
    split = [row for row in exports.DELIVERIES if ",Azerbaijan," not in row]
    above = ["Transfers of major conventional arms from All countries to Armenia. Deals with deliveries"]
    found = flags(exports.deliveries(tmp_path / "b.csv", split, above=above))
    assert found == {"rows of another recipient than Armenia, which the lines above the table name": 1}


NEW, OLD = exports.NEW_TABLE, exports.OLD_TABLE


def test_a_row_without_a_name_is_left_out_and_told(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "a.csv", OLD.replace("\nTurkey,0,", "\n ,0,"))
    found = tiv_tables.read(path, source_id="sipri-transfers-2022-03")
    assert "TUR" not in set(found.rows["recipient"])
    (fault,) = found.report.left_out
    assert (fault.line, fault.found) == (8, "volumes without a name")


YEARS = {
    "two years exchanged": (NEW, "2022,2023,2024", "2023,2022,2024", "after the other, 2022 after 2023"),
    "years reversed": (OLD, "2014,2015,2016,2017", "2017,2016,2015,2014", "after the other, 2016 after 2017"),
    "two years exchanged, old": (OLD, ",2014,2015", ",2015,2014", "after the other, 2014 after 2015"),
    "years shifted": (NEW, "2022,2023,2024,2025,2", "2021,2022,2023,2024,2", "beside one of 2022-2025"),
    "years shifted, old": (OLD, "2014,2015,2016,2017", "2015,2016,2017,2018", "a title of 2014-2017"),
    "the other side": (
        NEW,
        "exports to Israel",
        "exports from Israel",
        "wanted rows and a closing line of one side",
    ),
}


@pytest.mark.parametrize(("table", "old", "new", "said"), YEARS.values(), ids=YEARS.keys())
def test_tables_that_contradict_themselves_are_refused(
    table: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert old in table
    path = exports.put(tmp_path / "a.csv", table.replace(old, new))
    assert said in refused(path)


def test_one_place_under_two_names_in_a_table_is_told(tmp_path: Path) -> None:
    twice = exports.OLD_TABLE.replace("Turkey,0,,3,,3\n", "Turkey,0,,3,,3\nTurkiye,0,,3,,3\n")
    found = tiv_tables.read(exports.put(tmp_path / "a.csv", twice)).report.flags
    assert found["volumes of a place that comes under another name as well, added up"] == 2


def test_a_row_of_a_table_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    path = exports.put(tmp_path / "a.csv", exports.NEW_TABLE.replace("Italy,6,", "Italy,some,"))
    found = tiv_tables.read(path)
    assert [str(fault).partition("; ")[0] for fault in found.report.left_out] == ["a.csv:9:2022: found 'some'"]
    assert set(found.rows["supplier"]) == {"USA", "UNKNOWN"}
    with pytest.raises(DataError, match="found 'some'"):
        tiv_tables.read(path, strict=True)

"""Rows of files in the shipped tables: nothing twice, nothing lost, contradictions told, and sources described."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import exports
import workbooks
from exports import put
from milbalance.choices import by_day
from milbalance.errors import MilbalanceError, MissingError, NoRowsError
from milbalance.ingest import deliveries, detect, editions, kept, official, rebuilt, tidy, transfers, united
from milbalance.ingest.joined import joined, shipped_with
from milbalance.ingest.kept import Part
from milbalance.ingest.official import Found
from milbalance.ingest.report import Report
from milbalance.ingest.yearly import EXACT, OFFICIAL, SPREAD
from milbalance.io import store
from milbalance.measures.vocabulary import MEASURES
from milbalance.tables import load, schema
from milbalance.tables.load import Data

RELEASE = "sipri-transfers-2026-03"
Row = tuple[Any, ...]


def part(table: str, columns: str, *rows: Row, file: str = "a.csv", source: str = RELEASE, **said: Any) -> Part:
    """A part of a file with these cells; columns are separated by blanks."""
    cells = dict(zip(columns.split(), map(list, zip(*rows, strict=True)), strict=True))
    frame = tidy.frame(table, {"source_id": source, **cells})
    return Part(table, frame, Report(said.pop("kind", "made"), file, "2026", len(frame), **said))


def volumes(method: str, *rows: Row, **said: Any) -> Part:
    made = part("arms_imports", "recipient supplier year tiv_m", *rows, **said)
    kind = said.get("kind", deliveries.KIND if method == EXACT else "made")
    return replace(made, rows=made.rows.assign(method=method), report=replace(made.report, kind=kind))


def amounts(*rows: Row, **said: Any) -> Part:
    return part("spending", "place year basis value unit", *rows, source="sipri-milex-2030", **said)


def cells(rows: pd.DataFrame, *columns: str) -> list[Row]:
    return list(rows[list(columns)].itertuples(index=False, name=None))


def together(*parts: Part) -> tuple[pd.DataFrame, list[str]]:
    (one,), told = united.united(parts)
    return one.rows, told


# --- several files of one edition --------------------------------------------------------------------------------


def test_what_two_files_say_counts_once_and_a_value_goes_before_a_gap() -> None:
    one = amounts(("SWE", 2020, "current_usd", 1.0, "$"), ("SWE", 2021, "current_usd", None, "$"))
    two = amounts(("SWE", 2021, "current_usd", 2.0, "$"), ("SWE", 2020, "share_gdp", 3.0, "%"), file="b.csv")
    rows, told = together(one, two, one)
    assert sorted(cells(rows, "year", "basis", "value")) == [
        (2020, "current_usd", 1.0),
        (2020, "share_gdp", 3.0),
        (2021, "current_usd", 2.0),
    ]
    assert not told


def test_files_that_contradict_each_other_are_named_and_the_first_counts() -> None:
    one = amounts(("SWE", 2020, "current_usd", 1.0, "$"), ("SWE", 2021, "current_usd", 5.0, "$"))
    two = amounts(("SWE", 2020, "current_usd", 2.0, "$"), file="b.csv")
    rows, told = together(one, two)
    assert cells(rows, "year", "value") == [(2020, 1.0), (2021, 5.0)]
    assert told == [
        "a.csv and b.csv: 1 rows of spending differ, all of sipri-milex-2030; those of the first file count"
    ]
    same_name = replace(two, report=replace(two.report, file="a.csv"))
    assert together(one, same_name)[1] == [told[0].replace("a.csv and b.csv", "2 files named a.csv")]


def test_editions_are_never_put_together() -> None:
    one = amounts(("SWE", 2020, "current_usd", 1.0, "$"))
    two = replace(one, rows=one.rows.assign(source_id="sipri-milex-2031"))
    parts, told = united.united([one, two])
    assert [part.source_id for part in parts] == ["sipri-milex-2030", "sipri-milex-2031"] and not told


def test_deliveries_go_before_tables_and_tables_before_deals_where_they_cover() -> None:
    spread = volumes(SPREAD, *(("IND", "RUS", year, 10.0) for year in range(2010, 2016)), file="deals.csv")
    table = volumes(OFFICIAL, ("IND", "RUS", 2012, 7.0), ("IND", "RUS", 2014, 8.0), file="table.csv")
    exact = volumes(EXACT, ("IND", "RUS", 2014, 9.0), file="items.csv", asked=(2014, 2014))
    rows, told = together(spread, table, exact)
    # 2013 has no delivery by the table; that part of a deal is nobody's.
    assert cells(rows.sort_values("year"), "year", "tiv_m") == [
        (2010, 10.0), (2011, 10.0), (2012, 7.0), (2014, 9.0), (2015, 10.0),
    ]  # fmt: skip
    assert not told


def test_what_others_rebuilt_is_never_added_to_the_register_itself() -> None:
    cells_of = "delivery recipient supplier year tiv_m"
    own = part(
        "arms_deliveries", cells_of, ("r-1-2014", "IND", "RUS", 2014, 9.0), kind=deliveries.KIND, asked=(2014, 2014)
    )
    rebuilt = part(
        "arms_deliveries", cells_of, *((f"rebuilt-{y}", "IND", "RUS", y, 9.5) for y in (2014, 2015)), file="b.json"
    )
    sums = [replace(volumes(EXACT, ("IND", "RUS", 2014, 9.0), asked=(2014, 2014)))]
    sums += [volumes(EXACT, *(("IND", "RUS", year, 9.5) for year in (2014, 2015)), kind="rebuilt")]
    made, told = united.united([rebuilt, own, *reversed(sums)])
    items, totals = made
    assert sorted(items.rows["delivery"]) == ["r-1-2014", "rebuilt-2015"]
    assert sorted(cells(totals.rows, "year", "tiv_m")) == [(2014, 9.0), (2015, 9.5)] and not told


def test_a_rebuilt_register_does_not_cover_sides_that_it_lacks_and_that_are_no_states(data: Data) -> None:
    deals = [("CAF", "UNKNOWN", 2021, 7.6), ("CAF", "RUS", 2021, 5.0), ("XNO", "FRA", 2020, 441.0)]
    deals += [("XNO", "FRA", 2021, 441.0), ("XHZ", "IRN", 2021, 3.0), ("Atlantis", "FRA", 2021, 2.0)]
    spread = volumes(SPREAD, *deals, file="deals.csv")
    made = volumes(EXACT, ("CAF", "RUS", 2020, 1.0), ("CAF", "RUS", 2021, 9.0), kind=rebuilt.KIND, file="b.json")
    # A name without a code is nobody that it leaves out.
    wanted = {("CAF", "RUS", 2020, 1.0), ("CAF", "RUS", 2021, 9.0), deals[0], *deals[2:5]}
    columns = ("recipient", "supplier", "year", "tiv_m")
    (both,), told = united.united([spread, made])
    assert set(cells(both.rows, *columns)) == wanted and not told
    # In the tables the shipped volumes of what it has go, those of unknown sides stay.
    shipped = volumes(EXACT, ("CAF", "RUS", 2021, 4.0), ("CAF", "UNKNOWN", 2021, 6.0)).rows
    found = joined(replace(data, arms_imports=shipped), Found((both,))).arms_imports
    wanted = wanted - {deals[0]} | {("CAF", "UNKNOWN", 2021, 6.0)}
    assert sorted(cells(found, *columns)) == sorted(wanted)
    own = volumes(EXACT, ("CAF", "UNKNOWN", 2020, 8.0), ("CAF", "RUS", 2021, 9.0), kind=rebuilt.KIND)
    rows, _ = together(spread, own)
    assert cells(rows[rows["supplier"] == "UNKNOWN"], *columns) == [("CAF", "UNKNOWN", 2020, 8.0)], "it has its own"


def test_of_merged_names_the_list_of_deals_answers_and_without_it_nothing_does(data: Data, tmp_path: Path) -> None:
    items = {"Iran": {"2005": {"Lebanon": [["1", "40", "SSM", "Zelzal"]]}}}
    items["Russia"] = {"1991": {"India": [["2", "30", "tank", "T-72"]], "Lebanon": [["1", "5", "tank", "T-55"]]}}
    items["Russia"] |= {"1992": {"India": [["1", "7", "tank", "T-72"]]}}
    given = detect.read(put(tmp_path / "a.json", json.dumps(items)), source_id=RELEASE)
    parts = [Part(one.table, one.rows, one.report) for one in given]
    deals = [("LBN", "IRN", 2005, 1.0), ("XHZ", "IRN", 2005, 39.0), ("LBN", "SUN", 1991, 6.0)]
    spread = volumes(SPREAD, *deals, file="deals.csv")
    columns = "deal recipient supplier designation class delivered first_year last_year tiv_delivered_m"
    listed = [(str(n), to, by, "Zelzal", "SSM", 1, y, y, tiv) for n, (to, by, y, tiv) in enumerate(deals)]
    sides = ("recipient", "supplier", "year", "tiv_m")

    made, told = united.united([*parts, spread, part("arms_deals", columns, *listed)])
    whole = {one.table: one.rows for one in made}
    exact = {("IND", "SUN", 1991, 30.0), ("IND", "RUS", 1992, 7.0), ("LBN", "SUN", 1991, 5.0)}
    assert set(cells(whole["arms_imports"], *sides)) == {*exact, *deals[:2]} and not told
    assert "LBN" not in set(whole["arms_deliveries"].query("supplier == 'IRN'")["recipient"])

    def asked(tables: dict[str, pd.DataFrame], name: str, **how: Any) -> Any:
        sources = data.sources.assign(dataset_cells=pd.NA)
        return MEASURES[name](replace(data, sources=sources, **tables), source=RELEASE, **how)

    both = {"place": "LBN", "years": (2005, 2005)}
    assert asked(whole, "arms.imports", **both) == 1.0
    assert asked(whole, "arms.imports", **both | {"place": "XHZ"}) == 39.0
    assert asked(whole, "arms.delivered", **both, item="Zelzal") == 1.0

    alone = {one.table: one.rows for one in united.united(parts)[0]}
    assert asked(alone, "arms.exports", place="IRN", years=(2005, 2005)) == 40.0, "whoever received it"
    assert asked(alone, "arms.exports", place="SUN", years=(1991, 1992)) == 35.0
    assert asked(alone, "arms.imports", place="LBN", years=(1991, 1991)) == 5.0
    refused = [("arms.imports", both), ("arms.delivered", {**both, "item": "Zelzal"})]
    refused += [("arms.imports", {"place": "XHZ", "years": (2005, 2005)})]
    assert asked(alone, "arms.exports", place="BTN", years=(2005, 2005)) == 0, "a state of which it has nothing"
    assert asked(alone, "arms.imports", place="IND", other="BTN", years=(1991, 1991)) == 0
    answers = {
        f"{name} {how}": answered(lambda name=name, how=how: asked(alone, name, **how)) for name, how in refused
    }
    assert not {name: found for name, found in answers.items() if found is not None}, "no zero, no number"


def answered(ask: Callable[[], Any]) -> Any:
    """What an answer is; None where there is none, and the error says why as it should."""
    try:
        return ask()
    except (MissingError, NoRowsError) as error:
        return None if "counts others too" in str(error) or "no deliveries" in str(error) else str(error)


def test_a_register_of_one_side_covers_that_side_alone() -> None:
    spread = volumes(SPREAD, ("IND", "RUS", 2014, 1.0), ("IND", "FRA", 2014, 2.0), ("PAK", "CHN", 2014, 3.0))
    exact = volumes(EXACT, ("IND", "RUS", 2014, 9.0), recipient="India", asked=(2010, 2020), file="b.csv")
    rows, _ = together(spread, exact)
    assert sorted(cells(rows, "supplier", "tiv_m")) == [("CHN", 3.0), ("RUS", 9.0)]


def test_volumes_of_one_supplier_alone_are_left_out_and_told() -> None:
    asked = volumes(EXACT, ("IND", "RUS", 2014, 9.0), supplier="Russia")
    seen = volumes(EXACT, ("IND", "RUS", 2014, 9.0), ("PAK", "RUS", 2014, 1.0), file="b.csv")
    one_pair = volumes(EXACT, ("IND", "RUS", 2014, 9.0))
    deals = part("arms_deals", "recipient supplier delivered", ("IND", "RUS", 1), supplier="Russia")
    made, told = united.united([asked, seen, one_pair, deals])
    assert [one.table for one in made] == ["arms_imports", "arms_deals"] and made[0].rows is one_pair.rows
    assert told == [
        f"{file}: deliveries from {name} alone, of which no total and no share can be made"
        for file, name in (("a.csv", "Russia"), ("b.csv", "RUS"))
    ]


def test_registers_of_parts_of_the_items_are_added_up(tmp_path: Path) -> None:
    lines = [line.replace("11,Israel", f"{number},Israel") for number, line in enumerate(exports.DELIVERIES[:2])]
    lines = [line.replace(",2016,No,New", ",2015,No,New") for line in lines]
    files = [exports.deliveries(tmp_path / f"{n}.csv", [line]) for n, line in enumerate(lines)]
    parts = []
    for path in files:
        items = deliveries.read(path)
        parts += [Part("arms_deliveries", items.rows, items.report)]
        parts += [Part("arms_imports", deliveries.yearly(items.rows), items.report)]
    made, told = united.united(parts)
    rows = {one.table: one.rows for one in made}
    assert cells(rows["arms_imports"], "year", "tiv_m") == [(2015, 15.0)]  # 4.5 and 10.5
    assert len(rows["arms_deliveries"]) == 2 and not told


def test_equal_deals_stay_as_often_as_one_file_has_them(tmp_path: Path) -> None:
    plain, other = exports.DEALS[1], exports.DEALS[4]
    files = [exports.deals(tmp_path / "a.csv", [plain, plain]), exports.deals(tmp_path / "b.csv", [other, plain])]
    found = [transfers.read(path) for path in files]
    rows, told = together(*(Part("arms_deals", one.rows, one.report) for one in found))
    assert rows["designation"].tolist() == ["Falcon-2", "Falcon-2", "Boat-9"] and not told
    assert rows["deal"].is_unique, "each is the line of a file"
    field = schema.tables()["arms_deals"].field("deal")
    assert rows["deal"].map(lambda deal: bool(re.fullmatch(field.constraints["pattern"], deal))).all()


# --- with the shipped tables -------------------------------------------------------------------------------------


def test_a_file_takes_the_place_of_what_it_says_and_of_nothing_else(data: Data) -> None:
    shipped = data.spending[data.spending["source_id"] == "sipri-milex-2025"]
    first = shipped[shipped["value"].notna()].iloc[0]
    rows = shipped[shipped.index == first.name].assign(value=first["value"] + 1)
    made = joined(data, Found((Part("spending", rows, Report("made", "one sheet.xlsx", "2025", 1)),)))
    assert len(made.spending) == len(data.spending)
    changed = made.spending.merge(data.spending, on=list(schema.tables()["spending"].key), suffixes=("", "_old"))
    changed = changed[changed["value"].fillna(-1) != changed["value_old"].fillna(-1)]
    assert cells(changed, "place", "year", "basis") == [(first["place"], first["year"], first["basis"])]
    assert made.forces is data.forces


def test_a_register_takes_the_place_of_the_extract_that_it_covers(data: Data) -> None:
    old = data.arms_imports[data.arms_imports["source_id"] == RELEASE]
    whole = volumes(EXACT, *(("IND", "RUS", year, 1.0) for year in (1950, 2025)))
    made = joined(data, Found((whole,))).arms_imports
    assert cells(made[made["source_id"] == RELEASE], "recipient", "year") == [("IND", 1950), ("IND", 2025)]
    since = volumes(EXACT, ("IND", "RUS", 2020, 1.0), asked=(2020, 2025))
    made = joined(data, Found((since,))).arms_imports
    assert len(made[made["source_id"] == RELEASE]) == (old["year"] < 2020).sum() + 1


def test_shipped_deliveries_go_before_deals_that_were_spread(data: Data) -> None:
    shipped = data.arms_imports[data.arms_imports["source_id"] == RELEASE]
    known = shipped.iloc[0]
    sides = (known["recipient"], known["supplier"])
    deals = volumes(SPREAD, *((*sides, year, 99.0) for year in range(1993, 2026)), ("IND", "RUS", 2020, 5.0))
    made = joined(data, Found((deals,))).arms_imports
    made = made[made["source_id"] == RELEASE]
    assert len(made) == len(shipped) + 1 and not (made["tiv_m"] == 99).any()


def test_tables_with_files_keep_columns_types_keys_and_sources(data: Data, tmp_path: Path) -> None:
    exports.deals(tmp_path / "deals.csv")
    exports.deliveries(tmp_path / "items.csv", stamp="18 Apr 2030 1:00:00 PM")
    exports.put(tmp_path / "nmc.csv", exports.NMC_7)
    exports.wdi(tmp_path / "world.csv")
    workbooks.make(tmp_path / "money.xlsx", "data to 2022")
    made = joined(data, official.read([tmp_path], shipped=data.spending))
    wrong = []
    for name, frame in made.tables.items():
        shipped, table = data.tables[name], schema.tables()[name]
        wrong += [] if frame.dtypes.equals(shipped.dtypes) else [f"{name}: other columns or types"]
        wrong += [f"{name}: a key twice"] * bool(frame.duplicated(list(table.key)).any())
        for column, held in (("source_id", made.sources["source_id"]), *((s, made.places["place"]) for s in SIDES)):
            if column in frame and name in ("spending", "forces", "context", *ARMS):
                wrong += [f"{name}: {one} is nowhere" for one in set(frame[column]) - set(held)]
    for name in ("sources", "places"):
        new = made.tables[name].iloc[:0] if made.tables[name] is data.tables[name] else made.tables[name]
        for field in schema.tables()[name].fields:
            there = new[field.name].dropna()
            wrong += [f"{name}: {field.name} is empty"] * (field.required and len(there) < len(new))
            if name == "sources" and (pattern := field.constraints.get("pattern")):
                wrong += [f"{one}: {field.name}" for one in there if not re.fullmatch(pattern, str(one))]
    assert not wrong, "\n".join(wrong)
    roles = dict(cells(made.places, "place", "role"))
    assert roles["Soviet-era rebels (Atlantis)*"] == "non-state" and roles["Atlantis"] == "unknown"


SIDES = ("place", "recipient", "supplier")
ARMS = ("arms_imports", "arms_deals", "arms_deliveries")


def test_an_edition_that_is_not_shipped_is_described_by_its_family(data: Data) -> None:
    made = {
        "sipri-milex-2030": ("sipri-milex", "2030", "2030", "release of 2030, data 2020-2020", None, "SIPRI"),
        "sipri-transfers-2031-03": (
            "sipri-transfers",
            "2031-03",
            "2031-03",
            "release of March 2031",
            None,
            "SIPRI",
        ),
        "wdi-2031-12": ("wdi", "2031-12", "2031-12", "cut of 2031-12", None, "SIPRI"),
        "cow-nmc-8.0": ("cow-nmc", "8.0", "undated", "version 8.0", 2000, "Correlates of War Project"),
    }
    parts = []
    for source in made:
        row = amounts(("SWE", 2020, "current_usd", 1.0, "$"))
        report = replace(row.report, first_year=2020, last_year=2020)
        parts.append(replace(row, rows=row.rows.assign(source_id=source), report=report))
    rows = joined(data, Found(tuple(parts))).sources.set_index("source_id").loc[list(made)]
    columns = ("family", "version", "released", "edition", "break_from", "origin")
    found = {name: tuple(None if pd.isna(row[c]) else row[c] for c in columns) for name, row in rows.iterrows()}
    assert found == made
    assert all(version in label for version, label in cells(rows, "version", "label") if version != "2031-03")
    assert rows["accessed"].isna().all() and rows["caveat"].isna().all() and rows["derived_from"].isna().all()


def test_a_cut_without_a_date_and_a_copy_are_described_as_such(data: Data) -> None:
    row = amounts(("SWE", 2020, "current_usd", 1.0, "$"), kind="Indicators")
    ids = ("wdi-undated-2030", "gapminder-soldiers")
    report = replace(row.report, edition="undated file with numbers to 2030, taken as it is", last_year=2026)
    parts = tuple(replace(row, rows=row.rows.assign(source_id=source), report=report) for source in ids)
    made = joined(data, Found(parts)).sources.set_index("source_id").loc[list(ids)]
    said = ["family", "version", "publisher", "title", "edition", "released"]
    assert cells(made[said].fillna(""), *said) == [
        ("wdi", "2030", "World Bank", "Indicators", report.edition, "undated"),
        ("", "", "Gapminder", "Indicators", report.edition, "undated"),
    ]
    until = "(undated file with numbers to 2030)"
    assert made["label"].tolist() == [f"World Bank {until}", f"Gapminder {until}"]


def test_the_origin_of_a_number_is_who_counted_it_whoever_prints_it(data: Data, tmp_path: Path) -> None:
    """A copy of SIPRI's share is SIPRI's, the World Bank's soldiers are of IISS, its people its own."""
    files = {
        "gapminder-military-expenditure-percent-of-gdp": "military_expenditure_percent_of_gdp\nswe,2019,1.1\n",
        "gapminder-armed-forces-personnel-total": "armed_forces_personnel_total\nswe,2019,30000\n",
    }
    for name, text in files.items():
        put(tmp_path / f"{name}.csv", f"geo,time,{text}")
    header = "Country Code,Year,MS.MIL.XPND.GD.ZS,MS.MIL.TOTL.P1,SP.POP.TOTL"
    put(tmp_path / "three.csv", f"{header}\nSWE,2019,1.1,30000,10000000\n")
    whole = joined(data, official.read([tmp_path]))
    wanted = {
        ("spending", "gapminder-military-expenditure-percent-of-gdp"): "SIPRI",
        ("people", "gapminder-armed-forces-personnel-total"): "IISS",
        ("spending", "wdi-undated-2019"): "SIPRI",
        ("people", "wdi-undated-2019"): "IISS",
        ("context", "wdi-undated-2019"): "World Bank",
        ("context", "datahub-population"): "World Bank",
        ("spending", "wdi-2024-03"): "SIPRI",
    }
    editions_of = {(reads, one.source): one.origin for reads, _ in wanted for one in by_day.held(whole, reads)}
    assert {key: editions_of[key] for key in wanted} == wanted
    copies = whole.sources.set_index("source_id").loc[list(files)]
    assert copies["origin"].tolist() == ["SIPRI", "IISS"]
    assert copies["url"].isna().all(), "the address of another file of theirs is none of this one"


def test_an_edition_of_no_family_is_refused(data: Data) -> None:
    row = amounts(("SWE", 2020, "current_usd", 1.0, "$"))
    with pytest.raises(MilbalanceError, match=r"a\.csv: found the source_id 'mine'"):
        joined(data, Found((replace(row, rows=row.rows.assign(source_id="mine")),)))


def test_a_register_reaches_as_far_as_the_file_and_the_extract(data: Data) -> None:
    held = data.sources.set_index("source_id").loc[RELEASE, ["data_from", "data_to"]].tolist()
    parts = [volumes(EXACT, ("IND", "RUS", 1980, 1.0), asked=(1970, 2020))]
    found = editions.sources(data.sources, parts, {RELEASE: "file a.csv"}, data.tables)
    row = found.set_index("source_id").loc[RELEASE]
    assert (row["data_from"], row["data_to"], row["obtained_from"]) == (1970, held[1], "file a.csv")
    assert len(found) == len(data.sources)


def test_rows_without_a_place_bring_no_new_place(data: Data) -> None:
    rows = data.facts.head(2).assign(place=[pd.NA, "TUR"])
    assert editions.places(data.places, [Part("facts", rows, Report("rows", "facts", "", 2))]) is data.places


# --- what was joined is kept for the next run ---------------------------------------------------------------------


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often official files were read, whatever is kept of each, in a cache of its own."""
    read: list[str] = []

    def noted(*given: Any, how: Callable[..., Found] = official.read, **said: Any) -> Found:
        read.append("read")
        return how(*given, **said)

    monkeypatch.setenv(store.FOLDER, str(tmp_path / "cache"))
    monkeypatch.setattr(official, "read", noted)
    return read


def test_the_second_run_joins_nothing_and_gives_the_same(tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "files").mkdir()
    workbooks.make(tmp_path / "files" / "money.xlsx", "data to 2020")
    exports.deals(tmp_path / "files" / "deals.csv")
    put(tmp_path / "files" / "notes.txt", "nothing")
    (one, *said), (two, *again) = (shipped_with([tmp_path / "files"], ["spending", "transfers"]) for _ in range(2))
    assert len(reads) == 1 and said == again and len(said[1]) == 3
    for name, rows in one.tables.items():
        pd.testing.assert_frame_equal(two.tables[name], rows, check_exact=True)
    assert (
        shipped_with([tmp_path / "files"], ["transfers"])[0].spending is two.tables["spending"] or len(reads) == 2
    )


def test_what_was_joined_is_kept_for_these_bytes_and_shipped_tables_alone(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, wrong = tmp_path / "files", list[str]()
    folder.mkdir()
    path = put(folder / "states.csv", exports.NMC_7)
    for change, how in {
        "the first time": lambda: None,
        "bytes": lambda: put(path, exports.NMC_7 + "371,2020,1,1,1,1,1,1,0.1\n"),
        "a file more": lambda: put(folder / "notes.txt", "nothing"),
        "a link passed over": lambda: (folder / "link").symlink_to(tmp_path.parent),
        "the shipped tables": lambda: monkeypatch.setattr(load, "seal_of_shipped", lambda: "other"),
        "a checksum that cannot be told": lambda: monkeypatch.setattr(load, "seal_of_shipped", str),
        "the same, which is not kept": lambda: None,
    }.items():
        how()
        before = len(reads)
        shipped_with([folder], ["people"])
        wrong += [change] * (len(reads) == before)
    assert not wrong
    monkeypatch.setattr(load, "seal_of_shipped", lambda: "other")
    shipped_with([folder], ["people"])
    assert len(reads) == 7, "what is kept was not asked for"


def test_a_file_that_could_not_be_read_is_tried_again(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "states.csv", exports.NMC_7)
    with monkeypatch.context() as patch:
        patch.setattr(detect, "read", lambda *_, **__: 1 / 0)
        assert "division by zero" in shipped_with([path], ["people"])[2][0]
    assert "rows of forces" in shipped_with([path], ["people"])[2][0]
    assert len(reads) == 2


def test_a_file_that_changed_before_it_was_read_is_not_taken_for_the_old_one(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, path = exports.NMC_7, put(tmp_path / "states.csv", exports.NMC_7)

    def changed(*given: Any, how: Callable[..., Found] = official.read, **said: Any) -> Found:
        put(path, old.replace("371,2021,619400,45", "371,2021,619400,46"))
        return how(*given, **said)

    with monkeypatch.context() as patch:
        patch.setattr(official, "read", changed)
        new = shipped_with([path], ["people"])
    put(path, old)
    assert not shipped_with([path], ["people"])[0].forces.equals(new[0].forces)


def test_what_others_wrote_in_the_place_of_joined_tables_is_not_taken(tmp_path: Path, reads: list[str]) -> None:
    path = put(tmp_path / "states.csv", exports.NMC_7)
    good = shipped_with([path], ["people"])
    (joint,) = (one for one in (tmp_path / "cache").glob("*.npz") if b'"told"' in one.read_bytes())
    for raw in (
        b"",
        joint.read_bytes()[:-100],
        kept.packed([]),
        kept.packed_tables([], {"read": [], "told": "\x1b[31m"}),
        kept.packed_tables([], {"read": {}, "told": ""}),
        kept.packed_tables([], {"read": [], "told": ["a"]}),
    ):
        joint.write_bytes(raw)
        before = len(reads)
        assert shipped_with([path], ["people"])[2] == good[2] and len(reads) == before + 1, raw[:80]


def test_a_file_without_a_date_has_one_name_whichever_table_is_asked(data: Data, tmp_path: Path) -> None:
    """Its spending ends in 2020 and its people in 2022: it is the same file."""
    header = "Country Code,Year,MS.MIL.XPND.GD.ZS,SP.POP.TOTL"
    put(tmp_path / "one.csv", f"{header}\nSWE,2020,1.1,10000000\nSWE,2022,,10500000\n")
    made = joined(data, official.read([tmp_path])).sources.set_index("source_id").loc["wdi-undated-2022"]
    assert made["label"] == f"World Bank ({made['edition']})"
    assert made["edition"] == "undated file with numbers to 2022"

"""SIPRI's military expenditure workbooks come in whole, in every layout, or are refused in one line.

Made workbooks first (`tests/workbooks.py`, invented numbers), then the genuine ones where they are at hand.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from copy import copy
from functools import cache, partial
from itertools import count
from operator import methodcaller
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.writer.theme import theme_xml

import workbooks
from exports import refusal, unrefused
from milbalance.ingest import colours, milex, milex_cells, milex_units
from milbalance.ingest.milex_edition import Evidence
from milbalance.ingest.report import Imported
from milbalance.tables import load, schema
from workbooks import BELOW, LAYOUTS, SPIKE, UNITS, Made, Package, found

OLD, NEW, POINT = "data to 2016", "data to 2024", "re-saved, years as text with a point"
Edit = Callable[[Workbook], object]
REGIONAL = "Regional totals"
SHEETS = {basis: workbooks.sheet_name(LAYOUTS[NEW], basis) for basis in UNITS}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Made, Imported]]:
    folder = tmp_path_factory.mktemp("made")

    @cache
    def one(layout: str) -> tuple[Made, Imported]:
        written = workbooks.make(folder / f"{list(LAYOUTS).index(layout)}.xlsx", layout)
        return written, milex.read(written.path)

    return one


NUMBERED = count()


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook after some edits of it."""

    def write(*edits: Edit, layout: str = NEW) -> Path:
        def edit(book: Workbook) -> None:
            for one in edits:
                one(book)

        return workbooks.make(tmp_path / f"edited{next(NUMBERED)}.xlsx", layout, edit=edit).path

    return write


@pytest.fixture
def taken(edited: Callable[..., Path]) -> Callable[..., Imported]:
    """What an edited workbook is read as."""
    return lambda *edits, layout=NEW: milex.read(edited(*edits, layout=layout))


def strict(path: Path) -> Callable[[], Imported]:
    return partial(milex.read, path, strict=True)


@cache
def plan(layout: str) -> dict[tuple[str, int, str], workbooks.Expected]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return workbooks.make(Path(folder) / "plan.xlsx", layout).rows


def where(locator: str) -> tuple[str, str]:
    sheet, _, cell = locator.removeprefix("sheet ").partition(", cell ")
    return sheet, cell


def change(basis: str, place: str, year: int, value: object, layout: str = NEW) -> Edit:
    """An edit that puts a value, or a colour, into the cell of a place and year."""
    sheet, cell = where(plan(layout)[place, year, basis].locator)

    def edit(book: Workbook) -> None:
        if isinstance(value, Color):
            book[sheet][cell].font = Font(color=value)
        else:
            book[sheet][cell] = value

    return edit


def set_cell(sheet: str, cell: str, value: object) -> Edit:
    return lambda book: book[sheet].__setitem__(cell, value)


def relabel(old: str, new: str) -> Edit:
    """Another name for a country in every sheet."""

    def edit(book: Workbook) -> None:
        for cell in (cell for sheet in book.worksheets for cell in sheet["A"]):
            cell.value = new if str(cell.value).strip() == old else cell.value

    return edit


def one(imported: Imported, basis: str, place: str, year: int) -> Any:
    rows = imported.rows
    (position,) = rows.index[(rows["basis"] == basis) & (rows["place"] == place) & (rows["year"] == year)]
    return rows.loc[position]


def noted(imported: Imported, words: str) -> list[list[object]]:
    """Place, year and basis of the rows whose note has some words."""
    rows = imported.rows[imported.rows["note"].str.contains(words, na=False)]
    listed: list[list[object]] = rows[["place", "year", "basis"]].to_numpy().tolist()
    return listed


# What every layout must give.


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_comes_in_as_it_was_written(layout: str, made: Any) -> None:
    written, imported = made(layout)
    report, rows, shipped = imported.report, imported.rows, load.table("spending")
    assert found(rows) == written.rows
    assert list(rows.columns) == schema.tables()["spending"].columns
    assert rows.dtypes.to_dict() == shipped.dtypes.to_dict()
    assert (rows["unit"] == rows["basis"].map(UNITS)).all()
    constant = rows["basis"] == "constant_usd"
    assert (rows.loc[constant, "base_year"] == written.layout.base).all()
    assert rows.loc[~constant, "base_year"].isna().all()
    assert set(rows["source_id"]) == {f"sipri-milex-{written.layout.last + 1}"}
    assert (report.rows, report.file) == (len(rows), written.path.name)
    assert report.places == tuple(sorted(set(rows["place"])))
    assert (report.first_year, report.last_year) == (written.layout.first, written.layout.last)
    assert not report.unknown and len(report.lines()) >= 2
    assert report.flags.get("printed as zero", 0) == (rows["missing_reason"] == "printed as zero").sum()


def test_a_source_may_be_named_and_a_workbook_called_csv(made: Any, tmp_path: Path) -> None:
    written, imported = made(NEW)
    assert set(milex.read(written.path, source_id="mine-1").rows["source_id"]) == {"mine-1"}
    path = tmp_path / "milex.csv"
    path.write_bytes(written.path.read_bytes())
    assert milex.read(path).rows.equals(imported.rows)


# Notes and colours.


def test_marks_are_joined_with_their_footnotes_and_other_texts_of_the_row(made: Any, taken: Any) -> None:
    for layout, number in ((OLD, "80: an invented footnote on Armenia"), (NEW, "6: Armenia: an invented footnote")):
        rows = made(layout)[1].rows
        armenia = rows[(rows["place"] == "ARM") & (rows["basis"] == "share_gdp") & rows["value"].notna()]
        armenia = armenia[armenia["year"] >= 1991]  # a value of an earlier year is noted as of no state
        assert set(armenia["note"]) == {f"†: invented: pensions are left out; {number}"}
    korea = rows[(rows["place"] == "KOR") & (rows["basis"] == "share_government") & rows["value"].notna()]
    assert set(korea["note"]) == {"reporting year: Apr-Mar"}
    assert rows.loc[rows["missing_reason"].isin(["not available", "not independent"]), "note"].isna().all()
    alone = taken(lambda book: book.remove(book["Footnotes"])).rows
    aze = alone[(alone["place"] == "AZE") & (alone["basis"] == "share_gdp")]
    assert set(aze["note"].dropna()) == {"‖; 7"}, "marks without a footnote"


def test_marks_are_symbols_and_numbers() -> None:
    cells = {
        81: ["81"],
        "† ¶ 67": ["†", "¶", "67"],
        "‡§¶16": ["‡", "§", "¶", "16"],
        "||4": ["‖", "4"],
        None: [],
        "  ": [],
    }
    assert {cell: milex_cells.marks(cell)[0] for cell in cells} == cells
    assert milex_cells.marks(81.0) == (["81"], "")
    assert milex_cells.marks("§ see below 4") == (["§", "4"], "see below")


def test_a_row_of_two_states_is_split_by_year(made: Any) -> None:
    rows = made(OLD)[1].rows
    shared = rows[rows["basis"] == "per_capita"]
    assert set(shared.loc[shared["place"] == "SUN", "year"]) == set(range(1988, 1992))
    assert set(shared.loc[shared["place"] == "RUS", "year"]) == set(range(1992, 2017))
    assert shared.loc[shared["place"] == "RUS", "note"].str.startswith("from the row USSR/Russia").all()


def test_prices_of_the_last_year_are_no_constant_prices(made: Any) -> None:
    imported = made(OLD)[1]
    assert not (imported.rows["value"] == 99_999.5).any()
    assert any("2016 current" in note for note in imported.report.notes)


def test_a_copy_that_lost_its_colours_knows_no_quality(made: Any, taken: Any, tmp_path: Path) -> None:
    def bleach(book: Workbook) -> None:
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            cell.font = Font(color="FF000000")

    whole, bleached = made(NEW)[1], taken(bleach)
    assert set(whole.rows["quality"].dropna()) == {"reported", "estimate", "uncertain"}
    assert bleached.rows["quality"].isna().all()
    assert any(line.startswith("no number is blue or red") for line in bleached.report.lines())
    assert whole.rows.drop(columns="quality").equals(bleached.rows.drop(columns="quality"))
    # One country without estimates has not lost them.
    few = milex.read(workbooks.labelled(2024, 2023, 2024, tmp_path, {"United Kingdom": [1.0, 2.0]}))
    assert set(few.rows["quality"]) == {"reported"}
    said = "no number is blue or red: none is an estimate, unless a program dropped the colours"
    assert said in few.report.notes


def test_what_colours_mean(taken: Any) -> None:
    colours_of = {
        "estimate": [Color(rgb="FF0000FF"), Color(rgb="000000D4"), Color(indexed=12), Color(theme=4)],
        "uncertain": [Color(rgb="FFFF0000"), Color(indexed=10), Color(theme=5)],
        # The last but one is a darker white: grey.
        "reported": [
            *(Color(theme=1), Color(indexed=64), Color(auto=True), Color(rgb="FF404040")),
            *(Color(theme=0, tint=-0.5), Color(rgb="FF00AA00")),
        ],
    }
    listed = [(colour, quality) for quality, shades in colours_of.items() for colour in shades]
    years = LAYOUTS[NEW].years[1 : len(listed) + 1]
    changes = [change("current_usd", "KOR", year, shade[0]) for year, shade in zip(years, listed, strict=True)]
    imported = taken(*changes)
    got = [one(imported, "current_usd", "KOR", year)["quality"] for year in years]
    assert got == [quality for _, quality in listed]
    assert imported.report.flags["colour of no known meaning"] == 1  # the last one, green


def test_a_tint_lightens_and_darkens_as_in_excel() -> None:
    palette = colours.Palette([], theme_xml.encode())
    # The first accent of Office 2007: as it is, 60 per cent lighter, 25 per cent darker.
    shades = [palette.find(Color(theme=4, tint=tint)) for tint in (0.0, 0.6, -0.25)]
    assert shades == ["4F81BD", "B9CDE5", "376092"]


# Suspicious values: flagged, not dropped.


def test_a_zero_that_local_currency_contradicts_is_missing(taken: Any, made: Any) -> None:
    bases = [basis for basis in UNITS if not basis.startswith("local")]
    imported = taken(*(change(basis, "AZE", 2015, 0) for basis in bases))
    for basis in bases:
        row = one(imported, basis, "AZE", 2015)
        assert pd.isna(row["value"]) and row["missing_reason"] == "printed as zero"
        assert row["note"] == "printed as 0, though local currency is not zero in that year"
    assert imported.report.flags["printed as zero"] == len(bases) + 1  # the layout has one of its own
    costa_rica = made(NEW)[1].rows.query("place == 'CRI'")  # spends nothing
    assert (costa_rica["value"] == 0).all() and costa_rica["missing_reason"].isna().all()


def test_a_zero_that_nothing_confirms_stays_and_is_flagged(taken: Any) -> None:
    def zero(financial: object) -> Imported:
        kept = {"local_currency": "...", "local_currency_fy": financial, "current_usd": 0}
        imported: Imported = taken(*(change(basis, "AZE", 2015, value) for basis, value in kept.items()))
        assert one(imported, "current_usd", "AZE", 2015)["value"] == 0
        return imported

    alone, confirmed = zero("..."), zero(0)
    assert "no number to confirm" in one(alone, "current_usd", "AZE", 2015)["note"]
    assert alone.report.flags["zero without local currency"] == 1
    assert "zero without local currency" not in confirmed.report.flags


def test_a_jump_of_a_thousand_is_flagged_and_stays(taken: Any) -> None:
    before = plan(NEW)["KOR", 2015, "constant_usd"].value
    assert before is not None
    for factor in (1000, 0.001):
        imported = taken(change("constant_usd", "KOR", 2015, before * factor))
        assert one(imported, "constant_usd", "KOR", 2015)["value"] == pytest.approx(before * factor)
        for year in (2015, 2016):  # up and down again: which of the three is wrong is not known
            assert "a thousand times" in one(imported, "constant_usd", "KOR", year)["note"]
        assert imported.report.flags["jump of a thousand"] == 2
    gap = [change("constant_usd", "KOR", year, 0.2 if year < 2015 else "...") for year in range(2010, 2020)]
    inflation = [change("local_currency", "KOR", 2015, 2.5e9)]
    assert not [edits for edits in (gap, inflation) if "jump of a thousand" in taken(*edits).report.flags]


def test_a_share_over_100_per_cent_is_flagged_and_stays(taken: Any) -> None:
    imported = taken(change("share_government", "KOR", 2015, 1.25))
    row = one(imported, "share_government", "KOR", 2015)
    assert (row["value"], row["note"]) == (125, "reporting year: Apr-Mar; over 100 per cent")
    assert imported.report.flags["share over 100 per cent"] == 1
    kuwait = taken(
        relabel("Korea, South", "Kuwait"), change("share_gdp", "KOR", 1991, 1.1735, OLD), layout=OLD
    )  # is right in 1991
    assert one(kuwait, "share_gdp", "KWT", 1991)["value"] == pytest.approx(117.35)
    assert "share over 100 per cent" not in kuwait.report.flags


def test_an_error_value_and_a_number_as_text_are_flagged(taken: Any) -> None:
    for error in ("#VALUE!", "=#VALUE!"):  # as Excel saves it, and LibreOffice
        imported = taken(
            change("share_government", "KOR", 2015, error), change("share_government", "KOR", 2016, " 0.0625 ")
        )
        assert one(imported, "share_government", "KOR", 2015)["missing_reason"] == "not available"
        assert one(imported, "share_government", "KOR", 2016)["value"] == 6.25
        assert (imported.report.flags["error value"], imported.report.flags["number stored as text"]) == (1, 1)


# Layout is found by content.


def rename(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        sheet.title = sheet.title if sheet.title == "Footnotes" else f"Sheet{number}"


def swap_names(book: Workbook) -> None:
    book["Share of GDP"].title = "x"
    book["Per capita"].title = "Share of GDP"
    book["x"].title = "Per capita"


def reverse(book: Workbook) -> None:
    for sheet in list(book.worksheets):
        book.move_sheet(sheet, -book.index(sheet))


def no_titles(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet["A1"] = None


def lower(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_rows(1, 3)
        sheet["A2"] = "a line that was not there"


def wider(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_cols(2)
        sheet.cell(sheet.max_row + 2, 60, " ")


def shuffle_rows(book: Workbook) -> None:
    for sheet in book.worksheets[2:9]:
        rows = [[(c.value, copy(c.font)) for c in row] for row in sheet.iter_rows(min_row=8)]
        for row, values in zip(sheet.iter_rows(min_row=8), reversed(rows), strict=True):
            for cell, (value, font) in zip(row, values, strict=True):
                cell.value, cell.font = value, font


def test_values_are_found_wherever_they_stand(made: Any, taken: Any) -> None:
    def said(imported: Imported) -> dict[tuple[str, int, str], tuple[object, ...]]:
        return {key: (row.value, row.quality, row.reason) for key, row in found(imported.rows).items()}

    apart = [
        (edit.__name__, layout)
        for layout in (OLD, NEW)
        for edit in (rename, swap_names, reverse, no_titles, lower, wider, shuffle_rows)
        if said(taken(edit, layout=layout)) != said(made(layout)[1])
    ]
    assert not apart


def test_locators_follow_the_cells(edited: Any) -> None:
    book = load_workbook(path := edited(lower))
    for row in found(milex.read(path).rows).values():
        sheet, cell = where(row.locator)
        if row.value is not None:
            times = 1000 if sheet == REGIONAL else 100 if "share" in row.basis else 1
            assert book[sheet][cell].value * times == row.value


def without_last_year(book: Workbook) -> None:
    for sheet in book.worksheets:
        headings = (2024, "2024 (current prices)")
        last = [cell.column for row in sheet.iter_rows() for cell in row if cell.value in headings]
        for column in reversed(last):
            sheet.delete_cols(column)


def title_of_2026(book: Workbook) -> None:
    title = next(cell for row in book["Share of GDP"].iter_rows() for cell in row if "2024" in str(cell.value))
    title.value = str(title.value).replace("2024", "2026")


def shift_years(book: Workbook, by: int) -> None:
    for sheet in book.worksheets[2:]:
        for cell in (cell for row in sheet.iter_rows(max_row=7) for cell in row):
            cell.value = cell.value + by if cell.value in LAYOUTS[NEW].years else cell.value


def only_shares(book: Workbook) -> None:
    for sheet in list(book.worksheets):
        if sheet.title not in ("Front page", "Share of GDP"):
            book.remove(sheet)


def test_what_names_titles_and_columns_say_against_each_other_is_told(taken: Any) -> None:
    read_as = "sheet Per capita is read as share_gdp, as its title says, though its name says per_capita"
    cases: list[tuple[Edit, str]] = [
        (only_shares, "no sheet of current_usd"),
        (without_last_year, "sheet Share of GDP ends in 2023, but its title says 2024: is it whole?"),
        (title_of_2026, "sheet Share of GDP ends in 2024, but its title says 2026: is it whole?"),
        (swap_names, read_as),
        (partial(shift_years, by=-1), "sheet Share of GDP begins in 2009, but its title says 2010"),
        (partial(shift_years, by=-1), "sheet Share of GDP ends in 2023, but its title says 2024: is it whole?"),
    ]
    seen = [(taken(edit), said) for edit, said in cases]
    assert not [said for imported, said in seen if said not in imported.report.notes]
    # A cut or a slip in the title of one sheet makes no other edition.
    assert {imported.rows["source_id"].iloc[0] for imported, _ in seen} == {"sipri-milex-2025"}
    assert seen[0][0].report.bases == ("share_gdp",)
    assert seen[1][0].report.last_year == 2023


def test_names_without_a_place_are_left_out_and_counted(taken: Any) -> None:
    def number_of_a_region(book: Workbook) -> None:
        sheet = book["Share of GDP"]
        region = next(cell for cell in sheet["A"] if cell.value == "Eastern Europe")
        sheet.cell(region.row, 5).value, sheet.cell(region.row, 6).value = 0.5, "..."

    report = taken(relabel("Korea, South", "Atlantis"), number_of_a_region).report
    years = len(LAYOUTS[NEW].years)
    assert report.unknown == {"Atlantis": years * 7, "Eastern Europe": years}
    assert f"left out, no place known: Atlantis ({years * 7} rows)" in report.lines()


def test_a_value_of_a_year_before_the_place_was_a_state_is_kept_and_flagged(tmp_path: Path) -> None:
    """South Sudan is a state from 2011 on, by the Correlates of War."""
    rows: dict[str, list[Any]] = {"South Sudan": [9.0, None, 11.0, 12.0], "Azerbaijan": [1.0, 2.0, 3.0, 4.0]}
    imported = milex.read(workbooks.labelled(2012, 2011, 2013, tmp_path, rows))
    assert imported.report.flags["year before the place was a state"] == 1
    assert noted(imported, "before it was a state") == [["SSD", 2009, "constant_usd"]]
    assert one(imported, "constant_usd", "SSD", 2009)["value"] == 9


# What is refused, and how.


def second_sheet(book: Workbook) -> None:
    book.copy_worksheet(book["Share of GDP"]).title = "cleaned"


def mirror(book: Workbook) -> None:
    """Years from the last to the first, and the name of the country behind them."""
    for row in (row for sheet in book.worksheets for row in sheet.iter_rows(min_row=2)):
        values = [(cell.value, copy(cell.font)) for cell in row]
        for cell, (value, font) in zip(row, reversed(values), strict=True):
            cell.value, cell.font = value, font


def swap_years(book: Workbook) -> None:
    sheet = book["Share of GDP"]
    sheet["F4"], sheet["H4"] = sheet["H4"].value, sheet["F4"].value


def exchange(one: str, two: str, cell: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[one][cell], book[two][cell] = book[two][cell].value, book[one][cell].value

    return edit


def per_cent(book: Workbook) -> None:
    for cell in (cell for row in book["Share of GDP"].iter_rows(min_row=5) for cell in row):
        cell.value = cell.value * 100 if isinstance(cell.value, float) else cell.value


def no_unit(book: Workbook) -> None:
    book["Current US$"]["A1"] = book["Current US$"]["A2"] = None


def nothing(book: Workbook) -> None:
    for name in book.sheetnames[1:]:
        del book[name]


DOLLARS, GDP, CONSTANT = "Current US$", "Share of GDP", "Constant (2023) US$"
ONE_BY_ONE = "wanted years that rise by one"
REFUSED: list[tuple[Edit, str]] = [
    (set_cell(GDP, "F9", "n.a."), "cell F9: found 'n.a.'; wanted a number"),
    (set_cell(DOLLARS, "F9", "3.368"), "found the text '3.368', which may be 3,368"),
    (set_cell(GDP, "F9", "=SUM(A1:A2)"), "cell F9: found the formula '=SUM(A1:A2)'"),
    (set_cell(DOLLARS, "F9", -1), "cell F9: found -1"),
    (set_cell(DOLLARS, "F9", 1e31), "cell F9: found 1e+31"),
    (set_cell(DOLLARS, "F9", True), "cell F9: found True"),
    (set_cell(DOLLARS, "F9", datetime.date(2020, 1, 1)), "cell F9: found 2020-01-01"),
    (set_cell(DOLLARS, "A9", None), "cell A9: found None; wanted the name of a country"),
    (set_cell(DOLLARS, "A9", 12), "cell A9: found 12"),
    (set_cell(DOLLARS, "A10", "Armenia"), "found ARM in 2010 again"),
    (set_cell(DOLLARS, "F5", 2010), "cell F5: found 2010 again (as in C)"),
    (set_cell(DOLLARS, "F5", "x"), "years from 2010 to 2024 without 2013"),
    (set_cell(DOLLARS, "C5", None), "under no year"),
    (set_cell(DOLLARS, "Q5", "note"), "under no year"),
    (set_cell(DOLLARS, "A5", "Land"), "sheet Current US$, cell A1: found no row that begins"),
    (
        lambda book: book["Per capita"].delete_cols(3, 20),
        "sheet Per capita, cell A5: found no years in the heading",
    ),
    (second_sheet, "sheet cleaned, cell A1: found share_gdp again (as in sheet Share of GDP)"),
    (per_cent, "found shares mostly above 1"),
    (set_cell(CONSTANT, "A2", "Amounts in US$ m., at constant 2020 prices"), "constant prices of 2020 and 2023"),
    (set_cell(CONSTANT, "A2", "Amounts in US $m., at constant prices of 2015"), "prices of 2015 and 2023"),
    (set_cell(CONSTANT, "A2", "Amounts in US $m., at constant (2015) prices"), "prices of 2015 and 2023"),
    (set_cell(DOLLARS, "A2", "Amounts in US$ b."), "found the line 'amounts in us$ b.'; wanted"),
    (mirror, f"found 2023 after 2024; {ONE_BY_ONE}"),
    (swap_years, f"cell F4: found 2015 after 2012; {ONE_BY_ONE}"),
    (partial(shift_years, by=20), "found years to 2044 in a file of "),
    (
        exchange(SHEETS["local_currency_fy"], SHEETS["local_currency"], "A2"),
        "calendar years with a column of fiscal years",
    ),
    (exchange(GDP, SHEETS["share_government"], "A1"), "found share_gdp above share_government in most places"),
    (no_unit, "found no word of millions"),
    (nothing, "found no sheet of countries and years"),
]


def test_what_cannot_be_read_for_certain_is_refused(edited: Any) -> None:
    assert not unrefused((strict(edited(edit)), words) for edit, words in REFUSED)


def markup(made: Any, edit: Callable[[bytes], bytes], path: Path, sheet: str = "Per capita") -> Path:
    """A workbook with the markup of a sheet, or of a part, changed."""
    package = Package(made(NEW if sheet in SHEETS.values() else POINT)[0].path)
    part = package.sheets.get(sheet, sheet)
    content = edit(package.parts[part])
    assert content != package.parts[part]
    package.parts[part] = content
    return package.save(path)


def below(rows: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")


def in_row(cell: bytes) -> Callable[[bytes], bytes]:
    return lambda content: re.sub(rb'(<row r="8".*?)</row>', rb"\1" + cell + rb"</row>", content, count=1)


def row_again(content: bytes) -> bytes:
    return below(re.findall(rb"<row .*?</row>", content)[9])(content)


def cell_again(content: bytes) -> bytes:
    return re.sub(rb"(<row .*?)(<c [^>]*><v>.*?</c>)(.*?)</row>", rb"\1\2\3\2</row>", content, count=1)


def test_sheets_out_of_order_or_bounds_are_refused(made: Any, tmp_path: Path) -> None:
    cases = [
        (row_again, "found row 10 after row"),
        (cell_again, "found cells out of order or twice"),
        (below(b'<row r="1000000"><c r="A1000000"><v>1</v></c></row>'), "A1000000: found a value so far down"),
        (below(b'<row r="900"><c r="A12"><v>1</v></c></row>'), "cell A900: found cells out of order or twice"),
        (in_row(b'<c r="SG8"><v>1</v></c>'), "at most 500 columns"),
        (in_row(b'<c r="XFD8"><v>1</v></c>'), "at most 500 columns"),
        (in_row(b'<c r="ZZZZZZ8"><v>1</v></c>'), "a broken workbook"),
    ]
    path = tmp_path / "odd.xlsx"
    assert not unrefused((strict(markup(made, edit, path)), words) for edit, words in cases)
    # LibreOffice and others write the format of cells that hold nothing, to the last row and column.
    far = b'<row r="900"><c r="A900"/><c r="AMJ900"/></row><row r="1048576"><c r="A1048576"/></row>'
    assert milex.read(markup(made, below(far), path)).rows.equals(made(NEW)[1].rows)


def test_what_takes_a_pattern_ages_is_refused_before_it_is_read(
    made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = {
        "number format": ("xl/styles.xml", b"<cellXfs", b'<numFmt formatCode="' + b"[" * 2000 + b'"/><cellXfs'),
        "defined name": (
            "xl/workbook.xml",
            b"</workbook>",
            b"<definedName>" + b"'A'!$1," * 400 + b"</definedName>",
        ),
        "tag": ("xl/workbook.xml", b"<workbook ", b"<workbook " + b'a="1" ' * 5000),
    }
    made(POINT)
    monkeypatch.setattr("milbalance.ingest.book.ExcelReader", None)  # openpyxl never sees it
    assert not unrefused(
        (
            strict(markup(made, methodcaller("replace", old, new, 1), tmp_path / "a.xlsx", part)),
            f"endless {words} in",
        )
        for words, (part, old, new) in endless.items()
    )


def test_other_files_called_xlsx_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "milex.xlsx"
    assert "no such file" in refusal(strict(path))
    contents = (
        (b"place,year,value\nARM,2020,1\n", "found text; wanted a SIPRI military expenditure workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old or locked Excel file"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"", "an empty file"),
        (b"%PDF-1.7", "a PDF file"),
    )
    assert not unrefused((strict(path), words) for content, words in contents if path.write_bytes(content) >= 0)


# Odd rows of a workbook are left out, not the workbook.


def test_an_odd_row_is_left_out_and_named_and_the_others_are_read(edited: Any) -> None:
    path = edited(
        set_cell(GDP, "F9", "n.a."),
        set_cell(DOLLARS, "A10", "Armenia"),  # twice: which of the two is right nobody knows
        set_cell("Per capita", "D9", "=SUM(A1:A2)"),
    )
    imported = milex.read(path)
    odd = {("share_gdp", "9"), ("current_usd", "9"), ("current_usd", "10"), ("per_capita", "9")}
    kept = {
        key: row.value
        for key, row in plan(NEW).items()
        if REGIONAL in row.locator or (row.basis, re.sub(r".*[A-Z]", "", row.locator)) not in odd
    }
    assert {key: row.value for key, row in found(imported.rows).items()} == kept
    assert [str(fault).split(": ")[0] for fault in imported.report.left_out] == [
        f"{path.name}:9:sheet Current US$, cell C9",
        f"{path.name}:10:sheet Current US$, cell C10",
        f"{path.name}:9:sheet Share of GDP, cell F9",
        f"{path.name}:9:sheet Per capita, cell D9",
    ]
    assert "left out, cannot be read: 4 rows (--strict refuses such a file)" in imported.report.lines()
    half = edited(*(set_cell(GDP, f"F{row}", "n.a.") for row in range(8, 12)))
    said = refusal(partial(milex.read, half))
    assert re.search(r"found 4 of \d rows that cannot be read; wanted at most 3 of them", said)


# Regional totals.


def test_a_sheet_of_regions_that_cannot_be_trusted_is_not_used_and_told(edited: Any) -> None:
    odd = {
        "no word of billions": [set_cell(REGIONAL, "A2", "Figures are in US$ m., at constant 2023 prices")],
        "constant prices of 2022 and 2023": [set_cell(REGIONAL, "A3", "at constant 2022 prices")],
        "2012 again": [set_cell(REGIONAL, "E4", 2012), set_cell(REGIONAL, "F4", 2012)],
    }
    for said, edits in odd.items():
        path = edited(*edits)
        imported = milex.read(path)
        assert [note for note in imported.report.notes if "Regional totals is not used" in note and said in note]
        assert found(imported.rows) == {key: row for key, row in plan(NEW).items() if REGIONAL not in row.locator}
        assert said in refusal(strict(path))


def test_a_workbook_of_regional_totals_alone_is_read(taken: Any) -> None:
    def alone(book: Workbook) -> None:
        for sheet in book.sheetnames:
            if sheet != REGIONAL:
                book.remove(book[sheet])

    imported = taken(alone)
    assert found(imported.rows) == {key: row for key, row in plan(NEW).items() if REGIONAL in row.locator}
    assert imported.report.bases == ()
    assert imported.report.edition == "release of 2025, data 2010-2024"


@pytest.mark.parametrize(("rights", "header"), [(2021, 1), (2022, 1), (2022, 2)])
def test_the_sheet_of_shares_of_the_edition_of_2022_alone_is_read(rights: int, header: int, tmp_path: Path) -> None:
    """That edition is in circulation as this one sheet, with the copyright of its year or of the year before."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Share of GDP"
    title = "Military expenditure by country as percentage of gross domestic product, 2018-2021"
    for row in (
        [f"{title} © SIPRI {rights}"],
        *[[None]] * header,
        ["Country", "Notes", 2018, 2019.0, 2020, "2021"],
    ):
        sheet.append(row)
    sheet.append(["Armenia", "†6", 0.04, 0.05, "...", "xxx"])
    book.save(tmp_path / "SIPRI-Milex.xlsx")
    imported = milex.read(tmp_path / "SIPRI-Milex.xlsx")
    assert set(imported.rows["source_id"]) == {"sipri-milex-2022"}
    assert imported.report.bases == ("share_gdp",)
    assert [(row.value, row.reason) for row in found(imported.rows).values()] == [
        (4.0, None), (5.0, None), (None, "not available"), (None, "not independent"),
    ]  # fmt: skip


def test_an_unknown_region_is_left_out_and_counted_and_an_odd_row_named(taken: Any) -> None:
    imported = taken(set_cell(REGIONAL, "A6", "Atlantis"), set_cell(REGIONAL, "C7", "n.a."))
    assert imported.report.unknown == {"Atlantis": len(LAYOUTS[NEW].years) + 1}
    assert "Africa" not in imported.report.places
    assert [fault.column for fault in imported.report.left_out] == [f"sheet {REGIONAL}, cell C7"]


# What a workbook says of its edition.


def test_an_export_of_one_year_has_the_edition_of_its_base_year(tmp_path: Path) -> None:
    """Its last year alone says that it is an edition older."""
    path = workbooks.labelled(2023, 2023, 2024, tmp_path, {"France": [100.0]})
    imported = milex.read(path)
    assert set(imported.rows["source_id"]) == {"sipri-milex-2025"}
    assert set(imported.rows["base_year"]) == {2023}
    said = "taken for the edition of 2025, though its last year is 2023: say the source_id (--source-id) "
    assert [note for note in imported.report.notes if "--source-id" in note] == [f"{said}if it is another"]
    named = milex.read(path, source_id="mine")
    assert not [note for note in named.report.notes if "--source-id" in note]


def test_a_base_year_that_is_one_ahead_is_told_and_put_right_where_values_prove_it(tmp_path: Path) -> None:
    values = {"France": [100.0, 110.0, 120.0], "Germany": [200.0, 210.0, 220.0]}
    shipped = milex.read(workbooks.labelled(2024, 2023, 2024, tmp_path, values)).rows
    path = workbooks.labelled(2024, 2024, 2024, tmp_path, values)
    alone = milex.read(path)
    assert set(alone.rows["source_id"]) == {"sipri-milex-2025"}
    assert set(alone.rows["base_year"]) == {2024}, "nothing proves that the label is wrong"
    assert any("labelled 2024, but those of the edition of 2025 are of 2023" in note for note in alone.report.notes)
    proved = milex.read(path, shipped=shipped)
    assert set(proved.rows["base_year"]) == {2023}
    assert "constant prices are of 2023, as the values prove, though the file says 2024" in proved.report.notes
    shipped.loc[0, "value"] += 1
    assert set(milex.read(path, shipped=shipped).rows["base_year"]) == {2024}, "one value differs"


# Evidence, the edition that it speaks for, and how many doubts stay.
EVIDENCE = [
    (Evidence(2024, 2023, 2024, datetime.date(2025, 4, 30)), 2025, 0),  # as official workbooks from 2024 on
    (Evidence(2020, 2019, 2021, datetime.date(2021, 4, 27)), 2021, 0),  # as the older ones
    (Evidence(2023, 2023, 2024, datetime.date(2025, 7, 23)), 2025, 1),  # one year, asked in July
    (Evidence(2024, 2024, 2024, datetime.date(2026, 3, 6)), 2025, 1),  # the next label, asked in March
    (Evidence(2020, 2020, 2021, datetime.date(2022, 2, 1)), 2021, 1),  # the same, with the old copyright
    (Evidence(2010, 2023, 2024, None), 2025, 1),  # some years of long ago
    (Evidence(2010, None, 2024, None), 2025, 1),  # and without constant prices
    (Evidence(2024, None, None, None), 2025, 0),
    (Evidence(2024, 2020, 2024, None), 2025, 1),  # no edition has such prices
    (Evidence(2024, 2023, 2021, None), 2025, 1),  # a copyright before the data
]


def test_years_base_year_copyright_and_date_say_the_edition_together() -> None:
    found = [(evidence, evidence.edition, len(list(evidence.doubts()))) for evidence, *_ in EVIDENCE]
    assert found == EVIDENCE


# What the lines above a heading say of the unit.

BY_COUNTRY = "military expenditure by country,"
SAID = {
    "current_usd": f"{BY_COUNTRY} in millions of us$ at current prices and exchange rates, 1949-2024",
    "constant_usd": f"{BY_COUNTRY} in constant (2023) us$ m., 1949-2024",
    "local_currency": f"{BY_COUNTRY} in local currency, 1949-2024",
    "per_capita": "military expenditure per capita by country, 1949-2024",
    "share_gdp": f"{BY_COUNTRY[:-1]} as percentage of gross domestic product, 1949-2024",
}
OTHERS = {
    "current_usd": [
        *("us$ billion", "thousand us$", "us dollars (not millions)", "eur m.", "us$ 1 000 m.", "us$ trn", "$b."),
        *("us$ 000", "us$, thousands", "usd billions", "billions of dollars", "euros, m.", "billion us dollars"),
        *("us$ m., at constant 2020 prices", "us$ m. per capita", "gbp millions", "crore", "us$ '000", "us$ bn"),
        *("hundreds of us$", "us$ k", "mln. euros", "million roubles", "percentage of gdp", "us$ m., at ppp"),
    ],
    "constant_usd": ["us $m., at current prices", "us $m., at 2015 prices", "us $m., at prices of 2015", "us$ b."],
    "local_currency": ["local currency (millions)", "million national currency units", "thousands", "us dollars"],
    "per_capita": ["us$ m.", "thousands of us$", "euros", "constant 2020 us$"],
    "share_gdp": ["us$ m.", "percentage of government spending", "per capita us$", "shares of 1 000"],
}
OWN = [
    ("current_usd", "figures are in us $m., in current prices, converted at the exchange rate for the year."),
    ("current_usd", "amounts in millions of us dollars, at current prices"),
    ("constant_usd", "figures are in us $m., at constant 2019 prices and exchange rates, except for the last "
     "figure, which is in us$m. at 2020 prices and exchange rates"),
    ("local_currency", "figures are in local currency at current prices and are for calendar years, unless "
     "otherwise stated. countries are grouped by region and subregion."),
    ("local_currency", "all figures are expressed in terms of the current currency. in cases where there "
     "has been hyperinflation and redenominations of currency, figures may be only a fraction."),
    ("per_capita", "figures are in current us$"),
    ("share_gdp", "figures in blue are sipri estimates. figures in red indicate highly uncertain data."),
]  # fmt: skip


def test_a_line_that_says_another_unit_is_none_of_the_sheet() -> None:
    lines = [
        (basis, f"{start}{words}")
        for basis, listed in OTHERS.items()
        for words in listed
        for start in ("figures are in ", "amounts in ", "all of it is in us$, ")
    ]
    assert not [line for basis, line in lines if not list(milex_units.contradictions(basis, [SAID[basis], line]))]
    assert not [line for basis, line in OWN if list(milex_units.contradictions(basis, [SAID[basis], line]))]


# Values held against the other sheets of the workbook.


def multiplied(basis: str, label: str, factor: float, *years: int) -> Edit:
    """An edit that multiplies a row of a sheet (without a label, all) in some years (without any, in all)."""

    def edit(book: Workbook) -> None:
        rows = [row for row in book[SHEETS[basis]].iter_rows() if str(row[0].value).strip() in ("Country", label)]
        if not label:
            rows += book[SHEETS[basis]].iter_rows(min_row=rows[0][0].row + 1)
        for cell in (cell for row in rows[1:] for cell in row if isinstance(cell.value, float)):
            if rows[0][cell.column - 1].value in (years or LAYOUTS[NEW].years):
                cell.value *= factor

    return edit


def test_a_cell_of_another_magnitude_is_flagged_against_the_other_sheets(taken: Any) -> None:
    missed = []
    for basis in ("local_currency", "constant_usd", "current_usd", "per_capita"):
        for factor in (0.001, 0.01, 0.1, 10, 100, 1000):
            imported = taken(multiplied(basis, "Azerbaijan", factor, 2015))
            seen = noted(imported, "against another sheet"), imported.report.flags.get(SPIKE)
            missed += [] if seen == ([["AZE", 2015, basis]], 1) else [(basis, factor, seen)]
    assert not missed
    war = [multiplied(basis, "Azerbaijan", 10, 2015) for basis in UNITS]
    assert SPIKE not in taken(*war).report.flags, "a jump in all sheets is no misprint"


def test_a_row_or_a_sheet_of_another_magnitude_is_flagged(taken: Any, made: Any) -> None:
    pairs = (("current_usd", "constant_usd and current_usd", 1),)
    pairs += (("local_currency", "local_currency and local_currency_fy", len(LAYOUTS[NEW].years) - 1),)
    for factor in (0.001, 1000):
        for basis, both, rows in pairs:
            flag = f"{both} do not go together"
            assert taken(multiplied(basis, "Azerbaijan", factor)).report.flags[flag] == rows
            assert f"{flag}: is the unit of a sheet another?" in taken(multiplied(basis, "", factor)).report.flags
    assert not [said for said in made(NEW)[1].report.flags if "go together" in said]


def test_a_share_of_government_spending_below_that_of_the_product_is_flagged_and_stays(taken: Any) -> None:
    imported = taken(multiplied("share_government", "Armenia", 0.001, 2015, 2016, 2017))
    assert imported.report.flags[BELOW] == 3
    rows = [["ARM", year, "share_government"] for year in (2015, 2016, 2017)]
    assert noted(imported, "below the share of GDP") == rows
    assert not imported.rows.query("place == 'ARM' and year in (2015, 2016, 2017)")["value"].isna().any()


# Any mixture of numbers and missing codes.

NUMBERS = st.floats(0.001, 1e6) | st.integers(1, 10**9)
CELLS = NUMBERS | st.sampled_from([". .", "...", "..", "…", " . . ", "xxx", " XXX "]) | st.none()


@settings(max_examples=20)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=3, max_size=3))
def test_any_mixture_of_numbers_and_gaps_comes_in(grid: list[list[object]]) -> None:
    import tempfile

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Military expenditure by country, in millions of US$ at current prices"])
    sheet.append(["Country", "Notes", 2001, 2002, 2003, 2004])
    places = {"France": "FRA", "Iran": "IRN", "Israel": "ISR"}
    for name, cells in zip(places, grid, strict=True):
        sheet.append([name, None, *cells])
    with tempfile.TemporaryDirectory() as folder:
        book.save(path := Path(folder) / "grid.xlsx")
        rows = found(milex.read(path).rows)
    assert len(rows) == 12
    for place, cells in zip(places.values(), grid, strict=True):
        for year, cell in enumerate(cells, 2001):
            row = rows[place, year, "current_usd"]
            if isinstance(cell, (int, float)):
                assert (row.value, row.reason) == (pytest.approx(cell, rel=1e-14), None)
            else:
                reason = "not independent" if str(cell).strip() in ("xxx", "XXX") else "not available"
                assert (row.value, row.reason) == (None, reason)


@given(draws=st.data())
def test_no_bytes_whatever_end_in_a_traceback(draws: st.DataObject, made: Any, tmp_path_factory: Any) -> None:
    raw = bytearray(made(POINT)[0].path.read_bytes())
    for _ in range(draws.draw(st.integers(1, 5))):
        start = draws.draw(st.integers(0, len(raw) - 1))
        raw[start : start + draws.draw(st.integers(0, 40))] = draws.draw(st.binary(max_size=40))
    path = tmp_path_factory.getbasetemp() / "bytes.xlsx"
    path.write_bytes(raw)
    assert not refusal(partial(milex.read, path), 1).startswith("in ")

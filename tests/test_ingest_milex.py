"""SIPRI's military expenditure workbooks come in whole, in every layout, or are refused in one line.

Made workbooks first (`tests/workbooks.py`, invented numbers), then the genuine ones where they are at hand.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from copy import copy
from functools import cache
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
from milbalance.errors import DataError, MilbalanceError
from milbalance.ingest import colours, milex, milex_notes, milex_units
from milbalance.ingest.milex_edition import Evidence
from milbalance.ingest.report import Imported
from milbalance.tables import load, schema
from workbooks import LAYOUTS, UNITS, Made, Package, found

every_layout = pytest.mark.parametrize("layout", LAYOUTS)
OLD, NEW = "data to 2016", "data to 2024"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Made, Imported]]:
    folder = tmp_path_factory.mktemp("made")

    @cache
    def one(layout: str) -> tuple[Made, Imported]:
        written = workbooks.make(folder / f"{list(LAYOUTS).index(layout)}.xlsx", layout)
        return written, milex.read(written.path)

    return one


def edited(folder: Path, edit: Callable[[Workbook], None], layout: str = NEW) -> Made:
    return workbooks.make(folder / "edited.xlsx", layout, edit=edit)


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        milex.read(path, strict=True)
    assert len(caught.value.faults) <= 5
    assert path.name in str(caught.value)
    return str(caught.value)


# What every layout must give.


@every_layout
def test_every_cell_comes_in_as_it_was_written(layout: str, made: Any) -> None:
    written, imported = made(layout)
    assert found(imported.rows) == written.rows


@every_layout
def test_the_rows_have_the_columns_and_types_of_the_shipped_table(layout: str, made: Any) -> None:
    _, imported = made(layout)
    shipped = load.table("spending")
    assert list(imported.rows.columns) == schema.tables()["spending"].columns
    assert imported.rows.dtypes.to_dict() == shipped.dtypes.to_dict()


@every_layout
def test_units_and_base_years_are_those_of_the_basis(layout: str, made: Any) -> None:
    written, imported = made(layout)
    rows = imported.rows
    assert (rows["unit"] == rows["basis"].map(UNITS)).all()
    constant = rows["basis"] == "constant_usd"
    assert (rows.loc[constant, "base_year"] == written.layout.base).all()
    assert rows.loc[~constant, "base_year"].isna().all()


@every_layout
def test_the_source_is_the_release_after_the_last_year_of_the_data(layout: str, made: Any) -> None:
    written, imported = made(layout)
    assert set(imported.rows["source_id"]) == {f"sipri-milex-{written.layout.last + 1}"}


@every_layout
def test_the_report_counts_what_the_rows_hold(layout: str, made: Any) -> None:
    written, imported = made(layout)
    report, rows = imported.report, imported.rows
    assert (report.rows, report.file) == (len(rows), written.path.name)
    assert report.places == tuple(sorted(set(rows["place"])))
    assert (report.first_year, report.last_year) == (written.layout.first, written.layout.last)
    assert not report.unknown
    assert report.flags.get("printed as zero", 0) == (rows["missing_reason"] == "printed as zero").sum()
    assert len(report.lines()) >= 2


def test_a_copy_that_lost_its_colours_knows_no_quality(tmp_path: Path) -> None:
    def bleach(book: Any) -> None:
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    cell.font = Font(color="FF000000")

    whole = milex.read(workbooks.make(tmp_path / "a.xlsx", "data to 2024").path)
    bleached = milex.read(workbooks.make(tmp_path / "b.xlsx", "data to 2024", edit=bleach).path)
    assert set(whole.rows["quality"].dropna()) == {"reported", "estimate", "uncertain"}
    assert bleached.rows["quality"].isna().all()
    assert any(line.startswith("no number is blue or red") for line in bleached.report.lines())
    assert whole.rows.drop(columns="quality").equals(bleached.rows.drop(columns="quality"))


def test_a_source_may_be_named(made: Any, tmp_path: Path) -> None:
    written, _ = made(OLD)
    assert set(milex.read(written.path, source_id="mine-1").rows["source_id"]) == {"mine-1"}


# Notes.


def test_marks_are_joined_with_their_footnotes(made: Any) -> None:
    for layout, number in ((OLD, "80: an invented footnote on Armenia"), (NEW, "6: Armenia: an invented footnote")):
        rows = made(layout)[1].rows
        armenia = rows[(rows["place"] == "ARM") & (rows["basis"] == "share_gdp") & rows["value"].notna()]
        armenia = armenia[armenia["year"] >= 1991]  # a value of an earlier year is noted as of no state
        assert set(armenia["note"]) == {f"†: invented: pensions are left out; {number}"}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (81, ["81"]),
        (81.0, ["81"]),
        ("† ¶ 67", ["†", "¶", "67"]),
        ("‡§¶16", ["‡", "§", "¶", "16"]),
        ("||4", ["‖", "4"]),
    ],
)
def test_marks_are_symbols_and_numbers(cell: object, found: list[str]) -> None:
    assert milex_notes.marks(cell) == (found, "")


def test_words_among_the_marks_are_kept() -> None:
    assert milex_notes.marks("§ see below 4") == (["§", "4"], "see below")


@pytest.mark.parametrize("cell", [None, "", "  "])
def test_an_empty_cell_has_no_marks(cell: object) -> None:
    assert milex_notes.marks(cell) == ([], "")


def test_a_gap_has_no_footnote(made: Any) -> None:
    rows = made(NEW)[1].rows
    assert rows.loc[rows["missing_reason"].isin(["not available", "not independent"]), "note"].isna().all()


def test_a_mark_without_a_footnote_stands_alone(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        del book["Footnotes"]

    rows = milex.read(edited(tmp_path, edit).path).rows
    assert set(rows.loc[(rows["place"] == "AZE") & (rows["basis"] == "share_gdp"), "note"].dropna()) == {"‖; 7"}


def test_the_texts_beside_a_country_go_into_its_note(made: Any) -> None:
    rows = made(NEW)[1].rows
    korea = rows[(rows["place"] == "KOR") & (rows["basis"] == "share_government") & rows["value"].notna()]
    assert set(korea["note"]) == {"reporting year: Apr-Mar"}


def test_a_row_of_two_states_is_split_by_year(made: Any) -> None:
    rows = made(OLD)[1].rows
    shared = rows[rows["basis"] == "per_capita_usd"]
    assert set(shared.loc[shared["place"] == "SUN", "year"]) == set(range(1988, 1992))
    assert set(shared.loc[shared["place"] == "RUS", "year"]) == set(range(1992, 2017))
    assert shared.loc[shared["place"] == "RUS", "note"].str.startswith("from the row USSR/Russia").all()


def test_prices_of_the_last_year_are_no_constant_prices(made: Any) -> None:
    imported = made(OLD)[1]
    assert not (imported.rows["value"] == 99_999.5).any()
    assert any("2016 current" in note for note in imported.report.notes)


# Suspicious values: flagged, not dropped.


def change(basis: str, place: str, year: int, value: object, layout: str = NEW) -> Callable[[Workbook], None]:
    """An edit that puts a value into the cell of a place and year."""
    sheet, cell = workbooks_rows(layout)[place, year, basis].locator.removeprefix("sheet ").split(", cell ")

    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


@cache
def workbooks_rows(layout: str) -> dict[tuple[str, int, str], workbooks.Expected]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return workbooks.make(Path(folder) / "plan.xlsx", layout).rows


def one(imported: Imported, basis: str, place: str, year: int) -> Any:
    rows = imported.rows
    (position,) = rows.index[(rows["basis"] == basis) & (rows["place"] == place) & (rows["year"] == year)]
    return rows.loc[position]


@pytest.mark.parametrize("basis", [basis for basis in UNITS if not basis.startswith("local")])
def test_a_zero_that_local_currency_contradicts_is_missing(basis: str, tmp_path: Path) -> None:
    imported = milex.read(edited(tmp_path, change(basis, "AZE", 2015, 0)).path)
    row = one(imported, basis, "AZE", 2015)
    assert pd.isna(row["value"])
    assert (row["missing_reason"], row["note"]) == (
        "printed as zero",
        "printed as 0, though local currency is not zero in that year",
    )
    assert imported.report.flags["printed as zero"] == 2  # the layout has one of its own


def test_a_state_that_spends_nothing_has_zeros(made: Any) -> None:
    rows = made(NEW)[1].rows
    costa_rica = rows[rows["place"] == "CRI"]
    assert (costa_rica["value"] == 0).all()
    assert costa_rica["missing_reason"].isna().all()


def test_a_zero_that_nothing_confirms_stays_and_is_flagged(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for basis, value in (("local_currency", "..."), ("local_currency_fy", "..."), ("current_usd", 0)):
            change(basis, "AZE", 2015, value)(book)

    imported = milex.read(edited(tmp_path, edit).path)
    row = one(imported, "current_usd", "AZE", 2015)
    assert row["value"] == 0
    assert "no number to confirm" in row["note"]
    assert imported.report.flags["zero without local currency"] == 1


def test_a_zero_of_the_financial_year_confirms_a_zero(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for basis, value in (("local_currency", "..."), ("local_currency_fy", 0), ("current_usd", 0)):
            change(basis, "AZE", 2015, value)(book)

    imported = milex.read(edited(tmp_path, edit).path)
    assert one(imported, "current_usd", "AZE", 2015)["value"] == 0
    assert "zero without local currency" not in imported.report.flags


@pytest.mark.parametrize("factor", [1000, 0.001])
def test_a_jump_of_a_thousand_is_flagged_and_stays(factor: float, tmp_path: Path) -> None:
    before = workbooks_rows(NEW)["KOR", 2015, "constant_usd"].value
    assert before is not None
    imported = milex.read(edited(tmp_path, change("constant_usd", "KOR", 2015, before * factor)).path)
    assert one(imported, "constant_usd", "KOR", 2015)["value"] == pytest.approx(before * factor)
    for year in (2015, 2016):  # up and down again: which of the three is wrong is not known
        assert "a thousand times" in one(imported, "constant_usd", "KOR", year)["note"]
    assert imported.report.flags["jump of a thousand"] == 2


def test_growth_over_a_gap_is_no_jump(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for year in range(2010, 2020):
            change("constant_usd", "KOR", year, 0.2 if year < 2015 else "...")(book)

    assert "jump of a thousand" not in milex.read(edited(tmp_path, edit).path).report.flags


def test_growth_in_local_currency_is_inflation_and_not_a_jump(tmp_path: Path) -> None:
    imported = milex.read(edited(tmp_path, change("local_currency", "KOR", 2015, 2.5e9)).path)
    assert "jump of a thousand" not in imported.report.flags


def test_a_share_over_100_per_cent_is_flagged_and_stays(tmp_path: Path) -> None:
    imported = milex.read(edited(tmp_path, change("share_government", "KOR", 2015, 1.25)).path)
    row = one(imported, "share_government", "KOR", 2015)
    assert row["value"] == 125
    assert row["note"] == "reporting year: Apr-Mar; over 100 per cent"
    assert imported.report.flags["share over 100 per cent"] == 1


def test_kuwait_in_1991_is_right(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for sheet in book.worksheets:
            for cell in sheet["A"]:
                cell.value = "Kuwait" if str(cell.value).strip() == "Korea, South" else cell.value
        row = workbooks_rows(OLD)["KOR", 1991, "share_gdp"]
        book["Share of GDP"][row.locator.rpartition(" ")[2]] = 1.1735

    imported = milex.read(edited(tmp_path, edit, OLD).path)
    assert one(imported, "share_gdp", "KWT", 1991)["value"] == pytest.approx(117.35)
    assert "share over 100 per cent" not in imported.report.flags


@pytest.mark.parametrize("error", ["#VALUE!", "=#VALUE!"], ids=["as saved by Excel", "as saved by LibreOffice"])
def test_an_error_value_and_a_number_as_text_are_flagged(error: str, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        change("share_government", "KOR", 2015, error)(book)
        change("share_government", "KOR", 2016, " 0.0625 ")(book)

    imported = milex.read(edited(tmp_path, edit).path)
    assert one(imported, "share_government", "KOR", 2015)["missing_reason"] == "not available"
    assert one(imported, "share_government", "KOR", 2016)["value"] == 6.25
    assert (imported.report.flags["error value"], imported.report.flags["number stored as text"]) == (1, 1)


def test_a_colour_of_no_known_meaning_is_flagged(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        row = workbooks_rows(NEW)["KOR", 2015, "current_usd"]
        book["Current US$"][row.locator.rpartition(" ")[2]].font = Font(color="FF00AA00")

    imported = milex.read(edited(tmp_path, edit).path)
    assert one(imported, "current_usd", "KOR", 2015)["quality"] == "reported"
    assert imported.report.flags["colour of no known meaning"] == 1


@pytest.mark.parametrize(
    ("colour", "quality"),
    [
        (Color(rgb="FF0000FF"), "estimate"),
        (Color(rgb="000000D4"), "estimate"),
        (Color(indexed=12), "estimate"),
        (Color(theme=4), "estimate"),
        (Color(rgb="FFFF0000"), "uncertain"),
        (Color(indexed=10), "uncertain"),
        (Color(theme=5), "uncertain"),
        (Color(theme=1), "reported"),
        (Color(theme=0, tint=-0.5), "reported"),  # a darker white is grey
        (Color(indexed=64), "reported"),
        (Color(auto=True), "reported"),
        (Color(rgb="FF404040"), "reported"),
    ],
)
def test_what_colours_mean(colour: Color, quality: str, tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        row = workbooks_rows(NEW)["KOR", 2015, "current_usd"]
        book["Current US$"][row.locator.rpartition(" ")[2]].font = Font(color=colour)

    assert one(milex.read(edited(tmp_path, edit).path), "current_usd", "KOR", 2015)["quality"] == quality


def test_a_tint_lightens_and_darkens_as_in_excel() -> None:
    palette = colours.Palette([], theme_xml.encode())
    # The first accent of Office 2007: as it is, 60 per cent lighter, 25 per cent darker.
    assert palette.find(Color(theme=4)) == "4F81BD"
    assert palette.find(Color(theme=4, tint=0.6)) == "B9CDE5"
    assert palette.find(Color(theme=4, tint=-0.25)) == "376092"


# Layout is found by content.


def rename(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        if sheet.title != "Footnotes":
            sheet.title = f"Sheet{number}"


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


def mirror(book: Workbook) -> None:
    """Years from the last to the first, and the name of the country behind them."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            values = [(cell.value, copy(cell.font)) for cell in row]
            for cell, (value, font) in zip(row, reversed(values), strict=True):
                cell.value, cell.font = value, font


def shuffle_rows(book: Workbook) -> None:
    for sheet in book.worksheets[2:9]:
        rows = [[(c.value, copy(c.font)) for c in row] for row in sheet.iter_rows(min_row=8)]
        for row, values in zip(sheet.iter_rows(min_row=8), reversed(rows), strict=True):
            for cell, (value, font) in zip(row, values, strict=True):
                cell.value, cell.font = value, font


@pytest.mark.parametrize(
    "edit", [rename, swap_names, reverse, no_titles, lower, wider, shuffle_rows], ids=lambda e: e.__name__
)
@pytest.mark.parametrize("layout", [OLD, NEW])
def test_values_are_found_wherever_they_stand(
    edit: Callable[[Workbook], None], layout: str, made: Any, tmp_path: Path
) -> None:
    def said(imported: Imported) -> dict[tuple[str, int, str], tuple[object, ...]]:
        return {key: (row.value, row.quality, row.reason) for key, row in found(imported.rows).items()}

    assert said(milex.read(edited(tmp_path, edit, layout).path)) == said(made(layout)[1])


def test_locators_follow_the_cells(tmp_path: Path) -> None:
    path = edited(tmp_path, lower).path
    book = load_workbook(path)
    for row in found(milex.read(path).rows).values():
        sheet, cell = row.locator.removeprefix("sheet ").split(", cell ")
        value = book[sheet][cell].value
        if row.value is not None:
            assert value * (100 if "share" in row.basis else 1) == row.value


def test_a_workbook_of_one_sheet_says_what_is_not_there(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for sheet in list(book.worksheets):
            if sheet.title not in ("Front page", "Share of GDP"):
                del book[sheet.title]

    imported = milex.read(edited(tmp_path, edit).path)
    assert set(imported.rows["basis"]) == {"share_gdp"}
    assert "no sheet of current_usd" in imported.report.notes


def test_a_year_that_the_title_promises_and_the_columns_lack_is_reported(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for sheet in book.worksheets:
            last = next((cell.column for row in sheet.iter_rows() for cell in row if cell.value == 2024), None)
            if last:
                sheet.delete_cols(last)

    found = milex.read(edited(tmp_path, edit).path)
    assert "sheet Share of GDP ends in 2023, but its title says 2024: is it whole?" in found.report.notes
    assert set(found.rows["source_id"]) == {"sipri-milex-2025"}, "it is a cut of that edition, and no earlier one"
    assert found.report.last_year == 2023


def test_a_slip_in_the_title_of_one_sheet_makes_no_other_edition(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        title = next(cell for row in book["Share of GDP"].iter_rows() for cell in row if "2024" in str(cell.value))
        title.value = str(title.value).replace("2024", "2026")

    found = milex.read(edited(tmp_path, edit).path)
    assert set(found.rows["source_id"]) == {"sipri-milex-2025"}
    assert "sheet Share of GDP ends in 2024, but its title says 2026: is it whole?" in found.report.notes


def test_names_without_a_place_are_left_out_and_counted(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["Share of GDP"]
        for cell in sheet["A"]:
            cell.value = "Atlantis" if cell.value == "Korea, South" else cell.value
            if cell.value == "Eastern Europe":
                sheet.cell(cell.row, 5).value = 0.5
                sheet.cell(cell.row, 6).value = "..."

    imported = milex.read(edited(tmp_path, edit).path)
    years = len(LAYOUTS[NEW].years)
    assert imported.report.unknown == {"Atlantis": years, "Eastern Europe": years}
    assert "left out, no place known: Atlantis (15 rows)" in imported.report.lines()


# What is refused, and how.


def set_cell(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


def second_sheet(book: Workbook) -> None:
    book.copy_worksheet(book["Share of GDP"]).title = "cleaned"


def swap_years(book: Workbook) -> None:
    sheet = book["Share of GDP"]
    sheet["F4"], sheet["H4"] = sheet["H4"].value, sheet["F4"].value


def shift_years(book: Workbook, by: int) -> None:
    for sheet in book.worksheets[2:]:
        for row in sheet.iter_rows(max_row=7):
            for cell in row:
                if cell.value in LAYOUTS[NEW].years:
                    cell.value += by


def exchange_titles(book: Workbook) -> None:
    one, two = book["Local currency financial years"], book["Local currency calendar years"]
    one["A2"], two["A2"] = two["A2"].value, one["A2"].value


def per_cent(book: Workbook) -> None:
    for row in book["Share of GDP"].iter_rows(min_row=5):
        for cell in row:
            if isinstance(cell.value, float):
                cell.value *= 100


REFUSED = {
    "words": (set_cell("Share of GDP", "F9", "n.a."), "cell F9: found 'n.a.'; wanted a number"),
    "thousands as text": (set_cell("Current US$", "F9", "3.368"), "found the text '3.368', which may be 3,368"),
    "a formula": (set_cell("Share of GDP", "F9", "=SUM(A1:A2)"), "cell F9: found the formula '=SUM(A1:A2)'"),
    "a negative amount": (set_cell("Current US$", "F9", -1), "cell F9: found -1"),
    "more than there is": (set_cell("Current US$", "F9", 1e31), "cell F9: found 1e+31"),
    "a truth": (set_cell("Current US$", "F9", True), "cell F9: found True"),
    "a date": (set_cell("Current US$", "F9", datetime.date(2020, 1, 1)), "cell F9: found 2020-01-01"),
    "no country": (set_cell("Current US$", "A9", None), "cell A9: found None; wanted the name of a country"),
    "a number for a country": (set_cell("Current US$", "A9", 12), "cell A9: found 12"),
    "a country twice": (set_cell("Current US$", "A10", "Armenia"), "found ARM in 2010 again"),
    "a year twice": (set_cell("Current US$", "F5", 2010), "cell F5: found 2010 again (as in C)"),
    "a year left out": (set_cell("Current US$", "F5", "x"), "years from 2010 to 2024 without 2013"),
    "a first year lost": (set_cell("Current US$", "C5", None), "under no year"),
    "a last year lost": (set_cell("Current US$", "Q5", "note"), "under no year"),
    "no heading": (set_cell("Current US$", "A5", "Land"), "sheet Current US$, cell A1: found no row that begins"),
    "no years": (
        lambda book: book["Per capita"].delete_cols(3, 20),
        "sheet Per capita, cell A5: found no years in the heading",
    ),
    "a sheet twice": (second_sheet, "sheet cleaned, cell A1: found share_gdp again (as in sheet Share of GDP)"),
    "per cent": (per_cent, "found shares mostly above 1"),
    "two base years": (
        set_cell("Constant (2023) US$", "A2", "Amounts in US $m., at constant 2020 prices"),
        "found constant prices of 2020 and 2023",
    ),
    "billions": (set_cell("Current US$", "A2", "Amounts in US$ b."), "found the line 'amounts in us$ b.'; wanted"),
    "years from the last to the first": (mirror, "found 2023 after 2024; wanted years that rise by one"),
    "two years exchanged": (swap_years, "cell F4: found 2015 after 2012; wanted years that rise by one"),
    "years that are still to come": (lambda book: shift_years(book, 20), "found years to 2044 in a file of "),
    "calendar years of a sheet of fiscal years": (exchange_titles, "calendar years with a column of fiscal years"),
    "no unit": (
        lambda book: (book["Current US$"].__setitem__("A1", None), book["Current US$"].__setitem__("A2", None)),
        "found no word of millions",
    ),
    "nothing": (
        lambda book: [book.__delitem__(name) for name in book.sheetnames[1:]],
        "found no sheet of countries and years",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_for_certain_is_refused(case: str, tmp_path: Path) -> None:
    edit, words = REFUSED[case]
    assert words in refusal(edited(tmp_path, edit).path)


def test_rows_out_of_order_are_refused(made: Any, tmp_path: Path) -> None:
    package = Package(made(NEW)[0].path)
    tree = package.tree("Per capita")
    holder = next(tree.iter(workbooks.tag("sheetData")))
    holder.append(holder[7])
    package.put("Per capita", tree)
    assert "found row 8 after row" in refusal(package.save(tmp_path / "order.xlsx"))


def test_a_cell_twice_is_refused(made: Any, tmp_path: Path) -> None:
    package = Package(made(NEW)[0].path)
    tree = package.tree("Per capita")
    row = next(row for row in tree.iter(workbooks.tag("row")) if row.get("r") == "10")
    row.append(row[3])
    package.put("Per capita", tree)
    assert "found cells out of order or twice" in refusal(package.save(tmp_path / "twice.xlsx"))


@pytest.mark.parametrize("column", ["SG", "XFD", "ZZZZZZ"])
def test_a_sheet_of_a_million_columns_is_refused(column: str, made: Any, tmp_path: Path) -> None:
    package = Package(made(NEW)[0].path)
    part = package.sheets["Per capita"]
    cell = f'<c r="{column}8"><v>1</v></c>'.encode()
    head, row, rest = package.parts[part].partition(b'<row r="8"')
    inside, end, after = rest.partition(b"</row>")
    package.parts[part] = head + row + inside + cell + end + after
    said = refusal(package.save(tmp_path / "wide.xlsx"))
    assert "at most 500 columns" in said or "a broken workbook" in said


def below(made: Any, rows: bytes) -> Package:
    package = Package(made(NEW)[0].path)
    part = package.sheets["Per capita"]
    package.parts[part] = package.parts[part].replace(b"</sheetData>", rows + b"</sheetData>")
    return package


def test_a_sheet_of_a_million_rows_is_refused(made: Any, tmp_path: Path) -> None:
    package = below(made, b'<row r="1000000"><c r="A1000000"><v>1</v></c></row>')
    assert "cell A1000000: found a value so far down" in refusal(package.save(tmp_path / "long.xlsx"))


def test_empty_cells_far_out_do_not_matter(made: Any, tmp_path: Path) -> None:
    """LibreOffice and others write the format of cells that hold nothing, to the last row and column."""
    far = b'<row r="900"><c r="A900"/><c r="AMJ900"/></row><row r="1048576"><c r="A1048576"/></row>'
    assert milex.read(below(made, far).save(tmp_path / "far.xlsx")).rows.equals(made(NEW)[1].rows)


def test_a_cell_of_another_row_is_refused(made: Any, tmp_path: Path) -> None:
    package = below(made, b'<row r="900"><c r="A12"><v>1</v></c></row>')
    assert "cell A900: found cells out of order or twice" in refusal(package.save(tmp_path / "row.xlsx"))


def test_other_files_called_xlsx_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "milex.xlsx"
    for content, words in (
        (b"place,year,value\nARM,2020,1\n", "found text; wanted a SIPRI military expenditure workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old or locked Excel file"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"", "an empty file"),
        (b"%PDF-1.7", "a PDF file"),
    ):
        path.write_bytes(content)
        assert words in refusal(path)
    path.unlink()
    assert "no such file" in refusal(path)


def test_a_workbook_called_csv_is_read(made: Any, tmp_path: Path) -> None:
    written, imported = made(NEW)
    path = tmp_path / "milex.csv"
    path.write_bytes(written.path.read_bytes())
    assert milex.read(path).rows.equals(imported.rows)


# Any mixture of numbers and missing codes.

NUMBERS = st.floats(0.001, 1e6) | st.integers(1, 10**9)
CELLS = NUMBERS | st.sampled_from([". .", "...", "..", "…", " . . ", "xxx", " XXX "]) | st.none()
REASONS = {"xxx": "not independent", "XXX": "not independent"}


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=3, max_size=3))
def test_any_mixture_of_numbers_and_gaps_comes_in(grid: list[list[object]]) -> None:
    import tempfile

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Military expenditure by country, in millions of US$ at current prices"])
    sheet.append(["Country", "Notes", 2001, 2002, 2003, 2004])
    places = {"France": "FRA", "Iran": "IRN", "Israel": "ISR"}
    for name, cells in zip(places, grid, strict=True):
        sheet.append([name, None, *cells])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grid.xlsx"
        book.save(path)
        rows = found(milex.read(path).rows)
    assert len(rows) == 12
    for place, cells in zip(places.values(), grid, strict=True):
        for year, cell in enumerate(cells, 2001):
            row = rows[place, year, "current_usd"]
            if isinstance(cell, (int, float)):
                assert row.value == pytest.approx(cell, rel=1e-14)
                assert row.reason is None
            else:
                assert row.value is None
                assert row.reason == REASONS.get(str(cell).strip(), "not available")


@settings(max_examples=100)
@given(draws=st.data())
def test_no_bytes_whatever_end_in_a_traceback(draws: st.DataObject, made: Any, tmp_path_factory: Any) -> None:
    raw = bytearray(made("re-saved, years as text with a point")[0].path.read_bytes())
    for _ in range(draws.draw(st.integers(1, 5))):
        start = draws.draw(st.integers(0, len(raw) - 1))
        raw[start : start + draws.draw(st.integers(0, 40))] = draws.draw(st.binary(max_size=40))
    path = tmp_path_factory.getbasetemp() / "bytes.xlsx"
    path.write_bytes(raw)
    try:
        milex.read(path)
    except MilbalanceError as error:
        assert "\n" not in str(error)


# The genuine workbooks.

EDITIONS = {
    2017: "SIPRI-Milex-data-1949-2016.xlsx",
    2020: "SIPRI-Milex-data-1949-2019.xlsx",
    2021: "SIPRI-Milex-data-1949-2020_0.xlsx",
    2024: "SIPRI-Milex-data-1948-2023.xlsx",
    2025: "SIPRI-Milex-data-1949-2024_2.xlsx",
}
MEASURES = {
    "milex_current_usd_m": "current_usd",
    "milex_constant_usd_m": "constant_usd",
    "milex_share_gdp_pct": "share_gdp",
    "milex_lcu_calendar": "local_currency",
    "milex_lcu_fy": "local_currency_fy",
    "milex_per_capita_usd": "per_capita_usd",
    "milex_share_govt_pct": "share_government",
}
every_edition = pytest.mark.parametrize("release", EDITIONS)


@cache
def genuine(shared: Path, release: int) -> Imported:
    return milex.read(shared / "spending" / "raw" / "sipri_milex" / EDITIONS[release])


@cache
def extract(shared: Path) -> pd.DataFrame:
    rows = pd.read_csv(shared / "spending" / "extract.csv", dtype=str, keep_default_na=False)
    rows = rows[rows["measure"].isin(MEASURES) & rows["source"].str.startswith("SIPRI Military")]
    return rows.assign(
        basis=rows["measure"].map(MEASURES),
        year=rows["year"].astype(int),
        place=rows["country_iso3"],
        source_id="sipri-milex-" + rows["source"].str.extract(r"\((\d{4}) release\)")[0],
    )


def told(row: pd.Series[Any]) -> tuple[str | None, str | None, str]:
    """Quality, reason and locator as the notes of extract.csv tell them."""
    note = str(row["note"])
    sheet, cell = str(row["retrieved_from"]).rpartition("; sheet ")[2].rsplit(" cell ", 1)
    locator = f"sheet {sheet}, cell {cell}"
    if "SUSPECT ZERO" in note:
        return None, "printed as zero", locator
    if not row["value"]:
        return None, "not independent" if 'missing "xxx"' in note else "not available", locator
    return "estimate" if "(blue)" in note else "uncertain" if "(red)" in note else "reported", None, locator


@every_edition
def test_genuine_editions_equal_the_extract_cell_for_cell(release: int, shared: Path) -> None:
    rows = found(genuine(shared, release).rows)
    wanted = extract(shared)
    wanted = wanted[wanted["source_id"] == f"sipri-milex-{release}"]
    assert len(wanted) > 1500
    for _, row in wanted.iterrows():
        place = row["place"]
        if (
            release == 2017
            and place == "RUS"
            and row["year"] < 1992
            and (("SUN", row["year"], row["basis"]) in rows)
        ):
            # The extract calls the row USSR/Russia Russia in all years.
            place = "SUN" if row["basis"] in ("per_capita_usd", "share_government") else place
        got = rows[place, row["year"], row["basis"]]
        assert (got.quality, got.reason, got.locator) == told(row)
        if got.value is not None:
            assert got.value == pytest.approx(float(row["value"]), rel=1e-9, abs=0)


@every_edition
def test_genuine_editions_equal_the_shipped_rows(release: int, shared: Path, data: load.Data) -> None:
    decimals = {"share_gdp": 6, "local_currency": 2}
    rows = found(genuine(shared, release).rows)
    shipped = data.spending[data.spending["source_id"] == f"sipri-milex-{release}"]
    assert len(shipped) > 200
    for key, row in found(shipped).items():
        got = rows[key]
        assert (got.quality, got.reason, got.locator) == (row.quality, row.reason, row.locator)
        if row.value is not None:
            half = 0.500001 * 10 ** -decimals.get(row.basis, 4)
            assert got.value == pytest.approx(row.value, rel=1e-15, abs=half)


@every_edition
def test_genuine_editions_leave_no_name_out(release: int, shared: Path) -> None:
    report = genuine(shared, release).report
    assert not report.unknown
    assert {"SUN", "YUG", "CSK", "DDR", "YAR", "XKX", "TWN"} < set(report.places)
    assert len(report.places) > 170


@every_edition
def test_genuine_editions_have_all_seven_sheets(release: int, shared: Path) -> None:
    imported = genuine(shared, release)
    assert set(imported.rows["basis"]) == set(UNITS)
    assert not [note for note in imported.report.notes if note.startswith("no sheet")]
    assert imported.report.edition.startswith(f"release of {release}, data 194")


# Odd rows of a workbook are left out, not the workbook.


def test_an_odd_row_is_left_out_and_named_and_the_others_are_read(tmp_path: Path) -> None:
    odd = {("share_gdp", "9"), ("current_usd", "9"), ("current_usd", "10"), ("per_capita_usd", "9")}

    def edit(book: Workbook) -> None:
        book["Share of GDP"]["F9"] = "n.a."
        book["Current US$"]["A10"] = "Armenia"  # twice: which of the two is right nobody knows
        book["Per capita"]["D9"] = "=SUM(A1:A2)"

    written = edited(tmp_path, edit)
    imported = milex.read(written.path)
    where = {key: (row.basis, re.sub(r".*[A-Z]", "", row.locator)) for key, row in written.rows.items()}
    kept = {key: row for key, row in written.rows.items() if where[key] not in odd}
    assert {key: row.value for key, row in found(imported.rows).items()} == {
        key: row.value for key, row in kept.items()
    }
    assert [str(fault).split(": ")[0] for fault in imported.report.left_out] == [
        "edited.xlsx:9:sheet Current US$, cell C9",
        "edited.xlsx:10:sheet Current US$, cell C10",
        "edited.xlsx:9:sheet Share of GDP, cell F9",
        "edited.xlsx:9:sheet Per capita, cell D9",
    ]
    assert "left out, cannot be read: 4 rows (--strict refuses such a file)" in imported.report.lines()


def test_a_sheet_of_which_half_cannot_be_read_is_refused(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for row in range(8, 12):
            book["Share of GDP"].cell(row, 6, "n.a.")

    with pytest.raises(DataError, match=r"found 4 of \d rows that cannot be read; wanted at most 3 of them"):
        milex.read(edited(tmp_path, edit).path)


def test_the_report_says_which_bases_the_file_holds(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        del book["Per capita"]

    assert milex.read(edited(tmp_path, edit).path).report.bases == tuple(sorted(UNITS.keys() - {"per_capita_usd"}))


# What a workbook says of its edition.


def test_an_export_of_one_year_has_the_edition_of_its_base_year(tmp_path: Path) -> None:
    """Its last year alone says that it is an edition older."""
    report = (found := milex.read(workbooks.labelled(2023, 2023, 2024, tmp_path, {"France": [100.0]}))).report
    assert set(found.rows["source_id"]) == {"sipri-milex-2025"}
    assert set(found.rows["base_year"]) == {2023}
    said = "taken for the edition of 2025, though its last year is 2023: say the source_id (--source-id) "
    assert [note for note in report.notes if "--source-id" in note] == [f"{said}if it is another"]
    named = milex.read(workbooks.labelled(2023, 2023, 2024, tmp_path, {"France": [100.0]}), source_id="mine")
    assert not [note for note in named.report.notes if "--source-id" in note]


def test_a_base_year_that_is_one_ahead_is_told_and_put_right_where_values_prove_it(tmp_path: Path) -> None:
    values = {"France": [100.0, 110.0, 120.0], "Germany": [200.0, 210.0, 220.0]}
    path = workbooks.labelled(2024, 2024, 2024, tmp_path, values)
    alone = milex.read(path)
    assert set(alone.rows["source_id"]) == {"sipri-milex-2025"}
    assert set(alone.rows["base_year"]) == {2024}, "nothing proves that the label is wrong"
    assert any("labelled 2024, but those of the edition of 2025 are of 2023" in note for note in alone.report.notes)
    shipped = milex.read(workbooks.labelled(2024, 2023, 2024, tmp_path, values)).rows
    workbooks.labelled(2024, 2024, 2024, tmp_path, values)
    proved = milex.read(path, shipped=shipped)
    assert set(proved.rows["base_year"]) == {2023}
    assert "constant prices are of 2023, as the values prove, though the file says 2024" in proved.report.notes
    shipped.loc[0, "value"] += 1
    assert set(milex.read(path, shipped=shipped).rows["base_year"]) == {2024}, "one value differs"


@pytest.mark.parametrize(
    ("evidence", "edition", "doubts"),
    [
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
    ],
)
def test_years_base_year_copyright_and_date_say_the_edition_together(
    evidence: Evidence, edition: int, doubts: int
) -> None:
    assert evidence.edition == edition
    assert len(list(evidence.doubts())) == doubts


def test_one_country_without_estimates_has_not_lost_its_colours(tmp_path: Path) -> None:
    found = milex.read(workbooks.labelled(2024, 2023, 2024, tmp_path, {"United Kingdom": [1.0, 2.0]}))
    assert set(found.rows["quality"]) == {"reported"}
    assert (
        "no number is blue or red: none is an estimate, unless a program dropped the colours" in found.report.notes
    )


# What the lines above a heading say of the unit.

SAID = {
    "current_usd": [
        "military expenditure by country, in millions of us$ at current prices and exchange rates, 1949-2024"
    ],
    "constant_usd": ["military expenditure by country, in constant (2023) us$ m., 1949-2024"],
    "local_currency": ["military expenditure by country, in local currency, 1949-2024"],
    "per_capita_usd": ["military expenditure per capita by country, 1949-2024"],
    "share_gdp": ["military expenditure by country as percentage of gross domestic product, 1949-2024"],
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
    "per_capita_usd": ["us$ m.", "thousands of us$", "euros", "constant 2020 us$"],
    "share_gdp": ["us$ m.", "percentage of government spending", "per capita us$", "shares of 1 000"],
}


@pytest.mark.parametrize(
    ("basis", "words"), [(basis, words) for basis, listed in OTHERS.items() for words in listed]
)
def test_a_line_that_says_another_unit_is_none_of_the_sheet(basis: str, words: str) -> None:
    for start in ("figures are in ", "amounts in ", "all of it is in us$, "):
        assert list(milex_units.contradictions(basis, [*SAID[basis], f"{start}{words}"])), f"{start}{words}"


@pytest.mark.parametrize(
    ("basis", "line"),
    [
        ("current_usd", "figures are in us $m., in current prices, converted at the exchange rate for the year."),
        ("current_usd", "amounts in millions of us dollars, at current prices"),
        ("constant_usd", "figures are in us $m., at constant 2019 prices and exchange rates, except for the last "
         "figure, which is in us$m. at 2020 prices and exchange rates"),
        ("local_currency", "figures are in local currency at current prices and are for calendar years, unless "
         "otherwise stated. countries are grouped by region and subregion."),
        ("local_currency", "all figures are expressed in terms of the current currency. in cases where there "
         "has been hyperinflation and redenominations of currency, figures may be only a fraction."),
        ("per_capita_usd", "figures are in current us$"),
        ("share_gdp", "figures in blue are sipri estimates. figures in red indicate highly uncertain data."),
    ],
)  # fmt: skip
def test_a_line_that_says_the_unit_of_the_sheet_is_fine(basis: str, line: str) -> None:
    assert not list(milex_units.contradictions(basis, [*SAID[basis], line]))


def test_the_base_year_is_read_wherever_a_line_says_it(tmp_path: Path) -> None:
    for line in ("Amounts in US $m., at constant prices of 2015", "Amounts in US $m., at constant (2015) prices"):
        path = edited(tmp_path, set_cell("Constant (2023) US$", "A2", line)).path
        assert "constant prices of 2015 and 2023" in refusal(path)


def test_a_name_that_says_another_basis_than_the_title_is_told(tmp_path: Path) -> None:
    notes = milex.read(edited(tmp_path, swap_names).path).report.notes
    said = "sheet Per capita is read as share_gdp, as its title says, though its name says per_capita_usd"
    assert said in notes


def test_years_before_those_of_the_title_are_told(tmp_path: Path) -> None:
    notes = milex.read(edited(tmp_path, lambda book: shift_years(book, -1)).path).report.notes
    assert "sheet Share of GDP begins in 2009, but its title says 2010" in notes
    assert "sheet Share of GDP ends in 2023, but its title says 2024: is it whole?" in notes


# Values held against the other sheets of the workbook.


def multiplied(sheet: str, label: str, factor: float, years: range) -> Callable[[Workbook], None]:
    """A workbook in which a row of a sheet is multiplied in some years."""

    def edit(book: Workbook) -> None:
        header = next(row for row in book[sheet].iter_rows() if str(row[0].value).strip() == "Country")
        for row in book[sheet].iter_rows():
            if str(row[0].value).strip() == label or not label:
                for head, cell in zip(header, row, strict=True):
                    if head.value in years and isinstance(cell.value, float):
                        cell.value *= factor

    return edit


SHEETS = {
    "local_currency": "Local currency calendar years",
    "constant_usd": "Constant (2023) US$",
    "current_usd": "Current US$",
    "share_gdp": "Share of GDP",
    "per_capita_usd": "Per capita",
    "share_government": "Share of Govt. spending",
}
SPIKE = "jump against another sheet"
BELOW = "share of government spending below share of GDP"


@pytest.mark.parametrize("factor", [0.001, 0.01, 0.1, 10, 100, 1000])
@pytest.mark.parametrize("basis", ["local_currency", "constant_usd", "current_usd", "per_capita_usd"])
def test_a_cell_of_another_magnitude_is_flagged_against_the_other_sheets(
    basis: str, factor: float, tmp_path: Path
) -> None:
    edit = multiplied(SHEETS[basis], "Azerbaijan", factor, range(2015, 2016))
    imported = milex.read(edited(tmp_path, edit).path)
    noted = imported.rows[imported.rows["note"].str.contains("against another sheet", na=False)]
    assert noted[["place", "year", "basis"]].to_numpy().tolist() == [["AZE", 2015, basis]]
    assert imported.report.flags[SPIKE] == 1


def test_a_jump_in_all_sheets_is_a_war_and_not_a_misprint(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        for sheet in book.worksheets[2:9]:
            multiplied(sheet.title, "Azerbaijan", 10, range(2015, 2016))(book)

    assert SPIKE not in milex.read(edited(tmp_path, edit).path).report.flags


@pytest.mark.parametrize("factor", [0.001, 1000])
@pytest.mark.parametrize(
    ("basis", "flag"),
    [
        ("current_usd", "constant_usd and current_usd do not go together"),
        ("local_currency", "local_currency and local_currency_fy do not go together"),
    ],
)
def test_a_row_or_a_sheet_of_another_magnitude_is_flagged(
    basis: str, flag: str, factor: float, tmp_path: Path
) -> None:
    years = LAYOUTS[NEW].years
    row = milex.read(edited(tmp_path, multiplied(SHEETS[basis], "Azerbaijan", factor, range(2000, 2030))).path)
    assert row.report.flags[flag] == (1 if basis == "current_usd" else len(years) - 1)
    sheet = milex.read(edited(tmp_path, multiplied(SHEETS[basis], "", factor, range(2000, 2030))).path)
    assert f"{flag}: is the unit of a sheet another?" in sheet.report.flags
    assert not [
        said for said in milex.read(edited(tmp_path, lambda _: None).path).report.flags if "go together" in said
    ]


def test_a_share_of_government_spending_below_that_of_the_product_is_flagged_and_stays(tmp_path: Path) -> None:
    edit = multiplied(SHEETS["share_government"], "Armenia", 0.001, range(2015, 2018))
    written = edited(tmp_path, edit)
    imported = milex.read(written.path)
    assert imported.report.flags[BELOW] == 3
    noted = imported.rows[imported.rows["note"].str.contains("below the share of GDP", na=False)]
    assert noted[["place", "year"]].to_numpy().tolist() == [["ARM", 2015], ["ARM", 2016], ["ARM", 2017]]
    assert noted["value"].notna().all()


def test_exchanged_titles_of_shares_are_noticed_by_their_values(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        one, two = book["Share of GDP"], book["Share of Govt. spending"]
        one["A1"], two["A1"] = two["A1"].value, one["A1"].value

    assert "found share_gdp above share_government in most places" in refusal(edited(tmp_path, edit).path)


@every_edition
def test_genuine_editions_have_almost_no_value_of_another_magnitude(release: int, shared: Path) -> None:
    """Rwanda 1995 and Venezuela 2018 in shares of GDP; Sierra Leone has most of the shares below."""
    flags = genuine(shared, release).report.flags
    assert flags.get(SPIKE, 0) == {2017: 0, 2020: 1, 2021: 1, 2024: 2, 2025: 2}[release]
    assert flags.get(BELOW, 0) == {2017: 3, 2020: 4, 2021: 4, 2024: 12, 2025: 39}[release]
    assert not [flag for flag in flags if "go together" in flag]


ENDLESS = {
    "number format": ("xl/styles.xml", b"<cellXfs", b'<numFmt formatCode="' + b"[" * 2000 + b'"/><cellXfs'),
    "defined name": ("xl/workbook.xml", b"</workbook>", b"<definedName>" + b"'A'!$1," * 400 + b"</definedName>"),
    "tag": ("xl/workbook.xml", b"<workbook ", b"<workbook " + b'a="1" ' * 5000),
}


@pytest.mark.parametrize("words", ENDLESS)
def test_what_takes_a_pattern_ages_is_refused_before_it_is_read(
    words: str, made: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, old, new = ENDLESS[words]
    package = Package(made("re-saved, years as text with a point")[0].path)
    assert old in package.parts[part]
    package.parts[part] = package.parts[part].replace(old, new, 1)
    monkeypatch.setattr("milbalance.ingest.book.ExcelReader", None)  # openpyxl never sees it
    assert f"found an endless {words} in '{part}'" in refusal(package.save(tmp_path / "endless.xlsx"))


def test_a_value_of_a_year_before_the_place_was_a_state_is_kept_and_flagged(tmp_path: Path) -> None:
    """South Sudan is a state from 2011 on, by the Correlates of War."""
    rows: dict[str, list[Any]] = {"South Sudan": [9.0, None, 11.0, 12.0], "Azerbaijan": [1.0, 2.0, 3.0, 4.0]}
    found = milex.read(workbooks.labelled(2012, 2011, 2013, tmp_path, rows))
    assert found.report.flags["year before the place was a state"] == 1
    told = found.rows[found.rows["note"].str.contains("before it was a state", na=False)]
    assert told[["place", "year", "value"]].to_numpy().tolist() == [["SSD", 2009, 9.0]]

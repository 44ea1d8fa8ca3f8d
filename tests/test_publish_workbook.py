"""The workbook read back: every cell of every table, charts on cells that exist, links to the right row."""

from __future__ import annotations

import io
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

import workbook_formulas
from milbalance import articles
from milbalance.charts import figure, style
from milbalance.charts.forms import Band
from milbalance.errors import MilbalanceError
from milbalance.publish import workbook, xlsx
from milbalance.publish.workbook import book, columns, native, tables
from milbalance.tables import load, schema
from milbalance.tables.schema import Field

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TABLES = list(schema.tables())


class Written:
    """A workbook as bytes, as openpyxl reads it, and (`shown`) with the values that its formulas have now."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.book = load_workbook(io.BytesIO(content))

    @cached_property
    def shown(self) -> Any:
        """The same with the value of each formula in its place."""
        return load_workbook(io.BytesIO(self.content), data_only=True)

    @cached_property
    def charts(self) -> dict[str, Any]:
        """The parts of the charts by name, parsed."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as parts:
            names = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
            return {name: fromstring(parts.read(name)) for name in sorted(names)}

    def cells(self, reference: str) -> list[Any]:
        """The values at a reference such as `Charts!$K$2:$K$9`; fails if the sheet is not there."""
        name, _, area = reference.rpartition("!")
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        rows = self.book[name.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
        return [value for row in rows for value in row]


@pytest.fixture(scope="module")
def data(data: load.Data) -> load.Data:
    """All tables, with some of the claims to compute: to judge all of them takes long."""
    return few(data)


def few(data: load.Data) -> load.Data:
    """Some of the claims, and of the long tables that none of them asks some rows: to read all takes long."""
    kept = ["spending-ratio", "spending-2013", "soldiers-double", "israel-60", "gas-unit", "days", "killed-4000"]
    kept += ["spending-5bn-russia", "drone-origins", "israel-stingers", "drones-superior", "spending-2007"]
    kept += ["spending-six-times", "spending-growth"]
    long = {name: getattr(data, name).head(40) for name in ("groups", "incidents", "context", "fatalities")}
    long |= {name: getattr(data, name).query("year > 2004") for name in ("spending", "forces")}
    return replace(data, choices={name: data.choices[name] for name in kept}, **long)


@pytest.fixture(scope="module")
def assessed(data: load.Data) -> dict[str, articles.Assessment]:
    """Every claim assessed once: it takes most of the time of a workbook."""
    return {name: articles.assess(data, name) for name in articles.computable(data)}


@pytest.fixture(scope="module")
def written(data: load.Data, assessed: dict[str, articles.Assessment]) -> Written:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook.articles, "assess", lambda _, name: assessed[name])
        return Written(workbook.build(data)[0])


# The same bytes, in a file that is whole or not there.


BUILD = """
import sys
from pathlib import Path
from milbalance import load; from milbalance.publish import workbook
from test_publish_workbook import few
workbook.write(few(load.everything()), Path(sys.argv[1]))
"""


def test_another_process_writes_the_same_bytes(written: Written, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    other = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}
    subprocess.run([sys.executable, "-c", BUILD, str(path)], env=other, check=True)
    assert path.read_bytes() == written.content


def test_a_path_that_cannot_be_written_is_refused(data: load.Data, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    before = sorted(tmp_path.rglob("*"))
    for name in ("book.ods", "absent/book.xlsx", "folder.xlsx"):
        with pytest.raises(MilbalanceError, match=r"wanted a file that ends in \.xlsx, in a folder that exists"):
            workbook.write(data, tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_failure_leaves_the_old_file_as_it_was(
    data: load.Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(workbook.articles, "assess", _fails)
    with pytest.raises(MilbalanceError, match="on purpose"):
        workbook.write(data, path)
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


def _fails(*_: Any) -> Any:
    raise MilbalanceError("on purpose")


# Sheets.


def test_sheets_come_in_the_order_of_the_contents(written: Written) -> None:
    wanted = ["Read me", "Ledger", "Try it", "Choices", "Charts", "Ledger, all columns", *TABLES]
    assert written.book.sheetnames == wanted
    assert max(map(len, wanted)) <= 31


def test_names_of_sheets_that_a_spreadsheet_takes_for_one_are_refused() -> None:
    book.names_apart(["Choices a", "Choices b"])
    with pytest.raises(MilbalanceError, match="found one name twice"):
        book.names_apart(["Choices " + "a" * 23 + "x", "choices " + "a" * 23 + "y"])


def test_sheets_freeze_filter_and_print_and_their_properties_are_fixed(written: Written) -> None:
    properties = written.book.properties
    assert properties.creator == "milbalance" and "milbalance" in (properties.title or "")
    assert properties.created == properties.modified and properties.created.year == 2000
    for name in (*TABLES, "Ledger", "Choices", "Ledger, all columns"):
        sheet = written.book[name]
        assert range_boundaries(sheet.auto_filter.ref) == (1, 1, sheet.max_column, sheet.max_row), name
        frozen = sheet[sheet.freeze_panes]
        assert frozen.row == 2 and frozen.column >= 2, f"{name}: the header and a key column stay in sight"
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1", name
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, name
        assert sheet.page_setup.fitToHeight == 0, name
        assert _printed(sheet) / (sheet.page_setup.fitToWidth or 1) <= book._ACROSS, f"{name}: letters too small"


def _printed(sheet: Any) -> float:
    """Characters of the columns that are printed, beside one another."""
    area = sheet.print_area
    last = range_boundaries(area.rpartition("!")[2].replace("$", ""))[2] if area else sheet.max_column
    return sum(int(_width(sheet, place)) for place in range(1, last + 1))  # without their margins


def test_every_formula_is_ours_and_no_other_cell_is_one(written: Written) -> None:
    kinds = {cell.data_type for sheet in written.book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n", "b", "f"}
    assert workbook_formulas.strangers(written.book) == []
    assert len(workbook_formulas.cells(written.book)) < 1000


def test_every_formula_has_a_value_for_those_who_do_not_compute_it(written: Written) -> None:
    empty = [
        (cell.parent.title, cell.coordinate)
        for cell in workbook_formulas.cells(written.book)
        if written.shown[cell.parent.title][cell.coordinate].value is None and '&""' not in cell.value
    ]
    assert empty == []
    assert written.book.calculation.fullCalcOnLoad


def test_names_of_columns_lead_to_their_cells(written: Written, data: load.Data) -> None:
    named = {name: written.cells(found.attr_text) for name, found in written.book.defined_names.items()}
    for column in ("place", "source_id", "basis", "year", "value"):
        cells = named[f"spending_{column}"]
        assert cells == pytest.approx([None if pd.isna(cell) else cell for cell in data.spending[column]])
    assert named["ledger_claim"] == articles.computable(data)
    assert set(named["list_place"]) == {cell.value for cell in written.book["Try it"]["F"][3:] if cell.value}


# Tables.


def test_sheets_hold_their_tables_cell_by_cell(written: Written, data: load.Data) -> None:
    for name, described in schema.tables().items():
        frame = getattr(data, name)
        rows = list(written.book[name].iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(frame)
        for place, field in enumerate(described.fields):
            held = [row[place] for row in rows]
            wanted = [None if pd.isna(cell) else cell for cell in frame[field.name].tolist()]
            kinds = [
                [type(cell) for cell in cells if not isinstance(cell, (int, float))] for cells in (held, wanted)
            ]
            assert kinds[0] == kinds[1], (name, field.name)
            if field.type == "number":
                numbers = [np.array(cells, dtype=float) for cells in (held, wanted)]
                np.testing.assert_allclose(*numbers, rtol=1e-15, err_msg=f"{name} {field.name}")
            else:
                assert held == wanted, (name, field.name)


def test_headers_and_notes_say_what_the_schema_says_and_sources_lead_to_their_rows(written: Written) -> None:
    sources = written.book["sources"]
    for name, described in schema.tables().items():
        sheet = written.book[name]
        for place, (cell, field) in enumerate(zip(sheet[1], described.fields, strict=True), start=1):
            assert cell.value.startswith(field.name.replace("_", " "))
            lines = cell.comment.text.splitlines()
            assert lines[:3] == [field.description, f"Column: {field.name}", f"Type: {field.type}"]
            if field.unit:
                assert f"({field.unit})" in cell.value and f"Unit: {field.unit}" in lines
            assert cell.comment.author == "milbalance"
            if field.name in tables.REFERENCES and name != "sources":
                cells = [row[0] for row in sheet.iter_rows(2, sheet.max_row, place, place)]
                assert cells and all(sources[_target(cell)].value == cell.value for cell in cells)


def _target(cell: Any) -> str:
    """The cell that a link inside the workbook leads to; its sheet has to be that of the sources."""
    sheet, _, target = cell.hyperlink.location.rpartition("!")
    assert sheet == "sources"
    return str(target)


def test_sources_of_claims_and_choices_lead_to_their_rows(
    written: Written, assessed: dict[str, articles.Assessment]
) -> None:
    sources = written.book["sources"]
    for name in ("Ledger", "Choices"):
        linked = [cell for row in written.book[name].iter_rows() for cell in row if cell.hyperlink]
        assert linked and all(sources[_target(cell)].value == cell.value for cell in linked)
    firsts = {row[0].value: row[-1].value for row in written.book["Ledger"].iter_rows(2)}
    assert firsts == {name: next(iter(found.sources), None) for name, found in assessed.items()}


def test_only_addresses_of_sources_and_rows_lead_outside(written: Written) -> None:
    for sheet in written.book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is not None and cell.hyperlink.target:
                    assert sheet[1][cell.column - 1].value in tables.ADDRESSES, (sheet.title, cell.coordinate)
                    assert re.match(r"https?://", cell.value) and len(cell.value) <= xlsx.LONGEST_LINK
                    assert (
                        cell.hyperlink.target + ("#" + cell.hyperlink.location if cell.hyperlink.location else "")
                        == cell.value
                    )


def test_the_table_of_contents_leads_to_every_sheet(written: Written) -> None:
    links = [cell for row in written.book["Read me"].iter_rows() for cell in row if cell.hyperlink]
    assert [cell.value for cell in links] == written.book.sheetnames[1:]
    assert links[0].row < 8, "where everything is comes first"
    assert all(cell.hyperlink.location == f"'{cell.value}'!A1" for cell in links)


# Texts that would do harm.

HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "http://a.example/x", "internal:Ledger!A1"]
HOSTILE += ["{=1}"]
LINKED = {
    "https://a.example/x": True, "http://a.example/x": True, "file:///a.txt": False, "javascript:alert(1)": False,
    "external:c:/a.xlsx": False, "internal:Ledger!A1": False, "mailto:a@b.example": False,
    "https://a.example/" + "x" * 300: False,
}  # fmt: skip


def test_hostile_text_stays_text(data: load.Data) -> None:
    places = data.places.head(len(HOSTILE)).assign(name=HOSTILE, note=HOSTILE)
    sheet = _one_table("places", replace(data, places=places)).book["places"]
    for line, text in enumerate(HOSTILE, start=2):
        for cell in (sheet.cell(line, _column("name")), sheet.cell(line, _column("note"))):
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_only_web_addresses_become_links(data: load.Data) -> None:
    sources = data.sources.head(len(LINKED)).assign(url=list(LINKED))
    place = schema.tables()["sources"].columns.index("url") + 1
    sheet = _one_table("sources", replace(data, sources=sources)).book["sources"]
    for line, (url, linked) in enumerate(LINKED.items(), start=2):
        cell = sheet.cell(line, place)
        assert (cell.value, cell.data_type, cell.hyperlink is not None) == (url, "s", linked)


def _column(name: str) -> int:
    """Where a column of places stands in its sheet, counted from 1."""
    return schema.tables()["places"].columns.index(name) + 1


def _one_table(name: str, data: load.Data) -> Written:
    buffer = io.BytesIO()
    made = book.opened(buffer, data)
    tables.write(made, schema.tables()[name], getattr(data, name))
    made.library.close()
    return Written(buffer.getvalue())


def test_a_text_too_long_for_a_cell_is_refused_by_place(data: load.Data) -> None:
    places = data.places.copy()
    places.loc[2, "note"] = "x" * (xlsx.LONGEST_TEXT + 1)
    with pytest.raises(
        MilbalanceError, match=f"sheet places, line 4, column {_column('note')}: found 32,768 characters"
    ):
        _one_table("places", replace(data, places=places))
    places.loc[2, "note"] = "x" * xlsx.LONGEST_TEXT
    held = _one_table("places", replace(data, places=places)).book["places"].cell(4, _column("note")).value
    assert len(held) == xlsx.LONGEST_TEXT


def test_links_that_do_not_all_fit_stay_text(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_LINKS", len(data.fx))
    assert _one_table("fx", data).book["fx"]["B2"].hyperlink is not None
    monkeypatch.setattr(xlsx, "MOST_LINKS", len(data.fx) - 1)
    cell = _one_table("fx", data).book["fx"]["B2"]
    assert cell.hyperlink is None and cell.value == data.fx["source_id"].iloc[0]


def test_more_rows_than_a_sheet_holds_are_refused(data: load.Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", len(data.fx) - 1)
    with pytest.raises(MilbalanceError, match=r"fx\.csv: found 60 rows"):
        _one_table("fx", data)


# Looks of numbers.


LOOKS = [
    ("year", 2020, None, "2020"), ("base_year", 2019, None, "2019"), ("count", 1234, None, "1,234"),
    ("value", 2238.3, "million US dollars", "2,238.3"), ("value", 67000.0, "persons", "67,000"),
    ("value", 20230423.0, "date as yyyymmdd", "20230423"), ("value", 0.00123, "share of world", "0.0012"),
    ("value", 7.8654, "lira per US dollar", "7.8654"), ("value", 5.46, "per cent of GDP", "5.46"),
    ("value", 249.0, "per cent", "249.00"), ("value", 1234.5, "monuments", "1,234.50"),
]  # fmt: skip


def test_a_number_is_shown_as_its_unit_asks() -> None:
    shown = [columns.look(Field(name, "number", "", None, {}), value, unit).shown(value)
             for name, value, unit, _ in LOOKS]  # fmt: skip
    assert shown == [wanted for *_, wanted in LOOKS]
    looks = columns.PLAIN, columns.WHOLE, columns.TENTHS, columns.FINE
    assert [look.code for look in looks] == ["0", "#,##0", "#,##0.0", "#,##0.0000"]


def test_years_have_no_separator_in_any_table(written: Written) -> None:
    for name in TABLES:
        for place, field in enumerate(schema.tables()[name].fields, start=1):
            if field.name.endswith("year"):
                codes = {
                    row[0].number_format
                    for row in written.book[name].iter_rows(2, None, place, place)
                    if row[0].value
                }
                assert codes == {"0"}, (name, field.name)


def test_no_number_is_wider_than_its_column(written: Written) -> None:
    """Numbers that do not fit are shown as ####."""
    for name in TABLES:
        sheet = written.book[name]
        for place, field in enumerate(schema.tables()[name].fields, start=1):
            wide = _width(sheet, place)
            for (cell,) in sheet.iter_rows(2, None, place, place):
                if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                    decimals = len(cell.number_format.partition(".")[2])
                    assert len(f"{cell.value:,.{decimals}f}") <= wide, (name, field.name, cell.value)


def _width(sheet: Any, place: int) -> float:
    """Columns of one width stand as a group under the first."""
    found = next(d for d in sheet.column_dimensions.values() if d.min <= place <= d.max)
    return float(found.width)


# The ledger, the choices and what a reader can try.


def told(written: Written, name: str, line: int = 1) -> dict[str, dict[str, Any]]:
    """The rows of a sheet by their first cell, each by its header; formulas as the values that they have now."""
    sheet = written.shown[name]
    header, *rows = sheet.iter_rows(line, values_only=True)
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows}


def test_the_ledger_says_what_the_command_says(
    written: Written, data: load.Data, assessed: dict[str, articles.Assessment]
) -> None:
    rows, whole = told(written, "Ledger"), told(written, "Ledger, all columns")
    listed = data.claims[data.claims["claim_id"].isin(list(assessed))].to_dict("records")
    found = {row["claim_id"]: articles.record(assessed[row["claim_id"]], row) for row in listed}
    assert list(rows) == list(whole) == list(found)
    for name, row in rows.items():
        record, said = found[name], articles.stated(data, name)
        assert row["verdict"] == assessed[name].words and row["statement"] == record["statement"]
        assert row["the article says"] == articles.with_unit(said.said, said.unit)
        number = record["plain"] if said.relation not in ("exists", "yes", "no") else None
        words = articles.found(assessed[name].answer, said.relation)
        assert row["computed"] == (words if number is None else pytest.approx(number)), name
        support = record["support"]
        assert row["weight that agrees"] == ("no number" if support is None else pytest.approx(support))
        assert row["calculations that agree"] == record["choices_inside"]
        assert row["calculations that count"] == record["choices_counted"]
        assert whole[name]["kind"] == record["kind"] and whole[name]["stated lies"] == record["stated_lies"]


def test_a_hand_worked_row_of_the_ledger(written: Written) -> None:
    found = told(written, "Ledger")["soldiers-double"]
    # 67,000 over 45,000, as the IISS has them.
    assert found["computed"] == pytest.approx(67 / 45)
    assert (found["the article says"], found["its range"]) == ("2 times", "1.46 to 1.52 times")
    assert found["computed by"] == "formula over forces"


def test_a_verdict_has_its_word_and_its_colour_and_can_be_read(written: Written) -> None:
    wrong = []
    for row in written.book["Ledger"].iter_rows(2):
        cell = row[6]
        fill, ink = (str(colour.rgb)[-6:] for colour in (cell.fill.fgColor, cell.font.color))
        verdict = cell.value.removeprefix("by proxy: ")
        if fill != style.VERDICTS[verdict].lstrip("#") or _contrast(fill, ink) < 4.5:
            wrong.append((cell.value, fill, ink))
    assert wrong == []


def _contrast(one: str, other: str) -> float:
    channels = ([int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)] for colour in (one, other))
    dark, light = sorted(style.luminance(*each) for each in channels)
    return (light + 0.05) / (dark + 0.05)


def test_choices_have_every_calculation_together_and_the_main_answer_highlighted(
    written: Written, assessed: dict[str, articles.Assessment]
) -> None:
    header, *lines = written.book["Choices"].iter_rows()
    rows = [
        dict(zip((cell.value for cell in header), (cell.value for cell in line), strict=True)) for line in lines
    ]
    assert [name for name, _ in groupby(row["claim"] for row in rows)] == list(assessed)
    bright = [row["role"] for row, line in zip(rows, lines, strict=True) if line[0].fill.fill_type]
    assert bright == ["main answer"] * len(assessed)
    for claim_id, found in assessed.items():
        own = [row for row in rows if row["claim"] == claim_id]
        assert len({row["calculation"] for row in own}) == len(own) == len(found.grid)
        assert sum(row["weight"] or 0 for row in own) == pytest.approx(found.grid["weight"].sum())
        counted = [row["counts?"] for row in own]
        assert counted == sorted(counted, reverse=True) and counted.count("yes") == found.grid["counted"].sum()
        numbers = [row["as a number"] for row in own if row["as a number"] is not None]
        assert sorted(numbers) == pytest.approx(sorted(found.grid["value"].dropna()))


def test_the_boards_begin_with_the_main_answer(written: Written) -> None:
    cells = {row[0]: row[1:3] for row in written.shown["Try it"].iter_rows(max_col=3, values_only=True) if row[0]}
    # 2,237.8 and 634.0 million current dollars in 2020, in SIPRI's edition of 2021.
    assert cells["A over B"] == (pytest.approx(2237.76 / 633.96, rel=1e-4), "times")
    assert cells["spending of A"][1] == "million US dollars"
    assert cells["does it fit?"][0] == "outside: too low"
    assert cells["this calculation gives"][0] == "3.53" and cells["inside what the words allow?"][0] == "outside"
    assert cells["our verdict on the statement"][0] == "does not hold"


def test_each_yellow_cell_has_a_menu_that_holds_what_it_shows(written: Written) -> None:
    sheet = written.book["Try it"]
    menus = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert len(menus) == 7 and all(len(source) < 256 for source in menus.values())
    for cell, source in menus.items():
        name = re.match(r"OFFSET\((\w+),|(\w+)$", source)
        listed = written.cells(written.book.defined_names[name[1] or name[2]].attr_text)  # type: ignore[index]
        assert sheet[cell].value in listed, (cell, source)


# Charts.


def _references(chart: Any) -> list[str]:
    return [element.text for element in chart.iter(f"{CHART}f")]


def test_every_chart_reads_cells_that_exist(written: Written) -> None:
    assert written.charts
    for name, chart in written.charts.items():
        for reference in _references(chart):
            cells = written.cells(reference)
            assert any(cell is not None for cell in cells), (name, reference)


def test_every_series_has_a_name_and_as_many_values_as_categories(written: Written) -> None:
    for name, chart in written.charts.items():
        names = []
        for series in chart.iter(f"{CHART}ser"):
            title, categories, values = (
                written.cells(series.find(f"{CHART}{part}").find(f".//{CHART}f").text)
                for part in ("tx", "cat", "val")
            )
            names += title
            assert len(categories) == len(values) and all(categories), name
            assert all(value is None or isinstance(value, (int, float)) for value in values), name
            smooth = series.find(f"{CHART}smooth")
            assert smooth is None or smooth.get("val") == "0"
        assert len(set(names)) == len(names) and all(isinstance(each, str) for each in names)


def test_gaps_are_gaps(written: Written) -> None:
    for chart in written.charts.values():
        blanks = chart.find(f".//{CHART}dispBlanksAs")
        assert blanks is None or blanks.get("val") == "gap"


def test_a_year_without_a_number_stays_empty_and_estimates_have_marks_of_their_own() -> None:
    rows = [("A", 2018, 1.0, ""), ("A", 2020, 3.0, "estimate"), ("B", 2019, 2.0, ""), ("B", 2018, 9.0, "stated")]
    drawn = pd.DataFrame(rows, columns=["series", "year", "value", "role"])
    found = native.wide(drawn, "year").fillna(0)
    assert found.columns.tolist() == ["year", "A", "B", "A, from an estimate of the source", "B, as stated"]
    assert found.to_numpy().tolist() == [[2018, 1, 0, 0, 9], [2019, 0, 2, 0, 0], [2020, 3, 0, 3, 0]]


def test_two_numbers_of_one_category_have_a_row_each() -> None:
    drawn = pd.DataFrame({"label": ["x", "y", "x"], "series": "A", "value": [1.0, 2.0, 3.0]})
    assert native.wide(drawn, "label", "bars").to_numpy().tolist() == [["x", 1], ["x", 3], ["y", 2]]


def test_charts_repeat_the_figures_that_figures_yml_marks(written: Written, data: load.Data) -> None:
    """Titles, units and descriptions are those of the figures, and each number is that of its column."""
    found = native.every(data)
    assert [one.figure for one in found] == [
        name for name, spec in figure.described(data).items() if "workbook" in spec
    ]
    assert _descriptions(written) == [one.texts["alt"] for one in found]
    for chart, one in zip(written.charts.values(), found, strict=True):
        words = ["".join(title.itertext()) for title in chart.iter(f"{CHART}title")]
        assert words[0].strip() == one.texts["title"] and (not one.unit or one.unit in "".join(words[1:]))
        for place, series in enumerate(one.series):
            wanted = one.numbers.set_index(one.numbers.columns[0])[series.column].dropna()
            assert list(_series(written, chart, place).values()) == pytest.approx(wanted.tolist()), one.figure


def test_what_is_stated_is_a_series_in_ink_over_the_years_that_it_is_said_of(data: load.Data) -> None:
    spec = figure.described(data)["spending_ratio"] | {
        "stated": [{"claim": "spending-ratio", "from": 2018, "to": 2020}]
    }
    found = native.native(data, "spending_ratio", spec)
    told = found.numbers.set_index("year")[found.series[-1].column].dropna()
    assert told.to_dict() == {2018: 5, 2019: 5, 2020: 5} and found.series[-1].ink == style.STATED
    stated = native._stated(pd.Series([2018, 2019]), Band(24, 23.5, 24.5, "24 billion"))
    assert stated.tolist() == [24, 24], "the number and none of its bounds"


def _descriptions(written: Written) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(written.content)) as parts:
        name = next(name for name in parts.namelist() if posixpath.basename(name) == "drawing1.xml")
        found = [element.get("descr") for element in fromstring(parts.read(name)).iter() if element.get("descr")]
    return [str(each) for each in found]


def _series(written: Written, chart: Any, number: int) -> dict[Any, float]:
    series = list(chart.iter(f"{CHART}ser"))[number]
    keys, values = (
        written.cells(series.find(f"{CHART}{part}").find(f".//{CHART}f").text) for part in ("cat", "val")
    )
    return {place: value for place, value in enumerate(values) if value is not None and keys[place] is not None}


def test_series_differ_in_grey(written: Written) -> None:
    """Neighbouring series differ in pattern, dash, marker or clearly in lightness."""
    for name, chart in written.charts.items():
        looks = [_look(series) for series in chart.iter(f"{CHART}ser")]
        for first, second in pairwise(looks):
            alike = first[:-1] == second[:-1] and abs(first[-1] - second[-1]) < 0.1
            assert not alike, (name, first, second)


def _look(series: Any) -> tuple[Any, ...]:
    def found(tag: str, key: str) -> str | None:
        element = next((e for e in series.iter() if e.tag.rpartition("}")[2] == tag and e.get(key)), None)
        return None if element is None else str(element.get(key))

    ink = found("srgbClr", "val") or "000000"
    light = style.luminance(*(int(ink[place : place + 2], 16) / 255 for place in (0, 2, 4)))
    return found("prstDash", "val"), found("symbol", "val"), found("pattFill", "prst"), light


# The front page.


def test_the_front_page_warns(written: Written) -> None:
    texts = " ".join(str(v) for row in written.book["Read me"].iter_rows(values_only=True) for v in row if v)
    warned = ["TIV", "not money", "Current and constant", "edition", "never averaged", "never a zero", "credit"]
    assert [words for words in warned if words not in texts] == []


def test_every_data_table_has_a_field_in_data(data: load.Data) -> None:
    assert set(data.tables) == set(TABLES)


def test_the_front_page_counts_the_verdicts(written: Written, assessed: dict[str, articles.Assessment]) -> None:
    texts = {row[0]: row[4] for row in written.book["Read me"].iter_rows(values_only=True, max_col=5) if row[0]}
    found = [one.verdict for one in assessed.values()]
    for verdict in set(found):
        assert texts[verdict] == found.count(verdict)


# Shared cells.


class Sheet:
    """What was asked to be written."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda line, place, cell, *_: self.asked.append((name, cell))


def test_a_value_is_written_as_what_it_is_and_nothing_for_what_is_missing() -> None:
    sheet = Sheet()
    for cell in (1.5, 3, True, "=1", float("inf"), None, float("nan"), pd.NA):
        xlsx.value(sheet, 0, 0, cell)
    assert sheet.asked == [
        ("write_number", 1.5), ("write_number", 3), ("write_boolean", True), ("write_string", "=1"),
        ("write_string", "no upper end"),
    ]  # fmt: skip


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    assert xlsx.height([("x" * 10, 10), ("", 5)]) == 15
    assert xlsx.height([("x" * 20, 10), ("x", 5)]) == 45, "two lines, and a tenth more for words that do not break"
    assert xlsx.height([]) == 15

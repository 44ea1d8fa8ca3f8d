"""Small workbooks in the layouts of SIPRI's military expenditure database, with invented numbers.

Each layout stands for editions that differ in names of sheets, years as numbers or text, missing codes, colours and
notes. `make` writes a file and gives what an import of it must find; `Package` edits the markup of any workbook.
"""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ElementTree.register_namespace("", MAIN)
UNITS = {
    "local_currency_fy": "local currency",
    "local_currency": "local currency",
    "constant_usd": "million US dollars",
    "current_usd": "million US dollars",
    "share_gdp": "per cent of GDP",
    "per_capita": "US dollars per person",
    "share_government": "per cent of government spending",
}
SHARES = ("share_gdp", "share_government")
# Flags of an import.
SPIKE = "jump against another sheet"
BELOW = "share of government spending below share of GDP"


@dataclass(frozen=True)
class Layout:
    """How one family of editions writes its workbook."""

    first: int
    last: int
    dollars: str = "USD"
    year: Callable[[int], object] = int
    unavailable: str = ". ."
    dependent: str = "xxx"
    blue: Color = field(default_factory=lambda: Color(rgb="FF0000FF"))
    red: Color = field(default_factory=lambda: Color(rgb="FFFF0000"))
    current_column: bool = False
    blank_below: bool = False
    padded: str = ""  # blanks that follow a heading or a label
    joined: bool = False  # "†6" and footnotes with the country's name in the third column
    turkey: str = "Turkey"
    russia: tuple[str, str] = ("Russia", "Russia")  # in most sheets; in per capita and share of government
    false_zero: bool = False
    shared: bool = False  # texts in a part of their own, as Excel saves them, and not in the cells

    @property
    def base(self) -> int:
        """Year of the constant prices."""
        return self.last - 1

    @property
    def years(self) -> range:
        """Years of the data."""
        return range(self.first, self.last + 1)


LAYOUTS = {
    "data to 2016": Layout(
        1988, 2016, current_column=True, padded="   ", russia=("Russian Federation", "USSR/Russia"),
        blue=Color(rgb="FF2738E1"), shared=True,
    ),
    "data to 2020": Layout(
        2008, 2020, current_column=True, padded=" ", blue=Color(rgb="FF0000D4"), shared=True,
    ),
    "data to 2022": Layout(
        1990, 2022, "US$", float, "...", blank_below=True, joined=True, turkey="Türkiye", false_zero=True,
        blue=Color(indexed=12), red=Color(indexed=10),
    ),
    "data to 2024": Layout(
        2010, 2024, "US$", int, "...", "...", blank_below=True, joined=True, turkey="Türkiye", false_zero=True,
        blue=Color(indexed=12), red=Color(indexed=10), shared=True,
    ),
    "re-saved, years as text": Layout(
        2015, 2025, "US$", str, " ... ", "xxx ", blank_below=True, joined=True, turkey="Turkiye",
        blue=Color(theme=10), red=Color(theme=5),
    ),
    "re-saved, years as text with a point": Layout(2015, 2018, year=lambda y: f"{y}.0", unavailable="…"),
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """One observation that an import must give."""

    place: str
    year: int
    basis: str
    value: float | None
    quality: str | None
    reason: str | None
    locator: str


@dataclass
class Made:
    """A workbook as it was written: where it is, and what an import of it must give, by place, year and basis."""

    path: Path
    layout: Layout
    rows: dict[tuple[str, int, str], Expected]


def make(path: Path, name: str, *, edit: Callable[[Workbook], None] | None = None) -> Made:
    """Write a workbook of the layout of that name; `edit` may change it before it is saved."""
    layout = LAYOUTS[name]
    book = Workbook()
    front = book.active
    assert front is not None
    front.title = "Front page"
    regions = list(_regions(book, layout))
    countries = [row for basis in UNITS for row in _sheet(book, layout, basis)]
    rows = {row_key(row): row for row in (*countries, *regions)}
    _footnotes(book, layout)
    if edit:
        edit(book)
    book.save(path)
    if layout.shared:
        _share_texts(path)
    return Made(path, layout, rows)


_INLINE = re.compile(rb't="inlineStr"(?: />|><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>)', re.DOTALL)


def _share_texts(path: Path) -> None:
    """Move the texts of all cells into a part of their own."""
    package = Package(path)
    strings: dict[bytes, int] = {}
    for part in package.sheets.values():
        package.parts[part] = _INLINE.sub(
            lambda text: b't="s"><v>%d</v></c>' % strings.setdefault(text[1] or b"", len(strings)),
            package.parts[part],
        )
    texts = b"".join(b'<si><t xml:space="preserve">%s</t></si>' % text for text in strings)
    package.parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (MAIN.encode(), texts)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    types = package.parts["[Content_Types].xml"]
    package.parts["[Content_Types].xml"] = types.replace(b"</Types>", override.encode())
    package.save(path)


def row_key(row: Expected) -> tuple[str, int, str]:
    """What no two rows share."""
    return row.place, row.year, row.basis


def sheet_name(layout: Layout, basis: str) -> str:
    """What the sheet is called in this layout."""
    return {
        "local_currency_fy": "Local currency financial years",
        "local_currency": "Local currency calendar years",
        "constant_usd": f"Constant ({layout.base}) {layout.dollars}",
        "current_usd": f"Current {layout.dollars}",
        "share_gdp": "Share of GDP",
        "per_capita": "Per capita",
        "share_government": "Share of Govt. spending",
    }[basis]


def _title(layout: Layout, basis: str) -> list[str]:
    """The lines above the heading that say what the sheet holds."""
    span = f"{layout.first}-{layout.last}      invented for a test"
    local = f"Military expenditure by country, in local currency, {span}"
    return {
        "local_currency_fy": [local, "Amounts are for financial years."],
        "local_currency": [local, "Amounts are for calendar years."],
        "constant_usd": [
            f"Military expenditure by country, in constant ({layout.base}) US$ m., {span}",
            f"Amounts in US $m., at constant {layout.base} prices",
        ],
        "current_usd": [
            f"Military expenditure by country, in millions of US$ at current prices, {span}",
            "Amounts in US $m., at current prices",
        ],
        "share_gdp": [f"Military expenditure by country as percentage of gross domestic product, {span}"],
        "per_capita": [f"Military expenditure per capita  by country, {span}", "Amounts in US$"],
        "share_government": [f"Military expenditure by country as percentage of government spending, {span}"],
    }[basis]


def _sheet(book: Workbook, layout: Layout, basis: str) -> Iterator[Expected]:
    sheet = book.create_sheet(sheet_name(layout, basis))
    for line in [*_title(layout, basis), "An invented line, by region", None]:
        sheet.append([line])
    beside: dict[str, list[str | None]] = {
        "local_currency_fy": ["Currency", "Fiscal Year (Jan-Dec if not stated)", "Notes"],
        "local_currency": ["Currency", "Notes"],
        "constant_usd": [None, "Notes"],
        "share_government": ["Notes", "Reporting year"],
    }
    left = beside.get(basis, ["Notes"])
    last = [f"{layout.last} Current"] if basis == "constant_usd" and layout.current_column else []
    sheet.append([f"Country{layout.padded}", *left, *map(layout.year, layout.years), *last])
    if layout.blank_below:
        sheet.append([None])
    sheet.append(["Europe"])
    sheet.append(["Eastern Europe"])
    for label, mark in _countries(layout, basis):
        texts = {"Currency": "dinars   ", "Notes": mark, "Reporting year": "Apr-Mar"}
        sheet.append([label + layout.padded, *(texts.get(heading or "") for heading in left)])
        yield from _values(sheet, layout, basis, label, 2 + len(left))
        if last:
            sheet.cell(sheet.max_row, 2 + len(left) + len(layout.years), 99_999.5)
    sheet.append(["An invented line below the countries"])
    sheet.append(["§ an invented legend", " "])


def _countries(layout: Layout, basis: str) -> list[tuple[str, object]]:
    """Names of countries and the marks beside them."""
    marked = (
        [("Armenia", "†6"), ("Azerbaijan", "‖7")] if layout.joined else [("Armenia", "† 80"), ("Azerbaijan", 81)]
    )
    russia = layout.russia[basis in ("per_capita", "share_government")]
    plain = [(layout.turkey, None), ("Korea, South", ""), ("Costa Rica", None), (russia, None)]
    return [*marked, *plain, *([("European Union", "†¶9")] if layout.joined else [])]  # type: ignore[list-item]


PLACES = {
    "Armenia": "ARM", "Azerbaijan": "AZE", "Turkey": "TUR", "Türkiye": "TUR", "Turkiye": "TUR",
    "Korea, South": "KOR", "Costa Rica": "CRI", "Russia": "RUS", "Russian Federation": "RUS",
    "European Union": "EUU",
}  # fmt: skip


_BETWEEN = {
    "local_currency": (2e6, 3e6),
    "local_currency_fy": (2e6, 3e6),
    "share_gdp": (0.04, 0.1),
    "share_government": (0.11, 0.5),
}


def _values(sheet: Worksheet, layout: Layout, basis: str, label: str, start: int) -> Iterator[Expected]:
    """Write the values of one country; Azerbaijan has a red and two blue ones, and gaps at its beginning."""
    draw = random.Random(f"{basis} {label} {layout.last}")
    row, factor = sheet.max_row, 100 if basis in SHARES else 1
    for column, year in enumerate(layout.years, start):
        place = PLACES.get(label) or ("RUS" if year > 1991 else "SUN")
        cell = sheet.cell(row, column)
        locator = f"sheet {sheet.title}, cell {get_column_letter(column)}{row}"
        gap = _gap(layout, basis, label, year)
        if gap is not None:
            cell.value, reason = gap
            yield Expected(place, year, basis, None, None, reason, locator)
            continue
        low, high = _BETWEEN.get(basis, (100, 300))
        value = 0 if label == "Costa Rica" else round(draw.uniform(low, high), 6)
        cell.value = value
        quality = "reported"
        if label == "Azerbaijan" and year >= layout.last - 1:
            cell.font, quality = Font(color=layout.blue), "estimate"
        elif label == "Azerbaijan" and year == layout.last - 2:
            cell.font, quality = Font(color=layout.red), "uncertain"
        yield Expected(place, year, basis, value * factor, quality, None, locator)


def _gap(layout: Layout, basis: str, label: str, year: int) -> tuple[object, str] | None:
    """What stands in a cell without a value and the reason to import; None for a cell with a value."""
    same = layout.dependent == layout.unavailable
    gaps: dict[tuple[str, int], tuple[object, str]] = {
        ("Armenia", layout.first): (layout.dependent, "not available" if same else "not independent"),
        ("Azerbaijan", layout.first): (layout.unavailable, "not available"),
    }
    if basis == "share_gdp":
        gaps[layout.turkey, layout.first] = None, "not available"
    if basis == "current_usd" and layout.false_zero:
        gaps["Armenia", layout.first + 1] = 0, "printed as zero"
    return gaps.get((label, year))


WITH, WITHOUT = "World total (including Iraq)", "World total (excluding Iraq)"
REGIONS = {
    WITH: "World", WITHOUT: "World (excluding Iraq)", "World": "World", "Africa": "Africa",
    "Sub-Saharan Africa": "sub-Saharan Africa", "sub-Saharan Africa": "sub-Saharan Africa",
    "Asia & Oceania": "Asia and Oceania", "South-East Asia": "South East Asia", "Europea": "Europe",
    "Central Asia": "Central Asia",
}  # fmt: skip


def _regions(book: Workbook, layout: Layout) -> Iterator[Expected]:
    """Regional totals in billions; older layouts have two worlds, and empty cells before a region begins."""
    sheet = book.create_sheet("Regional totals")
    older = layout.padded != ""
    last = [] if layout.last == 2020 else [f"{layout.last} (current prices)"]  # that edition lost the column
    span = f"at constant {layout.base} prices and exchange rates, except for the last figure"
    for row in (
        [f"Military expenditure by region in constant US dollars     © SIPRI {layout.last + older}"],
        [f"Figures are in US$ b., {span}"],
        ["3) An invented note, to enable conversion to constant US$"],
        ["Region", *map(layout.year, layout.years), *last, None, "Omitted countries"],
    ):
        sheet.append(row)
    worlds = [WITHOUT, WITH] if older else ["World"]
    saharan = "Sub-Saharan Africa" if older else "sub-Saharan Africa"
    others = ["Africa", saharan, "Asia & Oceania", "South-East Asia"]
    for label in (*worlds, *others, "Europea" if older else "Central Asia"):
        sheet.append([label])
        yield from _region(sheet, layout, label, bool(last))


def _region(sheet: Worksheet, layout: Layout, label: str, current: bool) -> Iterator[Expected]:
    row, draw = sheet.max_row, random.Random(f"{label} {layout.last}")
    columns = [("constant_usd", year) for year in layout.years] + [("current_usd", layout.last)] * current
    for column, (basis, year) in enumerate(columns, 2):
        cell = sheet.cell(row, column)
        locator = f"sheet {sheet.title}, cell {cell.coordinate}"
        gap = _gap_of_region(layout, label, year - layout.first)
        if gap is not None:
            cell.value, reason = gap
            yield Expected(REGIONS[label], year, basis, None, None, reason, locator)
            continue
        cell.value, quality = round(draw.uniform(10, 2000), 6), "reported"
        if label == "Africa" and year == layout.last:
            cell.font, quality = Font(color=layout.red), "uncertain"
        yield Expected(REGIONS[label], year, basis, float(str(cell.value)) * 1000, quality, None, locator)
    sheet.cell(row, 2 + len(columns) + 1, "Atlantis" if label == "Africa" else None)


def _gap_of_region(layout: Layout, label: str, at: int) -> tuple[object, str] | None:
    """What stands in a cell without a total, `at` years after the first, and the reason to import."""
    if label == WITH and at < 2:
        return None, "not available"
    if label == "Asia & Oceania" and at == 1:
        return layout.unavailable, "not available"
    if label == "Central Asia" and at == 0:
        same = layout.dependent == layout.unavailable
        return layout.dependent, "not available" if same else "not independent"
    return None


def _footnotes(book: Workbook, layout: Layout) -> None:
    sheet = book.create_sheet("Footnotes")
    sheet.append(["Footnotes and special notes"])
    sheet.append(["†", "invented: pensions are left out"])
    sheet.append(["‖ ", "invented: another currency"])
    for name, joined, alone in (("Armenia", 6, 80), ("Azerbaijan", 7, 81)):
        note = [joined, None, f"{name}: an invented footnote"], [alone, f"an invented footnote on {name}"]
        sheet.append(note[0] if layout.joined else note[1])


def found(rows: pd.DataFrame) -> dict[tuple[str, int, str], Expected]:
    """The rows of an import as they are expected, by place, year and basis."""
    columns = rows[["place", "year", "basis", "value", "quality", "missing_reason", "locator"]]
    plain = columns.astype(object).where(columns.notna(), None)
    listed = [Expected(*row) for row in plain.itertuples(index=False, name=None)]
    keyed = {row_key(row): row for row in listed}
    assert len(keyed) == len(listed), "a row twice"
    return keyed


class Package:
    """The parts of a workbook as bytes, to be changed and written again."""

    def __init__(self, path: Path) -> None:
        self.source = path
        with zipfile.ZipFile(path) as opened:
            self.parts = {name: opened.read(name) for name in opened.namelist()}
        named = ElementTree.fromstring(self.parts["xl/workbook.xml"]).iter(tag("sheet"))
        linked = ElementTree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        targets = {str(one.get("Id")): "xl/" + str(one.get("Target")).removeprefix("/xl/") for one in linked}
        self.sheets = {str(one.get("name")): targets[str(one.get(RELATION))] for one in named}

    def tree(self, sheet: str) -> ElementTree.Element:
        """The markup of a sheet."""
        return ElementTree.fromstring(self.parts[self.sheets[sheet]])

    def put(self, sheet: str, tree: ElementTree.Element) -> None:
        """Replace the markup of a sheet."""
        self.parts[self.sheets[sheet]] = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)

    @contextmanager
    def listing(self) -> Iterator[list[ElementTree.Element]]:
        """The entries of the list of sheets, to be changed in place; named ranges are dropped."""
        tree = ElementTree.fromstring(self.parts["xl/workbook.xml"])
        listed = tree.find(tag("sheets"))
        assert listed is not None
        yield (entries := list(listed))
        listed[:] = entries
        for names in tree.findall(tag("definedNames")):
            tree.remove(names)
        self.parts["xl/workbook.xml"] = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)

    def keep(self, *sheets: str) -> None:
        """Let the workbook list these sheets only: reading takes less time."""
        with self.listing() as entries:
            for entry in list(entries):
                if (name := str(entry.get("name"))) not in sheets:
                    entries.remove(entry)
                    self.parts.pop(self.sheets.pop(name))

    def save(self, path: Path) -> Path:
        """Write the workbook."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as opened:
            for name, content in self.parts.items():
                opened.writestr(name, content)
        return path


def tag(name: str) -> str:
    """The full name of an element of a sheet."""
    return f"{{{MAIN}}}{name}"


def cells(tree: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """Every cell of a sheet by its coordinate."""
    return {str(cell.get("r")): cell for cell in tree.iter(tag("c"))}


def labelled(last: int, base: int, rights: int, folder: Path, rows: dict[str, list[Any]]) -> Path:
    """An export from SIPRI's site of the years up to one: constant dollars alone, all black."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"Constant ({base}) US$"
    years = range(last + 1 - len(next(iter(rows.values()))), last + 1)
    span = f"{years[0]}-{last}      © SIPRI {rights}"
    sheet.append([f"Military expenditure by country, in constant ({base}) US$ m., {span}"])
    sheet.append(["Country", "", "Notes", *years])
    for name, values in rows.items():
        sheet.append([name, None, None, *values])
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def write(cell: ElementTree.Element, value: Any, kind: str | None = None) -> None:
    """Put a number, or inline text for a string, into a cell of the markup; `kind` overrides its type."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(value, str) and kind is None:
        cell.set("t", "inlineStr")
        holder = ElementTree.SubElement(cell, tag("is"))
        ElementTree.SubElement(holder, tag("t")).text = value
        return
    if kind is not None:
        cell.set("t", kind)
    ElementTree.SubElement(cell, tag("v")).text = value if isinstance(value, str) else repr(value)

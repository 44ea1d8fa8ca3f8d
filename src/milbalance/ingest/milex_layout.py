"""What a sheet of a SIPRI military expenditure workbook holds and where, found from what its cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from openpyxl.utils import get_column_letter

from milbalance.ingest import milex_units
from milbalance.ingest.book import Book, Cell
from milbalance.ingest.names import fold

PREAMBLE = 60  # rows in which a heading must come; genuine sheets have it in rows 6 to 8
_MILLIONS, _SINGLE = "million US dollars", "local currency"

# basis -> unit of the rows and factor from the number in the cell.
UNITS = {
    "local_currency_fy": (_SINGLE, 1),
    "local_currency": (_SINGLE, 1),
    "constant_usd": (_MILLIONS, 1),
    "current_usd": (_MILLIONS, 1),
    "share_gdp": ("per cent of GDP", 100),
    "per_capita": ("US dollars per person", 1),
    "share_government": ("per cent of government spending", 100),
}
# What titles (and, where a title says nothing, names) of sheets say, folded; the first that matches decides.
_TITLES = (
    ("share_government", r"percentage of gov|share of gov"),
    ("share_gdp", r"gross domestic product|share of gdp"),
    ("per_capita", r"per capita"),
    ("constant_usd", r"constant"),
    ("current_usd", r"us ?\$|\busd\b|us dollars"),
    ("local", r"local currency"),
)
_YEARS_OF = {
    "local_currency_fy": r"are for financial years|local currency financial",
    "local_currency": r"are for calendar years|local currency calendar",
}
_COUNTRIES = r"military expenditure (by country|per capita)"
_REGIONS = r"military expenditure by region"
_OTHER = r"\d{4} \(?current( prices)?\)?"
_SPAN = r"\b(\d{4}) ?- ?(\d{4})\b"
_BASE_YEARS = r"constant (?:prices of )?\(?(\d{4})\)?|constant prices and exchange rates of (\d{4})"
_RIGHTS = r"© ?sipri (\d{4})\b"


@dataclass(frozen=True)
class Layout:
    """Where things stand in one sheet; columns count from 1."""

    sheet: str
    basis: str
    base_year: int | None
    name: int
    notes: int | None
    years: dict[int, int]  # column -> year
    remarks: dict[int, str]  # column of text about a row -> its heading in words
    other: dict[int, str]  # column of values of another sort -> its heading
    promised: tuple[int, int] | None  # the first and the last year by the title
    named: str | None  # what the name of the sheet says that it holds
    rights: int | None  # the year of copyright
    prefix: str = ""  # of the names in aliases.csv that are the labels of this sheet
    scale: int = 1  # of the number in a cell, against what other sheets of this basis print

    @property
    def unit(self) -> str:
        """Unit of the rows."""
        return UNITS[self.basis][0]

    @property
    def factor(self) -> int:
        """What the number in a cell is multiplied with to be in that unit."""
        return UNITS[self.basis][1] * self.scale


def find(book: Book, sheet: str, rows: Iterator[tuple[int, list[Cell]]]) -> Layout | None:
    """The layout of a country sheet, with its rows consumed up to the heading; None for any other sheet.

    Raises DataError for a sheet that promises country data but has no heading, and for a heading, unit or base year
    that cannot be trusted.
    """
    said: list[str] = []
    numbers = False
    for number, cells in rows:
        texts = {cell["column"]: fold(cell["value"]) for cell in cells if isinstance(cell["value"], str)}
        if "country" in texts.values():
            basis = _basis(sheet, said, texts)
            return _layout(book, sheet, basis, said, number, cells) if basis else None
        said += texts.values()
        numbers = numbers or len(texts) < len(cells)
        if number > PREAMBLE or any(re.match(_REGIONS, text) for text in said):
            break
    if numbers and _basis(sheet, said, {}):
        book.refuse(sheet, 1, 1, "no row that begins with Country", "a heading of Country, Notes and years")
    return None


def _basis(sheet: str, said: list[str], heading: dict[int, str]) -> str | None:
    """What the sheet holds: by its title, and by its name where the title does not say."""
    if any(re.match(_REGIONS, text) for text in said):
        return None
    basis = _told(_title(said)) or _told(fold(sheet))
    return _which_years(sheet, said, heading) if basis == "local" else basis


def _told(text: str) -> str | None:
    """What a title or a name says that a sheet holds; "local" for either kind of local currency."""
    return next((basis for basis, words in _TITLES if re.search(words, text)), None)


def _title(said: list[str]) -> str:
    """The line that says what a country sheet holds; empty where there is none."""
    return next((text for text in said if re.match(_COUNTRIES, text)), "")


def _which_years(sheet: str, said: list[str], heading: dict[int, str]) -> str | None:
    """Financial or calendar years: by the lines above, else by the name of the sheet, else by its columns."""
    for text in (" ".join(said), fold(sheet)):
        found = [basis for basis, words in _YEARS_OF.items() if re.search(words, text)]
        if len(found) == 1:
            return found[0]
    return "local_currency_fy" if any("fiscal year" in text for text in heading.values()) else None


def _layout(book: Book, sheet: str, basis: str, said: list[str], number: int, cells: list[Cell]) -> Layout:
    of_years = years(book, sheet, number, cells)
    headings = {cell["column"]: fold(str(cell["value"] or "")) for cell in cells if cell["column"] not in of_years}
    single = {text: column for column, text in headings.items()}
    if basis == "local_currency" and any("fiscal year" in text for text in headings.values()):
        book.refuse(sheet, number, 1, "calendar years with a column of fiscal years", "one of the two")
    if wrong := next(milex_units.contradictions(basis, said), None):
        book.refuse(sheet, 1, 1, wrong, f"a sheet of {UNITS[basis][0]}, as its title or name says ({basis})")
    span = re.search(_SPAN, _title(said))
    # Columns of text about a country, all to the left of the years; one of them has no heading.
    left = {column: headings.get(column, "").split("(")[0].strip() for column in range(1, min(of_years))}
    return Layout(
        sheet,
        basis,
        base_year(book, sheet, said) if basis == "constant_usd" else None,
        single["country"],
        single.get("notes"),
        of_years,
        {column: text for column, text in left.items() if text not in ("country", "currency", "notes")},
        {column: text for column, text in headings.items() if re.fullmatch(_OTHER, text)},
        (int(span[1]), int(span[2])) if span else None,
        _told(fold(sheet)),
        rights(said),
    )


def rights(said: list[str]) -> int | None:
    """The year of copyright in the lines above a heading."""
    found = next(filter(None, (re.search(_RIGHTS, text) for text in said)), None)
    return int(found[1]) if found else None


def years(book: Book, sheet: str, number: int, cells: list[Cell]) -> dict[int, int]:
    """Columns of years, which must rise by one from left to right."""
    found = {cell["column"]: year for cell in cells if (year := _year(cell["value"]))}
    wanted = "every year once"
    seen: dict[int, int] = {}
    for column, year in found.items():
        if year in seen:
            book.refuse(sheet, number, column, f"{year} again (as in {get_column_letter(seen[year])})", wanted)
        seen[year] = column
    if not seen:
        book.refuse(sheet, number, 1, "no years in the heading", wanted)
    gaps = sorted(set(range(min(seen), max(seen) + 1)) - seen.keys())
    if gaps:
        without = f"years from {min(seen)} to {max(seen)} without {gaps[0]}"
        book.refuse(sheet, number, min(found), without, wanted)
    for (_, before), (column, year) in pairwise(sorted(found.items())):
        if year != before + 1:
            book.refuse(
                sheet, number, column, f"{year} after {before}", "years that rise by one from left to right"
            )
    return found


def _year(value: Any) -> int | None:
    """A year written as text, whole number or float."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    found = re.fullmatch(r"\s*((?:19|20)\d\d)(?:\.0*)?\s*", str(value), re.ASCII)
    return int(found[1]) if found else None


def base_year(book: Book, sheet: str, said: list[str]) -> int:
    """The one year of constant prices in the lines above a heading and the name of its sheet."""
    years = (year for text in (*said, fold(sheet)) for found in re.findall(_BASE_YEARS, text) for year in found)
    found = {int(year) for year in years if year}
    if len(found) != 1:
        listed = " and ".join(map(str, sorted(found))) or "no year"
        book.refuse(sheet, 1, 1, f"constant prices of {listed}", "one base year in title and name")
    return found.pop()

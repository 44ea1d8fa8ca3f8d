"""Two footnotes of a SIPRI workbook, as facts."""

import re
from pathlib import Path

import openpyxl

from .conflict_common import Row, one

WORKBOOK = Path("raw/sipri_milex/SIPRI-Milex-data-1949-2024_2.xlsx")


def sipri_rows(spending: Path) -> list[Row]:
    """The two footnotes, found by their text so that the cell is what the workbook says."""
    sheet = openpyxl.load_workbook(spending / WORKBOOK, read_only=True)["Footnotes"]
    notes = {str(cell.value): cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value}
    projects = next(text for text in notes if "special defence projects" in text)
    pensions = next(text for text in notes if text.startswith("Armenia:") and "military pensions" in text)
    return [*project_rows(projects, notes[projects]), pension_row(pensions, notes[pensions])]


def project_rows(text: str, cell: str) -> list[Row]:
    match = re.search(r"for (\d{4}) to (\d{4}) include allocations of ([\d, and]+) million manats", text)
    if not match:
        raise ValueError("the footnote on Azerbaijan reads differently")
    years = range(int(match[1]), int(match[2]) + 1)
    return [
        one(
            "special-defence-projects",
            "Azerbaijan: allocation beyond the main budget",
            str(year),
            "sipri-milex-2025",
            value,
            "million manats",
            quote="allocations of 1087, 1123, 1172, 1172 and 1271 million manats respectively",
            locator=f"Footnotes!{cell}",
            note="Included in SIPRI's figures for 2011 to 2015; no such allocation was found since 2016.",
        )
        for year, value in zip(years, re.findall(r"\d+", match[3]), strict=True)
    ]


def pension_row(text: str, cell: str) -> Row:
    match = re.search(r"would be (\d+)\D(\d+)% higher", text)
    if not match:
        raise ValueError("the footnote on Armenia reads differently")
    subject = "Armenia: military spending if military pensions were included, higher by"
    row = one("armenia-pensions", subject, "2025", "sipri-milex-2025", "", "per cent")
    note = "SIPRI leaves military pensions out for Armenia; no years given. As of the edition of 2025."
    quote = text.removeprefix("Armenia: ")
    return {
        **row,
        "low": match[1],
        "high": match[2],
        "quote": quote,
        "locator": f"Footnotes!{cell}",
        "note": note,
    }

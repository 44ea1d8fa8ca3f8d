"""The publishers' own workbooks of military expenditure, each read once for all tests that only look."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from milbalance.ingest import milex
from milbalance.ingest.report import Imported

FOLDER = "spending/raw/sipri_milex"
EDITIONS = {
    2017: "SIPRI-Milex-data-1949-2016.xlsx",
    2020: "SIPRI-Milex-data-1949-2019.xlsx",
    2021: "SIPRI-Milex-data-1949-2020_0.xlsx",
    2024: "SIPRI-Milex-data-1948-2023.xlsx",
    2025: "SIPRI-Milex-data-1949-2024_2.xlsx",
}


@cache
def workbook(shared: Path, release: int) -> Imported:
    """What an edition holds, by the year of its release."""
    return milex.read(shared / FOLDER / EDITIONS[release])

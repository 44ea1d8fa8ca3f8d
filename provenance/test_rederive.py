"""The shipped tables are what the originals say: every row is made again from them and compared.

The modules of this folder rebuild the tables; several may make parts of one. The workbooks are read once more
by themselves, because the extract that those modules start from is itself derived.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import pytest

from milbalance.tables import paths, schema

from . import (
    arms,
    arms_register,
    articles,
    conflict,
    events,
    flows_arms,
    forces,
    groups,
    losses,
    outlines,
    spending,
    workbook,
)

Row: TypeAlias = dict[str, str]
Keyed: TypeAlias = dict[tuple[str, ...], Row]

MODULES: list[ModuleType] = [
    spending,
    arms,
    arms_register,
    flows_arms,
    forces,
    losses,
    conflict,
    groups,
    outlines,
    events,
]
REDERIVED = sorted({name for module in MODULES for name in module.TABLES})
BY_HAND = {"sais-europe-2023"}  # the article itself: there is no original to derive its row from
# This project's reading of quotes, notes and subjects; tests/test_data.py has the laws of these columns.
OWN = {
    "sources": {"origin", "family", "version", "break_from", "break_to", "caveat", "caveat_places", "copy_of"},
    "facts": {"rounded_to", "origin", "place", "partner", "counted_by", "standing", "caveat"},
    "forces": {"rounded_to", "origin", "series_starts"},
    "losses": {"counted_by"},
}
MEND = "mend data/ or provenance/, whichever is wrong; then `make refresh`"


def shipped(table: str) -> list[Row]:
    with (paths.data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def derived(table: str, shared: Path) -> list[Row]:
    parts = [module.TABLES[table](shared) for module in MODULES if table in module.TABLES]
    return [row for part in parts for row in as_text(part.to_dict("records"))]


def as_text(rows: list[dict[str, object]]) -> list[Row]:
    """Rows as a CSV file holds them."""
    return [{column: "" if value is None else str(value) for column, value in row.items()} for row in rows]


def keyed(table: str, rows: list[Row]) -> Keyed:
    found = {tuple(row[column] for column in schema.tables()[table].key): row for row in rows}
    assert len(found) == len(rows), f"{table}: two parts of provenance/ make one row"
    return found


def differences(table: str, ours: Keyed, theirs: Keyed) -> list[str]:
    """What differs, as table, key, column, shipped and derived."""
    found = [f"{table} {key}: derived, not shipped" for key in theirs.keys() - ours.keys()]
    found += [f"{table} {key}: shipped, not derived" for key in ours.keys() - theirs.keys()]
    for key in ours.keys() & theirs.keys():
        found += [
            f"{table} {key} {column}: shipped {ours[key][column]!r}, derived {theirs[key].get(column, '')!r}"
            for column in ours[key].keys() - OWN.get(table, set())
            if ours[key][column] != theirs[key].get(column, "")
        ]
    return sorted(found)


def report(found: list[str]) -> str:
    return "\n".join([f"{len(found)} differences: {MEND}", *found[:20]])


def test_every_table_of_observations_is_rederived() -> None:
    observed = {name for name, table in schema.tables().items() if "source_id" in table.columns}
    assert observed - {"sources"} == set(REDERIVED)


@pytest.mark.parametrize("table", REDERIVED)
def test_the_shipped_rows_are_the_rederived_ones(table: str, shared: Path) -> None:
    found = differences(table, keyed(table, shipped(table)), keyed(table, derived(table, shared)))
    assert not found, report(found)


def test_the_shipped_sources_are_the_described_ones() -> None:
    described = keyed("sources", as_text([row for module in MODULES for row in module.SOURCES]))
    ours = {key: row for key, row in keyed("sources", shipped("sources")).items() if key[0] not in BY_HAND}
    found = differences("sources", ours, described)
    assert not found, report(found)


# What a cell of SIPRI's workbooks holds where there is no value.
MISSING = {"not independent": ("xxx",), "not available": (". .", "..."), "printed as zero": (0.0,)}
DECIMALS = {"share_gdp": 6, "local_currency": 2}  # money: 4


def as_shipped(value: float, basis: str) -> Decimal:
    """A number of a workbook in the unit and rounding of spending.csv; shares of GDP are fractions there."""
    exact = Decimal(repr(value)) * (100 if basis == "share_gdp" else 1)
    return exact.quantize(Decimal(1).scaleb(-DECIMALS.get(basis, 4)), ROUND_HALF_UP)


def agrees(row: Row, cell: float | str | None) -> bool:
    if row["missing_reason"]:
        return (cell.strip() if isinstance(cell, str) else cell) in MISSING[row["missing_reason"]]
    return isinstance(cell, float) and as_shipped(cell, row["basis"]) == Decimal(row["value"])


@pytest.mark.parametrize("edition", workbook.WORKBOOKS)
def test_every_sipri_row_stands_in_the_workbook_at_its_locator(edition: str, shared: Path) -> None:
    rows = [row for row in shipped("spending") if row["source_id"] == edition]
    assert len(rows) > 200, f"spending.csv lost {edition}: {MEND}"
    found = []
    for row in rows:
        cell = workbook.cell(shared, edition, row["locator"])
        if not agrees(row, cell):
            shown = row["value"] or row["missing_reason"]
            key = row["place"], row["year"], row["basis"], edition
            found.append(f"spending {key} value: shipped {shown!r}, {row['locator']} holds {cell!r}")
    assert not found, report(found)


@pytest.mark.parametrize("name", articles.EXTRACTS)
def test_the_extracts_of_shipped_texts_are_what_the_files_say(name: str, shared: Path) -> None:
    folder = paths.root() / "articles" / name
    wrong = [
        table
        for table, found in articles.EXTRACTS[name](shared).items()
        if articles.text(found) != (folder / f"{table}.csv").read_text(encoding="utf-8")
    ]
    assert not wrong, f"articles/{name}: {', '.join(wrong)}; python -m provenance.articles FOLDER writes them again"

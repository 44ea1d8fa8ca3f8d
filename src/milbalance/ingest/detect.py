"""Any official file in: its kind is found by what it says, and it is read into the tables that hold such rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from milbalance.errors import MilbalanceError, NotUsedError
from milbalance.ingest import book, bounded, deliveries, milex, nmc, rebuilt, text, tiv_tables, transfers, wdi
from milbalance.ingest.report import Imported, Report

WANTED = (
    "a SIPRI workbook of military expenditure, a file of SIPRI's arms transfers, "
    "of the World Bank's indicators, or of the National Material Capabilities"
)


@dataclass(frozen=True)
class Official:
    """What an official file gives to one shipped table: its rows in the columns of that table, and the report."""

    table: str
    rows: pd.DataFrame
    report: Report

    @property
    def source_id(self) -> str:
        """The edition of the file, as the shipped tables would name it."""
        return str(self.rows["source_id"].iloc[0])


def read(path: Path, *, source_id: str | None = None, shipped: pd.DataFrame | None = None) -> list[Official]:
    """The rows of an official file, one entry for each shipped table that it has rows for; at least one.

    `source_id` names the edition of a file that does not say it; `shipped` are rows of spending.csv that may prove
    the base year of constant prices, or a cut of the World Bank's. Raises NotUsedError for a genuine file that has
    nothing for the tables (totals of SIPRI's, metadata or other indicators of the World Bank's), DataError for a
    file of no known kind, and what its importer refuses.
    """
    if rebuilt.is_json(path):
        items = rebuilt.read(path, source_id=source_id)
        return [_as("arms_deliveries", items), Official("arms_imports", rebuilt.yearly(items.rows), items.report)]
    if not bounded.starts_as_text(path) and bounded.sort_of(bounded.contents(path, WANTED)) in ("workbook", "old"):
        opened = book.Book(path, WANTED)
        if table := book.table(opened, wdi.is_header):
            return _filled(path, _indicators(table, source_id, shipped))
        return _filled(path, [_as("spending", milex.read(path, source_id=source_id, shipped=shipped, book=opened))])
    table = text.read(path, WANTED, is_header, wdi.SIEVE)
    if _is_metadata(list(table.columns)):
        raise NotUsedError(f"{path.name}: the World Bank's words on places or indicators, without any number")
    reader = next(reader for of_kind, reader in _TEXTS if of_kind(list(table.columns)))
    return _filled(path, reader(table, source_id, shipped))


def is_header(cells: list[str]) -> bool:
    """Whether these are the column names of any official text file."""
    return _is_metadata(cells) or any(of_kind(cells) for of_kind, _ in _TEXTS)


def _filled(path: Path, found: list[Official]) -> list[Official]:
    if kept := [official for official in found if len(official.rows)]:
        return kept
    raise MilbalanceError(f"{path.name}: no row of a place that is known")


def _as(table: str, imported: Imported) -> Official:
    return Official(table, imported.rows, imported.report)


def _deals(table: text.Table, source_id: str | None, _: pd.DataFrame | None) -> list[Official]:
    found = transfers.register(table, source_id=source_id)
    return [Official("arms_deals", found.deals, found.report), _as("arms_imports", transfers.yearly(found))]


def _deliveries(table: text.Table, source_id: str | None, _: pd.DataFrame | None) -> list[Official]:
    items = deliveries.rows(table, source_id=source_id)
    return [_as("arms_deliveries", items), Official("arms_imports", deliveries.yearly(items.rows), items.report)]


def _volumes(table: text.Table, source_id: str | None, _: pd.DataFrame | None) -> list[Official]:
    return [_as("arms_imports", tiv_tables.rows(table, source_id=source_id))]


def _indicators(table: text.Table, source_id: str | None, shipped: pd.DataFrame | None) -> list[Official]:
    found = wdi.tables(table, source_id=source_id, shipped=shipped)
    return [_as(name, one) for name, one in found.items()]


def _capabilities(table: text.Table, source_id: str | None, _: pd.DataFrame | None) -> list[Official]:
    return [_as(name, found) for name, found in nmc.tables(table, source_id=source_id).items()]


def _is_metadata(cells: list[str]) -> bool:
    """Whether these are the column names of what the World Bank packs beside its data."""
    folded = [text.fold(cell) for cell in cells[:2]]
    return folded in (["country code", "region"], ["indicator_code", "indicator_name"])


_Reader = Callable[[text.Table, str | None, pd.DataFrame | None], list[Official]]
# How a kind of text file is told by the names of its columns, and how it is read: with the edition's name and the
# shipped rows, as `read` is given them.
_TEXTS: tuple[tuple[Callable[[list[str]], bool], _Reader], ...] = (
    (transfers.is_header, _deals),
    (deliveries.is_header, _deliveries),
    (wdi.is_header, _indicators),
    (nmc.is_header, _capabilities),
    (tiv_tables.is_header, _volumes),
)

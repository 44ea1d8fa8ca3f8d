"""Any file of SIPRI's arms transfers: the register of deals, that of deliveries, or a table of volumes."""

from __future__ import annotations

from pathlib import Path

from milbalance.ingest import deliveries, text, tiv_tables, transfers
from milbalance.ingest.report import Imported

WANTED = "a file of SIPRI's arms transfers: the trade register, the register of deliveries, or a table of volumes"


def read(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """The rows of such a file in the columns that hold all it says: arms_deals, arms_deliveries or arms_imports.

    Rows that cannot be read are left out and told; `strict` refuses them (see `left_out`).
    Raises DataError for another file, and MilbalanceError for a table of totals or an unknown release.
    """
    table = text.read(path, WANTED, _is_header)
    if transfers.is_header(list(table.columns)):
        found = transfers.register(table, source_id=source_id, strict=strict)
        return Imported(found.deals, found.report)
    if deliveries.is_header(list(table.columns)):
        return deliveries.rows(table, source_id=source_id, strict=strict)
    return tiv_tables.rows(table, source_id=source_id, strict=strict)


def read_yearly(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """The rows of such a file in the columns of arms_imports; the report says where deals had to be spread.

    Raises as `read` does.
    """
    table = text.read(path, WANTED, _is_header)
    if transfers.is_header(list(table.columns)):
        return transfers.yearly(transfers.register(table, source_id=source_id, strict=strict))
    if deliveries.is_header(list(table.columns)):
        found = deliveries.rows(table, source_id=source_id, strict=strict)
        return Imported(deliveries.yearly(found.rows), found.report)
    return tiv_tables.rows(table, source_id=source_id, strict=strict)


def _is_header(cells: list[str]) -> bool:
    return any(module.is_header(cells) for module in (transfers, deliveries, tiv_tables))

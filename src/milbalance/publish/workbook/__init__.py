"""Everything in one workbook: the ledger, the tables, native charts and every choice on the military balance."""

from __future__ import annotations

from dataclasses import fields
from io import BytesIO
from pathlib import Path

from milbalance import articles
from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.io.files import replace
from milbalance.publish.workbook import charts, choices, ledger, native, readme, tables
from milbalance.publish.workbook.book import names_apart, opened
from milbalance.tables import schema
from milbalance.tables.load import Data

__all__ = ["build", "write"]


def write(data: Data, path: Path) -> int:
    """Write the workbook to a path, whole or not at all; how many sheets it has.

    Raises MilbalanceError for a path that is no .xlsx file in a folder that exists, and for data that do not fit.
    """
    if path.suffix.lower() != ".xlsx" or not path.parent.is_dir() or path.is_dir():
        raise MilbalanceError(f"found {path}; wanted a file that ends in .xlsx, in a folder that exists")
    content, sheets = build(data)
    replace(path, content)
    return sheets


def build(data: Data) -> tuple[bytes, int]:
    """The workbook as bytes, the same for the same data, and how many sheets it has."""
    extras.module("xlsxwriter")  # before the ledger is computed, which takes a while
    found = [articles.assess(data, name) for name in articles.computable(data)]
    sections = data.claims.set_index("claim_id")["section"]
    first = min(sections)  # its choices have a sheet each
    balance = [one for one in found if sections[one.claim.claim_id] == first]
    shown = native.every(data)
    held = {field.name for field in fields(data)}
    described = [table for name, table in schema.tables().items() if name in held]
    contents = readme.contents(described, [one.claim for one in balance], charts=bool(shown))
    names_apart(row.sheet for row in contents)

    buffer = BytesIO()
    book = opened(buffer, data)
    readme.write(book, contents, found)
    ledger.write(book, found)
    for table in described:
        tables.write(book, table, getattr(data, table.name))
    if shown:
        charts.write(book, shown)
    for one in balance:
        choices.write(book, one)
    book.library.close()
    return buffer.getvalue(), len(contents) + 1

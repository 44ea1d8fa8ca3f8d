"""Everything in one workbook: the ledger, boards to try, every calculation, native charts and the tables."""

from __future__ import annotations

from dataclasses import fields
from io import BytesIO
from pathlib import Path

from milbalance import articles
from milbalance.articles import summary
from milbalance.errors import MilbalanceError
from milbalance.io import extras
from milbalance.io.files import replace
from milbalance.publish.workbook import charts, choices, ledger, native, readme, tables, tryit
from milbalance.publish.workbook.book import names_apart, opened
from milbalance.publish.workbook.statements import assessed
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
    rows = {row["claim_id"]: row for row in data.claims.to_dict("records")}
    said = [assessed(data, one, rows[one.claim.claim_id]) for one in found]
    shown = native.every(data)
    held = {field.name for field in fields(data)}
    described = [table for name, table in schema.tables().items() if name in held]
    listed = readme.contents(described, charts=bool(shown))
    names_apart(row.sheet for row in listed)

    buffer = BytesIO()
    book = opened(buffer, data)
    readme.write(book, listed, summary.verdict_counts(data, found), len(found))
    ledger.write(book, said)
    tryit.write(book, said, spends=True)
    choices.write(book, said)
    if shown:
        charts.write(book, shown)
    ledger.write_whole(book, said)
    for table in described:
        tables.write(book, table, getattr(data, table.name))
    book.close()
    return buffer.getvalue(), len(listed) + 1

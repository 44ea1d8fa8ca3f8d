"""The answers to a text as a workbook: the same sheets as that of the first article, without its tables."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pandas as pd

from milbalance.choices.verdicts import VERDICTS
from milbalance.publish.article import told
from milbalance.publish.article.told import Record
from milbalance.publish.workbook import choices, ledger, readme, tables, tryit
from milbalance.publish.workbook.book import opened
from milbalance.publish.workbook.statements import Statement
from milbalance.tables import schema
from milbalance.tables.load import Data


def write(data: Data, records: Sequence[Record], listed: Sequence[Record], sources: pd.DataFrame) -> bytes:
    """The workbook as bytes, the same for the same answers; `listed` are the ways as in `tables.by_statement`.

    Raises MilbalanceError if XlsxWriter is not installed or a text is longer than a cell holds.
    """
    found = [_statement(data, record, listed) for record in records]
    described = schema.tables()["sources"]
    buffer = BytesIO()
    book = opened(buffer, data, sources["source_id"].tolist())
    counts = pd.Series([record["verdict"] for record in records], dtype=object).value_counts()
    counted = counts.reindex(list(VERDICTS), fill_value=0).to_frame("all")
    readme.write(book, readme.contents([described], charts=False), counted, len(found))
    ledger.write(book, found)
    tryit.write(book, found, spends=False)
    choices.write(book, found)
    ledger.write_whole(book, found)
    tables.write(book, described, sources)
    book.close()
    return buffer.getvalue()


def _statement(data: Data, record: Record, listed: Sequence[Record]) -> Statement:
    ways = [one for one in listed if one["claim_id"] == record["claim_id"]]
    return Statement(
        record["claim_id"],
        record["statement"],
        told.stated(record, data),
        told.allowed(record),
        told.computed(record, data),
        told.verdict(record),
        {**record, "computed now in words": told.newest(record, data)},
        sorted(ways, key=lambda one: not one["counted"]),
        [told.answered(record, one, data) for one in sorted(ways, key=lambda one: not one["counted"])],
    )

"""Sources as CSL-JSON, which Zotero, pandoc and most word processors read."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from milbalance.publish.bibtex import author, given, note

_TYPES = {
    "article": "article-journal",
    "book": "book",
    "dataset": "dataset",
    "online": "webpage",
    "software": "software",
    "techreport": "report",
}
# CSL's name of a field, ours.
_FIELDS = (("publisher", "publisher"), ("version", "edition"), ("DOI", "doi"), ("URL", "url"))
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SPAN = re.compile(r"(\d{4})-(\d{4})")


def csl(sources: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of sources.csv as items of CSL-JSON, in the order of their ids; unknown fields are left out."""
    rows = sources.sort_values("source_id", kind="stable").to_dict("records")
    return [_item(given({str(name): value for name, value in row.items()})) for row in rows]


def _item(row: dict[str, str]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": row["source_id"],
        "type": _TYPES.get(row["bibtex_type"], "document"),
        "title": row["title"],
        "author": [{"literal": author(row)}],
    }
    item |= {field: row[name] for field, name in _FIELDS if name in row}
    for field, name in (("issued", "released"), ("accessed", "accessed")):
        if parts := _date_parts(row.get(name, "")):
            item[field] = {"date-parts": parts}
    if note(row):
        item["note"] = note(row)
    return item


def _date_parts(text: str) -> list[list[int]]:
    """A date as CSL writes it: `2020-10` is [[2020, 10]], the years `2018-2019` [[2018], [2019]], no date []."""
    if years := _SPAN.fullmatch(text):
        return [[int(year)] for year in years.groups()]
    date = _DATE.fullmatch(text)
    return [[int(part) for part in date.groups() if part]] if date else []

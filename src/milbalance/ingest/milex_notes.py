"""Footnotes of a SIPRI military expenditure workbook: what the marks beside a country's name stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from milbalance.ingest.book import Book
from milbalance.ingest.names import fold

_MARK = r"[†‡§¶‖]|\d+"


def footnotes(book: Book) -> dict[str, str]:
    """Text of each symbol and number, from the sheet of footnotes; empty where there is no such sheet."""
    sheet = next((name for name in book.sheets if "footnotes" in fold(name)), None)
    return dict(_entries(book, sheet)) if sheet else {}


def marks(value: Any) -> tuple[list[str], str]:
    """The symbols and numbers in a cell of the notes column, and what else it says.

    "† ¶ 67" gives three marks; a single number may be stored as a number.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value if value is not None else "").replace("||", "‖")
    return re.findall(_MARK, text), " ".join(re.sub(_MARK, " ", text).split())


def texts(found: list[str], known: dict[str, str]) -> list[str]:
    """Each mark with its text; a mark without text stands alone."""
    return [f"{mark}: {known[mark]}" if mark in known else mark for mark in found]


def _entries(book: Book, sheet: str) -> Iterator[tuple[str, str]]:
    for _, cells in book.rows(sheet):
        filled = [cell["value"] for cell in cells if str(cell["value"] or "").strip()]
        found, words = marks(filled[0] if len(filled) > 1 else None)
        if len(found) == 1 and not words:
            yield found[0], " ".join(" ".join(map(str, filled[1:])).split())

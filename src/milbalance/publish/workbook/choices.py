"""The sheet Choices: every calculation of every statement with its answer, its weight and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from milbalance.articles.numbers import finite
from milbalance.articles.records import calculation
from milbalance.publish import xlsx
from milbalance.publish.workbook.book import Book
from milbalance.publish.workbook.statements import Record, Statement
from milbalance.tables import labels

NAME = "Choices"
MAIN, COUNTS, SHOWN = (labels.ROLES[role] for role in ("plain", "counted", "shown"))  # what a calculation is
_NUMBER = "#,##0.00##"
# Column, its title, width in characters, number format. Formulas name a column `choices_` and so.
_COLUMNS = (
    ("claim", "claim", 22, ""),
    ("calculation", "calculation", 60, ""),
    ("answer", "answer", 18, ""),
    ("value", "as a number", 14, _NUMBER),
    ("position", "inside what the words allow?", 14, ""),
    ("role", "role", 13, ""),
    ("counts", "counts?", 9, ""),
    ("weight", "weight", 9, "0.0%"),
    ("why", "why to calculate so", 60, ""),
    ("low", "lowest", 12, _NUMBER),
    ("high", "highest", 12, _NUMBER),
    ("reason", "why there is no answer", 40, ""),
    ("origin", "who counted first", 20, ""),
    ("sources", "source", 34, ""),
)
_PRINTED = 9  # columns that fit on paper


def role(way: Record) -> str:
    """What a calculation is: the main answer, one that counts, or one that is only shown."""
    return MAIN if way["plain"] else COUNTS if way["counted"] else SHOWN


def write(book: Book, found: Sequence[Statement]) -> None:
    """One row a calculation, those of a statement together, the one of the main answer on a ground of its own."""
    sheet = book.sheet(NAME, freeze=2)
    book.heads(sheet, 0, [title for _, title, _, _ in _COLUMNS], [wide for _, _, wide, _ in _COLUMNS])
    rows = [(one, way, answer) for one in found for way, answer in zip(one.ways, one.answers, strict=True)]
    for place, (name, _, wide, _) in enumerate(_COLUMNS):
        sheet.set_column(place, place, wide)
        book.named(f"choices_{name}", sheet, place, len(rows))
    for line, (one, way, answer) in enumerate(rows, start=1):
        _line(book, sheet, line, _cells(one, way, answer), links=len(rows) <= xlsx.MOST_LINKS)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
    sheet.print_area(0, 0, len(rows), _PRINTED - 1)


def _cells(one: Statement, way: Record, answer: str) -> dict[str, Any]:
    """One calculation by column; what is a list or a yes has its words alone."""
    return {
        "claim": one.claim_id,
        "calculation": calculation(way),
        "answer": answer,
        "value": finite(way["value"]),
        "position": way["position"],
        "role": role(way),
        "counts": "yes" if way["counted"] else "no",
        "weight": way["weight"] or None,
        "why": way["why"] or "",
        "low": way["low"],
        "high": way["high"],
        "reason": way["reason"] or "",
        "origin": way["origin"] or "",
        "sources": list(way["sources"] or ()),
    }


def _line(book: Book, sheet: Any, line: int, cells: dict[str, Any], *, links: bool) -> None:
    """One calculation on one line; what is not said stays empty. Only so many links fit on a sheet."""
    plain = cells["role"] == MAIN
    for place, (name, _, _, code) in enumerate(_COLUMNS):
        cell, look = cells[name], book.body(number=code, plain=plain)
        if name == "sources" and len(cell) == 1 and links:
            book.source(sheet, line, place, cell[0], plain=plain)
        elif name == "sources":
            xlsx.text(sheet, line, place, "; ".join(cell), look)
        elif cell is None or cell == "":
            sheet.write_blank(line, place, None, look)
        else:
            xlsx.value(sheet, line, place, xlsx.digits(cell), look)

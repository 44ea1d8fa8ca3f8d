"""One sheet for each claim on the military balance: every choice with its answer, weight and reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.publish import xlsx
from milbalance.publish.workbook.book import Book

# What follows the levels, and its number format; the sources stand after them, and why one would choose it last.
_ANSWERS = {
    "answer": "",
    "value": "#,##0.00",
    "low": "#,##0.00",
    "high": "#,##0.00",
    "position": "",
    "role": "",
    "counted": "",
    "weight": "0.0%",
    "reason": "",
}
_TITLES = {"value": "value ({unit})", "reason": "why there is no answer"}
_WHY = "why to choose it"
_WIDEST, _WIDE_WHY = 36, 100  # characters
_HEAD = 2  # the header row; above it the claim and how to read the sheet
_KEY = (
    "Highlighted: the plain reading. Counted choices that have an answer share a weight of 100 per cent; shown "
    "ones have none. Position: where the answer lies for what the wording covers."
)


def name(claim_id: str) -> str:
    """The name of the sheet of a claim."""
    return f"Choices {claim_id}"


def write(book: Book, found: Assessment) -> None:
    """The choices of one claim, the counted ones first, the plain reading highlighted; one line each."""
    levels = choices.level_names(found.grid)
    table = _table(found)
    most = int(table["sources"].map(len).max())
    looks = {**dict.fromkeys(levels, ""), **_ANSWERS}
    titles = [_TITLES.get(key, key).format(unit=found.claim.unit) for key in looks]
    titles += [*(f"source {n + 1}" for n in range(most)), _WHY]
    sheet = book.sheet(name(found.claim.claim_id), head=_HEAD, freeze=1)
    widths = list(_widths(table, looks, titles, most))
    _above(book, sheet, found)
    book.heads(sheet, _HEAD, titles, widths)
    for place, wide in enumerate(widths):
        sheet.set_column(place, place, wide)
    for line, row in enumerate(table.to_dict("records"), start=_HEAD + 1):
        _line(book, sheet, line, row, looks, len(titles) - 1)
    sheet.autofilter(_HEAD, 0, _HEAD + len(table), len(titles) - 1)
    sheet.print_area(0, 0, _HEAD + len(table), len(titles) - 2)


def _table(found: Assessment) -> pd.DataFrame:
    """The choices as they are read in the terminal, with the numbers behind their words."""
    numbers = ["value", "low", "high", "counted", "plain", "weight", "why", "reason", "sources"]
    shown = articles.choice_table(found)
    return shown.assign(**{key: found.grid.loc[shown.index, key] for key in numbers})


def _widths(table: pd.DataFrame, looks: dict[str, str], titles: list[str], most: int) -> Iterator[int]:
    """Characters a column: what its texts need, and room for the button of the filter."""
    for key, title in zip(looks, titles, strict=False):
        texts = [f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in table[key]]
        yield 4 + xlsx.width(texts, title, _WIDEST)
    for place in range(most):
        yield 4 + xlsx.width([names[place] for names in table["sources"] if place < len(names)], "", _WIDEST)
    yield _WIDE_WHY


def _above(book: Book, sheet: Any, found: Assessment) -> None:
    """The claim in one sentence with its verdict, and how to read the rows."""
    support = articles.percent(found.support.support)
    said = f"{found.claim.statement} {found.sentence} Verdict: {found.told}; by weight {support} fit."
    xlsx.text(sheet, 0, 0, said, book.look(bold=True))
    xlsx.text(sheet, 1, 0, _KEY, book.look())


def _line(book: Book, sheet: Any, line: int, row: dict[Any, Any], looks: dict[str, str], last: int) -> None:
    """One choice; what is not said stays empty, and the plain reading is coloured from end to end."""
    plain = row["plain"]
    for place in range(last + 1 if plain else 0):
        sheet.write_blank(line, place, None, book.body(plain=True))
    for place, (key, code) in enumerate(looks.items()):
        if row[key] != "":
            xlsx.value(sheet, line, place, row[key], book.body(number=code, plain=plain))
    for place, source in enumerate(row["sources"], start=len(looks)):
        book.source(sheet, line, place, source, plain=plain)
    if row["why"]:
        xlsx.text(sheet, line, last, row["why"], book.body(plain=plain))

"""The sheet Read me: what this is, where everything is, what was found, and what one may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from milbalance.publish import xlsx
from milbalance.publish.workbook import choices, ledger, tryit
from milbalance.publish.workbook.book import SOURCES, Book
from milbalance.publish.workbook.charts import NAME as CHARTS
from milbalance.tables import licences, schema
from milbalance.tables.load import Data
from milbalance.tables.schema import Table

NAME = "Read me"
QUESTION = (
    "Are the numbers of an article about a military balance right, once they are computed again from cited data? "
    "{about} This workbook has the data behind such statements, cited row by row, and sets each statement beside "
    "what the data give."
)
_JUDGED = (
    "Our main answer to a statement is one source, one edition and one computation, chosen before the number was "
    "known. Other calculations that a fair person could make are on the sheet Choices. Each has a weight: "
    "independent counters weigh the same, however often they are repeated.",
    "Holds: our main answer is inside what the words allow, and so are calculations with at least 75 per cent of "
    "the weight. Depends: it is inside and fewer agree (holds, fragile), or it is outside and 10 per cent or more "
    "are inside (holds only if). Does not hold: it is outside, and fewer agree. By proxy: the data measure "
    "something near. Undecided: there is no main answer, or its range lies across the edge, or over half of the "
    "weight is undecided.",
)
_FORMULAS = (
    "On the ledger, “computed by” says how each number comes about: a formula over the tables here, a formula "
    "that reads its row on Choices, or a value where no simple formula gives it. Change a number on a sheet and "
    "the formulas follow; verdicts, and answers and weights on Choices, are values and do not. Where a number that "
    "a formula needs is gone, it says “no number”.",
)
_READING = (
    "Each row of a table is one observation from one source. Sources that disagree are side by side; they are "
    "never averaged. What is missing is an empty cell, never a zero; missing reason or note says why.",
    "SIPRI revises earlier years: every SIPRI number names its edition in source_id. Rows of two editions are two "
    "answers to one question, not two numbers to add.",
    "Current and constant US dollars never meet in one comparison: see the column basis, and base year.",
    "TIV, the trend-indicator value of SIPRI, is a volume of arms, not money. It cannot be compared with a price.",
    "The note on each column header says what the column means, its unit and its type. Filters are set on every "
    "table; headers and key columns stay in sight. A source_id leads to its row on the sheet sources.",
    "Places carry the names that both sides use; inclusion implies no recognition.",
)
_TERMS = (
    "Terms differ by source. The sheet sources has the licence, what a reader may do (redistribution) and the "
    "credit line of each source; under each chart are its terms. Code and texts are under the MIT licence; "
    "own calculations are not to be attributed to the sources."
)
_LAST = 5  # the last column of a paragraph
_WITH_TERMS = ("noncommercial-extract", "gpl-attribution", "with-citation")
_FIRST, _OTHER = 32, 19  # characters wide, the first column and each of the others

_WIDTHS = (_FIRST, *[_OTHER] * _LAST)


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook, and what it holds."""

    sheet: str
    holds: str


def contents(tables: Sequence[Table], *, charts: bool) -> list[Sheet]:
    """Every sheet after this one, in order; the charts where the article has any."""
    drawn = Sheet(CHARTS, "The main comparisons as charts of the spreadsheet, the numbers drawn beside each.")
    return [
        Sheet(ledger.NAME, "Every statement: what the article says, what the data give, and the verdict."),
        Sheet(tryit.NAME, "Menus: choose places, year and source, or one calculation of a statement."),
        Sheet(choices.NAME, "Every calculation of every statement with its answer and weight; filter by claim."),
        *[drawn] * charts,
        Sheet(ledger.WHOLE, "The ledger with every column, as the file ledger.csv has them."),
        *(Sheet(table.name, table.description) for table in tables),
    ]


def write(book: Book, listed: Sequence[Sheet], counts: pd.DataFrame, statements: int) -> None:
    """The first sheet: the question, a linked list of sheets, the verdicts counted, how to read, terms and credit.

    `counts` are the statements of each verdict (its index), a column a section and one for all.
    """
    sheet = book.library.add_worksheet(NAME)
    book.printed(sheet)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _FIRST)
    sheet.set_column(1, _LAST, _OTHER)
    xlsx.text(sheet, 0, 0, "milbalance", book.look(bold=True, font_size=18))
    article = book.data.article
    said = f"The text: “{article['title']}”, {article['publisher']}, {article['published']}."
    question = QUESTION.format(about=article.get("about") or said)
    line = _paragraphs(book, sheet, 1, "The question", [question])
    line = _linked(book, sheet, line, listed)
    line = _counts(book, sheet, line, counts, statements)
    line = _paragraphs(book, sheet, line, "How we judged", _JUDGED)
    line = _paragraphs(book, sheet, line, "Formulas and values", _FORMULAS)
    if any(one.sheet in schema.tables() and one.sheet != SOURCES for one in listed):
        line = _paragraphs(book, sheet, line, "How to read the tables", _READING)
    line = _paragraphs(book, sheet, line, "Terms", [_TERMS])
    line = _by_terms(book, sheet, line)
    _paragraphs(book, sheet, line, "Credit", credited(book.data, book.sources))


def credited(data: Data, sources: Sequence[str]) -> list[str]:
    """One line a publisher whose terms ask for credit: the line of its newest set, and how many more it has."""
    rows = data.sources[data.sources["source_id"].isin(sources)]
    rows = rows[rows["redistribution"].isin(_WITH_TERMS)]
    found = []
    for publisher, group in rows.groupby("publisher", sort=True):
        more = len(group) - 1
        others = f" (and {more} more like it: sheet {SOURCES}, column credit)" if more else ""
        found.append(f"{publisher}: {group['credit'].iloc[-1].removeprefix('Source: ')}{others}")
    return found


def _paragraphs(book: Book, sheet: Any, line: int, title: str, texts: Sequence[str]) -> int:
    """A heading and paragraphs from a row on; the row after them."""
    if title:
        line = _heading(book, sheet, line, title)
    for words in texts:
        _across(book, sheet, line, 0, words)
        line += 1
    return line


def _heading(book: Book, sheet: Any, line: int, title: str) -> int:
    xlsx.text(sheet, line + 1, 0, title, book.look(bold=True, font_size=13))
    return line + 2


def _across(book: Book, sheet: Any, line: int, first: int, words: str) -> None:
    """A text over several columns, in a row as high as its lines: spreadsheets do not measure merged cells."""
    wide = _OTHER * _LAST + (_FIRST if first == 0 else 0)
    sheet.set_row(line, xlsx.height([(words, wide)]))
    sheet.merge_range(line, first, line, _LAST, "", book.body(wrap=True))
    xlsx.text(sheet, line, first, words, book.body(wrap=True))


def _counts(book: Book, sheet: Any, line: int, counts: pd.DataFrame, statements: int) -> int:
    """How many statements have each verdict, by section, each verdict in its colour; the row after the table."""
    line = _heading(book, sheet, line, f"What was found: the verdicts on {statements} statements")
    book.heads(sheet, line, ["verdict", *counts.columns], _WIDTHS)
    for row, (verdict, numbers) in enumerate(counts.iterrows(), start=line + 1):
        xlsx.text(sheet, row, 0, str(verdict), book.verdict(str(verdict)))
        for place, number in enumerate(numbers.tolist(), start=1):
            xlsx.value(sheet, row, place, number, book.look(num_format="0", align="left", indent=1))
    return line + len(counts) + 1


def _by_terms(book: Book, sheet: Any, line: int) -> int:
    """What one may do, and with how many of the sources; the row after the table."""
    rows = book.data.sources[book.data.sources["source_id"].isin(book.sources)]
    table = licences.by_source(replace(book.data, sources=rows))
    table = table[table["sources"] > 0]
    book.heads(sheet, line, ["sources", "terms", *[""] * (_LAST - 1)], _WIDTHS)
    for row, (words, number) in enumerate(table["sources"].items(), start=line + 1):
        xlsx.value(sheet, row, 0, number, book.look(num_format="0", align="left", indent=1))
        _across(book, sheet, row, 1, str(words))
    return line + len(table) + 1


def _linked(book: Book, sheet: Any, line: int, listed: Sequence[Sheet]) -> int:
    """Every other sheet as a link, and what it holds; the row after."""
    line = _heading(book, sheet, line, "The sheets")
    for row, each in enumerate(listed, start=line):
        book.inside(sheet, row, 0, f"'{each.sheet}'!A1", each.sheet)
        _across(book, sheet, row, 1, each.holds)
    return line + len(listed)

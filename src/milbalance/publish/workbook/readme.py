"""The sheet Read me: what this is, what was found, where everything stands, and what one may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from milbalance.articles import Assessment, Stated, summary
from milbalance.publish import xlsx
from milbalance.publish.workbook import choices, ledger
from milbalance.publish.workbook.book import Book
from milbalance.publish.workbook.charts import NAME as CHARTS
from milbalance.tables import licences
from milbalance.tables.schema import Table

NAME = "Read me"
_QUESTION = (
    "How far do the numbers of an article about a military balance hold, once they are recomputed from cited data? "
    "{about} This workbook holds the data behind such statements, cited row by row, and sets each statement beside "
    "what the data give."
)
_VERDICTS = (
    "The plain reading of a statement is one source, one edition and one computation, fixed before the "
    "code that computes it, when several of the main values were already known. Other choices that a fair person "
    "could make are computed too. Support is the weight of the counted choices whose answer the wording covers, as "
    "a share of the weight that is decided. Independent origins weigh the same, as does each level of a choice.",
    "Holds: the plain reading lies inside the wording, and so does at least 75 per cent of the weight. Depends: it "
    "does with less (holds, fragile), or it lies outside and 10 per cent or more lies inside (holds only if). Does "
    "not hold: less does. By proxy: the data measure something near. Undecided: there is no plain reading, or its "
    "range lies across the edge of the wording, or over half of the weight is undecided.",
)
_READING = (
    "Each row of a table is one observation from one source. Sources that disagree stand side by side; they are "
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
    "credit line of each source; under each chart stand its terms. Code and texts are under the MIT licence; "
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


def contents(tables: Sequence[Table], balance: Sequence[Stated], *, charts: bool) -> list[Sheet]:
    """Every sheet after this one, in order; the charts where the article has any."""
    drawn = Sheet(CHARTS, "The main comparisons as native charts, the numbers drawn beside each.")
    return [
        Sheet(ledger.NAME, "Every statement: stated, computed, verdict, support, sources; one row a statement."),
        *(Sheet(table.name, table.description) for table in tables),
        *[drawn] * charts,
        *(Sheet(choices.name(claim.claim_id), f"Every choice: {claim.statement}") for claim in balance),
    ]


def write(book: Book, listed: Sequence[Sheet], found: Sequence[Assessment]) -> None:
    """The first sheet: paragraphs across the page, the verdicts counted, and a linked table of contents."""
    sheet = book.library.add_worksheet(NAME)
    book.printed(sheet)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _FIRST)
    sheet.set_column(1, _LAST, _OTHER)
    xlsx.text(sheet, 0, 0, "milbalance", book.look(bold=True, font_size=18))
    article = book.data.article
    about = (
        article.get("about") or f"The text: “{article['title']}”, {article['publisher']}, {article['published']}."
    )
    line = _paragraphs(book, sheet, 1, "The question", [_QUESTION.format(about=about)])
    line = _counts(book, sheet, line, len(found))
    line = _paragraphs(book, sheet, line, "", _VERDICTS)
    line = _paragraphs(book, sheet, line, "How to read the tables", _READING)
    line = _paragraphs(book, sheet, line, "Terms and credit", [_TERMS])
    line = _by_terms(book, sheet, line)
    sources = book.data.sources
    sets = list(sources.loc[sources["redistribution"].isin(_WITH_TERMS), "source_id"])
    line = _paragraphs(book, sheet, line, "Credit lines of the data sets", licences.credits(book.data, sets))
    _linked(book, sheet, line, listed)


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


def _counts(book: Book, sheet: Any, line: int, statements: int) -> int:
    """How many statements have each verdict, by section; the row after the table."""
    counts = summary.verdict_counts(book.data)
    line = _heading(book, sheet, line, f"What was found: the verdicts on {statements} statements")
    book.heads(sheet, line, ["verdict", *counts.columns], _WIDTHS)
    for row, (verdict, numbers) in enumerate(counts.iterrows(), start=line + 1):
        xlsx.text(sheet, row, 0, str(verdict), book.body())
        for place, number in enumerate(numbers.tolist(), start=1):
            xlsx.value(sheet, row, place, number, book.look(num_format="0", align="left", indent=1))
    return line + len(counts) + 2


def _by_terms(book: Book, sheet: Any, line: int) -> int:
    """What one may do, and with how many of the sources; the row after the table."""
    table = licences.by_source(book.data)
    book.heads(sheet, line, ["sources", "terms", *[""] * (_LAST - 1)], _WIDTHS)
    for row, (words, number) in enumerate(table["sources"].items(), start=line + 1):
        xlsx.value(sheet, row, 0, number, book.look(num_format="0", align="left", indent=1))
        _across(book, sheet, row, 1, str(words))
    return line + len(table) + 1


def _linked(book: Book, sheet: Any, line: int, listed: Sequence[Sheet]) -> None:
    """Every other sheet as a link, and what it holds."""
    line = _heading(book, sheet, line, "The sheets")
    book.heads(sheet, line, ["sheet", "holds", *[""] * (_LAST - 1)], _WIDTHS)
    for row, each in enumerate(listed, start=line + 1):
        book.inside(sheet, row, 0, f"'{each.sheet}'!A1", each.sheet)
        _across(book, sheet, row, 1, each.holds)

"""The sheet Ledger: what each claim states, what the data give, how many ways of counting agree, the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment, summary
from milbalance.publish import xlsx
from milbalance.publish.workbook.book import Book

NAME = "Ledger"
# Header, width in characters, number format.
_COLUMNS = (
    ("claim", 22, ""),
    ("section", 16, ""),
    ("statement", 46, ""),
    ("stated", 12, ""),
    ("computed", 14, ""),
    ("unit", 14, ""),
    ("verdict", 16, ""),
    ("miss (per cent of what is stated)", 11, "+0.0;-0.0;0"),
    ("all answers that count", 16, ""),
    ("stated lies", 11, ""),
    ("origins that agree", 9, "0"),
    ("origins", 9, "0"),
    ("kind of verdict", 16, ""),
    ("verdict, flat weights", 16, ""),
    ("verdict, one level an origin", 16, ""),
    ("verdict without a source, where it changes", 40, ""),
    ("support (share of the weight decided)", 11, "0%"),
    ("choices inside", 9, "0"),
    ("choices counted", 9, "0"),
    ("choices undecided", 13, "0"),
    ("choices without an answer", 12, "0"),
    ("stated, as a number", 13, "#,##0.##########"),
    ("lowest that the wording covers", 13, "#,##0.##########"),
    ("highest that the wording covers", 13, "#,##0.##########"),
    ("computed, as a number", 13, "#,##0.00"),
    ("computed, lowest", 13, "#,##0.00"),
    ("computed, highest", 13, "#,##0.00"),
    ("plain reading", 50, ""),
    ("in one sentence", 90, ""),
    ("figure", 24, ""),
    ("notebook", 24, ""),
)
_WIDE_SOURCE = 26
_PRINTED = 12  # columns that fit on paper: the verdict and how it came about


def write(book: Book, found: Sequence[Assessment]) -> None:
    """One row a claim, in the order of claims.csv; each source in a cell of its own, as a link."""
    most = max((len(one.sources) for one in found), default=0)
    titles = [*(name for name, _, _ in _COLUMNS), *(f"source {number}" for number in range(1, most + 1))]
    sheet = book.sheet(NAME, freeze=1)
    widths = [*(wide for _, wide, _ in _COLUMNS), *[_WIDE_SOURCE] * most]
    book.heads(sheet, 0, titles, widths)
    for place, (_, wide, _) in enumerate(_COLUMNS):
        sheet.set_column(place, place, wide)
    sheet.set_column(len(_COLUMNS), len(titles) - 1, _WIDE_SOURCE)
    rows = {row["claim_id"]: row for row in book.data.claims.to_dict("records")}
    sections = summary.sections(book.data)
    for line, one in enumerate(found, start=1):
        cells = _row(one, rows, sections)
        sheet.set_row(line, xlsx.height((str(cell), wide) for cell, wide in zip(cells, widths, strict=False)))
        for place, (cell, (_, _, code)) in enumerate(zip(cells, _COLUMNS, strict=True)):
            whole = code.startswith("#") and isinstance(cell, float) and cell.is_integer()  # no point at their end
            xlsx.value(sheet, line, place, cell, book.body(number="#,##0" if whole else code, wrap=not code))
        for place, source in enumerate(one.sources, start=len(_COLUMNS)):
            book.source(sheet, line, place, source)
    sheet.autofilter(0, 0, len(found), len(titles) - 1)
    sheet.print_area(0, 0, len(found), _PRINTED - 1)


def _row(found: Assessment, rows: dict[Any, Any], sections: dict[str, str]) -> list[Any]:
    """The cells of one claim, in the order of the columns."""
    said = found.claim
    row = articles.record(found, rows[said.claim_id])
    return [
        said.claim_id,
        sections[row["section"]],
        said.statement,
        said.said,
        articles.found(found.answer, said.relation),
        articles.unit(said.unit),
        found.words,
        row["miss_per_cent"],
        articles.answers(found),
        row["stated_lies"],
        row["origins_agree"],
        row["origins"],
        found.kind,
        row["verdict_flat"],
        row["verdict_by_origin"],
        "; ".join(f"{name}: {kind}" for name, kind in row["verdict_without"].items()),
        row["support"],
        *(row[f"choices_{kind}"] for kind in ("inside", "counted", "undecided", "unanswered")),
        *(row[end] for end in ("stated", "low", "high", "plain", "plain_low", "plain_high")),
        row["plain_reading"],
        found.sentence,
        row["figure"],
        row["notebook"],
    ]

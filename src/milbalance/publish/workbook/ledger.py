"""The sheets of the ledger: what each statement says, what the data give, the verdict; and all of its columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from milbalance.choices import INSIDE, OUTSIDE, UNANSWERED
from milbalance.errors import MilbalanceError
from milbalance.publish import xlsx
from milbalance.publish.workbook import choices, columns, formulas
from milbalance.publish.workbook.book import Book
from milbalance.publish.workbook.statements import Statement
from milbalance.tables import documents

NAME, WHOLE = "Ledger", "Ledger, all columns"
# Column, its title, width in characters. Formulas name a column `ledger_` and so.
_COLUMNS = (
    ("claim", "claim", 22),
    ("statement", "statement", 46),
    ("stated", "the article says", 18),
    ("allowed", "what the words allow", 15),
    ("computed", "computed", 13),
    ("range", "its range", 18),
    ("verdict", "verdict", 20),
    ("agree", "weight that agrees", 11),
    ("inside", "calculations that agree", 12),
    ("counted", "calculations that count", 12),
    ("by", "computed by", 24),
    ("source", "first source", 28),
)
_PRINTED = 10  # columns that fit on paper: the verdict and how it came about
_WIDEST = 48  # characters of a column of the whole ledger; longer texts are broken into lines
COPIED, AS_VALUE = "its row on Choices", "a value, no formula"


def write(book: Book, found: Sequence[Statement]) -> None:
    """One row a statement, in the order of the text; numbers are formulas where a spreadsheet can compute them."""
    sheet = book.sheet(NAME, freeze=1)
    book.heads(sheet, 0, [title for _, title, _ in _COLUMNS], [wide for _, _, wide in _COLUMNS])
    for place, (name, _, wide) in enumerate(_COLUMNS):
        sheet.set_column(place, place, wide)
        book.named(f"ledger_{name}", sheet, place, len(found))
    for line, one in enumerate(found, start=1):
        _line(book, sheet, line, one)
    if found:
        sheet.autofilter(0, 0, len(found), len(_COLUMNS) - 1)
    sheet.print_area(0, 0, len(found), _PRINTED - 1)


def _line(book: Book, sheet: Any, line: int, one: Statement) -> None:
    """One statement; its row is as high as its texts need."""
    place = {name: number for number, (name, _, _) in enumerate(_COLUMNS)}
    texts = {
        "claim": one.claim_id,
        "statement": one.statement,
        "stated": one.stated,
        "allowed": one.allowed,
        "range": "" if one.exact or one.number is None else one.computed,
    }
    wide = {name: width for name, _, width in _COLUMNS}
    sheet.set_row(line, xlsx.height((text, wide[name] - 2) for name, text in texts.items()))
    for name, text in texts.items():
        xlsx.text(sheet, line, place[name], text, book.body(wrap=True))
    xlsx.text(sheet, line, place["verdict"], one.verdict, book.verdict(one.record["verdict"]))
    by = _computed(book, sheet, (line, place["computed"]), one)
    xlsx.text(sheet, line, place["by"], by, book.body())
    for name, (written, shown) in _counts(one, f"$A{line + 1}").items():
        look = book.look(num_format="0%" if name == "agree" else "0", align="right")
        if written:
            book.formula(sheet, line, place[name], written, shown, look)
        else:
            xlsx.value(sheet, line, place[name], shown, look)
    if sources := one.record["sources"]:
        book.source(sheet, line, place["source"], sources[0])


def _computed(book: Book, sheet: Any, at: tuple[int, int], one: Statement) -> str:
    """Write the main answer, as a formula where there is one; how it is computed, in words."""
    if one.number is None:
        xlsx.text(sheet, *at, one.computed, book.look(text_wrap=True, align="right"))
        return AS_VALUE
    look = book.body(number=columns.significant(one.number).code)
    if one.formula is not None:
        book.formula(sheet, *at, one.formula.text(book.data), one.number, look)
        return f"formula over {', '.join(one.formula.tables)}"
    if one.main is not None and one.ways[one.main]["value"] == one.number and _named(one):
        where = f'choices_claim,$A{at[0] + 1},choices_role,"{choices.MAIN}"'
        book.formula(
            sheet,
            *at,
            f"=IF(COUNTIFS(choices_value,{formulas.NUMBER},{where})=1,"
            f'SUMIFS(choices_value,{where}),"{formulas.NONE}")',
            one.number,
            look,
        )
        return COPIED
    xlsx.value(sheet, *at, xlsx.digits(one.number), look)
    return AS_VALUE


def _named(one: Statement) -> bool:
    """Whether a formula can look a statement up by its id."""
    try:
        formulas.literal(one.claim_id)
    except MilbalanceError:
        return False
    return not one.claim_id[:1].isdigit()


def _counts(one: Statement, claim: str) -> dict[str, tuple[str, Any]]:
    """The weight that agrees and the calculations counted: a formula over the sheet Choices, and what it gives.

    The formula is empty where the record says something else than the calculations that are listed.
    """
    positions = [way["position"] for way in one.ways if way["counted"]]
    weight = {
        name: math.fsum(way["weight"] for way in one.ways if way["position"] == name) for name in (INSIDE, OUTSIDE)
    }
    decided = sum(weight.values())
    agree = weight[INSIDE] / decided if decided else formulas.NONE
    counted = len(positions) - positions.count(UNANSWERED)
    weighs = [f'SUMIFS(choices_weight,choices_claim,{claim},choices_position,"{name}")' for name in weight]
    number = f'COUNTIFS(choices_claim,{claim},choices_counts,"yes",choices_position,'
    found = {
        "agree": (f'=IF({"+".join(weighs)}>0,{weighs[0]}/({"+".join(weighs)}),"{formulas.NONE}")', agree),
        "inside": (f'={number}"{INSIDE}")', positions.count(INSIDE)),
        "counted": (f'={number}"<>{UNANSWERED}")', counted),
    }
    told = {"inside": one.record["choices_inside"], "counted": one.record["choices_counted"]}
    if not _named(one) or any(found[name][1] != (said or 0) for name, said in told.items()):
        return {"agree": ("", one.record.get("support")), **{name: ("", said) for name, said in told.items()}}
    return found


def write_whole(book: Book, found: Sequence[Statement]) -> None:
    """Every column of the ledger, with what its JSON Schema says of it as a note on the header."""
    described = documents.described("ledger")["items"]["properties"]
    sheet = book.sheet(WHOLE, freeze=1)
    rows = [one.columns for one in found]
    names = list(rows[0]) if rows else list(described)
    heads = [name.replace("_", " ") for name in names]
    cells = [{name: xlsx.flat(row[name]) for name in names} for row in rows]
    texts = {name: [str(row[name]) for row in cells if row[name] is not None] for name in names}
    widths = [xlsx.width(texts[name], head, _WIDEST) + 3 for name, head in zip(names, heads, strict=True)]
    book.pages(sheet, widths, 1)
    book.heads(sheet, 0, heads, widths)
    for place, name in enumerate(names):
        sheet.set_column(place, place, widths[place])
        if name in described:
            sheet.write_comment(0, place, described[name]["description"], {"author": "milbalance"})
    for line, row in enumerate(cells, start=1):
        sheet.set_row(line, xlsx.height((str(row[n] or ""), wide) for n, wide in zip(names, widths, strict=True)))
        for place, name in enumerate(names):
            number = "#,##0.###" if isinstance(row[name], float) else ""
            xlsx.value(sheet, line, place, xlsx.digits(row[name]), book.body(number=number, wrap=not number))
    if rows:
        sheet.autofilter(0, 0, len(rows), len(names) - 1)

"""The sheet Try it: menus to choose from, and formulas that answer from the other sheets.

The first board compares the military spending of two places; the second looks up one calculation of one statement.
What is missing is a word and never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from milbalance import articles
from milbalance.articles.records import calculation
from milbalance.articles.stated import OPEN_ABOVE, OPEN_BELOW
from milbalance.choices import INSIDE, OUTSIDE, verdicts
from milbalance.publish import xlsx
from milbalance.publish.workbook import choices, formulas
from milbalance.publish.workbook.book import Book
from milbalance.publish.workbook.formulas import NONE, NUMBER, Total
from milbalance.publish.workbook.statements import Statement
from milbalance.tables import labels
from milbalance.tables.load import Data

NAME = "Try it"
ABSENT, GAP, OTHERS = "not in these data", "the source gives no number", "the article compares other places"
LOW, HIGH, IN = "outside: too low", "outside: too high", INSIDE
CHOOSE = "choose a calculation of this statement"
_LOCAL = "local_currency"  # a basis in which two places cannot be compared
_RATIO = "spending.ratio"
_WIDTHS = (34, 60, 26)
_LISTS = 5  # the first column of the lists behind the menus
_VALUE = "#,##0.00"


@dataclass(frozen=True)
class Spending:
    """What the first board starts with, and the statement that it is held against, if there is one."""

    place: str
    other: str
    source: str
    basis: str
    year: int
    said: Statement | None


def write(book: Book, found: Sequence[Statement], *, spends: bool) -> None:
    """The boards and the lists behind their menus; that of spending where the workbook has its sheet (`spends`)."""
    sheet = book.library.add_worksheet(NAME)
    book.printed(sheet)
    sheet.hide_gridlines(2)
    for place, wide in enumerate(_WIDTHS):
        sheet.set_column(place, place, wide)
    sheet.set_column(_LISTS, _LISTS + 7, 18)
    sheet.set_row(0, 2 * xlsx.POINTS)
    xlsx.text(sheet, 0, 0, NAME, book.look(bold=True, font_size=18))
    xlsx.text(sheet, 1, 0, "Change the yellow cells: each has a menu. The cells below them answer.", book.look())
    line = _spending(book, sheet, 3, _start(book, found)) if spends and len(_comparable(book.data)) else 3
    listed = [one for one in found if one.ways]
    if listed:
        _one_statement(book, sheet, line, listed)
    sheet.print_area(0, 0, line + 14, len(_WIDTHS) - 1)


def _start(book: Book, found: Sequence[Statement]) -> Spending:
    """The first statement on a ratio of spending, as our main answer computes it; else the first two places."""
    data = book.data
    for one in found:
        if data.choices[one.claim_id]["measure"] == _RATIO and one.formula is not None:
            plain = articles.computation(data, one.claim_id).plain
            year = plain["years"][1]
            return Spending(plain["place"], plain["other"], plain["source"], plain["basis"], year, one)
    rows = _comparable(data)
    last, places = rows.iloc[-1], list(dict.fromkeys(rows["place"]))
    return Spending(places[0], places[-1], last["source_id"], last["basis"], int(last["year"]), None)


def _comparable(data: Data) -> pd.DataFrame:
    """The rows of spending in which two places can be compared."""
    return data.spending[data.spending["basis"] != _LOCAL]


def _lists(book: Book, sheet: Any) -> None:
    """The lists behind the menus of the first board, each with the code that the sheet spending has."""
    rows = _comparable(book.data)
    units = rows.drop_duplicates("basis").set_index("basis")["unit"]
    bases = list(units.index)
    there = book.data.places["place"].isin(rows["place"])
    codes = book.data.places.loc[there, "place"].tolist()
    sources = list(dict.fromkeys(rows["source_id"]))
    words = labels.of(book.data, "basis")
    columns: dict[str, list[Any]] = {
        "place": [labels.place(book.data, code) for code in codes],
        "code": codes,
        "year": sorted({int(year) for year in rows["year"]}, reverse=True),
        "source": [labels.source(book.data, name) for name in sources],
        "source_id": sources,
        "prices": [words(basis) for basis in bases],
        "basis": bases,
        "unit": units.tolist(),
    }
    xlsx.text(sheet, 1, _LISTS, "The lists behind the menus", book.look(font_color="#666666"))
    grey = book.look(font_color="#666666", align="left")
    for place, (name, cells) in enumerate(columns.items(), start=_LISTS):
        book.named(f"list_{name}", sheet, place, len(cells), first=3)
        xlsx.text(sheet, 2, place, name.replace("_", " "), book.head)
        for line, cell in enumerate(cells, start=3):
            xlsx.value(sheet, line, place, cell, grey)


def _spending(book: Book, sheet: Any, line: int, start: Spending) -> int:
    """The first board from a row on; the row after it."""
    _lists(book, sheet)
    data, words = book.data, labels.of(book.data, "basis")
    xlsx.text(sheet, line, 0, "Two places, one year: military spending", book.look(bold=True, font_size=13))
    a, b, year, source, prices = range(line + 1, line + 6)
    menus = [
        (a, "place A", "place", "code", labels.place(data, start.place), start.place),
        (b, "place B", "place", "code", labels.place(data, start.other), start.other),
        (source, "source, in its edition", "source", "source_id", labels.source(data, start.source), start.source),
        (prices, "prices", "prices", "basis", words(start.basis), start.basis),
    ]
    for row, title, menu, codes, first, own in menus:
        xlsx.text(sheet, row, 0, title, book.look())
        book.menu(sheet, row, 1, f"=list_{menu}", first)
        written = f"=INDEX(list_{codes},MATCH($B${row + 1},list_{menu},0))"
        book.formula(sheet, row, 2, written, own, book.look(font_color="#666666"))
    xlsx.text(sheet, year, 0, "year", book.look())
    book.menu(sheet, year, 1, "=list_year", start.year)
    beside = f"spending_source_id,$C${source + 1},spending_basis,$C${prices + 1},spending_year,$B${year + 1}"
    shown = [_spent(book, start, side) for side in (start.place, start.other)]
    units = data.spending.loc[data.spending["basis"] == start.basis, "unit"]
    for row, code, name, value in ((prices + 2, a, "A", shown[0]), (prices + 3, b, "B", shown[1])):
        xlsx.text(sheet, row, 0, f"spending of {name}", book.look(bold=True))
        where = f"spending_place,$C${code + 1},{beside}"
        book.formula(sheet, row, 1, _looked_up(where), value, _answer(book))
        unit = f"=INDEX(list_unit,MATCH($B${prices + 1},list_prices,0))"
        book.formula(sheet, row, 2, unit, str(units.iloc[0]), book.look())
    return _ratio(book, sheet, prices + 4, (f"$C${a + 1}", f"$C${b + 1}"), shown, start)


def _looked_up(where: str) -> str:
    """The spending of one place as a formula; a word where there is no row, and where the row has no number."""
    return (
        f'=IF(COUNTIFS({where})=0,"{ABSENT}",'
        f'IF(COUNTIFS(spending_value,{NUMBER},{where})=0,"{GAP}",SUMIFS(spending_value,{where})))'
    )


def _spent(book: Book, start: Spending, place: str) -> float | str:
    """What that formula gives at the start."""
    where = {"place": place, "source_id": start.source, "basis": start.basis, "year": start.year}
    total = Total("spending", "value", where)
    if total.rows(book.data).empty:
        return ABSENT
    return GAP if math.isnan(value := total.value(book.data)) else value


def _ratio(
    book: Book, sheet: Any, line: int, sides: tuple[str, str], shown: Sequence[float | str], start: Spending
) -> int:
    """A over B, and where it lies for what the article says of these places; the row after."""
    a, b = shown
    numbers = isinstance(a, float) and isinstance(b, float) and b
    ratio = a / b if numbers else NONE  # type: ignore[operator]
    above, below = f"$B${line - 1}", f"$B${line}"
    xlsx.text(sheet, line, 0, "A over B", book.look(bold=True))
    written = (
        f'=IF(AND(ISNUMBER({above}),ISNUMBER({below})),IF(N({below})=0,"{NONE}",N({above})/N({below})),"{NONE}")'
    )
    book.formula(sheet, line, 1, written, ratio, _answer(book))
    xlsx.text(sheet, line, 2, "times", book.look())
    if start.said is None:
        return line + 3
    said, low, high = start.said, line + 2, line + 3
    xlsx.text(sheet, line + 1, 0, "the article says", book.look())
    xlsx.text(sheet, line + 1, 1, f"{said.stated}: {said.statement}", _words(book))
    sheet.set_row(line + 1, xlsx.height([(f"{said.stated}: {said.statement}", _WIDTHS[1])]))
    for row, title, end in ((low, "its words allow from", "low"), (high, "to", "high")):
        xlsx.text(sheet, row, 0, title, book.look())
        xlsx.value(sheet, row, 1, said.record[end], book.look(num_format=_VALUE, align="left", indent=1))
    xlsx.text(sheet, high + 1, 0, "does it fit?", book.look(bold=True))
    place = _fits(said, ratio) if isinstance(ratio, float) else NONE
    written = _band(said, f"$B${line + 1}", f"$B${low + 1}", f"$B${high + 1}")
    own = (formulas.literal(start.place), formulas.literal(start.other))
    same = f"AND({sides[0]}={own[0]},{sides[1]}={own[1]})"
    book.formula(sheet, high + 1, 1, f'=IF({same},{written},"{OTHERS}")', place, _answer(book))
    book.by_verdict(sheet, f"B{high + 2}", {IN: verdicts.HOLDS, OUTSIDE: verdicts.NOT})
    return high + 4


def _band(said: Statement, ratio: str, low: str, high: str) -> str:
    """Where a number lies for what the words allow, as a formula; an end that is empty is open."""
    below = "<=" if said.record["relation"] in OPEN_BELOW else "<"
    above = ">=" if said.record["relation"] in OPEN_ABOVE else ">"
    return (
        f'IF(ISNUMBER({ratio}),IF(AND(ISNUMBER({low}),{ratio}{below}{low}),"{LOW}",'
        f'IF(AND(ISNUMBER({high}),{ratio}{above}{high}),"{HIGH}","{IN}")),"{NONE}")'
    )


def _fits(said: Statement, ratio: float) -> str:
    """What that formula gives."""
    low, high = said.record["low"], said.record["high"]
    if low is not None and (ratio <= low if said.record["relation"] in OPEN_BELOW else ratio < low):
        return LOW
    if high is not None and (ratio >= high if said.record["relation"] in OPEN_ABOVE else ratio > high):
        return HIGH
    return IN


def _one_statement(book: Book, sheet: Any, line: int, found: Sequence[Statement]) -> None:
    """The second board from a row on: a statement, one of its calculations, and what that gives."""
    first = found[0]
    main = first.main or 0
    way = first.ways[main]
    xlsx.text(sheet, line, 0, "One statement: all its calculations", book.look(bold=True, font_size=13))
    claim, chosen, row = f"$B${line + 2}", f"$B${line + 3}", f"$B${line + 4}"
    xlsx.text(sheet, line + 1, 0, "statement", book.look())
    book.menu(sheet, line + 1, 1, "=ledger_claim", first.claim_id)
    xlsx.text(sheet, line + 2, 0, "calculation", book.look())
    lines = f"MATCH({claim},choices_claim,0)-1,0,COUNTIFS(choices_claim,{claim}),1"
    book.menu(sheet, line + 2, 1, f"=OFFSET(choices_calculation,{lines})", calculation(way))
    xlsx.text(sheet, line + 3, 0, "its row on the sheet Choices", book.look())
    where = f"SUMPRODUCT((choices_claim={claim})*(choices_calculation={chosen})*ROW(choices_claim))"
    book.formula(sheet, line + 3, 1, f"={where}", main + 2, book.look(num_format="0", align="left", indent=1))
    told = [
        ("the article says", "ledger_statement", first.statement),
        ("in numbers", "ledger_stated", first.stated),
        ("its words allow", "ledger_allowed", first.allowed),
        ("this calculation gives", "choices_answer", first.answers[main]),
        ("inside what the words allow?", "choices_position", way["position"]),
        ("main answer, counts or only shown", "choices_role", choices.role(way)),
        ("why to calculate so", "choices_why", way["why"] or ""),
        ("why there is no answer", "choices_reason", way["reason"] or ""),
        ("our verdict on the statement", "ledger_verdict", first.verdict),
    ]
    colours = {
        "choices_position": {INSIDE: verdicts.HOLDS, OUTSIDE: verdicts.NOT},
        "ledger_verdict": {word: word for word in verdicts.VERDICTS},
    }
    for below, (title, name, shown) in enumerate(told, start=line + 4):
        bold = name in ("choices_answer", "choices_position", "ledger_verdict")
        xlsx.text(sheet, below, 0, title, book.look(bold=bold))
        book.formula(sheet, below, 1, _found(name, claim, row), shown, _answer(book) if bold else _words(book))
        sheet.set_row(below, xlsx.POINTS * (3 if name in ("choices_why", "ledger_statement") else 1))
        if name in colours:
            book.by_verdict(sheet, f"B{below + 1}", colours[name])


def _found(name: str, claim: str, row: str) -> str:
    """A cell of the ledger or of the choices as a formula; empty where that is empty."""
    if name.startswith("ledger"):
        return f'=INDEX({name},MATCH({claim},ledger_claim,0))&""'
    return f'=IF({row}=0,"{CHOOSE}",INDEX({name},{row}-1)&"")'


def _answer(book: Book) -> Any:
    return book.look(num_format=_VALUE, bold=True, align="left", indent=1)


def _words(book: Book) -> Any:
    return book.look(text_wrap=True, align="left", indent=1)

"""Cells of a country sheet: numbers, missing codes, styles and notes, one row of the sheet at a time."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from milbalance.errors import Fault, RowsError
from milbalance.ingest import names
from milbalance.ingest.book import Book, Cell
from milbalance.ingest.milex_layout import Layout
from milbalance.ingest.names import fold

# What a cell holds: a value, or one of the reasons for having none.
VALUE, NOT_AVAILABLE, NOT_INDEPENDENT, EMPTY, ERROR, ZERO = range(6)
_CODES = {". .": NOT_AVAILABLE, "...": NOT_AVAILABLE, "xxx": NOT_INDEPENDENT, None: EMPTY, "": EMPTY}
_WANTED = 'a number, ". .", "..." or "xxx"'
_MOST = 1e30  # no amount of any currency comes near
_MARK = r"[†‡§¶‖]|\d+"  # what stands beside a country's name for a footnote
_BLANK: Cell = {"value": None, "style_id": 0}
TEXT = "number stored as text"
_ERRORS = frozenset({"=#VALUE!", "=#REF!", "=#DIV/0!", "=#N/A", "=#NAME?", "=#NULL!", "=#NUM!"})


@dataclass
class Block:
    """The observations of one sheet: for each row every year, in the order of `layout.years`.

    `values` are as printed (NaN where `codes` is not VALUE), `styles` the style of each cell. `left_out` says of
    rows why they could not be read.
    """

    layout: Layout
    rows: list[int] = field(default_factory=list)
    places: list[str | list[str]] = field(default_factory=list)  # a list where the place changes with the year
    notes: list[str] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    left_out: dict[int, Fault] = field(default_factory=dict)

    def leave_out(self, faults: dict[int, Fault]) -> None:
        """Drop rows that were taken, and say why."""
        width = len(self.layout.years)
        for at in reversed([at for at, row in enumerate(self.rows) if row in faults]):
            del self.values[at * width : (at + 1) * width]
            del self.codes[at * width : (at + 1) * width]
            del self.styles[at * width : (at + 1) * width]
            del self.rows[at], self.places[at], self.notes[at]
        self.left_out |= faults


def read(book: Book, layout: Layout, rows: Iterator[tuple[int, list[Cell]]], footnotes: dict[str, str]) -> Block:
    """All country rows below the heading.

    Rows without values are headings, legends or blank, unless they name a country. Left out are rows with a cell
    that is neither a number nor a missing code, with values without a country and with values under no year.
    """
    block = Block(layout)
    reader = _Reader(book, block, footnotes)
    for number, cells in rows:
        try:
            reader.take(number, cells)
        except RowsError as error:
            block.left_out[number] = error.faults[0]
    block.leave_out(reader.thousands())
    return block


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


def _entries(book: Book, sheet: str) -> Iterator[tuple[str, str]]:
    for _, cells in book.rows(sheet):
        filled = [cell["value"] for cell in cells if str(cell["value"] or "").strip()]
        found, words = marks(filled[0] if len(filled) > 1 else None)
        if len(found) == 1 and not words:
            yield found[0], " ".join(" ".join(map(str, filled[1:])).split())


class _Reader:
    """Takes the rows of one sheet into a block."""

    def __init__(self, book: Book, block: Block, footnotes: dict[str, str]) -> None:
        self._book, self._block, self._layout, self._footnotes = book, block, block.layout, footnotes
        self._pointed: list[tuple[int, int, str]] = []  # row, position and text of numbers with a point

    def take(self, number: int, cells: list[Cell]) -> None:
        """One row of the sheet."""
        by_column = {cell["column"]: cell for cell in cells}
        years = [by_column.get(column, _BLANK) for column in self._layout.years]
        label = by_column.get(self._layout.name, _BLANK)["value"]
        alias = names.find(self._layout.prefix + label) if isinstance(label, str) else None
        filled = any(not _blank(cell["value"]) for cell in years)
        if not filled and not (alias and alias.place):
            return
        self._refuse_strays(number, by_column)
        if not isinstance(label, str) or _blank(label):
            self._refuse_cell(number, self._layout.name, repr(label), "the name of a country")
        places = alias.place if alias else self._changing(label)
        if places is None:
            # The rows of a name without a place are counted; a region is not missed unless it has numbers.
            if names.kind(label) != "region" or any(isinstance(cell["value"], (int, float)) for cell in years):
                self._block.unknown[" ".join(label.split())] += len(years)
            return
        values, codes = self._values(number, years)
        self._block.values += values
        self._block.codes += codes
        self._block.styles += [cell["style_id"] for cell in years]
        self._block.rows.append(number)
        self._block.places.append(places)
        self._block.notes.append(self._note(by_column, " ".join(label.split()) if alias is None else ""))

    def _changing(self, label: str) -> list[str] | None:
        """The place in each year for a name that means different ones; None unless all are known."""
        found = [names.code(label, year) for year in self._layout.years.values()]
        known = [place for place in found if place]
        return known if len(known) == len(found) else None

    def _values(self, number: int, cells: list[Cell]) -> tuple[list[float], list[int]]:
        """Values and codes of a row."""
        values: list[float] = []
        codes: list[int] = []
        for position, cell in enumerate(cells):
            value, code = cell["value"], VALUE
            if type(value) is not float and type(value) is not int:
                code = _CODES.get(value, VALUE)
                if code == VALUE:
                    value, code = self._odd(number, position, cell)
            if code != VALUE:
                value = math.nan
            elif not 0 <= value < _MOST:
                self._refuse(number, position, repr(value)[:60], "an amount from zero up")
            values.append(value)
            codes.append(code)
        return values, codes

    def _odd(self, number: int, position: int, cell: Cell) -> tuple[Any, int]:
        """Value and code of a cell that is neither a plain number nor the usual missing code."""
        value = cell["value"]
        if cell["data_type"] == "f":
            formula = getattr(value, "text", value)
            if str(formula).upper() in _ERRORS:  # LibreOffice saves an error as a formula
                return value, ERROR
            self._refuse(number, position, f"the formula {str(formula)[:60]!r}", "a number, not a formula")
        if cell["data_type"] == "e":
            return value, ERROR
        text = " ".join(value.split()).casefold() if isinstance(value, str) else None
        if text is None:
            self._refuse(number, position, str(value), _WANTED)
        if text == "":
            return value, EMPTY
        if text == "xxx":
            return value, NOT_INDEPENDENT
        if re.fullmatch(r"(\. ?){2,3}|…", text):
            return value, NOT_AVAILABLE
        if re.fullmatch(r"\d+(\.\d+)?(e[-+]?\d{1,3})?", text, re.ASCII):
            self._block.flags[TEXT] += 1
            if "." in text:
                self._pointed.append((number, position, text))
            return float(text), VALUE
        self._refuse(number, position, repr(value[:60]), _WANTED)

    def thousands(self) -> dict[int, Fault]:
        """Rows with texts of numbers, where all of a sheet have three digits after the point: whole thousands?"""
        if not all(re.fullmatch(r"\d{1,3}\.\d{3}", text, re.ASCII) for _, _, text in self._pointed):
            return {}
        found: dict[int, Fault] = {}
        for number, position, text in reversed(self._pointed):
            said = f"the text {text!r}, which may be {text.replace('.', ',')}, as may every text with a point here"
            column = list(self._layout.years)[position]
            found[number] = self._book.fault(self._layout.sheet, number, column, said, "numbers stored as numbers")
        return found

    def _refuse(self, number: int, position: int, found: str, wanted: str) -> NoReturn:
        self._refuse_cell(number, list(self._layout.years)[position], found, wanted)

    def _refuse_cell(self, number: int, column: int, found: str, wanted: str) -> NoReturn:
        """Give up the row of a cell."""
        raise RowsError([self._book.fault(self._layout.sheet, number, column, found, wanted)])

    def _refuse_strays(self, number: int, by_column: dict[int, Cell]) -> None:
        """A number or missing code outside the year columns belongs to a year whose heading is broken."""
        layout = self._layout
        remarks = (column for column, heading in layout.remarks.items() if "year" in heading)
        known = {layout.name, layout.notes, *layout.other, *remarks}
        for column in by_column.keys() - layout.years.keys() - known:
            value = by_column[column]["value"]
            if isinstance(value, (int, float)) or _CODES.get(value, EMPTY) != EMPTY:
                self._refuse_cell(number, column, f"{value!r} under no year", "a year in the heading")

    def _note(self, by_column: dict[int, Cell], label: str) -> str:
        """What the columns before the years say of this row, with the text of its footnotes."""
        parts = [f"from the row {label}"] if label else []
        for column, heading in self._layout.remarks.items():
            text = by_column.get(column, _BLANK)["value"]
            if not _blank(text):
                parts.append(f"{heading}: {text}" if heading else str(text))
        found, words = marks(by_column.get(self._layout.notes or 0, _BLANK)["value"])
        # A mark without text stands alone.
        said = [f"{mark}: {self._footnotes[mark]}" if mark in self._footnotes else mark for mark in found]
        return "; ".join(filter(None, [*parts, *said, words]))


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())

"""Cells of a text table to numbers: what is not plainly a number is refused, with its line and column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from milbalance.errors import Fault, RowsError
from milbalance.ingest import text
from milbalance.ingest.left_out import most
from milbalance.ingest.text import Table, fold

T = TypeVar("T")
Floats = npt.NDArray[np.float64]

# Stata prints .5, R 1e+05, spreadsheets 1,234.5. Digits of other scripts, 1_000, NaN and inf are numbers to Python
# or to pandas, and mistakes here; 1,234 may be either of two numbers.
_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(,[0-9]{3}){2,}")
_LONGEST = 60  # letters of a number
# What programs print for no number: SAS and Stata a point, R NA, all others nothing.
GAPS = frozenset({"", ".", "NA"})
_FIRST, _LAST = 1800, 2100


@dataclass(frozen=True)
class Column:
    """One column of a table, with its name in messages."""

    table: Table
    name: str
    cells: list[str]

    def parsed(self, parse: Callable[[str], T | None], wanted: str) -> list[T]:
        """Every cell parsed, equal ones once; raises RowsError for cells that `parse` gives None for."""
        parsed = {cell: parse(cell) for cell in set(self.cells)}
        known = {cell: value for cell, value in parsed.items() if value is not None}
        if len(known) < len(parsed):
            faults = (
                self.table.fault(line, self.name, repr(cell) if cell else "nothing", wanted)
                for line, cell in zip(self.table.lines, self.cells, strict=True)
                if cell not in known
            )
            # One more than may be left out says as much as all of them.
            raise RowsError(islice(faults, most(len(self.cells)) + 1))
        return list(map(known.__getitem__, self.cells))

    def numbers(self, *, gaps: frozenset[str] = GAPS) -> Floats:
        """Numbers from zero up; cells that stand for no number become NaN."""

        def parse(cell: str) -> float | None:
            return math.nan if cell in gaps else number(cell)

        return np.array(self.parsed(parse, "a number from zero up, with a point for decimals"), dtype=np.float64)

    def counts(self, *, gaps: frozenset[str] = GAPS) -> Floats:
        """Whole numbers from zero up; cells that stand for no number become NaN."""

        def parse(cell: str) -> float | None:
            return math.nan if cell in gaps else whole(cell)

        return np.array(self.parsed(parse, "a whole number"), dtype=float)

    def years(self) -> list[int]:
        """Years, in every cell."""
        return self.parsed(year, f"a year, {_FIRST} to {_LAST}")

    def texts(self, wanted: str) -> list[str]:
        """Any text in every cell."""
        return self.parsed(lambda cell: cell or None, wanted)

    def words(self, meanings: dict[str, T]) -> list[T]:
        """One of a few words in every cell, whatever its case, as what they mean."""
        listed = " or ".join(repr(word) if word else "nothing" for word in meanings)
        return self.parsed(lambda cell: meanings.get(cell.casefold()), listed)


def columns(table: Table, places: Mapping[str, int]) -> dict[str, Column]:
    """The columns that stand at some places, counted from 0, by what they are called here."""
    listed = list(text.columns(table).values())
    return {key: Column(table, table.columns[place], listed[place]) for key, place in places.items()}


def numbers(table: Table, columns: Mapping[str, list[str]]) -> dict[str, Floats]:
    """Numbers from zero up by column, empty cells as NaN; raises RowsError for the odd rows of them all."""
    found: dict[str, Floats] = {}
    faults: dict[int, Fault] = {}
    for name, cells in columns.items():
        try:
            found[name] = Column(table, name, cells).numbers()
        except RowsError as error:
            faults |= {fault.line: fault for fault in error.faults if fault.line not in faults}
    if faults:
        raise RowsError(faults.values())
    return found


def year_columns(table: Table, others: re.Pattern[str]) -> dict[str, int]:
    """The years that columns are named after; refuses columns that are neither years nor `others`.

    Years rise by one from left to right. Where they do not, one is misprinted: its numbers would be another year's.
    """
    found = {name: value for name in table.columns if (value := year(name)) is not None}
    strange = [name for name in table.columns if name not in found and not others.fullmatch(fold(name))]
    if strange:
        table.refuse(table.header_line, strange[0], "an unknown column", "years beside the columns of this file")
    if not found:
        table.refuse(table.header_line, "-", "no year", "a column for each year")
    for (_, before), (name, value) in pairwise(found.items()):
        if value != before + 1:
            between = f"years that are not one after the other, {value} after {before}"
            table.refuse(table.header_line, name, between, "a column for each year, from left to right")
    return found


def number(cell: str) -> float | None:
    """The number that a cell holds, if it is one from zero up."""
    if len(cell) > _LONGEST or not (_NUMBER.fullmatch(cell) or _GROUPED.fullmatch(cell)):
        return None
    value = float(cell.replace(",", ""))
    return value if 0 <= value < math.inf else None


def whole(cell: str) -> float | None:
    """The whole number that a cell holds: 4, or the 4.0 that a program wrote for it."""
    value = number(cell)
    return value if value is not None and value.is_integer() else None


def year(cell: str) -> int | None:
    """The year that a cell holds."""
    value = whole(cell)
    return int(value) if value is not None and _FIRST <= value <= _LAST else None

"""Cells of a text table to numbers: what is not plainly a number is refused, with its line and column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from milbalance.errors import RowsError
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
        known = {cell: parse(cell) for cell in set(self.cells)}
        if None in known.values():
            faults = (
                self.table.fault(line, self.name, repr(cell) if cell else "nothing", wanted)
                for line, cell in zip(self.table.lines, self.cells, strict=True)
                if known[cell] is None
            )
            # One more than may be left out says as much as all of them.
            raise RowsError(islice(faults, most(len(self.cells)) + 1))
        return [value for cell in self.cells if (value := known[cell]) is not None]

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

    def words(self, meanings: dict[str, T]) -> list[T]:
        """One of a few words in every cell, whatever its case, as what they mean."""
        listed = " or ".join(repr(word) if word else "nothing" for word in meanings)
        return self.parsed(lambda cell: meanings.get(cell.casefold()), listed)


def year_columns(table: Table, others: re.Pattern[str]) -> dict[str, int]:
    """The years that columns are named after; refuses columns that are neither years nor `others`.

    Years that do not rise by one from left to right are refused: one is misprinted, or two have changed places, and
    their numbers would be another year's.
    """
    found = {name: value for name in table.columns if (value := year(name)) is not None}
    strange = [name for name in table.columns if name not in found and not others.fullmatch(fold(name))]
    if strange:
        table.refuse(table.header_line, strange[0], "an unknown column", "years beside the columns of this file")
    years = list(found.values())
    odd = next((years[at - 1] for at in range(1, len(years)) if years[at] != years[at - 1] + 1), None)
    if odd is not None or not years:
        between = f"years that are not one after the other near {odd or 'the first'}"
        table.refuse(table.header_line, "-", between, "a column for each year, rising from left to right")
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

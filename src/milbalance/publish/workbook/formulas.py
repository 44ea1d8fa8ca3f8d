"""Formulas over the sheets of a workbook: an expression whose terms are sums over named columns.

The same formula has a value here, from the tables, and a text for a spreadsheet. Texts of the data stand in it as
literals alone, so that none of them becomes a part of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.measures import expressions
from milbalance.tables.load import Data

NONE = "no number"  # what a formula shows where a number that it needs is missing
NUMBER = '">-1E+300"'  # the criterion that every number meets, and nothing that is empty or a text
LONGEST = 8000  # characters; spreadsheets take 8,192
_LONGEST_TEXT = 255  # characters of a text inside a formula
_SPECIAL = re.compile(r"[*?~\"]|^[=<>]")  # what a criterion of a spreadsheet would not take as it is written
_DATE = re.compile(r"\d+(-\d+)+")  # a spreadsheet would read it as a day, and the cell is a text
_TERM = re.compile(r"[A-Za-z_]\w*")
_LITERAL = re.compile(r'"[^"]*"')
_NAME = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def literal(wanted: Any) -> str:
    """A number or a text as the criterion of a formula; MilbalanceError for a text with signs of its own there.

    A date is a text with any sign between its numbers, so that it is not taken for a number.

    >>> literal("GEO"), literal(2020), literal("2020-10")
    ('"GEO"', '2020', '"2020?10"')
    """
    if isinstance(wanted, (int, float)):
        return f"{wanted:.15g}"
    if _DATE.fullmatch(str(wanted)):
        return f'"{wanted.replace("-", "?")}"'
    if _SPECIAL.search(str(wanted)) or len(str(wanted)) > _LONGEST_TEXT:
        raise MilbalanceError(f"{wanted!r} in a formula; wanted a text without * ? ~ and quotes")
    return f'"{wanted}"'


def names(text: str) -> set[str]:
    """The named columns that the text of a formula reads.

    >>> sorted(names('=SUMIFS(spending_value,spending_place,"not_a_name")'))
    ['spending_place', 'spending_value']
    """
    return set(_NAME.findall(_LITERAL.sub("", text)))


@dataclass(frozen=True)
class Total:
    """The sum of a column of a table over the rows that fit: equal to a value, or from one to another (a tuple).

    >>> Total("spending", "value", {"place": "GEO", "year": (2019, 2020)}).text
    'SUMIFS(spending_value,spending_place,"GEO",spending_year,">=2019",spending_year,"<=2020")'
    """

    table: str
    column: str
    where: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The sum as a spreadsheet writes it."""
        return f"SUMIFS({','.join([f'{self.table}_{self.column}', *self._criteria])})"

    @property
    def count(self) -> str:
        """How many of the rows have a number, as a spreadsheet writes it."""
        return f"COUNTIFS({','.join([f'{self.table}_{self.column}', NUMBER, *self._criteria])})"

    @property
    def _criteria(self) -> list[str]:
        found = []
        for column, wanted in self.where.items():
            name = f"{self.table}_{column}"
            if isinstance(wanted, tuple):
                found += [name, f'">={wanted[0]:g}"', name, f'"<={wanted[1]:g}"']
            else:
                found += [name, literal(wanted)]
        return found

    def rows(self, data: Data) -> pd.Series[float]:
        """The numbers that are added up, gaps as NaN."""
        frame: pd.DataFrame = getattr(data, self.table)
        for column, wanted in self.where.items():
            inside = frame[column].between(*wanted) if isinstance(wanted, tuple) else frame[column] == wanted
            frame = frame[inside]
        return frame[self.column]

    def value(self, data: Data) -> float:
        """The sum; NaN where a row has no number. Without rows it is zero, as in a spreadsheet."""
        return float(self.rows(data).sum(skipna=False))


@dataclass(frozen=True)
class Trend:
    """The log-linear trend of a yearly column over years, in per cent a year: least squares on its logarithm."""

    table: str
    column: str
    where: Mapping[str, Any]
    years: tuple[int, int]

    @property
    def _each(self) -> Total:
        return Total(self.table, self.column, {**self.where, "year": self.years})

    @property
    def text(self) -> str:
        """The slope of the logarithms, year by year, as a spreadsheet writes it."""
        first, last = self.years
        middle, every = (first + last) / 2, range(first, last + 1)
        beside = ";".join(f"{year - middle:g}" for year in every)
        squares = sum((year - middle) ** 2 for year in every)
        one = Total(self.table, self.column, self.where).text[:-1]
        levels = f"{one},{self.table}_year,{{{';'.join(map(str, every))}}})"
        return f"(100*(EXP(SUMPRODUCT(LN({levels}),{{{beside}}})/{squares:g})-1))"

    @property
    def count(self) -> str:
        """How many of the years have a number."""
        return self._each.count

    def rows(self, data: Data) -> pd.Series[float]:
        """The number of each year."""
        return self._each.rows(data)

    def value(self, data: Data) -> float:
        """The trend; NaN where a year has no number above zero, or more than one."""
        (first, last), values = self.years, self.rows(data).tolist()
        if len(values) != last - first + 1 or not all(value > 0 for value in values):
            return math.nan
        years = [row - (last - first) / 2 for row in range(len(values))]
        slope = sum(year * math.log(value) for year, value in zip(years, values, strict=True))
        return 100 * math.expm1(slope / sum(year**2 for year in years))


@dataclass(frozen=True)
class Formula:
    """An expression (see `measures.expressions`) over terms of the tables.

    >>> one = Total("forces", "value", {"place": "GEO"})
    >>> Formula("a / 2", {"a": one}).body
    'SUMIFS(forces_value,forces_place,"GEO")/2'
    """

    expression: str
    terms: Mapping[str, Total | Trend]

    @property
    def body(self) -> str:
        """The expression with its terms written out."""
        return _TERM.sub(lambda found: self.terms[found[0]].text, self.expression.replace(" ", ""))

    @property
    def tables(self) -> list[str]:
        """The tables that it reads, each once."""
        return list(dict.fromkeys(term.table for term in self.terms.values()))

    def text(self, data: Data) -> str:
        """The formula for a spreadsheet: a word and no number where a row that is there now has lost its own.

        Raises MilbalanceError for a text that no formula takes, and for one that is too long.
        """
        rows = sum(len(term.rows(data)) for term in self.terms.values())
        counted = "+".join(term.count for term in self.terms.values())
        text = f'=IF({counted}={rows},{self.body},"{NONE}")'
        if len(text) > LONGEST:
            raise MilbalanceError(f"a formula of {len(text):,} characters; wanted at most {LONGEST:,}")
        return text

    def value(self, data: Data) -> float:
        """What it gives from the tables; NaN where a number is missing. Raises MilbalanceError for x / 0."""
        return float(
            expressions.value(self.expression, {name: one.value(data) for name, one in self.terms.items()})
        )

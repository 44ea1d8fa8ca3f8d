"""How the numbers of a column look: decimals and thousands separators by unit, and the text that decides widths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from milbalance.articles.numbers import finite
from milbalance.tables.schema import Field


@dataclass(frozen=True)
class Look:
    """Decimals shown, and whether thousands are separated."""

    decimals: int
    separated: bool = True

    @property
    def code(self) -> str:
        """The number format in the language of spreadsheets: `#,##0.0`."""
        whole = "#,##0" if self.separated else "0"
        return f"{whole}.{'0' * self.decimals}" if self.decimals else whole

    def shown(self, value: float) -> str:
        """The number as a reader sees it."""
        return f"{value:{',' if self.separated else ''}.{self.decimals}f}"


PLAIN, WHOLE, TENTHS, HUNDREDTHS = Look(0, False), Look(0), Look(1), Look(2)
THOUSANDTHS, FINE = Look(3), Look(4)
# The first that a unit contains decides. Rates and shares before the money that they are made of.
_BY_UNIT = (
    ("yyyymmdd", PLAIN),
    ("rank", PLAIN),
    ("per US dollar", FINE),
    ("share of world", FINE),
    ("per cent", HUNDREDTHS),
    ("ratio", HUNDREDTHS),
    ("factor", HUNDREDTHS),
    ("million US dollars", TENTHS),
    ("local currency", TENTHS),
    ("million TIV", HUNDREDTHS),
)


def significant(value: float) -> Look:
    """How a computed number looks: whole if it is or from a hundred on, else with three digits that say something.

    >>> significant(3.53).code, significant(27.03).code, significant(0.129).code, significant(4915).code
    ('#,##0.00', '#,##0.0', '#,##0.000', '#,##0')
    """
    size = abs(value)
    if float(value).is_integer() or size >= 100:
        return WHOLE
    return TENTHS if size >= 10 else HUNDREDTHS if size >= 1 else THOUSANDTHS


def look(field: Field, value: float, unit: str | None) -> Look:
    """How a number of a column looks in its unit: years plain, counts whole, money with one decimal."""
    if field.name == "year" or field.name.endswith("_year"):
        return PLAIN
    by_unit = next((look for words, look in _BY_UNIT if unit and words in unit), None)
    if by_unit is not None:
        return by_unit
    return WHOLE if float(value).is_integer() else HUNDREDTHS


def shown(field: Field, value: Any, unit: str | None) -> str:
    """A cell as a reader sees it; nothing for what is missing."""
    if pd.isna(value):
        return ""
    if finite(value) is not None:
        return look(field, value, unit).shown(value)
    return str(value)


def title(field: Field) -> str:
    """The header of a column: its name in words, and its unit where the whole column has one."""
    words = field.name.replace("_", " ")
    return f"{words} ({field.unit})" if field.unit else words


def note(field: Field) -> str:
    """What the schema says about a column, for the note on its header."""
    allowed = field.constraints.get("enum")
    lines = [
        field.description,
        f"Column: {field.name}",
        f"Type: {field.type}",
        f"Unit: {field.unit}" if field.unit else "",
        f"One of: {', '.join(map(str, allowed))}" if allowed else "",
        "Every row fills it." if field.required else "May be empty.",
    ]
    return "\n".join(line for line in lines if line)

"""A frame as a reader sees it: labels for codes, numbers to the right, "–" and why where there is none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from milbalance import arguments
from milbalance.tables import labels
from milbalance.tables.load import Data

NONE = "–"
DIGITS = 2  # decimals at most where a table does not say
YEARS = ("year", "start", "end", "first", "last")  # words of heads over numbers that have no thousands

_ONE = r"[+−]?\d[\d,.]*[%×]?"
_NUMBER = re.compile(rf"{_ONE}( (to|of) {_ONE})?|{NONE}")  # what stands to the right: numbers, ranges, none

Digits = int | None | Mapping[str, int | None]
Columns = Mapping[str, str] | list[str]

CLAIMS = ("claim", "claim_id", "topic")  # columns whose ids are those of statements


@dataclass(frozen=True)
class Table:
    """Cells in words, line by line, of which the first `keys` name the line; a notebook shows it as HTML."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    keys: int
    note: str

    def __repr__(self) -> str:
        """In columns, for a screen without HTML."""
        lines = [self.heads, *self.lines]
        wide = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        how = [str.rjust if right else str.ljust for right in self.right]
        cells = [[put(cell, size) for put, cell, size in zip(how, line, wide, strict=True)] for line in lines]
        return "\n".join(["  ".join(line).rstrip() for line in cells] + [self.note] * bool(self.note))

    def _repr_html_(self) -> str:
        heads = "".join(_cell("th", head, right, "col") for head, right in zip(self.heads, self.right, strict=True))
        body = "\n".join(f"<tr>{line}</tr>" for line in self._rows())
        wide = f'<td colspan="{len(self.heads)}" style="text-align:left">'
        foot = f"<tfoot><tr>{wide}{escape(self.note)}</td></tr></tfoot>\n" * bool(self.note)
        return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n{foot}</table>"

    def _rows(self) -> list[str]:
        """The lines as cells; a key that several lines share from the left stands once, beside all of them."""
        made = [""] * len(self.lines)
        for column in range(len(self.heads)):
            shared = column < self.keys - 1
            starts = [(line[: column + 1],) if shared else row for row, line in enumerate(self.lines)]
            for _, rows in groupby(range(len(self.lines)), key=starts.__getitem__):
                first, *others = rows
                kind, scope = ("th", "rowgroup" if others else "row") if column < self.keys else ("td", "")
                cell = self.lines[first][column]
                made[first] += _cell(kind, cell, self.right[column], scope, 1 + len(others))
        return made


def table(
    frame: pd.DataFrame | pd.Series[Any],
    data: Data | None = None,
    *,
    columns: Columns | None = None,
    digits: Digits = DIGITS,
    missing: str = "no value",
) -> Table:
    """A frame for reading: its index, unless it only counts the rows, and its columns, each with a head in words.

    With `data`, codes of places, sources and statements become their labels. `columns` are those to show, in order,
    with other heads where it is a mapping. `digits` are the decimals of numbers, for all or by column: as many as
    the source supports, and None for those that each number has. `missing` says why a cell has no number. Raises
    MilbalanceError for what is no frame and for a column that is not there.

    >>> milbalance.table(pd.DataFrame({"place": ["GEO", "RUS"], "tiv_m": [1234.5, None]}), data, digits=1)
    place    volume (TIV, millions)
    Georgia                 1,234.5
    Russia                        –
    –: no value
    """
    flat = frame.to_frame() if isinstance(frame, pd.Series) else frame
    arguments.columns(flat, [])
    flat = flat.set_axis([_joined(name) for name in flat.columns], axis=1)
    counted = flat.index.nlevels == 1 and flat.index.name is None and pd.api.types.is_integer_dtype(flat.index)
    named = [] if counted else [name or " " * place for place, name in enumerate(flat.index.names)]
    flat = flat.reset_index(drop=counted, names=named or None)
    if columns is not None:
        arguments.columns(flat, columns)
        flat = flat[list(columns)]
    words = {} if data is None else labels.known(data)
    names = [str(name) for name in flat]
    decimals = digits if isinstance(digits, Mapping) else dict.fromkeys(names, digits)
    said = {} if data is None else {name: labels.claim(data, name) for name in data.claims["claim_id"]}
    cells = {
        name: _column(flat[name], decimals.get(name, DIGITS), said if name in CLAIMS else words) for name in names
    }
    heads = dict(columns) if isinstance(columns, Mapping) else {name: labels.head(name, words) for name in names}
    return Table(
        heads=tuple(heads[name] for name in names),
        lines=tuple(zip(*cells.values(), strict=True)),
        right=tuple(2 * sum(bool(_NUMBER.fullmatch(one)) for one in cells[name]) > len(flat) for name in names),
        keys=sum(name in named for name in names),
        note="no rows" if flat.empty else f"{NONE}: {missing}" if flat.isna().to_numpy().any() else "",
    )


def _joined(name: Any) -> str:
    """The name of a column; that of several levels has them one after the other."""
    return ", ".join(str(part) for part in name if part != "") if isinstance(name, tuple) else str(name)


def _column(values: pd.Series[Any], digits: int | None, words: Mapping[str, str]) -> list[str]:
    """The cells of a column: all its numbers have the same decimals, none where all are whole."""
    whole = all(float(value).is_integer() for value in values if _is_number(value))
    mark = "" if set(YEARS) & set(str(values.name).replace("_", " ").split()) else ","
    form = f"{mark}.{0 if whole else digits}f" if digits is not None else f"{mark}.12g"
    return [_words(value, form, words) for value in values]


def _words(value: Any, form: str, words: Mapping[str, str]) -> str:
    if isinstance(value, str):
        return words.get(value, value)
    if pd.isna(value):
        return NONE
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    return format(float(value), form).replace("-", "−") if _is_number(value) else str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, (bool, np.bool_)) and not math.isnan(value)


def _cell(kind: str, text: str, right: bool, scope: str = "", lines: int = 1) -> str:
    marks = f' scope="{scope}"' * bool(scope) + f' rowspan="{lines}"' * (lines > 1)
    look = f"text-align:{'right' if right else 'left'};vertical-align:top"
    look += ";font-weight:normal" * scope.startswith("row")
    return f'<{kind}{marks} style="{look}">{escape(text)}</{kind}>'

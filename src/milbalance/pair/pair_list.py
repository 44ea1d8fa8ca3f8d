"""Read a list of pairs: a table with the columns `side_a`, `side_b` and, where wanted, `years`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from milbalance.errors import DataError, Fault
from milbalance.ingest import names, text

SIDES = ("side_a", "side_b")
YEARS = "years"
_FORM = "a list of pairs: a header side_a,side_b,years (years may be left out) and one line a pair"
_CODE = "the code of a place (ISO 3166 alpha-3)"
_SPAN = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?")


@dataclass(frozen=True)
class Pair:
    """Two places by code and, where the list says so, the first and the last year."""

    side_a: str
    side_b: str
    years: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """The name of the folder that holds this pair."""
        return f"{self.side_a}-{self.side_b}"


@dataclass(frozen=True)
class _Row:
    """One record of the list: its line and its cells by column, without blanks around them."""

    line: int
    cells: dict[str, str]

    @property
    def sides(self) -> tuple[str, str]:
        return self.cells["side_a"].upper(), self.cells["side_b"].upper()


def read(path: Path, known: Collection[str]) -> list[Pair]:
    """The pairs of a list in its order; `known` are the codes that may stand in it.

    Raises DataError with every fault of the list at once.
    """
    table = text.read(path, _FORM, lambda cells: set(SIDES) <= set(cells))
    faults = _header_faults(table)
    rows = []
    for line, record in zip(table.lines, table.records, strict=True):
        if len(record) == len(table.columns):
            rows.append(_Row(line, dict(zip(table.columns, map(str.strip, record), strict=True))))
        elif any(map(str.strip, record)):
            wanted = f"{len(table.columns)} cells, as in the header"
            faults.append(Fault(table.file, line, "-", f"{len(record)} cells", wanted))
    rows = [row for row in rows if any(row.cells.values())]
    for row in rows:
        faults += [Fault(table.file, row.line, *fault) for fault in _row_faults(row, known)]
    faults += [Fault(table.file, *fault) for fault in _repeated(rows)]
    if not rows and not faults:
        faults.append(Fault(table.file, table.header_line, "-", "no pair below the header", _FORM))
    if faults:
        raise DataError(faults)
    return [Pair(*row.sides, _span(row.cells.get(YEARS, ""))) for row in rows]


def _header_faults(table: text.Table) -> list[Fault]:
    wanted = (*SIDES, YEARS)
    unknown = [name for name in table.columns if name not in wanted]
    twice = {name for name in table.columns if table.columns.count(name) > 1} - set(unknown)
    line = table.header_line
    return [Fault(table.file, line, name or "-", "an unknown column", ", ".join(wanted)) for name in unknown] + [
        Fault(table.file, line, name, "two columns of that name", "each column once") for name in twice
    ]


def _row_faults(row: _Row, known: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Column, found and wanted for each cell that cannot be taken as it is."""
    for column in SIDES:
        code = row.cells[column]
        if code.upper() not in known:
            meant = names.code(code)
            wanted = meant if meant is not None and meant in known else _CODE
            yield column, repr(code) if code else "an empty cell", wanted
    if row.sides[0] and row.sides[0] == row.sides[1]:
        yield "side_b", f"{row.sides[1]} on both sides", "two places"
    years = row.cells.get(YEARS, "")
    if years and _span(years) is None:
        yield YEARS, repr(years), "two years, the earlier first, such as 2000-2020, or one, or nothing"


def _span(years: str) -> tuple[int, int] | None:
    """First and last year of `2000-2020`, or of `2015` alone; None if that is not what is written."""
    match = _SPAN.fullmatch(years)
    if not match:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return (first, last) if first <= last else None


def _repeated(rows: list[_Row]) -> Iterator[tuple[int, str, str, str]]:
    """Line, column, found and wanted for each pair that an earlier line has, the same way or turned round."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        side_a, side_b = row.sides
        if side_a == side_b:
            continue
        for sides, how in (((side_a, side_b), "again"), ((side_b, side_a), "turned round")):
            if sides in first:
                found = f"{side_a} and {side_b}, the pair of line {first[sides]} {how}"
                yield row.line, "side_a", found, "each pair once, in one order"
                break
        else:
            first[side_a, side_b] = row.line

"""Rows of an official file that cannot be read: left out, counted and named, as long as they are few.

A genuine file is not refused for one odd row. A file of which much cannot be read is not the file it seems to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from milbalance.errors import DataError, Fault, RowsError
from milbalance.ingest.text import Table

T = TypeVar("T")

# How much may be left out before a file is refused: a tenth of its rows, in small files up to five, but never half.
SHARE, HANDFUL = 0.1, 5
_SHOWN = 5


def most(rows: int) -> int:
    """How many of so many rows may be left out.

    >>> most(1000), most(20), most(4)
    (100, 5, 1)
    """
    return max(int(rows * SHARE), min(HANDFUL, (rows - 1) // 2))


def check(file: str, faults: Iterable[Fault], rows: int, *, strict: bool) -> tuple[Fault, ...]:
    """The faults of rows that are left out, one for each row, in order.

    `rows` are those of the file, the faulty ones too. Raises DataError with the first faults where there are more
    than the limit, and with `strict` where there is any.
    """
    found = tuple(sorted(faults))
    if strict and found:
        raise RowsError(found[:_SHOWN])
    if len(found) > most(rows):
        total = f"{len(found):,} of {rows:,} rows that cannot be read"
        raise DataError([Fault(file, 1, "-", total, f"at most {most(rows):,} of them"), *islice(found, _SHOWN)])
    return found


def reading(table: Table, read: Callable[[Table], T], *, strict: bool) -> tuple[T, tuple[Fault, ...]]:
    """What `read` makes of a table without the rows that it refuses by RowsError, and one fault for each of these.

    Raises DataError as `check` does, for a fault in a last line without an end, and whatever else `read` raises.
    """
    rows = sum(map(any, table.records))
    left: dict[int, Fault] = {}
    while True:
        try:
            return read(table), tuple(left[line] for line in sorted(left))
        except RowsError as error:
            if not table.ended and table.lines and error.faults[-1].line == table.lines[-1]:
                raise DataError(error.faults[-1:]) from error  # cut off in the middle of a cell
            left |= {fault.line: fault for fault in reversed(error.faults)}
            check(table.file, left.values(), rows, strict=strict)
            table = table.only([at for at, line in enumerate(table.lines) if line not in left])

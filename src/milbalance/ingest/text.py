"""Official CSV files as text: their encoding, their delimiter, and the table below whatever stands above it.

Every refusal is a DataError of one fault that names the file and the line.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NoReturn

from milbalance.errors import DataError, Fault, OtherFileError, RowsError
from milbalance.ingest import bounded
from milbalance.io import commas

_DELIMITERS = ",;\t|"
_ABOVE = 200  # lines above a table; the official files have at most 11
# The largest official file has 4 MB, 31,000 records and 500,000 cells. Text takes several times its size in memory.
# A larger one is read through a sieve, whose blank lines are records too.
_BYTES, _RECORDS, _CELLS = 25_000_000, 1_000_000, 5_000_000
_COLUMNS = 5_000  # the World Bank has some 1,500 indicators
# Longer marks first: the one of UTF-16 begins that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_PAIR = re.compile(rb"[\xc2-\xef][\x80-\xbf](?:(?<=[\xc2-\xdf].)|[\x80-\xbf])", re.DOTALL)


@dataclass(frozen=True)
class Sieve:
    """What is taken of a table too large to hold: its header, told by its cells, and lines, told by their bytes.

    `name` says in words which table that is.
    """

    name: str
    is_header: Callable[[list[str]], bool]
    wants: Callable[[bytes], object]


@dataclass(frozen=True)
class Table:
    """A table in a text file: its header, its records as they were written, and the line on which each begins.

    `above` are the lines over the header. `ended` says whether the last line has a line end: one without may be cut
    off in the middle of a number.
    """

    file: str
    above: tuple[str, ...]
    header_line: int
    columns: tuple[str, ...]
    records: list[list[str]]
    lines: list[int]
    ended: bool

    def refuse(self, line: int, column: str, found: str, wanted: str) -> NoReturn:
        """Raise the one DataError that says what is wrong in a line."""
        raise DataError([self.fault(line, column, found, wanted)])

    def fault(self, line: int, column: str, found: str, wanted: str) -> Fault:
        """What is wrong in a line, in words of one line."""
        return Fault(self.file, line, plain(column) or "-", plain(found), wanted)

    def only(self, places: list[int]) -> Table:
        """The same table with the records of these places alone."""
        return replace(self, records=[self.records[at] for at in places], lines=[self.lines[at] for at in places])


def read(path: Path, wanted: str, is_header: Callable[[list[str]], bool], sieve: Sieve | None = None) -> Table:
    """The table in a text file, or in the one CSV file of data in a zip, which may be in another zip.

    `is_header` tells the header line by its cells, `wanted` says in words what the file is. A file too large to
    hold is read through the `sieve`, if there is one. Raises DataError.
    """
    if sieve and path.is_file() and path.stat().st_size > _BYTES:
        return _sifted(path, sieve)
    raw, file = bounded.contents(path, wanted, limit=_BYTES), path.name
    if bounded.sort_of(raw) == "zip":
        opened = bounded.archive(path, raw, wanted, expanded=_BYTES)
        packed = _ending(opened.namelist(), ".zip")
        if len(packed) == 1 and not _ending(opened.namelist(), ".csv"):  # so Correlates of War packs its data
            opened = bounded.archive(path, bounded.member(path, opened, packed[0]), wanted, expanded=_BYTES)
        # Not the World Bank's metadata, nor what macOS leaves.
        files = _ending(opened.namelist(), ".csv")
        held = [name for name in files if not PurePosixPath(name).name.startswith("Metadata_")]
        if len(held) != 1:
            bounded.refuse(path, f"a zip archive with {len(held)} CSV files of data", "one")
        raw, file = bounded.member(path, opened, held[0]), PurePosixPath(held[0]).name
    else:
        bounded.expect(path, raw, "text", wanted)
    bounded.check_lines(path, raw)
    return table(file, decode(file, raw), wanted, is_header)


def _sifted(path: Path, sieve: Sieve) -> Table:
    """The table of the lines that a sieve wants, and of those above the first of them."""
    above = True

    def keep(number: int, line: bytes) -> bool:
        nonlocal above
        found = bool(sieve.wants(line))
        above = above and not found and number <= _ABOVE
        return found or above

    wanted = f"{sieve.name}, or a file of at most {_BYTES:,} bytes"
    raw = bounded.sifted(path, wanted, keep, limit=_BYTES)
    return table(path.name, decode(path.name, raw), wanted, sieve.is_header)


def _ending(members: list[str], end: str) -> list[str]:
    """The members whose names end so, without what macOS leaves."""
    return [name for name in members if name.lower().endswith(end) and not name.startswith("__MACOSX/")]


def decode(name: str, raw: bytes) -> str:
    """Text of bytes: UTF-8, or UTF-16 or -32 with a byte order mark, else the Western European code of Windows.

    That code is a guess only where no other reading exists: bytes that are UTF-8 in one place and not in another
    are refused, and so are NUL characters.
    """
    mark, encoding = next(((mark, code) for mark, code in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
    body = raw[len(mark) :]
    if not mark and b"\0" not in body and not _is_utf8(body):
        encoding = "cp1252" if not _UTF8_PAIR.search(body) else "utf-8"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        found = f"the byte 0x{body[error.start]:02x}, which is not {encoding.upper()}"
        raise DataError([Fault(name, line, "-", found, "text in one encoding")]) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DataError([Fault(name, line, "-", "a NUL character", "text (save the file as UTF-8)")])
    return text


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def table(name: str, text: str, wanted: str, is_header: Callable[[list[str]], bool]) -> Table:
    """The table in a text, whose header stands among the first lines and says which delimiter is used."""
    above: list[str] = []
    source = io.StringIO(text, newline="")
    for number, line in enumerate(source, 1):
        for delimiter in _DELIMITERS:
            written = split(line, delimiter)
            columns = _trimmed(written)
            if is_header(columns):
                if len(columns) > _COLUMNS:
                    found = f"{len(columns):,} columns"
                    raise DataError([Fault(name, number, "-", found, f"at most {_COLUMNS:,}")])
                records, lines = _records(name, source, delimiter, number)
                if columns != written:
                    records = [_trimmed(record) for record in records]
                _refuse_rows_above(name, above, delimiter, len(columns))
                ended = text.endswith(("\n", "\r"))
                return Table(name, tuple(above), number, tuple(columns), records, lines, ended)
        above.append(line.rstrip("\r\n"))
        if number == _ABOVE:
            break
    raise OtherFileError([Fault(name, 1, "-", f"no such header line among the first {len(above)} lines", wanted)])


def _refuse_rows_above(name: str, above: list[str], delimiter: str, width: int) -> None:
    """Refuse a line above the header that is as wide as the table and not only padded: a row would be lost."""
    for number, line in enumerate(above, 1):
        cells = split(line, delimiter)
        if len(cells) >= width and sum(map(bool, cells)) > 2:
            raise DataError([Fault(name, number, "-", f"a row of {len(cells)} cells", "the header above all rows")])


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one line by itself, without blanks around them; an open quote ends with the line.

    A line between two bars is a row of a table in Markdown, as notes beside the files have them, and has none.
    """
    if delimiter == "|" and line.strip().startswith("|") and line.strip().endswith("|"):
        return []
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _records(name: str, source: Iterator[str], delimiter: str, above: int) -> tuple[list[list[str]], list[int]]:
    """Every record below the header, and the line on which it begins."""
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    lines: list[int] = []
    line, cells = above + 1, 0
    try:
        for record in reader:
            cells += len(record)
            if len(records) == _RECORDS or cells > _CELLS:
                found = f"more than {_RECORDS:,} rows or {_CELLS:,} cells"
                raise DataError([Fault(name, line, "-", found, "a table of at most that size")])
            records.append(record)
            lines.append(line)
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise DataError([Fault(name, line, "-", *commas.unread(error))]) from error
    return records, lines


def _trimmed(record: list[str]) -> list[str]:
    """A record without the semicolons at its end: exports put one there, and spreadsheets a whole row of them."""
    return [*record[:-1], *(cell.rstrip(";") for cell in record[-1:])]


def rejoined(table: Table, column: int) -> tuple[Table, int]:
    """Records that a line break inside the cells of one column has cut in two, joined; and how many they were."""
    records: list[list[str]] = []
    lines: list[int] = []
    joined = 0
    queue = iter(zip(table.records, table.lines, strict=True))
    for first, line in queue:
        pieces, rest = first[column : column + 1], first[column + 1 :]
        while len(first) == column + 1 and not rest and (following := next(queue, None)):
            # The rest of the record begins with the rest of the cell, and a line may be blank.
            pieces.append(following[0][0] if following[0] else "")
            rest = following[0][1:]
        joined += len(pieces) > 1
        records.append([*first[:column], " ".join(pieces), *rest] if len(pieces) > 1 else first)
        lines.append(line)
    return replace(table, records=records, lines=lines), joined


def columns(table: Table) -> dict[str, list[str]]:
    """Cells by column name, blanks around them removed; blank records are left out by `even` before.

    Columns without a name have the name of their place, counted from 0.
    """
    names = [name or f"#{place}" for place, name in enumerate(table.columns)]
    if doubled := next((name for name, times in Counter(names).items() if times > 1), None):
        table.refuse(table.header_line, doubled, "two columns of that name", "each column once")
    if not table.records:
        return {name: [] for name in names}
    cells = zip(*table.records, strict=True)
    return {name: list(map(str.strip, column)) for name, column in zip(names, cells, strict=True)}


def even(table: Table) -> Table:
    """The table without blank records, every record as wide as the others and the header.

    Cells beyond the last named column are dropped where they are empty, and in every line: several exports end
    lines with a comma. Raises RowsError for records of any other width, and DataError for a file that ends in the
    middle of a record.
    """
    width = len(table.columns)
    names = table.columns[: next((at + 1 for at in range(width)[::-1] if table.columns[at]), 0)]
    if width == len(names):  # the lines of the table may end with a comma even if the header does not
        width = max(width, next((len(record) for record in table.records if any(map(str.strip, record))), 0))
    records: list[list[str]] = []
    lines: list[int] = []
    faults: list[Fault] = []
    for record, line in zip(table.records, table.lines, strict=True):
        if not any(record) or (len(record) != width and not any(map(str.strip, record))):
            continue
        if len(record) != width:
            fault = table.fault(line, "-", f"{len(record)} cells", f"{width} cells, as in the header")
            if line == table.lines[-1] and not table.ended:  # cut off in the middle of a record
                raise DataError([replace(fault, wanted=f"{fault.wanted}, and a line end after the last line")])
            faults.append(fault)
            continue
        if beyond := next(filter(None, map(str.strip, record[len(names) :])), ""):
            found = f"{beyond!r} beyond the last column that has a name"
            faults.append(table.fault(line, "-", found, "nothing there"))
            continue
        # Another table may follow, of other years.
        if record[0] == names[0] and [cell.strip() for cell in record[:2]] == list(names[:2]) and all(names[:2]):
            table.refuse(line, "-", f"the header of line {table.header_line} again", "one table")
        records.append(record if width == len(names) else record[: len(names)])
        lines.append(line)
    if faults:
        raise RowsError(faults)
    return replace(table, columns=names, records=records, lines=lines)


def ending(table: Table) -> tuple[str, ...]:
    """What a report says of a last line without an end: nothing in it shows that its last cell is whole."""
    return () if table.ended else ("no line end after the last line: if the file was cut, its last cell is short",)


def refuse_twice(table: Table, keys: Sequence[Hashable], column: str) -> None:
    """Raise RowsError for records of one key: the later ones where all cells are equal, else all of them."""
    seen: dict[Hashable, int] = {}
    faults: list[Fault] = []
    for at, key in enumerate(keys):
        first = seen.setdefault(key, at)
        if first == at:
            continue
        shown = ", ".join(map(str, key)) if isinstance(key, tuple) else repr(key)
        pair = [(at, first)] if table.records[at] == table.records[first] else [(at, first), (first, at)]
        for here, there in pair:
            again = f"{shown} again, as on line {table.lines[there]}"
            faults.append(table.fault(table.lines[here], column, again, "each once"))
    if faults:
        raise RowsError(faults)


def plain(words: str) -> str:
    """Words from a file for a message: short, in one line, and without anything that a terminal would obey."""
    start = words[:200]
    shown = start
    if not start.isprintable():
        shown = "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in start)
    return shown if len(words) <= 200 else f"{shown}..."


@lru_cache(maxsize=1_024)  # every kind of file looks for its header in the same lines
def fold(name: str) -> str:
    """A column name as it is looked up: small letters, single blanks."""
    return " ".join(name.casefold().split())


def places(table: Table, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each wanted column stands, counted from 0, by any of its names; refuses a missing or doubled one."""
    folded = [fold(name) for name in table.columns]
    found: dict[str, int] = {}
    for key, names in wanted.items():
        here = [place for place, name in enumerate(folded) if name in names]
        if len(here) != 1:
            what = "no such column" if not here else f"{len(here)} such columns"
            table.refuse(table.header_line, names[0], what, "this column once")
        found[key] = here[0]
    return found

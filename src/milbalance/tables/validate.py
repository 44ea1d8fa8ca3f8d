"""Check a data folder against its descriptor: every fault at once, as file, line, column, found and wanted."""

from __future__ import annotations

import csv
import io
import json
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from milbalance.errors import DataError, Fault
from milbalance.io import commas
from milbalance.tables import descriptor, paths, rules, schema

_MAX_BYTES = 50_000_000  # the shipped tables are under 2 MB; a larger file is a mistake or an attack
# How each type is written and read. Nothing else is let through, such as NaN, inf, 1_000, digits of other scripts,
# 1 for true, more digits than a column can hold: pandas reads some of them otherwise or as missing.
_TYPES: dict[str, tuple[re.Pattern[str], Callable[[str], Any], str]] = {
    "string": (re.compile(".*", re.DOTALL), str, "text"),
    "number": (re.compile(r"-?[0-9]{1,30}(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?"), Decimal, "a number"),
    "integer": (re.compile(r"-?[0-9]{1,18}"), int, "a whole number"),
    "boolean": (re.compile("true|false"), "true".__eq__, "true or false"),
}
_EMPTY = ("an empty file", "a header line and rows")  # found and wanted
_Once = tuple[tuple[str, ...], str]
_SHORT = reprlib.Repr()
_SHORT.maxstring = 80
_UNREAD = object()  # in place of a value that is not there or cannot be read


@dataclass(frozen=True)
class _Table:
    """One file as it was read: its resource, and every record with the line on which it starts.

    It is checked column by column: most cells of a column are alike, and each is read once.
    """

    resource: dict[str, Any]
    records: list[list[str]]
    starts: list[int]

    @property
    def file(self) -> str:
        return Path(self.resource["path"]).name

    @cached_property
    def fields(self) -> dict[str, dict[str, Any]]:
        return {field["name"]: field for field in self.resource["schema"]["fields"]}

    @property
    def key(self) -> list[str]:
        return list(self.resource["schema"]["primaryKey"])

    @cached_property
    def rows(self) -> list[tuple[int, list[str]]]:
        """Line and cells of each row; an empty line is none."""
        every = zip(self.starts[1:], self.records[1:], strict=True)
        return [(line, record) for line, record in every if any(record)]

    @cached_property
    def lines(self) -> list[int]:
        return [line for line, _ in self.rows]

    @cached_property
    def columns(self) -> dict[str, tuple[str | None, ...]]:
        """The cells of each column, None where a row ends before it; cells beyond the last are left out."""
        cut = (record[: len(self.fields)] for _, record in self.rows)
        return dict(zip(self.fields, (cells[1:] for cells in zip_longest(self.fields, *cut)), strict=True))


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of every table in a data folder, sorted by file and line; an empty list means all is well.

    The rules are those of `datapackage.json`: types, bounds, enums, patterns, keys, foreign keys and the row
    rules listed under `rules`. Rows named under `known_outliers` are exempt from the rule they name.

    >>> check()
    []
    """
    folder = folder or paths.data()
    if not (folder / paths.DESCRIPTOR).is_file():
        return [Fault(str(folder), 0, "-", f"no {paths.DESCRIPTOR}", "a data folder")]
    described, faults = _described(folder)
    if faults:
        return sorted(faults)
    tables: dict[str, _Table] = {}
    for resource in described["resources"]:
        try:
            tables[resource["name"]] = _read(folder / resource["path"], resource)
        except DataError as error:
            faults += error.faults
    for table in tables.values():
        faults += [*_table_faults(table), *_foreign_key_faults(table, tables)]
    return sorted(faults)


def alone(path: Path, name: str) -> tuple[list[int], list[Fault]]:
    """The line on which each row of a file begins, and every fault of it as the shipped table of that name.

    The rules are those of `check` but for codes of other tables. Columns stand in any order, one that rows may
    leave empty may be absent, and rows without a value and columns without a name are passed over.

    >>> alone(paths.data() / "fx.csv", "fx")[1]
    []
    """
    resources = schema.read_descriptor(paths.data())["resources"]
    (resource,) = [one for one in resources if one["name"] == name]
    try:
        records, starts = _records(path, resource["title"])
    except DataError as error:
        return [], error.faults
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    needed = [one for one, field in fields.items() if field.get("constraints", {}).get("required")]
    kept = [place for place, record in enumerate(records) if any(record)]
    if not any(cell.strip() for record in records for cell in record):
        return [], [Fault(path.name, 1, "-", *_EMPTY)]
    records, starts = [records[place] for place in kept], [starts[place] for place in kept]
    records, faults = _named(path.name, records, starts)
    faults += _header_faults(path.name, records[0], list(fields), needed)
    if faults:
        return [], sorted(faults)
    here = {**resource["schema"], "fields": [fields[column] for column in records[0]]}
    table = _Table({**resource, "schema": here}, records, starts)
    return table.lines, sorted(_table_faults(table, absent=fields.keys() - set(records[0])))


def _named(name: str, records: list[list[str]], starts: list[int]) -> tuple[list[list[str]], list[Fault]]:
    """Records without the columns that have no name, as spreadsheets save them; a fault for a value in one."""
    nameless = [at for at, column in enumerate(records[0]) if not column.strip()]
    faults = []
    for at in nameless:
        given = ((line, row[at]) for line, row in zip(starts, records, strict=True) if len(row) > at and row[at])
        if (found := next(given, None)) is not None:
            told = f"{_SHORT.repr(found[1])} in a column without a name"
            faults.append(Fault(name, found[0], str(at + 1), told, "a name in the first line"))
    return [[cell for at, cell in enumerate(row) if at not in nameless] for row in records], faults


def _table_faults(table: _Table, absent: Iterable[str] = ()) -> list[Fault]:
    """Every fault of a table by itself; columns that are `absent` are empty in every row."""
    faults = list(_length_faults(table))
    values: dict[str, list[Any]] = {name: [None] * len(table.rows) for name in absent}
    for name in table.fields:
        values[name], wrong = _values(table, name)
        faults += wrong
    return [*faults, *_repeated(table, values), *_broken(table, values)]


def _described(folder: Path) -> tuple[dict[str, Any], list[Fault]]:
    """The descriptor of a folder, and what is wrong with it."""
    try:
        described = schema.read_descriptor(folder)
    except json.JSONDecodeError as error:
        return {}, [Fault(paths.DESCRIPTOR, error.lineno, str(error.colno), error.msg, "a file of JSON")]
    except (ValueError, RecursionError) as error:  # no text, a number of a thousand digits, a thousand brackets
        return {}, [Fault(paths.DESCRIPTOR, 1, "-", str(error)[:80], "a file of JSON")]
    return described, descriptor.faults(described)


def _read(path: Path, resource: dict[str, Any]) -> _Table:
    """A file as records; DataError where it cannot be read as the table it should be."""
    table = _Table(resource, *_records(path, resource["title"]))
    header, wanted = table.records[0], list(table.fields)
    faults = _header_faults(path.name, header, wanted, wanted)
    if not faults and header != wanted:
        faults = [Fault(path.name, 1, "-", "columns " + ", ".join(header), "the order " + ", ".join(wanted))]
    if faults:
        raise DataError(faults)
    return table


def _records(path: Path, title: str) -> tuple[list[list[str]], list[int]]:
    """The records of a file, the header among them, and the line on which each begins; DataError if it has none."""
    text = text_of(path, title)
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    records, starts, line = [], [], 1
    try:
        for record in lines:
            records.append(record)
            starts.append(line)
            line = lines.line_num + 1
    except csv.Error as error:
        raise DataError([Fault(path.name, line, "-", *commas.unread(error))]) from error
    return records, starts


def text_of(path: Path, title: str) -> str:
    """The text of a file; DataError for one that is not there, empty, of another encoding or too large.

    >>> text_of(paths.data() / "fx.csv", "Rates")[:16]
    'month,source_id,'
    """
    name = path.name
    if not path.is_file():
        raise DataError([Fault(name, 0, "-", "no such file", title)])
    if path.stat().st_size > _MAX_BYTES:
        raise DataError([Fault(name, 1, "-", f"{path.stat().st_size:,} bytes", f"at most {_MAX_BYTES:,}")])
    raw = path.read_bytes()
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        raise DataError([Fault(name, 1, "-", *_EMPTY)])
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"the byte 0x{raw[error.start]:02x}"
        raise DataError([Fault(name, line, "-", found, "text encoded as UTF-8")]) from error
    if "\0" in text:  # of another encoding, or of a file that was not written to its end
        line = text[: text.index("\0")].count("\n") + 1
        raise DataError([Fault(name, line, "-", "a NUL character (U+0000)", "text encoded as UTF-8, without one")])
    return text


def _header_faults(name: str, header: list[str], wanted: list[str], needed: list[str]) -> list[Fault]:
    if divided := commas.divider(header):
        return [Fault(name, 1, "-", f"{divided} between the columns", commas.COMMAS)]
    faults = [
        Fault(name, 1, column, "no column of that name", "it in the first line")
        for column in needed
        if column not in header
    ]
    faults += [
        Fault(name, 1, _plain(column) or "-", "a column twice", "each column once")
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    faults += [
        Fault(name, 1, _plain(column) or "-", "an unknown column", "one of " + ", ".join(wanted))
        for column in header
        if column not in wanted
    ]
    return faults


def _plain(column: str) -> str:
    """A column name as it may be printed: short, in one line, and nothing that a terminal would obey."""
    return column if column.isprintable() and len(column) <= _SHORT.maxstring else _SHORT.repr(column)


def _values(table: _Table, column: str) -> tuple[list[Any], list[Fault]]:
    """The values of a column, None for empty cells, and what is wrong with its cells."""
    cells, reader = table.columns[column], _reader(table.fields[column])
    read: dict[str | None, tuple[Any, list[str]]] = {cell: reader(cell) for cell in set(cells) if cell is not None}
    # What else could be said about a cell that cannot be read, or is not there, would only be noise.
    values = {cell: value for cell, (value, wanted) in read.items() if value is not None or not wanted}
    faults = [
        Fault(table.file, line, column, _shown(cell), words)
        for cell, (_, wanted) in read.items()
        for words in wanted
        for line in (line for line, other in zip(table.lines, cells, strict=True) if other == cell)
    ]
    return [values.get(cell, _UNREAD) for cell in cells], faults


def _reader(field: dict[str, Any]) -> Callable[[str], tuple[Any, list[str]]]:
    """What reads a cell of a column: its value, None for none, and in words whatever was wanted of it in vain."""
    form, read, wanted = _TYPES[field["type"]]
    needed = ["a value"] if field.get("constraints", {}).get("required") else []
    demands = list(_demands(field))

    def reader(cell: str) -> tuple[Any, list[str]]:
        if not cell:
            return None, needed
        if not form.fullmatch(cell):
            return None, [wanted]
        value = read(cell)
        return value, [words for kept, words in demands if not kept(value)]

    return reader


def _demands(field: dict[str, Any]) -> Iterator[tuple[Callable[[Any], bool], str]]:
    """What the constraints of a column ask of each value, and in words."""
    limits = field.get("constraints", {})
    if "enum" in limits:
        yield set(limits["enum"]).__contains__, "one of " + ", ".join(limits["enum"])
    if "minimum" in limits:
        least = Decimal(str(limits["minimum"]))
        yield lambda value: value >= least, f"at least {limits['minimum']}"
    if "maximum" in limits:
        most = Decimal(str(limits["maximum"]))
        yield lambda value: value <= most, f"at most {limits['maximum']}"
    if "pattern" in limits:
        form = re.compile(limits["pattern"])
        yield lambda value: bool(form.fullmatch(value)), f"{field['description']} (pattern {limits['pattern']})"


def _onces(table: _Table) -> Iterator[_Once]:
    """The columns, one or together, whose values no two rows may share, and what is wanted of them."""
    unique = [name for name, field in table.fields.items() if field.get("constraints", {}).get("unique")]
    yield from (((name,), "a value that no other row has") for name in unique)
    if table.key not in [[name] for name in unique]:
        yield tuple(table.key), "a key once"


def _length_faults(table: _Table) -> Iterator[Fault]:
    """Empty lines, and cells that a row has too few or too many."""
    columns = list(table.fields)
    for line, record in zip(table.starts[1:], table.records[1:], strict=True):
        if not any(record):
            yield Fault(table.file, line, "-", "an empty line", "a row")
        elif len(record) != len(columns):
            for column in columns[len(record) :]:
                yield Fault(table.file, line, column, "the end of the line", f"{len(columns)} cells")
            for cell in record[len(columns) :]:
                yield Fault(table.file, line, "-", _SHORT.repr(cell), f"only {len(columns)} cells")


def _repeated(table: _Table, values: dict[str, list[Any]]) -> Iterator[Fault]:
    """What another row has already."""
    for columns, wanted in _onces(table):
        first: dict[tuple[Any, ...], int] = {}
        for line, found in zip(table.lines, _together(values, columns), strict=True):
            if _UNREAD in found or not any(value is not None for value in found):
                continue
            if (before := first.setdefault(found, line)) != line:
                yield Fault(table.file, line, ", ".join(columns), f"the same as on line {before}", wanted)


def _shown(cell: str | None) -> str:
    return _SHORT.repr(cell) if cell else "nothing"


def _broken(table: _Table, values: dict[str, list[Any]]) -> Iterator[Fault]:
    """Broken row rules, but for rules about cells that could not be read."""
    forgiven = [(known["rule"], known["key"]) for known in table.resource.get("known_outliers", [])]
    for rule in table.resource.get("rules", []):
        tree = rules.parse(rule["formula"])
        names = sorted(rules.columns(tree)) or table.key
        rows = _together(values, names)
        asked = (row for row in set(rows) if _UNREAD not in row)
        wrong = {row for row in asked if not rules.holds(tree, dict(zip(names, row, strict=True)))}
        for (line, record), row in zip(table.rows, rows, strict=True):
            if row in wrong:
                cells = dict(zip(table.fields, record, strict=False))
                if (rule["name"], {column: cells.get(column, "") for column in table.key}) not in forgiven:
                    found = _shown(cells.get(rule["column"], ""))
                    yield Fault(table.file, line, rule["column"], found, rule["wanted"])


def _together(columns: Mapping[str, Sequence[Any]], names: Iterable[str]) -> list[tuple[Any, ...]]:
    """Some columns row by row."""
    return list(zip(*(columns[name] for name in names), strict=True))


def _foreign_key_faults(table: _Table, tables: dict[str, _Table]) -> Iterator[Fault]:
    """Codes that the table they refer to does not have; a table that cannot be read says so itself, once."""
    for key in table.resource["schema"].get("foreignKeys", []):
        other = tables.get(key["reference"]["resource"] or table.resource["name"])
        if other is None:
            continue
        columns, wanted = key["fields"], key["reference"]["fields"]
        known = set(_together(other.columns, wanted))
        for line, cells in zip(table.lines, _together(table.columns, columns), strict=True):
            if cells not in known and any(cells):
                shown = _SHORT.repr(", ".join(cell or "" for cell in cells))
                yield Fault(table.file, line, ", ".join(columns), shown, f"a {', '.join(wanted)} of {other.file}")

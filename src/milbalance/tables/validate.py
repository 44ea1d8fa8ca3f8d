"""Check a data folder against its descriptor: every fault at once, as file, line, column, found and wanted."""

from __future__ import annotations

import csv
import io
import json
import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from milbalance.errors import DataError, Fault
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
_Once = tuple[tuple[str, ...], str]
_SHORT = reprlib.Repr()
_SHORT.maxstring = 80


@dataclass(frozen=True)
class _Table:
    """One file as it was read: its resource, and every record with the line on which it starts."""

    resource: dict[str, Any]
    records: list[list[str]]
    starts: list[int]

    @property
    def file(self) -> str:
        return Path(self.resource["path"]).name

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        return {field["name"]: field for field in self.resource["schema"]["fields"]}

    @property
    def key(self) -> list[str]:
        return list(self.resource["schema"]["primaryKey"])

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line and cells by column of each row; cells beyond the last column are left out."""
        for line, record in zip(self.starts[1:], self.records[1:], strict=True):
            yield line, dict(zip(self.records[0], record, strict=False))


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
        faults += [*_row_faults(table), *_foreign_key_faults(table, tables)]
    return sorted(faults)


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
    text = text_of(path, resource["title"])
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    records, starts, line = [], [], 1
    try:
        for record in lines:
            records.append(record)
            starts.append(line)
            line = lines.line_num + 1
    except csv.Error as error:
        raise DataError([Fault(path.name, line, "-", f"broken quoting ({error})", "closed quotes")]) from error
    table = _Table(resource, records, starts)
    faults = _header_faults(path.name, records[0], list(table.fields))
    if faults:
        raise DataError(faults)
    return table


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
        raise DataError([Fault(name, 1, "-", "an empty file", "a header line and rows")])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"the byte 0x{raw[error.start]:02x}"
        raise DataError([Fault(name, line, "-", found, "text encoded as UTF-8")]) from error


def _header_faults(name: str, header: list[str], wanted: list[str]) -> list[Fault]:
    faults = [Fault(name, 1, column, "no such column", "this column") for column in wanted if column not in header]
    faults += [
        Fault(name, 1, _plain(column) or "-", "an unknown column", "one of " + ", ".join(wanted))
        for column in header
        if column not in wanted
    ]
    if not faults and header != wanted:
        faults = [Fault(name, 1, "-", "columns " + ", ".join(header), "the order " + ", ".join(wanted))]
    return faults


def _plain(column: str) -> str:
    """A column name as it may be printed: short, in one line, and nothing that a terminal would obey."""
    return column if column.isprintable() and len(column) <= _SHORT.maxstring else _SHORT.repr(column)


def _row_faults(table: _Table) -> Iterator[Fault]:
    """What is wrong with each row: its cells, its length, what another row has already, broken row rules."""
    readers = {name: _reader(field) for name, field in table.fields.items()}
    first_lines: list[tuple[_Once, dict[tuple[Any, ...], int]]] = [(once, {}) for once in _onces(table)]
    row_rules = _Rules(table)
    for line, record in zip(table.starts[1:], table.records[1:], strict=True):
        if not any(record):
            yield Fault(table.file, line, "-", "an empty line", "a row")
            continue
        cells = dict(zip(table.fields, record, strict=False))
        read = {column: readers[column](cell) for column, cell in cells.items()}
        for column, (_, wanted) in read.items():
            yield from (Fault(table.file, line, column, _shown(cells[column]), words) for words in wanted)
        yield from _length_faults(table, line, record)
        # What else could be said about a cell that cannot be read, or is not there, would only be noise.
        row = {column: value for column, (value, wanted) in read.items() if value is not None or not wanted}
        for (columns, wanted_once), lines in first_lines:
            found = tuple(row.get(column) for column in columns)
            if row.keys() >= set(columns) and found.count(None) < len(found):
                first = lines.setdefault(found, line)
                if first != line:
                    yield Fault(table.file, line, ", ".join(columns), f"the same as on line {first}", wanted_once)
        yield from row_rules.broken(row, cells, line)


def _reader(field: dict[str, Any]) -> Callable[[str], tuple[Any, list[str]]]:
    """What reads a cell of a column: its value, None for none, and in words whatever was wanted of it in vain."""
    form, read, wanted = _TYPES[field["type"]]
    needed = ["a value"] if field.get("constraints", {}).get("required") else []
    demands = list(_demands(field))

    @cache
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


def _length_faults(table: _Table, line: int, record: list[str]) -> Iterator[Fault]:
    """Cells that a row has too few or too many."""
    columns = list(table.fields)
    for column in columns[len(record) :]:
        yield Fault(table.file, line, column, "the end of the line", f"{len(columns)} cells")
    for cell in record[len(columns) :]:
        yield Fault(table.file, line, "-", _SHORT.repr(cell), f"only {len(columns)} cells")


def _shown(cell: str) -> str:
    return _SHORT.repr(cell) if cell else "nothing"


class _Rules:
    """The row rules of a table, each parsed once."""

    def __init__(self, table: _Table) -> None:
        self._table = table
        parsed = [(rule, rules.parse(rule["formula"])) for rule in table.resource.get("rules", [])]
        self._rules = [(rule, tree, rules.columns(tree)) for rule, tree in parsed]
        self._forgiven = [(known["rule"], known["key"]) for known in table.resource.get("known_outliers", [])]

    def broken(self, row: dict[str, Any], cells: dict[str, str], line: int) -> Iterator[Fault]:
        """Faults of one row, but for rules about cells that are not in it because they could not be read."""
        key = {column: cells.get(column, "") for column in self._table.key}
        for rule, tree, names in self._rules:
            if names <= row.keys() and not rules.holds(tree, row) and (rule["name"], key) not in self._forgiven:
                found = _shown(cells.get(rule["column"], ""))
                yield Fault(self._table.file, line, rule["column"], found, rule["wanted"])


def _foreign_key_faults(table: _Table, tables: dict[str, _Table]) -> Iterator[Fault]:
    """Codes that the table they refer to does not have; a table that cannot be read says so itself, once."""
    for key in table.resource["schema"].get("foreignKeys", []):
        other = tables.get(key["reference"]["resource"] or table.resource["name"])
        if other is None:
            continue
        columns, wanted = key["fields"], key["reference"]["fields"]
        known = {tuple(cells.get(column, "") for column in wanted) for _, cells in other.rows()}
        for line, cells in table.rows():
            found = tuple(cells.get(column, "") for column in columns)
            if any(found) and found not in known:
                shown = _SHORT.repr(", ".join(found))
                yield Fault(table.file, line, ", ".join(columns), shown, f"a {', '.join(wanted)} of {other.file}")

"""Check a data folder against its descriptor: every fault at once, as file, line, column, found and wanted."""

from __future__ import annotations

import ast
import csv
import importlib
import io
import json
import re
import reprlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milbalance import paths, schema
from milbalance.errors import DataError, Fault

_MAX_BYTES = 50_000_000  # the shipped tables are under 2 MB; a larger file is a mistake or an attack
# How each type is written. Frictionless also takes NaN, inf, 1_000, digits of other scripts and 1 for true, and
# pandas then reads some of them otherwise or as missing.
_WRITTEN = {
    "number": (re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?"), "a number"),
    "integer": (re.compile(r"-?[0-9]+"), "a whole number"),
    "boolean": (re.compile(r"true|false"), "true or false"),
}
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
    """
    folder = folder or paths.data()
    if not (folder / paths.DESCRIPTOR).is_file():
        return [Fault(str(folder), 0, "-", f"no {paths.DESCRIPTOR}", "a data folder")]
    try:
        resources = schema.read_descriptor(folder)["resources"]
    except json.JSONDecodeError as error:
        return [Fault(paths.DESCRIPTOR, error.lineno, str(error.colno), error.msg, "a file of JSON")]
    faults: list[Fault] = []
    tables: dict[str, _Table] = {}
    for resource in resources:
        try:
            tables[resource["name"]] = _read(folder / resource["path"], resource)
        except DataError as error:
            faults += error.faults
    for table in tables.values():
        faults += [*_row_faults(table), *_foreign_key_faults(table, tables)]
    return sorted(faults)


def _read(path: Path, resource: dict[str, Any]) -> _Table:
    """A file as records; DataError where it cannot be read as the table it should be."""
    text = _text(path, resource["title"])
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


def _text(path: Path, title: str) -> str:
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
        Fault(name, 1, column or "-", "an unknown column", "one of " + ", ".join(wanted))
        for column in header
        if column not in wanted
    ]
    if not faults and header != wanted:
        faults = [Fault(name, 1, "-", "columns " + ", ".join(header), "the order " + ", ".join(wanted))]
    return faults


def _row_faults(table: _Table) -> Iterator[Fault]:
    """What is wrong with each row by itself: how cells are written, what Frictionless finds, broken row rules."""
    rules = _Rules(table)
    written = {name: _WRITTEN[field["type"]] for name, field in table.fields.items() if field["type"] in _WRITTEN}
    with _resource(table) as resource:
        for row in resource.row_stream:
            line = table.starts[row.row_number - 1]
            cells = dict(zip(table.fields, row.cells, strict=False))
            wrong = {
                c: want for c, (form, want) in written.items() if cells.get(c) and not form.fullmatch(cells[c])
            }
            for column, wanted in wrong.items():
                yield Fault(table.file, line, column, _SHORT.repr(cells[column]), wanted)
            # What else could be said about a cell that cannot be read, or is not there, would only be noise.
            mute = wrong.keys() | list(table.fields)[len(row.cells) :]
            errors = [
                e for e in row.errors if e.type == "missing-cell" or getattr(e, "field_name", None) not in mute
            ]
            yield from filter(None, (_fault(error, line, table) for error in errors))
            yield from rules.broken(row, line, mute)


def _resource(table: _Table) -> Any:
    """The records as a Frictionless resource, without what is checked here.

    Records are handed over parsed: given a file, Frictionless guesses its delimiter, its quoting and which line is
    the header. Foreign keys are left out: it reads the whole table referred to once more for each of them.
    """
    _import_jsonschema_fast()
    # Imported here so that `import milbalance` stays at the cost of pandas.
    from frictionless import Resource  # noqa: PLC0415

    described = table.resource["schema"] | {"foreignKeys": []}
    first_line = {"header": True, "headerRows": [1]}
    resource: Any = Resource.from_descriptor(
        {"name": table.resource["name"], "data": [], "schema": described, "dialect": first_line}
    )
    resource.data = table.records
    return resource


def _import_jsonschema_fast() -> None:
    """Import jsonschema, which Frictionless needs, without its optional checker of internationalised addresses.

    Where JupyterLab is installed, that checker compiles 38 grammars on import: more time than all the rest of a
    load. No descriptor of ours uses the formats that it checks.
    """
    optional = "rfc3987_syntax"
    if "jsonschema" in sys.modules or optional in sys.modules:
        return
    sys.modules[optional] = None  # type: ignore[assignment]
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[optional]


def _fault(error: Any, line: int, table: _Table) -> Fault | None:
    """A Frictionless error as a fault of ours; None where another check already says the same."""
    name, fields = table.file, table.fields
    column = getattr(error, "field_name", None) or "-"
    cell = getattr(error, "cell", None)
    match error.type:
        case "constraint-error":
            return Fault(name, line, column, _shown(cell), _constraint(error.note, fields[column]))
        case "unique-error":
            return Fault(name, line, column, _earlier(error, table), "a value that no other row has")
        case "primary-key":
            # An empty key is a missing value already; the key of one column is unique already.
            if "None" in error.note or fields[table.key[0]].get("constraints", {}).get("unique"):
                return None
            return Fault(name, line, ", ".join(table.key), _earlier(error, table), "a key once")
        case "blank-row":
            return Fault(name, line, "-", "an empty line", "a row")
        case "missing-cell":
            return Fault(name, line, column, "the end of the line", f"{len(fields)} cells")
        case "extra-cell":
            return Fault(name, line, "-", _SHORT.repr(cell), f"only {len(fields)} cells")
        case _:
            return Fault(name, line, column, str(error.message), "a table as datapackage.json describes it")


def _shown(cell: object) -> str:
    return "nothing" if cell in (None, "", "None") else _SHORT.repr(cell)


def _constraint(note: str, field: dict[str, Any]) -> str:
    """What a violated constraint wanted, in words."""
    limits = field.get("constraints", {})
    if '"required"' in note:
        return "a value"
    if '"enum"' in note:
        return "one of " + ", ".join(map(str, limits["enum"]))
    if '"minimum"' in note:
        return f"at least {limits['minimum']}"
    if '"maximum"' in note:
        return f"at most {limits['maximum']}"
    return f"{field['description']} (pattern {limits.get('pattern')})"


def _earlier(error: Any, table: _Table) -> str:
    position = re.search(r"row at position (\d+)", error.note)
    line = table.starts[int(position.group(1)) - 1] if position else 0
    return f"the same as on line {line}"


class _Rules:
    """The row rules of a table, each parsed once; Frictionless would parse the formula anew for every row."""

    def __init__(self, table: _Table) -> None:
        # A dependency of Frictionless, which evaluates such rules with it too.
        from simpleeval import EvalWithCompoundTypes  # noqa: PLC0415

        self._table = table
        self._evaluator = EvalWithCompoundTypes()
        parsed = [(rule, self._evaluator.parse(rule["formula"])) for rule in table.resource.get("rules", [])]
        self._rules = [(rule, tree, _names(tree)) for rule, tree in parsed]
        self._forgiven = [(known["rule"], known["key"]) for known in table.resource.get("known_outliers", [])]

    def broken(self, row: Any, line: int, unreadable: set[str]) -> Iterator[Fault]:
        """Faults of one row, but for rules about cells that cannot be read or must not be empty."""
        if any(error.type == "blank-row" for error in row.errors):
            return
        faulty = {error.field_name for error in row.errors if hasattr(error, "field_name")}
        unreadable = unreadable | {column for column in faulty if row.get(column) is None}
        for rule, tree, names in self._rules:
            if unreadable & names or self._holds(rule["formula"], tree, row):
                continue
            if (rule["name"], self._key(row)) not in self._forgiven:
                yield Fault(self._table.file, line, rule["column"], self._cell(row, rule), rule["wanted"])

    def _holds(self, formula: str, tree: ast.AST, row: Any) -> bool:
        self._evaluator.names = row
        try:
            return bool(self._evaluator.eval(formula, previously_parsed=tree))
        except Exception:  # whatever goes wrong, the rule is not shown to hold
            return False

    def _key(self, row: Any) -> dict[str, str]:
        return {column: "" if row[column] is None else str(row[column]) for column in self._table.key}

    def _cell(self, row: Any, rule: dict[str, Any]) -> str:
        position = list(self._table.fields).index(rule["column"])
        return _shown(row.cells[position] if position < len(row.cells) else None)


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


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

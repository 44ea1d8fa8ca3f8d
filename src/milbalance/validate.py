"""Check a data folder against its descriptor: every fault at once, as file, line, column, found and wanted."""

from __future__ import annotations

import csv
import importlib
import math
import re
import sys
from pathlib import Path
from typing import Any

from milbalance import paths, schema
from milbalance.errors import Fault

_MAX_BYTES = 50_000_000  # the shipped tables are under 2 MB; a larger file is a mistake or an attack
_FOREIGN_KEY = re.compile(r'for "([^"]*)": values "(.*)" not found in the lookup table "([^"]*)"')


def check(folder: Path | None = None) -> list[Fault]:
    """Every fault of every table in a data folder, sorted by file and line; an empty list means all is well.

    The rules are those of `datapackage.json`: types, bounds, enums, patterns, keys, foreign keys and the row
    rules listed under `rules`. Rows named under `known_outliers` are exempt from the rule they name.
    """
    folder = folder or paths.data()
    if not (folder / paths.DESCRIPTOR).is_file():
        return [Fault(str(folder), 1, "-", "no datapackage.json", "a data folder")]
    descriptor = schema.read_descriptor(folder)
    faults: list[Fault] = []
    readable: list[dict[str, Any]] = []
    for resource in descriptor["resources"]:
        before = _unreadable(folder / resource["path"], resource)
        faults += before
        if not before:
            readable.append(resource)
    package = _package(folder, readable)
    for resource in readable:
        faults += _table_faults(folder, resource, package)
    return sorted(faults)


def _unreadable(path: Path, resource: dict[str, Any]) -> list[Fault]:
    """Faults that keep a file from being read as the table it should be."""
    name = path.name
    if not path.is_file():
        return [Fault(name, 1, "-", "no such file", resource["title"])]
    if path.stat().st_size > _MAX_BYTES:
        return [Fault(name, 1, "-", f"{path.stat().st_size:,} bytes", f"at most {_MAX_BYTES:,}")]
    raw = path.read_bytes()
    if not raw.strip():
        return [Fault(name, 1, "-", "an empty file", "a header line and rows")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return [Fault(name, line, "-", f"the byte 0x{raw[error.start]:02x}", "text encoded as UTF-8")]
    try:
        header, *_ = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), strict=True)
        _starts(text)
    except csv.Error as error:
        return [Fault(name, text.count("\n") + 1, "-", f"broken quoting ({error})", "closed quotes")]
    return _header_faults(name, header, [field["name"] for field in resource["schema"]["fields"]])


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


def _starts(text: str) -> list[int]:
    """The line on which each record starts, so that quoted line breaks do not shift line numbers."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    starts, line = [], 1
    for _ in reader:
        starts.append(line)
        line = reader.line_num + 1
    return starts


def _table_faults(folder: Path, resource: dict[str, Any], package: Any) -> list[Fault]:
    path = folder / resource["path"]
    starts = _starts(path.read_text(encoding="utf-8"))
    found = (_fault(error, path.name, resource, starts) for error in _errors(package, resource))
    faults = [fault for fault in found if fault is not None] + _not_finite(path, resource, starts)
    return list(dict.fromkeys(faults))


def _package(folder: Path, resources: list[dict[str, Any]]) -> Any:
    """The readable tables as a Frictionless package, without our own properties.

    Foreign keys into a table that cannot be read are left out: they would only repeat its fault on every row.
    """
    _import_jsonschema_fast()
    # Imported here so that `import milbalance` stays at the cost of pandas.
    from frictionless import Package  # noqa: PLC0415

    known = {resource["name"] for resource in resources} | {""}
    described = []
    for resource in resources:
        keys = resource["schema"].get("foreignKeys", [])
        schema_ = resource["schema"] | {"foreignKeys": [k for k in keys if k["reference"]["resource"] in known]}
        ours = {"rules", "known_outliers"}
        described.append({k: v for k, v in resource.items() if k not in ours} | {"schema": schema_})
    return Package.from_descriptor({"name": "check", "resources": described}, basepath=str(folder))


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


def _errors(package: Any, resource: dict[str, Any]) -> list[Any]:
    """What Frictionless finds in one table, our row rules included."""
    from frictionless import Checklist, checks  # noqa: PLC0415

    rules = [checks.row_constraint(formula=rule["formula"]) for rule in resource.get("rules", [])]
    report = package.get_resource(resource["name"]).validate(Checklist(checks=rules))
    return [error for task in report.tasks for error in task.errors] + list(report.errors)


def _fault(error: Any, name: str, resource: dict[str, Any], starts: list[int]) -> Fault | None:
    """A Frictionless error as a fault of ours; None where another check already says the same."""
    row = getattr(error, "row_number", None)
    line = starts[row - 1] if row and row <= len(starts) else 1
    column = getattr(error, "field_name", None) or "-"
    cell = getattr(error, "cell", None)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    match error.type:
        case "type-error":
            return Fault(name, line, column, repr(cell), _a(fields[column]["type"]))
        case "constraint-error":
            return Fault(name, line, column, _shown(cell), _constraint(error.note, fields[column]))
        case "primary-key":
            if "None" in error.note:
                return None
            return Fault(
                name, line, ", ".join(_key(resource)), f"the key of line {_earlier(error, starts)}", "a key once"
            )
        case "foreign-key":
            return _foreign_key(error.note, name, line)
        case "row-constraint":
            return _rule(error, name, line, resource)
        case "blank-row":
            return Fault(name, line, "-", "an empty line", "a row")
        case "missing-cell":
            return Fault(name, line, column, "the end of the line", f"{len(fields)} cells")
        case "extra-cell":
            return Fault(name, line, "-", repr(cell), f"only {len(fields)} cells")
        case _:
            return Fault(name, line, column, str(error.message), "a table as datapackage.json describes it")


def _a(kind: str) -> str:
    return {"integer": "a whole number", "number": "a number", "boolean": "true or false"}.get(kind, kind)


def _shown(cell: object) -> str:
    return "nothing" if cell in (None, "", "None") else repr(cell)


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
    if '"unique"' in note:
        return "a value that no other row has"
    return f"{field['description']} (pattern {limits.get('pattern')})"


def _key(resource: dict[str, Any]) -> list[str]:
    return list(resource["schema"]["primaryKey"])


def _earlier(error: Any, starts: list[int]) -> int:
    found = re.search(r"row at position (\d+)", error.note)
    return starts[int(found.group(1)) - 1] if found else 0


def _foreign_key(note: str, name: str, line: int) -> Fault:
    found = _FOREIGN_KEY.search(note)
    if not found:
        return Fault(name, line, "-", note, "a known key")
    column, value, table = found.groups()
    return Fault(name, line, column, repr(value), f"a {column} of {table or Path(name).stem}.csv")


def _rule(error: Any, name: str, line: int, resource: dict[str, Any]) -> Fault | None:
    """A broken row rule, unless the descriptor lists this row as a known outlier of that rule."""
    cells = dict(zip((f["name"] for f in resource["schema"]["fields"]), error.cells, strict=False))
    for rule in resource.get("rules", []):
        if f'"{rule["formula"]}"' not in error.note:
            continue
        key = {column: str(cells.get(column) or "") for column in _key(resource)}
        for outlier in resource.get("known_outliers", []):
            if outlier["rule"] == rule["name"] and outlier["key"] == key:
                return None
        return Fault(name, line, rule["column"], _shown(cells.get(rule["column"])), rule["wanted"])
    return Fault(name, line, "-", error.note, "a row that keeps the rules")


def _not_finite(path: Path, resource: dict[str, Any], starts: list[int]) -> list[Fault]:
    """Numbers such as NaN and inf, which Frictionless takes for numbers."""
    numbers = {f["name"] for f in resource["schema"]["fields"] if f["type"] == "number"}
    faults = []
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in zip(starts[1:], csv.DictReader(file), strict=False):
            for column in numbers:
                text = row.get(column) or ""
                try:
                    bad = not math.isfinite(float(text or 0))
                except ValueError:
                    continue
                if bad:
                    faults.append(Fault(path.name, line, column, repr(text), "a finite number"))
    return faults

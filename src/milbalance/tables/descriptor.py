"""Whether datapackage.json is a descriptor at all: its parts are there, of the right sort, and make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from milbalance.errors import Fault, MilbalanceError
from milbalance.tables import paths, rules, schema

_CONSTRAINTS: Any = {
    "required?": bool,
    "unique?": bool,
    "enum?": [str],
    "pattern?": str,
    "minimum?": float,
    "maximum?": float,
}
_FOR_NUMBERS, _FOR_TEXT = {"minimum", "maximum"}, {"enum", "pattern"}
# What stands where: a type, a list of one shape, or a mapping. A name that ends in `?` may be absent.
_SHAPE: Any = {
    "resources": [
        {
            "name": str,
            "path": str,
            "title": str,
            "schema": {
                "fields": [{"name": str, "type": str, "description": str, "constraints?": _CONSTRAINTS}],
                "primaryKey": [str],
                "foreignKeys?": [{"fields": [str], "reference": {"resource": str, "fields": [str]}}],
            },
            "rules?": [{"name": str, "column": str, "formula": str, "wanted": str}],
            "known_outliers?": [{"rule": str, "key": dict}],
        }
    ]
}
_SORTS = {dict: "an object", list: "a list", str: "text", int: "a number", float: "a number", bool: "true or false"}


def faults(descriptor: object) -> list[Fault]:
    """What is wrong with a descriptor, each part named by its way from the top; an empty list means all is well.

    >>> print(*faults({"resources": "none"}))
    datapackage.json:1:resources: found text; wanted a list
    """
    found = list(_misshapen(descriptor, _SHAPE, ""))
    if not found and isinstance(descriptor, dict):
        for number, resource in enumerate(descriptor["resources"]):
            found += _senseless(resource, f"resources.{number}")
    return found


def _misshapen(value: object, shape: Any, where: str) -> Iterator[Fault]:
    """Parts that are absent or of another sort than the shape says."""
    sort = shape if isinstance(shape, type) else type(shape)
    if not (isinstance(value, sort) or (sort is float and type(value) is int)):
        yield _fault(where, _SORTS.get(type(value), "nothing"), _SORTS[sort])
    elif isinstance(shape, list) and isinstance(value, list):
        for number, part in enumerate(value):
            yield from _misshapen(part, shape[0], f"{where}.{number}")
    elif isinstance(shape, dict) and isinstance(value, dict):
        for key, wanted in shape.items():
            name = key.removesuffix("?")
            if name in value or name == key:
                yield from _misshapen(value.get(name), wanted, f"{where}.{name}")


def _senseless(resource: dict[str, Any], where: str) -> Iterator[Fault]:
    """Parts that no table can have: a path out of the folder, an unknown type, a rule about no column."""
    path, fields = resource["path"], resource["schema"]["fields"]
    if not path.isprintable() or re.search(r"[/\\:]", path) or not path.strip("."):
        yield _fault(f"{where}.path", repr(path), "the name of a file in the same folder")
    names = {field["name"] for field in fields}
    for number, field in enumerate(fields):
        yield from _bad_field(field, f"{where}.schema.fields.{number}")
    keys = [resource["schema"]["primaryKey"], *(key["fields"] for key in resource["schema"].get("foreignKeys", []))]
    for column in sorted({column for key in keys for column in key} - names):
        yield _fault(f"{where}.schema", f"a key of {column!r}", f"columns of {path}")
    for number, rule in enumerate(resource.get("rules", [])):
        yield from _bad_rule(rule, names, f"{where}.rules.{number}")


def _bad_field(field: dict[str, Any], where: str) -> Iterator[Fault]:
    """An unknown type, or a constraint that would not be checked on a column of this type."""
    if field["type"] not in schema.DTYPES:
        yield _fault(f"{where}.type", repr(field["type"]), "one of " + ", ".join(schema.DTYPES))
        return
    numeric = field["type"] in ("number", "integer")
    checked = {"required", "unique"} | (_FOR_NUMBERS if numeric else set())
    checked |= _FOR_TEXT if field["type"] == "string" else set()
    constraints = field.get("constraints", {})
    for name in constraints.keys() - checked:
        wanted = f"of a column of the type {field['type']} one of {', '.join(sorted(checked))}"
        yield _fault(f"{where}.constraints", repr(name), wanted)
    try:
        re.compile(constraints.get("pattern", ""))
    except re.error as error:
        yield _fault(f"{where}.constraints.pattern", str(error), "a regular expression")


def _bad_rule(rule: dict[str, str], names: set[str], where: str) -> Iterator[Fault]:
    try:
        unknown = (rules.columns(rules.parse(rule["formula"])) | {rule["column"]}) - names
    except MilbalanceError as error:
        found, _, wanted = str(error).partition("; wanted ")
        yield _fault(f"{where}.formula", found, wanted)
        return
    if unknown:
        yield _fault(where, "no such column: " + ", ".join(map(repr, sorted(unknown))), "columns of the table")


def _fault(where: str, found: str, wanted: str) -> Fault:
    return Fault(paths.DESCRIPTOR, 1, where.strip(".") or "-", found[:200], wanted)

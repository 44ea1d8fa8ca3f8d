"""The data package descriptor: the one place that says what a column means."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from milbalance import arguments
from milbalance.tables import paths

# pandas types by Frictionless type. Integers that may be missing stay integers.
DTYPES = {"string": "str", "number": "float64", "integer": "Int64", "boolean": "boolean"}


@dataclass(frozen=True)
class Field:
    """One column: name, Frictionless type, description, unit if it has a fixed one, and its constraints.

    >>> schema.tables()["arms_imports"].field("tiv_m").unit
    'million TIV'
    """

    name: str
    type: str
    description: str
    unit: str | None
    constraints: dict[str, Any]

    @property
    def required(self) -> bool:
        """Whether every row must fill it."""
        return bool(self.constraints.get("required", False))

    @property
    def dtype(self) -> str:
        """The pandas type of the column; integers that every row fills are plain int64."""
        return "int64" if self.type == "integer" and self.required else DTYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One resource of the data package: its fields in file order, its key and what its columns refer to.

    >>> schema.tables()["fx"].key
    ('month', 'source_id')
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[str, str], ...] = ()  # columns with codes of another table, and that table

    @property
    def columns(self) -> list[str]:
        """Column names in file order."""
        return [field.name for field in self.fields]

    def field(self, name: str) -> Field:
        """The column of that name; MilbalanceError if there is none."""
        return self.fields[self.columns.index(arguments.one_of("column", name, self.columns))]


def read_descriptor(folder: Path) -> dict[str, Any]:
    """The descriptor of a data folder as a plain dictionary; ValueError for what is not JSON (NaN is not).

    >>> read_descriptor(paths.data())["name"]
    'milbalance'
    """
    text = (folder / paths.DESCRIPTOR).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text, parse_constant=int)  # int refuses NaN and Infinity
    return loaded


@lru_cache(maxsize=8)
def tables(folder: Path | None = None) -> dict[str, Table]:
    """Every table of the data package by name; `folder` defaults to the shipped data.

    Raises as `read_descriptor`, and OSError for a folder without one.

    >>> "spending" in schema.tables()
    True
    """
    descriptor = read_descriptor(folder or paths.data())
    return {
        resource["name"]: Table(
            resource["name"],
            resource["title"],
            resource["description"],
            tuple(
                Field(f["name"], f["type"], f["description"], f.get("unit"), f.get("constraints", {}))
                for f in resource["schema"]["fields"]
            ),
            tuple(resource["schema"]["primaryKey"]),
            tuple(
                (key["fields"][0], key["reference"]["resource"] or resource["name"])
                for key in resource["schema"].get("foreignKeys", [])
                if len(key["fields"]) == 1
            ),
        )
        for resource in descriptor["resources"]
    }

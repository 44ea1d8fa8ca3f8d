"""The data dictionary: every table and column of the data package in words, as the page data/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from milbalance.io import markdown
from milbalance.tables import load, paths, schema

_INTRO = """\
# Data dictionary

Written from [datapackage.json](datapackage.json) by `milbalance readme`; do not edit.

One row is one observation from one source. Sources that disagree stand side by side and are never averaged.
The files are CSV in UTF-8 with a header line; a comma parts the cells, and a point is the decimal sign.
An empty cell is missing. It is never zero, and where a table has a `missing_reason` it says why.
The last column of each table below says in how many rows a cell is empty: *never* if it must not be, *in no row* if
it may be and is not.
`milbalance check` holds every file to what is written here.

Terms differ by source: before you print, read `redistribution` and `credit` in [sources.csv](sources.csv)."""
_KINDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}
_HEAD = ["column", "what it is", "type", "unit", "limits", "empty"]


def text() -> str:
    """The whole page for the shipped data, as Markdown that ends in a line break."""
    resources = schema.read_descriptor(paths.data())["resources"]
    frames = {resource["name"]: load.table(resource["name"]) for resource in resources}
    return written(resources, frames)


def written(resources: list[dict[str, Any]], frames: dict[str, pd.DataFrame]) -> str:
    """The page for resources of a descriptor and the table of each."""
    parts = [_INTRO, _contents(resources, frames)]
    parts += ["\n\n".join(_section(resource, frames[resource["name"]])) for resource in resources]
    return "\n\n".join(parts) + "\n"


def _contents(resources: list[dict[str, Any]], frames: dict[str, pd.DataFrame]) -> str:
    """One line a table: its file, its subject and its number of rows."""
    rows = [
        (f"[{resource['path']}](#{resource['name']})", resource["title"], f"{len(frames[resource['name']]):,}")
        for resource in resources
    ]
    return f"## Tables\n\n{markdown.table(pd.DataFrame(rows, columns=['file', 'holds', 'rows']))}"


def _section(resource: dict[str, Any], frame: pd.DataFrame) -> Iterator[str]:
    """One table: what a row is, its keys, its columns, the meanings of codes, its rules and known outliers."""
    described = resource["schema"]
    yield f"## {resource['name']}"
    path, title = resource["path"], resource["title"]
    yield f"{title}: [{path}]({path}), {len(frame):,} rows. {resource['description']}"
    yield "\n".join(_keys(described))
    yield markdown.table(pd.DataFrame([_column(field, frame) for field in described["fields"]], columns=_HEAD))
    for field in described["fields"]:
        if "categories" in field:
            yield "\n".join(_meanings(field))
    if "rules" in resource:
        lines = [f"- `{rule['column']}`: {rule['wanted']}." for rule in resource["rules"]]
        yield "\n".join(["Each row also has:", "", *lines])
    if "known_outliers" in resource:
        yield "\n".join(
            ["Known outliers, kept as the source prints them:", "", *map(_outlier, resource["known_outliers"])]
        )


def _keys(described: dict[str, Any]) -> Iterator[str]:
    """The key and what the columns refer to, as a list."""
    yield f"- Key (no two rows are alike in it): {_names(described['primaryKey'])}."
    for key in described.get("foreignKeys", []):
        wanted = key["reference"]
        where = f"[{wanted['resource']}](#{wanted['resource']})" if wanted["resource"] else "this table"
        yield f"- {_names(key['fields'])} refers to {_names(wanted['fields'])} of {where}."


def _column(field: dict[str, Any], frame: pd.DataFrame) -> list[str]:
    """One row of the table of columns."""
    missing = int(frame[field["name"]].isna().sum())
    empty = f"in {missing:,} row{'s' * (missing > 1)}" if missing else "in no row"
    if field.get("constraints", {}).get("required"):
        empty = "never"
    told = [field["description"], _KINDS[field["type"]], field.get("unit", ""), _limits(field)]
    return [f"`{field['name']}`", *told, empty]


def _limits(field: dict[str, Any]) -> str:
    """What a cell may hold: allowed values, bounds or a pattern."""
    limits = field.get("constraints", {})
    parts = []
    if "enum" in limits:
        parts.append("one of " + ", ".join(f"`{value}`" for value in limits["enum"]))
    low, high = limits.get("minimum"), limits.get("maximum")
    if low is not None and high is not None:
        parts.append(f"{low} to {high}")
    elif low is not None or high is not None:
        parts.append(f"at least {low}" if low is not None else f"at most {high}")
    if limits.get("unique"):
        parts.append("each once")
    if "pattern" in limits:
        parts.append(f"pattern `{limits['pattern']}`")
    return "; ".join(parts)


def _meanings(field: dict[str, Any]) -> Iterator[str]:
    """The values of a column that need a word of explanation, as a list."""
    yield f"Values of `{field['name']}`:"
    yield ""
    yield from (f"- `{category['value']}`: {category['label']}" for category in field["categories"])


def _outlier(known: dict[str, Any]) -> str:
    key = ", ".join(str(value) for value in known["key"].values())
    return f"- {key}: {known['reason']} (exempt from the rule “{known['rule']}”)."


def _names(columns: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)

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

One row is one observation from one source. Sources that disagree are shown side by side and are never averaged.
The files are CSV in UTF-8 with a header line. Commas separate the cells, and a point is the decimal sign.
An empty cell is missing. It is never zero. Where a table has a `missing_reason`, it says why.
The last column of each table below gives the number of empty cells. *Never* means that none is allowed, *in no row*
that there are none.
`milbalance check` compares every file with this page.

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
    rows = [
        (f"[{resource['path']}](#{resource['name']})", resource["title"], f"{len(frames[resource['name']]):,}")
        for resource in resources
    ]
    parts = [_INTRO, f"## Tables\n\n{markdown.table(pd.DataFrame(rows, columns=['file', 'holds', 'rows']))}"]
    parts += ["\n\n".join(_section(resource, frames[resource["name"]])) for resource in resources]
    return "\n\n".join(parts) + "\n"


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
            meanings = [f"- `{category['value']}`: {category['label']}" for category in field["categories"]]
            yield "\n".join([f"Values of `{field['name']}`:", "", *meanings])
    if "rules" in resource:
        lines = [f"- `{rule['column']}`: {rule['wanted']}." for rule in resource["rules"]]
        yield "\n".join(["Each row also has:", "", *lines])
    if "known_outliers" in resource:
        known = [
            f"- {', '.join(map(str, one['key'].values()))}: {one['reason']} (exempt from the rule “{one['rule']}”)."
            for one in resource["known_outliers"]
        ]
        yield "\n".join(["Known outliers, kept as the source prints them:", "", *known])


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


def _names(columns: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)

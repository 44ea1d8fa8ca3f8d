"""The answers and the ways of counting as CSV and JSON, and the descriptor of those CSVs.

The columns and their meaning stand in one place: the JSON Schemas of the ledger and of the ways.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance.io.records import as_comma_separated, frame_as_csv
from milbalance.publish.article.told import Record
from milbalance.tables import schema
from milbalance.tables.documents import described
from milbalance.tables.load import Data

LEDGER, WAYS = "ledger", "ways"  # the names of the schemas
DESCRIPTOR = "datapackage.json"
_TYPES = {"string": "string", "number": "number", "integer": "integer", "boolean": "boolean"}


def whole(records: Sequence[Record], name: str) -> list[dict[str, Any]]:
    """Records with every key of a schema in its order, null where there is none, then the keys of their own."""
    keys = described(name)["items"]["properties"]
    own = dict.fromkeys(key for record in records for key in record if key not in keys)
    return [{key: record.get(key) for key in (*keys, *own)} for record in records]


def by_statement(records: Sequence[Record], choices: Mapping[str, Sequence[Record]]) -> list[dict[str, Any]]:
    """The ways of counting of all statements in one list, in the order of the statements."""
    found = [
        {"claim_id": record["claim_id"], **one} for record in records for one in choices.get(record["claim_id"], ())
    ]
    return whole(found, WAYS)


def as_json(records: Sequence[Record]) -> str:
    """Records as a file of JSON. Raises ValueError for a number that is none or infinite, which JSON lacks."""
    return json.dumps(records, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_csv(records: Sequence[dict[str, Any]], name: str) -> str:
    """Records as CSV, the header also where there is none; near misses as their sentences."""
    if not records:
        return ",".join(described(name)["items"]["properties"]) + "\n"
    told = [
        record | {"near": [str(one["sentence"]) for one in record["near"] or ()]} if "near" in record else record
        for record in records
    ]
    return as_comma_separated(told)


def cited(records: Sequence[Record], listed: Sequence[Record]) -> list[str]:
    """The ids of the sources behind every answer, way of counting and edition named, sorted."""
    found = {name for one in (*records, *listed) for name in one.get("sources") or ()}
    return sorted(found | {one[key] for one in records for key in ("edition", "now_edition") if one.get(key)})


def sources(data: Data, ids: Sequence[str]) -> pd.DataFrame:
    """The rows of sources.csv with these ids, in the order of the ids' names."""
    return data.sources[data.sources["source_id"].isin(ids)].sort_values("source_id", ignore_index=True)


def sources_csv(frame: pd.DataFrame) -> str:
    """Rows of sources.csv as a file in which nothing begins like a formula."""
    return frame_as_csv(frame.astype(object).where(frame.notna(), None))


def descriptor(title: str, columns: Mapping[str, Sequence[str]], licence: str) -> str:
    """The descriptor of the three CSVs, as Frictionless has it; `columns` are those that each has."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "answers",
        "title": f"The numbers of “{title}”, checked",
        "description": licence,
        "resources": [
            _resource("ledger", LEDGER, "One row a statement", columns["ledger"], ["claim_id"]),
            _resource("choices", WAYS, "One row a calculation", columns["choices"], []),
            _sources(columns["sources"]),
        ],
    }
    package["resources"][1]["schema"]["foreignKeys"] = [  # type: ignore[index]
        {"fields": ["claim_id"], "reference": {"resource": "ledger", "fields": ["claim_id"]}}
    ]
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _resource(name: str, described_by: str, title: str, columns: Sequence[str], key: list[str]) -> dict[str, Any]:
    known = described(described_by)["items"]["properties"]
    fields = [{"name": column, **_field(known.get(column, {}))} for column in columns]
    return _tabular(name, title, {"fields": fields, "primaryKey": key} if key else {"fields": fields})


def _field(known: Mapping[str, Any]) -> dict[str, str]:
    """The type of a column: that of its only kind of value; a list, and one of several kinds, are text."""
    named = known.get("type", [])
    kinds = {kind for kind in ([named] if isinstance(named, str) else named) if kind != "null"}
    kind = _TYPES.get(next(iter(kinds)), "string") if len(kinds) == 1 else "string" if known else "any"
    return {"type": kind} | ({"description": known["description"]} if "description" in known else {})


def _sources(columns: Sequence[str]) -> dict[str, Any]:
    known = {field.name: field for field in schema.tables()["sources"].fields}
    fields = [{"name": name, "type": known[name].type, "description": known[name].description} for name in columns]
    return _tabular("sources", "One row a source", {"fields": fields, "primaryKey": ["source_id"]})


def _tabular(name: str, title: str, described_as: dict[str, Any]) -> dict[str, Any]:
    file = {"path": f"{name}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return {"name": name, "title": title, "type": "table", **file, "schema": described_as}

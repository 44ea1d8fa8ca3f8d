"""Lists of what commands take by name: claims, sources and places of the tables, and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from milbalance.tables.load import Data

# Which columns of which table say what a name stands for; the first is the name.
_COLUMNS = {
    "claims": ["claim_id", "verdict", "statement"],
    "sources": ["source_id", "publisher", "title"],
    "places": ["place", "name", "other_names"],
}


def rows(data: Data, table: str) -> list[dict[str, Any]]:
    """One object a row of `claims`, `sources` or `places`, in file order; an empty cell is empty text."""
    found: list[dict[str, Any]] = getattr(data, table)[_COLUMNS[table]].fillna("").to_dict("records")
    return found


def figures(described: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One object a figure: its name, its notebook, its form and its claims; `described` as figures.yml has them."""
    return [
        {
            "figure": name,
            "notebook": spec.get("notebook", ""),
            "form": spec["form"],
            "claims": ", ".join(spec.get("claims", ())),
        }
        for name, spec in described.items()
    ]


def holding(listed: list[dict[str, Any]], word: str) -> list[dict[str, Any]]:
    """The rows in which a word stands, whatever its case."""
    wanted = word.casefold()
    return [row for row in listed if any(wanted in str(value).casefold() for value in row.values())]

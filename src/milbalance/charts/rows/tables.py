"""Rows of any table as they stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.tables import labels
from milbalance.tables.load import Data


def table(
    data: Data,
    *,
    name: str,
    where: Mapping[str, Any],
    value: str = "value",
    label: str = "source",
    series: str | None = None,
    sort: str | None = None,
    per: float = 1,
    **more: Any,
) -> pd.DataFrame:
    """Rows of a table that have these values in these columns, in file order or sorted by a column.

    `value` is the column of numbers, divided by `per`, as are `low` and `high` where the table has them. `label`
    and `series` name columns whose codes become names; "source" is the short name of the source. Whatever else is
    given becomes a column of that value. Raises MilbalanceError for an unknown table or column, NoRowsError without
    rows.
    """
    found = measures.select(data.tables[arguments.one_of("table", name, data.tables)], **_lists(where))
    for column in filter(None, (value, sort, *(one for one in (label, series) if one != "source"))):
        arguments.one_of(f"column of {name}", column, found.columns)
    found = found.sort_values(sort, kind="stable") if sort else found
    numbers = {column: found[column] / per for column in ("low", "high") if column in found}
    named = {"label": label} | ({"series": series} if series else {})
    texts = {target: names(data, found, column) for target, column in named.items()}
    return found.assign(value=found[value] / per, **numbers, **texts, **more)


def _lists(where: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in where.items()}


def names(data: Data, rows: pd.DataFrame, column: str) -> pd.Series[str]:
    """A column of codes in words; "source" is the short name of the source, edition included."""
    if column == "source":
        return rows["source_id"].map(data.sources.set_index("source_id")["label"])
    return rows[column].astype(str).map(lambda code: labels.when(labels.place(data, code)))

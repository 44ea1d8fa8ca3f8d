"""Flows of money and goods between places, as they are published for periods of months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import measures
from milbalance.tables import labels
from milbalance.tables.load import Data


def by_month(
    data: Data,
    *,
    flow: str,
    place: str,
    other: str,
    periods: Sequence[Mapping[str, Any]],
    per: float = 1,
) -> pd.DataFrame:
    """What flowed from one place to another in each month, over published periods that do not overlap.

    `periods` are rows of flows.csv ({"over": "2020-07 to 2020-09", "source"}). A period of several months gives
    each of them its average, role "part": no value of a month. Columns place, series, month, value (the unit of
    the table divided by `per`, a month), total (of the whole period), start, end, kind, role, source_id. Raises
    NoRowsError for a period that the source does not have.
    """
    records = []
    for asked in periods:
        start, end = asked["over"]
        where = {"flow": flow, "origin": place, "destination": other, "source_id": asked["source"]}
        (row,) = measures.select(data.flows, start=start, end=end, **where).to_dict("records")
        months = [str(month) for month in pd.period_range(start, end, freq="M")]
        total, role = row["value"] / per, "" if len(months) == 1 else "part"
        for month in months:
            records.append((month, total / len(months), total, start, end, row["kind"], role, asked["source"]))
    columns = ["month", "value", "total", "start", "end", "kind", "role", "source_id"]
    found = pd.DataFrame(records, columns=columns)
    return found.assign(place=place, series=labels.place(data, place))

"""Published numbers: rows of a table as ranges.

A row gives a value, a range, or one end of it ("more than", "up to"); what a source bounds on one side only
stays open on the other, and a value that a source rounds is all that rounds to it.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from milbalance import measures
from milbalance.errors import AmbiguousError
from milbalance.measures.ranges import Span, rounded

ALMOST = "almost"  # the caveat of facts.csv on a number that the source itself calls almost so many


def span(row: Any) -> Span:
    """The number of one row as a range: its low and high end, with its value as the best one; else its value.

    A value printed in thousands, or as about so many, is all that rounds to it (`rounded_to`, in tables that have
    the column), itself the best. An end that the source leaves open is open: 0 below, infinite above.

    >>> span({"value": math.nan, "low": 5.0, "high": math.nan})
    Span(low=5.0, high=inf, best=None)
    """
    value = None if pd.isna(row["value"]) else float(row["value"])
    if value is not None and (pd.isna(row["low"]) or pd.isna(row["high"])):
        unit = row.get("rounded_to", math.nan)
        return Span(value, value) if pd.isna(unit) else rounded(value, float(unit))
    low = float(row["low"]) if pd.notna(row["low"]) else 0.0
    return Span(low, float(row["high"]) if pd.notna(row["high"]) else math.inf, value)


def origin(row: Any) -> str:
    """Who counted first, where a row says that this is not the origin of its source; else nothing.

    >>> origin({"origin": math.nan}), origin({"origin": "SIPRI"})
    ('', 'SIPRI')
    """
    return row["origin"] if isinstance(row["origin"], str) else ""


def fact(facts: pd.DataFrame, topic: str, **where: Any) -> Span:
    """The one number of a topic that a selection gives, as a range, in the unit of its row.

    Raises NoRowsError if there is none and AmbiguousError if there are several.

    >>> fact(data.facts, "fighters-pay-usd", source_id="reuters-2020-09-29").number
    1500.0
    """
    rows = measures.rows(facts, topic=topic, **where)
    if len(rows) > 1:
        raise AmbiguousError(f"{len(rows)} rows of {topic} with {where}: name the one that is meant")
    return span(rows[0])


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """The last row of each subject: a running count replaces its own earlier state.

    >>> rows = pd.DataFrame({"subject": ["dead", "dead"], "as_of": ["2020-10", "2020-11"], "value": [2, 5]})
    >>> latest(rows)["value"].tolist()
    [5]
    """
    return rows.sort_values("as_of", kind="stable").drop_duplicates("subject", keep="last").sort_index()

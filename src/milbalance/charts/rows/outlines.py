"""Outlines for a map: areas with their size, and what is drawn around them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from milbalance import measures
from milbalance.tables.load import Data

COLUMNS = [
    *("outline", "kind", "place", "series", "words", "value", "unit", "part_of", "share", "as_of", "role"),
    *("geometry", "source_id"),
]


def outlines(data: Data, *, names: Sequence[str], topic: str = "") -> pd.DataFrame:
    """Outlines by their short names, in the order asked, each with its size where facts.csv has it under the topic.

    `value` is the size as its source counts it, not that of the simplified outline, and `share` its part, in per
    cent, of what is part of the same whole and drawn. What has no size of its own has the role "context". Columns
    outline, kind, place, series (its name), words (both names), value, unit, part_of, share, as_of, role, geometry
    (well-known text), source_id. Raises NoRowsError for an unknown outline, and where an area has no size.

    >>> from milbalance.charts.rows.outlines import outlines
    >>> outlines(data, names=["country-iran"])["role"].tolist()
    ['context']
    """
    found = pd.concat([measures.select(data.outlines, outline=name) for name in names], ignore_index=True)
    sized = found["subject"].notna()
    sizes = [
        measures.select(data.facts, topic=topic, subject=row.subject, source_id=row.source_id).iloc[0]
        for row in found[sized].itertuples()
    ]
    made = found.assign(value=float("nan"), unit="", role=sized.map({True: "", False: "context"}))
    made.loc[sized, "value"] = [size["value"] for size in sizes]
    made.loc[sized, "unit"] = [size["unit"] for size in sizes]
    made["share"] = 100 * made["value"] / made.groupby("part_of")["value"].transform("sum")
    both = made["name"] + (" / " + made["other_name"]).fillna("")
    return made.assign(series=made["name"], words=both)[COLUMNS]

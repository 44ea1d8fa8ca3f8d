"""Dated events, which charts over time are read against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from milbalance import measures
from milbalance.tables.load import Data


def events(data: Data, *, dated_by: Mapping[str, str | Sequence[str]]) -> pd.DataFrame:
    """Events with their dates by one source each, or by several that give an end each, in the order asked.

    Columns event, words (its name), start, end (a day, month or year as its source has it), role ("context": they
    have no number of their own), source_id. Raises NoRowsError for an event that the source does not date.

    >>> from milbalance.charts.rows.events import events
    >>> events(data, dated_by={"april-2016": "crisisgroup-explainer-2019"})["start"].tolist()
    ['2016-04']
    """
    made = []
    for event, sources in dated_by.items():
        wanted = [sources] if isinstance(sources, str) else list(sources)
        rows = pd.concat([measures.select(data.events, event=event, source_id=source) for source in wanted])
        dates = {"start": rows["start"].min(), "end": rows["end"].dropna().max()}
        made.append({"event": event, "words": rows["name"].iloc[0]} | dates | {"source_id": "; ".join(wanted)})
    return pd.DataFrame(made).assign(role="context")

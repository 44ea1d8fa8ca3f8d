"""Equipment lost: what pictures document, and what the other side claimed."""

from __future__ import annotations

import pandas as pd

from milbalance import measures
from milbalance.tables.load import Data

DONE = ["destroyed", "total_destroyed_plus_captured"]  # the status of a row that holds the whole of a claim


def documented(data: Data, side: str, source: str) -> pd.DataFrame:
    """Totals by type that a source documents as lost by a side: lower bounds.

    >>> from milbalance.measures import tallies
    >>> side = data.losses["side"].iloc[-1]
    >>> tallies.documented(data, side, "oryx-2020").set_index("type")["count"].to_dict()["tank"]
    62
    """
    return measures.select(data.losses, side=side, source_id=source, status="total")


def last_claim(data: Data, side: str, counted_by: str) -> pd.DataFrame:
    """The last tally of a side's losses that was claimed by those who counted, one row a type.

    Earlier tallies of the same war are never added: they count the same losses. Where the numbers of a type were
    garbled on their way, the sum alone is kept.

    >>> from milbalance.measures import tallies
    >>> side = data.losses["side"].iloc[-1]
    >>> tallies.last_claim(data, side, "defence ministry").set_index("type")["count"].to_dict()["helicopter"]
    16
    """
    rows = measures.select(data.losses, side=side, evidence="claimed", counted_by=counted_by)
    return measures.select(rows, as_of=rows["as_of"].max(), status=DONE)

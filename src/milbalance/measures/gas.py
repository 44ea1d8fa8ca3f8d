"""Gas by pipeline from Azerbaijan to the European Union, and from Russia, in billion cubic metres."""

from __future__ import annotations

import pandas as pd

from milbalance import measures
from milbalance.measures import facts
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

UNION, EUROPE = "EUU", "EUR"  # the European Union, and all of Europe where a source does not count the Union alone
COMMISSION = "ec-spokesperson-menafn"
DEAL = "eu-azerbaijan-mou-2022"
_TO = {UNION: "EU", EUROPE: "Europe"}


def yearly(data: Data, origin: str = "AZE") -> pd.DataFrame:
    """Gas of whole years to the European Union or Europe: year, low, high, kind, to (EU or Europe), source_id.

    Plans are included; what is only read into a page and not printed there is not.
    """
    rows = measures.select(data.flows, flow="gas", origin=origin, destination=list(_TO))
    rows = rows[(rows["start"] == rows["end"]) & (rows["kind"] != "derived")]
    spans = [facts.span(row) for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            "year": rows["start"].astype(int),
            "low": [span.low for span in spans],
            "high": [span.high for span in spans],
            "kind": rows["kind"],
            "to": rows["destination"].map(_TO),
            "source_id": rows["source_id"],
        }
    ).sort_values(["year", "source_id"], ignore_index=True)


def volume(data: Data, year: int, source: str, origin: str = "AZE") -> Span:
    """Gas of one year by one source, in billion cubic metres; NoRowsError if the source gives none."""
    row = measures.select(yearly(data, origin), year=year, source_id=source).iloc[0]
    return Span(float(row["low"]), float(row["high"]))


def target(data: Data) -> float:
    """The yearly volume that the deal of July 2022 names, in billion cubic metres; the deal says at least."""
    return volume(data, 2027, DEAL).low

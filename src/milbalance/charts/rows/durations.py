"""Stretches of time that statements speak of, from one day to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import articles
from milbalance.errors import MilbalanceError
from milbalance.measures.vocabulary.facts import day
from milbalance.tables.labels import when
from milbalance.tables.load import Data


def durations(data: Data, *, stretches: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The days of statements whose measure is `days`, one row for each stretch: {label, claims}.

    Several statements may speak of one stretch. `words` are its days and dates and what the text says of it.
    Columns label, start, end, value, unit, words, source_id. Raises MilbalanceError for a statement that is no
    number of days, NoRowsError or MissingError for a day that no source gives.
    """
    return pd.DataFrame([_stretch(data, one["label"], one["claims"]) for one in stretches])


def _stretch(data: Data, label: str, claims: Sequence[str]) -> dict[str, Any]:
    asked = articles.computation(data, claims[0])
    if not {"start", "end"} <= set(asked.plain):
        raise MilbalanceError(f"{claims[0]} is no number of days: wanted a statement of the measure days")
    start, end = (day(data, asked.plain[name]).isoformat() for name in ("start", "end"))
    value = articles.compute(data, claims[0])
    said = data.claims.set_index("claim_id")["words"].loc[list(claims)]
    told = ", ".join(f"“{words}”" for words in said)
    return {
        "label": label,
        "start": start,
        "end": end,
        "value": value,
        "unit": "days",
        "words": f"{value:.0f} days, {when(start)} to {when(end)}: {told}",
        "source_id": "; ".join(asked.sources),
    }

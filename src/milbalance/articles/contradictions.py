"""Pairs of the article's numbers that bear on one quantity: what each implies, and whether any number fits both."""

from __future__ import annotations

import math

import pandas as pd

from milbalance.tables.load import Data

SIDES = ("a", "b")


def table(data: Data) -> pd.DataFrame:
    """The pairs of contradictions.csv with what each side implies, in the unit of the row.

    Columns: contradiction, claim_a, claim_b, implies_a, implies_b, low_a, high_a, low_b, high_b, unit, common_low,
    common_high (the numbers that both wordings cover; NaN for none), gap (the factor between the nearest ends; NaN
    where they meet), why. An upper end that is not given is infinite.

    >>> table(data).set_index("contradiction").loc["gas-factor", ["common_low", "common_high"]].tolist()
    [2.5, 3.5]
    """
    rows = data.contradictions.copy()
    for side in SIDES:
        rows[f"high_{side}"] = rows[f"high_{side}"].fillna(math.inf)
    low = rows[["low_a", "low_b"]].max(axis=1)
    high = rows[["high_a", "high_b"]].min(axis=1)
    meet = low <= high
    rows["common_low"], rows["common_high"] = low.where(meet), high.where(meet)
    rows["gap"] = (low / high).where(~meet)
    return rows[[*(name for name in rows.columns if name != "why"), "why"]]

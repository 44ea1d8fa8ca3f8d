"""Tidy rows in the columns and types of a shipped table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from milbalance.tables import schema


def frame(name: str, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame with the columns of the shipped table `name`, in its order and types; absent ones are empty.

    An empty text is missing, as in the CSV files. Texts that stand alone are those of every row.

    >>> made = frame("context", {"place": ["SWE", "FRA"], "year": [2020, 2021], "item": "population", "unit": ""})
    >>> made["item"].tolist(), int(made["unit"].isna().sum())
    (['population', 'population'], 2)
    """
    index = pd.RangeIndex(max((len(cells) for cells in columns.values() if not isinstance(cells, str)), default=0))
    made = {}
    for field in schema.tables()[name].fields:
        missing = np.nan if field.dtype == "float64" else pd.NA
        cells = pd.Series(columns.get(field.name, missing), index=index)
        made[field.name] = cells.replace("", pd.NA) if field.dtype == "str" else cells
    return pd.DataFrame(made, index=index).astype(
        {field.name: field.dtype for field in schema.tables()[name].fields}
    )

"""Every table of a pair by name, in the order of the notebook; `choices` and `coverage` are their own modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from milbalance.pair.arms import concentration, suppliers, windows
from milbalance.pair.ratios import cinc_ratio, personnel_ratio, spending_ratio
from milbalance.pair.request import Request
from milbalance.tables.load import Data

__all__ = [
    "COMPUTED",
    "cinc_ratio",
    "concentration",
    "personnel_ratio",
    "spending_ratio",
    "suppliers",
    "windows",
]

COMPUTED: Mapping[str, Callable[[Data, Request], pd.DataFrame]] = MappingProxyType(
    {
        "spending_ratio": spending_ratio,
        "personnel_ratio": personnel_ratio,
        "cinc_ratio": cinc_ratio,
        "suppliers": suppliers,
        "windows": windows,
        "concentration": concentration,
    }
)

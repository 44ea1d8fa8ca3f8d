"""From tidy frames to numbers; `measures.ratio` and its like are those of `arithmetic`."""

from milbalance.measures.arithmetic import (
    by_place,
    by_year,
    change,
    concentration,
    one,
    ratio,
    ratio_by_year,
    refuse_mixture,
    rows,
    select,
    share,
    supplier_totals,
    trend,
    window,
    window_shares,
    window_sum,
)

__all__ = [
    "by_place",
    "by_year",
    "change",
    "concentration",
    "one",
    "ratio",
    "ratio_by_year",
    "refuse_mixture",
    "rows",
    "select",
    "share",
    "supplier_totals",
    "trend",
    "window",
    "window_shares",
    "window_sum",
]

"""Lira and dollars: monthly rates, sums in the other currency, and what fighters were said to be paid."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NoRowsError
from milbalance.measures import facts
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

PER_MONTH = {"US dollars a month": "as published", "lira a month": "converted at the mean of the month"}
_DAYS = "days on which the cross rate lies from 19.35 to 19.45: "


def rate(data: Data, month: str, statistic: str = "mean") -> float:
    """Lira per US dollar in a month such as 2020-10: its `mean`, or its `lowest` or `highest` day.

    Raises NoRowsError for a month without rates.
    """
    return measures.one(data.fx, value=statistic, month=month)


def rates(data: Data, start: str, end: str) -> pd.DataFrame:
    """Monthly rates from `start` to `end`, both included: month, mean, lowest, highest, days, source_id.

    Raises NoRowsError if there is none.
    """
    rows = data.fx[data.fx["month"].between(start, end)].sort_values("month")
    if rows.empty:
        held = f"{data.fx['month'].min()} to {data.fx['month'].max()}"
        raise NoRowsError(f"no rates from {start} to {end}", f"there are: {held}")
    return rows[["month", "mean", "lowest", "highest", "days", "source_id"]].reset_index(drop=True)


def days_at_the_stated_rate(data: Data) -> tuple[date, date, int]:
    """First and last of the days of 2019 to 2023 on which the rate lay from 19.35 to 19.45, and how many."""
    found = {
        name: facts.fact(data.facts, "fighters-pay-fx", subject=_DAYS + name).number
        for name in ("first day", "last day", "count")
    }
    first, last = (datetime.strptime(f"{found[name]:.0f}", "%Y%m%d").date() for name in ("first day", "last day"))
    return first, last, int(found["count"])


def both_ways(data: Data, amount: float, months: list[str] | str) -> pd.DataFrame:
    """A sum read as dollars and read as lira, in both currencies at the mean rate of each month.

    Columns: read_as, month, lira, dollars, source_id.
    """
    source = str(data.fx["source_id"].iloc[0])
    records = []
    for month in arguments.several(months):
        at = rate(data, month)
        records.append(("US dollars", month, amount * at, amount, source))
        records.append(("lira", month, amount, amount / at, source))
    frame = pd.DataFrame(records, columns=["read_as", "month", "lira", "dollars", "source_id"])
    return frame.sort_values("read_as", ascending=False, kind="stable", ignore_index=True)


def pay(data: Data) -> pd.DataFrame:
    """What sources say that Syrian fighters were paid a month, in US dollars, the oldest first.

    Columns: source_id, as_of, low, high (equal for one number), how (as published, or converted at the mean rate
    of the month that the row is for). Sums that are not by the month are left out.
    """
    rows = measures.select(data.facts, topic="fighters-pay-usd", unit=list(PER_MONTH))
    records = []
    for _, row in rows.sort_values(["as_of", "source_id"]).iterrows():
        dollars = monthly_dollars(data, row)
        records.append((row["source_id"], row["as_of"], dollars.low, dollars.high, PER_MONTH[row["unit"]]))
    return pd.DataFrame(records, columns=["source_id", "as_of", "low", "high", "how"])


def monthly_dollars(data: Data, row: pd.Series) -> Span:
    """A row of monthly pay in US dollars; lira are converted at the mean of the month that the row is for."""
    paid = facts.span(row)
    return paid if row["unit"] == "US dollars a month" else paid * (1 / rate(data, row["as_of"][:7]))

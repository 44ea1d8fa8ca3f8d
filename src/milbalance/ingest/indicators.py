"""World Bank indicators that have a place in the shipped tables, and what becomes of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from milbalance.ingest import tidy

# Places that have, or had, no armed forces: there a printed 0 is a number. Elsewhere it stands for sums that are
# small in today's dollars or were not converted, as the editions from 2023 on print them, and is no number.
_WITHOUT_FORCES = {
    "CRI": (1949, 9999),
    "HTI": (1996, 2012),
    "ISL": (1800, 9999),
    "PAN": (1990, 9999),
}
_ZERO = "printed as 0, in a place that had armed forces"
_PERSONNEL = "Active and paramilitary forces together, reserves not. Compare only within one source."
_BREAK = "Before the series break of 1994/95: looks like active forces only. Do not plot across the break."


@dataclass(frozen=True)
class Indicator:
    """One indicator: its code, its name in files, and the table, column value and unit that it becomes.

    `origin` counted it first, as the World Bank says; `key` is the basis in spending and the item elsewhere; the
    number printed is divided by `divisor`.
    """

    code: str
    name: str
    origin: str
    table: str
    key: str
    unit: str
    divisor: float = 1.0
    note: str = ""


INDICATORS = (
    Indicator(
        "MS.MIL.XPND.CD",
        "Military expenditure (current USD)",
        "SIPRI",
        "spending",
        "current_usd",
        "million US dollars",
        1e6,
        "converted from US dollars to million US dollars",
    ),
    Indicator(
        "MS.MIL.XPND.GD.ZS", "Military expenditure (% of GDP)", "SIPRI", "spending", "share_gdp", "per cent of GDP"
    ),
    Indicator(
        "MS.MIL.XPND.CN",
        "Military expenditure (current LCU)",
        "SIPRI",
        "spending",
        "local_currency",
        "local currency",
    ),
    Indicator(
        "MS.MIL.XPND.ZS",
        "Military expenditure (% of general government expenditure)",
        "SIPRI",
        "spending",
        "share_government",
        "per cent of government spending",
    ),
    Indicator(
        "MS.MIL.TOTL.P1", "Armed forces personnel, total", "IISS", "forces", "active_incl_paramilitary", "persons"
    ),
    Indicator("NY.GDP.MKTP.CD", "GDP (current US$)", "World Bank", "context", "gdp_current_usd", "US dollars"),
    Indicator("SP.POP.TOTL", "Population, total", "World Bank", "context", "population", "persons"),
    Indicator(
        "PA.NUS.FCRF",
        "Official exchange rate (LCU per US$, period average)",
        "World Bank",
        "context",
        "exchange_rate",
        "local currency per US dollar",
    ),
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
BY_NAME = {indicator.name.casefold(): indicator for indicator in INDICATORS}


def tidy_rows(seen: pd.DataFrame, table: str, source_id: str) -> pd.DataFrame:
    """Numbers as printed to the columns of spending, forces or context.

    `seen` has the columns place, year, indicator (code), value (as printed) and locator, one row per number.
    """
    of_table = seen[seen["indicator"].map(lambda code: BY_CODE[code].table) == table]
    rows = of_table.reset_index(drop=True)
    known = [BY_CODE[code] for code in rows["indicator"]]
    columns: dict[str, Any] = {
        "place": rows["place"],
        "year": rows["year"],
        "source_id": source_id,
        "value": rows["value"] / pd.Series([indicator.divisor for indicator in known], dtype="float64"),
        "unit": [indicator.unit for indicator in known],
        "locator": rows["locator"],
        "note": [indicator.note for indicator in known],
        ("basis" if table == "spending" else "item"): [indicator.key for indicator in known],
    }
    if table != "spending":
        columns["origin"] = [indicator.origin for indicator in known]
    if table == "spending":
        columns |= _zeros_out(columns)
    if table == "forces":
        note = pd.Series("", index=rows.index, dtype="str").mask(rows["year"] < 1995, _BREAK)
        columns |= {"category": "personnel", "definition": _PERSONNEL, "note": note}
    return tidy.frame(table, columns)


def _zeros_out(columns: dict[str, Any]) -> dict[str, Any]:
    """Value, reason and note of spending, with a 0 that stands for no number taken out."""
    without = [_WITHOUT_FORCES.get(place, (1, 0)) for place in columns["place"]]
    unarmed = [first <= year <= last for (first, last), year in zip(without, columns["year"], strict=True)]
    false = (columns["value"] == 0) & ~np.array(unarmed, dtype=bool)
    note = pd.Series(columns["note"], dtype="str")
    return {
        "value": columns["value"].mask(false),
        "missing_reason": pd.Series("", index=false.index, dtype="str").mask(false, "printed as zero"),
        "note": note.mask(false, _ZERO),
    }

"""Deliveries in the register as the charts take them: items by type, volumes by year (notebooks 03 and 04)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from milbalance import measures
from milbalance.load import Data

ALL_DRONES = ("armed drone", "loitering munition", "reconnaissance drone")
PLURALS = dict(zip(ALL_DRONES, ("armed drones", "loitering munitions", "reconnaissance drones"), strict=True))


def in_words(designation: str) -> str:
    """The name of a type as our texts write it: the register has TB-2 for the TB2."""
    return designation.replace("TB-2", "TB2")


def delivered(
    data: Data, recipients: Sequence[str], source: str, classes: Sequence[str], until: int | None
) -> pd.DataFrame:
    """Deliveries of some classes in one release, up to a year or all."""
    rows = measures.select(
        data.arms_deliveries, source_id=source, recipient=list(recipients), **{"class": list(classes)}
    )
    return rows if until is None else rows[rows["year"] <= until]


def items(rows: pd.DataFrame) -> pd.DataFrame:
    """Items by recipient, supplier, type and year."""
    keys = ["recipient", "supplier", "class", "designation", "year", "source_id"]
    return rows.groupby(keys)["number"].sum().rename("value").reset_index().assign(unit="items")


def volumes(data: Data, recipient: str, supplier: str, source: str) -> pd.Series[float]:
    """Volume of deliveries by year, in millions of TIV; a year without a delivery has no row."""
    rows = measures.select(data.arms_deliveries, source_id=source, recipient=recipient, supplier=supplier)
    return rows.groupby("year")["tiv_m"].sum().sort_index()


def volume_rows(rows: pd.Series[float], recipient: str, supplier: str, source: str) -> pd.DataFrame:
    """Volumes by year as tidy rows."""
    return pd.DataFrame(
        {
            "recipient": recipient,
            "supplier": supplier,
            "year": rows.index,
            "value": rows.to_numpy(),
            "unit": "million TIV",
            "source_id": source,
        }
    )


def item_words(data: Data, recipient: str, supplier: str, source: str, year: int) -> str:
    """What was delivered in a year, in words."""
    rows = measures.select(
        data.arms_deliveries, source_id=source, recipient=recipient, supplier=supplier, year=year
    )
    return ", ".join(
        f"{number} {in_words(designation)} ({kind}{'s' if number > 1 else ''})"
        for number, designation, kind in rows[["number", "designation", "class"]].to_numpy()
    )

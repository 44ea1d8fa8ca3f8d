"""Deliveries in the register as the charts take them: items by type, volumes by year (notebooks 03 and 04)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NoRowsError
from milbalance.tables import coverage
from milbalance.tables.load import Data

ALL_DRONES = ("armed drone", "loitering munition", "reconnaissance drone")
PLURALS = dict(zip(ALL_DRONES, ("armed drones", "loitering munitions", "reconnaissance drones"), strict=True))


def in_words(designation: str) -> str:
    """The name of a type as our texts write it: the register has TB-2 for the TB2."""
    return designation.replace("TB-2", "TB2")


def delivered(
    data: Data, recipients: Sequence[str], source: str, classes: Sequence[str], until: int | None
) -> pd.DataFrame:
    """Deliveries of some classes of drones in one release, up to a year or all.

    Raises NoRowsError for a recipient or a year of which the release holds nothing, and where there is no delivery.
    """
    for name in classes:
        arguments.one_of("class of drones", name, ALL_DRONES)
    for recipient in recipients:
        within = coverage.within(data, "arms_deliveries", source, recipient)
        if until is not None and until not in within:
            raise NoRowsError(f"{source} is held from {within[0]} to {within[-1]} for {recipient}, not to {until}")
    frame = data.arms_deliveries
    wanted = (frame["source_id"] == source) & frame["recipient"].isin(recipients) & frame["class"].isin(classes)
    rows = frame[wanted]
    if rows.empty:
        raise NoRowsError(f"no {' or '.join(classes)} delivered to {' or '.join(recipients)} in {source}")
    if until is not None and rows["year"].min() > until:
        raise NoRowsError(f"no such delivery by {until}; the first is of {rows['year'].min()}")
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

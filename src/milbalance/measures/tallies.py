"""Equipment lost in 2020: what pictures document beside what the other side's ministry claimed."""

from __future__ import annotations

import pandas as pd

from milbalance import measures
from milbalance.tables.load import Data

ORYX = "oryx-2020"
MINISTRY = "defence ministry"  # who counted, in losses.csv
# The classes of the chart: what the page of pictures calls them and what the ministries call them.
CLASSES = {
    "tanks": (["tank"], ["tank"]),
    "other armoured vehicles": (["armoured_fighting_vehicle"], ["BMP_BMD_APC"]),
    "tanks and other armour": (
        ["tank", "armoured_fighting_vehicle"],
        ["tank_and_other_armoured_vehicle", "tank", "BMP_BMD_APC"],
    ),
    "guns and howitzers": ([], ["cannon_howitzer"]),
    "self-propelled guns": ([], ["self_propelled_artillery"]),
    "mortars": ([], ["mortar"]),
    "trucks and other vehicles": (["truck_vehicle_jeep"], ["truck", "special_vehicle"]),
    "drones": ([], ["uav"]),
    "aircraft": ([], ["aircraft", "Su-25"]),
    "An-2 flown without crew": (["an2_decoy_aircraft"], []),
    "helicopters": ([], ["helicopter"]),
}


def documented(data: Data, side: str) -> pd.DataFrame:
    """Totals by type that pictures document as lost by a side: lower bounds."""
    return measures.select(data.losses, side=side, source_id=ORYX, status="total")


def last_claim(data: Data, side: str) -> pd.DataFrame:
    """The last tally that the other side's ministry claimed, one row a type.

    Earlier tallies of the same war are never added: they count the same losses. Where the numbers of a type were
    garbled on their way, the sum alone is kept.
    """
    rows = measures.select(data.losses, side=side, evidence="claimed", counted_by=MINISTRY)
    return measures.select(rows, as_of=rows["as_of"].max(), status=["destroyed", "total_destroyed_plus_captured"])


def by_class(data: Data, sides: tuple[str, ...] = ("ARM+NKR", "AZE")) -> pd.DataFrame:
    """Losses by side and class, one row for each kind of evidence that has a number.

    Columns: side, class, evidence (documented or claimed), value, unit, as_of, source_id.
    """
    records = []
    for side in sides:
        found = {"documented": documented(data, side), "claimed": last_claim(data, side)}
        for name, types in CLASSES.items():
            for evidence, wanted in zip(found, types, strict=True):
                rows = found[evidence]
                rows = rows[rows["type"].isin(wanted)]
                if not rows.empty:
                    row = rows.iloc[0]
                    count = float(rows["count"].sum())
                    records.append((side, name, evidence, count, "items", row["as_of"], row["source_id"]))
    return pd.DataFrame(records, columns=["side", "class", "evidence", "value", "unit", "as_of", "source_id"])

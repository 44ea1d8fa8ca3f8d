"""SIPRI arms transfers: deals and deliveries with Azerbaijan and Armenia (arms_deals, arms_deliveries)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

NEWEST = "sipri-transfers-2026-03"
REGISTER = "sipri_trade-register_deals_world_1950-2025_generated-2026-05-18.csv"
DELIVERIES_2024 = "sipri_trade-register_deliveries_world_1990-2023_generated-2024-04-13.csv"
REBUILT = "sipri_deliveries_world_1950-2025_rebuilt-2026-06-16.json"
HEADER_LINE = 12
FLAG = {"1": "true", "0": "false"}
# Old class -> class of the release of March 2026, read off the same deliveries in both. "vehicle engine" and
# "helicopter" stay: the first is gone from the newest release, the second it still has.
CLASSES = {
    "APC": "armoured personnel carrier", "APC/APV": "armoured personnel carrier",
    "APV": "armoured personnel carrier", "ARV": "armoured recovery vehicle", "ASM": "air-to-surface missile",
    "BVRAAM": "long-range air-to-air missile", "FAC": "missile boat",
    "FGA aircraft": "fighter/ground-attack aircraft", "IFV": "infantry fighting vehicle",
    "SAM": "surface-to-air missile", "SAM system": "surface-to-air missile system",
    "SSM": "surface-to-surface missile", "SSM TEL": "surface-to-surface missile launcher",
    "SSM launcher": "surface-to-surface missile launcher",
    "SSM/ASM": "air-to-surface/surface-to-surface missile", "UAV": "reconnaissance drone",
    "air search radar": "air-search radar", "armed UAV": "armed drone",
    "ground attack aircraft": "ground-attack aircraft", "guided rocket/SSM": "surface-to-surface missile",
    "mobile SAM system": "mobile surface-to-air missile system", "patrol craft": "patrol boat",
    "portable SAM": "portable surface-to-air missile", "self-propelled MRL": "multiple rocket launcher",
    "trainer aircraft": "(armed) trainer aircraft",
}  # fmt: skip
# What SIPRI's comment adds to the columns, in our words; "second hand" alone is in the status column.
REMARKS = dict(pd.read_csv(Path(__file__).with_name("arms_remarks.csv"), dtype=str).itertuples(index=False))
DELIVERY_COLUMNS = ["delivery", "source_id", "recipient", "supplier", "year", "designation", "class",
                    "number", "tiv_m", "local_production", "locator", "note"]  # fmt: skip


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _raw_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and fields of a register of SIPRI's: not quoted, no commas inside fields."""
    with path.open(encoding="latin-1") as handle:
        for number, line in enumerate(handle, 1):
            if number > HEADER_LINE:
                yield number, line.rstrip("\r\n").split(",")


def _deal_lines(arms: Path) -> dict[tuple[str, ...], int]:
    """Line of a deal by recipient, supplier, order year, ordered, weapon, class, delivered, years, volume."""
    columns = (0, 1, 2, 4, 6, 7, 8, 10, 15)
    lines: dict[tuple[str, ...], int] = {}
    for number, fields in _raw_lines(arms / "raw" / REGISTER):
        if fields[0] in ("Azerbaijan", "Armenia"):
            key = tuple(fields[column] for column in columns)
            if key in lines:
                raise ValueError(f"{REGISTER}:{number}: the deal of line {lines[key]} again")
            lines[key] = number
    return lines


def _deal_note(deal: str, delivered: str, ordered: str, volume: str) -> str:
    notes = ["open order" if volume else "open order, no volume set"] if delivered == "0" else []
    notes += ["number not known"] if not ordered else []
    notes += [REMARKS[deal]] if deal in REMARKS else []
    return "; ".join(notes)


def arms_deals(shared_sources: Path) -> pd.DataFrame:
    arms = shared_sources / "arms"
    table = _read(arms / "azerbaijan_armenia_deals.csv")
    order = table.groupby("recipient_iso3").cumcount() + 1
    deal = table["recipient_iso3"].str.lower() + "-" + order.map("{:03d}".format)
    key = ["recipient", "supplier", "order_year", "number_ordered", "designation", "description",
           "number_delivered", "delivery_years", "tiv_delivered_m"]  # fmt: skip
    lines = _deal_lines(arms)
    # A volume of 0 for one item of an order that nobody valued is a gap; Fagot's 0 is a rounded 0.004.
    valued = (table["tiv_unit_m"] != "0") | (table["number_delivered"] != "0")
    volume = table["tiv_unit_m"].where(valued, "")
    rows = pd.DataFrame({
        "deal": deal,
        "source_id": NEWEST,
        "recipient": table["recipient_iso3"],
        "supplier": table["supplier_iso3"].replace("", "UNKNOWN"),
        "designation": table["designation"],
        "class": table["description"],
        "order_year": table["order_year"],
        "order_year_uncertain": table["order_year_uncertain"].map(FLAG),
        "ordered": table["number_ordered"],
        "ordered_uncertain": table["number_ordered_uncertain"].map(FLAG),
        "delivered": table["number_delivered"],
        "delivered_uncertain": table["number_delivered_uncertain"].map(FLAG),
        "first_year": table["first_delivery_year"],
        "last_year": table["last_delivery_year"],
        "delivery_years": table["delivery_years"],
        "status": table["status"],
        "tiv_unit_m": volume,
        "tiv_delivered_m": table["tiv_delivered_m"],
        "locator": [
            f"trade-register.csv (18 May 2026), line {lines[tuple(row)]}" for row in table[key].to_numpy()
        ],
        "note": [
            _deal_note(*row)
            for row in zip(deal, table["number_delivered"], table["number_ordered"], volume, strict=True)
        ],
    })  # fmt: skip
    return rows.sort_values("deal", ignore_index=True)


def _lines_2024(arms: Path) -> dict[tuple[str, ...], list[str]]:
    lines: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for number, f in _raw_lines(arms / "raw" / DELIVERIES_2024):
        lines[f[0], f[10], f[8]].append(f"trade-register.csv (13 April 2024), line {number}")
    return lines


def _items_2026(arms: Path) -> dict[tuple[str, ...], list[str]]:
    """Place of each item in its list, counted from 1."""
    world = json.loads((arms / "raw" / REBUILT).read_text(encoding="utf-8"))
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for supplier, years in world.items():
        for year, recipients in years.items():
            for name in ("Azerbaijan", "Armenia"):
                for position, item in enumerate(recipients.get(name, []), 1):
                    where = f"armsTransfers.json: {supplier} > {year} > {name}, item {position}"
                    places[name, supplier, year, item[3], item[2], item[0]].append(where)
    return places


def _locators(table: pd.DataFrame, arms: Path) -> list[str]:
    """Equal deliveries take the places of their equals in turn."""
    lines, items = _lines_2024(arms), _items_2026(arms)
    found = []
    for row in table.itertuples():
        if row.release == "2024-03":
            found.append(lines[row.sipri_id, row.delivery_year, row.number_delivered].pop(0))
        elif row.release == "2025-03":  # this register is not among the originals
            where = f"{row.supplier} > {row.recipient} > {row.delivery_year}"
            found.append(f"trade_register.csv (12 February 2026): {where}")
        else:
            key = (row.recipient, row.supplier, row.delivery_year, row.designation, row.description,
                   row.number_delivered)  # fmt: skip
            found.append(items[key].pop(0))
    return found


def _delivery_note(row: pd.Series) -> str:
    """Records that a later release dropped or moved."""
    if row["designation"] == "Orbiter-3" or row["class"] == "vehicle engine":
        return "no longer in release 2026-03"
    if row["designation"] == "Akinci" and row["year"] == "2023":
        return "booked for 2024 from release 2025-03 on"
    return ""


def arms_deliveries(shared_sources: Path) -> pd.DataFrame:
    arms = shared_sources / "arms"
    table = _read(arms / "azerbaijan_armenia_deliveries.csv")
    order = table.groupby("release").cumcount() + 1
    rows = pd.DataFrame({
        "delivery": table["release"] + "-" + order.map("{:04d}".format),
        "source_id": "sipri-transfers-" + table["release"],
        "recipient": table["recipient_iso3"],
        "supplier": table["supplier_iso3"].replace("", "UNKNOWN"),
        "year": table["delivery_year"],
        "designation": table["designation"],
        "class": table["description"].replace(CLASSES),
        "number": table["number_delivered"],
        "tiv_m": table["tiv_delivery_m"],
        "local_production": table["local_production"].map({"Yes": "true", "No": "false", "": ""}),
        "locator": _locators(table, arms),
    })  # fmt: skip
    rows["note"] = rows.apply(_delivery_note, axis=1)
    return rows.sort_values("delivery", ignore_index=True)[DELIVERY_COLUMNS]


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {
    "arms_deals": arms_deals,
    "arms_deliveries": arms_deliveries,
}
SOURCES: list[dict[str, object]] = []  # SIPRI's rows are in arms.py

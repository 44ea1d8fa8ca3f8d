"""Lira rates, incidents, fatalities and gas flows, derived again from the originals."""

from collections import Counter
from pathlib import Path

import pandas as pd

from .conflict_common import HERE, Row, bounded, plain, read, table

FLOWS = [
    "flow",
    "origin",
    "destination",
    "start",
    "end",
    "source_id",
    "value",
    "low",
    "high",
    "unit",
    "kind",
    "quote",
    "locator",
    "note",
]


def fx(shared: Path) -> pd.DataFrame:
    names = {
        "try_per_usd_mean": "mean",
        "try_per_usd_min": "lowest",
        "try_per_usd_max": "highest",
        "n_days": "days",
    }
    rows = [
        {
            "month": row["month"],
            "source_id": "ecb-eurofxref",
            **{new: plain(row[old]) for old, new in names.items()},
            "note": "Lira per euro over dollars per euro, computed here; four decimals.",
        }
        for row in read(shared / "conflict" / "fx_try_usd_monthly.csv")
    ]
    return table(rows, ["month", "source_id", "mean", "lowest", "highest", "days", "note"], ["month", "source_id"])


def incident_note(row: Row) -> str:
    if row["series"] != "incidents by weapon":
        return ""
    kind = "Logged special operations, heavy-weapon and drone incidents, not ceasefire violations."
    return f"{kind} Starts on 12 April, after the four-day war." if row["month"] == "2016-04" else kind


MINES = "deaths-by-type__mine-casualties.csv"


def mine_casualties(conflict: Path) -> list[Row]:
    """Casualties by mines by month and category, from the log itself: they are a part of its other series."""
    records: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for row in read(conflict / "raw/crisisgroup_nk" / MINES):
        month, _, year = row["Date"].split("/")
        key = (f"{year}-{int(month):02d}", row["Type of Casualty"])
        records[key] += 1
        total[key] += int(row["Number"])
    same = {"series": f"casualties post-war 2020-2023 ({MINES})", "side": "both"}
    note = "By mines; a part of the casualties of both sides."
    return [
        {**same, "month": month, "category": category, "records": str(records[month, category])}
        | {"total": str(number), "source_id": "crisisgroup-nk-data", "note": note}
        for (month, category), number in total.items()
    ]


def incidents(shared: Path) -> pd.DataFrame:
    columns = ["month", "series", "side", "category", "source_id", "records", "total", "note"]
    rows = [
        {**row, "source_id": "crisisgroup-nk-data", "note": incident_note(row)}
        for row in read(shared / "conflict" / "crisisgroup_monthly.csv")
    ]
    return table([*rows, *mine_casualties(shared / "conflict")], columns, columns[:5])


def death_note(row: Row) -> str:
    where, year = row["country_where_deaths_occurred"], row["year"]
    notes = []
    if where == "Azerbaijan" and year in ("1993", "1995"):
        notes.append("Includes a fight over the government of Azerbaijan.")
    if where == "Azerbaijan" and year == "2020":
        notes.append("Placed where they occurred: nearly all of the war of 2020, both sides' dead.")
    if "23.1" in row["source"] and year == "1991":
        notes.append("The file starts in December 1991; earlier deaths of that year stand under the Soviet Union.")
    if "23.1" in row["source"] and (where, year) == ("Armenia", "2022"):
        notes.append("High 153 is below best 154, as published.")
    return " ".join(notes)


def fatalities(shared: Path) -> pd.DataFrame:
    columns = ["place", "year", "violence", "source_id", "low", "best", "high", "note"]
    rows = [
        {
            **row,
            "place": {"Armenia": "ARM", "Azerbaijan": "AZE"}[row["country_where_deaths_occurred"]],
            "source_id": "ucdp-ged-19.1" if "19.1" in row["source"] else "ucdp-ged-23.1",
            "note": death_note(row),
        }
        for row in read(shared / "conflict" / "ucdp_nk_yearly.csv")
    ]
    return table(rows, columns, columns[:4])


def gas_row(line: Row, original: Row) -> Row:
    start, _, end = original["period"].partition("..")
    return {
        "flow": "gas",
        **{name: line[name] for name in ("origin", "destination", "source_id", "kind", "note")},
        "start": start,
        "end": end or start,
        **bounded(line["bound"], plain(original["bcm"]), "", ""),
        "unit": "billion cubic metres",
        "quote": original["quote"],
        "locator": original["url"],
    }


def flows(shared: Path) -> pd.DataFrame:
    originals = read(shared / "conflict" / "gas_exports.csv")
    rows = [gas_row(line, originals[int(line["row"]) - 1]) for line in read(HERE / "conflict_gas.csv")]
    rows += russian_gas(shared / "conflict")
    return table(rows, FLOWS, ["flow", "origin", "destination", "start", "end", "source_id", "kind"])


def russian_gas(conflict: Path) -> list[Row]:
    """The one gas figure that stands in facts.csv only."""
    [original] = [row for row in read(conflict / "facts.csv") if row["topic"] == "gas-eighth"]
    line = {
        "origin": "RUS",
        "destination": "EUU",
        "source_id": "iea-2022-03-03",
        "kind": "reported",
        "bound": "",
    }
    note = "A newspaper that cites the same agency."
    return [gas_row({**line, "note": note}, {**original, "period": original["as_of"], "bcm": original["value"]})]

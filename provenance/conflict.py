"""Facts, lira rates, incidents, fatalities and gas flows, derived again from the originals.

The numbers come from the originals. What we say about them (topic, subject, scope, note, source) stands
in conflict_facts.csv, conflict_census.csv and conflict_gas.csv beside this module, one line per row used;
a row of an original that has no line there was dropped. SOURCES comes from conflict_sources.csv.
"""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from milbalance.tables import schema

from .conflict_common import HERE, Row, bounded, plain, read, table
from .conflict_computed import computed_facts
from .conflict_counts import insurance_rows, missing_rows
from .conflict_footnotes import sipri_rows
from .conflict_series import fatalities, flows, fx, incidents

FACTS = schema.tables()["facts"].columns
# The lines of conflict_facts.csv name rows by number, so they hold for this one version of the original.
FACTS_SHA256 = "9619263ed97eea2b53cfe9d8400a7acd92fa78a94c3b683883df8260c13664e6"


def chosen_facts(conflict: Path) -> list[Row]:
    path = conflict / "facts.csv"
    if hashlib.sha256(path.read_bytes()).hexdigest() != FACTS_SHA256:
        raise ValueError("facts.csv is another version: check the row numbers in conflict_facts.csv")
    originals = read(path)
    return [fact(line, originals[int(line["row"]) - 1]) for line in read(HERE / "conflict_facts.csv")]


def fact(line: Row, original: Row) -> Row:
    # The originals give money in dollars; the claims speak of billions.
    scale = 1e9 if line["unit"].startswith("billion") else 1
    numbers = [plain(original[name], scale) for name in ("value", "value_low", "value_high")]
    return {
        "topic": line["topic"] or original["topic"],
        "subject": line["subject"],
        "as_of": line["as_of"] or original["as_of"],
        "source_id": line["source_id"],
        **bounded(line["bound"], *numbers),
        "unit": line["unit"],
        "scope": line["scope"],
        "quote": "" if line["quote"] == "-" else line["quote"] or original["quote"],
        "locator": original["url"].removeprefix("raw/fx/"),
        "note": line["note"],
    }


def census_facts(conflict: Path) -> list[Row]:
    originals = read(conflict / "nkao_census.csv")
    found = []
    for line in read(HERE / "conflict_census.csv"):
        original = originals[int(line["row"]) - 1]
        # The census of 1926 answers two claims, so it stands under both.
        topics = ["nkao-1923", "nk-1830s"] if line["topic"] == "both" else [line["topic"]]
        found += [census_fact(topic, line, original) for topic in topics]
    return found


# What an area of the original is called in scope; the other areas are none of those that are compared.
CENSUS_AREAS = {
    "Karabakh khanate (whole)": "whole province",
    "Karabakh province (whole)": "whole province",
    "mountainous part only (about 38% of the province)": "mountainous part",
    "five districts that later formed Nagorno-Karabakh": "mountainous part",
    "villages of Zangezur and of the later Nagorno-Karabakh": "mountainous part",
    "NKAO": "Soviet oblast",
}


def census_fact(topic: str, line: Row, original: Row) -> Row:
    area, measure, unit = original["area"], original["measure"], original["unit"]
    if unit == "percent":
        unit = f"per cent {measure.split()[0]}"
    return {
        "topic": topic,
        "subject": f"{area.replace('NKAO', 'Nagorno-Karabakh Autonomous Oblast')}: {measure}",
        "as_of": original["year"],
        "source_id": line["source_id"],
        **bounded(line["bound"], plain(original["value"]), "", ""),
        "unit": unit,
        "scope": CENSUS_AREAS.get(area, ""),
        # Table markup is not a quotation.
        "quote": "" if original["quote"].startswith("|") else original["quote"],
        "locator": original["url"],
        "note": line["note"],
    }


def facts(shared: Path) -> pd.DataFrame:
    conflict = shared / "conflict"
    chosen = chosen_facts(conflict)
    rows = [
        *chosen,
        *missing_rows(conflict, chosen),
        *census_facts(conflict),
        *insurance_rows(conflict),
        *computed_facts(conflict),
        *sipri_rows(shared / "spending"),
    ]
    return table(rows, FACTS, ["topic", "subject", "as_of", "source_id"])


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {
    "facts": facts,
    "fx": fx,
    "incidents": incidents,
    "fatalities": fatalities,
    "flows": flows,
}


def load_sources() -> list[dict[str, object]]:
    with (HERE / "conflict_sources.csv").open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


SOURCES: list[dict[str, object]] = load_sources()

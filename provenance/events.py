"""Dated events: the lines of events.csv, each held to the words or the coding of its original."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from milbalance.tables import schema

from .conflict_common import HERE, Row, read, table

COLUMNS = schema.tables()["events"].columns
CODED = "ucdp_nk_conflict_years.csv"
EDITION = "25.1"


def events(shared: Path) -> pd.DataFrame:
    """The table; ValueError for a line that its original does not carry."""
    lines = read(HERE / "events.csv")
    if strange := [
        f"{line['event']}, {line['source_id']}" for line in lines if not carried(line, shared / "conflict")
    ]:
        raise ValueError(f"the originals do not carry {'; '.join(strange)}")
    return table(lines, COLUMNS, ["event", "source_id"])


def carried(line: Row, conflict: Path) -> bool:
    """Whether the original has the words, part by part, or codes an episode by these dates."""
    if line["file"] == CODED:
        known = {
            (row["episode_start"], row["episode_end"])
            for row in read(conflict / CODED)
            if row["acd_version"] == EDITION
        }
        return (line["start"], line["end"]) in known
    words = original(line, conflict)
    return all(part in words for part in line["quote"].split(" … "))


def original(line: Row, conflict: Path) -> str:
    """The text that a quote is from: a page of the factbook, or what facts.csv has of an address."""
    if line["file"].endswith(".json"):
        page = json.loads((conflict / line["file"]).read_text(encoding="utf-8"))
        return str(page["Introduction"]["Background"]["text"])
    return " ".join(row["quote"] for row in read(conflict / line["file"]) if row["url"] == line["locator"])


TABLES: dict[str, Callable[[Path], pd.DataFrame]] = {"events": events}
SOURCES: list[dict[str, object]] = []

"""What the conflict modules share: reading, plain decimals, bounds and tables."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain(number: str, scale: float = 1) -> str:
    """The shortest exact decimal: no trailing zeros, no exponent, nothing rounded."""
    return format((Decimal(number) / Decimal(scale)).normalize(), "f") if number else ""


def bounded(bound: str, value: str, low: str, high: str) -> Row:
    """Where a number goes: "more than" is a low bound only, "nearly" a high bound only."""
    if bound.startswith("value="):
        return {"value": bound.removeprefix("value="), "low": "", "high": ""}
    places = {
        "": (value, "", ""),
        "more": ("", value, ""),
        "less": ("", "", value),
        "range": ("", low, high),
        "both": (value, low, high),
    }[bound]
    return dict(zip(("value", "low", "high"), map(plain, places), strict=True))


def one(topic: str, subject: str, as_of: str, source_id: str, value: object, unit: str, **more: str) -> Row:
    words = {"topic": topic, "subject": subject, "as_of": as_of, "source_id": source_id, "unit": unit}
    return {**words, "value": plain(str(value)), **more}


def rows_of(rows: Iterable[Row], columns: list[str]) -> list[list[str]]:
    return [[row.get(column, "") for column in columns] for row in rows]


def table(rows: list[Row], columns: list[str], key: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows_of(rows, columns), columns=columns, dtype=str)
    return frame.sort_values(key, kind="stable", ignore_index=True)

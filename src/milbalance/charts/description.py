"""The long description of a figure: its texts and the numbers drawn, for those who do not see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from milbalance.articles import number

SERIES = 12  # from so many numbers on, a series is told by its ends and its highest and lowest


def description(numbers: pd.DataFrame, texts: Mapping[str, str]) -> str:
    """The texts of a figure and every series of its numbers in words: each number, or the ends of many.

    >>> from milbalance.charts.description import description
    >>> numbers = pd.DataFrame({"label": ["census", "survey"], "value": [3.0, 3.25]})
    >>> description(numbers, {"title": "Three million", "subtitle": "Persons", "alt": "Two dots."})
    'Three million. Persons. Two dots. Numbers: census 3; survey 3.25.'
    """
    said = [text.rstrip(".") for text in texts.values() if text]
    if "value" not in numbers:  # rows that are counted, and not numbers of their own
        return ". ".join(said) + "."
    numbers = numbers[numbers["role"] != "context"] if "role" in numbers else numbers
    groups = numbers.groupby("series", sort=False) if "series" in numbers else [("", numbers)]
    told = [f"{str(name) or 'Numbers'}: {_told(rows)}" for name, rows in groups]
    return ". ".join([*said, *told]) + "."


def _told(rows: pd.DataFrame) -> str:
    key = next((name for name in ("label", "year", "month") if name in rows), None)
    names = rows[key].astype(str) if key else pd.Series("", rows.index)
    valued = rows["value"].notna()
    parts = [f"{name} {_value(row)}".strip() for name, row in zip(names, rows.to_dict("records"), strict=True)]
    if valued.sum() <= SERIES:
        return "; ".join(parts)
    known = rows.loc[valued, "value"].astype(float).reset_index(drop=True)
    there = [part for part, keep in zip(parts, valued, strict=True) if keep]
    ends = {"first": 0, "lowest": int(known.argmin()), "highest": int(known.argmax()), "last": len(there) - 1}
    return f"{len(there)} numbers; " + "; ".join(f"{name} {there[place]}" for name, place in ends.items())


def _value(row: Mapping[Any, Any]) -> str:
    value, low, high = (row.get(name) for name in ("value", "low", "high"))
    ends = [number(float(end)) for end in (low, high) if end is not None and pd.notna(end)]
    if pd.isna(value):
        return " to ".join(ends) if len(ends) == 2 else "no number"
    text = number(float(value))
    return f"{text} ({' to '.join(ends)})" if len(ends) == 2 and ends[0] != ends[1] else text

"""Records as text: JSON, CSV that no spreadsheet takes for formulas, aligned columns, and counts in words."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError

_FORMULA = ("=", "+", "-", "@")


def as_text(records: Sequence[dict[str, Any]], as_json: bool, as_csv: bool) -> str:
    """Records as a JSON list or as CSV; MilbalanceError if both are asked for.

    >>> as_text([{"place": "GEO", "year": 2008}], as_json=False, as_csv=True).split()
    ['place,year', 'GEO,2008']
    """
    if as_json and as_csv:
        raise MilbalanceError("found --json and --csv; wanted one of them")
    if as_json:
        return json.dumps(records, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return as_comma_separated(records)


def as_comma_separated(records: Sequence[dict[str, Any]]) -> str:
    """Records as CSV with one header: nested values in words, nothing for null, text never a formula.

    >>> as_comma_separated([{"a": None, "b": "=1+1", "c": [1, 2]}]).splitlines()
    ['a,b,c', ",'=1+1,1; 2"]
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(records[0]) if records else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in records)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        value = "; ".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        value = " ".join(value.split())  # no line break or tab can end a cell
        return "'" + value if value.startswith(_FORMULA) else value  # a spreadsheet shows it as text
    return value


def frame_as_csv(frame: pd.DataFrame) -> str:
    """A frame as CSV without its index, in which no text begins like a formula.

    >>> frame_as_csv(pd.DataFrame({"name": ["=1+1"], "value": [-1.5]})).splitlines()
    ['name,value', "'=1+1,-1.5"]
    """
    safe = frame.copy()
    for name in safe.select_dtypes(["str", "object", "category"]):
        texts = safe[name].astype("str")
        safe[name] = texts.where(~texts.str.startswith(_FORMULA, na=False), "'" + texts)
    text: str = safe.to_csv(index=False, lineterminator="\n", float_format="%.12g")
    return text


def aligned(frame: pd.DataFrame) -> str:
    """A frame as columns for a terminal, left-aligned, without its index.

    >>> print(aligned(pd.DataFrame({"place": ["GEO"], "name": ["Georgia"]})))
    place  name
    GEO    Georgia
    """
    texts = [list(map(str, frame.columns)), *(list(map(str, row)) for row in frame.itertuples(index=False))]
    widths = [max(len(row[place]) for row in texts) for place in range(len(frame.columns))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in texts
    )


def counted(labels: Iterable[str]) -> str:
    """How often each label occurs, most often first: "does not hold 12, holds 9".

    >>> counted(["holds", "depends", "holds"])
    'holds 2, depends 1'
    """
    return ", ".join(f"{label} {count}" for label, count in Counter(labels).most_common())

"""Arms imports by year, in the columns of arms_imports: sums of parts."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from milbalance.ingest import tidy

EXACT = "sum of deliveries"
SPREAD = "spread over delivery years"
OFFICIAL = "official table"
MERGED = "sum of merged names"
KEY = ["recipient", "supplier", "year", "source_id"]
_COLUMNS = [*KEY, "tiv_m", "method", "locator", "note"]


def sums(parts: pd.DataFrame) -> pd.DataFrame:
    """Parts added up by recipient, supplier, year and source: TIV in millions.

    `parts` has the columns of arms_imports. A sum with a spread part is spread; its locator lists every line.

    >>> part = {"recipient": "FRA", "supplier": "SWE", "year": 2020, "source_id": "sipri-transfers-2026-03"}
    >>> part |= {"method": EXACT, "note": ""}
    >>> lines = [{**part, "tiv_m": 1.5, "locator": "a, line 12"}, {**part, "tiv_m": 2, "locator": "a, line 15"}]
    >>> sums(pd.DataFrame(lines))[["tiv_m", "locator"]].values.tolist()
    [[3.5, 'a, line 12, 15']]
    """
    ordered = parts.sort_values(KEY, kind="stable")
    cells = zip(*(ordered[column].tolist() for column in _COLUMNS), strict=True)
    records = [_sum(list(members)) for _, members in groupby(cells, key=itemgetter(*range(len(KEY))))]
    made = pd.DataFrame(records, columns=_COLUMNS)
    return tidy.frame("arms_imports", {name: made[name] for name in _COLUMNS})


def _sum(members: list[tuple[Any, ...]]) -> tuple[object, ...]:
    # SIPRI's volumes have two decimals: an exact sum has no more, and binary noise is dropped.
    *key, volume, method, lines, note = members[0]
    if len(members) == 1:  # most are
        return (*key, round(volume, 6 if method == SPREAD else 2), method, lines, note)
    volumes, methods, locators, notes = zip(*(member[len(KEY) :] for member in members), strict=True)
    method = SPREAD if SPREAD in methods else method
    total = round(sum(volumes), 6 if method == SPREAD else 2)
    said = "; ".join(dict.fromkeys(note for note in notes if isinstance(note, str)))
    first, *others = locators  # of one file: `register.csv (18 May 2026), line 12, 15`
    lines = ", ".join([first, *(locator.rpartition(" ")[2] for locator in others)])
    return (*key, total, method, lines, said)

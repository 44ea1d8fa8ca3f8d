"""Recipients and suppliers as SIPRI's transfers name them, to codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from milbalance.ingest import names
from milbalance.ingest.text import plain

UNKNOWN = "UNKNOWN"
NOTED = "supplier printed as "


@dataclass(frozen=True)
class Parties:
    """Codes of both sides of every row, and which rows have a known recipient.

    A supplier without a code is UNKNOWN, as those are whom SIPRI does not know, so that it stays in every
    denominator; its note says its name, and `flags` counts it.
    """

    recipients: list[str]
    suppliers: list[str]
    known: npt.NDArray[np.bool_]
    notes: list[str]
    unknown: Mapping[str, int]
    flags: Mapping[str, int]


def parties(recipients: list[str], suppliers: list[str], years: list[int]) -> Parties:
    """Codes of recipients and suppliers, row by row, in the years given."""
    to = [code(name, year) for name, year in zip(recipients, years, strict=True)]
    by = [code(name, year) for name, year in zip(suppliers, years, strict=True)]
    unnamed = Counter(plain(name) for name, found in zip(suppliers, by, strict=True) if found is None)
    return Parties(
        recipients=[found or "" for found in to],
        suppliers=[found or UNKNOWN for found in by],
        known=np.array([found is not None for found in to], dtype=bool),
        notes=["" if found else f"{NOTED}{plain(name)}" for name, found in zip(suppliers, by, strict=True)],
        unknown=Counter(plain(name) for name, found in zip(recipients, to, strict=True) if found is None),
        flags={f"counted as {UNKNOWN}, supplier without a code: {name}": n for name, n in unnamed.items()},
    )


@lru_cache(maxsize=65_536)
def code(name: str, year: int) -> str | None:
    """The code of a name in a year, or None."""
    return names.code(name, year)

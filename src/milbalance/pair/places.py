"""Codes of places and the names that people read, for every place that the shipped tables or an importer knows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest import names, place_names, tidy
from milbalance.tables import load

# Colours for sides without one of their own: safe for colour-blind readers and apart from each other.
_COLOURS = ("#0072B2", "#D55E00", "#009E73")


def code(text: str) -> str:
    """The code of a place from a code in capital or small letters.

    Raises MilbalanceError for anything else, with the code that may be meant: a name is answered and never guessed.
    """
    if text.upper() in _names():
        return text.upper()
    meant = names.code(text)
    hint = f"; {text} is {meant}" if meant else ""
    raise MilbalanceError(f"no place {text!r}; wanted an ISO 3166 alpha-3 code{hint}")


def name(code: str) -> str:
    """The name of a place in words; the code itself for one that nobody knows."""
    return _names().get(code, code)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Every known code and its name; the shipped table first, then the alias table."""
    shipped = load.table("places")
    return {**place_names.by_code(), **dict(zip(shipped["place"], shipped["name"], strict=True))}


def described(shipped: pd.DataFrame, codes: Iterable[str], sides: tuple[str, str]) -> pd.DataFrame:
    """The rows of places.csv for some codes, new ones for places that are not in it, and a colour for each side."""
    known = shipped[shipped["place"].isin(set(codes))]
    new = sorted(set(codes) - set(known["place"]))
    lives = [names.life(code) for code in new]
    columns = {
        "place": new,
        "name": list(map(name, new)),
        "role": "other",
        "iso": [len(code) == 3 for code in new],
        "exists_from": [first or pd.NA for first, _ in lives],
        "exists_to": [last if last < 9999 else pd.NA for _, last in lives],
    }
    made = tidy.frame("places", columns)
    rows = pd.concat([known, made], ignore_index=True) if new else known.reset_index(drop=True)
    for side in sides:
        own = rows["place"] == side
        if rows.loc[own, "colour"].isna().all():
            taken = set(rows.loc[rows["place"].isin(sides), "colour"].dropna())
            rows.loc[own, "colour"] = next(ink for ink in _COLOURS if ink not in taken)
    return rows

"""Names that a register rebuilt by others has merged: under which name others stand too, with whom and when.

`merged.csv` was made by comparing the one that is known with SIPRI's own list of deals of the same release. Where
`place` is the recipient or supplier (`side`) of a `partner`, its name stands for `other` too; without a partner it
stands for `other` alone. The years are those of all deals of the two sides that touch one another.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt
import pandas as pd


@lru_cache(maxsize=1)
def table() -> pd.DataFrame:
    """Columns place, side, partner, other, first_year, last_year; 0 and 9999 where a row says no year.

    >>> "LBN" in set(table()["place"])
    True
    """
    text = resources.files("milbalance.ingest").joinpath("merged.csv").read_text(encoding="utf-8")
    rows = pd.DataFrame(list(csv.DictReader(text.splitlines())))
    ends = {"first_year": 0, "last_year": 9999}
    return rows.assign(**{name: pd.to_numeric(rows[name]).fillna(none).astype(int) for name, none in ends.items()})


@lru_cache
def places(side: str) -> frozenset[str]:
    """The places under whose names others stand too, as "recipient" or "supplier", with some partner.

    >>> "LBN" in places("recipient"), "LBN" in places("supplier")
    (True, False)
    """
    rows = table()
    return frozenset(rows.loc[(rows["partner"] != "") & (rows["side"] == side), "place"])


def meant(codes: list[str], years: list[int]) -> list[str]:
    """The codes that names stand for in some years, where they stand for another place alone.

    >>> meant(["RUS", "RUS", "FRA"], [1991, 1992, 1991])
    ['SUN', 'RUS', 'FRA']
    """
    rows = table()
    alone = rows[rows["partner"] == ""].to_dict("records")
    return [
        next(
            (
                row["other"]
                for row in alone
                if row["place"] == code and row["first_year"] <= year <= row["last_year"]
            ),
            code,
        )
        for code, year in zip(codes, years, strict=True)
    ]


def together(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows (columns recipient, supplier, year) are of a name that stands for several places.

    >>> together(pd.DataFrame({"recipient": ["LBN", "LBN"], "supplier": ["SYR", "FRA"], "year": 2001})).tolist()
    [True, False]
    """
    found = np.zeros(len(rows), dtype=bool)
    for place, partner in (("recipient", "supplier"), ("supplier", "recipient")):
        several = table()[table()["side"] == place]
        near = np.flatnonzero(rows[place].isin(several["place"]) & rows[partner].isin(several["partner"]))
        asked = rows[[place, partner, "year"]].take(near).assign(row=near)
        both = asked.merge(several, left_on=[place, partner], right_on=["place", "partner"])
        found[both.loc[both["year"].between(both["first_year"], both["last_year"]), "row"]] = True
    return found

"""Values of a SIPRI workbook that cannot be right, or that need a second look.

Each function takes the observations of one workbook (columns place and basis as categoricals, year, value in the
unit of its basis, NaN for missing; index 0, 1, 2, ...) and gives positions.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Positions = npt.NDArray[np.intp]

# A factor of a thousand between neighbouring years, give or take a factor of three.
_JUMP = (1000 / 3, 1000 * 3)
_LOCAL = ("local_currency", "local_currency_fy")
_SHARES = ("share_gdp", "share_government")
# In local currency such a jump is hyperinflation.
_JUMPING = ("constant_usd", "current_usd", "per_capita_usd", *_SHARES)
# Shares over 100 per cent that are right: Kuwait in the year of the Gulf War.
_RIGHT = {("KWT", 1991)}


def zeros(seen: pd.DataFrame) -> tuple[Positions, Positions]:
    """Zeros where local currency of the calendar year is above zero, and zeros that local currency leaves open.

    A zero that is zero in local currency too, of calendar or financial years, is a value: some spend nothing.
    """
    zero = seen[(seen["value"] == 0) & ~seen["basis"].isin(_LOCAL)]
    at = pd.MultiIndex.from_frame(zero[["place", "year"]])
    calendar, financial = (
        seen[seen["basis"] == basis].set_index(["place", "year"])["value"].reindex(at).to_numpy()
        for basis in _LOCAL
    )
    positions = zero.index.to_numpy()
    return positions[calendar > 0], positions[np.isnan(calendar) & (financial != 0)]


def jumps(seen: pd.DataFrame) -> Positions:
    """Values about a thousand times the year before, or a thousandth: which of the two is wrong is not known."""
    rows = seen[(seen["value"] > 0) & seen["basis"].isin(_JUMPING)]
    keys = rows["basis"].cat.codes.to_numpy(), rows["place"].cat.codes.to_numpy(), rows["year"].to_numpy()
    order = np.lexsort(keys[::-1])
    basis, place, year = (key[order] for key in keys)
    value = rows["value"].to_numpy()[order]
    neighbours = (basis[1:] == basis[:-1]) & (place[1:] == place[:-1]) & (year[1:] == year[:-1] + 1)
    factor = np.maximum(value[1:] / value[:-1], value[:-1] / value[1:])
    found = np.flatnonzero(neighbours & (factor > _JUMP[0]) & (factor < _JUMP[1])) + 1
    return rows.index.to_numpy()[order[found]]


def over(seen: pd.DataFrame) -> Positions:
    """Shares over 100 per cent, but for those known to be right."""
    rows = seen[(seen["value"] > 100) & seen["basis"].isin(_SHARES)]
    right = [(place, year) in _RIGHT for place, year in zip(rows["place"], rows["year"], strict=True)]
    wrong: Positions = rows.index.to_numpy()[~np.array(right, dtype=bool)]
    return wrong

"""Values of a SIPRI workbook that cannot be right, or that need a second look: alone, and against other sheets.

Exchange rates, prices, populations and products follow from two sheets each. They move slowly, so that a value ten
times too large in one sheet stands out in them, while a war or a hyperinflation is in all sheets. Each function
takes the observations of one workbook (columns place and basis as categoricals, year, value in the unit of its
basis, NaN for missing; index 0, 1, 2, ...) and gives positions.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

Positions = npt.NDArray[np.intp]

# A factor of a thousand between neighbouring years, give or take a factor of three.
_JUMP = (1000 / 3, 1000 * 3)
_LOCAL = ("local_currency", "local_currency_fy")
_SHARES = ("share_gdp", "share_government")
# In local currency such a jump is hyperinflation.
_JUMPING = ("constant_usd", "current_usd", "per_capita", *_SHARES)
# Powers of ten: a genuine edition has at most two cells beyond the first two together, and none beyond the third.
_OWN, _RATIO, _APART = 0.6, 0.7, 0.7
# Two sheets, and whether what follows from them moves slowly enough to judge a value with one neighbour by it:
# currencies of new states lose a thousandfold in a year.
_RATIOS = (
    ("local_currency", "local_currency_fy", True),
    ("constant_usd", "current_usd", False),
    ("current_usd", "per_capita", True),
    ("local_currency", "current_usd", False),
    ("current_usd", "share_gdp", False),
    ("current_usd", "share_government", False),
    ("local_currency", "share_gdp", False),
)
# Two sheets and the powers of ten within which the median of a place lies: people in millions, and military
# spending as part of a government's, of which 1 in 200 is a misprint.
_BOUNDS = (
    ("constant_usd", "current_usd", -_APART, _APART),
    ("local_currency", "local_currency_fy", -_APART, _APART),
    ("current_usd", "per_capita", *np.log10((0.01, 2000))),
    ("share_gdp", "share_government", np.log10(0.005), np.inf),
)
_MANY = 5  # places from which on most of them speak of the whole sheet
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


def below(seen: pd.DataFrame) -> Positions:
    """Shares of government spending below the share of the product, of which the government spends a part."""
    logs, positions = _wide(seen)
    if not {"share_gdp", "share_government"} <= set(logs):
        return np.array([], dtype=np.intp)
    less = logs["share_gdp"] > logs["share_government"]
    found: Positions = positions.loc[less, "share_government"].to_numpy(np.intp)
    return found


def spikes(seen: pd.DataFrame) -> Positions:
    """Values some ten times both neighbouring years, or a tenth of them, against another sheet of the workbook."""
    logs, positions = _wide(seen)
    found: set[int] = set()
    own = {basis: _spike(logs[basis], True) for basis in logs}
    for one, other, ends in _RATIOS:
        if {one, other} <= set(logs):
            ratio = _spike(logs[one] - logs[other], ends)
            for basis, sign in ((one, 1), (other, -1)):
                off = (ratio.abs() > _RATIO) & (own[basis] * sign * np.sign(ratio) > _OWN)
                found |= set(positions.loc[off[off].index, basis].astype(int))
    return np.array(sorted(found), dtype=np.intp)


def apart(seen: pd.DataFrame, base: int | None) -> Iterator[tuple[str, Positions]]:
    """Rows that stand five times or more from those of another sheet: which two sheets, and positions in the first.

    Constant and current dollars are equal in the base year, local currency of calendar and of financial years is
    nearly so, and people in a place and the part of a government's spending are known within bounds.
    """
    logs, positions = _wide(seen)
    for one, other, low, high in _BOUNDS:
        if {one, other} <= set(logs):
            ratio = (logs[one] - logs[other]).dropna()
            if one == "constant_usd":
                ratio = ratio[ratio.index.get_level_values("year") == base]
            middle = ratio.groupby(level="place", observed=True).transform("median")
            wrong = middle.index[~middle.between(low, high)]
            yield _pair(one, other, len(wrong) > len(middle) / 2), positions.loc[wrong, one].to_numpy(np.intp)


def _pair(one: str, other: str, most: bool) -> str:
    return f"{one} and {other} do not go together" + (": is the unit of a sheet another?" if most else "")


def exchanged(seen: pd.DataFrame) -> tuple[str, str] | None:
    """Two sheets whose titles must be exchanged, by what most of their values say; None where there are none."""
    logs, _ = _wide(seen)
    if {"share_gdp", "share_government"} <= set(logs):
        less = (
            (logs["share_government"] - logs["share_gdp"]).dropna().groupby(level="place", observed=True).median()
        )
        if len(less) >= _MANY and (less < 0).sum() > len(less) / 2:
            return "share_gdp", "share_government"
    return None


def _wide(seen: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Logarithms (to 10) of values above zero, and positions, by place and year, with a column for each basis."""
    rows = seen[seen["value"] > 0]
    keyed = rows.assign(log=np.log10(rows["value"]), at=rows.index).set_index(["place", "year", "basis"])
    return pd.DataFrame(keyed["log"].unstack("basis")), pd.DataFrame(keyed["at"].unstack("basis"))


def _spike(logs: pd.Series[float], ends: bool) -> pd.Series[float]:
    """How far a value is from both neighbouring years (with `ends`, from the one there is): zero between them."""
    table: pd.DataFrame = logs.unstack("year")
    years = [int(str(year)) for year in table.columns]
    table = table.reindex(columns=range(min(years), max(years) + 1))
    before, after = table - table.shift(1, axis=1), table - table.shift(-1, axis=1)
    if ends:
        before, after = before.fillna(after), after.fillna(before)
    least = before.abs().where(before.abs() < after.abs(), after.abs())
    spike = (least * np.sign(before)).where(np.sign(before) == np.sign(after), 0.0)
    return pd.Series(spike.stack(), dtype="float64")

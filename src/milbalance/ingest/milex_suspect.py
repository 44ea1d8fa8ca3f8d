"""Values of a SIPRI workbook that cannot be right, or that need a second look: alone, and against other sheets.

Exchange rates, prices, populations and products follow from two sheets each. They move slowly, so that a value ten
times too large in one sheet stands out in them, while a war or a hyperinflation is in all sheets. Each function
takes the observations of one workbook (columns place and basis as categoricals, year, value in the unit of its
basis, NaN for missing; index 0, 1, 2, ...), or what `sheets` makes of them, and gives positions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Positions = npt.NDArray[np.intp]
Array = npt.NDArray[Any]

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


@dataclass(frozen=True, eq=False)
class Sheets:
    """The values above zero of a workbook, an array by place and year for each basis, both in their order.

    `logs` are logarithms (to 10), NaN where there is none, and `at` their positions among the observations.
    """

    years: Array
    logs: Mapping[str, Array]
    at: Mapping[str, Array]

    def of(self, *bases: str) -> list[Array]:
        """The logarithms of some bases; empty unless there are all."""
        return [self.logs[basis] for basis in bases] if {*bases} <= self.logs.keys() else []


def sheets(seen: pd.DataFrame) -> Sheets:
    """The observations of a workbook as arrays."""
    rows = np.flatnonzero(seen["value"].to_numpy() > 0)
    years = np.arange(seen["year"].min(), seen["year"].max() + 1)
    basis, place = (seen[name].cat.codes.to_numpy()[rows] for name in ("basis", "place"))
    year, logs = seen["year"].to_numpy()[rows] - years[0], np.log10(seen["value"].to_numpy()[rows])
    shape = len(seen["place"].cat.categories), len(years)
    made: dict[str, tuple[Array, Array]] = {}
    for code, name in enumerate(seen["basis"].cat.categories):
        own = basis == code
        made[name] = np.full(shape, np.nan), np.zeros(shape, dtype=np.intp)
        for table, given in zip(made[name], (logs, rows), strict=True):
            table[place[own], year[own]] = given[own]
    logs, at = ({name: both[one] for name, both in made.items()} for one in (0, 1))
    return Sheets(years, logs, at)


def below(found: Sheets) -> Positions:
    """Shares of government spending below the share of the product, of which the government spends a part."""
    if not (shares := found.of("share_gdp", "share_government")):
        return np.array([], dtype=np.intp)
    return found.at["share_government"][shares[0] > shares[1]]


def spikes(found: Sheets) -> Positions:
    """Values some ten times both neighbouring years, or a tenth of them, against another sheet of the workbook."""
    off = [np.array([], dtype=np.intp)]
    own = {basis: _spike(logs, True) for basis, logs in found.logs.items()}
    for one, other, ends in _RATIOS:
        if logs := found.of(one, other):
            ratio = _spike(logs[0] - logs[1], ends)
            for basis, sign in ((one, 1), (other, -1)):
                wrong = (abs(ratio) > _RATIO) & (own[basis] * sign * np.sign(ratio) > _OWN)
                off.append(found.at[basis][wrong])
    return np.unique(np.concatenate(off))


def apart(found: Sheets, base: int | None) -> Iterator[tuple[str, Positions]]:
    """Rows that stand five times or more from those of another sheet: which two sheets, and positions in the first.

    Constant and current dollars are equal in the base year, local currency of calendar and of financial years is
    nearly so, and people in a place and the part of a government's spending are known within bounds.
    """
    for one, other, low, high in _BOUNDS:
        if logs := found.of(one, other):
            ratio = logs[0] - logs[1]
            if one == "constant_usd":
                ratio = np.where(found.years == base, ratio, np.nan)
            middle, there = _middle(ratio), ~np.isnan(ratio)
            wrong = there & ~((middle >= low) & (middle <= high))[:, None]
            asked = ": is the unit of a sheet another?" if wrong.sum() > there.sum() / 2 else ""
            yield f"{one} and {other} do not go together{asked}", found.at[one][wrong]


def exchanged(found: Sheets) -> tuple[str, str] | None:
    """Two sheets whose titles must be exchanged, by what most of their values say; None where there are none."""
    if shares := found.of("share_gdp", "share_government"):
        less = _middle(shares[1] - shares[0])
        places = np.count_nonzero(~np.isnan(less))
        if places >= _MANY and np.count_nonzero(less < 0) > places / 2:
            return "share_gdp", "share_government"
    return None


def looks(seen: pd.DataFrame, found: Sheets, base: int | None) -> Iterator[tuple[str, Positions, str]]:
    """Every look at the numbers of a workbook: what it flags, the positions, and what to say of each of them."""
    yield "jump of a thousand", jumps(seen), "about a thousand times the year before, or a thousandth of it"
    yield "share over 100 per cent", over(seen), "over 100 per cent"
    yield "share of government spending below share of GDP", below(found), "below the share of GDP"
    yield "jump against another sheet", spikes(found), "five times or more off, against another sheet"
    for flag, positions in apart(found, base):
        yield flag, positions, "another magnitude than in another sheet"


def _middle(values: Array) -> Array:
    """The median of each place; NaN for one without a value."""
    found = np.full(len(values), np.nan)
    there = ~np.isnan(values).all(axis=1)
    found[there] = np.nanmedian(values[there], axis=1)
    return found


def _spike(logs: Array, ends: bool) -> Array:
    """How far a value is from both neighbouring years (with `ends`, from the one there is): zero between them."""
    step = np.diff(logs, axis=1, prepend=np.nan)
    before, after = step, np.concatenate([-step[:, 1:], np.full((len(step), 1), np.nan)], axis=1)
    if ends:
        before, after = np.where(np.isnan(before), after, before), np.where(np.isnan(after), before, after)
    least = np.where(abs(before) < abs(after), abs(before), abs(after))
    return np.where(np.sign(before) == np.sign(after), least * np.sign(before), 0.0)

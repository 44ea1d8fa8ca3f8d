"""The counted choices of a claim in order of their answers, each as wide as its weight, for charts and tables.

Frames in, frames out: a grid is what `choices.evaluate` gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from milbalance import choices
from milbalance.choices import ALIKE, INSIDE, UNANSWERED, UNDECIDED

FEW = 4  # so many editions or releases can be told apart in a picture


def steps(grid: pd.DataFrame) -> pd.DataFrame:
    """The counted answers from low to high, one row a step: its levels, low, high, value, position, plain, weight.

    `start` and `end` place the step on a line from 0 to 1 that all weight fills. Kinds of level that do not differ
    are left out; more than `FEW` editions are folded, so that those with the same answer are one step, and `ways`
    counts them.
    """
    rows = grid[grid["counted"] & (grid["position"] != UNANSWERED)]
    names = _told_apart(rows)
    ends = [rows[end].map(_four_digits) for end in ("low", "high")]
    groups = rows.groupby([*(rows[name] for name in names), *ends], sort=False)
    found = pd.concat(
        [
            groups[[*names, "low", "high", "value", "position"]].first().reset_index(drop=True),
            groups.agg(plain=("plain", "any"), weight=("weight", "sum"), ways=("weight", "size")).reset_index(
                drop=True
            ),
        ],
        axis=1,
    )
    found = found.sort_values(["value", "low", "high"], kind="stable").reset_index(drop=True)
    end = found["weight"].cumsum()
    return found.assign(start=end - found["weight"], end=end)


def step_of(found: pd.DataFrame, way: Mapping[Any, Any]) -> pd.Series[Any]:
    """The step of `steps` that one counted row of the grid, with an answer, is part of."""
    same = pd.Series(True, index=found.index)
    for name in (name for name in found if name in way and name not in choices.ANSWER):
        same &= found[name] == way[name]
    for end in ("low", "high"):
        same &= found[end].map(_four_digits) == _four_digits(way[end])
    return found[same].iloc[0]


def _four_digits(value: float) -> str:
    return f"{value:.4g}"


def _told_apart(rows: pd.DataFrame) -> list[str]:
    """The kinds of level that differ where all outer ones are held, without too many editions to tell apart."""
    names = choices.level_names(rows)
    told = []
    for place, name in enumerate(names):
        groups = rows.groupby(names[:place]) if place else [((), rows)]
        differs = any(group[name].nunique() > 1 for _, group in groups)
        if differs and not (name in ALIKE and rows[name].nunique() > FEW):
            told.append(name)
    return told


def level_shares(grid: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The levels that the `steps` of a grid tell apart, in the grid's order: kind, level, weight, inside.

    `inside` is the share of the level's decided weight that lies inside, NaN where none is decided. A level left
    open has no row.
    """
    records = []
    for kind in (name for name in choices.level_names(grid) if name in found):
        for level in (level for level in grid[kind].unique() if level and level in set(found[kind])):
            rows = found[found[kind] == level]
            records.append((kind, level, rows["weight"].sum(), _share_inside(rows)))
    return pd.DataFrame(records, columns=["kind", "level", "weight", "inside"])


def _share_inside(rows: pd.DataFrame) -> float:
    weight = rows.groupby("position")["weight"].sum()
    decided = float(weight.drop(UNDECIDED, errors="ignore").sum())
    return float(weight.get(INSIDE, 0.0)) / decided if decided else float("nan")


def unanswered(grid: pd.DataFrame) -> pd.Series[int]:
    """How many counted choices have no answer, by the kind of reason, most often first."""
    rows = grid[grid["counted"] & (grid["position"] == UNANSWERED)]
    return rows["gap"].value_counts()

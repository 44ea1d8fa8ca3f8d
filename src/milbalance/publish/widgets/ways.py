"""Moving among the calculations of one statement, so that only combinations that exist are ever chosen.

Frames in, labels out: a grid is what `choices.evaluate` gives, and a way of counting is the label of its row. No
two rows of a grid have the same levels.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from milbalance import choices
from milbalance.choices import UNANSWERED

Levels = dict[str, str]


def plain(grid: pd.DataFrame) -> int:
    """The row of the plain reading."""
    return int(grid.index[grid["plain"]][0])


def levels_of(grid: pd.DataFrame, row: int) -> Levels:
    """The levels of a row by kind, from the outermost; "" where a kind does not apply to it."""
    return {name: str(grid.loc[row, name]) for name in choices.level_names(grid)}


def way(grid: pd.DataFrame, row: int) -> dict[Any, Any]:
    """A row of the grid as a plain record."""
    return grid.loc[row].to_dict()


def options(grid: pd.DataFrame, kind: str) -> list[str]:
    """Every level of a kind, in the order of the grid, the one that does not apply last."""
    found = list(dict.fromkeys(grid[kind].astype(str)))
    return sorted(found, key=lambda level: not level)


def exists(grid: pd.DataFrame, levels: Levels) -> bool:
    """Whether some way of counting joins these levels, whatever its others are."""
    return bool(_same(grid, levels).all(axis=1).any())


def nearest(grid: pd.DataFrame, wanted: Levels, kept: list[str]) -> int:
    """The row nearest to the wanted levels, among those that have the ones in `kept`.

    That is the very row that is wanted; else one that has an answer, then shares most levels, then is counted, then
    shares the outermost levels. Every level in `kept` must occur in the grid together with the others of `kept`.
    """
    same = _same(grid, wanted)
    rows = same[same[kept].all(axis=1)]
    rank = pd.DataFrame(
        {
            "wanted": rows.all(axis=1),
            "answered": grid["position"] != UNANSWERED,
            "shared": rows.sum(axis=1),
            "counted": grid["counted"],
            **{f"level {place}": rows[name] for place, name in enumerate(rows.columns)},
        },
        index=rows.index,
    )
    return int(rank.sort_values(list(rank.columns), ascending=False, kind="stable").index[0])


def moved(grid: pd.DataFrame, row: int, kind: str, level: str) -> int:
    """The row after one level is changed: the others kept where such a way exists, else the nearest that does."""
    return nearest(grid, {**levels_of(grid, row), kind: level}, [kind])


def also_moved(grid: pd.DataFrame, before: int, after: int, kind: str) -> Levels:
    """The levels that moved beside the one that was changed, with where they moved to."""
    old, new = levels_of(grid, before), levels_of(grid, after)
    return {name: level for name, level in new.items() if name != kind and level != old[name]}


def _same(grid: pd.DataFrame, wanted: Levels) -> pd.DataFrame:
    names: list[Any] = list(wanted)
    return grid[names] == pd.Series(wanted)

"""The kind of verdict on an evaluated grid under other rules for the weights, and without each of its sources.

The plain reading stays as it is pinned in all of them; what differs is how the counted choices beside it weigh.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from milbalance import choices
from milbalance.choices import UNANSWERED, verdicts


def flat(grid: pd.DataFrame, plain: str) -> str:
    """The kind of verdict if every counted choice that has an answer weighs the same."""
    return _kind(grid, plain, [])


def by_origin(grid: pd.DataFrame, plain: str) -> str:
    """The kind of verdict if origins weigh the same and, within one, so does every distinct answer."""
    return _kind(grid, plain, ["origin", "answer"], ("answer",))


def without(grid: pd.DataFrame, plain: str) -> dict[str, str]:
    """What the kind of verdict becomes without a source, or without all sources of an origin, where it changes.

    Keys are ids of sources and names of origins, in the order of the grid. One whose absence leaves no counted
    answer is left out: then there is nothing to judge by.
    """
    names, alike = choices.nesting(choices.level_names(grid))
    now = _kind(grid, plain, names, alike)
    found = {name: _kind(rest, plain, names, alike) for name, rest in _parts(grid) if _answered(rest).any()}
    return {name: kind for name, kind in found.items() if kind != now}


def origins(grid: pd.DataFrame) -> tuple[int, int]:
    """How many independent origins agree, and how many there are among the counted answers.

    An origin agrees if at least half of its weight lies inside.
    """
    rows = grid[_answered(grid)]
    inside = rows["weight"].where(rows["position"] == choices.INSIDE, 0.0)
    groups = pd.DataFrame({"inside": inside, "all": rows["weight"]}).groupby(rows["origin"]).sum()
    parts = zip(groups["inside"], groups["all"], strict=True)
    return sum(verdicts.at_least(part, verdicts.HALF * whole) for part, whole in parts), len(groups)


def _kind(grid: pd.DataFrame, plain: str, names: list[str], alike: tuple[str, ...] = ()) -> str:
    weighed = grid.assign(weight=choices.weights(grid, names, alike))
    return verdicts.kind(plain, choices.support(weighed))


def _answered(grid: pd.DataFrame) -> pd.Series[bool]:
    return grid["counted"] & (grid["position"] != UNANSWERED)


def _parts(grid: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every source, and every origin that has several, with the grid without it."""
    rows = grid[_answered(grid)]
    for source in dict.fromkeys(name for used in rows["sources"] for name in used):
        yield source, grid[[source not in used for used in grid["sources"]]]
    for origin, group in rows.groupby("origin", sort=False):
        if len({name for used in group["sources"] for name in used}) > 1:
            yield str(origin), grid[grid["origin"] != origin]

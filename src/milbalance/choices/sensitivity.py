"""The kind of verdict on an evaluated grid under other rules for the weights, and without each of its sources.

The plain reading stays as it is pinned in all of them; what differs is how the counted choices beside it weigh.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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


def around(grid: pd.DataFrame) -> pd.DataFrame:
    """The answers when one choice departs from the plain reading and all others stay as they are in it.

    One row a kind of level that can be changed so, the widest first: choice, levels (how many there are with an
    answer), low, high, in the unit of the grid. A publisher without the edition of the plain reading is taken at
    its last one. Nothing if the plain reading has no number.

    >>> rows = {"years": ["2019", "2020"], "plain": [True, False], "value": [2.0, 3.0]}
    >>> around(pd.DataFrame(rows).assign(counted=True)).values.tolist()
    [['years', 2, 2.0, 3.0]]
    """
    rows = grid[(grid["counted"] | grid["plain"]) & grid["value"].notna()]
    names = choices.level_names(grid)
    records = []
    for plain in rows[rows["plain"]].head(1).to_dict("records"):
        for name in names:
            free = [name] if name in choices.ALIKE else [name, *choices.ALIKE]
            held = [other for other in names if other not in free]
            same = rows[(rows[held] == pd.Series({other: plain[other] for other in held})).all(axis=1)]
            first = same.assign(own=_as_plain(same, plain, names)).sort_values("own", kind="stable")
            each = first.drop_duplicates(name, keep="last")
            records.append((name, each[name].nunique(), each["value"].min(), each["value"].max()))
    found = pd.DataFrame(records, columns=["choice", "levels", "low", "high"])
    found = found[found["levels"] > 1].assign(wide=lambda table: table["high"] - table["low"])
    return found.sort_values("wide", ascending=False, kind="stable").drop(columns="wide").reset_index(drop=True)


def _as_plain(rows: pd.DataFrame, plain: Mapping[Any, Any], names: list[str]) -> pd.Series[int]:
    """How many editions or releases are those of the plain reading."""
    return sum(
        ((rows[name] == plain[name]).astype(int) for name in names if name in choices.ALIKE), rows["plain"] * 0
    )

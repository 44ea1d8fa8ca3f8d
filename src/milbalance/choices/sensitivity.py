"""The kind of verdict on an evaluated grid under other rules for the weights, and without each of its sources.

The plain reading stays as it is pinned in all of them; what differs is how the counted choices beside it weigh.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any

import pandas as pd

from milbalance import choices
from milbalance.choices import verdicts

Paths = Mapping[int, tuple[Any, ...]]


def flat(grid: pd.DataFrame, plain: str) -> str:
    """The kind of verdict if every counted choice that has an answer weighs the same.

    >>> frame = pd.DataFrame({"counted": True, "position": ["inside", "outside"]})
    >>> flat(frame, "inside")
    'holds, fragile'
    """
    return _kind(choices.paths(grid, []), list(grid["position"]), plain)


def by_origin(grid: pd.DataFrame, plain: str) -> str:
    """The kind of verdict if origins weigh the same and, within one, so does every distinct answer.

    >>> frame = pd.DataFrame({"counted": True, "position": ["inside", "outside"], "low": [1, 9], "high": [1, 9]})
    >>> by_origin(frame.assign(origin=["SIPRI", "IISS"]), "inside")
    'holds, fragile'
    """
    return _kind(choices.paths(grid, ["origin", "answer"], ("answer",)), list(grid["position"]), plain)


def without(grid: pd.DataFrame, plain: str) -> dict[str, str]:
    """What the kind of verdict becomes without a source, or without all sources of an origin, where it changes.

    Keys are ids of sources and names of origins, in the order of the grid. One whose absence leaves no counted
    answer is left out: then there is nothing to judge by.

    >>> frame = pd.DataFrame({"counted": True, "position": ["inside", "outside"], "low": [1, 9], "high": [1, 9]})
    >>> frame = frame.assign(source=["a", "b"], sources=[("a",), ("b",)], origin=["SIPRI", "IISS"])
    >>> without(frame, "inside")
    {'b': 'holds'}
    """
    paths = choices.paths(grid, *choices.nesting(choices.level_names(grid)))
    positions, origins, sources = (grid[name].tolist() for name in ("position", "origin", "sources"))
    named = dict.fromkeys(name for row in paths for name in sources[row])
    left = {name: [row for row in paths if name not in sources[row]] for name in named}
    for origin in dict.fromkeys(origins[row] for row in paths):
        if len({name for row in paths if origins[row] == origin for name in sources[row]}) > 1:
            left[origin] = [row for row in paths if origins[row] != origin]
    now = _kind(paths, positions, plain)
    kinds = {
        name: _kind({row: paths[row] for row in kept}, positions, plain) for name, kept in left.items() if kept
    }
    return {name: kind for name, kind in kinds.items() if kind != now}


def origins(grid: pd.DataFrame) -> tuple[int, int]:
    """How many independent origins agree, and how many there are among the counted answers.

    An origin agrees if at least half of its weight lies inside, or if the main answer is its own and lies inside.

    >>> frame = pd.DataFrame({"counted": True, "position": ["inside", "outside"], "weight": 0.5, "plain": False})
    >>> origins(frame.assign(origin=["SIPRI", "IISS"]))
    (1, 2)
    """
    whole: dict[str, float] = {}
    inside: dict[str, float] = {}
    main: set[str] = set()
    columns = (grid[name].tolist() for name in ("origin", "position", "weight", "plain"))
    for origin, position, weight, plain in compress(zip(*columns, strict=True), choices.answered(grid).tolist()):
        fits = position == choices.INSIDE
        whole[origin] = whole.get(origin, 0.0) + weight
        inside[origin] = inside.get(origin, 0.0) + weight * fits
        main |= {origin} if plain and fits else set()
    agree = [one for one in whole if one in main or verdicts.at_least(inside[one], verdicts.HALF * whole[one])]
    return len(agree), len(whole)


def _kind(paths: Paths, positions: Sequence[str], plain: str) -> str:
    weights = choices.shares(paths)
    return verdicts.kind(plain, choices.support_of([positions[row] for row in weights], list(weights.values())))


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
            alike = [one for one in names if one in choices.ALIKE]
            own = (same[alike] == pd.Series({one: plain[one] for one in alike})).sum(axis=1)
            each = same.assign(own=own).sort_values("own", kind="stable").drop_duplicates(name, keep="last")
            records.append((name, each[name].nunique(), each["value"].min(), each["value"].max()))
    found = pd.DataFrame(records, columns=["choice", "levels", "low", "high"])
    found = found[found["levels"] > 1].assign(wide=lambda table: table["high"] - table["low"])
    return found.sort_values("wide", ascending=False, kind="stable").drop(columns="wide").reset_index(drop=True)

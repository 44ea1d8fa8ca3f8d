"""Rows about the statements of an article: every way of counting one, and what each choice does to its answer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from milbalance import arguments, articles, choices
from milbalance.articles import Assessment
from milbalance.choices import UNANSWERED
from milbalance.tables.load import Data

MOST = 8  # so many rows of dots a reader can take in
FIRST = "publisher"  # the level that names the rows where it has several


def ways(
    data: Data,
    *,
    claim: str,
    by: str | Sequence[str] = "",
    series: str = "",
    shown: bool = False,
    most: int = MOST,
) -> pd.DataFrame:
    """Every way of counting a statement that has an answer, one row each, in the unit stated.

    `label` is the level `by` of the choice, or several joined: without one the publisher, else the level that moves
    the answer most, of those with at most `most` options. `series` is a level too. `role` is plain, counted or
    shown; what is only shown is left out unless it is asked for, or is the plain reading. Columns label, value,
    low, high (NaN above for an open end), role, position, weight, source_id, and series if asked for. Raises
    MilbalanceError for an unknown statement or level.

    >>> from milbalance.charts.rows.statements import ways
    >>> ways(data, claim="gas-double")["role"].tolist()[:1]
    ['plain']
    """
    found = articles.assess(data, claim)
    names = choices.level_names(found.grid)
    wanted = arguments.several(by or _level(found, most))
    for name in [*wanted, *([series] if series else [])]:
        arguments.one_of(f"level of {claim}", name, names)
    grid = found.grid[found.grid["position"] != UNANSWERED]
    if not shown:
        grid = grid[grid["counted"] | grid["plain"]]
    role = grid["counted"].map({True: "counted", False: "shown"}).where(~grid["plain"], "plain")
    made = pd.DataFrame(
        {
            "label": _named(grid, list(wanted)),
            "value": grid["value"],
            "low": grid["low"],
            "high": grid["high"].where(grid["high"] < math.inf),
            "role": role,
            "position": grid["position"],
            "weight": grid["weight"],
            "source_id": grid["sources"].map("; ".join),
        }
    )
    made = made.assign(series=_named(grid, [series])) if series else made
    return made.sort_values("role", key=lambda one: one != "plain", kind="stable").reset_index(drop=True)


def _named(grid: pd.DataFrame, names: Sequence[str]) -> pd.Series[str]:
    """Levels in words for readers, joined where there are several; those that do not apply are left out."""
    if not names:
        return pd.Series("", grid.index)
    told = [", ".join(filter(None, levels)) for levels in grid[list(names)].itertuples(index=False)]
    words = [(text or "as published").replace("'", "’") for text in told]
    return pd.Series([text[:1].upper() + text[1:] for text in words], grid.index, dtype=object)


def _level(found: Assessment, most: int) -> list[str]:
    """The level that names the rows: none if none has from two to `most` options."""
    grid = found.grid[found.grid["counted"] & (found.grid["position"] != UNANSWERED)]
    names = [FIRST, *choices.movers(found.grid)["choice"], *choices.level_names(found.grid)]
    return [name for name in names if name in grid and 2 <= grid[name].nunique() <= most][:1]

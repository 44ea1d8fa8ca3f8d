"""Rows about the statements of an article: every way of counting one, what is stated, other arguments."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.choices import UNANSWERED
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

ROLES = ["plain", "counted", "shown"]  # in this order
MOST = 8  # so many rows of dots a reader can take in
FIRST = "publisher"  # the level that names the rows where it has several


def ways(data: Data, *, claim: str, by: str = "", shown: bool = False, most: int = MOST) -> pd.DataFrame:
    """Every way of counting a statement that has an answer, one row each, in the unit stated.

    `label` is the level `by` of the choice: without one the publisher, else the level that moves the answer most,
    of those with at most `most` options. `role` is plain, counted or shown; what is only shown is left out unless
    it is asked for, or is the plain reading. Columns label, value, low, high (NaN above for an open end), role,
    position, weight, source_id. Raises MilbalanceError for an unknown statement or level.

    >>> from milbalance.charts.rows.statements import ways
    >>> ways(data, claim="gas-double")["role"].tolist()[:1]
    ['plain']
    """
    found = articles.assess(data, claim)
    grid = found.grid[found.grid["position"] != UNANSWERED]
    if not shown:
        grid = grid[grid["counted"] | grid["plain"]]
    role = grid["counted"].map({True: "counted", False: "shown"}).where(~grid["plain"], "plain")
    level = by or _level(found, most)
    made = pd.DataFrame(
        {
            "label": (grid[level] if level else pd.Series("", grid.index)).replace("", "as published"),
            "value": grid["value"],
            "low": grid["low"],
            "high": grid["high"].where(grid["high"] < math.inf),
            "role": role,
            "position": grid["position"],
            "weight": grid["weight"],
            "source_id": grid["sources"].map("; ".join),
        }
    )
    return made.sort_values("role", key=lambda one: one.map(ROLES.index), kind="stable").reset_index(drop=True)


def _level(found: Assessment, most: int) -> str:
    """The level that names the rows: "" if none has from two to `most` options."""
    grid = found.grid[found.grid["counted"] & (found.grid["position"] != UNANSWERED)]
    names = [FIRST, *choices.movers(found.grid)["choice"], *choices.level_names(found.grid)]
    return next((name for name in names if name in grid and 2 <= grid[name].nunique() <= most), "")


def stated(data: Data, *, claim: str, **more: Any) -> pd.DataFrame:
    """What a statement says as one row of the role "stated"; whatever else is given becomes a column.

    Columns value (NaN where no number is stated), low, high (NaN for an open end), role, unit, source_id (that of
    the article). Raises MilbalanceError for an unknown statement.
    """
    said = articles.stated(data, claim)
    row = {"value": said.stated, "low": said.low, "high": said.high, "role": "stated", "unit": said.unit}
    return pd.DataFrame([row | {"source_id": data.article["source"]} | more])


def computed(data: Data, *, claim: str, numbers: Sequence[Mapping[str, Any]], per: float = 1) -> pd.DataFrame:
    """A statement computed with other arguments of its measure, one row for each of `numbers`, in parts of `per`.

    Each has `how`, the arguments, and `source`; with `of`, other arguments, a column `whole` is computed too. What
    else it has becomes a column. Columns value, low, high (NaN for an open end), source_id and these. Raises what
    the measure raises.

    >>> from milbalance.charts.rows.statements import computed
    >>> computed(data, claim="days", numbers=[{"how": {"inclusive": True}, "source": "mine"}])["value"].tolist()
    [45.0]
    """
    made = []
    for one in map(dict, numbers):
        found = _span(articles.compute(data, claim, **one.pop("how")))
        whole = {"whole": _span(articles.compute(data, claim, **one.pop("of"))).number} if "of" in one else {}
        ends = {
            "value": found.number / per,
            "low": found.low / per,
            "high": found.high / per if found.high < math.inf else math.nan,
        }
        made.append(ends | {"source_id": one.pop("source")} | whole | one)
    return pd.DataFrame(made)


def _span(found: float | Span) -> Span:
    return found if isinstance(found, Span) else Span(float(found), float(found))

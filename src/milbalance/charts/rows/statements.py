"""Rows about the statements of an article: every way of counting one."""

from __future__ import annotations

import math

import pandas as pd

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.choices import UNANSWERED
from milbalance.choices.verdicts import VERDICTS
from milbalance.tables.load import Data

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
    return made.sort_values("role", key=lambda one: one != "plain", kind="stable").reset_index(drop=True)


def verdicts(data: Data) -> pd.DataFrame:
    """One row a statement, in the order of the verdicts, then of the text: claim_id, label (verdict), statement.

    What is drawn is a count of the rows of the article; it has no source of its own.

    >>> from milbalance.charts.rows.statements import verdicts
    >>> verdicts(data)["label"].unique().tolist()
    ['holds', 'depends', 'does not hold', 'undecided']
    """
    found = [articles.assess(data, name) for name in articles.computable(data)]
    rows = [(one.claim.claim_id, one.verdict, one.claim.statement) for one in found]
    made = pd.DataFrame(rows, columns=["claim_id", "label", "statement"])
    return made.sort_values("label", key=lambda one: one.map(VERDICTS.index), kind="stable", ignore_index=True)


def _level(found: Assessment, most: int) -> str:
    """The level that names the rows: "" if none has from two to `most` options."""
    grid = found.grid[found.grid["counted"] & (found.grid["position"] != UNANSWERED)]
    names = [FIRST, *choices.movers(found.grid)["choice"], *choices.level_names(found.grid)]
    return next((name for name in names if name in grid and 2 <= grid[name].nunique() <= most), "")

"""The matrix below a curve of choices: which levels give which step (notebook 08)."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.charts import style
from milbalance.charts.marks import column
from milbalance.charts.wording import curly
from milbalance.choices import INSIDE, OUTSIDE, UNDECIDED
from milbalance.tables import labels

GREY = "#9A9A9A"
LOOKS: dict[str, dict[str, Any]] = {
    INSIDE: {"facecolor": style.INK, "edgecolor": style.INK},
    OUTSIDE: {"facecolor": GREY, "edgecolor": GREY},
    UNDECIDED: {"facecolor": "white", "edgecolor": style.MUTED, "hatch": "//////"},
}
WIDE = 25  # letters of a level before it breaks
ROW, MORE, HEAD = 0.185, 0.7, 1.25  # inches of a row; rows that a second line and a heading add


def height(levels: pd.DataFrame) -> float:
    """How high the matrix of `curve.level_shares` is, in inches."""
    lines = sum(_broken(level).count("\n") for level in levels["level"])
    return ROW * (len(levels) + MORE * lines + HEAD * levels["kind"].nunique() + 0.3)


def _broken(level: str) -> str:
    return textwrap.fill(curly(level), WIDE)


def draw(
    ax: Axes, steps: pd.DataFrame, levels: pd.DataFrame, *, beside: str = "inside", head: str = "share\nthat fits"
) -> None:
    """A row a level under a heading a kind of level: a bar where a step above has it, at the right a share of it.

    `beside` is the column of `levels` with that share: what fits, or the level's weight.
    """
    rows: list[tuple[float, str]] = []
    places: list[float] = []
    y = 0.0
    for kind, group in levels.groupby("kind", sort=False):
        rows.append((y, labels.kind(str(kind))))
        for level in group["level"]:
            more = MORE / 2 * _broken(level).count("\n")
            y += 1 + more
            rows.append((y, _broken(level)))
            places.append(y)
            _draw_row(ax, y, steps[steps[str(kind)] == level])
            y += more
        y += HEAD
    ax.set(ylim=(y - 0.6, -0.6), xlim=(-0.005, 1.005))
    _name_rows(ax, rows, set(places))
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"], fontsize=9)
    ax.set_xlabel("per cent of the weight of all counted ways", fontsize=9)
    shares = [articles.percent(share) for share in levels[beside]]
    column(ax, 20, head, shares, levels=places, bold=levels["inside"] > 0, top=-0.4)


def _draw_row(ax: Axes, y: float, steps: pd.DataFrame) -> None:
    ax.axhspan(y - 0.36, y + 0.36, color="#F2F2F2", zorder=0, linewidth=0)
    for step in steps.to_dict("records"):
        ax.barh(y, step["weight"], 0.72, step["start"], linewidth=0.3, **LOOKS[step["position"]])


def _name_rows(ax: Axes, rows: list[tuple[float, str]], levels: set[float]) -> None:
    ax.set_yticks([y for y, _ in rows], [words for _, words in rows], fontsize=8.5)
    for (y, _), label in zip(rows, ax.get_yticklabels(), strict=True):
        label.set(color=style.INK if y in levels else style.MUTED, fontweight="normal" if y in levels else "bold")
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)

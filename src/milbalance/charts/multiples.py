"""Statements as rows: what is computed as a multiple of what is stated, and words in columns beside it.

A row is what has the `stated`, `relation`, `low` and `high` of a claim: a row of the ledger, or `claims.Stated`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.charts import style
from milbalance.charts.wording import ARTICLE
from milbalance.tables.load import Data

LANE = 0.17  # rows from the middle of a row to what is stated, above, and to what is computed, below


def scale(ax: Axes, ticks: Mapping[float, str], limits: tuple[float, float]) -> None:
    """A log axis of multiples with a line at one, where computed and stated are the same."""
    ax.set(xscale="log", xlim=limits)
    ax.set_xticks(list(ticks), list(ticks.values()), fontsize=8.5)
    ax.xaxis.set_minor_locator(style.no_ticks())
    ax.grid(False)
    ax.axvline(1, color=style.STATED, linewidth=1, zorder=1)


def has_multiple(row: Any) -> bool:
    """Whether a statement has a number that another can be a multiple of."""
    return bool(pd.notna(row.stated)) and row.relation != "exists"


def draw_stated(ax: Axes, y: float, row: Any, *, above: float = 0) -> None:
    """The band of the wording and the diamond of what is stated, or words where no one number is stated.

    The diamond stands `above` the middle of the row, in rows of its axis.
    """
    if not has_multiple(row):
        words = "a yes or a no" if row.relation == "exists" else "no one number"
        ax.text(1.1, y, words, va="center", fontsize=7.5, color=style.MUTED, style="italic")
        return
    least, most = ax.get_xlim()
    left = least / 2 if math.isnan(row.low) else row.low / row.stated
    right = most * 2 if math.isnan(row.high) else row.high / row.stated
    ax.barh(y, right - left, left=left, height=0.56, color=style.STATED_BAND, zorder=0)
    ax.plot(1, y + above, marker="D", color=style.STATED, markersize=5)


def draw_range(ax: Axes, y: float, low: float, high: float) -> None:
    """A line over a range of multiples as far as the axis goes; an arrow where it has no upper end."""
    least, most = ax.get_xlim()
    ends = [min(max(end, least), most) for end in (low, high)]
    if ends[0] < ends[1]:
        ax.plot(ends, [y, y], color=style.INK, linewidth=1.5)
    if math.isinf(high):
        ax.plot(most, y, marker=">", color=style.INK, markersize=6, clip_on=False)


def covers(row: Any) -> str:
    """What the wording of a statement covers, in words: "4.5 to 5", "over 6", "yes"."""
    if row.relation == "exists" or (row.relation == "over" and math.isnan(row.high)):
        return articles.wording(row.low if math.isnan(row.stated) and row.low else row.stated, row.relation)
    low, high = articles.number(row.low), articles.number(row.high)
    return low if low == high else f"{low} to {high}"


def draw_words(
    ax: Axes,
    x: float,
    head: tuple[float, str],
    cells: Iterable[tuple[float, str]],
    *,
    ink: str = style.INK,
    bold: Iterable[float] = (),
    ha: str = "center",
) -> None:
    """A column of words at `x`, from 0 to 1 across the axes: a heading and cells, each with its level."""
    across, strong = ax.get_yaxis_transform(), set(bold)
    ax.text(x, *head, transform=across, ha=ha, fontsize=8.5, fontweight="bold")
    for y, words in cells:
        weight = "bold" if y in strong else "normal"
        ax.text(x, y, words, transform=across, ha=ha, va="center", fontsize=8.5, color=ink, fontweight=weight)


def brief(words: str) -> str:
    """Words with the number at their end in millions or billions, as "nearly 8.1 million", if it is so large."""
    for zeros, name in ((9, "billion"), (6, "million")):
        if found := re.search(rf"\d[\d,]{{{zeros + zeros // 3},}}$", words):
            return f"{words[: found.start()]}{int(found[0].replace(',', '')) / 10**zeros:.3g} {name}"
    return words


def drawn(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows drawn, once for what is stated and once for each source behind what is computed.

    `rows` have claim_id and computed; a claim without a computed number has the article as its one source.
    """
    ids: list[Any] = [
        [ARTICLE, *(articles.sources(data, claim_id) if pd.notna(value) else ())]
        for claim_id, value in zip(rows["claim_id"], rows["computed"], strict=True)
    ]
    return rows.assign(source_id=pd.Series(ids, index=rows.index)).explode("source_id", ignore_index=True)

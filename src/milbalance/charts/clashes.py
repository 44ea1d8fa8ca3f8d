"""Numbers of the article that cannot both be so (notebook 07)."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import contradictions as pairs
from milbalance.charts import multiples, style
from milbalance.charts.marks import say
from milbalance.charts.wording import ARTICLE, curly
from milbalance.tables.load import Data

ROW, TWO, WHY = 1.3, (-0.24, 0.09), 0.24  # inches of a pair; where the two and the reason start, in rows from it
LAST = 0.86  # where a row's highest end lies, from 0 to 1
THICK = 0.11  # of a range, in rows
LETTERS = 84  # of a line of the reason


def contradictions(data: Data, *, ax: Axes | None = None) -> Axes:
    """The pairs of numbers that the article gives and what both imply, each pair on a scale of its own."""
    rows = pairs.table(data)
    ax = style.canvas(ax, height=1.7 + ROW * len(rows))
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.45, -0.6))
    ax.set_xticks([0], ["0"], fontsize=8.5)
    ax.grid(visible=False)
    ticks = []
    for y, row in enumerate(rows.to_dict("records")):
        ticks += _draw_pair(ax, y, row)
        if y:
            ax.axhline(y - 0.5, color=style.FAINT, linewidth=0.7)
    ax.set_yticks([y for y, _ in ticks], [words for _, words in ticks], fontsize=8.5, color=style.INK)
    ax.tick_params(axis="y", pad=8)  # a mark may stand at zero
    ax.spines["bottom"].set_visible(False)
    apart = int(rows["gap"].notna().sum())
    return style.finish(
        ax,
        data,
        title=f"{len(rows)} pairs of passages pull against each other: {apart} do not overlap",
        subtitle="What each of two passages of the article implies, filled for the first and open for the second; "
        "an arrow has no upper end. Each pair has a unit and a scale of its own, from zero. Below: what joins them",
        alt=curly(f"Pairs of passages. {'; '.join(_told(row) for row in rows.to_dict('records'))}."),
        drawn=rows.replace(math.inf, math.nan).assign(source_id=ARTICLE),
    )


def _draw_pair(ax: Axes, y: int, row: Mapping[Any, Any]) -> list[tuple[float, str]]:
    """Both ranges of one pair, how far they are apart, and the two levels with what each implies in words."""
    place = _scale(row)
    levels = [y + apart for apart in TWO]
    for side, level in zip(pairs.SIDES, levels, strict=True):
        _draw_range(ax, level, row, side, place)
    bold: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "fontsize": 8.5, "fontweight": "bold"}
    ax.text(1.025, sum(levels) / 2, _verdict(row), ha="left", va="center", **bold)
    why = textwrap.fill(curly(row["why"]), LETTERS)
    ax.text(0.012, y + WHY, why, ha="left", va="top", color=style.MUTED, fontsize=8)
    return [
        (level, textwrap.fill(curly(row[f"implies_{side}"]), 42))
        for side, level in zip(pairs.SIDES, levels, strict=True)
    ]


def _scale(row: Mapping[Any, Any]) -> Callable[[float], float]:
    """From a number of the pair to its place from 0 to 1; from zero on, so that lengths compare as numbers do."""
    ends = [row[f"{end}_{side}"] for side in pairs.SIDES for end in ("low", "high")]
    most = max(end for end in ends if math.isfinite(end))
    return lambda value: 1.0 if math.isinf(value) else LAST * value / most


def _draw_range(ax: Axes, level: float, row: Mapping[Any, Any], side: str, place: Callable[[float], float]) -> None:
    low, high = row[f"low_{side}"], row[f"high_{side}"]
    left, right = place(low), place(high)
    fill = style.STATED if side == "a" else "white"
    if right - left > 0.015:
        ax.barh(level, right - left, THICK, left, facecolor=fill, edgecolor=style.STATED, linewidth=1.2)
    else:
        shape = "o" if side == "a" else "s"
        look: dict[str, Any] = {"color": style.STATED, "markerfacecolor": fill, "clip_on": False, "zorder": 3}
        ax.plot((left + right) / 2, level, marker=shape, markersize=7, **look)
    if math.isinf(high):
        ax.plot(right, level, marker=">", markersize=8, color=style.STATED, clip_on=False)
    words, right_half = articles.with_unit(_range(low, high), row["unit"]), left > 0.5
    dx, ha = (3, "right") if right_half else (-3 if left > 0.02 else 4, "left")  # no label on the line at zero
    say(ax, right if right_half else left, level, words, dx=dx, dy=7, ha=ha, size=8.5, ink=style.STATED)


def _range(low: float, high: float) -> str:
    """A range in words: "over 6", "4.5 to 5", "5.71 billion to 8 billion"."""
    least, most = (multiples.brief(articles.number(end)) for end in (low, high))
    if math.isinf(high):
        return f"over {least}"
    return least if low == high else f"{least} to {most}"


def _verdict(row: Mapping[Any, Any]) -> str:
    """How far the two are apart, or what both cover."""
    gap = row["gap"]
    if math.isnan(gap):
        return f"both cover\n{_range(row['common_low'], row['common_high'])}"
    if gap < 2:
        return f"{100 * (gap - 1):.2g} per cent\napart"
    return f"apart by a\nfactor of {gap:.0f}" if gap > 10 else f"apart by a\nfactor of {gap:.1f}"


def _told(row: Mapping[Any, Any]) -> str:
    first, second = (
        f"{row[f'implies_{side}']} ({_range(row[f'low_{side}'], row[f'high_{side}'])})" for side in pairs.SIDES
    )
    return f"{first} against {second}: {_verdict(row)}".replace("\n", " ")

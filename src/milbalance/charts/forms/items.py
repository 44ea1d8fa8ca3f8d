"""Items: things on a line of years, a row a kind, each mark as large as its number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.charts.forms.bars import fills
from milbalance.charts.marks import column, row_names, say, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

LARGEST_NARROW = 14.0
UP = 0.55  # of a row: the top of a name above it
LARGEST = 21.0  # points across the mark of the highest number; others by area
PALE = 0.45  # of its colour that a mark has that is not spoken of
LEAST = 3.5  # the mark of a small number is still seen


def items(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    colours: Mapping[str, str] | None = None,
    until: float | None = None,
    later: str = "",
    total: str = "",
    bold: Sequence[str] = (),
    row_height: float = 0.42,
    ax: Axes | None = None,
) -> Axes:
    """A circle a row of a frame with columns x (years), label and value, and maybe series and group.

    Rows of one `label` share a line; labels of one `group` stand together under its name. The area of a circle
    is its number, which stands above. The years end with `until`: labels of which all came after it have no line
    and are named below, after the words `later`. `total` heads a column of the sums. Labels in `bold` are those
    that are spoken of, and all other marks are pale. Returns the axes. Raises MilbalanceError for a frame
    without rows.

    >>> frame = pd.DataFrame({"year": [2015, 2020], "label": "Heron", "value": [4.0, 16.0]})
    >>> [mark.get_markersize() for mark in charts.items(frame).get_lines()[:2]]
    [10.5, 21.0]
    """
    if frame.empty:
        raise MilbalanceError("no rows: wanted at least one mark to draw")
    rows = frame.assign(group=frame.get("group", ""), series=frame.get("series", ""))
    every = dict.fromkeys(rows["label"])
    rows = rows if until is None else rows[rows[x] <= until]
    if rows.empty:
        raise MilbalanceError(f"no rows: wanted at least one mark up to {until:g}")
    left_out = [label for label in every if label not in set(rows["label"])]
    levels, heads = _levels(rows)
    narrow = style.page().narrow
    below = 1 if later and left_out else 0
    ax = style.canvas(ax, height=1.9 + row_height * (1.25 if narrow else 1) * (len(levels) + len(heads) + below))
    ax.set_xlim(rows[x].min() - 0.8, rows[x].max() + 0.9)
    ax.set_ylim(max(levels.values()) + 0.6 + below, -0.7)
    inks = fills(rows["series"], colours or {})
    biggest = float(rows["value"].max())
    for row in rows[rows["value"].notna()].to_dict("records"):
        share = float(row["value"]) / biggest
        across = max(LEAST, (LARGEST_NARROW if narrow else LARGEST) * math.sqrt(share))
        level, ink = levels[row["group"], row["label"]], inks[str(row["series"])]
        pale = bool(bold) and row["label"] not in bold
        look: dict[str, Any] = {"color": ink, "markeredgecolor": "white", "markeredgewidth": 0.6, "zorder": 3}
        look |= {"alpha": PALE} if pale else {}
        ax.plot(row[x], level, "o", markersize=across, **look)
        number = shown(row["value"])
        up, va = (-1, "top") if narrow else (1, "bottom")  # a narrow page has the name above
        quiet: dict[str, Any] = {"ink": style.MUTED} if pale else {"weight": "bold" if bold else "normal"}
        say(ax, row[x], level, number, dy=up * (across / 2 + 0.5), va=va, size=10, **quiet)
    for level in levels.values():
        ax.axhline(level, color=style.FAINT, linewidth=0.7, zorder=1)
    names = {label: "bold" if label in bold else "normal" for _, label in levels}
    left = 0 if narrow else 6 + max(wide(name, 10.5, weight) for name, weight in names.items())
    edge: Any = ax.get_yaxis_transform()
    for name, level in heads.items():
        # Bold is kept for the rows that are asked for, where some are.
        weight = "normal" if bold else "bold"
        look = {"weight": weight, "color": style.MUTED, "size": style.points(style.LABEL), "va": "center"}
        ax.annotate(name, (0, level), xycoords=edge, xytext=(-left, 0), textcoords="offset points", **look)
    _frame(ax, levels, bold)
    if later and left_out:
        words = style.wrap(f"{later}: {', '.join(left_out)}", style.LABEL, width=style.page().width - 0.3)
        look = {"color": style.MUTED, "size": style.points(style.LABEL), "va": "top"}
        ax.annotate(
            words,
            (0, max(levels.values()) + 0.8),
            xycoords=edge,
            xytext=(-left, 0),
            textcoords="offset points",
            **look,
        )
    if total:
        sums = rows.groupby(["group", "label"])["value"].sum()
        cells = [shown(sums[key]) for key in levels]
        strong = [label in bold for _, label in levels]
        if narrow:
            for cell, level in zip(cells, levels.values(), strict=True):
                look = {"va": "top", "ha": "right", "color": style.MUTED, "size": style.points(9)}
                ax.annotate(f"{total}: {cell}", (1, level - UP), xycoords=("axes fraction", "data"), **look)
        else:
            column(ax, 36, total, cells, levels=levels.values(), bold=strong, top=-0.78)
    return ax


def _levels(rows: pd.DataFrame) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """How far down each label and each group's name stand, in the order of the frame."""
    levels: dict[tuple[str, str], float] = {}
    heads: dict[str, float] = {}
    at = 0.0
    for group, every in rows.groupby("group", sort=False):
        if group:
            heads[str(group)] = at
            at += 1
        for label in dict.fromkeys(every["label"]):
            levels[str(group), label] = at
            at += 1
    return levels, heads


def _frame(ax: Axes, levels: Mapping[tuple[str, str], float], bold: Sequence[str]) -> None:
    names = [label for _, label in levels]
    tops = [level - UP for level in levels.values()]
    row_names(ax, list(levels.values()), names, size=10.5, bold=bold, tops=tops)
    low, high = ax.get_xlim()
    room = 12 if not style.page().narrow else 6
    step = 1 if high - low <= room else 2 if high - low <= 2 * room else 5
    ax.set_xticks([year for year in range(math.ceil(low), math.floor(high) + 1) if year % step == 0])
    ax.grid(visible=False)
    ax.spines["left"].set_visible(False)

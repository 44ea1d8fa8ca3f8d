"""Squares: one a row, in groups beside each other, each named with how many it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance.charts import style
from milbalance.charts.marks import flow
from milbalance.errors import MilbalanceError

HIGH = 3  # squares of a column
GAP = 1.2  # squares from one group to the next
ACROSS = 15.0  # squares across a narrow page


def squares(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    high: int = HIGH,
    height: float = 3.15,
    ax: Axes | None = None,
) -> Axes:
    """One square a row of a frame with a column label, which names its group, in the order of the frame.

    Each group fills columns `high` squares high, with its number and name above it. `colours` are those of the
    groups; those of verdicts where none are given. Returns the axes. Raises MilbalanceError for a frame without
    rows.

    >>> charts.squares(pd.DataFrame({"label": ["yes", "yes", "no"]})).texts[0].get_text()
    '2'
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as squares")
    groups = list(frame.groupby("label", sort=False))
    wide = [max(-(-len(rows) // high), 0.55 * len(str(name)) * high / 7) + GAP for name, rows in groups]
    lines = flow(wide, ACROSS if style.page().narrow else sum(wide))
    ax = style.canvas(ax, height=height + 1.1 * lines[-1][0])
    for (name, rows), (line, left) in zip(groups, lines, strict=True):
        top = line * (high + 3)
        ink = (colours or style.VERDICTS).get(str(name), style.NEUTRAL)
        for place in range(len(rows)):
            corner = (left + place // high, top + place % high)
            ax.add_patch(Rectangle(corner, 0.9, 0.9, facecolor=ink, edgecolor="none"))
        look: dict[str, Any] = {"fontsize": style.points(22), "fontweight": "bold", "va": "bottom"}
        number = ax.text(left, top - 0.9, str(len(rows)), color=style.INK, **look)
        number.set_in_layout(False)
        small = style.points(style.LABEL)
        ax.text(left, top - 0.2, str(name), fontsize=small, va="bottom", color=style.readable(ink))
    ax.set_xlim(0, max(left + one for (_, left), one in zip(lines, wide, strict=True)) - GAP)
    ax.set_ylim(lines[-1][0] * (high + 3) + high, -1.95)
    ax.set_aspect("equal", anchor="NW")
    ax.set_axis_off()
    return ax

"""Squares: one a row, in groups beside each other, each named with how many it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance.charts import style
from milbalance.charts.marks import flow
from milbalance.errors import MilbalanceError

ACROSS = 4  # squares of a line of a group
GAP = 1.2  # squares from one group to the next
LETTERS = 22  # of a line of what is said of a group
LARGE, LEADING = 22.0, 1.25  # points of a number; lines of words in sizes of their letters
FRAME = 1.3  # inches that title and source line take
WHOLE = 11.0  # squares across a narrow page


def squares(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
    hollow: Collection[str] = (),
    across: int = ACROSS,
    ax: Axes | None = None,
) -> Axes:
    """One square a row of a frame with a column label, which names its group, in the order of the frame.

    Each group fills lines of `across` squares, with its number and name above it, and under these what `about`
    says of it. Groups in `hollow` are outlines. `colours` are those of the groups; those of verdicts where none
    are given. Returns the axes. Raises MilbalanceError for a frame without rows.

    >>> charts.squares(pd.DataFrame({"label": ["yes", "yes", "no"]})).texts[0].get_text()
    '2'
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as squares")
    groups = list(frame.groupby("label", sort=False))
    narrow, page = style.page().narrow, style.page()
    places = flow([across + GAP] * len(groups), WHOLE if narrow else len(groups) * (across + GAP))
    most = max(left for _, left in places) + across
    point = most / (72 * (page.width - 2 * page.margin))  # squares
    small = style.points(style.LABEL)
    words = {str(name): style.broken((about or {}).get(str(name), ""), LETTERS) for name, _ in groups}
    lines = max(text.count("\n") + bool(text) for text in words.values())
    head = point * (small * LEADING * (1 + lines) + 2 * style.points(LARGE))  # above the squares
    high = max(-(-len(rows) // across) for _, rows in groups)
    below = head + high + GAP / 2  # from the squares of one line to those of the next
    ax = style.canvas(ax, height=FRAME + (below * (places[-1][0] + 1)) / point / 72)
    for (name, rows), (line, left) in zip(groups, places, strict=True):
        top = line * below
        ink = (colours or style.VERDICTS).get(str(name), style.NEUTRAL)
        for place in range(len(rows)):
            corner = (left + place % across, top + place // across)
            ax.add_patch(_square(*corner, ink, hollow=name in hollow))
        up = top - point * small * (0.5 + LEADING * lines)
        look: dict[str, Any] = {"fontsize": style.points(LARGE), "fontweight": "bold", "va": "bottom"}
        number = ax.text(left, up - point * small * LEADING, str(len(rows)), color=style.INK, **look)
        number.set_in_layout(False)
        ax.text(left, up, str(name), fontsize=small, va="bottom", color=style.readable(ink))
        if told := words[str(name)]:
            ax.text(left, up, told, fontsize=small, va="top", color=style.MUTED)
    ax.set_xlim(0, most)
    ax.set_ylim(places[-1][0] * below + high, -head)
    ax.set_aspect("equal", anchor="NW")
    ax.set_axis_off()
    return ax


def _square(left: float, top: float, ink: str, *, hollow: bool) -> Rectangle:
    """A full square, or an outline that is as large with its line."""
    if not hollow:
        return Rectangle((left, top), 0.9, 0.9, facecolor=ink, edgecolor="none")
    return Rectangle((left + 0.05, top + 0.05), 0.8, 0.8, facecolor=style.PAPER, edgecolor=ink, linewidth=2)

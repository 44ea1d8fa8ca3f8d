"""Squares: one a row, in groups below each other, each named with how many it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance.charts import style
from milbalance.charts.marks import say, wide
from milbalance.errors import MilbalanceError

SIDE, GAP, AIR = 0.5, 0.26, 0.12  # inches: the largest side of a square, between two groups, and above the first
LARGE = 14.0  # points of a name
FRAME = 1.1  # inches that title and source line take


def squares(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
    hollow: Collection[str] = (),
    ax: Axes | None = None,
) -> Axes:
    """One square a row of a frame with a column label, which names its group, in the order of the frame.

    Each group is a line of squares, so that lines compare, with its number and name above it, or one of other
    `names`, whose order goes first, and what `about` says of it. Groups in `hollow` are outlines. `colours` are
    those of the groups; those of verdicts where none are given. Returns the axes. Raises MilbalanceError for a
    frame without rows.

    >>> charts.squares(pd.DataFrame({"label": ["yes", "yes", "no"]})).texts[0].get_text()
    '2 yes'
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as squares")
    every = dict(list(frame.groupby("label", sort=False)))
    groups = [(name, every[name]) for name in dict.fromkeys([*(names or {}), *every]) if name in every]
    page = style.page()
    width = page.width - 2 * page.margin
    side = min(SIDE, width / max(len(rows) for _, rows in groups))
    words = {name: (about or {}).get(str(name), "") for name, _ in groups}
    below = page.narrow and any(words.values())  # there is no room beside the name
    words = {one: style.wrap(text, style.LABEL, width=page.width if below else 99) for one, text in words.items()}
    line = 1.25 * style.points(style.LABEL)
    under = {name: below * line * (text.count("\n") + 1) for name, text in words.items()}
    heads = {name: (1.3 * style.points(LARGE) + more) / 72 / side for name, more in under.items()}  # in squares
    bottom = sum(heads.values()) + len(groups) * (1 + GAP / side) + AIR / side
    ax = style.canvas(ax, height=FRAME + bottom * side)
    top = (AIR - GAP) / side
    for name, rows in groups:
        top += GAP / side + heads[name]
        ink = (colours or style.VERDICTS).get(str(name), style.NEUTRAL)
        for place in range(len(rows)):
            ax.add_patch(_square(place, top, ink, hollow=name in hollow))
        called = f"{len(rows)} {(names or {}).get(str(name), name)}"
        say(ax, 0, top, called, dy=4 + under[name], ha="left", size=LARGE, weight="bold", ink=ink)
        if words[name]:
            aside = 0 if below else wide(called, LARGE, "bold") + 8
            say(ax, 0, top, words[name], dx=aside, dy=5, ha="left", size=style.LABEL, ink=style.MUTED)
        top += 1
    ax.set_xlim(0, width / side)
    ax.set_ylim(top, 0)
    ax.set_aspect("equal", anchor="NW")
    ax.set_axis_off()
    return ax


def _square(left: float, top: float, ink: str, *, hollow: bool) -> Rectangle:
    """A full square, or an outline that is as large with its line."""
    if not hollow:
        return Rectangle((left, top), 0.9, 0.9, facecolor=ink, edgecolor="none")
    return Rectangle((left + 0.05, top + 0.05), 0.8, 0.8, facecolor=style.PAPER, edgecolor=ink, linewidth=2)

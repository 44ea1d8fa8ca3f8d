"""Marks and labels that several charts draw; the look itself is in `style`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path
from matplotlib.typing import ColorType

from milbalance.charts import style

SHADES = "mako_r"  # shares from light to dark in even steps, so that they read in grey as well


def say(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    dx: float = 0,
    dy: float = 7,
    ha: str = "center",
    va: str = "bottom",
    ink: str = style.INK,
    size: float = 9,
    weight: str = "normal",
    halo: bool = False,
    inside: bool = False,
) -> None:
    """Write a label some points away from a mark; a white halo keeps grid lines and bars out of the letters.

    `inside` gives y as a share of the height of the axes. White ink is for words on a dark bar.
    """
    label = ax.annotate(
        text,
        (x, y),
        xycoords=ax.get_xaxis_transform() if inside else "data",
        xytext=(dx, dy),
        textcoords="offset points",
        ha=ha,
        va=va,
        color=ink if ink == "white" else style.readable(ink),
        fontsize=size,
        fontweight=weight,
        annotation_clip=False,
    )
    if halo:
        label.set_path_effects([withStroke(linewidth=3, foreground="white")])


def limits(values: Iterable[float], *, room: float = 0.15, below: float | None = None) -> tuple[float, float]:
    """The ends of an axis that holds every value, with room beyond the last one for its label.

    From zero, or with `below` from so much under the least value; both are shares of what lies between the ends.
    What is missing or has no end does not count.

    >>> limits([2.0, 4.0, math.inf], room=0.5)
    (0.0, 6.0)
    """
    found = [float(value) for value in values if math.isfinite(value)]
    low = min(found) if below is not None else min(0.0, *found)
    between = (max(found) - low) or 1.0
    return low - (below or 0.0) * between, max(found) + room * between


def column(
    ax: Axes,
    x: float,
    head: str,
    cells: Sequence[str],
    *,
    levels: Iterable[float],
    bold: Iterable[bool],
    top: float = -0.6,
) -> None:
    """Words or numbers `x` points to the right of the axes, level with the rows, under a heading."""
    where: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "center"}
    ax.annotate(head, (1, top), xytext=(x, 0), va="bottom", fontsize=9, color=style.MUTED, **where)
    for cell, level, strong in zip(cells, levels, bold, strict=True):
        weight = "bold" if strong else "normal"
        ax.annotate(cell, (1, level), xytext=(x, 0), va="center", fontsize=9.5, fontweight=weight, **where)


def row_names(ax: Axes, levels: Sequence[float], names: Sequence[str], *, size: float = 9) -> None:
    """Name horizontal rows at the left; no grid line runs through a row."""
    ax.set_yticks(levels, names, color=style.INK, fontsize=size)
    ax.grid(visible=False, axis="y")


def guide(ax: Axes, x: float) -> None:
    """A thin dashed line up from a value or a year, behind what is drawn."""
    ax.axvline(x, color=style.MUTED, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)


def stated_point(ax: Axes, x: float, y: float, *, clip: bool = True) -> None:
    """The diamond of one stated value."""
    ax.plot(x, y, marker="D", color=style.STATED, markersize=7, linestyle="none", clip_on=clip)


def state(ax: Axes, x: float, y: float, words: str) -> None:
    """What is stated beside what is computed: its diamond, whole at the edge of the axes too, and its words."""
    stated_point(ax, x, y, clip=False)
    say(ax, x, y, words, dx=9, dy=0, ha="left", va="center", ink=style.STATED)


def ring(ax: Axes, x: float, y: float, *, size: float = 10) -> None:
    """A ring with a white rim, which a black step does not swallow."""
    look: dict[str, Any] = {"marker": "o", "markersize": size, "markerfacecolor": "none", "linestyle": "none"}
    ax.plot(x, y, markeredgecolor="white", markeredgewidth=4.5, **look)
    ax.plot(x, y, markeredgecolor=style.INK, markeredgewidth=1.6, **look)


def ink_on(fill: ColorType) -> str:
    """Black or white, whichever is easier to read on a colour."""
    return style.INK if style.luminance(*to_rgb(fill)) > 0.19 else "white"


def wide(text: str, size: float, weight: str = "normal") -> float:
    """How many points the longest line of a text takes across, in the font that draws it.

    >>> from milbalance.charts import marks
    >>> marks.wide("two words", 10) > marks.wide("words", 10) > marks.wide("words", 9)
    True
    """
    font = FontProperties(family=list(style.FONTS), size=size, weight=weight)
    return max(float(text_to_path.get_text_width_height_descent(line, font, False)[0]) for line in text.split("\n"))

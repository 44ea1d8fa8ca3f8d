"""Marks and labels that several charts draw; the look itself is in `style`."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.textpath import text_to_path
from matplotlib.typing import ColorType

from milbalance import arguments
from milbalance.charts import style

BOUNDS = 9.5  # points of the numbers that the words of a text allow
LEADING = 1.25  # lines of what a text says, in sizes of their letters
FADING, FADES = 0.2, 100  # of its length: how far an open bar fades, in so many steps
HALO: dict[str, Any] = {"path_effects": [withStroke(linewidth=3, foreground="white")]}  # keeps lines out of letters


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
) -> Annotation:
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
        fontsize=style.points(size),
        fontweight=weight,
        annotation_clip=False,
    )
    if halo:
        label.set(**HALO)
    return label


def claim(
    ax: Axes,
    at: tuple[float, float],
    words: str,
    allowed: str,
    *,
    coords: Any = "data",
    dx: float,
    dy: float = 0,
    ha: str = "left",
    middle: bool = False,
) -> None:
    """What a text says, in bold, and in a small grey line under it the numbers that its words allow.

    The lower line stands `dy` points above a place, or both around it if `middle`; `ha` is as for a text.
    """
    large, small = style.points(style.LABEL), style.points(BOUNDS)
    highs = [LEADING * size * (text.count("\n") + 1) for text, size in ((words, large), (allowed, small)) if text]
    bottom = dy - sum(highs) / 2 if middle else dy
    where: dict[str, Any] = {"xycoords": coords, "textcoords": "offset points", "annotation_clip": False}
    look: dict[str, Any] = {"va": "bottom", "ha": ha, "linespacing": LEADING - 0.1}
    if allowed:
        ax.annotate(allowed, at, xytext=(dx, bottom), fontsize=small, color=style.MUTED, **look, **where)
    upper = bottom + sum(highs[1:])
    look |= {"fontsize": large, "fontweight": "bold", "color": style.STATED}
    ax.annotate(words, at, xytext=(dx, upper), **look, **where)


def heading(ax: Axes, words: str, level: float) -> None:
    """A heading over the rows that follow, at the left edge of the picture; no axis is seen behind it."""
    look: dict[str, Any] = {"color": style.MUTED, "fontweight": "bold", "va": "bottom", "annotation_clip": False}
    look["bbox"] = {"facecolor": style.PAPER, "linewidth": 0, "pad": 1.5}
    look |= {"xytext": (0, 0), "textcoords": "offset points", "fontsize": style.points(style.LABEL)}
    style.at_margin(ax, ax.annotate(words, (0, level), xycoords=ax.get_yaxis_transform(), **look, **HALO))


def row_names(
    ax: Axes,
    levels: Sequence[float],
    names: Sequence[str],
    *,
    size: float = 9,
    bold: Collection[str] = (),
    tops: Sequence[float] = (),
    grey: bool = False,
) -> None:
    """Name horizontal rows at the left edge of the picture; no grid line runs through a row.

    On a narrow page a name stands above its row, from `tops` down. `grey` is the second line of a name beside it.
    """
    ax.grid(visible=False, axis="y")
    weights = ["bold" if name in bold else "normal" for name in names]
    look: dict[str, Any] = {"color": style.INK, "fontsize": style.points(size), "ha": "left"}
    if style.page().narrow and tops:
        ax.set_yticks(levels, names)
        ax.tick_params(axis="y", labelleft=False)
        where: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "top", "annotation_clip": False}
        for name, top, weight in zip(names, tops, weights, strict=True):
            ax.annotate(name, (0, top), fontweight=weight, **where, **look, **HALO)
    else:
        ax.set_yticks(levels, names, **look)
        most = max(wide(name, size, weight) for name, weight in zip(names, weights, strict=True))
        ax.tick_params(axis="y", pad=6 + most)
        for tick, weight in zip(ax.get_yticklabels(), weights, strict=True):
            tick.set_fontweight(weight)
        if grey:
            ax.tick_params(axis="y", labelleft=False)
            aside: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "textcoords": "offset points"}
            for level, name, weight in zip(levels, names, weights, strict=True):
                first, _, second = name.partition("\n")
                strong = look | {"fontweight": weight}
                ax.annotate(first, (0, level), xytext=(-6 - most, 0.5), va="bottom", **aside, **strong)
                below = look | {"color": style.MUTED}
                ax.annotate(second, (0, level), xytext=(-6 - most, -0.5), va="top", **aside, **below)


def called(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Rows with other names, in the order of these; MilbalanceError naming the labels if one is none of them."""
    known = list(dict.fromkeys(frame["label"]))
    order = [arguments.one_of("label", name, known) for name in names]
    place = {label: at for at, label in enumerate([*order, *(one for one in known if one not in names)])}
    ordered = frame.sort_values("label", key=lambda column: column.map(place), kind="stable") if names else frame
    return ordered.assign(label=ordered["label"].map(lambda label: names.get(label, label)))


def ink_on(fill: ColorType) -> str:
    """Black or white, whichever is easier to read on a colour."""
    return style.ON_PALE if style.luminance(*to_rgb(fill)) > 0.19 else "white"


def wide(text: str, size: float, weight: str = "normal") -> float:
    """How many points the longest line of a text takes across, in the font that draws it.

    >>> from milbalance.charts import marks
    >>> marks.wide("two words", 10) > marks.wide("words", 10) > marks.wide("words", 9)
    True
    """
    font = FontProperties(family=list(style.FONTS), size=style.points(size), weight=weight)
    return max(float(text_to_path.get_text_width_height_descent(line, font, False)[0]) for line in text.split("\n"))


def fading(ink: str, strength: float = 1) -> Iterator[tuple[float, tuple[float, ...]]]:
    """Shares of the length of a fade with their colours, the longest and palest first: no seams are seen.

    >>> from milbalance.charts import marks
    >>> next(marks.fading("#000000"))
    (1.0, (1.0, 1.0, 1.0))
    """
    full, paper = np.array(to_rgb(ink)), np.array(to_rgb(style.PAPER))
    for place in range(FADES, 0, -1):
        share = place / FADES
        colour = paper + strength * (1 - share) * (full - paper)
        yield share, tuple(float(part) for part in colour)


def spread(middles: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[float]:
    """Where the middles of labels in a row go so that none covers the next: as near as they can to their own.

    `middles` rise; the labels keep inside `low` and `high` as far as there is room for all.
    """
    places: list[float] = []
    edge = low
    for middle, width in zip(middles, widths, strict=True):
        places.append(max(middle, edge + width / 2))
        edge = places[-1] + width / 2
    edge = high
    for place, width in reversed(list(enumerate(widths))):
        places[place] = min(places[place], edge - width / 2)
        edge = places[place] - width / 2
    return places


def flow(widths: Sequence[float], most: float) -> list[tuple[int, float]]:
    """The line, and the place in it, of things that stand one after another in lines of at most so much.

    >>> from milbalance.charts import marks
    >>> marks.flow([2, 3, 2], 5)
    [(0, 0.0), (0, 2.0), (1, 0.0)]
    """
    places: list[tuple[int, float]] = []
    line, at = 0, 0.0
    for width in widths:
        if at and at + width > most:
            line, at = line + 1, 0.0
        places.append((line, at))
        at += width
    return places


def holding(asked: Sequence[float], numbers: Iterable[float], *, room: float = 0.06) -> tuple[float, float]:
    """The ends of an axis: those asked for, and further out where a number lies beyond, with some room for it.

    >>> from milbalance.charts import marks
    >>> marks.holding([0, 10], [3.0, 20.0], room=0.1), marks.holding([0, 10], [3.0])
    ((0.0, 22.0), (0.0, 10.0))
    """
    found = [float(number) for number in numbers if math.isfinite(number)]
    low, high = float(asked[0]), float(asked[1])
    least, most = min([low, *found]), max([high, *found])
    between = room * (most - least)
    return (least if least >= low else least - between, most if most <= high else most + between)

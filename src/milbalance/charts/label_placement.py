"""Labels that look for a free spot, once the layout is final: among many steps no side is always free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from milbalance.charts import style

NEAR = 14  # points from a mark within which a label needs no line to it
REACH = (12, 24, 38, 54)  # points above or below a mark, from near to far


def box(ax: Axes, left: float, bottom: float, right: float, top: float, *, grow: float = 0) -> Bbox:
    """The pixels of a rectangle in data units, larger by some points on every side."""
    points = grow * style.figure_of(ax).dpi / 72
    (x0, y0), (x1, y1) = ax.transData.transform([(left, bottom), (right, top)])
    return Bbox([[x0 - points, y0 - points], [x1 + points, y1 + points]])


def texts(ax: Axes) -> list[Bbox]:
    """The pixels of the labels that stand on axes already, with a little air."""
    return [text.get_window_extent().padded(3) for text in ax.texts if text.get_text()]


def around(*, up: bool) -> Iterator[dict[str, Any]]:
    """Spots round a mark, the near ones first and those on the side named before those on the other."""
    for dy in REACH:
        for sign in (1, -1) if up else (-1, 1):
            for ha, dx in (("right", 4), ("center", 0), ("left", -4)):
                yield {"xytext": (dx, sign * dy), "ha": ha, "va": "bottom" if sign > 0 else "top"}


def write(
    ax: Axes,
    point: tuple[float, float],
    words: str,
    spots: Iterable[dict[str, Any]],
    taken: Sequence[Bbox],
    *,
    clear: float = 1,
    **look: Any,
) -> None:
    """Write a label at the first of the spots whose box is inside the axes and covers nothing that is taken.

    Where no spot is free, the one that covers least is taken. A white rim keeps lines out of the letters; a label
    far from its mark has a line to it, which ends some points before (`clear`) and runs through no other label.
    """
    others = texts(ax)
    label = ax.annotate(words, point, xytext=(0, 0), textcoords="offset points", annotation_clip=False, **look)
    label.set_path_effects([withStroke(linewidth=3, foreground="white")])
    best, least = {}, float("inf")
    for spot in spots:
        _move(label, point, spot)
        covered = _covered(label.get_window_extent(), taken, ax.get_window_extent())
        covered += _covered(_line(ax, label), others)
        if covered < least:
            best, least = spot, covered
        if not covered:
            break
    _move(label, point, best)
    dy = best["xytext"][1]
    if abs(dy) > NEAR:
        line = {"arrowstyle": "-", "color": style.INK, "linewidth": 0.8, "shrinkA": 1, "shrinkB": clear}
        ax.annotate("", label.xy, xytext=(0, dy), textcoords="offset points", arrowprops=line)


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


def _move(label: Annotation, point: tuple[float, float], spot: dict[str, Any]) -> None:
    """Put a label at a spot, which may name a point of its own."""
    label.xy = spot.get("xy", point)
    label.set(position=spot["xytext"], ha=spot["ha"], va=spot["va"])


def _line(ax: Axes, label: Annotation) -> Bbox:
    """The pixels of the line from a label to its mark; none if it is near enough to need no line."""
    (x, y), dy = ax.transData.transform(label.xy), label.get_position()[1]
    return Bbox([[x - 1, y], [x + 1, y + dy * style.figure_of(ax).dpi / 72 * (abs(dy) > NEAR)]])


def _covered(one: Bbox, taken: Iterable[Bbox], inside: Bbox | None = None) -> float:
    """How much of a box covers others or leaves the axes that it is to be inside of, in square pixels."""
    kept = Bbox.intersection(one, inside) if inside else one
    left = _area(one) - (_area(kept) if kept else 0)
    return left + sum(_area(both) for other in taken if (both := Bbox.intersection(one, other)))


def _area(one: Bbox) -> float:
    return abs(float(one.width * one.height))

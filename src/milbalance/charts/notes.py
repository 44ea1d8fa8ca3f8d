"""Notes: words at points of the axes. On a narrow page each goes where it covers least, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from milbalance import arguments
from milbalance.charts import style
from milbalance.charts.marks import say, wide

WIDTHS = (2.2, 1.6, 1.1, 0.8, 0.6)  # inches of a line of a note on a narrow page
NEAR = (5.0, 14.0, 28.0)  # points from its point
STEP = 4.0  # pixels between the points of a line or an area that a note would cover
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))  # right and up of its point
AIR = 2.0  # pixels between two texts
Points = NDArray[np.float64]


def write(ax: Axes, note: Mapping[str, Any]) -> Annotation:
    """Words at a point of the axes, maybe with a dashed arrow to another; `row` names a row of dots for y."""
    y = note["y"] if "y" in note else _level(ax, note["row"])
    ink = note.get("colour", style.MUTED)
    if "to" in note:  # dashed only where it is about what is stated, as all of that is
        arrow = {"arrowstyle": "-|>", "linestyle": (0, (4, 2.5)) if ink == style.STATED else "-", "color": ink}
        ax.annotate("", note["to"], (note["x"], y), arrowprops=arrow | {"shrinkA": 6, "shrinkB": 6})
    look: dict[str, Any] = {key: note[key] for key in ("dx", "dy", "ha", "va", "weight", "halo") if key in note}
    words = style.broken(note["words"], note.get("letters", len(note["words"]) or 1))
    written = say(ax, note["x"], y, words, size=style.LABEL, ink=ink, **({"halo": True} | look))
    written.set_in_layout(not style.page().narrow)
    return written


def _level(ax: Axes, row: str) -> float:
    told = ax.yaxis.get_major_formatter().format_ticks(list(ax.get_yticks()))
    names = {_in_a_line(name): place for place, name in enumerate(told)}
    return float(ax.get_yticks()[names[arguments.one_of("row", _in_a_line(row), names)]])


def _in_a_line(name: str) -> str:
    """A name without its lines and the commas that they may stand for."""
    return name.replace(",", "").replace("\n", " ")


def place(figure: Figure, notes: Sequence[Annotation]) -> None:
    """Move notes on a finished narrow figure until none covers another text; the longest are the first to go.

    A note without a halo stands on a bar and stays there.
    """
    renderer = cast(Any, FigureCanvasAgg(figure)).get_renderer()
    figure.draw_without_rendering()
    for note in notes:
        note.set_visible(False)
    taken = [text.get_window_extent(renderer) for text in _texts(figure)]
    bars = [one.get_window_extent() for ax in figure.axes for one in ax.patches if one.get_zorder() >= 1]
    covered = np.vstack([np.empty((0, 2)), *(points for ax in figure.axes for points in _drawn(ax))])
    for note in sorted(notes, key=lambda one: (one.get_fontweight() != "bold", len(one.get_text()))):
        room = _room(figure, note, bars)
        spots = [spot for spot in _spots(figure, note) if not _hits(spot[0], taken, room)]
        if spots:
            free = covered if note.get_path_effects() else covered[:0]  # one on a bar covers it wherever it stands
            box, words = min(spots, key=lambda spot: spot[2] + _covers(spot[0], free))[:2]
            _move(figure, note, box, words)
            taken.append(box)


def _spots(figure: Figure, note: Annotation) -> Iterator[tuple[Bbox, str, float]]:
    """Boxes where a note could stand, in pixels, with its words in lines and how far it is from its best."""
    pixel, size = figure.dpi / 72, style.LABEL
    x, y = note.axes.transData.transform(note.xy)  # type: ignore[union-attr]
    weight = str(note.get_fontweight())
    lines = dict.fromkeys(
        [note.get_text(), *(style.wrap(note.get_text(), size, weight, width) for width in WIDTHS)]
    )
    dx, dy = np.array(note.get_position()) * pixel
    aside = {"left": 0.0, "center": 0.5, "right": 1.0}[note.get_horizontalalignment()]
    up = {"bottom": 0.0, "center": 0.5, "top": 1.0}.get(note.get_verticalalignment(), 0.5)
    for place, words in enumerate(lines):
        across = pixel * wide(words, size, weight)
        high = pixel * style.points(size) * 1.2 * (words.count("\n") + 1)
        bottom = y + dy - up * high
        yield Bbox.from_bounds(x + dx - aside * across, bottom, across, high), words, 2.0 * place
        for (side, level), near in product(SIDES, NEAR if note.get_path_effects() else ()):
            left = x + side * near * pixel + (side - 1) * across / 2
            left = min(max(left, 2 * AIR), figure.bbox.width - across - 2 * AIR)
            bottom = y + level * near * pixel + (level - 1) * high / 2
            yield Bbox.from_bounds(left, bottom, across, high), words, 3 + 2.0 * place + near


def _room(figure: Figure, note: Annotation, bars: Sequence[Bbox]) -> Bbox:
    """Where a note has to stay: in the picture and not below its axes, or without a halo on its bar."""
    if not note.get_path_effects():
        x, y = note.axes.transData.transform(note.xy)  # type: ignore[union-attr]
        own = [bar for bar in bars if bar.padded(1).contains(x, y)]
        if own:
            return own[0]
    bottom = note.axes.bbox.y0  # type: ignore[union-attr]
    return Bbox([[AIR, bottom], [figure.bbox.width - AIR, figure.bbox.height - AIR]])


def _hits(box: Bbox, taken: Sequence[Bbox], room: Bbox) -> bool:
    """Whether a box leaves its room or comes near another text."""
    if box.x0 < room.x0 or box.y0 < room.y0 or box.x1 > room.x1 or box.y1 > room.y1:
        return True
    return any(box.padded(AIR).overlaps(other) for other in taken)


def _covers(box: Bbox, points: Points) -> float:
    """How much of what is drawn a box covers."""
    inside = (points > (box.x0, box.y0)) & (points < (box.x1, box.y1))
    return float(4 * inside.all(axis=1).sum())


def _move(figure: Figure, note: Annotation, box: Bbox, words: str) -> None:
    x, y = note.axes.transData.transform(note.xy)  # type: ignore[union-attr]
    note.set(text=words, visible=True, ha="left", va="center", linespacing=1.15)
    note.set_position(((box.x0 - x) * 72 / figure.dpi, ((box.y0 + box.y1) / 2 - y) * 72 / figure.dpi))


def _texts(figure: Figure) -> Iterator[Text]:
    """The texts of a figure that are drawn; matplotlib keeps ticks outside the limits, but does not draw them."""
    ticks = {id(text) for ax in figure.axes for axis in (ax.xaxis, ax.yaxis) for text in _unseen(ax, axis)}
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip() and id(text) not in ticks:
            yield text


def _unseen(ax: Axes, axis: Axis) -> Iterator[Text]:
    low, high = sorted(axis.get_view_interval())
    slack = 1e-6 * (high - low)
    for tick in axis.get_major_ticks() + axis.get_minor_ticks():
        seen = ax.axison and low - slack <= tick.get_loc() <= high + slack
        yield from (label for label in (tick.label1, tick.label2) if not seen or not label.get_visible())


def _drawn(ax: Axes) -> Iterator[Points]:
    """Points on the lines and in the areas of axes, in pixels; bands lie behind everything and do not count."""
    for line in ax.lines:
        if isinstance(line, Line2D) and line.get_zorder() > 1:
            xy = line.get_transform().transform(
                np.column_stack([np.ravel(one) for one in line.get_data(orig=False)])
            )
            yield _along(xy[np.isfinite(xy).all(axis=1)], joined=line.get_linestyle() not in ("None", ""))
    for patch in ax.patches:
        if isinstance(patch, Patch) and patch.get_zorder() >= 1:
            box = patch.get_window_extent()
            x, y = (np.arange(start, end, STEP) for start, end in ((box.x0, box.x1), (box.y0, box.y1)))
            yield np.column_stack([one.ravel() for one in np.meshgrid(x, y)])


def _along(points: Points, *, joined: bool) -> Points:
    """The points of a line, and more between them where it joins them."""
    if not joined or len(points) < 2:
        return points
    pieces = [points]
    for one, other in pairwise(points):
        count = int(np.hypot(*(other - one)) / STEP)
        pieces.append(one + (other - one) * np.linspace(0, 1, count + 1)[:, None])
    return np.vstack(pieces)

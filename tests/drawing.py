"""Look at a figure as a reader would: which texts cover each other or leave the picture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from milbalance.charts import export, figure, style
from milbalance.tables import load

EDGE = 2.0  # pixels that a text keeps from the edge of the picture
SLACK = 1.0  # pixels that two boxes may share: a box is a little larger than its letters


def names() -> list[str]:
    """The names of the shipped figures, in the order of figures.yml."""
    return list(figure.described(load.shipped()))


_drawn: dict[tuple[str, style.Page], Figure] = {}


def shipped(name: str, page: style.Page = style.ALONE) -> Figure:
    """A shipped figure as figures.yml describes it, drawn once a page for all tests that only look."""
    if (name, page) not in _drawn:
        with style.drawn_for(page):
            _drawn[name, page] = style.figure_of(figure.draw(load.shipped(), name).ax)
    return _drawn[name, page]


def exported(folder: Path) -> list[dict[str, Any]]:
    """The cards of every shipped figure, drawn into a folder as the command does; `shipped` keeps the figures."""
    known, made = figure.described(load.shipped()), figure.made

    def kept(data: load.Data, spec: Mapping[str, Any], **given: Any) -> figure.Drawn:
        found = made(data, spec, **given)
        (name,) = [one for one, own in known.items() if own is spec]
        _drawn[name, style.page()] = style.figure_of(found.ax)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figure, "made", kept)
        return export.draw_all(load.shipped(), folder, known, ("svg",))


PAGES = {"wide": style.ALONE, "narrow": style.NARROW}


def texts(figure: Figure) -> list[Text]:
    """Every text of a figure that is drawn and not empty, tick labels inside the limits included."""
    if figure.stale:
        figure.draw_without_rendering()
    hidden = {id(text) for ax in figure.axes for text in _unseen_ticks(ax)}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden and _shown(text)
    ]


def _shown(text: Text) -> bool:
    return text.axes is None or text.axes.get_visible()


def _unseen_ticks(ax: Axes) -> list[Text]:
    """Labels of ticks outside the limits, or switched off: matplotlib keeps them but does not draw them."""
    unseen = []
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        margin = 1e-6 * (high - low)
        drawn = {id(tick) for tick in axis.get_major_ticks() + axis.get_minor_ticks()}
        for tick in axis.get_major_ticks() + axis.get_minor_ticks():
            inside = low - margin <= tick.get_loc() <= high + margin
            for label, on in ((tick.label1, tick.label1.get_visible()), (tick.label2, tick.label2.get_visible())):
                if not (inside and on and ax.axison and id(tick) in drawn):
                    unseen.append(label)
    return unseen


def collisions(figure: Figure) -> list[str]:
    """What collides: pairs of texts whose boxes overlap and texts that leave the picture."""
    shown = texts(figure)
    renderer = FigureCanvasAgg(figure).get_renderer()  # pyplot takes a figure's own canvas away as it closes it
    boxes = [(text, text.get_window_extent(renderer)) for text in shown]
    width, height = figure.canvas.get_width_height()
    found = [
        f"leaves the picture: {text.get_text()!r}"
        for text, box in boxes
        if box.x0 < EDGE or box.y0 < EDGE or box.x1 > width - EDGE or box.y1 > height - EDGE
    ]
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > SLACK and high > SLACK:
            found.append(f"overlap: {one.get_text()!r} and {other.get_text()!r}")
    return found


def over_edges(figure: Figure) -> list[str]:
    """Texts that lie across the edge of a bar: they are to stand beside it, or wholly within it."""
    shown = texts(figure)
    renderer = FigureCanvasAgg(figure).get_renderer()
    found = []
    for text in shown:
        box = text.get_window_extent(renderer)
        for bar in _bars(figure):
            wide = min(box.x1, bar.x1) - max(box.x0, bar.x0)
            high = min(box.y1, bar.y1) - max(box.y0, bar.y0)
            within = wide > box.width - SLACK and high > box.height - SLACK
            if wide > SLACK and high > SLACK and not within:
                found.append(f"over the edge of a bar: {text.get_text()!r}")
                break
    return found


def _bars(figure: Figure) -> list[Bbox]:
    """The boxes of all bars of a figure; those that touch at a whole side are one."""
    containers = [one for ax in figure.axes for one in ax.containers if isinstance(one, BarContainer)]
    return [bar.get_window_extent() for one in containers for bar in one]


def _marks(ax: Axes) -> Iterator[tuple[float, float]]:
    """Where the marks and the ends of the bars of axes lie, in data units."""
    for line in ax.lines:
        if line.get_transform() is ax.transData and line.get_marker() not in ("None", "", " ", None):
            yield from zip(*(np.asarray(values, dtype=float) for values in line.get_data()), strict=True)
    for container in ax.containers:
        if isinstance(container, BarContainer):
            for bar in container:
                if to_hex(bar.get_facecolor()) == to_hex(style.STATED_BAND):
                    continue  # what the wording covers, which may have no end
                (x0, y0), (x1, y1) = bar.get_bbox().get_points()
                yield from ((x0, y0), (x1, y1))
    for scattered in ax.collections:
        if isinstance(scattered, PathCollection):
            yield from np.asarray(scattered.get_offsets(), dtype=float)


def outside(drawn: Axes) -> list[str]:
    """The marks of a figure that lie outside their axes."""
    found = []
    for number, ax in enumerate(style.figure_of(drawn).axes):
        (left, right), (bottom, top) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
        slack = 1e-6 * (right - left), 1e-6 * (top - bottom)
        for x, y in _marks(ax):
            inside = left - slack[0] <= x <= right + slack[0] and bottom - slack[1] <= y <= top + slack[1]
            if math.isfinite(x) and math.isfinite(y) and not inside:
                found.append(f"axes {number}: ({x:g}, {y:g}) in {left:g} to {right:g}, {bottom:g} to {top:g}")
    return found

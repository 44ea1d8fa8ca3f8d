"""Look at a figure as a reader would: which texts cover each other or leave the picture."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from milbalance.charts import figure, style
from milbalance.tables import load

EDGE = 2.0  # pixels that a text keeps from the edge of the picture
SLACK = 1.0  # pixels that two boxes may share: a box is a little larger than its letters


def names() -> list[str]:
    """The names of the shipped figures, in the order of figures.yml."""
    return list(figure.described(load.shipped()))


def shipped(name: str, page: style.Page = style.ALONE) -> Figure:
    """A shipped figure as figures.yml describes it, drawn once a page for all tests that only look."""
    return _drawn(name, page)  # a default is no part of a cache's key


@cache
def _drawn(name: str, page: style.Page) -> Figure:
    with style.drawn_for(page):
        return style.figure_of(figure.draw(load.shipped(), name).ax)


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

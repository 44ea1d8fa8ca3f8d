"""Every mark lies inside its axes: of every figure as shipped, and where the rows are other than today."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer

from drawing import names, shipped
from milbalance.charts import figure, style
from milbalance.charts import marks as written
from milbalance.charts.texts import TEXTS
from milbalance.errors import MilbalanceError
from milbalance.tables import load


# Charts of numbers that others published, whose axes once ended at a number that was typed.
def marks(ax: Axes) -> Iterator[tuple[float, float]]:
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
        for x, y in marks(ax):
            inside = left - slack[0] <= x <= right + slack[0] and bottom - slack[1] <= y <= top + slack[1]
            if math.isfinite(x) and math.isfinite(y) and not inside:
                found.append(f"axes {number}: ({x:g}, {y:g}) in {left:g} to {right:g}, {bottom:g} to {top:g}")
    return found


def test_every_mark_of_every_figure_lies_inside_its_axes() -> None:
    found = {name: outside(shipped(name).axes[0]) for name in names()}
    assert not {name: there for name, there in found.items() if there}


def larger(data: load.Data, factor: float) -> load.Data:
    """The tables with every published number of people, things and money larger than it is."""
    tables = {name: getattr(data, name) for name in ("facts", "flows", "context", "fatalities", "incidents")}
    ends = ["value", "low", "best", "high"]
    made = {
        name: table.assign(**{end: table[end] * factor for end in ends if end in table and end != "year"})
        for name, table in tables.items()
    }
    return dataclasses.replace(
        data, **{name: table.astype(tables[name].dtypes.to_dict()) for name, table in made.items()}
    )


def test_axes_grow_with_the_numbers_drawn(data: load.Data) -> None:
    more, found = larger(data, 2.0), {}
    for name, spec in figure.described(data).items():
        pyplot.close("all")
        words = dict.fromkeys(TEXTS, "made")
        numbers = {key: spec[key] for key in ("form", "rows", "options") if key in spec}
        try:
            found[name] = outside(figure.made(more, numbers | words).ax)
        except MilbalanceError:  # an option that names a number of the article is not there
            continue
    assert found and not {name: there for name, there in found.items() if there}


def test_ends_of_an_axis_by_hand() -> None:
    assert written.holding([0, 10], [3.0, math.nan]) == (0.0, 10.0)
    assert written.holding([0, 10], [3.0, 20.0], room=0.1) == (0.0, 22.0)
    assert written.holding([88, 100], [80.0, 90.0], room=0.1) == (78.0, 100.0)


def test_labels_that_do_not_fit_are_moved_apart_and_stay_inside() -> None:
    assert written.spread([10.0, 50.0], [8.0, 8.0], 0, 100) == [10.0, 50.0]
    assert written.spread([97.0], [10.0], 0, 100) == [95.0]
    assert written.spread([90.0, 93.0, 96.0], [10.0, 10.0, 10.0], 0, 100) == [75.0, 85.0, 95.0]
    assert pd.Series(written.spread([1.0, 2.0, 3.0], [6.0, 6.0, 6.0], 0, 100)).diff().dropna().ge(6).all()

"""Slopes: each thing at two times or in two states, side by side, a line a series from the first to the second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.charts.marks import say, spread
from milbalance.errors import MilbalanceError

HEIGHT = 4.6  # inches
HEAD = 1.2  # how high the axes are, of the highest value: there is room for the names above it
WIDE, BETWEEN = 1.0, 0.95  # how wide a slope is, and the room between two for the numbers at their ends


def slopes(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    about: Mapping[str, str] | None = None,
    ends: Mapping[Any, str] | None = None,
    colours: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A pair of ends for each `label` of a frame with columns label, series, x and value, joined a line a series.

    All slopes have one axis of values, from zero. The number stands at each end, the name of a series on the first
    slope, the label above with what `about` says of it below. `ends` names the two values of `x`. A line from one
    source to another is broken: they may count differently. A series with one end is a mark without a line. Returns
    the axes; MilbalanceError if x has not two values.

    >>> frame = pd.DataFrame({"label": "Ships", "series": "Georgia", "year": [2014, 2020], "value": [3.0, 5.0]})
    >>> [float(value) for value in charts.slopes(frame).get_lines()[-1].get_ydata()]
    [3.0, 5.0]
    """
    rows = frame[frame["value"].notna()]
    times = sorted(rows[x].unique())
    if len(times) != 2:
        raise MilbalanceError(f"slopes go from one {x} to another; there are {len(times)}: {times}")
    top, names = float(rows["value"].max()), list(dict.fromkeys(rows["label"]))
    panels, pieces = _panels(names, ax)
    head = 1.5 if style.page().narrow else HEAD
    told = [{str(key): words for key, words in (ends or {}).items()}.get(str(time), str(time)) for time in times]
    for panel, own in zip(panels, pieces, strict=True):
        for place, name in enumerate(own):
            left, first = place * (WIDE + BETWEEN), name == names[0]
            _slope(
                panel, rows[rows["label"] == name], x, times, left, colours or {}, named=first, top=top, head=head
            )
            say(panel, left + WIDE / 2, head * top, name, dy=16, size=style.SUBTITLE, weight="bold")
            say(panel, left + WIDE / 2, head * top, (about or {}).get(name, ""), dy=0)
        starts = [place * (WIDE + BETWEEN) for place in range(len(own))]
        at = [at for start in starts for at in (start, start + WIDE)]
        panel.set_xticks(at, told * len(own), color=style.MUTED)
        panel.set_xlim(-0.55, starts[-1] + WIDE + 0.45)
        panel.set_ylim(0, head * top)
        panel.set_yticks([])
        panel.spines["left"].set_visible(False)
    return panels[0]


def _panels(names: list[str], ax: Axes | None) -> tuple[list[Axes], list[list[str]]]:
    """The axes and the names of the slopes on each: all on one, or on a narrow page one below the other."""
    if ax is None and style.page().narrow:
        return style.panels(len(names), 1, height=1.2 + 0.4 * HEIGHT * len(names)), [[name] for name in names]
    return [style.canvas(ax, height=HEIGHT)], [names]


def _slope(
    ax: Axes,
    rows: pd.DataFrame,
    x: str,
    times: list[Any],
    left: float,
    colours: Mapping[str, str],
    *,
    named: bool,
    top: float,
    head: float,
) -> None:
    """The lines of one thing, with the numbers at both ends moved until none covers another."""
    for end, time in enumerate(times):
        ax.axvline(left + end * WIDE, ymax=1 / head, color=style.FAINT, linewidth=1, zorder=0)
        there = rows[rows[x] == time].sort_values("value")
        high = (0.2 if style.page().narrow else 0.075) * top
        levels = spread(list(there["value"]), [high] * len(there), 0, head * top)
        for row, level in zip(there.to_dict("records"), levels, strict=True):
            side: dict[str, Any] = {"ha": "left", "dx": 8} if end else {"ha": "right", "dx": -8}
            ink = colours.get(str(row["series"]), style.INK)
            say(ax, left + end * WIDE, level, f"{row['value']:,.0f}", dy=0, va="center", ink=ink, size=11, **side)
    for marker, (name, every) in zip("os^D", rows.groupby("series", sort=False), strict=False):
        ink = colours.get(str(name), style.INK)
        points = every.sort_values(x)
        at = [left + WIDE * times.index(time) for time in points[x]]
        sources = points["source_id"].nunique() if "source_id" in points else 1
        look: dict[str, Any] = {"linestyle": (0, (5, 1.5)) if sources > 1 else "-", "linewidth": 2.4}
        ax.plot(at, points["value"], color=ink, marker=marker, markersize=7, **look)
        if named:
            level = float(points["value"].mean())
            say(ax, left + 0.4 * WIDE, level, str(name), dy=12, ink=ink, size=style.LABEL, weight="bold")

"""Lines by year: one a series, named at its end."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.marks import say


def lines(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    shade: Sequence[Mapping[str, Any]] = (),
    step: bool = False,
    log: bool = False,
    limits: Sequence[float] | None = None,
    first: float | None = None,
    height: float = style.HEIGHT,
    ax: Axes | None = None,
) -> Axes:
    """One line a `series`, from a frame with columns x, value, series, and maybe role, low and high.

    A year without a row or a value breaks its line. A row whose role is "estimate" has a hollow mark, "stated" a
    diamond of ink, "point" a mark of its own and no line, "bound" a hollow one. `low` and `high` are drawn as a
    pale band. `unit` names the numbers at the top of their axis. `shade` darkens years ({"from", "to", "words"}).
    `first` is where the axis of years begins. Returns the axes.

    >>> frame = pd.DataFrame({"year": [2019, 2020], "value": [1.5, 1.8], "series": "Georgia"})
    >>> charts.lines(frame).get_lines()[0].get_ydata().tolist()
    [1.5, 1.8]
    """
    ax = style.canvas(ax, height=height)
    rows = frame if first is None else frame[frame[x] >= first]
    for part in shade:
        ax.axvspan(part["from"], part["to"], color=style.SHADE, zorder=0, linewidth=0)
        say(ax, (part["from"] + part["to"]) / 2, 1, part.get("words", ""), dy=-4, va="top", inside=True)
    for band in stated:
        draw_band(ax, band)
    ends = []
    for marker, (name, every) in zip(style.MARKERS * 9, rows.groupby("series", sort=False), strict=False):
        ink = (colours or {}).get(str(name), style.INK)
        own = every[~_role(every).isin(["stated", "point", "bound"])]
        _draw_line(ax, own, x, ink, marker, step=step)
        for role, edge, face in (("stated", style.INK, style.INK), ("point", ink, ink), ("bound", ink, "white")):
            points, look = every[_role(every) == role], {"color": edge, "markerfacecolor": face, "markersize": 7}
            for line in ax.plot(points[x], points["value"], "D", **look, clip_on=False, zorder=4):
                line.set_in_layout(False)
        last = own.dropna(subset="value").tail(1)
        ends += [(float(last[x].iloc[0]), float(last["value"].iloc[0]), str(name), ink)] if len(last) else []
    style.end_labels(ax, ends if rows["series"].nunique() > 1 else [])
    _scale(ax, rows, log=log, limits=limits)
    style.name_values(ax, unit)
    return ax


def _role(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["role"].fillna("") if "role" in rows else pd.Series("", rows.index)


def _draw_line(ax: Axes, rows: pd.DataFrame, x: str, ink: str, marker: str, *, step: bool) -> None:
    """One line with a mark a row, hollow where the source estimates, and its range where it has one."""
    if rows.empty:
        return
    found = rows.set_index(x)
    whole = pd.api.types.is_integer_dtype(rows[x])
    every = found.reindex(range(int(rows[x].min()), int(rows[x].max()) + 1)) if whole and not step else found
    many = len(every) > 60
    look: dict[str, Any] = {"color": ink, "marker": "" if many else marker, "markersize": 4.5, "clip_on": False}
    values = every["value"].astype(float)
    drawn = ax.plot(every.index.to_numpy(), values, drawstyle="steps-post" if step else "default", **look)
    if {"low", "high"} <= set(rows.columns):
        edges = (every["low"].astype(float), every["high"].astype(float))
        ax.fill_between(every.index.to_numpy(), *edges, color=ink, alpha=0.2, linewidth=0)
    guessed = rows[_role(rows) == "estimate"]
    hollow: dict[str, Any] = {"linestyle": "none", "markerfacecolor": "white"}
    drawn += ax.plot(guessed[x], guessed["value"], **(look | hollow | {"marker": marker}))
    for line in drawn:  # the layout would leave room for all that is not clipped
        line.set_in_layout(False)


def draw_band(ax: Axes, band: Band, *, label: bool = True) -> None:
    """What is stated: a grey band from its lower to its upper bound, a dashed line at its number, its words."""
    low, high = (edge if math.isfinite(edge) else band.value for edge in (band.low, band.high))
    start, end = (-math.inf if band.start is None else band.start, math.inf if band.end is None else band.end)
    style.band(ax, low, high, start=start, end=end)
    line = next(number for number in (band.value, band.low, band.high) if math.isfinite(number))
    style.stated_line(ax, line, start=start, end=end)
    if label:
        at = 0 if band.start is None else band.start
        transform = ax.get_yaxis_transform() if band.start is None else ax.transData
        ax.annotate(
            band.words,
            (at, max(high, line) if math.isfinite(high) else line),
            xycoords=transform,
            xytext=(3, 3),
            textcoords="offset points",
            color=style.INK,
            va="bottom",
            fontsize=style.LABEL,
            fontweight="bold",
        )


def _scale(ax: Axes, rows: pd.DataFrame, *, log: bool, limits: Sequence[float] | None) -> None:
    """From zero unless it is a log axis or limits are given; whole years below."""
    if log:
        ax.set_yscale("log")
    if limits is not None:
        ax.set_ylim(*limits)
    elif not log and rows["value"].min() >= 0:
        ax.set_ylim(bottom=0)
    ax.margins(x=0.02)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))

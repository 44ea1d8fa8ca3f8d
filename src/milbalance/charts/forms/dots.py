"""Dots: every answer on one axis of values, a row a source or a choice, and what is stated as a band across."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.marks import row_names

SIZE, LARGE = 7.0, 11.0  # points across a dot, and the dot of the plain reading
ROOM = 0.36  # of the height of a row, up and down, for dots that would cover one another


def dots(
    frame: pd.DataFrame,
    *,
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    answer: str = "",
    log: bool = False,
    limits: Sequence[float] | None = None,
    row_height: float = 0.62,
    ax: Axes | None = None,
) -> Axes:
    """One dot a row of a frame with columns label and value, and maybe role, series, low, high and words.

    Rows with one `label` share a line, in the order of the frame; dots that would cover one another are stacked.
    The role "plain" is a large dot of ink with `answer` beside it, "shown" a faint one; `words` are written beside a
    dot. `low` and `high` are a thin line. `colours` are those of `series`. What is stated is a band across all
    lines. `unit` names the axis. Returns the axes.

    >>> frame = pd.DataFrame({"label": ["census", "survey"], "value": [3.0, 3.2]})
    >>> [text.get_text() for text in charts.dots(frame).get_yticklabels()]
    ['census', 'survey']
    """
    labels = list(dict.fromkeys(frame["label"]))
    own = ax is None
    ax = style.canvas(ax, height=max(3.2, 1.9 + row_height * len(labels)))
    level = {label: float(place) for place, label in enumerate(labels)}
    for band in stated:
        _band(ax, band)
    if log:
        ax.set_xscale("log")
    _limit(ax, frame, stated, limits)
    row_names(ax, list(level.values()), [style.broken(label, 24) for label in labels], size=style.LABEL)
    ax.set_ylim(len(labels) - 0.5, -0.5 - 0.25 * bool(stated))
    ax.grid(visible=True, axis="x")
    width, high = _inches(ax) if own else (5.0, row_height * len(labels))
    for label, rows in frame.groupby("label", sort=False):
        for row, up in zip(*_stacked(ax, rows, width, high / len(labels)), strict=True):
            _dot(ax, row, level[str(label)] - up, (colours or {}).get(str(row.get("series")), ""), answer)
    style.name_values(ax, unit, below=True)
    return ax


def _inches(ax: Axes) -> tuple[float, float]:
    """Roughly how wide and high the axes will be: the layout is not known yet."""
    width, height = style.figure_of(ax).get_size_inches()
    return width * 0.72, height - 1.6


def _stacked(ax: Axes, rows: pd.DataFrame, width: float, row: float) -> tuple[list[dict[Any, Any]], list[float]]:
    """The rows with how far each dot stands above the middle of its line, so that none covers another."""
    low, high = sorted(ax.transScale.transform([(edge, 0) for edge in ax.get_xlim()])[:, 0])
    order: list[dict[Any, Any]] = sorted(rows.to_dict("records"), key=lambda one: float(one["value"]))
    step = SIZE * 1.05 / 72 / row  # in rows
    placed: list[tuple[float, float]] = []
    ups = []
    for one in order:
        x = (float(ax.transScale.transform((float(one["value"]), 0))[0]) - low) / (high - low) * width * 72
        free = (sign * step * times for times in range(40) for sign in ((1, -1) if times else (1,)))
        up = next(up for up in free if all(abs(x - a) >= SIZE or abs(up - b) >= step * 0.99 for a, b in placed))
        up = max(-ROOM, min(ROOM, up))
        placed.append((x, up))
        ups.append(up)
    return order, ups


def _dot(ax: Axes, row: Mapping[Any, Any], y: float, ink: str, answer: str) -> None:
    role, value = row.get("role") or "", float(row["value"])
    plain = role == "plain"
    low, high = (row.get(end) for end in ("low", "high"))
    colour = style.INK if plain else ink or (style.FAINT if role == "shown" else style.NEUTRAL)
    if (low is not None and pd.notna(low) and low < value) or (
        high is not None and pd.notna(high) and high > value
    ):
        ends = [value if end is None or pd.isna(end) else float(end) for end in (low, high)]
        ax.plot(ends, [y, y], color=colour, linewidth=2, solid_capstyle="butt", zorder=2)
    look: dict[str, Any] = {"marker": "o", "markeredgecolor": "white", "markeredgewidth": 0.8, "clip_on": False}
    (mark,) = ax.plot(value, y, color=colour, markersize=LARGE if plain else SIZE, zorder=4 + plain, **look)
    mark.set_in_layout(False)  # the layout would leave room for all that is not clipped
    words = row.get("words") or (answer if plain else "")
    if words:
        ax.annotate(
            words,
            (value, y),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.LABEL,
            fontweight="bold" if plain else "normal",
            color=style.INK,
            annotation_clip=False,
            zorder=6,
        )


def _band(ax: Axes, band: Band) -> None:
    """What is stated, as a grey band across all rows with its number as a dashed line and its words on top."""
    low, high = band.low, band.high
    if not math.isfinite(low):
        low = band.value
    style.band(ax, low, high if math.isfinite(high) else math.inf, horizontal=False)
    line = next(number for number in (band.value, band.low, band.high) if math.isfinite(number))
    style.stated_line(ax, line, horizontal=False)
    ax.annotate(
        band.words,
        (line, 1),
        xycoords=ax.get_xaxis_transform(),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=style.LABEL,
        fontweight="bold",
        color=style.INK,
        annotation_clip=False,
    )


def _limit(ax: Axes, frame: pd.DataFrame, stated: Sequence[Band], limits: Sequence[float] | None) -> None:
    """The axis of values: as asked, else all answers and all that is stated with some room."""
    numbers = [*frame["value"], *(number for band in stated for number in (band.value, band.low, band.high))]
    for end in ("low", "high"):
        numbers += [*frame[end]] if end in frame else []
    finite = [float(number) for number in numbers if pd.notna(number) and math.isfinite(number)]
    room = 0.06 * (max(finite) - min(finite) or abs(max(finite)) or 1)
    least = min(finite) - room
    if ax.get_xscale() == "log":
        ax.set_xlim(*(limits or (min(finite) / 1.2, max(finite) * 1.2)))
    else:
        ax.set_xlim(*(limits or (0 if 0 <= min(finite) < 0.35 * max(finite) else least, max(finite) + room)))

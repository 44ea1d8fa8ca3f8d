"""The labels on a curve of choices, each where there is room (see `label_placement`); the layout must be final."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.charts import label_placement, style
from milbalance.charts.marks import ring, say, stated_point
from milbalance.choices import OUTSIDE
from milbalance.measures.ranges import Span

WIDE = 0.2  # of the weight, from which a step is named
AWAY = (5, 20, 34)  # points between a step and its label, the first where it is free
NAMED = 3  # so many answers that are only shown have room for their numbers


def name_marks(ax: Axes, beyond: Axes | None, steps: pd.DataFrame, beside: pd.DataFrame, found: Assessment) -> None:
    """Names of what is stated, the plain reading, both ends and the widest steps, each where there is room."""
    taken = [_step_box(ax, step) for step in steps.to_dict("records")]
    if not math.isnan(found.claim.stated):
        taken.append(label_placement.box(ax, *[*_stated_at(steps, found)] * 2, grow=6))
    _mark_stated(ax, steps, found, taken)
    column = _plain_column(ax, steps)
    for place in _to_name(steps):
        _name_step(ax, steps, place, found, [*taken, *column])
    _mark_plain(ax, beyond, steps, beside, found, taken)  # last, because it has the most spots to choose from
    if beyond is not None and len(beside) <= NAMED:
        for x, row in zip(places(beside), beside.to_dict("records"), strict=True):
            if row["plain"]:  # has a label already
                continue
            say(beyond, x, row["value"], words_of(row, found), dy=6, size=8.5)


def _step_box(ax: Axes, step: Any) -> Bbox:
    """The pixels of a step; one without an upper end is as high as its arrow."""
    top = step["high"] if step["high"] < math.inf else step["low"]
    return label_placement.box(
        ax, step["start"], step["low"], step["end"], top, grow=3 if step["high"] < math.inf else 6
    )


def _stated_at(steps: pd.DataFrame, found: Assessment) -> tuple[float, float]:
    """Where the diamond stands: on the side that the curve leaves free."""
    return 0.988 if steps["value"].iloc[0] > found.claim.stated else 0.012, found.claim.stated


def _plain_column(ax: Axes, steps: pd.DataFrame) -> list[Bbox]:
    """The pixels over and under a counted plain reading: where the line to its label may run."""
    counted = steps[steps["plain"]]
    if counted.empty:
        return []
    x, (bottom, top) = counted[["start", "end"]].mean(axis=1).iloc[0], ax.get_ylim()
    return [label_placement.box(ax, x, bottom, x, top, grow=3)]


def _mark_stated(ax: Axes, steps: pd.DataFrame, found: Assessment, taken: list[Bbox]) -> None:
    """A diamond and a label at what is stated; no number has no diamond."""
    claim = found.claim
    words = f"stated: {articles.wording(claim.stated, claim.relation)}"
    if math.isnan(claim.stated):
        say(ax, 0, ax.get_ylim()[1], words, dx=4, dy=-4, ha="left", va="top", ink=style.STATED)
        return
    x, y = _stated_at(steps, found)
    stated_point(ax, x, y)
    dx, ha = (8, "left") if x < 0.5 else (-8, "right")
    level = {"xytext": (dx, 0), "ha": ha, "va": "center"}
    spots = [level, {**level, "xytext": (dx, 4), "va": "bottom"}, {**level, "xytext": (dx, -4), "va": "top"}]
    look: dict[str, Any] = {"color": style.readable(style.STATED), "fontsize": 9}
    label_placement.write(ax, (x, y), words, spots, [*taken, *label_placement.texts(ax)], **look)


def _mark_plain(
    ax: Axes,
    beyond: Axes | None,
    steps: pd.DataFrame,
    beside: pd.DataFrame,
    found: Assessment,
    taken: Sequence[Bbox],
) -> None:
    """A ring and a label at the plain reading, in the panel that holds it, on the side away from the band."""
    words = f"plain reading: {words_of(plain_row(found.grid), found)}"
    counted = steps[steps["plain"]]
    if counted.empty and beyond is not None:
        ax, value, words = beyond, beside.loc[beside["plain"], "value"].iloc[0], words.replace(": ", ":\n")
        x = places(beside)[beside.index[beside["plain"]][0]]
        taken = [
            label_placement.box(ax, *at, *at, grow=3) for at in zip(places(beside), beside["value"], strict=True)
        ]
    else:
        value = counted["value"].iloc[0]
        x = counted[["start", "end"]].mean(axis=1).iloc[0]
    ring(ax, x, value)
    side = found.claim.side(float(value))
    taken = [*taken, *label_placement.texts(ax), *([] if side == "inside" else [_band_box(ax, found)])]
    look: dict[str, Any] = {"fontsize": 9, "fontweight": "bold", "color": style.INK}
    label_placement.write(ax, (x, value), words, label_placement.around(up=side != "below"), taken, clear=7, **look)


def _band_box(ax: Axes, found: Assessment) -> Bbox:
    """The pixels of the band: a label that stands in it would say that its number does."""
    (least, most), claim = ax.get_ylim(), found.claim
    low, high = (least if math.isnan(claim.low) else claim.low), (most if math.isnan(claim.high) else claim.high)
    return label_placement.box(ax, ax.get_xlim()[0], low, ax.get_xlim()[1], high)


def _to_name(steps: pd.DataFrame) -> list[int]:
    """The lowest and highest step and those that take much of the weight; the plain reading has its own label."""
    places = {0, len(steps) - 1, *np.flatnonzero(steps["weight"] >= WIDE)}
    return sorted(int(place) for place in places if not steps["plain"].iloc[place])


def _name_step(ax: Axes, steps: pd.DataFrame, place: int, found: Assessment, taken: Sequence[Bbox]) -> None:
    """The number of a step, the lowest below it and others above; a wide one is also told what it is."""
    step = steps.iloc[place]
    words = words_of(step, found)
    x, ha = (step["end"], "right") if place else (step["start"], "left")
    if step["weight"] >= WIDE:
        told = _what(steps, place)
        words = f"{told}: {words}" if told else words
        if 0 < place < len(steps) - 1:
            x, ha = (step["start"] + step["end"]) / 2, "center"
    top = step["high"] if step["high"] < math.inf else step["low"]
    below = [{"xy": (x, step["low"]), "xytext": (0, -dy), "ha": ha, "va": "top"} for dy in AWAY]
    above = [{"xy": (x, top), "xytext": (0, dy - 1), "ha": ha, "va": "bottom"} for dy in AWAY]
    spots = [one for both in zip(above, below, strict=True) for one in (both if place else both[::-1])]
    if ha == "center":  # a name wider than its step may begin or end with it
        spots += [
            {**spot, "xy": (edge, spot["xy"][1]), "ha": side}
            for edge, side in ((step["end"], "right"), (step["start"], "left"))
            for spot in (above[0], below[0])  # a line from there would point between two steps
        ]
    look: dict[str, Any] = {"fontsize": 8.5, "color": style.INK}
    taken = [*taken, *label_placement.texts(ax), *([_band_box(ax, found)] if step["position"] == OUTSIDE else [])]
    label_placement.write(ax, (x, top), words, spots, taken, **look)


def _what(steps: pd.DataFrame, place: int) -> str:
    """What a wide step is: its outermost level, and the level that tells it from another wide step of that name."""
    names = choices.level_names(steps.drop(columns=["ways", "start", "end"]))
    step, wide = steps.iloc[place], steps[steps["weight"] >= WIDE]
    filled = [name for name in names if step[name]]
    same = wide[(wide[filled[:1]] == step[filled[:1]]).all(axis=1)]
    apart = [name for name in filled[1:] if same[name].nunique() > 1][:1]
    return ", ".join(str(step[name]) for name in [*filled[:1], *apart])


def plain_row(grid: pd.DataFrame) -> Any:
    """The answer of the plain reading."""
    return grid[grid["plain"]].iloc[0]


def words_of(answer: Any, found: Assessment) -> str:
    """An answer in words: a number, a range or a bound."""
    return articles.found(Span(answer["low"], answer["high"]), found.claim.relation)


def places(beside: pd.DataFrame) -> list[float]:
    """Where the answers that are only shown stand, from 0 to 1."""
    return [(place + 0.5) / len(beside) for place in range(len(beside))]

"""Pairs: under each name a bar of each side, across, or one bar of parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.transforms import ScaledTranslation

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.forms.bars import fills
from milbalance.charts.forms.lines import draw_upright
from milbalance.charts.marks import called, flow, ink_on, row_names, say, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

MARKS = ("point", "stated")  # roles of rows that are no bars
THICK, ALONE = 0.32, 0.62  # of the height of a row: one of two bars, and one by itself
FADING, FADES = 0.1, 100  # of its length: how far an open bar fades, in so many steps
NEAR = 0.3  # of the axis: a mark as near to zero leaves no room for words before it


def pairs(
    frame: pd.DataFrame,
    *,
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    diamonds: str = "",
    guides: Mapping[str, float] | None = None,
    names: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    sign: str = "",
    digits: int = 0,
    each: bool = False,
    stacked: bool = False,
    sums: str = "",
    thick: float | None = None,
    row_height: float = 0.78,
    ax: Axes | None = None,
) -> Axes:
    """Under each `label` a bar of each `series`, from a frame with columns label, series, value, and maybe more.

    A row whose role is "point" is a hollow diamond beside the bar of its side, "stated" a dashed tick of ink. A
    row without a value has its `words` in place of a bar, else they follow its number. `diamonds` says beside the
    names of the sides what the diamonds are. `guides` are dashed lines of a side's colour at values. `names` are
    other names of the labels, in the order of the rows; where all have two lines, the second is grey. What is
    stated is a band across all bars. Each number ends with the `sign`. One series has thick bars, with all numbers
    at their ends. `each` gives every label a scale of its own. `stacked` puts the bars of a label one after the
    other, numbered where they have `words`; one whose `high` is missing, but not its `low`, fades at its end.
    `sums` heads a column of what the bars of a label add up to. `thick` is a bar's share of a row. Returns the
    axes. Raises MilbalanceError for a frame without rows.

    >>> frame = pd.DataFrame({"label": "tanks", "series": ["Turkey", "Georgia"], "value": [300.0, 100.0]})
    >>> [float(bar.get_width()) for bar in charts.pairs(frame).patches]
    [300.0, 100.0]
    """
    if frame.empty:
        raise MilbalanceError("no rows: wanted at least one pair to draw")
    frame = called(frame, names or {})
    labels, sides = list(dict.fromkeys(frame["label"])), list(dict.fromkeys(frame["series"]))
    rows = frame.assign(role=frame["role"].fillna("") if "role" in frame else "", scaled=_scaled(frame, each=each))
    ax = style.canvas(ax, height=1.9 + row_height * len(labels) * (1.3 if style.page().narrow else 1))
    inks = fills(pd.Series(sides), colours or {})
    own_thick = THICK if style.page().narrow or (len(sides) > 1 and not stacked) else ALONE
    look = _Look(digits, sign, thick or own_thick)
    most = float(rows["scaled"].max()) if rows["scaled"].notna().any() else 1.0
    ax.set(xlim=(0, 1.14 * most), ylim=(len(labels) - 0.45, -0.65 if style.page().narrow else -0.55))
    for name, value in (guides or {}).items():
        ax.axvline(value, color=style.readable(inks[name]), linewidth=1.3, linestyle=(0, (4, 2.5)), zorder=1)
    for band in stated:
        draw_upright(ax, band)
    for level, label in enumerate(labels):
        every = rows[rows["label"] == label]
        if stacked:
            _stack(ax, every, level, inks, look)
            continue
        shared = _nothing(ax, every, level)
        for number, side in enumerate(sides):
            own = every[(every["series"] == side) & ~every.index.isin(shared)]
            y = level + (number - (len(sides) - 1) / 2) * THICK
            _side(ax, own, y, inks[side], look, most)
    _frame(ax, labels, {} if stacked else inks, diamonds, unit="" if each else unit)
    if sums:
        _sums(ax, rows.groupby("label", sort=False)["value"].sum(), look, sums)
    return ax


def _stack(ax: Axes, rows: pd.DataFrame, y: float, inks: Mapping[str, str], how: _Look) -> None:
    """Bars one after the other; the end of one that is at least so long is paler the further out."""
    left = 0.0
    for row in rows[rows["value"].notna()].to_dict("records"):
        look: dict[str, Any] = {"color": inks[str(row["series"])], "zorder": 1.2, "linewidth": 0}
        end = left + float(row["scaled"])
        if pd.notna(row.get("low")) and pd.isna(row.get("high")):
            ink, paper = np.array(to_rgb(look["color"])), np.array(to_rgb(style.PAPER))
            for place in range(FADES, 0, -1):  # each lies on the longer and paler one before: no seams
                share, long = place / FADES, end * (1 + FADING * place / FADES)
                ax.barh(y, long - left, how.thick, left=left, **(look | {"color": ink + share * (paper - ink)}))
        ax.barh(y, end - left, how.thick, left=left, **look)
        if _words(row):
            letters: dict[str, Any] = {"size": 10.5, "ink": ink_on(look["color"])}
            say(ax, left, y, _told(row, how), dx=6, dy=0, ha="left", va="center", **letters)
        left = end


def _nothing(ax: Axes, rows: pd.DataFrame, y: float) -> list[int]:
    """Say once that no side has a number; returns the rows of which it is said."""
    bars = rows[~rows["role"].isin(MARKS)]
    words = set(map(_words, bars.to_dict("records")))
    if len(bars) < 2 or bars["value"].notna().any() or len(words) > 1:
        return []
    told = words.pop() or "no count"
    say(ax, 0, y, told, dx=5, dy=0, ha="left", va="center", size=9.5, ink=style.MUTED)
    return list(bars.index)


def _scaled(frame: pd.DataFrame, *, each: bool) -> pd.Series[float]:
    """Where a value stands on the axis: the number itself, or a share of the largest of its label."""
    values = frame["value"].astype(float)
    return values / values.groupby(frame["label"], sort=False).transform("max") if each else values


@dataclass(frozen=True)
class _Look:
    """How numbers are written, and how thick a bar is."""

    digits: int
    sign: str
    thick: float


def _side(ax: Axes, rows: pd.DataFrame, y: float, ink: str, how: _Look, most: float) -> None:
    """The bar of one side and the marks beside it, or what is said where there is no number."""
    absent = ""
    marks = rows[rows["role"].isin(MARKS) & rows["value"].notna()]
    for row in rows[~rows["role"].isin(MARKS)].to_dict("records"):
        if pd.isna(row["value"]):
            absent = _words(row) or "no count"
            continue
        ax.barh(y, row["scaled"], how.thick * 0.92, color=ink, linewidth=0, zorder=1.2)
        look: dict[str, Any] = {"size": 10.5, "weight": "bold", "halo": True}
        say(ax, row["scaled"], y, _told(row, how), dx=5, dy=0, ha="left", va="center", **look)
    longest = rows.loc[~rows["role"].isin(MARKS), "scaled"].max()
    for row in marks.to_dict("records"):
        near = absent and row["scaled"] < NEAR * most
        on_bar = bool(row["scaled"] < longest)
        text = _told(row, how) + (f", {absent}" if near else "")
        _mark(ax, row, y, ink, text, on_bar=on_bar)
        absent = "" if near else absent
    if absent:
        say(ax, 0, y, absent, dx=5, dy=0, ha="left", va="center", size=9.5, ink=style.MUTED)


def _mark(ax: Axes, row: Mapping[Any, Any], y: float, ink: str, text: str, *, on_bar: bool) -> None:
    """A diamond or a stated tick with its number after it, or above it if it is on a bar."""
    if row["role"] == "stated":
        tick: dict[str, Any] = {"color": style.STATED, "linewidth": 2, "linestyles": [(0, (2, 1))], "zorder": 4}
        ax.vlines(row["scaled"], y - THICK / 2, y + THICK / 2, **tick)
    else:
        look: dict[str, Any] = {"markerfacecolor": "white", "markeredgewidth": 1.6, "markersize": 7.5, "zorder": 4}
        ax.plot(row["scaled"], y, "D", color=style.readable(ink) if on_bar else ink, clip_on=False, **look)
    where: dict[str, Any] = {"dx": 0, "dy": 1} if on_bar else {"dx": 10, "dy": 0, "ha": "left", "va": "center"}
    say(ax, row["scaled"], y - on_bar * 0.46 * THICK, text, size=10, **where)


def _words(row: Mapping[Any, Any]) -> str:
    words = row.get("words")
    return "" if words is None or pd.isna(words) else str(words)


def _told(row: Mapping[Any, Any], how: _Look) -> str:
    """The number of a mark with its words."""
    return " ".join(filter(None, (f"{shown(row['value'], how.digits)}{how.sign}", _words(row))))


def _frame(ax: Axes, labels: list[str], inks: Mapping[str, str], diamonds: str, *, unit: str) -> None:
    """Names of the rows at the left, those of the sides and of the diamonds above, no grid through bars."""
    narrow, sides = style.page().narrow, max(1, len(inks))
    names = [label.replace("\n", ", ") if narrow else _broken(label) for label in labels]
    tops = [level - THICK * sides / 2 - 0.23 for level in range(len(labels))]
    two = not narrow and all("\n" in name for name in labels)
    row_names(ax, range(len(labels)), labels if two else names, size=style.LABEL, tops=tops, grey=two)
    ax.spines["left"].set_visible(not narrow)
    ax.grid(visible=True, axis="x")
    ax.spines["bottom"].set_visible(False)
    if unit:
        style.name_values(ax, unit, below=True)
    else:
        ax.set_xticks([])
    if len(inks) > 1:
        _key(ax, inks, diamonds)


def _key(ax: Axes, inks: Mapping[str, str], diamonds: str) -> None:
    """A square and the name of each side above the axes, and a diamond with what the diamonds are."""
    looks: dict[str, dict[str, Any]] = {name: {"marker": "s", "color": ink} for name, ink in inks.items()}
    if diamonds:
        looks[diamonds] = {"marker": "D", "color": style.MUTED, "markersize": 6.5, "markeredgewidth": 1.5}
        looks[diamonds] |= {"markerfacecolor": style.PAPER}
    square = 14.0
    weights = ["bold" if name in inks else "normal" for name in looks]
    widths = [square + wide(name, 12, weight) + 20 for name, weight in zip(looks, weights, strict=True)]
    places = flow(widths, 72 * style.page().width * 0.8)
    for (name, look), weight, (line, dx) in zip(looks.items(), weights, places, strict=True):
        up = 5 + 14 * (places[-1][0] - line)
        corner = ax.transAxes + ScaledTranslation((dx + 5) / 72, (up + 5) / 72, style.figure_of(ax).dpi_scale_trans)
        there: dict[str, Any] = {"markersize": 9, "markeredgewidth": 0, "clip_on": False, "transform": corner}
        (mark,) = ax.plot(0, 1, linestyle="none", **(there | look))
        mark.set_in_layout(False)
        say(ax, 0, 1, name, dx=dx + square, dy=up, ha="left", size=12, weight=weight, inside=True)


def _broken(label: str) -> str:
    """A name in lines; what a name begins with stays, such as the spaces of one that is part of the one above."""
    indent = label[: len(label) - len(label.lstrip())]
    return indent + style.broken(label.strip(), 22)


def _sums(ax: Axes, sums: pd.Series[float], how: _Look, head: str) -> None:
    """What the bars of each label add up to, right of the axes."""
    where: dict[str, Any] = {"textcoords": "offset points", "xytext": (58, 0), "ha": "right"}
    size = style.points(style.LABEL)
    ax.annotate(head, (1, 1), xycoords="axes fraction", va="bottom", color=style.MUTED, fontsize=size, **where)
    for level, number in enumerate(sums):
        told, place = f"{shown(number, how.digits)}{how.sign}", ("axes fraction", "data")
        ax.annotate(told, (1, level), xycoords=place, va="center", fontsize=size * 1.2, weight="bold", **where)

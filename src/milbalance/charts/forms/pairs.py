"""Pairs: under each name a bar of each side, across, or one bar of parts."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from milbalance.charts import style, ticks
from milbalance.charts.forms import Band
from milbalance.charts.forms.bars import fills
from milbalance.charts.forms.lines import draw_upright
from milbalance.charts.marks import FADING, called, fading, heading, ink_on, row_names, say, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

THICK, ALONE = 0.32, 0.62  # of the height of a row: one of two bars, and one by itself
PALE = 0.4  # of its colour that a bar has that is not spoken of
HEAD = 0.36  # inches of a heading over some rows
LETTERS = 22  # of a line of a name
LOW = 0.4  # inches: a row with room for one line of its name


def pairs(
    frame: pd.DataFrame,
    *,
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    guides: Mapping[str, float] | None = None,
    names: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    sign: str = "",
    digits: int = 0,
    whiskers: bool = False,
    stacked: bool = False,
    bold: Collection[str] = (),
    heads: Mapping[str, str] | None = None,
    thick: float | None = None,
    row_height: float = 0.78,
    ax: Axes | None = None,
) -> Axes:
    """Under each `label` a bar of each `series`, from a frame with columns label, series, value, and maybe more.

    A row without a value has its `words` in place of a bar, else they follow its number. `guides` are dashed
    lines of a side's colour at values. `names` are other names of the labels, in the order of the rows; where
    all have two lines, the second is grey; those in `bold` are spoken of, and all other bars are pale. `heads`
    are headings over the rows that begin with a label. What is stated is a band across all bars. Each number
    ends with the `sign`. The sides are named at their first bars. Where each label has one series, bars are
    thick, with all numbers at their ends, no series is named, and `colours` may be those of labels. `whiskers`
    draws a thin line from `low` to `high` over the end of a bar, with its number and words after it. `stacked`
    puts the bars of a label one after the other; one whose `high` is missing, but not its `low`, fades at its
    end. `thick` is a bar's share of a row. Returns the axes. Raises MilbalanceError for a frame without rows.

    >>> frame = pd.DataFrame({"label": "tanks", "series": ["Turkey", "Georgia"], "value": [300.0, 100.0]})
    >>> [float(bar.get_width()) for bar in charts.pairs(frame).patches]
    [300.0, 100.0]
    """
    if frame.empty:
        raise MilbalanceError("no rows: wanted at least one pair to draw")
    rows = _prepared(called(frame, names or {}), whiskers=whiskers)
    labels, inks = list(dict.fromkeys(rows["label"])), fills(rows["series"], colours or {})
    alone = stacked or rows.groupby("label")["series"].nunique().max() == 1
    rows = rows.assign(name=_names(rows, {} if alone else dict.fromkeys(inks)))
    row_height *= 1.3 if style.page().narrow else 1
    levels = _levels(labels, heads or {}, HEAD / row_height)
    ax = style.canvas(ax, height=1.9 + row_height * len(labels) + HEAD * len(heads or {}))
    _limit(ax, rows, stated, max(levels.values()), stacked=stacked)
    for name, value in (guides or {}).items():
        ax.axvline(value, color=style.readable(inks[name]), linewidth=1.3, linestyle=(0, (4, 2.5)), zorder=1)
    for band in stated:
        draw_upright(ax, band)
    look = _Look(digits, sign, thick or (ALONE if alone and not style.page().narrow else THICK), alone)
    for label, level in levels.items():
        own = rows[rows["label"] == label]
        how = replace(look, strong=not bold or label in bold)
        if label in (heads or {}):
            heading(ax, (heads or {})[label], level - (0.85 if style.page().narrow else 0.6))
        if stacked:
            _stack(ax, own, level, inks, look)
        else:
            tints = {side: (colours or {}).get(str(label), ink) for side, ink in inks.items()}
            _beside(ax, own, level, tints, how)
    spelt = {label: label if row_height < LOW else style.broken(str(label), LETTERS) for label in labels}
    _frame(ax, spelt, levels, 1 if alone else len(inks), unit=unit, bold=bold)
    ax.spines["left"].set_visible(not (style.page().narrow or heads))  # a heading begins left of it
    return ax


def _prepared(frame: pd.DataFrame, *, whiskers: bool) -> pd.DataFrame:
    """The rows with a series and a role each, and where each mark ends, with its range if that is drawn."""
    rows = frame.reset_index(drop=True).assign(series=frame.get("series", pd.Series("", frame.index)).to_numpy())
    rows = rows.assign(role=rows["role"].fillna("") if "role" in rows else "", scaled=rows["value"].astype(float))
    ends = rows[["scaled", "high"]].max(axis=1) if whiskers else rows["scaled"]
    return rows.assign(end=ends, ranged=ends > rows["scaled"])


def _limit(ax: Axes, rows: pd.DataFrame, stated: Sequence[Band], lowest: float, *, stacked: bool) -> None:
    """Set the axes so that the longest bar and what is written after it have room, and what is stated."""
    most = float(rows["end"].max()) if rows["end"].notna().any() else 1.0
    across = 1.04 + FADING if stacked else 1.14 + _after(rows)
    said = [edge for band in stated for edge in (band.value, band.high) if math.isfinite(edge)]
    ax.set(
        xlim=(0, max([across * most, *(1.05 * edge for edge in said)])),
        ylim=(lowest + 0.55, -0.65 if style.page().narrow else -0.55),
    )


def _levels(labels: Sequence[str], heads: Mapping[str, str], more: float) -> dict[str, float]:
    """How far down each row is, in rows, where a heading takes so much `more`."""
    over = accumulate(more * (label in heads) for label in labels)
    return {label: place + down for place, (label, down) in enumerate(zip(labels, over, strict=True))}


def _names(rows: pd.DataFrame, sides: Mapping[str, None]) -> pd.Series[str]:
    """The name of each side at its first bar."""
    bars = rows[rows["value"].notna() & rows["series"].isin(list(sides))]
    return bars["series"].drop_duplicates().reindex(rows.index, fill_value="")


def _stack(ax: Axes, rows: pd.DataFrame, y: float, inks: Mapping[str, str], how: _Look) -> None:
    """Bars one after the other; the end of one that is at least so long is paler the further out."""
    left = 0.0
    for row in rows[rows["value"].notna()].to_dict("records"):
        look: dict[str, Any] = {"color": inks[str(row["series"])], "zorder": 1.2, "linewidth": 0}
        end = left + float(row["scaled"])
        if pd.notna(row.get("low")) and pd.isna(row.get("high")):
            for share, ink in fading(look["color"]):
                ax.barh(y, end * (1 + FADING * share) - left, how.thick, left=left, **(look | {"color": ink}))
        ax.barh(y, end - left, how.thick, left=left, **look)
        left = end


def _after(rows: pd.DataFrame) -> float:
    """What words after numbers need, in lengths of the longest bar: nearly all of them may stand after that one."""
    needed = max(map(_wide_words, rows[rows["value"].notna()].to_dict("records")), default=0.0)
    return 2 * needed / (72 * style.page().width)


def _wide_words(row: Mapping[Any, Any]) -> float:
    return wide(_words(row), style.LABEL - 0.5) if _words(row) else 0.0


@dataclass(frozen=True)
class _Look:
    """How numbers are written, how thick a bar is, whether a label has but one, and whether it is spoken of."""

    digits: int
    sign: str
    thick: float
    alone: bool
    strong: bool = True


def _beside(ax: Axes, rows: pd.DataFrame, level: float, inks: Mapping[str, str], how: _Look) -> None:
    """The bars of all sides of a label, one below the other."""
    for number, (side, ink) in enumerate(inks.items()):
        y = level + (0 if how.alone else number - (len(inks) - 1) / 2) * THICK
        _side(ax, rows[rows["series"] == side], y, ink, how)


def _side(ax: Axes, rows: pd.DataFrame, y: float, ink: str, how: _Look) -> None:
    """The bar of one side with its number, or what is said where there is none."""
    where: dict[str, Any] = {"dy": 0, "ha": "left", "va": "center", "size": 10.5, "halo": True}
    for row in rows.to_dict("records"):
        if pd.isna(row["value"]):
            say(
                ax, 0, y, _words(row) or "no count", dx=5, ink=style.MUTED, **(where | {"size": 9.5, "halo": False})
            )
            continue
        high, alpha = how.thick * 0.92, None if how.strong else PALE
        ax.barh(y, row["scaled"], high, color=ink, linewidth=0, zorder=1.2, alpha=alpha)
        weight, text, name = "bold" if how.strong else "normal", _told(row, how), row["name"]
        if row["ranged"]:
            ends: dict[str, Any] = {"marker": "|", "markersize": 8, "solid_capstyle": "butt"}
            ax.plot([row["low"], row["high"]], [y, y], color=style.INK, linewidth=1.2, **ends)
        say(ax, row["end"], y, text, dx=5, weight=weight, **where)
        after = 10 + wide(text, 10.5, weight)
        if name and wide(name, 10.5, "bold") + 12 < _points(ax, row["scaled"]):
            say(ax, 0, y, name, dx=6, ink=ink_on(ink), weight="bold", **(where | {"halo": False}))
        elif name:
            say(ax, row["end"], y, name, dx=after, ink=ink, weight="bold", **where)
            after += 5 + wide(name, 10.5, "bold")
        say(ax, row["end"], y, _words(row), dx=after, ink=style.MUTED, **where)


def _points(ax: Axes, long: float) -> float:
    """Roughly how many points across a length on the axis is: before the layout."""
    width = 72 * style.page().width * (1 if style.page().narrow else 0.75)
    return float(width * long / ax.get_xlim()[1])


def _words(row: Mapping[Any, Any]) -> str:
    words = row.get("words")
    return "" if words is None or pd.isna(words) else str(words)


def _told(row: Mapping[Any, Any], how: _Look) -> str:
    """The number of a mark."""
    return f"{shown(row['value'], how.digits if abs(row['value']) < 10 else 0)}{how.sign}"


def _frame(
    ax: Axes,
    labels: Mapping[str, str],
    levels: Mapping[str, float],
    sides: int,
    *,
    unit: str,
    bold: Collection[str],
) -> None:
    """Names of the rows at the left, no grid through bars."""
    narrow = style.page().narrow
    two = not narrow and all("\n" in label for label in labels)
    names = [label.replace("\n", ", ") if narrow else label if two else name for label, name in labels.items()]
    tops = [level - THICK * sides / 2 - 0.23 for level in levels.values()]
    strong = {name for label, name in zip(labels, names, strict=True) if label in bold}
    row_names(ax, list(levels.values()), names, size=style.LABEL, tops=tops, bold=strong, grey=two)
    ax.grid(visible=True, axis="x")
    ax.spines["bottom"].set_visible(False)
    places = MaxNLocator(3, steps=[1, 5, 10]).tick_values(*ax.get_xlim()) if unit else []
    places = [place for place in places if place <= ax.get_xlim()[1]]
    *first, last = ticks.Numbers().format_ticks(places) or [""]
    ax.set_xticks(places, [*first, f"{last} {unit}"] if unit else [])

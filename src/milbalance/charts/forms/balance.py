"""A balance: two sides in one thing after another, each on a scale of its own, with the multiples in columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from milbalance.charts import style
from milbalance.charts.marks import HALO, ink_on, say, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import ROUNDED, shown

COLUMN = 0.145  # of the width: a column of words at the right
ABOUT = 0.6  # of the width of a narrow page: what is compared, left of the multiple
FRAME = 1.62  # inches that title and source line take
MULTIPLE, LONG, SHORT = 23.0, 17.0, 5  # points of a multiple, and of one of more than so many letters
UP, LINE = 0.09, 0.17  # inches: how far a multiple makes room for each line under it, and such a line
ALONE = 0.8  # of the longest bar: how long bars are that no tick is beside, so that none seems to reach one
PALE = 0.3  # of its colour that the part of a bar has that is an ally's
NONE = "none on record"


@dataclass(frozen=True)
class _Grid:
    """Where things stand: across in shares of the width, down in inches from the top of a comparison."""

    first: float
    last: float
    about: float
    bars: float
    thick: float
    step: float
    gap: float


def balance(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    computed: str = "computed",
    said: str = "stated",
    words: Mapping[str, str] | None = None,
    verdicts: Mapping[str, Mapping[str, str]] | None = None,
    names: Mapping[str, str] | None = None,
    shared: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Bars of two sides for each `label` of a frame, with columns about, series, role, value, maybe low and high.

    The role "side" is a bar up to low, with a thin line on to high; what is more than its `own` is an ally's of
    `ally_years`, and is hatched. "stated" is a dashed tick where a stated number would put its side, with the name
    of who says it (`said`) and the number, or its `words` by label. Beside the bars stand, under the head
    `computed` (nothing where it is empty), `times` of the first side, large, or its range where it has only that,
    and what `verdicts` say of it, {verdict: words} by label, in the colour of the verdict. What is stated has its
    words there where it has no tick; on a narrow page they are below the bars, and `said` alone at the tick.
    `names` are others for series. Each comparison has a scale of its own, or all one that is `shared`. `colours`
    are those of series. Returns the axes. Raises MilbalanceError for a frame without rows.

    >>> rows = {"label": "Tanks", "series": ["A", "B"], "role": "side", "value": [30.0, 10.0], "times": [3.0, None]}
    >>> ax = charts.balance(pd.DataFrame(rows))
    >>> [round(float(bar.get_width()), 2) for bar in ax.patches]
    [0.48, 0.16]
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as a balance")
    named = frame.assign(called=frame["series"].replace(dict(names or {})))
    grid = _grid(bool(computed), max(wide(name, style.LABEL) for name in named["called"]))
    groups = [(str(label), rows) for label, rows in named.groupby("label", sort=False)]
    told = [
        _told(rows, said, (words or {}).get(label, ""), (verdicts or {}).get(label, {})) for label, rows in groups
    ]
    highs = [_high(rows, one, grid) for (_, rows), one in zip(groups, told, strict=True)]
    ax = style.canvas(ax, height=FRAME + sum(highs))
    scales = [_scale(rows, grid) for _, rows in groups]
    scales = [min(scales)] * len(groups) if shared else scales
    top = 0.0
    for (label, rows), one, high, scale in zip(groups, told, highs, scales, strict=True):
        if top:
            ax.axhline(top - 0.16, color=style.FAINT, linewidth=0.7)
        _head(ax, label, rows, top, grid)
        _bars(ax, rows, top + grid.bars, colours or {}, grid, scale, said if style.page().narrow else one.words)
        beside = _around if style.page().narrow else _column
        beside(ax, rows, top, grid, computed, one)
        top += high
    ax.set_xlim(0, 1)
    ax.set_ylim(top - grid.gap / 2, -0.05)
    ax.set_axis_off()
    return ax


def _grid(column: bool, name: float) -> _Grid:
    """Where things stand, maybe with a column beside the bars of a wide page, and names so many points long."""
    first = (name + 10) / (72 * style.page().width)
    if style.page().narrow:
        return _Grid(max(0.24, first), 0.75, about=0.2, bars=0.75, thick=0.16, step=0.19, gap=0.3)
    return _Grid(max(0.135, first), 0.88 - COLUMN * column, about=0.0, bars=0.4, thick=0.22, step=0.25, gap=0.36)


@dataclass(frozen=True)
class _Said:
    """What is stated, with who says it, and what is said of it in the colour of its verdict."""

    words: str
    verdict: str
    ink: str


def _told(rows: pd.DataFrame, said: str, words: str, verdicts: Mapping[str, str]) -> _Said:
    """What is stated of a comparison: its words, else its number; nothing where nobody says it."""
    told = words or next((format(row["times"], "g") + "×" for row in _of(rows, "stated")), "")
    verdict, of_it = next(iter(verdicts.items()), ("", ""))
    ink = style.readable(style.VERDICTS.get(verdict, style.MUTED))
    return _Said(f"{said}: {told}" if said and told else "", of_it, ink)


def _high(rows: pd.DataFrame, told: _Said, grid: _Grid) -> float:
    """How high a comparison is: a bar a side, and on a narrow page lines of words below."""
    lines = style.page().narrow * bool(told.words or told.verdict)
    return grid.bars + grid.step * (len(_of(rows, "side")) + lines - 0.5) + grid.gap


def _small(ink: str = style.INK) -> dict[str, Any]:
    return {"fontsize": style.points(style.LABEL - 1), "color": ink}


def _head(ax: Axes, label: str, rows: pd.DataFrame, top: float, grid: _Grid) -> None:
    """What is compared, with what it is counted in behind or below."""
    narrow = style.page().narrow
    if narrow:
        label = style.wrap(label, style.LABEL + 2, "bold", ABOUT * style.page().width)
    name = ax.text(0, top, label, fontsize=style.points(style.LABEL + 2), fontweight="bold", va="top")
    if "about" not in rows:
        return
    about = str(rows["about"].iloc[0])
    if narrow:
        about = style.wrap(about, style.LABEL - 1, width=ABOUT * style.page().width)
        ax.text(
            0, top + grid.about + 0.16 * label.count("\n"), about, **_small(style.MUTED), va="top", linespacing=1.1
        )
    else:
        look = {"va": "baseline", "textcoords": "offset points", **_small(style.MUTED)}
        ax.annotate(about, (1, 0), xycoords=name, xytext=(8, 4), **look)


def _scale(rows: pd.DataFrame, grid: _Grid) -> float:
    """How wide one of a comparison is: the longest bar or tick ends at the same place in all that have a tick."""
    ticks, longest = _ticks(rows), max(_ends(side)[1] for side in _of(rows, "side"))
    return (grid.last - grid.first) * (1 if ticks else ALONE) / max(longest, *ticks, 0.0)


def _ticks(rows: pd.DataFrame) -> list[float]:
    return [float(row["value"]) for row in _of(rows, "stated")]


def _bars(
    ax: Axes, rows: pd.DataFrame, y: float, colours: Mapping[str, str], grid: _Grid, scale: float, dash: str
) -> None:
    """The bars of one comparison, each with its name and number, and at the first what is stated."""
    for row in _of(rows, "stated"):
        _tick(ax, row, y, grid, scale, dash)
    ticks = [grid.first + value * scale for value in _ticks(rows)]
    for side in _of(rows, "side"):
        ink, (low, high) = colours.get(str(side["series"]), style.NEUTRAL), _ends(side)
        own = _own(side)
        ax.barh(y, own * scale, grid.thick, left=grid.first, color=ink, linewidth=0)
        _range(ax, grid.first + low * scale, grid.first + high * scale, y, ink, grid)
        _say(ax, 0, y, str(side["called"]), ink)
        if own < low:
            look: dict[str, Any] = {"color": to_rgba(ink, PALE), "edgecolor": ink, "hatch": "//", "linewidth": 0}
            ax.barh(y, (low - own) * scale, grid.thick, left=grid.first + own * scale, **look)
        _numbers(ax, side, y, ink, grid, scale, ticks)
        y, ticks = y + grid.step, []


def _tick(ax: Axes, row: Mapping[Any, Any], y: float, grid: _Grid, scale: float, dash: str) -> None:
    """A dash where a stated number would put a side."""
    at, half = grid.first + float(row["value"]) * scale, 0.75 * grid.thick
    ax.plot([at, at], [y - half, y + half], color=style.STATED, linewidth=2, linestyle=(0, (3, 1.2)), **HALO)
    say(ax, at, y - half, dash, dy=5, size=style.LABEL, weight="bold")


def _of(rows: pd.DataFrame, role: str) -> list[dict[Any, Any]]:
    found: list[dict[Any, Any]] = rows[rows["role"] == role].to_dict("records")
    return found


def _ends(row: Mapping[Any, Any]) -> tuple[float, float]:
    """The ends of a range; the number itself twice where there is none, or where its source only rounds it."""
    low, high, value = (float(row.get(name, math.nan)) for name in ("low", "high", "value"))
    if math.isnan(low) or high - low <= ROUNDED * value:
        return value, value
    return low, high


def _own(row: Mapping[Any, Any]) -> float:
    """Where a bar ends that is its side's own: at its low end, unless it has an ally."""
    low = _ends(row)[0]
    own = float(row.get("own", math.nan))
    return low if math.isnan(own) else min(own, low)


def _written(low: float, high: float) -> str:
    return f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"


def _range(ax: Axes, low: float, high: float, y: float, ink: str, grid: _Grid) -> None:
    """A line with a foot from the low end of a range, where its bar ends, to the high end."""
    if high > low:
        foot = 0.3 * grid.thick
        look: dict[str, Any] = {"color": style.readable(ink), "linewidth": 1.6, "solid_capstyle": "butt"}
        ax.plot([low, high, high, high], [y, y, y - foot, y + foot], **look)


def _numbers(
    ax: Axes, side: Mapping[Any, Any], y: float, ink: str, grid: _Grid, scale: float, ticks: list[float]
) -> None:
    """The number of a bar within its end, and that of its range after it; both after it where there is no room."""
    low, high = _ends(side)
    end, words = grid.first + low * scale, _written(low, low)
    start = end - _room(words)
    if _own(side) == low and start >= grid.first and not any(start < tick < end for tick in ticks):
        _say(ax, end, y, words, ink_on(ink), points=-5, ha="right")
        words = _written(high, high) if low < high else ""
    else:
        words = _written(low, high) if high else NONE
        if _own(side) < low == high:
            start, part = grid.first + _own(side) * scale, f"{low - _own(side):,.0f} in {side['ally_years']}"
            if _room(part) <= end - start:
                look: dict[str, Any] = {"dx": 0, "dy": 0, "va": "center", "size": style.LABEL, "halo": True}
                say(ax, (start + end) / 2, y, part, ink=style.INK, **look)
            else:
                words = f"{words} ({part})"
    _say(ax, grid.first + high * scale, y, words, ink, points=5)


def _room(words: str) -> float:
    """How much of the width words take on a bar."""
    return (wide(words, style.LABEL) + 10) / (72 * style.page().width)


def _say(ax: Axes, x: float, y: float, words: str, ink: str, *, points: float = 0, ha: str = "left") -> None:
    say(ax, x, y, words, dx=points, dy=0, ha=ha, va="center", ink=ink, size=style.LABEL)


def _column(ax: Axes, rows: pd.DataFrame, top: float, grid: _Grid, computed: str, told: _Said) -> None:
    """Beside the bars of a wide page: the multiple with what is said of it, and what is stated without a tick."""
    if not computed:
        return
    y = top + grid.bars + grid.step / 2
    look: dict[str, Any] = {"ha": "right", "va": "center"}
    lines = [(told.words, "bold", style.INK)] if told.words and not _ticks(rows) else []
    lines += [(told.verdict, "normal", told.ink)] if told.verdict else []
    ax.text(1, top, computed if not top else "", fontsize=style.LABEL, color=style.MUTED, ha="right", va="top")
    multiple, size = _multiple(rows)
    y -= UP * len(lines)
    ax.text(1, y, multiple, fontsize=size, fontweight="bold", **look)
    y += UP
    for words, weight, ink in lines:
        high = LINE * (words.count("\n") + 1)
        ax.text(1, y + (high + LINE) / 2, words, fontweight=weight, linespacing=1.1, **_small(ink), **look)
        y += high


def _around(ax: Axes, rows: pd.DataFrame, top: float, grid: _Grid, computed: str, told: _Said) -> None:
    """On a narrow page: the multiple at the right of the heading, and what is stated below the bars."""
    look: dict[str, Any] = {"ha": "right", "va": "top"}
    if computed:
        multiple, size = _multiple(rows)
        ax.text(1, top - 0.04, multiple, fontsize=style.points(size), fontweight="bold", **look)
        ax.text(1, top + 0.27, computed if not top else "", **_small(style.MUTED), **look)
    y = top + grid.bars + grid.step * len(_of(rows, "side"))
    start = ax.text(0, y, told.words, **_small(), fontweight="bold", va="center")
    beside: dict[str, Any] = {"va": "center", "textcoords": "offset points"}
    away = 6 if told.words else 0
    verdict = told.verdict.replace("\n", " ")
    ax.annotate(verdict, (1, 0.5), xycoords=start, xytext=(away, 0), **beside, **_small(told.ink))


def _multiple(rows: pd.DataFrame) -> tuple[str, float]:
    """How many times, as a range where one is drawn, or in numbers where the other has none; and its points."""
    sides = _of(rows, "side")
    ranged = any(low < high for low, high in map(_ends, sides))
    words = _times(sides[0], whole=ranged) or f"{_written(*_ends(sides[0]))} to none"
    return words, MULTIPLE if len(words) <= SHORT else LONG


def _times(row: Mapping[Any, Any], *, whole: bool) -> str:
    """How many times, in words: "3.5×"; its range ("1.3–5.2×") where it is asked for `whole` or has no number.

    Nothing where there is neither.
    """
    number, low, high = (float(row.get(name, math.nan)) for name in ("times", "times_low", "times_high"))
    if not math.isnan(low) and (whole or math.isnan(number)) and shown(low, 1) != shown(high, 1):
        return f"{_short(low)}–{_short(high)}×"
    return "" if math.isnan(number) else f"{_short(number)}×"


def _short(number: float) -> str:
    """A multiple with one decimal, or two below one: 0.95 is no lead, which 1.0 would not say."""
    return shown(number, 2 if number < 1 else 1)

"""A balance: two sides in one thing after another, each on a scale of its own, with the multiple in large type."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.marks import BOUNDS, LEADING, claim, ink_on, say, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

FIRST, LAST = 0.135, 0.565  # of the width: where the bars begin, and where the longest ends
ABOUT = 0.6  # of the width of a narrow page: what is compared, left of the numbers
FRAME = 1.62  # inches that title and source line take
MULTIPLE, LONG = 23.0, 17.0  # points of a multiple, and of a long one if narrow
ALONE = 0.8  # of the longest bar: how long bars are that no tick is beside, so that none seems to reach one
NONE = "none on record"
HEAD, HEADED = 0.36, style.LABEL + 4  # inches of a heading over some comparisons, and points of its letters
UNTOLD = 0.5  # inches over narrow bars without words of what is stated


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


WIDE = _Grid(FIRST, LAST, about=0.0, bars=0.4, thick=0.22, step=0.25, gap=0.36)
NARROW = _Grid(0.24, 0.75, about=0.2, bars=0.72, thick=0.16, step=0.19, gap=0.25)


def balance(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    computed: str = "computed",
    said: str = "stated",
    words: Mapping[str, str] | None = None,
    allied: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    heads: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    shared: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Bars of two sides for each `label` of a frame, with columns about, series, role, value, maybe low and high.

    The role "side" is a bar up to low, with a thin line on to high. "ally" goes on from the bar of the side
    that its column `with` names by place, up to its low too, with the years of `when` in it where it has them.
    "stated" is a dashed tick where a stated number would put its side, with `said` and that number, or its
    `words` by label, at it; words of a label without a stated number stand there without a tick. `times` of the
    first side is written large at the right under `computed`, or its range where it has only that; that of an
    ally on a line below, after the number of both, or what `allied` says of it by label. A band of what is
    `stated`, in times of the second side, is grey behind the first bar of each comparison. Each comparison has
    a scale of its own, or all one that is `shared`: then the numbers stand within the bars, and what is stated
    is said once. `names` are shorter ones of series, `colours` theirs, and `heads` are headings over the
    comparisons that begin with a label. Returns the axes. Raises MilbalanceError for a frame without rows.

    >>> rows = {"label": "Tanks", "series": ["A", "B"], "role": "side", "value": [30.0, 10.0], "times": [3.0, None]}
    >>> ax = charts.balance(pd.DataFrame(rows))
    >>> [round(float(bar.get_width()), 2) for bar in ax.patches]
    [0.34, 0.11]
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as a balance")
    rows = frame.assign(series=frame["series"].replace(dict(names or {})))
    inks = {(names or {}).get(name, name): ink for name, ink in (colours or {}).items()}
    groups = [(str(label), those) for label, those in rows.groupby("label", sort=False)]
    saids = ["" if shared and place else said for place in range(len(groups))]
    grids = [_grid(one, stated) for one in saids]
    highs = [_high(those, grid) for (_, those), grid in zip(groups, grids, strict=True)]
    ax = style.canvas(ax, height=FRAME + sum(highs) + HEAD * len(heads or {}))
    scales = [_scale(those, grid) for (_, those), grid in zip(groups, grids, strict=True)]
    scales = [min(scales)] * len(groups) if shared else scales
    top = 0.0
    for (label, those), one, grid, high, scale in zip(groups, saids, grids, highs, scales, strict=True):
        first, over = not top, (heads or {}).get(label, "")
        top += _begin(ax, top, over)
        _head(ax, label, those, top, grid)
        _bands(ax, those, top + grid.bars, stated, grid, scale)
        _bars(ax, those, top + grid.bars, inks, grid, scale, within=shared)
        _counted_in(ax, those, top + grid.bars, grid, scale, (allied or {}).get(label, ""))
        _stated(ax, those, top + grid.bars, one, (words or {}).get(label, ""), stated, grid, scale)
        write = _numbers_above if style.page().narrow else _numbers
        write(ax, those, top, grid, computed if first else "")
        top += high
    ax.set_xlim(0, 1)
    ax.set_ylim(top - grids[-1].gap / 2, -0.05)
    ax.set_axis_off()
    return ax


def _grid(said: str, stated: Sequence[Band]) -> _Grid:
    """Where things stand: on a narrow page what is said of a tick needs room above the bars."""
    if not style.page().narrow:
        return WIDE
    if not said:
        return replace(NARROW, bars=UNTOLD)
    return replace(
        NARROW, bars=NARROW.bars + LEADING * style.points(BOUNDS) / 72 * any(band.allowed for band in stated)
    )


def _begin(ax: Axes, top: float, heading: str) -> float:
    """Rule a comparison off from the one above, and write its heading; returns the room that this takes."""
    if top:
        ink, thick = (style.INK, 1.4) if heading else (style.FAINT, 0.7)
        ax.axhline(top - 0.16, color=ink, linewidth=thick)
    if not heading:
        return 0
    ax.text(0, top, heading, fontsize=style.points(HEADED), fontweight="bold", va="top")
    return HEAD


def _high(rows: pd.DataFrame, grid: _Grid) -> float:
    """How high a comparison is: a bar a side, and an ally a line of words, or two on a narrow page."""
    sides, allies = len(_sides(rows)), len(_of_allies(rows))
    return grid.bars + grid.step * (sides + allies * (1 + style.page().narrow) - 0.5) + grid.gap


def _small(ink: str = style.INK) -> dict[str, Any]:
    return {"fontsize": style.points(style.LABEL - 1), "color": ink}


def _head(ax: Axes, label: str, rows: pd.DataFrame, top: float, grid: _Grid) -> None:
    """What is compared, under a line, with what it is counted in behind or below."""
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
    ticks = _ticks(rows)
    return (grid.last - grid.first) * (1 if ticks else ALONE) / max(_longest(rows), *ticks, 0.0)


def _ticks(rows: pd.DataFrame) -> list[float]:
    return rows.loc[rows["role"] == "stated", "value"].astype(float).tolist()


def _bands(ax: Axes, rows: pd.DataFrame, y: float, stated: Sequence[Band], grid: _Grid, scale: float) -> None:
    """What is stated in times of the second side, as a grey band behind the bar of the first."""
    for low, high in _edges(rows, stated, grid, scale):
        high_ = 1.5 * grid.thick
        ax.add_patch(
            Rectangle((low, y - high_ / 2), high - low, high_, color=style.STATED_BAND, linewidth=0, zorder=0.5)
        )


def _edges(rows: pd.DataFrame, stated: Sequence[Band], grid: _Grid, scale: float) -> list[tuple[float, float]]:
    """The ends of each band across."""
    second = float(_sides(rows)[1]["value"])
    return [(grid.first + band.low * second * scale, grid.first + band.high * second * scale) for band in stated]


def _stated(
    ax: Axes,
    rows: pd.DataFrame,
    y: float,
    said: str,
    words: str,
    stated: Sequence[Band],
    grid: _Grid,
    scale: float,
) -> None:
    """A dashed tick where the stated number would put its side, and what is `said` beside it.

    Above it on a narrow page, and where the bar of the side goes on behind the tick.

    That is its number unless there are `words`; words without a number stand in the same place.
    """
    half = 0.75 * grid.thick
    allowed = next((band.allowed for band in stated), "")
    for row in rows[rows["role"] == "stated"].to_dict("records") or [{}] * bool(words):
        at = grid.first + float(row["value"]) * scale if row else grid.last
        if row:
            look: dict[str, Any] = {"color": style.STATED, "linewidth": 2, "linestyle": (0, (3, 1.2))}
            ax.plot([at, at], [y - half, y + half], **look)
        if not said:
            continue
        text = f"{said}: {words or format(row['times'], 'g') + '×'}"
        if style.page().narrow:
            across = max(wide(text, style.LABEL, "bold"), wide(allowed, BOUNDS))
            right = min(1.0, at + across / (144 * style.page().width))
            claim(ax, (right, y - half), text, allowed, dx=0, dy=2, ha="right")
        elif row and grid.first + _longest(rows[rows["series"] == row["series"]]) * scale > at:
            claim(ax, (at, y - half), text, allowed, dx=0, dy=2, ha="left")
        else:
            clear = max([at, *(end for _, end in _edges(rows, stated, grid, scale))])
            claim(ax, (clear, y), text, allowed, dx=6, middle=True)


def _bars(
    ax: Axes, rows: pd.DataFrame, y: float, inks: Mapping[str, str], grid: _Grid, scale: float, *, within: bool
) -> None:
    """The bars of one comparison, each with its number; an ally that is counted in goes on from its side's."""
    ticks = [grid.first + value * scale for value in _ticks(rows)]
    for side in _sides(rows):
        ink, (low, high) = inks.get(str(side["series"]), style.NEUTRAL), _ends(side)
        start, end = grid.first + low * scale, grid.first + high * scale
        _say(ax, 0, y, str(side["series"]), ink)
        ax.barh(y, low * scale, grid.thick, left=grid.first, color=ink, linewidth=0)
        allies = _allies(rows, side)
        for ally in allies:
            _ally(ax, ally, start, y, inks, grid, scale)
        if allies and _fits(side, scale):
            _say(ax, start, y, _written(low, high), ink_on(ink), points=-5, ha="right")
        elif not allies:
            _range(ax, start, end, y, ink, grid)
            room = high * scale * within * 72 * style.page().width
            inside = room > wide(_written(low, high), style.LABEL) + 12
            _number(ax, _written(low, high) if high else NONE, end, y, ink, ticks, inside=inside)
        y, ticks = y + grid.step, []


def _fits(side: Mapping[Any, Any], scale: float) -> bool:
    """Whether the number of a side has room in its own bar."""
    return wide(_written(*_ends(side)), style.LABEL) + 10 < _ends(side)[0] * scale * 72 * style.page().width


def _counted_in(ax: Axes, rows: pd.DataFrame, y: float, grid: _Grid, scale: float, told: str) -> None:
    """Under the bars, both together and what it comes to; and the side alone where its bar has no room for that."""
    sides = _sides(rows)
    pairs = [(one, ally) for one in sides for ally in _allies(rows, one)]
    for place, (side, ally) in enumerate(pairs):
        alone = "" if _fits(side, scale) else f"{_written(*_ends(side))} alone, "
        low, high = (one + more for one, more in zip(_ends(side), _ends(ally), strict=True))
        words = (
            f"{alone}{_written(low, high)} with {ally['series']}" + f" of {_when(ally)}" * bool(_when(ally)) + ":"
        )
        told, bold = told or _times(ally, whole=True), {"fontweight": "bold", **_small()}
        if style.page().narrow:
            at = y + grid.step * (len(sides) + 2 * place)
            ax.text(0, at, words, **_small(style.MUTED), va="center")
            ax.text(0, at + grid.step, told, **bold, va="center")
            continue
        start = ax.text(grid.first, y + grid.step * (len(sides) + place), words, **_small(style.MUTED), va="center")
        look = {"va": "center_baseline", "textcoords": "offset points", **bold}
        ax.annotate(told, (1, 0.5), xycoords=start, xytext=(4, 0), **look)


def _sides(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    found: list[dict[Any, Any]] = rows[rows["role"] == "side"].to_dict("records")
    return found


def _allies(rows: pd.DataFrame, side: Mapping[Any, Any]) -> list[dict[Any, Any]]:
    return [row for row in _of_allies(rows) if row["with"] == side.get("place")]


def _longest(rows: pd.DataFrame) -> float:
    """The end of the longest bar, with its ally."""
    return max(_ends(row)[1] + sum(_ends(ally)[1] for ally in _allies(rows, row)) for row in _sides(rows))


def _ends(row: Mapping[Any, Any]) -> tuple[float, float]:
    """The ends of a range; the number itself twice where there is none, or where its source only rounds it."""
    low, high, value = (float(row.get(name, math.nan)) for name in ("low", "high", "value"))
    if math.isnan(low) or high - low <= 0.05 * value:
        return value, value
    return low, high


def _written(low: float, high: float) -> str:
    return f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"


def _range(ax: Axes, low: float, high: float, y: float, ink: str, grid: _Grid) -> None:
    """A line with a foot from the low end of a range, where its bars end, to the high end."""
    if high > low:
        foot = 0.3 * grid.thick
        look: dict[str, Any] = {"color": style.readable(ink), "linewidth": 1.6, "solid_capstyle": "butt"}
        ax.plot([low, high, high, high], [y, y, y - foot, y + foot], **look)


def _ally(
    ax: Axes, ally: Mapping[Any, Any], start: float, y: float, inks: Mapping[str, str], grid: _Grid, scale: float
) -> None:
    """The bar of an ally from the end of its side's, with its name and the years of its number if there is room."""
    ink, across = inks.get(str(ally["series"]), style.NEUTRAL), _ends(ally)[0] * scale
    ax.barh(y, across, grid.thick, left=start, color=ink, linewidth=0)
    full = ", ".join(filter(None, [ally["series"], _when(ally)]))
    words = full if wide(full, style.LABEL - 1) < 72 * style.page().width * across - 16 else _when(ally)
    if words:
        say(ax, start + across / 2, y, words, dy=0, va="center", ink=ink_on(ink), size=style.LABEL - 1)


def _when(ally: Mapping[Any, Any]) -> str:
    """The years that the number of an ally is of, where they are others than its side's."""
    return ally["when"] if isinstance(ally.get("when"), str) else ""


def _number(ax: Axes, words: str, end: float, y: float, ink: str, ticks: Sequence[float], *, inside: bool) -> None:
    """A number at the end of its bar, or within it where a tick leaves no room."""
    needed = (wide(words, style.LABEL) + 12) / (72 * style.page().width)
    if inside or any(end <= tick < end + needed for tick in ticks):
        _say(ax, end, y, words, ink_on(ink), points=-5, ha="right")
    else:
        _say(ax, end, y, words, ink, points=5)


def _say(ax: Axes, x: float, y: float, words: str, ink: str, *, points: float = 0, ha: str = "left") -> None:
    say(ax, x, y, words, dx=points, dy=0, ha=ha, va="center", ink=ink, size=style.LABEL)


def _numbers(ax: Axes, rows: pd.DataFrame, top: float, grid: _Grid, head: str) -> None:
    """How many times, in large type under a heading."""
    y = top + grid.bars + grid.step / 2
    look: dict[str, Any] = {"ha": "right", "va": "center"}
    ax.text(1, top, head, fontsize=style.LABEL, color=style.MUTED, ha="right", va="top")
    ax.text(1, y, _multiple(rows), fontsize=MULTIPLE, fontweight="bold", **look)


def _numbers_above(ax: Axes, rows: pd.DataFrame, top: float, _grid: _Grid, head: str) -> None:
    """On a narrow page: the multiple and what it is at the right of the heading."""
    look: dict[str, Any] = {"ha": "right", "va": "top"}
    size = style.points(MULTIPLE if len(_multiple(rows)) <= 5 else LONG)
    ax.text(1, top - 0.04, _multiple(rows), fontsize=size, fontweight="bold", **look)
    ax.text(1, top + 0.28, head, **_small(style.MUTED), **look)


def _of_allies(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    found: list[dict[Any, Any]] = rows[rows["role"] == "ally"].to_dict("records")
    return found


def _multiple(rows: pd.DataFrame) -> str:
    first = _sides(rows)[0]
    return _times(first, whole=False) or f"{_written(*_ends(first))} to none"


def _times(row: Mapping[Any, Any], *, whole: bool) -> str:
    """How many times, in words: "3.5×"; its range ("1.3–5.2×") where it is asked for `whole` or has no number.

    Nothing where there is neither.
    """
    number, low, high = (float(row.get(name, math.nan)) for name in ("times", "times_low", "times_high"))
    if not math.isnan(low) and (whole or math.isnan(number)) and shown(low, 1) != shown(high, 1):
        return f"{shown(low, 1)}–{shown(high, 1)}×"
    return "" if math.isnan(number) else f"{shown(number, 1)}×"

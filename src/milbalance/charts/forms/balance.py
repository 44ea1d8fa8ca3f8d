"""A balance: two sides in one thing after another, each on a scale of its own, with the multiple in large type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

FIRST, LAST = 0.13, 0.49  # of the width: where the bars begin, and where the longest ends
TIMES, STATED = 0.8, 0.965  # the middles of two columns of numbers
ABOUT = 0.62  # of the width of a narrow page: what is compared, left of the numbers
NONE = "none recorded"


def balance(
    frame: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    computed: str = "computed",
    said: str = "stated",
    words: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    row_height: float = 1.2,
    ax: Axes | None = None,
) -> Axes:
    """Bars of two sides for each `label` of a frame, with columns about, series, role, value, maybe low and high.

    The role "side" is a bar, "ally" is drawn beyond the bar of the side that its column `with` names by place, pale
    between low and high. "stated" is a tick of ink where a stated number would put its side. `times` of the first
    side is written large under `computed`, or its range where it has only that; that of an ally small below it.
    Under `said` stand the stated number, or `words` by label. `names` are shorter ones of series, `colours` theirs.
    Returns the axes. Raises MilbalanceError for a frame without rows.

    >>> rows = {"label": "Tanks", "series": ["A", "B"], "role": "side", "value": [30.0, 10.0], "times": [3.0, None]}
    >>> ax = charts.balance(pd.DataFrame(rows))
    >>> [round(float(bar.get_width()), 2) for bar in ax.patches]
    [0.36, 0.12]
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as a balance")
    rows = frame.assign(series=frame["series"].replace(dict(names or {})))
    inks = {(names or {}).get(name, name): ink for name, ink in (colours or {}).items()}
    groups = list(rows.groupby("label", sort=False))
    narrow = style.page().narrow
    grid = NARROW if narrow else WIDE
    ax = style.canvas(ax, height=1.8 + row_height * len(groups) * (0.95 if narrow else 1))
    for top, (label, those) in enumerate(groups):
        own = (words or {}).get(str(label), "")
        ax.text(0, top, str(label), fontsize=style.points(style.LABEL + 2), fontweight="bold", va="top")
        if "about" in those:
            about = str(those["about"].iloc[0])
            about = style.wrap(about, style.LABEL - 1, width=ABOUT * style.page().width) if narrow else about
            ax.text(0, top + grid.about, about, **_small(style.MUTED), va="top")
        _bars(ax, those, top + grid.bars, inks, "" if top or narrow else said, grid)
        if narrow:
            _numbers_above(ax, those, top, own, said)
        else:
            _numbers(ax, those, top + 0.57, own)
    for x, head in () if narrow else ((TIMES, computed), (STATED, said)):
        ax.text(x, 0, head, fontsize=style.LABEL, color=style.MUTED, ha="center", va="top")
    ax.set_xlim(0, 1 if narrow else 1.03)
    ax.set_ylim(len(groups) - 0.1, -0.05)
    ax.set_axis_off()
    return ax


@dataclass(frozen=True)
class _Grid:
    """Where things stand: across in shares of the width, down in shares of the height of a comparison."""

    first: float
    last: float
    about: float
    bars: float
    thick: float
    step: float


WIDE = _Grid(FIRST, LAST, about=0.22, bars=0.53, thick=0.18, step=0.215)
NARROW = _Grid(0.18, 0.8, about=0.17, bars=0.51, thick=0.13, step=0.16)


def _small(ink: str = style.INK) -> dict[str, Any]:
    return {"fontsize": style.points(style.LABEL - 1), "color": ink}


def _bars(ax: Axes, rows: pd.DataFrame, y: float, inks: Mapping[str, str], said: str, grid: _Grid) -> None:
    """The bars of one comparison, on a scale on which the longest ends at the same place in all."""
    stated = rows[rows["role"] == "stated"]
    scale = (grid.last - grid.first) / max(_longest(rows), float(stated["value"].max() if len(stated) else 0))
    for place, row in enumerate(rows[rows["role"] == "side"].to_dict("records")):
        level, ink = y + place * grid.step, inks.get(str(row["series"]), style.NEUTRAL)
        end = _ends(row)[1]
        _bar(ax, 0, _ends(row), level, scale, ink, grid)
        told = [_range(row) if end else NONE]
        for ally in _allies(rows, row):
            _bar(ax, end, _ends(ally), level, scale, inks.get(str(ally["series"]), style.FAINT), grid)
            end += _ends(ally)[1]
            if not style.page().narrow:
                told.append(f"+ {_range(ally)} {ally['series']}")
        _say(ax, 0, level, str(row["series"]), ink)
        _say(ax, grid.first + end * scale, level, " ".join(told), ink, points=5)
    for row in stated.to_dict("records"):
        at = grid.first + row["value"] * scale
        ax.plot([at, at], [y - 0.12, y + 0.09 * grid.thick / WIDE.thick], color=style.STATED, linewidth=3.2)
        ax.text(at, y - 0.15, said, **_small(), ha="center", va="bottom")


def _allies(rows: pd.DataFrame, side: Mapping[Any, Any]) -> list[dict[Any, Any]]:
    found: list[dict[Any, Any]] = rows[rows["role"] == "ally"].to_dict("records")
    return [row for row in found if row["with"] == side.get("place")]


def _longest(rows: pd.DataFrame) -> float:
    """The end of the longest bar, with its ally."""
    sides = rows[rows["role"] == "side"].to_dict("records")
    return max(_ends(row)[1] + sum(_ends(ally)[1] for ally in _allies(rows, row)) for row in sides)


def _ends(row: Mapping[Any, Any]) -> tuple[float, float]:
    """The ends of a range; the number itself twice where there is none, or where its source only rounds it."""
    low, high, value = (float(row.get(name, math.nan)) for name in ("low", "high", "value"))
    if math.isnan(low) or high - low <= 0.05 * value:
        return value, value
    return low, high


def _range(row: Mapping[Any, Any]) -> str:
    low, high = _ends(row)
    return f"{low:,.0f}" if low == high else f"{low:,.0f}–{high:,.0f}"


def _bar(ax: Axes, start: float, ends: tuple[float, float], y: float, scale: float, ink: str, grid: _Grid) -> None:
    """A bar up to the low end of a range, and pale on to its high end."""
    low, high = ends
    look: dict[str, Any] = {"color": ink, "linewidth": 0}
    ax.barh(y, low * scale, grid.thick, left=grid.first + start * scale, **look)
    if high > low:
        left = grid.first + (start + low) * scale
        ax.barh(y, (high - low) * scale, grid.thick, left=left, alpha=0.4, **look)


def _say(ax: Axes, x: float, y: float, words: str, ink: str, *, points: float = 0) -> None:
    ax.annotate(
        words,
        (x, y),
        xytext=(points, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.points(style.LABEL),
        color=style.readable(ink),
    )


def _numbers(ax: Axes, rows: pd.DataFrame, y: float, words: str) -> None:
    """How many times, in large type; with an ally counted in below it; and what is stated."""
    told = _multiple(rows)
    size = 20 if len(told) <= 5 else 16
    ax.text(TIMES, y, told, fontsize=size, fontweight="bold", ha="center", va="center")
    for ally in rows[rows["role"] == "ally"].to_dict("records"):
        text = f"together {_times(ally, whole=True)}"
        ax.text(TIMES, y + 0.27, text, **_small(style.MUTED), ha="center", va="center")
    ax.text(STATED, y, words or _stated(rows), fontsize=15, ha="center", va="center", color=style.INK)


def _numbers_above(ax: Axes, rows: pd.DataFrame, top: float, words: str, said: str) -> None:
    """On a narrow page: the multiple and what is stated at the right of the heading, an ally below the bars."""
    ax.text(1, top, _multiple(rows), fontsize=style.points(20), fontweight="bold", ha="right", va="top")
    ax.text(1, top + 0.27, f"{said}: {words or _stated(rows)}", **_small(), ha="right", va="top")
    for ally in rows[rows["role"] == "ally"].to_dict("records"):
        text = f"pale: {ally['series']}, + {_range(ally)}; together {_times(ally, whole=True)}"
        ax.text(NARROW.first, top + NARROW.bars + 2 * NARROW.step, text, **_small(style.MUTED), va="center")


def _multiple(rows: pd.DataFrame) -> str:
    first = rows[rows["role"] == "side"].to_dict("records")[0]
    return _times(first, whole=False) or f"{_range(first)} to none"


def _stated(rows: pd.DataFrame) -> str:
    stated = rows[rows["role"] == "stated"].to_dict("records")
    return f"{stated[0]['times']:g}×" if stated else "–"


def _times(row: Mapping[Any, Any], *, whole: bool) -> str:
    """How many times, in words: "3.5×"; its range ("1.3–5.2×") where it is asked for `whole` or has no number.

    Nothing where there is neither.
    """
    number, low, high = (float(row.get(name, math.nan)) for name in ("times", "times_low", "times_high"))
    if not math.isnan(low) and (whole or math.isnan(number)) and shown(low, 1) != shown(high, 1):
        return f"{shown(low, 1)}–{shown(high, 1)}×"
    return "" if math.isnan(number) else f"{shown(number, 1)}×"

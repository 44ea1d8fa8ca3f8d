"""A balance: two sides in one thing after another, each on a scale of its own, with the multiple in large type."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.charts import style
from milbalance.errors import MilbalanceError

FIRST, LAST = 0.13, 0.52  # of the width: where the bars begin, and where the longest ends
TIMES, STATED = 0.815, 0.95  # the middles of two columns of numbers
THICK, STEP = 0.18, 0.215  # of the height of a comparison
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
    [0.39, 0.13]
    """
    if frame.empty:
        raise MilbalanceError("no rows to draw as a balance")
    rows = frame.assign(series=frame["series"].replace(dict(names or {})))
    inks = {(names or {}).get(name, name): ink for name, ink in (colours or {}).items()}
    groups = list(rows.groupby("label", sort=False))
    ax = style.canvas(ax, height=1.8 + row_height * len(groups))
    for top, (label, those) in enumerate(groups):
        ax.text(0, top, str(label), fontsize=style.LABEL + 2, fontweight="bold", va="top")
        if "about" in those:
            about = str(those["about"].iloc[0])
            ax.text(0, top + 0.22, about, fontsize=style.LABEL - 1, color=style.MUTED, va="top")
        _bars(ax, those, top + 0.53, inks, "" if top else said)
        _numbers(ax, those, top + 0.57, (words or {}).get(str(label), ""))
    for x, head in ((TIMES, computed), (STATED, said)):
        ax.text(x, 0, head, fontsize=style.LABEL, color=style.MUTED, ha="center", va="top")
    ax.set_xlim(0, 1.03)
    ax.set_ylim(len(groups) - 0.1, -0.05)
    ax.set_axis_off()
    return ax


def _bars(ax: Axes, rows: pd.DataFrame, y: float, inks: Mapping[str, str], said: str) -> None:
    """The bars of one comparison, on a scale on which the longest ends at the same place in all."""
    stated = rows[rows["role"] == "stated"]
    scale = (LAST - FIRST) / max(_longest(rows), float(stated["value"].max() if len(stated) else 0))
    for place, row in enumerate(rows[rows["role"] == "side"].to_dict("records")):
        level, ink = y + place * STEP, inks.get(str(row["series"]), style.NEUTRAL)
        end = _ends(row)[1]
        _bar(ax, 0, _ends(row), level, scale, ink)
        told = [_range(row) if end else NONE]
        for ally in _allies(rows, row):
            _bar(ax, end, _ends(ally), level, scale, inks.get(str(ally["series"]), style.FAINT))
            end += _ends(ally)[1]
            told.append(f"+ {_range(ally)} {ally['series']}")
        _say(ax, 0, level, str(row["series"]), ink)
        _say(ax, FIRST + end * scale, level, " ".join(told), ink, points=5)
    for row in stated.to_dict("records"):
        at = FIRST + row["value"] * scale
        ax.plot([at, at], [y - 0.12, y + 0.1], color=style.STATED, linewidth=3.2)
        ax.text(at, y - 0.15, said, fontsize=style.LABEL - 1, ha="center", va="bottom")


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


def _bar(ax: Axes, start: float, ends: tuple[float, float], y: float, scale: float, ink: str) -> None:
    """A bar up to the low end of a range, and pale on to its high end."""
    low, high = ends
    ax.barh(y, low * scale, THICK, left=FIRST + start * scale, color=ink, linewidth=0)
    if high > low:
        ax.barh(
            y, (high - low) * scale, THICK, left=FIRST + (start + low) * scale, color=ink, alpha=0.4, linewidth=0
        )


def _say(ax: Axes, x: float, y: float, words: str, ink: str, *, points: float = 0) -> None:
    ax.annotate(
        words,
        (x, y),
        xytext=(points, 0),
        textcoords="offset points",
        va="center",
        fontsize=style.LABEL,
        color=style.readable(ink),
    )


def _numbers(ax: Axes, rows: pd.DataFrame, y: float, words: str) -> None:
    """How many times, in large type; with an ally counted in below it; and what is stated."""
    sides = rows[rows["role"] == "side"].to_dict("records")
    told = _times(sides[0], whole=False) or f"{_range(sides[0])} to none"
    size = 20 if len(told) <= 5 else 16
    ax.text(TIMES, y, told, fontsize=size, fontweight="bold", ha="center", va="center")
    for ally in rows[rows["role"] == "ally"].to_dict("records"):
        text = f"{_times(ally, whole=True)} with {ally['series']}"
        ax.text(TIMES, y + 0.27, text, fontsize=style.LABEL - 1, ha="center", va="center", color=style.MUTED)
    stated = rows[rows["role"] == "stated"].to_dict("records")
    said = words or (f"{stated[0]['times']:g}×" if stated else "–")
    ax.text(STATED, y, said, fontsize=15, ha="center", va="center", color=style.INK)


def _times(row: Mapping[Any, Any], *, whole: bool) -> str:
    """How many times, in words: "3.5×"; its range ("1.3–5.2×") where it is asked for `whole` or has no number.

    Nothing where there is neither.
    """
    number, low, high = (float(row.get(name, math.nan)) for name in ("times", "times_low", "times_high"))
    if not math.isnan(low) and (whole or math.isnan(number)) and f"{low:.1f}" != f"{high:.1f}":
        return f"{low:.1f}–{high:.1f}×"
    return "" if math.isnan(number) else f"{number:.1f}×"

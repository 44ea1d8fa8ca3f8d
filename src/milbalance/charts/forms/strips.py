"""Strips: several quantities one above the other on one axis of years, with what happened shaded across them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from milbalance.charts import style
from milbalance.charts.forms.bars import fills
from milbalance.charts.marks import say, spread, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

PLOT = 1.05  # inches of one strip
HEADING, FIRST = 0.46, 0.26  # inches above it for its heading of one line, and above the first, under no years
NAMES = 0.5  # inches above the first for the names of what happened
FRAME = 1.5  # inches that title, years and source line take
HEADED = style.LABEL + 1  # points of a heading
ASIDE = 0.75  # inches that the numbers at the left and the margins take
EVENT, LONG = "#DEDEDE", "#E6E6E6"  # a span that is shaded: some are a few weeks wide; one of over a year is paler
OVER = 8.0  # points that the last name may stand over the right end
APART = 12.0  # points between two names
LETTERS = 12  # of a line of the name of a span
LINE = 13.0  # points that a line of letters needs up


def strips(
    frame: pd.DataFrame,
    *,
    strips: Sequence[Mapping[str, Any]],
    colours: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    first: int | None = None,
    last: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One strip a unit, from a frame with columns year, value and unit, and maybe series; years run across all.

    `strips` names them from the top: {"unit", "words", "about", "high", a share of the usual height, "shade",
    years with words of their own, as `lines` has them}. Rows of that unit are lines, one a `series`, named where
    they are furthest apart, with its last number at its end; a year without a value breaks its line. Rows with
    `start` and `end` (a day, month or year; an end is part of it) are spans, shaded in every strip; their `words`,
    or shorter `names` of these, stand over the first. `first` and `last` are the years at the ends. A year is
    drawn from its first to its last day. Returns the axes that hold the strips. Raises MilbalanceError for a strip
    without rows.

    >>> frame = pd.DataFrame({"year": [2019, 2020], "value": [1.0, 2.0], "unit": "ships"})
    >>> [strip] = charts.strips(frame, strips=[{"unit": "ships", "words": "Ships built"}]).child_axes
    >>> strip.get_lines()[0].get_ydata().tolist()
    [1.0, 2.0]
    """
    spans = frame[frame["start"].notna()] if "start" in frame else frame.iloc[:0]
    rows = frame.drop(spans.index)
    numbered = set(rows.loc[rows["value"].notna(), "unit"])
    if lacking := [one["unit"] for one in strips if one["unit"] not in numbered]:
        raise MilbalanceError(f"no rows in {', '.join(lacking)}: wanted at least one number in each strip")
    heading = HEADING + LINE / 72 * style.page().narrow
    spans = spans.assign(words=spans["words"].replace(dict(names or {}))) if len(spans) else spans
    over = NAMES * bool(len(spans))
    highs = [PLOT * one.get("high", 1) for one in strips]
    total = over + sum(highs) + heading * len(strips) + FIRST - HEADING
    ax = style.canvas(ax, height=total + FRAME)
    ends = (first or int(rows["year"].min()), (last or int(rows["year"].max())) + 1)
    ax.set_axis_off()
    inks = fills(rows["series"].dropna() if "series" in rows else pd.Series(dtype=str), colours or {})
    top = 1.0
    for place, (one, high) in enumerate(zip(strips, highs, strict=True)):
        named = (over + FIRST - HEADING) * (place == 0)
        bottom = top - (heading + named + high) / total
        strip = ax.inset_axes((0, bottom, 1, high / total))
        _strip(strip, rows[rows["unit"] == one["unit"]], inks, ends)
        if part := one.get("shade"):
            strip.axvspan(part["from"], part["to"] + 1, color=style.SHADE, linewidth=0, zorder=0)
            words = style.broken(part["words"], 8 if style.page().narrow else LETTERS)
            middle = (part["from"] + part["to"] + 1) / 2
            say(strip, middle, 0.5, words, dy=0, va="center", size=style.LABEL, ink=style.MUTED, inside=True)
        _shade(strip, spans, named=place == 0)
        _head(strip, one, up=72 * over * (place == 0))
        if place < len(strips) - 1:
            strip.tick_params(axis="x", labelbottom=False)
        top = bottom
    return ax


def _strip(ax: Axes, rows: pd.DataFrame, inks: Mapping[str, str], ends: tuple[int, int]) -> None:
    """One strip: its lines from the middle of one year to that of the next, and its own axis from zero."""
    rows = rows[rows["year"].between(ends[0], ends[1] - 1)]
    table = rows.assign(series=rows.get("series", "")).fillna({"series": ""})
    values = table.pivot(index="year", columns="series", values="value")[list(dict.fromkeys(table["series"]))]
    values = values.astype(float).reindex(range(*ends))
    top = 1.2 * float(values.max().max())  # room for words over the highest
    ax.set_xlim(*ends)
    ax.set_ylim(0, top)
    ax.patch.set_visible(False)
    years = (ends[1] - ends[0]) / _across(ax)  # a point is wide
    for name, own in values.items():
        ink = inks.get(str(name), style.MUTED)
        ax.plot(own.index + 0.5, own, color=ink)
        look: dict[str, Any] = {"ink": style.readable(ink), "size": style.LABEL, "halo": True}
        for last in own.dropna().tail(1):
            say(ax, ends[1], last, shown(last), dx=-9, dy=5, ha="right", **look)  # clear of an event at the end
    halves = {name: math.ceil(wide(str(name), style.LABEL, "bold") * years / 2) for name in values}
    free = values.loc[: max(ends[0], ends[1] - 1 - 2 * max(halves.values()))]  # no name on a number at the end
    widest = int(free.index[int((free.max(axis=1) - free.min(axis=1)).argmax())])
    for name, half in halves.items() if len(values.columns) > 1 else ():
        near = values[name].loc[widest - half : widest + half]
        _name(ax, widest, float(near.max()), str(name), inks.get(str(name)))
    _axes(ax, top, ends)


def _head(ax: Axes, one: Mapping[str, Any], *, up: float) -> None:
    """What a strip is, so many points above it, and in what unit: below on a narrow page."""
    look: dict[str, Any] = {"va": "bottom", "annotation_clip": False}
    look |= {"xycoords": "axes fraction", "textcoords": "offset points"}
    below = style.page().narrow
    bold: dict[str, Any] = {"fontsize": style.points(HEADED), "fontweight": "bold", "color": style.INK}
    style.at_margin(ax, ax.annotate(one["words"], (0, 1), xytext=(0, up + 5 + LINE * below), **bold, **look))
    right = wide(one["words"], HEADED, "bold") + 9
    unit: dict[str, Any] = {"fontsize": style.points(style.LABEL), "color": style.MUTED}
    about = ax.annotate(one.get("about", ""), (0, 1), xytext=(0 if below else right, up + 5), **unit, **look)
    style.at_margin(ax, about)


def _across(ax: Axes) -> float:
    """Roughly how many points the strips are wide: before the layout."""
    return 72 * (float(style.figure_of(ax).get_size_inches()[0]) - ASIDE)


def _name(ax: Axes, year: int, value: float, text: str, ink: str | None) -> None:
    """A name over a mark, within the axes."""
    low, high = ax.get_xlim()
    share = (year + 0.5 - low) / (high - low)
    side, at = ("right", year + 1) if share > 0.85 else ("left", year) if share < 0.15 else ("center", year + 0.5)
    say(
        ax,
        at,
        value,
        text.strip(),
        dy=3,
        ha=side,
        ink=style.readable(ink or style.MUTED, LONG),
        size=style.LABEL,
        weight="bold",
        halo=True,
    )


def _axes(ax: Axes, top: float, ends: tuple[int, int]) -> None:
    """A few numbers at the left with faint lines, round years below; the line of zero is the only one in ink."""
    numbers = MaxNLocator(nbins=3, steps=[1, 2, 5, 10]).tick_values(0, top)
    ax.set_yticks([number for number in numbers if 0 <= number <= top])
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    step = 10 if style.page().narrow else 5
    years = [year for year in range(*ends) if year % step == 0]
    ax.set_xticks(years, list(map(str, years)))
    ax.tick_params(axis="x", length=3)
    ax.spines["left"].set_visible(False)


def _shade(ax: Axes, spans: pd.DataFrame, *, named: bool) -> None:
    """What happened, as stretches of years behind the lines, maybe with their names and years above."""
    dates = [(_begins(row["start"]), _ends(row["end"])) for row in spans.to_dict("records")]
    names = [_named(str(row["words"]), *ends) for row, ends in zip(spans.to_dict("records"), dates, strict=True)]
    low, high = ax.get_xlim()
    point = _across(ax) / (high - low)  # points a year is wide
    order = sorted(range(len(dates)), key=lambda place: dates[place])
    middles = [(max(dates[place][0], low) + dates[place][1]) / 2 for place in order]
    widths = [(wide(names[place], style.LABEL) + style.points(APART)) / point for place in order]
    places = spread(middles, widths, low, high + OVER / point)
    for place, middle, at, width in zip(order, middles, places, widths, strict=True):
        start, end = dates[place]
        ink = LONG if end - start > 1 else EVENT
        ax.axvspan(start, max(end, start + 0.12), color=ink, linewidth=0, zorder=0)
        if not named:
            continue
        aside = (at - middle) * point
        if abs(at - middle) > width / 2:  # its name has moved aside
            line = {"arrowstyle": "-", "color": style.MUTED, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0}
            look: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False}
            ax.annotate(
                "", (middle, 1), xytext=(aside, 6), xycoords=ax.get_xaxis_transform(), arrowprops=line, **look
            )
        say(ax, middle, 1, names[place], dx=aside, dy=5, size=style.LABEL, inside=True)


def _named(words: str, start: float, end: float) -> str:
    """A name in short lines, or in its own, with its years if it lasted over several."""
    last = math.ceil(end) - 1
    years = f" {math.floor(start)}–{last % 100:02d}" if last > math.floor(start) else ""
    return "\n".join(style.broken(line, LETTERS) for line in (words + years).split("\n"))


def _begins(day: str) -> float:
    """Where a day, month or year begins on the axis of years.

    >>> from milbalance.charts.forms.strips import _begins
    >>> _begins("2020"), _begins("2020-07")
    (2020.0, 2020.5)
    """
    year, month, of_month = (int(part) for part in (day + "-01-01")[:10].split("-"))
    return year + (month - 1) / 12 + (of_month - 1) / 366


def _ends(day: str) -> float:
    """Where a day, month or year ends on the axis of years: it is part of the span."""
    length = {4: 1.0, 7: 1 / 12, 10: 1 / 366}
    return _begins(day) + length[len(day)]

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
PALE = 0.12  # of its colour: how far a line is above another
ASIDE = 0.75  # inches that the numbers at the left and the margins take
EVENT = "#DEDEDE"  # a span that is shaded: some are a few weeks wide
APART = 12.0  # points between two names
LETTERS = 12  # of a line of the name of a span
BEFORE = 4.0  # points between words and a line after them
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

    `strips` names them from the top: {"unit", "words", "about", "high", a share of the usual height, "lead", a
    year from which the room is filled that the first line is above the second, "note", words at a value, between
    the starts of two years, at its right: {"from", "to", "value", "words"}}. Rows of that unit are lines, one a
    `series`, each with its name and its last number and year right of its end; a year without a value breaks its
    line. Rows with `start` and `end` (a day, month or year; an end is part of it) are spans, shaded in every strip;
    their `words`, or shorter `names` of these, stand over the first. `first` and `last` are the years at the ends.
    A year is drawn from its first to its last day. Returns the axes that hold the strips. Raises MilbalanceError
    for a strip without rows.

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
    top, width = 1.0, 1 - _beside(rows) / _across(ax)
    for place, (one, high) in enumerate(zip(strips, highs, strict=True)):
        named = (over + FIRST - HEADING) * (place == 0)
        bottom = top - (heading + named + high) / total
        strip = ax.inset_axes((0, bottom, width, high / total))
        _strip(strip, rows[rows["unit"] == one["unit"]], inks, ends, lead=one.get("lead"))
        _note(strip, one.get("note", {}), _across(ax) * width / (ends[1] - ends[0]))
        _shade(strip, spans, _across(ax) * width, over=_beside(rows), named=place == 0)
        _head(strip, one, up=72 * over * (place == 0))
        if place < len(strips) - 1:
            strip.tick_params(axis="x", labelbottom=False)
        top = bottom
    return ax


def _strip(
    ax: Axes, rows: pd.DataFrame, inks: Mapping[str, str], ends: tuple[int, int], *, lead: int | None
) -> None:
    """One strip: its lines from the middle of one year to that of the next, and its own axis from zero."""
    rows = rows[rows["year"].between(ends[0], ends[1] - 1)]
    table = rows.assign(series=rows.get("series", "")).fillna({"series": ""})
    values = table.pivot(index="year", columns="series", values="value")[list(dict.fromkeys(table["series"]))]
    values = values.astype(float).reindex(range(*ends))
    top = 1.2 * float(values.max().max())  # room for words over the highest
    ax.set_xlim(*ends)
    ax.set_ylim(0, top)
    ax.patch.set_visible(False)
    named = []
    for name, own in values.items():
        ink = inks.get(str(name), style.MUTED)
        ax.plot(own.index + 0.5, own, color=ink)
        named += [(ends[1], last, _told(str(name), last, year), ink) for year, last in own.dropna().tail(1).items()]
    if lead and len(values.columns) > 1:
        first, second = (values.loc[lead:, name] for name in values.columns[:2])
        look: dict[str, Any] = {"color": inks[str(first.name)], "alpha": PALE, "linewidth": 0, "zorder": 0.5}
        ax.fill_between(first.index + 0.5, first, second, where=first > second, interpolate=True, **look)
    style.end_labels(ax, named)
    _axes(ax, top, ends)


def _note(ax: Axes, note: Mapping[str, Any], year: float) -> None:
    """Words that end where a year starts, in lines of some years, each so many points wide, about a value."""
    if note:
        room = year * (note["to"] - note["from"]) - BEFORE
        words = style.wrap(note["words"], style.LABEL, width=room / 72)
        look: dict[str, Any] = {"dx": -BEFORE, "dy": 0, "ha": "right", "va": "center", "ink": style.MUTED}
        say(ax, note["to"], note["value"], words, size=style.LABEL, **look)


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


def _told(name: str, last: float, year: Any) -> str:
    """What stands at the end of a line: its name, and under it its last number."""
    return f"{name}\n{shown(last)} in {year}".strip()


def _beside(rows: pd.DataFrame) -> float:
    """How many points what stands at the ends of the lines needs."""
    known = rows.dropna(subset="value").assign(series=rows["series"].fillna("") if "series" in rows else "")
    last = known.drop_duplicates(["unit", "series"], keep="last")
    told = [_told(*one) for one in last[["series", "value", "year"]].itertuples(index=False)]
    return 10 + max(wide(text, style.LABEL) for text in told)


def _across(ax: Axes) -> float:
    """Roughly how many points the picture is wide: before the layout."""
    return 72 * (float(style.figure_of(ax).get_size_inches()[0]) - ASIDE)


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


def _shade(ax: Axes, spans: pd.DataFrame, across: float, *, over: float, named: bool) -> None:
    """What happened, as stretches of years behind the lines, maybe with their names and years above.

    The strip is `across` points wide, and names may be that many points `over` its right end.
    """
    dates = [(_begins(row["start"]), _ends(row["end"])) for row in spans.to_dict("records")]
    names = [_named(str(row["words"]), *ends) for row, ends in zip(spans.to_dict("records"), dates, strict=True)]
    low, high = ax.get_xlim()
    point = across / (high - low)  # points a year is wide
    order = sorted(range(len(dates)), key=lambda place: dates[place])
    middles = [(max(dates[place][0], low) + dates[place][1]) / 2 for place in order]
    widths = [(wide(names[place], style.LABEL) + style.points(APART)) / point for place in order]
    places = spread(middles, widths, low, high + over / point)
    for place, middle, at, width in zip(order, middles, places, widths, strict=True):
        start, end = dates[place]
        ax.axvspan(start, max(end, start + 0.12), color=EVENT, linewidth=0, zorder=0)
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

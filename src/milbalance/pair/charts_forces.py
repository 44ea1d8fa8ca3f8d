"""Charts of any two places: the ratios of their personnel and of their capability as an index (notebook 09).

Each takes two places and, if asked, years; the numbers are those of `milbalance.pair.tables`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.articles import number
from milbalance.charts import style
from milbalance.charts.marks import say
from milbalance.charts.wording import peak, source_name
from milbalance.errors import NoRowsError
from milbalance.pair import ratios
from milbalance.pair.charts_parts import (
    INKS,
    End,
    compared,
    is_small,
    level,
    line_of_one,
    name_ends,
    ratio_axis,
    readable,
    times,
    unbroken,
    within,
    year_axis,
)
from milbalance.pair.request import Request, Years
from milbalance.tables.load import Data


def pair_personnel_ratio(
    data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None, ax: Axes | None = None
) -> Axes:
    """Personnel of side a over side b by year: every source that gives both, a sign for each kind of personnel.

    The sides change places where a title in per cent would stand above an axis of thousands of per cent.
    """
    request = Request(side_a, side_b, years)
    found = ratios.personnel_ratio(data, request)
    if found.empty:
        raise NoRowsError(f"no source gives the personnel of {' and '.join(request.sides)}")
    request = readable(request, _newest_personnel(found)["high"], found["high"].max())
    found = ratios.personnel_ratio(data, request)
    ax = style.canvas(ax)
    items = found.groupby("item").size().sort_values(ascending=False, kind="stable").index
    inks = dict(zip(items, INKS * 9, strict=False))
    for place, (item, ink) in enumerate(inks.items()):
        look: dict[str, Any] = {"color": ink, "marker": style.MARKERS[place % len(style.MARKERS)]}
        # the first is the largest, so that where a second lies on it both are seen
        _draw_item(ax, found[found["item"] == item], str(item), **look, markersize=4 if place else 6)
    year_axis(ax, found["year"])
    best = _newest_personnel(found)
    ends = [_item_end(found[found["item"] == item], str(item), ink) for item, ink in inks.items()]
    at_ends = _have_room(ends, found["high"].max())
    lines = 0 if at_ends else -(-len(inks) // 3)
    small = is_small(best["high"])
    ratio_axis(ax, (1.08 + 0.1 * lines) * found["high"].max(), small=small)
    line_of_one(ax)
    if at_ends:
        name_ends(ax, ends)
    else:
        ax.legend(loc="upper left", ncols=3, fontsize=8.5, frameon=True, edgecolor="none", framealpha=1)
    a, b = (style.name(data, side) for side in request.sides)
    words = _item_words(best["item"])
    drawn = found.assign(place="/".join(request.sides), unit="ratio", quantity=found["item"])
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(a)} {words} were {compared(best['low'], best['high'])} {style.possessive(b)} "
        f"in {best['year']}",
        subtitle=f"{a} over {b}, every source that gives both in the same year; a line joins the years of one "
        f"source{', an upright line is a range' if (found['low'] < found['high']).any() else ''}. Title: "
        f"{source_name(data, best['source_id'])}{_largest_jump(found, best)}",
        alt=f"Ratios of personnel from {found['year'].min()} to {found['year'].max()} by "
        f"{_counted(found['source_id'].nunique())}, "
        f"{within(pd.concat([found['low'], found['high']]), small=small)}; {words} "
        f"{_range_words(best, small=small)} in {best['year']} by {source_name(data, best['source_id'])}.",
        drawn=drawn[["place", "year", "quantity", "low", "high", "unit", "source_id"]],
    )


def _range_words(row: Any, *, small: bool) -> str:
    """A ratio as the axis has it, both ends of one that is a range."""
    return " to ".join(dict.fromkeys(level(row[end], small=small) for end in ("low", "high")))


def _item_end(rows: pd.DataFrame, item: str, ink: str) -> End:
    """Where the last year of a kind of personnel is named, in short lines."""
    last = rows.sort_values("year", kind="stable").iloc[-1]
    return float(last["year"]), (last["low"] + last["high"]) / 2, textwrap.fill(_item_words(item), 16), ink


def _have_room(ends: Sequence[End], top: float) -> bool:
    """Whether lines can be named where they end: one or two, and as far apart as names of several lines need."""
    levels = [level for _, level, _, _ in ends]
    return len(ends) == 1 or (len(ends) == 2 and max(levels) - min(levels) > 0.2 * top)


def _largest_jump(found: pd.DataFrame, best: Any, least: float = 1.3) -> str:
    """The largest change on the year before in the series of the title, in words, if it is large.

    A break of the source, from which on it counts otherwise, is no change.
    """
    own = found[(found["source_id"] == best["source_id"]) & (found["item"] == best["item"])]
    own = own[own["low"] == own["high"]].drop_duplicates("year").set_index("year")
    if own.empty:
        return ""
    values, stretch = (unbroken(own[name]) for name in ("low", "stretch"))
    change = (values / values.shift()).map(lambda ratio: max(ratio, 1 / ratio) if ratio > 0 else math.nan)
    change = change.where(stretch == stretch.shift())
    if not (change >= least).any():
        return ""
    year, _ = peak(change)
    low, high = (
        f"{number(float(f'{100 * values[when]:.2g}'))} per cent" if is_small(best["high"]) else times(values[when])
        for when in (year - 1, year)
    )
    verb = "jumps" if values[year] > values[year - 1] else "drops"
    return f", which {verb} from {low} in {year - 1} to {high} in {year}"


def _draw_item(ax: Axes, rows: pd.DataFrame, item: str, *, color: str, marker: str, markersize: float) -> None:
    """One kind of personnel: the years of a source joined, a range as an upright line."""
    look: dict[str, Any] = {"color": color, "marker": marker, "markersize": markersize, "linewidth": 1}
    for _, own in rows.groupby(["source_id", "stretch"]):
        middle = unbroken(own.set_index("year")[["low", "high"]].mean(axis=1))
        ax.plot(middle.index, middle, **look)
        wide = own[own["low"] < own["high"]]
        ax.vlines(wide["year"], wide["low"], wide["high"], color=color, linewidth=1)
    ax.plot([], [], label=_item_words(item), **look)


def _counted(sources: int) -> str:
    return f"{sources} sources" if sources > 1 else "one source"


def _item_words(item: str) -> str:
    return {
        "active": "active personnel",
        "active_incl_paramilitary": "active and paramilitary forces",
        "reserve": "reserves",
        "paramilitary": "paramilitary forces",
        "total_incl_reserve": "forces with reserves",
        "army": "army personnel",
        "air_force": "air force personnel",
        "navy": "navy personnel",
    }.get(item, item.replace("_", " "))


def _newest_personnel(found: pd.DataFrame) -> Any:
    """The row that the title tells of: active personnel where given, the last year of the longest source."""
    rows = found[found["item"] == "active"] if (found["item"] == "active").any() else found
    rows = rows[rows["low"] == rows["high"]] if (rows["low"] == rows["high"]).any() else rows
    source = rows.groupby("source_id").size().sort_values(kind="stable").index[-1]
    return rows[rows["source_id"] == source].sort_values("year").iloc[-1]


def pair_capability_ratio(
    data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None, ax: Axes | None = None
) -> Axes:
    """The composite index of national capability of side a over side b by year, each version of the data a line.

    The sides change places where a title in per cent would stand above an axis of thousands of per cent.
    """
    request = Request(side_a, side_b, years)
    found = ratios.cinc_ratio(data, request).dropna(subset="ratio")
    if found.empty:
        raise NoRowsError(f"no source gives the capability of {' and '.join(request.sides)}")
    sources = sorted(found["source_id"].unique(), reverse=True)
    last = found[found["source_id"] == sources[0]].iloc[-1]
    request = readable(request, last["ratio"], found["ratio"].max())
    found = ratios.cinc_ratio(data, request).dropna(subset="ratio")
    ax = style.canvas(ax, height=4.4)
    ends = []
    for source, ink, line in zip(sources, INKS, ("-", "--", ":") * 2, strict=False):
        values = unbroken(found[found["source_id"] == source].set_index("year")["ratio"])
        lone = "o" if values.notna().sum() == 1 else ""
        ax.plot(values.index, values, color=ink, linestyle=line, marker=lone)
        version = f"version {source_name(data, source).rpartition(' Capabilities ')[2]}"
        ends.append((values.index[-1], values.iloc[-1], version, ink))
    newest, *older = ends
    name_ends(ax, [newest])
    going_on = found[found["source_id"] == sources[0]].set_index("year")["ratio"]
    for year, value, version, ink in _together(older, 0.05 * found["ratio"].max()):
        # away from the line of the newest, which goes on from there
        rises = going_on.get(year + 1, value) >= value
        say(ax, year, value, version, dy=-9 if rises else 9, va="top" if rises else "bottom", ink=ink, halo=True)
    year_axis(ax, found["year"])
    last = found[found["source_id"] == sources[0]].iloc[-1]
    small = is_small(last["ratio"])
    ratio_axis(ax, 1.12 * found["ratio"].max(), small=small)
    line_of_one(ax)
    a, b = (style.name(data, side) for side in request.sides)
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(a)} index of national capability was "
        f"{compared(last['ratio'])} {style.possessive(b)} in {last['year']}",
        subtitle=f"{a} over {b}: Composite Index of National Capability (CINC), six shares of world totals "
        "(people, cities, iron and steel, energy, soldiers, military spending), by version of the data",
        alt=f"Lines of yearly ratios, {found['year'].min()} to {found['year'].max()}, "
        f"{within(found['ratio'], small=small)}; {level(last['ratio'], small=small)} in {last['year']}.",
        drawn=found.assign(place="/".join(request.sides), value=found["ratio"], unit="ratio")[
            ["place", "year", "value", "unit", "source_id"]
        ],
    )


def _together(ends: Sequence[End], near: float) -> list[End]:
    """Ends of lines, those of one year that lie near each other under one name."""
    found: list[End] = []
    for year, value, words, ink in ends:
        if found and found[-1][0] == year and abs(found[-1][1] - value) < near:
            found[-1] = (*found[-1][:2], f"{found[-1][2]} and {words.removeprefix('version ')}", found[-1][3])
        else:
            found.append((year, value, words, ink))
    return found

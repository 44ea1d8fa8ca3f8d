"""Breaks in the prices that one edition implies and others do not (notebook 08)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.editions import edition
from milbalance.charts.marks import say
from milbalance.charts.spending import NEWEST
from milbalance.charts.wording import listed
from milbalance.measures import revisions
from milbalance.tables.load import Data

GREY = "#8C8C8C"


@checked
def deflator_breaks(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", newest: str = NEWEST, start: int = 1997
) -> Axes:
    """The price change that each edition implies by year; breaks, which other editions do not share, are named."""
    sides = (side_a, side_b)
    tables, found = [], []
    shipped = revisions.of_family(data.spending, data.sources)
    for side in sides:
        rows = revisions.price_changes(shipped, side)
        tables.append(rows[rows["year"] >= start].assign(place=side, unit="per cent on the year before"))
        found.append(revisions.breaks(shipped, side, newest).assign(place=side))
    axes = _panels_of_one_scale([*zip(tables, found, strict=True)])
    for ax, side, rows, own in zip(axes, sides, tables, found, strict=True):
        _draw_changes(ax, data, rows, own, newest)
        none = "" if len(own) else ": no break in any edition"
        ax.set_title(f"{style.name(data, side)}{none}", loc="left", fontsize=10)
        ax.set_ylabel("per cent")
    jumps = pd.concat(found, ignore_index=True)
    told = [f"{style.name(data, side)} {words}" for side in sides for words in _break_words(data, jumps, side)]
    return style.finish(
        style.figure_of(axes[0]),
        data,
        title=_break_title(data, jumps, sides),
        subtitle="Price change on the year before, as each SIPRI edition implies it (local currency over constant "
        f"dollars), per cent. Line: the edition of {edition(data, newest)}; grey circles: the others; large "
        "triangles: over 10 points from the line, so that constant dollars before and after do not compare",
        alt=f"Implied price changes by year and edition in {_both(data, sides)}, against the edition of "
        f"{edition(data, newest)}. Breaks: {'; '.join(told) or 'none'}.",
        drawn=pd.concat(tables, ignore_index=True),
    )


def _draw_changes(ax: Axes, data: Data, rows: pd.DataFrame, jumps: pd.DataFrame, newest: str) -> None:
    """The newest edition as a line, the others as faint circles, breaks as triangles with their editions named."""
    ax.axhline(0, color=style.MUTED, linewidth=0.8)
    broken = rows.set_index(["source_id", "year"]).index.isin(jumps.set_index(["source_id", "year"]).index)
    line, others = rows[rows["source_id"] == newest], rows[(rows["source_id"] != newest) & ~broken]
    look: dict[str, Any] = {"linestyle": "none", "markerfacecolor": "none", "markeredgecolor": GREY}
    ax.plot(others["year"], others["value"], marker="o", markersize=4.5, **look)
    ax.plot(line["year"], line["value"], color=style.INK, linewidth=1.6)
    for _, group in jumps.groupby(["year", jumps["price_change"].round(1)]):
        year, value = int(group["year"].iloc[0]), float(group["price_change"].iloc[0])
        ax.plot(year, value, marker="v" if value < 0 else "^", markersize=8, color=style.INK)
        words = f"{year} in the edition{'s' * (len(group) > 1)} of {_editions(data, group)}: {_signed(value)}"
        say(ax, year, value, words, dx=8, dy=0, ha="left", va="center", halo=True)


def _panels_of_one_scale(sides: Sequence[tuple[pd.DataFrame, pd.DataFrame]]) -> list[Axes]:
    """A panel a side, as high as its values range, so that a step of ten is as long in each; none is too low."""
    ranges = []
    for rows, jumps in sides:
        ends = [*rows["value"], *jumps["price_change"], 0.0]
        ranges.append((min(ends) - 6, max(ends) + 6))
    highest = max(high - low for low, high in ranges)
    ranges = [(low, max(high, low + highest / 4)) for low, high in ranges]
    heights = [high - low for low, high in ranges]
    axes = style.panels(len(sides), 1, height=6.3, sharex=True, gridspec_kw={"height_ratios": heights})
    for ax, limits in zip(axes, ranges, strict=True):
        ax.set_ylim(limits)
        ax.yaxis.set_major_locator(MultipleLocator(10 * math.ceil(highest / 120)))
    return axes


def _editions(data: Data, rows: pd.DataFrame) -> str:
    return listed([edition(data, source) for source in rows["source_id"]])


def _break_words(data: Data, jumps: pd.DataFrame, side: str) -> list[str]:
    rows = jumps[jumps["place"] == side]
    return [
        f"{year} in the edition of {edition(data, source)} {_signed(here)}, against {_signed(there)}"
        for year, source, here, there in zip(
            rows["year"], rows["source_id"], rows["price_change"], rows["against"], strict=True
        )
    ]


def _break_title(data: Data, jumps: pd.DataFrame, sides: Sequence[str]) -> str:
    """How many editions break for each side, in words."""
    broken = jumps.groupby("place")["source_id"].nunique().reindex(list(sides), fill_value=0)
    told = []
    for side in sides:
        shipped = revisions.of_family(data.spending, data.sources)
        every = len(revisions.editions(shipped, side, "constant_usd", "local_currency"))
        told.append((broken[side], every, style.possessive(style.name(data, side))))
    (some, every, whose), *others = told
    first = (
        f"{some or 'None'} of {every} SIPRI editions {'have' if some > 1 else 'has'} a break in {whose} "
        "inflation-adjusted military spending"
    )
    return "; ".join(
        [first, *(f"{some or 'none'}{f' of {n}' if n != every else ''} in {whose}" for some, n, whose in others)]
    )


def _both(data: Data, sides: Sequence[str]) -> str:
    return " and ".join(style.name(data, side) for side in sides)


def _signed(value: float) -> str:
    return f"{value:+.0f}".replace("-", "−")

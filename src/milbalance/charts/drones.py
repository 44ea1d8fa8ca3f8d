"""Charts of drones delivered (notebook 04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.deliveries import ALL_DRONES, PLURALS, delivered, in_words, items
from milbalance.charts.marks import column, say
from milbalance.charts.readings import ARMED_DRONES, TRANSFERS
from milbalance.charts.wording import listed, source_name, speaks, with_stated
from milbalance.tables.load import Data

MARKERS = dict(zip(ALL_DRONES, ("o", "D", "s"), strict=True))
HATCHES = dict(zip(ALL_DRONES, ("///", "", "..."), strict=True))
STATED_TYPES = {"TB-2": "Bayraktar TB2", "Harop": "Harop"}  # as the register writes them: as the article does


@checked
def drones_by_origin(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    classes: Sequence[str] = ARMED_DRONES,
    until: int = 2020,
) -> Axes:
    """Drones delivered to both sides by year and origin up to a year, on one scale, with the total so far."""
    rows = delivered(data, [side_a, side_b], source, classes, until)
    years = range(int(rows["year"].min()), until + 1)
    tables = {side: _by_origin(rows, side, years) for side in (side_a, side_b)}
    tops = [max(float(table.sum(axis=1).max()) * 1.25, 36.0) for table in tables.values()]
    panels = style.panels(2, 1, height=5.6, sharex=True, gridspec_kw={"height_ratios": tops})
    for ax, top, (side, table) in zip(panels, tops, tables.items(), strict=True):
        ax.set(ylim=(0, top), xlim=(years[0] - 0.6, until + 0.4 * len(years)), ylabel="items")
        heading = f"To {style.name(data, side)}" + ("" if table.empty else f": {_total(data, table)}")
        ax.set_title(heading, loc="left", fontsize=10)
        _draw_origins(ax, data, table)
    shown = years if len(years) < 12 else years[::2]
    panels[-1].set_xticks(shown, [str(year) for year in shown])
    said = articles.stated(data, "drones-superior")
    if ahead := speaks(data, "drones-superior", place=side_a, other=side_b, until=until):
        words = f"stated: {style.name(data, side_a)} ahead"
        panels[0].text(0.01, 0.95, words, transform=panels[0].transAxes, va="top", color=style.STATED)
    dotted = ", dotted: reconnaissance drones" if "reconnaissance drone" in classes else ""
    stated = pd.DataFrame({"recipient": [side_a], "low": said.low, "unit": "items ahead, as stated"})
    first, second = (f"{_of_classes(rows, side, classes)} to {style.name(data, side)}" for side in tables)
    return style.finish(
        style.figure_of(panels[0]),
        data,
        title=f"{listed(PLURALS[name] for name in classes).capitalize()} recorded by {until}: {first}, {second}",
        subtitle=f"Items by year and origin, in brackets the sum so far; hatched: armed drones{dotted}. "
        f"{source_name(data, source)}; it holds no drones that a country makes for itself"
        + (f". Stated: {said.statement.removesuffix('.')}" if ahead else ""),
        alt=f"Bars from {years[0]} to {until} for two sides on one scale. "
        + ". ".join(f"{style.name(data, side)}: {_total(data, table)}" for side, table in tables.items())
        + ".",
        drawn=with_stated(items(rows), stated) if ahead else items(rows),
    )


def _of_classes(rows: pd.DataFrame, side: str, classes: Sequence[str]) -> str:
    """How many of each class a side received, in the order of the title, or none; classes are not added up."""
    mine = rows[rows["recipient"] == side].groupby("class")["number"].sum().reindex(list(classes), fill_value=0)
    return listed(f"{count:.0f}" for count in mine) if mine.any() else "none"


def _draw_origins(ax: Axes, data: Data, table: pd.DataFrame) -> None:
    ax.grid(visible=False)
    if table.empty:
        ax.text(0.5, 0.45, "no delivery recorded", transform=ax.transAxes, ha="center", color=style.MUTED)
    years = table.index.to_numpy()
    base = pd.Series(0.0, index=table.index)
    names = []
    for origin, kind in _columns(table):
        ink = style.colour(data, origin)
        numbers = table[(origin, kind)]
        ax.bar(years, numbers, 0.7, bottom=base, color=ink, hatch=HATCHES[kind], edgecolor="white", linewidth=0)
        # All labels stand right of the last bar, in the order of the stack, also of what ended before.
        last, end = int(years[numbers.to_numpy() > 0][-1]), int(years[-1])
        height = float(base[end] + numbers[end] / 2)
        short = kind.split()[0]
        when = f"{numbers[end]:.0f} {short}" if last == end else f"{short}, to {last}"
        names.append((end + 0.35, height, f"{style.name(data, origin)}: {when}", ink))
        base = base + numbers
    so_far = base.cumsum()
    for year, number in zip(years, base, strict=True):
        if number:
            words = f"{number:.0f}\n({so_far[year]:.0f})"
            say(ax, year, number, words, dy=3, va="baseline", size=9 if len(years) < 12 else 8)
    style.end_labels(ax, names, size=9)


def _by_origin(rows: pd.DataFrame, recipient: str, years: range) -> pd.DataFrame:
    """Items by year (rows) and by origin and class (columns), the largest first; no columns if none."""
    mine = rows[rows["recipient"] == recipient]
    table = mine.groupby(["year", "supplier", "class"])["number"].sum().unstack(["supplier", "class"])
    table = table.reindex(list(years)).fillna(0.0)
    return table[table.sum().sort_values(ascending=False, kind="stable").index]


def _columns(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Origin and class of each column; pandas does not say that such labels are pairs."""
    return cast("list[tuple[str, str]]", list(table.columns))


def _total(data: Data, table: pd.DataFrame) -> str:
    totals = [
        f"{style.name(data, origin)} {table[(origin, kind)].sum():.0f} {PLURALS[kind]}"
        for origin, kind in _columns(table)
    ]
    return ", ".join(totals) or "none recorded"


@checked
def drone_types(
    data: Data,
    *,
    recipient: str = "AZE",
    source: str = TRANSFERS,
    classes: Sequence[str] = ALL_DRONES,
    until: int = 2020,
    ax: Axes | None = None,
) -> Axes:
    """Every uncrewed type delivered, a row each: a mark with its number in each year of delivery.

    The types that the article names stand on a band where it speaks of the recipient and the year; the line is the
    end of that year.
    """
    delivered(data, [recipient], source, classes, until)  # refuses a year that is not held, or that has none
    drawn = items(delivered(data, [recipient], source, classes, None))
    stated = STATED_TYPES if speaks(data, "drone-origins", place=recipient, until=until) else {}
    ax = style.canvas(ax, height=6.4)
    ax.set_xlim(drawn["year"].min() - 0.7, drawn["year"].max() + 0.7)
    rows = _draw_types(ax, data, drawn, classes, until, stated)
    ax.set_xticks(range(drawn["year"].min(), drawn["year"].max() + 1, 2))
    ax.axvline(until + 0.5, color=style.INK, linewidth=1, linestyle=":")
    say(ax, until + 0.5, 0, f"end of {until}", dx=4, dy=0, ha="left", va="center")
    counts = {name: _by(drawn, mark, until) for mark, name in stated.items()}
    total = drawn.loc[drawn["year"] <= until, "value"].sum()
    had = listed(f"{count:.0f} {name}" for name, count in counts.items()) if stated else f"{total:.0f} drones"
    both = ", both of them stated" if stated else ""
    light = "; light bands: the types stated" if stated else ""
    return style.finish(
        ax,
        data,
        title=f"SIPRI records {had} delivered to {style.name(data, recipient)} by {until}",
        subtitle=f"Numbers delivered by type and year, by {until} on the right{light}. "
        f"{source_name(data, source)}. Numbers and years are often estimates",
        alt=f"{rows} uncrewed types, one row each, with numbers by year of delivery from "
        f"{drawn['year'].min()} to {drawn['year'].max()}. By {until}: {had}{both}.",
        drawn=with_stated(drawn, pd.DataFrame({"designation": list(counts), "unit": "type named, as stated"}))
        if stated
        else drawn,
    )


def _draw_types(
    ax: Axes, data: Data, drawn: pd.DataFrame, classes: Sequence[str], until: int, stated: Mapping[str, str]
) -> int:
    """Draw the types class by class, from the top, the stated ones on a band; returns how many there are."""
    beside: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "va": "center", "weight": "bold"}
    ticks: dict[int, str] = {}
    totals: list[float] = []
    row = 0
    for kind in classes:
        ax.annotate(PLURALS[kind], (-0.01, row), ha="right", **beside)
        row += 1
        for (supplier, designation), dots in _types(drawn, kind):
            ticks[row] = f"{in_words(designation)} ({style.name(data, supplier)})"
            for name in (name for mark, name in stated.items() if mark in designation):
                _stated_band(ax, row, name)
            _draw_type(ax, row, dots, ink=style.readable(style.colour(data, supplier)))
            totals.append(_by(dots, designation, until))
            row += 1
    cells = [f"{total:.0f}" if total else "none" for total in totals]
    column(ax, 24, f"by {until}", cells, levels=ticks, bold=[False] * len(totals), top=0.25)
    ax.set(ylim=(row - 0.4, -0.6))
    ax.set_yticks(list(ticks), list(ticks.values()), color=style.INK, fontsize=9)
    ax.grid(visible=False)
    return len(ticks)


def _types(drawn: pd.DataFrame, kind: str) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """The types of one class, as supplier and designation with their rows, in the order of first delivery."""
    rows = drawn[drawn["class"] == kind].sort_values(["year", "designation"])
    keys = list(dict.fromkeys(zip(rows["supplier"], rows["designation"], strict=True)))
    return [(key, rows[(rows["supplier"] == key[0]) & (rows["designation"] == key[1])]) for key in keys]


def _draw_type(ax: Axes, row: int, dots: pd.DataFrame, *, ink: str) -> None:
    """A mark in each year of delivery with its number above it."""
    level = row + 0.2
    ax.hlines(level, *ax.get_xlim(), color=style.FAINT, linewidth=0.7, zorder=1)
    ax.plot(dots["year"], [level] * len(dots), MARKERS[dots["class"].iloc[0]], markersize=7, color=ink)
    for year, number in dots[["year", "value"]].to_numpy():
        say(ax, year, level, f"{number:.0f}", dy=4)


def _stated_band(ax: Axes, row: int, name: str) -> None:
    """The band of a type that is stated, with its name."""
    ax.axhspan(row - 0.47, row + 0.47, color=style.STATED_BAND, linewidth=0, zorder=0)
    words = ax.text(ax.get_xlim()[0] + 0.2, row, f"stated: {name}", va="center", color=style.STATED, fontsize=9)
    words.set_bbox({"facecolor": style.STATED_BAND, "edgecolor": "none", "pad": 1.5})


def _by(drawn: pd.DataFrame, mark: str, until: int) -> float:
    rows = drawn[drawn["designation"].str.contains(mark, regex=False) & (drawn["year"] <= until)]
    return float(rows["value"].sum())

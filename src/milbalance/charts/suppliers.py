"""Charts of arms imports by supplier: who delivered (notebook 03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance import measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.label_placement import spread
from milbalance.charts.marks import SHADES, ink_on
from milbalance.charts.readings import TRANSFERS
from milbalance.charts.wording import VOLUME, listed, source_name
from milbalance.measures import transfers
from milbalance.measures.spread import refuse_cut
from milbalance.measures.transfers import OTHERS, Window, span
from milbalance.tables import coverage
from milbalance.tables.load import Data

PERIODS: tuple[Window, ...] = ((1992, 2000), (2001, 2005), (2006, 2010), (2011, 2015), (2016, 2020), (2021, 2025))
NAMED = 5.0  # per cent: suppliers with at least so much are named, whatever their bars have room for
LEGIBLE = 3.6  # per cent: a part as wide as its number
PER_LETTER = 0.9  # per cent of the axis that a letter takes
OTHER_FILL, PLAIN_FILL = "#EDEDED", "#BDBDBD"  # all others together; a supplier without a colour of its own
SMALL_LEADS = {25.0: "a quarter", 100 / 3: "a third"}  # a largest supplier with no more than this goes unnamed


@checked
def suppliers_by_period(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str | None = "ARM",
    source: str = TRANSFERS,
    periods: tuple[Window, ...] = PERIODS,
    since: int = 2011,
    ax: Axes | None = None,
) -> Axes:
    """Who armed whom: the shares of the suppliers of each side in each period, with the volume at the end.

    A period is cut to the years that the release holds of a side. Without a `side_b` of one side alone. Raises
    NoRowsError for a side of which it holds none of these years, and AmbiguousError for a period that cuts deals
    whose yearly volumes nobody knows.
    """
    sides = [side for side in (side_a, side_b) if side]
    held = {side: _held(data, side, source, periods) for side in sides}
    for side, windows in held.items():
        refuse_cut(data.arms_imports, data.arms_deals, side, source, windows)
    last = max(end for windows in held.values() for _, end in windows)
    ax = style.canvas(ax, height=1.44 + sum(0.45 + 0.47 * len(windows) for windows in held.values()))
    shares = {side: transfers.period_shares(data.arms_imports, side, source, held[side]) for side in sides}
    drawn = []
    ticks: dict[float, str] = {}
    top = 0.0
    for side, found in shares.items():
        ax.text(0, top - 0.72, style.name(data, side), fontsize=11, fontweight="bold", va="center")
        for row, (start, end) in enumerate(held[side]):
            ticks[top + row - 0.1] = span(start, end) + _odd_length(held[side], start, end)
            bar = transfers.named(found[(found["start"] == start) & (found["end"] == end)], NAMED)
            _stacked_bar(ax, data, bar, top + row)
            drawn.append(bar)
        top += len(held[side]) + 0.9
    ax.text(101.5, -0.72, "volume", fontsize=9, color=style.MUTED, va="center")
    ax.set_yticks(list(ticks), labels=list(ticks.values()))
    ax.set(xlim=(0, 109), ylim=(max(ticks) + 0.55, -1.0), xlabel="per cent of the volume delivered")
    ax.set_xticks(range(0, 101, 20))
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return style.finish(
        ax,
        data,
        title=f"Main arms supplier in {span(since, last)}: {_leaders_of_each(data, shares, since)}",
        subtitle=f"Per cent of the volume delivered in each period ({VOLUME}). Hatched: suppliers under {NAMED:g} "
        f"per cent and unknown ones, together. {source_name(data, source)}{_not_held(data, held, periods)}",
        alt="Stacked bars of "
        + listed(f"{len(windows)} periods for {style.name(data, side)}" for side, windows in held.items())
        + ". "
        + " ".join(_leaders(data, found) for found in shares.values()),
        drawn=pd.concat(drawn)
        .rename(columns={"share": "value", "tiv_m": "volume_tiv_m"})
        .assign(unit="per cent of the volume", source_id=source),
    )


def _held(data: Data, side: str, source: str, periods: Sequence[Window]) -> list[Window]:
    """The periods as far as a release holds them of a side; NoRowsError if it holds none."""
    within = coverage.within(data, "arms_imports", source, side, periods[0][0], periods[-1][1])
    cut = [(max(start, within[0]), min(end, within[-1])) for start, end in periods]
    return [(start, end) for start, end in cut if start <= end]


def _not_held(data: Data, held: dict[str, list[Window]], periods: Sequence[Window]) -> str:
    """What of the periods the release does not hold of whom, for a subtitle; nothing if all is held."""
    lacking: dict[Window, list[str]] = {}
    for side, windows in held.items():
        for first, last in ((periods[0][0], windows[0][0] - 1), (windows[-1][1] + 1, periods[-1][1])):
            if first <= last:
                lacking.setdefault((first, last), []).append(style.name(data, side))
    told = [span(*years) + f" of {listed(names)}" * (len(names) < len(held)) for years, names in lacking.items()]
    return f". Not held: {listed(told)}" if told else ""


def _odd_length(periods: Sequence[Window], start: int, end: int) -> str:
    """How many years a period has, if most others have another number."""
    usual = Counter(last - first + 1 for first, last in periods).most_common(1)[0][0]
    years = end - start + 1
    return "" if years == usual else f"\n({years} year{'s' * (years > 1)})"


def _stacked_bar(ax: Axes, data: Data, bar: pd.DataFrame, y: float) -> None:
    """The parts of one period; a name that does not fit into its part stands below it, on a line to it."""
    if bar.empty:
        ax.text(1, y - 0.1, "no deliveries recorded", fontsize=8.5, va="center", color=style.MUTED)
        return
    left, below = 0.0, {}
    for supplier, share in zip(bar["supplier"], bar["share"], strict=True):
        others = supplier == OTHERS
        fill = OTHER_FILL if others else _fill(data, supplier)
        hatch = "////" if others else None
        ax.barh(y - 0.1, share, left=left, height=0.64, color=fill, edgecolor="white", hatch=hatch)
        name = "others" if others else style.name(data, supplier)
        fits = share >= PER_LETTER * len(name) + 0.8
        if fits or (others and share >= LEGIBLE):
            backing = {"facecolor": fill, "edgecolor": "none", "pad": 0.6} if others else None
            words = f"{name}\n{share:.0f} %" if fits else f"{share:.0f} %"
            look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8, "linespacing": 1.05}
            ax.text(left + share / 2, y - 0.1, words, color=ink_on(fill), bbox=backing, **look)
        elif not others:
            below[left + share / 2] = f"{name} {share:.0f} %"
        left += share
    widths = [PER_LETTER * len(words) + 1 for words in below.values()]
    places = spread(list(below), widths, 0, 100)
    for (middle, words), width, place in zip(below.items(), widths, places, strict=True):
        foot = min(max(middle, place - width / 2), place + width / 2)
        ax.plot([middle, foot], [y + 0.14, y + 0.26], color=style.INK, linewidth=0.8)
        ax.text(place, y + 0.38, words, ha="center", va="center", fontsize=7.5)
    ax.text(101.5, y - 0.1, f"{bar['tiv_m'].sum():,.0f}", fontsize=9, va="center")


def _fill(data: Data, supplier: str) -> str:
    fixed = style.colour(data, supplier)
    return PLAIN_FILL if fixed == style.NEUTRAL else fixed


def _first_each(shares: pd.DataFrame) -> pd.DataFrame:
    """The largest supplier of each period."""
    return shares.sort_values(["start", "share"], ascending=[True, False]).drop_duplicates(["start", "end"])


def _leaders(data: Data, shares: pd.DataFrame) -> str:
    parts = [
        f"{style.name(data, row['supplier'])} {row['share']:.0f} per cent in {span(row['start'], row['end'])}"
        for row in _first_each(shares).to_dict("records")
    ]
    who = style.name(data, shares["place"].iloc[0]) if parts else ""
    return f"Largest arms supplier of {who}: {', '.join(parts)}." if parts else ""


def _leaders_of_each(data: Data, shares: dict[str, pd.DataFrame], since: int) -> str:
    """Who led in turn on each side since a year."""
    parts = []
    for side, found in shares.items():
        led = _first_each(found[found["start"] >= since])
        leaders = (_leader(data, *row) for row in led[["supplier", "share", "tiv_m"]].to_numpy())
        turns = [who for who, _ in groupby(leaders)] or ["none on record"]
        words = ", then ".join(turns)
        parts.append(f"{words} ({style.name(data, side)})")
    return "; ".join(parts)


def _leader(data: Data, supplier: str, share: float, volume: float) -> str:
    """The name of a largest supplier, unless next to nothing came from it or the next ones are as large."""
    if volume < transfers.NEGLIGIBLE:
        return f"none above {transfers.NEGLIGIBLE:g} million units"
    for most, words in SMALL_LEADS.items():
        if share <= most:
            return f"none above {words}"
    return style.name(data, supplier)


@checked
def supplier_shares_by_year(
    data: Data,
    *,
    recipient: str = "AZE",
    supplier: str = "ISR",
    source: str = TRANSFERS,
    first: int = 2000,
    last: int | None = None,
    keep: int = 7,
    decade: Window = (2011, 2020),
    small: float = 10,
    ax: Axes | None = None,
) -> Axes:
    """Each year's share by main supplier as a table of shaded numbers; years without deliveries are gaps.

    A year with less volume than `small` keeps its numbers without a shade: a share of next to nothing is no weight.
    Raises NoRowsError if none of the years is held of the recipient.
    """
    years = coverage.within(data, "arms_imports", source, recipient, first, last)
    first, last = years[0], years[-1]
    ax = style.canvas(ax, height=5.2)
    shares = transfers.yearly_shares(data.arms_imports, recipient, source, first, last)
    table = transfers.fold(shares, keep)
    volumes = (
        measures.select(data.arms_imports, recipient=recipient, source_id=source).groupby("year")["tiv_m"].sum()
    )
    volumes = volumes[volumes.index.isin(table.columns)]
    _shaded_table(ax, table, list(volumes.index[volumes < small]))
    labels = ["others" if place == OTHERS else style.name(data, place) for place in table.index]
    _label_table(ax, labels, table, volumes)
    others = " and all others" if OTHERS in table.index else ""
    parts = table.reset_index().melt(id_vars="supplier", var_name="year").assign(unit="per cent of the volume")
    whole = volumes.reset_index().rename(columns={"tiv_m": "value"}).assign(unit="TIV, millions, all suppliers")
    drawn = pd.concat([parts, whole]).assign(place=recipient, source_id=source)
    large = shares[volumes.index[volumes >= small]]
    ran = _swing(data, recipient, supplier, large, (max(first, decade[0]), min(last, decade[1])))
    return style.finish(
        ax,
        data,
        title=ran,
        subtitle=f"Per cent of each year’s volume ({VOLUME}). Pale grey: nothing from this supplier, and numbers "
        f"of years with a volume under {small:g}; hatched: no deliveries recorded. {source_name(data, source)}",
        alt=f"A table of shaded shares, {(table.index != OTHERS).sum()} suppliers{others} by {table.shape[1]} "
        f"years; {int(table.isna().all().sum())} years have no deliveries. {ran}.",
        drawn=drawn[["place", "supplier", "year", "value", "unit", "source_id"]],
    )


def _shaded_table(ax: Axes, table: pd.DataFrame, unshaded: list[int]) -> None:
    nothing = table.isna()
    ax.grid(visible=False)
    ax.set_facecolor("#F4F4F4")  # the ground of what a supplier did not deliver in a year
    shaded = table.drop(columns=unshaded).reindex(columns=table.columns)
    sns.heatmap(
        shaded,
        mask=~(shaded > 0),
        cmap=SHADES,
        vmin=0,
        vmax=100,
        linewidths=0.8,
        linecolor="white",
        cbar=False,
        ax=ax,
    )
    for (row, column), share in np.ndenumerate(table.to_numpy()):
        if share > 0:
            pale = table.columns[column] in unshaded
            ink = style.INK if pale else ink_on(mpl.colormaps[SHADES](share / 100))
            words = "<1" if share < 0.5 else f"{share:.0f}"
            ax.text(column + 0.5, row + 0.5, words, ha="center", va="center", fontsize=7.5, color=ink)
    _mark_empty_years(ax, list(nothing.all()))


def _label_table(ax: Axes, labels: list[str], table: pd.DataFrame, volumes: pd.Series[float]) -> None:
    """Names at the left, years below, each year's volume above the shares."""
    for place, year in enumerate(table.columns):
        if year in volumes.index:
            ax.text(place + 0.5, -0.35, f"{volumes[year]:.0f}", ha="center", va="center", fontsize=7.5)
    ax.text(-0.2, -0.35, "volume", ha="right", va="center", fontsize=9, color=style.MUTED)
    ax.set_yticks([n + 0.5 for n in range(len(labels))], labels=labels, rotation=0)
    ax.set_xticks([n + 0.5 for n in range(table.shape[1])], labels=[f"’{y % 100:02d}" for y in table.columns])
    ax.tick_params(axis="x", rotation=0, labelsize=8, length=0)
    years = table.columns
    ax.set(xlabel=f"year, {years[0]} to {years[-1]}", ylabel="", ylim=(len(labels), -0.75))


def _mark_empty_years(ax: Axes, empty: list[bool]) -> None:
    """A hatched column over every year in which nothing was delivered."""
    rows = ax.get_ylim()[0]
    for place, nothing in enumerate(empty):
        if nothing:
            column = Rectangle((place + 0.05, 0.05), 0.9, rows - 0.1, linewidth=0)
            column.set(facecolor="white", edgecolor=style.FAINT, hatch="////")
            ax.add_patch(column)


def _swing(data: Data, recipient: str, supplier: str, shares: pd.DataFrame, decade: Window) -> str:
    """From which share to which a supplier's single years run within some years; `shares` are those that count."""
    inside = shares.loc[:, decade[0] : decade[1]]
    if inside.empty:
        return f"In {span(*decade)} hardly any arms were delivered to {style.name(data, recipient)}"
    if supplier not in inside.index:
        return f"{style.name(data, supplier)} has no share in the arms deliveries to {style.name(data, recipient)}"
    years = inside.loc[supplier]
    return (
        f"In {span(*decade)} {style.possessive(style.name(data, supplier))} share of a year’s arms deliveries to "
        f"{style.name(data, recipient)} ran from "
        f"{years.min():.0f} ({years.idxmin()}) to {years.max():.0f} per cent ({years.idxmax()})"
    )

"""Charts of arms imports by supplier (notebook 03): who delivered, and how concentrated it was."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from milbalance import measures, style, transfers
from milbalance.charts.parts import source_name
from milbalance.claims import TRANSFERS
from milbalance.load import Data
from milbalance.transfers import OTHERS, Window, span

PERIODS: tuple[Window, ...] = ((1992, 2000), (2001, 2005), (2006, 2010), (2011, 2015), (2016, 2020), (2021, 2025))
VOLUME = "SIPRI trend-indicator value, TIV, millions: a volume, no sum of money"
OTHER_FILL, PLAIN_FILL = "#EDEDED", "#BDBDBD"  # all others together; a supplier without a colour of its own
SHADES = "mako_r"  # light to dark in even steps, so that it reads in grey as well


def suppliers_by_period(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    periods: tuple[Window, ...] = PERIODS,
    ax: Axes | None = None,
) -> Axes:
    """Who armed whom: the shares of the suppliers of each side in each period, with the volume at the end."""
    ax = style.canvas(ax, height=7.2)
    imports = data.arms_imports
    shares = {side: transfers.period_shares(imports, side, source, periods) for side in (side_a, side_b)}
    drawn = []
    ticks: dict[float, str] = {}
    for block, (side, found) in enumerate(shares.items()):
        top = block * (len(periods) + 1.1)
        ax.text(0, top - 0.68, style.name(data, side), fontsize=11, fontweight="bold", va="center")
        for row, (start, end) in enumerate(periods):
            ticks[top + row] = span(start, end)
            bar = _named(data, found[(found["start"] == start) & (found["end"] == end)])
            _stacked_bar(ax, data, bar, top + row)
            drawn.append(bar)
    ax.text(101.5, -0.68, "volume", fontsize=9, color=style.MUTED, va="center")
    ax.set_yticks(list(ticks), labels=list(ticks.values()))
    ax.set(xlim=(0, 109), ylim=(max(ticks) + 0.55, -1.0), xlabel="per cent of the volume delivered")
    ax.set_xticks(range(0, 101, 20))
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return style.finish(
        ax,
        data,
        title=_leaders_title(data, shares, 2011),
        subtitle=f"Per cent of the volume delivered in each period ({VOLUME}). Hatched: all other suppliers "
        f"together, unknown ones included. {source_name(data, source)}",
        alt=f"Stacked bars of {len(periods)} periods for each side. "
        + " ".join(_leaders(data, found) for found in shares.values()),
        drawn=pd.concat(drawn)
        .rename(columns={"share": "value", "tiv_m": "volume_tiv_m"})
        .assign(unit="per cent of the volume", source_id=source),
    )


def _named(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """The suppliers of a bar whose name fits into their part; the rest as one part called others."""
    fits = [
        share >= 0.9 * len(style.name(data, supplier)) + 0.8 and supplier != "UNKNOWN"
        for supplier, share in zip(rows["supplier"], rows["share"], strict=True)
    ]
    named, rest = rows[fits], rows[[not fit for fit in fits]]
    if rest.empty:
        return named
    others = rest.iloc[[0]].assign(supplier=OTHERS, tiv_m=rest["tiv_m"].sum(), share=rest["share"].sum())
    return pd.concat([named, others])


def _stacked_bar(ax: Axes, data: Data, bar: pd.DataFrame, y: float) -> None:
    if bar.empty:
        ax.text(1, y, "no deliveries recorded", fontsize=8.5, va="center", color=style.MUTED)
        return
    left = 0.0
    for supplier, share in zip(bar["supplier"], bar["share"], strict=True):
        others = supplier == OTHERS
        fill = OTHER_FILL if others else _fill(data, supplier)
        ax.barh(y, share, left=left, height=0.86, color=fill, edgecolor="white", hatch="////" if others else None)
        label = "others" if others else style.name(data, supplier)
        if share >= 0.9 * len(label) + 0.8:
            backing = {"facecolor": fill, "edgecolor": "none", "pad": 1} if others else None
            words = f"{label}\n{share:.0f} %"
            ink = ink_on(fill)
            ax.text(left + share / 2, y, words, ha="center", va="center", fontsize=8, color=ink, bbox=backing)
        left += share
    ax.text(101.5, y, f"{bar['tiv_m'].sum():,.0f}", fontsize=9, va="center")


def _fill(data: Data, supplier: str) -> str:
    fixed = style.colour(data, supplier)
    return PLAIN_FILL if fixed == style.NEUTRAL else fixed


def ink_on(fill: object) -> str:
    """Black or white, whichever is easier to read on a colour."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(fill))  # type: ignore[arg-type]
    return style.INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.19 else "white"


def _first_each(shares: pd.DataFrame) -> pd.DataFrame:
    """The largest supplier of each period."""
    return shares.sort_values(["start", "share"], ascending=[True, False]).drop_duplicates(["start", "end"])


def _leaders(data: Data, shares: pd.DataFrame) -> str:
    parts = [
        f"{style.name(data, row['supplier'])} {row['share']:.0f} per cent in {span(row['start'], row['end'])}"
        for row in _first_each(shares).to_dict("records")
    ]
    return f"Largest supplier of {style.name(data, shares['place'].iloc[0])}: {', '.join(parts)}." if parts else ""


def _leaders_title(data: Data, shares: dict[str, pd.DataFrame], since: int) -> str:
    """Who led in turn on each side since a year, as a sentence."""
    parts = []
    for side, found in shares.items():
        led = _first_each(found[found["start"] >= since])["supplier"]
        turns = [style.name(data, who) for who in led[led != led.shift()]]
        words = ", then ".join(turns) or "none on record"
        parts.append(f"{words} ({style.name(data, side)})")
    return f"Largest supplier since {since}: {'; '.join(parts)}"


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
    ax: Axes | None = None,
) -> Axes:
    """Each year's share by main supplier as a table of shaded numbers; years without deliveries are gaps."""
    ax = style.canvas(ax, height=5.2)
    last = last or transfers.last_year(source)
    shares = transfers.yearly_shares(data.arms_imports, recipient, source, first, last)
    table = transfers.fold(shares, keep)
    volumes = (
        measures.select(data.arms_imports, recipient=recipient, source_id=source).groupby("year")["tiv_m"].sum()
    )
    volumes = volumes[volumes.index.isin(table.columns)]
    _shaded_table(ax, table)
    labels = ["others" if place == OTHERS else style.name(data, place) for place in table.index]
    _label_table(ax, labels, table, volumes)
    parts = table.reset_index().melt(id_vars="supplier", var_name="year").assign(unit="per cent of the volume")
    whole = volumes.reset_index().rename(columns={"tiv_m": "value"}).assign(unit="TIV, millions, all suppliers")
    drawn = pd.concat([parts, whole]).assign(place=recipient, source_id=source)
    ran = _swing(data, recipient, supplier, shares, decade)
    return style.finish(
        ax,
        data,
        title=ran,
        subtitle=f"Per cent of each year’s volume ({VOLUME}). Blank: nothing from this supplier; hatched: no "
        f"deliveries recorded. {source_name(data, source)}",
        alt=f"A table of shaded shares, {len(labels)} suppliers by {table.shape[1]} years; "
        f"{int(table.isna().all().sum())} years have no deliveries. Within {span(*decade)} {ran}.",
        drawn=drawn[["place", "supplier", "year", "value", "unit", "source_id"]],
    )


def _shaded_table(ax: Axes, table: pd.DataFrame) -> None:
    nothing = table.isna()
    ax.grid(visible=False)
    ax.set_facecolor("#F4F4F4")  # a supplier that delivered nothing in a year is left blank
    sns.heatmap(
        table,
        mask=nothing | (table == 0),
        annot=table.map(lambda share: "" if not share > 0 else "<1" if share < 0.5 else f"{share:.0f}"),
        fmt="",
        annot_kws={"fontsize": 7.5},
        cmap=SHADES,
        vmin=0,
        vmax=100,
        linewidths=0.8,
        linecolor="white",
        cbar=False,
        ax=ax,
    )
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
    """From which share to which a supplier's single years run within some years."""
    inside = shares.loc[:, decade[0] : decade[1]].dropna(axis=1)
    years = inside.loc[supplier] if supplier in inside.index else inside.max()
    return (
        f"{style.name(data, supplier)}’s share of a year’s deliveries to {style.name(data, recipient)} ran from "
        f"{years.min():.0f} ({years.idxmin()}) to {years.max():.0f} per cent ({years.idxmax()})"
    )


def supplier_concentration(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    width: int = 5,
    small: float = 50,
    ax: Axes | None = None,
) -> Axes:
    """How many suppliers of equal size each side's deliveries amount to, over rolling windows."""
    ax = style.canvas(ax)
    last = transfers.last_year(source)
    windows = pd.concat(
        transfers.rolling_concentration(data.arms_imports, side, source, 1992, last, width=width)
        for side in (side_a, side_b)
    )
    ends = []
    for side, marker, size, line in ((side_a, "o", 7.0, "-"), (side_b, "s", 4.5, "--")):
        values = windows[windows["place"] == side].set_index("end")
        ink = style.colour(data, side)
        ax.plot(values.index, values["effective"], color=ink, linestyle=line, linewidth=1.6)
        for thin, fill in ((values["tiv_m"] >= small, ink), (values["tiv_m"] < small, "white")):
            chosen = values[thin]
            ax.plot(chosen.index, chosen["effective"], marker, color=ink, markerfacecolor=fill, markersize=size)
        ends.append((values.index[-1], values["effective"].iloc[-1], style.name(data, side), ink))
    top = windows["effective"].max()
    ax.set(ylim=(0, top * 1.08), xlim=(1992 + width - 2, last + 0.5), ylabel="suppliers of equal size")
    ax.set_xlabel(f"last year of each window of {width} years")
    style.end_labels(ax, ends)
    _note_2020(ax, data, windows)
    at = {row["place"]: row["effective"] for row in windows[windows["end"] == 2020].to_dict("records")}
    named = span(2021 - width, 2020)
    return style.finish(
        ax,
        data,
        title=f"In {named} {style.name(data, side_a)}’s arms came as if from {at[side_a]:.1f} equal suppliers, "
        f"{style.name(data, side_b)}’s from {at[side_b]:.1f}",
        subtitle=f"Effective number of suppliers (one over the Herfindahl-Hirschman index, HHI, of the shares in "
        f"TIV), over {width} years at a time; hollow: a volume under {small:g}; gap: nothing delivered. "
        f"{source_name(data, source)}",
        alt=_concentration_alt(data, windows, named, at),
        drawn=windows.rename(columns={"effective": "value", "tiv_m": "volume_tiv_m"}).assign(
            unit="suppliers of equal size", source_id=source
        ),
    )


def _note_2020(ax: Axes, data: Data, windows: pd.DataFrame) -> None:
    for row in windows[windows["end"] == 2020].to_dict("records"):
        ax.annotate(
            f"{row['effective']:.1f} (HHI {row['hhi']:.2f})",
            (row["end"], row["effective"]),
            xytext=(0, -11),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=9,
            color=style.readable(style.colour(data, row["place"])),
        )


def _concentration_alt(data: Data, windows: pd.DataFrame, named: str, at: dict[str, float]) -> str:
    words = []
    for side, number in at.items():
        values = windows.loc[windows["place"] == side, "effective"]
        words.append(
            f"{style.name(data, side)} between {values.min():.1f} and {values.max():.1f}, {number:.1f} in {named}"
        )
    return f"Two lines of the effective number of suppliers: {'; '.join(words)}."


FIGURES = (suppliers_by_period, supplier_shares_by_year, supplier_concentration)

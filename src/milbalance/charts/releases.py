"""Releases of the SIPRI transfers register against each other (notebook 03)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import style, transfers
from milbalance.charts.deliveries import in_words
from milbalance.charts.marks import ink_on
from milbalance.charts.parts import VOLUME
from milbalance.load import Data
from milbalance.transfers import Window, span

RELEASES = (
    "sipri-transfers-2022-03",
    "sipri-transfers-2024-03",
    "sipri-transfers-2025-03",
    "sipri-transfers-2026-03",
)


def transfer_releases(
    data: Data,
    *,
    recipient: str = "AZE",
    supplier: str = "ISR",
    sources: tuple[str, ...] = RELEASES,
    year: int = 2020,
    windows: tuple[Window, ...] = ((2015, 2019), (2016, 2020), (2011, 2020)),
) -> Axes:
    """Releases against each other: one year's deliveries by supplier, and a supplier's share of some windows."""
    left, right = style.panels(1, 2, height=5.3, width_ratios=[1, 1.1])
    imports = data.arms_imports
    volumes = imports[imports["source_id"].isin(sources) & (imports["recipient"] == recipient)]
    volumes = volumes[volumes["year"] == year].rename(columns={"recipient": "place", "tiv_m": "value"})
    shares = transfers.release_shares(imports, recipient, supplier, sources, ((year, year), *windows))
    _volume_bars(left, data, volumes, sources)
    left.set_title(f"Volume delivered in {year}, TIV", loc="left", fontsize=10.5, color=style.MUTED)
    _share_lines(right, shares, sources, style.colour(data, supplier))
    words = f"{style.name(data, supplier)}’s share, per cent"
    right.set_title(words, loc="left", fontsize=10.5, color=style.MUTED)
    total = volumes.groupby("source_id")["value"].sum().reindex(list(sources)).dropna()
    single = shares.loc[shares["start"] == shares["end"], "share"].dropna()
    columns = ["place", "supplier", "year", "start", "end", "value", "unit", "source_id"]
    lines = shares.rename(columns={"share": "value"}).assign(place=recipient, supplier=supplier)
    drawn = pd.concat([volumes.assign(unit="TIV, millions"), lines.assign(unit="per cent of the volume")])
    return style.finish(
        style.figure_of(left),
        data,
        title=f"{style.name(data, recipient)}’s volume of {year}: {_revised(total, 'million units')}; "
        f"{style.name(data, supplier)}’s share: {_revised(single, 'per cent')}",
        subtitle=f"{VOLUME[0].upper()}{VOLUME[1:]}. Each bar and point is one release; releases are never added "
        "up. The release of 2022 is in whole millions",
        alt=f"Bars: deliveries of {year} by release, {_in_turn(total, sources)}. Lines: the share of "
        f"{style.name(data, supplier)}, "
        + "; ".join(f"{words} {_in_turn(found.round(), sources)}" for words, found in _by_window(shares).items())
        + ".",
        drawn=drawn.reindex(columns=columns).dropna(subset="value"),
    )


def _revised(values: pd.Series[float], unit: str) -> str:
    """How a number went from the first to the last release, in words."""
    told = [f"{value:.0f}" for value in values]
    if not told:
        return "none recorded"
    if len(set(told)) == 1:
        return f"{told[0]} {unit} in every release"
    if told[0] == told[-1]:
        return f"{values.min():.0f} to {values.max():.0f} {unit} by the release"
    return f"{told[0]} revised to {told[-1]} {unit}"


def _in_turn(values: pd.Series[float], sources: tuple[str, ...]) -> str:
    found = [source for source in sources if source in values.index]
    return ", ".join(f"{_short(values[source])} (release {source[-7:]})" for source in found)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _volume_bars(ax: Axes, data: Data, volumes: pd.DataFrame, sources: tuple[str, ...]) -> None:
    """One stacked bar a release; a part that is one type of weapon says which and how many."""
    table = volumes.pivot(index="supplier", columns="source_id", values="value")
    top = volumes.groupby("source_id")["value"].sum().max()
    for place, source in enumerate(sources):
        level = 0.0
        for supplier, value in table.get(source, pd.Series(dtype=float)).dropna().items():
            fill = style.colour(data, str(supplier))
            ax.bar(place, value, bottom=level, width=0.82, color=fill, edgecolor="white")
            words = f"{style.name(data, str(supplier))}\n{_short(value)}"
            if value > top / 4:  # lower parts have no room for it
                words += _one_type(data, source, str(supplier), volumes)
            ax.text(place, level + value / 2, words, ha="center", va="center", fontsize=8, color=ink_on(fill))
            level += value
        if level:
            ax.text(place, level + 0.6, _short(level), ha="center", fontweight="bold")
    _release_axis(ax, sources)
    ax.set_ylim(0, top * 1.1)


def _one_type(data: Data, source: str, supplier: str, volumes: pd.DataFrame) -> str:
    rows = data.arms_deliveries
    rows = rows[(rows["source_id"] == source) & (rows["supplier"] == supplier)]
    rows = rows[(rows["recipient"] == volumes["place"].iloc[0]) & (rows["year"] == volumes["year"].iloc[0])]
    if len(rows) != 1:
        return ""
    return f"\n({rows['number'].iloc[0]}\n{in_words(rows['designation'].iloc[0]).replace(' ', chr(10), 1)})"


def _by_window(shares: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """The share by release of each window, under the name of the window, in the order given."""
    names = [span(start, end) for start, end in zip(shares["start"], shares["end"], strict=True)]
    return {
        str(name): rows.set_index("source_id")["share"]
        for name, rows in shares.assign(name=names).groupby("name", sort=False)
    }


def _share_lines(ax: Axes, shares: pd.DataFrame, sources: tuple[str, ...], ink: str) -> None:
    ends: list[tuple[float, float, str, str]] = []
    starts: list[float] = []
    for number, (window, values) in enumerate(_by_window(shares).items()):
        marker = style.MARKERS[number]
        ax.plot(range(len(values)), values, "--" if number else "-", marker=marker, color=ink, linewidth=1.5)
        known = values.dropna()
        ends.append((len(values) - 1, known.iloc[-1], f"{window}: {known.iloc[-1]:.0f}", ink))
        starts.append(known.iloc[0])
    for place, level in enumerate(starts):
        # Where lines start together, one number stands for all of them.
        if all(abs(level - earlier) >= 5 for earlier in starts[:place]):
            ax.text(-0.1, level, f"{level:.0f}", ha="right", va="center", fontsize=9)
    _release_axis(ax, sources)
    ax.set(ylim=(0, 104), xlim=(-0.5, len(sources) - 0.6))
    style.end_labels(ax, ends, size=9)


def _release_axis(ax: Axes, sources: tuple[str, ...]) -> None:
    ax.set_xticks(range(len(sources)), labels=[f"March\n{source[-7:-3]}" for source in sources], fontsize=9)

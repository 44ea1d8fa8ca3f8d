"""Releases of the SIPRI transfers register against each other (notebook 03)."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from milbalance import measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.deliveries import in_words
from milbalance.charts.marks import ink_on
from milbalance.charts.wording import VOLUME
from milbalance.errors import NoRowsError
from milbalance.measures import transfers
from milbalance.measures.transfers import Window, span
from milbalance.tables import coverage
from milbalance.tables.load import Data

RELEASES = (
    "sipri-transfers-2022-03",
    "sipri-transfers-2024-03",
    "sipri-transfers-2025-03",
    "sipri-transfers-2026-03",
)


@checked
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
    imports = data.arms_imports
    volumes = imports[imports["source_id"].isin(sources) & (imports["recipient"] == recipient)]
    volumes = volumes[volumes["year"] == year].rename(columns={"recipient": "place", "tiv_m": "value"})
    held = {source: coverage.held(data, "arms_imports", source, recipient) for source in sources}
    if not any(held.values()):
        coverage.within(data, "arms_imports", sources[-1], recipient)  # says what there is
    shares = transfers.release_shares(imports, recipient, supplier, held, ((year, year), *windows))
    total = volumes.groupby("source_id")["value"].sum().reindex(list(sources)).dropna()
    single = shares.loc[shares["start"] == shares["end"], "share"].dropna()
    if total.empty or single.empty:
        raise NoRowsError(f"no release records arms deliveries to {style.name(data, recipient)} in {year}")
    left, right = style.panels(1, 2, height=5.3, width_ratios=[1, 1.1])
    versions = _versions(data, sources)
    _volume_bars(left, data, volumes, versions)
    lines = [f"Volume delivered in {year}, TIV", *_of_one_type(data, volumes, sources)]
    left.set_title("\n".join(lines), loc="left", fontsize=9.5, color=style.MUTED)
    _share_lines(right, shares, list(versions.values()), style.colour(data, supplier))
    words = f"{style.name(data, supplier)}’s share, per cent"
    right.set_title(words, loc="left", fontsize=9.5, color=style.MUTED)
    columns = ["place", "supplier", "year", "start", "end", "value", "unit", "source_id"]
    rows = shares.rename(columns={"share": "value"}).assign(place=recipient, supplier=supplier)
    drawn = pd.concat([volumes.assign(unit="TIV, millions"), rows.assign(unit="per cent of the volume")])
    return style.finish(
        style.figure_of(left),
        data,
        title=_revision_title(style.name(data, recipient), style.name(data, supplier), year, total, single),
        subtitle=f"{VOLUME[0].upper()}{VOLUME[1:]}. Each bar and point is one release; releases are never added "
        "up. The release of 2022 is in whole millions",
        alt=f"Bars: deliveries of {year} by release, {_in_turn(total, versions)}. Lines: the share of "
        f"{style.name(data, supplier)}, "
        + "; ".join(f"{words} {_in_turn(found.round(), versions)}" for words, found in _by_window(shares).items())
        + ".",
        drawn=drawn.reindex(columns=columns).dropna(subset="value"),
    )


def _revision_title(
    recipient: str, supplier: str, year: int, total: pd.Series[float], share: pd.Series[float]
) -> str:
    """How the last release changed the first one's deliveries of a year and one supplier's share of them."""
    change = 100 * (total.iloc[-1] / total.iloc[0] - 1)
    moved = (
        f"{'raised' if change > 0 else 'cut'} {{}} by {abs(change):.0f} per cent" if round(change) else "kept {}"
    )
    deliveries = f"arms deliveries to {recipient} in {year}"
    first, last = (f"{value:.0f}" for value in (share.iloc[0], share.iloc[-1]))
    whose = style.possessive(supplier)
    if first == last:
        return f"Revisions {moved.format(deliveries)} and kept {whose} share at {last} per cent"
    verb = "raised" if share.iloc[-1] > share.iloc[0] else "cut"
    return f"Revisions {moved.format(deliveries)} and {verb} {whose} share from {first} to {last} per cent"


def _in_turn(values: pd.Series[float], versions: Mapping[str, str]) -> str:
    found = [source for source in versions if source in values.index]
    return ", ".join(f"{_short(values[source])} (release {versions[source]})" for source in found)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _volume_bars(ax: Axes, data: Data, volumes: pd.DataFrame, versions: Mapping[str, str]) -> None:
    """One stacked bar a release, its parts named with their volumes."""
    table = volumes.pivot(index="supplier", columns="source_id", values="value")
    top = volumes.groupby("source_id")["value"].sum().max()
    for place, source in zip(_places(versions.values()), versions, strict=True):
        level = 0.0
        for supplier, value in table.get(source, pd.Series(dtype=float)).dropna().items():
            fill = style.colour(data, str(supplier))
            ax.bar(place, value, bottom=level, width=0.82, color=fill, edgecolor="white")
            words = f"{style.name(data, str(supplier))}\n{_short(value)}"
            ax.text(place, level + value / 2, words, ha="center", va="center", fontsize=8, color=ink_on(fill))
            level += value
        if level:
            ax.text(place, level + 0.6, _short(level), ha="center", fontsize=9, fontweight="bold")
    _release_axis(ax, list(versions.values()))
    ax.set_ylim(0, top * 1.1)


def _of_one_type(data: Data, volumes: pd.DataFrame, sources: tuple[str, ...]) -> list[str]:
    """What the last release holds of a supplier whose deliveries are all of one type, in words."""
    told = []
    own = volumes[volumes["source_id"] == sources[-1]]
    for supplier, recipient, year in own[["supplier", "place", "year"]].itertuples(index=False):
        where = {"source_id": sources[-1], "supplier": supplier, "recipient": recipient, "year": year}
        rows = measures.select(data.arms_deliveries, **where)
        if len(rows) == 1:
            what = f"{rows['number'].iloc[0]} {in_words(rows['designation'].iloc[0])}"
            told.append(f"last release: {what} from {style.name(data, supplier)}")
    return told


def _versions(data: Data, sources: tuple[str, ...]) -> dict[str, str]:
    """The year and month of each release, such as 2026-03."""
    known = data.sources.set_index("source_id")["version"]
    return {source: str(known.loc[source]) for source in sources}


def _places(versions: Iterable[str]) -> list[float]:
    """Where releases stand along time, in years."""
    return [int(version[:4]) + int(version[5:]) / 12 for version in versions]


def _month(version: str) -> str:
    return f"{month_name[int(version[5:])]}\n{version[:4]}"


def _by_window(shares: pd.DataFrame) -> dict[str, pd.Series[float]]:
    """The share by release of each window, under the name of the window, in the order given."""
    names = [span(start, end) for start, end in zip(shares["start"], shares["end"], strict=True)]
    return {
        str(name): rows.set_index("source_id")["share"]
        for name, rows in shares.assign(name=names).groupby("name", sort=False)
    }


def _share_lines(ax: Axes, shares: pd.DataFrame, versions: Sequence[str], ink: str) -> None:
    ends: list[tuple[float, float, str, str]] = []
    starts: list[float] = []
    places = _places(versions)
    for number, (window, values) in enumerate(_by_window(shares).items()):
        known = values.dropna()
        if known.empty:  # no release holds this window
            continue
        marker = style.MARKERS[number]
        ax.plot(places, values, "--" if number else "-", marker=marker, color=ink, linewidth=1.5)
        ends.append((places[-1], known.iloc[-1], f"{window}: {known.iloc[-1]:.0f}", ink))
        starts.append(known.iloc[0])
    for number, level in enumerate(starts):
        # Where lines start together, one number stands for all of them.
        if all(abs(level - earlier) >= 5 for earlier in starts[:number]):
            ax.text(places[0] - 0.13, level, f"{level:.0f}", ha="right", va="center", fontsize=9)
    _release_axis(ax, versions)
    ax.set(ylim=(0, 104), xlim=(places[0] - 0.5, places[-1] + 0.1))  # grid lines end before the names of windows
    style.end_labels(ax, ends, size=9)


def _release_axis(ax: Axes, versions: Sequence[str]) -> None:
    ax.set_xticks(_places(versions), labels=[_month(version) for version in versions], fontsize=9)

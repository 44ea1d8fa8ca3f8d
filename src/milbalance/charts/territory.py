"""Chart of the land gained in 2020 as a share of three wholes (notebook 06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.charts import dots, style
from milbalance.charts.marks import say
from milbalance.charts.readings import BEFORE
from milbalance.charts.wording import KARABAKH_NAMES, with_stated
from milbalance.measures import territory
from milbalance.tables.load import Data

HEADING = 1.7  # rows that the heading of a whole takes up
NAMED = f"of {territory.OBLAST} of Nagorno-Karabakh"
SPREAD = 0.62  # of a row: how far the marks of several sources stand apart
FAR = 60  # per cent from which numbers stand to the left of their marks
MARKS = {territory.TAKEN: "o", territory.WITH_DISTRICTS: "s", BEFORE: "^"}


def territory_shares(data: Data, *, ax: Axes | None = None) -> Axes:
    """Shares by whole and extent, one dot a source, beside what is stated; what was held before the war is open."""
    ax = style.canvas(ax, height=6.6)
    said = articles.stated(data, "territory-20")
    grid = articles.choices_of(data, "territory-20")
    grid = grid[grid["value"].notna() & (grid["counted"] | (grid["area"] == BEFORE))]
    grid = grid.assign(at_most=grid["low"] < grid["value"])
    rows, sizes = _rows(grid), _wholes(data)
    ax.set(xlim=(0, 100), ylim=(rows["level"].max() + 0.7, -2.6), xlabel="per cent")
    dots.name_levels(ax, rows)
    dots.mark_stated(ax, said, -1.9, f"stated: {said.stated:g} per cent", ha="left", dx=9, outside=True)
    for row in rows.to_dict("records"):
        _draw(ax, row, grid, style.colour(data, "ARM" if row["area"] == BEFORE else "AZE"), said.high)
    for whole, first in rows.groupby("share", sort=False)["level"].min().items():
        named = NAMED if whole == f"of {territory.OBLAST}" else str(whole)
        _head(ax, first - 1, f"{dots.wrapped(named, 34)} ({sizes[str(whole)]:,.0f} km²)")
    plain = float(grid.loc[grid["plain"], "value"].iloc[0])
    return style.finish(
        ax,
        data,
        title=f"At most {plain:.0f} per cent of the former oblast of Nagorno-Karabakh was taken in 2020 "
        f"(stated: {said.stated:g})",
        subtitle="Per cent, one mark a source. Arrow: at most, as what was held before the war is not in the data. "
        "Open: held by Armenian forces before the war. Light band: what the wording covers. Shaded row: the plain "
        f"reading. {KARABAKH_NAMES}",
        alt="Shares in per cent. "
        + "; ".join(f"{row['share']}, {row['name']}: {row['words']}" for row in rows.to_dict("records"))
        + f". Stated: {said.stated:g}.",
        drawn=_drawn(data, grid, said.stated),
    )


def _rows(grid: pd.DataFrame) -> pd.DataFrame:
    """One row a whole and an extent.

    Columns share, area, low, high, sources (how many), plain, at_most, level, name, words.
    """
    found = (
        grid.groupby(["share", "area"], sort=False)
        .agg(
            low=("value", "min"),
            high=("value", "max"),
            sources=("value", "size"),
            plain=("plain", "any"),
            at_most=("at_most", "any"),
        )
        .reset_index()
    )
    shares = list(dict.fromkeys(found["share"]))
    found = found.sort_values("share", key=lambda names: names.map(shares.index), kind="stable", ignore_index=True)
    # Each whole has a heading above its rows.
    found["level"] = found.index + HEADING * found["share"].map(shares.index)
    return found.assign(name=found["area"], words=[_words(row) for row in found.to_dict("records")])


def _words(row: Mapping[Any, Any]) -> str:
    if row["sources"] > 1:
        return f"{row['low']:.3g} to {row['high']:.3g}, {row['sources']} sources"
    return f"{'at most ' * row['at_most']}{row['low']:.3g}"


def _wholes(data: Data) -> dict[str, float]:
    """The size of each whole in square kilometres."""
    return {
        f"of {territory.OBLAST}": territory.oblast(data.facts),
        f"of {territory.HELD}": territory.held(data.facts),
        f"of {territory.COUNTRY}": territory.area(data.facts, "area of Azerbaijan"),
    }


def _draw(ax: Axes, row: Mapping[Any, Any], grid: pd.DataFrame, ink: str, beyond: float) -> None:
    """The marks of a row, one below another, and its numbers, beyond the band where they would cross it."""
    level, several = row["level"], row["sources"] > 1
    mine = (grid["share"] == row["share"]) & (grid["area"] == row["area"])
    values = grid.loc[mine, "value"].sort_values()
    steps = [place / max(len(values) - 1, 1) - 0.5 for place in range(len(values))]
    face = "white" if row["area"] == BEFORE else ink
    marker = "<" if row["at_most"] else MARKS[row["area"]]
    levels = [level + SPREAD * step * several for step in steps]
    look: dict[str, Any] = {"color": ink, "markerfacecolor": face, "markersize": 6 if several else 8, "mew": 1.2}
    if several and face == ink:
        look["markeredgecolor"] = "white"  # marks that touch stay apart
    ax.plot(values, levels, marker, linestyle="none", zorder=4, **look)
    weight, last = "bold" if row["plain"] else "normal", float(values.max())
    if last > FAR:
        say(ax, values.min(), level, row["words"], dx=-9, dy=0, ha="right", va="center", weight=weight)
        return
    crossing = several and last < beyond
    if crossing:  # a thin line leads to the number
        ax.plot([last + 1, beyond + 1], [level, level], ":", color=style.MUTED, linewidth=1)
    end = beyond if crossing else last
    say(ax, end, level, row["words"], dx=9, dy=0, ha="left", va="center", weight=weight)


def _head(ax: Axes, level: float, words: str) -> None:
    """The heading of the rows of one whole, ending where their names end."""
    where: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center"}
    ax.text(-0.01, level, words, fontsize=9, fontweight="bold", color=style.MUTED, **where)


def _drawn(data: Data, grid: pd.DataFrame, stated: float) -> pd.DataFrame:
    """The shares as drawn and the sizes of the wholes, with the source of each, then what is stated."""
    unit = grid["at_most"].map({True: "per cent, at most", False: "per cent"})
    shares = grid.assign(source_id=[named[0] for named in grid["sources"]], unit=unit)
    places = [territory.POLYGONS, territory.POLYGONS, "cia-factbook-2026"]
    sizes = pd.DataFrame(_wholes(data).items(), columns=["share", "value"])
    sizes = sizes.assign(area="whole", unit="square kilometres", source_id=places)
    return with_stated(
        pd.concat([shares, sizes])[["share", "area", "value", "unit", "source_id"]],
        pd.DataFrame({"area": ["taken"], "value": stated, "unit": "per cent"}),
    )

"""Chart of the land gained in 2020 as a share of three wholes (notebook 06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import claims, style, territory
from milbalance.charts import dots
from milbalance.charts.marks import say
from milbalance.charts.parts import with_stated
from milbalance.claims.places import BEFORE
from milbalance.load import Data

HEADING = 1.7  # rows that the heading of a whole takes up
MARKS = {territory.TAKEN: "o", territory.WITH_DISTRICTS: "s", BEFORE: "^"}


def territory_shares(data: Data, *, ax: Axes | None = None) -> Axes:
    """Shares by whole and extent, one dot a source, beside what is stated; what was held before the war is open."""
    ax = style.canvas(ax, height=6.2)
    said = claims.stated(data, "territory-20")
    grid = claims.choices_of(data, "territory-20")
    grid = grid[grid["value"].notna() & (grid["counted"] | (grid["area"] == BEFORE))]
    rows, sizes = _rows(grid), _wholes(data)
    ax.set(xlim=(0, 100), ylim=(rows["level"].max() + 0.7, -2.6), xlabel="per cent")
    dots.name_levels(ax, rows)
    dots.mark_stated(ax, said, -1.9, f"stated: {said.stated:g} per cent", ha="left", dx=9)
    ink = style.colour(data, "AZE")
    for row in rows.to_dict("records"):
        _draw(ax, row, grid, ink)
    for whole, first in rows.groupby("share", sort=False)["level"].min().items():
        _head(ax, first - 1, f"{whole} ({sizes[str(whole)]:,.0f} km²)")
    plain = float(grid.loc[grid["plain"], "value"].iloc[0])
    official = grid[grid["area"] == BEFORE]["value"].max()
    return style.finish(
        ax,
        data,
        title=f"At most {plain:.0f} per cent of the former oblast was taken (stated: {said.stated:g}); "
        f"{official:g} per cent of Azerbaijan was said to be held before",
        subtitle="Per cent, one mark a source. Circles: taken in the war of 2020; squares: with the districts "
        "handed over after it; triangles: held by Armenian forces before the war, by three sources. Light band: "
        "what the wording covers. Shaded row: the plain reading",
        alt="Shares in per cent. "
        + "; ".join(f"{row['share']}, {row['name']}: {row['words']}" for row in rows.to_dict("records"))
        + f". Stated: {said.stated:g}.",
        drawn=_drawn(data, grid, said.stated),
    )


def _rows(grid: pd.DataFrame) -> pd.DataFrame:
    """One row a whole and an extent: share, area, low, high, sources (how many), plain, name, words, level."""
    found = (
        grid.groupby(["share", "area"], sort=False)
        .agg(low=("value", "min"), high=("value", "max"), sources=("value", "size"), plain=("plain", "any"))
        .reset_index()
    )
    shares = list(dict.fromkeys(found["share"]))
    found = found.sort_values("share", key=lambda names: names.map(shares.index), kind="stable", ignore_index=True)
    # Each whole has a heading above its rows.
    found["level"] = found.index + HEADING * found["share"].map(shares.index)
    words = [
        f"{row['low']:.3g}"
        if row["sources"] == 1
        else f"{row['low']:.3g} to {row['high']:.3g}, {row['sources']} sources"
        for row in found.to_dict("records")
    ]
    return found.assign(name=found["area"], words=words)


def _wholes(data: Data) -> dict[str, float]:
    """The size of each whole in square kilometres."""
    return {
        f"of {territory.OBLAST}": territory.oblast(data.facts),
        f"of {territory.HELD}": territory.held(data.facts),
        f"of {territory.COUNTRY}": territory.area(data.facts, "area of Azerbaijan"),
    }


def _draw(ax: Axes, row: Mapping[Any, Any], grid: pd.DataFrame, ink: str) -> None:
    """The marks of a row and its numbers; what is not the gain of 2020 is open."""
    level, before = row["level"], row["area"] == BEFORE
    values = grid.loc[(grid["share"] == row["share"]) & (grid["area"] == row["area"]), "value"]
    face = "white" if before else ink
    ax.plot(
        values,
        [level] * len(values),
        MARKS[row["area"]],
        color=ink,
        markerfacecolor=face,
        markersize=8,
        mew=1.5,
        linestyle="none",
        zorder=4,
    )
    weight = "bold" if row["plain"] else "normal"
    end = max(float(values.max()), 25.0 if float(values.max()) > 5 else 0.0)
    say(ax, end, level, row["words"], dx=9, dy=0, ha="left", va="center", weight=weight)


def _head(ax: Axes, level: float, words: str) -> None:
    """The heading of the rows of one whole, ending where their names end."""
    where: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "ha": "right", "va": "center"}
    ax.text(-0.01, level, words, fontsize=9, fontweight="bold", color=style.MUTED, **where)


def _drawn(data: Data, grid: pd.DataFrame, stated: float) -> pd.DataFrame:
    """The shares as drawn and the sizes of the wholes, with the source of each, then what is stated."""
    shares = grid.assign(source_id=[named[0] for named in grid["sources"]], unit="per cent")
    places = [territory.POLYGONS, territory.POLYGONS, "cia-factbook-2026"]
    sizes = pd.DataFrame(_wholes(data).items(), columns=["share", "value"])
    sizes = sizes.assign(area="whole", unit="square kilometres", source_id=places)
    return with_stated(
        pd.concat([shares, sizes])[["share", "area", "value", "unit", "source_id"]],
        pd.DataFrame({"area": ["taken"], "value": stated, "unit": "per cent"}),
    )

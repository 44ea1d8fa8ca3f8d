"""Charts of equipment held by year (notebook 02)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.forces import EQUIPMENT, WAR
from milbalance.charts.marks import guide, say
from milbalance.charts.wording import listed
from milbalance.tables.load import Data

IISS, GFP = "iiss-rdmc-v1", "GlobalFirepower"


@checked
def equipment_by_year(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", years: tuple[int, ...] = (1993, 2008, 2014)
) -> Axes:
    """Six kinds of equipment of both sides by year: IISS lists as lines, GlobalFirepower and others as points."""
    axes = style.panels(2, 3, height=6.4, sharex=True)
    rows = _equipment(data, (side_a, side_b))
    for ax, (item, words) in zip(axes, EQUIPMENT.items(), strict=True):
        _panel(ax, data, rows[rows["item"] == item], words, (side_a, side_b))
    _name_war(axes[1])
    lists = rows[rows["source_id"] == IISS]
    _key(axes[0], data, (side_a, side_b))
    last = int(lists["year"].max())
    names = [style.name(data, side) for side in (side_a, side_b)]
    tanks = [
        listed(f"{_held(lists, 'main_battle_tank', side, year):,.0f}" for year in years)
        for side in (side_a, side_b)
    ]
    ends = [
        f"{words.lower()} " + " to ".join(f"{_held(lists, item, side, last):,.0f}" for side in (side_a, side_b))
        for item, words in EQUIPMENT.items()
        if item in set(lists["item"])
    ]
    return style.finish(
        style.figure_of(axes[0]),
        data,
        title=f"Tanks listed by IISS in {listed(map(str, years))}: {names[0]} {tanks[0]}; {names[1]} {tanks[1]}",
        subtitle=f"Items held; lists for {names[1]} leave out equipment kept in Karabakh. Lines: IISS, to {last} "
        f"(gaps: no number listed). Hollow: GlobalFirepower. Crosses: other sources (× {names[0]}, + {names[1]})",
        alt=f"Six panels, one a kind of equipment, {rows['year'].min()} to {rows['year'].max()}. "
        f"In the IISS lists of {last}, {names[0]} to {names[1]}: {'; '.join(ends)}.",
        drawn=rows[["place", "year", "item", "value", "unit", "source_id"]],
    )


def _panel(ax: Axes, data: Data, rows: pd.DataFrame, words: str, sides: tuple[str, str]) -> None:
    """One kind of equipment of both sides."""
    for side, marks in zip(sides, (("o", "x"), ("s", "+")), strict=True):
        _holdings(ax, rows[rows["place"] == side], style.colour(data, side), marks)
    guide(ax, WAR)
    ax.set_title(words, loc="left", fontsize=10, fontweight="bold", color=style.INK)
    ax.set(xlim=(1991.5, 2025.5), xticks=[1995, 2005, 2015, 2025])
    ax.set_ylim(0, 1.14 * rows["value"].max())
    ax.tick_params(labelsize=8.5)
    ax.yaxis.set_major_formatter("{x:,.0f}")
    for row in rows[rows["value"] == 0].to_dict("records"):
        # A zero that a source prints is a number and no gap.
        say(ax, row["year"], 0, f"one {row['publisher']} copy: 0", dx=-6, dy=2, ha="right", ink=style.MUTED, size=8)
    if IISS not in set(rows["source_id"]):
        ax.text(0.04, 0.05, "no IISS count held", transform=ax.transAxes, fontsize=8.5, color=style.MUTED)


def _name_war(ax: Axes) -> None:
    """Say once what the dashed line in the panels is."""
    ax.annotate(
        "war of 2020",
        (WAR, 0.98),
        xycoords=("data", "axes fraction"),
        xytext=(-3, 0),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=8.5,
        color=style.MUTED,
    )


def _equipment(data: Data, sides: tuple[str, str]) -> pd.DataFrame:
    """Holdings to draw: one row a number; copies of another publisher's numbers are left out."""
    rows = measures.select(data.forces, place=list(sides), item=list(EQUIPMENT)).dropna(subset="value")
    rows = rows.merge(data.sources[["source_id", "publisher", "derived_from"]], on="source_id")
    rows = rows[rows["derived_from"].isna() | (rows["publisher"] == GFP)]
    return rows.drop_duplicates(["place", "year", "item", "publisher", "value"]).sort_values(
        ["item", "place", "year"]
    )


def _holdings(ax: Axes, rows: pd.DataFrame, ink: str, marks: tuple[str, str]) -> None:
    """One side in one panel: the IISS list as a line that breaks where nothing is listed, the rest as points."""
    lists = rows[rows["source_id"] == IISS]
    if not lists.empty:
        size = 2.2 if marks[0] == "o" else 2.8  # where two lines run together, the small circles lie on the squares
        line = measures.by_year(lists).reindex(range(lists["year"].min(), lists["year"].max() + 1))
        ax.plot(line.index, line, color=ink, marker=marks[0], markersize=size, linewidth=1.6, zorder=6.5 - size)
    ranked = rows[rows["publisher"] == GFP]
    ax.plot(
        ranked["year"],
        ranked["value"],
        color=ink,
        marker=marks[0],
        markerfacecolor="white",
        markersize=6,
        linestyle="none",
        clip_on=False,
        zorder=4,
    )
    others = rows[(rows["source_id"] != IISS) & (rows["publisher"] != GFP)]
    ax.plot(others["year"], others["value"], color=ink, marker=marks[1], markersize=5, linestyle="none", zorder=5)


def _held(lists: pd.DataFrame, item: str, side: str, year: int) -> float:
    return measures.one(lists, item=item, place=side, year=year)


def _key(ax: Axes, data: Data, sides: tuple[str, str]) -> None:
    """Which mark is whose, in the free corner of a panel."""
    for side, mark, y in ((sides[0], "●", 0.98), (sides[1], "■", 0.86)):
        ink = style.readable(style.colour(data, side))
        words = f"{mark} {style.name(data, side)}"
        text = ax.text(0.04, y, words, transform=ax.transAxes, fontsize=9, color=ink, va="top")
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})  # no grid line runs through it

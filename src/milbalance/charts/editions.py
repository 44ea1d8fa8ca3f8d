"""Charts of the ratio of military expenditure by source and edition (notebook 01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import say
from milbalance.charts.ratios import ratio_rows, stated_ratios, with_stated_ratios
from milbalance.charts.wording import speaks
from milbalance.ingest.source_ids import MILEX, SPLICED
from milbalance.tables.load import Data

COW_INK = "#B0578D"
COW, WDI = "cow-nmc", "wdi"  # families of sources.csv, beside that of SIPRI
RATIOS = ("spending-ratio", "spending-six-times")  # the two claims whose ratios are drawn


@checked
def spending_ratio_editions(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", year: int = 2013, start: int = 1995
) -> Axes:
    """The ratio by every source: current dollars in one panel, constant dollars in a panel for each edition."""
    sides = (side_a, side_b)
    current, constant = (_ratios(data, sides, basis, start) for basis in ("current_usd", "constant_usd"))
    stated = speaks(data, "spending-ratio", place=side_a, other=side_b)
    wide, small = _wide_over_small(constant["source_id"].nunique())
    _current_panel(wide, data, current, stated)
    _constant_panels(small, data, constant, year, stated)
    told, cow = (_in_year(data, current, year, family) for family in (MILEX, COW))
    spread = _in_year(data, constant, year, MILEX)
    cut = constant.loc[constant["year"] == year, "source_id"].isin(spliced_sources(data)).to_numpy()
    where = [f"{_range(spread[~cut])} in {'others' if cut.any() else 'all'}"] if not cut.all() else []
    where += [f"{_range(spread[cut])} in spliced series"] if cut.any() else []
    apart = f", Correlates of War {_range(cow)} in {year}" if cow.size else ""
    a, b = (style.name(data, side) for side in sides)
    return style.finish(
        style.figure_of(wide),
        data,
        title=f"{style.possessive(a)} military spending was {told.median():.1f} times {style.possessive(b)} in "
        f"{year}, or {_range(spread)} times adjusted for inflation",
        subtitle=f"Military expenditure, {a} over {b}, SIPRI. Above: current US dollars{apart}. Below: constant US "
        "dollars, a panel for each SIPRI edition, at prices and exchange rates of the year named; dotted: a "
        "spliced series, whose implied price changes break in a year or two",
        alt=f"One wide and {spread.size} small panels of yearly ratios. In current dollars SIPRI’s editions nearly "
        f"make one line, at {told.median():.2f} in {year}{apart}. In constant dollars SIPRI’s editions give "
        f"{spread.min():.2f} to {spread.max():.2f} for the same year ({', '.join(where)}).",
        drawn=with_stated_ratios(pd.concat([current, constant], ignore_index=True), data, sides, stated),
    )


def _in_year(data: Data, ratios: pd.DataFrame, year: int, family: str) -> pd.Series[float]:
    """The ratios of one publisher in one year."""
    return ratios.loc[(families(data, ratios["source_id"]) == family) & (ratios["year"] == year), "value"]


def _range(values: pd.Series[float]) -> str:
    """The lowest and the highest value in words, or the one value."""
    low, high = f"{values.min():.1f}", f"{values.max():.1f}"
    return low if low == high else f"{low} to {high}"


def _ratios(data: Data, sides: tuple[str, str], basis: str, start: int) -> pd.DataFrame:
    """The ratio by every source of one basis that has both sides, from a year on, with the base year."""
    rows = measures.select(data.spending, place=list(sides), basis=basis)
    places = rows.groupby("source_id")["place"].nunique()
    base = rows.groupby("source_id")["base_year"].first()
    ratios = [
        ratio_rows(data, sides, source, basis).assign(base_year=base[source])
        for source in places.index[places == 2]
    ]
    found = pd.concat(ratios, ignore_index=True).dropna(subset="value")
    return found[found["year"] >= start]


def _wide_over_small(editions: int) -> tuple[Axes, list[Axes]]:
    """A wide panel over rows of four small ones, one an edition and one for the key, all on one value axis."""
    rows = editions // 4 + 1
    ratios = {"height_ratios": [1.9, *[1] * rows]}
    axes = style.panels(rows + 1, 4, height=3.9 + 1.8 * rows, sharex=True, sharey=True, gridspec_kw=ratios)
    figure, grid = style.figure_of(axes[0]), axes[0].get_gridspec()
    assert grid is not None
    for old in axes[:4]:
        old.remove()
    return figure.add_subplot(grid[0, :], sharey=axes[4]), axes[4:]


def _current_panel(ax: Axes, data: Data, ratios: pd.DataFrame, stated: bool) -> None:
    """Every source in current dollars: SIPRI's editions, the World Bank on them, Correlates of War apart."""
    looks: dict[str, dict[str, Any]] = {
        MILEX: {"color": style.INK, "linewidth": 1.6},
        WDI: {
            "color": style.INK,
            "linestyle": "none",
            "marker": "o",
            "markersize": 5,
            "markerfacecolor": "white",
        },
        COW: {"color": COW_INK, "linewidth": 1.2, "marker": "s", "markersize": 3},
    }
    family = families(data, ratios["source_id"])
    for name, look in looks.items():
        for _, one in ratios[family == name].groupby("source_id"):
            ax.plot(one["year"], one["value"], **look)
    ax.set_title("Current US dollars, every source", loc="left", fontsize=10, fontweight="bold")
    first, last = ratios["year"].min(), ratios["year"].max()
    ax.set(ylabel="ratio", ylim=(0, max(9.9, 1.15 * ratios["value"].max())), xlim=(first - 0.5, last + 0.5))
    if stated:
        ax.set_yticks(range(0, 9, 2))
        stated_ratios(ax, data, first, size=8.5)
        words = "SIPRI, all editions (line); World Bank,\nwhich republishes SIPRI (circles)"
        say(ax, 2015, 7.6, words, dx=3, dy=-4, ha="left", size=8.5, halo=True)
        words = "Correlates of War, both versions (squares);\nits levels jump in 2000–04, then fall back"
        say(ax, 2004.8, 1.3, words, dx=8, dy=-6, ha="left", va="center", ink=COW_INK, size=8.5, halo=True)
        _name_the_odd(ax, data, ratios[family == MILEX])


def _name_the_odd(ax: Axes, data: Data, ratios: pd.DataFrame, apart: float = 0.4) -> None:
    """Name the edition that lies alone furthest from the others in a year, so that no line parts unexplained."""
    off = ratios["value"] - ratios.groupby("year")["value"].transform("median")
    odd = ratios.iloc[int(off.abs().to_numpy().argmax())].to_dict()
    if off.abs().max() > apart:
        words = f"{odd['year']}: {odd['value']:.1f} in the {edition(data, odd['source_id'])} edition"
        say(ax, odd["year"], odd["value"], words, dx=-14, dy=-7, ha="left", va="top", size=8.5, halo=True)


def _constant_panels(axes: Sequence[Axes], data: Data, ratios: pd.DataFrame, year: int, stated: bool) -> None:
    """One panel an edition in constant dollars, the others in grey behind it; spliced series dotted."""
    spliced = spliced_sources(data)
    editions = [(str(source), rows) for source, rows in ratios.groupby("source_id")]
    for ax, (source, rows) in zip(axes[: len(editions)], editions, strict=True):
        for _, other in editions:
            ax.plot(other["year"], other["value"], color=style.FAINT, linewidth=1, zorder=1)
        key, free = f"Black: this edition\nGrey: the others\nDot: {year}", 0.0
        if stated:
            free = _guides(ax, data)
            nearly, over = (articles.stated(data, claim_id) for claim_id in RATIOS)
            key += f"\nBand: stated, {articles.wording(nearly.stated, nearly.relation)}"
            key += f"\nDashed: stated, {articles.wording(over.stated, over.relation)}"
        dashes = (0, (1, 0.9)) if source in spliced else "-"
        ax.plot(rows["year"], rows["value"], color=style.INK, linestyle=dashes, linewidth=1.7)
        for value in rows.loc[rows["year"] == year, "value"]:
            ax.plot(year, value, marker="o", markersize=4.5, color=style.INK)
            say(ax, year, max(value, free), f"{value:.1f}", dx=12, dy=1, ha="left", size=9)  # above the lines
        words = f"{edition(data, source)} edition{', spliced' if source in spliced else ''}"
        ax.set_title(f"{words}\nprices of {rows['base_year'].iloc[0]}", loc="left", fontsize=8.5)
        ax.set_xticks(range(2000, 2021, 10))
        ax.tick_params(labelbottom=True, labelsize=8.5)
    for ax in axes[len(editions) :]:
        ax.set_axis_off()
    axes[len(editions)].text(0, 0.95, key, transform=axes[len(editions)].transAxes, va="top", fontsize=8.5)


def _guides(ax: Axes, data: Data) -> float:
    """The two stated ratios as in the panel above, thinner and without words; returns where the upper one lies."""
    nearly, over = (articles.stated(data, claim_id) for claim_id in RATIOS)
    style.band(ax, nearly.low, nearly.high)
    ax.axhline(over.low, color=style.STATED, linewidth=0.8, linestyle=(0, (5, 3)), zorder=1)
    return over.low


def edition(data: Data, source: str) -> str:
    """The edition or version of a source: "2021" of SIPRI's military expenditure, "7.0" of the capabilities."""
    return str(data.sources.set_index("source_id")["version"].loc[source])


def families(data: Data, sources: pd.Series[str]) -> pd.Series[str]:
    """The data set that each source is an edition of."""
    return sources.map(data.sources.set_index("source_id")["family"])


def spliced_sources(data: Data) -> set[str]:
    """Sources with a caveat on their constant series: it is spliced."""
    return set(data.sources.loc[data.sources["caveat"] == SPLICED, "source_id"])

"""Charts of special defence projects beyond the main budget (notebook 01)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, MultipleLocator

from milbalance import measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import limits, say
from milbalance.charts.ratios import stated_ratios, with_stated_ratios
from milbalance.charts.readings import MILEX
from milbalance.charts.wording import basis_words, peak, source_name, speaks, year_spans, yearly
from milbalance.measures import spending
from milbalance.tables.load import Data


@checked
def spending_special_projects(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", source: str = MILEX, start: int = 2005
) -> Axes:
    """What the special defence projects of side a add to its spending, and to its ratio to side b."""
    sides = (side_a, side_b)
    rows = measures.select(data.spending, place=list(sides), source_id=source, basis="current_usd")
    rows = rows[rows["year"] >= start]
    allocations, origin = allocations_of(data, side_a)
    whole, other = (measures.by_year(rows, gaps=True, place=side) for side in sides)
    less = spending.without(data.spending, allocations, side_a, source).loc[start:]
    ratios = {"with": whole / other, "without": less / other}
    bars, lines = style.panels(2, 1, height=6.4, sharex=True, gridspec_kw={"height_ratios": [1, 1.1]})
    _stacked(bars, less / 1000, whole / 1000, style.colour(data, side_a))
    _ratio_pair(lines, ratios)
    stated = speaks(data, "spending-ratio", place=side_a, other=side_b)
    if stated:
        stated_ratios(lines, data, start - 0.6, size=8.5)
    tops = {key: peak(values)[1] for key, values in ratios.items()}
    lines.set_xlim(start - 0.7, int(whole.index[-1]) + 0.7)
    lines.xaxis.set_major_locator(MaxNLocator(integer=True))
    a, b = (style.name(data, side) for side in sides)
    years = year_spans(int(year) for year in allocations.index)
    drawn = pd.concat(
        [
            _both_ways({"with": whole, "without": less}, place=side_a, unit="million US dollars", source_id=source),
            _both_ways(ratios, place="/".join(sides), unit="ratio", source_id=source),
            _allocated(allocations, place=side_a, source_id=origin),
        ],
        ignore_index=True,
    )
    return style.finish(
        style.figure_of(bars),
        data,
        title=f"Since {whole.index[0]} {a}’s military spending peaks at {tops['with']:.1f} times {b}’s, at "
        f"{tops['without']:.1f} without special projects",
        subtitle=f"Military expenditure, {basis_words(rows)}. {source_name(data, source)}. Allocations for special "
        f"defence projects beyond the main budget, {years}, converted at the edition’s own rate of the year",
        alt=f"Stacked bars of {a}’s spending, special projects and all other, {start} to {whole.index[-1]}. "
        f"Below, its ratio to {b}: highest {tops['with']:.2f} with and {tops['without']:.2f} without the projects.",
        drawn=with_stated_ratios(drawn, data, sides, stated),
    )


def allocations_of(data: Data, place: str) -> tuple[pd.Series[float], str]:
    """Special defence projects of a place in millions of local currency, and their source."""
    found = spending.special_projects(data.facts, place)
    rows = measures.select(data.facts, topic=spending.SPECIAL_PROJECTS, place=place)
    return found, str(rows["source_id"].iloc[0])


def _both_ways(values: dict[str, pd.Series[float]], **facts: str) -> pd.DataFrame:
    """A series with the special projects and one without, as tidy rows."""
    return pd.concat(_series_rows(found, f"{name} special projects", **facts) for name, found in values.items())


def _allocated(allocations: pd.Series[float], **facts: str) -> pd.DataFrame:
    """The allocations as tidy rows."""
    return _series_rows(allocations, "special projects", unit="millions of local currency", **facts)


def _series_rows(values: pd.Series[float], series: str, **facts: str) -> pd.DataFrame:
    rows = yearly(values, series=series, **facts)
    return rows[["year", "value", "place", "series", "unit", "source_id"]]


def _stacked(ax: Axes, less: pd.Series[float], whole: pd.Series[float], ink: str) -> None:
    """Bars of all other spending with the special projects on top, hatched; both totals where they differ."""
    extra = (whole - less).where(lambda gap: gap > 0).dropna()
    ax.bar(less.index, less, color=ink, edgecolor=ink, width=0.7)
    ax.bar(extra.index, extra, bottom=less[extra.index], color="white", edgecolor=ink, hatch="////", width=0.7)
    for year in extra.index:
        say(ax, year, whole[year], f"{whole[year]:.2f}", dy=2, size=8.5)
        ax.text(year, less[year] - 0.08, f"{less[year]:.2f}", ha="center", va="top", color="white", fontsize=8.5)
    ax.set(ylim=(0, 1.15 * whole.max()), ylabel="billion US dollars")
    words = "hatched: special defence projects\nfilled: all other spending"
    say(ax, less.index[0], 1.12 * whole.max(), words, dx=-12, dy=0, ha="left", va="top", ink=ink)


def _ratio_pair(ax: Axes, ratios: dict[str, pd.Series[float]]) -> None:
    """The ratio with and without, named at the peak."""
    looks = (("with special projects", "-", 6), ("without", (0, (4, 2)), -32))
    for values, (words, dashes, dx) in zip(ratios.values(), looks, strict=True):
        ax.plot(values.index, values, color=style.INK, linestyle=dashes, marker="o", markersize=4)
        top, highest = peak(values)
        say(ax, top, highest, f"{top}: {highest:.1f} {words}", dx=dx, dy=5, ha="left")
    ax.set(ylim=limits([value for values in ratios.values() for value in values], room=0.17), ylabel="ratio")
    ax.yaxis.set_major_locator(MultipleLocator(2))

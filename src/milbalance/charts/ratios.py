"""Charts of the ratio of military expenditure, by year and over every window of years (notebook 01)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import ring, say, stated_point
from milbalance.charts.readings import MILEX
from milbalance.charts.spending import estimate_words, mark_estimates, source_and_gaps
from milbalance.charts.wording import basis_words, peak, speaks, with_stated, year_spans, yearly
from milbalance.errors import MilbalanceError
from milbalance.measures import spending
from milbalance.tables.load import Data


@checked
def spending_ratio(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = MILEX,
    basis: str = "current_usd",
    year: int = 2020,
    ax: Axes | None = None,
) -> Axes:
    """Military expenditure of side a over side b by year, against the two ratios that the article states."""
    ax = style.canvas(ax)
    sides = (side_a, side_b)
    rows = measures.select(data.spending, place=list(sides), source_id=source, basis=basis)
    drawn = ratio_rows(data, sides, source, basis)
    values = drawn.set_index("year")["value"]
    found = values.dropna()
    year = year if year in found.index else int(found.index[-1])
    top, highest = peak(found)
    nearly, over = articles.stated(data, "spending-ratio"), articles.stated(data, "spending-six-times")
    above = [int(when) for when in found.index if over.covers(found[when])]
    high = f"above {over.low:g} in {year_spans(above) if above else 'no year'}"
    stated = speaks(data, "spending-ratio", place=side_a, other=side_b, basis=basis)
    _ratio_line(ax, values, year, least=8 if stated else 0)
    estimated = sorted({when for side in sides for when in spending.estimated_years(rows, side)})
    mark_estimates(ax, values, estimated, style.INK)
    if stated:
        _stated_beside(ax, data, nearly)
    its_year = stated and speaks(data, "spending-ratio", years=(year, year))
    said = f" (stated: {articles.wording(nearly.stated, nearly.relation)})" if its_year else ""
    a, b = (style.name(data, side) for side in sides)
    what = "military share of the economy" if basis == "share_gdp" else "military spending"
    return style.finish(
        ax,
        data,
        title=f"{a}’s {what} was {found[year]:.1f} times {b}’s in {year}{said}",
        subtitle=f"{a} over {b}, {basis_words(rows)}{', ' + high if stated else ''}{estimate_words(data, rows)}. "
        f"{source_and_gaps(data, rows, source, sides)}",
        alt=f"A line of yearly ratios, {found.index[0]} to {found.index[-1]}: {found[year]:.2f} in {year}{said}, "
        f"highest in {top} with {highest:.2f}{', ' + high if stated else ''}.",
        drawn=with_stated_ratios(drawn.assign(estimate=drawn["year"].isin(estimated)), data, sides, stated),
    )


def _stated_beside(ax: Axes, data: Data, nearly: Stated) -> None:
    """Both stated ratios along the years, and the first again as a point in its year, which bears its name."""
    stated_ratios(ax, data, 1995, beside=f"the wording covers {nearly.low:g} to {nearly.high:g}")
    stated_point(ax, 2020, nearly.stated)
    words = f"stated:\nnearly {nearly.stated:g}"
    say(ax, 2020, nearly.stated, words, dx=10, dy=0, ha="left", va="center", ink=style.STATED)


def _ratio_line(ax: Axes, values: pd.Series[float], year: int, *, least: float) -> None:
    """The ratio by year on an axis to `least` or more: one year marked, the peak named, lone years explained."""
    found = values.dropna()
    top, highest = peak(found)
    ax.set(ylim=(0, 1.1 * max(highest, least)), ylabel="ratio")
    ax.plot(values.index, values, color=style.INK, marker="o", markersize=4)
    ring(ax, year, found[year])
    say(ax, top, highest, f"{top}: {highest:.1f}")
    if year == found.index[-1]:
        say(ax, year, found[year], f"computed:\n{found[year]:.2f}", dx=10, dy=0, ha="left", va="center")
    else:  # the line goes on to the right: write where there is room
        low = found[year] < 0.25 * ax.get_ylim()[1]
        words = f"{year}, computed:\n{found[year]:.2f}"
        say(ax, year, found[year], words, dy=16 if low else -22, va="bottom" if low else "top")
    for lone in found.index:
        if lone - 1 not in found.index and lone + 1 not in found.index:
            words = f"{lone}, between years\nwithout a ratio"
            say(ax, lone, found[lone], words, dx=8, dy=0, ha="left", va="center", ink=style.MUTED, halo=True)


@checked
def spending_windows(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = MILEX,
    years: tuple[int, int] = (1992, 2020),
    plain: int = 2001,
) -> Axes:
    """Spending summed from each start year to the last, side a over side b, and a strip of the single years."""
    sides = (side_a, side_b)
    start, end = years
    if start == end:
        raise MilbalanceError(f"years {start}-{end}; wanted at least two, to sum from each start year")
    rows = measures.select(data.spending, place=list(sides), source_id=source, basis="current_usd")
    rows = rows[rows["year"].between(start, end)]
    a, b = (measures.by_year(rows, gaps=True, place=side) for side in sides)
    sums = spending.ratio_of_sums(a, b, range(start, end), end)
    top, highest = peak(sums)
    plain = plain if plain in sums.dropna().index else int(sums.dropna().index[0])
    single = measures.ratio_by_year(rows, *sides)
    over = articles.stated(data, "spending-six-times")
    above = [int(year) for year in single.index if over.covers(single[year])]
    upper, strip = style.panels(2, 1, height=5.4, sharex=True, gridspec_kw={"height_ratios": [6, 1]})
    _window_line(upper, sums, plain, end)
    stated = speaks(data, "spending-six-times", place=side_a, other=side_b, years=(plain, end))
    if stated:
        _over_band(upper, over.low, x=start)
    _year_strip(strip, single, above, over.low)
    names = [style.name(data, side) for side in sides]
    said = f" (stated: {articles.wording(over.stated, over.relation)})" if stated else ""
    passing = f"; the line to pass is at {over.low:g}" if stated else ""
    unit = f"ratio of sums from this year to {end}"
    windows = yearly(sums, place="/".join(sides), basis="current_usd", unit=unit, source_id=source)
    drawn = [
        windows[["place", "year", "value", "basis", "unit", "source_id"]],
        ratio_rows(data, sides, source, "current_usd").query("@start <= year <= @end"),
    ]
    return style.finish(
        style.figure_of(upper),
        data,
        title=f"{style.possessive(names[0])} military spending: at most {highest:.1f} times "
        f"{style.possessive(names[1])} in sums from {sums.dropna().index[0]} or later to {end}{said}",
        subtitle=f"{names[0]} over {names[1]}, military expenditure summed from each start year to {end}, "
        f"{basis_words(rows)}. {source_and_gaps(data, rows, source, sides)}",
        alt=f"A line of ratios of sums by start year: {sums[plain]:.2f} for {plain} to {end}, highest for {top} to "
        f"{end} with {highest:.2f}{passing}. Of {single.count()} single years with a "
        f"ratio {len(above)} are above {over.low:g}{': ' + year_spans(above) if above else ''}.",
        drawn=with_stated_ratios(pd.concat(drawn, ignore_index=True), data, sides, stated),
    )


def _over_band(ax: Axes, bound: float, x: float) -> None:
    """The line that "over six" has to pass, and the band above it."""
    ax.set_ylim(0, max(1.15 * bound, ax.get_ylim()[1]))
    style.band(ax, bound, ax.get_ylim()[1])
    ax.axhline(bound, color=style.STATED, linewidth=1.2, linestyle=(0, (5, 3)))
    say(ax, x, bound, f"stated: over {bound:g}", dy=4, ha="left", ink=style.STATED)


def _window_line(ax: Axes, sums: pd.Series[float], plain: int, end: int) -> None:
    """The ratio of sums by start year; a cross for a sum that would run over a gap."""
    top, highest = peak(sums)
    ax.set(ylim=(0, 1.15 * highest), ylabel="ratio of the sums", xlabel="first year of the sum")
    ax.plot(sums.index, sums, color=style.INK, marker="o", markersize=4)
    ring(ax, plain, sums[plain])
    say(ax, plain, sums[plain], f"{plain} to {end}: {sums[plain]:.2f}", dy=-10, va="top")
    say(ax, top, highest, f"{top} to {end}: {highest:.2f}")
    for gap in sums.index[sums.isna()]:
        say(ax, gap, 0, "×", dy=4, ink=style.MUTED, size=10)
    if sums.isna().any():
        words = "×: no sum, a year\nhas no value"
        say(ax, sums.index[0], 0, words, dx=-4, dy=20, ha="left", ink=style.MUTED, size=8.5, halo=True)
    ax.tick_params(labelbottom=True)


def _year_strip(ax: Axes, single: pd.Series[float], above: list[int], bound: float) -> None:
    """One square a year: filled above the bound, open up to it, a cross without a ratio."""
    below = [year for year in single.dropna().index if year not in above]
    looks: list[tuple[Sequence[int], dict[str, Any]]] = [
        (above, {"marker": "s", "markersize": 9}),
        (below, {"marker": "s", "markersize": 9, "fillstyle": "none"}),
        (list(single.index[single.isna()]), {"marker": "x", "markersize": 5}),
    ]
    for years, look in looks:
        ax.plot(years, [0.0] * len(years), linestyle="none", color=style.MUTED, **look)
    ax.set(ylim=(-1, 1), yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0, labelbottom=False)
    told = f": {year_spans(above)}" if above else ""
    words = f"Single years: {len(above)} of {single.count()} are above {bound:g} (filled){told}"
    ax.set_title(words, loc="left", fontsize=9, color=style.MUTED)


def ratio_rows(data: Data, sides: tuple[str, str], source: str, basis: str) -> pd.DataFrame:
    """The ratio of one source and basis as tidy rows; years in which a side has no value keep their place."""
    values = measures.ratio_by_year(data.spending, *sides, source_id=source, basis=basis)
    rows = yearly(values, place="/".join(sides), basis=basis, unit="ratio", source_id=source)
    return rows[["place", "year", "basis", "value", "unit", "source_id"]]


def stated_ratios(ax: Axes, data: Data, x: float, *, size: float = 9, beside: str = "") -> None:
    """The two stated ratios: the band that "nearly five" covers and the line that "over six" has to pass.

    The band bears what is stated, or the words `beside` where a mark of its own does.
    """
    nearly, over = articles.stated(data, "spending-ratio"), articles.stated(data, "spending-six-times")
    style.band(ax, nearly.low, nearly.high)
    ax.axhline(over.low, color=style.STATED, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
    words = [f"stated: {articles.wording(claim.stated, claim.relation)}" for claim in (nearly, over)]
    middle = (nearly.low + nearly.high) / 2
    say(ax, x, middle, beside or words[0], dy=-0.5, ha="left", va="center", ink=style.STATED, size=size)
    say(ax, x, over.low, words[1], dy=2, ha="left", ink=style.STATED, size=size)


def with_stated_ratios(drawn: pd.DataFrame, data: Data, sides: tuple[str, str], stated: bool) -> pd.DataFrame:
    """The rows drawn, with the bounds of the two stated ratios where they are drawn too."""
    nearly, over = articles.stated(data, "spending-ratio"), articles.stated(data, "spending-six-times")
    bounds = pd.DataFrame({"value": [nearly.low, nearly.high, over.low]})
    said = bounds.assign(place="/".join(sides), unit="ratio, bound of what is stated")
    return with_stated(drawn, said) if stated else drawn

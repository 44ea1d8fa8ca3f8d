"""Charts of military expenditure: its level, its share of the economy and its growth (notebook 01)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import guide, say, stated_point
from milbalance.charts.readings import MILEX
from milbalance.charts.wording import basis_words, gap_words, listed, peak, source_name, speaks, with_stated
from milbalance.ingest import source_ids
from milbalance.measures import spending
from milbalance.measures.transfers import span
from milbalance.tables.load import Data

NEWEST = "sipri-milex-2025"  # the newest edition; its constant series of the two sides has no known break


@checked
def spending_levels(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", source: str = MILEX, ax: Axes | None = None
) -> Axes:
    """Military expenditure of both sides by year in current dollars, with the two years that the article names."""
    ax = style.canvas(ax)
    rows = measures.select(data.spending, place=[side_a, side_b], source_id=source, basis="current_usd")
    series = {side: measures.by_year(rows, gaps=True, place=side) / 1000 for side in (side_a, side_b)}
    tops = {side: peak(values) for side, values in series.items()}
    ax.set(ylim=(0, max(4.2, 1.1 * max(value for _, value in tops.values()))), ylabel="billion US dollars")
    _two_lines(ax, data, rows, series)
    points = _named_years(data, series[side_a], side_a)
    for point in points:
        _stated_and_found(ax, *point)
    others = _published(data, [year for year, _, _ in points], side_a)
    _draw_published(ax, others, {year: value for year, value, _ in points})
    a, b = (style.name(data, side) for side in (side_a, side_b))
    last = int(series[side_a].dropna().index[-1])
    told = [f"{found:.2f} billion in {year} (stated {said:g})" for year, said, found in points]
    told = told or [f"{series[side_a][last]:.2f} billion in {last}"]
    also = [f"{value:g} for {year} (sources: {count})" for year, value, count in _alike(others)]
    elsewhere = f" Published elsewhere: {listed(also)}." if also else ""
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(a)} military spending: "
        f"{', '.join(told).replace(' billion', ' billion dollars', 1)}",
        subtitle=f"Military expenditure in {basis_words(rows)}{'; diamonds: as stated' if points else ''}"
        f"{estimate_words(data, rows)}. {source_and_gaps(data, rows, source, (side_a, side_b))}",
        alt=f"Two lines of yearly spending in billions of US dollars up to {last}. {a}: {', '.join(told)}; highest "
        f"in {tops[side_a][0]} with {tops[side_a][1]:.2f}. {b} never stands above "
        f"{math.ceil(100 * tops[side_b][1]) / 100:.2f}.{elsewhere}",
        drawn=_levels_drawn(rows, others, points, side_a),
    )


def _levels_drawn(
    rows: pd.DataFrame, others: pd.DataFrame, points: Sequence[tuple[int, float, float]], side: str
) -> pd.DataFrame:
    """The lines, the figures that others published and the stated ones as rows, all in millions."""
    published = others.assign(value=1000 * others["value"], place=side, unit="million US dollars, as published")
    said = pd.DataFrame([(year, 1000 * value) for year, value, _ in points], columns=["year", "value"])
    lines = rows[["place", "year", "basis", "value", "unit", "quality", "source_id"]]
    drawn = pd.concat([lines, published], ignore_index=True) if len(published) else lines
    return with_stated(drawn, said.assign(place=side, unit="million US dollars, as stated"))


NAMED = {2007: "spending-2007", 2013: "spending-2013"}  # the years that the article names, and the claims


def _named_years(data: Data, values: pd.Series[float], side: str) -> list[tuple[int, float, float]]:
    """The years that the article names: year, what it states, what the line shows, in billions."""
    return [
        (year, articles.stated(data, claim_id).stated, float(values[year]))
        for year, claim_id in NAMED.items()
        if speaks(data, claim_id, place=side) and year in values.dropna().index
    ]


def _stated_and_found(ax: Axes, year: int, said: float, found: float) -> None:
    """The stated value of a year, tied to the computed one."""
    ax.plot([year, year], [said, found], color=style.STATED, linewidth=1.2, linestyle=":")
    stated_point(ax, year, said)
    words = f"stated {said:g}\ncomputed {found:.2f}"
    say(ax, year, max(said, found), words, dx=-9, dy=3, ha="right", ink=style.STATED, halo=True)


def _published(data: Data, years: Sequence[int], side: str) -> pd.DataFrame:
    """What others published for the years that the article names."""
    columns = ["year", "value", "source_id"]
    found = [spending.published(data.facts, side, NAMED[year])[columns] for year in years]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _draw_published(ax: Axes, others: pd.DataFrame, stated: Mapping[int, float]) -> None:
    """The outline of a diamond, one a year and value, wide enough to go round the stated one."""
    look: dict[str, Any] = {"markersize": 11, "markerfacecolor": "none", "markeredgecolor": style.MUTED}
    for year, value, count in _alike(others):
        ax.plot(year, value, marker="D", linestyle="none", **look)
        also = "also published" if value == stated.get(year) else "published elsewhere"
        words = f"{also} by {count} other{'s' * (count > 1)}: {value:g}"
        say(ax, year, value, words, dx=11, dy=0, ha="left", va="center", ink=style.MUTED, halo=True)


def _alike(others: pd.DataFrame) -> list[tuple[int, float, int]]:
    """Year, value and how many sources publish it."""
    return sorted(
        (*pair, times) for pair, times in Counter(zip(others["year"], others["value"], strict=True)).items()
    )


def _two_lines(ax: Axes, data: Data, rows: pd.DataFrame, series: dict[str, pd.Series[float]]) -> None:
    """One line with its own marker a side, named at its end; hollow marks where the source estimates."""
    ends = []
    for marker, (side, values) in zip(style.MARKERS, series.items(), strict=False):
        ink = style.colour(data, side)
        # no line over an absent year
        every = values.reindex(range(int(values.index[0]), int(values.index[-1]) + 1))
        _plot_whole(ax, every, color=ink, marker=marker, markersize=3.5)
        mark_estimates(ax, values, spending.estimated_years(rows, side), ink, marker=marker, size=3.5)
        last = values.dropna()
        ends.append((last.index[-1], last.iloc[-1], style.name(data, side), ink))
    style.end_labels(ax, ends)


def mark_estimates(
    ax: Axes, values: pd.Series[float], years: Sequence[int], ink: str, *, marker: str = "o", size: float = 4
) -> None:
    """Hollow marks over the filled ones in the years that the source gives as its own estimates."""
    there = values.reindex(list(years)).dropna()
    look: dict[str, Any] = {"marker": marker, "markersize": size, "markerfacecolor": "white"}
    _plot_whole(ax, there, color=ink, linestyle="none", **look)


def _plot_whole(ax: Axes, values: pd.Series[float], **look: Any) -> None:
    """Values by year whose marks are not halved by the axis; the layout leaves no room for what is not clipped."""
    for line in ax.plot(values.index, values, clip_on=False, **look):
        line.set_in_layout(False)


def estimate_words(data: Data, rows: pd.DataFrame) -> str:
    """How estimates are drawn and whose they are, for a subtitle; nothing where there are none."""
    if not any(spending.estimated_years(rows, place) for place in rows["place"].unique()):
        return ""
    sipri = data.sources.loc[data.sources["family"] == source_ids.MILEX, "source_id"]
    ours = rows["source_id"].isin(sipri).all()
    return f"; hollow: {'SIPRI estimate' if ours else 'estimate of the source'}"


def source_and_gaps(data: Data, rows: pd.DataFrame, source: str, sides: Sequence[str]) -> str:
    """The edition and the years without a value, as the end of a subtitle."""
    return f"{source_name(data, source)}.{gap_words(data, rows, sides)}".removesuffix(".")


@checked
def spending_share_gdp(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", source: str = MILEX, ax: Axes | None = None
) -> Axes:
    """Military expenditure of both sides as a share of gross domestic product, by year."""
    ax = style.canvas(ax)
    rows = measures.select(data.spending, place=[side_a, side_b], source_id=source, basis="share_gdp")
    a, b = (measures.by_year(rows, gaps=True, place=side) for side in (side_a, side_b))
    ax.set(ylim=(0, 1.15 * max(a.max(), b.max())), ylabel="per cent of gross domestic product")
    _two_lines(ax, data, rows, {side_a: a, side_b: b})
    both = (a - b).dropna()
    ahead = {side_a: int((both > 0).sum()), side_b: int((both < 0).sum())}
    more, less = (side_a, side_b) if ahead[side_a] > ahead[side_b] else (side_b, side_a)
    names = {side: style.name(data, side) for side in (side_a, side_b)}
    last = int(both.index[-1])
    ahead_at_last = both[last] > 0 if more == side_a else both[last] < 0
    except_last = "" if ahead_at_last else f", not in {last}"
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(names[more])} military spending was a larger share of its economy than "
        f"{style.possessive(names[less])} in {ahead[more]} of {both.size} years{except_last}",
        subtitle=f"Military expenditure, {basis_words(rows)}; in {last} {names[side_a]} {a[last]:.1f}, "
        f"{names[side_b]} {b[last]:.1f}{estimate_words(data, rows)}. "
        f"{source_and_gaps(data, rows, source, (side_a, side_b))}",
        alt=f"Two lines of shares of gross domestic product up to {last}: {names[side_a]} {a[last]:.2f} per cent, "
        f"{names[side_b]} {b[last]:.2f} per cent in {last}. {names[more]} has the higher share in {ahead[more]} of "
        f"{both.size} years.",
        drawn=rows[["place", "year", "basis", "value", "unit", "quality", "source_id"]],
    )


@checked
def spending_trend(
    data: Data,
    *,
    place: str = "AZE",
    source: str = MILEX,
    windows: Sequence[tuple[int, int]] = ((2000, 2019), (2000, 2009), (2010, 2019)),
    ax: Axes | None = None,
) -> Axes:
    """Spending of one side in constant dollars on a log axis, with the fitted yearly growth of several windows."""
    ax = style.canvas(ax)
    rows = measures.select(data.spending, place=place, source_id=source, basis="constant_usd")
    values = measures.by_year(rows, gaps=True)
    _log_axis(ax, values)
    found = spending.breaks(data.spending, place, source, against=NEWEST)
    _broken_line(ax, values, list(found["year"]), style.colour(data, place))
    mark_estimates(ax, values, spending.estimated_years(rows, place), style.colour(data, place), size=4.5)
    rates = {(start, end): measures.trend(values, start, end) for start, end in windows}
    lines = _draw_trends(ax, values, rates)
    ax.set_xlim(values.index[0] - 1.4, values.index[-1] + 0.3)  # grid lines end before the names of the trends
    _mark_breaks(ax, found)
    drawn = pd.concat([rows.dropna(subset="value"), lines.assign(place=place, source_id=source)], ignore_index=True)
    columns = ["place", "year", "basis", "base_year", "value", "unit", "per_cent_a_year", "quality", "source_id"]
    told = [f"{start}–{end} {rate:+.1f} per cent a year" for (start, end), rate in rates.items()]
    broken = [window for window in windows if any(window[0] < year <= window[1] for year in found["year"])]
    parts = [
        f"{_rate_words(rates[window])} in {span(*window)}" + " (with a break)" * (window in broken)
        for window in windows[1:] or windows
    ]
    across = _across(found["year"], windows)
    parts[0] = parts[0].replace(" in ", " per cent a year in ", 1)
    stated = speaks(data, "spending-rising", place=place, years=windows[0])
    said = " (stated: rising)" if stated else ""
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(style.name(data, place))} military spending: growth of {', '.join(parts)}{said}",
        subtitle=f"Military expenditure, {basis_words(rows)}, log scale{estimate_words(data, rows)}; black: fitted "
        f"log-linear trends in per cent a year, solid over the plain window of {windows[0][0]}–{windows[0][1]}"
        f"{across}. {source_name(data, source)}",
        alt=f"A line of yearly spending in constant dollars on a log scale, with fitted trends: {'; '.join(told)}"
        f"{across}.",
        drawn=_with_rising(drawn[columns], data, place) if stated else drawn[columns],
    )


def _across(breaks: pd.Series[int], windows: Sequence[tuple[int, int]]) -> str:
    """Which windows hold a break of the series, so that their trend joins prices that do not compare."""
    told = []
    for year in breaks:
        held = [f"{start}–{end}" for start, end in windows if start < year <= end]
        told += [f"; the series breaks in {year}, within {listed(held)}"] if held else []
    return "".join(told)


def _broken_line(ax: Axes, values: pd.Series[float], breaks: Sequence[int], ink: str) -> None:
    """The yearly values as a line, dotted from the year before a break to the break."""
    ax.plot(values.index, values, color=ink, marker="o", markersize=4.5, linestyle="none")
    for year in values.index[1:]:
        before = year - 1
        dashes = (0, (1, 1.6)) if year in breaks else "-"
        if before in values.index:
            ax.plot([before, year], values[[before, year]], color=ink, linestyle=dashes, linewidth=1.2)


def _rate_words(rate: float) -> str:
    """A yearly growth in per cent, to two digits or so: "32", "0.6", "−4.1"."""
    return (f"{rate:.0f}" if abs(rate) >= 10 else f"{rate:.1f}").replace("-", "−")


def _draw_trends(ax: Axes, values: pd.Series[float], rates: Mapping[tuple[int, int], float]) -> pd.DataFrame:
    """The fitted line of each window, named with its yearly growth; returns the lines as rows."""
    lines, ends = [], []
    latest = max(end for _, end in rates)
    for ((start, end), rate), dashes in zip(rates.items(), cycle(("-", (0, (5, 2)), (0, (1, 1.5)))), strict=False):
        fit = spending.trend_line(values, start, end)
        ax.plot(fit.index, fit, color=style.INK, linestyle=dashes, linewidth=1.8)
        words = f"{start}–{end}: {rate:+.1f}".replace("-", "−")
        if end == latest:  # the other windows end amid the marks
            ends.append((float(values.index[-1]), fit[end], words, style.INK))
        else:
            say(ax, start, fit[start], words, dy=-9, ha="left", va="top", size=9.5)
        line = pd.DataFrame({"year": fit.index, "value": fit.to_numpy(), "per_cent_a_year": rate})
        lines.append(line.assign(unit=f"million US dollars, trend of {start}-{end}"))
    style.end_labels(ax, ends)
    return pd.concat(lines)


def _with_rising(drawn: pd.DataFrame, data: Data, place: str) -> pd.DataFrame:
    """The rows drawn with the bound that a stated rise has to pass."""
    bound = articles.stated(data, "spending-rising").low
    said = pd.DataFrame({"place": [place], "per_cent_a_year": [bound], "unit": ["bound of what is stated"]})
    return with_stated(drawn, said)


def _log_axis(ax: Axes, values: pd.Series[float]) -> None:
    """A log axis of round dollar values."""
    low, high = values.min(), values.max()
    steps = [step * 10**power for power in range(0, 7) for step in (1, 2, 5)]
    ticks = [step for step in steps if low * 0.7 <= step <= high * 1.6]
    ax.set_yscale("log")
    ax.set_yticks(ticks, [f"{step:,}" for step in ticks])
    ax.minorticks_off()
    ax.set(ylim=(low * 0.5, high * 1.9), ylabel="million US dollars, log scale")


def _mark_breaks(ax: Axes, found: pd.DataFrame) -> None:
    """The years in which this edition's prices move otherwise than those of the newest edition."""
    for row, (year, here, there) in enumerate(
        zip(found["year"], found["price_change"], found["against"], strict=True)
    ):
        guide(ax, year)
        words = f"{year}, a break: implied prices {here:+.0f} per cent\nhere, {there:+.0f} in the newest edition"
        bottom, words = ax.get_ylim()[0], words.replace("-", "−")
        say(ax, year, bottom, words, dx=6, dy=6 + 26 * row, ha="left", ink=style.MUTED, size=8.5)

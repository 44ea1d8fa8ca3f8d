"""Charts of military expenditure (notebook 01)."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from milbalance import claims, measures, spending, style
from milbalance.charts.parts import basis_words, source_name, with_stated
from milbalance.claims import MILEX
from milbalance.errors import MissingError, NoRowsError
from milbalance.load import Data

ARTICLE_SIDES = ("AZE", "ARM")  # what the article states is about these two: its marks stand beside no others
NEWEST = "sipri-milex-2025"  # the newest edition; its constant series of the two sides has no known break
FAMILIES = {"sipri": "SIPRI", "wdi": "World Bank", "cow": "Correlates of War"}
COW_INK = "#B0578D"


def spending_levels(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", source: str = MILEX, ax: Axes | None = None
) -> Axes:
    """Military expenditure of both sides by year in current dollars, with the two years that the article names."""
    ax = style.canvas(ax)
    rows = measures.select(data.spending, place=[side_a, side_b], source_id=source, basis="current_usd")
    series = {side: measures.by_year(rows, gaps=True, place=side) / 1000 for side in (side_a, side_b)}
    tops = {side: _peak(values) for side, values in series.items()}
    ax.set(ylim=(0, max(4.2, 1.1 * max(value for _, value in tops.values()))), ylabel="billion US dollars")
    _two_lines(ax, data, series)
    points = _named_years(data, series[side_a], side_a)
    for year, said, found in points:
        ax.plot([year, year], [said, found], color=style.STATED, linewidth=1.2, linestyle=":")
        ax.plot(year, said, marker="D", color=style.STATED, markersize=7, linestyle="none")
        words = f"stated {said:g}\ncomputed {found:.2f}"
        _say(ax, year, max(said, found), words, dx=-9, dy=3, ha="right", ink=style.STATED)
    a, b = (style.name(data, side) for side in (side_a, side_b))
    last = int(series[side_a].dropna().index[-1])
    told = [f"{found:.2f} billion in {year} (stated {said:g})" for year, said, found in points]
    told = told or [f"{series[side_a][last]:.2f} billion in {last}"]
    return style.finish(
        ax,
        data,
        title=f"{a} spent {', '.join(told)}".replace(" billion", " billion dollars", 1),
        subtitle=f"Military expenditure in {basis_words(rows)}{'; diamonds: as stated' if points else ''}. "
        f"{source_name(data, source)}." + _gap_words(data, rows, [side_a, side_b]),
        alt=f"Two lines of yearly spending in billions of US dollars up to {last}. {a}: {', '.join(told)}; highest "
        f"in {tops[side_a][0]} with {tops[side_a][1]:.2f}. {b} never stands above {tops[side_b][1]:.2f}.",
        drawn=with_stated(
            rows[["place", "year", "basis", "value", "unit", "source_id"]],
            pd.DataFrame([(year, 1000 * said) for year, said, _ in points], columns=["year", "value"]).assign(
                place=side_a, unit="million US dollars, as stated"
            ),
        ),
    )


def _named_years(data: Data, values: pd.Series[float], side: str) -> list[tuple[int, float, float]]:
    """The years that the article names: year, what it states, what the line shows, in billions."""
    return [
        (year, claims.stated(data, claim_id).stated, float(values[year]))
        for year, claim_id in ((2007, "spending-2007"), (2013, "spending-2013"))
        if side == ARTICLE_SIDES[0] and year in values.index
    ]


def _two_lines(ax: Axes, data: Data, series: dict[str, pd.Series[float]]) -> None:
    """One line with its own marker a side, named at its end."""
    ends = []
    for marker, (side, values) in zip(style.MARKERS, series.items(), strict=False):
        ink = style.colour(data, side)
        every = values.reindex(
            range(int(values.index[0]), int(values.index[-1]) + 1)
        )  # no line over an absent year
        ax.plot(every.index, every, color=ink, marker=marker, markersize=3.5)
        last = values.dropna()
        ends.append((last.index[-1], last.iloc[-1], style.name(data, side), ink))
    style.end_labels(ax, ends)


def _gap_words(data: Data, rows: pd.DataFrame, sides: Sequence[str]) -> str:
    """Which years of whom have no value, from the first year that has one for any side, and why; else nothing."""
    valued = rows.dropna(subset="value")
    told = []
    for side in sides:
        reasons = rows[rows["place"] == side].set_index("year")["missing_reason"]
        there = set(valued.loc[valued["place"] == side, "year"])
        gaps: dict[str, list[int]] = {}
        for year in range(int(valued["year"].min()), int(valued["year"].max()) + 1):
            if year not in there:
                gaps.setdefault(str(reasons.get(year, "no row")), []).append(year)
        told += [f"{style.name(data, side)} in {_spans(years)} ({reason})" for reason, years in gaps.items()]
    return f" No value for {_listed(told)}." if told else ""


def _spans(years: Iterable[int]) -> str:
    """Years in words, runs joined: "1993 and 2011–2015"."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return _listed(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _peak(values: pd.Series[float]) -> tuple[int, float]:
    """The year of the highest value, and the value."""
    found = values.dropna()
    if found.empty:
        raise MissingError("no year or window has a value")
    place = int(found.to_numpy().argmax())
    return int(found.index[place]), float(found.iloc[place])


def _figure(ax: Axes) -> Figure:
    """The figure of the panels."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def _listed(items: Iterable[str]) -> str:
    """Items in words: "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def _say(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    dx: float = 0,
    dy: float = 7,
    ha: str = "center",
    va: str = "bottom",
    ink: str = style.INK,
    size: float = 9,
) -> None:
    """Write a label some points away from a mark."""
    ax.annotate(
        text,
        (x, y),
        xytext=(dx, dy),
        textcoords="offset points",
        ha=ha,
        va=va,
        color=style.readable(ink),
        fontsize=size,
        annotation_clip=False,
    )


def _stated_marks(ax: Axes, data: Data, x: float, *, size: float = 9, when: str = "") -> None:
    """The two stated ratios: the band that "nearly five" covers and the line that "over six" has to pass."""
    nearly, over = claims.stated(data, "spending-ratio"), claims.stated(data, "spending-six-times")
    style.band(ax, nearly.low, nearly.high)
    ax.axhline(over.low, color=style.STATED, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
    words = [f"stated: {claims.wording(claim.stated, claim.relation)}" for claim in (nearly, over)]
    middle = (nearly.low + nearly.high) / 2
    _say(ax, x, middle, words[0] + when, dy=-0.5, ha="left", va="center", ink=style.STATED, size=size)
    _say(ax, x, over.low, words[1], dy=2, ha="left", ink=style.STATED, size=size)


def _with_stated_ratios(drawn: pd.DataFrame, data: Data, sides: tuple[str, str]) -> pd.DataFrame:
    """The rows drawn with the bounds of the two stated ratios, where the sides are those of the article."""
    nearly, over = claims.stated(data, "spending-ratio"), claims.stated(data, "spending-six-times")
    bounds = pd.DataFrame({"value": [nearly.low, nearly.high, over.low]})
    said = bounds.assign(place="/".join(sides), unit="ratio, bound of what is stated")
    return with_stated(drawn, said) if sides == ARTICLE_SIDES else drawn


def _ratio_rows(data: Data, sides: tuple[str, str], source: str, basis: str) -> pd.DataFrame:
    """The ratio of one source and basis as tidy rows; years in which a side has no value keep their place."""
    values = measures.ratio_by_year(data.spending, *sides, source_id=source, basis=basis)
    return pd.DataFrame(
        {
            "place": "/".join(sides),
            "year": pd.array(values.index.to_list(), dtype="Int64"),
            "basis": basis,
            "value": values.to_numpy(),
            "unit": "ratio",
            "source_id": source,
        }
    )


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
    drawn = _ratio_rows(data, sides, source, basis)
    values = drawn.set_index("year")["value"]
    found = values.dropna()
    year = year if year in found.index else int(found.index[-1])
    top, highest = _peak(found)
    nearly, over = claims.stated(data, "spending-ratio"), claims.stated(data, "spending-six-times")
    above = [int(when) for when in found.index if over.covers(found[when])]
    high = f"above {over.low:g} in {_spans(above) if above else 'no year'}"
    _ratio_line(ax, values, year)
    said = ""
    if sides == ARTICLE_SIDES:
        said = f" (stated{'' if year == 2020 else ' of 2020'}: {claims.wording(nearly.stated, nearly.relation)})"
        _stated_marks(ax, data, 1995, when=f" (covers {nearly.low:g} to {nearly.high:g})")
        ax.plot(2020, nearly.stated, marker="D", color=style.STATED, markersize=7, linestyle="none")
        words = f"stated:\nnearly {nearly.stated:g}"
        _say(ax, 2020, nearly.stated, words, dx=10, dy=0, ha="left", va="center", ink=style.STATED)
    a, b = (style.name(data, side) for side in sides)
    what = "military share of the economy" if basis == "share_gdp" else "military spending"
    return style.finish(
        ax,
        data,
        title=f"{a}’s {what} was {found[year]:.1f} times {b}’s in {year}{said}",
        subtitle=f"{a} over {b}, {basis_words(rows)}{', ' + high if said else ''}. {source_name(data, source)}."
        + _gap_words(data, rows, sides),
        alt=f"A line of yearly ratios, {found.index[0]} to {found.index[-1]}: {found[year]:.2f} in {year}{said}, "
        f"highest in {top} with {highest:.2f}{', ' + high if said else ''}.",
        drawn=_with_stated_ratios(drawn, data, sides),
    )


def _ratio_line(ax: Axes, values: pd.Series[float], year: int) -> None:
    """The ratio by year, with one year marked, its peak named and lone years explained."""
    found = values.dropna()
    top, highest = _peak(found)
    ax.set(ylim=(0, 1.1 * max(highest, 8)), ylabel="ratio")
    ax.plot(values.index, values, color=style.INK, marker="o", markersize=4)
    ax.plot(year, found[year], marker="o", markersize=10, markerfacecolor="none", markeredgecolor=style.INK)
    _say(ax, top, highest, f"{top}: {highest:.1f}")
    if year == found.index[-1]:
        _say(ax, year, found[year], f"computed:\n{found[year]:.2f}", dx=10, dy=0, ha="left", va="center")
    else:  # the line goes on to the right: write where there is room
        low = found[year] < 0.25 * ax.get_ylim()[1]
        words = f"{year}, computed:\n{found[year]:.2f}"
        _say(ax, year, found[year], words, dy=16 if low else -22, va="bottom" if low else "top")
    for lone in found.index:
        if lone - 1 not in found.index and lone + 1 not in found.index:
            words = f"{lone}, between years\nwithout a ratio"
            _say(ax, lone, found[lone], words, dx=8, dy=0, ha="left", va="center", ink=style.MUTED)


def spending_ratio_editions(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", year: int = 2013, start: int = 1995
) -> Axes:
    """The ratio by every source: current dollars in one panel, constant dollars in a panel for each edition."""
    sides = (side_a, side_b)
    current, constant = (_ratios(data, sides, basis, start) for basis in ("current_usd", "constant_usd"))
    wide, small = _wide_over_small()
    _current_panel(wide, data, current, sides)
    _constant_panels(small, data, constant, year)
    told = current.loc[current["source_id"].str.startswith("sipri") & (current["year"] == year), "value"]
    spread = constant.loc[constant["year"] == year, "value"]
    where = (
        f"anywhere from {spread.min():.1f} to {spread.max():.1f}" if spread.size > 1 else f"at {spread.max():.1f}"
    )
    a, b = (style.name(data, side) for side in sides)
    return style.finish(
        _figure(wide),
        data,
        title=f"Constant prices put the ratio of {year} {where}; current prices say {told.median():.1f}",
        subtitle=f"Military expenditure, {a} over {b}. Above: current US dollars. Below: constant US dollars, a "
        "panel for each SIPRI edition, at prices and exchange rates of the year named; dashed: a spliced series, "
        "whose implied price changes break in a year or two.",
        alt=f"One wide and {spread.size} small panels of yearly ratios. In current dollars SIPRI’s editions nearly "
        f"make one line, at {told.median():.2f} in {year}. In constant dollars they give {spread.min():.2f} to "
        f"{spread.max():.2f} for the same year.",
        drawn=_with_stated_ratios(pd.concat([current, constant], ignore_index=True), data, sides),
    )


def _ratios(data: Data, sides: tuple[str, str], basis: str, start: int) -> pd.DataFrame:
    """The ratio by every source of one basis that has both sides, from a year on, with the base year."""
    rows = measures.select(data.spending, place=list(sides), basis=basis)
    places = rows.groupby("source_id")["place"].nunique()
    base = rows.groupby("source_id")["base_year"].first()
    ratios = [
        _ratio_rows(data, sides, source, basis).assign(base_year=base[source])
        for source in places.index[places == 2]
    ]
    found = pd.concat(ratios, ignore_index=True).dropna(subset="value")
    return found[found["year"] >= start]


def _wide_over_small() -> tuple[Axes, list[Axes]]:
    """A wide panel over two rows of four small ones, all with one value axis."""
    axes = style.panels(3, 4, height=7.5, sharex=True, sharey=True, gridspec_kw={"height_ratios": [1.9, 1, 1]})
    figure, grid = _figure(axes[0]), axes[0].get_gridspec()
    assert grid is not None
    for old in axes[:4]:
        old.remove()
    return figure.add_subplot(grid[0, :], sharey=axes[4]), axes[4:]


def _current_panel(ax: Axes, data: Data, ratios: pd.DataFrame, sides: tuple[str, str]) -> None:
    """Every source in current dollars: SIPRI's editions, the World Bank on them, Correlates of War apart."""
    looks: dict[str, dict[str, Any]] = {
        "sipri": {"color": style.INK, "linewidth": 1.6},
        "wdi": {
            "color": style.INK,
            "linestyle": "none",
            "marker": "o",
            "markersize": 5,
            "markerfacecolor": "white",
        },
        "cow": {"color": COW_INK, "linewidth": 1.6, "linestyle": (0, (5, 2))},
    }
    family = ratios["source_id"].str.split("-").str[0]
    for name, look in looks.items():
        for _, one in ratios[family == name].groupby("source_id"):
            ax.plot(one["year"], one["value"], **look)
    ax.set_title("Current US dollars, every source", loc="left", fontsize=10, fontweight="bold")
    first, last = ratios["year"].min(), ratios["year"].max()
    ax.set(ylabel="ratio", ylim=(0, 9.9), yticks=range(0, 9, 2), xlim=(first - 0.5, last + 0.5))
    if sides == ARTICLE_SIDES:
        _stated_marks(ax, data, first, size=8.5)
        words = "SIPRI, all editions (line); World Bank,\nwhich republishes SIPRI (circles)"
        _say(ax, 2015, 7.6, words, dx=3, dy=-4, ha="left", size=8.5)
        words = "Correlates of War, both versions;\nits levels jump in 2000–04, then fall back"
        _say(ax, 2004.8, 1.7, words, dx=8, dy=-10, ha="left", va="center", ink=COW_INK, size=8.5)


def _constant_panels(axes: Sequence[Axes], data: Data, ratios: pd.DataFrame, year: int) -> None:
    """One panel an edition in constant dollars, the others in grey behind it; spliced series dashed."""
    spliced = _spliced(data)
    editions = [(str(source), rows) for source, rows in ratios.groupby("source_id")]
    for ax, (source, rows) in zip(axes, editions, strict=False):
        for _, other in editions:
            ax.plot(other["year"], other["value"], color=style.FAINT, linewidth=1, zorder=1)
        dashes = (0, (3, 1.2)) if source in spliced else "-"
        ax.plot(rows["year"], rows["value"], color=style.INK, linestyle=dashes, linewidth=1.7)
        for value in rows.loc[rows["year"] == year, "value"]:
            ax.plot(year, value, marker="o", markersize=4.5, color=style.INK)
            _say(ax, year, value, f"{value:.1f}", dx=5, dy=2, ha="left", size=9)
        words = f"{_edition(source)} edition{', spliced' if source in spliced else ''}"
        ax.set_title(f"{words}\nprices of {rows['base_year'].iloc[0]}", loc="left", fontsize=8.5)
        ax.set_xticks(range(2000, 2021, 10))
        ax.tick_params(labelbottom=True, labelsize=8.5)
    for ax in axes[len(editions) :]:
        ax.set_axis_off()
    if len(editions) < len(axes):
        words = f"Black: this edition\nGrey: the others\nDot: {year}"
        axes[len(editions)].text(0, 0.95, words, transform=axes[len(editions)].transAxes, va="top", fontsize=8.5)


def _spliced(data: Data) -> set[str]:
    """Sources whose note says that their constant series is spliced."""
    return set(data.sources.loc[data.sources["note"].fillna("").str.startswith("spliced"), "source_id"])


def _edition(source: str) -> str:
    """The edition or version in the key of a source: "2021" of sipri-milex-2021, "7.0" of cow-nmc-7.0."""
    return source.lstrip("-" + string.ascii_lowercase)


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
    rows = measures.select(data.spending, place=list(sides), source_id=source, basis="current_usd")
    rows = rows[rows["year"].between(start, end)]
    a, b = (measures.by_year(rows, gaps=True, place=side) for side in sides)
    sums = spending.ratio_of_sums(a, b, range(start, end), end)
    single = measures.ratio_by_year(rows, *sides)
    over = claims.stated(data, "spending-six-times")
    above = [int(year) for year in single.index if over.covers(single[year])]
    upper, strip = style.panels(2, 1, height=5.4, sharex=True, gridspec_kw={"height_ratios": [6, 1]})
    _window_line(upper, sums, plain, end)
    if sides == ARTICLE_SIDES:
        _over_band(upper, over.low, x=start)
    _year_strip(strip, single, above, over.low)
    top, highest = _peak(sums)
    names = [style.name(data, side) for side in sides]
    said = f" (stated: {claims.wording(over.stated, over.relation)})" if sides == ARTICLE_SIDES else ""
    windows = pd.DataFrame({"place": "/".join(sides), "year": sums.index, "value": sums.to_numpy()})
    drawn = [
        windows.assign(basis="current_usd", unit=f"ratio of sums from this year to {end}", source_id=source),
        _ratio_rows(data, sides, source, "current_usd").query("@start <= year <= @end"),
    ]
    return style.finish(
        _figure(upper),
        data,
        title=f"From any year to {end}, {names[0]} spent at most {highest:.1f} times {names[1]}’s total{said}",
        subtitle=f"{names[0]} over {names[1]}, military expenditure summed from each start year to {end}, "
        f"{basis_words(rows)}. {source_name(data, source)}." + _gap_words(data, rows, sides),
        alt=f"A line of ratios of sums by start year: {sums[plain]:.2f} for {plain} to {end}, highest for {top} to "
        f"{end} with {highest:.2f}; the line to pass is at {over.low:g}. Of {single.count()} single years with a "
        f"ratio {len(above)} are above {over.low:g}{': ' + _spans(above) if above else ''}.",
        drawn=_with_stated_ratios(pd.concat(drawn, ignore_index=True), data, sides),
    )


def _over_band(ax: Axes, bound: float, x: float) -> None:
    """The line that "over six" has to pass, and the band above it."""
    ax.set_ylim(0, max(1.15 * bound, ax.get_ylim()[1]))
    style.band(ax, bound, ax.get_ylim()[1])
    ax.axhline(bound, color=style.STATED, linewidth=1.2, linestyle=(0, (5, 3)))
    _say(ax, x, bound, f"stated: over {bound:g}", dy=4, ha="left", ink=style.STATED)


def _window_line(ax: Axes, sums: pd.Series[float], plain: int, end: int) -> None:
    """The ratio of sums by start year; a cross for a sum that would run over a gap."""
    top, highest = _peak(sums)
    ax.set(ylim=(0, 1.15 * highest), ylabel="ratio of the sums", xlabel="first year of the sum")
    ax.plot(sums.index, sums, color=style.INK, marker="o", markersize=4)
    ax.plot(plain, sums[plain], marker="o", markersize=10, markerfacecolor="none", markeredgecolor=style.INK)
    _say(ax, plain, sums[plain], f"{plain} to {end}: {sums[plain]:.2f}", dy=-10, va="top")
    _say(ax, top, highest, f"{top} to {end}: {highest:.2f}")
    for gap in sums.index[sums.isna()]:
        _say(ax, gap, 0, "×", dy=4, ink=style.MUTED, size=10)
    if sums.isna().any():
        words = "×: no sum, a year\nhas no value"
        _say(ax, sums.index[0], 0, words, dx=-4, dy=20, ha="left", ink=style.MUTED, size=8.5)
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
    told = f": {_spans(above)}" if above else ""
    words = f"Single years: {len(above)} of {single.count()} are above {bound:g} (filled){told}"
    ax.set_title(words, loc="left", fontsize=9, color=style.MUTED)


def spending_sum(
    data: Data, *, place: str = "AZE", years: tuple[int, int] = (2008, 2019), source: str = MILEX
) -> Axes:
    """Spending of one side summed over years by every source, current and constant dollars in separate panels."""
    claim = claims.stated(data, "spending-24bn")
    ours = (place, years) == (ARTICLE_SIDES[0], (2008, 2019))
    current, constant = _sums(data, place, "current_usd", years), _sums(data, place, "constant_usd", years)
    bars = [pd.concat([current, _sum_variants(data, place, years, source)], ignore_index=True), constant]
    heights = [len(panel) + 0.5 for panel in bars]
    axes = style.panels(2, 1, height=6.3, sharex=True, gridspec_kw={"height_ratios": heights})
    titles = "Current US dollars", "Constant US dollars, each edition at the prices of its own base year"
    for ax, panel, head in zip(axes, bars, titles, strict=True):
        _draw_sums(ax, panel, style.colour(data, place), head)
        if ours:
            style.band(ax, claim.low, claim.high, horizontal=False)
            ax.axvline(claim.stated, color=style.STATED, linewidth=1.2)
    axes[1].set_xlabel("billion US dollars")
    said = ""
    if ours:
        said = f" (stated: {claim.stated:g})"
        _say(axes[0], claim.stated, -0.6, f"stated: {claim.stated:g}", dy=2, ink=style.STATED)
    total = claims.spending_sum(data, place=place, source=source, years=years)
    every = pd.concat(bars)
    words = [f"{label} {value:.1f}" for label, value in zip(every["label"], every["value"], strict=True)]
    return style.finish(
        _figure(axes[0]),
        data,
        title=f"{style.name(data, place)} spent {total:.1f} billion dollars from {years[0]} to {years[1]}{said}",
        subtitle=f"Military expenditure summed over {years[0]}–{years[1]}, both included, by source and edition; "
        f"hatched: a variant or a spliced series.{_short(data, place, years)}",
        alt=f"Horizontal bars in billions of US dollars{said}. {'; '.join(words)}.",
        drawn=_sum_rows(bars, place, claim, years, ours),
    )


def _allocations(data: Data, place: str) -> tuple[pd.Series[float], str]:
    """Special defence projects of a place in millions of local currency, and their source."""
    name = style.name(data, place)
    found = spending.special_projects(data.facts, name)
    rows = measures.select(data.facts, topic=spending.SPECIAL_PROJECTS)
    return found, str(rows.loc[rows["subject"].str.startswith(f"{name}:"), "source_id"].iloc[0])


def _short_name(source: str) -> str:
    """Publisher and edition: "SIPRI 2021", "World Bank 2021-10"."""
    return f"{FAMILIES[source.split('-', maxsplit=1)[0]]} {_edition(source)}"


def _sums(data: Data, place: str, basis: str, years: tuple[int, int]) -> pd.DataFrame:
    """One bar a publisher and value: sources of one publisher that give the same sum share it."""
    table = spending.sums_by_source(data.spending, place, basis, *years).dropna(subset="value")
    keys = [table["source_id"].str.split("-").str[0], table["value"].round(3), table["base_year"].fillna(0)]
    bars = []
    for (family, _, base), rows in table.groupby(keys, sort=False):
        sources = list(rows["source_id"])
        spliced = basis == "constant_usd" and bool(_spliced(data) & set(sources))
        words = f"{FAMILIES[str(family)]} {_listed(_edition(source) for source in sources)}"
        words += f", prices of {base}" if base else ""
        words += ", spliced" if spliced else ", from SIPRI" if family == "wdi" else ""
        bars.append((family, words, rows["value"].iloc[0], sources, spliced, basis))
    found = pd.DataFrame(bars, columns=["family", "label", "value", "source_id", "hatched", "basis"])
    order = {family: rank for rank, family in enumerate(FAMILIES)}
    return found.sort_values("family", key=lambda names: names.map(order), kind="stable").drop(columns="family")


def _sum_variants(data: Data, place: str, years: tuple[int, int], source: str) -> pd.DataFrame:
    """Bars of the other readings in current dollars: the last year left out, the special projects taken out."""
    start, end = years
    name = _short_name(source)
    shorter = claims.spending_sum(data, place=place, source=source, years=(start, end - 1))
    bars: list[tuple[str, float, list[str]]] = [(f"{name}, {start} to {end - 1}", shorter, [source])]
    try:
        allocations, origin = _allocations(data, place)
        less = spending.without(data.spending, allocations, place, source)
    except NoRowsError:  # no such projects on record, or a source without local currency: then no such variant
        pass
    else:
        total = measures.window_sum(less, start, end) / 1000
        bars.append((f"{name}, without special defence projects", total, [source, origin]))
    return pd.DataFrame(bars, columns=["label", "value", "source_id"]).assign(hatched=True, basis="current_usd")


def _draw_sums(ax: Axes, bars: pd.DataFrame, ink: str, head: str) -> None:
    """Horizontal bars, named at the left, their values in a column at the right."""
    labels = [textwrap.fill(label, 26) for label in bars["label"]]
    for row, (value, hatched) in enumerate(zip(bars["value"], bars["hatched"], strict=True)):
        ax.barh(row, value, 0.66, color="white" if hatched else ink, edgecolor=ink, hatch="////" if hatched else "")
        ax.text(1, row, f"{value:.1f}", transform=ax.get_yaxis_transform(), va="center", ha="right", fontsize=9.5)
    ax.set_yticks(range(len(bars)), labels, fontsize=8.5, color=style.INK)
    ax.set(ylim=(len(bars) - 0.5, -0.6), xlim=(0, max(ax.get_xlim()[1], 1.12 * bars["value"].max())))
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.set_title(head, loc="left", fontsize=10, fontweight="bold", pad=10)


def _short(data: Data, place: str, years: tuple[int, int]) -> str:
    """The sources that end before the last year and so have no sum."""
    rows = measures.select(data.spending, place=place, basis="current_usd").dropna(subset="value")
    ends = rows.groupby("source_id")["year"].max()
    told = [f"{_short_name(str(source))} (to {end})" for source, end in ends.items() if end < years[1]]
    return f" No sum: {_listed(told)}." if told else ""


def _sum_rows(
    bars: Sequence[pd.DataFrame], place: str, claim: claims.Stated, years: tuple[int, int], ours: bool
) -> pd.DataFrame:
    """The bars as tidy rows, one for each source, and the bounds of what is stated."""
    facts = {"place": place, "years": f"{years[0]}-{years[1]}", "unit": "billion US dollars"}
    drawn = pd.concat(bars, ignore_index=True).explode("source_id", ignore_index=True).drop(columns="hatched")
    said = pd.DataFrame({"label": "stated, with its bounds", "value": [claim.low, claim.stated, claim.high]})
    return with_stated(drawn.assign(**facts), said.assign(**facts)) if ours else drawn.assign(**facts)


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
    ax.plot(values.index, values, color=style.colour(data, place), marker="o", markersize=4.5, linewidth=1.2)
    told, drawn, ends = [], [rows.dropna(subset="value")], []
    for (start, end), dashes in zip(windows, cycle(("-", (0, (5, 2)), (0, (1, 1.5)))), strict=False):
        rate, fit = measures.trend(values, start, end), spending.trend_line(values, start, end)
        told.append(f"{start}–{end} {rate:+.1f} per cent a year")
        ax.plot(fit.index, fit, color=style.INK, linestyle=dashes, linewidth=1.8)
        words = f"{start}–{end}: {rate:+.1f}% a year"
        if end == max(last for _, last in windows):  # the other windows end amid the marks
            ends.append((float(values.index[-1]), fit[end], words, style.INK))
        else:
            _say(ax, start, fit[start], words.replace(": ", ":\n"), dy=-9, ha="left", va="top", size=9.5)
        line = pd.DataFrame({"year": fit.index, "value": fit.to_numpy(), "per_cent_a_year": rate, "place": place})
        drawn.append(line.assign(unit=f"million US dollars, trend of {start}-{end}", source_id=source))
    style.end_labels(ax, ends)
    _mark_breaks(ax, data, place, source)
    columns = ["place", "year", "basis", "base_year", "value", "unit", "per_cent_a_year", "source_id"]
    start, end = windows[0]
    rate = measures.trend(values, start, end)
    said = " (stated: rising)" if place == ARTICLE_SIDES[0] else ""
    return style.finish(
        ax,
        data,
        title=f"{style.name(data, place)}’s military spending {'rose' if rate > 0 else 'fell'} by "
        f"{abs(rate):.0f} per cent a year from {start} to {end}{said}",
        subtitle=f"Military expenditure, {basis_words(rows)}, log scale; black: fitted log-linear trends. "
        f"{source_name(data, source)}.",
        alt=f"A line of yearly spending in constant dollars on a log scale, with fitted trends: {'; '.join(told)}.",
        drawn=_with_rising(pd.concat(drawn, ignore_index=True)[columns], data, place),
    )


def _with_rising(drawn: pd.DataFrame, data: Data, place: str) -> pd.DataFrame:
    """The rows drawn with the bound that a stated rise has to pass, where the place is that of the article."""
    bound = claims.stated(data, "spending-rising").low
    said = pd.DataFrame({"place": [place], "per_cent_a_year": [bound], "unit": ["bound of what is stated"]})
    return with_stated(drawn, said) if place == ARTICLE_SIDES[0] else drawn


def _log_axis(ax: Axes, values: pd.Series[float]) -> None:
    """A log axis of round dollar values."""
    low, high = values.min(), values.max()
    steps = [step * 10**power for power in range(0, 7) for step in (1, 2, 5)]
    ticks = [step for step in steps if low * 0.7 <= step <= high * 1.6]
    ax.set_yscale("log")
    ax.set_yticks(ticks, [f"{step:,}" for step in ticks])
    ax.minorticks_off()
    ax.set(ylim=(low * 0.5, high * 1.9), ylabel="million US dollars, log scale")


def _mark_breaks(ax: Axes, data: Data, place: str, source: str) -> None:
    """The years in which this edition's prices move otherwise than those of the newest edition."""
    found = spending.breaks(data.spending, place, source, against=NEWEST)
    for row, (year, here, there) in enumerate(
        zip(found["year"], found["price_change"], found["against"], strict=True)
    ):
        ax.axvline(year, color=style.MUTED, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
        words = f"{year}, a break: implied prices\n{here:+.1f}% here, {there:+.1f}% in the newest edition"
        _say(
            ax,
            year,
            ax.get_ylim()[0],
            words.replace("-", "−"),
            dx=6,
            dy=6 + 26 * row,
            ha="left",
            ink=style.MUTED,
            size=8.5,
        )


def spending_share_gdp(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", source: str = MILEX, ax: Axes | None = None
) -> Axes:
    """Military expenditure of both sides as a share of gross domestic product, by year."""
    ax = style.canvas(ax)
    rows = measures.select(data.spending, place=[side_a, side_b], source_id=source, basis="share_gdp")
    a, b = (measures.by_year(rows, gaps=True, place=side) for side in (side_a, side_b))
    ax.set(ylim=(0, 1.15 * max(a.max(), b.max())), ylabel="per cent of gross domestic product")
    _two_lines(ax, data, {side_a: a, side_b: b})
    both = (a - b).dropna()
    ahead = {side_a: int((both > 0).sum()), side_b: int((both < 0).sum())}
    more, less = (side_a, side_b) if ahead[side_a] > ahead[side_b] else (side_b, side_a)
    names = {side: style.name(data, side) for side in (side_a, side_b)}
    last = int(both.index[-1])
    return style.finish(
        ax,
        data,
        title=f"Measured against the economy, {names[more]} spent more than {names[less]} in {ahead[more]} of "
        f"{both.size} years",
        subtitle=f"Military expenditure, {basis_words(rows)}; in {last} {names[side_a]} {a[last]:.1f}, "
        f"{names[side_b]} {b[last]:.1f}. {source_name(data, source)}." + _gap_words(data, rows, (side_a, side_b)),
        alt=f"Two lines of shares of gross domestic product up to {last}: {names[side_a]} {a[last]:.2f} per cent, "
        f"{names[side_b]} {b[last]:.2f} per cent in {last}. {names[more]} has the higher share in {ahead[more]} of "
        f"{both.size} years.",
        drawn=rows[["place", "year", "basis", "value", "unit", "source_id"]],
    )


def spending_special_projects(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", source: str = MILEX, start: int = 2005
) -> Axes:
    """What the special defence projects of side a add to its spending, and to its ratio to side b."""
    sides = (side_a, side_b)
    rows = measures.select(data.spending, place=list(sides), source_id=source, basis="current_usd")
    rows = rows[rows["year"] >= start]
    allocations, origin = _allocations(data, side_a)
    whole, other = (measures.by_year(rows, gaps=True, place=side) for side in sides)
    less = spending.without(data.spending, allocations, side_a, source).loc[start:]
    ratios = {"with": whole / other, "without": less / other}
    bars, lines = style.panels(2, 1, height=6.4, sharex=True, gridspec_kw={"height_ratios": [1, 1.1]})
    _stacked(bars, less / 1000, whole / 1000, style.colour(data, side_a))
    _ratio_pair(lines, ratios)
    _stated_marks(lines, data, start - 0.6, size=8.5)
    tops = {key: _peak(values)[1] for key, values in ratios.items()}
    lines.set_xlim(start - 0.7, int(whole.index[-1]) + 0.7)
    lines.xaxis.set_major_locator(MaxNLocator(integer=True))
    a, b = (style.name(data, side) for side in sides)
    years = _spans(int(year) for year in allocations.index)
    drawn = [
        _tidy(whole, side_a, "with special projects", "million US dollars", source),
        _tidy(less, side_a, "without special projects", "million US dollars", source),
        _tidy(ratios["with"], "/".join(sides), "with special projects", "ratio", source),
        _tidy(ratios["without"], "/".join(sides), "without special projects", "ratio", source),
        _tidy(allocations, side_a, "special projects", "millions of local currency", origin),
    ]
    return style.finish(
        _figure(bars),
        data,
        title=f"Without special projects, {a}’s spending peaks at {tops['without']:.1f} times {b}’s; "
        f"with them at {tops['with']:.1f}",
        subtitle=f"Military expenditure, {basis_words(rows)}. {source_name(data, source)}. Allocations for special "
        f"defence projects beyond the main budget, {years}, converted at the edition’s own rate of the year.",
        alt=f"Stacked bars of {a}’s spending, special projects and all other, {start} to {whole.index[-1]}. "
        f"Below, its ratio to {b}: highest {tops['with']:.2f} with and {tops['without']:.2f} without the projects.",
        drawn=_with_stated_ratios(pd.concat(drawn, ignore_index=True), data, sides),
    )


def _tidy(values: pd.Series[float], place: str, series: str, unit: str, source: str) -> pd.DataFrame:
    """A series by year as tidy rows."""
    rows = pd.DataFrame({"year": pd.array(values.index.to_list(), dtype="Int64"), "value": values.to_numpy()})
    return rows.assign(place=place, series=series, unit=unit, source_id=source)


def _stacked(ax: Axes, less: pd.Series[float], whole: pd.Series[float], ink: str) -> None:
    """Bars of all other spending with the special projects on top, hatched; both totals where they differ."""
    extra = (whole - less).where(lambda gap: gap > 0).dropna()
    ax.bar(less.index, less, color=ink, edgecolor=ink, width=0.7)
    ax.bar(extra.index, extra, bottom=less[extra.index], color="white", edgecolor=ink, hatch="////", width=0.7)
    for year in extra.index:
        _say(ax, year, whole[year], f"{whole[year]:.2f}", dy=2, size=8.5)
        ax.text(year, less[year] - 0.08, f"{less[year]:.2f}", ha="center", va="top", color="white", fontsize=8.5)
    ax.set(ylim=(0, 1.15 * whole.max()), ylabel="billion US dollars")
    words = "hatched: special defence projects\nfilled: all other spending"
    _say(ax, less.index[0], 1.12 * whole.max(), words, dx=-12, dy=0, ha="left", va="top", ink=ink)


def _ratio_pair(ax: Axes, ratios: dict[str, pd.Series[float]]) -> None:
    """The ratio with and without, named at the peak."""
    looks = (("-", 6, 6), ((0, (4, 2)), -8, -38))
    for (name, values), (dashes, dx, dy) in zip(ratios.items(), looks, strict=True):
        ax.plot(values.index, values, color=style.INK, linestyle=dashes, marker="o", markersize=4)
        top, highest = _peak(values)
        _say(ax, top, highest, f"{name} special projects: {highest:.1f}", dx=dx, dy=dy, ha="left")
    ax.set(ylim=(0, 10), yticks=range(0, 11, 2), ylabel="ratio")


FIGURES = (
    spending_levels,
    spending_ratio,
    spending_ratio_editions,
    spending_windows,
    spending_sum,
    spending_trend,
    spending_share_gdp,
    spending_special_projects,
)

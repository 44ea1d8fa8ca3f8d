"""Charts of any two places: ratios by source and year, and the curve of choices without a claim (notebook 09).

Each takes two places and, if asked, years; the numbers are those of `milbalance.pair.tables`.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from milbalance import choices, curve, labels, style
from milbalance.charts import matrix
from milbalance.charts.curves import ABOVE, draw_steps
from milbalance.charts.marks import ring, say
from milbalance.charts.parts import listed, peak, source_name
from milbalance.claims import number
from milbalance.claims.spending import sources as listed_sources
from milbalance.errors import NoRowsError
from milbalance.load import Data
from milbalance.pair import ratios
from milbalance.pair.choices import Plain, plain, spread
from milbalance.pair.request import Request, Years

DRAWN = ("current_usd", "constant_usd", "share_gdp")  # the bases with a panel; a table has every one
# One ink for each publisher, the plain one first; then one for each kind of personnel.
INKS = (style.INK, "#B0578D", "#0072B2", "#D55E00", "#009E73", "#8C6BB1")
End = tuple[float, float, str, str]  # where a line ends: year and level, its name and its ink
OLD = "#BDBDBD"  # older editions, behind


def pair_spending_ratio(
    data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None
) -> Axes:
    """Military expenditure of side a over side b by year: a panel a basis, a line a source and edition."""
    request = Request(side_a, side_b, years)
    rows = ratios.spending_ratio(data, request)
    held = rows.dropna(subset="ratio")
    bases = [basis for basis in DRAWN if basis in set(held["basis"])]
    if not bases:
        raise NoRowsError(f"no source gives the military spending of {side_a} and {side_b}")
    drawn = rows[rows["basis"].isin(bases)].rename(columns={"ratio": "value"})
    named = _named(data, request, bases)
    told, at, ratio = _told(data, request, held, bases)
    small = _small(ratio)
    axes = style.panels(len(bases), 1, height=1.9 + 1.75 * len(bases), sharex=True)
    for ax, basis in zip(axes, bases, strict=True):
        _basis_panel(ax, drawn[drawn["basis"] == basis], named[named["basis"] == basis], small=small)
        ax.set_title(_panel_title(drawn[drawn["basis"] == basis], basis), loc="left", fontsize=10)
    _year_axis(axes[-1], held["year"])
    ends = held[held["basis"] == at.basis].loc[lambda found: found["source_id"] == at.source, "ratio"]
    a, b = (style.name(data, side) for side in request.sides)
    return style.finish(
        style.figure_of(axes[0]),
        data,
        title=f"{style.possessive(a)} military {told} {style.possessive(b)} in {at.year}",
        subtitle=f"Military expenditure, {a} over {b}{_by_source(named)}; each panel has a scale of its own; "
        f"title: {ratios.BASES[at.basis]}, {source_name(data, at.source)}{_key(drawn, named)}",
        alt=f"{len(bases)} panels of yearly ratios, {a} over {b}: {listed(ratios.BASES[one] for one in bases)}. "
        f"In {ratios.BASES[at.basis]} by {source_name(data, at.source)} {_within(ends, small=small)}, "
        f"{_level(ends.iloc[-1], small=small)} in {at.year}.",
        drawn=drawn.assign(place="/".join(request.sides), unit="ratio")[
            ["place", "year", "basis", "value", "unit", "base_year", "source_id"]
        ],
    )


def _by_source(named: pd.DataFrame) -> str:
    """How the lines of a panel differ, where there are several."""
    publishers, several = named["publisher"].nunique() > 1, named.groupby("basis").size().max() > 1
    return ", by source and edition" if publishers else ", by edition" if several else ""


def _told(data: Data, request: Request, held: pd.DataFrame, bases: Sequence[str]) -> tuple[str, Plain, float]:
    """The plain ratio in words, where it is from and what it is.

    It is that of dollars, or of shares where no source gives both in dollars.
    """
    try:
        at, what = plain(data, request), "spending"
    except NoRowsError:
        last = held[held["basis"] == bases[0]].sort_values(["year", "source_id"]).iloc[-1]
        at, what = Plain(str(last["source_id"]), bases[0], int(last["year"])), "share of the economy"
    rows = held[(held["source_id"] == at.source) & (held["basis"] == at.basis) & (held["year"] == at.year)]
    prices = " in constant dollars" if at.basis == "constant_usd" else ""
    ratio = float(rows["ratio"].iloc[0])
    return f"{what}{prices} was {compared(ratio)}", at, ratio


def compared(*ratios: float) -> str:
    """A ratio in words, or the lowest and the highest of several: "1.9 times", or "0.5 to 1 per cent of"."""
    if _small(max(ratios)):  # few readers see at once how small 0.0095 times is
        return f"{' to '.join(f'{100 * ratio:.2g}' for ratio in ratios)} per cent of"
    return f"{' to '.join(map(times, ratios))} times"


def _small(ratio: float) -> bool:
    """Whether a ratio is told in per cent, and so is the axis that it stands on."""
    return ratio < 0.95


def _ratio_axis(ax: Axes, top: float, *, small: bool) -> None:
    """A value axis of ratios from nothing up: in per cent where the title tells them so."""
    ax.set(ylim=(0, top), ylabel="per cent" if small else "ratio")
    if small:
        ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g}")


def times(ratio: float) -> str:
    """A ratio in words: whole from a hundred on, and with as many digits as it takes below one."""
    if ratio >= 100:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 0.95 else f"{ratio:.2g}"


def _level(ratio: float, *, small: bool) -> str:
    """A ratio as the axis has it."""
    return f"{100 * ratio:.3g} per cent" if small else f"{ratio:.3g}"


def _within(ratios: pd.Series[float], *, small: bool) -> str:
    """The lowest and the highest of some ratios, as the axis has them."""
    return f"between {_level(ratios.min(), small=small)} and {_level(ratios.max(), small=small)}"


def _named(data: Data, request: Request, bases: Sequence[str]) -> pd.DataFrame:
    """Every source of the panels: source_id, basis, publisher, edition, copy, newest (of its publisher), ink."""
    described = data.sources.set_index("source_id")
    records = [
        (choice.how["source"], choice.how["basis"], choice.levels["publisher"], choice.levels["edition"])
        for choice in listed_sources(data, request.sides, bases)
    ]
    found = pd.DataFrame(records, columns=["source_id", "basis", "publisher", "edition"])
    found["copy"] = described.loc[found["source_id"], "derived_from"].notna().to_numpy()
    found = found.sort_values(["basis", "copy", "publisher", "source_id"], kind="stable").reset_index(drop=True)
    newest = found[~found["copy"]].drop_duplicates(["basis", "publisher"], keep="last").index
    found["newest"] = found.index.isin(newest)
    publishers = list(dict.fromkeys(found.loc[found["newest"], "publisher"]))
    first = sorted(publishers, key=lambda name: (name != "SIPRI", name))
    found["ink"] = found["publisher"].map(dict(zip(first, INKS * 9, strict=False))).fillna(OLD)
    return found


def _basis_panel(ax: Axes, rows: pd.DataFrame, named: pd.DataFrame, *, small: bool) -> None:
    """Older editions in grey, what republishes another as circles, the newest of each publisher named."""
    ends = []
    for source in named.to_dict("records"):
        own = rows[rows["source_id"] == source["source_id"]]
        if own["value"].isna().all():  # in these years
            continue
        values = _unbroken(own.set_index("year")["value"])
        ax.plot(values.index, values, **_look(source))
        if source["newest"]:
            last = values.dropna()
            words = f"{source['publisher']}, {source['edition'].removeprefix('edition of ')}"
            ends.append((last.index[-1], last.iloc[-1], words, source["ink"]))
    _ratio_axis(ax, 1.12 * rows["value"].max(), small=small)
    _line_of_one(ax)
    style.end_labels(ax, ends, size=8.5)


def _look(source: dict[Any, Any]) -> dict[str, Any]:
    if source["copy"]:
        circle = {"marker": "o", "markersize": 4, "markerfacecolor": "white", "zorder": 1.5}
        return {"color": OLD, "linestyle": "none", **circle}
    if source["newest"]:
        return {"color": source["ink"], "linewidth": 1.8, "marker": "o", "markersize": 2.5, "zorder": 3}
    return {"color": OLD, "linewidth": 1.1, "zorder": 1}


def _unbroken(values: pd.Series[float]) -> pd.Series[float]:
    """Every year from the first to the last, so that no line runs over an absent one."""
    return values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))


def _year_axis(ax: Axes, years: pd.Series[int]) -> None:
    """Whole years below; a year that stands alone has others beside it."""
    if years.min() == years.max():
        ax.set_xlim(years.min() - 2, years.min() + 2)
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))


def _line_of_one(ax: Axes) -> None:
    """Where both sides are the same, if that is in the picture."""
    if ax.get_ylim()[1] > 1:
        ax.axhline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)


def _panel_title(rows: pd.DataFrame, basis: str) -> str:
    years = sorted({int(year) for year in rows["base_year"].dropna()})
    if basis != "constant_usd" or not years:
        return ratios.BASES[basis].capitalize().replace("us d", "US d").replace("gdp", "GDP")
    of = f"of {years[0]}" if len(years) == 1 else f"of {years[0]} to {years[-1]}, by edition"
    return f"Constant US dollars {of}"


def _key(drawn: pd.DataFrame, named: pd.DataFrame) -> str:
    """What the unnamed marks and the gaps are, where there are any."""
    there = named[named["source_id"].isin(set(drawn["source_id"]))]
    told = ["grey: older editions"] if (~there["newest"] & ~there["copy"]).any() else []
    told += ["circles: what republishes another source"] if there["copy"].any() else []
    told += ["dashed: both the same"] if drawn["value"].max() > 1 else []
    told += ["gaps: a side has no value"] if drawn["value"].isna().any() else []
    return "".join(f"; {words}" for words in told)


def pair_personnel_ratio(
    data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None, ax: Axes | None = None
) -> Axes:
    """Personnel of side a over side b by year: every source that gives both, a sign for each kind of personnel."""
    ax = style.canvas(ax)
    request = Request(side_a, side_b, years)
    found = ratios.personnel_ratio(data, request)
    if found.empty:
        raise NoRowsError(f"no source gives the personnel of {side_a} and {side_b}")
    items = found.groupby("item").size().sort_values(ascending=False, kind="stable").index
    inks = dict(zip(items, INKS * 9, strict=False))
    for place, (item, ink) in enumerate(inks.items()):
        look: dict[str, Any] = {"color": ink, "marker": style.MARKERS[place % len(style.MARKERS)]}
        # the first is the largest, so that where a second lies on it both are seen
        _draw_item(ax, found[found["item"] == item], str(item), **look, markersize=4 if place else 6)
    _year_axis(ax, found["year"])
    best = _newest_personnel(found)
    ends = [_item_end(found[found["item"] == item], str(item), ink) for item, ink in inks.items()]
    at_ends = _have_room(ends, found["high"].max())
    lines = 0 if at_ends else -(-len(inks) // 3)
    small = _small(best["low"])
    _ratio_axis(ax, (1.08 + 0.1 * lines) * found["high"].max(), small=small)
    _line_of_one(ax)
    if at_ends:
        style.end_labels(ax, ends)
    else:
        ax.legend(loc="upper left", ncols=3, fontsize=8.5, frameon=True, edgecolor="none", framealpha=1)
    a, b = (style.name(data, side) for side in request.sides)
    words = _item_words(best["item"])
    drawn = found.assign(place="/".join(request.sides), unit="ratio", quantity=found["item"])
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(a)} {words} were {compared(best['low'])} {style.possessive(b)} in {best['year']}",
        subtitle=f"{a} over {b}, every source that gives both in the same year; a line joins the years of one "
        f"source{', an upright line is a range' if (found['low'] < found['high']).any() else ''}. Title: "
        f"{source_name(data, best['source_id'])}{_largest_jump(found, best)}",
        alt=f"Ratios of personnel from {found['year'].min()} to {found['year'].max()} by "
        f"{_counted(found['source_id'].nunique())}, "
        f"{_within(pd.concat([found['low'], found['high']]), small=small)}; {words} "
        f"{_level(best['low'], small=small)} in {best['year']} by {source_name(data, best['source_id'])}.",
        drawn=drawn[["place", "year", "quantity", "low", "high", "unit", "source_id"]],
    )


def _item_end(rows: pd.DataFrame, item: str, ink: str) -> End:
    """Where the last year of a kind of personnel is named, in short lines."""
    last = rows.sort_values("year", kind="stable").iloc[-1]
    return float(last["year"]), (last["low"] + last["high"]) / 2, textwrap.fill(_item_words(item), 16), ink


def _have_room(ends: Sequence[End], top: float) -> bool:
    """Whether lines can be named where they end: one or two, and as far apart as names of several lines need."""
    levels = [level for _, level, _, _ in ends]
    return len(ends) == 1 or (len(ends) == 2 and max(levels) - min(levels) > 0.2 * top)


def _largest_jump(found: pd.DataFrame, best: Any, least: float = 1.3) -> str:
    """The largest change on the year before in the series of the title, in words, if it is large."""
    own = found[(found["source_id"] == best["source_id"]) & (found["item"] == best["item"])]
    values = _unbroken(own[own["low"] == own["high"]].drop_duplicates("year").set_index("year")["low"])
    change = (values / values.shift()).map(lambda ratio: max(ratio, 1 / ratio) if ratio > 0 else math.nan)
    if not (change >= least).any():
        return ""
    year, _ = peak(change)
    low, high = (
        f"{number(float(f'{100 * values[when]:.2g}'))} per cent" if _small(best["low"]) else times(values[when])
        for when in (year - 1, year)
    )
    verb = "jumps" if values[year] > values[year - 1] else "drops"
    return f", which {verb} from {low} in {year - 1} to {high} in {year}"


def _draw_item(ax: Axes, rows: pd.DataFrame, item: str, *, color: str, marker: str, markersize: float) -> None:
    """One kind of personnel: the years of a source joined, a range as an upright line."""
    look: dict[str, Any] = {"color": color, "marker": marker, "markersize": markersize, "linewidth": 1}
    for _, own in rows.groupby(["source_id", "stretch"]):
        middle = _unbroken(own.set_index("year")[["low", "high"]].mean(axis=1))
        ax.plot(middle.index, middle, **look)
        wide = own[own["low"] < own["high"]]
        ax.vlines(wide["year"], wide["low"], wide["high"], color=color, linewidth=1)
    ax.plot([], [], label=_item_words(item), **look)


def _counted(sources: int) -> str:
    return f"{sources} sources" if sources > 1 else "one source"


def _item_words(item: str) -> str:
    return {
        "active": "active personnel",
        "active_incl_paramilitary": "active and paramilitary forces",
        "reserve": "reserves",
        "paramilitary": "paramilitary forces",
        "total_incl_reserve": "forces with reserves",
        "army": "army personnel",
        "air_force": "air force personnel",
        "navy": "navy personnel",
    }.get(item, item.replace("_", " "))


def _newest_personnel(found: pd.DataFrame) -> Any:
    """The row that the title tells of: active personnel where given, the last year of the longest source."""
    rows = found[found["item"] == "active"] if (found["item"] == "active").any() else found
    rows = rows[rows["low"] == rows["high"]] if (rows["low"] == rows["high"]).any() else rows
    source = rows.groupby("source_id").size().sort_values(kind="stable").index[-1]
    return rows[rows["source_id"] == source].sort_values("year").iloc[-1]


def pair_capability_ratio(
    data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None, ax: Axes | None = None
) -> Axes:
    """The composite index of national capability of side a over side b by year, each version of the data a line."""
    ax = style.canvas(ax, height=4.4)
    request = Request(side_a, side_b, years)
    found = ratios.cinc_ratio(data, request).dropna(subset="ratio")
    if found.empty:
        raise NoRowsError(f"no source gives the capability of {side_a} and {side_b}")
    ends = []
    sources = sorted(found["source_id"].unique(), reverse=True)
    for source, ink, line in zip(sources, INKS, ("-", "--", ":") * 2, strict=False):
        values = _unbroken(found[found["source_id"] == source].set_index("year")["ratio"])
        lone = "o" if values.notna().sum() == 1 else ""
        ax.plot(values.index, values, color=ink, linestyle=line, marker=lone)
        version = f"version {source_name(data, source).rpartition(' Capabilities ')[2]}"
        ends.append((values.index[-1], values.iloc[-1], version, ink))
    newest, *older = ends
    style.end_labels(ax, [newest])
    going_on = found[found["source_id"] == sources[0]].set_index("year")["ratio"]
    for year, value, version, ink in _together(older, 0.05 * found["ratio"].max()):
        # away from the line of the newest, which goes on from there
        rises = going_on.get(year + 1, value) >= value
        say(ax, year, value, version, dy=-9 if rises else 9, va="top" if rises else "bottom", ink=ink, halo=True)
    _year_axis(ax, found["year"])
    last = found[found["source_id"] == sources[0]].iloc[-1]
    small = _small(last["ratio"])
    _ratio_axis(ax, 1.12 * found["ratio"].max(), small=small)
    _line_of_one(ax)
    a, b = (style.name(data, side) for side in request.sides)
    return style.finish(
        ax,
        data,
        title=f"{style.possessive(a)} index of national capability was "
        f"{compared(last['ratio'])} {style.possessive(b)} in {last['year']}",
        subtitle=f"{a} over {b}: Composite Index of National Capability (CINC), six shares of world totals "
        "(people, cities, iron and steel, energy, soldiers, military spending), by version of the data",
        alt=f"Lines of yearly ratios, {found['year'].min()} to {found['year'].max()}, "
        f"{_within(found['ratio'], small=small)}; {_level(last['ratio'], small=small)} in {last['year']}.",
        drawn=found.assign(place="/".join(request.sides), value=found["ratio"], unit="ratio")[
            ["place", "year", "value", "unit", "source_id"]
        ],
    )


def _together(ends: Sequence[End], near: float) -> list[End]:
    """Ends of lines, those of one year that lie near each other under one name."""
    found: list[End] = []
    for year, value, words, ink in ends:
        if found and found[-1][0] == year and abs(found[-1][1] - value) < near:
            found[-1] = (*found[-1][:2], f"{found[-1][2]} and {words.removeprefix('version ')}", found[-1][3])
        else:
            found.append((year, value, words, ink))
    return found


def pair_choices(data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None) -> Axes:
    """Every way to compute the ratio of military spending, from low to high, over the choices that give it."""
    request = Request(side_a, side_b, years)
    grid, at = spread(data, request), plain(data, request)
    steps = curve.steps(grid)
    levels = curve.level_shares(grid, steps)
    below = matrix.height(levels)
    layout = {"height_ratios": [ABOVE, below]}
    upper, lower = style.panels(2, 1, height=2.3 + ABOVE + below, gridspec_kw=layout)
    _answers(upper, steps)
    if len(levels):
        matrix.draw(lower, steps, levels, beside="weight", head="weight")
    else:
        lower.set_axis_off()
    a, b = (style.name(data, side) for side in request.sides)
    number = choices.support(grid)
    shown = int((~grid["counted"] & grid["value"].notna()).sum())
    ends = [float(steps["value"].iloc[end]) for end in (0, -1)]
    least, most = map(times, ends)
    also = f" {shown} more answers, such as shares of GDP, are not drawn." if shown else ""
    kinds = listed(dict.fromkeys(map(labels.kind, levels["kind"]))) if len(levels) else "there is one choice alone"
    some = number.unanswered
    gaps = f" {some} {'way has' if some == 1 else 'ways have'} no answer." if some else ""
    return style.finish(
        style.figure_of(upper),
        data,
        title=f"{number.counted} ways of counting put {style.possessive(a)} military spending at "
        f"{compared(*ends)} {style.possessive(b)}",
        subtitle=f"{a} over {b}. Each step is one way to compute it, as wide as its weight. Ringed: the plain "
        f"choice, {source_name(data, at.source)}, {ratios.BASES[at.basis]}, {at.year}.{also}{gaps}".removesuffix(
            "."
        ),
        alt=f"{number.counted} answers from {least} to {most} as steps; the plain choice gives "
        f"{float(grid.loc[grid['plain'], 'value'].iloc[0]):.3g}. Below, which choices give them: "
        f"{kinds}.",
        drawn=_grid_drawn(grid, request),
    )


def _answers(ax: Axes, steps: pd.DataFrame) -> None:
    """The steps with both ends named and the plain choice ringed."""
    most = steps["value"].max()
    ax.set(ylim=(0, 1.22 * most), xlim=(-0.005, 1.005), xticks=[], ylabel="times")
    draw_steps(ax, steps)
    _line_of_one(ax)
    first, last = steps.iloc[0], steps.iloc[-1]
    at = steps[steps["plain"]].iloc[0]
    x, value = (at["start"] + at["end"]) / 2, at["value"]
    ring(ax, x, value)
    words = f"plain choice: {value:.3g}"
    if x > 0.5:  # the curve rises: it leaves room above on the left, and below on the right
        say(ax, x, value, words, dx=-4, dy=12, ha="right", weight="bold")
    else:
        say(ax, x, value, words, dx=8, dy=-12, ha="left", va="top", weight="bold")
    if not first["plain"]:
        say(ax, first["start"], first["value"], f"{first['value']:.3g}", dy=-5, ha="left", va="top", size=8.5)
    if not last["plain"]:
        say(ax, last["end"], last["value"], f"{last['value']:.3g}", dy=-6, ha="right", va="top", size=8.5)


def _grid_drawn(grid: pd.DataFrame, request: Request) -> pd.DataFrame:
    """One row for each counted answer and each of its sources."""
    rows = grid[grid["counted"] & grid["value"].notna()]
    rows = rows.drop(columns=["why", "reason", "position", "low", "high", "counted"]).explode("sources")
    return rows.rename(columns={"sources": "source_id"}).assign(place="/".join(request.sides), unit="ratio")

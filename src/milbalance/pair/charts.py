"""Charts of any two places: the ratio of their military spending, and every way to compute it (notebook 09).

Each takes two places and, if asked, years; the numbers are those of `milbalance.pair.tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import choices
from milbalance.charts import matrix, style
from milbalance.charts.curves import ABOVE, draw_steps
from milbalance.charts.marks import ring, say
from milbalance.charts.wording import listed, source_name
from milbalance.choices import curve
from milbalance.choices.axes import listed_editions
from milbalance.errors import NoRowsError
from milbalance.pair import ratios
from milbalance.pair.charts_parts import (
    INKS,
    compared,
    doubt,
    doubtful_sides,
    doubtful_years,
    is_small,
    key_to_quality,
    level,
    line_of_one,
    mark_quality,
    name_ends,
    ratio_axis,
    readable,
    times,
    unbroken,
    within,
    year_axis,
)
from milbalance.pair.choices import Plain, plain, qualities, spread
from milbalance.pair.ratios import worst
from milbalance.pair.request import Request, Years
from milbalance.tables import labels
from milbalance.tables.load import Data

DRAWN = ("current_usd", "constant_usd", "share_gdp")  # the bases with a panel; a table has every one
OLD = "#BDBDBD"  # older editions, behind


def pair_spending_ratio(
    data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None
) -> Axes:
    """Military expenditure of side a over side b by year: a panel a basis, a line a source and edition.

    The sides change places where a title in per cent would stand above an axis of thousands of per cent.
    """
    request = _facing(data, Request(side_a, side_b, years))
    at, told = _told(data, request)
    small = is_small(told["ratio"])
    rows = ratios.spending_ratio(data, request).rename(columns={"ratio": "value"})
    held = rows.dropna(subset="value")
    bases = [basis for basis in DRAWN if basis in set(held["basis"])]
    drawn = rows[rows["basis"].isin(bases)]
    named = _named(data, request, bases)
    axes = style.panels(len(bases), 1, height=2.0 + 1.75 * len(bases), sharex=True)
    for ax, basis in zip(axes, bases, strict=True):
        _basis_panel(ax, drawn[drawn["basis"] == basis], named[named["basis"] == basis], small=small)
        ax.set_title(_panel_title(drawn[drawn["basis"] == basis], basis), loc="left", fontsize=10)
    year_axis(axes[-1], held["year"])
    own = held[(held["basis"] == at.basis) & (held["source_id"] == at.source)]
    a, b = (style.name(data, side) for side in request.sides)
    sides = doubtful_sides({"a": a, "b": b}, told)
    return style.finish(
        style.figure_of(axes[0]),
        data,
        title=f"{style.possessive(a)} military {_what(at, told)} was {compared(told['ratio'])} "
        f"{style.possessive(b)} in {at.year}{doubt(told['quality'])}",
        subtitle=f"Military expenditure, {a} over {b}{_by_source(named)}; each panel has a scale of its own; "
        f"title: {ratios.BASES[at.basis]}, {source_name(data, at.source)}{f' ({sides})' if sides else ''}"
        f"{_key(drawn, named)}",
        alt=f"{len(bases)} panel{'s' * (len(bases) > 1)} of yearly ratios, {a} over {b}: "
        f"{listed(ratios.BASES[one] for one in bases)}. "
        f"In {ratios.BASES[at.basis]} by {source_name(data, at.source)} {within(own['value'], small=small)}, "
        f"{level(told['ratio'], small=small)} in {at.year}{f' ({sides})' if sides else ''}. "
        f"{doubtful_years(own)}".strip(),
        drawn=drawn.assign(place="/".join(request.sides), unit="ratio")[
            ["place", "year", "basis", "value", "unit", "base_year", "quality", "source_id"]
        ],
    )


def _by_source(named: pd.DataFrame) -> str:
    """How the lines of a panel differ, where there are several."""
    publishers, several = named["publisher"].nunique() > 1, named.groupby("basis").size().max() > 1
    return ", by source and edition" if publishers else ", by edition" if several else ""


def _told(data: Data, request: Request) -> tuple[Plain, dict[Any, Any]]:
    """Where the ratio of the title is from, and its row of `ratios.spending_ratio`.

    It is that of dollars, or of shares of GDP where no source gives both in dollars.
    """
    held = ratios.spending_ratio(data, request).dropna(subset="ratio")
    try:
        at = plain(data, request)
    except NoRowsError:
        shares = held[held["basis"].isin(DRAWN)].sort_values(["year", "source_id"])
        if shares.empty:
            raise NoRowsError(f"no source gives the military spending of {' and '.join(request.sides)}") from None
        at = Plain(str(shares["source_id"].iloc[-1]), str(shares["basis"].iloc[-1]), int(shares["year"].iloc[-1]))
    same = (held["source_id"] == at.source) & (held["basis"] == at.basis) & (held["year"] == at.year)
    return at, held[same].iloc[0].to_dict()


def _facing(data: Data, request: Request) -> Request:
    """The pair the way round in which its spending is drawn and told."""
    values = ratios.spending_ratio(data, request).query("basis in @DRAWN")["ratio"]
    return readable(request, float(_told(data, request)[1]["ratio"]), float(values.max()))


def _what(at: Plain, told: dict[Any, Any]) -> str:
    """What the ratio of the title compares."""
    prices = f" in constant dollars of {told['base_year']}"
    return {"share_gdp": "share of the economy", "constant_usd": f"spending{prices}"}.get(at.basis, "spending")


def _named(data: Data, request: Request, bases: Sequence[str]) -> pd.DataFrame:
    """Every source of the panels: source_id, basis, publisher, edition, copy, newest (of its publisher), ink."""
    described = data.sources.set_index("source_id")
    records = [
        (choice.how["source"], choice.how["basis"], choice.levels["publisher"], choice.levels["edition"])
        for choice in listed_editions(data, request.sides, bases)
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
    """Older editions in grey, what republishes another as crosses, the newest of each publisher named."""
    ends = []
    for source in named.to_dict("records"):
        own = rows[rows["source_id"] == source["source_id"]]
        if own["value"].isna().all():  # in these years
            continue
        values = unbroken(own.set_index("year")["value"])
        ax.plot(values.index, values, **_look(source))
        if source["newest"]:
            mark_quality(ax, own, "year", "value", source["ink"])
            last = values.dropna()
            words = f"{source['publisher']}, {source['edition'].removeprefix('edition of ')}"
            ends.append((last.index[-1], last.iloc[-1], words, source["ink"]))
    ratio_axis(ax, 1.12 * rows["value"].max(), small=small)
    line_of_one(ax)
    name_ends(ax, ends, size=8.5)


def _look(source: dict[Any, Any]) -> dict[str, Any]:
    if source["copy"]:
        return {"color": style.NEUTRAL, "linestyle": "none", "marker": "+", "markersize": 5, "zorder": 1.5}
    if source["newest"]:
        return {"color": source["ink"], "linewidth": 1.8, "marker": "o", "markersize": 2.5, "zorder": 3}
    return {"color": OLD, "linewidth": 1.1, "zorder": 1}


def _panel_title(rows: pd.DataFrame, basis: str) -> str:
    years = sorted({int(year) for year in rows["base_year"].dropna()})
    if basis != "constant_usd" or not years:
        return ratios.BASES[basis][0].upper() + ratios.BASES[basis][1:]
    of = f"of {years[0]}" if len(years) == 1 else f"of {years[0]} to {years[-1]}, by edition"
    return f"Constant US dollars {of}"


def _key(drawn: pd.DataFrame, named: pd.DataFrame) -> str:
    """What the unnamed marks and the gaps are, where there are any."""
    there = named[named["source_id"].isin(set(drawn["source_id"]))]
    told = ["grey: older editions"] if (~there["newest"] & ~there["copy"]).any() else []
    told += ["crosses: what republishes another source"] if there["copy"].any() else []
    named_rows = drawn.merge(there.loc[there["newest"], ["source_id", "basis"]], on=["source_id", "basis"])
    told += key_to_quality(named_rows)
    told += ["dashed: both the same"] if drawn["value"].max() > 1 else []
    told += ["gaps: a side has no value"] if drawn["value"].isna().any() else []
    return "".join(f"; {words}" for words in told)


def pair_choices(data: Data, *, side_a: str = "ISR", side_b: str = "TUR", years: Years | None = None) -> Axes:
    """Every way to compute the ratio of military spending, from low to high, over the choices that give it.

    The sides change places where they do in `pair_spending_ratio`.
    """
    request = Request(side_a, side_b, years)
    plain(data, request)  # before anything is drawn
    request = _facing(data, request)
    grid, at = spread(data, request), plain(data, request)
    vouched = qualities(data, request)
    steps = _with_quality(curve.steps(grid), grid, vouched)
    levels = curve.level_shares(grid, steps.drop(columns="quality"))
    below = matrix.height(levels)
    layout = {"height_ratios": [ABOVE, below]}
    upper, lower = style.panels(2, 1, height=2.4 + ABOVE + below, gridspec_kw=layout)
    _answers(upper, steps)
    if len(levels):
        matrix.draw(lower, steps.drop(columns="quality"), levels, beside="weight", head="weight")
    else:
        lower.set_axis_off()
    a, b = (style.name(data, side) for side in request.sides)
    number = choices.support(grid)
    ends = [float(steps["value"].iloc[end]) for end in (0, -1)]
    least, most = map(times, ends)
    kinds = listed(dict.fromkeys(map(labels.kind, levels["kind"]))) if len(levels) else "there is one choice alone"
    key = "".join(f"; {words}" for words in key_to_quality(steps))
    return style.finish(
        style.figure_of(upper),
        data,
        title=f"{number.counted} way{'s' * (number.counted != 1)} of counting put {style.possessive(a)} military "
        f"spending at {compared(*ends)} {style.possessive(b)}"
        f"{doubt(worst(steps['quality'].iloc[[0, -1]]), many=True)}",
        subtitle=f"{a} over {b}. Each step is one way to compute it, as wide as its weight. Ringed: the plain "
        f"choice, {source_name(data, at.source)}, {ratios.BASES[at.basis]}, {at.year}{key}. "
        f"{_not_drawn(grid, number)}".rstrip(". "),
        alt=f"{number.counted} answers from {least} to {most} as steps; the plain choice gives "
        f"{float(grid.loc[grid['plain'], 'value'].iloc[0]):.3g}. {_vouched_words(grid, vouched)}"
        f"Below, which choices give them: {kinds}.",
        drawn=_grid_drawn(grid.assign(quality=vouched), request),
    )


def _with_quality(steps: pd.DataFrame, grid: pd.DataFrame, vouched: pd.Series[str]) -> pd.DataFrame:
    """The steps with the worst quality of the ways that each holds."""
    held: dict[object, list[object]] = {}
    for way, quality in zip(grid.to_dict("records"), vouched, strict=True):
        if way["counted"] and way["value"] == way["value"]:
            held.setdefault(curve.step_of(steps, way).name, []).append(quality)
    return steps.assign(quality=pd.Series({step: worst(told) for step, told in held.items()}, dtype="object"))


def _vouched_words(grid: pd.DataFrame, vouched: pd.Series[str]) -> str:
    """How many of the counted answers rest on what a source does not quite vouch for, as a sentence."""
    number = vouched[grid["counted"] & grid["value"].notna()].value_counts()
    words = {"estimate": "estimates", "uncertain": "highly uncertain numbers"}
    told = [f"{number[quality]} of them rest on {what}" for quality, what in words.items() if quality in number]
    return f"{listed(told)}. " if told else ""


def _not_drawn(grid: pd.DataFrame, number: choices.Support) -> str:
    """How many answers are only shown, and how many ways have none."""
    shown = int((~grid["counted"] & grid["value"].notna()).sum())
    also = f"{shown} more answers, such as shares of GDP, are not drawn. " if shown else ""
    some = number.unanswered
    return also + (f"{some} {'way has' if some == 1 else 'ways have'} no answer" if some else "")


def _answers(ax: Axes, steps: pd.DataFrame) -> None:
    """The steps with both ends named and the plain choice ringed."""
    most = steps["value"].max()
    ax.set(ylim=(0, 1.22 * most), xlim=(-0.005, 1.005), xticks=[], ylabel="times")
    draw_steps(ax, steps)
    mark_quality(ax, steps.assign(middle=(steps["start"] + steps["end"]) / 2), "middle", "value", style.INK)
    line_of_one(ax)
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
    rows = rows.drop(columns=[*choices.REASONS, "position", "low", "high", "counted"]).explode("sources")
    return rows.rename(columns={"sources": "source_id"}).assign(place="/".join(request.sides), unit="ratio")

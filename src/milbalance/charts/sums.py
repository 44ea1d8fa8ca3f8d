"""Charts of military expenditure summed over years, by source and edition (notebook 01)."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patheffects import withStroke

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.editions import COW, WDI, edition, families, spliced_sources
from milbalance.charts.marks import row_names, say
from milbalance.charts.projects import allocations_of
from milbalance.charts.readings import MILEX
from milbalance.charts.wording import listed, speaks, with_stated
from milbalance.errors import NoRowsError
from milbalance.ingest import source_ids
from milbalance.measures import spending
from milbalance.measures.vocabulary.spending import dollars
from milbalance.tables.load import Data

NAMES = {source_ids.MILEX: "SIPRI", WDI: "World Bank", COW: "Correlates of War"}  # by family of sources.csv
VARIANT, SPLICED = "////", "..."  # hatches
BOTH = " What is stated names no basis and so stands in both panels."


@checked
def spending_sum(
    data: Data, *, place: str = "AZE", years: tuple[int, int] = (2008, 2019), source: str = MILEX
) -> Axes:
    """Spending of one side summed over years by every source, current and constant dollars in separate panels."""
    claim = articles.stated(data, "spending-24bn")
    ours = speaks(data, "spending-24bn", place=place, years=years)
    current, constant = _sums(data, place, "current_usd", years), _sums(data, place, "constant_usd", years)
    bars = [pd.concat([current, _sum_variants(data, place, years, source)], ignore_index=True), constant]
    upper = _sum_panels(bars, style.colour(data, place), claim if ours else None)
    said = f" (stated: {claim.stated:g})" if ours else ""
    total = dollars(data, place, source, "current_usd", years)
    every = pd.concat(bars)
    words = [f"{label} {value:.1f}" for label, value in zip(every["label"], every["value"], strict=True)]
    return style.finish(
        style.figure_of(upper),
        data,
        title=f"{style.possessive(style.name(data, place))} military spending of {years[0]}–{years[1]} was "
        f"{total:.1f} billion current dollars{said}",
        subtitle=f"Military expenditure summed over {years[0]}–{years[1]}, both included, by source and edition; "
        f"hatched: a variant; dotted: a spliced series; hollow: SIPRI’s numbers published again."
        f"{BOTH if ours else ''}{_short(data, place, years)}".removesuffix("."),
        alt=f"Horizontal bars in billions of US dollars{said}. {'; '.join(words)}.",
        drawn=_sum_rows(bars, place, claim, years, ours),
    )


def _sum_panels(bars: Sequence[pd.DataFrame], ink: str, claim: Stated | None) -> Axes:
    """Current dollars over constant ones, each on its own axis, with what is stated; returns the upper panel."""
    heights = [len(panel) + 0.5 for panel in bars]
    axes = style.panels(2, 1, height=6.9, gridspec_kw={"height_ratios": heights})
    titles = "Current US dollars", "Constant US dollars, each edition at the prices of its own base year"
    units = "billion current US dollars", "billion US dollars, prices of the base year"
    engine = style.figure_of(axes[0]).get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    engine.set(h_pad=0.1)  # room between the unit of the one and the heading of the other
    longest = max(panel["value"].max() for panel in bars)
    for ax, panel, head, unit in zip(axes, bars, titles, units, strict=True):
        _draw_sums(ax, panel, ink, head)
        # two axes of two units, but of one length: a bar twice as long is twice the number in either
        ax.set(xlabel=unit, xlim=(0, 1.12 * longest))
        if claim:
            style.band(ax, claim.low, claim.high, horizontal=False)
            line = ax.axvline(claim.stated, color=style.STATED, linewidth=1.4)
            line.set_path_effects([withStroke(linewidth=3.4, foreground="white")])  # it crosses dark bars
    if claim:
        say(axes[0], claim.stated, -0.6, f"stated: {claim.stated:g}", dy=2, ink=style.STATED)
    return axes[0]


def _sums(data: Data, place: str, basis: str, years: tuple[int, int]) -> pd.DataFrame:
    """One bar a publisher and value: sources of one publisher that give the same sum share it."""
    table = spending.sums_by_source(data.spending, place, basis, *years).dropna(subset="value")
    keys = [families(data, table["source_id"]), table["value"].round(3), table["base_year"].fillna(0)]
    bars = []
    for (family, _, base), rows in table.groupby(keys, sort=False):
        sources = list(rows["source_id"])
        spliced = basis == "constant_usd" and bool(spliced_sources(data) & set(sources))
        words = f"{NAMES[str(family)]} {listed(edition(data, source) for source in sources)}"
        words += f", prices of {base}" if base else ""
        words += ", spliced" if spliced else ", from SIPRI" if family == WDI else ""
        bars.append((family, words, rows["value"].iloc[0], sources, SPLICED if spliced else "", basis, *years))
    columns = ["family", "label", "value", "source_id", "hatch", "basis", "start", "end"]
    order = {family: rank for rank, family in enumerate(NAMES)}
    found = pd.DataFrame(bars, columns=columns).assign(again=lambda made: made["family"] == WDI)
    return found.sort_values("family", key=lambda names: names.map(order), kind="stable").drop(columns="family")


def _sum_variants(data: Data, place: str, years: tuple[int, int], source: str) -> pd.DataFrame:
    """Bars of the other readings in current dollars: the last year left out, the special projects taken out."""
    start, end = years
    name = short_name(data, source)
    shorter = dollars(data, place, source, "current_usd", (start, end - 1))
    bars = [(f"{name}, {start} to {end - 1}", shorter, [source], end - 1)]
    try:
        allocations, origin = allocations_of(data, place)
        less = spending.without(data.spending, allocations, place, source)
    except NoRowsError:  # no such projects on record, or a source without local currency: then no such variant
        pass
    else:
        total = measures.window_sum(less, start, end) / 1000
        bars.append((f"{name}, without special defence projects", total, [source, origin], end))
    found = pd.DataFrame(bars, columns=["label", "value", "source_id", "end"])
    return found.assign(hatch=VARIANT, basis="current_usd", start=start, again=False)


def _draw_sums(ax: Axes, bars: pd.DataFrame, ink: str, head: str) -> None:
    """Horizontal bars, named at the left, with their values at their ends."""
    labels = [textwrap.fill(label, 26) for label in bars["label"]]
    for row, (value, hatch, hollow) in enumerate(zip(bars["value"], bars["hatch"], bars["again"], strict=True)):
        edge = style.MUTED if hollow else ink
        ax.barh(row, value, 0.66, color="white" if hatch or hollow else ink, edgecolor=edge, hatch=hatch)
        say(ax, value, row, f"{value:.1f}", dx=5, dy=0, ha="left", va="center", size=9.5, halo=True)
    row_names(ax, range(len(bars)), labels, size=8.5)
    ax.set(ylim=(len(bars) - 0.5, -0.6))
    ax.grid(visible=True, axis="x")
    ax.set_title(head, loc="left", fontsize=10, fontweight="bold", pad=10)


def _short(data: Data, place: str, years: tuple[int, int]) -> str:
    """The sources that end before the last year and so have no sum."""
    rows = measures.select(data.spending, place=place, basis="current_usd").dropna(subset="value")
    ends = rows.groupby("source_id")["year"].max()
    told = [f"{short_name(data, str(source))} (to {end})" for source, end in ends.items() if end < years[1]]
    return f" No sum: {listed(told)}." if told else ""


def _sum_rows(
    bars: Sequence[pd.DataFrame], place: str, claim: Stated, years: tuple[int, int], ours: bool
) -> pd.DataFrame:
    """The bars as tidy rows, one for each source, and the bounds of what is stated."""
    facts = {"place": place, "unit": "billion US dollars"}
    every = pd.concat(bars, ignore_index=True)
    every["years"] = [f"{start}-{end}" for start, end in zip(every["start"], every["end"], strict=True)]
    drawn = every.drop(columns=["hatch", "again", "start", "end"]).explode("source_id", ignore_index=True)
    drawn = drawn.assign(**facts)
    said = pd.DataFrame({"label": "stated", "value": [claim.stated], "low": claim.low, "high": claim.high})
    return with_stated(drawn, said.assign(years=f"{years[0]}-{years[1]}", **facts)) if ours else drawn


def short_name(data: Data, source: str) -> str:
    """Publisher and edition: "SIPRI 2021", "World Bank 2021-10"."""
    (family,) = families(data, pd.Series([source]))
    return f"{NAMES[family]} {edition(data, source)}"

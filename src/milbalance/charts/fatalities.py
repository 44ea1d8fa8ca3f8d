"""Chart of documented deaths by year, and of the dead of the first war by source (notebook 05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import Stated
from milbalance.charts import dots, style
from milbalance.charts.marks import limits, say
from milbalance.charts.readings import FIRST_WAR, GED, OLDER_GED
from milbalance.charts.wording import peak, source_name, with_stated
from milbalance.measures import counts
from milbalance.measures.transfers import span
from milbalance.tables.load import Data

CLAIM = "dead-first-war"
SINCE = 1992  # the newer edition begins in December 1991, so that it holds no whole year before
BEGINS = "December 1991"  # with the newer edition; the war before it, from 1988, is not in it
LABELLED = 500  # deaths in a year from which the alt text and the chart name it


def deaths_by_year(data: Data) -> Axes:
    """Documented deaths by year, and what sources give for the whole first war beside the wording."""
    said = articles.stated(data, CLAIM)
    years = pd.DataFrame(
        {end: counts.deaths(data.fatalities, GED, estimate=end).loc[SINCE:] for end in ("low", "best", "high")}
    )
    older = counts.deaths(data.fatalities, OLDER_GED)
    totals = _totals(data)
    yearly, war = style.panels(2, 1, height=8.0, gridspec_kw={"height_ratios": [1.35, 1]})
    _draw_years(yearly, data, years, older)
    _draw_totals(war, totals, said)
    start, end = FIRST_WAR
    least = totals.loc[totals["plain"], "low"].iloc[0]
    return style.finish(
        style.figure_of(yearly),
        data,
        title=f"Documented deaths of {start}–{end % 100} add up to {least:,.0f}, a lower bound; “tens of "
        f"thousands” begins at {said.low:,.0f}",
        subtitle="Persons. Above: deaths in Armenia and Azerbaijan by year, best estimate and range; 1993 and "
        f"1995 include a fight over the government of Azerbaijan. The file of the bars begins in {BEGINS}. "
        "Below: light band, what the wording covers; arrows: at least; open: not counted; shaded: the plain "
        "reading, documented deaths alone",
        alt=f"Bars from {years.index.min()} to {years.index.max()}: "
        + ", ".join(f"{year} {value:,.0f}" for year, value in years["best"].items() if value >= LABELLED)
        + f". For the first war: {dots.spoken(totals)}. Stated: {said.low:,.0f} to {said.high:,.0f}.",
        drawn=with_stated(
            pd.concat([_drawn_years(years, older), dots.published(totals)[["name", "low", "high", "source_id"]]]),
            pd.DataFrame({"name": [CLAIM], "low": said.low, "high": said.high}),
        ).assign(unit="persons"),
    )


def _draw_years(ax: Axes, data: Data, years: pd.DataFrame, older: pd.Series[float]) -> None:
    ax.bar(years.index, years["best"], 0.72, color=style.NEUTRAL)
    ax.vlines(years.index, years["low"], years["high"], color=style.INK, linewidth=1.4)
    look: dict[str, Any] = {"markersize": 5, "color": style.INK, "markerfacecolor": "white"}
    ax.plot(older.index, older, "o", clip_on=False, zorder=3, **look)
    top = years["high"].max()
    start, end = FIRST_WAR
    named = [f"{year}: {years['best'][year]:,.0f}" for year in range(start, end + 1)]
    words = "\n".join([*named, f"together {years['best'].loc[start:end].sum():,.0f}"])
    say(ax, end + 1, top * 0.42, words, dy=0, ha="left", va="top", halo=True)
    year, most = peak(years["best"])
    say(ax, year, most, f"{year}: {most:,.0f}", dx=-10, dy=0, ha="right", va="top")
    ax.set(xlim=(older.index.min() - 0.8, years.index.max() + 0.8), ylim=(0, top * 1.08))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    words = f"bars: {source_name(data, GED)}, state-based violence, with its range\n"
    words += f"○ {source_name(data, OLDER_GED)}, more kinds of violence"
    say(ax, older.index.min(), top, words, dy=0, ha="left", va="top", ink=style.MUTED, halo=True)
    ax.set_title("Deaths by year", loc="left", fontsize=10)


def _totals(data: Data) -> pd.DataFrame:
    """What sources give for the dead of the whole first war, as rows to draw; the documented at least."""
    rows = dots.of_choices(articles.choices_of(data, CLAIM), style.INK)
    rows = rows[~rows["figure"].isin(["low estimate", "high estimate"])].reset_index(drop=True)
    return rows.assign(level=rows.index.astype(float), name=[_name(row) for row in rows.to_dict("records")])


def _name(row: Mapping[Any, Any]) -> str:
    """The source in short, and what it counts where that is not all the dead."""
    short = str(row["source"]).split(" (", maxsplit=1)[0].split(",", maxsplit=1)[0]
    if "killed" in row["figure"]:
        return short
    years = f", {span(*FIRST_WAR)}" * (row["source"] == "UCDP")  # whose numbers are added up by year
    return dots.wrapped(f"{short}{years}: {row['figure']}", 26)


def _draw_totals(ax: Axes, totals: pd.DataFrame, said: Stated) -> None:
    ax.set(xlim=limits(dots.extent(totals, said), room=0.06), ylim=(len(totals) - 0.5, -1.4), xlabel="persons")
    dots.name_levels(ax, totals)
    dots.mark_stated(ax, said, -0.9, "stated: tens of thousands", ha="left", dx=6)
    dots.draw_numbers(ax, totals)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_title("First war, by source", loc="left", fontsize=10)


def _drawn_years(years: pd.DataFrame, older: pd.Series[float]) -> pd.DataFrame:
    """The numbers by year of both editions, one row each."""
    newer = years.rename_axis("year").reset_index().assign(source_id=GED)
    before = older.rename("best").rename_axis("year").reset_index().assign(source_id=OLDER_GED)
    return pd.concat([newer, before]).astype({"year": "Int64"})

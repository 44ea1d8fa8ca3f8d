"""Chart of the incidents that a log holds before the war of 2020 (notebook 05)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import dots, style
from milbalance.charts.marks import limits, say
from milbalance.charts.wording import with_stated
from milbalance.measures import counts
from milbalance.tables.load import Data

SERIES = "incidents by weapon"
LOG = "violations-300"  # the claim on what a log holds
UNLOGGED = "2016-04"  # the month of the four-day war, whose days are not in the log


def incidents_by_month(data: Data) -> Axes:
    """Incidents logged by month, and their number up to each cut-off by both ways of counting."""
    said = articles.stated(data, LOG)
    months = counts.by_month(data.incidents, SERIES)
    ways = _ways(data)
    monthly, sums = style.panels(2, 1, height=7.6, gridspec_kw={"height_ratios": [1, 1.15]})
    _draw_months(monthly, months)
    _draw_ways(sums, ways, said)
    plain = ways[ways["plain"]].iloc[0]
    other = measures.one(ways, value="low", counting="entries of the log", **{"up to": plain["up to"]})
    source = str(plain["source_id"])
    return style.finish(
        style.figure_of(monthly),
        data,
        title=f"Crisis Group logged {plain['low']:.0f} incidents in {other:.0f} entries to {plain['up to']} "
        f"(stated: over {said.stated:.0f} violations)",
        subtitle="Special operations, heavy weapons and drones in the log from January 2015 on; what is stated is "
        "about ceasefire violations, which are not the same. No bar: none logged. Below: the sum up to a day; open "
        "dots: not counted; light band: what the wording covers; shaded row: the plain reading",
        alt=f"Bars by month, the highest {months.max():.0f} in {counts.day(str(months.idxmax()))}. Sums: "
        f"{dots.spoken(ways)}. Stated: over {said.stated:.0f}.",
        drawn=with_stated(
            pd.concat(
                [
                    pd.DataFrame({"low": months, "high": months}).rename_axis("name").reset_index(),
                    dots.published(ways)[["name", "low", "high", "source_id"]],
                ]
            ).fillna({"source_id": source}),
            pd.DataFrame({"name": [LOG], "low": said.stated}),
        ).assign(unit="incidents"),
    )


def _ways(data: Data) -> pd.DataFrame:
    """The choices of the claim as rows to draw, by day and then by way of counting."""
    rows = dots.of_choices(articles.choices_of(data, LOG), style.INK, name="counting")
    # The title has the two ways of counting: incidents, and the entries of the log that hold them.
    names = rows["up to"] + ": " + rows["counting"].str.split().str[0]
    rows = rows.assign(name=names).sort_values("value", kind="stable")
    return rows.assign(level=[float(level) for level in range(len(rows))])


def _draw_months(ax: Axes, months: pd.Series[float]) -> None:
    years = range(int(months.index.min()[:4]), int(months.index.max()[:4]) + 1)
    place = [_place(str(month)) for month in months.index]
    ax.bar(place, months, 0.8 / 12, align="edge", color=style.NEUTRAL)
    ax.set(xlim=(min(years) - 0.1, max(years) + 1), ylim=(0, months.max() * 1.18), ylabel="incidents")
    ax.set_xticks([*years], [f"January\n{year}" for year in years])
    words = f"{months[UNLOGGED]:.0f} in April 2016, without the\nfour-day war, which the log leaves out"
    say(ax, _place(UNLOGGED) + 0.07, months[UNLOGGED], words, dx=8, dy=0, ha="left", va="top", halo=True)
    ax.set_title("Incidents logged by month", loc="left", fontsize=10)


def _place(month: str) -> float:
    """A month as a place on an axis of years, at its first day."""
    return int(month[:4]) + (int(month[5:]) - 1) / 12


def _draw_ways(ax: Axes, ways: pd.DataFrame, said: Stated) -> None:
    ax.set(
        xlim=limits(dots.extent(ways, said), room=0.36, below=0.3),
        ylim=(len(ways) - 0.4, -1.4),
        xlabel="incidents (the axis does not begin at zero)",
    )
    dots.name_levels(ax, ways)
    dots.mark_stated(ax, said, -0.85, f"stated: over {said.stated:.0f}", ha="left", dx=9)
    inside = [said.covers(value) for value in ways["low"]]
    dots.draw_numbers(ax, ways[inside])
    dots.draw_numbers(ax, ways[[not within for within in inside]], left_from=0)
    ax.set_title("Sum since January 2015", loc="left", fontsize=10)

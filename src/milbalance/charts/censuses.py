"""Charts of the people of Karabakh and of Eastern Armenia (notebook 06)."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.marks import guide, say, stated_point
from milbalance.charts.wording import KARABAKH_NAMES, with_stated
from milbalance.measures import censuses
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

MARKS = {censuses.PROVINCE: "s", censuses.MOUNTAINS: "^", censuses.OBLAST: "o"}
BROKEN = ((1815, 1841), (1915, 1993))  # the years of the two panels; nothing is published between them
CLOSE = 3  # years
DECADE = 1935  # the middle of the decade that the claim names


def karabakh_censuses(data: Data) -> Axes:
    """Armenian shares by year, marked by area and never joined, beside the two shares that are stated."""
    early, late = style.panels(1, 2, height=6.4, sharey=True, gridspec_kw={"width_ratios": [1, 1.35]})
    rows = censuses.shares(data.facts)
    # A bound says nothing where the same census has a published share.
    rows = rows[~(rows.duplicated(["year", "area"], keep=False) & (rows["low"] == 0))]
    for ax, (start, end) in zip((early, late), BROKEN, strict=True):
        ax.set(xlim=(start, end), ylim=(0, 105))
        _draw(ax, rows[rows["year"].between(start, end)], style.colour(data, "ARM"))
    early.set_ylabel("per cent Armenian")
    early.set_title("Surveys of the Russian Empire", loc="left", fontsize=10)
    late.set_title("Soviet oblast of Nagorno-Karabakh", loc="left", fontsize=10)
    first, thirties = articles.stated(data, "nkao-1923"), articles.stated(data, "nk-1830s")
    _state(late, 1923, first, f"stated: {first.stated:g}\nin 1923")
    counted = censuses.counted_share(data.facts)
    same = thirties.covers(counted.number)
    _state_the_thirties((early, late), thirties, same)
    _name_areas(early, rows)
    nearest = rows[rows["year"] == 1926].iloc[0]
    mountains = rows[(rows["year"] == 1836) & (rows["area"] == censuses.MOUNTAINS)]["high"].iloc[0]
    return style.finish(
        style.figure_of(early),
        data,
        title=f"Karabakh in 1836: {mountains:.0f} per cent Armenian in its mountains, {counted.low:.0f} to "
        f"{counted.high:.0f} in the whole province; Soviet oblast, 1926: {nearest['high']:.0f}",
        subtitle="Armenian share of the people, per cent, one mark a source. Open with an arrow: at most, as only "
        f"the Azerbaijani share is given. Light bars: what the wording covers. {KARABAKH_NAMES}",
        alt="Marks by year, per cent Armenian: "
        + "; ".join(
            f"{row['year']} {row['area']} {_words(row['low'], row['high'])}" for row in rows.to_dict("records")
        )
        + f". Stated: {first.stated:g} in 1923 and {thirties.stated:.0f} in the 1930s"
        + ", which is the number of 1836 for the whole province" * same
        + ".",
        drawn=with_stated(
            rows.assign(unit="per cent Armenian"),
            pd.DataFrame(
                {
                    "year": [1923, DECADE],
                    "low": [first.stated, thirties.stated],
                    "high": [first.stated, thirties.stated],
                    "unit": "per cent Armenian",
                }
            ),
        ),
    )


def _words(low: float, high: float) -> str:
    """A share in words: "92", "34.3 to 36.1", "at most 90.7"."""
    return f"at most {high:.3g}" if low == 0 else articles.found(Span(low, high), "is")


def _draw(ax: Axes, rows: pd.DataFrame, ink: str) -> None:
    """A mark a row, in the middle of a range with a line from end to end; a bound is open and has an arrow down."""
    rows = rows.assign(at=rows["high"].where(rows["low"] == 0, (rows["low"] + rows["high"]) / 2))
    for area, mine in rows.groupby("area"):
        bound = mine["low"] == 0
        ax.vlines(mine.loc[~bound, "year"], mine.loc[~bound, "low"], mine.loc[~bound, "high"], color=ink)
        for chosen, face in ((mine[~bound], ink), (mine[bound], "white")):
            ax.plot(
                chosen["year"],
                chosen["at"],
                MARKS[str(area)],
                color=ink,
                mfc=face,
                mew=1.5,
                markersize=8,
                zorder=3,
            )
        for year, high in mine.loc[bound, ["year", "high"]].to_numpy():
            ax.annotate("", (year, high - 11), (year, high - 2), arrowprops={"arrowstyle": "->", "color": ink})
    apart = rows["year"].diff().fillna(0) > CLOSE
    for _, near in rows.groupby([apart.cumsum(), rows["area"]]):
        _label(ax, near)


def _label(ax: Axes, near: pd.DataFrame) -> None:
    """The number of each mark: above it, and of neighbours the first to the left and the last to the right."""
    last = len(near) - 1
    for place, (year, at, low, high) in enumerate(near[["year", "at", "low", "high"]].to_numpy()):
        words = f"{at:.0f}" if low in {0, high} else f"{low:.3g}–{high:.3g}"
        if last and place in {0, last}:
            side = 1 if place else -1
            say(ax, year, at, words, dx=8 * side, dy=0, ha="left" if place else "right", va="center")
        else:
            say(ax, year, at, words, dy=7)


def _state(ax: Axes, year: float, said: Stated, words: str) -> None:
    """A stated share in its year: its diamond, the bar that its wording covers, and its words below."""
    ax.fill_between([year - 2, year + 2], said.low, said.high, color=style.STATED_BAND, linewidth=0, zorder=0)
    stated_point(ax, year, said.stated)
    say(ax, year - 2, said.low, words, dy=-3, ha="left", va="top", ink=style.STATED, halo=True)


def _state_the_thirties(panels: tuple[Axes, Axes], said: Stated, same: bool) -> None:
    """The share of the decade that is stated, with an arrow to the survey in the other panel that has it."""
    early, late = panels
    words = f"stated: {said.stated:.0f},\n“in the 1930s”"
    _state(late, DECADE, said, words + ":\nthe number of 1836,\nwhole province" * same)
    if not same:
        return
    where: dict[str, Any] = {"xycoords": early.transData, "textcoords": late.transData}
    arrow = {"arrowstyle": "->", "color": style.STATED, "linestyle": (0, (3, 2)), "shrinkA": 6, "shrinkB": 7}
    late.annotate("", (1836, said.stated), (DECADE, said.stated), arrowprops=arrow, **where).set_in_layout(False)


def _name_areas(ax: Axes, rows: pd.DataFrame) -> None:
    """The two areas of the nineteenth century, named beside their last marks."""
    for area in (censuses.PROVINCE, censuses.MOUNTAINS):
        last = rows[rows["area"] == area].iloc[-1]
        ax.text(float(last["year"]) + 3, last["high"] - 5, area, fontsize=9.5, ha="right", va="top")


def armenian_share_by_1832(data: Data, *, ax: Axes | None = None) -> Axes:
    """The Armenian share by 1832 as a function of the population before, which no source held gives."""
    ax = style.canvas(ax)
    said = articles.stated(data, "eastern-armenia-1832")
    people = pd.Series(range(60_000, 300_001, 5_000), dtype=float)
    share = people.map(censuses.share_after)
    needed, most, least = (censuses.population_for(at) for at in (said.stated, said.low, said.high))
    style.band(ax, said.low, said.high)
    ax.plot(people, share, color=style.colour(data, "ARM"))
    for at in (least, most):
        guide(ax, at)
    stated_point(ax, needed, said.stated)
    say(ax, needed, said.stated, "stated: half", dx=9, dy=3, ha="left", ink=style.STATED, size=9.5)
    words = f"half, if {needed:,.0f}\npeople lived\nthere before"
    say(ax, (least + most) / 2, said.low, words, dy=-4, va="top", size=9.5, halo=True)
    say(ax, least, 3, f"{least:,.0f} ", dx=-3, dy=0, ha="right", va="bottom")
    say(ax, most, 3, f" {most:,.0f}", dx=3, dy=0, ha="left", va="bottom")
    ax.set(
        xlim=(60_000, 300_000),
        ylim=(0, 100),
        xlabel="people before the conquest (not published in the sources held)",
    )
    ax.set_ylabel("per cent Armenian by 1832")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    curve = pd.DataFrame({"name": "share after", "population": people, "value": share})
    ends = ["upper end of half", "half", "lower end of half"]
    marked = {"population": [least, needed, most], "value": [said.high, said.stated, said.low]}
    named = pd.DataFrame({"name": ends, **marked})
    return style.finish(
        ax,
        data,
        title=f"“Half Armenian by 1832” needs {_thousands(least)} to {_thousands(most)} people in Eastern Armenia "
        "before the conquest",
        subtitle=f"What the claim itself states: {100 * censuses.SHARE_BEFORE:.0f} per cent Armenian before, "
        f"{censuses.CAME:,} Armenians came, {censuses.LEFT:,} Muslims left. Light band: what “half” covers",
        alt=f"A falling curve: the larger the population before, the smaller the share by 1832. It crosses half at "
        f"{needed:,.0f} people and the band from {said.low:g} to {said.high:g} per cent between {least:,.0f} and "
        f"{most:,.0f}.",
        drawn=with_stated(
            pd.DataFrame(),
            pd.concat([curve, named]).assign(unit="per cent Armenian, as stated"),
        ),
    )


def _thousands(people: float) -> str:
    """People rounded to thousands: "128,000"."""
    return f"{round(people, -3):,.0f}"

"""Charts of the people of Karabakh and of Eastern Armenia (notebook 06)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import censuses, claims, style
from milbalance.charts.marks import guide, say, stated_point
from milbalance.charts.parts import with_stated
from milbalance.claims import Stated, places
from milbalance.load import Data

MARKS = {censuses.PROVINCE: "s", censuses.MOUNTAINS: "^", censuses.OBLAST: "o"}
BROKEN = ((1808, 1841), (1919, 1993))  # the years of the two panels; nothing is published between them
CLOSE = 3  # years
DECADE = 1935  # the middle of the decade that the claim names


def karabakh_censuses(data: Data) -> Axes:
    """Armenian shares by year, marked by area and never joined, beside the two shares that are stated."""
    early, late = style.panels(1, 2, height=6.0, sharey=True, gridspec_kw={"width_ratios": [1, 1.55]})
    rows = censuses.shares(data.facts)
    # A bound says nothing where the same census has a published share.
    rows = rows[~(rows.duplicated(["year", "area"], keep=False) & (rows["low"] == 0))]
    for ax, (start, end) in zip((early, late), BROKEN, strict=True):
        ax.set(xlim=(start, end), ylim=(0, 105))
        _draw(ax, rows[rows["year"].between(start, end)], style.colour(data, "ARM"))
    early.set_ylabel("per cent Armenian")
    early.set_title("Surveys of the Russian Empire", loc="left", fontsize=10)
    late.set_title("Soviet oblast", loc="left", fontsize=10)
    first, thirties = claims.stated(data, "nkao-1923"), claims.stated(data, "nk-1830s")
    _state(late, 1923, first, f"stated: {first.stated:g}\nin 1923")
    _state(late, DECADE, thirties, f"stated: {thirties.stated:.0f},\n“in the 1930s”")
    _name_areas(early, rows)
    counted = censuses.counted_share(data.facts).number
    nearest = rows[rows["year"] == 1926].iloc[0]
    mountains = rows[(rows["year"] == 1836) & (rows["area"] == censuses.MOUNTAINS)]["high"].iloc[0]
    return style.finish(
        style.figure_of(early),
        data,
        title=f"Karabakh’s mountains were {mountains:.0f} per cent Armenian in 1836, the Soviet oblast "
        f"{nearest['high']:.0f} in 1926, the whole province {counted:.0f} in 1836",
        subtitle="Armenian share of the people, one mark a source. Squares: the whole province of Karabakh; "
        "triangles: its mountainous part; circles: the Soviet oblast of Nagorno-Karabakh. Open with an arrow: at "
        "most, as only the Azerbaijani share is given. Light bars: what the wording covers",
        alt="Marks by year, per cent Armenian: "
        + "; ".join(
            f"{row['year']} {row['area']} {_words(row['low'], row['high'])}" for row in rows.to_dict("records")
        )
        + f". Stated: {first.stated:g} in 1923 and {thirties.stated:.0f} in the 1930s.",
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
    return f"{high:.3g}" if low == high else f"at most {high:.3g}"


def _draw(ax: Axes, rows: pd.DataFrame, ink: str) -> None:
    """A mark a row; a bound is open and has an arrow down."""
    for area, mine in rows.groupby("area"):
        bound = mine["low"] < mine["high"]
        for chosen, face in ((mine[~bound], ink), (mine[bound], "white")):
            ax.plot(
                chosen["year"],
                chosen["high"],
                MARKS[str(area)],
                color=ink,
                mfc=face,
                mew=1.5,
                markersize=8,
                zorder=3,
            )
        for year, high in mine.loc[bound, ["year", "high"]].to_numpy():
            ax.annotate("", (year, high - 11), (year, high - 2), arrowprops={"arrowstyle": "->", "color": ink})
    # Marks of neighbouring years share one label.
    apart = rows["year"].diff().fillna(0) > CLOSE
    for _, near in rows.groupby([apart.cumsum(), rows["area"]]):
        label = " / ".join(dict.fromkeys(f"{value:.0f}" for value in near["high"]))
        say(ax, near["year"].mean(), near["high"].max(), label, dy=7)


def _state(ax: Axes, year: float, said: Stated, words: str) -> None:
    """A stated share in its year: its diamond, the bar that its wording covers, and its words below."""
    ax.fill_between([year - 2, year + 2], said.low, said.high, color=style.STATED_BAND, linewidth=0, zorder=0)
    stated_point(ax, year, said.stated)
    say(ax, year - 2, said.low, words, dy=-3, ha="left", va="top", ink=style.STATED)


def _name_areas(ax: Axes, rows: pd.DataFrame) -> None:
    """The two areas of the nineteenth century, named beside their last marks."""
    for area in (censuses.PROVINCE, censuses.MOUNTAINS):
        last = rows[rows["area"] == area].iloc[-1]
        below = last["high"] - 9
        ax.text(float(last["year"]) + 2, below, area.replace(" ", "\n"), fontsize=9.5, ha="center", va="top")


def armenian_share_by_1832(data: Data, *, ax: Axes | None = None) -> Axes:
    """The Armenian share by 1832 as a function of the population before, which no source held gives."""
    ax = style.canvas(ax)
    said = claims.stated(data, "eastern-armenia-1832")
    people = pd.Series(range(60_000, 300_001, 5_000), dtype=float)
    share = people.map(places.share_after)
    needed, most, least = (places.population_for(at) for at in (said.stated, said.low, said.high))
    style.band(ax, said.low, said.high)
    ax.plot(people, share, color=style.colour(data, "ARM"))
    for at in (least, most):
        guide(ax, at)
    stated_point(ax, needed, said.stated)
    words = f"stated: half,\nif {needed:,.0f} people\nlived there before"
    say(ax, (least + most) / 2, said.low, words, dy=-4, va="top", ink=style.STATED, size=9.5)
    say(ax, least, 3, f"{least:,.0f} ", dx=-3, dy=0, ha="right", va="bottom")
    say(ax, most, 3, f" {most:,.0f}", dx=3, dy=0, ha="left", va="bottom")
    ax.set(
        xlim=(60_000, 300_000),
        ylim=(0, 100),
        xlabel="people before the conquest (not published in the sources held)",
    )
    ax.set_ylabel("per cent Armenian by 1832")
    ax.xaxis.set_major_formatter("{x:,.0f}")
    return style.finish(
        ax,
        data,
        title=f"“Half Armenian by 1832” needs a population of {_thousands(least)} to {_thousands(most)} before the "
        "conquest",
        subtitle=f"What the claim itself states: {100 * places.SHARE_BEFORE:.0f} per cent Armenian before, "
        f"{places.CAME:,} Armenians came, {places.LEFT:,} Muslims left. Light band: what “half” covers",
        alt=f"A falling curve: the larger the population before, the smaller the share by 1832. It crosses half at "
        f"{needed:,.0f} people and the band from {said.low:g} to {said.high:g} per cent between {least:,.0f} and "
        f"{most:,.0f}.",
        drawn=with_stated(
            pd.DataFrame(),
            pd.DataFrame({"population": people, "value": share, "unit": "per cent Armenian, as stated"}),
        ),
    )


def _thousands(people: float) -> str:
    """People rounded to thousands: "128,000"."""
    return f"{round(people, -3):,.0f}"

"""Charts of people displaced, by the war of 2020 and by the first war (notebook 05)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import dots, style
from milbalance.charts.marks import limits, say, stated_point
from milbalance.charts.readings import (
    ACAPS_TOTAL,
    AZERBAIJANIS,
    FROM_KARABAKH,
    NEAR_THE_LINE,
    STILL,
)
from milbalance.charts.wording import KARABAKH_NAMES, source_name, with_stated
from milbalance.measures import counts
from milbalance.measures import facts as published
from milbalance.measures.counts import Rows
from milbalance.measures.ranges import Span, exactly
from milbalance.tables import labels
from milbalance.tables.load import Data

SCALE = "{x:,.0f}"
TOGETHER = "first war, both sides"
# Places by mark, so that colour is never alone; "" is both together.
MARKS = {"AZE": "o", "ARM": "s", "": "^"}
# The rows of 2020, each with its place and name: the two parts, and the total from the number printed to their sum.
OF_2020 = (
    ("ARM", "Armenian side: IOM, in ACAPS", (FROM_KARABAKH,)),
    ("AZE", "Azerbaijani side: ACAPS", (NEAR_THE_LINE,)),
    ("", "both sides: total of ACAPS", (ACAPS_TOTAL,)),
)
OF_ARMENIA = "displaced-91000"
FIRST_WAR = {
    AZERBAIJANIS: ("AZE", "Azerbaijanis"),
    "first war, Armenian side": ("ARM", "Armenians"),
    TOGETHER: ("", "both peoples"),
}


def displaced_people(data: Data) -> Axes:
    """People displaced in 2020 and in 1988–94 on one scale, beside the million and the half million stated."""
    million, half = (articles.stated(data, name) for name in ("displaced-million", "displaced-first-war"))
    now_rows, first = _war_of_2020(data), _first_war(data)
    sizes = [len(now_rows) + 1.8, len(first) + 1.2]
    now, then = style.panels(2, 1, height=8.0, sharex=True, gridspec_kw={"height_ratios": sizes})
    now.set(xlim=limits(dots.extent(pd.concat([now_rows, first]), million, half), room=0.55))
    _draw_2020(now, now_rows, million)
    _draw_first_war(then, first, half)
    total = _about(now_rows[now_rows["plain"]].iloc[0])
    both = first[first["scope"] == TOGETHER]["words"].iloc[0]
    return style.finish(
        style.figure_of(now),
        data,
        title=f"{total} people displaced in 2020 (stated: nearly a million); {both} in 1988–94",
        subtitle="Persons, as published. ● Azerbaijanis, ■ Armenians, ▲ both, ▶ at least so many; bar: a range. "
        "Light bands: what the wording covers. Shaded row: the plain reading; of the half million there is none, "
        "as no UNHCR figure for Azerbaijanis alone is held",
        alt=f"2020: {dots.spoken(now_rows)}; stated nearly {million.stated:,.0f}. "
        f"1988–94: {dots.spoken(first)}; stated {half.stated:,.0f} Azerbaijanis.",
        drawn=with_stated(
            dots.published(pd.concat([now_rows, first]))[["name", "low", "high", "unit", "source_id"]],
            pd.DataFrame(
                {
                    "name": said.claim_id,
                    "low": said.low,
                    "high": said.high,
                    "stated": said.stated,
                    "unit": "persons",
                }
                for said in (million, half)
            ),
        ),
    )


def _about(row: pd.Series) -> str:
    """The words of a row, or "about" where both ends of its range are the same ten thousands."""
    low, high = round(row["low"], -4), round(row["high"], -4)
    return f"About {low:,.0f}" if low == high and row["low"] < row["high"] else str(row["words"])


def _war_of_2020(data: Data) -> pd.DataFrame:
    """The numbers of 2020 as rows to draw."""
    spans = [_people(data, rows) for _, _, rows in OF_2020]
    places = [place for place, _, _ in OF_2020]
    found = pd.DataFrame(
        {
            "name": [name for _, name, _ in OF_2020],
            "low": [span.low for span in spans],
            "high": [span.high for span in spans],
            "plain": [rows == (ACAPS_TOTAL,) for _, _, rows in OF_2020],
            "source_id": [rows[-1].source for _, _, rows in OF_2020],
        }
    )
    return _as_rows(data, found, places)


def _people(data: Data, rows: Rows) -> Span:
    """Rows added up; the total of ACAPS runs to what its parts add up to, as in the plain reading."""
    return exactly(articles.compute(data, "displaced-million", rows=() if rows == (ACAPS_TOTAL,) else rows))


def _as_rows(data: Data, found: pd.DataFrame, places: list[str]) -> pd.DataFrame:
    return found.assign(
        level=found.index.astype(float),
        words=found.apply(dots.span_words, axis=1),
        ink=[style.colour(data, place) if place else style.INK for place in places],
        marker=[MARKS[place] for place in places],
        counted=True,
        unit="persons",
    )


def _first_war(data: Data) -> pd.DataFrame:
    """Published numbers of people displaced in 1988–94 as rows to draw, by people, lowest first."""
    rows = measures.select(data.facts, scope=list(FIRST_WAR))
    spans = [published.span(row) for row in rows.to_dict("records")]
    found = rows.assign(
        low=[span.low for span in spans],
        high=[span.high for span in spans],
        order=rows["scope"].map(list(FIRST_WAR).index),
        plain=False,
    ).sort_values(["order", "low"], kind="stable", ignore_index=True)
    known = found["scope"].map(FIRST_WAR)
    # One source has several numbers of one people; what they count tells them apart.
    done = found["subject"].str.extract("(expelled|displaced)", expand=False).fillna("")
    found["name"] = [
        dots.wrapped(f"{f'{people} {how}'.strip()}: {source_name(data, source)}", 44)
        for people, how, source in zip(known.str[1], done, found["source_id"], strict=True)
    ]
    return _as_rows(data, found, list(known.str[0]))


def _draw_2020(ax: Axes, rows: pd.DataFrame, said: Stated) -> None:
    ax.set(ylim=(len(rows) - 0.5, -1.4))
    dots.name_levels(ax, rows)
    dots.mark_stated(ax, said, -0.85, f"stated: nearly {said.stated:,.0f}", ha="left", dx=9)
    dots.draw_numbers(ax, rows)
    ax.set_title("War of 2020", loc="left", fontsize=10)


def _draw_first_war(ax: Axes, first: pd.DataFrame, said: Stated) -> None:
    ax.set(ylim=(len(first) - 0.4, -1.4), xlabel="persons")
    rows = first.loc[first["scope"] == AZERBAIJANIS, "level"]
    ax.barh(rows, said.high - said.low, 1.0, left=said.low, color=style.STATED_BAND, zorder=0)
    ax.plot([said.stated] * 2, [-0.85, rows.max() + 0.5], color=style.STATED, linewidth=1.2, zorder=1)
    stated_point(ax, said.stated, -0.85)
    say(
        ax,
        said.stated,
        -0.85,
        f"stated: {said.stated:,.0f} Azerbaijanis",
        dx=9,
        dy=0,
        ha="left",
        va="center",
        ink=style.STATED,
    )
    dots.name_levels(ax, first)
    dots.draw_numbers(ax, first)
    ax.set_title("War of 1988–94", loc="left", fontsize=10)
    ax.xaxis.set_major_locator(MaxNLocator(5))  # numbers of seven digits need room
    ax.xaxis.set_major_formatter(SCALE)


def displaced_in_2020(data: Data, *, ax: Axes | None = None) -> Axes:
    """People of the Armenian side displaced in 2020, by source, beside what is stated."""
    ax = style.canvas(ax, height=4.6)
    said = articles.stated(data, OF_ARMENIA)
    rows = dots.of_choices(articles.choices_of(data, OF_ARMENIA), style.colour(data, "ARM"))
    late = measures.select(data.facts, topic=OF_ARMENIA, scope=STILL).iloc[0]
    # People still displaced later are another number.
    rows = rows[(rows["source_id"] != late["source_id"]) | (rows["figure"] != late["subject"])]
    rows = rows.assign(level=range(len(rows)))
    ax.set(
        xlim=limits(dots.extent(rows, said), room=0.12, below=0.2),
        ylim=(len(rows) - 0.5, -1.4),
        xlabel="persons (the axis does not begin at zero)",
    )
    dots.name_levels(ax, rows)
    dots.mark_stated(ax, said, -0.9, f"stated: {said.stated:,.0f}", ha="left", dx=9, outside=True)
    left = (rows["low"] < said.stated) | (rows["low"] > 1.05 * said.stated)
    dots.draw_numbers(ax, rows[left], left_from=0)
    dots.draw_numbers(ax, rows[~left])
    ax.xaxis.set_major_formatter(SCALE)
    counted = rows[rows["counted"]]
    inside = sum(said.covers(value) for value in counted["low"])
    return style.finish(
        ax,
        data,
        title=f"Displaced from Karabakh in 2020: {inside} of {len(counted)} counts round to {said.stated:,.0f}",
        subtitle=f"Persons of the Armenian side. On {counts.day(late['as_of'])} an estimated {late['value']:,.0f} "
        f"were still in Armenia. {_open_dots(data, rows)}Light band: what the wording covers. Shaded row: the "
        f"plain reading. {KARABAKH_NAMES}",
        alt=f"Dots by source. {dots.spoken(rows)}. Stated: {said.stated:,.0f}.",
        drawn=with_stated(
            dots.published(rows.assign(unit="persons"))[["name", "figure", "low", "high", "unit", "source_id"]],
            pd.DataFrame(
                {
                    "name": [said.claim_id],
                    "low": said.low,
                    "high": said.high,
                    "stated": said.stated,
                    "unit": "persons",
                }
            ),
        ),
    )


def _open_dots(data: Data, rows: pd.DataFrame) -> str:
    """What the open dots are, as a sentence; none without open dots."""
    early = rows[~rows["counted"]]
    if early.empty:
        return ""
    facts = measures.select(data.facts, topic=OF_ARMENIA, source_id=list(early["source_id"]))
    many, since = len(early) > 1, labels.when(str(facts["as_of"].min()))
    return f"Open dot{'s' * many}, not counted: {'numbers since' if many else 'a number of'} {since}. "

"""Chart of all numbers of the dead of 2020 beside "over 4,000" (notebook 05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import dots, style
from milbalance.charts.marks import ink_on, limits, say
from milbalance.charts.tolls import MARKS, PLAIN, who
from milbalance.charts.wording import with_stated
from milbalance.errors import MissingError
from milbalance.measures import counts as tolls
from milbalance.measures import facts
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

CLAIM = "killed-4000"
SIDE = "ARM"  # the side whose dead the claim is about
# Numbers that are no count of one body, and how the chart calls them: of that side, and of both together.
ALONE = {
    "forecast of the prime minister, April 2021": {"topic": CLAIM, "scope": "expected total"},
    "list of the Insurance Foundation": {"topic": "killed-armenia", "scope": "insurance list"},
    "excess deaths, ages 15–49": {"topic": "killed-armenia", "scope": "excess deaths"},
    "claim of a former head of security": {
        "topic": "killed-armenia",
        "scope": "not stated",
        "source_id": "wikipedia-2020-war-2022-02",
    },
    "claim of Azerbaijan, October 2020": {"topic": "killed-armenia", "scope": "enemy claim"},
}
TOGETHER = {
    "UCDP: documented deaths": {"topic": CLAIM, "scope": "documented deaths"},
    "SIPRI: estimate": {"topic": CLAIM, "source_id": "sipri-backgrounder-2021"},
    "excess deaths, ages 15–49": {"topic": CLAIM, "scope": "excess deaths"},
    "Crisis Group: soldiers": {"topic": CLAIM, "scope": "soldiers, both sides"},
    "Russian statement, November 2020": {"topic": CLAIM, "source_id": "afp-video-2020-11"},
}


def toll_estimates(data: Data) -> Axes:
    """The dead of one side with the missing, other numbers of them and of both sides, beside what is stated."""
    said = articles.stated(data, CLAIM)
    counts, alone = _with_missing(data), _numbers(data, ALONE, style.colour(data, SIDE))
    both, added = _numbers(data, TOGETHER, style.INK), _last_counts(data)
    ends = limits(dots.extent(pd.concat([counts, alone, both, added[["high"]]]), said), room=0.08)
    first = _draw(data, said, counts, alone, ends)
    _draw_both(style.figure_of(first).axes[1], data, both, added)
    plain = counts[counts["plain"]].iloc[0]
    drawn = [_split(counts), alone, added.assign(low=added["value"], high=added["value"]), both]
    return style.finish(
        style.figure_of(first),
        data,
        title=f"{style.name(data, SIDE)}’s side: {plain['low']:,.0f} soldiers dead, or {plain['high']:,.0f} with "
        f"the missing (stated: over {said.stated:,.0f})",
        subtitle="Persons, war of 2020. Bars: the dead and, hatched, the missing that the same source gives for "
        "that date. Dots: lists, estimates and claims; an arrow where one end alone is published. Light band: "
        "what the wording covers. Shaded row: the plain reading",
        alt=f"{style.name(data, SIDE)}’s side: {dots.spoken(pd.concat([counts, alone]))}. Stated: over "
        f"{said.stated:,.0f}. Both sides together: {_added_words(data, added)}; {dots.spoken(both)}.",
        drawn=with_stated(
            dots.published(pd.concat(drawn))[["name", "low", "high", "unit", "source_id"]],
            pd.DataFrame({"name": [CLAIM], "low": said.stated, "unit": "persons, stated: over"}),
        ),
    )


def _draw(data: Data, said: Stated, counts: pd.DataFrame, alone: pd.DataFrame, ends: tuple[float, float]) -> Axes:
    """The panel of one side, and below it an empty one on the same scale."""
    alone = alone.assign(level=len(counts) + alone.index)
    sizes = [len(counts) + len(alone) + 1.6, len(TOGETHER) + 1.2]
    first, _ = style.panels(2, 1, height=8.4, sharex=True, gridspec_kw={"height_ratios": sizes})
    first.set(xlim=ends, ylim=(alone["level"].max() + 0.6, -1.6))
    dots.name_levels(first, pd.concat([counts, alone]))
    dots.mark_stated(first, said, -1, f"stated: over {said.stated:,.0f}", ha="left", dx=9)
    _bars(first, counts, style.colour(data, SIDE))
    below = alone["high"] < said.low
    dots.draw_numbers(first, alone[below], left_from=0)
    dots.draw_numbers(first, alone[~below])
    first.set_title(f"{style.name(data, SIDE)}’s side", loc="left", fontsize=10)
    return first


def _draw_both(ax: Axes, data: Data, both: pd.DataFrame, added: pd.DataFrame) -> None:
    both = both.assign(level=both.index + 1.0)
    names = added.iloc[:1].assign(level=0.0, plain=False)
    ax.set(ylim=(len(both) + 0.6, -0.6), xlabel="persons")
    dots.name_levels(ax, pd.concat([names, both]))
    for place, value, high in added[["place", "value", "high"]].to_numpy():
        ink = style.colour(data, place)
        ax.barh(0, value, 0.6, left=high - value, color=ink)
        words = f"{style.name(data, place)}: {value:,.0f}"
        ax.text(high - value / 2, 0, words, ha="center", va="center", fontsize=9, color=ink_on(ink))
    say(ax, added["high"].max(), 0, f"{added['high'].max():,.0f}", dx=6, dy=0, ha="left", va="center")
    dots.draw_numbers(ax, both, left_from=7500)
    ax.set_title("Both sides together, which is another quantity", loc="left", fontsize=10)
    ax.xaxis.set_major_formatter("{x:,.0f}")


def _added_words(data: Data, added: pd.DataFrame) -> str:
    """The last counts and their sum: "last counts of soldiers, added: 3,773 (Armenia) + ... = 6,679"."""
    parts = " + ".join(f"{row['value']:,.0f} ({style.name(data, row['place'])})" for _, row in added.iterrows())
    return f"{added['name'].iloc[0]}: {parts} = {added['high'].max():,.0f}"


def _bars(ax: Axes, counts: pd.DataFrame, ink: str) -> None:
    for row in counts.to_dict("records"):
        level, dead, both = row["level"], row["low"], row["high"]
        ax.barh(level, dead, 0.62, color=ink)
        ax.barh(level, both - dead, 0.62, left=dead, color="white", edgecolor=ink, hatch="/////", linewidth=1)
        ax.text(dead / 2, level, MARKS[row["scope"]][1], ha="center", va="center", fontsize=9, color=ink_on(ink))
        weight = "bold" if row["plain"] else "normal"
        say(ax, both, level, row["words"], dx=6, dy=0, ha="left", va="center", weight=weight)


def _with_missing(data: Data) -> pd.DataFrame:
    """Official counts beside which the same source gives the missing: low without them, high with them."""
    rows = tolls.official(data.facts, PLAIN[SIDE].topic, MARKS)
    records: list[dict[Any, Any]] = []
    for row, key in zip(rows.to_dict("records"), tolls.keys(rows), strict=True):
        try:
            missing = tolls.total(data.facts, tolls.missing_beside(data.facts, key)).number
        except MissingError:
            continue
        dead, both = row["value"], row["value"] + missing
        records.append(
            {
                **row,
                "name": f"{row['date']} · {who(row['counter'], style.name(data, SIDE))}",
                "level": float(len(records)),
                "low": dead,
                "missing": missing,
                "high": both,
                "words": f"{dead:,.0f} + {missing:,.0f} missing = {both:,.0f}",
                "plain": key == PLAIN[SIDE],
            }
        )
    return pd.DataFrame(records)


def _split(counts: pd.DataFrame) -> pd.DataFrame:
    """Each bar as two rows: the dead, and the dead with the missing."""
    dead = counts.assign(high=counts["low"], unit="persons, dead")
    return pd.concat([dead, counts.assign(low=counts["high"], unit="persons, dead and missing")]).sort_index(
        kind="stable"
    )


def _numbers(data: Data, wanted: Mapping[str, Mapping[str, str]], ink: str) -> pd.DataFrame:
    """One row a name: the rows of facts.csv that it selects, added up."""
    records = []
    for name, where in wanted.items():
        rows = measures.select(data.facts, **where)
        parts = list(map(facts.span, rows.to_dict("records")))
        number = sum(parts, start=Span(0, 0))
        # "Up to" added to a number is "up to" the sum.
        low = number.low if all(part.low for part in parts) else 0.0
        ends = {"low": low, "high": number.high, "best": number.best}
        records.append({"name": name, **ends, "unit": "persons", "source_id": rows["source_id"].iloc[0]})
    return pd.DataFrame(records).assign(
        ink=ink, marker="o", counted=False, plain=False, words=lambda rows: rows.apply(dots.span_words, axis=1)
    )


def _last_counts(data: Data) -> pd.DataFrame:
    """The last count of soldiers of each side, from the low end where the bar of the other side ends."""
    values = [tolls.total(data.facts, [row]).number for row in PLAIN.values()]
    high = pd.Series(values).cumsum()
    return pd.DataFrame(
        {
            "name": "last counts of soldiers, added",
            "place": list(PLAIN),
            "value": values,
            "high": high,
            "unit": "persons, dead",
            "source_id": [row.source for row in PLAIN.values()],
        }
    )

"""Charts of the dead of 2020: the official counts, and the estimates beside them (notebook 05)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import arguments, articles
from milbalance.charts import dots, style
from milbalance.charts.checked import checked
from milbalance.charts.marks import limits
from milbalance.charts.readings import DEFENCE_MINISTRY, PRIME_MINISTER
from milbalance.charts.wording import with_stated
from milbalance.measures import counts
from milbalance.tables.load import Data

# Who is counted: a mark and a word for each scope, so that no count is read as another.
MARKS = {
    "soldiers": ("o", "soldiers"),
    "soldiers and civilians": ("s", "soldiers and civilians"),
    "buried by date": ("^", "soldiers buried"),
    "bodies examined": ("v", "bodies examined"),
    "not stated": ("P", "people"),
    "name list": ("X", "names on a list"),
}
# The count that is the plain reading of each side's claim; its topic is the id of the claim.
PLAIN = {"ARM": PRIME_MINISTER, "AZE": DEFENCE_MINISTRY}


@checked
def official_tolls(data: Data, *, side_a: str = "AZE", side_b: str = "ARM") -> Axes:
    """Official counts of the dead of both sides by date, each with what it counts, beside what is stated."""
    sides = (side_b, side_a)
    for side in sides:
        arguments.one_of("side with official counts", side, PLAIN)
    rows = {side: _official(data, side) for side in sides}
    panels = style.panels(
        2, 1, height=8.6, sharex=True, gridspec_kw={"height_ratios": [len(rows[side]) + 2 for side in sides]}
    )
    said = {side: articles.stated(data, PLAIN[side].topic) for side in sides}
    # The label of a number stands to its right, on the axis that both panels share.
    ends = limits([value for side in sides for value in dots.extent(rows[side], said[side])], room=0.28)
    for ax, side in zip(panels, sides, strict=True):
        ax.set(xlim=ends, ylim=(len(rows[side]) - 0.4, -1.5))
        dots.name_levels(ax, rows[side])
        dots.mark_stated(ax, said[side], -1, f"stated: {said[side].stated:,.0f}", ha="left", dx=9)
        dots.draw_numbers(ax, rows[side], left_from=2000)
        ax.set_title(f"{style.name(data, side)}’s side", loc="left", fontsize=10)
        ax.xaxis.set_major_formatter("{x:,.0f}")
    panels[1].set_xlabel("persons")
    plain = {side: rows[side].loc[rows[side]["plain"], "low"].iloc[0] for side in sides}
    last = ", ".join(
        f"{style.name(data, side)} {plain[side]:,.0f} (stated: {said[side].stated:,.0f})" for side in sides
    )
    return style.finish(
        style.figure_of(panels[0]),
        data,
        title=f"Last counts of soldiers killed in 2020: {last}",
        subtitle="Persons, as announced; no count is added to another. Each mark has beside it whom it counts "
        "(people: not said whom). Filled: the last state of a count; open: an earlier state, a list of names, or a "
        "count made during the war. Shaded rows: the plain readings",
        alt="Counts by date. "
        + " ".join(
            f"{style.name(data, side)}’s side: "
            + "; ".join(f"{row.date}, {row.words}" for row in rows[side].itertuples())
            + f"; stated {said[side].stated:,.0f}."
            for side in sides
        ),
        drawn=with_stated(
            pd.concat(rows.values())[["topic", "counter", "as_of", "scope", "value", "unit", "source_id"]],
            pd.DataFrame(
                {"topic": PLAIN[side].topic, "value": said[side].stated, "unit": "persons, stated"}
                for side in sides
            ),
        ),
    )


def _official(data: Data, side: str) -> pd.DataFrame:
    """The official counts of one side by date, as rows to draw."""
    rows = counts.official(data.facts, PLAIN[side].topic, MARKS)
    marks = rows["scope"].map(MARKS)
    counted = (rows["role"] == "last") & ~rows["scope"].isin(["not stated", "name list"])
    return rows.assign(
        level=rows.index.astype(float),
        name=rows["date"] + " · " + rows["counter"].map(lambda words: who(words, style.name(data, side))),
        low=rows["value"],
        high=rows["value"],
        ink=style.colour(data, side),
        marker=marks.str[0],
        counted=counted,
        plain=[key == PLAIN[side] for key in counts.keys(rows)],
        words=rows["value"].map("{:,.0f}".format) + " " + marks.str[1],
    )


def who(counter: str, place: str) -> str:
    """Who counted, without the name of the side and the kind of count, which stands beside the dot."""
    for start in ("the ", "count of the ", "name list of the ", "labelled servicemen by "):
        counter = counter.removeprefix(start)
    return counter.replace(f" of {place}", "").replace(" of Nagorno-Karabakh", ", Nagorno-Karabakh")

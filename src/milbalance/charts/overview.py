"""Charts of the whole: what the tables cover, and what is stated beside what is computed (notebook 00)."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from milbalance import arguments, articles
from milbalance.articles import summary
from milbalance.charts import multiples, style
from milbalance.charts.checked import checked
from milbalance.charts.wording import curly, listed
from milbalance.tables import coverage
from milbalance.tables.load import Data

_TICKS = {0.25: "¼", 0.5: "½", 1: "same", 2: "2×", 4: "4×", 8: "8×"}


def stated_and_computed(data: Data, *, section: str = "A") -> Axes:
    """Each claim of a section: what is computed as a multiple of what is stated, with the band of the wording."""
    rows = articles.ledger(data)
    rows = rows[rows["claim_id"].isin(data.claims.loc[data.claims["section"] == section, "claim_id"])]
    rows = rows.assign(open=[_is_open(data, claim_id) for claim_id in rows["claim_id"]])
    ax, beside = style.panels(1, 2, height=1.75 + 0.46 * len(rows), width_ratios=[0.7, 1], sharey=True)
    multiples.scale(ax, _TICKS, (0.2, 14))
    for y, row in enumerate(_reversed(rows)):
        for panel in (ax, beside):
            panel.axhline(y - 0.5, color=style.FAINT, linewidth=0.5, zorder=0)
        multiples.draw_stated(ax, y, row, above=multiples.LANE)
        _draw_computed(ax, y, row)
    ax.set_ylim(-0.5, len(rows) + 0.1)
    names = [textwrap.fill(curly(row.statement).rstrip("."), 46) for row in _reversed(rows)]
    ax.set_yticks(range(len(rows)), names, fontsize=8, color=style.INK)
    _columns(beside, rows)
    return style.finish(
        style.figure_of(ax),
        data,
        title=_title(rows, summary.sections(data, "subject")[section]),
        subtitle="What the plain reading of each statement gives, as a multiple of what is stated (log scale). "
        f"Diamond: stated; band: what the wording covers; circle: computed{_looks(rows)}",
        alt=curly(_alt(rows)),
        drawn=multiples.drawn(data, rows[["claim_id", "stated", "low", "high", "computed", "unit"]]),
    )


def _title(rows: pd.DataFrame, subject: str) -> str:
    """How many statements fit the data; what fits in part and what has no number is counted apart."""
    number = rows["covered"].value_counts()
    inside, outside, partly, silent = (int(number.get(kind, 0)) for kind in ("yes", "no", "partly", "no number"))
    fit = "fits" if inside < 2 else "fit"
    told = [f"{inside or 'None'} of {len(rows)} statements on {subject} {fit} the data on a plain reading"]
    told += [f"{partly} {'fits' if partly == 1 else 'fit'} in part"] if partly else []
    told += [f"{outside} {'does' if outside == 1 else 'do'} not"] if outside else []
    told += [f"{silent} {'has' if silent == 1 else 'have'} no number"] if silent else []
    return "; ".join(told)


def _looks(rows: pd.DataFrame) -> str:
    """What the looks of the circles mean, those alone that are drawn."""
    drawn = rows[[multiples.has_multiple(row) and row.covered != "no number" for row in rows.itertuples()]]
    if drawn.empty:
        return ""
    outside = "not wholly inside" if (drawn["covered"] == "partly").any() else "outside"
    filled, hollow = (drawn["covered"] == "yes").any(), (drawn["covered"] != "yes").any()
    told = f", filled inside the band and hollow {outside}" if filled and hollow else ""
    told = told or (f", hollow because {outside} the band" if hollow else ", filled because inside the band")
    return told + ("; arrow: a lower bound" if drawn["open"].any() else "")


def _is_open(data: Data, claim_id: str) -> bool:
    """Whether what is computed is a lower bound."""
    answer = articles.answer(data, claim_id)
    return answer is not None and math.isinf(answer.high)


def _reversed(rows: pd.DataFrame) -> list[Any]:
    """Rows from the bottom of the chart up."""
    return list(rows[::-1].itertuples())


def _draw_computed(ax: Axes, y: float, row: Any) -> None:
    """A circle at what is computed, below the diamond so that neither hides the other; filled where it fits."""
    if row.covered == "no number" or not multiples.has_multiple(row):
        return
    fill = style.INK if row.covered == "yes" else "white"
    value, level = row.computed / row.stated, y - multiples.LANE
    if row.open:
        multiples.draw_range(ax, level, value, math.inf)
    look: dict[str, Any] = {"color": style.INK, "markerfacecolor": fill, "markeredgewidth": 1.6}
    ax.plot(value, level, "o", markersize=6.5, **look)


def _columns(ax: Axes, rows: pd.DataFrame) -> None:
    """Stated, what that covers, computed and whether it is covered, as a small table."""
    ax.set_axis_off()
    top, levels = len(rows) - 0.3, list(enumerate(_reversed(rows)))
    said = [(y, articles.wording(row.stated, row.relation)) for y, row in levels]
    answers = [(y, "–" if row.covered == "no number" else row.covered) for y, row in levels]
    fits = [y for y, row in levels if row.covered == "yes"]
    bounds = [(y, multiples.covers(row)) for y, row in levels]
    multiples.draw_words(ax, 0.12, (top, "stated"), said, ink=style.STATED)
    multiples.draw_words(ax, 0.38, (top, "covers"), bounds, ink=style.STATED)
    multiples.draw_words(ax, 0.68, (top, "computed"), [(y, row.found) for y, row in levels])
    multiples.draw_words(ax, 0.93, (top, "fits"), answers, bold=fits)


def _alt(rows: pd.DataFrame) -> str:
    parts = [
        f"{str(row.statement).rstrip('.')}: stated {articles.wording(row.stated, row.relation)}, "
        f"computed {row.found}"
        for row in _reversed(rows)[::-1]
    ]
    return "Stated against computed, one row a statement. " + "; ".join(parts) + "."


@checked
def data_coverage(data: Data, *, first: int = 1992, last: int = 2024, ax: Axes | None = None) -> Axes:
    """How many sources give a value, by subject and year: where the tables are dense and where they are silent."""
    arguments.years((first, last))
    counts = coverage.sources_by_year(data, first, last)
    ax = style.canvas(ax, height=4.6)
    shown = counts.where(counts > 0)
    sns.heatmap(
        shown,
        cmap="cividis_r",
        vmin=1,
        ax=ax,
        cbar_kws={"label": "sources with a value", "shrink": 0.8},
        linewidths=0.5,
    )
    years = list(range(first, last + 1))
    named = [year for year in years if year % (5 if len(years) <= 45 else 20) == 0]
    ax.set_xticks([years.index(year) + 0.5 for year in named], [str(year) for year in named], rotation=0)
    ax.set_yticks(
        [i + 0.5 for i in range(len(counts))], list(counts.index), rotation=0, fontsize=9, color=style.INK
    )
    ax.tick_params(length=0)
    ax.grid(False)
    ax.set(xlabel="", ylabel="")
    most = counts.max(axis=1)
    return style.finish(
        ax,
        data,
        title=_coverage_title(counts),
        subtitle="Number of sources with a value, by subject and year; white: none held. Arms imports: releases "
        "of the register that cover the year. A source that only repeats another counts too",
        alt=f"Heat map of {len(counts)} subjects by year from {first} to {last}: "
        + "; ".join(f"{subject} at most {value:.0f} sources" for subject, value in most.items())
        + ".",
        drawn=counts.rename_axis("subject").reset_index().melt("subject", var_name="year", value_name="sources"),
    )


def _coverage_title(counts: pd.DataFrame) -> str:
    """What has most sources in a year, and what has none in most years."""
    most, empty = counts.max(axis=1), (counts == 0).sum(axis=1)
    densest, silent = (listed(_in_words(rows.index[rows == rows.max()], rows.index)) for rows in (most, empty))
    top = int(most.max())
    some = f"Up to {top} source{'s' * (top != 1)} a year on {densest}"
    return f"{some}; none held on {silent} in {empty.max()} of {counts.shape[1]} years" if empty.max() else some


def _in_words(subjects: Iterable[str], every: Iterable[str]) -> list[str]:
    """Subjects such as "Soldiers, Armenia" as a sentence names them; a topic with all its places is named once."""
    parts, whole = _topics(subjects), Counter(topic for topic, _ in _topics(every))
    topics = Counter(topic for topic, _ in parts)
    told = [
        _lower(topic)
        if not place or 1 < topics[topic] == whole[topic]
        else f"{style.possessive(place)} {_lower(topic)}"
        for topic, place in parts
    ]
    return list(dict.fromkeys(told))


def _topics(subjects: Iterable[str]) -> list[tuple[str, str]]:
    """Topic and place of subjects such as "Soldiers, Armenia (alone)"; the place may be empty."""
    parts = (subject.partition(" (")[0].partition(", ") for subject in subjects)
    return [(topic, place) for topic, _, place in parts]


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]

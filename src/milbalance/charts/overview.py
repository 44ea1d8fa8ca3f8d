"""Charts of the whole: what the tables cover, and what is stated beside what is computed (notebook 00)."""

from __future__ import annotations

import textwrap
from typing import Any

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes

from milbalance import claims, coverage, style
from milbalance.charts import multiples
from milbalance.load import Data

_TICKS = {0.25: "¼", 0.5: "½", 1: "same", 2: "2×", 4: "4×", 8: "8×"}


def stated_and_computed(data: Data, *, section: str = "A") -> Axes:
    """Each claim of a section: what is computed as a multiple of what is stated, with the band of the wording."""
    rows = claims.ledger(data)
    rows = rows[rows["claim_id"].isin(data.claims.loc[data.claims["section"] == section, "claim_id"])]
    ax, beside = style.panels(1, 2, height=1.3 + 0.47 * len(rows), width_ratios=[0.9, 1], sharey=True)
    multiples.scale(ax, _TICKS, (0.2, 14))
    for y, row in enumerate(_reversed(rows)):
        multiples.draw_stated(ax, y, row, "stated without a number")
        _draw_computed(ax, y, row)
    ax.set_ylim(-0.6, len(rows) - 0.1)
    labels = [textwrap.fill(row.statement, 42) for row in _reversed(rows)]
    ax.set_yticks(range(len(rows)), labels, fontsize=8, color=style.INK)
    _columns(beside, rows)
    answers = rows["covered"].value_counts()
    silent = answers.get("no number", 0)
    return style.finish(
        style.figure_of(ax),
        data,
        title=f"The wording of {answers.get('yes', 0)} of {len(rows)} statements covers what the data give"
        + (f"; for {silent} there is no number" if silent else ""),
        subtitle="What the plain reading of each statement gives, as a multiple of what is stated (log scale). "
        "Band: what the wording covers. Filled: inside it; hollow: outside; triangle: a lower bound",
        alt=_alt(rows),
        drawn=multiples.drawn(rows[["claim_id", "stated", "low", "high", "computed", "unit"]]),
    )


def _reversed(rows: pd.DataFrame) -> list[Any]:
    """Rows from the bottom of the chart up."""
    return list(rows[::-1].itertuples())


def _draw_computed(ax: Axes, y: int, row: Any) -> None:
    """A circle at what is computed, filled where the wording covers it; a triangle for a lower bound."""
    if row.covered == "no number" or not multiples.has_multiple(row):
        return
    fill = style.INK if row.covered == "yes" else "white"
    shape = ">" if row.found.startswith("at least") else "o"
    ax.plot(
        row.computed / row.stated,
        y,
        shape,
        markersize=9,
        color=style.INK,
        markerfacecolor=fill,
        markeredgewidth=1.8,
    )


def _columns(ax: Axes, rows: pd.DataFrame) -> None:
    """Stated, computed and whether the wording covers it, as a small table."""
    ax.set_axis_off()
    top, listed = len(rows) - 0.4, list(enumerate(_reversed(rows)))
    said = [(y, claims.wording(row.stated, row.relation)) for y, row in listed]
    answers = [(y, "–" if row.covered == "no number" else row.covered) for y, row in listed]
    covered = [y for y, row in listed if row.covered == "yes"]
    multiples.draw_words(ax, 0.16, (top, "stated"), said, ink=style.STATED)
    multiples.draw_words(ax, 0.55, (top, "computed"), [(y, row.found) for y, row in listed])
    multiples.draw_words(ax, 0.9, (top, "covers it"), answers, bold=covered)


def _alt(rows: pd.DataFrame) -> str:
    parts = [
        f"{row.claim_id}: stated {claims.wording(row.stated, row.relation)}, computed {row.found}"
        for row in _reversed(rows)[::-1]
    ]
    return "Stated against computed, one row a statement. " + "; ".join(parts) + "."


def data_coverage(data: Data, *, first: int = 1992, last: int = 2024, ax: Axes | None = None) -> Axes:
    """How many sources give a value, by subject and year: where the tables are dense and where they are silent."""
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
    ax.set_xticks(
        [years.index(y) + 0.5 for y in years if y % 5 == 0], [str(y) for y in years if y % 5 == 0], rotation=0
    )
    ax.set_yticks(
        [i + 0.5 for i in range(len(counts))], list(counts.index), rotation=0, fontsize=9, color=style.INK
    )
    ax.tick_params(length=0)
    ax.grid(False)
    ax.set(xlabel="", ylabel="")
    most = counts.max(axis=1)
    empty = (counts == 0).sum(axis=1)
    densest, silent = str(most.idxmax()), str(empty.idxmax())
    return style.finish(
        ax,
        data,
        title=f"Up to {most.max():.0f} sources a year on {_lower(densest)}; "
        f"none on {_lower(silent)} in {empty[silent]} of {len(years)} years",
        subtitle="Number of sources with a value, by subject and year; white: none. Arms imports: releases of "
        "the register that reach the year. A source that only repeats another counts too",
        alt=f"Heat map of {len(counts)} subjects by year from {first} to {last}: "
        + "; ".join(f"{subject} at most {value:.0f} sources" for subject, value in most.items())
        + ".",
        drawn=counts.rename_axis("subject").reset_index().melt("subject", var_name="year", value_name="sources"),
    )


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]

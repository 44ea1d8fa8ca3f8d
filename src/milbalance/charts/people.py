"""Chart of four counts of people: Khojaly, Syrian fighters, peacekeepers and volunteers (notebook 05)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import Stated
from milbalance.charts import dots, style
from milbalance.charts.marks import limits
from milbalance.charts.wording import with_stated
from milbalance.tables.load import Data

# The claims by panel: the heading, what is stated in the words of the chart, the kind of level that names the rows.
PANELS = {
    "khojaly-hundreds": ("Killed at Khojaly (Xocalı), 26 February 1992", "stated: hundreds", "figure"),
    "syrian-fighters": ("Syrian fighters, 2020", "stated: thousands", "figure"),
    "peacekeepers": ("Russian peacekeepers, November 2020", "stated: {:,.0f}", "source"),
    "volunteers": ("Volunteers, 27 and 28 September 2020", "stated: {:,.0f}", "figure"),
}


def counts_of_people(data: Data) -> Axes:
    """Published counts beside the wording: the dead of Khojaly, fighters and peacekeepers sent, and volunteers."""
    rows = {claim: _rows(data, claim) for claim in PANELS}
    said = {claim: articles.stated(data, claim) for claim in PANELS}
    axes = style.panels(
        4, 1, height=9.6, gridspec_kw={"height_ratios": [len(found) + 1.6 for found in rows.values()]}
    )
    for ax, claim in zip(axes, PANELS, strict=True):
        _draw(ax, claim, rows[claim], said[claim])
    axes[-1].set_xlabel("persons")
    fighters, sent, signed = (
        rows[claim].loc[rows[claim]["plain"], "words"].iloc[0]
        for claim in ("syrian-fighters", "peacekeepers", "volunteers")
    )
    low = rows["khojaly-hundreds"]["words"].iloc[0]
    return style.finish(
        style.figure_of(axes[0]),
        data,
        title=f"Khojaly: {low} killed; sent: {fighters} Syrian fighters and {sent} peacekeepers; {signed} "
        "volunteers signed up",
        subtitle="Persons, by source, each panel on its own scale. Arrow: at least; open dots: not counted. The "
        "volunteers are a list of people who signed up in one night, not a count of people who came. Light bands: "
        "what the wording covers. Shaded rows: the plain readings",
        alt=" ".join(
            f"{head}: {dots.spoken(rows[claim])}; {_stated_words(claim, said[claim])}."
            for claim, (head, *_) in PANELS.items()
        ),
        drawn=with_stated(
            dots.published(pd.concat(rows.values()))[["name", "figure", "low", "high", "source_id"]],
            pd.DataFrame(
                {"name": claim, "low": found.low, "high": found.high, "stated": found.stated}
                for claim, found in said.items()
            ),
        ).assign(unit="persons"),
    )


def _rows(data: Data, claim: str) -> pd.DataFrame:
    """The answers of a claim as rows to draw; where figures share a name, their sources tell them apart."""
    *_, name = PANELS[claim]
    grid = articles.choices_of(data, claim)
    if grid[name].duplicated().any() and name != "source":
        grid = grid.assign(**{name: grid[name] + ", " + grid["source"]})
    return dots.of_choices(grid, style.INK, name, width=42)


def _stated_words(claim: str, said: Stated) -> str:
    return PANELS[claim][1].format(said.stated)


def _draw(ax: Axes, claim: str, rows: pd.DataFrame, said: Stated) -> None:
    head, *_ = PANELS[claim]
    ax.set(xlim=limits(dots.extent(rows, said), room=0.2), ylim=(len(rows) - 0.5, -1.3))
    dots.name_levels(ax, rows)
    dots.mark_stated(ax, said, -0.85, _stated_words(claim, said), ha="left", dx=9)
    dots.draw_numbers(ax, rows)
    ax.xaxis.set_major_formatter("{x:,.0f}")
    ax.set_title(head, loc="left", fontsize=10)

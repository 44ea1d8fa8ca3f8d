"""Which choice moves an answer most (notebook 08)."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import summary
from milbalance.charts import style
from milbalance.charts.marks import say
from milbalance.charts.wording import curly, listed
from milbalance.choices import ALIKE
from milbalance.tables import labels
from milbalance.tables.load import Data

GREY = "#8C8C8C"
MOST = 100.0  # per cent; what lies beyond is an arrow with its number
ROW, GAP = 0.215, 0.75  # inches of a row; the space before a statement, in rows
# What is chosen, as a title says it.
WHICH = {
    "years": "which years are taken",
    "basis": "the choice of current or constant prices",
    "publisher": "who publishes",
    "source": "who counts",
    "base": "what it is compared with",
}
NAME, WIDE = -98, 26  # points left of the axis where the statements end; letters before they break


def what_moves(data: Data, *, section: str = "A", ax: Axes | None = None) -> Axes:
    """For each statement of a section, how far one choice moves the answer while all others are held."""
    rows = summary.moves(data, section)
    rows = rows.assign(level=_levels(rows), most=~rows.duplicated("claim_id"))  # sorted, widest first
    bottom = rows["level"].max() + 0.8
    ax = style.canvas(ax, height=2.0 + ROW * bottom)
    ax.set(xlim=(-2, MOST), ylim=(bottom, -0.8), xlabel="per cent of the plain reading")  # room for a dot at zero
    ax.set_yticks(rows["level"], rows["choice"].map(labels.kind), fontsize=8.5, color=style.INK)
    ax.spines["left"].set_visible(False)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    for row in rows.to_dict("records"):
        _draw(ax, row["level"], row["share"], row["widest_share"], most=row["most"])
    _name_claims(ax, data, rows)
    left_out = len(summary.unbounded(data, section))
    return style.finish(
        ax,
        data,
        title=_title(rows),
        subtitle="How far the answer moves when one choice changes and all others are held, as a share of the "
        "plain reading. Dot: typical (the median); line: up to the widest; black: the choice that moves it most; "
        f"arrow: beyond {MOST:.0f}" + _bounds(left_out),
        alt=curly(_alt(data, rows)),
        drawn=_drawn(data, rows),
    )


def _levels(rows: pd.DataFrame) -> list[float]:
    """The row of each choice, with a gap before each statement."""
    levels, before, level = [], "", -1 - GAP
    for claim_id in rows["claim_id"]:
        level += 1 if claim_id == before else 1 + GAP
        levels.append(level)
        before = claim_id
    return levels


def _draw(ax: Axes, level: float, typical: float, widest: float, *, most: bool) -> None:
    """A dot at the typical move, a line on to the widest, and both in words; an arrow for what leaves the axis."""
    ink = style.INK if most else GREY
    start, end = min(typical, MOST), min(widest, MOST)
    ax.plot([start, end], [level, level], color=ink, linewidth=1.2)
    ax.plot(start, level, marker=">" if typical > MOST else "o", color=ink, markersize=6.5, clip_on=False)
    if widest > MOST >= typical:
        ax.plot(end, level, marker=">", color=ink, markersize=6.5, clip_on=False)
    words = f"{typical:.0f}" + (f", up to {widest:.0f}" if round(widest) > round(typical) else "")
    say(ax, end, level, words, dx=8, dy=0, ha="left", va="center", weight="bold" if most else "normal")


def _name_claims(ax: Axes, data: Data, rows: pd.DataFrame) -> None:
    """The words of each statement, beside its rows."""
    where: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    for claim_id, level in rows.groupby("claim_id", sort=False)["level"].mean().items():
        words = textwrap.fill(curly(labels.claim(data, str(claim_id))), WIDE)
        ax.annotate(words, (0, float(level)), xytext=(NAME, 0), ha="right", va="center", fontsize=8.5, **where)


def _title(rows: pd.DataFrame) -> str:
    """Which choice moves most answers most, and in how many the edition does."""
    top = rows.loc[rows["most"] & (rows["typical"] > 0), "choice"]
    if top.empty:
        return "No choice moves an answer"
    alike, others = int(top.isin(ALIKE).sum()), Counter(top[~top.isin(ALIKE)])
    most = max(others.values(), default=0)
    if alike > most:
        return f"Which edition is taken typically changes the answer most in {alike} of {len(top)} statements"
    kinds = [str(name) for name, count in others.items() if count == most]
    first = [WHICH.get(name, f"the choice of {labels.kind(name)}") for name in kinds]
    told, change = listed(first), "typically changes" if len(first) == 1 else "typically each change"
    return (
        f"{told[0].upper()}{told[1:]} {change} the answer most in {most} of {len(top)} statements; "
        f"which edition, in {alike or 'none'}"
    )


def _bounds(number: int) -> str:
    """How many statements have no row because their plain reading is a bound."""
    if not number:
        return ""
    rows = f"{number} statement{' has' if number == 1 else 's have'} no row"
    return f". {rows}: the plain reading is a lower bound, and nothing is a share of that"


def _alt(data: Data, rows: pd.DataFrame) -> str:
    told = [
        f"{labels.claim(data, str(claim_id))}: "
        + ", ".join(f"{labels.kind(str(row.choice))} {row.share:.0f}" for row in group.itertuples())
        for claim_id, group in rows.groupby("claim_id", sort=False)
    ]
    return f"Typical move of the answer by choice, per cent of the plain reading. {'; '.join(told)}."


def _drawn(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each move and each source among the counted choices behind it."""
    columns = ["claim_id", "choice", "typical", "widest", "plain", "share", "widest_share"]
    ids = {name: list(articles.assess(data, name).sources) for name in rows["claim_id"].unique()}
    return rows[columns].assign(source_id=rows["claim_id"].map(ids)).explode("source_id", ignore_index=True)

"""Which choice moves an answer most (notebook 08)."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import claims, standing, style
from milbalance.charts.marks import say
from milbalance.choices import ALIKE
from milbalance.load import Data

GREY = "#8C8C8C"
MOST = 100.0  # per cent; what lies beyond is an arrow with its number
ROW, GAP = 0.215, 0.75  # inches of a row; the space before a statement, in rows
NAME, WIDE = -98, 26  # points left of the axis where the statements end; letters before they break


def what_moves(data: Data, *, section: str = "A", ax: Axes | None = None) -> Axes:
    """For each statement of a section, how far one choice moves the answer while all others are held."""
    rows = standing.moves(data, section)
    rows = rows.assign(level=_levels(rows), most=~rows.duplicated("claim_id"))  # sorted, widest first
    bottom = rows["level"].max() + 0.8
    ax = style.canvas(ax, height=2.0 + ROW * bottom)
    ax.set(xlim=(0, MOST), ylim=(bottom, -0.8), xlabel="per cent of the plain reading")
    ax.set_yticks(rows["level"], rows["choice"], fontsize=8.5, color=style.INK)
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    for row in rows.to_dict("records"):
        _draw(ax, row["level"], row["share"], row["widest_share"], most=row["most"])
    _name_claims(ax, data, rows)
    return style.finish(
        ax,
        data,
        title=_title(rows),
        subtitle="How far the answer moves when one choice changes and all others are held, as a share of the "
        "plain reading. Dot: typical (the median); line: up to the widest; black: the choice that moves it most",
        alt=_alt(rows),
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
    words = f"{typical:.0f}" + (f", up to {widest:.0f}" if round(widest) > round(typical) else "")
    say(ax, end, level, words, dx=8, dy=0, ha="left", va="center", weight="bold" if most else "normal")


def _name_claims(ax: Axes, data: Data, rows: pd.DataFrame) -> None:
    """The words of each statement, beside its rows."""
    quoted = data.claims.set_index("claim_id")["words"]
    where: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
    for claim_id, level in rows.groupby("claim_id", sort=False)["level"].mean().items():
        words = textwrap.fill(f"“{quoted[str(claim_id)]}”", WIDE)
        ax.annotate(words, (0, float(level)), xytext=(NAME, 0), ha="right", va="center", fontsize=8.5, **where)


def _title(rows: pd.DataFrame) -> str:
    top = rows.loc[rows["most"] & (rows["typical"] > 0), "choice"]
    alike, others = int(top.isin(ALIKE).sum()), Counter(top[~top.isin(ALIKE)])
    often = [(name, count) for name, count in others.most_common() if count > 1 and name != "basis"]
    told = [f"{name} {'do' if name.endswith('s') else 'does'} in {count}" for name, count in often]
    return f"The edition or release moves the answer most in {alike or 'none'} of {len(top)} statements" + (
        f"; {', '.join(told)}" if told else ""
    )


def _alt(rows: pd.DataFrame) -> str:
    told = [
        f"{claim_id}: " + ", ".join(f"{row.choice} {row.share:.0f}" for row in group.itertuples())
        for claim_id, group in rows.groupby("claim_id", sort=False)
    ]
    return f"Typical move of the answer by choice, per cent of the plain reading. {'; '.join(told)}."


def _drawn(data: Data, rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each move and each source among the counted choices behind it."""
    columns = ["claim_id", "choice", "typical", "widest", "plain", "share", "widest_share"]
    ids = {name: list(claims.assess(data, name).sources) for name in rows["claim_id"].unique()}
    return rows[columns].assign(source_id=rows["claim_id"].map(ids)).explode("source_id", ignore_index=True)

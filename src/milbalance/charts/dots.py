"""Published numbers as rows of dots: exact numbers, ranges and open ends, each with its number beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.marks import row_names, say, stated_point
from milbalance.measures.ranges import Span

SHADE = "#E3E3E3"
NARROW = 0.012  # of the axis: a range that would be thinner than a dot is drawn as a dot


def span_words(row: Mapping[Any, Any]) -> str:
    """The number of a row in words: "3,773", "over 20,000", "up to 6,500", "4,915 (4,394 to 9,471)"."""
    found = articles.found(Span(row["low"], row["high"]), "is")
    best = row.get("best")
    return found if best is None or math.isnan(best) else f"{articles.number(best)} ({found})"


def published(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as tables hold them: names on one line, an open end left empty ("over" has no high end)."""
    bounded = rows["low"].where(~((rows["low"] == 0) & (rows["high"] > 0)))
    return rows.assign(
        name=rows["name"].map(one_line), low=bounded, high=rows["high"].where(rows["high"] < math.inf)
    )


def wrapped(text: str, width: int) -> str:
    """A name on as many lines as it needs, broken between words alone."""
    return fill(text, width, break_on_hyphens=False)


def one_line(text: str) -> str:
    """A name without its line breaks."""
    return " ".join(text.split())


def spoken(rows: pd.DataFrame) -> str:
    """Rows for an alt text: "name: words; name: words"."""
    return "; ".join(
        f"{one_line(name)}: {words}" for name, words in rows[["name", "words"]].itertuples(index=False)
    )


def extent(rows: pd.DataFrame, *said: Stated) -> list[float]:
    """Every number that rows and statements draw, for `marks.limits`."""
    drawn = [rows[end] for end in ("low", "best", "high") if end in rows]
    return [float(value) for values in drawn for value in values.dropna()] + [
        value for claim in said for value in (claim.low, claim.stated, claim.high)
    ]


def name_levels(ax: Axes, rows: pd.DataFrame, *, size: float = 9) -> None:
    """Names of rows at their levels, the first on top, and a shade behind the plain reading."""
    row_names(ax, list(rows["level"]), list(rows["name"]), size=size)
    ax.grid(visible=True, axis="x")
    ax.spines["left"].set_visible(False)
    for level in rows.loc[rows["plain"], "level"]:
        ax.axhspan(
            level - 0.46, level + 0.46, xmin=-3, xmax=4, color=SHADE, zorder=-2, linewidth=0, clip_on=False
        ).set_in_layout(False)


def of_choices(grid: pd.DataFrame, ink: str, name: str = "source", *, width: int = 34) -> pd.DataFrame:
    """The answered choices of a claim as rows to draw, one level each, named by one kind of level.

    Adds level, name (wrapped), words, ink, marker and source_id (the first source) to the columns of the grid.
    """
    rows = grid[grid["value"].notna()].reset_index(drop=True)
    return rows.assign(
        level=rows.index.astype(float),
        name=rows[name].map(lambda text: wrapped(text, width)),
        words=rows.apply(span_words, axis=1),
        ink=ink,
        marker="o",
        source_id=rows["sources"].str[0],
    )


def draw_numbers(ax: Axes, rows: pd.DataFrame, *, left_from: float = math.inf) -> None:
    """Each row at its level: columns level, low, high, ink, marker, counted, plain and words (its label).

    Labels stand to the right, and to the left of numbers from `left_from` on.
    """
    for row in rows.to_dict("records"):
        _number(ax, row, left_from)


def _number(ax: Axes, row: Mapping[Any, Any], left_from: float) -> None:
    """A dot; an arrow where the source gives one end alone; a bar from end to end, capped, for a range."""
    level, low, high, ink = row["level"], row["low"], row["high"], row["ink"]
    value, marker = (low, ">") if math.isinf(high) else (high, "<" if low == 0 else row["marker"])
    face = ink if row["counted"] else "white"
    narrow = 0 < high - low < NARROW * (ax.get_xlim()[1] - ax.get_xlim()[0])
    if 0 < low < high < math.inf and not narrow:
        _bar(ax, level, (low, high), ink, filled=row["counted"])
        best = row.get("best")
        if best is not None and not math.isnan(best):
            ax.plot(best, level, marker=row["marker"], color=ink, markerfacecolor=face, markersize=7.5, mew=1.5)
    else:
        ax.plot(value, level, marker=marker, color=ink, markerfacecolor=face, markersize=7.5, mew=1.5, zorder=4)
    weight = "bold" if row["plain"] else "normal"
    if value >= left_from:
        say(ax, low or value, level, row["words"], dx=-8, dy=0, ha="right", va="center", weight=weight)
    else:
        end = high if math.isfinite(high) else low
        say(ax, end, level, row["words"], dx=8, dy=0, ha="left", va="center", weight=weight)


def _bar(ax: Axes, level: float, ends: tuple[float, float], ink: str, *, filled: bool) -> None:
    """A range, hollow where it is not counted as it stands; the caps show an end that lies under a dot."""
    where = (ends, (level, level))
    if filled:
        ax.plot(*where, color=ink, linewidth=5, alpha=0.5, solid_capstyle="butt")
    else:
        ax.plot(*where, color=ink, linewidth=6, solid_capstyle="butt")
        ax.plot(*where, color="white", linewidth=3, solid_capstyle="butt")
    ax.plot(*where, "|", color=ink, markersize=12, mew=1.5)


def mark_stated(
    ax: Axes,
    said: Stated,
    level: float,
    words: str,
    *,
    ha: str = "center",
    dx: float = 0,
    outside: bool = False,
) -> None:
    """The band that the wording covers over the whole axis, and what is stated as a diamond with its words.

    Words that would cross the upper end of the band stand outside it.
    """
    low, high = ax.get_xlim()
    top = high if math.isnan(said.high) else said.high
    style.band(ax, said.low, top, horizontal=False)
    ax.set_xlim(low, high)
    if not math.isnan(said.stated):
        ax.axvline(said.stated, color=style.STATED, linewidth=1.2, zorder=1)
        stated_point(ax, said.stated, level)
    at = said.high if outside else said.low if math.isnan(said.stated) else said.stated
    say(ax, at, level, words, dx=dx, dy=0, ha=ha, va="center", ink=style.STATED)

"""Words, axes and marks that the charts of a pair share: ratios as readers see them, and their quality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from milbalance.charts import style
from milbalance.charts.wording import listed, year_spans
from milbalance.pair.ratios import QUALITIES
from milbalance.pair.request import Request

MOST = 10  # times: a ratio told in per cent never stands on an axis that runs beyond
# One ink for each publisher, the plain one first; then one for each kind of personnel.
INKS = (style.INK, "#B0578D", "#0072B2", "#D55E00", "#009E73", "#8C6BB1")
End = tuple[float, float, str, str]  # where a line ends: year and level, its name and its ink
# Marks of what a source does not quite vouch for.
HOLLOW: Mapping[str, str] = {
    "estimate": "o",
    "uncertain": "s",
}  # the marks of what a source does not quite vouch for


def readable(request: Request, told: float, highest: float) -> Request:
    """The pair as a chart shows it: the other way round where a small ratio would share its axis with a huge one.

    `told` is the ratio of the title and `highest` the highest one drawn. Turned, the title has a ratio above one
    and the axis begins at nothing.
    """
    return request.turned() if is_small(told) and highest > MOST else request


def compared(*ratios: float) -> str:
    """A ratio in words, or the lowest and the highest of several: "1.9 times", or "0.5 to 1 per cent of"."""
    ends = list(dict.fromkeys(ratios))
    if is_small(max(ends)):  # few readers see at once how small 0.0095 times is
        return f"{' to '.join(dict.fromkeys(f'{100 * ratio:.2g}' for ratio in ends))} per cent of"
    return f"{' to '.join(dict.fromkeys(map(times, ends)))} times"


def is_small(ratio: float) -> bool:
    """Whether a ratio is told in per cent, and so is the axis that it stands on."""
    return ratio < 0.95


def ratio_axis(ax: Axes, top: float, *, small: bool) -> None:
    """A value axis of ratios from nothing up: in per cent where the title tells them so."""
    ax.set(ylim=(0, top), ylabel="per cent" if small else "ratio")
    if small:
        ax.yaxis.set_major_formatter(lambda value, _: f"{100 * value:,.10g}")


def times(ratio: float) -> str:
    """A ratio in words: whole from a hundred on, and with as many digits as it takes below one."""
    if ratio >= 100:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 0.95 else f"{ratio:.2g}"


def level(ratio: float, *, small: bool) -> str:
    """A ratio as the axis has it, to three digits."""
    value = 100 * ratio if small else ratio
    digits = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{digits} per cent" if small else digits


def within(ratios: pd.Series[float], *, small: bool) -> str:
    """The lowest and the highest of some ratios, as the axis has them."""
    return f"between {level(ratios.min(), small=small)} and {level(ratios.max(), small=small)}"


def unbroken(values: pd.Series[float]) -> pd.Series[float]:
    """Every year from the first to the last, so that no line runs over an absent one."""
    return values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))


def year_axis(ax: Axes, years: pd.Series[int]) -> None:
    """Whole years below; a year that stands alone has others beside it."""
    if years.min() == years.max():
        ax.set_xlim(years.min() - 2, years.min() + 2)
    ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))


def line_of_one(ax: Axes) -> None:
    """Where both sides are the same, if that is in the picture."""
    if ax.get_ylim()[1] > 1:
        ax.axhline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)


def name_ends(ax: Axes, ends: Sequence[End], *, size: float = 9.5) -> None:
    """Names where lines end, with a white halo, so that no other line strikes them out."""
    before = len(ax.texts)
    style.end_labels(ax, ends, size=size)
    for label in ax.texts[before:]:
        label.set_path_effects([withStroke(linewidth=3, foreground="white")])


def mark_quality(ax: Axes, rows: pd.DataFrame, x: str, y: str, ink: str, *, size: float = 4.5) -> None:
    """Hollow marks over a line: circles for estimates of the source, squares for what is highly uncertain."""
    look: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": ink, "linestyle": "none", "zorder": 3.5}
    for quality, marker in HOLLOW.items():
        there = rows[(rows["quality"] == quality) & rows[y].notna()]
        wide = size + (marker == "s")  # a square stands out beside circles
        # a mark is not halved by the axis; the layout leaves no room for what is not clipped
        for line in ax.plot(there[x], there[y], marker=marker, markersize=wide, clip_on=False, **look):
            line.set_in_layout(False)


def key_to_quality(rows: pd.DataFrame) -> list[str]:
    """What the hollow marks are, for a subtitle; nothing where there are none."""
    held = set(rows.loc[rows["value"].notna(), "quality"].dropna())
    told = {"estimate": "hollow circles: estimates of the source", "uncertain": "hollow squares: highly uncertain"}
    return [words for quality, words in told.items() if quality in held]


def doubt(quality: str | None, *, many: bool = False) -> str:
    """How a title says that its number is an estimate or highly uncertain: " (highly uncertain)"; else nothing."""
    words = QUALITIES.get(quality or "", "")
    return f" ({words}{'s' * (many and quality == 'estimate')})" if words else ""


def doubtful_sides(names: Mapping[str, str], row: Mapping[str, Any]) -> str:
    """Which side is an estimate or highly uncertain in a row of ratios: "Venezuela: highly uncertain".

    `names` are those of side a and side b by the letters `a` and `b`.
    """
    told = {name: QUALITIES.get(row[f"{side}_quality"] or "", "") for side, name in names.items()}
    return ", ".join(f"{name}: {words}" for name, words in told.items() if words)


def doubtful_years(rows: pd.DataFrame) -> str:
    """In which years the ratios of one series rest on what its source does not quite vouch for; else nothing."""
    words = {"estimate": "an estimate", "uncertain": "a highly uncertain number"}
    years = {quality: sorted(set(rows.loc[rows["quality"] == quality, "year"].astype(int))) for quality in words}
    told = [f"on {words[quality]} in {year_spans(when)}" for quality, when in years.items() if when]
    return f"It rests {listed(told)}." if told else ""

"""Lines by year or month: one a series, named at its end."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.marks import BOUNDS, claim, holding, say, spread, wide
from milbalance.errors import NoRowsError

MARK, LARGE = 3.4, 7.0  # points across the mark of a row, and of one that the words are about
PALE, HIGHER = 0.15, 0.3  # how strong an area between two series is, and one that tells which is higher
STEPS = 5  # of the axis of values at most: words between few grid lines cross none
MANY = 45  # a line of so many rows has no marks
ASIDE = 16  # letters of a line of what stands right of a band
FREE = 0.7  # of the years: what ends before has room for a line of words
DASHES = (0, (3, 1.5))
LEVEL: dict[str, Any] = {"dx": 3, "dy": -3, "ha": "left", "va": "top", "size": style.LABEL, "weight": "bold"}
# Roles that are diamonds and no part of a line: edge and face, "" for the colour of the series.
DIAMONDS = {"stated": (style.STATED, "white"), "point": ("", ""), "bound": ("", "white")}


def lines(
    frame: pd.DataFrame,
    *,
    x: str = "year",
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    shade: Sequence[Mapping[str, Any]] = (),
    large: Collection[float | str] = (),
    dashed: Collection[str] = (),
    markers: Mapping[str, str] | None = None,
    between: Sequence[str] = (),
    higher: bool = False,
    level: Mapping[str, Any] | None = None,
    ends: bool = True,
    limits: Sequence[float] | None = None,
    height: float = style.HEIGHT,
    ax: Axes | None = None,
) -> Axes:
    """One line a `series`, from a frame with columns x, value, series, and maybe role, low and high.

    `x` has years, or months as texts ("2020-10"). A year without a row or a value breaks its line, and so
    does another `part`. A row whose role is "estimate" has a hollow mark, or a dashed line without marks,
    "stated" a diamond of ink, "point" one of its colour, and "bound" a hollow one, all without a line.
    `markers` are other marks of matplotlib by series, "" for none. `low` and `high` are drawn as a pale band.
    `unit` names the numbers at the top of their axis. `shade` darkens years ({"from", "to", "words"}).
    `large` are years whose marks are large, `dashed` series with a dashed line, which no year breaks, `between`
    two series with a pale area from one to the other, in the colour of the `higher` one if asked for. `level` is
    a thin line across ({"value", "words"}), such as an average, with its words under its left end. `ends`
    names several series at their ends. Returns the axes. Raises NoRowsError where no row has a number.

    >>> frame = pd.DataFrame({"year": [2019, 2020], "value": [1.5, 1.8], "series": "Georgia"})
    >>> charts.lines(frame).get_lines()[0].get_ydata().tolist()
    [1.5, 1.8]
    """
    rows = frame.assign(at=[position(one) for one in frame[x]]).dropna(subset="at")
    if not rows["value"].notna().any():
        raise NoRowsError("there is nothing to draw: no row has a number")
    ax = style.canvas(ax, height=height * (style.SQUARER if style.page().narrow else 1))
    for part in shade:
        _shade(ax, position(part["from"]), position(part["to"]), part.get("words", ""))
    for band in stated:
        draw_band(ax, band, label=False)
    inks = {str(name): (colours or {}).get(str(name), style.INK) for name in rows["series"].dropna().unique()}
    drawn: dict[str, pd.Series[float]] = {}
    for usual, (name, every) in zip(style.MARKERS * 9, rows.groupby("series", sort=False), strict=False):
        marks = [position(one) for one in large]
        look = _Look(inks[str(name)], (markers or {}).get(str(name)), usual, name in dashed, marks)
        drawn[str(name)] = _draw_series(ax, every, look)
    if between:
        for one, other in (between, between[::-1])[: 1 + higher]:
            _area(ax, drawn[one], drawn[other], ink=inks[one], higher=higher)
    if level:
        ax.axhline(float(level["value"]), color=style.MUTED, linewidth=1.1, linestyle=(0, (1, 1.5)), zorder=1)
        say(ax, rows["at"].min(), float(level["value"]), str(level["words"]), **LEVEL)
    _name_ends(ax, rows["at"].max(), drawn if ends else {}, inks)
    _scale(ax, rows, limits)
    style.name_values(ax, unit)
    middle = rows["at"].min() + FREE * (rows["at"].max() - rows["at"].min())
    for band in stated:
        name_band(ax, band, late=band.end is not None and band.end >= middle)
    return ax


@dataclass(frozen=True)
class _Look:
    """How one series is drawn: its colour, the mark asked for and the usual one, and where its marks are large."""

    ink: str
    asked: str | None
    usual: str
    dashed: bool
    large: Sequence[float]

    @property
    def marker(self) -> str:
        return self.usual if self.asked is None else self.asked


def _draw_series(ax: Axes, rows: pd.DataFrame, look: _Look) -> pd.Series[float]:
    """Draw the line and the marks of one series; returns the numbers of its line by where they are."""
    own = rows[~_role(rows).isin(list(DIAMONDS))].sort_values("at")
    for _, piece in own.groupby("part") if "part" in own else [("", own)]:
        _draw_line(ax, piece, look)
    marked = own[own["at"].isin(look.large)]
    _draw_marks(ax, marked, color=look.ink, marker=look.marker, markersize=LARGE, markeredgecolor="white", zorder=4)
    for role, (edge, face) in DIAMONDS.items():
        shape: dict[str, Any] = {"marker": "D" if look.asked is None else look.asked, "markersize": 7, "zorder": 4}
        shape |= {"color": edge or look.ink, "markerfacecolor": face or look.ink}
        _draw_marks(ax, rows[_role(rows) == role], **shape)
    return own.set_index("at")["value"].astype(float)


def _name_ends(ax: Axes, edge: float, drawn: Mapping[str, pd.Series[float]], inks: Mapping[str, str]) -> None:
    """Name each line at the right edge, where no longer line runs through the name of a shorter one."""
    letters = 12 if style.page().narrow else 24
    named = [
        (edge, float(last), style.broken(name, letters), inks[name])
        for name, values in drawn.items()
        for last in values.dropna().tail(1)
    ]
    style.end_labels(ax, named if len(named) > 1 else [])


def _area(ax: Axes, one: pd.Series[float], other: pd.Series[float], *, ink: str, higher: bool) -> None:
    """A pale area from one series to another, over the years that both have, or only where the one is `higher`."""
    both = pd.DataFrame({"one": one, "other": other})
    both = both.reindex(range(int(both.index.min()), int(both.index.max()) + 1))  # a gap is no part of it
    where = both["one"] > both["other"] if higher else both.notna().all(axis="columns")
    look: dict[str, Any] = {"color": ink, "alpha": HIGHER if higher else PALE, "linewidth": 0}
    ax.fill_between(both.index, both["one"], both["other"], where=where, interpolate=higher, **look)


def position(when: Any) -> float:
    """Where a year or the middle of a month ("2020-10") stands on the axis of years; NaN for neither.

    >>> from milbalance.charts.forms.lines import position
    >>> position(2020), round(position("2020-10"), 2)
    (2020.0, 2020.79)
    """
    if isinstance(when, str) and len(when) > 4:
        return int(when[:4]) + (int(when[5:7]) - 0.5) / 12
    return math.nan if pd.isna(when) else float(when)


def _role(rows: pd.DataFrame) -> pd.Series[str]:
    return rows["role"].fillna("") if "role" in rows else pd.Series("", rows.index)


def _shade(ax: Axes, start: float, end: float, words: str) -> None:
    """A darker stretch of years with its words at the top."""
    ax.axvspan(start, end, color=style.SHADE, zorder=0, linewidth=0)
    say(ax, (start + end) / 2, 1, words, dy=-6, va="top", size=style.LABEL, weight="bold", inside=True)


def _draw_line(ax: Axes, rows: pd.DataFrame, shape: _Look) -> None:
    """One line with a mark a row, hollow where the source estimates, and its range where it has one."""
    if rows.empty:
        return
    every = rows.set_index("at")
    if not shape.dashed and (rows["at"] % 1 == 0).all():  # years: one that is not there breaks the line
        every = every.reindex(range(int(rows["at"].min()), int(rows["at"].max()) + 1))
    look: dict[str, Any] = {"color": shape.ink, "marker": shape.marker, "markersize": MARK}
    mark = look | {"marker": "" if len(every) > MANY else shape.marker, "clip_on": False}
    mark["linestyle"] = DASHES if shape.dashed else "-"
    values = every["value"].astype(float)
    guess = (_role(every) == "estimate") & (shape.marker == "")
    drawn = ax.plot(every.index, values.where(~guess), **mark)
    if guess.any():
        beside = guess.shift(fill_value=False) | guess.shift(-1, fill_value=False)
        drawn += ax.plot(every.index, values.where(guess | beside), **mark | {"linestyle": DASHES})
    for line in drawn:
        line.set_in_layout(False)  # the layout would leave room for all that is not clipped
    if {"low", "high"} <= set(rows.columns):
        edges = (every["low"].astype(float), every["high"].astype(float))
        ax.fill_between(every.index, *edges, color=shape.ink, alpha=0.2, linewidth=0)
    _draw_marks(ax, rows[_role(rows) == "estimate"], markerfacecolor="white", **look)


def _draw_marks(ax: Axes, rows: pd.DataFrame, **look: Any) -> None:
    """Marks without a line, whole at the edge of the axes too."""
    for line in ax.plot(rows["at"], rows["value"], linestyle="none", clip_on=False, **look) if len(rows) else []:
        line.set_in_layout(False)


def draw_band(ax: Axes, band: Band, *, label: bool = True, beside: bool = True) -> None:
    """What is stated: a grey band from its lower to its upper bound, a dashed line at its number, its words.

    The words stand right of the band where it has an end and room `beside` it, else on the left end of the line.
    """
    low, high = (edge if math.isfinite(edge) else band.value for edge in (band.low, band.high))
    start, end = (-math.inf if band.start is None else band.start, math.inf if band.end is None else band.end)
    style.band(ax, low, high, start=start, end=end)
    line = next(number for number in (band.value, band.low, band.high) if math.isfinite(number))
    style.stated_line(ax, line, start=start, end=end)
    if label:
        name_band(ax, band, beside=beside)


def name_band(ax: Axes, band: Band, *, beside: bool = True, late: bool = False) -> None:
    """The words of a band, right of its end if it has one, else above it and clear of the grid over it.

    Those of a `late` one stand above it and end with it.
    """
    low, high = (edge if math.isfinite(edge) else band.value for edge in (band.low, band.high))
    line = next(number for number in (band.value, band.low, band.high) if math.isfinite(number))
    if late:
        words = style.broken(band.words, ASIDE) if style.page().narrow else band.words
        claim(ax, (band.end or 0, max(line, high)), words, band.allowed, dx=0, dy=2, ha="right")
        return
    if band.end is not None and math.isfinite(band.end) and beside:
        words, allowed = style.broken(band.words, ASIDE), style.broken(band.allowed, ASIDE - 4)
        claim(ax, (band.end, (low + high) / 2 if low < high else line), words, allowed, dx=5, middle=True)
        return
    starts = band.start is not None and math.isfinite(band.start)
    across = ax.transData if starts else ax.get_yaxis_transform()
    at = (band.start if band.start is not None and starts else 0, line)
    allowed = style.broken(band.allowed, ASIDE - 4) if style.page().narrow else band.allowed
    (bottom, top), high_ = ax.get_ylim(), 72 * float(style.figure_of(ax).get_size_inches()[1])
    gaps = [0.65 * high_ * (tick - line) / (top - bottom) for tick in ax.get_yticks() if tick > line]
    near = [gap for gap in gaps if gap < style.points(style.LABEL)]
    claim(ax, at, band.words, allowed, coords=across, dx=3, dy=3 + (near[0] if near else 0))


def draw_upright(ax: Axes, band: Band) -> None:
    """What is stated on an axis of values that runs across, with its words over the middle of its line.

    They keep within the axes. One that begins at a row is a hollow bar from zero, with its words over its end.
    """
    low, high = (edge if math.isfinite(edge) else band.value for edge in (band.low, band.high))
    start, end = (-math.inf if band.start is None else band.start, math.inf if band.end is None else band.end)
    style.band(ax, low, high, start=start, end=end, horizontal=False)
    line = next(number for number in (band.value, band.low, band.high) if math.isfinite(number))
    across = max(wide(band.words, style.LABEL, "bold"), wide(band.allowed, BOUNDS) if band.allowed else 0)
    if math.isfinite(start):
        look: dict[str, Any] = {"edgecolor": style.STATED, "linestyle": (0, (4, 2.5)), "linewidth": 1.2}
        ax.add_artist(Rectangle((0, start), line, end - start, fill=False, zorder=1.5, **look))
        claim(ax, (line, start), band.words, band.allowed, dx=-3, dy=3, ha="right")
        return
    style.stated_line(ax, line, horizontal=False)
    left, right = ax.get_xlim()
    point = (right - left) / (72 * style.page().width * (1 if style.page().narrow else 0.78))  # before the layout
    (at,) = spread([line], [across * point], left, right)
    claim(ax, (at, 1), band.words, band.allowed, coords=ax.get_xaxis_transform(), dx=0, dy=4, ha="center")


def _scale(ax: Axes, rows: pd.DataFrame, limits: Sequence[float] | None) -> None:
    """From zero unless limits are given; whole years below."""
    ax.yaxis.set_major_locator(MaxNLocator(STEPS, steps=[1, 2, 2.5, 5, 10]))
    if limits is not None:
        ax.set_ylim(*holding(limits, rows["value"].dropna().astype(float)))
    elif rows["value"].min() >= 0:
        ax.set_ylim(bottom=0)
    ax.margins(x=0.02)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))

"""Columns: one a year, a month, a period or a name, side by side or one on another."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import cycle, groupby
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from milbalance.charts import style
from milbalance.charts.forms import Band
from milbalance.charts.forms.lines import STEPS, draw_band
from milbalance.charts.marks import FADING, fading, holding, ink_on, say, wide
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown, span

# For series that have no colour of their own; none is near to a colour of a side or to what is stated.
SPARE = ("#C9B7DD", "#F2C6A0", "#A9CBB7", "#E8B4B8", "#9FB6D9", "#D6CFA8", "#D9A5C7", "#B8C4CC")
PALE = "#EEEEEE"  # all others together, which are no series of their own
LINE = 13.0  # points that a line of a name needs up and down
SMALL, LARGE = 8.5, 11.0  # points, the least and the largest size of a name
WIDE = 0.88  # of the place of a column
FEW = 8  # columns whose numbers have the size of other labels
BRACKET = (0.13, 0.15)  # of the height of the axes: the feet and the line of a bracket
GAP, LATER = 0.7, 0.3  # columns between two groups, and before a year that does not follow the one before
NOTHING = ("–", "×", "?")  # where there is no number and no room for words, which may be of several kinds
YEAR, MONTH = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d{2}")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Key = tuple[Any, Any]  # the group and the name of a column


def bars(
    frame: pd.DataFrame,
    *,
    x: str = "label",
    group: str = "",
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    shade: Sequence[Mapping[str, Any]] = (),
    stacked: bool = False,
    named: bool = False,
    sign: str = "",
    key: bool = True,
    tall: str = "",
    above: str = "",
    block: str = "",
    names: Mapping[str, str] | None = None,
    thick: float = WIDE,
    digits: int | None = None,
    bold: Collection[str] = (),
    limits: Sequence[float] | None = None,
    height: float = style.HEIGHT,
    ax: Axes | None = None,
) -> Axes:
    """One column a row of a frame with columns x (names, years or months) and value, and maybe series and role.

    Several `series` stand side by side, or `stacked` from the axis up. `named` writes their names into the
    parts, with their numbers and a `sign` where there is room, or beside a thin part; else a `key` tells them.
    `group` names a column: those of one group stand together under its name. A year or month without a row is
    an empty place, or where years are labels a gap; a row without a value has its `words` there. Role "part" is
    drawn pale, as a number that is no whole one, "least" too, without its number and fading above its edge, as
    a minimum, and "rest" nearly white. `tall` names a column that heights are of in place of value, whose
    numbers are those that `named` writes. `above` names a column whose sum stands over each column; `digits`
    writes each height, with the `sign`, in place of numbers on the axis, `bold` those of some columns, and `words`
    that stand in place of columns. `names` are others for what stands under columns, whose share of their place
    is `thick`. `block` names a column: neighbours with one value of it are one wide column. `shade` darkens years
    ({"from", "to", "words"}), or with "said" in place of "words" a low bracket spans those of which a text says
    it. Returns the axes. Raises MilbalanceError for a frame without rows.

    >>> frame = pd.DataFrame({"label": ["2019", "2020"], "value": [1.0, 2.0]})
    >>> [float(bar.get_height()) for bar in charts.bars(frame).patches]
    [1.0, 2.0]
    """
    if frame.empty:
        raise MilbalanceError("no rows: wanted at least one column to draw")
    rows = frame.assign(series=frame.get("series", ""), group=frame[group] if group else "")
    rows = rows.assign(told=rows["value"], value=rows[tall or "value"])
    if x != "label" and rows[x].astype(str).str.fullmatch(YEAR).all():
        rows = rows.astype({x: int})
    rest = dict.fromkeys(rows.loc[rows["role"] == "rest", "series"], PALE) if "role" in rows else {}
    inks = fills(rows.loc[rows["value"].notna(), "series"], {**(colours or {}), **rest})
    panels, pieces = _panels(rows, height, ax)
    told: set[str] = set()
    for panel, piece in zip(panels, pieces, strict=True):
        place, own = _places(piece, x), _blocks(piece, block)
        _behind(panel, place, shade, stated)
        tops = _draw(panel, own, x, place, inks, stacked=stacked, thick=thick)
        _limit(panel, place, tops, limits, room=0.02 + 0.08 * bool(above or digits is not None))
        _heads(panel, place)
        if named:
            told |= _name_parts(panel, own, x, place, inks, sign, thick)
        elif key and len(inks) > 1:
            handles = [Patch(color=ink, label=name) for name, ink in inks.items()]
            panel.legend(handles=handles[::-1] if stacked else handles, loc="best", handlelength=1)
        _numbers(panel, own, x, place, tops, above=above, digits=digits, sign=sign, bold=bold)
        unsaid = _absent(panel, own, x, place, bold)
        _ticks(panel, place, names or {})
        style.name_values(panel, ". ".join(filter(None, [unit, *unsaid])))
        if digits is not None or (named and sign):
            panel.set_yticks([])
    known = {inks[name] for name in told}  # a fill that several share tells nobody who it is
    _key_of_the_rest(panels[-1], {name: ink for name, ink in inks.items() if named and ink not in known})
    return panels[0]


def _behind(
    ax: Axes, place: Mapping[Key, float], shade: Sequence[Mapping[str, Any]], stated: Sequence[Band]
) -> None:
    """Darker years, and what is stated: its words are beside it where it ends after all columns."""
    for part in shade:
        _shade(ax, part)
    for band in stated:
        draw_band(ax, band, beside=band.end is None or band.end >= max(place.values()) + 0.5)


def _panels(rows: pd.DataFrame, height: float, ax: Axes | None) -> tuple[list[Axes], list[pd.DataFrame]]:
    """The axes and the rows on each: one for all, or on a narrow page one a group, each below the last."""
    pieces = [own for _, own in rows.groupby("group", sort=False)]
    if ax is not None or not style.page().narrow:
        return [style.canvas(ax, height=height)], [rows]
    high = height * style.SQUARER * (1 if len(pieces) == 1 else 0.35 + 0.4 * len(pieces))
    return style.panels(len(pieces), 1, height=high), pieces


def _shade(ax: Axes, part: Mapping[str, Any]) -> None:
    """A darker stretch of years with words at the top, or a bracket with the words of a text over these years."""
    (start, end), said = (part["from"] - 0.5, part["to"] + 0.5), part.get("said", "")
    if not said:
        ax.axvspan(start, end, color=style.SHADE, zorder=0, linewidth=0)
        say(ax, (start + end) / 2, 1, part["words"], dy=-6, va="top", size=style.LABEL, inside=True)
        return
    ends, levels = [start, start, end, end], [BRACKET[0], BRACKET[1], BRACKET[1], BRACKET[0]]
    ax.plot(ends, levels, color=style.STATED, linewidth=1.4, transform=ax.get_xaxis_transform())
    look: dict[str, Any] = {"size": style.LABEL, "weight": "bold", "ink": style.STATED, "inside": True}
    say(ax, (start + end) / 2, BRACKET[1], said, dy=5, halo=True, **look)


def fills(names: pd.Series[Any], colours: Mapping[str, str]) -> dict[str, str]:
    """The colour of each series in its order: its own, else one that is left."""
    left = cycle(SPARE)
    found = {}
    for name in map(str, dict.fromkeys(names)):
        own = colours.get(name, style.NEUTRAL)
        found[name] = next(left) if own == style.NEUTRAL and name else own
    return found


def _places(rows: pd.DataFrame, x: str) -> dict[Key, float]:
    """Where each column stands: a year at its number, others one after another, groups some way apart."""
    if pd.api.types.is_integer_dtype(rows[x]) and rows["group"].nunique() == 1:
        return {(rows["group"].iloc[0], year): float(year) for year in _run(rows[x])}
    found: dict[Key, float] = {}
    at = -1.0
    for group, every in rows.groupby("group", sort=False):
        names = _run(every[x])
        for last, name in zip([None, *names], names, strict=False):
            at += 1 + LATER * _later(last, name)
            found[group, name] = at
        at += GAP
    return found


def _later(last: Any, name: Any) -> bool:
    """Whether both are labels of single years that do not follow one another."""
    years = [isinstance(one, str) and YEAR.fullmatch(one) is not None for one in (last, name)]
    return all(years) and int(name) != int(last) + 1


def _run(names: pd.Series[Any]) -> list[Any]:
    """The names in their order; every year or month from the first to the last."""
    if pd.api.types.is_integer_dtype(names):
        return list(range(int(names.min()), int(names.max()) + 1))
    found = list(dict.fromkeys(names))
    if all(isinstance(name, str) and MONTH.fullmatch(name) for name in found):
        return [str(month) for month in pd.period_range(min(found), max(found), freq="M")]
    return found


def _blocks(rows: pd.DataFrame, block: str) -> pd.DataFrame:
    """One row for neighbours that are one wide column, with how many `more` places it takes."""
    if not block:
        return rows.assign(more=0)
    one = ["group", "series", block]
    return rows.assign(more=rows.groupby(one)[block].transform("size") - 1).drop_duplicates(one)


def _draw(
    ax: Axes,
    rows: pd.DataFrame,
    x: str,
    place: Mapping[Key, float],
    inks: Mapping[str, str],
    *,
    stacked: bool,
    thick: float,
) -> dict[Key, float]:
    """Draw every column or part; returns how high each column is."""
    tops, ends = dict.fromkeys(place, 0.0), dict.fromkeys(place, 0.0)
    names = list(inks)
    width = thick / (1 if stacked else max(1, len(names)))
    for row in rows[rows["value"].notna()].to_dict("records"):
        where, value, name = (row["group"], row[x]), float(row["value"]), str(row["series"])
        aside = (0 if stacked else (names.index(name) - (len(names) - 1) / 2) * width) + row["more"] / 2
        look: dict[str, Any] = {"color": inks[name], "edgecolor": "white", "linewidth": 0.6 if stacked else 0}
        at, wide_, base = place[where] + aside, width + row["more"], ends[where] if stacked else 0.0
        if row.get("role") in ("part", "least"):  # no line and no shade is seen through it
            ax.add_artist(Rectangle((at - wide_ / 2, base), wide_, value, color=style.PAPER, linewidth=0))
            look |= {"alpha": 0.4}
        faded = FADING * value if row.get("role") == "least" else 0.0
        for share, ink in fading(inks[name], 0.4) if faded else ():
            ax.bar(at, share * faded, wide_, bottom=base + value, color=ink, linewidth=0)
        if faded:
            ax.plot([at - wide_ / 2, at + wide_ / 2], [base + value] * 2, color=inks[name], linewidth=2, zorder=4)
        ax.bar(at, value, wide_, bottom=base, **look)
        ends[where] = ends[where] + value if stacked else value
        tops[where] = max(tops[where], ends[where] + faded)
    return tops


def _limit(
    ax: Axes, place: Mapping[Key, float], tops: Mapping[Key, float], limits: Sequence[float] | None, *, room: float
) -> None:
    ax.set_xlim(min(place.values()) - 0.6, max(place.values()) + 0.6)
    ax.yaxis.set_major_locator(MaxNLocator(STEPS, steps=[1, 2, 2.5, 5, 10]))
    if limits is not None:
        ax.set_ylim(*holding(limits, tops.values()))
    elif min(tops.values()) >= 0:
        ax.set_ylim(0, (max(tops.values()) or 1) * (1 + room))


def _heads(ax: Axes, place: Mapping[Key, float]) -> None:
    """The name of each group over its first column."""
    for group in dict.fromkeys(group for group, _ in place):
        left = min(at for (own, _), at in place.items() if own == group) - WIDE / 2
        if group:
            say(ax, left, 1, str(group), dy=8, ha="left", weight="bold", size=12, inside=True)


def _name_parts(
    ax: Axes,
    rows: pd.DataFrame,
    x: str,
    place: Mapping[Key, float],
    inks: Mapping[str, str],
    sign: str,
    thick: float,
) -> set[str]:
    """The name of each part that has room for it, with its number if there is room, the tallest in bold.

    Returns the names that are written somewhere.
    """
    each, point = _room(ax)
    across, beyond = each * thick / WIDE, each * (1 - thick) / WIDE  # of a column, and between it and the next
    line = LINE * style.points(LARGE) / LARGE
    told: set[str] = set()
    for (group, name), parts in rows[rows["value"].notna()].groupby(["group", x], sort=False):
        base, tallest = 0.0, parts.loc[~_rest(parts), "value"].max()
        for part in parts.to_dict("records"):
            value, words = float(part["value"]), str(part["series"])
            number, two = f"{shown(part['told'])}{sign}", value >= 2.2 * line * point
            weight = "bold" if two and value == tallest else "normal"
            text = words if wide(words, SMALL, weight) <= across else words.replace(" ", "\n")
            beside = f"{words} {number}"
            text = f"{text}\n{number}" if two else beside if wide(beside, SMALL) <= across else text
            size = min(LARGE, LARGE * across / wide(text, LARGE, weight))
            if value >= 0.9 * line * point * (text.count("\n") + 1) and size >= SMALL:
                look: dict[str, Any] = {"weight": weight, "size": style.points(size), "color": ink_on(inks[words])}
                ax.text(place[group, name], base + value / 2, text, ha="center", va="center", **look)
                told.add(words)
            elif wide(f"{words} {number}", style.LABEL) + 8 < beyond:
                look = {"size": style.LABEL, "ink": style.readable(inks[words]), "ha": "left", "va": "center"}
                middle = max(base + value / 2, 0.6 * line * point)  # not across the axis
                say(ax, place[group, name] + thick / 2, middle, f"{words} {number}", dx=5, dy=0, **look)
                told.add(words)
            base += value
    return told


def _rest(parts: pd.DataFrame) -> pd.Series[bool]:
    """Which parts are all others together."""
    return parts["role"].eq("rest") if "role" in parts else pd.Series(False, parts.index)


def _key_of_the_rest(ax: Axes, inks: Mapping[str, str]) -> None:
    """A key below the axes of the series whose name has room nowhere."""
    if inks:
        handles = [Patch(color=ink, label=name) for name, ink in inks.items()]
        across = max(wide(name, style.LABEL) for name in inks) + 45
        columns = max(1, min(5, int(72 * style.page().width / across)))
        look: dict[str, Any] = {"ncols": columns, "handlelength": 1, "borderaxespad": 3.4}
        ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), **look)


def _room(ax: Axes) -> tuple[float, float]:
    """Roughly how many points across a column has, and how much of the axis one point up is: before the layout."""
    figure, grid = style.figure_of(ax), ax.get_subplotspec()
    width, high = figure.get_size_inches() * 72
    (left, right), (low, top) = ax.get_xlim(), ax.get_ylim()
    ratios = np.asarray(grid.get_gridspec().get_width_ratios() if grid else [1], dtype=float)
    share = float(ratios[grid.colspan.start] / ratios.sum()) if grid else 1.0
    lines = grid.get_gridspec().nrows if grid else 1
    return WIDE * 0.91 * width * share / (right - left), (top - low) / (0.68 * high / lines)


def _numbers(
    ax: Axes,
    rows: pd.DataFrame,
    x: str,
    place: Mapping[Key, float],
    tops: Mapping[Key, float],
    *,
    above: str,
    digits: int | None,
    sign: str,
    bold: Collection[str],
) -> None:
    """Over each column the sum of another column of the frame, or its own height."""
    if above:
        for where, own in rows.groupby(["group", x], sort=False):
            key = _key(where)
            say(ax, place[key], tops[key], f"{own[above].sum():,.0f}", dy=2, size=12, weight="bold")
    elif digits is not None:
        whole = rows[rows["role"] != "least"] if "role" in rows else rows  # a minimum is no height
        more = {(row["group"], row[x]): row["more"] for row in whole.to_dict("records")}
        size = style.LABEL if len(more) <= FEW else 9.5
        for key, wider in more.items():
            if top := tops[key]:
                weight = "bold" if str(key[1]) in bold else "normal"
                text = f"{shown(top, digits)}{sign}"
                say(ax, place[key] + wider / 2, top, text, dy=2, size=size, weight=weight)


def _key(where: Hashable) -> Key:
    assert isinstance(where, tuple)  # pandas does not say that two columns give pairs
    return where[0], where[1]


def _absent(ax: Axes, rows: pd.DataFrame, x: str, place: Mapping[Key, float], bold: Collection[str]) -> list[str]:
    """What stands where there is no number, once over a run of columns; years are told with it if there is room.

    Words that have no room anywhere stand above, which this returns: with the years that they are of where these
    are one run, else as what a mark means.
    """
    if "words" not in rows:
        return []
    found: dict[str, str] = {}
    told = {(row["group"], row[x]): str(row["words"]) for row in rows[rows["value"].isna()].to_dict("records")}
    across, _ = _room(ax)
    runs = [(words, list(run)) for words, run in groupby(place, key=told.get) if words and words != "nan"]
    full = {words for words, run in runs if wide(words, 9.5) < across * len(run) / WIDE}
    dated: list[str] = []
    for words, run in runs:
        ends, room = [place[run[0]], place[run[-1]]], across * len(run) / WIDE
        one = f"{span(run[0][1], run[-1][1])}: {words}" if isinstance(run[0][1], int) else words
        lines = (one, one.replace(": ", ":\n"), one.replace(" ", "\n")) if len(run) > 1 else ()
        size, weight, ink = (style.LABEL, "bold", style.INK) if words in bold else (9.5, "normal", style.MUTED)
        text = next((told for told in lines if wide(told, size, weight) < room), "")
        if text and isinstance(run[0][1], int):
            say(ax, sum(ends) / 2, 0.025, text, dy=2, size=size, weight=weight, ink=ink, inside=True)
        elif one != words and [other for other, _ in runs].count(words) == 1:
            dated.append(one)
        elif room > wide(words, 9.5) or words not in full:
            mark = words if room > wide(words, 9.5) else NOTHING[len(found) % len(NOTHING)]
            mark = mark if mark == words else found.setdefault(words, mark)
            say(ax, sum(ends) / 2, 0, mark, dy=4, size=9.5, ink=style.MUTED)
    return [*dated, *(f"{mark} {words}" for words, mark in found.items())]


def _ticks(ax: Axes, place: Mapping[Key, float], others: Mapping[str, str]) -> None:
    """Names below, or others for them: every one, or years and months in even steps."""
    names = [name for _, name in place]
    every = {where: others.get(str(where[1]), str(where[1])) for where in place}
    most = 7 if style.page().narrow else 12
    if all(isinstance(name, int) for name in names):
        step = next((step for step in (1, 2, 5, 10, 20) if len(names) <= most * step), 50)
        every = {where: word for where, word in every.items() if where[1] % step == 0}
    elif all(MONTH.fullmatch(str(name)) for name in names):
        step = next((step for step in (3, 6) if len(names) <= 3 * most * step / 2), 12)
        every = {where: _month(word) for where, word in every.items() if (int(word[5:]) - 1) % step == 0}
    else:
        room = _room(ax)[0] / 72 + 2 * style.page().margin
        every = {where: word.replace(", ", "\n") for where, word in every.items()}
        if len(names) > FEW or style.page().narrow:
            every = {where: _in_lines(word, room) for where, word in every.items()}
    ax.set_xticks([place[where] for where in every], list(every.values()))


def _in_lines(word: str, room: float) -> str:
    """A name in lines of at most so many inches; a span of years may break after its dash."""
    lines = (style.wrap(line.replace("–", "– "), style.LABEL, width=room) for line in word.split("\n"))
    return "\n".join(lines).replace("– ", "–")


def _month(written: str) -> str:
    year, month = written.split("-")
    return MONTHS[int(month) - 1] + (f"\n{year}" if month == "01" else "")

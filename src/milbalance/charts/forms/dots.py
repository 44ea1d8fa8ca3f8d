"""Dots: every answer on one axis of values, a row a source or a choice, and what is stated as a band across."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator
from matplotlib.transforms import ScaledTranslation

from milbalance import arguments
from milbalance.charts import style, ticks
from milbalance.charts.forms import Band
from milbalance.charts.marks import BOUNDS, called, claim, flow, heading, holding, row_names, spread
from milbalance.charts.swarm import LEFT, OVER, RIGHT, Box, Line, swarm, text_width
from milbalance.errors import MilbalanceError
from milbalance.measures.rounding import shown

SIZES = ((12, 9.0), (60, 7.0), (150, 5.5), (10_000, 4.0))  # up to so many dots in a row: points across each
LARGE, TICK = 11.0, 18.0  # points across the dot of the plain reading, and of the tick of what is stated
ROLES = ("plain", "shown", "stated")  # that have a look of their own
ROW, GAP, HEAD = 0.34, 0.14, 0.3  # inches of the lowest row, between rows, and of a heading over some
NAMES = 0.27  # of the width of a narrow page: what names and numbers may take beside the dots
LETTERS = 30  # of a line of a row's name beside it
ASIDE = 0.15  # inches between two columns there
FAR = 50  # from so many times the smallest answer on, the axis is logarithmic
THICK = 2.0  # points of the line of a range beside a dot; one without a dot is thrice as thick
PALE = 0.4  # how strong the range of an answer is that is only shown
ARROW = 0.3  # inches of an arrow to an open end
AFTER = {"times": "×", "per cent": "%"}  # units that stand behind each number of the axis
LARGE_NUMBERS = ((1e9, "billion"), (1e6, "million"))
FILLED = "oo"  # the marks of series that have a colour; those of further ones are open squares
# How several series look that have no colour: face and edge.
LOOKS = ((style.NEUTRAL, "white", "o"), ("white", style.MUTED, "o"), (style.FAINT, style.MUTED, "s"))


def dots(
    frame: pd.DataFrame,
    *,
    unit: str = "",
    colours: Mapping[str, str] | None = None,
    series_names: Mapping[str, str] | None = None,
    stated: Sequence[Band] = (),
    answer: str = "",
    limits: Sequence[float] | None = None,
    sort: bool = False,
    join: bool = False,
    key: bool = False,
    beside: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    bold: Collection[str] = (),
    heads: Mapping[str, str] | None = None,
    printed: Sequence[str] | None = None,
    row_height: float = ROW,
    axis: bool = True,
    digits: int | None = None,
    step: float | None = None,
    whole: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """One dot a row of a frame with columns label and value, and maybe role, series, low, high, words and beside.

    Rows with one `label` share a line, in the order of the frame, or with `sort` from the lowest mean to the
    highest. Dots that would cover one another are stacked upon it, and a row is as high as its stack
    (`row_height` inches or more). The role "plain" is a large dot of ink with `answer` beside it, "shown" a
    hollow one, "stated" a tick of ink; `words` are written beside a dot, once beside equal ones. `low` and
    `high` are a line, with an arrow where one of them is missing. Several `series` are told by `colours`, or by
    filled and hollow, and named above, maybe by shorter `series_names`; `join` draws a line between the dots of
    a row, with the words left and right of it, and equal ones of a series are one; its series are named at the
    dots of the first row if that has one of each, unless a `key` is asked for. `beside` names columns that are
    written at the right, with their headings. `names` are other names of the labels, in the order of the rows;
    those in `bold` are spoken of, and drawn as the plain reading is. `heads` are headings, ruled off from what
    is above, over the rows that begin with a label. A row of one dot has its name in bold where that is the
    plain reading. What is stated is a band across all lines. `unit` names the axis, which is logarithmic if the
    answers are far apart; without `axis` the words at the dots alone tell their numbers. `digits` writes each
    number, or its range, beside its dot, from ten on without decimals; below 0 it rounds to tens. `printed` are
    the labels whose source prints the number itself: they have no line, and in all other rows a range has no
    dot, as no source says its middle. `step` rounds where dots stand to its multiples, so that they form
    straight columns. With `whole` only whole numbers stand at the axis. A colour of "" is that of dots without
    a series. Returns the axes; MilbalanceError without any number.

    >>> frame = pd.DataFrame({"label": ["census", "survey"], "value": [3.0, 3.2]})
    >>> [text.get_text() for text in charts.dots(frame).get_yticklabels()]
    ['census', 'survey']
    """
    if frame.empty or frame["value"].isna().all():
        raise MilbalanceError("there is nothing to draw: no row has a number")
    frame = _spoken_of(called(frame, names or {}), bold)
    frame = frame if printed is None else _as_printed(frame, printed)
    frame = _worded(_once(frame) if join else frame, series_names or {}, digits, AFTER.get(unit, ""))
    order = [*(frame.groupby("label")["value"].mean().sort_values().index if sort else frame["label"].unique())]
    named_there = join and not key and not style.page().narrow and _one_of_each(frame, order[0])
    frame = frame.assign(called=frame["series"].where(frame["label"] == order[0])) if named_there else frame
    columns = dict(beside or {})
    scale = _scaled(frame, columns, stated, limits, ax, join=join, step=step)
    looks = _looks(frame, series_names or {}, colours or {})
    upright = [scale.at(band.value) for band in stated if math.isfinite(band.value)]
    manner = _Manner(looks, answer, upright, join)
    named = _row_names(list(map(str, order)), scale, upright)
    rows = [_row(name, frame[frame["label"] == one], scale, manner) for one, name in zip(order, named, strict=True)]
    words = _words(scale, stated)
    head = _Head(words.lines, _lines(columns.values()), {} if named_there else looks, scale)
    own, below = ax is None, 1.75 if unit and unit not in AFTER else 1.55
    high = sum(row.high(row_height) for row in rows) + HEAD * len(heads or ())
    ax = style.canvas(ax, height=high + head.high + below)
    _axes(ax, scale, unit, with_numbers=axis, whole=whole)
    for band in stated:
        _band(ax, scale, band)
    tops, levels = _draw_rows(ax, dict(zip(map(str, order), rows, strict=True)), heads or {}, manner, row_height)
    strong = [row.label for row in rows if [record.get("role") for record in row.records] == ["plain"]]
    two = _in_two(list(map(str, order))) and not scale.above
    row_names(ax, levels, named, size=style.LABEL, bold=strong, tops=tops if scale.above else (), grey=two)
    ax.grid(visible=True, axis="x")
    _say_bands(ax, scale, words)
    _key(ax, head)
    _beside(ax, rows, tops if scale.above else levels, columns, up=_high() * words.lines * scale.above)
    ax.spines["left"].set_visible(ax.spines["left"].get_visible() and not own)
    return ax


@dataclass(frozen=True)
class _Scale:
    """The axis of values: where a number stands on it, in inches from its left end."""

    low: float
    high: float
    log: bool
    width: float
    names: float  # inches for the name of a row
    above: bool  # whether names stand above their rows
    step: float | None = None  # of the axis: where dots stand is rounded to its multiples

    def at(self, value: float) -> float:
        turn: Callable[[float], float] = math.log10 if self.log else float
        share = (turn(value) - turn(self.low)) / (turn(self.high) - turn(self.low))
        return share * self.width


def _scaled(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    stated: Sequence[Band],
    limits: Sequence[float] | None,
    ax: Axes | None,
    *,
    join: bool,
    step: float | None,
) -> _Scale:
    """The axis that holds every number; one of joined dots begins at zero unless there are limits."""
    numbers = _numbers(frame, stated)
    log = min(numbers) > 0 and max(numbers) >= FAR * min(numbers)
    low, high = holding(limits, numbers) if limits else _limits(numbers, log=log, zero=join)
    return _Scale(low, high, log, *_widths(frame, columns, ax), step=step)


def _row_names(order: Sequence[str], scale: _Scale, upright: Sequence[float]) -> list[str]:
    """The names of the rows in lines; none above its row crosses what is stated."""
    if not scale.above:
        return [_broken(name, two=_in_two(order)) for name in order]
    room = min([scale.names, *(at for at in upright if at > scale.width / 2)])
    return [style.wrap(name, style.LABEL, width=room) for name in order]


@dataclass(frozen=True)
class _Manner:
    """What goes for every row: looks of series, words at the main answer, lines that words avoid, joined dots."""

    looks: Mapping[str, Mapping[str, Any]]
    answer: str
    upright: Sequence[float]
    join: bool


class _Head:
    """What is above the axes, from below: the words of bands, beside or under those of columns, then the key."""

    def __init__(self, words: int, titles: int, looks: Mapping[str, Mapping[str, Any]], scale: _Scale) -> None:
        self.looks = looks if len(looks) > 1 else {}
        self.over = _high() * (words + titles if scale.above else max(words, titles))
        self.places = flow([0.4 + text_width(name, style.LABEL, "normal") for name in self.looks], scale.width)

    @property
    def high(self) -> float:
        return 0.1 + self.over + _high() * (self.places[-1][0] + 1 if self.places else 0)


@dataclass
class _Row:
    """One line of dots: its records, how far up each stands, and the words with their boxes."""

    label: str
    records: list[dict[Any, Any]]
    ups: list[float] = field(default_factory=list)
    above: bool = False  # whether its name stands above it
    line: Line = field(default_factory=Line)
    words: list[tuple[str, float, float, float, str]] = field(default_factory=list)  # at, right, up, ink if bold
    size: float = SIZES[0][1]

    @property
    def _named(self) -> float:
        return (self.label.count("\n") + 1) * style.points(style.LABEL) * 1.2 / 72

    @property
    def _spare(self) -> float:
        """Room for a line of words beside low dots under their name."""
        return max(0.0, 0.02 * style.points(style.LABEL) - (self.line.top - self.line.bottom)) * self.above

    def high(self, least: float) -> float:
        """How high the row is: its name is beside the dots or above them."""
        dots = self.line.top - self.line.bottom + self._spare
        return GAP + (self._named + dots if self.above else max(least, dots, self._named))

    def middle(self, least: float) -> float:
        """How far below the top of the row the middle of its dots is."""
        if self.above:
            return GAP / 2 + self._named + self._spare / 2 + self.line.top
        fits = 2 * max(self.line.top, -self.line.bottom) <= self.high(least)  # else it is low, for a stack on it
        return self.high(least) / 2 if fits else self.high(least) - GAP / 2 + self.line.bottom


def _numbers(frame: pd.DataFrame, stated: Sequence[Band]) -> list[float]:
    """Every number that the axis must hold."""
    found = [*frame["value"], *(number for band in stated for number in (band.value, band.low, band.high))]
    for end in ("low", "high"):
        found += [*frame[end]] if end in frame else []
    return [float(number) for number in found if pd.notna(number) and math.isfinite(number)]


def _worded(frame: pd.DataFrame, series_names: Mapping[str, str], digits: int | None, after: str) -> pd.DataFrame:
    """The rows with shorter names of series, and with each number in words if so many digits are asked for."""
    if series_names:
        frame = frame.assign(series=frame["series"].replace(dict(series_names)))
    if digits is None:
        return frame
    return frame.assign(words=[_told(row, digits, after) for row in frame.to_dict("records")])


def _one_of_each(frame: pd.DataFrame, label: str) -> bool:
    """Whether there are several series, and the row of a label has one dot of each."""
    if "series" not in frame or frame["series"].nunique() < 2:
        return False
    return sorted(frame.loc[frame["label"] == label, "series"].dropna()) == sorted(
        frame["series"].dropna().unique()
    )


def _spoken_of(frame: pd.DataFrame, bold: Collection[str]) -> pd.DataFrame:
    """The rows with the role of the plain reading for these labels."""
    known = list(dict.fromkeys(frame["label"]))
    told = frame["label"].isin([arguments.one_of("label", label, known) for label in bold])
    role = frame["role"] if "role" in frame else pd.Series("", index=frame.index)
    return frame.assign(role=role.mask(told, "plain"))


def _as_printed(frame: pd.DataFrame, printed: Sequence[str]) -> pd.DataFrame:
    """The rows without the range of a number that its source prints, and ranges of others as of no number."""
    known = list(dict.fromkeys(frame["label"]))
    alone = frame["label"].isin([arguments.one_of("label", label, known) for label in printed])
    ends = {end: frame[end].where(~alone, frame["value"]) for end in ("low", "high")}
    return frame.assign(**ends, ranged=~alone & (frame["low"] < frame["high"]))


def _once(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows without those that would lie on another of their series in the same line."""
    return frame.drop_duplicates(
        [one for one in ("label", "series", "role", "value", "low", "high") if one in frame]
    )


def _told(record: Mapping[Any, Any], digits: int, after: str) -> str:
    """The number of a dot in words, or both ends of its range, with its unit; from ten on without decimals."""
    low, value, high = _ends(record)
    ends = (low, high) if low < high else (value,)
    told = (shown(number, digits if abs(number) < 10 else min(digits, 0)) for number in ends)
    return "–".join(dict.fromkeys(told)) + after if math.isfinite(value) else ""


def _limits(numbers: Sequence[float], *, log: bool, zero: bool) -> tuple[float, float]:
    """Ends with some room; from zero if asked for, or where that costs less than a third of the axis."""
    least, most = min(numbers), max(numbers)
    if log:
        return least / 1.3, most * 1.3
    room = 0.07 * ((most - least) or abs(most) or 1)
    from_zero = least >= 0 and (zero or least < 0.35 * most)
    return (0 if from_zero else least - room), most + room


def _widths(frame: pd.DataFrame, beside: Mapping[str, str], ax: Axes | None) -> tuple[float, float, bool]:
    """Roughly how wide the axes will be, how much of a row its name may have, and whether it stands above the row.

    The axes have what the names of the rows and what is written beside leave; all of it, where on a narrow page
    both stand above the dots.
    """
    right = sum(_column(map(str, frame[column].dropna()), head) for column, head in beside.items())
    if ax is not None:
        width = float(ax.get_position().width * style.figure_of(ax).get_size_inches()[0])
        return width, width, False
    whole = style.page().width - 2 * style.page().margin - 0.12
    called = [str(name) for name in frame["label"].unique()]
    broken = [_broken(name, two=_in_two(called)) for name in called]
    names = max(text_width(name, style.LABEL, "normal") for name in broken)
    if style.page().narrow and names + right > NAMES * whole:
        return whole, whole - right, True
    return whole - names - right, names, False


def _in_two(names: Sequence[str]) -> bool:
    """Whether every name is broken at its last comma: one is too long for a line, and all have a comma."""
    return any(len(name) > LETTERS for name in names) and all(", " in name for name in names)


def _broken(name: str, *, two: bool) -> str:
    """The name of a row, broken where it has a comma if it is long or in `two`, and again if that is not enough."""
    if two:
        return "\n".join(name.rsplit(", ", 1))
    if len(name) <= LETTERS:
        return name
    return "\n".join(style.broken(part, LETTERS) for part in name.replace(", ", ",\n", 1).split("\n"))


def _high() -> float:
    """Inches of a line of words above the axes."""
    return 0.02 * style.points(style.LABEL)


def _lines(texts: Iterable[str]) -> int:
    return max((text.count("\n") + 1 for text in texts if text), default=0)


def _looks(
    frame: pd.DataFrame, series_names: Mapping[str, str], colours: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """How the dots of each series look; those without one are "" where that has a colour."""
    inks = {series_names.get(name, name): ink for name, ink in colours.items()}
    series = list(dict.fromkeys(frame["series"].dropna())) if "series" in frame else []
    return {str(name): _look(place, str(name), inks) for place, name in enumerate(series or [""] * ("" in inks))}


def _look(place: int, name: str, colours: Mapping[str, str]) -> dict[str, Any]:
    if name in colours:
        if place >= len(FILLED):
            return {"markerfacecolor": "white", "markeredgecolor": style.readable(colours[name]), "marker": "s"}
        return {"markerfacecolor": colours[name], "markeredgecolor": "white", "marker": FILLED[place]}
    face, edge, marker = LOOKS[min(place, len(LOOKS) - 1)]
    return {"markerfacecolor": face, "markeredgecolor": edge, "marker": marker}


def _row(label: str, group: pd.DataFrame, scale: _Scale, manner: _Manner) -> _Row:
    """One line of dots with every dot and word at its place."""
    known = group[group["value"].notna()]
    plain = known["role"].eq("plain") if "role" in known else pd.Series(False, index=known.index)
    ordered = known.assign(first=~plain).sort_values(["first", "value"], kind="stable")
    size = next(points for most, points in SIZES if len(ordered) <= most)
    if scale.step:
        size = min(SIZES[0][1], 65 * (scale.at(scale.low + scale.step) - scale.at(scale.low)))
    ordered = ordered.assign(value=_aligned(ordered["value"], scale, size))
    row = _Row(label, ordered.drop(columns="first").to_dict("records"), above=scale.above, size=size)
    marks = _stack(row, scale)
    row.line.boxes += marks
    _write_row(row, marks, scale, manner)
    return row


def _stack(row: _Row, scale: _Scale) -> list[Box]:
    """Find how far up each dot of a row is, and the box that it takes with its range."""
    half = [(2 if record.get("role") == "stated" else _size(record, row.size)) / 144 for record in row.records]
    ends = [_ends(record) for record in row.records]
    arrows = [ARROW * _open(record) for record in row.records]
    spans = [
        (
            min(scale.at(low), scale.at(value) - wide, scale.at(value) + away),
            max(scale.at(high), scale.at(value) + wide, scale.at(value) + away),
        )
        for (low, value, high), wide, away in zip(ends, half, arrows, strict=True)
    ]
    large = any(record.get("role") == "plain" for record in row.records)
    more = (LARGE - row.size) / 144 * large  # the large dot keeps its neighbours away
    values = [record["value"] for record in row.records]
    columns = [values[:place].count(value) for place, value in enumerate(values)]  # neighbours push none up
    steps = columns if scale.step else swarm(spans, 1)
    row.ups = [step * row.size * 1.08 / 72 + more * (step > 0) for step in steps]
    tall = [_size(record, row.size) / 144 for record in row.records]
    return [
        Box(left, up - high, right, up + high) for (left, right), up, high in zip(spans, row.ups, tall, strict=True)
    ]


def _write_row(row: _Row, marks: Sequence[Box], scale: _Scale, manner: _Manner) -> None:
    """Find room for the words at each dot, once for equal ones, and for the names of the series."""
    joined = [box for box, record in zip(marks, row.records, strict=True) if record.get("role") != "stated"]
    if manner.join and joined:
        start = min(box.left for box in joined) if scale.low else 0.0  # from zero on there is a line
        row.line.boxes.append(Box(start, -0.03, max(box.right for box in joined), 0.03))
    said: list[tuple[Any, float]] = []
    outer = dict(
        zip(sorted(joined, key=lambda box: box.left)[:: len(joined) - 1 or 1], (LEFT, RIGHT), strict=False)
    )
    for record, box in zip(row.records, marks, strict=True):
        main = record.get("role") == "plain"
        named, told = record.get("called"), record.get("words")
        name = named if isinstance(named, str) else ""
        words = manner.answer if main and manner.answer else told if isinstance(told, str) else ""
        if name and not scale.low:  # a line from zero leaves no room beside the dot: both stand over it
            words, name = f"{words} {name}".strip(), ""
        if words and (told, record["value"]) not in said:
            said.append((told, record["value"]))
            first = outer.get(box, OVER) if manner.join else RIGHT
            _write_at(row, record, box, words, scale, manner.upright, first, main * style.INK)
        if name:
            ink = style.readable(_ink(manner.looks, (str(record["series"]), "")))
            _write_at(row, record, box, name, scale, manner.upright, OVER, ink)


def _write_at(
    row: _Row,
    record: Mapping[Any, Any],
    box: Box,
    words: str,
    scale: _Scale,
    upright: Sequence[float],
    first: int,
    ink: str,
) -> None:
    """Words at a dot, in bold where they have an ink."""
    spot = row.line.write(box, words, style.LABEL, scale.width, upright, first=first)
    at = float(record["value"])
    row.words.append((words, at, spot.left - scale.at(at), (spot.bottom + spot.top) / 2, ink))


def _aligned(values: Iterable[float], scale: _Scale, size: float) -> list[float]:
    """Where dots stand: what is less than a quarter of a dot from another stands exactly above or under it."""
    if scale.step:
        return [round(value / scale.step) * scale.step for value in values]
    drawn: list[float] = []
    for value in values:
        near = (one for one in drawn if abs(scale.at(one) - scale.at(value)) < size / 4 / 72)
        drawn.append(next(near, value))
    return drawn


def _size(record: Mapping[Any, Any], size: float) -> float:
    """How many points a mark is high, where others are of this size."""
    return {"plain": LARGE, "stated": TICK}.get(str(record.get("role")), size)


def _ends(record: Mapping[Any, Any]) -> tuple[float, float, float]:
    """Low end, number and high end; the number where there is none."""
    value = float(record["value"])
    low, high = (record.get(end) for end in ("low", "high"))
    return (
        value if low is None or pd.isna(low) else float(low),
        value,
        value if high is None or pd.isna(high) or math.isinf(high) else float(high),
    )


def _draw_rows(
    ax: Axes, rows: Mapping[str, _Row], heads: Mapping[str, str], manner: _Manner, least: float
) -> tuple[list[float], list[float]]:
    """Draw every row and the headings over some; returns the tops and the levels of the rows, in inches down."""
    top, tops, levels = 0.0, [], []
    for name, row in rows.items():
        if words := heads.get(name):
            ax.axhline(top, color=style.NEUTRAL, linewidth=0.8, visible=top > 0)  # ruled off from rows over it
            heading(ax, words, top + HEAD)
            top += HEAD
        tops.append(top + GAP / 2)
        levels.append(top + row.middle(least))
        _draw(ax, row, levels[-1], manner.looks, join=manner.join)
        top += row.high(least)
    ax.set_ylim(top, 0)
    return tops, levels


def _draw(ax: Axes, row: _Row, level: float, looks: Mapping[str, Mapping[str, Any]], *, join: bool) -> None:
    """The dots of one line; y is in inches from the top."""
    if any(row.ups):  # what they are stacked on
        ax.axhline(level, color=style.FAINT, linewidth=0.8, zorder=0.6)
    values = [float(record["value"]) for record in row.records if record.get("role") != "stated"]
    if join and len(values) > 1:
        ax.plot([min(values), max(values)], [level, level], color=style.FAINT, linewidth=4, zorder=2)
        if ax.get_xlim()[0] == 0:  # how long each is
            ax.plot([0, min(values)], [level, level], color=style.FAINT, linewidth=1, zorder=2)
    groups: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for record, up in zip(row.records, row.ups, strict=True):
        series, role = record.get("series"), str(record.get("role") or "")
        key = (str(series) if isinstance(series, str) else "", role if role in ROLES else "")
        ranged = bool(record.get("ranged"))
        if not ranged:
            groups.setdefault(key, []).append((float(record["value"]), level - up))
        pale = PALE if ranged and role == "shown" else 1.0
        _range(ax, record, level - up, _ink(looks, key), 3 * THICK if ranged else THICK, pale)
    for key, points in groups.items():
        look: dict[str, Any] = {"marker": "o", "markerfacecolor": style.NEUTRAL, "markeredgecolor": "white"}
        look |= looks.get(key[0], {})
        if key[1] == "shown":
            look |= {"markerfacecolor": "white", "markeredgecolor": _ink(looks, key)}
        if key[1] == "plain":
            look |= {"markerfacecolor": style.INK, "markeredgecolor": "white"}
        if key[1] == "stated":
            look |= {"marker": "|", "markeredgecolor": style.STATED}
        size = _size({"role": key[1]}, row.size)
        x, y = zip(*points, strict=True)
        hollow = look["markerfacecolor"] == "white" and look["marker"] == "s"
        edge = 2.2 if key[1] == "stated" else 1.6 if hollow else 0.6 if size < 5 else 0.9
        look |= {"markersize": size, "markeredgewidth": edge, "linestyle": "none"}
        (line,) = ax.plot(x, y, clip_on=False, zorder=5 if key[1] == "plain" else 4, **look)
        line.set_in_layout(False)  # the layout would leave room for all that is not clipped
    for words, at, right, up, ink in row.words:
        own: dict[str, Any] = {"color": ink, "fontweight": "bold"} if ink else {}
        _write(ax, (at, level - up), words, xytext=(right * 72, 0), va="center", zorder=6, **own)


def _write(ax: Axes, at: tuple[float, float], words: str, **look: Any) -> None:
    """Words some points from a place on the axes."""
    asked: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False}
    asked |= {"fontsize": style.points(style.LABEL)}
    ax.annotate(words, at, **(asked | {"color": style.INK} | look))


def _ink(looks: Mapping[str, Mapping[str, Any]], key: tuple[str, str]) -> str:
    if key[1] == "plain":
        return style.INK
    look = looks.get(key[0], {"markerfacecolor": style.NEUTRAL, "markeredgecolor": "white"})
    ink = look["markerfacecolor"] if look["markerfacecolor"] != "white" else look["markeredgecolor"]
    return str(ink)


def _range(ax: Axes, record: Mapping[Any, Any], y: float, ink: str, thick: float, alpha: float) -> None:
    """A thin line from the low to the high end, and an arrow to where only one end is given."""
    low, value, high = _ends(record)
    if low < high:
        ax.plot([low, high], [y, y], color=ink, linewidth=thick, alpha=alpha, solid_capstyle="butt", zorder=3)
    if away := _open(record):
        arrow = {"arrowstyle": "<-", "color": ink, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
        _write(ax, (value, y), "", xytext=(away * ARROW * 72, 0), arrowprops=arrow)


def _open(record: Mapping[Any, Any]) -> int:
    """1 where only the low end of an answer is known, -1 where only the high end is, else 0."""
    low, high = (record.get(end) is not None and pd.notna(record[end]) for end in ("low", "high"))
    return int(low) - int(high)


def _axes(ax: Axes, scale: _Scale, unit: str, *, with_numbers: bool, whole: bool) -> None:
    """The axis of values with few round numbers, their unit behind them or below, or with none."""
    if scale.log:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if scale.high < 300 * scale.low else (1.0,)))
        ax.xaxis.set_minor_locator(ticks.none())
    else:
        least = {"integer": True, "min_n_ticks": 1} if whole else {}
        number = 4 if style.page().narrow else 6
        ax.xaxis.set_major_locator(MaxNLocator(number, steps=[1, 2, 2.5, 5, 10], **least))
    ax.set_xlim(scale.low, scale.high)
    if not with_numbers:
        ax.set_xticks([])
        ax.spines["bottom"].set_visible(False)
        return
    far = max(abs(scale.low), abs(scale.high))
    per, word = next(((per, word) for per, word in LARGE_NUMBERS if far >= per and not scale.log), (1.0, ""))
    after = AFTER.get(unit, "")
    if not after or word:
        style.name_values(ax, f"{word} {unit}".strip(), below=True)
    ax.xaxis.set_major_formatter(ticks.Numbers(per, "" if word else after, alone=scale.log))


def _band(ax: Axes, scale: _Scale, band: Band) -> None:
    """What is stated, as a grey band across all rows with its number, or the ends of its range, as dashed lines."""
    low, high = _edges(scale, band)
    if low < high:
        ax.axvspan(low, high, color=style.STATED_BAND, zorder=0.5, linewidth=0)
    lines = [band.value] if math.isfinite(band.value) else [band.low, band.high]
    for line in filter(math.isfinite, lines):
        style.stated_line(ax, line, horizontal=False)


def _first(band: Band) -> float:
    return next(number for number in (band.value, band.low, band.high) if math.isfinite(number))


def _edges(scale: _Scale, band: Band) -> tuple[float, float]:
    """The bounds of a band as far as the axis goes: an end that is open runs to the end of the axis."""
    known = [math.isfinite(edge) for edge in (band.low, band.high)]
    if not any(known):
        return band.value, band.value
    low = band.low if known[0] else scale.low
    return max(low, scale.low), min(band.high, scale.high) if known[1] else scale.high


@dataclass(frozen=True)
class _Words:
    """The words above bands: each with its band, where its middle stands, and how many lines up."""

    lines: int
    told: list[tuple[str, Band, float, int]]


def _words(scale: _Scale, stated: Sequence[Band]) -> _Words:
    """The words of each band above its number, or its middle, in one line if there is room, else in several."""
    found = []
    for band in stated:
        low, high = _edges(scale, band)
        between = math.isfinite(band.low) and math.isfinite(band.high)
        middle = (scale.at(low) + scale.at(high)) / 2 if between else scale.at(_first(band))
        words = style.wrap(band.words, style.LABEL, "bold", scale.width) if style.page().narrow else band.words
        wide = max(text_width(words, style.LABEL), text_width(band.allowed, BOUNDS, "normal"))
        found.append((middle, wide + 0.12, words, band))
    found.sort(key=lambda one: one[:3])
    rows = [found] if sum(one[1] for one in found) <= scale.width else [[one] for one in found]
    told, lines = [], 0
    for row in rows:
        middles = spread([one[0] for one in row], [one[1] for one in row], -0.1, scale.width + 0.1)
        told += [(words, band, middle, lines) for (_, _, words, band), middle in zip(row, middles, strict=True)]
        lines += max((_lines([words]) + bool(band.allowed) for _, _, words, band in row), default=0)
    return _Words(lines, told)


def _say_bands(ax: Axes, scale: _Scale, words: _Words) -> None:
    for text, band, middle, lines in words.told:
        at = _first(band)
        places: dict[str, Any] = {"coords": ax.get_xaxis_transform(), "dx": (middle - scale.at(at)) * 72}
        claim(ax, (at, 1), text, band.allowed, **places, dy=4 + 72 * _high() * lines, ha="center")


def _key(ax: Axes, head: _Head) -> None:
    """The names of the series above the axes, each behind its dot."""
    for (name, look), (line, left) in zip(head.looks.items(), head.places, strict=True):
        x, y = 0.08 + left, head.over + 0.15 + _high() * (head.places[-1][0] - line)
        corner = ax.transAxes + ScaledTranslation(x, y, style.figure_of(ax).dpi_scale_trans)
        where: dict[str, Any] = {"transform": corner, "clip_on": False, "linestyle": "none", "markersize": 8}
        (mark,) = ax.plot(0, 1, **where, **look)
        mark.set_in_layout(False)
        _write(ax, (0, 1), name, xycoords="axes fraction", xytext=(72 * x + 9, 72 * y), va="center_baseline")


def _beside(
    ax: Axes, rows: Sequence[_Row], levels: Sequence[float], columns: Mapping[str, str], *, up: float
) -> None:
    """What is written at the right of each row, a column under each heading, which both end at one edge.

    Where names stand above their rows, it stands there too and ends with the axes.
    """
    widths = {head: _column([_cell(row.records, column) for row in rows], head) for column, head in columns.items()}
    above = any(row.above for row in rows)
    x = -72 * sum(widths.values()) + 11 if above else 14.0
    for column, head in columns.items():
        x += 72 * widths[head]
        right: dict[str, Any] = {"xytext": (x - 72 * ASIDE, 0), "ha": "right"}
        cells = [_cell(row.records, column) for row in rows]
        for words, level in zip(cells, levels, strict=True):
            look: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "top" if above else "center"}
            _write(ax, (1, level), words, **look, **right)
        right["xytext"] = (x - 72 * ASIDE, 4 + 72 * up)
        _write(ax, (1, 1), head, xycoords="axes fraction", va="bottom", color=style.MUTED, **right)


def _cell(records: Iterable[Mapping[Any, Any]], column: str) -> str:
    """The first text of a column among the dots of a row; "" if there is none."""
    return next((one[column] for one in records if isinstance(one.get(column), str)), "")


def _column(cells: Iterable[str], head: str) -> float:
    """How wide a column of words is, in inches."""
    return max(text_width(head, style.LABEL), *(text_width(words, style.LABEL) for words in cells)) + ASIDE

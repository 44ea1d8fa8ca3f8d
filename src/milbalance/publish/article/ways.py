"""The ways of counting a statement, from its choices as plain objects: as rows, in words, and as a curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from milbalance.articles import number, with_unit
from milbalance.articles.numbers import finite
from milbalance.articles.records import calculation
from milbalance.articles.units import whole
from milbalance.charts.rows.statements import of_grid
from milbalance.choices import ANSWER, UNANSWERED
from milbalance.publish.article import told
from milbalance.publish.article.told import Record
from milbalance.tables import labels
from milbalance.tables.load import Data

_NUMBERS = ("value", "low", "high")


def rows(found: Sequence[Record], *, shown: bool = False) -> pd.DataFrame:
    """The ways that have a number, one row each, as `charts.rows.statements.ways` gives them; maybe none."""
    numbered = [one for one in found if None not in (finite(one.get("value")), finite(one.get("low")))]
    grid = pd.DataFrame(map(_row, numbered))
    if grid.empty or not (shown or (grid["counted"] | grid["plain"]).any()):
        return pd.DataFrame(columns=["label", "value", "low", "high", "role", "source_id"])
    levels = [name for name in grid.columns if name not in ANSWER]
    grid[levels] = grid[levels].fillna("")
    return of_grid(grid[[*levels, *(name for name in grid.columns if name in ANSWER)]], shown=shown)


def _row(one: Record) -> dict[str, Any]:
    """A choice as a row of an evaluated grid: an open end is infinite there."""
    high = math.inf if one.get("high") is None else float(one["high"])
    ends = {"value": float(one["value"]), "low": float(one["low"]), "high": high}
    levels = {str(name): str(text) for name, text in one["choice"].items() if name not in ANSWER}
    beside = {name: one.get(name) for name in ("position", "counted", "plain", "weight", "why", "reason", "origin")}
    return levels | ends | beside | {"sources": tuple(one.get("sources") or ())}


def listed(record: Record, found: Sequence[Record], data: Data, most: int) -> tuple[list[dict[str, str]], str]:
    """The table of the ways for reading (way, answer, stands, counts, plain) and what it leaves out, in words.

    Those that count come first; those only shown are in it if all together are at most `most`.
    """
    answered = [one for one in found if one.get("position") != UNANSWERED]
    counted = [one for one in answered if one["counted"] or one["plain"]]
    only_shown = [one for one in answered if not (one["counted"] or one["plain"])]
    together = len(counted) + len(only_shown) <= most
    shown = sorted(counted, key=lambda one: not one["plain"]) + (only_shown if together else [])
    roles = {True: labels.ROLES["counted"], False: labels.ROLES["shown"]}
    told_rows = [
        {
            "way": calculation(one),
            "answer": told.answered(record, one, data),
            "stands": {"inside": "yes", "outside": "no"}.get(str(one.get("position")), "in part"),
            "counts": f"our {labels.ROLES['plain']}" if one["plain"] else roles[bool(one["counted"])],
            "plain": "plain" if one["plain"] else "",
        }
        for one in shown
    ]
    silent = sum(1 for one in found if one.get("position") == UNANSWERED and one["counted"])
    left = [f"{silent} more would count but {'has' if silent == 1 else 'have'} no answer"] if silent else []
    if only_shown and not together:
        left.append(f"{len(only_shown)} more are only shown")
    return told_rows, "; ".join(left)


# The curve: x in per cent of the width, y in pixels, so that one picture serves a phone and a wide screen.
NARROW = 300  # pixels of the axis on a phone: dots that would touch there are stacked
RADIUS, LARGE = 4, 7
LETTERS, LETTER = 40, 7.4  # of a line of words, as many as a phone has room for; pixels of one, if bold
_HEAD, _LABEL, _GAP, _FOOT = 44, 18, 12, 26
_MARGIN = 0.04  # of the axis, at each end
AFTER = {"times": "×", "per cent": "%"}  # units that stand behind each number of the axis
MOST = 80  # calculations with a dot each; where there are more, those that are only shown have none
NEAR = 0.25  # of what counts, or of its size: so far beyond it the axis reaches for what is only shown
FAR = 50  # from so many times the smallest answer on, the axis is logarithmic


@dataclass(frozen=True)
class Dot:
    """One way of counting: where it stands, the ends of its range (per cent) and what it is."""

    x: float
    y: float
    role: str
    left: float
    right: float


@dataclass(frozen=True)
class Words:
    """Words over the point `of` of the axis: where they begin, end or have their middle (`anchor`)."""

    of: float
    x: float
    anchor: str
    text: str


@dataclass
class Line:
    """One row of dots under its label."""

    label: str
    y: float
    dots: list[Dot] = field(default_factory=list)


@dataclass(frozen=True)
class Curve:
    """All that the picture of a statement has: x in per cent, y in pixels.

    `band` is where the words cover it (left, width), `stated` the dashed line of a number and `claim` its words,
    `plain` the large dot and its words; each is None where there is none. `at` is where each calculation stands, in
    their order: at an end of the axis if it is beyond it, None without a number.
    """

    height: float
    foot: float
    lines: list[Line]
    ticks: list[Words]
    band: tuple[float, float] | None
    stated: float | None
    claim: Words | None
    plain: Dot | None
    plain_words: Words | None
    beyond: int
    at: list[float | None]


def curve(record: Record, found: Sequence[Record], data: Data) -> Curve | None:
    """The curve of a statement; None where no way of counting has a number, or yes and no are the answers."""
    frame = rows(found, shown=True)
    if frame.empty or record.get("relation") in told.NO_AXIS:
        return None
    scale = _scale(record, frame)
    drawn = frame if len(frame) <= MOST or (frame["role"] == "shown").all() else frame[frame["role"] != "shown"]
    seen = drawn[drawn["value"].between(scale.low, scale.high)]
    lines, level = [], float(_HEAD)
    plain: Dot | None = None
    for label, group in seen.groupby("label", sort=False):
        line, high = _line(str(label), group, scale, level)
        lines.append(line)
        level += high
        plain = next((dot for dot in line.dots if dot.role == "plain"), plain)
    stated = told.number_stated(record)
    after = AFTER.get(with_unit("", str(record.get("unit") or "")), "")
    band = _band(record, scale)
    at = scale.at(stated) if stated is not None else round(band[0] + band[1] / 2, 2) if band else None
    # As many ticks, evenly, as have room beside one another on a phone.
    ticks = scale.ticks()
    wide = max((len(number(value) + after) for value in ticks), default=1) * LETTER + 12
    every = max(math.ceil(len(ticks) * wide / NARROW), 1)
    return Curve(
        height=level + _FOOT,
        foot=level,
        lines=lines,
        ticks=[_words(scale.at(value), number(value) + after) for value in ticks[::every]],
        band=band,
        stated=None if stated is None else scale.at(stated),
        claim=None if at is None else _words(at, f"the text says {told.stated(record, data)}"),
        plain=plain,
        plain_words=_words(plain.x, f"our main answer: {told.computed(record, data)}") if plain else None,
        beyond=len(frame) - len(seen),
        at=[None if value is None else scale.at(value) for value in (finite(one.get("value")) for one in found)],
    )


@dataclass(frozen=True)
class Scale:
    """The axis of the answers from `low` to `high`, in per cent of its width."""

    low: float
    high: float
    log: bool
    whole: bool = False  # whether there are no parts of what it counts

    def at(self, value: float) -> float:
        """Where a number stands, in per cent; at an end for one beyond it."""
        value = min(max(value, self.low), self.high)
        turn = math.log10 if self.log else float
        return round(100 * (turn(value) - turn(self.low)) / (turn(self.high) - turn(self.low)), 2)

    def ticks(self) -> list[float]:
        """Three to six round numbers within it; fewer where only whole ones are numbers."""
        if self.log:
            tens = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            return [10.0**ten for ten in tens if self.low <= 10.0**ten <= self.high]
        step = 10.0 ** math.floor(math.log10((self.high - self.low) / 3))
        step = next(one * step for one in (10, 5, 2, 1) if (self.high - self.low) / (one * step) >= 2.5)
        step = max(step, 1.0) if self.whole else step
        first = math.ceil(self.low / step)
        return [round(step * place, 12) for place in range(first, math.floor(self.high / step + 1e-9) + 1)]


def _scale(record: Record, frame: pd.DataFrame) -> Scale:
    """An axis that holds what is stated, the bounds of the words, every answer that counts and others near them."""
    main = frame[frame["role"] != "shown"] if (frame["role"] != "shown").any() else frame
    numbers = [*main["value"], *main["low"], *main["high"].dropna()]
    stated = (told.number_stated(record), record.get("low"), record.get("high"))
    numbers += [one for one in map(finite, stated) if one is not None]
    low, high = min(numbers), max(numbers)
    near = max(NEAR * (high - low), NEAR * max(abs(low), abs(high)))
    beside = frame.loc[frame["value"].between(low - near, high + near), "value"]
    low, high = min([low, *beside]), max([high, *beside])
    log = low > 0 and high >= FAR * low
    if log:
        pad = (high / low) ** _MARGIN
        return Scale(low / pad, high * pad, True)
    pad = _MARGIN * (high - low) or abs(high) * _MARGIN or 1.0
    parts = not whole(str(record.get("measure") or ""), str(record.get("unit") or ""))
    return Scale(low - pad, high + pad, False, whole=not parts)


def _line(label: str, group: pd.DataFrame, scale: Scale, level: float) -> tuple[Line, float]:
    """One row of dots from a height on, stacked where they would cover one another, and how high it is."""
    steps = [0, *(sign * step for step in range(1, len(group) + 1) for sign in (1, -1))]
    taken: dict[int, list[float]] = {}  # where dots stand at each step, in pixels on a phone
    placed = []
    order = ("plain", "counted", "shown")  # what counts stands in the middle
    for row in sorted(group.to_dict("records"), key=lambda one: (order.index(one["role"]), scale.at(one["value"]))):
        x = scale.at(row["value"])
        at, room = x / 100 * NARROW, 2 * RADIUS + 0.5 + (LARGE - RADIUS) * (row["role"] == "plain")
        step = next(one for one in steps if all(abs(at - other) >= room for other in taken.get(one, ())))
        taken.setdefault(step, []).append(at)
        placed.append((row, x, step))
    top, bottom = max(step for *_, step in placed), min(step for *_, step in placed)
    pitch = 2 * RADIUS + 1
    middle = level + _LABEL + LARGE + pitch * max(top, 0)
    line = Line(told.short(label, LETTERS + 4), level + 13)
    for row, x, step in placed:
        right = 100.0 if pd.isna(row["high"]) else scale.at(row["high"])
        line.dots.append(Dot(x, middle - pitch * step, str(row["role"]), scale.at(row["low"]), right))
    line.dots.sort(key=lambda dot: ("shown", "counted", "plain").index(dot.role))
    return line, middle - level + LARGE - pitch * min(bottom, 0) + _GAP


def _words(of: float, text: str) -> Words:
    """Words over a point, to one side of it near an end of the axis, so that they fit on a phone."""
    text = told.short(text, LETTERS)
    at, wide = of / 100 * NARROW, LETTER * len(text)
    if wide / 2 <= at <= NARROW - wide / 2:
        return Words(of, of, "middle", text)
    start = at < NARROW / 2
    fits = wide <= (NARROW - at if start else at)
    return Words(of, of if fits else 100.0 * (not start), "start" if start else "end", text)


def _band(record: Record, scale: Scale) -> tuple[float, float] | None:
    low, high = finite(record.get("low")), finite(record.get("high"))
    if low is None and high is None:
        return None
    left, right = 0.0 if low is None else scale.at(low), 100.0 if high is None else scale.at(high)
    return left, round(right - left, 2)

"""Every answer of one claim in a small picture, and the mark of one way of counting in it (notebook 10)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.charts import curves, style
from milbalance.charts.curve_labels import places
from milbalance.choices import UNANSWERED, curve
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

CHOSEN = "#0B5394"  # dark beside the grey steps, so that it is told from them without colour too
HEIGHT = 5.0
FAR = 50  # from so many times the smallest number on the axis is logarithmic
COLUMNS = {"stated": 0.0, "plain reading": 0.27, "chosen": 0.68}  # where the key stands, in widths of the figure
EXISTS = (-0.5, 1.5)


@dataclass(frozen=True)
class Ways:
    """A picture of all ways of counting one claim, and where each of them stands in it."""

    found: Assessment
    board: curves.Board
    steps: pd.DataFrame
    beside: pd.DataFrame


def all_ways(data: Data, found: Assessment) -> Ways:
    """Every answer of a claim from low to high beside what is stated, the plain reading ringed.

    Counted answers are steps as wide as their weight; what is only shown stands hollow in a panel at the right.
    """
    steps, beside = curve.steps(found.grid), curve.shown(found.grid)
    ways = Ways(found, _panels(shown=not beside.empty), steps, beside)
    _name_axes(ways)
    curves.draw_steps(ways.board.answers, steps)
    if ways.board.beside is not None:
        curves.draw_shown(ways.board.beside, beside)
        ways.board.beside.set(title=" ", xlabel="only shown")
    style.finish(
        style.figure_of(ways.board.answers),
        data,
        title=_title(data, found),
        subtitle=_subtitle(found),
        alt=_alt(ways),
        drawn=curves.drawn(found),
    )
    _mark_stated(ways)
    _mark_plain(ways)
    return ways


def mark(ways: Ways, row: int) -> list[Artist]:
    """Mark one row of the grid in its picture; returns the artists, so that they can be taken off again."""
    answer = ways.found.grid.loc[row].to_dict()
    look: dict[str, Any] = {"color": CHOSEN, "zorder": 5}
    dot: dict[str, Any] = {**look, "marker": "o", "markersize": 8, "markeredgecolor": "white", "clip_on": False}
    made = _key(ways, "chosen", _words(ways.found, answer), dot)
    if answer["position"] == UNANSWERED:
        return made
    ax, x = _place(ways, answer)
    made.append(ax.axvline(x, linewidth=1, linestyle=(0, (1, 1.5)), **look))
    if answer["low"] < answer["high"] < math.inf:
        made += ax.plot([x, x], [answer["low"], answer["high"]], linewidth=3, **look)
    return [*made, *ax.plot(x, answer["value"], **dot)]


def _panels(*, shown: bool) -> curves.Board:
    if not shown:
        ax = style.canvas(height=HEIGHT)
        return curves.Board(ax, ax, None, None)
    answers, beside = style.panels(1, 2, height=HEIGHT, gridspec_kw={"width_ratios": [4, 1.15]})
    return curves.Board(answers, answers, beside, None)


def _name_axes(ways: Ways) -> None:
    """The value axis of both panels, with numbers as readers write them; a yes or a no has no scale."""
    drawn = pd.concat([ways.steps, ways.beside])
    curves.limits(ways.board, ways.found, drawn, log=_far_apart(ways.found, drawn))
    for ax in filter(None, (ways.board.answers, ways.board.beside)):
        ax.yaxis.set_major_formatter(lambda value, _: articles.number(value))
        if ways.found.claim.relation == "exists":
            style.band(ax, ways.found.claim.low, EXISTS[1])
            ax.set(ylim=EXISTS, ylabel="")
            ax.set_yticks([0, 1], ["none found", "yes"])
    ways.board.answers.set(xlabel="counted ways, from the lowest answer to the highest", title=" ")


def _far_apart(found: Assessment, drawn: pd.DataFrame) -> bool:
    numbers = pd.Series([*drawn["low"], *drawn["high"], found.claim.low, found.claim.high])
    finite = numbers[numbers.abs() < math.inf]
    return bool(finite.min() > 0 and finite.max() >= FAR * finite.min())


def _mark_stated(ways: Ways) -> None:
    claim = ways.found.claim
    diamond: dict[str, Any] = {"marker": "D", "markersize": 7, "color": style.STATED, "clip_on": False, "zorder": 4}
    _key(ways, "stated", articles.wording(claim.stated, claim.relation), diamond)
    if not math.isnan(claim.stated):
        ways.board.answers.plot(0, claim.stated, **diamond)


def _mark_plain(ways: Ways) -> None:
    ring: dict[str, Any] = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "color": style.INK}
    ring |= {"markeredgewidth": 1.6, "clip_on": False, "zorder": 4}
    answer = ways.found.grid[ways.found.grid["plain"]].iloc[0].to_dict()
    _key(ways, "plain reading", _words(ways.found, answer), ring)
    if answer["position"] != UNANSWERED:
        ax, x = _place(ways, answer)
        ax.plot(x, answer["value"], **ring)


def _place(ways: Ways, answer: dict[Any, Any]) -> tuple[Axes, float]:
    """Where an answer stands: the middle of its step, or its place among those only shown."""
    if answer["counted"]:
        step = curve.step_of(ways.steps, answer)
        return ways.board.answers, float(step["start"] + step["end"]) / 2
    assert ways.board.beside is not None  # there is a panel if anything is only shown
    names = choices.level_names(ways.found.grid)
    same = (ways.beside[names] == pd.Series({name: answer[name] for name in names})).all(axis=1)
    return ways.board.beside, places(ways.beside)[int(ways.beside.index[same][0])]


def _key(ways: Ways, name: str, words: str, look: dict[str, Any]) -> list[Artist]:
    """A mark and its number in a line above the picture: among so many claims no place inside stays free."""
    ax = ways.board.answers
    figure = style.figure_of(ax)
    inch = figure.get_size_inches()
    x = ax.get_position().x0 + COLUMNS[name] * (0.98 - ax.get_position().x0)
    y = ax.get_position().y1 + 0.13 / inch[1]
    where: dict[str, Any] = {"xycoords": "figure fraction", "textcoords": "offset points", "va": "center"}
    (marker,) = ax.plot(x + 0.08 / inch[0], y, transform=figure.transFigure, linestyle="none", **look)
    font: dict[str, Any] = {"fontsize": 9.5, "fontweight": "bold" if name == "chosen" else "normal"}
    label = ax.annotate(
        f"{name}: {words}",
        (x, y),
        xytext=(15, 0),
        color=style.readable(look["color"]),
        annotation_clip=False,
        **font,
        **where,
    )
    return [marker, label]


def _title(data: Data, found: Assessment) -> str:
    words = data.claims.set_index("claim_id")["words"].loc[found.claim.claim_id]
    if found.support.counted > 1 and pd.notna(words):
        return curves.title(data, found)
    told = f"“{words}”" if pd.notna(words) else "the statement"
    if found.support.counted > 1:
        return f"{curves.counted_ways(found)} {told}"
    one = "fits" if found.support.inside else "does not fit"
    return f"The one way of counting {one} {told}" if found.support.counted else f"No way to count {told}"


def _subtitle(found: Assessment) -> str:
    told = ["black: inside what the wording covers", "grey: outside"]
    told += ["hatched: partly inside"] if found.support.undecided else []
    return f"{found.claim.statement} Each step is one way to compute it, as wide as its weight; {'; '.join(told)}"


def _alt(ways: Ways) -> str:
    """What the picture shows, without the mark."""
    claim, steps = ways.found.claim, ways.steps
    ends = list(dict.fromkeys(_words(ways.found, steps.iloc[end]) for end in (0, -1))) if len(steps) else []
    counted = f"Counted answers: {' to '.join(ends) or 'none'}"
    shown = f"; {len(ways.beside)} more are only shown" if len(ways.beside) else ""
    plain = _words(ways.found, ways.found.grid[ways.found.grid["plain"]].iloc[0])
    return f"{counted}{shown}. Stated: {articles.wording(claim.stated, claim.relation)}; plain reading: {plain}."


def _words(found: Assessment, answer: Any) -> str:
    """An answer without its unit, which the value axis names."""
    span = None if math.isnan(answer["low"]) else Span(answer["low"], answer["high"])
    return articles.found(span, found.claim.relation)

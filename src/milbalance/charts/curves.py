"""The curve of choices: every counted way to compute a claim, as wide as its weight (notebook 08)."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import choices, claims, curve, style
from milbalance.charts import matrix
from milbalance.charts.marks import say, stated_point
from milbalance.charts.matrix import GREY, LOOKS
from milbalance.charts.parts import with_stated
from milbalance.choices import OUTSIDE, UNDECIDED
from milbalance.claims import Assessment
from milbalance.load import Data
from milbalance.ranges import Span

ABOVE = 2.7  # inches of the answers above the matrix
NARROW, REASONS = 24, 4  # letters a line beside the matrix, and how many reasons fit there


def choices_spending_ratio(data: Data) -> Axes:
    """Every way to compute how many times Armenia's military spending Azerbaijan's was."""
    return choice_curve(data, "spending-ratio")


def choices_spending_six_times(data: Data) -> Axes:
    """Every way to compute the same ratio over the past decades."""
    return choice_curve(data, "spending-six-times")


def choices_spending_24bn(data: Data) -> Axes:
    """Every way to add up Azerbaijan's military spending of 2008 to 2019."""
    return choice_curve(data, "spending-24bn")


def choices_spending_2007(data: Data) -> Axes:
    """Every way to give Azerbaijan's military spending of 2007."""
    return choice_curve(data, "spending-2007")


def choices_spending_2013(data: Data) -> Axes:
    """Every way to give Azerbaijan's military spending of 2013."""
    return choice_curve(data, "spending-2013")


def choices_spending_rising(data: Data) -> Axes:
    """Every way to compute how fast Azerbaijan's military spending rose."""
    return choice_curve(data, "spending-rising")


def choices_soldiers(data: Data) -> Axes:
    """Every way to compute how many times Armenia's soldiers Azerbaijan had."""
    return choice_curve(data, "soldiers-double")


def choices_artillery(data: Data) -> Axes:
    """Every way to compute how many times Armenia's artillery Azerbaijan had."""
    return choice_curve(data, "artillery-triple")


def choices_drones(data: Data) -> Axes:
    """Every way to count how far Azerbaijan was ahead of Armenia in drones."""
    return choice_curve(data, "drones-superior")


def choices_israel_60(data: Data) -> Axes:
    """Every way to compute Israel's share of what was delivered to Azerbaijan."""
    return choice_curve(data, "israel-60")


def choices_turkey_tenfold(data: Data) -> Axes:
    """Every way to compute how many times their base Turkish exports to Azerbaijan were."""
    return choice_curve(data, "turkey-tenfold", log=True)


@dataclass(frozen=True)
class Board:
    """The panels: answers over the matrix of their choices and, where something is only shown, two beside them."""

    answers: Axes
    matrix: Axes
    beside: Axes | None
    words: Axes | None


def choice_curve(data: Data, claim_id: str, *, log: bool = False) -> Axes:
    """Every way to compute one claim: above, the answers from low to high; below, which choices give them.

    A counted answer is a step as wide as its weight, so that the width inside the band is the support. What is
    only shown stands faint and hollow at the right.
    """
    found = claims.assess(data, claim_id)
    steps, beside = curve.steps(found.grid), curve.shown(found.grid)
    levels = curve.level_shares(found.grid, steps)
    board = _board(levels, shown=not beside.empty)
    limits(board, found, pd.concat([steps, beside]), log=log)
    _mark_stated(board.answers, steps, found)
    draw_steps(board.answers, steps)
    _name_ends(board.answers, steps, found)
    matrix.draw(board.matrix, steps, levels)
    if board.beside is not None and board.words is not None:
        draw_shown(board.beside, beside, found)
        _tell_shown(board.words, beside)
    _mark_plain(board, steps, beside, found)
    return style.finish(
        style.figure_of(board.answers),
        data,
        title=title(data, found),
        subtitle=_subtitle(found, steps),
        alt=_alt(found, steps, levels, beside),
        drawn=drawn(found),
    )


def _board(levels: pd.DataFrame, *, shown: bool) -> Board:
    """Panels high enough for a row a level and a heading a kind of level."""
    below = matrix.height(levels)
    layout = {"height_ratios": [ABOVE, below]}
    height = 2.45 + ABOVE + below
    if not shown:
        answers, below_it = style.panels(2, 1, height=height, gridspec_kw=layout)
        return Board(answers, below_it, None, None)
    axes = style.panels(2, 2, height=height, gridspec_kw={**layout, "width_ratios": [4, 1.15]})
    return Board(axes[0], axes[2], axes[1], axes[3])


def limits(board: Board, found: Assessment, drawn: pd.DataFrame, *, log: bool) -> None:
    """One value axis for both panels of answers, which holds every answer, the band and, unless it is log, zero."""
    claim = found.claim
    ends = pd.Series([*drawn["low"], *drawn.loc[drawn["high"] < math.inf, "high"], claim.low, claim.high])
    least, most = ends.min(), ends.max()
    room = 0.13 * (most - min(least, 0))
    low, high = (least / 1.7, most * 2.5) if log else (least - room if least < 0 else 0, most + room)
    for ax in filter(None, (board.answers, board.beside)):
        ax.set(yscale="log" if log else "linear", ylim=(low, high), xlim=(-0.005, 1.005), xticks=[])
        style.band(ax, low if math.isnan(claim.low) else claim.low, high if math.isnan(claim.high) else claim.high)
        if log:
            ax.yaxis.set_major_formatter("{x:g}")
            ax.yaxis.set_minor_locator(style.no_ticks())
    board.answers.set_ylabel(claims.with_unit("", claim.unit) + (" (log scale)" if log else ""))


def _mark_stated(ax: Axes, steps: pd.DataFrame, found: Assessment) -> None:
    """A diamond and a label at what is stated, on the side that the curve leaves free; no number has no diamond."""
    claim = found.claim
    words = f"stated: {claims.wording(claim.stated, claim.relation)}"
    if math.isnan(claim.stated):
        say(ax, 0, ax.get_ylim()[1], words, dx=4, dy=-4, ha="left", va="top", ink=style.STATED)
        return
    right = bool(steps["value"].iloc[0] > claim.stated)
    x, dx, ha = (0.988, -8, "right") if right else (0.012, 8, "left")
    stated_point(ax, x, claim.stated)
    say(ax, x, claim.stated, words, dx=dx, dy=0, ha=ha, va="center", ink=style.STATED)


def draw_steps(ax: Axes, steps: pd.DataFrame) -> None:
    """A bar from start to end at each answer; a range is as high as it is wide."""
    for step in steps.to_dict("records"):
        look, inset = LOOKS[step["position"]], min(0.0015, 0.15 * step["weight"])
        left, right = step["start"] + inset, step["end"] - inset
        if step["low"] < step["high"] < math.inf:
            ax.bar(left, step["high"] - step["low"], right - left, step["low"], align="edge", linewidth=0.8, **look)
        else:
            ink = look["edgecolor"]
            ax.plot([left, right], [step["low"]] * 2, color=ink, linewidth=4, solid_capstyle="butt")
        if step["high"] == math.inf:
            ax.plot(left + 0.8 * (right - left), step["low"], marker="^", color=look["edgecolor"], markersize=9)


def _name_ends(ax: Axes, steps: pd.DataFrame, found: Assessment) -> None:
    """The lowest answer below its step and the highest above it: there the curve leaves room."""
    first, last = steps.iloc[0], steps.iloc[-1]
    if not first["plain"]:
        words, floor = _words(first, found), ax.get_ylim()[1] / 12
        if 0 <= first["low"] < floor:  # no room above the axis
            say(ax, first["start"], first["low"], words, dy=4, ha="left", size=8.5)
        else:
            say(ax, first["start"], first["low"], words, dy=-5, ha="left", va="top", size=8.5)
    if not last["plain"]:
        top = last["high"] if last["high"] < math.inf else last["low"]
        say(ax, last["end"], top, _words(last, found), dy=4, ha="right", size=8.5)


def _words(answer: Any, found: Assessment) -> str:
    return claims.found(Span(answer["low"], answer["high"]), found.claim.relation)


def draw_shown(ax: Axes, beside: pd.DataFrame, found: Assessment) -> None:
    """What is shown and not counted, from low to high, faint and hollow."""
    x = [(place + 0.5) / len(beside) for place in range(len(beside))]
    for place, row in zip(x, beside.to_dict("records"), strict=True):
        if row["low"] < row["high"] < math.inf:
            ax.plot([place, place], [row["low"], row["high"]], color=GREY, linewidth=0.8)
    ax.plot(
        x,
        beside["value"],
        marker="o",
        clip_on=False,
        markersize=3.5,
        linestyle="none",
        markerfacecolor="white",
        markeredgecolor=GREY,
        markeredgewidth=0.8,
    )
    ax.tick_params(labelleft=False)
    ax.set_title("shown, not counted", fontsize=8.5, color=style.MUTED)


def _tell_shown(ax: Axes, beside: pd.DataFrame) -> None:
    """How many answers are only shown, and why."""
    ax.set_axis_off()
    number = beside["because"].value_counts()
    told = [f"{len(beside)} answer{'s' * (len(beside) > 1)} only shown"]
    told += [f"{count}: {words}" for words, count in number.head(REASONS).items()]
    told += [f"{number.iloc[REASONS:].sum()}: other reasons"] if len(number) > REASONS else []
    words = "\n\n".join(textwrap.fill(line, NARROW) for line in told)
    ax.text(0.06, 1, words, transform=ax.transAxes, va="top", fontsize=7.5, color=style.MUTED)


def _mark_plain(board: Board, steps: pd.DataFrame, beside: pd.DataFrame, found: Assessment) -> None:
    """A ring and a label at the plain reading, in the panel that holds it, on the side that is free."""
    words = f"plain reading: {_words(_plain(found.grid), found)}"
    counted = steps[steps["plain"]]
    if counted.empty and board.beside is not None:
        ax, value, words = board.beside, beside.loc[beside["plain"], "value"].iloc[0], words.replace(": ", ":\n")
        x = (beside.index[beside["plain"]][0] + 0.5) / len(beside)
    else:
        ax, value = board.answers, counted["value"].iloc[0]
        x = counted[["start", "end"]].mean(axis=1).iloc[0]
    ring: dict[str, Any] = {"markerfacecolor": "none", "markeredgecolor": style.INK, "markeredgewidth": 1.6}
    ax.plot(x, value, marker="o", markersize=10, linestyle="none", **ring)
    inside = found.claim.side(float(value)) == "inside"
    if x > 0.4 and inside:
        say(ax, x, value, words, dx=-4, dy=12, ha="right", weight="bold")
    elif x > 0.4:  # below the ring, so that the words do not stand in a band that the number is not in
        say(ax, x, value, words, dx=4, dy=-12, ha="right", va="top", weight="bold")
    else:
        say(ax, x, value, words, dx=6, dy=-12, ha="left", va="top", weight="bold")


def _plain(grid: pd.DataFrame) -> Any:
    return grid[grid["plain"]].iloc[0]


def title(data: Data, found: Assessment) -> str:
    """How many counted ways of a claim fit its words."""
    words = data.claims.set_index("claim_id")["words"].loc[found.claim.claim_id]
    number = found.support
    fit = "fits" if number.inside < 2 else "fit"
    return f"{number.inside or 'None'} of {number.counted} ways of counting {fit} “{words}”"


def _subtitle(found: Assessment, steps: pd.DataFrame) -> str:
    number, plain = found.support, _plain(found.grid)
    places = set(steps["position"])
    told = [f"black: inside what the wording covers, {_of_weight(number.support)}"]
    told += ["grey: outside"] if OUTSIDE in places else []
    told += [f"hatched: partly inside, {_of_weight(number.undecided_weight)}"] if UNDECIDED in places else []
    alike = ", editions that agree as one" if len(steps) < number.counted else ""
    text = f"The statement: {found.claim.statement} Each step is one way to compute it{alike}, "
    text += f"as wide as its weight; {'; '.join(told)}"
    if not plain["counted"]:
        text += f". The plain reading is only shown: {curve.because(plain['why'])}"
    if number.unanswered:
        reasons = curve.unanswered(found.grid)
        text += f". {number.unanswered} more ways have no answer, most often because {reasons.index[0]}"
    return text


def _of_weight(share: float) -> str:
    return f"{claims.percent(share)} of the weight" if share else "none of the weight"


def _alt(found: Assessment, steps: pd.DataFrame, levels: pd.DataFrame, beside: pd.DataFrame) -> str:
    number, unit = found.support, found.claim.unit
    least, most = (claims.with_unit(_words(steps.iloc[end], found), unit) for end in (0, -1))
    plain = claims.found(found.answer, found.claim.relation)
    shares = [
        f"{level} {claims.percent(share)}" for level, share in zip(levels["level"], levels["inside"], strict=True)
    ]
    shown = f" {len(beside)} more answers are shown and not counted." if len(beside) else ""
    return (
        f"{number.counted} counted answers from {least} to {most}; the plain reading gives {plain}, stated is "
        f"{claims.wording(found.claim.stated, found.claim.relation)}. {number.inside} answers lie inside what the "
        f"wording covers, with {_of_weight(number.support)}. Share that fits by choice: {', '.join(shares)}.{shown}"
    )


def drawn(found: Assessment) -> pd.DataFrame:
    """One row for each answer drawn and each of its sources, then what is stated."""
    grid = found.grid[found.grid["position"] != choices.UNANSWERED]
    rows = grid.drop(columns=["why", "reason"]).explode("sources").rename(columns={"sources": "source_id"})
    claim = found.claim
    said = pd.DataFrame({"value": [claim.stated], "low": claim.low, "high": claim.high})
    return with_stated(rows, said).assign(unit=claim.unit)

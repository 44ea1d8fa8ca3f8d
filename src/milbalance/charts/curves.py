"""The curve of choices: every counted way to compute a claim, as wide as its weight (notebook 08)."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator

from milbalance import articles, choices
from milbalance.articles import Assessment
from milbalance.charts import matrix, style
from milbalance.charts.curve_labels import name_marks, places, plain_row, words_of
from milbalance.charts.matrix import GREY, LOOKS
from milbalance.charts.wording import curly, with_stated
from milbalance.choices import INSIDE, OUTSIDE, UNDECIDED, curve
from milbalance.tables.load import Data

ABOVE = 2.7  # inches of the answers above the matrix
NARROW, REASONS = 24, 4  # letters a line beside the matrix, and how many reasons fit there


def choices_spending_ratio(data: Data) -> Axes:
    """Every way to compute how many times Armenia's military spending Azerbaijan's was."""
    return choice_curve(data, "spending-ratio", "military spending of {} Armenia’s at the time of the war")


def choices_spending_six_times(data: Data) -> Axes:
    """Every way to compute the same ratio over the past decades."""
    return choice_curve(data, "spending-six-times", "military spending of {} Armenia’s over the past decades")


def choices_spending_24bn(data: Data) -> Axes:
    """Every way to add up Azerbaijan's military spending of 2008 to 2019."""
    return choice_curve(data, "spending-24bn", "Azerbaijani military spending of {} in 2008–2019")


def choices_spending_2007(data: Data) -> Axes:
    """Every way to give Azerbaijan's military spending of 2007."""
    return choice_curve(data, "spending-2007", "Azerbaijani military spending of {} in 2007")


def choices_spending_2013(data: Data) -> Axes:
    """Every way to give Azerbaijan's military spending of 2013."""
    return choice_curve(data, "spending-2013", "Azerbaijani military spending of {} in 2013")


def choices_spending_rising(data: Data) -> Axes:
    """Every way to compute how fast Azerbaijan's military spending rose."""
    return choice_curve(data, "spending-rising", "a rise of Azerbaijan’s military spending in 2000–2019")


def choices_soldiers(data: Data) -> Axes:
    """Every way to compute how many times Armenia's soldiers Azerbaijan had."""
    return choice_curve(data, "soldiers-double", "{} as many soldiers in Azerbaijan as in Armenia")


def choices_artillery(data: Data) -> Axes:
    """Every way to compute how many times Armenia's artillery Azerbaijan had."""
    return choice_curve(data, "artillery-triple", "{} as much artillery in Azerbaijan as in Armenia")


def choices_drones(data: Data) -> Axes:
    """Every way to count how far Azerbaijan was ahead of Armenia in drones."""
    ahead = "a lead of Azerbaijan over Armenia in military drones"
    return choice_curve(data, "drones-superior", ahead, unit="items ahead of Armenia")


def choices_israel_60(data: Data) -> Axes:
    """Every way to compute Israel's share of what was delivered to Azerbaijan."""
    return choice_curve(data, "israel-60", "an Israeli share of {} of Azerbaijan’s weapons")


def choices_turkey_tenfold(data: Data) -> Axes:
    """Every way to compute how many times their base Turkish exports to Azerbaijan were."""
    tenfold = "Turkish military exports to Azerbaijan rising to {} what they were"
    return choice_curve(data, "turkey-tenfold", tenfold, log=True)


@dataclass(frozen=True)
class Board:
    """The panels: answers over the matrix of their choices and, where something is only shown, two beside them."""

    answers: Axes
    matrix: Axes
    beside: Axes | None
    words: Axes | None


def choice_curve(data: Data, claim_id: str, fitted: str, *, unit: str = "", log: bool = False) -> Axes:
    """Every way to compute one claim: above, the answers from low to high; below, which choices give them.

    A counted answer is a step as wide as its weight, so that the width inside the band is the support. What is
    only shown stands faint and hollow at the right. `fitted` ends the title: what the ways fit, with `{}` for what
    is stated; `unit` names the axis where the claim's own unit is too short to be read alone.
    """
    found = articles.assess(data, claim_id)
    steps, beside = curve.steps(found.grid), curve.shown(found.grid)
    levels = curve.level_shares(found.grid, steps)
    board = _board(levels, shown=not beside.empty)
    limits(board, found, pd.concat([steps, beside]), log=log, unit=unit)
    draw_steps(board.answers, steps)
    matrix.draw(board.matrix, steps, levels)
    if board.beside is not None and board.words is not None:
        draw_shown(board.beside, beside)
        _tell_shown(board.words, beside)
    style.finish(
        style.figure_of(board.answers),
        data,
        title=f"{counted_ways(found)} {fitted.format(articles.with_unit(found.claim.said, found.claim.unit))}",
        subtitle=curly(_subtitle(found, steps)),
        alt=curly(_alt(found, steps, levels, beside)),
        drawn=drawn(found),
    )
    name_marks(board.answers, board.beside, steps, beside, found)  # after the layout is final: labels look for room
    return board.answers


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


def limits(board: Board, found: Assessment, drawn: pd.DataFrame, *, log: bool, unit: str = "") -> None:
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
            if high < 1000 * low:  # a few powers of ten name too little between them
                ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            ax.yaxis.set_major_formatter("{x:g}")
            ax.yaxis.set_minor_locator(style.no_ticks())
    board.answers.set_ylabel((unit or articles.with_unit("", claim.unit)) + (" (log scale)" if log else ""))
    if board.beside is not None:
        board.beside.set_xlim(-0.03, 1.03)  # the first and last mark stay whole


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


def draw_shown(ax: Axes, beside: pd.DataFrame) -> None:
    """What is shown and not counted, from low to high, faint and hollow."""
    x = places(beside)
    for place, row in zip(x, beside.to_dict("records"), strict=True):
        if row["low"] < row["high"] < math.inf:
            ax.plot([place, place], [row["low"], row["high"]], color=GREY, linewidth=0.8)
    ax.plot(
        x,
        beside["value"],
        marker="o",
        clip_on=False,
        zorder=3,  # over the axis, where the first of many stands
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


def title(data: Data, found: Assessment) -> str:
    """How many counted ways of a claim fit its words."""
    return f"{counted_ways(found)} “{curly(data.claims.set_index('claim_id')['words'].loc[found.claim.claim_id])}”"


def counted_ways(found: Assessment) -> str:
    """How many counted ways fit: "4 of 16 ways of counting, 25% by weight, fit"; none and all need no weight.

    Beside ways that fit in part, the others "fully fit".
    """
    number = found.support
    if number.inside == number.counted > 1:
        return f"All {number.counted} ways of counting fit"
    weight = f", {articles.percent(number.support)} by weight," if number.inside else ""
    fit = "fully " * (number.undecided > 0) + ("fits" if number.inside < 2 else "fit")
    return f"{number.inside or 'None'} of {number.counted} ways of counting{weight} {fit}"


def _subtitle(found: Assessment, steps: pd.DataFrame) -> str:
    number, plain = found.support, plain_row(found.grid)
    each = "Each step is one way to compute it"
    if len(steps) < number.counted:
        each = f"Each of {len(steps)} steps is one way to compute it, or several editions that agree"
    text = f"The statement: {found.claim.statement} {each}, as wide as its weight; {_looks(found, steps)}"
    if not plain["counted"]:
        text += f". The plain reading is only shown: {plain['because']}"
    if number.unanswered:
        reasons = curve.unanswered(found.grid)
        text += f". {_more(number.unanswered, 'way')} no answer, most often because {reasons.index[0]}"
    return text


def _looks(found: Assessment, steps: pd.DataFrame) -> str:
    """What the looks of the steps mean, those alone that are drawn, and the weight of each."""
    number, places = found.support, set(steps["position"])
    told = []
    if INSIDE in places:
        told.append(f"black: inside what the wording covers, {_of_weight(number.support)}{_of_decided(found)}")
    if OUTSIDE in places:
        told.append("grey: outside" + (" what the wording covers" if INSIDE not in places else ""))
    if UNDECIDED in places:
        told.append(f"hatched: partly inside, {_of_weight(number.undecided_weight)}")
    if (steps["high"] == math.inf).any():
        told.append("▲: at least so much")
    return "; ".join(told)


def _more(count: int, what: str) -> str:
    return f"{count} more {what}{' has' if count == 1 else 's have'}"


def _of_weight(share: float) -> str:
    return f"{articles.percent(share)} of the weight" if share else "none of the weight"


def _of_decided(found: Assessment) -> str:
    return " that is decided" if found.support.undecided_weight else ""


def _alt(found: Assessment, steps: pd.DataFrame, levels: pd.DataFrame, beside: pd.DataFrame) -> str:
    number, unit = found.support, found.claim.unit
    least, most = (articles.with_unit(words_of(steps.iloc[end], found), unit) for end in (0, -1))
    plain = articles.found(found.answer, found.claim.relation)
    shares = [
        f"{level} {articles.percent(share)}" for level, share in zip(levels["level"], levels["inside"], strict=True)
    ]
    only = len(beside)
    shown = f" {only} more answer{' is' if only == 1 else 's are'} shown and not counted." if only else ""
    lie = {0: "No answer lies", 1: "1 answer lies"}.get(number.inside, f"{number.inside} answers lie")
    weight = f", with {_of_weight(number.support)}{_of_decided(found)}" if number.inside else ""
    partly = f"; {number.undecided} partly, with {_of_weight(number.undecided_weight)}" if number.undecided else ""
    return (
        f"{number.counted} counted answers in {len(steps)} steps from {least} to {most}; the plain reading gives "
        f"{plain}, stated is {articles.wording(found.claim.stated, found.claim.relation)}. {lie} inside what the "
        f"wording covers{weight}{partly}. Share that fits by choice: {', '.join(shares)}.{shown}"
    )


def drawn(found: Assessment) -> pd.DataFrame:
    """One row for each answer drawn and each of its sources, then what is stated."""
    grid = found.grid[found.grid["position"] != choices.UNANSWERED]
    rows = grid.drop(columns=list(choices.REASONS)).explode("sources").rename(columns={"sources": "source_id"})
    claim = found.claim
    said = pd.DataFrame({"value": [claim.stated], "low": claim.low, "high": claim.high})
    return with_stated(rows, said).assign(unit=claim.unit)

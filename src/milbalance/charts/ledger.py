"""The ledger as a chart: every statement, what is computed and the verdict (notebook 07)."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import Assessment, Stated, summary
from milbalance.charts import multiples, style
from milbalance.charts.wording import curly
from milbalance.choices import verdicts
from milbalance.tables.load import Data

# Round where every way of counting says much the same, square where it depends; filled where it fits.
SHAPES: dict[str, tuple[str, str, str]] = {
    verdicts.HOLDS: ("o", style.INK, "●"),
    verdicts.FRAGILE: ("s", style.INK, "■"),
    verdicts.ONLY_IF: ("s", "white", "□"),
    verdicts.NOT: ("o", "white", "○"),
    verdicts.UNDECIDED: ("x", style.INK, "×"),
}
TICKS = {0.125: "⅛", 0.25: "¼", 0.5: "½", 1: "1×", 2: "2×", 4: "4×", 8: "8×"}
LEAST, MOST = 0.09, 14.0
ROW, LETTERS = 0.33, 50  # inches of a row; letters of a line of a statement


def ledger_chart(data: Data) -> Axes:
    """Every statement by section: computed as a multiple of stated, the band of the wording, and the verdict."""
    sections = data.claims.set_index("claim_id")["section"]
    found = sorted(summary.assessments(data), key=lambda one: sections[one.claim.claim_id])
    placed = _placed(found, sections)
    bottom = max(y for y, _ in placed) + 0.8
    ax, beside = style.panels(1, 2, height=1.9 + ROW * bottom, width_ratios=[0.55, 1], sharey=True)
    ax.set_ylim(bottom, -0.8)
    multiples.scale(ax, TICKS, (LEAST, MOST))
    for y, one in placed:
        for panel in (ax, beside):
            panel.axhline(y + 0.5, color=style.FAINT, linewidth=0.5, zorder=0)
        multiples.draw_stated(ax, y, one.claim, above=-multiples.LANE)  # the axis runs down
        _draw_computed(ax, y + multiples.LANE, one)
    _name_rows(ax, placed, sections.map(summary.sections(data)))
    _columns(beside, placed)
    return style.finish(
        style.figure_of(ax),
        data,
        title=_title(found),
        subtitle="What the plain reading of each statement gives, as a multiple of what is stated (diamond; log "
        "scale). Band: what the wording covers. Filled: the plain reading fits it; hollow: it does not. Round: "
        "most ways of counting agree; square: the answer depends on them; cross: undecided. Arrow: a lower bound, "
        "or beyond the scale",
        alt=curly(_alt(found)),
        drawn=multiples.drawn(data, _rows(found)),
    )


def _placed(found: Sequence[Assessment], sections: pd.Series[str]) -> list[tuple[float, Assessment]]:
    """Each claim with its level, with room for a heading before each section and for a statement of three lines."""
    placed, y, before, spare = [], -1.2, "", 0.0
    for one in found:
        section = sections[one.claim.claim_id]
        more = 0.2 * max(0, _name(one).count("\n") - 1)  # above and below it
        y += (2.2 if section != before else 1.0) + spare + more
        before, spare = section, more
        placed.append((y, one))
    return placed


def _name(one: Assessment) -> str:
    """The statement of a claim, on as many lines as it needs."""
    return textwrap.fill(curly(one.claim.statement).rstrip("."), LETTERS)


def _draw_computed(ax: Axes, y: float, one: Assessment) -> None:
    """The mark of the verdict at what is computed, a line over its range, an arrow where it leaves the axis."""
    claim, answer = one.claim, one.answer
    if answer is None or not multiples.has_multiple(claim):
        return
    marker, fill, _ = SHAPES[one.kind]
    multiples.draw_range(ax, y, answer.low / claim.stated, answer.high / claim.stated)
    value = answer.number / claim.stated
    if LEAST < value < MOST:
        look: dict[str, Any] = {"color": style.INK, "markerfacecolor": fill, "markeredgewidth": 1.5}
        ax.plot(value, y, marker=marker, markersize=7, **look)
        return
    x, arrow, ha = (LEAST, "◂ ", "left") if value < 1 else (MOST, " ▸", "right")
    words = f"{value:,.0f}×" if value > 1 else f"{value:.2g}×"
    ax.text(x, y, f"{arrow}{words}" if ha == "left" else f"{words}{arrow}", ha=ha, va="center", fontsize=8)


def _name_rows(ax: Axes, placed: Sequence[tuple[float, Assessment]], sections: pd.Series[str]) -> None:
    """Each statement in words at the left, and the name of each section above its first."""
    ax.set_yticks([y for y, _ in placed], [_name(one) for _, one in placed], fontsize=7.5, color=style.INK)
    across = ax.get_yaxis_transform()
    firsts = {sections[one.claim.claim_id]: y for y, one in reversed(placed)}
    for section, y in firsts.items():
        ax.text(-0.02, y - 1, section, transform=across, ha="right", va="center", fontweight="bold")


def _columns(ax: Axes, placed: Sequence[tuple[float, Assessment]]) -> None:
    ax.set_axis_off()
    said = [(y, _cell(_stated(one.claim))) for y, one in placed]
    gave = [(y, _cell(articles.found(one.answer, one.claim.relation))) for y, one in placed]
    judged = [(y, f"{SHAPES[one.kind][2]} {one.words}") for y, one in placed]
    multiples.draw_words(ax, 0.1, (-0.3, "stated"), said, ink=style.STATED)
    multiples.draw_words(ax, 0.345, (-0.3, "computed"), gave)
    multiples.draw_words(ax, 0.49, (-0.3, "verdict"), judged, ha="left")


def _stated(claim: Stated) -> str:
    """What is stated as its cell says it: a range by its ends, a half by its number."""
    if math.isnan(claim.stated) and claim.relation == "is":
        return multiples.covers(claim)
    return articles.wording(claim.stated, claim.relation).removeprefix("about ")


def _cell(words: str) -> str:
    """Words for a narrow column: large numbers in millions, a long range or qualified number on two lines."""
    short = multiples.brief(words)
    breaks = (" to ", "nearly ", "at least ") if len(short) > 12 else ()
    return next((short.replace(at, f"{at.rstrip()}\n", 1) for at in breaks if at in short), short)


def _title(found: Sequence[Assessment]) -> str:
    number = Counter(one.verdict for one in found)
    return (
        f"{number[verdicts.HOLDS]} of {len(found)} statements hold, {number[verdicts.DEPENDS]} depend on how one "
        f"counts, {number[verdicts.NOT]} do not hold, {number[verdicts.UNDECIDED]} are undecided"
    )


def _alt(found: Sequence[Assessment]) -> str:
    named: dict[str, list[str]] = {}
    for one in found:
        named.setdefault(one.words, []).append(one.claim.statement.rstrip("."))
    told = [f"{words.capitalize()}: {'; '.join(names)}." for words, names in named.items()]
    return f"Stated, computed and verdict of {len(found)} statements, one row each. {' '.join(told)}"


def _rows(found: Sequence[Assessment]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "claim_id": one.claim.claim_id,
            "stated": one.claim.stated,
            "low": one.claim.low,
            "high": one.claim.high,
            "computed": one.answer.number if one.answer else math.nan,
            "computed_low": one.answer.low if one.answer else math.nan,
            "computed_high": one.answer.high if one.answer and one.answer.high < math.inf else math.nan,
            "unit": one.claim.unit,
            "verdict": one.verdict,
            "kind": one.kind,
            "measured_by": one.claim.measured_by,
        }
        for one in found
    )

"""Charts of exports in money, as a supplier's customs publish them (notebook 03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance import articles
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.dots import SHADE
from milbalance.charts.marks import limits, row_names, say
from milbalance.charts.wording import with_stated
from milbalance.measures import customs
from milbalance.measures.vocabulary.flows import months
from milbalance.tables.load import Data

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def turkey_exports(data: Data) -> Axes:
    """Turkish defence exports to Azerbaijan by published period, and how many times its base each reading gives.

    Widths are periods and heights are values per month, so that areas are money. The factors stand on a log axis
    beside the band that the wording covers.
    """
    money, times = style.panels(2, 1, height=7.3, gridspec_kw={"height_ratios": [1.25, 1]})
    said = articles.stated(data, "turkey-tenfold")
    pieces, factors = customs.by_period(data), customs.factors(data)
    grid = articles.choices_of(data, "turkey-tenfold")
    factors["counted"] = factors.pop("base").isin(set(grid.loc[grid["counted"], "base"]))
    _draw_periods(money, pieces, style.colour(data, "TUR"))
    _draw_factors(times, factors, said)
    plain, others = factors[factors["at_least"]].iloc[0], factors[factors["counted"] & ~factors["at_least"]]
    inside = factors[[said.covers(value) for value in factors["factor"]]]
    none = "none of them falls" if inside.empty else f"{len(inside)} of them fall"
    return style.finish(
        style.figure_of(money),
        data,
        title="Turkish defence exports to Azerbaijan, third quarter of 2020: at least "
        f"{plain['factor']:.0f} times those a year before (stated: {said.stated:.0f})",
        subtitle="Defence and aviation goods to Azerbaijan, customs value in current US dollars as published. "
        "Above: value per month; hatched: a difference of two published values. Below: times an earlier period; "
        f"shaded: the plain reading, quoted; filled: also counted{_ends(others)}; hollow: only "
        f"shown; {none} in the band of the wording",
        alt=f"Exports by period: {_spell(pieces)}. The third quarter of 2020 is at least "
        f"{plain['factor']:.0f} times that of 2019. Factors: {_spell_factors(factors)}. "
        f"Stated: {said.stated:g} times.",
        drawn=with_stated(
            pd.concat([pieces, factors.assign(unit="factor").rename(columns={"factor": "value"})]),
            pd.DataFrame({"value": [said.stated], "low": said.low, "high": said.high, "unit": "factor, as stated"}),
        ),
    )


def _ends(factors: pd.DataFrame) -> str:
    """Lowest and highest of some factors in brackets, where there are any."""
    ends = factors[["factor", "low", "high"]].stack()
    return f" ({ends.min():.3g} to {ends.max():.3g})" if len(ends) else ""


def _factor_words(factor: Mapping[Any, Any]) -> str:
    """A factor in words: "5.94", "22.4 to 24.9" where its base is rounded, "at least 100"."""
    if pd.notna(factor["low"]):
        return f"{factor['low']:.3g} to {factor['high']:.3g}"
    return f"{'at least ' * factor['at_least']}{factor['factor']:.3g}"


def _draw_periods(ax: Axes, pieces: pd.DataFrame, ink: str) -> None:
    left = [_month(start) for start in pieces["start"]]
    bars = ax.bar(
        left, pieces["per_month"], pieces["months"] - 0.08, align="edge", color=ink, edgecolor="white", linewidth=0
    )
    taller = pieces["per_month"].diff(-1).fillna(1) < 0  # the next bar is
    for bar, piece, beside in zip(bars, pieces.to_dict("records"), taller, strict=True):
        if piece["kind"] != "reported":
            bar.set_hatch("///")
        _label_period(ax, bar, piece, next_is_taller=beside)
    ends = [place + months for place, months in zip(left, pieces["months"], strict=True)]
    top = limits(pieces["per_month"], room=0.29)[1]
    ax.set(ylim=(0, top), xlim=(min(left) - 0.3, max(ends) + 0.6), ylabel="million US dollars a month")
    ticks = range(min(left), max(ends), 3)
    ax.set_xticks(
        ticks,
        [f"{MONTHS[tick % 12]}\n{2019 + tick // 12}" if tick % 12 == 0 else MONTHS[tick % 12] for tick in ticks],
    )
    war = _month("2020-09") + 26 / 30
    ax.plot([war, war], [0, 0.97 * top], color=style.INK, linewidth=1, linestyle=":")
    say(ax, war, 0.97 * top, "war from 27 September 2020", dx=-5, dy=0, ha="right", va="top")


def _label_period(ax: Axes, bar: Rectangle, piece: Mapping[Any, Any], *, next_is_taller: bool) -> None:
    """The value per month, as high as the bar, and that of the whole period under it where they differ."""
    words = _amount(piece["per_month"])
    if piece["months"] > 1:
        words += f" a month\n({_amount(piece['value'])} in all)"
    x, ha, dx = bar.get_x() + bar.get_width() / 2, "center", 0
    if 1 < piece["months"] < 4:  # wider than its bar: it leans away from the taller neighbour
        x, ha = (bar.get_x() + bar.get_width(), "right") if next_is_taller else (bar.get_x(), "left")
    elif piece["months"] == 1 and not next_is_taller:  # the next label starts where this bar ends
        x, ha, dx = bar.get_x() + bar.get_width(), "right", -2
    elif piece["per_month"] < 1:
        dx = -5
    say(ax, x, bar.get_height(), words, dx=dx, dy=3, ha=ha, size=8.5, halo=True)


def _amount(value: float) -> str:
    return f"{value:.2f}" if value < 1 else f"{value:.1f}".removesuffix(".0")


def _draw_factors(ax: Axes, factors: pd.DataFrame, said: Stated) -> None:
    style.band(ax, said.low, said.high, horizontal=False)
    ax.axvline(said.stated, color=style.STATED, linewidth=1.5)
    rows = range(len(factors))
    values = [*factors["factor"], *factors["low"].dropna(), *factors["high"].dropna(), said.low, said.high]
    ends = min(values) / 2, 3.2 * max(values)
    ax.set(xscale="log", xlim=ends, ylim=(len(factors) - 0.4, -1.0))
    names = [compared.replace(" on ", "\non ", 1) for compared in factors["compared"]]
    row_names(ax, rows, names)
    for row, plain in zip(rows, factors["at_least"], strict=True):
        if plain:
            ax.axhspan(
                row - 0.48, row + 0.48, xmin=-3, xmax=4, color=SHADE, zorder=-2, linewidth=0, clip_on=False
            ).set_in_layout(False)
    ticks = [step * 10**power for power in range(5) for step in (1, 3) if ends[0] <= step * 10**power <= ends[1]]
    ax.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    ax.set_xlabel("times the earlier period (log scale)")
    say(ax, said.stated, -0.62, f"stated: {said.stated:g}", dx=6, dy=0, ha="left", va="center", ink=style.STATED)
    for row, factor in zip(rows, factors.to_dict("records"), strict=True):
        _draw_factor(ax, row, factor, said)


def _draw_factor(ax: Axes, row: int, factor: Mapping[Any, Any], said: Stated) -> None:
    value, open_end = factor["factor"], factor["at_least"]
    if pd.notna(factor["low"]):
        ax.plot([factor["low"], factor["high"]], [row, row], color=style.INK, linewidth=4, alpha=0.35)
    fill = style.INK if factor["counted"] else "white"
    look: dict[str, Any] = {"marker": ">" if open_end else "o", "markersize": 8 if open_end else 6}
    ax.plot(value, row, color=style.INK, markerfacecolor=fill, linestyle="none", **look)
    # A label left of the band stays on its side, so that it does not cover the band.
    dx, ha = (-9, "right") if value < said.low else (9, "left")
    end = value if pd.isna(factor["low"]) else factor["low" if ha == "right" else "high"]
    words = _factor_words(factor) + " (quoted)" * open_end
    say(ax, end, row, words, dx=dx, dy=0, ha=ha, va="center", size=9.5)


def _spell(pieces: pd.DataFrame) -> str:
    return (
        ", ".join(
            f"{start}{f' to {end}' if end != start else ''} {value:.3g}"
            for start, end, value in pieces[["start", "end", "value"]].to_numpy()
        )
        + " million US dollars"
    )


def _spell_factors(factors: pd.DataFrame) -> str:
    return "; ".join(f"{factor['compared']} {_factor_words(factor)}" for factor in factors.to_dict("records"))


def _month(month: str) -> int:
    return months("2019-01", month) - 1

"""Charts of one supplier's contracts and deliveries: Russia and Israel (notebook 03)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.alt_series import runs
from milbalance.charts.checked import checked
from milbalance.charts.deliveries import item_words, volume_rows, volumes
from milbalance.charts.marks import limits, say
from milbalance.charts.readings import TRANSFERS
from milbalance.charts.wording import source_name, speaks, with_stated
from milbalance.measures.transfers import span
from milbalance.tables import coverage
from milbalance.tables.load import Data

FIRST_WAR = (1988, 1994)  # the years that the article gives


@checked
def russia_contracts(data: Data, *, source: str = TRANSFERS) -> Axes:
    """What was said about money, and what Russia delivered in SIPRI's volume: two panels, never one axis.

    The money with Russia is a statement of a party about cooperation; no row of facts is a contract value of an
    independent source, so the plain reading of the claim has no number to draw.
    """
    money, volume = style.panels(2, 1, height=6.6, gridspec_kw={"height_ratios": [1, 1.5]})
    said = articles.stated(data, "spending-5bn-russia")
    facts = measures.select(data.facts, topic="spending-5bn-russia")
    by_party = facts[facts["partner"] == "RUS"].iloc[0]
    found, year = by_party["value"], int(by_party["as_of"][:4])
    rows = volumes(data, "AZE", "RUS", source)
    _draw_statements(money, data, said, facts)
    _draw_volume(volume, rows, style.colour(data, "RUS"))
    _add_up(volume, rows, [(int(rows.index.min()), year), (year + 1, 2020)])
    heading = "Delivered from Russia: a volume, in millions of SIPRI’s indicator (TIV)"
    volume.set_title(heading, loc="left", fontsize=10)
    _none_recorded(volume, rows, 2020)
    return style.finish(
        style.figure_of(money),
        data,
        title=f"In {year} Azerbaijan’s president put arms trade with Russia at {found:g} billion dollars, "
        f"years not named (stated: {said.stated:g})",
        subtitle="Above: values as published, in current US dollars, none an independent contract value with "
        "Russia; hollow: said by a party; hatched: another supplier; light band: what the wording "
        f"covers. Below: volume of deliveries by year, never converted into money. {source_name(data, source)}",
        alt=f"Bars: stated {said.stated:g} billion US dollars of arms from Russia; {found:g} billion stated by a "
        f"party, the president of Azerbaijan, in {year}; and a press report about an order from Israel. Below, "
        f"deliveries from Russia in {rows.index.min()} to {rows.index.max()}, the highest in {rows.idxmax()}.",
        drawn=with_stated(
            pd.concat(
                [
                    facts[["subject", "as_of", "value", "unit", "source_id"]],
                    volume_rows(rows, "AZE", "RUS", source),
                ]
            ),
            pd.DataFrame(
                {"value": [said.stated], "low": said.low, "high": said.high, "unit": f"{said.unit}, stated"}
            ),
        ),
    )


def _add_up(ax: Axes, rows: pd.Series[float], periods: Sequence[tuple[int, int]]) -> None:
    """Write the sum of each period above its bars."""
    last = max(periods[-1][1], int(rows.index.max()))
    ax.set(xlim=(periods[0][0] - 0.7, last + 0.6), ylim=(0, rows.max() * 1.32))
    ax.set_yticks(range(0, int(rows.max()) + 1, 100))
    level = rows.max() * 1.16
    for start, end in periods:
        total = rows[(rows.index >= start) & (rows.index <= end)].sum()
        ax.plot([start - 0.4, end + 0.4], [level, level], color=style.MUTED, linewidth=1)
        words = f"{start} to {end}: {total:,.0f}"
        say(ax, (start + end) / 2, level, words, dy=4, va="baseline", size=9.5)


def _none_recorded(ax: Axes, rows: pd.Series[float], last: int) -> None:
    """Say over the empty years, up to a last one, that they are no gap in the data."""
    empty = set(range(int(rows.index.min()), last + 1)) - set(rows.index)
    for run in runs(empty):
        say(ax, (run[0] + run[-1]) / 2, 0, "none\nrecorded", dy=5, va="baseline", ink=style.MUTED, size=8.5)


def _draw_statements(ax: Axes, data: Data, said: Stated, facts: pd.DataFrame) -> None:
    style.band(ax, said.low, said.high, horizontal=False)
    bars = [(said.stated, "stated: arms from Russia", style.STATED, "", False)]
    for fact in facts.sort_values("as_of").to_dict("records"):
        russian, party = fact["partner"] == "RUS", fact["scope"] == "stated by a party"
        text = fact["subject"].removeprefix("Azerbaijan: ").replace("stated by", "stated by a party,")
        text = text if russian else f"not Russia: {text}, as the press reports"
        ink = style.colour(data, fact["partner"])
        bars.append((fact["value"], f"{text}, published {fact['as_of'][:4]}", ink, "" if russian else "///", party))
    for row, (value, text, ink, hatch, hollow) in enumerate(bars):
        # What a party said is hollow: it is no value of a contract.
        edge, fill = (ink, "white") if hollow else ("white", ink)
        ax.barh(row, value, height=0.4, color=fill, hatch=hatch, edgecolor=edge, linewidth=1.6 if hollow else 0)
        say(ax, 0, row - 0.26, text, dx=2, dy=2, ha="left", va="baseline")
        say(ax, value, row, f"{value:g}", dx=5, dy=0, ha="left", va="center", size=10, weight="bold")
    ends = limits([said.high, *(value for value, *_ in bars)], room=0.09)
    ax.set(ylim=(len(bars) - 0.6, -0.75), xlim=ends, yticks=[], xlabel="billion US dollars")
    ax.grid(axis="y", visible=False)


@checked
def israel_deliveries(
    data: Data, *, recipient: str = "AZE", supplier: str = "ISR", source: str = TRANSFERS, ax: Axes | None = None
) -> Axes:
    """Deliveries by year from 1988 on, the years of the first war shaded and the first recorded delivery named.

    Years that the release does not hold of the recipient are hatched. Raises NoRowsError if it holds none.
    """
    held = coverage.within(data, "arms_deliveries", source, recipient)
    rows = volumes(data, recipient, supplier, source)
    start, end = FIRST_WAR
    in_war = rows[(rows.index >= start) & (rows.index <= end)]
    first, top = int(rows.index.min()), float(rows.max())
    here = _in_the_war(in_war, held)
    ours = speaks(data, "israel-stingers", place=recipient, other=supplier)
    ax = style.canvas(ax)
    if ours:
        # above the grid lines, which would strike through the words
        ax.axvspan(start - 0.5, end + 0.5, color=style.STATED_BAND, linewidth=0, zorder=0.8)
        words = f"stated:\nportable missiles,\n{start} to {end}\n\nregister:\n" + here.replace(", ", ",\n")
        ax.text(start - 0.2, top * 1.03, words, color=style.STATED, va="top", fontsize=9.5)
        _hatch_unheld(ax, start, held[0], top * 0.4)
    _draw_volume(ax, rows, style.colour(data, supplier), size=7.5)
    words = f"{first}: the first recorded,\n{item_words(data, recipient, supplier, source, first)}"
    ax.plot([first, first], [rows[first] + top * 0.06, top * 0.4], color=style.MUTED, linewidth=0.8)
    # without the years of the claim the first delivery stands at the left end
    ax.text(first, top * 0.42, words, ha="center" if ours else "left", fontsize=9.5)
    begin = start if ours else first
    ax.set(
        xlim=(begin - 0.8, rows.index.max() + 0.8), ylim=(0, top * 1.08), ylabel="million TIV (volume, not money)"
    )
    who, whom = style.name(data, supplier), style.name(data, recipient)
    said = f"; {here} (stated: portable missiles)" if ours else ""
    since = f" since {held[0]}" if not ours and held[0] > coverage.life(data, recipient)[0] else ""
    return style.finish(
        ax,
        data,
        title=f"First arms recorded from {who} to {whom}{since}: {first}{said}",
        subtitle=f"Volume of deliveries by year, in millions of SIPRI’s indicator (TIV); no bar: none recorded"
        f"{'; hatched: not held' if ours and held[0] > start else ''}. "
        f"{source_name(data, source)}. A delivery kept secret, or too small to be noticed, is in no register",
        alt=f"Bars by year.{f' From {start} to {end}: {here}.' if ours else ''} The first bar stands in "
        f"{first} with {rows[first]:.1f}, the highest in {rows.idxmax()} with {top:.0f}."
        f"{f' Stated: portable missiles, {start} to {end}.' if ours else ''}",
        drawn=with_stated(
            volume_rows(rows, recipient, supplier, source),
            pd.DataFrame({"supplier": [supplier], "start": start, "end": end, "unit": "years, as stated"}),
        )
        if ours
        else volume_rows(rows, recipient, supplier, source),
    )


def _in_the_war(found: pd.Series[float], held: range) -> str:
    """What a release has in the years of the first war, and which of them it does not hold, in words."""
    start, end = FIRST_WAR
    if held[0] > end:
        return f"{span(start, end)} not held"
    recorded = "none" if found.empty else f"{found.sum():.3g} million units of volume"
    earlier = ", earlier not held" if held[0] > start else ""
    return f"{recorded} in {span(max(start, held[0]), end)}{earlier}"


def _hatch_unheld(ax: Axes, start: int, held: int, top: float) -> None:
    """Hatch the years from a start on that are not held, so that no bar there is read as no delivery."""
    if held > start:
        look: dict[str, Any] = {"facecolor": "none", "edgecolor": style.MUTED, "hatch": "////", "linewidth": 0}
        ax.add_patch(Rectangle((start - 0.5, 0), held - start, top, zorder=0.9, **look))


def _draw_volume(ax: Axes, rows: pd.Series[float], ink: str, *, size: float = 8.5) -> None:
    ax.bar(rows.index, rows, 0.72, color=ink)
    for year, value in zip(rows.index, rows, strict=True):
        # half up, as readers round: Python would write 564 for 564.5
        say(ax, year, value, f"{math.floor(value + 0.5)}", dy=2, va="baseline", size=size)

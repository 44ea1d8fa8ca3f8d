"""Charts of soldiers (notebook 02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.forces import (
    SHADE,
    SIGNS,
    allied_rows,
    drawn_and_stated,
    extent,
    fits,
    ladder,
    name_rows,
    placed,
    range_words,
    ratios_alt,
    ratios_drawn,
    spread_words,
)
from milbalance.charts.marks import column, say
from milbalance.charts.wording import listed, speaks
from milbalance.measures import forces
from milbalance.measures.forces import ALLIES
from milbalance.tables.load import Data


@checked
def soldiers_by_source(data: Data, *, side_a: str = "AZE", side_b: str = "ARM", ax: Axes | None = None) -> Axes:
    """Active personnel of both sides by source, in figures for 2020, with each source's ratio."""
    stated = _stated(data, side_a, side_b)
    found = forces.ratios(data.forces, forces.SOLDIERS, side_a=side_a, side_b=side_b)
    found = placed(measures.select(found, definition="active"), stated, "role")
    found["plain"] = found["source_id"] == "iiss-mb-2020"
    ax = style.canvas(ax, height=6.3)
    name_rows(ax, found, {"counted": "Counted", "copy": "Not counted"})
    for row in found.to_dict("records"):
        _dumbbell(ax, data, row, stated, (side_a, side_b))
    _dumbbell_heads(ax, data, found.iloc[0], stated, (side_a, side_b))
    beside: dict[str, Any] = {"levels": found["level"], "bold": found["plain"]}
    column(ax, 34, "ratio", [range_words(row) for row in found.to_dict("records")], **beside)
    if stated:
        column(ax, 98, "wording", [f"{SIGNS[where]} {where}" for where in found["position"]], **beside)
    longest = max(found["a"].max(), (stated.high if stated else 1) * found["b"].max())
    ax.set(xlim=(0, 1.1 * longest), xlabel="active soldiers")
    ax.xaxis.set_major_locator(MultipleLocator(50_000))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    own = measures.select(found, role="counted")
    bands = covers = ""
    title = spread_words(own, "soldiers", data, (side_a, side_b))
    if stated:
        title = f"{fits(own['position'], 'sources counted')} “double the soldiers”{_others(own['position'])}"
        other = style.name(data, side_b)
        bands = f"Light bands: {stated.low:g} to {stated.high:g} times {other}, which the wording covers. "
        covers = f"The wording covers {stated.low:g} to {stated.high:g}."
    return style.finish(
        ax,
        data,
        title=title,
        subtitle="Active personnel by source, without paramilitaries, reserves and Karabakh forces. "
        f"{_same(own)}{bands}Numbers in thousands make the ratio a range. Shaded row: the plain reading",
        alt=f"Pairs of dots, {style.name(data, side_a)} against {style.name(data, side_b)}. "
        + f"{_pairs(own)}. {_left_out(found)}{covers}".strip(),
        drawn=drawn_and_stated(
            [_sizes(found, side_a, side_b), ratios_drawn(found, side_a, side_b)], stated, side_a, side_b
        ),
    )


def _stated(data: Data, side_a: str, side_b: str) -> Stated | None:
    """What the article states of soldiers, of these two sides in this order."""
    about = speaks(data, "soldiers-double", place=side_a, other=side_b)
    return articles.stated(data, "soldiers-double") if about else None


def _dumbbell(ax: Axes, data: Data, row: Mapping[Any, Any], stated: Stated | None, sides: tuple[str, str]) -> None:
    """Two dots on a line, and the band in which the first would stand for the wording to cover the ratio."""
    level, base = row["level"], row["b"]
    if stated:
        width, left = (stated.high - stated.low) * base, stated.low * base
        ax.barh(level, width, left=left, height=0.5, color=style.STATED_BAND, zorder=1)
        ax.plot(stated.stated * base, level, marker="D", color=style.STATED, markersize=5, zorder=3)
    copy = row["role"] != "counted"
    ax.plot([base, row["a"]], [level, level], color=style.NEUTRAL, linewidth=1 if copy else 1.8, zorder=2)
    for value, side, marker in ((row["a"], sides[0], "o"), (base, sides[1], "s")):
        ink = style.colour(data, side)
        ax.plot(
            value, level, marker=marker, color=ink, markersize=8, markerfacecolor="white" if copy else ink, zorder=4
        )
        say(ax, value, level, f"{value:,.0f}", dy=5, ink=style.readable(ink, SHADE), size=8.5)


def _dumbbell_heads(
    ax: Axes, data: Data, top: pd.Series[Any], stated: Stated | None, sides: tuple[str, str]
) -> None:
    """Which dot is whose, said once above the first row."""
    names = [style.name(data, side) for side in sides]
    heads = [
        (top["b"], f"■ {names[1]}", style.colour(data, sides[1])),
        (top["a"], f"● {names[0]}", style.colour(data, sides[0])),
    ]
    if stated:
        heads.append((stated.stated * top["b"], f"◆ stated: {stated.stated:g} × {names[1]}", style.STATED))
    left = min(value for value, *_ in heads[:2])
    for value, text, ink in heads:
        across = "left" if ink == style.STATED else "right" if value == left else "center"
        ax.text(value, top["level"] - 0.9, text, color=style.readable(ink), fontsize=9, ha=across, va="center")


def _sizes(found: pd.DataFrame, side_a: str, side_b: str) -> pd.DataFrame:
    """The strength of both sides as drawn, one row a number."""
    return pd.concat(
        found.assign(place=side, quantity=found["definition"], value=found[end])[
            ["place", "year", "quantity", "value", "unit", "source_id"]
        ]
        for side, end in ((side_a, "a"), (side_b, "b"))
    )


def _pairs(rows: pd.DataFrame) -> str:
    """The numbers of both sides and their ratio by source, in words."""
    return "; ".join(
        f"{row['name']}: {row['a']:,.0f} to {row['b']:,.0f}, ratio {range_words(row, '', ' to ')}"
        for row in rows.to_dict("records")
    )


def _left_out(found: pd.DataFrame) -> str:
    """The rows that are drawn and not counted, as a sentence; none without such rows."""
    rows = found[found["role"] != "counted"]
    return "" if rows.empty else f"Not counted: {_pairs(rows)}. "


def _others(positions: Iterable[str]) -> str:
    """What does not lie inside the wording, and on which side: "; 3 in part, 1 above"."""
    found = list(positions)
    told = {"partly": "in part", "below": "below", "above": "above"}
    counts = [(found.count(where), words) for where, words in told.items()]
    words = [f"{n} {where}" for n, where in counts if n]
    return f"; {', '.join(words)}" if words else ""


def _same(own: pd.DataFrame) -> str:
    """Which sources print the same numbers, as sentences."""
    return "".join(f"{listed(names)} print the same numbers. " for names in forces.same_numbers(own))


@checked
def soldiers_by_definition(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    allies: Mapping[str, str] = ALLIES,
    ax: Axes | None = None,
) -> Axes:
    """Ratio of soldiers by definition and source, without and with the Karabakh forces, against the wording."""
    stated = _stated(data, side_a, side_b)
    # A copy repeats a row that is drawn, but the World Bank's copy is a definition of its own.
    readings = [r for r in forces.SOLDIERS if r.role == "counted" or r.definition != "active"]
    found = forces.ratios(data.forces, readings, side_a=side_a, side_b=side_b, allies=allies)
    found = placed(found, stated, "definition")
    found["plain"] = (found["source_id"] == "iiss-mb-2020") & (found["definition"] == "active")
    ax = style.canvas(ax, height=6.2)
    name_rows(ax, found, {name: name.capitalize() for name in found["definition"]})
    ladder(ax, data, found, stated, (side_a, side_b))
    active = found[found["plain"]].iloc[0]
    joint = f", {range_words(active.to_dict(), 'with_', ' to ')} with Karabakh’s added" if allies else ""
    theirs = style.possessive(style.name(data, side_b))
    again = "Grey: not counted, as taken from IISS. " if (found["role"] != "counted").any() else ""
    allied = allied_rows(data, readings, allies)
    return style.finish(
        ax,
        data,
        title=f"{style.name(data, side_a)} had {range_words(active.to_dict(), '', ' to ')} times {theirs} "
        f"soldiers by IISS{joint}",
        subtitle=f"Soldiers in 2020, {style.name(data, side_a)} over {style.name(data, side_b)}. "
        + (
            f"Squares and bars: with Karabakh’s forces ({extent(allied, 'active')} active, "
            f"{extent(allied, 'reserve')} reserve, no paramilitaries; AFP: its own). "
            if allies
            else ""
        )
        + f"{again}Shaded: the plain reading",
        alt=ratios_alt(found, stated),
        drawn=drawn_and_stated([ratios_drawn(found, side_a, side_b), allied], stated, side_a, side_b),
    )

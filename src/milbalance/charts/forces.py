"""What the charts of forces share: a row for each reading, its ratio and the wording (notebook 02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.marks import column, guide, row_names
from milbalance.charts.wording import with_stated
from milbalance.measures import forces
from milbalance.measures.forces import Reading
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

WAR = 2020
# Where a ratio stands against the wording: a mark and a word, so that nobody needs colour.

SIGNS = {"below": "▼", "inside": "●", "partly": "◐", "above": "▲"}
SHADE = "#E3E3E3"
EQUIPMENT = {
    "main_battle_tank": "Tanks",
    "towed_artillery": "Towed guns",
    "self_propelled_artillery": "Self-propelled guns",
    "mlrs": "Rocket launchers",
    "attack_helicopters": "Attack helicopters",
    "aircraft_total": "Aircraft of all kinds",
}


def placed(found: pd.DataFrame, stated: Stated | None, group: str) -> pd.DataFrame:
    """Rows with a level on the chart (one left free above each group) and their position against the wording.

    The positions are empty where the article states nothing.
    """
    order = {name: number for number, name in enumerate(dict.fromkeys(found[group]))}
    found = found.assign(group=found[group], rank=found[group].map(order)).sort_values("rank", kind="stable")
    return found.assign(
        level=[float(level) for level in range(len(found))] + found["rank"] * 1.0,
        position=_positions(found["low"], found["high"], stated),
        position_with=_positions(found["with_low"], found["with_high"], stated),
    ).reset_index(drop=True)


def _positions(lows: pd.Series[float], highs: pd.Series[float], stated: Stated | None) -> list[str]:
    return [
        "" if stated is None or pd.isna(low) else stated.side(Span(low, high))
        for low, high in zip(lows, highs, strict=True)
    ]


def name_rows(ax: Axes, found: pd.DataFrame, heads: Mapping[str, str]) -> None:
    """Names of the rows, the headings of the groups, and a shade behind the plain reading."""
    row_names(ax, list(found["level"]), [_two_lines(name) for name in found["name"]])
    ax.set_ylim(found["level"].max() + 0.7, -1.25)
    ax.grid(True, axis="x")
    ax.spines["left"].set_visible(False)
    for group, head in heads.items():
        rows = found[found["group"] == group]
        if not rows.empty:
            ax.text(
                -0.01,
                rows["level"].min() - 0.85,
                head,
                transform=ax.get_yaxis_transform(),
                ha="right",
                va="center",
                fontsize=9,
                fontweight="bold",
                color=style.MUTED,
            )
    for level in found.loc[found["plain"], "level"]:
        ax.axhspan(
            level - 0.48, level + 0.48, xmin=-3, xmax=4, color=SHADE, zorder=-2, linewidth=0, clip_on=False
        ).set_in_layout(False)


def _two_lines(name: str) -> str:
    """The name of a reading, broken before the words that say where it comes from."""
    return name.replace(", from ", ",\nfrom ").replace(" (as quoted", "\n(as quoted")


def ladder(ax: Axes, data: Data, found: pd.DataFrame, stated: Stated | None, sides: tuple[str, str]) -> None:
    """One row a reading: the ratio alone as a dot, with allied forces as a square or a bar, both as numbers."""
    if stated:
        style.band(ax, stated.low, stated.high, horizontal=False)
        ax.axvline(stated.stated, color=style.STATED, linewidth=1.2, zorder=1)
        _tag(ax, stated.stated, f"stated: {stated.stated:g}", style.STATED, style.STATED_BAND)
    for row in found.to_dict("records"):
        _ratio_marks(ax, row)
    guide(ax, 1)
    _tag(ax, 1, "equal", style.MUTED, "white")
    signs = f"   ({_signs(found)} the band)" if stated else ""
    ends = max(stated.high if stated else 1, found["high"].max(), found["with_high"].max())
    ax.set(xlim=(0, ends + 0.35), xlabel=f"times as many{signs}")
    other = style.name(data, sides[1])
    beside: dict[str, Any] = {"levels": found["level"], "bold": found["plain"]}
    column(ax, 38, f"{other}\nalone", _cells(found, "", "position"), **beside)
    if found["with_low"].notna().any():
        column(ax, 122, "with\nKarabakh", _cells(found, "with_", "position_with"), **beside)


def _signs(found: pd.DataFrame) -> str:
    """The signs on the chart with their words."""
    used = {*found["position"], *found["position_with"]}
    words = {"partly": "partly inside"}
    return ", ".join(f"{sign} {words.get(where, where)}" for where, sign in SIGNS.items() if where in used)


def _tag(ax: Axes, x: float, words: str, ink: str, fill: str) -> None:
    """Name a line above the first row."""
    back = {"facecolor": fill, "edgecolor": "none", "pad": 1.5}
    ax.text(x, -0.85, words, color=ink, fontsize=9, ha="center", va="center", bbox=back)


def _ratio_marks(ax: Axes, row: Mapping[Any, Any]) -> None:
    level = row["level"]
    ink = style.INK if row["role"] == "counted" else style.NEUTRAL
    inside = "white" if row["role"] == "post-war" else ink
    ax.plot(
        [row["low"], row["high"]],
        [level] * 2,
        color=ink,
        marker="o",
        markerfacecolor=inside,
        markersize=7,
        zorder=4,
    )
    if pd.isna(row["with_low"]):
        return
    ax.plot([row["with_high"], row["low"]], [level] * 2, color=style.NEUTRAL, linewidth=1, zorder=2)
    if row["with_low"] == row["with_high"]:
        ax.plot(row["with_low"], level, color=ink, marker="s", markerfacecolor="white", markersize=6, zorder=3)
    else:
        width = row["with_high"] - row["with_low"]
        ax.barh(
            level, width, left=row["with_low"], height=0.34, color="white", edgecolor=ink, linewidth=1.2, zorder=3
        )


def _cells(found: pd.DataFrame, prefix: str, where: str) -> list[str]:
    return [
        "" if pd.isna(row[f"{prefix}low"]) else f"{range_words(row, prefix)} {SIGNS.get(row[where], '')}".strip()
        for row in found.to_dict("records")
    ]


def range_words(row: Mapping[Any, Any], prefix: str = "", between: str = "–") -> str:
    """A ratio with two digits, or both ends of a range."""
    low, high = f"{row[f'{prefix}low']:.2f}", f"{row[f'{prefix}high']:.2f}"
    return low if low == high else f"{low}{between}{high}"


def ratios_drawn(found: pd.DataFrame, side_a: str, side_b: str) -> pd.DataFrame:
    """The ratios as drawn: alone and, where there is one, with the allied forces."""
    parts = [
        found.assign(
            place=f"{side_a} / {side_b}{words}",
            quantity=found["definition"],
            unit="ratio",
            low=found[f"{prefix}low"],
            high=found[f"{prefix}high"],
        )
        for prefix, words in (("", ""), ("with_", ", allied forces counted"))
    ]
    return _valued(pd.concat(parts).dropna(subset="low"))


def _valued(rows: pd.DataFrame) -> pd.DataFrame:
    """An exact number as value, a range as low and high."""
    exact = rows["low"] == rows["high"]
    rows = rows.assign(value=rows["low"].where(exact), low=rows["low"].mask(exact), high=rows["high"].mask(exact))
    return rows[["place", "year", "quantity", "value", "low", "high", "unit", "source_id"]]


def drawn_and_stated(
    parts: Sequence[pd.DataFrame], stated: Stated | None, side_a: str, side_b: str
) -> pd.DataFrame:
    """The numbers drawn, followed by what is stated and what its wording covers, where it is drawn too."""
    drawn = pd.concat(parts, ignore_index=True)
    return with_stated(drawn, _stated_row(stated, side_a, side_b)) if stated else drawn


def _stated_row(stated: Stated, side_a: str, side_b: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": [f"{side_a} / {side_b}"],
            "year": [WAR],
            "quantity": ["as stated, and what the wording covers"],
            "value": [stated.stated],
            "low": [stated.low],
            "high": [stated.high],
            "unit": [stated.unit],
        }
    )


def allied_rows(data: Data, readings: Sequence[Reading], allies: Mapping[str, str]) -> pd.DataFrame:
    """The figures of allied forces behind the second marks, each row once."""
    found = [
        forces.estimates(data.forces, ally, r.allied, source=r.source, years=r.allied_years)
        for r in readings
        for ally in allies.values()
        if r.allied
    ]
    rows = pd.concat([data.forces.iloc[:0], *found]).drop_duplicates(["place", "year", "item", "source_id"])
    return rows.rename(columns={"item": "quantity"})[
        ["place", "year", "quantity", "value", "low", "high", "unit", "source_id"]
    ]


def extent(allied: pd.DataFrame, item: str) -> str:
    """From the lowest to the highest figure of an item, in words."""
    rows = allied[allied["quantity"] == item]
    low, high = rows["low"].fillna(rows["value"]).min(), rows["high"].fillna(rows["value"]).max()
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def fits(positions: Iterable[str], sources: str) -> str:
    """How many readings the wording covers, as the start of a title: "1 of 3 sources fits"."""
    found = list(positions)
    inside = found.count("inside")
    return f"{count_words(inside).capitalize()} of {len(found)} {sources} {'fits' if inside == 1 else 'fit'}"


def spread_words(own: pd.DataFrame, what: str, data: Data, sides: tuple[str, str]) -> str:
    """The ratios that are counted, from lowest to highest, for a title where nothing is stated."""
    ends = range_words({"low": own["low"].min(), "high": own["high"].max()}, "", " to ")
    a, b = (style.name(data, side) for side in sides)
    return f"{a} had {ends} times {style.possessive(b)} {what}, by {own['source_id'].nunique()} sources counted"


def count_words(count: int) -> str:
    """A count in words, with "none" for zero."""
    return str(count) if count else "none"


def ratios_alt(found: pd.DataFrame, stated: Stated | None) -> str:
    """The alt text of a ladder: every ratio under its name."""

    def words(row: Mapping[Any, Any]) -> str:
        joint = f" ({range_words(row, 'with_', ' to ')} with Karabakh’s)" if pd.notna(row["with_low"]) else ""
        what = "" if row["definition"] in row["name"] else f", {row['definition']}"
        return f"{row['name']}{what}: {range_words(row, '', ' to ')}{joint}"

    against = f" against the {stated.low:g} to {stated.high:g} that the wording covers" if stated else ""
    return (
        f"Ratios by source and definition{against}. "
        + "; ".join(words(row) for row in found.to_dict("records"))
        + "."
    )

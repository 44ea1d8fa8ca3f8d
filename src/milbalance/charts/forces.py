"""Charts of soldiers and equipment (notebook 02)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator

from milbalance import claims, measures, strength, style
from milbalance.charts.parts import with_stated
from milbalance.claims import Stated
from milbalance.load import Data
from milbalance.strength import ALLIES, Reading, Span

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
IISS, GFP, WAR = "iiss-rdmc-v1", "GlobalFirepower", 2020
ROLES = {
    "counted": "Pre-war, by source",
    "other edition": "Another edition, not counted",
    "post-war": "Post-war, not counted",
}


def soldiers_by_source(data: Data, *, side_a: str = "AZE", side_b: str = "ARM", ax: Axes | None = None) -> Axes:
    """Active personnel of both sides by source for the years just before the war, with each source's ratio."""
    ax = style.canvas(ax, height=6.0)
    stated = claims.stated(data, "soldiers-double")
    found = strength.ratios(data.forces, strength.SOLDIERS, side_a=side_a, side_b=side_b)
    found = _placed(measures.select(found, definition="active"), stated, "role")
    found["plain"] = found["source_id"] == "iiss-mb-2020"
    _rows(ax, found, {"copy": "Copies, not counted"})
    for row in found.to_dict("records"):
        _dumbbell(ax, data, row, stated, (side_a, side_b))
    _dumbbell_heads(ax, data, found.iloc[0], stated, (side_a, side_b))
    _column(ax, found, 22, "ratio", [f"{value:.2f}" for value in found["low"]])
    _column(ax, found, 72, "wording", [f"{SIGNS[where]} {where}" for where in found["position"]])
    longest = max(found["a_high"].max(), stated.high * found["b_high"].max())
    ax.set(xlim=(0, 1.1 * longest), xlabel="active soldiers")
    ax.xaxis.set_major_locator(MultipleLocator(50_000))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    own = measures.select(found, role="counted")
    return style.finish(
        ax,
        data,
        title=f"{_fits(own['position'], 'independent sources')} “double the soldiers”{_others(own['position'])}",
        subtitle="Active personnel by source, without paramilitaries, reserves and Karabakh forces. Light bands: "
        f"{stated.low:g} to {stated.high:g} times {style.name(data, side_b)}, which the wording covers. "
        "Shaded row: the plain reading",
        alt=f"Pairs of dots, {style.name(data, side_a)} against {style.name(data, side_b)}. "
        + "; ".join(f"{r.name}: {r.a_low:,.0f} to {r.b_low:,.0f}, ratio {r.low:.2f}" for r in own.itertuples())
        + f". The wording covers {stated.low:g} to {stated.high:g}.",
        drawn=with_stated(
            pd.concat([_sizes(found, side_a, side_b), _drawn(found, side_a, side_b)]),
            _stated_marks(stated, side_a, side_b),
        ),
    )


def soldiers_by_definition(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    allies: Mapping[str, str] = ALLIES,
    ax: Axes | None = None,
) -> Axes:
    """Ratio of soldiers by definition and source, without and with the Karabakh forces, against the wording."""
    ax = style.canvas(ax, height=6.2)
    stated = claims.stated(data, "soldiers-double")
    # A copy repeats a row that is drawn, but the World Bank's copy is a definition of its own.
    readings = [r for r in strength.SOLDIERS if r.role == "counted" or r.definition != "active"]
    found = strength.ratios(data.forces, readings, side_a=side_a, side_b=side_b, allies=allies)
    found = _placed(found, stated, "definition")
    found["plain"] = (found["source_id"] == "iiss-mb-2020") & (found["definition"] == "active")
    _rows(ax, found, {name: name.capitalize() for name in found["definition"]})
    _ladder(ax, data, found, stated, (side_a, side_b))
    active, wider = (
        measures.select(found, source_id="iiss-mb-2020", definition=name).iloc[0]
        for name in ("active", "active and paramilitary")
    )
    joint = f", or {_range(active.to_dict(), 'with_', ' to ')} with Karabakh’s forces" if allies else ""
    allied = _allied(data, readings, allies)
    return style.finish(
        ax,
        data,
        title=f"The IISS ratio of {active['low']:.2f} becomes {wider['low']:.2f} with paramilitaries{joint}",
        subtitle=f"Soldiers in 2020, {style.name(data, side_a)} over {style.name(data, side_b)}. "
        + (
            f"Squares and bars: with Karabakh’s forces ({_extent(allied, 'active')} active, "
            f"{_extent(allied, 'reserve')} reserve; AFP: its own figure). "
            if allies
            else ""
        )
        + "Shaded: the plain reading",
        alt=_ratios_alt(found, stated),
        drawn=with_stated(
            pd.concat([_drawn(found, side_a, side_b), allied]), _stated_marks(stated, side_a, side_b)
        ),
    )


def artillery_by_source(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    allies: Mapping[str, str] = ALLIES,
    ax: Axes | None = None,
) -> Axes:
    """Ratio of artillery by source and definition, without and with the Karabakh pieces, against the wording."""
    ax = style.canvas(ax, height=7.2)
    stated = claims.stated(data, "artillery-triple")
    found = strength.ratios(data.forces, strength.ARTILLERY, side_a=side_a, side_b=side_b, allies=allies)
    found = _placed(found, stated, "role")
    found["plain"] = (found["source_id"] == "gfp-2020-vestnik-kavkaza") & found["definition"].str.contains("rocket")
    found["name"] += ": " + found["definition"]
    _rows(ax, found, ROLES)
    _ladder(ax, data, found, stated, (side_a, side_b))
    own = measures.select(found, role="counted")
    joint = _number((own["position_with"] == "inside").sum())
    tail = f", {joint} with Karabakh’s pieces" if allies else ""
    allied = _allied(data, strength.ARTILLERY, allies)
    return style.finish(
        ax,
        data,
        title=f"{_fits(_by_source(own), 'independent pre-war sources')} “triple the artillery”{tail}",
        subtitle=f"Artillery pieces, {style.name(data, side_a)} over {style.name(data, side_b)}. "
        + (
            f"Squares: with Karabakh’s pieces ({_extent(allied, 'artillery_excl_mlrs')} guns, "
            f"{_extent(allied, 'mlrs')} launchers: a figure of 2008 without a primary source). "
            if allies
            else ""
        )
        + "Shaded row: the plain reading",
        alt=_ratios_alt(found, stated),
        drawn=with_stated(
            pd.concat([_drawn(found, side_a, side_b), allied]), _stated_marks(stated, side_a, side_b)
        ),
    )


def equipment_by_year(
    data: Data, *, side_a: str = "AZE", side_b: str = "ARM", years: tuple[int, int] = (2008, 2014)
) -> Axes:
    """Six kinds of equipment of both sides by year: IISS lists as lines, GlobalFirepower and others as points."""
    axes = style.panels(2, 3, height=6.4, sharex=True)
    rows = _equipment(data, (side_a, side_b))
    for ax, (item, words) in zip(axes, EQUIPMENT.items(), strict=True):
        for side, marks in ((side_a, ("o", "x")), (side_b, ("s", "+"))):
            _holdings(ax, rows[(rows["item"] == item) & (rows["place"] == side)], style.colour(data, side), marks)
        ax.axvline(WAR, color=style.MUTED, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
        ax.set_title(words, loc="left", fontsize=10, fontweight="bold", color=style.INK)
        ax.set(xlim=(1991.5, 2025.5), xticks=[1995, 2005, 2015, 2025])
        ax.set_ylim(0, 1.14 * rows.loc[rows["item"] == item, "value"].max())
        ax.tick_params(labelsize=8.5)
        if item not in set(rows.loc[rows["source_id"] == IISS, "item"]):
            ax.text(0.04, 0.05, "no IISS count held", transform=ax.transAxes, fontsize=8.5, color=style.MUTED)
    axes[1].annotate(
        "war of 2020",
        (WAR, 0.98),
        xycoords=("data", "axes fraction"),
        xytext=(-3, 0),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=8.5,
        color=style.MUTED,
    )
    lists = rows[rows["source_id"] == IISS]
    _key(axes[0], data, (side_a, side_b))
    (a_then, a_now), (b_then, b_now) = (
        [_held(lists, "main_battle_tank", side, year) for year in years] for side in (side_a, side_b)
    )
    last = int(lists["year"].max())
    names = [style.name(data, side) for side in (side_a, side_b)]
    ends = [
        f"{words.lower()} " + " to ".join(f"{_held(lists, item, side, last):.0f}" for side in (side_a, side_b))
        for item, words in EQUIPMENT.items()
        if item in set(lists["item"])
    ]
    return style.finish(
        cast(Figure, axes[0].figure),
        data,
        title=f"{names[0]}’s listed tanks went from {a_then:.0f} to {a_now:.0f} in {years[0]}–{years[1]}, "
        f"{names[1]}’s from {b_then:.0f} to {b_now:.0f}",
        subtitle=f"Items held; lists for {names[1]} leave out equipment kept in Karabakh. Lines: IISS, to {last} "
        f"(gaps: no number listed). Hollow: GlobalFirepower. Crosses: other sources (× {names[0]}, + {names[1]})",
        alt=f"Six panels, one a kind of equipment, {rows['year'].min()} to {rows['year'].max()}. "
        f"In the IISS lists of {last}, {names[0]} to {names[1]}: {'; '.join(ends)}.",
        drawn=rows[["place", "year", "item", "value", "unit", "source_id"]],
    )


def _placed(found: pd.DataFrame, stated: Stated, group: str) -> pd.DataFrame:
    """Rows with a level on the chart (one left free above each group) and their position against the wording."""
    order = {name: number for number, name in enumerate(dict.fromkeys(found[group]))}
    found = found.assign(group=found[group], rank=found[group].map(order)).sort_values("rank", kind="stable")
    return found.assign(
        level=[float(level) for level in range(len(found))] + found["rank"] * 1.0,
        position=_positions(found["low"], found["high"], stated),
        position_with=_positions(found["with_low"], found["with_high"], stated),
    ).reset_index(drop=True)


def _positions(lows: pd.Series[float], highs: pd.Series[float], stated: Stated) -> list[str]:
    return [
        "" if pd.isna(low) else Span(low, high).position(stated.covers, stated.stated)
        for low, high in zip(lows, highs, strict=True)
    ]


def _rows(ax: Axes, found: pd.DataFrame, heads: Mapping[str, str]) -> None:
    """Names of the rows, the headings of the groups, and a shade behind the plain reading."""
    ax.set_yticks(
        found["level"], [name.replace(", from ", ",\nfrom ") for name in found["name"]], fontsize=9, color=style.INK
    )
    ax.set_ylim(found["level"].max() + 0.7, -1.25)
    ax.grid(False, axis="y")
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


def _dumbbell(ax: Axes, data: Data, row: Mapping[Any, Any], stated: Stated, sides: tuple[str, str]) -> None:
    """Two dots on a line, and the band in which the first would stand for the wording to cover the ratio."""
    level, base = row["level"], row["b_low"]
    ax.barh(
        level,
        (stated.high - stated.low) * base,
        left=stated.low * base,
        height=0.5,
        color=style.STATED_BAND,
        zorder=1,
    )
    ax.plot(stated.stated * base, level, marker="D", color=style.STATED, markersize=5, zorder=2)
    copy = row["role"] != "counted"
    ax.plot([base, row["a_low"]], [level, level], color=style.NEUTRAL, linewidth=1 if copy else 1.8, zorder=2)
    for value, side, marker in ((row["a_low"], sides[0], "o"), (base, sides[1], "s")):
        ink = style.colour(data, side)
        ax.plot(
            value, level, marker=marker, color=ink, markersize=8, markerfacecolor="white" if copy else ink, zorder=3
        )
        _above(ax, value, level, f"{value:,.0f}", style.readable(ink))


def _dumbbell_heads(ax: Axes, data: Data, top: pd.Series[Any], stated: Stated, sides: tuple[str, str]) -> None:
    """Which dot is whose, said once above the first row."""
    names = [style.name(data, side) for side in sides]
    for value, text, ink, across in (
        (top["b_low"], f"■ {names[1]}", style.colour(data, sides[1]), "right"),
        (top["a_low"], f"● {names[0]}", style.colour(data, sides[0]), "center"),
        (stated.stated * top["b_low"], f"◆ stated: {stated.stated:g} × {names[1]}", style.STATED, "left"),
    ):
        ax.text(value, top["level"] - 0.9, text, color=style.readable(ink), fontsize=9, ha=across, va="center")


def _above(ax: Axes, x: float, y: float, text: str, ink: str) -> None:
    ax.annotate(
        text, (x, y), xytext=(0, 5), textcoords="offset points", ha="center", va="bottom", fontsize=8.5, color=ink
    )


def _ladder(ax: Axes, data: Data, found: pd.DataFrame, stated: Stated, sides: tuple[str, str]) -> None:
    """One row a reading: the ratio alone as a dot, with allied forces as a square or a bar, both as numbers."""
    style.band(ax, stated.low, stated.high, horizontal=False)
    ax.axvline(stated.stated, color=style.STATED, linewidth=1.2, zorder=1)
    ax.text(
        stated.stated,
        -0.85,
        f"stated: {stated.stated:g}",
        color=style.STATED,
        fontsize=9,
        ha="center",
        va="center",
        bbox={"facecolor": style.STATED_BAND, "edgecolor": "none", "pad": 1.5},
    )
    for row in found.to_dict("records"):
        _ratio_marks(ax, row)
    ax.axvline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
    ax.text(
        1,
        -0.85,
        "equal",
        color=style.MUTED,
        fontsize=9,
        ha="center",
        va="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )
    ax.set(
        xlim=(0, max(stated.high, found["high"].max()) + 0.35),
        xlabel="times as many   (▼ below, ● inside, ◐ partly inside, ▲ above the band)",
    )
    other = style.name(data, sides[1])
    _column(ax, found, 30, f"{other}\nalone", _cells(found, "", "position"))
    if found["with_low"].notna().any():
        _column(ax, found, 100, "with\nKarabakh", _cells(found, "with_", "position_with"))


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
    ax.plot([row["with_high"], row["low"]], [level] * 2, color=style.FAINT, linewidth=1, zorder=2)
    if row["with_low"] == row["with_high"]:
        ax.plot(row["with_low"], level, color=ink, marker="s", markerfacecolor="white", markersize=6, zorder=3)
    else:
        width = row["with_high"] - row["with_low"]
        ax.barh(
            level, width, left=row["with_low"], height=0.34, color="white", edgecolor=ink, linewidth=1.2, zorder=3
        )


def _cells(found: pd.DataFrame, prefix: str, where: str) -> list[str]:
    return [f"{_range(row, prefix)} {SIGNS[row[where]]}" if row[where] else "" for row in found.to_dict("records")]


def _range(row: Mapping[Any, Any], prefix: str = "", between: str = "–") -> str:
    """A ratio with two digits, or both ends of a range."""
    low, high = f"{row[f'{prefix}low']:.2f}", f"{row[f'{prefix}high']:.2f}"
    return low if low == high else f"{low}{between}{high}"


def _column(ax: Axes, found: pd.DataFrame, x: float, head: str, cells: Sequence[str]) -> None:
    """Words or numbers `x` points to the right of the rows, under a heading."""
    where: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "ha": "center"}
    ax.annotate(head, (1, -0.6), xytext=(x, 0), va="bottom", fontsize=9, color=style.MUTED, **where)
    for row, cell in zip(found.to_dict("records"), cells, strict=True):
        weight = "bold" if row["plain"] else "normal"
        ax.annotate(cell, (1, row["level"]), xytext=(x, 0), va="center", fontsize=9.5, fontweight=weight, **where)


def _equipment(data: Data, sides: tuple[str, str]) -> pd.DataFrame:
    """Holdings to draw: one row a number; copies of another publisher's numbers are left out."""
    rows = measures.select(data.forces, place=list(sides), item=list(EQUIPMENT)).dropna(subset="value")
    rows = rows.merge(data.sources[["source_id", "publisher", "derived_from"]], on="source_id")
    rows = rows[rows["derived_from"].isna() | (rows["publisher"] == GFP)]
    return rows.drop_duplicates(["place", "year", "item", "publisher", "value"]).sort_values(
        ["item", "place", "year"]
    )


def _holdings(ax: Axes, rows: pd.DataFrame, ink: str, marks: tuple[str, str]) -> None:
    """One side in one panel: the IISS list as a line that breaks where nothing is listed, the rest as points."""
    lists = rows[rows["source_id"] == IISS]
    if not lists.empty:
        line = measures.by_year(lists).reindex(range(lists["year"].min(), lists["year"].max() + 1))
        ax.plot(line.index, line, color=ink, marker=marks[0], markersize=2.8, linewidth=1.6, zorder=3)
    ranked = rows[rows["publisher"] == GFP]
    ax.plot(
        ranked["year"],
        ranked["value"],
        color=ink,
        marker=marks[0],
        markerfacecolor="white",
        markersize=6,
        linestyle="none",
        clip_on=False,
        zorder=4,
    )
    others = rows[(rows["source_id"] != IISS) & (rows["publisher"] != GFP)]
    ax.plot(others["year"], others["value"], color=ink, marker=marks[1], markersize=5, linestyle="none", zorder=2)


def _held(lists: pd.DataFrame, item: str, side: str, year: int) -> float:
    return measures.one(lists, item=item, place=side, year=year)


def _key(ax: Axes, data: Data, sides: tuple[str, str]) -> None:
    """Which mark is whose, in the free corner of a panel."""
    for side, mark, y in ((sides[0], "●", 0.98), (sides[1], "■", 0.86)):
        ink = style.readable(style.colour(data, side))
        ax.text(
            0.04, y, f"{mark} {style.name(data, side)}", transform=ax.transAxes, fontsize=9, color=ink, va="top"
        )


def _sizes(found: pd.DataFrame, side_a: str, side_b: str) -> pd.DataFrame:
    """The strength of both sides as drawn, one row a number."""
    return pd.concat(
        found.assign(place=side, quantity=found["definition"], value=found[f"{end}_low"])[
            ["place", "year", "quantity", "value", "unit", "source_id"]
        ]
        for side, end in ((side_a, "a"), (side_b, "b"))
    )


def _drawn(found: pd.DataFrame, side_a: str, side_b: str) -> pd.DataFrame:
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


def _stated_marks(stated: Stated, side_a: str, side_b: str) -> pd.DataFrame:
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


def _allied(data: Data, readings: Sequence[Reading], allies: Mapping[str, str]) -> pd.DataFrame:
    """The figures of allied forces behind the second marks, each row once."""
    found = [
        strength.estimates(data.forces, ally, r.allied, source=r.source, years=r.allied_years)
        for r in readings
        for ally in allies.values()
        if r.allied
    ]
    rows = pd.concat([data.forces.iloc[:0], *found]).drop_duplicates(["place", "year", "item", "source_id"])
    return rows.rename(columns={"item": "quantity"})[
        ["place", "year", "quantity", "value", "low", "high", "unit", "source_id"]
    ]


def _extent(allied: pd.DataFrame, item: str) -> str:
    """From the lowest to the highest figure of an item, in words."""
    rows = allied[allied["quantity"] == item]
    low, high = rows["low"].fillna(rows["value"]).min(), rows["high"].fillna(rows["value"]).max()
    return f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"


def _by_source(own: pd.DataFrame) -> list[str]:
    """One word a source: inside if one of its readings is."""
    return ["inside" if "inside" in set(rows["position"]) else "outside" for _, rows in own.groupby("source_id")]


def _fits(positions: Iterable[str], sources: str) -> str:
    found = list(positions)
    inside = found.count("inside")
    return f"{_number(inside).capitalize()} of {len(found)} {sources} {'fits' if inside == 1 else 'fit'}"


def _others(positions: Iterable[str]) -> str:
    """What lies outside the wording, and on which side: "; 3 lie below it and 1 lies above it"."""
    found = list(positions)
    counts = [(found.count(where), where) for where in ("below", "above")]
    words = [f"{n} {'lies' if n == 1 else 'lie'} {where} it" for n, where in counts if n]
    return f"; {' and '.join(words)}" if words else ""


def _number(count: int) -> str:
    return str(count) if count else "none"


def _ratios_alt(found: pd.DataFrame, stated: Stated) -> str:
    def words(row: Mapping[Any, Any]) -> str:
        joint = f" ({_range(row, 'with_', ' to ')} with Karabakh's)" if row["position_with"] else ""
        what = "" if row["definition"] in row["name"] else f", {row['definition']}"
        return f"{row['name']}{what}: {_range(row, '', ' to ')}{joint}"

    return (
        f"Ratios by source and definition against the {stated.low:g} to {stated.high:g} that the wording covers. "
        + "; ".join(words(row) for row in found.to_dict("records"))
        + "."
    )


FIGURES = (soldiers_by_source, soldiers_by_definition, artillery_by_source, equipment_by_year)

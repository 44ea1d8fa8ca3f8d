"""Charts of equipment lost in 2020 (notebook 04)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import measures
from milbalance.charts import style
from milbalance.charts.checked import checked
from milbalance.charts.marks import row_names, say
from milbalance.measures import tallies
from milbalance.tables.load import Data

POOLED = "ARM+NKR"
SUM = "tanks and other armour"  # the class that adds the two above it, which one ministry does not tell apart
# Sources that count the tanks of both sides before the war, the oldest first, and how the chart calls them.
HOLDINGS = {
    ("iiss-rdmc-v1", 2014): "IISS 2014",
    ("gfp-2017", 2017): "GlobalFirepower 2017",
    ("gfp-2020-vestnik-kavkaza", 2020): "GlobalFirepower 2020",
    ("afp-2020-10", 2020): "AFP 2020",
    ("aljazeera-2020-10", 2020): "Al Jazeera 2020",
}
KARABAKH = "NKR"
# The Spanish text of the same report adds the tanks of the Karabakh forces, which its English text leaves out.
APART = {"afp-2020-10": "afp-2020-10-es"}


@checked
def losses_by_class(data: Data, *, side_a: str = "AZE", side_b: str = POOLED) -> Axes:
    """Losses by class on one scale: documented by pictures, and claimed by the other side's ministry.

    A class without a mark has no count at hand, which is not a count of zero.
    """
    panels = style.panels(1, 2, height=6.6, sharey=True, sharex=True)
    rows = tallies.by_class(data, (side_b, side_a))
    names = list(dict.fromkeys(rows["class"]))
    order = [name for name in tallies.CLASSES if name in names]
    for ax, side in zip(panels, (side_b, side_a), strict=True):
        most = rows["value"].max()
        ax.set(xlim=(-0.03 * most, most * 1.17), xlabel="items")  # no mark near zero leaves its panel
        ax.spines["left"].set_visible(False)
        _draw_tallies(ax, rows[rows["side"] == side], order, style.readable(style.colour(data, side)))
        ax.set_title(f"Lost by {style.name(data, side)}".replace(" and ", "\nand "), loc="left", fontsize=10)
        ax.axhspan(order.index(SUM) - 0.5, order.index(SUM) + 0.5, color="#EFEFEF", linewidth=0, zorder=0)
    names = ["both together" if name == SUM else name for name in order]
    panels[0].set_yticks(range(len(order)), names, color=style.INK, fontsize=9.5)
    panels[0].set_ylim(len(order) - 0.4, -0.6)
    armour = {
        evidence: [_count(rows, side, SUM, evidence) for side in (side_b, side_a)]
        for evidence in ("documented", "claimed")
    }
    seen, said = (f"{first:.0f} and {second:.0f}" for first, second in armour.values())
    return style.finish(
        style.figure_of(panels[0]),
        data,
        title=f"Armour documented lost (the other side’s claim): {_for_each(data, armour, (side_b, side_a))}",
        subtitle="Losses in the war of 2020. Filled: documented by pictures, a lower bound; open: last tally that "
        "the other side’s ministry claimed. No mark: no count at hand. Shaded: the two classes above it together",
        alt=f"Dots by class for {style.name(data, side_b)} and {style.name(data, side_a)}, on one scale. Both "
        f"together, tanks and other armoured vehicles: {seen} documented, {said} claimed by the other side’s "
        "ministry.",
        drawn=rows,
    )


def _for_each(data: Data, counts: dict[str, list[float]], sides: tuple[str, str]) -> str:
    """Both counts of each side: "Armenia 333 (482), Azerbaijan 85 (723)"."""
    names = (style.name(data, side).removesuffix(" forces") for side in sides)
    found = zip(names, counts["documented"], counts["claimed"], strict=True)
    return ", ".join(f"{name} {seen:.0f} ({claimed:.0f})" for name, seen, claimed in found)


def _count(rows: pd.DataFrame, side: str, name: str, evidence: str) -> float:
    return measures.one(rows, side=side, evidence=evidence, **{"class": name})


def _draw_tallies(ax: Axes, rows: pd.DataFrame, order: list[str], ink: str) -> None:
    ax.grid(axis="x", visible=True)
    for row, name in enumerate(order):
        mine = rows[rows["class"] == name].set_index("evidence")["value"]
        ax.plot(mine, [row] * len(mine), color=ink, linewidth=1.2, zorder=1)
        for evidence, value in mine.items():
            seen = evidence == "documented"
            face = ink if seen else "white"
            shape = "o" if seen else "D"
            ax.plot(value, row, shape, color=ink, markersize=7.5, mfc=face, mew=1.5, clip_on=False)
            weight = "bold" if seen else "normal"
            if len(mine) == 2 and value == mine.min():
                # Two numbers stand outside the line that joins them; above the mark where the axis is near.
                near = value < 0.12 * ax.get_xlim()[1]
                dx, dy, ha, va = (0, 5, "center", "bottom") if near else (-7, 0, "right", "center")
                say(ax, value, row, f"{value:.0f}", dx=dx, dy=dy, ha=ha, va=va, weight=weight)
            else:
                say(ax, value, row, f"{value:.0f}", dx=7, dy=0, ha="left", va="center", weight=weight)


@checked
def losses_and_holdings(data: Data, *, side_a: str = "AZE", side_b: str = "ARM") -> Axes:
    """Tanks that sources list before the war, as bars, against the tanks that pictures document as lost, as a line.

    Tanks of the Karabakh forces are a hatched bar where a source counts them; no other bar of their side has them
    for certain, while the losses of both forces are documented together.
    """
    panels = style.panels(2, 1, height=6.8, sharex=True, gridspec_kw={"height_ratios": [6, 5]})
    drawn = []
    lost = {}
    for ax, side, loser in zip(panels, (side_b, side_a), (POOLED, side_a), strict=True):
        listed = _listed(data, side, KARABAKH if loser == POOLED else None)
        gone = measures.select(tallies.documented(data, loser), type="tank")
        lost[side] = measures.one(gone, value="count")
        whose = f"documented lost by {style.name(data, loser)}" if loser == POOLED else "documented lost"
        _draw_holdings(ax, data, listed, lost[side], whose)
        ax.set_title(f"{style.name(data, side)}: tanks listed", loc="left", fontsize=10)
        drawn += [listed, gone.assign(place=loser, value=gone["count"].astype(float), kind="documented lost")]
    panels[-1].set(xlabel="tanks", xlim=(0, max(frame["value"].max() for frame in drawn) * 1.12))
    own = drawn[0].loc[drawn[0]["place"] == side_b, "value"]
    return style.finish(
        style.figure_of(panels[0]),
        data,
        title=f"Sources list {own.min():.0f} to {own.max():.0f} tanks for {style.name(data, side_b)}; "
        f"{lost[side_b]:.0f} are documented lost in 2020, Karabakh’s among them",
        subtitle="Bars: tanks listed by each source and year; hatched: those of the Karabakh forces. Lines: "
        "tanks documented lost in 2020, a lower bound. Sources are never averaged",
        alt="Bars by source with a line for documented losses. "
        + " ".join(
            f"{style.name(data, side)}: {words}; documented lost {lost[side]:.0f}."
            for side, words in zip((side_b, side_a), (_say(frame) for frame in drawn[::2]), strict=True)
        ),
        drawn=pd.concat(drawn)[["place", "year", "kind", "value", "source_id"]].assign(unit="tanks"),
    )


def _listed(data: Data, side: str, apart: str | None) -> pd.DataFrame:
    """Tanks listed for a side, and those of the forces that are counted apart, one row a source."""
    tanks = measures.select(data.forces, item="main_battle_tank")
    rows = [
        measures.select(tanks, place=side, source_id=source, year=year).assign(kind=name)
        for (source, year), name in HOLDINGS.items()
    ]
    if apart is not None:
        names = {APART[source]: name for (source, _), name in HOLDINGS.items() if source in APART}
        rows += [
            row.assign(kind=names.get(row["source_id"].iloc[0], f"Karabakh forces {row['year'].iloc[0]}"))
            for _, row in measures.select(tanks, place=apart).groupby("source_id")
        ]
    return pd.concat(rows)


def _draw_holdings(ax: Axes, data: Data, listed: pd.DataFrame, lost: float, whose: str) -> None:
    names = list(dict.fromkeys(listed["kind"]))
    start = dict.fromkeys(names, 0.0)
    for place, name, value in listed[["place", "kind", "value"]].to_numpy():
        hatch = "///" if place == KARABAKH else ""
        ink = style.colour(data, place)
        bar = ax.barh(names.index(name), value, 0.62, start[name], color=ink, hatch=hatch, ec="white", lw=0)
        words = f"{start[name]:.0f} + {value:.0f}" if start[name] else f"{value:.0f}"
        start[name] += value
        last = value == listed.loc[listed["kind"] == name, "value"].iloc[-1]
        if last:
            # A label that the line would cross goes inside its bar.
            dx, ha = (-5, "right") if 0 < lost - start[name] < 50 else (5, "left")
            middle = bar[0].get_y() + 0.31
            say(ax, start[name], middle, words, dx=dx, dy=0, ha=ha, va="center", size=9.5)
    ax.axvline(lost, color="white", linewidth=4)
    ax.axvline(lost, color=style.INK, linewidth=1.8)
    say(ax, lost, -0.7, f"{whose}: {lost:.0f}", dx=5, dy=0, ha="left", va="center")
    ax.set(ylim=(len(names) - 0.5, -1.1))
    row_names(ax, range(len(names)), names)


def _say(listed: pd.DataFrame) -> str:
    """Each bar in words, with both its parts where it has two: "AFP 2020 180 + 100"."""
    bars = listed.dropna(subset="value").groupby("kind", sort=False)["value"]
    return ", ".join(f"{name} {' + '.join(f'{value:.0f}' for value in values)}" for name, values in bars)

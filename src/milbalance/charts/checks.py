"""Charts of smaller counts, each beside what is stated (notebook 06)."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.charts import dots, style
from milbalance.charts.marks import limits, row_names, say, state, stated_point
from milbalance.charts.readings import MONUMENTS
from milbalance.charts.wording import source_name, with_stated
from milbalance.measures import facts
from milbalance.measures.transfers import span
from milbalance.tables.load import Data

NAKHCHIVAN = "Nakhchivan (Nakhijevan)"
LIGHT = "#F9E0AE"  # a pale tint of Armenia's colour, for its second source


def population_of_armenia(data: Data, *, ax: Axes | None = None) -> Axes:
    """Population by source and year as bars, beside what is stated."""
    ax = style.canvas(ax, height=4.4)
    said = articles.stated(data, "armenia-three-million")
    grid = articles.choices_of(data, "armenia-three-million")
    grid = grid.assign(year=grid["year"].astype(int), source_id=[named[0] for named in grid["sources"]])
    style.band(ax, said.low, said.high)
    ax.axhline(said.stated, color=style.STATED, linewidth=1.2)
    ink = style.colour(data, "ARM")
    ticks: dict[float, str] = {}
    for place, (source, mine) in enumerate(grid.groupby("source", sort=False)):
        across = mine["year"] + (-0.21, 0.21)[place]
        ax.bar(across, mine["value"], 0.38, color=(ink, LIGHT)[place], edgecolor=ink, linewidth=1.2)
        for at, value, year in zip(across, mine["value"], mine["year"], strict=True):
            say(ax, at, value, f"{value:.2f}", dy=-4, va="top", size=9.5, weight="bold")
            ticks[at] = dots.wrapped(f"{source} {year}", 14)
    years = sorted(set(grid["year"]))
    top = limits([*grid["value"], said.stated, said.high], room=0.115)
    ax.set(ylim=top, xlim=(years[0] - 0.6, years[-1] + 0.75), ylabel="million people")
    ax.set_xticks(list(ticks), list(ticks.values()), fontsize=9)
    stated_point(ax, years[-1] + 0.55, said.stated)
    say(ax, years[-1] + 0.55, said.stated, f"stated:\n{said.stated:g}", dy=7, ink=style.STATED)
    least, most = grid["value"].min(), grid["value"].max()
    return style.finish(
        ax,
        data,
        title=f"Armenia had {least:.2f} to {most:.2f} million people in {span(years[0], years[-1])} "
        f"(stated: {said.stated:g} million)",
        subtitle="Population in millions, by source and year. Light band: what the wording covers",
        alt="Bars, million people: "
        + "; ".join(f"{row.source} {row.year} {row.value:.2f}" for row in grid.itertuples())
        + f". Stated: {said.stated:g}.",
        drawn=with_stated(
            grid[["year", "source", "value", "source_id"]].assign(unit="million persons"),
            pd.DataFrame({"value": [said.stated], "low": said.low, "high": said.high, "unit": "million persons"}),
        ),
    )


def small_counts(data: Data) -> Axes:
    """Monuments by their parts, servicemen in a parade by source, and a border in miles, each on its own axis."""
    parts_ax, parade_ax, border_ax = style.panels(3, 1, height=7.4, gridspec_kw={"height_ratios": [1, 2.3, 1]})
    parts, parade, border = _parts(data), _parade(data), _border(data)
    _draw_parts(parts_ax, data, parts)
    said = articles.stated(data, "parade-3000")
    parade_ax.set(xlim=limits(dots.extent(parade, said), room=0.35), ylim=(len(parade) - 0.4, -1.6))
    dots.name_levels(parade_ax, parade)
    dots.mark_stated(parade_ax, said, -1, f"stated: {said.stated:,.0f}", ha="left", dx=9)
    dots.draw_numbers(parade_ax, parade)
    parade_ax.set_title("Servicemen in the parade in Baku", loc="left", fontsize=10)
    _draw_border(border_ax, data, border)
    for ax in (parts_ax, parade_ax):
        ax.xaxis.set_major_formatter("{x:,.0f}")
    total, miles = parts["value"].sum(), border["value"].iloc[0]
    monuments, length = articles.stated(data, "monuments"), articles.stated(data, "border-428")
    return style.finish(
        style.figure_of(parts_ax),
        data,
        title=f"Three counts: {total:,.0f} monuments (stated: over {monuments.stated:,.0f}), {said.stated:,.0f} "
        f"servicemen, {miles:.0f} miles of border",
        subtitle="Three counts, each on an axis of its own. Light bands: what the wording covers; shaded row: the "
        "plain reading; arrows: one end alone is published. One author gives the monuments by kind, "
        "another the number stated",
        alt=f"Monuments destroyed in {NAKHCHIVAN}: {_spoken(parts)}; together {total:,.0f}, stated over "
        f"{monuments.stated:,.0f}. Servicemen: {dots.spoken(parade)}; stated {said.stated:,.0f}. Border of "
        f"Azerbaijan and Iran: {miles:.1f} miles, stated {length.stated:g}.",
        drawn=with_stated(
            pd.concat([parts, dots.published(parade.assign(name=parade["printed"])), border])[
                ["name", "value", "low", "high", "unit", "source_id"]
            ],
            pd.DataFrame(
                [(claim.claim_id, claim.stated, claim.unit) for claim in (monuments, said, length)],
                columns=["name", "value", "unit"],
            ),
        ),
    )


def _parts(data: Data) -> pd.DataFrame:
    """The parts of the monuments, the largest first: name, value, unit, source_id."""
    rows = measures.select(data.facts, topic="monuments", source_id="hyperallergic-2019")
    named = {f"{part} destroyed, {NAKHCHIVAN}": part for part in MONUMENTS}
    found = rows.assign(name=rows["subject"].map(named)).sort_values("value", ascending=False)
    return found[["name", "value", "unit", "source_id"]]


def _spoken(parts: pd.DataFrame) -> str:
    return ", ".join(f"{value:,.0f} {name}" for name, value in parts[["name", "value"]].to_numpy())


def _draw_parts(ax: Axes, data: Data, parts: pd.DataFrame) -> None:
    """One bar of parts, each with its number, and the stated number, which the bar falls short of."""
    said = articles.stated(data, "monuments")
    left, inks = 0.0, (style.MUTED, style.FAINT, style.INK)
    for ink, (name, value) in zip(inks, parts[["name", "value"]].to_numpy(), strict=True):
        ax.barh(0, value, 0.5, left=left, color=ink, edgecolor="white")
        # The smallest part is a hair at the end of the bar; its label stands below, left of the stated diamond.
        last = name == parts["name"].iloc[-1]
        level, dy, va = (0.25, -4, "top") if last else (-0.25, 4, "bottom")
        at, dx, ha = (left + value, -10 * last, "right") if left else (left, 4, "left")
        say(ax, at, level, f"{value:,.0f} {name}", dx=dx, dy=dy, ha=ha, va=va)
        left += value
    ends = limits([left, said.low, said.stated], room=0.32)
    style.band(ax, said.low, ends[1], horizontal=False)
    say(ax, left, 0, f"together: {left:,.0f}", dx=10, dy=0, ha="left", va="center")
    state(ax, said.stated, 0.58, f"stated: over {said.stated:,.0f}")
    ax.set(xlim=ends, ylim=(1, -1))
    row_names(ax, [0], [dots.wrapped(source_name(data, parts["source_id"].iloc[0]), 24)])
    ax.set_title(f"Monuments destroyed in {NAKHCHIVAN}", loc="left", fontsize=10)


def _parade(data: Data) -> pd.DataFrame:
    """The published counts as `dots` draws them; `printed` names each with the word that bounds it, if one does."""
    grid = articles.choices_of(data, "parade-3000")
    rows = measures.select(data.facts, topic="parade-3000").set_index("source_id")
    rows = rows.loc[[named[0] for named in grid["sources"]]]
    spans = [facts.span(row) for _, row in rows.iterrows()]
    almost = (rows["caveat"] == facts.ALMOST).tolist()
    more = (rows["value"].isna() & rows["high"].isna()).tolist()
    bound = [" (“almost”)" * a + " (“more than”)" * b for a, b in zip(almost, more, strict=True)]
    found = pd.DataFrame({"low": [span.low for span in spans], "high": [span.high for span in spans]})
    found = found.assign(
        name=[dots.wrapped(source, 24) for source in grid["source"]],
        source_id=[named[0] for named in grid["sources"]],
        plain=grid["plain"],
        printed=grid["source"] + pd.Series(bound),
    )
    found = found.assign(level=found.index.astype(float), counted=True, ink=style.colour(data, "AZE"), marker="o")
    words = [dots.span_words(row) for row in found.to_dict("records")]
    about = [f"almost {high:,.0f}" for high in found["high"]]
    found["words"] = [near if is_near else said for near, is_near, said in zip(about, almost, words, strict=True)]
    return found.assign(unit="persons")


def _border(data: Data) -> pd.DataFrame:
    """The border in miles and in the kilometres that are published."""
    kilometres = measures.select(data.facts, topic="border-428")
    miles = kilometres.assign(name="in miles", value=articles.computed(data, "border-428"), unit="miles")
    return pd.concat([miles, kilometres.assign(name="as published")])[["name", "value", "unit", "source_id"]]


def _draw_border(ax: Axes, data: Data, border: pd.DataFrame) -> None:
    said = articles.stated(data, "border-428")
    miles, kilometres = border["value"]
    ax.barh(0, miles, 0.5, color=style.colour(data, "IRN"))
    say(ax, miles, 0, f"{miles:.1f} miles ({kilometres:g} km)", dx=10, dy=0, ha="left", va="center")
    state(ax, said.stated, 0.58, f"stated: {said.stated:g}")
    ax.set(xlim=limits([miles, said.stated, said.high], room=0.44), ylim=(1, -0.6), xlabel="miles")
    row_names(ax, [0], [dots.wrapped(source_name(data, border["source_id"].iloc[0]), 24)])
    ax.set_title("Border of Azerbaijan and Iran", loc="left", fontsize=10)

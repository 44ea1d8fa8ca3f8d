"""Chart of gas from Azerbaijan to the European Union beside the deal of July 2022 (notebook 06)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles
from milbalance.articles import Stated
from milbalance.charts import dots, style
from milbalance.charts.marks import row_names, say, state
from milbalance.charts.wording import source_name, with_stated
from milbalance.measures import gas
from milbalance.tables.load import Data

PLAIN = (2021, gas.COMMISSION)
# Years and sources of the upper panel; the second names who delivered.
BARS = ((2021, gas.COMMISSION, "AZE"), (2022, gas.COMMISSION, "AZE"), (2023, "trend-gas-2023", "AZE"))
PLANNED, RUSSIAN = (2027, gas.DEAL, "AZE"), (2021, "iea-2022-03", "RUS")


def gas_exports(data: Data) -> Axes:
    """Yearly gas as bars, with what the deal names and what is stated, and the factor by base year and source."""
    volume, times = style.panels(2, 1, height=7.8, gridspec_kw={"height_ratios": [1.4, 1]})
    said = {name: articles.stated(data, f"gas-{name}") for name in ("triple", "double", "unit", "eighth")}
    bars, factors = _bars(data), _factors(data)
    _draw_volumes(volume, data, bars, said)
    _draw_factors(times, factors, said, style.colour(data, "AZE"))
    plain, rest = factors[factors["plain"]].iloc[0], factors[~factors["plain"]]
    return style.finish(
        style.figure_of(volume),
        data,
        title=f"The gas deal plans {plain['low']:.2f} times 2021’s gas, {rest['low'].min():.2f} to "
        f"{rest['low'].max():.2f} times 2022’s (stated: triple; more than double)",
        subtitle="Above: billion cubic metres a year to the European Union (2023: to all of Europe). Below: at "
        f"least {gas.target(data):g} billion, the plan for 2027, over the gas of the base year; shaded row: the "
        "plain reading. Light bands and arrow: what the wordings cover",
        alt=f"Bars, billion cubic metres: {dots.spoken(bars)}. Dots, times the base: {dots.spoken(factors)}. "
        f"Stated: {said['triple'].stated:g} times and over {said['double'].stated:g} times; {_printed(said)}; "
        f"{_eighth(bars)}.",
        drawn=_drawn(bars, factors, said),
    )


def _bars(data: Data) -> pd.DataFrame:
    """Volumes as drawn: year, name, low (billion cubic metres), words, origin, planned, source_id."""
    records = []
    for year, source, origin in (*BARS, PLANNED, RUSSIAN):
        value, planned = gas.volume(data, year, source, origin).low, (year, source, origin) == PLANNED
        kind = "planned for" if planned else f"from {style.name(data, origin)},"
        name = f"{kind} {year}\n{source_name(data, source)}"
        records.append((year, name, value, f"{'at least ' * planned}{value:g}", origin, planned, source))
    return pd.DataFrame(records, columns=["year", "name", "low", "words", "origin", "planned", "source_id"])


def _draw_volumes(ax: Axes, data: Data, bars: pd.DataFrame, said: Mapping[str, Stated]) -> None:
    """Bars, and two stated numbers: the volume of 2021 as printed, and the eighth of Russia's."""
    russian = float(bars["low"].iloc[-1])
    eighth, planned = said["eighth"], bars["planned"].tolist().index(True)
    ax.fill_between(
        [eighth.low * russian, eighth.high * russian],
        planned - 0.42,
        planned + 0.55,
        color=style.STATED_BAND,
        zorder=0,
    )
    for row, bar in enumerate(bars.to_dict("records")):
        fill = "white" if bar["planned"] else style.colour(data, bar["origin"])
        edge = style.colour(data, bar["origin"]) if bar["planned"] else "white"
        ax.barh(
            row, bar["low"], 0.5, color=fill, edgecolor=edge, hatch="///" * bar["planned"], linewidth=bar["planned"]
        )
        say(ax, bar["low"], row, bar["words"], dx=5, dy=0, ha="left", va="center", weight="bold")
    state(ax, said["unit"].stated / 1e9, -1, f"stated {_printed(said)}")
    state(ax, eighth.stated * russian, planned + 0.41, f"stated: {_eighth(bars)}")
    row_names(ax, range(len(bars)), list(bars["name"]), size=8.5)
    ax.grid(visible=True, axis="x")
    ax.set(xlim=(0, russian * 1.08), ylim=(len(bars) - 0.5, -1.5), xlabel="billion cubic metres")


def _printed(said: Mapping[str, Stated]) -> str:
    """The volume of 2021 as it is stated."""
    volume = said["unit"].stated
    return f"for 2021: {volume / 1e6:g} million cubic metres, that is {volume / 1e9:.4f} billion"


def _eighth(bars: pd.DataFrame) -> str:
    """What the plan is stated to be of Russia's volume."""
    return f"an eighth of {bars['low'].iloc[-1]:g}"


def _factors(data: Data) -> pd.DataFrame:
    """The counted factors as `dots` draws them, the plain reading first."""
    grid = articles.choices_of(data, "gas-triple")
    rows = grid[grid["counted"]].reset_index(drop=True)
    expected = rows["sources"].map(lambda named: "ec-2022-07-18" in named).map({True: " (expected)", False: ""})
    return rows.assign(
        level=rows.index.astype(float),
        name=rows["base"] + expected + "\n" + rows["source"],
        words=[f"{value:.2f}" for value in rows["low"]],
        source_id=[named[0] for named in rows["sources"]],
        marker="o",
    )


def _draw_factors(ax: Axes, rows: pd.DataFrame, said: Mapping[str, Stated], ink: str) -> None:
    """The factors, the band of "triple", and the range of "more than double", which has no upper end."""
    triple, double = said["triple"], said["double"]
    ax.set(xlim=(0, 4), ylim=(len(rows) - 0.4, -2.4), xlabel="times the gas of the base year")
    dots.name_levels(ax, rows, size=8.5)
    dots.draw_numbers(ax, rows.assign(ink=ink), left_from=0)
    dots.mark_stated(ax, triple, -1, "stated: triple", ha="left", dx=9)
    ax.plot([double.low, 4], [-1.95, -1.95], color=style.STATED, linewidth=1.6)
    ax.plot([double.low], [-1.95], "|", color=style.STATED, markersize=9)
    ax.plot([4], [-1.95], ">", color=style.STATED, clip_on=False)
    say(ax, double.low, -1.95, "stated: more than double", dx=-8, dy=0, ha="right", va="center", ink=style.STATED)


def _drawn(bars: pd.DataFrame, factors: pd.DataFrame, said: Mapping[str, Stated]) -> pd.DataFrame:
    """Volumes and factors as drawn, then what is stated, each in its unit."""
    volumes = bars.assign(unit="billion cubic metres")
    columns = ["name", "low", "unit", "source_id"]
    computed = pd.concat([volumes[columns], factors.assign(unit="factor")[columns]])
    computed["name"] = computed["name"].str.replace("\n", ", ")
    stated = [(name, claim.stated, claim.low, claim.high, claim.unit) for name, claim in said.items()]
    return with_stated(
        computed.rename(columns={"low": "value"}),
        pd.DataFrame(stated, columns=["name", "value", "low", "high", "unit"]),
    )

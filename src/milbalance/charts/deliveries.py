"""Charts of single suppliers and of drones (notebooks 03 and 04)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd
from matplotlib.axes import Axes

from milbalance import claims, customs, measures, style
from milbalance.charts.parts import source_name, with_stated
from milbalance.claims import ARMED_DRONES, TRANSFERS
from milbalance.load import Data

ALL_DRONES = ("armed drone", "loitering munition", "reconnaissance drone")
MARKERS = dict(zip(ALL_DRONES, ("o", "D", "s"), strict=True))
PLURALS = dict(zip(ALL_DRONES, ("armed drones", "loitering munitions", "reconnaissance drones"), strict=True))
HATCHES = dict(zip(ALL_DRONES, ("///", "", "..."), strict=True))
STATED_TYPES = {"TB-2": "Bayraktar TB2", "Harop": "Harop"}  # as the register writes them: as the article does
POINTS: dict[str, Any] = {"textcoords": "offset points"}
FIRST_WAR = (1988, 1994)  # the years that the article gives
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def turkey_exports(data: Data) -> Axes:
    """Turkish defence exports to Azerbaijan by published period, and how many times its base each reading gives.

    Widths are periods and heights are values per month, so that areas are money. The factors stand on a log axis
    beside the band that the wording covers.
    """
    money, times = style.panels(2, 1, height=7.3, gridspec_kw={"height_ratios": [1.25, 1]})
    said = claims.stated(data, "turkey-tenfold")
    pieces, factors = customs.by_period(data), customs.factors(data)
    base = measures.select(customs.exports(data), start="2019-07", end="2019-09")
    _draw_periods(money, pieces, style.colour(data, "TUR"))
    _mark_base(money, float(base["high"].iloc[0]) / 1e6)
    _draw_factors(times, factors, said)
    on_quarter = factors[factors["at_least"]].iloc[0]
    on_nine = factors["factor"].min()
    inside = factors[[said.covers(value) for value in factors["factor"]]]
    none = "none of them falls" if inside.empty else f"{len(inside)} of them fall"
    return style.finish(
        style.figure_of(money),
        data,
        title=f"Turkish exports in 2020 were {on_nine:.1f} to over {on_quarter['factor']:.0f} times earlier ones, "
        f"by the base (stated: {said.stated:.0f})",
        subtitle="Defence and aviation goods to Azerbaijan, customs value in current US dollars as published. "
        "Above: value per month, labels are the whole period; hatched: a difference of two published values. "
        f"Below: factors by base, the plain reading in bold; {none} in the band that the wording covers",
        alt=f"Exports by period: {_spell(pieces)}. The third quarter of 2020 is over "
        f"{on_quarter['factor']:.0f} times that of 2019; the first nine months are {on_nine:.1f} times those of "
        f"2019. Stated: {said.stated:g} times.",
        drawn=with_stated(
            pd.concat([pieces, _upper(base), factors.assign(unit="factor").rename(columns={"factor": "value"})]),
            pd.DataFrame({"value": [said.stated], "low": said.low, "high": said.high, "unit": "factor, as stated"}),
        ),
    )


def _draw_periods(ax: Axes, pieces: pd.DataFrame, ink: str) -> None:
    left = [_month(start) for start in pieces["start"]]
    bars = ax.bar(
        left, pieces["per_month"], pieces["months"] - 0.08, align="edge", color=ink, edgecolor="white", linewidth=0
    )
    for bar, kind, value in zip(bars, pieces["kind"], pieces["value"], strict=True):
        if kind != "reported":
            bar.set_hatch("///")
        text = f"{value:.2f}" if value < 1 else f"{value:.1f}".removesuffix(".0")
        middle = bar.get_x() + bar.get_width() / 2
        # The label of a bar without height moves away from its taller neighbour.
        shift = -5 if value < 1 else 0
        ax.annotate(text, (middle, bar.get_height()), xytext=(shift, 3), **POINTS, ha="center", fontsize=9)
    ax.set(ylim=(0, 100), xlim=(-0.3, 23.3), ylabel="million US dollars a month")
    ticks = range(0, 24, 3)
    ax.set_xticks(
        ticks,
        [f"{MONTHS[tick % 12]}\n{2019 + tick // 12}" if tick % 12 == 0 else MONTHS[tick % 12] for tick in ticks],
    )
    war = _month("2020-09") + 26 / 30
    ax.plot([war, war], [86, 97], color=style.INK, linewidth=1, linestyle=":")
    ax.annotate("war from 27 September 2020", (war, 97), xytext=(-5, 0), **POINTS, ha="right", va="top", fontsize=9)


def _mark_base(ax: Axes, most: float) -> None:
    # The base of the plain reading is known as a bound alone: a mark inside the nine months that hold it, no bar.
    level = most / 3
    ax.plot([6, 9], [level, level], color=style.INK, linewidth=2.5)
    ax.plot([7.5, 7.5], [level, 22], color=style.MUTED, linewidth=0.8)
    ax.text(7.4, 24, f"July to September 2019:\nat most {most:.1f} in all", ha="center", fontsize=9)


def _draw_factors(ax: Axes, factors: pd.DataFrame, said: claims.Stated) -> None:
    style.band(ax, said.low, said.high, horizontal=False)
    ax.axvline(said.stated, color=style.STATED, linewidth=1.5)
    rows = range(len(factors))
    ax.set(xscale="log", xlim=(3, 900), ylim=(len(factors) - 0.4, -1.0))
    names = [compared.replace(" on ", "\non ", 1) for compared in factors["compared"]]
    ax.set_yticks(rows, names, color=style.INK, fontsize=9)
    for label, plain in zip(ax.get_yticklabels(), factors["at_least"], strict=True):
        label.set_fontweight("bold" if plain else "normal")
    ax.set_xticks([3, 10, 30, 100, 300], ["3", "10", "30", "100", "300"])
    ax.minorticks_off()
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("times the base (log scale)")
    ax.annotate(
        f"stated: {said.stated:g}",
        (said.stated, -0.62),
        xytext=(6, 0),
        **POINTS,
        va="center",
        color=style.STATED,
        fontsize=9,
    )
    for row, (_, factor) in zip(rows, factors.iterrows(), strict=True):
        value, open_end = factor["factor"], factor["at_least"]
        if pd.notna(factor["low"]):
            ax.plot([factor["low"], factor["high"]], [row, row], color=style.INK, linewidth=4, alpha=0.35)
        ax.plot(value, row, marker=">" if open_end else "o", color=style.INK, markersize=8 if open_end else 6)
        # A label left of the band stays on its side, so that it does not cover the band.
        before = value < said.low
        ax.annotate(
            f"over {value:.0f}" if open_end else f"{value:.3g}",
            (value, row),
            xytext=(-9 if before else 9, 0),
            **POINTS,
            ha="right" if before else "left",
            va="center",
            fontsize=9.5,
        )


def _upper(base: pd.DataFrame) -> pd.DataFrame:
    return base.assign(high=base["high"] / 1e6, unit="million US dollars, at most", months=3)[
        ["start", "end", "months", "high", "unit", "kind", "source_id"]
    ]


def _spell(pieces: pd.DataFrame) -> str:
    return (
        ", ".join(
            f"{start} to {end} {value:.3g}" for start, end, value in pieces[["start", "end", "value"]].to_numpy()
        )
        + " million US dollars"
    )


def _month(month: str) -> int:
    return customs.months("2019-01", month) - 1


def russia_contracts(data: Data, *, recipient: str = "AZE", source: str = TRANSFERS) -> Axes:
    """What was said about money, and what Russia delivered in SIPRI's volume: two panels, never one axis."""
    money, volume = style.panels(2, 1, height=6.6, gridspec_kw={"height_ratios": [1, 1.5]})
    said = claims.stated(data, "spending-5bn-russia")
    found = claims.computed(data, "spending-5bn-russia")
    facts = measures.select(data.facts, topic="spending-5bn-russia")
    rows = _volumes(data, recipient, "RUS", source)
    _draw_statements(money, data, said, facts)
    year = int(facts.loc[facts["value"] == found, "as_of"].iloc[0][:4])
    _draw_volume(volume, rows, style.colour(data, "RUS"))
    _add_up(volume, rows, [(int(rows.index.min()), year), (year + 1, 2020)])
    heading = "Delivered from Russia: a volume, in millions of SIPRI's indicator (TIV)"
    volume.set_title(heading, loc="left", fontsize=10)
    name = style.name(data, recipient)
    return style.finish(
        style.figure_of(money),
        data,
        title=f"Arms trade with Russia was put at {found:g} billion dollars in {year} (stated: {said.stated:g})",
        subtitle=f"{name}. Above: values as published, in current US dollars; light band: what the wording covers. "
        f"Below: volume of deliveries by year, never converted into money. {source_name(data, source)}",
        alt=f"Bars: stated {said.stated:g} billion US dollars with Russia, {found:g} billion in a statement of "
        f"{year}, and a press report about an order from Israel. Below, deliveries from Russia run from "
        f"{rows.index.min()} to {rows.index.max()}, most of them in {rows.idxmax()}.",
        drawn=with_stated(
            pd.concat(
                [facts[["subject", "as_of", "value", "unit", "source_id"]], _tidy(rows, recipient, "RUS", source)]
            ),
            pd.DataFrame(
                {"value": [said.stated], "low": said.low, "high": said.high, "unit": f"{said.unit}, stated"}
            ),
        ),
    )


def _add_up(ax: Axes, rows: pd.Series[float], periods: Sequence[tuple[int, int]]) -> None:
    """Write the sum of each period above its bars."""
    ax.set(xlim=(periods[0][0] - 0.7, periods[-1][1] + 0.6), ylim=(0, rows.max() * 1.32))
    ax.set_yticks(range(0, int(rows.max()) + 1, 100))
    level = rows.max() * 1.16
    for start, end in periods:
        total = rows[(rows.index >= start) & (rows.index <= end)].sum()
        ax.plot([start - 0.4, end + 0.4], [level, level], color=style.MUTED, linewidth=1)
        middle = ((start + end) / 2, level)
        words = f"{start} to {end}: {total:,.0f}"
        ax.annotate(words, middle, xytext=(0, 4), **POINTS, ha="center", fontsize=9.5)


def _draw_statements(ax: Axes, data: Data, said: claims.Stated, facts: pd.DataFrame) -> None:
    style.band(ax, said.low, said.high, horizontal=False)
    bars = [(said.stated, "stated: arms from Russia", style.STATED, "")]
    for subject, when, value in facts.sort_values("as_of")[["subject", "as_of", "value"]].to_numpy():
        russian = "Russia" in subject
        text = f"{subject.removeprefix('Azerbaijan: ')}, published {when[:4]}"
        bars.append((value, text, style.colour(data, "RUS" if russian else "ISR"), "" if russian else "///"))
    for row, (value, text, ink, hatch) in enumerate(bars):
        ax.barh(row, value, height=0.4, color=ink, hatch=hatch, edgecolor="white", linewidth=0)
        ax.annotate(text, (0, row - 0.26), xytext=(2, 2), **POINTS, fontsize=9)
        ax.annotate(f"{value:g}", (value, row), xytext=(5, 0), **POINTS, va="center", fontweight="bold")
    ax.set(ylim=(len(bars) - 0.6, -0.75), xlim=(0, 6), yticks=[], xlabel="billion US dollars")
    ax.grid(axis="y", visible=False)


def israel_deliveries(
    data: Data, *, recipient: str = "AZE", supplier: str = "ISR", source: str = TRANSFERS, ax: Axes | None = None
) -> Axes:
    """Deliveries by year from 1988 on, the years of the first war shaded and the first recorded delivery named."""
    ax = style.canvas(ax)
    start, end = FIRST_WAR
    rows = _volumes(data, recipient, supplier, source)
    in_war = rows[(rows.index >= start) & (rows.index <= end)]
    first, top = int(rows.index.min()), float(rows.max())
    recorded = "no delivery\nrecorded" if in_war.empty else f"{in_war.sum():.3g} recorded"
    ax.axvspan(start - 0.5, end + 0.5, color=style.STATED_BAND, linewidth=0, zorder=0)
    words = f"stated:\n{start} to {end}\n\nregister:\n{recorded}"
    ax.text(start - 0.2, top * 1.03, words, color=style.STATED, va="top", fontsize=9.5)
    _draw_volume(ax, rows, style.colour(data, supplier))
    words = f"{first}: the first recorded,\n{_items(data, recipient, supplier, source, first)}"
    ax.plot([first, first], [rows[first] + top * 0.06, top * 0.4], color=style.MUTED, linewidth=0.8)
    ax.text(first, top * 0.42, words, ha="center", fontsize=9.5)
    ax.set(
        xlim=(start - 0.8, rows.index.max() + 0.8), ylim=(0, top * 1.08), ylabel="million TIV (volume, not money)"
    )
    who, whom = style.name(data, supplier), style.name(data, recipient)
    gap = f", {first - end} years after the first war" if first > end else ""
    return style.finish(
        ax,
        data,
        title=f"The first delivery recorded from {who} to {whom} is of {first}{gap}",
        subtitle=f"Volume of deliveries by year, in millions of SIPRI's indicator (TIV); no bar: none recorded. "
        f"{source_name(data, source)}. A delivery kept secret, or too small to be noticed, is in no register",
        alt=f"Bars by year. From {start} to {end}: {' '.join(recorded.split())}. The first bar stands in {first} "
        f"with {rows[first]:.1f}, the highest in {rows.idxmax()} with {top:.0f}. Stated: {start} to {end}.",
        drawn=with_stated(
            _tidy(rows, recipient, supplier, source),
            pd.DataFrame({"supplier": [supplier], "start": start, "end": end, "unit": "years, as stated"}),
        ),
    )


def drones_by_origin(
    data: Data,
    *,
    side_a: str = "AZE",
    side_b: str = "ARM",
    source: str = TRANSFERS,
    classes: Sequence[str] = ARMED_DRONES,
    until: int = 2020,
) -> Axes:
    """Drones delivered to both sides by year and origin up to a year, on one scale, with the total so far."""
    rows = _delivered(data, [side_a, side_b], source, classes, until)
    years = range(int(rows["year"].min()), until + 1)
    tables = {side: _by_origin(rows, side, years) for side in (side_a, side_b)}
    tops = [max(float(table.sum(axis=1).max()) * 1.25, 36.0) for table in tables.values()]
    panels = style.panels(2, 1, height=5.6, sharex=True, gridspec_kw={"height_ratios": tops})
    for ax, top, (side, table) in zip(panels, tops, tables.items(), strict=True):
        ax.set(ylim=(0, top), xlim=(years[0] - 0.6, until + 0.4 * len(years)), ylabel="items")
        heading = f"To {style.name(data, side)}" + ("" if table.empty else f": {_total(data, table)}")
        ax.set_title(heading, loc="left", fontsize=10)
        _draw_origins(ax, data, table)
    shown = years if len(years) < 12 else years[::2]
    panels[-1].set_xticks(shown, [str(year) for year in shown])
    said = claims.stated(data, "drones-superior")
    dotted = ", dotted: reconnaissance drones" if "reconnaissance drone" in classes else ""
    counts = [int(table.to_numpy().sum()) for table in tables.values()]
    first, second = (
        f"{count or 'none'} to {style.name(data, side)}" for count, side in zip(counts, tables, strict=True)
    )
    return style.finish(
        style.figure_of(panels[0]),
        data,
        title=f"{_kinds(classes).capitalize()} recorded by {until}: {first}, {second}",
        subtitle=f"Items by year and origin, in brackets the sum so far; hatched: armed drones{dotted}. "
        f"{source_name(data, source)}; it holds no drones that a country makes for itself. "
        f"Stated: {said.statement.removesuffix('.')}",
        alt=f"Bars from {years[0]} to {until} for two sides on one scale. "
        + ". ".join(f"{style.name(data, side)}: {_total(data, table)}" for side, table in tables.items())
        + ".",
        drawn=with_stated(
            _numbers(rows), pd.DataFrame({"recipient": [side_a], "low": said.low, "unit": "items ahead, as stated"})
        ),
    )


def _draw_origins(ax: Axes, data: Data, table: pd.DataFrame) -> None:
    ax.grid(visible=False)
    if table.empty:
        ax.text(0.5, 0.45, "no delivery recorded", transform=ax.transAxes, ha="center", color=style.MUTED)
    years = table.index.to_numpy()
    base = pd.Series(0.0, index=table.index)
    names = []
    for origin, kind in _columns(table):
        ink = style.colour(data, origin)
        numbers = table[(origin, kind)]
        ax.bar(years, numbers, 0.7, bottom=base, color=ink, hatch=HATCHES[kind], edgecolor="white", linewidth=0)
        # All labels stand right of the last bar, in the order of the stack, also of what ended before.
        last, end = int(years[numbers.to_numpy() > 0][-1]), int(years[-1])
        height = float(base[end] + numbers[end] / 2)
        short = kind.split()[0]
        when = f"{numbers[end]:.0f} {short}" if last == end else f"{short}, to {last}"
        names.append((end + 0.35, height, f"{style.name(data, origin)}: {when}", ink))
        base = base + numbers
    so_far = base.cumsum()
    for year, number in zip(years, base, strict=True):
        if number:
            words = f"{number:.0f}\n({so_far[year]:.0f})"
            ax.annotate(
                words, (year, number), xytext=(0, 3), **POINTS, ha="center", fontsize=9 if len(years) < 12 else 8
            )
    style.end_labels(ax, names, size=9)


def _by_origin(rows: pd.DataFrame, recipient: str, years: range) -> pd.DataFrame:
    """Items by year (rows) and by origin and class (columns), the largest first; no columns if none."""
    mine = rows[rows["recipient"] == recipient]
    table = mine.groupby(["year", "supplier", "class"])["number"].sum().unstack(["supplier", "class"])
    table = table.reindex(list(years)).fillna(0.0)
    return table[table.sum().sort_values(ascending=False, kind="stable").index]


def _columns(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Origin and class of each column; pandas does not say that such labels are pairs."""
    return cast("list[tuple[str, str]]", list(table.columns))


def _total(data: Data, table: pd.DataFrame) -> str:
    totals = [
        f"{style.name(data, origin)} {table[(origin, kind)].sum():.0f} {PLURALS[kind]}"
        for origin, kind in _columns(table)
    ]
    return ", ".join(totals) or "none recorded"


def _kinds(classes: Sequence[str]) -> str:
    *names, last = (PLURALS[name] for name in classes)
    return f"{', '.join(names)} and {last}" if names else last


def drone_types(
    data: Data,
    *,
    recipient: str = "AZE",
    source: str = TRANSFERS,
    classes: Sequence[str] = ALL_DRONES,
    until: int = 2020,
    ax: Axes | None = None,
) -> Axes:
    """Every uncrewed type delivered, a row each: a mark with its number in each year of delivery.

    The types that the article names stand on a band; the line is the end of the year that the claim is about.
    """
    ax = style.canvas(ax, height=6.4)
    drawn = _numbers(_delivered(data, [recipient], source, classes, None))
    ax.set_xlim(drawn["year"].min() - 0.7, drawn["year"].max() + 2.4)
    rows = _draw_types(ax, data, drawn, classes, until)
    ax.set_xticks(range(drawn["year"].min(), drawn["year"].max() + 1, 2))
    ax.axvline(until + 0.5, color=style.INK, linewidth=1, linestyle=":")
    ax.annotate(f"end of {until}", (until + 0.5, 0), xytext=(4, 0), **POINTS, va="center", fontsize=9)
    counts = {name: _by(drawn, mark, until) for mark, name in STATED_TYPES.items()}
    had = " and ".join(f"{count:.0f} {name}" for name, count in counts.items())
    return style.finish(
        ax,
        data,
        title=f"By {until} {style.name(data, recipient)} had received {had}",
        subtitle=f"Numbers delivered by type and year, by {until} on the right; light bands: the types stated. "
        f"{source_name(data, source)}. Numbers and years are often estimates",
        alt=f"{rows} uncrewed types, one row each, with numbers by year of delivery from "
        f"{drawn['year'].min()} to {drawn['year'].max()}. By {until}: {had}, both of them stated.",
        drawn=with_stated(drawn, pd.DataFrame({"designation": list(counts), "unit": "type named, as stated"})),
    )


def _draw_types(ax: Axes, data: Data, drawn: pd.DataFrame, classes: Sequence[str], until: int) -> int:
    """Draw the types class by class, from the top; returns how many there are."""
    beside: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "va": "center", "weight": "bold"}
    ticks: dict[int, str] = {}
    row = 0
    for kind in classes:
        ax.annotate(PLURALS[kind], (-0.01, row), ha="right", **beside)
        row += 1
        for (supplier, designation), dots in _types(drawn, kind):
            ticks[row] = f"{designation} ({style.name(data, supplier)})"
            _draw_type(ax, row, dots, ink=style.readable(style.colour(data, supplier)), until=until)
            row += 1
    ax.annotate(f"by {until}", (1, 0), ha="right", **beside)
    ax.set(ylim=(row - 0.4, -0.6))
    ax.set_yticks(list(ticks), list(ticks.values()), color=style.INK, fontsize=9)
    ax.grid(visible=False)
    return len(ticks)


def _types(drawn: pd.DataFrame, kind: str) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    """The types of one class, as supplier and designation with their rows, in the order of first delivery."""
    rows = drawn[drawn["class"] == kind].sort_values(["year", "designation"])
    keys = list(dict.fromkeys(zip(rows["supplier"], rows["designation"], strict=True)))
    return [(key, rows[(rows["supplier"] == key[0]) & (rows["designation"] == key[1])]) for key in keys]


def _draw_type(ax: Axes, row: int, dots: pd.DataFrame, *, ink: str, until: int) -> None:
    designation = dots["designation"].iloc[0]
    if any(mark in designation for mark in STATED_TYPES):
        ax.axhspan(row - 0.47, row + 0.47, color=style.STATED_BAND, linewidth=0, zorder=0)
    ax.hlines(row, ax.get_xlim()[0], ax.get_xlim()[1] - 1.5, color=style.FAINT, linewidth=0.7, zorder=1)
    marker = MARKERS[dots["class"].iloc[0]]
    ax.plot(dots["year"], [row] * len(dots), marker, markersize=18, color=ink, markeredgecolor="white")
    for year, number in dots[["year", "value"]].to_numpy():
        ax.text(year, row, f"{number:.0f}", color="white", ha="center", va="center_baseline", fontsize=8)
    total = _by(dots, designation, until)
    ax.text(ax.get_xlim()[1], row, f"{total:.0f}" if total else "none", ha="right", va="center", fontsize=9.5)


def _by(drawn: pd.DataFrame, mark: str, until: int) -> float:
    rows = drawn[drawn["designation"].str.contains(mark, regex=False) & (drawn["year"] <= until)]
    return float(rows["value"].sum())


def _delivered(
    data: Data, recipients: Sequence[str], source: str, classes: Sequence[str], until: int | None
) -> pd.DataFrame:
    """Deliveries of some classes in one release, up to a year or all."""
    rows = measures.select(
        data.arms_deliveries, source_id=source, recipient=list(recipients), **{"class": list(classes)}
    )
    return rows if until is None else rows[rows["year"] <= until]


def _numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """Items by recipient, supplier, type and year."""
    keys = ["recipient", "supplier", "class", "designation", "year", "source_id"]
    return rows.groupby(keys)["number"].sum().rename("value").reset_index().assign(unit="items")


def _volumes(data: Data, recipient: str, supplier: str, source: str) -> pd.Series[float]:
    """Volume of deliveries by year, in millions of TIV; a year without a delivery has no row."""
    rows = measures.select(data.arms_deliveries, source_id=source, recipient=recipient, supplier=supplier)
    return rows.groupby("year")["tiv_m"].sum().sort_index()


def _draw_volume(ax: Axes, rows: pd.Series[float], ink: str) -> None:
    ax.bar(rows.index, rows, 0.75, color=ink)
    for year, value in rows.items():
        ax.annotate(f"{value:.0f}", (year, value), xytext=(0, 2), **POINTS, ha="center", fontsize=8.5)


def _tidy(rows: pd.Series[float], recipient: str, supplier: str, source: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "recipient": recipient,
            "supplier": supplier,
            "year": rows.index,
            "value": rows.to_numpy(),
            "unit": "million TIV",
            "source_id": source,
        }
    )


def _items(data: Data, recipient: str, supplier: str, source: str, year: int) -> str:
    """What was delivered in a year, in words."""
    rows = measures.select(
        data.arms_deliveries, source_id=source, recipient=recipient, supplier=supplier, year=year
    )
    return ", ".join(
        f"{number} {designation} ({kind}{'s' if number > 1 else ''})"
        for number, designation, kind in rows[["number", "designation", "class"]].to_numpy()
    )


NOTEBOOK_03 = (turkey_exports, russia_contracts, israel_deliveries)
NOTEBOOK_04 = (drones_by_origin, drone_types)
FIGURES = NOTEBOOK_03 + NOTEBOOK_04

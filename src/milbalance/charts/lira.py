"""Charts of lira and dollars, and of what fighters were said to be paid (notebook 06)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from milbalance import articles, measures
from milbalance.charts import dots, style
from milbalance.charts.marks import limits, say
from milbalance.charts.wording import source_name, with_stated
from milbalance.measures import dates, facts, lira
from milbalance.tables.load import Data

MONTHS = ("2019-01", "2023-12")  # the first and the last month drawn
PLAIN = "2020-10"  # the month of the plain reading
COMPENSATED = "fighters-death-fx"


def lira_rate(data: Data, *, ax: Axes | None = None) -> Axes:
    """Lira per dollar by month, and the days on which the rate that the article implies was the rate."""
    ax = style.canvas(ax)
    said = articles.stated(data, "fighters-pay-fx")
    rows = lira.rates(data, *MONTHS)
    when = [_place(date.fromisoformat(f"{month}-15")) for month in rows["month"]]
    ink = style.colour(data, "TUR")
    ax.fill_between(when, rows["lowest"], rows["highest"], color=ink, alpha=0.35, linewidth=0)
    ax.plot(when, rows["mean"], color=ink)
    style.band(ax, said.low, said.high)
    ax.axhline(said.stated, color=style.STATED, linewidth=1.2)
    ax.set(ylim=(0, rows["highest"].max() * 1.05), ylabel="lira per US dollar")
    words = f"stated: {said.stated:g}"
    say(ax, when[0], said.stated, words, dx=2, dy=4, ha="left", va="bottom", ink=style.STATED, size=9.5)
    first, last, count = lira.days_at_the_stated_rate(data)
    plain = measures.one(rows, value="mean", month=PLAIN)
    _name_months(ax, plain, (first, last, count), said.stated)
    return style.finish(
        ax,
        data,
        title=f"A dollar was {plain:.2f} lira in October 2020; the stated {said.stated:g} is the rate of "
        f"{first:%B %Y}",
        subtitle="Lira per US dollar by month: line, the mean of the days; shade, lowest to highest day. "
        "Cross rate of the European Central Bank’s euro rates",
        alt=f"A line by month from {MONTHS[0]} to {MONTHS[1]}, rising from {rows['mean'].iloc[0]:.1f} to "
        f"{rows['mean'].iloc[-1]:.1f} lira per dollar. October 2020: {plain:.2f}. Stated: {said.stated:g}, "
        f"which was the rate on {count} days, from {dates.words(first)} to {dates.words(last, year=True)}.",
        drawn=with_stated(
            rows.assign(unit="lira per US dollar"),
            pd.DataFrame({"stated": [said.stated], "unit": "lira per US dollar, stated"}),
        ),
    )


def _name_months(ax: Axes, plain: float, at: tuple[date, date, int], rate: float) -> None:
    """The month of the war, and the days on which the stated rate held, each with a mark on the line."""
    first, last, count = at
    october = _place(date.fromisoformat(f"{PLAIN}-15"))
    ax.plot([october], [plain], "o", color=style.INK)
    ax.plot([october, october], [plain * 0.72, plain], color=style.MUTED, linewidth=0.8, zorder=1)
    say(ax, october, plain * 0.72, f"October 2020,\nin the war: {plain:.2f}", dy=-2, va="top", size=9.5, halo=True)
    middle = (_place(first) + _place(last)) / 2
    ax.plot([middle], [rate], "D", color=style.STATED, markersize=7)
    words = f"the rate on {count} days,\n{dates.words(first)} to {dates.words(last, year=True)}"
    say(ax, middle, rate, words, dx=-4, dy=14, ha="right", va="bottom", size=9.5)


def _place(day: date) -> float:
    """Where a day lies on an axis of years."""
    return day.year + (day.timetuple().tm_yday - 1) / 365


def fighters_pay(data: Data) -> Axes:
    """Pay by source in dollars a month beside what is stated, and the compensation for the dead read both ways."""
    month, once = style.panels(2, 1, height=6.6, gridspec_kw={"height_ratios": [1.75, 1]})
    paid, given = _pay_rows(data), _compensation_rows(data)
    said = articles.stated(data, "fighters-pay-usd")
    month.set(xlim=limits(dots.extent(paid, said), room=0.25), ylim=(len(paid) - 0.4, -1.6))
    once.set(xlim=limits(dots.extent(given), room=0.25), ylim=(len(given) - 0.4, -0.7))
    once.xaxis.set_major_locator(MaxNLocator(5))
    for ax, rows in ((month, paid), (once, given)):
        dots.name_levels(ax, rows)
        ax.xaxis.set_major_formatter("{x:,.0f}")
    # Labels of numbers below the band stand on their left, so that none covers it.
    below = paid["high"] <= said.low
    dots.draw_numbers(month, paid[below], left_from=0)
    dots.draw_numbers(month, paid[~below])
    dots.draw_numbers(once, given)
    dots.mark_stated(month, said, -1, f"stated: {said.stated:,.0f}", ha="left", dx=9)
    month.set_title("A fighter’s pay, US dollars a month", loc="left", fontsize=10)
    once.set_title("To the family of a man killed, US dollars", loc="left", fontsize=10)
    return style.finish(
        style.figure_of(month),
        data,
        title=_pay_title(paid, said.stated),
        subtitle="Filled: published in dollars; open, “from lira”: published in lira, converted at the mean "
        "rate of the month (below: of October 2020). Light band: what the wording covers. Shaded row: the plain "
        "reading",
        alt=f"Dots by source, US dollars a month: {dots.spoken(paid)}. Stated: {said.stated:,.0f}. Below, for a "
        f"family, in US dollars: {dots.spoken(given)}.",
        drawn=_pay_drawn(data, paid, given, said.stated),
    )


def _pay_title(paid: pd.DataFrame, stated: float) -> str:
    """What all sources say, those in dollars and those in lira apart."""
    in_dollars, in_lira = paid[paid["counted"]], paid[~paid["counted"]]
    low, high = in_lira["low"].min(), in_lira["high"].max()
    lira_too = f", {low:,.0f} to {high:,.0f} by {len(in_lira)} in lira" if len(in_lira) else ""
    return (
        f"Syrian fighters’ pay: {in_dollars['low'].min():,.0f} to {in_dollars['high'].max():,.0f} dollars a month "
        f"by {len(in_dollars)} sources{lira_too} (stated: {stated:,.0f})"
    )


def _pay_drawn(data: Data, paid: pd.DataFrame, given: pd.DataFrame, stated: float) -> pd.DataFrame:
    """The numbers of both panels, and the rates with which lira were converted."""
    columns = ["name", "low", "high", "unit", "source_id"]
    article = given["source_id"].isna()
    rates = lira.rates(data, "2020-09", PLAIN).rename(columns={"month": "name", "mean": "low"})
    rates = rates.assign(high=rates["low"], unit="lira per US dollar, mean")
    monthly = pd.DataFrame({"name": ["pay"], "low": stated, "high": stated, "unit": "US dollars a month"})
    drawn = with_stated(
        pd.concat([paid, given[~article], rates])[columns], pd.concat([monthly, given[article]])[columns[:-1]]
    )
    return drawn.assign(name=drawn["name"].str.replace("\n", " "))


def _pay_rows(data: Data) -> pd.DataFrame:
    rows = lira.pay(data)
    counted = rows["how"] == "as published"
    rows = rows.assign(counted=counted, plain=rows["source_id"] == "reuters-2020-09-29", unit="US dollars a month")
    rows = rows.sort_values(["counted", "plain"], ascending=False, kind="stable", ignore_index=True)
    names = (dots.wrapped(source_name(data, source), 30) for source in rows["source_id"])
    rows = _dressed(rows, names, style.colour(data, "TUR"))
    return rows.assign(words=rows["words"] + rows["counted"].map({True: "", False: " from lira"}))


def _compensation_rows(data: Data) -> pd.DataFrame:
    """What is stated, read as dollars and as lira, and what a source says, in dollars; the article has no row."""
    said = articles.stated(data, COMPENSATED)
    both = lira.both_ways(data, said.stated, [PLAIN]).set_index("read_as")["dollars"]
    source = facts.fact(data.facts, COMPENSATED)
    named = measures.select(data.facts, topic=COMPENSATED)["source_id"].iloc[0]
    names = [
        f"Stated, read as {said.stated:,.0f} dollars",
        f"Stated, read as {said.stated:,.0f} lira",
        f"{dots.wrapped(source_name(data, named), 30)}:\n{source.number:,.0f} lira",
    ]
    value = [both["US dollars"], both["lira"], source.number / lira.rate(data, PLAIN)]
    rows = pd.DataFrame({"low": value, "high": value, "source_id": [None, None, named], "plain": False})
    rows = rows.assign(counted=[True, True, False], unit="US dollars")
    inks = [style.STATED, style.STATED, style.colour(data, "TUR")]
    return _dressed(rows, names, inks).assign(marker=["D", "D", "o"])


def _dressed(rows: pd.DataFrame, names: Iterable[str], ink: str | list[str]) -> pd.DataFrame:
    """Rows as `dots` draws them: with level, name, ink, marker and the words of their numbers."""
    rows = rows.assign(level=[float(place) for place in range(len(rows))], name=list(names), ink=ink, marker="o")
    words = [dots.span_words(row) for row in rows.round({"low": 0, "high": 0}).to_dict("records")]
    return rows.assign(words=words)

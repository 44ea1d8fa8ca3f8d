"""Chart of the days that six claims count or date (notebook 06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from matplotlib.axes import Axes

from milbalance import articles, measures
from milbalance.articles import Stated
from milbalance.charts import style
from milbalance.charts.marks import row_names, say, stated_point
from milbalance.charts.readings import DEAL, END, LOG, MINES, START
from milbalance.charts.wording import ARTICLE, listed, with_stated
from milbalance.measures import dates
from milbalance.measures.vocabulary.facts import day as named
from milbalance.tables.load import Data

WEEKS = "two weeks"
# Of the three panels.
SPANS = (
    (date(2020, 7, 22), date(2020, 11, 20)),
    (date(2020, 9, 1), date(2021, 11, 15)),
    (date(2022, 7, 16), date(2022, 8, 10)),
)
HELICOPTER = "a helicopter\nshot down"


@dataclass(frozen=True)
class Stretch:
    """Days from a start to an end, named; `said` is what the article states of their number, in `words`."""

    name: str
    start: date
    end: date
    sources: tuple[str, str]
    said: Stated | None = None
    words: str = ""

    @property
    def days(self) -> int:
        """Days from start to end, the last one not counted."""
        return dates.days(self.start, self.end)


def calendar_of_claims(data: Data) -> Axes:
    """An exercise, the war, the year after it, and the time from a gas deal to fighting, beside what is stated."""
    above, middle, below = style.panels(3, 1, height=10.6, gridspec_kw={"height_ratios": [2.7, 0.75, 1.1]})
    in_2020, after_it, in_2022 = _war_year(data), _year_after(data), _deal_year(data)
    _draw(above, in_2020, SPANS[0], [date(2020, month, 1) for month in range(8, 12)])
    shot_down = _mark_helicopter(above, data, len(in_2020))
    _draw(middle, after_it, SPANS[1], [date(2020, 10, 1), date(2021, 1, 1), date(2021, 4, 1), date(2021, 10, 1)])
    weeks = [named(data, "gas deal") + timedelta(weeks=count) for count in range(4)]
    _draw(below, in_2022, SPANS[2], weeks)
    losses = _losses(data)
    fighting = losses[~losses["mine"]]
    _mark_losses(below, losses, len(in_2022))
    wider = dates.days(*SPANS[0]) / dates.days(*SPANS[2])
    above.set_title("2020: the exercise and the war", loc="left", fontsize=10)
    middle.set_title("2020 and 2021: the year after the start of the war", loc="left", fontsize=10)
    below.set_title(f"2022: the gas deal; a day is {wider:.0f} times as wide as in 2020", loc="left", fontsize=10)
    exercise, gap, fought, again = in_2020
    after = [dates.days(named(data, "gas deal"), date.fromisoformat(day)) for day in fighting["as_of"]]
    return style.finish(
        style.figure_of(above),
        data,
        title=f"The exercise ended {gap.days} days before the war; fighting was logged {listed(map(str, after))} "
        "days after the gas deal",
        subtitle="Days, the last day not counted. Diamonds: where the stated number of days would end; light bars: "
        "what its wording covers. No source held dates the exercise: its dates are the article’s own. Crosses: "
        "days on which the log of Crisis Group has killed or wounded (how many); open ones: by mines",
        alt=f"Bars on a calendar. Exercise of Azerbaijan and Turkey: {exercise.days} days, stated two weeks. From "
        f"its end to the war: {gap.days} days. The war: {fought.days} days, stated {fought.words} and "
        f"{again.words}. A helicopter shot down: stated on {dates.words(shot_down)}, dated by no source held. From "
        f"the start of the war to a statement: {after_it[0].days} days, stated {after_it[0].words}. From the gas "
        f"deal to fighting: {in_2022[0].days} days, stated two weeks. Killed or wounded were logged on "
        + listed(
            f"{_written(day)} ({people:.0f}{', by mines' if mine else ''})"
            for day, people, mine in losses[["as_of", "value", "mine"]].to_numpy()
        )
        + ".",
        drawn=_drawn([*in_2020, *after_it, *in_2022], losses, shot_down),
    )


def _war(data: Data) -> tuple[date, date]:
    """The first day of the war of 2020, and that of the ceasefire."""
    return named(data, "first day of the war"), named(data, "ceasefire")


def _war_year(data: Data) -> list[Stretch]:
    first, last = _war(data)
    start, end = named(data, "first day of the exercise"), named(data, "last day of the exercise")
    exercise, days, weeks = (articles.stated(data, name) for name in ("exercise-days", "days", "six-week-war"))
    return [
        Stretch("exercise of Azerbaijan\nand Turkey", start, end, (ARTICLE, ARTICLE), exercise, WEEKS),
        Stretch("from its end\nto the war", end, first, (ARTICLE, START)),
        Stretch("the war", first, last, (START, END), days, f"{days.stated:g}"),
        Stretch("the war,\nin weeks", first, last, (START, END), weeks, "six weeks"),
    ]


def _year_after(data: Data) -> list[Stretch]:
    first, _ = _war(data)
    said = articles.stated(data, "year-after-start")
    name = "from its start\nto a statement"
    return [Stretch(name, first, named(data, "statement of 2021"), (START, ARTICLE), said, "nearly a year")]


def _mark_helicopter(ax: Axes, data: Data, row: int) -> date:
    """The day that is stated, which no source held gives: a diamond without a bar."""
    _, end = _war(data)
    day = end - timedelta(days=articles.stated(data, "helicopter-date").stated)
    stated_point(ax, _place(day), row)
    words = f"stated: {dates.words(day)}; no source held dates it"
    say(ax, _place(day), row, words, dx=-9, dy=0, ha="right", va="center", size=9.5)
    ax.set_ylim(row + 0.65, -0.75)
    row_names(ax, range(row + 1), [*(label.get_text() for label in ax.get_yticklabels()), HELICOPTER])
    return day


def _deal_year(data: Data) -> list[Stretch]:
    fighting = named(data, "a soldier wounded")
    said = articles.stated(data, "gas-deal-weeks")
    return [Stretch("from the gas deal\nto fighting", named(data, "gas deal"), fighting, (DEAL, LOG), said, WEEKS)]


def _losses(data: Data) -> pd.DataFrame:
    """Killed and wounded by day between the deal and the last day that the claim may mean; `mine` marks mines."""
    rows = measures.select(data.facts, topic="gas-deal-weeks").sort_values("as_of")
    return rows.assign(mine=rows["scope"] == MINES)[["subject", "as_of", "value", "unit", "source_id", "mine"]]


def _draw(ax: Axes, stretches: list[Stretch], limits: tuple[date, date], ticks: list[date]) -> None:
    """One bar a row; a time between two events is thin."""
    for row, stretch in enumerate(stretches):
        left, height = _place(stretch.start), 0.42 if stretch.said else 0.12
        if stretch.said:
            _state(ax, row, stretch, stretch.said)
        ax.barh(row, stretch.days, height, left=left, color=style.NEUTRAL if stretch.said else style.MUTED)
        stated = f" (stated: {stretch.words})" * bool(stretch.said)
        text = f"{stretch.days} days{stated}"
        say(ax, left, row - height / 2, text, dy=5, ha="left", va="bottom", size=9.5)
        years = stretch.start.year != stretch.end.year
        ends = f"{dates.words(stretch.start, year=years)} to {dates.words(stretch.end, year=years)}"
        say(ax, left, row + height / 2, ends, dy=-5, ha="left", va="top", ink=style.MUTED)
    row_names(ax, range(len(stretches)), [stretch.name for stretch in stretches])
    ax.set(xlim=[_place(limit) for limit in limits], ylim=(len(stretches) - 0.35, -0.75))
    ax.set_xticks([_place(tick) for tick in ticks], [dates.words(tick, year=True) for tick in ticks])
    ax.grid(visible=True, axis="x")


def _written(day: str) -> str:
    """A day of the data in words."""
    return dates.words(date.fromisoformat(day), year=True)


def _place(day: date) -> float:
    """Where a day lies on the axis: days since a fixed one."""
    return float(day.toordinal())


def _state(ax: Axes, row: int, stretch: Stretch, said: Stated) -> None:
    left = _place(stretch.start)
    ax.fill_between([left + said.low, left + said.high], row - 0.25, row + 0.25, color=style.STATED_BAND, zorder=0)
    stated_point(ax, left + said.stated, row)


def _mark_losses(ax: Axes, losses: pd.DataFrame, rows: int) -> None:
    """Days with killed or wounded, below the bar."""
    ax.set_ylim(rows + 0.55, -0.75)
    row_names(ax, range(rows + 1), [*(label.get_text() for label in ax.get_yticklabels()), "killed or wounded"])
    for day, people, mine in losses[["as_of", "value", "mine"]].to_numpy():
        when = _place(date.fromisoformat(day))
        ax.plot(when, rows, "X", color=style.INK, markersize=7, markerfacecolor="white" if mine else style.INK)
        say(ax, when, rows, f"{people:.0f}", dy=-8, va="top")


def _drawn(stretches: list[Stretch], losses: pd.DataFrame, shot_down: date) -> pd.DataFrame:
    """The stretches, each with its days, and the days of the log; then what is stated."""
    bars = [
        {"subject": " ".join(stretch.name.split()), "as_of": f"{day}", "value": stretch.days, "unit": "days"}
        | {"source_id": source}
        for stretch in stretches
        for day, source in zip((stretch.start, stretch.end), stretch.sources, strict=True)
    ]
    stated = [
        (
            " ".join(stretch.name.split()),
            f"{stretch.start + timedelta(days=stretch.said.stated)}",
            stretch.said.stated,
        )
        for stretch in stretches
        if stretch.said
    ]
    stated.append((" ".join(HELICOPTER.split()), f"{shot_down}", float("nan")))
    return with_stated(
        pd.concat([pd.DataFrame(bars), losses.drop(columns="mine")]),
        pd.DataFrame(stated, columns=["subject", "as_of", "value"]).assign(unit="days, as stated"),
    )

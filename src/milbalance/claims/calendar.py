"""Claims on dates: how long the war lasted, what lay between a gas deal and fighting, how long an exercise was."""

from __future__ import annotations

from datetime import date

from milbalance import dates, measures
from milbalance.choices import Choice, only_shown
from milbalance.claims.registry import computes
from milbalance.errors import MissingError
from milbalance.load import Data

START, END = "crisisgroup-explainer-2023", "tass-2020-11-10"
LOG, DEAL = "crisisgroup-nk-data", "ec-2022-07-18"
ARTICLE = "sais-europe-2023"
# No source held dates the exercise: these are the days that the claim itself names.
EXERCISE = (date(2020, 7, 29), date(2020, 8, 10))
# The statement that ended the war stopped all fighting as this day began, at 00:00 in Moscow.
_NO_DAY_OF_WAR = only_shown(
    "the ceasefire began with 10 November, at 00:00 in Moscow, so that day is no day of war"
)
_LAST_DAY = [
    Choice({"days": "last day not counted"}, {"inclusive": False}),
    Choice({"days": "last day counted"}, {"inclusive": True}, **_NO_DAY_OF_WAR),
]


def first_day(data: Data) -> date:
    """The first day of the war of 2020."""
    return dates.day(data.facts, "days", subject="first day of the war", source_id=START)


def ceasefire(data: Data) -> date:
    """The day of the statement that ended the war of 2020."""
    return dates.day(data.facts, "peacekeepers", source_id=END)


def war(data: Data) -> tuple[date, date]:
    """The first day of the war of 2020, and that of the ceasefire."""
    return first_day(data), ceasefire(data)


@computes("days", vary=lambda _: _LAST_DAY, sources=(START, END))
@computes("six-week-war", vary=lambda _: _LAST_DAY, sources=(START, END))
def days_of_war(data: Data, *, inclusive: bool = False) -> float:
    """Days from the first day of the war to the ceasefire."""
    return dates.days(*war(data), inclusive=inclusive)


# The day of a statement of 2021, as the claim itself names it.
STATEMENT_OF_2021 = date(2021, 10, 4)


def _vary_year(_: Data) -> list[Choice]:
    from_the_end = only_shown("the sentence names the start of the war and not its end")
    return [
        Choice({"days from": "the start of the war"}),
        Choice({"days from": "the end of the war"}, {"from_the_end": True}, sources=(ARTICLE, END), **from_the_end),
    ]


@computes("year-after-start", vary=_vary_year, sources=(ARTICLE, START))
def days_to_the_statement(data: Data, *, from_the_end: bool = False) -> float:
    """Days from the start of the war, or from its end, to the day of 2021 that the claim names."""
    return dates.days(ceasefire(data) if from_the_end else first_day(data), STATEMENT_OF_2021)


@computes("helicopter-date", vary=lambda _: [Choice({"day": "as a source dates it"})], sources=(END,))
def days_before_the_ceasefire(data: Data) -> float:
    """Days from the day on which a Russian helicopter was shot down to the ceasefire.

    Raises MissingError while no row dates it: the day that the claim itself names is no evidence for it.
    """
    if "helicopter-date" not in set(data.facts["topic"]):
        raise MissingError("no source held dates the shooting down of the helicopter")
    return dates.days(dates.day(data.facts, "helicopter-date"), ceasefire(data))


def deal(data: Data) -> date:
    """The day on which the gas deal was announced."""
    return dates.day(data.facts, "gas-triple", source_id=DEAL)


MINES = "mines"  # the scope of casualties that the log itself lists as those of mines
_NO_FIGHTING = only_shown("a mine, by the log's own list of mine casualties, and no fighting")
_FIGHTING = {
    "2022-08-01": "Crisis Group's log has a soldier wounded, the first in August.",
    "2022-08-03": "Crisis Group's log has eight soldiers killed or wounded, the most since the deal.",
}


def _vary_weeks(data: Data) -> list[Choice]:
    """Days of the log; the day is what differs, so it is the one level. Mines are shown and not counted."""
    rows = measures.select(data.facts, topic="gas-deal-weeks", source_id=LOG)
    mines = set(rows.loc[rows["scope"] == MINES, "as_of"])
    days = [*_FIGHTING, *sorted(mines)]
    return [
        Choice(
            {"fighting on": dates.words(date.fromisoformat(day))},
            {"day": day},
            **(_NO_FIGHTING if day in mines else {"why": _FIGHTING[day]}),
        )
        for day in days
    ]


@computes("gas-deal-weeks", vary=_vary_weeks, sources=(DEAL, LOG))
def days_after_the_deal(data: Data, *, day: str = "2022-08-01") -> float:
    """Days from the gas deal to a day on which the log has killed or wounded; NoRowsError if it has none."""
    return dates.days(deal(data), dates.day(data.facts, "gas-deal-weeks", as_of=day, source_id=LOG))


_OWN = "From the dates that the claim names itself: a consistency check."
_EXERCISE = [
    Choice({"days": "last day not counted"}, {"inclusive": False}, _OWN),
    Choice({"days": "last day counted"}, {"inclusive": True}, _OWN),
]


@computes("exercise-days", vary=lambda _: _EXERCISE, sources=(ARTICLE,))
def days_of_exercise(data: Data, *, inclusive: bool = False) -> float:
    """Days of the exercise of 2020 by the dates stated."""
    return dates.days(*EXERCISE, inclusive=inclusive)

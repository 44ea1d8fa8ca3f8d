"""Claims on dates: how long the war lasted, what lay between a gas deal and fighting, how long an exercise was."""

from __future__ import annotations

from datetime import date

from milbalance import dates
from milbalance.choices import Choice
from milbalance.claims.registry import computes
from milbalance.load import Data

START, END = "crisisgroup-explainer-2023", "tass-2020-11-10"
LOG, DEAL = "crisisgroup-nk-data", "ec-2022-07-18"
ARTICLE = "sais-europe-2023"
# No source held dates the exercise: these are the days that the claim itself names.
EXERCISE = (date(2020, 7, 29), date(2020, 8, 10))
_LAST_DAY = [
    Choice({"days": "last day not counted"}, {"inclusive": False}),
    Choice({"days": "last day counted"}, {"inclusive": True}, "The last day was a day of it too."),
]


def war(data: Data) -> tuple[date, date]:
    """First and last day of the war of 2020."""
    return (
        dates.day(data.facts, "days", subject="first day of the war", source_id=START),
        dates.day(data.facts, "peacekeepers", source_id=END),  # the day of the statement that ended it
    )


@computes("days", vary=lambda _: _LAST_DAY, sources=(START, END))
def days_of_war(data: Data, *, inclusive: bool = False) -> float:
    """Days from the first to the last day of the war."""
    return dates.days(*war(data), inclusive=inclusive)


def deal(data: Data) -> date:
    """The day on which the gas deal was announced."""
    return dates.day(data.facts, "gas-triple", source_id=DEAL)


_FIGHTING = {
    "2022-08-01": ("Crisis Group's log has a soldier killed or wounded, the first in August.", True),
    "2022-08-02": ("Crisis Group's log has civilians killed or wounded; it does not say how.", True),
    "2022-08-03": ("Crisis Group's log has eight soldiers killed or wounded, the most since the deal.", True),
    "2022-07-26": ("Shown only: one soldier killed or wounded, before the fighting that is meant.", False),
}


def _vary_weeks(data: Data) -> list[Choice]:
    """Days of the log; the day is what differs, so it is the one level."""
    return [
        Choice({"fighting on": dates.words(date.fromisoformat(day))}, {"day": day}, why, counted)
        for day, (why, counted) in _FIGHTING.items()
    ]


@computes("gas-deal-weeks", vary=_vary_weeks, sources=(DEAL, LOG))
def days_after_the_deal(data: Data, *, day: str = "2022-08-01") -> float:
    """Days from the gas deal to a day on which the log has killed or wounded; NoRowsError if it has none."""
    return dates.days(deal(data), dates.day(data.facts, "gas-deal-weeks", as_of=day, source_id=LOG))


def _vary_exercise(_: Data) -> list[Choice]:
    own = "From the dates that the claim names itself: a consistency check."
    return [
        Choice({"days of": "the exercise, last day not counted"}, {"to_war": False, "inclusive": False}, own),
        Choice({"days of": "the exercise, last day counted"}, {"inclusive": True}, own),
        Choice(
            {"days of": "the time from its last day to the war"},
            {"to_war": True},
            "The claim places the exercise in the month before the war.",
            sources=(ARTICLE, START),
        ),
    ]


@computes("exercise-days", vary=_vary_exercise, sources=(ARTICLE,))
def days_of_exercise(data: Data, *, inclusive: bool = False, to_war: bool = False) -> float:
    """Days of the exercise of 2020 by the dates stated, or from its last day to the first of the war."""
    first, last = EXERCISE
    return dates.days(last, war(data)[0]) if to_war else dates.days(first, last, inclusive=inclusive)

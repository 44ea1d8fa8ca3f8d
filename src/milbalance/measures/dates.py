"""Days between dates that sources give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

from milbalance import measures
from milbalance.errors import AmbiguousError, MilbalanceError


def day(facts: pd.DataFrame, topic: str, **where: Any) -> date:
    """The day that the one row of a selection is for.

    Raises NoRowsError if there is none, AmbiguousError for several days or a row that gives no whole date.

    >>> day(pd.DataFrame([{"topic": "truce", "as_of": "2020-11-10"}]), "truce")
    datetime.date(2020, 11, 10)
    """
    found = list(dict.fromkeys(row["as_of"] for row in measures.rows(facts, topic=topic, **where)))
    if len(found) > 1 or len(found[0]) != len("2020-11-10"):
        raise AmbiguousError(f"{topic} with {where} gives no single day: {', '.join(found)}")
    return written(found[0])


def written(text: str) -> date:
    """A day as it is written in files, or as readers do: "10 November 2020". MilbalanceError for what is none.

    >>> written("10 November 2020")
    datetime.date(2020, 11, 10)
    >>> written("2020-02-30")
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: no day '2020-02-30'; wanted one such as 2020-11-10
    """
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise MilbalanceError(f"no day {text!r}; wanted one such as 2020-11-10")


_FORMS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y")


def days(start: date, end: date, *, inclusive: bool = False) -> int:
    """Days from one date to another; the last day counts if `inclusive`.

    >>> days(date(2020, 9, 27), date(2020, 11, 10), inclusive=True)
    45
    """
    return (end - start).days + inclusive


def words(when: date, *, year: bool = False) -> str:
    """A date as readers write it: "27 September", with the year "27 September 2020".

    >>> words(date(2020, 9, 27), year=True)
    '27 September 2020'
    """
    return f"{when.day} {when:%B}" + f" {when.year}" * year

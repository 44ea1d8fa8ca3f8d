"""Measures of numbers that others published (facts.csv): one, a sum, a share, an expression, days between two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NO_SOURCE, MissingError, NoRowsError
from milbalance.measures import counts, dates, expressions, facts
from milbalance.measures.counts import Row, Rows
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables.load import Data

NEARLY = 0.9  # "almost" as the rule for bounds reads "nearly": from nine tenths of the number


@measure("published")
def published(
    data: Data,
    *,
    item: str,
    place: str | None = None,
    other: str | None = None,
    years: str | Years | None = None,
    source: str | None = None,
) -> Span:
    """The one number that a source published under a topic (`item`) of facts.csv, in the unit of its row.

    Of a place and partner where rows of the topic have them, and of a date, month or year as `years` begins. Raises
    NoRowsError of the kind NO_SOURCE for a topic without a row, and MissingError where rows differ.

    >>> published(data, item="peacekeepers", source="tass-2020-11-10").number
    1960.0
    >>> published(data, item="border-428", years="1999")
    Traceback (most recent call last):
    milbalance.errors.NoRowsError: no row of border-428 with as_of = 1999 in facts.csv
    """
    rows = meant(data, item=item, place=place, other=other, years=years, source=source)
    found = {facts.span(row) for row in rows.to_dict("records")}
    if len(found) > 1:
        raise MissingError(f"{len(rows)} rows of {item} in facts.csv differ: {', '.join(rows['subject'].unique())}")
    return found.pop()


def meant(
    data: Data,
    *,
    item: str,
    place: str | None = None,
    other: str | None = None,
    years: str | Years | None = None,
    source: str | None = None,
) -> pd.DataFrame:
    """The rows of facts.csv that a published number may be of, at least one. Raises NoRowsError as `published`.

    >>> meant(data, item="peacekeepers")["unit"].unique().tolist()
    ['persons']
    """
    date = None if years is None else arguments.in_text(years)
    asked = {"source_id": source, "place": place, "partner": other, "as_of": date}
    rows = data.facts[data.facts["topic"] == item]
    for column, wanted in asked.items():
        if wanted is None or rows[column].isna().all():
            continue
        named = rows[column].fillna("")
        kept = rows[named.str.startswith(wanted) if column == "as_of" else named.isin(re.split(r";\s*", wanted))]
        if kept.empty:
            raise NoRowsError(f"no row of {item} with {column} = {wanted} in facts.csv", kind=NO_SOURCE)
        rows = kept
    if rows.empty:
        raise NoRowsError(
            f"no row of {item} in facts.csv: add what others published there, a row each with its source",
            kind=NO_SOURCE,
        )
    return rows


@measure("published.value")
def value(
    data: Data,
    *,
    topic: str,
    source: str | None,
    subject: str | None = None,
    as_of: str | None = None,
    per: float = 1.0,
    exact: bool = False,
    partner: str | None = None,
    without_scope: str = "",
    none_because: str = "",
) -> Span:
    """One published number of a topic, in parts of `per` of the unit of its row.

    By its source, subject, date and partner, as far as they are named; for `source` None by any row that is not of
    the scope `without_scope`. A number that its source calls almost so many begins at nine tenths of it; `exact`
    leaves aside to what it is rounded. Raises MissingError with `none_because` if no row is left, NoRowsError
    without one.

    >>> round(value(data, topic="border-428", source="cia-factbook-2026", per=1.609344).number, 1)
    428.1
    """
    where = {"topic": topic, "source": source, "subject": subject, "as_of": as_of, "partner": partner}
    rows = named(data, where)
    if source is None:
        rows = rows[rows["scope"] != without_scope]
    if rows.empty:
        raise MissingError(none_because)
    found = facts.span(rows.iloc[0])
    if rows.iloc[0]["caveat"] == facts.ALMOST:
        found = Span(NEARLY * found.high, found.high)
    if exact:
        found = Span(found.number, found.number)
    return found if per == 1 else found / Span(per, per)


@measure("published.sum")
def total(
    data: Data,
    *,
    rows: Rows = (),
    with_missing: bool = False,
    bound: Row | None = None,
    parts: Rows = (),
) -> Span:
    """Published counts added up; with the missing that the same source gives for the same date, if asked for.

    Without rows it is a total that a source prints as a lower `bound`, which ends at what its `wording` add up to.
    Raises NoRowsError for a row that is not there, MissingError without a number of the missing.

    >>> peacekeepers = Row("peacekeepers", "tass-2020-11-10", "Russian peacekeepers", "2020-11-10")
    >>> total(data, rows=(peacekeepers,)).number
    1960.0
    """
    if bound is not None and not rows:
        least, most = counts.total(data.facts, [bound]), counts.total(data.facts, parts)
        return Span(least.low, most.high, least.low)
    beside = counts.missing_beside(data.facts, rows[0]) if with_missing else ()
    return counts.total(data.facts, (*rows, *beside))


@measure("published.by_publisher")
def by_publisher(data: Data, *, topic: str, scope: str, publisher: str, none_because: str, rows: Rows = ()) -> Span:
    """The counts of a topic and scope by one publisher added up, or the rows named.

    Raises MissingError if it gives none, with `none_because` and what others give.

    >>> asked = {"topic": "displaced-first-war", "scope": "still displaced"}
    >>> by_publisher(data, **asked, publisher="Central Intelligence Agency", none_because="none").number
    657996.0
    """
    held = measures.select(data.facts, topic=topic, scope=scope)
    publishers = held["source_id"].map(data.sources.set_index("source_id")["publisher"])
    own = rows or tuple(counts.keys(held[publishers == publisher]))
    if not own:
        others = [counts.total(data.facts, [key]).number for key in counts.keys(held)]
        raise MissingError(f"{none_because} {min(others):,.0f} to {max(others):,.0f}")
    return counts.total(data.facts, own)


@measure("published.share")
def share(
    data: Data,
    *,
    topic: str,
    source: str,
    as_of: str,
    subject: str = "",
    other_subject: str = "",
    rest: bool = False,
) -> Span:
    """A published share in per cent, of one subject in a year, by one source.

    With `other_subject` it is worked out from two published counts: the subject among both. `rest` is for a source
    that gives the share of others: what it leaves, which is at most so much. Raises NoRowsError for a row that is
    not there.

    >>> from dataclasses import replace
    >>> row = {"topic": "census", "source_id": "mine", "as_of": "1926", "subject": "rural", "value": 60.0}
    >>> made = replace(data, facts=pd.DataFrame([{**row, "low": None, "high": None}]))
    >>> share(made, topic="census", source="mine", as_of="1926", subject="rural").number
    60.0
    """
    where = {"as_of": as_of, "source_id": source}
    found = facts.fact(data.facts, topic, subject=subject, **where)
    if other_subject:
        others = facts.fact(data.facts, topic, subject=other_subject, **where)
        one = Span(1, 1)
        return one / (one + others / found) * 100  # each count once, so that its rounding is not counted twice
    return Span(0.0, 100 - found.low) if rest else found


@measure("published.formula")
def formula(
    data: Data,
    *,
    topic: str,
    terms: Mapping[str, Mapping[str, Any]],
    source: str = "",
    value: str | None = None,
    at_most: bool = False,
    none_because: str = "",
) -> float | Span:
    """An expression over published numbers: `terms` names rows of a topic, `value` says what to do with them.

    `at_most` makes it the upper end of a range from 0. Raises MissingError with `none_because` without an
    expression or for a term that is not there, NoRowsError where no reason is given.

    >>> formula(data, topic="border-428", terms={"km": {"source": "cia-factbook-2026"}}, value="km / 2")
    344.5
    """
    if not value:
        raise MissingError(none_because)
    names = [arguments.one_of("term", name, terms) for name in expressions.names(value)]
    try:
        numbers = {name: measures.one(data.facts, **_where(topic=topic, **terms[name])) for name in names}
    except NoRowsError as error:
        raise MissingError(none_because) if none_because else error from None
    found = expressions.value(value, numbers)
    return Span(0, found, found) if at_most else found


@measure("days")
def days(data: Data, *, start: str = "", end: str = "", inclusive: bool = False, years: str | Years = "") -> float:
    """Days between two dates that article.yml names; the last day counts if `inclusive`.

    `years` is both dates in one text, "2020-09-27; 2020-11-10", where a row of claims.csv gives them.

    Raises NoRowsError or MissingError for a date that no source held gives.

    >>> days(data, start="first day of the exercise", end="last day of the exercise", inclusive=True)
    13
    >>> days(data, years="2020-03-01; 2020-03-31")
    30
    """
    if years:
        start, _, end = (part.strip() for part in arguments.in_text(years).partition(";"))
    return dates.days(day(data, start), day(data, end), inclusive=inclusive)


def day(data: Data, name: str) -> date:
    """A date of article.yml by its name: a day written there, or that of the one row of facts.csv that gives it.

    Raises NoRowsError or MissingError for a date that no source held gives, MilbalanceError for a day that is none.

    >>> day(data, "last day of the exercise")
    datetime.date(2020, 8, 10)
    """
    given = data.article.get("dates", {}).get(name, name)
    if isinstance(given, str):
        return dates.written(given)
    where = dict(given)
    none_because = where.pop("none_because", "")
    topic = where.pop("topic")
    if none_because and topic not in set(data.facts["topic"]):
        raise MissingError(none_because)
    return dates.day(data.facts, **_where(topic=topic, **where))


def named(data: Data, where: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of facts.csv that have what is named, as topic, source, subject, as_of; None names nothing.

    Raises NoRowsError if there is none.

    >>> named(data, {"topic": "border-428", "source": None})["unit"].unique().tolist()
    ['kilometres']
    """
    return measures.select(data.facts, **_where(**where))


def _where(source: str | None = None, **columns: Any) -> dict[str, Any]:
    """Conditions on columns of facts.csv, those that are named alone."""
    asked = {"topic": columns.pop("topic"), "source_id": source, **columns}
    return {name: wanted for name, wanted in asked.items() if wanted is not None}

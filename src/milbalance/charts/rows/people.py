"""Counts of people: tolls by date of the count, deaths by year, incidents by month, shares by year."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance import measures
from milbalance.errors import MissingError
from milbalance.measures import counts, rounding
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary import facts
from milbalance.tables import labels
from milbalance.tables.load import Data

COLUMNS = ["scope", "counter", "value", "unit", "source_id"]
MONTH = re.compile(r"\d{4}-\d{2}")


def tolls(
    data: Data, *, topic: str, scopes: Sequence[str], place: str, series: str = "", since: str = ""
) -> pd.DataFrame:
    """The official counts of one side's dead, of these scopes, beside which their source gives the missing too.

    Each is two rows: the killed, and both together in a series "…, with the missing". Counts before `since` (a
    date, or how one begins), those that tell no month and those without one number of the missing are left out.
    Columns place, series (by default the name of the place), as_of, label (the series and the date in words),
    scope, counter, value (persons), unit, source_id. Raises NoRowsError for a topic without rows.
    """
    series = series or labels.place(data, place)
    found = counts.official(data.facts, topic, scopes)
    found = found.assign(place=place, series=series, label=f"{series}, " + found["date"])
    made = []
    for row, key in zip(found.to_dict("records"), counts.keys(found), strict=True):
        missing = _missing(data.facts, key)
        if row["as_of"] >= since and MONTH.match(row["as_of"]) and missing.low == missing.high:
            made += [row, row | {"value": row["value"] + missing.low, "series": f"{series}, with the missing"}]
    return pd.DataFrame(made, columns=found.columns)[["place", "series", "as_of", "label", *COLUMNS]]


def _missing(facts: pd.DataFrame, count: counts.Row) -> Span:
    """The missing of the same source and date, which it may give as a bound, or not at all."""
    try:
        return counts.total(facts, counts.missing_beside(facts, count))
    except MissingError:
        return Span(0.0, math.inf)


def deaths(data: Data, *, source: str, periods: Sequence[str]) -> pd.DataFrame:
    """Documented deaths in each period ("1992-1994" or "2020"), from one source, all places of it added.

    Columns label (the period), years (how many), value, low, high (the ends of all years added), words (both
    ends), unit, source_id. Raises NoRowsError for an unknown source, MissingError if it has no range or lacks a
    year.

    >>> deaths(data, source="ucdp-ged-23.1", periods=["1992-1994"])[["label", "value"]].values.tolist()
    [['1992–94', 4915.0]]
    """
    ends = {
        name: counts.deaths(data.fatalities, source, estimate=end)
        for name, end in (("value", "best"), ("low", "low"), ("high", "high"))
    }
    spans = [(int(period[:4]), int(period[-4:])) for period in periods]
    sums = {name: [measures.window_sum(one, *span) for span in spans] for name, one in ends.items()}
    made = pd.DataFrame({"label": [rounding.span(*span) for span in spans], **sums})
    years = [last - first + 1 for first, last in spans]
    words = [f"range {low:,.0f} to {high:,.0f}" for low, high in zip(made["low"], made["high"], strict=True)]
    return made.assign(years=years, words=words, unit="persons", source_id=source)


def incidents(data: Data, *, log: str) -> pd.DataFrame:
    """What a log holds by month, all its categories added; a month without an entry has no number, not zero.

    Columns month, place in the order of months from 0 (`position`), value (incidents), entries (rows of the log,
    one of which may hold several incidents), unit, source_id. Raises NoRowsError for an unknown log.
    """
    rows = measures.select(data.incidents, series=log)
    found = pd.DataFrame(
        {name: counts.by_month(rows, log, value=of) for name, of in (("value", "total"), ("entries", "records"))}
    )
    every = pd.period_range(found.index.min(), found.index.max(), freq="M").astype(str)
    made = found.reindex(every).rename_axis("month").reset_index()
    sources = "; ".join(rows["source_id"].unique())
    return made.assign(position=range(len(made)), unit="incidents", source_id=sources)


def shares(
    data: Data,
    *,
    topics: Sequence[str],
    areas: Sequence[str],
    unit: str,
    rest_unit: str = "",
    counted: Sequence[Mapping[str, Any]] = (),
) -> pd.DataFrame:
    """Shares of a people by year, source and area (`scope` of facts.csv) in per cent, as points without a line.

    Rows whose unit is `rest_unit` give the share of others: they bound this one from above (role "bound", `low` 0).
    `counted` are shares worked out from two counts: {area, topic, source, as_of, subject, other_subject}. Columns
    year, series (the area), value, low, high, role, unit, source_id. Raises NoRowsError without rows.
    """
    rows = measures.select(
        data.facts, topic=list(topics), scope=list(areas), unit=[unit, *([rest_unit] if rest_unit else [])]
    )
    asked = [
        {
            "area": row["scope"],
            "topic": row["topic"],
            "source": row["source_id"],
            "as_of": row["as_of"],
            "subject": row["subject"],
            "rest": row["unit"] == rest_unit,
        }
        for row in rows.to_dict("records")
    ]
    made = pd.DataFrame([_share(data, **one) for one in (*asked, *counted)]).drop_duplicates()
    return made.assign(unit=unit).sort_values(["year", "series", "source_id"], ignore_index=True)


def _share(data: Data, *, area: str, rest: bool = False, **where: Any) -> dict[str, Any]:
    found = facts.share(data, rest=rest, **where)
    return {
        "year": int(where["as_of"]),
        "series": area,
        "value": found.high if rest else found.number,
        "low": found.low,
        "high": found.high,
        "role": "bound" if rest else "point",
        "source_id": where["source"],
    }

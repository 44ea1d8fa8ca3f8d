"""Published counts of people: who counted, whom, and when; and which of them add up.

A count is one row of facts.csv, named by its key. Persons throughout, but for the incidents of a log.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import MilbalanceError, MissingError
from milbalance.measures import facts as published
from milbalance.measures.ranges import Span

SEPARATE = ("do not use", "wounded")  # scopes of rows that are no count of the dead, or no use
MISSING = "missing"
DOCUMENTED = "documented deaths"  # what nobody documented is not in it, so such a count is a lower bound
# Scopes that are stages of one count: bodies are examined and buried before they are counted among the dead.
STAGES = {"buried by date": "soldiers", "bodies examined": "soldiers"}
OFFICIAL, FORMER = "official", "former official"  # standings of facts.csv: what the latter says is a claim


class Row(NamedTuple):
    """The key of one row of facts.csv.

    >>> Row("volunteers", "interfax-2020-09-28", "ready to go", "2020-09-28").as_of
    '2020-09-28'
    """

    topic: str
    source: str
    subject: str
    as_of: str


Rows = tuple[Row, ...]


def keys(rows: pd.DataFrame) -> list[Row]:
    """The keys of some rows of facts.csv, in their order.

    >>> [key.source for key in keys(data.facts[data.facts["topic"] == "peacekeepers"])]
    ['tass-2020-11-10', 'mil-ru-2020-11-20', 'kremlin-2020-11-13']
    """
    columns = (rows[name].tolist() for name in ("topic", "source_id", "subject", "as_of"))
    return [Row(*key) for key in zip(*columns, strict=True)]


def total(facts: pd.DataFrame, rows: Iterable[Row]) -> Span:
    """The numbers of some rows added up, as a range, open above for documented deaths.

    Raises NoRowsError for a key that is not there, MilbalanceError for what is no key.

    >>> total(data.facts, keys(data.facts[data.facts["topic"] == "peacekeepers"])[:1])
    Span(low=1960.0, high=1960.0, best=None)
    """
    _refuse_no_key(rows := tuple(rows))
    whole = Span(0.0, 0.0)
    for row in rows:
        key = {"source_id": row.source, "subject": row.subject, "as_of": row.as_of}
        found = published.fact(facts, row.topic, **key)
        (given,) = measures.rows(facts, topic=row.topic, **key)
        whole += at_least(found) if given["scope"] == DOCUMENTED else found
    return whole


def at_least(found: Span) -> Span:
    """A count of what is documented as the lower bound that it is.

    >>> at_least(Span(40, 50))
    Span(low=40, high=inf, best=None)
    """
    return Span(found.low, math.inf, found.best)


def _refuse_no_key(rows: Iterable[Any]) -> None:
    for row in rows:
        if not isinstance(row, Row):
            raise MilbalanceError(
                f"no row {row!r}; wanted rows as a computation has them: "
                "claims.computation(data, CLAIM).argument('rows'), of a claim on the killed"
            )


def usable(facts: pd.DataFrame, topic: str) -> pd.DataFrame:
    """The rows of a topic by date, without those marked "do not use" and counts of the wounded.

    Raises NoRowsError for a topic without rows.

    >>> usable(data.facts, "peacekeepers")["as_of"].tolist()
    ['2020-11-10', '2020-11-13', '2020-11-20']
    """
    rows = measures.select(facts, topic=topic)
    return rows[~rows["scope"].isin(SEPARATE)].sort_values("as_of", kind="stable")


def counters(rows: pd.DataFrame) -> pd.Series[str]:
    """Who counted, row by row, in the words of readers; the subject where a row does not say.

    >>> counters(pd.DataFrame({"counted_by": ["UN", None], "subject": ["dead", "dead, a newspaper"]})).tolist()
    ['UN', 'dead, a newspaper']
    """
    return rows["counted_by"].fillna(rows["subject"])


def last_states(rows: pd.DataFrame) -> pd.DataFrame:
    """The last row of each scope and counter: a running count replaces its own earlier states and stages.

    The authorities of one side keep one count between them, whichever office announces it.

    >>> rows = pd.DataFrame({"as_of": ["2008-08", "2008-09"], "scope": "soldiers", "counted_by": "a ministry"})
    >>> last_states(rows.assign(standing=None, subject="dead"))["as_of"].tolist()
    ['2008-09']
    """
    who = counters(rows).mask(rows["standing"] == OFFICIAL, OFFICIAL)
    states = rows.assign(subject=rows["scope"].fillna("").replace(STAGES) + ": " + who)
    return rows.loc[published.latest(states).index]


def in_war(as_of: str, war: tuple[str, str]) -> bool:
    """Whether a date (day or month) lies in a war (first day, day of the ceasefire), before the ceasefire.

    A bare year does not.

    >>> [in_war(date, ("2008-08-07", "2008-08-12")) for date in ("2008-08-09", "2008-08-12", "2008")]
    [True, False, False]
    """
    start, end = (day[: len(as_of)] for day in war)
    return start <= as_of < end


def missing_beside(facts: pd.DataFrame, count: Row) -> Rows:
    """The rows of the missing that the same source gives for the same date, soldiers and civilians.

    Raises MissingError if it gives none, MilbalanceError for what is no key.

    >>> rows = pd.DataFrame({"scope": ["soldiers", "missing"], "subject": ["dead", "missing"], "as_of": "2008-08"})
    >>> rows = rows.assign(topic="toll", source_id="a")
    >>> missing_beside(rows, Row("toll", "a", "dead", "2008-08"))[0].subject
    'missing'
    """
    _refuse_no_key([count])
    rows = facts[(facts["topic"] == count.topic) & (facts["scope"] == MISSING)]
    rows = rows[(rows["source_id"] == count.source) & (rows["as_of"] == count.as_of)]
    if rows.empty:
        raise MissingError(f"no number of the missing goes with the count of {day(count.as_of)}")
    return tuple(keys(rows))


def deaths(fatalities: pd.DataFrame, source: str, *, estimate: str = "best") -> pd.Series[float]:
    """Deaths by year, all places of one source added; `estimate` is low, best or high.

    MissingError if the source gives no such estimate in a year.

    Raises NoRowsError for a source that is not there.

    >>> deaths(data.fatalities, "ucdp-ged-23.1").loc[[2020]].to_dict()
    {2020: 7646.0}
    """
    arguments.columns(fatalities, (estimate,))
    rows = measures.select(fatalities, source_id=source)
    if rows[estimate].isna().any():
        raise MissingError(f"{source} gives no {estimate} estimate")
    return rows.groupby("year")[estimate].sum().astype(float)


def by_month(incidents: pd.DataFrame, series: str, *, value: str = "total") -> pd.Series[float]:
    """What a log holds for each month with an entry, all its categories added; the index is like "2015-01".

    Raises NoRowsError for a series that is not there.

    >>> by_month(data.incidents, "incidents by weapon").head(1).to_dict()
    {'2015-01': 13.0}
    """
    return measures.select(incidents, series=series).groupby("month")[value].sum().astype(float)


def day(as_of: str) -> str:
    """A date in words, as exact as it is given: "24 August 2021", "October 2020", "1988–1994".

    >>> day("2021-08-24"), day("2020-10"), day("undated")
    ('24 August 2021', 'October 2020', 'undated')
    """
    year, *rest = as_of.split("-")
    if not rest or not as_of[0].isdigit():
        return as_of
    if len(rest[0]) == 4:
        return as_of.replace("-", "–")
    named = f"{calendar.month_name[int(rest[0])]} {year}"
    return f"{int(rest[1])} {named}" if len(rest) > 1 else named


def official(facts: pd.DataFrame, topic: str, scopes: Iterable[str]) -> pd.DataFrame:
    """The counts of some scopes by date, without what a former official says.

    The rows of facts.csv with two columns more: `date`, in words, and `counter`, who counted. Raises NoRowsError
    for a topic without rows.

    >>> rows = pd.DataFrame({"topic": "toll", "scope": "soldiers", "subject": "dead", "as_of": ["2008-08-09"]})
    >>> found = official(rows.assign(standing="official", counted_by="a ministry"), "toll", ["soldiers"])
    >>> found[["date", "counter"]].values.tolist()
    [['9 August 2008', 'a ministry']]
    """
    rows = usable(facts, topic)
    rows = rows[rows["scope"].isin(set(scopes)) & (rows["standing"] != FORMER)]
    return rows.assign(date=rows["as_of"].map(day), counter=counters(rows)).reset_index(drop=True)

"""Which rows a number was read from where its arguments name no source: they have its sources and its unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import AmbiguousError, MissingError, NoRowsError
from milbalance.measures import expressions
from milbalance.measures.counts import Row
from milbalance.measures.vocabulary import facts, money
from milbalance.tables.load import Data

Frames = Iterable[pd.DataFrame]
IN_ITS_UNIT = ("published", "published.sum", "published.value")  # measures that answer in the unit of their rows


def rows_read(data: Data, measure: str, plain: Mapping[str, Any]) -> pd.DataFrame | None:
    """The rows of facts.csv or fx.csv that a measure reads for some arguments; None where none is known.

    >>> rows_read(data, "rate", {"month": "2020-10"})["source_id"].tolist()
    ['ecb-eurofxref']
    """
    try:
        frames = list(_READ[measure](data, **plain)) if measure in _READ else []
    except (MissingError, NoRowsError, AmbiguousError):
        return None
    return pd.concat(frames, ignore_index=True) if frames else None


def sources(data: Data, measure: str, plain: Mapping[str, Any]) -> tuple[str, ...]:
    """The sources of these rows, each once.

    >>> sources(data, "published", {"item": "peacekeepers", "years": (2020, 2020)})[0]
    'tass-2020-11-10'
    """
    rows = rows_read(data, measure, plain)
    return () if rows is None else tuple(rows["source_id"].unique())


def _rate(data: Data, *, month: str = "", years: Any = "", **_: Any) -> Frames:
    yield measures.select(data.fx, month=money.asked_months(data, month=month, years=years))


def _published(data: Data, **asked: Any) -> Frames:
    yield facts.meant(data, **asked)


def _value(data: Data, *, without_scope: str = "", **asked: Any) -> Frames:
    where = {name: asked.get(name) for name in ("topic", "source", "subject", "as_of", "partner")}
    rows = facts.named(data, where)
    yield rows[rows["scope"] != without_scope].head(1)


def _formula(data: Data, *, topic: str, terms: Mapping[str, Any], value: str | None = None, **_: Any) -> Frames:
    for name in expressions.names(value or "0"):
        yield facts.named(data, {"topic": topic, **terms[name]})


def _sum(
    data: Data, *, rows: Iterable[Row] = (), bound: Row | None = None, parts: Iterable[Row] = (), **_: Any
) -> Frames:
    for row in (*rows, *([bound] if bound else ()), *parts):
        yield facts.named(data, row._asdict())


def _days(data: Data, *, start: str = "", end: str = "", years: Any = "", **_: Any) -> Frames:
    """Those of named dates alone: a day that is written down is the reader's own."""
    names = [part.strip() for part in arguments.in_text(years).split(";")] if years else [start, end]
    found = (data.article.get("dates", {}).get(name) for name in names)
    yield from (facts.named(data, {**one, "none_because": None}) for one in found if isinstance(one, Mapping))


_READ: dict[str, Callable[..., Frames]] = {
    "days": _days,
    "published": _published,
    "published.formula": _formula,
    "published.sum": _sum,
    "published.value": _value,
    "rate": _rate,
}

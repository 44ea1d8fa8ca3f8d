"""Measures of money: rates of exchange, and published sums in one currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milbalance import arguments, measures
from milbalance.errors import NO_SOURCE, NO_YEAR, MissingError, NoRowsError
from milbalance.measures import facts
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables.load import Data

DOLLARS = "US dollars"


@measure("rate")
def rate(
    data: Data,
    *,
    month: str = "",
    statistic: str = "mean",
    place: str = "",
    other: str = "",
    years: str | Years = "",
    pair: Sequence[str] = ("", ""),
) -> float:
    """Units of a currency for one US dollar in a month such as 2020-10: the mean, or the lowest or highest day.

    Of several months (`years`: "2020-07 to 2020-09", "2020-07; 2020-09", or a year) the mean of theirs. `place` and
    `other` name a currency and what it is counted for, where fx.csv, which is of one `pair`, is asked for it; the
    other way round it is the inverse. Raises NoRowsError for a month or a pair that fx.csv does not have.

    >>> rate(data, month="2020-10")
    7.9577
    >>> round(rate(data, place="TRY", other="USD", pair=("TRY", "USD"), years="2020-07 to 2020-09"), 3)
    7.238
    """
    if (place, other) not in (own := tuple(pair), own[::-1]):
        raise NoRowsError(f"fx.csv is of {' for '.join(pair)}, not of {place} for {other}", kind=NO_SOURCE)
    months = asked_months(data, month=month, years=years)
    found = sum(measures.one(data.fx, value=statistic, month=one) for one in months) / len(months)
    return found if (place, other) == own else 1 / found


def asked_months(data: Data, *, month: str = "", years: str | Years = "") -> list[str]:
    """The months of fx.csv that a rate is of; raises NoRowsError as `rate` where there is none.

    >>> asked_months(data, years="2020-07; 2020-09")
    ['2020-07', '2020-09']
    """
    held, asked = data.fx["month"].tolist(), arguments.in_text(years, " to ")
    months = [month] if month else [one for part in asked.split(";") for one in held if _within(one, part.strip())]
    if not months:
        raise NoRowsError(f"no month of {asked} in fx.csv, which is from {min(held)} to {max(held)}", kind=NO_YEAR)
    return months


def quoted(unit: str, *, place: str, other: str, currencies: Mapping[str, Sequence[str]]) -> str:
    """Which way round a rate is, in one line, where its unit does not name the other currency; else empty.

    `currencies` are what each code is called, the usual name first.

    >>> called = {"TRY": ["lira"], "USD": ["US dollar"]}
    >>> [quoted(one, place="TRY", other="USD", currencies=called) for one in ("lira", "lira per US dollar")]
    ['lira for one US dollar', '']
    """
    if any(name.casefold() in unit.casefold() for name in (other, *currencies[other])):
        return ""
    return f"{currencies[place][0]} for one {currencies[other][0]}"


def _within(month: str, asked: str) -> bool:
    """Whether a month is in a year, a month, or months from one to another."""
    first, _, last = asked.partition(" to ")
    return month.startswith(first) if not last else first <= month and month[: len(last)] <= last


@measure("published.money")
def money(
    data: Data,
    *,
    topic: str,
    source: str,
    currencies: Mapping[str, str],
    currency: str | None = DOLLARS,
    month: str = "",
    none_because: str = "",
) -> Span:
    """A published sum in one currency, converted at the mean rate of a month.

    `currencies` names that of each unit, such as dollars for "US dollars a month"; rows in other units are left
    out. The month is that of the row if none is named. Raises MissingError with `none_because` for no currency,
    NoRowsError without such a row or month.

    >>> paid = {"US dollars a month": DOLLARS}
    >>> money(data, topic="fighters-pay-usd", source="reuters-2020-09-29", currencies=paid).number
    1500.0
    """
    if currency is None:
        raise MissingError(none_because)
    arguments.one_of("currency", currency, dict.fromkeys((*currencies.values(), DOLLARS)))
    row = measures.select(data.facts, topic=topic, unit=list(currencies), source_id=source).iloc[0]
    paid, own = facts.span(row), currencies[row["unit"]]
    if own == currency:
        return paid
    at = rate(data, month=month or row["as_of"][:7])
    return paid * (1 / at) if currency == DOLLARS else paid * at

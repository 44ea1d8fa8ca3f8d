"""Claims on money and gas: the lira rate, what fighters were paid, and the gas deal of July 2022."""

from __future__ import annotations

from datetime import date
from typing import Any

from milbalance import arguments, gas, lira, measures, published
from milbalance.choices import Choice, grid, only_shown
from milbalance.claims.named import by_source, label
from milbalance.claims.registry import computes
from milbalance.errors import MissingError
from milbalance.load import Data
from milbalance.ranges import Span

RATES = "ecb-eurofxref"
_STATISTICS = {
    "mean of the month": ("mean", "A payment by the month has no one day."),
    "lowest day": ("lowest", "A payment is made on some day, and the rate moved within the month."),
    "highest day": ("highest", "A payment is made on some day, and the rate moved within the month."),
}


def _month(month: str, **about: Any) -> Choice:
    return Choice({"month": f"{date.fromisoformat(month + '-01'):%B %Y}"}, {"month": month}, **about)


def _vary_rate(data: Data) -> list[Choice]:
    """Months around the war are counted; 2023, when the article was written, is shown."""
    during = ["2020-09", "2020-10", "2020-11", "2020-12"]
    later = sorted(month for month in data.fx["month"] if month.startswith("2023"))
    hired = "A month in which fighters were hired or paid."
    months = [_month(month, why=hired) for month in during]
    months += [_month(month, **only_shown("after the war")) for month in later]
    days = [Choice({"day": name}, {"statistic": key}, why) for name, (key, why) in _STATISTICS.items()]
    return grid(months, days)


@computes("fighters-pay-fx", vary=_vary_rate, sources=(RATES,))
def lira_per_dollar(data: Data, *, month: str = "2020-10", statistic: str = "mean") -> float:
    """Lira per US dollar in a month: the mean, or the lowest or highest day."""
    return lira.rate(data, month, statistic)


def _vary_pay(data: Data) -> list[Choice]:
    found = lira.pay(data).set_index("source_id")["how"]
    why = {"why": "One of the sources that give a monthly pay in dollars."}
    apart = only_shown("published in lira, and converted here")
    return [
        choice
        for source, how in found.items()
        for choice in by_source(data, [str(source)], **(why if how == "as published" else apart))
    ]


@computes("fighters-pay-usd", vary=_vary_pay)
def monthly_pay(data: Data, *, source: str = "reuters-2020-09-29") -> Span:
    """What a source says that Syrian fighters were paid, in US dollars a month."""
    row = measures.select(lira.pay(data), source_id=source).iloc[0]
    return Span(float(row["low"]), float(row["high"]))


def _vary_compensation(data: Data) -> list[Choice]:
    source = "syrians-for-truth-and-justice"
    unclear = only_shown("the unit of what is stated is unclear")
    return [
        Choice({"read as": "dollars or lira"}),
        *(
            Choice(
                {"read as": currency, "source": label(data, source)},
                {"currency": currency},
                sources=(source, *more),
                **unclear,
            )
            for currency, more in (("lira", ()), ("US dollars", (RATES,)))
        ),
    ]


@computes("fighters-death-fx", vary=_vary_compensation, sources=("syrians-for-truth-and-justice",))
def compensation(data: Data, *, currency: str = "", month: str = "2020-10") -> Span:
    """What a source says that a family was paid, in lira, or in US dollars at the mean of a month.

    Raises MissingError where no currency is named: what is stated then has no unit to compare in.
    """
    if not currency:
        raise MissingError("the amount is printed as dollars and as lira at once")
    arguments.one_of("currency", currency, ("lira", "US dollars"))
    paid = published.fact(data.facts, "fighters-death-fx")
    return paid if currency == "lira" else paid * (1 / lira.rate(data, month))


_OF_2021 = {
    gas.COMMISSION: {"why": "The last whole year before the deal."},
    "today-az-gas-2022": only_shown("deliveries to all of Europe, not to the EU alone"),
}
_OF_2022 = {
    "ec-2022-07-18": "What was expected for the year of the deal when it was made.",
    gas.COMMISSION: "The year of the deal itself, as reported later.",
    "azvision-gas-2023": "The year of the deal itself, as reported later.",
}


def _base(data: Data, year: int, source: str, **about: Any) -> Choice:
    levels = {"base": f"base {year}", "source": label(data, source)}
    return Choice(levels, {"year": year, "source": source}, sources=(gas.DEAL, source), **about)


def _vary_base(data: Data) -> list[Choice]:
    """Both years as bases, for a sentence that names none."""
    return [
        *(_base(data, 2021, source, **about) for source, about in _OF_2021.items()),
        *(_base(data, 2022, source, why=why) for source, why in _OF_2022.items()),
    ]


def _vary_named_base(data: Data) -> list[Choice]:
    """The year that the sentence names as its base; the next one is only shown."""
    other = only_shown("the sentence names 2021 as its base")
    return [
        *(_base(data, 2021, source, **about) for source, about in _OF_2021.items()),
        *(_base(data, 2022, source, **other) for source in _OF_2022),
    ]


def _factor(data: Data, year: int, source: str) -> Span:
    """The volume that the deal names over that of a base year; the deal's "at least" is left aside."""
    return Span(gas.target(data), gas.target(data)) / gas.volume(data, year, source)


@computes("gas-triple", vary=_vary_base, sources=(gas.DEAL, gas.COMMISSION))
def gas_factor(data: Data, *, year: int = 2021, source: str = gas.COMMISSION) -> Span:
    """Planned gas exports to the European Union over those of a base year, as a factor."""
    return _factor(data, year, source)


@computes("gas-double", vary=_vary_named_base, sources=(gas.DEAL, gas.COMMISSION))
def gas_factor_of_imports(data: Data, *, year: int = 2021, source: str = gas.COMMISSION) -> Span:
    """Planned imports of the European Union over those of a base year: the same factor."""
    return _factor(data, year, source)


@computes("gas-unit", vary=lambda data: by_source(data, [gas.COMMISSION], ""))
def gas_volume(data: Data, *, source: str = gas.COMMISSION, year: int = 2021) -> Span:
    """Gas from Azerbaijan to the European Union in a year, in cubic metres."""
    return gas.volume(data, year, source) * 1e9


def _vary_russian(data: Data) -> list[Choice]:
    described = data.sources.set_index("source_id")["derived_from"]
    agency, newspaper = "iea-2022-03", "iea-2022-03-03"
    copy = only_shown(f"it cites {label(data, described.loc[newspaper])}")
    part = only_shown("gas by pipeline is a part of the whole")
    return [
        *by_source(data, [agency], ""),
        *by_source(data, [newspaper], **copy),
        Choice(
            {"source": label(data, agency), "gas": "by pipeline only"},
            {"pipeline": True},
            sources=(agency,),
            **part,
        ),
    ]


@computes("gas-eighth", vary=_vary_russian, sources=(gas.DEAL, "iea-2022-03"))
def gas_share(data: Data, *, source: str = "iea-2022-03", pipeline: bool = False) -> Span:
    """The volume that the deal names as a share of the European Union's gas from Russia in 2021."""
    planned = Span(gas.target(data), gas.target(data))
    if pipeline:
        subject = "EU imports of Russian gas by pipeline"
        return planned / published.fact(data.facts, "gas-eighth", subject=subject, source_id=source)
    return planned / gas.volume(data, 2021, source, origin="RUS")

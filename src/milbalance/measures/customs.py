"""Turkish defence exports to Azerbaijan: customs values over published periods, and the factors between them."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd

from milbalance import measures
from milbalance.measures.vocabulary.flows import ERRONEOUS, growth, months
from milbalance.tables.load import Data

# Published periods that follow one another without overlap, each from the page that prints or implies it.
PIECES = (
    ("2019-01", "2019-09", "reuters-2020-10-14"),
    ("2019-10", "2019-11", "azernews-tr-trade-2020"),
    ("2019-12", "2019-12", "azernews-tr-trade-2020"),
    ("2020-01", "2020-06", "reuters-2020-10-14"),
    ("2020-07", "2020-07", "reuters-2020-10-14"),
    ("2020-08", "2020-08", "reuters-2020-10-14"),
    ("2020-09", "2020-09", "reuters-2020-10-14"),
    ("2020-10", "2020-11", "middleeastmonitor-2020-12-03"),
)
GOODS = "defence exports"
REUTERS = "reuters-2020-10-14"


def exports(data: Data, origin: str = "TUR", destination: str = "AZE") -> pd.DataFrame:
    """Customs values of defence and aviation goods by period, without the rows known to be erroneous."""
    rows = measures.select(data.flows, flow=GOODS, origin=origin, destination=destination)
    return rows[rows["kind"] != ERRONEOUS]


def by_period(data: Data) -> pd.DataFrame:
    """Exports in periods that do not overlap: start, end, months, value and per_month in millions."""
    rows = exports(data)
    pieces = pd.concat(
        [measures.select(rows, start=start, end=end, source_id=source) for start, end, source in PIECES]
    )
    length = [months(start, end) for start, end in zip(pieces["start"], pieces["end"], strict=True)]
    value = pieces["value"] / 1e6
    return pieces.assign(months=length, value=value, per_month=value / length, unit="million US dollars")[
        ["start", "end", "months", "value", "per_month", "unit", "kind", "source_id"]
    ].reset_index(drop=True)


QUARTER = ("2020-07", "2020-09")
HALF_YEAR = ("2020-01", "2020-06")
NINE_MONTHS, NINE_BEFORE = ("2020-01", "2020-09"), ("2019-01", "2019-09")
JULY, SEPTEMBER = ("2020-07", "2020-07"), ("2020-09", "2020-09")
SPUTNIK = "sputnik-2020-10-14"
# What a factor is on, as choices and charts both name it.
YEAR_BEFORE, NINE, MONTH = "third quarter of 2019", "nine months on those of 2019", "September on July 2020"
PER_QUARTER, WHOLE_HALF = "first half of 2020, per quarter", "first half of 2020"
BASES = (YEAR_BEFORE, NINE, MONTH, PER_QUARTER, WHOLE_HALF)


def factors(data: Data) -> pd.DataFrame:
    """How many times its base the exports of 2020 were, for every base that can be computed, smallest first.

    Columns: compared (what over what), factor, low and high (where the base is known within rounding),
    at_least (the factor is a lower bound), source_id, base (one of `BASES`, as choices of a base name it).
    """
    compared = [
        ("third quarter on a quarter of the first half of 2020", QUARTER, HALF_YEAR, True, PER_QUARTER),
        ("third quarter on the whole first half of 2020", QUARTER, HALF_YEAR, False, WHOLE_HALF),
        ("first nine months of 2020 on those of 2019", NINE_MONTHS, NINE_BEFORE, False, NINE),
        ("September on July 2020", SEPTEMBER, JULY, False, MONTH),
    ]
    factor = partial(growth, data, flow=GOODS, place="TUR", other="AZE")
    quoted = factor(source=SPUTNIK, quoted="turkey-tenfold")
    found = [("third quarter of 2020 on third quarter of 2019", quoted, SPUTNIK, YEAR_BEFORE)]
    found += [
        (words, factor(source=REUTERS, over=over, base=base, per_month=per_month), REUTERS, name)
        for words, over, base, per_month, name in compared
    ]
    records = []
    for words, times, source, name in found:
        at_least = math.isinf(times.high)
        ends = (math.nan, math.nan) if times.exact or at_least else (times.low, times.high)
        records.append((words, times.number, *ends, at_least, source, name))
    columns = ["compared", "factor", "low", "high", "at_least", "source_id", "base"]
    return pd.DataFrame(records, columns=columns).sort_values("factor", ignore_index=True)

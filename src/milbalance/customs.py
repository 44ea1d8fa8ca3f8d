"""Turkish defence exports to Azerbaijan: customs values over published periods, and the factors between them."""

from __future__ import annotations

import pandas as pd

from milbalance import claims, measures
from milbalance.load import Data

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
REUTERS = "reuters-2020-10-14"


def exports(data: Data, origin: str = "TUR", destination: str = "AZE") -> pd.DataFrame:
    """Customs values of defence and aviation goods by period, without the rows known to be erroneous."""
    rows = measures.select(data.flows, flow="defence exports", origin=origin, destination=destination)
    return rows[rows["kind"] != "erroneous"]


def months(start: str, end: str) -> int:
    """Months from `start` to `end` (as 2020-07), both included."""
    (first_year, first), (last_year, last) = (map(int, month.split("-")) for month in (start, end))
    return (last_year - first_year) * 12 + last - first + 1


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


def factors(data: Data) -> pd.DataFrame:
    """How many times its base the exports of 2020 were, for every base that can be computed, smallest first.

    Columns: compared (what over what), factor, low and high (where the base is known within rounding),
    at_least (the factor is a lower bound), source_id.
    """
    rows = exports(data)
    quarter = measures.one(rows, start="2020-07", end="2020-09", source_id=REUTERS)
    half = measures.select(rows, start="2020-01", end="2020-06", source_id=REUTERS).iloc[0]
    nine = [measures.one(rows, start=f"{year}-01", end=f"{year}-09", source_id=REUTERS) for year in (2020, 2019)]
    july, september = (
        measures.one(rows, start=month, end=month, source_id=REUTERS) for month in ("2020-07", "2020-09")
    )
    over_half = [measures.ratio(quarter, half[name]) for name in ("value", "high", "low")]
    third_quarter = claims.computed(data, "turkey-tenfold")
    none = float("nan")
    records = [
        ("third quarter of 2020 on third quarter of 2019", third_quarter, none, none, True, "sputnik-2020-10-14"),
        ("third quarter on a quarter of the first half of 2020", *(2 * f for f in over_half), False, REUTERS),
        ("third quarter on the whole first half of 2020", *over_half, False, REUTERS),
        ("first nine months of 2020 on those of 2019", measures.ratio(*nine), none, none, False, REUTERS),
        ("September on July 2020", measures.ratio(september, july), none, none, False, REUTERS),
    ]
    columns = ["compared", "factor", "low", "high", "at_least", "source_id"]
    return pd.DataFrame(records, columns=columns).sort_values("factor", ignore_index=True)

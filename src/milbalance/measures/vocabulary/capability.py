"""Measures of capability: the composite index of national capability of the Correlates of War."""

from __future__ import annotations

from milbalance import arguments, measures
from milbalance.measures.vocabulary.registry import Years, measure
from milbalance.tables.load import Data

CINC = "cinc"  # the item of context.csv, from 0 to 1


@measure("capability.share")
def capability_share(data: Data, *, place: str, source: str, years: Years) -> float:
    """A place's part of the capability of all states in one year, per cent: the index times 100.

    Raises NoRowsError for a year that the source does not give.

    >>> round(capability_share(data, place="TUR", source="cow-nmc-7.0", years=2020), 2)
    1.32
    """
    year = arguments.years(years)[1]
    return 100 * measures.one(data.context, place=place, item=CINC, year=year, source_id=source)


@measure("capability.ratio")
def capability_ratio(data: Data, *, place: str, other: str, source: str, years: Years) -> float:
    """The index of a place over that of another in one year. Raises as `capability_share`.

    >>> round(capability_ratio(data, place="TUR", other="GEO", source="cow-nmc-7.0", years=2020), 1)
    33.1
    """
    a, b = (capability_share(data, place=side, source=source, years=years) for side in (place, other))
    return measures.ratio(a, b)

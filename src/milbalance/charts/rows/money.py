"""Military spending by year: of places, and of one as a multiple of another."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from milbalance import measures
from milbalance.measures import spending as arithmetic
from milbalance.tables import labels
from milbalance.tables.load import Data


def spending(
    data: Data, *, places: Sequence[str], source: str, basis: str = "current_usd", per: float = 1
) -> pd.DataFrame:
    """Spending of places by year from one edition, in the unit of the table divided by `per`.

    Columns place, series (its name), year, value, unit, role ("estimate" where the source estimates), source_id. A
    year without a value keeps its row. Raises NoRowsError if the edition has none.
    """
    rows = measures.select(data.spending, place=list(places), source_id=source, basis=basis)
    role = rows["quality"].eq("estimate").map({True: "estimate", False: ""})
    series = rows["place"].map(lambda code: labels.place(data, code))
    made = rows.assign(value=rows["value"] / per, role=role, series=series)
    return made[["place", "series", "year", "basis", "value", "unit", "role", "source_id"]]


def spending_ratio(
    data: Data, *, place: str, other: str, source: str, basis: str = "current_usd", series: str = ""
) -> pd.DataFrame:
    """Spending of one place as a multiple of another's, by year, from one edition.

    Columns place, series, year, value, role ("estimate" where either side's number is one), source_id.
    """
    rows = measures.select(data.spending, place=[place, other], source_id=source, basis=basis)
    found = measures.ratio_by_year(rows, place, other)
    guessed = {*arithmetic.estimated_years(rows, place), *arithmetic.estimated_years(rows, other)}
    return pd.DataFrame(
        {
            "place": place,
            "series": series or labels.place(data, f"{place}/{other}"),
            "year": pd.array(found.index.to_list(), dtype="Int64"),
            "value": found.to_numpy(),
            "role": ["estimate" if year in guessed else "" for year in found.index],
            "source_id": source,
        }
    )

"""Money by year or month: military spending, one place's as a multiple of another's, growth, exchange rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from milbalance import arguments, measures
from milbalance.errors import NoRowsError
from milbalance.measures import spending as arithmetic
from milbalance.measures.vocabulary.spending import millions
from milbalance.tables import labels
from milbalance.tables.load import Data

Period = tuple[int, int]
PROJECTS = arithmetic.SPECIAL_PROJECTS


def spending(
    data: Data,
    *,
    places: Sequence[str],
    source: str,
    basis: str = "current_usd",
    years: Period | None = None,
    per: float = 1,
) -> pd.DataFrame:
    """Spending of places by year from one edition, in the unit of the table divided by `per`, in the order asked.

    Columns place, series (its name), year, basis, base_year, value, unit, role ("estimate" where the source
    estimates), source_id. A year without a value keeps its row. Raises NoRowsError if the edition has none.

    >>> asked = {"places": ["GEO"], "source": "sipri-milex-2025", "years": (2019, 2020)}
    >>> spending(data, **asked)["value"].round(1).tolist()
    [310.6, 287.9]
    """
    found = measures.select(data.spending, place=list(places), source_id=source, basis=basis)
    found = found[found["year"].between(*years)] if years else found
    found = found.sort_values("place", key=lambda codes: codes.map(list(places).index), kind="stable")
    role = found["quality"].eq("estimate").map({True: "estimate", False: ""})
    series = found["place"].map(lambda code: labels.place(data, code))
    made = found.assign(value=found["value"] / per, role=role, series=series)
    columns = ["place", "series", "year", "basis", "base_year", "value", "unit", "role", "source_id"]
    return made[columns].reset_index(drop=True)


def spending_ratio(
    data: Data,
    *,
    place: str,
    other: str,
    source: str,
    basis: str = "current_usd",
    years: Period | None = None,
    projects: bool | Literal["alone"] = True,
    series: str = "",
    role: str = "",
) -> pd.DataFrame:
    """Spending of one place as a multiple of another's, by year, from one edition.

    Without `projects` the special defence projects of both are taken out; with them "alone" the value is how much
    more the multiple is with them. Columns place, series, year, value, role
    (as given, else "estimate" where either side's number is one), source_id. Raises NoRowsError as `spending` does,
    MissingError where projects cannot be converted.

    >>> asked = {"place": "TUR", "other": "GEO", "source": "sipri-milex-2025", "years": (2020, 2020)}
    >>> spending_ratio(data, **asked)["value"].round(1).tolist()
    [54.8]
    """
    for side in arguments.sides(data.places, place, other):
        measures.select(data.spending, place=side, source_id=source, basis=basis)
    found = measures.select(data.spending, place=[place, other], source_id=source, basis=basis)
    ratio = measures.ratio_by_year(found, place, other)
    if projects is not True:
        mine, others = (millions(data, side, source, basis, False) for side in (place, other))
        without = (mine / others.where(others != 0)).sort_index()
        ratio = ratio - without if projects == "alone" else without
    ratio = ratio.loc[years[0] : years[1]] if years else ratio
    guessed = {*arithmetic.estimated_years(found, place), *arithmetic.estimated_years(found, other)}
    behind = [] if projects is True else _sources_of_projects(data, place, other)
    return pd.DataFrame(
        {
            "place": place,
            "series": series or labels.place(data, f"{place}/{other}"),
            "year": pd.array(ratio.index.to_list(), dtype="Int64"),
            "value": ratio.to_numpy(),
            "role": [role or ("estimate" if year in guessed else "") for year in ratio.index],
            "source_id": "; ".join([source, *behind]),
        }
    )


def _sources_of_projects(data: Data, *places: str) -> list[str]:
    rows = data.facts[(data.facts["topic"] == PROJECTS) & data.facts["place"].isin(places)]
    return list(dict.fromkeys(rows["source_id"]))


def spending_pairs(
    data: Data,
    *,
    pairs: Sequence[Sequence[str]],
    source: str,
    year: int,
    basis: str = "current_usd",
) -> pd.DataFrame:
    """Spending of the first place of each pair as a multiple of the second's in one year, in the order asked.

    Columns place, other, label ("Turkey over Georgia"), year, value, words (what the first spent), source_id.
    Raises NoRowsError and MissingError for a pair without numbers.

    >>> asked = {"pairs": [["TUR", "GEO"], ["TUR", "ISR"]], "source": "sipri-milex-2025", "year": 2020}
    >>> spending_pairs(data, **asked)["label"].tolist()
    ['Turkey over Georgia', 'Turkey over Israel']
    """
    found = []
    for place, other in pairs:
        where: dict[str, Any] = {"source_id": source, "basis": basis, "year": year}
        spent, base = (measures.one(data.spending, place=side, **where) for side in (place, other))
        label = f"{labels.place(data, place)} over {labels.place(data, other)}"
        found.append((place, other, label, year, measures.ratio(spent, base), f"{spent:,.0f}", source))
    return pd.DataFrame(found, columns=["place", "other", "label", "year", "value", "words", "source_id"])


def growth(
    data: Data,
    *,
    place: str,
    source: str,
    periods: Sequence[str],
    basis: str = "constant_usd",
    projects: bool = True,
    series: str = "growth",
    role: str = "",
) -> pd.DataFrame:
    """Yearly growth of spending over each period, as a log-linear trend of all its years, in per cent a year.

    Columns place, series, label (the period), value, unit, role, source_id. Raises MissingError for a gap.

    >>> asked = {"place": "GEO", "source": "sipri-milex-2025", "periods": ["2010-2020"]}
    >>> growth(data, **asked)["value"].round(1).tolist()
    [-2.0]
    """
    values = millions(data, place, source, basis, projects)
    spans = [tuple(map(int, period.split("-"))) for period in periods]
    return pd.DataFrame(
        {
            "place": place,
            "series": series,
            "label": list(periods),
            "value": [measures.trend(values, *span) for span in spans],
            "unit": "per cent a year",
            "role": role,
            "source_id": source,
        }
    )


def exchange_rates(data: Data, *, start: str, end: str, series: str = "", place: str = "") -> pd.DataFrame:
    """The mean rate of each month from `start` to `end` of fx.csv, with its lowest and highest day.

    Columns place, series, month, value, low, high, source_id. Raises NoRowsError if there is none.

    >>> exchange_rates(data, start="2020-10", end="2020-10")["value"].round(2).tolist()
    [7.96]
    """
    found = data.fx[data.fx["month"].between(start, end)].sort_values("month")
    if found.empty:
        there = f"there are: {data.fx['month'].min()} to {data.fx['month'].max()}"
        raise NoRowsError(f"no rates from {start} to {end}", there)
    return pd.DataFrame(
        {
            "place": place,
            "series": series,
            "month": found["month"],
            "value": found["mean"],
            "low": found["lowest"],
            "high": found["highest"],
            "source_id": found["source_id"],
        }
    ).reset_index(drop=True)

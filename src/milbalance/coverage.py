"""What the tables cover: how many sources speak on a subject in a year."""

from __future__ import annotations

import pandas as pd

from milbalance.load import Data


def sources_by_year(data: Data, first: int, last: int) -> pd.DataFrame:
    """Number of sources with a value, one row a subject, one column a year from `first` to `last`."""
    forces = data.forces
    people, things = forces[forces["category"] == "personnel"], forces[forces["category"] != "personnel"]
    spending = data.spending.dropna(subset=["value"])
    subjects = {
        "Military spending, Armenia": spending[spending["place"] == "ARM"],
        "Military spending, Azerbaijan": spending[spending["place"] == "AZE"],
        "Soldiers, Armenia": people[people["place"] == "ARM"],
        "Soldiers, Azerbaijan": people[people["place"] == "AZE"],
        "Soldiers, Karabakh (alone or with Armenia)": people[people["place"].isin(["NKR", "ARM+NKR"])],
        "Equipment, Armenia": things[things["place"] == "ARM"],
        "Equipment, Azerbaijan": things[things["place"] == "AZE"],
        "Arms imports (both)": _reached(data.arms_imports),
        "Deaths in conflict": data.fatalities,
    }
    years = range(first, last + 1)
    counts = {
        subject: rows.groupby("year")["source_id"].nunique().reindex(years, fill_value=0)
        for subject, rows in subjects.items()
    }
    return pd.DataFrame(counts).T.astype("int64")


def _reached(imports: pd.DataFrame) -> pd.DataFrame:
    """One row for each release and year that it reaches: a year without deliveries is covered and has no row."""
    spans = imports.groupby("source_id")["year"].agg(["min", "max"])
    years = [(name, year) for name, first, last in spans.itertuples() for year in range(first, last + 1)]
    return pd.DataFrame(years, columns=["source_id", "year"])


def tables(data: Data) -> pd.DataFrame:
    """Each table with its rows, sources, first and last year; a table without a year column has no years."""
    records = []
    for name, frame in vars(data).items():
        years = frame["year"] if "year" in frame else pd.Series(dtype="Int64")
        records.append(
            {
                "table": name,
                "rows": len(frame),
                "sources": frame["source_id"].nunique() if "source_id" in frame else 0,
                "first": str(years.min()) if len(years) else "",
                "last": str(years.max()) if len(years) else "",
            }
        )
    return pd.DataFrame(records).set_index("table")

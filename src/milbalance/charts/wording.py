"""Words and frames that several charts share; what they draw in common is in `marks`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from milbalance import articles
from milbalance.charts import style
from milbalance.charts.alt_series import runs
from milbalance.errors import MissingError
from milbalance.tables.load import Data

MONEY = ("current_usd", "constant_usd", "local_currency")
ARTICLE = "sais-europe-2023"  # the source of what is stated
# Where the place is the subject of a chart, both sides’ names of it stand in the subtitle.
KARABAKH_NAMES = "Nagorno-Karabakh: Artsakh to Armenians, Qarabağ to Azerbaijanis"
VOLUME = "SIPRI trend-indicator value, TIV, millions: a volume, no sum of money"


def speaks(data: Data, claim_id: str, **how: Any) -> bool:
    """Whether a claim is about these arguments: the places in their order and the years of its plain reading.

    Marks and words of what is stated stand beside no other places, years or kinds of number. A `basis` may be any
    money: which dollars a text means is for the choices to say, but a share of the economy is another quantity.

    False of a claim that the tables do not have.

    >>> speaks(data, "soldiers-double", place="AZE", other="ARM")
    True
    """
    if claim_id not in articles.computable(data):
        return False
    plain = articles.computation(data, claim_id).plain
    money = how.pop("basis", "current_usd") in MONEY
    return money and all(plain[name] == value for name, value in how.items())


def curly(words: str) -> str:
    """Words with the apostrophes of print, as titles have them; the tables are typed with straight ones."""
    return words.replace("'", "’")


def source_name(data: Data, source: str) -> str:
    """The short name of a source, edition included."""
    return str(data.sources.set_index("source_id")["label"].loc[source])


def basis_words(spending: pd.DataFrame) -> str:
    """The price basis of spending rows in words: "current US dollars", "constant US dollars of 2019"."""
    basis = spending["basis"].iloc[0]
    if basis == "constant_usd":
        return f"constant US dollars of {spending['base_year'].iloc[0]}"
    return {
        "current_usd": "current US dollars",
        "share_gdp": "per cent of gross domestic product",
        "local_currency": "local currency, current prices",
    }[basis]


def listed(items: Iterable[str]) -> str:
    """Items in words: "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


def year_spans(years: Iterable[int]) -> str:
    """Years in words, runs joined: "1993 and 2011–2015"."""
    return listed(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs(years))


def gap_words(data: Data, rows: pd.DataFrame, sides: Sequence[str]) -> str:
    """Which years of whom have no value, from the first year that has one for any side, and why; else nothing."""
    valued = rows.dropna(subset="value")
    told = []
    for side in sides:
        reasons = rows[rows["place"] == side].set_index("year")["missing_reason"]
        there = set(valued.loc[valued["place"] == side, "year"])
        gaps: dict[str, list[int]] = {}
        for year in range(int(valued["year"].min()), int(valued["year"].max()) + 1):
            if year not in there:
                gaps.setdefault(str(reasons.get(year, "no row")), []).append(year)
        told += [f"{style.name(data, side)} in {year_spans(years)} ({reason})" for reason, years in gaps.items()]
    return f" No value for {listed(told)}." if told else ""


def peak(values: pd.Series[float]) -> tuple[int, float]:
    """The year of the highest value, and the value; MissingError if there is none."""
    found = values.dropna()
    if found.empty:
        raise MissingError("no year or window has a value")
    place = int(found.to_numpy().argmax())
    return int(found.index[place]), float(found.iloc[place])


def yearly(values: pd.Series[float], **facts: str) -> pd.DataFrame:
    """A series by year as tidy rows, with the same facts beside each; a year without a value keeps its row."""
    rows = pd.DataFrame({"year": pd.array(values.index.to_list(), dtype="Int64"), "value": values.to_numpy()})
    return rows.assign(**facts)


def with_stated(drawn: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """The rows drawn, followed by the stated values drawn beside them, with the article as their source."""
    return pd.concat([drawn, stated.assign(source_id=ARTICLE)], ignore_index=True)

"""What others printed, dates and rates: answered from an article's own rows, and said where there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.articles import readings
from milbalance.articles.article import OWN
from milbalance.measures.vocabulary import entries
from milbalance.tables import load, paths, schema
from milbalance.tables.load import Data

FACTS = pd.DataFrame(
    {
        "topic": "budget.level",
        "subject": "as printed",
        "place": ["TUR", "TUR", "GEO"],
        "partner": None,
        "as_of": "2023",
        "source_id": ["tass-2020-11-10", "mil-ru-2020-11-20", "tass-2020-11-10"],
        "value": [40.0, 41.0, 1.5],
        "low": None,
        "high": None,
        "unit": "billion US dollars",
    }
)


def written(data: Data, measure: str, stated_in: str = "billion US dollars", **asked: Any) -> dict[str, Any]:
    """What the engine takes for a statement of a measure, stated in a unit."""
    row = {"relation": "is", "stated": "40", "unit": stated_in}
    return readings.choices_of(replace(data, facts=FACTS), entries.entry(measure), row, asked)


def test_every_source_with_a_row_is_a_way(data: Data) -> None:
    found = written(data, "published", "million US dollars", item="budget.level", place="TUR", years="2023")
    assert (found["measure"], found["rule"]["unit"]) == ("published", (1000.0, 0.0))
    assert found["plain"]["source"] == "tass-2020-11-10"
    assert [[*way["sources"]] for way in found["ways"]] == [["tass-2020-11-10", "mil-ru-2020-11-20"]]


def test_without_a_row_the_reason_says_so(data: Data) -> None:
    asked: dict[str, Any]
    for asked in ({"item": "index.rank"}, {"item": "budget.level", "years": "2020"}):
        found = written(data, "published", **asked)
        assert (found["measure"], found["rule"]["code"], found["ways"]) == ("none", "no-source", []), asked
        assert "facts.csv" in found["rule"]["told"]


def test_dates_and_rates_need_no_source(data: Data) -> None:
    days = written(data, "days", "days", years="2020-09-27; 2020-11-10")
    assert (days["measure"], [*days["ways"][0]]) == ("days", ["days"])
    rate = written(data, "rate", "lira per US dollar", place="TRY", other="USD", years="2020-10")
    assert (rate["measure"], rate["rule"]["unit"]) == ("rate", (1.0, 0.0))
    turned = written(data, "rate", "lira", place="USD", other="TRY", years="2020-10")
    assert [one["rule"]["told"] for one in (rate, turned)] == ["TRY for one USD", "USD for one TRY"]


def test_a_column_that_rows_may_leave_empty_may_be_absent(tmp_path: Path) -> None:
    """A folder that was written before a column came into the shipped tables is read as before."""
    wrong = []
    for name in OWN:
        described, path = schema.tables()[name], tmp_path / f"{name}.csv"
        needed = [field.name for field in described.fields if field.required]
        text = pd.read_csv(paths.data() / f"{name}.csv", dtype=str, keep_default_na=False)
        text[needed].to_csv(path, index=False)
        found, whole = load.like(name, path), load.table(name)
        filled = found[needed].equals(whole[needed]) and found.drop(columns=needed).isna().all(axis=None)
        wrong += [name] * (not filled or list(found.dtypes.items()) != list(whole.dtypes.items()))
    assert not wrong

"""What others printed, dates and rates: answered from an article's own rows, and said where there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import tiny_article
from milbalance.articles import open_article, readings, units
from milbalance.articles.article import OWN
from milbalance.articles.asked import WrongError
from milbalance.errors import DataError
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


CLAIMS = """\
claim_id,statement,measure,place,other,years,item,relation,stated,unit
right,There are 1960.,published,,,,peacekeepers,is,1960,soldiers
wrong,There are 1960.,published,,,,peacekeepers,is,1960,tanks
"""


def written(
    data: Data, measure: str, stated_in: str = "billion US dollars", facts: pd.DataFrame = FACTS, **asked: Any
) -> dict[str, Any]:
    """What the engine takes for a statement of a measure, stated in a unit."""
    row = {"relation": "is", "stated": "40", "unit": stated_in}
    return readings.choices_of(replace(data, facts=facts), entries.entry(measure), row, asked)


def test_every_source_with_a_row_is_a_way(data: Data) -> None:
    found = written(data, "published", "million US dollars", item="budget.level", place="TUR", years="2023")
    assert (found["measure"], found["rule"]["unit"]) == ("published", (1000.0, 0.0))
    assert found["plain"]["source"] == "tass-2020-11-10"
    assert [[*way["sources"]] for way in found["ways"]] == [["tass-2020-11-10", "mil-ru-2020-11-20"]]


def test_a_unit_is_that_of_the_rows_but_for_its_scale(data: Data) -> None:
    """40 billion are 40,000 million; for dollars a head and for rows in two scales there is no answer."""
    asked = {"item": "budget.level", "place": "TUR"}
    for stated, factor in (("million USD", 1000.0), ("US dollars", 1e9), ("billion US dollars", 1.0)):
        assert written(data, "published", stated, **asked)["rule"]["unit"] == (factor, 0.0), stated
    for stated in ("soldiers", "US dollars a head", "billion lira", "tanks", "US dollars a month"):
        with pytest.raises(WrongError, match=f"found '{stated}'; wanted billion US dollars, the unit of rows"):
            written(data, "published", stated, **asked)
    mixed = FACTS.assign(unit=["billion US dollars", "million US dollars", "tanks"])
    with pytest.raises(WrongError, match=r"wanted million US dollars, .* in any one scale"):
        written(data, "published", facts=mixed, **asked)
    georgia = written(data, "published", "tank", facts=mixed, item="budget.level", place="GEO")
    assert georgia["rule"]["unit"] == (1.0, 0.0)


def test_units_that_differ_in_more_than_their_scale() -> None:
    same = [("million tanks", "tank"), ("per cent of land", "%"), ("weeks", "days"), ("million TIV", "TIVs")]
    people = (
        "peacekeepers",
        "peacekeeping troops",
        "Russian soldiers",
        "dead",
        "persons killed",
        "million refugees",
    )
    same += [
        *(("persons", word) for word in people),
        ("kilometres", "km"),
        ("kilometers", "kilometre"),
        ("tons", "tonnes"),
    ]
    assert [pair for pair in same if not units.scaled(*pair)] == []
    other = [("lira a month", "US dollars a month"), ("tanks", "drones"), ("per cent of land", "per cent of GDP")]
    other += [
        ("kilometres", "m"),
        ("persons", "tanks"),
        ("persons", "kilometres"),
        ("square kilometres", "kilometres"),
    ]
    assert [pair for pair in other if units.scaled(*pair)] == []


def test_another_unit_than_that_of_the_rows_is_refused_by_file_line_and_column(tmp_path: Path) -> None:
    tiny_article.write(tmp_path, claims=CLAIMS)
    (tmp_path / "choices.yml").unlink()
    told = "claims.csv:3:unit: found 'tanks'; wanted persons, the unit of rows of peacekeepers in facts.csv"
    with pytest.raises(DataError, match=told):
        open_article(tmp_path)
    head, first, rest = CLAIMS.split("\n", 2)
    (tmp_path / "claims.csv").write_text(f"{head}\n{first}\n\n\n{rest}")
    with pytest.raises(DataError, match=told.replace(":3:", ":5:")):
        open_article(tmp_path)


def test_without_a_row_the_reason_says_so(data: Data) -> None:
    asked: dict[str, Any]
    for asked in ({"item": "index.rank"}, {"item": "budget.level", "years": "2020"}):
        found = written(data, "published", **asked)
        assert (found["measure"], found["rule"]["code"], found["ways"]) == ("none", "no-source", []), asked
        assert "facts.csv" in found["rule"]["told"]


LIRA = {"place": "TRY", "other": "USD", "years": "2020-10"}


@pytest.mark.parametrize("unit", ["lira", "Turkish lira per dollar", "TRY per USD", "liras to the US dollar", "TL"])
def test_a_rate_is_stated_in_its_currency(data: Data, unit: str) -> None:
    assert written(data, "rate", unit, **LIRA)["measure"] == "rate"


@pytest.mark.parametrize("unit", ["rubles per US dollar", "US dollars per lira", "lira per euro", "USD", "lira a"])
def test_a_rate_in_another_unit_is_refused(data: Data, unit: str) -> None:
    with pytest.raises(WrongError, match=f"unit: found '{unit}'; wanted lira per US dollar"):
        written(data, "rate", unit, **LIRA)


def test_a_currency_without_a_rate_is_told_by_its_code(data: Data) -> None:
    told = written(data, "rate", "euros per US dollar", **{**LIRA, "place": "EUR"})["rule"]["told"]
    assert told == "fx.csv is of TRY for USD, not of EUR for USD"


def test_dates_and_rates_need_no_source(data: Data) -> None:
    days = written(data, "days", "days", years="2020-09-27; 2020-11-10")
    assert (days["measure"], [*days["ways"][0]]) == ("days", ["days"])
    rate = written(data, "rate", "lira per US dollar", place="TRY", other="USD", years="2020-10")
    assert (rate["measure"], rate["rule"]["unit"]) == ("rate", (1.0, 0.0))
    turned = written(data, "rate", "US dollars", place="USD", other="TRY", years="2020-10")
    assert [one["rule"]["told"] for one in (rate, turned)] == ["", "US dollar for one lira"]


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

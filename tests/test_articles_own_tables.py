"""Texts with tables of their own: held to the data dictionary, to official numbers and to what choices.yml says."""

from __future__ import annotations

import inspect
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from milbalance.articles import Article, article, asked, computation, open_article, readings
from milbalance.errors import DataError, MilbalanceError
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import entries
from milbalance.tables import schema
from milbalance.tables.load import Data

TEXT = "title: T\npublisher: P\npublished: 2024-06-10\n"
CLAIMS = "claim_id,words,statement,measure,place,other,years,item,relation,stated,unit,note"
SOURCE = {
    "source_id": "page-2020",
    "publisher": "A ministry",
    "title": "Contributors",
    "label": "A ministry, 2020",
    "licence": "none stated",
    "redistribution": "single-figures",
    "credit": "Source: a ministry.",
    "bibtex_type": "online",
    "origin": "A ministry",
}
FACT = {
    "topic": "contrib",
    "subject": "uniformed",
    "place": "TUR",
    "as_of": "2020-12",
    "source_id": "page-2020",
    "value": "4718",
    "unit": "persons",
}
SPENT = {
    "place": "TUR",
    "year": "2023",
    "basis": "current_usd",
    "source_id": "sipri-milex-2025",
    "value": "19577.8",
    "unit": "million US dollars",
    "locator": "page 2",
}
NOT_THERE = {"value": "", "missing_reason": "not available"}
ASKED = 'p,,S.,published,TUR,,,contrib,over,"4,700",persons,'
LEVEL = "x,,S.,spending.level,TUR,,2023,,is,19.6,billion US dollars,"
BY_HAND = 'p,,S.,,TUR,,2020,,over,"4,700",persons,'
CHOICES = "p:\n  measure: published.value\n  plain: {topic: contrib, source: page-2020}\n"


def table(name: str, *rows: Mapping[str, str], without: tuple[str, ...] = ()) -> str:
    """A table with the columns of the shipped one, but for some; a cell with a comma or a line break is quoted."""
    columns = [column for column in schema.tables()[name].columns if column not in without]
    lines = [
        [row.get(column, "") for column in columns] for row in (dict(zip(columns, columns, strict=True)), *rows)
    ]
    quoted = [[f'"{cell}"' if set(cell) & {",", "\n"} else cell for cell in line] for line in lines]
    return "".join(",".join(line) + "\n" for line in quoted)


def text(folder: Path, *claims: str, head: str = CLAIMS, **files: str) -> Path:
    """The folder of a text with facts.csv and sources.csv of its own; `files` are more, by name without `.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"facts": table("facts", FACT), "sources": table("sources", SOURCE), **files}
    (folder / "article.yml").write_text(TEXT, encoding="utf-8")
    (folder / "claims.csv").write_text("\n".join([head, *claims, ""]), encoding="utf-8")
    for name, content in given.items():
        file = f"{name}.yml" if name in ("choices", "figures") else f"{name}.csv"
        (folder / file).write_text(content, encoding="utf-8")
    return folder


def told(folder: Path) -> list[str]:
    """The faults of a text as lines."""
    with pytest.raises(DataError) as caught:
        open_article(folder)
    return [str(fault) for fault in caught.value.faults]


def answered(folder: Path, claim_id: str) -> tuple[float, str, tuple[str, ...]]:
    """The plain answer of a statement, its sentence and its sources."""
    opened: Article = open_article(folder)
    found = opened.assess(claim_id)
    assert found.answer is not None, found.sentence
    opened.report()
    return found.answer.number, found.sentence, found.sources


def test_a_published_number_and_a_rate_may_be_asked_of_a_year(tmp_path: Path, data: Data) -> None:
    """A cell with one year is two years to whoever reads choices; rows are dated by text."""
    own = text(tmp_path / "own", ASKED.replace(",TUR,,,contrib", ",TUR,,2020,contrib"))
    assert answered(own, "p")[0] == 4718
    shipped = text(tmp_path / "shipped", "p,,S.,published,,,2020,peacekeepers,over,750,persons,")
    value, _, sources = answered(shipped, "p")
    assert (value, sources[0]) == (1960, "tass-2020-11-10")
    other = text(tmp_path / "other", ASKED.replace(",TUR,,,contrib", ",TUR,,2019,contrib"))
    assert open_article(other).report()[0]["told"] == "no row of contrib with as of = 2019 in facts.csv"
    lira = text(tmp_path / "lira", "w,,S.,rate,TRY,USD,2020,,is,7.0,lira per US dollar,")
    months = data.fx.loc[data.fx["month"].str.startswith("2020"), "mean"]
    assert answered(lira, "w")[0] == pytest.approx(months.mean())
    until = text(tmp_path / "until", "w,,S.,rate,TRY,USD,2020-07 to 2020,,is,7.0,lira per US dollar,")
    assert answered(until, "w")[0] == pytest.approx(months.iloc[6:].mean()), "a year ends with its last month"


CELLS: dict[str, list[str]] = {
    "place": ["", "TUR", "GEO", "NATO", "World", "TRY", "nobody"],
    "other": ["", "GEO", "USA", "NATO", "World", "regions", "USD", "2010"],
    "years": ["", "2020", "2019-2020", "2011-2015; 2016-2020", "2020-10", "2020 to 2021", "2020-09-27; 2020-11-10"],
    "item": ["", "peacekeepers", "active", "real", "share_gdp", "5", "USA; RUS", "share_gdp >= 2", "rose", "tank"],
}
ARGUMENTS: dict[str, list[Any]] = {
    **{"place": ["TUR", "NATO", "ZZZ"], "other": ["GEO", "USA", "World"], "item": ["peacekeepers", "active"]},
    **{"years": [2020, (2020, 2020), (2016, 2020), (1900, 1901)], "year": [2020], "base": [(2011, 2015)]},
    **{"source": ["sipri-milex-2025", "sipri-transfers-2026-03", "cow-nmc-7.0", "nobody"], "n": [5]},
    **{"basis": ["current_usd", "share_gdp"], "topic": ["peacekeepers", "nothing"], "codes": [("USA", "RUS")]},
}


def test_no_measure_raises_anything_but_what_a_reader_can_mend(data: Data) -> None:
    """Each measure, from its example, with one or two cells that are others; then with arguments of all kinds."""
    rng, crashed, computed = random.Random(20), list[str](), 0
    text_of = {"title": "T", "publisher": "P", "published": "2024-06-10"}
    states, groups = set(data.places["place"]), set(data.groups["group"])
    for name, entry in entries().items():
        for _ in range(30):
            cells = dict.fromkeys(CELLS, "") | {one: str(cell) for one, cell in entry.example.items()}
            cells |= {one: rng.choice(CELLS[one]) for one in rng.sample([*CELLS], rng.randrange(3))}
            cells |= {"unit": entry.unit, "relation": "is", "stated": "5"}
            cells |= {"relation": "set", "stated": "USA; RUS"} if entry.unit == "places" else {}
            try:
                given = asked.arguments_of(entry, cells, states, groups)
                made = readings.choices_of(replace(data, article=text_of), entry, cells, given)
                row = data.claims.iloc[[0]].assign(claim_id="x", unit=entry.unit)
                one = replace(data, article=text_of, claims=row, choices={"x": made})
                computation(one, "x").function(one)
                computed += 1
            except MilbalanceError:
                continue
            except Exception as error:
                crashed.append(f"{name} {cells}: {error!r}")
    for name, how in MEASURES.items():
        taken = list(inspect.signature(how).parameters.values())[1:]
        for _ in range(30):
            here = [
                one for one in taken if one.name in ARGUMENTS and (one.default is one.empty or rng.random() < 0.5)
            ]
            try:
                how(data, **{one.name: rng.choice(ARGUMENTS[one.name]) for one in here})
            except MilbalanceError:
                continue
            except Exception as error:
                if "missing" not in str(error) or not isinstance(error, TypeError):
                    crashed.append(f"{name}: {error!r}")
    assert not crashed, "\n".join(crashed)
    assert computed > 200


WRONG_FACTS = {
    "the ends of a range": ({"value": "", "low": "5000", "high": "4000"}, "2:low: found '5000'; wanted a low end"),
    "no number": ({"value": ""}, "2:value: found nothing; wanted a value, or a low or high end of a range"),
    "a long quote": ({"quote": "w " * 26}, "2:quote: found 'w w"),
    "fewer than none": ({"value": "-4718"}, "2:value: found '-4718'; wanted no number of persons below zero"),
    "fewer than none at an end": ({"low": "-2", "high": "5000"}, "2:low: found '-2'; wanted no number of persons"),
    "commas in a number": ({"value": "4,718"}, "2:value: found '4,718'; wanted a number"),
    "words in a number": ({"value": "about 5"}, "2:value: found 'about 5'; wanted a number"),
    "a day that is none": ({"as_of": "Dec 2020"}, "2:as_of: found 'Dec 2020'"),
    "a place that no table has": ({"place": "PKA"}, "2:place: found 'PKA'; wanted a place: "),
    "a partner that no table has": ({"partner": "PKA"}, "2:partner: found 'PKA'; wanted a place: "),
    "a source that no table has": (
        {"source_id": "page-2021"},
        "2:source_id: found 'page-2021'; wanted a source_id",
    ),
}


def test_rows_of_its_own_keep_the_rules_of_the_shipped_table(tmp_path: Path) -> None:
    wrong = []
    for number, (name, (cells, begins)) in enumerate(WRONG_FACTS.items()):
        folder = text(tmp_path / str(number), ASKED, facts=table("facts", FACT | cells))
        lines = told(folder)
        if len(lines) != 1 or not lines[0].startswith(f"facts.csv:{begins}"):
            wrong.append(f"{name}: {lines}")
    assert not wrong, "\n".join(wrong)


def test_the_columns_of_a_table_of_its_own(tmp_path: Path) -> None:
    """Those that rows may leave empty may be absent, in any order; a needed one not, nor may others be there."""
    few = table("facts", FACT, without=("note", "quote", "origin"))
    assert answered(text(tmp_path / "few", ASKED, facts=few), "p")[0] == 4718
    for name, spoilt, begins in (
        ("needed", table("facts", FACT, without=("unit",)), "1:unit: found no column of that name"),
        ("misspelt", few.replace(",locator", ",locater", 1), "1:locater: found an unknown column; wanted one of "),
        ("twice", few.replace(",locator", ",scope", 1), "1:scope: found a column twice; wanted each column once"),
        (
            "semicolons",
            few.replace(",", ";"),
            "1:-: found semicolons between the columns; wanted commas: save it as",
        ),
    ):
        (line,) = told(text(tmp_path / name, ASKED, facts=spoilt))
        assert line.startswith(f"facts.csv:{begins}"), line
    claims = told(text(tmp_path / "claims", ASKED.replace(",", ";"), head=CLAIMS.replace(",", ";")))
    assert claims[0].partition(": ")[2] == line.partition(": ")[2], "the same words for every table"


def test_a_table_of_bare_commas_is_an_empty_file(tmp_path: Path) -> None:
    for number, commas in enumerate((",,,\n,,\n", ",\n", "\n,\n\n", '""\n')):
        lines = told(text(tmp_path / str(number), ASKED, facts=commas))
        assert lines == ["facts.csv:1:-: found an empty file; wanted a header line and rows"], repr(commas)


def test_faults_are_on_the_lines_of_the_file(tmp_path: Path) -> None:
    """A row twice, a place and a number, below a cell of two lines and a blank one."""
    several = FACT | {"subject": "police", "note": "two\nlines"}
    rows = [several, FACT, FACT, FACT | {"subject": "experts", "value": "x"}]
    first, second, rest = table("facts", *rows).split("\n", 2)
    lines = told(text(tmp_path, ASKED, facts=f"{first}\n\n{second}\n{rest}"))
    assert lines == [
        "facts.csv:6:topic, subject, as_of, source_id: found the same as on line 5; wanted a key once",
        "facts.csv:7:value: found 'x'; wanted a number",
    ]
    rows = [several, FACT | {"place": "PKA"}]
    assert told(text(tmp_path, ASKED, facts=table("facts", *rows)))[0].startswith("facts.csv:4:place: found 'PKA'")


@pytest.mark.parametrize(
    ("cells", "begins"),
    [
        ({"value": "9999"}, "2:value: found 9999; wanted 19577.8319, as we have it for place = TUR, year = 2023"),
        (
            {"value": "19.6", "unit": "billion US dollars"},
            "2:unit: found 'billion US dollars'; wanted one of million",
        ),
        ({"value": "", "missing_reason": "not available"}, "2:value: found nothing; wanted 19577.8319, as we have"),
        ({"basis": "constant_usd", "base_year": "2022"}, "2:base_year: found 2022; wanted 2023, as we have it"),
    ],
)
def test_a_row_must_not_differ_from_the_official_one(tmp_path: Path, cells: dict[str, str], begins: str) -> None:
    lines = told(text(tmp_path, LEVEL, spending=table("spending", SPENT | cells)))
    assert lines[0].startswith(f"spending.csv:{begins}"), lines


def test_a_row_that_is_the_official_one_is_fine_and_a_new_one_is_added(tmp_path: Path) -> None:
    rows = [SPENT, SPENT | {"place": "SGP", "source_id": "page-2020", "value": "13200.7"}]
    opened = open_article(text(tmp_path, LEVEL, spending=table("spending", *rows)))
    spent = opened.data.spending
    assert len(spent) == len(open_article().data.spending) + 1
    assert opened.assess("x").answer is not None and opened.assess("x").verdict == "holds"
    one = spent[(spent["place"] == "TUR") & (spent["year"] == 2023) & (spent["source_id"] == SPENT["source_id"])]
    assert one.loc[one["basis"] == "current_usd", "value"].tolist() == [19577.8319], "all its digits stay"


def test_a_row_is_held_to_the_official_one_in_what_it_says_alone(tmp_path: Path, data: Data) -> None:
    """The ends of a range may be left out, as a column or as a cell; a wrong one is refused."""
    ranged = data.facts[data.facts[["value", "low", "high"]].notna().all(axis=1)].iloc[0]
    cells = {
        name: "" if pd.isna(cell) else (f"{cell:g}" if isinstance(cell, float) else str(cell))
        for name, cell in ranged.items()
    }
    bare = table("facts", cells, without=("low", "high"))
    open_article(text(tmp_path / "columns", ASKED, facts=bare))
    open_article(text(tmp_path / "cells", ASKED, facts=table("facts", cells | {"low": "", "high": ""})))
    (line,) = told(text(tmp_path / "wrong", ASKED, facts=table("facts", cells | {"high": "999999"})))
    assert line.startswith("facts.csv:2:high: found 999999; wanted ")
    (line,) = told(text(tmp_path / "none", ASKED, spending=table("spending", SPENT | NOT_THERE)))
    assert line.startswith("spending.csv:2:value: found nothing; wanted 19577.8319")


def test_a_topic_of_its_own_does_not_mix_with_a_shipped_one(tmp_path: Path) -> None:
    for number, place in enumerate(("TUR", "")):
        facts = table("facts", FACT | {"topic": "peacekeepers", "place": place})
        folder = text(tmp_path / str(number), ASKED.replace(",TUR,,,contrib", ",,,,peacekeepers"), facts=facts)
        value, _, sources = answered(folder, "p")
        assert (value, sources) == (4718, ("page-2020",))
        assert set(open_article(folder).assess("p").grid["sources"]) == {("page-2020",)}


WRONG_BY_HAND = {
    "two numbers": (
        "stated,unit,printed",
        '"9,000",persons,"4,718"',
        "printed: found '4,718'; wanted '9,000' as in stated",
    ),
    "another unit": ("stated,unit,printed", ',tonnes,"4,718"', "unit: found 'tonnes'; wanted persons"),
    "another scale": (
        "stated,unit,printed",
        ",million persons,4.7",
        "unit: found 'million persons'; wanted persons",
    ),
}


def test_the_other_cells_of_a_row_that_choices_compute_are_not_passed_over(tmp_path: Path) -> None:
    head = "claim_id,statement,measure,place,other,years,item,relation,"
    wrong = []
    for number, (name, (columns, cells, begins)) in enumerate(WRONG_BY_HAND.items()):
        folder = text(tmp_path / str(number), f"p,S.,,,,,,is,{cells}", head=head + columns, choices=CHOICES)
        lines = told(folder)
        if len(lines) != 1 or not lines[0].startswith(f"claims.csv:2:{begins}"):
            wrong.append(f"{name}: {lines}")
    assert not wrong, "\n".join(wrong)
    both = text(tmp_path / "both", BY_HAND.replace(",S.,,", ",S.,personnel.level,"), choices=CHOICES)
    wanted = "claims.csv:2:measure: found 'personnel.level'; wanted nothing, as choices.yml says how p is computed"
    assert told(both) == [wanted]


def test_cells_that_say_something_else_than_choices_are_told(tmp_path: Path) -> None:
    level = "p:\n  measure: personnel.level\n  plain: {place: GEO, source: cow-nmc-7.0, years: 2020}\n"
    said = BY_HAND.replace(",TUR,,2020,", ",Turkey,,2019,")
    assert told(text(tmp_path / "other", said, choices=level)) == [
        "claims.csv:2:place: found 'Turkey'; wanted GEO, as in choices.yml, or nothing",
        "claims.csv:2:years: found '2019'; wanted 2020, as in choices.yml, or nothing",
    ]
    said = BY_HAND.replace(",TUR,,2020,", ",Georgia,,2020,")
    assert answered(text(tmp_path / "same", said, choices=level), "p")[0] > 1000


def test_a_number_in_stated_counts_where_printed_is_empty_or_no_column(tmp_path: Path) -> None:
    folder = text(tmp_path / "absent", BY_HAND, choices=CHOICES)
    assert "The text says over 4,700 people." in answered(folder, "p")[1]
    folder = text(tmp_path / "empty", BY_HAND + ",", head=CLAIMS + ",printed", choices=CHOICES)
    assert "The text says over 4,700 people." in answered(folder, "p")[1]
    folder = text(tmp_path / "words", BY_HAND + ',"4,700 persons"', head=CLAIMS + ",printed", choices=CHOICES)
    assert "The text says over 4,700 people." in answered(folder, "p")[1], "other words for the same number"
    asked_twice = text(tmp_path / "measure", ASKED + ",5", head=CLAIMS + ",printed")
    assert told(asked_twice) == ["claims.csv:2:printed: found '5'; wanted '4,700' as in stated, or nothing"]


FORMULA = """\
p:
  measure: published.formula
  plain:
    topic: contrib
    value: a / 2
    terms:
      a: {subject: uniformed}
"""


def test_an_expression_that_cannot_be_computed_is_told_by_file_line_and_column(tmp_path: Path) -> None:
    for number, (value, why) in enumerate(
        {
            "a / (a - a)": "divides by zero",
            f"{'9' * 250} * a / 3": "",
            f"1{'0' * 400} / 3": "gives no number that can be written",
        }.items()
    ):
        folder = text(tmp_path / str(number), BY_HAND, choices=FORMULA.replace("a / 2", value))
        if not why:
            open_article(folder)
            continue
        (line,) = told(folder)
        assert line.startswith(f"choices.yml:5:12: found {value!r} {why}; wanted "), line
    way = "  ways:\n  - terms:\n      half: {}\n      none: {value: a / (a - a), why: because}\n"
    (line,) = told(text(tmp_path / "way", BY_HAND, choices=FORMULA + way))
    assert line.startswith("choices.yml:11:21: found 'a / (a - a)' divides by zero; wanted "), line


def test_each_number_names_its_source(tmp_path: Path) -> None:
    lira = "w,,S.,rate,TRY,USD,2020-11,,is,7.71,lira per US dollar,"
    folder = text(tmp_path, BY_HAND, lira, choices=FORMULA)
    for claim_id, label, sources in (
        ("p", "A ministry, 2020", ("page-2020",)),
        ("w", "European Central Bank reference rates", ("ecb-eurofxref",)),
    ):
        _, sentence, found = answered(folder, claim_id)
        assert f" from {label}: too " in sentence and found == sources
    record = {one["claim_id"]: one["sources"] for one in open_article(folder).report()}
    assert record == {"p": ["page-2020"], "w": ["ecb-eurofxref"]}


def test_files_are_read_for_what_choices_ask_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Data
) -> None:
    asked_for = []

    def joined(_: Any, given: Any, families: frozenset[str], workers: int) -> tuple[Data, article._Files]:
        asked_for.append(families)
        return data, article._Files()

    monkeypatch.setattr(article, "_from_files", joined)
    plain = "{place: TUR, source: sipri-milex-2025, years: 2020, basis: current_usd}"
    level = f"p:\n  measure: spending.level\n  plain: {plain}\n"
    open_article(text(tmp_path, "p,,S.,,,,,,over,4,billion US dollars,", choices=level), [tmp_path])
    assert asked_for == [frozenset({"spending"})]

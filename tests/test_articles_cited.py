"""A text that cites a publisher is answered by what that one publishes, by a copy of it, or by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from milbalance.articles import begun, open_article, publishers
from milbalance.choices import by_day
from milbalance.measures.vocabulary import entries
from milbalance.tables import load
from milbalance.tables.load import Data


def answers(folder: Path, asked: Mapping[str, str], cites: str = "") -> dict[str, dict[str, Any]]:
    """The answers to statements, each its row without id, words, statement and note, by id."""
    about = "title: T\npublisher: P\npublished: 2024-05-31\n" + f"cites: {cites}\n" * bool(cites)
    (folder / "article.yml").write_text(about)
    lines = [f"{name},,It is so.,{row}," for name, row in asked.items()]
    (folder / "claims.csv").write_text("\n".join([",".join(begun.COLUMNS), *lines, ""]))
    return {row["claim_id"]: row for row in open_article(folder).report()}


@pytest.mark.parametrize("item", ["", "active"])
def test_a_text_that_cites_a_publisher_is_answered_by_what_that_one_counts(tmp_path: Path, item: str) -> None:
    """The World Bank counts soldiers with paramilitary forces, and its rows come through a copy too."""
    asked = {
        "bank": f"personnel.level,TUR,,2020,{item},is,512000,persons",
        "ratio": f"personnel.ratio,TUR,GEO,2020,{item},is,10,times",
        "head": f"personnel.per_head,TUR,,2020,{item},is,6,per 1000",
    }
    found = answers(tmp_path, asked, "World Bank")
    assert (found["bank"]["plain"], found["bank"]["position"], found["bank"]["code"]) == (512_000, "inside", None)
    assert {row["edition"] for row in found.values()} == {"gapminder-sg"}
    for row in found.values():
        assert row["told"] == "counted with paramilitary forces, as the World Bank does"
    assert answers(tmp_path, asked)["bank"]["plain"] == 355_000
    assert answers(tmp_path, asked, "Gapminder")["bank"]["plain"] == 512_000
    assert answers(tmp_path, asked, "Correlates of War")["bank"]["plain"] == 355_000
    assert answers(tmp_path, asked, "IISS")["bank"]["code"] == "no-source"


def test_a_definition_that_a_text_names_is_not_changed(tmp_path: Path) -> None:
    asked = {"reserve": "personnel.level,TUR,,2020,reserve,is,512000,persons"}
    assert answers(tmp_path, asked, "World Bank")["reserve"]["plain"] is None


@pytest.mark.parametrize("item", ["active_incl_paramilitary", "Active incl. paramilitary"])
def test_a_definition_is_asked_of_the_publisher_that_counts_by_it(tmp_path: Path, item: str) -> None:
    """With paramilitary forces nobody is cited: the World Bank counts so, and its file is what is asked for."""
    level = f"personnel.level,{{}},,2020,{item.replace('.', '')},is,512000,persons"
    found = answers(tmp_path, {"there": level.format("TUR"), "none": level.format("IND")})
    assert (found["there"]["plain"], found["there"]["edition"]) == (512_000, "gapminder-sg")
    assert (found["none"]["code"], "MS.MIL.TOTL.P1" in found["none"]["told"]) == ("no-file", True)
    assert found["there"]["choices_counted"] == 1, "the same definition is not counted twice"


def test_a_publisher_that_is_cited_and_not_there_is_asked_for_by_its_file(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a row of the World Bank another publisher’s number is shown and decides nothing."""
    forces = data.forces[(data.forces["place"] != "TUR") | (data.forces["source_id"] == "cow-nmc-7.0")]
    monkeypatch.setattr(load, "shipped", lambda: replace(data, forces=forces))
    asked = {
        "none": "personnel.level,IND,,2020,,is,1000,persons",
        "other": "personnel.level,TUR,,2020,,is,355000,persons",
    }
    found = answers(tmp_path, asked, "World Bank")
    for row in found.values():
        assert (row["code"], row["verdict"], row["choices_counted"]) == ("no-file", "undecided", 0)
        wanted = "our rows of World Bank do not answer this; you need the indicator MS.MIL.TOTL.P1 from data."
        assert row["told"].startswith(wanted)
    assert (found["none"]["plain"], found["other"]["plain"]) == (None, 355_000)
    assert found["other"]["told"].endswith("is another publisher’s, and decides nothing")


def test_a_publisher_of_other_things_is_not_asked(tmp_path: Path) -> None:
    """SIPRI counts no soldiers: such a statement of a text that cites it is for the usual list."""
    row = answers(tmp_path, {"soldiers": "personnel.level,TUR,,2020,,is,355000,persons"}, "SIPRI")["soldiers"]
    assert (row["edition"], row["code"]) == ("cow-nmc-7.0", None)


def test_every_measure_of_states_answers_by_the_publisher_that_is_cited(tmp_path: Path, data: Data) -> None:
    """Of what several publishers have each one is asked for its own."""
    asked = {
        "spending.level": "AZE,,2018,,is,1,billion US dollars",
        "spending.share_gdp": "AZE,,2018,,is,1,per cent",
        "spending.ratio": "AZE,ARM,2018,,is,1,times",
        "personnel.level": "AZE,,2018,,is,1,persons",
        "personnel.share": "AZE,,2018,,is,1,per cent",
        "population.level": "AZE,,2018,,is,1,persons",
        "population.change": "AZE,,2017-2018,,is,1,per cent",
    }
    none = {  # what a publisher does not have
        "World Bank": set(),
        "Correlates of War": {"spending.share_gdp"},
    }
    rows = {name.replace(".", "-").replace("_", "-"): f"{name},{row}" for name, row in asked.items()}
    by = data.sources.set_index("source_id")
    wrong = []
    for cites, lacking in none.items():
        for row in answers(tmp_path, rows, cites).values():
            if row["measure"] in lacking:
                assert row["verdict"] == "undecided", row
                continue
            if row["edition"] is None:
                wrong.append(f"{cites}, {row['measure']}: {row['told']}")
                continue
            one = by.loc[row["edition"]]
            if not (one["publisher"].startswith(cites) or one["copy_of"] == cites):
                wrong.append(f"{cites}, {row['measure']}: {row['edition']} {row['told']}")
            if not row["choices_counted"]:
                wrong.append(f"{cites}, {row['measure']}: the main answer does not count")
    assert not wrong, "\n".join(wrong)


def test_a_copy_whose_title_is_a_publisher_is_not_that_publisher(data: Data) -> None:
    """A reader's own copy is titled by the kind of its file, which begins with who published it first."""
    copy = data.sources[data.sources["source_id"] == "gapminder-sg"].assign(title="World Bank, of soldiers")
    both = pd.concat([copy, data.sources], ignore_index=True)
    assert publishers.named(both, "the World Bank") == ["World Bank"]
    assert publishers.named(both, "Gapminder") == ["Gapminder"]


def test_a_measure_is_answered_by_sources_that_count_what_it_reads(data: Data, tmp_path: Path) -> None:
    """Rates and products of the World Bank are no index of capability, nor are they people."""
    assert {one.publisher for one in by_day.held(data, "capabilities")} == {"Correlates of War"}
    assert "wdi-2025-03" not in {one.source for one in by_day.held(data, "context")}
    row = answers(tmp_path, {"index": "capability.ratio,AZE,ARM,2010,,is,2,times"}, "World Bank")["index"]
    assert (row["edition"], row["code"]) == ("cow-nmc-7.0", None)


TANKS = "equipment.level,AZE,,2014,main battle tanks,is,400,items"


def test_equipment_is_answered_by_the_publisher_that_is_cited(tmp_path: Path) -> None:
    """One that only republishes another comes last, and where the cited one has no number nobody refutes."""
    iiss = answers(tmp_path, {"tanks": TANKS}, "IISS")["tanks"]
    assert (iiss["plain"], iiss["edition"], iiss["told"]) == (433, "iiss-rdmc-v1", None)
    assert answers(tmp_path, {"tanks": TANKS})["tanks"]["edition"] == "iiss-rdmc-v1"
    none = answers(tmp_path, {"tanks": TANKS}, "GlobalFirepower")["tanks"]
    assert (none["code"], none["verdict"], none["edition"]) == ("no-value", "undecided", "iiss-rdmc-v1")
    assert answers(tmp_path, {"tanks": TANKS}, "The Messenger")["tanks"]["plain"] == 340
    unknown = answers(tmp_path, {"tanks": TANKS}, "Reuters")["tanks"]
    assert (unknown["code"], unknown["verdict"]) == ("no-source", "undecided")


def test_an_older_edition_answers_only_where_a_newer_one_counts_the_same(tmp_path: Path) -> None:
    asked = {"tanks": TANKS, "share": "spending.record,ARM,,2020,share_gdp,yes,,"}
    assert answers(tmp_path, asked, "World Bank")["share"]["told"] is None, "2024-03 has another indicator"
    for cites in ("", "The Messenger"):
        assert answers(tmp_path, asked, cites)["tanks"]["told"] is None, "of another publisher, or of years before"


def test_a_publisher_is_asked_for_what_it_publishes(tmp_path: Path) -> None:
    """IISS has no volumes of arms, SIPRI no soldiers; the World Bank has volumes in a file that is not read."""
    asked = {
        "arms": "arms.imports,ARM,,2018,,is,1,million TIV",
        "money": "spending.level,ARM,,2020,,is,1,million US dollars",
        "men": "personnel.level,TUR,,2020,,is,355000,persons",
    }
    codes = {
        "IISS": {"arms": None, "money": "no-source", "men": "no-source"},
        "World Bank": {"arms": "no-source", "money": None, "men": None},
        "SIPRI": {"arms": None, "money": None, "men": None},
        "Reuters": dict.fromkeys(asked, "no-source"),
    }
    for cites, wanted in codes.items():
        found = answers(tmp_path, asked, cites)
        assert {name: row["code"] for name, row in found.items()} == wanted, cites
        for row in found.values():
            assert (row["verdict"] == "undecided") == (row["code"] is not None)


def test_who_publishes_what_is_said_of_publishers_that_there_are(data: Data) -> None:
    there = {by_day.short(one) for one in data.sources["publisher"]}
    for reads in by_day.TABLES:
        one = entries.published(reads)
        assert {*one.files, *one.also} <= there and one.usual in {"", *one.files}


def test_an_edition_after_the_text_is_said_to_be_so_where_it_is_of_another_publisher(tmp_path: Path) -> None:
    row = answers(tmp_path, {"money": "spending.level,TUR,,2020,,is,1,million US dollars"}, "IISS")["money"]
    wanted = (
        "SIPRI military expenditure (2025 edition) is another publisher’s, came out after the text, and decides "
    )
    assert (row["code"], wanted in row["told"]) == ("no-source", True)


@pytest.mark.parametrize("place", ["NKR", "ARM+NKR"])
def test_no_file_is_asked_for_that_has_not_the_place(tmp_path: Path, place: str) -> None:
    told = answers(tmp_path, {"men": f"personnel.level,{place},,2018,,is,1,persons"})["men"]["told"]
    assert "National Material Capabilities" not in told
    assert told.endswith("you need rows of your own in forces.csv, with their source, as no official file has it")


def test_what_is_not_counted_is_said_in_words_and_who_counts_it(tmp_path: Path) -> None:
    level = "personnel.level,AZE,,2019,{},is,1,persons"
    wanted = {
        "reserve": "COW National Material Capabilities 7.0 does not count reserves of Azerbaijan; "
        "a number for 2019 is in IISS Military Balance 2019; with `cites: IISS` in article.yml that of IISS "
        "answers",
        "army": "none of our sources counts soldiers of the army of Azerbaijan for 2019",
    }
    found = answers(tmp_path, {item: level.format(item) for item in wanted})
    assert {item: row["told"] for item, row in found.items()} == wanted


def test_publications_are_named_before_press_and_answer_where_they_are_cited(tmp_path: Path) -> None:
    asked = {"men": "personnel.level,AZE,,2020,reserve,is,300000,persons"}
    told = answers(tmp_path, asked)["men"]["told"]
    assert "is in IISS Military Balance 2020 and AFP, October 2020 (Spanish); with `cites: IISS` in" in told
    cited = answers(tmp_path, asked, "IISS")["men"]
    assert (cited["edition"], cited["plain"], cited["verdict"]) == ("iiss-mb-2020", 300_000, "holds")


def counted(folder: Path, row: str) -> set[str]:
    """The editions that count of a statement and have a number."""
    answers(folder, {"one": row})
    grid = open_article(folder).assess("one").grid
    return {source for found in grid.loc[grid["weight"] > 0, "sources"] for source in found}


@pytest.mark.parametrize(("place", "stated"), [("AZE", 67_000), ("ARM", 45_000)])
def test_an_edition_that_supersedes_another_has_the_number_that_is_asked_for(
    tmp_path: Path, place: str, stated: int
) -> None:
    """A later item of the agency has no soldiers of one of two sides, and later factbooks have none."""
    row = f"personnel.level,{place},,2020,active,is,{stated},persons"
    assert counted(tmp_path, row) == {"cow-nmc-7.0", "iiss-mb-2020", "cia-factbook-2020", "afp-2020-10"}
    assert answers(tmp_path, {"one": row})["one"]["verdict"] == "depends"


def test_an_edition_without_the_year_that_is_asked_supersedes_none_that_has_it(tmp_path: Path) -> None:
    row = "personnel.ratio,AZE,ARM,2017,active,is,1.5,times"
    assert counted(tmp_path, row) == {"cow-nmc-7.0", "iiss-mb-2017", "gfp-2017"}
    assert answers(tmp_path, {"one": row})["one"]["verdict"] == "holds"


def test_an_edition_after_the_text_is_not_said_to_have_no_number(tmp_path: Path) -> None:
    asked = {"men": "personnel.level,AZE,,2020,reserve,is,300000,persons"}
    told = {}
    for day in ("2020-10-05", "2024-05-31"):
        answers(tmp_path, asked, "GlobalFirepower")
        text = (tmp_path / "article.yml").read_text().replace("2024-05-31", day)
        (tmp_path / "article.yml").write_text(text)
        told[day] = open_article(tmp_path).report()[0]["told"]
    assert told["2020-10-05"] is None
    assert told["2024-05-31"].startswith("an older edition answers: GlobalFirepower 2024 has no number")

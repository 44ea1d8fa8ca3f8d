"""Ranks, orders and counts of states: what a list lacks that another has, and lists that were cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import exports
from milbalance.articles import Article, begun, open_article
from milbalance.errors import AmbiguousError, MissingError
from milbalance.ingest import nmc, official
from milbalance.measures.vocabulary import MEASURES, lists, people, personnel
from milbalance.tables import load
from milbalance.tables.load import Data

COW, BANK, COPY, SIPRI = "cow-nmc-7.0", "wdi-personnel", "gapminder-sg", "sipri-milex-2025"
# Soldiers by list: the second has paramilitary forces in, and lacks the state with most of them.
SOLDIERS = {
    COW: {"USA": 400, "CHN": 900, "IND": 300, "FRA": 200, "GBR": 100},
    BANK: {"USA": 410, "IND": 350, "FRA": 220, "GBR": 110},
}
SPENT = {
    SIPRI: {"USA": 700, "IND": 70, "FRA": 50, "GBR": 60},
    COW: {"USA": 690, "IND": 71, "FRA": 51, "GBR": 61, "CHN": 250},
}
Open = Callable[..., Article]


@pytest.fixture
def made(data: Data) -> Data:
    """Two lists of soldiers and two of spending of one year, of a world of six states."""
    blank = dict.fromkeys(data.forces) | {"year": 2019, "category": "personnel", "unit": "persons"}
    forces = [
        blank
        | {"place": place, "source_id": source, "value": float(value)}
        | {"item": "active" if source == COW else "active_incl_paramilitary"}
        for source, found in SOLDIERS.items()
        for place, value in found.items()
    ]
    blank = dict.fromkeys(data.spending) | {"year": 2019, "basis": "current_usd", "unit": "million US dollars"}
    spending = [
        blank | {"place": place, "source_id": source, "value": float(value)}
        for source, found in SPENT.items()
        for place, value in found.items()
    ]
    states = sorted(SPENT[COW])
    new = [one for one in states if one not in set(data.places["place"])]
    places = [data.places.iloc[[0]].assign(place=one, name=one, role="state", iso=True) for one in new]
    world = data.groups.iloc[[0] * 6].assign(group="World", member=[*states, "ZZZ"], scheme="sipri-milex")
    world[["from", "until"]] = pd.NA
    tables = {"forces": forces, "spending": spending}
    typed = {
        name: pd.DataFrame(rows, columns=list(data.tables[name])).astype(data.tables[name].dtypes.to_dict())
        for name, rows in tables.items()
    }
    return replace(
        data,
        **typed,
        places=pd.concat([data.places, *places], ignore_index=True),
        groups=world.astype(data.groups.dtypes.to_dict()),
        sources=data.sources.assign(derived_from=None),
    )


@pytest.fixture
def opened(made: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setattr(load, "shipped", lambda: made)
    monkeypatch.setattr("milbalance.choices.by_day.WHOLE", 4)

    def text(row: str, cites: str = "") -> Article:
        about = "title: T\npublisher: P\npublished: 2025-05-31\n" + f"cites: {cites}\n" * bool(cites)
        (tmp_path / "article.yml").write_text(about)
        (tmp_path / "claims.csv").write_text(f"{','.join(begun.COLUMNS)}\ns,,It is so.,{row},\n")
        return open_article(tmp_path)

    return text


def with_more(made: Data, copied: Mapping[str, float]) -> Data:
    """The same with a copy of the second list that another hands on, and an alliance of the five states."""
    one = made.forces[made.forces["source_id"] == BANK].iloc[[0]]
    rows = [one.assign(place=place, value=float(value), source_id=COPY) for place, value in copied.items()]
    five = made.groups.iloc[:5].assign(group="NATO", scheme="membership")
    groups = pd.concat([made.groups, five], ignore_index=True)
    return replace(made, forces=pd.concat([made.forces, *rows], ignore_index=True), groups=groups)


COPIED = {**SOLDIERS[BANK], "CHN": 2000}
PARAMILITARY = "2019,active_incl_paramilitary"


def because(article: Article, edition: str) -> set[str]:
    """Why the choices of an edition are only shown; empty for those that count."""
    rows = article.assess("s").grid.to_dict("records")
    return {"" if row["counted"] else row["because"] for row in rows if edition in row["sources"]}


def test_a_list_that_lacks_a_state_further_up_is_no_way_of_ranking(opened: Open) -> None:
    """India is third by the first list; the second lacks the first state, so that its second is no rank."""
    article = opened("personnel.rank,IND,World,2019,,rank,3,")
    (row,) = article.report()
    assert (row["plain"], row["verdict"], row["choices_counted"], row["told"]) == (3.0, "holds", 1, None)
    assert because(article, BANK) == {"its list lacks a state further up"}
    rows = [row for row in article.assess("s").grid.to_dict("records") if BANK in row["sources"]]
    assert rows and all("its list of 2019 lacks China, which" in row["why"] for row in rows)


def test_what_is_lacking_further_down_does_not_matter(opened: Open, made: Data, monkeypatch: Any) -> None:
    """The state that lacks is below now: the lists agree on who is first."""
    few = made.forces["value"].mask(made.forces["place"] == "CHN", 1.0)
    monkeypatch.setattr(load, "shipped", lambda: replace(made, forces=made.forces.assign(value=few)))
    assert because(opened("personnel.rank,IND,World,2019,,rank,2,"), BANK) == {""}


def test_a_cited_list_that_lacks_a_state_cannot_refute_and_says_what_it_lacks(opened: Open) -> None:
    (row,) = opened("personnel.rank,IND,World,2019,,rank,3,", cites="World Bank").report()
    assert (row["plain"], row["code"], row["verdict"]) == (2.0, "proxy", "undecided")
    wanted = (
        "its list of 2019 lacks China, which COW National Material Capabilities 7.0 has further up; counted with"
    )
    assert row["told"].startswith(wanted)


def test_the_usual_list_too_refutes_nothing_where_it_lacks_a_state(opened: Open) -> None:
    """Rank 4 of a list without a state further up: it may fit, and what does not fit may be due to that state."""
    fits, does_not = (opened(f"spending.rank,FRA,World,2019,,rank,{rank},").report()[0] for rank in (4, 2))
    assert (fits["plain"], fits["code"], fits["verdict"]) == (4.0, "proxy", "depends")
    assert "which COW National Material Capabilities 7.0 has further up" in fits["told"]
    assert (does_not["code"], does_not["verdict"]) == ("proxy", "undecided")


@pytest.mark.parametrize(
    ("name", "asked", "wanted"),
    [
        ("spending.rank", {"place": "FRA"}, {"CHN": COW}),
        ("spending.rank", {"place": "USA"}, {}),
        ("spending.order", {"place": "World", "n": 2}, {"CHN": COW}),
        ("spending.order", {"place": "World", "n": 1}, {}),
        ("spending.top_share", {"place": "World", "n": 3}, {"CHN": COW}),
        ("spending.top_sum", {"place": "World", "codes": ("USA", "IND")}, {}),
        ("spending.count", {"place": "World", "bound": ("level", ">=", 0.2)}, {"CHN": COW}),
        ("spending.count", {"place": "World", "bound": ("level", ">=", 0.3)}, {}),
        ("spending.count", {"place": "World", "bound": ("share_gdp", ">=", 2)}, {}),
        ("spending.level", {"place": "FRA"}, {}),
    ],
)
def test_what_a_list_lacks(made: Data, name: str, asked: Mapping[str, Any], wanted: Mapping[str, str]) -> None:
    where = {"source": SIPRI, "basis": "current_usd", "years": (2019, 2019), **asked}
    assert lists.lacking(made, name, where, [COW]) == wanted
    assert lists.lacking(made, name, {**where, "source": COW}, [SIPRI]) == {}


def test_a_list_of_a_few_states_ranks_none(made: Data) -> None:
    """Of the six states of the world two are less than half."""
    few = replace(made, forces=made.forces[made.forces["place"].isin(["USA", "IND"])])
    asked = {"source": COW, "years": 2019}
    with pytest.raises(MissingError, match=r"for 2 of the 6 members of World: an extract"):
        MEASURES["personnel.rank"](few, place="IND", **asked)
    assert MEASURES["personnel.rank"](made, place="IND", **asked) == 3.0


def lines(ends: Mapping[int, int], first: int = 2000) -> str:
    rows = [f"{code},{year},1,1,0.1\n" for code, last in ends.items() for year in range(first, last + 1)]
    return "ccode,year,milex,milper,cinc\n" + "".join(rows)


STATES = (2, 20, 70, 90, 91, 92, 93, 94, 95, 100, 101, 130)  # states of today, by the numbers of the list


def test_a_file_that_ends_in_the_middle_of_a_state_says_so(tmp_path: Path) -> None:
    path = tmp_path / "nmc.csv"
    path.write_text(lines({**dict.fromkeys(STATES[:-1], 2022), STATES[-1]: 2010}))
    report = nmc.read(path, table="forces").report
    assert "Ecuador" in report.cut and "2010" in report.cut
    assert report.cut in report.remarks()
    path.write_text(lines(dict.fromkeys(STATES, 2022)))
    assert nmc.read(path, table="forces").report.cut == ""
    path.write_text(lines({**dict.fromkeys(STATES[1:], 2022), 340: 2006}))  # Serbia and Montenegro until then
    assert nmc.read(path, table="forces").report.cut == "", "a state that is no more"


def test_a_file_of_years_that_ends_in_the_middle_of_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "nmc.csv"
    rows = [f"{code},{year},1,1,0.1\n" for year in range(2020, 2023) for code in STATES]
    path.write_text("ccode,year,milex,milper,cinc\n" + "".join(rows[:-8]))
    assert "4 states in 2022 and 12 in 2021" in nmc.read(path, table="forces").report.cut


def test_a_file_that_may_be_cut_is_told_in_its_line(tmp_path: Path) -> None:
    (tmp_path / "nmc.csv").write_text(lines({**dict.fromkeys(STATES[:-1], 2022), STATES[-1]: 2010}))
    (line,) = official.read([tmp_path]).lines()
    assert line.endswith("; the file may be cut: its last state, Ecuador, ends in 2010, and most others in 2022")


def test_a_file_that_may_be_cut_is_told_by_itself_among_many(tmp_path: Path) -> None:
    (tmp_path / "nmc.csv").write_text(lines({**dict.fromkeys(STATES[:-1], 2022), STATES[-1]: 2010}))
    for year in range(2000, 2006):
        exports.put(tmp_path / f"{year}.csv", exports.wdi_text().replace("2024-03", f"{year}-03"))
    found = official.read([tmp_path]).lines()
    assert len(found) == 2 and official.read([tmp_path / "nmc.csv"]).lines()[0] in found


def test_the_states_of_a_list_are_read_in_one_pass(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sum or a rank of many states that looks each one up takes as long as all else together."""
    some = data.groups["group"].eq("Middle East") & ~data.groups["member"].isin(["ISR", "TUR", "IRN"])
    data = replace(data, groups=data.groups[~some])
    asked = {"place": "Middle East", "source": "cow-nmc-7.0", "years": (2020, 2020)}
    each = [personnel.size(data, one, "cow-nmc-7.0", 2020, "active") for one in ("ISR", "TUR", "IRN")]
    monkeypatch.setattr(personnel.forces, "total", lambda *_, **__: pytest.fail("a state is looked up by itself"))
    new = replace(data, forces=data.forces.copy())
    assert MEASURES["personnel.level"](new, **asked).number == sum(one.number for one in each)
    twice = pd.concat([data.forces, data.forces[data.forces["place"] == "TUR"]], ignore_index=True)
    with pytest.raises(AmbiguousError, match="several rows for active of TUR"):
        MEASURES["personnel.level"](replace(data, forces=twice), **asked)


def test_a_copy_with_every_state_further_up_ranks_before_a_list_that_lacks_one(
    opened: Open, made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """France is fourth by the copy: the file of the publisher itself lacks the first, and has it third."""
    monkeypatch.setattr(load, "shipped", lambda: with_more(made, COPIED))
    for group in ("World", "NATO"):
        article = opened(f"personnel.rank,FRA,{group},{PARAMILITARY},rank,4,")
        (row,) = article.report()
        assert (row["plain"], row["edition"], row["verdict"], row["code"]) == (4.0, COPY, "holds", None)
        assert "is not taken: its list of 2019 lacks China, which COW" in row["told"]
        assert because(article, BANK) == {"its list lacks a state further up"}
    (first,) = opened(f"personnel.rank,USA,NATO,{PARAMILITARY},rank,2,", cites="World Bank").report()
    assert (first["plain"], first["edition"], first["code"]) == (2.0, COPY, None)


def test_without_a_complete_list_the_usual_one_ranks_and_says_what_it_lacks(opened: Open) -> None:
    (row,) = opened(f"personnel.rank,FRA,World,{PARAMILITARY},rank,3,").report()
    assert (row["plain"], row["edition"]) == (3.0, BANK)
    assert (
        row["told"] == "its list of 2019 lacks China, which COW National Material Capabilities 7.0 has further up"
    )


LEVEL = f"personnel.level,{{}},,{PARAMILITARY},is,{{}},persons"


def test_a_sum_of_all_members_goes_before_one_that_lacks_some(
    opened: Open, made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """410 + 350 + 220 + 110 and, in the copy alone, the 2,000 of the largest."""
    monkeypatch.setattr(load, "shipped", lambda: with_more(made, COPIED))
    article = opened(LEVEL.format("NATO", "3090"))
    (row,) = article.report()
    assert (row["plain"], row["edition"], row["verdict"], row["code"]) == (3090.0, COPY, "holds", None)
    assert row["told"].startswith("the sum of 5 members of NATO; ")
    assert row["told"].endswith("is not taken: the sum of 4 members of NATO, without China")
    assert because(article, BANK) == {"its sum lacks a member"}
    (row,) = opened(LEVEL.format("NATO", "1090")).report()
    assert row["verdict"] == "does not hold"


def test_a_sum_that_lacks_members_says_whom_and_cannot_refute(
    opened: Open, made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of lists that each lack some the one with the most is added up: five of the six members of the world."""
    monkeypatch.setattr(load, "shipped", lambda: with_more(made, {}))
    (row,) = opened(LEVEL.format("NATO", "3090")).report()
    assert (row["plain"], row["code"], row["verdict"]) == (1090.0, "proxy", "undecided")
    assert row["told"] == "the sum of 4 members of NATO, without China"
    monkeypatch.setattr(load, "shipped", lambda: with_more(made, COPIED))
    (row,) = opened(LEVEL.format("World", "1090")).report()
    assert (row["plain"], row["edition"], row["code"], row["verdict"]) == (3090.0, COPY, "proxy", "undecided")
    assert row["told"].startswith("the sum of 5 members of World, without ZZZ; ")


def test_a_sum_that_lacks_a_member_that_another_has_is_no_way(
    opened: Open, made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the usual list all five are 1,900; the other has four of them, by its own definition."""
    monkeypatch.setattr(load, "shipped", lambda: with_more(made, {}))
    article = opened("personnel.level,NATO,,2019,,is,1900,persons")
    (row,) = article.report()
    assert (row["plain"], row["edition"], row["told"]) == (1900.0, COW, "the sum of 5 members of NATO")
    assert because(article, BANK) == {"its sum lacks a member"}


def test_fewer_than_half_of_the_members_are_no_sum(made: Data) -> None:
    few = replace(made, forces=made.forces[made.forces["place"].isin(["USA", "IND"])])
    with pytest.raises(
        MissingError, match="active soldiers of 2 of the 6 members of World in 2019: fewer than half"
    ):
        MEASURES["personnel.level"](few, place="World", source=COW, years=2019)
    half = replace(made, forces=made.forces[made.forces["place"].isin(["USA", "IND", "FRA"])])
    assert MEASURES["personnel.level"](half, place="World", source=COW, years=2019).number == 900.0
    assert len(personnel.without(half, place="World", source=COW, years=(2019, 2019))) == 3


def test_a_definition_that_is_written_down_is_meant(opened: Open) -> None:
    """An empty item leaves both definitions counted."""
    level = "personnel.level,USA,,2019,{},is,400,persons"
    reasons = {item: because(opened(level.format(item)), BANK) for item in ("", "active", "Active")}
    meant = {"the text says whom it counts"}
    assert reasons == {"": {""}, "active": {"", *meant}, "Active": {"", *meant}}  # its own count of them is silent
    (row,) = opened(level.format("active")).report()
    assert (row["choices_counted"], row["verdict"]) == (1, "holds")


def test_what_no_source_counts_is_told_in_its_row(opened: Open) -> None:
    (row,) = opened("personnel.level,FRA,,2019,tanks,is,5,persons").report()
    assert (row["verdict"], row["code"]) == ("undecided", "no-source") and "none of our sources counts" in row[
        "told"
    ]


def test_people_of_states_that_are_gone_are_not_missed(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people.burden, "counted", lambda *_: ("FRA", "DEU"))
    left = people.without(data, place="Europe", source=COW, years=(2015, 2015))
    assert "ITA" in left and not {"SUN", "DDR", "YUG", "CSK"} & set(left)


def test_people_of_a_group_that_lacks_a_member_refute_nothing(
    opened: Open, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turkey and Georgia have people in the list; of the third state there are none."""
    three = data.groups.iloc[[0] * 3].assign(group="NATO", member=["TUR", "GEO", "ZZZ"], scheme="membership")
    three[["from", "until"]] = pd.NA
    others = data.groups[data.groups["group"] != "NATO"]
    table = pd.concat([others, three.astype(data.groups.dtypes.to_dict())], ignore_index=True)
    whole = replace(data, groups=table)
    monkeypatch.setattr(load, "shipped", lambda: whole)
    level = "population.level,NATO,,2020,,is,1000000,persons"
    (row,) = opened(level, cites="Correlates of War").report()
    assert (row["edition"], row["code"], row["verdict"]) == (COW, "proxy", "undecided")
    assert row["told"] == "the sum of 2 members of NATO, without ZZZ: a floor, as their people are missing"
    assert row["plain"] == 86_092_000 + 3_796_000
    two = table[(table["group"] != "NATO") | (table["member"] != "ZZZ")]
    monkeypatch.setattr(load, "shipped", lambda: replace(data, groups=two))
    (row,) = opened(level, cites="Correlates of War").report()
    assert (row["code"], row["verdict"]) == (None, "does not hold")
    assert row["told"] == "the sum of 2 members of NATO"

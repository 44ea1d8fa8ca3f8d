"""Measures of money, people and groups on small made tables, each number worked by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from milbalance.errors import NO_SOURCE, MissingError, NoRowsError
from milbalance.ingest import sipri_names
from milbalance.measures import groups
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary import MEASURES
from milbalance.tables import labels
from milbalance.tables.load import Data

NAN = float("nan")
YEARS = range(2010, 2015)
CURRENT, REAL, SHARE = "current_usd", "constant_usd", "share_gdp"
SPENT: dict[str, dict[str, list[float]]] = {
    CURRENT: {
        "AAA": [1000, 2000, 3000, 4000, 5000],
        "BBB": [500, 500, 600, 600, NAN],
        "CCC": [100, 100, 100, 100, 100],
        "DDD": [2000, 2000, 2000, 2000, 2000],
        "XAR": [9999, 9999, 9999, 9999, 9999],
        "North": [NAN, NAN, NAN, NAN, 8000],
    },
    REAL: {
        "AAA": [1000, 1100, 1210, 1331, 1331],
        "BBB": [500, 400, 400, 500, NAN],
        "CCC": [100, 120, 110, 130, 140],
        "DDD": [2000, 2000, 1000, 3000, 3300],
        "North": [4000, 4200, NAN, NAN, NAN],
        "All": [NAN, NAN, 3000, 5000, 6000],
        "All (excluding D)": [1600, 1620, 1720, 1961, 1971],
    },
    SHARE: {
        "AAA": [NAN, NAN, NAN, 1.5, 1.96],
        "BBB": [NAN, NAN, NAN, NAN, 2.0],
        "CCC": [NAN, NAN, NAN, NAN, 1.0],
        "DDD": [NAN, NAN, NAN, NAN, 4.0],
    },
    "share_government": {"AAA": [NAN, NAN, NAN, NAN, 7.5]},
    "per_capita": {"AAA": [NAN, NAN, NAN, NAN, 250.0]},
}
BELONG: list[tuple[str, str, Any, Any, str]] = [
    *((group, one, None, None, "sipri-milex") for group, ones in {
        "World": "ABCDE", "All": "ABCDE", "All (excluding D)": "ABCE", "North": "ABD", "South": "C",
    }.items() for one in ones),
    ("Ring", "A", 2000, None, "membership"),
    ("Ring", "B", 2011, None, "membership"),
    ("Ring", "C", 2010, 2012, "membership"),
]  # fmt: skip
CONTEXT = [
    ("World", 2014, "gdp_current_usd", 7.1e11),
    ("World", 2014, "population", 71e6),
    ("AAA", 2014, "gdp_current_usd", 2.5e11),
    ("AAA", 2014, "population", 20e6),
    ("AAA", 2013, "population", 16e6),
    ("BBB", 2014, "population", 5e6),
    ("DDD", 2014, "population", 30e6),
    ("DDD", 2013, "population", 24e6),
    ("AAA", 2014, "cinc", 0.05),
    ("BBB", 2014, "cinc", 0.01),
]
# Of a second source, whose product is another.
REVISED = [("World", 2013, "gdp_current_usd", 6.1e11), ("World", 2014, "gdp_current_usd", 5.68e11)]
FORCES = [("AAA", "active", 100_000), ("BBB", "active", 50_000), ("CCC", "active", 50_000), ("AAA", "tank", 300)]


@pytest.fixture(scope="module")
def made(data: Data) -> Data:
    spending = [
        {
            "place": place,
            "year": year,
            "basis": basis,
            "source_id": "s",
            "value": value,
            "unit": "million US dollars",
        }
        for basis, places in SPENT.items()
        for place, values in places.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    belong = [(group, one * 3, first, last, scheme) for group, one, first, last, scheme in BELONG]
    roles = {"AAA": "state", "BBB": "state", "CCC": "state", "DDD": "state", "XAR": "non-state", "North": "group"}
    context = [(*row, source) for source, rows in (("w", CONTEXT), ("v", REVISED)) for row in rows]
    tables: dict[str, pd.DataFrame] = {
        "spending": pd.DataFrame(spending),
        "groups": pd.DataFrame(belong, columns=["group", "member", "from", "until", "scheme"]),
        "context": pd.DataFrame(context, columns=["place", "year", "item", "value", "source_id"]),
        "forces": pd.DataFrame(FORCES, columns=["place", "item", "value"]).assign(year=2014, source_id="s"),
        "places": pd.DataFrame([{"place": one, "name": one, "role": role} for one, role in roles.items()]),
        "sources": pd.DataFrame([{"source_id": "w", "publisher": "World Bank", "version": "2020"}]),
    }
    tables["forces"] = tables["forces"].assign(unit="persons")
    shipped = {name: data.tables[name] for name in tables}
    return replace(data, **{name: frame.reindex(columns=shipped[name].columns) for name, frame in tables.items()})


def at(place: str, years: Any, **how: Any) -> dict[str, Any]:
    return {"place": place, "years": years if isinstance(years, tuple) else (years, years), "source": "s", **how}


CUR, CON = {"basis": CURRENT}, {"basis": REAL}
IMPLIED = 100 * 7000 / (5000 / 0.0196 + 2000 / 0.04)  # of AAA and DDD, whose dollars and shares are known
BY_HAND: list[tuple[str, dict[str, Any], Any]] = [
    ("spending.level", at("AAA", 2014, **CUR), 5.0),
    ("spending.level", at("North", 2014, **CUR), 8.0),  # printed
    ("spending.level", at("North", 2013, **CUR), 6.6),  # 4.0 + 0.6 + 2.0
    ("spending.level", at("Ring", 2010, **CUR), 1.1),  # AAA and CCC
    ("spending.level", at("Ring", 2013, **CUR), 4.6),  # AAA and BBB
    ("spending.level", at("Ring", 2014, **CUR), 5.0),  # BBB has no value
    ("spending.sum", at("AAA", (2010, 2012), **CUR), 6.0),
    ("spending.sum", at("North", (2013, 2014), **CUR), 13.6),  # sums of members for both years
    ("spending.ratio", at("AAA", 2014, other="DDD", **CUR), 2.5),
    ("spending.ratio", at("Ring", 2013, other="DDD", **CUR), 2.3),
    ("spending.change", at("AAA", (2010, 2011), **CON), 10.0),
    ("spending.change", at("AAA", (2010, 2011), item="nominal", **CON), 100.0),
    ("spending.change", at("North", (2010, 2011), **CON), 5.0),  # printed for both
    ("spending.change", at("North", (2011, 2013), **CON), 100 * (4831 / 3500 - 1)),  # members for both
    ("spending.change", at("Ring", (2012, 2014), **CON), 10.0),  # AAA alone has both years
    ("spending.change", at("All", (2010, 2014), **CON), 100 * (1971 / 1600 - 1)),  # the longer series
    ("spending.trend", at("AAA", (2010, 2013), **CON), 10.0),
    ("spending.trend", at("Ring", (2012, 2013), **CON), 100 * (1831 / 1610 - 1)),
    ("spending.share", at("AAA", 2014, other="North", **CUR), 62.5),
    ("spending.share", at("AAA", 2014, other="North", members=True, **CUR), 500 / 7),
    ("spending.share", at("AAA", 2013, other="North", **CUR), 400 / 6.6),
    ("spending.share_gdp", at("AAA", 2014), 1.96),
    ("spending.share_gdp", at("AAA", 2014, **CUR), 2.0),  # 5 of 250 billion
    ("spending.share_gdp", at("World", 2014), 1.0),  # 7.1 of 710 billion
    ("spending.share_gdp", at("North", 2014), IMPLIED),
    ("spending.share_gdp_change", at("AAA", (2013, 2014)), 0.46),
    ("spending.share_gdp_change", at("North", (2013, 2014)), 0.46),  # AAA alone has both years
    ("spending.share_gdp_change", at("World", (2013, 2014)), 0.25),  # 6.1 of 610, 7.1 of 568: no BBB, one product
    ("spending.share_government", at("AAA", 2014), 7.5),
    ("spending.per_head", at("AAA", 2014), 250.0),
    ("spending.per_head", at("World", 2014), 100.0),
    ("spending.per_head", at("North", 2014), 140.0),  # AAA and DDD: 7,000 of 50; of BBB there are people alone
    ("spending.rank", at("AAA", 2014, **CUR), 1.0),  # the armed group XAR is not ranked
    ("spending.rank", at("BBB", 2011, **CUR), 3.0),  # AAA and DDD share the first rank
    ("spending.rank", at("DDD", 2011, other="North", **CUR), 1.0),
    ("spending.rank", at("AAA", 2014, item=SHARE, **CUR), 3.0),
    ("spending.rank", at("CCC", 2011, item="change", **CUR), 1.0),
    ("spending.rank", at("South", 2014, other="regions", **CUR), 2.0),
    ("spending.order", at("World", 2014, n=2, **CUR), ("AAA", "DDD")),
    ("spending.top_sum", at("World", 2014, n=2, **CUR), 7.0),
    ("spending.top_sum", at("World", 2014, codes=("CCC", "DDD"), **CUR), 2.1),
    ("spending.top_share", at("North", 2014, n=1, **CUR), 62.5),
    ("spending.top_share", at("North", 2014, n=1, members=True, **CUR), 500 / 7),
    ("spending.record", at("AAA", 2013, since=2010, **CON), True),
    ("spending.record", at("AAA", 2014, since=2010, **CON), False),  # as high as 2013, and not higher
    ("spending.record", at("DDD", 2014, **CON), True),  # ever
    ("spending.record", at("CCC", 2013, since=2011, item="change", **CON), True),  # 18.2 after -8.3
    ("spending.record", at("CCC", 2013, since=2011, item="change", closed=True, **CON), False),  # 20 in 2011
    ("spending.record", at("DDD", 2013, since=2011, item="change", dollars=True, **CON), True),
    ("spending.record", at("BBB", 2013, since=2011, item="change", **CON), True),
    ("spending.record", at("All", 2014, since=2010, **CON), True),  # the longer series begins early enough
    ("spending.record", at("Ring", 2013, since=2011, **CON), True),  # AAA and BBB: 1831 after 1610
    ("spending.record", at("AAA", 2014, since=2012, item=SHARE), True),
    ("spending.record", at("North", 2014, since=2012, item=SHARE), True),  # 1.96 after 1.5: AAA alone has both
    ("spending.record", at("World", 2014, since=2012, item=SHARE), True),  # 1.25 after 1.0
    ("spending.streak", at("AAA", (2011, 2013), item="rose", **CON), True),
    ("spending.streak", at("AAA", (2011, 2014), item="rose", **CON), False),
    ("spending.streak", at("DDD", 2012, item="fell", **CON), True),
    ("spending.streak", at("CCC", (2012, 2014), item="rose", **CON), False),
    ("spending.streak", at("CCC", (2012, 2014), item="rose", closed=False, **CON), True),
    ("spending.count", at("North", 2014, bound=(SHARE, ">=", 2)), 2.0),
    ("spending.count", at("North", 2014, bound=(SHARE, ">=", 2), digits=1), 3.0),  # 1.96 is 2.0
    ("spending.count", at("World", 2014, bound=("level", ">", 1), **CUR), 2.0),
    ("spending.count", at("World", 2014, bound=("change", "<=", 0)), 1.0),
    ("spending.all_rose", at("North", 2014), False),
    ("spending.all_rose", at("North", 2014, besides=("AAA",)), True),
    ("capability.share", at("AAA", 2014, source="w"), 5.0),
    ("capability.ratio", at("AAA", 2014, other="BBB", source="w"), 5.0),
    ("population.level", at("AAA", 2014, source="w"), 20e6),
    ("population.change", at("AAA", (2013, 2014), source="w"), 25.0),
    ("population.level", at("North", 2014, source="w"), 55e6),
    ("population.change", at("North", (2013, 2014), source="w"), 25.0),  # 50 after 40: of BBB there is one year
    ("personnel.level", at("AAA", 2014), 100_000.0),
    ("personnel.level", at("North", 2014), 150_000.0),
    ("personnel.ratio", at("AAA", 2014, other="BBB", item="active"), 2.0),
    ("personnel.per_head", at("AAA", 2014), 5.0),
    ("personnel.share", at("AAA", 2014), 0.5),
    ("personnel.rank", at("BBB", 2014), 2.0),  # CCC has as many
    ("personnel.rank", at("BBB", 2014, other="Ring"), 2.0),
    ("equipment.level", at("AAA", 2014, item="Tanks"), 300.0),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("spending.level", at("BBB", 2014, **CUR), "no value for 2014"),
    ("spending.level", at("Circle", 2014, **CUR), "no rows with place = Circle"),
    ("spending.level", at("Ring", 2009, **CUR), "we have s for 0 of the 1 members of Ring: an extract"),
    ("spending.level", at("Ring", 2014, source="w", **CON), "has no constant_usd"),  # and is no extract
    ("spending.sum", at("BBB", (2012, 2014), **CUR), "no value for 2014"),
    ("spending.change", at("BBB", (2012, 2014), **CON), "2014"),
    ("spending.share_gdp", at("South", 2010), "we have s for 0 of the 1 members of South: an extract"),
    ("spending.rank", at("BBB", 2014, **CUR), "2014"),
    ("spending.rank", at("CCC", 2014, other="North", **CUR), "not one of the states of North"),
    ("spending.order", at("North", 2014, n=3, **CUR), "has 2 states of North in 2014; wanted 3"),
    ("spending.record", at("AAA", 2014, since=2005, **CON), "from 2010; wanted from 2006"),
    ("spending.record", at("AAA", 2014, since=2013, **CON), "no year between 2013 and 2014"),
    ("spending.streak", at("AAA", (2010, 2013), item="rose", **CON), "year = 2009"),
    ("spending.count", at("North", 2012, bound=(SHARE, ">=", 2)), "0 of the 3 members of North: an extract"),
    ("spending.all_rose", at("North", 2010), "no state of North with 2009 and 2010"),
    ("personnel.level", at("AAA", 2014, item="reserve"), "none of our sources counts reserve"),
    ("population.level", at("South", 2014, source="w"), "fewer than half of the members of South"),
    ("spending.per_head", at("South", 2014), "none of our sources has the population of South in 2014"),
    ("personnel.level", at("AAA", 2013), "year = 2013"),
    ("personnel.rank", at("CCC", 2014, other="Ring"), "not one of the states of Ring"),
]  # fmt: skip


def test_every_measure_gives_what_the_small_table_gives_by_hand(made: Data) -> None:
    wrong = []
    for name, asked, wanted in BY_HAND:
        found = MEASURES[name](made, **asked)
        number = found.number if isinstance(found, Span) else found
        same = number == wanted if isinstance(wanted, (bool, tuple)) else number == pytest.approx(wanted)
        if not same or type(number) is not type(wanted):
            wrong.append(f"{name} {asked}: {number!r}; by hand {wanted!r}")
    assert not wrong, "\n".join(wrong)


def test_every_measure_of_money_is_worked_by_hand() -> None:
    families = ("spending.", "capability.", "population.", "personnel.")
    left_out = {name for name in MEASURES if name.startswith(families)} - {name for name, _, _ in BY_HAND}
    assert left_out == {"spending.growth"}


def test_what_has_no_number_says_why(made: Data) -> None:
    wrong = []
    for name, asked, said in REFUSED:
        try:
            wrong.append(f"{name} {asked}: {MEASURES[name](made, **asked)!r}; wanted {said}")
        except (MissingError, NoRowsError) as error:
            if said not in str(error):
                wrong.append(f"{name} {asked}: {error}; wanted {said}")
    assert not wrong, "\n".join(wrong)


def test_why_there_is_no_number_is_told_to_readers_without_columns_and_codes(made: Data) -> None:
    named = (
        made.sources.assign(label="the bank")
        .reindex([0, 0])
        .assign(source_id=["w", "s"], label=["a bank", "SIPRI"])
    )
    told = replace(made, sources=named)
    wrong = []
    for name, asked, _ in REFUSED:
        try:
            MEASURES[name](told, **asked)
        except (MissingError, NoRowsError) as error:
            said = labels.sentence(told, error.told)
            wrong += [f"{name} {asked}: {said}"] if re.search(r"[=_]|there are|None|nan", said) else []
    assert not wrong, "\n".join(wrong)


def test_the_reason_that_a_source_gives_for_a_gap_is_kept(made: Data) -> None:
    gaps = {
        "not available": "the source says that it has none",
        "not independent": "it was not an independent state",
    }
    row = made.spending["place"].eq("BBB") & made.spending["year"].eq(2014) & made.spending["basis"].eq(CURRENT)
    wrong = []
    for reason, words in gaps.items():
        spending = made.spending.assign(
            missing_reason=pd.Series(None, made.spending.index, "object").mask(row, reason)
        )
        for name, asked in (
            ("level", at("BBB", 2014)),
            ("sum", at("BBB", (2012, 2014))),
            ("trend", at("BBB", (2010, 2014))),
        ):
            try:
                MEASURES[f"spending.{name}"](replace(made, spending=spending), **asked, **CUR)
            except MissingError as error:
                said = labels.sentence(made, error.told)
                wanted = f"no spending in current US dollars of BBB for 2014 in s: {words}"
                wrong += [f"{name}, {reason}: {said}"] if said != wanted else []
            else:
                wrong.append(f"{name}: a number")
    assert not wrong, "\n".join(wrong)


def test_a_definition_that_nobody_counts_is_of_its_own_kind_and_a_missing_year_is_not(made: Data) -> None:
    kinds = {}
    for item, year in (("reserve", 2014), ("active", 2013)):
        with pytest.raises(NoRowsError) as error:
            MEASURES["personnel.level"](made, **at("AAA", year, item=item))
        kinds[item] = error.value.kind
    assert kinds["reserve"] == NO_SOURCE != kinds["active"]


def test_a_total_says_when_it_is_a_sum_and_which_members_have_no_value(made: Data) -> None:
    def told(place: str, years: Any, basis: str = CURRENT, **how: bool) -> str:
        return groups.proxied(made, place=place, source="s", basis=basis, years=years, **how)

    assert told("AAA", 2014) == told("North", 2014) == told("Ring", 2013) == told("North", 2014, SHARE) == ""
    assert told("North", 2013) == "The sum of the 3 members of North with a value in 2013; s prints no total."
    assert told("Ring", 2014) == "The sum of the 1 members of Ring with a value in 2014; 1 had none: BBB."
    # A sum over years has BBB in 2013.
    assert told("North", (2013, 2014), each_year=True) == (
        "The sum of the members of North, each in the years in which it has a value: 2 have all of 2013-2014; "
        "1 have gaps: BBB; s prints no total."
    )
    assert told("North", (2013, 2014)).startswith("The sum of the 2 members of North with a value in 2013-2014; 1")
    assert told("All", (2010, 2014), REAL).startswith("The total of All (excluding D): s prints none of All for")


def test_a_region_is_the_regions_that_it_is_made_of_where_these_are_printed(made: Data) -> None:
    """North and South are Both; an overlap, or a member in none of them, makes no whole."""
    belong = [("South", "FFF"), *(("Both", one) for one in ("AAA", "BBB", "CCC", "DDD", "FFF"))]
    members = pd.DataFrame(belong, columns=["group", "member"]).assign(scheme="sipri-milex")
    row = made.spending[made.spending["place"].eq("North") & made.spending["year"].eq(2014)].iloc[:1]
    tables = {
        "spending": pd.concat([made.spending, row.assign(place="South", value=150.0)], ignore_index=True),
        "groups": pd.concat([made.groups, members], ignore_index=True),
    }
    both = replace(made, **tables)
    assert groups.halves(both, "Both") == ("North", "South")
    assert groups.halves(both, "World") == groups.halves(both, "North") == groups.halves(both, "Ring") == ()
    assert groups.level(both, "Both", "s", CURRENT, 2014) == 8150, "printed, where the members have 7,100"
    assert groups.summed(both, "Both", "s", CURRENT, (2014, 2014)) == 8150
    assert groups.level(both, "Both", "s", CURRENT, 2013) == 6700, "members, as none is printed of that year"
    told = groups.proxied(both, place="Both", source="s", basis=CURRENT, years=2014)
    assert told == "North and South together, as s prints them."


def test_in_its_base_year_a_total_in_constant_dollars_is_one_in_current_dollars(made: Data) -> None:
    """A group alone: what a state has in current dollars is printed, and a gap there stays one."""
    spending = made.spending.copy()
    spending.loc[spending["basis"] == REAL, "base_year"] = 2013
    based = replace(made, spending=spending)
    found = groups.values(based, "s", CURRENT)
    assert found["All"] == {2013: 5000} and found["North"] == {2014: 8000}
    assert found["BBB"] == {2010: 500, 2011: 500, 2012: 600, 2013: 600}
    assert groups.level(based, "All", "s", CURRENT, 2013) == 5000
    assert groups.level(made, "All", "s", CURRENT, 2013) == 6700, "without a base year the members are added up"


def test_members_are_those_of_the_year_and_of_the_scheme(made: Data, data: Data) -> None:
    assert groups.members(made, "Ring", 2010) == ("AAA", "CCC")
    assert groups.members(made, "Ring", 2012) == ("AAA", "BBB", "CCC")
    assert groups.members(made, "Ring", 2013) == ("AAA", "BBB")
    with pytest.raises(NoRowsError, match="there are: Ring"):
        groups.members(made, "Rings", 2013)
    assert groups.near(made, "rings") == ["Ring"] and groups.is_group(made, "South")
    schemes = data.groups.groupby("group")["scheme"].agg(set)
    mixed = schemes[schemes.map(lambda found: "membership" in found and len(found) > 1)]
    assert mixed.empty, "the name of an alliance is no region"
    spells = data.groups.dropna(subset=["from", "until"])
    assert (spells["from"] <= spells["until"]).all() and len(spells)
    again = data.groups[data.groups["scheme"] == "membership"].sort_values("from")
    for _, found in again.groupby(["group", "member"]):
        assert (found["until"].iloc[:-1].to_numpy() < found["from"].iloc[1:].to_numpy()).all(), "spells overlap"


def test_groups_have_the_members_that_their_sources_count(data: Data) -> None:
    counted = {
        ("NATO", 1949): 12, ("NATO", 2022): 30, ("NATO", 2023): 31, ("NATO", 2024): 32, ("EU", 2019): 28,
        ("EU", 2020): 27, ("AU", 2002): 53, ("AU", 2017): 55, ("GCC", 2020): 6, ("G7", 2020): 7, ("CSTO", 2020): 6,
        ("ASEAN", 2020): 10,
    }  # fmt: skip
    assert {asked: len(groups.members(data, *asked)) for asked in counted} == counted
    assert set(groups.members(data, "NATO", 2024)) - set(groups.members(data, "European NATO", 2024)) == {
        "CAN",
        "TUR",
        "USA",
    }
    for scheme in (groups.MILEX, groups.TRANSFERS):
        regions = [groups.members(data, one, 2020, scheme) for one in groups.peers(data, "Europe")]
        assert sum(map(len, regions)) == len({one for region in regions for one in region}), "a state is in one"
        assert {"TUR", "EGY"} <= set(groups.members(data, "Middle East", 2020, scheme))


def test_places_that_military_expenditure_lacks_are_in_a_region_of_transfers(data: Data) -> None:
    wanted = {
        "RVN": {"Asia and Oceania", "South East Asia"}, "YMD": {"Middle East"}, "PSE": {"Middle East"},
        "ESH": {"Africa", "North Africa"}, "XLG": {"Africa", "North Africa"}, "ABW": {"Americas"},
        "XBI": {"Africa", "sub-Saharan Africa"}, "XKT": {"Africa", "sub-Saharan Africa"},
        "XNC": {"Europe", "Central and Western Europe", "Western Europe"},
    }  # fmt: skip
    regions = data.groups[data.groups["scheme"] == groups.TRANSFERS].groupby("member")["group"].agg(set)
    wrong = [f"{one}: {regions.get(one)}" for one, inside in wanted.items() if regions.get(one) != inside]
    assert not wrong, "\n".join(wrong)


def test_every_name_in_a_register_is_in_a_region_but_those_of_none(data: Data, shared: Path) -> None:
    inside = set(data.groups.loc[data.groups["scheme"] == groups.TRANSFERS, "member"])
    path = shared / "arms/raw/sipri_tiv-bilateral-imports_world_1950-2021_retrieved-2022-05_tidy.csv"
    rows = pd.read_csv(path, usecols=["Import_To", "Export_From", "Year"], dtype="str")
    rows = rows[rows["Year"].str.isdigit()]
    sides = pd.concat([rows.set_index(side)["Year"].astype(int) for side in ("Import_To", "Export_From")])
    # Totals, unknown sides, international bodies, and groups that fought a state of another continent.
    nowhere = {"All", "Total", "European Union", "Unknown rebel group*", "Viet Minh (France)*"}
    wrong = {
        name
        for name, year in sides.groupby(level=0).first().items()
        if sipri_names.code(str(name), int(year)) not in {*inside, "UNKNOWN"}
        and not (name in nowhere or str(name).endswith(("**", "(Portugal)*")))
    }
    assert not wrong, "\n".join(sorted(wrong))

"""A text on small made tables, worked out by hand: which edition answers on its day, what counts, what is near."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from milbalance.articles import Article, begun, near_misses, open_article, plain_reading, ways
from milbalance.choices import by_day
from milbalance.errors import DataError
from milbalance.measures.vocabulary.entries import entry
from milbalance.publish.article import page
from milbalance.tables import load
from milbalance.tables.load import Data

SIPRI = "sipri-milex-"
# Million US dollars by edition, basis, place and year. None: printed without a value.
SPENDING: dict[tuple[str, str], dict[str, dict[int, float | None]]] = {
    (SIPRI + "2020", "current_usd"): {"FIN": {2018: 3500, 2019: 4000}, "SWE": {2019: 6000}},
    (SIPRI + "2024", "current_usd"): {
        "FIN": {2018: 3600, 2019: 4100, 2020: 5000, 2021: 4449},
        "SWE": {2019: 6150, 2020: 10_000, 2021: 7790},
        "NOR": {2020: None},
    },
    (SIPRI + "2024", "constant_usd"): {"FIN": {2018: 4000, 2019: 4200, 2020: 5250, 2021: 5000}},
    (SIPRI + "2024", "per_capita"): {"FIN": {2020: 905}},
    (SIPRI + "2024", "share_gdp"): {"FIN": {2019: 2.0, 2020: 2.5}, "SWE": {2019: 1.0, 2020: 1.25}},
    (SIPRI + "2025", "current_usd"): {
        "FIN": {2019: 4100, 2020: 5100, 2021: 4449},
        "SWE": {2019: 6150, 2020: 10_200},
    },
    ("wdi-2021-10", "current_usd"): {"FIN": {2019: 4000}},
}
HEAD = ",".join(begun.COLUMNS)
KEYS = {
    *("claim_id", "words", "statement", "measure", "place", "other", "years", "item", "relation", "stated", "unit"),
    *("plain", "plain_low", "plain_high", "low", "high", "position", "verdict", "kind", "code", "told", "edition"),
    *("edition_label", "known", "now", "now_edition", "now_position", "miss_per_cent", "answers_low"),
    *("now_low", "now_high", "now_edition_label"),
    *("answers_high", "stated_lies", "origins_agree", "origins", "near", "choices_counted", "choices_inside"),
    *("sentence", "sources"),
}
Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def made(data: Data) -> Data:
    """Three editions of three states, a group of two of them, and one count of soldiers in thousands."""
    blank = dict.fromkeys(data.spending)
    rows = [
        {**blank, "place": place, "year": year, "basis": basis, "source_id": source, "value": value}
        | {"missing_reason": "no figure" if value is None else None}
        for (source, basis), places in SPENDING.items()
        for place, years in places.items()
        for year, value in years.items()
    ]
    spending = pd.DataFrame(rows, columns=list(data.spending)).astype(data.spending.dtypes.to_dict())
    two = data.groups.iloc[[0, 0]].assign(group="South Asia", member=["FIN", "SWE"], scheme="sipri-milex")
    two[["from", "until"]] = pd.NA
    others = data.groups[data.groups["group"] != "South Asia"]
    force = data.forces.iloc[[0]].assign(place="FIN", year=2019, value=20_000.0, source_id="cow-nmc-7.0")
    new = sorted({"FIN", "SWE", "NOR"} - set(data.places["place"]))
    places = [data.places.iloc[[0]].assign(place=code, iso=True) for code in new]
    everywhere = pd.concat([data.places, *places], ignore_index=True)
    arms = data.arms_imports.iloc[:0]
    groups = pd.concat([others, two.astype(data.groups.dtypes.to_dict())], ignore_index=True)
    return replace(data, spending=spending, forces=force, places=everywhere, groups=groups, arms_imports=arms)


@pytest.fixture
def opened(made: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Article]:
    """Open a text of one or more statements: its rows without id, words and statement, its day, whom it cites."""
    monkeypatch.setattr(load, "shipped", lambda: made)

    def text(*rows: str, day: str = "2024-05-31", cites: str = "SIPRI") -> Article:
        about = f"title: T\npublisher: P\npublished: {day}\n" + f"cites: {cites}\n" * bool(cites)
        (tmp_path / "article.yml").write_text(about)
        lines = [f"s{number},,It is so.,{row}," for number, row in enumerate(rows, 1)]
        (tmp_path / "claims.csv").write_text("\n".join([HEAD, *lines, ""]))
        return open_article(tmp_path)

    return text


@pytest.fixture
def ask(opened: Callable[..., Article]) -> Ask:
    """The answer to one statement."""
    return lambda row, **about: opened(row, **about).report()[0]


LEVEL = "spending.level,FIN,,2019,,is,{},billion US dollars"
# Day of the text: the edition of the plain reading of 2019, and whether it was known.
DAYS = {
    "2019-06-01": ("2020", False),
    "2020-04-19": ("2020", False),
    "2020-03": ("2020", False),
    "2020-04-20": ("2020", True),
    "2020-04": ("2020", True),
    "2020": ("2020", True),
    "2024-04-19": ("2020", True),
    "2024-04-20": ("2024", True),
    "2025-04": ("2025", True),
    "2030-01-01": ("2025", True),
}


def test_the_newest_edition_known_on_the_day_gives_the_plain_reading(ask: Ask) -> None:
    found = {day: ask(LEVEL.format("5.0"), day=day) for day in DAYS}
    assert {day: (row["edition"], row["known"]) for day, row in found.items()} == {
        day: (SIPRI + edition, known) for day, (edition, known) in DAYS.items()
    }
    for day, row in found.items():
        known = DAYS[day][1]
        assert row["position"] == "outside", "4.0 and 4.1 are not 5.0"
        assert row["code"] == (None if known else "no-edition")
        assert row["verdict"] == ("does not hold" if known else "undecided"), day
        assert known or row["told"].startswith("not known on the day of the text")


def test_a_list_of_members_and_a_bound_are_told_as_they_are_read(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The group is Finland and Sweden: Norway in a list is refused, and a bound is told with its unit."""
    monkeypatch.setattr(by_day, "WHOLE", 1)
    listed = "spending.top_share,South Asia,,2019,{},is,50,per cent"
    found = r"^claims.csv:2:item: found NOR \(.*\), no member of South Asia in 2019; wanted .* as FIN, SWE$"
    with pytest.raises(DataError, match=found):
        ask(listed.format("FIN; NOR"))
    assert ask(listed.format("FIN; SWE"))["plain"] == pytest.approx(100)
    bound = ask("spending.count,South Asia,,2019,current_usd > 5000,is,1,states")
    assert bound["plain"] == 1 and bound["told"].endswith("the bound is more than 5,000 million US dollars")
    for plain in ("share_gdp >= 2", "level > 5"):
        row = ask(f"spending.count,South Asia,,2019,{plain},is,1,states")
        assert row["plain"] is not None and "the bound" not in (row["told"] or ""), "its unit is plain"


def test_an_answer_tells_that_a_place_is_no_part_of_the_whole(
    ask: Ask, made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sweden has left: 6,150 over the 4,100 of Finland alone is a number, and no share."""
    monkeypatch.setattr(by_day, "WHOLE", 1)
    share = "spending.share,SWE,South Asia,2019,,is,60,per cent"
    row = ask(share)
    assert row["plain"] == pytest.approx(60) and "is not one" not in row["told"]
    hers = (made.groups["group"] == "South Asia") & (made.groups["member"] == "SWE")
    left = made.groups.assign(until=made.groups["until"].mask(hers, 2018))
    monkeypatch.setattr(load, "shipped", lambda: replace(made, groups=left))
    row = ask(share)
    assert row["plain"] == pytest.approx(150) and "is not one of the states of South Asia in 2019" in row["told"]


def test_a_unit_is_compared_with_that_of_the_measure(ask: Ask) -> None:
    assert ask(LEVEL.format("4.1").replace("billion US dollars", "USD bn"))["unit"] == "billion US dollars"
    assert ask(LEVEL.format("4.0").replace("billion", "million"))["plain"] == pytest.approx(4100)
    with pytest.raises(DataError) as refused:
        ask(LEVEL.format("4.1").replace("dollars", "pounds").replace("US ", ""))
    assert (
        str(refused.value) == "claims.csv:2:unit: found 'billion pounds'; wanted a unit such as billion US dollars"
    )


def test_equipment_is_held_by_who_has_it_and_people_are_none(made: Data) -> None:
    tanks = made.forces.assign(category="armour", item="main_battle_tank", unit="items", value=200.0)
    tanks = tanks.assign(source_id="iiss-rdmc-v1", origin=None)
    both = pd.concat([made.forces, tanks], ignore_index=True)
    assert [one.source for one in by_day.held(replace(made, forces=both), "equipment")] == ["iiss-rdmc-v1"]
    assert [one.source for one in by_day.held(replace(made, forces=both), "people")] == ["cow-nmc-7.0"]


def test_an_edition_of_a_later_day_answers_where_those_of_the_day_have_no_value(ask: Ask) -> None:
    row = ask(LEVEL.replace("2019", "2020").format("9.0"), day="2020-05-31")
    assert (row["edition"], row["known"], row["plain"]) == (SIPRI + "2024", False, 5.0)
    assert (row["code"], row["verdict"]) == ("no-edition", "undecided")
    right = ask(LEVEL.replace("2019", "2020").format("5.0"), day="2020-05-31")
    assert (right["code"], right["position"], right["verdict"]) == ("no-edition", "inside", "holds")


def test_what_is_missing_has_a_code_and_a_line(ask: Ask) -> None:
    asked = {
        "no-edition": "spending.level,FIN,,2024,,is,5,billion US dollars",  # after the last year held
        "no-file": "spending.level,DNK,,2019,,is,5,billion US dollars",
        "no-value": "spending.level,NOR,,2020,,is,5,billion US dollars",
        "no-source": "published,FIN,,,soldiers,is,5,persons",
        "no-measure": "personnel.per_head,FIN,,2019,,is,5,per cent",  # who is counted is not said
    }
    rows = {code: ask(row) for code, row in asked.items()}
    assert {code: row["code"] for code, row in rows.items()} == {code: code for code in asked}
    for row in rows.values():
        assert (row["plain"], row["position"], row["verdict"]) == (None, "unanswered", "undecided")
        assert row["told"] and row["edition"] is None and row["now"] is None and row["known"] is None
    assert "2024 is after the last year of" in rows["no-edition"]["told"]
    assert "sipri.org" in rows["no-file"]["told"]


def test_the_publisher_that_a_text_cites_is_asked(ask: Ask) -> None:
    cited = {
        "SIPRI": SIPRI + "2024",
        "Stockholm International Peace Research Institute (SIPRI)": SIPRI + "2024",
        "": SIPRI + "2024",
        "the Stockholm International Peace Research Institute": SIPRI + "2024",
        "World Bank": "wdi-2021-10",
        "WDI": "wdi-2021-10",
        "the World Bank and SIPRI": SIPRI + "2024",  # both are asked for; the usual one goes first
        "World Banking News": SIPRI + "2024",
        "A think tank": SIPRI + "2024",
    }
    unknown = ("A think tank", "World Banking News")
    rows = {cites: ask(LEVEL.format("4.1"), cites=cites) for cites in cited}
    assert {cites: row["edition"] for cites, row in rows.items()} == cited
    for cites, row in rows.items():
        other = cites in unknown  # of which nothing is held: a number of SIPRI decides nothing
        assert row["code"] == ("no-source" if other else None)
    assert rows["A think tank"]["verdict"] == "undecided" and rows["SIPRI"]["verdict"] == "holds"
    told = "the text names A think tank, of which we have nothing that answers this"
    assert str(rows["A think tank"]["told"]).startswith(told)


def test_of_an_alliance_the_newest_known_edition_answers_though_a_member_lacks(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No edition prints a total of it, so that a later one, with all its members, is no better."""
    lacks = (made.spending["source_id"] == SIPRI + "2020") & (made.spending["place"] == "SWE")
    spending = made.spending.assign(value=made.spending["value"].mask(lacks))
    inside = made.groups["group"] == "South Asia"
    pact = {
        "group": made.groups["group"].mask(inside, "A pact"),
        "scheme": made.groups["scheme"].mask(inside, "membership"),
    }
    altered = replace(made, spending=spending, groups=made.groups.assign(**pact))
    monkeypatch.setattr(load, "shipped", lambda: altered)
    monkeypatch.setattr(by_day, "WHOLE", 2)  # two states are a whole edition
    row = ask("spending.level,A pact,,2019,,is,9.0,billion US dollars", day="2020-06-01")
    assert (row["edition"], row["code"], row["verdict"]) == (SIPRI + "2020", "proxy", "undecided")
    assert "1 had none: Sweden" in row["told"]


def test_a_sum_of_members_is_a_proxy_that_cannot_refute(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_day, "WHOLE", 2)  # two states are a whole edition
    row = ask("spending.level,South Asia,,2020,,is,20.0,billion US dollars")
    assert (row["plain"], row["code"], row["position"]) == (15.0, "proxy", "outside")
    assert row["verdict"] != "does not hold" and "The sum of the 2 members" in row["told"]


def test_a_count_in_thousands_is_a_range(ask: Ask) -> None:
    row = ask("personnel.level,FIN,,2019,,is,20000,persons", cites="")
    assert (row["code"], row["plain_low"], row["plain_high"]) == (None, 19_500, 20_500)
    row = ask("personnel.level,FIN,,2019,,is,20250,persons", cites="")
    assert (row["code"], row["position"], row["verdict"]) == ("range", "undecided", "undecided")


def counted(article: Article) -> dict[tuple[str, str, str], str]:
    """Every choice by publisher, basis and edition, and why it is only shown; nothing where it counts."""
    grid = article.assess("s1").grid
    return {
        (row["publisher"], row["basis"], row["edition"]): "" if row["counted"] else row["because"]
        for row in grid.to_dict("records")
    }


def test_editions_count_within_a_year_of_the_day_and_the_rest_are_shown(opened: Callable[..., Article]) -> None:
    said, unit = "current dollars", "dollars of another year are another unit"
    found = counted(opened(LEVEL.format("4.1")))
    assert {edition: why for (who, basis, edition), why in found.items() if (who, basis) == ("SIPRI", said)} == {
        "edition of 2020": "a newer edition was out",
        "edition of 2024": "",
        "edition of 2025": "",  # it came out within a year
    }
    assert {why for (_, basis, _), why in found.items() if basis == "constant dollars"} == {unit}
    (bank,) = (why for (who, basis, _), why in found.items() if (who, basis) == ("World Bank", said))
    assert bank == "it republishes another source"
    (why,) = {
        choice.why
        for choice in ways(opened(LEVEL.format("4.1")).data, "s1")
        if choice.counted and choice.levels.get("edition") == "edition of 2025"
    }
    assert why == "It came out within a year after the text."
    early = counted(opened(LEVEL.format("4.1"), day="2022-06-01"))
    assert early["SIPRI", said, "edition of 2020"] == ""
    assert early["SIPRI", said, "edition of 2024"] == "it came out more than a year after the text"


def test_a_caveat_is_of_the_places_that_it_names_and_a_main_answer_counts(
    made: Data, opened: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition of 2024 is spliced for one state: another’s constant dollars count, and the main answer does."""
    change, unmatched = "spending.change,{},,2019-2020,real,is,25,per cent", "with parts that do not match"
    constant = made.spending["basis"] == "constant_usd"
    both = pd.concat([made.spending, made.spending[constant].assign(place="SWE")], ignore_index=True)
    later = both[both["basis"] == "constant_usd"].assign(source_id=SIPRI + "2025")
    two = pd.concat([both, later], ignore_index=True)
    spliced = made.sources["source_id"] == SIPRI + "2024"
    about = {"caveat": made.sources["caveat"].mask(spliced, "spliced")}
    about["caveat_places"] = made.sources["caveat_places"].mask(spliced, "NOR; SWE")
    monkeypatch.setattr(load, "shipped", lambda: replace(made, spending=two, sources=made.sources.assign(**about)))
    key = ("SIPRI", "constant dollars", "edition of 2024")
    assert counted(opened(change.format("FIN")))[key] == ""
    old = opened(change.format("SWE"))
    assert counted(old)[key] == "", "it is the main answer"
    grid = old.assess("s1").grid
    assert grid.loc[grid["plain"], "weight"].item() > 0
    assert unmatched in grid.loc[grid["plain"], "why"].item()
    assert unmatched in old.report()[0]["told"]
    assert opened(change.format("FIN")).report()[0]["told"] is None
    new = opened(change.format("SWE"), day="2025-05-01")
    assert unmatched in counted(new)[key]
    assert counted(opened(change.format("FIN"), day="2025-05-01"))[key] == "a newer edition was out"


def test_a_publisher_that_repeats_another_counts_where_the_text_cites_it(opened: Callable[..., Article]) -> None:
    article = opened(LEVEL.format("4.0"), cites="World Bank")
    assert counted(article)["World Bank", "current dollars", "edition of 2021-10-28"] == ""
    assert article.report()[0]["choices_counted"] > 1
    (none,) = opened("spending.change,FIN,,2018-2019,real,is,5,per cent", cites="World Bank").report()
    assert (none["plain"], none["code"], none["verdict"]) == (pytest.approx(5), "no-value", "undecided")
    assert none["told"].endswith("is another publisher’s, and decides nothing")


def test_the_newest_edition_answers_beside_that_of_the_day(ask: Ask) -> None:
    row = ask("spending.level,FIN,,2020,,is,5.0,billion US dollars")
    assert (row["plain"], row["position"]) == (5.0, "inside")
    assert (row["now"], row["now_edition"], row["now_position"]) == (5.1, SIPRI + "2025", "outside")
    assert (row["now_low"], row["now_high"]) == (5.1, 5.1)
    assert row["now_edition_label"] == "SIPRI military expenditure (2025 edition)"


def near(row: dict[str, Any]) -> dict[str, float]:
    return {one["test"]: one["answer"] for one in row["near"]}


def test_one_reason_is_told_and_no_rank_of_something_else(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of what could explain a number; a rank by another measure is the same by chance."""
    neighbours = near_misses._neighbours
    rank, other = entry("arms.import_rank"), entry("arms.export_rank")
    asked = {"place": "IND", "source": "mine", "years": (2020, 2020)}
    assert other.name in rank.near
    assert "neighbour measure" not in {test for test, *_ in neighbours(rank, asked)}
    assert "neighbour measure" in {test for test, *_ in neighbours(entry("arms.imports"), asked)}
    monkeypatch.setattr(near_misses, "explains", lambda *_: True)
    level = "spending.level,{},,{},,is,{},billion US dollars"
    assert list(near(ask(level.format("SWE", 2021, "7.7")))) == ["cut off"]
    assert list(near(ask(level.format("FIN", 2020, "4.1")))) == ["neighbour year"]


def test_near_misses_say_what_the_stated_number_would_be_right_for(ask: Ask) -> None:
    level = "spending.level,{},,{},,is,{}"
    found = {
        "cut off": ask(level.format("SWE", 2021, "7.7,billion US dollars")),  # 7.79
        "rounded twice": ask(level.format("FIN", 2021, "4.5,billion US dollars")),  # 4.449, 4.45, 4.5
        "neighbour year": ask(level.format("FIN", 2020, "4.1,billion US dollars")),
        "neighbour prices": ask(level.format("FIN", 2020, "5.25,billion US dollars")),
        "neighbour measure": ask(level.format("FIN", 2020, "905,US dollars")),
        "sides turned": ask("spending.ratio,FIN,SWE,2020,,is,2.0,times"),
    }
    wanted = {"cut off": 7.79, "rounded twice": 4.449, "neighbour year": 4.1, "neighbour prices": 5.25}
    wanted |= {"neighbour measure": 905, "sides turned": 2.0}
    assert {test: near(row).get(test) for test, row in found.items()} == pytest.approx(wanted)
    above = ask(level.format("FIN", 2020, "5.2,billion US dollars").replace(",is,", ",over,"))
    assert (above["position"], above["near"]) == ("outside", []), "half of all numbers lie above any other"
    assert all(one["sentence"].endswith(".") for row in found.values() for one in row["near"])
    assert near(ask(level.format("FIN", 2020, "5.0,billion US dollars"))) == {}, "what is right has no near miss"
    assert near(ask(level.format("FIN", 2020, "8.8,billion US dollars"))) == {}, "and nothing is near 8.8"


def test_answers_are_given_in_the_unit_that_is_stated(ask: Ask) -> None:
    level, change = "spending.level,FIN,,2020,,is,{}", "spending.change,FIN,,2019-2020,,is,{}"
    answers = {
        level.format("5.0,billion US dollars"): 5.0,
        level.format("5000,million US dollars"): 5000,
        level.format("0.005,trillion US dollars"): 0.005,
        level.format("5.0 billion,billion US dollars"): 5.0,
        change.format("25,per cent"): 25,
        change.format("1.25,times"): 1.25,
        "days,,,2020-09-27; 2020-10-11,,is,two,weeks": 2,
        "days,,,2020-09-27; 2020-10-11,,is,14,days": 14,
    }
    rows = {row: ask(row, cites="") for row in answers}
    assert {row: found["plain"] for row, found in rows.items()} == pytest.approx(answers)
    assert {found["position"] for found in rows.values()} == {"inside"}


def test_real_and_nominal_say_which_prices_count(opened: Callable[..., Article]) -> None:
    """4,200 to 5,250 is 25 per cent; 4,100 to 5,000 is 21.95, and 4,100 to 5,100 in the next edition 24.39."""
    plain = {"": 25, "real": 25, "nominal": 100 * 900 / 4100}
    for item, wanted in plain.items():
        article = opened(f"spending.change,FIN,,2019-2020,{item},is,25,per cent")
        assert article.report()[0]["plain"] == pytest.approx(wanted), item
        said = [why for (_, basis, _), why in counted(article).items() if basis == "current dollars"]
        assert (said == ["", ""]) == (item != "real"), item
        bases = {basis for _, basis, edition in counted(article) if edition == "edition of 2025"}
        assert bases == {"current dollars", "local currency"}, "that edition has no constant dollars"


def test_an_edition_that_ends_before_the_year_asked_is_no_way(opened: Callable[..., Article]) -> None:
    both = {edition for _, _, edition in counted(opened(LEVEL.format("4.1"), day="2025-05-01"))}
    later = LEVEL.replace("2019", "2021")
    assert both - {edition for _, _, edition in counted(opened(later.format("4.1"), day="2025-05-01"))} == {
        "edition of 2020",
        "edition of 2021-10-28",
    }


def test_the_plain_edition_stays_and_so_do_groups_without_a_row(
    made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_day, "WHOLE", 2)
    given = {"places": ["FIN"], "whole": False, "day": "2025-05-01", "shown": "", "summed": False}
    given |= {"bases": {"constant_usd": {"called": "constant"}}, "reads": "spending"}
    asked = {"source": SIPRI + "2025", "years": (2030, 2030)}
    assert [one.how["source"] for one in by_day.axis(made, given, asked)] == [SIPRI + "2025"]
    asked = {"source": SIPRI + "2024", "years": (2021, 2021)}
    group = by_day.axis(made, given | {"places": ["South Asia"]}, asked)
    assert {"source": SIPRI + "2025", "basis": "constant_usd"} in [one.how for one in group]


def test_a_source_without_a_day_is_not_said_to_have_been_out(opened: Callable[..., Article]) -> None:
    found = opened("personnel.level,FIN,,2019,,is,20000,persons", cites="")
    (record,) = found.report()
    assert (record["edition"], record["known"], record["verdict"]) == ("cow-nmc-7.0", None, "holds")
    text = page.page(data=found.data, records=[record], choices={})
    assert "which does not say when it came out" in text and "out on the day" not in text


def test_a_year_after_the_text_is_said_and_a_misspelt_publisher_is_refused(opened: Callable[..., Article]) -> None:
    (record,) = opened("spending.change,FIN,,2024-2032,,is,25,per cent").report()
    assert record["code"] == "no-edition" and record["told"].endswith("; the text is older than that year")
    with pytest.raises(DataError, match=r"article.yml:4:8: found 'SIRPI'; wanted a publisher: SIPRI"):
        opened(LEVEL.format("4.1"), cites="SIRPI")
    for other in ("AP", "IISS", "The Military Balance", "SIPRI and others", "Ministry of Defence of Georgia"):
        opened(LEVEL.format("4.1"), cites=other)


def test_bounds_have_the_digits_that_they_are_made_of(opened: Callable[..., Article]) -> None:
    (record,) = opened(LEVEL.format("83.6")).report()
    assert (record["low"], record["high"]) == (83.55, 83.65)
    (record,) = opened("published,FIN,,2030,a plan,is,1234567890123,persons").report()
    assert (record["low"], record["high"]) == (1234567890122.5, 1234567890123.5)


def test_lists_and_yes_or_no_are_answered_as_such(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_day, "WHOLE", 2)  # two states are a whole edition
    order = "spending.order,South Asia,,2020,,set,{},"
    right, wrong = ask(order.format("SWE; FIN")), ask(order.format("FIN; SWE"))
    assert right["plain"] == wrong["plain"] == ["SWE", "FIN"]
    assert (right["position"], wrong["position"]) == ("inside", "outside")
    record = "spending.record,FIN,2018,{},level,{},,"
    rows = {(year, said): ask(record.format(year, said)) for year in (2020, 2021) for said in ("yes", "no")}
    assert {asked: (row["plain"], row["position"]) for asked, row in rows.items()} == {
        (2020, "yes"): (True, "inside"),  # 5,250 after 4,200
        (2020, "no"): (True, "outside"),
        (2021, "yes"): (False, "outside"),  # 5,000 after 5,250
        (2021, "no"): (False, "inside"),
    }


def test_a_burden_of_a_group_tells_the_sum_and_the_division_under_it(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_day, "WHOLE", 2)
    asked = (
        "record,South Asia,2018,2020,share_gdp,yes,,",
        "share_gdp_change,South Asia,,2019-2020,,is,0.4,percentage points",
    )
    counts = "It counts 2 of the 2 members of South Asia, with spending and a share of product in 2019-2020."
    wrong = []
    for row in map(ask, (f"spending.{one}" for one in asked)):
        said = ("our own division", counts)
        if row["code"] != "proxy" or not all(one in row["told"] for one in said):
            wrong.append(f"{row['measure']}: {row['code']}: {row['told']}")
    assert not wrong, "\n".join(wrong)


def test_spending_per_head_of_a_group_tells_which_members_have_both(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In 2020 both spent, and of FIN alone there are people: 5,000 million over 5 million are 1,000 a head."""
    monkeypatch.setattr(by_day, "WHOLE", 2)
    people = made.context.iloc[[0]].assign(place="FIN", year=2020, item="population", value=5e6)
    monkeypatch.setattr(load, "shipped", lambda: replace(made, context=people))
    row = ask("spending.per_head,South Asia,,2020,,is,1000,US dollars")
    assert (row["plain"], row["code"]) == (1000.0, "proxy")
    assert row["told"].endswith(
        "It counts 1 of the 2 members of South Asia, with spending and a population in 2020, without Sweden."
    ), row["told"]


def test_dollars_are_over_the_people_of_the_world_bank_and_its_copies_before_others(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """5,000 million over 5 million people of a copy of the World Bank's, not over the 10 million of others."""
    monkeypatch.setattr(by_day, "WHOLE", 2)
    by = {"cow-nmc-7.0": 10e6, "datahub-population": 5e6}
    rows = [
        made.context.iloc[[0]].assign(place=place, year=2020, item="population", value=value, source_id=source)
        for source, value in by.items()
        for place in ("FIN", "SWE")
    ]
    monkeypatch.setattr(load, "shipped", lambda: replace(made, context=pd.concat(rows, ignore_index=True)))
    row = ask("spending.per_head,South Asia,,2020,,is,1500,US dollars")
    assert (row["plain"], row["code"]) == (1500.0, "proxy")
    assert row["told"].startswith(
        "our own division by the population that datahub.io population (World Bank) gives,"
    )
    assert row["sources"][:2] == [SIPRI + "2024", "datahub-population"]


def test_a_share_of_a_sum_of_members_refutes_nothing_and_one_of_a_printed_total_does(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sweden has 10,000 of 15,000 million, which no edition prints; then one prints 16,000."""
    monkeypatch.setattr(by_day, "WHOLE", 2)
    asked = "spending.top_share,South Asia,,2020,1,is,60,per cent"
    row = ask(asked)
    assert (row["code"], row["verdict"], row["choices_counted"]) == ("proxy", "undecided", 1)
    assert row["plain"] == pytest.approx(200 / 3)
    assert row["told"] == (
        "The sum of the 2 members of South Asia with a value in 2020; SIPRI military expenditure (2024 edition) "
        "prints no total."
    )
    current = made.spending[(made.spending["basis"] == "current_usd") & (made.spending["year"] == 2020)]
    total = current[current["source_id"] == SIPRI + "2024"].iloc[[0]].assign(place="South Asia", value=16_000.0)
    with_total = replace(made, spending=pd.concat([made.spending, total], ignore_index=True))
    monkeypatch.setattr(load, "shipped", lambda: with_total)
    row = ask(asked)
    assert (row["plain"], row["code"]) == (62.5, None)


def test_which_way_a_sum_errs_that_lacks_a_member(made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 2018 Finland alone has a value, 3,600 million: of the region that is a floor."""
    monkeypatch.setattr(by_day, "WHOLE", 2)
    missing = made.spending[made.spending["place"] == "NOR"].assign(place="SWE", year=2018)
    with_gap = replace(made, spending=pd.concat([made.spending, missing], ignore_index=True))
    monkeypatch.setattr(load, "shipped", lambda: with_gap)
    lacks = "1 had none: Sweden; SIPRI military expenditure (2024 edition) prints no total. The answer is a "
    level = ask("spending.level,South Asia,,2018,,is,3.6,billion US dollars")
    assert level["told"].endswith(lacks + "floor: what these spent is missing."), level["told"]
    share = ask("spending.share,FIN,South Asia,2018,,is,90,per cent")
    assert share["told"].endswith(lacks + "ceiling: the total lacks what these spent."), share["told"]
    ratio = ask("spending.ratio,FIN,South Asia,2019,,is,0.4,times")
    assert "The answer is" not in ratio["told"], "both have a value in 2019"


def test_a_number_of_the_edition_before_is_said_to_be_right_by_it(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition of 2025 has 5,100 million and that of 2024 5,000; of a region neither prints a total."""
    row = ask("spending.level,FIN,,2020,,is,5.0,billion US dollars", day="2025-05-15")
    assert (row["plain"], row["edition"]) == (5.1, SIPRI + "2025")
    assert [one["sentence"] for one in row["near"]] == [
        "It is right by SIPRI military expenditure (2024 edition): 5 billion US dollars."
    ]
    assert not ask("spending.level,FIN,,2020,,is,4.7,billion US dollars", day="2025-05-15")["near"]
    monkeypatch.setattr(by_day, "WHOLE", 2)
    summed = ask("spending.level,South Asia,,2020,,is,15.0,billion US dollars", day="2025-05-15")
    assert summed["plain"] == 15.3 and not summed["near"]


def test_a_share_of_product_that_the_source_prints_of_a_group_is_no_division_of_ours(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older cut prints 2.6 per cent for the region; the newer has dollars alone, and shares of members."""
    monkeypatch.setattr(by_day, "WHOLE", 1)
    shares = made.spending[(made.spending["basis"] == "share_gdp") & (made.spending["year"] == 2020)].iloc[[0]]
    printed = shares.assign(place="South Asia", source_id="wdi-2021-10", value=2.6)
    newer = made.spending[made.spending["source_id"] == SIPRI + "2024"].assign(source_id="wdi-2024-03")
    monkeypatch.setattr(
        load,
        "shipped",
        lambda: replace(made, spending=pd.concat([made.spending, newer, printed], ignore_index=True)),
    )
    row = ask("spending.share_gdp,South Asia,,2020,,is,2.6,per cent", cites="World Bank")
    assert (row["plain"], row["edition"], row["code"]) == (2.6, "wdi-2021-10", None), row["told"]
    monkeypatch.setattr(
        load, "shipped", lambda: replace(made, spending=pd.concat([made.spending, newer], ignore_index=True))
    )
    row = ask("spending.share_gdp,South Asia,,2020,,is,2.6,per cent", cites="World Bank")
    assert (row["edition"], row["code"]) == ("wdi-2024-03", "proxy")
    assert row["told"].startswith(
        "World Bank WDI (2024-03) prints no such share: it is our own division by the product that its members’ "
        "shares imply. It counts 2 of the 2 members"
    )


def test_a_record_over_printed_totals_with_a_gap_is_told_as_no_sum(
    made: Data, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_day, "WHOLE", 2)
    printed = made.spending[made.spending["basis"] == "constant_usd"].assign(place="South Asia")
    gap = printed[printed["year"] != 2019]
    with_totals = replace(made, spending=pd.concat([made.spending, gap], ignore_index=True))
    monkeypatch.setattr(load, "shipped", lambda: with_totals)
    row = ask("spending.record,South Asia,2017,2020,level,yes,,")
    assert (row["plain"], row["code"]) == (True, None), row["told"]


def test_answers_come_in_the_order_of_the_text_with_the_same_keys(opened: Callable[..., Article]) -> None:
    rows = opened(
        LEVEL.format("4.1"), "spending.level,DNK,,2019,,is,5,billion US dollars", LEVEL.format("4.0")
    ).report()
    assert [row["claim_id"] for row in rows] == ["s1", "s2", "s3"]
    assert all(row.keys() == KEYS for row in rows)
    assert [row["stated"] for row in rows] == ["4.1", "5", "4.0"]
    first = rows[0]
    assert (first["low"], first["high"], first["sources"][0]) == (
        pytest.approx(4.05),
        pytest.approx(4.15),
        SIPRI + "2024",
    )
    assert not any(isinstance(value, float) and math.isnan(value) for row in rows for value in row.values())


def test_equipment_is_answered_from_whoever_counted_it() -> None:
    """No publisher has every year of it, so that none is the usual one; without a row the reader is told whose."""
    data, day = load.shipped(), date(2024, 5, 31)
    asked = {"place": "AZE", "years": (2014, 2014), "item": "main battle tanks"}
    assert plain_reading.plain(data, entry("equipment.level"), asked, day, "").edition is not None
    none = plain_reading.plain(data, entry("equipment.level"), {**asked, "place": "FRA"}, day, "")
    assert (none.edition, none.code) == (None, "no-file")
    assert none.told.startswith("we have no rows that answer this; you need rows of your own in forces.csv")


def test_an_undated_edition_with_numbers_of_later_years_does_not_count_beside_one_without(data: Data) -> None:
    """Version 7.0 of the Correlates of War has numbers to 2022, version 6.0 to 2016; neither says its day."""

    def counted(day: str, plain: str) -> dict[str, bool]:
        given = {"reads": "spending", "places": ["ARM"], "whole": False, "day": day, "shown": "", "summed": False}
        given["bases"] = {"current_usd": {"called": "current dollars"}}
        ways = by_day.axis(data, given, {"source": plain, "years": (2012, 2012)})
        return {
            str(way.how["source"]): way.counted for way in ways if way.levels["publisher"] == "Correlates of War"
        }

    assert counted("2020-10-01", "sipri-milex-2020") == {"cow-nmc-7.0": False, "cow-nmc-6.0": True}
    assert counted("2023-06-01", "sipri-milex-2023") == {"cow-nmc-7.0": True, "cow-nmc-6.0": False}
    assert counted("2020-10-01", "cow-nmc-7.0") == {"cow-nmc-7.0": True, "cow-nmc-6.0": False}, "no worse than it"


def test_an_undated_source_ends_with_the_last_year_of_all_its_tables(data: Data) -> None:
    """Soldiers to 2016 in a file whose population goes to 2022 were not known in 2020."""
    later = data.context[data.context["source_id"] == "cow-nmc-6.0"].iloc[[0]].assign(year=2022)
    more = replace(data, context=pd.concat([data.context, later], ignore_index=True))
    found = {
        name: next(one for one in by_day.held(held, "people") if one.source == "cow-nmc-6.0")
        for name, held in {"as it is": data, "with a later year": more}.items()
    }
    assert {name: (one.last, one.until) for name, one in found.items()} == {
        "as it is": (2016, 2016),
        "with a later year": (2016, 2022),
    }
    day = date(2020, 10, 5)
    assert [one.ends_after(day) for one in found.values()] == [False, True]


def test_an_edition_without_the_year_supersedes_none_that_has_it(
    opened: Callable[..., Article], made: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another publisher's two editions the newer has no number of 2019, then one."""
    one = made.spending[made.spending["source_id"] == "wdi-2021-10"]
    newer = one.assign(source_id="wdi-2024-03", year=2021)
    counts = {}
    for year in (2021, 2019):
        both = pd.concat([made.spending, newer, newer.assign(year=year)], ignore_index=True).drop_duplicates()
        table = {"spending": both, "sources": made.sources.assign(derived_from=None)}
        monkeypatch.setattr(load, "shipped", lambda table=table: replace(made, **table))
        grid = opened(LEVEL.format("4.0")).assess("s1").grid
        mine = grid[grid["publisher"] == "World Bank"]
        counts[year] = set(mine.loc[mine["weight"] > 0, "edition"])
        assert set(mine.loc[~mine["counted"], "because"]) <= {
            "the newest edition of the day has no number for this",
            "a newer edition was out",
            "dollars of another year are another unit",
        }
    assert counts == {2021: {"edition of 2021-10-28"}, 2019: {"edition of 2024-03-28"}}

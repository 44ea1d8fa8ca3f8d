"""Arms measures on SIPRI's own registers, for maintainers: checked against sums made apart."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from milbalance.articles import Article, choice_records, open_article
from milbalance.cli.article import _beside as below
from milbalance.ingest import editions, joined, official, sipri_names
from milbalance.ingest.text import decode
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import entry
from milbalance.publish.article import told
from milbalance.tables.load import Data

SIDES = {"recipient", "supplier", "import_to", "export_from", "exports by", "imports by"}
IN_2024, IN_2026 = "sipri-transfers-2024-03", "sipri-transfers-2026-03"
YEARS = (2019, 2023)


@pytest.fixture(scope="module")
def registers(shared: Path, data: Data) -> Data:
    """The shipped tables with the registers of the whole world."""
    return joined.joined(data, official.read([shared / "arms"], families=["transfers"], shipped=data.spending))


def delivered(registers: Data, item: str, **asked: Any) -> Any:
    words = entry("arms.delivered").plain["words"]
    given = {"place": "World", "source": IN_2024, "years": YEARS, **asked}
    return MEASURES["arms.delivered"](registers, item=item, words=words, **given)


def forms(name: str) -> set[str]:
    """A class as its singular and its plural; those that end in s are both, as a chassis is."""
    if name.endswith("s"):
        return {name}
    return {name, f"{name}es" if name.endswith(("o", "sh", "ch", "x")) else f"{name}s"}


@pytest.mark.parametrize("source", [IN_2024])
def test_every_class_of_the_register_is_the_sum_of_its_rows_in_singular_and_plural(
    registers: Data, source: str
) -> None:
    rows = registers.arms_deliveries[registers.arms_deliveries["source_id"] == source]
    named = rows["class"].str.casefold()
    sums = rows[rows["year"].between(*YEARS)].groupby(named)["number"].sum().reindex(named.unique(), fill_value=0)
    words = {word.casefold() for word in entry("arms.delivered").plain["words"]}
    asked = {(name, form): float(count) for name, count in sums.items() for form in forms(str(name))}
    asked = {key: count for key, count in asked.items() if not words & {key[0], key[1]}}
    assert len(asked) > 300
    found = {(name, form): delivered(registers, form, source=source) for name, form in asked}
    differ = {key: (found[key], count) for key, count in asked.items() if found[key] != pytest.approx(count)}
    assert not differ


def test_a_word_that_means_more_than_its_class_has_no_less_than_the_class(registers: Data) -> None:
    rows = registers.arms_deliveries[registers.arms_deliveries["source_id"] == IN_2024]
    sums = rows[rows["year"].between(*YEARS)].groupby("class")["number"].sum()
    words = {word.casefold() for word in entry("arms.delivered").plain["words"]}
    asked = {name: count for name, count in sums.items() if str(name).casefold() in words}
    assert len(asked) > 5
    assert {name: count for name, count in asked.items() if delivered(registers, str(name)) < count} == {}


def test_some_classes_by_sums_made_apart(registers: Data) -> None:
    """Sums of the file itself, read with pandas alone."""
    by_hand = {"SAM": 9983, "ASM": 13607, "FGA aircraft": 955, "mortar": 805, "FAC": 24, "OPV": 22}
    assert {item: delivered(registers, item) for item in by_hand} == by_hand
    assert delivered(registers, "mortar", place="UKR") == delivered(registers, "mortars", place="UKR") == 134
    later = {"source": IN_2026, "years": (2021, 2025)}
    assert {delivered(registers, item, place="IND", **later) for item in ("torpedo", "torpedoes")} == {30}
    assert {delivered(registers, item, place="UKR", **later) for item in ("radar", "radars")} == {165}


def written(folder: Path, day: str, *rows: str) -> Path:
    """The folder of a text of that day with some statements on arms."""
    head = "claim_id,words,statement,measure,place,other,years,item,relation,stated,unit,note"
    told = f'title: "Arms"\npublisher: "A newspaper"\npublished: "{day}"\ncites: SIPRI\n'
    (folder / "article.yml").write_text(told, encoding="utf-8")
    lines = [f"s{at},,Statement {at}.,{row}," for at, row in enumerate(rows, 1)]
    (folder / "claims.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return folder


def text(registers: Data, shared: Path, folder: Path, day: str, *rows: str) -> Article:
    """The same as an article, by the registers, which are not read again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joined, "shipped_with", lambda *_: (replace(registers), [], []))
        return open_article(written(folder, day, *rows), [shared / "arms"])


def test_the_newest_edition_of_the_day_answers_or_leaves_open(
    registers: Data, shared: Path, tmp_path: Path
) -> None:
    """Its deals leave the order of the fourth and fifth open, which does not change what the five have together."""
    rows = (
        "arms.export_top_share,World,,2015,5,is,76.7,per cent",
        "arms.export_rank,IND,World,1998,,rank,40,rank",
        "arms.delivered,World,,2019-2023,FGA aircraft,is,955,items",
    )
    share, rank, items = text(registers, shared, tmp_path, "2026-06-20", *rows).report()
    assert (share["edition"], share["verdict"], share["code"]) == (IN_2026, "undecided", "range")
    assert (share["plain_low"], share["plain_high"]) == pytest.approx((76.275, 76.945), abs=0.001)
    # It has no delivery of India’s in that year, and 39 states that delivered.
    assert (rank["edition"], rank["verdict"], rank["plain_low"]) == (IN_2026, "undecided", 40)
    assert (items["edition"], items["known"], items["plain"]) == (IN_2024, True, 955)
    instead = "as SIPRI arms transfers (release of March 2026) has no number"
    assert instead in items["sentence"] and "an older edition answers" in items["told"]


def test_no_older_edition_says_how_much_more_than_nothing(registers: Data, shared: Path, tmp_path: Path) -> None:
    rows = ("arms.export_change,ITA,South Asia,1992-1996; 1997-2001,,is,2200,per cent",)
    (grew,) = text(registers, shared, tmp_path, "2024-04-22", *rows).report()
    assert (grew["edition"], grew["verdict"]) == (None, "undecided")
    assert "nothing was delivered in 1992–96" in grew["told"]


def test_a_newer_edition_without_a_number_is_shown_as_that(registers: Data, shared: Path, tmp_path: Path) -> None:
    rows = ("arms.delivered,World,,2019-2023,FGA aircraft,is,955,items",)
    found = text(registers, shared, tmp_path, "2026-06-20", *rows)
    whys = [one["why"] + one["reason"] for one in choice_records(found.assess("s1"))]
    assert any("the newest edition of the day has no number for this" in why for why in whys)
    assert not [why for why in whys if ".." in why]


MARKED = {"**": "organisation", "*": "non-state", "": "state"}
# Not parties: what a printed total or an unknown side is called, and cells of lines that a line break cut.
NO_PARTIES = re.compile(r"(all|total.*|unknown (supplier|recipient)\(s\)|[\d.]+)", re.IGNORECASE)


def test_every_party_of_the_registers_is_what_the_files_mark_it_as(shared: Path) -> None:
    """SIPRI marks armed groups by an asterisk and international bodies by two; all others it counts as states."""
    printed: set[str] = set()
    for path in (shared / "arms" / "raw").glob("*.csv"):
        found = decode(path.name, path.read_bytes()).splitlines()
        lines = list(csv.reader(found))
        at = next(n for n, line in enumerate(lines) if len(line) > 2 and SIDES & {*map(str.lower, line)})
        columns = [n for n, name in enumerate(lines[at]) if name.lower() in SIDES]
        printed |= {line[n].strip() for line in lines[at + 1 :] for n in columns if len(line) > n}
    parties = {name for name in printed if name and not NO_PARTIES.fullmatch(name)}
    assert len(parties) > 250
    wanted = {name: MARKED["*" * (len(name) - len(name.rstrip("*")))] for name in parties}
    years = (1955, 1975, 1990, 1995, 2005, 2015, 2022)
    roles = {name: {editions.role(sipri_names.code(name, year)) for year in years} for name in parties}
    assert {name: (roles[name], role) for name, role in wanted.items() if roles[name] != {role}} == {}


def test_states_are_counted_as_the_files_mark_them(registers: Data) -> None:
    """By the register of deliveries read with pandas alone: names without an asterisk, unknown ones left out."""
    count = MEASURES["arms.recipient_count"]
    by_hand = {"USA": 107, "TUR": 39}
    assert {place: count(registers, place=place, source=IN_2024, years=YEARS) for place in by_hand} == by_hand


def test_what_did_not_exist_has_no_number_and_a_state_without_rows_has_zero(
    registers: Data, shared: Path, tmp_path: Path
) -> None:
    rows = {
        "arms.export_share,BRICS,World,1995-1999,,is,0,per cent": "BRICS had no members in 1999",
        "arms.exports,RUS,,1967-1971,,is,0,million TIV": "Russia is counted as a state from 1992 on",
        "arms.imports,South Vietnam,,1980,,is,0,million TIV": (
            "South Vietnam is counted as a state until 1975, so there is nothing for 1980"
        ),
        "arms.exports,RUS,,1989-1993,,over,0,million TIV": (
            "Russia is counted as a state from 1992 on, so there is nothing for 1989–91"
        ),
        "arms.exports,Myanmar,,2021-2025,,is,0,million TIV": None,
        "arms.imports,UKR,MMR,2021-2025,,is,0,million TIV": None,
    }
    found = text(registers, shared, tmp_path, "2026-06-20", *rows).report()
    assert [row["verdict"] for row in found] == ["undecided"] * 3 + ["holds"] * 3
    for row, wanted in zip(found, rows.values(), strict=True):
        assert row["told"] is None if wanted is None else wanted in row["told"]


def test_what_a_reader_must_know_of_an_answer_stands_beside_it(
    registers: Data, shared: Path, tmp_path: Path
) -> None:
    rows = {
        "arms.imports,Libya,,2019-2023,,is,0,million TIV": "Libya GNC on its own, not in Libya: 33.7 million TIV",
        "arms.import_share,NATO,World,2019-2023,,over,10,per cent": (
            "NATO means its members of 2023, in every year; 2 joined after 2019: Finland, North Macedonia"
        ),
        "arms.import_change,IND,,2014-2018; 2019-2022,,over,-90,per cent": (
            "the first window has 5 years and the second 4: totals are compared; a year on average the change is"
        ),
        "arms.import_change,IND,,2014-2018; 2017-2021,,over,-90,per cent": "of 2017–18 are in both windows",
    }
    found = text(registers, shared, tmp_path, "2024-04-22", *rows).report()
    told = {row: str(one["told"]) for row, one in zip(rows, found, strict=True)}
    assert {row: told[row] for row, wanted in rows.items() if wanted not in told[row]} == {}


def test_zeros_at_the_end_of_volumes_and_items_are_rounding(registers: Data, shared: Path, tmp_path: Path) -> None:
    rows = (
        'arms.imports,IND,,2019-2023,,is,"14,000",million TIV',
        "arms.imports,IND,,2019-2023,,is,14,billion TIV",
        "arms.delivered,POL,KOR,2022-2025,K2,is,180 tanks,items",
        "arms.export_change,RUS,,2016-2020; 2021-2025,,nearly,minus two thirds,per cent",
    )
    found = text(registers, shared, tmp_path, "2026-06-20", *rows).report()
    assert [row["verdict"] for row in found] == ["holds", "holds", "holds", "holds"]


def test_what_the_newest_edition_gives_is_a_range_where_it_is_one(
    registers: Data, shared: Path, tmp_path: Path
) -> None:
    rows = (
        "arms.export_share,USA,World,2019-2023,,is,40.7,per cent",
        "arms.export_rank,CHN,World,2015,,rank,4,",
    )
    found = text(registers, shared, tmp_path, "2024-04-22", *rows)
    share, rank = found.report()
    assert (share["now_low"], share["now_high"]) == pytest.approx((40.527, 40.798), abs=0.001)
    assert (rank["now_low"], rank["now_high"]) == (4, 5)
    assert told.newest(share, found.data).startswith("40.5 to 40.8 per cent – ")
    label = "SIPRI arms transfers (release of March 2026)"
    assert (rank["now_edition"], rank["now_edition_label"]) == (IN_2026, label)
    said = [line for row in (share, rank) for line in below(row, found.data)]
    assert [line for line in said if line.startswith("now")] == [
        f"now: 40.5 to 40.8 per cent from {label}",
        f"now: rank 4 to 5 from {label}",
    ]


def test_yearly_numbers_that_others_rebuilt_are_called_so(registers: Data, shared: Path, tmp_path: Path) -> None:
    rows = ("arms.imports,IND,,2019-2023,,is,14,billion TIV",)
    (rebuilt,) = text(registers, shared, tmp_path, "2026-06-20", *rows).report()
    assert "(release of March 2026 as rebuilt by others)" in rebuilt["sentence"]
    (official,) = text(registers, shared, tmp_path, "2024-04-22", *rows).report()
    assert "(release of March 2024):" in official["sentence"]


def test_a_register_of_deals_alone_counts_items(shared: Path, tmp_path: Path) -> None:
    """180 tanks of deals within the years, and a range where one lists two years inside and two outside."""
    (deals,) = (shared / "arms" / "raw").glob("*deals_world_1950-2025*.csv")
    rows = (
        "arms.delivered,POL,KOR,2022-2025,K-2,is,180,items",
        "arms.delivered,POL,KOR,2022-2023,K-2,is,28,items",
    )
    all_of_them, some = open_article(written(tmp_path, "2026-06-20", *rows), [deals]).report()
    assert (all_of_them["plain_low"], all_of_them["plain_high"], all_of_them["verdict"]) == (180, 180, "holds")
    assert (some["plain_low"], some["plain_high"], some["verdict"]) == (2, 178, "undecided")
    assert "rebuilt" not in all_of_them["sentence"]

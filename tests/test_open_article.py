"""Articles as folders: a second one answers without Python, and what is wrong is told by file, line and column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import tiny_article as tiny
from milbalance import articles
from milbalance.articles import open_article
from milbalance.articles.faults import faults
from milbalance.errors import DataError, MilbalanceError
from milbalance.tables import paths
from milbalance.tables.load import Data


def told(folder: Path) -> list[str]:
    """The faults of an article as lines."""
    with pytest.raises(DataError) as caught:
        open_article(folder)
    return [str(fault) for fault in caught.value.faults]


def test_an_article_on_another_pair_is_answered_from_its_folder_alone(tmp_path: Path) -> None:
    """20,436.9 over 310.6 million dollars of 2019 are 65.8; Correlates of War and other editions are beside it."""
    article = open_article(tiny.write(tmp_path))
    assert article.claims == ["sixty-six-times"] and article.title == "Neighbours"
    found = article.assess("sixty-six-times")
    assert found.answer is not None
    assert found.answer.number == pytest.approx(20436.9171 / 310.6141)
    assert (found.claim.low, found.claim.high) == (65.5, 66.5)
    assert found.position == "inside" and found.verdict in ("holds", "depends")
    assert found.grid["plain"].sum() == 1 and found.grid["counted"].sum() > 1
    shown = found.grid[~found.grid["counted"]]
    assert shown["years"].isin(["2018", "2020"]).any() and (shown["basis"] == "share of GDP").any()
    (record,) = article.records()
    assert record["claim_id"] == "sixty-six-times" and record["verdict"] == found.verdict
    assert len(article.choices("sixty-six-times")) == len(found.grid)


def test_an_article_may_bring_rows_of_its_own(tmp_path: Path, data: Data) -> None:
    """A number that another published, in facts.csv with its source in sources.csv."""
    choices = "tanks:\n  measure: published.value\n  plain: {topic: tanks, source: a-page-2020}\n"
    claims = "claim_id,statement,relation,printed,unit\ntanks,Somebody has 300 tanks.,is,300,tanks\n"
    tiny.write(tmp_path, claims=claims, choices=choices)
    source = data.sources.iloc[[0]].assign(source_id="a-page-2020", label="A page", derived_from=None)
    number = {"value": 312.0, "low": None, "high": None, "unit": "tanks"}
    fact = data.facts.iloc[[0]].assign(topic="tanks", source_id="a-page-2020", **number)
    for name, rows in (("sources", source), ("facts", fact)):
        rows.to_csv(tmp_path / f"{name}.csv", index=False)
    found = open_article(tmp_path).assess("tanks")
    assert found.answer is not None and found.answer.number == 312
    assert found.verdict == "holds" and found.sources == ("a-page-2020",)


def test_ids_in_rows_of_its_own_that_no_table_has_are_told(tmp_path: Path, data: Data) -> None:
    tiny.write(tmp_path)
    rows = data.facts.iloc[[0, 0]].assign(
        source_id=["nobody", data.facts["source_id"].iloc[0]], place=["XYZ", None]
    )
    rows.to_csv(tmp_path / "facts.csv", index=False)
    data.sources.iloc[[0]].to_csv(tmp_path / "sources.csv", index=False)
    lines = told(tmp_path)
    assert lines[0].startswith("facts.csv:2:place: found 'XYZ'; wanted a place:")
    assert lines[1].startswith("facts.csv:2:source_id: found 'nobody'; wanted a source_id:")
    assert lines[2].startswith("sources.csv:2:source_id: found ") and "that no other row has" in lines[2]
    assert len(lines) == 3


def test_the_shipped_article_is_opened_by_the_same_code(data: Data) -> None:
    assert not faults(data, paths.data())


# Texts put in place of others in the three files, and how the fault begins that they give.
MUTANTS = {
    "choices.yml": [
        ("spending.ratio", "spending.ration", "2:12: found 'spending.ration'; wanted one of spending.ratio"),
        ("years: 2019", "year: 2019", "3:3: found no years; wanted years, which spending.ratio needs"),
        ("other: GEO", "other: Georgia", "3:30: found 'Georgia'; wanted a code of places.csv"),
        ("years: 2019}", "years: 2019, codes: [TUR, TUX]}", "3:97: found 'TUX'; wanted a code of places.csv: TUR"),
        ("source: newest", "source: newset", "3:43: found 'newset'; wanted a source_id: newest"),
        ("years: 2019}", "years: 19}", "3:78: found 19; wanted a year such as 2020"),
        ("years: 2019}", "years: 2019, deal: 1}", "3:84: found the unknown key 'deal'; wanted one of deals"),
        ("years: 2019}", "years: 2019, deals: true}", "3:84: found the argument 'deals'; wanted one of"),
        ("years: 2019}", "years: 2017}", "4:3: found 0 ways like the plain one; wanted one"),
        ("of: [2019]", "of: [2019, 2019]", "4:3: found "),
        ("of: [2019]", "of: 2019", "7:12: found 2019; wanted a list of windows"),
        ("    - {of: [2019]}\n", "    - {why: because}\n", "7:7: found no of; wanted of: a list of windows"),
        ("constant_usd, ", "constant_dollars, ", "5:29: found 'constant_dollars'; wanted one of constant_usd"),
        ("shown: the", "why: x, shown: the", "8:34: found why and shown at once"),
        ("sixty-six-times:", "sixty-five-times:", "1:1: found 'sixty-five-times'; wanted a claim_id: sixty-six"),
        ("  ways:", " ways:", "4:2: found "),
        ("editions: [", "editions: {", "5:"),
        ("  plain: ", "  measure: days\n  plain: ", "3:3: found 'measure' a second time (first on line 2)"),
    ],
    "article.yml": [
        ("published: 2020-05-01", "published: May 2020", "3:12: found 'May 2020'; wanted a day, month or year"),
        ("title: Neighbours\n", "", "1:1: found no title; wanted title: the title of the text"),
        ("sides: [TUR, GEO]", "sides: [TUR]", "4:8: found ['TUR']; wanted two codes of places.csv"),
        ("newest: sipri-milex-2025", "newest: sipri-milex-2099", "6:11: found 'sipri-milex-2099'; wanted"),
    ],
    "claims.csv": [
        (",is,", ",,", "2:relation: found nothing; wanted one of is, about, nearly"),
        (",is,", ",equals,", "2:relation: found 'equals'; wanted one of"),
        ("66 times,", "many,", "2:printed: found 'many'; wanted one such as"),
        (",printed,", ",print,", "1:print: found an unknown column; wanted one of printed"),
        (",ratio\n", ",\n", "2:unit: found nothing; wanted a unit such as per cent"),
        ("66 times as much,", '"66 times as much,', "2:-: found broken quoting"),
        (tiny.CLAIMS, "", "1:-: found an empty file"),
        (",ratio\n", "\n", "2:-: found 5 cells; wanted 6"),
        (",ratio\n", ",ratio,a,b\n", "2:-: found 8 cells; wanted 6, with quotes around a cell"),
    ],
}


def test_each_fault_is_told_by_file_line_and_column(tmp_path: Path) -> None:
    files = {"article.yml": tiny.ARTICLE, "claims.csv": tiny.CLAIMS, "choices.yml": tiny.CHOICES}
    wrong = []
    for number, (name, (old, new, begins)) in enumerate((file, one) for file in MUTANTS for one in MUTANTS[file]):
        assert old in files[name], old
        folder = tiny.write(tmp_path / str(number), **{name[:-4]: files[name].replace(old, new, 1)})
        try:
            open_article(folder)
            wrong.append(f"{new!r}: opened")
        except DataError as error:
            lines = [str(fault) for fault in error.faults]
            if not any(line.startswith(f"{name}:{begins}") for line in lines):
                wrong.append(f"{new!r}: {lines}")
    assert not wrong, "\n".join(wrong)


def test_a_table_of_its_own_is_read_as_a_spreadsheet_saves_it(tmp_path: Path, data: Data) -> None:
    """Rows and columns without a value are left out, and the lines of the others stay; other dividers are told."""
    tiny.write(tmp_path)
    mine = data.facts.head(2).assign(topic="of-my-own")  # a topic of its own takes the place of ours
    head, *rows = mine.to_csv(index=False).splitlines()
    blank = "," * head.count(",")
    own = tmp_path / "facts.csv"
    own.write_text("\n".join(f"{line},," for line in (head, rows[0], blank, rows[1], blank)))
    assert len(open_article(tmp_path).data.facts) == len(data.facts) + 2
    own.write_text(f"{head}\n{blank}\n{rows[0].replace(data.facts['source_id'][0], 'nobody')}\n")
    (line,) = told(tmp_path)
    assert line.startswith("facts.csv:3:source_id: found 'nobody'; wanted a source_id:")
    own.write_text(f"{head},,\n{rows[0]},,\n{blank},,\n{rows[1]},,x\n")
    wide = head.count(",") + 3
    assert told(tmp_path) == [
        f"facts.csv:4:{wide}: found 'x' in a column without a name; wanted a name in the first line"
    ]
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        own.write_text(f"{head.replace(',', sign)}\n{rows[0].replace(',', sign)}\n")
        assert told(tmp_path) == [
            f"facts.csv:1:-: found {name} between the columns; wanted commas: save it as CSV with commas"
        ]


def test_every_fault_of_all_files_is_told_at_once(tmp_path: Path) -> None:
    claims = tiny.CLAIMS.replace(",is,", ",equals,")
    choices = tiny.CHOICES.replace("basis:", "bases:").replace("years:\n", "year:\n")
    lines = told(tiny.write(tmp_path, claims=claims, choices=choices, article="title: [\n"))
    assert {line.split(":")[0] for line in lines} == {"article.yml", "choices.yml", "claims.csv"}


def test_statements_in_another_encoding_are_told(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    (tmp_path / "claims.csv").write_bytes(tiny.CLAIMS.encode() + b"\xff")
    (line,) = told(tmp_path)
    assert line.startswith("claims.csv:3:-: found the byte 0xff; wanted text encoded as UTF-8")


def test_a_table_that_no_article_adds_is_told(tmp_path: Path) -> None:
    tiny.write(tmp_path)
    (tmp_path / "fx.csv").write_text("month\n")
    (line,) = told(tmp_path)
    assert line.startswith(
        "fx.csv: found a table that no article adds; wanted datapackage.json for a whole data folder"
    )


def test_a_folder_without_its_files_says_which(tmp_path: Path) -> None:
    with pytest.raises(MilbalanceError, match="no folder"):
        open_article(tmp_path / "nowhere")
    lines = told(tmp_path)
    assert [line.partition(";")[0] for line in lines] == [
        f"{name}: found no such file" for name in ("article.yml", "claims.csv")
    ]


def test_the_origin_of_a_choice_is_that_of_its_rows(data: Data) -> None:
    """Where choices.yml says who counted first, forces.csv says the same of that source and year."""
    rows = data.forces.dropna(subset="origin").groupby("source_id")["origin"].agg(set)
    wrong = [
        f"{claim_id}: {choice.how['source']} is of {choice.origin}"
        for claim_id, said in data.choices.items()
        if said["measure"] in ("personnel.ratio", "equipment.ratio")
        for choice in articles.ways(data, claim_id)
        if choice.origin and rows.get(choice.how["source"]) != {choice.origin}
    ]
    assert not wrong, "\n".join(wrong)


def test_a_table_of_statements_becomes_a_folder_that_is_answered_and_an_odd_one_leaves_nothing(
    tmp_path: Path,
) -> None:
    """Turkey spent 24,978.7 million dollars in 2024 (edition of 2025); columns left out are empty cells."""
    row = {"claim_id": "a", "statement": "Turkey, 2024.", "measure": "spending.level", "place": "TUR"}
    more = {"years": "2024", "relation": "is", "stated": "25", "unit": "billion US dollars"}
    folder = articles.begin("mine", tmp_path, pd.DataFrame([row | more]), title="Mine", published="2025-05-31")
    found = open_article(folder).assess("a")
    assert (
        found.answer is not None and found.answer.number == pytest.approx(24.9787355) and found.verdict == "holds"
    )
    with pytest.raises(MilbalanceError, match="found the column 'year'; wanted one of claim_id"):
        articles.begin("other", tmp_path, pd.DataFrame([row | {"year": "2024"}]))
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_range_stands_now_as_it_stood_then_where_the_edition_is_the_same(tmp_path: Path) -> None:
    """355 over 21 thousand soldiers, both rounded, are 16.5 to 17.3 times: their middle does not decide it."""
    row = {"claim_id": "a", "statement": "Soldiers.", "measure": "personnel.ratio", "place": "TUR", "other": "GEO"}
    more = {"years": "2020", "relation": "over", "stated": "17", "unit": "times"}
    folder = articles.begin("mine", tmp_path, pd.DataFrame([row | more]), published="2025-05-31")
    (found,) = open_article(folder).report()
    assert found["edition"] == found["now_edition"] and found["plain_low"] < 17 < found["plain_high"]
    assert found["position"] == found["now_position"] == "undecided"


def test_every_text_that_is_shipped_is_answered_statement_by_statement() -> None:
    """From the shipped rows alone: what has no number has a code, and says what is wanted."""
    folders = sorted(path.parent for path in (paths.root() / "articles").glob("*/article.yml"))
    assert folders
    wrong = []
    for folder in folders:
        article = open_article(folder)
        found = article.report()
        assert [row["claim_id"] for row in found] == article.data.claims["claim_id"].tolist(), folder.name
        for row in found:
            name = f"{folder.name}, {row['claim_id']}"
            if row["plain"] is None and not (row["code"] and row["told"]):
                wrong.append(f"{name}: no number, and no code")
            if type(row["plain"]) is not type(row["now"]):
                wrong.append(f"{name}: then {row['plain']!r}, now {row['now']!r}")
    assert not wrong, "\n".join(wrong)

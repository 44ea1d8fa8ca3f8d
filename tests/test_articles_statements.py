"""Rows of claims.csv as a text writes them: each is read as it is meant, or refused by its column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from milbalance.articles import asked, statements
from milbalance.choices.bounds import ANY, MEANT
from milbalance.errors import DataError
from milbalance.ingest import names
from milbalance.tables import paths

GROUPS, DAYS = ("World", "NATO", "EU"), ("first day", "last day")
COLUMNS = ("claim_id", "statement", "measure", *asked.COLUMNS, "relation", "stated", "unit")
# Measure, place, other, years, item, relation, number and unit as written; what is stated, its bounds and unit.
READ = {
    "spending.level;EST;;2020;;is;700;mln USD": (700, 650, 750, "million US dollars"),
    "spending.level;USA;;2020;;is;778;$b": (778, 777.5, 778.5, "billion US dollars"),
    "spending.level;IND;;2024;;is;US$86.1 billion;US dollars": (86.1e9, 86.05e9, 86.15e9, "US dollars"),
    "spending.level;IND;;2024;;is;86.1 billion dollars;million dollars": (
        86_100,
        86_050,
        86_150,
        "million US dollars",
    ),
    "spending.change;POL;;2022-2023;;is;+4.4;%": (4.4, 4.35, 4.45, "per cent"),
    "spending.change;POL;;2022-2023;;is;–4.4 %;%": (-4.4, -4.45, -4.35, "per cent"),
    "spending.change;POL;;2022-2023;;is;1.75 times;times": (1.75, 1.745, 1.755, "times"),
    "spending.ratio;USA;CHN;2020;;is;300 per cent;times": (3, 2.995, 3.005, "times"),
    "days;;;2022-02-24; 2022-03-10;;is;two weeks;days": (14, 10.5, 17.5, "days"),
    "days;;;24 February 2022; 10 March 2022;;between;two to three weeks;days": (None, 10.5, 24.5, "days"),
    "days;;;first day; last day;;is;6;weeks": (6, 5.5, 6.5, "weeks"),
    "spending.count;NATO;;2020;share_gdp >= 2;is;a dozen;members": (12, 11.5, 12.5, "members"),
    "arms.recipient_count;USA;;2016-2020;;is;a hundred;states": (100, 99.5, 100.5, "states"),
    "spending.rank;TUR;World;2024;;rank;eleventh;": (11, 11, 11, "rank"),
    "spending.rank;TUR;World;2024;;rank;fourth largest;": (4, 4, 4, "rank"),
    "spending.rank;TUR;World;2024;;rank;the largest;": (1, 1, 1, "rank"),
    "spending.change;POL;;2022-2023;;is;2.6-fold;times": (2.6, 2.55, 2.65, "times"),
    "spending.change;POL;;2022-2023;;almost;ten-fold;times": (10, 9, 10, "times"),
    "spending.level;USA;;2020;;more than;$700bn;$b": (700, 700, None, "billion US dollars"),
    "spending.level;USA;;2020;;More than;$700bn;$b": (700, 700, None, "billion US dollars"),
    "spending.share;USA;World;2020;;close to;half;per cent": (50, 45, 55, "per cent"),
    "spending.level;USA;;2020;;approximately;$700bn;$b": (700, 630, 770, "billion US dollars"),
    "spending.count;NATO;;2020;level > $100 billion;less than;4;members": (4, None, 4, "members"),
    "spending.rank;TUR;World;2024;;between;4 and 6;": (None, 3.5, 6.5, "rank"),
    "spending.change;POL;;2022-2023;;over;doubled;times": (2, 2, None, "times"),
    "spending.change;POL;;2022-2023;;is;halved;times": (0.5, 0.45, 0.55, "times"),
    "spending.change;POL;;2022-2023;;is;-0.3;%": (-0.3, -0.35, -0.25, "per cent"),
    "arms.supplier_share;GEO;USA;2018-2019;;is;one in four;%": (25, 22.5, 27.5, "per cent"),
    "arms.supplier_share;GEO;FRA;2018-2019;;nearly;three in four;%": (75, 67.5, 75, "per cent"),
    "arms.supplier_share;IND;RUS;2017-2021;;nearly;half;per cent": (50, 45, 50, "per cent"),
    "arms.imports;GEO;;2018-2019;;is;$79;million (TIV printed as dollars)": (
        *(79, 78.5, 79.5),
        "million (TIV printed as dollars)",
    ),
}
REFUSED = {  # the same, and what is told
    "spending.level;IND;;2024;;is;86.1 billion euros;billion US dollars": "stated: found '86.1 billion euros'",
    "spending.level;USA;;2020;;is;700;mil USD": "unit: found 'mil USD'; wanted a unit such as billion US dollars",
    "spending.level;USA;;2020;;is;0.7;thousand million dollars": "unit: found 'thousand million dollars'; wanted",
    "spending.level;USA;;2020;;is;880;billion constant 2022 US dollars": "unit: found 'billion constant 2022 US "
    "dollars'; wanted a unit such as billion US dollars of that year: constant dollars are in spending.change",
    "spending.level;USA;;2020;;is;2351;dollars per capita": "unit: found 'dollars per capita'; wanted",
    "spending.change;POL;;2022-2023;;is;1.75 times;per cent": "stated: found '1.75 times'; wanted per cent",
    "spending.change;POL;;2022-2023;;is;300 per cent;times": "stated: found '300 per cent'; wanted times",
    "spending.share_gdp;POL;;2022;;is;2.3 per cent of the population;%": "stated: found '2.3 per cent of the pop",
    "spending.count;NATO;;2024;share_gdp >= 2;at least;two thirds;members": "stated: found 'two thirds'; wanted",
    "spending.count;NATO;;2024;share_gdp >= 2;is;one in three;members": "stated: found 'one in three'; wanted",
    "spending.rank;TUR;World;2024;;rank;fourth smallest;": "stated: found 'fourth smallest'; wanted a whole number",
    "spending.level;USA;;2020;;roundabout;700;$b": "relation: found 'roundabout'; wanted one of is, about, nearly",
    "spending.count;NATO;;2024;share_gdp >= $2;is;4;members": "item: found 'share_gdp >= $2'; wanted a bound on "
    "share_gdp in per cent",
    "spending.count;NATO;;2024;share_gdp >= 2;half;;members": "stated: found nothing; wanted a number",
    "personnel.level;USA;;2020;;is;$1.36 million;persons": "stated: found '$1.36 million'; wanted persons",
    "spending.order;World;;2023;;set;United States; Chna;": "stated: found 'Chna'; wanted a place: CHN (China)",
    "spending.order;World;;2023;;set;USA; United States;": "stated: found 'USA; United States'; wanted places",
    "spending.level;USA;;2020;;rank;3;billion US dollars": "relation: found 'rank'; wanted another than rank",
    "spending.level;IND;;2024;;is;-86;billion US dollars": "stated: found '-86'; wanted a number from 0 on",
    "spending.share;IND;World;2024;;between;90 and 110;%": "stated: found '90 and 110'; wanted at most 100, as it",
    "spending.rank;IND;World;2024;;is;0;": "stated: found '0'; wanted a whole number from 1 on",
    "spending.share_gdp_change;IND;;2019-2020;;is;27%;percentage points": "stated: found '27%'; wanted percentage "
    "points, or the number alone; from 2 to 3 per cent is a rise by 1 percentage point, or by 50 per cent",
    "spending.share_gdp_change;IND;;2019-2020;;is;0.2;%": "unit: found '%'; wanted a unit such as percentage "
    "points; from 2 to 3 per cent is a rise",
    "spending.change;IND;;2010-2020;;is;doubled;per cent": "stated: found 'doubled'; wanted a number in per cent",
    "spending.level;Congo;;2020;;is;5;billion US dollars": "place: found 'Congo'; wanted a place or group: COD (DR "
    "Congo) or COG (Republic of the Congo)",
    "spending.order;World;;2020;;set;USA; the Korea;": "stated: found 'the Korea'; wanted a place: KOR (South "
    "Korea) or PRK (North Korea)",
    "spending.order;World;;2020;;is;USA;": "relation: found 'is'; wanted set",
    "spending.record;TUR;2009;2019;level;yes;no;": "stated: found 'no'; wanted nothing, as the relation says yes",
    "spending.streak;TUR;;2016-2019;;yes;;": "item: found nothing; wanted one of rose, fell",
    "spending.share_government;EU;;2020;;is;3;%": "place: found 'EU'; wanted one state: this measure takes no",
    "days;;;24 February 2022; 31 February 2022;;is;6;days": "years: found '24 February 2022; 31 Feb",
    "days;;;first day; third day;;is;6;days": "years: found 'first day; third day'; wanted two days",
    "rate;USD;TRY;December 2023;;is;29;lira": "years: found 'December 2023'; wanted a month such as 2020-10",
    "rate;USD;TRY;;;is;29;lira": "years: found nothing; wanted a month such as 2020-10",
}


def rows(path: Path, texts: list[str]) -> list[list[str]]:
    """A table of statements, a row for each text; of those with a list, the parts of it belong together."""
    made = []
    for text in texts:
        cells = text.split(";")
        while len(cells) > 8:
            at = next(at for at, cell in enumerate(cells) if cell.startswith(" "))
            cells[at - 1 : at + 1] = [f"{cells[at - 1]};{cells[at]}"]
        made.append([f"c{len(made)}", "It is so.", *cells])
    lines = [",".join(COLUMNS), *(",".join(f'"{cell}"' for cell in row) for row in made)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return made


def test_a_number_is_read_with_every_word_of_it_and_of_its_unit(tmp_path: Path) -> None:
    rows(path := tmp_path / "claims.csv", list(READ))
    found = statements.read(path, names.places(), GROUPS, DAYS)[["stated", "low", "high", "unit"]]
    wrong = [
        f"{text}: {row}"
        for (text, wanted), row in zip(READ.items(), found.itertuples(index=False, name=None), strict=True)
        if row[3] != wanted[3]
        or row[:3] != pytest.approx([float("nan") if one is None else one for one in wanted[:3]], nan_ok=True)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_relation_in_other_words_is_the_one_that_the_docs_say() -> None:
    text = (paths.root() / "docs" / "9_check_your_own_text.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text.partition("| taken as |")[2].partition("\n\n")[0], re.M)
    said = {word: meant for meant, words in rows for word in words.split(", ")}
    assert said == MEANT
    assert set(MEANT.values()) <= set(ANY) and not MEANT.keys() & set(ANY)


def test_a_word_that_is_not_understood_is_refused_by_line_and_column(tmp_path: Path) -> None:
    rows(path := tmp_path / "claims.csv", list(REFUSED))
    with pytest.raises(DataError) as refused:
        statements.read(path, names.places(), GROUPS, DAYS)
    told = [str(fault) for fault in refused.value.faults]
    wanted = [f"claims.csv:{line}:{words}" for line, words in enumerate(REFUSED.values(), start=2)]
    missing = [words for words in wanted if not any(line.startswith(words) for line in told)]
    assert not missing, "\n".join([*missing, "told:", *told])
    assert len(told) == len(wanted), "\n".join(told)


ROW = ["a", "It is so.", "spending.level", "IND", "", "2024", "", "is", "86.1", "billion US dollars"]
WHOLE = ",".join([*COLUMNS, "note"]) + "\n" + ",".join([*ROW, ""]) + "\n"


def lined(path: Path, text: str) -> list[str]:
    """What is told of a table of statements that is saved so; its ids if nothing is."""
    path.write_bytes(text.encode())
    try:
        return statements.read(path, names.places(), GROUPS, DAYS)["claim_id"].tolist()
    except DataError as error:
        return [str(fault) for fault in error.faults]


def test_what_a_spreadsheet_saves_without_a_value_is_no_row_and_no_column(tmp_path: Path) -> None:
    head, row = WHOLE.splitlines()
    path, commas = tmp_path / "claims.csv", "," * 10
    texts = [
        f"{head}\n{commas}\n{row}\n{commas}\n , ,\n{commas},,,\n",
        *(f"{head}{more}\n{row}{more}\n{commas}{more}\n" for more in (",", ",,", ", ,")),
        f"{head},,\n{row}\n",
        f",{head},\n,{row},\n",
    ]
    assert [lined(path, text) for text in texts] == [["a"]] * len(texts)
    none = "claims.csv:1:-: found no statement; wanted a row for each statement"
    assert lined(path, f"{head}\n{commas}\n") == [none]
    told = "found 'x' in a column without a name; wanted a name in the first line"
    others = (f"{name}{row[1:]},,{value}\n" for name, value in (("a", ""), ("b", "x"), ("c", "y")))
    assert lined(path, f"{head},,\n{''.join(others)}") == [f"claims.csv:3:13: {told}"]
    assert lined(path, f"{head}\n{commas}\n{row}x,\n") == [
        "claims.csv:3:-: found 12 cells; wanted 11, with quotes around a cell that has a comma"
    ]


def test_a_table_that_is_saved_otherwise_is_told_once(tmp_path: Path) -> None:
    """Told are the limit of a cell, what divides the columns, and a NUL, and nothing that no user writes."""
    path, wanted = tmp_path / "claims.csv", "wanted commas: save it as CSV with commas"
    (told,) = lined(path, f"{WHOLE[:-1]}{'x' * 200_000}\n")
    long = "found a cell of more than 131,072 letters; wanted at most 2,000, and closed quotes"
    assert told == f"claims.csv:2:-: {long}"
    (told,) = lined(path, f"{WHOLE[:-1]}{'x' * 2001}\n")
    assert told == "claims.csv:2:note: found 2,001 characters; wanted at most 2,000"
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        told = f"claims.csv:1:-: found {name} between the columns; {wanted}"
        assert lined(path, WHOLE.replace(",", sign)) == [told]
    for text in (f"{WHOLE}\0\0\0", WHOLE.replace("so.", "so.\0\n")):
        (told,) = lined(path, text)
        assert told.startswith(f"claims.csv:{2 + text.endswith(chr(0))}:-: found a NUL character"), told
    (told,) = lined(path, WHOLE.replace("claim_id,", "claim_id,writer,"))[:1]
    assert told.startswith("claims.csv:1:writer: found an unknown column; wanted one of ") and "printed" not in told


def test_an_id_is_short_enough_for_the_name_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    assert lined(path, WHOLE.replace("\na,", f"\n{'a' * 100},")) == ["a" * 100]
    (told,) = lined(path, WHOLE.replace("\na,", f"\n{'a' * 101},"))
    assert told == "claims.csv:2:claim_id: found 101 letters; wanted at most 100: it is the name of files"


def test_a_list_is_kept_by_its_codes(tmp_path: Path) -> None:
    texts = {"United States; china; Korea, South": "USA; CHN; KOR", "gbr; Germany; FRA": "GBR; DEU; FRA"}
    rows(path := tmp_path / "claims.csv", [f"spending.order;World;;2023;;set;{text};" for text in texts])
    assert statements.read(path, names.places(), GROUPS)["printed"].tolist() == list(texts.values())

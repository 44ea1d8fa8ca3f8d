"""Names of states become codes by a table and never by a guess; historic states stay apart."""

from __future__ import annotations

import csv
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pycountry
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from milbalance.ingest import names
from milbalance.ingest.names import Alias

ROWS = [row for rows in names.table().values() for row in rows]
ISO = {country.alpha_3 for country in pycountry.countries}
WITHDRAWN = {country.alpha_3 for country in pycountry.historic_countries}
COMMON = {"XKX"}  # Kosovo: no ISO code, and the one that most sources use


# Names that have gone wrong elsewhere.
CODES = {
    "ARM": "Armenia", "AZE": "Azerbaijan", "TUR": "Turkey|Türkiye|Turkiye", "RUS": "Russia|Russian Federation",
    "SUN": "USSR", "DDR": "German DR|German Democratic Republic", "DEU": "Germany|West Germany",
    "COD": "Congo, DR|Congo, Dem. Rep.", "COG": "Congo|Congo, Republic|Congo, Repubic of", "YEM": "Yemen",
    "YAR": "Yemen, North", "CSK": "Czechoslovakia", "CZE": "Czechia", "YUG": "Yugoslavia (former)", "SRB": "Serbia",
    "KOR": "Korea, South", "PRK": "Korea, North", "NER": "Niger", "NGA": "Nigeria", "XKX": "Kosovo",
    "MKD": "Norh Macedonia", "CIV": "Côte d’Ivoire|Cote d'Ivoire", "SWZ": "eSwatini|Swaziland",
    "TLS": "Timor Leste", "ARE": "UAE", "GBR": "Great Britain|Britain|United Kingdom",
}  # fmt: skip


def test_names_have_the_code_of_their_state_or_none() -> None:
    wanted = {name: code for code, listed in CODES.items() for name in listed.split("|")}
    # What the table does not have is not guessed.
    unknown = ("Atlantis", "", "  ", "Turkey rebels", "Rus", "Korea", "Guinea Bissau Republic")
    regions = ("Africa", "sub-Saharan Africa", "South-East Asia", "Western Europe", "Middle East")
    wanted |= dict.fromkeys((*unknown, *regions))
    assert {name: names.code(name) for name in wanted} == wanted
    assert {names.kind(name) for name in regions} == {"region"}


def test_a_name_of_two_states_depends_on_the_year() -> None:
    assert [names.code("USSR/Russia", year) for year in (1949, 1991, 1992, 2016)] == ["SUN", "SUN", "RUS", "RUS"]
    assert names.code("USSR/Russia") is None


@given(st.sampled_from(ROWS), st.integers(1, 3))
def test_case_blanks_and_apostrophes_do_not_matter(row: Alias, blanks: int) -> None:
    year = row.first_year or row.last_year
    odd = " " * blanks + row.name.upper().replace(" ", "\u00a0" * blanks).replace("'", "’") + "\n"
    assert names.fold(odd) == names.fold(row.name)
    assert names.code(odd, year) == names.code(row.name, year)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


def test_every_code_is_one_of_iso_withdrawn_or_marked_as_our_own() -> None:
    assert not {row.name: row.place for row in ROWS if row.kind == "state" and row.place not in ISO | COMMON}
    historic = [row for row in ROWS if row.kind == "historic"]
    assert {"SUN", "YUG", "CSK", "DDR", "YMD"} <= {row.place for row in historic}
    assert not {row.place for row in historic} & ISO, "no historic state shares the code of another"
    own = [row for row in ROWS if row.kind in ("historic", "government")]
    assert not [row.name for row in own if row.place not in WITHDRAWN and "own code" not in row.note]
    assert {row.kind for row in ROWS} <= set(names.KINDS)
    assert all(row.place for row in ROWS if row.kind in ("state", "historic", "government"))


def test_no_name_means_two_places_in_one_year() -> None:
    for rows in names.table().values():
        spans = sorted((row.first_year or 0, row.last_year or 9999, row.place) for row in rows)
        for (_, last, _), (first, _, _) in pairwise(spans):
            assert last < first, f"{rows[0].name}: {spans}"


def test_a_short_name_of_several_states_is_theirs_in_a_text_and_one_of_them_in_a_file() -> None:
    """States of the past have names of their own: the short one is that of the state of today."""
    assert [names.shared(name) for name in ("Congo", "KOREA")] == [("COD", "COG"), ("KOR", "PRK")]
    assert not any(map(names.shared, ("Yemen", "Vietnam", "Germany", "Sudan", "China", "Guinea", "Atlantis")))
    assert names.code("Congo") == "COG"


def test_every_name_in_the_genuine_workbooks_is_known(shared: Path) -> None:
    for path in (shared / "spending" / "raw" / "sipri_milex").glob("SIPRI-Milex-data-*.xlsx"):
        book = load_workbook(path, read_only=True)
        labels = [row[0] for row in book["Share of GDP"].iter_rows(min_row=7, max_col=1, values_only=True)]
        book.close()
        # Below the countries stand lines of explanation.
        known = [label for label in labels if isinstance(label, str) and len(label) < 40]
        assert len(known) > 170
        assert [label for label in known if names.kind(label) is None] == []


def test_the_years_of_states_are_those_of_a_source_or_of_their_names() -> None:
    text = resources.files("milbalance.ingest").joinpath("states.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    codes = [row["place"] for row in rows]
    assert codes == sorted(set(codes))
    assert set(codes) <= {row.place for row in ROWS}
    assert not [row for row in rows if not (row["source_id"] or row["note"])], "a year without a source"
    assert not [row for row in rows if not (row["first_year"] or row["last_year"])]
    assert not [row for row in rows if row["last_year"] and row["first_year"] > row["last_year"]]


def test_years_before_a_place_was_a_state_are_known_where_it_has_a_value() -> None:
    frame = pd.DataFrame(
        [("SSD", 2010, 1.0), ("SSD", 2010, float("nan")), ("SSD", 2011, 1.0), ("XXX", 1900, 1.0)],
        columns=["place", "year", "value"],
    )
    assert names.before_states(frame).tolist() == [True, False, False, False]

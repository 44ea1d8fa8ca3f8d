"""Citations: BibTeX and CSL-JSON that other programs can read, whatever a source is called."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from milbalance import articles
from milbalance.charts import export
from milbalance.cli import app
from milbalance.errors import MilbalanceError
from milbalance.publish import cite
from milbalance.tables import load, paths

pytestmark = pytest.mark.usefixtures("read_once")
# CSL-JSON as its schema has it: the types that fit here, and the fields by kind.
TYPES = {"article-journal", "book", "dataset", "document", "report", "software", "webpage"}
STRINGS, DATES = {"id", "title", "publisher", "version", "DOI", "URL", "note"}, {"issued", "accessed"}
HOSTILE = 'a}b{c \\ @book{x, "q" %d\n$e #f&g_h^i' + chr(126) + "\x00\u202e ş ’"


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["cite", *words])


def parsed(text: str) -> dict[str, dict[str, str]]:
    """A BibTeX file as its program reads it: braces are counted, escaped or not, and entries follow each other."""
    entries, at = {}, 0
    while head := re.compile(r"\s*@([a-z]+)\{([a-z0-9.-]+),\n").match(text, at):
        fields = {"": head[1]}
        at = head.end()
        while field := re.compile(r"  ([a-z]+) = \{").match(text, at):
            at = start = field.end()
            depth = 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0)
                at += 1
            assert field[1] not in fields, f"{head[2]}: {field[1]} twice"
            fields[field[1]] = text[start : at - 1]
            assert text[at : at + 2] == ",\n", text[at : at + 40]
            at += 2
        assert text[at : at + 2] == "}\n", text[at : at + 40]
        assert head[2] not in entries, f"{head[2]} twice"
        entries[head[2]], at = fields, at + 2
    assert not text[at:].strip(), text[at : at + 80]
    return entries


def source(**cells: object) -> pd.DataFrame:
    row = {"source_id": "x-1", "bibtex_type": "online", "title": "T", "publisher": "P", "released": "undated"}
    return pd.DataFrame([row | cells])


# BibTeX.


def test_what_latex_reads_is_escaped_and_braces_stay_balanced() -> None:
    assert cite.escaped(r"50% of R&D_x {a} #1 $2 a\b ~^") == (
        r"50\% of R\&D\_x \textbraceleft{}a\textbraceright{} \#1 \$2 a\textbackslash{}b "
        r"\textasciitilde{}\textasciicircum{}"
    )


def test_an_entry_by_hand() -> None:
    assert cite.bibtex(source(bibtex_type="odd", title="T & T")) == (
        "@misc{x-1,\n  author = {{P}},\n  title = {{T \\& T}},\n  publisher = {P},\n}\n"
    )


def test_every_source_and_the_project_can_be_read_back(data: load.Data) -> None:
    entries = parsed(cite.bibtex(cite.chosen(data, [])))
    rows = data.sources.set_index("source_id")
    assert set(entries) == {*rows.index, "milbalance"}
    assert list(entries) == sorted(entries)
    for key, row in rows.iterrows():
        entry = entries[str(key)]
        assert entry[""] == row["bibtex_type"]
        assert entry["author"][0] + entry["author"][-1] == entry["title"][0] + entry["title"][-1] == "{}"
        assert entry.get("doi") == (None if pd.isna(row["doi"]) else row["doi"])
        assert (entry.get("url") is None) == pd.isna(row["url"])
        if pd.isna(row["url"]):
            assert "Obtained from" in entry["note"]


@settings(max_examples=30)
@drawn(st.text())
def test_no_text_ends_a_field_early(text: str) -> None:
    cells = dict.fromkeys(("title", "publisher", "author", "edition", "credit", "url", "doi"), f"a{text}")
    (entry,) = parsed(cite.bibtex(source(**cells))).values()
    assert set(entry) == {"", "author", "title", "publisher", "version", "doi", "url", "note"}


def test_hostile_text_stays_text_in_both_formats() -> None:
    rows = source(title=HOSTILE, credit=HOSTILE)
    title = parsed(cite.bibtex(rows))["x-1"]["title"]
    assert "\n" not in title and "\x00" not in title and "\u202e" not in title
    assert "ş ’" in title and r"\textbraceright{}b\textbraceleft{}c \textbackslash{} @book" in title
    (item,) = json.loads(cite.text(rows, "csl"))
    assert item["title"] == 'a}b{c \\ @book{x, "q" %d $e #f&g_h^i' + chr(126) + " ş ’"


# CSL-JSON.


def test_items_are_what_the_schema_of_csl_asks_for(data: load.Data) -> None:
    items = json.loads(cite.text(cite.chosen(data, []), "csl"))
    assert len(items) == len(data.sources) + 1
    for item in items:
        assert item["type"] in TYPES and {"id", "title", "author"} <= set(item)
        assert set(item) <= STRINGS | DATES | {"type", "author"}
        assert all(isinstance(item[name], str) and item[name] for name in STRINGS & set(item))
        assert all(set(author) == {"literal"} and author["literal"] for author in item["author"])
        for name in DATES & set(item):
            ((field, parts),) = item[name].items()
            assert field == "date-parts" and 1 <= len(parts) <= 2
            for date in parts:
                year, month, day = (*date, 1, 1)[:3]
                assert pd.Timestamp(year, month, day).year == year


def test_dates_are_as_exact_as_the_source_gives_them_and_types_named_as_csl_names_them() -> None:
    dates = {
        "2020": [[2020]], "2020-10": [[2020, 10]], "2020-10-04": [[2020, 10, 4]], "2018-2019": [[2018], [2019]],
        "undated": None, "spring of 2020": None,
    }  # fmt: skip
    found = {day: cite.csl(source(released=day))[0].get("issued", {}).get("date-parts") for day in dates}
    assert found == dates
    types = {"techreport": "report", "article": "article-journal", "misc": "document"}
    assert {ours: cite.csl(source(bibtex_type=ours))[0]["type"] for ours in types} == types


def test_a_source_without_an_address_says_where_it_was_read() -> None:
    (item,) = cite.csl(source(obtained_from="a mirror", credit="Source: P."))
    assert item["note"] == "Source: P. Obtained from a mirror."
    (item,) = cite.csl(source(obtained_from="a mirror", url="https://p.example"))
    assert "note" not in item


# This project.


def test_the_citation_file_has_what_its_standard_requires() -> None:
    read = yaml.safe_load((paths.root() / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license"} <= set(read)
    assert read["cff-version"] == "1.2.0" and read["type"] == "software"
    project = tomllib.loads((paths.root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert str(read["version"]) == project["version"], "CITATION.cff and pyproject.toml name different versions"
    assert read["license"] == project["license"]


def test_the_project_is_software_with_its_version() -> None:
    read = yaml.safe_load((paths.root() / "CITATION.cff").read_text(encoding="utf-8"))
    (item,) = cite.csl(cite.project())
    assert (item["id"], item["type"], item["version"]) == ("milbalance", "software", str(read["version"]))
    assert item["issued"]["date-parts"] == [list(read["date-released"].timetuple()[:3])]
    entry = parsed(cite.bibtex(cite.project()))["milbalance"]
    assert entry[""] == "software" and entry["title"].startswith("{milbalance: ")


def test_a_broken_citation_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    broken = {"a: [": "found no YAML", "title: x": "lacks version, date-released", "- x": "lacks title"}
    for text, said in broken.items():
        (tmp_path / "CITATION.cff").write_text(text, encoding="utf-8")
        with pytest.raises(MilbalanceError, match=f"CITATION.cff: {said}"):
            cite.project()


# The command.


def test_a_name_serves_whatever_its_case_and_dashes() -> None:
    assert run("SIPRI_Milex-2021").stdout == run("sipri-milex-2021").stdout
    assert run("--figure", "Spending-Ratio").stdout == run("--figure", "spending_ratio").stdout


def test_no_name_means_everything(data: load.Data) -> None:
    done = run()
    assert done.exit_code == 0
    assert done.stdout == cite.bibtex(cite.chosen(data, []))


def test_a_figure_and_a_claim_bring_their_sources_and_the_project(data: load.Data) -> None:
    card = next(card for card in export.read_cards(data, paths.figures()) if card["name"] == "gas_exports")
    done = run("--figure", "gas_exports")
    assert set(parsed(done.stdout)) == {*card["sources"], "milbalance"}
    done = run("iea-2022-03", "--claim", "spending-ratio", "--format", "csl")
    wanted = {"iea-2022-03", "milbalance", *articles.assess(data, "spending-ratio").sources}
    assert {item["id"] for item in json.loads(done.stdout)} == wanted


def test_citations_go_to_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    done = run("iiss-mb-2020", "iiss-mb-2020", "--out", str(tmp_path / "a.bib"))  # alone and once
    assert (done.exit_code, done.stdout) == (0, "")
    assert list(parsed((tmp_path / "a.bib").read_text(encoding="utf-8"))) == ["iiss-mb-2020"]
    done = run("--out", str(tmp_path / "no folder" / "a.bib"))
    assert done.exit_code == 2 and done.stderr.count("\n") == 1 and "cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.bib"]


def test_what_nobody_knows_is_said_in_one_line() -> None:
    asked = {
        ("sipri-milex",): "sipri-milex-2021", ("iis-mb-2020",): "iiss-mb-2020",
        ("SIPRI-milex-2012",): "sipri-milex-2021", ("--format", "ris"): "bibtex, csl",
        ("--figure", "gas"): "gas_exports", ("--claim", "gas"): "gas-eighth",
    }  # fmt: skip
    for words, named in asked.items():
        done = run(*words)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1), words
        assert named in done.stderr, words

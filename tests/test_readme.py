"""README and terms: written from the numbers, and saying of every figure who may print it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from milbalance import articles
from milbalance.charts import export
from milbalance.choices import verdicts
from milbalance.errors import MilbalanceError
from milbalance.publish import readme
from milbalance.tables import coverage, licences, paths
from milbalance.tables.load import Data


def test_readme_reads_as_the_data_write_it(data: Data) -> None:
    pages = readme.rewritten(data, export.read_cards(data, paths.figures()), paths.root())
    stale = [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"{stale}: run `make refresh`"


def test_the_readme_is_short_enough_to_be_read() -> None:
    """The question, a picture, the answer and what to do next; all else is a page of docs/."""
    text = (paths.root() / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    places = [
        text.index(mark) for mark in ("(https://www.saisjournal.eu/", "](figures/balance.svg)", "- Azerbaijan")
    ]
    assert places == sorted(places) and places[-1] < text.index("git clone"), "question, picture, answer, commands"


def test_findings_follow_the_data(data: Data) -> None:
    milex = data.spending
    doubled = milex.assign(value=milex["value"].where(milex["place"] != "AZE", 2 * milex["value"]))
    one = replace(data, claims=data.claims[data.claims["claim_id"] == "spending-ratio"])
    assert "**3.53 times**" in readme.findings(one)
    assert "**7.06 times**" in readme.findings(replace(one, spending=doubled))


def test_findings_count_every_verdict_and_have_a_row_for_each_balance_claim(data: Data) -> None:
    lines = readme.findings(data).splitlines()
    counts = [line.split(" | ")[-1].strip(" |") for line in lines[2 : 2 + len(verdicts.VERDICTS)]]
    assert sum(map(int, counts)) == len(data.claims)
    for claim_id in data.claims.loc[data.claims["section"] == "A", "claim_id"]:
        found = articles.assess(data, claim_id)
        (line,) = [line for line in lines if line.startswith(f"| {found.claim.statement} |")]
        beside = found.margins
        assert f"| {articles.miss(beside.miss)} | {articles.answers(found)}" in line
        assert f"| {beside.agree} of {beside.origins} | {found.words}" in line


def test_a_verdict_that_depends_says_on_what(data: Data) -> None:
    """A statement can be fragile though most ways agree, where those carry less than half of the weight."""
    lines = readme.findings(data).splitlines()
    (israel,) = [line for line in lines if line.startswith("| Israeli weapons make up")]
    assert "by proxy: depends: fits only otherwise, for example for 2019 |" in israel
    (rising,) = [line for line in lines if "rose through the 2000s" in line]
    share = articles.percent(articles.assess(data, "spending-rising").support.support)
    assert f"depends: fits, but by weight only {share} of the calculations do |" in rising
    (ratio,) = [line for line in lines if "was nearly five times" in line]
    assert "| nearly 5 times |" in ratio and "2.62 to 6.08 (between) | 0 of 3 |" in ratio


def test_the_readme_claims_no_more_than_was_tried() -> None:
    text = (paths.root() / "README.md").read_text(encoding="utf-8").lower()
    assert "every defensible" not in text and "every reasonable" not in text


def test_the_answer_at_the_top_is_written_from_the_numbers(data: Data) -> None:
    lines = readme.result(data).splitlines()
    assert len(lines) <= 5 and all(line.startswith("- ") and len(line.split()) <= 45 for line in lines)
    milex = data.spending
    doubled = milex.assign(value=milex["value"].where(milex["place"] != "AZE", 2 * milex["value"]))
    assert "3.5 times" in lines[0] and "7.1 times" in readme.result(replace(data, spending=doubled))
    found = [articles.assess(data, name).verdict for name in data.claims["claim_id"]]
    assert all(f"{found.count(verdict)} " in lines[-1] for verdict in verdicts.VERDICTS)


def test_an_article_that_writes_no_answer_has_its_verdicts_counted(data: Data) -> None:
    article = {name: value for name, value in data.article.items() if name != "front"}
    few = replace(data, claims=data.claims[data.claims["claim_id"] == "days"], article=article)
    assert readme.result(few).startswith("**Of 1 statements: holds 1")


def test_the_way_without_make_begins_with_an_environment_and_ends_with_tests() -> None:
    text = (paths.root() / "README.md").read_text(encoding="utf-8")
    block = text.partition("Without make:")[2].split("```")[1].split("\n")
    assert block[1].startswith("python3 -m venv") and block[-2] == "pytest"
    extras = re.findall(r"\[(.*?)\]", "".join(block))[0].split(",")
    assert {"notebooks", "ingest", "workbook", "lab", "test"} == set(extras)


def test_a_lost_marker_is_named() -> None:
    with pytest.raises(MilbalanceError, match="findings"):
        readme.filled("no markers here", {"findings": "x"})


def test_every_figure_has_its_terms(data: Data) -> None:
    text = readme.printing(data, export.read_cards(data, paths.figures()))
    assert all(name in text for name in data.figures)


TERMS = {
    "sipri-milex-2021": "non-commercial", "crisisgroup-nk-data": "GNU General Public License",
    "cow-nmc-7.0": "citation", "iiss-mb-2020": "copyrighted", "wdi-2024-12": "Open data",
}  # fmt: skip


def test_terms_say_what_the_source_allows_the_strictest_first_and_each_credit_once(data: Data) -> None:
    assert [name for name, words in TERMS.items() if words not in licences.may_print(data, [name])] == []
    both = licences.may_print(data, ["wdi-2024-12", "sipri-milex-2021"])
    assert both.startswith(licences.may_print(data, ["sipri-milex-2021"]))
    assert len(licences.credits(data, ["sipri-milex-2021", "sipri-milex-2021", "wdi-2024-12"])) == 2


def test_coverage_lists_every_table(data: Data) -> None:
    table = coverage.tables(data)
    assert set(table.index) == set(data.tables)
    assert table.loc["spending", "rows"] == len(data.spending)

"""README and terms: written from the numbers, and saying of every figure who may print it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milbalance import claims, coverage, figures, paths, readme, terms
from milbalance.errors import MilbalanceError
from milbalance.load import Data


def test_readme_reads_as_the_data_write_it(data: Data) -> None:
    path = paths.root() / "README.md"
    cards = figures.read_cards(paths.figures())
    assert path.read_text(encoding="utf-8") == readme.rewritten(data, cards, path), "README.md: run `make refresh`"


def test_findings_follow_the_data(data: Data) -> None:
    milex = data.spending
    doubled = milex.assign(value=milex["value"].where(milex["place"] != "AZE", 2 * milex["value"]))
    assert "**3.53 times**" in readme.findings(data)
    assert "**7.06 times**" in readme.findings(replace(data, spending=doubled))


def test_findings_count_every_verdict_and_have_a_row_for_each_balance_claim(data: Data) -> None:
    text = readme.findings(data)
    counts = [line.split(" | ")[-1].strip(" |") for line in text.splitlines()[2:7]]
    assert sum(map(int, counts)) == len(data.claims)
    for claim_id in data.claims.loc[data.claims["section"] == "A", "claim_id"]:
        row = claims.records(data, [claim_id])[0]
        (line,) = [line for line in text.splitlines() if line.startswith(f"| {row['statement']} |")]
        decided = " that is decided" if claim_id == "soldiers-double" else ""  # a range lies across its bound
        weight = f" ({100 * row['support']:.0f}% of the weight{decided})" if row["choices_inside"] else ""
        assert f"| {row['choices_inside']} of {row['choices_counted']}{weight} |" in line
        assert f"| {row['verdict']}" in line
    assert "holds only if, for example with measure: volume; years: 2019; edition: release of March 2022" in text


def test_where_ways_agree_their_weight_stands_beside_their_number(data: Data) -> None:
    """A statement can be fragile though most ways agree: 34 of 40 carry less than half of the weight."""
    lines = readme.findings(data).splitlines()
    (rising,) = [line for line in lines if "rose through the 2000s" in line]
    assert "| above 0 per cent a year |" in rising and "| 34 of 40 (46% of the weight) |" in rising
    (ratio,) = [line for line in lines if "was nearly five times" in line]
    assert "| nearly 5 times |" in ratio and "| 0 of 29 |" in ratio


def test_a_lost_marker_is_named() -> None:
    with pytest.raises(MilbalanceError, match="findings"):
        readme.filled("no markers here", {"findings": "x"})


def test_every_figure_has_its_terms(data: Data) -> None:
    text = readme.printing(data, figures.read_cards(paths.figures()))
    assert all(name in text for name in figures.registry())


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (["sipri-milex-2021"], "non-commercial"),
        (["crisisgroup-nk-data"], "GNU General Public License"),
        (["cow-nmc-7.0"], "citation"),
        (["iiss-mb-2020"], "copyrighted"),
        (["wdi-2024-12"], "Open data"),
    ],
)
def test_terms_say_what_the_source_allows(data: Data, sources: list[str], words: str) -> None:
    assert words in terms.may_print(data, sources)


def test_the_strictest_source_is_never_hidden_by_a_free_one(data: Data) -> None:
    both = terms.may_print(data, ["wdi-2024-12", "sipri-milex-2021"])
    assert both.startswith(terms.may_print(data, ["sipri-milex-2021"]))


def test_each_credit_line_stands_once(data: Data) -> None:
    lines = terms.credits(data, ["sipri-milex-2021", "sipri-milex-2021", "wdi-2024-12"])
    assert len(lines) == 2


def test_coverage_counts_sources_and_not_rows(data: Data) -> None:
    counts = coverage.sources_by_year(data, 2019, 2020)
    rows = data.spending[(data.spending["place"] == "ARM") & (data.spending["year"] == 2020)].dropna(subset="value")
    assert counts.loc["Military spending, Armenia", 2020] == rows["source_id"].nunique()
    assert counts.loc["Military spending, Armenia", 2020] < len(rows)


def test_coverage_lists_every_table(data: Data) -> None:
    table = coverage.tables(data)
    assert set(table.index) == set(vars(data))
    assert table.loc["spending", "rows"] == len(data.spending)

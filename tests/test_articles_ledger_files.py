"""Each claim against the committed ledger: one test a claim, which says stated, computed and sources."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest

from milbalance import articles
from milbalance.articles import ledger_files
from milbalance.errors import MilbalanceError
from milbalance.tables import load, paths

LEDGER = load.table("claims").set_index("claim_id")
MEND = "look whether the answer or the data changed for good reason, then `make refresh` and data/claims.csv"


@lru_cache
def answers() -> pd.DataFrame:
    return ledger_files.read(paths.ledger())


@pytest.mark.parametrize("claim_id", LEDGER.index)
def test_claim(data: load.Data, claim_id: str) -> None:
    found = articles.assess(data, claim_id)
    lines = ledger_files.differences(found, answers())
    if found.kind != LEDGER.loc[claim_id, "verdict"]:
        lines.insert(0, f"verdict: committed {LEDGER.loc[claim_id, 'verdict']}, computed {found.kind}")
    story = [found.sentence, f"sources: {', '.join(found.sources)}", *lines[:20], MEND]
    assert not lines, "\n".join([claim_id, *story])


def test_the_files_are_those_that_the_command_writes(data: load.Data, tmp_path: Path) -> None:
    ledger_files.write(data, tmp_path)
    for name in (ledger_files.CLAIMS, ledger_files.CHOICES):
        now, then = (folder.joinpath(name).read_text(encoding="utf-8") for folder in (tmp_path, paths.ledger()))
        assert now.splitlines()[:3] == then.splitlines()[:3], f"ledger/{name}: {MEND}"
        assert now.count("\n") == then.count("\n"), f"ledger/{name}: {MEND}"


def changed(data: load.Data, place: str, factor: float, source: str = "sipri-milex-2021") -> load.Data:
    """The data with one cell changed: a side's spending of 2020 in one source, by default the plain reading's."""
    spending = data.spending.copy()
    cell = (spending["place"] == place) & (spending["year"] == 2020) & (spending["basis"] == "current_usd")
    cell &= spending["source_id"] == source
    assert cell.sum() == 1
    spending.loc[cell, "value"] *= factor
    return replace(data, spending=spending)


def test_a_changed_cell_is_told_by_choice_with_both_numbers(data: load.Data) -> None:
    lines = ledger_files.differences(articles.assess(changed(data, "AZE", 1.01), "spending-ratio"), answers())
    (plain,) = [line for line in lines if "current dollars; years: 2020; edition: edition of 2021" in line]
    assert "committed 3.52982 (outside), computed 3.56512 (outside)" in plain
    untouched = ledger_files.differences(articles.assess(changed(data, "AZE", 1.01), "spending-2013"), answers())
    assert untouched == []


@pytest.mark.parametrize(("factor", "told"), [(1.000_002, 0), (1.000_1, 3)])
def test_the_last_digit_may_differ_and_no_other(data: load.Data, factor: float, told: int) -> None:
    """Correlates of War stands alone in its years, so that no weight moves; three windows hold 2020."""
    lines = ledger_files.differences(
        articles.assess(changed(data, "AZE", factor, "cow-nmc-7.0"), "spending-ratio"), answers()
    )
    assert len(lines) == told, lines


def test_bounds_that_move_are_told_though_no_number_does(data: load.Data) -> None:
    ledger = data.claims.copy()
    ledger.loc[ledger["claim_id"] == "spending-ratio", ["low", "high"]] = [3.5, 4.0]
    lines = ledger_files.differences(articles.assess(replace(data, claims=ledger), "spending-ratio"), answers())
    assert any("committed 3.52982 (outside), computed 3.52982 (inside)" in line for line in lines)


def test_a_changed_cell_can_flip_a_verdict(data: load.Data) -> None:
    assert articles.assess(changed(data, "AZE", 1.35), "spending-ratio").kind == "holds, fragile"


def test_a_choice_that_comes_or_goes_is_told(data: load.Data) -> None:
    fewer = replace(data, spending=data.spending[data.spending["source_id"] != "cow-nmc-6.0"])
    lines = ledger_files.differences(articles.assess(fewer, "spending-2007"), answers())
    assert any(line.endswith("only committed") and "Correlates of War" in line for line in lines)


def test_a_missing_ledger_is_named(tmp_path: Path) -> None:
    with pytest.raises(MilbalanceError, match="make refresh"):
        ledger_files.read(tmp_path)

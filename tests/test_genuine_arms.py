"""Arms measures on SIPRI's own registers, for maintainers: checked against sums made apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from milbalance.ingest import joined, official
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import entry
from milbalance.tables.load import Data

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

"""What is written for readers decides nothing: with every note, label and reason reworded, all numbers stay."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import pytest

from milbalance import claims, load
from milbalance.load import Data
from milbalance.pair import Request, arms, ratios

# The columns of each table that hold words for readers. Keys, units and fixed vocabularies are none of them.
WORDS = {
    "sources": ("title", "edition", "label", "author", "obtained_from", "licence", "credit", "note"),
    "places": ("name", "other_names", "note"),
    "claims": ("words", "statement", "plain", "counted", "shown", "note", "as_corrected"),
    "contradictions": ("implies_a", "implies_b", "why"),
    "facts": ("counted_by", "quote", "locator", "note"),
    "forces": ("definition", "quote", "locator", "note"),
    "losses": ("quote", "locator", "note"),
    "flows": ("quote", "locator", "note"),
}
ELSEWHERE = ("locator", "note")  # in every other table
ASKED = [Request("AZE", "ARM"), Request("TUR", "RUS")]


@lru_cache
def reworded() -> Data:
    """The shipped tables with neutral words: what was alike stays alike, what was empty stays empty."""
    shipped = load.shipped()
    tables = shipped.tables.items()
    return replace(shipped, **{name: frame.assign(**_neutral(name, frame)) for name, frame in tables})


def _neutral(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    found = {}
    for column in (column for column in WORDS.get(name, ELSEWHERE) if column in frame):
        numbers = pd.Series(pd.factorize(frame[column])[0] + 1, index=frame.index)
        found[column] = ("reworded " + numbers.astype("str")).where(frame[column].notna()).astype("str")
    return found


def numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of a frame that are no words."""
    return frame.select_dtypes(["number", "bool", "boolean"]).reset_index(drop=True)


def test_every_column_of_words_is_reworded(data: Data) -> None:
    assert not {
        f"{name}.{column}"
        for name, frame in reworded().tables.items()
        for column in WORDS.get(name, ELSEWHERE)
        if column in frame and not frame[column].dropna().str.startswith("reworded ").all()
    }
    assert reworded().sources["note"].isna().equals(data.sources["note"].isna())


def test_the_words_of_the_tables_move_no_claim(data: Data) -> None:
    """No answer, verdict or weight moves, and no choice from counted to shown."""
    judged = ["low", "high", "value", "position", "counted", "plain", "weight", "sources"]
    found = []
    for claim_id in claims.computable(data):
        then, now = (claims.assess(held, claim_id) for held in (data, reworded()))
        same = then.grid[judged].equals(now.grid[judged]) if len(then.grid) == len(now.grid) else False
        if not same or (then.kind, then.answer) != (now.kind, now.answer):
            found.append(f"{claim_id}: {then.kind}, {len(then.grid)} choices; reworded {now.kind}, {len(now.grid)}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("request_", ASKED, ids=lambda asked: asked.name)
def test_the_words_of_the_tables_move_no_pair(data: Data, request_: Request) -> None:
    for compute in (ratios.spending_ratio, ratios.personnel_ratio, ratios.cinc_ratio, arms.suppliers, arms.windows):
        then, now = (compute(held, request_) for held in (data, reworded()))
        pd.testing.assert_frame_equal(numbers(then), numbers(now), obj=compute.__name__)

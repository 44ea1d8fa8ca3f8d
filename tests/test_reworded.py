"""What is written for readers decides nothing: with every note, label and reason reworded, all numbers stay."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd
import pytest

from milbalance import articles
from milbalance.charts.rows import rows
from milbalance.pair import Request, arms, ratios
from milbalance.tables import load, paths
from milbalance.tables.load import Data

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
    for claim_id in articles.computable(data):
        then, now = (articles.assess(held, claim_id) for held in (data, reworded()))
        same = then.grid[judged].equals(now.grid[judged]) if len(then.grid) == len(now.grid) else False
        if not same or (then.kind, then.answer) != (now.kind, now.answer):
            found.append(f"{claim_id}: {then.kind}, {len(then.grid)} choices; reworded {now.kind}, {len(now.grid)}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("request_", ASKED, ids=lambda asked: asked.name)
def test_the_words_of_the_tables_move_no_pair(data: Data, request_: Request) -> None:
    for compute in (ratios.spending_ratio, ratios.personnel_ratio, ratios.cinc_ratio, arms.suppliers, arms.windows):
        then, now = (compute(held, request_) for held in (data, reworded()))
        pd.testing.assert_frame_equal(numbers(then), numbers(now), obj=compute.__name__)


def test_the_words_of_the_tables_move_no_number_drawn() -> None:
    found = []
    for name, spec in load.shipped().figures.items():
        then, now = (rows(held, spec["rows"]) for held in (load.shipped(), reworded()))
        if not numbers(then).equals(numbers(now)):
            found.append(name)
    assert not found, f"drawn otherwise with other words: {', '.join(found)}"


# What may not be cut up or searched to decide something: columns of words, and ids.
READ_BACK = {"source_id", "subject", "note", "why", "reason", "label", "edition", "publisher", "title", "found"}
SEARCHES = {"contains", "startswith", "endswith", "match", "fullmatch", "extract", "split", "rsplit"}
# Where a search chooses no row and no number: it finds words to write, or a suffix that the package itself writes.
FOR_WORDS = {("pair/notebook.py", "source_id"), ("ingest/editions.py", "source_id")}


def test_no_column_of_words_and_no_id_is_searched() -> None:
    package = paths.PACKAGE
    found = {
        (path.relative_to(package).as_posix(), column)
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (column := _searched(node)) in READ_BACK
    }
    assert found == FOR_WORDS, "what code decides by is a column of its own"


def _searched(node: ast.AST) -> str:
    """The column in `frame["column"].str.contains(...)`, with or without a `fillna` before it; else nothing."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SEARCHES):
        return ""
    value = node.func.value
    if not (isinstance(value, ast.Attribute) and value.attr == "str"):
        return ""
    names = [part.value for part in ast.walk(value) if isinstance(part, ast.Constant) and part.value in READ_BACK]
    return str(names[-1]) if names else ""

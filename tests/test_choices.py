"""The grid of choices: weights, support and movers worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from milbalance import articles, choices
from milbalance.choices import Choice, grid
from milbalance.errors import NO_LIST, NO_YEAR, NOT_COUNTED, TOO_SHORT, MissingError
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data

# Two publishers; A has two bases, in one of them three editions of which two agree; B has one number.
ANSWERS: dict[tuple[str, str, str], float | Span] = {
    ("A", "x", "1"): 1.0,
    ("A", "x", "2"): 1.0,
    ("A", "x", "3"): 3.0,
    ("A", "y", "1"): 5.0,
    ("B", "x", "1"): 7.0,
}


def compute(data: Any, *, publisher: str = "A", basis: str = "x", edition: str = "3") -> float | Span:
    try:
        return ANSWERS[publisher, basis, edition]
    except KeyError:
        raise MissingError("not published") from None


def choice(publisher: str, basis: str, edition: str, *, counted: bool = True) -> Choice:
    how = {"publisher": publisher, "basis": basis, "edition": edition}
    return Choice(dict(how), how, f"because {publisher}{basis}{edition}", counted)


ALL = [choice(*key) for key in ANSWERS]


def position(span: Span) -> str:
    if span.high <= 3:
        return "inside"
    return "undecided" if span.low <= 3 else "outside"


def evaluated(listed: list[Choice] = ALL) -> pd.DataFrame:
    return choices.evaluate(None, compute, listed, position, ["s"])


def weight_of(frame: pd.DataFrame, *key: str) -> float:
    rows = frame[(frame["publisher"] == key[0]) & (frame["basis"] == key[1]) & (frame["edition"] == key[2])]
    return float(rows["weight"].iloc[0])


def test_levels_weigh_the_same_and_equal_editions_are_one_level() -> None:
    """A and B half each; A's bases a quarter each; two answers in A x an eighth each, one of them shared."""
    frame = evaluated()
    assert weight_of(frame, "B", "x", "1") == 1 / 2
    assert weight_of(frame, "A", "y", "1") == 1 / 4
    assert weight_of(frame, "A", "x", "3") == 1 / 8
    assert weight_of(frame, "A", "x", "1") == weight_of(frame, "A", "x", "2") == 1 / 16
    assert frame["weight"].sum() == pytest.approx(1)


def test_support_is_the_weight_inside() -> None:
    """Inside are the three editions of A x: a quarter."""
    found = choices.support(evaluated())
    assert found.support == pytest.approx(1 / 4)
    assert (found.counted, found.inside, found.undecided, found.unanswered) == (5, 3, 0, 0)


def test_what_is_shown_or_unanswered_has_no_weight() -> None:
    shown = choice("B", "x", "1", counted=False)
    frame = evaluated([*ALL[:4], shown, choice("C", "x", "1")])
    assert list(frame["weight"].iloc[4:]) == [0, 0]
    assert list(frame["position"].iloc[4:]) == ["outside", "unanswered"]
    assert frame["reason"].iloc[5] == "not published"
    found = choices.support(frame)
    assert found.unanswered == 1
    assert found.support == pytest.approx(1 / 2)


def test_undecided_weight_is_left_out_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """B's half is undecided; of the other half, a quarter of the whole is inside: half of what is decided."""
    monkeypatch.setitem(ANSWERS, ("B", "x", "1"), Span(2, 9))
    found = choices.support(evaluated())
    assert found.undecided_weight == 1 / 2
    assert found.support == pytest.approx(1 / 2)
    assert found.undecided == 1


def test_the_plain_reading_is_the_choice_of_the_defaults() -> None:
    frame = evaluated()
    assert list(frame.loc[frame["plain"], "edition"]) == ["3"]
    assert frame.loc[frame["plain"], "why"].iloc[0].startswith(choices.PLAIN)


def test_sources_come_from_the_choice_else_from_the_claim() -> None:
    frame = evaluated([*ALL[:1], Choice({"publisher": "A"}, {}, "why", sources=("r",))])
    assert list(frame["sources"]) == [("s",), ("r",)]


def test_no_counted_choice_has_no_support() -> None:
    found = choices.support(evaluated([choice("A", "x", "1", counted=False)]))
    assert math.isnan(found.support)
    assert found.counted == 0


def test_a_grid_is_every_combination_and_says_why_once() -> None:
    years = [Choice({"years": "1"}, {"years": 1}, "Y."), Choice({"years": "2"}, {"years": 2}, "Y.", counted=False)]
    sources = [Choice({"source": "a"}, {"source": "a"}, "S."), Choice({"source": "b"}, {"source": "b"}, "S.")]
    found = grid(sources, years)
    assert [tuple(one.levels.values()) for one in found] == [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]
    assert [one.counted for one in found] == [True, False, True, False]
    assert found[0].why == "S. Y."
    assert found[0].how == {"source": "a", "years": 1}


def test_movers_hold_all_else_and_rank_by_the_typical_distance() -> None:
    """Editions move A x by 2 (1 to 3); bases move edition 1 of A by 4; publishers move x, edition 1 by 6."""
    table = choices.movers(evaluated()).set_index("choice")
    assert list(table.index) == ["publisher", "basis", "edition"]
    assert list(table["typical"]) == [6, 4, 2]
    assert list(table["comparisons"]) == [1, 1, 1]
    assert table.loc["edition", "levels"] == 3


def test_editions_come_last_whatever_order_they_are_named_in() -> None:
    first = Choice({"edition": "1", "publisher": "A"}, {"edition": "1"}, "why")
    assert choices.level_names(choices.evaluate(None, compute, [first], position)) == ["publisher", "edition"]


def test_publishers_without_a_common_edition_are_compared_at_their_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A's newest edition of x gives 3, B's gives 7; the older ones of A are not B's counterpart."""
    monkeypatch.setitem(ANSWERS, ("B", "x", "9"), ANSWERS["B", "x", "1"])
    table = choices.movers(evaluated([*ALL[:3], choice("B", "x", "9")])).set_index("choice")
    assert table.loc["publisher", "typical"] == 7 - 3


def test_every_reason_for_no_answer_is_one_of_few_kinds(data: Data) -> None:
    """Errors carry their kind, without years and sources; only what stands alone has none but its words."""
    grids = [articles.choices_of(data, claim_id) for claim_id in ("israel-60", "soldiers-double", "spending-24bn")]
    kinds = {kind for grid in grids for kind in grid["gap"] if kind}
    assert kinds == {NO_YEAR, NOT_COUNTED, TOO_SHORT, NO_LIST}

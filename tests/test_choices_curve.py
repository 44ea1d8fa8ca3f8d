"""The counted answers in order, and those that are missing, on a grid worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from milbalance import articles, choices
from milbalance.choices import INSIDE, OUTSIDE, UNANSWERED, UNDECIDED, curve
from milbalance.errors import NO_LIST, NO_YEAR, NOT_COUNTED, TOO_SHORT
from milbalance.tables.load import Data


def grid(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """A grid of publisher, basis and edition with an answer; weights are shared as `choices` shares them."""
    names = ["publisher", "basis", "edition"]
    frame = pd.DataFrame(rows, columns=[*names, "low", "high", "position", "counted", "plain", "because", "gap"])
    frame["value"] = (frame["low"] + frame["high"]) / 2
    frame["sources"] = [("a",)] * len(frame)
    words = {"why": "", "reason": "", "origin": ""}
    return frame.assign(weight=choices.weights(frame, names), **words)[[*names, *choices.ANSWER]]


SMALL = grid(
    ("SIPRI", "current", "2020", 3.0, 3.0, OUTSIDE, True, True, "", ""),
    ("SIPRI", "current", "2021", 3.0, 3.0, OUTSIDE, True, False, "", ""),
    ("SIPRI", "constant", "2020", 5.0, 5.0, INSIDE, True, False, "", ""),
    ("press", "printed", "", 4.0, 6.0, UNDECIDED, True, False, "", ""),
    ("bank", "current", "", 3.1, 3.1, OUTSIDE, False, False, "it republishes another source", ""),
    ("bank", "constant", "", 4.4, 4.4, OUTSIDE, False, False, "another year", ""),
    ("press", "current", "", float("nan"), float("nan"), UNANSWERED, True, False, "", NO_YEAR),
)


def test_steps_run_from_low_to_high_and_fill_the_line() -> None:
    steps = curve.steps(SMALL)
    # Publishers share 1: SIPRI 1/2, press 1/2; SIPRI's bases 1/4 each; two current editions; 4 to 6 before 5.
    assert list(steps["value"]) == [3.0, 3.0, 5.0, 5.0]
    assert list(steps["weight"]) == [0.125, 0.125, 0.5, 0.25]
    assert steps["start"].iloc[0] == 0
    assert steps["end"].iloc[-1] == pytest.approx(1)
    assert list(steps["start"].iloc[1:]) == list(steps["end"].iloc[:-1])


def test_many_editions_with_one_answer_are_one_step() -> None:
    rows = [
        ("SIPRI", "current", str(year), 3.0, 3.0, OUTSIDE, True, year == 2021, "", "") for year in range(2017, 2023)
    ]
    rows.append(("SIPRI", "constant", "2017", 2.0, 2.0, OUTSIDE, True, False, "", ""))
    steps = curve.steps(grid(*rows))
    assert list(steps["ways"]) == [1, 6]
    assert list(steps["plain"]) == [False, True]
    assert "edition" not in steps and "publisher" not in steps


def test_the_share_of_a_level_leaves_out_what_is_undecided() -> None:
    shares = curve.level_shares(SMALL, curve.steps(SMALL)).set_index("level")
    # SIPRI: 1/4 of the whole inside, 1/4 outside; the press has a range across the edge and nothing else.
    assert shares.loc["SIPRI", "inside"] == pytest.approx(0.5)
    assert pd.isna(shares.loc["press", "inside"])
    assert shares.loc["SIPRI", "weight"] == pytest.approx(0.5)


def test_every_reason_for_no_answer_is_one_of_few_kinds(data: Data) -> None:
    """Errors carry their kind, without years and sources; only what stands alone has none but its words."""
    grids = [articles.choices_of(data, claim_id) for claim_id in ("israel-60", "soldiers-double", "spending-24bn")]
    kinds = {kind for grid in grids for kind in grid["gap"] if kind}
    assert kinds == {NO_YEAR, NOT_COUNTED, TOO_SHORT, NO_LIST}


def test_unanswered_choices_are_counted_by_reason() -> None:
    assert curve.unanswered(SMALL).to_dict() == {"a year or period is missing": 1}

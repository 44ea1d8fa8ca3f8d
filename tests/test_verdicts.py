"""The rules from a plain reading and its support to a verdict, each at its edge."""

from __future__ import annotations

import math

import pytest

from milbalance import verdicts
from milbalance.choices import INSIDE, OUTSIDE, UNANSWERED, UNDECIDED, Support


def found(support: float, undecided: float = 0.0) -> Support:
    return Support(10, 5, 0, 0, support, undecided)


@pytest.mark.parametrize(
    ("plain", "support", "word"),
    [
        (INSIDE, 1.0, "holds"),
        (INSIDE, 0.75, "holds"),
        (INSIDE, 0.1 + 0.2 + 0.45, "holds"),  # 0.7499999999999999 in binary
        (INSIDE, 0.74, "holds, fragile"),
        (INSIDE, 0.0, "holds, fragile"),
        (INSIDE, math.nan, "holds"),
        (OUTSIDE, 0.9, "holds only if"),
        (OUTSIDE, 0.10, "holds only if"),
        (OUTSIDE, 0.099, "does not hold"),
        (OUTSIDE, math.nan, "does not hold"),
        (UNANSWERED, 0.9, "cannot be tested"),
        (UNDECIDED, 0.9, "cannot be tested"),
    ],
)
def test_verdict_at_the_edges(plain: str, support: float, word: str) -> None:
    assert verdicts.verdict(plain, found(support)) == word
    assert word in verdicts.VERDICTS


def test_over_half_undecided_cannot_be_tested() -> None:
    assert verdicts.verdict(INSIDE, found(1.0, 0.51)) == "cannot be tested"
    assert verdicts.verdict(INSIDE, found(1.0, 0.5)) == "holds"


def test_verdict_words_are_neutral() -> None:
    assert not {"true", "false", "liar", "lie", "wrong"} & set(" ".join(verdicts.VERDICTS).split())

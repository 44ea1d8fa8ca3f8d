"""The rules from a plain reading and its support to a kind of verdict, each at its edge."""

from __future__ import annotations

import math

import pytest

from milbalance.choices import INSIDE, OUTSIDE, UNANSWERED, UNDECIDED, Support, verdicts


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
        (UNANSWERED, 0.9, "undecided"),
        (UNDECIDED, 0.9, "undecided"),
    ],
)
def test_verdict_at_the_edges(plain: str, support: float, word: str) -> None:
    assert verdicts.kind(plain, found(support)) == word
    assert verdicts.KINDS[word] in verdicts.VERDICTS


def test_over_half_undecided_is_undecided() -> None:
    assert verdicts.kind(INSIDE, found(1.0, 0.51)) == "undecided"
    assert verdicts.kind(INSIDE, found(1.0, 0.5)) == "holds"


def test_readers_meet_four_words_and_depends_has_two_kinds() -> None:
    assert verdicts.VERDICTS == ("holds", "depends", "does not hold", "undecided")
    kinds = [kind for kind, word in verdicts.KINDS.items() if word == "depends"]
    assert kinds == ["holds, fragile", "holds only if"]


def test_verdict_words_are_neutral() -> None:
    words = " ".join([*verdicts.VERDICTS, *verdicts.KINDS]).split()
    assert not {"true", "false", "liar", "lie", "wrong"} & set(words)

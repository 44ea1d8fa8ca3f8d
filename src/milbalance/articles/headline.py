"""The verdicts of all statements in one line, for a reader who has a minute."""

from __future__ import annotations

from milbalance.articles import Assessment, summary
from milbalance.tables.load import Data


def verdicts(data: Data, found: list[Assessment] | None = None) -> str:
    """How many statements have each verdict: "Of 3 statements: holds 2 · depends 1 · …".

    `found` are the assessments where they are at hand.

    >>> verdicts(data, [claims.assess(data, "days")])
    'Of 1 statements: holds 1 · depends 0 · does not hold 0 · undecided 0'
    """
    counts = summary.verdict_counts(data, found)["all"]
    return f"Of {counts.sum()} statements: " + " · ".join(f"{word} {number}" for word, number in counts.items())

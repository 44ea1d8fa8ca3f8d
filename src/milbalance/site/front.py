"""The front page: the question, the answer, the headline chart, the counts and the ledger."""

from __future__ import annotations

from collections import Counter
from typing import Any

from milbalance import claims, standing, verdicts
from milbalance.site import picture, render
from milbalance.site.material import Material

HEADLINE = "stated_and_computed"


def pages(material: Material, guides: list[str]) -> dict[str, str]:
    """The page `index`, which also names every other page; `guides` are the pages of docs/, in order."""
    counts = standing.verdict_counts(material.data, list(material.found.values()))
    text = render.page(
        "front",
        answer=answer(material),
        picture=picture.of(material, HEADLINE),
        counts=counts,
        rows=ledger(material),
        verdicts=verdicts.VERDICTS,
        guides=guides,
    )
    return {"index.md": text}


def answer(material: Material) -> str:
    """How the statements stand, in one sentence."""
    number = Counter(one.verdict for one in material.found.values())
    return (
        f"Of {len(material.found)} statements, {number[verdicts.HOLDS]} hold, {number[verdicts.DEPENDS]} depend on how "
        f"one counts, {number[verdicts.NOT]} do not hold and {number[verdicts.UNDECIDED]} are undecided."
    )


def ledger(material: Material) -> list[dict[str, Any]]:
    """One record a claim: that of `claims.records`, with section and support in words and its verdict's rank."""
    return [
        record
        | {
            "part": standing.SECTIONS[record["section"]],
            "agree": "" if record["support"] is None else claims.percent(record["support"]),
            "bare": material.found[record["claim_id"]].verdict,
            "rank": verdicts.VERDICTS.index(material.found[record["claim_id"]].verdict),
        }
        for record in material.records
    ]

"""The front page: the question, the answer, the headline chart, the counts and the ledger."""

from __future__ import annotations

from collections import Counter
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment, summary
from milbalance.choices import verdicts
from milbalance.publish.site import picture, render
from milbalance.publish.site.material import Material

HEADLINE = "stated_and_computed"


def pages(material: Material, guides: list[str]) -> dict[str, str]:
    """The page `index`, which also names every other page; `guides` are the pages of docs/, in order."""
    counts = summary.verdict_counts(material.data, list(material.found.values()))
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
        f"Of {len(material.found)} statements, {number[verdicts.HOLDS]} hold, {number[verdicts.DEPENDS]} depend on "
        f"how one counts, {number[verdicts.NOT]} do not hold and {number[verdicts.UNDECIDED]} are undecided."
    )


def ledger(material: Material) -> list[dict[str, Any]]:
    """One record a claim: that of `claims.records`, with section, support and margins in words and its rank."""
    titles = summary.sections(material.data)
    return [
        record | _words(material.found[record["claim_id"]], record, titles[record["section"]])
        for record in material.records
    ]


def _words(one: Assessment, record: dict[str, Any], part: str) -> dict[str, Any]:
    return {
        "part": part,
        "agree": "" if record["support"] is None else articles.percent(record["support"]),
        "words": one.words,
        "miss": articles.miss(one.margins.miss),
        "answers": articles.answers(one),
        "rank": verdicts.VERDICTS.index(one.verdict),
    }

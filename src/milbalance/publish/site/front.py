"""The front page: the question, the answer, the headline chart, the counts and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from milbalance import articles
from milbalance.articles import Assessment, summary
from milbalance.choices import verdicts
from milbalance.publish.site import picture, render
from milbalance.publish.site.material import Material
from milbalance.tables import labels


def pages(material: Material, guides: list[str], *, shipped: bool = True) -> dict[str, str]:
    """The page `index`, which also names every other page; `guides` are the pages of docs/, in order.

    Only the site of the shipped article has notebooks and modules. The
    picture is the first figure.
    """
    counts = summary.verdict_counts(material.data, list(material.found.values()))
    text = render.page(
        "front",
        answer=answer(material),
        about=about(material.data.article),
        picture=picture.of(material, next(iter(material.cards))) if material.cards else None,
        counts=counts,
        rows=ledger(material),
        verdicts=verdicts.VERDICTS,
        guides=guides,
        shipped=shipped,
    )
    return {"index.md": text}


def about(article: Mapping[str, Any]) -> str:
    """What the text is: its own words of article.yml (`about`), else its title, publisher and date."""
    told = f"The text is “{article['title']}” ({article['publisher']}, {labels.when(str(article['published']))})."
    return str(article.get("about") or told)


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

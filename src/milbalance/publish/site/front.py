"""The front page: what was found, the first picture, five statements, all of them as squares and as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from milbalance import articles
from milbalance.articles import summary
from milbalance.charts import texts
from milbalance.choices import verdicts
from milbalance.errors import MilbalanceError
from milbalance.publish.site import picture, render
from milbalance.publish.site.material import Material
from milbalance.tables import labels
from milbalance.tables.documents import ARTICLE

CARDS = 5  # of statements, where article.yml names none


def pages(material: Material, tree: list[str]) -> dict[str, str]:
    """The page `index`, which also names the other pages of the top (`tree`). The picture is the first figure."""
    rows = statements(material)
    text = render.page(
        "front",
        **story(material),
        picture=picture.of(material, next(iter(material.cards))) if material.cards else None,
        groups={verdict: [row for row in rows if row["verdict"] == verdict] for verdict in verdicts.VERDICTS},
        rows=rows,
        who=kind(material.data.article),
        tree=tree,
        parts_of=list(dict.fromkeys(row["part"] for row in rows)),
    )
    return {"index.md": text}


def story(material: Material) -> dict[str, Any]:
    """Headline, standfirst, note and cards, as article.yml has them (`front`), else from title and counts.

    Raises MilbalanceError for a judgement of its `holds` that is no longer true.
    """
    front: Mapping[str, Any] = material.data.article.get("front", {})
    words = texts.of_statements(material.data)
    for judgement in front.get("holds", ()):
        if not words.true(judgement):
            raise MilbalanceError(
                f"{ARTICLE}: the front page says what the numbers do not: {judgement} is not true"
            )
    named = front.get("cards") or [{"claim": name} for name in _first(material)]
    return {
        "headline": words(front["headline"]) if front else headline(material),
        "standfirst": words(front["standfirst"]) if front else f"{about(material.data.article)} {answer(material)}",
        "note": words(front.get("note", "")),
        "cards": [card(material, one["claim"], {key: words(text) for key, text in one.items()}) for one in named],
    }


def _first(material: Material) -> list[str]:
    """The statements of the first figure, then all others in their order; not more than `CARDS`."""
    figure = next(iter(material.cards.values()), {"claims": ()})
    known = [name for name in figure["claims"] if name in material.found]
    return list(dict.fromkeys([*known, *material.found]))[:CARDS]


def headline(material: Material) -> str:
    """The headline of an article that has none of its own: its title and how much of it holds."""
    number, hold = len(material.found), _counts(material)[verdicts.HOLDS]
    return f"“{material.data.article['title']}”: {hold} of {number} {'statements hold' if number > 1 else 'holds'}"


def kind(article: Mapping[str, Any]) -> str:
    """What the text is called: an article, a report, else a text."""
    return str(article.get("kind", "text"))


def about(article: Mapping[str, Any]) -> str:
    """What the text is: its own words of article.yml (`about`), else its title, publisher and date."""
    when = labels.when(str(article["published"]))
    told = f"The {kind(article)} is “{article['title']}” ({article['publisher']}, {when})."
    return str(article.get("about") or told)


def answer(material: Material) -> str:
    """How many statements have each verdict, in one sentence."""
    count = _counts(material)
    return (
        f"Of {len(material.found)} statements, {count[verdicts.HOLDS]} hold, {count[verdicts.DEPENDS]} depend on "
        f"how you calculate, {count[verdicts.NOT]} do not hold and {count[verdicts.UNDECIDED]} cannot be decided."
    )


def _counts(material: Material) -> Counter[str]:
    return Counter(one.verdict for one in material.found.values())


def card(material: Material, claim_id: str, told: Mapping[str, str]) -> dict[str, str]:
    """A statement in short: its words, verdict, both numbers and one sentence; `told` takes the place of each."""
    one = material.found[claim_id]
    found = {"said": one.claim.said, "found": articles.found(one.answer, one.claim.relation)}
    return {
        "claim": claim_id,
        "words": labels.claim(material.data, claim_id),
        "verdict": one.verdict,
        "because": one.sentence,
        **{key: articles.with_unit(number, one.claim.unit) for key, number in found.items()},
        **told,
    }


def statements(material: Material) -> list[dict[str, Any]]:
    """One row a statement for the list: its card, what it states in our words, and its part."""
    titles = summary.sections(material.data)
    return [
        card(material, record["claim_id"], {})
        | {"statement": record["statement"].rstrip("."), "part": titles[record["section"]]}
        for record in material.records
    ]

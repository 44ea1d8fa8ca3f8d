"""An article whose statements are answered, with invented numbers: every verdict, relation and code once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from milbalance.articles import Article
from milbalance.tables.load import Data

TEXT = {
    "title": "Neighbours arm",
    "publisher": "A newspaper",
    "published": "2024-05-01",
    "url": "https://news.example/arms",
    "cites": "SIPRI",
}
THEN, NOW = "sipri-milex-2024", "sipri-milex-2025"


def article(data: Data, text: dict[str, Any] | None = None) -> Article:
    """An article of these tables with the text above; nothing of it is computed."""
    return Article(Path("article"), replace(data, article=TEXT | (text or {})))


NOTHING = ["item", "plain", "plain_low", "plain_high", "code", "told", "edition", "edition_label", "known", "now"]
NOTHING += [
    "now_low",
    "now_high",
    "now_edition_label",
    "now_edition",
    "now_position",
    "miss_per_cent",
    "answers_low",
    "answers_high",
    "stated_lies",
]
COUNTS = ["origins_agree", "origins", "choices_counted", "choices_inside"]


def record(claim_id: str, verdict: str, **more: Any) -> dict[str, Any]:
    """One answer with what all of them have."""
    asked = {"measure": "spending.ratio", "place": "TUR", "other": "GEO", "years": "2020", "relation": "is"}
    stated = {"stated": "4.0", "unit": "times", "low": 3.95, "high": 4.05, "position": "unanswered"}
    words = {
        "words": f"words of {claim_id}",
        "statement": f"The statement {claim_id} has a sentence.",
        "sentence": f"We get the sentence of {claim_id}.",
    }
    found = {"claim_id": claim_id, "verdict": verdict, "kind": verdict, "near": [], "sources": []}
    return found | words | asked | stated | dict.fromkeys(NOTHING) | dict.fromkeys(COUNTS, 0) | more


def number(value: float, **more: Any) -> dict[str, Any]:
    """The plain reading of an answer, exact."""
    then = {"edition": THEN, "known": True, "now": value, "now_edition": THEN, "sources": [THEN, NOW]}
    return {"plain": value, "plain_low": value, "plain_high": value} | then | more


def records() -> list[dict[str, Any]]:
    """Eight answers in the order of a text."""
    near = {"test": "year", "answer": 4.0, "sentence": "Right for another year: in 2019 it is 4.0 times."}
    revised = {"now": 3.5, "now_edition": NOW, "now_position": "outside"}
    return [
        record("fits", "holds", **number(4.0), position="inside", choices_counted=3, choices_inside=3, origins=2)
        | {"origins_agree": 2, "answers_low": 3.96, "answers_high": 4.04, "stated_lies": "between"},
        record("misses", "does not hold", **number(2.0) | revised, position="outside", miss_per_cent=-48.75)
        | {"near": [near], "choices_counted": 2, "answers_low": 2.0, "answers_high": 3.0, "stated_lies": "beyond"},
        record("wavers", "depends", kind="holds, fragile", **number(4.01), position="inside", relation="nearly")
        | {"choices_counted": 4, "choices_inside": 2},
        record("cited", "undecided", code="no-source", told="The text cites the IISS, which is not held."),
        record("spans", "undecided", code="range", **number(3.0) | {"plain_high": 5.0}, position="undecided"),
        record("ranks", "holds", **number(2), relation="rank", stated="2", unit="rank", position="inside")
        | {"choices_counted": 1, "choices_inside": 1, "low": 2, "high": 2},
        record("orders", "holds", relation="set", stated="USA; TUR", unit="places", plain=["USA", "TUR"])
        | {"position": "inside", "low": None, "high": None, "edition": THEN, "sources": [THEN]},
        record("rises", "depends", kind="holds only if", relation="yes", stated="", unit="", plain=False)
        | {"position": "outside", "low": None, "high": None, "code": "proxy", "told": "Members added up."},
    ]


def way(value: float | None, *, plain: bool = False, counted: bool = True, **more: Any) -> dict[str, Any]:
    """One way of counting."""
    levels = {"publisher": more.pop("publisher", "SIPRI"), "years": more.pop("years", "2020")}
    found = {
        "choice": levels,
        "value": value,
        "low": value,
        "high": value,
        "inside": None if value is None else 3.95 <= value <= 4.05,
        "position": "unanswered" if value is None else "inside" if 3.95 <= value <= 4.05 else "outside",
        "counted": counted,
        "plain": plain,
        "weight": 0.25 if counted else 0.0,
        "why": "A fair person could count so.",
        "reason": "no value" if value is None else "",
        "sources": [THEN],
        "origin": "SIPRI",
    }
    return found | more


def choices() -> dict[str, list[dict[str, Any]]]:
    """Ways of counting of five of them: numbers, a range with an open end, lists, yes and no, none."""
    listed = way(None, plain=True) | {"value": ["USA", "TUR"], "position": "inside", "inside": True}
    return {
        "fits": [way(4.0, plain=True), way(3.96, years="2019"), way(4.04, publisher="World Bank")],
        "misses": [
            way(2.0, plain=True),
            way(3.0, years="2019") | {"high": None, "position": "undecided", "inside": None},
            way(2.5, counted=False, years="2018"),
            way(900.0, counted=False, years="2017"),
            way(None, years="2016"),
        ],
        "orders": [listed],
        "rises": [way(0.0, plain=True), way(1.0, years="2019") | {"position": "inside", "inside": True}],
    }

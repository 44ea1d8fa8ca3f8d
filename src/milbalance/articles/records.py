"""The ledger and the choices of a claim as plain objects, for JSON and CSV, and as tables for reading."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from milbalance import choices
from milbalance.articles import numbers
from milbalance.articles.computations import computable
from milbalance.articles.ledger import Assessment, assess
from milbalance.articles.stated import stated
from milbalance.choices import sensitivity
from milbalance.measures.ranges import Span
from milbalance.tables.load import Data


def records(data: Data, claim_ids: list[str] | None = None) -> list[dict[str, Any]]:
    """The ledger as plain objects, one a claim, in the order of claims.csv; numbers are null where there is none.

    Without ids, all that have a computation. `plain` is one number in the unit of `unit`; `plain_low` and
    `plain_high` are its range (`plain_high` is null for a lower bound). `verdict` is one of four words and `kind`
    tells two kinds of "depends" apart. Beside it stand `miss_per_cent` (of what is stated, from the nearest bound),
    `answers_low` and `answers_high` (of the counted answers; null for an open end), `stated_lies` (between them or
    beyond, or null), and how many independent origins agree. `choices_counted` have an answer, `choices_unanswered`
    none. `verdict_flat`, `verdict_by_origin` and `verdict_without` are kinds under other rules (see `sensitivity`).
    Raises MilbalanceError for an id that is no claim.

    >>> claims.records(data, ["days"])[0]["plain"]
    44.0
    """
    for claim_id in claim_ids or []:
        stated(data, claim_id)
    rows = data.claims[data.claims["claim_id"].isin(claim_ids or computable(data))]
    return [record(assess(data, row["claim_id"]), row) for row in rows.to_dict("records")]


def record(found: Assessment, row: dict[Any, Any]) -> dict[str, Any]:
    """One claim as a plain object: its row of claims.csv with what was found (see `records`).

    >>> row = data.claims[data.claims["claim_id"] == "days"].iloc[0].to_dict()
    >>> claims.record(claims.assess(data, "days"), row)["unit"]
    'days'
    """
    claim, plain, support = found.claim, found.answer, found.support
    return {
        "claim_id": claim.claim_id,
        "section": row["section"],
        "statement": claim.statement,
        "relation": claim.relation,
        "stated": _or_null(claim.stated),
        "low": _or_null(claim.low),
        "high": _or_null(claim.high),
        "unit": claim.unit,
        "plain": plain.number if plain else None,
        "plain_low": plain.low if plain else None,
        "plain_high": _or_null(plain.high) if plain else None,
        "plain_reading": _or_null(row["plain"]),
        "verdict": found.verdict,
        "kind": found.kind,
        "verdict_in_words": found.told,
        "committed": _or_null(row["verdict"]),
        **_beside(found),
        "sentence": found.sentence,
        "measured_by": claim.measured_by,
        "as_corrected": claim.as_corrected or None,
        "support": _or_null(support.support),
        "undecided_weight": support.undecided_weight,
        "choices_counted": support.counted,
        "choices_inside": support.inside,
        "choices_undecided": support.undecided,
        "choices_unanswered": support.unanswered,
        "verdict_flat": sensitivity.flat(found.grid, found.position),
        "verdict_by_origin": sensitivity.by_origin(found.grid, found.position),
        "verdict_without": sensitivity.without(found.grid, found.position),
        "sources": list(found.sources),
        "figure": _or_null(row["figure"]),
        "notebook": _or_null(row["notebook"]),
    }


def _beside(found: Assessment) -> dict[str, Any]:
    """What stands beside a verdict; numbers are null where there is none or the end is open."""
    beside = found.margins
    return {
        "miss_per_cent": _or_null(beside.miss),
        "answers_low": _or_null(beside.lowest),
        "answers_high": _or_null(beside.highest),
        "stated_lies": beside.place or None,
        "origins_agree": beside.agree,
        "origins": beside.origins,
    }


def choice_records(found: Assessment) -> list[dict[str, Any]]:
    """The choices of a claim as plain objects: choice (its levels), value, low, high, inside, counted, weight, why.

    `inside` is null where the answer is undecided or there is none; `position` and `reason` then say which.

    >>> [one["value"] for one in claims.choice_records(claims.assess(data, "days"))]
    [44.0, 45.0]
    """
    levels = choices.level_names(found.grid)
    return [
        {
            "choice": {name: row[name] for name in levels if row[name]},
            "value": _or_null(row["value"]),
            "low": _or_null(row["low"]),
            "high": _or_null(row["high"]),
            "inside": {choices.INSIDE: True, choices.OUTSIDE: False}.get(row["position"]),
            "position": row["position"],
            "counted": bool(row["counted"]),
            "plain": bool(row["plain"]),
            "weight": float(row["weight"]),
            "why": row["why"],
            "reason": row["reason"],
            "sources": list(row["sources"]),
            "origin": row["origin"],
        }
        for row in found.grid.to_dict("records")
    ]


def calculation(way: Mapping[str, Any]) -> str:
    """A calculation of `choice_records` in words: its levels from the outermost, those left open skipped.

    >>> calculation({"choice": {"publisher": "SIPRI", "basis": "", "years": "2020"}})
    'SIPRI, 2020'
    """
    return ", ".join(str(text) for text in way["choice"].values() if text) or "as published"


def choice_table(found: Assessment) -> pd.DataFrame:
    """The choices of a claim for reading: the counted ones first, each with its answer in words, and its weight.

    >>> claims.choice_table(claims.assess(data, "days"))["answer"].tolist()
    ['44', '45']
    """
    grid = found.grid.sort_values("counted", ascending=False, kind="stable")
    records: list[Any] = grid.to_dict("records")
    spans = [None if math.isnan(row["low"]) else Span(row["low"], row["high"]) for row in records]
    weighs = grid["counted"].map({True: "counted", False: "shown"})
    plain = grid["counted"].map({True: "plain", False: "plain, shown"})
    return grid[choices.level_names(grid)].assign(
        answer=[numbers.found(span, found.claim.relation) for span in spans],
        position=grid["position"],
        role=weighs.mask(grid["plain"], plain),
        weight=[f"{100 * value:.1f}%" if value else "" for value in grid["weight"]],
    )


def _or_null(value: Any) -> Any:
    """JSON has neither NaN nor infinity."""
    missing = pd.isna(value) or (isinstance(value, float) and math.isinf(value))
    return None if missing else value

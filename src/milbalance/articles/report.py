"""The answers to a text as plain objects: what is stated, what the files give then and now, what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from milbalance import choices
from milbalance.articles import ledger, records
from milbalance.articles.computations import computable, computation, raw
from milbalance.articles.ledger import Assessment
from milbalance.articles.near_misses import near
from milbalance.choices import by_day, verdicts
from milbalance.choices.bounds import YES_OR_NO
from milbalance.errors import MissingError, NoRowsError
from milbalance.measures.ranges import Span, exactly
from milbalance.tables import cache
from milbalance.tables.load import Data

WORST = (verdicts.NOT, verdicts.DEPENDS, verdicts.UNDECIDED, verdicts.HOLDS)  # the order in which answers are told
ASKED = ("words", "statement", "measure", "place", "other", "years", "item", "relation")


def report(data: Data) -> list[dict[str, Any]]:
    """One object a statement, in the order of the text.

    `plain` is a number in the unit that is stated, a list of places, true or false, or null. `code` says what
    is missing: no-file, no-edition, no-value, no-source, no-measure, proxy or range, and `told` the same in a
    line. `edition` is the source of the plain reading, `known` whether it was out on the day of the text; `now`
    is the same reading in the newest edition that has a value, from `now_low` to `now_high`. `near` lists what
    the stated number would be right for. The rest is as in `records`.

    >>> from dataclasses import replace
    >>> few = replace(data, claims=data.claims[data.claims["claim_id"] == "peacekeepers"])
    >>> report(few)[0]["edition"], report(few)[0]["code"]
    (None, None)
    """
    rows = data.claims.set_index("claim_id").to_dict("index")
    return [_one(data, ledger.assess(data, claim_id), rows[claim_id]) for claim_id in computable(data)]


def _one(data: Data, found: Assessment, row: dict[Any, Any]) -> dict[str, Any]:
    claim, written = found.claim, data.choices[found.claim.claim_id]
    rule = written.get("rule", {})
    full = records.record(found, {**row, "claim_id": claim.claim_id})
    source = found.answer is not None and computation(data, claim.claim_id).plain.get("source")
    labels = data.sources.set_index("source_id")["label"]
    now = _now(data, found, str(source or ""))
    return {
        "claim_id": claim.claim_id,
        **{name: row.get(name) if isinstance(row.get(name), str) else "" for name in ASKED},
        **({} if row.get("measure") else _asked(computation(data, claim.claim_id).plain)),
        "measure": row.get("measure") or written["measure"],
        "stated": claim.printed or full["stated"],
        "unit": claim.unit,
        "plain": None if found.answer is None else _value(data, found, found.answer),
        **{name: full[name] for name in ("plain_low", "plain_high", "low", "high")},
        "position": found.position,
        "verdict": found.verdict,
        "kind": found.kind,
        "code": found.code or None,
        "told": found.because or None,
        "edition": source or None,
        "edition_label": str(labels[source]) if source else None,
        "known": None if not source else rule["known"] if "known" in rule else _known(data, str(source)),
        **now,
        "now_edition_label": str(labels[now["now_edition"]]) if now["now_edition"] else None,
        **{name: full[name] for name in ("miss_per_cent", "answers_low", "answers_high", "stated_lies")},
        **{name: full[name] for name in ("origins_agree", "origins", "choices_counted", "choices_inside")},
        "near": near(data, found),
        "sentence": found.sentence,
        "sources": list(found.sources),
    }


def _known(data: Data, source: str) -> bool | None:
    """Whether a source was out on the day of the text; None where it does not say when it came out."""
    day = _days(data)[source]
    return None if day is None else day <= by_day.last_day(data.article["published"])


@cache.per_data
def _days(data: Data) -> dict[str, date | None]:
    """From when each source was known."""
    columns = (data.sources[name].astype(str).tolist() for name in ("source_id", "family", "version", "released"))
    return {source: by_day.known_from(*about) for source, *about in zip(*columns, strict=True)}


def _asked(plain: Mapping[str, Any]) -> dict[str, str]:
    """Places and years of a statement that choices.yml says how to compute, as a row with a measure has them."""
    years = plain.get("years", plain.get("year", ""))
    span = "-".join(dict.fromkeys(map(str, years))) if isinstance(years, tuple) else str(years)
    return {name: str(plain.get(name, "")) for name in ("place", "other")} | {"years": span}


def _value(data: Data, found: Assessment, answer: Span, **how: Any) -> Any:
    """The plain reading, or the same with another source, as JSON has it."""
    if found.claim.relation == "set":
        return list(raw(data, found.claim.claim_id, **how))
    return bool(answer.low) if found.claim.relation in YES_OR_NO else answer.number


def _now(data: Data, found: Assessment, source: str) -> dict[str, Any]:
    """The plain reading in the newest edition of its publisher that has a value, with that edition."""
    if found.answer is None:
        names = ("now", "now_low", "now_high", "now_edition")
        return {**dict.fromkeys(names), "now_position": choices.UNANSWERED}
    asked = computation(data, found.claim.claim_id)
    for newer in _newest_first(data, source):
        try:
            answer = exactly(asked.function(data, source=newer))
        except (MissingError, NoRowsError):
            continue
        return _found(_value(data, found, answer, source=newer), answer, newer, found.claim.position(answer))
    return _found(_value(data, found, found.answer), found.answer, source or None, found.position)


def _found(value: Any, answer: Span, edition: str | None, position: str) -> dict[str, Any]:
    """What the newest edition gives; an open end is null."""
    high = None if math.isinf(answer.high) else answer.high
    ends = {"now_low": answer.low, "now_high": high}
    return {"now": value, **ends, "now_edition": edition, "now_position": position}


@cache.per_data
def _newest_first(data: Data, source: str) -> list[str]:
    """The sources of the family of a source, the newest first."""
    families = data.sources.dropna(subset="family").set_index("source_id")["family"]
    if source not in families:
        return []
    days: dict[str, Any] = {name: _days(data)[name] for name in families[families == families[source]].index}
    return sorted(days, key=lambda name: (days[name] is not None, days[name] or 0, name), reverse=True)

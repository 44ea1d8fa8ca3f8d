"""Before "does not hold" is said: is the number right cut off, rounded twice, or right for a neighbour?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from milbalance import choices
from milbalance.articles import numbers
from milbalance.articles.computations import computation
from milbalance.articles.ledger import Assessment
from milbalance.articles.units import answer_in, standard, unit
from milbalance.choices.bounds import YES_OR_NO
from milbalance.errors import MilbalanceError
from milbalance.measures.ranges import exactly
from milbalance.measures.vocabulary import MEASURES
from milbalance.measures.vocabulary.entries import Entry, entries
from milbalance.tables.load import Data

WHOLE = "World"
_TURNED = {
    "current_usd": ("constant_usd", "in constant dollars"),
    "constant_usd": ("current_usd", "in current dollars"),
}


def near(data: Data, found: Assessment) -> list[dict[str, Any]]:
    """What the number that is stated would be right for, where the answer lies outside: test, answer, sentence.

    Empty for one that lies inside, for a yes or a no, and for a claim that names no measure of the vocabulary.

    >>> near(data, claims.assess(data, "days"))
    []
    """
    claim, written = found.claim, data.choices[found.claim.claim_id]
    entry = entries().get(written["measure"])
    if entry is None or "rule" not in written or found.position != choices.OUTSIDE or claim.relation in YES_OR_NO:
        return []
    told = list(_printed(found))
    # Half of all numbers lie above any other, and many are zero: there a neighbour that fits says nothing.
    if not math.isfinite(claim.low) or not math.isfinite(claim.high) or claim.stated == 0:
        return told
    for test, words, measure, asked in _neighbours(entry, computation(data, claim.claim_id).plain):
        try:
            rule = {"unit": unit(measure.unit, standard(measure.unit, claim.unit))}
            answer = exactly(answer_in(rule, MEASURES[measure.name](data, **asked))).number
        except (MilbalanceError, TypeError, KeyError):
            continue
        if claim.covers(answer):
            given = numbers.with_unit(numbers.number(answer), claim.unit)
            told.append({"test": test, "answer": answer, "sentence": f"It is right {words}: {given}."})
    return told


def _printed(found: Assessment) -> Iterator[dict[str, Any]]:
    """Cut off where it should be rounded; rounded twice."""
    claim, answer = found.claim, found.answer
    if answer is None or not answer.exact or not claim.printed or claim.relation != "is":
        return
    step, value = claim.high - claim.low, answer.number
    given = numbers.with_unit(f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:,.6g}", claim.unit)
    if math.isclose(math.trunc(value / step + 1e-9) * step, claim.stated, rel_tol=1e-9):
        yield {"test": "cut off", "answer": value, "sentence": f"It is cut off, not rounded: {given}."}
    once = round(value / step * 10) / 10
    if math.isclose(math.floor(once + 0.5) * step, claim.stated, rel_tol=1e-9):
        yield {"test": "rounded twice", "answer": value, "sentence": f"It is rounded twice: {given}."}


def _neighbours(entry: Entry, plain: Mapping[str, Any]) -> Iterator[tuple[str, str, Entry, dict[str, Any]]]:
    """The same in another year, in the other prices, with the sides turned, and by the measures that are near."""
    years = plain.get("years")
    if isinstance(years, tuple):
        for shift, words in ((-1, "for the year before"), (1, "for the year after")):
            spans = {name: plain[name] for name in ("years", "base") if name in plain}
            moved = {name: (first + shift, last + shift) for name, (first, last) in spans.items()}
            yield "neighbour year", words, entry, {**plain, **moved}
    if (basis := _TURNED.get(plain.get("basis", ""))) is not None:
        yield "neighbour prices", basis[1], entry, {**plain, "basis": basis[0]}
    if {"place", "other"} <= plain.keys() and WHOLE not in (plain["place"], plain["other"]):
        turned = {"place": plain["other"], "other": plain["place"]}
        yield "sides turned", "with the sides turned", entry, {**plain, **turned}
    for name in entry.near:
        measure = entries()[name]
        given = _fitted(measure, plain)
        yield "neighbour measure", f"for another measure ({measure.means.rstrip('.')})", measure, given


def _fitted(measure: Entry, plain: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a statement as another measure takes them."""
    first, last = plain["years"]
    length = last - first + 1
    years: dict[str, dict[str, Any]] = {
        "one year": {"years": (last, last)},
        "two years": {"years": (first, last) if first < last else (last - 1, last)},
        "two windows": {"years": (first, last), "base": plain.get("base", (first - length, last - length))},
    }
    own = {name: plain[name] for name in ("place", "other", "source", "item", "n") if name in plain}
    if measure.other == "none":
        own.pop("other", None)
    elif "group" in measure.other and not measure.other.startswith("optional"):
        own.setdefault("other", WHOLE)
    return {**measure.plain, **own, **years.get(measure.years, {"years": (first, last)})}

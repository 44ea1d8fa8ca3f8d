"""Before "does not hold" is said: is the number right cut off, rounded twice, or right for a neighbour?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from milbalance import choices
from milbalance.articles import numbers, plain_reading
from milbalance.articles.computations import computation
from milbalance.articles.ledger import Assessment
from milbalance.articles.stated import Stated
from milbalance.articles.units import RANK, answer_in, noun, standard, unit
from milbalance.choices import by_day
from milbalance.choices.bounds import YES_OR_NO, as_printed
from milbalance.errors import MilbalanceError
from milbalance.measures import groups
from milbalance.measures.ranges import Span, exactly
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

    Only the first that there is, as one reason is enough. A remark must be true, and must tell how such a number
    comes about: see `slips` for what was done to our own answer, and `explains` for the answer to another question.
    Empty for one that lies inside, for a yes or a no, and for a claim that names no measure of the vocabulary.

    >>> near(data, claims.assess(data, "days"))
    []
    """
    claim, written = found.claim, data.choices[found.claim.claim_id]
    entry = entries().get(written["measure"])
    if entry is None or "rule" not in written or found.position != choices.OUTSIDE or claim.relation in YES_OR_NO:
        return []
    step = _step(claim, entry.unit)
    ours = found.answer.number if found.answer and found.answer.exact else math.nan
    given = numbers.with_unit(f"{ours:,.0f}" if abs(ours) >= 1e5 else f"{ours:,.6g}", claim.unit)
    told = [
        {"test": slip, "answer": ours, "sentence": f"It is {_SLIPS[slip]}: {given}."}
        for slip in slips(claim, ours, step)
    ]
    if told:  # one reason is enough
        return told
    plain = computation(data, claim.claim_id).plain
    for test, words, measure, asked in (*_edition_before(data, entry, plain), *_neighbours(entry, plain)):
        try:
            rule = {"unit": unit(measure.unit, standard(measure.unit, claim.unit))}
            answer = exactly(answer_in(rule, MEASURES[measure.name](data, **asked)))
        except (MilbalanceError, TypeError, KeyError):
            continue
        if found.answer and explains(claim, found.answer.number, answer, step):
            given = numbers.with_unit(numbers.number(answer.number), claim.unit)
            return [{"test": test, "answer": answer.number, "sentence": f"It is right {words}: {given}."}]
    return []


_SLIPS = {"cut off": "cut off, not rounded", "rounded twice": "rounded twice"}


def _step(claim: Stated, own: str) -> float:
    """One of the last printed digit of what is stated; NaN for what is said in words, and between two numbers."""
    try:
        return as_printed(claim.printed, claim.unit, partial(noun, own, claim.unit)).step
    except MilbalanceError:
        return math.nan


def slips(claim: Stated, answer: float, step: float) -> list[str]:
    """How the number that is stated may have been made of our own answer: "cut off", "rounded twice", or neither.

    `step` is one of its last printed digit. Only a number in digits can be so made, and none that is right when it
    is rounded: 200 of 238 is rounded to hundreds. Rounded twice is what was rounded to one digit more before, as a
    source prints it. A number of a single digit is not: who has 1.5 before them does not print 2.

    >>> claim = claims.Stated("mine", "It spent 7.7 billion", "is", 7.7, 7.65, 7.75, "billion US dollars")
    >>> slips(claim, 7.79, 0.1), slips(claim, 7.69, 0.1)
    (['cut off'], [])
    """
    in_digits = claim.relation == "is" and bool(claim.stated) and step > 0
    if not in_digits or math.isnan(answer) or _prints_as(answer, claim.stated, step):
        return []
    size, stated = answer / step * math.copysign(1, claim.stated), abs(claim.stated) / step
    made = {"cut off": math.floor(size + _TINY)}
    if stated > _DIGIT - _TINY:
        once = math.floor(10 * size + 0.5) / 10
        made["rounded twice"] = math.floor(once + 0.5)
    return [slip for slip, one in made.items() if math.isclose(one, stated, rel_tol=_TINY)]


def explains(claim: Stated, ours: float, other: Span, step: float) -> bool:
    """Whether the answer to another question shows what is stated to be that answer.

    All of it must be in the words, print as what is stated (where that is in digits: "about 25" allows too much for
    a 23 to say anything), and be nearer to what is stated than to our own answer: else it is one of the many
    numbers about our own, and no reason. Half of all numbers lie above any other, and many are zero: there a
    neighbour that fits says nothing, nor where two numbers are stated.

    >>> claim = claims.Stated("mine", "Twice as many", "is", 2, 1.5, 2.5, "times")
    >>> explains(claim, 1.48, Span(1.57, 1.57), 1), explains(claim, 1.48, Span(1.9, 1.9), 1)
    (False, True)
    """
    if not (math.isfinite(claim.low) and math.isfinite(claim.high) and claim.stated):
        return False
    prints = math.isnan(step) or all(_prints_as(end, claim.stated, step) for end in (other.low, other.high))
    nearer = abs(other.number - claim.stated) < abs(other.number - ours)
    return prints and nearer and claim.side(other) == "inside"


_TINY = 1e-9
_DIGIT = 10  # a number of two digits or more is at least so many of its last


def _prints_as(value: float, stated: float, step: float) -> bool:
    return abs(value - stated) <= step / 2 * (1 + _TINY)


def _edition_before(
    data: Data, entry: Entry, plain: Mapping[str, Any]
) -> Iterator[tuple[str, str, Entry, dict[str, Any]]]:
    """The same by the edition of the publisher before the plain one, where that prints each total that is in it."""
    if entry.reads not in by_day.TABLES or "source" not in plain:
        return
    held = by_day.of(data, entry.reads, plain_reading.places_of(entry, plain), entry.whole)
    main = next((one for one in held if one.source == plain["source"]), None)
    older = (one for one in held if main and main.known and one.known and one.known < main.known)
    before = next((one for one in older if main and one.publisher == main.publisher and not one.republishes), None)
    if before is None:
        return
    if entry.reads == "spending" and "years" in plain:
        every = range(plain["years"][0], plain["years"][1] + 1)
        about = (before.source, str(plain.get("basis", "")), every)
        regions = [one for one in plain_reading.totals(data, entry, plain) if not groups.is_alliance(data, one)]
        if not all(groups.printed(data, one, *about) for one in regions):
            return
    yield "edition before", f"by {before.label}", entry, {**plain, "source": before.source}


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
        if measure.unit == entry.unit == RANK:  # ranks are few, and alike by chance
            continue
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

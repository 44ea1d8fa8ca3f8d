"""Numbers and units in the words that readers meet."""

from __future__ import annotations

import math
import re
from typing import Any

import pandas as pd

from milbalance.choices.bounds import SCALES
from milbalance.measures.ranges import Span

_FEW = 5  # significant digits of a bound that is shown in full
DIGITS, MOST = 3, 8  # significant digits of a number for readers, where nothing else asks for more
WORDS = {  # answers that are no number, by what is stated: 0 and 1 in words
    "exists": ("none found", "yes"),
    "yes": ("no", "yes"),
    "no": ("no", "yes"),
    "set": ("another order", "the same order"),
}


def finite(value: Any) -> float | None:
    """A number as it is; none for all else, also for yes and no, infinity and what is not a number.

    >>> finite(44), finite(True), finite(float("nan"))
    (44.0, None, None)
    """
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number else None


def number(value: float, digits: int = DIGITS) -> str:
    """A number with three significant digits or more, and whole from 1,000 on, with a minus sign and not a hyphen.

    >>> claims.number(1234), claims.number(-0.12345), claims.number(3561.67, 5)
    ('1,234', '−0.123', '3,561.7')
    """
    whole = len(f"{abs(value):.0f}")
    text = f"{value:,.{max(0, digits - whole)}f}" if abs(value) >= 1000 else f"{value:.{digits}g}"
    return text.replace("-", "−")


def bound(value: float, digits: int = DIGITS) -> str:
    """An end of what words allow: with all its digits where it has no more than five, so that half a unit is seen.

    >>> bound(794.5), bound(3560.5), bound(1 / 7.5)
    ('794.5', '3,560.5', '0.133')
    """
    whole = (n for n in range(digits, _FEW + 1) if math.isclose(float(f"{value:.{n}g}"), value, rel_tol=1e-9))
    return number(value, next(whole, digits))


def allowed(low: float, high: float, relation: str, unit: str, digits: int = DIGITS, *, whole: bool = False) -> str:
    """The numbers from one to another in words; of an open end (NaN) what `relation` says, such as "more than 6".

    Of what is `whole`, such as members, the whole numbers alone, and nothing below zero of what only grows.

    >>> allowed(4.5, 5, "nearly", "times"), allowed(3.5, 6.5, "between", "rank", whole=True)
    ('4.5 to 5', '4 to 6')
    """
    if whole:
        low, high = whole_ends(low, high, after=relation == "just over")
    least, most = bound(low, digits), bound(high, digits)
    if pd.isna(high):
        return f"{'at least' if relation == 'at least' else 'more than'} {least}"
    if pd.isna(low):
        return f"{'less than' if relation == 'under' else 'at most'} {most}"
    if low == high:
        return least
    if low == -high and not unit.startswith(_SIGNED):
        return f"up to {most}"
    return f"{least} to {most}" if least != most else f"{low:g} to {high:g}"


_SIGNED = ("per cent", "percentage points")  # units of what may fall


def whole_ends(low: float, high: float, *, after: bool = False, before: bool = False) -> tuple[float, float]:
    """The lowest and the highest whole number from one to another; both as given if none lies in.

    The lowest lies `after` the one, the highest `before` the other, where words leave it out. An open end is NaN.

    >>> whole_ends(3.5, 6.5), whole_ends(6, 6.6, after=True), whole_ends(1, 6, before=True)
    ((4, 6), (6, 6.6), (1, 5))
    """
    first = low if math.isnan(low) else math.floor(low) + 1 if after else math.ceil(low)
    last = high if math.isnan(high) else math.ceil(high) - 1 if before else math.floor(high)
    return (low, high) if first > last else (first, last)


def digits_for(*values: float) -> int:
    """With how many digits, of three at least, numbers that differ look different.

    >>> digits_for(3561.67, 3561.5), digits_for(1.0, 2.0)
    (5, 3)
    """
    there = {value for value in values if math.isfinite(value)}
    return next((n for n in range(DIGITS, MOST) if len({number(one, n) for one in there}) == len(there)), MOST)


def found(answer: Span | None, relation: str, digits: int = DIGITS) -> str:
    """What was computed, in words: a number, a range, "at least" a number, or whether something was found.

    >>> claims.found(Span(2, 3.456), "is"), claims.found(Span(2, math.inf), "over")
    ('2 to 3.46', 'at least 2')
    """
    if answer is None:
        return "no number"
    if relation in WORDS:
        return WORDS[relation][bool(answer.low)]
    if math.isinf(answer.high):
        return f"at least {number(answer.low, digits)}"
    low, high = number(answer.low, digits), number(answer.high, digits)
    if answer.exact:
        return low
    return f"up to {high}" if answer.low == 0 else f"{low} to {high}"


def ends(span: Span | None, relation: str) -> str:
    """The lowest and the highest of several answers, in words: "2.62 to 5.46", "no and yes", "2.8 or more".

    >>> ends(Span(2, 3.456), "is"), ends(Span(0, 1), "exists")
    ('2 to 3.46', 'no and yes')
    """
    if span is None:
        return "no number"
    if relation in WORDS:
        return "no and yes" if span.low < span.high else found(span, relation)
    if math.isinf(span.high):
        return f"{number(span.low)} or more"
    return number(span.low) if span.exact else f"{number(span.low)} to {number(span.high)}"


def miss(share: float) -> str:
    """How far a number lies from the nearest bound, in per cent with its sign; "–" where nothing can be said.

    >>> claims.miss(-12.3), claims.miss(0)
    ('−12%', '0%')
    """
    if math.isnan(share):
        return "–"
    digits = f"{share:+,.0f}" if abs(share) >= 1 else f"{share:+.1g}"
    return f"{digits}%".replace("-", "−") if share else "0%"


def apart(gap: float, text: str) -> str:
    """How far an answer lies above (below: with a minus) what the words allow, in its unit; of ranks in places.

    >>> apart(1, "rank"), apart(-3, "rank"), apart(-1, "states")
    ('one place lower', '3 places higher', '−1 state')
    """
    if text == "rank":
        places = "one place" if abs(gap) == 1 else f"{number(abs(gap))} places"
        return f"{places} {'lower' if gap > 0 else 'higher'}"
    return with_unit("+" * (gap > 0) + number(gap), text)


def unit(text: str) -> str:
    """A unit as readers see it: a yes or a no has none.

    >>> claims.unit("persons"), claims.unit("yes or no")
    ('persons', '')
    """
    return "" if text.startswith("yes") else text


def with_unit(words: str, text: str) -> str:
    """A number in words with its unit in words: "3.53 times", "1 state", "27 billion US dollars", "yes".

    >>> claims.with_unit("3.53", "ratio"), claims.with_unit("nearly 1", "percentage points of GDP")
    ('3.53 times', 'nearly 1 percentage point of GDP')
    """
    if words == "no number" or any(words in told for told in WORDS.values()):
        return words
    if text == "rank":
        return f"rank {words}"
    after = {"ratio": "times", "factor": "times", "share": "", "persons": "people"}.get(text, unit(text))
    return f"{words} {_single(after) if _ONE.search(words) else after}".strip()


_ONE = re.compile(r"(?<!to )(?<![\d.,])1$|^(one|an?)$", re.IGNORECASE)  # no 11, and no "0.5 to 1"
# What is known to be one of several; any other word stays as it is, such as series, buses or times.
_REGULAR = (
    *("state", "nation", "government", "member", "place", "supplier", "recipient", "importer", "exporter"),
    *("buyer", "seller", "customer", "spender", "person", "soldier", "inhabitant", "citizen", "resident"),
    *("day", "week", "month", "year", "dollar", "point", "item", "incident", "monument", "record", "site"),
    *("mile", "kilometre", "metre", "tonne", "tank", "gun", "missile", "ship", "submarine", "helicopter", "drone"),
)
_ONE_OF = {f"{one}s": one for one in _REGULAR} | {"people": "person"}
_ONE_OF |= {"countries": "country", "economies": "economy", "allies": "ally", "families": "family"}
_SEVERAL = re.compile(rf"\b({'|'.join(_ONE_OF)})(?=$| of | an? | per | \()")


def _single(text: str) -> str:
    """A unit of one: a state, a US dollar a month; of "1 million persons" there are several."""
    if text.startswith((*SCALES, "per ")) or " and " in text:
        return text
    return _SEVERAL.sub(lambda found: _ONE_OF[found[1]], text, count=1)


def wording(value: float, relation: str, unit: str = "") -> str:
    """A stated number with the word that bounds it, such as "nearly 5" or "over 6"; of a fall that of its size.

    >>> claims.wording(5, "nearly"), claims.wording(math.nan, "over"), claims.wording(-25, "over", "per cent")
    ('nearly 5', 'above 0', 'a fall by over 25')
    """
    if relation in WORDS:
        return "no" if relation == "no" else "yes"
    if pd.isna(value):
        return "above 0" if relation == "over" else "a range"
    before = {"half": "about ", "is": "", "rank": ""}.get(relation, f"{relation} ")
    return FALL + before + number(-value) if value < 0 and falls(relation, unit) else before + number(value)


FALL = "a fall by "


def falls(relation: str, unit: str) -> bool:
    """Whether a number below zero is said as a fall by its size: over −25 per cent is a fall by over 25.

    >>> falls("over", "per cent"), falls("is", "per cent"), falls("over", "billion US dollars")
    (True, False, False)
    """
    return relation not in ("is", "between", "rank", "half", *WORDS) and unit.startswith(_SIGNED)

"""The numbers that a wording covers, by one rule from how it is meant, the number as it is printed, and the unit.

The rule looks at the wording alone, and is the same for every statement and both sides: docs/4_add_a_claim.md has
it as a table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from milbalance.errors import MilbalanceError

RELATIONS = ("is", "about", "nearly", "over", "under", "at least", "at most", "half", "exists")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: value for value, word in enumerate(_WORDS)} | {"a": 1, "an": 1}
_MULTIPLES = {"double": 2, "twice": 2, "triple": 3, "quadruple": 4}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_ORDERS = {
    "hundreds": 1e2,
    "thousands": 1e3,
    "tens of thousands": 1e4,
    "hundreds of thousands": 1e5,
    "millions": 1e6,
}
_DAYS = {"day": 1, "week": 7, "year": 365}
_WHOLE = ("ratio", "factor", "times")  # units in which a whole number is one of times: ten is not some ten
_FORM = re.compile(
    r"\$?(?P<number>-?\d[\d,]*(\.\d+)?|[a-z]+)( (?P<scale>thousand|million|billion|trillion))?"
    r"( ?(?P<noun>%|[a-z]+( [a-z]+)*))?"
)


@dataclass(frozen=True)
class Printed:
    """A number as it is printed: its value in the unit of the claim, and every number that prints so.

    >>> printed("91,000", "persons").high
    91500.0
    """

    value: float
    low: float
    high: float


def bounds(relation: str, text: str, unit: str) -> tuple[float, float]:
    """The lowest and the highest number that a wording covers, in `unit`; NaN where it is open.

    `text` is the number as it is printed, such as "$3.7 billion", "five times", "tens of thousands" or "an eighth",
    two of them with a stroke between them for a quotient, or empty where none is stated. Raises MilbalanceError for
    what the rule cannot read.

    >>> bounds("nearly", "five times", "ratio"), bounds("is", "$700 million", "billion US dollars")
    ((4.5, 5.0), (0.65, 0.75))
    """
    if relation not in RELATIONS:
        raise MilbalanceError(f"no relation {relation!r}; there are: {', '.join(RELATIONS)}")
    if relation == "exists":
        return 1.0, math.nan
    if relation == "half":
        half = _whole(text, unit) / 2
        return 0.9 * half, 1.1 * half
    if not text:
        if relation != "over":
            raise MilbalanceError(f"no number for {relation!r}; only `over` has a bound of its own, zero")
        return 0.0, math.nan
    return _COVERS[relation](printed(text, unit))


_COVERS: dict[str, Callable[[Printed], tuple[float, float]]] = {
    "is": lambda found: (found.low, found.high),
    "about": lambda found: (0.9 * found.value, 1.1 * found.value),
    "nearly": lambda found: (0.9 * found.value, found.value),
    "over": lambda found: (found.value, math.nan),
    "under": lambda found: (math.nan, found.value),
    "at least": lambda found: (found.value, math.nan),
    "at most": lambda found: (math.nan, found.value),
}


def printed(text: str, unit: str) -> Printed:
    """A number as it is printed, in a unit; MilbalanceError for what is none.

    >>> printed("tens of thousands", "persons")
    Printed(value=20000.0, low=20000.0, high=99999.0)
    """
    words = text.strip().lower()
    if " / " in words:
        a, b = (_plain(part, "") for part in words.split(" / ", 1))
        return Printed(a.value / b.value, a.low / b.high, a.high / b.low)
    if words in _ORDERS:
        return Printed(2 * _ORDERS[words], 2 * _ORDERS[words], 10 * _ORDERS[words] - 1)
    if (part := _PARTS.get(words.removeprefix("a ").removeprefix("an ").removeprefix("one "))) is not None:
        return Printed(1 / part, 1 / (part + 0.5), 1 / (part - 0.5))
    return _plain(words, unit)


def _plain(text: str, unit: str) -> Printed:
    """One number with its scale: half a unit of its last digit that is not zero to either side of it."""
    found = _FORM.fullmatch(text)
    value = _value(found["number"]) if found else None
    if found is None or value is None:
        raise MilbalanceError(f"no number in {text!r}; wanted one such as $3.7 billion, five times or two weeks")
    whole = unit in _WHOLE and value == int(value)
    step = 1.0 if whole else _last_digit(found["number"], value)
    scale = _SCALES.get(found["scale"] or "", 1.0) / _SCALES.get(unit.split(" ", maxsplit=1)[0], 1.0)
    if unit == "days":
        scale *= _DAYS.get((found["noun"] or "").removesuffix("s"), 1)
    return Printed(value * scale, (value - step / 2) * scale, (value + step / 2) * scale)


def _value(word: str) -> float | None:
    if word[-1].isdigit():
        return float(word.replace(",", ""))
    return _MULTIPLES.get(word, _NUMBERS.get(word.removesuffix("fold")))


def _last_digit(word: str, value: float) -> float:
    """The place of the last digit of a number that is not zero: 0.1 of 3.7, 1000 of 91,000."""
    digits = word.replace(",", "") if word[-1].isdigit() else str(int(value))
    whole, _, decimals = digits.lstrip("-").partition(".")
    if decimals.strip("0"):
        return float(f"1e-{len(decimals.rstrip('0'))}")
    return float(10 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("0") else 1.0


def _whole(text: str, unit: str) -> float:
    """What a half is a half of: the number that follows, a hundred per cent, or one."""
    rest = text.strip().lower().removeprefix("half").strip()
    if rest:
        return _plain(rest, unit).value
    return 100.0 if unit.startswith("per cent") else 1.0

"""The numbers that a wording covers, from how it is meant, the number as it is printed, and the unit.

Two rules look at the wording alone, and are the same for every statement and both sides. `bounds` is the rule by
which the bounds of the first article were registered; `covered` is the rule for any other text, which keeps every
digit that is printed. docs/4_add_a_claim.md has the first as a table,
docs/9_check_your_own_text.md the second.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from milbalance.errors import MilbalanceError

RELATIONS = ("is", "about", "nearly", "over", "under", "at least", "at most", "half", "exists")
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: value for value, word in enumerate(_WORDS)} | {"a": 1, "an": 1}
_MULTIPLES = {"twice": 2, "thrice": 3, "treble": 3, "trebled": 3}
_MULTIPLES |= {f"{word}{d}": n for n, word in enumerate(("double", "triple", "quadruple"), 2) for d in ("", "d")}
_HALVED = "halved"  # a fall, to half of what there was
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT = {  # as in "$25bn"
    **{"k": "thousand", "m": "million", "mn": "million", "mln": "million"},
    **{"b": "billion", "bn": "billion", "bln": "billion", "tn": "trillion"},
}
_MANY = SCALES | {short: SCALES[scale] for short, scale in SHORT.items()} | {"dozen": 12.0, "hundred": 1e2}
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
    r"(?P<money>(us ?)?\$|usd)? ?(?P<number>-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[a-z]+)"
    rf"( ?(?P<scale>{'|'.join(_MANY)})\b)?"
    r"( ?(?P<noun>[a-z$%×][a-z.]*\$?( [a-z]+)*))?"
)
_SEVERAL = re.compile(rf"({'|'.join(_NUMBERS)})[ -]({'|'.join(_PARTS)})s?")  # a third, two thirds
_COUNTED = {name: value for value, word in enumerate(_WORDS) for name in (word, str(value))}
_COUNTED |= {"twenty": 20, "20": 20}
_IN = re.compile(rf"({'|'.join(_COUNTED)}) (?:in|out of) ({'|'.join(_COUNTED)})")  # one in ten, two out of 3
_OF_MANY = re.compile(rf"(?P<part>.+?)( of)? a (?P<scale>{'|'.join(SCALES)})")  # half a million
# Words that make another number of what stands before them: "two and a half" is no two.
_NO_NOUN = frozenset({"and", "half", "halves", "dozens", *_ORDERS, *_MULTIPLES, *_NUMBERS, *_MANY, *_PARTS})
_NO_NOUN |= {f"{part}s" for part in _PARTS}


@dataclass(frozen=True)
class Printed:
    """A number as it is printed: its value in the unit of the claim, and every number that prints so.

    `step` is one of its last printed digit, zeros at the end of a sum left out; NaN for what is said in words, and
    where `printed` made it. `mark` says that it is said as a part or a multiple, such as half, one in ten or
    double, which what is nearly so does not pass.

    >>> printed("91,000", "persons").high
    91500.0
    """

    value: float
    low: float
    high: float
    step: float = field(default=math.nan, compare=False, repr=False)
    mark: bool = field(default=False, compare=False, repr=False)


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
    scale = _MANY.get(found["scale"] or "", 1.0) / _MANY.get(unit.split(" ", maxsplit=1)[0], 1.0)
    if unit == "days":
        scale *= _DAYS.get((found["noun"] or "").removesuffix("s"), 1)
    return Printed(value * scale, (value - step / 2) * scale, (value + step / 2) * scale)


ANY = (*RELATIONS, "just over", "between", "rank", "set", "yes", "no")  # what `covered` knows
# Relations in other words, and the one that each is.
MEANT = {
    **dict.fromkeys(("more than", "above", "greater than", "exceeding"), "over"),
    **dict.fromkeys(("less than", "fewer than", "below"), "under"),
    "almost": "nearly",
    **dict.fromkeys(("roughly", "approximately", "around", "close to", "some", "circa"), "about"),
    **dict.fromkeys(("just above", "slightly over", "slightly more than", "a little over"), "just over"),
    **dict.fromkeys(("no less than", "not less than", "no fewer than"), "at least"),
    **dict.fromkeys(("no more than", "not more than", "up to"), "at most"),
    "exactly": "is",
}
YES_OR_NO = ("exists", "yes", "no", "set")  # answered by 1 or 0, not by a number
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NO_NUMBER = {"exists": (1.0, math.nan), "yes": (1.0, 1.0), "set": (1.0, 1.0), "no": (0.0, 0.0)}
_ROUND = ("dollars", "persons", "euros", "roubles", "pounds")  # units in which zeros at the end say nothing
_WIDEST = 0.1  # a rounded sum covers at most a tenth to either side of it
_TEENS = (
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
)
_ORDINALS = {
    word: str(place)
    for place, word in enumerate(
        ("first", "second", "third", "fourth", *list(_PARTS)[2:], "eleventh", "twelfth", *_TEENS), 1
    )
} | {
    f"{place}{'th' if place % 100 in (11, 12, 13) else _ENDINGS.get(place % 10, 'th')}": str(place)
    for place in range(1, 201)
}
_LARGEST = re.compile(r"(?:the )?(?:(?P<place>.+?)[- ])?(?:largest|biggest|highest|greatest)")
_BETWEEN = re.compile(r"\s*(?:;|–|\bto\b|\band\b|(?<=[\d%])-(?=[\d$]))\s*")
_MADE = {"dozen": 12, "hundred": 100}  # two dozen are 24 and three hundred 300, as if printed in digits
# Units of which there are parts: two thirds of a count would be read as 0.67 of one.
_IN_PARTS = ("per cent", "percentage points", "per 1,000", *_WHOLE, "share", "weeks", "years", *SCALES)


_CHANGES = ("per cent", "percentage points")  # units of changes, which may be a fall: minus a third
_AS_MADE = ("per cent", *_WHOLE)  # units that a third, double or twofold says by itself


def _same(word: str, unit: str) -> float:
    """A noun behind a number that is said in the unit; MilbalanceError for any other."""
    if (
        set(word.split()) <= set(unit.split())
        or (word in ("$", "us$", "usd") and "dollars" in unit)
        or (word == "times" and unit in _WHOLE)
    ):
        return 1.0
    raise MilbalanceError(f"{word!r} behind a number of {unit}; wanted the number alone")


def covered(
    relation: str, text: str, unit: str, noun: Callable[[str], float] | None = None, *, sums: bool = False
) -> tuple[float, float]:
    """The lowest and the highest number that the wording of any text covers, in `unit`; NaN where it is open.

    `text` is the number as printed, with all its digits: 4.0 per cent is 3.95 to 4.05. Sums of money and of people
    with three digits or more are taken to their last digit that is not zero, and never wider than a tenth; those of
    other things too where the unit is one of `sums`. Parts and multiples in words, such as a third, one in ten and
    double, are what they are: `nearly` goes up to them, `over` begins at them. `noun` says what one of a noun
    behind a number is in the unit. Raises MilbalanceError for a relation that is unknown, and for a number that the
    rule cannot read.

    >>> covered("is", "30", "per cent"), covered("is", "900,000", "persons"), covered("nearly", "200", "per cent")
    ((29.5, 30.5), (850000.0, 950000.0), (180.0, 200.5))
    """
    if relation not in ANY:
        raise MilbalanceError(f"no relation {relation!r}; there are: {', '.join(ANY)}")
    if relation in _NO_NUMBER:
        return _NO_NUMBER[relation]
    if relation == "between":
        ends = [as_printed(part, unit, noun, sums=sums) for part in _ends(text)]
        if len(ends) != 2 or ends[0].value >= ends[1].value:
            raise MilbalanceError(f"no two numbers in {text!r}; wanted the lower and the higher, such as 10 to 12")
        return ends[0].low, ends[1].high
    if relation == "rank":
        rank = _rank(text.strip().lower())
        if not re.fullmatch(r"[1-9]\d*", rank):
            raise MilbalanceError(
                f"no rank {text!r}; wanted a whole number from 1 on, such as 17, 17th or fourth largest"
            )
        return float(rank), float(rank)
    if _straight(text) == _HALVED and relation not in ("is", "about", "half"):
        wanted = f"wanted -50 per cent if it fell by {relation} a half, 0.5 times if {relation} a half was left"
        raise MilbalanceError(f"{relation} {text!r}; {wanted}")
    found = as_printed(text or "half" * (relation == "half"), unit, noun, sums=sums)
    if found.value < 0:  # of a fall the words are meant of its size: nearly -30 per cent is a fall by nearly 30
        low, high = _of_size(relation, Printed(-found.value, -found.high, -found.low, mark=found.mark))
        return -high, -low
    return _of_size(relation, found)


def numbers(relation: str, text: str, unit: str, noun: Callable[[str], float] | None = None) -> list[float]:
    """The numbers that a wording which `covered` can read states: one, both of `between`, none of a yes or a no.

    >>> numbers("between", "10 to 12", "per cent"), numbers("yes", "", "")
    ([10.0, 12.0], [])
    """
    if relation in _NO_NUMBER:
        return []
    if relation == "rank":
        return [covered(relation, text, unit)[0]]
    parts = _ends(text) if relation == "between" else [text or "half" * (relation == "half")]
    return [as_printed(part, unit, noun).value for part in parts]


def _ends(text: str) -> list[str]:
    """Both ends of what is said with `between`; what stands behind the second alone is meant of the first too."""
    parts = [part for part in _BETWEEN.split(_straight(text)) if part]
    first, last = (_FORM.fullmatch(parts[at]) if parts else None for at in (0, -1))
    if first and last and not (first["scale"] or first["noun"]):
        a, b = (_value(one["number"]) for one in (first, last))
        scale = last["scale"] if a is not None and b is not None and a < b else ""  # not of 900,000 to 1 million
        parts[0] = " ".join(filter(None, (parts[0], scale, last["noun"])))
    return parts


def _of_size(relation: str, found: Printed) -> tuple[float, float]:
    """What a relation allows of a number that is not below zero."""
    tenth = (0.9 * found.value, 1.1 * found.value)
    return {
        "is": (found.low, found.high),
        "half": tenth,
        "about": tenth,
        "nearly": (tenth[0], found.value if found.mark else found.high),
        "over": (found.value, math.nan),
        "just over": (found.value, tenth[1]),
        "under": (math.nan, found.value),
        "at least": (found.value, math.nan),
        "at most": (math.nan, found.value),
    }[relation]


def _part(text: str) -> float | None:
    """A number that is said as a part, such as half, two thirds or one in ten: nobody means it to a digit."""
    words = text.strip().lower()
    if words in ("half", "a half", "one half", _HALVED):
        return 0.5
    if of := _IN.fullmatch(words):
        some, every = _COUNTED[of[1]], _COUNTED[of[2]]
        return some / every if 0 < some < every else None
    found = _SEVERAL.fullmatch(words if words not in _PARTS else f"a {words}")
    return _NUMBERS[found[1]] / _PARTS[found[2]] if found else None


def _rank(words: str) -> str:
    """A place in small letters as a number: 4 of "fourth", "4th" and "fourth largest", 1 of "largest"."""
    found = _LARGEST.fullmatch(words)
    place = (found["place"] or "first") if found else words.removeprefix("the ")
    return _ORDINALS.get(place, place if not found or place.isdigit() else words)


def _straight(text: str) -> str:
    """A number in small letters, with the minus sign of a keyboard, and no plus."""
    words = re.sub(r"^minus\s+", "-", text.strip().lower().replace("−", "-"))
    words = re.sub(r"(?<=\d)[- ]?fold$", " times", re.sub(r"(?<=[a-z])[- ]fold$", "fold", words))
    return re.sub(r"^[–-] ?(?=[\w$])", "-", words).removeprefix("+")


def as_printed(text: str, unit: str, noun: Callable[[str], float] | None = None, *, sums: bool = False) -> Printed:
    """A number with every digit that is printed, by the rule of `covered`; MilbalanceError for what is none.

    >>> as_printed("4.0", "per cent").low
    3.95
    """
    words = _straight(text)
    words = _rank(words) if unit == "rank" else words
    if words == _HALVED and unit not in _WHOLE:
        raise _no_times(text, unit)
    if (part := _as_part(words, text, unit)) is not None:
        return part
    found = _FORM.fullmatch(words)
    number = _value(found["number"]) if found else None
    behind = " ".join(filter(None, (found["money"], found["noun"]))) if found else ""
    multiple = found is not None and (found["number"] in _MULTIPLES or found["number"].endswith("fold"))
    behind = behind or "times" * multiple
    numbers = behind.startswith("a ") or bool(_NO_NOUN & {*behind.split()} - {"a"})
    if found is None or number is None or not math.isfinite(number) or numbers:
        commas = ", commas between thousands alone" * (text.count(",") > 0)
        wanted = f"one as it is printed, such as 900,000, 4.0, $3.7 billion or five times{commas}"
        raise MilbalanceError(f"no number in {text!r}; wanted {wanted}")
    digits = found["number"].replace(",", "").lstrip("-")
    value, scale = float(number), found["scale"] or ""
    in_digits = digits[0].isdigit() and scale not in _MADE
    if scale in _MADE:
        value, scale = value * _MADE[scale], ""
        digits = f"{value:g}"
    decimals = len(digits.partition(".")[2]) if digits[0].isdigit() else 0
    step = width = 10.0**-decimals
    sums |= unit.endswith(_ROUND)
    if not decimals and digits.isdigit() and len(digits) > 2 and sums and digits.strip("0"):
        step = _last_digit(digits, value)
        width = min(step, 2 * _WIDEST * abs(value))
    one = _in_scale(scale, unit) if scale else 1.0
    if behind:
        try:
            one *= noun(behind) if noun else _same(behind, unit)
        except MilbalanceError:
            if behind != "times" or "times" in words:
                raise
            raise _no_times(text, unit) from None
    low, high = (value - width / 2) * one, (value + width / 2) * one
    return Printed(value * one, low, high, step * one if in_digits else math.nan, mark=multiple)


def _as_part(words: str, text: str, unit: str) -> Printed | None:
    """A part in words, such as a third or half a million, a tenth to either side; None for no part."""
    many = _OF_MANY.fullmatch(words)
    fall = words.startswith("-") and unit.startswith(_CHANGES)
    if (part := _part(many["part"] if many else words.removeprefix("-" * fall))) is None:
        return None
    if not many and not unit.startswith(_IN_PARTS):
        raise MilbalanceError(f"{text!r} of {unit}; wanted a number, or what a part is of: per cent or times")
    value = part * (_in_scale(many["scale"], unit) if many else 100 if unit.startswith("per cent") else 1)
    ends = 0.9 * value, 1.1 * value
    return Printed(-value, -ends[1], -ends[0], mark=True) if fall else Printed(value, *ends, mark=True)


def _no_times(text: str, unit: str) -> MilbalanceError:
    """That a number of times, such as doubled, does not say a number in a unit."""
    other = ", or the unit times" * unit.startswith("per cent")
    return MilbalanceError(f"{text!r} of {unit}; wanted a number in {unit}{other}")


def _in_scale(scale: str, unit: str) -> float:
    """What a million, or another scale, is in a unit, which may have a scale of its own."""
    return _MANY[scale] / _MANY.get(unit.split(" ", maxsplit=1)[0], 1.0)


def lacking(text: str, unit: str) -> str:
    """As much of a unit as a number that is printed does not say itself: "US dollars" of "2.7 trillion".

    >>> lacking("$3.7", "billion US dollars"), lacking("two weeks", "days"), lacking("four fifths", "per cent")
    ('billion', '', '')
    >>> lacking("3.5 million", "million"), lacking("3.5", "million")
    ('', 'million')
    """
    first, _, after = unit.partition(" ")
    scale, rest = (first, after) if first in SCALES else ("", unit)
    words = _straight(_BETWEEN.split(text.strip())[-1])
    found = _FORM.fullmatch(words)
    number = found["number"] if found else ""
    made = _part(words.removeprefix("-")) is not None or number in _MULTIPLES or number.endswith("fold")
    if (made and unit.startswith(_AS_MADE)) or (found and (found["noun"] or found["money"])):
        rest = ""
    scaled = _OF_MANY.fullmatch(words) or (found and found["scale"])
    return " ".join(filter(None, ("" if scaled else scale, rest)))


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

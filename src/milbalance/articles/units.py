"""An answer in the unit that a text states, from the unit in which a measure computes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from milbalance.choices.bounds import SCALES, SHORT
from milbalance.errors import MilbalanceError
from milbalance.measures.ranges import Span
from milbalance.measures.vocabulary.entries import Entry, entries

FACTORS = ("times", "ratio", "factor")
RANK = "rank"  # a unit that is said by its measure, and the relation to a rank
AS_STATED = "as stated"  # unit of a measure that answers in that of the text
_OF_HUNDRED = {"times": 100.0, "per 1,000": 0.1}
_DAYS = {"days": 1.0, "weeks": 7.0, "years": 365.0}
TIMES_PASSED = tuple(_DAYS)
_SCALE = re.compile(
    rf"(?<!per )(?<![a-z-])(?P<open>\()?(?P<scale>{'|'.join([*SCALES, *SHORT])})s?\b(?!-)\.?(?(open)\))",
    re.IGNORECASE,
)
_AS_MONEY = "printed as dollars"  # behind TIV where a text takes a volume for money
_DOLLAR = r"(?:(?:of|in|current|nominal|american|us|u\.s\.) ?)*(?:\$ ?us|\$|usd|dollars?)(?: \(?(?:us|current)\)?)?"
_HEAD = r"(?:people|persons?|inhabitants?|citizens?|of the population)"
# What a text may write for each kind of unit that is told apart, without its scale; a word that is not here makes
# it another kind. Whatever is none of them counts things, by any name.
_WRITTEN = {
    "TIV": rf"(?:of |in )?\(?(?:sipri )?tivs?(?: {_AS_MONEY})?\)?",
    "per cent a year": r"(?:per ?cent|pct|%) ?(?:a|per|each|/) ?year",
    "per cent": r"(?:per ?cent|pct|%)(?: of .+)?",
    "percentage points": r"(?:percentage points?|pp)(?: of .+)?",
    "per 1,000": rf"per (?:1,?000|thousand)(?: {_HEAD})?",
    "US dollars a head": rf"{_DOLLAR} ?(?:a head|(?:per|a|for each) (?:head|capita|{_HEAD}))",
    "US dollars": _DOLLAR,
    "times": r"times(?: as (?:much|many))?|x|×|ratio|factor|-?fold",
    "days": r"(day|week|year)s?",
    "rank": r"rank|place|position",
    "persons": r"(?:(?:military|armed|service) ?)?(?:persons?|people|personnel|troops|soldiers?|men|women)"
    r"|service ?members|men and women|inhabitants?|citizens?|residents?",
    "states": r"(?:.* )?(?:states?|countr(?:y|ies)|nations?|governments?|economies|members?|allies|places"
    r"|suppliers?|recipients?|importers?|exporters?|buyers?|sellers?|customers?|spenders?)",
}
_KINDS = {kind: re.compile(written) for kind, written in _WRITTEN.items()}
_THINGS = re.compile(r"[^\W\d][\w.’'/-]*|\([^\W\d][\w.’'/ -]*\)")  # a word, which may end with a number: F-16
_NO_THINGS = {*SCALES, *SHORT, "hundred", "hundreds", "dozen", "dozens", "lakh", "crore", "half", "per"}
# Kinds in which a text may state what a measure answers in another; "" is a bare million or billion.
_ALSO = {
    **{kind: {""} for kind in ("US dollars", "TIV", "things", "persons")},
    **{kind: {"per cent"} for kind in ("times", "per 1,000", "per cent a year")},
}
_IN_MILLIONS = ("US dollars", "TIV", "things", "persons", "")  # kinds that are counted in millions
_WHOLE = ("things", "persons", "states", "rank")  # kinds of which there is no part
_PRICES = re.compile(r"\b(constant|real)\b", re.IGNORECASE)


def standard(own: str, stated: str) -> str:
    """The unit that a text states, in the words that are used here, for a measure that answers in its `own`.

    Raises MilbalanceError for a unit of another kind, such as euros for dollars, and for a word in it that is not
    understood: all would be lost that it says.

    >>> standard("billion US dollars", "USD bn"), standard("per cent", "%"), standard("persons", "million troops")
    ('billion US dollars', 'per cent', 'million persons')
    """
    scale, rest = _scale(stated), " ".join(_SCALE.sub(" ", stated, count=1).split())
    if own == AS_STATED and not (scale and _scale(rest)):
        return stated
    kind, asked = _kind(own), _kind(stated)
    if asked == "US dollars a head" and own == "US dollars":
        asked = "US dollars"
    times = asked == "times" and own.endswith("times")
    if (asked != kind and not times and asked not in _ALSO.get(kind, ())) or (scale and asked not in _IN_MILLIONS):
        wanted = f"wanted a unit such as {own}{_hint(own, stated)}"
        raise MilbalanceError(f"{stated!r} for what is counted in {own}; {wanted}")
    if asked in ("times", "days"):
        return rest if rest in FACTORS else "times" if asked == "times" else f"{rest.lower().removesuffix('s')}s"
    if asked in ("per cent", "percentage points"):
        return asked + "".join(re.findall(r" of .+", rest))
    if kind in ("things", "states", "TIV"):
        return f"{scale} {rest}".strip()
    return f"{scale} {asked or kind}".strip() if scale else asked


def _hint(own: str, stated: str) -> str:
    """What else may be meant by a unit that is refused."""
    if "percentage points" in (kinds := (_kind(own), _kind(stated))) and "per cent" in kinds:
        return "; from 2 to 3 per cent is a rise by 1 percentage point, or by 50 per cent"
    if own.endswith("TIV"):
        return f", or million (TIV {_AS_MONEY}) where a text takes it for money"
    if own.endswith("dollars") and _PRICES.search(stated):
        return " of that year: constant dollars are in spending.change and spending.trend, as real in item"
    return ""


def taken_for_money(stated: str) -> str:
    """That TIV is no money, in one line, beside an answer in a unit that takes it for dollars; "" for any other.

    >>> taken_for_money("million (TIV printed as dollars)"), taken_for_money("million TIV")
    ('TIV is a volume of arms and no money: the text prints it as dollars', '')
    """
    as_money = _kind(stated) == "TIV" and _AS_MONEY in stated.lower()
    return "TIV is a volume of arms and no money: the text prints it as dollars" if as_money else ""


def _kind(text: str) -> str:
    """What a unit counts: one of the kinds that are told apart, things, "" for a scale alone; "?" for no name."""
    words = " ".join(_SCALE.sub(" ", text.lower(), count=1).removesuffix(" or times").split())
    named = all(map(_THINGS.fullmatch, re.findall(r"\([^)]*\)|\S+", words))) and not _NO_THINGS & set(words.split())
    found = next((kind for kind, written in _KINDS.items() if written.fullmatch(words)), "things" if words else "")
    return "?" if found in ("things", "states") and not named else found


def _scale(text: str) -> str:
    """The scale in a unit, wherever it stands: "billion" in "USD bn", "" in "persons"."""
    found = _SCALE.search(text)
    word = found["scale"].lower() if found else ""
    return SHORT.get(word, word)


def noun(own: str, stated: str, word: str) -> float:
    """What one of the noun behind a number is in the unit that is stated, for a measure that answers in its `own`.

    Raises MilbalanceError for a noun of another kind, such as euros for dollars.

    >>> noun("days", "days", "weeks"), noun("times", "times", "per cent"), noun("persons", "million persons", "men")
    (7.0, 0.01, 1.0)
    """
    there, kind = _kind(stated), _kind(word)
    wanted = f"wanted {stated}, or the number alone{_hint(stated, word)}"
    wrong = MilbalanceError(f"{word!r} behind a number of {stated}; {wanted}")
    if kind == "US dollars" and "dollars" in stated:
        return 1.0
    if word.partition(" of ")[2] not in stated.lower() or (kind == "things" and not _named(word, stated)):
        raise wrong
    if own == AS_STATED:
        if kind != there and {kind, there} & _KINDS.keys():
            raise wrong
        own = stated if there == "days" else ""
    if not own:
        return 1.0
    try:
        plain = [standard(own, _SCALE.sub("", text).strip() or own) for text in (stated, word)]
    except MilbalanceError:
        raise wrong from None
    (a, more), (b, less) = (unit(own, text) for text in plain)
    if more != less:
        raise wrong
    return a / b


def _named(word: str, stated: str) -> bool:
    """Whether a unit names what a noun does, such as fighter aircraft or one tank; squadrons are no aircraft.

    Items are any things but several together.
    """
    names = {one.removesuffix("s") for one in re.findall(r"[\w-]+", stated.lower())}
    single = re.sub(r"ies$", "y", word.lower().rsplit(maxsplit=1)[-1]).removesuffix("s")
    return single in names or ("item" in names and single not in _TOGETHER)


# Words of several things that count as one, which are no items.
_TOGETHER = frozenset(
    {
        *(
            "squadron",
            "battery",
            "battalion",
            "regiment",
            "brigade",
            "division",
            "company",
            "wing",
            "fleet",
            "flotilla",
        ),
        *("unit", "pair", "batch", "deal", "order", "contract", "delivery", "shipment", "type", "model", "variant"),
    }
)
# Words of how far, large or heavy something is, and other spellings of them.
_EXTENTS = frozenset({"kilometre", "metre", "mile", "hectare", "tonne", "litre", "barrel"})
_PEOPLE = re.compile(
    r"\b(peacekeep|troop|soldier|fighter|civilian|refugee|displaced|dead|death|killed|wounded|casualt|victim|prisoner)"
)
_SPELT = {"km": "kilometre", "kilometer": "kilometre", "meter": "metre", "ton": "tonne", "liter": "litre"}


def scaled(printed: str, stated: str) -> bool:
    """Whether two units are the same but for their scale, the s of a plural, and of what if one alone says it.

    >>> scaled("billion US dollars", "million USD"), scaled("persons", "soldiers"), scaled("tanks", "tank")
    (True, True, True)
    >>> scaled("US dollars a month", "US dollars"), scaled("square kilometres", "kilometres")
    (False, False)
    """
    bare = (_SCALE.sub(" ", one.casefold(), count=1) for one in (printed, stated))
    single = ([word.removesuffix("s") for word in one.split()] for one in bare)
    own, other = (" ".join(_SPELT.get(word, word) for word in words) for words in single)
    if own == other or not other:
        return not (_EXTENTS & {*own.split()} and stated.strip() == "m")  # metres or millions
    kind, there = _kind(printed), _kind(stated)
    if "persons" in (kind, there):
        return all(one == "persons" or _PEOPLE.search(text) for one, text in ((kind, own), (there, other)))
    of = {one.partition(" of ")[2] for one in (own, other)} - {""}
    return kind == there and kind not in ("?", "things") and (kind != "per cent" or len(of) < 2)


def of_rate(stated: str, names: Mapping[str, Sequence[str]], currency: str, one: str) -> bool:
    """Whether a unit is that of a rate, a currency for one of another, which need not be said: "lira per dollar".

    `names` are what each code is called.

    >>> names = {"TRY": ["lira"], "USD": ["US dollar"]}
    >>> [of_rate(text, names, "TRY", "USD") for text in ("liras", "lira per US dollar", "US dollars per lira")]
    [True, True, False]
    """
    own, other = (
        rf"(?:{'|'.join(re.escape(name) for name in (code, *names.get(code, ())))})s?" for code in (currency, one)
    )
    wanted = rf"{own}(?: ?(?:per|for|to|a|/) ?(?:(?:one|each|the|a|1) )?{other})?"
    return re.fullmatch(wanted, " ".join(stated.split()), re.IGNORECASE) is not None


def sums(own: str) -> bool:
    """Whether zeros at the end of a number in the unit of a measure are rounding: volumes, but no counts or ranks.

    >>> sums("million TIV"), sums("items"), sums("rank")
    (True, False, False)
    """
    return _kind(own) == "TIV"


def whole(measure: str, stated: str) -> bool:
    """Whether a measure counts what has no parts, or ranks, in a unit without a scale.

    >>> whole("spending.count", "members"), whole("personnel.level", "million persons"), whole("rate", "lira")
    (True, False, False)
    """
    known = entries().get(measure)
    if known is None or known.reads == "fx":  # a rate has parts, by whatever name of a currency
        return False
    return _kind(known.unit) in _WHOLE and not _scale(stated)


def impossible(entry: Entry, stated: str, number: float) -> str:
    """What a number must be in the unit that is stated for a measure to give it; "" for one that it can give.

    >>> from milbalance.measures.vocabulary.entries import entry
    >>> impossible(entry("spending.level"), "US dollars", -86), impossible(entry("spending.change"), "per cent", -8)
    ('a number from 0 on', '')
    """
    own, kind = entry.unit, _kind(entry.unit)
    moves = own.endswith(" or times") or kind in ("per cent a year", "percentage points")
    printed = own == AS_STATED and entry.reads == "facts"
    if moves and kind.startswith("per cent") and number < -100 and stated not in FACTORS:
        return "a fall of 100 per cent at most"
    if kind == "rank" and (number < 1 or not number.is_integer()):
        return "a whole number from 1 on"
    if number < 0 and not printed and (not moves or stated in FACTORS):
        return "a number from 0 on"
    if kind == "states" and not _scale(stated) and not number.is_integer():
        return "a whole number"
    most = entry.most if own == AS_STATED else entry.most * unit(own, stated)[0]
    return f"at most {most:g}, as it is a part of a whole" if number > most else ""


def unit(own: str, stated: str) -> tuple[float, float]:
    """The factor and the number to add that turn an answer in a measure's own unit into the unit that is stated.

    >>> unit("billion US dollars", "million US dollars"), unit("per cent", "times"), unit("times", "per cent")
    ((1000.0, 0.0), (0.01, 1.0), (100.0, 0.0))
    """
    if own.startswith("per cent") and stated in FACTORS:
        return 0.01, 1.0
    if own in _OF_HUNDRED and stated.startswith("per cent"):
        return _OF_HUNDRED[own], 0.0
    if own in _DAYS and stated in _DAYS:
        return _DAYS[own] / _DAYS[stated], 0.0
    a, b = (SCALES.get(_scale(text), 1.0) for text in (own, stated))
    return a / b, 0.0


def answer_in(rule: Mapping[str, Any], answer: Any) -> float | Span:
    """An answer in the unit that is stated; a yes or no as 1 or 0, and a list as whether it is the one stated.

    >>> answer_in({"unit": (1000.0, 0.0)}, 1.5), answer_in({"expects": ["USA", "CHN"]}, ("CHN", "USA"))
    (1500.0, 0.0)
    """
    if isinstance(answer, tuple):
        return float(answer == tuple(rule["expects"]))
    if isinstance(answer, bool):
        return float(answer)
    factor, more = map(float, rule["unit"])
    if isinstance(answer, Span):
        return answer * factor - -more
    return float(answer) * factor + more

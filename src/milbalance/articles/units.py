"""An answer in the unit that a text states, from the unit in which a measure computes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from milbalance.choices.bounds import SCALES, SHORT
from milbalance.errors import MilbalanceError
from milbalance.measures.ranges import Span

FACTORS = ("times", "ratio", "factor")
AS_STATED = "as stated"  # unit of a measure that answers in that of the text
_OF_HUNDRED = {"times": 100.0, "per 1,000": 0.1}
_DAYS = {"days": 1.0, "weeks": 7.0, "years": 365.0}
_SCALE = re.compile(rf"(?<!per )\b({'|'.join([*SCALES, *SHORT])})s?\b")
_PRICES = (
    "us|usd|american|current|constant|real|nominal|of|in"  # what may stand before dollars of the United States
)
_DOLLARS = rf"(?<![a-z])(us)?\$|\busd\b|^dollars?\b|(\b({_PRICES})|\bu\.s\.|\d) dollars?\b"
# What a text may write for each kind of unit that is told apart. Whatever is none of them counts things.
_WRITTEN = {
    "TIV": re.compile(r"\btiv\b"),
    "per cent": re.compile(r"\bper ?cent|%"),
    "per 1,000": re.compile(r"\bper (1,?000|thousand)\b(?!,)"),
    "US dollars": re.compile(_DOLLARS),
    "times": re.compile(r"\b(times|ratio|factor|\w*fold)\b|^x$|×"),
    "days": re.compile(r"\b(days?|weeks?|years?)$"),
}
# Kinds in which a text may state what a measure answers in another; "" is a bare million or billion.
_ALSO = {
    "US dollars": {""},
    "TIV": {""},
    "things": {""},
    "times": {"per cent"},
    "per 1,000": {"per cent"},
}


def standard(own: str, stated: str) -> str:
    """The unit that a text states, in the words that are used here, for a measure that answers in its `own`.

    Raises MilbalanceError for a unit of another kind, such as euros for dollars.

    >>> standard("billion US dollars", "USD bn"), standard("per cent", "%"), standard("persons", "million troops")
    ('billion US dollars', 'per cent', 'million persons')
    """
    if own == AS_STATED:
        return stated
    kind, asked = _kind(own), _kind(stated)
    times = asked == "times" and own.endswith("times")
    if asked != kind and not times and asked not in _ALSO.get(kind, ()):
        also = ", or million (TIV printed as dollars) where a text takes it for money" if kind == "TIV" else ""
        raise MilbalanceError(f"{stated!r} for what is counted in {own}; wanted a unit such as {own}{also}")
    if kind == "US dollars" or own == "persons":
        return f"{_scale(stated)} {'persons' if kind == 'things' else kind}".strip()
    if asked == "times":
        return stated if stated in FACTORS else "times"
    if asked == "per cent":
        return stated if stated.startswith(("per cent", "percentage points")) else "per cent"
    return own if own in ("per 1,000", "rank") else stated


def _kind(text: str) -> str:
    """What a unit counts: one of the kinds that are told apart, things, or nothing but a scale."""
    words = " ".join(_SCALE.sub(" ", text.lower()).split())
    return next((kind for kind, written in _WRITTEN.items() if written.search(words)), "things" if words else "")


def _scale(text: str) -> str:
    """The scale in a unit, wherever it stands: "billion" in "USD bn", "" in "persons"."""
    found = _SCALE.search(text.lower())
    return SHORT.get(found[1], found[1]) if found else ""


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

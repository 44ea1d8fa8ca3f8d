"""An answer in the unit that a text states, from the unit in which a measure computes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from milbalance.measures.ranges import Span

FACTORS = ("times", "ratio", "factor")
_DAYS = {"days": 1.0, "weeks": 7.0, "years": 365.0}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def unit(own: str, stated: str) -> tuple[float, float]:
    """The factor and the number to add that turn an answer in a measure's own unit into the unit that is stated.

    >>> unit("billion US dollars", "million US dollars"), unit("per cent", "times")
    ((1000.0, 0.0), (0.01, 1.0))
    """
    if own.startswith("per cent") and stated in FACTORS:
        return 0.01, 1.0
    if own in _DAYS and stated in _DAYS:
        return _DAYS[own] / _DAYS[stated], 0.0
    a, b = (_SCALES.get(re.split(r"\W", text, maxsplit=1)[0], 1.0) for text in (own, stated))
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

"""From a plain reading and its support to a verdict word, as a table of rules that knows no claim."""

from __future__ import annotations

import math

from milbalance.choices import INSIDE, OUTSIDE, Support

HOLDS, FRAGILE = "holds", "holds, fragile"
ONLY_IF, NOT = "holds only if", "does not hold"
UNTESTED = "cannot be tested"
VERDICTS = (HOLDS, FRAGILE, ONLY_IF, NOT, UNTESTED)

FIRM, SOME, HALF = 0.75, 0.10, 0.5


def verdict(plain: str, found: Support) -> str:
    """The verdict word for where the plain reading lies (inside, outside, undecided, unanswered) and its support.

    holds: the plain reading is inside and at least 75 per cent of the counted choices are, or there is no other.
    holds, fragile: it is inside with less. holds only if: it is outside and at least 10 per cent are inside. does
    not hold: it is outside with less. cannot be tested: there is no plain reading that lies on either side, or
    over half of the weight is undecided.
    """
    if plain not in (INSIDE, OUTSIDE) or found.undecided_weight > HALF:
        return UNTESTED
    alone = math.isnan(found.support)
    if plain == INSIDE:
        return HOLDS if alone or at_least(found.support, FIRM) else FRAGILE
    return ONLY_IF if not alone and at_least(found.support, SOME) else NOT


def at_least(share: float, bound: float) -> bool:
    """Whether a sum of weights reaches a bound; sums of thirds and sevenths end a hair beside it."""
    return share >= bound or math.isclose(share, bound, rel_tol=1e-9)

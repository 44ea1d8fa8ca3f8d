"""From a plain reading and its support to a verdict: a table of rules that knows no claim.

Readers meet four words. Two kinds of "depends" are told apart where there is room: the plain reading is inside and
too few other ways are, or it is outside and enough other ways are inside.
"""

from __future__ import annotations

import math

from milbalance.choices import INSIDE, OUTSIDE, Support

HOLDS, DEPENDS, NOT, UNDECIDED = "holds", "depends", "does not hold", "undecided"
VERDICTS = (HOLDS, DEPENDS, NOT, UNDECIDED)
FRAGILE, ONLY_IF = "holds, fragile", "holds only if"
KINDS = {HOLDS: HOLDS, FRAGILE: DEPENDS, ONLY_IF: DEPENDS, NOT: NOT, UNDECIDED: UNDECIDED}  # each with its verdict

FIRM, SOME, HALF = 0.75, 0.10, 0.5


def kind(plain: str, found: Support) -> str:
    """The kind of verdict from the position of the plain reading (see `choices`) and its support.

    holds: the plain reading is inside and at least 75 per cent of the counted choices are, or there is no other.
    holds, fragile: it is inside with less. holds only if: it is outside and at least 10 per cent are inside. does
    not hold: it is outside with less. undecided: there is no plain reading that lies on either side, or over half
    of the weight is undecided.

    >>> kind(INSIDE, Support(counted=4, inside=2, undecided=0, unanswered=0, support=0.5, undecided_weight=0.0))
    'holds, fragile'
    """
    if plain not in (INSIDE, OUTSIDE) or found.undecided_weight > HALF:
        return UNDECIDED
    alone = math.isnan(found.support)
    if plain == INSIDE:
        return HOLDS if alone or at_least(found.support, FIRM) else FRAGILE
    return ONLY_IF if not alone and at_least(found.support, SOME) else NOT


def at_least(share: float, bound: float) -> bool:
    """Whether a sum of weights reaches a bound; sums of thirds and sevenths end a hair beside it.

    >>> at_least(0.1 + 0.7, 0.8)
    True
    """
    return share >= bound or math.isclose(share, bound, rel_tol=1e-9)

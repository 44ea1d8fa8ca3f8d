"""How a number is rounded for a reader, on marks and in sentences alike."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal


def shown(value: float, digits: int = 0) -> str:
    """A number on a mark or in a sentence: so many decimals, thousands apart, halves up as readers round them.

    >>> from milbalance.measures.rounding import shown
    >>> shown(2.25, 1), shown(1.45, 1), shown(-2237.5)
    ('2.3', '1.5', '−2,238')
    """
    if not math.isfinite(value):
        return f"{value}"
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{exact:,f}".replace("-", "−")

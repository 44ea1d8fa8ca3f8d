"""How numbers and stretches of years are written for a reader, on marks and in sentences alike."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

ROUNDED = 0.05  # of a number: a range of no more is taken for its rounding


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


def span(start: int, end: int) -> str:
    """Years in words: "2019", "2015–19", "1992–2000".

    >>> from milbalance.measures.rounding import span
    >>> span(2015, 2019), span(1992, 2000)
    ('2015–19', '1992–2000')
    """
    if start == end:
        return str(start)
    return f"{start}–{end % 100:02d}" if start // 100 == end // 100 else f"{start}–{end}"

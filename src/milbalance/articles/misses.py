"""What stands beside a verdict: how far the plain reading misses, and what the counted answers say together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from milbalance import choices
from milbalance.articles.stated import Stated
from milbalance.articles.units import RANK, TIMES_PASSED
from milbalance.choices import sensitivity
from milbalance.choices.bounds import YES_OR_NO
from milbalance.measures.ranges import Span

BETWEEN, BEYOND = "between", "beyond"
_MANY = 100


@dataclass(frozen=True)
class Margins:
    """Beside a verdict: numbers in the unit of the claim, NaN where there is none.

    `miss` is how far the plain reading lies from the nearest bound of the wording, in per cent of what is stated: 0
    inside, below zero if it is too low. `lowest` and `highest` are the ends of the counted answers (`highest` is
    infinite where one has no upper end). `place` says whether the number that is stated lies between them, or the
    wording beyond them all; it is "" where all of them fit or neither is so, without an answer, and for a yes or a
    no. `agree` of `origins` independent origins agree (see `sensitivity.origins`).

    >>> beside = claims.assess(data, "days").margins
    >>> beside.lowest, beside.highest, beside.place
    (44.0, 44.0, '')
    """

    miss: float
    lowest: float
    highest: float
    place: str
    agree: int
    origins: int


def margins(claim: Stated, plain: Span | None, grid: pd.DataFrame) -> Margins:
    """The margins of a claim from its plain reading and its evaluated grid.

    >>> found = claims.assess(data, "days")
    >>> margins(found.claim, found.answer, found.grid) == found.margins
    True
    """
    there = choices.answered(grid)
    lowest, highest = float(grid["low"][there].min()), float(grid["high"][there].max())
    agree, origins = sensitivity.origins(grid)
    return Margins(miss(claim, plain), lowest, highest, _place(claim, lowest, highest), agree, origins)


def miss(claim: Stated, plain: Span | None) -> float:
    """How far the plain reading lies from the nearest bound, in per cent of what is stated, else of that bound.

    NaN without a plain reading, for a yes or a no, and where per cent say nothing: of ranks, of days and years, and
    of fewer than a hundred things.

    >>> miss(claims.Stated("mine", "Twice as many", "about", 2, 1.5, 2.5, "ratio"), Span(1, 1.25))
    -12.5
    """
    if plain is None or claim.relation in YES_OR_NO:
        return math.nan
    side, (low, high) = claim.side(plain), claim.ends
    if side not in ("below", "above"):
        return 0.0
    bound = low if side == "below" else high
    whole = bound if math.isnan(claim.stated) else claim.stated
    if claim.unit in (RANK, *TIMES_PASSED) or (claim.whole and abs(whole) < _MANY):
        return math.nan
    return 100 * claim.gap(plain) / abs(whole) if whole else math.nan


def _place(claim: Stated, lowest: float, highest: float) -> str:
    if math.isnan(lowest) or claim.relation in YES_OR_NO:
        return ""
    if highest < claim.low or lowest > claim.high:
        return BEYOND
    if not (lowest < claim.low or highest > claim.high):  # an open end is NaN, which nothing passes
        return ""
    low, high = (claim.low, claim.high) if math.isnan(claim.stated) else (claim.stated, claim.stated)
    return BETWEEN if lowest <= low and high <= highest else ""

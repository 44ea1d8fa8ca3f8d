"""What the article states: the number of each claim, the bounds that its wording covers, and its unit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from milbalance import arguments, measures
from milbalance.articles import numbers
from milbalance.articles.units import whole
from milbalance.choices import INSIDE, OUTSIDE, UNDECIDED
from milbalance.measures.ranges import Span, exactly
from milbalance.tables import load
from milbalance.tables.load import Data

OPEN_BELOW, OPEN_ABOVE = ("over", "just over"), ("under",)  # relations whose bound is not covered


@dataclass(frozen=True)
class Stated:
    """What a claim states: the number, the bounds that its wording covers, and its unit.

    `as_corrected` says what an evident misprint should be and what follows then; it changes no bound. `text` is
    what readers call the text: an article, a report. `whole` is what has no parts, such as members.

    >>> claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio").side(2.5)
    'above'
    """

    claim_id: str
    statement: str
    relation: str
    stated: float
    low: float
    high: float
    unit: str
    measured_by: str = "direct"
    as_corrected: str = ""
    printed: str = ""
    text: str = "text"
    whole: bool = False

    @property
    def said(self) -> str:
        """The stated number with the word that bounds it; its bounds where only a range is stated.

        >>> claims.Stated("mine", "Nearly twice as many", "nearly", 2, 1.8, 2, "ratio").said
        'nearly 2'
        """
        if self.relation == "set":
            return self.printed
        if pd.isna(self.stated) and self.relation in ("is", "between"):
            return self.allowed if self.whole else f"{numbers.number(self.low)} to {numbers.number(self.high)}"
        return numbers.wording(self.stated, self.relation, self.unit)

    @property
    def allowed(self) -> str:
        """The numbers that the wording covers, in words: "4.5 to 5", "more than 6".

        >>> claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio").allowed
        '1.8 to 2.2'
        """
        return self.allowed_in(numbers.DIGITS)

    def allowed_in(self, digits: int) -> str:
        """The same with so many significant digits.

        >>> claims.Stated("mine", "Spent 3,561 million", "is", 3561, 3560.5, 3561.5, "dollars").allowed_in(5)
        '3,560.5 to 3,561.5'
        """
        return numbers.allowed(self.low, self.high, self.relation, self.unit, digits, whole=self.whole)

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds, of what has no parts the lowest and the highest whole number that the wording covers.

        >>> claims.Stated("mine", "It has 46 of them", "is", 46, 45.5, 46.5, "items", whole=True).ends
        (46, 46)
        """
        after, before = self.relation in OPEN_BELOW, self.relation in OPEN_ABOVE
        every = numbers.whole_ends(self.low, self.high, after=after, before=before)
        return every if self.whole else (self.low, self.high)

    def covers(self, value: float) -> bool:
        """Whether the wording covers a value; "over" and "under" are open at their bound.

        >>> claims.Stated("mine", "Over twice as many", "over", 2, 2, math.nan, "ratio").covers(2)
        False
        """
        if (self.relation in OPEN_BELOW and value <= self.low) or (
            self.relation in OPEN_ABOVE and value >= self.high
        ):
            return False
        above = pd.isna(self.low) or value >= self.low
        return bool(above and (pd.isna(self.high) or value <= self.high))

    def side(self, value: float | Span) -> str:
        """Where a number or range stands: "inside", "below" or "above" what the wording covers, or "partly" in.

        >>> claim = claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio")
        >>> claim.side(1), claim.side(Span(2, 3))
        ('below', 'partly')
        """
        span = exactly(value)
        if self.covers(span.low) and self.covers(span.high):
            return "inside"
        if pd.notna(self.low) and (span.high < self.low or (self.relation in OPEN_BELOW and span.high == self.low)):
            return "below"
        if pd.notna(self.high) and (
            span.low > self.high or (self.relation in OPEN_ABOVE and span.low == self.high)
        ):
            return "above"
        return "partly"

    def position(self, value: float | Span) -> str:
        """The same as one of the positions of a choice: inside, outside or undecided.

        >>> claim = claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio")
        >>> claim.position(1), claim.position(Span(2, 3))
        ('outside', 'undecided')
        """
        return {"inside": INSIDE, "partly": UNDECIDED}.get(self.side(value), OUTSIDE)

    def gap(self, value: float | Span) -> float:
        """How far a number or range lies above what the wording covers, below it with a minus; 0 if it does not.

        From the nearest end of the range, in the unit of the claim; of what has no parts to the nearest number that
        the wording covers: 11 is one below "over 11".

        >>> rank = claims.Stated("mine", "It was third", "rank", 3, 3, 3, "rank", whole=True)
        >>> rank.gap(Span(44, 51)), rank.gap(2), rank.gap(Span(3, 51))
        (41.0, -1.0, 0.0)
        """
        span, side, (low, high) = exactly(value), self.side(value), self.ends
        return float({"below": span.high - low, "above": span.low - high}.get(side, 0.0))

    def distance(self, value: float) -> float:
        """How far a number lies from what the wording covers, in the unit of the claim; 0 inside.

        >>> round(claims.Stated("mine", "Twice as many", "about", 2, 1.8, 2.2, "ratio").distance(2.5), 1)
        0.3
        """
        gaps = (self.low - value, value - self.high)
        return max([0.0, *(gap for gap in gaps if not math.isnan(gap))])


def stated(data: Data, claim_id: str) -> Stated:
    """What the ledger says of a claim; MilbalanceError naming ids like it if there is no such claim.

    >>> claims.stated(data, "border-428").unit
    'miles'
    """
    load.check(data)
    arguments.one_of("claim", claim_id, data.claims["claim_id"])
    (row,) = measures.rows(data.claims, claim_id=claim_id)
    return Stated(
        claim_id,
        row["statement"],
        row["relation"],
        row["stated"],
        row["low"],
        row["high"],
        row["unit"],
        row["measured_by"],
        **{name: "" if pd.isna(row[name]) else row[name] for name in ("as_corrected", "printed")},
        text=data.article.get("kind", "text"),
        whole=whole(data.choices.get(claim_id, {}).get("measure", ""), row["unit"]),
    )

"""A published number as what it is: exact, a range, or a bound on one side."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from milbalance import measures
from milbalance.errors import MissingError


@dataclass(frozen=True)
class Span:
    """From low to high, equal for an exact number; high is infinite where only a lower bound is published.

    Its unit is that of the number that it stands for. `best` is the number that a source prints beside its
    range, if it prints one. Raises MissingError if an end is missing, the low end is infinite, or the ends are
    reversed.

    >>> Span(20, 30) / Span(10, 10), (Span(20, 30) + Span(1, 2)).number
    (Span(low=2.0, high=3.0, best=None), 26.5)
    """

    low: float
    high: float
    best: float | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.low) or math.isnan(self.high) or self.low > self.high:
            raise MissingError(f"no range from {self.low} to {self.high}")

    def __add__(self, other: Span) -> Span:
        """The least and the most that the two can be together."""
        best = self.number + other.number if self._has_best(other) else None
        return Span(self.low + other.low, self.high + other.high, best)

    def __truediv__(self, other: Span) -> Span:
        """The least and the greatest ratio, without a greatest if the divisor can be as small as zero.

        Raises MissingError if the divisor is zero.
        """
        least = 0.0 if math.isinf(other.high) else measures.ratio(self.low, other.high)
        open_above = math.isinf(self.high) or other.low == 0
        best = measures.ratio(self.number, other.number) if self._has_best(other) else None
        return Span(least, math.inf if open_above else measures.ratio(self.high, other.low), best)

    def __mul__(self, factor: float) -> Span:
        """The range times a factor above zero."""
        return Span(self.low * factor, self.high * factor, None if self.best is None else self.best * factor)

    def __sub__(self, number: float) -> Span:
        """The range less a number."""
        return Span(self.low - number, self.high - number, None if self.best is None else self.best - number)

    def _has_best(self, other: Span) -> bool:
        return self.best is not None or other.best is not None

    @property
    def exact(self) -> bool:
        """Whether the range is one number.

        >>> Span(20, 30).exact
        False
        """
        return self.low == self.high

    @property
    def number(self) -> float:
        """One number for the range: the one printed beside it, else its middle, or the bound that is published.

        >>> Span(20, 30).number, Span(20, math.inf).number, Span(20, 30, best=28).number
        (25.0, 20, 28)
        """
        if self.best is not None:
            return self.best
        return self.low if math.isinf(self.high) else (self.low + self.high) / 2


def rounded(value: float, unit: float) -> Span:
    """Every number that prints as `value` when it is rounded to `unit`, such as thousands; itself the best.

    Raises MissingError for a value that is missing.

    >>> rounded(67_000, 1000)
    Span(low=66500.0, high=67500.0, best=67000)
    """
    return Span(value - unit / 2, value + unit / 2, value)


def exactly(value: float | Span) -> Span:
    """A number as a range; a range stays as it is. MissingError for NaN.

    >>> exactly(5), exactly(Span(4, 6)).exact
    (Span(low=5, high=5, best=None), False)
    """
    return value if isinstance(value, Span) else Span(value, value)

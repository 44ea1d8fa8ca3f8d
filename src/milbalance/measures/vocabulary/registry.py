"""The register of measures: each a function of the tables, under the name by which an article asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from milbalance.errors import MilbalanceError, MissingError
from milbalance.measures.ranges import Span

Measure = Callable[..., float | Span]
F = TypeVar("F", bound=Callable[..., Any])  # an answer may be yes or no, or a list of codes, too
Years = tuple[int, int]

MEASURES: dict[str, Measure] = {}


def measure(name: str) -> Callable[[F], F]:
    """Register a function as the measure of a name; MilbalanceError for a name twice.

    It takes the tables, and by keyword what a reading of a sentence names: its parameters are what an article may
    set and vary. It returns a number or a range, or raises MissingError or NoRowsError with the reason.

    >>> measure("rate")(min)
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: two measures called rate
    """

    def register(function: F) -> F:
        if name in MEASURES:
            raise MilbalanceError(f"two measures called {name}")
        MEASURES[name] = function
        return function

    return register


@measure("none")
def none(data: Any, *, reason: str) -> float:
    """Raises MissingError with the reason: what a statement asks of which nothing that is held speaks.

    >>> none(data, reason="no file")
    Traceback (most recent call last):
    milbalance.errors.MissingError: no file
    """
    raise MissingError(reason, kind=reason)

"""The register of measures: each a function of the tables, under the name by which an article asks for it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from numbers import Integral
from typing import Any, TypeVar

from milbalance import arguments
from milbalance.errors import MilbalanceError, MissingError
from milbalance.measures.ranges import Span

Measure = Callable[..., float | Span]
F = TypeVar("F", bound=Callable[..., Any])  # an answer may be yes or no, or a list of codes, too
Years = tuple[int, int]

MEASURES: dict[str, Measure] = {}


def measure(name: str, **fixed: Any) -> Callable[[F], F]:
    """Register a function as the measure of a name; MilbalanceError for a name twice.

    It takes the tables, and by keyword what a reading of a sentence names: its parameters are what an article may
    set and vary, but for those that the name itself says (`fixed`), as one function may have several names. It
    returns a number or a range, or raises MissingError or NoRowsError with the reason.

    >>> measure("rate")(min)
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: two measures called rate
    """

    def register(function: F) -> F:
        if name in MEASURES:
            raise MilbalanceError(f"two measures called {name}")
        MEASURES[name] = _with(function, fixed)
        return function

    return register


def _with(function: Callable[..., Any], fixed: dict[str, Any]) -> Measure:
    """A function with some arguments given, which its signature has no more; one year stands for years."""

    @functools.wraps(function)
    def given(data: Any, **asked: Any) -> float | Span:
        if isinstance(asked.get("years"), Integral):
            asked["years"] = arguments.years(asked["years"])
        found: float | Span = function(data, **fixed, **asked)
        return found

    signature = inspect.signature(function)
    left = [one for name, one in signature.parameters.items() if name not in fixed]
    given.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
    return given


@measure("none")
def none(data: Any, *, reason: str) -> float:
    """Raises MissingError with the reason: what a statement asks of which nothing that is held speaks.

    >>> none(data, reason="no file")
    Traceback (most recent call last):
    milbalance.errors.MissingError: no file
    """
    raise MissingError(reason, kind=reason)

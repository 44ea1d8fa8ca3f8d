"""How each claim is computed: a function whose defaults are the plain reading and whose parameters are choices."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from milbalance.choices import Choice
from milbalance.errors import MilbalanceError
from milbalance.load import Data
from milbalance.ranges import Span

Function = Callable[..., float | Span]
Vary = Callable[[Data], list[Choice]]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True)
class Computation:
    """How a claim is computed: the function, the choices it can be given, and the sources of the plain reading."""

    function: Function
    vary: Vary
    sources: tuple[str, ...]


COMPUTATIONS: dict[str, Computation] = {}


def computes(claim_id: str, *, vary: Vary, sources: Iterable[str] | None = None) -> Callable[[F], F]:
    """Register a function as the computation of a claim; an id is registered once.

    The function returns a number or a range in the unit of the ledger, or raises MissingError or NoRowsError with
    the reason where the data give none. The source of the plain reading is the default of its parameter `source`,
    or is named here. `vary` lists the choices, the plain reading among them.
    """

    def register(function: F) -> F:
        if claim_id in COMPUTATIONS:
            raise MilbalanceError(f"two computations for {claim_id}")
        parameters: Any = inspect.signature(function).parameters
        named = tuple(sources) if sources is not None else (parameters["source"].default,)
        COMPUTATIONS[claim_id] = Computation(function, vary, named)
        return function

    return register

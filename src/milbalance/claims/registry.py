"""How each claim is computed: a function whose defaults are the plain reading and whose parameters are choices."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from milbalance import arguments, load, memo
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

        @functools.wraps(function)
        def asked(data: Data, **how: Any) -> float | Span:
            return function(data, **_checked(data, parameters, how))

        COMPUTATIONS[claim_id] = Computation(asked, vary, named)
        return cast(F, asked)

    return register


def _checked(data: Data, parameters: Mapping[str, Any], how: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a computation, years as two; where a default is a code or a source, so is the argument."""
    load.check(data)
    found, (codes, ids) = dict(how), _known(data)
    if "years" in found:
        found["years"] = arguments.years(found["years"])
    for name in how:
        arguments.one_of("argument", name, parameters)
        default = parameters[name].default
        if isinstance(default, str) and default in codes and how[name] not in codes:
            arguments.place(data.places, how[name])
        if isinstance(default, str) and default in ids:
            arguments.one_of("source", how[name], ids)
    if "side_a" in parameters and how.keys() & {"side_a", "side_b"}:
        given = {name: how.get(name, parameters[name].default) for name in ("side_a", "side_b")}
        arguments.sides(data.places, **given)
    return found


@memo.per_data
def _known(data: Data) -> tuple[list[str], list[str]]:
    """The codes of places and the ids of sources."""
    return list(data.places["place"]), list(data.sources["source_id"])

"""Remember what was computed from one set of tables, for as long as that set lives.

The grids of choices ask for the same series hundreds of times. Tables are read-only by convention (`load`), so a
result belongs to the `Data` object that it came from and goes with it; another `Data` that has the very frames that
it was computed from takes it over, as the texts of a list do that share their official files.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.tables import reads

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class _Result(Generic[T]):
    """What a function gave or raised, and the tables that it read, by name and as the frames that they were."""

    found: T | MilbalanceError
    frames: dict[str, weakref.ref[pd.DataFrame] | None]  # None for a document, which may have changed

    def serves(self, data: Any) -> bool:
        """Whether other tables are, where it read them, the same ones."""
        return all(
            frame is not None and frame() is object.__getattribute__(data, name)
            for name, frame in self.frames.items()
        )


def per_data(function: Callable[..., T]) -> Callable[..., T]:
    """Remember the results of `function(data, *arguments)` for each `Data`, and our own errors too.

    Whoever asks for a remembered result has read the tables that it was computed from.

    >>> rows = per_data(lambda data, name: len(getattr(data, name)))
    >>> rows(data, "fx")
    60
    """
    known: WeakKeyDictionary[Any, dict[tuple[Any, ...], _Result[T]]] = WeakKeyDictionary()
    newest: dict[tuple[Any, ...], _Result[T]] = {}  # of any data; gone with the first of its frames that is

    @functools.wraps(function)
    def remembered(data: Any, *arguments: Any) -> T:
        results = known.setdefault(data, {})
        if arguments not in results:
            last = newest.get(arguments)
            results[arguments] = last if last and last.serves(data) else computed(data, arguments)
        result = results[arguments]
        reads.note(result.frames)
        if isinstance(result.found, MilbalanceError):
            raise result.found.with_traceback(None)
        return result.found

    def computed(data: Any, arguments: tuple[Any, ...]) -> _Result[T]:
        found: T | MilbalanceError
        with reads.recorded() as tables:
            try:
                found = function(data, *arguments)
            except MilbalanceError as error:  # what the tables do not give now they do not give later
                found = error

        def forget(_: object) -> None:
            if newest.get(arguments) is result:
                del newest[arguments]

        frames = {name: object.__getattribute__(data, name) for name in tables}
        result = _Result(
            found,
            {
                name: weakref.ref(one, forget) if isinstance(one, pd.DataFrame) else None
                for name, one in frames.items()
            },
        )
        newest[arguments] = result
        return result

    return remembered

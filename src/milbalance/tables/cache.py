"""Remember what was computed from one set of tables, for as long as that set lives.

The grids of choices ask for the same series hundreds of times. Tables are read-only by convention (`load`), so a
result belongs to the `Data` object that it came from and goes with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from milbalance.errors import MilbalanceError
from milbalance.tables import reads

T = TypeVar("T")


def per_data(function: Callable[..., T]) -> Callable[..., T]:
    """Remember the results of `function(data, *arguments)` for each `Data`, and our own errors too.

    Whoever asks for a remembered result has read the tables that it was computed from.

    >>> rows = per_data(lambda data, name: len(data.tables[name]))
    >>> rows(data, "fx")
    60
    """
    known: WeakKeyDictionary[Any, dict[tuple[Any, ...], tuple[T | MilbalanceError, set[str]]]] = WeakKeyDictionary()

    @functools.wraps(function)
    def remembered(data: Any, *arguments: Any) -> T:
        results = known.setdefault(data, {})
        if arguments in results:
            found, tables = results[arguments]
            reads.note(tables)
        else:
            with reads.recorded() as tables:
                try:
                    found = function(data, *arguments)
                except MilbalanceError as error:  # what the tables do not give now they do not give later
                    found = error
            results[arguments] = found, tables
        if isinstance(found, MilbalanceError):
            raise found.with_traceback(None)
        return found

    return remembered

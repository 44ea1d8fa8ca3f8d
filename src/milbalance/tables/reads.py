"""Which tables are read in a block of code: what a figure was drawn from.

`load.Data` notes every table that is asked of it; `cache` notes again what a remembered result was computed from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

_open: list[set[str]] = []


@contextmanager
def recorded() -> Iterator[set[str]]:
    """The names of the tables that are read in the block, filled as they are read; blocks may nest.

    >>> with recorded() as names:
    ...     rows = len(data.fx)
    >>> names
    {'fx'}
    """
    names: set[str] = set()
    _open.append(names)
    try:
        yield names
    finally:
        _open[:] = [other for other in _open if other is not names]


def note(names: Iterable[str]) -> None:
    """Note that these tables were read.

    >>> with recorded() as names:
    ...     note(["fx"])
    >>> names
    {'fx'}
    """
    for read in _open:
        read.update(names)

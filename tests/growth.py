"""How the time of some work grows with its input: in proportion, or with its square."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_SIZE, _TIMES = 3_000, 8
_NOISE = 0.002  # seconds; below it a clock says nothing


def linear(work: Callable[[T], object], make: Callable[[int], T], size: int = _SIZE) -> None:
    """Assert that an input of eight times the size takes less than 24 times as long; a square would take 64."""
    small, large = (_seconds(work, make(length)) for length in (size, size * _TIMES))
    assert large < 3 * _TIMES * max(small, _NOISE), f"{small:.4f} s for {size:,}, {large:.4f} s for {_TIMES} times"


def _seconds(work: Callable[[T], object], made: T) -> float:
    """The best of three, in processor time, so that other programs do not count."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        work(made)
        taken.append(time.process_time() - start)
    return min(taken)

"""What is remembered for one set of tables is never given for another, and goes with it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from milbalance import load, memo
from milbalance.errors import MissingError


def test_a_result_belongs_to_its_tables(data: load.Data) -> None:
    asked = []

    @memo.per_data
    def rows(tables: load.Data, name: str) -> int:
        asked.append(name)
        return len(getattr(tables, name))

    shorter = replace(data, fx=data.fx[:3])
    assert [rows(data, "fx"), rows(data, "fx"), rows(shorter, "fx")] == [len(data.fx), len(data.fx), 3]
    assert asked == ["fx", "fx"]


def test_an_error_is_not_remembered(data: load.Data) -> None:
    asked = []

    @memo.per_data
    def never(tables: load.Data) -> int:
        asked.append(1)
        raise MissingError("none")

    for _ in range(2):
        with pytest.raises(MissingError):
            never(data)
    assert len(asked) == 2


def test_tables_that_nobody_holds_are_forgotten(data: load.Data) -> None:
    remembered = memo.per_data(lambda tables: len(tables.fx))
    other = replace(data)
    remembered(other)
    gone = weakref.ref(other)
    del other
    gc.collect()
    assert gone() is None

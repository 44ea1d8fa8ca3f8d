"""What is remembered for one set of tables is never given for another, and goes with it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from milbalance.errors import MissingError
from milbalance.tables import cache, load, reads


def test_a_result_belongs_to_its_tables(data: load.Data) -> None:
    asked = []

    @cache.per_data
    def rows(tables: load.Data, name: str) -> int:
        asked.append(name)
        return len(getattr(tables, name))

    shorter = replace(data, fx=data.fx[:3])
    assert [rows(data, "fx"), rows(data, "fx"), rows(shorter, "fx")] == [len(data.fx), len(data.fx), 3]
    assert asked == ["fx", "fx"]


def test_our_own_errors_are_remembered_and_no_others(data: load.Data) -> None:
    asked = []

    @cache.per_data
    def never(tables: load.Data, error: type[Exception]) -> int:
        asked.append(error)
        raise error("none")

    for error in (MissingError, ValueError, MissingError, ValueError):
        with pytest.raises(error, match="none"):
            never(data, error)
    assert asked == [MissingError, ValueError, ValueError]


def test_tables_that_nobody_holds_are_forgotten(data: load.Data) -> None:
    remembered = cache.per_data(lambda tables: len(tables.fx))
    other = replace(data)
    remembered(other)
    gone = weakref.ref(other)
    del other
    gc.collect()
    assert gone() is None


def test_tables_that_are_read_are_noted_also_behind_what_is_remembered(data: load.Data) -> None:
    @cache.per_data
    def deals(tables: load.Data) -> int:
        return len(tables.arms_deals)

    @cache.per_data
    def never(tables: load.Data) -> int:
        raise MissingError(f"none among {len(tables.fx)}")

    tables = replace(data)
    for _ in range(2):  # computed, then remembered
        with reads.recorded() as whole, reads.recorded() as part:
            deals(tables)
        with reads.recorded() as failed, pytest.raises(MissingError):
            never(tables)
        assert (whole, part, failed) == ({"arms_deals"}, {"arms_deals"}, {"fx"})
    with reads.recorded() as every:
        vars(tables)
    assert every == set(load.Data.__dataclass_fields__)
    with reads.recorded() as nothing:
        repr(type(tables))
    assert nothing == set()


def test_a_result_serves_other_tables_as_long_as_the_frames_that_it_read_are_theirs(data: load.Data) -> None:
    asked = []

    @cache.per_data
    def rates(tables: load.Data) -> int:
        asked.append(tables)
        return len(tables.fx)

    @cache.per_data
    def title(tables: load.Data) -> str:
        asked.append(tables)
        return str(tables.article["title"])

    own = replace(data, fx=data.fx[:5])
    alike, other = replace(own, claims=data.claims[:0]), replace(own, fx=data.fx[:3])
    assert [rates(own), rates(alike), rates(other), rates(alike)] == [5, 5, 3, 5]
    assert asked == [own, other]
    copy = replace(other)
    with reads.recorded() as read:
        rates(copy)
    assert read == {"fx"}
    asked.clear()
    assert title(own) == title(replace(own))
    assert len(asked) == 2, "documents are no frames, and may differ"

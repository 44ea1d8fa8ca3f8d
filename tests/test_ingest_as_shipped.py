"""The publishers' own files say the same as the shipped rows of their editions, and as exactly."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from milbalance.ingest import official
from milbalance.ingest.kept import Part
from milbalance.tables import schema
from milbalance.tables.load import Data

EXACTNESS = ("low", "high", "rounded_to")  # of a value: what else it can be


@pytest.fixture(scope="module")
def parts(shared: Path, data: Data) -> tuple[Part, ...]:
    return official.read([shared], shipped=data.spending).parts


def differing(shipped: pd.DataFrame, part: Part) -> list[str]:
    """The shipped rows that a file of their edition gives with other ends or another rounding."""
    key, columns = list(schema.tables()[part.table].key), [name for name in EXACTNESS if name in shipped]
    both = shipped.merge(part.rows[[*key, *columns]], on=key, suffixes=("", " of the file"))
    wrong = [
        f"{part.table} {row[key].tolist()} {name}: shipped {row[name]}, in the file {row[f'{name} of the file']}"
        for name in columns
        for _, row in both[~both[name].eq(both[f"{name} of the file"])].dropna(subset=name).iterrows()
    ]
    wrong += [
        f"{part.table} {row[key].tolist()} {name}: only in the file"
        for name in columns
        for _, row in both[both[name].isna() & both[f"{name} of the file"].notna()].iterrows()
    ]
    return wrong


def test_a_file_of_a_shipped_edition_is_as_exact_as_its_shipped_rows(parts: tuple[Part, ...], data: Data) -> None:
    wrong = [line for part in parts for line in differing(getattr(data, part.table), part)]
    assert not wrong, "\n".join(wrong)


def test_shipped_editions_are_among_the_files(parts: tuple[Part, ...], data: Data) -> None:
    """The test above compares something: rows of people too, which have a rounding."""
    there = {(part.table, part.source_id) for part in parts}
    assert ("forces", "cow-nmc-7.0") in there
    assert len({name for _, name in there} & set(data.sources["source_id"])) > 8

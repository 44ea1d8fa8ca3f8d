"""The shipped tables with the rows of official files in them: one set of tables, by the same rules as the shipped.

Of an edition that is shipped as an extract the file's rows take the place of the extract's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from milbalance.ingest import editions, kept, official, united
from milbalance.ingest.kept import Part
from milbalance.ingest.official import Found
from milbalance.ingest.yearly import SPREAD
from milbalance.io import store
from milbalance.tables import load, schema
from milbalance.tables.load import Data

_SIDES = ["recipient", "supplier"]


def shipped_with(
    named: Collection[Path], families: Collection[str], workers: int = 1
) -> tuple[Data, list[dict[str, Any]], list[str]]:
    """The shipped tables with the official files in some folders, these files, and what there is to tell of them.

    The files are listed as `Found.manifest` does. What was joined is kept for the next run, by the checksums of the
    files, of the shipped tables and of the code. Raises as `official.read`.

    >>> shipped_with([], ["spending"])[1:]
    ([], [])
    """
    shipped, seen = load.shipped(), official.look(named)
    name = kept.key(load.seal_of_shipped(), repr(_bytes(seen)), *seen.notes, *sorted(families))
    if (whole := _kept(shipped, name)) is not None:
        return whole
    found = official.read(named, families=families, shipped=shipped.spending, workers=workers)
    data, read, told = joined(shipped, found), found.manifest(), found.lines()
    if load.seal_of_shipped() and not found.failed and _bytes(found) == _bytes(seen):
        changed = [(one, rows) for one, rows in data.tables.items() if rows is not shipped.tables[one]]
        kept.put(name, kept.packed_tables(changed, {"read": read, "told": "\n".join(told)}))
    return data, read, told


def _bytes(found: Found) -> list[tuple[str, str]]:
    """Which files there are, and the checksum of each or why it has none."""
    return [(str(file.path), file.sha256 or file.ignored) for file in found.files]


def _kept(shipped: Data, name: str) -> tuple[Data, list[dict[str, Any]], list[str]] | None:
    """What an earlier run joined; None if it is not there or not whole."""
    raw = store.get(f"{name}.npz")
    match raw and kept.unpacked_tables(raw):
        case ({"read": list(read), "told": str(told)}, rows) if all(map(str.isprintable, told.splitlines())):
            tables: dict[str, Any] = {table: frame for _, table, frame in rows}
            return replace(shipped, **tables), read, told.splitlines()
    return None


def joined(data: Data, found: Found) -> Data:
    """Shipped tables with the rows of files, and a row of `sources` and `places` for whatever is new in these.

    A shipped row goes where a file of its edition says the same thing or, of arms, covers its years and sides. Of
    volumes that a register of deals alone had to spread over years, those of two sides whose deliveries are shipped
    go instead. Columns and types are those of the shipped tables.

    >>> joined(data, Found()) is data
    True
    """
    if not found.parts:
        return data
    tables: dict[str, Any] = {}
    for table in dict.fromkeys(part.table for part in found.parts):
        parts = [part for part in found.parts if part.table == table]
        shipped, rows = data.tables[table], [part.rows for part in parts]
        if table == "arms_imports":
            rows = [_not_shipped(part, shipped, data.sources) for part in parts]
        kept = shipped[~_replaced(table, shipped, parts, rows)]
        tables[table] = pd.concat([kept, *rows], ignore_index=True)
    tables["sources"] = editions.sources(data.sources, found.parts, found.obtained(), data.tables)
    groups = data.tables["groups"]["group"].unique() if "groups" in data.tables else ()
    tables["places"] = editions.places(data.places, found.parts, groups)
    return replace(data, **tables)


def _exact(part: Part) -> list[Part]:
    """The files of a part that had to spread nothing."""
    return [one for one in part.of or (part,) if not (one.rows["method"] == SPREAD).any()]


def _not_shipped(part: Part, shipped: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Yearly volumes of a file without those of two sides that it had to spread where the shipped are known."""
    rows, source_id = part.rows, part.source_id
    if not (rows["method"] == SPREAD).any():
        return rows
    stays = ~united.covered(shipped, _exact(part))
    known = shipped[stays & (shipped["source_id"] == source_id) & (shipped["method"] != SPREAD)]
    if known.empty:
        return rows
    since = sources.loc[sources["source_id"] == source_id, "data_from"].fillna(known["year"].min()).min()
    pairs = pd.MultiIndex.from_frame(known[_SIDES])
    own = pd.MultiIndex.from_frame(rows[_SIDES]).isin(pairs) & (rows["year"] >= max(since, known["year"].min()))
    found: pd.DataFrame = rows[united.covered(rows, _exact(part)) | ~own.to_numpy()]
    return found


def _replaced(
    table: str, shipped: pd.DataFrame, parts: Iterable[Part], rows: Iterable[pd.DataFrame]
) -> np.typing.NDArray[np.bool_]:
    """Which shipped rows files take the place of."""
    found = np.zeros(len(shipped), dtype=bool)
    key = [name for name in schema.tables()[table].key if name != "source_id"]
    for part, own in zip(parts, rows, strict=True):
        edition = (shipped["source_id"] == part.source_id).to_numpy()
        if not edition.any():
            continue
        if table == "arms_imports":
            guessed = (shipped["method"] == SPREAD).to_numpy() & united.covered(shipped, [part])
            found |= edition & (guessed | united.covered(shipped, _exact(part)))
        elif "supplier" in shipped:
            found |= edition & united.covered(shipped, [part])
        else:
            there = shipped.loc[edition, key]
            keys = pd.MultiIndex.from_frame(own.loc[own["place"].isin(there["place"].unique()), key])
            found[edition] |= pd.MultiIndex.from_frame(there).isin(keys)
    return found

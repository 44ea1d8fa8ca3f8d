"""Several files of one edition as one: no row twice, every contradiction told, the better register believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance.ingest import deliveries
from milbalance.ingest.kept import Part
from milbalance.ingest.yearly import EXACT, OFFICIAL, SPREAD
from milbalance.tables import schema

Mask = npt.NDArray[np.bool_]
_VOLUMES, _DEALS, _ITEMS = "arms_imports", "arms_deals", "arms_deliveries"
# Yearly volumes of one release: the better is believed wherever it covers.
_BEST_FIRST = (EXACT, OFFICIAL, SPREAD)
_OWN = frozenset({"deal", "source_id", "locator", "note"})  # what two files may have otherwise for one deal


def united(parts: Iterable[Part]) -> tuple[list[Part], list[str]]:
    """The parts of each table and edition put together, and a line for each contradiction between files.

    What is in two files counts once. Where they differ a value goes before a gap, and the first file that has one
    before the others. Deals have no number of their own: as many equal ones stay as the file with most of them has.

    >>> united([])
    ([], [])
    """
    groups: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.table, part.source_id), []).append(part)
    told: list[str] = []
    made: dict[tuple[str, str], Part] = {}
    for (table, source_id), group in sorted(groups.items(), key=lambda one: one[0][0] == _VOLUMES):
        best = _believed(group, made.get((_ITEMS, source_id))) if table == _VOLUMES else group
        made[table, source_id] = _together(best, told)
    return [made[key] for key in groups], told


def _believed(parts: Sequence[Part], items: Part | None) -> list[Part]:
    """Yearly volumes of one release, those of a worse register only for what no better one covers.

    Where sums of several registers of deliveries differ each has a part of the items: all together are added up.
    """
    best = [part for part in parts if _rank(part) == 0]
    if items and len(best) > 1 and len(_contradictions(pd.concat([part.rows for part in best]), _VOLUMES)):
        best = [Part(_VOLUMES, deliveries.yearly(items.rows), best[0].report, tuple(best))]
    found = list(best)
    for rank in range(1, len(_BEST_FIRST)):
        better = list(found)
        for part in parts:
            if _rank(part) == rank:
                found.append(replace(part, rows=part.rows[~covered(part.rows, better)], of=(part,)))
    return found


def _rank(part: Part) -> int:
    """How good the volumes of a file are, 0 the best: as good as its worst ones, for all are of one register."""
    return max(map(_BEST_FIRST.index, part.rows["method"].unique()))


def covered(rows: pd.DataFrame, by: Iterable[Part]) -> Mask:
    """Which rows of arms tables are of years and sides that files cover: what these do not have, there is not.

    A file covers every supplier and recipient but where it was made for one of them, and the years that it was made
    for or has rows of.
    """
    found = np.zeros(len(rows), dtype=bool)
    for part in by:
        for one in part.of or (part,):
            found |= _within(rows, one)
    return found


def _within(rows: pd.DataFrame, part: Part) -> Mask:
    found = np.ones(len(rows), dtype=bool)
    for side in ("supplier", "recipient"):
        if getattr(part.report, side):
            found &= rows[side].isin(part.rows[side].unique()).to_numpy()
    if "year" in rows:
        first, last = part.report.asked or (part.rows["year"].min(), part.rows["year"].max())
        found &= rows["year"].between(first, last).to_numpy()
    elif part.report.asked and "first_year" in rows:  # deals of which something came in those years
        first, last = part.report.asked
        found &= ((rows["first_year"] <= last) & (rows["last_year"] >= first)).to_numpy(dtype=bool, na_value=False)
    return found


def _together(parts: Sequence[Part], told: list[str]) -> Part:
    """The parts of one table and edition as one."""
    if len(parts) == 1:
        return parts[0]
    table, rows = parts[0].table, [part.rows for part in parts]
    both = replace(parts[0], of=tuple(one for part in parts for one in part.of or (part,)))
    if table == _DEALS:
        return replace(both, rows=_deals(rows))
    every = pd.concat(rows, ignore_index=True)
    if count := len(_contradictions(every, table)):
        names = " and ".join(dict.fromkeys(part.report.file for part in parts))
        differ = f"{count:,} rows of {table} differ, all of {parts[0].source_id}"
        told.append(f"{names}: {differ}; those of the first file count")
    number = _number(table)
    first = every[number].isna().argsort(kind="stable") if number else every.index
    kept = every.iloc[first].drop_duplicates(list(schema.tables()[table].key))
    return replace(both, rows=kept.sort_index().reset_index(drop=True))


def _number(table: str) -> str | None:
    """The column with what a row of a table says."""
    return next((name for name in ("value", "tiv_m") if name in schema.tables()[table].columns), None)


def _contradictions(rows: pd.DataFrame, table: str) -> pd.Index:
    """The keys of rows that have two different numbers."""
    key, number = list(schema.tables()[table].key), _number(table)
    if not number:
        return pd.Index([])
    twice = rows[rows.duplicated(key, keep=False)].dropna(subset=[number])
    different = twice.drop_duplicates([*key, number])
    return pd.MultiIndex.from_frame(different.loc[different.duplicated(key), key]).unique()


def _deals(files: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Deals of several files, each once; `deal` is the line of a file, and a line of another gets a number more."""
    content = [name for name in files[0].columns if name not in _OWN]
    every = pd.concat([rows.assign(again=rows.groupby(content, dropna=False).cumcount()) for rows in files])
    once = every.drop_duplicates([*content, "again"]).drop(columns="again").reset_index(drop=True)
    number = once.groupby("deal").cumcount() + 1
    return once.assign(deal=once["deal"].where(number == 1, once["deal"] + "-" + number.astype("str")))

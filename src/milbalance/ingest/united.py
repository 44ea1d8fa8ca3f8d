"""Several files of one edition as one: no row twice, every contradiction told, the better register believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance.ingest import deliveries, editions, merged, place_names, rebuilt
from milbalance.ingest.kept import Part
from milbalance.ingest.yearly import MERGED, OFFICIAL, SPREAD
from milbalance.tables import schema

Mask = npt.NDArray[np.bool_]
_VOLUMES, _DEALS, _ITEMS = "arms_imports", "arms_deals", "arms_deliveries"
_OWN = frozenset({"deal", "source_id", "locator", "note"})  # what two files may have otherwise for one deal


def united(parts: Iterable[Part]) -> tuple[list[Part], list[str]]:
    """The parts of each table and edition put together, and a line for each contradiction between files.

    Yearly volumes of one supplier alone are left out: every share of them would be the whole.
    What is in two files counts once. Where they differ a value goes before a gap, and the first file that has one
    before the others. Deals have no number of their own: as many equal ones stay as the file with most of them has.

    >>> united([])
    ([], [])
    """
    groups: dict[tuple[str, str], list[Part]] = {}
    told: list[str] = []
    for part in parts:
        if one := _alone(part):
            told.append(
                f"{part.report.file}: deliveries from {one} alone, of which no total and no share can be made"
            )
        else:
            groups.setdefault((part.table, part.source_id), []).append(part)
    made: dict[tuple[str, str], Part] = {}
    for (table, source_id), group in sorted(groups.items(), key=lambda one: one[0][0] == _VOLUMES):
        if table == _VOLUMES:
            best = _believed([half for part in group for half in _halves(part)], made.get((_ITEMS, source_id)))
        elif table == _ITEMS:
            best = _best_first([_apart(part) for part in group] if (_DEALS, source_id) in groups else group)
        else:
            best = group
        made[table, source_id] = _together(best, told)
    return [made[key] for key in groups], told


def _alone(part: Part) -> str:
    """The one supplier whose deliveries a file has, empty for several; one recipient may have one supplier."""
    if part.table != _VOLUMES:
        return ""
    suppliers = part.rows["supplier"].unique()
    return part.report.supplier or (suppliers[0] if len(suppliers) == 1 < part.rows["recipient"].nunique() else "")


def _apart(part: Part) -> Part:
    """Deliveries without those under a name that stands for several, of which a list of deals says more."""
    if part.report.kind != rebuilt.KIND:
        return part
    return replace(part, rows=part.rows[~merged.together(part.rows)])


def _halves(part: Part) -> list[Part]:
    """Yearly volumes, apart from those of a name that stands for several: any other register goes before these."""
    several = part.rows["method"] == MERGED
    halves = [replace(part, rows=part.rows[rows]) for rows in (~several, several) if rows.any()]
    return halves if several.any() else [part]


def _believed(parts: Sequence[Part], items: Part | None) -> list[Part]:
    """Yearly volumes of one release, those of a worse register only for what no better one covers.

    Where sums of several registers of deliveries differ each has a part of the items: all together are added up.
    """
    best = [part for part in parts if _rank(part) == 0]
    if items and len(best) > 1 and len(_contradictions(pd.concat([part.rows for part in best]), _VOLUMES)):
        whole = [Part(_VOLUMES, deliveries.yearly(items.rows), best[0].report, tuple(best))]
        parts = [*whole, *(part for part in parts if part not in best)]
    return _best_first(parts)


def _best_first(parts: Sequence[Part]) -> list[Part]:
    """The parts by rank, those of a worse one without the rows that better ones cover."""
    found: list[Part] = []
    for rank in sorted(set(map(_rank, parts))):
        better = tuple(found)
        for part in (part for part in parts if _rank(part) == rank):
            own = part.rows[~covered(part.rows, better)] if better else part.rows
            found.append(replace(part, rows=own, of=part.of or (part,)))
    return found


def _rank(part: Part) -> int:
    """How good a register is, 0 the best: SIPRI's own deliveries, its tables, what others rebuilt, spread deals.

    Last comes what others rebuilt under names that stand for several. A register is as good as its worst row, for
    all are of one making.
    """
    own = part.report.kind == deliveries.KIND
    if part.table == _ITEMS:
        return 0 if own else 2
    methods = set(part.rows["method"].unique())
    return 4 if MERGED in methods else 3 if SPREAD in methods else 1 if OFFICIAL in methods else 0 if own else 2


def covered(rows: pd.DataFrame, by: Iterable[Part]) -> Mask:
    """Which rows of arms tables are of years and sides that files cover: what these do not have, there is not.

    A file covers every supplier and recipient but where it was made for one of them, and the years that it was made
    for or has rows of. What others rebuilt does not cover sides that it has not and that are no states, nor what
    stands under another name (`merged`).
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
        elif part.report.kind == rebuilt.KIND:
            found &= ~rows[side].isin(_lacking(rows[side], part.rows[side])).to_numpy()
    if "year" in rows:
        if part.report.kind == rebuilt.KIND:
            found &= ~merged.together(rows)
        first, last = part.report.asked or (part.rows["year"].min(), part.rows["year"].max())
        found &= rows["year"].between(first, last).to_numpy()
    elif part.report.asked and "first_year" in rows:  # deals of which something came in those years
        first, last = part.report.asked
        found &= ((rows["first_year"] <= last) & (rows["last_year"] >= first)).to_numpy(dtype=bool, na_value=False)
    return found


def _lacking(every: pd.Series[str], own: pd.Series[str]) -> set[str]:
    """The sides of some rows of which a rebuilt register has nothing: those that are no states, or merged."""
    absent, others = set(every.unique()) - set(own.unique()), set(merged.table()["other"])
    known = absent & place_names.aliases().keys()
    return {code for code in known if code in others or editions.role(code) != "state"}


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
        several = dict.fromkeys(part.report.file for part in parts)
        names = " and ".join(several) if len(several) > 1 else f"{len(parts)} files named {parts[0].report.file}"
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

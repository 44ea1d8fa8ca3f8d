"""Shipped rows against an official file, cell by cell: equal, different, ours only, theirs only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from milbalance.errors import AmbiguousError, NoRowsError
from milbalance.ingest import detect, source_ids, yearly
from milbalance.ingest.detect import Official
from milbalance.tables.load import Data

EQUAL, DIFFERS, OURS, THEIRS = "equal", "differs", "ours only", "theirs only"
OUTCOMES = (EQUAL, DIFFERS, OURS, THEIRS)
_SHOWN = 40  # differences printed; the table has them all
_WHICH = "which"  # numbers rows that are alike in every other part of the key


@dataclass(frozen=True)
class Outcome:
    """What a comparison found: lines for printing, one row a cell, and how many cells are not equal.

    `table` has the columns table, those of the key, column, ours, theirs, outcome and locator (where the cell
    stands in the file, or for `ours only` where it stood in the one that we read).
    """

    lines: list[str]
    table: pd.DataFrame
    differences: int


@dataclass(frozen=True)
class _How:
    """How rows of a shipped table are matched, and which of their columns are compared.

    `sort` is the column that says what is measured: rows alike in it have the same decimals. In a `listed` table
    two rows may be alike in the key.
    """

    key: tuple[str, ...]
    values: tuple[str, ...]
    sort: str | None = None
    listed: bool = False

    @property
    def place(self) -> str:
        """The column of the place that a row is about."""
        return self.key[0]

    @property
    def chosen(self) -> bool:
        """Whether such files come in parts: SIPRI's transfers have the places and years that somebody chose."""
        return self.place == "recipient"

    @property
    def years(self) -> bool:
        """Whether a row is of one year."""
        return "year" in self.key


_HOW = {
    "spending": _How(("place", "year", "basis"), ("value", "quality", "missing_reason", "base_year"), "basis"),
    "forces": _How(("place", "year", "item"), ("value",), "item"),
    "context": _How(("place", "year", "item"), ("value",), "item"),
    "arms_imports": _How(("recipient", "supplier", "year"), ("tiv_m",)),
    # Classes of deliveries are spelled here as in the newest release: only those of deals are as in the file.
    "arms_deliveries": _How(
        ("recipient", "supplier", "year", "designation"), ("number", "tiv_m", "local_production"), listed=True
    ),
    "arms_deals": _How(
        ("recipient", "supplier", "designation", "class", "order_year"),
        (
            *("order_year_uncertain", "ordered", "ordered_uncertain", "delivered", "delivered_uncertain"),
            *("first_year", "last_year", "delivery_years", "status", "tiv_unit_m", "tiv_delivered_m"),
        ),
        listed=True,
    ),
}


def compare(
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    key: Sequence[str],
    values: Sequence[str],
    sort: str | None = None,
    *,
    rounded: bool = False,
) -> pd.DataFrame:
    """Two frames cell by cell, matched by `key`: columns key..., column, ours, theirs, outcome, in order of `key`.

    A cell that is empty on both sides is left out. Numbers are equal if theirs, rounded as ours are printed, is
    ours: to as many decimals as any of our rows has that is alike in the column `sort`, since zeros at the end are
    not written. Where theirs are `rounded`, half of the last digit that they print is allowed as well. Raises
    AmbiguousError for a key that comes twice.
    """
    for side, frame in (("ours", ours), ("theirs", theirs)):
        if (twice := frame.duplicated(list(key))).any():
            raise AmbiguousError(f"{side}: {_words(frame[twice].iloc[0], key)} comes twice")
    both = ours[[*key, *values]].merge(
        theirs[[*key, *values]], on=list(key), how="outer", suffixes=(" ours", " theirs"), indicator=True
    )
    parts = [_column(both, column, list(key), sort, rounded=rounded) for column in values]
    order = [*key, "column", "ours", "theirs", "outcome"]
    return pd.concat(parts).sort_index(kind="stable")[order].reset_index(drop=True)


def _column(both: pd.DataFrame, column: str, key: list[str], sort: str | None, *, rounded: bool) -> pd.DataFrame:
    """The cells of one column of a merged frame."""
    a, b = both[f"{column} ours"], both[f"{column} theirs"]
    if pd.api.types.is_numeric_dtype(a) and not pd.api.types.is_bool_dtype(a):
        sides = a.astype("float64"), b.astype("float64")
        equal = _round_alike(*sides, both[sort] if sort else None, rounded=rounded)
    else:
        equal = (a == b).fillna(False).astype(bool)
    outcome = pd.Series(DIFFERS, index=both.index).mask(equal, EQUAL)
    outcome = outcome.mask(both["_merge"] == "left_only", OURS).mask(both["_merge"] == "right_only", THEIRS)
    cells = both[key].assign(
        column=column,
        ours=a.astype(object).where(a.notna(), None),
        theirs=b.astype(object).where(b.notna(), None),
        outcome=outcome,
    )
    return cells[a.notna() | b.notna()]


def _round_alike(
    a: pd.Series[float], b: pd.Series[float], sort: pd.Series[Any] | None, *, rounded: bool
) -> pd.Series[bool]:
    """Whether each `b`, rounded as `a` is printed, is `a`; of rounded `b`, whether they can be one number."""
    digits = np.minimum(_printed(a, sort), _printed(b, sort)) if rounded else _printed(a, sort)
    # Half of the last digit printed, and a hair for numbers that binary fractions cannot hold.
    return (a - b).abs() <= 0.500001 * 10.0**-digits + 1e-15 * a.abs()


def _printed(values: pd.Series[float], sort: pd.Series[Any] | None) -> pd.Series[int]:
    """How many decimals a side prints in each row: the most of the rows that are alike in the column `sort`."""
    decimals = values.map(_decimals)
    return decimals.groupby(sort if sort is not None else decimals.map(lambda _: 0)).transform("max")


def _decimals(value: float) -> int:
    """How many decimals a number is written with."""
    if np.isnan(value):
        return 0
    return len(np.format_float_positional(value, trim="-").partition(".")[2])


def file(data: Data, path: Path, *, source_id: str | None = None) -> Outcome:
    """The shipped rows of the edition that an official file holds, against the file.

    `source_id` names the edition of a file that does not say it. Raises as `against` does, and whatever the
    importer refuses.
    """
    return against(data, detect.read(path, source_id=source_id, shipped=data.spending))


def against(data: Data, found: list[Official]) -> Outcome:
    """The shipped rows of an edition, against what an official file gives to each table.

    Raises NoRowsError, naming the editions that are shipped, if this one is not.
    """
    report = found[0].report
    lines, parts, apart = [report.head(), *report.remarks()], [], []
    for theirs in found:
        how, ours = _HOW[theirs.table], getattr(data, theirs.table)
        ours = ours[ours["source_id"] == theirs.source_id]
        kept, rows = _certain(_chosen(ours, theirs, how), theirs.rows, how)
        if kept.empty:
            apart.append(_nothing(data, theirs, ours))
            continue
        cells = _cells(kept, _within(rows, kept, how), how)
        lines += [_head(theirs, ours, kept, how), *_told(cells, how)]
        parts.append(cells.assign(table=theirs.table))
    if not parts:
        raise NoRowsError(f"{report.file}: {'; '.join(dict.fromkeys(apart))}")
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "table", table.pop("table"))
    return Outcome([*lines, *apart], table, int((table["outcome"] != EQUAL).sum()))


def _nothing(data: Data, theirs: Official, ours: pd.DataFrame) -> str:
    """Why there is nothing to compare: the edition is not in the table, or none of what the file has of it."""
    if len(ours):
        return f"{theirs.table} has {theirs.source_id}, but nothing of the years and places in the file"
    family = data.sources["family"] == source_ids.parts(theirs.source_id)[0]
    held: Any = getattr(data, theirs.table)["source_id"].unique()
    listed = ", ".join(sorted(set(data.sources.loc[family, "source_id"]) & set(held))) or "none"
    return f"{theirs.source_id} is not in {theirs.table}; editions there: {listed}"


def _chosen(ours: pd.DataFrame, theirs: Official, how: _How) -> pd.DataFrame:
    """Our rows without what the file leaves out as a whole: a basis or item, and what its user did not choose."""
    rows = theirs.rows
    if how.sort:
        return ours[ours[how.sort].isin(_sorts(theirs, how.sort))]
    ours = ours[ours[how.place].isin(rows[how.place].unique())]
    if rows["supplier"].nunique() == 1:
        ours = ours[ours["supplier"] == rows["supplier"].iloc[0]]
    return ours[ours["year"].between(rows["year"].min(), rows["year"].max())] if how.years else ours


def _sorts(theirs: Official, column: str) -> set[str]:
    """The bases or items that a file has; regional totals are no sheet of a basis."""
    return set(theirs.report.bases if column == "basis" else ()) or set(theirs.rows[column].unique())


def _certain(ours: pd.DataFrame, rows: pd.DataFrame, how: _How) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both without the yearly volumes that the file does not have, but that were spread over years for it."""
    if "method" not in rows:
        return ours, rows
    key = list(how.key)
    spread = rows["method"] == yearly.SPREAD
    guessed = pd.MultiIndex.from_frame(rows.loc[spread, key])
    return ours[~pd.MultiIndex.from_frame(ours[key]).isin(guessed)], rows[~spread]


def _within(rows: pd.DataFrame, ours: pd.DataFrame, how: _How) -> pd.DataFrame:
    """Their rows of the places, the years, and the bases or items that our extract holds."""
    for column in filter(None, (how.place, how.sort)):
        rows = rows[rows[column].isin(ours[column].unique())]
    return rows[rows["year"].between(ours["year"].min(), ours["year"].max())] if how.years else rows


def _cells(ours: pd.DataFrame, rows: pd.DataFrame, how: _How) -> pd.DataFrame:
    """The comparison of one table, with the locator of each cell."""
    key = list(how.key)
    if how.listed:
        ours, rows, key = _numbered(ours, how), _numbered(rows, how), [*key, _WHICH]
    # Some editions lack a column; a workbook saved without its colours has no quality.
    known = [name for name in how.values if name != "quality" or rows[name].notna().any()]
    values = [name for name in known if ours[name].notna().any()]
    cells = compare(ours, rows, key, values, how.sort, rounded=_is_rounded(rows))
    cells = cells.merge(rows[[*key, "locator"]], on=key, how="left")
    cells = cells.merge(ours[[*key, "locator"]], on=key, how="left", suffixes=("", " ours"))
    return cells.assign(locator=cells["locator"].fillna(cells["locator ours"])).drop(columns="locator ours")


def _numbered(rows: pd.DataFrame, how: _How) -> pd.DataFrame:
    """Rows of a list with a number that tells those apart that are alike in the key, in order of their values."""
    ordered = rows.sort_values([*how.key, *how.values], kind="stable")
    return ordered.assign(**{_WHICH: ordered.groupby(list(how.key), dropna=False).cumcount() + 1})


def _head(theirs: Official, ours: pd.DataFrame, kept: pd.DataFrame, how: _How) -> str:
    """What was set against what, and which places, bases or items of ours the file has nothing of."""
    column = how.sort or how.place
    left = sorted(set(ours[column].unique()) - _sorts(theirs, column))
    years = f", {kept['year'].min()}-{kept['year'].max()}" if how.years else ""
    said = f"; not in this file: {', '.join(left)}" if left else ""
    if "method" in theirs.rows and (theirs.rows["method"] == yearly.SPREAD).any():
        said += "; without years whose volumes it only gives together"
    if _is_rounded(theirs.rows):
        said += "; equal within the rounding of the file"
    places = ", ".join(sorted(kept[how.place].unique()))
    return f"against {theirs.table}, {theirs.source_id}: {len(kept):,} rows of {places}{years}{said}"


def _is_rounded(rows: pd.DataFrame) -> bool:
    """Whether a file prints volumes that SIPRI rounded, as its tables of volumes do."""
    return "method" in rows and bool((rows["method"] == yearly.OFFICIAL).all())


def _told(cells: pd.DataFrame, how: _How) -> Iterator[str]:
    """The counts by outcome, then what is not equal: a base year once for all its cells, each other cell alone."""
    yield "  cells: " + ", ".join(f"{(cells['outcome'] == outcome).sum():,} {outcome}" for outcome in OUTCOMES)
    apart = cells[cells["outcome"] != EQUAL]
    labels = apart[(apart["column"] == "base_year") & (apart["outcome"] == DIFFERS)]
    for (ours, theirs), rows in labels.groupby(["ours", "theirs"]):
        yield f"  differs: base_year of {len(rows):,} cells: ours {ours}, theirs {theirs}"
    apart = apart.drop(labels.index)
    for row in apart.head(_SHOWN).to_dict("records"):
        sides = {"ours": _said(row["ours"]), "theirs": _said(row["theirs"])}
        shown = [f"{side} {text}" for side, text in sides.items() if row["outcome"] in (DIFFERS, f"{side} only")]
        where = f" ({row['locator']})" if isinstance(row["locator"], str) else ""
        yield f"  {row['outcome']}: {_words(row, how.key)}, {row['column']}: {', '.join(shown)}{where}"
    if len(apart) > _SHOWN:
        yield f"  and {len(apart) - _SHOWN:,} more"


def _words(row: Any, key: Sequence[str]) -> str:
    return " ".join(str(row[name]) for name in key)


def _said(value: Any) -> str:
    """A cell in words."""
    if value is None:
        return "nothing"
    return f"{value:.10g}" if isinstance(value, float) else str(value)

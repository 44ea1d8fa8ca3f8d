"""SIPRI's trade register, one row per deal: to arms_deals, and spread over delivery years to arms_imports.

A deal says how much was delivered and in which years, not how much in each: see `milbalance.ingest.deliveries` for
the register that does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from milbalance.ingest import left_out, sipri_names, sipri_release, text, tidy
from milbalance.ingest import yearly as sums
from milbalance.ingest.cells import Column, Floats, columns, year
from milbalance.ingest.report import Imported, Report, of

KIND = "SIPRI arms transfers, deals"
WANTED = "SIPRI's trade register (a line with Recipient, Supplier, Year of order, Year(s) of delivery)"
_COLUMNS = {
    "recipient": ("recipient",),
    "supplier": ("supplier",),
    "order_year": ("year of order",),
    "ordered": ("number ordered",),
    "designation": ("weapon designation",),
    "class": ("weapon description",),
    "delivered": ("number delivered", "deliveries in the year range"),
    "years": ("year(s) of delivery", "year(s) of deliveries"),
    "status": ("status",),
    "tiv_unit_m": ("sipri tiv per unit",),
    "tiv_delivered_m": ("sipri tiv of delivered weapons",),
}
_REGISTER_STARTS = 1950
_UNCERTAIN = ("order_year", "ordered", "delivered")
_COMMENTS = "comments"
# The '?' columns have a blank for a name, and what programs write for one: " .1" and "Unnamed: 3" (pandas), "X.1"
# and "...4" (R).
_NAMELESS = re.compile(r"|\.\d+|unnamed: \d+|x(\.[.\d]*)?|\.\.\.\d+|v\d+|_\d+|column\d+")
_MARK = {"?": True, "": False}


@dataclass(frozen=True)
class Register:
    """A register as it was read: one row per deal, its delivery years, and the report.

    `deals` has the columns of arms_deals; `years` holds the delivery years of each deal, none for an open order.
    """

    deals: pd.DataFrame
    years: list[tuple[int, ...]]
    report: Report


def is_header(line: list[str]) -> bool:
    """Whether these are the column names of this register."""
    return {"recipient", "supplier", "year of order", "weapon designation"} <= set(map(text.fold, line))


def read(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A trade register in the columns of arms_deals; TIV in millions, classes as the file spells them.

    Deals that cannot be read are left out and told; `strict` refuses them (see `left_out`). Raises DataError for
    another file or one of which too much cannot be read, and MilbalanceError where its release is not known (see
    `sipri_release.edition`).
    """
    found = register(text.read(path, WANTED, is_header), source_id=source_id, strict=strict)
    return Imported(found.deals, found.report)


def read_yearly(path: Path, *, source_id: str | None = None, strict: bool = False) -> Imported:
    """A trade register in the columns of arms_imports: deals of several delivery years spread evenly over them."""
    return yearly(register(text.read(path, WANTED, is_header), source_id=source_id, strict=strict))


def register(table: text.Table, *, source_id: str | None = None, strict: bool = False) -> Register:
    """A register that was read as a table.

    Rows that a line break has cut in two are joined first: SIPRI's comments bring them.
    """
    folded, joined = [text.fold(name) for name in table.columns], 0
    if _COMMENTS in folded[:-1]:  # nothing tells a cut in the last column
        table, joined = text.rejoined(table, folded.index(_COMMENTS))
    found, odd = left_out.reading(table, partial(_register, source_id=source_id), strict=strict)
    notes = (f"rows that a line break had cut in two, joined: {joined}",) if joined else ()
    return replace(found, report=replace(found.report, left_out=odd, notes=(*notes, *text.ending(table))))


def _register(table: text.Table, *, source_id: str | None) -> Register:
    """A register whose every row can be read; raises RowsError for those that cannot."""
    table = text.even(table)
    found = text.places(table, _COLUMNS)
    cells = columns(table, found | _uncertain(table, found))
    printed = cells["years"].parsed(_years, "years of delivery in order, such as 2010; 2012")
    years = [tuple(sorted(set(deal))) for deal in printed]
    sipri_release.refuse_later(table, cells["years"].name, [max(deal, default=0) for deal in years])
    ordered = cells["order_year"].years()
    sipri_release.refuse_later(table, cells["order_year"].name, ordered)
    edition = sipri_release.edition(table, source_id, (last for deal in years for last in deal[-1:]))
    when = [deal[0] if deal else year for deal, year in zip(years, ordered, strict=True)]
    parties = sipri_names.parties(cells["recipient"].cells, cells["supplier"].cells, when)
    values = _values(cells, years, edition)
    values |= {"recipient": parties.recipients, "supplier": parties.suppliers}
    frame = tidy.frame("arms_deals", values)
    if not table.ended and _off(frame).iloc[-1:].any():
        said = "a volume that is not number times unit, and no line end after it"
        table.refuse(table.lines[-1], cells["tiv_delivered_m"].name, said, "a file that is not cut off")
    flags = {**parties.flags, **_flags(table, frame, printed), **sipri_release.others(table, frame)}
    parts = {"kind": KIND, "file": table.file, "edition": edition.words, **sipri_release.chosen(table)}
    return Register(frame, years, of(frame, flags=flags, **parts))


def _uncertain(table: text.Table, found: Mapping[str, int]) -> dict[str, int]:
    """Where the '?' columns stand: each right after its own, under no name; refused where they may be mixed up."""
    marks = {}
    for key in _UNCERTAIN:
        name = text.fold(table.columns[found[key] + 1]) if found[key] + 1 < len(table.columns) else "nothing"
        if not _NAMELESS.fullmatch(name):
            column = table.columns[found[key]]
            table.refuse(table.header_line, column, f"{name!r} after it", "its column of question marks")
        marks[f"{key}_uncertain"] = found[key] + 1
    # Programs number them when they write them again; without numbers only an untouched order tells them apart.
    numbers = [int("".join(filter(str.isdecimal, table.columns[place])) or -1) for place in marks.values()]
    order = numbers if max(numbers) >= 0 else list(found.values())
    if order != sorted(order):
        table.refuse(table.header_line, "-", "columns in another order", "the order in which SIPRI writes them")
    return marks


def _years(cell: str) -> tuple[int, ...] | None:
    """The years in `2010; 2012; 2012`, none in an empty cell; None where they are not plain years in order."""
    found = [year(part.strip()) for part in cell.split(";")] if cell else []
    known = tuple(part for part in found if part is not None)
    return known if len(known) == len(found) and list(known) == sorted(known) else None


def _values(
    cells: Mapping[str, Column], years: list[tuple[int, ...]], edition: sipri_release.Edition
) -> dict[str, Any]:
    """The cells of arms_deals but for the parties."""
    lines = cells["years"].table.lines
    delivered = _delivered(cells["delivered"], years)
    ordered, unit = cells["ordered"].counts(), cells["tiv_unit_m"].numbers()
    open_order = delivered == 0
    return {
        "deal": [f"{edition.source_id}-{line:05d}" for line in lines],
        "source_id": edition.source_id,
        "designation": cells["designation"].texts("a designation"),
        "class": cells["class"].texts("a description"),
        "order_year": cells["order_year"].years(),
        "ordered": ordered,
        "delivered": delivered,
        **{key: cells[key].words(_MARK) for key in (f"{name}_uncertain" for name in _UNCERTAIN)},
        "first_year": [deal[0] if deal else pd.NA for deal in years],
        "last_year": [deal[-1] if deal else pd.NA for deal in years],
        "delivery_years": ["; ".join(map(str, deal)) for deal in years],
        "status": cells["status"].cells,
        # Nobody has valued an order of which nothing came and one item of which is worth 0.
        "tiv_unit_m": np.where((unit == 0) & open_order, np.nan, unit),
        "tiv_delivered_m": cells["tiv_delivered_m"].numbers(),
        "locator": [edition.line(line) for line in lines],
        "note": _notes(open_order, ordered, unit),
    }


def _delivered(column: Column, years: list[tuple[int, ...]]) -> Floats:
    """How many came. An empty cell beside no year is an open order, of which SIPRI knows no delivery: none came.

    Raises RowsError for an empty cell beside years.
    """
    open_order = np.array([not deal for deal in years], dtype=bool)
    cells = [cell or ("0" if opened else "") for cell, opened in zip(column.cells, open_order, strict=True)]
    return replace(column, cells=cells).counts(gaps=frozenset())


def _notes(open_order: npt.NDArray[np.bool_], ordered: Floats, unit: Floats) -> list[str]:
    """What the columns do not say: open orders, with or without a volume, and unknown numbers."""
    unset = np.isnan(unit) | (unit == 0)
    opened = np.select([open_order & unset, open_order], ["open order, no volume set", "open order"], "")
    unknown = np.where(np.isnan(ordered), "number not known", "")
    return ["; ".join(filter(None, map(str, row))) for row in zip(opened, unknown, strict=True)]


def _flags(table: text.Table, frame: pd.DataFrame, printed: list[tuple[int, ...]]) -> dict[str, int]:
    """Suspicious deals: equal rows, volumes that are not number times unit, years that cannot all be right."""
    early = f"delivered before {_REGISTER_STARTS}, when the register starts"
    return {
        "rows equal to another, which may be repeats": len(table.records) - len(set(map("\0".join, table.records))),
        "volume delivered that is not number times unit": _off(frame).sum(),
        "volume delivered without a year of delivery": (
            (frame["tiv_delivered_m"] > 0) & frame["first_year"].isna()
        ).sum(),
        "ordered after its first year of delivery": (frame["order_year"] > frame["first_year"]).sum(),
        early: (frame["first_year"] < _REGISTER_STARTS).sum(),
        "a delivery year twice in one deal, taken once": sum(len(set(deal)) < len(deal) for deal in printed),
    }


def _off(frame: pd.DataFrame) -> pd.Series[bool]:
    """Deals whose volume is not number times unit, where volumes and units are rounded to two decimals each."""
    delivered = frame["delivered"].astype("float64")
    return (delivered * frame["tiv_unit_m"] - frame["tiv_delivered_m"]).abs() > 0.0051 * delivered + 0.0051


def yearly(found: Register) -> Imported:
    """Deals to the columns of arms_imports: a deal of several delivery years in equal parts, one each year.

    A sum made only of deals of one delivery year is exact, and its method says so. The deals go along, for the
    ranges of windows that cut one.
    """
    frame = sums.sums(_parts(found))
    several, spread = sum(len(deal) > 1 for deal in found.years), (frame["method"] == sums.SPREAD).sum()
    note = (
        f"{several:,} of {len(found.years):,} deals have several delivery years and were spread evenly over them: "
        f"{spread:,} of {len(frame):,} yearly values are a guess; SIPRI's register of deliveries has them exactly"
    )
    old, new = found.report, of(frame, kind=f"{KIND}, {sums.SPREAD}", file="", edition="", flags={})
    report = replace(old, kind=new.kind, rows=new.rows, places=new.places, notes=(*old.notes, note))
    return Imported(frame, report, found.deals)


def _parts(found: Register) -> pd.DataFrame:
    """One row per deal and delivery year, with its equal part of the volume."""
    volume = found.deals["tiv_delivered_m"].to_numpy(dtype="float64")
    dated = [deal if known else () for deal, known in zip(found.years, ~np.isnan(volume), strict=True)]
    counts = np.array([len(deal) for deal in dated], dtype=int)
    taken = np.repeat(np.arange(len(counts)), counts)
    return (
        found.deals[["recipient", "supplier", "source_id", "locator"]]
        .iloc[taken]
        .assign(
            year=[year for deal in dated for year in deal],
            tiv_m=volume[taken] / counts[taken],
            method=np.where(counts[taken] == 1, sums.EXACT, sums.SPREAD),
            note="",
        )
    )

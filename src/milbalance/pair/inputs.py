"""The rows to compare: the shipped tables, with those of official files beside them as sources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest import source_ids, tidy, yearly
from milbalance.ingest.report import Imported, Report
from milbalance.io import files
from milbalance.measures import transfers
from milbalance.pair import places
from milbalance.pair.arms import OWN
from milbalance.pair.request import Request
from milbalance.tables import load
from milbalance.tables.load import Data

PERSONNEL, CINC = "personnel", "cinc"
_MEASURES = {"spending": "basis", "forces": "item", "context": "item"}
_KEYS = {
    "spending": "place",
    "forces": "place",
    "context": "place",
    "arms_imports": "recipient",
    "arms_deals": "recipient",
}


@dataclass(frozen=True)
class Part:
    """Rows of one official file for one table, and the report on the file."""

    table: str
    rows: pd.DataFrame
    report: Report


@dataclass(frozen=True)
class Given:
    """One official file as it was given: the option, its name without folders, its checksum and its edition."""

    option: str
    file: str
    sha256: str
    edition: str


def _reads(option: str, path: Path, source_id: str | None) -> dict[str, Callable[[], Imported]]:
    """How a file is read, by the table that its rows belong to."""
    # Here, because reading an official file needs an extra and comparing shipped rows does not.
    from milbalance.ingest import milex, nmc, sipri_transfers  # noqa: PLC0415

    if option == "milex":
        return {"spending": partial(milex.read, path, source_id=source_id, shipped=load.shipped().spending)}
    if option == "transfers":
        return {
            "arms_imports": partial(sipri_transfers.read_yearly, path, source_id=source_id),
            "arms_deals": partial(sipri_transfers.read, path, source_id=source_id),
        }
    tables = ("spending", "forces", "context")
    return {name: partial(nmc.read, path, table=name, source_id=source_id) for name in tables}


@lru_cache(maxsize=12)  # many pairs are cut from the same few files
def _parts(option: str, path: Path, source_id: str | None, _checksum: str) -> tuple[Part, ...]:
    """All rows of a file, read once for as long as it stays the same.

    Its deals are read as well where their yearly volumes are not known.
    """
    read = _reads(option, path, source_id)
    deals = read.pop("arms_deals", None)
    parts = [_part(table, how()) for table, how in read.items()]
    if deals and (parts[0].rows["method"] == yearly.SPREAD).any():
        parts.append(_part("arms_deals", deals()))
    return tuple(parts)


def _part(table: str, found: Imported) -> Part:
    if table == "arms_imports":
        _refuse_selection(found)
    rows = found.rows[found.rows["item"] == CINC] if table == "context" else found.rows
    return Part(table, rows.assign(source_id=rows["source_id"] + OWN), found.report)


def _refuse_selection(found: Imported) -> None:
    """Refuse volumes of one supplier alone: of those every share would be the whole."""
    suppliers = found.rows["supplier"].unique()
    alone = suppliers[0] if len(suppliers) == 1 and found.rows["recipient"].nunique() > 1 else ""
    if one := found.report.supplier or alone:
        raise MilbalanceError(
            f"{found.report.file}: found deliveries from {one} alone, of which no share can be made; "
            "wanted a file of all suppliers"
        )


def _all_parts(request: Request) -> list[tuple[str, Path, tuple[Part, ...]]]:
    """The parts of every file; MilbalanceError for two files of one edition."""
    found = [
        (option, path, _parts(option, path, source_id, files.checksum(path)))
        for option, path, source_id in request.files.given()
    ]
    first: dict[str, str] = {}
    for option, path, parts in found:
        for source in {str(one) for part in parts for one in part.rows["source_id"].unique()}:
            if source in first:
                edition = source.removesuffix(OWN)
                both = f"{first[source]} and {path.name}"
                raise MilbalanceError(f"--{option}: found {edition} in {both}; wanted one file an edition")
            first[source] = path.name
    return found


def given(request: Request) -> tuple[Given, ...]:
    """The official files of a request as a manifest names them. Raises as `assemble` does."""
    return tuple(
        Given(option, path.name, files.checksum(path), parts[0].report.edition)
        for option, path, parts in _all_parts(request)
    )


def assemble(request: Request) -> Data:
    """The shipped tables cut to the two places, with the rows of the request's files put in beside them.

    Of the tables, spending, personnel in forces, CINC in context, arms imports and the deals of files whose yearly
    volumes are not known have rows, sources and places those that these name; all others are empty: what they hold
    is about other places. The source_id of a file's
    rows ends in `-file`. An edition that is shipped and brought counts once. Raises DataError or MilbalanceError
    for a file that its importer refuses, and for two files of one edition.
    """
    shipped, parts = load.shipped(), [part for _, _, found in _all_parts(request) for part in found]
    held = {
        "spending": shipped.spending,
        "forces": shipped.forces[shipped.forces["category"] == PERSONNEL],
        "context": shipped.context[shipped.context["item"] == CINC],
        "arms_imports": shipped.arms_imports,
        "arms_deals": shipped.arms_deals.iloc[:0],
    }
    tables: dict[str, Any] = {
        name: _both(name, [frame, *(part.rows for part in parts if part.table == name)], request)
        for name, frame in held.items()
    }
    used = {source for frame in tables.values() for source in frame["source_id"]}
    known = pd.concat([shipped.sources, *_described(shipped.sources, parts)]).drop_duplicates("source_id")
    sources = known[known["source_id"].isin(used)].astype(shipped.sources.dtypes.to_dict())
    codes = {*request.sides, *tables["arms_imports"]["supplier"]}
    tables["sources"] = sources.reset_index(drop=True)
    tables["places"] = places.described(shipped.places, codes, request.sides)
    return replace(nothing(), **tables)


def nothing() -> Data:
    """Every table with its columns and no rows."""
    empty: dict[str, Any] = {name: tidy.frame(name, {}) for name in load.TABLES}
    return Data(**empty)


def _both(table: str, frames: list[pd.DataFrame], request: Request) -> pd.DataFrame:
    """The rows of the two places, those of one frame after those of the other, each edition once."""
    own = [rows[rows[_KEYS[table]].isin(request.sides)] for rows in frames]
    both = pd.concat(own, ignore_index=True)
    return once(both, _MEASURES[table]) if table in _MEASURES else both


def once(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of two places with one source for each edition and `measure` (a basis or an item).

    Of an edition that is shipped and brought the file is taken, unless what is shipped has both places in more
    years: a file may hold a part of its edition.
    """
    there = rows["value"].notna() | (rows["low"].notna() if "low" in rows else False)
    both = rows[there].groupby([measure, "source_id", "year"])["place"].nunique().eq(2)
    years: dict[Any, Any] = both.groupby([measure, "source_id"]).sum().to_dict()
    left = []
    for (kind, brought), number in years.items():
        if brought.endswith(OWN):
            shipped = brought.removesuffix(OWN)
            left.append((kind, shipped if number >= years.get((kind, shipped), 0) else brought))
    keys = pd.MultiIndex.from_frame(rows[[measure, "source_id"]])
    return rows[~keys.isin(left)].reset_index(drop=True) if left else rows


def _described(shipped: pd.DataFrame, parts: list[Part]) -> Iterator[pd.DataFrame]:
    """A row of sources.csv for each file: the publisher's terms from its shipped editions, the rest as reported."""
    for part in parts:
        for source in part.rows["source_id"].unique():
            family, version = source_ids.parts(source.removesuffix(OWN))
            like = shipped[shipped["family"] == family].iloc[[-1]]
            about = _own_words(version, part.report, like.iloc[0]) | _reach(version, part)
            yield like.assign(source_id=source, version=version, **about)


def _own_words(edition: str, report: Report, like: pd.Series[str]) -> dict[str, Any]:
    """What a source row says of a file of the reader's own; the credit line names its edition."""
    kind = str(like["label"]).partition(" (")[0].rstrip(" .0123456789")
    # What every chart must say of yearly volumes that nobody knows.
    spread = f", deals {yearly.SPREAD}" if report.kind.endswith(yearly.SPREAD) else ""
    flags = [f"{flag} ({count} in the whole file)" for flag, count in sorted(report.flags.items())]
    return {
        "edition": f"version {edition}" if report.edition == f"{like['family']}-{edition}" else report.edition,
        "label": f"{kind} {edition} (own file{spread})",
        "released": edition if edition[:4].isdigit() else like["released"],
        "accessed": pd.NA,
        "obtained_from": f"file {report.file}",
        "credit": f"Source: {like['title']}, {edition}; calculations by this project are not attributed to it.",
        "derived_from": pd.NA,
        "dataset_cells": pd.NA,
        "caveat": pd.NA,
        "note": "; ".join([*report.notes, *flags]) or pd.NA,
    }


def _reach(version: str, part: Part) -> dict[str, Any]:
    """First and last year that a register holds: those it was made for, else from its first delivery on.

    Earlier and later years are unknown, not empty. Other tables have a row for each year that they hold.
    """
    if part.table != "arms_imports":
        return {"data_from": pd.NA, "data_to": pd.NA}
    first, last = part.report.asked or (int(part.rows["year"].min()), transfers.last_year(version))
    return {"data_from": first, "data_to": last}

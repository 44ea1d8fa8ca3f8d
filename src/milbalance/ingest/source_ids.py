"""Which edition an official file is of, where the reader says it, and how sources.csv describes such an edition.

What is shipped has its family and version in columns of sources.csv; a file has them in the id that it is given.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest.report import Report

MILEX, TRANSFERS = "sipri-milex", "sipri-transfers"  # families of sources.csv
OFFICIAL = (MILEX, TRANSFERS, "wdi", "cow-nmc")  # those whose files an importer reads
SPLICED = "spliced"  # its caveat on constant dollars with parts that do not match where they are joined
PLACES = "; "  # between two places that a caveat is of
_ID = re.compile(r"([a-z]+(?:-[a-z]+)*)-([0-9][a-z0-9.-]*)")


def parts(source_id: str) -> tuple[str, str]:
    """The family and the version that the id of a new edition is made of, as sources.csv has them in columns.

    Both are empty for an id of another form.

    >>> parts("sipri-transfers-2026-03")
    ('sipri-transfers', '2026-03')
    """
    found = _ID.fullmatch(source_id)
    return (found[1], found[2]) if found else ("", "")


def by_file(files: Sequence[Path], given: Sequence[str]) -> dict[Path, str]:
    """The source_id of each file that has one: `FILE=ID` by the name of the file, else one ID a file, in order.

    Raises MilbalanceError for a file that is not there, one that is named twice, and IDs without a file that are
    not as many as the files that are left.

    >>> files = [Path("old.xlsx"), Path("new.xlsx")]
    >>> [str(path) for path in by_file(files, ["new.xlsx=sipri-milex-2026"])]
    ['new.xlsx']
    """
    found: dict[Path, str] = {}
    bare = []
    for text in given:
        name, equals, source_id = text.rpartition("=")
        if not equals:
            bare.append(source_id)
            continue
        same = [path for path in files if name in (str(path), path.name)]
        if len(same) != 1:
            there = ", ".join(str(path) if same else path.name for path in files)
            raise MilbalanceError(f"--source-id: found {text!r}; wanted FILE=ID with one of the files {there}")
        path = same[0]
        if path in found:
            raise MilbalanceError(f"--source-id: found two for {path.name}; wanted one")
        found[path] = source_id
    left = [path for path in files if path not in found]
    if bare and len(bare) != len(left):
        names = " or ".join(f"{path.name}={bare[0]}" for path in files)
        raise MilbalanceError(f"--source-id: found {', '.join(bare)} and {len(left)} files; wanted {names}")
    return {**found, **dict(zip(left, bare, strict=False))}


def spliced(row: Mapping[Any, Any]) -> frozenset[str]:
    """The places of whose constant dollars a row of `sources` says that parts do not match.

    >>> sorted(spliced({"caveat": "spliced", "caveat_places": "FRA; GEO"}))
    ['FRA', 'GEO']
    """
    said = row["caveat"] == SPLICED and isinstance(row["caveat_places"], str)
    return frozenset(row["caveat_places"].split(PLACES)) if said else frozenset()


def row(
    sources: pd.DataFrame, source_id: str, report: Report, note: str | None = None, spliced: Sequence[str] = ()
) -> pd.DataFrame:
    """The row of a release in the columns of `sources`: the one that is shipped, else one made from the report.

    What the releases of a family share, such as publisher and terms, is that of the newest one shipped. `spliced`
    are places whose parts do not match where they are joined. Raises MilbalanceError for a source_id of neither
    family.

    >>> report = Report("a workbook", "new.xlsx", "release of 2030", 0, first_year=1949, last_year=2029)
    >>> row(data.sources, "sipri-milex-2030", report)["edition"].item()
    'release of 2030, data 1949-2029'
    """
    if len(shipped := sources[sources["source_id"] == source_id]):
        return shipped
    family, version = parts(source_id)
    if family not in (MILEX, TRANSFERS):
        raise MilbalanceError(
            f"{report.file}: found the source_id {source_id!r}; wanted one such as sipri-milex-2026 or "
            "sipri-transfers-2026-03"
        )
    newest = sources[sources["family"] == family].sort_values("version").iloc[-1]
    before, now = (_words(name) for name in (str(newest["version"]), version))
    years = f", data {report.first_year}-{report.last_year}"
    made = newest.to_dict() | {name: str(newest[name]).replace(before, now) for name in ("label", "credit")}
    made |= {
        "source_id": source_id,
        "edition": f"release of {now}{years if family == MILEX else ''}",
        "family": family,
        "version": version,
        "released": version,
        "obtained_from": report.file,
        "note": note,
        "caveat": SPLICED if spliced else None,
        "caveat_places": PLACES.join(spliced) or None,
        "accessed": None,
        "dataset_cells": None,
        **dict(zip(("data_from", "data_to"), report.asked or (report.first_year, report.last_year), strict=True)),
    }
    return pd.DataFrame([made], columns=sources.columns).astype(sources.dtypes.to_dict())


def _words(version: str) -> str:
    """A release as its label has it: `2026`, or `March 2026`."""
    year, _, month = version.partition("-")
    return f"{month_name[int(month)]} {year}" if month else year

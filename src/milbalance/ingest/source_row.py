"""A row of sources.csv for a release of SIPRI's, described as those that are shipped where it is not."""

from __future__ import annotations

from calendar import month_name

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest import source_ids
from milbalance.ingest.report import Report
from milbalance.ingest.source_ids import MILEX, TRANSFERS


def row(
    sources: pd.DataFrame, source_id: str, report: Report, note: str | None = None, caveat: str | None = None
) -> pd.DataFrame:
    """The row of a release in the columns of `sources`: the one that is shipped, else one made from the report.

    What the releases of a family share, such as publisher and terms, is that of the newest one shipped. Raises
    MilbalanceError for a source_id of neither family.
    """
    if len(shipped := sources[sources["source_id"] == source_id]):
        return shipped
    family, version = source_ids.parts(source_id)
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
        "caveat": caveat,
        "accessed": None,
        "dataset_cells": None,
        **dict(zip(("data_from", "data_to"), report.asked or (report.first_year, report.last_year), strict=True)),
    }
    return pd.DataFrame([made], columns=sources.columns).astype(sources.dtypes.to_dict())


def _words(version: str) -> str:
    """A release as its label has it: `2026`, or `March 2026`."""
    year, _, month = version.partition("-")
    return f"{month_name[int(month)]} {year}" if month else year

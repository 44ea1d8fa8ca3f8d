"""A row of sources.csv for a release of SIPRI's, described as those that are shipped where it is not."""

from __future__ import annotations

import re
from calendar import month_name

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest.report import Report

_FAMILY = re.compile(r"(sipri-(?:milex|transfers)-)(\d{4})(?:-(\d\d))?")


def row(sources: pd.DataFrame, source_id: str, report: Report, note: str | None = None) -> pd.DataFrame:
    """The row of a release in the columns of `sources`: the one that is shipped, else one made from the report.

    What the releases of a family share, such as publisher and terms, is that of the newest one shipped. Raises
    MilbalanceError for a source_id of neither family.
    """
    if len(shipped := sources[sources["source_id"] == source_id]):
        return shipped
    family = _FAMILY.fullmatch(source_id)
    if family is None:
        raise MilbalanceError(
            f"{report.file}: found the source_id {source_id!r}; wanted one such as sipri-milex-2026 or "
            "sipri-transfers-2026-03"
        )
    newest = sources[sources["source_id"].str.startswith(family[1])].sort_values("source_id").iloc[-1]
    before, now = (_words(name) for name in (str(newest["source_id"]), source_id))
    made = newest.to_dict() | {name: str(newest[name]).replace(before, now) for name in ("label", "credit")}
    made |= {
        "source_id": source_id,
        "edition": _edition(str(newest["edition"]).replace(before, now), report),
        "released": source_id.removeprefix(family[1]),
        "obtained_from": report.file,
        "note": note,
        "accessed": None,
        "dataset_cells": None,
        **dict(zip(("data_from", "data_to"), report.asked or (report.first_year, report.last_year), strict=True)),
    }
    return pd.DataFrame([made], columns=sources.columns).astype(sources.dtypes.to_dict())


def _words(source_id: str) -> str:
    """A release as its label has it: `2026`, or `March 2026`."""
    found = _FAMILY.fullmatch(source_id)
    assert found is not None, source_id
    return f"{month_name[int(found[3])]} {found[2]}" if found[3] else found[2]


def _edition(text: str, report: Report) -> str:
    """The edition in words, with the years of the data where it names them."""
    return re.sub(r"data \d{4}-\d{4}", f"data {report.first_year}-{report.last_year}", text)

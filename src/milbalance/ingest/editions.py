"""Rows of `sources` and `places` for what official files bring and the shipped tables do not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from milbalance.errors import MilbalanceError
from milbalance.ingest import names, place_names, rebuilt, source_ids, tidy
from milbalance.ingest.kept import Part
from milbalance.ingest.report import Report
from milbalance.tables import labels

_SIDES = ("place", "recipient", "supplier")
_STATES = frozenset({"state", "historic", "government"})  # a government is one that SIPRI does not mark
_ARMS = "arms_"  # how the tables are named in which absence is an answer, within the years that a file covers


def sources(
    shipped: pd.DataFrame, parts: Sequence[Part], obtained: Mapping[str, str], like: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """`shipped` sources with the editions of files: a row for each new one, and the reach of those that are there.

    What the editions of a family share, such as publisher and terms, is that of the newest shipped one, of those
    that have rows in the same table of `like`. `obtained` says by source_id which files were read. Raises
    MilbalanceError for an edition of a family that is not shipped.
    """
    rows: list[dict[str, Any]] = []
    for source_id in dict.fromkeys(part.source_id for part in parts):
        # Spending first, whose publisher is seldom where its numbers come from.
        own = sorted((one for one in parts if one.source_id == source_id), key=lambda one: one.table != "spending")
        there = shipped[shipped["source_id"] == source_id]
        row = dict(there.iloc[0]) if len(there) else _new(shipped, source_id, own, like)
        row |= {"obtained_from": obtained.get(source_id, own[0].report.file)}
        rows.append(row | _reach(row, own) | _rebuilt(own))
    made = pd.DataFrame(rows, columns=shipped.columns).astype(shipped.dtypes.to_dict())
    both = pd.concat([shipped[~shipped["source_id"].isin(made["source_id"])], made])
    return both.sort_values("source_id", ignore_index=True)


def _new(
    shipped: pd.DataFrame, source_id: str, parts: Sequence[Part], like: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """The row of an edition that is not shipped."""
    family, version = source_ids.parts(source_id)
    if family in (source_ids.MILEX, source_ids.TRANSFERS):
        return dict(source_ids.row(shipped, source_id, parts[0].report).iloc[0])
    kin = _kin(shipped, source_id, parts[0].report.file)
    same = kin[kin["source_id"].isin(like[parts[0].table]["source_id"].unique())]
    rows: Any = (same if len(same) else kin).to_dict("records")
    newest: dict[str, Any] = max(rows, key=_order)
    # A break is that of a family where all its editions have it.
    shared = {name: newest[name] if kin[name].nunique(dropna=False) == 1 else None for name in _BREAKS}
    made = newest | shared | dict.fromkeys(_OF_ONE) | {"source_id": source_id, "version": version or None}
    made["origin"] = parts[0].report.origin or newest["origin"]
    before = str(newest["version"])
    if family != newest["family"]:
        return made | _undated(source_id, parts[0].report, newest)
    return made | {
        **{name: str(newest[name]).replace(before, version) for name in ("label", "credit")},
        "edition": f"{str(newest['edition']).partition(before)[0]}{version}",
        "released": _UNDATED if newest["released"] == _UNDATED else version,
    }


def _kin(shipped: pd.DataFrame, source_id: str, file: str) -> pd.DataFrame:
    """The shipped editions of the family, else those whose names begin alike: an undated cut, another copy."""
    words = source_id.split("-")
    for count in range(len(words) - 1, 0, -1):
        start = "-".join(words[:count])
        for alike in (shipped["family"] == start, shipped["source_id"].str.startswith(f"{start}-")):
            if alike.any():
                return shipped[alike]
    known = ", ".join(sorted(shipped["family"].dropna().unique()))
    raise MilbalanceError(
        f"{file}: found the source_id {source_id!r}; wanted a known family and a version, such as sipri-milex-2026 "
        f"(families: {known})"
    )


def _undated(source_id: str, report: Report, kin: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of a file that does not tell its edition, or of another copy of one publisher's data."""
    return {
        "title": report.kind,
        "label": f"{kin['publisher']} ({report.edition.partition(',')[0]})",  # what it is taken as is left out
        "credit": f"Source: {kin['publisher']}, {source_id}, file of the reader's own.",
        "edition": report.edition,
        "released": _UNDATED,
        "url": None,  # not that of another file of theirs
    }


_UNDATED = "undated"
_BREAKS = ("break_from", "break_to")
# What is of one edition.
_OF_ONE = (
    *("accessed", "derived_from", "dataset_cells", "data_from", "data_to"),
    *("caveat", "caveat_places", "note"),
)


def _order(row: Mapping[str, Any]) -> tuple[int, ...]:
    """The version of an edition as numbers."""
    return tuple(map(int, re.findall(r"[0-9]+", str(row["version"]))))


def _reach(row: Mapping[str, Any], parts: Sequence[Part]) -> dict[str, Any]:
    """First and last year of a register: those it was made for, else its first delivery and its release."""
    arms = [one.report for part in parts if part.table.startswith(_ARMS) for one in part.of or (part,)]
    if not arms:
        return {}
    last = _order(row)[0] - 1
    held = [(row["data_from"], row["data_to"])] if pd.notna(row["data_from"]) else []
    reach = [*held, *(one.asked or (one.first_year or last, last) for one in arms)]
    return {"data_from": min(first for first, _ in reach), "data_to": max(until for _, until in reach)}


def _rebuilt(parts: Sequence[Part]) -> dict[str, Any]:
    """Whether yearly numbers of arms are from a file that others rebuilt."""
    files = [one.report.kind for part in parts if part.table.startswith(_ARMS) for one in part.of or (part,)]
    others = any(kind.startswith(rebuilt.KIND) for kind in files)
    return {"caveat": labels.REBUILT if others else None} if files else {}


def places(shipped: pd.DataFrame, parts: Iterable[Part], groups: Iterable[str] = ()) -> pd.DataFrame:
    """`shipped` places with a row for each other place that rows of files name; `groups` are known groups.

    The role of a new one is state, group, organisation, non-state or unknown.
    """
    named: dict[str, None] = {}
    totals: set[str] = set()
    for part in parts:
        for side in _SIDES:
            if side in part.rows:
                found = part.rows[side].dropna().unique()
                named |= dict.fromkeys(found)
                totals |= set(found) if side == "place" else set()
    new = sorted(set(named) - set(shipped["place"]))
    groups, spoken, lives = {*groups, *totals}, place_names.by_code(), [names.life(code) for code in new]
    roles = [role(code, code in groups) for code in new]
    columns = {
        "place": new,
        "name": [spoken.get(code, code) for code in new],
        "role": roles,
        "iso": [role == "state" for role in roles],
        "exists_from": [first or pd.NA for first, _ in lives],
        "exists_to": [last if last < 9999 else pd.NA for _, last in lives],
    }
    return pd.concat([shipped, tidy.frame("places", columns)], ignore_index=True) if new else shipped


def role(place: str, group: bool = False) -> str:
    """What a place is: as the alias table says, else by SIPRI's marks, ** for organisations, * for groups.

    >>> role("SWE"), role("XNO"), role("XHZ"), role("UNKNOWN")
    ('state', 'organisation', 'non-state', 'unknown')
    """
    rows = place_names.aliases().get(place, [])
    kinds, printed = {row.kind for row in rows}, [row.name for row in rows] or [place]
    if kinds & _STATES:
        return "state"
    if any(name.endswith("**") for name in printed):
        return "organisation"
    if any(name.endswith("*") for name in printed) or "non-state" in kinds:
        return "non-state"
    return "group" if group or names.kind(place) == "region" else "unknown"

"""What an importer hands back: the rows, and a report of what was taken, left out and flagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from milbalance.errors import Fault

_SHOWN = 20  # rows left out that are printed one by one


@dataclass(frozen=True)
class Report:
    """One official file as it was read.

    `kind` says what it is ("SIPRI military expenditure"), `file` is its name without folders, `edition` the release
    found in it. `unknown` counts the rows left out by the name that no place is known for, `flags` the suspicious
    values by sort; neither stops an import. `left_out` has a fault for each row that could not be read (see
    `milbalance.ingest.left_out`). `asked` are the years that the file was made for, and `supplier` and `recipient`
    the one side that it was made for, where it says so: others are absent from it, not zero. `bases` are those of
    spending that a file has a sheet for: others are not in this file, and never gone. `origin` counted the numbers
    first, where the file is a copy or a collection that says whose they are. `cut` says where the file seems to end
    too early.
    """

    kind: str
    file: str
    edition: str
    rows: int
    places: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    unknown: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    asked: tuple[int, int] | None = None
    supplier: str = ""
    recipient: str = ""
    left_out: tuple[Fault, ...] = ()
    bases: tuple[str, ...] = ()
    origin: str = ""
    cut: str = ""

    def lines(self) -> list[str]:
        """The report as plain lines for printing."""
        years = f", {self.first_year}-{self.last_year}" if self.first_year is not None else ""
        there = f"{len(self.places)} place{'s' * (len(self.places) != 1)}"
        return [self.head(), f"{self.rows:,} row{'s' * (self.rows != 1)}, {there}{years}", *self.remarks()]

    def head(self) -> str:
        """The first line: file, kind and edition."""
        return f"{self.file}: {self.kind}, {self.edition}"

    def remarks(self) -> Iterator[str]:
        """What a reader of the rows should know: what was left out, flagged or noted."""
        if count := len(self.left_out):
            yield f"left out, cannot be read: {count:,} row{'s' * (count > 1)} (--strict refuses such a file)"
            yield from (f"left out: {fault}" for fault in self.left_out[:_SHOWN])
        if count > _SHOWN:
            yield f"left out: {count - _SHOWN:,} more"
        for name, count in sorted(self.unknown.items()):
            yield f"left out, no place known: {name} ({count:,} row{'s' * (count > 1)})"
        for flag, count in sorted(self.flags.items()):
            yield f"flagged: {flag} ({count:,})"
        if self.asked:
            yield f"asked for {self.asked[0]}-{self.asked[1]}: other years are absent, not zero"
        if self.supplier:
            yield f"asked for the supplier {self.supplier}: other suppliers are absent, not zero"
        if self.recipient:
            yield f"asked for the recipient {self.recipient}: other recipients are absent, not zero"
        if self.cut:
            yield self.cut
        yield from self.notes


def of(rows: pd.DataFrame, *, flags: Mapping[str, int], **said: Any) -> Report:
    """The report on rows of a shipped table, which themselves say how many they are and of which places and years.

    `flags` may count nothing; `said` are the other parts of a Report.
    """
    places = {code for side in ("place", "recipient", "supplier") if side in rows for code in rows[side].unique()}
    years = [rows[name].dropna() for name in ("year", "first_year", "last_year") if name in rows]
    return Report(
        rows=len(rows),
        places=tuple(sorted(places)),
        first_year=min((int(found.min()) for found in years if len(found)), default=None),
        last_year=max((int(found.max()) for found in years if len(found)), default=None),
        flags={flag: int(count) for flag, count in flags.items() if count},
        **said,
    )


@dataclass(frozen=True)
class Imported:
    """Tidy rows in the columns of a shipped table, and the report on them.

    `deals`, in the columns of arms_deals, are those behind yearly volumes that had to be spread; see
    `milbalance.measures.spread` for what they say of a window. None for rows that no deal was spread for.
    """

    rows: pd.DataFrame
    report: Report
    deals: pd.DataFrame | None = None

"""What can go wrong, in words that name the place."""

from __future__ import annotations

from dataclasses import dataclass


class MilbalanceError(Exception):
    """A fault that a reader can mend; the command line prints it in one line and ends with exit code 2."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a data file: where it stands, what was found and what was wanted.

    Line 0 is the file as a whole: one that is not there has no lines.
    """

    file: str
    line: int
    column: str
    found: str
    wanted: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: found {self.found}; wanted {self.wanted}"


class DataError(MilbalanceError):
    """Data files that break their schema, with every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoRowsError(MilbalanceError):
    """A selection that matches nothing."""


class AmbiguousError(MilbalanceError):
    """Rows that must not be combined: two sources, two units or two bases for one number."""


class MissingError(MilbalanceError):
    """A number that the source does not give, with the reason that the data state."""

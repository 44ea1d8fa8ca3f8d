"""What can go wrong, in words that name the place."""

from __future__ import annotations

from dataclasses import dataclass


class MilbalanceError(Exception):
    """A fault that a reader can mend; the command line prints it in one line and ends with exit code 2."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a data file: where it stands, what was found and what was wanted."""

    file: str
    line: int
    column: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: found {self.found}; wanted {self.wanted}"


class DataError(MilbalanceError):
    """Data files that break their schema, with every fault at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoRowsError(MilbalanceError):
    """A selection that matches nothing: what is wrong with it, and in its message what there is instead."""

    def __init__(self, wrong: str, there: str = "") -> None:
        self.wrong = wrong
        super().__init__("; ".join(filter(None, (wrong, there))))


class AmbiguousError(MilbalanceError):
    """Rows that must not be combined: two sources, two units or two bases for one number."""


class MissingError(MilbalanceError):
    """A number that the source does not give, with the reason that the data state."""

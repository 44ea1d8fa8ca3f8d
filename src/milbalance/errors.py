"""What can go wrong, in words that name the place."""

from __future__ import annotations

from collections.abc import Iterable
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

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RowsError(DataError):
    """Rows of an official file that cannot be read, while the others can."""


class OtherFileError(DataError):
    """A file of no official kind: it is told as another file, and is no bad one."""


class NotUsedError(MilbalanceError):
    """A genuine official file without anything for the tables: it is told as not used, and is no bad file."""


# Why there is no number, without the years and sources that a message names.
NO_SOURCE = "none of our sources counts it so"
NO_YEAR, NOT_COUNTED = "a year or period is missing", "the source does not count it"
TOO_SHORT, NO_LIST = (
    "the release that we have does not reach so far",
    "we have the release without its list of deals or items",
)
EXTRACT, RANGE = "we have only an extract of the release", "the list of deals leaves it open"
NOTHING = "nothing is on record for it"  # in a release that would have it: no other release says otherwise
FINAL = (RANGE, NOTHING)  # what the release itself says, where others are of what we hold of it


class NoRowsError(MilbalanceError):
    """A selection that matches nothing: what is wrong with it, and in its message what there is instead.

    `kind` says what is wrong in general words, where there are such; `told` says it to readers, without columns.
    """

    def __init__(self, wrong: str, there: str = "", *, kind: str = "", told: str = "") -> None:
        self.wrong = wrong
        self.kind = kind
        self.told = told or wrong
        super().__init__("; ".join(filter(None, (wrong, there))))


class AmbiguousError(MilbalanceError):
    """Rows that must not be combined: two sources, two units or two bases for one number."""


class MissingError(MilbalanceError):
    """A number that the source does not give, with the reason that the data state; `kind` and `told` as above."""

    def __init__(self, reason: str, *, kind: str = "", told: str = "") -> None:
        self.kind = kind
        self.told = told or reason
        super().__init__(reason)


# What the reasons for missing numbers in the tables say to readers.
GAPS = {
    "not available": "the source says that it has none",
    "not independent": "it was not an independent state",
    "printed as zero": "the source prints a zero, which is a gap",
}

"""Which edition an official file is of, where the reader says it: `--source-id ID`, or `FILE=ID` of several.

What is shipped has its family and version in columns of sources.csv; a file has them in the id that it is given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from milbalance.errors import MilbalanceError

MILEX, TRANSFERS = "sipri-milex", "sipri-transfers"  # families of sources.csv
SPLICED = "spliced"  # its caveat on constant dollars with parts that do not match where they are joined
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
    """
    found: dict[Path, str] = {}
    bare = []
    for text in given:
        name, equals, source_id = text.rpartition("=")
        if not equals:
            bare.append(source_id)
            continue
        path = _named(files, name, text)
        if path in found:
            raise MilbalanceError(f"--source-id: found two for {path.name}; wanted one")
        found[path] = source_id
    left = [path for path in files if path not in found]
    if bare and len(bare) != len(left):
        names = " or ".join(f"{path.name}={bare[0]}" for path in files)
        raise MilbalanceError(f"--source-id: found {', '.join(bare)} and {len(left)} files; wanted {names}")
    return {**found, **dict(zip(left, bare, strict=False))}


def _named(files: Sequence[Path], name: str, text: str) -> Path:
    """The one file of that name or path."""
    same = [path for path in files if name in (str(path), path.name)]
    if len(same) == 1:
        return same[0]
    there = ", ".join(str(path) if same else path.name for path in files)
    raise MilbalanceError(f"--source-id: found {text!r}; wanted FILE=ID with one of the files {there}")

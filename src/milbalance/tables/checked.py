"""Which folders of tables have passed their checks, so that the same bytes are not checked at every start.

A note in the user's cache says so. It is named by every byte that the checks read, of the folder and of the code
that checks: whatever changes has no note and is checked again. `milbalance check` never asks for one.
"""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from milbalance.io import store
from milbalance.tables import paths

_MOST = 50_000_000  # bytes of a folder; the shipped one has 2 MB
_CHECKED_BY = ("errors.py", "arguments.py", "tables/**/*.py", "tables/schemas/*.json")


def seal(folder: Path) -> str:
    """The name of the note on a folder as it is now; empty for one that is too large or cannot be read.

    >>> seal(paths.data()) == seal(paths.data()) != seal(paths.PACKAGE)
    True
    """
    read = hashlib.sha256(_checked_by().encode())
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_file())
        if sum(path.stat().st_size for path in inside) > _MOST:
            return ""
        for path in inside:
            read.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    except OSError:
        return ""
    return f"{read.hexdigest()}.checked"


@lru_cache(maxsize=1)
def _checked_by() -> str:
    """A checksum of the code that checks."""
    read = hashlib.sha256(f"{sys.version_info} {metadata.version('jsonschema')}".encode())
    for path in sorted(path for pattern in _CHECKED_BY for path in paths.PACKAGE.glob(pattern)):
        read.update(hashlib.sha256(path.read_bytes()).digest())
    return read.hexdigest()


def passed(sealed: str) -> bool:
    """Whether what has this name passed the checks."""
    return bool(sealed) and store.get(sealed) is not None


def note(sealed: str, folder: Path) -> None:
    """Note that a folder passed, if it is still as it was when it got its name."""
    if sealed and seal(folder) == sealed:
        store.put(sealed, b"")

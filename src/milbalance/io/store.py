"""What is kept from one run to the next, in the user's cache folder.

Each file is named by all that it was made from, so that none is ever out of date, and may be removed at any time.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from milbalance.io import files

FOLDER = "MILBALANCE_CACHE"  # the environment variable that names another folder
KINDS = ("npz", "checked")  # the ends of names that are ours: whatever else lies there is left alone
UNUSED = 90  # days after which what nobody asked for is removed
_LARGEST = 500_000_000  # bytes of one file that is kept; a workbook's rows take 6 MB


def folder() -> Path:
    """Where files are kept: MILBALANCE_CACHE, else `milbalance` in XDG_CACHE_HOME, else in ~/.cache.

    >>> folder().name != ""
    True
    """
    if named := os.environ.get(FOLDER):
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME")
    return (Path(caches) if caches else Path.home() / ".cache") / "milbalance"


def get(name: str) -> bytes | None:
    """What is kept under a name; None if nothing is, or nothing that can be read.

    >>> get("no-such-name.npz") is None
    True
    """
    path = folder() / name
    try:
        if path.stat().st_size > _LARGEST:
            return None
        found = path.read_bytes()
        os.utime(path)
    except (OSError, RuntimeError):  # the latter without a home
        return None
    return found


def put(name: str, content: bytes) -> None:
    """Keep something; a folder that cannot be written is no error, it is made again next time."""
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        files.replace(folder() / name, content)
    except (OSError, RuntimeError):
        return


def sweep() -> None:
    """Remove what nobody asked for in a long time, such as what an older version made."""
    old = time.time() - UNUSED * 86_400
    try:
        for path in (path for kind in KINDS for path in folder().glob(f"*.{kind}")):
            if path.stat().st_mtime < old:
                path.unlink(missing_ok=True)
    except (OSError, RuntimeError):
        return

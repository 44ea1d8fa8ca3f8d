"""The files in folders, searched in depth: which there are to look into, and what was passed over and why."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from milbalance.errors import MilbalanceError
from milbalance.ingest.text import plain

MOST_FILES = 5_000
MOST_BYTES = 4_000_000_000  # of all files together; every official file there is has some 200 MB
LARGEST = 1_000_000_000  # bytes of one file; the World Bank's bulk file has 0.3 GB
DEEPEST = 12  # folders in folders
State = tuple[str, int, int]  # path, bytes, and the nanosecond of the last change
_NOT_SEARCHED = frozenset({"__MACOSX", "__pycache__", "node_modules", "site-packages"})


@dataclass(frozen=True)
class Found:
    """Files in the order of their paths, and a line for what was passed over.

    >>> Found((Path("a.csv"),), ()).paths
    (PosixPath('a.csv'),)
    """

    paths: tuple[Path, ...]
    skipped: tuple[str, ...]


def find(folders: Iterable[Path]) -> Found:
    """Every regular file in some folders and the folders in them; a file may be named instead of a folder.

    Hidden files and folders, caches and links to folders are passed over, and so is what two paths lead to the
    second time. Of too many files or bytes the first are taken, by path, and the rest is told. Raises
    MilbalanceError for a folder that is not there.

    >>> find([Path("no-such-folder")])
    Traceback (most recent call last):
    milbalance.errors.MilbalanceError: no-such-folder: no such file or folder; wanted a folder of downloaded files
    """
    skipped: list[str] = []
    taken: dict[tuple[int, int], Path] = {}
    total = 0
    for path in _all(folders, skipped):
        size, same = _size(path, skipped)
        if size < 0 or same in taken:
            continue
        if len(taken) == MOST_FILES or total + size > MOST_BYTES:
            most = f"{MOST_FILES:,} files and {MOST_BYTES // 10**9} GB"
            skipped.append(f"{plain(str(path))}: not read, and what comes after it: wanted at most {most}")
            break
        total += size
        taken[same] = path
    return Found(tuple(taken.values()), tuple(skipped))


def state(folders: Iterable[Path]) -> tuple[State, ...]:
    """The files in some folders with their sizes and times: as long as it is the same, so is what they hold.

    Raises as `find`.

    >>> state([])
    ()
    """
    stats = [(str(path), path.stat()) for path in find(folders).paths]
    return tuple((path, one.st_size, one.st_mtime_ns) for path, one in stats)


def _all(folders: Iterable[Path], skipped: list[str]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            inside = _inside(folder, skipped)
            if (first := next(inside, None)) is None:
                skipped.append(f"{plain(str(folder))}: no file in it")
                continue
            yield first
            yield from inside
        elif folder.exists():
            yield folder
        else:
            raise MilbalanceError(
                f"{plain(str(folder))}: no such file or folder; wanted a folder of downloaded files"
            )


def _inside(folder: Path, skipped: list[str]) -> Iterator[Path]:
    """Files of a folder in the order of their names, folder by folder."""

    def unread(error: OSError) -> None:
        skipped.append(f"{plain(str(error.filename))}: cannot be searched ({error.strerror})")

    for here, inner, files in os.walk(folder, onerror=unread):
        at = Path(here)
        searched = [name for name in sorted(inner) if not name.startswith(".") and name not in _NOT_SEARCHED]
        skipped += [
            f"{at / name}: a link to a folder, not followed" for name in searched if (at / name).is_symlink()
        ]
        if len(at.relative_to(folder).parts) == DEEPEST and searched:
            skipped.append(
                f"{plain(str(at))}: folders below it not searched: wanted at most {DEEPEST} in one another"
            )
            searched = []
        inner[:] = searched
        yield from (at / name for name in sorted(files) if not name.startswith("."))


def _size(path: Path, skipped: list[str]) -> tuple[int, tuple[int, int]]:
    """Bytes of a regular file, -1 for one that is passed over, and what tells that two paths are one file."""
    try:
        found = path.stat()
    except OSError as error:  # such as a link to nothing
        skipped.append(f"{plain(str(path))}: cannot be read ({error.strerror})")
        return -1, (0, 0)
    same = (found.st_dev, found.st_ino)
    if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
        skipped.append(f"{plain(str(path))}: no regular file")
        return -1, same
    if found.st_size > LARGEST:
        skipped.append(f"{plain(str(path))}: {found.st_size:,} bytes; wanted at most {LARGEST:,}")
        return -1, same
    return found.st_size, same
